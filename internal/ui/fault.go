package ui

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sitrep/internal/account/signin"
	"sitrep/internal/store"
)

// missing is an error about something that there is not: 404.
type missing struct{ what string }

func (m missing) Error() string { return m.what }

// notFound is the error of what there is not, in a sentence that says so without its full stop.
func notFound(what string) error { return missing{what} }

// wrong is an error of a parameter of the address or a field of a form: 400.
type wrong struct{ field, what string }

func (b wrong) Error() string { return b.field + ": " + b.what }

// badField is the error of a parameter that cannot be understood; what says what is wrong and how to mend it.
func badField(field, format string, args ...any) error {
	return wrong{field, fmt.Sprintf(format, args...)}
}

// denied is an error about something that who asks may not do: 403. What says what it is and how to mend it.
type denied struct{ what string }

func (d denied) Error() string { return d.what }

// otherMethod is the error of a method that is not answered at an address: 405.
type otherMethod struct {
	method  string
	allowed []string
}

func (o otherMethod) Error() string {
	return fmt.Sprintf("%s is not answered here; use %s", o.method, strings.Join(o.allowed, " or "))
}

// trouble is what the page of an error says.
type trouble struct {
	Status int
	Head   string // what failed
	Field  string // the parameter that is wrong, "" where none is
	What   string // more of it
	Run    string // what to run, "" for nothing
}

// handler answers a request, or returns what is wrong. It must not have written anything where it returns an error.
type handler func(w http.ResponseWriter, r *http.Request) error

// handle turns errors into pages.
func (p *Pages) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil || errors.Is(err, errGone) {
			return
		}
		t := p.troubleOf(r, err)
		if t.Status >= http.StatusInternalServerError {
			p.log.ErrorContext(r.Context(), "page failed", "path", signin.LoggedPath(r.URL.Path), "error", err)
		}
		if err := p.write(w, r, t.Status, "fault", page{Title: t.Head, Data: t}); err != nil && !errors.Is(err, errGone) {
			http.Error(w, t.Head, t.Status)
		}
	}
}

// troubleOf says of an error what a person is told.
func (p *Pages) troubleOf(r *http.Request, err error) trouble {
	var m missing
	var b wrong
	var d denied
	var other otherMethod
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &m):
		return trouble{Status: http.StatusNotFound, Head: "Not found", What: m.what}
	case errors.As(err, &other):
		return trouble{Status: http.StatusMethodNotAllowed, Head: "That is not done here", What: other.Error()}
	case errors.Is(err, store.ErrUnknown):
		return trouble{Status: http.StatusNotFound, Head: "Not found", What: strings.ReplaceAll(err.Error(), p.archive.Where(), "the archive")}
	case errors.As(err, &d):
		return trouble{Status: http.StatusForbidden, Head: "You may not do that", What: d.what}
	case errors.As(err, &b):
		return trouble{Status: http.StatusBadRequest, Head: "That cannot be asked", Field: b.field, What: b.what}
	case errors.Is(err, store.ErrWords):
		return trouble{Status: http.StatusBadRequest, Head: "That cannot be asked", Field: "q", What: err.Error()}
	case errors.Is(err, store.ErrCursor):
		return trouble{Status: http.StatusBadRequest, Head: "That cannot be asked", Field: "after", What: err.Error()}
	case errors.As(err, &big):
		return trouble{Status: http.StatusRequestEntityTooLarge, Head: "Too large", What: fmt.Sprintf("at most %d bytes can be sent here", big.Limit)}
	case errors.Is(err, context.DeadlineExceeded):
		return trouble{Status: http.StatusServiceUnavailable, Head: "This took too long", What: "ask for fewer days or a smaller place"}
	case errors.Is(err, context.Canceled):
		return trouble{Status: 499, Head: "Stopped"} // the status that servers log for a reader who went away
	case errors.Is(err, store.ErrLocked):
		return trouble{Status: http.StatusServiceUnavailable, Head: "The archive is busy", What: "another program writes to it; try again in a few seconds"}
	}
	return trouble{Status: http.StatusInternalServerError, Head: "The archive did not answer", What: err.Error(), Run: "sitrep verify --archive " + p.archive.Where()}
}
