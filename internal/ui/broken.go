package ui

import (
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
	if errors.Is(err, store.ErrNewer) {
		b.what.Run = "sitrep version"
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
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.Error(w, b.what.What, b.what.Status) })
		return
	}
	mux.Handle("GET /static/", b.pages.static)
	mux.HandleFunc("/", b.pages.handle(func(w http.ResponseWriter, r *http.Request) error {
		return b.pages.write(w, r, b.what.Status, "fault", page{Title: b.what.Head, Data: b.what})
	}))
}
