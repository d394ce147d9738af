package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"sitrep/internal/account/signin"
)

// requestKey is what the context of a request is asked for.
type requestKey struct{}

// request is what is known of a request while it is answered.
type request struct {
	id    string // in the header X-Request-ID of the answer, and in the log
	route string // pattern of the mux
}

// isID says whether a proxy may have named a request so: by 8 to 64 letters, digits and . _ -
func isID(s string) bool {
	other := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '.' || r == '_' || r == '-')
	}
	return len(s) >= 8 && len(s) <= 64 && !strings.ContainsFunc(s, other)
}

// answer counts what is written of an answer.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	if status == 499 { // nobody is there any more; net/http writes no status below its own
		status = http.StatusServiceUnavailable
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush sends what was written; streams ask for it.
func (a *answer) Flush() {
	if f, ok := a.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// probes are what machines ask all the time.
var probes = map[string]bool{"/healthz": true, "/readyz": true, "/metrics": true}

// watched gives each request its id, writes it to the log, counts it, and turns a fault in the program into an answer.
func (s *Server) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		about := &request{id: r.Header.Get("X-Request-ID")}
		if !isID(about.id) {
			about.id = newID()
		}
		a := &answer{ResponseWriter: w}
		a.Header().Set("X-Request-ID", about.id)
		s.metrics.running.Inc()
		defer func() {
			fault := recover()
			s.metrics.running.Dec()
			if fault == http.ErrAbortHandler {
				panic(fault)
			}
			if fault != nil {
				s.o.Log.ErrorContext(r.Context(), "a fault in the program", "id", about.id, "path", signin.LoggedPath(r.URL.Path), "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
				if a.status == 0 {
					plain(a, http.StatusInternalServerError, "a fault in sitrep; the log of the server has it under "+about.id)
				}
			}
			took := time.Since(began)
			route := about.route
			if route == "" {
				route = "none"
			}
			s.metrics.requests.WithLabelValues(route, methodLabel(r.Method), strconv.Itoa(a.status)).Inc()
			s.metrics.seconds.WithLabelValues(route).Observe(took.Seconds())
			level := slog.LevelInfo
			switch {
			case probes[r.URL.Path]:
				level = slog.LevelDebug
			case a.status >= 500:
				level = slog.LevelError
			}
			s.o.Log.Log(r.Context(), level, "request", "id", about.id, "method", r.Method, "path", signin.LoggedPath(r.URL.Path), "status", a.status, "bytes", a.bytes,
				"ms", float64(took.Microseconds())/1000, "from", r.RemoteAddr)
		}()
		next.ServeHTTP(a, r.WithContext(context.WithValue(r.Context(), requestKey{}, about)))
	})
}

// methodLabel keeps the number of labels bounded, whatever methods are sent.
func methodLabel(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// routed remembers which pattern answered a request.
func routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { // a fault has a route, too
			if about, ok := r.Context().Value(requestKey{}).(*request); ok {
				about.route = r.Pattern
			}
		}()
		mux.ServeHTTP(w, r)
	})
}

// Policy is the Content-Security-Policy of every answer: scripts, style and data from this host alone, nothing inline; workers of the map
// are scripts of this host too.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// secured sets the headers that keep other hosts out (OWASP Secure Headers).
func secured(next http.Handler, encrypted bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if encrypted {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// bounded bounds how large a request may be and how long it may take. Streams may take as long as they like.
func bounded(next http.Handler, most int64, limit time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if signin.Streams(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
