package codebook_test

import (
	"testing"

	"sitrep/codebook"
)

func TestDefaultLoads(t *testing.T) {
	if _, err := codebook.Default(); err != nil {
		t.Fatal(err)
	}
}
