package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sitrep/internal/geo"
)

// ownColumns are the columns of areas.tsv and places.tsv. The id is a GeoNames id ("gn:…") where the place is one that
// GeoNames has, else empty: it is then made of the name and the country. within is an id, or the name of a place in the
// same country; a row without a point takes that one's. A place in a country that lies within nothing said lies in the division of
// the nearest place of the gazetteer. A row with an id and other names only adds them to a known place.
const ownColumns = "id\tname\taliases\tcountry\twithin\tkind\tlat\tlon\tpopulation\tsource"

// ownTables are the tables of our own rows.
var ownTables = []string{"areas.tsv", "places.tsv"}

// row is a row of these.
type row struct {
	geo.Entry
	within string
}

// own packs the tables in a folder.
func own(folder string) ([]byte, error) {
	o := newOurs()
	var rows []row
	for _, name := range ownTables {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' || line == ownColumns {
				continue
			}
			r, err := o.read(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			rows = append(rows, r)
		}
	}
	near := o.Neighbours()
	entries := make([]geo.Entry, 0, len(rows))
	var faults []error
	for _, r := range rows {
		if r.within != "" {
			if err := o.contain(&r); err != nil {
				faults = append(faults, err)
			}
		} else if r.Parent == "" && r.Country != "" && r.Located && pointed(r.Kind) {
			r.Parent = near.Division(r.Entry)
		}
		entries = append(entries, r.Entry)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return geo.Pack(entries)
}

// ours are our own rows on top of the gazetteer.
type ours struct {
	*geo.Gazetteer
	ids  map[string]string // by folded name, tab and country
	rows map[string]row    // by id
}

func newOurs() *ours {
	return &ours{Gazetteer: geo.Base(), ids: map[string]string{}, rows: map[string]row{}}
}

// read reads one row.
func (o *ours) read(line string) (r row, err error) {
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return r, fmt.Errorf("%d columns, not 10", len(c))
	}
	if c[9] == "" {
		return r, fmt.Errorf("%s has no source; write uncited where there is none", c[1])
	}
	if c[1] == "" {
		r.Entry, err = o.renamed(c[0])
	} else {
		r.Entry = geo.Entry{ID: c[0], Name: c[1], Country: c[3], Kind: geo.Kind(c[5])}
	}
	if err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID = geo.OwnID(r.Name, r.Country)
	}
	if c[2] != "" {
		r.Aliases = strings.Split(c[2], "|")
	}
	if c[6] != "" || c[7] != "" {
		if r.Lat, err = strconv.ParseFloat(c[6], 64); err != nil {
			return r, err
		}
		if r.Lon, err = strconv.ParseFloat(c[7], 64); err != nil {
			return r, err
		}
		r.Located = true
	}
	if c[8] != "" {
		if r.Population, err = strconv.Atoi(c[8]); err != nil {
			return r, err
		}
	}
	r.within = c[4]
	if _, twice := o.rows[r.ID]; twice {
		return r, fmt.Errorf("%s stands there twice", r.ID)
	}
	o.rows[r.ID] = r
	for _, n := range append([]string{r.Name}, r.Aliases...) {
		if key := geo.Fold(n) + "\t" + r.Country; o.ids[key] == "" {
			o.ids[key] = r.ID
		}
	}
	return r, nil
}

// renamed gives the place that has an id.
func (o *ours) renamed(id string) (geo.Entry, error) {
	e, ok := o.Entry(id)
	if !ok {
		return e, fmt.Errorf("no place has the id %q", id)
	}
	return e, nil
}

// contain finds the place that r lies in, and takes its point where r has none.
func (o *ours) contain(r *row) error {
	if id := o.ids[geo.Fold(r.within)+"\t"+r.Country]; id != "" && id != r.ID && o.rows[id].Located {
		r.Parent = id
	} else if p, ok := o.inside(r.within, r.Country); ok {
		r.Parent = p.ID
	} else {
		return fmt.Errorf("%s lies within %q, which is not known in %q", r.ID, r.within, r.Country)
	}
	if r.Located {
		return nil
	}
	if up, ok := o.rows[r.Parent]; ok {
		r.Lat, r.Lon, r.Located = up.Lat, up.Lon, up.Located
	} else if p, ok := o.ByID(r.Parent); ok {
		r.Lat, r.Lon, r.Located = p.Lat, p.Lon, p.Located
	}
	r.Borrowed = r.Located
	return nil
}

// inside finds a place by id, or the weightiest of a name in a country.
func (o *ours) inside(name, country string) (geo.Place, bool) {
	if strings.HasPrefix(name, "gn:") {
		return o.ByID(name)
	}
	for _, p := range o.Candidates(name) {
		if p.Country == country {
			return p, true
		}
	}
	return geo.Place{}, false
}

// pointed says that a place of kind k is small enough to lie in one division.
func pointed(k geo.Kind) bool {
	return k.Settled() || k == geo.Facility || k == geo.Airport || k == geo.Dam || k == geo.Admin3
}
