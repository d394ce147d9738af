package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
)

func TestClaimsByTheirIDs(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		entries, err := shown()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Add(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		page, err := a.Claims(t.Context(), Filter{Limit: 40})
		if err != nil {
			t.Fatal(err)
		}
		ids := []sitrep.ClaimID{"c-0000000000000000", page.Rows[0].Claim.ID}
		want := map[sitrep.ClaimID]*ClaimRow{}
		for i := range page.Rows {
			want[page.Rows[i].Claim.ID] = &page.Rows[i]
			ids = append(ids, page.Rows[i].Claim.ID)
		}
		got, err := a.ClaimsOf(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(ReportRow{}), cmp.Comparer(func(a, b sitrep.Date) bool { return a == b })); d != "" {
			t.Error(d)
		}
		gone := page.Rows[0].Report.ID
		if err := a.Retract(t.Context(), gone, "a test", false); err != nil {
			t.Fatal(err)
		}
		if got, err = a.ClaimsOf(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		for id, r := range got {
			if r.Report.ID == gone {
				t.Errorf("claim %s of the retracted report is given", id)
			}
		}
		if _, err := a.ClaimsOf(t.Context(), []sitrep.ClaimID{"r-1"}); err == nil {
			t.Error("an id of no claim is taken")
		}
	})
}
