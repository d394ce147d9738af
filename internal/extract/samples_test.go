package extract

import (
	"bytes"
	"testing"

	"sitrep/internal/gold"
	"sitrep/samples"
)

// floors are what the last change reached, a little less; a change that falls below them has lost something.
type floors struct{ found, precise, f1, fields, whole, forbidden float64 }

func portion(n, of int) float64 { return float64(n) / float64(max(1, of)) }

func (f floors) hold(t *testing.T, of string, sum gold.Result) {
	t.Helper()
	t.Logf("%s: %s", of, sum)
	if sum.Offsets > 0 {
		t.Errorf("%s: %d spans quote other words than stand there", of, sum.Offsets)
	}
	for _, x := range []struct {
		name       string
		got, floor float64
	}{
		{"found", sum.Recall(), f.found}, {"precise", sum.Precision(), f.precise}, {"F1", sum.F1(), f.f1},
		{"fields", portion(sum.FieldsRight, sum.Fields), f.fields},
		{"whole", portion(sum.Whole, sum.Gold), f.whole},
		{"forbidden left alone", 1 - portion(sum.ForbiddenHit, sum.Forbidden), f.forbidden},
	} {
		if x.got < x.floor {
			t.Errorf("%s: %s %.3f, below %.3f", of, x.name, x.got, x.floor)
		}
	}
}

// score compares what is read from each sample with what was expected of it.
func score(t *testing.T, all []samples.Sample) []gold.Result {
	t.Helper()
	r := reportReader(t)
	results := make([]gold.Result, len(all))
	for i, s := range all {
		g, err := gold.Load(bytes.NewReader(s.Gold))
		if err != nil {
			t.Fatal(err)
		}
		x, err := r.Read(Input{Original: s.Text, Published: g.Date})
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		checkSpans(t, x)
		last := x.Blocks[len(x.Blocks)-1]
		if last.Kind != "boilerplate" {
			t.Errorf("%s: the line that says it is a sample is read as %s", s.Name, last.Kind)
		}
		results[i] = gold.Score(g, x)
		for _, line := range results[i].Lines {
			t.Log(line)
		}
		t.Logf("%s: %s", s.Name, results[i])
	}
	return results
}

// TestSamples holds what is read from all of the project's own reports to what was expected of them before any program had
// read them.
func TestSamples(t *testing.T) {
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	floors{0.875, 0.95, 0.91, 0.81, 0.69, 0.97}.hold(t, "all samples", gold.Sum(score(t, all)...))
}

// TestDevelopmentReports holds each style for itself: what is won in one of them does not make good what another loses.
func TestDevelopmentReports(t *testing.T) {
	all, err := samples.Dev()
	if err != nil {
		t.Fatal(err)
	}
	results := score(t, all)
	byStyle := map[string][]gold.Result{}
	for i, s := range all {
		byStyle[s.Style] = append(byStyle[s.Style], results[i])
	}
	least := map[string]floors{
		"agency":     {0.90, 0.94, 0.92, 0.83, 0.67, 0.97},
		"paper":      {0.83, 0.95, 0.89, 0.78, 0.66, 0.95},
		"flash":      {0.89, 0.95, 0.92, 0.83, 0.73, 0.96},
		"communique": {0.84, 0.94, 0.89, 0.75, 0.64, 0.93},
		"telex":      {0.86, 0.95, 0.91, 0.81, 0.69, 0.97},
	}
	for _, style := range samples.Styles {
		least[style].hold(t, style, gold.Sum(byStyle[style]...))
	}
	floors{0.87, 0.95, 0.91, 0.81, 0.68, 0.97}.hold(t, "all", gold.Sum(results...))
}
