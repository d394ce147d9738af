package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
)

// Bond is how two parties stand to each other.
type Bond string

// The bonds.
const (
	Against Bond = "against" // one attacks, kills, seizes or besieges the other, or they clash
	Beside  Bond = "with"    // they fight side by side, or one arms, trains or backs the other
	Truce   Bond = "truce"   // they agree to stop fighting
	Parted  Bond = "parted"  // one leaves the other's side
)

// Bonds lists the bonds.
var Bonds = []Bond{Against, Beside, Truce, Parted}

// Certainty is how a claim tells a bond.
type Certainty string

// The certainties. Only what is Certain is counted; the others are kept apart.
const (
	Certain  Certainty = "actual"
	Charged  Certainty = "alleged" // somebody accuses
	Perhaps  Certainty = "possible"
	Planned  Certainty = "future"
	Disputed Certainty = "denied" // denied, or told not to be so
)

// Doubts lists what is kept apart.
var Doubts = []Certainty{Charged, Perhaps, Planned, Disputed}

// Fighter is a party to a war.
type Fighter struct {
	Party
	// Kind is "state" for a government with its forces, the registry's kind (armed_group, militia, military, organisation) for whom it knows,
	// "unnamed" for those whom reports call by no more than a kind ("rebels"), and "" for others.
	Kind    string
	Country string // ISO 3166-1 alpha-2, "" for none or several
	// New says that the registry has nobody of that name.
	New bool
}

// Backing is what some claims rest on: in order of days and ids.
type Backing struct {
	Claims []sitrep.ClaimID
	// Origins is how many parties they go back to, Events how many happenings they tell of.
	Origins, Events int
	// First and Last are the first and the last day told, unknown where none is.
	First, Last sitrep.Date
}

// MonthOf is what is told of a month.
type MonthOf struct {
	Month   string // 2006-01
	Claims  int
	Origins int
	Events  int
}

// PlaceOf is a place of a relation.
type PlaceOf struct {
	Name    string
	Country string // ISO 3166-1 alpha-2, "" for unknown
	Claims  int
}

// Relation is one bond between two parties.
type Relation struct {
	// A comes before B in the order of ids.
	A, B Fighter
	Bond Bond
	Backing
	// AtoB and BtoA are how many of the claims say who acts on whom; of the rest nobody says.
	AtoB, BtoA int
	Months     []MonthOf // in order; claims of more than a month are in none
	Places     []PlaceOf // by claims, then name
	// Apart is what is told in other ways than as fact.
	Apart map[Certainty]Backing
}

// Other is whom the relation is with, for one of its parties; ok is false for anybody else.
func (r *Relation) Other(id string) (f Fighter, ok bool) {
	switch id {
	case r.A.ID:
		return r.B, true
	case r.B.ID:
		return r.A, true
	}
	return Fighter{}, false
}

// Standing is one party with its relations.
type Standing struct {
	Fighter
	Backing
	// Foes and Friends are with whom it fights, and beside whom, by events and origins. Who is told far more often as the one than as the
	// other is not listed as the other.
	Foes, Friends []Relation
}

// Actors are the parties of wars, by events that they take part in, and their relations.
type Actors struct {
	Standings []Standing
	Relations []Relation
}

// overwhelms is how many times more origins one bond needs for the contrary one to be left out of a summary.
const overwhelms = 3

// Actors tells who fights whom and who fights beside whom. A claim given twice counts once.
func (c *Controller) Actors(tellings []Telling) Actors {
	ties := c.ties(tellings)
	type key struct {
		a, b string
		bond Bond
	}
	byPair := map[key][]tie{}
	byParty := map[string][]tie{}
	fighters := map[string]Fighter{}
	for _, t := range ties {
		for _, p := range []Party{t.a, t.b} {
			if p.ID == "" {
				continue
			}
			if _, ok := fighters[p.ID]; !ok {
				fighters[p.ID] = c.fighter(p)
			}
			if t.sure == Certain {
				byParty[p.ID] = append(byParty[p.ID], t)
			}
		}
		if t.b.ID == "" {
			continue
		}
		k := key{t.a.ID, t.b.ID, t.bond}
		byPair[k] = append(byPair[k], t)
	}
	var out Actors
	for k, list := range byPair {
		out.Relations = append(out.Relations, relation(fighters[k.a], fighters[k.b], k.bond, list))
	}
	slices.SortFunc(out.Relations, func(a, b Relation) int {
		return cmp.Or(moreOf(&a.Backing, &b.Backing), strings.Compare(a.A.ID, b.A.ID), strings.Compare(a.B.ID, b.B.ID), strings.Compare(string(a.Bond), string(b.Bond)))
	})
	told := map[key]int{} // origins
	for i := range out.Relations {
		r := &out.Relations[i]
		told[key{r.A.ID, r.B.ID, r.Bond}] = r.Origins
	}
	at := map[string]int{}
	for id, list := range byParty {
		out.Standings = append(out.Standings, Standing{Fighter: fighters[id], Backing: backing(list)})
	}
	slices.SortFunc(out.Standings, func(a, b Standing) int {
		return cmp.Or(moreOf(&a.Backing, &b.Backing), strings.Compare(a.ID, b.ID))
	})
	for i := range out.Standings {
		at[out.Standings[i].ID] = i
	}
	for i := range out.Relations {
		r := &out.Relations[i]
		if len(r.Claims) == 0 {
			continue
		}
		a, b := &out.Standings[at[r.A.ID]], &out.Standings[at[r.B.ID]]
		switch {
		case r.Bond == Against && told[key{r.A.ID, r.B.ID, Beside}] < overwhelms*r.Origins:
			a.Foes, b.Foes = append(a.Foes, *r), append(b.Foes, *r)
		case r.Bond == Beside && told[key{r.A.ID, r.B.ID, Against}] < overwhelms*r.Origins:
			a.Friends, b.Friends = append(a.Friends, *r), append(b.Friends, *r)
		}
	}
	return out
}

// moreOf puts what more events, then origins, then claims tell of first.
func moreOf(a, b *Backing) int {
	return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(b.Origins, a.Origins), cmp.Compare(len(b.Claims), len(a.Claims)))
}

// fighter says what is known of a party.
func (c *Controller) fighter(p Party) Fighter {
	f := Fighter{Party: p}
	if code, ok := strings.CutPrefix(p.ID, "state:"); ok {
		f.Kind, f.Country = "state", code
		return f
	}
	if p.unnamed {
		f.Kind, f.Country = "unnamed", p.ID[strings.LastIndexByte(p.ID, ':')+1:]
		return f
	}
	a := c.sides.registry.Named(p.Name)
	if a == nil {
		a = c.sides.registry.Called(p.Name)
	}
	if a == nil {
		f.New = true
		return f
	}
	f.Kind, f.Country = a.Kind, a.Country
	return f
}

// relation sums up the ties of one bond of a pair.
func relation(a, b Fighter, bond Bond, list []tie) Relation {
	r := Relation{A: a, B: b, Bond: bond, Apart: map[Certainty]Backing{}}
	by := map[Certainty][]tie{}
	for _, t := range list {
		by[t.sure] = append(by[t.sure], t)
	}
	for _, s := range Doubts {
		if len(by[s]) > 0 {
			r.Apart[s] = backing(by[s])
		}
	}
	r.Backing = backing(by[Certain])
	months := map[string][]tie{}
	places := map[PlaceOf]int{}
	for _, t := range once(by[Certain]) {
		switch t.way {
		case 1:
			r.AtoB++
		case -1:
			r.BtoA++
		}
		if m, ok := t.month(); ok {
			months[m] = append(months[m], t)
		}
		if t.place != "" {
			places[PlaceOf{Name: t.place, Country: t.country}]++
		}
	}
	for m, list := range months {
		b := backing(list)
		r.Months = append(r.Months, MonthOf{m, len(b.Claims), b.Origins, b.Events})
	}
	slices.SortFunc(r.Months, func(a, b MonthOf) int { return strings.Compare(a.Month, b.Month) })
	for p, n := range places {
		p.Claims = n
		r.Places = append(r.Places, p)
	}
	slices.SortFunc(r.Places, func(a, b PlaceOf) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), strings.Compare(a.Name, b.Name), strings.Compare(a.Country, b.Country))
	})
	return r
}

// once keeps one tie of each claim.
func once(list []tie) []tie {
	list = slices.Clone(list)
	slices.SortFunc(list, tieOrder)
	seen := map[sitrep.ClaimID]bool{}
	return slices.DeleteFunc(list, func(t tie) bool {
		old := seen[t.claim]
		seen[t.claim] = true
		return old
	})
}

func tieOrder(x, y tie) int {
	return cmp.Or(strings.Compare(x.to.String(), y.to.String()), strings.Compare(string(x.claim), string(y.claim)), strings.Compare(x.a.ID, y.a.ID),
		strings.Compare(x.b.ID, y.b.ID), strings.Compare(string(x.bond), string(y.bond)), cmp.Compare(x.way, y.way))
}

// backing sums up ties.
func backing(list []tie) Backing {
	var b Backing
	origins, events := map[string]bool{}, map[string]bool{}
	for _, t := range once(list) {
		b.Claims = append(b.Claims, t.claim)
		origins[t.origin] = true
		events[t.happening()] = true
		if !t.from.IsZero() && (b.First.IsZero() || t.from.Before(b.First)) {
			b.First = t.from
		}
		if !t.to.IsZero() && b.Last.Before(t.to) {
			b.Last = t.to
		}
	}
	b.Origins, b.Events = len(origins), len(events)
	return b
}

// Side is whom a name stands for among those who fight, in a country (ISO 3166-1 alpha-2, "" for any). It is Party, but that those who fight for a
// government without being its force, and the missions of organisations, stand for themselves.
func (c *Controller) Side(name, country string) Party {
	if n, ok := c.sides.nation(trimArticle(name)); ok {
		return c.sides.government(n.code)
	}
	if found := c.sides.of(name, country); found.ID != "" {
		return found
	}
	if a := c.sides.ambiguous(name, country); a != nil {
		return c.sides.side(a)
	}
	return Party{}
}

// Within are the claims that tell of a country (ISO 3166-1 alpha-2): those placed there, and of those that name no country those whose report places all
// its claims there, or places none while a party to them is of that country.
func (c *Controller) Within(tellings []Telling, country string) map[sitrep.ClaimID]bool {
	land, placed := landsOf(tellings), map[sitrep.ReportID]bool{}
	for i := range tellings {
		if p := tellings[i].Claim.Place; p != nil && p.Country != "" {
			placed[tellings[i].Report] = true
		}
	}
	in := map[sitrep.ClaimID]bool{}
	for i := range tellings {
		t := &tellings[i]
		switch p := t.Claim.Place; {
		case p != nil && p.Country != "":
			in[t.Claim.ID] = string(p.Country) == country
		case placed[t.Report]:
			in[t.Claim.ID] = land[t.Report] == country
		default:
			_, took := c.tied(t, "")
			for _, p := range took {
				if c.fighter(p).Country == country {
					in[t.Claim.ID] = true
				}
			}
		}
	}
	return in
}
