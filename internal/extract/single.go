package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// single reads one victim as one beside others who are counted: "a soldier and six civilians", "Colonel Kamal Aziz and two guards".
func (rd *reading) single(s *sentence, _ *rule.Match, slot rule.Slot, list []rule.Slot) (sitrep.Figure, bool) {
	if by, ok := rd.oneOf(s, slot); !ok || by == owned || !slices.ContainsFunc(list, s.numbered) {
		return sitrep.Figure{}, false
	}
	return rd.one(s.g, slot), true
}

// lone reads victims who are told one by one without a number, under a verb that tells what was done to them once: "a soldier was killed", "a
// man and his wife were wounded". They are no figure where somebody counts: which claims tell one happening is told from numbers alone.
func (rd *reading) lone(s *sentence, m *rule.Match) []sitrep.Figure {
	var out []sitrep.Figure
	for _, measure := range []sitrep.Measure{sitrep.Killed, sitrep.Injured} {
		list := slices.DeleteFunc(slices.Clone(m.Figures[measure]), func(slot rule.Slot) bool {
			return reflexive[s.g.Doc.Tokens[slot.First].Norm] // "killed himself and a policeman"
		})
		all := func(slot rule.Slot) bool {
			_, ok := rd.oneOf(s, slot)
			return ok
		}
		if len(list) == 1 && m.Verb >= 0 && s.g.PassiveLike(m.Verb) && many[s.g.Doc.Tokens[s.g.Verbs[m.Verb].First].Norm] {
			continue // "Kamal Aziz, a baker, and Ali Farid were killed", of whom one was read
		}
		if len(list) == 0 || slices.ContainsFunc(list, func(slot rule.Slot) bool { return !all(slot) }) || !rd.once(s.g, m) {
			continue
		}
		if by, _ := rd.oneOf(s, list[0]); by == owned {
			continue // "his son was killed" may say which
		}
		for _, slot := range list {
			f := rd.one(s.g, slot)
			f.Measure, f.By = measure, slot.By
			if w := s.g.Doc.Lemmas[m.Head]; w == "be" || w == "include" {
				f.Kind = sitrep.Part // "a general was among the dead"
			}
			out = append(out, f)
		}
	}
	return out
}

// withLone adds those told one by one to a claim that counts nobody of their measure.
func (d *draft) withLone() {
	if d.Modality != sitrep.Actual {
		return
	}
	before := d.Figures
	for _, f := range d.lone {
		if !slices.ContainsFunc(before, func(o sitrep.Figure) bool { return o.Measure == f.Measure }) && !hasFigure(d.Figures, f) {
			d.Figures = append(d.Figures, f)
		}
	}
}

// one is the figure of one person.
func (rd *reading) one(g *parse.Grammar, slot rule.Slot) sitrep.Figure {
	f := sitrep.Figure{Quote: rd.quote(slot.First, slot.Last), Low: new(1), Best: new(1), High: new(1), Of: sitrep.Known(g.Doc.Words(slot.First, slot.Last))}
	if slot.Last-slot.First < 2 {
		return f
	}
	switch g.Doc.Tokens[slot.First].Norm {
	case "another":
		f.Kind = sitrep.Increment
		fallthrough
	case "a", "an":
		if further[g.Doc.Tokens[slot.First+1].Norm] {
			f.Kind = sitrep.Increment
		}
		f.Quote, f.Of = rd.quote(slot.First, slot.First+1), sitrep.Known(g.Doc.Words(slot.First+1, slot.Last))
	}
	return f
}

// reflexive are the pronouns for whoever does it himself.
var reflexive = wordSet("himself", "herself", "itself", "themselves")

// further are words behind "a" that count on from others: "a second soldier".
var further = wordSet("second", "third", "fourth", "fifth", "sixth", "further")

// oneBy is what says that a slot stands for one person.
type oneBy uint8

const (
	byArticle oneBy = iota // "a soldier"
	asNamed                // "Kamal Aziz"
	owned                  // "his wife"
)

// collective are nouns in the singular for more than one person.
var collective = wordSet("family", "couple", "pair", "crowd", "people", "population", "community", "minority", "staff", "youth", "trio", "duo", "half", "third", "majority",
	"generation", "public", "personnel", "battalion", "brigade", "division", "regiment", "platoon", "company", "army", "militia", "police", "household", "tribe", "number",
	"dozen", "score", "handful", "cadre", "movement", "faction", "organisation", "organization", "network", "delegation", "remains", "body")

// oneOf says that a slot stands for one person, and by what.
func (rd *reading) oneOf(s *sentence, slot rule.Slot) (by oneBy, ok bool) {
	g, d := s.g, s.g.Doc
	if slot.Head < 0 || s.numbered(slot) || s.headed(slot) {
		return 0, false // "a dozen soldiers"
	}
	t := rd.names.read(g, slot)
	if t.kind == personKind && d.Tags[slot.Head] == parse.PROPN && d.Tokens[slot.First].Norm != "the" {
		return asNamed, true
	}
	w := d.Tokens[slot.Head].Norm
	person := t.human() || t.class&(actor.Fighter|actor.Person|actor.Official) != 0
	if _, ok := geo.Demonym(w); ok {
		person = true // "a Palestinian"
	}
	if !person || slot.Head == slot.First || collective[w] || companies[w] || d.Lemmas[slot.Head] != w || strings.HasSuffix(w, "men") {
		return 0, false
	}
	switch d.Tokens[slot.First].Norm {
	case "a", "an", "another":
		return byArticle, true
	case "his", "her", "their":
		return owned, true
	}
	return 0, false
}

// headed says that "not" or "than" stands before a slot: "not a soldier", "more than a soldier".
func (s *sentence) headed(slot rule.Slot) bool {
	if slot.First <= s.g.First {
		return false
	}
	w := s.g.Doc.Tokens[slot.First-1].Norm
	return w == "not" || w == "than"
}

// numbered says that a slot is counted: not "a man aged 33".
func (s *sentence) numbered(slot rule.Slot) bool {
	for i := range s.numbers {
		if q := &s.numbers[i]; q.Kind == numeral.Cardinal && inSlot(q, slot) && (slot.Head < 0 || q.First <= slot.Head) {
			return true
		}
	}
	return false
}

// many are the auxiliaries that stand with several.
var many = wordSet("are", "were", "have")

// always are words that make a sentence tell of what happens again and again, or of any case.
var always = wordSet("every", "each", "often", "always", "usually", "sometimes", "typically", "frequently", "regularly", "routinely", "seldom", "rarely", "never", "ever",
	"generally", "whenever", "if", "unless", "daily", "weekly", "any", "someone", "whoever")

// once says that a match tells, by a verb, what happened one time.
func (rd *reading) once(g *parse.Grammar, m *rule.Match) bool {
	if m.Verb < 0 || m.Phrase >= 0 {
		return false
	}
	for k := g.First; k < g.Last; k++ {
		if always[g.Doc.Tokens[k].Norm] {
			return false
		}
	}
	u := &g.Verbs[m.Verb]
	if u.Link == parse.Relative && !u.Reduced {
		return false // "a soldier who is killed in battle"; "a baker who was wounded in May died" says who died
	}
	if w := g.Doc.Tokens[u.First].Norm; (w == "is" || w == "gets") && opensWhen(g, m.Verb) {
		return false // "when a soldier is killed"
	}
	mod, _, _ := rd.modality.of(g, m)
	return mod == sitrep.Actual
}

// opensWhen says that "when" or "where" opens the clause of verb v.
func opensWhen(g *parse.Grammar, v int) bool {
	for k := max(g.First, g.Verbs[v].Begin-1); k <= g.Verbs[v].Begin && k < g.Last; k++ {
		if w := g.Doc.Tokens[k].Norm; w == "when" || w == "where" {
			return true
		}
	}
	return false
}
