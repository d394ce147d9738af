package main

import (
	"strconv"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/store"
)

// reportRow is a report as it is printed in JSON; docs/archive.md describes it. Times are RFC 3339 in UTC.
type reportRow struct {
	ID        sitrep.ReportID `json:"id"`
	Title     sitrep.Known    `json:"title"`
	Opening   string          `json:"opening,omitempty"` // how a report without a title begins
	Published sitrep.Date     `json:"published"`
	Publisher sitrep.Known    `json:"publisher"`
	Author    sitrep.Known    `json:"author"`
	URL       sitrep.Known    `json:"url"`
	Language  sitrep.Known    `json:"language"`
	Modified  sitrep.Known    `json:"modified"`
	Received  sitrep.Known    `json:"received"`
	Found     string          `json:"found"`
	Claims    int             `json:"claims"`
	Copies    int             `json:"copies"`          // other reports of its group of copies
	CopyOf    sitrep.Known    `json:"copy_of"`         // the first of the group, null where it is that itself
	State     string          `json:"state"`           // held, replaced or retracted
	Fault     string          `json:"fault,omitempty"` // why it could not be read
}

// claimObject is a claim as it is printed in JSON.
type claimObject struct {
	Claim    sitrep.Claim `json:"claim"`
	Sentence string       `json:"sentence"`
	Origin   originObject `json:"origin"`
	Report   reportRow    `json:"report"`
}

// figureObject is a figure as it is printed in JSON.
type figureObject struct {
	Figure   sitrep.Figure `json:"figure"`
	Claim    sitrep.Claim  `json:"claim"`
	Sentence string        `json:"sentence"`
	Origin   originObject  `json:"origin"`
	Report   reportRow     `json:"report"`
}

// originObject is where a claim goes back to.
type originObject struct {
	Key  string   `json:"key"`
	Name string   `json:"name"`
	Kind string   `json:"kind"`
	Via  []string `json:"via"`
	// Reports is how many reports make the claim, Origins how many origins these have.
	Reports int `json:"reports"`
	Origins int `json:"origins"`
}

func originObjectOf(o store.Origin) originObject {
	via := o.Via
	if via == nil {
		via = []string{}
	}
	return originObject{o.Key, o.Name, string(o.Kind), via, o.Reports, o.Origins}
}

func reportObject(r *store.ReportRow) reportRow {
	out := reportRow{ID: r.ID, Title: r.Title, Opening: r.Opening, Published: r.Published, Publisher: r.Publisher, Author: r.Author, URL: r.URL, Language: r.Language,
		Modified: stamp(r.Modified), Received: stamp(r.Received), Found: r.Found, Claims: r.Claims, Copies: r.Copies, State: stateOf(r), Fault: r.Fault}
	if r.Lead != r.ID {
		out.CopyOf = sitrep.Known(r.Lead)
	}
	return out
}

// stamp writes a time, nothing for an unknown one.
func stamp(t time.Time) sitrep.Known {
	if t.IsZero() {
		return ""
	}
	return sitrep.Known(t.UTC().Format(time.RFC3339))
}

// stateOf says whether a report stands.
func stateOf(r *store.ReportRow) string {
	switch {
	case r.Erased:
		return "erased"
	case r.Retracted:
		return "retracted"
	case r.Replaced:
		return "replaced"
	}
	return "held"
}

// indented is v as JSON whose lines after the first stand prefix further in.
func indented(v any, prefix string) (string, error) {
	b, err := marshal(v, "  ")
	return strings.ReplaceAll(strings.TrimRight(string(b), "\n"), "\n", "\n"+prefix), err
}

// cell is a value of a row of CSV. A text may come from anywhere, a number was written here.
type cell struct {
	text   string
	number bool
}

func texts(list []string) []cell {
	out := make([]cell, len(list))
	for i, s := range list {
		out[i].text = s
	}
	return out
}

// writeRecord writes a record of RFC 4180. A text that a spreadsheet would take for a formula gets a ' before it.
func writeRecord(b *strings.Builder, cells []cell) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		s := c.text
		if !c.number && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			s = "'" + s
		}
		if strings.ContainsAny(s, ",\"\r\n") {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b.WriteString(s)
	}
	b.WriteString("\r\n")
}

// record gathers the cells of a row.
type record []cell

func (r *record) text(list ...string) {
	*r = append(*r, texts(list)...)
}

func (r *record) count(list ...int) {
	for _, n := range list {
		*r = append(*r, cell{strconv.Itoa(n), true})
	}
}

func (r *record) maybe(list ...*int) {
	for _, n := range list {
		if n == nil {
			r.text("")
		} else {
			r.count(*n)
		}
	}
}

func (r *record) degrees(list ...*float64) {
	for _, d := range list {
		if d == nil {
			r.text("")
		} else {
			*r = append(*r, cell{strconv.FormatFloat(*d, 'f', -1, 64), true})
		}
	}
}

// reportColumns are the columns of reports in CSV, and what other rows say of their report.
var reportColumns = []string{"report", "title", "published", "publisher", "author", "url", "language", "modified", "received", "found", "claims", "copies", "copy_of", "state",
	"fault"}

func reportCells(r *store.ReportRow) []cell {
	var out record
	o := reportObject(r)
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

// claimColumns and figureColumns are the columns of claims and figures in CSV.
var (
	claimColumns  = join(whatColumns, []string{"figures"}, reportColumns)
	figureColumns = join([]string{"measure", "low", "best", "high", "of", "kind", "unit", "factor", "words", "words_start", "words_end", "figure_source"}, whatColumns, reportColumns)
)

func join(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

func claimCells(r *store.ClaimRow, o store.Origin) []cell {
	out := whatCells(&r.Claim, r.Sentence, o)
	figures := make([]string, len(r.Claim.Figures))
	for i := range r.Claim.Figures {
		figures[i] = figureWords(&r.Claim.Figures[i])
	}
	out.text(strings.Join(figures, "; "))
	return append(out, reportCells(&r.Report)...)
}

func figureCells(r *store.FigureRow, o store.Origin) []cell {
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
	return append(out, reportCells(&r.Report)...)
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
			corrected[i] = slotWords(&r.Slots[i])
		}
		out.text(string(r.Claim.Verdict), r.Claim.Person, r.Claim.Why, strings.Join(corrected, "; "))
	} else {
		out.text("", "", "", "")
	}
	return out
}
