package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sitrep/internal/wording"
)

// cameRe is a line that tells what came.
var cameRe = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  (\d+) reports? new; \d+ claims?\n$`)

// A feed and a folder are followed until Ctrl-C, which ends with status 0; a second run passes over what is known.
func TestWatchFollowsUntilStopped(t *testing.T) {
	var feeds, pages atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			feeds.Add(1)
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Barna News</title><item><title>Shelling in Barna</title><link>/report</link>`+
				`<pubDate>Thu, 02 Mar 2017 10:00:00 GMT</pubDate></item></channel></rss>`)
		case "/report":
			pages.Add(1)
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "Shelling in Barna\n\nTwo shells hit the market of Barna on Monday and killed three people, the police said.\n")
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	inbox := filepath.Join(dir, "inbox")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(inbox, "a.txt")
	if err := os.WriteFile(report, []byte("Rebels left Dorin\n\nRebels left the town of Dorin on Sunday, residents said.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(report, old, old); err != nil {
		t.Fatal(err)
	}
	watch := func(visits int32) string {
		var out, bad bytes.Buffer
		c := exec.Command("sitrep", "ingest", "--watch", "--allow-private", "--delay", "1ms", "--every", "200ms", "--archive", filepath.Join(dir, "archive"), site.URL+"/feed", inbox)
		c.Stdout, c.Stderr = &out, &bad
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(time.Minute); feeds.Load() < visits && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(time.Second) // for what was fetched to be read, and the folder
		if err := c.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		stopped := time.Now()
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, &bad)
		}
		if took := time.Since(stopped); took > 5*time.Second { // a second, on a machine that has nothing else to do
			t.Errorf("took %v to stop", took)
		}
		// What came is told when it comes: a line for each time, with the reports that were new.
		told := 0
		for line := range strings.Lines(bad.String()) {
			m := cameRe.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("standard error: %q", line)
				continue
			}
			n, _ := strconv.Atoi(m[1])
			told += n
		}
		if want := fmt.Sprintf("%s new", wording.CountOf(told, "report", "reports")); !strings.HasPrefix(out.String(), want) {
			t.Errorf("told of %d new reports, and in the end: %s", told, &out)
		}
		return out.String()
	}
	if got := watch(2); !strings.Contains(got, "2 reports new") || pages.Load() != 1 {
		t.Errorf("got %q after %d fetches of the page", got, pages.Load())
	}
	if got := watch(feeds.Load() + 1); !strings.Contains(got, "0 reports new, 1 known already") || pages.Load() != 1 {
		t.Errorf("again: got %q after %d fetches of the page", got, pages.Load())
	}
}
