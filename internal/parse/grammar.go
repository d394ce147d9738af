package parse

import (
	"strings"

	"sitrep/internal/text"
)

// Grammar is the grammar of one sentence as relations between phrases and verbs. It is what rules are written against.
// It is read off tags by a chunker and a handful of clause rules; whatever reads it off a tree later must give the same
// relations. Token numbers are indices into Doc.Tokens; phrase and verb numbers are indices into Phrases and Verbs; -1
// stands for none.
type Grammar struct {
	Doc         *Doc
	Sent        int // index into Doc.Sents
	First, Last int // its tokens, half-open
	Phrases     []Phrase
	Verbs       []Verb

	phraseAt, verbAt []int32 // by token - First: the phrase or verb it belongs to, -1 for none
	eff              []Tag   // by token - First: tags with hyphenated compounds read as one word
}

// Phrase is a noun phrase without what follows its head: "the last major Iraq stronghold", "up to 600 inmates",
// "hundreds of civilians" (whose head is "civilians").
type Phrase struct {
	First, Last int // tokens, half-open
	Head        int // token of the head noun, number or pronoun
	Prep        int // token of the preposition that governs it; of "according to" or "because of" the first one
	PrepEnd     int // token after that preposition's last word
	Owner       int // phrase that owns it: "IS" in "IS's attack", "their" in "their occupation"
	Gov         int // phrase that it hangs on by a preposition: "Mosul" hangs on "occupation" in "occupation of Mosul"
	Conj        int // phrase before it in a list: "Rafah" has "Khan Younis" in "Khan Younis and Rafah"
	Appos       int // phrase that it renames: "the envoy" has "McGurk" in "McGurk, the envoy,"
	Time        bool
	Pronoun     bool // personal or relative pronoun
}

// Form is the form of a verb group.
type Form uint8

// The forms. A Bare verb is a past form without auxiliary, which may be a past tense ("rebels attacked") or a participle
// ("rebels attacked by troops").
const (
	Finite     Form = iota // with its own tense: "attacks", "was attacked", "have been killed"
	Bare                   // "attacked" with nothing before it
	Infinitive             // "to attack"
	Gerund                 // "attacking"
	Predicate              // a form of "be" with an adjective: "are dead"
)

// Link says how a verb hangs on another.
type Link uint8

// The links.
const (
	Main       Link = iota // on none
	Coordinate             // "attacked … and killed": shares the subject where it has none
	Complement             // "said [they attacked]", "is expected [to attack]", "began [attacking]"
	Adverbial              // ", killing nine", "to free hostages", "after seizing"
	Relative               // "who attacked", "executed by"
)

// Verb is a verb group: auxiliaries, negation, adverbs and the main verb.
type Verb struct {
	First, Last int // tokens, half-open
	Head        int // token of the main verb, or of the predicate adjective
	Form        Form
	Passive     bool
	Negated     bool
	Modal       string // "will", "would", "may", "might", "can", "could", "should", "must", "shall", "" for none
	Up          int    // verb that it hangs on
	Link        Link
	UpPhrase    int // phrase that a relative clause or participle describes
	// Subjects are the surface subjects in order, lists spread out; where a clause has none of its own they are those it
	// inherits. Objects are the surface objects.
	Subjects, Objects []int
	// Inherited says that Subjects stand in another clause.
	Inherited bool
	// Reduced says that the verb is a participle hung on UpPhrase without a pronoun: "prisoners executed by the group".
	Reduced bool
	// Begin and End bound the clause's own tokens: from its subject to the start of the next clause.
	Begin, End int
}

// Analyse reads the grammar of sentence sent. Where it takes a word for another part of speech than the tagger did, it sets the lemma in d
// right too, so that d must not be read by others meanwhile.
func Analyse(d *Doc, sent int) *Grammar {
	s := d.Sents[sent]
	g := &Grammar{Doc: d, Sent: sent, First: s.First, Last: s.Last}
	n := s.Last - s.First
	g.phraseAt, g.verbAt, g.eff = make([]int32, n), make([]int32, n), make([]Tag, n)
	for i := range n {
		g.phraseAt[i], g.verbAt[i] = -1, -1
	}
	g.compounds()
	g.mendWords()
	g.findVerbs()
	g.findPhrases()
	g.governPhrases()
	g.linkPhrases()
	g.linkVerbs()
	g.graft()
	g.headline()
	g.bounds()
	return g
}

// PhraseAt is the phrase that token i belongs to, -1 for none.
func (g *Grammar) PhraseAt(i int) int {
	if i < g.First || i >= g.Last {
		return -1
	}
	return int(g.phraseAt[i-g.First])
}

// VerbAt is the verb group that token i belongs to, -1 for none.
func (g *Grammar) VerbAt(i int) int {
	if i < g.First || i >= g.Last {
		return -1
	}
	return int(g.verbAt[i-g.First])
}

// Preposition is the governing preposition of phrase p in lower case, several words joined by spaces ("according to"), ""
// for none.
func (g *Grammar) Preposition(p int) string {
	ph := &g.Phrases[p]
	if ph.Prep < 0 {
		return ""
	}
	w := g.norm(ph.Prep)
	for i := ph.Prep + 1; i < ph.PrepEnd; i++ {
		w += " " + g.norm(i)
	}
	return w
}

// transitives are verbs that are hardly ever used without an object, so that one without is a participle: "15 soldiers
// killed in ambush".
var transitives = wordSet("kill wound injure arrest detain abduct kidnap displace destroy damage capture seize execute behead murder " +
	"accuse suspect massacre assassinate hospitalize hospitalise evacuate rescue free deport trap blame convict besiege behead burn loot topple oust")

// participles are forms that are no past tense.
var participles = wordSet("taken driven beaten stolen given thrown torn hidden broken chosen forgotten frozen shaken slain")

// PassiveLike says that the surface subject of verb v is what the deed is done to.
func (g *Grammar) PassiveLike(v int) bool {
	u := &g.Verbs[v]
	switch {
	case u.Passive, u.Form == Predicate:
		return true
	case u.Form == Bare && g.norm(u.Head) == "held" && len(u.Objects) == 1 && held[g.norm(g.Phrases[u.Objects[0]].First)]: // "a nun held hostage"
		return true
	case u.Link == Coordinate && u.Up >= 0 && len(u.Objects) > 0 && g.perfect(u.Up): // "had come and taken ten men"
		return false
	case u.Form == Bare && participles[g.norm(u.Head)]: // "an engineer taken hostage"
		return true
	case u.Form != Bare || len(u.Objects) > 0:
		return false
	case u.Reduced, g.doneBy(u.Last):
		return true
	case u.Link == Coordinate && u.Up >= 0 && g.PassiveLike(u.Up):
		return true
	}
	return !(u.Link == Relative && u.UpPhrase >= 0) && transitives[g.lemma(u.Head)]
}

// perfect says that verb v is in the perfect and active: "had come".
func (g *Grammar) perfect(v int) bool {
	u := &g.Verbs[v]
	w := g.norm(u.First)
	return !u.Passive && u.First < u.Head && (w == "had" || w == "has" || w == "have")
}

// OwnerToken is the possessive pronoun that opens phrase p ("their" in "their occupation"), -1 for none.
func (g *Grammar) OwnerToken(p int) int {
	ph := &g.Phrases[p]
	if ph.Last > ph.First+1 && owners[g.norm(ph.First)] {
		return ph.First
	}
	return -1
}

// List is phrase p with the phrases listed after it ("A, B and C"), in order.
func (g *Grammar) List(p int) []int {
	out := []int{p}
	for q := p + 1; q < len(g.Phrases); q++ {
		if c := g.Phrases[q].Conj; c >= 0 && c == out[len(out)-1] {
			out = append(out, q)
		}
	}
	return out
}

// Clause is the innermost verb whose clause holds token i, -1 for none.
func (g *Grammar) Clause(i int) int {
	if v := g.VerbAt(i); v >= 0 {
		return v
	}
	best, size := -1, 1<<30
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.Begin <= i && i < u.End && u.End-u.Begin < size {
			best, size = v, u.End-u.Begin
		}
	}
	return best
}

func (g *Grammar) norm(i int) string {
	if i < g.First || i >= g.Last {
		return ""
	}
	return g.Doc.Tokens[i].Norm
}

// Tag is the tag of token i as the grammar reads it, which sets right what the tagger takes for another part of speech; PUNCT outside
// of the sentence.
func (g *Grammar) Tag(i int) Tag { return g.tag(i) }

func (g *Grammar) tag(i int) Tag {
	if i < g.First || i >= g.Last {
		return PUNCT
	}
	return g.eff[i-g.First]
}

func (g *Grammar) lemma(i int) string {
	if i < g.First || i >= g.Last {
		return ""
	}
	return g.Doc.Lemmas[i]
}

// nounIsVerb says that the tagger took a verb in the present for a noun: it stands right after a noun that agrees with it
// and right before the article, number or owner of its object, where no noun stands.
func (g *Grammar) nounIsVerb(i int) bool {
	if i == g.First || i+1 >= g.Last || calendar[g.norm(i)] || calendar[g.norm(i-1)] {
		return false
	}
	switch next := g.tag(i + 1); {
	case motions[g.norm(i)] && (g.norm(i+1) == "into" || g.norm(i+1) == "towards" || g.norm(i+1) == "toward" || g.norm(i+1) == "through"): // "tanks push into the town"
	case g.norm(i+1) == "that" && (g.norm(i) == "report" || g.norm(i) == "claim"): // "witnesses report that"
	case g.norm(i) == "launch" && (next == NOUN || next == ADJ): // "forces launch drone strikes"
	case next == DET, next == NUM && !calendar[g.norm(i+2)], next == PRON && owners[g.norm(i+1)]:
	default:
		return false
	}
	w, before := g.norm(i), g.norm(i-1)
	plural := strings.HasSuffix(before, "s") || strings.HasSuffix(before, "men") || before == "police" || before == "people"
	if t := g.tag(i - 1); t != NOUN && t != PROPN {
		return false
	}
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		return !plural || g.tag(i-1) == PROPN
	}
	return plural && g.tag(i+1) != NUM
}

// nationalDoes says that the verb at i is what somebody named by a nation does: "a Palestinian kills two men".
func (g *Grammar) nationalDoes(i int) bool {
	other := g.norm(i-1) == "other" && g.norm(i-2) == "the" // "the other kills two people"
	if g.tag(i-1) != ADJ || g.Doc.Tokens[i-1].Shape != text.Capital && !other || !strings.HasSuffix(g.norm(i), "s") {
		return false
	}
	t := g.tag(i + 1)
	return t == DET || t == NUM || t == PRON
}

// motions are nouns that are as often verbs.
var motions = wordSet("push advance march drive thrust move")

// onlyVerbs are forms in -s that are no plurals.
var onlyVerbs = wordSet("explodes detonates injures destroys seizes kidnaps abducts accuses condemns")

// doubted are participles that describe whoever is named next.
var doubted = wordSet("suspected alleged masked armed unidentified hooded wounded displaced")

// clauseOpeners are adverbs that open a clause with a subject of its own.
var clauseOpeners = wordSet("when where while whenever wherever")

// prefixes are no words of their own, even where a space stands before their hyphen: "pro -government".
var prefixes = wordSet("pro anti non ex inter multi semi")

var directions = wordSet("north south east west northeast northwest southeast southwest north-east north-west south-east south-west central downtown")

// glued says that token i+1 follows token i without white space.
func (g *Grammar) glued(i int) bool {
	return i >= g.First && i+1 < g.Last && g.Doc.Tokens[i].End == g.Doc.Tokens[i+1].Start
}

// compounds copies the tags and reads words joined by hyphens as one: by their last part when that is a noun, as an
// adjective otherwise ("US-led", "hard-line").
func (g *Grammar) compounds() {
	copy(g.eff, g.Doc.Tags[g.First:g.Last])
	g.quantities()
	for i := g.First; i < g.Last; i++ {
		w := g.norm(i)
		switch {
		case clauseOpeners[w] && g.tag(i) == ADV:
			g.retag(i, SCONJ)
		case directions[w] && i+1 < g.Last && g.tag(i+1) == PROPN && g.tag(i) != PROPN:
			g.retag(i, ADJ) // "west Mosul"
		case g.tag(i) == VERB && i > g.First && !ing(w) && !g.pastForm(i) && (g.tag(i-1) == DET || g.tag(i-1) == ADJ && g.tag(i-2) == DET || owners[g.norm(i-1)]) && !g.nationalDoes(i):
			g.retag(i, NOUN) // "a decisive blow"
		case w == "united" && g.tag(i) == VERB && g.tag(i+1) == PROPN, w == "displaced" && g.tag(i) == VERB && g.norm(i+1) == "people":
			g.retag(i, ADJ)
		case g.tag(i) == VERB && doubted[w] && (g.tag(i+1) == NOUN || g.tag(i+1) == PROPN || g.tag(i+1) == ADJ) && (i == g.First || g.tag(i-1) != AUX && g.tag(i-1) != NOUN && g.tag(i-1) != PROPN && g.tag(i-1) != PRON):
			g.retag(i, ADJ) // "Suspected rebels took the town"
		case g.tag(i) == VERB && i > g.First && g.norm(i-1) == "by" && strings.HasSuffix(w, "s") && w != g.lemma(i) && !ing(w):
			g.retag(i, NOUN) // "killed by airstrikes the day before"
		case g.tag(i) == NOUN && w == "cost" && g.tag(i-1) != DET && g.tag(i-1) != ADJ && i > g.First && (g.tag(i+1) == NUM || g.norm(i+1) == "the" && g.norm(i+2) == "lives"):
			g.retag(i, VERB) // "the fighting cost 40 lives"
		case g.tag(i) == NOUN && onlyVerbs[w]:
			g.retag(i, VERB)
		case g.tag(i) == NOUN && g.nounIsVerb(i):
			g.retag(i, VERB) // "The army attacks an outpost"
		case g.tag(i) == VERB && i-2 >= g.First && strings.HasSuffix(w, "s") && g.tag(i-1) == NOUN && g.lemma(i-2) == "launch":
			g.retag(i, NOUN) // "launch drone strikes"
		case g.tag(i) == VERB && i-2 >= g.First && strings.HasSuffix(w, "s") && g.tag(i-1) == NOUN && g.tag(i-2) == NUM && g.norm(i-2) != "one" && g.norm(i-1) == g.lemma(i-1):
			g.retag(i, NOUN) // "two artillery shells"
		}
		// "US -led" is written so too.
		if !(g.norm(i+1) == "-" && g.glued(i+1) && (g.glued(i) || g.tag(i) == PROPN && g.tag(i+2) == VERB || prefixes[w])) {
			continue
		}
		j := i + 2
		for g.glued(j) && g.norm(j+1) == "-" && g.glued(j+1) {
			j += 2
		}
		if MeansVerbs[w] && j == i+2 && g.doneWith(i, j) {
			g.retag(i, ADV)
			g.retag(i+1, ADV)
			g.retag(j, VERB)
			i = j
			continue
		}
		as := ADJ
		switch g.tag(j) {
		case NOUN, PROPN:
			as = g.tag(j)
		case NUM:
			as = NUM
		case VERB, ADP, ADV:
			// "take-off" and "stand-off" are nouns; "US-led" and "war-torn" describe.
			if g.tag(i) == VERB || g.tag(i) == NOUN && g.tag(j) != VERB {
				as = NOUN
			}
		}
		if g.tag(i) == PROPN && as != NOUN && as != PROPN && g.tag(j) == PROPN {
			as = PROPN
		}
		if w == "counter" && g.tag(j) == VERB && !ing(g.norm(j)) && i > g.First && g.tag(i-1) != DET { // "the rebels counter-attacked"
			g.retag(i, VERB)
			for k := i + 1; k <= j; k++ {
				g.retag(k, ADV)
			}
			i = j
			continue
		}
		for k := i; k <= j; k++ {
			g.retag(k, as)
		}
		i = j
	}
}
