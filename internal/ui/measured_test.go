package ui

import (
	"os"
	"testing"

	"sitrep/internal/demo"
	"sitrep/internal/store"
)

// measured is the archive that SITREP_ARCHIVE names, to measure pages over; it is only read.
func measured(t *testing.T) *store.Archive {
	t.Helper()
	path := os.Getenv("SITREP_ARCHIVE")
	if path == "" {
		t.Skip("SITREP_ARCHIVE names no archive to measure pages over")
	}
	return demo.Open(t, path, store.Options{ReadOnly: true})
}

// viewPaths are the pages over the whole archive that are shown for a scope.
var viewPaths = []string{"/", "/events", "/timeline", "/figures"}
