package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// maxSentence is the number of tokens after which a sentence is cut wherever it stands. Nobody writes such a sentence; a
// table or a list without full stops may look like one, and what reads sentences takes time with the square of their
// length.
const maxSentence = 250

// sentences cuts block b into sentences and tokens.
func (d *Doc) sentences(b int) {
	blk := d.Blocks[b]
	first := len(d.Tokens)
	d.Tokens = tokenize(d.Tokens, d.Text, blk.Start, blk.End)
	from := first
	for i := first; i < len(d.Tokens); i++ {
		if i+1 == len(d.Tokens) || d.endsAt(i) || i+1-from >= maxSentence {
			d.sentence(b, from, i+1)
			from = i + 1
		}
	}
}

func (d *Doc) sentence(b, from, to int) {
	span := sitrep.Span{Start: d.Tokens[from].Start, End: d.Tokens[to-1].End}
	for i := from; i < to; i++ {
		d.Tokens[i].Sent = int32(len(d.Sents))
	}
	d.Sents = append(d.Sents, Sentence{Span: span, Block: b, First: from, Last: to, Upper: d.Upper || upperShare(span.Of(d.Text), 12)})
}

// endsAt says that a sentence ends after token i.
func (d *Doc) endsAt(i int) bool {
	t, next := &d.Tokens[i], &d.Tokens[i+1]
	gap := d.Text[t.End:next.Start]
	if strings.Contains(gap, "\n") && d.lineBreak(i, gap) {
		return true
	}
	switch t.Norm {
	case ".", "!", "?", "...", "!!", "??":
	case `"`, "'", ")", "]":
		// after the stop inside a quotation or bracket
		if gap == "" || i == 0 {
			return false
		}
		switch d.Tokens[i-1].Norm {
		case ".", "!", "?":
			if d.Tokens[i-1].End != t.Start {
				return false
			}
			return t.Norm != ")" && d.opens(i+1)
		}
		return false
	default:
		// "U.S." or "Co." at the end of a sentence
		if strings.HasSuffix(t.Norm, ".") && len(t.Norm) > 1 && gap != "" {
			w := strings.TrimSuffix(t.Norm, ".")
			if never, known := abbreviations[w]; known && never || len(w) == 1 {
				return false
			}
			return d.opens(i+1) && startsClause[next.Norm]
		}
		return false
	}
	// a closing quote or bracket belongs to the sentence that it closes
	if gap == "" {
		switch next.Norm {
		case `"`, "'", ")", "]":
			return false
		}
		// "word.Next": glued sentences
		return t.Norm == "." && i > 0 && d.Tokens[i-1].Shape == Lower && next.Shape == Capital && next.End-next.Start > 1
	}
	if next.Norm == "(" && d.sourceTail(i+1) {
		return false
	}
	if t.Norm == "..." || t.Norm == "!" || t.Norm == "?" {
		return d.opens(i + 1)
	}
	if i > 0 && d.Tokens[i-1].Shape == Number && d.listNumber(i-1) {
		return false
	}
	return d.opens(i + 1)
}

// startsClause are words that open a sentence after an abbreviation that may also stand before a name.
var startsClause = map[string]bool{"the": true, "a": true, "an": true, "in": true, "on": true, "at": true, "he": true, "she": true, "it": true, "they": true,
	"we": true, "but": true, "and": true, "this": true, "that": true, "these": true, "those": true, "there": true, "after": true, "according": true, "meanwhile": true, "however": true, "since": true,
	"its": true, "his": true, "their": true, "some": true, "at least": true, "more": true, "about": true, "when": true, "while": true, "as": true, "for": true, "several": true}

// opens says that token i can open a sentence.
func (d *Doc) opens(i int) bool {
	t := &d.Tokens[i]
	switch t.Shape {
	case Capital, Acronym, Number:
		return true
	case Punct:
		switch t.Norm {
		case `"`, "'", "(", "[", "-", "--", "•", "*", "...", "$", "£", "€":
			return true
		}
		return false
	case Lower:
		// "al-Qaeda said", "iPhone": a lower-case name may open a sentence after a real stop; rare
		return t.Norm == "al" || t.Norm == "el"
	}
	r, _ := utf8.DecodeRuneInString(d.Word(i))
	return unicode.IsSymbol(r) || unicode.IsLetter(r)
}

// sourceTail says that a bracket at token i holds only a source: "(Reuters)".
func (d *Doc) sourceTail(i int) bool {
	for k := i + 1; k < len(d.Tokens) && k < i+6; k++ {
		switch {
		case d.Tokens[k].Norm == ")":
			return k > i+1
		case d.Tokens[k].Shape == Capital || d.Tokens[k].Shape == Acronym || d.Tokens[k].Norm == "-" || d.Tokens[k].Norm == "." || d.Tokens[k].Norm == "of":
		default:
			return false
		}
	}
	return false
}

// listNumber says that the number at token i counts an item of a list: "1. Gaza".
func (d *Doc) listNumber(i int) bool {
	if i == 0 {
		return d.Tokens[i].End-d.Tokens[i].Start <= 2
	}
	return strings.Contains(d.Text[d.Tokens[i-1].End:d.Tokens[i].Start], "\n") && d.Tokens[i].End-d.Tokens[i].Start <= 2
}

// lineBreak says that a line break after token i ends a sentence: before a list item, after a heading or a colon; not
// inside running text that was wrapped.
func (d *Doc) lineBreak(i int, gap string) bool {
	if strings.Count(gap, "\n") > 1 {
		return true
	}
	next := &d.Tokens[i+1]
	switch next.Norm {
	case "-", "--", "•", "*", "·", "–", "o", "▪", "►":
		return true
	}
	if next.Shape == Number && i+2 < len(d.Tokens) && (d.Tokens[i+2].Norm == "." || d.Tokens[i+2].Norm == ")") && d.Tokens[i+2].Start == next.End && next.End-next.Start <= 2 {
		return true
	}
	if d.Tokens[i].Norm == ":" {
		return true
	}
	if d.Upper || runsOn[d.Tokens[i].Norm] {
		return false
	}
	// a short line above a capital: a heading
	start := strings.LastIndexByte(d.Text[:d.Tokens[i].End], '\n') + 1
	line := d.Text[start:d.Tokens[i].End]
	return len(line) < 45 && next.Shape != Lower && d.Tokens[i].Shape != Punct && !strings.Contains(line, ".") && d.lineIsAlone(start)
}

// runsOn are words that no heading ends with.
var runsOn = map[string]bool{"the": true, "a": true, "an": true, "of": true, "in": true, "on": true, "at": true, "to": true, "and": true, "or": true,
	"by": true, "with": true, "for": true, "from": true, "that": true, "as": true, "is": true, "was": true, "were": true, "its": true, "his": true, "their": true, "near": true}

// lineIsAlone says that the line that starts there follows a blank line, a heading or an item rather than a wrapped line.
func (d *Doc) lineIsAlone(start int) bool {
	if start < 2 {
		return true
	}
	before := d.Text[:start-1]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return line == "" || len(line) < 45
}
