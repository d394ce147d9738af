package ask

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// ControlQuestion asks who held places.
type ControlQuestion struct {
	// Place is the name of the place, or its id in the gazetteer; Actor is who held it, or whose places are asked for: a group by any of its names, or a
	// country for its government and forces. At least one of them is given.
	Place, Actor string
	// Country tells the place from its namesakes: its name or ISO 3166-1 code.
	Country string
	// From and To are the days asked about, either of which may be open.
	From, To sitrep.Date
	// AsOf asks for the archive as it stood then; zero: now.
	AsOf time.Time
}

// ControlAnswer tells who held places.
type ControlAnswer struct {
	// Site is the place that was asked about, the zero Site where nothing is told of it or none was.
	Site situation.Site
	// Nowhere says that neither the archive nor the gazetteer has a place of the name that was asked about.
	Nowhere bool
	// Spells come the best supported first, as situation gives them; none where nobody says who held it.
	Spells []situation.Spell
	// Claims are those that the spells rest on, Origins where they go back to, by id.
	Claims  map[sitrep.ClaimID]*store.ClaimRow
	Origins map[sitrep.ClaimID]store.Origin
	Notes   []Note
}

// Control tells who held a place, or what a party held, and when. It reads all claims about the place by each of its names: tens of milliseconds for
// a town of which a thousand claims tell; for a party all claims about all places that it is said to have held, which may take seconds.
func (a *Asker) Control(ctx context.Context, ask ControlQuestion) (*ControlAnswer, error) {
	if ask.Place == "" && ask.Actor == "" {
		return nil, wrong("place", "", "nothing is asked; give a place or an actor")
	}
	if err := inOrder(ask.From, ask.To); err != nil {
		return nil, err
	}
	q := &holders{asking: a.begin(ask.AsOf)}
	var err error
	if q.country, err = countryCode(ask.Country); err != nil {
		return nil, err
	}
	var spells []situation.Spell
	if ask.Place != "" {
		spells, err = q.place(ctx, ask.Place)
	} else {
		spells, err = q.held(ctx, ask.Actor)
	}
	if err == nil && ask.Place != "" && ask.Actor != "" {
		spells, err = q.by(ask.Actor, spells)
	}
	if err != nil {
		return nil, err
	}
	spells = slices.DeleteFunc(spells, func(s situation.Spell) bool {
		return !ask.From.IsZero() && !s.To.IsZero() && s.To.Before(ask.From) || !ask.To.IsZero() && ask.To.Before(s.From)
	})
	out := &ControlAnswer{Site: q.site, Nowhere: q.lost, Spells: spells, Notes: q.notes}
	out.Claims, out.Origins, err = q.evidence(ctx, func(yield func(sitrep.ClaimID) bool) {
		for i := range spells {
			for _, id := range spells[i].Claims {
				if !yield(id) {
					return
				}
			}
		}
	})
	return out, err
}

// holders is a question about who holds places.
type holders struct {
	*asking
	country string         // ISO 3166-1 alpha-2, "" for any
	site    situation.Site // that was asked about
	lost    bool           // nothing has a place of its name
}

// mostBearers is how many places of a name are looked up by their points, the weightiest first.
const mostBearers = 4

// place gives the spells of the place of a name or id.
func (q *holders) place(ctx context.Context, name string) ([]situation.Spell, error) {
	asked := name
	var only string
	if p, ok := q.gazetteer.ByID(name); ok {
		only, asked, q.country = p.ID, p.Name, p.Country
		if err := q.otherNames(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := q.called(ctx, asked); err != nil {
		return nil, err
	}
	bearers := q.gazetteer.Candidates(asked)
	for _, p := range bearers[:min(mostBearers, len(bearers))] {
		if p.Kind.Settled() && only == "" && (q.country == "" || q.country == p.Country) {
			if err := q.otherNames(ctx, p); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range q.controller.Sites(q.tellings()) {
		if p, ok := q.gazetteer.ByID(s.ID); ok && (only == "" || p.ID == only) && slices.ContainsFunc(bearers, func(c geo.Place) bool { return c.ID == p.ID }) {
			if err := q.otherNames(ctx, p); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control(ctx)
	if err != nil {
		return nil, err
	}
	// Of the bearers of the name a town comes before its province, then those of whose holders something is told, then what most is told of.
	var sites []situation.Site
	for _, s := range q.controller.Sites(q.tellings()) {
		bears := slices.ContainsFunc(bearers, func(c geo.Place) bool { return c.ID == s.ID }) || geo.Fold(s.Name) == geo.Fold(asked)
		if bears && (only == "" || s.ID == only) && (q.country == "" || s.Country == q.country) {
			sites = append(sites, s)
		}
	}
	untold := func(s situation.Site) int {
		if slices.ContainsFunc(spells, func(p situation.Spell) bool { return p.Site.ID == s.ID }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(sites, func(a, b situation.Site) int {
		return cmp.Or(cmp.Compare(widthOf(a), widthOf(b)), cmp.Compare(untold(a), untold(b)))
	})
	if len(sites) == 0 {
		if len(bearers) == 0 {
			q.nowhere(name)
			q.lost = true
		}
		return nil, nil
	}
	q.site = sites[0]
	if others := sites[1:]; len(others) > 0 {
		var list []string
		for _, s := range others[:min(5, len(others))] {
			list = append(list, siteWords(s))
		}
		q.note("place", fmt.Sprintf("%s is taken for %s; also told of: %s", name, siteWords(q.site), strings.Join(list, "; ")))
	}
	return slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Site.ID != q.site.ID }), nil
}

// widthOf puts towns before what is wider.
func widthOf(s situation.Site) int {
	if broad(s.Kind) {
		return 1
	}
	return 0
}

// siteWords names a place so that it can be asked for.
func siteWords(s situation.Site) string {
	words := s.Name
	if s.Country != "" {
		words += " (" + s.Country + ")"
	}
	if strings.HasPrefix(s.ID, "told:") {
		return words
	}
	return words + ", " + string(s.Kind) + ", " + s.ID
}

// changes are the event types by which a party comes to hold a place.
var changes = []string{"territory_gained", "control"}

// held gives the spells for which a party held places.
func (q *holders) held(ctx context.Context, name string) ([]situation.Spell, error) {
	party := q.controller.Party(name, "")
	if party.ID == "" {
		return nil, noParty(name)
	}
	filters := []store.Filter{{Types: changes, Actor: name, Country: q.country}, {Types: changes, Actor: party.Name, Country: q.country}}
	if code, ok := strings.CutPrefix(party.ID, "state:"); ok { // whose forces go by many names
		filters = []store.Filter{{Types: changes, Country: cmp.Or(q.country, code)}}
	}
	var rows []*store.ClaimRow
	for _, f := range filters {
		found, err := q.fetch(ctx, f)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	for _, r := range rows {
		if p := r.Claim.Place; p != nil {
			if err := q.called(ctx, cmp.Or(p.Within, p.Name)); err != nil {
				return nil, err
			}
		}
	}
	for _, site := range q.controller.Sites(q.tellings()) { // who has it now may be told by another of its names
		if p, ok := q.gazetteer.ByID(site.ID); ok {
			if err := q.otherNames(ctx, p); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control(ctx)
	if err != nil {
		return nil, err
	}
	spells, err = q.by(name, spells)
	if q.country != "" {
		spells = slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Site.Country != q.country })
	}
	return spells, err
}

// by are the spells whose holder is the party of a name.
func (q *holders) by(name string, spells []situation.Spell) ([]situation.Spell, error) {
	party := q.controller.Party(name, q.country)
	if party.ID == "" {
		return nil, noParty(name)
	}
	return slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Holder.ID != party.ID }), nil
}

// noParty is the error about a name that no party has.
func noParty(name string) error {
	return wrong("actor", name, "no such party is known; name a group as reports do, or a country for its government")
}
