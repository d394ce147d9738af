package wire

import (
	"sitrep"
	"sitrep/internal/situation"
)

// Spell is a time for which a place was held, contested or besieged; docs/control.md describes it.
type Spell struct {
	Place  string           `json:"place"`
	Holder Holder           `json:"holder"`
	From   sitrep.Date      `json:"from"`
	To     sitrep.Date      `json:"to"` // null: it goes on as far as is told
	Status situation.Status `json:"status"`
	Claims []sitrep.ClaimID `json:"claims"`
}

// Holder is who holds a place; both are null where nobody says who it was.
type Holder struct {
	ID   sitrep.Known `json:"id"`
	Name sitrep.Known `json:"name"`
}

// SpellOf makes a Spell.
func SpellOf(s *situation.Spell) Spell {
	return Spell{s.Site.Name, Holder{sitrep.Known(s.Holder.ID), sitrep.Known(s.Holder.Name)}, s.From, s.To, s.Status, s.Claims}
}

// UnknownSpell is the answer about a place and a time of which nothing is told; from and to are the time asked about.
func UnknownSpell(place string, from, to sitrep.Date) Spell {
	return Spell{Place: place, From: from, To: to, Status: situation.Unknown, Claims: []sitrep.ClaimID{}}
}
