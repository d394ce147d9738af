package board_test

import (
	"slices"
	"testing"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/demo"
)

func TestAPartyHasTheEventsOfItsClaims(t *testing.T) {
	a := demo.Archive(t)
	b := boardOf(t, a)
	if len(b.Actors.Standings) == 0 {
		t.Fatal("nobody fights")
	}
	for i := range b.Actors.Standings {
		s := &b.Actors.Standings[i]
		if b.Standing(s.ID) != s {
			t.Errorf("%s is not found", s.ID)
		}
		events, err := a.EventsOf(t.Context(), s.Claims)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []sitrep.EventID
		for i := range events {
			want = append(want, events[i].ID)
		}
		for _, e := range b.TookPart(s.ID) {
			got = append(got, e.ID)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", s.ID, got, want)
		}
		n := 0
		for i := range b.Actors.Relations {
			if r := &b.Actors.Relations[i]; r.A.ID == s.ID || r.B.ID == s.ID {
				n++
			}
		}
		if len(b.RelationsOf(s.ID)) != n {
			t.Errorf("%s: %d relations, want %d", s.ID, len(b.RelationsOf(s.ID)), n)
		}
	}
	if b.Standing("actor:nobody") != nil || len(b.TookPart("actor:nobody")) != 0 {
		t.Error("nobody took part in something")
	}
}

func TestSourcesAreWhomOutletsPassOn(t *testing.T) {
	b := boardOf(t, demo.Archive(t))
	claims := 0
	for i := range b.Sources {
		s := &b.Sources[i]
		reports := 0
		for _, o := range s.Outlets {
			reports += o.Reports
		}
		if s.Name == "" || reports != s.Reports || s.Claims > 0 && len(s.Latest) == 0 {
			t.Errorf("%+v", s)
		}
		if i > 0 && len(b.Sources[i-1].Outlets) < len(s.Outlets) {
			t.Errorf("%s comes before %s", b.Sources[i-1].Name, s.Name)
		}
		claims += s.Claims
	}
	if claims == 0 || claims > b.Claims {
		t.Errorf("%d claims have a source, of %d", claims, b.Claims)
	}
	if i := slices.IndexFunc(b.Sources, func(s board.Source) bool { return s.Name == "Libyan army" }); i < 0 || len(b.Sources[i].Outlets) < 4 {
		t.Errorf("few pass the army on: %+v", b.Sources)
	}
}
