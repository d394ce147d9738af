// Command sitrep reads news reports from wars and says what they claim, each claim with the words that it rests on.
//
// This package is wiring only: one file a subcommand, how files are read in order, and how claims are shown to people.
// What a report says is found by the packages under internal/.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"sitrep/internal/store"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1 // something failed; the rest was done
	exitUsage  = 2 // the command line is wrong; nothing was done
)

// commands is the command line.
type commands struct {
	Extract   extractCmd   `cmd:"" help:"Read reports and print their claims."`
	Explain   explainCmd   `cmd:"" help:"Show for each claim of a report which rule and which words gave it."`
	Parse     parseCmd     `cmd:"" help:"Print the words of reports with tags, lemmas and dependency trees, as CoNLL-U."`
	Ingest    ingestCmd    `cmd:"" help:"Take reports into an archive: files, folders, pages, feeds."`
	Incidents incidentsCmd `cmd:"" help:"Sum up reports: which incidents, and who did what to whom, each with a probability."`
	Reports   reportsCmd   `cmd:"" help:"List reports of the archive."`
	Claims    claimsCmd    `cmd:"" help:"List claims of the archive, each with its sentence and origin."`
	Figures   figuresCmd   `cmd:"" help:"List figures of the archive: killed, displaced and so on."`
	Control   controlCmd   `cmd:"" help:"Tell who held a place, and when, by what reports say."`
	Events    eventsCmd    `cmd:"" help:"List events: what all reports together tell of each happening."`
	Event     eventCmd     `cmd:"" help:"Show an event with all its evidence: claims, origins, figures, grade, and why these were joined."`
	Brief     briefCmd     `cmd:"" help:"Write a situation report of a place, a country or a question, each statement with its sentences."`
	Serve     serveCmd     `cmd:"" help:"Serve the archive as pages for a browser and as an API."`
	Actors    actorsCmd    `cmd:"" help:"Tell who fights whom and beside whom, and since when."`
	Show      showCmd      `cmd:"" help:"Show a report or a claim of the archive with all that is known of it."`
	Review    reviewCmd    `cmd:"" help:"Accept, reject and correct claims, join and part what they tell, with name and reason."`
	Retract   retractCmd   `cmd:"" help:"Withdraw a report, or erase what must not be held."`
	User      userCmd      `cmd:"" help:"See to who may sign in: accounts, roles, passwords, tokens."`
	Log       logCmd       `cmd:"" help:"List what was done to the archive."`
	Backup    backupCmd    `cmd:"" help:"Write the archive to a file."`
	Restore   restoreCmd   `cmd:"" help:"Make an archive of a backup."`
	Verify    verifyCmd    `cmd:"" help:"Check originals, log and derived tables of the archive."`
	Gazetteer gazetteerCmd `cmd:"" help:"Add places of your own, and look places up."`
	Codebook  codebookCmd  `cmd:"" help:"Check, test, list, show and compare event types, your own among them."`
	Version   versionCmd   `cmd:"" help:"Print the versions of the program, its codebook and its models."`
}

const about = `Reads news reports from wars and says what they claim: who did what to whom, where, when, with what, how
many, and who says so. Every claim names the bytes of the report that it rests on. It works on this machine alone; only ingest fetches, and only
addresses that you name and what these lead to.

Exit status: 0 done, 1 something failed, 2 wrong usage.`

const usages = `Examples:
  sitrep extract --date 2017-03-12 --format text report.txt
  sitrep extract *.txt > claims.jsonl
  sitrep explain report.txt
  sitrep parse report.txt
  sitrep ingest reports/ https://example.org/rss.xml
  sitrep claims --type air_strike --country Syria --from 2016
  sitrep events --country Syria --grade corroborated
  sitrep brief --place Mosul --from 2016-10 --to 2017-02
  sitrep gazetteer lookup Mosul
  sitrep codebook show air_strike`

func main() {
	// A reader that has seen enough ("sitrep … | head") is told apart by the write's error, not by a signal.
	signal.Ignore(syscall.SIGPIPE)
	boundMemory()
	os.Exit(run(os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr, page: pageOf(os.Stdout)}))
}

// boundMemory has the collector work harder before the process holds half a gigabyte, which a hostile report of a megabyte can take.
// Whoever sets GOMEMLIMIT knows better.
func boundMemory() {
	boundMemoryTo(384 << 20)
}

// boundMemoryTo has the collector work harder from so many bytes on.
func boundMemoryTo(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

// console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	page     page
}

// fail prints a one-line error. What it quotes may hold anything, so that it is made fit for one line first.
func (c console) fail(about string, err error) {
	line := "sitrep: "
	if about != "" {
		line += about + ": "
	}
	fmt.Fprintln(c.err, printable(line+err.Error()))
}

// run carries out one command line and returns the exit status.
func run(args []string, c console) int {
	var cli commands
	helped := false
	parser, err := kong.New(&cli,
		kong.Name("sitrep"),
		kong.Description(about+"\n\n"+usages),
		kong.Writers(c.out, c.err),
		kong.Exit(func(int) { helped = true }), // kong asks to exit only after it has printed a help page
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"formats": formats, "careful": carefulHelp, "lookupFormats": lookupFormats, "queryFormats": queryFormats, "eventFormats": eventFormats},
		kong.Bind(c),
	)
	if err != nil {
		c.fail("", err)
		return exitFailed
	}
	ctx, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		c.fail("", usageError(args, err))
		return exitUsage
	}
	switch err := ctx.Run(); {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitDone
	case errors.Is(err, errSaid):
		return exitFailed
	case errors.As(err, new(usageFault)), errors.Is(err, store.ErrCursor):
		c.fail("", err)
		return exitUsage
	default:
		c.fail("", err)
		return exitFailed
	}
}

// errSaid is returned by a command that has already printed what failed.
var errSaid = errors.New("something failed, as told before")

// usageFault is an error of the command line that shows only once the command is at work: a type that the codebook does not have.
type usageFault struct{ error }

func (e usageFault) Unwrap() error { return e.error }

// usageError gives a wrong command line's error its mend, where it does not name one itself.
func usageError(args []string, err error) error {
	msg := strings.Replace(err.Error(), `must be one of "",`, "must be one of ", 1) // the empty choice is that of leaving the flag away
	if msg != err.Error() {
		err = errors.New(msg)
	}
	switch {
	case strings.HasPrefix(msg, `expected "<file>`):
		return errors.New("no file given; name at least one FILE, or - for standard input")
	case strings.HasPrefix(msg, `expected "<source>`):
		return errors.New("no source given; name files, folders or addresses, or - for standard input")
	case strings.HasPrefix(msg, `expected "<id>`) && args[0] == "event":
		return errors.New("no id given; sitrep events lists them")
	case strings.HasPrefix(msg, `expected "<id>`) && args[0] == "review":
		return errors.New("no claim given; sitrep claims lists them")
	case strings.HasPrefix(msg, `expected "<id>`):
		return errors.New("no id given; sitrep reports and sitrep claims list them")
	case strings.HasPrefix(msg, `expected "<review>`):
		return errors.New("no review given; name it by its number, which sitrep review list tells")
	case strings.HasPrefix(msg, `expected "<report>`):
		return errors.New("no report given; name it by its id, which sitrep reports lists")
	case strings.Contains(msg, "; "):
		return err
	case strings.HasPrefix(msg, `expected "<type>"`):
		return errors.New("no event type given; sitrep codebook list names them")
	case strings.HasPrefix(msg, `expected "<a>`), strings.HasPrefix(msg, `expected "<b>`):
		return errors.New("name two codebooks: folders, or builtin")
	case strings.HasPrefix(msg, "unexpected argument") && slices.Contains([]string{"extract", "explain", "parse"}, args[0]):
		return fmt.Errorf("%w; name the files together, before or after the flags", err)
	}
	return fmt.Errorf("%w; see sitrep --help", err)
}

// pageOf says how wide a page f shows and whether in colour. What is not a terminal gets a fixed width and no colour, so
// that the bytes do not depend on where they were made.
func pageOf(f *os.File) page {
	if !term.IsTerminal(int(f.Fd())) {
		return page{width: defaultWidth}
	}
	p := page{width: defaultWidth, terminal: true, colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		p.width = min(max(w, minWidth), maxWidth)
	}
	return p
}
