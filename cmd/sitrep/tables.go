package main

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// Bounds of the columns of tables.
const (
	gap         = 2  // between columns
	leastWide   = 6  // of a column that is narrowed
	underIndent = 22 // of what stands under a row: an id and two spaces each side
	narrowPage  = 72 // on a page narrower than this it stands further left
)

// reportTable writes a line for each report.
func (b *block) reportTable(rows []store.ReportRow, first bool) {
	table := make([][]piece, 0, len(rows)+1)
	if first {
		table = append(table, headings("PUBLISHED", "REPORT", "CLAIMS", "COPIES", "PUBLISHER", "TITLE"))
	}
	for i := range rows {
		r := &rows[i]
		title, s := string(r.Title), plain
		if title == "" {
			title, s = r.Opening, faint
		}
		switch {
		case r.Fault != "":
			title = "unread: " + r.Fault
		case wire.StateOf(r) != "held":
			title = wire.StateOf(r) + ": " + title
		case r.Lead != r.ID:
			title = "copy of " + string(r.Lead) + ": " + title
		}
		copies := ""
		if r.Copies > 0 {
			copies = wording.Number(r.Copies)
		}
		table = append(table, []piece{{wording.Day(r.Published), plain}, {string(r.ID), faint}, {wording.Number(r.Claims), plain}, {copies, count}, {string(r.Publisher), plain}, {title, s}})
	}
	widths := b.fit(table, 2, 5)
	for i, row := range table {
		// How many stands under the right end of its heading.
		if i > 0 || !first {
			for _, k := range []int{2, 3} {
				if blank := widths[k] - columns(row[k].text); row[k].text != "" && blank > 0 {
					row[k].text = strings.Repeat(" ", blank) + row[k].text
				}
			}
		}
		b.row(widths, row)
	}
}

// claimTable writes for each claim a line, and under it the sentence that it rests on and where it comes from.
func (b *block) claimTable(ctx context.Context, rows []store.ClaimRow, first bool, from *ask.Origins) error {
	var table [][]piece
	if first {
		table = append(table, headings("WHEN", "WHAT", "WHO → WHOM", "WHERE", "HOW MANY"))
	}
	for i := range rows {
		c := &rows[i].Claim
		figures := make([]string, len(c.Figures))
		for k := range c.Figures {
			figures[k] = wording.Figure(&c.Figures[k])
		}
		table = append(table, []piece{whenCell(c), {wording.Label(c), kind}, {parties(c), plain}, whereCell(c), {strings.Join(figures, ", "), count}})
	}
	return b.entries(table, first, 2, func(i int) error {
		r := &rows[i]
		o, err := from.Of(ctx, &r.Report, r.Claim.ID)
		if err == nil {
			b.under(&r.Claim, r.Sentence, &r.Report, o, i > 0 && r.Report.ID == rows[i-1].Report.ID && r.Claim.Evidence == rows[i-1].Claim.Evidence)
		}
		return err
	})
}

// figureTable writes for each figure a line, and under it its sentence and where it comes from.
func (b *block) figureTable(ctx context.Context, rows []store.FigureRow, first bool, from *ask.Origins) error {
	var table [][]piece
	if first {
		table = append(table, headings("WHEN", "MEASURE", "HOW MANY", "OF", "IN", "WHERE"))
	}
	for i := range rows {
		r := &rows[i]
		many := wording.Amount(&r.Figure)
		switch r.Figure.Kind {
		case sitrep.Increment:
			many += " more"
		case sitrep.Total:
			many += " in all"
		case sitrep.Part:
			many += " among them"
		}
		table = append(table, []piece{whenCell(&r.Claim), {strings.ReplaceAll(string(r.Figure.Measure), "_", " "), kind}, {many, count}, {string(r.Figure.Of), plain},
			{wording.Label(&r.Claim), plain}, whereCell(&r.Claim)})
	}
	return b.entries(table, first, 2, func(i int) error {
		r := &rows[i]
		o, err := from.Of(ctx, &r.Report, r.Claim.ID)
		if err == nil {
			b.under(&r.Claim, r.Sentence, &r.Report, o, i > 0 && r.Report.ID == rows[i-1].Report.ID && r.Claim.Evidence == rows[i-1].Claim.Evidence)
		}
		return err
	})
}

// entries writes rows, a heading first where first says so, with what stands under each; main is as in fit.
func (b *block) entries(table [][]piece, first bool, main int, under func(i int) error) error {
	widths := b.fit(table, 0, main)
	if first {
		b.row(widths, table[0])
		table = table[1:]
	}
	for i, row := range table {
		b.row(widths, row)
		if err := under(i); err != nil {
			return err
		}
	}
	return nil
}

// under writes what stands under a row: the claim's id with its sentence, then its origin and its report. again says that the row before
// rests on the same sentence, which then need not stand here twice.
func (b *block) under(c *sitrep.Claim, sentence string, r *store.ReportRow, o store.Origin, again bool) {
	indent := underIndent
	if b.width < narrowPage {
		indent = 4
	}
	moved := *c
	at := c.Trigger.Start - c.Evidence.Start
	moved.Trigger.Span = sitrep.Span{Start: at, End: at + c.Trigger.Len()}
	quote := sentenceOf(sentence, group{sitrep.Span{End: len(sentence)}, []*sitrep.Claim{&moved}})
	if again {
		quote = []piece{{"the same sentence", faint}}
	}
	if b.width < narrowPage {
		b.line(piece{"  " + string(c.ID), faint})
		b.paragraph(piece{}, indent, quote...)
	} else {
		b.paragraph(piece{"  " + string(c.ID), faint}, indent, quote...)
	}
	about := []string{"origin: " + wording.Origin(o.ClaimOrigin)}
	if o.Reports > 1 {
		about = append(about, wording.CountOf(o.Reports, "report", "reports")+" of "+wording.CountOf(o.Origins, "origin", "origins"))
	}
	from := strings.TrimSpace(strings.TrimSpace(string(r.Publisher)+" "+r.Published.String()) + " " + string(r.ID))
	if state := wire.StateOf(r); state != "held" {
		from += " (" + state + ")"
	} else if r.Lead != r.ID {
		from += " (a copy)"
	}
	b.paragraph(piece{}, indent, piece{strings.Join(append(about, from), " · "), faint})
	if said := reviewWords(c); said != "" {
		b.paragraph(piece{}, indent, piece{said, strong})
	}
}

// parties is who does it to whom, by what the report's words stand for.
func parties(c *sitrep.Claim) string {
	short := sitrep.Claim{Roles: map[sitrep.Role][]sitrep.Filler{}}
	for role, list := range c.Roles {
		for _, f := range list {
			if f.Name != "" {
				f.Text, f.Name = f.Name, ""
			}
			short.Roles[role] = append(short.Roles[role], f)
		}
	}
	s := ""
	for _, p := range deed(&short) {
		s += p.text
	}
	return strings.TrimSpace(s)
}

func headings(list ...string) []piece {
	out := make([]piece, len(list))
	for i, s := range list {
		out[i] = piece{s, heading}
	}
	return out
}

// whenCell is when a claim happened, a period as its first and last day (ISO 8601 "/"); in yellow and with the word for it, where it is not told as having happened.
func whenCell(c *sitrep.Claim) piece {
	text, s := "undated", plain
	if c.Time != nil {
		text = strings.Replace(wording.When(c.Time), " to ", "/", 1)
	}
	if mark := wording.Unsure(c.Modality); mark != "" {
		text, s = mark+": "+text, doubt
	}
	return piece{text, s}
}

func whereCell(c *sitrep.Claim) piece {
	if c.Place == nil {
		return piece{}
	}
	p := c.Place
	s := p.Name
	if s == "" {
		s = p.Text
	}
	if p.Country != "" && p.Precision != sitrep.Country {
		s += " (" + string(p.Country) + ")"
	}
	if len(p.Candidates) > 1 {
		s += " ?"
	}
	return piece{s, plain}
}

// fit gives the widths of columns so that they fit the page: each as wide as its widest cell, the widest narrowed until all fit. The first
// fixed columns are not narrowed, and the column main only where it is more than twice as wide as the others.
func (b *block) fit(table [][]piece, fixed, main int) []int {
	if len(table) == 0 {
		return nil
	}
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, p := range row {
			widths[i] = max(widths[i], columns(printable(p.text)))
		}
	}
	total := gap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for ; total > b.width; total-- {
		widest, most := fixed, 0
		for i := fixed; i < len(widths); i++ {
			w := widths[i]
			if i == main {
				w /= 2
			}
			if w > most {
				widest, most = i, w
			}
		}
		if widths[widest] <= leastWide {
			break
		}
		widths[widest]--
	}
	return widths
}

// row writes a line of a table; what does not fit its column ends in "…".
func (b *block) row(widths []int, cells []piece) {
	var line []piece
	blank := 0
	for i, c := range cells {
		text := cut(printable(c.text), widths[i])
		if text != "" {
			line = append(line, piece{strings.Repeat(" ", blank), plain}, piece{text, c.style})
			blank = 0
		}
		blank += widths[i] - columns(text) + gap
	}
	line = slices.DeleteFunc(line, func(p piece) bool { return p.text == "" })
	b.write(line)
}

// cut shortens s to so many columns.
func cut(s string, wide int) string {
	if columns(s) <= wide {
		return s
	}
	for s != "" && columns(s) > wide-1 {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return strings.TrimRight(s, " ") + "…"
}
