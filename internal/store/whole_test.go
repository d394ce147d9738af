package store

import (
	"slices"
	"sync"
	"testing"

	"sitrep"
)

func TestTheWholeIsWhatAsksGive(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		events := eventful(t, a)
		var rejected sitrep.ClaimID
		for _, r := range pages(t, a.Claims, Filter{}, 50) {
			if r.Report.Copies > 0 && r.Report.Lead == r.Report.ID { // whose copies say it too
				rejected = r.Claim.ID
				break
			}
		}
		if rejected == "" {
			t.Fatal("no report with copies makes a claim")
		}
		decide(t, a, "Ada", reject(rejected))
		if err := a.Retract(t.Context(), events[len(events)-1].Members[0].Report, "taken back", false); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		page, err := a.Events(t.Context(), EventFilter{Filter: Filter{Limit: maxLimit}})
		if err != nil {
			t.Fatal(err)
		}
		w, err := a.Whole(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		add(t, a, read(t, plain("Gunmen killed two soldiers in Kirkuk on Monday, police said.", "2035-05-05", "The Courier"))) // later: not in it

		var seen []sitrep.EventID
		if err := w.Events(t.Context(), func(e *sitrep.Event) error { seen = append(seen, e.ID); return nil }); err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(seen, page.Rows, func(id sitrep.EventID, e sitrep.Event) bool { return id == e.ID }) {
			t.Errorf("%d events, want the %d that a page has, in its order", len(seen), len(page.Rows))
		}
		reports, err := w.Reports(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held := map[sitrep.ReportID]*ReportRow{}
		for _, r := range pages(t, a.Reports, Filter{Copies: true, To: sitrep.NewDate(2034, 1, 1)}, 50) {
			held[r.ID] = &r
		}
		for _, r := range pages(t, a.Reports, Filter{Copies: true, Undated: true}, 50) {
			held[r.ID] = &r
		}
		if len(reports) != len(held) {
			t.Errorf("%d reports, want %d", len(reports), len(held))
		}
		for i := range reports {
			if o, h := &reports[i], held[reports[i].ID]; h == nil || h.Lead != o.Lead || h.Published != o.Published || h.Publisher != o.Publisher {
				t.Errorf("report %+v, want %+v", o, h)
			}
		}
		var mu sync.Mutex
		claims := map[sitrep.ClaimID]bool{}
		if err := w.Groups(t.Context(), reports, func() func([]Standing) error {
			return func(group []Standing) error {
				mu.Lock()
				defer mu.Unlock()
				for _, s := range group {
					if held[group[0].Report.ID].Lead != held[s.Report.ID].Lead {
						t.Errorf("%s is in the group of %s", s.Report.ID, group[0].Report.ID)
					}
					for i := range s.Claims {
						if !s.Twins[i] && !s.Claims[i].Rejected() {
							claims[s.Claims[i].ID] = true
						}
					}
				}
				return nil
			}
		}); err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, r := range slices.Concat(pages(t, a.Claims, Filter{PublishedTo: sitrep.NewDate(2034, 1, 1)}, 50), pages(t, a.Claims, Filter{Undated: true}, 50)) {
			want++
			if !claims[r.Claim.ID] {
				t.Errorf("claim %s of %s is not in the whole", r.Claim.ID, r.Report.ID)
			}
		}
		if len(claims) != want || claims[rejected] {
			t.Errorf("%d claims, want %d, and not that which was rejected: %v", len(claims), want, claims[rejected])
		}
	})
}
