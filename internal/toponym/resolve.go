package toponym

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"sitrep/internal/geo"
)

// candidate is a place that a name may mean. own says that the name is its first name or a short form of it rather than one
// of its other names.
type candidate struct {
	geo.Place
	own bool
}

// big says that a place may hold others: all but small towns.
func (c *candidate) big() bool { return !c.Kind.Settled() || c.Population >= 20000 }

// link says that name in lies in what name out names; w weighs it, in log odds.
type link struct {
	in, out int
	w       float64
	comma   bool // out stands behind in's comma or in brackets behind it
}

// links finds which names stand inside others: "Paris, Texas", "Mosul in Iraq", "the Iraqi city of Mosul", "Badush (Iraq)".
func (f *finder) links() {
	d := f.d
	for i := range f.names {
		n := &f.names[i]
		if n.kind == Adjective {
			f.nationOf(i)
			continue
		}
		if i+1 >= len(f.names) {
			continue
		}
		o := &f.names[i+1]
		gap := o.first - n.last
		if d.Tokens[o.first].Sent != d.Tokens[n.first].Sent || gap < 1 || gap > 4 || o.kind == Adjective || !contains(n, o) {
			continue
		}
		switch w := d.Tokens[n.last].Norm; {
		case gap >= 2 && parts[w] && f.partOf(n.last+1, o.first):
			n.give(2.5, "part of")
			o.give(2, "whole of")
			f.in = append(f.in, link{i, i + 1, 5, false})
			f.owns(i, 5)
		case gap == 1 && (w == "," || w == "("):
			n.give(3, "contained")
			o.give(2.5, "container")
			f.in = append(f.in, link{i, i + 1, 6, true})
		case w == "in" && gap <= 2:
			n.give(1, "contained")
			f.in = append(f.in, link{i, i + 1, 3, false})
			f.owns(i, 3)
		}
	}
}

// owns links name i, which lies in the next, with what that one owns: "a district in Afghanistan's Ghazni Province".
func (f *finder) owns(i int, w float64) {
	if i+2 >= len(f.names) {
		return
	}
	o, q := &f.names[i+1], &f.names[i+2]
	if f.d.Tokens[o.last].Norm == "'s" && q.first == o.last+1 && q.kind != Adjective && contains(&f.names[i], q) {
		f.in = append(f.in, link{i, i + 2, w, false})
	}
}

// partOf says that tokens [a, b) join a part with its whole: "of", "in the", "of western".
func (f *finder) partOf(a, b int) bool {
	if w := f.d.Tokens[a].Norm; b-a > 3 || w != "of" && w != "in" {
		return false
	}
	for k := a + 1; k < b; k++ {
		if w := f.d.Tokens[k].Norm; w != "the" && !sides[w] {
			return false
		}
	}
	return true
}

// nationOf links adjective i with the place that it stands before: "the Iraqi city of Mosul".
func (f *finder) nationOf(i int) {
	if i+1 >= len(f.names) {
		return
	}
	n, o := &f.names[i], &f.names[i+1]
	if o.kind == Adjective || o.first-n.last < 1 || o.first-n.last > 4 || f.d.Tokens[o.first].Sent != f.d.Tokens[n.first].Sent {
		return
	}
	noun := false
	for k := n.last; k < o.first; k++ {
		w := f.d.Tokens[k].Norm
		if !placed[w] {
			return
		}
		noun = noun || settled[w] || w == "capital" || w == "port" || w == "island" || w == "state"
	}
	if noun {
		o.give(2, "nation's")
		f.in = append(f.in, link{i + 1, i, 5, false})
	}
}

// contains says that a meaning of b contains one of a, or that b is a country or division and nothing is known of a.
func contains(a, b *name) bool {
	for i := range b.known {
		q := &b.known[i]
		if len(a.known) == 0 && (q.Kind == geo.Country || q.Kind == geo.Admin1) && q.own {
			return true
		}
		for j := range a.known {
			if q.big() && within(&a.known[j].Place, &q.Place) {
				return true
			}
		}
	}
	return false
}

// Lies says that place a is known to lie in another, q.
func Lies(a, q *geo.Place) bool { return a.ID != "" && q.ID != "" && within(a, q) }

// within says that place a lies in place q.
func within(a, q *geo.Place) bool {
	if a.ID == q.ID || a.Country != q.Country || a.Country == "" {
		return false
	}
	switch q.Kind {
	case geo.Country:
		return a.Kind != geo.Country
	case geo.Admin1:
		return a.Admin1 == q.Name
	case geo.Admin2:
		return a.Admin1 == q.Admin1 && a.Admin2 == q.Name
	}
	return q.Kind.Settled() && a.Kind.Settled() && a.Population < q.Population && km(a, q) < 50
}

func km(a, b *geo.Place) float64 { return geo.Distance(a.Lat, a.Lon, b.Lat, b.Lon) }

// sense is what a name means all through the report: its candidates and how much of the belief each has. A name behind a
// comma that contains what stands before it ("Buffalo, New York") has a sense of its own, and so has one beside a noun that asks
// for a kind ("Washington state").
type sense struct {
	cands  []candidate
	prior  []float64
	share  []float64
	weight float64 // how much the name counts among the report's places: the root of how often it is named
	want   geo.Kind
}

// resolve tells the places of the report apart from their namesakes. Each name starts with what is likely of it alone; then,
// a few times over, the countries and divisions that the other names lie in and their distances shift the belief.
func (f *finder) resolve() *Report {
	container := make([]bool, len(f.names))
	for _, l := range f.in {
		container[l.out] = l.comma
	}
	at := make([]*sense, len(f.names))
	byKey := map[string]*sense{}
	var senses []*sense
	nations := map[string]float64{}
	if f.home != "" {
		nations[f.home]++
	}
	for i := range f.names {
		n := &f.names[i]
		if n.score < enough {
			continue
		}
		if n.kind == Adjective {
			if n.country != "" {
				nations[n.country] += 0.5
			}
			continue
		}
		key := n.key
		want, land := f.wants(n), f.landOf(n)
		switch {
		case want != "":
			key += "\x01" + string(want)
		case container[i]:
			key += "\x00"
		}
		s := byKey[key]
		if s == nil {
			s = &sense{cands: n.known, want: want, prior: make([]float64, len(n.known))}
			for j := range s.cands {
				s.prior[j] = prior(&s.cands[j])
				if land != "" {
					if s.cands[j].Kind == want && s.cands[j].Country == land {
						s.prior[j] += 8
					}
					continue
				}
				if want != "" && (s.cands[j].Kind == want || want == geo.City && s.cands[j].Kind.Settled()) {
					s.prior[j] += 4
				}
			}
			byKey[key] = s
			senses = append(senses, s)
		}
		s.weight++
		at[i] = s
	}
	f.peers(at)
	f.alike(at, container)
	for _, l := range f.in {
		if at[l.in] != nil {
			f.contain(at[l.in], at[l.out], &f.names[l.out], l.w)
		}
	}
	for _, s := range senses {
		s.share = softmax(s.prior)
		s.weight = math.Sqrt(s.weight)
	}
	for range rounds {
		settle(senses, nations)
	}
	for _, c := range f.armies() {
		nations[c] += 0.5
	}
	for x := range senses {
		side(senses, x, nations)
	}
	strange := map[*sense]bool{}
	for x := range senses {
		strange[senses[x]] = stray(senses, x, nations, f.home)
	}
	for _, l := range f.in {
		if l.comma || f.names[l.out].kind == Adjective {
			delete(strange, at[l.in]) // the report says itself where it lies
		}
	}
	return f.report(at, strange)
}

// contain shifts the belief of both ends of a link.
func (f *finder) contain(s, t *sense, out *name, w float64) {
	if out.kind == Adjective {
		for j := range s.cands {
			if s.cands[j].Country == out.country {
				s.prior[j] += w
			}
		}
		return
	}
	lifted := make([]bool, len(out.known))
	for j := range s.cands {
		hit := false
		for k := range out.known {
			if q := &out.known[k]; q.big() && within(&s.cands[j].Place, &q.Place) {
				hit, lifted[k] = true, true
			}
		}
		if hit {
			s.prior[j] += w
		}
	}
	if t == nil {
		return
	}
	for k := range out.known {
		switch q := &out.known[k]; {
		case lifted[k] && q.Kind.Settled():
			t.prior[k] += w / 12
		case lifted[k], len(s.cands) == 0 && (q.Kind == geo.Country || q.Kind == geo.Admin1):
			t.prior[k] += w / 2
		}
	}
}

// The weights of what shifts belief, in log odds, the distance over which places draw each other, and how often they do.
const (
	byCountry = 6.0
	byState   = 4.0
	byNear    = 3.0
	nearKm    = 60.0
	rounds    = 4
)

// settle shifts the belief of every name once by what is believed of the others.
func settle(senses []*sense, nations map[string]float64) {
	countries, states := map[string]float64{}, map[string]float64{}
	sum := 0.0
	for _, c := range slices.Sorted(maps.Keys(nations)) {
		countries[c] += nations[c]
		sum += nations[c]
	}
	for _, s := range senses {
		for j := range s.cands {
			c := &s.cands[j]
			w := s.weight * s.share[j]
			if c.Kind == geo.Country {
				w /= 2 // a country that acts or is spoken of says less of where the news is than a town in it
			}
			countries[c.Country] += w
			states[state(c)] += s.weight * s.share[j]
		}
		sum += s.speaks()
	}
	next := make([][]float64, len(senses))
	for x, s := range senses {
		scores := slices.Clone(s.prior)
		rest := sum - s.speaks()
		for j := range s.cands {
			c := &s.cands[j]
			if c.Kind == geo.Continent || c.Country == "" || rest <= 0 {
				continue
			}
			own, ownState := 0.0, 0.0
			for k := range s.cands {
				if s.cands[k].Country == c.Country {
					if s.cands[k].Kind == geo.Country {
						own -= s.weight * s.share[k] / 2
					}
					own += s.weight * s.share[k]
					if state(&s.cands[k]) == state(c) {
						ownState += s.weight * s.share[k]
					}
				}
			}
			scores[j] += byCountry * (countries[c.Country] - own) / (rest + 1)
			if c.Kind == geo.Country {
				continue
			}
			scores[j] += byState * (states[state(c)] - ownState) / (rest + 1)
			near := 0.0
			for y, t := range senses {
				if y == x {
					continue
				}
				best := 0.0
				for k := range t.cands {
					if q := &t.cands[k]; t.share[k] >= 0.05 && q.Kind != geo.Country && q.Kind != geo.Continent && q.Located {
						best = max(best, t.share[k]*math.Exp(-km(&c.Place, &q.Place)/nearKm))
					}
				}
				near += best
			}
			scores[j] += byNear * near / (1 + near)
		}
		next[x] = softmax(scores)
	}
	for x, s := range senses {
		s.share = next[x]
	}
}

// speaks is how much a name can say of where the report's places are: nothing where no place is known by it, and nothing as far as
// it may be a continent or a sea.
func (s *sense) speaks() float64 {
	in := 0.0
	for j := range s.cands {
		if s.cands[j].Country != "" {
			in += s.share[j]
		}
	}
	return s.weight * in
}

// state names the first-level division that a place is or lies in, its country where it lies in none.
func state(c *candidate) string {
	if c.Kind == geo.Admin1 {
		return c.Country + "." + c.Name
	}
	return c.Country + "." + c.Admin1
}

// report writes what was found; strange are the senses whose places are namesakes far from what the report tells of.
func (f *finder) report(at []*sense, strange map[*sense]bool) *Report {
	r := &Report{Not: make([]bool, len(f.d.Tokens))}
	for _, p := range f.persons {
		for k := p[0]; k < p[1]; k++ {
			r.Not[k] = true
		}
	}
	place := make([]int, len(f.names)) // in r.Mentions, -1 for none
	for i := range f.names {
		n := &f.names[i]
		place[i] = -1
		for k := n.first; k < n.last; k++ {
			r.Not[k] = n.score < unlikely
		}
		if n.score < enough {
			continue
		}
		m := Mention{First: n.first, Last: n.last, Name: f.d.Words(n.first, n.last), Kind: n.kind, Why: n.why}
		if n.kind == Adjective {
			m.Place, m.Score = f.nation(n.country), 1
			if n.country == "" {
				m.Place, _ = f.places.ByID(n.region)
			}
		} else {
			if !strange[at[i]] {
				at[i].choose(&m)
			}
		}
		place[i] = len(r.Mentions)
		r.Mentions = append(r.Mentions, m)
	}
	for _, l := range f.in {
		if a, b := place[l.in], place[l.out]; a >= 0 && b >= 0 && r.Mentions[a].Place.ID == "" && len(r.Mentions[a].Candidates) == 0 {
			r.Mentions[a].Within = r.Mentions[b].Place
		}
	}
	f.lend(r)
	slices.SortStableFunc(r.Mentions, func(a, b Mention) int { return cmp.Compare(a.First, b.First) })
	return r
}

// choose takes the likeliest candidate, none where it has too small a share. Candidates that lie together, as a city and the
// province named after it do, are one answer to where: their shares count together.
func (s *sense) choose(m *Mention) {
	pooled := make([]float64, len(s.cands))
	best := -1
	for j := range s.cands {
		for k := range s.cands {
			if together(&s.cands[j].Place, &s.cands[k].Place) {
				pooled[j] += s.share[k]
			}
		}
		if best < 0 || pooled[j] > pooled[best]+1e-9 || pooled[j] > pooled[best]-1e-9 && s.share[j] > s.share[best] {
			best = j
		}
	}
	if best < 0 {
		return
	}
	for k := range s.cands { // of those together, the likeliest
		if together(&s.cands[best].Place, &s.cands[k].Place) && s.share[k] > s.share[best] {
			best = k
		}
	}
	asked := s.want == s.cands[best].Kind && (s.cands[best].own || s.cands[best].Country != "US") // by "Columbia state" nobody means the District
	if divided(s.cands[best].Kind) && !asked && bareName(m.Name) {                                // "Mosul" is the town rather than its district
		for k := range s.cands {
			if c := &s.cands[k]; c.Kind.Settled() && c.Population*20 > s.cands[best].Population && together(&s.cands[best].Place, &c.Place) && s.share[k]*50 > s.share[best] {
				best = k
				break
			}
		}
	}
	m.Score = pooled[best]
	if m.Score >= told {
		m.Place = s.cands[best].Place
	}
	if m.Score >= sure {
		return
	}
	order := make([]int, 0, len(s.cands))
	for j := range s.cands {
		if s.share[j] >= 0.05 && (j == best || !together(&s.cands[best].Place, &s.cands[j].Place)) {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pooled[b], pooled[a]) })
	for _, j := range order[:min(5, len(order))] {
		m.Candidates = append(m.Candidates, Candidate{s.cands[j].Place, pooled[j]})
	}
	if len(m.Candidates) == 1 {
		m.Candidates = nil
	}
}

// divided says that a kind is that of a division below a country.
func divided(k geo.Kind) bool { return k == geo.Admin1 || k == geo.Admin2 || k == geo.Admin3 }

// bareName says that a name does not end in the word for a division: "Mosul", not "Mosul District".
func bareName(s string) bool {
	return data().tail[strings.ToLower(s[strings.LastIndexByte(s, ' ')+1:])] != admin
}

// together says that two candidates are one answer to where: they are the same or near, as a city and the middle of its small
// province are.
func together(a, b *geo.Place) bool { return a.ID == b.ID || a.Located && b.Located && km(a, b) < 60 }

// lend gives sites and streets that no gazetteer knows the town of their sentence, else the only town that the report names.
func (f *finder) lend(r *Report) {
	only, several := geo.Place{}, false
	for i := range r.Mentions {
		if p := &r.Mentions[i].Place; p.ID != "" && p.Kind.Settled() && p.ID != only.ID {
			several = several || only.ID != ""
			only = *p
		}
	}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Kind != Site || m.Place.ID != "" || m.Within.ID != "" {
			continue
		}
		best := -1
		for j := range r.Mentions {
			o := &r.Mentions[j]
			if f.d.Tokens[o.First].Sent == f.d.Tokens[m.First].Sent && o.Place.ID != "" && o.Place.Kind.Settled() && (best < 0 || gap(o, m) < gap(&r.Mentions[best], m)) {
				best = j
			}
		}
		switch {
		case best >= 0:
			m.Within = r.Mentions[best].Place
		case only.ID != "" && !several:
			m.Within = only
		}
	}
}

func gap(a, b *Mention) int {
	if a.First > b.First {
		return a.First - b.Last
	}
	return b.First - a.Last
}

// From sure on, a share of the belief is told without the namesakes; below told, only the namesakes are.
const sure, told = 0.8, 0.35

// nation gives the country with an ISO 3166-1 alpha-2 code.
func (f *finder) nation(code string) geo.Place {
	p, _ := f.places.ByID(geo.CountryID(code))
	return p
}

// prior is how likely a place is meant by its name before the report is looked at, in log odds: it grows with the number of
// people who live there, and countries, regions and capitals are named more often than their people say.
func prior(c *candidate) float64 {
	people := float64(c.Population)
	switch c.Kind {
	case geo.Island, geo.Mountain, geo.Desert, geo.Valley, geo.River, geo.Lake, geo.Strait:
		people = max(people, 300_000) // nobody counts who lives there, but it is known: Luzon before a town of that name
	}
	v := popWeight * math.Log(people+50)
	switch c.Kind {
	case geo.Country:
		v += countryBonus
	case geo.Continent, geo.Region, geo.Sea:
		v += 10
	case geo.Admin1:
		v -= admin1Malus
	case geo.Admin2:
		v -= 2
	case geo.Capital:
		v += capitalBonus
	}
	switch {
	case c.own:
	case c.Kind == geo.Country:
		v -= 6 // "Brasília", which some languages call Brazil
	default:
		v -= 3
	}
	return v
}

const popWeight, countryBonus, admin1Malus, capitalBonus = 0.45, 3.0, 0.8, 1.5

// softmax turns log odds into shares that sum to 1.
func softmax(x []float64) []float64 {
	out := make([]float64, len(x))
	if len(x) == 0 {
		return out
	}
	top, sum := slices.Max(x), 0.0
	for i, v := range x {
		out[i] = math.Exp(v - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
