package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
)

// filterFlag says which reports, claims or figures of an archive are asked for.
type filterFlag struct {
	Text          string     `help:"Words, in any form, and \"phrases\" that must all stand in the report; a -word must not." placeholder:"WORDS"`
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
	if m := sitrep.Modality(f.Modality); m != "" && !slices.Contains(ask.Modalities, m) {
		return fmt.Errorf("--modality %s: no such modality; there are %s", f.Modality, joined(ask.Modalities))
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

// asker asks an archive, with places only where some are asked for.
func (f *filterFlag) asker(archive *store.Archive) (*ask.Asker, error) {
	if f.Near == "" {
		return f.codebookFlag.asker(archive, nil)
	}
	gazetteer, _, err := f.placesFlag.open()
	if err != nil {
		return nil, err
	}
	return f.codebookFlag.asker(archive, gazetteer)
}

// filter is what the flags ask for of an archive. What was taken for granted is told on standard error.
func (f *filterFlag) filter(ctx context.Context, con console, asker *ask.Asker) (store.Filter, error) {
	if lat, lon, ok := ask.Point(f.Near); ok && (math.Abs(lat) > 90 || math.Abs(lon) > 180) {
		return store.Filter{}, usageFault{fmt.Errorf("--near %s: degrees of latitude are from -90 to 90, of longitude from -180 to 180", f.Near)}
	}
	out, notes, err := asker.Filter(ctx, &ask.Query{Text: f.Text, Types: f.Type, Actor: f.Actor, Place: f.Place, Near: f.Near, Within: f.Within, Country: f.Country,
		From: f.From.first, To: f.To.last, PublishedFrom: f.PublishedFrom.first, PublishedTo: f.PublishedTo.last, Publisher: f.Publisher, Measure: f.Measure,
		Modality: f.Modality, Report: f.Report, AsOf: f.AsOf.Time, Copies: f.Copies, Rejected: f.Rejected, After: f.After, Limit: f.Limit})
	con.noted(notes)
	return out, flagged(err)
}
