package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// How long what robots.txt says is believed (RFC 9309, 2.4: not over a day), and how long its absence for a fault of the host.
const (
	robotsAge      = 24 * time.Hour
	robotsAgeFault = 10 * time.Minute
)

// maxHosts is how many hosts are remembered; the oldest that are at rest are forgotten beyond it.
const maxHosts = 10_000

// host is how one host is treated: one request at a time, a pause between two.
type host struct {
	turn chan struct{} // holds one token: whoever has taken it may make a request

	// Held under turn.
	next  time.Time // when the next request may be made, by our own pause
	quiet time.Time // until when the host asked to be left alone

	asking    chan struct{} // holds one token: whoever has taken it may ask for robots.txt
	rules     robots        // held under asking
	fault     error         // why robots.txt could not be had; held under asking
	until     time.Time     // how long rules and fault are believed; held under asking
	delay     time.Duration // held under turn
	lastAsked time.Time     // held under Fetcher.mu
}

// host gives the state of the host of an address.
func (f *Fetcher) host(u *url.URL) *host {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.o.Clock()
	key := u.Scheme + "://" + u.Host
	h := f.hosts[key]
	if h == nil {
		if len(f.hosts) >= maxHosts {
			f.forget(now)
		}
		h = &host{turn: make(chan struct{}, 1), asking: make(chan struct{}, 1), delay: f.o.Delay}
		h.turn <- struct{}{}
		h.asking <- struct{}{}
		f.hosts[key] = h
	}
	h.lastAsked = now
	return h
}

// forget drops the hosts that have not been asked for a day, which is longer than any pause but those that a host asks for.
func (f *Fetcher) forget(now time.Time) {
	for key, h := range f.hosts {
		if now.Sub(h.lastAsked) > robotsAge {
			delete(f.hosts, key)
		}
	}
}

// take waits until a token can be taken from c or ctx ends.
func take(ctx context.Context, c chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// patience is how long a host that asked to be left alone is waited for; if it is longer, the request fails for now.
const patience = 2 * time.Minute

// begin waits for the host's turn and pause. Unless it returns an error, end must be called.
func (f *Fetcher) begin(ctx context.Context, h *host) error {
	if err := take(ctx, h.turn); err != nil {
		return err
	}
	now := f.o.Clock()
	if left := h.quiet.Sub(now); left > patience {
		h.turn <- struct{}{}
		return &Fault{Kind: Temporary, Why: "its host asked to be left alone for now", Mend: "try again in " + left.Round(time.Second).String(), After: left}
	}
	wait := max(h.next.Sub(now), h.quiet.Sub(now))
	if wait <= 0 {
		return nil
	}
	if err := f.o.Sleep(ctx, wait); err != nil {
		h.turn <- struct{}{}
		return err
	}
	return nil
}

// end gives the turn back. quiet is how long the host asked to be left alone, zero where it did not.
func (f *Fetcher) end(h *host, quiet time.Duration) {
	now := f.o.Clock()
	h.next = now.Add(h.delay)
	if quiet > 0 {
		h.quiet = now.Add(quiet)
	}
	h.turn <- struct{}{}
}

// allowed asks the robots.txt of an address's host whether the address may be fetched; nil says that it may.
func (f *Fetcher) allowed(ctx context.Context, u *url.URL) error {
	h := f.host(u)
	if err := take(ctx, h.asking); err != nil {
		return err
	}
	defer func() { h.asking <- struct{}{} }()
	if f.o.Clock().After(h.until) || h.until.IsZero() {
		rules, fault := f.robots(ctx, u)
		if err := ctx.Err(); err != nil {
			return err
		}
		age := robotsAge
		if fault != nil {
			age = robotsAgeFault
			var known *Fault
			if errors.As(fault, &known) {
				age = max(age, min(known.After, robotsAge))
			}
		}
		h.rules, h.fault, h.until = rules, fault, f.o.Clock().Add(age)
		if err := take(ctx, h.turn); err != nil {
			return err
		}
		h.delay = max(f.o.Delay, rules.delay)
		if at := f.o.Clock().Add(h.delay); fault == nil && rules.delay > f.o.Delay && h.next.Before(at) {
			h.next = at
		}
		h.turn <- struct{}{}
	}
	if h.fault != nil {
		return h.fault
	}
	if !h.rules.allows(u.RequestURI()) {
		return &Fault{Kind: Refusal, Why: "its host asks programs not to read it (robots.txt)", Mend: "save the page and ingest the file, or ask the publisher"}
	}
	return nil
}

// robots fetches the robots.txt of an address's host. Where there is none (4xx), everything is allowed; where the host cannot say
// (5xx, no answer), nothing is for now (RFC 9309, 2.3.1).
func (f *Fetcher) robots(ctx context.Context, u *url.URL) (robots, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRedirects + 1 {
		a, err := f.once(ctx, at, nil, robotsBody)
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) || fault.Kind == Refusal && fault.Status == 0 {
				return robots{}, err
			}
			if fault.Status >= 400 && fault.Status < 500 && fault.Status != http.StatusTooManyRequests {
				return robots{}, nil
			}
			if fault.Status == 0 {
				return robots{}, fault // the host is not there at all, and this says it best
			}
			return robots{}, &Fault{Kind: Temporary, Why: fmt.Sprintf("its host's robots.txt cannot be had (%s), so that nothing may be read there for now", fault.Why),
				Mend: "try again later", After: fault.After, Err: err}
		}
		if a.location == "" {
			return parseRobots(a.body, product), nil
		}
		next, err := f.parse(a.location)
		if err != nil {
			return robots{}, nil // a redirect that leads nowhere is as good as none
		}
		at = next
	}
	return robots{}, nil // RFC 9309, 2.3.1.2: after five redirects it may be taken for missing
}
