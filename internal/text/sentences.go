package text

import (
	"regexp"
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
	lines := layoutOf(blk.Of(d.Text))
	first := len(d.Tokens)
	d.Tokens = tokenize(d.Tokens, d.Text, blk.Start, blk.End)
	from := first
	for i := first; i < len(d.Tokens); i++ {
		if i+1 == len(d.Tokens) || d.endsAt(i, lines) || i+1-from >= maxSentence {
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
func (d *Doc) endsAt(i int, lines layout) bool {
	t, next := &d.Tokens[i], &d.Tokens[i+1]
	gap := d.Text[t.End:next.Start]
	if strings.Contains(gap, "\n") && d.lineBreak(i, gap, lines) {
		return true
	}
	switch {
	case stop(t.Norm):
	case closers[t.Norm]:
		// after the stop inside a quotation or bracket
		k := i
		for k > 0 && i-k < 4 && closers[d.Tokens[k].Norm] && d.Tokens[k-1].End == d.Tokens[k].Start {
			k--
		}
		return gap != "" && stop(d.Tokens[k].Norm) && d.opens(i+1) && !(d.Tokens[k].Norm != "." && d.says(i+1))
	default:
		return strings.HasSuffix(t.Norm, ".") && len(t.Norm) > 1 && gap != "" && d.afterAbbreviation(i)
	}
	// a closing quote or bracket belongs to the sentence that it closes
	if gap == "" {
		if closers[next.Norm] {
			return false
		}
		// "word.Next": glued sentences
		return t.Norm == "." && i > 0 && d.Tokens[i-1].Shape == Lower && next.Shape == Capital && next.End-next.Start > 1
	}
	if next.Norm == "(" && d.sourceTail(i+1) {
		return false
	}
	if t.Norm == "." && i > 0 && d.listNumber(i-1) {
		return false
	}
	return d.opens(i + 1)
}

// startsClause are words that open a sentence after an abbreviation that may also stand before a name.
var startsClause = map[string]bool{"the": true, "a": true, "an": true, "in": true, "on": true, "at": true, "he": true, "she": true, "it": true, "they": true,
	"we": true, "but": true, "and": true, "this": true, "that": true, "these": true, "those": true, "there": true, "after": true, "according": true, "meanwhile": true, "however": true, "since": true,
	"its": true, "his": true, "their": true, "some": true, "at least": true, "more": true, "about": true, "when": true, "while": true, "as": true, "for": true, "several": true}

// clauseSubjects are those of startsClause that open a sentence even after a title, and in capitals, where "THE U.S. AND" or
// "AT 5 A.M. ON SUNDAY" goes on.
var clauseSubjects = map[string]bool{"the": true, "he": true, "she": true, "it": true, "they": true, "we": true, "this": true, "these": true,
	"those": true, "there": true, "meanwhile": true, "however": true, "according": true}

// afterAbbreviation says that a sentence ends after the abbreviation at token i: "He left the U.S. The army stayed".
func (d *Doc) afterAbbreviation(i int) bool {
	next := &d.Tokens[i+1]
	w := strings.TrimSuffix(d.Tokens[i].Norm, ".")
	switch w {
	case "e.g", "i.e", "vs", "cf":
		return false
	case "a.m", "p.m":
		if next.Shape != Acronym && i+2 < len(d.Tokens) {
			after := d.Tokens[i+2].Norm
			return d.opens(i+1) && !afterHour[next.Norm] && after != "time" && !afterHour[after]
		}
	}
	capitals := next.Shape == Acronym
	switch {
	case len(w) == 1 || !d.opens(i+1):
		return false
	case capitals || abbreviations[w]:
		return clauseSubjects[next.Norm]
	}
	return startsClause[next.Norm]
}

// afterHour are words that go on after "5 p.m.", all days and months among them.
var afterHour = map[string]bool{"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true,
	"october": true, "november": true, "december": true, "jan.": true, "feb.": true, "mar.": true, "apr.": true, "jun.": true, "jul.": true, "aug.": true,
	"sep.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true, "mon.": true, "tue.": true, "tues.": true, "wed.": true, "thu.": true,
	"thur.": true, "thurs.": true, "fri.": true, "sat.": true, "sun.": true, "eastern": true, "central": true, "pacific": true, "greenwich": true, "(": true}

// stop says that a token of that form ends sentences: a full stop, dots, "!", "?!".
func stop(norm string) bool { return norm != ".." && strings.Trim(norm, ".!?") == "" }

// closers may stand between a stop and the end of the sentence.
var closers = map[string]bool{`"`: true, "'": true, ")": true, "]": true}

// says says that the words from token i on tell who spoke: "“Run!” Roe cried".
func (d *Doc) says(i int) bool {
	for k := i; k < min(i+5, len(d.Tokens)); k++ {
		switch d.Tokens[k].Norm {
		case "said", "says", "asked", "asks", "told", "added", "cried", "shouted", "wrote", "replied", "yelled":
			return true
		}
		if d.Tokens[k].Shape == Punct && d.Tokens[k].Norm != "-" {
			return false
		}
	}
	return false
}

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

// romans are the small numbers that lists are numbered with.
var romans = map[string]bool{"i": true, "ii": true, "iii": true, "iv": true, "v": true, "vi": true, "vii": true, "viii": true, "ix": true, "x": true}

// listNumber says that the number at token i counts an item of a list: "1. Gaza", "iv. Gaza".
func (d *Doc) listNumber(i int) bool {
	t := &d.Tokens[i]
	if t.Shape != Number && !romans[d.Word(i)] || t.End-t.Start > 2 && t.Shape == Number {
		return false
	}
	return i == 0 || strings.Contains(d.Text[d.Tokens[i-1].End:t.Start], "\n")
}

// layout is how the lines of a block are set.
type layout struct {
	width int // bytes in the longest line
	// dashes and numbers are how many lines open with one as an item of a list would.
	lines, dashes, numbers int
}

func layoutOf(s string) layout {
	var l layout
	for line := range strings.SplitSeq(s, "\n") {
		l.lines++
		l.width = max(l.width, len(line))
		switch itemOf(line) {
		case dashed:
			l.dashes++
		case numbered:
			l.numbers++
		}
	}
	return l
}

// marker is what an item of a list opens with.
type marker uint8

const (
	unmarked marker = iota
	bulleted        // a sign that stands nowhere else at the head of a line
	dashed          // a dash, which may also be one of running text
	numbered        // a number or letter with a stop or bracket
)

var (
	bulletRe = regexp.MustCompile(`^(?:[•·▪▫►●○◦■□◆‣⁃✓✔➢➤→⇒§*] ?|o \p{L})`)
	dashRe   = regexp.MustCompile(`^(?:-|--|–|—) `)
	numberRe = regexp.MustCompile(`^(?:\d{1,2}[.)]|\(\d{1,2}\)|\(?[a-z]\)|\(?[ivx]{1,4}\)|[ivx]{1,4}\.) ?[^\d ]`)
)

// itemOf says what marks s as an item of a list.
func itemOf(s string) marker {
	switch {
	case bulletRe.MatchString(s):
		return bulleted
	case dashRe.MatchString(s):
		return dashed
	case numberRe.MatchString(s):
		return numbered
	}
	return unmarked
}

// lineBreak says that a line break after token i ends a sentence: before a list item, after a heading or a colon; not
// inside running text that was wrapped.
func (d *Doc) lineBreak(i int, gap string, lines layout) bool {
	if strings.Count(gap, "\n") > 1 {
		return true
	}
	next := &d.Tokens[i+1]
	line := d.Text[strings.LastIndexByte(d.Text[:d.Tokens[i].End], '\n')+1 : d.Tokens[i].End]
	below := d.Text[next.Start:d.lineEnd(next.Start, len(d.Text))]
	stopped := stop(d.Tokens[i].Norm) || d.Tokens[i].Norm == ":" || d.Tokens[i].Norm == ";"
	switch itemOf(below) {
	case bulleted:
		return true
	case dashed:
		if stopped || lines.dashes > 1 || opensNews(strings.TrimLeft(below, "-–— ")) {
			return true
		}
	case numbered:
		if stopped || lines.numbers > 1 || shortLine(line, below, lines.width) {
			return true
		}
	}
	if d.Tokens[i].Norm == ":" {
		return true
	}
	if d.Upper || runsOn[d.Tokens[i].Norm] || next.Shape == Lower || d.Tokens[i].Shape == Punct {
		return false
	}
	if strings.HasSuffix(d.Tokens[i].Norm, ".") || next.Shape == Punct && !d.opens(i+1) {
		return false // "Maj." and the like, or a stop on a line of its own
	}
	if shortLine(line, below, lines.width) {
		return true
	}
	word, _, _ := strings.Cut(below, " ")
	if lines.lines > 2 && lines.width >= 45 && len(line)+1+len(word) > lines.width {
		return false // a full line of wrapped text
	}
	// a short line above a capital: a heading
	return len(line) < 45 && !strings.Contains(line, ".") && d.lineIsAlone(d.Tokens[i].End-len(line))
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
