// Package extract turns one report into claims: it calls the stages in order and does no I/O.
package extract

import (
	"sitrep"
	"sitrep/codebook"
)

// Input is a report as received.
type Input struct {
	Original []byte // the bytes as received, at least one
	// Published overrides what the report itself says of its date; the zero Date leaves that to the report.
	Published sitrep.Date
	Publisher sitrep.Known
	URL       sitrep.Known
}

// Reader reads reports with one codebook. It may be used from many goroutines.
type Reader struct {
	book *codebook.Codebook
}

// New makes a reader for the codebook. A codebook that cannot be used is an error that names the entry.
func New(book *codebook.Codebook) (*Reader, error) {
	return &Reader{book: book}, nil
}

// Read reads one report. The same input gives the same extraction, byte for byte. Bytes that are not text are an error
// that says what is wrong and what to do, without naming the file.
func (r *Reader) Read(in Input) (sitrep.Extraction, error) {
	return sitrep.Extraction{}, nil
}
