package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// MaxText is how many bytes of cleaned text are read of a report, about 170,000 words. No report is longer; what is, an
// archive in one file perhaps, would take gigabytes to parse.
const MaxText = 1 << 20

// Read decodes, cleans and cuts a report. The error, for bytes that are not text, says what is wrong and what to do.
func Read(original []byte) (*Doc, error) {
	raw, err := decode(original)
	if err != nil {
		return nil, err
	}
	c := clean(raw)
	d := &Doc{Text: string(c.text), at: c.at}
	if d.Text == "" {
		return nil, ErrEmpty
	}
	if n := len(d.Text); n > MaxText {
		n = cutBefore(d.Text, MaxText)
		d.Text, d.at, d.Truncated = d.Text[:n], d.at[:n+1], true
	}
	d.Upper = upperShare(d.Text, 40)
	d.Language = language(d.Text)
	d.blocks()
	for b := range d.Blocks {
		d.sentences(b)
	}
	if t := d.Blocks[0]; t.Kind == sitrep.Title {
		d.Title = strings.ReplaceAll(t.Of(d.Text), "\n", " ")
	}
	return d, nil
}

// cutBefore is where s is cut so that at most limit bytes are left: at the end of a paragraph, else of a line, else of a
// word, where there is one not far before, and never inside a character.
func cutBefore(s string, limit int) int {
	const far = 1 << 16
	for _, end := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(s[limit-far:limit], end); i >= 0 {
			return limit - far + i
		}
	}
	for !utf8.RuneStart(s[limit]) {
		limit--
	}
	return limit
}

// Original is the 0-based offset in the original bytes of the byte at offset in Text; len(Text) gives the end.
func (d *Doc) Original(offset int) int {
	if len(d.at) == 0 {
		return offset
	}
	return int(d.at[max(0, min(offset, len(d.at)-1))])
}

// upperShare says that nearly all letters are capitals, given at least so many letters.
func upperShare(s string, least int) bool {
	up, low := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	return up+low >= least && up > 9*low
}
