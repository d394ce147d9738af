package ask

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func keyOf(n int64) briefKey { return briefKey{seq: n} }

func TestABriefIsMadeOnceForAllWhoAsk(t *testing.T) {
	b := newBriefs()
	var made atomic.Int32
	start := make(chan struct{})
	var all sync.WaitGroup
	answers := make([]*BriefAnswer, 20)
	for i := range answers {
		all.Go(func() {
			answers[i], _ = b.get(t.Context(), keyOf(1), func() (*BriefAnswer, error) {
				<-start
				made.Add(1)
				return &BriefAnswer{Key: "all"}, nil
			})
		})
	}
	close(start)
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	for i, a := range answers {
		if a == nil || a != answers[0] {
			t.Errorf("answer %d is %v", i, a)
		}
	}
}

func TestAnotherKeyIsAnotherBrief(t *testing.T) {
	b := newBriefs()
	get := func(n int64) (made bool) {
		if _, err := b.get(t.Context(), keyOf(n), func() (*BriefAnswer, error) { made = true; return &BriefAnswer{}, nil }); err != nil {
			t.Fatal(err)
		}
		return made
	}
	for n := range int64(mostKept) {
		if !get(n) {
			t.Errorf("brief %d was there before", n)
		}
	}
	if get(0) {
		t.Error("the first is forgotten though there is room")
	}
	if !get(mostKept) {
		t.Error("one more was there before")
	}
	if get(0) {
		t.Error("the one that was asked for last is forgotten")
	}
	if !get(1) {
		t.Error("the one that was asked for longest ago is remembered")
	}
	if len(b.kept) != mostKept {
		t.Errorf("%d are kept", len(b.kept))
	}
}

func TestAFailureIsNotRemembered(t *testing.T) {
	b := newBriefs()
	failure := errors.New("disk is full")
	if _, err := b.get(t.Context(), keyOf(1), func() (*BriefAnswer, error) { return nil, failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = b.get(t.Context(), keyOf(1), func() (*BriefAnswer, error) { panic("a fault") })
	}()
	if a, err := b.get(t.Context(), keyOf(1), func() (*BriefAnswer, error) { return &BriefAnswer{Key: "x"}, nil }); err != nil || a.Key != "x" {
		t.Errorf("got %v, %v", a, err)
	}
}

// Who waits for another's brief makes it when the other gives up, and waits no longer than it may.
func TestWhoWaitsIsNotHeldUpByOneWhoGivesUp(t *testing.T) {
	b := newBriefs()
	first, giveUp := context.WithCancel(t.Context())
	begun := make(chan struct{})
	gone := make(chan error)
	go func() {
		_, err := b.get(first, keyOf(1), func() (*BriefAnswer, error) {
			close(begun)
			<-first.Done()
			return nil, first.Err()
		})
		gone <- err
	}()
	<-begun
	short, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	if _, err := b.get(short, keyOf(1), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one who may wait a moment got %v", err)
	}
	second := make(chan *BriefAnswer)
	go func() {
		a, _ := b.get(t.Context(), keyOf(1), func() (*BriefAnswer, error) { return &BriefAnswer{Key: "second"}, nil })
		second <- a
	}()
	giveUp()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the first got %v", err)
	}
	if a := <-second; a == nil || a.Key != "second" {
		t.Errorf("the second got %v", a)
	}
}

func TestFewBriefsAreMadeAtATime(t *testing.T) {
	b := newBriefs()
	var now, most atomic.Int32
	var all sync.WaitGroup
	for n := range int64(12) {
		all.Go(func() {
			_, _ = b.get(t.Context(), keyOf(n), func() (*BriefAnswer, error) {
				for k := now.Add(1); ; {
					old := most.Load()
					if k <= old || most.CompareAndSwap(old, k) {
						break
					}
				}
				time.Sleep(time.Millisecond)
				now.Add(-1)
				return &BriefAnswer{}, nil
			})
		})
	}
	all.Wait()
	if int(most.Load()) > cap(b.turns) {
		t.Errorf("%d were made at a time; at most %d", most.Load(), cap(b.turns))
	}
}
