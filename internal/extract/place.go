package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/timex"
	"sitrep/internal/toponym"
)

// noPlace is the cost of a phrase that is not where a match happened.
const noPlace = 1 << 20

// tooFar is the cost from which a phrase is not taken for the place.
const tooFar = 260

// placeOf finds where a match happened: what the rule names as the place, then a place phrase of its clause, nearest
// first, then one inside its fillers, then one that opens the sentence or stands elsewhere in it. Of "the Shida quarter in
// northern Mali" it is the quarter.
func (rd *reading) placeOf(s *sentence, m *rule.Match) (slot rule.Slot, ok bool) {
	g := s.g
	vague, isVague := rule.Slot{}, false // "a village": a named place says more
	for _, p := range m.Places {
		if s.isTime(p.Head) {
			continue
		}
		if p.Phrase < 0 || named(g, p.Phrase) || s.refs[p.Phrase].entity != "" || rd.placed(s, p.Phrase) {
			if o := rd.owned(g, p.Phrase); p.Phrase >= 0 && o != p.Phrase {
				return placeSlot(g, o), true
			}
			return p, true
		}
		if !isVague {
			vague, isVague = p, true
		}
	}
	if m.Phrase >= 0 { // "the Paris attacks"
		if sl, ok := rd.placeInside(g, m.Phrase); ok {
			return sl, true
		}
	}
	best, bestCost := -1, tooFar
	for p := range g.Phrases {
		if g.Phrases[p].Time || p == m.Phrase || s.isTime(g.Phrases[p].Head) || s.ofSource(p) || !rd.isPlace(g, placeSlot(g, p)) && !(m.Type.ID == "interception" && rd.below(g, p)) {
			continue
		}
		if cost := rd.placeCost(s, m, p); cost < bestCost {
			best, bestCost = p, cost
		}
	}
	if best >= 0 && (!isVague || named(g, best) || s.refs[best].entity != "" || rd.townOf(s, best)) {
		return placeSlot(g, rd.owned(g, rd.narrower(g, best))), true
	}
	if isVague {
		return vague, !plural(g, &g.Phrases[vague.Phrase])
	}
	// A place named inside another phrase: "a Kabul guesthouse".
	for p := range g.Phrases {
		if p != m.Phrase && !fills(m, p) || m.Rule.Subtype != "" {
			continue
		}
		if sl, ok := rd.placeInside(g, p); ok {
			return sl, true
		}
	}
	return rule.Slot{}, false
}

func placeSlot(g *parse.Grammar, p int) rule.Slot {
	ph := &g.Phrases[p]
	return rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p, By: "prep:" + g.Preposition(p)}
}

// around are prepositions that stand before where a thing happened, though less surely than locatives do.
var around = map[string]bool{"of": true, "from": true, "to": true, "on": true, "over": true, "along": true, "off": true, "between": true}

// distances are nouns that stand before "from" and a place: "six miles from Bria".
var distances = map[string]bool{"kilometre": true, "kilometer": true, "km": true, "mile": true, "metre": true, "meter": true, "yard": true}

// past are prepositions that seldom say where a thing happened.
var past = map[string]bool{"against": true, "through": true, "past": true, "beyond": true, "behind": true, "above": true, "below": true,
	"under": true, "onto": true, "upon": true, "via": true, "beside": true, "after": true, "before": true, "including": true, "such as": true}

// placeCost says how far phrase p, which names a place, is from being where m happened: 0 for "in" right after the
// trigger, noPlace where it is not.
func (rd *reading) placeCost(s *sentence, m *rule.Match, p int) int {
	g := s.g
	ph := &g.Phrases[p]
	clause, own := g.Clause(m.Head), g.Clause(ph.Head)
	if ph.Last-ph.First == 1 && g.Doc.Tags[ph.Head] == parse.NOUN && !(g.Doc.Sents[g.Sent].Upper && rd.where.of(ph.Head) != nil) || rd.insideParty(g, p) {
		return noPlace // "sentenced to years in prison", "the Front for the Liberation of Palestine"
	}
	if rd.reckoned(g, m, p) || rd.aside(g, m, p) {
		return noPlace
	}
	cost := 0
	prep := g.Preposition(p)
	if !locatives[prep] && fills(m, p) && plural(g, ph) && g.Doc.Tags[ph.Head] == parse.NOUN && rd.names.read(g, placeSlot(g, p)).kind == facilityKind {
		return noPlace // "destroyed 48 schools", "shelled Kabila's positions", "attacks on pipelines"
	}
	switch {
	case locatives[prep] && harms[m.Type.ID] && ph.Gov >= 0 && g.Preposition(ph.Gov) == "from" && g.Phrases[ph.Gov].First > m.Head && !rd.isPeople(g, ph.Gov):
		return noPlace // "shelled Goma from hills in Rwanda"
	case locatives[prep]:
	case prep == "from" && ph.Gov >= 0 && !rd.isPlace(g, placeSlot(g, ph.Gov)) && !distances[g.Doc.Lemmas[g.Phrases[ph.Gov].Head]]:
		return noPlace // "two monks from Nepal", "rockets from the enclave"
	case prep == "of" && ph.Gov >= 0 && rd.isCountry(rd.names.read(g, placeSlot(g, p))) && rd.isParty(g, ph.Gov):
		return noPlace // "the ministers of Chad and Niger"
	case accredited(g, p):
		return noPlace
	case around[prep] && rd.describes(g, p):
		return noPlace // "shelled Abu Qurayn, a crossroads between Sirte and Misrata"
	case prep == "on" && m.Phrase >= 0 && ph.Gov == m.Phrase && fills(m, p) && rd.placeName(ph) != nil && rd.placeName(ph).Kind == toponym.Name: // "a rocket attack on Ashkelon"
	case around[prep]:
		cost += 40
	case prep == "" && ph.Appos >= 0:
		if !rd.isPlace(g, placeSlot(g, ph.Appos)) {
			return noPlace
		}
		cost += 60
	case prep == "":
		cost += 80
		if !fills(m, p) && !named(g, p) && s.refs[p].entity == "" || rd.possessor(g, p) {
			return noPlace // "launched ground operations", "Kenya's police said"
		}
		if fills(m, p) {
			cost -= 30
			if rd.names.read(g, placeSlot(g, p)).kind == facilityKind {
				cost += 60 // what was hit says less of where than a named town does
			}
		} else if ph.Owner < 0 && isSubject(g, p) {
			return noPlace // "Russia said" is no place
		}
	case past[prep], prep == "for" && ph.Gov >= 0: // "the battle for Palmyra", but not "left for Syria"
		cost += 100
	default:
		return noPlace
	}
	if !locatives[prep] && !m.Type.Act && rd.isCountry(rd.names.read(g, placeSlot(g, p))) && (fills(m, p) || prep == "") && !opens(g, p) {
		return noPlace // what is said of a country, or agreed with it, does not happen there
	}
	if m.Rule.Subtype != "" && m.Rule.Subtype != "announce" && (own != clause || ph.Gov >= 0 || !locatives[prep]) {
		return noPlace // where a thing spoken of happened is not where it was said
	}
	if !named(g, p) && s.refs[p].entity == "" && !rd.townOf(s, p) {
		cost += 40 // "a remote area"
	}

	if own != clause && !(m.Phrase >= 0 && own >= 0 && slices.Contains(g.Verbs[own].Subjects, m.Phrase)) {
		fronted := ph.First < m.First && ph.Last <= firstVerb(g)
		if meanwhile(g, m, own) || rd.atATime(g, own) || rd.elsewhere(g, m, own) || !fronted && !m.Type.Act && !m.Type.Consequence && len(m.Rule.Place) == 0 &&
			!(own >= 0 && m.Phrase >= 0 && g.Verbs[own].UpPhrase == m.Phrase) && !above(g, own, clause) {
			return noPlace
		}
		cost += 120
		if ph.First < m.First && ph.Last <= firstVerb(g) {
			cost -= 80
		}
	}
	if d := ph.First - m.Head; d >= 0 {
		return cost + d
	}
	cost += 10 + m.Head - ph.First
	if cost < tooFar && inLabel(g, m, p) {
		cost = min(cost+120, tooFar-1) // "Conflict in Iraq: a bomb kills nine in Mosul"
	}
	return cost
}

// inLabel says that phrase p stands in words that label the sentence, before a colon and before any verb.
func inLabel(g *parse.Grammar, m *rule.Match, p int) bool {
	if g.Phrases[p].Last > firstVerb(g) {
		return false
	}
	for k := g.Phrases[p].Last; k < m.First && k < g.First+14; k++ {
		if g.Doc.Tokens[k].Norm == ":" {
			return true
		}
	}
	return false
}

// reckoned says that phrase p only helps to find the place that stands before it: the Bria of "the last town south of Bria".
func (rd *reading) reckoned(g *parse.Grammar, m *rule.Match, p int) bool {
	if !bearing(g, p) {
		return false
	}
	k := g.Phrases[p].Prep - 1
	for q := range g.Phrases[:p] {
		ph := &g.Phrases[q]
		if ph.First == k || q == m.Phrase || ph.Last != k && ph.Last != k+1 || distances[g.Doc.Lemmas[ph.Head]] {
			continue
		}
		return rd.isPlace(g, placeSlot(g, q)) || rd.actors.Class(g.Doc.Lemmas[ph.Head])&actor.Settlement != 0
	}
	return false
}

// grounds are nouns that tie one deed to another, which happened elsewhere: "arrested in connection with shellings in Jaffna".
var grounds = map[string]bool{"connection": true, "relation": true, "suspicion": true, "involvement": true, "role": true, "charge": true, "allegation": true,
	"accusation": true}

// aside says that phrase p hangs on what a deed was done for: "arrested over a massacre in Mostar".
func (rd *reading) aside(g *parse.Grammar, m *rule.Match, p int) bool {
	over := false
	for a := p; a >= 0 && a != m.Phrase; a = g.Phrases[a].Gov {
		if g.Phrases[a].First < m.Head {
			return false
		}
		gov := g.Phrases[a].Gov
		if a != p && (grounds[g.Doc.Lemmas[g.Phrases[a].Head]] || g.Preposition(a) == "over" && (gov < 0 || rd.isPeople(g, gov))) {
			over = true
		}
	}
	return over && m.Phrase < 0
}

// possessor says that phrase p owns a party: the country of "Kenya's police".
func (rd *reading) possessor(g *parse.Grammar, p int) bool {
	return p+1 < len(g.Phrases) && g.Phrases[p+1].Owner == p && rd.isParty(g, p+1)
}

// insideParty says that phrase p is the end of a party's name.
func (rd *reading) insideParty(g *parse.Grammar, p int) bool {
	first := g.Phrases[p].First
	if rd.partOfName(g, p) >= 0 {
		return true
	}
	for k := max(g.First, first-10); k < first; k++ {
		if w, a := rd.actors.Match(g.Doc, k, g.Last); a != nil && w > 1 && k+w > first {
			return true
		}
	}
	return false
}

// partOfName is the phrase of the party whose name phrase p ends: the Front of "the Revolutionary Front of Karsa". -1 for none.
func (rd *reading) partOfName(g *parse.Grammar, p int) int {
	ph := &g.Phrases[p]
	gov := ph.Gov
	if w := g.Preposition(p); gov < 0 || w != "of" && w != "for" || g.Doc.Tags[ph.Head] != parse.PROPN || ph.Prep != g.Phrases[gov].Last {
		return -1
	}
	h := g.Phrases[gov].Head
	w := g.Doc.Tokens[h].Norm
	if g.Doc.Tags[h] != parse.PROPN && w != "volunteers" { // whose capital at the start of a sentence says nothing
		return -1
	}
	if rd.names.read(g, placeSlot(g, gov)).class&(actor.Force|actor.Organisation|actor.Fighter) == 0 && w != "volunteers" {
		return -1
	}
	return gov
}

// wholeName is the phrase that a party's name begins with, where a slot holds only its end: "the Defence Force of the North
// (DFN) attacked" is not told of the North.
func (rd *reading) wholeName(g *parse.Grammar, slot rule.Slot) rule.Slot {
	p := slot.Phrase
	for depth := 0; p >= 0 && depth < 4 && slot.First == g.Phrases[slot.Phrase].First; depth++ {
		gov := rd.partOfName(g, p)
		if gov < 0 {
			break
		}
		p = gov
	}
	if p == slot.Phrase {
		return slot
	}
	by := slot.By
	slot = placeSlot(g, p)
	slot.By = by
	return slot
}

// isParty says that phrase p names people or a body.
func (rd *reading) isParty(g *parse.Grammar, p int) bool {
	switch rd.names.read(g, placeSlot(g, p)).kind {
	case actorKind, personKind:
		return true
	}
	return false
}

// isPeople says that phrase p names people, a party or not.
func (rd *reading) isPeople(g *parse.Grammar, p int) bool {
	return rd.isParty(g, p) || rd.names.read(g, placeSlot(g, p)).kind == peopleKind
}

// above says that clause v hangs on clause of, or the other way round, other than as what describes a noun.
func above(g *parse.Grammar, v, of int) bool {
	for _, pair := range [][2]int{{v, of}, {of, v}} {
		for c, k := pair[0], 0; c >= 0 && k < 4; c, k = g.Verbs[c].Up, k+1 {
			if c == pair[1] {
				return true
			}
			if g.Verbs[c].Link == parse.Relative {
				break
			}
		}
	}
	return false
}

// opens says that phrase p is a label before the sentence: "Somalia: gunmen attack a convoy".
func opens(g *parse.Grammar, p int) bool {
	ph := &g.Phrases[p]
	return ph.First == g.First && ph.Last < g.Last && (g.Doc.Tokens[ph.Last].Norm == ":" || g.Doc.Tokens[ph.Last].Norm == ",")
}

// meanwhile says that clause v tells what else happened as or while the match did: "recruits were deployed as the
// Tigers attacked a lighthouse in Galle". What is told as a result has its place there: "five were killed as a mine blew up in Kulbus".
func meanwhile(g *parse.Grammar, m *rule.Match, v int) bool {
	if v >= 0 && g.Verbs[v].Reduced && g.Verbs[v].UpPhrase >= 0 {
		v = g.Clause(g.Phrases[g.Verbs[v].UpPhrase].Head) // "as marines cut a cable feeding a mast in Galle"
	}
	if v < 0 || m.Type.Consequence || g.Verbs[v].Begin <= m.Head || g.Verbs[v].Inherited || len(g.Verbs[v].Subjects) == 0 {
		return false
	}
	for k := g.Verbs[v].Begin - 1; k <= g.Verbs[v].Begin; k++ {
		switch g.Doc.Tokens[k].Norm {
		case "as", "while":
			return true
		}
	}
	return false
}

// atATime says that clause v tells what else went on, and that is nobody's doing: "while peace talks are under way in Doha".
func (rd *reading) atATime(g *parse.Grammar, v int) bool {
	if v < 0 || len(g.Verbs[v].Subjects) == 0 || rd.isPeople(g, g.Verbs[v].Subjects[0]) || g.Verbs[v].Begin <= g.First {
		return false
	}
	for k := g.Verbs[v].Begin - 1; k <= g.Verbs[v].Begin; k++ {
		if g.Doc.Tokens[k].Norm == "while" {
			return g.Doc.Tags[g.Phrases[g.Verbs[v].Subjects[0]].Head] == parse.NOUN
		}
	}
	return false
}

// elsewhere says that clause v tells what something else was for, so that its places are not the match's: "denied that he
// left to avoid fighting in the capital". What the match's own noun or verb was for is another matter: "an offensive to
// retake the town".
func (rd *reading) elsewhere(g *parse.Grammar, m *rule.Match, v int) bool {
	for depth := 0; v >= 0 && depth < 3; depth++ {
		u := &g.Verbs[v]
		if u.Form == parse.Infinitive && g.Doc.Lemmas[u.First+1] != "have" { // "are said to have been" tells of what was
			for c, k := g.Clause(m.Head), 0; c >= 0 && k < 4; c, k = g.Verbs[c].Up, k+1 {
				if c == v {
					return false // the match is told inside that clause
				}
			}
			return !(m.Phrase >= 0 && u.UpPhrase == m.Phrase || m.Verb >= 0 && u.Up == m.Verb)
		}
		if u.Link != parse.Coordinate && u.Link != parse.Adverbial {
			return false
		}
		v = u.Up
	}
	return false
}

// narrower follows a place up to a more precise one that it only helps to find: from "northern Mali" to "the Shida
// quarter" in "the Shida quarter in northern Mali".
func (rd *reading) narrower(g *parse.Grammar, p int) int {
	for depth := 0; depth < 3; depth++ {
		gov := g.Phrases[p].Gov
		if gov < 0 || g.Preposition(p) != "in" && g.Preposition(p) != "of" {
			break
		}
		if ph := &g.Phrases[gov]; ph.Last == ph.First+1 && bearing(g, p) {
			break // "southeast of Bria"
		}
		prep, kind := g.Preposition(gov), rd.actors.Class(g.Doc.Lemmas[g.Phrases[gov].Head])
		if g.Preposition(p) == "of" && kind&actor.Settlement != 0 && !named(g, gov) {
			p = gov // "the city of Bria"
			continue
		}
		if !locatives[prep] && prep != "on" && prep != "of" && prep != "to" && prep != "against" {
			break
		}
		t := rd.names.read(g, placeSlot(g, gov))
		if t.kind != placeKind || !(t.proper || named(g, gov)) || rd.isCountry(t) {
			break
		}
		p = gov
	}
	return p
}

// placed says that a named place tells which phrase p is: "the suburbs of Misrata".
func (rd *reading) placed(s *sentence, p int) bool {
	g := s.g
	for q := range g.Phrases {
		if g.Phrases[q].Gov == p && (named(g, q) || s.refs[q].entity != "") && g.Preposition(q) == "of" {
			return true
		}
	}
	return false
}

// named says that a phrase holds a proper name: "the Shida quarter", "Haas village".
func named(g *parse.Grammar, p int) bool {
	for k := g.Phrases[p].First; k < g.Phrases[p].Last; k++ {
		if g.Doc.Tags[k] == parse.PROPN {
			return true
		}
		if _, ok := geo.Demonym(g.Doc.Tokens[k].Norm); ok {
			return true // "Syrian territory"
		}
	}
	return false
}

// ofSource says that a phrase is a source or hangs on one: the clinic of "a medical source at a field clinic".
func (s *sentence) ofSource(p int) bool {
	for v := range s.g.Verbs {
		if u := &s.g.Verbs[v]; u.First == s.g.Phrases[p].Last && u.Last == u.First+1 && s.g.Doc.Tokens[u.First].Norm == "said" && s.g.Preposition(p) != "" {
			return true // "medics at the hospital said", however the words before were read
		}
	}
	for depth := 0; p >= 0 && depth < 4; depth, p = depth+1, s.g.Phrases[p].Gov {
		for i := range s.frames {
			if s.frames[i].Phrase == p {
				return true
			}
		}
	}
	return false
}

func firstVerb(g *parse.Grammar) int {
	if len(g.Verbs) == 0 {
		return g.Last
	}
	return g.Verbs[0].First
}

// isSubject says that phrase p, or the list that it stands in, is the subject of a verb.
func isSubject(g *parse.Grammar, p int) bool {
	for p >= 0 {
		for v := range g.Verbs {
			if slices.Contains(g.Verbs[v].Subjects, p) {
				return true
			}
		}
		p = g.Phrases[p].Conj
	}
	return false
}

// fills says that phrase p is what the deed was done to or with.
func fills(m *rule.Match, p int) bool {
	for _, role := range sitrep.Roles {
		for _, s := range m.Roles[role] {
			if s.Phrase == p && role != sitrep.Actor && role != sitrep.Ally {
				return true
			}
		}
	}
	return false
}

// describes says that phrase p hangs on one that says of a place named before it what it is: "Dalori, a village on the road to Maiduguri".
func (rd *reading) describes(g *parse.Grammar, p int) bool {
	for n := 0; n < 4 && p >= 0; n++ { // deeper ones say nothing of a place
		ph := &g.Phrases[p]
		switch {
		case n > 0 && ph.Appos >= 0:
			return !named(g, p) && (rd.isPlace(g, placeSlot(g, ph.Appos)) || named(g, ph.Appos) && rd.isPlace(g, placeSlot(g, p)))
		case ph.Gov >= 0:
			p = ph.Gov
		default:
			p = ph.Conj
		}
	}
	return false
}

// isPlace says that a phrase can be where something happened: a place by name, a facility, a settlement with a name or
// one spoken of before.
func (rd *reading) isPlace(g *parse.Grammar, s rule.Slot) bool {
	if g.Doc.Lemmas[s.Head] == "target" {
		return false // "strikes against ISIL targets"
	}
	t := rd.names.read(g, s)
	switch t.kind {
	case placeKind, facilityKind:
		return true
	case nothing:
		return t.proper && s.Phrase >= 0 && (locatives[g.Preposition(s.Phrase)] || bearing(g, s.Phrase))
	}
	return false
}

// below says that phrase p is a name that nothing explains behind "over", which is where what flew was brought down.
func (rd *reading) below(g *parse.Grammar, p int) bool {
	t := rd.names.read(g, placeSlot(g, p))
	return t.kind == nothing && t.proper && g.Preposition(p) == "over"
}

// isTime says that token k belongs to a time: "from mid-December".
func (s *sentence) isTime(k int) bool {
	return slices.ContainsFunc(s.times, func(t timex.Expr) bool { return t.First <= k && k < t.Last })
}

// bearing says that a compass point stands before phrase p: "two kilometres west of Kidal".
func bearing(g *parse.Grammar, p int) bool {
	k := g.Phrases[p].Prep - 1
	return k >= g.First && g.Preposition(p) == "of" && compass[strings.ReplaceAll(g.Doc.Tokens[k].Norm, "-", "")]
}

var compass = map[string]bool{"north": true, "south": true, "east": true, "west": true, "northeast": true, "northwest": true, "southeast": true, "southwest": true}

// placeInside finds a place that describes a phrase from inside: "a Kabul guesthouse".
func (rd *reading) placeInside(g *parse.Grammar, p int) (rule.Slot, bool) {
	ph := &g.Phrases[p]
	for k := ph.First; k < ph.Head; k++ {
		if w, a := rd.actors.Match(g.Doc, k, ph.Last); a != nil && w > 1 {
			k += w - 1 // the Kurdistan of "a Kurdistan Workers' Party ambush"
			continue
		}
		if w, pl, ok := geo.Match(g.Doc, k, ph.Head); ok && w > 0 && pl.Precision != sitrep.Country { // "U.S. support" is a doer's
			return rule.Slot{First: k, Last: k + w, Head: k + w - 1, Phrase: p, By: "modifier"}, true
		}
	}
	return rule.Slot{}, false
}
