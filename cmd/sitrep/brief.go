package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"sitrep/internal/ask"
	"sitrep/internal/export"
	"sitrep/internal/store"
)

// briefCmd writes a situation report.
type briefCmd struct {
	archiveFlag
	Place   string     `help:"Place, by name or by its id in the gazetteer, with what lies within it and around it." placeholder:"NAME|ID"`
	Within  float64    `help:"With --place: how far around a town, in kilometres (default 30)." placeholder:"KM"`
	Country string     `help:"Country, or the one that the place lies in: its name or ISO 3166-1 code." placeholder:"COUNTRY"`
	Query   string     `help:"Words and \"phrases\" that must all stand in the report; a -word must not." placeholder:"WORDS"`
	From    periodFlag `help:"First day: 2016-03-12, or 2016-03 or 2016 for its first." placeholder:"DAY"`
	To      periodFlag `help:"Last day: a month or a year stands for its last." placeholder:"DAY"`
	Since   bool       `name:"since-last" help:"Tell what changed since the last brief of the same that was made with this, and remember this one in the archive's log."`
	Length  string     `help:"short: one page. full: everything." enum:"short,full" default:"full"`
	AsOf    momentFlag `help:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." placeholder:"DAY|MOMENT"`
	Format  string     `help:"md: Markdown (the default). html: one page with its charts and its map. docx: a Word document. json: all that the brief holds." enum:"md,html,docx,json" default:"md"`
	placesFlag
	codebookFlag
}

// Help is the long help of the command.
func (briefCmd) Help() string {
	return `Writes what the archive holds on a place, a country or a question over a period as a situation report. Every statement stands on
sentences of reports, which are numbered and given with it. Without --place, --country and --query it is about all that the archive holds. Dates are those
on which things happened, or of publication where the report does not say. See docs/brief.md.

Examples:
  sitrep brief --place Mosul --from 2016-10-17 --to 2017-02-18
  sitrep brief --country Sudan --from 2023-04 --to 2023-06 --length short
  sitrep brief --query '"field hospital"' --from 2016
  sitrep brief --place Mosul --from 2016 --format html > mosul.html`
}

// Validate refuses what cannot be asked.
func (c *briefCmd) Validate() error {
	switch {
	case c.Place == "" && c.Country == "" && c.Query == "" && c.From.first.IsZero() && c.To.last.IsZero():
		return errors.New("nothing is asked; give --place, --country or --query, or the days with --from and --to")
	case c.Within != 0 && c.Place == "":
		return errors.New("--within says how far around what --place names; give --place, too")
	case c.Within < 0 || c.Within > 20_100:
		return fmt.Errorf("--within %g: give kilometres, more than 0 and at most 20100", c.Within)
	case backwards(c.From, c.To):
		return errBackwards("", c.From, c.To)
	case c.Since && !c.AsOf.IsZero():
		return errors.New("--since-last tells what is new now; leave --as-of away")
	}
	if c.Country != "" {
		_, err := countryOf(c.Country)
		return err
	}
	return nil
}

// Run writes.
func (c *briefCmd) Run(con console) error {
	if c.Format == "docx" && con.page.terminal {
		return errors.New("--format docx is no text for a terminal; write it to a file: sitrep brief … --format docx > brief.docx")
	}
	ctx, stop := interruptible()
	defer stop()
	asker, err := openAsker(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag)
	if err != nil {
		return err
	}
	defer asker.Archive().Close()
	found, err := asker.Brief(ctx, ask.BriefQuestion{Place: c.Place, Within: c.Within, Country: c.Country, Query: c.Query, From: c.From.first, To: c.To.last,
		Short: c.Length == "short", Since: c.Since, AsOf: c.AsOf.Time})
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was written")
	}
	if err != nil {
		return flagged(err)
	}
	con.noted(found.Notes)
	brief := found.Brief
	if brief == nil && c.Place != "" && found.Place == nil {
		return fmt.Errorf("--place %s: neither the archive nor the gazetteer has a place of that name, or no report of it fits; sitrep gazetteer lookup finds others", c.Place)
	}
	if brief == nil {
		return errors.New("no report of the archive tells anything of that; ask for more days, or see with sitrep reports what it holds")
	}
	var out strings.Builder
	if err := export.Brief(&out, c.Format, brief); err != nil {
		return err
	}
	if err := con.print(out.String()); err != nil || !c.Since {
		return err
	}
	return c.remember(ctx, found)
}

// remember writes the brief down in the archive's log.
func (c *briefCmd) remember(ctx context.Context, found *ask.BriefAnswer) error {
	var whole strings.Builder
	if err := export.Brief(&whole, export.JSON, found.Brief); err != nil {
		return err
	}
	archive, err := c.archiveFlag.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer archive.Close()
	sum := sha256.Sum256([]byte(whole.String()))
	_, err = archive.AddBrief(ctx, store.Briefed{Scope: found.Key, From: c.From.first, To: c.To.last, Digest: hex.EncodeToString(sum[:])})
	return err
}
