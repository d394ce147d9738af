package geo

import (
	"strconv"
	"strings"
	"sync"
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

// Countries gives the rows of countries.tsv. They are shared, and not to be changed or sorted.
func Countries() []CountryRow { return countryRows() }

var countryRows = sync.OnceValue(func() []CountryRow {
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
})

// CountryName is the name of the country of an ISO 3166-1 alpha-2 code, "" where there is none.
func CountryName(alpha2 string) string { return load().countries[alpha2].Name }

// CountryCode is the ISO 3166-1 alpha-2 code of a country by its codes or any of its names, "" where none has it.
func CountryCode(s string) string {
	if code, ok := countryCodes()[strings.ToUpper(s)]; ok {
		return code
	}
	return countryCodes()[Fold(s)]
}

// countryCodes are the codes of countries by their codes in capitals and by their folded names, which are in small letters; of two countries with one name the first has it.
var countryCodes = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, c := range Countries() {
		out[c.Alpha2], out[c.Alpha3] = c.Alpha2, c.Alpha2
	}
	for _, c := range Countries() {
		for _, name := range append([]string{c.Name}, c.Names...) {
			if key := Fold(name); out[key] == "" {
				out[key] = c.Alpha2
			}
		}
	}
	return out
})

// list cuts a column that holds several values.
func list(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, "|")
}
