package parse

import "strings"

// The tagger takes verbs for nouns and nouns for verbs where a word is both. mendWords sets right what the words around such
// a word, or these and the tree, tell better; each pass below names its construction.
func (g *Grammar) mendWords() {
	trees := len(g.Doc.Arcs) == len(g.Doc.Tokens)
	verbless := g.Last-g.First < 30
	for i := g.First; i < g.Last; i++ {
		switch t := g.tag(i); {
		case t == VERB && trees && g.namesWhatFollows(i):
			g.eff[i-g.First] = NOUN
		case t == VERB && trees && g.describesCounted(i):
			g.eff[i-g.First] = ADJ
		case t == VERB && g.shellsOf(i):
			g.eff[i-g.First] = NOUN
			if g.landing(i + 1) {
				g.eff[i+1-g.First] = VERB
			}
		case (t == ADJ || t == NOUN) && g.bareInfinitive(i):
			g.eff[i-g.First] = VERB
		case t == NOUN && (g.landing(i) || verbless && g.tellsThat(i)):
			g.eff[i-g.First] = VERB
		case t == ADJ && g.offensive(i):
			g.eff[i-g.First] = NOUN
		}
		if t := g.tag(i); t == VERB && !notVerbs[g.norm(i)] || t == AUX {
			verbless = false
		}
	}
	if verbless {
		g.findPresent()
	}
}

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

// saysThat are plural nouns that are as often verbs of saying or asking.
var saysThat = wordSet("demands claims reports states orders requests urges warns fears hopes plans")

// tellsThat says that the noun at i is the verb of the sentence: it stands after a singular noun and before "that": "the resolution
// demands that forces withdraw".
func (g *Grammar) tellsThat(i int) bool {
	if g.norm(i) == "risks" && g.norm(i+1) == "being" && i > g.First { // "the garrison risks being encircled"
		return true
	}
	return saysThat[g.norm(i)] && i > g.First && g.norm(i+1) == "that" && (g.tag(i-1) == NOUN && !strings.HasSuffix(g.norm(i-1), "s") || g.tag(i-1) == PROPN)
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

// freeing are adjectives that are verbs as well.
var freeing = wordSet("free clear secure empty")

// bareInfinitive says that the word at i is an infinitive: "attempts to free the hostages".
func (g *Grammar) bareInfinitive(i int) bool {
	if !freeing[g.norm(i)] || i == g.First || g.norm(i-1) != "to" {
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

// struck are nouns of deeds that are verbs as well, in both their forms.
var struck = wordSet("attack attacks raid raids strike strikes storm storms ambush ambushes shell shells bomb bombs hit hits target targets " +
	"murder murders capture captures arrest arrests blast blasts torch torches besiege besieges free frees")

// findPresent finds the verb of a sentence in which the tagger found none: a noun that names a deed, stands after another
// noun that agrees with it and before what may be its object: "a mob attacks pedlars", "jets loyal to the marshal strike army
// posts". In "rebel attack survivors" nothing agrees.
func (g *Grammar) findPresent() {
	for i := g.First + 1; i+1 < g.Last; i++ {
		if t := g.tag(i); t != NOUN && t != PROPN && t != ADJ || !struck[g.norm(i)] {
			continue
		}
		switch g.tag(i + 1) {
		case NOUN, PROPN, DET, NUM, ADJ:
		default:
			continue
		}
		if g.agrees(g.opening(i), i) {
			g.eff[i-g.First] = VERB
			return
		}
	}
}

// opening is the last word of the noun phrase that opens the sentence and ends before i; -1 for none.
func (g *Grammar) opening(i int) int {
	head := -1
	for k := g.First; k < i; k++ {
		switch g.tag(k) {
		case NOUN:
			head = k
		case DET, ADJ, NUM, PROPN:
			if head >= 0 {
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
	plural := strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "men") || w == "police" || w == "people"
	if strings.HasSuffix(g.norm(i), "s") {
		return !plural && (g.norm(g.First) == "a" || g.norm(g.First) == "an") // "mob attacks" alone may be a noun
	}
	return plural
}
