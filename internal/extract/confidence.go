package extract

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// confidenceTable is the fitted model: a sign a line, tab-separated from its weight, "#" lines left out. docs/confidence.md tells how
// it was made and how well it does.
//
//go:embed confidence.tsv
var confidenceTable string

// sureness says how surely a claim is right: of claims given 0.9 about nine in ten are what a coder would take from the sentence. A
// right claim is one whose type and trigger stand; its slots may still be read wrongly. It is a logistic regression over signs that
// are there or not.
type sureness struct {
	weights map[string]float64 // log odds
	base    float64            // of a claim without any sign
}

// baseSign is the line of the table that holds the base.
const baseSign = "base"

func newSureness(table string) (*sureness, error) {
	s := &sureness{weights: map[string]float64{}}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		sign, weight, _ := strings.Cut(line, "\t")
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil {
			return nil, fmt.Errorf("confidence: line %d: %w", n+1, err)
		}
		if sign == baseSign {
			s.base = w
		} else {
			s.weights[sign] = w
		}
	}
	return s, nil
}

// of is the confidence of a claim with these signs, in whole percent and never quite sure.
func (s *sureness) of(signs []string) float64 {
	odds := s.base
	for _, sign := range signs {
		odds += s.weights[sign]
	}
	p := math.Round(100/(1+math.Exp(-odds))) / 100
	return min(max(p, 0.01), 0.99)
}
