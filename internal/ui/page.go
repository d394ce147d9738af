package ui

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"sitrep/internal/account"
	"sitrep/internal/geo"
)

//go:embed templates
var templateFiles embed.FS

// attribution names whose places the pages show, as the licence of the data asks (CC BY 4.0).
const attribution = geo.Attribution

// page is one page to be written: what the shell needs, and Data for the template of the page itself.
type page struct {
	Title   string // of the document and, by convention, the page's h1
	Section string // of the navigation: "situation", "map", …; "" for none
	// Refresh is after how many seconds the page asks for itself again, 0 for never: a view that is still being derived.
	Refresh int
	// Scripts are scripts of this page beside app.js, by their name in dist: "map.js".
	Scripts []string
	// Bare leaves the navigation away: for those who are not signed in.
	Bare bool
	// Cites are the citations of the page: printed, it ends with their sentences. nil: the page shows these itself.
	Cites *Cites
	Data  any
}

// shell is what the layout is filled with.
type shell struct {
	page
	About
	Path     string // of the request, with its query
	Query    string // in the field of the search
	Built    bool   // the scripts are there
	Cited    []printedCite
	CitedOf  int // how many citations Cited are the first of
	User     account.User
	Sections []section
}

// section is an entry of the navigation.
type section struct{ ID, Name, Path string }

// sections are the entries of the navigation, in their order.
var sections = []section{
	{"situation", "Situation", "/"}, {"map", "Map", "/map"}, {"timeline", "Timeline", "/timeline"}, {"figures", "Figures", "/figures"},
	{"reports", "Reports", "/reports"}, {"actors", "Actors", "/actors"}, {"places", "Places", "/places"}, {"sources", "Sources", "/sources"},
	{"brief", "Brief", "/brief"}, {"review", "Review", "/review"},
}

// sharedTemplates are those that every page has beside its own.
var sharedTemplates = []string{"layout.html", "parts.html", "history.html", "forms.html", "sprite.html", "views.html"}

// parseTemplates reads the templates: each page's with the layout and the parts that all share.
func parseTemplates(s *static) (map[string]*template.Template, error) {
	shared := template.New("").Funcs(functions).Funcs(template.FuncMap{"asset": s.address})
	for _, name := range sharedTemplates {
		if err := parseInto(shared, name); err != nil {
			return nil, err
		}
	}
	entries, err := fs.ReadDir(templateFiles, "templates")
	if err != nil {
		return nil, err
	}
	out := map[string]*template.Template{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".html")
		if slices.Contains(sharedTemplates, e.Name()) {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if err := parseInto(t, e.Name()); err != nil {
			return nil, err
		}
		out[name] = t
	}
	return out, nil
}

func parseInto(t *template.Template, name string) error {
	text, err := templateFiles.ReadFile(path.Join("templates", name))
	if err != nil {
		return err
	}
	if _, err := t.New(name).Parse(string(text)); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	return nil
}

// write writes a page by the template of that name. A fault of the template writes nothing of the page.
func (p *Pages) write(w http.ResponseWriter, r *http.Request, status int, name string, v page) error {
	v.Title = undirected(v.Title)
	s := shell{page: v, About: p.about, Path: r.URL.RequestURI(), User: account.From(r.Context()), Built: p.static.built, Sections: sections}
	if v.Section == "search" {
		s.Query = r.URL.Query().Get("q")
	}
	var err error
	if s.Cited, s.CitedOf, err = p.printedCites(r.Context(), v.Cites); err != nil {
		return err
	}
	return p.execute(w, status, name, "layout", v.Refresh, s)
}

// undirected is a title without the characters that command how others are shown: the name of a window can hold no element that keeps them in.
func undirected(title string) string {
	return strings.Map(func(r rune) rune {
		if commands(r) {
			return -1
		}
		return r
	}, title)
}

// fragment writes a part of a page, to be put into one by a script.
func (p *Pages) fragment(w http.ResponseWriter, name, block string, data any) error {
	return p.execute(w, http.StatusOK, name, block, 0, data)
}

func (p *Pages) execute(w http.ResponseWriter, status int, name, block string, refresh int, data any) error {
	t := p.templates[name]
	if t == nil {
		return fmt.Errorf("no template %s", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, block, data); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if refresh > 0 {
		h.Set("Refresh", strconv.Itoa(refresh))
	}
	w.WriteHeader(status)
	_, err := b.WriteTo(w)
	if err != nil { // the reader has gone away
		return errGone
	}
	return nil
}

var errGone = errors.New("the reader is gone")
