package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"sitrep"
	"sitrep/internal/ingest"
	"sitrep/internal/origin"
)

// Unread is a report that is to be read: its item as it came in, but for where the item's language was told.
type Unread struct {
	ID   sitrep.ReportID
	Item ingest.Item
}

// Pending gives a page of the reports that have no reading by d, newest first: those that were never read, and those read by others
// only. Reports that were erased are left out. after and limit are as in a Filter.
func (a *Archive) Pending(ctx context.Context, d Reader, after string, limit int) (Page[Unread], error) {
	var page Page[Unread]
	p, err := a.plan(ctx, &Filter{After: after, Limit: limit, Copies: true}, ofReports)
	if err != nil {
		return page, err
	}
	p.report = sqlText{}
	p.report.and("r.erased IS NULL")
	p.report.and("NOT EXISTS (SELECT 1 FROM readings g JOIN readers d ON d.n = g.reader WHERE g.report = r.key AND g.until IS NULL AND d.codebook = ? AND d.models = ? AND d.places = ?)",
		d.Codebook, d.Models, d.Places)
	keys, err := a.keys(ctx, p, false, p.limit+1)
	if err != nil {
		return page, err
	}
	if len(keys) > p.limit {
		keys = keys[:p.limit]
		page.Next = cursor{key: keys[p.limit-1]}.String()
	}
	rows, err := a.reportRows(ctx, keys, 0)
	if err != nil {
		return page, err
	}
	for _, k := range keys {
		u, err := a.unread(ctx, rows[k])
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, u)
	}
	return page, nil
}

func (a *Archive) unread(ctx context.Context, row *ReportRow) (Unread, error) {
	u := Unread{ID: row.ID}
	_, k, err := a.report(ctx, row)
	if err != nil {
		return u, err
	}
	var given int
	var notes sql.NullString
	if err := a.one(ctx, []any{&given, &notes}, "SELECT given, notes FROM reports WHERE key = ?", row.key); err != nil {
		return u, a.fault("reading report "+string(row.ID), err)
	}
	u.Item = ingest.Item{From: row.Found, Received: k.received, Media: row.media, Author: row.Author, Publisher: row.Publisher, URL: row.URL, Modified: row.Modified}
	if string(k.plain) != string(k.received) {
		u.Item.Text = k.plain
	}
	if given == 1 {
		u.Item.Published = row.Published
	}
	if notes.Valid {
		if err := json.Unmarshal([]byte(notes.String), &u.Item.Notes); err != nil {
			return u, fmt.Errorf("report %s: its notes are no JSON: %w", row.ID, err)
		}
	}
	return u, nil
}

// Reread is a report that was read again.
type Reread struct {
	Extraction *sitrep.Extraction
	Signature  *origin.Signature // nil: made by AddReadings
}

// AddReadings makes readings of reports that are held those that stand, all of them or, with an error, none. What stood before is kept
// beside them and answers for the time that it stood. A reading by the reader whose reading stands changes nothing. It gives the
// number of reports whose reading changed.
func (a *Archive) AddReadings(ctx context.Context, batch []Reread) (int, error) {
	done := 0
	err := a.regrouping(ctx, "adding readings", func(p *pen) error {
		done = 0
		seq, err := p.next()
		if err != nil {
			return err
		}
		g := p.grouping(seq)
		var lines []string
		for _, r := range batch {
			x := r.Extraction
			line, changed, err := p.again(x, r.Signature, seq, g)
			if err != nil {
				return fmt.Errorf("report %s: %w", x.Report.ID, err)
			}
			if changed {
				lines = append(lines, line)
			}
		}
		if done = len(lines); done == 0 {
			return nil
		}
		if err := g.settle(); err != nil {
			return err
		}
		return p.record(logRead, "", summary{Reports: len(lines), Digest: digest(lines)})
	})
	return done, err
}

func (p *pen) again(x *sitrep.Extraction, s *origin.Signature, seq int64, g *grouping) (line string, changed bool, err error) {
	id, err := reportNumber(x.Report.ID)
	if err != nil {
		return "", false, err
	}
	var key int64
	var sha []byte
	var erased sql.NullInt64
	found, err := p.one([]any{&key, &sha, &erased}, "SELECT r.key, o.sha256, r.erased FROM reports r JOIN originals o ON o.n = r.original WHERE r.id = ?", id)
	switch {
	case err != nil:
		return "", false, err
	case !found:
		return "", false, fmt.Errorf("%w: it is not in %s", ErrUnknown, p.a.where)
	case erased.Valid:
		return "", false, nil
	}
	reader, err := p.reader(x.Codebook, x.Models, x.Places)
	if err != nil {
		return "", false, err
	}
	var n int64
	if found, err = p.one([]any{&n}, "SELECT n FROM readings WHERE report = ? AND reader = ? AND until IS NULL", key, reader); err != nil || found {
		return "", false, err
	}
	if _, err := p.do("UPDATE reports SET fault = NULL WHERE key = ? AND fault IS NOT NULL", key); err != nil {
		return "", false, err
	}
	return digestLine(x.Report.ID, sha), true, p.reread(key, x, s, seq, g)
}

// Reading is what a reader made of a report; ErrUnknown where it did not read it.
func (a *Archive) Reading(ctx context.Context, id sitrep.ReportID, d Reader) (*sitrep.Extraction, error) {
	key, err := a.keyOfID(ctx, string(id))
	if err != nil {
		return nil, err
	}
	var reader int64
	err = a.each(ctx, func(r *sql.Rows) error { return r.Scan(&reader) }, `SELECT g.reader FROM readings g JOIN readers d ON d.n = g.reader
		WHERE g.report = ? AND d.codebook = ? AND d.models = ? AND d.places = ?`, key, d.Codebook, d.Models, d.Places)
	if err != nil {
		return nil, a.fault("reading report "+string(id), err)
	}
	if reader == 0 {
		return nil, fmt.Errorf("%w: %s was not read with codebook %s and models %s; recode it", ErrUnknown, id, d.Codebook, d.Models)
	}
	rows, err := a.reportRows(ctx, []int64{key}, 0)
	if err != nil {
		return nil, err
	}
	return a.reading(ctx, rows[key], reader)
}

// Faults gives a page of the reports that could not be read, newest first, each with its reason.
func (a *Archive) Faults(ctx context.Context, after string, limit int) (Page[ReportRow], error) {
	var page Page[ReportRow]
	p, err := a.plan(ctx, &Filter{After: after, Limit: limit, Copies: true}, ofReports)
	if err != nil {
		return page, err
	}
	p.report.and("r.fault IS NOT NULL")
	keys, err := a.keys(ctx, p, false, p.limit+1)
	if err != nil {
		return page, err
	}
	if len(keys) > p.limit {
		keys = keys[:p.limit]
		page.Next = cursor{key: keys[p.limit-1]}.String()
	}
	rows, err := a.reportRows(ctx, keys, 0)
	for _, k := range keys {
		page.Rows = append(page.Rows, *rows[k])
	}
	return page, err
}
