package store

import (
	"context"
	"database/sql"
	"maps"
	"math"
	"slices"
	"time"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/review"
)

// Events are derived from what stands: the readings, the groups of copies and the reviews. Each change of these writes the reports that it
// touches into the table unfused, in its own transaction, and Fuse brings their events up to date: at once after the change, or, where the program
// was killed before, when the next one comes to it.

// Fused says what bringing events up to date took.
type Fused struct {
	Reports int // that were not up to date
	Events  int // that came, went or were told otherwise
}

// fuseBatch is how many reports are fused in one transaction.
const fuseBatch = 64

// Reports are fused together where they are many against what is there: more than bulkLeast, and more than a bulkShare of the accounts that
// there are; but not where accounts would not fit into memory.
const (
	bulkLeast = 1000
	bulkShare = 20
	bulkMost  = 300_000
)

// Unfused counts the reports of which events are not up to date. Fuse sees to them.
func (a *Archive) Unfused(ctx context.Context) (n int, err error) {
	stale, err := a.otherwise(ctx)
	if err != nil {
		return 0, err
	}
	statement := "SELECT count(*) FROM unfused"
	if stale {
		statement = "SELECT count(*) FROM reports r WHERE " + stands
	}
	return n, a.fault("counting what is to be fused", a.one(ctx, []any{&n}, statement))
}

// stands is the condition that a report r stands, so that what it claims is told.
const stands = "r.retracted IS NULL AND r.replaced IS NULL AND r.erased IS NULL AND r.fault IS NULL"

// otherwise says that events were made by other rules than this program's.
func (a *Archive) otherwise(ctx context.Context) (bool, error) {
	var version string
	err := a.one(ctx, []any{&version}, "SELECT coalesce((SELECT version FROM fusion), '')")
	return version != fuse.Version(), a.fault("reading how events were made", err)
}

// Fuse brings all events up to date. What was done stays done where ctx is cancelled or the program is killed; doing it again goes on.
func (a *Archive) Fuse(ctx context.Context) (Fused, error) {
	var done Fused
	stale, err := a.otherwise(ctx)
	if err != nil {
		return done, err
	}
	if stale {
		if err := a.change(ctx, "making events anew", func(p *pen) error {
			if err := p.refuse(); err != nil {
				return err
			}
			done.Events, err = p.dropLost()
			return err
		}); err != nil {
			return done, err
		}
	}
	for {
		var waiting, accounts int
		if err := a.one(ctx, []any{&waiting, &accounts}, "SELECT (SELECT count(*) FROM unfused), (SELECT count(*) FROM accounts)"); err != nil {
			return done, a.fault("bringing events up to date", err)
		}
		if waiting == 0 {
			return done, nil
		}
		start := time.Now()
		var one Fused
		err := a.change(ctx, "bringing events up to date", func(p *pen) (err error) {
			if waiting > bulkLeast && waiting > accounts/bulkShare && accounts+2*waiting <= bulkMost {
				one, err = p.fuseAll(ctx)
			} else {
				var ids []int64
				if ids, err = p.unfused(fuseBatch); err == nil {
					one, err = p.fuse(ctx, ids)
				}
			}
			if err != nil {
				return err
			}
			lost, err := p.dropLost()
			one.Events += lost
			return err
		})
		if err != nil {
			return done, err
		}
		done.Reports += one.Reports
		done.Events += one.Events
		a.log.Debug("fused", "archive", a.where, "reports", one.Reports, "events", one.Events, "took", time.Since(start))
	}
}

// lostHead stands in the place of the head of events that were made by other rules, and not told again yet.
const lostHead = math.MinInt64

// refuse forgets accounts that were made by other rules, and has all reports fused again. Events stay until then, so that their ids can be followed.
func (p *pen) refuse() error {
	for _, s := range []string{"DELETE FROM accounts", "DELETE FROM account_buckets", "DELETE FROM unfused", "DELETE FROM fusion",
		"INSERT INTO unfused SELECT r.id FROM reports r WHERE " + stands} {
		if _, err := p.do(s); err != nil {
			return err
		}
	}
	if _, err := p.do("UPDATE events SET head = ?", int64(lostHead)); err != nil {
		return err
	}
	_, err := p.do("INSERT INTO fusion (version) VALUES (?)", fuse.Version())
	return err
}

// dropLost drops, once all reports are fused again, the events of other rules that none tells of any more, and says how many.
func (p *pen) dropLost() (int, error) {
	var waiting int
	if _, err := p.one([]any{&waiting}, "SELECT count(*) FROM unfused"); err != nil || waiting > 0 {
		return 0, err
	}
	t, err := p.retelling(nil)
	if err == nil {
		err = p.each(t.scan, "SELECT n, head, body FROM events WHERE head = ?", int64(lostHead))
	}
	if err == nil {
		err = t.finish()
	}
	return t.changed, err
}

// stale has the events of a report made again.
func (p *pen) stale(report int64) error {
	_, err := p.do("INSERT INTO unfused (report) VALUES (?) ON CONFLICT DO NOTHING", report)
	return err
}

// staleKey is stale for the report of a key.
func (p *pen) staleKey(key int64) error {
	_, err := p.do("INSERT INTO unfused (report) SELECT id FROM reports WHERE key = ? ON CONFLICT DO NOTHING", key)
	return err
}

// staleClaim is stale for the report that makes a claim, if any does.
func (p *pen) staleClaim(id sitrep.ClaimID) error {
	n, err := claimNumber(id)
	if err != nil {
		return nil // nothing makes it
	}
	_, err = p.do("INSERT INTO unfused (report) SELECT DISTINCT r.id FROM claims c JOIN reports r ON r.key = c.report WHERE c.id = ? ON CONFLICT DO NOTHING", n)
	return err
}

// unfused gives up to limit of the reports that are not up to date.
func (p *pen) unfused(limit int) ([]int64, error) {
	var out []int64
	err := p.each(func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		out = append(out, n)
		return err
	}, "SELECT report FROM unfused ORDER BY report LIMIT ?", limit)
	return out, err
}

// fuse brings the events of reports up to date, one report after the other.
func (p *pen) fuse(ctx context.Context, reports []int64) (Fused, error) {
	done := Fused{Reports: len(reports)}
	w, err := fuse.Default()
	if err != nil {
		return done, err
	}
	pins, err := p.pins()
	if err != nil {
		return done, err
	}
	keeper := fuse.NewKeeper(accountIndex{p}, w, fuse.Options{}, pins...)
	all, err := p.a.standing(ctx, reports)
	if err != nil {
		return done, err
	}
	now := map[int64]*sitrep.Extraction{}
	for _, x := range all {
		n, err := reportNumber(x.Report.ID)
		if err != nil {
			return done, err
		}
		now[n] = x.Extraction
	}
	for _, n := range reports {
		// Whether it stands, and its origin, are asked of the change that is being made.
		var lead sql.NullInt64
		found, err := p.one([]any{&lead}, "SELECT l.id FROM reports r LEFT JOIN reports l ON l.key = r.lead WHERE r.id = ? AND "+stands, n)
		if err != nil {
			return done, err
		}
		var accounts []*fuse.Account
		if found {
			accounts = accountsOf(w, now[n], originOf(n, lead), pins)
		}
		if err := keeper.Replace(ctx, reportID(n), accounts); err != nil {
			return done, err
		}
		if _, err := p.do("DELETE FROM unfused WHERE report = ?", n); err != nil {
			return done, err
		}
	}
	c, err := keeper.Settle(ctx)
	if err != nil {
		return done, err
	}
	read := p.a.rereader(ctx)
	t, err := p.retelling(c.Gone)
	if err != nil {
		return done, err
	}
	for _, g := range c.Groups {
		accounts, err := accountIndex{p}.Accounts(ctx, g)
		if err != nil {
			return done, err
		}
		events, err := p.a.told(accounts, read)
		if err != nil {
			return done, err
		}
		if err := t.put(events); err != nil {
			return done, err
		}
	}
	err = t.finish()
	done.Events = t.changed
	return done, err
}

// eventsOf adds the numbers of the events that the claims of a report stand in, of the names that they go by and of their places.
func (p *pen) eventsOf(key int64, events, names, places map[int64]bool) error {
	return p.each(func(r *sql.Rows) error {
		var n int64
		var place, name, within sql.NullInt64
		err := r.Scan(&n, &place, &name, &within)
		events[n] = true
		if place.Valid {
			places[place.Int64], names[name.Int64], names[within.Int64] = true, true, true
		}
		return err
	}, "SELECT DISTINCT e.n, e.place, q.name, q.within FROM claims c JOIN event_claims m ON m.claim = c.id JOIN events e ON e.n = m.event LEFT JOIN places q ON q.n = e.place WHERE c.report = ?", key)
}

// unfuse takes what was made of reports that are erased out of all that is derived, at once; events are those that told of them.
func (p *pen) unfuse(ctx context.Context, reports []int64, events map[int64]bool) error {
	var version string
	if _, err := p.one([]any{&version}, "SELECT coalesce((SELECT version FROM fusion), '')"); err != nil {
		return err
	}
	if version == fuse.Version() {
		_, err := p.fuse(ctx, reports)
		return err
	}
	if err := p.refuse(); err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(events)) {
		if err := p.dropEvent(n); err != nil {
			return err
		}
	}
	_, err := p.dropLost()
	return err
}

// accountsOf gives the accounts of a report that are kept: none where nothing was claimed, as it is evidence of nothing.
func accountsOf(w *fuse.Weights, x *sitrep.Extraction, origin string, pins []fuse.Pin) []*fuse.Account {
	if x == nil || len(x.Claims) == 0 {
		return nil
	}
	return w.Accounts(x, origin, pins...)
}

// pins are people's decisions about pairs of claims.
func (p *pen) pins() ([]fuse.Pin, error) {
	set, err := p.decisions()
	if err != nil {
		return nil, err
	}
	return set.Pins(), nil
}

// standingReport is what was read of a report that stands, with people's decisions, and its origin.
type standingReport struct {
	*sitrep.Extraction
	origin string
}

// standing gives the reports of those numbers that stand and were read, each at once, as people decided: without what they rejected.
func (a *Archive) standing(ctx context.Context, ids []int64) ([]standingReport, error) {
	decided, err := a.decided(ctx, 0)
	if err != nil {
		return nil, err
	}
	var out []standingReport
	var copied []int // those of out that are copies
	for part := range slices.Chunk(ids, 500) {
		if err := a.each(ctx, func(r *sql.Rows) error {
			var id int64
			var lead sql.NullInt64
			var publisher, author, url sql.NullString
			var sha, frame []byte
			var f framed
			x := &sitrep.Extraction{}
			if err := r.Scan(append([]any{&id, &lead, &publisher, &author, &url, &sha, &frame, &x.Codebook, &x.Models, &x.Places}, f.into()...)...); err != nil {
				return err
			}
			k, err := a.openOriginal(f)
			if err != nil {
				return err
			}
			x.Report = sitrep.Report{ID: reportID(id), Publisher: sitrep.Known(publisher.String), Author: sitrep.Known(author.String), URL: sitrep.Known(url.String),
				SHA256: hexOf(sha), Text: k.text}
			if err := a.openReading(frame, x); err != nil {
				return err
			}
			if lead.Valid && decided.Len() > 0 {
				copied = append(copied, len(out))
			} else {
				x = decided.Apply(x)
			}
			out = append(out, standingReport{x, originOf(id, lead)})
			return nil
		}, "SELECT r.id, l.id, p.name, u.name, r.url, o.sha256, g.body, d.codebook, d.models, d.places, "+framedColumns+` FROM reports r
			JOIN originals o ON o.n = r.original JOIN readings g ON g.report = r.key AND g.until IS NULL JOIN readers d ON d.n = g.reader
			LEFT JOIN reports l ON l.key = r.lead LEFT JOIN names p ON p.n = r.publisher LEFT JOIN names u ON u.n = r.author
			WHERE `+stands+" AND r.id IN ("+marks(len(part))+")", anys(part)...); err != nil {
			return nil, a.fault("reading reports", err)
		}
	}
	for _, i := range copied {
		var err error
		if out[i].Extraction, err = a.boundCopy(ctx, decided, out[i].Extraction); err != nil {
			return nil, err
		}
	}
	for i := range out {
		out[i].Extraction = review.Standing(out[i].Extraction)
	}
	return out, nil
}

// mostRead bounds how many readings are remembered.
const mostRead = 1000

// rereader reads what stands of reports, and remembers some.
type rereader struct {
	a    *Archive
	ctx  context.Context
	held map[sitrep.ReportID]*sitrep.Extraction

	decided *review.Set // what people decided, nil before the first fetch
}

func (a *Archive) rereader(ctx context.Context) *rereader {
	return &rereader{a: a, ctx: ctx, held: map[sitrep.ReportID]*sitrep.Extraction{}}
}

// fetch reads the reports of groups at once.
func (r *rereader) fetch(groups ...[]*fuse.Account) error {
	if r.decided == nil {
		var err error
		if r.decided, err = r.a.decided(r.ctx, 0); err != nil {
			return err
		}
	}
	if len(r.held) > mostRead {
		clear(r.held)
	}
	var ids []int64
	for _, g := range groups {
		for _, a := range g {
			if _, read := r.held[a.Report]; read {
				continue
			}
			n, err := reportNumber(a.Report)
			if err != nil {
				return err
			}
			ids = append(ids, n)
			r.held[a.Report] = nil
		}
	}
	all, err := r.a.standing(r.ctx, ids)
	for _, x := range all {
		r.held[x.Report.ID] = x.Extraction
	}
	return err
}

// read gives what stands of a report that was fetched, nil where nothing does.
func (r *rereader) read(id sitrep.ReportID) (*sitrep.Extraction, error) { return r.held[id], nil }
