package main

import (
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/internal/demo"
)

// answerOf is what a server answers at an address.
func answerOf(t *testing.T, address string, header ...string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := (&http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return resp.StatusCode, string(b)
}

// An archive that does not open, or that turns out to be broken, is told on a page that says what to run; the server goes on, and ends well.
func TestABrokenArchiveIsServedAsAPageThatSaysWhatToRun(t *testing.T) {
	t.Parallel()
	cut := func(share float64) func(string) error {
		return func(where string) error {
			at, err := os.Stat(where)
			if err != nil {
				return err
			}
			return os.Truncate(where, int64(float64(at.Size())*share))
		}
	}
	for _, c := range []struct {
		name   string
		damage func(where string) error
		run    string
		opens  bool // it may open, and be found broken by those who read
	}{
		{"a text", func(where string) error { return os.WriteFile(where, []byte("A report."), 0o600) }, "sitrep serve --archive PATH", false},
		{"cut early", cut(0.0005), "sitrep verify", true},
		{"cut in the middle", cut(0.5), "sitrep verify", true},
		{"wrong bytes", func(where string) error {
			f, err := os.OpenFile(where, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			at, err := f.Stat()
			if err != nil {
				return err
			}
			for i := int64(4096); i+4096 < at.Size(); i += 8192 {
				if _, err := f.WriteAt([]byte(strings.Repeat("\xff\x00wrong", 500)), i); err != nil {
					return err
				}
			}
			return nil
		}, "sitrep verify", true},
		{"of a newer program", func(where string) error {
			db, err := sql.Open("sqlite", where)
			if err != nil {
				return err
			}
			defer db.Close()
			_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
			return err
		}, "sitrep version", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			where := demo.File(t)
			if err := c.damage(where); err != nil {
				t.Fatal(err)
			}
			s := started(t, where)
			if s.base == "" {
				if !strings.Contains(s.faults(), "sitrep: ") || strings.Contains(s.faults(), "panic") {
					t.Errorf("it did not start and said %q", s.faults())
				}
				return
			}
			told := false
			for _, path := range []string{"/", "/reports", "/events", "/search?q=Sirte", "/review", "/map/data", "/nowhere"} {
				status, body := answerOf(t, s.base+path)
				if strings.Contains(body, c.run) && status >= 500 {
					told = true
				} else if !c.opens {
					t.Errorf("%s: %d without %q", path, status, c.run)
				}
			}
			status, body := answerOf(t, s.base+"/api/v1/reports", "Accept", "application/json")
			var problem struct {
				Status int
				Detail string
			}
			if err := json.Unmarshal([]byte(body), &problem); err != nil || status >= 500 && (problem.Status != status || problem.Detail == "") {
				t.Errorf("the API: %d %q", status, body)
			}
			if ready, body := answerOf(t, s.base+"/readyz"); ready != http.StatusServiceUnavailable {
				t.Errorf("ready: %d %s", ready, body)
			}
			if !told {
				t.Error("no page tells what to run")
			}
			if status, body := answerOf(t, s.base+"/healthz"); status != http.StatusOK {
				t.Errorf("health: %d %s", status, body)
			}
			if err := s.stop(); err != nil || strings.Contains(s.faults(), "a fault in the program") || strings.Contains(s.faults(), "panic") {
				t.Errorf("it ended with %v and said %.2000s", err, s.faults())
			}
		})
	}
}

// Reports come in by another program, and the archive is written to, while it is served: nothing fails, and the pages come to show what is new.
func TestATakenPortIsToldBeforeTheArchiveIsOpened(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	where, at := filepath.Join(t.TempDir(), "none"), l.Addr().String()
	var out, said strings.Builder
	status := run([]string{"serve", "--archive", where, "--listen", at, "--no-browser"}, console{in: strings.NewReader(""), out: &out, err: &said, page: page{width: 80}})
	if want := "sitrep: --listen " + at + ": address already in use; choose another port, or 0 for any\n"; status != exitFailed || said.String() != want {
		t.Errorf("status %d, %q; want %q", status, said.String(), want)
	}
	if _, err := os.Stat(where); !os.IsNotExist(err) {
		t.Errorf("an archive was made: %v", err)
	}
}

func TestServingWhileAnotherProgramTakesReportsIn(t *testing.T) {
	t.Parallel()
	where := demo.File(t)
	s := started(t, where)
	news := filepath.Join(t.TempDir(), "news.jsonl")
	writeReports(t, news, 120, newRandom())
	out, done := "", make(chan error, 1)
	go func() {
		b, err := exec.Command("sitrep", "ingest", "--archive", where, news).CombinedOutput()
		out = string(b)
		done <- err
	}()
	paths := []string{"/", "/reports", "/events", "/figures", "/search?q=port", "/map/data", "/timeline", "/actors", "/sources", "/review", "/api/v1/reports?limit=5", "/api/v1/events?limit=5", "/api/v1/status"}
	ended := false
	for i := 0; !ended; i++ {
		path := paths[i%len(paths)]
		if status, body := answerOf(t, s.base+path); status >= 500 {
			t.Errorf("%s: %d %.300s", path, status, body)
		}
		select {
		case err := <-done:
			if ended = true; err != nil {
				t.Errorf("ingest: %v %s", err, out)
			}
		default:
		}
	}
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		_, body := answerOf(t, s.base+"/sources")
		if strings.Contains(body, "Outlet 3") {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("a minute later the outlets of the new reports are not on the page")
		}
	}
	if err := os.Rename(where, where+".away"); err != nil {
		t.Fatal(err)
	}
	for _, path := range paths { // what is open stays open; what is not is told
		if status, body := answerOf(t, s.base+path); status >= 500 && !strings.Contains(body, "sitrep") {
			t.Errorf("%s of an archive that was moved away: %d %.300s", path, status, body)
		}
	}
	if err := s.stop(); err != nil || strings.Contains(s.faults(), "a fault in the program") {
		t.Errorf("it ended with %v and said %s", err, s.faults())
	}
}

// A decision that cannot be written, as another program writes for long, is told as that; nothing is lost and the next one goes through.
func TestADecisionWhileAnotherProgramWrites(t *testing.T) {
	t.Parallel()
	where := demo.File(t)
	s := started(t, where)
	queue := func() string {
		for range 100 {
			_, body := answerOf(t, s.base+"/review?queue=sample")
			if m := deskForm.FindStringSubmatch(body); m != nil {
				return m[1]
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatal("the desk asks about nothing")
		return ""
	}
	claim := queue()
	decide := func() (int, string) {
		r, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).PostForm(s.base+"/review/"+claim, url.Values{"do": {"accept"}, "queue": {"sample"}})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(b)
	}
	db, err := sql.Open("sqlite", where+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, body := decide(); status != http.StatusServiceUnavailable || !strings.Contains(body, "another program writes to it") {
		t.Errorf("while another program writes: %d %.300s", status, body)
	}
	if status, _ := answerOf(t, s.base+"/reports"); status != http.StatusOK {
		t.Errorf("reading meanwhile: %d", status)
	}
	if err := other.Rollback(); err != nil {
		t.Fatal(err)
	}
	if status, body := decide(); status != http.StatusSeeOther {
		t.Errorf("afterwards: %d %.300s", status, body)
	}
}

var deskForm = regexp.MustCompile(`action="/review/(c-[0-9a-f]{16})"`)
