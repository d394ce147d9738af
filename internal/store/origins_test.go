package store

import (
	"testing"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/origin"
)

func TestOriginsOfCopiesAreOne(t *testing.T) {
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	outlets := origin.NewOutlets(registry)
	const text = "Clinic hit\n\nAn air strike hit a clinic in Qaim on Monday, killing nine patients and two nurses of the night shift, the Iraqi army said.\nResidents fled towards Haditha."
	onEach(t, func(t *testing.T, a *Archive) {
		first := read(t, plain(text, "2024-03-05", "Harbour Post"))
		add(t, a, first, read(t, plain(text, "2024-03-06", "Plains Radio")), read(t, plain("Rebels shelled the port of Aden.", "2024-03-07", "Harbour Post")))
		page, err := a.Reports(t.Context(), Filter{})
		if err != nil || len(page.Rows) != 2 {
			t.Fatalf("%d reports, %v", len(page.Rows), err)
		}
		alone, lead := page.Rows[0], page.Rows[1]
		if alone.Opening == "" {
			t.Errorf("a report without a title shows nothing of its text")
		}
		got, err := a.Origins(t.Context(), outlets, &lead)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range first.Extraction.Claims {
			o := got[c.ID]
			if o.Reports != 2 || o.Origins != 1 {
				t.Errorf("%s: %d reports of %d origins, want 2 of 1", c.Type, o.Reports, o.Origins)
			}
			want := origin.Group
			if c.Type == "air_strike" {
				want = origin.Party
			}
			if o.Kind != want {
				t.Errorf("%s goes back to %s %q, want a %s", c.Type, o.Kind, o.Name, want)
			}
		}
		if got, err = a.Origins(t.Context(), outlets, &alone); err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		for _, o := range got {
			if o.Reports != 1 || o.Origins != 1 || o.Kind != origin.Outlet || o.Name != "Harbour Post" {
				t.Errorf("a report of its own has %+v", o)
			}
		}
		// As of a moment before the copies came in there is nothing to tell.
		log, err := a.Log(t.Context(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		then, err := a.Claims(t.Context(), Filter{AsOf: log[0].Time})
		if err != nil || len(then.Rows) != len(first.Extraction.Claims)+1 {
			t.Fatalf("%d claims, %v", len(then.Rows), err)
		}
		for _, r := range then.Rows {
			if r.Sentence == "" || r.Sentence[r.Claim.Trigger.Start-r.Claim.Evidence.Start:][:r.Claim.Trigger.Len()] != r.Claim.Trigger.Text {
				t.Errorf("%s: its sentence is %q", r.Claim.ID, r.Sentence)
			}
		}
	})
}
