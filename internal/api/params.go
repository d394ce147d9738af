package api

import (
	"context"
	"errors"
	"time"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
)

// Parameters are those that the pages and the commands have, under the same names; a parameter that is given without a value is not given.

// PageParams ask for a part of a list.
type PageParams struct {
	After string `query:"after" maxLength:"2000" doc:"Go on where a page ended: its next." example:""`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"Rows at most." example:"20"`
}

// FormatParam asks for a form of the answer; it weighs more than the Accept header.
type FormatParam struct {
	Format string `query:"format" maxLength:"20" doc:"Form of the answer, in the place of an Accept header." example:"json"`
}

// TimeParams ask for a time.
type TimeParams struct {
	From string `query:"from" maxLength:"10" doc:"First day: 2016-10-17, or 2016-10 or 2016 for its first. Of claims, figures and events when it happened, of reports when they were published." example:"2016-10"`
	To   string `query:"to" maxLength:"10" doc:"Last day: a month or a year stands for its last." example:"2017-02-28"`
}

// AsOfParam asks for the past.
type AsOfParam struct {
	AsOf string `query:"as_of" maxLength:"40" doc:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." example:"2024-03-01"`
}

// ReportParams are the filters of reports.
type ReportParams struct {
	Q             string          `query:"q" maxLength:"1000" doc:"Words and \"phrases\" that must all stand in the report; a -word must not." example:"\"field hospital\" -drill"`
	Type          []string        `query:"type,explode" maxItems:"50" doc:"Event type, a codebook id; several for any of them." example:"air_strike"`
	Actor         string          `query:"actor" maxLength:"300" doc:"Who takes part, by any name that the report or the registry has, in any role." example:"Islamic State"`
	Place         string          `query:"place" maxLength:"300" doc:"Name of the place, or of the one that it lies within." example:"Mosul"`
	Near          string          `query:"near" maxLength:"300" doc:"A point as LAT,LON in degrees, or a place of the gazetteer, by name or id: what lies around it." example:"36.34,43.13"`
	Within        float64         `query:"within" minimum:"0" maximum:"20100" doc:"With near: how far from there, in kilometres; 30 where it is not given." example:"50"`
	Country       string          `query:"country" maxLength:"100" doc:"Country of the place: its ISO 3166-1 code or its name." example:"IQ"`
	PublishedFrom string          `query:"published_from" maxLength:"10" doc:"First day of publication." example:"2016-10-17"`
	PublishedTo   string          `query:"published_to" maxLength:"10" doc:"Last day of publication." example:"2016-10-31"`
	Publisher     string          `query:"publisher" maxLength:"300" doc:"Outlet that published the report; copies of what others say are given, too." example:"Example Wire"`
	Measure       sitrep.Measure  `query:"measure" doc:"What a figure counts." example:"killed"`
	Modality      sitrep.Modality `query:"modality" doc:"Whether it is told as having happened." example:"actual"`
	Copies        bool            `query:"copies" doc:"Copies of what another report says, too, and versions of pages that were replaced." example:"false"`
	Rejected      bool            `query:"rejected" doc:"Claims that a person rejected, too, and their figures." example:"false"`
	TimeParams
	AsOfParam
	PageParams
	FormatParam
}

// ClaimParams are the filters of claims and figures.
type ClaimParams struct {
	Report string `query:"report" maxLength:"80" doc:"One report, by its id or the first six digits or more of it." example:"r-0123456789abcdef"`
	ReportParams
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

// dateOf is the day of a time.
func dateOf(t time.Time) sitrep.Date { return sitrep.NewDate(t.Year(), t.Month(), t.Day()) }

// days reads the first and the last day of a time; name and name2 are the parameters.
func days(name, from, name2, to string) (first, last sitrep.Date, err error) {
	const mend = "is no day, month or year; write 2016-10-17, 2016-10 or 2016"
	if from != "" {
		begin, _, ok := spell(from)
		if !ok {
			return first, last, wrong("query."+name, from, mend)
		}
		first = dateOf(begin)
	}
	if to != "" {
		_, end, ok := spell(to)
		if !ok {
			return first, last, wrong("query."+name2, to, mend)
		}
		last = dateOf(end.AddDate(0, 0, -1))
	}
	if !first.IsZero() && !last.IsZero() && last.Before(first) {
		return first, last, wrong("query."+name2, to, "lies before "+name+"; change them over")
	}
	return first, last, nil
}

// moment reads as_of.
func (p AsOfParam) moment() (time.Time, error) {
	if p.AsOf == "" {
		return time.Time{}, nil
	}
	if _, end, ok := spell(p.AsOf); ok {
		return end.Add(-time.Microsecond), nil
	}
	t, err := time.Parse(time.RFC3339, p.AsOf)
	if err != nil || t.Year() < 1 || t.Year() > 9998 {
		return time.Time{}, wrong("query.as_of", p.AsOf, "is no day and no moment; write 2024-03-01, 2024-03, 2024 or 2024-03-01T12:00:00Z")
	}
	return t, nil
}

// filter is what the parameters ask of the archive, and what was taken for granted.
func (a *API) filter(ctx context.Context, p *ClaimParams) (store.Filter, []string, error) {
	q := ask.Query{Text: p.Q, Types: p.Type, Actor: p.Actor, Place: p.Place, Near: p.Near, Within: p.Within, Country: p.Country, Publisher: p.Publisher, Measure: string(p.Measure),
		Modality: string(p.Modality), Report: p.Report, Copies: p.Copies, Rejected: p.Rejected, After: p.After, Limit: p.Limit}
	var err error
	if q.From, q.To, err = days("from", p.From, "to", p.To); err != nil {
		return store.Filter{}, nil, err
	}
	if q.PublishedFrom, q.PublishedTo, err = days("published_from", p.PublishedFrom, "published_to", p.PublishedTo); err != nil {
		return store.Filter{}, nil, err
	}
	if q.AsOf, err = p.moment(); err != nil {
		return store.Filter{}, nil, err
	}
	f, notes, err := a.o.Asker.Filter(ctx, &q)
	switch {
	case errors.Is(err, ask.ErrNotFound):
		return f, nil, wrong("query.report", p.Report, "nothing in the archive has this id; "+Base+"/reports lists reports")
	case err != nil:
		return f, nil, err
	}
	return f, noted(notes), nil
}

// noted are notes as answers give them.
func noted(notes []ask.Note) []string {
	out := []string{}
	for _, n := range notes {
		n.Hint = "" // it is about the command line
		out = append(out, n.String())
	}
	return out
}
