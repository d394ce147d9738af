package text

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Errors for bytes that are not text. Each says what is wrong and what to do.
var (
	ErrEmpty  = errors.New("is empty; give a report with text in it")
	ErrBinary = errors.New("is not text but binary data; give the report as plain text")
)

// magic numbers of formats that people mistake for text.
var magic = []struct{ prefix, kind, mend string }{
	{"%PDF-", "a PDF file", "save its text"},
	{"PK\x03\x04", "a ZIP archive or office document", "save its text"},
	{"\x1f\x8b", "a gzip file", "decompress it"},
	{"\x89PNG", "a PNG picture", "give the text itself"},
	{"\xff\xd8\xff", "a JPEG picture", "give the text itself"},
	{"GIF8", "a GIF picture", "give the text itself"},
	{"\xd0\xcf\x11\xe0", "an old office document", "save its text"},
	{"SQLite format 3", "a SQLite database", "give the report as plain text"},
	{"\x7fELF", "a program", "give the report as plain text"},
}

// decoded is text with the original byte offset of each of its bytes; len(at) is len(text)+1.
type decoded struct {
	text []byte
	at   []int32
}

func (d *decoded) add(r rune, from int) {
	n := len(d.text)
	d.text = utf8.AppendRune(d.text, r)
	for range len(d.text) - n {
		d.at = append(d.at, int32(from))
	}
}

// decode turns the original bytes into UTF-8: UTF-8 with or without byte order mark, UTF-16, and Windows-1252 where that
// is plausible.
func decode(b []byte) (decoded, error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return decoded{}, ErrEmpty
	}
	for _, m := range magic {
		if bytes.HasPrefix(b, []byte(m.prefix)) {
			return decoded{}, fmt.Errorf("is %s, not text; %s", m.kind, m.mend)
		}
	}
	if order, skip, ok := utf16Order(b); ok {
		return decodeUTF16(b, order, skip)
	}
	if utf16Mark(b) {
		return decoded{}, fmt.Errorf("is not valid UTF-16 (it ends inside a character, at byte %d); save it as UTF-8", len(b)-1)
	}
	if controls(b) {
		return decoded{}, ErrBinary
	}
	start := 0
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		start = 3
	}
	if utf8.Valid(b) {
		d := decoded{text: append([]byte(nil), b[start:]...), at: make([]int32, 0, len(b)+1)}
		for i := start; i <= len(b); i++ {
			d.at = append(d.at, int32(i))
		}
		// every byte of a rune points at the rune's first byte
		for i := 1; i < len(d.text); i++ {
			if !utf8.RuneStart(d.text[i]) {
				d.at[i] = d.at[i-1]
			}
		}
		return d, nil
	}
	if !windows1252(b) {
		return decoded{}, fmt.Errorf("is not valid UTF-8 (byte %d); save it as UTF-8", invalidAt(b))
	}
	var d decoded
	for i, c := range b {
		d.add(charmap.Windows1252.DecodeByte(c), i)
	}
	d.at = append(d.at, int32(len(b)))
	return d, nil
}

func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(b)
}

// controls says that bytes hold NULs or more than a stray control character.
func controls(b []byte) bool {
	n := 0
	for _, c := range b {
		if c == 0 {
			return true
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a && c != 0x1b {
			n++
		}
	}
	return n > 2 && n*50 > len(b)
}

// utf16Mark says that b starts with a byte order mark of UTF-16.
func utf16Mark(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

// utf16Order tells UTF-16 by its byte order mark or by every other byte of an ASCII-range text being NUL.
func utf16Order(b []byte) (big bool, skip int, ok bool) {
	if len(b) < 2 || len(b)%2 != 0 {
		return false, 0, false
	}
	if utf16Mark(b) {
		return b[0] == 0xfe, 2, true
	}
	even, odd := 0, 0
	n := min(len(b), 1024)
	for i := 0; i+1 < n; i += 2 {
		if b[i] == 0 {
			even++
		}
		if b[i+1] == 0 {
			odd++
		}
	}
	half := n / 2
	if half < 8 {
		return false, 0, false
	}
	return even > odd, 0, even*10 > half*8 && odd == 0 || odd*10 > half*8 && even == 0
}

func decodeUTF16(b []byte, big bool, skip int) (decoded, error) {
	var d decoded
	unit := func(i int) rune {
		if big {
			return rune(b[i])<<8 | rune(b[i+1])
		}
		return rune(b[i+1])<<8 | rune(b[i])
	}
	for i := skip; i+1 < len(b); i += 2 {
		r := unit(i)
		switch {
		case utf16.IsSurrogate(r):
			full := utf8.RuneError
			if i+3 < len(b) {
				full = utf16.DecodeRune(r, unit(i+2))
			}
			if full == utf8.RuneError {
				return decoded{}, fmt.Errorf("is not valid UTF-16 (byte %d); save it as UTF-8", i)
			}
			d.add(full, i)
			i += 2
		case r == 0:
			return decoded{}, ErrBinary
		default:
			d.add(r, i)
		}
	}
	d.at = append(d.at, int32(len(b)))
	if len(bytes.TrimSpace(d.text)) == 0 {
		return decoded{}, ErrEmpty
	}
	return d, nil
}

// windows1252 says that bytes which are not UTF-8 read plausibly as Windows-1252: every high byte is defined there, and
// each is a letter beside a letter or a word of one letter ("vis à vis"), or a sign that prose uses (quotes, dashes,
// currency). A file with sound multi-byte UTF-8 in it is damaged UTF-8 instead, and so is one with a capital after a small
// letter, because that is how the first half of a UTF-8 letter reads ("cafÃ").
func windows1252(b []byte) bool {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if n > 1 && r != utf8.RuneError {
			return false
		}
		i += n
	}
	letter := func(i int) bool {
		return i >= 0 && i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z' || b[i] >= 0xc0)
	}
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		switch {
		case c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d:
			return false
		case c >= 0xc0 && c != 0xd7 && c != 0xf7, c == 0x8a, c == 0x8c, c == 0x8e, c == 0x9a, c == 0x9c, c == 0x9e, c == 0x9f:
			alone := !letter(i-1) && !letter(i+1)
			if alone && !bytes.ContainsRune([]byte("ÀÁÈÉÒÓàáèéêìíòóôùú"), charmap.Windows1252.DecodeByte(c)) ||
				c >= 0xc0 && c <= 0xde && i > 0 && b[i-1] >= 'a' && b[i-1] <= 'z' || i > 1 && b[i-1] >= 0xc0 && b[i-2] >= 0xc0 {
				return false
			}
		case c == 0x80, c >= 0x82 && c <= 0x97, c == 0x99, c >= 0xa0 && c <= 0xbf:
		default:
			return false
		}
	}
	return true
}
