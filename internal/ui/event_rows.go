package ui

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/board"
)

// eventRow is an event as lists show it: what it is in the tool's words, and the sentence that tells it best in the report's.
type eventRow struct {
	*board.Event
	FamilyName string
	Title      string
	Who        string // "A → B", "" where nobody is named
	Figures    []string
	Where      string // the precision of the place, with its country
	Rests      string
	Href       string
	Cite       *Cite  // of the sentence, nil where it is gone
	Quote      *quote // nil where it was not asked for, or is gone
}

// rowsOf makes rows of events, each with its sentence.
func (p *Pages) rowsOf(ctx context.Context, b *board.Board, cites *Cites, events []*board.Event) ([]eventRow, error) {
	ids := make([]sitrep.ClaimID, 0, len(events))
	for _, e := range events {
		if e.Lead != "" {
			ids = append(ids, e.Lead)
		}
	}
	claims, err := p.archive.ClaimsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]eventRow, len(events))
	for i, e := range events {
		r := bareRow(b, e)
		if c := claims[e.Lead]; c != nil {
			q, cite := quoteOf(c), cites.Of(c.Report.ID, c.Claim.ID)
			r.Quote, r.Cite = &q, &cite
		}
		out[i] = r
	}
	return out, nil
}

// bareRow is the row of an event without its sentence.
func bareRow(b *board.Board, e *board.Event) eventRow {
	r := eventRow{Event: e, FamilyName: familyName(b, e.Family), Title: eventTitle(e), Who: whoWords(e), Href: "/events/" + string(e.ID)}
	for i := range e.Figures {
		f := &e.Figures[i]
		r.Figures = append(r.Figures, amountWords(f.Low, f.Best, f.High)+" "+plainType(string(f.Measure)))
	}
	if e.Place != nil {
		r.Where = precisionWords(e.Place)
	}
	r.Rests = counted(e.Origins, "origin", "origins") + ", " + counted(e.Reports, "report", "reports")
	return r
}

// familyName is the name of a family, "Other" where a type is in none.
func familyName(b *board.Board, id string) string {
	for _, f := range b.Families() {
		if f.ID == id {
			return f.Label
		}
	}
	return "Other"
}

// eventTitle is what an event is: "Air strike".
func eventTitle(e *board.Event) string { return capital(plainType(e.Type)) }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// whoWords is who does it to whom.
func whoWords(e *board.Event) string {
	switch {
	case e.Target == "":
		return e.Actor
	case e.Actor == "":
		return "→ " + e.Target
	}
	return e.Actor + " → " + e.Target
}

// precisionWords says how exactly a place is known.
func precisionWords(p *board.Place) string {
	var parts []string
	switch {
	case p.Precision == sitrep.Offset && p.RadiusKm > 0:
		parts = append(parts, "± "+kmWords(p.RadiusKm))
	case p.Precision != "":
		parts = append(parts, string(p.Precision))
	}
	if p.Country != "" && p.Precision != sitrep.Country {
		parts = append(parts, countryName(p.Country))
	}
	return strings.Join(parts, " · ")
}
