package api

import (
	"context"
	"net/http"
	"strings"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// PlaceList is what a name may stand for, as sitrep gazetteer lookup prints it.
type PlaceList struct {
	Name   string `json:"name"`   // that was asked for
	Folded string `json:"folded"` // the form under which names are compared
	Total  int    `json:"total"`  // how many places bear the name
	// Told says that a claim of the archive names a place so.
	Told   bool             `json:"told"`
	Places []GazetteerPlace `json:"places"` // the one first that the name alone makes think of
	// Attribution is the line that the licence of the place data asks for wherever it is shown.
	Attribution string `json:"attribution"`
}

// GazetteerPlace is a place of the gazetteer.
type GazetteerPlace struct {
	ID         string       `json:"id"` // "gn:" and the GeoNames id, or "sit:" and a name
	Name       string       `json:"name"`
	Kind       geo.Kind     `json:"kind"`
	Country    sitrep.Known `json:"country"` // ISO 3166-1 alpha-2
	Admin1     sitrep.Known `json:"admin1"`  // the first-level division that it lies in
	Admin2     sitrep.Known `json:"admin2"`  // the second-level one
	Lat        *float64     `json:"lat"`     // WGS 84 degrees, null where its point is not known
	Lon        *float64     `json:"lon"`
	Precision  sitrep.Known `json:"precision"`        // of the point
	Within     sitrep.Known `json:"within"`           // id of the place that lends it its point
	Population int          `json:"population"`       // 0 where unknown
	Weight     int          `json:"weight,omitempty"` // roughly how many people the name makes think of it
	Why        []string     `json:"why,omitempty"`    // what speaks for and against it
}

// WholePlace is a place with those that bear its name.
type WholePlace struct {
	Place GazetteerPlace `json:"place"`
	// Told says that a claim of the archive names a place so.
	Told        bool             `json:"told"`
	Namesakes   []GazetteerPlace `json:"namesakes"` // other places that bear the name, at most 20
	Attribution string           `json:"attribution"`
}

type placesParams struct {
	Q       string `query:"q" maxLength:"300" required:"true" doc:"A name in any case and spelling, also in Arabic script; or an id." example:"Mosul"`
	Country string `query:"country" maxLength:"100" doc:"Only places of that country: its ISO 3166-1 code or its name." example:"IQ"`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"Places at most." example:"10"`
	FormatParam
}

type placeParams struct {
	ID string `path:"id" maxLength:"300" doc:"Id of the place in the gazetteer, or its name where that tells it from its namesakes." example:"gn:99072"`
	FormatParam
}

// places registers the operations about places.
func (a *API) places() {
	add[placesParams, PlaceList](a, spec{id: "find-places", path: "/places", tag: "places", summary: "Look a place up",
		about: "The places that bear a name, the one first that the name alone makes think of, with what speaks for and against each.", example: "/places?q=Mosul&limit=2"}, a.findPlaces)
	add[placeParams, WholePlace](a, spec{id: "get-place", path: "/places/{id}", tag: "places", summary: "One place",
		about: "A place of the gazetteer, and its namesakes. Who held it is told by `/control`.", errors: []int{http.StatusNotFound}, example: "/places/gn:99072"}, a.getPlace)
}

// placeOf is a place as answers give it.
func placeOf(p *geo.Place) GazetteerPlace {
	out := GazetteerPlace{ID: p.ID, Name: p.Name, Kind: p.Kind, Country: known(p.Country), Admin1: known(p.Admin1), Admin2: known(p.Admin2), Precision: known(p.Precision), Within: known(p.Within), Population: p.Population}
	if p.Located {
		lat, lon := p.Lat, p.Lon
		out.Lat, out.Lon = &lat, &lon
	}
	return out
}

// told says that a claim of the archive names a place so.
func (a *API) told(ctx context.Context, name string) (bool, error) {
	page, err := a.o.Archive.Claims(ctx, store.Filter{Place: name, Copies: true, Limit: 1})
	return len(page.Rows) > 0, err
}

func (a *API) findPlaces(ctx context.Context, p *placesParams) (*answer, error) {
	name := strings.TrimSpace(p.Q)
	if name == "" {
		return nil, wrong("query.q", p.Q, "no name is given; give one, such as Mosul")
	}
	country := ""
	if p.Country != "" {
		var err error
		if country, err = ask.Country(p.Country); err != nil {
			return nil, err
		}
	}
	out := &PlaceList{Name: name, Folded: geo.Fold(name), Places: []GazetteerPlace{}, Attribution: geo.Attribution}
	gazetteer := a.o.Asker.Gazetteer()
	choices := gazetteer.Choices(name)
	if one, ok := gazetteer.ByID(name); ok {
		choices = []geo.Choice{{Place: one, Why: []string{"has this id"}}}
	}
	for i := range choices {
		c := &choices[i]
		if country != "" && c.Country != country {
			continue
		}
		if out.Total++; len(out.Places) < p.Limit {
			place := placeOf(&c.Place)
			place.Weight, place.Why = c.Weight, c.Why
			out.Places = append(out.Places, place)
		}
	}
	var err error
	out.Told, err = a.told(ctx, name)
	return &answer{body: out}, err
}

// mostNamesakes is how many namesakes of a place are given.
const mostNamesakes = 20

func (a *API) getPlace(ctx context.Context, p *placeParams) (*answer, error) {
	gazetteer := a.o.Asker.Gazetteer()
	place, ok := gazetteer.ByID(p.ID)
	if !ok {
		choices := gazetteer.Candidates(p.ID)
		if len(choices) == 0 {
			return nil, problem(http.StatusNotFound, "%s: the gazetteer has no place of this id or name; %s/places?q=NAME looks names up", shown(p.ID), Base)
		}
		place = choices[0]
	}
	out := &WholePlace{Place: placeOf(&place), Namesakes: []GazetteerPlace{}, Attribution: geo.Attribution}
	for _, c := range gazetteer.Candidates(place.Name) {
		if c.ID != place.ID && len(out.Namesakes) < mostNamesakes {
			out.Namesakes = append(out.Namesakes, placeOf(&c))
		}
	}
	var err error
	out.Told, err = a.told(ctx, place.Name)
	return &answer{body: out}, err
}
