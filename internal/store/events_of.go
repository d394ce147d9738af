package store

import (
	"context"
	"database/sql"
	"slices"

	"sitrep"
)

// EventsOf gives the events that claims stand in, in the order of their ids. A claim in none, or that is not known, is passed over.
func (a *Archive) EventsOf(ctx context.Context, claims []sitrep.ClaimID) ([]sitrep.Event, error) {
	numbers := make([]int64, 0, len(claims))
	for _, id := range claims {
		n, err := claimNumber(id)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var events []int64
	for part := range slices.Chunk(slices.Compact(numbers), 500) {
		err := a.each(ctx, func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			events = append(events, n)
			return err
		}, "SELECT DISTINCT m.event FROM event_claims m WHERE m.claim IN ("+marks(len(part))+")", anys(part)...)
		if err != nil {
			return nil, a.fault("reading events", err)
		}
	}
	slices.Sort(events)
	var out []sitrep.Event
	for part := range slices.Chunk(slices.Compact(events), 500) {
		err := a.each(ctx, func(r *sql.Rows) error {
			var body []byte
			if err := r.Scan(&body); err != nil {
				return err
			}
			e, err := a.openEvent(body)
			if err == nil {
				out = append(out, *e)
			}
			return err
		}, "SELECT e.body FROM events e WHERE e.n IN ("+marks(len(part))+") ORDER BY e.n", anys(part)...)
		if err != nil {
			return nil, a.fault("reading events", err)
		}
	}
	return out, nil
}
