package toponym

import (
	"slices"

	"sitrep/internal/geo"
)

// byAlike is what it adds to a candidate, in log odds, that all names around are of its kind.
const byAlike = 3.0

// alike shifts the belief of each name to the kind of what is named around it, in its sentence and the one before: "three cases in Texas, two in
// Kansas. New York has 28" tells of states, "flights from Atlanta and New York" of towns. at gives the sense of each name, container says
// which stand behind a comma for what the name before lies in.
func (f *finder) alike(at []*sense, container []bool) {
	gain, times := map[*sense][]float64{}, map[*sense]float64{}
	for i, s := range at {
		if s == nil || len(s.cands) < 2 || container[i] {
			continue
		}
		if gain[s] == nil {
			gain[s] = make([]float64, len(s.cands))
		}
		times[s]++
		around := f.around(at, container, i)
		for j := range s.cands {
			n := 0
			for _, o := range around {
				if kindred(&s.cands[j], o) {
					n++
				}
			}
			gain[s][j] += float64(n) / float64(len(around)+1)
		}
	}
	for s, g := range gain {
		for j := range g {
			s.prior[j] += byAlike * g[j] / times[s]
		}
	}
}

// around are the likeliest places of the other names in the sentence of name i and the one before.
func (f *finder) around(at []*sense, container []bool, i int) []*candidate {
	sent := f.d.Tokens[f.names[i].first].Sent
	var out []*candidate
	for step := -1; step <= 1; step += 2 {
		for k := i + step; k >= 0 && k < len(at); k += step {
			if d := sent - f.d.Tokens[f.names[k].first].Sent; d < 0 || d > 1 {
				break
			}
			if s := at[k]; s != nil && s != at[i] && len(s.cands) > 0 && !container[k] && f.names[k].kind == Name {
				best := 0
				for j := range s.prior {
					if s.prior[j] > s.prior[best] {
						best = j
					}
				}
				out = append(out, &s.cands[best])
			}
		}
	}
	return out
}

// kindred says that two places are of one kind: two countries, or two first-level divisions or towns of one country.
func kindred(a, b *candidate) bool {
	switch {
	case a.Kind == geo.Country:
		return b.Kind == geo.Country
	case a.Kind == geo.Admin1:
		return b.Kind == geo.Admin1 && a.Country == b.Country
	}
	return a.Kind.Settled() && b.Kind.Settled() && a.Country == b.Country
}

// wants is the kind of place that the nouns beside a name ask for, "" for none: "Washington state", "the city of New York".
func (f *finder) wants(n *name) geo.Kind {
	sent := int(f.d.Tokens[n.first].Sent)
	noun := f.norm(n.last, sent)
	if f.norm(n.first-1, sent) == "of" {
		noun = f.norm(n.first-2, sent)
	}
	switch noun {
	case "state", "province", "governorate", "oblast":
		return geo.Admin1
	case "region", "department", // "the Houston region" has no first-level division of its name
		"border", "legislature", "lawmakers", "legislators", "governor", "gov.":
		if slices.ContainsFunc(n.known, func(c candidate) bool { return c.Kind == geo.Admin1 }) {
			return geo.Admin1
		}
	case "county":
		return geo.Admin2
	case "city", "town", "village":
		return geo.City
	}
	if f.landOf(n) != "" {
		return geo.Admin1 // "southern Gaza"
	}
	return ""
}

// landOf is the country of the first-level division that a name with a side before it means, where a town of the same name is told from the
// land by "City": Gaza, beside Gaza City. "" for none.
func (f *finder) landOf(n *name) string {
	if !sides[f.norm(n.first-1, int(f.d.Tokens[n.first].Sent))] {
		return ""
	}
	if slices.ContainsFunc(n.known, func(c candidate) bool { return c.Kind == geo.Country && c.own }) {
		return "" // "northern Guatemala", for all Guatemala City
	}
	for _, t := range f.lookup(f.d.Words(n.first, n.last) + " City") {
		if !t.Kind.Settled() || !slices.ContainsFunc(n.known, func(c candidate) bool { return c.ID == t.ID }) {
			continue
		}
		if slices.ContainsFunc(n.known, func(c candidate) bool { return c.Kind == geo.Admin1 && c.Country == t.Country }) {
			return t.Country
		}
	}
	return ""
}
