package board

import (
	"cmp"
	"slices"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// Holding is who holds a place on a day.
type Holding struct {
	*situation.Spell
	// Claimed are others who are said to hold it, which is denied.
	Claimed []*situation.Spell
}

// SpellsOf gives the spells of a place by its id, as situation.Site has it, in order of days.
func (b *Board) SpellsOf(site string) []*situation.Spell {
	var out []*situation.Spell
	for _, i := range b.spellsAt[site] {
		out = append(out, &b.Spells[i])
	}
	slices.SortStableFunc(out, func(x, y *situation.Spell) int {
		return cmp.Or(compareDays(x.From, y.From), compareDays(x.To, y.To))
	})
	return out
}

// Holdings gives who holds the places of a scope on a day: contested and besieged places first, then by when it began, the latest first.
// A place of which nobody says anything on that day is not in it.
func (b *Board) Holdings(s Scope, day sitrep.Date) []Holding {
	bySite := map[string]*Holding{}
	var out []*Holding
	for i := range b.Spells { // the best supported first
		spell := &b.Spells[i]
		if !spell.On(day) || !s.site(b, &spell.Site) {
			continue
		}
		h := bySite[spell.Site.ID]
		if h == nil {
			h = &Holding{}
			bySite[spell.Site.ID] = h
			out = append(out, h)
		}
		switch {
		case spell.Status == situation.Claimed:
			h.Claimed = append(h.Claimed, spell)
		case h.Spell == nil || h.Spell.From.Before(spell.From): // the later of two that meet on a day
			h.Spell = spell
		}
	}
	list := make([]Holding, 0, len(out))
	for _, h := range out {
		if h.Spell == nil { // nothing but a claim that is denied
			h.Spell, h.Claimed = h.Claimed[0], h.Claimed[1:]
		}
		list = append(list, *h)
	}
	unsettled := func(h *Holding) int {
		if h.Status == situation.Held || h.Status == situation.Unknown {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(x, y Holding) int {
		return cmp.Or(cmp.Compare(unsettled(&x), unsettled(&y)), compareDays(y.From, x.From), cmp.Compare(x.Site.Name, y.Site.Name), cmp.Compare(x.Site.ID, y.Site.ID))
	})
	return list
}

// HoldsSite says that a place whose holders are told lies where the scope is.
func (s *Scope) HoldsSite(b *Board, t *situation.Site) bool { return s.site(b, t) }

// site says that a place whose holders are told lies where the scope is.
func (s *Scope) site(b *Board, t *situation.Site) bool {
	if s.Country != "" && t.Country != s.Country {
		return false
	}
	if s.Area == nil {
		return true
	}
	p := Place{ID: t.ID, Name: t.Name, Country: t.Country, Precision: t.Kind.Precision(), fold: geo.Fold(t.Name)}
	if t.Located {
		p.Lat, p.Lon = &t.Lat, &t.Lon
	}
	g, ok := b.known.gazetteer.ByID(t.ID)
	if ok {
		p.Division = g.Admin1
	} else {
		p.ID = ""
	}
	return s.Area.Holds(&p)
}
