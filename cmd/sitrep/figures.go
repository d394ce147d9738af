package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// figuresCmd lists figures, sums them up, or gives them as series.
type figuresCmd struct {
	queryFlags
	By     string `help:"Sum up by place, month, week, day, measure or event: low, best and high over distinct happenings; what counts a longer time stands beside it." enum:",place,month,week,day,measure,event" default:"" placeholder:"WHAT"`
	Series bool   `help:"Counts of a longer time as series, each origin's apart, with what changed."`
}

// Validate refuses what cannot be asked.
func (c *figuresCmd) Validate() error {
	if (c.By != "" || c.Series) && c.After != "" {
		return errors.New("--after goes on with a list; with --by and --series all is given at once, up to --limit")
	}
	if c.By != "" && c.Series {
		return errors.New("--by and --series are two answers; give one of them")
	}
	return c.queryFlags.Validate()
}

// Help is the long help of the command.
func (figuresCmd) Help() string {
	return `Lists the figures of the archive that fit all that is asked: how many were killed, hurt, displaced and so on, as the reports give
them, with their range, whom they count, when, where, and who says so. In a list figures of several reports are not added up.

With --by they are: every figure is in one happening, in one series, or left out with the reason. With --series counts of a longer time
("displaced since the start of the operation") are shown as each origin gives them over time. See docs/figures.md.

Examples:
` + fmt.Sprintf(filterExamples, "figures --measure killed") + `
  sitrep figures --measure killed --country Iraq --from 2016-10 --to 2017-02 --by month
  sitrep figures --measure displaced --country Sudan --series --format csv`
}

// Run lists.
func (c *figuresCmd) Run(con console) error {
	if c.By != "" || c.Series {
		return c.summed(con)
	}
	var from sources
	return ask(con, &c.queryFlags, listing[store.FigureRow]{
		name:  "figures",
		fetch: (*store.Archive).Figures,
		object: func(ctx context.Context, r *store.FigureRow) (any, error) {
			o, err := from.of(ctx, &r.Report, r.Claim.ID)
			return wire.FigureOf(r, o), err
		},
		header: wire.FigureColumns,
		cells: func(ctx context.Context, r *store.FigureRow) ([]wire.Cell, error) {
			o, err := from.of(ctx, &r.Report, r.Claim.ID)
			return wire.FigureCells(r, o), err
		},
		table: func(ctx context.Context, b *block, rows []store.FigureRow, first bool) error {
			return b.figureTable(ctx, rows, first, &from)
		},
	}, &from)
}

// summed prints sums or series.
func (c *figuresCmd) summed(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	list, err := c.counts(ctx, con, archive)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was found out")
	}
	if err != nil {
		return err
	}
	gazetteer, _, err := c.placesFlag.open()
	if err != nil {
		return err
	}
	registry, err := c.codebookFlag.registry()
	if err != nil {
		return err
	}
	controller := situation.New(registry, gazetteer)
	if c.Series {
		all := controller.SeriesOf(list)
		return c.printSeries(con, all[:c.most(len(all))], len(all))
	}
	all := controller.Sums(list, situation.Grouping(c.By))
	return c.printSums(con, all[:c.most(len(all))], len(all))
}

// most is how many of n are shown.
func (c *figuresCmd) most(n int) int {
	if c.Limit > 0 {
		return min(n, c.Limit)
	}
	return n
}

// counts fetches the figures that are asked for, each with its origin.
func (c *figuresCmd) counts(ctx context.Context, con console, archive *store.Archive) ([]situation.Count, error) {
	f, err := c.filter(con, func(id string) (string, error) { return archive.Resolve(ctx, id) })
	if err != nil {
		return nil, err
	}
	var from sources
	if err := from.open(archive, c.codebookFlag); err != nil {
		return nil, err
	}
	registry, err := c.codebookFlag.registry()
	if err != nil {
		return nil, err
	}
	teller, err := fuse.NewTeller(fuse.TellerOptions{Registry: registry})
	if err != nil {
		return nil, err
	}
	first, last := f.From, f.To
	f.From, f.To = sitrep.Date{}, sitrep.Date{} // of what gives no day that of its report counts
	if !first.IsZero() && f.PublishedFrom.IsZero() {
		f.PublishedFrom = first
	}
	events, err := eventsOf(ctx, archive, &f, first, last)
	if err != nil {
		return nil, err
	}
	f.Limit = mostAtOnce
	var out []situation.Count
	for {
		page, err := archive.Figures(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			r := &page.Rows[i]
			x := situation.Count{Telling: situation.Telling{Claim: &r.Claim, Report: r.Report.ID, Published: r.Report.Published, Sentence: r.Sentence}, Figure: &r.Figure, N: nth(&r.Claim, &r.Figure)}
			if e, ok := events[r.Claim.ID]; ok {
				x.Event, x.EventFrom, x.EventTo = e.ID, e.From, e.To
			}
			if (!first.IsZero() || !last.IsZero()) && !x.During(first, last) {
				continue
			}
			o, err := from.of(ctx, &r.Report, r.Claim.ID)
			if err != nil {
				return nil, err
			}
			x.Origin, x.Source, x.Standing = teller.Voice(&o.ClaimOrigin, r.Figure.Source)
			if x.Origin == "" {
				x.Origin = string(r.Report.ID)
			}
			out = append(out, x)
		}
		if page.Next == "" {
			return out, nil
		}
		f.After = page.Next
	}
}

// eventsOf are the kept events of a measure, a country and a time, by their claims. Of the past none are kept, so that there figures are told apart by day and place.
func eventsOf(ctx context.Context, archive *store.Archive, f *store.Filter, first, last sitrep.Date) (map[sitrep.ClaimID]*sitrep.Event, error) {
	out := map[sitrep.ClaimID]*sitrep.Event{}
	if !f.AsOf.IsZero() {
		return out, nil
	}
	ask := store.EventFilter{Filter: store.Filter{Measure: f.Measure, Country: f.Country, From: first, To: last, Limit: mostAtOnce}}
	for {
		page, err := archive.Events(ctx, ask)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			for _, m := range page.Rows[i].Members {
				for _, c := range m.Claims {
					out[c] = &page.Rows[i]
				}
			}
		}
		if page.Next == "" {
			return out, nil
		}
		ask.After = page.Next
	}
}

// nth is the place of a figure in its claim, from 0.
func nth(c *sitrep.Claim, f *sitrep.Figure) int {
	for i := range c.Figures {
		if c.Figures[i].Span == f.Span && c.Figures[i].Measure == f.Measure {
			return i
		}
	}
	return -1
}

func (c *figuresCmd) printSums(con console, sums []situation.Sum, total int) error {
	switch c.Format {
	case "json", "jsonl":
		list := []any{}
		for i := range sums {
			list = append(list, wire.SumOf(c.By, &sums[i]))
		}
		return printObjects(con, c.Format, "sums", list)
	case "csv":
		var b strings.Builder
		wire.WriteRecord(&b, wire.Texts(wire.SumColumns))
		for i := range sums {
			wire.WriteRecord(&b, wire.SumCells(c.By, &sums[i]))
		}
		return con.print(b.String())
	}
	if total == 0 {
		con.fail("", errors.New("no figures fit that; ask for less"))
		return nil
	}
	b := con.page.newBlock()
	b.sumTable(c.By, sums)
	return c.end(con, b, len(sums), total)
}

func (c *figuresCmd) printSeries(con console, list []situation.Series, total int) error {
	switch c.Format {
	case "json", "jsonl":
		objects := []any{}
		for i := range list {
			objects = append(objects, wire.SeriesOf(&list[i]))
		}
		return printObjects(con, c.Format, "series", objects)
	case "csv":
		var b strings.Builder
		wire.WriteRecord(&b, wire.Texts(wire.SeriesColumns))
		for i := range list {
			for k := range list[i].Points {
				wire.WriteRecord(&b, wire.PointCells(&list[i], &list[i].Points[k]))
			}
		}
		return con.print(b.String())
	}
	if total == 0 {
		con.fail("", errors.New("no figures of a longer time fit that; sitrep figures lists all that do"))
		return nil
	}
	b := con.page.newBlock()
	for i := range list {
		if i > 0 {
			b.line()
		}
		b.seriesTable(&list[i])
	}
	return c.end(con, b, len(list), total)
}

// end prints a table and how many more there are.
func (c *figuresCmd) end(con console, b *block, shown, total int) error {
	if total > shown {
		b.line()
		b.line(piece{fmt.Sprintf("%d more; --limit 0 lists all", total-shown), faint})
	}
	return con.print(b.out.String())
}

// printObjects prints objects a line each, or one object that holds all under a name.
func printObjects(con console, format, name string, list []any) error {
	if format == "json" {
		text, err := marshal(map[string]any{name: list}, "  ")
		if err != nil {
			return err
		}
		return con.print(string(text))
	}
	for _, o := range list {
		line, err := marshal(o, "")
		if err != nil {
			return err
		}
		if err := con.print(string(line)); err != nil {
			return err
		}
	}
	return nil
}

// siteName names a place of a figure.
func siteName(s *situation.Site) string {
	if s.Name != "" && s.Country != "" && s.Kind != geo.Country {
		return s.Name + " (" + s.Country + ")"
	}
	return s.Name
}
