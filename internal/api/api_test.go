package api

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep/codebook"
	"sitrep/internal/account"
	"sitrep/internal/demo"
	"sitrep/internal/extract"
	"sitrep/internal/store"
)

// reader reads the reports that tests post.
var reader = sync.OnceValues(func() (*extract.Reader, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	return extract.New(book)
})

// desk is a served API over the archive of the demo.
type desk struct {
	*httptest.Server
	api     *API
	archive *store.Archive
}

// open serves the API to somebody in a role. change may alter the options.
func open(t testing.TB, role account.Role, change func(*Options)) desk {
	t.Helper()
	archive := demo.Archive(t)
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Archive: archive, Reader: r, Version: "v0.0.0-test", Models: r.Models(), Log: slog.New(slog.NewTextHandler(testWriter{t}, nil))}
	if change != nil {
		change(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	who := account.User{Name: "ada", Role: role}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u := who
		if name := r.Header.Get("X-Test-User"); name != "" {
			u.Name = name
		}
		a.ServeHTTP(w, r.WithContext(account.With(r.Context(), u)))
	}))
	t.Cleanup(func() { a.Close(); s.Close() })
	return desk{s, a, archive}
}

type testWriter struct{ testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// got is an answer as it came.
type got struct {
	*http.Response
	body string
}

// ask sends a request. headers are name, value, name, value.
func (d desk) ask(t testing.TB, method, path, body string, headers ...string) got {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, d.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got{resp, string(b)}
}

// get asks for a path below Base.
func (d desk) get(t testing.TB, path string, headers ...string) got {
	t.Helper()
	return d.ask(t, http.MethodGet, Base+path, "", headers...)
}

// into reads an answer that must have come well.
func into[T any](t testing.TB, g got) T {
	t.Helper()
	var v T
	if g.StatusCode/100 != 2 {
		t.Fatalf("%s: %s: %s", g.Request.URL, g.Status, g.body)
	}
	if err := json.Unmarshal([]byte(g.body), &v); err != nil {
		t.Fatalf("%s: %v: %.300s", g.Request.URL, err, g.body)
	}
	return v
}

// ids are a report, a claim and an event of the demo.
func (d desk) ids(t testing.TB) map[string]string {
	t.Helper()
	claims := into[ClaimList](t, d.get(t, "/claims?limit=1&type=shelling"))
	events := into[EventList](t, d.get(t, "/events?limit=1"))
	actors := into[StandingList](t, d.get(t, "/actors?limit=1"))
	if len(actors.Actors) == 0 || len(claims.Claims) == 0 || len(events.Events) == 0 {
		t.Fatal("the demo has no claim or no event")
	}
	return map[string]string{"report": string(claims.Claims[0].Report.ID), "claim": string(claims.Claims[0].Claim.ID), "event": string(events.Events[0].ID), "actor": actors.Actors[0].Actor.ID}
}

// filled puts ids in the place of the names in braces.
func filled(path string, ids map[string]string) string {
	for name, id := range ids {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(id))
	}
	return path
}
