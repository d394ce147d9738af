package codebook_test

import (
	"testing"

	"sitrep/codebook"
)

// TestDefaultIsWithoutFaults holds that the built-in codebook takes its own advice.
func TestDefaultIsWithoutFaults(t *testing.T) {
	if _, err := codebook.Default(); err != nil {
		t.Fatal(err)
	}
	_, faults := codebook.Lint("", nil)
	for _, f := range faults {
		t.Error(f)
	}
}
