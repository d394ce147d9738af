package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep"
)

// made are claims that a rare sign makes wrong and a common one leaves alone.
func made() (out []claim) {
	for i := range 400 {
		c := claim{source: "coded", report: strings.Repeat("x", i/4%90) + string(rune('a'+i%26)), right: i%10 != 0, signs: []string{"type attack"}}
		if i%3 == 0 {
			c.signs = append(c.signs, "common")
		}
		if i%10 == 0 || i%17 == 0 {
			c.signs = append(c.signs, "doubt")
		}
		if i%2 == 0 {
			c.source = "judged"
		}
		out = append(out, c)
	}
	return out
}

func TestFitFindsTheSignThatTells(t *testing.T) {
	m := train(made(), standard)
	if m.weights["doubt"] > -0.8 || math.Abs(m.weights["common"]) > 0.3 {
		t.Errorf("weights %v", m.weights)
	}
	if again := train(made(), standard); again.table() != m.table() {
		t.Error("a second run gives another table")
	}
	if strings.Contains(m.table(), sourceSign) {
		t.Error("the weight of a source is written")
	}
}

func TestCalibrationOfKnownScores(t *testing.T) {
	s := []scored{{p: 0.9, right: true}, {p: 0.9, right: true}, {p: 0.8, right: true}, {p: 0.6}, {p: 0.6, right: true}}
	ece, auroc := calibration(s)
	if want := (0.1 + 0.1 + 0.2 + 0.6 + 0.4) / 5; math.Abs(ece-want) > 1e-9 {
		t.Errorf("ECE %v, want %v", ece, want)
	}
	if want := 3.5 / 4; auroc != want {
		t.Errorf("AUROC %v, want %v", auroc, want)
	}
}

func TestPlattLeavesGoodOddsAlone(t *testing.T) {
	var odds []float64
	var right []bool
	for i := range 1000 {
		x := float64(i%7 - 3)
		odds, right = append(odds, x), append(right, float64(i%101)/101 < logistic(x))
	}
	if slope, shift := platt(odds, right, 1); math.Abs(slope-1) > 0.1 || math.Abs(shift) > 0.1 {
		t.Errorf("slope %.2f, shift %.2f, want 1 and 0", slope, shift)
	}
}

func TestReportTellsOfEverySource(t *testing.T) {
	var b bytes.Buffer
	report(&b, made(), standard)
	for _, want := range []string{"coded: 200 claims", "coded: ECE", "the third kept for checking", "judged, cross-fitted: ECE", "judged, fifth 5"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
	}
}

func TestVerdictsAreFoundByTypeAndSharedWords(t *testing.T) {
	known := []verdict{
		{sitrep.Span{Start: 10, End: 15}, "attack", false},
		{sitrep.Span{Start: 18, End: 24}, "attack", true},
		{sitrep.Span{Start: 30, End: 36}, "killing", true},
	}
	tests := map[string]struct {
		typ        string
		start, end int
		is, right  bool
	}{
		"the same words":           {"attack", 18, 24, true, true},
		"more words before":        {"attack", 3, 15, true, false},
		"fewer words":              {"attack", 21, 24, true, true},
		"words of two, its begins": {"attack", 18, 40, true, true},
		"words of two, the first":  {"attack", 10, 24, true, false},
		"words beside":             {"attack", 15, 18, false, false},
		"another type":             {"killing", 18, 24, false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v, is := on(known, sitrep.Claim{Type: tt.typ, Trigger: sitrep.Quote{Span: sitrep.Span{Start: tt.start, End: tt.end}}})
			if is != tt.is || v.right != tt.right {
				t.Errorf("found %v, right %v, want %v, %v", is, v.right, tt.is, tt.right)
			}
		})
	}
}

func TestVerdictFilesAreRead(t *testing.T) {
	for _, name := range []string{"judged.tsv", "wars.tsv"} {
		v, err := verdictsIn(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(v) < 200 {
			t.Errorf("%s: verdicts on %d items, want 200 or more", name, len(v))
		}
	}
	short := filepath.Join(t.TempDir(), "short.tsv")
	if err := os.WriteFile(short, []byte("a-1\t3\tattack\tright\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := verdictsIn(short); err == nil || !strings.Contains(err.Error(), "short.tsv:1: 4 fields") {
		t.Errorf("a line with too few fields: error %v", err)
	}
}
