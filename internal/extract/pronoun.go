package extract

import (
	"slices"
	"strings"

	"sitrep/internal/actor"
	"sitrep/internal/attribution"
	"sitrep/internal/parse"
)

// A pronoun goes back to a phrase of its own kind. "It" is a body, a country or a force in the singular, "they" are several
// people or such a body. A subject, and an owner, goes back to a subject: the nearest one before it in its sentence, else
// the first of the sentence before, because what a sentence is about is told first. An object goes back to what is no
// subject of its own clause: "shot the passengers … killed four of them". Whoever "said" goes back to who last said something.

// pronoun resolves the pronoun at token tok, which is phrase p or owns it.
func (rd *reading) pronoun(s *sentence, p, tok int) ref {
	g, w := s.g, s.g.Doc.Tokens[tok].Norm
	many := false
	switch w {
	case "it", "its":
	case "they", "their", "them":
		many = true
	default:
		if r, ok := rd.onePerson(s, p); ok {
			return r
		}
		if v := subjectOf(g, p); v >= 0 && speech[g.Doc.Lemmas[g.Verbs[v].Head]] && !saidBefore(s, p) {
			if id := rd.memory.index(rd.memory.speaker.entity); id >= 0 && !rd.memory.unlike(id, w) {
				return rd.memory.speaker
			}
		}
		if r := rd.memory.pronoun(w); r.entity != "" {
			return r
		}
		return rd.soleBefore(s, p, w)
	}
	v := subjectOf(g, p)
	if v >= 0 && speech[g.Doc.Lemmas[g.Verbs[v].Head]] && rd.memory.said.name != "" && rd.memory.saidMany == many && !saidBefore(s, p) {
		return rd.memory.said
	}
	if w == "them" || w == "it" && v < 0 {
		return rd.objectPronoun(s, p, w, many)
	}
	dead := v >= 0 && mortal(g, v)
	if q := rd.seizedBefore(s, p, v); many && q >= 0 {
		return s.refs[q]
	}
	// In the plural several come before one body: "a patrol killed four raiders after they opened fire".
	for _, pass := range []struct{ doer, several bool }{{true, true}, {false, true}, {true, false}} {
		if !many && pass.several || !pass.doer && v >= 0 && speech[g.Doc.Lemmas[g.Verbs[v].Head]] {
			continue // who speaks is who did something
		}
		for q := p - 1; q >= 0; q-- {
			if pass.doer && !isSubject(g, q) && g.Preposition(q) != "by" || pass.several && !severalOf(g, q) || !rd.agrees(s, q, many) {
				continue
			}
			if u := subjectOf(g, q); dead && u >= 0 && speech[g.Doc.Lemmas[g.Verbs[u].Head]] {
				continue // "officers said they were executed" is not said of the officers
			}
			return s.refs[q]
		}
	}
	if prev := rd.memory.prev; prev != nil {
		for _, witness := range []bool{false, true} {
			for q := range prev.g.Phrases {
				if isSubject(prev.g, q) && rd.agrees(prev, q, many) && rd.witness(prev, q) == witness {
					return prev.refs[q]
				}
			}
		}
	}
	return rd.memory.pronoun(w)
}

// seizedBefore is the phrase of the people of whom the verb before says that they were arrested, where the clause of the pronoun, phrase p and
// subject of verb v, says at what: "police arrested ten protesters as they marched". -1 for none.
func (rd *reading) seizedBefore(s *sentence, p, v int) int {
	g := s.g
	if v < 1 || g.PassiveLike(v-1) || len(g.Verbs[v-1].Objects) == 0 {
		return -1
	}
	switch g.Doc.Lemmas[g.Verbs[v-1].Head] {
	case "arrest", "detain", "apprehend", "disperse", "rescue", "evict":
	default:
		return -1
	}
	switch g.Doc.Tokens[g.Phrases[p].First-1].Norm {
	case "as", "while", "when", "after", "because", "where":
		if o := g.Verbs[v-1].Objects[0]; rd.agrees(s, o, true) && severalOf(g, o) {
			return o
		}
	}
	return -1
}

// onePerson is whom "he" or "she" at phrase p stands for where the sentence before tells of one person who has no name, and of none who
// has: "a boy was arrested. He was freed on Sunday". ok is false where it does not.
func (rd *reading) onePerson(s *sentence, p int) (_ ref, ok bool) {
	prev := rd.memory.prev
	if prev == nil {
		return ref{}, false
	}
	for q := range p {
		if k := rd.names.read(s.g, placeSlot(s.g, q)).kind; k == personKind || k == peopleKind {
			return ref{}, false
		}
	}
	found := -1
	for q := range prev.g.Phrases {
		ph := &prev.g.Phrases[q]
		t := rd.names.read(prev.g, placeSlot(prev.g, q))
		if t.kind == personKind && rd.memory.index(prev.refs[q].entity) >= 0 || ph.Pronoun && personal(prev.g, placeSlot(prev.g, q)) {
			return ref{}, false
		}
		if (t.kind == peopleKind || t.kind == actorKind && t.class&actor.Fighter != 0) && !severalOf(prev.g, q) && isSubject(prev.g, q) && !nobody[prev.g.Doc.Tokens[ph.First].Norm] {
			found = q
		}
	}
	if found < 0 {
		return ref{}, false
	}
	return prev.refs[found], true
}

// soleBefore is whom "he" or "she", in phrase p, stands for where nobody who has a name can be meant: the one person without a name that is
// the subject of something before it in its sentence: "a gunman killed nine people before he was shot".
func (rd *reading) soleBefore(s *sentence, p int, w string) ref {
	g, found := s.g, -1
	if v := subjectOf(g, p); v < 0 && w != "himself" && w != "herself" || w == "i" {
		return ref{name: w}
	}
	for q := range p {
		ph := &g.Phrases[q]
		t := rd.names.read(g, placeSlot(g, q))
		one := t.kind == peopleKind || t.kind == personKind || t.kind == actorKind && t.class&actor.Fighter != 0 && t.actor == nil
		if !one || severalOf(g, q) || ph.Pronoun || !isSubject(g, q) || nobody[g.Doc.Tokens[ph.First].Norm] {
			continue
		}
		if found >= 0 {
			return ref{name: w}
		}
		found = q
	}
	if found < 0 || s.refs[found].name == "" {
		return ref{name: w}
	}
	return s.refs[found]
}

// witness says that phrase q is people who told what the sentence tells: "residents said soldiers came" is about soldiers.
func (rd *reading) witness(s *sentence, q int) bool {
	switch rd.names.read(s.g, placeSlot(s.g, q)).kind {
	case peopleKind, personKind:
		return slices.ContainsFunc(s.frames, func(f attribution.Frame) bool { return f.Phrase == q })
	}
	return false
}

// speech are verbs whose subject is a speaker.
var speech = map[string]bool{"say": true, "add": true, "deny": true, "announce": true, "confirm": true, "report": true, "state": true, "note": true,
	"warn": true, "claim": true, "accuse": true, "blame": true}

// mortal says that the subject of verb v is dead by it.
func mortal(g *parse.Grammar, v int) bool {
	switch g.Doc.Lemmas[g.Verbs[v].Head] {
	case "die", "perish":
		return true
	case "kill", "execute", "behead", "murder", "hang", "massacre":
		return g.PassiveLike(v)
	}
	return false
}

// saidBefore says that somebody else does something in the sentence before phrase p, so that a pronoun there goes back to him.
func saidBefore(s *sentence, p int) bool {
	for q := range p {
		if isSubject(s.g, q) {
			return true
		}
	}
	return false
}

// objectPronoun resolves a pronoun that is no subject.
func (rd *reading) objectPronoun(s *sentence, p int, w string, many bool) ref {
	g := s.g
	own := ref{} // who does it is not whom it is done to
	if v := g.Clause(g.Phrases[p].Head); v >= 0 && len(g.Verbs[v].Subjects) > 0 {
		own = s.refs[g.Verbs[v].Subjects[0]]
	}
	for q := p - 1; q >= 0; q-- {
		if rd.agrees(s, q, many) && s.refs[q] != own {
			return s.refs[q]
		}
	}
	if prev := rd.memory.prev; prev != nil {
		for _, subjects := range []bool{false, true} {
			for q := range prev.g.Phrases {
				if isSubject(prev.g, q) == subjects && rd.agrees(prev, q, many) && prev.refs[q] != own {
					return prev.refs[q]
				}
			}
		}
	}
	if r := rd.memory.pronoun(w); r != own {
		return r
	}
	return ref{name: w}
}

// subjectOf is the verb whose own subject phrase p is, -1 for none.
func subjectOf(g *parse.Grammar, p int) int {
	for v := range g.Verbs {
		if !g.Verbs[v].Inherited && slices.Contains(g.Verbs[v].Subjects, p) {
			return v
		}
	}
	return -1
}

// agrees says that a pronoun, in the plural or not, can stand for phrase q.
func (rd *reading) agrees(s *sentence, q int, many bool) bool {
	g := s.g
	ph := &g.Phrases[q]
	if ph.Time || q >= len(s.refs) || s.refs[q].name == "" {
		return false
	}
	w := g.Doc.Tokens[ph.Head].Norm
	if ph.Pronoun || g.Doc.Tags[ph.Head] == parse.PRON {
		if s.refs[q].name == w {
			return false // not known itself
		}
		return many == (w == "they" || w == "them") && (many || w == "it")
	}
	switch w {
	case "remains", "bodies", "corpses", "casualties", "deaths":
		return false // they do nothing more
	}
	t := rd.names.read(g, placeSlot(g, q))
	several := severalOf(g, q)
	if many {
		switch t.kind {
		case actorKind, personKind, peopleKind:
			return several || t.class&(actor.Force|actor.Organisation) != 0
		case nothing:
			return several && (quantity[w] || g.Doc.Tags[ph.Head] == parse.NUM)
		}
		return false
	}
	switch t.kind {
	case actorKind:
		return !several && (t.class&actor.Fighter == 0 || w == "enemy")
	case placeKind:
		return rd.isCountry(t) && g.Preposition(q) == ""
	}
	return false
}

// severalOf says that phrase q speaks of more than one: a plural, a number, a list.
func severalOf(g *parse.Grammar, q int) bool {
	ph := &g.Phrases[q]
	if plural(g, ph) || g.Doc.Tokens[ph.Head].Norm == "militiamen" {
		return true
	}
	if d := g.Doc; d.Tags[ph.Head] == parse.NOUN && d.Tokens[ph.Head].Norm != d.Lemmas[ph.Head] && !strings.HasSuffix(d.Tokens[ph.Head].Norm, "'s") {
		return true
	}
	for k := ph.First; k < ph.Head; k++ {
		if g.Doc.Tags[k] == parse.NUM && g.Doc.Tokens[k].Norm != "one" {
			return true
		}
	}
	return q+1 < len(g.Phrases) && g.Phrases[q+1].Conj == q
}

// heard remembers the speaker that a sentence names last, for "it said" in the next.
func (rd *reading) heard(s *sentence) {
	if len(s.frames) == 0 && rd.memory.personAt == s.g {
		rd.memory.speaker = ref{} // another person did something since
	}
	for i := range s.frames {
		f := &s.frames[i]
		if f.Phrase < 0 || s.refs[f.Phrase].name == "" {
			continue
		}
		if s.g.Doc.Tags[s.g.Phrases[f.Phrase].Head] == parse.PRON {
			continue // it stands for one who is remembered
		}
		many := severalOf(s.g, f.Phrase)
		t := rd.names.read(s.g, placeSlot(s.g, f.Phrase))
		if t.kind == personKind && !many {
			rd.memory.speaker = s.refs[f.Phrase] // "he said"
			continue
		}
		rd.memory.said, rd.memory.saidMany = s.refs[f.Phrase], many
	}
}
