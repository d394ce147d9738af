package origin

import (
	"context"
	"maps"
	"slices"
)

// regroup sets the groups of what the change touched. A group is what links join, directly or through others (connected components); its
// name is that of its first member. Where links were only gained, groups are merged without walking through them; where one was lost, what is
// left of the group is walked.
func (w *work) regroup(ctx context.Context) (Change, error) {
	touched := w.touched()
	var old []GroupID // groups that were touched
	for _, t := range touched {
		g, err := w.index.Group(ctx, t)
		if err != nil {
			return Change{}, err
		}
		if g != "" {
			old = append(old, g)
		}
	}
	slices.Sort(old)
	old = slices.Compact(old)
	if len(w.lost) == 0 {
		return w.merge(ctx, touched, old)
	}
	return w.walk(ctx, touched, old)
}

// merge puts texts that links were gained between, and the groups that they are in, into one group.
func (w *work) merge(ctx context.Context, texts []TextID, old []GroupID) (Change, error) {
	var c Change
	if len(texts) == 0 {
		return c, nil
	}
	var first Member
	some := false
	consider := func(m Member, ok bool, err error) error {
		if ok && (!some || m.before(first)) {
			first, some = m, true
		}
		return err
	}
	for _, t := range texts {
		if err := consider(w.index.First(ctx, t)); err != nil {
			return c, err
		}
	}
	for _, g := range old {
		m, _, ok, err := w.index.Member(ctx, g.First())
		if err := consider(m, ok, err); err != nil {
			return c, err
		}
	}
	into := groupOf(first)
	for _, g := range old {
		if g == into {
			continue
		}
		c.Moved = append(c.Moved, Moved{g, []GroupID{into}})
		members, err := w.index.GroupTexts(ctx, g)
		if err != nil {
			return c, err
		}
		slices.SortFunc(members, compareTexts)
		for _, t := range members {
			if err := w.index.SetGroup(ctx, t, into); err != nil {
				return c, err
			}
		}
	}
	for _, t := range texts {
		g, err := w.index.Group(ctx, t)
		if err != nil {
			return c, err
		}
		if g == "" {
			if err := w.index.SetGroup(ctx, t, into); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

// walk finds the groups of texts, and of all that stand in groups with them, along the links.
func (w *work) walk(ctx context.Context, seeds []TextID, old []GroupID) (Change, error) {
	were := map[TextID]GroupID{}
	for _, g := range old {
		texts, err := w.index.GroupTexts(ctx, g)
		if err != nil {
			return Change{}, err
		}
		for _, t := range texts {
			were[t] = g
		}
		seeds = append(seeds, texts...)
	}
	slices.SortFunc(seeds, compareTexts)
	seeds = slices.Compact(seeds)
	now := map[GroupID]map[GroupID]bool{}
	for _, g := range old {
		now[g] = map[GroupID]bool{}
	}
	seen := map[TextID]bool{}
	for _, t := range seeds {
		if seen[t] {
			continue
		}
		parts, err := w.component(ctx, t, seen)
		if err != nil {
			return Change{}, err
		}
		var first Member
		some := false
		for _, p := range parts {
			m, ok, err := w.index.First(ctx, p)
			if err != nil {
				return Change{}, err
			}
			if ok && (!some || m.before(first)) {
				first, some = m, true
			}
		}
		g := GroupID("")
		if some {
			g = groupOf(first)
		}
		for _, p := range parts {
			was := were[p]
			if was != "" && g != "" {
				now[was][g] = true
			}
			if was == g {
				continue
			}
			if err := w.index.SetGroup(ctx, p, g); err != nil {
				return Change{}, err
			}
		}
	}
	var c Change
	for _, g := range old {
		to := slices.Sorted(maps.Keys(now[g]))
		if len(to) != 1 || to[0] != g {
			c.Moved = append(c.Moved, Moved{g, to})
		}
	}
	return c, nil
}

// touched gives the texts whose links or members changed, in order.
func (w *work) touched() []TextID {
	t := slices.Collect(maps.Keys(w.lost))
	for x := range w.gained {
		if !w.lost[x] {
			t = append(t, x)
		}
	}
	slices.SortFunc(t, compareTexts)
	return t
}

// component gives the texts that links join to t, and marks them as seen.
func (w *work) component(ctx context.Context, t TextID, seen map[TextID]bool) ([]TextID, error) {
	out := []TextID{t}
	seen[t] = true
	for i := 0; i < len(out); i++ {
		links, err := w.index.Links(ctx, out[i])
		if err != nil {
			return nil, err
		}
		slices.SortFunc(links, func(a, b Link) int { return compareTexts(a.To, b.To) })
		for _, l := range links {
			if !seen[l.To] {
				seen[l.To] = true
				out = append(out, l.To)
			}
		}
	}
	return out, nil
}
