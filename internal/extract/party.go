package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/attribution"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// What a deed is aimed at is often no party but something of one: "a French offer", "Chad's plans", "pleas by Burma's generals", "a port in
// southern Yemen". The party of a filler is the entity whose it is: an owner, else who is named before its head, else who or what it hangs
// on a preposition.

// isParty says that a slot names whoever acts in politics and war: a state or the seat of its government, a body, somebody in office, an
// armed side. Companies, clubs and people without office are none.
func (n *names) isParty(g *parse.Grammar, s rule.Slot, t thing) bool {
	switch {
	case !n.acts(g, s, t):
		return false
	case t.actor != nil:
		return t.actor.Kind != "media"
	case t.someone != nil || t.kind == placeKind && n.isCountry(t):
		return true
	case t.kind == placeKind || t.kind == nothing && t.proper:
		return n.seat(g, s) || t.kind == nothing && n.inOffice(g, s)
	case t.kind == personKind && t.country != "":
		return true
	case t.kind == peopleKind:
		return t.country != "" && t.class == 0
	}
	return t.class&(actor.Fighter|actor.Force|actor.Official) != 0 && !unpolitical[g.Doc.Lemmas[s.Head]] || t.class&actor.Organisation != 0 && !unpolitical[g.Doc.Lemmas[s.Head]] ||
		t.kind == actorKind && t.country != "" || n.inOffice(g, s)
}

// seat says that a slot is the seat of a government.
func (n *names) seat(g *parse.Grammar, s rule.Slot) bool {
	if s.Phrase >= 0 && locatives[g.Preposition(s.Phrase)] {
		return false // "demonstrators in Nairobi"
	}
	k, st := n.reg.Seat(g.Doc, s.Head, s.Last, n.reg.Year())
	return k > 0 && st != nil
}

// stately are nouns for states and those who govern them.
var stately = wordSet("government", "ministry", "regime", "administration", "authority", "authorities", "president", "minister", "premier", "chancellor", "king", "emir", "ruler", "junta", "cabinet")

// inOffice says that a title of office stands before the head of a slot: "Foreign Minister Okello".
func (n *names) inOffice(g *parse.Grammar, s rule.Slot) bool {
	for k := s.First; k < s.Head; k++ {
		if w := g.Doc.Tokens[k].Norm; n.reg.Class(w)&actor.Official != 0 && !unpolitical[w] {
			return true
		}
	}
	return false
}

// unpolitical are bodies and titles of business, sport, faith and learning.
var unpolitical = wordSet("company", "firm", "hospital", "league", "foundation", "federation", "partner", "pope", "church", "analyst", "attorney", "boss", "captain", "chairman",
	"chairwoman", "chief", "director", "dr", "dr.", "head", "inspector", "judge", "lieutenant", "mr", "mr.", "mrs", "mrs.", "ms", "organiser", "organizer",
	"sergeant", "sgt.", "superintendent", "warden", "suspect", "settler", "shooter", "crowd", "squad", "side", "tribunal", "court", "officer", "crew member",
	"bodyguard", "looter", "thug", "gang", "spokeswoman", "spokesman", "spokesperson")

// belonging are the prepositions that say whose or where a thing is.
var belonging = map[string]bool{"by": true, "from": true, "of": true, "in": true, "against": true, "with": true, "at": true, "near": true, "inside": true, "for": true, "on": true, "between": true}

// party is the id of the entity whose a slot is, "" where none is told or the slot stands for a party itself.
func (rd *reading) party(s *sentence, slot rule.Slot, entity string) string {
	if slot.Phrase < 0 || slot.By == "modifier" || rd.partyEntity(entity) {
		return ""
	}
	return rd.partyOf(s, slot.Phrase, 2)
}

func (rd *reading) partyOf(s *sentence, p, depth int) string {
	g := s.g
	ph := &g.Phrases[p]
	if o := ph.Owner; o >= 0 {
		if id := s.refs[o].entity; rd.partyEntity(id) {
			return id
		}
		if depth > 0 {
			if id := rd.partyOf(s, o, depth-1); id != "" {
				return id
			}
		}
	}
	for k := ph.First; k < ph.Head; k++ { // before a pronoun: "his Irish counterpart"
		if n, r := rd.partyAt(g.Doc, k, ph.Last); n > 0 {
			return r.entity
		}
	}
	if t := g.OwnerToken(p); t >= 0 && rd.partyEntity(s.owners[t].entity) {
		return s.owners[t].entity
	}
	if m := rd.where.in(ph.First, ph.Head); m != nil && m.Place.Country != "" {
		if st := rd.actors.State(m.Place.Country); st != nil {
			return rd.memory.state(st).entity
		}
	}
	for q := p + 1; q < len(g.Phrases) && depth > 0; q++ {
		if g.Phrases[q].Gov != p || !belonging[g.Preposition(q)] || g.Phrases[q].Time {
			continue
		}
		if id := s.refs[q].entity; rd.partyEntity(id) {
			return id
		}
		if id := rd.partyOf(s, q, depth-1); id != "" {
			return id
		}
	}
	return ""
}

// partyAt is the party that is named at token k and ends before last: how many tokens its name takes, 0 for none.
func (rd *reading) partyAt(d *parse.Doc, k, last int) (int, ref) {
	if n, a := rd.actors.Match(d, k, last); n > 0 && !a.Open && a.Kind != "media" {
		return n, rd.memory.actor(a)
	}
	if n, st := rd.actors.Nation(d, k, last); n > 0 {
		return n, rd.memory.state(st)
	}
	return 0, ref{}
}

// partyEntity says that an entity is of a country or is a body.
func (rd *reading) partyEntity(id string) bool {
	i := rd.memory.index(id)
	if i < 0 {
		return false
	}
	e := &rd.memory.entities[i]
	return e.Country != "" || e.PartOf != "" || e.Kind != "" && e.Kind != "people"
}

// state is the entity of a country.
func (mem *memory) state(st *actor.State) ref {
	id, ok := mem.byName[fold(st.Name)]
	if !ok {
		id = mem.add(sitrep.Entity{Type: sitrep.PlaceMention, Name: st.Name, Country: st.Code, Precision: sitrep.Country})
	}
	return mem.ref(id)
}

// addressee adds to a demand, an appeal or a threat without a target the party that it says should do something: "demanded that the
// rebels leave", "threatened to act unless Serbia withdrew".
func (rd *reading) addressee(s *sentence, m *rule.Match, c *sitrep.Claim) {
	if c.Type != "statement" || m.Verb < 0 || len(c.Roles[sitrep.Target]) > 0 {
		return
	}
	switch c.Subtype {
	case "demand", "appeal", "threaten", "accuse", "condemn", "praise", "announce", "reject":
	default:
		return
	}
	g := s.g
	actors := map[string]bool{}
	for _, a := range c.Roles[sitrep.Actor] {
		actors[a.Entity] = true
	}
	fill := func(p int) {
		slot := placeSlot(g, p)
		slot.By = "addressee"
		c.Roles[sitrep.Target] = []sitrep.Filler{rd.filler(s, slot)}
	}
	for v := 0; v < m.Verb && m.Phrase < 0 && c.Subtype == "demand"; v++ {
		if u := &g.Verbs[v]; g.Precedes(v, m.Verb) && len(u.Subjects) > 0 {
			if id := s.refs[u.Subjects[0]].entity; rd.partyEntity(id) && !actors[id] {
				fill(u.Subjects[0]) // "Iran must stop, the bloc said"
			}
			return
		}
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if v <= m.Verb || u.Link == parse.Relative || u.Inherited || len(u.Subjects) == 0 {
			continue
		}
		p := u.Subjects[0]
		if below := u.Up == m.Verb || u.Up >= 0 && g.Verbs[u.Up].Up == m.Verb; !below && !conditioned(g, p) {
			continue
		}
		slot := placeSlot(g, p)
		if id := s.refs[p].entity; g.Phrases[p].First < m.Last || g.Phrases[p].Pronoun && id == "" || actors[id] && id != "" || !rd.names.acts(g, slot, rd.names.read(g, slot)) {
			continue
		}
		fill(p)
		return
	}
	if c.Subtype == "announce" || c.Subtype == "reject" {
		if p := rd.concerned(s, m, actors); p >= 0 {
			fill(p)
		}
		return
	}
	if c.Subtype == "demand" {
		for _, p := range g.Verbs[m.Verb].Objects {
			if f, ok := rd.namedBefore(s, p); ok && !actors[f.Entity] {
				c.Roles[sitrep.Target] = []sitrep.Filler{f} // "seeking a French garrison"
				return
			}
		}
	}
	// "demanded an admission by Moscow", "demanded talks with the junta", "threatened to resume attacks in Israel"
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.First < m.Last || ph.Gov < 0 || !dealingWith[g.Preposition(p)] || ph.First > m.Last+14 {
			continue
		}
		v := g.Clause(g.Phrases[ph.Gov].Head)
		if v < 0 || v != m.Verb && (g.Verbs[v].Up != m.Verb || g.Verbs[v].Form != parse.Infinitive && g.Verbs[v].Form != parse.Gerund) {
			continue
		}
		id := s.refs[p].entity
		if rd.partyEntity(id) && !actors[id] {
			fill(p)
			return
		}
		if f, ok := rd.namedBefore(s, p); ok && id == "" && !actors[f.Entity] && c.Subtype == "demand" {
			c.Roles[sitrep.Target] = []sitrep.Filler{f} // "demand an end to Israeli air strikes"
			return
		}
	}
	if c.Subtype == "threaten" {
		if p := rd.concerned(s, m, actors); p >= 0 {
			fill(p) // "warned that it would retaliate against Israel"
		}
	}
}

// concerned is the phrase of the first party, other than those in actors, that an offer, promise or refusal names in what its subject
// is to do: "offered to mediate between Peru and Chile", "refused to let U.N. planes land". -1 for none.
func (rd *reading) concerned(s *sentence, m *rule.Match, actors map[string]bool) int {
	g := s.g
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.First < m.Last || ph.Time || ph.Pronoun || ph.First > m.Last+18 {
			continue
		}
		v := g.Clause(ph.Head)
		for depth := 0; depth < 3 && v >= 0 && v != m.Verb; depth++ {
			if u := &g.Verbs[v]; u.Link != parse.Complement && u.Form != parse.Infinitive && u.Form != parse.Gerund {
				break
			}
			v = g.Verbs[v].Up
		}
		if v != m.Verb || slices.ContainsFunc(s.frames, func(f attribution.Frame) bool { return f.Phrase == p }) {
			continue
		}
		id := s.refs[p].entity
		i := rd.memory.index(id)
		if i >= 0 && rd.memory.entities[i].Type == sitrep.PlaceMention && locatives[g.Preposition(p)] {
			continue // "declared an emergency in Kaga"
		}
		if i >= 0 && rd.ownLand(&rd.memory.entities[i], actors) {
			continue // "Panama declared an emergency for the province of Colón"
		}
		if !rd.partyEntity(id) {
			if id = ""; rd.names.read(g, placeSlot(g, p)).kind != peopleKind {
				id = rd.partyIn(s, p)
			}
		}
		if j := rd.memory.index(id); j >= 0 && !actors[id] && !rd.ownLand(&rd.memory.entities[j], actors) {
			return p
		}
	}
	return -1
}

// ownLand says that a place is, or lies in, the country of one of the actors.
func (rd *reading) ownLand(e *sitrep.Entity, actors map[string]bool) bool {
	for id := range actors {
		i := rd.memory.index(id)
		if i < 0 || e.Type != sitrep.PlaceMention || e.Country == "" {
			continue
		}
		if a := &rd.memory.entities[i]; a.Country == e.Country && a.Kind != "armed_group" && a.Kind != "militia" {
			return true
		}
	}
	return false
}

// partyIn is the party that owns phrase p or is named in it before its head: "U.N. planes", "Chad's plans".
func (rd *reading) partyIn(s *sentence, p int) string {
	if o := s.g.Phrases[p].Owner; o >= 0 && rd.partyEntity(s.refs[o].entity) {
		return s.refs[o].entity
	}
	f, _ := rd.namedBefore(s, p)
	return f.Entity
}

// namedBefore is the party that is named in phrase p before its head.
func (rd *reading) namedBefore(s *sentence, p int) (sitrep.Filler, bool) {
	g, ph := s.g, &s.g.Phrases[p]
	for k := ph.First; k < ph.Head; k++ {
		if n, r := rd.partyAt(g.Doc, k, ph.Head); n > 0 {
			return sitrep.Filler{Quote: rd.quote(k, k+n), Name: r.name, Entity: r.entity, By: "addressee"}, true
		}
	}
	return sitrep.Filler{}, false
}

// dealingWith are the prepositions before the party that a demand or a threat is about.
var dealingWith = map[string]bool{"by": true, "with": true, "against": true, "of": true, "from": true, "on": true, "in": true, "to": true}

// conditioned says that phrase p is the subject of a condition: "unless Serbia withdraws".
func conditioned(g *parse.Grammar, p int) bool {
	f := g.Phrases[p].First
	if f <= g.First {
		return false
	}
	switch g.Doc.Tokens[f-1].Norm {
	case "unless", "if", "until", "should":
		return true
	}
	return false
}

// grievance adds to a protest without a target the party that it is against: "a strike in protest against violations by the army",
// "marched to demand the resignation of the president".
func (rd *reading) grievance(s *sentence, m *rule.Match, c *sitrep.Claim) {
	if c.Type != "protest" && c.Type != "riot" || len(c.Roles[sitrep.Target]) > 0 {
		return
	}
	g := s.g
	for k := m.Last; k < min(g.Last, m.Last+12); k++ {
		switch g.Doc.Lemmas[k] {
		case "against", "protest", "demand", "denounce", "condemn", "oppose", "disapproval", "anger", "opposition":
		case "call":
			if k+1 >= g.Last || g.Doc.Tokens[k+1].Norm != "for" {
				continue
			}
		default:
			continue
		}
		for p := range g.Phrases {
			ph := &g.Phrases[p]
			if ph.First <= k || ph.First > k+10 || ph.Time {
				continue
			}
			id := s.refs[p].entity
			if !rd.partyEntity(id) {
				if id = rd.partyOf(s, p, 1); id == "" {
					continue
				}
			}
			if slices.ContainsFunc(c.Roles[sitrep.Actor], func(f sitrep.Filler) bool { return f.Entity == id }) {
				continue
			}
			slot := placeSlot(g, p)
			slot.By = "grievance"
			c.Roles[sitrep.Target] = []sitrep.Filler{rd.filler(s, slot)}
			return
		}
	}
}
