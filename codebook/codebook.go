// Package codebook holds what sitrep looks for as data: event types with their rules and example sentences, actors,
// and word lists.
package codebook

// Codebook is a loaded, checked codebook.
type Codebook struct {
	Version string
}

// Default loads the codebook that is built into the binary.
func Default() (*Codebook, error) { return &Codebook{Version: "1"}, nil }
