package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// A fight has two sides, and a sentence often tells one of them only by its dead: "nine rebels were killed in a clash with troops". Two
// armies share one noun as often: "Ethiopian and Eritrean forces".

// camp is which kind of armed people a phrase tells of.
type camp uint8

const (
	unarmed camp = iota
	regular      // of a state
	rebel        // of no state
)

// among are nouns for people that belong to whom the words before or after them name: "five members of the Front".
var among = wordSet("member", "commander", "leader", "personnel", "man", "men", "element", "operative")

// regulars are nouns for the men of a state, other than its forces as a whole.
var regulars = wordSet("soldier", "serviceman", "servicemen", "policeman", "policemen", "policewoman", "peacekeeper", "trooper", "marine", "gendarme", "ranger", "airman", "guardsman",
	"constable", "conscript", "recruit", "paratrooper", "commando", "sailor", "border guard", "troop", "officer")

// campOf says which side of a war a filler's words name.
func (rd *reading) campOf(s *sentence, f sitrep.Filler) camp {
	if i := rd.memory.index(f.Entity); i >= 0 {
		switch rd.memory.entities[i].Kind {
		case "armed_group", "militia":
			return rebel
		case "military", "police":
			return regular
		}
	}
	g := s.g
	first, last := g.First, g.First
	for k := g.First; k < g.Last; k++ {
		if g.Doc.Tokens[k].Start == f.Start {
			first = k
		}
		if g.Doc.Tokens[k].End <= f.End {
			last = k + 1
		}
	}
	p := -1
	for q := range g.Phrases {
		if ph := &g.Phrases[q]; ph.First >= first && ph.Last <= last && (p < 0 || ph.Owner == p) {
			p = q
		}
	}
	if p < 0 {
		return unarmed
	}
	head := g.Doc.Lemmas[g.Phrases[p].Head]
	switch c := rd.actors.Class(head); {
	case regulars[head]:
		return regular
	case c&actor.Fighter != 0:
		return rebel
	case c&actor.Force != 0:
		return regular
	case !among[head]:
		return unarmed
	}
	for k := g.Phrases[p].First; k < last; k++ {
		w := g.Doc.Lemmas[k]
		switch c := rd.actors.Class(w); {
		case k == g.Phrases[p].Head:
		case c&actor.Force != 0 || regulars[w]:
			return regular
		case c&actor.Fighter != 0:
			return rebel
		}
		if n, a := rd.actors.Match(g.Doc, k, last); n > 0 && (a.Kind == "armed_group" || a.Kind == "militia") {
			return rebel
		}
	}
	return unarmed
}

// opposed says that two fillers cannot be of one side.
func (rd *reading) opposed(s *sentence, a, b sitrep.Filler) bool {
	x, y := rd.campOf(s, a), rd.campOf(s, b)
	return x != unarmed && y != unarmed && x != y && (a.Entity == "" || a.Entity != b.Entity)
}

// sides gives a fight that names one side, or none, the other from its armed dead.
func (rd *reading) sides(s *sentence, d *draft) {
	if d.drop || d.Type != "armed_clash" && d.Type != "attack" {
		return
	}
	if d.Type == "attack" {
		rd.fallenAttackers(s, d)
		return
	}
	var dead []sitrep.Filler
	for _, f := range d.Roles[sitrep.Victim] {
		if rd.campOf(s, f) != unarmed {
			f.By = "fallen"
			dead = append(dead, f)
		}
	}
	actors, targets := d.Roles[sitrep.Actor], d.Roles[sitrep.Target]
	against := func(known []sitrep.Filler) (out []sitrep.Filler) {
		for _, f := range dead {
			if !slices.ContainsFunc(known, func(k sitrep.Filler) bool { return !rd.opposed(s, f, k) }) {
				out = append(out, f)
			}
		}
		return out
	}
	if len(targets) == 0 && len(actors) > 1 {
		var own, enemy []sitrep.Filler
		for _, f := range actors {
			if rd.opposed(s, actors[0], f) {
				enemy = append(enemy, f)
			} else {
				own = append(own, f)
			}
		}
		if len(enemy) > 0 {
			d.Roles[sitrep.Actor], d.Roles[sitrep.Target] = own, enemy // "the army, Front fighters and militiamen battle"
		}
		return
	}
	switch {
	case len(dead) == 0 || len(actors) > 0 && len(targets) > 0 || len(actors) > 1 || len(targets) > 1:
	case len(targets) == 1:
		if f := against(targets); len(f) > 0 {
			d.Roles[sitrep.Actor] = f
		}
	case len(actors) == 1:
		if f := against(actors); len(f) > 0 {
			d.Roles[sitrep.Target] = f
		}
	case len(dead) == 2 && rd.opposed(s, dead[0], dead[1]):
		d.Roles[sitrep.Actor], d.Roles[sitrep.Target] = dead[:1], dead[1:]
	}
}

// fallenAttackers are the doers of an attack on a force that only they are told to have died in: "three militants were killed in an attack on
// an army post".
func (rd *reading) fallenAttackers(s *sentence, d *draft) {
	targets, victims := d.Roles[sitrep.Target], d.Roles[sitrep.Victim]
	if d.match.Phrase < 0 || len(d.Roles[sitrep.Actor]) > 0 || len(targets) != 1 || len(victims) != 1 || d.Modality != sitrep.Actual {
		return
	}
	if rd.campOf(s, victims[0]) == rebel && rd.forces(s, targets[0]) && victims[0].Entity == "" {
		f := victims[0]
		f.By = "fallen"
		d.Roles[sitrep.Actor] = []sitrep.Filler{f}
	}
}

// forces says that a filler is a force or something of one: "an army checkpoint".
func (rd *reading) forces(s *sentence, f sitrep.Filler) bool {
	if rd.campOf(s, f) == regular {
		return true
	}
	for k := s.g.First; k < s.g.Last; k++ {
		if t := s.g.Doc.Tokens[k]; t.Start >= f.Start && t.End <= f.End && (rd.actors.Class(s.g.Doc.Lemmas[k])&actor.Force != 0 || t.Norm == "military" || t.Norm == "border") {
			return true
		}
	}
	return false
}

// lies says that a slot is the wider place of another, named behind a comma, which does nothing: "an explosion in Aleppo, Syria, injures nine".
func (rd *reading) lies(g *parse.Grammar, slot rule.Slot) bool {
	p := slot.Phrase
	for ; p > 0 && rd.names.read(g, placeSlot(g, p)).kind == placeKind; p-- {
		ph, before := &g.Phrases[p], &g.Phrases[p-1]
		if g.Doc.Tokens[max(g.First, ph.First-1)].Norm != "," || before.Last != ph.First-1 {
			return false
		}
		if before.Prep > g.First && locatives[g.Preposition(p-1)] {
			return rd.names.read(g, placeSlot(g, p-1)).kind == placeKind
		}
	}
	return false
}

// armies are the fillers of a slot that gives several nations one noun for their forces: the Ethiopian and the Eritrean ones of "Ethiopian
// and Eritrean troops". nil where the slot does not.
func (rd *reading) armies(g *parse.Grammar, slot rule.Slot) []sitrep.Filler {
	if slot.Phrase < 0 || slot.By == "modifier" || rd.actors.Class(g.Doc.Lemmas[slot.Head])&(actor.Force|actor.Fighter) == 0 {
		return nil
	}
	if k := slot.First - 2; k >= g.First && g.Doc.Tokens[k+1].Norm == "and" && g.PhraseAt(k) < 0 {
		return rd.withAnother(g, slot, k, slot.First) // "Afghan and NATO troops", whose first word the shallow reading left out
	}
	type named struct{ first, last int }
	var found []named
	k := slot.First
	for k < slot.Head {
		n, st := rd.actors.Nation(g.Doc, k, slot.Head)
		if n > 0 && st != nil {
			found = append(found, named{k, k + n})
			k += n
			continue
		}
		if w := g.Doc.Tokens[k].Norm; w != "and" && w != "," && w != "the" && w != "both" && !(len(found) == 0 && g.Doc.Tags[k] != parse.PROPN) {
			break
		}
		k++
	}
	if len(found) == 1 && k < slot.Head && g.Doc.Tokens[k-1].Norm == "and" && found[0].last == k-1 {
		return rd.withAnother(g, slot, found[0].first, k)
	}
	if len(found) < 2 || found[len(found)-1].last != k {
		return nil
	}
	for i := 1; i < len(found); i++ {
		if found[i].first == found[i-1].last {
			return nil // "North Korean"
		}
	}
	var out []sitrep.Filler
	for i, m := range found {
		_, st := rd.actors.Nation(g.Doc, m.first, m.last)
		last := m.last
		if i == len(found)-1 {
			last = slot.Last
		}
		f := sitrep.Filler{Quote: rd.quote(m.first, last), Name: st.Adjective + " " + g.Doc.Words(k, slot.Last), By: slot.By}
		if a := rd.actors.Body(st.Code, norms(g.Doc, k, slot.Last), rd.actors.Year()); a != nil {
			r := rd.memory.actor(a)
			f.Name, f.Entity = r.name, r.entity
		} else {
			f.Party = rd.memory.state(st).entity
		}
		out = append(out, f)
	}
	return out
}

// belongings are nouns, besides those for forces and arms, for what somebody acts by or speaks for.
var belongings = wordSet("men", "man", "cell", "people", "side", "wing", "unit", "department", "office", "party", "movement", "group")

// ownName names a filler by whose it is where a pronoun says that: the "forces of Karsa" for "its forces", Karsa for "his country". What
// somebody attacks is seldom his own, so that such a pronoun is left as it is.
func (rd *reading) ownName(s *sentence, slot rule.Slot, f *sitrep.Filler, doers []sitrep.Filler) {
	if slot.Phrase < 0 || f.Entity != "" || slot.By == "modifier" || slot.By == "owner" {
		return
	}
	t := s.g.OwnerToken(slot.Phrase)
	if t < 0 {
		return
	}
	own := s.owners[t]
	i := rd.memory.index(own.entity)
	if i < 0 || slices.ContainsFunc(doers, func(a sitrep.Filler) bool { return a.Entity == own.entity }) {
		return
	}
	e := &rd.memory.entities[i]
	if w := s.g.Doc.Tokens[t].Norm; (w == "his" || w == "her") && e.Type != sitrep.PersonMention {
		return
	}
	lemma := s.g.Doc.Lemmas[slot.Head]
	if lemma == "country" || lemma == "nation" || lemma == "homeland" {
		if st := rd.actors.State(e.Country); st != nil && slot.Last == slot.Head+1 {
			r := rd.memory.state(st)
			f.Name, f.Entity = r.name, r.entity
		}
		return
	}
	const possessed = actor.Force | actor.Fighter | actor.Official | actor.Organisation | actor.Aircraft | actor.Vehicle | actor.Weapon
	if rd.actors.Class(lemma)&possessed == 0 && !belongings[lemma] && !belongings[s.g.Doc.Tokens[slot.Head].Norm] {
		return
	}
	if name := s.g.Doc.Words(t+1, s.g.Phrases[slot.Phrase].Last) + " of " + own.name; words(name) <= maxWords {
		f.Name = name
	}
}

// alsoDone gives those who were counted apart, by a verb joined to that of the deed, the deed's doer: "shells fired by rebels killed nine and
// wounded 20".
func alsoDone(g *parse.Grammar, drafts []draft, i int) {
	c := &drafts[i]
	if c.drop || c.Type != casualties || len(c.Roles[sitrep.Actor]) > 0 || c.match.Verb < 0 || c.match.Phrase >= 0 {
		return
	}
	u := &g.Verbs[c.match.Verb]
	for j := range drafts {
		if o := &drafts[j]; j != i && !o.drop && o.match.Phrase < 0 && o.match.Verb == u.Up && u.Link == parse.Coordinate && u.Inherited && len(o.Roles[sitrep.Actor]) > 0 {
			c.Roles[sitrep.Actor] = o.Roles[sitrep.Actor]
			return
		}
	}
}

// withAnother are the fillers of a slot that gives a nation and a party by name one noun: "Afghan and NATO troops". The nation stands at token
// first, the party from token k on.
func (rd *reading) withAnother(g *parse.Grammar, slot rule.Slot, first, k int) []sitrep.Filler {
	n, other := rd.partyAt(g.Doc, k, slot.Last)
	_, st := rd.actors.Nation(g.Doc, first, k)
	if st == nil {
		return nil
	}
	if n == 0 {
		other.name = g.Doc.Words(k, slot.Last)
	}
	a := sitrep.Filler{Quote: rd.quote(first, k-1), Name: st.Adjective + " " + g.Doc.Tokens[slot.Head].Norm, By: slot.By, Party: rd.memory.state(st).entity}
	if body := rd.actors.Body(st.Code, g.Doc.Tokens[slot.Head].Norm, rd.actors.Year()); body != nil {
		r := rd.memory.actor(body)
		a.Name, a.Entity, a.Party = r.name, r.entity, ""
	}
	return []sitrep.Filler{a, {Quote: rd.quote(k, slot.Last), Name: other.name, Entity: other.entity, By: slot.By}}
}
