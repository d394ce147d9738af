package wire

import (
	"strings"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// ReportColumns are the columns of reports in CSV, and what other rows say of their report.
var ReportColumns = []string{"report", "title", "published", "publisher", "author", "url", "language", "modified", "received", "found", "claims", "copies", "copy_of", "state",
	"fault"}

// ReportCells are the cells of ReportColumns.
func ReportCells(r *store.ReportRow) []Cell {
	var out record
	o := ReportOf(r)
	out.text(string(r.ID), string(r.Title), r.Published.String(), string(r.Publisher), string(r.Author), string(r.URL), string(r.Language), string(o.Modified), string(o.Received),
		r.Found)
	out.count(r.Claims, r.Copies)
	out.text(string(o.CopyOf), o.State, r.Fault)
	return out
}

// whatColumns are the columns of a claim, of figures too.
var whatColumns = []string{"claim", "type", "subtype", "modality", "from", "to", "time_precision", "actor", "ally", "target", "victim", "instrument", "place", "place_words", "country",
	"lat", "lon", "place_precision", "source", "source_words", "stance", "origin", "origin_kind", "origin_key", "via", "reports", "origins", "confidence", "trigger", "sentence",
	"trigger_start", "trigger_end", "evidence_start", "evidence_end", "rule", "codebook", "review", "reviewer", "review_why", "corrected"}

// ClaimColumns and FigureColumns are the columns of claims and figures in CSV.
var (
	ClaimColumns  = join(whatColumns, []string{"figures"}, ReportColumns)
	FigureColumns = join([]string{"measure", "low", "best", "high", "of", "kind", "unit", "factor", "words", "words_start", "words_end", "figure_source"}, whatColumns, ReportColumns)
)

func join(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// ClaimCells are the cells of ClaimColumns.
func ClaimCells(r *store.ClaimRow, o store.Origin) []Cell {
	out := whatCells(&r.Claim, r.Sentence, o)
	figures := make([]string, len(r.Claim.Figures))
	for i := range r.Claim.Figures {
		figures[i] = wording.Figure(&r.Claim.Figures[i])
	}
	out.text(strings.Join(figures, "; "))
	return append(out, ReportCells(&r.Report)...)
}

// FigureCells are the cells of FigureColumns.
func FigureCells(r *store.FigureRow, o store.Origin) []Cell {
	var out record
	f := &r.Figure
	out.text(string(f.Measure))
	out.maybe(f.Low, f.Best, f.High)
	out.text(string(f.Of), string(f.Kind), string(f.Unit))
	if f.Factor > 0 {
		out.degrees(&f.Factor)
	} else {
		out.text("")
	}
	out.text(f.Text)
	out.count(f.Start, f.End)
	out.text(f.Source)
	out = append(out, whatCells(&r.Claim, r.Sentence, o)...)
	return append(out, ReportCells(&r.Report)...)
}

func whatCells(c *sitrep.Claim, sentence string, o store.Origin) record {
	var out record
	out.text(string(c.ID), c.Type, c.Subtype, string(c.Modality))
	if t := c.Time; t != nil {
		out.text(t.From.String(), t.To.String(), string(t.Precision))
	} else {
		out.text("", "", "")
	}
	for _, role := range sitrep.Roles {
		names := make([]string, len(c.Roles[role]))
		for i, f := range c.Roles[role] {
			if names[i] = f.Name; f.Name == "" {
				names[i] = f.Text
			}
		}
		out.text(strings.Join(names, "; "))
	}
	if p := c.Place; p != nil {
		out.text(p.Name, strings.TrimSpace(p.Qualifier+" "+p.Text), string(p.Country))
		out.degrees(p.Lat, p.Lon)
		out.text(string(p.Precision))
	} else {
		out.text("", "", "", "", "", "")
	}
	if a := c.Attribution; a != nil {
		out.text(a.Name, a.Source, string(a.Stance))
	} else {
		out.text("", "", "")
	}
	out.text(o.Name, string(o.Kind), o.Key, strings.Join(o.Via, "; "))
	out.count(o.Reports, o.Origins)
	out.degrees(&c.Confidence)
	out.text(c.Trigger.Text, sentence)
	out.count(c.Trigger.Start, c.Trigger.End, c.Evidence.Start, c.Evidence.End)
	out.text(c.Rule, c.Codebook)
	if r := c.Review; r != nil && r.Claim != nil {
		corrected := make([]string, len(r.Slots))
		for i := range r.Slots {
			corrected[i] = wording.Slot(&r.Slots[i])
		}
		out.text(string(r.Claim.Verdict), r.Claim.Person, r.Claim.Why, strings.Join(corrected, "; "))
	} else {
		out.text("", "", "", "")
	}
	return out
}
