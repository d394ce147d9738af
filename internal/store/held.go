package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sitrep"
)

// Held is everything that the archive holds of one report.
type Held struct {
	ReportRow
	// Extraction is its reading with what people decided about its claims; those that they rejected are in it, and marked. AsRead is the
	// reading as the machine made it, the same where nobody decided anything. Both are nil where reading failed or the report was erased.
	Extraction, AsRead *sitrep.Extraction
	// Original are the bytes as received, nil once erased; Media is their media type (RFC 6838).
	Original []byte
	Media    string
	// Withdrawn says when and why it was retracted or erased, nil where it was not.
	Withdrawn *Mark
	// Versions are all versions of its page that are held, the oldest first, itself among them; none where it has but one.
	Versions []ReportRow
	// Group are the reports of its group of copies, the first of them first, itself among them; none where it has no copies.
	Group []ReportRow
	// Readers name what it was read with, the first reading first.
	Readers []Reader
	// Moved says where an id went that no longer stands for itself.
	Moved []Move
}

// Mark is when something was done, and why.
type Mark struct {
	Time time.Time
	Why  string
}

// Reader is what reports were read with, in the terms of sitrep.Extraction.
type Reader struct{ Codebook, Models, Places string }

// Move is where an id went: what it was "replaced", "merged" or "split" into, and when.
type Move struct {
	Old, New, Kind string
	Time           time.Time
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// reason is the why in the detail of an entry of the log.
func reason(detail string) string {
	var d struct{ Why string }
	if json.Unmarshal([]byte(detail), &d) != nil {
		return ""
	}
	return d.Why
}

// Report gives everything of the report with that id ("r-…"), or of the one that makes the claim with that id ("c-…"). For an id
// that nothing has the error is ErrUnknown.
func (a *Archive) Report(ctx context.Context, id string) (*Held, error) {
	key, err := a.keyOfID(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := a.reportRows(ctx, []int64{key}, 0)
	if err != nil {
		return nil, err
	}
	h := &Held{ReportRow: *rows[key]}
	h.Media = h.media
	if h.Moved, err = a.movesOf(ctx, id); err != nil {
		return nil, err
	}
	if at := max(h.retracted, h.erased); at > 0 {
		var when int64
		var detail string
		if err := a.one(ctx, []any{&when, &detail}, "SELECT time, detail FROM log WHERE seq = ?", at); err != nil {
			return nil, a.fault("reading its log", err)
		}
		h.Withdrawn = &Mark{timeOf(when), reason(detail)}
	}
	if h.Erased {
		return h, nil
	}
	_, k, err := a.report(ctx, &h.ReportRow)
	if err != nil {
		return nil, err
	}
	h.Original = k.received
	if h.AsRead, err = a.asRead(ctx, &h.ReportRow, 0); err != nil {
		return nil, err
	}
	set, err := a.decided(ctx, 0)
	if err != nil {
		return nil, err
	}
	if h.Extraction, err = a.bound(ctx, set, &h.ReportRow, h.AsRead); err != nil {
		return nil, err
	}
	if h.Versions, err = a.versions(ctx, &h.ReportRow); err != nil {
		return nil, err
	}
	if h.Group, err = a.group(ctx, &h.ReportRow); err != nil {
		return nil, err
	}
	err = a.each(ctx, func(r *sql.Rows) error {
		var d Reader
		err := r.Scan(&d.Codebook, &d.Models, &d.Places)
		h.Readers = append(h.Readers, d)
		return err
	}, "SELECT d.codebook, d.models, d.places FROM readings g JOIN readers d ON d.n = g.reader WHERE g.report = ? ORDER BY g.since, g.n", key)
	return h, a.fault("reading report "+id, err)
}

// keyOfID is the key of the report that an id leads to.
func (a *Archive) keyOfID(ctx context.Context, id string) (key int64, err error) {
	statement, n := "SELECT key FROM reports WHERE id = ?", int64(0)
	if strings.HasPrefix(id, "c-") {
		statement = "SELECT report FROM claims WHERE id = ? ORDER BY report DESC LIMIT 1"
		n, err = claimNumber(sitrep.ClaimID(id))
	} else {
		n, err = reportNumber(sitrep.ReportID(id))
	}
	if err != nil {
		return 0, err
	}
	err = a.one(ctx, []any{&key}, statement, n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("%w: %s is not in %s; sitrep reports lists what is", ErrUnknown, id, a.where)
	}
	return key, a.fault("looking up "+id, err)
}

func (a *Archive) movesOf(ctx context.Context, id string) ([]Move, error) {
	return a.moves(ctx, id, "m.old = ? ORDER BY m.seq, m.new")
}

// moves are those that a condition on rows m with the id, and its order, give.
func (a *Archive) moves(ctx context.Context, id, where string) ([]Move, error) {
	var out []Move
	err := a.each(ctx, func(r *sql.Rows) error {
		var m Move
		var when int64
		err := r.Scan(&m.Old, &m.New, &m.Kind, &when)
		m.Time = timeOf(when)
		out = append(out, m)
		return err
	}, "SELECT m.old, m.new, m.kind, l.time FROM moved m JOIN log l ON l.seq = m.seq WHERE "+where, id)
	return out, a.fault("looking up "+id, err)
}

// versions are the versions of a report's page, the oldest first.
func (a *Archive) versions(ctx context.Context, row *ReportRow) ([]ReportRow, error) {
	if row.URL == "" {
		return nil, nil
	}
	rows, err := a.rowsOf(ctx, `SELECT key FROM reports WHERE page = ? AND url = ? AND erased IS NULL
		ORDER BY coalesce(modified, (key >> 32) * 86400), received, key`, pageOf(string(row.URL)), string(row.URL))
	if len(rows) < 2 {
		return nil, err
	}
	return rows, err
}

// group are the reports of a report's group, its lead first.
func (a *Archive) group(ctx context.Context, row *ReportRow) ([]ReportRow, error) {
	lead, err := a.keyOfID(ctx, string(row.Lead))
	if err != nil {
		return nil, err
	}
	members, err := a.rowsOf(ctx, "SELECT report FROM copies WHERE lead = ? AND until IS NULL ORDER BY report", lead)
	if err != nil || len(members) == 0 {
		return nil, err
	}
	first, err := a.reportRows(ctx, []int64{lead}, 0)
	if err != nil {
		return nil, err
	}
	return append([]ReportRow{*first[lead]}, members...), nil
}

// rowsOf are the rows of the reports whose keys a statement gives.
func (a *Archive) rowsOf(ctx context.Context, statement string, args ...any) ([]ReportRow, error) {
	keys, err := a.numbers(ctx, statement, args...)
	if err != nil {
		return nil, a.fault("reading reports", err)
	}
	rows, err := a.reportRows(ctx, keys, 0)
	if err != nil {
		return nil, err
	}
	out := make([]ReportRow, len(keys))
	for i, k := range keys {
		out[i] = *rows[k]
	}
	return out, nil
}

// TextsOf gives the cleaned texts of reports, by id. One that was erased has none.
func (a *Archive) TextsOf(ctx context.Context, rows []ReportRow) (map[sitrep.ReportID]string, error) {
	var keys []int64
	for i := range rows {
		if !rows[i].Erased {
			keys = append(keys, rows[i].key)
		}
	}
	texts, err := a.texts(ctx, keys)
	out := make(map[sitrep.ReportID]string, len(texts))
	for i := range rows {
		if text, ok := texts[rows[i].key]; ok {
			out[rows[i].ID] = text
		}
	}
	return out, err
}
