package ingest

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	big := write("big", nil)
	if err := os.Truncate(big, 60<<20); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, want string }{
		{"a report", write("ok", []byte("Rebels left.")), ""},
		{"a missing file", filepath.Join(dir, "none"), "no such file"},
		{"a folder", dir, "is a folder"},
		{"an empty file", write("empty", nil), "is empty"},
		{"a file over the limit", big, "is 60.0 MB, over the limit of 50 MB"},
		{"a file below a file", filepath.Join(dir, "ok", "x"), "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := File(c.path)
			if c.want == "" {
				if err != nil || string(b) != "Rebels left." {
					t.Fatalf("got %q, %v", b, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), dir) {
				t.Errorf("got %v, want %q without the path", err, c.want)
			}
		})
	}
}

func TestReader(t *testing.T) {
	if _, err := Reader(bytes.NewReader(make([]byte, Limit+1))); err == nil || !strings.Contains(err.Error(), "over the limit") {
		t.Errorf("over the limit: %v", err)
	}
	if _, err := Reader(iotest.ErrReader(errors.New("line broke"))); err == nil || !strings.Contains(err.Error(), "line broke") {
		t.Errorf("a broken reader: %v", err)
	}
}
