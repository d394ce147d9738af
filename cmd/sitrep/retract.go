package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"sitrep/internal/store"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// retractCmd withdraws a report.
type retractCmd struct {
	archiveFlag
	Why    string `help:"Why: it stands in the log and beside the report." placeholder:"TEXT"`
	Erase  bool   `help:"Remove its bytes, text and claims for good: for what must not be held."`
	Yes    bool   `help:"With --erase: do not ask."`
	Report string `arg:"" name:"report" help:"Id of the report, or its first six digits or more."`
}

// Help is the long help of the command.
func (retractCmd) Help() string {
	return `Withdraws a report that was withdrawn by its publisher, faked, or must not be held. It and its claims stand in no answer any more but
those about the time before (--as-of), and copies of it get another first. sitrep show goes on to tell when and why.

With --erase its bytes, its text and all that was read out of it are removed, of every report with the same bytes, and the same bytes are
not taken in again; what stays is the id, the hash, the time and the reason. That cannot be undone, and is asked about on a
terminal. Backups made before still hold it.

Examples:
  sitrep retract r-9299a7cc6f9eab5a --why "withdrawn by the agency on 4 March"
  sitrep retract r-9299a7 --erase --why "names a witness"`
}

// Validate refuses a retraction without a reason.
func (c *retractCmd) Validate() error {
	if strings.TrimSpace(c.Why) == "" {
		return errors.New("no reason is given; say with --why TEXT why the report is retracted")
	}
	return nil
}

// Run retracts.
func (c *retractCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.openHeld(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	id, err := archive.Resolve(ctx, c.Report)
	if err != nil {
		return err
	}
	if strings.HasPrefix(id, "e-") {
		return fmt.Errorf("%s: is an event; name a report that tells of it", id)
	}
	if !strings.HasPrefix(id, "r-") {
		return fmt.Errorf("%s: is a claim; name the report that makes it, which sitrep show %s tells", id, id)
	}
	held, err := archive.Report(ctx, id)
	switch {
	case err != nil:
		return err
	case held.Erased:
		return con.print(fmt.Sprintf("%s: was erased before%s\n", held.ID, told(held.Withdrawn)))
	case held.Retracted && !c.Erase:
		return con.print(fmt.Sprintf("%s: was retracted before%s\n", held.ID, told(held.Withdrawn)))
	}
	rows := []store.ReportRow{held.ReportRow}
	if c.Erase {
		if rows, err = archive.SameBytes(ctx, held.ID); err != nil {
			return err
		}
		if err := c.ask(ctx, con, rows); err != nil {
			return err
		}
	}
	if err := archive.Retract(ctx, held.ID, c.Why, c.Erase); err != nil {
		return err
	}
	if err := upToDate(ctx, archive); err != nil {
		return err
	}
	done := "retracted; it stays for questions about the time before"
	if c.Erase {
		done = "erased"
	}
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "%s: %s\n", goes(&rows[i]), done)
	}
	return con.print(b.String())
}

// goes is a report that goes, in a line.
func goes(r *store.ReportRow) string {
	about := string(r.ID)
	title := string(r.Title)
	if title != "" {
		about += " “" + title + "”"
	}
	for _, s := range []string{string(r.Publisher), r.Published.String()} {
		if s != "" {
			about += ", " + s
		}
	}
	return printable(about + ", with " + wording.CountOf(r.Claims, "claim", "claims"))
}

// ask has a person say yes to erasing.
func (c *retractCmd) ask(ctx context.Context, con console, rows []store.ReportRow) error {
	if c.Yes {
		return nil
	}
	f, ok := con.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return errors.New("erasing cannot be undone and nobody can be asked; give --yes, too")
	}
	for i := range rows {
		fmt.Fprintln(con.err, goes(&rows[i]))
	}
	fmt.Fprint(con.err, "Erase for good? Type yes: ")
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(f).ReadString('\n')
		answer <- line
	}()
	select {
	case line := <-answer:
		if strings.EqualFold(strings.TrimSpace(line), "yes") {
			return nil
		}
	case <-ctx.Done():
		fmt.Fprintln(con.err)
	}
	return errors.New("nothing was erased")
}

// openHeld opens, for writing, an archive that is there: only ingest and restore make one.
func (f archiveFlag) openHeld(ctx context.Context) (*store.Archive, error) {
	a, err := f.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	if err := a.Close(); err != nil {
		return nil, err
	}
	return f.open(ctx, store.Options{})
}

// logCmd lists the log.
type logCmd struct {
	archiveFlag
	Limit  int    `help:"At most so many entries; 0 is all." default:"50"`
	After  int64  `help:"Go on after the entry of that number, towards the past." placeholder:"SEQ"`
	Format string `help:"table: for people (the default). jsonl: an object a line. csv: all columns." enum:"table,jsonl,csv" default:"table"`
}

// Help is the long help of the command.
func (logCmd) Help() string {
	return `Lists what was done to the archive, the latest first: reports added, read again, retracted, erased, reviewed, restored, accounts changed. Each entry is hashed
together with the one before; sitrep verify checks the chain, and the last hash (--format csv) says which archive is cited.

Examples:
  sitrep log --limit 5
  sitrep log --limit 0 --format csv > log.csv`
}

// Validate refuses what makes no sense.
func (c *logCmd) Validate() error {
	if c.Limit < 0 || c.After < 0 {
		return errors.New("--limit and --after are 0 or more")
	}
	return nil
}

// Run lists.
func (c *logCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	for n, before := 0, c.After; ; {
		most := mostAtOnce
		if c.Limit > 0 {
			most = min(most, c.Limit-n)
		}
		list, err := archive.Log(ctx, before, most)
		if err != nil {
			return err
		}
		text, err := c.render(con.page, list, n == 0)
		if err != nil {
			return err
		}
		if n += len(list); len(list) > 0 {
			before = list[len(list)-1].Seq
		}
		more := n == c.Limit && before > 1
		if more && c.Format == "table" {
			text += fmt.Sprintf("\nmore: --after=%d\n", before)
		}
		if err := con.print(text); err != nil {
			return err
		}
		if more && c.Format != "table" {
			con.fail("", fmt.Errorf("more: --after=%d", before))
		}
		if len(list) < most || more || n == c.Limit {
			return nil
		}
	}
}

// render is a part of the log as it is printed.
func (c *logCmd) render(p page, list []store.Logged, first bool) (string, error) {
	b := p.newBlock()
	var table [][]piece
	if first {
		switch c.Format {
		case "table":
			table = append(table, headings("SEQ", "TIME", "KIND", "REPORTS", "ABOUT", "WHY"))
		case "csv":
			wire.WriteRecord(&b.out, wire.Texts(wire.LoggedColumns))
		}
	}
	for _, l := range list {
		switch c.Format {
		case "table":
			reports := ""
			if l.Reports > 0 {
				reports = wording.Number(l.Reports)
			}
			why := l.Why
			if l.Person != "" {
				why = l.Person + ": " + why
			}
			table = append(table, []piece{{fmt.Sprint(l.Seq), plain}, {wording.Minute(l.Time), plain}, {l.Kind, kind}, {reports, count}, {l.Subject, plain}, {why, plain}})
		case "csv":
			wire.WriteRecord(&b.out, wire.LoggedCells(&l))
		default:
			line, err := marshal(wire.LoggedOf(&l), "")
			if err != nil {
				return "", err
			}
			b.out.Write(line)
		}
	}
	widths := b.fit(table, 2, 5)
	for _, row := range table {
		b.row(widths, row)
	}
	return b.out.String(), nil
}
