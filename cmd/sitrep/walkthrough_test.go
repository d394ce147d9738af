package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// models are the hashes of models, which change with every training and say nothing of the codebook.
var models = regexp.MustCompile(`models [0-9a-f]{12}`)

// TestWalkthroughIsWhatHappens carries out docs/codebook.md, "Adding a type in five minutes": the file that it shows must be the one in
// testdata/walkthrough, and every command that it shows must print what stands under it.
func TestWalkthroughIsWhatHappens(t *testing.T) {
	file, err := filepath.Abs("../../docs/codebook.md")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("testdata/walkthrough")
	doc := string(b)
	start := strings.Index(doc, "## Adding a type in five minutes")
	end := start + 2 + strings.Index(doc[start+2:], "\n## ")
	if start < 0 || end < start {
		t.Fatal("docs/codebook.md has no walk-through")
	}
	var out strings.Builder
	commands, files := 0, 0
	for i, part := range strings.Split(doc[start:end], "```") {
		kind, text, _ := strings.Cut(part, "\n")
		switch {
		case i%2 == 1 && kind == "console":
			var shown strings.Builder
			for line := range strings.Lines(text) {
				if command, is := strings.CutPrefix(line, "$ "); is {
					commands++
					shown.WriteString(line + carryOut(t, strings.Fields(command)))
				}
			}
			part = kind + "\n" + shown.String()
		case i%2 == 1 && kind == "yaml":
			files++
			written, err := os.ReadFile("mine/types/school_occupied.yaml")
			if err != nil {
				t.Fatal(err)
			}
			part = kind + "\n" + string(written)
		}
		if i > 0 {
			out.WriteString("```")
		}
		out.WriteString(part)
	}
	if commands < 6 || files != 1 {
		t.Errorf("the walk-through has %d commands and %d files", commands, files)
	}
	now := doc[:start] + out.String() + doc[end:]
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(models.ReplaceAllString(doc, "models"), models.ReplaceAllString(now, "models")); diff != "" {
		t.Errorf("docs/codebook.md shows something else (-shown +printed); if it is better so, run go test ./cmd/sitrep -update:\n%s", diff)
	}
}

// carryOut gives what a command of the walk-through prints.
func carryOut(t *testing.T, words []string) string {
	t.Helper()
	switch words[0] {
	case "cat":
		b, err := os.ReadFile(words[1])
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	case "sitrep":
		var out, errs bytes.Buffer
		run(words[1:], console{in: strings.NewReader(""), out: &out, err: &errs, page: page{width: defaultWidth}})
		if errs.Len() > 0 {
			t.Errorf("%s: %s", strings.Join(words, " "), errs.String())
		}
		return strings.TrimRight(out.String(), "\n") + "\n"
	}
	t.Fatalf("a walk-through of %q", words[0])
	return ""
}
