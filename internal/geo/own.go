package geo

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed areas.tsv
var areasTSV string

//go:embed places.tsv
var placesTSV string

// ownColumns are the columns of areas.tsv and places.tsv. The id is a GeoNames id ("gn:…") where the place is one that
// GeoNames has, else empty: it is then made of the name and the country. within is an id, or the name of a place in the
// same country; a row without a point takes that one's.
const ownColumns = "id\tname\taliases\tcountry\twithin\tkind\tlat\tlon\tpopulation\tsource"

// ownLayer packs our own rows; g is what they may lie within.
func (g *Gazetteer) ownLayer() (*layer, error) {
	var entries []Entry
	ids := map[string]string{} // by folded name and country, for "within" between rows
	type row struct {
		Entry
		within string
	}
	var rows []row
	for _, file := range []struct{ name, text string }{{"areas.tsv", areasTSV}, {"places.tsv", placesTSV}} {
		for line := range strings.Lines(file.text) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' || line == ownColumns {
				continue
			}
			e, within, err := ownRow(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", file.name, line, err)
			}
			rows = append(rows, row{e, within})
			for _, n := range append(e.Aliases, e.Name) {
				if key := Fold(n) + "\t" + e.Country; ids[key] == "" {
					ids[key] = e.ID
				}
			}
		}
	}
	byID := map[string]Entry{}
	for _, r := range rows {
		byID[r.ID] = r.Entry
	}
	for _, r := range rows {
		e := r.Entry
		if r.within != "" {
			if err := g.contain(&e, r.within, ids, byID); err != nil {
				return nil, err
			}
		}
		entries = append(entries, e)
	}
	packed, err := Pack(entries)
	if err != nil {
		return nil, err
	}
	return openLayer(packed)
}

// contain finds the place that e lies in.
func (g *Gazetteer) contain(e *Entry, within string, ids map[string]string, byID map[string]Entry) error {
	var lat, lon float64
	located := false
	if id := ids[Fold(within)+"\t"+e.Country]; id != "" && id != e.ID {
		up := byID[id]
		e.Parent, lat, lon, located = id, up.Lat, up.Lon, up.Located
	} else if p, ok := g.inside(within, e.Country); ok {
		e.Parent, lat, lon, located = p.ID, p.Lat, p.Lon, p.Located
	} else {
		return fmt.Errorf("%s lies within %q, which is not known in %q", e.ID, within, e.Country)
	}
	if !e.Located && located {
		e.Lat, e.Lon, e.Located, e.Borrowed = lat, lon, true, true
	}
	return nil
}

// inside finds a place by id, or the weightiest of a name in a country.
func (g *Gazetteer) inside(name, country string) (Place, bool) {
	if strings.HasPrefix(name, "gn:") || strings.HasPrefix(name, "sit:") {
		return g.ByID(name)
	}
	for _, p := range g.Candidates(name) {
		if p.Country == country {
			return p, true
		}
	}
	return Place{}, false
}

// ownRow reads one row.
func ownRow(line string) (e Entry, within string, err error) {
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return e, "", fmt.Errorf("%d columns, not 10", len(c))
	}
	e = Entry{ID: c[0], Name: c[1], Country: c[3], Kind: Kind(c[5])}
	if e.ID == "" {
		e.ID = OwnID(e.Name, e.Country)
	}
	if c[2] != "" {
		e.Aliases = strings.Split(c[2], "|")
	}
	if c[6] != "" || c[7] != "" {
		if e.Lat, err = strconv.ParseFloat(c[6], 64); err != nil {
			return e, "", err
		}
		if e.Lon, err = strconv.ParseFloat(c[7], 64); err != nil {
			return e, "", err
		}
		e.Located = true
	}
	if c[8] != "" {
		if e.Population, err = strconv.Atoi(c[8]); err != nil {
			return e, "", err
		}
	}
	return e, c[4], nil
}

// OwnID makes the id of a place that GeoNames does not number: "sit:badush-iq".
func OwnID(name, country string) string {
	id := "sit:" + strings.ReplaceAll(Fold(name), " ", "-")
	if country != "" {
		id += "-" + strings.ToLower(country)
	}
	return id
}
