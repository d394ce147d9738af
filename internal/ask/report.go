package ask

import (
	"context"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// ReportView is a report with all that is known of it.
type ReportView struct {
	Held *store.Held
	// Credit is whom the report says that it is taken from, the zero Credit where it does not say.
	Credit origin.Credit
	// Origins are where its claims go back to, by id.
	Origins map[sitrep.ClaimID]store.Origin
	// Copies are the other reports of its group of copies.
	Copies []Shared
}

// Shared is another report of a group of copies, with the passages that both have, none of them where it was not compared.
type Shared struct {
	store.ReportRow
	Passages []origin.Passage
	Compared bool
}

// mostCompared is with how many copies a report's text is compared.
const mostCompared = 50

// Report is the report of an id, whole or its first six digits or more, or the report that makes the claim of that id. Of a report that was erased, or
// could not be read, only Held is known. It reads the report and the copies of it, a few milliseconds each.
func (a *Asker) Report(ctx context.Context, id string) (*ReportView, error) {
	whole, err := a.resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &ReportView{}
	if v.Held, err = a.archive.Report(ctx, whole); err != nil {
		return nil, err
	}
	h := v.Held
	if h.Extraction == nil {
		return v, nil
	}
	v.Credit = a.outlets.Credit(&h.Extraction.Report, h.Extraction.Blocks)
	if v.Origins, err = a.archive.Origins(ctx, a.outlets, &h.ReportRow); err != nil {
		return nil, err
	}
	for i := range h.Group {
		if h.Group[i].ID != h.ID {
			v.Copies = append(v.Copies, Shared{ReportRow: h.Group[i]})
		}
	}
	if err := a.compare(ctx, v); err != nil {
		return nil, err
	}
	return v, nil
}

// compare finds the passages that a report shares with its copies.
func (a *Asker) compare(ctx context.Context, v *ReportView) error {
	rows := make([]store.ReportRow, min(mostCompared, len(v.Copies)))
	for i := range rows {
		rows[i] = v.Copies[i].ReportRow
	}
	texts, err := a.archive.TextsOf(ctx, rows)
	if err != nil {
		return err
	}
	for i := range rows {
		s := &v.Copies[i]
		s.Compared = true
		s.Passages = origin.Passages(v.Held.Extraction.Report.Text, texts[s.ID])
	}
	return nil
}

// Object is the view in JSON.
func (v *ReportView) Object() wire.WholeReport {
	h := v.Held
	out := wire.WholeReport{Report: wire.ReportOf(&h.ReportRow), Media: sitrep.Known(h.Media), Bytes: len(h.Original), Moved: []wire.Move{}, Versions: []wire.Report{},
		Copies: []wire.Copy{}, Readings: []wire.Reader{}, Origins: []wire.OriginOfClaim{}, Reading: h.Extraction}
	if h.Withdrawn != nil {
		out.Withdrawn = &wire.Mark{Time: wire.Stamp(h.Withdrawn.Time), Why: h.Withdrawn.Why}
	}
	for _, m := range h.Moved {
		out.Moved = append(out.Moved, wire.Move{Old: m.Old, New: m.New, Kind: m.Kind, Time: wire.Stamp(m.Time)})
	}
	for i := range h.Versions {
		out.Versions = append(out.Versions, wire.ReportOf(&h.Versions[i]))
	}
	for i := range v.Copies {
		c := wire.Copy{Report: wire.ReportOf(&v.Copies[i].ReportRow), Passages: []wire.Passage{}}
		for _, p := range v.Copies[i].Passages {
			c.Passages = append(c.Passages, wire.Passage{This: p.A, Other: p.B, Words: p.Words})
		}
		out.Copies = append(out.Copies, c)
	}
	for _, d := range h.Readers {
		out.Readings = append(out.Readings, wire.ReaderOf(d))
	}
	if h.Extraction == nil {
		return out
	}
	out.SHA256 = sitrep.Known(h.Extraction.Report.SHA256)
	if c := v.Credit; c.Name != "" {
		out.Credit = &wire.Credit{Kind: string(c.Kind), Name: c.Name, By: c.By, Span: c.Span}
	}
	for i := range h.Extraction.Claims {
		id := h.Extraction.Claims[i].ID
		out.Origins = append(out.Origins, wire.OriginOfClaim{Claim: id, Origin: wire.OriginOf(v.Origins[id])})
	}
	return out
}

// ClaimView is a claim as every reading of its report has it.
type ClaimView struct {
	ID   sitrep.ClaimID
	Held *store.Held // the report that makes it
	// Origins are where the claims of the report go back to, this one's among them where the reading that stands has it.
	Origins map[sitrep.ClaimID]store.Origin
	// Readings are those of the report, the first first; none where the report was erased or could not be read.
	Readings []ClaimReading
}

// ClaimReading is a claim as one reader has it, nil where it has none, and the text that its spans are of.
type ClaimReading struct {
	store.Reader
	Claim *sitrep.Claim
	Text  string
}

// Claim is the claim of an id, whole or its first six digits or more. It reads all readings of its report, a few milliseconds.
func (a *Asker) Claim(ctx context.Context, id string) (*ClaimView, error) {
	whole, err := a.resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(whole, "c-") {
		return nil, &misled{whole + ": is no claim"}
	}
	v := &ClaimView{ID: sitrep.ClaimID(whole)}
	if v.Held, err = a.archive.Report(ctx, whole); err != nil {
		return nil, err
	}
	h := v.Held
	if h.Extraction == nil {
		return v, nil
	}
	if v.Origins, err = a.archive.Origins(ctx, a.outlets, &h.ReportRow); err != nil {
		return nil, err
	}
	for _, d := range h.Readers {
		x, err := a.archive.Reading(ctx, h.ID, d)
		if err != nil {
			return nil, err
		}
		r := ClaimReading{Reader: d, Text: x.Report.Text, Claim: claimIn(x, v.ID)}
		v.Readings = append(v.Readings, r)
	}
	return v, nil
}

// claimIn is the claim of an id in an extraction, nil where that has none.
func claimIn(x *sitrep.Extraction, id sitrep.ClaimID) *sitrep.Claim {
	if i := slices.IndexFunc(x.Claims, func(c sitrep.Claim) bool { return c.ID == id }); i >= 0 {
		return &x.Claims[i]
	}
	return nil
}

// Current is the claim as the reading that stands has it, with what people decided about it; nil where that has none.
func (v *ClaimView) Current() *sitrep.Claim {
	if v.Held.Extraction == nil {
		return nil
	}
	return claimIn(v.Held.Extraction, v.ID)
}

// Object is the view in JSON.
func (v *ClaimView) Object() wire.WholeClaim {
	h := v.Held
	out := wire.WholeClaim{ID: v.ID, Claim: v.Current(), Report: wire.ReportOf(&h.ReportRow), Readings: []wire.Reading{}}
	if out.Claim != nil {
		out.Sentence = sitrep.Known(out.Claim.Evidence.Of(h.Extraction.Report.Text))
		o := wire.OriginOf(v.Origins[out.ID])
		out.Origin = &o
	}
	for _, r := range v.Readings {
		out.Readings = append(out.Readings, wire.Reading{Reader: wire.ReaderOf(r.Reader), Claim: r.Claim})
	}
	return out
}
