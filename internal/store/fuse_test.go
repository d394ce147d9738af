package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/internal/review"
)

// derivedEvents are all rows of events and accounts, with names in the place of numbers.
func derivedEvents(t testing.TB, a *Archive) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for name, statement := range map[string]string{
		"accounts": "SELECT n, report, coalesce(head, 0), body, coalesce(edges, ''), '', '', '' FROM accounts ORDER BY n",
		"buckets":  "SELECT bucket, day, account, '', '', '', '', '' FROM account_buckets ORDER BY bucket, day, account",
		"events": `SELECT e.n, e.head, e.first, e.body, e.last, t.name, coalesce(q.name, ''), coalesce(e.country, '') FROM events e JOIN names t ON t.n = e.type
			LEFT JOIN places p ON p.n = e.place LEFT JOIN names q ON q.n = p.name ORDER BY e.n`,
		"more":    "SELECT n, grade, origins, coalesce(lead, 0), '', '', '', '' FROM events ORDER BY n",
		"claims":  "SELECT claim, event, 0, '', '', '', '', '' FROM event_claims ORDER BY claim",
		"unfused": "SELECT report, 0, 0, '', '', '', '', '' FROM unfused ORDER BY report",
	} {
		if a.dialect == (postgres{}) && name == "accounts" {
			statement = "SELECT n, report, coalesce(head, 0), body, coalesce(edges, ''::bytea), '', '', '' FROM accounts ORDER BY n"
		}
		err := a.each(t.Context(), func(r *sql.Rows) error {
			row := make([]any, 8)
			into := make([]any, 8)
			for i := range row {
				into[i] = &row[i]
			}
			err := r.Scan(into...)
			for i, v := range row {
				if s, ok := v.(string); ok {
					row[i] = []byte(s)
				}
			}
			out[name] = append(out[name], fmt.Sprint(row))
			return err
		}, statement)
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestEventsOneByOneAreThoseOfAllTogether(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ctx := t.Context()
		all := append(slices.Clone(entries(t)), copies(t)...)
		step := func(name string) {
			t.Helper()
			if _, err := a.Fuse(ctx); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			one := derivedEvents(t, a)
			if err := a.change(ctx, "fusing", func(p *pen) error {
				if err := p.refuse(); err != nil {
					return err
				}
				_, err := p.fuseAll(ctx)
				return err
			}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if d := cmp.Diff(derivedEvents(t, a), one); d != "" {
				t.Fatalf("%s: one by one differs from all together (-together +one):\n%s", name, d)
			}
			if err := a.change(ctx, "fusing", func(p *pen) error {
				if _, err := p.do("INSERT INTO unfused SELECT r.id FROM reports r WHERE " + stands); err != nil {
					return err
				}
				done, err := p.fuseAll(ctx)
				if done.Events != 0 {
					t.Errorf("%s: %d events changed without a reason", name, done.Events)
				}
				return err
			}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for i, part := range slices.Collect(slices.Chunk(all, 150)) {
			add(t, a, part...)
			step(fmt.Sprintf("batch %d", i))
		}
		if n := len(derivedEvents(t, a)["events"]); n < 20 {
			t.Fatalf("%d events; the test tells little", n)
		}
		if err := a.Retract(ctx, copies(t)[3].Extraction.Report.ID, "withdrawn", false); err != nil {
			t.Fatal(err)
		}
		step("a report retracted")
		if err := a.Retract(ctx, copies(t)[0].Extraction.Report.ID, "a witness", true); err != nil {
			t.Fatal(err)
		}
		step("the first of a group erased")
		again := *entries(t)[7].Extraction
		again.Codebook, again.Claims = "2", slices.Clone(again.Claims[:len(again.Claims)/2])
		if _, err := a.AddReadings(ctx, []Reread{{Extraction: &again}}); err != nil {
			t.Fatal(err)
		}
		step("a report read again")
		var two []sitrep.ClaimID
		for _, e := range entries(t)[10:14] {
			for _, c := range e.Extraction.Claims {
				if c.Modality == sitrep.Actual {
					two = append(two, c.ID)
					break
				}
			}
		}
		for _, verdict := range []sitrep.Verdict{sitrep.SameEvent, sitrep.OtherEvent} {
			rows, err := a.Review(ctx, "Amal", "seen", []review.Decision{{Verdict: verdict, Claim: two[0], Detail: review.Detail{With: two[1]}}})
			if err != nil {
				t.Fatal(err)
			}
			step("a pair pinned: " + string(verdict))
			if verdict == sitrep.SameEvent {
				if _, err := a.Review(ctx, "Amal", "no", []review.Decision{{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: rows[0].N}}}); err != nil {
					t.Fatal(err)
				}
				step("and undone")
			}
		}
		if _, err := a.Review(ctx, "Amal", "false", []review.Decision{{Verdict: sitrep.Rejected, Claim: two[2]}}); err != nil {
			t.Fatal(err)
		}
		step("a claim rejected")
	})
}

func TestEventsOfOtherRulesGoWhereNothingTellsOfThemAnyMore(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ctx := t.Context()
		one := read(t, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-05", "The Courier"))
		two := read(t, plain("Police arrested two men in Lagos on Saturday over a robbery, a judge said.", "2021-07-06", "Plains Radio"))
		add(t, a, one, two)
		gone, stays := eventOf(t, a, one.Extraction.Claims[0].ID), eventOf(t, a, two.Extraction.Claims[0].ID)
		if gone == nil || stays == nil {
			t.Fatal("no events; the test tells nothing")
		}
		if _, err := a.write.Exec("UPDATE fusion SET version = 'of old'"); err != nil {
			t.Fatal(err)
		}
		if err := a.Retract(ctx, one.Extraction.Report.ID, "withdrawn", false); err != nil {
			t.Fatal(err)
		}
		done, err := a.Fuse(ctx)
		if err != nil || done.Events != 1 {
			t.Errorf("made anew: %+v, %v", done, err)
		}
		if e, err := a.Event(ctx, string(gone.ID)); !errors.Is(err, ErrUnknown) {
			t.Errorf("what nothing tells of is %+v, %v", e, err)
		}
		if e, err := a.Event(ctx, string(stays.ID)); err != nil || e.ID != stays.ID {
			t.Errorf("what is told of is %+v, %v", e, err)
		}
		if f, err := a.Verify(ctx, VerifyOptions{Events: true}); err != nil || len(f.Faults) > 0 {
			t.Errorf("%q, %v", f.Faults, err)
		}
	})
}
