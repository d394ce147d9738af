package board_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

func options(t testing.TB) board.Options {
	t.Helper()
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	return board.Options{Registry: registry, Gazetteer: geo.Base(), Codebook: book, Every: 5 * time.Millisecond, Rest: 1}
}

func boardOf(t testing.TB, a *store.Archive) *board.Board {
	t.Helper()
	b, err := board.New(a, options(t)).Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// allEvents are the events of an archive, in its order.
func allEvents(t testing.TB, a *store.Archive) []sitrep.Event {
	t.Helper()
	var out []sitrep.Event
	f := store.EventFilter{Filter: store.Filter{Limit: 7}}
	for {
		page, err := a.Events(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Rows...)
		if page.Next == "" {
			return out
		}
		f.After = page.Next
	}
}

func TestABoardHasTheEventsOfTheArchiveInItsOrder(t *testing.T) {
	a := demo.Archive(t)
	b, want := boardOf(t, a), allEvents(t, a)
	if len(want) < 20 || len(b.Events) != len(want) {
		t.Fatalf("%d events of %d", len(b.Events), len(want))
	}
	for i := range want {
		w, e := &want[i], &b.Events[i]
		claims := 0
		for _, m := range w.Members {
			claims += len(m.Claims)
		}
		if e.ID != w.ID || e.Type != w.Type || e.Grade != w.Grade || e.Origins != w.Origins || e.Reports != len(w.Members) || e.Claims != claims || e.From != w.From || e.To != w.To || len(e.Figures) != len(w.Figures) {
			t.Errorf("event %d is %+v, want %+v", i, e, w)
		}
		if e.Family == "" {
			t.Errorf("%s: %s is in no family", e.ID, e.Type)
		}
		if (w.Place == nil) != (e.Place == nil) || w.Place != nil && (w.Place.Name != e.Place.Name || string(w.Place.Country) != e.Place.Country) {
			t.Errorf("%s: at %v, want %v", e.ID, e.Place, w.Place)
		}
		rows, err := a.ClaimsOf(t.Context(), []sitrep.ClaimID{w.Lead})
		if err != nil {
			t.Fatal(err)
		}
		if r := rows[w.Lead]; r == nil || r.Report.ID != e.LeadReport {
			t.Errorf("%s: its lead stands in %v, want %s", e.ID, r, e.LeadReport)
		}
	}
}

func TestABoardCountsWhatStands(t *testing.T) {
	a := demo.Archive(t)
	b := boardOf(t, a)
	reports, claims, copies := 0, 0, 0
	for f := (store.Filter{Copies: true}); ; {
		page, err := a.Reports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			reports++
			if r.Lead != r.ID {
				copies++
			}
		}
		if f.After = page.Next; page.Next == "" {
			break
		}
	}
	for f := (store.Filter{}); ; {
		page, err := a.Claims(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		claims += len(page.Rows)
		if f.After = page.Next; page.Next == "" {
			break
		}
	}
	if b.Reports != reports || b.Claims != claims || copies == 0 {
		t.Errorf("%d reports, %d claims; want %d, %d (%d copies)", b.Reports, b.Claims, reports, claims, copies)
	}
	printed := 0
	for _, c := range b.Copying {
		printed += c.Reports
	}
	of, days := 0, b.Undated
	for _, o := range b.Outlets {
		of += o.Reports
	}
	for _, d := range b.Days {
		days += d.Reports
	}
	if printed != copies || of != reports || days != reports {
		t.Errorf("%d copies, %d reports by outlet, %d by day; want %d, %d, %d", printed, of, days, copies, reports, reports)
	}
	s := b.Support(b.Select(board.Scope{}))
	if s.Events != len(b.Events) || s.Reports == 0 || s.Reports > reports || s.Origins == 0 || s.Origins > b.Origins {
		t.Errorf("rests on %+v of %d reports and %d origins", s, reports, b.Origins)
	}
}

func TestABoardIsTheSameWhicheverWorkerReadFirst(t *testing.T) {
	a := demo.Archive(t)
	first := boardOf(t, a)
	for range 3 {
		b := boardOf(t, a)
		if len(b.Happenings) != len(first.Happenings) || len(b.Spells) != len(first.Spells) || len(b.Left) != len(first.Left) || len(b.Series) != len(first.Series) || len(b.Actors.Relations) != len(first.Actors.Relations) {
			t.Fatal("two boards of one archive differ in what they hold")
		}
		for i := range b.Happenings {
			x, y := &b.Happenings[i], &first.Happenings[i]
			if x.Event != y.Event || x.Measure != y.Measure || *x.Place != *y.Place && x.Place.Key() != y.Place.Key() || len(x.Told) != len(y.Told) {
				t.Errorf("happening %d is %+v, was %+v", i, x, y)
			}
		}
		for i := range b.Left {
			if b.Left[i].Claim != first.Left[i].Claim || b.Left[i].Why != first.Left[i].Why {
				t.Errorf("left out %d is %+v, was %+v", i, b.Left[i], first.Left[i])
			}
		}
	}
}

func TestSelectHoldsAllThatIsAsked(t *testing.T) {
	a := demo.Archive(t)
	b := boardOf(t, a)
	all := b.Select(board.Scope{})
	kind, grade, place := all[0].Type, all[0].Grade, b.Places[0]
	day := all[len(all)/2].Day()
	areas := b.Find(place.Name, place.Country)
	if len(areas) == 0 {
		t.Fatalf("nobody knows %s", place.Name)
	}
	for name, tt := range map[string]struct {
		scope board.Scope
		holds func(*board.Event) bool
	}{
		"a type":    {board.Scope{Types: []string{kind}}, func(e *board.Event) bool { return e.Type == kind }},
		"a grade":   {board.Scope{Grades: []sitrep.Grade{grade}}, func(e *board.Event) bool { return e.Grade == grade }},
		"origins":   {board.Scope{MinOrigins: 2}, func(e *board.Event) bool { return e.Origins >= 2 }},
		"a family":  {board.Scope{Families: []string{"harm"}}, func(e *board.Event) bool { return e.Family == "harm" }},
		"a country": {board.Scope{Country: place.Country}, func(e *board.Event) bool { return e.Place != nil && e.Place.Country == place.Country }},
		"a period":  {board.Scope{From: day, To: day}, func(e *board.Event) bool { return !e.To.IsZero() && !day.Before(e.First()) && !e.To.Before(day) }},
		"a measure": {board.Scope{Measure: sitrep.Killed}, func(e *board.Event) bool {
			return slices.ContainsFunc(e.Figures, func(f board.Figure) bool { return f.Measure == sitrep.Killed })
		}},
		"a place": {board.Scope{Area: &areas[0]}, func(e *board.Event) bool { return areas[0].Holds(e.Place) }},
	} {
		got := b.Select(tt.scope)
		var want []*board.Event
		for _, e := range all {
			if tt.holds(e) {
				want = append(want, e)
			}
		}
		if len(got) == 0 || len(got) == len(all) || !slices.Equal(got, want) {
			t.Errorf("%s: %d events of %d, want %d", name, len(got), len(all), len(want))
		}
	}
}

func TestHoldingsAreOfTheDay(t *testing.T) {
	b := boardOf(t, demo.Archive(t))
	if len(b.Spells) == 0 {
		t.Fatal("no place has a holder")
	}
	for i := range b.Spells {
		s := &b.Spells[i]
		if s.Status == situation.Claimed {
			continue
		}
		found := false
		for _, h := range b.Holdings(board.Scope{}, s.From) {
			if !h.On(s.From) {
				t.Errorf("%s is held from %s to %s, not on %s", h.Site.Name, h.From, h.To, s.From)
			}
			found = found || h.Site.ID == s.Site.ID
		}
		if !found {
			t.Errorf("nobody holds %s on %s", s.Site.Name, s.From)
		}
		if slices.ContainsFunc(b.Holdings(board.Scope{}, s.From.AddDays(-40000)), func(h board.Holding) bool { return h.Site.ID == s.Site.ID }) {
			t.Errorf("%s is held long before", s.Site.Name)
		}
	}
}

func TestSumsAreOfTheHappeningsOfAScope(t *testing.T) {
	b := boardOf(t, demo.Archive(t))
	list := b.HappeningsOf(board.Scope{Measure: sitrep.Killed})
	if len(list) < 2 {
		t.Fatalf("%d happenings with dead", len(list))
	}
	best := 0
	for _, h := range list {
		if h.Best != nil {
			best += *h.Best
		} else if h.Low != nil {
			best += *h.Low
		}
	}
	sums := b.SumsOf(list)
	if len(sums) != 1 || sums[0].Best == nil || *sums[0].Best != best {
		t.Errorf("sums are %+v, want one of %d", sums, best)
	}
	parts := 0
	for _, g := range b.ByPlaces(sitrep.Killed, list) {
		if g.Best != nil {
			parts += *g.Best
		}
	}
	if parts != best {
		t.Errorf("places add up to %d, want %d", parts, best)
	}
	steps, longer := b.BySteps(sitrep.Killed, list, board.ByMonth)
	n := len(longer)
	for _, g := range steps {
		n += len(g.Happenings)
	}
	if n != len(list) {
		t.Errorf("%d happenings by month, want %d", n, len(list))
	}
}

func TestAKeeperFollowsTheArchive(t *testing.T) {
	where := demo.File(t)
	reader, writer := demo.Open(t, where, store.Options{ReadOnly: true}), demo.Open(t, where, store.Options{})
	k := board.New(reader, options(t))
	if k.Board() != nil {
		t.Error("there is a board before the first is made")
	}
	boards, stop := k.Subscribe()
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- k.Run(ctx) }()
	next := func() *board.Board {
		t.Helper()
		select {
		case b := <-boards:
			return b
		case <-time.After(30 * time.Second):
			t.Fatal("no board came")
			return nil
		}
	}
	first := next()
	if k.Board() != first || first.Empty() {
		t.Errorf("the board that came has %d reports and is not the one that is kept", first.Reports)
	}
	gone := first.Events[0].LeadReport
	if err := writer.Retract(t.Context(), gone, "the outlet took it back", false); err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	for b := next(); ; b = next() {
		if b.Reports != first.Reports-1 || b.Unfused > 0 {
			continue // between the two changes
		}
		if b.Seq() <= first.Seq() || slices.ContainsFunc(b.Events, func(e board.Event) bool { return e.LeadReport == gone }) {
			t.Errorf("entry %d after %d, and events still rest on a withdrawn report", b.Seq(), first.Seq())
		}
		break
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v, want that it was cancelled", err)
	}
}

func TestAnEmptyArchiveHasAnEmptyBoard(t *testing.T) {
	b := boardOf(t, demo.Open(t, t.TempDir()+"/a.db", store.Options{}))
	if !b.Empty() || b.Seq() != 0 || len(b.Events) != 0 || !b.Latest().IsZero() || len(b.Find("Nowhere at all", "")) != 0 {
		t.Errorf("%+v", b)
	}
	if tl := b.Timeline(nil, board.ByDay, sitrep.Date{}, sitrep.Date{}); len(tl.Steps) != 0 {
		t.Errorf("a timeline of nothing has %d steps", len(tl.Steps))
	}
}
