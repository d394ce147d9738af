package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sitrep/internal/ask"
	"sitrep/internal/board"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
	"sitrep/internal/work"
)

// Base is where the operations stand; every path of the API begins so.
const Base = "/api/v1"

// Options say what the API answers from. Archive must be given; what is missing else makes the operations that need it answer 503.
type Options struct {
	Archive *store.Archive
	// Asker answers what takes more than a look-up, and has the codebook and the gazetteer; nil: one that has what the program carries.
	Asker *ask.Asker
	// Boards keeps the derived view of the whole archive, from which what is asked of all of it is answered; nil: that takes its time.
	Boards *board.Keeper
	// Reader reads the reports that are posted.
	Reader work.Reader
	// Sources says how posted pages are read; the zero value takes plain text and JSON only.
	Sources ingest.Options
	// Version is that of the program; Models that of what reports are read with.
	Version, Models string
	// ReadOnly says that the archive takes no changes: posting to it is refused with a word.
	ReadOnly bool
	Log      *slog.Logger     // nil: nobody hears
	Clock    func() time.Time // nil: time.Now
	Limits   Limits
}

// Limits bound what callers can ask for. The zero value is made for an office.
type Limits struct {
	// Rate is how many requests a caller may make in a second over time, Burst how many at once; 0: 100 and 300.
	Rate  float64
	Burst int
	// Body is how large a posted report may be, in bytes; 0: 1 MiB.
	Body int64
	// Time is how long an answer may take; 0: 20 seconds.
	Time time.Duration
	// Heavy is how many answers that take long are made at once, Reading how many posted reports are read at once; 0: 2 each.
	Heavy, Reading int
	// Streams is how many streams may be open; 0: 256. Beat is how often a stream shows that it lives, Poll how often the archive is looked
	// at for them; 0: 15 seconds and one.
	Streams    int
	Beat, Poll time.Duration
}

func (l Limits) orUsual() Limits {
	usual := Limits{Rate: 100, Burst: 300, Body: 1 << 20, Time: 20 * time.Second, Heavy: 2, Reading: 2, Streams: 256, Beat: 15 * time.Second, Poll: time.Second}
	or := func(n *int, to int) {
		if *n <= 0 {
			*n = to
		}
	}
	long := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	if l.Rate <= 0 {
		l.Rate = usual.Rate
	}
	if l.Body <= 0 {
		l.Body = usual.Body
	}
	or(&l.Burst, usual.Burst)
	or(&l.Heavy, usual.Heavy)
	or(&l.Reading, usual.Reading)
	or(&l.Streams, usual.Streams)
	long(&l.Time, usual.Time)
	long(&l.Beat, usual.Beat)
	long(&l.Poll, usual.Poll)
	return l
}

// API is the handler of all paths below /api/. It may be used from many goroutines.
type API struct {
	o       Options
	huma    huma.API
	mux     *http.ServeMux
	specs   []*spec
	rates   *rates
	heavy   chan struct{}
	reading chan struct{}
	mark    mark
	kept    kept
	records records
	hub     *hub
	// document is the OpenAPI document as JSON, yaml the same as YAML.
	document, yaml []byte
	writing        sync.Mutex // one posted change at a time goes on to bring events up to date
}

// New makes the API.
func New(o Options) (*API, error) {
	if o.Archive == nil {
		return nil, fmt.Errorf("api: no archive is given")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	var err error
	if o.Asker == nil {
		if o.Asker, err = ask.New(o.Archive, ask.Options{}); err != nil {
			return nil, err
		}
	}
	if o.Version == "" {
		o.Version = "(unknown)"
	}
	o.Limits = o.Limits.orUsual()
	a := &API{o: o, mux: http.NewServeMux(), rates: newRates(o.Limits, o.Clock), heavy: make(chan struct{}, o.Limits.Heavy), reading: make(chan struct{}, o.Limits.Reading)}
	a.hub = newHub(a)
	registry := newRegistry()
	a.huma = huma.NewAPI(huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "sitrep", Version: o.Version, Description: description,
				License: &huma.License{Name: "see LICENSE"}},
			Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":   {Type: "http", Scheme: "bearer", Description: "An API token, which an account page or `sitrep user token` gives."},
				"session": {Type: "apiKey", In: "cookie", Name: "sitrep", Description: "The session of a browser that is signed in."},
			}},
			Servers: []*huma.Server{{URL: "/", Description: "This server"}},
			Tags:    tags,
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{reworded},
	}, humago.NewAdapter(a.mux, ""))
	a.register()
	registry.finish()
	if err = a.print(); err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET /api/openapi.json", a.served("application/openapi+json", a.document))
	a.mux.HandleFunc("GET /api/openapi.yaml", a.served("application/openapi+yaml", a.yaml))
	a.mux.HandleFunc("/api/", a.nowhere)
	return a, nil
}

// description is what the document says of the API as a whole.
const description = `What an archive of war reports claims, and on which bytes of the reports each claim rests.

Lists are ordered and given in pages: ` + "`next`" + ` of an answer is ` + "`after`" + ` of the next request, and a ` + "`Link`" + ` header with ` + "`rel=\"next\"`" + ` holds its whole address.
Every answer to a GET has an ` + "`ETag`" + `; sent back in ` + "`If-None-Match`" + ` it gives 304 as long as the archive holds nothing new.
Errors are ` + "`application/problem+json`" + ` (RFC 9457) and name the parameter and the mend.
Days are ISO 8601, countries ISO 3166-1 alpha-2, degrees WGS 84. What is not known is null, never a guess.
Spans are 0-based byte offsets into the report's text in UTF-8, half-open.`

// tags group the operations, in the order in which they are shown.
var tags = []*huma.Tag{
	{Name: "reports", Description: "Reports as received, with what is known of where they came from."},
	{Name: "claims", Description: "One report's statement that something happened, holds or was said, with the sentence that it rests on."},
	{Name: "events", Description: "Happenings as all reports together tell them."},
	{Name: "figures", Description: "How many: killed, hurt, displaced, with ranges and origins."},
	{Name: "control", Description: "Who holds which place, and who says so."},
	{Name: "actors", Description: "Who fights whom and beside whom."},
	{Name: "places", Description: "The gazetteer, and the places that the archive tells of."},
	{Name: "search", Description: "Words in reports and claims."},
	{Name: "brief", Description: "A situation report with numbered citations."},
	{Name: "extract", Description: "Read a report without keeping it."},
	{Name: "reviews", Description: "What people decided about claims and events."},
	{Name: "archive", Description: "What the archive is, what it was read with, and what is new in it."},
}

// register registers every operation.
func (a *API) register() {
	a.reports()
	a.claims()
	a.events()
	a.figures()
	a.tellings()
	a.places()
	a.search()
	a.brief()
	a.extract()
	a.reviews()
	a.archive()
	a.stream()
}

// board is the derived view of the whole archive, nil where there is none yet.
func (a *API) board() *board.Board {
	if a.o.Boards == nil {
		return nil
	}
	return a.o.Boards.Board()
}

// Close ends the streams that are open; a server calls it when it stops.
func (a *API) Close() { a.hub.close() }

// ServeHTTP answers a request for a path below /api/.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	defer func() {
		if fault := recover(); fault != nil {
			if fault == http.ErrAbortHandler {
				panic(fault)
			}
			a.o.Log.ErrorContext(r.Context(), "api: a fault in the program", "path", r.URL.Path, "fault", fmt.Sprint(fault))
			writeProblem(w, http.StatusInternalServerError, faultWords)
		}
	}()
	a.mux.ServeHTTP(w, r)
}

// print makes the document.
func (a *API) print() error {
	doc := a.huma.OpenAPI()
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				delete(op.Responses, "422") // huma's; here it is 400
			}
		}
	}
	var err error
	if a.document, err = json.MarshalIndent(doc, "", " "); err != nil {
		return fmt.Errorf("api: making the OpenAPI document: %w", err)
	}
	a.document = append(a.document, '\n')
	if a.yaml, err = doc.YAML(); err != nil {
		return fmt.Errorf("api: making the OpenAPI document: %w", err)
	}
	return nil
}

// Document is the OpenAPI 3.1 document as JSON. It must not be changed.
func (a *API) Document() []byte { return a.document }

// served writes a document that does not change as long as the program runs.
func (a *API) served(media string, body []byte) http.HandlerFunc {
	tag := tagOf(string(body))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		w.Header().Set("Cache-Control", "no-cache")
		if matches(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", media)
		_, _ = w.Write(body) // a client that went away is no fault
	}
}

// nowhere answers what no operation does: 405 where another method would, else 404.
func (a *API) nowhere(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(context.WithoutCancel(r.Context()))
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "" && pattern != "/api/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) > 0 && !slices.Contains(allowed, r.Method) {
		if slices.Contains(allowed, http.MethodGet) {
			allowed = append(allowed, http.MethodHead)
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeProblem(w, http.StatusMethodNotAllowed, fmt.Sprintf("%s is not answered here; use %s", r.Method, strings.Join(allowed, " or ")))
		return
	}
	writeProblem(w, http.StatusNotFound, "there is no such operation; /api lists all")
}

// Register adds the API to a server's routes.
func (a *API) Register(mux *http.ServeMux) { mux.Handle("/api/", a) }
