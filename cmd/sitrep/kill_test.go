package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// newRandom gives the same numbers each time.
func newRandom() *rand.Rand { return rand.New(rand.NewPCG(11, 6)) }

// writeReports writes n reports made up by chance as JSON Lines, a few of them copies of others, and gives the addresses of all.
func writeReports(t *testing.T, path string, n int, random *rand.Rand) []string {
	t.Helper()
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	var out bytes.Buffer
	var urls []string
	text := ""
	for i := range n {
		if i%20 != 19 { // else the text before is printed by another outlet, too
			town := pick("Mersa", "Oldmill", "Qaim", "Sarhad", "Barna", "Dorin", "Castle Rock")
			text = fmt.Sprintf("%s %s the %s of %s on %s, killing %d %s, %s said.\n\nThe army sent %d tanks to the %s road, officer number %d said.",
				pick("Rebels", "Government troops", "Gunmen", "Militiamen"), pick("shelled", "attacked", "stormed", "raided"), pick("port", "market", "bridge", "barracks"), town,
				pick("Monday", "Tuesday", "Friday"), 2+random.IntN(40), pick("dockers", "soldiers", "traders", "nurses"), pick("the police", "residents", "a hospital"),
				1+random.IntN(30), pick("northern", "river", "coastal"), i)
		}
		url := fmt.Sprintf("https://kills.example/%d", i)
		line, err := json.Marshal(map[string]string{"title": "Report " + strconv.Itoa(i), "text": text, "url": url, "date": fmt.Sprintf("2024-03-%02d", 1+i%28), "publisher": fmt.Sprint("Outlet ", i%20)})
		if err != nil {
			t.Fatal(err)
		}
		urls = append(urls, url)
		out.Write(append(line, '\n'))
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return urls
}

// held gives the addresses of all reports of an archive, opened as another program would, and how often each is there.
func held(t *testing.T, where string) map[string]int {
	t.Helper()
	out := map[string]int{}
	archive, err := store.Open(t.Context(), where, store.Options{ReadOnly: true, Wait: time.Minute})
	if errors.Is(err, store.ErrReadOnly) {
		return out // its tables are still being made: nothing is in it
	}
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	for f := (store.Filter{Copies: true, Limit: 500}); ; {
		page, err := archive.Reports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			out[string(r.URL)]++
		}
		if f.After = page.Next; f.After == "" {
			return out
		}
	}
}

// sound reports what an archive's own check finds wrong, with all events where they are up to date, and of how many reports they are not.
func sound(t *testing.T, where string) (behind int) {
	t.Helper()
	archive, err := store.Open(t.Context(), where, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	behind, err = archive.Unfused(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := archive.Verify(t.Context(), store.VerifyOptions{Events: behind == 0})
	if err != nil || len(found.Faults) > 0 {
		t.Errorf("verify: %v, %q", err, found.Faults)
	}
	return behind
}

// An ingest is killed at random moments and run again. What another program saw before is there after, each report once; the run that is
// let through takes what is missing. SITREP_KILLS=50 kills fifty times over 3,000 reports.
func TestAnIngestMayBeKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	kills, reports := 3, 400
	if s := os.Getenv("SITREP_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatalf("SITREP_KILLS=%s: %v", s, err)
		}
		reports = 3000
	}
	random := newRandom()
	dir := t.TempDir()
	news := filepath.Join(dir, "news.jsonl")
	urls := writeReports(t, news, reports, random)
	ingest := func(where string) (*exec.Cmd, *bytes.Buffer) {
		var out bytes.Buffer
		c := exec.Command("sitrep", "ingest", "--archive", where, news)
		c.Stdout, c.Stderr = &out, &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c, &out
	}
	whole := func(where string) {
		for round, want := range []string{"", fmt.Sprintf("0 reports new, %s known already; 0 claims\n", wording.Number(reports))} {
			c, out := ingest(where)
			if err := c.Wait(); err != nil || want != "" && out.String() != want {
				t.Errorf("run %d after the kills: %v, %q; want %q", round, err, out, want)
			}
		}
		there := held(t, where)
		for _, url := range urls {
			if there[url] != 1 {
				t.Errorf("%s is held %d times", url, there[url])
			}
		}
		if len(there) != len(urls) {
			t.Errorf("%d addresses are held, want %d", len(there), len(urls))
		}
		if n := sound(t, where); n > 0 {
			t.Errorf("events of %d reports are not up to date after a whole run", n)
		}
	}
	archives, killed := 0, 0
	where := ""
	for killed < kills {
		if where == "" {
			archives++
			where = filepath.Join(dir, fmt.Sprint("archive", archives))
		}
		c, _ := ingest(where)
		done := make(chan error, 1)
		go func() { done <- c.Wait() }()
		ended := false
		before := map[string]int{}
		select {
		case err := <-done:
			if ended = true; err != nil {
				t.Errorf("a run that was not killed: %v", err)
			}
		case <-time.After(time.Duration(random.IntN(1500)) * time.Millisecond):
			if _, err := os.Stat(filepath.Join(where, "sitrep.db")); err == nil && random.IntN(2) == 0 {
				before = held(t, where) // what another program sees has been acknowledged
			}
			_ = c.Process.Kill()
			ended = (<-done) == nil
		}
		if ended {
			whole(where)
			where = ""
			continue
		}
		killed++
		if _, err := os.Stat(filepath.Join(where, "sitrep.db")); err != nil {
			continue // it was killed before it had made an archive
		}
		after := held(t, where)
		for url := range before {
			if after[url] != 1 {
				t.Errorf("kill %d: %s was held before and is held %d times after", killed, url, after[url])
			}
		}
		for url, n := range after {
			if n != 1 || !strings.HasPrefix(url, "https://kills.example/") {
				t.Errorf("kill %d: %q is held %d times", killed, url, n)
			}
		}
		sound(t, where)
		if t.Failed() {
			t.FailNow()
		}
	}
	if where != "" {
		whole(where)
	}
	t.Logf("%d kills over %d archives of %d reports", killed, archives, reports)
}
