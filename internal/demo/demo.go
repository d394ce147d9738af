// Package demo gives tests an archive of the reports of samples/demo.jsonl: an invented war, with copies of one wire story, figures that
// differ and a town that changes hands. It is read once a process; each test has a copy of its own.
package demo

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
	"sitrep/internal/work"
)

// Received is when the reports of the archive came in.
var Received = time.Date(2031, 4, 30, 12, 0, 0, 0, time.UTC)

// Archive is an open archive of the demo, with its events. It may be written to.
func Archive(t testing.TB) *store.Archive {
	t.Helper()
	return Open(t, File(t), store.Options{Clock: func() time.Time { return Received }})
}

// File is the path of an archive of the demo that is the test's own.
func File(t testing.TB) string {
	t.Helper()
	b, err := made()
	if err != nil {
		t.Fatal(err)
	}
	where := filepath.Join(t.TempDir(), "sitrep.db")
	if err := os.WriteFile(where, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return where
}

// Open opens an archive until the test ends.
func Open(t testing.TB, where string, o store.Options) *store.Archive {
	t.Helper()
	a, err := store.Open(context.Background(), where, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// made is the archive's file.
var made = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "sitrep-demo-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	where := filepath.Join(folder, "sitrep.db")
	if err := fill(context.Background(), where); err != nil {
		return nil, err
	}
	return os.ReadFile(where)
})

// Fill makes the archive of the demo at an address, such as that of an empty PostgreSQL database.
func Fill(t testing.TB, where string) {
	t.Helper()
	if err := fill(context.Background(), where); err != nil {
		t.Fatal(err)
	}
}

// fill reads the reports into an archive that is made.
func fill(ctx context.Context, where string) error {
	a, err := store.Open(ctx, where, store.Options{Clock: func() time.Time { return Received }})
	if err != nil {
		return err
	}
	defer a.Close()
	book, err := codebook.Default()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	var refused error
	job := work.Ingest{Archive: a, Reader: reader, Refused: func(_ string, reason error) { refused = reason }}
	_, file, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(file), "..", "..") + string(filepath.Separator)
	_, err = job.Run(ctx, func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
		return ingest.Options{}.Walk(ctx, []string{filepath.Join(root, "samples", "demo.jsonl")}, func(item ingest.Item) error {
			item.From = strings.TrimPrefix(item.From, root) // where the tests run is nobody's business
			return found(item)
		}, refused)
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return err
	}
	if _, err := a.Fuse(ctx); err != nil {
		return err
	}
	return a.Close()
}
