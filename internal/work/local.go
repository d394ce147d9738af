package work

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// Options say how a [Local] queue behaves. The zero value works.
type Options[T any] struct {
	// Most bounds the weight of the jobs in hand, 8 MiB where it is 0. A heavier job is let in alone.
	Most int64
	// Lease is how long a worker may hold a job before it is handed out again; 0 is for ever.
	Lease time.Duration
	Retry Retry
	// Dead is told of each job that is given up, with the reason of its last try. It is called from one goroutine at a time.
	Dead func(job Job[T], reason error)
}

// The errors of Dispatch, beside those of its context.
var (
	ErrClosed = errors.New("the queue is closed")
	ErrInHand = errors.New("the job is in hand already")
)

// errLost is why a job failed whose worker did not come back.
var errLost = errors.New("the worker did not come back in time")

// Local is a queue in memory, for the workers of one process.
type Local[T any] struct {
	o Options[T]

	mu      sync.Mutex
	changed chan struct{} // closed and made anew whenever something changed
	ready   []*entry[T]
	waiting []*entry[T] // failed, not yet due
	leased  []*entry[T] // with a lease that ends
	keys    map[string]bool
	weight  int64
	closed  bool

	dead sync.Mutex
}

// entry is a job in hand.
type entry[T any] struct {
	Job[T]
	attempt int
	due     time.Time // when a failed job is tried again, or when a lease ends
}

// NewLocal makes a queue.
func NewLocal[T any](o Options[T]) *Local[T] {
	if o.Most <= 0 {
		o.Most = 8 << 20
	}
	return &Local[T]{o: o, changed: make(chan struct{}), keys: map[string]bool{}}
}

// Dispatch implements [Queue].
func (q *Local[T]) Dispatch(ctx context.Context, job Job[T]) error {
	job.Weight = max(job.Weight, 1)
	for {
		q.mu.Lock()
		switch {
		case q.closed:
			q.mu.Unlock()
			return ErrClosed
		case q.keys[job.Key]:
			q.mu.Unlock()
			return ErrInHand
		case len(q.keys) == 0 || q.weight+job.Weight <= q.o.Most:
			q.keys[job.Key] = true
			q.weight += job.Weight
			q.ready = append(q.ready, &entry[T]{Job: job})
			q.tell()
			q.mu.Unlock()
			return nil
		}
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Lease implements [Queue].
func (q *Local[T]) Lease(ctx context.Context) (Lease[T], error) {
	for {
		if err := ctx.Err(); err != nil {
			return Lease[T]{}, err
		}
		q.mu.Lock()
		lost := q.mature(time.Now())
		if len(q.ready) > 0 {
			e := q.ready[0]
			q.ready = q.ready[1:]
			e.attempt++
			if q.o.Lease > 0 {
				e.due = time.Now().Add(q.o.Lease)
				q.leased = append(q.leased, e)
				q.tell()
			}
			q.mu.Unlock()
			q.bury(lost)
			return q.lease(e), nil
		}
		over := q.closed && len(q.keys) == 0
		changed, wait := q.changed, q.next()
		q.mu.Unlock()
		q.bury(lost)
		if over {
			return Lease[T]{}, io.EOF
		}
		if err := await(ctx, changed, wait); err != nil {
			return Lease[T]{}, err
		}
	}
}

// Close implements [Queue].
func (q *Local[T]) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.tell()
}

// await waits until something changes or a moment comes; zero never comes.
func await(ctx context.Context, changed <-chan struct{}, at time.Time) error {
	var due <-chan time.Time
	if !at.IsZero() {
		timer := time.NewTimer(time.Until(at))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-changed:
	case <-due:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// lease is the lease on e's present try. Once that has ended, one way or another, both its functions do nothing.
func (q *Local[T]) lease(e *entry[T]) Lease[T] {
	attempt, ended := e.attempt, false
	end := func(do func()) {
		q.mu.Lock()
		defer q.mu.Unlock()
		if ended || e.attempt != attempt || (q.o.Lease > 0 && !remove(&q.leased, e)) {
			return
		}
		ended = true
		do()
		q.tell()
	}
	return Lease[T]{
		Job: e.Job, Attempt: attempt,
		Done: func() { end(func() { q.forget(e) }) },
		Fail: func(reason error) {
			given := false
			end(func() { given = q.failed(e, reason) })
			if given {
				q.bury([]lostJob[T]{{e.Job, reason}})
			}
		},
	}
}

// failed puts e back for another try, or gives it up and says so.
func (q *Local[T]) failed(e *entry[T], reason error) (given bool) {
	if IsPermanent(reason) || e.attempt >= q.o.Retry.attempts() {
		q.forget(e)
		return true
	}
	e.due = time.Now().Add(q.o.Retry.after(e.attempt))
	q.waiting = append(q.waiting, e)
	return false
}

// lostJob is a job that was given up.
type lostJob[T any] struct {
	job    Job[T]
	reason error
}

// mature makes ready what is due, and takes leases back that have ended. It gives the jobs that were given up by that.
func (q *Local[T]) mature(now time.Time) (lost []lostJob[T]) {
	for i := 0; i < len(q.leased); {
		e := q.leased[i]
		if e.due.After(now) {
			i++
			continue
		}
		q.leased = append(q.leased[:i], q.leased[i+1:]...)
		if q.failed(e, errLost) {
			lost = append(lost, lostJob[T]{e.Job, errLost})
		}
		q.tell()
	}
	for i := 0; i < len(q.waiting); {
		e := q.waiting[i]
		if e.due.After(now) {
			i++
			continue
		}
		q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
		q.ready = append(q.ready, e)
		q.tell()
	}
	return lost
}

// next is when something will be due, zero for never.
func (q *Local[T]) next() (at time.Time) {
	for _, list := range [][]*entry[T]{q.waiting, q.leased} {
		for _, e := range list {
			if at.IsZero() || e.due.Before(at) {
				at = e.due
			}
		}
	}
	return at
}

func (q *Local[T]) forget(e *entry[T]) {
	delete(q.keys, e.Key)
	q.weight -= e.Weight
}

func (q *Local[T]) bury(lost []lostJob[T]) {
	if q.o.Dead == nil || len(lost) == 0 {
		return
	}
	q.dead.Lock()
	defer q.dead.Unlock()
	for _, l := range lost {
		q.o.Dead(l.job, l.reason)
	}
}

// tell wakes everybody who waits. q.mu is held.
func (q *Local[T]) tell() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// remove takes e out of list, and reports whether it stood there.
func remove[T any](list *[]*entry[T], e *entry[T]) bool {
	for i, x := range *list {
		if x == e {
			*list = append((*list)[:i], (*list)[i+1:]...)
			return true
		}
	}
	return false
}
