package extract

import (
	"fmt"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/toponym"
)

// whereabouts are the places that a report names.
type whereabouts struct {
	all []toponym.Mention
	at  []int32 // by token: index into all + 1, 0 for none
	not []bool  // by token: it belongs to a name that is no place
}

// locate finds the places of the report.
func (rd *reading) locate() {
	w := &rd.where
	rd.names.where = w
	found := toponym.Find(rd.doc, rd.actors, rd.places)
	w.all, w.not = found.Mentions, found.Not
	w.at = make([]int32, len(rd.doc.Tokens))
	for i := range w.all {
		if rd.inParty(&w.all[i]) {
			continue
		}
		for k := w.all[i].First; k < w.all[i].Last; k++ {
			w.at[k] = int32(i) + 1
		}
	}
}

// inParty says that m is named inside the longer name of a party: the Levant of "Islamic State of Iraq and the Levant".
func (rd *reading) inParty(m *toponym.Mention) bool {
	s := rd.doc.Sents[rd.doc.Tokens[m.First].Sent]
	for k := max(s.First, m.First-8); k < m.First; k++ {
		if n, a := rd.actors.Match(rd.doc, k, s.Last); a != nil && k+n >= m.Last {
			return true
		}
	}
	return false
}

// of is the place named at token i, nil for none.
func (w *whereabouts) of(i int) *toponym.Mention {
	if w == nil || i < 0 || i >= len(w.at) || w.at[i] == 0 {
		return nil
	}
	return &w.all[w.at[i]-1]
}

// no says that token i belongs to a name that is no place.
func (w *whereabouts) no(i int) bool { return w != nil && i < len(w.not) && w.not[i] }

// in is the place named last among tokens [first, last), nations left out; nil for none.
func (w *whereabouts) in(first, last int) *toponym.Mention {
	for k := last - 1; k >= first; k-- {
		if m := w.of(k); m != nil && m.Kind != toponym.Adjective {
			return m
		}
	}
	return nil
}

// known finds the entity of a place that was named before, by another name perhaps.
func (mem *memory) known(m *toponym.Mention) (id int, ok bool) {
	if m == nil || m.Place.ID == "" {
		return -1, false
	}
	id, ok = mem.places[m.Place.ID]
	return id, ok
}

// settle gives an entity the point of the place that it is; it keeps the first that it was given.
func (mem *memory) settle(id int, m *toponym.Mention) {
	e := &mem.entities[id]
	if m == nil || e.Lat != nil || e.Type != sitrep.PlaceMention && e.Type != sitrep.FacilityMention {
		return
	}
	if m.Place.ID != "" {
		if _, taken := mem.places[m.Place.ID]; !taken {
			mem.places[m.Place.ID] = id
		}
		e.Country = m.Place.Country
	} else if m.Within.ID != "" {
		e.Country = m.Within.Country
	}
	if lat, lon, precision, ok := m.Point(); ok {
		e.Lat, e.Lon, e.Precision = &lat, &lon, precision
	}
}

// other says that entity id stands for another place than m of the same name.
func (mem *memory) other(id int, m *toponym.Mention) bool {
	if m == nil || m.Place.ID == "" {
		return false
	}
	if have, ok := mem.places[m.Place.ID]; ok {
		return have != id
	}
	e := &mem.entities[id]
	return e.Lat != nil && e.Type == sitrep.PlaceMention && (*e.Lat != m.Place.Lat || *e.Lon != m.Place.Lon)
}

// placeName cuts the name alone out of a phrase that names a place: "Mosul" of "northern Mosul".
func (rd *reading) placeName(ph *parse.Phrase) *toponym.Mention {
	if m := rd.where.of(ph.Head); m != nil && m.Kind != toponym.Adjective && m.Last > ph.Head {
		return m
	}
	return nil
}

// placeMentions makes mentions and entities of the places that no phrase stands for, and of nations.
func (rd *reading) placeMentions() []sitrep.Mention {
	mem := rd.memory
	out := make([]sitrep.Mention, 0, len(rd.where.all))
	for i := range rd.where.all {
		m := &rd.where.all[i]
		typ := sitrep.PlaceMention
		switch {
		case m.Kind == toponym.Adjective:
			typ = sitrep.NationalityMention
		case m.Kind == toponym.Site:
			typ = sitrep.FacilityMention
		}
		out = append(out, sitrep.Mention{Type: typ, Quote: rd.quote(m.First, m.Last), Entity: mem.placed(m, typ)})
	}
	return out
}

// withPlaces adds the places to mentions: a place that a mention of the same words stands for already is that mention, and any
// other a mention of its own, inside another or apart.
func (rd *reading) withPlaces(out []sitrep.Mention) []sitrep.Mention {
	at := map[sitrep.Span]int{}
	for i := range out {
		at[out[i].Span] = i
	}
	for _, m := range rd.placeMentions() {
		i, ok := at[m.Span]
		if !ok {
			out = append(out, m)
			continue
		}
		if out[i].Entity == "" || out[i].Type == sitrep.NationalityMention {
			out[i].Entity = m.Entity
		}
	}
	return out
}

// placed finds or makes the entity of a place.
func (mem *memory) placed(m *toponym.Mention, typ sitrep.MentionType) string {
	id, ok := mem.known(m)
	name := m.Name
	if m.Kind == toponym.Adjective {
		name, typ = m.Place.Name, sitrep.PlaceMention
	}
	if !ok {
		if id, ok = mem.byName[fold(name)]; ok && (mem.entities[id].Type != sitrep.PlaceMention && mem.entities[id].Type != sitrep.FacilityMention || mem.other(id, m)) {
			ok = false
		}
	}
	if !ok {
		id = len(mem.entities)
		mem.entities = append(mem.entities, sitrep.Entity{ID: fmt.Sprintf("e%d", id+1), Type: typ, Name: trimArticle(name)})
		if _, taken := mem.byName[fold(name)]; !taken {
			mem.byName[fold(name)] = id
		}
	}
	mem.settle(id, m)
	if m.Kind != toponym.Adjective {
		mem.alias(id, name)
	}
	return mem.entities[id].ID
}

// point writes where a claim's place lies.
func (rd *reading) point(p *sitrep.Place, m *toponym.Mention) {
	if m == nil {
		if i := rd.memory.index(p.Entity); i >= 0 {
			e := &rd.memory.entities[i]
			p.Lat, p.Lon = e.Lat, e.Lon
			if e.Lat != nil {
				p.Country, p.Precision = sitrep.Known(e.Country), e.Precision
			}
		}
		return
	}
	for _, c := range m.Candidates {
		if c.Place.Located {
			p.Candidates = append(p.Candidates, sitrep.Candidate{Name: c.Place.Name, Entity: c.Place.ID, Lat: c.Place.Lat, Lon: c.Place.Lon, Score: c.Score})
		}
	}
	if m.Place.ID == "" {
		p.Within = m.Within.Name
	}
	if lat, lon, precision, ok := m.Point(); ok {
		p.Lat, p.Lon, p.Precision = &lat, &lon, precision
		p.Country = sitrep.Known(m.Place.Country)
		if m.Place.ID == "" {
			p.Country = sitrep.Known(m.Within.Country)
		}
	}
}
