package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"time"
)

// Logged is an entry of the archive's log.
type Logged struct {
	Seq  int64
	Time time.Time
	// Kind is what was done: add, read, retract, erase, review, brief, user, token or restore.
	Kind string
	// Subject is the id that it was done to, "" where it is about several.
	Subject string
	// Reports is how many reports it is about, 0 where it does not say.
	Reports int
	// Why is the reason that was given, "" where none was.
	Why string
	// Person is who did it, "" where the log does not say.
	Person string
	// Hash is the hash of the entry and all before it (SHA-256, lower-case hexadecimal).
	Hash string
}

// Log gives at most limit entries of the log, the latest first: those before the entry with the number before, all where that is 0.
func (a *Archive) Log(ctx context.Context, before int64, limit int) ([]Logged, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	var out []Logged
	err := a.each(ctx, func(r *sql.Rows) error {
		var l Logged
		var at int64
		var detail string
		var hash []byte
		if err := r.Scan(&l.Seq, &at, &l.Kind, &l.Subject, &detail, &hash); err != nil {
			return err
		}
		var d struct {
			Reports json.RawMessage
			Why     string
			Person  string
		}
		// What cannot be read of a detail is left out here; Verify tells of it.
		if json.Unmarshal([]byte(detail), &d) == nil {
			var list []string
			if json.Unmarshal(d.Reports, &l.Reports) != nil && json.Unmarshal(d.Reports, &list) == nil {
				l.Reports = len(list)
			}
			l.Why, l.Person = d.Why, d.Person
		}
		l.Time, l.Hash = timeOf(at), hexOf(hash)
		out = append(out, l)
		return nil
	}, "SELECT seq, time, kind, subject, detail, hash FROM log WHERE seq < ? ORDER BY seq DESC LIMIT ?", before, limit)
	return out, a.fault("reading its log", err)
}
