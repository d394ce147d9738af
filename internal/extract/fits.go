package extract

import (
	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// Fits says whether the slot can fill the role.
func (n *names) Fits(g *parse.Grammar, s rule.Slot, role sitrep.Role) bool {
	if s.Phrase >= 0 && g.Phrases[s.Phrase].Time {
		return false
	}
	t := n.read(g, s)
	w := g.Doc.Tokens[s.Head].Norm
	if w == "behalf" {
		return false // "on behalf of the rebels"
	}
	switch role {
	case sitrep.Ally:
		if t.kind == weaponKind || t.kind == vehicleKind || t.kind == otherKind || t.kind == facilityKind {
			return false // "backed by tanks"
		}
		return n.acts(g, s, t) && !nobody[g.Doc.Tokens[s.First].Norm]
	case sitrep.Actor:
		return n.acts(g, s, t) && !nobody[g.Doc.Tokens[s.First].Norm]
	case sitrep.Target:
		return !distances[g.Doc.Lemmas[s.Head]] && w != "it" && w != "itself" && w != "himself" && w != "themselves"
	case sitrep.Victim:
		switch t.kind {
		case actorKind, personKind, peopleKind:
			return t.class&actor.Force == 0 || t.actor == nil || manned[w] || n.menOf(g, s)
		case nothing:
			return w != "it" && w != "which" && w != "that"
		}
		return false
	case sitrep.Instrument:
		return t.kind == weaponKind || t.kind == vehicleKind || n.holdsWeapon(g, s)
	}
	return true
}

// frontier says that phrase p only says whose border is meant: "the border with Syria".
func frontier(g *parse.Grammar, p int) bool {
	k := g.Phrases[p].Prep
	if k <= g.First || g.Doc.Tokens[k].Norm != "with" {
		return false
	}
	switch g.Doc.Lemmas[k-1] {
	case "border", "frontier", "boundary", "crossing":
		return true
	}
	return false
}

// menOf says that the slot counts people of a force: "eight members of the New People's Army".
func (n *names) menOf(g *parse.Grammar, s rule.Slot) bool {
	for k := s.First + 1; k < s.Head; k++ {
		if g.Doc.Tokens[k].Norm == "of" && (g.Doc.Lemmas[k-1] == "member" || n.reg.Class(g.Doc.Lemmas[k-1])&(actor.Fighter|actor.Person|actor.Official) != 0) {
			return true
		}
	}
	return false
}

// manned are nouns for forces that stand for their people.
var manned = map[string]bool{"personnel": true, "troops": true, "police": true, "marines": true, "soldiers": true, "guard": true, "guards": true, "guardsmen": true}

// holdsWeapon says that a weapon or aircraft is named inside the slot before its head: "drone strikes", "mortar fire".
func (n *names) holdsWeapon(g *parse.Grammar, s rule.Slot) bool {
	for k := s.First; k < s.Last; k++ {
		if g.Doc.Tags[k] != parse.NOUN && g.Doc.Tags[k] != parse.PROPN {
			continue
		}
		if n.reg.Class(g.Doc.Lemmas[k])&(actor.Weapon|actor.Explosive|actor.Aircraft|actor.Vehicle) != 0 {
			return true
		}
	}
	return false
}
