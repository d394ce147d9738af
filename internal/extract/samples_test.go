package extract

import (
	"bytes"
	"testing"

	"sitrep/internal/gold"
	"sitrep/samples"
)

// TestSamples holds what is read from the project's own reports to what was expected of them before any program had read
// them. The floors are what the last change reached, a little less; a change that falls below them has lost something.
func TestSamples(t *testing.T) {
	r := newReader(t)
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var results []gold.Result
	for _, s := range all {
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
		res := gold.Score(g, x)
		for _, line := range res.Lines {
			t.Log(line)
		}
		results = append(results, res)
	}
	sum := gold.Sum(results...)
	t.Log(sum)
	if sum.Offsets > 0 {
		t.Errorf("%d spans quote other words than stand there", sum.Offsets)
	}
	for _, f := range []struct {
		name       string
		got, floor float64
	}{
		{"found", sum.Recall(), 0.88}, {"precise", sum.Precision(), 0.95},
		{"fields", float64(sum.FieldsRight) / float64(max(1, sum.Fields)), 0.82},
		{"forbidden left alone", 1 - float64(sum.ForbiddenHit)/float64(max(1, sum.Forbidden)), 0.95},
	} {
		if f.got < f.floor {
			t.Errorf("%s %.3f, below %.3f", f.name, f.got, f.floor)
		}
	}
}
