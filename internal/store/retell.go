package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/review"
)

// retelling makes the events of groups of accounts anew.
type retelling struct {
	p    *pen
	old  map[int64]oldEvent // not told again yet, by number
	told map[int64]bool     // events that were
	// changed counts the events that are other than before.
	changed int
}

// newEvent is an event as it will be kept.
type newEvent struct {
	n, head int64
	event   sitrep.Event
	body    []byte
}

// told makes the events of a group.
func (a *Archive) told(group []*fuse.Account, r *rereader) ([]newEvent, error) {
	if err := r.fetch(group); err != nil {
		return nil, err
	}
	head, err := accountNumber(group[0].ID())
	if err != nil {
		return nil, err
	}
	all, err := happenings(group, r.read, r.decided)
	if err != nil {
		return nil, err
	}
	out := make([]newEvent, len(all))
	for i := range all {
		e := newEvent{head: head, event: all[i]}
		if e.n, err = eventNumber(e.event.ID); err != nil {
			return nil, err
		}
		b, err := json.Marshal(&e.event)
		if err != nil {
			return nil, err
		}
		if e.body, err = a.readings.pack(b); err != nil {
			return nil, err
		}
		out[i] = e
	}
	return out, nil
}

// happenings are the events of a group that are kept: those that somebody claims.
func happenings(group []*fuse.Account, read func(sitrep.ReportID) (*sitrep.Extraction, error), decided *review.Set) ([]sitrep.Event, error) {
	var claims []sitrep.ClaimID
	for _, a := range group {
		claims = append(claims, a.Claims...)
	}
	all, err := fuse.Happenings(group, read, decided.PinsOf(claims)...)
	return slices.DeleteFunc(all, func(e sitrep.Event) bool { return eventClaims(&e) == nil }), err
}

// eventClaims are the claims of an event.
func eventClaims(e *sitrep.Event) []sitrep.ClaimID {
	var out []sitrep.ClaimID
	for i := range e.Members {
		out = append(out, e.Members[i].Claims...)
	}
	return out
}

// eventNumber reads the number of an event, ordered.
func eventNumber(id sitrep.EventID) (int64, error) {
	n, err := number("e-", string(id))
	return ordered(uint64(n)), err
}

func eventID(n int64) sitrep.EventID { return sitrep.EventID(fmt.Sprintf("e-%016x", unordered(n))) }

// oldEvent is an event as it was kept.
type oldEvent struct {
	head int64
	body []byte
}

// retelling begins to make anew the events of the groups that gone are the heads of.
func (p *pen) retelling(gone []fuse.AccountID) (*retelling, error) {
	t := &retelling{p: p, old: map[int64]oldEvent{}, told: map[int64]bool{}}
	heads, err := accountNumbers(gone)
	if err == nil {
		err = p.in(t.scan, "SELECT n, head, body FROM events WHERE head IN (%s)", heads)
	}
	return t, err
}

func (t *retelling) scan(r *sql.Rows) error {
	var n int64
	var e oldEvent
	err := r.Scan(&n, &e.head, &e.body)
	if !t.told[n] {
		t.old[n] = e
	}
	return err
}

// put keeps events of groups that came.
func (t *retelling) put(all []newEvent) error {
	p := t.p
	// Events of accounts that were made by other rules have heads that nothing tells of any more.
	var claims []int64
	for i := range all {
		for _, c := range eventClaims(&all[i].event) {
			n, err := claimNumber(c)
			if err != nil {
				return err
			}
			claims = append(claims, n)
		}
	}
	if err := p.in(t.scan, "SELECT DISTINCT e.n, e.head, e.body FROM event_claims c JOIN events e ON e.n = c.event WHERE c.claim IN (%s)", claims); err != nil {
		return err
	}
	for i := range all {
		e := &all[i]
		was, there := t.old[e.n]
		delete(t.old, e.n)
		t.told[e.n] = true
		if there && bytes.Equal(was.body, e.body) {
			if was.head != e.head {
				if _, err := p.do("UPDATE events SET head = ? WHERE n = ?", e.head, e.n); err != nil {
					return err
				}
			}
			continue
		}
		t.changed++
		if there {
			if err := p.dropEvent(e.n); err != nil {
				return err
			}
		}
		if err := p.putEvent(e); err != nil {
			return err
		}
	}
	return nil
}

// finish drops the events that are no more, and says where they went.
func (t *retelling) finish() error {
	gone := slices.Sorted(maps.Keys(t.old))
	for _, n := range gone {
		t.changed++
		if err := t.p.dropEvent(n); err != nil {
			return err
		}
	}
	for _, n := range gone {
		if err := t.p.follow(n, t.old[n].body); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) dropEvent(n int64) error {
	for _, s := range []string{"DELETE FROM events WHERE n = ?", "DELETE FROM event_claims WHERE event = ?"} {
		if _, err := p.do(s, n); err != nil {
			return err
		}
	}
	return nil
}

// putEvent writes an event that is not there.
func (p *pen) putEvent(told *newEvent) error {
	e := &told.event
	typ, err := p.name(e.Type)
	if err != nil {
		return err
	}
	var place, country, lead, measures any
	if q := e.Place; q != nil {
		if place, err = p.place(q.Name, string(q.Division), string(q.Country), q.Lat, q.Lon); err != nil {
			return err
		}
		country = orNull(string(q.Country))
	}
	if e.Lead != "" {
		if lead, err = claimNumber(e.Lead); err != nil {
			return err
		}
	}
	list := ""
	for i := range e.Figures {
		m, err := p.name(string(e.Figures[i].Measure))
		if err != nil {
			return err
		}
		list += "," + strconv.FormatInt(m, 10)
	}
	if list != "" {
		measures = list + ","
	}
	if _, err := p.do(`INSERT INTO events (n, head, type, first, last, place, country, grade, origins, measures, lead, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		told.n, told.head, typ, dayOf(begins(e)), dayOf(e.To), place, country, slices.Index(sitrep.Grades, e.Grade), e.Origins, measures, lead, told.body); err != nil {
		return err
	}
	for _, c := range eventClaims(e) {
		claim, err := claimNumber(c)
		if err != nil {
			return err
		}
		if _, err := p.do("INSERT INTO event_claims (claim, event) VALUES (?, ?) ON CONFLICT (claim) DO UPDATE SET event = excluded.event", claim, told.n); err != nil {
			return err
		}
	}
	return nil
}

// follow writes down where an event went that is no more: to the events that its claims stand in now, if any.
func (p *pen) follow(n int64, body []byte) error {
	e, err := p.a.openEvent(body)
	if err != nil {
		return err
	}
	var claims []int64
	for _, c := range eventClaims(e) {
		k, err := claimNumber(c)
		if err != nil {
			return err
		}
		claims = append(claims, k)
	}
	to := map[int64]bool{}
	if err := p.in(func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		to[n] = true
		return err
	}, "SELECT event FROM event_claims WHERE claim IN (%s)", claims); err != nil {
		return err
	}
	kind := "merged"
	if len(to) > 1 {
		kind = "split"
	}
	seq, err := p.next()
	if err != nil {
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(to)) {
		if err := p.moved(string(eventID(n)), string(eventID(k)), kind, seq-1); err != nil {
			return err
		}
	}
	return nil
}

// openEvent reads an event as it is kept.
func (a *Archive) openEvent(body []byte) (*sitrep.Event, error) {
	b, err := a.readings.open(body)
	if err != nil {
		return nil, err
	}
	e := &sitrep.Event{}
	if err := json.Unmarshal(b, e); err != nil {
		return nil, fmt.Errorf("a stored event is no JSON: %w", err)
	}
	return e, nil
}

// begins is the first day by which an event is found: of one of which only the last day is known that day, as reports tell of news soon.
func begins(e *sitrep.Event) sitrep.Date {
	if e.From.IsZero() {
		return e.To
	}
	return e.From
}
