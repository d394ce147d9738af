package main

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"sitrep/internal/ingest"
	"sitrep/internal/ingest/web"
	"sitrep/internal/store"
	"sitrep/internal/wording"
	"sitrep/internal/work"
)

// ingestCmd brings reports into the archive.
type ingestCmd struct {
	archiveFlag
	sourcesFlag
	Watch   bool          `help:"Go on following the sources, feeds and folders, until stopped."`
	Every   time.Duration `help:"With --watch: how often a source is looked at first, before it is learned how often it changes." default:"15m"`
	Careful bool          `help:"${careful}"`
	placesFlag
	householdFlag
	codebookFlag
	Format  string   `help:"Summary as text or json." enum:"text,json" default:"text"`
	Sources []string `arg:"" name:"source" help:"Files, folders, addresses of pages, feeds and sitemaps; - reads standard input."`
}

// Help is the long help of the command.
func (ingestCmd) Help() string {
	return `Reads reports into the archive, each once: what is held already is passed over, a changed page becomes a new version, and a run
that was cut off is made whole by running it again.

Takes plain text, Markdown, HTML, PDF, Word (docx), mail (eml, mbox), JSON, JSON Lines, CSV, WARC, and zip, tar and gzip of these;
folders with all that is in them; addresses of pages, RSS and Atom feeds and sitemaps. See docs/ingest.md.

What is refused is named on standard error with the reason, the rest is taken, and the exit status is 1. Ctrl-C stops after what is
in hand was written.

Examples:
  sitrep ingest reports/ archive.zip
  sitrep ingest --fields 'text=body;published=day' news.jsonl
  sitrep ingest --watch --contact desk@example.org https://example.org/rss.xml inbox/`
}

// Validate refuses what cannot be done.
func (c *ingestCmd) Validate() error {
	if err := c.householdFlag.check(); err != nil {
		return err
	}
	if c.Every <= 0 {
		return fmt.Errorf("--every %s: give a time like 15m or 2h", c.Every)
	}
	if err := c.sourcesFlag.check(); err != nil {
		return err
	}
	if err := c.checkWatch(); err != nil {
		return err
	}
	return checkFiles(c.Sources)
}

// Run brings the reports in.
func (c *ingestCmd) Run(con console) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	reader, err := newReader(reading{c.Careful, c.placesFlag, c.householdFlag, c.codebookFlag})
	if err != nil {
		return err
	}
	archive, err := c.archiveFlag.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer archive.Close()
	local := slices.DeleteFunc(slices.Clone(c.Sources), web.IsAddress)
	total := int64(0)
	if len(local) == len(c.Sources) && !c.Watch && !slices.Contains(local, stdin) {
		total = ingest.Size(local)
	}
	progress := newBar(con, total)
	con.err = progress.out
	failed := false
	watched := web.NewLater(followed{archive})
	last := work.Tally{}
	show := func(t work.Tally) {
		watched.Dealt(t.Found())
		progress.show(t)
		if c.Watch {
			last = c.came(con, last, t)
		}
	}
	waiting := func(error) { con.fail("archive", errors.New("another program is writing to it; waiting")) }
	job := work.Ingest{Archive: archive, Reader: reader, Progress: show, Waiting: waiting, Refused: func(from string, reason error) {
		failed = failed || !leftOut(reason)
		con.fail(from, reason)
	}}
	if c.Watch {
		job.Written = func(ctx context.Context) {
			if err := upToDate(ctx, archive); err != nil {
				con.fail("events", err) // the next batch goes on
			}
		}
	}
	tally, err := job.Run(ctx, func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
		if c.Watch {
			return c.follow(ctx, con, watched, found, refused)
		}
		return c.walk(ctx, con, c.Sources, progress.taken, found, refused)
	})
	progress.end()
	if err == nil {
		err = watched.Flush(context.WithoutCancel(ctx))
	}
	if err == nil && ctx.Err() == nil {
		err = upToDate(ctx, archive)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = nil
		if !c.Watch {
			failed = true
			con.fail("stopped", errors.New("what was read by then is in the archive; run it again to go on"))
		}
	}
	if e := c.summary(con, tally); err == nil {
		err = e
	}
	if err == nil && failed {
		err = errSaid
	}
	return err
}

// summary prints what became of the reports.
func (c *ingestCmd) summary(con console, t work.Tally) error {
	if c.Format == "json" {
		b, err := marshal(t, "")
		if err == nil {
			_, err = con.out.Write(b)
		}
		return err
	}
	_, err := fmt.Fprintln(con.out, tallied(t))
	return err
}

// tallied tells a tally in words; what did not occur is left out.
func tallied(t work.Tally) string {
	words := []string{fmt.Sprintf("%s new", wording.CountOf(t.New, "report", "reports"))}
	for _, p := range []struct {
		n    int
		what string
	}{{t.Changed, "changed"}, {t.Known, "known already"}, {t.Faulty, "kept unread"}, {t.Refused, "refused"}} {
		if p.n > 0 {
			words = append(words, fmt.Sprintf("%s %s", wording.Number(p.n), p.what))
		}
	}
	return strings.Join(words, ", ") + "; " + wording.CountOf(t.Claims, "claim", "claims")
}
