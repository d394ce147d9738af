package ui

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sitrep"
)

// The text of a report is shown in pieces, cut where anything that is marked in it begins or ends. Marks nest and cross as the sentences do;
// elements of a page only nest. Where two cross, the inner one is closed and opened again, and its label stands at its last part only.

// markKind is what a mark is for; where marks are alike, those of a lesser kind are the outer ones.
type markKind uint8

const (
	claimMark   markKind = iota // the sentence of a claim
	retoldMark                  // a sentence that tells it again
	sourceMark                  // who says so; label: the stance
	roleMark                    // what fills a role; label: the role
	hedgeMark                   // the word that decides whether it happened; label: what it makes of it
	triggerMark                 // the words that carry it
)

// mark is a span of a text that is shown in a way of its own.
type mark struct {
	sitrep.Span
	kind  markKind
	label string
	// Of the sentence of a claim: its number in the report and its id, whether one is on it, and whether a person rejected it.
	n            int
	claim        sitrep.ClaimID
	on, rejected bool
}

// deepest is how many marks may lie in each other. Of more, the later ones are not drawn; the number of a claim still is.
const deepest = 24

// piece is text between two cuts, with what begins before it and what ends behind it, in their order.
type piece struct {
	open  []*part
	text  string
	close []*part
}

// part is a mark, or as much of it as lies between two cuts. Bare is only the number of a claim.
type part struct {
	*mark
	first, last, bare bool
}

// cut cuts the words of within out of text. The pieces together are text[within.Start:within.End], whatever the marks; a mark that reaches
// beyond is cut off, and ends lie on rune boundaries.
func cut(text string, within sitrep.Span, marks []mark) []piece {
	within = onRunes(text, within)
	list := make([]*mark, 0, len(marks))
	bounds := []int{within.Start, within.End}
	for _, m := range marks {
		m.Span = onRunes(text, m.Span)
		m.Start, m.End = max(m.Start, within.Start), min(m.End, within.End)
		if m.Start < m.End {
			list = append(list, &m)
			bounds = append(bounds, m.Start, m.End)
		}
	}
	slices.SortStableFunc(list, func(a, b *mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.kind, b.kind), cmp.Compare(a.n, b.n), cmp.Compare(a.label, b.label))
	})
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var out []piece
	var open []*part // the outermost first
	for i := 0; i+1 < len(bounds); i++ {
		at := bounds[i]
		p := piece{text: text[at:bounds[i+1]]}
		if k := slices.IndexFunc(open, func(o *part) bool { return o.End <= at }); k >= 0 {
			again := open[k:]
			open = open[:k:k]
			before := &out[len(out)-1]
			for _, o := range slices.Backward(again) {
				o.last = o.End <= at
				before.close = append(before.close, o)
			}
			for _, o := range again {
				if !o.last {
					o = &part{mark: o.mark}
					open, p.open = append(open, o), append(p.open, o)
				}
			}
		}
		for ; len(list) > 0 && list[0].Start <= at; list = list[1:] {
			o := &part{mark: list[0], first: true}
			switch {
			case len(open) < deepest:
				open = append(open, o)
			case o.kind == claimMark:
				o.bare = true
			default:
				continue
			}
			p.open = append(p.open, o)
		}
		out = append(out, p)
	}
	if len(out) > 0 {
		for _, o := range slices.Backward(open) {
			o.last = true
			out[len(out)-1].close = append(out[len(out)-1].close, o)
		}
	}
	return out
}

// onRunes is the span within the text and on rune boundaries; a span of nothing where it is none.
func onRunes(text string, s sitrep.Span) sitrep.Span {
	s.Start = min(max(s.Start, 0), len(text))
	s.End = min(max(s.End, s.Start), len(text))
	for s.Start > 0 && s.Start < len(text) && !utf8.RuneStart(text[s.Start]) {
		s.Start--
	}
	for s.End > 0 && s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		s.End++
	}
	return s
}

// drawn are the pieces as a part of a page: every word escaped, and nothing else but the elements of marks.
func drawn(pieces []piece) template.HTML {
	var b strings.Builder
	for i := range pieces {
		for _, o := range pieces[i].open {
			o.begin(&b)
		}
		words(&b, pieces[i].text)
		for _, o := range pieces[i].close {
			if o.kind == claimMark || o.kind == retoldMark {
				b.WriteString("</span>")
			} else {
				b.WriteString("</mark>")
			}
		}
	}
	return template.HTML(b.String()) // words are escaped by words, attributes by attribute
}

// begin writes the element of a part.
func (p *part) begin(b *strings.Builder) {
	label := func(name string) {
		if p.label != "" && p.last {
			b.WriteString(" " + name + `="`)
			attribute(b, p.label)
			b.WriteByte('"')
		}
	}
	switch p.kind {
	case claimMark:
		class := "claim"
		if p.on {
			class += " on"
		}
		if p.rejected {
			class += " rejected"
		}
		if !p.bare {
			b.WriteString(`<span class="` + class + `"`)
			if p.first {
				b.WriteString(` id="`)
				attribute(b, string(p.claim))
				b.WriteByte('"')
			}
			if p.on && p.first {
				b.WriteString(` aria-current="true"`)
			}
			b.WriteByte('>')
		}
		if p.first {
			b.WriteString(`<a class="cn" href="?claim=`)
			attribute(b, string(p.claim))
			b.WriteByte('#')
			attribute(b, string(p.claim))
			b.WriteString(`" aria-label="Claim ` + strconv.Itoa(p.n) + `">` + strconv.Itoa(p.n) + "</a>")
		}
	case retoldMark:
		b.WriteString(`<span class="retold">`)
	case sourceMark:
		b.WriteString(`<mark class="at"`)
		label("data-stance")
		b.WriteByte('>')
	case roleMark:
		class := "r"
		if !p.last {
			class += " part"
		}
		b.WriteString(`<mark class="` + class + `" data-role="`)
		attribute(b, p.label)
		b.WriteString(`">`)
	case hedgeMark:
		class := "hedge"
		if p.label == string(sitrep.Negated) {
			class += " neg"
		}
		b.WriteString(`<mark class="` + class + `"`)
		label("data-modality")
		b.WriteByte('>')
	case triggerMark:
		b.WriteString(`<mark class="tr">`)
	}
}

func attribute(b *strings.Builder, s string) { b.WriteString(template.HTMLEscapeString(s)) }

// words writes text as it is, escaped. Characters that command how others are shown (controls, and the directional ones of Unicode UAX 9)
// stand apart in elements of their own that name them, so that they command nothing outside and are seen.
func words(b *strings.Builder, text string) {
	from := 0
	for i, r := range text {
		if !commands(r) {
			continue
		}
		b.WriteString(template.HTMLEscapeString(text[from:i]))
		n := utf8.RuneLen(r)
		fmt.Fprintf(b, `<span class="ctl" data-u="U+%04X">%s</span>`, r, template.HTMLEscapeString(text[i:i+n]))
		from = i + n
	}
	b.WriteString(template.HTMLEscapeString(text[from:]))
}

// commands says that a character is a control, or directs how text runs.
func commands(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// plainWords is text of a report without marks, as words writes it.
func plainWords(text string) template.HTML {
	var b strings.Builder
	words(&b, text)
	return template.HTML(b.String()) // escaped by words
}
