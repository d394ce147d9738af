package work

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// drain works until the queue is empty, with what do says of each job.
func drain(t *testing.T, q Queue[int], workers int, do func(Lease[int])) {
	t.Helper()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				l, err := q.Lease(t.Context())
				if errors.Is(err, io.EOF) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				do(l)
			}
		})
	}
	all.Wait()
}

func TestEveryJobIsDoneOnce(t *testing.T) {
	q := NewLocal(Options[int]{Most: 10})
	const jobs = 500
	go func() {
		for i := range jobs {
			if err := q.Dispatch(t.Context(), Job[int]{Key: fmt.Sprint(i), Body: i, Weight: 3}); err != nil {
				t.Error(err)
			}
		}
		q.Close()
	}()
	var mu sync.Mutex
	var done []int
	drain(t, q, 4, func(l Lease[int]) {
		mu.Lock()
		done = append(done, l.Body)
		mu.Unlock()
		l.Done()
		l.Done()                         // a second word changes nothing
		l.Fail(errors.New("said twice")) // nor does its contrary
	})
	slices.Sort(done)
	if len(done) != jobs || done[0] != 0 || done[jobs-1] != jobs-1 || len(slices.Compact(done)) != jobs {
		t.Errorf("%d jobs done, want each of %d once", len(done), jobs)
	}
}

func TestKeysInHandAndClosedQueuesRefuse(t *testing.T) {
	q := NewLocal(Options[int]{})
	for i, c := range []struct {
		close bool
		want  error
	}{{false, nil}, {false, ErrInHand}, {true, ErrClosed}} {
		if c.close {
			q.Close()
		}
		if err := q.Dispatch(t.Context(), Job[int]{Key: "a"}); !errors.Is(err, c.want) {
			t.Errorf("dispatch %d: got %v, want %v", i, err, c.want)
		}
	}
	l, err := q.Lease(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l.Done()
	if _, err := q.Lease(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("a closed and empty queue: got %v, want EOF", err)
	}
}

func TestDispatchWaitsWhileFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewLocal(Options[int]{Most: 10})
		if err := q.Dispatch(t.Context(), Job[int]{Key: "heavy", Weight: 100}); err != nil {
			t.Fatal("a job over the bound is let in alone:", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := q.Dispatch(ctx, Job[int]{Key: "next", Weight: 1}); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v, want it to wait", err)
		}
		l, _ := q.Lease(t.Context())
		go func() { time.Sleep(time.Second); l.Done() }()
		if err := q.Dispatch(t.Context(), Job[int]{Key: "next", Weight: 1}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFailuresAreTriedAgainThenGivenUp(t *testing.T) {
	type dead struct {
		key, reason string
	}
	for _, c := range []struct {
		name  string
		fails int
		how   func(error) error
		waits []time.Duration // from one try to the next
		dead  []dead
	}{
		{"once", 1, func(e error) error { return e }, []time.Duration{time.Second}, nil},
		{"always", 9, func(e error) error { return e }, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}, []dead{{"a", "no 4"}}},
		{"for good", 9, Permanent, nil, []dead{{"a", "no 1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var given []dead
				q := NewLocal(Options[int]{Retry: Retry{Attempts: 4, Most: 3 * time.Second},
					Dead: func(j Job[int], reason error) { given = append(given, dead{j.Key, reason.Error()}) }})
				if err := q.Dispatch(t.Context(), Job[int]{Key: "a"}); err != nil {
					t.Fatal(err)
				}
				q.Close()
				var waits []time.Duration
				last := time.Now()
				drain(t, q, 2, func(l Lease[int]) {
					if l.Attempt > 1 {
						waits = append(waits, time.Since(last))
					}
					last = time.Now()
					if l.Attempt <= c.fails {
						l.Fail(c.how(fmt.Errorf("no %d", l.Attempt)))
						return
					}
					l.Done()
				})
				if !slices.Equal(waits, c.waits) || !slices.Equal(given, c.dead) {
					t.Errorf("waits %v, dead %v; want %v, %v", waits, given, c.waits, c.dead)
				}
			})
		})
	}
}

func TestALostLeaseIsHandedOutAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dead []string
		q := NewLocal(Options[int]{Lease: time.Minute, Retry: Retry{Attempts: 2},
			Dead: func(j Job[int], reason error) { dead = append(dead, reason.Error()) }})
		for _, key := range []string{"a", "b"} {
			if err := q.Dispatch(t.Context(), Job[int]{Key: key}); err != nil {
				t.Fatal(err)
			}
		}
		q.Close()
		first, _ := q.Lease(t.Context())
		other, _ := q.Lease(t.Context())
		other.Done()
		again, err := q.Lease(t.Context())
		if err != nil || again.Key != first.Key || again.Attempt != 2 {
			t.Fatalf("got %v, %v; want %s again", again.Job, err, first.Key)
		}
		first.Done() // too late: it is in other hands
		if _, err := q.Lease(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want EOF once nobody comes back", err)
		}
		if !slices.Equal(dead, []string{errLost.Error()}) {
			t.Errorf("dead letters %q", dead)
		}
		again.Done()
	})
}
