package fuse

import (
	"cmp"
	"container/heap"
)

// Options say how accounts are joined; the zero value means the defaults.
type Options struct {
	// Threshold is the mean logarithm of odds between two groups of accounts from which they are one; 0 for the learned one.
	Threshold float64
	// Apart is taken between accounts that were not compared; 0 for the learned one.
	Apart float64
	// Score is the logarithm of the odds that two accounts tell one happening; nil for that of the weights.
	Score func(a, b *Account) float64
}

// link is a pair of accounts, by index in a component.
type link struct {
	a, b  int
	score float64
}

type candidate struct {
	mean   float64
	a, b   int
	va, vb int // versions of the groups that it was made of
}

type queue []candidate

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	x, y := q[i], q[j]
	return cmp.Or(cmp.Compare(y.mean, x.mean), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(candidate)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// average joins n accounts by average linkage, the closest groups first, until no two groups' mean reaches the threshold; apart stands for
// pairs without a link. The accounts must come in the order of their ids: ties go to the first. It gives the group of each account, by its first member.
func average(n int, links []link, o Options) []int {
	group := make([]int, n) // of what was joined: the account or group that it went into
	size := make([]int, n)
	version := make([]int, n)
	type sum struct {
		score float64
		n     int
	}
	near := make([]map[int]sum, n)
	for i := range n {
		group[i], size[i], near[i] = i, 1, map[int]sum{}
	}
	mean := func(a, b int) float64 {
		s := near[a][b]
		pairs := size[a] * size[b]
		return (s.score + float64(pairs-s.n)*o.Apart) / float64(pairs)
	}
	var q queue
	push := func(a, b int) {
		if a > b {
			a, b = b, a
		}
		if m := mean(a, b); m >= o.Threshold {
			heap.Push(&q, candidate{m, a, b, version[a], version[b]})
		}
	}
	for _, l := range links {
		near[l.a][l.b] = sum{l.score, 1}
		near[l.b][l.a] = sum{l.score, 1}
	}
	for _, l := range links {
		push(l.a, l.b)
	}
	for q.Len() > 0 {
		c := heap.Pop(&q).(candidate)
		if version[c.a] != c.va || version[c.b] != c.vb {
			continue
		}
		a, b := c.a, c.b
		for k, s := range near[b] {
			delete(near[k], b)
			if k == a {
				continue
			}
			t := near[a][k]
			t.score, t.n = t.score+s.score, t.n+s.n
			near[a][k], near[k][a] = t, t
		}
		near[b] = nil
		size[a] += size[b]
		version[a]++
		version[b]++
		group[b] = a
		for k := range near[a] {
			push(a, k)
		}
	}
	for i := range group { // what a group went into stands before it
		group[i] = group[group[i]]
	}
	return group
}
