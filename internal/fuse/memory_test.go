package fuse

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"sitrep"
)

// Memory is an [Index] in memory. Its zero value is empty and ready for use.
type Memory struct {
	accounts map[AccountID]*Account
	reports  map[sitrep.ReportID][]AccountID
	buckets  map[uint32][]Entry
	edges    map[AccountID][]Edge
	heads    map[AccountID]AccountID
	members  map[AccountID]map[AccountID]bool
	holders  map[sitrep.ClaimID]AccountID
}

var _ Index = (*Memory)(nil)

// OfReport implements [Index].
func (m *Memory) OfReport(ctx context.Context, report sitrep.ReportID) ([]*Account, error) {
	ids := slices.Sorted(slices.Values(m.reports[report]))
	return m.Accounts(ctx, ids)
}

// Accounts implements [Index].
func (m *Memory) Accounts(_ context.Context, ids []AccountID) ([]*Account, error) {
	out := make([]*Account, len(ids))
	for i, id := range ids {
		out[i] = m.accounts[id]
	}
	return out, nil
}

// Holders implements [Index].
func (m *Memory) Holders(_ context.Context, claims []sitrep.ClaimID) (map[sitrep.ClaimID]AccountID, error) {
	out := map[sitrep.ClaimID]AccountID{}
	for _, c := range claims {
		if a, ok := m.holders[c]; ok {
			out[c] = a
		}
	}
	return out, nil
}

// Put implements [Index].
func (m *Memory) Put(ctx context.Context, a *Account) error {
	if m.accounts == nil {
		*m = Memory{map[AccountID]*Account{}, map[sitrep.ReportID][]AccountID{}, map[uint32][]Entry{}, map[AccountID][]Edge{}, map[AccountID]AccountID{},
			map[AccountID]map[AccountID]bool{}, map[sitrep.ClaimID]AccountID{}}
	}
	m.accounts[a.id] = a
	m.reports[a.Report] = append(m.reports[a.Report], a.id)
	for _, c := range a.Claims {
		m.holders[c] = a.id
	}
	for _, key := range a.Keys() {
		i, _ := slices.BinarySearchFunc(m.buckets[key], a.Entry(), Entry.Compare)
		m.buckets[key] = slices.Insert(m.buckets[key], i, a.Entry())
	}
	return m.SetHead(ctx, a.id, a.id)
}

// Remove implements [Index].
func (m *Memory) Remove(_ context.Context, a *Account) error {
	for _, key := range a.Keys() {
		b := m.buckets[key]
		i, _ := slices.BinarySearchFunc(b, a.Entry(), Entry.Compare)
		if b = slices.Delete(b, i, i+1); len(b) == 0 {
			delete(m.buckets, key)
		} else {
			m.buckets[key] = b
		}
	}
	for _, c := range a.Claims {
		delete(m.holders, c)
	}
	if r := slices.DeleteFunc(m.reports[a.Report], func(id AccountID) bool { return id == a.id }); len(r) == 0 {
		delete(m.reports, a.Report)
	} else {
		m.reports[a.Report] = r
	}
	m.leave(a.id)
	delete(m.edges, a.id)
	delete(m.heads, a.id)
	delete(m.accounts, a.id)
	return nil
}

// leave takes an account out of its group.
func (m *Memory) leave(id AccountID) {
	head := m.heads[id]
	if delete(m.members[head], id); len(m.members[head]) == 0 {
		delete(m.members, head)
	}
}

// Around implements [Index].
func (m *Memory) Around(_ context.Context, key uint32, at Entry, n int) (before, after []Entry, err error) {
	b := m.buckets[key]
	i, there := slices.BinarySearchFunc(b, at, Entry.Compare)
	before = slices.Clone(b[max(0, i-n):i])
	slices.Reverse(before)
	if there {
		i++
	}
	return before, slices.Clone(b[i:min(len(b), i+n)]), nil
}

// Between implements [Index].
func (m *Memory) Between(_ context.Context, key uint32, a, b Entry, most int) (int, error) {
	i, _ := slices.BinarySearchFunc(m.buckets[key], a, Entry.Compare)
	j, _ := slices.BinarySearchFunc(m.buckets[key], b, Entry.Compare)
	return min(most, max(i, j)-min(i, j)-1), nil
}

// Edges implements [Index].
func (m *Memory) Edges(_ context.Context, of []AccountID) ([][]Edge, error) {
	out := make([][]Edge, len(of))
	for i, id := range of {
		out[i] = m.edges[id]
	}
	return out, nil
}

// SetEdges implements [Index].
func (m *Memory) SetEdges(_ context.Context, of AccountID, edges []Edge) error {
	if len(edges) == 0 {
		delete(m.edges, of)
	} else {
		m.edges[of] = edges
	}
	return nil
}

// Heads implements [Index].
func (m *Memory) Heads(_ context.Context, of []AccountID) ([]AccountID, error) {
	out := make([]AccountID, len(of))
	for i, id := range of {
		out[i] = m.heads[id]
	}
	return out, nil
}

// Members implements [Index].
func (m *Memory) Members(_ context.Context, heads []AccountID) ([][]AccountID, error) {
	out := make([][]AccountID, len(heads))
	for i, h := range heads {
		out[i] = slices.Sorted(maps.Keys(m.members[h]))
	}
	return out, nil
}

// SetHead implements [Index].
func (m *Memory) SetHead(_ context.Context, of, head AccountID) error {
	m.leave(of)
	m.heads[of] = head
	if m.members[head] == nil {
		m.members[head] = map[AccountID]bool{}
	}
	m.members[head][of] = true
	return nil
}

// Groups gives the accounts of each group, as [Set.Groups] does.
func (m *Memory) Groups() [][]*Account {
	var out [][]*Account
	for _, ids := range m.members {
		var g []*Account
		for id := range ids {
			g = append(g, m.accounts[id])
		}
		slices.SortFunc(g, func(a, b *Account) int { return cmp.Compare(a.id, b.id) })
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b []*Account) int { return cmp.Compare(a[0].id, b[0].id) })
	return out
}
