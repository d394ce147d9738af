package board

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// Sum is a measure added up over distinct happenings of a scope; what counts a longer time is not in it.
type Sum struct {
	Measure sitrep.Measure
	// Low, Best and High are null where no happening counts. Open says that of some happening no upper end is told, so that High may be more.
	Low, Best, High *int
	Open            bool
	Happenings      []*Happening // in order of days
	Origins         int          // that these rest on
}

// HappeningsOf gives the figures of happenings in a scope, in order of days.
func (b *Board) HappeningsOf(s Scope) []*Happening {
	at := map[*Place]bool{}
	var out []*Happening
	for i := range b.Happenings {
		h := &b.Happenings[i]
		if (s.Measure == "" || h.Measure == s.Measure) && s.during(h.From, h.To) && s.counts(b, h) && s.at(h.Place, at) {
			out = append(out, h)
		}
	}
	return out
}

// counts says that a happening is of the types, grades and origins that are asked for. One that is no event has the grade and the origins of its figure.
func (s *Scope) counts(b *Board, h *Happening) bool {
	if len(s.Types)+len(s.Families)+len(s.Grades) == 0 && s.MinOrigins == 0 {
		return true
	}
	kind, family, grade, origins := h.Type, b.familyOf[h.Type], sitrep.Single, 0
	if h.Of != nil {
		kind, family, grade, origins = h.Of.Type, h.Of.Family, h.Of.Grade, h.Of.Origins
	} else if origins = situation.OriginsOf(&h.EventFigure); origins > 1 {
		grade = sitrep.Corroborated
	}
	return (len(s.Types) == 0 || slices.Contains(s.Types, kind)) && (len(s.Families) == 0 || slices.Contains(s.Families, family)) &&
		(len(s.Grades) == 0 || slices.Contains(s.Grades, grade)) && origins >= s.MinOrigins
}

// SumsOf adds happenings up by measure, in the order of sitrep.Measures.
func (b *Board) SumsOf(list []*Happening) []Sum {
	by := map[sitrep.Measure][]*Happening{}
	for _, h := range list {
		by[h.Measure] = append(by[h.Measure], h)
	}
	var out []Sum
	for _, m := range sitrep.Measures {
		if len(by[m]) == 0 {
			continue
		}
		out = append(out, sumOf(m, by[m]))
	}
	return out
}

func sumOf(m sitrep.Measure, list []*Happening) Sum {
	s := Sum{Measure: m, Happenings: list}
	var t situation.Tally
	ranges := make([]*sitrep.EventFigure, len(list))
	for i, h := range list {
		t.Add(&h.EventFigure)
		ranges[i] = &h.EventFigure
	}
	s.Low, s.Best, s.High, s.Open = t.Ends()
	s.Origins = situation.OriginsOf(ranges...)
	return s
}

// Group is the sum of one measure over a part of a scope: a place, or a step of time.
type Group struct {
	Place    *Place      // of a group by place, nil where none is told
	From, To sitrep.Date // of a group by time
	Sum
}

// ByPlaces adds happenings of one measure up by place, the greatest first.
func (b *Board) ByPlaces(m sitrep.Measure, list []*Happening) []Group {
	by := map[string][]*Happening{}
	for _, h := range list {
		key := ""
		if h.Place != nil {
			key = h.Place.Key()
		}
		by[key] = append(by[key], h)
	}
	var out []Group
	for _, l := range by {
		out = append(out, Group{Place: l[0].Place, Sum: sumOf(m, l)})
	}
	slices.SortFunc(out, func(x, y Group) int {
		return cmp.Or(cmp.Compare(valueOf(y.Best), valueOf(x.Best)), comparePlaces(x.Place, y.Place))
	})
	return out
}

// BySteps adds happenings of one measure up by steps of time, in order. What counts longer than a step is in none, and given back.
func (b *Board) BySteps(m sitrep.Measure, list []*Happening, unit Unit) (out []Group, longer []*Happening) {
	by := map[sitrep.Date][]*Happening{}
	for _, h := range list {
		if unit.Start(h.From) != unit.Start(h.To) {
			longer = append(longer, h)
			continue
		}
		d := unit.Start(h.From)
		by[d] = append(by[d], h)
	}
	for d, l := range by {
		out = append(out, Group{From: d, To: unit.Next(d).AddDays(-1), Sum: sumOf(m, l)})
	}
	slices.SortFunc(out, func(x, y Group) int { return compareDays(x.From, y.From) })
	return out, longer
}

// comparePlaces orders places by name, then by what tells them apart; none comes first.
func comparePlaces(x, y *Place) int {
	if x == nil || y == nil {
		return cmp.Compare(btoi(x != nil), btoi(y != nil))
	}
	return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.key, y.key))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func valueOf(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// SeriesOf gives the counts of a longer time in a scope, by measure, place, whom and origin; of each the points in its period.
func (b *Board) SeriesOf(s Scope) []Series {
	at := map[*Place]bool{}
	var out []Series
	for i := range b.Series {
		x := b.Series[i]
		if s.Measure != "" && x.Measure != s.Measure || !s.at(x.Place, at) {
			continue
		}
		if !s.From.IsZero() || !s.To.IsZero() {
			x.Points = slices.DeleteFunc(slices.Clone(x.Points), func(p Point) bool { return !s.during(p.Day, p.Day) })
		}
		if len(x.Points) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// LeftOf gives the figures of a scope that count in no sum.
func (b *Board) LeftOf(s Scope) []*Left {
	at := map[*Place]bool{}
	var out []*Left
	for i := range b.Left {
		l := &b.Left[i]
		if (s.Measure == "" || l.Measure == s.Measure) && s.during(l.Day, l.Day) && s.at(l.Place, at) {
			out = append(out, l)
		}
	}
	return out
}

// Dispute is an event of which origins say different things.
type Dispute struct {
	*Event
	// Figure is the figure that they differ in, nil where they differ in whether it happened, or who did it.
	Figure *Figure
}

// leastDispute is the number below which origins that differ in a figure differ little.
const leastDispute = 5

// Disputes gives what origins differ in, of some events: figures, those that differ most (as a ratio) first, and contested events, those with most origins first; one of
// either kind after the other.
func (b *Board) Disputes(events []*Event) []Dispute {
	var figures, contested []Dispute
	ratio := map[*Figure]float64{}
	for _, e := range events {
		if e.Grade == sitrep.Discounted {
			continue
		}
		var worst *Figure
		for i := range e.Figures {
			f := &e.Figures[i]
			if f.Origins < 2 || f.Low == nil || f.High == nil || *f.High < leastDispute || *f.High <= *f.Low {
				continue
			}
			ratio[f] = math.Log(float64(*f.High) / float64(max(1, *f.Low)))
			if worst == nil || ratio[f] > ratio[worst] {
				worst = f
			}
		}
		switch {
		case worst != nil:
			figures = append(figures, Dispute{e, worst})
		case e.Grade == sitrep.Contested:
			contested = append(contested, Dispute{Event: e})
		}
	}
	slices.SortStableFunc(figures, func(x, y Dispute) int { return cmp.Compare(ratio[y.Figure], ratio[x.Figure]) })
	slices.SortStableFunc(contested, func(x, y Dispute) int { return cmp.Compare(y.Origins, x.Origins) })
	out := make([]Dispute, 0, len(figures)+len(contested))
	for i := 0; i < max(len(figures), len(contested)); i++ {
		if i < len(contested) {
			out = append(out, contested[i])
		}
		if i < len(figures) {
			out = append(out, figures[i])
		}
	}
	return out
}
