package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sitrep/internal/geo"
)

// world is what has been read so far.
type world struct {
	entries map[string]*geo.Entry      // by id
	names   map[string]map[string]bool // by id, names other than the first
	codes   map[string]string          // "IQ", "IQ.15", "IQ.15.90392" → id
	cities  []*geo.Entry
	areas   map[string]area // of first-level divisions with a polygon, by id
	known   map[string]bool // codes whose points are GeoNames' own
}

// rows calls f with the columns of each line of a table that may be gzipped.
func rows(name string, f func([]string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if line := s.Text(); line != "" && line[0] != '#' {
			if err := f(strings.Split(line, "\t")); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return s.Err()
}

func (w *world) add(code string, e *geo.Entry) {
	w.entries[e.ID] = e
	if code != "" {
		w.codes[code] = e.ID
	}
}

func (w *world) alias(id, name string) {
	if w.names[id] == nil {
		w.names[id] = map[string]bool{}
	}
	w.names[id][name] = true
}

func (w *world) readCountries(in inputs) error {
	populations := map[string]int{}
	err := rows(filepath.Join(in.tables, "countryInfo.txt.gz"), func(c []string) error {
		populations[c[0]], _ = strconv.Atoi(c[7])
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range geo.Countries() {
		e := &geo.Entry{ID: c.ID, Name: c.Name, Country: c.Alpha2, Kind: geo.Country, Lat: c.Lat, Lon: c.Lon, Located: c.Located,
			Population: populations[c.Alpha2]}
		w.add(c.Alpha2, e)
		for _, n := range c.Names {
			w.alias(e.ID, n)
		}
	}
	return nil
}

func (w *world) readDivisions(in inputs) error {
	err := rows(filepath.Join(in.tables, "admin1CodesASCII.txt.gz"), func(c []string) error {
		country, _, _ := strings.Cut(c[0], ".")
		if w.codes[country] == "" {
			return nil
		}
		w.add(c[0], &geo.Entry{ID: "gn:" + c[3], Name: c[1], Country: country, Parent: w.codes[country], Kind: geo.Admin1})
		w.alias("gn:"+c[3], c[2])
		return nil
	})
	if err != nil {
		return err
	}
	return rows(filepath.Join(in.tables, "admin2Codes.txt.gz"), func(c []string) error {
		parts := strings.Split(c[0], ".")
		up := w.codes[parts[0]+"."+parts[1]]
		if up == "" {
			up = w.codes[parts[0]]
		}
		id := "gn:" + c[3]
		if up == "" || w.entries[id] != nil { // some divisions are of both levels
			if up != "" {
				w.codes[c[0]] = id
			}
			return nil
		}
		w.add(c[0], &geo.Entry{ID: id, Name: c[1], Country: parts[0], Parent: up, Kind: geo.Admin2})
		w.alias(id, c[2])
		return nil
	})
}

func (w *world) readCities(in inputs) error {
	return rows(in.cities, func(c []string) error {
		e, names, codes, err := geo.ReadGeoNames(c)
		if err != nil {
			return err
		}
		w.addCity(e, names, codes)
		return nil
	})
}

// addCity adds a place and finds the narrowest division that it lies in.
func (w *world) addCity(e geo.Entry, names []string, codes []string) {
	if w.entries[e.ID] != nil {
		return
	}
	for _, code := range codes {
		if id := w.codes[code]; id != "" {
			e.Parent = id
		}
	}
	w.add("", &e)
	w.cities = append(w.cities, &e)
	for _, n := range names {
		w.alias(e.ID, n)
	}
}

// readMore adds the places that a newer table has, without their divisions of the second level.
func (w *world) readMore(in inputs) error {
	b, err := os.ReadFile(in.more)
	if err != nil {
		return err
	}
	var all map[string]struct {
		ID         int      `json:"geonameid"`
		Name       string   `json:"name"`
		Lat        float64  `json:"latitude"`
		Lon        float64  `json:"longitude"`
		Country    string   `json:"countrycode"`
		Population int      `json:"population"`
		Admin1     string   `json:"admin1code"`
		Names      []string `json:"alternatenames"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("%s: %w", in.more, err)
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		c := all[k]
		w.addCity(geo.Entry{ID: fmt.Sprintf("gn:%d", c.ID), Name: c.Name, Country: c.Country, Kind: geo.City, Lat: c.Lat, Lon: c.Lon,
			Located: true, Population: c.Population}, c.Names, []string{c.Country, c.Country + "." + c.Admin1})
	}
	return nil
}

// readPoints takes GeoNames' own points of divisions, where they are known.
func (w *world) readPoints(in inputs) error {
	return rows(filepath.Join(in.tables, "area_points.tsv"), func(c []string) error {
		e := w.entries[w.codes[c[0]]]
		if e == nil || e.Kind != geo.Admin1 {
			return nil
		}
		lat, err := strconv.ParseFloat(c[2], 64)
		if err != nil {
			return err
		}
		lon, err := strconv.ParseFloat(c[3], 64)
		if err != nil {
			return err
		}
		e.Lat, e.Lon, e.Located = lat, lon, true
		w.known[c[0]] = true
		return nil
	})
}

// readNames adds names in other languages.
func (w *world) readNames(in inputs) error {
	return rows(filepath.Join(in.tables, "names_i18n.tsv.gz"), func(c []string) error {
		id := w.codes[c[0]]
		if c[0][0] >= '0' && c[0][0] <= '9' {
			id = "gn:" + c[0]
		}
		if e := w.entries[id]; e != nil {
			if e.Kind == geo.Country && len(c[2]) <= 3 {
				return nil // codes and abbreviations; countries.tsv has those that are in use
			}
			w.alias(id, c[2])
			switch {
			case c[1] != "en":
			case e.Kind == geo.Admin1:
				w.english(id, c[2])
			case e.Kind.Settled() && ascii(c[2]) && !ascii(e.Name) && !strings.Contains(c[2], "City"): // Cologne
				w.alias(id, e.Name)
				e.Name = c[2]
			}
		}
		return nil
	})
}

// english makes a name in English a division's first, where the first has letters that English lacks or the name says what
// it is a name of: "Donetsk Oblast" is not mistaken for the town.
func (w *world) english(id, name string) {
	e := w.entries[id]
	if ascii(name) && (!ascii(e.Name) || noun.MatchString(name)) {
		w.alias(id, e.Name)
		e.Name = name
	}
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 126 }) < 0
}

// sides are the two ways to name a part of a country.
var sides = [][2]string{{"Northern ", "North "}, {"Southern ", "South "}, {"Eastern ", "East "}, {"Western ", "West "}}

// noun ends the name of a first-level division and says only that it is one.
var noun = regexp.MustCompile(` (Governorate|Province|Region|Oblast|State|Department|Prefecture|District|Division|Municipality|Voivodeship|Krai|Parish|County)$`)

// before begins the names of divisions in the same way.
var before = regexp.MustCompile(`^(Province|State|Department|Governorate|Region|District|Municipality|County|City|Autonomous Region|Republic) of `)

// sideWords say where a division lies and name none: "Western Province" is not called "Western".
var sideWords = regexp.MustCompile(`^(North|South|East|West|Central|Centre|Upper|Lower|Middle|Coast|Capital|Federal|National|Northern|Southern|Eastern|Western|(North|South)[ -]?(East|West|Central)(ern)?)$`)

// bare gives a division's name without the word that says what it is; "" where nothing else is left that names it.
func bare(name string) string {
	b := before.ReplaceAllString(noun.ReplaceAllString(name, ""), "")
	if b == name || sideWords.MatchString(b) {
		return ""
	}
	return b
}

// shorter adds what divisions are also called: without the word that says what they are, "North Darfur" for "Northern Darfur" and the other way round.
func (w *world) shorter(inputs) error {
	taken := map[string]bool{} // names of anything in a country, folded
	for _, id := range slices.Sorted(maps.Keys(w.entries)) {
		e := w.entries[id]
		taken[e.Country+" "+geo.Fold(e.Name)] = true
		for _, n := range keep(e, slices.Sorted(maps.Keys(w.names[id]))) {
			taken[e.Country+" "+geo.Fold(n)] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.entries)) {
		e := w.entries[id]
		if e.Kind != geo.Admin1 && e.Kind != geo.Admin2 {
			continue
		}
		for _, n := range append(slices.Sorted(maps.Keys(w.names[id])), e.Name) {
			// A lesser division often shares its name with its town, which is then meant by it; a hamlet of that name abroad is not.
			if b := bare(n); b != "" && (e.Kind == geo.Admin1 || !taken[e.Country+" "+geo.Fold(b)]) {
				w.alias(id, b)
				n = b
			}
			for _, s := range sides {
				for k := range s {
					if rest, ok := strings.CutPrefix(n, s[k]); ok {
						w.alias(id, s[1-k]+rest)
					}
				}
			}
		}
	}
	return nil
}

// parts takes from countries the names of their divisions, which stand for themselves: England is not the United Kingdom.
func (w *world) parts(inputs) error {
	for _, id := range slices.Sorted(maps.Keys(w.entries)) {
		if e := w.entries[id]; e.Kind == geo.Admin1 {
			delete(w.names[e.Parent], e.Name)
		}
	}
	return nil
}

// chosen gives the entries with the names that are kept. Divisions of the second level without any known place or polygon have
// no point and are left out.
func (w *world) chosen() []geo.Entry {
	var out []geo.Entry
	for _, id := range slices.Sorted(maps.Keys(w.entries)) {
		e := *w.entries[id]
		if e.Kind == geo.Admin2 && !e.Located {
			continue
		}
		e.Aliases = keep(&e, slices.Sorted(maps.Keys(w.names[id])))
		out = append(out, e)
	}
	return out
}
