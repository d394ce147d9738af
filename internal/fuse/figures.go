package fuse

import (
	"cmp"
	"slices"

	"sitrep"
)

// tally sums up what the accounts say of a measure, nil where none tells of any.
//
// Best is the value for which most origins speak, each weighed by how plainly its report tells it; a later report weighs as much as an earlier one. Low and
// High are the least and the greatest of what is told, with the bounds of "at least" and "up to". A report that tells of nobody is silent
// where others tell of somebody.
func tally(voices []*Account, m sitrep.Measure) *sitrep.EventFigure {
	f := sitrep.EventFigure{Measure: m, Told: []sitrep.ToldFigure{}}
	var ballots []map[int]float64
	for _, a := range voices {
		c := a.count(m)
		if c == nil {
			continue
		}
		b := map[int]float64{}
		for _, o := range c.options {
			b[o.n] = o.score
		}
		if len(b) == 0 && c.Best != nil {
			b[*c.Best] = 0
		}
		ballots = append(ballots, b)
		if c.Best == nil && c.Low == nil && c.High == nil || c.Best != nil && *c.Best == 0 {
			continue
		}
		f.Told = append(f.Told, sitrep.ToldFigure{Report: a.Report, Origin: a.Origin, Day: a.Published, Low: c.Low, Best: c.Best, High: c.High})
		for _, n := range []*int{c.Low, c.Best, c.High} {
			if n == nil {
				continue
			}
			if f.Low == nil || *n < *f.Low {
				f.Low = n
			}
			if f.High == nil || *n > *f.High {
				f.High = n
			}
		}
	}
	if len(f.Told) == 0 {
		return nil
	}
	if n, ok := votes(ballots); ok {
		f.Best = &n
		if f.Low == nil || n < *f.Low {
			f.Low = &n
		}
		if f.High == nil || n > *f.High {
			f.High = &n
		}
	}
	slices.SortStableFunc(f.Told, func(a, b sitrep.ToldFigure) int {
		return cmp.Or(cmp.Compare(a.Day.String(), b.Day.String()), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Report, b.Report))
	})
	return &f
}

// joined says of every account but the first which one before it is likest, of the first most of them, and what speaks for that.
func (w *Weights) joined(group []*Account, most int) []sitrep.Join {
	out := []sitrep.Join{}
	for i := 1; i < len(group); i++ {
		a := group[i]
		var with *Account
		var v Vector
		top := 0.0
		for _, b := range group[:min(i, most)] {
			x := Compare(a, b)
			if score := w.Score(&x); with == nil || score > top {
				with, v, top = b, x, score
			}
		}
		out = append(out, sitrep.Join{Report: a.Report, With: with.Report, Score: probability(top), Why: w.why(&v)})
	}
	return out
}

// why names the three features that speak most for a pair.
func (w *Weights) why(v *Vector) []string {
	of := w.of(v)
	var order []int
	for i := 1; i < len(v); i++ {
		if of[i]*v[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(of[b]*v[b], of[a]*v[a]) })
	out := []string{}
	for _, i := range order[:min(3, len(order))] {
		out = append(out, Features[i])
	}
	return out
}
