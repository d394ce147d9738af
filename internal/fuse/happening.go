package fuse

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"sitrep"
)

// happening is what tellings say of one thing that happened.
type happening struct {
	told     []*telling
	against  []*telling
	family   string
	means    string
	spots    []*spot // those told, each once, the most exact first
	from, to int     // on which days it can have happened by those that tell a day; noDay where none does
	first    int     // the first and last day of publication of those that tell none
	last     int
	reports  map[sitrep.ReportID][]*telling
	counts   map[sitrep.Measure][]sitrep.Figure
	doers    map[string]bool
	others   map[string]bool
	people   map[string]bool
}

// join is the least that the points of a telling and a happening must come to for the one to belong to the other.
const join = 1.0

// bareJoin is the same for a telling that says neither where nor when nor how many, and a happening that its report tells: mostly it speaks of that again.
const bareJoin = .5

func (h *happening) least(n *telling) float64 {
	if len(h.reports[n.x.Report.ID]) > 0 && n.says() <= 1 && len(n.sums) == 0 {
		return bareJoin
	}
	return join
}

// looseDays is how long before publication a happening without a day is taken to lie, where nothing else is known; looseApart is how far apart two
// reports of it may be published.
const (
	looseDays  = 7
	looseApart = 4
)

// maxNear bounds the happenings of one bucket that a telling is compared with.
const maxNear = 48

// split puts every telling into the happening that it fits best, or makes one of it.
func (t *Teller) split(told []*telling, p pinnings) []*happening {
	tied := map[sitrep.ClaimID]int{} // the happening of those pinned as one, by the claim that names them
	likeness := map[[2]*Account]float64{}
	like := func(a, b *Account) float64 {
		if a.id > b.id {
			a, b = b, a
		}
		s, known := likeness[[2]*Account{a, b}]
		if !known {
			v := Compare(a, b)
			s = t.weights.Score(&v)
			likeness[[2]*Account{a, b}] = s
		}
		return s
	}
	var all []*happening
	buckets := map[string][]int{}
	for _, n := range told {
		best, top := -1, 0.0
		one, isTied := p.one[n.c.ID]
		if at, ok := tied[one]; isTied && ok && !p.bars(all[at], n.c.ID) {
			best = at
		}
		tried := map[int]bool{}
		for _, k := range n.buckets() {
			if best >= 0 && len(tried) == 0 {
				break // it is pinned there
			}
			list := buckets[k]
			for _, i := range list[max(0, len(list)-maxNear):] {
				if tried[i] {
					continue
				}
				tried[i] = true
				if x := all[i].points(n) + all[i].likeness(n, like); x >= all[i].least(n) && (best < 0 || x > top || x == top && i < best) && !p.bars(all[i], n.c.ID) {
					best, top = i, x
				}
			}
		}
		if best < 0 {
			best = len(all)
			all = append(all, newHappening(n.kin.family))
		}
		h := all[best]
		h.add(n)
		if isTied {
			if _, ok := tied[one]; !ok {
				tied[one] = best
			}
		}
		for _, k := range n.buckets() {
			if list := buckets[k]; len(list) == 0 || list[len(list)-1] != best {
				buckets[k] = append(list, best)
			}
		}
	}
	return all
}

func newHappening(family string) *happening {
	return &happening{family: family, from: noDay, to: noDay, first: noDay, last: noDay, reports: map[sitrep.ReportID][]*telling{},
		counts: map[sitrep.Measure][]sitrep.Figure{}, doers: map[string]bool{}, others: map[string]bool{}, people: map[string]bool{}}
}

// pinnings are pins as a happening asks for them: for every claim that is pinned to others a claim that names them all, and from which claims it is apart.
type pinnings struct {
	one   map[sitrep.ClaimID]sitrep.ClaimID
	apart map[sitrep.ClaimID][]sitrep.ClaimID
}

func pinned(pins []Pin) pinnings {
	p := pinnings{map[sitrep.ClaimID]sitrep.ClaimID{}, map[sitrep.ClaimID][]sitrep.ClaimID{}}
	root := func(c sitrep.ClaimID) sitrep.ClaimID {
		for {
			up, ok := p.one[c]
			if !ok || up == c {
				return c
			}
			c = up
		}
	}
	for _, x := range pins {
		if !x.Same {
			p.apart[x.A] = append(p.apart[x.A], x.B)
			p.apart[x.B] = append(p.apart[x.B], x.A)
			continue
		}
		a, b := root(x.A), root(x.B)
		p.one[max(a, b)], p.one[min(a, b)] = min(a, b), min(a, b)
	}
	for c := range p.one {
		p.one[c] = root(c)
	}
	return p
}

// bars says that a claim is pinned apart from one of a happening.
func (p pinnings) bars(h *happening, c sitrep.ClaimID) bool {
	list := p.apart[c]
	return len(list) > 0 && slices.ContainsFunc(h.told, func(n *telling) bool { return slices.Contains(list, n.c.ID) })
}

// buckets are the keys under which a telling finds the happenings that it can belong to: its report, its place and surroundings, its figures, its day.
func (n *telling) buckets() []string {
	f := n.kin.family + "\n"
	out := []string{f + string(n.x.Report.ID)}
	day := n.from
	if !n.dated() {
		day = n.published
	}
	if n.spot != nil && n.spot.fine() {
		out = append(out, f+"at "+n.spot.name)
		if n.spot.within != "" {
			out = append(out, f+"at "+n.spot.within)
		}
		if n.spot.Lat != nil && n.spot.Lon != nil {
			y, x := int(math.Floor(*n.spot.Lat*2)), int(math.Floor(*n.spot.Lon*2))
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					out = append(out, fmt.Sprintf("%scell %d %d", f, y+dy, x+dx))
				}
			}
		}
	} else {
		out = append(out, f+"open")
	}
	for i := range n.sums {
		if g := &n.sums[i]; g.Best != nil && *g.Best > 1 {
			out = append(out, fmt.Sprintf("%s%s %d", f, g.Measure, *g.Best))
		}
	}
	for _, k := range n.people {
		out = append(out, f+"name "+k)
	}
	if day != noDay {
		for d := day - 1; d <= day+1; d++ {
			out = append(out, fmt.Sprintf("%sday %d", f, d))
		}
	}
	return out
}

func (h *happening) add(n *telling) {
	h.told = append(h.told, n)
	if h.means == "" {
		h.means = n.kin.means
	}
	if n.spot != nil && !slices.ContainsFunc(h.spots, func(s *spot) bool { return s.name == n.spot.name && s.Precision == n.spot.Precision }) {
		h.spots = append(h.spots, n.spot)
		slices.SortStableFunc(h.spots, func(a, b *spot) int { return cmp.Compare(b.rank(), a.rank()) })
	}
	switch {
	case n.dated() && h.from == noDay:
		h.from, h.to = n.from, n.to
	case n.dated() && max(h.from, n.from) <= min(h.to, n.to):
		h.from, h.to = max(h.from, n.from), min(h.to, n.to)
	case !n.dated() && n.published != noDay && !n.c.Background:
		if h.first == noDay || n.published < h.first {
			h.first = n.published
		}
		if h.last == noDay || n.published > h.last {
			h.last = n.published
		}
	}
	h.reports[n.x.Report.ID] = append(h.reports[n.x.Report.ID], n)
	for _, f := range n.sums {
		h.counts[f.Measure] = append(h.counts[f.Measure], f)
	}
	for _, k := range n.doers {
		h.doers[k] = true
	}
	for _, k := range n.others {
		h.others[k] = true
	}
	for _, k := range n.people {
		h.people[k] = true
	}
}

// counts says that a figure stands for all of a happening, so that another one of it must be able to agree.
func counts(f *sitrep.Figure) bool {
	return f.Kind != sitrep.Part && f.Kind != sitrep.Increment && f.Unit == "" && (f.Low != nil || f.Best != nil || f.High != nil)
}

// points say how well a telling fits a happening; below nought, it does not.
func (h *happening) points(n *telling) float64 {
	const no = -1
	if h.family != n.kin.family || h.means != "" && n.kin.means != "" && h.means != n.kin.means {
		return no
	}
	own := h.reports[n.x.Report.ID]
	if len(own) == 0 && h.keepsApart(n) {
		return no
	}
	p := 0.0
	x, ok := h.place(n, len(own) > 0)
	if !ok {
		return no
	}
	p += x
	if x, ok = h.aims(n, own); !ok {
		return no
	}
	p += x
	if x, ok = h.day(n, len(own) > 0); !ok {
		return no
	}
	p += x
	if x, ok = h.figures(n, own); !ok {
		return no
	}
	if x < 0 && len(own) == 0 && h.onlyDead(n) {
		return no
	}
	p += x
	p += h.parties(n)
	switch same := slices.ContainsFunc(h.told, func(o *telling) bool { return o.c.Type == n.c.Type }); {
	case len(own) > 0 && (same || h.means == "" || n.kin.means == ""):
		return p + .5 + near(own, n)
	case len(own) > 0:
		return p + .25 + near(own, n)
	case same:
		return p + .5
	case p <= 0:
		return no // that accounts are alike does not make a deed and the dead of another report one
	}
	return p + .25
}

// onlyDead says that neither a telling nor a happening says more than how many were hurt, in no place that both name: two numbers are then of two things.
func (h *happening) onlyDead(n *telling) bool {
	return n.c.Type == "casualties" && (n.spot == nil || len(h.spots) == 0) && !slices.ContainsFunc(h.told, func(o *telling) bool { return o.c.Type != "casualties" })
}

// keepsApart says that a happening has a type of another report that a telling's type does not go with.
func (h *happening) keepsApart(n *telling) bool {
	return slices.ContainsFunc(h.told[:min(maxLike, len(h.told))], func(o *telling) bool {
		return slices.Contains(n.kin.apart, o.c.Type) || slices.Contains(o.kin.apart, n.c.Type)
	})
}

// maxLike is how many accounts of a happening an account is compared with, and how far their likeness counts.
const (
	maxLike  = 4
	mostLike = 1
)

// likeness says how far a telling's account is like those of the happening: two of one group may have been joined by way of others.
func (h *happening) likeness(n *telling, like func(a, b *Account) float64) float64 {
	if len(h.reports[n.x.Report.ID]) > 0 {
		return 0
	}
	best := math.Inf(-1)
	for _, o := range h.told[:min(maxLike, len(h.told))] {
		best = max(best, like(o.account, n.account))
	}
	return max(-1, min(mostLike, best/3))
}

// short and middling are how many bytes a report may have for what it tells of one kind to be mostly one thing, wherever it stands.
const (
	short    = 3000
	middling = 6000
)

// near says how close a telling stands to others of its report: in one sentence, next to it, or further away; and whether it points back ("the
// attack") or tells of another ("a second attack").
func near(own []*telling, n *telling) float64 {
	best := 0.0
	switch size := len(n.x.Report.Text); {
	case size <= short:
		best = .5
	case size <= middling:
		best = .25
	}
	for _, o := range own {
		a, b := o.c.Evidence, n.c.Evidence
		if a.Overlaps(b) || slices.ContainsFunc(o.c.Retold, b.Overlaps) || slices.ContainsFunc(n.c.Retold, a.Overlaps) {
			return 1.5
		}
		switch gap := max(a.Start, b.Start) - min(a.End, b.End); { // in bytes
		case gap <= 150:
			best = max(best, .75)
		case gap <= 400:
			best = max(best, .5)
		case gap <= 1200:
			best = max(best, .25)
		}
	}
	switch {
	case n.follows("the", "this", "that", "these", "those"):
		best += .5
	case n.follows("a", "an", "another") && slices.ContainsFunc(own, func(o *telling) bool { return o.c.Block != sitrep.Title && o.c.Trigger.Start < n.c.Trigger.Start }):
		best -= .5
	}
	return best
}

// follows says that one of some small words stands before a telling's own word, or before the words that go with it.
func (n *telling) follows(small ...string) bool {
	text, at := n.x.Report.Text, n.c.Trigger.Start
	if at > len(text) || at < 0 {
		return false
	}
	before := strings.Fields(strings.ToLower(text[max(0, at-40):at]))
	for i := len(before) - 1; i >= max(0, len(before)-3); i-- { // "a massive car bomb"
		if slices.Contains(small, before[i]) {
			return true
		}
		if !strings.ContainsFunc(before[i], unicode.IsLetter) || strings.ContainsAny(before[i], ".,;:") || joins[before[i]] {
			return false
		}
	}
	return false
}

// joins are words that no noun phrase goes across.
var joins = map[string]bool{"of": true, "in": true, "on": true, "at": true, "by": true, "with": true, "for": true, "to": true, "and": true, "from": true, "was": true, "were": true,
	"is": true, "are": true, "has": true, "have": true, "had": true, "when": true, "as": true, "who": true, "which": true}
