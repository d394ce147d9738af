package fuse

import (
	"slices"
	"strings"
	"unicode"

	"sitrep"
	"sitrep/internal/geo"
)

// spot is a place that a claim names.
type spot struct {
	sitrep.EventPlace
	within string // folded name of the place in whose terms it is told
	loose  bool   // near, away from or beside the place
	name   string // folded
}

func spotOf(p *sitrep.Place) *spot {
	if p == nil || p.Name == "" {
		return nil
	}
	e, _ := eventPlace(p)
	if p.Lat == nil && !strings.ContainsFunc(p.Name, unicode.IsUpper) { // "a hospital", "the outskirts": any, or in a place that has a name
		if p.Within == "" || !strings.ContainsFunc(p.Within, unicode.IsUpper) {
			return nil
		}
		e.Name, e.Precision = p.Within, ""
	}
	return &spot{EventPlace: e, within: fold(p.Within), loose: p.Relation != "", name: fold(e.Name)}
}

// rank orders places by how exact they are, 0 for a country and for what has no precision.
func (s *spot) rank() int {
	switch s.Precision {
	case sitrep.Exact:
		return 5
	case sitrep.Neighbourhood:
		return 4
	case sitrep.City, sitrep.Offset:
		return 3
	case sitrep.District:
		return 2
	case sitrep.Province:
		return 1
	case sitrep.Country:
		return 0
	}
	if s.Lat == nil {
		return 3 // a name that the gazetteer does not know is mostly that of a small place
	}
	return 0
}

// parts are the words for parts of a town, which one report adds to a name and another does not.
var parts = map[string]bool{"district": true, "neighbourhood": true, "neighborhood": true, "neighbourhoods": true, "neighborhoods": true, "quarter": true, "area": true, "suburb": true,
	"the": true, "of": true, "entire": true, "part": true, "parts": true, "most": true, "al": true}

// sameWords says that of two folded names one has all the words of the other, but for words for parts of a town.
func sameWords(a, b string) bool {
	words := func(s string) []string {
		out := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '’' })
		return slices.DeleteFunc(out, func(w string) bool { return parts[w] })
	}
	x, y := words(a), words(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

// fine says that a place is no larger than a town.
func (s *spot) fine() bool { return s.rank() >= 3 }

// How two places stand, the worst first.
const (
	apartSpots = iota
	openSpots  // cannot be told
	nearSpots
	insideSpots // one lies in the other
	sameSpots
)

// The distances in kilometres within which places count as near, by how exact the less exact of the two is; and within which a place can lie in a larger
// one, which is given by a point.
var (
	nearBy  = [...]float64{0, 0, 30, 12, 1, 1}
	reachKm = [...]float64{0, 250, 60, 15, 4, 2}
	looseKm = 25.0
)

// spots says how two places stand to each other. Nil is a place that is not told.
func spots(a, b *spot) int {
	if a == nil || b == nil {
		return openSpots
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country && !a.loose && !b.loose {
		return apartSpots
	}
	if a.name == b.name && a.Precision == b.Precision {
		return sameSpots
	}
	if a.rank() > b.rank() {
		a, b = b, a
	}
	if a.rank() >= 4 && a.within != "" && b.within != "" { // both are given by the point of what they lie in
		switch {
		case sameWords(a.name, b.name):
			return sameSpots
		case a.within == b.within:
			return apartSpots
		}
	}
	// b is at least as exact.
	if a.name == b.name {
		return insideSpots
	}
	if a.Precision == sitrep.Country {
		if a.Country != "" && a.Country == b.Country {
			return insideSpots
		}
		return openSpots
	}
	if b.within != "" && b.within == a.name {
		return insideSpots
	}
	if a.Precision == sitrep.Province && b.Division != "" {
		if fold(string(b.Division)) == a.name || a.Division != "" && a.Division == b.Division {
			return insideSpots
		}
	}
	if a.Lat == nil || a.Lon == nil || b.Lat == nil || b.Lon == nil {
		if a.within != "" && (a.within == b.name || a.within == b.within) {
			return openSpots
		}
		switch {
		case sameWords(a.name, b.name):
			return insideSpots
		case a.rank() == b.rank() && a.rank() >= 3:
			return apartSpots // two names
		}
		return openSpots
	}
	km := geo.Distance(*a.Lat, *a.Lon, *b.Lat, *b.Lon)
	if a.rank() < b.rank() && km <= reachKm[a.rank()] {
		if a.rank() == 1 {
			return openSpots // the point of a province tells little of its shape
		}
		return insideSpots
	}
	limit := nearBy[a.rank()]
	if a.loose || b.loose {
		limit = max(limit, looseKm)
	}
	if km <= limit {
		return nearSpots
	}
	if a.rank() == 0 {
		return openSpots
	}
	return apartSpots
}
