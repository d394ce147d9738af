package fuse

import (
	"math"
	"slices"

	"sitrep"
)

// place compares a telling's place with those of the happening. Within one report two towns are two happenings.
func (h *happening) place(n *telling, same bool) (points float64, ok bool) {
	if n.spot == nil || len(h.spots) == 0 {
		return 0, true
	}
	best := apartSpots
	for i, s := range h.spots[:min(8, len(h.spots))] {
		how := spots(s, n.spot)
		if how == apartSpots && (i == 0 || s.rank() == h.spots[0].rank()) {
			return 0, false
		}
		best = max(best, how)
	}
	switch best {
	case sameSpots:
		if n.spot.fine() && !same { // a report's town stands behind all that it tells
			return 1.5, true
		}
		return .25, true
	case insideSpots:
		if n.spot.fine() && h.spots[0].fine() && !same {
			return .75, true
		}
		return .25, true
	case nearSpots:
		return .25, !same || n.spot.loose || h.spots[0].loose
	}
	return 0, best == openSpots
}

// aims compares what is taken, lost or held, which is mostly a place: two of one report are two happenings.
func (h *happening) aims(n *telling, own []*telling) (points float64, ok bool) {
	if h.family != ground || len(n.aims) == 0 {
		return 0, true
	}
	shares := func(list []*telling) (some, any bool) {
		for _, o := range list {
			if len(o.aims) > 0 {
				some = true
				any = any || slices.ContainsFunc(o.aims, func(k string) bool { return slices.Contains(n.aims, k) })
			}
		}
		return some, any
	}
	if some, any := shares(own); some && !any {
		return 0, false
	}
	if _, any := shares(h.told[:min(maxLike, len(h.told))]); any {
		return .5, true
	}
	return 0, true
}

// day compares days. One day between what two reports tell is borne, as clocks and deadlines differ.
func (h *happening) day(n *telling, same bool) (points float64, ok bool) {
	const days = 2
	if n.published == noDay && !n.dated() {
		return 0, true
	}
	if n.c.Background && !n.dated() { // some day before the report
		return 0, (h.from == noDay || h.from <= n.published) && (h.first == noDay || h.first <= n.published)
	}
	switch {
	case n.dated() && h.from != noDay:
		gap := max(h.from-n.to, n.from-h.to)
		switch {
		case gap <= 0 && n.to-n.from <= days && h.to-h.from <= days:
			return 1, true
		case gap <= 0:
			return .25, true
		}
		return 0, gap == 1 && !same
	case n.dated():
		return 0, h.last == noDay || n.from <= h.last+1 && n.to >= h.first-looseDays
	case h.from != noDay:
		return 0, h.from <= n.published+1 && h.to >= n.published-looseDays
	case h.last == noDay:
		return 0, true
	}
	return 0, n.published-h.last <= looseApart && h.first-n.published <= looseApart
}

// tolls are the measures that grow as people are found and counted: what two reports say of one happening may differ. Of other measures ("seven strikes") it
// may not.
var tolls = map[sitrep.Measure]bool{sitrep.Killed: true, sitrep.Injured: true, sitrep.KilledOrInjured: true, sitrep.Missing: true, sitrep.Displaced: true,
	sitrep.Returned: true, sitrep.Trapped: true, sitrep.InNeed: true, sitrep.Remains: true, sitrep.Detained: true, sitrep.Abducted: true, sitrep.Aided: true}

// figures compares numbers. Within one report two numbers of a measure are two happenings; different reports may differ, as tolls rise, but not by much.
func (h *happening) figures(n *telling, own []*telling) (points float64, ok bool) {
	const times, few, differ = 3.0, 5.0, -.75
	for i := range n.sums {
		f := &n.sums[i]
		for _, o := range own {
			for j := range o.sums {
				if g := &o.sums[j]; g.Measure == f.Measure && g.Kind != sitrep.Total && f.Kind != sitrep.Total && !agrees(f, g) {
					return 0, false
				}
			}
		}
		all := h.counts[f.Measure]
		if len(all) == 0 {
			continue
		}
		if h.falls(n, f) {
			return 0, false
		}
		met, same := false, 0.0
		for j := range all {
			g := &all[j]
			if f.Best != nil && g.Best != nil && *f.Best == *g.Best {
				met, same = true, 1.5
				if *f.Best <= 2 { // as many as not
					same = .25
				}
				break
			}
			if closed(f) && closed(g) && agrees(f, g) {
				met, same = true, max(same, .25)
			}
			a, b := middle(f), middle(g)
			met = met || tolls[f.Measure] && (max(a, b) <= times*min(a, b) || math.Abs(a-b) <= few)
		}
		switch {
		case !met:
			return 0, false
		case same > 0:
			points = max(points, same)
		case len(own) == 0 && points == 0:
			points = differ
		}
	}
	return points, true
}

// falls says that an origin gave a higher count on an earlier day, or a lower one later, neither for a day that it names: tolls rise, so that it counts
// something else.
func (h *happening) falls(n *telling, f *sitrep.Figure) bool {
	if n.dated() || n.published == noDay || f.Best == nil || f.Kind == sitrep.Total {
		return false
	}
	return slices.ContainsFunc(h.told[:min(len(h.told), 4*maxLike)], func(o *telling) bool {
		if o.dated() || o.published == noDay || o.published == n.published || o.origin.Key != n.origin.Key {
			return false
		}
		return slices.ContainsFunc(o.sums, func(g sitrep.Figure) bool {
			return g.Measure == f.Measure && g.Best != nil && g.Kind != sitrep.Total && (o.published < n.published) == (*g.Best > *f.Best) && *g.Best != *f.Best
		})
	})
}

// closed says that a figure has an upper end: two of "at least" would agree whatever they say.
func closed(f *sitrep.Figure) bool { return f.High != nil || f.Low == nil }

// agrees says that two figures can be of one number.
func agrees(a, b *sitrep.Figure) bool {
	l1, h1 := ends(a.Low, a.Best, a.High)
	l2, h2 := ends(b.Low, b.Best, b.High)
	return l1 <= h2 && l2 <= h1
}

// ends are the bounds of a figure: without a lower one 0, without an upper one the largest number there is.
func ends(low, best, high *int) (int, int) {
	l, h := 0, math.MaxInt
	switch {
	case low != nil:
		l = *low
	case high == nil && best != nil:
		l = *best
	}
	switch {
	case high != nil:
		h = *high
	case low == nil && best != nil:
		h = *best
	}
	return l, h
}

func middle(f *sitrep.Figure) float64 {
	for _, n := range []*int{f.Best, f.Low, f.High} {
		if n != nil {
			return float64(*n)
		}
	}
	return 0
}

// joint are the families of what every party does for itself: that two of them impose sanctions, send troops or bring aid is no disagreement.
var joint = map[string]bool{"diplomacy": true, "forces": true, "relief": true}

// parties compares who does it and to whom. Fighting has two sides and no doer.
func (h *happening) parties(n *telling) float64 {
	other, p := -2.0, 0.0
	if joint[h.family] {
		other = -4
	}
	some := func(keys []string, in ...map[string]bool) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return slices.ContainsFunc(in, func(m map[string]bool) bool { return m[k] }) })
	}
	if some(n.people, h.people) {
		p += 1.5
	}
	if h.means == "clash" || n.kin.means == "clash" {
		if some(n.doers, h.doers, h.others) || some(n.others, h.doers, h.others) {
			p += .5
		}
		return p
	}
	if len(n.doers) > 0 && len(h.doers) > 0 {
		if some(n.doers, h.doers) {
			p += .5
		} else {
			p += other
		}
	}
	if len(n.others) > 0 && len(h.others) > 0 {
		if some(n.others, h.others) {
			p += .5
		} else {
			p -= 1
		}
	}
	return p
}
