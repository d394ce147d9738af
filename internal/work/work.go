// Package work hands out jobs and sees each of them through: done, tried again later, or put aside with the reason.
//
// A [Job] is named by its key, and the same key is never in hand twice: jobs are idempotent, so that a job done again gives the
// same bytes and changes nothing. Whoever works takes a [Lease] on a job; a worker that does not come back loses its lease and the
// job is handed out again. What fails is tried again, each time after a longer wait, and after the last try it becomes a dead letter
// with its reason. What cannot succeed however often it is tried says so with [Permanent].
//
// A [Queue] only dispatches. The truth about what was received and read is in the archive, and a queue that is lost costs time and no
// data (docs/adr/0005). [Local] is the queue inside one process.
package work

import (
	"context"
	"errors"
	"time"
)

// Job is a piece of work.
type Job[T any] struct {
	// Key names the work: of the reading of a report its id with the versions that it is read with.
	Key  string
	Body T
	// Weight is about how many bytes of text the job holds, at least 1; a queue bounds the sum.
	Weight int64
}

// Queue dispatches jobs to workers. It may be used from many goroutines.
type Queue[T any] interface {
	// Dispatch takes a job in, and waits while the queue is full. A job whose key is in hand already is not taken: ErrInHand.
	Dispatch(ctx context.Context, job Job[T]) error
	// Lease hands out the next job, and waits for one. The error is io.EOF once the queue is closed and nothing is left to do.
	Lease(ctx context.Context) (Lease[T], error)
	// Close says that no job will be dispatched any more.
	Close()
}

// Lease is a job in a worker's hands. One of Done and Fail is called at its end.
type Lease[T any] struct {
	Job[T]
	// Attempt counts the tries, this one included: 1 is the first.
	Attempt int
	// Done says that the job is done.
	Done func()
	// Fail says why it is not. The job is tried again later, or becomes a dead letter.
	Fail func(reason error)
}

// Retry says how often and when what failed is tried again.
type Retry struct {
	// Attempts is the number of tries, 3 where it is 0.
	Attempts int
	// Wait is the time before the second try, 1 s where it is 0; it doubles with every further try, up to Most, 1 min where that is 0.
	Wait, Most time.Duration
}

// attempts is the number of tries.
func (r Retry) attempts() int {
	if r.Attempts <= 0 {
		return 3
	}
	return r.Attempts
}

// after is how long to wait after a failed try: the first is 1.
func (r Retry) after(attempt int) time.Duration {
	wait, most := r.Wait, r.Most
	if wait <= 0 {
		wait = time.Second
	}
	if most <= 0 {
		most = time.Minute
	}
	for ; attempt > 1 && wait < most; attempt-- {
		wait *= 2
	}
	return min(wait, most)
}

// Permanent marks a reason that another try would meet again.
func Permanent(reason error) error { return permanent{reason} }

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// IsPermanent reports whether reason was marked by [Permanent].
func IsPermanent(reason error) bool {
	var p permanent
	return errors.As(reason, &p)
}
