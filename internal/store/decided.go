package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"sitrep"
	"sitrep/internal/review"
)

// What people decided is kept in reviews, which is only added to, in the order of n. It is few beside what is read, so that all of it is
// remembered once it was asked for; whether there is more is one look at the end of an index. Where a report was erased, what reviews say of it
// is gone: another program may have done that, so that the last erasure is looked at, too.

// decisions remembers them.
type decisions struct {
	mu   sync.Mutex
	rows []review.Row
	set  *review.Set // of rows
	// erased is the last erasure before rows were read, an entry of the log.
	erased int64
	// then is what stood at the entry thenSeq of the log, of as many decisions as thenLen.
	then    *review.Set
	thenSeq int64
	thenLen int
}

// undecided is what stands where nobody decided anything.
var undecided = review.New(nil)

// asker reads rows: an archive, or a change of it.
type asker struct {
	one  func(into []any, statement string, args ...any) error
	each func(scan func(*sql.Rows) error, statement string, args ...any) error
}

// decided is what people decided about claims, as of an entry of the log where seq is not 0.
func (a *Archive) decided(ctx context.Context, seq int64) (*review.Set, error) {
	set, err := a.decisions.at(seq, asker{
		func(into []any, statement string, args ...any) error { return a.one(ctx, into, statement, args...) },
		func(scan func(*sql.Rows) error, statement string, args ...any) error {
			return a.each(ctx, scan, statement, args...)
		}})
	return set, a.fault("reading reviews", err)
}

// decisions is what people decided before this change, and in it.
func (p *pen) decisions() (*review.Set, error) {
	if p.decided != nil {
		return p.decided, nil
	}
	from := p.a.decisions
	if p.erased { // nobody else sees that yet, and it may be undone
		from = &decisions{}
	}
	set, err := from.at(0, asker{
		func(into []any, statement string, args ...any) error {
			_, err := p.one(into, statement, args...)
			return err
		}, p.each})
	p.decided = set
	return set, err
}

func (d *decisions) at(seq int64, from asker) (*review.Set, error) {
	var last, erased int64
	if err := from.one([]any{&last, &erased}, "SELECT (SELECT coalesce(max(n), 0) FROM reviews), (SELECT coalesce(max(erased), 0) FROM reports WHERE erased IS NOT NULL)"); err != nil || last == 0 {
		return undecided, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.erased < erased {
		d.rows, d.set, d.then, d.erased = nil, nil, nil, erased
	}
	known := int64(0)
	if n := len(d.rows); n > 0 {
		known = d.rows[n-1].N
	}
	if known < last {
		rows := slices.Clip(d.rows)
		if err := from.each(func(r *sql.Rows) error {
			row, err := scanReview(r)
			rows = append(rows, row)
			return err
		}, "SELECT v.n, v.seq, v.subject, v.verdict, v.person, v.why, v.detail, coalesce(l.time, 0) FROM reviews v LEFT JOIN log l ON l.seq = v.seq WHERE v.n > ? ORDER BY v.n", known); err != nil {
			return nil, err
		}
		d.rows, d.set = rows, review.New(rows)
	}
	set := d.set
	if known > last { // who asks reads an earlier moment
		n, _ := slices.BinarySearchFunc(d.rows, last+1, func(r review.Row, n int64) int { return cmp.Compare(r.N, n) })
		set = review.New(d.rows[:n])
	}
	if seq == 0 {
		return set, nil
	}
	if d.then == nil || d.thenSeq != seq || d.thenLen != set.Len() {
		d.then, d.thenSeq, d.thenLen = set.AsOf(seq), seq, set.Len()
	}
	return d.then, nil
}

// forget has all be read again.
func (d *decisions) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows, d.set, d.then = nil, nil, nil
}

func scanReview(r *sql.Rows) (row review.Row, err error) {
	var when int64
	var detail string
	if err := r.Scan(&row.N, &row.Seq, &row.Claim, &row.Verdict, &row.Person, &row.Why, &detail, &when); err != nil {
		return row, err
	}
	row.Time = timeOf(when)
	if detail == "" { // its report was erased
		return row, nil
	}
	if err := json.Unmarshal([]byte(detail), &row.Detail); err != nil {
		return row, fmt.Errorf("review %d: what it says is no JSON: %w", row.N, err)
	}
	return row, nil
}

// rejectedMark is added to the modality of a claim's row where a person rejected the claim.
var rejectedMark = len(modalities)

// modalityOf is what a claim's row has of its modality.
func modalityOf(c *sitrep.Claim) int {
	m := slices.Index(modalities, c.Modality)
	if c.Rejected() {
		m += rejectedMark
	}
	return m
}
