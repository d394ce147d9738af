package situation

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A pattern is compiled late, so that nothing but this finds a wrong one before a user does.
func TestPatternsCompile(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	written := regexp.MustCompile("\\bpattern\\(`([^`]*)`")
	n := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		found := written.FindAllSubmatch(b, -1)
		if calls := strings.Count(string(b), "pattern(`"); calls != len(found) {
			t.Errorf("%s: %d patterns, %d read", f, calls, len(found))
		}
		for _, m := range found {
			n++
			if _, err := regexp.Compile(string(m[1])); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d patterns found; the test tells nothing", n)
	}
}
