package fuse

import (
	"testing"

	"sitrep"
)

func TestHowPlacesStand(t *testing.T) {
	at := func(name string, p sitrep.Precision, country string, lat, lon float64) *sitrep.Place {
		return &sitrep.Place{Name: name, Precision: p, Country: sitrep.Known(country), Lat: &lat, Lon: &lon}
	}
	lent := func(name, within string) *sitrep.Place {
		p := at(name, sitrep.Neighbourhood, "IQ", 36.34, 43.13)
		p.Within = within
		return p
	}
	unknown := func(name string) *sitrep.Place { return &sitrep.Place{Name: name} }
	loose := func(p *sitrep.Place) *sitrep.Place { p.Relation = sitrep.Near; return p }
	mosul := func() *sitrep.Place { return at("Mosul", sitrep.City, "IQ", 36.34, 43.13) }
	for _, c := range []struct {
		name string
		a, b *sitrep.Place
		want int
	}{
		{"one town", mosul(), mosul(), sameSpots},
		{"none told", nil, mosul(), openSpots},
		{"two towns", mosul(), at("Tikrit", sitrep.City, "IQ", 34.6, 43.68), apartSpots},
		{"a suburb's point", mosul(), at("Gogjali", sitrep.City, "IQ", 36.35, 43.24), nearSpots},
		{"a town in its country", mosul(), at("Iraq", sitrep.Country, "IQ", 33, 44), insideSpots},
		{"a town and another country", mosul(), at("Syria", sitrep.Country, "SY", 35, 38), apartSpots},
		{"a town and a province of which no more is known", mosul(), at("Unheard", sitrep.Province, "IQ", 36, 42), openSpots},
		{"a town far from a province", mosul(), at("Basra", sitrep.Province, "IQ", 30.3, 47.7), apartSpots},
		{"a quarter in its town", lent("Zanjili", "Mosul"), mosul(), insideSpots},
		{"two quarters of a town", lent("Zanjili", "Mosul"), lent("Wadi Hajar", "Mosul"), apartSpots},
		{"a quarter called a little otherwise", lent("Zanjili", "Mosul"), lent("entire Zanjili district", "Mosul"), sameSpots},
		{"a name that nobody knows", unknown("Kafr Nowhere"), unknown("Kafr Nowhere"), sameSpots},
		{"two names that nobody knows", unknown("Kafr Nowhere"), unknown("Tell Anywhere"), apartSpots},
		{"a building that nobody knows and a town", &sitrep.Place{Name: "Martyrs Barracks", Precision: sitrep.Exact}, mosul(), openSpots},
		{"a building named after its town", &sitrep.Place{Name: "Mosul Barracks", Precision: sitrep.Exact}, mosul(), insideSpots},
		{"a word for any place", unknown("outskirts"), mosul(), openSpots},
		{"near a town", loose(mosul()), at("Hamam al-Alil", sitrep.City, "IQ", 36.16, 43.26), nearSpots},
	} {
		if a, b := spots(spotOf(c.a), spotOf(c.b)), spots(spotOf(c.b), spotOf(c.a)); a != c.want || b != c.want {
			t.Errorf("%s: got %d and %d, want %d", c.name, a, b, c.want)
		}
	}
}
