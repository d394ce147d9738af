package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
)

// aroundDays is how many days before and after a period reports are published that are looked at for events in it.
const aroundDays = 60

// eventsThen answers by what stood at a time that is past.
func (a *Archive) eventsThen(ctx context.Context, f *EventFilter, after *eventCursor, limit int) (Page[sitrep.Event], error) {
	var page Page[sitrep.Event]
	m, err := a.planMembers(ctx, f)
	if err != nil || m.nothing {
		return page, err
	}
	if _, _, err := a.planEvents(ctx, f); err != nil {
		return page, err
	}
	claims := map[sitrep.ClaimID]bool{}
	if m.asked {
		if err := a.each(ctx, func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			claims[claimID(n)] = true
			return err
		}, "SELECT c.id FROM "+m.from+" WHERE "+m.where.text, m.where.args...); err != nil {
			return page, a.fault("searching", err)
		}
		if len(claims) == 0 {
			return page, nil
		}
	}
	all, err := a.madeThen(ctx, m.seq, f.From, f.To)
	if err != nil {
		return page, err
	}
	all = slices.DeleteFunc(all, func(e sitrep.Event) bool {
		return !f.matches(&e) || m.asked && !slices.ContainsFunc(eventClaims(&e), func(c sitrep.ClaimID) bool { return claims[c] }) || !after.follows(cursorOf(&e))
	})
	slices.SortFunc(all, func(x, y sitrep.Event) int {
		p, q := cursorOf(&x), cursorOf(&y)
		return cmp.Or(cmp.Compare(q.last, p.last), cmp.Compare(p.n, q.n))
	})
	for i := range all {
		if m.typed.phrases() {
			holds, err := a.holds(ctx, &all[i], m.typed)
			if err != nil {
				return page, err
			}
			if !holds {
				continue
			}
		}
		if len(page.Rows) == limit {
			page.Next = cursorOf(&page.Rows[limit-1]).String()
			break
		}
		page.Rows = append(page.Rows, all[i])
	}
	return page, nil
}

// madeThen makes the events of what stood after an entry of the log, of what stands now where that is 0.
func (a *Archive) madeThen(ctx context.Context, seq int64, from, to sitrep.Date) ([]sitrep.Event, error) {
	var w sqlText
	if seq == 0 {
		w.and(stands)
	} else {
		w.and(stoodThen, seq, seq, seq)
	}
	if !from.IsZero() {
		from = from.AddDays(-aroundDays)
	}
	if !to.IsZero() {
		to = to.AddDays(aroundDays)
	}
	w.published(from, to)
	keys, err := a.numbers(ctx, "SELECT r.key FROM reports r WHERE 1 = 1"+w.text+" ORDER BY r.key", w.args...)
	if err != nil {
		return nil, a.fault("searching", err)
	}
	return a.madeOf(ctx, keys, seq)
}

// madeOf makes the events of some reports, as they stood after an entry.
func (a *Archive) madeOf(ctx context.Context, keys []int64, seq int64) ([]sitrep.Event, error) {
	decided, err := a.decided(ctx, seq)
	if err != nil {
		return nil, err
	}
	pins := decided.Pins()
	weights, err := fuse.Default()
	if err != nil {
		return nil, err
	}
	var accounts []*fuse.Account
	key := map[sitrep.ReportID]int64{}
	for part := range slices.Chunk(keys, 200) {
		rows, err := a.reportRows(ctx, part, seq)
		if err != nil {
			return nil, err
		}
		for _, k := range part {
			x, err := a.current(ctx, rows[k], seq)
			if err != nil {
				return nil, err
			}
			key[rows[k].ID] = k
			accounts = append(accounts, accountsOf(weights, x, string(rows[k].Lead), pins)...)
		}
	}
	set := fuse.NewSet(weights, fuse.Options{})
	set.Load(accounts)
	set.Pin(pins...)
	var out []sitrep.Event
	for _, g := range set.Groups() {
		events, err := happenings(g, func(id sitrep.ReportID) (*sitrep.Extraction, error) {
			rows, err := a.reportRows(ctx, []int64{key[id]}, seq)
			if err != nil {
				return nil, err
			}
			return a.current(ctx, rows[key[id]], seq)
		}, decided)
		if err != nil {
			return nil, err
		}
		out = append(out, events...)
	}
	return out, nil
}

// matches says whether an event is as the filter asks of it as a whole.
func (f *EventFilter) matches(e *sitrep.Event) bool {
	if len(f.Types) > 0 && !slices.Contains(f.Types, e.Type) || len(f.Grades) > 0 && !slices.Contains(f.Grades, e.Grade) || e.Origins < f.MinOrigins {
		return false
	}
	if f.Country != "" && (e.Place == nil || geo.Fold(string(e.Place.Country)) != geo.Fold(f.Country)) {
		return false
	}
	if f.Place != "" && (e.Place == nil || foldName(e.Place.Name) != foldName(f.Place) && foldName(string(e.Place.Division)) != foldName(f.Place)) {
		return false
	}
	if c := f.Near; c != nil && (e.Place == nil || e.Place.Lat == nil || e.Place.Lon == nil || geo.Distance(c.Lat, c.Lon, *e.Place.Lat, *e.Place.Lon) > c.Km) {
		return false
	}
	if f.Measure != "" && !slices.ContainsFunc(e.Figures, func(g sitrep.EventFigure) bool { return g.Measure == f.Measure }) {
		return false
	}
	switch {
	case f.From.IsZero() && f.To.IsZero():
	case e.From.IsZero() && e.To.IsZero():
		return false
	case !f.From.IsZero() && !e.To.IsZero() && e.To.Before(f.From), !f.To.IsZero() && !begins(e).IsZero() && f.To.Before(begins(e)):
		return false
	}
	return true
}

// verifyEvents makes all events anew and compares.
func (a *Archive) verifyEvents(ctx context.Context, o *VerifyOptions, f *Findings) error {
	if !o.Events {
		return nil
	}
	var loose, lost int
	if err := a.one(ctx, []any{&loose, &lost}, `SELECT (SELECT count(*) FROM event_claims c LEFT JOIN events e ON e.n = c.event WHERE e.n IS NULL),
		(SELECT count(*) FROM account_buckets b LEFT JOIN accounts a ON a.n = b.account WHERE a.n IS NULL)`); err != nil {
		return err
	}
	if loose > 0 || lost > 0 {
		f.fault("events: %d claims stand in events that are not there, %d entries lead to accounts that are not there", loose, lost)
	}
	waiting, err := a.Unfused(ctx)
	if err != nil {
		return err
	}
	if waiting > 0 {
		f.fault("events: those of %d reports are not up to date; sitrep ingest sees to them, then verify again", waiting)
		return nil
	}
	all, err := a.madeThen(ctx, 0, sitrep.Date{}, sitrep.Date{})
	if err != nil {
		return err
	}
	made := make(map[sitrep.EventID]string, len(all))
	for i := range all {
		b, err := json.Marshal(&all[i])
		if err != nil {
			return err
		}
		made[all[i].ID] = string(b)
	}
	if err := a.each(ctx, func(r *sql.Rows) error {
		var n int64
		var body []byte
		if err := r.Scan(&n, &body); err != nil {
			return err
		}
		id := eventID(n)
		b, err := a.readings.open(body)
		switch want, there := made[id]; {
		case err != nil:
			f.fault("event %s: %v", id, err)
		case !there:
			f.fault("event %s: is kept, and nothing tells of it", id)
		case want != string(b):
			f.fault("event %s: is kept otherwise than its reports tell it", id)
		}
		delete(made, id)
		return nil
	}, "SELECT n, body FROM events ORDER BY n"); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(made)) {
		f.fault("event %s: is told of, and not kept", id)
	}
	return nil
}
