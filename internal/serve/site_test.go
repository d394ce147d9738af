package serve_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep/codebook"
	"sitrep/internal/account"
	"sitrep/internal/account/signin"
	"sitrep/internal/actor"
	"sitrep/internal/api"
	"sitrep/internal/ask"
	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/extract"
	"sitrep/internal/geo"
	"sitrep/internal/serve"
	"sitrep/internal/store"
	"sitrep/internal/ui"
)

// site is the whole server over an archive: pages, API and accounts, as "sitrep serve" puts them together.
type site struct {
	t       testing.TB
	handler http.Handler
	archive *store.Archive
	service *signin.Service
	boards  *board.Keeper
	log     *logged
}

// logged keeps what the server logs, for many goroutines.
type logged struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

// faults are the lines about faults since the last call.
func (l *logged) faults() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.b.Reset()
	var out []string
	for line := range strings.Lines(l.b.String()) {
		if strings.Contains(line, "level=ERROR") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

// reader reads reports that tests post or add.
var reader = sync.OnceValues(func() (*extract.Reader, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	return extract.New(book)
})

// newSite serves an archive; its accounts are those that it has.
func newSite(t testing.TB, archive *store.Archive) *site {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	book, err := codebook.Default()
	must(err)
	registry, err := actor.Load(book.Layers...)
	must(err)
	read, err := reader()
	must(err)
	s := &site{t: t, archive: archive, log: &logged{}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	clock := func() time.Time { return demo.Received.AddDate(0, 0, 1) }
	s.service, err = signin.New(signin.Options{Archive: archive, Params: account.Params{Memory: 64, Time: 1, Threads: 1}, Open: true, Local: "root", Log: log,
		Clock: func() time.Time { return demo.Received }})
	must(err)
	s.boards = board.New(archive, board.Options{Registry: registry, Gazetteer: geo.Default(), Codebook: book, Log: log})
	_, err = s.boards.Make(t.Context())
	must(err)
	asker, err := ask.New(archive, ask.Options{Codebook: book, Gazetteer: geo.Default()})
	must(err)
	answers, err := api.New(api.Options{Archive: archive, Asker: asker, Boards: s.boards, Reader: read, Version: "v", Models: read.Models(), Log: log, Clock: clock, Limits: api.Limits{Rate: 1e6, Burst: 1e6}})
	must(err)
	t.Cleanup(answers.Close)
	pages, err := ui.New(ui.Options{Archive: archive, Accounts: s.service, Boards: s.boards, Asker: asker, API: answers, Log: log, Clock: clock, Version: "v", Codebook: book.Version, Models: read.Models()})
	must(err)
	server, err := serve.New(serve.Options{Parts: []serve.Part{pages, answers}, Guard: s.service.Guard, Log: log})
	must(err)
	s.handler = server.Handler()
	return s
}

// do asks for something as a browser on this machine does. header are name, value, name, value.
func (s *site) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	u, err := url.Parse("http://127.0.0.1:8080")
	if err != nil {
		s.t.Fatal(err)
	}
	path, query, _ := strings.Cut(target, "?")
	u.RawQuery = query
	u.RawPath = path
	if u.Path, err = url.PathUnescape(path); err != nil {
		u.Path = path
	}
	r := httptest.NewRequestWithContext(s.t.Context(), method, "/", strings.NewReader(body))
	r.URL, r.RequestURI = u, target
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:40000"
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// person adds an account and gives the header of a session of it.
func (s *site) person(name string, role account.Role) []string {
	s.t.Helper()
	const password = "correct horse battery staple"
	hash, err := s.service.Hash(context.Background(), password, account.User{Name: name})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.archive.AddUser(context.Background(), "root", account.Record{User: account.User{Name: name, Role: role}, Hash: hash}, nil); err != nil {
		s.t.Fatal(err)
	}
	w := s.do("POST", "/login", url.Values{"name": {name}, "password": {password}}.Encode())
	for _, c := range w.Result().Cookies() {
		if c.Name == "sitrep" {
			return []string{"Cookie", c.Name + "=" + c.Value}
		}
	}
	s.t.Fatalf("%s cannot sign in: %d %s", name, w.Code, w.Body)
	return nil
}

// routed finds patterns of routes in the source of a package.
var routed = regexp.MustCompile(`(?:HandleFunc|Handle|mine|all)\("([A-Z]* ?/[^"]*)"`)

// patterns are those of all routes: the ones of pages and of the server as the source has them, the API's as its document has.
func patterns(t testing.TB) []string {
	t.Helper()
	out := []string{"GET " + signin.CallbackPath}
	for _, folder := range []string{".", "../ui"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range routed.FindAllStringSubmatch(string(text), -1) {
				if strings.Contains(m[1], " ") || m[1] == "/" { // else it is what stands there where the archive does not open
					out = append(out, m[1])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
