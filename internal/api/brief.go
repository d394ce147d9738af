package api

import (
	"bytes"
	"cmp"
	"context"
	"net/http"

	"sitrep/internal/ask"
	"sitrep/internal/export"
	"sitrep/internal/situation"
)

type briefParams struct {
	Place   string  `query:"place" maxLength:"300" doc:"Name of the place, or its id in the gazetteer." example:"Mosul"`
	Within  float64 `query:"within" minimum:"0" maximum:"20100" doc:"How far around a town counts, in kilometres; 30 where it is not given." example:"50"`
	Country string  `query:"country" maxLength:"100" doc:"What the brief is about, or where the place lies: an ISO 3166-1 code or a name." example:"IQ"`
	Q       string  `query:"q" maxLength:"1000" doc:"Words and \"phrases\" that must all stand in the report; a -word must not." example:"displaced"`
	TimeParams
	Short bool `query:"short" doc:"One page." example:"true"`
	AsOfParam
	FormatParam
}

// brief registers the brief.
func (a *API) brief() {
	add[briefParams, situation.Brief](a, spec{id: "brief", path: "/brief", tag: "brief", summary: "Write a situation report",
		about: "Of a place, a country or a question and a time: key figures with ranges, who holds what, what happened, who fights whom, what is disputed, each statement with numbered citations of its sentences. As JSON, " +
			"Markdown, one page of HTML, or a Word document, by `format` or the Accept header.",
		formats: []format{asJSON, asMarkdown, asHTML, asWord}, heavy: true, errors: []int{http.StatusNotFound}, example: "/brief?place=Sirte&short=true"}, a.getBrief)
}

func (a *API) getBrief(ctx context.Context, p *briefParams) (*answer, error) {
	q := ask.BriefQuestion{Place: p.Place, Within: p.Within, Country: p.Country, Query: p.Q, Short: p.Short}
	var err error
	if q.From, q.To, err = days("from", p.From, "to", p.To); err != nil {
		return nil, err
	}
	if q.AsOf, err = p.moment(); err != nil {
		return nil, err
	}
	found, err := a.o.Asker.Brief(ctx, q)
	switch {
	case err != nil:
		return nil, err
	case found.Brief == nil:
		return nil, problem(http.StatusNotFound, "no report tells anything of this; ask for a longer time, or for more")
	}
	out := &answer{}
	asked := formatOf(ctx)
	name := saved("brief", cmp.Or(p.Place, p.Country, p.Q, "all"), p.From, p.To)
	switch asked {
	case asJSON:
		out.write = func(w *bytes.Buffer) error { return export.Brief(w, export.JSON, found.Brief) }
	case asMarkdown:
		out.write = func(w *bytes.Buffer) error { return export.Brief(w, export.Markdown, found.Brief) }
	case asHTML: // it has a style of its own, which this server's policy would keep from a page
		out.name, out.write = name+".html", func(w *bytes.Buffer) error { return export.Brief(w, export.HTML, found.Brief) }
	case asWord:
		out.name, out.write = name+".docx", func(w *bytes.Buffer) error { return export.Brief(w, export.DOCX, found.Brief) }
	}
	return out, nil
}
