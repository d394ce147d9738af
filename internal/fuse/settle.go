package fuse

import (
	"context"
	"maps"
	"slices"
)

// region is what is joined anew: groups that a change may have reached, and the groups around them, which stand for all others.
type region struct {
	members map[AccountID][]AccountID // of each group, by head
	edges   map[AccountID][]Edge
}

// Settle forms anew the groups that changes reached, and says what became of them. Let U be these groups, and N those that an edge of the
// threshold or more connects with them. Where joining the accounts of both gives every group of N as it was, and no group that has accounts of
// U and others, what it gives of U is what joining all accounts gives, and nothing else changes; else the groups of N that it changed
// belong to U too. docs/adr/0017 proves it.
func (k *Keeper) Settle(ctx context.Context) (Change, error) {
	if err := k.holders(ctx); err != nil {
		return Change{}, err
	}
	r := &region{map[AccountID][]AccountID{}, map[AccountID][]Edge{}}
	for {
		inner, outer, err := k.spread(ctx, r)
		if err != nil {
			return Change{}, err
		}
		groups := k.joined(r, inner, outer)
		reached := false
		for _, g := range groups {
			head, first := outer[g[0]]
			alike := true
			for _, id := range g {
				h, out := outer[id]
				alike = alike && out == first && h == head
			}
			if alike && (!first || len(g) == len(r.members[head])) {
				continue
			}
			for _, id := range g {
				if h, out := outer[id]; out {
					k.dirty[h], reached = true, true
				}
			}
		}
		if !reached {
			return k.write(ctx, r, inner, groups)
		}
	}
}

// spread reads U and N. It gives the head of every account of either.
func (k *Keeper) spread(ctx context.Context, r *region) (inner, outer map[AccountID]AccountID, err error) {
	inner, err = k.load(ctx, r, slices.Sorted(maps.Keys(k.dirty)))
	if err != nil {
		return nil, nil, err
	}
	beyond := map[AccountID]bool{}
	for _, id := range slices.Sorted(maps.Keys(inner)) {
		tied := k.pins.of(id)
		for _, e := range r.edges[id] {
			if _, over := tied[e.To]; !over && float64(e.Score) >= k.options.Threshold {
				beyond[e.To] = true
			}
		}
		for to, score := range tied {
			if score > 0 {
				beyond[to] = true
			}
		}
	}
	maps.DeleteFunc(beyond, func(id AccountID, _ bool) bool { _, in := inner[id]; return in })
	heads, err := k.index.Heads(ctx, slices.Sorted(maps.Keys(beyond)))
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(heads)
	outer, err = k.load(ctx, r, slices.Compact(heads))
	return inner, outer, err
}

// load reads groups that were not read, and gives the head of each of their accounts.
func (k *Keeper) load(ctx context.Context, r *region, heads []AccountID) (map[AccountID]AccountID, error) {
	var fresh []AccountID
	for _, h := range heads {
		if _, read := r.members[h]; !read {
			fresh = append(fresh, h)
		}
	}
	members, err := k.index.Members(ctx, fresh)
	if err != nil {
		return nil, err
	}
	var ids []AccountID
	for i, h := range fresh {
		r.members[h] = members[i]
		ids = append(ids, members[i]...)
	}
	edges, err := k.index.Edges(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		r.edges[id] = edges[i]
	}
	out := map[AccountID]AccountID{}
	for _, h := range heads {
		for _, id := range r.members[h] {
			out[id] = h
		}
	}
	return out, nil
}

// joined gives the groups that average linkage makes of the accounts of U and N.
func (k *Keeper) joined(r *region, inner, outer map[AccountID]AccountID) [][]AccountID {
	ids := slices.Sorted(maps.Keys(inner))
	ids = append(ids, slices.Collect(maps.Keys(outer))...)
	slices.Sort(ids)
	at := make(map[AccountID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	var links []link
	for i, id := range ids {
		tied := k.pins.of(id)
		for _, e := range r.edges[id] {
			if _, over := tied[e.To]; over {
				continue
			}
			if j, ok := at[e.To]; ok && i < j {
				links = append(links, link{i, j, float64(e.Score)})
			}
		}
		for to, score := range tied {
			if j, ok := at[to]; ok && i < j {
				links = append(links, link{i, j, score})
			}
		}
	}
	var out [][]AccountID
	for _, g := range linked(len(ids), links, k.options) {
		group := make([]AccountID, len(g))
		for i, n := range g {
			group[i] = ids[n]
		}
		out = append(out, group)
	}
	return out
}

// write keeps the groups of U, and tells which are other than before.
func (k *Keeper) write(ctx context.Context, r *region, inner map[AccountID]AccountID, groups [][]AccountID) (Change, error) {
	var c Change
	stays := map[AccountID]bool{}
	for _, g := range groups {
		head, in := inner[g[0]]
		if !in {
			continue
		}
		if head == g[0] && slices.Equal(g, r.members[head]) && !k.lost[head] && !slices.ContainsFunc(g, func(id AccountID) bool { return k.touched[id] }) {
			stays[head] = true
			continue
		}
		c.Groups = append(c.Groups, g)
		for _, id := range g {
			if inner[id] != g[0] {
				if err := k.index.SetHead(ctx, id, g[0]); err != nil {
					return c, err
				}
			}
		}
	}
	for _, h := range slices.Sorted(maps.Keys(k.dirty)) {
		if !stays[h] {
			c.Gone = append(c.Gone, h)
		}
	}
	clear(k.dirty)
	clear(k.touched)
	clear(k.lost)
	return c, nil
}
