package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3/database"
)

// postgres keeps the archive in a database of a PostgreSQL server, version 15 or later.
type postgres struct{}

// writing is the advisory lock that whoever changes an archive holds.
const writing = 0x73697472

func isPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

func (postgres) open(ctx context.Context, a *Archive, o Options) error {
	c, err := pgx.ParseConfig(a.where)
	if u, bad := url.Parse(a.where); bad == nil {
		a.where = u.Redacted()
	} else {
		a.where = "postgres://…"
	}
	if err != nil {
		return fmt.Errorf("%w: %s: the address is not understood; write it as postgres://USER@HOST/DATABASE", ErrNone, a.where)
	}
	c.RuntimeParams["application_name"] = "sitrep"
	c.RuntimeParams["lock_timeout"] = strconv.FormatInt(o.Wait.Milliseconds(), 10)
	if o.ReadOnly {
		c.RuntimeParams["default_transaction_read_only"] = "on"
	}
	a.read = stdlib.OpenDB(*c)
	a.write = a.read
	var version int
	if err := a.read.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return a.fault("connecting", err)
	}
	if version < 150000 {
		return fmt.Errorf("%w: %s: the server is PostgreSQL %d; 15 or later is needed", ErrNone, a.where, version/10000)
	}
	if o.ReadOnly {
		var table sql.NullString
		if err := a.read.QueryRowContext(ctx, "SELECT to_regclass('goose_db_version')::text").Scan(&table); err != nil {
			return a.fault("connecting", err)
		}
		if !table.Valid {
			return fmt.Errorf("%w at %s; make one with sitrep ingest, or name another with --archive", ErrNone, a.where)
		}
	}
	return nil
}

func (postgres) migrations() (string, database.Dialect) { return "postgres", database.DialectPostgres }

func (postgres) bind(statement string) string { return numbered(statement) }

func (postgres) begin() []string {
	return []string{"BEGIN", fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", writing)}
}

func (postgres) moment() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgres) sequences() []string {
	var out []string
	for _, table := range []string{"names", "readers", "originals", "readings", "places", "reviews", "users"} {
		out = append(out, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', 'n'), coalesce((SELECT max(n) FROM %s), 0) + 1, false)", table, table))
	}
	return out
}

// kind goes by SQLSTATE (PostgreSQL manual, appendix A).
func (postgres) kind(err error) error {
	var e *pgconn.PgError
	var c *pgconn.ConnectError
	var n net.Error
	switch {
	case errors.As(err, &c):
		return ErrReach
	case errors.As(err, &e):
		switch {
		case e.Code == "53100":
			return ErrFull
		case e.Code == "55P03" || e.Code == "40001" || e.Code == "40P01":
			return ErrLocked
		case e.Code == "25006" || e.Code == "42501":
			return ErrReadOnly
		case strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P"):
			return ErrReach
		}
	case errors.As(err, &n):
		return ErrReach
	}
	return nil
}

func (postgres) sound(context.Context, *Archive) ([]string, error) { return nil, nil }

func (postgres) matching() (string, string) {
	return "words w JOIN reports r ON r.key = w.report", "w.body @@ ?::tsquery"
}

func (postgres) matchingKey() string { return "r.key" }

func (postgres) without() string {
	return "r.key NOT IN (SELECT w.report FROM words w WHERE w.body @@ ?::tsquery)"
}

// expression writes a search as a tsquery.
func (postgres) expression(s search) string {
	x := s.write(func(word string) string { return "'" + word + "'" }, " & ", " | ")
	for _, p := range s.none {
		if len(p) == 1 {
			x += " & !'" + p[0] + "'"
		}
	}
	return x
}

func (postgres) putWords(p *pen, report int64, b *bag) error {
	_, err := p.do(`INSERT INTO words (report, body) VALUES (?, array_to_tsvector(?::text[]))
		ON CONFLICT (report) DO UPDATE SET body = excluded.body`, report, b.distinct())
	return err
}

func (postgres) dropWords(p *pen, report int64) error {
	_, err := p.do("DELETE FROM words WHERE report = ?", report)
	return err
}

func (postgres) placed(*pen, int64, float64, float64) error { return nil }

func (postgres) unplaced(*pen, int64) error { return nil }

func (postgres) box() string {
	return "SELECT n FROM places WHERE lat IS NOT NULL AND point(lon, lat) <@ (SELECT box(point(v.west, v.south), point(v.east, v.north)) FROM (SELECT ?::float8 AS south, ?::float8 AS north, ?::float8 AS west, ?::float8 AS east) v)"
}

// forget rewrites the tables that held what was erased.
func (postgres) forget(ctx context.Context, a *Archive) error {
	_, err := a.write.ExecContext(ctx, "VACUUM (FULL) originals, reports, readings, words, claims, figures, names, places, texts, reviews, accounts, account_buckets, events, event_claims")
	return err
}
