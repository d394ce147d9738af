package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"
)

// An entity tag stands for a state of the archive: the number of its log's last entry, and how many reports events are not yet made of. The log
// grows with every change of the record, and what is derived from it is brought up to date from there on without an entry, one report
// after the other; so both together move whenever an answer may. What is answered from the derived view of the whole archive moves with that.

// fresh is for how long a state that was looked up is taken for the one that stands.
const fresh = 200 * time.Millisecond

// mark remembers the state for a moment, so that a page of many requests looks it up once.
type mark struct {
	mu     sync.Mutex
	seq    int64
	behind int
	at     time.Time
}

// look gives the number of the last entry of the log and how many reports events are not up to date with.
func (m *mark) look(ctx context.Context, a *API) (seq int64, behind int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := a.o.Clock()
	if age := now.Sub(m.at); !m.at.IsZero() && age >= 0 && age < fresh {
		return m.seq, m.behind, nil
	}
	last, err := a.o.Archive.Log(ctx, 0, 1)
	if err != nil {
		return 0, 0, err
	}
	if behind, err = a.o.Archive.Unfused(ctx); err != nil {
		return 0, 0, err
	}
	if len(last) > 0 {
		seq = last[0].Seq
	}
	m.seq, m.behind, m.at = seq, behind, now
	return seq, behind, nil
}

// moved forgets what was looked up: the archive was changed.
func (m *mark) moved() {
	m.mu.Lock()
	m.at = time.Time{}
	m.mu.Unlock()
}

// state is the state as a part of an entity tag.
func (m *mark) state(ctx context.Context, a *API) (string, error) {
	seq, behind, err := m.look(ctx, a)
	return fmt.Sprintf("%d.%d.%d", seq, behind, a.boardSeq()), err
}

// boardSeq is the entry of the log that the derived view stands on, 0 where there is none.
func (a *API) boardSeq() int64 {
	if b := a.board(); b != nil {
		return b.Seq()
	}
	return 0
}

// tagOf is a weak entity tag: the same answer may be sent compressed or not (RFC 9110, 8.8.1).
func tagOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// matches says that an If-None-Match header names a tag, by the weak comparison (RFC 9110, 13.1.2).
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || part != "" && strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
