package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
)

// Status says how firmly a place is held.
type Status string

// The statuses.
const (
	Held      Status = "held"
	Contested Status = "contested" // others have entered or taken a part of it, or its holder leaves
	Besieged  Status = "besieged"  // others surround it
	Claimed   Status = "claimed"   // said to have been taken, by a party or by few, and denied by others
	Unknown   Status = "unknown"
)

// Spell is a time for which a place had a holder and a status.
type Spell struct {
	Site   Site
	Holder Party // the zero Party where nobody tells who held it
	Status Status
	// From and To are the first and the last day, both inclusive. To is unknown where nothing is told of an end.
	From, To sitrep.Date
	// FirstTold says that nobody tells how it began: From is the first day on which it is said to be so.
	FirstTold bool
	// LastTold is the last day of which any of its claims tells.
	LastTold sitrep.Date
	// Claims are those that the spell rests on, and that contest it, by day and id; Rivals are who contests or besieges it, by id.
	Claims []sitrep.ClaimID
	Rivals []Party
	// Origins is how many parties the claims go back to, Confidence that of the surest of them.
	Origins    int
	Confidence float64
}

// On says that the spell covers a day.
func (s *Spell) On(day sitrep.Date) bool {
	return !day.Before(s.From) && (s.To.IsZero() || !s.To.Before(day))
}

// fades is how many days after the last word a spell without an end is to be believed; docs/control.md says so.
const fades = 366

// Faded says that on a day nobody has told for a year that it is still so, nor of an end. The spell goes on for all that, as no other is known.
func (s *Spell) Faded(day sitrep.Date) bool {
	from := s.Fades()
	return !from.IsZero() && !day.Before(from)
}

// Fades is the first day on which it is Faded; unknown where an end is told.
func (s *Spell) Fades() sitrep.Date {
	if !s.To.IsZero() || s.LastTold.IsZero() {
		return sitrep.Date{}
	}
	return s.LastTold.AddDays(fades + 1)
}

// Controller tells who held places.
type Controller struct {
	parties   *parties
	sides     *parties // of those who fight
	gazetteer *geo.Gazetteer
}

// New makes ready with a registry of actors and a gazetteer. It is used by one goroutine.
func New(r *actor.Registry, g *geo.Gazetteer) *Controller {
	c := &Controller{parties: newParties(r), sides: newParties(r), gazetteer: g}
	c.sides.fighters = true
	return c
}

// Party is whom a name stands for in a country (ISO 3166-1 alpha-2, "" for any); the zero Party where that cannot be told.
func (c *Controller) Party(name, country string) Party { return c.parties.of(name, country) }

// Sites are the places that tellings are about, each once, the most told of first.
func (c *Controller) Sites(tellings []Telling) []Site {
	where := newSites(c.gazetteer)
	where.learn(tellings)
	count := map[string]int{}
	known := map[string]Site{}
	for i := range tellings {
		if site, ok := where.of(&tellings[i]); ok {
			count[site.ID]++
			known[site.ID] = site
		}
	}
	out := make([]Site, 0, len(known))
	for _, site := range known {
		out = append(out, site)
	}
	slices.SortFunc(out, func(a, b Site) int {
		return cmp.Or(cmp.Compare(count[b.ID], count[a.ID]), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Saying are the claims that say who holds a place. Of no others does Control need the origin.
func (c *Controller) Saying(tellings []Telling) map[sitrep.ClaimID]bool {
	found, _ := c.read(tellings)
	say := map[sitrep.ClaimID]bool{}
	for _, signs := range found {
		for _, s := range signs {
			say[s.claim] = true
		}
	}
	return say
}

// read reads tellings as signs, by place.
func (c *Controller) read(tellings []Telling) (found map[string][]sign, known map[string]Site) {
	tellings = slices.Clone(tellings)
	slices.SortFunc(tellings, func(a, b Telling) int {
		return cmp.Or(strings.Compare(string(a.Claim.ID), string(b.Claim.ID)), strings.Compare(string(a.Report), string(b.Report)))
	})
	tellings = slices.CompactFunc(tellings, func(a, b Telling) bool { return a.Claim.ID == b.Claim.ID })
	where := newSites(c.gazetteer)
	where.learn(tellings)
	r := reader{parties: c.parties, sites: where}
	found, known = map[string][]sign{}, map[string]Site{}
	for i := range tellings {
		site, ok := where.of(&tellings[i])
		if !ok {
			continue
		}
		if list := r.signs(&tellings[i], site); len(list) > 0 {
			found[site.ID] = append(found[site.ID], list...)
			known[site.ID] = site
		}
	}
	for i := range tellings {
		if d, ok := denial(&tellings[i]); ok {
			if id, party := denied(found, &d); id != "" {
				d.party = party
				found[id] = append(found[id], d)
			}
		}
	}
	return found, known
}

// denied is the place, and the party that was told to have taken it, of the last such word in a denial's report before it; "" where there is none.
func denied(found map[string][]sign, d *sign) (id string, party Party) {
	best := -1
	for site, signs := range found {
		for _, s := range signs {
			if s.what == taken && s.report == d.report && s.party.ID != "" && s.start <= d.start && (s.start > best || s.start == best && site < id) {
				best, id, party = s.start, site, s.party
			}
		}
	}
	return id, party
}

// Control gives the spells of every place that the tellings are about, the best supported first: by the number of origins, then by confidence, then by
// place, day and holder. Disputed ones come after all others. Of a claim given twice one counts.
func (c *Controller) Control(tellings []Telling) []Spell {
	found, known := c.read(tellings)
	var out []Spell
	for id, signs := range found {
		out = append(out, history(known[id], signs)...)
	}
	slices.SortFunc(out, better)
	return out
}

// better orders spells by how well they are supported.
func better(a, b Spell) int {
	last := func(s *Spell) int {
		if s.Status == Claimed {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(last(&a), last(&b)), cmp.Compare(b.Origins, a.Origins), cmp.Compare(b.Confidence, a.Confidence),
		strings.Compare(a.Site.ID, b.Site.ID), strings.Compare(a.From.String(), b.From.String()), strings.Compare(a.Holder.ID, b.Holder.ID))
}

// when is the day of a sign: the last of a period within which it came about.
func (s *sign) when() sitrep.Date { return s.to }

// inOrder puts signs into the order in which they are taken.
func inOrder(signs []sign) {
	slices.SortFunc(signs, func(a, b sign) int {
		return cmp.Or(strings.Compare(a.when().String(), b.when().String()), cmp.Compare(a.what, b.what), cmp.Compare(b.confidence, a.confidence),
			strings.Compare(string(a.claim), string(b.claim)), strings.Compare(a.party.ID, b.party.ID))
	})
}

// history walks the signs of one place.
func history(site Site, signs []sign) []Spell {
	inOrder(signs)
	signs, disputed := dispute(site, signs)
	w := walk{site: site}
	for len(signs) > 0 {
		day := signs[0].when()
		n := 1
		for n < len(signs) && signs[n].when() == day {
			n++
		}
		w.expire(day)
		w.calm(day)
		w.day(day, signs[:n])
		signs = signs[n:]
	}
	if w.open && w.now.Holder.unnamed {
		w.expire(w.sure.AddDays(lasts + unrest + 1))
	}
	if w.open && !w.gone.IsZero() {
		w.expire(w.gone.AddDays(vacant + 1))
	}
	w.end(sitrep.Date{})
	return append(w.done, disputed...)
}
