package web

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"sitrep"
)

// plain gives the words of a piece of HTML, as feeds carry it: paragraphs with a blank line between them, a line for each row of a list or
// table. Text without markup comes out as it is, its references to characters resolved. It reads tags one by one and builds no tree, so
// that no nesting is too deep for it.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return tidy(s)
	}
	var (
		out    strings.Builder
		hidden atom.Atom // the element inside which nothing is shown, 0 outside
		pre    bool
		z      = html.NewTokenizer(strings.NewReader(s))
	)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(out.String())
		case html.TextToken:
			if hidden != 0 {
				continue
			}
			text := string(z.Text())
			if !pre {
				text = strings.Map(func(r rune) rune {
					if r == '\n' || r == '\r' || r == '\t' {
						return ' '
					}
					return r
				}, text)
			}
			out.WriteString(text)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch a {
			case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Template, atom.Object, atom.Svg, atom.Form:
				if hidden == 0 && z.Token().Type == html.StartTagToken {
					hidden = a
				}
			case atom.Pre:
				pre = true
			}
			out.WriteString(breaks(a))
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == hidden && hidden != 0 {
				hidden = 0
			}
			if a == atom.Pre {
				pre = false
			}
			if a != atom.Li && a != atom.Tr && a != atom.Br {
				out.WriteString(breaks(a))
			}
		}
	}
}

// breaks is what stands in plain text where an element begins or ends.
func breaks(a atom.Atom) string {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Ul, atom.Ol, atom.Dl, atom.Table,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Pre, atom.Aside, atom.Header, atom.Footer, atom.Main:
		return "\n\n"
	case atom.Br, atom.Li, atom.Tr, atom.Dt, atom.Dd:
		return "\n"
	case atom.Td, atom.Th:
		return " "
	}
	return ""
}

// tidy brings white space in order: single spaces, no more than one blank line, none at either end.
func tidy(s string) string {
	var out strings.Builder
	blank := 0
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			blank++
			continue
		}
		switch {
		case out.Len() == 0:
		case blank > 0:
			out.WriteString("\n\n")
		default:
			out.WriteByte('\n')
		}
		blank = 0
		out.WriteString(line)
	}
	return out.String()
}

// line is plain in one line: of titles and names, which some feeds mark up, and some twice.
func line(s string) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	if strings.Contains(s, "<") || strings.Contains(s, "&") && strings.Contains(s, ";") {
		if again := strings.Join(strings.Fields(plain(s)), " "); again != "" {
			s = again
		}
	}
	return s
}

// utf8Of converts the bytes of an XML document to UTF-8 and drops its declaration, byte order mark and whatever stands before its first
// tag. What the document says of its encoding is checked against its bytes: the byte order mark first, then the header's charset, then
// the declaration (RFC 7303, 3). The note says what was repaired, its kind "" for nothing.
func utf8Of(b []byte, contentType string) ([]byte, sitrep.Note) {
	var note sitrep.Note
	label := declared(b, contentType)
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b, label = b[3:], "utf-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("<\x00")):
		b, label = utf16Of(b, unicode.LittleEndian), "utf-8"
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\x00<")):
		b, label = utf16Of(b, unicode.BigEndian), "utf-8"
	}
	e, name := charset.Lookup(label)
	switch valid := utf8.Valid(b); {
	case valid && (e == nil || name == "utf-8" || !stateful(name)):
		if e != nil && name != "utf-8" && !ascii(b) {
			note = repaired(fmt.Sprintf("it says it is in %s and is in UTF-8", name))
		}
	case e == nil || name == "utf-8":
		e, _ = charset.Lookup("windows-1252")
		note = repaired("it is not valid UTF-8; it was read as windows-1252")
		fallthrough
	default:
		if d, err := e.NewDecoder().Bytes(b); err == nil {
			b = d
		}
	}
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	if i := bytes.IndexByte(b, '<'); i > 0 {
		b = b[i:]
	}
	if bytes.HasPrefix(b, []byte("<?xml")) {
		if i := bytes.Index(b, []byte("?>")); i >= 0 {
			b = bytes.TrimLeft(b[i+2:], " \t\r\n")
		}
	}
	if bytes.ContainsFunc(b, notXML) {
		b = bytes.Map(func(r rune) rune {
			if notXML(r) {
				return -1
			}
			return r
		}, b)
		if note.Kind == "" {
			note = repaired("it held control characters, which were left out")
		}
	}
	return b, note
}

// repaired is the note on bytes that had to be mended.
func repaired(detail string) sitrep.Note { return sitrep.Note{Kind: "repaired", Detail: detail} }

// stateful says whether ASCII bytes may mean other than ASCII in an encoding, so that valid UTF-8 proves nothing.
func stateful(name string) bool {
	return strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "utf-16") || name == "replacement"
}

// notXML says of a character that XML 1.0 (2.2) allows it nowhere.
func notXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func utf16Of(b []byte, order unicode.Endianness) []byte {
	d, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil {
		return b
	}
	return d
}

// declared is the encoding that the header or the document's declaration names, "" for none.
func declared(b []byte, contentType string) string {
	if _, params, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		label, _, _ := strings.Cut(params, ";")
		if label = strings.Trim(strings.TrimSpace(label), `"'`); label != "" {
			return label
		}
	}
	head := b[:min(len(b), 1024)]
	if i := bytes.Index(head, []byte("<?xml")); i >= 0 {
		head = head[i:]
		if end := bytes.Index(head, []byte("?>")); end >= 0 {
			head = head[:end]
		}
		if _, after, ok := bytes.Cut(head, []byte("encoding")); ok {
			after = bytes.TrimLeft(after, " \t\r\n=")
			if len(after) > 0 && (after[0] == '"' || after[0] == '\'') {
				if label, _, ok := bytes.Cut(after[1:], after[:1]); ok {
					return string(bytes.TrimSpace(label))
				}
			}
		}
	}
	return ""
}
