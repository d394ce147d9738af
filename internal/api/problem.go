package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sitrep/internal/ask"
	"sitrep/internal/store"
)

// Problems are those of RFC 9457. Their detail is one line that names what is wrong and the mend; errors names each parameter.

// faultWords is all that a caller hears of what is the program's fault; the log has the rest.
const faultWords = "something failed in the server; its log says what"

// mostShown is how many bytes of a wrong value a problem repeats.
const mostShown = 200

// wrong is the problem of a value that a request has: where it stands ("query.from", "body.ids[0]"), the value, and what is wrong with the mend.
func wrong(where string, value any, words string) error {
	_, name, _ := strings.Cut(where, ".")
	return &huma.ErrorModel{Status: http.StatusBadRequest, Title: http.StatusText(http.StatusBadRequest), Detail: name + ": " + words,
		Errors: []*huma.ErrorDetail{{Location: where, Message: words, Value: value}}}
}

// problem is a problem without a parameter to it.
func problem(status int, format string, args ...any) *huma.ErrorModel {
	return &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: fmt.Sprintf(format, args...)}
}

// later is a problem that goes away by itself.
func later(status int, wait time.Duration, format string, args ...any) error {
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	return huma.ErrorWithHeaders(problem(status, format, args...), http.Header{"Retry-After": {fmt.Sprint(seconds)}})
}

// fault turns an error of an operation into the problem that the caller gets.
func (a *API) fault(ctx context.Context, err error) error {
	var known *huma.ErrorModel
	var cannot *ask.Wrong
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &cannot):
		return wrong("query."+cannot.Field, cannot.Value, cannot.Mend)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return later(http.StatusServiceUnavailable, a.o.Limits.Time, "this took longer than %s; ask for less, a shorter time or a place", a.o.Limits.Time)
	case errors.Is(err, context.Canceled):
		return problem(http.StatusServiceUnavailable, "the request was given up")
	case errors.Is(err, store.ErrUnknown): // where the archive lies is nobody's business
		return problem(http.StatusNotFound, "%s", strings.ReplaceAll(err.Error(), a.o.Archive.Where(), "the archive"))
	case errors.Is(err, store.ErrCursor):
		return wrong("query.after", nil, store.ErrCursor.Error())
	case errors.Is(err, store.ErrWords):
		return wrong("query.q", nil, store.ErrWords.Error())
	case errors.Is(err, store.ErrReview):
		return problem(http.StatusConflict, "%s", strings.TrimPrefix(err.Error(), store.ErrReview.Error()+": "))
	case errors.Is(err, store.ErrLocked):
		return later(http.StatusServiceUnavailable, time.Second, "the archive is being written to by another program; try again")
	case errors.Is(err, store.ErrReadOnly):
		return problem(http.StatusForbidden, "the archive is open for reading only; start the server on one that may be written to")
	case errors.Is(err, store.ErrFull):
		return problem(http.StatusInsufficientStorage, "the disk of the archive is full; nothing was written")
	}
	a.o.Log.ErrorContext(ctx, "api: a request failed", "error", err.Error())
	return problem(http.StatusInternalServerError, faultWords)
}

// reworded makes huma's problems ours: a parameter that does not fit is 400, and the detail says what is wrong instead of that something is.
// No problem has an entity tag: what failed may go well the next time, though nothing is new.
func reworded(c huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	_, w := humago.Unwrap(c)
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	out := *p
	if out.Status == http.StatusUnprocessableEntity {
		out.Status = http.StatusBadRequest
	}
	out.Title = http.StatusText(out.Status)
	out.Errors = nil
	var words []string
	for _, e := range p.Errors {
		if e == nil {
			continue
		}
		d := *e
		d.Value = shown(d.Value)
		out.Errors = append(out.Errors, &d)
		_, name, found := strings.Cut(d.Location, ".")
		if !found {
			name = d.Location
		}
		if name == "" {
			name = "body"
		}
		words = append(words, name+": "+d.Message)
	}
	if len(words) > 0 && p.Detail == "validation failed" {
		out.Detail = strings.Join(words[:min(3, len(words))], "; ")
	}
	return &out, nil
}

// shown is a wrong value as a problem repeats it: short, and nothing of a body.
func shown(v any) any {
	switch v := v.(type) {
	case string:
		if len(v) <= mostShown {
			return v
		}
		cut := mostShown
		for cut > 0 && !utf8.RuneStart(v[cut]) {
			cut--
		}
		return v[:cut] + " …"
	case bool, int, int64, float64, nil:
		return v
	}
	return nil
}

// context400 is a huma.Context under another name, so that it can be embedded beside its method Context.
type context400 = huma.Context

// as400 writes 400 where huma says 422.
type as400 struct{ context400 }

// Unwrap gives the context beneath, as huma's adapters look for it.
func (c as400) Unwrap() huma.Context { return c.context400 }

// SetStatus writes the status line.
func (c as400) SetStatus(code int) {
	if code == http.StatusUnprocessableEntity {
		code = http.StatusBadRequest
	}
	c.context400.SetStatus(code)
}

// writeProblem writes a problem outside of an operation.
func writeProblem(w http.ResponseWriter, status int, detail string) {
	body, err := json.Marshal(problem(status, "%s", detail))
	if err != nil {
		body = []byte("{}")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that went away is no fault
}
