package board

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// Place is a place as events and figures name it.
type Place struct {
	// ID is that of the gazetteer, "" where it knows no such place there.
	ID        string
	Name      string
	Country   string // ISO 3166-1 alpha-2, "" for unknown
	Division  string // the first-level division that it lies in, "" for unknown
	Precision sitrep.Precision
	Lat, Lon  *float64 // WGS 84 degrees, null where not known
	RadiusKm  float64
	// Events counts those of the board that happened there; a place told with several precisions or points is several.
	Events int

	fold, key string
	n, nKey   int // its number among places, and that of its key
}

// Key tells places apart: the id, or "told:", the folded name and the country.
func (p *Place) Key() string { return p.key }

// samePointKm is how far two points of one place lie apart at most, in kilometres; situation has the same.
const samePointKm = 2

// places makes every place once.
type places struct {
	gazetteer *geo.Gazetteer
	all       map[string]*Place
	list      []*Place
	keys      map[string]int // numbers of keys
	byKey     map[string]int // events
	byFold    map[string]int
	division  map[[2]string]int // country, name
	country   map[string]int
}

func newPlaces(g *geo.Gazetteer) *places {
	return &places{gazetteer: g, all: map[string]*Place{}, keys: map[string]int{}, byKey: map[string]int{}, byFold: map[string]int{}, division: map[[2]string]int{}, country: map[string]int{}}
}

func degrees(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', 4, 64)
}

// of is the place of an event.
func (s *places) of(p *sitrep.EventPlace) *Place {
	if p == nil {
		return nil
	}
	return s.one(Place{Name: p.Name, Country: string(p.Country), Division: string(p.Division), Precision: p.Precision, Lat: p.Lat, Lon: p.Lon, RadiusKm: p.RadiusKm})
}

// site is the place of a figure.
func (s *places) site(t *situation.Site) *Place {
	if t.ID == "" {
		return nil
	}
	p := Place{Name: t.Name, Country: t.Country, Precision: t.Kind.Precision()}
	if t.Kind == geo.Country {
		p.Precision = sitrep.Country
	}
	if t.Located {
		lat, lon := t.Lat, t.Lon
		p.Lat, p.Lon = &lat, &lon
	}
	if g, ok := s.gazetteer.ByID(t.ID); ok {
		p.ID, p.Division = g.ID, g.Admin1
	}
	return s.one(p)
}

func (s *places) one(p Place) *Place {
	key := strings.Join([]string{p.Name, p.Country, p.Division, string(p.Precision), degrees(p.Lat), degrees(p.Lon), strconv.FormatFloat(p.RadiusKm, 'f', 2, 64)}, "\t")
	if known := s.all[key]; known != nil {
		return known
	}
	p.fold = geo.Fold(p.Name)
	if p.ID == "" {
		p.ID = s.find(&p)
	}
	if p.key = p.ID; p.ID == "" {
		p.key = "told:" + p.fold + ":" + p.Country
	}
	var ok bool
	if p.nKey, ok = s.keys[p.key]; !ok {
		p.nKey = len(s.keys)
		s.keys[p.key] = p.nKey
	}
	p.n = len(s.list)
	s.all[key] = &p
	s.list = append(s.list, &p)
	return &p
}

// find is the id of the place that the gazetteer has at that point by that name.
func (s *places) find(p *Place) string {
	if p.Precision == sitrep.Country && p.Country != "" {
		return geo.CountryID(p.Country)
	}
	if p.Lat == nil || p.Lon == nil || p.Precision == sitrep.Offset {
		return ""
	}
	for _, c := range s.gazetteer.Candidates(p.Name) {
		if c.Located && c.Country == p.Country && (p.Precision == "" || c.Kind.Precision() == p.Precision) && geo.Distance(c.Lat, c.Lon, *p.Lat, *p.Lon) <= samePointKm {
			return c.ID
		}
	}
	return ""
}

// count counts an event at its place.
func (s *places) count(p *Place) {
	if p == nil {
		return
	}
	p.Events++
	s.byKey[p.Key()]++
	s.byFold[p.fold]++
	s.country[p.Country]++
	if p.Division != "" {
		s.division[[2]string{p.Country, geo.Fold(p.Division)}]++
	}
}

// busiest are the places of events, those with most first.
func (s *places) busiest() []*Place {
	out := slices.DeleteFunc(slices.Clone(s.list), func(p *Place) bool { return p.Events == 0 })
	slices.SortStableFunc(out, func(a, b *Place) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name), strings.Compare(a.Key(), b.Key()), strings.Compare(string(a.Precision), string(b.Precision)))
	})
	return out
}

// Area is what the name of a place stands for: a country, a division, or a place with what lies about it.
type Area struct {
	ID      string // of the gazetteer, "" for a place that it does not know
	Name    string
	Country string // ISO 3166-1 alpha-2, "" for unknown
	// Within is the division that a place lies in, "" for unknown and for divisions themselves.
	Within   string
	Kind     geo.Kind // "" for a place that the gazetteer does not know
	Lat, Lon float64  // meaningless unless Located
	Located  bool
	// Events counts those that name it; of a country or division those in it.
	Events int

	fold string
}

// aroundKm is how far about a town events with a point of their own are taken to be at it, in kilometres.
const aroundKm = 10

// Find gives the areas that a name or an id of the gazetteer may stand for, in a country where one is given (ISO 3166-1 alpha-2): those that events name come
// first, the most named first, then the weightier. None: nobody knows such a place.
func (b *Board) Find(name, country string) []Area {
	var out []Area
	if g, ok := b.known.gazetteer.ByID(name); ok {
		return []Area{b.area(g)}
	}
	if key, ok := strings.CutPrefix(name, "told:"); ok {
		name, country, _ = strings.Cut(key, ":")
	}
	for _, g := range b.known.gazetteer.Candidates(name) {
		if country == "" || g.Country == country {
			out = append(out, b.area(g))
		}
	}
	fold := geo.Fold(name)
	if len(out) == 0 && fold != "" {
		if i := slices.IndexFunc(b.Places, func(p *Place) bool { return p.fold == fold && (country == "" || p.Country == country) }); i >= 0 {
			out = append(out, Area{Name: b.Places[i].Name, Country: b.Places[i].Country, Events: b.known.byFold[fold], fold: fold})
		}
	}
	// A division has the events of all that lies in it; its namesake, a town, is meant where more events name that.
	named := func(a *Area) int {
		if a.Kind == geo.Admin1 {
			return b.known.byKey[a.ID]
		}
		return a.Events
	}
	slices.SortStableFunc(out, func(x, y Area) int { return cmp.Or(cmp.Compare(named(&y), named(&x)), cmp.Compare(y.Events, x.Events)) })
	return out
}

func (b *Board) area(g geo.Place) Area {
	a := Area{ID: g.ID, Name: g.Name, Country: g.Country, Within: g.Admin1, Kind: g.Kind, Lat: g.Lat, Lon: g.Lon, Located: g.Located, fold: geo.Fold(g.Name)}
	switch g.Kind {
	case geo.Country:
		a.Events = b.known.country[g.Country]
	case geo.Admin1:
		a.Within = ""
		a.Events = b.known.division[[2]string{g.Country, a.fold}] + b.known.byKey[g.ID]
	default:
		a.Events = b.known.byKey[g.ID]
	}
	return a
}

// Wide says that the area is a country or a first-level division, and not a place on a map of it.
func (a *Area) Wide() bool { return a.Kind == geo.Country || a.Kind == geo.Admin1 }

// Holds says that a place lies in the area; nil lies nowhere.
func (a *Area) Holds(p *Place) bool {
	if p == nil || a.Country != "" && p.Country != "" && a.Country != p.Country {
		return false
	}
	switch a.Kind {
	case geo.Country:
		return p.Country == a.Country
	case geo.Admin1:
		return p.ID == a.ID || p.Country == a.Country && p.Division != "" && geo.Fold(p.Division) == a.fold
	}
	if p.ID != "" && p.ID == a.ID {
		return true
	}
	if p.Lat != nil && p.Lon != nil && a.Located {
		km := geo.Distance(a.Lat, a.Lon, *p.Lat, *p.Lon)
		switch {
		case p.Precision == sitrep.Country || p.Precision == sitrep.Province:
			return false
		case p.Precision == sitrep.Exact || p.Precision == sitrep.Neighbourhood || p.Precision == sitrep.Offset:
			return km <= aroundKm && a.Kind.Settled()
		}
		return km <= samePointKm
	}
	return p.fold == a.fold && (p.ID == "" || a.ID == "")
}
