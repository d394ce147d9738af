package web

import (
	"context"
	"maps"
	"slices"
	"sync"

	"sitrep/internal/ingest"
)

// Later is a State over another that saves only when the reports handed on before are safely kept, for receivers that keep them some time
// after they took them. Otherwise a power cut in between would lose a report that is remembered as known. What is not saved yet is lost with
// the program, and costs a second look.
type Later struct {
	state State

	mu      sync.Mutex
	pending map[string]ingest.Followed
	taken   int // reports handed on
	refused int // by the walk
	dealt   int // as last told
}

// NewLater gives a Later over state.
func NewLater(state State) *Later { return &Later{state: state, pending: map[string]ingest.Followed{}} }

// Hold counts what goes through to found and refused, which are to be given to Follow in place of these.
func (l *Later) Hold(found Found, refused Refused) (Found, Refused) {
	count := func(n *int, by int) {
		l.mu.Lock()
		defer l.mu.Unlock()
		*n += by
	}
	return func(i ingest.Item) error {
			count(&l.taken, 1)
			err := found(i)
			if err != nil {
				count(&l.taken, -1)
			}
			return err
		}, func(from string, err error) {
			count(&l.refused, 1)
			refused(from, err)
		}
}

// Dealt tells how many of the reports and refusals that went through are done with: kept, known, or refused. It may be called at any time
// from any goroutine.
func (l *Later) Dealt(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dealt = n
}

// Load is what was saved last, whether it is kept already or not.
func (l *Later) Load(ctx context.Context, source string) (ingest.Followed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.settle(ctx); err != nil {
		return ingest.Followed{}, err
	}
	if f, ok := l.pending[source]; ok {
		return f, nil
	}
	return l.state.Load(ctx, source)
}

// Save remembers f, and keeps it as soon as it may.
func (l *Later) Save(ctx context.Context, f ingest.Followed) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending[f.Source] = f
	return l.settle(ctx)
}

// Flush keeps all that was saved: for when every report is known to be kept.
func (l *Later) Flush(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flush(ctx)
}

// settle keeps what was saved if all reports handed on before are done with. A refusal may be counted here before it is there, never the
// other way round, so that the count errs on the side of waiting.
func (l *Later) settle(ctx context.Context) error {
	if l.dealt-l.refused < l.taken {
		return nil
	}
	return l.flush(ctx)
}

func (l *Later) flush(ctx context.Context) error {
	for _, source := range slices.Sorted(maps.Keys(l.pending)) {
		if err := l.state.Save(ctx, l.pending[source]); err != nil {
			return err
		}
		delete(l.pending, source)
	}
	return nil
}
