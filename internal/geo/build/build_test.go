package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitrep/internal/geo"
)

// TestOwnRowsArePacked holds own.bin to areas.tsv and places.tsv.
func TestOwnRowsArePacked(t *testing.T) {
	packed, err := own("..")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../own.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(packed, b) {
		t.Error("own.bin is older than areas.tsv or places.tsv: go run ./internal/geo/build -own internal/geo")
	}
}

// TestOwnRowsAreOnEarthAndInTheirCountry catches points with figures swapped: a place with a country lies no farther from
// some settlement of that country than countries have empty land, nor where it lies within a town far from it.
func TestOwnRowsAreOnEarthAndInTheirCountry(t *testing.T) {
	near := geo.Base().Neighbours()
	// Far from every town of the gazetteer.
	empty := map[string]bool{"sit:walid-crossing-iq": true, "sit:tine-of-sudan-sd": true, "sit:pibor-ss": true, "sit:akobo-ss": true}
	rows := 0
	for _, name := range ownTables {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		o := newOurs()
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' || line == ownColumns {
				continue
			}
			r, err := o.read(line)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			c := strings.Split(line, "\t")
			if !slices.Contains([]string{"geonames", "uncited"}, c[9]) {
				t.Errorf("%s: %s has the source %q", name, r.ID, c[9])
			}
			if c[1] == "" {
				continue
			}
			rows++
			if r.Located && r.Country != "" && pointed(r.Kind) {
				if _, _, ok := near.Nearest(r.Entry); !ok && !empty[r.ID] {
					t.Errorf("%s: no place in %s lies near %s", name, r.Country, r.ID)
				}
			}
			if up, ok := o.ByID(r.within); ok && r.Located && up.Kind.Settled() {
				if d := geo.Distance(r.Lat, r.Lon, up.Lat, up.Lon); d > 40 {
					t.Errorf("%s: %s lies %.0f km from %s, which it lies within", name, r.ID, d, up.Name)
				}
			}
		}
	}
	if rows < 1000 {
		t.Errorf("%d rows of our own", rows)
	}
}

func TestOwnRowsThatAreWrongAreRefused(t *testing.T) {
	for want, line := range map[string]string{
		"columns":        "a\tb",
		"no source":      "\tOldmill\t\tSO\t\tcity\t1\t2\t\t",
		"no place has":   "gn:1\t\tOldmill\t\t\t\t\t\t\tuncited",
		"invalid syntax": "\tOldmill\t\tSO\t\tcity\t1,5\t2\t\tuncited",
	} {
		o := newOurs()
		if _, err := o.read(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", line, err, want)
		}
	}
	o := newOurs()
	line := "\tOldmill\t\tSO\t\tcity\t1\t2\t\tuncited"
	if _, err := o.read(line); err != nil {
		t.Fatal(err)
	}
	if _, err := o.read(line); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a row twice: %v", err)
	}
}

// square is a country of two provinces of one degree by one, side by side; the eastern one takes the arc that they share
// backwards.
const square = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[0,0]},"arcs":[
[[2,0],[0,2]],
[[2,2],[-2,0],[0,-2],[2,0]],
[[2,2],[2,0],[0,-2],[-2,0]]],
"objects":{"xxx":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","id":"W","arcs":[[0,1]]},{"type":"MultiPolygon","id":"E","arcs":[[[2,-1]]]},{"type":null}]}}}`

func TestTopologyGivesMiddles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "xxx.topo.json")
	if err := os.WriteFile(name, []byte(square), 0o644); err != nil {
		t.Fatal(err)
	}
	areas, err := readTopology(name, "xxx")
	if err != nil || len(areas) != 2 {
		t.Fatal(areas, err)
	}
	for i, want := range []struct{ lat, lon float64 }{{.5, .5}, {.5, 1.5}} {
		a := areas[i]
		if math.Abs(a.lat-want.lat) > 1e-9 || math.Abs(a.lon-want.lon) > 1e-9 {
			t.Errorf("%s: middle at %v, %v", a.id, a.lat, a.lon)
		}
		if !a.holds(want.lat, want.lon) || a.holds(want.lat, want.lon+1) || a.holds(want.lat+1, want.lon) {
			t.Errorf("%s holds the wrong points", a.id)
		}
	}
}

func TestMiddlesOfAreasThatCrossTheDateLine(t *testing.T) {
	for name, rings := range map[string][][][2]float64{
		"one piece": {{{178, 0}, {178, 2}, {-178, 2}, {-178, 0}}},
		"cut there": {{{178, 0}, {178, 2}, {180, 2}, {180, 0}}, {{-180, 0}, {-180, 2}, {-178, 2}, {-178, 0}}},
	} {
		a := area{rings: rings}
		a.middle()
		if math.Abs(a.lat-1) > 1e-9 || math.Abs(math.Abs(a.lon)-180) > 1e-9 {
			t.Errorf("%s: middle at %v, %v", name, a.lat, a.lon)
		}
	}
}

func TestAPointMeetsTheMiddleOfItsLandWhereTheyLieNear(t *testing.T) {
	for _, c := range []struct{ lat, lon, toLat, toLon, wantLat, wantLon float64 }{
		{10, 20, 11, 21, 10.5, 20.5},
		{0, 179, 0, -179, 0, 180},
		{10, 20, 13, 20, 10, 20}, // 334 km
		{10, 20, math.NaN(), math.NaN(), 10, 20},
	} {
		e := &geo.Entry{Lat: c.lat, Lon: c.lon, Located: true}
		(&area{lat: c.toLat, lon: c.toLon}).meet(e)
		if e.Lat != c.wantLat || e.Lon != c.wantLon {
			t.Errorf("%v: at %v, %v", c, e.Lat, e.Lon)
		}
	}
	if e := (&geo.Entry{}); (&area{lat: 1, lon: 1}).meet(e) || e.Lat != 0 {
		t.Errorf("a place without a point moved to %v", e.Lat)
	}
}

func TestKeepLeavesOutNamesThatSayNothing(t *testing.T) {
	small := &geo.Entry{Name: "Sant Julià de Lòria", Country: "AD", Kind: geo.City, Population: 8000}
	got := keep(small, []string{"San Julia", "Sant-Zhulija-de-Lorija", "sheng hu li ya", "Сант-Жулия-де-Лория", "サン", "EAL", "حمام"})
	if want := []string{"San Julia"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	mosul := &geo.Entry{Name: "Mosul", Country: "IQ", Kind: geo.City, Population: 1_000_000}
	got = keep(mosul, []string{"Mosul", "OSM", "mwsl", "الموصل", "Мосул", "摩苏尔"})
	if want := []string{"Mosul", "الموصل", "Мосул"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
