package main

import (
	"sitrep"
	"sitrep/internal/wire"
)

// object is the view as it is printed in JSON.
func (v *view) object() any {
	h := v.held
	if v.readings != nil {
		out := wire.WholeClaim{ID: sitrep.ClaimID(v.id), Claim: v.current(), Report: wire.ReportOf(&h.ReportRow), Readings: []wire.Reading{}}
		if out.Claim != nil {
			out.Sentence = sitrep.Known(out.Claim.Evidence.Of(h.Extraction.Report.Text))
			o := wire.OriginOf(v.origins[out.ID])
			out.Origin = &o
		}
		for _, r := range v.readings {
			out.Readings = append(out.Readings, wire.Reading{Reader: wire.ReaderOf(r.Reader), Claim: r.claim})
		}
		return out
	}
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
	for i := range v.copies {
		c := wire.Copy{Report: wire.ReportOf(&v.copies[i].ReportRow), Passages: []wire.Passage{}}
		for _, p := range v.copies[i].passages {
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
	if c := v.credit; c.Name != "" {
		out.Credit = &wire.Credit{Kind: string(c.Kind), Name: c.Name, By: c.By, Span: c.Span}
	}
	for i := range h.Extraction.Claims {
		id := h.Extraction.Claims[i].ID
		out.Origins = append(out.Origins, wire.OriginOfClaim{Claim: id, Origin: wire.OriginOf(v.origins[id])})
	}
	return out
}
