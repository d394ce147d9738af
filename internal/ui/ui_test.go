package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sitrep/internal/demo"
	"sitrep/internal/store"
)

// serving are the pages of an archive, and a function that asks for one.
func serving(t *testing.T, a *store.Archive) func(method, path string) *httptest.ResponseRecorder {
	t.Helper()
	p, err := New(Options{Archive: a, Codebook: "2", Models: "m"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	return func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
		return w
	}
}

func TestShell(t *testing.T) {
	get := serving(t, demo.Archive(t))
	for _, c := range []struct {
		path, has string
		status    int
	}{
		{"/keys", "correct a slot", 200},
		{"/static/app.css", "--bg:", 200},
		{"/nowhere", "Not found", 404},
		{"/cite/c-0000000000000000", "the archive has no claim c-0000000000000000", 404},
		{"/static/../ui.go", "", 404},
	} {
		w := get("GET", c.path)
		if w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently { // the mux cleans paths
			continue
		}
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %q in %.300s", c.path, w.Code, c.status, c.has, w.Body)
		}
	}
}
