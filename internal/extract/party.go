package extract

import (
	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// What a deed is aimed at is often no party but something of one: "a U.S. request", "Haiti's efforts", "calls by Belarus's rulers", "a village in
// western Cambodia". The party of a filler is the entity whose it is: an owner, else who is named before its head, else who or what it hangs
// on a preposition.

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
	if t := g.OwnerToken(p); t >= 0 && rd.partyEntity(s.owners[t].entity) {
		return s.owners[t].entity
	}
	for k := ph.First; k < ph.Head; k++ {
		if n, a := rd.actors.Match(g.Doc, k, ph.Last); n > 0 && !a.Open && a.Kind != "media" {
			return rd.memory.actor(a).entity
		}
		if n, st := rd.actors.Nation(g.Doc, k, ph.Last); n > 0 {
			return rd.memory.state(st.Code, st.Name).entity
		}
	}
	if m := rd.where.in(ph.First, ph.Head); m != nil && m.Place.Country != "" {
		if st := rd.actors.State(m.Place.Country); st != nil {
			return rd.memory.state(st.Code, st.Name).entity
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
func (mem *memory) state(code, name string) ref {
	id, ok := mem.byName[fold(name)]
	if !ok {
		id = mem.add(sitrep.Entity{Type: sitrep.PlaceMention, Name: name, Country: code, Precision: sitrep.Country})
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
	case "demand", "appeal", "threaten", "accuse", "condemn", "praise":
	default:
		return
	}
	g := s.g
	actors := map[string]bool{}
	for _, a := range c.Roles[sitrep.Actor] {
		actors[a.Entity] = true
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.Up != m.Verb && !(u.Up >= 0 && g.Verbs[u.Up].Up == m.Verb) || v <= m.Verb || u.Link == parse.Relative || u.Inherited || len(u.Subjects) == 0 {
			continue
		}
		p := u.Subjects[0]
		slot := placeSlot(g, p)
		if id := s.refs[p].entity; g.Phrases[p].First < m.Last || g.Phrases[p].Pronoun && id == "" || actors[id] && id != "" || !rd.names.acts(g, slot, rd.names.read(g, slot)) {
			continue
		}
		slot.By = "addressee"
		c.Roles[sitrep.Target] = []sitrep.Filler{rd.filler(s, slot)}
		return
	}
}
