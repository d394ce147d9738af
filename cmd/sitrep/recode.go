package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/store"
	"sitrep/internal/wording"
	"sitrep/internal/work"
)

// codebookRecode reads an archive again.
type codebookRecode struct {
	archiveFlag
	placesFlag
	householdFlag
	codebookFlag
	Careful  bool   `help:"${careful}"`
	DryRun   bool   `help:"Write nothing, only show what would change."`
	Examples int    `help:"Show at most so many examples of each change of an event type." default:"3"`
	Format   string `help:"text: for people (the default). json: one object." enum:"text,json" default:"text"`
}

// Help is the long help of the command.
func (codebookRecode) Help() string {
	return `Reads the reports of the archive again with this program's codebook and models, or yours, and shows what changes against the readings that
stood: claims gone, new, and told otherwise, by event type. Old readings are kept: sitrep show ID tells a claim's, and --as-of
answers by them. Reports that were read so already are passed over, so that a run that was cut off goes on when it is run again.

Give the same --codebook, --gazetteer and --careful to ingest from then on.

Examples:
  sitrep codebook recode --dry-run
  sitrep codebook recode --codebook mine --format json > changes.json`
}

// Validate refuses what makes no sense.
func (c *codebookRecode) Validate() error {
	if c.Examples < 0 {
		return fmt.Errorf("--examples %d is less than 0", c.Examples)
	}
	return c.householdFlag.check()
}

// recoded is what recode prints in JSON.
type recoded struct {
	Codebook string         `json:"codebook"`
	Models   string         `json:"models"`
	Places   sitrep.Known   `json:"places"`
	Dry      bool           `json:"dry_run"`
	Reports  int            `json:"reports"` // read again
	Failed   int            `json:"failed"`
	Gone     int            `json:"gone"`
	New      int            `json:"new"`
	Changed  int            `json:"changed"`
	Types    []*recodedType `json:"types"`
}

// recodedType is what changed of an event type: that of the old reading for what is gone or told otherwise.
type recodedType struct {
	Type     string           `json:"type"`
	Gone     int              `json:"gone"`
	New      int              `json:"new"`
	Changed  int              `json:"changed"`
	Slots    map[string]int   `json:"slots"` // how often each was changed
	Examples []recodedExample `json:"examples"`
	shown    map[string]int
}

type recodedExample struct {
	Kind     string          `json:"kind"` // gone, new or changed
	Claim    sitrep.ClaimID  `json:"claim"`
	Report   sitrep.ReportID `json:"report"`
	Slots    []string        `json:"slots"`
	Old      *sitrep.Claim   `json:"old"`
	New      *sitrep.Claim   `json:"new"`
	Sentence string          `json:"sentence"`
}

// Run reads again.
func (c *codebookRecode) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	reader, err := newReader(reading{c.Careful, c.placesFlag, c.householdFlag, c.codebookFlag})
	if err != nil {
		return err
	}
	of, err := readerOf(reader)
	if err != nil {
		return err
	}
	archive, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	types := map[string]*recodedType{}
	out := recoded{Codebook: of.Codebook, Models: of.Models, Places: sitrep.Known(of.Places), Dry: c.DryRun}
	job := work.Recode{Archive: archive, Reader: reader, Of: of, Dry: c.DryRun,
		Changed: func(d work.Difference) { out.add(types, d, c.Examples) },
		Failed: func(id sitrep.ReportID, reason error) {
			out.Failed++
			con.fail(string(id), reason)
		}}
	out.Reports, err = job.Run(ctx)
	if err == nil && !c.DryRun {
		err = upToDate(ctx, archive)
	}
	stopped := errors.Is(err, context.Canceled)
	if err != nil && !stopped {
		return err
	}
	out.Types = []*recodedType{}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		out.Types = append(out.Types, types[name])
	}
	text := con.page.recoded(&out)
	if c.Format == "json" {
		b, err := marshal(out, "  ")
		if err != nil {
			return err
		}
		text = string(b)
	}
	if err := con.print(text); err != nil {
		return err
	}
	switch {
	case stopped:
		con.fail("stopped", errors.New("what was read by then is in the archive; run it again to go on"))
		return errSaid
	case out.Failed > 0:
		return errSaid
	}
	return nil
}

// open opens the archive, only to read it where nothing is written.
func (c *codebookRecode) open(ctx context.Context) (*store.Archive, error) {
	if c.DryRun {
		return c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	}
	return c.archiveFlag.openHeld(ctx)
}

// readerOf is what a reader's readings say that they were read with.
func readerOf(reader *extract.Reader) (store.Reader, error) {
	x, err := reader.Read(extract.Input{Original: []byte("Nothing.")})
	return store.Reader{Codebook: x.Codebook, Models: x.Models, Places: x.Places}, err
}

// add counts a difference, and keeps it as an example while there are few.
func (r *recoded) add(types map[string]*recodedType, d work.Difference, most int) {
	of := d.Old
	if of == nil {
		of = d.New
	}
	t := types[of.Type]
	if t == nil {
		t = &recodedType{Type: of.Type, Slots: map[string]int{}, Examples: []recodedExample{}, shown: map[string]int{}}
		types[of.Type] = t
	}
	what := "changed"
	switch {
	case d.New == nil:
		what = "gone"
		t.Gone++
		r.Gone++
	case d.Old == nil:
		what = "new"
		t.New++
		r.New++
	default:
		t.Changed++
		r.Changed++
		for _, s := range d.Slots {
			t.Slots[s]++
		}
	}
	if t.shown[what] >= most {
		return
	}
	t.shown[what]++
	slots := d.Slots
	if slots == nil {
		slots = []string{}
	}
	t.Examples = append(t.Examples, recodedExample{what, of.ID, d.Report, slots, d.Old, d.New, d.Sentence})
}

// recoded shows what changed for people.
func (p page) recoded(r *recoded) string {
	b := p.newBlock()
	verb := "read again with"
	if r.Dry {
		verb = "would be read again with"
	}
	b.paragraph(piece{}, 0, piece{fmt.Sprintf("%s %s codebook %s, models %s", wording.Plural(r.Reports, "report"), verb, r.Codebook, r.Models), plain})
	if r.Gone+r.New+r.Changed == 0 {
		b.line(piece{"no claim changes", plain})
		return b.out.String()
	}
	b.line(piece{fmt.Sprintf("%s gone, %s new, %s told otherwise", wording.CountOf(r.Gone, "claim", "claims"), wording.Number(r.New), wording.Number(r.Changed)), plain})
	b.line()
	table := [][]piece{headings("TYPE", "GONE", "NEW", "OTHERWISE", "IN WHAT")}
	for _, t := range r.Types {
		slots := slices.SortedFunc(maps.Keys(t.Slots), func(x, y string) int { return cmp.Or(t.Slots[y]-t.Slots[x], cmp.Compare(x, y)) })
		for i, s := range slots {
			slots[i] = fmt.Sprintf("%s %s", s, wording.Number(t.Slots[s]))
		}
		table = append(table, []piece{{strings.ReplaceAll(t.Type, "_", " "), kind}, {wording.Number(t.Gone), plain}, {wording.Number(t.New), plain}, {wording.Number(t.Changed), plain},
			{strings.Join(slots, ", "), plain}})
	}
	widths := b.fit(table, 1, 4)
	for _, row := range table {
		b.row(widths, row)
	}
	for _, t := range r.Types {
		for i := range t.Examples {
			b.line()
			b.example(&t.Examples[i])
		}
	}
	return b.out.String()
}

// example writes a claim as it was and as it is.
func (b *block) example(e *recodedExample) {
	what := e.Kind
	if e.Kind == "changed" {
		what = "otherwise in " + strings.Join(e.Slots, ", ")
	}
	b.paragraph(piece{}, 0, piece{string(e.Claim), strong}, piece{fmt.Sprintf(" of %s: %s", e.Report, what), plain})
	b.paragraph(piece{"  ", plain}, quoteIndent, piece{"“" + e.Sentence + "”", plain})
	for _, side := range []struct {
		word  string
		claim *sitrep.Claim
	}{{"was", e.Old}, {"is", e.New}} {
		if side.claim != nil {
			b.line(piece{"    " + side.word, faint})
			b.claim(side.claim, claimIndent+columns(wording.Label(side.claim))+2)
		}
	}
}
