package ui

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"sitrep/internal/ask"
	"sitrep/internal/store"
)

// reportsView is what the list of reports shows.
type reportsView struct {
	Scope
	Publisher string
	Copies    bool // copies stand for themselves
	Types     []typeChoice
	Rows      []store.ReportRow
	Notes     []ask.Note
	Next      string
	CSV, JSON string
	Held      int // reports in the archive, 0 where that is not known
}

// typeChoice is an event type to choose.
type typeChoice struct {
	ID, Label string
	Chosen    bool
}

// reports serves the list of reports, the newest first. Copies are folded into the first of their group.
func (p *Pages) reports(w http.ResponseWriter, r *http.Request) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	v := &reportsView{Scope: s, Publisher: strings.TrimSpace(r.URL.Query().Get("publisher")), Copies: r.URL.Query().Get("copies") != ""}
	filter, notes, err := p.filterOf(r.Context(), &s)
	if err != nil {
		return err
	}
	filter.Publisher, filter.Copies = v.Publisher, v.Copies
	found, err := p.archive.Reports(r.Context(), filter)
	if err != nil {
		return err
	}
	v.Rows, v.Notes, v.Types = found.Rows, notes, p.typeChoices(s.Types)
	if found.Next != "" {
		v.Next = v.at("/reports", "after", found.Next)
	}
	v.JSON, v.CSV = v.data("json"), v.data("csv")
	if b, err := p.board(); err == nil {
		v.Held = b.Reports
	}
	return p.write(w, r, http.StatusOK, "reports", page{Title: "Reports", Section: "reports", Data: v})
}

// at is the address of a view of the same reports.
func (v *reportsView) at(path string, pairs ...string) string {
	if v.Publisher != "" {
		pairs = append([]string{"publisher", v.Publisher}, pairs...)
	}
	if v.Copies {
		pairs = append([]string{"copies", "1"}, pairs...)
	}
	return v.At(path, pairs...)
}

// data is where the same reports are served as data.
func (v *reportsView) data(format string) string {
	return v.at("/api/v1/reports", "format", format, "origins", "", "grade", "")
}

// Folded is the same list with or without the copies.
func (v *reportsView) Folded() string {
	o := *v
	o.Copies = !o.Copies
	return o.at("/reports")
}

// filterOf is what a scope asks of reports and claims. The error names the parameter that cannot be taken.
func (p *Pages) filterOf(ctx context.Context, s *Scope) (store.Filter, []ask.Note, error) {
	if s.Text != "" && !hasWord(s.Text) {
		return store.Filter{}, nil, badField("q", "%q has no word to look for; give one of letters or digits", s.Text)
	}
	q := ask.Query{Text: s.Text, Types: s.Types, Place: s.Place, Country: s.Country, From: s.First, To: s.Last, After: s.After}
	if g, ok := p.gazetteer.ByID(s.Place); ok && s.Place != "" {
		q.Place = g.Name
		if q.Country == "" {
			q.Country = g.Country
		}
	}
	f, notes, err := p.asker.Filter(ctx, &q)
	var w *ask.Wrong
	if errors.As(err, &w) {
		return f, nil, badField(w.Field, "%s", w.Mend)
	}
	return f, notes, err
}

// hasWord says that a search has something to look for.
func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// typeChoices are all event types, by their words.
func (p *Pages) typeChoices(chosen []string) []typeChoice {
	book := p.asker.Codebook()
	out := make([]typeChoice, 0, len(book.Types))
	for i := range book.Types {
		id := book.Types[i].ID
		out = append(out, typeChoice{id, plainType(id), slices.Contains(chosen, id)})
	}
	return out
}
