// Package store keeps the archive: every report as received, what was read out of it, and what was done with it.
//
// An archive is one SQLite file or one PostgreSQL database; [Open] takes either and everything above it is the same code. The
// record is only ever added to. Original bytes are kept by their SHA-256 together with the cleaned text that spans point into.
// What a reader (a codebook, models and a user's places) made of a report is kept whole, as the JSON of its blocks, mentions,
// entities, notes and claims, beside what other readers made of it. Every change is an entry of a log whose entries are hashed
// together, so that what the archive held at a moment can be asked for and what was altered behind its back shows.
//
// The other tables are derived from these and can be made again: rows of claims and figures to filter by, the index of words, the
// groups of copies. [Archive.Verify] makes a sample of them again and compares.
//
//	a, err := store.Open(ctx, "/var/lib/sitrep", store.Options{})
//	added, err := a.Add(ctx, batch)      // one transaction; on disk when it returns
//	page, err := a.Claims(ctx, store.Filter{Text: "clinic -drone", Types: []string{"air_strike"}, Limit: 50})
//	page, err = a.Claims(ctx, store.Filter{…, After: page.Next})
//
// Rows come newest first: by day of publication, then by the report's id. That order is the order of the reports' keys (see
// key.go), which every index follows, so a page is a range of keys and costs the same however deep it lies, and neither the order
// in which reports arrived nor how they were batched shows in an answer.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
	"sitrep/internal/origin"
)

// Errors that callers tell apart. Each comes wrapped in a line that names the archive or the id and the mend.
var (
	ErrUnknown  = errors.New("unknown id")
	ErrSeveral  = errors.New("begins several ids")
	ErrLocked   = errors.New("archive is locked")
	ErrFull     = errors.New("disk is full")
	ErrReadOnly = errors.New("archive is read-only")
	ErrNewer    = errors.New("archive is newer than the program")
	ErrNone     = errors.New("no archive")
	ErrReach    = errors.New("server cannot be reached")
)

// Options say how an archive is opened. The zero value opens for reading and writing, by the clock of the machine.
type Options struct {
	// Clock tells the time of entries of the log; nil: time.Now.
	Clock func() time.Time
	// Log hears of what took long or was repaired; nil: nobody does.
	Log *slog.Logger
	// ReadOnly refuses every change, and opens an archive that may only be read.
	ReadOnly bool
	// Wait is how long to wait for another program that writes; 0: four seconds, so that a person is told within five.
	Wait time.Duration
}

// Archive is an open archive. It may be used from many goroutines; changes are made one at a time.
type Archive struct {
	where   string // as people name it, without a password
	address string // as it was opened
	dialect dialect
	read    *sql.DB
	reads   querier // read, or one moment of it
	write   *sql.DB // the same as read where the dialect needs no pool of its own
	clock   func() time.Time
	log     *slog.Logger
	only    bool  // read-only
	version int64 // of its tables

	mu    sync.Mutex // held while a change is made
	pen   *pen       // the connection that changes are made on, nil before the first
	names dictionary

	decisions *decisions // what people decided
	seen      int64      // the log's last entry when a change was last made

	originals, readings *frames
}

// Entry is one report read, as it goes into the archive.
type Entry struct {
	// Item is the report as found.
	Item *ingest.Item
	// Extraction is what was read out of it, nil where reading failed: then the report is kept and Fault says why.
	Extraction *sitrep.Extraction
	Fault      string
	// Signature is that of the text, by which copies are found; nil: Add makes it, one report after the other.
	Signature *origin.Signature
}

// Open opens the archive at where: a folder, in which the archive is the file sitrep.db; a file; or the address of a PostgreSQL
// database (postgres://…). It creates the archive unless o.ReadOnly, and brings the tables of an older one up to date.
func Open(ctx context.Context, where string, o Options) (*Archive, error) {
	a := &Archive{where: where, address: where, clock: o.Clock, log: o.Log, only: o.ReadOnly, decisions: &decisions{}}
	a.originals, a.readings = &frames{dictionary: originalsDictionary}, &frames{dictionary: readingsDictionary}
	if a.clock == nil {
		a.clock = time.Now
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if o.Wait == 0 {
		o.Wait = 4 * time.Second
	}
	if isPostgres(where) {
		a.dialect = postgres{}
	} else {
		a.dialect = sqlite{}
	}
	if err := a.dialect.open(ctx, a, o); err != nil {
		a.Close()
		return nil, err
	}
	a.reads = a.read
	if err := a.migrate(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Where names the archive to people: its path, or its address without a password.
func (a *Archive) Where() string { return a.where }

// Close lets go of the archive. What was acknowledged is on disk whether or not it is called.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var errs []error
	if a.pen != nil {
		errs = append(errs, a.pen.close())
		a.pen = nil
	}
	if a.write != nil && a.write != a.read {
		errs = append(errs, a.write.Close())
	}
	if a.read != nil {
		errs = append(errs, a.read.Close())
	}
	return errors.Join(errs...)
}

// fault turns an error of the database into one that says what to do.
func (a *Archive) fault(doing string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	switch kind := a.dialect.kind(err); kind {
	case nil:
		return fmt.Errorf("archive %s: %s: %w", a.where, doing, err)
	case ErrLocked:
		return fmt.Errorf("%w: %s: another program is writing to it; wait until it is done, then try again", ErrLocked, a.where)
	case ErrFull:
		return fmt.Errorf("%w: %s: nothing of this batch was kept; make room, then run it again", ErrFull, a.where)
	case ErrReadOnly:
		return fmt.Errorf("%w: %s: it may not be written to; change its permissions, or name another with --archive", ErrReadOnly, a.where)
	case ErrNone:
		return fmt.Errorf("%w: %s is not an archive of sitrep; name another with --archive", ErrNone, a.where)
	case ErrReach:
		// The driver's words tell the address several times over.
		if dial := (*net.OpError)(nil); errors.As(err, &dial) {
			err = dial.Err
		}
		return fmt.Errorf("%w: %s (%s); check the address and that it is running", ErrReach, a.where, strings.Join(strings.Fields(err.Error()), " "))
	default:
		return fmt.Errorf("%w: %s: %s: %s", kind, a.where, doing, strings.Join(strings.Fields(err.Error()), " "))
	}
}
