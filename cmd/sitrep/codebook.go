package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/examples"
	"sitrep/internal/extract"
	"sitrep/internal/wording"
)

// codebookCmd is what can be done with the codebook.
type codebookCmd struct {
	Lint codebookLint `cmd:"" help:"Name what is wrong with a codebook, and what should be better."`
	Test codebookTest `cmd:"" help:"Read the sentences of every rule and name those that are not read as they say."`
	List codebookList `cmd:"" help:"List the event types."`
	Show codebookShow `cmd:"" help:"Show an event type: what it means, its codes elsewhere, its rules and their sentences."`
	Diff codebookDiff `cmd:"" help:"Show what differs between two codebooks."`

	Recode codebookRecode `cmd:"" help:"Read the archive again with this codebook, and show what changes."`
}

// codebookFlag lays a folder over the codebook that is built in.
type codebookFlag struct {
	Codebook string `help:"Folder of your own event types, word lists and actors, laid over the built-in codebook; see docs/codebook.md." placeholder:"DIR"`
}

// load reads the codebook with all that it holds.
func (f codebookFlag) load() (*codebook.Codebook, error) {
	return f.with(codebook.Default, codebook.Overlay)
}

// rules reads of the codebook what reports are read with.
func (f codebookFlag) rules() (*codebook.Codebook, error) {
	return f.with(codebook.Rules, codebook.OverlayRules)
}

// with reads the built-in codebook, or where a folder is named that over it.
func (f codebookFlag) with(base func() (*codebook.Codebook, error), overlay func(string, fs.FS) (*codebook.Codebook, error)) (*codebook.Codebook, error) {
	over, err := f.folder()
	switch {
	case err != nil:
		return nil, err
	case over == nil:
		return base()
	}
	return overlay(f.Codebook, over)
}

// folder opens the folder that the flag names; nil where it names none.
func (f codebookFlag) folder() (fs.FS, error) {
	if f.Codebook == "" {
		return nil, nil
	}
	return openFolder(f.Codebook)
}

func openFolder(name string) (fs.FS, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w; name a folder that holds types/NAME.yaml, lists/NAME.txt or actors/NAME.tsv", name, bare(err))
	case !info.IsDir():
		return nil, fmt.Errorf("%s: is a file; name the folder that holds types/, lists/ or actors/", name)
	}
	return os.DirFS(name), nil
}

// codebookLint checks a codebook.
type codebookLint struct {
	codebookFlag
	Strict bool   `help:"Take advice for faults: the exit status is 1 where there is any."`
	Format string `help:"text: a line a fault (the default). json: a list of objects." enum:"text,json" default:"text"`
}

// Help is the long help of the command.
func (codebookLint) Help() string {
	return `Names faults in a line each: fields, relations, roles, measures and classes that there are not; codes that ACLED, PLOVER,
CAMEO or UCDP do not have; ids given twice; rows and words that cannot be read. Advice names what works and should be better: too few
sentences, a sentence that stands under two rules, a code that is null without a reason.

With --codebook DIR, what is in DIR is looked at. Exit status: 0 no faults, 1 faults.

Examples:
  sitrep codebook lint --codebook mine
  sitrep codebook lint --strict`
}

// Run checks.
func (c *codebookLint) Run(con console) error {
	over, err := c.folder()
	if err != nil {
		return err
	}
	book, faults := codebook.Lint(c.Codebook, over)
	if book != nil {
		if _, err := actor.Load(book.Layers...); err != nil {
			faults = append(faults, codebook.Fault{File: "", Message: err.Error()})
		}
	}
	bad := 0
	for _, f := range faults {
		if !f.Advice {
			bad++
		}
	}
	var b strings.Builder
	if c.Format == "json" {
		if faults == nil {
			faults = []codebook.Fault{}
		}
		out, err := marshal(faults, "  ")
		if err != nil {
			return err
		}
		b.Write(out)
	} else {
		for _, f := range faults {
			line := strings.TrimPrefix(f.Error(), ": ")
			if f.Advice {
				line += " (advice)"
			}
			fmt.Fprintln(&b, printable(line))
		}
		fmt.Fprintf(&b, "%s, %s of advice", wording.Plural(bad, "fault"), wording.Plural(len(faults)-bad, "piece"))
		if book != nil {
			fmt.Fprintf(&b, "; codebook %s, %s", book.Version, wording.Plural(len(book.Types), "type"))
		}
		fmt.Fprintln(&b)
	}
	if err := con.print(b.String()); err != nil {
		return err
	}
	if bad > 0 || c.Strict && len(faults) > 0 {
		return errSaid
	}
	return nil
}

// print writes to standard output.
func (c console) print(s string) error {
	if _, err := c.out.Write([]byte(s)); err != nil {
		return fmt.Errorf("standard output: %w; the output is not whole", bare(err))
	}
	return nil
}

// codebookTest reads the sentences of a codebook.
type codebookTest struct {
	codebookFlag
	Format string   `help:"text: a line a sentence that fails (the default). json: one object." enum:"text,json" default:"text"`
	Types  []string `arg:"" optional:"" name:"type" help:"Event types to test; all of them where none is named."`
}

// Help is the long help of the command.
func (codebookTest) Help() string {
	return `Reads every sentence under match and miss. A match must be found by its own rule and give a claim of its type with the
slots that it names; in a miss its rule must find nothing. The sentences are read as published on 2020-06-10, a Wednesday.

With --codebook DIR, the sentences of the built-in types are read as well: a type of yours can take claims from them.
Exit status: 0 all are read as they say, 1 some are not; each is named in a line, with what was wanted and what was read.

Examples:
  sitrep codebook test
  sitrep codebook test --codebook mine school_occupied`
}

// Run reads the sentences.
func (c *codebookTest) Run(con console) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	for _, id := range c.Types {
		if _, err := find(book, id); err != nil {
			return err
		}
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	result := examples.Run(reader, book, func(t *codebook.Type) bool { return len(c.Types) == 0 || slices.Contains(c.Types, t.ID) })
	if c.Format == "json" {
		faults := result.Faults
		if faults == nil {
			faults = []examples.Fault{}
		}
		out, err := marshal(struct {
			Codebook  string           `json:"codebook"`
			Types     int              `json:"types"`
			Rules     int              `json:"rules"`
			Sentences int              `json:"sentences"`
			Faults    []examples.Fault `json:"faults"`
		}{book.Version, result.Types, result.Rules, result.Sentences, faults}, "  ")
		if err != nil {
			return err
		}
		if err := con.print(string(out)); err != nil {
			return err
		}
	} else {
		var b strings.Builder
		for _, f := range result.Faults {
			fmt.Fprintln(&b, printable(f.String()))
		}
		fmt.Fprintf(&b, "%s of %s, %s: ", wording.Plural(result.Sentences, "sentence"), wording.Plural(result.Rules, "rule"), wording.Plural(result.Types, "type"))
		if n := len(result.Faults); n > 0 {
			fmt.Fprintf(&b, "%d not read as they say\n", n)
		} else {
			b.WriteString("all read as they say\n")
		}
		if err := con.print(b.String()); err != nil {
			return err
		}
	}
	if len(result.Faults) > 0 {
		return errSaid
	}
	return nil
}

// find gives a type by its id, or an error that names the one that may be meant.
func find(book *codebook.Codebook, id string) (*codebook.Type, error) {
	for i := range book.Types {
		if book.Types[i].ID == id {
			return &book.Types[i], nil
		}
	}
	return nil, errors.New("no event type " + id + book.Nearest(id) + " (sitrep codebook list names all)")
}

// codebookDiff compares two codebooks.
type codebookDiff struct {
	Format string `help:"text: for people (the default). json: a list of objects." enum:"text,json" default:"text"`
	A      string `arg:"" name:"a" help:"A folder, or builtin."`
	B      string `arg:"" name:"b" help:"A folder, or builtin."`
}

// Help is the long help of the command.
func (codebookDiff) Help() string {
	return `Shows what must be changed in A to make B: types, their fields and rules, words and actors. A folder is read over the
built-in codebook, as --codebook reads it, or alone where it is a whole codebook, with types, lists, actors, modality.yaml,
attribution.yaml and version.txt, such as the folder codebook/ of another release. The exit status is 0 whether they differ or not.

Examples:
  sitrep codebook diff builtin mine
  sitrep codebook diff ../sitrep-1.0/codebook builtin`
}

// builtin names the codebook that is built in.
const builtin = "builtin"

// Run compares.
func (c *codebookDiff) Run(con console) error {
	var books [2]*codebook.Codebook
	for i, name := range []string{c.A, c.B} {
		var err error
		if name == builtin {
			books[i], err = codebook.Default()
		} else {
			var folder fs.FS
			if folder, err = openFolder(name); err == nil {
				if codebook.Whole(folder) {
					books[i], err = codebook.ReadAlone(name, folder)
				} else {
					books[i], err = codebook.Overlay(name, folder)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	changes, err := codebook.Diff(books[0], books[1])
	if err != nil {
		return err
	}
	if c.Format == "json" {
		if changes == nil {
			changes = []codebook.Change{}
		}
		out, err := marshal(changes, "  ")
		if err != nil {
			return err
		}
		return con.print(string(out))
	}
	return con.print(con.page.changes(c.A+" ("+books[0].Version+")", c.B+" ("+books[1].Version+")", changes))
}
