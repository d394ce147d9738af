package fuse

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"sitrep"
)

// Index keeps accounts, what they are found by and how they are grouped, for a [Keeper], which alone decides. The tests have one in memory;
// the archive has another. Lists of ids are without doubles, and answers come in their order.
type Index interface {
	// OfReport gives the accounts of a report, in the order of their ids.
	OfReport(ctx context.Context, report sitrep.ReportID) ([]*Account, error)
	// Accounts gives accounts that are held.
	Accounts(ctx context.Context, ids []AccountID) ([]*Account, error)
	// Holders gives the account of each of those claims that one has.
	Holders(ctx context.Context, claims []sitrep.ClaimID) (map[sitrep.ClaimID]AccountID, error)
	// Put holds an account that is not held: with its entries in buckets, without edges, as the head of itself.
	Put(ctx context.Context, a *Account) error
	// Remove forgets an account with its entries; others may go on to name it as their head.
	Remove(ctx context.Context, a *Account) error
	// Around gives up to n entries of a bucket on either side of at, the nearest first; at itself may stand in it or not.
	Around(ctx context.Context, key uint32, at Entry, n int) (before, after []Entry, err error)
	// Between counts the entries of a bucket between two, up to most.
	Between(ctx context.Context, key uint32, a, b Entry, most int) (int, error)
	// Edges gives the edges of accounts that are held, in the order of where they lead.
	Edges(ctx context.Context, of []AccountID) ([][]Edge, error)
	// SetEdges replaces those of one account; those that lead back are set by themselves.
	SetEdges(ctx context.Context, of AccountID, edges []Edge) error
	// Heads gives the head of the group of each account.
	Heads(ctx context.Context, of []AccountID) ([]AccountID, error)
	// Members gives the accounts of each group, in the order of their ids.
	Members(ctx context.Context, heads []AccountID) ([][]AccountID, error)
	SetHead(ctx context.Context, of, head AccountID) error
}

// Entry is where an account stands in a bucket: by the day of publication, or of the happening, in days since 1970 and far below for none,
// then by Rank, then by id.
type Entry struct {
	Day     int
	Rank    uint64
	Account AccountID
}

// Compare orders entries.
func (e Entry) Compare(f Entry) int {
	return cmp.Or(cmp.Compare(e.Day, f.Day), cmp.Compare(e.Rank, f.Rank), cmp.Compare(e.Account, f.Account))
}

// Entry is where the account stands in its buckets.
func (a *Account) Entry() Entry { return Entry{a.when(), a.shuffled, a.id} }

// Edge leads from an account to another that it was compared with. Score is the logarithm of the odds that both tell one happening.
type Edge struct {
	To    AccountID
	Score float32
}

// Keeper keeps the groups of accounts that a [Set] of all accounts gives, while reports come, change and go: it compares only what a change
// makes neighbours, and joins anew only the groups that it can reach (docs/adr/0017). Changes are made by Replace and Touch, in any number, and
// then settled; between, groups are those of before. It is not safe for use by several goroutines.
type Keeper struct {
	index   Index
	options Options
	window  int
	pins    *ties
	pinned  bool // the holders of pinned claims are known

	dirty   map[AccountID]bool // heads of groups that must be formed anew
	touched map[AccountID]bool // accounts that came or may have changed
	lost    map[AccountID]bool // heads of groups that lost an account
}

// NewKeeper makes a keeper of what index holds, bound by pins. Where pins are others than when index was last settled, a report of
// each pin that came or went must be touched.
func NewKeeper(index Index, w *Weights, o Options, pins ...Pin) *Keeper {
	return &Keeper{index: index, options: o.learned(w), window: window, pins: newTies(pins), dirty: map[AccountID]bool{}, touched: map[AccountID]bool{}, lost: map[AccountID]bool{}}
}

// Change says what settling made of groups. Gone are the heads of those that are no more, or hold others than before or what may have
// changed; Groups are what stands in their place, each in the order of its accounts, the first of which is its head.
type Change struct {
	Gone   []AccountID
	Groups [][]AccountID
}

// Touch says that something about a report may have changed that is not compared: its origin, or a pin on one of its claims.
func (k *Keeper) Touch(ctx context.Context, report sitrep.ReportID) error {
	accounts, err := k.index.OfReport(ctx, report)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if err := k.soil(ctx, a.id); err != nil {
			return err
		}
		k.touched[a.id] = true
	}
	return nil
}

// Replace makes accounts those of a report; none removes it.
func (k *Keeper) Replace(ctx context.Context, report sitrep.ReportID, accounts []*Account) error {
	if err := k.holders(ctx); err != nil {
		return err
	}
	if err := k.Touch(ctx, report); err != nil {
		return err
	}
	held, err := k.index.OfReport(ctx, report)
	if err != nil {
		return err
	}
	stays := map[AccountID]bool{}
	for _, old := range held {
		if i := slices.IndexFunc(accounts, func(a *Account) bool { return a.id == old.id }); i >= 0 && old.same(accounts[i]) {
			stays[old.id] = true
			continue
		}
		if err := k.remove(ctx, old); err != nil {
			return err
		}
	}
	for _, a := range accounts {
		if stays[a.id] {
			continue
		}
		if err := k.add(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// holders learns, once, which accounts have claims that are pinned.
func (k *Keeper) holders(ctx context.Context) error {
	if k.pinned || len(k.pins.pins) == 0 {
		return nil
	}
	claims := slices.Sorted(maps.Keys(k.pins.pins))
	held, err := k.index.Holders(ctx, claims)
	if err != nil {
		return err
	}
	for _, c := range claims {
		if a, ok := held[c]; ok {
			k.pins.hold(a, c)
		}
	}
	k.pinned = true
	return nil
}

// soil has the group of an account formed anew.
func (k *Keeper) soil(ctx context.Context, id AccountID) error {
	heads, err := k.index.Heads(ctx, []AccountID{id})
	if err == nil {
		k.dirty[heads[0]] = true
	}
	return err
}

// pair is two accounts, the first in order first.
type pair [2]AccountID

func pairOf(a, b AccountID) pair { return pair{min(a, b), max(a, b)} }

// across gives the pairs of a bucket that stand at a distance of apart with one place between them: entries before and after it.
func (k *Keeper) across(before, after []Entry, apart int, to map[pair]bool) {
	for i := range before {
		if j := apart - i; j >= 0 && j < len(after) {
			to[pairOf(before[i].Account, after[j].Account)] = true
		}
	}
}

func sorted(pairs map[pair]bool) []pair {
	return slices.SortedFunc(maps.Keys(pairs), func(x, y pair) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
}

// remove forgets an account. Pairs that stood one place too far apart, with the account between them, are neighbours now.
func (k *Keeper) remove(ctx context.Context, a *Account) error {
	heads, err := k.index.Heads(ctx, []AccountID{a.id})
	if err != nil {
		return err
	}
	k.dirty[heads[0]], k.lost[heads[0]] = true, true
	edges, err := k.index.Edges(ctx, []AccountID{a.id})
	if err != nil {
		return err
	}
	for _, e := range edges[0] {
		if err := k.cut(ctx, e.To, a.id); err != nil {
			return err
		}
	}
	closer := map[pair]bool{}
	for _, key := range a.Keys() {
		before, after, err := k.index.Around(ctx, key, a.Entry(), k.window)
		if err != nil {
			return err
		}
		k.across(before, after, k.window-1, closer)
	}
	if err := k.index.Remove(ctx, a); err != nil {
		return err
	}
	k.pins.drop(a.id)
	delete(k.touched, a.id)
	pairs := sorted(closer)
	accounts, err := k.accounts(ctx, pairs)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		x, y := accounts[p[0]], accounts[p[1]]
		near, err := k.neighbours(ctx, x, y)
		if err != nil {
			return err
		}
		if near {
			if err := k.compare(ctx, x, y); err != nil {
				return err
			}
		}
	}
	return nil
}

// add holds an account. Pairs that stood as far apart as neighbours can, with the account between them, are none any more in its bucket.
func (k *Keeper) add(ctx context.Context, a *Account) error {
	farther := map[pair]bool{}
	met := map[AccountID]int{}
	for _, key := range a.Keys() {
		before, after, err := k.index.Around(ctx, key, a.Entry(), k.window)
		if err != nil {
			return err
		}
		k.across(before, after, k.window-1, farther)
		for _, e := range slices.Concat(before, after) {
			met[e.Account]++
		}
	}
	if err := k.index.Put(ctx, a); err != nil {
		return err
	}
	k.pins.put(a)
	k.dirty[a.id], k.touched[a.id] = true, true
	if err := k.part(ctx, sorted(farther)); err != nil {
		return err
	}
	var near []AccountID
	for id, n := range met {
		if n >= least {
			near = append(near, id)
		}
	}
	slices.Sort(near)
	others, err := k.index.Accounts(ctx, near)
	if err != nil {
		return err
	}
	var edges []Edge
	for _, b := range others {
		if b.Report == a.Report {
			continue
		}
		if score := k.options.Score(a, b); score > keep {
			edges = append(edges, Edge{b.id, float32(score)})
			if err := k.tie(ctx, b.id, Edge{a.id, float32(score)}); err != nil {
				return err
			}
		}
	}
	if len(edges) == 0 {
		return nil
	}
	return k.index.SetEdges(ctx, a.id, edges)
}

// part takes back the edges of pairs that are no candidates any more.
func (k *Keeper) part(ctx context.Context, pairs []pair) error {
	var firsts []AccountID
	for _, p := range pairs {
		firsts = append(firsts, p[0])
	}
	firsts = slices.Compact(firsts)
	all, err := k.index.Edges(ctx, firsts)
	if err != nil {
		return err
	}
	pairs = slices.DeleteFunc(pairs, func(p pair) bool {
		i, _ := slices.BinarySearch(firsts, p[0])
		_, linked := find(all[i], p[1])
		return !linked
	})
	accounts, err := k.accounts(ctx, pairs)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		near, err := k.neighbours(ctx, accounts[p[0]], accounts[p[1]])
		if err != nil {
			return err
		}
		if near {
			continue
		}
		for _, way := range [2]pair{p, {p[1], p[0]}} {
			if err := k.cut(ctx, way[0], way[1]); err != nil {
				return err
			}
		}
		if err := k.soil(ctx, p[0]); err != nil {
			return err
		}
	}
	return nil
}

// accounts gives all accounts of pairs.
func (k *Keeper) accounts(ctx context.Context, pairs []pair) (map[AccountID]*Account, error) {
	var ids []AccountID
	for _, p := range pairs {
		ids = append(ids, p[0], p[1])
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	list, err := k.index.Accounts(ctx, ids)
	out := make(map[AccountID]*Account, len(list))
	for _, a := range list {
		out[a.id] = a
	}
	return out, err
}

// neighbours says whether two accounts are compared: those of two reports that are neighbours in enough buckets.
func (k *Keeper) neighbours(ctx context.Context, a, b *Account) (bool, error) {
	if a.Report == b.Report {
		return false, nil
	}
	var both []uint32
	for _, key := range a.Keys() {
		if _, ok := slices.BinarySearch(b.Keys(), key); ok {
			both = append(both, key)
		}
	}
	n := 0
	for i, key := range both {
		if n+len(both)-i < least {
			return false, nil
		}
		between, err := k.index.Between(ctx, key, a.Entry(), b.Entry(), k.window)
		if err != nil {
			return false, err
		}
		if between < k.window {
			if n++; n == least {
				return true, nil
			}
		}
	}
	return false, nil
}

// compare makes an edge of two accounts that have none, if the pair is worth it.
func (k *Keeper) compare(ctx context.Context, a, b *Account) error {
	edges, err := k.index.Edges(ctx, []AccountID{a.id})
	if err != nil {
		return err
	}
	if _, known := find(edges[0], b.id); known {
		return nil
	}
	score := k.options.Score(a, b)
	if score <= keep {
		return nil
	}
	if err := k.tie(ctx, a.id, Edge{b.id, float32(score)}); err != nil {
		return err
	}
	if err := k.tie(ctx, b.id, Edge{a.id, float32(score)}); err != nil {
		return err
	}
	return k.soil(ctx, a.id)
}

// find looks for the edge that leads to an account.
func find(edges []Edge, to AccountID) (int, bool) {
	return slices.BinarySearchFunc(edges, to, func(e Edge, id AccountID) int { return cmp.Compare(e.To, id) })
}

// tie gives an account an edge.
func (k *Keeper) tie(ctx context.Context, of AccountID, e Edge) error {
	edges, err := k.index.Edges(ctx, []AccountID{of})
	if err != nil {
		return err
	}
	i, _ := find(edges[0], e.To)
	return k.index.SetEdges(ctx, of, slices.Insert(slices.Clone(edges[0]), i, e))
}

// cut takes an edge from an account.
func (k *Keeper) cut(ctx context.Context, of, to AccountID) error {
	edges, err := k.index.Edges(ctx, []AccountID{of})
	if err != nil {
		return err
	}
	i, ok := find(edges[0], to)
	if !ok {
		return nil
	}
	return k.index.SetEdges(ctx, of, slices.Delete(slices.Clone(edges[0]), i, i+1))
}
