package ui

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// placesRoutes are the list of places and the page of each.
func (p *Pages) placesRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /places", p.overBoard(p.places))
	mux.HandleFunc("GET /places/{place}", p.overBoard(p.place))
}

// placesView is the list of places.
type placesView struct {
	Scope     Scope
	Support   board.Support
	Countries []countedLine
	Divisions []countedLine // of the country that is asked for
	Rows      []placeRow
	All       int // rows on all pages
	First     int // number of the first row of this page, from 1
	Last      int
	Next      string
	Fills     []holder
}

// countedLine is a line of a table with a bar: a name and how many.
type countedLine struct {
	Name, Href string
	N          int
	Share      int // of the greatest, in hundredths
}

// shares sets the bars of lines to scale.
func shares(list []countedLine) {
	most := 1
	for _, l := range list {
		most = max(most, l.N)
	}
	for i := range list {
		list[i].Share = max(1, 100*list[i].N/most)
	}
}

// placeRow is a place of the list.
type placeRow struct {
	Name, Href, Country string
	What                string // how exactly it is known, and where it lies
	Events              int
	Last                string
	Held                *spellRow // nil where nobody says who holds it
}

// How many rows a page of a list has, and a table beside it.
const (
	listRows  = 100
	sideLines = 15
)

// offsetOf reads where a page of a list begins.
func offsetOf(s Scope) (int, error) {
	if s.After == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s.After)
	if err != nil || n < 0 || n > 10_000_000 {
		return 0, badField("after", "%q is no place in a list; leave it away to begin with the first", s.After)
	}
	return n, nil
}

// pageOf cuts a page out of a list.
func pageOf[T any](list []T, offset, n int) (rows []T, next string) {
	if offset >= len(list) {
		return nil, ""
	}
	end := min(len(list), offset+n)
	if end < len(list) {
		next = strconv.Itoa(end)
	}
	return list[offset:end], next
}

// places writes the list of places.
func (p *Pages) places(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	offset, err := offsetOf(s)
	if err != nil {
		return err
	}
	events := b.Select(board.Scope{Country: s.Country, From: s.First, To: s.Last, Types: s.Types, Grades: s.Grades, MinOrigins: s.Origins})
	v := placesView{Scope: s, First: offset + 1}
	lastAt := map[*board.Place]sitrep.Date{} // there are far fewer places than events
	for _, e := range events {
		if e.Place != nil && lastAt[e.Place].Before(e.Day()) {
			lastAt[e.Place] = e.Day()
		}
	}
	last := make(map[string]sitrep.Date, len(lastAt))
	for at, day := range lastAt {
		if key := at.Key(); last[key].Before(day) {
			last[key] = day
		}
	}
	all := b.PlacesOf(events)
	want := geo.Fold(s.Place)
	found := all[:0:0]
	country, division := map[string]int{}, map[string]int{}
	for _, c := range all {
		if want != "" && !strings.Contains(geo.Fold(c.Name), want) {
			continue
		}
		found = append(found, c)
		country[c.Country] += c.N
		if c.Precision != sitrep.Country {
			division[c.Division] += c.N
		}
	}
	v.All = len(found)
	v.Support = b.Support(events)
	for code, n := range country {
		if code == "" {
			continue
		}
		v.Countries = append(v.Countries, countedLine{Name: countryName(code), Href: s.At("/places", "country", code), N: n})
	}
	for name, n := range division {
		if name != "" && s.Country != "" {
			v.Divisions = append(v.Divisions, countedLine{Name: name, Href: atPlace("", name, s.Country), N: n})
		}
	}
	for _, list := range []*[]countedLine{&v.Countries, &v.Divisions} {
		slices.SortFunc(*list, func(a, b countedLine) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name)) })
		*list = (*list)[:min(len(*list), sideLines)]
		shares(*list)
	}
	rows, next := pageOf(found, offset, listRows)
	held, known := holdingsOf(b, b.Holdings(board.Scope{Country: s.Country}, b.Latest()))
	v.Fills = known.order
	var cites Cites
	for _, c := range rows {
		row := placeRow{Name: c.Name, Href: atPlace(c.ID, c.Name, c.Country), What: placeWords(c.Place), Events: c.N, Last: dayWords(last[c.Key()])}
		if c.Country != "" && c.Precision != sitrep.Country {
			row.Country = countryName(c.Country)
		}
		if h := held[c.Key()]; h != nil {
			line := spellRowOf(h.Spell, known, &cites)
			row.Held = &line
		}
		v.Rows = append(v.Rows, row)
	}
	v.Last = offset + len(rows)
	if next != "" {
		v.Next = s.At("/places", "after", next)
	}
	return p.write(w, r, http.StatusOK, "places", page{Title: "Places", Section: "places", Cites: &cites, Data: v})
}

// holdingsOf gives holdings by the key of their place, and the fills of those who hold.
func holdingsOf(b *board.Board, list []board.Holding) (map[string]*board.Holding, *fills) {
	out := map[string]*board.Holding{}
	spells := make([]*situation.Spell, 0, len(list))
	for i := range list {
		out[siteKey(&list[i].Site)] = &list[i]
		spells = append(spells, list[i].Spell)
	}
	return out, fillsOf(spells, b.Latest())
}

// placeWords says what a place is and where it lies, without its country.
func placeWords(p *board.Place) string {
	words := plainType(string(p.Precision))
	if p.Precision == "" {
		words = "not in the gazetteer"
		if p.ID != "" {
			words = "no point"
		}
	}
	if p.Precision == sitrep.Offset && p.RadiusKm > 0 {
		words = "within " + strconv.FormatFloat(p.RadiusKm, 'f', -1, 64) + " km of the point"
	}
	if p.Division != "" && p.Division != p.Name {
		if words != "" {
			words += ", "
		}
		words += p.Division
	}
	return words
}
