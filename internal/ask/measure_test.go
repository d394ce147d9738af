package ask_test

import (
	"context"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// TestMeasure asks the archive that SITREP_ARCHIVE names, which is only read, and says how long answers take; with SITREP_ARCHIVE_LONG set also those
// over the whole of it, of which some take minutes.
func TestMeasure(t *testing.T) {
	path := os.Getenv("SITREP_ARCHIVE")
	if path == "" {
		t.Skip("SITREP_ARCHIVE names no archive to measure with")
	}
	archive, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	asker, err := ask.New(archive, ask.Options{})
	if err != nil {
		t.Fatal(err)
	}
	asker.Gazetteer().Candidates("Mosul")
	var reports, copied, claims, events []string
	for f := (store.Filter{Copies: true, Limit: 1000}); len(reports) < 20_000; {
		page, err := archive.Reports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Rows {
			reports = append(reports, string(page.Rows[i].ID))
			if page.Rows[i].Copies >= 5 {
				copied = append(copied, string(page.Rows[i].ID))
			}
		}
		if f.After = page.Next; page.Next == "" {
			break
		}
	}
	for f := (store.EventFilter{Filter: store.Filter{Limit: 1000}}); len(events) < 20_000; {
		page, err := archive.Events(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(page.Rows, func(a, b sitrep.Event) int { return len(b.Members) - len(a.Members) })
		for i := range page.Rows {
			events = append(events, string(page.Rows[i].ID))
			claims = append(claims, string(page.Rows[i].Lead))
		}
		if f.After = page.Next; page.Next == "" {
			break
		}
	}
	many := func(what string, ids []string, ask func(context.Context, string) error) {
		var took []time.Duration
		for i := 0; i < len(ids); i += max(1, len(ids)/500) {
			start := time.Now()
			if err := ask(t.Context(), ids[i]); err != nil {
				t.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		t.Logf("%s: %d, by the clock: median %v, 95th %v, 99th %v, most %v", what, len(took), took[len(took)/2], took[len(took)*95/100], took[len(took)*99/100], took[len(took)-1])
	}
	many("report", reports, func(ctx context.Context, id string) error { _, err := asker.Report(ctx, id); return err })
	if len(copied) > 0 {
		many("report with five copies or more", copied, func(ctx context.Context, id string) error { _, err := asker.Report(ctx, id); return err })
	}
	many("claim", claims, func(ctx context.Context, id string) error { _, err := asker.Claim(ctx, id); return err })
	many("event", events, func(ctx context.Context, id string) error { _, err := asker.Event(ctx, id); return err })
	day := func(s string) sitrep.Date { d, _ := sitrep.ParseDate(s); return d }
	if os.Getenv("SITREP_ARCHIVE_LONG") == "" {
		return
	}
	once := func(what string, ask func(context.Context) error) {
		start := time.Now()
		took := spent(t, func() error { return ask(t.Context()) })
		t.Logf("%s: processor %v, clock %v", what, took, time.Since(start))
	}
	for _, q := range []ask.ControlQuestion{{Place: "Mosul"}, {Place: "Aleppo"}, {Actor: "Islamic State"}} {
		once("control "+q.Place+q.Actor, func(ctx context.Context) error { _, err := asker.Control(ctx, q); return err })
	}
	for _, q := range []ask.ActorsQuestion{{Actor: "Islamic State"}, {Actor: "Iraq"}, {Place: "Mosul"}, {}} {
		once("actors "+q.Actor+q.Place, func(ctx context.Context) error { _, err := asker.Actors(ctx, q); return err })
	}
	once("sums by place", func(ctx context.Context) error {
		_, err := asker.Sums(ctx, store.Filter{}, situation.ByPlace)
		return err
	})
	for _, q := range []ask.BriefQuestion{{Place: "Mosul", From: day("2016-10-17"), To: day("2017-02-18")}, {Place: "Mosul"}, {Country: "IQ", From: day("2016-10-01"), To: day("2016-10-31")}, {Country: "IQ", Short: true}, {}} {
		once("brief "+q.Place+q.Country+" "+q.From.String(), func(ctx context.Context) error { _, err := asker.Brief(ctx, q); return err })
	}
}

// spent is what f takes of the processor.
func spent(t *testing.T, f func() error) time.Duration {
	t.Helper()
	used := func() time.Duration {
		var r syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
			t.Fatal(err)
		}
		return time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	before := used()
	if err := f(); err != nil {
		t.Fatal(err)
	}
	return used() - before
}
