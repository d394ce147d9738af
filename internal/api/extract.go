package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/ingest"
	"sitrep/internal/work"
)

// PostedReport is a report as JSON. Records under the other usual names of these fields are read as sitrep extract reads them, too.
type PostedReport struct {
	Text      string `json:"text"`                // the report in plain text
	Title     string `json:"title,omitempty"`     // its headline, where it does not stand in the text
	Published string `json:"published,omitempty"` // day of publication, ISO 8601
	Publisher string `json:"publisher,omitempty"` // the outlet
	Author    string `json:"author,omitempty"`    // the byline
	URL       string `json:"url,omitempty"`       // where it stands
}

// Ingested says what became of a posted report.
type Ingested struct {
	ID      sitrep.Known `json:"id"`      // of the report
	New     bool         `json:"new"`     // it was not held before
	Changed bool         `json:"changed"` // it is a new version of a page that is held
	Claims  int          `json:"claims"`  // that it makes
	// Behind is how many reports events are not yet made of; these follow by themselves.
	Behind int `json:"behind"`
}

type postParams struct {
	ContentType string `header:"Content-Type" maxLength:"200" doc:"text/plain, application/json or text/html." example:"text/plain"`
	Published   string `query:"published" maxLength:"10" doc:"Day of publication, where the body does not say; \"on Sunday\" counts from it." example:"2017-03-12"`
	Publisher   string `query:"publisher" maxLength:"300" doc:"The outlet, where the body does not say." example:"Example Wire"`
	URL         string `query:"url" maxLength:"2000" doc:"Where the report stands, where the body does not say." example:"https://example.org/1"`
	RawBody     []byte
	FormatParam
}

// extract registers the operations that take a report.
func (a *API) extract() {
	registry := a.huma.OpenAPI().Components.Schemas
	body := map[string]*huma.MediaType{
		"text/plain":       {Schema: &huma.Schema{Type: huma.TypeString}, Example: "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said."},
		"application/json": {Schema: registry.Schema(reflect.TypeFor[PostedReport](), true, ""), Example: map[string]any{"text": "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said.", "published": "2017-03-12", "publisher": "Example Wire"}},
		"text/html":        {Schema: &huma.Schema{Type: huma.TypeString}},
	}
	add[postParams, sitrep.Extraction](a, spec{id: "extract", path: "/extract", method: http.MethodPost, tag: "extract", summary: "Read a report without keeping it",
		about: fmt.Sprintf("Reads one report and gives what `sitrep extract` prints of it: the cleaned text, its blocks, mentions and entities, and the claims, each with its byte offsets. Nothing is stored. "+
			"A body may have %d bytes; %d reports are read at a time, and more are asked to come back.", a.o.Limits.Body, a.o.Limits.Reading),
		large: true, body: body, errors: []int{http.StatusUnsupportedMediaType}}, a.postExtract)
	add[postParams, Ingested](a, spec{id: "ingest", path: "/reports", method: http.MethodPost, tag: "reports", summary: "Take a report into the archive",
		about: "Reads one report, keeps it with its original bytes, and brings events up to date. The same bytes from the same place are held once: posting them again answers 200 and changes nothing.",
		act:   account.Edit, status: http.StatusCreated, large: true, body: body, errors: []int{http.StatusUnsupportedMediaType, http.StatusInsufficientStorage}}, a.postReport)
}

// posted is the one report of a body.
func (a *API) posted(ctx context.Context, p *postParams) (*ingest.Item, error) {
	kind, parameters, err := mime.ParseMediaType(p.ContentType)
	if p.ContentType == "" {
		kind, err = "text/plain", nil
	}
	if err != nil {
		return nil, wrong("header.Content-Type", p.ContentType, "is no media type; give text/plain, application/json or text/html")
	}
	if charset := strings.ToLower(parameters["charset"]); charset != "" && charset != "utf-8" && charset != "us-ascii" {
		return nil, problem(http.StatusUnsupportedMediaType, "Content-Type: text in %s is not taken; send UTF-8", shown(charset))
	}
	item := ingest.Item{Received: bytes.Clone(p.RawBody), Media: "text/plain"}
	switch kind {
	case "text/plain":
		if len(bytes.TrimSpace(item.Received)) == 0 {
			return nil, wrong("body.body", nil, "is empty; send a report with text in it")
		}
	case "application/json", "text/html":
		one, err := a.onlyOne(ctx, kind, item.Received)
		if err != nil {
			return nil, err
		}
		item = *one
	default:
		return nil, problem(http.StatusUnsupportedMediaType, "Content-Type: %s is not taken; send text/plain, application/json or text/html", shown(kind))
	}
	if p.Published != "" {
		day, err := sitrep.ParseDate(p.Published)
		if err != nil {
			return nil, wrong("query.published", p.Published, "is no day; write 2017-03-12")
		}
		if item.Published.IsZero() {
			item.Published = day
		}
	}
	if item.Publisher == "" {
		item.Publisher = known(p.Publisher)
	}
	if item.URL == "" {
		item.URL = known(p.URL)
	}
	item.From = "posted by " + account.From(ctx).Name
	return &item, nil
}

// errMore says that a body holds more than one report.
var errMore = errors.New("holds several reports; post them one by one, or use sitrep ingest")

// onlyOne reads a body as files are read.
func (a *API) onlyOne(ctx context.Context, kind string, body []byte) (*ingest.Item, error) {
	if first := bytes.TrimLeft(body, " \t\r\n\uFEFF"); kind == "application/json" && (len(first) == 0 || first[0] != '{') {
		return nil, wrong("body.body", nil, "is no JSON object; send one, with the report in its field text")
	}
	sources := a.o.Sources
	sources.Stdin = bytes.NewReader(body)
	var found *ingest.Item
	var reason error
	err := sources.Walk(ctx, []string{"-"}, func(i ingest.Item) error {
		if found != nil {
			return errMore
		}
		found = &i
		return nil
	}, func(_ string, err error) { reason = err })
	switch {
	case err != nil:
	case reason != nil && found == nil:
		err = reason
	case found == nil:
		err = errors.New("holds no report; send one with text in it")
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, wrong("body.body", nil, err.Error())
	}
	return found, nil
}

// turn waits for nothing: it gives the right to read a report, or says that too many are being read.
func (a *API) turn() (leave func(), err error) {
	if a.o.Reader == nil {
		return nil, problem(http.StatusServiceUnavailable, "this server reads no reports")
	}
	select {
	case a.reading <- struct{}{}:
		return func() { <-a.reading }, nil
	default:
		return nil, later(http.StatusTooManyRequests, 2*time.Second, "%d reports are being read, which is all that are at a time; try again in a moment", cap(a.reading))
	}
}

func (a *API) postExtract(ctx context.Context, p *postParams) (*answer, error) {
	leave, err := a.turn()
	if err != nil {
		return nil, err
	}
	defer leave()
	item, err := a.posted(ctx, p)
	if err != nil {
		return nil, err
	}
	x, err := a.o.Reader.Read(work.Input(item))
	if err != nil {
		return nil, wrong("body.body", nil, err.Error())
	}
	return &answer{body: &x}, nil
}

func (a *API) postReport(ctx context.Context, p *postParams) (*answer, error) {
	if a.o.ReadOnly {
		return nil, problem(http.StatusForbidden, "the archive is open for reading only; start the server on one that may be written to")
	}
	leave, err := a.turn()
	if err != nil {
		return nil, err
	}
	defer leave()
	item, err := a.posted(ctx, p)
	if err != nil {
		return nil, err
	}
	r := sitrep.Report{URL: item.URL, Publisher: item.Publisher}
	r.Identify(item.Received)
	var reason error
	job := work.Ingest{Archive: a.o.Archive, Reader: a.o.Reader, Workers: 1, Refused: func(_ string, err error) { reason = err }}
	tally, err := job.Run(ctx, func(_ context.Context, found func(ingest.Item) error, _ func(string, error)) error {
		return found(*item)
	})
	switch {
	case err != nil:
		return nil, err
	case reason != nil:
		return nil, wrong("body.body", nil, reason.Error())
	}
	behind, err := a.upToDate(ctx)
	if err != nil {
		return nil, err
	}
	out := &answer{location: Base + "/reports/" + string(r.ID), body: &Ingested{ID: known(r.ID), New: tally.New > 0, Changed: tally.Changed > 0, Claims: tally.Claims, Behind: behind}}
	if tally.Known > 0 {
		out.status = http.StatusOK
	}
	return out, nil
}

// upToDate brings events up to date after a change, as far as the time of the request allows, and says how many reports are left. What is left
// is done with the next change, or by whoever else writes.
func (a *API) upToDate(ctx context.Context) (int, error) {
	a.writing.Lock()
	defer a.writing.Unlock()
	a.mark.moved()
	if _, err := a.o.Archive.Fuse(ctx); err != nil {
		a.o.Log.WarnContext(ctx, "api: events are not up to date yet", "error", err.Error())
	}
	a.mark.moved()
	_, behind, err := a.mark.look(context.WithoutCancel(ctx), a)
	return behind, err
}
