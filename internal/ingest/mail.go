package ingest

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"regexp"
	"strings"

	"sitrep"
)

// header holds a message's or a part's header fields (RFC 5322), by their names in small letters, in their order.
type header map[string][]string

func (h header) get(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// text is a field's value with its encoded words (RFC 2047) read.
func (h header) text(name string) string { return headerText(h.get(name)) }

func headerText(s string) string {
	d := mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		s, _ := decode(b, charset)
		return strings.NewReader(s), nil
	}}
	plain, _ := decode([]byte(s), "")
	if words, err := d.DecodeHeader(plain); err == nil {
		plain, _ = decode([]byte(words), "") // words may be encoded wrongly
	}
	return oneLine(plain)
}

// fieldRe is the start of a header field: a name of printable characters and a colon.
var fieldRe = regexp.MustCompile(`^[!-9;-~]+[ \t]*:`)

// readHeader divides a message into its header and its body. Lines that are no fields are passed over.
func readHeader(b []byte) (header, []byte) {
	h := header{}
	b = bytes.TrimLeft(b, "\r\n")
	last := ""
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		b = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		switch {
		case len(line) == 0:
			return h, b
		case line[0] == ' ' || line[0] == '\t':
			if v := h[last]; len(v) > 0 && len(v[len(v)-1])+len(line) < 1<<16 {
				v[len(v)-1] += " " + string(bytes.TrimSpace(line))
			}
		case fieldRe.Match(line):
			name, value, _ := bytes.Cut(line, []byte(":"))
			last = strings.ToLower(string(bytes.TrimSpace(name)))
			if len(h[last]) < 100 {
				h[last] = append(h[last], string(bytes.TrimSpace(value)))
			}
		default:
			last = ""
		}
	}
	return h, nil
}

// mailStart says that s begins as a message does: fields only, among them one that only mail systems write and one that every mail has.
func mailStart(s string) bool {
	own, common := false, false
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "":
			return own && common
		case line[0] == ' ' || line[0] == '\t':
		case !fieldRe.MatchString(line):
			return false
		default:
			name, _, _ := strings.Cut(line, ":")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "message-id", "received", "mime-version", "return-path", "delivered-to":
				own = true
			case "from", "date", "subject":
				common = true
			}
		}
	}
	return own && common
}

// mail reads a message (RFC 5322, MIME RFC 2045 to 2049) in a file of its own; a page saved as MHTML is one too.
func (w *walker) mail(p *piece) error {
	b, err := w.whole(p, w.Limits.File)
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	return w.message(p, p.from, b, b)
}

// Limits of a message.
const (
	maxMailDepth = 10  // parts in one another
	maxMailParts = 500 // parts in all
)

// letter is a message while it is read.
type letter struct {
	parts    int
	notes    []noted
	attached []attachment
	page     []byte // the page that a saved page is
	pageType string
}

type attachment struct {
	name, media string
	body        []byte
}

func (l *letter) note(kind, format string, args ...any) {
	n := noted{kind, fmt.Sprintf(format, args...)}
	for _, old := range l.notes {
		if old == n {
			return
		}
	}
	l.notes = append(l.notes, n)
}

// message gives a message and then what is attached to it. raw are its bytes as received, b those to read.
func (w *walker) message(p *piece, from string, raw, b []byte) error {
	h, body := readHeader(b)
	l := &letter{}
	text := l.read(h, body, 0)
	it := Item{From: from, Received: raw, Media: "message/rfc822"}
	saved := h.get("snapshot-content-location")
	if saved != "" && l.page != nil {
		if page, err := w.pageItem(l.page, l.pageType, saved); err == nil {
			page.From, page.Received, page.Media = from, raw, it.Media
			return w.give(p, page)
		}
	}
	title := subjectRe.ReplaceAllString(h.text("subject"), "")
	if text = strings.TrimSpace(text); text == "" && len(l.attached) == 0 && title == "" || len(h) == 0 {
		w.refuse(from, errors.New("is a mail without text; give what it was about"))
		return nil
	}
	if text != "" || len(l.attached) == 0 {
		it.Text = []byte(compose(title, text))
		it.Author = sitrep.Known(sender(h))
		it.Publisher = sitrep.Known(h.text("organization"))
		it.setLanguage(h.get("content-language"))
		it.setURL(strings.Trim(h.get("archived-at"), " <>"))
		if it.URL == "" {
			it.setURL(saved)
		}
		if date := h.get("date"); date != "" {
			day, why := Day(comment.ReplaceAllString(date, ""))
			if it.Published = day; why != "" {
				it.note("date", "%q %s; the report's day is unknown", short(date), why)
			}
		}
		for _, n := range l.notes {
			it.note(n.kind, "%s", n.detail)
		}
		if err := w.give(p, it); err != nil {
			return err
		}
	}
	for _, a := range l.attached {
		inner := &piece{from: from + "!" + label(a.name), name: a.name, media: a.media, depth: p.depth + 1, note: p.note}
		if a.media == "message/rfc822" && !w.deeper(p) {
			continue
		}
		inner.r = newBuffer(a.body)
		if err := w.read(inner); err != nil {
			return err
		}
	}
	return nil
}

var (
	subjectRe = regexp.MustCompile(`^(?i:(?:re|fw|fwd)\s*:\s*)+`)
	comment   = regexp.MustCompile(`\([^()]*\)`)
)

// sender is who a message is from: the name, else the address.
func sender(h header) string {
	from := h.text("from")
	if a, err := mail.ParseAddress(from); err == nil {
		return oneLine(strings.ToValidUTF8(cmp.Or(a.Name, a.Address), "\ufffd"))
	}
	if name, _, ok := strings.Cut(from, "<"); ok && strings.TrimSpace(name) != "" {
		return strings.Trim(strings.TrimSpace(name), `"`)
	}
	return from
}

// read is the text of a part, and of the parts in it; what is attached is set aside.
func (l *letter) read(h header, body []byte, depth int) string {
	if l.parts++; l.parts > maxMailParts || depth > maxMailDepth {
		l.note("left_out", "the mail has more parts than are read")
		return ""
	}
	media, params := mediaType(h.get("content-type"), "text/plain")
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		return l.multipart(media, params["boundary"], body, depth)
	}
	disposition, of := mediaType(h.get("content-disposition"), "")
	name := headerText(of["filename"])
	if name == "" {
		name = headerText(params["name"])
	}
	body = l.transfer(h.get("content-transfer-encoding"), body)
	isText := media == "text/plain" || media == "text/html"
	if isText && disposition != "attachment" {
		if media == "text/html" {
			if l.page == nil {
				l.page, l.pageType = body, h.get("content-type")
			}
			return htmlText(decodeHTML(body, h.get("content-type")))
		}
		s, enc := decode(body, params["charset"])
		if declared := params["charset"]; declared != "" && enc == "windows-1252" && !strings.Contains(strings.ToLower(declared), "1252") && !strings.Contains(strings.ToLower(declared), "8859-1") && !strings.EqualFold(declared, "us-ascii") {
			l.note("encoding", "not valid %s; read as %s", short(declared), enc)
		}
		if strings.EqualFold(params["format"], "flowed") {
			s = unflow(s, strings.EqualFold(params["delsp"], "yes"))
		}
		return s
	}
	kind, _, _ := strings.Cut(media, "/")
	switch {
	case kind == "image" || kind == "audio" || kind == "video" || kind == "font" || strings.Contains(media, "signature") || media == "text/css" || media == "text/calendar" || media == "application/pgp-encrypted":
		if name != "" && disposition == "attachment" {
			l.note("left_out", "the attachment %s (%s) is not read", short(name), media)
		}
		return ""
	case name == "":
		name = fmt.Sprintf("part%d", l.parts)
		if media == "message/rfc822" {
			name += ".eml"
		}
	}
	l.attached = append(l.attached, attachment{path.Base(strings.ReplaceAll(name, `\`, "/")), media, body})
	return ""
}

// multipart is the text of a part of parts: of alternatives the plain one, unless it is empty; of others all.
func (l *letter) multipart(media, boundary string, body []byte, depth int) string {
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	var texts []string
	plain, other := "", ""
	for {
		part, err := r.NextRawPart()
		if err != nil {
			if err != io.EOF {
				l.note("truncated", "the mail breaks off inside its parts (%s)", label(err.Error()))
			}
			break
		}
		b, err := readAll(part)
		if err != nil {
			l.note("truncated", "the mail breaks off inside its parts")
		}
		h := header{}
		for name, v := range part.Header {
			h[strings.ToLower(name)] = v
		}
		s := l.read(h, b, depth+1)
		if l.parts > maxMailParts {
			break
		}
		if strings.TrimSpace(s) == "" {
			continue
		}
		texts = append(texts, strings.TrimSpace(s))
		if m, _ := mediaType(h.get("content-type"), "text/plain"); m == "text/plain" && plain == "" {
			plain = s
		} else {
			other = s
		}
	}
	if media == "multipart/alternative" {
		if plain != "" {
			return plain
		}
		return other
	}
	return strings.Join(texts, "\n\n")
}

// transfer undoes a content transfer encoding (RFC 2045, section 6). What is broken is kept as far as it can be read.
func (l *letter) transfer(encoding string, body []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		letters := bytes.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
				return r
			}
			return -1
		}, body)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
		n, err := base64.RawStdEncoding.Decode(out, letters)
		if err != nil {
			l.note("encoding", "a part's base64 is broken; read as far as it is sound")
		}
		return out[:n]
	case "quoted-printable":
		out, err := readAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			l.note("encoding", "a part's quoted-printable is broken; read as it stands")
			return body
		}
		return out
	}
	return body
}

// mediaType reads a header field of a type and its parameters; of one that is not sound, the type alone.
func mediaType(field, otherwise string) (string, map[string]string) {
	if strings.TrimSpace(field) == "" {
		return otherwise, nil
	}
	media, params, err := mime.ParseMediaType(field)
	if err != nil && media == "" {
		media, _, _ = strings.Cut(field, ";")
		media = strings.ToLower(strings.TrimSpace(media))
		if m := boundaryRe.FindStringSubmatch(field); m != nil {
			params = map[string]string{"boundary": m[1]}
		}
	}
	if !strings.Contains(media, "/") && otherwise != "" {
		media = otherwise
	}
	return media, params
}

var boundaryRe = regexp.MustCompile(`(?i)boundary\s*=\s*"?([^";]+)`)

// unflow joins the lines of text in the flowed format (RFC 3676): a line that ends in a space goes on in the next.
func unflow(s string, delete bool) string {
	var out strings.Builder
	quotes := ""
	open := false
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		rest := strings.TrimLeft(line, ">")
		depth := line[:len(line)-len(rest)]
		rest = strings.TrimPrefix(rest, " ")
		if open && depth != quotes || !open {
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
			if depth != "" {
				out.WriteString(depth + " ")
			}
		}
		quotes = depth
		open = strings.HasSuffix(rest, " ") && rest != "-- "
		if open && delete {
			rest = rest[:len(rest)-1]
		}
		out.WriteString(rest)
	}
	return out.String()
}
