package store

import (
	"slices"
	"testing"

	"sitrep"
)

func TestEventsOfClaims(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := eventful(t, a)
		for _, some := range [][]int{{}, {0}, {3, 1, 3}, {len(all) - 1, 0, 5}} {
			claims := []sitrep.ClaimID{"c-0000000000000000"}
			var want []sitrep.EventID
			for _, i := range some {
				for _, m := range all[i].Members {
					claims = append(claims, m.Claims...)
				}
				want = append(want, all[i].ID)
			}
			slices.Sort(want)
			want = slices.Compact(want)
			events, err := a.EventsOf(t.Context(), claims)
			if err != nil {
				t.Fatal(err)
			}
			var got []sitrep.EventID
			for _, e := range events {
				got = append(got, e.ID)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("events of %d claims: %v, want %v", len(claims), got, want)
			}
		}
		if _, err := a.EventsOf(t.Context(), []sitrep.ClaimID{"nonsense"}); err == nil {
			t.Error("an id that is none is taken")
		}
	})
}

func TestBriefsAreRememberedByTheirScope(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		if at, ok, err := a.LastBrief(t.Context(), "country=SD"); err != nil || ok || !at.IsZero() {
			t.Fatalf("at first %v, %v, %v", at, ok, err)
		}
		first, err := a.AddBrief(t.Context(), Briefed{Scope: "country=SD", From: sitrep.NewDate(2023, 4, 1), Digest: "0a"})
		if err != nil || first.Time.IsZero() {
			t.Fatalf("%+v, %v", first, err)
		}
		second, err := a.AddBrief(t.Context(), Briefed{Scope: "country=SD", Digest: "0b"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddBrief(t.Context(), Briefed{Scope: "country=IQ", Digest: "0c"}); err != nil {
			t.Fatal(err)
		}
		if at, ok, err := a.LastBrief(t.Context(), "country=SD"); err != nil || !ok || !at.Equal(second.Time) || second.Time.Before(first.Time) {
			t.Errorf("the last is of %v, want %v: %v, %v", at, second.Time, ok, err)
		}
		log, err := a.Log(t.Context(), 0, 10)
		if err != nil || len(log) != 3 || log[0].Kind != logBrief || log[0].Subject != "country=IQ" {
			t.Errorf("the log: %+v, %v", log, err)
		}
		if found, err := a.Verify(t.Context(), VerifyOptions{}); err != nil || len(found.Faults) > 0 {
			t.Errorf("verify: %+v, %v", found, err)
		}
	})
}
