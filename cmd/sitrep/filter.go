package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// filterFlag says which reports, claims or figures of an archive are asked for.
type filterFlag struct {
	Text          string     `help:"Words and \"phrases\" that must all stand in the report; a -word must not." placeholder:"WORDS"`
	Type          []string   `help:"Event type, a codebook id such as air_strike; give several times for any of several." placeholder:"TYPE"`
	Actor         string     `help:"Who takes part, by any name that the report or the registry has, in any role." placeholder:"NAME"`
	Place         string     `help:"Name of the place, or of the one it lies within." placeholder:"NAME"`
	Near          string     `help:"A point as LAT,LON in degrees, or a place out of the gazetteer, by name or id: what lies around it." placeholder:"LAT,LON|PLACE"`
	Within        float64    `help:"With --near: how far from there, in kilometres (default 30)." placeholder:"KM"`
	Country       string     `help:"Country of the place: its name or ISO 3166-1 code." placeholder:"COUNTRY"`
	From          periodFlag `help:"First day: 2016-03-12, or 2016-03 or 2016 for its first. Claims and figures: when it happened; reports: when published." placeholder:"DAY"`
	To            periodFlag `help:"Last day: a month or a year stands for its last." placeholder:"DAY"`
	PublishedFrom periodFlag `help:"First day of publication." placeholder:"DAY"`
	PublishedTo   periodFlag `help:"Last day of publication." placeholder:"DAY"`
	Publisher     string     `help:"Outlet that published the report; copies of what others say are shown, too." placeholder:"NAME"`
	Measure       string     `help:"What a figure counts, such as killed or displaced." placeholder:"MEASURE"`
	Modality      string     `help:"actual, possible, future or negated." placeholder:"MODALITY"`
	Report        string     `help:"One report, by its id or the first six digits or more of it." placeholder:"ID"`
	AsOf          momentFlag `help:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." placeholder:"DAY|MOMENT"`
	Copies        bool       `help:"Copies of what another report says, too, and versions of pages that were replaced."`
	Rejected      bool       `help:"Claims that a person rejected, too, and their figures."`
	Limit         int        `help:"At most so many; 0 is all." default:"50"`
	After         string     `help:"Go on where an answer ended that said \"more\"." placeholder:"CURSOR"`
	placesFlag
	codebookFlag
}

// defaultWithin is how far --near reaches, in kilometres, where --within does not say.
const defaultWithin = 30

// periodFlag is a day, a month or a year.
type periodFlag struct{ first, last sitrep.Date }

// Decode reads the flag's value.
func (p *periodFlag) Decode(ctx *kong.DecodeContext) error {
	var s string
	if err := ctx.Scan.PopValueInto("day", &s); err != nil {
		return err
	}
	first, end, ok := spell(s)
	if !ok {
		return fmt.Errorf("%q is no day, month or year; write 2016-03-12, 2016-03 or 2016", s)
	}
	last := end.AddDate(0, 0, -1)
	p.first, p.last = sitrep.NewDate(first.Year(), first.Month(), first.Day()), sitrep.NewDate(last.Year(), last.Month(), last.Day())
	return nil
}

// backwards says that a time ends before it begins.
func backwards(from, to periodFlag) bool {
	return !from.first.IsZero() && !to.last.IsZero() && to.last.Before(from.first)
}

// errBackwards is the error for such a time, told by flags whose names begin with prefix.
func errBackwards(prefix string, from, to periodFlag) error {
	return fmt.Errorf("--%sto %s lies before --%sfrom %s; change them over", prefix, to.last, prefix, from.first)
}

// spell is when a day, a month or a year begins, and when the one after it does, in UTC.
func spell(s string) (first, end time.Time, ok bool) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if t, err := time.Parse(p.layout, s); err == nil && t.Year() > 0 && t.Year() < 9999 {
			return t, t.AddDate(p.years, p.months, p.days), true
		}
	}
	return first, end, false
}

// momentFlag is a moment; a day stands for its end.
type momentFlag struct{ time.Time }

// Decode reads the flag's value.
func (m *momentFlag) Decode(ctx *kong.DecodeContext) error {
	var s string
	if err := ctx.Scan.PopValueInto("moment", &s); err != nil {
		return err
	}
	if _, end, ok := spell(s); ok {
		m.Time = end.Add(-time.Microsecond)
		return nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return fmt.Errorf("%q is no day and no moment; write 2024-03-01, 2024-03, 2024 or 2024-03-01T12:00:00Z", s)
	}
	m.Time = t
	return nil
}

// modalities are the values of --modality.
var modalities = []sitrep.Modality{sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated}

// check refuses what cannot be asked.
func (f *filterFlag) check() error {
	switch {
	case f.Within != 0 && f.Near == "":
		return errors.New("--within says how far from what --near names; give --near, too")
	case math.IsNaN(f.Within) || f.Within < 0 || f.Within > 20_100:
		return fmt.Errorf("--within %g: give kilometres, more than 0 and at most 20100", f.Within)
	case f.Limit < 0:
		return fmt.Errorf("--limit %d is less than 0; 0 is all", f.Limit)
	case backwards(f.From, f.To):
		return errBackwards("", f.From, f.To)
	case backwards(f.PublishedFrom, f.PublishedTo):
		return errBackwards("published-", f.PublishedFrom, f.PublishedTo)
	}
	if m := sitrep.Measure(f.Measure); m != "" && !slices.Contains(sitrep.Measures, m) {
		return fmt.Errorf("--measure %s: no such measure; there are %s", f.Measure, joined(sitrep.Measures))
	}
	if m := sitrep.Modality(f.Modality); m != "" && !slices.Contains(modalities, m) {
		return fmt.Errorf("--modality %s: no such modality; there are %s", f.Modality, joined(modalities))
	}
	if f.Country != "" {
		if _, err := countryOf(f.Country); err != nil {
			return err
		}
	}
	return nil
}

// joined is a list with commas.
func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// countryOf is the ISO 3166-1 alpha-2 code of a country, by its codes or any of its names.
func countryOf(s string) (string, error) {
	folded := geo.Fold(s)
	for _, c := range geo.Countries() {
		if strings.EqualFold(s, c.Alpha2) || strings.EqualFold(s, c.Alpha3) {
			return c.Alpha2, nil
		}
		for _, name := range append([]string{c.Name}, c.Names...) {
			if geo.Fold(name) == folded {
				return c.Alpha2, nil
			}
		}
	}
	return "", fmt.Errorf("--country %s: no country of that name or code is known; give its ISO 3166-1 code, such as IQ", s)
}

// types refuses event types that the codebook does not have.
func (f *filterFlag) types() error {
	if len(f.Type) == 0 {
		return nil
	}
	book, err := f.codebookFlag.rules()
	if err != nil {
		return err
	}
	for _, id := range f.Type {
		if _, err := find(book, id); err != nil {
			return usageFault{fmt.Errorf("--type %s: %w", id, err)}
		}
	}
	return nil
}

// filter is what the flags ask for of an archive. What was taken for granted is told on standard error.
func (f *filterFlag) filter(con console, resolve func(id string) (string, error)) (store.Filter, error) {
	out := store.Filter{Text: f.Text, Types: f.Type, Actor: f.Actor, Place: f.Place, From: f.From.first, To: f.To.last,
		PublishedFrom: f.PublishedFrom.first, PublishedTo: f.PublishedTo.last, Publisher: f.Publisher,
		Measure: sitrep.Measure(f.Measure), Modality: sitrep.Modality(f.Modality), AsOf: f.AsOf.Time, Copies: f.Copies, Rejected: f.Rejected, After: f.After, Limit: f.Limit}
	if err := f.types(); err != nil {
		return out, err
	}
	if f.Actor != "" {
		names, err := f.actors(con)
		if err != nil {
			return out, err
		}
		out.Actors = names
	}
	if f.Country != "" {
		code, err := countryOf(f.Country)
		if err != nil {
			return out, err
		}
		out.Country = code
	}
	if f.Report != "" {
		id, err := resolve(f.Report)
		if err != nil {
			return out, err
		}
		if !strings.HasPrefix(id, "r-") {
			return out, fmt.Errorf("--report %s: is a claim; sitrep show %s shows its report", f.Report, id)
		}
		out.Report = sitrep.ReportID(id)
	}
	if f.Near != "" {
		circle, err := f.circle(con)
		if err != nil {
			return out, err
		}
		out.Near = circle
	}
	return out, nil
}

// actors are the names by which claims have the actor that is asked for. Where several bear the name, none is taken for granted.
func (f *filterFlag) actors(con console) ([]string, error) {
	registry, err := f.codebookFlag.registry()
	if err != nil {
		return nil, err
	}
	bearers := registry.Bearers(f.Actor)
	if len(bearers) == 1 {
		return []string{bearers[0].Name}, nil
	}
	if len(bearers) > 1 {
		names := make([]string, len(bearers))
		for i, a := range bearers {
			names[i] = a.Name
		}
		con.fail("actor", fmt.Errorf("%s is a name of several, who are found by their own: %s", f.Actor, strings.Join(names, "; ")))
	}
	return nil, nil
}

// circle is the one that --near and --within describe.
func (f *filterFlag) circle(con console) (*store.Circle, error) {
	km := cmp.Or(f.Within, defaultWithin)
	if lat, lon, ok := point(f.Near); ok {
		if math.Abs(lat) > 90 || math.Abs(lon) > 180 {
			return nil, usageFault{fmt.Errorf("--near %s: degrees of latitude are from -90 to 90, of longitude from -180 to 180", f.Near)}
		}
		return &store.Circle{Lat: lat, Lon: lon, Km: km}, nil
	}
	gazetteer, _, err := f.placesFlag.open()
	if err != nil {
		return nil, err
	}
	if p, ok := gazetteer.ByID(f.Near); ok && p.Located {
		return &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: km}, nil
	}
	bearers := gazetteer.Choices(f.Near)
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
		return nil, fmt.Errorf("--near %s: no place of that name has a point in the gazetteer; give LAT,LON, as in --near 36.34,43.13", f.Near)
	case len(choices) > 1 && choices[0].Weight < clearly*choices[1].Weight:
		const most = 5
		var list []string
		for _, c := range choices[:min(most, len(choices))] {
			list = append(list, placed(c.Place)+" is "+c.ID)
		}
		if n := len(choices) - most; n > 0 {
			list = append(list, fmt.Sprintf("sitrep gazetteer lookup names %d more", n))
		}
		return nil, fmt.Errorf("--near %s: may be several places; give an id: %s", f.Near, strings.Join(list, "; "))
	}
	c := choices[0]
	con.fail("near", fmt.Errorf("%g km around %s, %.4f,%.4f", km, placed(c.Place), c.Lat, c.Lon))
	return &store.Circle{Lat: c.Lat, Lon: c.Lon, Km: km}, nil
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

// point reads "LAT,LON".
func point(s string) (lat, lon float64, ok bool) {
	a, b, ok := strings.Cut(s, ",")
	if !ok {
		return 0, 0, false
	}
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return lat, lon, err1 == nil && err2 == nil && !math.IsNaN(lat) && !math.IsNaN(lon)
}
