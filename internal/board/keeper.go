package board

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// Options say what boards are made with.
type Options struct {
	// Registry and Gazetteer tell parties and places; both are needed.
	Registry  *actor.Registry
	Gazetteer *geo.Gazetteer
	// Codebook tells the families of types that a user added; nil: only those of the program.
	Codebook *codebook.Codebook
	// Every is how often the archive is looked at for changes; 0: once a second.
	Every time.Duration
	// Rest is how many times as long as a board took nothing new is made after it; 0: four times.
	Rest int
	// Clock tells the time; nil: time.Now.
	Clock func() time.Time
	// Log hears how long boards take, and of faults; nil: nobody does.
	Log *slog.Logger
}

// Keeper keeps the board of an archive up to date. It may be used by many goroutines.
type Keeper struct {
	archive *store.Archive
	options Options
	now     atomic.Pointer[Board]
	done    atomic.Int64 // reports read for the board that is being made
	all     atomic.Int64

	mu          sync.Mutex
	subscribers map[chan *Board]struct{}
}

// New makes a keeper. It does nothing until Run is called.
func New(a *store.Archive, o Options) *Keeper {
	if o.Every <= 0 {
		o.Every = time.Second
	}
	if o.Rest <= 0 {
		o.Rest = 4
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Keeper{archive: a, options: o, subscribers: map[chan *Board]struct{}{}}
}

// Board is the last board that was made, nil before the first.
func (k *Keeper) Board() *Board { return k.now.Load() }

// Progress says how many reports of how many that make claims were read for the board that is being made; 0 of 0 where none is.
func (k *Keeper) Progress() (done, all int) { return int(k.done.Load()), int(k.all.Load()) }

// Run keeps the board up to date until ctx ends, and gives the reason for that; or at once the error of a codebook that cannot be used. A board that cannot
// be made is tried again.
func (k *Keeper) Run(ctx context.Context) error {
	m, err := newMaker(k.archive, k.options)
	if err != nil {
		return err
	}
	m.progress = func(done, all int) { k.done.Store(int64(done)); k.all.Store(int64(all)) }
	var standing mark
	for {
		wait := k.options.Every
		now, err := k.mark(ctx)
		if err == nil && (now != standing || k.now.Load() == nil) {
			started := time.Now()
			var b *Board
			if b, err = m.make(ctx); err == nil {
				standing = mark{b.Last.Seq, b.Last.Hash, b.Unfused}
				k.publish(b)
				took := time.Since(started)
				debug.FreeOSMemory() // a board takes ten times its size to make, which nothing needs until the next
				k.options.Log.Info("board made", "entry", b.Seq(), "reports", b.Reports, "events", len(b.Events), "took", took.Round(time.Millisecond))
				wait = max(wait, time.Duration(k.options.Rest)*took)
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			k.options.Log.Error("board not made", "error", err)
			wait = max(wait, 10*time.Second)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(wait):
		}
	}
}

// Make makes a board at once and keeps it.
func (k *Keeper) Make(ctx context.Context) (*Board, error) {
	m, err := newMaker(k.archive, k.options)
	if err != nil {
		return nil, err
	}
	b, err := m.make(ctx)
	if err == nil {
		k.publish(b)
	}
	return b, err
}

// mark is by what it shows that an archive is otherwise than it was: the last entry of its log, and how many reports are in no event yet, as events are brought
// up to date without an entry.
type mark struct {
	seq     int64
	hash    string
	unfused int
}

func (k *Keeper) mark(ctx context.Context) (mark, error) {
	log, err := k.archive.Log(ctx, 0, 1)
	if err != nil {
		return mark{}, err
	}
	var m mark
	if len(log) > 0 {
		m.seq, m.hash = log[0].Seq, log[0].Hash
	}
	m.unfused, err = k.archive.Unfused(ctx)
	return m, err
}

func (k *Keeper) publish(b *Board) {
	k.now.Store(b)
	k.mu.Lock()
	defer k.mu.Unlock()
	for c := range k.subscribers {
		select {
		case <-c: // who has not taken the last one gets the new one
		default:
		}
		c <- b
	}
}

// Subscribe gives a channel on which every new board comes; who is slow misses those that were followed by another. Call stop when done with it.
func (k *Keeper) Subscribe() (boards <-chan *Board, stop func()) {
	c := make(chan *Board, 1)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.subscribers[c] = struct{}{}
	return c, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.subscribers, c)
	}
}
