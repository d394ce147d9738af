package samples_test

import (
	"bytes"
	"strings"
	"testing"

	"sitrep/codebook"
	"sitrep/internal/gold"
	"sitrep/samples"
)

func TestEverySampleIsSound(t *testing.T) {
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]bool{}
	for _, typ := range book.Types {
		types[typ.ID] = true
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 35 {
		t.Errorf("%d samples, want 35", len(all))
	}
	used, styles := map[string]bool{}, map[string]bool{}
	for _, s := range all {
		g, err := gold.Load(bytes.NewReader(s.Gold))
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		if err := g.Validate(string(s.Text), types); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if !strings.HasSuffix(string(s.Text), "\n\nThis is a sample report written for sitrep; it records no event.\n") {
			t.Errorf("%s does not end by saying that it is a sample", s.Name)
		}
		for _, c := range g.Claims {
			used[c.Types[0]] = true
		}
		styles[s.Style] = true
		if g.Report != s.Name+".txt" {
			t.Errorf("%s: the gold is of %s", s.Name, g.Report)
		}
	}
	if len(used) < 25 {
		t.Errorf("the samples hold claims of %d types, want 25", len(used))
	}
	if styles[""] {
		t.Error("a sample's name does not tell its style")
	}
	for _, style := range samples.Styles {
		if !styles[style] {
			t.Errorf("no sample in the style of %s", style)
		}
	}
}
