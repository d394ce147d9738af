package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sitrep/internal/origin"
)

// regrouping makes a change that may need signatures of the version that this program makes: where those that are kept are of another,
// all groups are formed anew first.
func (a *Archive) regrouping(ctx context.Context, doing string, f func(*pen) error) error {
	err := a.change(ctx, doing, f)
	if !errors.Is(err, origin.ErrVersion) {
		return err
	}
	start := time.Now()
	if err := a.change(ctx, "forming groups of copies anew", func(p *pen) error { return p.regroup(ctx) }); err != nil {
		return err
	}
	a.log.Info("formed groups of copies anew, since this program tells them otherwise", "archive", a.where, "took", time.Since(start))
	return a.change(ctx, doing, f)
}

// regroup signs every report that stands again and forms all groups anew.
func (p *pen) regroup(ctx context.Context) error {
	seq, err := p.next()
	if err != nil {
		return err
	}
	for _, s := range []string{"DELETE FROM texts", "DELETE FROM buckets", "DELETE FROM links", "UPDATE reports SET text = NULL WHERE text IS NOT NULL"} {
		if _, err := p.do(s); err != nil {
			return err
		}
	}
	type report struct{ key, id int64 }
	var all []report
	if err := p.each(func(r *sql.Rows) error {
		var o report
		err := r.Scan(&o.key, &o.id)
		all = append(all, o)
		return err
	}, "SELECT key, id FROM reports WHERE retracted IS NULL AND replaced IS NULL AND erased IS NULL AND fault IS NULL ORDER BY key"); err != nil {
		return err
	}
	g := p.grouping(seq)
	for _, o := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		x, err := p.current(o.key)
		if err != nil {
			return err
		}
		if x == nil {
			continue
		}
		s := origin.Sign(x.Report.Text, x.Blocks)
		if err := g.add(reportID(o.id), dateOf(keyDay(o.key)), &s); err != nil {
			return err
		}
	}
	if err := g.settle(); err != nil {
		return err
	}
	return p.record(logRegroup, "", map[string]int{"signatures": origin.Version})
}
