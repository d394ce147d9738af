package parse

import (
	"strings"

	"sitrep/internal/text"
)

// The tagger takes verbs for nouns and nouns for verbs where a word is both. mendWords sets right what the words around such
// a word, or these and the tree, tell better; each pass below names its construction.
func (g *Grammar) mendWords() {
	trees := len(g.Doc.Arcs) == len(g.Doc.Tokens)
	verbless := g.Last-g.First < 40
	for i := g.First; i < g.Last; i++ {
		switch t := g.tag(i); {
		case t == VERB && trees && g.namesWhatFollows(i):
			g.retag(i, NOUN)
		case t == VERB && trees && g.describesCounted(i):
			g.retag(i, ADJ)
		case t == VERB && g.norm(i) == "displaced" && g.tag(i-1) == NUM && (g.tag(i+1) == PROPN || g.tag(i+1) == NOUN) && g.tag(i+2) == VERB:
			g.retag(i, ADJ) // "900 displaced Nuer returned"
		case t == VERB && (g.norm(i) == "had" || g.norm(i) == "has" || g.norm(i) == "have") && g.tag(i+1) == VERB && participles[g.norm(i+1)]:
			g.retag(i, AUX) // "guards had beaten prisoners"
		case t == VERB && (g.norm(i) == "members" || g.norm(i) == "states" && g.closesNames(i) || g.norm(i) == "shooting" && g.norm(i-1) == "mass"):
			g.retag(i, NOUN) // "23 crew members", "a mass shooting"
		case t == VERB && (g.norm(i) == "neighbouring" || g.norm(i) == "neighboring") && g.tag(i+1) == NOUN:
			g.retag(i, ADJ)
		case t == VERB && (g.norm(i) == "displaced" || g.norm(i) == "wounded" || g.norm(i) == "injured") && g.norm(i-1) == "the" && g.tag(i+1) != NOUN && g.tag(i+1) != ADJ && g.tag(i+1) != PROPN:
			g.retag(i, NOUN) // "aid for the displaced"
		case t == VERB && g.norm(i) == "wounds" && g.tag(i-1) == NOUN && woundsOf[g.norm(i-1)]:
			g.retag(i, NOUN) // "treated for bullet wounds"
		case t == VERB && g.norm(i) == "building" && g.buildingNoun(i):
			g.retag(i, NOUN)
		case t == NOUN && g.norm(i) == "shot" && g.norm(i+1) == "and" && outcomeVerbs[g.norm(i+2)] && i > g.First && (g.tag(i-1) == NOUN || g.tag(i-1) == PROPN):
			g.retag(i, VERB) // "soldiers shot and wounded eleven"
			g.Doc.Lemmas[i] = "shoot"
		case t == ADJ && g.norm(i) == "slain" && i > g.First && g.tag(i-1) == AUX:
			g.retag(i, VERB) // "27 raiders were slain"
			g.Doc.Lemmas[i] = "slay"
		case t == ADJ && g.norm(i) == "burnt" && i > g.First && g.tag(i-1) == AUX:
			g.retag(i, VERB) // "huts were burnt to the ground"
			g.Doc.Lemmas[i] = "burn"
		case t == ADJ && g.norm(i) == "burnt" && i > g.First && g.tag(i-1) == CCONJ && g.tag(i+1) == NOUN && (g.tag(i-2) == PROPN || g.tag(i-2) == PRON):
			g.retag(i, VERB) // "stoned cars in Maisuma and burnt tyres"
			g.Doc.Lemmas[i] = "burn"
		case t == ADJ && g.norm(i) == "alive" && i > g.First && g.tag(i-1) == VERB && g.tag(i+1) != PUNCT:
			g.retag(i, ADV) // "burned alive two men"
		case (t == ADP || t == ADV) && g.norm(i) == "back" && i > g.First && relatives[g.norm(i-1)] && (g.tag(i+1) == PROPN || g.tag(i+1) == DET || g.tag(i+1) == PRON):
			g.retag(i, VERB) // "militias who back the president"
		case t == NOUN && g.norm(i) == "tore" && i > g.First && g.tag(i-1) == NOUN:
			g.retag(i, VERB) // "a bomb tore through a lorry"
			g.Doc.Lemmas[i] = "tear"
		case t == NOUN && (g.norm(i) == "shot" || g.norm(i) == "beaten") && g.shotToo(i):
			g.retag(i, VERB)
			if g.Doc.Lemmas[i] = "shoot"; g.norm(i) == "beaten" {
				g.Doc.Lemmas[i] = "beat"
			}
		case g.norm(i) == "set" && settings[g.norm(i+1)] && (t == ADJ || t == NOUN && i > g.First && (g.tag(i-1) == NOUN || g.tag(i-1) == PROPN)):
			g.retag(i, VERB) // "a crowd set upon a shop", "structures were set ablaze"
		case g.norm(i) == "shining" && g.norm(i+1) == "path":
			g.retag(i, PROPN) // the guerrillas of Peru, where capitals do not tell the name
			g.retag(i+1, PROPN)
		case t == VERB && g.norm(i) == "allegiance":
			g.retag(i, NOUN)
			if w := g.norm(i - 1); w == "pledge" || w == "pledges" || w == "swear" || w == "swears" {
				g.retag(i-1, VERB)
			}
		case (t == VERB || t == NOUN) && (g.norm(i) == "ablaze" || g.norm(i) == "alight" || g.norm(i) == "afire"):
			g.retag(i, ADV)
		case t == NOUN && g.secondDeed(i):
			g.retag(i, VERB)
			g.Doc.Lemmas[i] = secondDeeds[g.norm(i)]
		case t == VERB && thingsOnly[g.norm(i)]:
			g.retag(i, NOUN)
		case t == ADJ && i > g.First && g.tag(i-1) == VERB && (g.tag(i+1) == ADP || g.tag(i+1) == NUM && g.norm(i+1) == "at") && g.Doc.Tokens[i].Shape == text.Capital && g.lemma(i-1) != "be":
			g.retag(i, PROPN) // "had left Gharyan of their own accord"
		case t == VERB && g.postNoun(i):
			g.retag(i, NOUN)
		case t == ADJ && g.norm(i) == "quarter" && g.tag(i-1) == PROPN:
			g.retag(i, NOUN) // "the Hodan quarter at least twice"
		case t != VERB && suffering[g.norm(i)] != "" && g.hurts(i):
			g.retag(i, VERB)
			g.Doc.Lemmas[i] = suffering[g.norm(i)]
		case t == VERB && g.fightingNoun(i):
			g.retag(i, NOUN)
			g.Doc.Lemmas[i] = "fighting"
			if i > g.First && g.tag(i-1) == VERB {
				g.retag(i-1, ADJ)
			}
		case t == VERB && g.deedOfOne(i):
			g.retag(i, NOUN)
		case t == VERB && g.shellsOf(i):
			g.retag(i, NOUN)
			if g.landing(i + 1) {
				g.retag(i+1, VERB)
			}
		case (t == ADJ || t == NOUN) && (g.bareInfinitive(i) || g.joined(i) || g.accusedOf(i)):
			g.retag(i, VERB)
			if l := deed(g.norm(i)); l != "" {
				g.Doc.Lemmas[i] = l
			}
		case (t == NOUN || t == ADJ || t == PROPN) && g.countsUp(i):
			g.retag(i, VERB)
			if g.Doc.Lemmas[i] = "number"; g.norm(i) == "rose" {
				g.Doc.Lemmas[i] = "rise"
			}
		case t == NOUN && (g.landing(i) || verbless && (g.tellsThat(i) || g.plansTo(i))):
			g.retag(i, VERB)
		case t == NOUN && (g.launches(i) || g.tradesFire(i)):
			g.retag(i, VERB)
		case t == NOUN && g.takesNext(i):
			g.retag(i, VERB)
			g.retag(i+1, NOUN)
		case (t == NOUN || t == ADJ) && (g.norm(i) == "defect" || g.norm(i) == "defects") && g.norm(i+1) == "to":
			g.retag(i, VERB)
		case (t == NOUN || t == PROPN) && verbless && g.tellsThat(i):
			g.retag(i, VERB)
		case (t == NOUN || t == ADJ) && compass[g.norm(i)] && g.norm(i+1) == "of" && (wayUnits[g.norm(i-1)] || g.norm(i-1) == ")"):
			g.retag(i, ADV) // "10 km southeast of the dam"
		case g.norm(i) == "en" && g.norm(i+1) == "route":
			g.retag(i, ADV)
			g.retag(i+1, ADV)
		case (t == VERB || t == AUX) && g.norm(i) == "present" && i > g.First && g.tag(i-1) == NOUN && (g.norm(i+1) == "at" || g.norm(i+1) == "in" || g.norm(i+1) == "on"):
			g.retag(i, ADJ) // "the helicopters present at the airport"
		case t == ADJ && g.norm(i) == "offensive" && compass[g.norm(i+1)] && g.norm(i+2) == "of":
			g.retag(i, NOUN) // "an offensive north of Aleppo"
			g.retag(i+1, ADV)
		case t == VERB && g.norm(i) == "bases" && i > g.First && (g.tag(i-1) == PROPN || g.tag(i-1) == NOUN) && g.tag(i+1) == ADP:
			g.retag(i, NOUN) // "strikes against militia bases near"
		case t == ADJ && (g.offensive(i) || g.norm(i) == "grave" && g.norm(i-1) == "mass"):
			g.retag(i, NOUN)
		}
		if t := g.tag(i); t == VERB && !notVerbs[g.norm(i)] && !g.dependentForm(i) || t == AUX {
			verbless = false
		}
	}
	if verbless {
		g.findPresent()
	}
}

// retag lets the grammar read token i as another part of speech than the tagger.
func (g *Grammar) retag(i int, t Tag) { g.eff[i-g.First] = t }

// namesWhatFollows says that a form of a verb, neither a participle nor a gerund, names the kind of the noun right after it:
// "a carrier battle group".
func (g *Grammar) namesWhatFollows(i int) bool {
	t := g.tag(i + 1)
	return i > g.First && g.rel(i) == "compound" && g.Doc.Arcs[i].Head == i+1 && (t == NOUN || t == PROPN) && (g.tag(i-1) == NOUN && !strings.HasSuffix(g.norm(i-1), "s") || g.tag(i-1) == ADJ) && !ing(g.norm(i)) && !g.pastForm(i)
}

// describesCounted says that a gerund stands between a number and what it counts: "two pumping stations".
func (g *Grammar) describesCounted(i int) bool {
	r := g.rel(i)
	return i > g.First && g.tag(i-1) == NUM && ing(g.norm(i)) && g.Doc.Arcs[i].Head == i+1 && g.tag(i+1) == NOUN && (r == "amod" || r == "compound")
}

// renewals describe fighting: "renewed fighting".
var renewals = wordSet("renewed continued sustained increased prolonged intensified sporadic heavy fierce intense fresh ongoing")

// rages are verbs for how fighting goes.
var rages = wordSet("raged resumed continued erupted spread intensified subsided eased rages resumes continues erupts")

// fightingNoun says that "fighting" at i is a noun: "renewed fighting between", "fighting near the port" at the head of a sentence.
func (g *Grammar) fightingNoun(i int) bool {
	if g.norm(i) != "fighting" {
		return false
	}
	if i > g.First {
		return renewals[g.norm(i-1)] || rages[g.norm(i+1)]
	}
	switch g.norm(i + 1) {
	case "between", "near", "around", "in":
		return true
	}
	return false
}

// closesNames says that the word at i ends a list of names: "in Adamawa and Borno states."
func (g *Grammar) closesNames(i int) bool {
	if i < g.First+2 || g.tag(i-1) != PROPN || g.norm(i-2) != "and" {
		return false
	}
	t := g.tag(i + 1)
	return t == PUNCT && g.norm(i+1) != `"` && g.norm(i+1) != ":" || t == ADP
}

// deedOfOne says that the bare form of a verb at i is a noun, since what stands before it is one thing: "in a rocket attack off the
// coast".
func (g *Grammar) deedOfOne(i int) bool {
	if i < g.First+2 || !struck[g.norm(i)] || g.norm(i) == "hit" || strings.HasSuffix(g.norm(i), "s") || g.tag(i-1) != NOUN || strings.HasSuffix(g.norm(i-1), "s") {
		return false
	}
	for k := i - 2; k >= g.First; k-- {
		switch t := g.tag(k); {
		case g.norm(k) == "a", g.norm(k) == "an", g.norm(k) == "another":
			return true
		case t != NOUN && t != ADJ && t != NUM && g.norm(k) != "-":
			return false
		}
	}
	return false
}

// buildingNoun says that "building" at i is the thing: "the customs building on the quay".
func (g *Grammar) buildingNoun(i int) bool {
	if i-2 < g.First || g.tag(i-2) != DET || g.tag(i-1) != NOUN && g.tag(i-1) != PROPN && g.tag(i-1) != ADJ {
		return false
	}
	switch g.tag(i + 1) {
	case DET, NOUN, PROPN, NUM, ADJ, PRON:
		return false
	}
	return true
}

// woundsOf say what made a wound or where it is.
var woundsOf = wordSet("gunshot shrapnel bullet knife stab head leg chest burn machete shell")

// settings are the words behind "set" that make a verb of it.
var settings = wordSet("upon fire ablaze alight afire off")

// outcomeVerbs tell what became of who was shot.
var outcomeVerbs = wordSet("killed wounded injured hurt")

// shotToo says that "shot" at i is the second of two passives: "were led into a field and shot".
func (g *Grammar) shotToo(i int) bool {
	if i-3 < g.First || g.tag(i-1) != CCONJ || g.tag(i+1) == NOUN || g.norm(i+1) == "of" {
		return false
	}
	for k := i - 2; k > g.First; k-- {
		switch w := g.norm(k); {
		case w == "," || w == ";" || g.tag(k) == SCONJ:
			return false
		case g.tag(k) == VERB && g.pastForm(k):
			return g.tag(k-1) == AUX && g.lemma(k-1) == "be"
		}
	}
	return false
}

// guns are words that say what a shell is for or from.
var guns = wordSet("mortar artillery tank rocket howitzer gas cluster stray naval")

// shellsOf says that "shells" at i are what guns fire: "mortar shells land on a market".
func (g *Grammar) shellsOf(i int) bool {
	return g.norm(i) == "shells" && i > g.First && guns[g.norm(i-1)]
}

// landing says that "land" at i is what shells, rockets or troops do: a plural stands before it and where they land after it.
func (g *Grammar) landing(i int) bool {
	if g.norm(i) != "land" || i <= g.First || g.tag(i-1) != NOUN || !strings.HasSuffix(g.norm(i-1), "s") {
		return false
	}
	switch g.norm(i + 1) {
	case "on", "in", "near", "at", "inside":
		return true
	}
	return false
}

// launched are what is launched from or by: the noun "launch" stands before them.
var launched = wordSet("vehicles sites pads codes platforms operators customers windows events failures systems facilities tubes services")

// launches says that "launch" at i is what a party does, a plural without an article following: "rebels allied to the group launch
// coordinated attacks".
func (g *Grammar) launches(i int) bool {
	if g.norm(i) != "launch" || i == g.First || g.tag(i-1) == DET || g.tag(i-1) == ADJ || g.tag(i-1) == ADP {
		return false
	}
	k := i + 1
	for k < g.Last && (g.tag(k) == ADJ || g.tag(k) == NUM || g.tag(k) == VERB && g.pastForm(k) || g.norm(k) == "-") {
		k++
	}
	if k >= g.Last || g.tag(k) != NOUN || !strings.HasSuffix(g.norm(k), "s") || launched[g.norm(k)] {
		return false
	}
	for j := i + 1; j < k; j++ {
		if g.tag(j) == VERB {
			g.retag(j, ADJ)
		}
	}
	return true
}

// tradesFire says that "trade" at i is what two sides do with their shots.
func (g *Grammar) tradesFire(i int) bool {
	if g.norm(i) != "trade" || i == g.First || g.tag(i-1) == DET || g.tag(i-1) == ADJ || g.tag(i-1) == ADP {
		return false
	}
	switch g.norm(i + 1) {
	case "gunfire", "fire", "shots", "blows", "accusations":
		return true
	case "artillery", "mortar", "rocket", "heavy":
		return g.norm(i+2) == "fire"
	}
	return false
}

// takesNext says that the deed at i is what the plural that opens the sentence does to what stands right after it, which the tagger
// took for the verb: "police in Lagos arrest suspects".
func (g *Grammar) takesNext(i int) bool {
	if i == g.First || g.tag(i+1) != VERB || !strings.HasSuffix(g.norm(i+1), "s") || !struck[g.norm(i)] || strings.HasSuffix(g.norm(i), "s") || g.tag(i-1) == DET || g.tag(i-1) == ADJ {
		return false
	}
	switch g.tag(i + 2) {
	case ADP, PUNCT, CCONJ, ADV:
		return g.agrees(g.opening(i), i)
	}
	return false
}

// saysThat are plural nouns that are as often verbs of saying or asking.
var saysThat = wordSet("demands claims reports states orders requests urges warns fears hopes plans alleges")

// tellsThat says that the noun at i is the verb of the sentence: it stands after a singular noun and before "that": "the resolution
// demands that forces withdraw".
func (g *Grammar) tellsThat(i int) bool {
	if g.norm(i) == "tweets" && g.norm(i+1) == `"` {
		return true
	}
	if (g.norm(i) == "results" || g.norm(i) == "result") && g.norm(i+1) == "in" && i > g.First { // "a gun battle in the streets of Caracas results in"
		return true
	}
	if w := g.norm(i + 1); g.norm(i) == "calls" && (w == "for" || w == "on") && i > g.First && g.tag(i-1) == PROPN { // "the Security Council calls for"
		return true
	}
	if g.norm(i) == "risks" && g.norm(i+1) == "being" && i > g.First { // "the garrison risks being encircled"
		return true
	}
	return saysThat[g.norm(i)] && i > g.First && g.norm(i+1) == "that" && (g.tag(i-1) == NOUN && !strings.HasSuffix(g.norm(i-1), "s") || g.tag(i-1) == PROPN)
}

// plansTo says that "plans" at i is the verb of the sentence: it stands after a singular name or noun and before an infinitive, and no
// other verb could be the sentence's: "Brazil plans to send medicine, a ministry said", but not "U.S. plans to attack were found".
func (g *Grammar) plansTo(i int) bool {
	w := g.norm(i)
	if w != "plans" && w != "hopes" && w != "aims" && w != "moves" || i == g.First || g.norm(i+1) != "to" {
		return false
	}
	if t := g.tag(i - 1); t != PROPN && t != NOUN || t == NOUN && strings.HasSuffix(g.norm(i-1), "s") {
		return false
	}
	for k := i + 2; k < g.Last && g.norm(k) != ","; k++ {
		if t := g.tag(k); t == AUX && g.norm(k-1) != "to" || t == VERB && k > i+2 && g.norm(k-1) != "to" && g.pastForm(k) {
			return false
		}
	}
	return true
}

// offensive says that "offensive" at i is the noun: "opened its offensive on the port".
func (g *Grammar) offensive(i int) bool {
	if g.norm(i) != "offensive" || i == g.First {
		return false
	}
	switch g.tag(i + 1) {
	case NOUN, PROPN, ADJ, CCONJ:
		return false
	}
	return g.tag(i-1) == DET || g.tag(i-1) == ADJ || owners[g.norm(i-1)] || g.possessive(i-1)
}

// countsUp says that the word at i is a verb of numbers: "the number of wounded rose to 12", "the dead numbered 34".
func (g *Grammar) countsUp(i int) bool {
	if i == g.First || g.tag(i-1) == DET || g.tag(i-1) == ADP {
		return false
	}
	switch g.norm(i) {
	case "rose":
		return g.norm(i+1) == "to" && g.number(i+2)
	case "numbered":
		return g.number(i + 1)
	}
	return false
}

// freeing are adjectives that are verbs as well.
var freeing = wordSet("free clear secure empty")

// bareInfinitive says that the word at i is an infinitive: "attempts to free the hostages".
func (g *Grammar) bareInfinitive(i int) bool {
	if g.norm(i) == "hand" && g.norm(i-1) == "to" && g.norm(i+1) == "over" {
		return true // "offered to hand over the suspects"
	}
	if !freeing[g.norm(i)] || i == g.First || g.norm(i-1) != "to" && modals[g.norm(i-1)] == "" {
		return false
	}
	switch t := g.tag(i + 1); t {
	case DET, NUM:
		return true
	case PRON:
		return owners[g.norm(i+1)]
	}
	return false
}

// dependentForm says that the verb at i is a gerund or an infinitive, which leaves a sentence without a verb of its own.
func (g *Grammar) dependentForm(i int) bool {
	if g.pastForm(i) && len(g.Doc.Arcs) == len(g.Doc.Tokens) && g.rel(i) == "xcomp" { // "leaving two civilians injured"
		return true
	}
	if g.pastForm(i) && g.norm(i+1) == "by" && i > g.First && (g.tag(i-1) == NOUN || g.tag(i-1) == PROPN || g.norm(i-1) == ",") { // "forces backed by jets attack"
		return true
	}
	if w := g.norm(i - 1); w == "which" || w == "who" || w == "they" && g.norm(i-2) == "which" {
		return true
	}
	return ing(g.norm(i)) && g.tag(i-1) != AUX || i > g.First && (g.norm(i-1) == "to" || g.tag(i-1) == NUM && g.pastForm(i)) // "leaving five wounded"
}

// accusedOf says that the noun or adjective at i is what somebody is accused of doing, or claims to have done: "accuses the army of
// bombing fuel depots".
func (g *Grammar) accusedOf(i int) bool {
	if deed(g.norm(i)) == "" || i == g.First {
		return false
	}
	if g.norm(i-1) == "for" && g.norm(i-2) == "responsibility" { // "claims responsibility for kidnapping five workers"
		return g.tag(i+1) == NUM || g.tag(i+1) == DET || g.tag(i+1) == PROPN || g.tag(i+1) == ADJ
	}
	if g.norm(i-1) != "of" {
		return false
	}
	switch g.tag(i + 1) {
	case DET, NUM, ADJ, PROPN, NOUN, PRON:
	case CCONJ:
		if !ing(g.norm(i + 2)) {
			return false
		}
	default:
		return false
	}
	for k := i - 2; k > g.First && k >= i-8; k-- {
		if l := g.lemma(k); l == "accuse" || l == "suspect" || l == "guilty" || l == "convict" {
			return true
		}
		if g.tag(k) == VERB || g.tag(k) == PUNCT {
			return false
		}
	}
	return false
}

// deed is the verb whose gerund w is, where it is one of those in struck; "" for none.
func deed(w string) string {
	if !ing(w) {
		return ""
	}
	w = w[:len(w)-3]
	if n := len(w); !struck[w] && n > 2 && w[n-1] == w[n-2] { // "kidnapping"
		w = w[:n-1]
	}
	if struck[w] {
		return w
	}
	return ""
}

// joined says that the noun at i is the first of two verbs: "troops shoot and kill".
func (g *Grammar) joined(i int) bool {
	if (g.norm(i) == "kidnap" || g.norm(i) == "abduct") && i > g.First && g.norm(i-1) == "and" && (g.tag(i+1) == NUM || g.tag(i+1) == DET) {
		return true // "kill a driver and kidnap seven people"
	}
	if struck[g.norm(i)] && strings.HasSuffix(g.norm(i), "s") && g.norm(i+1) == "and" && g.tag(i+2) == VERB && strings.HasSuffix(g.norm(i+2), "s") &&
		i > g.First && g.tag(i-1) == NOUN && !strings.HasSuffix(g.norm(i-1), "s") {
		return true // "a man in a police uniform attacks and kills three soldiers"
	}
	if !struck[g.norm(i)] || i+2 >= g.Last || g.norm(i+1) != "and" || g.tag(i+2) != VERB || g.norm(i+2) != g.Doc.Lemmas[i+2] {
		return false
	}
	return i > g.First && g.tag(i-1) == NOUN && strings.HasSuffix(g.norm(i-1), "s")
}

// struck are nouns of deeds that are verbs as well, in both their forms.
var struck = wordSet("attack attacks raid raids strike strikes storm storms ambush ambushes shell shells bomb bombs hit hits target targets " +
	"murder murders capture captures arrest arrests blast blasts torch torches besiege besieges free frees shoot shoots exchange exchanges " +
	"delay delays rescue rescues release releases clash clashes fight fights battle battles protest protests march marches blame blames " +
	"charge charges sentence sentences jail jails bar bars ban bans block blocks transfer transfers advance advances retreat retreats " +
	"surrender surrenders pound pounds hammer hammers down downs demand demands order orders claim claims report reports resume resumes rock rocks shake shakes wound wounds control controls kill kills fire fires abduct kidnap loot")

// meets are those of them that need no object: what they are done with, against or at follows.
var meets = wordSet("clash clashes fight fights battle battles protest protests march marches advance advances retreat retreats surrender surrenders " +
	"resume resumes fire fires")

// findPresent finds the verb of a sentence in which the tagger found none: a noun that names a deed, stands after another
// noun that agrees with it and before what may be its object: "a mob attacks pedlars", "jets loyal to the marshal strike army
// posts". In "rebel attack survivors" nothing agrees.
func (g *Grammar) findPresent() {
	for i := g.First + 1; i+1 < g.Last; i++ {
		t := g.tag(i)
		if t != NOUN && t != PROPN && t != ADJ || !struck[g.norm(i)] {
			continue
		}
		switch g.tag(i + 1) {
		case NOUN, PROPN, DET, NUM, ADJ:
		case VERB:
			if !ing(g.norm(i + 1)) {
				continue
			}
		case ADP:
			if !meets[g.norm(i)] {
				continue
			}
		default:
			continue
		}
		if k := g.opening(i); g.agrees(k, i) || k == i-1 && g.named(k, i) {
			g.retag(i, VERB)
			return
		}
	}
}

// named says that the name or the gerund at k does what the form in "s" at i says: "the Arab League delays sending", "Israel shells a
// camp", "fighting resumes in".
func (g *Grammar) named(k, i int) bool {
	if !strings.HasSuffix(g.norm(i), "s") {
		return false
	}
	if meets[g.norm(i)] {
		return ing(g.norm(k)) && k == g.First
	}
	t := g.tag(i + 1)
	whole := strings.HasSuffix(g.norm(i+1), "s") && t == NOUN // "the air force strikes targets"
	return g.tag(k) == PROPN && (t == DET || t == VERB || t == NUM || (t == ADJ || t == PROPN || whole) && !strings.HasSuffix(g.norm(k), "s"))
}

// opening is the last word of the noun phrase that opens the sentence and ends before i; -1 for none.
func (g *Grammar) opening(i int) int {
	head := -1
	for k := g.First; k < i; k++ {
		switch g.tag(k) {
		case NOUN:
			head = k
		case PROPN:
			if head < 0 || g.tag(head) == PROPN {
				head = k
			}
		case DET, ADJ, NUM:
			if head >= 0 && g.tag(head) == NOUN {
				return head
			}
		case CCONJ:
			if head >= 0 && g.tag(head) == NOUN {
				return head
			}
		case PUNCT:
			if g.norm(k) != "-" {
				return -1
			}
		default:
			return head
		}
	}
	return head
}

// agrees says that the noun at k, with its article, is of the number that the form of the present at i asks for.
func (g *Grammar) agrees(k, i int) bool {
	if k < 0 {
		return false
	}
	w := g.norm(k)
	if g.tag(k) == PROPN {
		if w == "taliban" || w == "houthis" {
			return k == i-1 && !strings.HasSuffix(g.norm(i), "s")
		}
		return !strings.HasSuffix(g.norm(i), "s") && strings.HasSuffix(w, "s") && k == i-1 && g.norm(g.First) != "the"
	}
	plural := strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "men") || w == "police" || w == "people"
	if strings.HasSuffix(g.norm(i), "s") {
		return !plural && (g.norm(g.First) == "a" || g.norm(g.First) == "an") // "mob attacks" alone may be a noun
	}
	return plural
}
