package ui

import (
	"cmp"
	"slices"

	"sitrep"
	"sitrep/internal/board"
)

// keyMeasures are the measures that a situation begins with, in their order.
var keyMeasures = []sitrep.Measure{sitrep.Killed, sitrep.Injured, sitrep.Displaced, sitrep.InNeed, sitrep.Abducted, sitrep.Aided, sitrep.Detained, sitrep.Trapped,
	sitrep.Returned, sitrep.Missing, sitrep.Captured, sitrep.Destroyed, sitrep.Strikes, sitrep.KilledOrInjured, sitrep.Remains, sitrep.Deployed, sitrep.Trained}

// keyFigures are the figures of a scope, the weightiest measures first.
func (p *Pages) keyFigures(b *board.Board, s Scope, scope board.Scope, cites *Cites) []keyFigure {
	sums := map[sitrep.Measure]*board.Sum{}
	list := b.SumsOf(b.HappeningsOf(scope))
	for i := range list {
		sums[list[i].Measure] = &list[i]
	}
	running := runningOf(b.SeriesOf(scope))
	// Of the whole world one place would stand for all; counts of a longer time are of no event.
	longer := len(s.Types)+len(s.Grades) == 0 && s.Origins == 0 && (scope.Area != nil || scope.Country != "" || oneCountry(b))
	var out []keyFigure
	for _, m := range keyMeasures {
		if len(out) == mostKeys {
			break
		}
		if r, ok := running[m]; ok && longer && (m == sitrep.Displaced || m == sitrep.InNeed || m == sitrep.Trapped || sums[m] == nil) {
			out = append(out, runningKey(m, r, s, cites))
			continue
		}
		if sum := sums[m]; sum != nil && (sum.Best != nil || sum.Low != nil) {
			out = append(out, sumKey(sum, s, cites))
		}
	}
	return out
}

// oneCountry says that all events whose country is told lie in one.
func oneCountry(b *board.Board) bool {
	country := ""
	for i := range b.Events {
		if p := b.Events[i].Place; p != nil && p.Country != "" {
			if country != "" && string(p.Country) != country {
				return false
			}
			country = string(p.Country)
		}
	}
	return country != ""
}

// sumKey is the key figure of a sum over distinct happenings.
func sumKey(sum *board.Sum, s Scope, cites *Cites) keyFigure {
	k := keyFigure{Head: capital(plainType(string(sum.Measure))), Href: s.At("/figures", "measure", string(sum.Measure))}
	high := sum.High
	if sum.Open {
		high = nil
	}
	var mark RangeMark
	if sum.Best != nil {
		k.Value = number(*sum.Best)
	}
	if sum.Low != nil && high != nil && *sum.Low == *high {
		mark = rangeMark(sum.Low, sum.Best, sum.High, nil, nil)
		mark.Low = ""
	} else {
		mark = rangeMark(sum.Low, sum.Best, high, nil, nil)
	}
	k.Mark = &mark
	k.Small = "over " + counted(len(sum.Happenings), "happening", "happenings")
	k.Foot = counted(sum.Origins, "origin", "origins")
	if len(sum.Happenings) == 1 && sum.Happenings[0].Of != nil {
		k.Grade = sum.Happenings[0].Of.Grade
	}
	k.Cites = sumCites(sum, cites)
	return k
}

// sumCites are the citations of a sum: of its greatest figures.
func sumCites(sum *board.Sum, cites *Cites) []Cite {
	var out []Cite
	for _, h := range greatest(sum.Happenings, lineCites) {
		t := bestTold(h)
		out = append(out, cites.Of(t.Report, t.Claim))
	}
	return out
}

// greatest are the n happenings with the greatest figures that can be cited, the greatest first.
func greatest(list []*board.Happening, n int) []*board.Happening {
	of := func(h *board.Happening) int { return valueOr(cmp.Or(h.Best, h.Low, h.High)) }
	var out []*board.Happening
	for _, h := range list {
		if len(out) == n && of(h) <= of(out[n-1]) || bestTold(h) == nil {
			continue
		}
		i := 0
		for i < len(out) && of(out[i]) >= of(h) {
			i++
		}
		out = slices.Insert(out, i, h)
		out = out[:min(n, len(out))]
	}
	return out
}

// bestTold is the value that the best of a happening was taken from; nil where none has a claim.
func bestTold(h *board.Happening) *sitrep.ToldFigure {
	var found *sitrep.ToldFigure
	for i := range h.Told {
		t := &h.Told[i]
		if t.Claim == "" || t.Out != "" {
			continue
		}
		if found == nil || valueOr(t.Best) == valueOr(h.Best) && h.Best != nil {
			found = t
		}
	}
	return found
}

func valueOr(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// running is what origins counted up to lately, of one measure and one kind of people at one place.
type running struct {
	Series []board.Series
	Day    sitrep.Date  // of the newest value
	Best   board.Point  // by the weightiest origin
	Source board.Series // whose it is
	Low    *int
	High   *int
}

// freshDays is for how long a count of a longer time stands beside newer ones, in days.
const freshDays = 30

// runningOf gives, by measure, what is counted over a longer time: at the place and of the people of whom most values are told.
func runningOf(list []board.Series) map[sitrep.Measure]running {
	groups := map[sitrep.Measure]map[string][]board.Series{}
	for _, x := range list {
		if groups[x.Measure] == nil {
			groups[x.Measure] = map[string][]board.Series{}
		}
		k := seriesKey(&x)
		groups[x.Measure][k] = append(groups[x.Measure][k], x)
	}
	out := map[sitrep.Measure]running{}
	for m, byKey := range groups {
		best, most := "", 0
		for k, l := range byKey {
			n := 0
			for _, x := range l {
				n += len(x.Points)
			}
			if n > most || n == most && k < best {
				best, most = k, n
			}
		}
		out[m] = latestOf(byKey[best])
	}
	return out
}

// seriesKey tells apart what is counted: place, people and unit.
func seriesKey(x *board.Series) string {
	place := ""
	if x.Place != nil {
		place = x.Place.Key()
	}
	return place + "|" + x.Whom + "|" + string(x.Unit)
}

// latestOf is what origins say lately of what they count: the value of the weightiest origin, of those the newest; low and high are the outer ends of the last value
// of every origin that is no older than 30 days before the newest.
func latestOf(list []board.Series) running {
	r := running{Series: list}
	for i := range list {
		if last := list[i].Points[len(list[i].Points)-1]; r.Day.Before(last.Day) {
			r.Day = last.Day
		}
	}
	found := false
	for i := range list {
		x := &list[i]
		last := x.Points[len(x.Points)-1]
		if last.Day.Before(r.Day.AddDays(-freshDays)) {
			continue
		}
		for _, v := range []*int{last.Low, last.Best, last.High} {
			if v != nil && (r.Low == nil || *v < *r.Low) {
				r.Low = v
			}
			if v != nil && (r.High == nil || *v > *r.High) {
				r.High = v
			}
		}
		weight := func(s *board.Series) int { return slices.Index(sitrep.Standings, s.Standing) }
		if n := cmp.Compare(weight(x), weight(&r.Source)); !found || n < 0 || n == 0 && r.Best.Day.Before(last.Day) {
			r.Best, r.Source, found = last, *x, true
		}
	}
	return r
}

func runningKey(m sitrep.Measure, r running, s Scope, cites *Cites) keyFigure {
	k := keyFigure{Head: capital(plainType(string(m))), Href: s.At("/figures", "measure", string(m), "series", seriesKey(&r.Source))}
	if r.Source.Place != nil {
		k.Head += ", " + r.Source.Place.Name
	}
	k.Value = amountWords(r.Best.Low, r.Best.Best, r.Best.High)
	k.Small = wholeWords(&r.Source)
	var ticks []int
	for i := range r.Series {
		last := r.Series[i].Points[len(r.Series[i].Points)-1]
		if v := cmp.Or(last.Best, last.Low, last.High); v != nil {
			ticks = append(ticks, *v)
		}
	}
	mark := rangeMark(r.Low, r.Best.Best, r.High, ticks, nil)
	k.Mark = &mark
	k.Foot = cmp.Or(r.Source.Source, "origin not named") + ", " + dayWords(r.Best.Day)
	k.Cites = []Cite{cites.Of(r.Best.Report, r.Best.Claim)}
	return k
}

// wholeWords says whom a series counts.
func wholeWords(x *board.Series) string {
	if x.Unit != "" {
		return string(x.Unit) + "s"
	}
	return x.Whom
}
