package store

import (
	"context"

	"sitrep"
)

// mostThen is of how many reports an event is told as it was: those of which more tell change little by one of them.
const mostThen = 100

// EventThen is an event that stands as it was told after an entry of the log: by those of its reports that stood then, as they were read and
// reviewed then. Past events are not kept, so that it is made anew; what other reports told of it then is not in it. nil where none of its
// claims was told then, or more reports tell of it than can be read at once.
func (a *Archive) EventThen(ctx context.Context, e *sitrep.Event, seq int64) (*sitrep.Event, error) {
	if seq < 1 || len(e.Members) > mostThen {
		return nil, nil
	}
	ids := make([]int64, 0, len(e.Members))
	for i := range e.Members {
		n, err := reportNumber(e.Members[i].Report)
		if err != nil {
			return nil, err
		}
		ids = append(ids, n)
	}
	keys, err := a.numbers(ctx, "SELECT r.key FROM reports r WHERE r.id IN ("+marks(len(ids))+") AND r.fault IS NULL AND "+stoodThen+" ORDER BY r.key", append(anys(ids), seq, seq, seq)...)
	if err != nil || len(keys) == 0 {
		return nil, a.fault("searching", err)
	}
	made, err := a.madeOf(ctx, keys, seq)
	if err != nil {
		return nil, err
	}
	claims := map[sitrep.ClaimID]bool{}
	for _, c := range eventClaims(e) {
		claims[c] = true
	}
	most, at := 0, -1
	for i := range made {
		n := 0
		for _, c := range eventClaims(&made[i]) {
			if claims[c] {
				n++
			}
		}
		if n > most {
			most, at = n, i
		}
	}
	if at < 0 || made[at].Type != e.Type {
		return nil, nil
	}
	return &made[at], nil
}

// stoodThen says that a report r stood after an entry, which is given three times.
const stoodThen = "r.received <= ? AND (r.retracted IS NULL OR r.retracted > ?) AND (r.replaced IS NULL OR r.replaced > ?) AND r.erased IS NULL"
