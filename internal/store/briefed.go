package store

import (
	"context"
	"database/sql"
	"time"

	"sitrep"
)

// Briefed is a brief that was made of the archive and is remembered, so that the next one of its scope can tell what changed.
type Briefed struct {
	// Scope is what it is about, as a key that briefs about the same share.
	Scope string `json:"scope"`
	// From and To are the days that it covers, inclusive; unknown where open.
	From sitrep.Date `json:"from"`
	To   sitrep.Date `json:"to"`
	// Digest is the SHA-256 of the brief as JSON, in lower-case hexadecimal.
	Digest string `json:"digest"`
	// Time is when it was written down (UTC). AddBrief sets it.
	Time time.Time `json:"-"`
}

// AddBrief remembers a brief in the log.
func (a *Archive) AddBrief(ctx context.Context, b Briefed) (Briefed, error) {
	err := a.change(ctx, "remembering a brief", func(p *pen) error {
		if err := p.record(logBrief, plainText(b.Scope), b); err != nil {
			return err
		}
		b.Time = timeOf(p.last.time)
		return nil
	})
	return b, err
}

// LastBrief gives the time of the last brief of a scope that is remembered; ok is false where none is.
func (a *Archive) LastBrief(ctx context.Context, scope string) (at time.Time, ok bool, err error) {
	var micro sql.NullInt64
	err = a.one(ctx, []any{&micro}, "SELECT max(time) FROM log WHERE kind = ? AND subject = ?", logBrief, plainText(scope))
	if err != nil {
		return at, false, a.fault("reading its log", err)
	}
	if !micro.Valid {
		return at, false, nil
	}
	return timeOf(micro.Int64), true, nil
}
