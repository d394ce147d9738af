package ui

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"weak"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// mapDesk is what the map keeps between requests.
type mapDesk struct {
	outlines *outlines
	names    func() (tagged, error)

	mu    sync.Mutex
	bytes []mapBytes // the latest asked for first
}

// mapBytes is the data of one scope of one board. It does not hold the board, which is far larger and is let go once there is a newer one.
type mapBytes struct {
	board weak.Pointer[board.Board]
	query string
	body  tagged
}

// tagged is an answer with the ETag by which browsers know it again.
type tagged struct {
	body []byte
	tag  string
}

func tag(body []byte) tagged {
	sum := sha256.Sum256(body)
	return tagged{body, `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// keptMaps is how many scopes' data are kept: some 1 MB each, and people look at few at a time.
const keptMaps = 8

func (p *Pages) mapRoutes(mux *http.ServeMux) {
	d := &mapDesk{outlines: newOutlines(p.gazetteer)}
	d.names = sync.OnceValues(func() (tagged, error) {
		body, err := json.Marshal(makeMapNames(p.gazetteer))
		return tag(body), err
	})
	mux.HandleFunc("GET /map", p.overBoard(p.mapPage))
	mux.HandleFunc("GET /map/data", p.overBoard(func(w http.ResponseWriter, r *http.Request, b *board.Board) error { return p.mapBody(w, r, b, d) }))
	mux.HandleFunc("GET /map/at", p.overBoard(p.mapAt))
	mux.HandleFunc("GET /map/holder", p.overBoard(p.mapHolder))
	mux.HandleFunc("GET /map/names", p.handle(func(w http.ResponseWriter, r *http.Request) error {
		body, err := d.names()
		if err != nil {
			return err
		}
		return writeCached(w, r, "private, max-age=3600", body)
	}))
}

// writeCached writes JSON that seldom changes, so that a browser that has it is told so.
func writeCached(w http.ResponseWriter, r *http.Request, cache string, t tagged) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", cache)
	h.Set("ETag", t.tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(t.body))
	return nil
}

// mapBody serves what is drawn.
func (p *Pages) mapBody(w http.ResponseWriter, r *http.Request, b *board.Board, d *mapDesk) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	query := s.Values().Encode()
	of := weak.Make(b)
	answer, ok := d.kept(of, query)
	if !ok {
		over, err := s.over(b)
		if err != nil {
			return err
		}
		body, err := mapDataOf(b, b.Select(over), over, d.outlines).encoded()
		if err != nil {
			return err
		}
		answer = tag(body)
		d.keep(mapBytes{of, query, answer})
	}
	return writeCached(w, r, "private, no-cache", answer)
}

func (d *mapDesk) kept(b weak.Pointer[board.Board], query string) (answer tagged, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, k := range d.bytes {
		if k.board == b && k.query == query {
			copy(d.bytes[1:i+1], d.bytes[:i])
			d.bytes[0] = k
			return k.body, true
		}
	}
	return tagged{}, false
}

func (d *mapDesk) keep(m mapBytes) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.bytes = slices.DeleteFunc(d.bytes, func(k mapBytes) bool { return k.board != m.board }) // the last board's are of no more use
	d.bytes = slices.Insert(d.bytes, 0, m)
	d.bytes = d.bytes[:min(len(d.bytes), keptMaps)]
}

// mapView is what of a scope the map shows: the days of its slider and the families that are switched on (web/src/map/address.ts).
type mapView struct {
	First, Last sitrep.Date // unknown: the whole period
	Hidden      []string    // ids of families
}

// mostSpan is how many days the slider may show at most.
const mostSpan = 100_000

// mapViewOf reads day, span and hide. What is no such thing is left out of account by the script, and is a fault here.
func mapViewOf(q url.Values) (mapView, error) {
	var v mapView
	if s := q.Get("day"); s != "" {
		var err error
		if _, v.Last, err = sitrep.ParseDays(s); err != nil {
			return v, badField("day", "%v", err)
		}
		span := 1
		if n := q.Get("span"); n != "" {
			if span, err = strconv.Atoi(n); err != nil || span < 1 || span > mostSpan {
				return v, badField("span", "%q is no number of days; give 7 for a week", n)
			}
		}
		v.First = v.Last.AddDays(1 - span)
	}
	if s := q.Get("hide"); s != "" {
		v.Hidden = strings.Split(s, ",")
	}
	return v, nil
}

// shows says that an event is among what is switched on.
func (v *mapView) shows(e *board.Event) bool {
	if slices.Contains(v.Hidden, e.Family) {
		return false
	}
	if v.Last.IsZero() {
		return true
	}
	first := e.First()
	return !first.IsZero() && !v.Last.Before(first) && !e.To.Before(v.First)
}

// mapPageData is what the page of the map is filled with.
type mapPageData struct {
	Scope    Scope
	View     mapView
	Source   string // of the data
	Families []mapFamily
	Events   int
	Placed   int // of them, with a point
	// Placeless are events whose place has no point, or that tell none.
	Placeless int
	Rows      []mapRow
	More      int // places that the table leaves out
	Shown     string
	On        sitrep.Date
	Holdings  []mapHolding
	Held      int // places, of which Holdings are the first
	Parties   []mapParty
	Form      scopeForm
	Where     placeAsked
	AllEvents string
}

type mapFamily struct {
	ID, Label string
	On        bool
	N         int
}

// mapRow is a place in the table.
type mapRow struct {
	Name, Href, Known, Family, Label, Events string
	N                                        int
}

// mapHolding is who holds a place on the map's day.
type mapHolding struct {
	Name, Href, Holder, Status, Since string
	Rivals                            string
	Cite                              *Cite
}

// mapParty is a party with the pattern that its places have.
type mapParty struct {
	Name, Pattern string
}

// How many rows the tables beside the map have.
const mapRows, mapHoldings = 25, 15

func (p *Pages) mapPage(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	over, where, err := asked(b, s, "/map")
	if err != nil {
		return err
	}
	view, err := mapViewOf(r.URL.Query())
	if err != nil {
		return err
	}
	all := b.Select(over)
	d := mapPageData{Scope: s, View: view, Form: scopeFormOf(b, s, "/map"), Where: where, Source: s.At("/map/data"), AllEvents: s.At("/events")}
	count := map[string]int{}
	shown := make([]*board.Event, 0, len(all))
	for _, e := range all {
		count[e.Family]++
		if view.shows(e) {
			shown = append(shown, e)
			if onMap(e.Place) {
				d.Placed++
			}
		}
	}
	d.Events, d.Placeless = len(shown), len(shown)-d.Placed
	for _, f := range b.Families() {
		d.Families = append(d.Families, mapFamily{f.ID, f.Label, !slices.Contains(view.Hidden, f.ID), count[f.ID]})
	}
	d.rows(b, s, shown)
	d.On = view.Last
	if d.On.IsZero() {
		if d.On = s.Last; d.On.IsZero() {
			_, d.On = b.Span(all)
		}
	}
	if err := d.holdings(r, p, b, over); err != nil {
		return err
	}
	for i, name := range mapSidesOf(b, drawnSpells(b, over)).names {
		if name != "" {
			d.Parties = append(d.Parties, mapParty{name, sideClasses[i]})
		}
	}
	title := "Map"
	if !s.Empty() {
		title += ": " + viewTitle(s, where)
	}
	w.Header().Add("Link", "<"+d.Source+">; rel=preload; as=fetch; crossorigin")
	return p.write(w, r, http.StatusOK, "map", page{Title: title, Section: "map", Scripts: []string{"map.js"}, Data: d})
}

// rows are the places of the events that show, those with most first.
func (d *mapPageData) rows(b *board.Board, s Scope, shown []*board.Event) {
	places := b.PlacesOf(shown)
	byPlace := map[string]map[string]int{}
	for _, e := range shown {
		if e.Place == nil {
			continue
		}
		key := e.Place.Key()
		if byPlace[key] == nil {
			byPlace[key] = map[string]int{}
		}
		byPlace[key][e.Family]++
	}
	for _, c := range places[:min(len(places), mapRows)] {
		row := mapRow{Name: c.Name, Href: atPlace(c.ID, c.Name, c.Country), Known: cmp.Or(string(c.Precision), "name alone"), N: c.N}
		most := 0
		for _, f := range b.Families() { // in a fixed order, so that equals stay in it
			if n := byPlace[c.Key()][f.ID]; n > most {
				most, row.Family, row.Label = n, f.ID, f.Label
			}
		}
		row.Events = s.At("/events", "place", cmp.Or(c.ID, c.Name), "country", cmp.Or(c.Country, s.Country))
		d.Rows = append(d.Rows, row)
	}
	d.More = max(0, len(places)-mapRows)
}

// holdings are who held the places of the scope on the map's day.
func (d *mapPageData) holdings(r *http.Request, p *Pages, b *board.Board, over board.Scope) error {
	if d.On.IsZero() {
		return nil
	}
	list := b.Holdings(over, d.On)
	d.Held = len(list)
	list = list[:min(len(list), mapHoldings)]
	var claims []sitrep.ClaimID
	for _, h := range list {
		if len(h.Claims) > 0 {
			claims = append(claims, h.Claims[0])
		}
	}
	rows, err := p.archive.ClaimsOf(r.Context(), claims)
	if err != nil {
		return err
	}
	var cites Cites
	for _, h := range list {
		row := mapHolding{Name: h.Site.Name, Href: atSite(&h.Site), Holder: cmp.Or(h.Holder.Name, "nobody known"), Status: string(h.Status), Since: toldWords(h.Spell)}
		row.Rivals = partyNames(h.Rivals)
		if len(h.Claims) > 0 {
			if c := rows[h.Claims[0]]; c != nil {
				cite := cites.Of(c.Report.ID, c.Claim.ID)
				row.Cite = &cite
			}
		}
		d.Holdings = append(d.Holdings, row)
	}
	return nil
}

// sinceWords says from when a spell is told to last.
func sinceWords(s *situation.Spell) string {
	if s.FirstTold {
		return "told on " + dayWords(s.From)
	}
	return "since " + dayWords(s.From)
}

// toldWords is sinceWords, with the day of which such a thing was last told where no end is.
func toldWords(s *situation.Spell) string {
	if s.To.IsZero() && s.From.Before(s.LastTold) {
		return sinceWords(s) + ", last told " + dayWords(s.LastTold)
	}
	return sinceWords(s)
}
