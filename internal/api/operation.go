package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sitrep"
	"sitrep/internal/account"
)

// spec is what is said of an operation beside its parameters and its answer.
type spec struct {
	id, method, path string // path without Base
	tag              string
	summary, about   string
	// act is what the caller must be allowed to do; the zero value is account.Read.
	act account.Act
	// formats are the forms of the answer, the first where none is asked for; none: JSON alone.
	formats []format
	// status is that of success; 0: 200.
	status int
	// errors are statuses that are not among those of every operation.
	errors []int
	// heavy says that the answer may take long, so that only a few are made at once.
	heavy bool
	// personal says that the answer tells of who asks, so that it is that of nobody else.
	personal bool
	// large says that a body up to the limit of reports may come; else 64 KiB.
	large bool
	// body is the media types that a body may have, for operations that read it themselves.
	body map[string]*huma.MediaType
	// example is an answer's address, without Base, for the document and the page that tries it.
	example string
}

// format is a form of an answer.
type format struct{ name, media string }

// The forms of answers.
var (
	asJSON     = format{"json", "application/json"}
	asCSV      = format{"csv", "text/csv; charset=utf-8; header=present"}
	asGeoJSON  = format{"geojson", "application/geo+json"}
	asMarkdown = format{"md", "text/markdown; charset=utf-8"}
	asHTML     = format{"html", "text/html; charset=utf-8"}
	asWord     = format{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
	asText     = format{"txt", "text/plain; charset=utf-8"}
	asBytes    = format{"bytes", "application/octet-stream"}
	asStream   = format{"stream", "text/event-stream"}
)

// kind is the media type without parameters.
func (f format) kind() string {
	kind, _, _ := strings.Cut(f.media, ";")
	return kind
}

// answer is what an operation gives. Of body and write one is given.
type answer struct {
	// body is written as JSON.
	body any
	// write writes the answer in the format that was asked for.
	write func(w *bytes.Buffer) error
	// next is the cursor of the page after this one, "" at the end.
	next string
	// status is that of the answer where it is not the operation's, location the address of what was made.
	status   int
	location string
	// media is the type of what write writes where only the answer knows it; name is that of the file to save, "" to show it.
	media, name string
	// alone says that the bytes are somebody else's and must not be taken for a page of this server.
	alone bool
}

// formatKey is how the middleware hands on which form is asked for.
type formatKey struct{}

// tagKey is how the middleware hands on by which entity tag an answer that took long is kept.
type tagKey struct{}

// formatOf is the form that is asked for.
func formatOf(ctx context.Context) format {
	f, _ := ctx.Value(formatKey{}).(format)
	return f
}

// add registers an operation whose answer as JSON is an O.
func add[I, O any](a *API, s spec, do func(context.Context, *I) (*answer, error)) {
	if s.method == "" {
		s.method = http.MethodGet
	}
	if s.act == 0 {
		s.act = account.Read
	}
	if len(s.formats) == 0 {
		s.formats = []format{asJSON}
	}
	if s.status == 0 {
		s.status = http.StatusOK
	}
	op := a.operation(&s)
	registry := a.huma.OpenAPI().Components.Schemas
	content := map[string]*huma.MediaType{}
	for _, f := range s.formats {
		media := &huma.MediaType{}
		switch f {
		case asJSON, asGeoJSON:
			media.Schema = registry.Schema(reflect.TypeFor[O](), true, s.id)
		case asStream: // described by its operation
			media.Schema = &huma.Schema{Type: huma.TypeString}
		default:
			media.Schema = &huma.Schema{Type: huma.TypeString, Format: map[format]string{asWord: "binary", asBytes: "binary"}[f]}
		}
		content[f.kind()] = media
	}
	op.Responses = map[string]*huma.Response{strconv.Itoa(s.status): {Description: "The answer", Content: content, Headers: headersOf(&s)}}
	if s.method == http.MethodGet {
		op.Responses["304"] = &huma.Response{Description: "Nothing is new since the answer whose ETag was sent"}
	}
	op.Middlewares = huma.Middlewares{func(c huma.Context, next func(huma.Context)) { a.around(&s, as400{c}, next) }}
	a.specs = append(a.specs, &s)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		body, err := out.encode(formatOf(ctx))
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		if tag, ok := ctx.Value(tagKey{}).(string); ok {
			a.kept.put(tag, out, body)
		}
		return &huma.StreamResponse{Body: func(c huma.Context) { out.send(c, &s, body) }}, nil
	})
	a.illustrate(&s)
	if s.body != nil { // huma would have read it as JSON
		a.huma.OpenAPI().Paths[op.Path].Post.RequestBody.Content = s.body
	}
}

// illustrate gives the id in an operation's path an example of the kind that it takes.
func (a *API) illustrate(s *spec) {
	item := a.huma.OpenAPI().Paths[Base+s.path]
	if item.Get == nil {
		return
	}
	for _, p := range item.Get.Parameters {
		if p.In != "path" || p.Schema.Examples != nil {
			continue
		}
		for kind, id := range map[string]string{"/reports/": "r-0123456789abcdef", "/claims/": "c-0123456789abcdef", "/events/": "e-0123456789abcdef", "/actors/": "state:IQ"} {
			if strings.HasPrefix(s.path, kind) {
				p.Schema.Examples = []any{id}
			}
		}
	}
}

// operation is what huma is told of an operation before it looks at its parameters.
func (a *API) operation(s *spec) huma.Operation {
	most := int64(64 << 10)
	if s.large {
		most = a.o.Limits.Body
	}
	op := huma.Operation{OperationID: s.id, Method: s.method, Path: Base + s.path, Tags: []string{s.tag}, Summary: s.summary, Description: s.about,
		DefaultStatus: s.status, MaxBodyBytes: most + 1, // huma refuses what fills the limit
		Security: []map[string][]string{{"token": {}}, {"session": {}}},
		Errors:   slices.Concat([]int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable}, s.errors)}
	if s.method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	}
	slices.Sort(op.Errors)
	op.Errors = slices.Compact(op.Errors)
	return op
}

// headersOf describes the headers of an answer.
func headersOf(s *spec) map[string]*huma.Param {
	out := map[string]*huma.Param{}
	say := func(name, words string) {
		out[name] = &huma.Param{Description: words, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	if s.method == http.MethodGet && !slices.Contains(s.formats, asStream) {
		say("ETag", "Names the state of the archive that this answer stands on; send it in If-None-Match.")
	}
	if s.status == http.StatusCreated {
		say("Location", "The address of what was made.")
	}
	return out
}

// around does what stands around every operation.
func (a *API) around(s *spec, c huma.Context, next func(huma.Context)) {
	fail := func(err error) {
		var with huma.HeadersError
		if errors.As(err, &with) {
			for name, values := range with.GetHeaders() {
				c.SetHeader(name, values[0])
			}
		}
		var p *huma.ErrorModel
		if !errors.As(a.fault(c.Context(), err), &p) {
			p = problem(http.StatusInternalServerError, faultWords)
		}
		_ = huma.WriteErr(a.huma, c, p.Status, p.Detail, details(p)...) // a client that went away is no fault
	}
	r, _ := humago.Unwrap(c)
	who := account.From(r.Context())
	if wait, ok := a.rates.allow(callerOf(who, r)); !ok {
		fail(later(http.StatusTooManyRequests, wait, "too many requests; ask again in a while"))
		return
	}
	switch {
	case !who.Known():
		c.SetHeader("WWW-Authenticate", `Bearer realm="sitrep"`)
		fail(problem(http.StatusUnauthorized, "nobody is signed in; send an API token as Authorization: Bearer, or sign in"))
		return
	case !who.May(s.act):
		fail(problem(http.StatusForbidden, "this needs the right to %s, which %s does not have here; ask an administrator, or use another token", s.act, who.Name))
		return
	}
	asked, err := wanted(s, c.Operation(), r)
	if err != nil {
		fail(err)
		return
	}
	ctx := context.WithValue(r.Context(), formatKey{}, asked)
	if asked != asStream {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, a.o.Limits.Time)
		defer stop()
	}
	c.SetHeader("Vary", "Accept")
	tag := ""
	if s.method == http.MethodGet && asked != asStream {
		c.SetHeader("Cache-Control", "private, no-cache")
		state, err := a.mark.state(ctx, a)
		if err != nil {
			fail(err)
			return
		}
		only := "" // a coder's answer is that of nobody else
		if s.personal || who.Codes() {
			only = who.Name + " " + who.Role.String()
		}
		tag = tagOf(state, a.o.Version, a.o.Models, r.URL.RequestURI(), asked.name, only)
		c.SetHeader("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), tag) {
			c.SetStatus(http.StatusNotModified)
			return
		}
	}
	if s.heavy && tag != "" {
		again := func() bool {
			out, body := a.kept.get(tag)
			if out != nil {
				out.send(c, s, body)
			}
			return out != nil
		}
		if again() {
			return
		}
		leave, err := a.slow(ctx)
		if err != nil {
			fail(err)
			return
		}
		defer leave()
		if again() { // somebody else asked for it meanwhile
			return
		}
		ctx = context.WithValue(ctx, tagKey{}, tag)
	}
	next(huma.WithContext(c, ctx))
}

// details are the parts of a problem as huma takes them.
func details(p *huma.ErrorModel) []error {
	out := make([]error, len(p.Errors))
	for i, d := range p.Errors {
		out[i] = d
	}
	return out
}

// wanted checks what huma leaves unchecked of the query and says which form of the answer is asked for.
func wanted(s *spec, op *huma.Operation, r *http.Request) (format, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return format{}, wrong("query.query", nil, "the part behind the ? cannot be read; write % as %25, and & and ; in values as %26 and %3B")
	}
	for _, p := range op.Parameters {
		if p.In == "query" && len(query[p.Name]) > 1 && p.Schema != nil && p.Schema.Type != huma.TypeArray {
			return format{}, wrong("query."+p.Name, nil, "is given more than once; give one value")
		}
	}
	if name := query.Get("format"); name != "" {
		if i := slices.IndexFunc(s.formats, func(f format) bool { return f.name == name }); i >= 0 {
			return s.formats[i], nil
		}
		names := make([]string, len(s.formats))
		for i, f := range s.formats {
			names[i] = f.name
		}
		return format{}, wrong("query.format", name, "no such form; there are "+strings.Join(names, ", "))
	}
	return accepted(s.formats, r.Header.Get("Accept")), nil
}

// accepted is the form that an Accept header likes best, the first where it likes none. Of those liked alike the one that the header names
// first is taken; a range with * takes the first form.
func accepted(formats []format, header string) format {
	best, liked := formats[0], -1.0
	for part := range strings.SplitSeq(header, ",") {
		kind, rest, _ := strings.Cut(part, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
		quality := 1.0
		for parameter := range strings.SplitSeq(rest, ";") {
			if value, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
				if q, err := strconv.ParseFloat(value, 64); err == nil {
					quality = q
				}
			}
		}
		if !(quality > liked && quality > 0) {
			continue
		}
		if kind == "*/*" {
			best, liked = formats[0], quality
			continue
		}
		for _, f := range formats {
			if f.kind() == kind {
				best, liked = f, quality
				break
			}
		}
	}
	return best
}

// encode is the answer's body, in the form that was asked for.
func (o *answer) encode(asked format) ([]byte, error) {
	var b bytes.Buffer
	if o.write != nil {
		if o.media == "" {
			o.media = asked.media
		}
		err := o.write(&b)
		return b.Bytes(), err
	}
	o.media = asJSON.media
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is no page: a report's own < and & stay as they are
	err := enc.Encode(o.body)
	return b.Bytes(), err
}

// send writes the answer.
func (o *answer) send(c huma.Context, s *spec, body []byte) {
	c.SetHeader("Content-Type", o.media)
	if o.location != "" {
		c.SetHeader("Location", o.location)
	}
	if o.name != "" {
		c.SetHeader("Content-Disposition", `attachment; filename="`+o.name+`"`)
	}
	if o.alone {
		c.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	if o.next != "" {
		r, _ := humago.Unwrap(c)
		query := r.URL.Query()
		query.Set("after", o.next)
		c.SetHeader("Link", "<"+r.URL.EscapedPath()+"?"+query.Encode()+`>; rel="next"`)
		c.SetHeader("Next-After", o.next)
	}
	status := s.status
	if o.status != 0 {
		status = o.status
	}
	c.SetStatus(status)
	_, _ = c.BodyWriter().Write(body) // a client that went away is no fault
}

// known is a text that may be unknown.
func known[T ~string](s T) sitrep.Known { return sitrep.Known(s) }

// saved is a name for a file, of letters, digits and hyphens only.
func saved(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		if w == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		for _, r := range strings.ToLower(w) {
			switch {
			case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.':
				b.WriteRune(r)
			default:
				b.WriteByte('-')
			}
		}
	}
	return fmt.Sprintf("%.80s", strings.Trim(b.String(), "-."))
}
