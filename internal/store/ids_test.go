package store

import (
	"errors"
	"strings"
	"testing"
)

func TestIDsMayBeAbbreviated(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		one := read(t, plain("Rebels shelled the port of Aden.", "2024-03-05", "Harbour Post"))
		two := read(t, plain("The army blew up a bridge in Mosul.", "2024-03-06", "Harbour Post"))
		add(t, a, one, two)
		// Ids are hashes; two that begin alike are made so.
		first, last := string(one.Extraction.Report.ID), string(two.Extraction.Report.ID)
		alike := "r-fedcba98" + last[10:]
		for _, set := range [][2]string{{first, "r-fedcba9800000001"}, {last, alike}} {
			was, err1 := number("r-", set[0])
			is, err2 := number("r-", set[1])
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if err := a.change(t.Context(), "test", func(p *pen) error {
				_, err := p.do("UPDATE reports SET id = ? WHERE id = ?", is, was)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		claim := string(one.Extraction.Claims[0].ID)
		for _, test := range []struct{ id, want, fault string }{
			{"r-fedcba9800000001", "r-fedcba9800000001", ""},
			{"r-fedcba980000", "r-fedcba9800000001", ""},
			{" R-FEDCBA980000 ", "r-fedcba9800000001", ""},
			{"fedcba980000", "r-fedcba9800000001", ""},
			{"g-r-fedcba9800000001", "r-fedcba9800000001", ""},
			{claim, claim, ""},
			{claim[:9], claim, ""},
			{claim[2:], claim, ""},
			{"r-fedcba", "", "begins several ids: r-fedcba9800000001, " + alike + "; give more digits"},
			{"r-fedcb", "", "is too short; give at least 6 digits"},
			{"r-000000", "", "is not in"},
			{"r-fedcba98000000011", "", "ids look like"},
			{"x-fedcba9800000001", "", "ids look like"},
			{"r-fedcbz", "", "ids look like"},
			{"", "", "too short"},
			{"%", "", "ids look like"},
		} {
			got, err := a.Resolve(t.Context(), test.id)
			switch {
			case test.fault == "" && (err != nil || got != test.want):
				t.Errorf("%q: %q, %v; want %q", test.id, got, err, test.want)
			case test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)):
				t.Errorf("%q: %q, %v; want an error with %q", test.id, got, err, test.fault)
			}
		}
	})
}

func TestLogIsTheLatestFirstAndPaged(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		one := read(t, plain("Rebels shelled the port of Aden.", "2024-03-05", "Harbour Post"))
		add(t, a, one)
		if err := a.Retract(t.Context(), one.Extraction.Report.ID, "withdrawn", true); err != nil {
			t.Fatal(err)
		}
		all, err := a.Log(t.Context(), 0, 10)
		if err != nil || len(all) != 2 {
			t.Fatalf("%d entries, %v", len(all), err)
		}
		if e := all[0]; e.Kind != "erase" || e.Subject != string(one.Extraction.Report.ID) || e.Why != "withdrawn" || e.Reports != 1 || len(e.Hash) != 64 {
			t.Errorf("the last entry is %+v", e)
		}
		if e := all[1]; e.Kind != "add" || e.Reports != 1 || e.Seq != 1 || e.Time.IsZero() {
			t.Errorf("the first entry is %+v", e)
		}
		rest, err := a.Log(t.Context(), all[0].Seq, 1)
		if err != nil || len(rest) != 1 || rest[0] != all[1] {
			t.Errorf("after the last: %+v, %v", rest, err)
		}
	})
}
