package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/samples"
)

// ticking is a clock that moves on a minute whenever it is asked.
func ticking() func() time.Time {
	now := time.Date(2024, 5, 1, 9, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

// onEach runs a test on an empty archive of each dialect that can be had here.
func onEach(t *testing.T, test func(t *testing.T, a *Archive)) {
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, filepath.Join(t.TempDir(), "a.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, running.Database(t))) })
}

func open(t testing.TB, where string) *Archive {
	t.Helper()
	a, err := Open(t.Context(), where, Options{Clock: ticking()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

var reader = sync.OnceValues(func() (*extract.Reader, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	return extract.New(book)
})

// read is an entry of a report in plain text.
func read(t testing.TB, i ingest.Item) Entry {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	x, err := r.Read(extract.Input{Original: i.Plain(), Received: i.Received, Published: i.Published, Publisher: i.Publisher, Author: i.Author, URL: i.URL, Notes: i.Notes})
	if err != nil {
		return Entry{Item: &i, Fault: err.Error()}
	}
	return Entry{Item: &i, Extraction: &x}
}

// plain is an item of plain text, published on a day ("" for unknown) by an outlet.
func plain(text, published, publisher string) ingest.Item {
	d, _ := sitrep.ParseDate(published)
	return ingest.Item{From: "test", Received: []byte(text), Media: "text/plain", Published: d, Publisher: sitrep.Known(publisher)}
}

// shown are the samples as entries, from a few outlets, each but the first five with a day of its own.
var shown = sync.OnceValues(func() ([]Entry, error) {
	all, err := samples.All()
	if err != nil {
		return nil, err
	}
	r, err := reader()
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(all))
	for i, s := range all {
		item := ingest.Item{From: "samples/" + s.Name + ".txt", Received: s.Text, Media: "text/plain", Publisher: sitrep.Known([]string{"", "The Courier", "Plains Radio"}[i%3])}
		if i >= 5 {
			item.Published = sitrep.NewDate(2019, 1, 3*i)
		}
		x, err := r.Read(extract.Input{Original: s.Text, Published: item.Published, Publisher: item.Publisher})
		if err != nil {
			return nil, err
		}
		out[i] = Entry{Item: &item, Extraction: &x}
	}
	return out, nil
})

func entries(t testing.TB) []Entry {
	t.Helper()
	all, err := shown()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func add(t testing.TB, a *Archive, batch ...Entry) Added {
	t.Helper()
	done, err := a.Add(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestAReportComesBackAsItWasRead(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)
		if done := add(t, a, all...); done.New != len(all) || done.Known != 0 {
			t.Fatalf("added %+v of %d", done, len(all))
		}
		for _, e := range all {
			h, err := a.Report(t.Context(), string(e.Extraction.Report.ID))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(*e.Extraction, *h.Extraction, cmp.Comparer(func(a, b sitrep.Date) bool { return a == b })); diff != "" {
				t.Fatalf("%s: read and kept differ:\n%s", e.Item.From, diff)
			}
			if string(h.Original) != string(e.Item.Received) || h.Media != "text/plain" || h.Found != e.Item.From {
				t.Errorf("%s: the original is kept as %d bytes of %s, found at %q", e.Item.From, len(h.Original), h.Media, h.Found)
			}
		}
	})
}

func TestAddingTwiceAddsNothing(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)
		add(t, a, append(all[:40:40], all[:10]...)...)
		before := count(t, a)
		if done := add(t, a, all[:40]...); done.New != 0 || done.Known != 40 {
			t.Errorf("the second time %+v", done)
		}
		if diff := cmp.Diff(before, count(t, a)); diff != "" {
			t.Errorf("rows were added:\n%s", diff)
		}
		held, err := a.Known(t.Context(), []sitrep.ReportID{all[0].Extraction.Report.ID, all[50].Extraction.Report.ID})
		if err != nil || len(held) != 1 || !held[all[0].Extraction.Report.ID] {
			t.Errorf("known are %v, %v", held, err)
		}
	})
}

// count gives the number of rows of every table.
func count(t testing.TB, a *Archive) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"log", "names", "readers", "originals", "reports", "readings", "claims", "figures", "places", "words", "copies", "moved"} {
		var n int
		if err := a.one(t.Context(), []any{&n}, "SELECT count(*) FROM "+table); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}

// pages asks for all pages of an answer, n rows each.
func pages[T any](t testing.TB, ask func(context.Context, Filter) (Page[T], error), f Filter, n int) []T {
	t.Helper()
	f.Limit = n
	var out []T
	for {
		page, err := ask(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Rows...)
		if page.Next == "" {
			return out
		}
		if len(page.Rows) != n {
			t.Fatalf("a page of %d has %d rows and is not the last", n, len(page.Rows))
		}
		f.After = page.Next
	}
}

// matches says by looking at the reading whether a filter asks for a claim.
func matches(f Filter, x *sitrep.Extraction, c *sitrep.Claim) bool {
	words := fold(x.Report.Text)
	if f.Text != "" && !parseSearch(f.Text).holds(words) {
		return false
	}
	if len(f.Types) > 0 && !strings.Contains(" "+strings.Join(f.Types, " ")+" ", " "+c.Type+" ") {
		return false
	}
	if f.Country != "" && (c.Place == nil || string(c.Place.Country) != f.Country) {
		return false
	}
	if f.Place != "" && (c.Place == nil || c.Place.Name != f.Place && c.Place.Within != f.Place) {
		return false
	}
	if f.Modality != "" && c.Modality != f.Modality || f.Publisher != "" && string(x.Report.Publisher) != f.Publisher {
		return false
	}
	if f.Measure != "" {
		found := false
		for _, g := range c.Figures {
			found = found || g.Measure == f.Measure
		}
		if !found {
			return false
		}
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		if c.Time == nil || c.Time.From.IsZero() && c.Time.To.IsZero() {
			return false
		}
		if !f.From.IsZero() && !c.Time.To.IsZero() && c.Time.To.Before(f.From) || !f.To.IsZero() && !c.Time.From.IsZero() && f.To.Before(c.Time.From) {
			return false
		}
	}
	return true
}

func TestClaimsAreThoseThatAFilterAsksFor(t *testing.T) {
	filters := map[string]Filter{
		"all":             {},
		"a word":          {Text: "killed"},
		"words":           {Text: "killed police"},
		"a phrase":        {Text: `"people were"`},
		"without a word":  {Text: "killed -police"},
		"only without":    {Text: "-killed"},
		"a phrase not":    {Text: `said -"people were"`},
		"only not phrase": {Text: `-"people were"`},
		"a type":          {Types: []string{"attack"}},
		"types":           {Types: []string{"attack", "air_strike", "no_such_type"}},
		"no such type":    {Types: []string{"no_such_type"}},
		"a country":       {Country: "SY"},
		"a place":         {Place: "Aleppo"},
		"modality":        {Modality: sitrep.Negated},
		"a measure":       {Measure: sitrep.Killed},
		"publisher":       {Publisher: "The Courier"},
		"a period":        {From: sitrep.NewDate(2019, 2, 1), To: sitrep.NewDate(2019, 3, 31)},
		"years":           {From: sitrep.NewDate(2010, 2, 1), To: sitrep.NewDate(2019, 3, 31)},
		"since":           {From: sitrep.NewDate(2019, 3, 1)},
		"until":           {To: sitrep.NewDate(2019, 3, 1)},
		"much":            {Text: "the", Types: []string{"attack", "killing"}, Measure: sitrep.Killed, Modality: sitrep.Actual},
		"nothing at all":  {Text: "xylophone"},
	}
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)
		add(t, a, all...)
		for name, f := range filters {
			f.Copies = true
			want := map[sitrep.ClaimID]bool{}
			for _, e := range all {
				for i := range e.Extraction.Claims {
					if c := &e.Extraction.Claims[i]; matches(f, e.Extraction, c) {
						want[c.ID] = true
					}
				}
			}
			for _, n := range []int{3, 1000} {
				got := map[sitrep.ClaimID]bool{}
				var last ClaimRow
				for i, row := range pages(t, a.Claims, f, n) {
					if got[row.Claim.ID] {
						t.Errorf("%s: claim %s comes twice", name, row.Claim.ID)
					}
					got[row.Claim.ID] = true
					if i > 0 && (last.Report.Published.Before(row.Report.Published) && !row.Report.Published.IsZero() || last.Report.Published.IsZero() && !row.Report.Published.IsZero()) {
						t.Errorf("%s: %s comes after %s", name, row.Report.Published, last.Report.Published)
					}
					last = row
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %d a page: claims expected and found:\n%s", name, n, diff)
				}
			}
			if name != "nothing at all" && name != "no such type" && len(want) == 0 {
				t.Errorf("%s: asks for nothing in the samples, so tells nothing", name)
			}
		}
	})
}

func TestReportsAndFiguresArePaged(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)
		add(t, a, all...)
		figures := 0
		for _, e := range all {
			for _, c := range e.Extraction.Claims {
				figures += len(c.Figures)
			}
		}
		for _, n := range []int{1, 7, 500} {
			if got := pages(t, a.Reports, Filter{Copies: true}, n); len(got) != len(all) {
				t.Errorf("%d a page: %d reports of %d", n, len(got), len(all))
			}
			if got := pages(t, a.Figures, Filter{Copies: true}, n); len(got) != figures {
				t.Errorf("%d a page: %d figures of %d", n, len(got), figures)
			}
		}
		in := pages(t, a.Reports, Filter{From: sitrep.NewDate(2019, 2, 1), To: sitrep.NewDate(2019, 2, 10), Copies: true}, 50)
		if len(in) != 3 {
			t.Errorf("published in ten days of February are %d reports, want 3", len(in))
		}
	})
}

func TestUnknownIDs(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		for _, id := range []string{"r-0123456789abcdef", "c-0123456789abcdef", "x", "r-", "r-0123456789abcdeg", ""} {
			if _, err := a.Report(t.Context(), id); !errors.Is(err, ErrUnknown) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

func ExampleFilter() {
	fmt.Println(parseSearch(`clinic "barrel bombs" -drone al-Bab U.S. 3,000`))
	// Output: {[[[clinic] [cliniced] [clinicing] [clinics]] [[barrel bombs]] [[al bab]] [[us]] [[3000]]] [[drone] [droned] [drones] [droning]]}
}
