package main

import (
	"fmt"
	"io"
	"maps"
	"math"

	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"slices"
	"strconv"
)

// prior is the weight of a normal prior around zero for each weight (ridge).
const prior = .5

// logistic fits logistic regression to the examples that use takes, by Newton's method with a ridge.
func logistic(examples []example, use func(*example) bool) fuse.Vector {
	var w fuse.Vector
	n := len(w)
	for range 12 {
		g := make([]float64, n)
		h := make([][]float64, n)
		for i := range h {
			h[i] = make([]float64, n+1)
			h[i][i] = prior
			g[i] = -prior * w[i]
		}
		for k := range examples {
			e := &examples[k]
			if !use(e) {
				continue
			}
			s := 0.0
			for i, x := range e.x {
				s += w[i] * x
			}
			p := 1 / (1 + math.Exp(-s))
			y := 0.0
			if e.one {
				y = 1
			}
			q := p * (1 - p)
			for i, x := range e.x {
				if x == 0 {
					continue
				}
				g[i] += (y - p) * x
				for j := range i + 1 {
					h[i][j] += q * x * e.x[j]
				}
			}
		}
		for i := range n {
			for j := range i {
				h[j][i] = h[i][j]
			}
			h[i][n] = g[i]
		}
		step := solve(h)
		most := 0.0
		for i := range w {
			w[i] += step[i]
			most = max(most, math.Abs(step[i]))
		}
		if most < 1e-4 {
			break
		}
	}
	return w
}

// solve solves a system of linear equations by Gauss's elimination; the last column holds the right side.
func solve(m [][]float64) []float64 {
	n := len(m)
	for i := range n {
		p := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[p][i]) {
				p = r
			}
		}
		m[i], m[p] = m[p], m[i]
		for r := range n {
			if r == i || m[i][i] == 0 {
				continue
			}
			f := m[r][i] / m[i][i]
			for k := i; k <= n; k++ {
				m[r][k] -= f * m[i][k]
			}
		}
	}
	out := make([]float64, n)
	for i := range n {
		if m[i][i] != 0 {
			out[i] = m[i][n] / m[i][i]
		}
	}
	return out
}

// choice is a slot of one document: its options, which of them the gold has (-1 for none), and the document's fold.
type choice struct {
	options []fuse.Option
	right   int
	fold    int
}

// choose learns how the options of a document's slots are weighed: from all documents, and for each fold from those of the others.
func (c *corpus) choose(log io.Writer) (all map[string]float64, without [folds]map[string]float64) {
	slots := map[string][]choice{}
	for i := range c.read {
		g := c.gold[c.read[i].ID]
		gold := map[string]string{"place": g.City, "day": g.Date, "killed": strconv.Itoa(g.Killed), "injured": strconv.Itoa(g.Injured)}
		by := map[string][]fuse.Option{}
		for _, o := range fuse.Choices(&c.read[i].X) {
			by[o.Kind] = append(by[o.Kind], o)
		}
		for kind, options := range by {
			right := slices.IndexFunc(options, func(o fuse.Option) bool { return geo.Fold(o.Value) == geo.Fold(gold[kind]) })
			slots[kind] = append(slots[kind], choice{options, right, c.fold[c.read[i].ID]})
		}
	}
	all = map[string]float64{}
	for f := range folds {
		without[f] = map[string]float64{}
	}
	for _, kind := range slices.Sorted(maps.Keys(slots)) {
		hit, possible := 0, 0
		for f := range folds {
			w := softmax(slots[kind], func(k int) bool { return k != f })
			maps.Copy(without[f], w)
			for _, s := range slots[kind] {
				if s.fold != f {
					continue
				}
				if s.right >= 0 {
					possible++
				}
				if best(s.options, w) == s.right {
					hit++
				}
			}
		}
		fmt.Fprintf(log, "%s: right in %.4f of %d documents left out; among the options in %.4f\n", kind, float64(hit)/float64(len(c.read)), len(c.read),
			float64(possible)/float64(len(c.read)))
		maps.Copy(all, softmax(slots[kind], func(int) bool { return true }))
	}
	return all, without
}

func best(options []fuse.Option, w map[string]float64) int {
	at, top := -1, 0.0
	for i := range options {
		if s := options[i].Score(w); at < 0 || s > top {
			at, top = i, s
		}
	}
	return at
}

// softmax fits a conditional logit (McFadden 1974) by gradient steps scaled by what each feature has moved (AdaGrad, Duchi et al. 2011).
func softmax(choices []choice, use func(fold int) bool) map[string]float64 {
	w := map[string]float64{}
	moved := map[string]float64{}
	n := 0.0
	for _, s := range choices {
		if use(s.fold) && s.right >= 0 {
			n++
		}
	}
	for range 60 {
		g := map[string]float64{}
		for _, s := range choices {
			if !use(s.fold) || s.right < 0 {
				continue
			}
			odds := make([]float64, len(s.options))
			top := math.Inf(-1)
			for i := range s.options {
				odds[i] = s.options[i].Score(w)
				top = max(top, odds[i])
			}
			total := 0.0
			for i := range odds {
				odds[i] = math.Exp(odds[i] - top)
				total += odds[i]
			}
			for i := range s.options {
				y := -odds[i] / total
				if i == s.right {
					y++
				}
				for f, x := range s.options[i].Features {
					g[f] += y * x
				}
			}
		}
		for f, x := range g {
			x = (x - prior*w[f]) / n
			moved[f] += x * x
			w[f] += .4 * x / (math.Sqrt(moved[f]) + 1e-6)
		}
	}
	return w
}
