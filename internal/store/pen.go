package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"sitrep/internal/review"
)

// pen is the connection that changes are made on, with its prepared statements and the change that is being made.
type pen struct {
	a          *Archive
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	ctx        context.Context // never cancelled: a change is short, and asking after each statement costs more than the statement

	seq   int64    // the log's entry that this change will be; 0 before it was asked for
	last  entry    // the log's last entry
	fresh []string // names that this change added

	decided *review.Set // what people decided, nil before it was asked for
	erased  bool        // this change removed what reviews say
}

func (p *pen) close() error {
	for _, s := range p.statements {
		s.Close()
	}
	return p.conn.Close()
}

// stmt is the prepared statement.
func (p *pen) stmt(statement string) (*sql.Stmt, error) {
	if s := p.statements[statement]; s != nil {
		return s, nil
	}
	s, err := p.conn.PrepareContext(p.ctx, p.a.dialect.bind(statement))
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, statement)
	}
	p.statements[statement] = s
	return s, nil
}

// do runs a statement that changes and gives the number of rows changed.
func (p *pen) do(statement string, args ...any) (int64, error) {
	s, err := p.stmt(statement)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(p.ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// one runs a statement that gives one row, and says whether there was one.
func (p *pen) one(into []any, statement string, args ...any) (bool, error) {
	s, err := p.stmt(statement)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(p.ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each runs a statement that reads, and calls scan on every row; scan must not use p.
func (p *pen) each(scan func(*sql.Rows) error, statement string, args ...any) error {
	s, err := p.stmt(statement)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(p.ctx, args...)
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

// change makes one change of the archive: all of what f does or, where it returns an error, nothing.
func (a *Archive) change(ctx context.Context, doing string, f func(*pen) error) (err error) {
	if a.only {
		return fmt.Errorf("%w: %s was opened to be read; %s needs it for writing", ErrReadOnly, a.where, doing)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pen == nil {
		conn, err := a.write.Conn(ctx)
		if err != nil {
			return a.fault(doing, err)
		}
		a.pen = &pen{a: a, conn: conn, statements: map[string]*sql.Stmt{}, ctx: context.WithoutCancel(ctx)}
	}
	p := a.pen
	p.seq, p.fresh, p.decided, p.erased = 0, nil, nil, false
	defer func() {
		if err == nil {
			return
		}
		a.names.forget(p.fresh)
		_, undone := p.conn.ExecContext(p.ctx, "ROLLBACK")
		if a.dialect.kind(err) != nil || undone != nil || errors.Is(err, driver.ErrBadConn) {
			p.close() // a connection that failed is not used again
			a.pen = nil
		}
		err = a.fault(doing, err)
	}()
	for _, s := range a.dialect.begin() {
		if _, err := p.conn.ExecContext(p.ctx, s); err != nil {
			return err
		}
	}
	if err := f(p); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err = p.conn.ExecContext(p.ctx, "COMMIT"); err == nil && p.erased {
		a.decisions.forget()
	}
	return err
}
