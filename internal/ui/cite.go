package ui

import (
	"net/http"

	"sitrep"
	"sitrep/internal/store"
)

// citeRoutes are what citations lead to: the sentence alone, to be shown beside its number, and the claim's place in the reader.
func (p *Pages) citeRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /cite/{claim}", p.handle(p.cite))
	mux.HandleFunc("GET /claims/{claim}", p.handle(func(w http.ResponseWriter, r *http.Request) error {
		row, err := p.claim(r.Context(), sitrep.ClaimID(r.PathValue("claim")))
		if err == nil {
			http.Redirect(w, r, readerAt(row.Report.ID, row.Claim.ID), http.StatusFound)
			return nil
		}
		// One that counts no more, as a person rejected it or its report was withdrawn, still stands in the report.
		held, gone := p.archive.Report(r.Context(), r.PathValue("claim"))
		if gone != nil {
			return err
		}
		http.Redirect(w, r, readerAt(held.ID, sitrep.ClaimID(r.PathValue("claim"))), http.StatusFound)
		return nil
	}))
}

// quote is a sentence with its trigger apart, and where it stands.
type quote struct {
	Before, Trigger, After string // together the sentence, as it stands in the report
	Href                   string
	Report                 *store.ReportRow
}

// quoteOf cuts the sentence of a claim at its trigger.
func quoteOf(row *store.ClaimRow) quote {
	q := quote{Before: row.Sentence, Href: readerAt(row.Report.ID, row.Claim.ID), Report: &row.Report}
	at := row.Claim.Trigger.Start - row.Claim.Evidence.Start
	if end := at + row.Claim.Trigger.Len(); at >= 0 && at < end && end <= len(row.Sentence) {
		q.Before, q.Trigger, q.After = row.Sentence[:at], row.Sentence[at:end], row.Sentence[end:]
	}
	return q
}

// cite writes the sentence that a claim rests on.
func (p *Pages) cite(w http.ResponseWriter, r *http.Request) error {
	row, err := p.claim(r.Context(), sitrep.ClaimID(r.PathValue("claim")))
	if err != nil {
		return err
	}
	return p.fragment(w, "fault", "quote", quoteOf(row))
}
