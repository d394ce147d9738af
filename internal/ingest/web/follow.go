package web

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"sitrep/internal/ingest"
)

// Defaults of FollowOptions.
const (
	DefaultEvery   = 30 * time.Minute
	DefaultLeast   = 5 * time.Minute
	DefaultMost    = 24 * time.Hour
	DefaultFolders = 10 * time.Second
	DefaultWorkers = 4
)

// goneAfter is how many visits in a row must find nothing (404) before a source is given up; 410 says so at once.
const goneAfter = 3

// FollowOptions say how sources are followed. The zero value follows feeds, sitemaps and pages; folders need Files.
type FollowOptions struct {
	// Every is how long to wait before the second visit of a source; what is learned from then on stays between Least and Most. Zero:
	// DefaultEvery, DefaultLeast, DefaultMost.
	Every, Least, Most time.Duration
	// Folders is how often folders are looked through; zero: DefaultFolders.
	Folders time.Duration
	// Workers is how many sources are visited at once; zero: DefaultWorkers.
	Workers int
	// Files reads one file of a folder.
	Files func(ctx context.Context, path string, found Found, refused Refused) error
}

// Follow visits sources again and again, each in its time, and hands on what is new or has changed, until ctx ends; then it returns nil. A
// source that is no address of the web is a folder or a file. It also returns nil where nothing is left to follow, because every source is
// gone or refused for good. Its errors are those of found and of state, which end everything.
//
// found, refused and state are called by one goroutine at a time.
func (f *Fetcher) Follow(ctx context.Context, sources []string, state State, found Found, refused Refused, o FollowOptions) error {
	set := func(d *time.Duration, or time.Duration) {
		if *d <= 0 {
			*d = or
		}
	}
	set(&o.Every, DefaultEvery)
	set(&o.Least, min(DefaultLeast, o.Every))
	set(&o.Most, max(DefaultMost, o.Every))
	set(&o.Folders, DefaultFolders)
	if o.Workers <= 0 {
		o.Workers = DefaultWorkers
	}
	all, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &follower{f: f, o: o, slots: make(chan struct{}, o.Workers), own: map[string]bool{}}
	for _, source := range sources {
		w.own[resolve("", source)] = true
	}
	for range o.Workers {
		w.slots <- struct{}{}
	}
	w.state = &serial{mu: &w.mu, state: state}
	w.found = func(i ingest.Item) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		if err := all.Err(); err != nil {
			return err
		}
		return found(i)
	}
	w.refused = func(from string, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		refused(from, err)
	}
	var done sync.WaitGroup
	seen := map[string]bool{}
	for _, source := range sources {
		if seen[source] {
			continue
		}
		seen[source] = true
		done.Go(func() {
			follow := w.source
			if !IsAddress(source) {
				follow = w.folder
			}
			if err := follow(all, source); err != nil {
				cancel(err)
			}
		})
	}
	done.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return context.Cause(all)
}

// follower is one call of Follow.
type follower struct {
	f       *Fetcher
	o       FollowOptions
	mu      sync.Mutex // held while one of the next three is called
	found   Found
	refused Refused
	state   State
	own     map[string]bool // the sources' addresses, which are not followed a second time as somebody's entries
	slots   chan struct{}   // a token for each source that may be visited at once
}

// serial is a State that is asked by one goroutine at a time.
type serial struct {
	mu    *sync.Mutex
	state State
}

func (s *serial) Load(ctx context.Context, source string) (ingest.Followed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Load(ctx, source)
}

func (s *serial) Save(ctx context.Context, f ingest.Followed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Save(ctx, f)
}

// source follows one address until it is gone.
func (w *follower) source(ctx context.Context, source string) error {
	if _, err := w.f.parse(source); err != nil {
		w.refused(source, err)
		return nil
	}
	known, err := w.state.Load(ctx, source)
	if err != nil {
		return err
	}
	known.Source = source
	if known.Gone { // it is asked for anew
		known.Gone, known.Failures, known.Next = false, 0, time.Time{}
	}
	if soon := w.f.o.Clock().Add(w.o.Least); known.Failures > 0 && known.Next.After(soon) {
		known.Next = soon // what was wrong may have been mended since
	}
	if known.Digest == "" { // not a page: what it names must be known for pages to be looked at again
		known.ETag, known.LastModified = "", ""
	}
	var retry, look, full time.Time
	for {
		if wait := known.Next.Sub(w.f.o.Clock()); !known.Next.IsZero() && wait > 0 {
			if err := w.f.o.Sleep(ctx, wait); err != nil {
				return err
			}
		}
		if err := take(ctx, w.slots); err != nil {
			return err
		}
		v := &visit{f: w.f, state: w.state, found: w.found, refused: w.refused, own: w.own, tries: 1}
		ask := known
		if now := w.f.o.Clock(); !retry.IsZero() && !now.Before(retry) || !look.IsZero() && !now.Before(look) && now.Sub(full) >= firstLook {
			ask.ETag, ask.LastModified = "", ""
		}
		out, err := v.source(ctx, source, ask)
		w.slots <- struct{}{}
		if err != nil {
			return err
		}
		if out.a != nil && !out.a.unchanged {
			retry, look, full = v.retry, v.look, w.f.o.Clock()
		}
		known = w.after(known, v, out)
		if err := w.state.Save(ctx, known); err != nil {
			return err
		}
		if known.Gone {
			w.refused(source, &Fault{Kind: Gone, Why: "is gone and not followed any longer", Mend: "take it from the list of sources, or name its new address"})
			return nil
		}
	}
}

// after is what is to be remembered of a source after a visit.
func (w *follower) after(known ingest.Followed, v *visit, out outcome) ingest.Followed {
	now := w.f.o.Clock()
	if out.fault != nil {
		known.Failures++
		known.Note = out.fault.Error()
		every := known.Every
		if every == 0 {
			every = w.o.Every
		}
		wait := w.f.backoff(max(every, w.o.Least), w.o.Most, known.Failures)
		var fault *Fault
		if errors.As(out.fault, &fault) {
			wait = max(wait, fault.After)
			known.Gone = fault.Status == http.StatusGone || fault.Kind == Gone && known.Failures >= goneAfter
		}
		known.Next = now.Add(wait)
		return known
	}
	known.Failures, known.Note = 0, ""
	switch {
	case known.Every == 0:
		known.Every = w.o.Every
	case v.handed > 0:
		known.Every /= 2
	default:
		known.Every += known.Every / 2
	}
	known.Every = min(max(known.Every, w.o.Least), w.o.Most)
	if !out.a.unchanged {
		known.ETag, known.LastModified, known.Digest = out.a.etag, out.a.lastModified, out.digest
	}
	if v.more {
		// Not all that it names was read, so that it must be given whole once more though it may not have changed.
		known.ETag, known.LastModified = "", ""
	}
	known.Next = now.Add(w.f.jitter(known.Every))
	return known
}
