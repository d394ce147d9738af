package ui

import (
	"cmp"
	"slices"
	"strings"

	"sitrep/internal/geo"
)

// mapNames are names to find one's way by on the map: countries, then towns, those with most people first. Columns, as the script reads them
// (web/src/map/overlay.ts).
type mapNames struct {
	Name    []string  `json:"name"`
	Lat     []float64 `json:"lat"`
	Lon     []float64 `json:"lon"`
	Zoom    []float64 `json:"zoom"` // from which it is worth its room
	Country []int     `json:"country"`
}

// leastPeople is how many people a town has that is named on the map though nothing is told of it.
const leastPeople = 30_000

// townZoom is the scale from which a town of so many people is named.
func townZoom(people int) float64 {
	switch {
	case people >= 3_000_000:
		return 3.5
	case people >= 1_000_000:
		return 4.5
	case people >= 400_000:
		return 5.5
	case people >= 150_000:
		return 6.5
	case people >= 60_000:
		return 7.5
	}
	return 8.5
}

func makeMapNames(g *geo.Gazetteer) mapNames {
	var m mapNames
	add := func(name string, lat, lon, zoom float64, country int) {
		m.Name = append(m.Name, name)
		m.Lat, m.Lon = append(m.Lat, rounded(lat)), append(m.Lon, rounded(lon))
		m.Zoom, m.Country = append(m.Zoom, zoom), append(m.Country, country)
	}
	people := map[string]int{}
	var towns []geo.Entry
	for e := range g.All() {
		if !e.Located || e.Borrowed {
			continue
		}
		switch e.Kind {
		case geo.Capital, geo.Seat, geo.City:
			people[e.Country] += e.Population
			if e.Population >= leastPeople {
				towns = append(towns, e)
			}
		}
	}
	countries := slices.Clone(geo.Countries())
	slices.SortStableFunc(countries, func(a, b geo.CountryRow) int {
		return cmp.Or(cmp.Compare(people[b.Alpha2], people[a.Alpha2]), strings.Compare(a.Alpha2, b.Alpha2))
	})
	for _, c := range countries {
		if c.Located {
			zoom := 4.0
			switch {
			case people[c.Alpha2] >= 20_000_000:
				zoom = 1.5
			case people[c.Alpha2] >= 4_000_000:
				zoom = 2.5
			case people[c.Alpha2] >= 500_000:
				zoom = 3.25
			}
			add(c.Name, c.Lat, c.Lon, zoom, 1)
		}
	}
	slices.SortFunc(towns, func(a, b geo.Entry) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), strings.Compare(a.ID, b.ID))
	})
	towns = slices.CompactFunc(towns, func(a, b geo.Entry) bool { return a.ID == b.ID }) // two layers may know one
	for _, t := range towns {
		add(t.Name, t.Lat, t.Lon, townZoom(t.Population), 0)
	}
	return m
}
