package fuse

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sitrep"
)

// decisions are a few pins on the claims of accounts, and on one that is nowhere.
func decisions(t *rapid.T, accounts []*Account) []Pin {
	claims := []sitrep.ClaimID{"c-nowhere"}
	for _, a := range accounts {
		claims = append(claims, a.Claims...)
	}
	var out []Pin
	for range rapid.IntRange(0, 8).Draw(t, "pins") {
		out = append(out, Pin{rapid.SampledFrom(claims).Draw(t, "a"), rapid.SampledFrom(claims).Draw(t, "b"), rapid.Bool().Draw(t, "same")})
	}
	return out
}

func TestPinsBind(t *testing.T) {
	w := weights(t)
	rapid.Check(t, func(t *rapid.T) {
		accounts := drawn(t)
		pins := decisions(t, accounts)
		s := NewSet(w, Options{})
		s.Load(accounts)
		s.Pin(pins...)
		in := map[sitrep.ClaimID]int{}
		for n, g := range s.Groups() {
			for _, a := range g {
				in[a.Claims[0]] = n + 1
			}
		}
		apart := false
		for _, p := range pins {
			apart = apart || !p.Same
		}
		for _, p := range pins {
			a, b := in[p.A], in[p.B]
			if a == 0 || b == 0 || p.A == p.B {
				continue
			}
			if !p.Same && a == b {
				t.Fatalf("%s and %s are pinned apart and stand in one group", p.A, p.B)
			}
			if p.Same && a != b && !apart {
				t.Fatalf("%s and %s are pinned as one and stand in two groups", p.A, p.B)
			}
		}
		s.Pin()
		plain := NewSet(w, Options{})
		plain.Load(accounts)
		if got, want := shape(s.Groups()), shape(plain.Groups()); !slices.Equal(got, want) {
			t.Fatalf("pins that were taken back still bind: %v, want %v", got, want)
		}
	})
}

// shape says which accounts each group has.
func shape(groups [][]*Account) []string {
	var out []string
	for _, g := range groups {
		line := ""
		for _, a := range g {
			line += string(a.id) + " "
		}
		out = append(out, line)
	}
	return out
}

func TestClaimsPinnedApartAreAccountsOfTheirOwn(t *testing.T) {
	text := "One. Two. Three. Four."
	x := &sitrep.Extraction{Report: sitrep.Report{ID: "r-1", Text: text, Published: sitrep.NewDate(2017, 1, 2)}}
	for i := range 4 {
		x.Claims = append(x.Claims, sitrep.Claim{ID: sitrep.ClaimID(fmt.Sprint("c-", i)), Type: "attack", Modality: sitrep.Actual, Block: sitrep.Body,
			Trigger: sitrep.Quote{Span: sitrep.Span{Start: i * 5, End: i*5 + 3}}, Evidence: sitrep.Span{Start: i * 5, End: i*5 + 4}})
	}
	w := weights(t)
	for _, c := range []struct {
		name string
		pins []Pin
		want string
	}{
		{"nothing is pinned", nil, "[c-0 c-1 c-2 c-3] "},
		{"pinned on claims of other reports", []Pin{{"c-0", "c-9", false}, {"c-8", "c-9", false}}, "[c-0 c-1 c-2 c-3] "},
		{"pinned as one", []Pin{{"c-0", "c-1", true}}, "[c-0 c-1 c-2 c-3] "},
		{"the first stays with all that nothing parts from it", []Pin{{"c-2", "c-0", false}}, "[c-0 c-1 c-3] [c-2] "},
		{"what is pinned to what goes goes with it", []Pin{{"c-0", "c-2", false}, {"c-3", "c-2", true}}, "[c-0 c-1] [c-2 c-3] "},
		{"three apart", []Pin{{"c-0", "c-1", false}, {"c-2", "c-1", false}, {"c-2", "c-0", false}}, "[c-0 c-3] [c-1] [c-2] "},
		{"one that contradicts others", []Pin{{"c-0", "c-1", false}, {"c-0", "c-1", true}}, "[c-0 c-2 c-3] [c-1] "},
		{"one that contradicts others through a third", []Pin{{"c-2", "c-1", true}, {"c-0", "c-1", true}, {"c-0", "c-2", false}}, "[c-0 c-1 c-3] [c-2] "},
	} {
		got := ""
		for _, a := range w.Accounts(x, "", c.pins...) {
			got += fmt.Sprint(a.Claims, " ")
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
