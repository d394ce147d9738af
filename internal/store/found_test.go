package store

import "testing"

func TestReportsBesideOthersFollowTheList(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		add(t, a, entries(t)...)
		add(t, a, copies(t)...)
		page, err := a.Reports(t.Context(), Filter{Limit: maxLimit})
		if err != nil || len(page.Rows) < 5 {
			t.Fatalf("%d reports, %v", len(page.Rows), err)
		}
		for i := range page.Rows {
			newer, older, err := a.Beside(t.Context(), &page.Rows[i])
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 && (newer == nil || newer.ID != page.Rows[i-1].ID) || i == 0 && newer != nil {
				t.Errorf("before report %d is %v", i, newer)
			}
			if last := i == len(page.Rows)-1; !last && (older == nil || older.ID != page.Rows[i+1].ID) || last && older != nil {
				t.Errorf("after report %d is %v", i, older)
			}
		}
	})
}

func TestTextsAndTalliesAreThoseOfTheReports(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		add(t, a, entries(t)...)
		for _, text := range []string{"", "the", `"in the"`} {
			page, err := a.Reports(t.Context(), Filter{Text: text, Limit: maxLimit})
			if err != nil || len(page.Rows) == 0 {
				t.Fatalf("%q: %d reports, %v", text, len(page.Rows), err)
			}
			texts, err := a.TextsOf(t.Context(), page.Rows)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			for i := range page.Rows {
				held, err := a.Report(t.Context(), string(page.Rows[i].ID))
				if err != nil {
					t.Fatal(err)
				}
				if held.Extraction == nil {
					continue
				}
				if texts[held.ID] != held.Extraction.Report.Text {
					t.Errorf("%s has another text", held.ID)
				}
				for _, c := range held.Extraction.Claims {
					want[c.Type]++
				}
			}
			tally, err := a.Tally(t.Context(), Filter{Text: text})
			if err != nil || tally.Reports != len(page.Rows) || !tally.All || len(tally.Types) != len(want) {
				t.Errorf("%q: %+v, %v; want %d types of %d reports", text, tally, err, len(want), len(page.Rows))
			}
			for kind, n := range want {
				if tally.Types[kind] != n {
					t.Errorf("%q: %d claims of %s, want %d", text, tally.Types[kind], kind, n)
				}
			}
		}
		if tally, err := a.Tally(t.Context(), Filter{Text: "nothinghasthis"}); err != nil || tally.Reports != 0 || !tally.All {
			t.Errorf("of nothing: %+v, %v", tally, err)
		}
	})
}
