package extract

import (
	"sitrep/internal/actor"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/toponym"
)

// owned follows a place to the narrower one whose owner it is: from "Yemen" to "Al Bayda Governorate" in "Yemen's Al Bayda Governorate".
func (rd *reading) owned(g *parse.Grammar, p int) int {
	for depth := 0; p >= 0 && depth < 2; depth++ {
		o := ownerOf(g, p)
		if o < 0 || !rd.landOf(g, o, p) {
			break
		}
		p = o
	}
	return p
}

// landOf says that phrase o names a place in the one that phrase p names: one that is known to lie there, or one that nothing is known of and
// whose noun is that of a town or division.
func (rd *reading) landOf(g *parse.Grammar, o, p int) bool {
	in := rd.where.in(g.Phrases[p].First, g.Phrases[p].Last)
	if in == nil || in.Place.ID == "" {
		return false
	}
	if at := rd.placeName(&g.Phrases[o]); at != nil && at.Place.ID != "" {
		return toponym.Lies(&at.Place, &in.Place)
	}
	w := g.Doc.Lemmas[g.Phrases[o].Head]
	return named(g, o) && (rd.actors.Class(w)&actor.Settlement != 0 || townNouns[w] || wide[w])
}

// townOf says that phrase p only says what the place named behind its "of" is: "the village of Bria".
func (rd *reading) townOf(s *sentence, p int) bool {
	w := s.g.Doc.Lemmas[s.g.Phrases[p].Head]
	return (rd.actors.Class(w)&actor.Settlement != 0 || townNouns[w] || wide[w]) && rd.placed(s, p)
}

// ownedName names the place of a slot without its owner and what describes it: "Borno state" for "Nigeria's restive Borno state"; "" where nobody
// owns it.
func (rd *reading) ownedName(g *parse.Grammar, slot rule.Slot) string {
	if slot.Phrase < 0 || g.Phrases[slot.Phrase].Owner < 0 || slot.First != g.Phrases[slot.Phrase].First || !rd.landOf(g, slot.Phrase, g.Phrases[slot.Phrase].Owner) {
		return ""
	}
	first := slot.First
	if m := rd.where.in(slot.First, slot.Last); m != nil {
		first = max(first, m.First)
	}
	return rd.doc.Words(first, slot.Last)
}
