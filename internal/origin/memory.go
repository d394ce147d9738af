package origin

import (
	"context"
	"fmt"
	"slices"

	"sitrep"
)

// Memory is an Index in memory, for tests, measurements and small sets. The zero value is empty. It is not safe for use by several goroutines.
type Memory struct {
	texts   map[TextID]*memoryText
	reports map[sitrep.ReportID]TextID
	buckets map[uint64][]Entry // in order
	groups  map[GroupID][]TextID
}

type memoryText struct {
	sig     *Signature
	members []Member // in order
	links   []Link
	group   GroupID
}

func (x *Memory) text(t TextID) *memoryText {
	if x.texts == nil {
		x.texts, x.reports = map[TextID]*memoryText{}, map[sitrep.ReportID]TextID{}
		x.buckets, x.groups = map[uint64][]Entry{}, map[GroupID][]TextID{}
	}
	m := x.texts[t]
	if m == nil {
		m = &memoryText{}
		x.texts[t] = m
	}
	return m
}

// Groups gives the reports of every group, both in order.
func (x *Memory) Groups() map[GroupID][]sitrep.ReportID {
	out := map[GroupID][]sitrep.ReportID{}
	for g, texts := range x.groups {
		for _, t := range texts {
			for _, m := range x.texts[t].members {
				out[g] = append(out[g], m.Report)
			}
		}
		slices.Sort(out[g])
	}
	return out
}

// Member implements Index.
func (x *Memory) Member(_ context.Context, r sitrep.ReportID) (Member, TextID, bool, error) {
	t, ok := x.reports[r]
	if !ok {
		return Member{}, t, false, nil
	}
	i := slices.IndexFunc(x.texts[t].members, func(m Member) bool { return m.Report == r })
	return x.texts[t].members[i], t, true, nil
}

func compareMembers(a, b Member) int {
	switch {
	case a.before(b):
		return -1
	case b.before(a):
		return 1
	}
	return 0
}

// AddMember implements Index.
func (x *Memory) AddMember(_ context.Context, t TextID, m Member) error {
	n := x.text(t)
	i, _ := slices.BinarySearchFunc(n.members, m, compareMembers)
	n.members = slices.Insert(n.members, i, m)
	x.reports[m.Report] = t
	return nil
}

// RemoveMember implements Index.
func (x *Memory) RemoveMember(_ context.Context, t TextID, r sitrep.ReportID) error {
	n := x.text(t)
	n.members = slices.DeleteFunc(n.members, func(m Member) bool { return m.Report == r })
	delete(x.reports, r)
	return nil
}

// First implements Index.
func (x *Memory) First(_ context.Context, t TextID) (Member, bool, error) {
	n := x.texts[t]
	if n == nil || len(n.members) == 0 {
		return Member{}, false, nil
	}
	return n.members[0], true, nil
}

// AddText implements Index.
func (x *Memory) AddText(_ context.Context, s *Signature, buckets []uint64, rank uint64) error {
	x.text(s.Text).sig = s
	e := Entry{rank, s.Text}
	for _, b := range buckets {
		i, _ := slices.BinarySearchFunc(x.buckets[b], e, Entry.Compare)
		x.buckets[b] = slices.Insert(x.buckets[b], i, e)
	}
	return nil
}

// RemoveText implements Index.
func (x *Memory) RemoveText(_ context.Context, t TextID, buckets []uint64, rank uint64) error {
	e := Entry{rank, t}
	for _, b := range buckets {
		if i, ok := slices.BinarySearchFunc(x.buckets[b], e, Entry.Compare); ok {
			x.buckets[b] = slices.Delete(x.buckets[b], i, i+1)
		}
		if len(x.buckets[b]) == 0 {
			delete(x.buckets, b)
		}
	}
	x.text(t).sig = nil
	return nil
}

// Signatures implements Index.
func (x *Memory) Signatures(_ context.Context, texts []TextID) ([]*Signature, error) {
	out := make([]*Signature, len(texts))
	for i, t := range texts {
		if x.texts[t] == nil || x.texts[t].sig == nil {
			return nil, fmt.Errorf("no text %x", t)
		}
		out[i] = x.texts[t].sig
	}
	return out, nil
}

// Bucket implements Index.
func (x *Memory) Bucket(_ context.Context, b uint64, limit int) ([]Entry, error) {
	in := x.buckets[b]
	return slices.Clone(in[:min(limit, len(in))]), nil
}

// Around implements Index.
func (x *Memory) Around(_ context.Context, b uint64, at Entry, n int) (before, after []Entry, err error) {
	in := x.buckets[b]
	i, found := slices.BinarySearchFunc(in, at, Entry.Compare)
	before = slices.Clone(in[max(0, i-n):i])
	slices.Reverse(before)
	if found {
		i++
	}
	return before, slices.Clone(in[i:min(len(in), i+n)]), nil
}

// Link implements Index.
func (x *Memory) Link(ctx context.Context, a, b TextID, score float64) error {
	if err := x.Unlink(ctx, a, b); err != nil {
		return err
	}
	x.text(a).links = append(x.text(a).links, Link{b, score})
	x.text(b).links = append(x.text(b).links, Link{a, score})
	return nil
}

// Unlink implements Index.
func (x *Memory) Unlink(_ context.Context, a, b TextID) error {
	for _, p := range [][2]TextID{{a, b}, {b, a}} {
		n := x.text(p[0])
		n.links = slices.DeleteFunc(n.links, func(l Link) bool { return l.To == p[1] })
	}
	return nil
}

// Links implements Index.
func (x *Memory) Links(_ context.Context, t TextID) ([]Link, error) {
	if n := x.texts[t]; n != nil {
		return slices.Clone(n.links), nil
	}
	return nil, nil
}

// Group implements Index.
func (x *Memory) Group(_ context.Context, t TextID) (GroupID, error) {
	if n := x.texts[t]; n != nil {
		return n.group, nil
	}
	return "", nil
}

// GroupTexts implements Index.
func (x *Memory) GroupTexts(_ context.Context, g GroupID) ([]TextID, error) {
	return slices.Clone(x.groups[g]), nil
}

// SetGroup implements Index.
func (x *Memory) SetGroup(_ context.Context, t TextID, g GroupID) error {
	n := x.text(t)
	if n.group != "" {
		x.groups[n.group] = slices.DeleteFunc(x.groups[n.group], func(o TextID) bool { return o == t })
		if len(x.groups[n.group]) == 0 {
			delete(x.groups, n.group)
		}
	}
	n.group = g
	switch {
	case g != "":
		x.groups[g] = append(x.groups[g], t)
	case len(n.members) == 0:
		delete(x.texts, t)
	}
	return nil
}
