package main

import (
	"sitrep"
	"sitrep/internal/store"
)

// shownReport is a report as sitrep show prints it in JSON; docs/archive.md describes it.
type shownReport struct {
	Report    reportRow          `json:"report"`
	SHA256    sitrep.Known       `json:"sha256"`
	Media     sitrep.Known       `json:"media"`
	Bytes     int                `json:"bytes"`
	Credit    *shownCredit       `json:"credit"`
	Withdrawn *shownMark         `json:"withdrawn"`
	Moved     []shownMove        `json:"moved"`
	Versions  []reportRow        `json:"versions"`
	Copies    []shownCopy        `json:"copies"`
	Readings  []shownReader      `json:"readings"`
	Origins   []shownOrigin      `json:"origins"`
	Reading   *sitrep.Extraction `json:"reading"` // as sitrep extract prints it
}

// shownClaim is a claim as sitrep show prints it.
type shownClaim struct {
	ID sitrep.ClaimID `json:"id"`
	// Claim is what the reading that stands has, null where it has it no more.
	Claim    *sitrep.Claim  `json:"claim"`
	Sentence sitrep.Known   `json:"sentence"`
	Origin   *originObject  `json:"origin"`
	Report   reportRow      `json:"report"`
	Readings []shownReading `json:"readings"`
}

type shownCredit struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	By   string `json:"by"`
	sitrep.Span
}

type shownMark struct {
	Time sitrep.Known `json:"time"`
	Why  string       `json:"why"`
}

type shownMove struct {
	Old  string       `json:"old"`
	New  string       `json:"new"`
	Kind string       `json:"kind"`
	Time sitrep.Known `json:"time"`
}

type shownCopy struct {
	Report   reportRow      `json:"report"`
	Passages []shownPassage `json:"passages"`
}

// shownPassage is a passage that both have: bytes of this report's text and of the other's.
type shownPassage struct {
	This  sitrep.Span `json:"this"`
	Other sitrep.Span `json:"other"`
	Words int         `json:"words"`
}

type shownReader struct {
	Codebook string       `json:"codebook"`
	Models   string       `json:"models"`
	Places   sitrep.Known `json:"places"`
}

type shownOrigin struct {
	Claim sitrep.ClaimID `json:"claim"`
	originObject
}

type shownReading struct {
	shownReader
	Claim *sitrep.Claim `json:"claim"`
}

func shownReaderOf(d store.Reader) shownReader {
	return shownReader{d.Codebook, d.Models, sitrep.Known(d.Places)}
}

// object is the view as it is printed in JSON.
func (v *view) object() any {
	h := v.held
	if v.readings != nil {
		out := shownClaim{ID: sitrep.ClaimID(v.id), Claim: v.current(), Report: reportObject(&h.ReportRow), Readings: []shownReading{}}
		if out.Claim != nil {
			out.Sentence = sitrep.Known(out.Claim.Evidence.Of(h.Extraction.Report.Text))
			o := originObjectOf(v.origins[out.ID])
			out.Origin = &o
		}
		for _, r := range v.readings {
			out.Readings = append(out.Readings, shownReading{shownReaderOf(r.Reader), r.claim})
		}
		return out
	}
	out := shownReport{Report: reportObject(&h.ReportRow), Media: sitrep.Known(h.Media), Bytes: len(h.Original), Moved: []shownMove{}, Versions: []reportRow{},
		Copies: []shownCopy{}, Readings: []shownReader{}, Origins: []shownOrigin{}, Reading: h.Extraction}
	if h.Withdrawn != nil {
		out.Withdrawn = &shownMark{stamp(h.Withdrawn.Time), h.Withdrawn.Why}
	}
	for _, m := range h.Moved {
		out.Moved = append(out.Moved, shownMove{m.Old, m.New, m.Kind, stamp(m.Time)})
	}
	for i := range h.Versions {
		out.Versions = append(out.Versions, reportObject(&h.Versions[i]))
	}
	for i := range v.copies {
		c := shownCopy{reportObject(&v.copies[i].ReportRow), []shownPassage{}}
		for _, p := range v.copies[i].passages {
			c.Passages = append(c.Passages, shownPassage{p.A, p.B, p.Words})
		}
		out.Copies = append(out.Copies, c)
	}
	for _, d := range h.Readers {
		out.Readings = append(out.Readings, shownReaderOf(d))
	}
	if h.Extraction == nil {
		return out
	}
	out.SHA256 = sitrep.Known(h.Extraction.Report.SHA256)
	if c := v.credit; c.Name != "" {
		out.Credit = &shownCredit{string(c.Kind), c.Name, c.By, c.Span}
	}
	for i := range h.Extraction.Claims {
		id := h.Extraction.Claims[i].ID
		out.Origins = append(out.Origins, shownOrigin{id, originObjectOf(v.origins[id])})
	}
	return out
}
