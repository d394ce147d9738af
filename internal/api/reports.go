package api

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// ReportList is a page of reports.
type ReportList struct {
	Reports []wire.Report `json:"reports"` // the latest published first
	Next    sitrep.Known  `json:"next"`    // after of the next page, null at the end
	Notes   []string      `json:"notes"`   // what was taken for granted, each in a line
}

// IDParam names one report, claim or event.
type IDParam struct {
	ID string `path:"id" maxLength:"80" doc:"The id, or its first six digits or more."`
	FormatParam
}

// reports registers the operations about reports.
func (a *API) reports() {
	add[ReportParams, ReportList](a, spec{id: "list-reports", path: "/reports", tag: "reports", summary: "List reports",
		about: "Reports that fit all that is asked, the latest published first. What is asked about claims (a type, an actor, a place, a country, a measure) holds for one claim of the " +
			"report. Of a group of copies the first is given, with how many there are.",
		formats: []format{asJSON, asCSV}, example: "/reports?q=clinic&limit=2"}, a.listReports)
	add[IDParam, wire.WholeReport](a, spec{id: "get-report", path: "/reports/{id}", tag: "reports", summary: "One report whole",
		about: "A report with its text, blocks, mentions, entities and claims as the reading that stands has them, its versions, copies with the passages that they share, whom it is " +
			"credited to, and the origin of each claim. An erased one has only its id, and when and why.",
		errors: []int{http.StatusNotFound}, example: "/reports/{report}"}, a.getReport)
	add[IDParam, string](a, spec{id: "get-report-text", path: "/reports/{id}/text", tag: "reports", summary: "A report's text",
		about:  "The cleaned text that every span points into, in UTF-8.",
		errors: []int{http.StatusNotFound, http.StatusGone}, formats: []format{asText}, example: "/reports/{report}/text"}, a.getText)
	add[IDParam, string](a, spec{id: "get-report-original", path: "/reports/{id}/original", tag: "reports", summary: "A report's original",
		about:  "The bytes as they were received, with their media type; their SHA-256 is `sha256` of the report. They are anybody's: save them, do not show them as a page.",
		errors: []int{http.StatusNotFound, http.StatusGone}, formats: []format{asBytes}, example: "/reports/{report}/original"}, a.getOriginal)
	add[IDParam, ReportList](a, spec{id: "list-copies", path: "/reports/{id}/copies", tag: "reports", summary: "Copies of a report",
		about:  "The reports of its group of copies, the first of them first, itself among them; it alone where it has none.",
		errors: []int{http.StatusNotFound}, formats: []format{asJSON, asCSV}, example: "/reports/{report}/copies"}, a.listCopies)
	add[claimsOfParams, ClaimList](a, spec{id: "list-report-claims", path: "/reports/{id}/claims", tag: "reports", summary: "Claims of a report",
		about:  "What the report claims, in its order, each with its sentence and origin.",
		errors: []int{http.StatusNotFound}, formats: []format{asJSON, asCSV}, example: "/reports/{report}/claims"}, a.listReportClaims)
}

type claimsOfParams struct {
	ID       string `path:"id" maxLength:"80" doc:"The report's id, or its first six digits or more."`
	Rejected bool   `query:"rejected" doc:"Claims that a person rejected, too." example:"false"`
	PageParams
	FormatParam
}

func (a *API) listReports(ctx context.Context, p *ReportParams) (*answer, error) {
	f, notes, err := a.filter(ctx, &ClaimParams{ReportParams: *p})
	if err != nil {
		return nil, err
	}
	page, err := a.o.Archive.Reports(ctx, f)
	if err != nil {
		return nil, err
	}
	return reportList(ctx, page.Rows, page.Next, notes), nil
}

// reportList is reports as JSON or CSV.
func reportList(ctx context.Context, rows []store.ReportRow, next string, notes []string) *answer {
	if formatOf(ctx) == asCSV {
		return table("reports", wire.ReportColumns, len(rows), next, func(i int) ([]wire.Cell, error) { return wire.ReportCells(&rows[i]), nil })
	}
	out := &ReportList{Reports: []wire.Report{}, Next: known(next), Notes: notes}
	for i := range rows {
		out.Reports = append(out.Reports, wire.ReportOf(&rows[i]))
	}
	return &answer{body: out, next: next}
}

// table is n rows as CSV.
func table(name string, columns []string, n int, next string, cells func(i int) ([]wire.Cell, error)) *answer {
	return csvOf(name, columns, next, func(add func([]wire.Cell)) error {
		for i := range n {
			row, err := cells(i)
			if err != nil {
				return err
			}
			add(row)
		}
		return nil
	})
}

// csvOf is an answer as CSV, of the records that each adds.
func csvOf(name string, columns []string, next string, each func(add func([]wire.Cell)) error) *answer {
	return &answer{next: next, name: name + ".csv", write: func(w *bytes.Buffer) error {
		var b strings.Builder
		add := func(row []wire.Cell) { wire.WriteRecord(&b, row) }
		add(wire.Texts(columns))
		err := each(add)
		w.WriteString(b.String())
		return err
	}}
}

// reportID is the whole id of a report.
func (a *API) reportID(ctx context.Context, id string) (string, error) {
	return a.whole(ctx, id, "r-", "a report")
}

// held looks a report up.
func (a *API) held(ctx context.Context, id string) (*store.Held, error) {
	whole, err := a.reportID(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.o.Archive.Report(ctx, whole)
}

func (a *API) getText(ctx context.Context, p *IDParam) (*answer, error) {
	h, err := a.held(ctx, p.ID)
	switch {
	case err != nil:
		return nil, err
	case h.Erased:
		return nil, problem(http.StatusGone, "%s: was erased; its text is gone", h.ID)
	case h.Extraction == nil:
		return nil, problem(http.StatusNotFound, "%s: could not be read, so that it has no text; its original is held", h.ID)
	}
	return &answer{alone: true, write: func(w *bytes.Buffer) error { w.WriteString(h.Extraction.Report.Text); return nil }}, nil
}

func (a *API) getOriginal(ctx context.Context, p *IDParam) (*answer, error) {
	h, err := a.held(ctx, p.ID)
	switch {
	case err != nil:
		return nil, err
	case h.Erased:
		return nil, problem(http.StatusGone, "%s: was erased; its bytes are gone", h.ID)
	}
	return &answer{alone: true, media: mediaOf(h.Media), name: saved(string(h.ID)), write: func(w *bytes.Buffer) error { w.Write(h.Original); return nil }}, nil
}

// mediaOf is a media type that may stand in a header: what a report says of itself may hold anything.
func mediaOf(s string) string {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return "application/octet-stream"
		}
	}
	if kind, rest, ok := strings.Cut(s, "/"); !ok || kind == "" || rest == "" {
		return "application/octet-stream"
	}
	return s
}

func (a *API) listCopies(ctx context.Context, p *IDParam) (*answer, error) {
	h, err := a.held(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	rows := h.Group
	if len(rows) == 0 {
		rows = []store.ReportRow{h.ReportRow}
	}
	return reportList(ctx, rows, "", []string{}), nil
}

func (a *API) listReportClaims(ctx context.Context, p *claimsOfParams) (*answer, error) {
	whole, err := a.reportID(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	page, err := a.o.Archive.Claims(ctx, store.Filter{Report: sitrep.ReportID(whole), Rejected: p.Rejected, After: p.After, Limit: p.Limit})
	if err != nil {
		return nil, err
	}
	return a.claimList(ctx, page.Rows, page.Next, []string{})
}
