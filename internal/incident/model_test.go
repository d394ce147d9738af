package incident

import (
	"strings"
	"testing"
)

func TestTheModelLoads(t *testing.T) {
	if _, err := Default(); err != nil {
		t.Fatal(err)
	}
	if len(modelBin) > 2<<20 {
		t.Errorf("%d bytes, more than 2 MB", len(modelBin))
	}
}

func TestADamagedModelIsRefused(t *testing.T) {
	for name, bin := range map[string]string{
		"empty":             "",
		"another file":      "SITRTAG1" + strings.Repeat("\x00", 40),
		"cut":               modelBin[:len(modelBin)-1],
		"longer":            modelBin + "\x00",
		"too many features": magic + "\xff\xff\xff\x7f",
	} {
		if _, err := Load(bin); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWeightsAddUp(t *testing.T) {
	// Two features: the first speaks for label 0 by 1 and against label 1 by 2, the second for label 1 by 2.
	bin := magic + "\x02\x00\x00\x00" + "\x01\x00\x00\x00\x02\x00\x00\x00" + "\x02\x01" + "\x00\x20\x01\xc0" + "\x01\x40"
	m, err := Load(bin)
	if err != nil {
		t.Fatal(err)
	}
	p := m.probabilities([]uint64{1, 2, 3}, 0, 2)
	if p[0] < 0.73 || p[0] > 0.74 || p[1] != 0.5 {
		t.Errorf("got %v, want 0.731 and 0.5", p)
	}
	if p := m.probabilities([]uint64{1}, 1, 1); p[0] > 0.12 {
		t.Errorf("label 1 alone is %v, want 0.119", p)
	}
}

func TestNamesOfTheSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		part Part
		want bool
	}{
		{"ernesto palma vidal", "palma", Victim, true},
		{"ernesto palma vidal", "ernesto palma", Victim, true},
		{"ernesto palma", "rosa palma", Victim, true}, // taken for the same: they share the last word
		{"ernesto palma", "rosa vidal", Victim, false},
		{"revolutionary army of karsa", "rak", Organisation, true},
		{"revolutionary army of karsa", "army of karsa", Organisation, true},
		{"red dawn", "rak", Organisation, false},
		{"dynamite charges", "dynamite", Weapon, true},
		{"rifles", "grenades", Weapon, false},
		{"two men", "armed men", Perpetrator, true},
	} {
		if got := alike(c.a, c.b, c.part); got != c.want {
			t.Errorf("%s: %q and %q alike: %v", c.part, c.a, c.b, got)
		}
	}
}

func TestKeysLeaveOutArticlesAndPunctuation(t *testing.T) {
	for in, want := range map[string]string{"The \"U.S.\"\nEmbassy": "us embassy", "MAZA'S CAR": "mazas car", "An AK-47": "ak47", "the": ""} {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) is %q, want %q", in, got, want)
		}
	}
}
