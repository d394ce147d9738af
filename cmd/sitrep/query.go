package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// queryFlags are what reports, claims and figures have in common.
type queryFlags struct {
	archiveFlag
	filterFlag
	Format string `help:"${queryFormats}" enum:"table,json,jsonl,csv" default:"table"`
}

// queryFormats is the help of --format.
const queryFormats = "table: for people (the default). json: one object with all rows. jsonl: an object a line. csv: all columns (RFC 4180); what a spreadsheet would take for a formula has a ' before it."

// Validate refuses what cannot be asked.
func (q *queryFlags) Validate() error { return q.filterFlag.check() }

// examples of the filters, for the help of each command.
const filterExamples = `  sitrep %[1]s --type air_strike --country Syria --from 2016-03 --to 2016-04
  sitrep %[1]s --text '"field hospital" -drill' --near Mosul --within 50
  sitrep %[1]s --actor 'Islamic State' --format csv --limit 0 > rows.csv
  sitrep %[1]s --as-of 2024-03-01`

// reportsCmd lists reports.
type reportsCmd struct{ queryFlags }

// Help is the long help of the command.
func (reportsCmd) Help() string {
	return `Lists the reports of the archive that fit all that is asked, the latest published first. What is asked about claims (a type, an
actor, a place, a country, a measure) holds for one claim of the report. Of a group of copies the first is shown, with how many
there are. sitrep show ID shows one whole. See docs/archive.md.

Examples:
` + fmt.Sprintf(filterExamples, "reports")
}

// Run lists.
func (c *reportsCmd) Run(con console) error {
	return answer(con, &c.queryFlags, listing[store.ReportRow]{
		name: "reports",
		fetch: func(ctx context.Context, a *ask.Asker, f store.Filter) (store.Page[store.ReportRow], error) {
			return a.Archive().Reports(ctx, f)
		},
		object: func(_ context.Context, r *store.ReportRow, _ *ask.Origins) (any, error) { return wire.ReportOf(r), nil },
		header: wire.ReportColumns,
		cells: func(_ context.Context, r *store.ReportRow, _ *ask.Origins) ([]wire.Cell, error) {
			return wire.ReportCells(r), nil
		},
		table: func(_ context.Context, b *block, rows []store.ReportRow, first bool, _ *ask.Origins) error {
			b.reportTable(rows, first)
			return nil
		},
	})
}

// claimsCmd lists claims.
type claimsCmd struct{ queryFlags }

// Help is the long help of the command.
func (claimsCmd) Help() string {
	return `Lists the claims of the archive that fit all that is asked, those of the latest reports first, each with the sentence that it
rests on and where it comes from. What copies repeat is counted once, with how many reports make the claim and how many origins
these have. --from and --to are about when it happened. sitrep show ID shows a claim in its report. See docs/archive.md.

Examples:
` + fmt.Sprintf(filterExamples, "claims")
}

// Run lists.
func (c *claimsCmd) Run(con console) error {
	return answer(con, &c.queryFlags, listing[store.ClaimRow]{
		name: "claims",
		fetch: func(ctx context.Context, a *ask.Asker, f store.Filter) (store.Page[store.ClaimRow], error) {
			return a.Archive().Claims(ctx, f)
		},
		object: func(ctx context.Context, r *store.ClaimRow, from *ask.Origins) (any, error) {
			o, err := from.Of(ctx, &r.Report, r.Claim.ID)
			return wire.ClaimOf(r, o), err
		},
		header: wire.ClaimColumns,
		cells: func(ctx context.Context, r *store.ClaimRow, from *ask.Origins) ([]wire.Cell, error) {
			o, err := from.Of(ctx, &r.Report, r.Claim.ID)
			return wire.ClaimCells(r, o), err
		},
		table: func(ctx context.Context, b *block, rows []store.ClaimRow, first bool, from *ask.Origins) error {
			return b.claimTable(ctx, rows, first, from)
		},
	})
}

// listing is how rows of one kind are fetched and shown.
type listing[T any] struct {
	name   string
	fetch  func(context.Context, *ask.Asker, store.Filter) (store.Page[T], error)
	object func(context.Context, *T, *ask.Origins) (any, error)
	header []string
	cells  func(context.Context, *T, *ask.Origins) ([]wire.Cell, error)
	// table writes rows; first says that none came before.
	table func(ctx context.Context, b *block, rows []T, first bool, from *ask.Origins) error
	// whole writes all rows at once, where the format cannot be written page by page; nil where it can.
	whole func(w io.Writer, rows []T) error
}

// mostAtOnce is how many rows are fetched and written at a time.
const mostAtOnce = 500

// interruptible is a context that Ctrl-C ends.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
}

// answer lists what is asked for.
func answer[T any](con console, q *queryFlags, l listing[T]) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := q.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	asker, err := q.asker(archive)
	if err != nil {
		return err
	}
	f, err := q.filter(ctx, con, asker)
	if err != nil {
		return err
	}
	err = l.list(ctx, con, q, asker, f)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; what was printed is not all")
	}
	return err
}

// list fetches and prints page by page.
func (l listing[T]) list(ctx context.Context, con console, q *queryFlags, asker *ask.Asker, f store.Filter) error {
	from := asker.Origins()
	rest := f.Limit // 0: all
	f.Limit = mostAtOnce
	var all []T
	for n := 0; ; {
		if q.Limit > 0 {
			f.Limit = min(mostAtOnce, rest)
		}
		page, err := l.fetch(ctx, asker, f)
		if err != nil {
			return err
		}
		rest -= len(page.Rows)
		last := page.Next == "" || q.Limit > 0 && rest <= 0
		var text string
		if l.whole != nil {
			all = append(all, page.Rows...)
			if last {
				var b strings.Builder
				err = l.whole(&b, all)
				text = b.String()
			}
		} else {
			text, err = l.render(ctx, con, q.Format, page, from, n == 0, last)
		}
		if err != nil {
			return err
		}
		if err := con.print(text); err != nil {
			return err
		}
		n += len(page.Rows)
		if last {
			return l.end(con, q, n, page.Next)
		}
		f.After = page.Next
	}
}

// render is a page as it is printed; first and last say that it is the first and the last of the answer.
func (l listing[T]) render(ctx context.Context, con console, format string, page store.Page[T], from *ask.Origins, first, last bool) (string, error) {
	b := con.page.newBlock()
	if format == "table" {
		if len(page.Rows) == 0 {
			return "", nil
		}
		err := l.table(ctx, b, page.Rows, first, from)
		return b.out.String(), err
	}
	if format == "csv" && first {
		wire.WriteRecord(&b.out, wire.Texts(l.header))
	}
	if format == "json" && first {
		fmt.Fprintf(&b.out, "{\n  %q: [", l.name)
	}
	for i := range page.Rows {
		if format == "csv" {
			cells, err := l.cells(ctx, &page.Rows[i], from)
			if err != nil {
				return "", err
			}
			wire.WriteRecord(&b.out, cells)
			continue
		}
		o, err := l.object(ctx, &page.Rows[i], from)
		if err != nil {
			return "", err
		}
		if format == "jsonl" {
			line, err := marshal(o, "")
			if err != nil {
				return "", err
			}
			b.out.Write(line)
			continue
		}
		text, err := indented(o, "    ")
		if err != nil {
			return "", err
		}
		if !first || i > 0 {
			b.out.WriteByte(',')
		}
		b.out.WriteString("\n    " + text)
	}
	if format == "json" && last {
		next, err := marshal(sitrep.Known(page.Next), "")
		if err != nil {
			return "", err
		}
		end := "]"
		if !first || len(page.Rows) > 0 {
			end = "\n  ]"
		}
		fmt.Fprintf(&b.out, "%s,\n  \"next\": %s}\n", end, next)
	}
	return b.out.String(), nil
}

// end says that nothing was found, or that there is more.
func (l listing[T]) end(con console, q *queryFlags, n int, next string) error {
	switch {
	case n == 0 && q.After != "":
		con.fail("", fmt.Errorf("no more %s", l.name))
	case n == 0 && l.name != "reports" && !(q.From.first.IsZero() && q.To.last.IsZero()):
		con.fail("", fmt.Errorf("no %s fit that; --from and --to ask when it happened, which many reports do not say: try --published-from and --published-to", l.name))
	case n == 0:
		con.fail("", fmt.Errorf("no %s fit that; ask for less", l.name))
	case next == "" || q.Format == "json":
	case q.Format == "table":
		return con.print("\nmore: --after=" + next + "\n")
	default:
		con.fail("", fmt.Errorf("more: --after=%s", next))
	}
	return nil
}
