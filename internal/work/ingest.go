package work

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/origin"
	"sitrep/internal/store"
)

// Archive is where reports go: [store.Archive].
type Archive interface {
	Known(ctx context.Context, ids []sitrep.ReportID) (map[sitrep.ReportID]bool, error)
	Add(ctx context.Context, batch []store.Entry) (store.Added, error)
}

// Reader reads a report: [extract.Reader].
type Reader interface {
	Read(extract.Input) (sitrep.Extraction, error)
}

// Ingest brings reports into an archive: what is not known yet is read on all cores and written in batches. A report counts only once
// its batch is on disk, so that a run that is cut off at any moment is made whole by running it again.
type Ingest struct {
	Archive Archive
	Reader  Reader
	// Retry says how often a batch is tried again that the archive cannot take for now, because another process writes to it.
	Retry Retry
	// Workers is how many reports are read at a time; 0 is as many as there are cores.
	Workers int
	// Refused is told of each report that was not taken, and why. It may be nil, and is called from one goroutine at a time.
	Refused func(from string, reason error)
	// Progress is told how far the run is, after every batch. It may be nil, and is called from one goroutine at a time.
	Progress func(Tally)
	// Waiting is told once a batch that the archive could not take for now will be tried again, with the reason, and once only. It may be nil.
	Waiting func(reason error)
	// Written is called after every batch that changed the archive. It may be nil, and is called from one goroutine at a time.
	Written func(ctx context.Context)
}

// Tally counts what became of the reports of a run.
type Tally struct {
	New     int `json:"new"`
	Known   int `json:"known"`   // held already, byte for byte
	Changed int `json:"changed"` // new versions of what was held
	Refused int `json:"refused"` // not taken
	Faulty  int `json:"faulty"`  // kept, but the program failed to read them
	Claims  int `json:"claims"`  // of the new and changed ones
}

// Found is how many reports the run has dealt with.
func (t Tally) Found() int { return t.New + t.Known + t.Changed + t.Refused }

// Bounds of what is held in memory at a time.
const (
	mostBytes  = 96 << 20  // of reports found and not yet written
	mostText   = 2 << 20   // of text in the workers' hands
	longText   = 256 << 10 // a report so long is read alone: reading takes 300 bytes of memory for a byte of text
	batchItems = 256
	batchText  = 1 << 20
	idle       = 100 * time.Millisecond // what is there is passed on after so long without more
)

// found is a report on its way.
type found struct {
	item *ingest.Item
	id   sitrep.ReportID
	size int64
}

// read is a report read.
type read struct {
	lease  Lease[found]
	entry  store.Entry
	text   int
	refuse error
}

// run is one run of an Ingest.
type run struct {
	*Ingest
	room  *semaphore.Weighted
	found chan found
	read  chan read
	queue *Local[found]

	waited bool // Waiting was told

	mu    sync.Mutex // over what follows, and over calls of Refused and Progress
	tally Tally
}

// Run brings in what walk finds. walk calls its argument with each report, from one goroutine or many; the argument's error says that
// the run is over, and walk should return it. Where ctx is cancelled, what was read by then is written, and the error is ctx's.
func (g *Ingest) Run(ctx context.Context, walk func(ctx context.Context, found func(ingest.Item) error, refused func(from string, reason error)) error) (Tally, error) {
	workers := g.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	r := &run{Ingest: g, room: semaphore.NewWeighted(mostBytes), found: make(chan found), read: make(chan read, 2*workers)}
	// What was found may be written after ctx is cancelled; what fails on the way to the archive, time and again, ends everything.
	work, fail := context.WithCancelCause(context.WithoutCancel(ctx))
	defer fail(nil)
	r.queue = NewLocal(Options[found]{Most: mostText, Retry: g.Retry, Dead: func(_ Job[found], reason error) { fail(reason) }})
	walking, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(work, stop)

	var stages sync.WaitGroup
	stages.Go(func() {
		if err := r.sieve(work); err != nil {
			fail(err)
		}
		r.queue.Close()
	})
	var readers sync.WaitGroup
	for range workers {
		readers.Go(func() { r.work(work) })
	}
	stages.Go(func() {
		readers.Wait()
		close(r.read)
	})
	stages.Go(func() {
		if err := r.write(work); err != nil {
			fail(err)
		}
	})
	err := walk(walking, func(item ingest.Item) error { return r.take(walking, item) }, r.refused)
	close(r.found)
	stages.Wait()
	if cause := context.Cause(work); cause != nil {
		err = cause
	}
	return r.tally, err
}

// take lets a report in, as soon as there is room for it.
func (r *run) take(ctx context.Context, item ingest.Item) error {
	f := found{item: &item, id: id(&item), size: min(int64(len(item.Received)+len(item.Text))+512, mostBytes)}
	if err := r.room.Acquire(ctx, f.size); err != nil {
		return err
	}
	select {
	case r.found <- f:
		return nil
	case <-ctx.Done():
		r.room.Release(f.size)
		return ctx.Err()
	}
}

// id is the id of the report that is made of item.
func id(item *ingest.Item) sitrep.ReportID {
	r := sitrep.Report{URL: item.URL, Publisher: item.Publisher}
	r.Identify(item.Received)
	return r.ID
}

// sieve dispatches what the archive does not know.
func (r *run) sieve(ctx context.Context) error {
	return batches(ctx, r.found, func(f found) int { return len(f.item.Received) }, func(batch []found) error {
		ids := make([]sitrep.ReportID, len(batch))
		for i, f := range batch {
			ids[i] = f.id
		}
		known, err := r.Archive.Known(ctx, ids)
		if err != nil {
			return err
		}
		for _, f := range batch {
			if !known[f.id] {
				weight := int64(len(f.item.Plain()))
				if weight > longText {
					weight = mostText
				}
				err := r.queue.Dispatch(ctx, Job[found]{Key: string(f.id), Body: f, Weight: weight})
				if err == nil {
					continue
				}
				if !errors.Is(err, ErrInHand) {
					return err
				}
			}
			r.room.Release(f.size)
			r.count(func(t *Tally) { t.Known++ })
		}
		return nil
	})
}

// work reads what is dispatched.
func (r *run) work(ctx context.Context) {
	for {
		l, err := r.queue.Lease(ctx)
		if err != nil {
			return
		}
		select {
		case r.read <- r.readOne(l):
		case <-ctx.Done():
			return
		}
	}
}

// Input is a report found, as it is read.
func Input(item *ingest.Item) extract.Input {
	return extract.Input{Original: item.Plain(), Received: item.Received, Published: item.Published, Publisher: item.Publisher,
		Author: item.Author, URL: item.URL, Notes: item.Notes}
}

// readOne reads a report. A fault in the program is told with the report, which is kept.
func (r *run) readOne(l Lease[found]) (out read) {
	item := l.Body.item
	out = read{lease: l, entry: store.Entry{Item: item}, text: len(item.Plain())}
	defer func() {
		if fault := recover(); fault != nil {
			out.entry.Extraction, out.entry.Fault = nil, fmt.Sprintf("a fault in sitrep (%v); please report it with this report", fault)
		}
	}()
	x, err := r.Reader.Read(Input(item))
	if err != nil {
		out.refuse = err
		return out
	}
	signature := origin.Sign(x.Report.Text, x.Blocks)
	out.entry.Extraction, out.entry.Signature = &x, &signature
	return out
}

// write puts what was read into the archive.
func (r *run) write(ctx context.Context) error {
	return batches(ctx, r.read, func(x read) int { return x.text }, func(batch []read) error {
		entries := make([]store.Entry, 0, len(batch))
		taken := make([]read, 0, len(batch))
		claims := 0
		for _, x := range batch {
			if x.refuse != nil { // for good, whatever becomes of the others
				r.refused(x.entry.Item.From, x.refuse)
				r.release(x)
				continue
			}
			taken = append(taken, x)
			entries = append(entries, x.entry)
			claims += claimed(&x.entry)
		}
		added, err := r.Archive.Add(ctx, entries)
		if err != nil {
			switch {
			case !errors.Is(err, store.ErrLocked):
				err = Permanent(err)
			case r.Waiting != nil && !r.waited:
				r.Waiting(err)
				r.waited = true
			}
			for _, x := range taken {
				x.lease.Fail(err)
			}
			return nil
		}
		for _, x := range added.Refused {
			from := string(x.ID)
			for i := range entries {
				if e := &entries[i]; id(e.Item) == x.ID {
					from = e.Item.From
					claims -= claimed(e)
				}
			}
			r.refused(from, errors.New(x.Why))
		}
		for _, x := range taken {
			r.release(x)
		}
		r.count(func(t *Tally) {
			t.New += added.New - added.Changed
			t.Known += added.Known
			t.Changed += added.Changed
			t.Claims += claims
			for i := range entries {
				if entries[i].Extraction == nil {
					t.Faulty++
				}
			}
		})
		if r.Written != nil && added.New > 0 {
			r.Written(ctx)
		}
		return nil
	})
}

// release gives back what a report held while it was in hand.
func (r *run) release(x read) {
	x.lease.Done()
	r.room.Release(x.lease.Body.size)
}

// claimed is how many claims an entry holds.
func claimed(e *store.Entry) int {
	if e.Extraction == nil {
		return 0
	}
	return len(e.Extraction.Claims)
}

func (r *run) count(add func(*Tally)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add(&r.tally)
	if r.Progress != nil {
		r.Progress(r.tally)
	}
}

func (r *run) refused(from string, reason error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tally.Refused++
	if r.Ingest.Refused != nil {
		r.Ingest.Refused(from, reason)
	}
}

// batches calls do with what comes in, so many at a time: when enough is there by number or by size, or when nothing comes for a
// moment.
func batches[T any](ctx context.Context, in <-chan T, size func(T) int, do func([]T) error) error {
	var batch []T
	total := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := do(batch)
		batch, total = nil, 0
		return err
	}
	timer := time.NewTimer(idle)
	defer timer.Stop()
	for {
		select {
		case x, open := <-in:
			if !open {
				return flush()
			}
			batch = append(batch, x)
			if total += size(x); len(batch) >= batchItems || total >= batchText {
				if err := flush(); err != nil {
					return err
				}
			}
			timer.Reset(idle)
		case <-timer.C:
			if err := flush(); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
