// Package rule matches a codebook's rules over the grammar of a sentence. It knows relations and words, but no event
// type: what a rule means is the codebook's business, and what a phrase names is asked of the caller.
package rule

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Slot is a run of tokens that stands in a relation to a match's head.
type Slot struct {
	First, Last int // tokens, half-open
	Head        int // token of its head
	Phrase      int // phrase of the grammar that it is or is part of, -1 for none
	By          string
}

// Classes answers what a run of tokens names.
type Classes interface {
	// Is says whether the slot is of the class: the name of a word list, "actor", "place", "person", "number".
	Is(g *parse.Grammar, s Slot, class string) bool
	// Fits says whether the slot can fill the role.
	Fits(g *parse.Grammar, s Slot, role sitrep.Role) bool
	// InName says that token k is a word of a party's name of several words: the League of "the Arab League".
	InName(g *parse.Grammar, k int) bool
}

// Match is one rule found at one head.
type Match struct {
	Type        *codebook.Type
	Rule        *codebook.Rule
	Head        int // token of the head: the verb, the noun, the adjective
	First, Last int // tokens of the trigger, half-open
	Verb        int // the verb that is the head, or that the head is an argument of; -1 for none
	Phrase      int // the phrase of a noun head; -1 for none
	Light       bool
	Roles       map[sitrep.Role][]Slot
	Figures     map[sitrep.Measure][]Slot
	Places      []Slot // phrases that the rule says name the place

	words []int // tokens of a verb pattern's further words: the "fire" of "opened fire"
}

// Name is the rule's full name, "type.rule".
func (m *Match) Name() string { return m.Type.ID + "." + m.Rule.ID }

// Set is a codebook's rules compiled for matching. It may be used from many goroutines.
type Set struct {
	verbs, nouns, adjectives map[string][]entry // by the lemma that starts (verbs) or ends (nouns) the pattern
}

type entry struct {
	typ   *codebook.Type
	rule  *codebook.Rule
	words []string
	// before are words that stand right before a verb's head: the "sexually" of "sexually assault".
	before []string
}

// Compile prepares the rules of a codebook.
func Compile(book *codebook.Codebook) (*Set, error) {
	s := &Set{verbs: map[string][]entry{}, nouns: map[string][]entry{}, adjectives: map[string][]entry{}}
	for i := range book.Types {
		t := &book.Types[i]
		for j := range t.Rules {
			r := &t.Rules[j]
			for _, list := range []struct {
				index   map[string][]entry
				phrases []string
				last    bool
			}{{s.verbs, r.Verb, false}, {s.nouns, r.Noun, true}, {s.adjectives, r.Adjective, false}} {
				for _, p := range list.phrases {
					words := wordsOf(p)
					if len(words) == 0 {
						return nil, fmt.Errorf("codebook: %s.%s: empty head", t.ID, r.ID)
					}
					var before []string
					if len(r.Verb) > 0 && len(words) > 1 && (strings.HasSuffix(words[0], "ly") && !verbsInLy[words[0]] || words[0] == "court" || parse.MeansVerbs[words[0]] && strings.HasPrefix(p, words[0]+"-") || words[0] == "gang") {
						before, words = words[:1], words[1:]
					}
					key := words[0]
					if list.last {
						key = words[len(words)-1]
					}
					list.index[key] = append(list.index[key], entry{t, r, words, before})
				}
			}
		}
	}
	// Longer patterns first, so that of two rules at one head the more telling is met first.
	for _, index := range []map[string][]entry{s.verbs, s.nouns, s.adjectives} {
		for _, list := range index {
			sort.SliceStable(list, func(i, j int) bool { return len(list[i].words) > len(list[j].words) })
		}
	}
	return s, nil
}

// verbsInLy are verbs that end as adverbs do, so that what begins with one is no adverb and verb: "fly to", "ally with".
var verbsInLy = map[string]bool{"fly": true, "ally": true, "rally": true, "supply": true, "rely": true, "reply": true, "apply": true, "comply": true, "multiply": true, "imply": true}

// wordsOf cuts a phrase into words as the text is cut, leaving hyphens out: "counter-attack" is two words.
func wordsOf(phrase string) []string {
	if strings.IndexFunc(phrase, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 && phrase != "" {
		return []string{phrase} // most are one plain word, and rules ask for them all the time
	}
	var out []string
	for _, t := range text.Tokenize(phrase) {
		if t.Norm != "-" {
			out = append(out, t.Norm)
		}
	}
	return out
}

// Find gives every match in the sentence, in order of heads; of one rule at most one a head.
func (s *Set) Find(g *parse.Grammar, classes Classes) []Match {
	var out []Match
	for i := g.First; i < g.Last; i++ {
		out = s.at(g, classes, i, out)
	}
	return out
}

func (s *Set) at(g *parse.Grammar, classes Classes, i int, out []Match) []Match {
	lemma, norm := g.Doc.Lemmas[i], g.Doc.Tokens[i].Norm
	if v := g.VerbAt(i); v >= 0 && g.Verbs[v].Head == i {
		index := s.verbs
		if g.Verbs[v].Form == parse.Predicate {
			index = s.adjectives
		}
		for _, e := range lookup(index, lemma, norm) {
			if at, ok := verbWords(g, i, e.words); ok && stands(g, i, e.before) && !stranded(g, v, e.words, at) {
				out = appendMatch(g, classes, e, verbMatch(i, v, at), out)
			}
		}
		if g.Verbs[v].Form == parse.Predicate || !g.PassiveLike(v) && g.Doc.Tags[g.Verbs[v].First] != parse.AUX {
			return out
		}
		// "are trapped", "are missing": a participle may be listed as an adjective
		for _, e := range lookup(s.adjectives, norm, lemma) {
			if at, ok := verbWords(g, i, e.words); ok {
				out = appendMatch(g, classes, e, verbMatch(i, v, at), out)
			}
		}
		return out
	}
	p := g.PhraseAt(i)
	if t := g.Tag(i); p < 0 || t != parse.NOUN && t != parse.PROPN && t != parse.VERB {
		return out
	}
	ph := &g.Phrases[p]
	if i != ph.Head && !nounEnds(g, i, ph) {
		return out // "attack helicopters" are no attack
	}
	for _, e := range lookup(s.nouns, lemma, norm) {
		if first, ok := nounWords(g, ph, i, e.words); ok {
			m := Match{Head: i, First: first, Last: i + 1, Verb: -1, Phrase: p}
			if first < ph.First { // "an exchange of fire": what the fire hangs on heads the whole
				m.Phrase = ph.Gov
			}
			m.Verb, m.Light = light(g, m.Phrase, e.rule)
			if e.rule.LightOnly && !m.Light {
				continue
			}
			out = appendMatch(g, classes, e, m, out)
		}
	}
	return out
}

// stands says that the words stand right before token i, or the first of them right after it ("assaulted sexually").
func stands(g *parse.Grammar, i int, words []string) bool {
	if len(words) == 0 || i+1 < g.Last && g.Doc.Tokens[i+1].Norm == words[0] {
		return true
	}
	k := i - 1
	for n := len(words) - 1; n >= 0; n-- {
		for k >= g.First && g.Doc.Tokens[k].Norm == "-" {
			k--
		}
		if k < g.First || g.Doc.Tokens[k].Norm != words[n] {
			return false
		}
		k--
	}
	return true
}

// nounEnds says that the noun at i, though not its phrase's head, heads a part of it: the phrase counts it ("a wave of
// attacks" is one about attacks) or it is followed by "of".
func nounEnds(g *parse.Grammar, i int, ph *parse.Phrase) bool {
	return i+1 < ph.Last && g.Doc.Tokens[i+1].Norm == "of"
}

func lookup(index map[string][]entry, a, b string) []entry {
	if list := index[a]; len(list) > 0 || a == b {
		return list
	}
	return index[b]
}

// verbWords finds the words that must follow a verb at token i, each within three tokens of the last or of the verb's
// object.
func verbWords(g *parse.Grammar, i int, words []string) (at []int, ok bool) {
	last := i + 1
	limit := last
	if v := g.VerbAt(i); v >= 0 && len(words) > 1 {
		for _, o := range g.Verbs[v].Objects {
			limit = max(limit, g.Phrases[o].Last)
		}
	}
	for n, w := range words[1:] {
		found := false
		if w == "in" && n == 0 {
			limit = last // "closed off the corridor in the south" does not close in
		}
		for k := last; k < g.Last && k <= max(last, limit)+3; k++ {
			if u := g.VerbAt(k); particles[w] && u >= 0 && u != g.VerbAt(i) {
				break // "carrying pilgrims veers off" does not carry off
			}
			if w == "back" && k > last && g.Doc.Tokens[k].Norm == w && (g.Tag(k) == parse.NOUN || g.Doc.Tags[k-1] == parse.DET) {
				break // "shot him in the back" does not shoot back
			}
			if g.Doc.Tokens[k].Norm == w || g.Doc.Lemmas[k] == w {
				last, found = k+1, true
				at = append(at, k)
				break
			}
			if t := g.Doc.Tags[k]; words[0] == "be" && (t == parse.NOUN || t == parse.PROPN) {
				break // "is the largest city held" is not "is held"
			}
			if w == "and" && g.Doc.Tags[k] != parse.ADV {
				break // "shot and killed"; "attacked the town and killed" are two deeds
			}
			if prepositions[w] && g.Doc.Tags[k] != parse.ADV && k >= limit && !(w == "to" && n+2 < len(words)) {
				break // "fire on" is broken up by nothing but an object; "agree to let" is, by a day
			}
			if w := g.Doc.Tokens[k].Norm; g.Doc.Tags[k] == parse.PUNCT && w != `"` && w != "-" {
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return at, true
}

// verbMatch is a match at verb v with head token i and the further words of its pattern.
func verbMatch(i, v int, words []int) Match {
	m := Match{Head: i, First: i, Last: i + 1, Verb: v, Phrase: -1, words: words}
	if len(words) > 0 {
		m.Last = words[len(words)-1] + 1
	}
	return m
}

// stranded says that a pattern of a verb and a preposition was found in a passive whose preposition has a noun of its own, so that the
// words do not belong together: "was shot at his home" tells of no shot at a home, as "was shot at by police" does of one.
func stranded(g *parse.Grammar, v int, words []string, at []int) bool {
	if len(words) != 2 || words[1] != "at" || len(at) != 1 || !g.Verbs[v].Passive {
		return false
	}
	p := g.PhraseAt(at[0] + 1)
	return p >= 0 && g.Phrases[p].Prep == at[0]
}

// particles are words of phrasal verbs that no other verb may stand before.
var particles = map[string]bool{"off": true, "up": true, "down": true, "out": true, "away": true, "back": true, "over": true}

// prepositions of phrasal verbs follow at once; particles ("blow the bridge up") may wait for the object.
var prepositions = map[string]bool{"on": true, "at": true, "into": true, "to": true, "with": true, "in": true, "from": true, "of": true, "for": true, "towards": true}

// nounWords finds the words of a compound that ends at token i, looking back over hyphens.
func nounWords(g *parse.Grammar, ph *parse.Phrase, i int, words []string) (first int, ok bool) {
	k := i
	for n := len(words) - 2; n >= 0; n-- {
		k--
		for k >= ph.First && g.Doc.Tokens[k].Norm == "-" {
			k--
		}
		begin := ph.First
		if ph.Gov >= 0 && ph.Prep == ph.First-1 && g.Doc.Tokens[ph.Prep].Norm == "of" && g.Phrases[ph.Gov].Last == ph.Prep && slices.Contains(words, "of") {
			begin = g.Phrases[ph.Gov].First
		}
		if k < g.First || k < begin || g.Doc.Tokens[k].Norm != words[n] && g.Doc.Lemmas[k] != words[n] {
			return 0, false
		}
	}
	return k, true
}

// light finds the verb that phrase p is an argument of, and whether it is one that the rule names as lending its
// subject.
func light(g *parse.Grammar, p int, r *codebook.Rule) (verb int, is bool) {
	verb = -1
	for v := range g.Verbs {
		u := &g.Verbs[v]
		args := u.Objects
		if g.PassiveLike(v) && !u.Inherited {
			args = u.Subjects
		}
		if o := g.Phrases[p].Gov; o >= 0 && g.Phrases[o].Time && g.Preposition(p) == "of" && g.Clause(g.Phrases[o].Head) == v && len(args) == 0 {
			args = []int{o} // "began a week of manoeuvres"
		}
		if len(args) > 0 && g.Phrases[p].First == g.Phrases[args[len(args)-1]].Last && g.Preposition(p) == "" && !g.PassiveLike(v) {
			args = []int{p} // "gave the rebels an ultimatum"
		}
		for _, o := range args {
			if o == p || g.Phrases[o].Gov < 0 && g.Phrases[p].Gov == o && g.Preposition(p) == "of" {
				verb = v
				for _, l := range r.Light {
					words := strings.Fields(l)
					if words[0] != g.Doc.Lemmas[u.Head] {
						continue
					}
					if _, ok := verbWords(g, u.Head, words); ok {
						return v, true
					}
				}
			}
		}
	}
	return verb, false
}

func appendMatch(g *parse.Grammar, classes Classes, e entry, m Match, out []Match) []Match {
	for i := range out {
		if out[i].Head == m.Head && out[i].Rule == e.rule {
			return out
		}
	}
	m.Type, m.Rule = e.typ, e.rule
	f := finder{g: g, classes: classes, m: &m}
	if !f.holds() {
		return out
	}
	f.fill()
	return append(out, m)
}
