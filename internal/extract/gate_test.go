package extract

import (
	"slices"
	"strings"
	"testing"

	"sitrep"
)

func TestNotClaims(t *testing.T) {
	r := reportReader(t)
	all, right := rows(t, "not_claims.tsv", 2), 0
	for _, f := range all {
		x := readReport(t, r, f[1])
		if len(x.Claims) == 0 {
			right++
			continue
		}
		for _, c := range x.Claims {
			d, _, _ := r.Parse([]byte(f[1]))
			t.Logf("%s (gate %.2f): %s %q (%s): %s", f[0], r.gate.Score(d), c.Type, c.Trigger.Text, c.Rule, f[1])
		}
	}
	if t.Logf("%d of %d give no claims", right, len(all)); right < 116 {
		t.Errorf("fewer are kept off than were")
	}
}

func TestStillClaims(t *testing.T) {
	r := reportReader(t)
	all, right := rows(t, "still_claims.tsv", 2), 0
	for _, f := range all {
		x := readReport(t, r, f[1])
		if slices.ContainsFunc(x.Claims, func(c sitrep.Claim) bool { return slices.Contains(strings.Split(f[0], "|"), c.Type) }) {
			right++
			continue
		}
		d, _, err := r.Parse([]byte(f[1]))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("no %s (gate %.2f): %s %s", f[0], r.gate.Score(d), f[1], told(t, r.Ungated(), f[1]))
	}
	if t.Logf("%d of %d give their claims", right, len(all)); right < 63 {
		t.Errorf("fewer give claims than did")
	}
}

func readReport(t *testing.T, r *Reader, text string) sitrep.Extraction {
	t.Helper()
	x, err := r.Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	return x
}
