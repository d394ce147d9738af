package serve

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sitrep/internal/account/signin"
)

// Options say how requests are answered. The zero value answers none but those for health and metrics.
type Options struct {
	// Parts are what answers requests: pages, the API. Each adds its routes to the mux.
	Parts []Part
	// Guard stands before all parts, inside of everything that concerns every request: it says who asks and refuses who may not. nil: everybody may.
	Guard func(http.Handler) http.Handler
	// Ready says why requests cannot be answered yet; nil or a nil error: they can.
	Ready func() error
	// Log hears of requests; nil: nobody does.
	Log *slog.Logger
	// Registry holds the metrics; nil: one of the server's own.
	Registry *prometheus.Registry
	// MaxBody is how many bytes a request's body may have; 0: 16 MiB. A part may ask for less.
	MaxBody int64
	// Timeout is how long a request may take that is no stream; 0: 30 seconds.
	Timeout time.Duration
	// Certificate is for TLS; nil: none.
	Certificate *tls.Certificate
	// Stop is how long running requests may take after the end was asked for; 0: 10 seconds.
	Stop time.Duration
}

// Part is something that answers requests.
type Part interface{ Register(mux *http.ServeMux) }

// Server answers requests.
type Server struct {
	o        Options
	handler  http.Handler
	stopping atomic.Bool
	metrics  metrics
}

// metrics are what is counted of requests. Routes are patterns of the mux, so that their number is bounded.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
}

// New puts a server together.
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody == 0 {
		o.MaxBody = 16 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Stop == 0 {
		o.Stop = 10 * time.Second
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	s := &Server{o: o, metrics: metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sitrep_http_requests_total", Help: "Requests answered."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "sitrep_http_request_seconds", Help: "How long requests took, in seconds.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "sitrep_http_requests_running", Help: "Requests being answered."}),
	}}
	for _, c := range []prometheus.Collector{s.metrics.requests, s.metrics.seconds, s.metrics.running, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := o.Registry.Register(c); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.Registry, promhttp.HandlerOpts{}))
	for _, p := range o.Parts {
		p.Register(mux)
	}
	var h http.Handler = routed(mux)
	if o.Guard != nil {
		h = o.Guard(h)
	}
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(foreign))
	h = own.Handler(h)
	h = bounded(h, o.MaxBody, o.Timeout)
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.EnableZstd(true), gzhttp.ExceptContentTypes(uncompressed))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	h = compress(h)
	h = secured(h, o.Certificate != nil)
	s.handler = s.watched(h)
	return s, nil
}

// uncompressed are media types that are compressed as they are, or must be sent as they come.
var uncompressed = []string{"text/event-stream", "image/png", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

// Handler answers requests, for servers of other makers and for tests.
func (s *Server) Handler() http.Handler { return s.handler }

// Run answers requests that come to l until ctx ends; then it lets running ones come to their end.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	ending, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	srv := &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(s.o.Log.Handler(), slog.LevelDebug), BaseContext: func(net.Listener) context.Context { return ending }}
	failed := make(chan error, 1)
	go func() {
		if s.o.Certificate != nil {
			srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*s.o.Certificate}, MinVersion: tls.VersionTLS12}
			failed <- srv.ServeTLS(l, "", "")
			return
		}
		failed <- srv.Serve(l)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	streams := time.AfterFunc(time.Second, end) // streams do not end by themselves
	defer streams.Stop()
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Stop)
	defer cancel()
	if err := srv.Shutdown(within); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stopping: %w", err)
	}
	return srv.Close()
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.stopping.Load():
		plain(w, http.StatusServiceUnavailable, "stopping")
	case s.o.Ready == nil:
		plain(w, http.StatusOK, "ready")
	default:
		if err := s.o.Ready(); err != nil {
			plain(w, http.StatusServiceUnavailable, err.Error())
			return
		}
		plain(w, http.StatusOK, "ready")
	}
}

// foreign refuses what the page of another site sends.
func foreign(w http.ResponseWriter, r *http.Request) {
	const what = "this was sent by a page of another site; send it from a page of this server"
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		plain(w, http.StatusForbidden, what)
		return
	}
	signin.Problem(w, http.StatusForbidden, what)
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// newID makes the id of a request: 64 random bits in hexadecimal.
func newID() string {
	var b [8]byte
	rand.Read(b[:]) // does not fail (crypto/rand)
	return hex.EncodeToString(b[:])
}
