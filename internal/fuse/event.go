package fuse

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"slices"

	"sitrep"
)

// Events gives the happenings that the set holds, in the order of their first account. One of reports of which no claim was read has no type.
func (s *Set) Events() []sitrep.Event {
	var out []sitrep.Event
	for _, g := range s.Groups() {
		out = append(out, s.event(g))
	}
	return out
}

func (s *Set) event(group []*Account) sitrep.Event {
	e := sitrep.Event{Parties: []sitrep.EventParty{}, Disputes: []sitrep.ClaimID{}, Grounds: []sitrep.Ground{}, Figures: []sitrep.EventFigure{}, Joined: []sitrep.Join{}}
	members := map[sitrep.ReportID]*sitrep.EventMember{}
	types := map[string]int{}
	for _, a := range group {
		m := members[a.Report]
		if m == nil {
			m = &sitrep.EventMember{Report: a.Report, Origin: a.Origin, Claims: []sitrep.ClaimID{}}
			members[a.Report] = m
		}
		m.Main = m.Main || a.Main
		m.Claims = append(m.Claims, a.Claims...)
		if a.Type != "" {
			types[a.Type]++
		}
	}
	first := sitrep.ClaimID("")
	for _, r := range slices.Sorted(maps.Keys(members)) {
		m := members[r]
		slices.Sort(m.Claims)
		e.Members = append(e.Members, *m)
		if len(m.Claims) > 0 && (first == "" || m.Claims[0] < first) {
			first = m.Claims[0]
		}
	}
	if first == "" {
		first = sitrep.ClaimID(group[0].id)
	}
	sum := sha256.Sum256([]byte(first))
	e.ID = sitrep.EventID("e-" + hex.EncodeToString(sum[:8]))
	for _, t := range slices.Sorted(maps.Keys(types)) {
		if e.Type == "" || types[t] > types[e.Type] {
			e.Type = t
		}
	}
	voices := independent(group)
	e.Place = where(voices)
	e.From = when(voices)
	e.To = e.From
	for _, m := range counted {
		if f := tally(voices, m); f != nil {
			e.Figures = append(e.Figures, *f)
		}
	}
	e.Joined = s.weights.joined(group, len(group))
	return e
}

// independent keeps one account of every origin: the earliest published, as its copies add nothing.
func independent(group []*Account) []*Account {
	best := map[string]*Account{}
	for _, a := range group {
		b := best[a.Origin]
		if b == nil || a.Main && !b.Main || a.Main == b.Main && before(a, b) < 0 {
			best[a.Origin] = a
		}
	}
	var out []*Account
	for _, o := range slices.Sorted(maps.Keys(best)) {
		out = append(out, best[o])
	}
	slices.SortFunc(out, before)
	return out
}

// vote adds up the logarithms of what each account holds of the options: what an account does not name costs as much as silence.
type vote[K cmp.Ordered] struct {
	sum map[K]float64
}

// silence is the logarithm of the share that an account leaves to what it does not name.
const silence = -4

func votes[K cmp.Ordered](ballots []map[K]float64) (best K, ok bool) {
	v := vote[K]{map[K]float64{}}
	var keys []K
	for _, b := range ballots {
		for k := range b {
			if _, seen := v.sum[k]; !seen {
				v.sum[k] = 0
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	for _, b := range ballots {
		total, order := 0.0, slices.Sorted(maps.Keys(b))
		for _, k := range order {
			total += math.Exp(b[k])
		}
		if len(order) == 0 {
			continue
		}
		for _, k := range keys {
			if x, named := b[k]; named {
				v.sum[k] += max(silence, x-math.Log(total))
			} else {
				v.sum[k] += silence
			}
		}
	}
	for _, k := range keys {
		if !ok || v.sum[k] > v.sum[best] {
			best, ok = k, true
		}
	}
	return best, ok
}

func where(voices []*Account) *sitrep.EventPlace {
	var ballots []map[string]float64
	places := map[string]sitrep.EventPlace{}
	for _, a := range voices {
		b := map[string]float64{}
		for _, p := range a.Places {
			k := fold(p.Name)
			if _, seen := b[k]; seen {
				continue
			}
			b[k] = p.Score
			if old, seen := places[k]; !seen || old.Division == "" && p.Division != "" {
				places[k] = p.EventPlace
			}
		}
		ballots = append(ballots, b)
	}
	k, ok := votes(ballots)
	if !ok {
		return nil
	}
	p := places[k]
	return &p
}

func when(voices []*Account) sitrep.Date {
	var ballots []map[string]float64
	for _, a := range voices {
		b := map[string]float64{}
		for _, d := range a.Days {
			b[d.Day.String()] = d.Score
		}
		if len(b) == 0 && !a.From.IsZero() && a.From == a.To {
			b[a.From.String()] = 0
		}
		ballots = append(ballots, b)
	}
	k, ok := votes(ballots)
	if !ok {
		return sitrep.Date{}
	}
	d, err := sitrep.ParseDate(k)
	if err != nil {
		return sitrep.Date{}
	}
	return d
}
