package ui

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
)

// sumView is a measure added up over distinct happenings.
type sumView struct {
	Measure, Value string
	Open           bool // of some happening no upper end is told
	Mark           RangeMark
	Happenings     string
	Origins        string
	Href           string
	Cites          []Cite
}

// figureRow is a figure of one happening.
type figureRow struct {
	Measure, Value string
	Mark           RangeMark
	When           string
	Type, Href     string // of the event, "" where the figure is of none
	Place          *offer
	Says           string // whose figure it is
	Cites          cited
}

// countRow is the last value of a count of a longer time, as one origin gives it.
type countRow struct {
	Measure, Value, Whom, Source string
	Day, Since                   string
	Place                        *offer
	Cite                         Cite
}

// sumsOf puts sums into words.
func sumsOf(sums []board.Sum, s Scope, c *Cites) []sumView {
	var out []sumView
	for i := range sums {
		x := &sums[i]
		v := sumView{Measure: capital(plainType(string(x.Measure))), Value: amountWords(x.Low, x.Best, x.High), Open: x.Open, Mark: rangeMark(x.Low, x.Best, x.High, nil, nil),
			Happenings: counted(len(x.Happenings), "happening", "happenings"), Origins: counted(x.Origins, "origin", "origins"), Href: s.At("/figures", "measure", string(x.Measure)), Cites: sumCites(x, c)}
		if x.Best != nil {
			v.Value = number(*x.Best)
		}
		out = append(out, v)
	}
	return out
}

// claimsOf are the claims that a figure rests on, those that its range counts first.
func claimsOf(h *board.Happening) []sitrep.ToldFigure {
	var in, out []sitrep.ToldFigure
	seen := map[sitrep.ClaimID]bool{}
	for _, t := range h.Told {
		old := seen[t.Claim]
		seen[t.Claim] = true
		switch {
		case t.Claim == "" || old:
		case t.Out == "":
			in = append(in, t)
		default:
			out = append(out, t)
		}
	}
	return append(in, out...)
}

// figureRowOf puts a figure into words.
func figureRowOf(h *board.Happening, c *Cites) figureRow {
	row := figureRow{Measure: plainType(string(h.Measure)), Value: amountWords(h.Low, h.Best, h.High), When: eventDays(h.From, h.To)}
	var values []int
	var says []string
	for i := range h.Told {
		t := &h.Told[i]
		if t.Out == "" && t.Best != nil {
			values = append(values, *t.Best)
		}
		if t.Source != "" && !slices.Contains(says, t.Source) {
			says = append(says, t.Source)
		}
	}
	row.Mark = rangeMark(h.Low, h.Best, h.High, values, nil)
	row.Says = strings.Join(says[:min(3, len(says))], ", ")
	if n := len(says) - 3; n > 0 {
		row.Says += " and " + counted(n, "other", "others")
	}
	if h.Of != nil {
		row.Type, row.Href = capital(plainType(h.Of.Type)), "/events/"+string(h.Of.ID)
	}
	if h.Place != nil {
		row.Place = &offer{h.Place.Name, atCounted(h.Place.ID, h.Place.Name, h.Place.Country)}
	}
	claims := claimsOf(h)
	row.Cites = citedOf(len(claims), func(i int) Cite { return c.Of(claims[i].Report, claims[i].Claim) })
	return row
}

// lastCounts gives the last values of counts of a longer time, the latest first.
func lastCounts(list []board.Series, n int, c *Cites) []countRow {
	list = slices.Clone(list)
	last := func(s *board.Series) *board.Point { return &s.Points[len(s.Points)-1] }
	slices.SortStableFunc(list, func(a, b board.Series) int {
		return cmp.Or(-strings.Compare(last(&a).Day.String(), last(&b).Day.String()), strings.Compare(string(a.Measure), string(b.Measure)), strings.Compare(a.Source, b.Source))
	})
	var out []countRow
	for i := range list[:min(n, len(list))] {
		s := &list[i]
		t := last(s)
		row := countRow{Measure: plainType(string(s.Measure)), Value: amountWords(t.Low, t.Best, t.High), Whom: cmp.Or(t.Of, s.Whom), Source: s.Source, Day: dayWords(t.Day), Since: dayWords(t.Since),
			Cite: c.Of(t.Report, t.Claim)}
		if s.Place != nil {
			row.Place = &offer{s.Place.Name, atCounted(s.Place.ID, s.Place.Name, s.Place.Country)}
		}
		out = append(out, row)
	}
	return out
}

// figures fills in the figures of a place.
func (v *placeView) figures(b *board.Board, scope board.Scope, cites *Cites) {
	all := b.HappeningsOf(scope)
	v.Sums = sumsOf(b.SumsOf(all), v.Scope, cites)
	for _, h := range latestFigures(all, mostFigures) {
		v.Figures = append(v.Figures, figureRowOf(h, cites))
	}
	v.Counts = lastCounts(b.SeriesOf(scope), mostFigures, cites)
}

// latestFigures gives the last figures of a list in order of days, the latest first.
func latestFigures(all []*board.Happening, n int) []*board.Happening {
	all = slices.Clone(all[max(0, len(all)-n):])
	slices.Reverse(all)
	return all
}
