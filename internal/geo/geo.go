// Package geo answers one question: where. It knows countries, their capitals and demonyms, and the regions and cities
// that war reports name most; a gazetteer with coordinates comes to stand behind the same calls.
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

//go:embed regions.tsv
var regionsTSV string

// Attribution is the line that GeoNames' licence (CC BY 4.0) asks for wherever its data is shown or passed on.
const Attribution = "place data from GeoNames (geonames.org), CC BY 4.0; filtered and reformatted"

// Place is a known place. Country is an ISO 3166-1 alpha-2 code, "" for what spans several.
type Place struct {
	Name      string
	Country   string
	Precision sitrep.Precision // "" where only a map could say
}

type tables struct {
	places   map[string]Place  // by name, words joined by one space, hyphens left out
	first    map[string]int    // longest name in words that begins with a word
	demonyms map[string]string // → country
	alpha3   map[string]string
}

// load builds the tables once, on first use.
var load = sync.OnceValue(func() *tables {
	t := &tables{places: map[string]Place{}, first: map[string]int{}, demonyms: map[string]string{}, alpha3: map[string]string{}}
	for line := range strings.Lines(countriesTSV) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 6 || strings.HasPrefix(line, "#") {
			continue
		}
		t.alpha3[c[0]] = c[1]
		t.add(c[2], Place{c[2], c[0], sitrep.Country})
		for _, a := range strings.Split(c[4], "|") {
			t.add(a, Place{c[2], c[0], sitrep.Country})
		}
		t.add(c[3], Place{c[3], c[0], sitrep.City})
		for _, d := range strings.Split(c[5], "|") {
			if d != "" {
				t.demonyms[strings.ToLower(d)] = c[0]
			}
		}
	}
	for line := range strings.Lines(regionsTSV) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 3 && !strings.HasPrefix(line, "#") {
			t.add(c[0], Place{c[0], c[1], sitrep.Precision(c[2])})
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

// Lookup finds a place by its name in any case.
func Lookup(name string) (Place, bool) {
	p, ok := load().places[strings.Join(split(name), " ")]
	return p, ok
}

// Demonym gives the country of a demonym, noun or adjective ("iraqi", "south korean"), as an ISO 3166-1 alpha-2 code.
func Demonym(word string) (country string, ok bool) {
	country, ok = load().demonyms[strings.ToLower(word)]
	return country, ok
}

// Alpha3 gives the ISO 3166-1 alpha-3 code of an alpha-2 code, "" for an unknown one.
func Alpha3(alpha2 string) string { return load().alpha3[alpha2] }

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
