package fuse

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Set holds the accounts of many reports and joins those of one happening. What it answers hangs on the accounts that it holds and not on
// the order in which they came: it is the definition that a [Keeper] holds to. It is not safe for use by several goroutines.
type Set struct {
	weights  *Weights
	score    func(a, b *Account) float64
	options  Options
	window   int        // how many neighbours in a bucket, on either side, an account is compared with
	accounts []*Account // in the order of their ids
	buckets  map[uint32][]int32
	edges    [][]edge // by account
	pins     []Pin
	met      []int32 // kept between calls of candidates, to spare memory
}

// edge leads to another account, by index, with the score of the pair.
type edge struct {
	to    int32
	score float32
}

// NewSet makes an empty set.
func NewSet(w *Weights, o Options) *Set {
	o = o.learned(w)
	return &Set{weights: w, score: o.Score, options: o, window: window}
}

// learned fills in what is not given.
func (o Options) learned(w *Weights) Options {
	if o.Threshold == 0 {
		o.Threshold = w.Named["cluster threshold"]
	}
	if o.Apart == 0 {
		o.Apart = w.Named["cluster apart"]
	}
	if o.Score == nil {
		o.Score = func(a, b *Account) float64 {
			v := Compare(a, b)
			return w.Score(&v)
		}
	}
	return o
}

// window is the window of every set that is not a test's. A bucket is in the order of days, so that in one that many
// accounts share those of one time meet.
const window = 12

// least is in how many buckets two accounts must be neighbours to be compared.
const least = 2

// keep is the logarithm of odds below which a pair is taken to be apart without being remembered.
const keep = -4

// before orders the accounts of a bucket.
func before(a, b *Account) int {
	if c := cmp.Compare(a.when(), b.when()); c != 0 {
		return c
	}
	return shuffled(a, b)
}

// shuffled orders accounts in no telling way, and fast.
func shuffled(a, b *Account) int {
	if c := cmp.Compare(a.shuffled, b.shuffled); c != 0 {
		return c
	}
	return cmp.Compare(a.id, b.id)
}

// when is the day that orders accounts in buckets: that of publication, as an account's own day is less sure.
func (a *Account) when() int {
	if a.day != noDay {
		return a.day
	}
	return a.from
}

// Load puts the accounts of reports into the set, which has none of these reports, and compares them all.
func (s *Set) Load(accounts []*Account) {
	s.accounts = append(s.accounts, accounts...)
	slices.SortFunc(s.accounts, func(a, b *Account) int { return cmp.Compare(a.id, b.id) })
	s.buckets = map[uint32][]int32{}
	for i, a := range s.accounts {
		for _, k := range a.Keys() {
			s.buckets[k] = append(s.buckets[k], int32(i))
		}
	}
	for _, b := range s.buckets {
		slices.SortFunc(b, func(x, y int32) int { return before(s.accounts[x], s.accounts[y]) })
	}
	s.edges = make([][]edge, len(s.accounts))
	for i, a := range s.accounts {
		for _, j := range s.candidates(i) {
			if int(j) < i {
				continue
			}
			if score := s.score(a, s.accounts[j]); score > keep {
				s.edges[i] = append(s.edges[i], edge{j, float32(score)})
				s.edges[j] = append(s.edges[j], edge{int32(i), float32(score)})
			}
		}
	}
}

// candidates are the accounts that one is compared with: those of other reports that are its neighbours in enough buckets.
func (s *Set) candidates(of int) []int32 {
	a := s.accounts[of]
	all := s.met[:0]
	for _, k := range a.Keys() {
		b := s.buckets[k]
		i := sort.Search(len(b), func(i int) bool { return before(s.accounts[b[i]], a) >= 0 })
		all = append(all, b[max(0, i-s.window):i]...)
		all = append(all, b[min(len(b), i+1):min(len(b), i+s.window+1)]...)
	}
	slices.Sort(all)
	s.met = all
	out := all[:0]
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j] == all[i] {
			j++
		}
		if j-i >= least && s.accounts[all[i]].Report != a.Report {
			out = append(out, all[i])
		}
		i = j
	}
	return out
}

// Pairs calls f with every pair of accounts that the set compares, each once, in order. The command that learns the weights asks for them.
func (s *Set) Pairs(f func(a, b *Account)) {
	for i, a := range s.accounts {
		for _, j := range s.candidates(i) {
			if i < int(j) {
				f(a, s.accounts[j])
			}
		}
	}
}

// Pin makes pins the decisions that bind, in place of those that did before. Those on claims that the set does not hold do nothing.
func (s *Set) Pin(pins ...Pin) { s.pins = slices.Clone(pins) }

// Groups gives the accounts of each happening, in the order of their ids; groups in the order of their first account.
func (s *Set) Groups() [][]*Account {
	bound := newTies(s.pins)
	index := map[AccountID]int32{} // of accounts that pins bind
	for i, a := range s.accounts {
		if bound.put(a) {
			index[a.id] = int32(i)
		}
	}
	// Without an edge of the threshold or more nothing is joined, so groups are made within what these edges connect.
	out := [][]*Account{}
	part := make([]int32, len(s.accounts)) // of each account: 0, then its place in its part
	for i := range s.accounts {
		if part[i] != 0 {
			continue
		}
		members := []int32{int32(i)}
		part[i] = 1
		add := func(n int32) {
			if part[n] == 0 {
				part[n] = 1
				members = append(members, n)
			}
		}
		for k := 0; k < len(members); k++ {
			for _, e := range s.edges[members[k]] {
				if float64(e.score) >= s.options.Threshold {
					add(e.to)
				}
			}
			for id := range bound.of(s.accounts[members[k]].id) {
				add(index[id])
			}
		}
		out = s.join(out, members, part, bound, index)
	}
	slices.SortFunc(out, func(a, b []*Account) int { return cmp.Compare(a[0].id, b[0].id) })
	return out
}

// join appends the groups that are made of members; at is room to say where in them an account stands.
func (s *Set) join(out [][]*Account, members, at []int32, bound *ties, index map[AccountID]int32) [][]*Account {
	if len(members) == 1 {
		return append(out, []*Account{s.accounts[members[0]]})
	}
	slices.Sort(members)
	for k, n := range members {
		at[n] = int32(k) + 1
	}
	in := func(n int32) (int, bool) {
		k := int(at[n]) - 1
		return k, k >= 0 && k < len(members) && members[k] == n
	}
	var links []link
	for k, n := range members {
		tied := bound.of(s.accounts[n].id)
		for _, e := range s.edges[n] {
			if _, over := tied[s.accounts[e.to].id]; over {
				continue
			}
			if j, ok := in(e.to); ok && k < j {
				links = append(links, link{k, j, float64(e.score)})
			}
		}
		for id, score := range tied {
			if j, ok := in(index[id]); ok && k < j {
				links = append(links, link{k, j, score})
			}
		}
	}
	for _, g := range linked(len(members), links, s.options) {
		group := make([]*Account, len(g))
		for i, k := range g {
			group[i] = s.accounts[members[k]]
		}
		out = append(out, group)
	}
	return out
}

// linked gives the groups, each in order, that average linkage makes of n accounts, which come in the order of their ids.
func linked(n int, links []link, o Options) [][]int {
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	var out [][]int
	first := make([]int, n)
	for i, g := range average(n, links, o) {
		if i == g {
			first[g] = len(out)
			out = append(out, nil)
		}
		out[first[g]] = append(out[first[g]], i)
	}
	return out
}

// probability turns the logarithm of odds into a probability.
func probability(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// edgesOf gives an account's edges, in the order of where they lead.
func (s *Set) edgesOf(i int) []Edge {
	var out []Edge
	for _, e := range s.edges[i] {
		out = append(out, Edge{s.accounts[e.to].id, e.score})
	}
	slices.SortFunc(out, func(x, y Edge) int { return cmp.Compare(x.To, y.To) })
	return out
}

// Each calls f with every account and its edges, in the order of ids, until it returns an error.
func (s *Set) Each(f func(a *Account, edges []Edge) error) error {
	for i, a := range s.accounts {
		if err := f(a, s.edgesOf(i)); err != nil {
			return err
		}
	}
	return nil
}
