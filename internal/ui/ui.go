package ui

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/account/signin"
	"sitrep/internal/ask"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// Options say what pages are made of.
type Options struct {
	Archive *store.Archive
	// Boards give the view of the whole archive that most pages show.
	Boards Boards
	// Asker puts questions to the archive; nil: one that knows what is built in.
	Asker *ask.Asker
	// API is what the page of the API tells of; nil: there is no such page.
	API API
	// Accounts let people in; nil: everybody is let in, and there are no pages about accounts.
	Accounts *signin.Service
	// Gazetteer knows places; nil: the program's own.
	Gazetteer *geo.Gazetteer
	// Clock tells today's date to those forms that offer "the last 30 days"; nil: time.Now.
	Clock func() time.Time
	// Log hears of faults; nil: nobody does.
	Log *slog.Logger
	// Version, Codebook and Models are named in the foot of every page.
	Version, Codebook, Models string
}

// Pages serves the pages. It may be used from many goroutines.
type Pages struct {
	archive   *store.Archive
	reviewing reviewing
	boards    Boards
	asker     *ask.Asker
	api       API
	accounts  *signin.Service
	gazetteer *geo.Gazetteer
	clock     func() time.Time
	log       *slog.Logger
	about     About
	templates map[string]*template.Template
	static    *static
	known     func() (*known, error)
	land      func() land // read when a map is first drawn
	// What was derived of the view of the archive for the situation and the figures.
	situations remembered[derivedSituation]
	figured    remembered[figuresView]
}

// About is what the foot of every page says of the program.
type About struct{ Version, Codebook, Models, Places string }

// New makes the pages ready.
func New(o Options) (*Pages, error) {
	p := &Pages{archive: o.Archive, boards: o.Boards, asker: o.Asker, api: o.API, accounts: o.Accounts, gazetteer: o.Gazetteer, clock: o.Clock, log: o.Log,
		about: About{o.Version, o.Codebook, o.Models, attribution}}
	if p.clock == nil {
		p.clock = time.Now
	}
	if p.gazetteer == nil {
		p.gazetteer = geo.Default()
	}
	if p.asker == nil && p.archive != nil {
		var err error
		if p.asker, err = ask.New(p.archive, ask.Options{Gazetteer: p.gazetteer}); err != nil {
			return nil, err
		}
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.asker != nil {
		p.known = knowing(p.asker.Codebook(), p.gazetteer)
	}
	p.land = sync.OnceValue(func() land { return readLand(assetFiles) })
	var err error
	if p.static, err = newStatic(); err != nil {
		return nil, err
	}
	p.templates, err = parseTemplates(p.static)
	return p, err
}

// Register puts the pages into mux.
func (p *Pages) Register(mux *http.ServeMux) {
	mux.Handle("GET /static/", p.static)
	for _, add := range []func(*http.ServeMux){
		p.placesRoutes,
		p.sourcesRoutes,
		p.actorsRoutes,
		p.briefRoutes,
		p.situationRoutes, p.eventListRoutes, p.timelineRoutes, p.figuresRoutes,
		p.citeRoutes,
		p.keysRoutes,
		p.reviewRoutes,
		p.apiRoutes,
		p.accountRoutes,
		p.readerRoutes,
		p.mapRoutes,
	} {
		add(mux)
	}
	mux.HandleFunc("/", p.handle(func(w http.ResponseWriter, r *http.Request) error {
		if allowed := answering(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			return otherMethod{r.Method, allowed}
		}
		return notFound("there is no page at " + r.URL.Path)
	}))
}

// answering are the methods by which mux answers at the address of a request, none where there is nothing.
func answering(mux *http.ServeMux, r *http.Request) []string {
	var out []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "" && pattern != "/" {
			out = append(out, method)
		}
	}
	return out
}

// claim fetches one claim with its report.
func (p *Pages) claim(ctx context.Context, id sitrep.ClaimID) (*store.ClaimRow, error) {
	rows, err := p.archive.ClaimsOf(ctx, []sitrep.ClaimID{id})
	if err != nil {
		return nil, err
	}
	if r := rows[id]; r != nil {
		return r, nil
	}
	return nil, notFound("the archive has no claim " + string(id))
}
