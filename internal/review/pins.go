package review

import (
	"cmp"
	"slices"

	"sitrep"
	"sitrep/internal/fuse"
)

// pair are two claims, the lower id first.
type pair [2]sitrep.ClaimID

func pairOf(a, b sitrep.ClaimID) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// Pins are the decisions about pairs that stand, in the order of the pairs.
func (s *Set) Pins() []fuse.Pin {
	out := make([]fuse.Pin, 0, len(s.pins))
	for p, i := range s.pins {
		out = append(out, fuse.Pin{A: p[0], B: p[1], Same: s.rows[i].Verdict == sitrep.SameEvent})
	}
	sortPins(out)
	return out
}

func sortPins(list []fuse.Pin) {
	slices.SortFunc(list, func(x, y fuse.Pin) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
}

// PinsOf are those of the Pins that bind any of the claims, also over claims that these are joined with.
func (s *Set) PinsOf(claims []sitrep.ClaimID) []fuse.Pin {
	if len(s.pins) == 0 {
		return nil
	}
	var out []fuse.Pin
	seen := map[sitrep.ClaimID]bool{}
	for queue := slices.Clone(claims); len(queue) > 0; queue = queue[1:] {
		c := queue[0]
		if seen[c] {
			continue
		}
		seen[c] = true
		for _, i := range s.about[c] {
			r := &s.rows[i]
			p := pairOf(r.Claim, r.Detail.With)
			if at, ok := s.pins[p]; !ok || at != i {
				continue
			}
			same := r.Verdict == sitrep.SameEvent
			out = append(out, fuse.Pin{A: p[0], B: p[1], Same: same})
			if same {
				queue = append(queue, p[0], p[1])
			}
		}
	}
	sortPins(out)
	return slices.Compact(out)
}

// Conflict looks for two claims that one decision holds apart and others join. Of the decisions that contradict each other it gives the latest
// whose number is below from, that is, which the new ones contradict, or the first where all are new; ok is false where none do.
func (s *Set) Conflict(from int64) (old Row, ok bool) {
	joined := map[sitrep.ClaimID][]int{}
	var apart []int
	for p, i := range s.pins {
		if s.rows[i].Verdict == sitrep.OtherEvent {
			apart = append(apart, i)
			continue
		}
		joined[p[0]] = append(joined[p[0]], i)
		joined[p[1]] = append(joined[p[1]], i)
	}
	for _, list := range joined {
		slices.Sort(list)
	}
	slices.Sort(apart)
	for _, i := range apart {
		way := s.way(joined, s.rows[i].Claim, s.rows[i].Detail.With)
		if way == nil {
			continue
		}
		way = append(way, i)
		slices.Sort(way)
		for _, k := range slices.Backward(way) {
			if old = s.rows[k]; old.N < from {
				break
			}
		}
		return old, true
	}
	return old, false
}

// way are the decisions over which one claim is joined with another, nil where it is not.
func (s *Set) way(joined map[sitrep.ClaimID][]int, from, to sitrep.ClaimID) []int {
	came := map[sitrep.ClaimID]int{from: -1}
	for queue := []sitrep.ClaimID{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			var out []int
			for at != from {
				i := came[at]
				out = append(out, i)
				at = s.other(i, at)
			}
			return out
		}
		for _, i := range joined[at] {
			next := s.other(i, at)
			if _, seen := came[next]; !seen {
				came[next] = i
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// other is the claim of a pair that is not the one given.
func (s *Set) other(row int, claim sitrep.ClaimID) sitrep.ClaimID {
	if r := &s.rows[row]; r.Claim != claim {
		return r.Claim
	}
	return s.rows[row].Detail.With
}
