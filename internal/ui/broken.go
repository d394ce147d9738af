package ui

import (
	"errors"
	"net/http"

	"sitrep/internal/account/signin"
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

// program tells programs. Where the archive lies is for those who see the pages or the log.
func (b broken) program(w http.ResponseWriter, r *http.Request) {
	signin.Problem(w, b.what.Status, "the archive did not open; the page of this server and its log say why")
}
