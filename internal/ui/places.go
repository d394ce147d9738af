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
	paged
	Scope     Scope
	Support   board.Support
	Countries []countedLine
	Divisions []countedLine // of the country that is asked for
	Rows      []placeRow
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

// paged says which rows of a list a page has.
type paged struct {
	All         int // rows on all pages
	First, Last int // numbers of the first and the last row of this page, from 1
	Next        string
}

// pageOf cuts out of a list the page that a scope asks for. The address of the next page is path with the scope and pairs in its query.
func pageOf[T any](list []T, s Scope, path string, pairs ...string) ([]T, paged, error) {
	at := 0
	if s.After != "" {
		var err error
		if at, err = strconv.Atoi(s.After); err != nil || at < 0 || at > 10_000_000 {
			return nil, paged{}, badField("after", "%q is no place in a list; leave it away to begin with the first", s.After)
		}
	}
	out := paged{All: len(list), First: at + 1}
	list = list[min(at, len(list)):]
	if len(list) > listRows {
		list = list[:listRows]
		out.Next = s.At(path, append(pairs, "after", strconv.Itoa(at+listRows))...)
	}
	out.Last = at + len(list)
	return list, out, nil
}

// places writes the list of places.
func (p *Pages) places(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	events := b.Select(board.Scope{Country: s.Country, From: s.First, To: s.Last, Types: s.Types, Grades: s.Grades, MinOrigins: s.Origins})
	v := placesView{Scope: s}
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
	var rows []board.PlaceCount
	if rows, v.paged, err = pageOf(found, s, "/places"); err != nil {
		return err
	}
	held, known := holdingsOf(b, b.Holdings(board.Scope{Country: s.Country}, b.Latest()))
	v.Fills = known.order
	var cites Cites
	for _, c := range rows {
		row := placeRow{Name: c.Name, Href: atPlace(c.ID, c.Name, c.Country), What: placeWords(c.Place), Events: c.N, Last: dayWords(last[c.Key()])}
		if c.Country != "" && c.Precision != sitrep.Country {
			row.Country = countryName(c.Country)
		}
		if h := held[c.Key()]; h != nil {
			line := spellRowOf(h.Spell, known, &cites, b.Latest())
			row.Held = &line
		}
		v.Rows = append(v.Rows, row)
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
	return out, fillsOf(b, spells, b.Latest())
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
