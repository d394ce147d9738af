package page

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"sitrep"
)

// metaCharset finds the encoding that a page declares for itself, in either of HTML's two forms.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})`)

// decode turns a page into UTF-8. What is sound UTF-8 is taken as such whatever is declared, since text in another encoding is almost
// never that by chance; else, in this order: byte order mark, HTTP header, the page's own declaration, Windows-1252, as in the WHATWG
// Encoding standard. A declaration that does not fit the bytes is passed over, with a note.
func decode(b []byte, contentType string) (string, []sitrep.Note) {
	for _, m := range []struct{ mark, name string }{{"\xef\xbb\xbf", "utf-8"}, {"\xfe\xff", "utf-16be"}, {"\xff\xfe", "utf-16le"}} {
		if bytes.HasPrefix(b, []byte(m.mark)) {
			s, _ := convert(b[len(m.mark):], m.name)
			return s, nil
		}
	}
	head := b[:min(len(b), 4096)]
	var declared []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		declared = append(declared, params["charset"])
	}
	if m := metaCharset.FindSubmatch(head); m != nil {
		declared = append(declared, string(m[1]))
	}
	if utf8.Valid(b) && bytes.IndexByte(head, 0) < 0 {
		if len(declared) > 0 && !sameAsUTF8(declared[0], b) {
			return string(b), []sitrep.Note{{Kind: "charset", Detail: "the page says that it is in " + declared[0] + ", but it is in UTF-8"}}
		}
		return string(b), nil
	}
	if order := nulls(head); order != "" {
		s, _ := convert(b, order)
		return s, nil
	}
	for i, name := range declared {
		s, ok := convert(b, name)
		// UTF-8 with a few broken characters is still UTF-8; with many it is something else.
		if !ok || strings.Count(s, "\uFFFD") > 1+len(s)/500 {
			continue
		}
		if i > 0 {
			return s, []sitrep.Note{{Kind: "charset", Detail: "the header says that the page is in " + declared[0] + ", but it is in " + name}}
		}
		return s, nil
	}
	s, _ := convert(b, "windows-1252")
	if len(declared) == 0 {
		return s, []sitrep.Note{{Kind: "charset", Detail: "the page does not say what encoding it is in; read as windows-1252"}}
	}
	return s, []sitrep.Note{{Kind: "charset", Detail: "the page is not in " + declared[0] + " as it says; read as windows-1252"}}
}

// sameAsUTF8 says that text b, which is sound UTF-8, reads the same in the encoding called name: it is UTF-8, or b has ASCII only.
func sameAsUTF8(name string, b []byte) bool {
	if e, err := htmlindex.Get(name); err == nil {
		if n, err := htmlindex.Name(e); err == nil && n == "utf-8" {
			return true
		}
	}
	return bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// nulls tells UTF-16 without a byte order mark by every other byte of the head being NUL; "" for no.
func nulls(head []byte) string {
	even, odd := 0, 0
	for i := 0; i+1 < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch half := len(head) / 2; {
	case even*10 > half*7 && odd*10 < half:
		return "utf-16be"
	case odd*10 > half*7 && even*10 < half:
		return "utf-16le"
	}
	return ""
}

// convert decodes b from the encoding of that name (a label of the WHATWG Encoding standard); bytes that have no meaning in it become
// U+FFFD. It is false for an encoding that is not known.
func convert(b []byte, name string) (string, bool) {
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", false
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), true
}
