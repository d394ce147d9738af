package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sitrep/internal/api"
	"sitrep/internal/demo"
)

func TestThePageOfTheAPITellsOfAllOperations(t *testing.T) {
	archive := demo.Archive(t)
	a, err := api.New(api.Options{Archive: archive})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Archive: archive, API: a})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	a.Register(mux)
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
	page := get("/api")
	if page.Code != http.StatusOK {
		t.Fatalf("%d: %.300s", page.Code, page.Body)
	}
	body := page.Body.String()
	for _, o := range a.Operations() {
		if !strings.Contains(body, `id="op-`+o.ID+`"`) {
			t.Errorf("%s is not on the page", o.ID)
		}
		if o.Answer != "" && !strings.Contains(body, `id="o-`+o.Answer+`"`) {
			t.Errorf("%s: what it answers, %s, is not described", o.ID, o.Answer)
		}
	}
	if n := strings.Count(body, "<h1"); n != 1 || strings.Contains(body, "style=") {
		t.Errorf("%d h1", n)
	}
	for _, c := range []struct {
		path, to string
		status   int
	}{
		{"/api/try/list-claims?q=&type=shelling&type=air_strike&limit=2&other=1", "/api/v1/claims?limit=2&type=shelling&type=air_strike", 303},
		{"/api/try/get-place?id=gn:99072&format=", "/api/v1/places/gn:99072", 303},
		{"/api/try/get-actor?id=%2F..%2F..%2Fadmin%3Fx%3D1", "/api/v1/actors/%2F..%2F..%2Fadmin%3Fx=1", 303},
		{"/api/try/get-event?id=", "", 400},
		{"/api/try/decide", "", 404},
		{"/api/try/nothing", "", 404},
		{"/api/nothing", "", 404},
	} {
		w := get(c.path)
		if w.Code != c.status || w.Header().Get("Location") != c.to {
			t.Errorf("%s: %d %s, want %d %s", c.path, w.Code, w.Header().Get("Location"), c.status, c.to)
		}
	}
}
