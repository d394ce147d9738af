package main

import (
	"fmt"
	"io"
	"slices"

	"sitrep/internal/fuse"
)

// unfit are features that short items that are all apart would teach to speak against what is told in the same words: lists of news have many of one pattern.
var unfit = []string{"words_squared", "lead", "lead_names", "killed_agree", "injured_agree", "numbers"}

func short(a, b *fuse.Account) (v fuse.Vector, ok bool) {
	v = fuse.Compare(a, b)
	ok = v.Short()
	for _, name := range unfit {
		v[slices.Index(fuse.Features, name)] = 0
	}
	return v, ok
}

// short gives the pairs that the product compares of which one account is short: few of the openings of documents with each other and with whole documents, none
// of items that are all apart.
func (c *corpus) short(w *fuse.Weights) (few, none []example) {
	first := func(r *reading) *fuse.Account {
		if a := w.Accounts(&r.X, ""); len(a) > 0 {
			return a[0]
		}
		return nil
	}
	zero := fuse.Options{Score: func(a, b *fuse.Account) float64 { return 0 }}
	s := fuse.NewSet(w, zero)
	var all []*fuse.Account
	base := map[*fuse.Account]string{}
	for i := range c.leads {
		r := c.leads[i]
		r.X.Report.ID += "/opening"
		if a := first(&r); a != nil {
			all, base[a] = append(all, a), r.ID
		}
	}
	for i := range c.read {
		if a := first(&c.read[i]); a != nil {
			all, base[a] = append(all, a), c.read[i].ID
		}
	}
	s.Load(all)
	s.Pairs(func(a, b *fuse.Account) {
		x, y := base[a], base[b]
		if v, ok := short(a, b); ok && x != y {
			few = append(few, example{v, c.gold[x] == c.gold[y], [2]int{c.fold[x], c.fold[y]}, [2]string{x, y}})
		}
	})
	s = fuse.NewSet(w, zero)
	all = nil
	for i := range c.apart {
		if a := first(&c.apart[i]); a != nil {
			all = append(all, a)
		}
	}
	s.Load(all)
	s.Pairs(func(a, b *fuse.Account) {
		if v, ok := short(a, b); ok {
			none = append(none, example{v, false, [2]int{-1, -1}, [2]string{string(a.Report), string(b.Report)}})
		}
	})
	return few, none
}

// judgeShort prints how many short pairs are told right by weights that were learned without their happenings, and by those for whole reports.
func judgeShort(few, none []example, full *fuse.Weights, log io.Writer) {
	var right, said, is, rightLong, saidLong, falsely, falselyLong float64
	var without [folds][folds]*fuse.Vector
	for k := range few {
		e := &few[k]
		i, j := min(e.folds[0], e.folds[1]), max(e.folds[0], e.folds[1])
		if without[i][j] == nil {
			v := logistic(append(few, none...), func(e *example) bool { return !has(e, i) && !has(e, j) })
			without[i][j] = &v
		}
		if e.one {
			is++
		}
		if dot(without[i][j], &e.x) > 0 {
			said++
			if e.one {
				right++
			}
		}
		if dot(&full.Pair, &e.x) > 0 {
			saidLong++
			if e.one {
				rightLong++
			}
		}
	}
	for k := range none {
		if dot(&full.Short, &none[k].x) > 0 {
			falsely++
		}
		if dot(&full.Pair, &none[k].x) > 0 {
			falselyLong++
		}
	}
	fmt.Fprintf(log, "short pairs: %d, %.0f of one happening; left out F1 %.4f, by the weights of whole reports %.4f\n", len(few), is, f1(right/said, right/is), f1(rightLong/saidLong, rightLong/is))
	fmt.Fprintf(log, "pairs of items that are apart: %d, joined %.0f, by the weights of whole reports %.0f\n", len(none), falsely, falselyLong)
}

func dot(w, x *fuse.Vector) float64 {
	s := 0.0
	for i := range w {
		s += w[i] * x[i]
	}
	return s
}
