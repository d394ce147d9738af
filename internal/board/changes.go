package board

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/store"
)

// Change is something that is otherwise in the archive than it was, by the archive's clock.
type Change struct {
	At   time.Time
	Seq  int64 // entry of the log with which it came
	Kind ChangeKind
	// Event is what it is about, nil for a withdrawal and a review.
	Event *Event
	// Before is what an event that grew was before, by the reports of it that the archive had then; nil where that is not known.
	Before *Before
	// Reports is how many reports came to tell of an event that was told of before, or are about what was withdrawn.
	Reports int
	// Person and Why are who did it and the reason given, of a withdrawal or a review; Subject is the id that it was done to.
	Person, Why, Subject string
}

// Before is what an event was.
type Before struct {
	Grade   sitrep.Grade
	Origins int
	Figures []Figure
}

// ChangeKind is what changed.
type ChangeKind string

// The kinds of changes.
const (
	Came      ChangeKind = "came"      // an event that nobody told of before
	Grew      ChangeKind = "grew"      // an event of which further reports tell
	Withdrawn ChangeKind = "withdrawn" // a report was retracted or erased
	Reviewed  ChangeKind = "reviewed"  // a person decided about a claim
)

// lately is how far back changes are told; sitting is how far apart two entries of the log lie that are not of one sitting.
const (
	lately  = 7 * 24 * time.Hour
	sitting = time.Hour
)

// mostChanges is how many changes a board has at most; mostBefore is how many reports it reads again to say what the
// events were before that stand first: the past is not kept, and made anew takes some thousandths of a second for each report.
const (
	mostChanges = 5000
	mostBefore  = 400
)

// change tells what changed lately: in the seven days before the last entry of the log, or, where all of the archive came in that time, since the last
// sitting began. Where it all came in one sitting, nothing changed.
func (b *Board) change() {
	if len(b.Log) == 0 {
		return
	}
	from := b.Last.Time.Add(-lately)
	if !b.First.Time.Before(from) {
		from = time.Time{}
		for i := 0; i+1 < len(b.Log); i++ {
			if b.Log[i].Time.Sub(b.Log[i+1].Time) > sitting {
				from = b.Log[i].Time
				break
			}
		}
		if from.IsZero() {
			return
		}
	}
	b.Since = from
	at := map[int64]time.Time{}
	least := b.Last.Seq
	for i := range b.Log {
		l := &b.Log[i]
		if l.Time.Before(from) {
			break
		}
		at[l.Seq], least = l.Time, l.Seq
		if kind, ok := kindOf(l); ok {
			b.Changes = append(b.Changes, Change{At: l.Time, Seq: l.Seq, Kind: kind, Reports: l.Reports, Person: l.Person, Why: l.Why, Subject: l.Subject})
		}
	}
	for i := range b.Events {
		e := &b.Events[i]
		switch {
		case e.Came >= least:
			b.Changes = append(b.Changes, Change{At: at[e.Came], Seq: e.Came, Kind: Came, Event: e, Reports: e.Reports})
		case e.Grew >= least:
			b.Changes = append(b.Changes, Change{At: at[e.Grew], Seq: e.Grew, Kind: Grew, Event: e})
		}
	}
	slices.SortStableFunc(b.Changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(y.Seq, x.Seq), cmp.Compare(weightOf(&y), weightOf(&x)), strings.Compare(idOf(x.Event), idOf(y.Event)))
	})
	b.Changes = b.Changes[:min(len(b.Changes), mostChanges)]
	b.sinceSeq = least
}

// before finds what the events were that grew, those that stand first.
func (b *Board) before(ctx context.Context, a *store.Archive) error {
	left := mostBefore
	for i := range b.Changes {
		c := &b.Changes[i]
		if c.Kind != Grew {
			continue
		}
		if left -= c.Event.Reports; left < 0 {
			break
		}
		e, err := a.Event(ctx, string(c.Event.ID))
		if err == nil && e.ID == c.Event.ID { // else it went while the board was being made
			e, err = a.EventThen(ctx, e, b.sinceSeq-1)
		} else if err == nil || errors.Is(err, store.ErrUnknown) {
			continue
		}
		if err != nil {
			return err
		}
		if e != nil {
			c.Before = &Before{Grade: e.Grade, Origins: e.Origins, Figures: figuresOf(e)}
		}
	}
	return nil
}

func kindOf(l *store.Logged) (ChangeKind, bool) {
	switch l.Kind {
	case "retract", "erase":
		return Withdrawn, true
	case "review":
		return Reviewed, true
	}
	return "", false
}

// weightOf puts what more origins tell of first.
func weightOf(c *Change) int {
	if c.Event == nil {
		return 1 << 30
	}
	return c.Event.Origins
}

func idOf(e *Event) string {
	if e == nil {
		return ""
	}
	return string(e.ID)
}
