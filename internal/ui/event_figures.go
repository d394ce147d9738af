package ui

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
)

// toldFigureRow is what all accounts of an event say of one measure.
type toldFigureRow struct {
	Measure string
	Amount  string
	Best    string // "" where there is none, or where it is the amount
	Mark    RangeMark
	Told    []toldRow
	Left    int // how many the range leaves out
}

// toldRow is what one origin says on one day.
type toldRow struct {
	Day      sitrep.Date
	Who      string
	Standing string
	Amount   string
	Of       string
	Kind     string
	Mark     RangeMark
	Out      string
	Cite     *Cite
	Report   sitrep.ReportID
}

// disagreement is a question that origins answer differently, with the sides.
type disagreement struct {
	Question string
	Sides    []differSide
}

// differSide is one answer: who gives it, in numbers or in words.
type differSide struct {
	Who   string
	Says  string
	Mark  *RangeMark
	Quote *quote
	Out   string
	Cites []Cite
	More  int
}

func (g *eventGatherer) figures() {
	for i := range g.v.Event.Figures {
		f := &g.v.Event.Figures[i]
		row := toldFigureRow{Measure: plainType(string(f.Measure)), Amount: amountWords(f.Low, f.Best, f.High)}
		if f.Best != nil && row.Amount != number(*f.Best) {
			row.Best = number(*f.Best)
		}
		ends := endsOf(f)
		row.Mark = rangeMark(f.Low, f.Best, f.High, valuesOf(f), ends)
		for k := range f.Told {
			t := &f.Told[k]
			told := toldRow{Day: t.Day, Who: cmp.Or(t.Source, "not said"), Standing: string(t.Standing), Amount: amountWords(t.Low, t.Best, t.High), Of: string(t.Of), Out: t.Out, Report: t.Report}
			told.Kind = kindWords(t)
			told.Mark = rangeMark(t.Low, t.Best, t.High, nil, ends)
			told.Mark.Low, told.Mark.High, told.Mark.Discounted = "", "", t.Out != ""
			if t.Claim != "" && g.v.Claims[t.Claim] != nil {
				c := g.cites.Of(t.Report, t.Claim)
				told.Cite = &c
			}
			if t.Out != "" {
				row.Left++
			}
			row.Told = append(row.Told, told)
		}
		g.v.Figures = append(g.v.Figures, row)
	}
}

// kindWords says how a number stands to others.
func kindWords(t *sitrep.ToldFigure) string {
	var parts []string
	switch t.Kind {
	case sitrep.Total:
		parts = append(parts, "in all")
	case sitrep.Increment:
		parts = append(parts, "more than counted before")
	case sitrep.Part:
		parts = append(parts, "a part of another number")
	}
	if t.Unit != "" {
		parts = append(parts, string(t.Unit)+"s")
	}
	return strings.Join(parts, ", ")
}

// valuesOf are the values that origins give and the range counts, as ticks.
func valuesOf(f *sitrep.EventFigure) []int {
	var out []int
	for i := range f.Told {
		if t := &f.Told[i]; t.Out == "" {
			if v := cmp.Or(t.Best, t.Low, t.High); v != nil {
				out = append(out, *v)
			}
		}
	}
	return out
}

// endsOf are the least and the greatest number of all that is told, so that marks of one measure can be compared.
func endsOf(f *sitrep.EventFigure) *[2]int {
	var all []int
	add := func(list ...*int) {
		for _, v := range list {
			if v != nil {
				all = append(all, *v)
			}
		}
	}
	add(f.Low, f.Best, f.High)
	for i := range f.Told {
		add(f.Told[i].Low, f.Told[i].Best, f.Told[i].High)
	}
	if len(all) == 0 {
		return nil
	}
	return &[2]int{slices.Min(all), slices.Max(all)}
}

// sides are the questions that the origins of an event answer differently: whether it happened, who did it, and how many.
func (g *eventGatherer) sides() {
	e := g.v.Event
	if len(e.Disputes) > 0 {
		d := disagreement{Question: "Did it happen as told?"}
		if lead := g.v.Claims[e.Lead]; lead != nil {
			d.Sides = append(d.Sides, g.wordSide(e.Lead))
		}
		for _, id := range e.Disputes {
			if g.v.Claims[id] != nil {
				d.Sides = append(d.Sides, g.wordSide(id))
			}
		}
		if len(d.Sides) > 1 {
			g.v.Sides = append(g.v.Sides, d)
		}
	}
	if slices.ContainsFunc(e.Grounds, func(r sitrep.Ground) bool { return r.Rule == "doers" }) {
		d := disagreement{Question: "Who did it?"}
		for i := range e.Parties {
			if pa := &e.Parties[i]; pa.Role == sitrep.Actor {
				s := differSide{Who: pa.Name, Says: counted(pa.Origins, "origin says so", "origins say so")}
				s.Cites, s.More = g.cite(pa.Claims)
				d.Sides = append(d.Sides, s)
			}
		}
		g.v.Sides = append(g.v.Sides, d)
	}
	for i := range e.Figures {
		if d, differ := g.figureSides(&e.Figures[i]); differ {
			g.v.Sides = append(g.v.Sides, d)
		}
	}
}

// wordSide is a side told by a sentence.
func (g *eventGatherer) wordSide(id sitrep.ClaimID) differSide {
	c := g.v.Claims[id]
	q := quoteOf(c)
	cites, _ := g.cite([]sitrep.ClaimID{id})
	says := "tells it"
	if slices.Contains(g.v.Event.Disputes, id) {
		says = "speaks against it"
	}
	return differSide{Who: cmp.Or(g.v.Origins[id].Name, "not said"), Says: says, Quote: &q, Cites: cites}
}

// figureSides are the values of a measure by origin, the latest of each; they differ where two origins of which the range leaves none out give
// numbers that are not the same.
func (g *eventGatherer) figureSides(f *sitrep.EventFigure) (d disagreement, differ bool) {
	d.Question = "How many " + plainType(string(f.Measure)) + "?"
	ends := endsOf(f)
	seen := map[string]bool{}
	first := ""
	for k := len(f.Told) - 1; k >= 0; k-- {
		t := &f.Told[k]
		if t.Kind == sitrep.Part || seen[t.Origin] {
			continue
		}
		seen[t.Origin] = true
		m := rangeMark(t.Low, t.Best, t.High, nil, ends)
		m.Low, m.High, m.Discounted = "", "", t.Out != ""
		s := differSide{Who: cmp.Or(t.Source, "not said"), Says: amountWords(t.Low, t.Best, t.High), Mark: &m, Out: t.Out}
		if t.Claim != "" {
			s.Cites, s.More = g.cite([]sitrep.ClaimID{t.Claim})
		}
		d.Sides = append(d.Sides, s)
		if t.Out == "" {
			if first != "" && first != s.Says {
				differ = true
			}
			first = cmp.Or(first, s.Says)
		}
	}
	slices.Reverse(d.Sides)
	return d, differ
}
