package ui

import (
	"sync"

	"sitrep/internal/board"
)

// remembered keeps what was derived from one view of the archive, by the address that asked for it. It is for what holds no sentence of a report: that is
// fetched each time, so that what is erased is gone at once. Its zero value is ready; it may be used from many goroutines.
type remembered[T any] struct {
	mu   sync.Mutex
	of   *board.Board
	kept map[string]T
}

// mostRemembered bounds how many are kept.
const mostRemembered = 40

// get gives what is kept for a key, or makes it. What comes of it is shared and not to be changed.
func (r *remembered[T]) get(b *board.Board, key string, make func() T) T {
	r.mu.Lock()
	known, ok := r.kept[key]
	ok = ok && r.of == b
	r.mu.Unlock()
	if ok {
		return known
	}
	known = make()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of != b || len(r.kept) >= mostRemembered {
		r.of, r.kept = b, map[string]T{}
	}
	r.kept[key] = known
	return known
}
