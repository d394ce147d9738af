package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sitrep/internal/geo"
)

// area is a polygon and its middle.
type area struct {
	lat, lon float64        // NaN where the polygon encloses nothing
	rings    [][][2]float64 // longitude, latitude; outer rings and holes alike
	id       string         // in its file
}

// topology is a TopoJSON file: polygons made of arcs that neighbours share.
// Format: https://github.com/topojson/topojson-specification
type topology struct {
	Transform struct {
		Scale, Translate [2]float64
	}
	Arcs    [][][2]float64
	Objects map[string]struct {
		Geometries []struct {
			Type string
			ID   any
			Arcs json.RawMessage
		}
	}
}

// readTopology gives the areas of one object of a file.
func readTopology(name, object string) ([]area, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, arc := range t.Arcs { // steps to points
		x, y := 0.0, 0.0
		for i := range arc {
			x, y = x+arc[i][0], y+arc[i][1]
			arc[i] = [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		}
	}
	var out []area
	for _, g := range t.Objects[object].Geometries {
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var one [][]int
			if err := json.Unmarshal(g.Arcs, &one); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			polygons = [][][]int{one}
		case "MultiPolygon":
			if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		default:
			continue
		}
		a := area{id: fmt.Sprint(g.ID)}
		for _, polygon := range polygons {
			for _, ring := range polygon {
				a.rings = append(a.rings, t.ring(ring))
			}
		}
		a.middle()
		out = append(out, a)
	}
	return out, nil
}

// ring joins arcs; a negative number is an arc taken backwards.
func (t *topology) ring(arcs []int) [][2]float64 {
	var out [][2]float64
	for _, i := range arcs {
		if i >= 0 {
			out = append(out, t.Arcs[i]...)
			continue
		}
		arc := slices.Clone(t.Arcs[^i])
		slices.Reverse(arc)
		out = append(out, arc...)
	}
	return out
}

// middle sets the centroid, by the shoelace formula over longitude and latitude, which go on past 180 degrees where the area does.
func (a *area) middle() {
	var sum, x, y float64
	at := 0.0
	if len(a.rings) > 0 && len(a.rings[0]) > 0 {
		at = a.rings[0][0][0]
	}
	for _, ring := range a.rings {
		r := slices.Clone(ring)
		for i := range r {
			r[i][0] = at + around(r[i][0]-at)
			at = r[i][0]
		}
		for i := range r {
			p, q := r[i], r[(i+1)%len(r)]
			k := p[0]*q[1] - q[0]*p[1]
			sum += k
			x += (p[0] + q[0]) * k
			y += (p[1] + q[1]) * k
		}
	}
	if sum == 0 {
		a.lon, a.lat = math.NaN(), math.NaN()
		return
	}
	a.lon, a.lat = around(x/(3*sum)), y/(3*sum)
}

// around gives a difference of longitudes the short way round the Earth, -180 to 180.
func around(lon float64) float64 {
	for lon > 180 {
		lon -= 360
	}
	for lon < -180 {
		lon += 360
	}
	return lon
}

// holds says whether a point lies in the area (even-odd rule).
func (a *area) holds(lat, lon float64) bool {
	in := false
	for _, r := range a.rings {
		for i := range r {
			p, q := r[i], r[(i+1)%len(r)]
			if (p[1] > lat) != (q[1] > lat) && lon < (q[0]-p[0])*(lat-p[1])/(q[1]-p[1])+p[0] {
				in = !in
			}
		}
	}
	return in
}

// readProvinces ties polygons to first-level divisions: a polygon is that division's most of whose places lie in it, if
// most places in it are that division's.
func (w *world) readProvinces(in inputs) error {
	byCountry := map[string][]*geo.Entry{}
	for _, c := range w.cities {
		byCountry[c.Country] = append(byCountry[c.Country], c)
	}
	for _, c := range geo.Countries() {
		name := filepath.Join(in.provinces, strings.ToLower(c.Alpha3)+".topo.json")
		if _, err := os.Stat(name); err != nil {
			continue
		}
		areas, err := readTopology(name, strings.ToLower(c.Alpha3))
		if err != nil {
			return err
		}
		inside := make([]map[string]int, len(areas)) // places of each division in each polygon
		total := map[string]int{}
		for i := range areas {
			inside[i] = map[string]int{}
		}
		for _, city := range byCountry[c.Alpha2] {
			d := w.division(city.Parent)
			if d == "" {
				continue
			}
			total[d]++
			for i := range areas {
				if areas[i].holds(city.Lat, city.Lon) {
					inside[i][d]++
					break
				}
			}
		}
		for i := range areas {
			all, best := 0, ""
			for _, d := range slices.Sorted(maps.Keys(inside[i])) {
				all += inside[i][d]
				if best == "" || inside[i][d] > inside[i][best] {
					best = d
				}
			}
			if best != "" && 2*inside[i][best] > all && 2*inside[i][best] > total[best] && !math.IsNaN(areas[i].lat) {
				w.areas[best] = areas[i]
			}
		}
	}
	return nil
}

// division gives the id of the first-level division that id is or lies in.
func (w *world) division(id string) string {
	for e := w.entries[id]; e != nil; e = w.entries[e.Parent] {
		if e.Kind == geo.Admin1 {
			return e.ID
		}
	}
	return ""
}

// stateNumbers are the numbers of the states of the United States (FIPS 5-2), which counties' numbers begin with.
const stateNumbers = `01 AL 02 AK 04 AZ 05 AR 06 CA 08 CO 09 CT 10 DE 11 DC 12 FL 13 GA 15 HI 16 ID 17 IL 18 IN 19 IA 20 KS 21 KY 22 LA
	23 ME 24 MD 25 MA 26 MI 27 MN 28 MS 29 MO 30 MT 31 NE 32 NV 33 NH 34 NJ 35 NM 36 NY 37 NC 38 ND 39 OH 40 OK 41 OR 42 PA 44 RI
	45 SC 46 SD 47 TN 48 TX 49 UT 50 VT 51 VA 53 WA 54 WV 55 WI 56 WY`

// readCounties gives the counties of the United States the middles of their polygons.
func (w *world) readCounties(in inputs) error {
	states := map[string]string{} // of the census, by the first two digits
	areas, err := readTopology(in.counties, "counties")
	if err != nil {
		return err
	}
	fields := strings.Fields(stateNumbers)
	for i := 0; i < len(fields); i += 2 {
		states[fields[i]] = fields[i+1]
	}
	for _, a := range areas {
		e := w.entries[w.codes["US."+states[a.id[:2]]+"."+a.id[2:]]]
		if e != nil && !math.IsNaN(a.lat) {
			e.Lat, e.Lon, e.Located = a.lat, a.lon, true
		}
	}
	return nil
}

// agreeKm is how far GeoNames' point of an area and the middle of its land may lie apart and still be two estimates of one place. Where they
// lie farther apart, the land is in pieces: the Lower 48 and Alaska.
const agreeKm = 300.0

// readCountryAreas moves the points of countries half way to the middle of their land.
func (w *world) readCountryAreas(in inputs) error {
	ids := map[string]string{} // ISO 3166-1 numeric → id
	err := rows(filepath.Join(in.tables, "countryInfo.txt.gz"), func(c []string) error {
		ids[c[2]] = w.codes[c[0]]
		return nil
	})
	if err != nil {
		return err
	}
	areas, err := readTopology(in.countries, "countries")
	if err != nil {
		return err
	}
	moved := 0
	for _, a := range areas {
		if e := w.entries[ids[a.id]]; e != nil && a.meet(e) {
			moved++
		}
	}
	fmt.Printf("%d countries of %d with a polygon moved\n", moved, len(areas))
	return nil
}

// meet moves a point half way to the middle of the area, if the two lie near enough; to a hundredth of a degree.
func (a *area) meet(e *geo.Entry) bool {
	if !e.Located || math.IsNaN(a.lat) || geo.Distance(e.Lat, e.Lon, a.lat, a.lon) > agreeKm {
		return false
	}
	e.Lat = math.Round(50*(e.Lat+a.lat)) / 100
	e.Lon = math.Round(100*around(e.Lon+around(a.lon-e.Lon)/2)) / 100
	return true
}

// placeDivisions gives the other divisions their points, and the first level their population: the sum over their places.
func (w *world) placeDivisions(inputs) error {
	type sum struct{ lat, lon, weight, from float64 } // longitudes the short way round the Earth, from the first
	sums := map[string]*sum{}
	for _, c := range w.cities {
		weight := float64(max(c.Population, 100))
		for e := w.entries[c.Parent]; e != nil && e.Kind != geo.Country; e = w.entries[e.Parent] {
			if sums[e.ID] == nil {
				sums[e.ID] = &sum{from: c.Lon}
			}
			s := sums[e.ID]
			s.lat, s.lon, s.weight = s.lat+weight*c.Lat, s.lon+weight*around(c.Lon-s.from), s.weight+weight
			if c.Kind != geo.Neighbourhood { // which its town's counts
				e.Population += c.Population
			}
		}
	}
	near, middling, both := 0, 0, 0
	var far [2]float64
	for _, code := range slices.Sorted(maps.Keys(w.known)) {
		e := w.entries[w.codes[code]]
		a, polygon := w.areas[e.ID]
		s := sums[e.ID]
		if !polygon || s == nil {
			continue
		}
		both++
		byArea, byPeople := geo.Distance(e.Lat, e.Lon, a.lat, a.lon), geo.Distance(e.Lat, e.Lon, s.lat/s.weight, around(s.from+s.lon/s.weight))
		far[0], far[1] = far[0]+byArea, far[1]+byPeople
		if byArea <= 161 {
			near++
		}
		if byPeople <= 161 {
			middling++
		}
	}
	fmt.Printf("of %d first-level divisions with known points, the polygon's middle lies within 161 km for %d (%.0f km on average), that of the people for %d (%.0f km)\n",
		both, near, far[0]/float64(both), middling, far[1]/float64(both))
	counts := map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(w.entries)) {
		e := w.entries[id]
		if e.Kind != geo.Admin1 && e.Kind != geo.Admin2 {
			continue
		}
		a, polygon := w.areas[id]
		s := sums[id]
		how := "known"
		switch {
		case e.Located && polygon && a.meet(e):
			how = "known and polygon"
		case e.Located:
		case polygon:
			e.Lat, e.Lon, e.Located, how = a.lat, a.lon, true, "polygon"
		case s != nil:
			e.Lat, e.Lon, e.Located, how = s.lat/s.weight, around(s.from+s.lon/s.weight), true, "people"
		default:
			how = "none"
		}
		counts[string(e.Kind)+" "+how]++
	}
	fmt.Println(counts)
	return nil
}
