package extract

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// A definite description ("the group", "the U.S. envoy", "the Boko Haram leader") goes back to what the report spoke of last
// that can be called so: of the right kind, of the country it names, of the body it names. What names no such thing, or is marked as
// another one ("the rival group"), is left alone. Who holds an office on the report's day is known for many countries
// ("the Syrian president").

// calledBy are the kinds of actor that a noun can stand for.
var calledBy = map[string]string{
	"group": "armed_group militia organisation", "movement": "armed_group militia organisation", "organisation": "armed_group militia organisation",
	"organization": "armed_group militia organisation", "network": "armed_group militia", "sect": "armed_group militia", "cartel": "militia armed_group",
	"gang": "militia armed_group", "faction": "armed_group militia", "militia": "armed_group militia", "guerrilla": "armed_group militia",
	"guerilla": "armed_group militia", "militant": "armed_group militia", "insurgent": "armed_group militia", "rebel": "armed_group militia",
	"jihadist": "armed_group militia", "jihadi": "armed_group militia", "terrorist": "armed_group militia", "extremist": "armed_group militia", "islamist": "armed_group militia",
	"separatist": "armed_group militia", "secessionist": "armed_group militia", "fighter": "armed_group militia", "gunman": "armed_group militia", "gunmen": "armed_group militia",
	"mercenary": "militia", "paramilitary": "militia armed_group", "militiaman": "militia", "maoist": "armed_group", "bandit": "armed_group militia", "outfit": "armed_group militia",
	"insurgency": "armed_group", "rebellion": "armed_group", "front": "armed_group", "brigade": "armed_group militia", "party": "armed_group organisation",
	"army": "armed_group military", "alliance": "armed_group militia organisation", "coalition": "armed_group military", "force": "military militia armed_group",
	"soldier": "military", "troop": "military", "serviceman": "military", "servicemen": "military", "commando": "military", "paratrooper": "military", "military": "military",
	"peacekeeper": "military", "policeman": "police", "policemen": "police", "police": "police", "agency": "organisation media", "body": "organisation", "charity": "organisation",
	"watchdog": "organisation", "monitor": "organisation", "mission": "organisation military", "court": "organisation", "tribunal": "organisation", "bloc": "organisation",
	"union": "organisation", "council": "organisation government", "observatory": "organisation", "ngo": "organisation", "government": "government", "regime": "government",
	"authority": "government", "authorities": "government", "junta": "government", "administration": "government", "ministry": "government", "newspaper": "media", "broadcaster": "media",
	"channel": "media", "station": "media", "outlet": "media", "daily": "media",
}

// elsewise are words that say that something else is meant than what was spoken of.
var elsewise = map[string]bool{"rival": true, "other": true, "another": true, "different": true, "second": true, "third": true, "new": true, "two": true, "three": true, "four": true,
	"five": true, "both": true, "local": true, "various": true, "several": true, "many": true, "warring": true, "opposing": true, "first": true, "wounded": true, "dead": true,
	"six": true, "seven": true, "eight": true, "nine": true, "ten": true, "smaller": true, "larger": true, "unidentified": true, "unknown": true, "opposition": true}

// compounds are words that with the noun after them name an office of its own.
var compounds = map[string]bool{"prime": true, "foreign": true, "defence": true, "defense": true, "interior": true, "vice": true, "deputy": true, "health": true, "finance": true,
	"justice": true, "attorney": true, "police": true, "army": true, "chief": true, "crown": true, "oil": true, "information": true}

// post is what somebody who is called by phrase ph can be called again: a vice-president is no president.
func post(g *parse.Grammar, ph *parse.Phrase) string {
	noun := g.Doc.Lemmas[ph.Head]
	for k := ph.Head - 1; k >= ph.First; k-- {
		switch w := g.Doc.Tokens[k].Norm; w {
		case "-":
		case "vice", "deputy", "assistant":
			return w + " " + noun
		default:
			return noun
		}
	}
	return noun
}

// definite resolves a definite description, phrase p; an empty ref where nothing is known that it can mean.
func (rd *reading) definite(g *parse.Grammar, p int, t thing) ref {
	mem, ph := rd.memory, &g.Phrases[p]
	lemma := g.Doc.Lemmas[ph.Head]
	of := ph.Last < g.Last && g.Doc.Tokens[ph.Last].Norm == "of"
	if regions[lemma] && ph.Last-ph.First <= 2 && !of {
		for i := len(mem.entities) - 1; i >= 0; i-- {
			if mem.entities[i].Type == sitrep.PlaceMention && strings.EqualFold(lastWord(mem.entities[i].Name), lemma) {
				return mem.ref(i) // "the province" is the one that was called so
			}
		}
	}
	plural := g.Doc.Tokens[ph.Head].Norm != lemma
	if lemma == "country" && !plural && ph.Last-ph.First == 2 && !of {
		return rd.land(g, p)
	}
	if lemma == "capital" && !plural {
		if r := rd.capital(g, p, t); r.name != "" {
			return r
		}
	}
	if townNouns[lemma] && !plural && mem.town >= 0 && ph.Last-ph.First <= 2 && !of && mem.isTown(lemma) {
		return mem.ref(mem.town)
	}
	for k := ph.First; k < ph.Head; k++ {
		if elsewise[g.Doc.Tokens[k].Norm] || g.Doc.Tags[k] == parse.NUM {
			return ref{}
		}
	}
	if t.class&actor.Official != 0 {
		if plural {
			return ref{}
		}
		return rd.official(g, p, t)
	}
	if restricted(g, ph) {
		return ref{}
	}
	if r := rd.called(g, p, t, lemma); r.name != "" {
		return r
	}
	for i := len(mem.entities) - 1; i >= 0; i-- {
		if mem.entities[i].Type == sitrep.ActorMention && mem.described[i][lemma] && t.kind == actorKind && mem.fits(i, t) && (forceWords(g, p) == "" || bodyOf(&mem.entities[i], forceWords(g, p))) {
			return mem.ref(i)
		}
	}
	return rd.stateBody(g, p)
}

// restricted says that what follows a noun says which one is meant: "the group of nine", "the militia that fled".
func restricted(g *parse.Grammar, ph *parse.Phrase) bool {
	if ph.Last >= g.Last {
		return false
	}
	switch g.Doc.Tokens[ph.Last].Norm {
	case "of", "that", "who", "behind", "calling", "called", "known":
		return true
	}
	return false
}

// fits says that nothing in the words of a description speaks against entity i: another country, another body.
func (mem *memory) fits(i int, t thing) bool {
	e := &mem.entities[i]
	if t.country != "" && e.Country != t.country {
		return false
	}
	if t.inner != nil && t.inner.Name != e.Name && t.inner.Name != e.PartOf {
		return false
	}
	return true
}

// called is the actor last spoken of that a noun can stand for.
func (rd *reading) called(g *parse.Grammar, p int, t thing, lemma string) ref {
	mem := rd.memory
	kinds := strings.Fields(calledBy[lemma])
	if len(kinds) == 0 {
		kinds = strings.Fields(calledBy[strings.TrimSuffix(g.Doc.Tokens[g.Phrases[p].Head].Norm, "s")]) // "Islamists", taken for a name
	}
	if len(kinds) == 0 || t.actor != nil {
		return ref{}
	}
	if t.inner != nil && t.country == t.inner.Country {
		t.country = "" // "the U.N. agency": the body says it, not where its seat is
	}
	best, body := -1, forceWords(g, p)
	for i := range mem.entities {
		e := &mem.entities[i]
		if body != "" && !bodyOf(e, body) {
			continue
		}
		if e.Type != sitrep.ActorMention || !slices.Contains(kinds, e.Kind) || !mem.fits(i, t) || t.inner != nil && t.inner.Name == e.Name && e.Kind == "organisation" {
			continue
		}
		if byName[lemma] && !rd.hasWord(e, lemma) {
			continue
		}
		if best >= 0 && lemma == "army" && (e.Kind == "military") != (mem.entities[best].Kind == "military") {
			if e.Kind == "military" {
				best = i // "the army" is rather Sudan's than the Sudan Liberation Army
			}
			continue
		}
		if best < 0 || mem.last[i] > mem.last[best] {
			best = i
		}
	}
	if best < 0 {
		return rd.spokenFor(g, p, t, lemma, kinds)
	}
	return mem.ref(best)
}

// spokenFor is the only armed group or body that the sentence of phrase p names before it as somebody's: "Front spokesman Omar Bello says that
// the group", which nothing before has told of by itself.
func (rd *reading) spokenFor(g *parse.Grammar, p int, t thing, lemma string, kinds []string) ref {
	if g.Doc.Tokens[g.Phrases[p].Head].Norm != lemma || byName[lemma] || t.country != "" {
		return ref{}
	}
	var found *actor.Actor
	for q := range p {
		for k, ph := g.Phrases[q].First, &g.Phrases[q]; k < ph.Head; k++ {
			n, in := rd.actors.Match(g.Doc, k, ph.Last)
			if n == 0 || k+n > ph.Head || in.Open || in == found || !slices.Contains(kinds, in.Kind) {
				continue
			}
			if found != nil {
				return ref{}
			}
			found = in
		}
	}
	if found == nil {
		return ref{}
	}
	return rd.memory.actor(found)
}

// byName are nouns that stand only for what has them in its name: "the army" is no militia of any name, "the council" no agency.
var byName = map[string]bool{"army": true, "front": true, "brigade": true, "council": true, "union": true, "court": true, "tribunal": true, "ministry": true, "observatory": true, "administration": true,
	"mission": true}

// hasWord says that a word stands in one of an entity's names.
func (rd *reading) hasWord(e *sitrep.Entity, w string) bool {
	return slices.ContainsFunc(rd.namesOf(e), func(n string) bool { return slices.Contains(strings.Fields(strings.ToLower(n)), w) })
}

// official resolves "the envoy", "the Boko Haram leader", "the former U.N. chief", "the Syrian president".
func (rd *reading) official(g *parse.Grammar, p int, t thing) ref {
	mem, ph := rd.memory, &g.Phrases[p]
	lemma := g.Doc.Lemmas[ph.Head]
	compound := ""
	if ph.Head > ph.First {
		if w := g.Doc.Tokens[ph.Head-1].Norm; compounds[w] {
			compound = w + " " + lemma
		}
	}
	secretary := lemma == "general" && ph.Head >= ph.First+2 && g.Doc.Tokens[ph.Head-1].Norm == "-" && g.Doc.Tokens[ph.Head-2].Norm == "secretary"
	best := -1
	for i := range mem.entities {
		e := &mem.entities[i]
		if secretary && !mem.described[i]["secretary-general"] && !mem.described[i]["secretary"] {
			continue // "the Secretary-General" is no general
		}
		if e.Type != sitrep.PersonMention || !mem.described[i][lemma] || compound != "" && !mem.described[i][compound] {
			continue
		}
		if ph.Owner >= 0 && t.country != "" && e.Country == "" && lemma == "president" {
			continue // "France's president" is not whoever presides over a charity
		}
		if t.country != "" && e.Country != "" && e.Country != t.country || t.inner != nil && e.PartOf != "" && e.PartOf != t.inner.Name && !strings.HasPrefix(e.PartOf, t.inner.Name) && rd.partOf(e.PartOf) != t.inner.Name {
			continue
		}
		if best < 0 || mem.last[i] >= mem.last[best] {
			best = i
		}
	}
	if best >= 0 {
		return mem.ref(best)
	}
	if who := rd.holder(g, p, t, lemma, compound); who != nil {
		return rd.someone(who)
	}
	return ref{}
}

// partOf is what the actor of that name is part of, "" for nothing.
func (rd *reading) partOf(name string) string {
	if a := rd.actors.Named(name); a != nil {
		return a.PartOf
	}
	return ""
}

// holder is who holds the office that phrase p names, with its country or body, on the report's day.
func (rd *reading) holder(g *parse.Grammar, p int, t thing, lemma, compound string) *actor.Someone {
	ph := &g.Phrases[p]
	for k := ph.First; k < ph.Head; k++ {
		switch g.Doc.Tokens[k].Norm {
		case "former", "ex", "ex-", "late", "then", "ousted", "deposed", "future", "new", "next":
			return nil
		}
	}
	office := cmp.Or(compound, lemma)
	organisation := ""
	if t.inner != nil {
		organisation = t.inner.Name
	}
	if t.country == "" && organisation == "" {
		return nil
	}
	switch office {
	case "premier":
		office = "prime minister"
	case "defense minister":
		office = "defence minister"
	case "secretary general", "secretary":
		office = "secretary-general"
	case "chief":
		if organisation == "United Nations" || organisation == "NATO" {
			office = "secretary-general"
		}
	}
	if w := g.Doc.Tokens[ph.Head].Norm; w == "secretary-general" || lemma == "general" && ph.Head >= ph.First+2 && g.Doc.Tokens[ph.Head-2].Norm == "secretary" {
		office = "secretary-general"
	}
	return rd.actors.Holder(office, t.country, organisation, rd.report.Published)
}

// someone is the entity of a person of the registry.
func (rd *reading) someone(who *actor.Someone) ref {
	mem := rd.memory
	id, ok := mem.byName[fold(who.Name)]
	if !ok {
		id = mem.add(sitrep.Entity{Type: sitrep.PersonMention, Name: who.Name, Country: who.Country})
		mem.office(id, who, rd.report.Published)
	}
	return mem.ref(id)
}

// office notes what a person of the registry can be called by the offices held until a day, and what the last of them is part of.
func (mem *memory) office(id int, who *actor.Someone, day sitrep.Date) {
	for _, t := range who.Terms {
		if !day.IsZero() && day.Before(t.From) {
			continue
		}
		if t.Organisation != "" {
			mem.entities[id].PartOf = t.Organisation
		}
		words := strings.Fields(t.Office)
		if i := slices.Index(words, "of"); i > 0 && words[0] != "secretary" {
			words = words[:i]
		}
		if i := slices.Index(words, "for"); i > 0 {
			words = words[:i]
		}
		if i := slices.Index(words, "to"); i > 0 {
			words = words[:i]
		}
		head := words[len(words)-1]
		mem.describe(id, head)
		if len(words) > 1 {
			mem.describe(id, words[len(words)-2]+" "+head)
		}
		for _, w := range synonyms[head] {
			mem.describe(id, w)
		}
	}
}

// synonyms are what else holders of an office are called.
var synonyms = map[string][]string{"president": {"leader", "head", "ruler"}, "minister": {"leader", "premier", "head"}, "leader": {"chief", "commander", "head", "warlord", "boss"}, "commander": {"leader", "chief", "general", "warlord", "strongman", "head"},
	"secretary-general": {"chief", "head", "secretary", "general"}, "chancellor": {"leader"}, "king": {"monarch", "ruler"}, "envoy": {"mediator", "negotiator", "diplomat"}, "chairman": {"chief", "head", "leader"},
	"commissioner": {"chief", "head"}, "director": {"head", "chief"}, "pope": {"pontiff"}}

// stateBody is a state's body that a description names without its country, in a report that is about one country only: "the army", "government
// forces".
func (rd *reading) stateBody(g *parse.Grammar, p int) ref {
	ph := &g.Phrases[p]
	first := ph.First
	switch g.Doc.Tokens[first].Norm {
	case "the", "this":
		first++
	}
	if first >= ph.Last {
		return ref{}
	}
	words := norms(g.Doc, first, ph.Last)
	if !ownBodies[words] {
		return ref{}
	}
	code := rd.actors.Sole()
	if code == "" && forceWords(g, p) != "" {
		code = rd.homeland()
	}
	if code == "" {
		return ref{}
	}
	a := rd.actors.Body(code, words, rd.actors.Year())
	if a == nil {
		return ref{}
	}
	return rd.memory.actor(a)
}

// ownBodies are words that name a body of the only state that a report is about.
var ownBodies = map[string]bool{"government": true, "army": true, "military": true, "police": true, "security forces": true, "government forces": true, "government troops": true,
	"government soldiers": true, "federal forces": true, "federal troops": true, "armed forces": true, "air force": true, "navy": true, "parliament": true, "national assembly": true, "interior ministry": true,
	"defence ministry": true, "defense ministry": true, "foreign ministry": true, "health ministry": true, "junta": true, "military government": true, "authorities": true, "federal government": true,
	"supreme court": true}

// actor is the entity of an actor of the registry or of a state's body.
func (mem *memory) actor(a *actor.Actor) ref {
	id, ok := mem.byName[fold(a.Name)]
	if !ok {
		id = mem.add(sitrep.Entity{Type: sitrep.ActorMention, Name: a.Name, Country: a.Country, Kind: a.Kind, PartOf: a.PartOf})
	}
	return mem.ref(id)
}
