package extract

import (
	"slices"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// modality decides whether what a match tells of happened, by the words that govern it.
type modality struct {
	governors map[string]sitrep.Modality // lemma → what it makes of what it governs
	alleged   map[string]bool
	actual    map[string]bool
}

func newModality(m codebook.Modality) *modality {
	out := &modality{governors: map[string]sitrep.Modality{}, alleged: map[string]bool{}, actual: map[string]bool{}}
	for _, w := range m.Future {
		out.governors[w] = sitrep.Future
	}
	for _, w := range m.Possible {
		out.governors[w] = sitrep.Possible
	}
	for _, w := range m.Negated {
		out.governors[w] = sitrep.Negated
	}
	for _, w := range m.Alleged {
		out.alleged[w] = true
	}
	for _, w := range m.Actual {
		out.actual[w] = true
	}
	return out
}

// purpose is what decided the modality of an infinitive that only says what something else was for.
const purpose = "purpose"

// modals says what a modal verb makes of its own verb.
var modals = map[string]sitrep.Modality{"will": sitrep.Future, "shall": sitrep.Future, "would": sitrep.Future, "should": sitrep.Future,
	"must": sitrep.Future, "may": sitrep.Possible, "might": sitrep.Possible, "could": sitrep.Possible, "can": sitrep.Possible}

// of gives the modality of a match, the word that decided it ("" for none), and whether a word makes it an allegation.
func (m *modality) of(g *parse.Grammar, match *rule.Match) (mod sitrep.Modality, by string, alleged bool) {
	if match.Rule.Modality != "" {
		return match.Rule.Modality, "rule", false
	}
	mod, by, alleged = m.governed(g, match)
	if mod == sitrep.Actual && !alleged {
		if unreal, word := m.unreal(g, match); unreal != "" {
			return unreal, word, false
		}
	}
	return mod, by, alleged
}

// governed gives the modality of a match by what governs it in the grammar of its sentence.
func (m *modality) governed(g *parse.Grammar, match *rule.Match) (mod sitrep.Modality, by string, alleged bool) {
	if match.Phrase >= 0 {
		if mod, by := m.inPhrase(g, match.Phrase, match.First); mod != "" {
			return mod, by, false
		}
		if mod, by, alleged := m.aboveNoun(g, match); mod != "" || alleged {
			if mod == "" {
				mod = sitrep.Actual
			}
			return mod, by, alleged
		}
		if l := listedDemand(g, match.Phrase); l != "" {
			return sitrep.Future, l, false
		}
	}
	v := match.Verb
	if v >= 0 && match.Phrase >= 0 && g.PassiveLike(v) {
		if l := g.Doc.Lemmas[g.Verbs[v].Head]; foretold[l] && m.governors[l] != "" {
			return m.governors[l], l, false // "further attacks are feared"
		}
	}
	if v < 0 {
		if v := m.verbOfSubject(g, match.Phrase); v >= 0 {
			mod, by, alleged = m.ofVerb(g, v, true)
			if presupposed(g, v, match.Phrase, mod) {
				mod, by = sitrep.Actual, ""
			}
			return mod, by, alleged
		}
		if v := taking(g, match.Phrase); v >= 0 {
			return m.ofVerb(g, v, true)
		}
		// A noun that is no argument of a verb still shares the modality of the clause whose adverbial it is only where the
		// clause denies or foretells everything in it; that is left alone, because "will meet after the attack" is common.
		return sitrep.Actual, "", false
	}
	// The "commit" that lends a noun its subject promises nothing: "of committing murder".
	own := match.Phrase < 0 || match.Light && g.Doc.Lemmas[g.Verbs[v].Head] == "commit"
	mod, by, alleged = m.ofVerb(g, v, own)
	if match.Rule.Subtype != "" && (by == "want" || by == "wish" || by == "like" || by == "would") && firstPerson(g, v) {
		mod, by = sitrep.Actual, "" // "I want to thank" thanks
	}
	return mod, by, alleged
}

// takes are verbs of having a part in the deed that their "in" names.
var takes = map[string]bool{"assist": true, "help": true, "participate": true, "engage": true, "join": true, "aid": true, "support": true, "take": true}

// taking is the verb that says who has a part in the deed of phrase p: "to assist in fighting", "will take part in an offensive"; -1 for
// none.
func taking(g *parse.Grammar, p int) int {
	ph := &g.Phrases[p]
	if g.Preposition(p) != "in" {
		return -1
	}
	v := g.Clause(ph.Prep)
	if v < 0 || !takes[g.Doc.Lemmas[g.Verbs[v].Head]] || ph.Prep < g.Verbs[v].Last || ph.Prep > g.Verbs[v].Last+2 {
		return -1
	}
	return v
}

// firstPerson says that "I" or "we" is the subject of verb v.
func firstPerson(g *parse.Grammar, v int) bool {
	for _, p := range g.Verbs[v].Subjects {
		if w := g.Doc.Tokens[g.Phrases[p].Head].Norm; w == "i" || w == "we" {
			return true
		}
	}
	return false
}

// occurrence are verbs that say of their subject whether it comes about.
var occurrence = map[string]bool{"occur": true, "happen": true, "take": true, "begin": true, "start": true, "continue": true, "come": true, "be": true,
	"go": true, "follow": true, "resume": true, "erupt": true, "break": true, "exist": true, "materialise": true, "materialize": true, "proceed": true,
	"succeed": true, "fail": true, "end": true, "stop": true}

// presupposed says that what the subject p of verb v tells of happened, whatever the verb's modality: "the deaths will not
// deter the army", "the attack could derail the talks".
func presupposed(g *parse.Grammar, v, p int, mod sitrep.Modality) bool {
	if g.PassiveLike(v) || occurrence[g.Doc.Lemmas[g.Verbs[v].Head]] {
		return false
	}
	switch w := g.Doc.Tokens[g.Phrases[p].First].Norm; {
	case w == "no" || w == "neither" || w == "any":
		return false
	case mod == sitrep.Negated:
		return true
	case mod == sitrep.Possible:
		return w == "the" || w == "this" || w == "these" || g.Phrases[p].Owner >= 0 || g.OwnerToken(p) >= 0
	}
	return false
}

// verbOfSubject finds the verb whose active subject is phrase p, or what p hangs on by "of": "the liberation of the city
// will free its people", "denied that an assault had begun". -1 for none.
func (m *modality) verbOfSubject(g *parse.Grammar, p int) int {
	for depth := 0; p >= 0 && depth < 3; depth, p = depth+1, g.Phrases[p].Gov {
		for v := range g.Verbs {
			if u := &g.Verbs[v]; !u.Inherited && u.UpPhrase < 0 && slices.Contains(u.Subjects, p) {
				return v
			}
		}
		if g.Preposition(p) != "of" {
			break
		}
	}
	return -1
}

// unclaimed says that verb v tells that nobody says he did a deed, which happened all the same: "no group claimed the attack".
func unclaimed(g *parse.Grammar, v int) bool {
	if g.Verbs[v].Negated {
		return true
	}
	for _, p := range g.Verbs[v].Subjects {
		if opensNobody(g, p) != "" {
			return true
		}
	}
	return false
}

// opensNobody is the word that says that phrase p stands for no one, "" for none: "nobody", "neither side", "no one".
func opensNobody(g *parse.Grammar, p int) string {
	first := g.Phrases[p].First
	if w := g.Doc.Tokens[first].Norm; nobody[w] {
		return w
	}
	if first > g.First && g.Doc.Tokens[first].Norm == "one" && (g.Doc.Tokens[first-1].Norm == "no" || g.Doc.Tokens[first-1].Norm == "not") {
		return "no one"
	}
	return ""
}

// nobody are words that open a phrase for no one.
var nobody = map[string]bool{"no": true, "none": true, "nobody": true, "neither": true}

// ofVerb gives the modality of what verb v tells; own says that the verb itself is the event's head.
func (m *modality) ofVerb(g *parse.Grammar, v int, own bool) (mod sitrep.Modality, by string, alleged bool) {
	if !own {
		if g.Doc.Lemmas[g.Verbs[v].Head] == "claim" && unclaimed(g, v) {
			return sitrep.Actual, "", false
		}
		l, last := g.Doc.Lemmas[g.Verbs[v].Head], g.Verbs[v].Last
		if l == "rule" && last < g.Last && g.Doc.Tokens[last].Norm == "out" { // "has not ruled out air strikes"
			if g.Verbs[v].Negated {
				return sitrep.Possible, "rule out", false
			}
			return sitrep.Negated, "rule out", false
		}
		if l == "tell" || l == "set" && last < g.Last && g.Doc.Tokens[last].Norm == "up" {
			return sitrep.Actual, "", false // who is told of an event, or sets up an inquiry, foretells nothing
		}
		if mod, is := m.governors[l]; is && !g.PassiveLike(v) {
			if ends[l] && g.Verbs[v].Form != parse.Infinitive && g.Verbs[v].Modal == "" {
				return sitrep.Actual, "", false // "halted air strikes after a month": what is halted went on
			}
			if w := inVain(g, g.Verbs[v].Head); mod == sitrep.Future && tries[l] && w != "" {
				return sitrep.Negated, w, false
			}
			return mod, l, false
		}
	}
	if l := deniedReport(g, v); l != "" {
		return sitrep.Negated, l, false
	}
	if until(g, v) {
		return sitrep.Future, "until", false
	}
	for depth := 0; depth < 4; depth++ {
		u := &g.Verbs[v]
		if u.Negated {
			return sitrep.Negated, "not", alleged
		}
		if g.Doc.Tokens[u.First].Norm == "be" && u.Form == parse.Finite && depth == 0 && u.First > g.First && g.Doc.Tags[u.First-1] != parse.PART && g.Doc.Tags[u.First-1] != parse.ADV {
			return sitrep.Future, "be", alleged // "demand that the prisoners be set free"
		}
		if mod, is := modals[u.Modal]; is {
			if mod == sitrep.Future && conditional(g) {
				mod = sitrep.Possible
			}
			return mod, u.Modal, alleged
		}
		if u.Up >= 0 && g.Verbs[u.Up].First == g.First && g.Doc.Tokens[g.First].Norm == "should" {
			return sitrep.Possible, "should", alleged // "should the dam be hit"
		}
		if depth == 0 {
			for _, p := range u.Subjects {
				if w := opensNobody(g, p); w != "" && !u.Inherited {
					return sitrep.Negated, w, alleged
				}
			}
			for _, p := range u.Objects {
				if g.Doc.Tokens[g.Phrases[p].First].Norm == "no" && g.Phrases[p].First+1 < g.Phrases[p].Last && g.Doc.Tokens[g.Phrases[p].First+1].Norm != "fewer" && g.Doc.Tokens[g.Phrases[p].First+1].Norm != "less" && g.Doc.Tokens[g.Phrases[p].First+1].Norm != "more" {
					return sitrep.Negated, "no", alleged
				}
			}
		}
		// "if rebels attack", "whether they attacked", "without killing"
		for k := u.Begin - 1; k >= g.First && k >= u.Begin-2; k-- {
			switch w := g.Doc.Tokens[k].Norm; w {
			case "if", "unless", "whether":
				return sitrep.Possible, w, alleged
			case "toward", "towards":
				if u.Form == parse.Gerund { // "a step towards freeing the town"
					return sitrep.Future, w, alleged
				}
			case "without":
				if u.Form == parse.Gerund {
					return sitrep.Negated, w, alleged
				}
			}
		}
		for k := u.Begin; k < u.First && k < u.Begin+2; k++ {
			switch w := g.Doc.Tokens[k].Norm; w {
			case "if", "unless", "whether":
				return sitrep.Possible, w, alleged
			}
		}
		if u.Form == parse.Gerund && u.First-2 >= g.First {
			if w := g.Doc.Tokens[u.First-1].Norm; w == "to" || w == "of" {
				l := g.Doc.Lemmas[u.First-2]
				if mod, is := m.governors[l]; is { // "committed to attacking", "in the hope of freeing them", "for fear of having them killed"
					return mod, l, alleged
				}
			}
		}
		if u.Form == parse.Gerund && u.First-2 >= g.First && g.Doc.Tokens[u.First-1].Norm == "of" && g.Tag(u.First-2) == parse.NOUN {
			l := g.Doc.Lemmas[u.First-2]
			if mod, is := m.governors[l]; is && !m.alleged[l] { // "for fear of losing"
				return mod, l, alleged
			}
		}
		if u.Reduced && u.Up >= 0 && g.Doc.Lemmas[g.Verbs[u.Up].Head] == "have" && slices.Contains(g.Verbs[u.Up].Objects, u.UpPhrase) && g.Verbs[u.Up].Form != parse.Finite {
			v = u.Up // "having them killed"
			continue
		}
		if u.Form == parse.Bare && u.Up >= 0 && g.Verbs[u.Up].Last == u.First && g.PassiveLike(u.Up) {
			l := g.Doc.Lemmas[g.Verbs[u.Up].Head]
			if mod, is := m.governors[l]; is && m.foretells(l) { // "are feared killed"
				return mod, l, alleged
			}
		}
		if u.Reduced && u.Up >= 0 {
			l := g.Doc.Lemmas[g.Verbs[u.Up].Head]
			if mod, is := m.governors[l]; is && (l == "want" || l == "demand" || l == "need") && !(u.Last < g.Last && g.Doc.Tokens[u.Last].Norm == "by") { // "wants him arrested"
				return mod, l, alleged
			}
		}
		if u.Form == parse.Infinitive {
			perfect := u.First+1 < u.Last && g.Doc.Lemmas[u.First+1] == "have"
			governor := ""
			switch {
			case u.UpPhrase >= 0:
				governor = g.Doc.Lemmas[g.Phrases[u.UpPhrase].Head]
			case u.First > g.First && !(g.Doc.Tags[u.First-1] == parse.NOUN && u.Up >= 0): // not the "forces" of "ordered forces to leave"
				governor = g.Doc.Lemmas[u.First-1]
			}
			if u.First > g.First && g.Doc.Lemmas[u.First-1] == "be" && !perfect {
				if w := g.Doc.Tokens[u.First-1].Norm; w != "been" && w != "being" {
					return sitrep.Future, "be to", alleged // "Kenya is to deploy 1,000 police officers"
				}
			}
			if had := g.Doc.Tokens[max(g.First, u.First-1)].Norm; had == "had" && u.UpPhrase < 0 && !perfect {
				return sitrep.Actual, "", alleged // "the airdrop had to be called off"
			}
			if u.UpPhrase >= 0 && undertakings[governor] && !perfect {
				return sitrep.Future, purpose, alleged // "it was an operation to arrest a deputy"
			}
			if u.Up >= 0 && grants[g.Doc.Lemmas[g.Verbs[u.Up].Head]] && g.Verbs[u.Up].Reduced && rulings[g.Doc.Lemmas[g.Phrases[g.Verbs[u.Up].UpPhrase].Head]] {
				return sitrep.Future, g.Doc.Lemmas[g.Verbs[u.Up].Head], alleged // "an order allowing guards to enter the park"
			}
			if _, known := m.governors[governor]; !known && !m.actual[governor] && u.Up >= 0 {
				governor = g.Doc.Lemmas[g.Verbs[u.Up].Head]
				if begun[governor] && !perfect && g.Verbs[u.Up].Last < u.First && g.Doc.Tags[u.First-1] == parse.NOUN {
					return sitrep.Future, purpose, alleged // "began the battle to retake the city"
				}
			}
			if m.alleged[governor] {
				alleged = true
			}
			if mod, is := m.governors[governor]; is && (!perfect || supposing[governor]) {
				if mod == sitrep.Future && u.UpPhrase >= 0 {
					if failed, l := m.inPhrase(g, u.UpPhrase, g.Phrases[u.UpPhrase].Head); failed == sitrep.Negated && l != "attempted" {
						return failed, l, alleged // "a failed attempt to kill him"
					}
					if l := repelled(g, v); l != "" {
						return sitrep.Negated, l, alleged
					}
				}
				if l := inVain(g, u.Head); mod == sitrep.Future && tries[governor] && l != "" {
					return sitrep.Negated, l, alleged
				}
				return mod, governor, alleged
			}
			if !perfect && !m.actual[governor] {
				return sitrep.Future, purpose, alleged
			}
			if u.Up >= 0 && governor == "use" && g.Doc.Lemmas[g.Verbs[u.Up].Head] == governor {
				v = u.Up // "will not be able to use the airfield to launch raids"
				continue
			}
		}
		if u.Reduced && u.Up >= 0 && g.Doc.Lemmas[g.Verbs[u.Up].Head] == "have" && g.Verbs[u.Up].Form == parse.Gerund {
			v = u.Up // "fear of having them killed": the killing is as good as the having
			continue
		}
		if u.Up >= 0 && u.Link == parse.Adverbial && u.Form == parse.Gerund && u.First > g.First && g.Doc.Tokens[u.First-1].Norm == "," {
			if w := &g.Verbs[u.Up]; w.Link == parse.Complement && w.Form == parse.Gerund && w.Up >= 0 {
				v = w.Up // "denies killing him, blaming outlaws": who denies blames
				continue
			}
		}
		if u.Up < 0 || u.Link == parse.Main || u.Link == parse.Relative {
			return sitrep.Actual, "", alleged
		}
		lemma := g.Doc.Lemmas[g.Verbs[u.Up].Head]
		if u.Link == parse.Complement && (lemma == "let" || lemma == "make" || lemma == "help") && u.First == u.Head && g.Doc.Tokens[u.Head].Norm == g.Doc.Lemmas[u.Head] {
			v = u.Up // "agreed to let trucks cross": the crossing is as good as the letting
			continue
		}
		if u.Link == parse.Complement || u.Link == parse.Adverbial && u.Form == parse.Gerund && g.Verbs[u.Up].Last >= u.First-2 {
			if m.alleged[lemma] {
				alleged = true
			}
			if u.Form == parse.Gerund && comprises[lemma] {
				for _, p := range g.Verbs[u.Up].Subjects {
					if l := g.Doc.Lemmas[g.Phrases[p].Head]; m.governors[l] == sitrep.Future {
						return sitrep.Future, l, alleged // "the plan includes sending back refugees"
					}
				}
			}
			if mod, is := m.governors[lemma]; is && u.Form != parse.Infinitive {
				if tensed := u.Form == parse.Finite || u.Form == parse.Bare || u.Form == parse.Predicate; mod == sitrep.Negated && tensed && lemma != "deny" {
					return sitrep.Actual, "", alleged
				}
				if mod == sitrep.Future && asks[lemma] && u.First == u.Head && g.Doc.Tokens[u.Head].Norm == g.Doc.Lemmas[u.Head] {
					return mod, lemma, alleged // "demands that forces withdraw"
				}
				if mod == sitrep.Future && u.Form != parse.Gerund {
					return sitrep.Actual, "", alleged // "warned that they attacked" says that they did
				}
				return mod, lemma, alleged
			}
		}
		if u.Link == parse.Complement && u.Form != parse.Infinitive && u.Form != parse.Gerund {
			return sitrep.Actual, "", alleged // a clause with its own tense is not governed further up
		}
		if u.Link == parse.Adverbial && u.Form != parse.Gerund {
			return sitrep.Actual, "", alleged
		}
		v = u.Up
	}
	return sitrep.Actual, "", alleged
}

// begun are verbs whose infinitive came about where it stands right behind them: behind their object it says what that is for.
var begun = map[string]bool{"begin": true, "start": true, "continue": true, "resume": true, "join": true, "lead": true}

// supposing are governors that leave open also what is past: "is thought to have been murdered".
var supposing = map[string]bool{"fear": true, "feared": true, "think": true, "presume": true, "presumed": true, "assume": true, "likely": true, "rumour": true, "rumor": true, "suspect": true,
	"believe": true}

// repelled is the verb that says that what infinitive v was an attempt at did not come off: "an attempt to retake the bridge was
// beaten back". "" for none.
func repelled(g *parse.Grammar, v int) string {
	for w := range v {
		switch l := g.Doc.Lemmas[g.Verbs[w].Head]; l {
		case "foil", "thwart", "avert", "prevent", "disrupt", "frustrate", "abort": // "foiled a plot to bomb a church"
			if slices.Contains(g.Verbs[w].Objects, g.Verbs[v].UpPhrase) || g.PassiveLike(w) && slices.Contains(g.Verbs[w].Subjects, g.Verbs[v].UpPhrase) {
				return l
			}
		}
	}
	for w := v + 1; w < len(g.Verbs); w++ {
		switch l := g.Doc.Lemmas[g.Verbs[w].Head]; l {
		case "repel", "repulse", "beat", "foil", "thwart", "fail", "fend", "defeat", "prevent", "frustrate":
			if slices.Contains(g.Verbs[w].Subjects, g.Verbs[v].UpPhrase) || g.Verbs[w].Up == v && g.PassiveLike(w) {
				return l
			}
		}
	}
	return ""
}

// asks are verbs whose "that" tells in the bare form what is asked for.
var asks = map[string]bool{"demand": true, "order": true, "urge": true, "request": true, "propose": true, "recommend": true, "require": true, "ask": true,
	"instruct": true}

// ends are verbs for the end of what went on.
var ends = map[string]bool{"halt": true, "stop": true, "cease": true}

// tries are words for what is done and may not come off.
var tries = map[string]bool{"try": true, "attempt": true, "seek": true, "bid": true, "effort": true, "move": true, "aim": true, "want": true}

// undone are participles of what happens to those whose attempt does not come off.
var undone = map[string]bool{"overpower": true, "repel": true, "repulse": true, "beat": true, "foil": true, "thwart": true, "stop": true, "defeat": true, "arrest": true,
	"drive": true, "push": true, "block": true, "turn": true, "prevent": true, "intercept": true}

// inVain is the word that says that the attempt at token i did not come off: "tried in vain to kill", "attempted a coup but were
// overpowered", "an attempt to free them was unsuccessful". "" for none.
func inVain(g *parse.Grammar, i int) string {
	for k := max(g.First, i-4); k < g.Last; k++ {
		next := func(n int) string {
			if k+n < g.Last {
				return g.Doc.Tokens[k+n].Norm
			}
			return ""
		}
		switch w := g.Doc.Tokens[k].Norm; w {
		case "unsuccessful", "unsuccessfully", "abortive":
			return w
		case "in":
			if next(1) == "vain" {
				return "in vain"
			}
		case "without":
			if next(1) == "success" {
				return "without success"
			}
		case "but":
			if k < i || k+2 >= g.Last {
				continue
			}
			if l := g.Doc.Lemmas[k+1]; l == "fail" {
				return l
			}
			if g.Doc.Lemmas[k+1] == "be" && undone[g.Doc.Lemmas[k+2]] {
				return g.Doc.Lemmas[k+2]
			}
		}
	}
	return ""
}

// conditional says that the sentence sets a condition: "if rebels attack, the school will close".
func conditional(g *parse.Grammar) bool {
	if w := g.Doc.Tokens[g.First].Norm; w == "should" || w == "if" || w == "unless" {
		return true
	}
	for k := g.First + 1; k < g.Last; k++ {
		if w := g.Doc.Tokens[k].Norm; (w == "if" || w == "unless") && g.Doc.Tokens[k-1].Norm != "as" && g.Doc.Tokens[k-1].Norm != "even" {
			return true
		}
	}
	return false
}

// foiled says that verb v tells of what another than its subject meant to do: whoever foils a plot to bomb a church does not
// bomb it.
func foiled(g *parse.Grammar, v int) bool {
	return v >= 0 && g.Verbs[v].Form == parse.Infinitive && g.Verbs[v].UpPhrase >= 0 && g.Verbs[v].Inherited && repelled(g, v) != ""
}

// foretold are verbs whose passive says of its subject that it has not come about, or never did.
var foretold = map[string]bool{"fear": true, "expect": true, "plan": true, "predict": true, "foresee": true, "anticipate": true, "threaten": true,
	"avert": true, "foil": true, "thwart": true, "prevent": true, "forestall": true, "cancel": true, "postpone": true, "propose": true,
	"envisage": true, "intend": true, "schedule": true}

// foretells says that a passive of the verb leaves open whether what follows it happened: "are feared", "is presumed".
func (m *modality) foretells(lemma string) bool {
	return foretold[lemma] || lemma == "believe" || lemma == "presume" || lemma == "think"
}

// until says that clause v tells what something else goes on until, in the present tense, so that it has yet to come: "until
// Mosul is liberated".
func until(g *parse.Grammar, v int) bool {
	u := &g.Verbs[v]
	k := u.Begin
	if w := g.Doc.Tokens[k].Norm; w != "until" && w != "till" && w != "before" && k > g.First {
		k--
	}
	w := g.Doc.Tokens[k].Norm
	if w == "before" {
		return v > 0 && g.Verbs[v-1].Last <= k && g.Verbs[v-1].Modal != "" && modals[g.Verbs[v-1].Modal] == sitrep.Future && g.Doc.Lemmas[g.Verbs[v-1].First+1] != "have" // "would not leave before peacekeepers arrived"
	}
	if w != "until" && w != "till" {
		return false
	}
	switch w, h := g.Doc.Tokens[u.First].Norm, g.Doc.Tokens[u.Head]; {
	case w == "is", w == "are", w == "has", w == "have":
		return true
	case v > 0 && g.Verbs[v-1].Last <= k && modals[g.Verbs[v-1].Modal] == sitrep.Future:
		return true // "would not leave until the boy was freed"
	case u.First != u.Head:
		return false
	default:
		l := g.Doc.Lemmas[u.Head]
		return u.Form == parse.Finite && (h.Norm == l || h.Norm == l+"s" || h.Norm == l+"es")
	}
}
