package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"sitrep"
)

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

// englishWords are function words that no other language written in Latin letters shares in number.
var englishWords = map[string]bool{"the": true, "of": true, "and": true, "to": true, "by": true, "with": true, "from": true, "was": true, "were": true,
	"been": true, "that": true, "said": true, "after": true, "people": true, "killed": true, "near": true, "his": true, "their": true, "which": true, "who": true,
	"are": true, "has": true, "have": true, "this": true, "attack": true, "troops": true, "police": true}

// language tells the language as an ISO 639-1 code, "" where it cannot be told.
func language(s string) string {
	const sample = 4000
	if len(s) > sample {
		s = strings.ToValidUTF8(s[:sample], "")
	}
	words, english, latin, letters := 0, 0, 0, 0
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if englishWords[w] {
			english++
		}
	}
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	if letters == 0 {
		return ""
	}
	if latin*10 >= letters*7 && english*100 >= words*10 {
		return "en"
	}
	info := whatlanggo.Detect(strings.ToLower(s))
	code := info.Lang.Iso6391()
	switch {
	case latin*2 < letters:
		return code // another script tells by itself
	case words < 12:
		return ""
	case info.Confidence >= 0.5 && code != "en":
		// English in capitals or full of names is easily taken for something else.
		if english*100 >= words*7 {
			return "en"
		}
		return code
	case english > 0 && english*100 >= words*6:
		return "en"
	}
	return ""
}
