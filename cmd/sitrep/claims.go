package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/wording"
)

// The columns of the view for people.
const (
	quoteIndent = 2
	claimIndent = 6
	typeColumns = 20 // longer type names push their own line only
)

// longQuote is how many bytes of an evidence sentence are shown whole; of a longer one (a table, a list without full
// stops) the part around the words that carry its claims is shown.
const longQuote = 600

// group is claims that rest on the same sentence.
type group struct {
	evidence sitrep.Span
	claims   []*sitrep.Claim // in order of their triggers
}

// grouped sorts claims by where they stand in the report and puts those together whose evidence overlaps.
func grouped(claims []sitrep.Claim) []group {
	order := make([]*sitrep.Claim, len(claims))
	for i := range claims {
		order[i] = &claims[i]
	}
	slices.SortStableFunc(order, func(a, b *sitrep.Claim) int {
		return cmp.Or(cmp.Compare(a.Evidence.Start, b.Evidence.Start), cmp.Compare(a.Trigger.Start, b.Trigger.Start))
	})
	var out []group
	for _, c := range order {
		if n := len(out); n > 0 && out[n-1].evidence.Overlaps(c.Evidence) {
			g := &out[n-1]
			g.evidence.End = max(g.evidence.End, c.Evidence.End)
			g.claims = append(g.claims, c)
			continue
		}
		out = append(out, group{c.Evidence, []*sitrep.Claim{c}})
	}
	for _, g := range out {
		slices.SortStableFunc(g.claims, func(a, b *sitrep.Claim) int { return cmp.Compare(a.Trigger.Start, b.Trigger.Start) })
	}
	return out
}

// claims shows a report for people: its head, each sentence that carries claims with the claims under it, and what the
// reading could not do.
func (p page) claims(name string, e *sitrep.Extraction) []byte {
	b := p.newBlock()
	b.head(name, e, wording.Plural(len(e.Claims), "claim"))
	b.body(e, nil)
	return []byte(b.out.String())
}

// body writes the sentences that carry claims with the claims under them, and what the reading could not do. After each claim it calls
// after, unless that is nil, with where the claim's words begin.
func (b *block) body(e *sitrep.Extraction, after func(c *sitrep.Claim, indent int)) {
	groups := grouped(e.Claims)
	column := 0
	for i := range e.Claims {
		if n := columns(wording.Label(&e.Claims[i])); n <= typeColumns {
			column = max(column, n)
		}
	}
	for _, g := range groups {
		b.line()
		b.quote(e.Report.Text, g)
		for _, c := range g.claims {
			b.claim(c, claimIndent+column+2)
			if after != nil {
				after(c, claimIndent+column+2)
			}
		}
	}
	if len(groups) == 0 {
		b.line()
		b.paragraph(piece{}, quoteIndent, piece{"No claims: nothing in this report was read as an event of the codebook.", plain})
	}
	b.notes(e.Notes)
}

// head writes the title, and the date, the publisher and the id under it.
func (b *block) head(name string, e *sitrep.Extraction, also string) {
	r := &e.Report
	title := string(r.Title)
	if title == "" {
		title = "(no title)"
	}
	b.paragraph(piece{}, 0, piece{title, heading})
	date := "date unknown"
	if !r.Published.IsZero() {
		date = r.Published.String()
	}
	about := []string{date}
	for _, s := range []string{string(r.Publisher), string(r.URL), name, string(r.ID), also} {
		if s != "" {
			about = append(about, s)
		}
	}
	b.paragraph(piece{}, 0, piece{strings.Join(about, " · "), faint})
}

// quote writes the sentence that claims rest on, cut from the report, with the words that carry the claims stressed.
func (b *block) quote(text string, g group) {
	b.paragraph(piece{strings.Repeat(" ", quoteIndent), plain}, quoteIndent, sentenceOf(text, g)...)
}

// sentenceOf is the sentence between quotation marks, of a long one the part that matters.
func sentenceOf(text string, g group) []piece {
	show := g.evidence
	before, after := "", ""
	if show.Len() > longQuote {
		first, last := g.claims[0].Trigger.Span, g.claims[len(g.claims)-1].Trigger.Span
		show = clip(text, show, sitrep.Span{Start: first.Start - longQuote/4, End: last.End + longQuote/2})
		if show.Start > g.evidence.Start {
			before = "… "
		}
		if show.End < g.evidence.End {
			after = " …"
		}
	}
	runs := []piece{{"“" + before, plain}}
	at := show.Start
	for _, c := range g.claims {
		t := c.Trigger.Span
		if t.Start < at || t.End > show.End {
			continue
		}
		runs = append(runs, piece{text[at:t.Start], plain}, piece{t.Of(text), strong})
		at = t.End
	}
	return append(runs, piece{text[at:show.End] + after + "”", plain})
}

// clip narrows want to whole words of text inside evidence.
func clip(text string, evidence, want sitrep.Span) sitrep.Span {
	start, end := evidence.Start, evidence.End
	if want.Start > start {
		if n := strings.IndexByte(text[want.Start:end], ' '); n >= 0 {
			start = want.Start + n + 1
		}
	}
	if want.End < end {
		if n := strings.LastIndexByte(text[start:want.End], ' '); n >= 0 {
			end = start + n
		}
	}
	return sitrep.Span{Start: start, End: end}
}

// claim writes one claim: its type, then who, whom, with what, where, when, how many and who says so, as far as told.
func (b *block) claim(c *sitrep.Claim, indent int) {
	name := strings.Repeat(" ", claimIndent) + wording.Label(c)
	if columns(name)+2 > indent {
		name += "  "
	}
	var parts [][]piece
	add := func(runs ...piece) { parts = append(parts, runs) }
	if who := deed(c); len(who) > 0 {
		add(who...)
	}
	if list := c.Roles[sitrep.Instrument]; len(list) > 0 {
		add(piece{"with " + wording.Fillers(list), plain})
	}
	if c.Place != nil {
		add(piece{wording.NearOrAt(c.Place) + " " + wording.Where(c.Place), plain})
	}
	if c.Time != nil {
		add(piece{wording.When(c.Time), plain})
	}
	for i := range c.Figures {
		add(figure(&c.Figures[i])...)
	}
	if c.Attribution != nil {
		add(piece{wording.Saying(c.Attribution), attributionStyle(c.Attribution)})
	}
	switch n := len(c.Retold); {
	case n == 1:
		add(piece{"told once more", faint})
	case n > 1:
		add(piece{fmt.Sprintf("told %d times more", n), faint})
	}
	if len(parts) == 0 {
		add(piece{"“" + c.Trigger.Text + "”", plain})
	}
	var runs []piece
	if mark := wording.Unsure(c.Modality); mark != "" {
		runs = append(runs, piece{mark + ": ", doubt})
	}
	for i, part := range parts {
		if i > 0 {
			runs = append(runs, piece{" · ", faint})
		}
		runs = append(runs, part...)
	}
	b.paragraph(piece{name, kind}, indent, runs...)
}

// deed writes who did it to whom: "actor with ally → target, victim".
func deed(c *sitrep.Claim) []piece {
	who := wording.Fillers(c.Roles[sitrep.Actor])
	if ally := wording.Fillers(c.Roles[sitrep.Ally]); ally != "" {
		who = strings.TrimSpace(who + " alongside " + ally)
	}
	whom := wording.Fillers(c.Roles[sitrep.Target])
	if victim := wording.Fillers(c.Roles[sitrep.Victim]); victim != "" {
		if whom != "" {
			whom += ", "
		}
		whom += victim
	}
	var out []piece
	if who != "" {
		out = append(out, piece{who, plain})
	}
	if whom != "" {
		out = append(out, piece{" → ", faint}, piece{whom, plain})
	}
	return out
}

func figure(f *sitrep.Figure) []piece {
	out := []piece{{wording.Figure(f), count}}
	if f.Source != "" {
		out = append(out, piece{" (said by " + f.Source + ")", faint})
	}
	return out
}

func attributionStyle(a *sitrep.Attribution) style {
	if a.Stance == sitrep.Alleged || a.Stance == sitrep.Denied {
		return doubt
	}
	return faint
}

// notes writes what the reading of the report could not do, and why.
func (b *block) notes(notes []sitrep.Note) {
	if len(notes) > 0 {
		b.line()
	}
	for _, n := range notes {
		text := strings.ReplaceAll(n.Kind, "_", " ")
		if n.Detail != "" {
			text += ": " + n.Detail
		}
		b.paragraph(piece{"  note  ", doubt}, claimIndent+2, piece{text, plain})
	}
}
