package store

import (
	"context"
	"slices"
	"testing"

	"sitrep"
	"sitrep/internal/review"
)

// eventOf is the event that a claim stands in, nil for none.
func eventOf(t testing.TB, a *Archive, id sitrep.ClaimID) *sitrep.Event {
	t.Helper()
	if _, err := a.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := pages(t, func(ctx context.Context, f Filter) (Page[sitrep.Event], error) {
		return a.Events(ctx, EventFilter{Filter: f})
	}, Filter{}, 10)
	for i := range all {
		for _, m := range all[i].Members {
			if slices.Contains(m.Claims, id) {
				return &all[i]
			}
		}
	}
	return nil
}

func TestReviewsBindEvents(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		one := read(t, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-05", "The Courier"))
		two := read(t, plain("Police arrested two men in Lagos on Saturday over a robbery, a judge said.", "2021-07-06", "Plains Radio"))
		add(t, a, one, two)
		id := one.Extraction.Claims[0].ID
		other := two.Extraction.Claims[0].ID
		killed := func() (out []int) {
			e := eventOf(t, a, id)
			if e == nil {
				return nil
			}
			for _, f := range e.Figures {
				if f.Measure == sitrep.Killed && f.Best != nil {
					out = append(out, *f.Best)
				}
			}
			return out
		}
		if got := killed(); !slices.Equal(got, []int{3}) || eventOf(t, a, other) == nil {
			t.Fatalf("at first killed are %v", got)
		}
		rejected := decide(t, a, "Ada", reject(id))[0]
		if e := eventOf(t, a, id); e != nil {
			t.Errorf("a rejected claim stands in %+v", e)
		}
		decide(t, a, "Ada", undo(rejected.N))
		if got := killed(); !slices.Equal(got, []int{3}) {
			t.Errorf("undone, killed are %v", got)
		}
		corrected := decide(t, a, "Ada", killedTwelve(id), correct(id, review.Value{Slot: "modality", Word: "actual"}))
		check := func(when string) {
			t.Helper()
			e := eventOf(t, a, id)
			if got := killed(); !slices.Equal(got, []int{12}) || e.Type != "air_strike" || e.Place == nil || e.Place.Country != "SY" || e.Place.Lat == nil || *e.Place.Lat < 36.3 || *e.Place.Lat > 36.4 ||
				e.From != sitrep.NewDate(2017, 2, 18) {
				t.Errorf("%s: the event is %+v at %+v; killed are %v", when, e, e.Place, got)
			}
		}
		check("corrected")
		again := *one.Extraction
		again.Codebook = "another"
		if _, err := a.AddReadings(t.Context(), []Reread{{Extraction: &again}}); err != nil {
			t.Fatal(err)
		}
		check("read again")
		event := eventOf(t, a, id)
		judged := decide(t, a, "Ada", review.Decision{Verdict: sitrep.Rejected, Claim: event.Lead, Detail: review.Detail{Event: event.ID}})[0]
		if e := eventOf(t, a, id); e == nil || e.Grade != sitrep.Discounted {
			t.Errorf("rejected, the event is %+v", e)
		}
		if got := pages(t, a.Claims, Filter{Types: []string{"air_strike"}}, 10); len(got) != 1 || got[0].Claim.Review.Event == nil {
			t.Errorf("claims of a rejected event: %d", len(got))
		}
		decide(t, a, "Ada", undo(judged.N))
		if e := eventOf(t, a, id); e == nil || e.Grade == sitrep.Discounted {
			t.Errorf("undone, the event is %+v", e)
		}
		for _, r := range corrected {
			decide(t, a, "Ada", undo(r.N))
		}
		if got := killed(); !slices.Equal(got, []int{3}) {
			t.Errorf("with the corrections undone killed are %v", got)
		}
		joined := decide(t, a, "Ada", review.Decision{Verdict: sitrep.SameEvent, Claim: id, Detail: review.Detail{With: other}})[0]
		if e := eventOf(t, a, id); len(e.Members) != 2 || e.ID != eventOf(t, a, other).ID {
			t.Errorf("pinned as one, the claims stand in %+v", e)
		}
		clean(t, a)
		decide(t, a, "Ada", undo(joined.N))
		if e := eventOf(t, a, id); len(e.Members) != 1 || e.ID == eventOf(t, a, other).ID {
			t.Errorf("no longer pinned, they stand in %+v", e)
		}
		clean(t, a)
	})
}

func TestEventsOfCopiesFollowReviews(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t)
		add(t, a, all...)
		for i, c := range all[1].Extraction.Claims {
			if eventOf(t, a, c.ID) == nil {
				continue
			}
			decide(t, a, "Ada", reject(c.ID))
			for _, e := range []Entry{all[0], all[1]} {
				if eventOf(t, a, e.Extraction.Claims[i].ID) != nil {
					t.Errorf("the claim %d of %s still stands in an event", i, e.Item.Publisher)
				}
			}
		}
		clean(t, a)
	})
}
