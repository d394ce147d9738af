package extract

import (
	"slices"
	"strings"
	"testing"
)

// TestConfidenceGrowsWithWhatIsFound holds that of two readings the one with more evidence is the surer, within 0 and 1.
func TestConfidenceGrowsWithWhatIsFound(t *testing.T) {
	r := reportReader(t)
	last := 0.0
	for _, text := range []string{
		"Critics of the attack met.",
		"The attack went on.",
		"Rebels attacked a convoy.",
		"Rebels attacked a convoy near the town of Bria on Monday, killing nine drivers.",
	} {
		claims := claimsIn(t, r, text)
		if len(claims) == 0 {
			t.Fatalf("%q: no claim", text)
		}
		c := claims[0].Confidence
		if c <= last || c >= 1 {
			t.Errorf("%q: confidence %.2f, want above %.2f and below 1", text, c, last)
		}
		last = c
	}
}

// TestSignsOfDoubt holds that what makes claims doubtful is seen, and that it takes from their confidence.
func TestSignsOfDoubt(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct{ text, sign string }{
		{"A court in Bamako jailed a man because soldiers killed nine villagers near Mopti.", "court in the sentence"},
		{"Soldiers killed nine villagers near Mopti. Soldiers killed four villagers near Gao.", "type told before"},
		{"The flood waters rose as gunmen shot dead nine villagers near Mopti.", "accident in the sentence"},
		{"On the anniversary, a veteran recalled how soldiers killed nine villagers near Mopti.", "recalled"},
	} {
		x, signs, err := r.Evidence(Input{Original: []byte(c.text), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		k := len(x.Claims) - 1
		if k < 0 {
			t.Errorf("%q: no claim", c.text)
			continue
		}
		if !slices.Contains(signs[k], c.sign) {
			t.Errorf("%q: signs %s, want %q among them", c.text, strings.Join(signs[k], ", "), c.sign)
		}
		if w := r.sure.weights[c.sign]; w >= 0 {
			t.Errorf("%q has weight %.2f, want one below 0", c.sign, w)
		}
	}
}

// TestConfidenceTable holds that every weight of the table is that of a sign that can be told, and that a broken table is refused.
func TestConfidenceTable(t *testing.T) {
	s, err := newSureness(confidenceTable)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.weights) < 100 || len(s.weights) > 400 {
		t.Errorf("%d signs have a weight, want 100 to 400", len(s.weights))
	}
	if _, err := newSureness("base\tmuch\n"); err == nil {
		t.Error("a weight that is no number is read")
	}
	if p := s.of(nil); p <= 0 || p >= 1 {
		t.Errorf("confidence without signs %v", p)
	}
}
