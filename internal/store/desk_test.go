package store

import (
	"slices"
	"testing"

	"sitrep"
	"sitrep/internal/desk"
	"sitrep/internal/review"
)

func TestTheDeskHasAllClaimsThatStand(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e, copies(t)[0])
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		rows, err := a.DeskClaims(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var want int
		for _, r := range claimsOf(t, a, Filter{}) {
			want++
			if !slices.ContainsFunc(rows, func(c desk.Claim) bool { return c.ID == r.Claim.ID && c.Type == r.Claim.Type && c.Event != "" }) {
				t.Errorf("the desk lacks %s", r.Claim.ID)
			}
		}
		if len(rows) != want {
			t.Errorf("the desk has %d claims, want %d", len(rows), want)
		}
		decide(t, a, "Ada", reject(id))
		if rows, err = a.DeskClaims(t.Context()); err != nil || len(rows) != want {
			t.Errorf("%d claims once one was rejected, want %d: %v", len(rows), want, err)
		}
	})
}

func TestAClaimAsReadKeepsNothingOfReviews(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		decide(t, a, "Ada", killedTwelve(id))
		decide(t, a, "Ada", reject(id))
		got, err := a.ClaimsAsRead(t.Context(), []sitrep.ClaimID{id, "c-00000000000000ff"})
		if err != nil || len(got) != 1 {
			t.Fatalf("%d claims: %v", len(got), err)
		}
		if c := got[id].Claim(); c.Type != "shelling" || c.Review != nil || review.Words(c, "killed") != "3" || got[id].Report.ID != e.Extraction.Report.ID {
			t.Errorf("%+v", c)
		}
	})
}

func TestMarksOfTheDesk(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		set := func(person string, claim sitrep.ClaimID, on bool) {
			t.Helper()
			if err := a.SetDeskMark(t.Context(), person, claim, MarkLater, on); err != nil {
				t.Fatal(err)
			}
		}
		of := func(person string) map[string][]sitrep.ClaimID {
			t.Helper()
			m, err := a.DeskMarks(t.Context(), MarkLater, person)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		set("Ada", id, true)
		set("Ada", id, true)
		set("Ada", "c-00000000000000ff", true) // nothing makes it
		if got := of("Ada"); len(got) != 1 || !slices.Equal(got["Ada"], []sitrep.ClaimID{id}) {
			t.Errorf("%v", got)
		}
		if got := of("Ben"); len(got) != 0 {
			t.Errorf("Ben has %v", got)
		}
		set("Ben", id, true)
		set("Ada", id, false)
		if got := of(""); len(got) != 1 || len(got["Ben"]) != 1 {
			t.Errorf("%v", got)
		}
		if err := a.Retract(t.Context(), e.Extraction.Report.ID, "asked to", true); err != nil {
			t.Fatal(err)
		}
		if got := of(""); len(got) != 0 {
			t.Errorf("marks outlive what was erased: %v", got)
		}
	})
}

func TestAReaderSeesThatAnotherErasedReviews(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		decide(t, a, "Ada", reject(id))
		reader, err := Open(t.Context(), a.where, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		why := func() string {
			t.Helper()
			set, err := reader.Decisions(t.Context())
			if err != nil || set.Len() != 1 {
				t.Fatalf("%d reviews: %v", set.Len(), err)
			}
			return set.All()[0].Why
		}
		if got := why(); got != "for a test" {
			t.Fatalf("the review says %q", got)
		}
		if err := a.Retract(t.Context(), e.Extraction.Report.ID, "asked to", true); err != nil {
			t.Fatal(err)
		}
		if got := why(); got != "" {
			t.Errorf("the reader goes on to say %q", got)
		}
	})
}
