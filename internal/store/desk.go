package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/desk"
	"sitrep/internal/review"
)

// Decisions is what people decided, as it stands now. It must not be changed.
func (a *Archive) Decisions(ctx context.Context) (*review.Set, error) { return a.decided(ctx, 0) }

// DeskClaims gives the row of every claim that can be reviewed, in the order of reports: of those that stand, without what copies repeat and
// with what people rejected.
func (a *Archive) DeskClaims(ctx context.Context) ([]desk.Claim, error) {
	names := map[int64]string{}
	if err := a.each(ctx, func(r *sql.Rows) error {
		var n int64
		var name string
		err := r.Scan(&n, &name)
		names[n] = name
		return err
	}, "SELECT n, name FROM names"); err != nil {
		return nil, a.fault("reading claims", err)
	}
	differing, err := a.differing(ctx)
	if err != nil {
		return nil, err
	}
	var out []desk.Claim
	lists := map[string][]string{}
	contested := slices.Index(sitrep.Grades, sitrep.Contested)
	err = a.each(ctx, func(r *sql.Rows) error {
		var id, typ int64
		var confidence int
		var parties sql.NullString
		var event, grade, origins sql.NullInt64
		if err := r.Scan(&id, &typ, &confidence, &parties, &event, &grade, &origins); err != nil {
			return err
		}
		c := desk.Claim{ID: claimID(id), Type: names[typ], Confidence: float64(confidence) / 1000}
		if event.Valid {
			c.Event, c.Origins = eventID(event.Int64), int(origins.Int64)
			c.Contested, c.Figures = int(grade.Int64) == contested, differing[event.Int64]
		}
		if parties.Valid {
			list, ok := lists[parties.String]
			if !ok {
				for _, n := range strings.Split(strings.Trim(parties.String, ","), ",") {
					if k, err := strconv.ParseInt(n, 10, 64); err == nil && names[k] != "" {
						list = append(list, names[k])
					}
				}
				lists[parties.String] = list
			}
			c.Names = list
		}
		out = append(out, c)
		return nil
	}, `SELECT c.id, c.type, c.confidence, c.parties, m.event, e.grade, e.origins FROM claims c JOIN reports r ON r.key = c.report
		LEFT JOIN event_claims m ON m.claim = c.id LEFT JOIN events e ON e.n = m.event
		WHERE c.until IS NULL AND c.twin IS NULL AND r.retracted IS NULL AND r.replaced IS NULL AND r.erased IS NULL ORDER BY c.report, c.reader, c.n`)
	return out, a.fault("reading claims", err)
}

// differing are the events of which two origins tell numbers of one measure that are not the same.
func (a *Archive) differing(ctx context.Context) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := a.each(ctx, func(r *sql.Rows) error {
		var n int64
		var body []byte
		if err := r.Scan(&n, &body); err != nil {
			return err
		}
		e, err := a.openEvent(body)
		if err != nil {
			return err
		}
		out[n] = slices.ContainsFunc(e.Figures, unlike)
		return nil
	}, "SELECT n, body FROM events WHERE measures IS NOT NULL AND origins > 1")
	return out, a.fault("reading events", err)
}

// unlike says that two origins cannot both be right about a figure: what one tells lies wholly outside of what the other does. What the
// range leaves out does not count.
func unlike(f sitrep.EventFigure) bool {
	ends := func(t *sitrep.ToldFigure) (low, high int, ok bool) {
		switch {
		case t.Out != "" || t.Low == nil && t.Best == nil && t.High == nil:
			return 0, 0, false
		case t.Low == nil && t.High == nil: // about so many
			return *t.Best, *t.Best, true
		case t.Low == nil:
			return 0, *t.High, true
		case t.High == nil:
			return *t.Low, int(^uint(0) >> 1), true
		}
		return *t.Low, *t.High, true
	}
	for i := range f.Told {
		low, high, ok := ends(&f.Told[i])
		for k := range i {
			l, h, there := ends(&f.Told[k])
			if ok && there && f.Told[i].Origin != f.Told[k].Origin && f.Told[i].Kind == f.Told[k].Kind && (high < l || h < low) {
				return true
			}
		}
	}
	return false
}

// ReadClaim is a claim as the machine read it, whatever people decided: the claim N of a reading.
type ReadClaim struct {
	Report     ReportRow
	Extraction *sitrep.Extraction
	N          int
}

// Claim is the claim.
func (r *ReadClaim) Claim() *sitrep.Claim { return &r.Extraction.Claims[r.N] }

// ClaimsAsRead gives claims as the machine read them, by id; a claim that no reading has that stands is left out.
func (a *Archive) ClaimsAsRead(ctx context.Context, ids []sitrep.ClaimID) (map[sitrep.ClaimID]*ReadClaim, error) {
	hits, err := a.hitsOf(ctx, ids, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.n, y.n)) })
	keys := make([]int64, 0, len(hits))
	for _, h := range hits {
		keys = append(keys, h.key)
	}
	keys = slices.Compact(keys)
	rows, err := a.reportRows(ctx, keys, 0)
	if err != nil {
		return nil, err
	}
	out := make(map[sitrep.ClaimID]*ReadClaim, len(hits))
	var x *sitrep.Extraction
	for i, h := range hits {
		if i == 0 || hits[i-1].key != h.key || hits[i-1].reader != h.reader {
			if x, err = a.reading(ctx, rows[h.key], h.reader); err != nil {
				return nil, err
			}
		}
		if int(h.n) < len(x.Claims) {
			out[x.Claims[h.n].ID] = &ReadClaim{*rows[h.key], x, int(h.n)}
		}
	}
	return out, nil
}

// DeskMark is what a person noted about a claim at the desk. It is no review: it binds nothing, and the log does not tell of it.
type DeskMark string

// The marks.
const (
	MarkLater  DeskMark = "later"  // the person will come back to it
	MarkEditor DeskMark = "editor" // an editor shall settle it
)

// SetDeskMark notes a mark of a person, or takes it away.
func (a *Archive) SetDeskMark(ctx context.Context, person string, claim sitrep.ClaimID, mark DeskMark, on bool) error {
	n, err := claimNumber(claim)
	if err != nil {
		return err
	}
	return a.change(ctx, "noting a mark", func(p *pen) error {
		var there int64
		if on {
			found, err := p.one([]any{&there}, "SELECT 1 FROM claims WHERE id = ? AND until IS NULL", n)
			if err != nil || !found {
				return err
			}
			_, err = p.do("INSERT INTO desk_marks (mark, person, claim, time) VALUES (?, ?, ?, ?) ON CONFLICT (mark, person, claim) DO UPDATE SET time = excluded.time",
				string(mark), plainText(person), n, a.clock().UnixMicro())
			return err
		}
		_, err := p.do("DELETE FROM desk_marks WHERE mark = ? AND person = ? AND claim = ?", string(mark), plainText(person), n)
		return err
	})
}

// DeskMarks gives the claims with a mark, by who made it, in the order in which they were made; of all people where person is "".
func (a *Archive) DeskMarks(ctx context.Context, mark DeskMark, person string) (map[string][]sitrep.ClaimID, error) {
	out := map[string][]sitrep.ClaimID{}
	err := a.each(ctx, func(r *sql.Rows) error {
		var who string
		var n int64
		err := r.Scan(&who, &n)
		out[who] = append(out[who], claimID(n))
		return err
	}, "SELECT person, claim FROM desk_marks WHERE mark = ? AND (person = ? OR ? = '') ORDER BY time, claim", string(mark), plainText(person), plainText(person))
	return out, a.fault("reading marks", err)
}
