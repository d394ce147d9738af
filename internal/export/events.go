package export

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"sitrep"
)

// Lead is what is shown for an event beside what it holds itself: a sentence of a report. The zero value is an event without one.
type Lead struct {
	Sentence  string // cut from the report's text by the evidence of the event's lead claim
	Report    sitrep.ReportID
	Title     sitrep.Known
	Publisher sitrep.Known
	Published sitrep.Date
	URL       sitrep.Known
}

// Leads gives the lead of an event. It may be nil: then events stand alone.
type Leads func(*sitrep.Event) Lead

func (l Leads) of(e *sitrep.Event) Lead {
	if l == nil {
		return Lead{}
	}
	return l(e)
}

// totals are the measures that have columns of their own in a table of events; a table of figures has every measure.
var totals = []sitrep.Measure{sitrep.Killed, sitrep.Injured, sitrep.KilledOrInjured, sitrep.Missing, sitrep.Abducted, sitrep.Displaced}

// eventColumns heads a table of events.
var eventColumns = columns()

func columns() []string {
	out := []string{"event", "type", "grade", "from", "to", "place", "division", "country", "lat", "lon", "precision", "radius_km", "actors", "allies", "targets", "victims", "instruments"}
	for _, m := range totals {
		out = append(out, string(m)+"_low", string(m)+"_best", string(m)+"_high")
	}
	return append(out, "origins", "reports", "disputes", "sentence", "report", "title", "publisher", "published", "url")
}

// EventsCSV writes a table of events: CSV after RFC 4180 in UTF-8, with a header, a row for each event. Days are ISO 8601, degrees WGS 84, countries
// ISO 3166-1 alpha-2; several names are parted by "; " (one in a name becomes a comma); what is not known is empty. A text that a spreadsheet would take for a formula has a '
// before it.
func EventsCSV(w io.Writer, events []sitrep.Event, leads Leads) error {
	var r record
	r.words(eventColumns...)
	r.end()
	for i := range events {
		e := &events[i]
		r.event(e)
		p := placeOf(e)
		r.words(p.Name, string(p.Division), string(p.Country))
		lat, lon := located(e)
		r.degrees(lat, lon)
		r.words(string(p.Precision))
		if p.RadiusKm > 0 {
			r.degrees(&p.RadiusKm)
		} else {
			r.words("")
		}
		for _, role := range sitrep.Roles {
			list := names(e, role)
			for i := range list {
				list[i] = strings.ReplaceAll(list[i], ";", ",")
			}
			r.words(strings.Join(list, "; "))
		}
		for _, m := range totals {
			f := figureOf(e, m)
			r.numbers(f.Low, f.Best, f.High)
		}
		origins, reports, disputes := e.Origins, len(e.Members), len(e.Disputes)
		r.numbers(&origins, &reports, &disputes)
		r.lead(leads.of(e))
		r.end()
		if err := r.flush(w); err != nil {
			return err
		}
	}
	return r.flush(w)
}

// figureColumns heads a table of figures.
var figureColumns = []string{"event", "type", "grade", "from", "to", "place", "country", "measure", "event_low", "event_best", "event_high",
	"told_low", "told_best", "told_high", "of", "unit", "kind", "day", "source", "origin", "standing", "left_out", "report", "claim"}

// FiguresCSV writes a table of the figures that events are told with, as EventsCSV does: a row for each value that an origin gives on a day, beside what
// all of them together make of that measure, and why it was left out of that where it was. An event without a figure has no row.
func FiguresCSV(w io.Writer, events []sitrep.Event) error {
	var r record
	r.words(figureColumns...)
	r.end()
	for i := range events {
		e := &events[i]
		p := placeOf(e)
		for j := range e.Figures {
			f := &e.Figures[j]
			told := f.Told
			if len(told) == 0 {
				told = make([]sitrep.ToldFigure, 1)
			}
			for k := range told {
				t := &told[k]
				r.event(e)
				r.words(p.Name, string(p.Country), string(f.Measure))
				r.numbers(f.Low, f.Best, f.High)
				r.numbers(t.Low, t.Best, t.High)
				r.words(string(t.Of), string(t.Unit), string(t.Kind), t.Day.String(), t.Source, t.Origin, string(t.Standing), t.Out, string(t.Report), string(t.Claim))
				r.end()
			}
		}
		if err := r.flush(w); err != nil {
			return err
		}
	}
	return r.flush(w)
}

// placeOf is the place of an event, an empty one where it has none.
func placeOf(e *sitrep.Event) sitrep.EventPlace {
	if e.Place == nil {
		return sitrep.EventPlace{}
	}
	return *e.Place
}

// located is the point of an event, nil where it has none or one that is none on earth.
func located(e *sitrep.Event) (lat, lon *float64) {
	p := placeOf(e)
	if p.Lat == nil || p.Lon == nil || !(math.Abs(*p.Lat) <= 90 && math.Abs(*p.Lon) <= 180) {
		return nil, nil
	}
	return p.Lat, p.Lon
}

// names are those who have a role in an event, each once.
func names(e *sitrep.Event, role sitrep.Role) []string {
	out := []string{}
	for _, p := range e.Parties {
		if p.Role == role && !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	return out
}

// figureOf is what is told of a measure, the zero figure where nothing is.
func figureOf(e *sitrep.Event, m sitrep.Measure) sitrep.EventFigure {
	for _, f := range e.Figures {
		if f.Measure == m {
			return f
		}
	}
	return sitrep.EventFigure{}
}

// record gathers rows of CSV.
type record struct {
	b     strings.Builder
	begun bool
}

// words adds texts from anywhere.
func (r *record) words(list ...string) {
	for _, s := range list {
		r.put(quoted(s))
	}
}

// put adds a value that needs no quotes, or has them.
func (r *record) put(s string) {
	if r.begun {
		r.b.WriteByte(',')
	}
	r.b.WriteString(s)
	r.begun = true
}

func (r *record) numbers(list ...*int) {
	for _, n := range list {
		if n == nil {
			r.put("")
		} else {
			r.put(strconv.Itoa(*n))
		}
	}
}

func (r *record) degrees(list ...*float64) {
	for _, d := range list {
		if d == nil {
			r.put("")
		} else {
			r.put(strconv.FormatFloat(*d, 'f', -1, 64))
		}
	}
}

func (r *record) event(e *sitrep.Event) {
	r.words(string(e.ID), e.Type, string(e.Grade), e.From.String(), e.To.String())
}

func (r *record) lead(l Lead) {
	r.words(l.Sentence, string(l.Report), string(l.Title), string(l.Publisher), l.Published.String(), string(l.URL))
}

func (r *record) end() {
	r.b.WriteString("\r\n")
	r.begun = false
}

func (r *record) flush(w io.Writer) error {
	_, err := io.WriteString(w, r.b.String())
	r.b.Reset()
	return err
}

// quoted makes a field of CSV of a text: one line, no formula, with quotes where it needs them. Spreadsheets run what begins with one of these
// characters, in some languages also with their wide forms.
func quoted(s string) string {
	s = plain(s)
	for _, c := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, c) {
			s = "'" + s
			break
		}
	}
	if strings.ContainsAny(s, ",\";") {
		s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// feature is an event in GeoJSON.
type feature struct {
	Type       string         `json:"type"`
	ID         sitrep.EventID `json:"id"`
	Geometry   *geometry      `json:"geometry"`
	Properties properties     `json:"properties"`
}

// geometry is a point: longitude, then latitude (RFC 7946, 3.1.1).
type geometry struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

// properties are those of an event, by the names of the columns of EventsCSV.
type properties struct {
	Event       sitrep.EventID         `json:"event"`
	Type        string                 `json:"type"`
	Grade       sitrep.Known           `json:"grade"`
	From        sitrep.Date            `json:"from"`
	To          sitrep.Date            `json:"to"`
	Place       sitrep.Known           `json:"place"`
	Division    sitrep.Known           `json:"division"`
	Country     sitrep.Known           `json:"country"`
	Precision   sitrep.Known           `json:"precision"`
	RadiusKm    *float64               `json:"radius_km"`
	Actors      []string               `json:"actors"`
	Allies      []string               `json:"allies"`
	Targets     []string               `json:"targets"`
	Victims     []string               `json:"victims"`
	Instruments []string               `json:"instruments"`
	Figures     map[string]figureRange `json:"figures"` // by measure, all of them
	Origins     int                    `json:"origins"`
	Reports     int                    `json:"reports"`
	Disputes    int                    `json:"disputes"`
	Sentence    sitrep.Known           `json:"sentence"`
	Report      sitrep.Known           `json:"report"`
	Title       sitrep.Known           `json:"title"`
	Publisher   sitrep.Known           `json:"publisher"`
	Published   sitrep.Date            `json:"published"`
	URL         sitrep.Known           `json:"url"`
}

// figureRange is a figure with its range.
type figureRange struct {
	Low  *int `json:"low"`
	Best *int `json:"best"`
	High *int `json:"high"`
}

// EventsGeoJSON writes events as a FeatureCollection of RFC 7946, a feature a line: a point in WGS 84 degrees where one is known, a geometry of null
// where not. A point may stand for a whole province: precision and radius_km tell, and a map should not draw those as pins.
func EventsGeoJSON(w io.Writer, events []sitrep.Event, leads Leads) error {
	if _, err := io.WriteString(w, `{"type":"FeatureCollection","features":[`); err != nil {
		return err
	}
	for i := range events {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(featureOf(&events[i], leads)); err != nil {
			return err
		}
		sep := ",\n"
		if i == 0 {
			sep = "\n"
		}
		if _, err := io.WriteString(w, sep+strings.TrimRight(b.String(), "\n")); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

func featureOf(e *sitrep.Event, leads Leads) feature {
	p, l := placeOf(e), leads.of(e)
	f := feature{Type: "Feature", ID: e.ID, Properties: properties{
		Event: e.ID, Type: e.Type, Grade: sitrep.Known(e.Grade), From: e.From, To: e.To,
		Place: sitrep.Known(p.Name), Division: p.Division, Country: p.Country, Precision: sitrep.Known(p.Precision),
		Actors: names(e, sitrep.Actor), Allies: names(e, sitrep.Ally), Targets: names(e, sitrep.Target), Victims: names(e, sitrep.Victim), Instruments: names(e, sitrep.Instrument),
		Figures: map[string]figureRange{}, Origins: e.Origins, Reports: len(e.Members), Disputes: len(e.Disputes),
		Sentence: sitrep.Known(l.Sentence), Report: sitrep.Known(l.Report), Title: l.Title, Publisher: l.Publisher, Published: l.Published, URL: l.URL,
	}}
	if p.RadiusKm > 0 && !math.IsInf(p.RadiusKm, 0) {
		f.Properties.RadiusKm = &p.RadiusKm
	}
	for _, g := range e.Figures {
		f.Properties.Figures[string(g.Measure)] = figureRange{g.Low, g.Best, g.High}
	}
	if lat, lon := located(e); lat != nil {
		f.Geometry = &geometry{"Point", [2]float64{*lon, *lat}}
	}
	return f
}
