package situation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
)

// Site is a place whose holders are told.
type Site struct {
	// ID is that of the gazetteer, or "told:" and the folded name, where the gazetteer has no such place.
	ID      string
	Name    string
	Country string // ISO 3166-1 alpha-2, "" for unknown
	Kind    geo.Kind
	// Lat and Lon are WGS 84 degrees, meaningless unless Located.
	Lat, Lon float64
	Located  bool
}

// samePointKm is how far two points of one place lie apart at most, in kilometres: what several gazetteers give for a town differs by less.
const samePointKm = 2

// sites tells which place a claim is about.
type sites struct {
	gazetteer *geo.Gazetteer
	bearers   map[string][]geo.Place
	// told counts claims by place, and inReport says which place a report means by a name.
	told     map[string]int
	inReport map[[2]string]string
	byName   map[string][]string
	all      map[string]Site
}

func newSites(g *geo.Gazetteer) *sites {
	return &sites{gazetteer: g, bearers: map[string][]geo.Place{}, told: map[string]int{}, inReport: map[[2]string]string{}, byName: map[string][]string{}, all: map[string]Site{}}
}

func (s *sites) called(name string) []geo.Place {
	key := geo.Fold(name)
	list, ok := s.bearers[key]
	if !ok {
		list = s.gazetteer.Candidates(name)
		s.bearers[key] = list
	}
	return list
}

// named is the name of the place that p is, or is told in terms of.
func nameOf(p *sitrep.Place) string {
	return cmp.Or(p.Within, p.Name, p.Text)
}

// learn takes in the tellings whose places have points, before any is asked for.
func (s *sites) learn(list []Telling) {
	for i := range list {
		p := list[i].Claim.Place
		if p == nil || p.Lat == nil || p.Lon == nil || p.Precision == sitrep.Offset {
			continue
		}
		site := s.at(list[i].Claim)
		s.all[site.ID] = site
		s.told[site.ID]++
		name := geo.Fold(nameOf(p))
		if !slices.Contains(s.byName[name], site.ID) {
			s.byName[name] = append(s.byName[name], site.ID)
		}
		key := [2]string{string(list[i].Report), name}
		if old, ok := s.inReport[key]; !ok || site.ID < old {
			s.inReport[key] = site.ID
		}
	}
	for _, ids := range s.byName {
		slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(s.told[b], s.told[a]), strings.Compare(a, b)) })
	}
}

// at is the place that has the point of a claim's.
func (s *sites) at(c *sitrep.Claim) Site {
	p := c.Place
	name := nameOf(p)
	names := []string{name}
	for _, f := range c.Roles[sitrep.Target] { // "the port town of Mocímboa da Praia", read as Praia
		if words := strings.Fields(f.Text); strings.HasSuffix(f.Text, name) {
			for n := min(len(words), 5); n > 1; n-- {
				names = append(names, strings.Join(words[len(words)-n:], " "))
			}
		}
	}
	for _, name := range names {
		for _, c := range s.called(name) {
			if c.Located && fits(c.Kind, p.Precision) && geo.Distance(c.Lat, c.Lon, *p.Lat, *p.Lon) <= samePointKm {
				return siteOf(c)
			}
		}
	}
	return Site{ID: fmt.Sprintf("told:%s:%s:%.1f,%.1f", geo.Fold(name), p.Country, *p.Lat, *p.Lon), Name: name, Country: string(p.Country), Lat: *p.Lat, Lon: *p.Lon, Located: true}
}

func siteOf(c geo.Place) Site {
	return Site{ID: c.ID, Name: c.Name, Country: c.Country, Kind: c.Kind, Lat: c.Lat, Lon: c.Lon, Located: c.Located}
}

// fits says that a place of a kind may be told with a precision: a city is not its province.
func fits(k geo.Kind, p sitrep.Precision) bool {
	return p == "" || p == sitrep.Offset || k.Precision() == p
}

// of is the place that a telling is about; ok is false where that cannot be told.
func (s *sites) of(t *Telling) (site Site, ok bool) {
	p := t.Claim.Place
	if p == nil || p.Precision == sitrep.Country {
		return Site{}, false
	}
	if p.Lat != nil && p.Lon != nil && p.Precision != sitrep.Offset {
		site = s.at(t.Claim)
		return site, true
	}
	name := geo.Fold(nameOf(p))
	if name == "" {
		return Site{}, false
	}
	if id, ok := s.inReport[[2]string{string(t.Report), name}]; ok && s.agrees(s.all[id], p) {
		return s.all[id], true
	}
	for _, id := range s.byName[name] {
		if s.agrees(s.all[id], p) && s.told[id] > 0 {
			return s.all[id], true
		}
	}
	// Nobody told its point: the settlement of that name in the country, if there is but one that counts.
	if p.Country != "" {
		var in []geo.Place
		for _, c := range s.called(nameOf(p)) {
			if c.Country == string(p.Country) && c.Located && (fits(c.Kind, p.Precision) && p.Precision != "" || p.Precision == "" && c.Kind.Settled()) {
				in = append(in, c)
			}
		}
		if len(in) == 1 || len(in) > 1 && in[0].Population > 4*in[1].Population {
			return siteOf(in[0]), true
		}
		// Or one that bears the name beside another: reports that give its point call it otherwise.
		return Site{ID: "told:" + name + ":" + string(p.Country), Name: nameOf(p), Country: string(p.Country)}, true
	}
	return Site{}, false
}

// agrees says that p may be the place.
func (s *sites) agrees(site Site, p *sitrep.Place) bool {
	return (p.Country == "" || site.Country == "" || string(p.Country) == site.Country) && fits(site.Kind, p.Precision)
}
