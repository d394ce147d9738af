package api

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/internal/account"
)

// TestTheGuideWorks runs every command of docs/api.md, as a shell would, against a server over the demo.
func TestTheGuideWorks(t *testing.T) {
	for _, tool := range []string{"curl", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool + " is installed; this test is left out")
		}
	}
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, account.Administrator, nil)
	ids := d.ids(t)
	env := append(os.Environ(), "REPORT="+ids["report"], "CLAIM="+ids["claim"], "EVENT="+ids["event"], "TOKEN=none",
		"NEXT="+string(into[ClaimList](t, d.get(t, "/claims?limit=20")).Next), "ETAG="+d.get(t, "/status").Header.Get("ETag"))
	folder := t.TempDir()
	_, rest, more := strings.Cut(string(guide), "```sh\n")
	commands := 0
	for more {
		var block string
		block, rest, _ = strings.Cut(rest, "```")
		for line := range strings.Lines(block) {
			commands++
			line, note, _ := strings.Cut(strings.TrimSpace(line), " # ")
			c := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll("curl() { command curl --fail-with-body \"$@\"; }\n"+line, "http://127.0.0.1:8080", d.URL))
			c.Env, c.Dir = env, folder
			out, err := c.CombinedOutput()
			switch status := c.ProcessState.ExitCode(); {
			case strings.Contains(line, "--max-time") && status == 28 && strings.Contains(string(out), "event: state"): // curl's own status for a time that ran out
			case note == "400" && status == 22 && strings.Contains(string(out), `"status":400`):
				if shown := strings.TrimSpace(string(out)); !strings.Contains(rest, shown) {
					t.Errorf("%s: the guide does not show what comes: %s", line, shown)
				}
			case strings.Contains(line, "If-None-Match") && string(out) != "304\n":
				t.Errorf("%s: %s", line, out)
			case err != nil || len(out) == 0 && !strings.Contains(line, " -o "):
				t.Errorf("%s: %v: %.300s", line, err, out)
			}
		}
		_, rest, more = strings.Cut(rest, "```sh\n")
	}
	if commands < 20 {
		t.Errorf("%d commands were found", commands)
	}
	for _, name := range []string{"claims.csv", "events.geojson", "brief.docx"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() < 500 {
			t.Errorf("%s was not saved: %v", name, err)
		}
	}
}

func TestTheGuideNamesEveryOperation(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, account.Reader, nil)
	for _, o := range d.api.Operations() {
		path := strings.TrimPrefix(o.Path, Base)
		if last := path[strings.LastIndex(path, "/"):]; !strings.Contains(string(guide), "`"+path) && !strings.Contains(string(guide), "`GET "+o.Path) && !strings.Contains(string(guide), "`POST "+o.Path) &&
			!strings.Contains(string(guide), "`"+last+"`") {
			t.Errorf("docs/api.md does not name %s %s", o.Method, o.Path)
		}
	}
}
