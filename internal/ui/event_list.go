package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/export"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// eventListRoutes are the list of events, and its downloads.
func (p *Pages) eventListRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /events", p.overBoard(p.eventList))
	for _, format := range []string{"csv", "geojson", "json"} {
		mux.HandleFunc("GET /events."+format, p.overBoard(func(w http.ResponseWriter, r *http.Request, b *board.Board) error {
			return p.eventFileOf(w, r, b, format)
		}))
	}
}

const (
	eventsOnPage = 50
	// eventsInFile is how many events a download holds at most.
	eventsInFile = 10_000
)

// eventListView is a page of events.
type eventListView struct {
	Scope   Scope
	Title   string
	Board   *board.Board
	Where   placeAsked
	Form    scopeForm
	Support board.Support
	Counted bool // Support is known, as no words are looked for
	Events  []eventRow
	Next    string
	First   string // the first page, "" where this is it
	Files   []link
	InFile  int
}

func (p *Pages) eventList(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	scope, where, err := asked(b, s, "/events")
	if err != nil {
		return err
	}
	v := eventListView{Scope: s, Title: "Events", Board: b, Where: where, Form: scopeFormOf(b, s, "/events").filtering(b, s), InFile: eventsInFile}
	if s.Place != "" || s.Country != "" || !s.First.IsZero() || !s.Last.IsZero() {
		v.Title = "Events: " + viewTitle(s, where)
	}
	events := b.Select(scope)
	if s.Text == "" {
		v.Support, v.Counted = b.Support(events), true
	}
	shown, next, err := p.eventsOn(r.Context(), events, s, eventsOnPage)
	if err != nil {
		return err
	}
	if next != "" {
		v.Next = s.At("/events", "after", next)
	}
	if s.After != "" {
		v.First = s.At("/events")
	}
	var cites Cites
	if v.Events, err = p.rowsOf(r.Context(), b, &cites, shown); err != nil {
		return err
	}
	for _, f := range []string{"csv", "geojson", "json"} {
		v.Files = append(v.Files, link{Words: map[string]string{"csv": "CSV", "geojson": "GeoJSON", "json": "JSON"}[f], Href: s.At("/events." + f)})
	}
	return p.write(w, r, http.StatusOK, "events", page{Title: v.Title, Section: "events", Cites: &cites, Data: v})
}

// eventsOn gives the events of a page: the first n of those selected after where the page before ended, and where this one ends, "" at the end. Where words are
// looked for, the archive finds the events and those that were not selected are passed over.
func (p *Pages) eventsOn(ctx context.Context, events []*board.Event, s Scope, n int) ([]*board.Event, string, error) {
	if s.Text != "" {
		return p.eventsSaying(ctx, events, s, n)
	}
	if s.After != "" {
		after, id, err := eventMark(s.After)
		if err != nil {
			return nil, "", err
		}
		i := slices.IndexFunc(events, func(e *board.Event) bool { return follows(e, after, id) })
		if i < 0 {
			i = len(events)
		}
		events = events[i:]
	}
	if len(events) <= n {
		return events, "", nil
	}
	return events[:n], markOf(events[n-1]), nil
}

// markOf says where a page that ends with an event ended: its day and its id.
func markOf(e *board.Event) string {
	if e.Day().IsZero() {
		return "undated." + string(e.ID)
	}
	return e.Day().String() + "." + string(e.ID)
}

func eventMark(s string) (sitrep.Date, sitrep.EventID, error) {
	day, id, ok := strings.Cut(s, ".")
	if ok && strings.HasPrefix(id, "e-") {
		if day == "undated" {
			return sitrep.Date{}, sitrep.EventID(id), nil
		}
		if d, err := sitrep.ParseDate(day); err == nil {
			return d, sitrep.EventID(id), nil
		}
	}
	return sitrep.Date{}, "", badField("after", "%q is not where a page of events ended; take it from the page before", s)
}

// follows says that an event comes after that of a day and id: the newest first, those of no known day last.
func follows(e *board.Event, day sitrep.Date, id sitrep.EventID) bool {
	d := e.Day()
	switch {
	case d == day:
		return e.ID > id
	case d.IsZero() || day.IsZero():
		return d.IsZero()
	}
	return d.Before(day)
}

// searchesMost is how many pages of what the archive finds are looked through for one page.
const searchesMost = 20

// eventsSaying gives those of the events selected of which a report has the words that are looked for.
func (p *Pages) eventsSaying(ctx context.Context, events []*board.Event, s Scope, n int) ([]*board.Event, string, error) {
	selected := make(map[sitrep.EventID]*board.Event, len(events))
	for _, e := range events {
		selected[e.ID] = e
	}
	f := store.EventFilter{Filter: store.Filter{Text: s.Text, Types: s.Types, Country: s.Country, From: s.First, To: s.Last, After: s.After, Limit: n}, Grades: s.Grades, MinOrigins: s.Origins}
	var out []*board.Event
	for range searchesMost {
		page, err := p.archive.Events(ctx, f)
		if err != nil {
			return nil, "", err
		}
		for i := range page.Rows {
			if e := selected[page.Rows[i].ID]; e != nil {
				out = append(out, e)
			}
		}
		if f.After = page.Next; page.Next == "" || len(out) >= n/2 {
			break
		}
	}
	return out, f.After, nil
}

// filtering gives the form the further fields of a list.
func (f scopeForm) filtering(b *board.Board, s Scope) scopeForm {
	f.More, f.Words, f.Keep = true, true, nil
	one := ""
	if len(s.Types) == 1 {
		one = s.Types[0]
	} else {
		for _, t := range s.Types {
			f.Keep = append(f.Keep, keep{"type", t})
		}
	}
	types := map[string]int{}
	for i := range b.Events {
		types[b.Events[i].Type]++
	}
	for _, family := range append(slices.Clone(b.Families()), board.Family{Label: "Other"}) {
		g := typeGroup{Label: family.Label}
		for t := range types {
			if b.FamilyOf(t) == family.ID {
				g.Types = append(g.Types, familyType{t, plainType(t), t == one})
			}
		}
		if slices.SortFunc(g.Types, func(x, y familyType) int { return strings.Compare(x.ID, y.ID) }); len(g.Types) > 0 {
			f.Types = append(f.Types, g)
		}
	}
	return f
}

// typeGroup is the types of a family, to choose from.
type typeGroup struct {
	Label string
	Types []familyType
}

type familyType struct {
	ID, Words string
	On        bool
}

// eventFileOf writes the events of a scope as a file: the newest of them, where there are too many.
func (p *Pages) eventFileOf(w http.ResponseWriter, r *http.Request, b *board.Board, format string) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	scope, _, err := asked(b, s, "/events")
	if err != nil {
		return err
	}
	list := b.Select(scope)
	if s.Text != "" {
		s.After = ""
		if list, err = p.allSaying(r.Context(), list, s); err != nil {
			return err
		}
	}
	list = list[:min(eventsInFile, len(list))]
	events, leads, err := p.wholeEvents(r.Context(), list)
	if err != nil {
		return err
	}
	lead := func(e *sitrep.Event) export.Lead { return leadOf(leads[e.Lead]) }
	var out bytes.Buffer
	media := "text/csv; charset=utf-8"
	switch format {
	case "csv":
		err = export.EventsCSV(&out, events, lead)
	case "geojson":
		media = "application/geo+json"
		err = export.EventsGeoJSON(&out, events, lead)
	default:
		media = "application/json"
		objects := make([]wire.Event, len(events))
		for i := range events {
			objects[i] = wire.EventOf(&events[i], leads[events[i].Lead])
		}
		err = json.NewEncoder(&out).Encode(map[string]any{"events": objects})
	}
	if err != nil {
		return fmt.Errorf("writing events: %w", err)
	}
	return sendFile(w, "sitrep-events."+format, media, &out)
}

// leadOf is the sentence that tells an event best, as files have it; empty where it is gone.
func leadOf(c *store.ClaimRow) export.Lead {
	if c == nil {
		return export.Lead{}
	}
	return export.Lead{Sentence: c.Sentence, Report: c.Report.ID, Title: c.Report.Title, Publisher: c.Report.Publisher, Published: c.Report.Published, URL: c.Report.URL}
}

// sendFile writes a download.
func sendFile(w http.ResponseWriter, name, media string, out *bytes.Buffer) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if _, err := out.WriteTo(w); err != nil {
		return errGone
	}
	return nil
}

// allSaying gives all events selected of which a report has the words, as many as a file holds.
func (p *Pages) allSaying(ctx context.Context, list []*board.Event, s Scope) ([]*board.Event, error) {
	var out []*board.Event
	for len(out) < eventsInFile {
		page, next, err := p.eventsSaying(ctx, list, s, 500)
		if err != nil {
			return nil, err
		}
		out = append(out, page...)
		if s.After = next; next == "" {
			break
		}
	}
	return out, nil
}

// wholeEvents fetches events whole, in the order of the list, with the claims that tell them best. One that is gone meanwhile is left out.
func (p *Pages) wholeEvents(ctx context.Context, list []*board.Event) ([]sitrep.Event, map[sitrep.ClaimID]*store.ClaimRow, error) {
	ids := make([]sitrep.ClaimID, 0, len(list))
	for _, e := range list {
		if e.Lead != "" {
			ids = append(ids, e.Lead)
		}
	}
	found, err := p.archive.EventsOf(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	byID := make(map[sitrep.EventID]*sitrep.Event, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	out := make([]sitrep.Event, 0, len(list))
	for _, e := range list {
		if w := byID[e.ID]; w != nil {
			out = append(out, *w)
		}
	}
	claims, err := p.archive.ClaimsOf(ctx, ids)
	return out, claims, err
}
