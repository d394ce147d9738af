package fuse

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"

	"sitrep"
)

// Set holds the accounts of many reports and joins those of one happening. What it answers hangs on the accounts that it holds and not on
// the order in which they came, nor on what was there and is gone. It is not safe for use by several goroutines.
type Set struct {
	weights  *Weights
	score    func(a, b *Account) float64
	options  Options
	accounts map[string]*Account
	reports  map[sitrep.ReportID][]string // ids of accounts
	buckets  map[uint32][]*Account        // in the order of before
	edges    map[*Account]map[*Account]float64
	pins     []Pin
	met      []met // kept between calls of candidates, to spare memory
	window   int   // how many neighbours in a bucket, on either side, an account is compared with
}

// NewSet makes an empty set.
func NewSet(w *Weights, o Options) *Set {
	if o.Threshold == 0 {
		o.Threshold = w.Named["cluster threshold"]
	}
	if o.Apart == 0 {
		o.Apart = w.Named["cluster apart"]
	}
	score := o.Score
	if score == nil {
		score = func(a, b *Account) float64 {
			v := Compare(a, b)
			return w.Score(&v)
		}
	}
	return &Set{weights: w, score: score, options: o, window: window, accounts: map[string]*Account{}, reports: map[sitrep.ReportID][]string{}, buckets: map[uint32][]*Account{},
		edges: map[*Account]map[*Account]float64{}}
}

// window is the window of every set that is not a test's. A bucket is in the order of days, so that in one that many
// accounts share those of one time meet.
const window = 12

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

// Add puts the accounts of a report into the set; those that the report had before are replaced.
func (s *Set) Add(report sitrep.ReportID, accounts []*Account) {
	dirty := s.take(report)
	for _, a := range accounts {
		s.accounts[a.id] = a
		s.reports[report] = append(s.reports[report], a.id)
		dirty[a.id] = a
		for _, k := range a.keys {
			b := s.buckets[k]
			i := sort.Search(len(b), func(i int) bool { return before(b[i], a) >= 0 })
			s.buckets[k] = slices.Insert(b, i, a)
		}
	}
	for _, a := range accounts {
		for _, k := range a.keys {
			s.around(k, a, func(n *Account) { dirty[n.id] = n })
		}
	}
	s.compare(dirty)
}

// Load puts the accounts of many reports into a set at once, as adding them one by one does, but faster.
func (s *Set) Load(accounts []*Account) {
	for _, a := range accounts {
		s.accounts[a.id] = a
		s.reports[a.Report] = append(s.reports[a.Report], a.id)
		for _, k := range a.keys {
			s.buckets[k] = append(s.buckets[k], a)
		}
	}
	for _, b := range s.buckets {
		slices.SortFunc(b, before)
	}
	s.compare(maps.Clone(s.accounts))
}

// Remove takes a report's accounts out of the set.
func (s *Set) Remove(report sitrep.ReportID) { s.compare(s.take(report)) }

// take removes the accounts of a report and gives those whose neighbours changed.
func (s *Set) take(report sitrep.ReportID) map[string]*Account {
	dirty := map[string]*Account{}
	gone := s.reports[report]
	for _, id := range gone {
		a := s.accounts[id]
		for _, k := range a.keys {
			s.around(k, a, func(n *Account) { dirty[n.id] = n })
		}
	}
	for _, id := range gone {
		a := s.accounts[id]
		for _, k := range a.keys {
			b := s.buckets[k]
			i := sort.Search(len(b), func(i int) bool { return before(b[i], a) >= 0 })
			if b = slices.Delete(b, i, i+1); len(b) == 0 {
				delete(s.buckets, k)
			} else {
				s.buckets[k] = b
			}
		}
		for n := range s.edges[a] {
			delete(s.edges[n], a)
		}
		delete(s.edges, a)
		delete(s.accounts, id)
		delete(dirty, id)
	}
	delete(s.reports, report)
	for _, id := range gone {
		delete(dirty, id)
	}
	return dirty
}

// around calls f with the neighbours of a in a bucket.
func (s *Set) around(key uint32, a *Account, f func(*Account)) {
	b := s.buckets[key]
	i := sort.Search(len(b), func(i int) bool { return before(b[i], a) >= 0 })
	for j := max(0, i-s.window); j < min(len(b), i+s.window+1); j++ {
		if j != i {
			f(b[j])
		}
	}
}

// met is an account met in a bucket, with its hash, so that sorting does not go far for it.
type met struct {
	shuffled uint64
	account  *Account
}

// candidates are the accounts that a is compared with: those of other reports that are its neighbours in at least two buckets.
func (s *Set) candidates(a *Account) []*Account {
	all := s.met[:0]
	for _, k := range a.keys {
		s.around(k, a, func(n *Account) { all = append(all, met{n.shuffled, n}) })
	}
	slices.SortFunc(all, func(x, y met) int {
		if x.shuffled == y.shuffled {
			return cmp.Compare(x.account.id, y.account.id)
		}
		return cmp.Compare(x.shuffled, y.shuffled)
	})
	var out []*Account
	for i := 1; i < len(all); i++ {
		n := all[i].account
		if n == all[i-1].account && (i < 2 || n != all[i-2].account) && n.Report != a.Report {
			out = append(out, n)
		}
	}
	s.met = all
	return out
}

// compare sets the edges of the accounts given, and takes back those to accounts that are no candidates any more.
func (s *Set) compare(dirty map[string]*Account) {
	for _, id := range slices.Sorted(maps.Keys(dirty)) {
		a := dirty[id]
		old := s.edges[a]
		var fresh map[*Account]float64
		for _, b := range s.candidates(a) {
			score, known := s.edges[b][a]
			if !known {
				score = s.score(a, b)
			}
			if score > keep {
				if fresh == nil {
					fresh = map[*Account]float64{}
				}
				fresh[b] = score
			}
		}
		for n := range old {
			if _, still := fresh[n]; !still {
				delete(s.edges[n], a)
			}
		}
		for n, score := range fresh {
			if s.edges[n] == nil {
				s.edges[n] = map[*Account]float64{}
			}
			s.edges[n][a] = score
		}
		if fresh == nil {
			delete(s.edges, a)
		} else {
			s.edges[a] = fresh
		}
	}
}

// Pairs calls f with every pair of accounts that the set compares, each once, in order. The command that learns the weights asks for them.
func (s *Set) Pairs(f func(a, b *Account)) {
	for _, id := range slices.Sorted(maps.Keys(s.accounts)) {
		a := s.accounts[id]
		for _, b := range s.candidates(a) {
			if a.id < b.id {
				f(a, b)
			}
		}
	}
}

// Pin makes pins the decisions that bind, in place of those that did before. Those on claims that the set does not hold do nothing.
func (s *Set) Pin(pins ...Pin) { s.pins = slices.Clone(pins) }

// Groups gives the accounts of each happening, in the order of their ids; groups in the order of their first account.
func (s *Set) Groups() [][]*Account {
	var out [][]*Account
	ids := slices.Sorted(maps.Keys(s.accounts))
	bound := bind(s.pins, func(yield func(*Account) bool) {
		for _, id := range ids {
			if !yield(s.accounts[id]) {
				return
			}
		}
	})
	done := map[*Account]bool{}
	for _, id := range ids {
		if done[s.accounts[id]] {
			continue
		}
		part := s.component(s.accounts[id], bound, done)
		at := make(map[*Account]int, len(part))
		for i, p := range part {
			at[p] = i
		}
		var links []link
		for i, p := range part {
			for n, score := range s.edges[p] {
				if j := at[n]; i < j && bound[p][n] == 0 {
					links = append(links, link{i, j, score})
				}
			}
			for n, score := range bound[p] {
				if j := at[n]; i < j {
					links = append(links, link{i, j, score})
				}
			}
		}
		out = append(out, linked(part, links, s.options)...)
	}
	slices.SortFunc(out, func(a, b []*Account) int { return cmp.Compare(a[0].id, b[0].id) })
	return out
}

// linked gives the groups of accounts that average linkage makes of accounts in the order of their ids.
func linked(part []*Account, links []link, o Options) [][]*Account {
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	var out [][]*Account
	first := map[int]int{}
	for i, g := range average(len(part), links, o) {
		k, ok := first[g]
		if !ok {
			k = len(out)
			first[g] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], part[i])
	}
	return out
}

// component gives the accounts that edges or pins connect with one, in the order of their ids.
func (s *Set) component(a *Account, bound ties, done map[*Account]bool) []*Account {
	part := []*Account{a}
	done[a] = true
	for i := 0; i < len(part); i++ {
		for _, near := range []map[*Account]float64{s.edges[part[i]], bound[part[i]]} {
			for n := range near {
				if !done[n] {
					done[n] = true
					part = append(part, n)
				}
			}
		}
	}
	slices.SortFunc(part, func(x, y *Account) int { return cmp.Compare(x.id, y.id) })
	return part
}

// probability turns the logarithm of odds into a probability.
func probability(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }
