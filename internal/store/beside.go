package store

import (
	"context"
)

// Beside gives the reports before and after r in the order in which Reports gives them, the newest first: newer comes before r, older after it; nil
// at either end. Copies and what no longer stands are passed over.
func (a *Archive) Beside(ctx context.Context, r *ReportRow) (newer, older *ReportRow, err error) {
	const stands = " AND retracted IS NULL AND erased IS NULL AND replaced IS NULL AND lead IS NULL ORDER BY key "
	one := func(statement string) (*ReportRow, error) {
		keys, err := a.numbers(ctx, "SELECT key FROM reports WHERE "+statement+" LIMIT 1", r.key)
		if err != nil || len(keys) == 0 {
			return nil, a.fault("reading reports", err)
		}
		rows, err := a.reportRows(ctx, keys, 0)
		return rows[keys[0]], err
	}
	if newer, err = one("key > ?" + stands + "ASC"); err != nil {
		return nil, nil, err
	}
	older, err = one("key < ?" + stands + "DESC")
	return newer, older, err
}

// MovesInto gives what went into the record of an id: events that were joined to it, or that it was split from, the first first.
func (a *Archive) MovesInto(ctx context.Context, id string) ([]Move, error) {
	return a.moves(ctx, id, "m.new = ? ORDER BY m.seq, m.old")
}
