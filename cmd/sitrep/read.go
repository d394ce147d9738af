package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/alecthomas/kong"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/ingest/web"
	"sitrep/internal/work"
)

// stdin is the file name that stands for standard input.
const stdin = "-"

// dateFlag is a date given on the command line.
type dateFlag struct{ sitrep.Date }

// Decode reads the flag's value.
func (d *dateFlag) Decode(ctx *kong.DecodeContext) error {
	var s string
	if err := ctx.Scan.PopValueInto("date", &s); err != nil {
		return err
	}
	date, err := sitrep.ParseDate(s)
	if err != nil {
		return err
	}
	d.Date = date
	return nil
}

// result is one report read and rendered, with notes for standard error, or what went wrong with it or with a file.
type result struct {
	name  string
	page  []byte
	notes []sitrep.Note
	err   error
}

// job reads one report and makes what is printed of it; name is how the report is called. Notes that do not stand on the page are
// told on standard error.
type job func(reader *extract.Reader, name string, item *ingest.Item) (page []byte, notes []sitrep.Note, err error)

// render makes what is printed of one report's claims; name is how the report is called.
type render func(name string, e *sitrep.Extraction) ([]byte, error)

// claimsJob reads reports for their claims.
func claimsJob(make render) job {
	return func(reader *extract.Reader, name string, item *ingest.Item) ([]byte, []sitrep.Note, error) {
		e, err := reader.Read(work.Input(item))
		if err != nil {
			return nil, nil, err
		}
		page, err := make(name, &e)
		return page, nil, err
	}
}

// carefulHelp is the help of --careful.
const carefulHelp = "Read each sentence several times: slower, a little more often right."

// readAll reads reports, several at a time, and prints what do makes of each, in the order in which the sources hold them, between each
// the separator. What cannot be read is named on standard error and passed over; errSaid is returned then. Where the output cannot be
// written, that ends it.
func readAll(con console, files []string, from recordsFlag, how reading, separator string, do job) error {
	reader, err := newReader(how)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	walk := func(give func(task) error) {
		// What is told of a file stands in line with what is read out of the others. The only error is that nobody wants more.
		tell := func(name string, err error) {
			_ = give(func() result { return result{name: name, err: err} })
		}
		local := from.local(ctx, con)
		for _, file := range files {
			if web.IsAddress(file) {
				tell(file, errors.New("is an address; bring it in with sitrep ingest, or save the page"))
				continue
			}
			err := guarded(file, tell, func() error {
				return local.Walk(ctx, []string{file}, func(item ingest.Item) error {
					item = from.complete(item)
					return give(func() result {
						page, notes, err := readOne(reader, &item, do)
						return result{item.From, page, notes, err}
					})
				}, tell)
			})
			if err != nil {
				return
			}
		}
	}
	failed, between := false, ""
	err = inOrder(runtime.GOMAXPROCS(0), walk, func(r result) error {
		if r.err != nil {
			failed = failed || !leftOut(r.err)
			con.fail(nameOf(r.name), bare(r.err))
			return nil
		}
		for _, n := range r.notes {
			con.fail(nameOf(r.name), errors.New(n.Detail))
		}
		if len(r.page) == 0 {
			return nil
		}
		page := append([]byte(between), r.page...)
		between = separator
		if _, err := con.out.Write(page); err != nil {
			return fmt.Errorf("standard output: %w; the output is not whole", bare(err))
		}
		return nil
	})
	if err == nil && failed {
		return errSaid
	}
	return err
}

// reading is how reports are read.
type reading struct {
	careful   bool
	places    placesFlag
	household householdFlag
	codebook  codebookFlag
}

// householdFlag asks for people where a report counts households.
type householdFlag struct {
	Household float64 `help:"Count a family or household as so many people, 1 to 20; without it, figures of families stand as told." placeholder:"PEOPLE"`
}

// check refuses a household that is none.
func (h householdFlag) check() error {
	if h.Household != 0 && !(h.Household >= 1 && h.Household <= 20) {
		return fmt.Errorf("--household %g: give a number from 1 to 20, as in --household 5.5", h.Household)
	}
	return nil
}

// newReader makes a reader.
func newReader(how reading) (*extract.Reader, error) {
	book, err := how.codebook.rules()
	if err != nil {
		return nil, err
	}
	reader, err := extract.New(book)
	if err != nil {
		return nil, err
	}
	if how.careful {
		reader = reader.Careful()
	}
	if how.household.Household > 0 {
		reader = reader.Households(how.household.Household)
	}
	return how.places.give(reader)
}

// readOne reads one report. A fault in the program is that report's error and leaves the others their turn.
func readOne(reader *extract.Reader, item *ingest.Item, do job) (page []byte, notes []sitrep.Note, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault in sitrep (%v); please report it with this file", fault)
		}
	}()
	return do(reader, nameOf(item.From), item)
}

// task makes a result.
type task func() result

// errEnough tells who gives tasks that no more are wanted.
var errEnough = errors.New("no more is wanted")

// inOrder carries out the tasks that walk gives, workers at a time, and calls emit with the results in the order of the tasks. At most
// workers results wait or are being made beside the one that is emitted, whatever the number of tasks. The first error of emit ends
// it: from then on what walk is given answers with errEnough.
func inOrder(workers int, walk func(give func(task) error), emit func(result) error) error {
	queue := make(chan chan result, workers-1)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(queue)
		walk(func(do task) error {
			out := make(chan result, 1)
			select {
			case queue <- out:
				go func() { out <- do() }()
				return nil
			case <-stop:
				return errEnough
			}
		})
	}()
	for out := range queue {
		if err := emit(<-out); err != nil {
			return err
		}
	}
	return nil
}

// nameOf is how a file is called when it is spoken of.
func nameOf(file string) string {
	switch file {
	case stdin:
		return "standard input"
	case "":
		return `""`
	}
	return file
}

// bare takes the file's name off an error of the operating system, because the line that tells it has named it already.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// checkFiles refuses a list of files that cannot be read as it stands.
func checkFiles(files []string) error {
	seen := false
	for _, f := range files {
		if f == stdin && seen {
			return errors.New("- is named twice; standard input can be read only once")
		}
		seen = seen || f == stdin
	}
	return nil
}
