package store

import (
	"context"
	"database/sql"

	"sitrep"
	"sitrep/internal/origin"
	"sitrep/internal/review"
)

// What people decide about a claim holds for the copies of its report, too, where they repeat it. Which claims those are is told by the
// readings of both, so that it follows when reports are read again or grouped otherwise.

// bound gives a reading with what people decided about it and, where its report is a copy, about what it repeats.
func (a *Archive) bound(ctx context.Context, set *review.Set, row *ReportRow, x *sitrep.Extraction) (*sitrep.Extraction, error) {
	if x == nil || set.Len() == 0 {
		return x, nil
	}
	if row.Lead == row.ID {
		return set.Apply(x), nil
	}
	lead, err := a.keyOfID(ctx, string(row.Lead))
	if err != nil {
		return nil, err
	}
	if any, err := a.anyDecided(ctx, set, lead); err != nil || !any {
		return set.Apply(x), err
	}
	rows, err := a.rowsThere(ctx, []int64{lead}, row.seq)
	if err != nil || rows[lead] == nil {
		return set.Apply(x), err
	}
	first, err := a.asRead(ctx, rows[lead], row.seq)
	if err != nil || first == nil || !set.Any(first) {
		return set.Apply(x), err
	}
	return lend(set, first, x), nil
}

// boundCopy is bound for a reading of which nothing else is at hand.
func (a *Archive) boundCopy(ctx context.Context, set *review.Set, x *sitrep.Extraction) (*sitrep.Extraction, error) {
	key, err := a.keyOfID(ctx, string(x.Report.ID))
	if err != nil {
		return nil, err
	}
	rows, err := a.rowsThere(ctx, []int64{key}, 0)
	if err != nil || rows[key] == nil {
		return set.Apply(x), err
	}
	return a.bound(ctx, set, rows[key], x)
}

// anyDecided says that people decided about a claim that a report makes or made, without looking at its reading.
func (a *Archive) anyDecided(ctx context.Context, set *review.Set, key int64) (any bool, err error) {
	err = a.each(ctx, func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		any = any || len(set.About(claimID(n))) > 0
		return err
	}, "SELECT DISTINCT id FROM claims WHERE report = ?", key)
	return any, a.fault("reading reviews", err)
}

// lent says which claims of a copy repeat one that people decided about.
func (p *pen) lent(key int64, set *review.Set) (review.Lent, error) {
	if set.Len() == 0 {
		return nil, nil
	}
	var lead sql.NullInt64
	if _, err := p.one([]any{&lead}, "SELECT lead FROM reports WHERE key = ?", key); err != nil || !lead.Valid {
		return nil, err
	}
	first, err := p.current(lead.Int64)
	if err != nil || first == nil || !set.Any(first) {
		return nil, err
	}
	x, err := p.current(key)
	if err != nil || x == nil {
		return nil, err
	}
	return set.Lend(first, x, origin.Retold(first, x)), nil
}

// copiesOf are the keys of the reports that are copies of a report.
func (p *pen) copiesOf(key int64) (out []int64, err error) {
	err = p.each(func(r *sql.Rows) error {
		var k int64
		err := r.Scan(&k)
		out = append(out, k)
		return err
	}, "SELECT report FROM copies WHERE lead = ? AND until IS NULL ORDER BY report", key)
	return out, err
}

// lend gives a copy's reading with what people decided about it and about what it repeats of the first of its group, as that was read.
func lend(set *review.Set, first, x *sitrep.Extraction) *sitrep.Extraction {
	return set.ApplyLent(x, set.Lend(first, x, origin.Retold(first, x)))
}
