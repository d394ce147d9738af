package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitrep/internal/ask"
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
	return answer(con, &c.queryFlags, listing[store.FigureRow]{
		name: "figures",
		fetch: func(ctx context.Context, a *ask.Asker, f store.Filter) (store.Page[store.FigureRow], error) {
			return a.Archive().Figures(ctx, f)
		},
		object: func(ctx context.Context, r *store.FigureRow, from *ask.Origins) (any, error) {
			o, err := from.Of(ctx, &r.Report, r.Claim.ID)
			return wire.FigureOf(r, o), err
		},
		header: wire.FigureColumns,
		cells: func(ctx context.Context, r *store.FigureRow, from *ask.Origins) ([]wire.Cell, error) {
			o, err := from.Of(ctx, &r.Report, r.Claim.ID)
			return wire.FigureCells(r, o), err
		},
		table: func(ctx context.Context, b *block, rows []store.FigureRow, first bool, from *ask.Origins) error {
			return b.figureTable(ctx, rows, first, from)
		},
	})
}

// summed prints sums or series.
func (c *figuresCmd) summed(con console) error {
	ctx, stop := interruptible()
	defer stop()
	asker, err := openAsker(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag)
	if err != nil {
		return err
	}
	defer asker.Archive().Close()
	f, err := c.filter(ctx, con, asker)
	if err != nil {
		return err
	}
	var sums []situation.Sum
	var series []situation.Series
	if c.Series {
		series, err = asker.Series(ctx, f)
	} else {
		sums, err = asker.Sums(ctx, f, situation.Grouping(c.By))
	}
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("stopped; nothing was found out")
	case err != nil:
		return err
	case c.Series:
		return c.printSeries(con, series[:c.most(len(series))], len(series))
	}
	return c.printSums(con, sums[:c.most(len(sums))], len(sums))
}

// most is how many of n are shown.
func (c *figuresCmd) most(n int) int {
	if c.Limit > 0 {
		return min(n, c.Limit)
	}
	return n
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
