package ask

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// called fetches the claims about places of a name, once.
func (q *asking) called(ctx context.Context, name string) error {
	key := geo.Fold(name)
	if key == "" || q.asked[key] {
		return nil
	}
	q.asked[key] = true
	_, err := q.fetch(ctx, store.Filter{Place: name}) // in any country: a place told as "the city" has none
	return err
}

// evidence are the claims of the ids that were fetched, and where they go back to.
func (q *asking) evidence(ctx context.Context, ids iter.Seq[sitrep.ClaimID]) (map[sitrep.ClaimID]*store.ClaimRow, map[sitrep.ClaimID]store.Origin, error) {
	rows, origins := map[sitrep.ClaimID]*store.ClaimRow{}, map[sitrep.ClaimID]store.Origin{}
	for id := range ids {
		r := q.rows[id]
		if r == nil || rows[id] != nil {
			continue
		}
		o, err := q.origin(ctx, r)
		if err != nil {
			return nil, nil, err
		}
		rows[id], origins[id] = r, o
	}
	return rows, origins, nil
}

// control gives the spells of all places whose claims were fetched. It asks for the origins of claims that say who holds a place, of no others.
func (q *asking) control(ctx context.Context) ([]situation.Spell, error) {
	all := q.tellings()
	if err := q.denials(ctx, all); err != nil {
		return nil, err
	}
	all = q.tellings()
	say := q.controller.Saying(all)
	for i := range all {
		t := &all[i]
		if !say[t.Claim.ID] {
			continue
		}
		o, err := q.origin(ctx, q.rows[t.Claim.ID])
		if err != nil {
			return nil, err
		}
		t.Origin = cmp.Or(o.Key, string(t.Report))
	}
	return q.controller.Control(all), nil
}

// denials fetches what reports say that deny something, where they pass on that a party took a place: a denial need not name the place again.
func (q *asking) denials(ctx context.Context, all []situation.Telling) error {
	var last sitrep.ReportID
	for i := range all {
		t := &all[i]
		if t.Report == last || t.Claim.Type != "territory_gained" || t.Claim.Attribution == nil {
			continue
		}
		last = t.Report
		if _, err := q.fetch(ctx, store.Filter{Report: t.Report, Types: []string{"statement"}}); err != nil {
			return err
		}
	}
	return nil
}

// aroundKm is how far from a place's point other names of it are looked for, in kilometres.
const aroundKm = 2

// otherNames fetches the claims about a place by all names that reports call it by where they tell its point.
func (q *asking) otherNames(ctx context.Context, p geo.Place) error {
	if !p.Located {
		return nil
	}
	rows, err := q.fetch(ctx, store.Filter{Near: &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: aroundKm}})
	if err != nil {
		return err
	}
	for _, r := range rows {
		name := cmp.Or(r.Claim.Place.Within, r.Claim.Place.Name)
		if slices.ContainsFunc(q.gazetteer.Candidates(name), func(c geo.Place) bool { return c.ID == p.ID }) {
			if err := q.called(ctx, name); err != nil {
				return err
			}
		}
	}
	return nil
}
