package ask

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
)

// mostKept is how many briefs are remembered.
const mostKept = 16

// briefs remembers the last briefs, so that what is read, printed and downloaded of one is made once, and bounds how many are made at a time: one
// about all of a large archive takes a core for a minute or more.
type briefs struct {
	turns chan struct{}

	mu   sync.Mutex
	kept []*keptBrief // the last asked for last
}

// briefKey is what a brief depends on: the question and the archive's state.
type briefKey struct {
	question BriefQuestion
	asOf     int64 // nanoseconds since 1970; times that are equal may differ as values
	seq      int64 // last entry of the log
	unfused  int   // reports that are in no event yet
}

// keptBrief is a brief that is made, or being made until done is closed.
type keptBrief struct {
	key    briefKey
	done   chan struct{}
	answer *BriefAnswer
	err    error
}

func newBriefs() *briefs {
	return &briefs{turns: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)/2))}
}

// get is the brief of a key, from memory or by make. Who asks for one that another is making waits for it.
func (b *briefs) get(ctx context.Context, key briefKey, make func() (*BriefAnswer, error)) (*BriefAnswer, error) {
	for {
		k, mine := b.entry(key)
		if mine {
			b.fill(ctx, k, make)
			return k.answer, k.err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-k.done:
		}
		if k.err == nil {
			return k.answer, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// entry is the one of a key, and whether it is the caller's to make.
func (b *briefs) entry(key briefKey) (k *keptBrief, mine bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.IndexFunc(b.kept, func(k *keptBrief) bool { return k.key == key }); i >= 0 {
		k = b.kept[i]
		b.kept = append(slices.Delete(b.kept, i, i+1), k)
		return k, false
	}
	if len(b.kept) == mostKept {
		b.kept = slices.Delete(b.kept, 0, 1)
	}
	k = &keptBrief{key: key, done: make(chan struct{})}
	b.kept = append(b.kept, k)
	return k, true
}

// errUnmade is what is wrong with a brief whose making did not end.
var errUnmade = errors.New("the brief was not made")

// fill makes a brief, and lets those who wait for it go on, whatever comes of it.
func (b *briefs) fill(ctx context.Context, k *keptBrief, make func() (*BriefAnswer, error)) {
	k.err = errUnmade
	defer close(k.done)
	defer func() {
		if k.err != nil { // the next one tries anew
			b.drop(k)
		}
	}()
	k.answer, k.err = b.inTurn(ctx, make)
}

func (b *briefs) drop(k *keptBrief) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept = slices.DeleteFunc(b.kept, func(o *keptBrief) bool { return o == k })
}

// inTurn calls make when fewer than the most are at work.
func (b *briefs) inTurn(ctx context.Context, make func() (*BriefAnswer, error)) (*BriefAnswer, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case b.turns <- struct{}{}:
	}
	defer func() { <-b.turns }()
	return make()
}
