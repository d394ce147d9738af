package ask

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// ActorsQuestion asks who fights whom, and who beside whom. The zero ActorsQuestion asks of all.
type ActorsQuestion struct {
	// Actor asks for the relations of one: a group by any of its names, or a country for its government and forces.
	Actor string
	// Place is a name, or an id of the gazetteer; Country a name or an ISO 3166-1 code.
	Place, Country string
	// From and To are the days on which it happened, or else was published, either of which may be open.
	From, To sitrep.Date
	// AsOf asks for the archive as it stood then; zero: now.
	AsOf time.Time
}

// ActorsAnswer tells who stands how to whom.
type ActorsAnswer struct {
	// About is the party that was asked about, with no claims where nothing is told of it; nil where none was.
	About *situation.Standing
	// Standings are the parties by events; Relations are all relations, or where a party was asked about its own.
	Standings []situation.Standing
	Relations []situation.Relation
	// Claims are those that tell of relations, Origins where they go back to, by id.
	Claims  map[sitrep.ClaimID]*store.ClaimRow
	Origins map[sitrep.ClaimID]store.Origin
	Notes   []Note
}

// Actors tells who fights whom. It reads all claims of deeds about what is asked: under a second for a group or a town, several for a whole archive of
// 100,000 reports, of which board keeps the answer.
func (a *Asker) Actors(ctx context.Context, ask ActorsQuestion) (*ActorsAnswer, error) {
	if err := inOrder(ask.From, ask.To); err != nil {
		return nil, err
	}
	q := &fighters{asking: a.begin(ask.AsOf), first: ask.From, last: ask.To}
	var err error
	if q.country, err = countryCode(ask.Country); err != nil {
		return nil, err
	}
	var about situation.Party
	if ask.Actor != "" {
		if about, err = q.named(ask.Actor); err != nil {
			return nil, err
		}
	}
	found, err := q.actors(ctx, ask.Place, about)
	if err != nil {
		return nil, err
	}
	out := &ActorsAnswer{Standings: found.Standings, Relations: found.Relations, Notes: q.notes, Claims: map[sitrep.ClaimID]*store.ClaimRow{}, Origins: q.told}
	for id := range q.told { // asked for of those that tell of relations, of no others
		out.Claims[id] = q.rows[id]
	}
	if about.ID == "" {
		return out, nil
	}
	out.About = &situation.Standing{Fighter: situation.Fighter{Party: about}}
	if i := slices.IndexFunc(out.Standings, func(s situation.Standing) bool { return s.ID == about.ID }); i >= 0 {
		out.About = &out.Standings[i]
	}
	out.Relations = nil
	for _, r := range found.Relations {
		if _, ok := r.Other(about.ID); ok {
			out.Relations = append(out.Relations, r)
		}
	}
	return out, nil
}

// fighters is a question about who stands how to whom.
type fighters struct {
	*asking
	country     string // ISO 3166-1 alpha-2, "" for any
	first, last sitrep.Date
}

// named is the party of a name that the user gave.
func (q *fighters) named(name string) (situation.Party, error) {
	party := q.controller.Side(name, q.country)
	if party.ID != "" {
		return party, nil
	}
	if bearers := q.registry.Bearers(name); len(bearers) > 1 {
		names := make([]string, len(bearers))
		for i, a := range bearers {
			names[i] = a.Name
		}
		return party, wrong("actor", name, "is a name of several; give one of theirs, or a country: "+strings.Join(names, "; "))
	}
	return party, noParty(name)
}

// actors fetches what is asked for and tells who stands how to whom.
func (q *fighters) actors(ctx context.Context, place string, about situation.Party) (situation.Actors, error) {
	if err := q.gather(ctx, place, about); err != nil {
		return situation.Actors{}, err
	}
	all := q.tellings()
	if place == "" && q.country != "" {
		in := q.controller.Within(all, q.country)
		all = slices.DeleteFunc(all, func(t situation.Telling) bool { return !in[t.Claim.ID] })
	}
	if !q.first.IsZero() || !q.last.IsZero() {
		all = slices.DeleteFunc(all, func(t situation.Telling) bool { return !t.During(q.first, q.last) })
	}
	say := q.controller.Relating(all)
	for i := range all {
		t := &all[i]
		if !say[t.Claim.ID] {
			continue
		}
		o, err := q.origin(ctx, q.rows[t.Claim.ID])
		if err != nil {
			return situation.Actors{}, err
		}
		t.Origin = cmp.Or(o.Key, string(t.Report))
	}
	return q.controller.Actors(all), nil
}

// gather fetches the claims of deeds that may be asked for.
func (q *fighters) gather(ctx context.Context, place string, about situation.Party) error {
	f := store.Filter{Types: situation.Deeds(), PublishedFrom: q.first}
	switch {
	case place != "":
		return q.around(ctx, f, place)
	case q.country != "":
		return q.ofCountry(ctx, f, q.country)
	case about.ID == "":
		_, err := q.fetch(ctx, f)
		return err
	}
	if code, ok := strings.CutPrefix(about.ID, "state:"); ok { // whose forces go by many names
		return q.naming(ctx, f, code)
	}
	return q.mentioning(ctx, f, about.Name)
}

// mentioning fetches claims in which a group or a part of it takes part, and those of reports that name it: whom a town was taken from plays no part in the
// claim.
func (q *fighters) mentioning(ctx context.Context, f store.Filter, name string) error {
	all := q.registry.Parts(name)
	if a := q.registry.Named(name); a != nil {
		all = append([]*actor.Actor{a}, all...)
	}
	names := []string{name}
	for _, a := range all {
		names = append(names, a.Name)
		names = append(names, a.Aliases...)
	}
	in := f
	in.Actor, in.Actors = name, names
	if _, err := q.fetch(ctx, in); err != nil {
		return err
	}
	for _, n := range names {
		in := f
		if in.Text = `"` + strings.ReplaceAll(n, `"`, " ") + `"`; len(n) < shortName {
			continue // a word of many meanings
		}
		if _, err := q.fetch(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

// shortName is how many bytes a name has at least that is looked for in whole reports.
const shortName = 3

// around fetches claims about a place by all its names.
func (q *fighters) around(ctx context.Context, f store.Filter, place string) error {
	name := place
	if p, ok := q.gazetteer.ByID(place); ok {
		name = p.Name
	}
	bearers := q.gazetteer.Candidates(name)
	f.Place, f.Country = name, q.country
	found, err := q.fetch(ctx, f)
	if err != nil {
		return err
	}
	for _, p := range bearers[:min(mostBearers, len(bearers))] {
		if !p.Kind.Settled() || !p.Located || q.country != "" && q.country != p.Country || name != place && p.ID != place {
			continue
		}
		near := f
		near.Place, near.Near = "", &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: aroundKm}
		rows, err := q.fetch(ctx, near)
		if err != nil {
			return err
		}
		found = append(found, rows...)
	}
	if len(found) == 0 && len(bearers) == 0 {
		q.nowhere(place)
	}
	return nil
}

// ofCountry fetches claims placed in a country, and those of reports that name it.
func (q *fighters) ofCountry(ctx context.Context, f store.Filter, code string) error {
	in := f
	in.Country = code
	if _, err := q.fetch(ctx, in); err != nil {
		return err
	}
	return q.naming(ctx, f, code)
}

// naming fetches claims of reports that name a country.
func (q *fighters) naming(ctx context.Context, f store.Filter, code string) error {
	s := q.registry.State(code)
	if s == nil {
		return nil
	}
	for _, words := range []string{s.Name, s.Adjective} {
		f.Text = `"` + words + `"`
		if _, err := q.fetch(ctx, f); err != nil {
			return err
		}
	}
	return nil
}
