package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/export"
	"sitrep/internal/store"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// eventsCmd lists events.
type eventsCmd struct {
	archiveFlag
	filterFlag
	Grade      []string `help:"How well it is supported: confirmed, corroborated, single, contested or discounted; give several times for any of several." placeholder:"GRADE"`
	MinOrigins int      `help:"Told by at least so many independent origins." placeholder:"N"`
	Format     string   `help:"${eventFormats}" enum:"table,json,jsonl,csv,figures,geojson" default:"table"`
}

// eventFormats is the help of --format.
const eventFormats = "table: for people (the default). json: one object with all events. jsonl: an object a line. csv: a row for each (RFC 4180); what a spreadsheet would take for a formula has a ' before it. figures: as csv, a row for each value that an origin gives. geojson: a FeatureCollection (RFC 7946)."

// Help is the long help of the command.
func (eventsCmd) Help() string {
	return `Lists events: happenings as all reports of the archive together tell them, the latest first. An event has the claims of all its reports,
its figures with their range, how many independent origins tell of it, and a grade: confirmed (the party responsible or a mandated
body says so), corroborated (two origins or more), single, contested (denied, or told in ways that cannot both hold), discounted.
What is asked about a type, an actor, a place or a measure holds for the event; words are looked for in its reports. "by 2016-03-12" stands where
no report says on which day it happened: it had by then, the day on which it was first published, and --from and --to find it by that day.
sitrep event ID shows one with all its evidence. See docs/fusion.md.

Examples:
` + fmt.Sprintf(filterExamples, "events") + `
  sitrep events --place Mosul --grade corroborated --grade confirmed --format geojson --limit 0 > mosul.geojson`
}

// Validate refuses what cannot be asked.
func (c *eventsCmd) Validate() error {
	for _, g := range c.Grade {
		if !slices.Contains(sitrep.Grades, sitrep.Grade(g)) {
			return fmt.Errorf("--grade %s: no such grade; there are %s", g, joined(sitrep.Grades))
		}
	}
	if c.MinOrigins < 0 {
		return fmt.Errorf("--min-origins %d is less than 0; 0 asks for all", c.MinOrigins)
	}
	if c.Modality != "" && c.Modality != string(sitrep.Actual) {
		return fmt.Errorf("--modality %s: events are what is told as having happened; sitrep claims lists the rest", c.Modality)
	}
	return c.filterFlag.check()
}

// eventRow is an event with the words of the claim that tells it best.
type eventRow struct {
	sitrep.Event
	lead *store.ClaimRow // nil where the claim is gone
}

// Run lists.
func (c *eventsCmd) Run(con console) error {
	asked := store.EventFilter{MinOrigins: c.MinOrigins}
	for _, g := range c.Grade {
		asked.Grades = append(asked.Grades, sitrep.Grade(g))
	}
	q := queryFlags{c.archiveFlag, c.filterFlag, c.Format}
	l := listing[eventRow]{
		name: "events",
		fetch: func(ctx context.Context, asker *ask.Asker, f store.Filter) (store.Page[eventRow], error) {
			asked := asked
			asked.Filter = f
			if f.After == "" && f.AsOf.IsZero() {
				if err := con.behind(ctx, asker.Archive()); err != nil {
					return store.Page[eventRow]{}, err
				}
			}
			page, err := asker.Archive().Events(ctx, asked)
			if err != nil {
				return store.Page[eventRow]{}, err
			}
			rows, err := led(ctx, asker, page.Rows)
			return store.Page[eventRow]{Rows: rows, Next: page.Next}, err
		},
		object: func(_ context.Context, r *eventRow, _ *ask.Origins) (any, error) {
			return wire.EventOf(&r.Event, r.lead), nil
		},
		table: func(_ context.Context, b *block, rows []eventRow, first bool, _ *ask.Origins) error {
			return b.eventTable(rows, first)
		},
	}
	switch c.Format {
	case "csv", "figures", "geojson":
		// These have a head or a foot of their own, so all is fetched before any is written.
		l.whole = func(w io.Writer, rows []eventRow) error { return c.write(w, rows) }
	}
	return answer(con, &q, l)
}

// write writes events in a format of internal/export.
func (c *eventsCmd) write(w io.Writer, rows []eventRow) error {
	events := make([]sitrep.Event, len(rows))
	leads := make(map[sitrep.EventID]*store.ClaimRow, len(rows))
	for i := range rows {
		events[i] = rows[i].Event
		leads[events[i].ID] = rows[i].lead
	}
	lead := func(e *sitrep.Event) export.Lead {
		r := leads[e.ID]
		if r == nil {
			return export.Lead{}
		}
		return export.Lead{Sentence: r.Sentence, Report: r.Report.ID, Title: r.Report.Title, Publisher: r.Report.Publisher, Published: r.Report.Published, URL: r.Report.URL}
	}
	switch c.Format {
	case "figures":
		return export.FiguresCSV(w, events)
	case "geojson":
		return export.EventsGeoJSON(w, events, lead)
	}
	return export.EventsCSV(w, events, lead)
}

// led looks up the claims that tell events best.
func led(ctx context.Context, asker *ask.Asker, events []sitrep.Event) ([]eventRow, error) {
	claims, err := asker.Leads(ctx, events)
	if err != nil {
		return nil, err
	}
	out := make([]eventRow, len(events))
	for i := range events {
		out[i] = eventRow{events[i], claims[events[i].Lead]}
	}
	return out, nil
}

// eventTable writes a line for each event, and under it the sentence that tells it best and how well it is supported.
func (b *block) eventTable(rows []eventRow, first bool) error {
	var table [][]piece
	if first {
		table = append(table, headings("WHEN", "WHAT", "WHO → WHOM", "WHERE", "HOW MANY", "GRADE"))
	}
	for i := range rows {
		e := &rows[i].Event
		table = append(table, []piece{{wording.Days(e.From, e.To), plain}, {strings.ReplaceAll(e.Type, "_", " "), kind}, {wording.EventParties(e), plain}, {wording.EventPlace(e), plain},
			{strings.Join(wording.EventFigures(e), ", "), count}, {string(e.Grade), gradeStyle(e.Grade)}})
	}
	return b.entries(table, first, 2, func(i int) error {
		b.underEvent(&rows[i])
		return nil
	})
}

// underEvent writes what stands under an event's row.
func (b *block) underEvent(r *eventRow) {
	indent := underIndent
	if b.width < narrowPage {
		indent = 4
	}
	quote := []piece{{"(the claim that told it best is gone; sitrep ingest brings events up to date)", faint}}
	if r.lead != nil {
		moved := r.lead.Claim
		at := moved.Trigger.Start - moved.Evidence.Start
		moved.Trigger.Span = sitrep.Span{Start: at, End: at + r.lead.Claim.Trigger.Len()}
		quote = sentenceOf(r.lead.Sentence, group{sitrep.Span{End: len(r.lead.Sentence)}, []*sitrep.Claim{&moved}})
	}
	if b.width < narrowPage {
		b.line(piece{"  " + string(r.ID), faint})
		b.paragraph(piece{}, indent, quote...)
	} else {
		b.paragraph(piece{"  " + string(r.ID), faint}, indent, quote...)
	}
	b.paragraph(piece{}, indent, piece{wording.Support(&r.Event), faint})
}

func gradeStyle(g sitrep.Grade) style {
	switch g {
	case sitrep.Contested, sitrep.Discounted:
		return doubt
	}
	return plain
}
