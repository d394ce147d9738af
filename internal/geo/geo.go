// Package geo answers one question: where. It knows countries, their capitals and demonyms, and the regions and cities
// that war reports name most, and behind them the gazetteer: some 265,000 places of the world with their other names, points
// and divisions, in a file that is read where it lies.
//
// The gazetteer answers by name (Candidates) and by id (ByID); Default is the one that the program carries, With adds a
// user's own. Which of several candidates a report means is for the caller to find out.
package geo

import (
	_ "embed"
	"strings"
	"sync"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

//go:embed countries.tsv
var countriesTSV string

//go:embed adjectives.tsv
var adjectivesTSV string

//go:embed regions.tsv
var regionsTSV string

// Attribution is the line that GeoNames' licence (CC BY 4.0) asks for wherever its data is shown or passed on.
const Attribution = "place data from GeoNames (geonames.org), CC BY 4.0; filtered and reformatted"

type tables struct {
	places     map[string]Place      // by name, words joined by one space, hyphens left out
	first      map[string]int        // longest name in words that begins with a word
	demonyms   map[string]string     // → country
	countries  map[string]CountryRow // by alpha-2 code
	adjectives map[string]string     // → id
}

// load builds the tables once, on first use.
var load = sync.OnceValue(func() *tables {
	t := &tables{places: map[string]Place{}, first: map[string]int{}, demonyms: map[string]string{}, countries: map[string]CountryRow{}, adjectives: map[string]string{}}
	for _, c := range Countries() {
		t.countries[c.Alpha2] = c
		for _, n := range append([]string{c.Name}, c.Names...) {
			t.add(n, Place{ID: c.ID, Name: c.Name, Country: c.Alpha2, Precision: sitrep.Country, Kind: Country, Lat: c.Lat, Lon: c.Lon, Located: c.Located})
		}
		t.add(c.Capital, Place{Name: c.Capital, Country: c.Alpha2, Precision: sitrep.City, Kind: Capital})
		for _, d := range c.Demonyms {
			t.demonyms[strings.ToLower(d)] = c.Alpha2
		}
	}
	for line := range strings.Lines(adjectivesTSV) {
		if word, id, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
			t.adjectives[strings.ToLower(word)] = id
		}
	}
	for line := range strings.Lines(regionsTSV) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 3 && !strings.HasPrefix(line, "#") {
			t.add(c[0], Place{Name: c[0], Country: c[1], Precision: sitrep.Precision(c[2])})
		}
	}
	return t
})

func (t *tables) add(name string, p Place) {
	words := split(name)
	if len(words) == 0 {
		return
	}
	key := strings.Join(words, " ")
	if _, taken := t.places[key]; !taken {
		t.places[key] = p
	}
	t.first[words[0]] = max(t.first[words[0]], len(words))
}

func split(name string) []string {
	var out []string
	for _, tok := range text.Tokenize(name) {
		if tok.Norm != "-" {
			out = append(out, tok.Norm)
		}
	}
	return out
}

// Lookup finds a country, a capital or a place of regions.tsv by its name in any case. Candidates knows many more.
func Lookup(name string) (Place, bool) {
	p, ok := load().places[strings.Join(split(name), " ")]
	if !ok || p.Kind == Country {
		return p, ok
	}
	for _, c := range Candidates(p.Name) {
		if c.Country == p.Country && c.Precision == p.Precision {
			c.Name = p.Name
			return c, true
		}
	}
	return p, true
}

// Demonym gives the country of a demonym, noun or adjective ("iraqi", "south korean"), as an ISO 3166-1 alpha-2 code.
func Demonym(word string) (country string, ok bool) {
	country, ok = load().demonyms[strings.ToLower(word)]
	return country, ok
}

// Adjective gives the id of the continent, region, division or city of an adjective or a name of its people that is not of a
// country: "European", "Kurdish", "Texan".
func Adjective(word string) (id string, ok bool) {
	id, ok = load().adjectives[strings.ToLower(word)]
	return id, ok
}

// Alpha3 gives the ISO 3166-1 alpha-3 code of an alpha-2 code, "" for an unknown one.
func Alpha3(alpha2 string) string { return load().countries[alpha2].Alpha3 }

// CountryID gives the id of the country with an ISO 3166-1 alpha-2 code, "" for an unknown one.
func CountryID(alpha2 string) string { return load().countries[alpha2].ID }

// Match finds the longest known place that starts at token i and ends before last: how many tokens it takes. "us" in
// lower case is a pronoun and "IN" in a telex a preposition; neither is a country.
func Match(d *parse.Doc, i, last int) (n int, p Place, ok bool) {
	t := load()
	longest, known := t.first[d.Tokens[i].Norm]
	if !known || d.Tokens[i].Shape == text.Lower {
		return 0, p, false
	}
	if upper := d.Sents[d.Tokens[i].Sent].Upper; upper && len(d.Tokens[i].Norm) <= 3 && d.Tags[i] != parse.PROPN {
		return 0, p, false
	}
	key := ""
	for k, words := i, 0; k < last && words < longest; k++ {
		if d.Tokens[k].Norm == "-" {
			continue
		}
		if words > 0 {
			key += " "
		}
		key += d.Tokens[k].Norm
		words++
		if q, is := t.places[key]; is {
			n, p, ok = k+1-i, q, true
		}
	}
	return n, p, ok
}
