package ui

import (
	"encoding/json"
	"errors"
	"net/http"

	"sitrep/internal/store"
)

// broken is what is served where the archive does not open.
type broken struct {
	pages *Pages
	what  trouble
}

// Broken serves one page in the place of all: that the archive at where did not open, why, and what to run.
func Broken(where string, err error) interface{ Register(*http.ServeMux) } {
	b := broken{what: trouble{Status: http.StatusServiceUnavailable, Head: "The archive did not open", What: err.Error(), Run: "sitrep verify --archive " + where}}
	switch {
	case errors.Is(err, store.ErrNewer):
		b.what.Run = "sitrep version"
	case errors.Is(err, store.ErrNone):
		b.what.Run = "sitrep serve --archive PATH"
	}
	b.pages, err = New(Options{})
	if err != nil {
		b.what.What += "; " + err.Error()
	}
	return b
}

// Register puts the page into mux.
func (b broken) Register(mux *http.ServeMux) {
	if b.pages == nil {
		mux.HandleFunc("/api/", b.program)
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.Error(w, b.what.What, b.what.Status) })
		return
	}
	mux.HandleFunc("/api/", b.program)
	mux.Handle("GET /static/", b.pages.static)
	mux.HandleFunc("/", b.pages.handle(func(w http.ResponseWriter, r *http.Request) error {
		return b.pages.write(w, r, b.what.Status, "fault", page{Title: b.what.Head, Data: b.what})
	}))
}

// program tells programs, in problem details (RFC 9457). Where the archive lies is for those who see the pages or the log.
func (b broken) program(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(b.what.Status)
	// The struct is of texts and a number: it can be written.
	_ = json.NewEncoder(w).Encode(struct {
		Title  string `json:"title"`
		Status int    `json:"status"`
		Detail string `json:"detail"`
	}{http.StatusText(b.what.Status), b.what.Status, "the archive did not open; the page of this server and its log say why"})
}
