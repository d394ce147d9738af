package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"sitrep"
	"sitrep/internal/review"
)

// Whole reads through all that stands in an archive at one moment, for what is derived from the whole of it. What it gives fits together,
// whatever is written meanwhile. It may be used from several goroutines; it is closed when done with.
type Whole struct {
	m    *Archive
	done func()
	mu   sync.Mutex // a moment is one connection, which takes one statement at a time
}

// Outline is a report that stands, without what it says.
type Outline struct {
	ID        sitrep.ReportID
	Published sitrep.Date
	Publisher sitrep.Known
	Lead      sitrep.ReportID // the first report of its group of copies, itself where it has no copies
	Received  int64           // entry of the log with which it came
	Claims    int             // that it makes, without those that the first of its group makes too, or that people rejected
	Fault     bool            // it could not be read

	key, lead int64
}

// Standing is a report that stands with its reading, in which is what people decided.
type Standing struct {
	*sitrep.Extraction
	Published sitrep.Date
	// Twins are the places, from 0, of claims that the first report of its group makes too.
	Twins map[int]bool
}

// Whole opens the archive as it stands now.
func (a *Archive) Whole(ctx context.Context) (*Whole, error) {
	m, done, err := a.moment(ctx)
	if err != nil {
		return nil, err
	}
	var last sql.NullInt64 // SQLite takes its moment with the first look
	if err := m.one(ctx, []any{&last}, "SELECT max(seq) FROM log"); err != nil {
		done()
		return nil, a.fault("reading its log", err)
	}
	return &Whole{m: m, done: done}, nil
}

// Close lets go of it.
func (w *Whole) Close() { w.done() }

// Log is Archive.Log.
func (w *Whole) Log(ctx context.Context, before int64, limit int) ([]Logged, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.m.Log(ctx, before, limit)
}

// Unfused is Archive.Unfused.
func (w *Whole) Unfused(ctx context.Context) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.m.Unfused(ctx)
}

// Reports gives every report that stands, the newest first.
func (w *Whole) Reports(ctx context.Context) ([]Outline, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Outline
	ids := map[int64]sitrep.ReportID{}
	err := w.m.each(ctx, func(r *sql.Rows) error {
		var o Outline
		var id int64
		var publisher sql.NullString
		var lead sql.NullInt64
		if err := r.Scan(&o.key, &id, &lead, &o.Received, &publisher, &o.Claims, &o.Fault); err != nil {
			return err
		}
		o.ID, o.Publisher, o.Published = reportID(id), sitrep.Known(publisher.String), dateOf(keyDay(o.key))
		o.lead = o.key
		if lead.Valid {
			o.lead = lead.Int64
		}
		ids[o.key] = o.ID
		out = append(out, o)
		return nil
	}, fmt.Sprintf(`SELECT r.key, r.id, r.lead, r.received, p.name,
		(SELECT count(*) FROM claims c WHERE c.report = r.key AND c.until IS NULL AND c.modality < %d AND c.twin IS NULL), r.fault IS NOT NULL
		FROM reports r LEFT JOIN names p ON p.n = r.publisher WHERE r.retracted IS NULL AND r.replaced IS NULL AND r.erased IS NULL ORDER BY r.key DESC`, rejectedMark))
	if err != nil {
		return nil, w.m.fault("reading reports", err)
	}
	for i := range out {
		out[i].Lead = cmp.Or(ids[out[i].lead], out[i].ID)
	}
	return out, nil
}

// Events calls see with every event, in the order of Archive.Events.
func (w *Whole) Events(ctx context.Context, see func(*sitrep.Event) error) error {
	var after *eventCursor
	for {
		bodies, last, err := w.bodies(ctx, after)
		if err != nil || len(bodies) == 0 {
			return err
		}
		events := make([]*sitrep.Event, len(bodies))
		if err := each(ctx, len(bodies), func() func(int) error {
			return func(i int) (err error) {
				events[i], err = w.m.openEvent(bodies[i])
				return err
			}
		}); err != nil {
			return w.m.fault("reading events", err)
		}
		for _, e := range events {
			if err := see(e); err != nil {
				return err
			}
		}
		after = &last
	}
}

// wholePart is how many events are read at a time, and about how many reports.
const wholePart = 1000

func (w *Whole) bodies(ctx context.Context, after *eventCursor) (out [][]byte, last eventCursor, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var where sqlText
	if after != nil {
		where.and("(e.last < ? OR e.last = ? AND e.n > ?)", after.last, after.last, after.n)
	}
	err = w.m.each(ctx, func(r *sql.Rows) error {
		var body []byte
		err := r.Scan(&last.last, &last.n, &body)
		out = append(out, body)
		return err
	}, fmt.Sprintf("SELECT e.last, e.n, e.body FROM events e WHERE 1 = 1%s ORDER BY e.last DESC, e.n LIMIT %d", where.text, wholePart), where.args...)
	return out, last, w.m.fault("reading events", err)
}

// Groups calls what worker makes with every group of copies of which a report makes claims, the report that others copy first; a report without copies is
// a group by itself. Reports are those that Reports gave. There are several workers at once, so that groups come in no order.
func (w *Whole) Groups(ctx context.Context, reports []Outline, worker func() func([]Standing) error) error {
	parts := partsOf(reports)
	twins, err := w.twins(ctx)
	if err != nil {
		return err
	}
	w.mu.Lock()
	set, err := w.m.decided(ctx, 0)
	w.mu.Unlock()
	if err != nil {
		return err
	}
	return each(ctx, len(parts), func() func(int) error {
		see := worker()
		return func(i int) error {
			read, err := w.read(ctx, parts[i])
			if err != nil {
				return err
			}
			for part := parts[i]; len(part) > 0; {
				n := 1
				for n < len(part) && part[n].lead == part[0].lead {
					n++
				}
				if group := bindGroup(set, part[:n], read, twins); len(group) > 0 {
					if err := see(group); err != nil {
						return err
					}
				}
				part = part[n:]
			}
			return nil
		}
	})
}

// bindGroup gives the readings of a group with what people decided.
func bindGroup(set *review.Set, group []*Outline, read map[int64]*sitrep.Extraction, twins map[int64]map[int]bool) []Standing {
	var out []Standing
	var first *sitrep.Extraction // as it was read
	for _, o := range group {
		x := read[o.key]
		if x == nil {
			continue
		}
		asRead := x
		switch {
		case set.Len() == 0:
		case first != nil && set.Any(first):
			x = lend(set, first, x)
		default:
			x = set.Apply(x)
		}
		if o.key == o.lead {
			first = asRead
		}
		out = append(out, Standing{x, o.Published, twins[o.key]})
	}
	return out
}

// partsOf cuts the reports of groups that make claims into parts that hold whole groups, each group's first report first.
func partsOf(reports []Outline) [][]*Outline {
	telling := map[int64]bool{}
	for i := range reports {
		if reports[i].Claims > 0 && !reports[i].Fault {
			telling[reports[i].lead] = true
		}
	}
	var list []*Outline
	for i := range reports {
		if o := &reports[i]; telling[o.lead] && !o.Fault {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b *Outline) int {
		follows := func(o *Outline) int {
			if o.key == o.lead {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.lead, b.lead), cmp.Compare(follows(a), follows(b)), cmp.Compare(a.key, b.key))
	})
	var parts [][]*Outline
	for len(list) > 0 {
		n := min(wholePart, len(list))
		for n < len(list) && list[n].lead == list[n-1].lead {
			n++
		}
		parts = append(parts, list[:n])
		list = list[n:]
	}
	return parts
}

// twins are the places of claims that the first report of a group makes too, by report.
func (w *Whole) twins(ctx context.Context) (map[int64]map[int]bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[int64]map[int]bool{}
	err := w.m.each(ctx, func(r *sql.Rows) error {
		var key int64
		var n int
		err := r.Scan(&key, &n)
		if out[key] == nil {
			out[key] = map[int]bool{}
		}
		out[key][n] = true
		return err
	}, "SELECT report, n FROM claims WHERE until IS NULL AND twin IS NOT NULL")
	return out, w.m.fault("reading claims", err)
}

// unopened is a report's reading as it is kept.
type unopened struct {
	key     int64
	x       *sitrep.Extraction
	reading []byte
	framed
}

// read reads the readings of reports, by key.
func (w *Whole) read(ctx context.Context, list []*Outline) (map[int64]*sitrep.Extraction, error) {
	found, err := w.unopened(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]*sitrep.Extraction, len(found))
	for i := range found {
		u := &found[i]
		k, err := w.m.openOriginal(u.framed)
		if err == nil {
			u.x.Report.Text = k.text
			err = w.m.openReading(u.reading, u.x)
		}
		if err != nil {
			return nil, w.m.fault("reading report "+string(u.x.Report.ID), err)
		}
		for j := range u.x.Claims {
			if e := u.x.Claims[j].Evidence; e.Start < 0 || e.End < e.Start || e.End > len(u.x.Report.Text) {
				return nil, w.m.damaged("report " + string(u.x.Report.ID) + " has a claim outside its text")
			}
		}
		out[u.key] = u.x
	}
	return out, nil
}

func (w *Whole) unopened(ctx context.Context, list []*Outline) ([]unopened, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []unopened
	for part := range slices.Chunk(list, 500) {
		keys := make([]int64, len(part))
		for i, o := range part {
			keys[i] = o.key
		}
		if err := w.m.each(ctx, func(r *sql.Rows) error {
			u := unopened{x: &sitrep.Extraction{}}
			var id int64
			var publisher, author, url sql.NullString
			x := u.x
			if err := r.Scan(append([]any{&u.key, &id, &publisher, &author, &url, &u.reading, &x.Codebook, &x.Models, &x.Places}, u.into()...)...); err != nil {
				return err
			}
			x.Report = sitrep.Report{ID: reportID(id), Publisher: sitrep.Known(publisher.String), Author: sitrep.Known(author.String), URL: sitrep.Known(url.String)}
			out = append(out, u)
			return nil
		}, "SELECT r.key, r.id, p.name, u.name, r.url, g.body, d.codebook, d.models, d.places, "+framedColumns+` FROM reports r
			JOIN originals o ON o.n = r.original JOIN readings g ON g.report = r.key AND g.until IS NULL JOIN readers d ON d.n = g.reader
			LEFT JOIN names p ON p.n = r.publisher LEFT JOIN names u ON u.n = r.author WHERE r.key IN (`+marks(len(part))+")", anys(keys)...); err != nil {
			return nil, w.m.fault("reading reports", err)
		}
	}
	return out, nil
}
