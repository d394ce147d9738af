package parse

import (
	"slices"
	"strings"

	"sitrep/internal/text"

	"sitrep/internal/numeral"
)

// calendar holds the words whose phrases date an event and never take part in it.
var calendar = wordSet("monday tuesday wednesday thursday friday saturday sunday january february march april may june july " +
	"august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tomorrow tonight " +
	"overnight day days night nights week weeks weekend month months year years hour hours minute minutes morning afternoon evening " +
	"midnight noon dawn dusk decade decades century time ago jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. " +
	"mon tue wed thu fri sat sun mon. tue. wed. thu. fri. sat. sun. spring summer autumn winter")

// weekdays alone break a run of names: "in Baghdad Sunday" is two phrases.
var weekdays = wordSet("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")

// held are nouns that say, after an object, what it was made.
var held = wordSet("hostage captive prisoner")

// takes are the verbs that make or keep somebody that.
var takes = wordSet("take hold keep seize")

// deictic words open a phrase that dates.
var deictic = wordSet("last this next past earlier late early")

// owners are the possessive pronouns.
var owners = wordSet("my your his her its our their")

// relatives are the pronouns that open a relative clause.
var relatives = wordSet("who which that whom whose where")

// quantifiers stand before "of" and count what follows it.
var quantifiers = wordSet("hundreds dozens scores tens thousands millions number majority handful most some all many several one two " +
	"three four five six seven eight nine ten couple pair group members lot both none each any half third quarter rest total more much few " +
	"dozen hundred thousand million row estimate remainder series string wave spate bodies body remains groups part parts")

// hedges stand before a number and belong to its phrase, longest first.
var hedges = [][]string{{"no", "fewer", "than"}, {"no", "less", "than"}, {"not", "less", "than"}, {"no", "more", "than"}, {"as", "many", "as"}, {"as", "few", "as"},
	{"more", "than"}, {"less", "than"}, {"fewer", "than"}, {"up", "to"}, {"at", "least"}, {"at", "most"}, {"close", "to"}, {"well", "over"}, {"just", "over"}, {"just", "under"},
	{"over"}, {"about"}, {"around"}, {"some"}, {"nearly"}, {"almost"}, {"roughly"}, {"approximately"}, {"an", "estimated"}, {"estimated"}, {"only"}, {"another"}, {"between"}, {"under"}}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	start := -1
	for i := 0; i <= len(words); i++ {
		if i == len(words) || words[i] == ' ' {
			if start >= 0 {
				m[words[start:i]] = true
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	return m
}

// hedge is the number of tokens of a hedge that starts at token i and is followed by a number, 0 for none.
func (g *Grammar) hedge(i int) int {
	for _, h := range hedges {
		if i+len(h) >= g.Last {
			continue
		}
		ok := true
		for k, w := range h {
			if g.norm(i+k) != w {
				ok = false
				break
			}
		}
		if !ok {
			continue
		}
		j := i + len(h)
		if h[0] == "between" && !(g.number(j) && g.norm(j+1) == "and" && g.number(j+2)) {
			continue // "a shootout between two groups"
		}
		if g.number(j) {
			return len(h)
		}
		if g.norm(j) == "a" && (g.number(j+1) || calendar[g.norm(j+1)] || quantifiers[g.norm(j+1)] && g.norm(j+2) == "of") { // "about a dozen", "more than a year"
			return len(h) + 1
		}
		if n := g.hedge(j); n > 0 { // "at least some 20"
			return len(h) + n
		}
	}
	return 0
}

func (g *Grammar) number(i int) bool {
	if g.tag(i) == NUM {
		return true
	}
	switch g.norm(i) {
	case "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "scores", "tens":
		return true
	}
	return false
}

// nominal says that token i can be the head of a phrase.
func (g *Grammar) nominal(i int) bool {
	switch g.tag(i) {
	case NOUN, PROPN, NUM:
		return g.VerbAt(i) < 0
	}
	return false
}

// findPhrases cuts the noun phrases.
func (g *Grammar) findPhrases() {
	for i := g.First; i < g.Last; {
		if w := g.norm(i); g.VerbAt(i) >= 0 || w == `"` || w == "'" || (w == "dead" && g.lemma(i-1) == "shoot" || w == "alive") && g.VerbAt(i-1) >= 0 || particles[w] && g.VerbAt(i-1) >= 0 && g.norm(i+1) != "to" {
			i++
			continue
		}
		last, head := g.phraseFrom(i)
		if last <= i {
			i++
			continue
		}
		// "hundreds of civilians" is one phrase about civilians.
		for quantifiers[g.norm(head)] && g.norm(last) == "of" && last+1 < g.Last {
			l, h := g.phraseFrom(last + 1)
			if l <= last+1 || weekdays[g.norm(h)] {
				break
			}
			if g.possessive(l) { // "members of the People's Army"
				if owned, of := g.phraseFrom(l + 1); owned > l+1 && g.tag(of) == PROPN {
					l, h = owned, of
				}
			}
			last, head = l, h
		}
		p := Phrase{First: i, Last: last, Head: head, Prep: -1, Owner: -1, Gov: -1, Conj: -1, Appos: -1}
		p.Pronoun = g.tag(head) == PRON
		p.Time = g.isTime(p)
		if n := len(g.Phrases); n > 0 && i > g.First && g.possessive(i-1) && g.Phrases[n-1].Last == i-1 {
			p.Owner = n - 1
		}
		g.addPhrase(p)
		i = last
	}
}

func (g *Grammar) addPhrase(p Phrase) {
	for k := p.First; k < p.Last; k++ {
		g.phraseAt[k-g.First] = int32(len(g.Phrases))
	}
	g.Phrases = append(g.Phrases, p)
}

func (g *Grammar) possessive(i int) bool {
	w := g.norm(i)
	return (w == "'s" || w == "'") && (g.tag(i) == PART || g.glued(i-1)) && g.tag(i) != AUX && g.tag(i) != VERB
}

// isTime says that a phrase only dates: its head is a calendar word, or a number after one.
func (g *Grammar) isTime(p Phrase) bool {
	if calendar[g.norm(p.Head)] {
		w := g.norm(p.Head)
		return !(w == "may" || w == "march") || g.tag(p.Head) == PROPN // "a peaceful march" is no month
	}
	if g.Frequency(p) {
		return true
	}
	if g.tag(p.Head) != NUM {
		return false
	}
	if w := g.norm(p.Head); len(w) > 3 && w[len(w)-3] == ':' { // "at 09:30"
		return true
	}
	if p.First < p.Head && calendar[g.norm(p.Head-1)] {
		return true
	}
	if n := len(g.Phrases); n > 0 && p.First == p.Head && len(g.norm(p.Head)) == 4 && g.norm(p.First-1) == "," && g.Phrases[n-1].Last == p.First-1 && g.Phrases[n-1].Time {
		return true // "on May 17, 2015,"
	}
	w := g.norm(p.Head) // a year
	return p.First == p.Head && len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && p.First > g.First &&
		slices.Contains([]string{"in", "since", "until", "by", "from", "of"}, g.norm(p.First-1))
}

// Frequency says that a phrase tells how often something was done: "at least six times".
func (g *Grammar) Frequency(p Phrase) bool {
	return g.norm(p.Head) == "times" && p.First < p.Head && g.tag(p.Head-1) == NUM
}

// accordingTo says that a phrase at i names a source that opens the sentence: "according to UNICEF 40 children were killed".
func (g *Grammar) accordingTo(i int) bool {
	return i > g.First+1 && g.norm(i-1) == "to" && g.norm(i-2) == "according"
}

// howOften says that a number at j counts how often or how long before: "six times", "left Gulu two days earlier".
func (g *Grammar) howOften(j int) bool {
	for _, q := range g.Doc.Numbers(g.Sent) {
		if q.First == j {
			w := g.norm(q.Last + 1)
			return g.norm(q.Last) == "times" || calendar[g.norm(q.Last)] && (w == "earlier" || w == "ago" || w == "later" || w == "before") && g.tag(j-1) == PROPN
		}
	}
	return false
}

// phraseFrom reads a phrase that starts at token i: its end (i for none) and its head.
func (g *Grammar) phraseFrom(i int) (last, head int) {
	switch g.tag(i) {
	case PRON:
		if owners[g.norm(i)] {
			if l, h := g.phraseFrom(i + 1); l > i+1 && g.nominal(h) && g.tag(i+1) != PRON {
				return l, h
			}
			if g.norm(i) != "her" {
				return i, i
			}
		}
		if relatives[g.norm(i)] && g.norm(i) != "that" {
			return i + 1, i
		}
		return i + 1, i
	}
	if w := g.norm(i); w == "ablaze" || w == "alight" || w == "afire" {
		return i, i // "set ablaze three tankers"
	}
	j := i
	if n := g.hedge(j); n > 0 {
		j += n
		if g.norm(j-1) == "between" && g.number(j) && g.norm(j+1) == "and" && g.number(j+2) { // "between 20 and 30 soldiers"
			j += 2
		}
	}
	head = -1
	for j < g.Last && g.VerbAt(j) < 0 {
		w := g.norm(j)
		switch t := g.tag(j); {
		case head >= 0 && (w == "alight" || w == "ablaze") && i > g.First && g.lemma(i-1) == "set": // "set a barn alight"
			return g.close(i, j, head)
		case head >= 0 && held[w] && (i > g.First && takes[g.lemma(i-1)] && g.VerbAt(i-1) >= 0 || strings.HasSuffix(g.norm(head), "s") || strings.HasSuffix(g.norm(head), "men") || g.norm(head) == "people" || g.norm(head) == "children"): // "took 800 spectators hostage"
			return g.close(i, j, head)
		case head == i && j == i+1 && (t == NOUN || t == ADJ) && !calendar[w] && g.norm(i-1) == "since" && g.tag(i) == NUM && len(g.norm(i)) == 4:
			return g.close(i, j, head) // "Since 2016 rebels have held"
		case head == j-1 && (t == NOUN || t == PROPN || t == ADJ) && !calendar[w] && g.dayEnds(i, head): // "On 9 June masked men"
			return g.close(i, j, head)
		case head >= 0 && deictic[w] && calendar[g.norm(j+1)]: // "insurgents last year"
			return g.close(i, j, head)
		case t == DET:
			if j > i && g.tag(j-1) != DET && !g.hedgeEnds(i, j) && w != "no" {
				return g.close(i, j, head)
			}
		case t == NUM && head >= 0 && ((g.tag(head) == NOUN || g.accordingTo(i)) && g.countsAnew(j) || g.howOften(j)):
			return g.close(i, j, head) // "shelled the port six times"
		case (t == NUM || t == NOUN) && head == j-1 && g.tag(head) == PROPN && g.placeOpens(i, head) && (g.countsAnew(j) || quantifiers[w] && g.norm(j+1) == "of"):
			return g.close(i, j, head) // "In Mosul 14 people were killed", "In Mosul dozens of people"
		case t == NUM, t == NOUN, t == PROPN:
			if head >= 0 && weekdays[w] != weekdays[g.norm(head)] && g.tag(j) != NUM && !(weekdays[g.norm(head)] && calendar[w]) {
				return g.close(i, j, head)
			}
			head = j
		case t == PRON && w == "one" && j == i+1 && g.norm(i) == "no":
			return j + 1, j // "no one"
		case t == ADJ:
			if head >= 0 && w == "more" && g.tag(head) == NUM && g.norm(j+1) != "than" && !g.continues(j) {
				j++ // "three more had died"
				return j, head
			}
			if head >= 0 && !g.continues(j) {
				return g.close(i, j, head)
			}
		case t == ADV:
			described := j+1 < g.Last && (g.tag(j+1) == ADJ || g.tag(j+1) == NUM || g.tag(j+1) == VERB && g.modifierVerb(i, j+1))
			if !described || head >= 0 && !(g.tag(head) == NUM && g.tag(j+1) != NUM && g.continues(j+1)) { // "700 internally displaced people"
				return g.close(i, j, head)
			}
		case t == VERB:
			if !g.modifierVerb(i, j) {
				return g.close(i, j, head)
			}
		case t == SYM && (w == "$" || w == "£" || w == "€" || w == "%"):
			head = j
		case w == "and" && head < 0 && g.nationals(j):
			// "Armenian and Azerbaijani forces"
		case w == "'" && g.glued(j-1) && head == j-1 && g.tag(head) == PROPN && (g.tag(j+1) == PROPN || g.tag(j+1) == NOUN && j+1 < g.Last && g.Doc.Tokens[j+1].Shape == text.Capital):
			// "Kurdistan Workers' Party"
		case w == "-" && j > i && g.glued(j-1) && g.glued(j):
			// inside a compound
		case w == "'" || w == `"`:
			// a quoted name inside its phrase: the "large mass grave"
			if !(g.quoteOpens(j) && head < 0) {
				if head >= 0 && !g.glued(j) && j+1 < g.Last && g.nominal(j+1) && g.insideQuoted(i, j) {
					break
				}
				return g.close(i, j, head)
			}
		case w == "(":
			// "(IS) gangs", "Kurdistan Workers' Party (PKK) militants": a bracketed name that describes what follows
			if !((head < 0 || head == j-1 && g.tag(head) == PROPN) && j+3 < g.Last && g.tag(j+1) == PROPN && g.norm(j+2) == ")" && g.nominal(j+3)) {
				return g.close(i, j, head)
			}
		case w == ")":
			if !(j-2 >= i && g.norm(j-2) == "(") {
				return g.close(i, j, head)
			}
		default:
			return g.close(i, j, head)
		}
		j++
	}
	return g.close(i, j, head)
}

// months are the names of months written out.
var months = wordSet("january february march april may june july august september october november december")

// dayEnds says that tokens i…head are a day of a month behind "on" or "since", with or without its year, which nothing after it goes on.
func (g *Grammar) dayEnds(i, head int) bool {
	if w := g.norm(i - 1); w != "on" && w != "since" {
		return false
	}
	k := head
	if len(g.norm(k)) == 4 && g.tag(k) == NUM {
		k--
		if g.norm(k) == "," {
			k--
		}
	}
	return k == i+1 && (months[g.norm(k)] && g.tag(i) == NUM || months[g.norm(i)] && g.tag(k) == NUM)
}

// nationals says that the "and" at j joins two adjectives of names before a noun: "Armenian and Azerbaijani forces".
func (g *Grammar) nationals(j int) bool {
	return j > g.First && j+2 < g.Last && g.tag(j-1) == ADJ && g.tag(j+1) == ADJ && g.nominal(j+2) && g.Doc.Tokens[j-1].Shape == text.Capital && g.Doc.Tokens[j+1].Shape == text.Capital
}

// countsAnew says that a number at j, right after a noun, begins another phrase with a noun of its own: "as a result of the attack 16
// sailors were hurt".
func (g *Grammar) countsAnew(j int) bool {
	for _, q := range g.Doc.Numbers(g.Sent) {
		if q.First == j {
			if q.Kind == numeral.Measure {
				return !g.glued(j-1) && g.waysOff(q.NumberEnd)
			}
			k := q.Last
			for g.tag(k) == ADJ || (g.tag(k) == NOUN || g.tag(k) == PROPN) && (g.tag(k+1) == NOUN) {
				k++
			}
			if g.norm(k) == "of" && calendar[g.norm(j-1)] && (g.tag(k+1) == DET || g.tag(k+1) == PRON) && g.norm(k+1) != "them" {
				return q.Kind == numeral.Cardinal && !g.glued(j-1) // "in two days 14 of our men"
			}
			return q.Kind == numeral.Cardinal && !g.glued(j-1) && g.tag(k) == NOUN && (strings.HasSuffix(g.norm(k), "s") || manyOf[g.norm(k)])
		}
	}
	return false
}

// numberedPlaces are nouns that a number behind them tells apart.
var numberedPlaces = wordSet("highway route sector zone area district camp kilometre km flight hill brigade unit section ward block battalion base")

// placeOpens says that tokens i to head, behind a preposition that opens the sentence or a clause, name a place with no number.
func (g *Grammar) placeOpens(i, head int) bool {
	if i == g.First || numberedPlaces[g.norm(head)] || calendar[g.norm(head)] {
		return false
	}
	switch g.norm(i - 1) {
	case "in", "at", "near", "around", "outside", "across":
	default:
		return false
	}
	if i-1 == g.First {
		return true
	}
	switch g.norm(i - 2) {
	case ",", ";", ":", "and", "but", "while", "that":
		return true
	}
	return false
}

// manyOf are plurals that do not end in s.
var manyOf = wordSet("people children men women policemen servicemen fishermen tribesmen gunmen militiamen")

// wayUnits are the nouns of ways, in the plural or short.
var wayUnits = wordSet("km kms kilometres kilometers kilometre kilometer miles mile mi metres meters m yards")

// compass are the points that say where something lies.
var compass = wordSet("north south east west northeast northwest southeast southwest north-east north-west south-east south-west")

// wayEnds are the other words behind a way that say which way it is.
var wayEnds = wordSet("northern southern from away off outside down up inland offshore")

// waysOff says that the noun at k measures how far off something is: "a convoy 20 miles north of Kidal", "a post 10 km (6 miles) from".
func (g *Grammar) waysOff(k int) bool {
	if !wayUnits[g.norm(k)] {
		return false
	}
	if k++; g.norm(k) == "(" {
		for n := 0; n < 5 && g.norm(k) != ")"; n++ {
			k++
		}
		k++
	}
	if w := g.norm(k); w == "to" && g.norm(k+1) == "the" {
		k += 2
	}
	return compass[g.norm(k)] || wayEnds[g.norm(k)]
}

// hedgeEnds says that everything from i up to j is a hedge, so that a determiner may follow ("about a dozen").
func (g *Grammar) hedgeEnds(i, j int) bool { return g.hedge(i) >= j-i }

func (g *Grammar) quoteOpens(j int) bool { return j+1 < g.Last && g.glued(j) && !g.glued(j-1) }

func (g *Grammar) insideQuoted(i, j int) bool {
	for k := i; k < j; k++ {
		if w := g.norm(k); w == `"` || w == "'" {
			return true
		}
	}
	return false
}

// continues says that an adjective at j is followed by a noun of the same phrase ("Iraqi regular army").
func (g *Grammar) continues(j int) bool {
	for k := j + 1; k < g.Last; k++ {
		switch g.tag(k) {
		case NOUN, PROPN:
			return g.VerbAt(k) < 0
		case ADJ, NUM:
			continue
		}
		if g.norm(k) != "-" {
			return false
		}
	}
	return false
}

// modifierVerb says that the verb form at j stands inside a phrase that began at i: "the besieged city", "an advancing
// column".
func (g *Grammar) modifierVerb(i, j int) bool {
	if j+1 >= g.Last || !(g.tag(j+1) == NOUN || g.tag(j+1) == PROPN || g.tag(j+1) == ADJ && g.continues(j+1)) {
		return false
	}
	if j == i || held[g.norm(j+1)] && (g.norm(j) == "taken" || g.norm(j) == "held") { // "and 128 taken prisoner"
		return false
	}
	w := g.norm(j)
	n := len(w)
	if !(n > 3 && (w[n-2:] == "ed" || w[n-2:] == "en" || w[n-3:] == "ing")) {
		return false
	}
	switch g.tag(j - 1) {
	case DET, ADJ, NUM, ADV:
		return true
	case PRON:
		return owners[g.norm(j-1)]
	}
	return g.possessive(j-1) || g.norm(j-1) == "-"
}

// close ends a phrase i:j whose head was seen at head, giving up trailing words that cannot end one.
func (g *Grammar) close(i, j, head int) (int, int) {
	if head >= i {
		return head + 1, head
	}
	// No noun: "the wounded", "the latter", "both", "those", a bare quantity.
	if j > i && (g.tag(i) == DET || g.tag(i) == NUM || g.hedge(i) > 0) {
		for k := j - 1; k > i; k-- {
			if g.tag(k) == ADJ || g.tag(k) == NUM || g.number(k) {
				return k + 1, k
			}
		}
		switch g.norm(i) {
		case "all", "both", "those", "these", "this", "that", "some", "many", "several", "another":
			return i + 1, i
		}
		if g.tag(i) == NUM {
			return i + 1, i
		}
	}
	if w := g.norm(i); g.tag(i) == ADJ && (w == "many" || w == "much" || w == "several" || w == "others" || w == "most" || w == "more") {
		return i + 1, i
	}
	return i, i
}
