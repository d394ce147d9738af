package ui

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/geo"
)

// Scope is what a view is asked about, as it stands in the query of its address. All pages understand the same names; a page takes no
// notice of those that mean nothing to it, and carries them along. The zero Scope is everything.
type Scope struct {
	Place   string // name, or id in the gazetteer
	Country string // ISO 3166-1 alpha-2, in capitals
	From    string // as given: a day, a month or a year
	To      string
	First   sitrep.Date // the first day of From, unknown where it is open
	Last    sitrep.Date // the last day of To
	Types   []string    // codebook ids, sorted
	Grades  []sitrep.Grade
	Origins int    // least number of origins, 0 for any
	Text    string // words and "phrases" of reports
	After   string // where the page before ended
}

// longest is how many bytes a parameter may have.
const longest = 500

// scopeOf reads the query of an address. The error names the parameter that cannot be understood.
func scopeOf(r *http.Request) (Scope, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Scope{}, badField("address", "its query cannot be read: %v", err)
	}
	for name, values := range q {
		for _, v := range values {
			if len(v) > longest {
				return Scope{}, badField(name, "is longer than %d bytes; give less", longest)
			}
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return Scope{}, badField(name, "is no text in UTF-8")
			}
		}
	}
	s := Scope{Place: strings.TrimSpace(q.Get("place")), From: strings.TrimSpace(q.Get("from")), To: strings.TrimSpace(q.Get("to")),
		Text: strings.TrimSpace(q.Get("q")), After: q.Get("after")}
	if c := strings.TrimSpace(q.Get("country")); c != "" {
		if s.Country = geo.CountryCode(c); s.Country == "" {
			return s, badField("country", "%q is no country that is known; give its ISO 3166-1 code, such as IQ", c)
		}
	}
	if s.From != "" {
		if s.First, _, err = sitrep.ParseDays(s.From); err != nil {
			return s, badField("from", "%v", err)
		}
	}
	if s.To != "" {
		if _, s.Last, err = sitrep.ParseDays(s.To); err != nil {
			return s, badField("to", "%v", err)
		}
	}
	if s.From != "" && s.To != "" && s.Last.Before(s.First) {
		return s, badField("to", "%s lies before %s; change them over", s.To, s.From)
	}
	for _, t := range q["type"] {
		if t != "" && !slices.Contains(s.Types, t) {
			s.Types = append(s.Types, t)
		}
	}
	slices.Sort(s.Types)
	for _, g := range q["grade"] {
		if g == "" || slices.Contains(s.Grades, sitrep.Grade(g)) {
			continue
		}
		if !slices.Contains(sitrep.Grades, sitrep.Grade(g)) {
			return s, badField("grade", "%q is none; there are confirmed, corroborated, single, contested and discounted", g)
		}
		s.Grades = append(s.Grades, sitrep.Grade(g))
	}
	slices.Sort(s.Grades)
	if n := q.Get("origins"); n != "" {
		if s.Origins, err = strconv.Atoi(n); err != nil || s.Origins < 0 || s.Origins > 1_000_000 {
			return s, badField("origins", "%q is no number of origins; give 2 for two or more", n)
		}
	}
	return s, nil
}

// countriesByName are all countries in the order in which a form lists them.
var countriesByName = sync.OnceValue(func() []geo.CountryRow {
	return slices.SortedFunc(slices.Values(geo.Countries()), func(a, b geo.CountryRow) int { return strings.Compare(a.Name, b.Name) })
})

// countryName is the name of a country by its ISO 3166-1 alpha-2 code, the code itself where it is not known.
func countryName(code string) string { return cmp.Or(geo.CountryName(code), code) }

// Values are the scope as the query of an address, without After.
func (s Scope) Values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("place", s.Place)
	set("country", s.Country)
	set("from", s.From)
	set("to", s.To)
	set("q", s.Text)
	for _, t := range s.Types {
		v.Add("type", t)
	}
	for _, g := range s.Grades {
		v.Add("grade", string(g))
	}
	if s.Origins > 0 {
		v.Set("origins", strconv.Itoa(s.Origins))
	}
	return v
}

// At is the address of a view of the scope: a path with the scope in its query, and further names with their values (pairs). A pair
// replaces what the scope has of that name; an empty value takes it away.
func (s Scope) At(path string, pairs ...string) string {
	v := s.Values()
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		} else {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Empty says that the scope is everything.
func (s Scope) Empty() bool { return len(s.Values()) == 0 }

// Title says in words what the scope is: "Mosul, Iraq, 1–19 March 2017", "everything" where it is that.
func (s Scope) Title() string {
	var parts []string
	if s.Place != "" {
		parts = append(parts, s.Place)
	}
	if s.Country != "" {
		parts = append(parts, countryName(s.Country))
	}
	if d := daysWords(s.First, s.Last); d != "" {
		parts = append(parts, d)
	}
	if len(parts) == 0 {
		return "Everything"
	}
	return strings.Join(parts, ", ")
}

// Graded says that a grade is among those asked for.
func (s Scope) Graded(g sitrep.Grade) bool { return slices.Contains(s.Grades, g) }
