package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sitrep/internal/demo"
)

// guideAddress is a page's address, as the guide names it.
var guideAddress = regexp.MustCompile("`(/[a-z][^` ]*)`")

// TestTheGuideWorks runs every block of commands of docs/guide as a shell would, and opens every page that it names, over the demo.
func TestTheGuideWorks(t *testing.T) {
	for _, tool := range []string{"curl", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool + " is installed; this test is left out")
		}
	}
	pages, err := filepath.Glob("../../docs/guide/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d pages of the guide were found: %v", len(pages), err)
	}
	archive := demo.File(t)
	base := served(t, archive)
	ready(t, base)
	folder := t.TempDir()
	blocks, addresses := 0, 0
	for _, page := range pages {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		_, rest, more := strings.Cut(string(b), "```sh\n")
		for more {
			var block string
			block, rest, _ = strings.Cut(rest, "```")
			blocks++
			c := exec.CommandContext(t.Context(), "sh", "-ec", strings.ReplaceAll("curl() { command curl --fail-with-body \"$@\"; }\n"+block, "http://127.0.0.1:8080", base))
			c.Env, c.Dir = append(os.Environ(), "SITREP_ARCHIVE="+archive), folder
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %.600s\n%s", name, err, out, block)
			}
			_, rest, more = strings.Cut(rest, "```sh\n")
		}
		for _, m := range guideAddress.FindAllStringSubmatch(string(b), -1) {
			addresses++
			answer, err := http.Get(base + m[1])
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s names %s, which answers %d: %.300s", name, m[1], answer.StatusCode, body)
			}
		}
	}
	if blocks < 10 || addresses < 10 {
		t.Errorf("%d blocks of commands and %d addresses were found", blocks, addresses)
	}
	for _, file := range []string{"events.geojson", "events.csv", "claims.csv", "sirte.docx", "sirte.html", "claims-of-sirte.csv"} {
		if info, err := os.Stat(filepath.Join(folder, file)); err != nil || info.Size() < 500 {
			t.Errorf("%s was not saved: %v", file, err)
		}
	}
}
