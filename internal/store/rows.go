package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/review"
)

// ReportRow is a report of an answer, without its text.
type ReportRow struct {
	ID        sitrep.ReportID
	Title     sitrep.Known
	Publisher sitrep.Known
	Author    sitrep.Known
	URL       sitrep.Known
	Language  sitrep.Known
	Published sitrep.Date
	Modified  time.Time // zero: not told
	Received  time.Time
	Found     string // where it was found
	Fault     string // why it could not be read, "" where it was
	Claims    int    // of its reading
	// Opening is how the text begins, where a page of reports was asked for and the report has no title.
	Opening string
	// Lead is the first report of its group of copies, itself where it is that or has no copies; Copies counts the others of the group.
	Lead   sitrep.ReportID
	Copies int
	// Replaced, Retracted and Erased say that it no longer stands.
	Replaced, Retracted, Erased bool

	key       int64
	seq       int64 // entry of the log as of which it was asked for; 0: now
	original  int64
	received  int64
	sha256    []byte
	media     string
	retracted int64 // entry of the log
	erased    int64
}

// ClaimRow is a claim of an answer with the report that it stands in.
type ClaimRow struct {
	Claim  sitrep.Claim
	Report ReportRow
	// Sentence is the report's words that the claim's evidence spans; Claim.Trigger.Start - Claim.Evidence.Start is where its trigger
	// stands in it.
	Sentence string
}

// FigureRow is a figure of an answer with its claim and report.
type FigureRow struct {
	Figure   sitrep.Figure
	Claim    sitrep.Claim
	Report   ReportRow
	Sentence string // as in ClaimRow
}

// Reports gives a page of the reports that f asks for.
func (a *Archive) Reports(ctx context.Context, f Filter) (Page[ReportRow], error) {
	var page Page[ReportRow]
	p, err := a.plan(ctx, &f, ofReports)
	if err != nil || p.nothing {
		return page, err
	}
	keys, err := a.keys(ctx, p, false, p.limit+1)
	if err != nil {
		return page, err
	}
	if len(keys) > p.limit {
		keys = keys[:p.limit]
		page.Next = cursor{key: keys[p.limit-1]}.String()
	}
	rows, err := a.reportRows(ctx, keys, p.seq)
	if err == nil {
		err = a.openings(ctx, rows)
	}
	if err != nil {
		return page, err
	}
	for _, k := range keys {
		page.Rows = append(page.Rows, *rows[k])
	}
	return page, nil
}

// opening is how many bytes of a text are shown in the place of a title.
const opening = 200

// openings fills in how the texts of reports without a title begin.
func (a *Archive) openings(ctx context.Context, rows map[int64]*ReportRow) error {
	var keys []int64
	for k, r := range rows {
		if r.Title == "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	texts, err := a.texts(ctx, keys)
	for k, text := range texts {
		rows[k].Opening = strings.TrimSpace(text)
		if len(rows[k].Opening) > opening {
			rows[k].Opening = strings.ToValidUTF8(rows[k].Opening[:opening], "")
		}
	}
	return err
}

// Claims gives a page of the claims that f asks for. Claims of a report come in the order in which it makes them.
func (a *Archive) Claims(ctx context.Context, f Filter) (Page[ClaimRow], error) {
	return rowPage(ctx, a, &f, ofClaims, func(_ hit, c *sitrep.Claim, r *ReportRow, sentence string) (ClaimRow, bool) {
		return ClaimRow{*c, *r, sentence}, true
	})
}

// Figures gives a page of the figures that f asks for, in the order in which their claims and reports give them.
func (a *Archive) Figures(ctx context.Context, f Filter) (Page[FigureRow], error) {
	return rowPage(ctx, a, &f, ofFigures, func(h hit, c *sitrep.Claim, r *ReportRow, sentence string) (row FigureRow, ok bool) {
		if int(h.k) >= len(c.Figures) {
			return row, false
		}
		return FigureRow{c.Figures[h.k], *c, *r, sentence}, true
	})
}

// rowPage gives a page of claims or figures; row makes a row of a hit.
func rowPage[T any](ctx context.Context, a *Archive, f *Filter, what int, row func(h hit, c *sitrep.Claim, r *ReportRow, sentence string) (T, bool)) (Page[T], error) {
	var page Page[T]
	p, err := a.plan(ctx, f, what)
	if err != nil || p.nothing {
		return page, err
	}
	keys, err := a.keys(ctx, p, true, p.limit+2)
	if err != nil {
		return page, err
	}
	k, condition := "0", ""
	if what == ofFigures {
		k = "f.k"
		if p.measure != 0 {
			condition = " AND f.measure = ?"
		}
	}
	hits, err := a.hits(ctx, p, keys, k, condition)
	if err != nil {
		return page, err
	}
	if len(hits) > p.limit {
		hits = hits[:p.limit]
		page.Next = hits[p.limit-1].cursor.String()
	}
	err = a.onHits(ctx, p, hits, func(h hit, c *sitrep.Claim, r *ReportRow, sentence string) {
		if t, ok := row(h, c, r, sentence); ok {
			page.Rows = append(page.Rows, t)
		}
	})
	return page, err
}

// hit is a claim or figure that was found.
type hit struct {
	cursor
	reader int64
}

// hits are the claims of the reports that the plan asks for, in order, after where the page before ended; figures of them where k is
// their number's column.
func (a *Archive) hits(ctx context.Context, p *plan, keys []int64, k, condition string) ([]hit, error) {
	var out []hit
	for part := range slices.Chunk(keys, 500) {
		args := append(anys(part), p.claim.args...)
		from := "claims c"
		if k != "0" {
			from += " JOIN figures f ON f.report = c.report AND f.reader = c.reader AND f.since = c.since AND f.n = c.n"
			if condition != "" {
				args = append(args, p.measure)
			}
		}
		err := a.each(ctx, func(r *sql.Rows) error {
			var h hit
			if err := r.Scan(&h.key, &h.reader, &h.n, &h.k); err != nil {
				return err
			}
			if p.after == nil || h.key < p.after.key || h.n > p.after.n || h.n == p.after.n && h.k > p.after.k {
				out = append(out, h)
			}
			return nil
		}, "SELECT c.report, c.reader, c.n, "+k+" FROM "+from+" WHERE c.report IN ("+marks(len(part))+")"+p.claim.text+condition+
			" ORDER BY 1 DESC, 2, 3, 4", args...)
		if err != nil {
			return nil, a.fault("searching", err)
		}
		if len(out) > p.limit {
			break
		}
	}
	return out, nil
}

// onHits calls f with every hit's claim, its report and the words of its evidence.
func (a *Archive) onHits(ctx context.Context, p *plan, hits []hit, f func(hit, *sitrep.Claim, *ReportRow, string)) error {
	var keys []int64
	for _, h := range hits {
		keys = append(keys, h.key)
	}
	keys = slices.Compact(keys)
	rows, err := a.reportRows(ctx, keys, p.seq)
	if err != nil {
		return err
	}
	readings := map[[2]int64]*sitrep.Extraction{}
	set, err := a.decided(ctx, p.seq)
	if err != nil {
		return err
	}
	for _, h := range hits {
		k := [2]int64{h.key, h.reader}
		if readings[k] == nil {
			x, err := a.reading(ctx, rows[h.key], h.reader)
			if err != nil {
				return err
			}
			if readings[k], err = a.bound(ctx, set, rows[h.key], x); err != nil {
				return err
			}
		}
		if x := readings[k]; int(h.n) < len(x.Claims) {
			f(h, &x.Claims[h.n], rows[h.key], x.Claims[h.n].Evidence.Of(x.Report.Text))
		}
	}
	return nil
}

// reportRows reads the rows of reports, as of an entry of the log where seq is not 0. A report of which a part is missing is an error.
func (a *Archive) reportRows(ctx context.Context, keys []int64, seq int64) (map[int64]*ReportRow, error) {
	out, err := a.rowsThere(ctx, keys, seq)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if out[k] == nil {
			return nil, a.damaged("a report has no original or no entry of the log")
		}
	}
	return out, nil
}

// damaged is an error for an archive that does not hold together.
func (a *Archive) damaged(how string) error {
	return fmt.Errorf("archive %s is damaged: %s; sitrep verify says where, sitrep restore makes it anew of a backup", a.where, how)
}

// rowsThere is reportRows, but leaves out a report of which a part is missing.
func (a *Archive) rowsThere(ctx context.Context, keys []int64, seq int64) (map[int64]*ReportRow, error) {
	out := make(map[int64]*ReportRow, len(keys))
	for part := range slices.Chunk(keys, 500) {
		list, args := marks(len(part)), anys(part)
		err := a.each(ctx, func(r *sql.Rows) error {
			row := &ReportRow{seq: seq}
			var id int64
			var place, rest, title, publisher, author, url, language, fault sql.NullString
			var modified, replaced, retracted, erased sql.NullInt64
			var received int64
			if err := r.Scan(&row.key, &id, &place, &rest, &title, &publisher, &author, &url, &language, &fault, &modified, &row.received, &received, &replaced,
				&retracted, &erased, &row.original, &row.sha256, &row.media); err != nil {
				return err
			}
			row.ID, row.Lead = reportID(id), reportID(id)
			row.Title, row.Publisher, row.Author = sitrep.Known(title.String), sitrep.Known(publisher.String), sitrep.Known(author.String)
			row.URL, row.Language = sitrep.Known(url.String), sitrep.Known(language.String)
			row.Published = dateOf(keyDay(row.key))
			row.Found, row.Fault = place.String+rest.String, fault.String
			row.Received = timeOf(received)
			if modified.Valid {
				row.Modified = time.Unix(modified.Int64, 0).UTC()
			}
			row.Replaced = replaced.Valid && (seq == 0 || replaced.Int64 <= seq)
			row.Retracted = retracted.Valid && (seq == 0 || retracted.Int64 <= seq)
			row.Erased = erased.Valid
			row.retracted, row.erased = retracted.Int64, erased.Int64
			out[row.key] = row
			return nil
		}, `SELECT r.key, r.id, d.name, r.found, r.title, p.name, a.name, r.url, r.language, r.fault, r.modified, r.received, l.time, r.replaced,
			r.retracted, r.erased, r.original, o.sha256, m.name
			FROM reports r JOIN log l ON l.seq = r.received JOIN originals o ON o.n = r.original JOIN names m ON m.n = o.media
			LEFT JOIN names d ON d.n = r.place LEFT JOIN names p ON p.n = r.publisher LEFT JOIN names a ON a.n = r.author
			WHERE r.key IN (`+list+")", args...)
		if err != nil {
			return nil, a.fault("reading reports", err)
		}
		if err := a.countClaims(ctx, out, list, args, seq); err != nil {
			return nil, a.fault("reading reports", err)
		}
		if err := a.groupsOf(ctx, out, list, args, seq); err != nil {
			return nil, a.fault("reading reports", err)
		}
	}
	return out, nil
}

// valid is the condition that a row of a table which has since and until stands, now or as of an entry of the log.
func valid(alias string, seq int64) (string, []any) {
	if seq == 0 {
		return alias + ".until IS NULL", nil
	}
	return alias + ".since <= ? AND (" + alias + ".until IS NULL OR " + alias + ".until > ?)", []any{seq, seq}
}

func (a *Archive) countClaims(ctx context.Context, rows map[int64]*ReportRow, list string, args []any, seq int64) error {
	condition, more := valid("c", seq)
	condition += fmt.Sprintf(" AND c.modality < %d", rejectedMark)
	return a.each(ctx, func(r *sql.Rows) error {
		var key int64
		var n int
		if err := r.Scan(&key, &n); err != nil {
			return err
		}
		if row := rows[key]; row != nil {
			row.Claims = n
		}
		return nil
	}, "SELECT c.report, count(*) FROM claims c WHERE c.report IN ("+list+") AND "+condition+" GROUP BY c.report", append(slices.Clone(args), more...)...)
}

// groupsOf fills in the groups of copies.
func (a *Archive) groupsOf(ctx context.Context, rows map[int64]*ReportRow, list string, args []any, seq int64) error {
	condition, more := valid("g", seq)
	args = append(slices.Clone(args), more...)
	members := map[int64][]*ReportRow{} // by lead
	err := a.each(ctx, func(r *sql.Rows) error {
		var key, lead, id int64
		if err := r.Scan(&key, &lead, &id); err != nil {
			return err
		}
		if row := rows[key]; row != nil {
			row.Lead = reportID(id)
			members[lead] = append(members[lead], row)
		}
		return nil
	}, "SELECT g.report, g.lead, r.id FROM copies g JOIN reports r ON r.key = g.lead WHERE g.report IN ("+list+") AND "+condition, args...)
	if err != nil {
		return err
	}
	for k, r := range rows {
		if r.Lead == r.ID {
			members[k] = append(members[k], r)
		}
	}
	leads := make([]int64, 0, len(members))
	for k := range members {
		leads = append(leads, k)
	}
	slices.Sort(leads)
	for part := range slices.Chunk(leads, 500) {
		err := a.each(ctx, func(r *sql.Rows) error {
			var lead int64
			var n int
			if err := r.Scan(&lead, &n); err != nil {
				return err
			}
			for _, row := range members[lead] {
				row.Copies = n
			}
			return nil
		}, "SELECT g.lead, count(*) FROM copies g WHERE g.lead IN ("+marks(len(part))+") AND "+condition+" GROUP BY g.lead", append(anys(part), more...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// report is the report's own fields, with the text that is kept with its original, and all that is kept of its bytes.
func (a *Archive) report(ctx context.Context, row *ReportRow) (sitrep.Report, kept, error) {
	r := sitrep.Report{ID: row.ID, Title: row.Title, Published: row.Published, Publisher: row.Publisher, Author: row.Author, URL: row.URL, Language: row.Language,
		SHA256: hexOf(row.sha256)}
	var f framed
	if err := a.one(ctx, f.into(), "SELECT "+framedColumns+" FROM originals o WHERE o.n = ?", row.original); err != nil {
		return r, kept{}, a.fault("reading report "+string(row.ID), err)
	}
	k, err := a.openOriginal(f)
	r.Text = k.text
	return r, k, a.fault("reading report "+string(row.ID), err)
}

// reading is what a reader made of a report, whatever people decided about it.
func (a *Archive) reading(ctx context.Context, row *ReportRow, reader int64) (*sitrep.Extraction, error) {
	x := &sitrep.Extraction{}
	var frame []byte
	err := a.one(ctx, []any{&frame, &x.Codebook, &x.Models, &x.Places}, `SELECT g.body, d.codebook, d.models, d.places
		FROM readings g JOIN readers d ON d.n = g.reader WHERE g.report = ? AND g.reader = ? ORDER BY g.since DESC LIMIT 1`, row.key, reader)
	if err != nil {
		return nil, a.fault("reading report "+string(row.ID), err)
	}
	if x.Report, _, err = a.report(ctx, row); err != nil {
		return nil, err
	}
	if err := a.openReading(frame, x); err != nil {
		return nil, a.fault("reading report "+string(row.ID), err)
	}
	for i := range x.Claims {
		for _, s := range []sitrep.Span{x.Claims[i].Evidence, x.Claims[i].Trigger.Span} {
			if s.Start < 0 || s.End < s.Start || s.End > len(x.Report.Text) {
				return nil, a.damaged("report " + string(row.ID) + " has a claim outside its text")
			}
		}
	}
	return x, nil
}

// texts are the texts that are kept with the originals of reports, by key.
func (a *Archive) texts(ctx context.Context, keys []int64) (map[int64]string, error) {
	out := make(map[int64]string, len(keys))
	for part := range slices.Chunk(keys, 500) {
		err := a.each(ctx, func(r *sql.Rows) error {
			var key int64
			var f framed
			if err := r.Scan(append([]any{&key}, f.into()...)...); err != nil {
				return err
			}
			k, err := a.openOriginal(f)
			out[key] = k.text
			return err
		}, "SELECT r.key, "+framedColumns+" FROM reports r JOIN originals o ON o.n = r.original WHERE r.key IN ("+marks(len(part))+")", anys(part)...)
		if err != nil {
			return nil, a.fault("reading reports", err)
		}
	}
	return out, nil
}

// current is the reading of a report that stands as people decided: with what they corrected, and without what they rejected; nil where there
// is none.
func (a *Archive) current(ctx context.Context, row *ReportRow, seq int64) (*sitrep.Extraction, error) {
	x, err := a.asRead(ctx, row, seq)
	if err != nil || x == nil {
		return nil, err
	}
	set, err := a.decided(ctx, seq)
	if err != nil {
		return nil, err
	}
	x, err = a.bound(ctx, set, row, x)
	return review.Standing(x), err
}

// asRead is the reading of a report that stands, whatever people decided about it; nil where there is none.
func (a *Archive) asRead(ctx context.Context, row *ReportRow, seq int64) (*sitrep.Extraction, error) {
	condition, more := valid("g", seq)
	reader := int64(0)
	err := a.each(ctx, func(r *sql.Rows) error { return r.Scan(&reader) },
		"SELECT g.reader FROM readings g WHERE g.report = ? AND "+condition+" ORDER BY g.reader", append([]any{row.key}, more...)...)
	if err != nil || reader == 0 {
		return nil, a.fault("reading report "+string(row.ID), err)
	}
	return a.reading(ctx, row, reader)
}
