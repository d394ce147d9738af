package api

import (
	"bytes"
	"context"
	"net/http"

	"sitrep"
	"sitrep/internal/export"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// EventList is a page of events.
type EventList struct {
	Events []wire.Event `json:"events"` // the latest first
	// Behind is how many reports are not in the events yet; these follow by themselves.
	Behind int          `json:"behind"`
	Next   sitrep.Known `json:"next"`  // after of the next page, null at the end
	Notes  []string     `json:"notes"` // what was taken for granted, each in a line
}

// FeatureCollection is events as GeoJSON (RFC 7946).
type FeatureCollection struct {
	Type     string    `json:"type" enum:"FeatureCollection"`
	Features []Feature `json:"features"`
}

// Feature is an event as GeoJSON.
type Feature struct {
	Type string `json:"type" enum:"Feature"`
	ID   string `json:"id"`
	// Geometry is the event's point, null where none is known. It may stand for a whole province: see precision and radius_km of the properties.
	Geometry   *GeoPoint      `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// GeoPoint is a point as GeoJSON.
type GeoPoint struct {
	Type        string    `json:"type" enum:"Point"`
	Coordinates []float64 `json:"coordinates"` // longitude, latitude: WGS 84 degrees
}

// eventParams are the filters of events.
type eventParams struct {
	Grade   []sitrep.Grade `query:"grade,explode" maxItems:"10" doc:"How well it is supported; several for any of them." example:"corroborated"`
	Origins int            `query:"origins" minimum:"0" maximum:"100000" doc:"Told by at least so many independent origins." example:"2"`
	Report  string         `query:"report" maxLength:"80" doc:"Events that one report tells of, by its id or the first six digits or more of it." example:"r-0123456789abcdef"`
	ReportParams
}

// asFigures is the form of events with a row for each value that an origin gives.
var asFigures = format{"figures", "text/csv; charset=utf-8; header=present"}

// events registers the operations about events.
func (a *API) events() {
	const about = "What is asked about a type, an actor, a place or a measure holds for the event; words are looked for in its reports. An event of which only the last day is known is found by that day. " +
		"`as_of` makes the events of the past anew, which takes long."
	add[eventParams, EventList](a, spec{id: "list-events", path: "/events", tag: "events", summary: "List events",
		about: "Happenings as all reports of the archive together tell them, the latest first, each with its parties, figures with their range, how many independent origins tell of it, and a grade. " + about +
			" `format=figures` is CSV with a row for each value that an origin gives.",
		formats: []format{asJSON, asCSV, asGeoJSON, asFigures}, example: "/events?grade=corroborated&limit=1"}, a.listEvents)
	add[eventParams, FeatureCollection](a, spec{id: "map-events", path: "/events.geojson", tag: "events", summary: "Events for a map",
		about:   "As GeoJSON (RFC 7946): a point where one is known, a geometry of null where not. A point may stand for a whole province: `precision` and `radius_km` tell, and a map should not draw those as pins. " + about,
		formats: []format{asGeoJSON}, example: "/events.geojson?limit=2"}, a.listEvents)
	add[IDParam, wire.WholeEvent](a, spec{id: "get-event", path: "/events/{id}", tag: "events", summary: "One event whole",
		about: "An event with all its claims, their sentences and origins, the values of its figures, the grounds of its grade, and why each account was joined. The id of an event that was joined " +
			"to another, or of a claim, is answered by the event where it went.",
		errors: []int{http.StatusNotFound}, example: "/events/{event}"}, a.getEvent)
}

func (a *API) listEvents(ctx context.Context, p *eventParams) (*answer, error) {
	f, notes, err := a.filter(ctx, &ClaimParams{Report: p.Report, ReportParams: p.ReportParams})
	if err != nil {
		return nil, err
	}
	if p.Modality != "" && p.Modality != sitrep.Actual {
		return nil, wrong("query.modality", string(p.Modality), "events are what is told as having happened; "+Base+"/claims has the rest")
	}
	if !f.AsOf.IsZero() {
		leave, err := a.slow(ctx)
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	page, err := a.o.Archive.Events(ctx, store.EventFilter{Filter: f, Grades: p.Grade, MinOrigins: p.Origins})
	if err != nil {
		return nil, err
	}
	leads, err := a.o.Asker.Leads(ctx, page.Rows)
	if err != nil {
		return nil, err
	}
	lead := func(e *sitrep.Event) export.Lead {
		r := leads[e.Lead]
		if r == nil {
			return export.Lead{}
		}
		return export.Lead{Sentence: r.Sentence, Report: r.Report.ID, Title: r.Report.Title, Publisher: r.Report.Publisher, Published: r.Report.Published, URL: r.Report.URL}
	}
	out := &answer{next: page.Next}
	switch formatOf(ctx) {
	case asCSV:
		out.name, out.write = "events.csv", func(w *bytes.Buffer) error { return export.EventsCSV(w, page.Rows, lead) }
	case asFigures:
		out.name, out.write = "event-figures.csv", func(w *bytes.Buffer) error { return export.FiguresCSV(w, page.Rows) }
	case asGeoJSON:
		out.write = func(w *bytes.Buffer) error { return export.EventsGeoJSON(w, page.Rows, lead) }
	default:
		_, behind, err := a.mark.look(ctx, a)
		if err != nil {
			return nil, err
		}
		list := &EventList{Events: []wire.Event{}, Behind: behind, Next: known(page.Next), Notes: notes}
		for i := range page.Rows {
			list.Events = append(list.Events, wire.EventOf(&page.Rows[i], leads[page.Rows[i].Lead]))
		}
		out.body = list
	}
	return out, nil
}

// slow waits until an answer that takes long may be made, and gives what is to be called when it is.
func (a *API) slow(ctx context.Context) (leave func(), err error) {
	select {
	case a.heavy <- struct{}{}:
		return func() { <-a.heavy }, nil
	case <-ctx.Done():
		return nil, later(http.StatusServiceUnavailable, a.o.Limits.Time, "many ask for what takes long; try again in a while")
	}
}
