package fuse

import (
	"cmp"
	"slices"

	"sitrep"
)

// Pin is a person's decision that two claims tell one happening, or that they do not. It binds the accounts that hold them, whatever
// the weights say: they stand in one group, or never do. Where decisions contradict each other, directly or through others, what is to be
// apart stays apart. A pin of which a claim is not there, or is in no account, does nothing.
type Pin struct {
	A, B sitrep.ClaimID
	Same bool
}

// The scores of pinned pairs: so great that pairs pinned as one are joined before all others, and that a pair pinned apart keeps groups of a
// hundred thousand accounts each apart, also where pins would join them.
const (
	tied   = 1e9
	barred = -1e13
)

// ties are the scores that pins give to pairs of accounts, of those accounts that were put there.
type ties struct {
	pins   map[sitrep.ClaimID][]Pin // by either claim
	holder map[sitrep.ClaimID]AccountID
	claims map[AccountID][]sitrep.ClaimID // that are pinned
}

func newTies(pins []Pin) *ties {
	t := &ties{map[sitrep.ClaimID][]Pin{}, map[sitrep.ClaimID]AccountID{}, map[AccountID][]sitrep.ClaimID{}}
	for _, p := range pins {
		t.pins[p.A] = append(t.pins[p.A], p)
		t.pins[p.B] = append(t.pins[p.B], Pin{p.B, p.A, p.Same})
	}
	return t
}

// put says that an account is there, and tells whether it has claims that are pinned.
func (t *ties) put(a *Account) bool {
	some := false
	for _, c := range a.Claims {
		if t.pins[c] != nil {
			t.hold(a.id, c)
			some = true
		}
	}
	return some
}

// hold says that an account has a claim.
func (t *ties) hold(a AccountID, c sitrep.ClaimID) {
	t.holder[c] = a
	t.claims[a] = append(t.claims[a], c)
}

// drop says that an account is gone.
func (t *ties) drop(a AccountID) {
	for _, c := range t.claims[a] {
		delete(t.holder, c)
	}
	delete(t.claims, a)
}

// of gives the accounts that pins bind to one or hold apart from it, with the scores of these pairs.
func (t *ties) of(a AccountID) map[AccountID]float64 {
	var out map[AccountID]float64
	for _, c := range t.claims[a] {
		for _, p := range t.pins[c] {
			b, ok := t.holder[p.B]
			if !ok || a == b {
				continue
			}
			score := float64(barred)
			if p.Same {
				score = tied
			}
			if old, ok := out[b]; ok && old < score {
				continue
			}
			if out == nil {
				out = map[AccountID]float64{}
			}
			out[b] = score
		}
	}
	return out
}

// split divides the main claims and groups of others where pins hold two of their claims apart. The first claim of a group stays where it is, and
// with it all that nothing parts from it.
func (r *report) split(others [][]int, pins []Pin) (main []int, rest [][]int) {
	if len(pins) == 0 {
		return r.main, others
	}
	parts := r.parts(r.main, pins)
	if len(parts) > 0 {
		main, rest = parts[0], parts[1:]
	}
	for _, g := range others {
		rest = append(rest, r.parts(g, pins)...)
	}
	return main, rest
}

// parts divides a group of claims.
func (r *report) parts(group []int, pins []Pin) [][]int {
	if len(group) < 2 {
		return [][]int{group}[:len(group)]
	}
	at := map[sitrep.ClaimID]int{} // claims to units of claims that are pinned as one
	units := make([][]int, len(group))
	for n, i := range group {
		at[r.x.Claims[i].ID] = n
		units[n] = []int{i}
	}
	within := func(p Pin) (a, b int, ok bool) {
		a, ok = at[p.A]
		if ok {
			b, ok = at[p.B]
		}
		return min(a, b), max(a, b), ok && a != b
	}
	barred := func(u, v int) bool {
		return slices.ContainsFunc(pins, func(p Pin) bool {
			a, b, ok := within(p)
			return ok && !p.Same && a == min(u, v) && b == max(u, v)
		})
	}
	pins = slices.DeleteFunc(slices.Clone(pins), func(p Pin) bool { _, _, ok := within(p); return !ok }) // those of other reports are many
	slices.SortFunc(pins, func(p, q Pin) int {
		return cmp.Or(cmp.Compare(min(p.A, p.B), min(q.A, q.B)), cmp.Compare(max(p.A, p.B), max(q.A, q.B)))
	})
	for _, p := range pins {
		a, b, ok := within(p)
		if !ok || !p.Same || barred(a, b) {
			continue
		}
		for _, i := range units[b] {
			at[r.x.Claims[i].ID] = a
		}
		units[a], units[b] = append(units[a], units[b]...), nil
	}
	var out [][]int
	var in [][]int // units of each part
next:
	for u, claims := range units {
		if claims == nil {
			continue
		}
		for k := range in {
			if !slices.ContainsFunc(in[k], func(v int) bool { return barred(u, v) }) {
				in[k] = append(in[k], u)
				out[k] = append(out[k], claims...)
				continue next
			}
		}
		in = append(in, []int{u})
		out = append(out, slices.Clone(claims))
	}
	for _, part := range out {
		slices.SortStableFunc(part, func(a, b int) int { return cmp.Compare(r.x.Claims[a].Trigger.Start, r.x.Claims[b].Trigger.Start) })
	}
	return out
}
