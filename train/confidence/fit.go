package main

import (
	"math"
	"slices"
	"strings"
)

// model is a logistic regression over signs that are there or not.
type model struct {
	base    float64
	weights map[string]float64
}

func (m model) odds(signs []string) float64 {
	sum := m.base
	for _, s := range signs {
		sum += m.weights[s]
	}
	return sum
}

func logistic(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// options say how the weights are held down. A penalty is the inverse variance of the normal prior on a weight.
type options struct {
	penalty     float64 // of signs
	typePenalty float64 // of types, rules and words
	least       int     // signs of fewer claims have no weight
	passes      int
}

// standard are the options of the embedded table. They were chosen by the cross-fitted scores, which hardly depend on them.
var standard = options{penalty: 6, typePenalty: 4, least: 8, passes: 25}

// sourceSign begins the sign of a source. Its weight lets the share of right claims differ by source.
const sourceSign = "source "

func (o *options) penaltyOf(sign string) float64 {
	switch {
	case strings.HasPrefix(sign, sourceSign):
		return 0.1
	case strings.HasPrefix(sign, "type ") && !strings.HasPrefix(sign, "type told"), strings.HasPrefix(sign, "rule "), strings.HasPrefix(sign, "word "):
		return o.typePenalty
	}
	return o.penalty
}

// fit finds the weights that make the labels likeliest, held down by the penalties, by Newton steps on one weight after another. The claims
// of each source have a base of their own, so that the share of right claims among them does not matter.
func fit(claims []claim, o options) model {
	seen := map[string]int{}
	for i := range claims {
		for _, s := range claims[i].signs {
			seen[s]++
		}
	}
	rows := map[string][]int{}
	y, odds := make([]float64, len(claims)), make([]float64, len(claims))
	for i := range claims {
		c := &claims[i]
		if c.right {
			y[i] = 1
		}
		for _, s := range c.signs {
			if seen[s] >= o.least {
				rows[s] = append(rows[s], i)
			}
		}
		rows[sourceSign+c.source] = append(rows[sourceSign+c.source], i)
	}
	var names []string
	for s := range rows {
		names = append(names, s)
	}
	slices.Sort(names)
	m := model{weights: map[string]float64{}}
	all := make([]int, len(claims))
	for i := range all {
		all[i] = i
	}
	step := func(at []int, w, penalty float64) float64 {
		slope, curve := -penalty*w, penalty
		for _, i := range at {
			p := logistic(odds[i])
			slope += y[i] - p
			curve += p * (1 - p)
		}
		d := max(min(slope/curve, 1), -1)
		for _, i := range at {
			odds[i] += d
		}
		return d
	}
	for range o.passes {
		m.base += step(all, 0, 1e-6)
		for _, s := range names {
			m.weights[s] += step(rows[s], m.weights[s], o.penaltyOf(s))
		}
	}
	return m
}

// yardstick is the source whose claims no weight is fitted on: they tell how well a model does, and how sure it is to be.
const yardstick = "coded"

// train fits a model on the claims of the other sources and lays a line over its odds, so that they are those of claims of the yardstick.
func train(claims []claim, o options) model {
	return fit(of(claims, func(c *claim) bool { return c.source != yardstick }), o).calibrated(claims)
}

// calibrated is a model like m with a line laid over its odds, so that they are those of the yardstick's among the claims.
func (m model) calibrated(claims []claim) model {
	var odds []float64
	var right []bool
	for _, c := range claims {
		if c.source == yardstick {
			odds, right = append(odds, m.odds(c.signs)), append(right, c.right)
		}
	}
	slope, shift := platt(odds, right, linePenalty)
	out := model{slope*m.base + shift, map[string]float64{}}
	for s, w := range m.weights {
		out.weights[s] = slope * w
	}
	return out
}

// linePenalty draws the line's slope to 1.
const linePenalty = 12

// of are the claims that keep says yes to.
func of(claims []claim, keep func(*claim) bool) (out []claim) {
	for i := range claims {
		if keep(&claims[i]) {
			out = append(out, claims[i])
		}
	}
	return out
}

// platt gives the line over odds that makes the labels likeliest (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999),
// drawn towards the odds as they are by a normal prior on its slope.
func platt(odds []float64, right []bool, penalty float64) (slope, shift float64) {
	slope = 1
	for range 100 {
		g1, g2, h11, h12, h22 := -penalty*(slope-1), 0.0, penalty, 0.0, 1e-6
		for i, x := range odds {
			p := logistic(slope*x + shift)
			e, v := -p, p*(1-p)
			if right[i] {
				e++
			}
			g1 += e * x
			g2 += e
			h11 += v * x * x
			h12 += v * x
			h22 += v
		}
		det := h11*h22 - h12*h12
		slope += (g1*h22 - g2*h12) / det
		shift += (g2*h11 - g1*h12) / det
	}
	return slope, shift
}
