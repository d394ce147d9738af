package board

import (
	"slices"

	"sitrep"
)

// Scope says which events and figures are asked for. All that is given must hold; the zero Scope is everything.
type Scope struct {
	// Area is where; nil: anywhere. Country is an ISO 3166-1 alpha-2 code.
	Area    *Area
	Country string
	// From and To are inclusive days, either of which may be open. What has no known day lies in no period.
	From, To sitrep.Date
	// Types are codebook ids, Families ids of families, of either of which any will do; none: all.
	Types, Families []string
	Grades          []sitrep.Grade
	MinOrigins      int
	Measure         sitrep.Measure
}

// Select gives the events of a scope, newest first.
func (b *Board) Select(s Scope) []*Event {
	at := map[*Place]bool{} // there are far fewer places than events
	var out []*Event
	for i := range b.Events {
		if e := &b.Events[i]; s.holds(e, at) {
			out = append(out, e)
		}
	}
	return out
}

// at says that a place lies where the scope is.
func (s *Scope) at(p *Place, known map[*Place]bool) bool {
	if s.Area == nil && s.Country == "" {
		return true
	}
	if p == nil {
		return false
	}
	in, ok := known[p]
	if !ok {
		in = (s.Country == "" || p.Country == s.Country) && (s.Area == nil || s.Area.Holds(p))
		known[p] = in
	}
	return in
}

// during says that days lie in the period of the scope, at least in part.
func (s *Scope) during(from, to sitrep.Date) bool {
	if s.From.IsZero() && s.To.IsZero() {
		return true
	}
	if from.IsZero() && to.IsZero() {
		return false
	}
	return (s.From.IsZero() || to.IsZero() || !to.Before(s.From)) && (s.To.IsZero() || from.IsZero() || !s.To.Before(from))
}

func (s *Scope) holds(e *Event, at map[*Place]bool) bool {
	switch {
	case !s.during(e.First(), e.To):
	case len(s.Types) > 0 && !slices.Contains(s.Types, e.Type):
	case len(s.Families) > 0 && !slices.Contains(s.Families, e.Family):
	case len(s.Grades) > 0 && !slices.Contains(s.Grades, e.Grade):
	case e.Origins < s.MinOrigins:
	case s.Measure != "" && !slices.ContainsFunc(e.Figures, func(f Figure) bool { return f.Measure == s.Measure }):
	default:
		return s.at(e.Place, at)
	}
	return false
}

// Support is what some events rest on.
type Support struct{ Events, Claims, Reports, Origins int }

// Support counts the reports and origins that events rest on, each once.
func (b *Board) Support(events []*Event) Support {
	s := Support{Events: len(events)}
	reports, origins := make([]bool, len(b.publishers)), make([]bool, b.Origins)
	for _, e := range events {
		s.Claims += e.Claims
		for _, n := range e.reports {
			if !reports[n] {
				reports[n] = true
				s.Reports++
			}
		}
		for _, n := range e.origins {
			if !origins[n] {
				origins[n] = true
				s.Origins++
			}
		}
	}
	return s
}

// Latest is the day on which the newest report was published, unknown where no report tells.
func (b *Board) Latest() sitrep.Date {
	if len(b.Days) == 0 {
		return sitrep.Date{}
	}
	return b.Days[len(b.Days)-1].Day
}

// outlying is the part of events, one in so many, whose days are passed over where the others begin and end: a report of today that recalls a battle of the Middle
// Ages does not make a timeline of a thousand years.
const outlying = 200

// Span gives the first and the last day of events, unknown where none is dated; the earliest few of many are passed over. So are days after that of the
// newest report: what is planned is no event, so that they are misread.
func (b *Board) Span(events []*Event) (first, last sitrep.Date) {
	latest := b.Latest()
	dated := make([]*Event, 0, len(events)) // the newest first
	for _, e := range events {
		if d := e.Day(); !d.IsZero() && (latest.IsZero() || !latest.Before(d)) {
			dated = append(dated, e)
		}
	}
	if len(dated) == 0 {
		return first, last
	}
	return dated[len(dated)-1-len(dated)/outlying].Day(), dated[0].Day()
}

// PlaceCount is a place with how many of some events name it.
type PlaceCount struct {
	*Place
	N int
}

// PlacesOf gives the places of events, those with most first. One place told in several ways is one; the way most told stands for it.
func (b *Board) PlacesOf(events []*Event) []PlaceCount {
	n, at := make([]int, len(b.known.list)), make([]int, len(b.known.keys))
	for _, e := range events {
		if e.Place != nil {
			n[e.Place.n]++
		}
	}
	var out []PlaceCount
	for _, p := range b.Places { // the busiest first
		if n[p.n] == 0 {
			continue
		}
		if at[p.nKey] == 0 {
			out = append(out, PlaceCount{Place: p})
			at[p.nKey] = len(out)
		}
		out[at[p.nKey]-1].N += n[p.n]
	}
	slices.SortStableFunc(out, func(a, b PlaceCount) int { return b.N - a.N })
	return out
}
