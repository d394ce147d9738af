package toponym

import (
	"maps"
	"slices"

	"sitrep/internal/geo"
)

// byPeers is what a list of countries, or of one country's first-level divisions, adds to one of its kind, in log odds.
const byPeers = 3.0

// peers shifts the belief of a name in a list to what the list is of: "Ghana, Niger and Togo" are countries, "New York, Pennsylvania
// and New Jersey" states. at gives the sense of each name.
func (f *finder) peers(at []*sense) {
	done := map[*sense]bool{}
	for first := 0; first < len(f.names); {
		last, and := first, false
		for last+1 < len(f.names) && f.listed(last, last+1) {
			w := f.d.Tokens[f.names[last].last].Norm
			next := f.d.Tokens[f.names[last+1].first-1].Norm
			and = and || w == "and" || w == "or" || next == "and" || next == "or"
			last++
		}
		if last-first >= 2 && and {
			for i := first; i <= last; i++ {
				if s := at[i]; s != nil && !done[s] {
					if kind, country := f.listOf(at, first, last, i); kind != "" {
						done[s] = true
						for j := range s.cands {
							if c := &s.cands[j]; c.Kind == kind && (kind == geo.Country || c.Country == country) {
								s.prior[j] += byPeers
							}
						}
					}
				}
			}
		}
		first = last + 1
	}
}

// listOf is the kind of place that two or more of the names first…last beside name i most likely are, and of which country; "" where
// they are of no one kind.
func (f *finder) listOf(at []*sense, first, last, i int) (kind geo.Kind, country string) {
	countries, divisions := 0, map[string]int{}
	others := 0
	for k := first; k <= last; k++ {
		s := at[k]
		if k == i || s == nil || len(s.cands) == 0 {
			continue
		}
		others++
		best := 0
		for j := range s.prior {
			if s.prior[j] > s.prior[best] {
				best = j
			}
		}
		switch c := &s.cands[best]; c.Kind {
		case geo.Country:
			countries++
		case geo.Admin1:
			divisions[c.Country]++
		}
	}
	if countries >= 2 && countries*2 > others {
		return geo.Country, ""
	}
	for _, c := range slices.Sorted(maps.Keys(divisions)) {
		if divisions[c] >= 2 && divisions[c]*2 > others {
			return geo.Admin1, c
		}
	}
	return "", ""
}
