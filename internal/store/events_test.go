package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/review"
)

// eventIDs are the events that a filter gives, page by page.
func eventIDs(t testing.TB, a *Archive, f EventFilter) []sitrep.EventID {
	t.Helper()
	out := []sitrep.EventID{}
	f.Limit = 7
	if !f.AsOf.IsZero() {
		f.Limit = maxLimit // all are made anew for every page
	}
	for {
		page, err := a.Events(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Rows {
			out = append(out, e.ID)
		}
		if f.After = page.Next; f.After == "" {
			return out
		}
		if len(page.Rows) != f.Limit {
			t.Fatalf("a page of %d", len(page.Rows))
		}
	}
}

// eventful is an archive of the samples with events.
func eventful(t *testing.T, a *Archive) []sitrep.Event {
	t.Helper()
	add(t, a, entries(t)...)
	add(t, a, copies(t)...)
	if _, err := a.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := a.Events(t.Context(), EventFilter{Filter: Filter{Limit: maxLimit}})
	if err != nil || page.Next != "" || len(page.Rows) < 20 {
		t.Fatalf("%d events, %v", len(page.Rows), err)
	}
	return page.Rows
}

func TestEventsAreFoundByWhatTheyAreAndByTheirReports(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := eventful(t, a)
		text := map[sitrep.ReportID]*sitrep.Extraction{}
		for _, e := range append(slices.Clone(entries(t)), copies(t)...) {
			text[e.Extraction.Report.ID] = e.Extraction
		}
		reports := func(e *sitrep.Event, is func(x *sitrep.Extraction) bool) bool {
			return slices.ContainsFunc(e.Members, func(m sitrep.EventMember) bool { return is(text[m.Report]) })
		}
		var placed, dated *sitrep.Event
		for i := range all {
			e := &all[i]
			if placed == nil && e.Place != nil && e.Place.Country != "" && e.Place.Lat != nil {
				placed = e
			}
			if dated == nil && !e.From.IsZero() {
				dated = e
			}
		}
		if placed == nil || dated == nil {
			t.Fatal("no event has a place, or none a day; the test tells nothing")
		}
		for name, c := range map[string]struct {
			f    EventFilter
			want func(e *sitrep.Event) bool
		}{
			"all":     {EventFilter{}, func(e *sitrep.Event) bool { return true }},
			"type":    {EventFilter{Filter: Filter{Types: []string{all[0].Type, "no_type"}}}, func(e *sitrep.Event) bool { return e.Type == all[0].Type }},
			"no type": {EventFilter{Filter: Filter{Types: []string{"no_type"}}}, func(e *sitrep.Event) bool { return false }},
			"country": {EventFilter{Filter: Filter{Country: string(placed.Place.Country)}}, func(e *sitrep.Event) bool { return e.Place != nil && e.Place.Country == placed.Place.Country }},
			"place":   {EventFilter{Filter: Filter{Place: placed.Place.Name}}, func(e *sitrep.Event) bool { return (&EventFilter{Filter: Filter{Place: placed.Place.Name}}).matches(e) }},
			"near": {EventFilter{Filter: Filter{Near: &Circle{*placed.Place.Lat, *placed.Place.Lon, 150}}}, func(e *sitrep.Event) bool {
				return (&EventFilter{Filter: Filter{Near: &Circle{*placed.Place.Lat, *placed.Place.Lon, 150}}}).matches(e)
			}},
			"measure": {EventFilter{Filter: Filter{Measure: sitrep.Killed}}, func(e *sitrep.Event) bool { return (&EventFilter{Filter: Filter{Measure: sitrep.Killed}}).matches(e) }},
			"origins": {EventFilter{MinOrigins: 2}, func(e *sitrep.Event) bool { return e.Origins >= 2 }},
			"grade":   {EventFilter{Grades: []sitrep.Grade{all[0].Grade}}, func(e *sitrep.Event) bool { return e.Grade == all[0].Grade }},
			"from":    {EventFilter{Filter: Filter{From: dated.To}}, func(e *sitrep.Event) bool { return !e.To.IsZero() && !e.To.Before(dated.To) }},
			"to":      {EventFilter{Filter: Filter{To: dated.From}}, func(e *sitrep.Event) bool { return !begins(e).IsZero() && !dated.From.Before(begins(e)) }},
			"publisher": {EventFilter{Filter: Filter{Publisher: "The Courier"}}, func(e *sitrep.Event) bool {
				return reports(e, func(x *sitrep.Extraction) bool { return x.Report.Publisher == "The Courier" })
			}},
			"word": {EventFilter{Filter: Filter{Text: "killed"}}, func(e *sitrep.Event) bool {
				return reports(e, func(x *sitrep.Extraction) bool { return parseSearch("killed").holds(fold(x.Report.Text)) })
			}},
			"phrase": {EventFilter{Filter: Filter{Text: `"people were"`}}, func(e *sitrep.Event) bool {
				return reports(e, func(x *sitrep.Extraction) bool { return parseSearch(`"people were"`).holds(fold(x.Report.Text)) })
			}},
			"report": {EventFilter{Filter: Filter{Report: all[3].Members[0].Report}}, func(e *sitrep.Event) bool {
				return reports(e, func(x *sitrep.Extraction) bool { return x.Report.ID == all[3].Members[0].Report })
			}},
		} {
			want := []sitrep.EventID{}
			for i := range all {
				if c.want(&all[i]) {
					want = append(want, all[i].ID)
				}
			}
			if d := cmp.Diff(want, eventIDs(t, a, c.f)); d != "" {
				t.Errorf("%s: %s", name, d)
			}
			c.f.AsOf = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
			if got := eventIDs(t, a, c.f); name != "from" && name != "to" && !slices.Equal(want, got) {
				t.Errorf("%s, made anew: %s", name, cmp.Diff(want, got))
			}
		}
		if _, err := a.Events(t.Context(), EventFilter{Grades: []sitrep.Grade{"sure"}}); err == nil {
			t.Error("a grade that is none: no error")
		}
		if _, err := a.Events(t.Context(), EventFilter{Filter: Filter{After: "1.2.3"}}); err == nil {
			t.Error("a cursor that is none: no error")
		}
	})
}

func TestEventsOfThePast(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		eventful(t, a)
		before, err := a.Events(t.Context(), EventFilter{})
		if err != nil {
			t.Fatal(err)
		}
		log, err := a.Log(t.Context(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Retract(t.Context(), before.Rows[0].Members[0].Report, "withdrawn", false); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		now, err := a.Events(t.Context(), EventFilter{})
		if err != nil || cmp.Equal(before.Rows, now.Rows, dates) {
			t.Fatalf("the retracted report is still told of: %v", err)
		}
		then, err := a.Events(t.Context(), EventFilter{Filter: Filter{AsOf: log[0].Time}})
		if d := cmp.Diff(before, then, dates); d != "" || err != nil {
			t.Error(err, d)
		}
	})
}

var dates = cmp.Comparer(func(a, b sitrep.Date) bool { return a == b })

func TestAnEventIsFollowedToWhereItWent(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := eventful(t, a)
		one := func(id string) *sitrep.Event {
			t.Helper()
			e, err := a.Event(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		for i := range all {
			for _, id := range []string{string(all[i].ID), string(all[i].Lead), string(all[i].Members[0].Claims[0])} {
				if e := one(id); e.ID != all[i].ID {
					t.Errorf("%s gives %s, not %s", id, e.ID, all[i].ID)
				}
			}
			if id, err := a.Resolve(t.Context(), string(all[i].ID[:10])); id != string(all[i].ID) || err != nil {
				t.Errorf("%s is taken for %s (%v)", all[i].ID[:10], id, err)
			}
		}
		// Two of one type and of a claim each that are pinned as one are joined, and stay answered by both ids.
		x, y := &all[0], (*sitrep.Event)(nil)
		held := func(e *sitrep.Event) bool { // by an account
			var of map[sitrep.ClaimID]fuse.AccountID
			if err := a.change(t.Context(), "looking", func(p *pen) (err error) {
				of, err = accountIndex{p}.Holders(t.Context(), []sitrep.ClaimID{e.Lead})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return len(of) == 1
		}
		for i := range all {
			for j := range all[:i] {
				if y == nil && all[i].Type == all[j].Type && len(eventClaims(&all[i])) == 1 && len(eventClaims(&all[j])) == 1 && held(&all[i]) && held(&all[j]) {
					x, y = &all[i], &all[j]
				}
			}
		}
		if y == nil {
			t.Fatal("no two events of a type")
		}
		rows, err := a.Review(t.Context(), "Amal", "one attack", []review.Decision{{Verdict: sitrep.SameEvent, Claim: x.Lead, Detail: review.Detail{With: y.Lead}}})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := a.Unfused(t.Context()); n == 0 || n > 2 || err != nil {
			t.Errorf("%d reports are not up to date, %v; want those of the pair", n, err)
		}
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		p, q := one(string(x.ID)), one(string(y.ID))
		if p.ID != q.ID || p.ID != x.ID && p.ID != y.ID {
			t.Errorf("pinned as one, %s (%s) and %s are told by %s and %s", x.ID, x.Type, y.ID, p.ID, q.ID)
		}
		moves, err := a.MovesInto(t.Context(), string(p.ID))
		if err != nil || !slices.ContainsFunc(moves, func(m Move) bool {
			return m.New == string(p.ID) && (m.Old == string(x.ID) || m.Old == string(y.ID)) && m.Kind == "merged"
		}) {
			t.Errorf("into %s went %v, %v; want %s or %s", p.ID, moves, err, x.ID, y.ID)
		}
		if _, err := a.Review(t.Context(), "Amal", "no", []review.Decision{{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: rows[0].N}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		if p, q := one(string(x.ID)), one(string(y.ID)); p.ID != x.ID || q.ID != y.ID {
			t.Errorf("after the pair was parted again %s gives %s and %s %s", x.ID, p.ID, y.ID, q.ID)
		}
		for _, id := range []string{"e-0123456789abcdef", "c-0123456789abcdef", "r-0123456789abcdef"} {
			if _, err := a.Event(t.Context(), id); !errors.Is(err, ErrUnknown) {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}
