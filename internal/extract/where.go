package extract

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
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
	found := toponym.Find(rd.doc, rd.actors, rd.places, string(rd.report.URL))
	w.all, w.not = slices.DeleteFunc(found.Mentions, rd.partyAlone), found.Not
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

// partyAlone says that m is no more than a part of a party's name or that name, whatever place is called so: the Levant of "Islamic State of
// Iraq and the Levant", "Islamic State".
func (rd *reading) partyAlone(m toponym.Mention) bool {
	if m.Kind == toponym.Adjective {
		return false
	}
	s := rd.doc.Sents[rd.doc.Tokens[m.First].Sent]
	for k := max(s.First, m.First-8); k <= m.First; k++ {
		n, a := rd.actors.Match(rd.doc, k, s.Last)
		if a != nil && a.Kind == "armed_group" && n > 1 && k+n >= m.Last && (k < m.First || m.Place.ID == "") {
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

// place writes a slot as a place.
func (rd *reading) place(s *sentence, slot rule.Slot) *sitrep.Place {
	g := s.g
	first, last := extent(g, slot)
	whole := rd.where.of(slot.Head)
	if whole != nil && (whole.Kind != toponym.Name || whole.First < first || whole.Last <= last) {
		whole = nil
	}
	if whole != nil {
		last = whole.Last // "Dar es Salaam", whose small word ended the phrase
	}
	p := &sitrep.Place{Quote: rd.quote(first, last), By: slot.By}
	t := rd.names.read(g, slot)
	r := ref{}
	if slot.Phrase >= 0 && slot.By != "modifier" {
		r = s.refs[slot.Phrase]
	}
	p.Name, p.Entity = r.name, r.entity
	if t.name != "" && p.Name == "" {
		p.Name = t.name
	}
	if owned := rd.ownedName(g, slot); owned != "" && (p.Entity == "" || strings.IndexFunc(p.Name, unicode.IsLower) == 0) {
		p.Name = owned
	}
	if p.Name == "" {
		p.Name = trimArticle(p.Text)
	}
	if whole != nil {
		p.Name, p.Entity = whole.Name, rd.memory.placed(whole, sitrep.PlaceMention)
	}
	p.Name = plainName(p.Name)
	p.Country = sitrep.Known(t.country)
	p.Precision = rd.precision(g, slot, t)
	switch m := rd.named(g, slot, first, last); {
	case m != nil && g.Doc.Lemmas[slot.Head] == "capital" && m.Place.Kind == geo.Country && r.entity != "":
		rd.locateEntity(p) // "the capital of Chad"
	case m != nil:
		rd.point(p, g, slot, m)
		rd.nameAlone(p, g, slot, m)
	case r.entity != "":
		rd.locateEntity(p)
	}
	if p.Lat == nil && len(p.Candidates) == 0 {
		rd.lieIn(p, g, slot)
	}
	if p.Entity == "" && p.Lat == nil && townNouns[g.Doc.Lemmas[slot.Head]] {
		rd.nameBehind(p, g, slot)
	}
	if !rd.border(p, g, slot) {
		rd.relate(p, g, slot)
	}
	return p
}

// named is the place that a slot names: in its own phrase, else behind its "of" where its noun only says what is named ("the
// town of Paris"); nil for none.
func (rd *reading) named(g *parse.Grammar, slot rule.Slot, first, last int) *toponym.Mention {
	if m := rd.where.in(slot.First, slot.Last); m != nil {
		return m
	}
	if w := g.Doc.Lemmas[slot.Head]; slot.Phrase >= 0 && last > slot.Last && (townNouns[w] || holds[w] || wide[w] || w == "port") {
		return rd.where.in(slot.Last, last)
	}
	return nil
}

// holds are nouns for a place by who has it: "their strongholds of Hawija and Tal Afar".
var holds = map[string]bool{"stronghold": true, "bastion": true, "enclave": true, "heartland": true, "hub": true, "pocket": true, "hotspot": true}

// plainName cuts from before a place's name what only describes it: "Mosul University" of "parts of Mosul University", "Qayyarah air base" of
// "strategic Qayyarah air base".
func plainName(name string) string {
	rest := name
	for {
		w, after, ok := strings.Cut(rest, " ")
		l := strings.ToLower(w)
		switch {
		case !ok:
			return name
		case w == l && (describing[l] || strings.HasSuffix(l, "-held") || strings.HasSuffix(l, "-controlled")):
			rest = after
		case portions[l] && strings.HasPrefix(after, "of "):
			rest = trimArticle(after[len("of "):])
		case l == "the":
			rest = after
		case rest == name || !unicode.IsUpper([]rune(rest)[0]) && !strings.HasPrefix(rest, "al-"):
			return name // "main road", which is no name
		default:
			return rest
		}
	}
}

// describing are adjectives before a name that are no part of it.
var describing = wordSet("ancient", "historic", "historical", "key", "strategic", "strategically", "important", "besieged", "embattled", "contested", "main", "nearby", "major",
	"sprawling", "vital", "crucial", "restive", "volatile", "troubled", "war-torn", "battered", "flashpoint", "whole", "entire", "neighbouring", "neighboring", "disputed",
	"occupied", "famous", "mainly", "predominantly", "heavily", "populated", "remote", "small", "large", "huge", "tiny", "biggest", "largest", "symbolic")

// portions are nouns and pronouns for a part of what "of" joins to them.
var portions = wordSet("parts", "part", "most", "much", "all", "some", "half", "portions", "swathes", "swaths", "sections", "areas", "rest", "bulk", "majority")

// nameAlone names a place without the words around its name: "Hamdaniya district" for "the entire Hamdaniya district", "Bambari" for "Bambari
// town". The word for a division stays, because the town it is called after is another place.
func (rd *reading) nameAlone(p *sitrep.Place, g *parse.Grammar, slot rule.Slot, m *toponym.Mention) {
	w := g.Doc.Lemmas[slot.Head]
	if p.Entity != "" || slot.By == "modifier" || m.Kind != toponym.Name || !holds[w] && w != "port" && rd.names.read(g, slot).kind != placeKind || zones[w] {
		return
	}
	if m.Last <= slot.Head && !holds[w] && rd.actors.Class(w)&actor.Settlement == 0 && !townNouns[w] && !wide[w] {
		return
	}
	p.Name, p.Entity = m.Name, rd.memory.placed(m, sitrep.PlaceMention)
	if wide[w] && m.Last == slot.Head {
		p.Name = m.Name + " " + g.Doc.Words(slot.Head, slot.Head+1)
	}
}

// nameBehind names a place that no gazetteer knows by what stands behind its noun: Nimrud for "the ancient city of Nimrud".
func (rd *reading) nameBehind(p *sitrep.Place, g *parse.Grammar, slot rule.Slot) {
	for q := slot.Phrase + 1; slot.Phrase >= 0 && q < len(g.Phrases); q++ {
		if ph := &g.Phrases[q]; ph.Gov == slot.Phrase && ph.Prep == slot.Last && g.Preposition(q) == "of" && g.Doc.Tags[ph.Head] == parse.PROPN {
			p.Name = trimArticle(g.Doc.Words(ph.First, ph.Last))
			return
		}
	}
}

// nearer puts a deed that is told in a country or province at the place in it that was struck: "attacked Palma in northern Mozambique".
func (rd *reading) nearer(s *sentence, m *rule.Match, slot rule.Slot, c *sitrep.Claim) {
	if !m.Type.Act || m.Rule.Subtype != "" || c.Place.Precision != sitrep.Country && c.Place.Precision != sitrep.Province {
		return
	}
	in := rd.where.in(slot.First, slot.Last)
	if in == nil {
		return
	}
	for _, f := range m.Roles[sitrep.Target] {
		if f.Phrase < 0 {
			continue
		}
		if at := rd.placeName(&s.g.Phrases[f.Phrase]); at != nil && toponym.Lies(&at.Place, &in.Place) {
			c.Place = rd.place(s, placeSlot(s.g, f.Phrase))
			return
		}
	}
}

// point writes the place that a mention stands for.
func (rd *reading) point(p *sitrep.Place, g *parse.Grammar, slot rule.Slot, m *toponym.Mention) {
	for _, c := range m.Candidates {
		if c.Place.Located {
			p.Candidates = append(p.Candidates, sitrep.Candidate{Name: c.Place.Name, Entity: c.Place.ID, Lat: c.Place.Lat, Lon: c.Place.Lon, Score: math.Round(c.Score*100) / 100})
		}
	}
	lat, lon, precision, ok := m.Point()
	facility := m.Kind != toponym.Site && m.Last <= slot.Head && rd.names.read(g, slot).kind == facilityKind // "a Kabul guesthouse"
	switch {
	case facility:
		p.Within = m.Name
	case m.Place.ID == "" && m.Within.ID != "":
		p.Within = m.Within.Name
	}
	if p.Entity == "" && !facility {
		if id, known := rd.memory.known(m); known {
			p.Name, p.Entity = rd.memory.entities[id].Name, rd.memory.entities[id].ID
		}
	}
	if !ok {
		return
	}
	p.Lat, p.Lon, p.Precision = &lat, &lon, precision
	if p.Country = sitrep.Known(m.Place.Country); m.Place.ID == "" {
		p.Country = sitrep.Known(m.Within.Country)
	}
}

// locateEntity gives a place the point of the entity that it stands for.
func (rd *reading) locateEntity(p *sitrep.Place) {
	i := rd.memory.index(p.Entity)
	if i < 0 || rd.memory.entities[i].Lat == nil {
		return
	}
	e := &rd.memory.entities[i]
	p.Lat, p.Lon, p.Country, p.Precision = e.Lat, e.Lon, sitrep.Known(e.Country), e.Precision
}

// lieIn gives a place that nothing is known of the point of the place that it is told to lie in: "a hospital in Mosul".
func (rd *reading) lieIn(p *sitrep.Place, g *parse.Grammar, slot rule.Slot) {
	if slot.Phrase < 0 || slot.By == "modifier" {
		return
	}
	if _, last := extent(g, slot); last > slot.Last && rd.lieAmong(p, slot.Last, last) {
		return // "a suburb of Lebanon's capital Beirut"
	}
	for q := slot.Phrase + 1; q < len(g.Phrases); q++ {
		if gov := g.Phrases[q].Gov; gov != slot.Phrase && !(gov >= 0 && g.Phrases[gov].Conj == slot.Phrase) { // "the Zuhur and Intisar districts in Mosul"
			continue
		}
		prep := g.Preposition(q)
		if !locatives[prep] && prep != "of" {
			continue
		}
		if o := ownerOf(g, q); o >= 0 && rd.lieAmong(p, g.Phrases[o].First, g.Phrases[o].Last) || rd.lieAmong(p, g.Phrases[q].First, g.Phrases[q].Last) {
			return
		}
	}
	if o := g.Phrases[slot.Phrase].Owner; o >= 0 {
		rd.lieAmong(p, g.Phrases[o].First, g.Phrases[o].Last) // "Farah's Rusht Rod district"
	}
}

// lieAmong gives a place the point of the one named among tokens [first, last), where that has one; false where none is named.
func (rd *reading) lieAmong(p *sitrep.Place, first, last int) bool {
	m := rd.where.in(first, last)
	if m == nil || m.Kind == toponym.Site {
		return false
	}
	if lat, lon, precision, ok := m.Point(); ok {
		p.Lat, p.Lon, p.Precision, p.Within, p.Country = &lat, &lon, precision, m.Name, sitrep.Known(m.Place.Country)
	}
	return true
}

// border reads "the border with Syria", "the Syrian border", "the Syria-Iraq border": the place is told by the first country named.
func (rd *reading) border(p *sitrep.Place, g *parse.Grammar, slot rule.Slot) bool {
	if w := g.Doc.Lemmas[slot.Head]; w != "border" && w != "frontier" {
		return false
	}
	p.Relation, p.Qualifier = sitrep.Border, g.Doc.Lemmas[slot.Head]
	var m *toponym.Mention
	for k := slot.First; k < slot.Last && m == nil; k++ {
		m = rd.where.of(k)
	}
	for k := slot.Last; k < min(slot.Last+4, g.Last) && m == nil; k++ {
		switch g.Doc.Tokens[k].Norm {
		case "with", "of", "between", "the":
			continue
		}
		if m = rd.where.of(k); m == nil {
			break
		}
		p.Qualifier = rd.doc.Words(slot.First, k)
	}
	if m == nil || m.Place.ID == "" {
		return true
	}
	p.Name, p.Entity = m.Place.Name, ""
	if id, ok := rd.memory.known(m); ok {
		p.Name, p.Entity = rd.memory.entities[id].Name, rd.memory.entities[id].ID
	}
	if lat, lon, precision, ok := m.Point(); ok {
		p.Lat, p.Lon, p.Precision, p.Country = &lat, &lon, precision, sitrep.Known(m.Place.Country)
	}
	return true
}

// relate reads what the words before a place say of where it lies relative to the one named, and moves its point there.
func (rd *reading) relate(p *sitrep.Place, g *parse.Grammar, slot rule.Slot) {
	m := rd.where.in(slot.First, slot.Last)
	first := slot.First
	if m != nil {
		first = m.First
	}
	r := toponym.Relate(rd.doc, first)
	switch {
	case r.Kind != "":
		p.Relation, p.Qualifier = r.Kind, rd.doc.Words(r.First, r.Last)
	case slot.Phrase >= 0 && nears[g.Preposition(slot.Phrase)]:
		p.Relation, p.Qualifier = sitrep.Near, g.Preposition(slot.Phrase)
		return
	default:
		return
	}
	if p.Lat == nil || p.Lon == nil {
		return
	}
	from := geo.Place{Lat: *p.Lat, Lon: *p.Lon, Located: true}
	if lat, lon, radius, ok := r.From(&from); ok {
		p.Lat, p.Lon, p.RadiusKm, p.Precision = &lat, &lon, radius, sitrep.Offset
	}
}

// nears are prepositions that say that a thing happened beside a place rather than in it.
var nears = map[string]bool{"near": true, "around": true, "outside": true, "close to": true, "next to": true, "outside of": true}

// precision says how exact a place is, as far as its words tell; "" where only a gazetteer could say.
func (rd *reading) precision(g *parse.Grammar, slot rule.Slot, t thing) sitrep.Precision {
	if t.kind == facilityKind {
		return sitrep.Exact
	}
	if t.country != "" && t.name != "" && rd.isCountry(t) {
		return sitrep.Country
	}
	switch g.Doc.Lemmas[slot.Head] {
	case "neighbourhood", "neighborhood", "suburb", "quarter":
		return sitrep.Neighbourhood
	case "city", "town", "village", "capital":
		return sitrep.City
	case "district", "county":
		return sitrep.District
	case "province", "region", "governorate", "state", "oblast":
		return sitrep.Province
	case "country":
		return sitrep.Country
	}
	return ""
}
