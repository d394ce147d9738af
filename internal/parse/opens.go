package parse

import "sitrep/internal/text"

// What follows a word tells whether it is a preposition: "after" may open a clause, "in" go with the verb before it.

// beginsClause says that phrase p, with what hangs on it by "of", is followed at once by a verb with a tense.
func (g *Grammar) beginsClause(p int) bool {
	k, long := g.Phrases[p].Last, false
	for n := p + 1; n < len(g.Phrases); n++ {
		if g.norm(k) == "(" && g.norm(k+2) == ")" && g.Phrases[n].First == k+1 { // "the Pioneer Front (PF)"
			k, long = k+3, true
			continue
		}
		joins := g.tag(k) == ADP || g.tag(k) == CCONJ && g.norm(k) == "and" && !g.Phrases[p].Time
		if !joins || g.Phrases[n].First != k+1 {
			break
		}
		k, long = g.Phrases[n].Last, long || g.tag(k) == CCONJ
	}
	for k < g.Last && g.tag(k) == ADV {
		k++
	}
	v := g.VerbAt(k)
	if v < 0 || g.Verbs[v].First != k {
		return false
	}
	if g.Verbs[v].Form == Gerund && loads[g.norm(k)] { // "after a bus carrying nuns was stopped"
		if p := g.PhraseAt(k + 1); p >= 0 && g.VerbAt(g.Phrases[p].Last) == v+1 {
			v++
		}
	}
	switch g.Verbs[v].Form {
	case Finite, Predicate:
		return true
	case Bare:
		return !g.doneBy(g.Verbs[v].Last) && !(long && transitives[g.lemma(g.Verbs[v].Head)] && g.PhraseAt(g.Verbs[v].Last) < 0)
	}
	return false
}

// media are what things are told by.
var media = wordSet("telephone phone satellite radio e-mail email letter fax telex wire text")

// doneBy says that the "by" at i names who did what the verb before it tells: not in "said by telephone".
func (g *Grammar) doneBy(i int) bool {
	if g.norm(i) != "by" {
		return false
	}
	p := g.PhraseAt(i + 1)
	return p < 0 || !media[g.norm(g.Phrases[p].Head)]
}

// inVerbs take "in" as a particle before a number of men or things.
var inVerbs = wordSet("fly send bring call draft ship rush bus ferry airlift move take let")

// bringsIn says that "in" at i is the particle of the verb before it: "flew in 200 more soldiers".
func (g *Grammar) bringsIn(i int) bool {
	if v := g.lemma(i - 1); g.norm(i) == "in" && (v == "hand" || v == "turn") && g.PhraseAt(i+1) >= 0 {
		return !g.Phrases[g.PhraseAt(i+1)].Time && g.tag(g.Phrases[g.PhraseAt(i+1)].Head) == NOUN // "handed in their rifles"
	}
	if g.norm(i) != "in" || !inVerbs[g.lemma(i-1)] {
		return false
	}
	p := g.PhraseAt(i + 1)
	return p >= 0 && g.Phrases[p].First == i+1 && !g.Phrases[p].Time && (g.tag(g.Phrases[p].Head) == NOUN || g.tag(g.Phrases[p].Head) == PROPN || g.tag(g.Phrases[p].Head) == NUM && g.norm(g.Phrases[p].Last) == "of") && g.tag(i+1) == NUM
}

// opensMain says that phrase p begins the main clause behind the subordinate one that a sentence opens with, and that verb v is its verb:
// "Four hours after their president had vowed to hold his fire, army units opened up on the city".
func (g *Grammar) opensMain(p, v int) bool {
	first := g.Phrases[p].First
	if g.Phrases[p].Prep >= 0 || first == g.First || g.norm(first-1) != "," || g.doneBy(g.Verbs[v].Last) || g.finiteAfter(v) || len(g.Verbs) == 0 || v == 0 {
		return false
	}
	for k := g.First; k < first-1; k++ {
		if g.norm(k) == "," {
			return false
		}
	}
	for k := g.First; k < g.Verbs[0].First && k < g.First+4; k++ {
		if g.tag(k) == SCONJ {
			return true
		}
	}
	return false
}

// afterPlace is the phrase, p itself or one that it renames by way of others, that seems to rename what a sentence opens with behind a
// preposition, though no other can be the subject; -1 for none.
func (g *Grammar) afterPlace(p int) int {
	b := p
	for depth := 0; g.Phrases[b].Appos >= 0 && g.Phrases[g.Phrases[b].Appos].Prep < 0 && depth < 4; depth++ {
		b = g.Phrases[b].Appos
	}
	a := g.Phrases[b].Appos
	if a < 0 || g.Phrases[b].Prep >= 0 || g.norm(g.Phrases[b].First-1) != "," || g.tag(g.Phrases[b].Head) == PROPN {
		return -1
	}
	for q := range a + 1 {
		if g.Phrases[q].Prep < 0 && !g.Phrases[q].Time {
			return -1
		}
	}
	if v := g.VerbAt(g.Phrases[b].Last); v >= 0 || len(g.Verbs) > 0 && g.Verbs[0].First < g.Phrases[b].First {
		return -1
	}
	return b
}

// craft are nouns for ships, which have names.
var craft = wordSet("carrier tanker ship vessel freighter ferry trawler dhow frigate destroyer corvette boat barge yacht cruiser liner bulker tug submarine gunboat " +
	"steamer warship minesweeper supertanker")

// Named is the noun for a ship before the name that a phrase of tokens first to head ends in: the carrier of "the bulk carrier
// Iris Glory". -1 for none.
func (g *Grammar) Named(first, head int) int {
	capital := func(k int) bool {
		s := g.Doc.Tokens[k].Shape
		return s == text.Capital || s == text.Acronym
	}
	if !capital(head) || g.Doc.Sents[g.Sent].Upper {
		return -1
	}
	k := head
	for k > first && capital(k) {
		k--
	}
	if k < first || capital(k) || g.tag(k) != NOUN || k == head || !craft[g.lemma(k)] {
		return -1
	}
	return k
}
