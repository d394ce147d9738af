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

func TestASourceThatCannotBeReadIsRefusedInOneLine(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	big := write("big.html", append([]byte("<html><p>"), bytes.Repeat([]byte("word "), 11<<20)...))
	for _, c := range []struct{ name, source, want string }{
		{"a report", write("ok", []byte("Rebels left.")), ""},
		{"a missing file", filepath.Join(dir, "none"), "no such file; check the path"},
		{"an empty file", write("empty", nil), "is empty; give a report with text in it"},
		{"a page over the limit", big, "is over the limit of 50 MB; split it into reports"},
		{"a file below a file", filepath.Join(dir, "ok", "x"), "cannot be read (not a directory); check the path"},
		{"a broken standard input", Stdin, "cannot be read to its end (line broke); get it anew"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var texts, refused []string
			o := Options{Stdin: iotest.ErrReader(errors.New("line broke"))}
			err := o.Walk(t.Context(), []string{c.source}, func(it Item) error { texts = append(texts, string(it.Plain())); return nil },
				func(_ string, err error) { refused = append(refused, err.Error()) })
			if got := strings.Join(refused, " "); err != nil || got != c.want || (c.want == "") != (strings.Join(texts, " ") == "Rebels left.") {
				t.Errorf("got %q, refused %q, %v", texts, got, err)
			}
		})
	}
}
