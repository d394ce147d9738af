package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pressly/goose/v3/database"
	sqlite3 "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// fileName is the archive's file in a folder.
const fileName = "sitrep.db"

// application is the number by which SQLite files of sitrep are known (PRAGMA application_id): "sitr".
const application = 0x73697472

// sqlite keeps the archive in one file, with its write-ahead log beside it. A change is on disk once it is committed
// (synchronous=FULL); readers do not wait for writers.
type sqlite struct{}

func (sqlite) open(ctx context.Context, a *Archive, o Options) error {
	path, err := sqlitePath(a.where, o.ReadOnly)
	if err != nil {
		return err
	}
	a.where = path
	if err := sqliteFile(path, o.ReadOnly); err != nil {
		return err
	}
	address := func(pragmas ...string) string {
		v := url.Values{"_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", o.Wait.Milliseconds())}, pragmas...)}
		if o.ReadOnly {
			v.Set("mode", "ro")
		}
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
	}
	if a.read, err = sql.Open("sqlite", address("query_only(1)", "mmap_size(1073741824)", "cache_size(-16000)")); err != nil {
		return a.fault("opening", err)
	}
	a.write = a.read
	if !o.ReadOnly {
		a.write, err = sql.Open("sqlite", address("journal_mode(WAL)", "synchronous(FULL)", "cache_size(-96000)", "wal_autocheckpoint(16000)", "secure_delete(1)"))
		if err != nil {
			return a.fault("opening", err)
		}
	}
	var id, tables int
	err = a.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	if _, waiting := os.Stat(path + "-wal"); o.ReadOnly && waiting != nil && errors.Is(a.dialect.kind(err), ErrReadOnly) {
		// In a folder that may not be written to, SQLite reads a file if it is told that nothing else writes it either.
		a.read.Close()
		if a.read, err = sql.Open("sqlite", address("query_only(1)")+"&immutable=1"); err != nil {
			return a.fault("opening", err)
		}
		a.write = a.read
		err = a.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	}
	if err != nil {
		return a.fault("opening", err)
	}
	if id == application {
		return nil
	}
	if err := a.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return a.fault("opening", err)
	}
	if id != 0 || tables > 0 {
		return fmt.Errorf("%w: %s is a database of another program; name another with --archive", ErrNone, path)
	}
	if o.ReadOnly {
		return fmt.Errorf("%w at %s, which is empty; make one with sitrep ingest, or name another with --archive", ErrNone, path)
	}
	_, err = a.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application))
	return a.fault("creating", err)
}

// sqlitePath is the archive's file; a folder holds it under fileName.
func sqlitePath(where string, readOnly bool) (string, error) {
	info, err := os.Stat(where)
	switch {
	case err == nil && info.IsDir():
		return filepath.Join(where, fileName), nil
	case err == nil && !info.Mode().IsRegular():
		return "", fmt.Errorf("%w: %s is not a regular file; name a file or a folder with --archive", ErrNone, where)
	case err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
		return where, nil
	case errors.Is(err, fs.ErrPermission):
		return "", fmt.Errorf("%w: %s may not be read; change its permissions", ErrNone, where)
	case filepath.Ext(where) != "" || readOnly:
		return where, nil
	}
	return filepath.Join(where, fileName), nil // a folder that is to be made
}

// sqliteFile sees that there is a file to open, and makes the folder of a new one.
func sqliteFile(path string, readOnly bool) error {
	head := make([]byte, 100)
	how := os.O_RDWR
	if readOnly {
		how = os.O_RDONLY
	}
	// SQLite would open what may not be written to for reading, and leave files beside it that may not be written to either.
	f, err := os.OpenFile(path, how, 0)
	switch {
	case !readOnly && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)):
		return fmt.Errorf("%w: %s: it may not be written to; change its permissions, or name another with --archive", ErrReadOnly, path)
	case errors.Is(err, fs.ErrNotExist) && readOnly:
		return fmt.Errorf("%w at %s; make one with sitrep ingest, or name another with --archive", ErrNone, path)
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("%w: %s cannot be made (%v); name another with --archive", ErrReadOnly, filepath.Dir(path), cause(err))
		}
		return nil
	case err != nil:
		return fmt.Errorf("%w: %s cannot be opened (%v); check the path and its permissions", ErrNone, path, cause(err))
	}
	defer f.Close()
	n, _ := f.Read(head)
	if n > 0 && !strings.HasPrefix(string(head[:n]), "SQLite format 3\x00") {
		return fmt.Errorf("%w: %s is another kind of file; name another with --archive", ErrNone, path)
	}
	return nil
}

// cause is the reason of an error without the path, which the caller names.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (sqlite) migrations() (string, database.Dialect) { return "sqlite", database.DialectSQLite3 }

func (sqlite) bind(statement string) string { return statement }

func (sqlite) begin() []string { return []string{"BEGIN IMMEDIATE"} }

func (sqlite) moment() *sql.TxOptions { return nil }

func (sqlite) sequences() []string { return nil }

func (sqlite) kind(err error) error {
	var e *sqlite3.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrLocked
	case lib.SQLITE_FULL:
		return ErrFull
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_CANTOPEN:
		return ErrReadOnly
	case lib.SQLITE_NOTADB:
		return ErrNone
	}
	return nil
}

// sound asks on a connection of its own: an index of words checks itself by what its connection remembers of it, which another may have
// changed since.
func (sqlite) sound(ctx context.Context, a *Archive) (faults []string, err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: a.where}).EscapedPath()+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "PRAGMA quick_check(20)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	return faults, rows.Err()
}

func (sqlite) matching() (string, string) {
	return "words w CROSS JOIN reports r ON r.key = w.rowid", "w.words MATCH ?"
}

func (sqlite) matchingKey() string { return "w.rowid" }

func (sqlite) without() string { return "r.key NOT IN (SELECT rowid FROM words WHERE words MATCH ?)" }

// expression writes a search as FTS5 has it: every word quoted, so that none is taken for an operator.
func (sqlite) expression(s search) string {
	x := s.write(func(word string) string { return `"` + word + `"` }, " AND ", " OR ")
	var none []string // beside each other, as one in the other would soon be deeper than FTS5 goes
	for _, p := range s.none {
		if len(p) == 1 {
			none = append(none, `"`+p[0]+`"`)
		}
	}
	if len(none) > 0 {
		x = "(" + x + ") NOT (" + strings.Join(none, " OR ") + ")"
	}
	return x
}

func (sqlite) putWords(p *pen, report int64, b *bag) error {
	_, err := p.do("INSERT OR REPLACE INTO words (rowid, body) VALUES (?, ?)", report, b.String())
	return err
}

func (sqlite) dropWords(p *pen, report int64) error {
	_, err := p.do("DELETE FROM words WHERE rowid = ?", report)
	return err
}

func (sqlite) placed(p *pen, place int64, lat, lon float64) error {
	_, err := p.do("INSERT INTO places_at VALUES (?, ?, ?, ?, ?)", place, lat, lat, lon, lon)
	return err
}

func (sqlite) unplaced(p *pen, place int64) error {
	_, err := p.do("DELETE FROM places_at WHERE n = ?", place)
	return err
}

func (sqlite) box() string {
	return "SELECT n FROM places_at WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?"
}

// forget merges the index of words, which keeps what was deleted until then, and empties the write-ahead log. What is deleted in the
// file itself is overwritten at once (secure_delete).
func (sqlite) forget(ctx context.Context, a *Archive) error {
	if a.pen == nil {
		return nil
	}
	if _, err := a.pen.conn.ExecContext(ctx, "INSERT INTO words (words) VALUES ('optimize')"); err != nil {
		return err
	}
	var busy, frames, done int
	if err := a.pen.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("another program reads the archive")
	}
	return nil
}
