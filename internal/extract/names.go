package extract

import (
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/text"
	"sitrep/internal/toponym"
)

// kind is what a phrase names, as far as its words tell.
type kind uint8

const (
	nothing kind = iota
	actorKind
	personKind
	placeKind
	facilityKind
	weaponKind
	vehicleKind
	peopleKind // people who are no party: civilians, villagers
	otherKind
)

// thing is what a run of tokens was read as.
type thing struct {
	kind    kind
	class   actor.Class
	name    string // canonical name, "" where the words are all there is
	country string
	actor   *actor.Actor
	inner   *actor.Actor   // an actor named before the head: "the Boko Haram leader"
	someone *actor.Someone // a person of the registry
	proper  bool           // has a proper name at its head
	at      *toponym.Mention
}

// names classifies phrases. It remembers, for one report, which unknown names stood after a preposition of place, so that
// a name is read the same way throughout.
type names struct {
	reg *actor.Report
	// locative says of a name that it stood where a place stands somewhere, personal that a title stood before it.
	locative map[string]bool
	personal map[string]bool
	// tagged are the types of what the entity tagger found, by token.
	tagged map[int]sitrep.MentionType
	// seen remembers what slots were read as: rules ask about the same phrase many times.
	seen  map[[3]int]thing
	where *whereabouts
}

func newNames(reg *actor.Report, found []parse.Entity) *names {
	tagged := map[int]sitrep.MentionType{}
	for _, e := range found {
		for k := e.First; k < e.Last; k++ {
			tagged[k] = e.Type
		}
	}
	return &names{reg: reg, tagged: tagged, locative: map[string]bool{}, personal: map[string]bool{}, seen: map[[3]int]thing{}}
}

// locatives are the prepositions that stand before places.
var locatives = map[string]bool{"in": true, "at": true, "near": true, "around": true, "outside": true, "inside": true, "across": true,
	"throughout": true, "outside of": true, "inside of": true, "close to": true, "next to": true, "into": true, "toward": true, "towards": true, "within": true}

// survey reads a sentence for evidence on its names.
func (n *names) survey(g *parse.Grammar) {
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.Time || g.Doc.Tags[ph.Head] != parse.PROPN {
			continue
		}
		if locatives[g.Preposition(p)] {
			n.locative[nameOf(g, ph.First, ph.Last)] = true
		}
		if gov := ph.Gov; gov >= 0 && g.Preposition(p) == "of" && n.reg.Class(g.Doc.Lemmas[g.Phrases[gov].Head])&actor.Settlement != 0 {
			n.locative[nameOf(g, ph.First, ph.Last)] = true
		}
		for k := ph.First; k < ph.Head; k++ {
			if n.reg.Class(g.Doc.Tokens[k].Norm)&actor.Official != 0 {
				n.personal[nameOf(g, ph.First, ph.Last)] = true
			}
		}
	}
}

// nameOf is the proper name in a run of tokens, without articles and what is not a name before it.
func nameOf(g *parse.Grammar, first, last int) string {
	for first < last && g.Doc.Tags[first] != parse.PROPN {
		first++
	}
	return strings.ToLower(g.Doc.Words(first, last))
}

// read tells what a slot's words name.
func (n *names) read(g *parse.Grammar, s rule.Slot) thing {
	key := [3]int{s.First, s.Last, s.Head}
	t, ok := n.seen[key]
	if !ok {
		t = n.classify(g, s)
		n.seen[key] = t
	}
	return t
}

func (n *names) classify(g *parse.Grammar, s rule.Slot) thing {
	d := g.Doc
	head := s.Head
	t := thing{class: n.reg.Class(d.Lemmas[head])}
	if w := d.Tokens[head].Norm; t.class == 0 && head-2 >= s.First && d.Tokens[head-1].Norm == "-" && (w == "by" || w == "up" || w == "out") {
		t.class = n.reg.Class(d.Lemmas[head-2]) // "a passer-by"
	}
	if t.class == 0 && d.Tokens[head].Norm == "law" && head-4 >= s.First && d.Tokens[head-2].Norm == "in" && d.Tokens[head-1].Norm == "-" {
		t.class = n.reg.Class(d.Lemmas[head-4]) // "her son-in-law"
	}
	if t.class == actor.Vehicle && head > s.First && d.Tokens[head-1].Norm == "aerial" {
		t.class = actor.Aircraft // "unmanned aerial vehicles"
	}
	t.proper = d.Tags[head] == parse.PROPN
	if t.class == 0 {
		t.class = n.reg.Class(d.Tokens[head].Norm)
	}
	if s.Phrase >= 0 && t.class == 0 && d.Tokens[head].Norm == "elements" {
		for q := s.Phrase + 1; q < len(g.Phrases); q++ {
			if ph := &g.Phrases[q]; ph.Gov == s.Phrase && g.Preposition(q) == "of" && n.read(g, placeSlot(g, q)).kind == actorKind {
				t.class = actor.Force // "elements of the 23 March Movement"
			}
		}
	}
	if k := g.Named(s.First, head); t.class == 0 && k >= 0 {
		t.class = n.reg.Class(d.Lemmas[k]) & (actor.Vehicle | actor.Aircraft) // "the tanker St Nikolas"
	}
	if w, ok := strings.CutSuffix(d.Tokens[head].Norm, "men"); t.class == 0 && ok {
		t.class = n.reg.Class(w + "man") // "GUARDSMEN"
	}
	if w := d.Tokens[head].Norm; t.class == 0 && strings.HasSuffix(w, "s") {
		t.class = n.reg.Class(strings.TrimSuffix(w, "s")) // "Islamists", whose lemma as a name is the word itself
	}
	if w := d.Tokens[head].Norm; t.proper && w == "front" && head > s.First {
		t.class = actor.Force // "the Revolutionary Front" is no place
	}
	if n.isPerson(g, s, &t) {
		return t
	}
	// An actor of the registry that ends at the head, else one that describes it ("ISIS militants").
	var inner *actor.Actor
	if s.Phrase >= 0 && g.Phrases[s.Phrase].Owner >= 0 && s.First == g.Phrases[s.Phrase].First {
		// "Lord's Resistance Army": the name runs over its own possessive
		o := g.Phrases[g.Phrases[s.Phrase].Owner].First
		if w, a := n.reg.Match(d, o, s.Last); w > 0 && o+w > head {
			t.kind, t.actor, t.name, t.country = actorKind, a, a.Name, a.Country
			return t
		}
	}
	for k := s.First; s.Phrase >= 0 && k <= head; k++ {
		if w, a := n.reg.Match(d, k, g.Last); w > 1 && k+w > s.Last && len(a.Aliases) > 0 && !n.owns(d, k, s.Last) {
			t.kind, t.actor, t.name, t.country = actorKind, a, a.Name, a.Country // a name that runs over "for" and "of"
			return t
		}
	}
	for k := max(g.First, s.First-6); s.Phrase >= 0 && t.proper && k < s.First; k++ {
		if w, a := n.reg.Match(d, k, g.Last); w > 1 && k+w == s.Last && len(a.Aliases) > 0 {
			t.kind, t.actor, t.name, t.country = actorKind, a, a.Name, a.Country // "Justice and Equality Movement", cut at its "and"
			return t
		}
	}
	for k := s.First; k < s.Last; k++ {
		if w, a := n.reg.Match(d, k, s.Last); w > 0 {
			if k+w > head {
				t.kind, t.actor, t.name, t.country = actorKind, a, a.Name, a.Country
				return t
			}
			inner = a
			k += w - 1
		}
	}
	for k := s.First; k < s.Last; k++ {
		if w, pl, ok := geo.Match(d, k, s.Last); ok && w > 0 && k+w > head {
			if m := n.where.of(k); m != nil && m.First < k && m.First >= s.First && m.Last >= k+w && m.Kind == toponym.Name && m.Place.ID != "" && m.Place.Kind != geo.Country {
				continue // the Praia of "Mocímboa da Praia"
			}
			t.kind, t.name, t.country, t.class, t.proper = placeKind, pl.Name, pl.Country, 0, true
			if m := n.where.of(head); m != nil && pl.Precision == sitrep.Country && m.Place.ID != "" && m.Place.Kind != geo.Country && m.Kind == toponym.Name {
				t.name, t.country = m.Name, m.Place.Country // "Wales", which the table of countries counts as the United Kingdom
			}
			return t
		}
	}
	if m := n.where.of(head); m != nil && m.Kind <= toponym.Site && m.Kind != toponym.Adjective && m.First >= s.First {
		whole := m.Place.Kind == geo.Country && m.Last > head+1                                                 // "the Republic" of "the Republic of Macedonia"
		division := m.Place.Kind == geo.Admin1 && m.Place.Country != "US" && m.Last == head+1 && m.First < head // "Cauca Department", "Arakan State", but not "Michigan State"
		if whole || division || m.Last == head+1 && t.class == 0 {
			t.kind, t.name, t.country, t.proper = placeKind, m.Name, m.Place.Country, true
			if whole {
				t.name, t.class = m.Place.Name, 0
			} else if division {
				t.class = 0
			}
			return t
		}
	}
	for k := max(s.First, head-2); k <= head && t.class == 0; k++ {
		if w, st := n.reg.Nation(d, k, head+1); w > 0 && k+w == head+1 {
			t.kind, t.country = actorKind, st.Code
			if c := n.within(g, s); c != "" {
				t.country = c // "the Kurds of northern Syria"
			} else if n.ethnic(d, k) {
				t.country = ""
			}
			return t
		}
	}
	zone := zones[d.Lemmas[head]] || d.Lemmas[head] == "state" && s.Phrase >= 0 && locatives[g.Preposition(s.Phrase)] &&
		!(s.Last < g.Last && d.Tokens[s.Last].Norm == "of") // "in Benue state", but not "in the U.S. state of Utah"
	if zone && t.class&actor.Force == 0 && head > s.First && d.Tags[head-1] == parse.PROPN {
		t.kind, t.name, t.class, t.proper = placeKind, trimArticle(d.Words(s.First, s.Last)), 0, true // "the Kupwara sector"
		return t
	}
	t.inner = inner
	switch c := t.class; {
	case c&(actor.Fighter|actor.Force|actor.Organisation|actor.Media) != 0:
		t.kind = actorKind
		if inner != nil && c&(actor.Fighter|actor.Force) != 0 {
			t.actor, t.name, t.country = inner, inner.Name, inner.Country
		}
	case c&actor.Official != 0:
		t.kind = personKind
	case c&actor.Person != 0:
		t.kind = peopleKind
	case c&(actor.Weapon|actor.Explosive) != 0:
		t.kind = weaponKind
		if inner != nil {
			t.actor = inner
		}
	case c&(actor.Aircraft|actor.Vehicle) != 0:
		t.kind = vehicleKind
		if inner != nil {
			t.actor = inner
		}
	case c&actor.Settlement != 0:
		t.kind = placeKind
	case c&actor.Facility != 0:
		t.kind = facilityKind
	case c&actor.Abstract != 0:
		t.kind = otherKind
	}
	if t.country == "" && t.actor == nil && (t.kind == actorKind || t.kind == personKind || t.kind == peopleKind) {
		t.country = n.countryOf(g, s)
	}
	if t.kind != nothing {
		if t.proper {
			first := s.First
			if o := -1; s.Phrase >= 0 && t.class&actor.Force != 0 && first == g.Phrases[s.Phrase].First {
				if o = g.Phrases[s.Phrase].Owner; o >= 0 && d.Tags[g.Phrases[o].Head] == parse.PROPN {
					first = g.Phrases[o].First // "the Karsa People's Liberation Front"
				}
			}
			for k := s.First + 1; k < head && t.class&actor.Force != 0; k++ {
				if d.Tokens[k].Norm == "of" && d.Tags[k-1] == parse.NOUN {
					first = k + 1 // "members of the Revolutionary Front"
				}
			}
			t.name = strings.TrimPrefix(d.Words(first, s.Last), "the ")
			if t.kind == personKind {
				t.name = n.personName(d, s.First, s.Last)
			}
		}
		return t
	}
	if !t.proper {
		if quantity[d.Tokens[head].Norm] || d.Tags[head] == parse.PRON || d.Tags[head] == parse.NUM || d.Tags[head] == parse.ADJ || d.Tags[head] == parse.DET {
			return t
		}
		t.kind = otherKind
		if inner != nil {
			t.actor = inner
		}
		return t
	}
	name := nameOf(g, s.First, s.Last)
	t.name = d.Words(s.First, s.Last)
	switch {
	case n.personal[name]:
		t.kind, t.name = personKind, n.personName(d, s.First, s.Last)
		t.country = n.countryOf(g, s)
	case n.tagged[head] == sitrep.PersonMention && s.Last-s.First > 1:
		t.kind, t.name = personKind, n.personName(d, s.First, s.Last)
	case n.where.no(head):
	case n.locative[name]:
		t.kind = placeKind
	case s.Phrase >= 0 && locatives[g.Preposition(s.Phrase)]:
		t.kind = placeKind
	}
	return t
}

// owns says that tokens first…last are a nation's name with a possessive after it: of "Myanmar's military" the first phrase is Myanmar.
func (n *names) owns(d *parse.Doc, first, last int) bool {
	if last >= len(d.Tokens) || d.Tokens[last].Norm != "'s" {
		return false
	}
	w, _ := n.reg.Nation(d, first, last)
	return w > 0 && first+w == last
}

// zones are nouns that make a place of the name before them.
var zones = map[string]bool{"sector": true, "axis": true, "salient": true, "front": true, "frontline": true}

// Is says whether the slot is of the class a rule asks for.
func (n *names) Is(g *parse.Grammar, s rule.Slot, class string) bool {
	t := n.read(g, s)
	switch class {
	case "actor":
		return n.acts(g, s, t)
	case "party":
		return n.isParty(g, s, t)
	case "incumbent":
		return t.kind != actorKind && t.kind != placeKind && n.inOffice(g, s)
	case "state":
		return t.actor != nil && t.actor.Kind == "government" || t.actor == nil && t.kind == placeKind && (n.isCountry(t) || n.seat(g, s)) || t.country != "" && stately[g.Doc.Lemmas[s.Head]]
	case "place":
		// A name that nothing else explains may be a place: "captured Sinjar"; two names in a row are rather a person.
		first := s.First
		for k := s.First; k < s.Head; k++ {
			if g.Doc.Tokens[k].Norm == "of" {
				first = k + 1 // "most of Sinjar"
			}
		}
		return t.kind == placeKind && (t.name != "" || s.Phrase >= 0) || t.kind == nothing && t.proper && !n.personal[nameOf(g, first, s.Last)] && s.Last-first <= 3
	case "person":
		return t.kind == personKind || t.kind == peopleKind || t.kind == nothing && t.proper && s.Last-s.First > 1 || personal(g, s)
	case "number": // a bare quantity: "nine", "dozens", "20 others"
		w := g.Doc.Tokens[s.Head].Norm
		return g.Doc.Tags[s.Head] == parse.NUM || quantity[w] || (w == "others" || w == "more") && s.Last-s.First > 1
	case "counted": // anything with a number
		for k := s.First; k < s.Last; k++ {
			if g.Doc.Tags[k] == parse.NUM || quantity[g.Doc.Tokens[k].Norm] {
				return true
			}
		}
		return false
	case "nobody": // "no soldiers"
		return g.Doc.Tokens[s.First].Norm == "no" && g.Doc.Tags[s.First+1] != parse.NUM
	case "pronoun":
		return g.Doc.Tags[s.Head] == parse.PRON
	}
	bit, ok := classBits[strings.TrimSuffix(class, "s")]
	if !ok {
		return n.listed(g, s, class)
	}
	if (bit == actor.Fighter || bit == actor.Person) && n.ownMen(g, s) {
		return bit == actor.Fighter
	}
	if bit == actor.Person && nationals(g.Doc.Tokens[s.Head].Norm) && t.class == 0 && n.Is(g, s, "counted") {
		return true // "some 900 Serbs" are people; "the Serbs" may be an army
	}
	if bit == actor.Person && t.class == 0 && n.oneOf(g, s) {
		return true
	}
	if t.class&bit != 0 {
		return true
	}
	if t.actor == nil || t.kind != actorKind || t.class != 0 {
		return false // a noun tells more than the name before it: "ISIS spokesman"
	}
	switch t.actor.Kind {
	case "armed_group", "militia", "military", "police":
		return bit == actor.Force
	case "organisation", "government":
		return bit == actor.Organisation
	case "media":
		return bit == actor.Media
	}
	return false
}

// oneOf says that the slot is one of a nation's people: "a Palestinian", "another Yemeni".
func (n *names) oneOf(g *parse.Grammar, s rule.Slot) bool {
	w := g.Doc.Tokens[s.Head].Norm
	if _, ok := geo.Demonym(w); !ok || strings.HasSuffix(w, "s") || s.Head == s.First || s.Last != s.Head+1 {
		return false
	}
	switch g.Doc.Tokens[s.First].Norm {
	case "a", "an", "another", "one":
		return true
	}
	return false
}

// nationals says that a word is the plural of a name for who is of a country: "Serbs", "Frenchmen".
func nationals(w string) bool {
	if one, ok := strings.CutSuffix(w, "men"); ok {
		_, ok = geo.Demonym(one + "man")
		return ok
	}
	_, ok := geo.Demonym(w)
	return ok && (strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ese"))
}

// listed says that a word list of a user's own holds the slot's head or the words that end in it.
func (n *names) listed(g *parse.Grammar, s rule.Slot, list string) bool {
	d := g.Doc
	for _, end := range []string{d.Lemmas[s.Head], d.Tokens[s.Head].Norm} {
		words := end
		if n.reg.Listed(list, words) {
			return true
		}
		for k := s.Head - 1; k >= s.First; k-- {
			if d.Tokens[k].Norm == "-" {
				continue
			}
			if words = d.Tokens[k].Norm + " " + words; n.reg.Listed(list, words) {
				return true
			}
		}
	}
	return false
}

// InName implements rule.Classes.
func (n *names) InName(g *parse.Grammar, k int) bool {
	for i := max(g.First, k-8); i <= k; i++ {
		if w, a := n.reg.Match(g.Doc, i, g.Last); a != nil && w > 1 && i+w > k {
			return true
		}
	}
	return false
}

// named says that the slot ends a party's name that begins before it: "the Levant" of "Islamic State of Iraq and the Levant".
func (n *names) named(g *parse.Grammar, s rule.Slot) bool {
	for k := max(g.First, s.First-8); k < s.First; k++ {
		if w, a := n.reg.Match(g.Doc, k, g.Last); a != nil && g.Doc.Tokens[k].Shape != text.Punct && k+w > s.First {
			return true
		}
	}
	return false
}

// ownMen says that the slot is the men of a party: "its men", "the general's men".
func (n *names) ownMen(g *parse.Grammar, s rule.Slot) bool {
	if s.Phrase < 0 || g.Doc.Tokens[s.Head].Norm != "men" {
		return false
	}
	if t := g.OwnerToken(s.Phrase); t >= 0 {
		switch g.Doc.Tokens[t].Norm {
		case "its", "his", "their", "our", "my":
			return true
		}
		return false
	}
	o := g.Phrases[s.Phrase].Owner
	return o >= 0 && n.acts(g, placeSlot(g, o), n.read(g, placeSlot(g, o)))
}

// quantity are nouns that count without saying what.
var quantity = map[string]bool{"dozens": true, "hundreds": true, "thousands": true, "scores": true, "tens": true, "dozen": true, "hundred": true, "thousand": true, "million": true, "millions": true}

var classBits = map[string]actor.Class{"fighter": actor.Fighter, "force": actor.Force, "people": actor.Person, "official": actor.Official,
	"organisation": actor.Organisation, "media": actor.Media, "weapon": actor.Weapon, "explosive": actor.Explosive, "aircraft": actor.Aircraft,
	"vehicle": actor.Vehicle, "facilitie": actor.Facility, "facility": actor.Facility, "settlement": actor.Settlement, "abstract": actor.Abstract, "accident": actor.Accident}

// personal says that the slot is a pronoun for people.
func personal(g *parse.Grammar, s rule.Slot) bool {
	switch g.Doc.Tokens[s.Head].Norm {
	case "he", "she", "they", "him", "her", "them", "who", "whom", "we", "i", "us", "you", "his", "their", "others", "himself", "themselves", "someone", "everyone", "anyone":
		return g.Doc.Tags[s.Head] != parse.PROPN
	}
	return false
}

// dated are the names of months and weekdays that stand before an event noun.
var dated = map[string]bool{"january": true, "february": true, "april": true, "june": true, "july": true, "august": true, "september": true,
	"october": true, "november": true, "december": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true,
	"saturday": true, "sunday": true, "jan.": true, "feb.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true}

// acts says that a thing can do something: a party, people, a name not known as a place, a pronoun.
func (n *names) acts(g *parse.Grammar, s rule.Slot, t thing) bool {
	if w := g.Doc.Tokens[s.Head].Norm; s.By == "modifier" && (w == "major" || w == "other" || w == "general" || w == "private" || w == "chief") {
		return false // "a major offensive", "other attacks"
	}
	if s.By == "modifier" && t.kind == placeKind && !n.isCountry(t) {
		return false // "the Paris attacks" were not done by Paris
	}
	if dated[g.Doc.Tokens[s.Head].Norm] && t.actor == nil {
		return false // "the 7 August attacks"
	}
	switch t.kind {
	case actorKind, personKind, peopleKind:
		return true
	case otherKind:
		return g.Doc.Lemmas[s.Head] == "team" && (t.inner != nil || n.owned(g, s)) // "a UN team"
	case vehicleKind, weaponKind:
		return t.actor != nil || warships[g.Doc.Lemmas[s.Head]] || n.owned(g, s) // "Russian warplanes", "air force helicopters", "its jets"
	case placeKind:
		// A country or a capital may stand for its government; a district may not.
		return t.name != "" && t.class == 0 && t.proper
	case nothing:
		if t.proper {
			// "the Nampala attack" names a place that no list knows more often than a group; "the ELN attack" does not
			return n.named(g, s) || !(s.By == "modifier" && s.Last == s.First+1 && g.Doc.Tokens[s.Head].Shape == text.Capital && !strings.HasSuffix(g.Doc.Tokens[s.Head].Norm, "s") && !strings.HasSuffix(g.Doc.Tokens[s.Head].Norm, "ist"))
		}
		w := g.Doc.Tokens[s.Head].Norm
		switch w {
		case "it", "its", "they", "their", "them", "he", "she", "his", "her", "who", "which", "that", "others", "both", "we", "our", "i", "us", "themselves", "himself", "itself":
			return true
		}
		// "the wounded" act, the "full" of "full control" does not
		return s.By != "modifier" && (quantity[w] || g.Doc.Tags[s.Head] == parse.NUM || g.Doc.Tags[s.Head] == parse.ADJ)
	}
	return false
}

// warships act as their crews do: "the destroyer intercepted two drones".
var warships = map[string]bool{"warship": true, "destroyer": true, "frigate": true, "corvette": true, "gunboat": true, "submarine": true, "cruiser": true,
	"minesweeper": true}

// owned says that a thing is told whose it is: by a force or fighters named before its head, or by an owner.
func (n *names) owned(g *parse.Grammar, s rule.Slot) bool {
	if s.Phrase >= 0 && (g.Phrases[s.Phrase].Owner >= 0 || g.OwnerToken(s.Phrase) >= 0) {
		return true
	}
	for q := s.Phrase + 1; s.Phrase >= 0 && s.By != "modifier" && q < len(g.Phrases); q++ {
		if ph := &g.Phrases[q]; ph.Gov == s.Phrase && ph.Prep == s.Last && g.Preposition(q) == "of" {
			return n.read(g, placeSlot(g, q)).kind == actorKind // "warplanes of the coalition"
		}
	}
	for k := s.First; k < s.Head; k++ {
		if n.reg.Class(g.Doc.Lemmas[k])&(actor.Force|actor.Fighter|actor.Organisation) != 0 || k+1 < s.Head && n.reg.Class(g.Doc.Tokens[k].Norm+" "+g.Doc.Tokens[k+1].Norm)&actor.Force != 0 {
			return true
		}
		if _, ok := geo.Demonym(g.Doc.Tokens[k].Norm); ok {
			return true
		}
	}
	return false
}
