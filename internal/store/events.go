package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitrep"
)

// EventFilter says which events are asked for. All that is given must hold. Types, Place, Near, Country, Measure, From and To are about the event
// as a whole; all else of the Filter about one of its claims or the report that makes it. Copies is of no account: an event has its reports
// and their copies.
//
// With AsOf, events are made from what stood at that time, as they are not kept of the past: of reports published no more than 60 days before From and
// after To, and of all where these are open. That takes as long as bringing so many reports up to date.
type EventFilter struct {
	Filter
	// Grades are those of which any will do; none: all.
	Grades []sitrep.Grade
	// MinOrigins is how many origins an event has at least.
	MinOrigins int
}

// Events gives a page of the events that f asks for: by the last day on which they can have happened, the newest first and those of no known day
// last, then by id. From and To find an event of which only the last day is known by that day.
func (a *Archive) Events(ctx context.Context, f EventFilter) (Page[sitrep.Event], error) {
	var page Page[sitrep.Event]
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = min(limit, maxLimit)
	var after *eventCursor
	if f.After != "" {
		c, err := parseEventCursor(f.After)
		if err != nil {
			return page, err
		}
		after = &c
	}
	if !f.AsOf.IsZero() {
		return a.eventsThen(ctx, &f, after, limit)
	}
	w, none, err := a.planEvents(ctx, &f)
	if err != nil || none {
		return page, err
	}
	members, err := a.planMembers(ctx, &f)
	if err != nil || members.nothing {
		return page, err
	}
	if members.asked {
		w.and("e.n IN (SELECT m.event FROM "+members.from+" JOIN event_claims m ON m.claim = c.id WHERE "+members.where.text+")", members.where.args...)
	}
	for {
		found, err := a.someEvents(ctx, w, after, limit+1-len(page.Rows))
		if err != nil {
			return page, err
		}
		for i := range found {
			e := &found[i]
			if members.typed.phrases() {
				holds, err := a.holds(ctx, e, members.typed)
				if err != nil {
					return page, err
				}
				if !holds {
					continue
				}
			}
			if len(page.Rows) == limit {
				page.Next = cursorOf(&page.Rows[limit-1]).String()
				return page, nil
			}
			page.Rows = append(page.Rows, *e)
		}
		if len(found) == 0 || !members.typed.phrases() {
			return page, nil
		}
		c := cursorOf(&found[len(found)-1])
		after = &c
	}
}

// eventCursor is where a page of events ended.
type eventCursor struct{ last, n int64 }

func (c eventCursor) String() string { return fmt.Sprintf("%d.%d", c.last, c.n) }

func parseEventCursor(s string) (c eventCursor, err error) {
	last, n, ok := strings.Cut(s, ".")
	if ok {
		var err1, err2 error
		c.last, err1 = strconv.ParseInt(last, 10, 64)
		c.n, err2 = strconv.ParseInt(n, 10, 64)
		if errors.Join(err1, err2) == nil {
			return c, nil
		}
	}
	return c, fmt.Errorf("%q %w", s, ErrCursor)
}

func cursorOf(e *sitrep.Event) eventCursor {
	n, _ := eventNumber(e.ID)
	return eventCursor{dayOf(e.To), n}
}

// follows says that e comes after where a page ended.
func (c *eventCursor) follows(e eventCursor) bool {
	return c == nil || e.last < c.last || e.last == c.last && e.n > c.n
}

// someEvents gives the first events of a condition after where a page ended.
func (a *Archive) someEvents(ctx context.Context, w sqlText, after *eventCursor, limit int) ([]sitrep.Event, error) {
	if after != nil {
		w.and("(e.last < ? OR e.last = ? AND e.n > ?)", after.last, after.last, after.n)
	}
	var out []sitrep.Event
	err := a.each(ctx, func(r *sql.Rows) error {
		var body []byte
		if err := r.Scan(&body); err != nil {
			return err
		}
		e, err := a.openEvent(body)
		if err == nil {
			out = append(out, *e)
		}
		return err
	}, "SELECT e.body FROM events e WHERE 1 = 1"+w.text+" ORDER BY e.last DESC, e.n LIMIT "+strconv.Itoa(limit), w.args...)
	return out, a.fault("searching", err)
}

// holds says that a report of an event has all the phrases of a search.
func (a *Archive) holds(ctx context.Context, e *sitrep.Event, typed search) (bool, error) {
	var keys []int64
	for i := range e.Members {
		key, err := a.keyOfID(ctx, string(e.Members[i].Report))
		if err != nil {
			return false, err
		}
		keys = append(keys, key)
	}
	texts, err := a.texts(ctx, keys)
	for _, k := range keys {
		if typed.holds(fold(texts[k])) {
			return true, err
		}
	}
	return false, err
}

// planEvents are the conditions on rows e of events; none says that no event can match.
func (a *Archive) planEvents(ctx context.Context, f *EventFilter) (w sqlText, none bool, err error) {
	if len(f.Types) > 0 {
		var numbers []int64
		for _, t := range f.Types {
			n, found, err := a.numberOf(ctx, t)
			if err != nil {
				return w, false, err
			}
			if found {
				numbers = append(numbers, n)
			}
		}
		if len(numbers) == 0 {
			return w, true, nil
		}
		w.and("e.type IN ("+marks(len(numbers))+")", anys(numbers)...)
	}
	if f.Place != "" || f.Near != nil {
		places, err := a.placesOf(ctx, &f.Filter)
		if err != nil || len(places) == 0 {
			return w, true, err
		}
		list := make([]string, len(places))
		for i, n := range places {
			list[i] = strconv.FormatInt(n, 10)
		}
		w.and("e.place IN (" + strings.Join(list, ",") + ")")
	}
	if f.Country != "" {
		w.and("e.country = ?", strings.ToUpper(f.Country))
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		w.and("(e.first > ? OR e.last > ?)", unknownDay, unknownDay)
	}
	if !f.From.IsZero() {
		w.and("(e.last >= ? OR e.last = ?)", dayOf(f.From), unknownDay)
	}
	if !f.To.IsZero() {
		w.and("e.first <= ?", dayOf(f.To))
	}
	if f.Measure != "" {
		n, found, err := a.numberOf(ctx, string(f.Measure))
		if err != nil || !found {
			return w, true, err
		}
		w.and("e.measures LIKE ?", fmt.Sprintf("%%,%d,%%", n))
	}
	if len(f.Grades) > 0 {
		var numbers []int64
		for _, g := range f.Grades {
			n := slices.Index(sitrep.Grades, g)
			if n < 0 {
				return w, false, fmt.Errorf("%q is no grade; give %s", g, gradeNames())
			}
			numbers = append(numbers, int64(n))
		}
		w.and("e.grade IN ("+marks(len(numbers))+")", anys(numbers)...)
	}
	if f.MinOrigins > 1 {
		w.and("e.origins >= ?", f.MinOrigins)
	}
	return w, false, nil
}

func gradeNames() string {
	out := make([]string, len(sitrep.Grades))
	for i, g := range sitrep.Grades {
		out[i] = string(g)
	}
	return strings.Join(out, ", ")
}

// members is how claims c of reports r are found that an event must have one of.
type members struct {
	asked   bool
	nothing bool // no claim can match
	from    string
	where   sqlText // its text does not begin with AND
	typed   search  // what of it is to be looked at in the texts
	seq     int64
}

func (a *Archive) planMembers(ctx context.Context, f *EventFilter) (members, error) {
	var m members
	of := Filter{Text: f.Text, Actor: f.Actor, Actors: f.Actors, Publisher: f.Publisher, Report: f.Report, PublishedFrom: f.PublishedFrom,
		PublishedTo: f.PublishedTo, Modality: f.Modality, AsOf: f.AsOf, Copies: true}
	p, err := a.plan(ctx, &of, ofClaims)
	if err != nil {
		return m, err
	}
	m.typed, m.seq, m.nothing = p.typed, p.seq, p.nothing
	m.asked = f.Text != "" || f.Actor != "" || f.Publisher != "" || f.Report != "" || !f.PublishedFrom.IsZero() || !f.PublishedTo.IsZero() || f.Modality != ""
	m.from = "reports r"
	if len(p.words.all) > 0 {
		var condition string
		m.from, condition = a.dialect.matching()
		m.where.and(condition, a.dialect.expression(p.words))
	} else if none := slices.DeleteFunc(slices.Clone(p.words.none), func(p phrase) bool { return len(p) > 1 }); len(none) > 0 {
		m.where.and(a.dialect.without(), a.dialect.expression(search{all: [][]phrase{none}}))
	}
	m.from += " JOIN claims c ON c.report = r.key"
	m.where.text = strings.TrimPrefix(m.where.text+p.report.text+p.claim.text, " AND ")
	m.where.args = slices.Concat(m.where.args, p.report.args, p.claim.args)
	return m, nil
}

// Event gives the event of an id, or the one that a claim of that id stands in. An event that was joined to another, or split, is answered by the one
// where it went, the first of several. An id that nothing has, or a claim that no event has, is ErrUnknown.
func (a *Archive) Event(ctx context.Context, id string) (*sitrep.Event, error) {
	asked := id
	for range mostMoves {
		statement, n, err := "SELECT body FROM events WHERE n = ?", int64(0), error(nil)
		if strings.HasPrefix(id, "c-") {
			statement = "SELECT e.body FROM event_claims c JOIN events e ON e.n = c.event WHERE c.claim = ?"
			n, err = claimNumber(sitrep.ClaimID(id))
		} else {
			n, err = eventNumber(sitrep.EventID(id))
		}
		if err != nil {
			return nil, err
		}
		var body []byte
		if err = a.one(ctx, []any{&body}, statement, n); err == nil {
			e, err := a.openEvent(body)
			return e, a.fault("reading event "+asked, err)
		}
		if errors.Is(err, sql.ErrNoRows) {
			err = a.one(ctx, []any{&id}, "SELECT new FROM moved WHERE old = ? ORDER BY seq DESC, new LIMIT 1", id)
		}
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, a.fault("reading event "+asked, err)
		}
	}
	return nil, fmt.Errorf("%w: no event is %s in %s; sitrep events lists what is", ErrUnknown, asked, a.where)
}

// mostMoves bounds how often an event is followed to where it went.
const mostMoves = 100
