package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// verifyCmd checks an archive.
type verifyCmd struct {
	archiveFlag
	Sample  int  `help:"Of how many reports all that is derived is derived again, reading included." default:"200"`
	All     bool `help:"Of all reports."`
	Events  bool `help:"Make all events anew and compare, too."`
	Careful bool `help:"Read the sample as ingest --careful does."`
	placesFlag
	codebookFlag
	Format string `help:"text: a line a finding (the default). json: one object." enum:"text,json" default:"text"`
}

// Help is the long help of the command.
func (verifyCmd) Help() string {
	return `Checks that the archive is what it says: every original against its hash, every entry of the log against the one before, the reports of
each batch against its digest, and of a sample of reports whether the rows, words and groups of copies are those that their stored
readings give, and whether reading them again gives the same claims. Reports that were read with another codebook or other
models are not read again. With --events all events are made anew from the readings and compared with those that are kept.

Exit status: 0 nothing is wrong, 1 something is; each finding is a line.

Examples:
  sitrep verify
  sitrep verify --all --archive /srv/sitrep
  sitrep verify --events`
}

// Validate refuses what makes no sense.
func (c *verifyCmd) Validate() error {
	if c.Sample < 1 {
		return fmt.Errorf("--sample %d: give 1 or more; --all takes every report", c.Sample)
	}
	return nil
}

// verified is what verify prints in JSON.
type verified struct {
	Entries   int      `json:"entries"`
	Reports   int      `json:"reports"`
	Originals int      `json:"originals"`
	Sampled   int      `json:"sampled"`
	Reread    int      `json:"reread"`
	Faults    []string `json:"faults"`
}

// Run checks.
func (c *verifyCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	reader, err := newReader(reading{careful: c.Careful, places: c.placesFlag, codebook: c.codebookFlag})
	if err != nil {
		return err
	}
	o := store.VerifyOptions{Sample: c.Sample, Reread: func(_ context.Context, u store.Unread) (*sitrep.Extraction, error) { return readAgain(reader, &u) }}
	o.Events = c.Events
	if c.All {
		o.Sample = -1
	}
	f, err := archive.Verify(ctx, o)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; not all was checked")
	}
	if err != nil {
		return err
	}
	return con.findings(f, c.Format)
}

// readAgain reads a report of the archive. A fault in the program is that report's error.
func readAgain(reader *extract.Reader, u *store.Unread) (x *sitrep.Extraction, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault in sitrep (%v); please report it with this report", fault)
		}
	}()
	i := &u.Item
	out, err := reader.Read(extract.Input{Original: i.Plain(), Received: i.Received, Published: i.Published, Publisher: i.Publisher, Author: i.Author,
		URL: i.URL, Notes: i.Notes})
	return &out, err
}

// findings prints what verifying found; errSaid where something is wrong.
func (c console) findings(f store.Findings, format string) error {
	var b strings.Builder
	if format == "json" {
		faults := f.Faults
		if faults == nil {
			faults = []string{}
		}
		out, err := marshal(verified{f.Entries, f.Reports, f.Originals, f.Sampled, f.Reread, faults}, "  ")
		if err != nil {
			return err
		}
		b.Write(out)
	} else {
		for _, line := range f.Faults {
			b.WriteString(printable(line) + "\n")
		}
		wrong := "nothing is wrong"
		if n := len(f.Faults); n > 0 {
			wrong = wording.CountOf(n, "finding", "findings")
		}
		fmt.Fprintf(&b, "%s of the log, %s, %s; %s derived again, %s read again: %s\n", wording.CountOf(f.Entries, "entry", "entries"), wording.Plural(f.Reports, "report"),
			wording.Plural(f.Originals, "original"), wording.Number(f.Sampled), wording.Number(f.Reread), wrong)
	}
	if err := c.print(b.String()); err != nil {
		return err
	}
	if len(f.Faults) > 0 {
		return errSaid
	}
	return nil
}
