package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadmeShowsWhatTheProgramPrints runs the command that stands in the README's picture.
func TestReadmeShowsWhatTheProgramPrints(t *testing.T) {
	t.Chdir("../..")
	const file = "README.md"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	const prompt = "```\n$ sitrep "
	start := strings.Index(readme, prompt)
	if start < 0 {
		t.Fatal("the README shows no output")
	}
	command, _, _ := strings.Cut(readme[start+len(prompt):], "\n")
	start += len(prompt) + len(command) + 1
	end := start + strings.Index(readme[start:], "```")
	var out, errs bytes.Buffer
	if status := run(strings.Fields(command), console{in: strings.NewReader(""), out: &out, err: &errs, page: page{width: defaultWidth}}); status != exitDone {
		t.Fatalf("sitrep %s: status %d, %s", command, status, errs.String())
	}
	want := "\n" + strings.TrimSpace(out.String()) + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(readme[:start]+want+readme[end:]), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(readme[start:end], want); diff != "" {
		t.Errorf("%s shows something else (-shown +printed); if it is better so, run go test ./cmd/sitrep -update:\n%s", file, diff)
	}
}
