package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

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
		if err := c.Wait(); err != nil || bad.Len() > 0 {
			t.Errorf("%v: %s", err, &bad)
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
