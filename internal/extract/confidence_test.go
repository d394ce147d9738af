package extract

import "testing"

// TestConfidenceGrowsWithWhatIsFound holds that of two readings the one with more evidence is the surer, within 0 and 1.
func TestConfidenceGrowsWithWhatIsFound(t *testing.T) {
	r := newReader(t)
	last := 0.0
	for _, text := range []string{
		"The attack went on.",
		"Rebels may have attacked a convoy.",
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
