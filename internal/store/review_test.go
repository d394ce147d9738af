package store

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/internal/review"
)

// decide writes down a decision that must be taken.
func decide(t testing.TB, a *Archive, person string, all ...review.Decision) []review.Row {
	t.Helper()
	rows, err := a.Review(t.Context(), person, "for a test", all)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func reject(id sitrep.ClaimID) review.Decision {
	return review.Decision{Verdict: sitrep.Rejected, Claim: id}
}

func undo(n int64) review.Decision {
	return review.Decision{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: n}}
}

func correct(id sitrep.ClaimID, set ...review.Value) review.Decision {
	return review.Decision{Verdict: sitrep.Corrected, Claim: id, Detail: review.Detail{Set: set}}
}

// shelling is a report with a claim that has a figure, a place and a day.
func shelling(t testing.TB) (Entry, sitrep.ClaimID) {
	e := read(t, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-05", "The Courier"))
	for _, c := range e.Extraction.Claims {
		if len(c.Figures) > 0 && c.Place != nil {
			return e, c.ID
		}
	}
	t.Fatal("the report makes no claim with a figure and a place")
	return e, ""
}

func claimsOf(t testing.TB, a *Archive, f Filter) []ClaimRow {
	t.Helper()
	return pages(t, a.Claims, f, 10)
}

func num(n int) *int { return &n }

// killedTwelve corrects nearly everything.
func killedTwelve(id sitrep.ClaimID) review.Decision {
	lat, lon := 36.37, 37.51
	return correct(id, review.Value{Slot: "type", Text: "air_strike", Word: "air_strike"},
		review.Value{Slot: "place", Text: "Al-Bab", Place: &review.Place{Name: "Al-Bab", Country: "SY", Precision: sitrep.City, Lat: &lat, Lon: &lon}},
		review.Value{Slot: "time", Text: "2017-02-18", Time: &review.Time{From: sitrep.NewDate(2017, 2, 18), To: sitrep.NewDate(2017, 2, 18), Precision: sitrep.DayPrecision}},
		review.Value{Slot: "actor", Text: "Falcon Brigade", Parties: []review.Party{{Name: "Falcon Brigade", Entity: &sitrep.Entity{Type: sitrep.ActorMention, Name: "Falcon Brigade", Aliases: []string{"the Falcons"}}}}},
		review.Value{Slot: "killed", Text: "12", Figure: &review.Figure{Low: num(12), Best: num(12), High: num(12)}},
		review.Value{Slot: "modality", Text: "possible", Word: "possible"})
}

func TestARejectedClaimIsGoneUnlessAskedFor(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e, copies(t)[0])
		before := a.clock()
		all := len(claimsOf(t, a, Filter{}))
		row := decide(t, a, "Ada", reject(id))[0]
		for name, f := range map[string]Filter{"all": {}, "by type": {Types: []string{"shelling"}}, "by word": {Text: "Aleppo"}, "of its report": {Report: e.Extraction.Report.ID},
			"with copies": {Copies: true}, "by modality": {Modality: sitrep.Actual}} {
			for _, r := range claimsOf(t, a, f) {
				if r.Claim.ID == id {
					t.Errorf("%s: the rejected claim is given", name)
				}
			}
		}
		if got := len(pages(t, a.Figures, Filter{Text: "Aleppo"}, 10)); got != 0 {
			t.Errorf("%d figures of the rejected claim", got)
		}
		if got := pages(t, a.Reports, Filter{Types: []string{"shelling"}}, 10); len(got) != 0 {
			t.Errorf("reports by their claims: %d", len(got))
		}
		if got, err := a.ClaimsOf(t.Context(), []sitrep.ClaimID{id}); err != nil || len(got) != 0 {
			t.Errorf("by its id: %v, %v", got, err)
		}
		got := claimsOf(t, a, Filter{Types: []string{"shelling"}, Modality: sitrep.Actual, Rejected: true})
		if len(got) != 1 || !got[0].Claim.Rejected() || got[0].Claim.Review.Claim.Person != "Ada" || got[0].Claim.Review.Claim.Why != "for a test" {
			t.Errorf("asked for, it is %+v", got)
		}
		if got := len(claimsOf(t, a, Filter{Rejected: true})); got != all {
			t.Errorf("with rejected ones %d claims of %d", got, all)
		}
		if got := len(claimsOf(t, a, Filter{AsOf: before})); got != all {
			t.Errorf("as of before there were %d claims of %d", got, all)
		}
		h, err := a.Report(t.Context(), string(id))
		if err != nil || h.Claims != len(e.Extraction.Claims)-1 {
			t.Errorf("its report has %d claims, %v", h.Claims, err)
		}
		if diff := cmp.Diff(*e.Extraction, *h.AsRead, cmp.Comparer(func(a, b sitrep.Date) bool { return a == b })); diff != "" {
			t.Errorf("the reading was changed:\n%s", diff)
		}
		clean(t, a)
		decide(t, a, "Ada", undo(row.N))
		if got := len(claimsOf(t, a, Filter{Types: []string{"shelling"}})); got != 1 {
			t.Errorf("undone, %d claims", got)
		}
		clean(t, a)
	})
}

func TestACorrectedClaimIsFoundByWhatItWasCorrectedTo(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		before := a.clock()
		row := decide(t, a, "Ada", killedTwelve(id))[0]
		found := map[string]Filter{"type": {Types: []string{"air_strike"}}, "place": {Place: "Al Bab"}, "circle": {Near: &Circle{36.3, 37.5, 20}}, "time": {From: sitrep.NewDate(2017, 2, 18), To: sitrep.NewDate(2017, 2, 18)},
			"actor": {Actor: "falcon brigade"}, "alias": {Actor: "The Falcons"}, "modality": {Modality: sitrep.Possible}}
		lost := map[string]Filter{"type": {Types: []string{"shelling"}}, "place": {Place: "Aleppo"}, "time": {From: sitrep.NewDate(2019, 3, 1), To: sitrep.NewDate(2019, 3, 9)}, "modality": {Modality: sitrep.Actual}}
		look := func(when string) {
			t.Helper()
			for name, f := range found {
				rows := claimsOf(t, a, f)
				if len(rows) != 1 || rows[0].Claim.ID != id {
					t.Errorf("%s: by its new %s: %d claims", when, name, len(rows))
					continue
				}
				c := rows[0].Claim
				if c.Type != "air_strike" || c.Place.Name != "Al-Bab" || c.Place.By != sitrep.ByReview || *c.Figures[0].Best != 12 || c.Roles[sitrep.Actor][0].By != sitrep.ByReview {
					t.Errorf("%s: it is %+v", when, c)
				}
				if len(c.Review.Slots) != 6 || c.Review.Slots[0] != (sitrep.ReviewedSlot{Slot: "type", Was: "shelling", Is: "air_strike", Review: c.Review.Slots[0].Review}) || c.Review.Slots[0].Person != "Ada" {
					t.Errorf("%s: what was corrected is told as %+v", when, c.Review.Slots)
				}
			}
			for name, f := range lost {
				for _, r := range claimsOf(t, a, f) {
					if r.Claim.ID == id {
						t.Errorf("%s: still found by its old %s", when, name)
					}
				}
			}
			if got := pages(t, a.Figures, Filter{Measure: sitrep.Killed, Types: []string{"air_strike"}}, 5); len(got) != 1 || *got[0].Figure.High != 12 || got[0].Figure.Of == "" {
				t.Errorf("%s: figures are %+v", when, got)
			}
			for name, f := range lost {
				f.AsOf = before
				if got := claimsOf(t, a, f); len(got) != 1 || got[0].Claim.Review != nil || got[0].Claim.Type != "shelling" {
					t.Errorf("%s: as of before, by its old %s: %d claims", when, name, len(got))
				}
			}
			for name, f := range found {
				if f.AsOf = before; len(claimsOf(t, a, f)) != 0 {
					t.Errorf("%s: as of before, found by its new %s", when, name)
				}
			}
			clean(t, a)
		}
		look("at once")
		// With a new codebook the claim is what the person says, as long as it is the same claim.
		again := *e.Extraction
		again.Codebook = "another"
		if n, err := a.AddReadings(t.Context(), []Reread{{Extraction: &again}}); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		look("read again")
		var backup bytes.Buffer
		if err := a.Backup(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		second := open(t, filepath.Join(t.TempDir(), "b.db"))
		if f, err := second.Restore(t.Context(), &backup); err != nil || len(f.Faults) > 0 {
			t.Fatal(f.Faults, err)
		}
		a, first := second, a
		look("restored")
		if _, err := a.Review(t.Context(), "Ada", "it goes on", []review.Decision{undo(row.N)}); err != nil {
			t.Error(err)
		}
		a = first
		corrected := a.clock()
		decide(t, a, "Ada", undo(row.N))
		if got := claimsOf(t, a, Filter{Types: []string{"shelling"}, Place: "Aleppo"}); len(got) != 1 || got[0].Claim.Review != nil {
			t.Errorf("undone, it is %+v", got)
		}
		if got := claimsOf(t, a, Filter{Types: []string{"air_strike"}, AsOf: corrected}); len(got) != 1 {
			t.Errorf("as of the time that it was corrected: %d claims", len(got))
		}
		clean(t, a)
	})
}

func TestTheLaterReviewBindsAndBothAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		killed := func(n int) review.Decision {
			return correct(id, review.Value{Slot: "killed", Figure: &review.Figure{Low: num(n), Best: num(n), High: num(n)}})
		}
		decide(t, a, "Ada", killed(4), reject(id))
		second := decide(t, a, "Ben", killed(5))[0]
		best := func() int {
			rows := pages(t, a.Figures, Filter{Measure: sitrep.Killed}, 5)
			if len(rows) != 1 {
				return -len(rows)
			}
			return *rows[0].Figure.Best
		}
		if got := best(); got != 5 {
			t.Errorf("killed are %d; the later correction says 5, and brings the claim back", got)
		}
		rows, err := a.Reviews(t.Context(), ReviewFilter{Claim: id})
		if err != nil || len(rows) != 3 || rows[0].Person != "Ben" || !rows[0].Stands || rows[2].Person != "Ada" || rows[2].Stands || rows[2].Undone {
			t.Errorf("reviews are %+v, %v", rows, err)
		}
		gone := decide(t, a, "Ada", undo(second.N))[0]
		if got := best(); got != 0 {
			t.Errorf("with the later undone the claim is rejected; killed are %d", got)
		}
		decide(t, a, "Ben", undo(gone.N))
		if got := best(); got != 5 {
			t.Errorf("with the undoing undone killed are %d", got)
		}
		if rows, err = a.Reviews(t.Context(), ReviewFilter{Person: "Ada"}); err != nil || len(rows) != 3 {
			t.Errorf("of one person: %d, %v", len(rows), err)
		}
		log, err := a.Log(t.Context(), 0, 1)
		if err != nil || log[0].Kind != "review" || log[0].Subject != string(id) || log[0].Why != "for a test" || log[0].Person != "Ben" {
			t.Errorf("the log says %+v, %v", log, err)
		}
		clean(t, a)
	})
}

func TestPairsThatContradictAreRefused(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)[:20]
		add(t, a, all...)
		var ids []sitrep.ClaimID
		for _, e := range all {
			for _, c := range e.Extraction.Claims {
				ids = append(ids, c.ID)
			}
		}
		pin := func(v sitrep.Verdict, x, y int) review.Decision {
			return review.Decision{Verdict: v, Claim: ids[x], Detail: review.Detail{With: ids[y]}}
		}
		one := decide(t, a, "Ada", pin(sitrep.SameEvent, 0, 1))[0]
		two := decide(t, a, "Ada", pin(sitrep.SameEvent, 2, 1))[0]
		_, err := a.Review(t.Context(), "Ben", "they differ", []review.Decision{pin(sitrep.OtherEvent, 0, 2)})
		if !errors.Is(err, ErrReview) || !strings.Contains(err.Error(), "contradicts review 2 (same") || strings.Contains(err.Error(), "\n") {
			t.Errorf("a pair that contradicts two others: %v", err)
		}
		pins, err := a.Pins(t.Context())
		if err != nil || len(pins) != 2 || !pins[0].Same {
			t.Errorf("pins are %+v, %v", pins, err)
		}
		decide(t, a, "Ben", pin(sitrep.OtherEvent, 1, 0)) // the same pair: the later binds
		decide(t, a, "Ben", pin(sitrep.OtherEvent, 0, 2))
		if _, err := a.Review(t.Context(), "Ada", "no", []review.Decision{undo(two.N), pin(sitrep.SameEvent, 3, 0), pin(sitrep.SameEvent, 3, 1)}); !errors.Is(err, ErrReview) {
			t.Errorf("a pair held apart is joined over a third: %v", err)
		}
		for _, r := range []int64{one.N, two.N} {
			rows, err := a.Reviews(t.Context(), ReviewFilter{N: r})
			if err != nil || len(rows) != 1 || rows[0].Stands != (r == two.N) || rows[0].Undone {
				t.Errorf("review %d is %+v, %v", r, rows, err)
			}
		}
		clean(t, a)
	})
}

func TestWhatCannotBeReviewedIsRefusedAndLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		gone := copies(t)[0]
		add(t, a, e, gone)
		if err := a.Retract(t.Context(), gone.Extraction.Report.ID, "a test", false); err != nil {
			t.Fatal(err)
		}
		before := count(t, a)
		for name, test := range map[string]struct {
			person, why string
			all         []review.Decision
			is          error
		}{
			"no person":                     {" ", "x", []review.Decision{reject(id)}, ErrReview},
			"no reason":                     {"Ada", "\n", []review.Decision{reject(id)}, ErrReview},
			"nothing":                       {"Ada", "x", nil, ErrReview},
			"no such claim":                 {"Ada", "x", []review.Decision{reject(id), reject("c-0123456789abcdef")}, ErrUnknown},
			"no id":                         {"Ada", "x", []review.Decision{reject("hello")}, ErrUnknown},
			"a claim of a retracted report": {"Ada", "x", []review.Decision{reject(gone.Extraction.Claims[0].ID)}, ErrReview},
			"a correction of nothing":       {"Ada", "x", []review.Decision{correct(id)}, ErrReview},
			"a pair of one":                 {"Ada", "x", []review.Decision{{Verdict: sitrep.SameEvent, Claim: id, Detail: review.Detail{With: id}}}, ErrReview},
			"a pair with nothing":           {"Ada", "x", []review.Decision{{Verdict: sitrep.SameEvent, Claim: id}}, ErrUnknown},
			"no verdict":                    {"Ada", "x", []review.Decision{{Verdict: "maybe", Claim: id}}, ErrReview},
			"no such review":                {"Ada", "x", []review.Decision{undo(7)}, ErrUnknown},
		} {
			if _, err := a.Review(t.Context(), test.person, test.why, test.all); !errors.Is(err, test.is) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if rows, err := a.Reviews(t.Context(), ReviewFilter{}); err != nil || len(rows) != 0 {
			t.Errorf("kept were %+v, %v", rows, err)
		}
		if diff := cmp.Diff(before, count(t, a)); diff != "" {
			t.Errorf("something was kept:\n%s", diff)
		}
		row := decide(t, a, "Ada", reject(id))[0]
		decide(t, a, "Ada", undo(row.N))
		if _, err := a.Review(t.Context(), "Ada", "x", []review.Decision{undo(row.N)}); !errors.Is(err, ErrReview) {
			t.Errorf("undone twice: %v", err)
		}
		clean(t, a)
	})
}

func TestReviewsAreCheckedAndErasedWithTheirReport(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		row := decide(t, a, "Ada", killedTwelve(id))[0]
		if _, err := a.write.Exec("UPDATE reviews SET person = 'Eve'"); err != nil {
			t.Fatal(err)
		}
		if f, err := a.Verify(t.Context(), VerifyOptions{}); err != nil || len(f.Faults) != 1 || f.Faults[0] != "reviews: review 1 was changed" {
			t.Errorf("a changed review: %q, %v", f.Faults, err)
		}
		if _, err := a.write.Exec("UPDATE reviews SET person = 'Ada'"); err != nil {
			t.Fatal(err)
		}
		clean(t, a)
		if err := a.Retract(t.Context(), e.Extraction.Report.ID, "names a child", true); err != nil {
			t.Fatal(err)
		}
		rows, err := a.Reviews(t.Context(), ReviewFilter{N: row.N})
		if err != nil || len(rows) != 1 || rows[0].Detail.Set != nil || rows[0].Why != "" {
			t.Errorf("of an erased report's claim is kept: %+v, %v", rows, err)
		}
		decide(t, a, "Ada", undo(row.N)) // of what rests
		clean(t, a)
	})
}

func TestCopiesFollowWhatWasDecidedAboutTheFirst(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t) // all[1] is the first of the group, all[0] and all[2] its copies
		add(t, a, all[0], all[1], all[3])
		var id, repeats sitrep.ClaimID
		for i, c := range all[1].Extraction.Claims {
			if len(c.Figures) > 0 && id == "" {
				id, repeats = c.ID, all[0].Extraction.Claims[i].ID
			}
		}
		killed := func(n int) review.Value {
			return review.Value{Slot: "killed", Text: "x", Figure: &review.Figure{Low: num(n), Best: num(n), High: num(n)}}
		}
		told := func(publisher string) (out []int) {
			for _, r := range pages(t, a.Figures, Filter{Publisher: publisher, Measure: sitrep.Killed, Text: "Zebrafeld"}, 10) {
				out = append(out, *r.Figure.Best)
			}
			return out
		}
		look := func(when string, want map[string][]int) {
			t.Helper()
			for publisher, n := range want {
				if diff := cmp.Diff(n, told(publisher)); diff != "" {
					t.Errorf("%s: killed by %s (-want +got):\n%s", when, publisher, diff)
				}
			}
			clean(t, a)
		}
		look("at first", map[string][]int{"Plains Radio": {7}, "The Courier": {7}})
		decide(t, a, "Ada", correct(id, killed(8), review.Value{Slot: "type", Word: "bombing"}))
		look("corrected", map[string][]int{"Plains Radio": {8}, "The Courier": {8}})
		if got := pages(t, a.Claims, Filter{Types: []string{"bombing"}, Text: "Zebrafeld", Copies: true}, 10); len(got) != 2 {
			t.Errorf("by its new type %d claims are found", len(got))
		}
		if got := pages(t, a.Claims, Filter{Types: []string{"bombing"}, Text: "Zebrafeld"}, 10); len(got) != 1 {
			t.Errorf("counted once, %d claims are found by its new type", len(got))
		}
		add(t, a, all[2])
		look("another copy came", map[string][]int{"Plains Radio": {8}, "The Courier": {8}, "Evening Post": {8}})
		again := *all[1].Extraction
		again.Codebook = "another"
		if _, err := a.AddReadings(t.Context(), []Reread{{Extraction: &again}}); err != nil {
			t.Fatal(err)
		}
		look("read again", map[string][]int{"Plains Radio": {8}, "The Courier": {8}, "Evening Post": {8}})
		decide(t, a, "Ben", correct(repeats, killed(9)))
		look("the copy has a decision of its own", map[string][]int{"Plains Radio": {8}, "The Courier": {9}, "Evening Post": {8}})
		rejected := decide(t, a, "Ada", reject(id))[0]
		look("rejected", map[string][]int{"Plains Radio": nil, "The Courier": {9}, "Evening Post": nil})
		before := a.clock()
		decide(t, a, "Ada", undo(rejected.N))
		look("undone", map[string][]int{"Plains Radio": {8}, "The Courier": {9}, "Evening Post": {8}})
		if got := pages(t, a.Claims, Filter{Publisher: "Evening Post", AsOf: before, Types: []string{"bombing"}}, 10); len(got) != 0 {
			t.Errorf("as of the time that it was rejected, %d claims", len(got))
		}
		if err := a.Retract(t.Context(), all[1].Extraction.Report.ID, "a fake", false); err != nil {
			t.Fatal(err)
		}
		look("the first is retracted", map[string][]int{"The Courier": {9}, "Evening Post": {9}})
		if err := a.Retract(t.Context(), all[0].Extraction.Report.ID, "a fake", true); err != nil {
			t.Fatal(err)
		}
		look("what was the first then is erased", map[string][]int{"Evening Post": {7}})
	})
}

func TestAReportIsErasedOfWhichAClaimIsPinned(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		one := read(t, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-05", "The Courier"))
		two := read(t, plain("Shelling killed four civilians in Aleppo on Monday, a doctor said.", "2019-03-05", "Plains Radio"))
		add(t, a, one, two)
		pair := review.Decision{Verdict: sitrep.SameEvent, Claim: one.Extraction.Claims[0].ID, Detail: review.Detail{With: two.Extraction.Claims[0].ID}}
		decide(t, a, "Ada", pair)
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := a.Retract(t.Context(), one.Extraction.Report.ID, "names a child", true); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		if pins, err := a.Pins(t.Context()); err != nil || len(pins) != 0 {
			t.Errorf("of an erased report's claim stands the pin %+v, %v", pins, err)
		}
		if f, err := a.Verify(t.Context(), VerifyOptions{Events: true}); err != nil || len(f.Faults) > 0 {
			t.Errorf("%q, %v", f.Faults, err)
		}
	})
}

func TestReviewsAreRememberedAsTheyStandWhereErasingFails(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e, id := shelling(t)
		add(t, a, e)
		row := decide(t, a, "Ada", killedTwelve(id))[0]
		var key int64
		if err := a.one(t.Context(), []any{&key}, "SELECT key FROM reports"); err != nil {
			t.Fatal(err)
		}
		failed := errors.New("power is out")
		if err := a.change(t.Context(), "erasing", func(p *pen) error {
			if err := p.eraseReviews(key); err != nil {
				return err
			}
			if set, err := p.decisions(); err != nil || set.All()[0].Why != "" {
				t.Errorf("within the change: %+v, %v", set.All(), err)
			}
			if rows, err := a.Reviews(t.Context(), ReviewFilter{N: row.N}); err != nil || rows[0].Why != row.Why {
				t.Errorf("beside the change: %+v, %v", rows, err)
			}
			return failed
		}); !errors.Is(err, failed) {
			t.Fatal(err)
		}
		if rows, err := a.Reviews(t.Context(), ReviewFilter{N: row.N}); err != nil || rows[0].Why != row.Why || len(rows[0].Detail.Set) == 0 {
			t.Errorf("after it: %+v, %v", rows, err)
		}
	})
}

func TestTheServerKeepsNoFileOfWhatWasSaidOfAnErasedReport(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		if a.dialect != (postgres{}) {
			return
		}
		file := func() (n int64) {
			if err := a.one(t.Context(), []any{&n}, "SELECT pg_relation_filenode('reviews')::bigint"); err != nil {
				t.Fatal(err)
			}
			return n
		}
		e, id := shelling(t)
		add(t, a, e)
		decide(t, a, "Ada", killedTwelve(id))
		before := file()
		if err := a.Retract(t.Context(), e.Extraction.Report.ID, "names a child", true); err != nil {
			t.Fatal(err)
		}
		if file() == before {
			t.Error("the table of reviews was not written anew")
		}
	})
}
