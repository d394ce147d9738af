package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sitrep/internal/wire"
)

// SearchAnswer is what was found for some words.
type SearchAnswer struct {
	Q       string        `json:"q"`       // what was looked for
	Reports []wire.Report `json:"reports"` // the latest published first
	Claims  []wire.Claim  `json:"claims"`  // those of the latest reports first
	Types   []TypeCount   `json:"types"`   // how many claims of the reports are of each type, the most first
	// Counted is how many reports had their claims counted, the newest; AllCounted says that there are no more.
	Counted    int  `json:"counted"`
	AllCounted bool `json:"all_counted"`
	// MoreReports and MoreClaims say that there are more than are given; /reports and /claims give all, with the same words.
	MoreReports bool     `json:"more_reports"`
	MoreClaims  bool     `json:"more_claims"`
	Notes       []string `json:"notes"` // what was taken for granted, each in a line
}

// TypeCount is how many claims are of an event type.
type TypeCount struct {
	Type   string `json:"type"` // codebook id
	Label  string `json:"label"`
	Claims int    `json:"claims"`
}

type searchParams struct {
	Q       string   `query:"q" maxLength:"1000" required:"true" doc:"Words and \"phrases\" that must all stand in the report; a -word must not." example:"clinic"`
	Type    []string `query:"type,explode" maxItems:"50" doc:"Claims of an event type only; several for any of them." example:"shelling"`
	Place   string   `query:"place" maxLength:"300" doc:"Name of the place, or of the one that it lies within." example:"Mosul"`
	Country string   `query:"country" maxLength:"100" doc:"Country of the place: its ISO 3166-1 code or its name." example:"IQ"`
	TimeParams
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"Reports and claims at most, each." example:"5"`
	FormatParam
}

// search registers the search.
func (a *API) search() {
	add[searchParams, SearchAnswer](a, spec{id: "search", path: "/search", tag: "search", summary: "Search reports and claims",
		about: "Reports that have the words, the claims that they make, and how many of these are of which event type. `from` and `to` are days of publication of reports, and for claims when it happened.",
		heavy: true, example: "/search?q=clinic&limit=2"}, a.find)
}

func (a *API) find(ctx context.Context, p *searchParams) (*answer, error) {
	if strings.TrimSpace(p.Q) == "" {
		return nil, wrong("query.q", p.Q, "no words are given; give one at least")
	}
	f, notes, err := a.filter(ctx, &ClaimParams{ReportParams: ReportParams{Q: p.Q, Type: p.Type, Place: p.Place, Country: p.Country, TimeParams: p.TimeParams, PageParams: PageParams{Limit: p.Limit}}})
	if err != nil {
		return nil, err
	}
	out := &SearchAnswer{Q: p.Q, Reports: []wire.Report{}, Claims: []wire.Claim{}, Types: []TypeCount{}, Notes: notes}
	reports, err := a.o.Archive.Reports(ctx, f)
	if err != nil {
		return nil, err
	}
	for i := range reports.Rows {
		out.Reports = append(out.Reports, wire.ReportOf(&reports.Rows[i]))
	}
	out.MoreReports = reports.Next != ""
	claims, err := a.o.Archive.Claims(ctx, f)
	if err != nil {
		return nil, err
	}
	v, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	v.rows(claims.Rows)
	from := a.o.Asker.Origins()
	for i := range claims.Rows {
		r := &claims.Rows[i]
		o, err := from.Of(ctx, &r.Report, r.Claim.ID)
		if err != nil {
			return nil, err
		}
		out.Claims = append(out.Claims, wire.ClaimOf(r, o))
	}
	out.MoreClaims = claims.Next != ""
	tally, err := a.o.Archive.Tally(ctx, f)
	if err != nil {
		return nil, err
	}
	out.Counted, out.AllCounted = tally.Reports, tally.All
	labels := a.labels()
	for id, n := range tally.Types {
		out.Types = append(out.Types, TypeCount{id, labels[id], n})
	}
	slices.SortFunc(out.Types, func(x, y TypeCount) int {
		return cmp.Or(cmp.Compare(y.Claims, x.Claims), strings.Compare(x.Type, y.Type))
	})
	return &answer{body: out}, nil
}

// labels are the names of event types for people, by their ids.
func (a *API) labels() map[string]string {
	out := map[string]string{}
	for _, t := range a.o.Asker.Codebook().Types {
		out[t.ID] = t.Label
	}
	return out
}
