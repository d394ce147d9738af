package ui

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"time"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// mapData is what the map draws (web/src/map/data.ts): columns, so that fifty thousand events are small to send and quick to read. Numbers that
// stand for something else index the list of it.
type mapData struct {
	Seq        int64    `json:"seq"` // the entry of the log that it stands on
	Families   []string `json:"families"`
	Types      mapTypes `json:"types"`
	Grades     []string `json:"grades"`
	Precisions []string `json:"precisions"`
	Spots      mapSpots `json:"spots"`
	// Areas are outlines: longitude, latitude, longitude …
	Areas   [][]float64 `json:"areas"`
	Events  mapEvents   `json:"events"`
	Control mapControl  `json:"control"`
	// Base is the first day on which something happened, in days since 1970, from which other days count; Days is how many days there are from it
	// to the last.
	Base  int         `json:"base"`
	Days  int         `json:"days"`
	Frame *[4]float64 `json:"frame,omitempty"` // west, south, east, north
}

type mapTypes struct {
	ID     []string `json:"id"`
	Family []int    `json:"family"`
}

// mapSpots are the places of events, each once.
type mapSpots struct {
	N         []int     `json:"n"` // of board.Places
	Name      []string  `json:"name"`
	Lat       []float64 `json:"lat"`
	Lon       []float64 `json:"lon"`
	Precision []int     `json:"precision"`
	Km        []float64 `json:"km"`   // how far around its point it reaches
	Area      []int     `json:"area"` // -1 for none
}

type mapEvents struct {
	Spot  []int `json:"spot"`
	Type  []int `json:"type"`
	Grade []int `json:"grade"`
	First []int `json:"first"` // unknownDay where none is told
	Days  []int `json:"days"`  // from the first to the last: 0 for one day
}

type mapControl struct {
	Parties  []string  `json:"parties"` // by the number of their pattern, "" where no party has it: see mapSides
	Statuses []string  `json:"statuses"`
	Sites    mapSites  `json:"sites"`
	Spells   mapSpells `json:"spells"`
}

type mapSites struct {
	Name []string  `json:"name"`
	Path []string  `json:"path"` // the id, as in the address of its page
	Lat  []float64 `json:"lat"`
	Lon  []float64 `json:"lon"`
	Km   []float64 `json:"km"`
	Area []int     `json:"area"`
}

// mapSpells are in the order in which they are to be believed where two hold on one day.
type mapSpells struct {
	Site   []int `json:"site"`
	Holder []int `json:"holder"` // -1 for nobody known
	Status []int `json:"status"`
	First  []int `json:"first"`
	Last   []int `json:"last"`  // unknownDay where no end is told
	Fades  []int `json:"fades"` // unknownDay where an end is told
}

// unknownDay stands for a day that nobody tells.
const unknownDay = -1_000_000

// precisions are those of places, in the order of mapData.Precisions.
var precisions = []sitrep.Precision{"", sitrep.Exact, sitrep.Neighbourhood, sitrep.Offset, sitrep.City, sitrep.District, sitrep.Province, sitrep.Country}

// statuses are those of spells.
var statuses = []situation.Status{situation.Held, situation.Contested, situation.Besieged, situation.Claimed, situation.Unknown}

// earlyShare is the share of events that may lie before the slider's first day: a report that recalls a war of another century would
// leave no room for this one's days. They still show with the whole period.
const earlyShare = 0.005

// mapPeriod gives the days of the slider, unknown where no event is dated.
func mapPeriod(b *board.Board, events []*board.Event) (first, last sitrep.Date) {
	first, last = b.Span(events)
	if first.IsZero() {
		return first, last
	}
	var days []sitrep.Date
	for _, e := range events {
		if d := e.Day(); !d.IsZero() && !last.Before(d) {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b sitrep.Date) int { return cmp.Compare(dayNumber(a), dayNumber(b)) })
	return days[int(earlyShare*float64(len(days)))], last
}

// dayNumber counts days since 1 January 1970.
func dayNumber(d sitrep.Date) int {
	return int(time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// onMap says that a place has a point on earth.
func onMap(p *board.Place) bool {
	return p != nil && p.Lat != nil && p.Lon != nil && math.Abs(*p.Lat) <= 90 && math.Abs(*p.Lon) <= 180
}

// mapDataOf makes the data of some events of a board and of the spells of a scope.
func mapDataOf(b *board.Board, events []*board.Event, s board.Scope, o *outlines) *mapData {
	d := &mapData{Seq: b.Seq(), Areas: [][]float64{}}
	d.Types, d.Events, d.Spots = mapTypes{[]string{}, []int{}}, mapEvents{Spot: []int{}, Type: []int{}, Grade: []int{}, First: []int{}, Days: []int{}}, newMapSpots()
	families := map[string]int{}
	for i, f := range b.Families() {
		families[f.ID] = i
		d.Families = append(d.Families, f.ID)
	}
	d.Families = append(d.Families, "") // types of no family
	for _, g := range sitrep.Grades {
		d.Grades = append(d.Grades, string(g))
	}
	for _, p := range precisions {
		d.Precisions = append(d.Precisions, string(p))
	}
	for _, s := range statuses {
		d.Control.Statuses = append(d.Control.Statuses, string(s))
	}
	first, last := mapPeriod(b, events)
	if !first.IsZero() {
		d.Base, d.Days = dayNumber(first), dayNumber(last)-dayNumber(first)+1
	}
	areas := map[[2]string]int{}
	area := func(country, division string) int {
		key := [2]string{country, geo.Fold(division)}
		n, ok := areas[key]
		if !ok {
			n = -1
			if ring := o.of(country, division); ring != nil {
				n = len(d.Areas)
				d.Areas = append(d.Areas, ring)
			}
			areas[key] = n
		}
		return n
	}

	used := map[*board.Place]bool{}
	for _, e := range events {
		used[e.Place] = onMap(e.Place)
	}
	spots := map[*board.Place]int{}
	same := map[spotKey]int{}
	for n, p := range b.Places { // the busiest first: its name stands for those told otherwise
		if !used[p] {
			continue
		}
		key := spotOf(p)
		spot, ok := same[key]
		if !ok {
			spot = len(d.Spots.N)
			same[key] = spot
			d.Spots.add(n, p, o.reachKm(p.ID, p.Precision, p.RadiusKm))
		}
		spots[p] = spot
		if p.Precision == sitrep.Province && d.Spots.Area[spot] < 0 {
			d.Spots.Area[spot] = area(p.Country, o.divisionOf(p))
		}
	}
	types := map[string]int{}
	for _, e := range events {
		spot, ok := spots[e.Place]
		if !ok {
			continue
		}
		kind, ok := types[e.Type]
		if !ok {
			kind = len(d.Types.ID)
			types[e.Type] = kind
			family, ok := families[e.Family]
			if !ok {
				family = len(d.Families) - 1
			}
			d.Types.ID, d.Types.Family = append(d.Types.ID, e.Type), append(d.Types.Family, family)
		}
		from, days := unknownDay, 0
		if day := e.First(); !day.IsZero() {
			from = dayNumber(day) - d.Base
			days = max(0, dayNumber(e.To)-dayNumber(day))
		}
		d.Events.Spot, d.Events.Type = append(d.Events.Spot, spot), append(d.Events.Type, kind)
		d.Events.Grade = append(d.Events.Grade, max(0, slices.Index(sitrep.Grades, e.Grade)))
		d.Events.First, d.Events.Days = append(d.Events.First, from), append(d.Events.Days, days)
	}
	d.Frame = d.frame()
	d.control(b, s, o, area)
	return d
}

// spotKey tells spots apart.
type spotKey struct {
	place     string // "" for towns and coarser, which are one where they have one point: "Nineveh", "Nineveh province"
	precision sitrep.Precision
	lat, lon  float64
	km        float64
}

func spotOf(p *board.Place) spotKey {
	key := spotKey{precision: p.Precision, lat: rounded(*p.Lat), lon: rounded(*p.Lon)}
	switch p.Precision {
	case sitrep.Exact, sitrep.Neighbourhood, sitrep.Offset:
		key.place, key.km = p.Key(), p.RadiusKm
	}
	return key
}

// divisionOf is the name of the division that a place is, by which the gazetteer knows it.
func (o *outlines) divisionOf(p *board.Place) string {
	if g, ok := o.gazetteer.ByID(p.ID); ok {
		if g.Kind != geo.Admin1 {
			return "" // a region that is no division: its towns say nothing of its reach
		}
		return g.Name
	}
	return cmp.Or(p.Division, p.Name)
}

func newMapSpots() mapSpots {
	return mapSpots{N: []int{}, Name: []string{}, Lat: []float64{}, Lon: []float64{}, Precision: []int{}, Km: []float64{}, Area: []int{}}
}

func (s *mapSpots) add(n int, p *board.Place, km float64) {
	s.N, s.Name = append(s.N, n), append(s.Name, p.Name)
	s.Lat, s.Lon = append(s.Lat, rounded(*p.Lat)), append(s.Lon, rounded(*p.Lon))
	s.Precision = append(s.Precision, max(0, slices.Index(precisions, p.Precision)))
	s.Km, s.Area = append(s.Km, math.Round(km*100)/100), append(s.Area, -1)
}

// outOfFrame is the share of events that the frame leaves out at each side, so that a few far ones do not make all others small.
const outOfFrame = 0.03

// frame holds most of the events, and a little around them; nil where there are none.
func (d *mapData) frame() *[4]float64 {
	var lat, lon []float64
	for _, s := range d.Events.Spot {
		if precisions[d.Spots.Precision[s]] != sitrep.Country { // its point stands for all of it
			lat, lon = append(lat, d.Spots.Lat[s]), append(lon, d.Spots.Lon[s])
		}
	}
	if len(lat) == 0 {
		for _, s := range d.Events.Spot {
			lat, lon = append(lat, d.Spots.Lat[s]), append(lon, d.Spots.Lon[s])
		}
	}
	if len(lat) == 0 {
		return nil
	}
	slices.Sort(lat)
	slices.Sort(lon)
	cut := int(outOfFrame * float64(len(lat)))
	last := len(lat) - 1 - cut
	const least = 0.05 // degrees
	return &[4]float64{lon[cut] - least, lat[cut] - least, lon[last] + least, lat[last] + least}
}

// control adds who held the places of a scope.
func (d *mapData) control(b *board.Board, s board.Scope, o *outlines, area func(country, division string) int) {
	c := &d.Control
	c.Parties = []string{}
	c.Sites = mapSites{Name: []string{}, Path: []string{}, Lat: []float64{}, Lon: []float64{}, Km: []float64{}, Area: []int{}}
	c.Spells = mapSpells{Site: []int{}, Holder: []int{}, Status: []int{}, First: []int{}, Last: []int{}, Fades: []int{}}
	spells := drawnSpells(b, s)
	sides := mapSidesOf(b, spells)
	c.Parties = append(c.Parties, sides.names...)
	sites := map[string]int{}
	for _, spell := range spells {
		t := &spell.Site
		site, ok := sites[t.ID]
		if !ok {
			site = len(c.Sites.Name)
			sites[t.ID] = site
			a := -1
			if g, ok := o.gazetteer.ByID(t.ID); ok && g.Kind == geo.Admin1 {
				a = area(g.Country, g.Name)
			}
			c.Sites.Name, c.Sites.Path = append(c.Sites.Name, t.Name), append(c.Sites.Path, t.ID)
			c.Sites.Lat, c.Sites.Lon = append(c.Sites.Lat, rounded(t.Lat)), append(c.Sites.Lon, rounded(t.Lon))
			c.Sites.Km, c.Sites.Area = append(c.Sites.Km, math.Round(o.reachKm(t.ID, t.Kind.Precision(), 0)*100)/100), append(c.Sites.Area, a)
		}
		last := unknownDay
		if !spell.To.IsZero() {
			last = dayNumber(spell.To) - d.Base
		}
		fades := unknownDay
		if from := spell.Fades(); !from.IsZero() {
			fades = dayNumber(from) - d.Base
		}
		c.Spells.Fades = append(c.Spells.Fades, fades)
		c.Spells.Site, c.Spells.Holder = append(c.Spells.Site, site), append(c.Spells.Holder, sides.of(spell))
		c.Spells.Status = append(c.Spells.Status, max(0, slices.Index(statuses, spell.Status)))
		c.Spells.First, c.Spells.Last = append(c.Spells.First, dayNumber(spell.From)-d.Base), append(c.Spells.Last, last)
	}
}

// drawnSpells are the spells of a scope that the map can draw, in the order in which they are to be believed: of two on one day the later, and what is denied
// last. A country as a whole is not drawn: its towns are.
func drawnSpells(b *board.Board, s board.Scope) []*situation.Spell {
	var out []*situation.Spell
	for i := range b.Spells {
		spell := &b.Spells[i]
		t := &spell.Site
		if t.Located && math.Abs(t.Lat) <= 90 && math.Abs(t.Lon) <= 180 && t.Kind != geo.Country && t.Kind != geo.Continent && s.HoldsSite(b, t) {
			out = append(out, spell)
		}
	}
	denied := func(s *situation.Spell) int {
		if s.Status == situation.Claimed {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(x, y *situation.Spell) int {
		return cmp.Or(cmp.Compare(denied(x), denied(y)), cmp.Compare(dayNumber(y.From), dayNumber(x.From)))
	})
	return out
}

// mapSides are the parties that have a pattern of their own, and crosses for all others. Over the wars of several countries no three parties say anything:
// there the state that a place belongs to is flat, and any other is dots.
type mapSides struct {
	names []string          // by the number of the pattern, "" where no party has it
	class map[string]string // by party; nil over several countries
}

func mapSidesOf(b *board.Board, spells []*situation.Spell) mapSides {
	held := map[string]map[string]bool{}
	names := map[string]string{}
	countries := map[string]int{}
	for _, s := range spells {
		countries[s.Site.Country]++
		id := s.Holder.ID
		if id == "" {
			continue
		}
		if held[id] == nil {
			held[id] = map[string]bool{}
			names[id] = s.Holder.Name
		}
		held[id][s.Site.ID] = true
	}
	most := 0
	for _, n := range countries {
		most = max(most, n)
	}
	if 10*most < 9*len(spells) {
		return mapSides{names: []string{"the government of the country that the place is in", "any other party"}}
	}
	places := map[string]int{}
	for id, at := range held {
		places[id] = len(at)
	}
	out := mapSides{class: sides(b, mostOf(places, len(places)))}
	for i, c := range sideClasses {
		name := ""
		for id, of := range out.class {
			switch {
			case of != c:
			case i == board.Patterns && name != "":
				name = "others"
			default:
				name = names[id]
			}
		}
		out.names = append(out.names, name)
	}
	return out
}

// of is the number of the holder's pattern, -1 where nobody is known to hold the place.
func (m *mapSides) of(s *situation.Spell) int {
	switch {
	case s.Holder.ID == "":
		return -1
	case m.class != nil:
		return slices.Index(sideClasses[:], m.class[s.Holder.ID])
	case s.Site.Country != "" && s.Holder.ID == "state:"+s.Site.Country:
		return 0
	}
	return 1
}

// encoded is the data as JSON.
func (d *mapData) encoded() ([]byte, error) { return json.Marshal(d) }
