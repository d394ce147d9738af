package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// dialect is what SQLite and PostgreSQL do differently. Statements are written with ? for their arguments and otherwise in the SQL
// that both speak.
type dialect interface {
	// open sets read and write of a; it creates the archive unless o.ReadOnly.
	open(ctx context.Context, a *Archive, o Options) error
	// migrations is the folder of migrations, and what goose calls the dialect.
	migrations() (string, database.Dialect)
	// bind turns each ? of a statement into what stands for an argument.
	bind(statement string) string
	// begin starts a transaction that no other change can be in the middle of.
	begin() []string
	// moment are the options of a transaction that reads one moment.
	moment() *sql.TxOptions
	// kind says which of the package's errors an error of the database is, nil for none of them.
	kind(error) error
	// sound asks the database whether its own structures are whole, a line a fault.
	sound(ctx context.Context, a *Archive) ([]string, error)

	// matching is the tables to join for a search by words, condition what holds them to the query, and matchingKey the report's key in
	// them. without is the condition that a report is not found by a query.
	matching() (tables, condition string)
	matchingKey() string
	without() string
	// expression writes a search in the dialect's language. It asks for the words of a phrase in any order, and leaves out phrases that must
	// not be there: the indexes hold no positions.
	expression(search) string
	// putWords replaces the words of a report.
	putWords(p *pen, report int64, b *bag) error
	dropWords(p *pen, report int64) error
	// sequences says that numbers given in a restore must be made known to the database, and how.
	sequences() []string
	// placed records where a place is, unplaced forgets it, box selects the places in a box of degrees.
	placed(p *pen, place int64, lat, lon float64) error
	unplaced(p *pen, place int64) error
	box() string
	// forget makes what was erased unreadable in the files too, as far as the database can.
	forget(ctx context.Context, a *Archive) error
}

// readable is the least version of the tables that an archive can be read with, if it may not be written to: later ones only added tables
// whose readers do without (see usersVersion).
const readable = 2

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date, or refuses what it cannot: a newer archive, an older one that may only be read.
func (a *Archive) migrate(ctx context.Context) error {
	dir, name := a.dialect.migrations()
	sub, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(name, a.write, sub, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return a.fault("reading its version", err)
	}
	var have, want int64
	if a.only {
		sources := p.ListSources()
		want = sources[len(sources)-1].Version
		err = a.read.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&have)
	} else {
		have, want, err = p.GetVersions(ctx)
	}
	a.version = have
	switch {
	case err != nil:
		return a.fault("reading its version", err)
	case have > want:
		return fmt.Errorf("%w: %s has tables of version %d, this program knows %d; use a newer sitrep", ErrNewer, a.where, have, want)
	case have == want:
		return nil
	case a.only && have >= readable:
		return nil
	case a.only:
		return fmt.Errorf("%w: %s has tables of version %d, this program needs %d; open it once for writing (sitrep ingest) to bring it up to date", ErrReadOnly, a.where, have, want)
	}
	if _, err := p.Up(ctx); err != nil {
		return a.fault("bringing its tables up to date", err)
	}
	a.version = want
	return nil
}

// numbered writes $1, $2 … for each ? that stands outside quotes.
func numbered(statement string) string {
	var b strings.Builder
	n, quoted := 0, false
	for i := 0; i < len(statement); i++ {
		switch c := statement[i]; {
		case c == '\'':
			quoted = !quoted
			b.WriteByte(c)
		case c == '?' && !quoted:
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// marks is "?, ?, ?" for n arguments.
func marks(n int) string {
	return strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
}

// querier is what statements that read are run on.
type querier interface {
	QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row
}

// moment is the archive as it stands now, whatever is written to it meanwhile. done lets go of it.
func (a *Archive) moment(ctx context.Context) (m *Archive, done func(), err error) {
	tx, err := a.read.BeginTx(ctx, a.dialect.moment())
	if err != nil {
		return nil, nil, a.fault("reading it as it stands", err)
	}
	m = &Archive{where: a.where, dialect: a.dialect, version: a.version, read: a.read, reads: tx, clock: a.clock, log: a.log, only: true, decisions: &decisions{}, originals: a.originals, readings: a.readings}
	return m, func() { tx.Rollback() }, nil
}

// query runs a statement that reads.
func (a *Archive) query(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	return a.reads.QueryContext(ctx, a.dialect.bind(statement), args...)
}

// each runs a statement that reads and calls scan on every row.
func (a *Archive) each(ctx context.Context, scan func(*sql.Rows) error, statement string, args ...any) error {
	rows, err := a.query(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// numbers are what a statement that reads gives, one to a row: keys of reports.
func (a *Archive) numbers(ctx context.Context, statement string, args ...any) ([]int64, error) {
	var out []int64
	err := a.each(ctx, func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		out = append(out, n)
		return err
	}, statement, args...)
	return out, err
}

// one runs a statement that gives one row; sql.ErrNoRows where it gives none.
func (a *Archive) one(ctx context.Context, into []any, statement string, args ...any) error {
	return a.reads.QueryRowContext(ctx, a.dialect.bind(statement), args...).Scan(into...)
}
