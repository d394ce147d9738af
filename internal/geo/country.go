package geo

import (
	"strconv"
	"strings"
)

// CountryRow is what countries.tsv says of a country.
type CountryRow struct {
	Alpha2, Alpha3 string // ISO 3166-1
	ID             string // "gn:" and the GeoNames id
	Name, Capital  string
	Names          []string // others
	Demonyms       []string // nouns and adjectives
	Lat, Lon       float64  // WGS 84 degrees
	Located        bool
}

// Countries gives the rows of countries.tsv, read anew at each call.
func Countries() []CountryRow {
	rows := make([]CountryRow, 0, 256)
	for line := range strings.Lines(countriesTSV) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 10 || strings.HasPrefix(line, "#") {
			continue
		}
		r := CountryRow{Alpha2: c[0], Alpha3: c[1], ID: "gn:" + c[6], Name: c[2], Capital: c[3], Names: list(c[4]), Demonyms: list(c[5])}
		lat, err1 := strconv.ParseFloat(c[7], 64)
		lon, err2 := strconv.ParseFloat(c[8], 64)
		if err1 == nil && err2 == nil {
			r.Lat, r.Lon, r.Located = lat, lon, true
		}
		rows = append(rows, r)
	}
	return rows
}

// list cuts a column that holds several values.
func list(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, "|")
}
