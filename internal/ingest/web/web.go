// Package web brings reports in from the network: pages, feeds and sitemaps, once (Walk) or again and again (Follow).
//
// It is a guest on other people's machines and behaves like one: it says who it is, heeds robots.txt (RFC 9309), opens one
// connection to a host and waits between requests, asks for changes only (conditional requests, RFC 9110), and stays away for as
// long as it is told to. It is careful too: whatever it is sent to, by a feed, a redirect or a name server, it connects to no
// private or special address unless that is allowed; the check is made on the address that is dialled, so that a name that
// changes its mind between two look-ups gains nothing. Bodies are limited in size, packed and unpacked, and in time.
// Cookies are not kept, nothing is executed, and proxies of the environment are not used.
//
// What a page says is told by the reader of pages that is passed in; what a feed says of an entry fills what its page leaves open.
package web

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"sitrep/internal/ingest"
)

// Defaults of Options.
const (
	DefaultDelay   = 2 * time.Second
	DefaultTimeout = 60 * time.Second
	DefaultLimit   = ingest.Limit
	DefaultMax     = 1000
)

// Found takes an item. An error ends the walk.
type Found func(ingest.Item) error

// Refused is told what was refused, by address, and why and what to do, in one line. A refusal never ends a walk.
type Refused func(from string, err error)

// State remembers what is followed. Load gives the zero value for what was never saved.
type State interface {
	Load(ctx context.Context, source string) (ingest.Followed, error)
	Save(ctx context.Context, f ingest.Followed) error
}

// Options say how a Fetcher behaves. The zero value fetches politely and reads feeds that carry their entries whole; pages need
// Page.
type Options struct {
	// Version is the program's, for the user agent.
	Version string
	// Contact is how those who are visited may reach whoever runs the program: an address of mail or of a page.
	Contact string
	// Delay is how long to wait between two requests to one host; zero: DefaultDelay, negative: none. A longer Crawl-delay in
	// robots.txt is heeded, up to ten minutes.
	Delay time.Duration
	// Timeout is how long one request may take, its body included; zero: DefaultTimeout.
	Timeout time.Duration
	// Limit is the size of the largest body in bytes, as sent and as unpacked; zero: DefaultLimit.
	Limit int64
	// Max is how many pages of one feed or sitemap are fetched, the newest first; zero: DefaultMax.
	Max int
	// AllowPrivate lets it connect to private, loopback and other special addresses, and to any port.
	AllowPrivate bool

	// Page reads a page of HTML; contentType is the value of the header.
	Page func(b []byte, contentType, address string) (ingest.Item, error)
	// PDF reads a PDF file.
	PDF func(b []byte) (ingest.Item, error)

	// Clock tells the time; nil: the system's.
	Clock func() time.Time
	// Sleep waits until d is over or ctx ends, and returns ctx's error in the latter case; nil: with a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random gives numbers in [0,1), to spread visits in time; nil: math/rand. It must bear use from many goroutines.
	Random func() float64
	// Lookup resolves a host's name; nil: the system's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Dial connects to an address, host and port, that has been checked; nil: a net.Dialer, which checks once more.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Transport makes requests instead of the Fetcher's own, which alone checks addresses when it dials; for tests.
	Transport http.RoundTripper
}

// Fetcher fetches politely. It may be used from many goroutines; what they ask of one host is done one after another.
type Fetcher struct {
	o         Options
	agent     string
	transport http.RoundTripper

	mu    sync.Mutex
	hosts map[string]*host

	reading sync.Mutex // held while a report is read, which may take much memory
}

// New gives a Fetcher. It opens no connection.
func New(o Options) *Fetcher {
	switch {
	case o.Delay == 0:
		o.Delay = DefaultDelay
	case o.Delay < 0:
		o.Delay = 0
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	if o.Max <= 0 {
		o.Max = DefaultMax
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Lookup == nil {
		o.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	f := &Fetcher{o: o, agent: agent(o.Version, o.Contact), transport: o.Transport, hosts: map[string]*host{}}
	if f.transport == nil {
		f.transport = f.newTransport()
	}
	return f
}

// product is the product token by which robots.txt may name the program.
const product = "sitrep"

// agent is the value of User-Agent (RFC 9110, 10.1.5): the product, its version and a comment.
func agent(version, contact string) string {
	version = strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) {
			return r
		}
		return -1
	}, version)
	contact = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= ' ' && r < 0x7f && !strings.ContainsRune(`()\`, r) {
			return r
		}
		return -1
	}, contact))
	if len(contact) > 200 {
		contact = contact[:200]
	}
	if version == "" {
		version = "dev"
	}
	if contact == "" {
		return product + "/" + version + " (no contact given)"
	}
	return product + "/" + version + " (+" + contact + ")"
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
