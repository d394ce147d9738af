package wire

import (
	"time"

	"sitrep"
	"sitrep/internal/store"
)

// Report is a report without its text; docs/archive.md describes it.
type Report struct {
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
	State     string          `json:"state"`           // held, replaced, retracted or erased
	Fault     string          `json:"fault,omitempty"` // why it could not be read
}

// Claim is a claim of an answer, with its sentence, its origin and its report.
type Claim struct {
	Claim    sitrep.Claim `json:"claim"`
	Sentence string       `json:"sentence"`
	Origin   Origin       `json:"origin"`
	Report   Report       `json:"report"`
}

// Figure is a figure of an answer, with the claim that gives it.
type Figure struct {
	Figure   sitrep.Figure `json:"figure"`
	Claim    sitrep.Claim  `json:"claim"`
	Sentence string        `json:"sentence"`
	Origin   Origin        `json:"origin"`
	Report   Report        `json:"report"`
}

// ClaimOf makes a Claim.
func ClaimOf(r *store.ClaimRow, o store.Origin) Claim {
	return Claim{r.Claim, r.Sentence, OriginOf(o), ReportOf(&r.Report)}
}

// FigureOf makes a Figure.
func FigureOf(r *store.FigureRow, o store.Origin) Figure {
	return Figure{r.Figure, r.Claim, r.Sentence, OriginOf(o), ReportOf(&r.Report)}
}

// Origin is where a claim goes back to.
type Origin struct {
	Key  string   `json:"key"`
	Name string   `json:"name"`
	Kind string   `json:"kind"`
	Via  []string `json:"via"`
	// Reports is how many reports make the claim, Origins how many origins these have.
	Reports int `json:"reports"`
	Origins int `json:"origins"`
}

// OriginOf makes an Origin.
func OriginOf(o store.Origin) Origin {
	via := o.Via
	if via == nil {
		via = []string{}
	}
	return Origin{o.Key, o.Name, string(o.Kind), via, o.Reports, o.Origins}
}

// ReportOf makes a Report.
func ReportOf(r *store.ReportRow) Report {
	out := Report{ID: r.ID, Title: r.Title, Opening: r.Opening, Published: r.Published, Publisher: r.Publisher, Author: r.Author, URL: r.URL, Language: r.Language,
		Modified: Stamp(r.Modified), Received: Stamp(r.Received), Found: r.Found, Claims: r.Claims, Copies: r.Copies, State: StateOf(r), Fault: r.Fault}
	if r.Lead != r.ID {
		out.CopyOf = sitrep.Known(r.Lead)
	}
	return out
}

// Stamp writes a time, nothing for an unknown one.
func Stamp(t time.Time) sitrep.Known {
	if t.IsZero() {
		return ""
	}
	return sitrep.Known(t.UTC().Format(time.RFC3339))
}

// StateOf says whether a report stands.
func StateOf(r *store.ReportRow) string {
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
