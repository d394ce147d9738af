package board_test

import (
	"os"
	"runtime"
	"testing"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// TestMeasure makes a board of the archive that SITREP_ARCHIVE names, which is only read, and says what that takes.
func TestMeasure(t *testing.T) {
	path := os.Getenv("SITREP_ARCHIVE")
	if path == "" {
		t.Skip("SITREP_ARCHIVE names no archive to measure with")
	}
	a, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	gazetteer := geo.Base()
	gazetteer.Candidates("Mosul")
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	k := board.New(a, board.Options{Registry: registry, Gazetteer: gazetteer, Codebook: book})
	b, err := k.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("took %v; %.1f MB", b.Took, float64(heap()-before)/1e6)
	t.Logf("%d reports, %d claims, %d origins, %d events, %d places, %d happenings, %d series, %d left out, %d spells, %d actors, %d relations, %d outlets, %d days, %d changes since %v",
		b.Reports, b.Claims, b.Origins, len(b.Events), len(b.Places), len(b.Happenings), len(b.Series), len(b.Left), len(b.Spells), len(b.Actors.Standings), len(b.Actors.Relations), len(b.Outlets), len(b.Days), len(b.Changes), b.Since)
	runtime.KeepAlive(b)
}
