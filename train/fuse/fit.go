package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
)

// folds are how many parts the happenings are cut into: each is judged by weights learned from the others.
const folds = 5

type incident struct {
	ID, Date, City, State string
	Killed, Injured       int
	DocIDs                []string `json:"doc_ids"`
}

// corpus is what the weights are learned from.
type corpus struct {
	read  []reading
	leads []reading            // the openings of the same documents
	apart []reading            // items of which no two tell one happening
	gold  map[string]*incident // by document
	fold  map[string]int       // by document
}

func load(read, leads, apart, gold string) (*corpus, error) {
	c := &corpus{gold: map[string]*incident{}, fold: map[string]int{}}
	n := 0
	err := each(gold, func(line []byte) error {
		g := &incident{}
		if err := json.Unmarshal(line, g); err != nil {
			return err
		}
		for _, d := range g.DocIDs {
			c.gold[d], c.fold[d] = g, n%folds
		}
		n++
		return nil
	})
	if err != nil {
		return nil, err
	}
	for path, into := range map[string]*[]reading{read: &c.read, leads: &c.leads, apart: &c.apart} {
		err := each(path, func(line []byte) error {
			var r reading
			if err := json.Unmarshal(line, &r); err != nil {
				return err
			}
			if c.gold[r.ID] == nil && into != &c.apart {
				return fmt.Errorf("document %s is not in %s", r.ID, gold)
			}
			*into = append(*into, r)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// example is a pair of accounts.
type example struct {
	x     fuse.Vector
	one   bool
	folds [2]int
	ids   [2]string
}

func fit(read, leads, apart, gold string, out, log io.Writer) error {
	c, err := load(read, leads, apart, gold)
	if err != nil {
		return err
	}
	kinds, without := c.choose(log)
	w := &fuse.Weights{Named: kinds}
	examples := c.pairs(w)
	few, none := c.short(w)
	one := 0
	for i := range examples {
		if examples[i].one {
			one++
		}
	}
	all := 0
	seen := map[*incident]int{}
	for i := range c.read {
		g := c.gold[c.read[i].ID]
		all += seen[g]
		seen[g]++
	}
	fmt.Fprintf(log, "pairs: %d compared, %d of the %d of one happening among them\n", len(examples), one, all)
	// A pair is judged by weights that were learned without the happenings of either's fold.
	held := map[[2]string]float64{}
	for i := range folds {
		for j := i; j < folds; j++ {
			m := logistic(examples, func(e *example) bool { return !has(e, i) && !has(e, j) })
			for k := range examples {
				if e := &examples[k]; e.folds == [2]int{i, j} || e.folds == [2]int{j, i} {
					held[e.ids] = dot(&m, &e.x)
				}
			}
		}
	}
	full := fuse.Weights{Pair: logistic(examples, func(*example) bool { return true })}
	full.Short = logistic(append(few, none...), func(*example) bool { return true })
	judgeShort(few, none, &full, log)
	fitted := map[[2]string]float64{}
	for k := range examples {
		fitted[examples[k].ids] = dot(&full.Pair, &examples[k].x)
	}
	best := [3]float64{}
	for _, threshold := range []float64{-1.5, -1, -.75, -.5, -.25, .25} {
		for _, apart := range []float64{-3, -4, -6} {
			b3, pair := c.clusters(w, held, threshold, apart)
			b3f, pairf := c.clusters(w, fitted, threshold, apart)
			fmt.Fprintf(log, "threshold %5.2f apart %3.0f: left out B3 %.4f pair %.4f; fitted B3 %.4f pair %.4f\n", threshold, apart, b3, pair, b3f, pairf)
			if b3+pair > best[0] {
				best = [3]float64{b3 + pair, threshold, apart}
			}
		}
	}
	kinds["cluster threshold"], kinds["cluster apart"] = best[1], best[2]
	c.slots(without, held, best[1], best[2], log)
	for i, f := range fuse.Features {
		kinds["pair "+f] = full.Pair[i]
		kinds["short "+f] = full.Short[i]
	}
	names := make([]string, 0, len(kinds))
	for n := range kinds {
		names = append(names, n)
	}
	slices.Sort(names)
	fmt.Fprintln(out, "# Made by `go run ./train/fuse fit`: logarithms of odds that a feature adds, and how accounts are joined.")
	for _, n := range names {
		fmt.Fprintf(out, "%s\t%.4f\n", n, kinds[n])
	}
	return nil
}

func has(e *example, fold int) bool { return e.folds[0] == fold || e.folds[1] == fold }

// pairs gives the pairs of main accounts that the product compares.
func (c *corpus) pairs(w *fuse.Weights) []example {
	s := c.set(w, fuse.Options{Score: func(a, b *fuse.Account) float64 { return 0 }}, nil)
	var out []example
	s.Pairs(func(a, b *fuse.Account) {
		x, y := string(a.Report), string(b.Report)
		out = append(out, example{fuse.Compare(a, b), c.gold[x] == c.gold[y], [2]int{c.fold[x], c.fold[y]}, [2]string{x, y}})
	})
	return out
}

// known scores pairs as was done before; a pair that was not scored is apart.
func known(scores map[[2]string]float64) func(a, b *fuse.Account) float64 {
	return func(a, b *fuse.Account) float64 {
		x, y := string(a.Report), string(b.Report)
		if score, ok := scores[[2]string{x, y}]; ok {
			return score
		}
		if score, ok := scores[[2]string{y, x}]; ok {
			return score
		}
		return -10
	}
}

// slots prints how often the events that are fused of each fold's documents, with weights learned without them, are right.
func (c *corpus) slots(without [folds]map[string]float64, scores map[[2]string]float64, threshold, apart float64, log io.Writer) {
	right := map[string]int{}
	n := map[*incident]bool{}
	for f := range folds {
		w := &fuse.Weights{Named: without[f]}
		s := c.set(w, fuse.Options{Threshold: threshold, Apart: apart, Score: known(scores)}, func(id string) bool { return c.fold[id] == f })
		most := map[*incident]int{}
		of := map[*incident]sitrep.Event{}
		for _, e := range s.Events() {
			both := map[*incident]int{}
			for _, m := range e.Members {
				both[c.gold[string(m.Report)]]++
			}
			for g, k := range both {
				if k > most[g] {
					most[g], of[g] = k, e
				}
			}
		}
		for g, e := range of {
			n[g] = true
			tell := func(slot string, ok bool) {
				if ok {
					right[slot]++
				}
			}
			tell("date", e.From.String() == g.Date)
			tell("city", e.Place != nil && geo.Fold(e.Place.Name) == geo.Fold(g.City))
			count := map[sitrep.Measure]int{}
			for _, f := range e.Figures {
				if f.Best != nil {
					count[f.Measure] = *f.Best
				}
			}
			tell("killed", count[sitrep.Killed] == g.Killed)
			tell("injured", count[sitrep.Injured] == g.Injured)
		}
	}
	for _, slot := range []string{"killed", "injured", "date", "city"} {
		fmt.Fprintf(log, "events left out: %s right in %.4f of %d\n", slot, float64(right[slot])/float64(len(n)), len(n))
	}
}

// set holds the main accounts of the documents that use takes, of all where it is nil.
func (c *corpus) set(w *fuse.Weights, o fuse.Options, use func(id string) bool) *fuse.Set {
	s := fuse.NewSet(w, o)
	var all []*fuse.Account
	for i := range c.read {
		if use != nil && !use(c.read[i].ID) {
			continue
		}
		accounts := w.Accounts(&c.read[i].X, "")
		all = append(all, accounts[:min(1, len(accounts))]...)
	}
	s.Load(all)
	return s
}

// clusters gives B-cubed F1 (Bagga and Baldwin 1998) and the F1 of pairs.
func (c *corpus) clusters(w *fuse.Weights, scores map[[2]string]float64, threshold, apart float64) (b3, pair float64) {
	s := c.set(w, fuse.Options{Threshold: threshold, Apart: apart, Score: known(scores)}, nil)
	var p, r, n, tp, pp, gp float64
	size := map[*incident]float64{}
	for _, g := range c.gold {
		size[g]++
	}
	for _, m := range size {
		gp += m * (m - 1) / 2
	}
	for _, group := range s.Groups() {
		both := map[*incident]float64{}
		for _, a := range group {
			both[c.gold[string(a.Report)]]++
		}
		k := float64(len(group))
		n += k
		pp += k * (k - 1) / 2
		for g, m := range both {
			p += m * m / k
			r += m * m / size[g]
			tp += m * (m - 1) / 2
		}
	}
	return f1(p/n, r/n), f1(tp/pp, tp/gp)
}

func f1(p, r float64) float64 {
	if p+r == 0 || math.IsNaN(p) || math.IsNaN(r) {
		return 0
	}
	return 2 * p * r / (p + r)
}
