package wire

import (
	"sitrep"
	"sitrep/internal/store"
)

// WholeReport is a report whole, with all that became of it; docs/archive.md describes it.
type WholeReport struct {
	Report    Report             `json:"report"`
	SHA256    sitrep.Known       `json:"sha256"`
	Media     sitrep.Known       `json:"media"`
	Bytes     int                `json:"bytes"`
	Credit    *Credit            `json:"credit"`
	Withdrawn *Mark              `json:"withdrawn"`
	Moved     []Move             `json:"moved"`
	Versions  []Report           `json:"versions"`
	Copies    []Copy             `json:"copies"`
	Readings  []Reader           `json:"readings"`
	Origins   []OriginOfClaim    `json:"origins"`
	Reading   *sitrep.Extraction `json:"reading"` // as sitrep extract prints it
}

// WholeClaim is a claim whole, as every reading has it.
type WholeClaim struct {
	ID sitrep.ClaimID `json:"id"`
	// Claim is what the reading that stands has, null where it has it no more.
	Claim    *sitrep.Claim `json:"claim"`
	Sentence sitrep.Known  `json:"sentence"`
	Origin   *Origin       `json:"origin"`
	Report   Report        `json:"report"`
	Readings []Reading     `json:"readings"`
}

// Credit is whom a report says that it is taken from: an agency or an outlet, by its dateline, byline or last line.
type Credit struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	By   string `json:"by"`
	sitrep.Span
}

// Mark is when a report was retracted or erased, and why.
type Mark struct {
	Time sitrep.Known `json:"time"`
	Why  string       `json:"why"`
}

// Move says where an id went that stands for itself no more.
type Move struct {
	Old  string       `json:"old"`
	New  string       `json:"new"`
	Kind string       `json:"kind"`
	Time sitrep.Known `json:"time"`
}

// Copy is another report of the group of copies, with what it shares.
type Copy struct {
	Report   Report    `json:"report"`
	Passages []Passage `json:"passages"`
}

// Passage is a passage that both have: bytes of this report's text and of the other's.
type Passage struct {
	This  sitrep.Span `json:"this"`
	Other sitrep.Span `json:"other"`
	Words int         `json:"words"`
}

// Reader is what a report was read with.
type Reader struct {
	Codebook string       `json:"codebook"`
	Models   string       `json:"models"`
	Places   sitrep.Known `json:"places"`
}

// OriginOfClaim is where a claim of the report goes back to.
type OriginOfClaim struct {
	Claim sitrep.ClaimID `json:"claim"`
	Origin
}

// Reading is a claim as one reader has it, null where it has none.
type Reading struct {
	Reader
	Claim *sitrep.Claim `json:"claim"`
}

// ReaderOf makes a Reader.
func ReaderOf(d store.Reader) Reader {
	return Reader{d.Codebook, d.Models, sitrep.Known(d.Places)}
}
