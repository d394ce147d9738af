package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// part answers a few addresses.
type part struct{ running chan struct{} }

func (p part) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /large", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, strings.Repeat("text ", 1000))
	})
	mux.HandleFunc("GET /fault", func(w http.ResponseWriter, r *http.Request) { panic("broken") })
	mux.HandleFunc("POST /take", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); errors.As(err, new(*http.MaxBytesError)) {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		}
	})
	mux.HandleFunc("POST /api/v1/take", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "taken") })
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		close(p.running)
		time.Sleep(100 * time.Millisecond)
		io.WriteString(w, "done")
	})
	mux.HandleFunc("GET /late", func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		http.Error(w, context.Cause(r.Context()).Error(), http.StatusServiceUnavailable)
	})
}

func server(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestIDsOfProxies(t *testing.T) {
	for id, want := range map[string]bool{"abcdefgh-1": true, "A.b_c-0123": true, strings.Repeat("x", 64): true,
		"": false, "abcdefg": false, strings.Repeat("x", 65): false, "abcdefgh 1": false, "abcdefgh\n": false, "abcdefgä": false} {
		if isID(id) != want {
			t.Errorf("%q: %t", id, !want)
		}
	}
}

func TestRequests(t *testing.T) {
	var log strings.Builder
	notReady := error(nil)
	s := server(t, Options{Parts: []Part{part{make(chan struct{})}}, MaxBody: 10, Timeout: 20 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Ready: func() error { return notReady }})
	for _, c := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		has                      string
		want                     map[string]string
	}{
		{name: "alive", method: "GET", path: "/healthz", status: 200, has: "ok"},
		{name: "ready", method: "GET", path: "/readyz", status: 200, has: "ready"},
		{name: "compressed", method: "GET", path: "/large", header: map[string]string{"Accept-Encoding": "zstd, gzip"}, status: 200, want: map[string]string{"Content-Encoding": "zstd"}},
		{name: "gzip", method: "GET", path: "/large", header: map[string]string{"Accept-Encoding": "gzip"}, status: 200, want: map[string]string{"Content-Encoding": "gzip"}},
		{name: "headers", method: "GET", path: "/large", status: 200, want: map[string]string{"Content-Security-Policy": Policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}},
		{name: "a proxy's id is kept", method: "GET", path: "/healthz", header: map[string]string{"X-Request-ID": "abcdefgh-1"}, status: 200, want: map[string]string{"X-Request-ID": "abcdefgh-1"}},
		{name: "a fault is an answer", method: "GET", path: "/fault", status: 500, has: "a fault in sitrep"},
		{name: "too large", method: "POST", path: "/take", body: strings.Repeat("x", 11), status: 413},
		{name: "another site's form", method: "POST", path: "/take", header: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, has: "another site"},
		{name: "another site's script", method: "POST", path: "/api/v1/take", header: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, has: `"status":403,"detail":"this was sent by a page of another site`,
			want: map[string]string{"Content-Type": "application/problem+json"}},
		{name: "a program", method: "POST", path: "/api/v1/take", status: 200, has: "taken"},
		{name: "this site's form", method: "POST", path: "/take", header: map[string]string{"Sec-Fetch-Site": "same-origin"}, status: 200},
		{name: "too long", method: "GET", path: "/late", status: 503, has: "deadline"},
		{name: "metrics", method: "GET", path: "/metrics", status: 200, has: `sitrep_http_requests_total{method="GET",route="GET /fault",status="500"} 1`},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, strings.NewReader(c.body))
		for k, v := range c.header {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s: %d %.200q, want %d with %q", c.name, w.Code, w.Body, c.status, c.has)
		}
		for k, v := range c.want {
			if got := w.Header().Get(k); got != v {
				t.Errorf("%s: %s is %q, want %q", c.name, k, got, v)
			}
		}
		if w.Header().Get("X-Request-ID") == "" {
			t.Errorf("%s: no id of the request", c.name)
		}
	}
	s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "GET", "/setup/4wpf3p5qgl4ngJt", nil))
	if got := log.String(); strings.Contains(got, "4wpf3p5qgl4ngJt") || !strings.Contains(got, "path=/setup/…") {
		t.Errorf("a link that lets somebody in is in the log: %s", got)
	}
	if got := log.String(); !strings.Contains(got, "path=/large status=200") || !strings.Contains(got, "fault=broken") {
		t.Errorf("log: %s", got)
	}
	notReady = errors.New("events are being made")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "events are being made") {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
}

func TestRunningRequestsComeToTheirEnd(t *testing.T) {
	p := part{make(chan struct{})}
	s := server(t, Options{Parts: []Part{p}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, l) }()
	answered := make(chan string, 1)
	go func() {
		r, err := http.Get(fmt.Sprintf("http://%s/slow", l.Addr()))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		answered <- string(b)
	}()
	<-p.running
	stop()
	if got := <-answered; got != "done" {
		t.Errorf("a running request was answered with %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
}
