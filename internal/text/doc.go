// Package text turns the bytes of a report into a [Doc]: cleaned text cut into blocks, sentences and tokens.
//
// [Read] works in four steps. It decodes: UTF-8, UTF-16 with or without a byte order mark, else Windows-1252 where that
// reads plausibly; bytes that are no text are an error that says what to do. It cleans: one kind of white space, nothing
// invisible, and no other character changed, because the text is evidence. It says what each paragraph is: title, dateline,
// caption, boilerplate or body. It cuts these into sentences and tokens.
//
// Every offset is a 0-based byte offset into [Doc.Text], and [Doc.Original] leads from there back to the bytes as received.
// What the words mean is the business of the packages after this one.
package text

import "sitrep"

// Doc is a cleaned report cut into blocks, sentences and tokens. It owns the data; sentences and tokens are views into
// Text by byte offset. A Doc is not changed once Read has made it and may be read from many goroutines.
type Doc struct {
	Text  string // cleaned text: every offset below is a 0-based byte offset into it
	Title string // the title block's words, "" where the report has none
	// Language is an ISO 639-1 code, "" where it could not be told (too short, mixed), "und" where it is another than English
	// that could not be named.
	Language string
	Blocks   []sitrep.Block // in order, not overlapping
	Sents    []Sentence     // in order; every token belongs to exactly one
	Tokens   []Token        // in order, not overlapping
	// Upper says that the whole report is written in capitals (a telex), so case tells nothing.
	Upper bool
	// Truncated says that the report is longer than MaxText and its end was left out.
	Truncated bool

	at []int32 // by offset in Text, its end too: the offset in the original bytes, see Original
}

// Sentence is a sentence, a headline, a list item or a table row: the unit that rules read.
type Sentence struct {
	sitrep.Span
	Block int // index into Doc.Blocks
	// First and Last are the token range Doc.Tokens[First:Last].
	First, Last int
	// Upper says that the sentence is written in capitals.
	Upper bool
}

// Token is a word, number or punctuation mark, cut as Universal Dependencies' English treebanks cut them, because the
// tagger learns from those: "don't" is "do" + "n't", "IS's" is "IS" + "'s", "US-led" is "US" + "-" + "led"; a hyphen after a
// prefix does not cut ("co-ordinated", "anti-government"), and "U.S.", "Maj.", "3,000", "10.5" and "Jan." are one token.
type Token struct {
	sitrep.Span
	// Norm is the form that rules compare: lower case, typographic quotes and dashes straightened, accents kept.
	Norm string
	Sent int32 // index into Doc.Sents
	// Shape says how the word is written.
	Shape Shape
}

// Shape is how a word is written.
type Shape uint8

// The shapes.
const (
	Other   Shape = iota // anything else, symbols
	Lower                // no capital: "troops", "al-bab"
	Capital              // first letter capital: "Mosul", "Al-Bab", "McGurk"
	Acronym              // two or more letters, all capital, full stops allowed: "IS", "U.S.", "M23"
	Number               // starts with a digit: "600", "3,000", "10.5", "1990s", "5th"
	Punct                // punctuation
)

// Word is the token's own words.
func (d *Doc) Word(i int) string { return d.Tokens[i].Of(d.Text) }

// Words is the text from the first byte of token first to the last byte of token last-1.
func (d *Doc) Words(first, last int) string {
	if first >= last {
		return ""
	}
	return d.Text[d.Tokens[first].Start:d.Tokens[last-1].End]
}

// Range is the span from token first to the end of token last-1.
func (d *Doc) Range(first, last int) sitrep.Span {
	return sitrep.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}
}
