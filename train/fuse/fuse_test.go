package main

import (
	"math"
	"testing"

	"sitrep/internal/fuse"
)

func TestLogisticFindsTheWeightsThatMadeTheExamples(t *testing.T) {
	var examples []example
	for i := range 2000 {
		x := float64(i%20) / 10
		// Of 100 examples with this x, as many are of one happening as the odds exp(-2 + 3x) say.
		p := 1 / (1 + math.Exp(2-3*x))
		examples = append(examples, example{x: fuse.Vector{1, x}, one: float64(i/20) < 100*p})
	}
	w := logistic(examples, func(*example) bool { return true })
	if math.Abs(w[0]+2) > .2 || math.Abs(w[1]-3) > .2 {
		t.Errorf("got %.2f, want about -2 and 3", w[:2])
	}
}

func TestSoftmaxLearnsWhatTellsTheRightOption(t *testing.T) {
	option := func(kind, f string) fuse.Option { return fuse.Option{Kind: kind, Features: map[string]float64{f: 1}} }
	var choices []choice
	for range 50 {
		choices = append(choices, choice{[]fuse.Option{option("k", "poor"), option("k", "good")}, 1, 0})
	}
	w := softmax(choices, func(int) bool { return true })
	if w["good"] <= 1 || w["poor"] >= -1 {
		t.Errorf("got %v", w)
	}
	if best(choices[0].options, w) != 1 {
		t.Error("the right option is not the best")
	}
}

func TestF1(t *testing.T) {
	if f1(.5, .5) != .5 || f1(0, 0) != 0 || f1(math.NaN(), 1) != 0 {
		t.Error("f1")
	}
}
