package ask

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// Query says which reports, claims, figures or events are asked for, in the words in which people ask. All that is given must hold; the zero Query asks
// for everything. store.Filter says what each field is about.
type Query struct {
	Text                       string
	Types                      []string // codebook ids
	Actor                      string   // any name that the report or the registry has
	Place                      string   // a name, in the words of reports
	Near                       string   // "LAT,LON" in degrees, or a place of the gazetteer, by name or id
	Within                     float64  // with Near: how far from there, in kilometres; 0: 30
	Country                    string   // a name or an ISO 3166-1 code
	From, To                   sitrep.Date
	PublishedFrom, PublishedTo sitrep.Date
	Publisher                  string
	Measure                    string
	Modality                   string
	Report                     string // an id, or the first six digits or more of it
	AsOf                       time.Time
	Copies, Rejected           bool
	After                      string
	Limit                      int // 0: what the store takes for a page
}

// DefaultWithin is how far a place reaches, in kilometres, where a question does not say.
const DefaultWithin = 30

// farthest is the longest distance on the Earth, in kilometres.
const farthest = 20_100

// Modalities are the values of Query.Modality.
var Modalities = []sitrep.Modality{sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated}

// Filter is what a query asks of the archive, and what was taken for granted. A field that cannot be taken is a *Wrong. It costs no more than the
// look-up of a name, and that of an id where Report is given.
func (a *Asker) Filter(ctx context.Context, query *Query) (store.Filter, []Note, error) {
	out := store.Filter{Text: query.Text, Types: query.Types, Actor: query.Actor, Place: query.Place, From: query.From, To: query.To,
		PublishedFrom: query.PublishedFrom, PublishedTo: query.PublishedTo, Publisher: query.Publisher, Measure: sitrep.Measure(query.Measure),
		Modality: sitrep.Modality(query.Modality), AsOf: query.AsOf, Copies: query.Copies, Rejected: query.Rejected, After: query.After, Limit: query.Limit}
	if err := query.check(); err != nil {
		return out, nil, err
	}
	for _, id := range query.Types {
		if err := a.knows(id); err != nil {
			return out, nil, err
		}
	}
	var notes []Note
	if query.Actor != "" {
		names, note := a.bearers(query.Actor)
		out.Actors = names
		notes = append(notes, note...)
	}
	var err error
	if out.Country, err = countryCode(query.Country); err != nil {
		return out, nil, err
	}
	if query.Report != "" {
		id, err := a.resolve(ctx, query.Report)
		if err != nil {
			return out, nil, err
		}
		if !strings.HasPrefix(id, "r-") {
			return out, nil, &Wrong{Field: "report", Value: query.Report, Mend: "is a claim", Hint: "; sitrep show " + id + " shows its report"}
		}
		out.Report = sitrep.ReportID(id)
	}
	if query.Near != "" {
		circle, note, err := a.circle(query.Near, cmp.Or(query.Within, DefaultWithin))
		if err != nil {
			return out, nil, err
		}
		out.Near = circle
		notes = append(notes, note...)
	}
	return out, notes, nil
}

// check refuses what cannot be asked of any archive.
func (q *Query) check() error {
	switch {
	case math.IsNaN(q.Within) || q.Within < 0 || q.Within > farthest:
		return notSoFar(q.Within)
	case q.Within != 0 && q.Near == "":
		return wrong("within", number(q.Within), "says how far from a place or a point; give near, too")
	case q.Limit < 0:
		return wrong("limit", strconv.Itoa(q.Limit), "is less than 0")
	}
	if err := inOrder(q.From, q.To); err != nil {
		return err
	}
	if !q.PublishedFrom.IsZero() && !q.PublishedTo.IsZero() && q.PublishedTo.Before(q.PublishedFrom) {
		return wrong("published_to", q.PublishedTo.String(), "lies before "+q.PublishedFrom.String()+"; change them over")
	}
	if m := sitrep.Measure(q.Measure); m != "" && !slices.Contains(sitrep.Measures, m) {
		return wrong("measure", q.Measure, "no such measure; there are "+joined(sitrep.Measures))
	}
	if m := sitrep.Modality(q.Modality); m != "" && !slices.Contains(Modalities, m) {
		return wrong("modality", q.Modality, "no such modality; there are "+joined(Modalities))
	}
	return nil
}

// number writes a number without needless digits.
func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func notSoFar(km float64) error {
	return wrong("within", number(km), "give kilometres, more than 0 and at most "+strconv.Itoa(farthest))
}

// joined is a list with commas.
func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// inOrder refuses a time that ends before it begins.
func inOrder(from, to sitrep.Date) error {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return wrong("to", to.String(), "lies before "+from.String()+"; change them over")
	}
	return nil
}

// Country is the ISO 3166-1 alpha-2 code of a country, by its codes or any of its names. One that is not known is a *Wrong.
func Country(s string) (string, error) {
	if code := geo.CountryCode(s); code != "" {
		return code, nil
	}
	return "", wrong("country", s, "no country of that name or code is known; give its ISO 3166-1 code, such as IQ")
}

// countryCode is Country, "" for none.
func countryCode(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return Country(s)
}

// knows refuses an event type that the codebook does not have.
func (a *Asker) knows(id string) error {
	for i := range a.book.Types {
		if a.book.Types[i].ID == id {
			return nil
		}
	}
	return &Wrong{Field: "type", Value: id, Mend: "no event type " + id + a.book.Nearest(id), Hint: " (sitrep codebook list names all)"}
}

// bearers are the names by which claims have the actor that is asked for. Where several bear the name, none is taken for granted.
func (a *Asker) bearers(name string) ([]string, []Note) {
	bearers := a.registry.Bearers(name)
	if len(bearers) == 1 {
		return []string{bearers[0].Name}, nil
	}
	if len(bearers) > 1 {
		names := make([]string, len(bearers))
		for i, a := range bearers {
			names[i] = a.Name
		}
		return nil, []Note{{Field: "actor", Text: name + " is a name of several, who are found by their own: " + strings.Join(names, "; ")}}
	}
	return nil, nil
}

// circle is the one around a point or a place. What a name is taken for is a note.
func (a *Asker) circle(near string, km float64) (*store.Circle, []Note, error) {
	if lat, lon, ok := Point(near); ok {
		if math.Abs(lat) > 90 || math.Abs(lon) > 180 {
			return nil, nil, wrong("near", near, "degrees of latitude are from -90 to 90, of longitude from -180 to 180")
		}
		return &store.Circle{Lat: lat, Lon: lon, Km: km}, nil, nil
	}
	if p, ok := a.gazetteer.ByID(near); ok && p.Located {
		return &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: km}, nil, nil
	}
	bearers := a.gazetteer.Choices(near)
	// Around Aleppo is around the city, not around the middle of its province.
	settled := slices.ContainsFunc(bearers, func(c geo.Choice) bool { return c.Located && c.Kind.Settled() })
	var choices []geo.Choice
	for _, c := range bearers {
		if c.Located && !(settled && broad(c.Kind)) && !slices.ContainsFunc(choices, func(o geo.Choice) bool { return geo.Distance(o.Lat, o.Lon, c.Lat, c.Lon) <= km }) {
			choices = append(choices, c)
		}
	}
	switch {
	case len(choices) == 0:
		return nil, nil, wrong("near", near, "no place of that name has a point in the gazetteer; give LAT,LON, as in 36.34,43.13")
	case len(choices) > 1 && choices[0].Weight < clearly*choices[1].Weight:
		const most = 5
		var list []string
		for _, c := range choices[:min(most, len(choices))] {
			list = append(list, placed(c.Place)+" is "+c.ID)
		}
		w := &Wrong{Field: "near", Value: near, Mend: "may be several places; give an id: " + strings.Join(list, "; ")}
		if n := len(choices) - most; n > 0 {
			w.Hint = fmt.Sprintf("; sitrep gazetteer lookup names %d more", n)
		}
		return nil, nil, w
	}
	c := choices[0]
	return &store.Circle{Lat: c.Lat, Lon: c.Lon, Km: km}, []Note{{Field: "near", Text: fmt.Sprintf("%g km around %s, %.4f,%.4f", km, placed(c.Place), c.Lat, c.Lon)}}, nil
}

// broad says that a place of kind k covers far more than its point.
func broad(k geo.Kind) bool {
	switch k {
	case geo.Country, geo.Continent, geo.Region, geo.Admin1, geo.Admin2, geo.Admin3:
		return true
	}
	return false
}

// clearly is how many times more people a name makes think of one place than of the next, for the first to be meant without a word.
const clearly = 20

// placed is a place with what it lies in.
func placed(p geo.Place) string {
	words := []string{p.Name}
	for _, s := range []string{p.Admin1, p.Country} {
		if s != "" && s != p.Name {
			words = append(words, s)
		}
	}
	return strings.Join(words, ", ")
}

// Point reads "LAT,LON", in degrees; ok says that these are two numbers.
func Point(s string) (lat, lon float64, ok bool) {
	a, b, ok := strings.Cut(s, ",")
	if !ok {
		return 0, 0, false
	}
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return lat, lon, errors.Join(err1, err2) == nil && !math.IsNaN(lat) && !math.IsNaN(lon)
}
