package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/language"

	"sitrep"
)

// note adds a note.
func (i *Item) note(kind, format string, args ...any) {
	i.Notes = append(i.Notes, sitrep.Note{Kind: kind, Detail: fmt.Sprintf(format, args...)})
}

// setURL sets the address where s is one of the web.
func (i *Item) setURL(s string) {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		i.URL = sitrep.Known(s)
	}
}

// setLanguage sets the language where s is a BCP 47 tag, a code of ISO 639 or an English name that has a code of two letters.
func (i *Item) setLanguage(s string) {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if code, ok := languages[strings.ToLower(s)]; ok {
		i.Language = sitrep.Known(code)
		return
	}
	tag, err := language.Parse(s)
	if err != nil {
		return
	}
	if base, sure := tag.Base(); sure != language.No && len(base.String()) == 2 {
		i.Language = sitrep.Known(base.String())
	}
}

// languages are those that tables name in full, in English (ISO 639-1).
var languages = map[string]string{
	"english": "en", "arabic": "ar", "russian": "ru", "ukrainian": "uk", "french": "fr", "spanish": "es", "german": "de", "turkish": "tr",
	"persian": "fa", "farsi": "fa", "hebrew": "he", "portuguese": "pt", "italian": "it", "kurdish": "ku", "pashto": "ps", "urdu": "ur",
	"somali": "so", "amharic": "am", "swahili": "sw", "hausa": "ha", "burmese": "my", "chinese": "zh", "hindi": "hi", "bengali": "bn",
	"dutch": "nl", "polish": "pl", "serbian": "sr", "armenian": "hy", "azerbaijani": "az", "georgian": "ka", "tigrinya": "ti",
}

// charsetOf is the charset that a media type declares, "" for none.
func charsetOf(media string) string {
	_, params, err := mime.ParseMediaType(media)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// decode turns bytes into UTF-8 and names the encoding that they were read in: by their byte order mark; as UTF-8 where they are valid,
// whatever is declared; as declared; else by the letters. It never fails: bytes that fit no encoding become U+FFFD.
func decode(b []byte, declared string) (text, name string) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\ufffd"), "utf-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decodeBy(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), b), "utf-16"
	}
	enc, err := htmlindex.Get(strings.ToLower(strings.Trim(strings.TrimSpace(declared), `"'`)))
	if err == nil {
		name, _ = htmlindex.Name(enc)
		if name == "iso-2022-jp" || name == "replacement" || strings.HasPrefix(name, "utf-16") {
			// these are valid UTF-8 too, or nothing
			if s := decodeBy(enc, b); !strings.ContainsRune(s, utf8.RuneError) {
				return s, name
			}
		}
	}
	if utf8.Valid(b) {
		return string(b), "utf-8"
	}
	if err == nil && name != "utf-8" {
		if s := decodeBy(enc, b); strings.Count(s, "\ufffd") <= len(s)/1000 {
			return s, name
		}
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\ufffd"), "utf-8"
	}
	enc, name = byLetters(b)
	return decodeBy(enc, b), name
}

func decodeBy(enc encoding.Encoding, b []byte) string {
	s, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(s)
}

// mostlyUTF8 says that most characters above ASCII are sound UTF-8: the text is damaged, not in another encoding.
func mostlyUTF8(b []byte) bool {
	sound, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			sound++
		}
		i += n
	}
	return sound > 4*bad
}

// byLetters tells the encodings of one byte a character apart. Where most letters are above ASCII, the text is Cyrillic: windows-1251
// has its small letters, which most are, from 0xE0 up, KOI8-R from 0xC0 to 0xDF. Else it is windows-1252.
func byLetters(b []byte) (encoding.Encoding, string) {
	ascii, low, high := 0, 0, 0
	for _, c := range b {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			ascii++
		case c >= 0xe0:
			high++
		case c >= 0xc0:
			low++
		}
	}
	switch {
	case low+high <= ascii:
		return charmap.Windows1252, "windows-1252"
	case low > high:
		return charmap.KOI8R, "koi8-r"
	}
	return charmap.Windows1251, "windows-1251"
}

// inUTF8 makes a stream of text UTF-8 where it starts with a byte order mark, and takes the mark away.
func (p *piece) inUTF8() {
	switch b, _ := p.r.Peek(3); {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		_, _ = p.r.Discard(3)
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		d := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		p.r = bufio.NewReaderSize(d.Reader(p.r), window)
		p.note = append(slices.Clip(p.note), noted{"encoding", "was UTF-16; kept as UTF-8"})
	}
}
