package ingest

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestEveryByteIsTakenOnce(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	z, err := os.Create(filepath.Join(dir, "in", "b.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(z)
	for _, name := range []string{"one.txt", "two.txt"} {
		m, _ := w.Create(name)
		m.Write([]byte("Shells fell on the port."))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z.Close()
	for name, text := range map[string]string{"a.txt": "Troops left the town.", "empty.txt": "", "c.jsonl": `{"text":"A convoy was hit."}` + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var taken int64
	items := 0
	o := Options{Taken: func(n int64) { taken += n }}
	err = o.Walk(context.Background(), []string{dir, filepath.Join(dir, "none")}, func(Item) error { items++; return nil }, func(string, error) {})
	if want := Size([]string{dir, filepath.Join(dir, "none")}); err != nil || items != 4 || taken != want || want == 0 {
		t.Errorf("%d items, %d bytes taken of %d, %v", items, taken, want, err)
	}
}
