package extract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// ref is what a phrase was resolved to.
type ref struct {
	name   string
	entity string // id, "" where the phrase stands for no entity
}

// memory holds a report's entities in order of first mention and what was last spoken of.
type memory struct {
	entities []sitrep.Entity
	byName   map[string]int // folded name or alias → entity
	places   map[string]int // id of a known place → entity
	// described holds, by entity, the nouns that it was called by: "envoy" of McGurk in "McGurk, the envoy".
	described map[int]map[string]bool
	// The entities last spoken of: an actor doing something, a person, a town.
	doer, person, town int
	personAt           *parse.Grammar // the sentence in which person did something, nil for none
	// many is the actor last named in the plural, and manyDoer says that doer was: "they" agrees with a plural.
	many     int
	manyDoer bool
	// last counts, by entity, when it was last spoken of.
	last     map[int]int
	clock    int
	mentions []sitrep.Mention
	// prev is the sentence before; said is who last said something, in the plural or not.
	prev     *sentence
	said     ref
	saidMany bool
	speaker  ref         // the one person who said something last
	sex      map[int]sex // of persons, where told
}

func newMemory() *memory {
	return &memory{byName: map[string]int{}, places: map[string]int{}, described: map[int]map[string]bool{}, last: map[int]int{}, sex: map[int]sex{}, doer: -1, person: -1, town: -1, many: -1}
}

// townNouns stand for the town last named.
var townNouns = map[string]bool{"city": true, "town": true, "village": true, "capital": true, "district": true, "area": true, "province": true, "region": true, "island": true}

// resolve reads the phrases of a sentence from left to right and links them to entities.
func (rd *reading) resolve(s *sentence) {
	g, mem := s.g, rd.memory
	s.refs = make([]ref, len(g.Phrases))
	s.owners = map[int]ref{}
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if t := g.OwnerToken(p); t >= 0 {
			s.owners[t] = rd.pronoun(s, p, t)
		}
		if ph.Time {
			continue
		}
		slot := placeSlot(g, p)
		if ph.Pronoun || g.Doc.Tags[ph.Head] == parse.PRON {
			s.refs[p] = rd.pronoun(s, p, ph.Head)
			continue
		}
		t := rd.names.read(g, slot)
		t.at = rd.placeName(ph)
		if a := rd.government(g, p, t); a != nil {
			t = thing{kind: actorKind, name: a.Name, country: a.Country, actor: a, proper: true}
		}
		r := ref{}
		base := ph.Appos
		for base >= 0 && bracketed(g, ph) {
			gov := rd.partOfName(g, base)
			if gov < 0 {
				break
			}
			base = gov // "the Revolutionary Front of Karsa (RFK)" abbreviates the whole
		}
		if base >= 0 && t.proper && t.kind == placeKind && !bracketed(g, ph) && rd.names.read(g, placeSlot(g, base)).kind == placeKind {
			base = -1 // "Hilla, Iraq" are two places
		}
		if base >= 0 {
			// "McGurk, the envoy": the words describe what is renamed; "Counter-Terrorism Service (CTS)" is an alias.
			if id := mem.index(s.refs[base].entity); id >= 0 && rd.renames(id, t) && (!(t.proper && t.kind != rd.kindOf(id)) || t.proper && bracketed(g, ph)) {
				mem.describe(id, post(g, ph))
				mem.belongs(id, t)
				if bt := rd.names.read(g, placeSlot(g, base)); t.proper && t.name != "" && !bracketed(g, ph) && (!bt.proper || rd.common(g, &g.Phrases[base], bt)) && bt.actor == nil && bt.someone == nil {
					id = mem.christen(id, t, rd.report.Published) // "the U.N. envoy, Martin Griffiths,"
					s.refs[base] = mem.ref(id)
				} else if t.proper {
					mem.alias(id, g.Doc.Words(ph.First, ph.Last))
				}
				s.refs[p] = mem.ref(id)
				rd.mention(s, p, t, &s.refs[p])
				continue
			}
		}
		again := rd.shortened(g, ph, t)
		if again < 0 {
			again = rd.knownName(g, ph, t)
		}
		if rd.common(g, ph, t) {
			t.proper, t.name = false, ""
		}
		switch {
		case again >= 0:
			r = mem.ref(again)
		case t.name != "" && (t.actor != nil || t.proper || t.kind == placeKind):
			r = mem.named(g, p, t, rd.report.Published)
		case t.kind == nothing && t.proper:
			r = mem.named(g, p, t, rd.report.Published)
		case definite(g, ph) || bareBody(g, ph) || ph.Owner >= 0 && (t.country != "" || g.Doc.Lemmas[ph.Head] == "capital"):
			r = rd.definite(g, p, t)
		}
		if r.name == "" && (t.country != "" || t.inner != nil && t.kind != peopleKind) && (t.kind == actorKind || t.kind == personKind || t.kind == peopleKind) && t.name == "" {
			t.name = trimArticle(g.Doc.Words(extent(g, slot))) // "Israeli officials": no name, but a party with a country
			r = mem.named(g, p, t, rd.report.Published)
		}
		if r.name == "" {
			r.name = trimArticle(g.Doc.Words(extent(g, slot)))
		}
		s.refs[p] = r
		rd.mention(s, p, t, &s.refs[p])
		if id := mem.index(r.entity); id >= 0 {
			mem.spoken(id, t, g, doing(g, p) || ph.Appos >= 0 && t.kind == personKind && doing(g, ph.Appos), plural(g, ph))
			mem.clock++
			mem.last[id] = mem.clock
		}
	}
	// A description before its name: "the special envoy, Brett McGurk".
	for p := range g.Phrases {
		if a := g.Phrases[p].Appos; a >= 0 && s.refs[a].entity == "" && s.refs[p].entity != "" && !rd.inLarger(g, a, p) {
			if id := mem.index(s.refs[p].entity); id >= 0 {
				mem.describe(id, post(g, &g.Phrases[a]))
				mem.belongs(id, rd.names.read(g, placeSlot(g, a)))
				if gov := g.Phrases[a].Gov; gov >= 0 && s.refs[gov].entity == "" && rd.names.read(g, placeSlot(g, gov)).kind == personKind {
					mem.describe(id, g.Doc.Lemmas[g.Phrases[gov].Head]) // "a spokesman for the governor, Peter Okello,"
				}
				s.refs[a].name, s.refs[a].entity = s.refs[p].name, s.refs[p].entity
			}
		}
	}
	mem.prev = s
}

// inLarger says that phrase p tells where the place of phrase a lies rather than what it is called: "Badush village, Iraq".
func (rd *reading) inLarger(g *parse.Grammar, a, p int) bool {
	inner := rd.placeName(&g.Phrases[p])
	outer := rd.where.in(g.Phrases[a].First, g.Phrases[a].Last)
	return inner != nil && outer != nil && outer.First != inner.First && !bracketed(g, &g.Phrases[p])
}

// plural says that a phrase names several, by its head's ending.
func plural(g *parse.Grammar, ph *parse.Phrase) bool {
	w := g.Doc.Tokens[ph.Head].Norm
	return strings.HasSuffix(w, "s") && len(w) > 3 && g.Doc.Tags[ph.Head] == parse.NOUN || strings.HasSuffix(w, "men") || w == "police" || w == "people"
}

func bracketed(g *parse.Grammar, ph *parse.Phrase) bool {
	return ph.First > g.First && g.Doc.Tokens[ph.First-1].Norm == "("
}

func trimArticle(s string) string {
	for _, a := range []string{"the ", "The ", "a ", "A ", "an ", "An ", "THE "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest
		}
	}
	return s
}

func definite(g *parse.Grammar, ph *parse.Phrase) bool {
	first := ph.First
	if quantity[g.Doc.Tokens[first].Norm] && first+2 < ph.Last && g.Doc.Tokens[first+1].Norm == "of" {
		first += 2 // "dozens of the rebels"
	}
	switch g.Doc.Tokens[first].Norm {
	case "the", "this", "that", "these", "those":
		return true
	}
	return false
}

// doing says that phrase p does something in its clause.
func doing(g *parse.Grammar, p int) bool {
	if g.Preposition(p) == "by" {
		return true
	}
	for v := range g.Verbs {
		if g.PassiveLike(v) || g.Verbs[v].Inherited {
			continue
		}
		if slices.Contains(g.Verbs[v].Subjects, p) {
			return true
		}
	}
	return false
}

// index is the place of the entity with that id in entities, -1 for none.
func (mem *memory) index(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "e"))
	if err != nil || n < 1 || n > len(mem.entities) {
		return -1
	}
	return n - 1
}

func fold(s string) string { return strings.TrimPrefix(strings.ToLower(s), "the ") }

// named finds or makes the entity of a name, which is phrase p.
func (mem *memory) named(g *parse.Grammar, p int, t thing, day sitrep.Date) ref {
	ph := &g.Phrases[p]
	words := trimArticle(g.Doc.Words(ph.First, ph.Last))
	name := t.name
	if name == "" {
		name = words
	}
	name = trimArticle(name)
	id, ok := mem.known(t.at)
	if !ok {
		if id, ok = mem.byName[fold(name)]; ok && mem.other(id, t.at) {
			ok = false
		}
	}
	if !ok && t.kind == personKind || !ok && t.kind == nothing {
		// "McGurk" after "Brett McGurk"
		if last := lastWord(name); last != "" && t.actor == nil {
			if i, known := mem.byName[fold(last)]; known && mem.entities[i].Type == sitrep.PersonMention {
				id, ok = i, true
			}
		}
	}
	if !ok {
		typ := mentionType(t)
		if typ == "" && t.kind == peopleKind && t.country != "" {
			typ = sitrep.PersonMention
			if severalOf(g, p) {
				typ = sitrep.ActorMention
			}
		}
		if typ == "" {
			return ref{name: name}
		}
		if typ == sitrep.PlaceMention || typ == sitrep.FacilityMention {
			name = plainName(name)
		}
		e := sitrep.Entity{Type: typ, Name: name, Country: t.country}
		if t.actor != nil {
			e.Kind, e.PartOf = t.actor.Kind, t.actor.PartOf
		} else if t.kind == peopleKind || t.kind == actorKind && t.class == 0 && t.inner == nil {
			e.Kind = "people" // "Afghan refugees", "Palestinians"
		} else if t.inner != nil && (t.kind == actorKind || t.kind == personKind) && t.someone == nil {
			e.PartOf = t.inner.Name // "European Union ministers"
		}
		id = mem.add(e)
		if t.someone != nil {
			mem.office(id, t.someone, day)
		}
	}
	mem.settle(id, t.at)
	if t.actor == nil || !strings.HasPrefix(name, words+" ") && !strings.HasSuffix(name, " "+words) {
		mem.alias(id, words) // of "Lions of Karsa", cut at its "of", "Karsa" is no other name
	}
	for k := ph.First; k < ph.Head; k++ {
		if g.Doc.Tags[k] == parse.NOUN || t.kind == personKind && g.Doc.Tags[k] == parse.PROPN {
			mem.describe(id, g.Doc.Lemmas[k])
			if k > ph.First && compounds[g.Doc.Tokens[k-1].Norm] {
				mem.describe(id, g.Doc.Tokens[k-1].Norm+" "+g.Doc.Lemmas[k])
			}
		}
	}
	mem.describe(id, g.Doc.Lemmas[ph.Head])
	mem.learnSex(id, g.Doc, ph.First, ph.Last)
	return mem.ref(id)
}

// add makes an entity and gives its number.
func (mem *memory) add(e sitrep.Entity) int {
	id := len(mem.entities)
	e.ID = fmt.Sprintf("e%d", id+1)
	mem.entities = append(mem.entities, e)
	mem.call(id)
	return id
}

// call puts an entity under its name, and a person under the last name.
func (mem *memory) call(id int) {
	e := &mem.entities[id]
	mem.byName[fold(e.Name)] = id
	if e.Type == sitrep.PersonMention && !strings.Contains(e.Name, " to ") { // "Chad's ambassador to Turkey" is not called Turkey
		for _, w := range []string{lastWord(e.Name), strings.TrimPrefix(strings.TrimPrefix(lastWord(e.Name), "al-"), "el-")} {
			if _, taken := mem.byName[fold(w)]; !taken {
				mem.byName[fold(w)] = id
			}
		}
		if i := strings.Index(e.Name, " de "); i > 0 {
			mem.byName[fold(e.Name[i+1:])] = id // "De Mistura"
		}
	}
}

// shortened is the entity whose name a phrase gives only the end of: "the Front", "the Tigers". -1 where there is none, or several.
func (rd *reading) shortened(g *parse.Grammar, ph *parse.Phrase, t thing) int {
	if t.actor != nil || !t.proper && g.Doc.Tokens[ph.Head].Shape != text.Capital || ph.Head-ph.First != 1 || !definite(g, ph) || t.kind == placeKind {
		return -1
	}
	w, found := g.Doc.Tokens[ph.Head].Norm, -1
	for i := range rd.memory.entities {
		e := &rd.memory.entities[i]
		if e.Type != sitrep.ActorMention || !rd.endsIn(e, w) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// knownName is the entity whose name stands at the head of a sentence, where the tagger took it for a noun: "Griffiths met". -1 for none.
func (rd *reading) knownName(g *parse.Grammar, ph *parse.Phrase, t thing) int {
	if t.proper || t.actor != nil || ph.First != g.First || ph.Last-ph.First != 1 || g.Doc.Tags[ph.Head] != parse.NOUN {
		return -1
	}
	if i, ok := rd.memory.byName[fold(g.Doc.Words(ph.First, ph.Last))]; ok && rd.memory.entities[i].Type == sitrep.PersonMention {
		return i
	}
	return -1
}

// common says that a phrase is a common noun written with a capital: "the Islamists", "Prime Minister".
func (rd *reading) common(g *parse.Grammar, ph *parse.Phrase, t thing) bool {
	if !t.proper || t.actor != nil || t.someone != nil {
		return false
	}
	if t.kind == personKind && rd.actors.Class(g.Doc.Tokens[ph.Head].Norm)&actor.Official != 0 {
		// in "Shaukat Sultan" the last word is a name too
		return ph.Head == ph.First || g.Doc.Tags[ph.Head-1] != parse.PROPN || titleWords[g.Doc.Tokens[ph.Head-1].Norm] || rd.actors.Class(g.Doc.Tokens[ph.Head-1].Norm) != 0
	}
	return t.class&actor.Fighter != 0 && ph.Head-ph.First == 1 && definite(g, ph)
}

// renames says that a bracket gives another name of what stands before it, not another actor: "(The Guardian) (Reuters)".
func (rd *reading) renames(id int, t thing) bool {
	a := rd.actors.Named(rd.memory.entities[id].Name)
	return a == nil || t.actor == nil || t.actor.Open || t.actor.Name == a.Name
}

// namesOf are all names of an entity, those of the registry too.
func (rd *reading) namesOf(e *sitrep.Entity) []string {
	names := append([]string{e.Name}, e.Aliases...)
	if a := rd.actors.Named(e.Name); a != nil {
		names = append(names, a.Aliases...)
	}
	return names
}

// endsIn says that a name of an entity of several words ends in a word.
func (rd *reading) endsIn(e *sitrep.Entity, w string) bool {
	return slices.ContainsFunc(rd.namesOf(e), func(n string) bool {
		head, _, _ := strings.Cut(n, " of ")
		return strings.Contains(n, " ") && (strings.EqualFold(lastWord(n), w) || strings.EqualFold(lastWord(head), w))
	})
}

// bareBody says that a phrase names a body of a state without an article: "government forces", "police".
func bareBody(g *parse.Grammar, ph *parse.Phrase) bool {
	return ph.Last-ph.First <= 2 && ownBodies[norms(g.Doc, ph.First, ph.Last)]
}

// norms are the words of tokens first…last in plain form, joined by one space.
func norms(d *parse.Doc, first, last int) string {
	words := d.Tokens[first].Norm
	for k := first + 1; k < last; k++ {
		words += " " + d.Tokens[k].Norm
	}
	return words
}

func lastWord(s string) string {
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		return s[i+1:]
	}
	return s
}

func (mem *memory) describe(id int, noun string) {
	if mem.described[id] == nil {
		mem.described[id] = map[string]bool{}
	}
	mem.described[id][noun] = true
}

// christen gives an entity that was only described the name that follows, and returns the entity that has that name then.
func (mem *memory) christen(id int, t thing, day sitrep.Date) int {
	if known, ok := mem.byName[fold(t.name)]; ok && known != id {
		for noun := range mem.described[id] {
			mem.describe(known, noun)
		}
		return known
	}
	e := &mem.entities[id]
	e.Name, e.Aliases = t.name, nil
	if t.country != "" {
		e.Country = t.country
	}
	if t.actor != nil {
		e.Kind, e.PartOf = t.actor.Kind, t.actor.PartOf
	}
	mem.call(id)
	if t.someone != nil {
		mem.office(id, t.someone, day)
	}
	return id
}

// belongs gives an entity the country and the body that a description of it names: "Sidhoum, Algeria's leading activist", where
// they were not known.
func (mem *memory) belongs(id int, t thing) {
	e := &mem.entities[id]
	if t.kind != personKind && t.kind != actorKind && t.kind != peopleKind || e.Type == sitrep.PlaceMention || t.actor != nil {
		return
	}
	if e.Country == "" && e.PartOf == "" && (e.Kind == "" || e.Kind == "people") {
		e.Country = t.country
		if t.inner != nil {
			e.PartOf = t.inner.Name
		}
	}
}

// alias records another form of an entity's name.
func (mem *memory) alias(id int, words string) {
	e := &mem.entities[id]
	if words == e.Name || words == "" || slices.Contains(e.Aliases, words) {
		return
	}
	e.Aliases = append(e.Aliases, words)
	if _, taken := mem.byName[fold(words)]; !taken {
		mem.byName[fold(words)] = id
	}
}

// regions are nouns of townNouns that some names end in.
var regions = map[string]bool{"district": true, "province": true, "region": true, "island": true}

// wide are words that end the names of what is no town.
var wide = map[string]bool{"governorate": true, "province": true, "region": true, "district": true, "state": true, "oblast": true, "strip": true,
	"peninsula": true, "county": true, "republic": true}

// isTown says that the place last named can be called by the noun: a province is no city.
func (mem *memory) isTown(noun string) bool {
	switch noun {
	case "city", "town", "village", "capital":
		return !wide[strings.ToLower(lastWord(mem.entities[mem.town].Name))]
	}
	return true
}

// pronoun resolves a pronoun to what was last spoken of and agrees with it.
func (mem *memory) pronoun(w string) ref {
	switch w {
	case "he", "she", "his", "her", "him":
		if mem.person >= 0 && !mem.unlike(mem.person, w) {
			mem.called(mem.person, w)
			return mem.ref(mem.person)
		}
		if id := mem.nearest(w); id >= 0 {
			return mem.ref(id)
		}
	case "they", "their", "them":
		if !mem.manyDoer && mem.many >= 0 {
			return mem.ref(mem.many)
		}
		if mem.doer >= 0 {
			return mem.ref(mem.doer)
		}
	case "it", "its":
		if mem.doer >= 0 {
			return mem.ref(mem.doer)
		}
	}
	return ref{name: w}
}

func (mem *memory) ref(id int) ref {
	return ref{name: mem.entities[id].Name, entity: mem.entities[id].ID}
}

// spoken notes what was last spoken of.
func (mem *memory) spoken(id int, t thing, at *parse.Grammar, doing, plural bool) {
	if plural && mem.entities[id].Type == sitrep.ActorMention {
		mem.many = id
	}
	switch mem.entities[id].Type {
	case sitrep.PersonMention:
		// In a sentence with a doer "he" of the next is the doer: "a rebel rejected the general's figures. He said …"
		if !plural && (doing || mem.personAt != at) {
			mem.person = id
			if mem.personAt = nil; doing {
				mem.personAt = at
			}
		}
	case sitrep.PlaceMention:
		if t.class&actor.Settlement == 0 || t.proper {
			if pl, known := geo.Lookup(strings.ToLower(t.name)); t.country == "" || !known || pl.Precision != sitrep.Country {
				mem.town = id // "the city" is no country
			}
		}
		if doing {
			mem.doer = id
		}
	case sitrep.ActorMention:
		if doing || mem.doer < 0 {
			mem.doer, mem.manyDoer = id, plural
		}
	}
}

func (rd *reading) kindOf(id int) kind {
	switch rd.memory.entities[id].Type {
	case sitrep.PersonMention:
		return personKind
	case sitrep.PlaceMention:
		return placeKind
	}
	return actorKind
}

func mentionType(t thing) sitrep.MentionType {
	switch t.kind {
	case actorKind:
		return sitrep.ActorMention
	case personKind:
		return sitrep.PersonMention
	case placeKind:
		return sitrep.PlaceMention
	case facilityKind:
		return sitrep.FacilityMention
	case weaponKind:
		return sitrep.WeaponMention
	case vehicleKind:
		return sitrep.VehicleMention
	}
	return ""
}

// mention records a phrase as a mention, where it names a thing of a type that mentions have.
func (rd *reading) mention(s *sentence, p int, t thing, r *ref) {
	typ := mentionType(t)
	if typ == "" {
		if i := rd.memory.index(r.entity); i >= 0 {
			typ = rd.memory.entities[i].Type
		} else {
			return
		}
	}
	ph := &s.g.Phrases[p]
	rd.memory.mentions = append(rd.memory.mentions, sitrep.Mention{Type: typ, Quote: rd.quote(ph.First, ph.Last), Entity: r.entity})
}
