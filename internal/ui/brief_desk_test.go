package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sitrep/internal/situation"
)

// slowDesk is a desk whose briefs come when they are let go.
type slowDesk struct {
	*briefDesk
	let  chan error
	made atomic.Int32
	most atomic.Int32 // at once
	at   atomic.Int64 // seconds
}

func newSlowDesk() *slowDesk {
	s := &slowDesk{let: make(chan error, 1000)}
	var running atomic.Int32
	s.briefDesk = newBriefDesk(func() time.Time { return time.Unix(s.at.Load(), 0) }, func(ctx context.Context, q briefAsk) (madeBrief, error) {
		now := running.Add(1)
		defer running.Add(-1)
		for most := s.most.Load(); now > most && !s.most.CompareAndSwap(most, now); most = s.most.Load() {
		}
		select {
		case err := <-s.let:
			s.made.Add(1)
			if err != nil && err.Error() == "panic" {
				panic(err)
			}
			return madeBrief{Brief: &situation.Brief{Title: q.Place}}, err
		case <-ctx.Done():
			return madeBrief{}, ctx.Err()
		}
	})
	return s
}

const long = 10 * time.Second

func TestABriefIsMadeOnceAndKeptWhileTheArchiveStandsStill(t *testing.T) {
	s, ctx := newSlowDesk(), t.Context()
	q := briefAsk{Place: "Sirte"}
	if got := s.ask(ctx, q, 1, 0); got.Made != nil || !got.Making || got.Beside != 0 {
		t.Errorf("before: %+v", got)
	}
	gone, leave := context.WithCancel(ctx)
	leave() // who asked first goes away
	if got := s.ask(gone, q, 1, long); !got.Making {
		t.Errorf("asked by one who is gone: %+v", got)
	}
	s.let <- nil
	if got := s.ask(ctx, q, 1, long); got.Made == nil || got.Made.Brief.Title != "Sirte" || got.Making || got.Err != nil {
		t.Errorf("after: %+v", got)
	}
	s.ask(ctx, q, 1, 0)
	if n := s.made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
}

func TestTheLastBriefStaysWhileTheNextIsMade(t *testing.T) {
	s, ctx := newSlowDesk(), t.Context()
	s.let <- nil
	first := s.ask(ctx, briefAsk{}, 1, long)
	got := s.ask(ctx, briefAsk{}, 2, 0)
	if got.Made != first.Made || !got.Making {
		t.Errorf("got %+v", got)
	}
	s.let <- nil
	if got = s.ask(ctx, briefAsk{}, 2, long); got.Made == first.Made || got.Making {
		t.Errorf("got %+v", got)
	}
}

func TestAFaultIsToldAndTriedAgainLater(t *testing.T) {
	s, ctx := newSlowDesk(), t.Context()
	for i, fault := range []string{"no such column", "panic"} {
		s.let <- errors.New(fault)
		got := s.ask(ctx, briefAsk{}, 1, long)
		if got.Err == nil || !strings.Contains(got.Err.Error(), fault) || got.Making || got.Made != nil {
			t.Errorf("%s: %+v", fault, got)
		}
		if got = s.ask(ctx, briefAsk{}, 1, 0); got.Making {
			t.Errorf("%s: tried again at once", fault)
		}
		s.at.Add(int64(briefFault/time.Second) * int64(i+1))
	}
	s.let <- nil
	if got := s.ask(ctx, briefAsk{}, 1, long); got.Err != nil || got.Made == nil {
		t.Errorf("got %+v", got)
	}
}

func TestFewBriefsAreMadeAtOnceAndNotTooManyWait(t *testing.T) {
	s, ctx := newSlowDesk(), t.Context()
	for i := range briefsWaiting {
		if got := s.ask(ctx, briefAsk{Place: fmt.Sprint(i)}, 1, 0); !got.Making || got.Beside != i {
			t.Errorf("brief %d: %+v", i, got)
		}
	}
	if got := s.ask(ctx, briefAsk{Place: "one more"}, 1, 0); !errors.Is(got.Err, errDeskFull) {
		t.Errorf("got %+v", got)
	}
	for range briefsWaiting {
		s.let <- nil
	}
	for i := range briefsWaiting {
		if got := s.ask(ctx, briefAsk{Place: fmt.Sprint(i)}, 1, long); got.Made == nil {
			t.Errorf("brief %d: %+v", i, got)
		}
	}
	if n := s.most.Load(); n > briefsAtOnce {
		t.Errorf("%d at once", n)
	}
}

func TestTheDeskKeepsWhatWasAskedForLast(t *testing.T) {
	s, ctx := newSlowDesk(), t.Context()
	for i := range briefsKept + 10 {
		s.let <- nil
		s.ask(ctx, briefAsk{Place: fmt.Sprint(i)}, 1, long)
		s.ask(ctx, briefAsk{Place: "0"}, 1, 0)
	}
	if n := len(s.entries); n != briefsKept {
		t.Errorf("%d kept", n)
	}
	if s.entries[briefAsk{Place: "0"}] == nil || s.entries[briefAsk{Place: "1"}] != nil {
		t.Error("not the one asked for longest ago was dropped")
	}
	large := &situation.Brief{Citations: []situation.Citation{{Quote: strings.Repeat("x", briefsBytes)}}}
	s.write = func(context.Context, briefAsk) (madeBrief, error) { return madeBrief{Brief: large}, nil }
	for i := range 3 {
		s.ask(ctx, briefAsk{Query: fmt.Sprint(i)}, 1, long)
	}
	if s.bytes > 2*briefsBytes || len(s.entries) > 2 {
		t.Errorf("%d bytes of %d briefs are kept", s.bytes, len(s.entries))
	}
}
