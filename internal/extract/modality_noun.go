package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// inPhrase looks at what stands before the trigger in its phrase: "a planned offensive", "no attack".
func (m *modality) inPhrase(g *parse.Grammar, p, trigger int) (sitrep.Modality, string) {
	ph := &g.Phrases[p]
	for k := ph.First; k < trigger; k++ {
		w, l := g.Doc.Tokens[k].Norm, g.Doc.Lemmas[k]
		switch w {
		case "no":
			if n := g.Doc.Tokens[k+1].Norm; n == "fewer" || n == "less" || n == "more" {
				continue
			}
			return sitrep.Negated, w
		case "any": // "would respond to any further raids"
			switch g.Doc.Tokens[k+1].Norm {
			case "further", "new", "future", "more", "such":
				return sitrep.Possible, w
			}
		case "planned", "looming", "imminent", "impending", "upcoming", "threatened", "proposed", "future", "expected", "planning", "plotting", "attempted":
			if w == "attempted" {
				return sitrep.Negated, w
			}
			return sitrep.Future, w
		case "mock", "simulated", "imaginary", "hypothetical", "pretend", "fictional", "fictitious", "make-believe":
			return sitrep.Negated, w
		case "possible", "potential", "feared", "suspected", "likely":
			if w == "suspected" {
				continue // "a suspected drone strike" is a strike by a suspected drone
			}
			return sitrep.Possible, w
		case "foiled", "thwarted", "averted", "failed", "unsuccessful", "abortive":
			return sitrep.Negated, l
		}
	}
	return "", ""
}

// askers are verbs whose "for" names what has not come about: "rally for the release of detainees".
var askers = map[string]bool{"rally": true, "protest": true, "demonstrate": true, "call": true, "march": true, "campaign": true, "appeal": true,
	"press": true, "push": true, "wait": true, "provide": true, "negotiate": true, "hope": true, "plead": true, "pray": true, "prepare": true, "plan": true, "argue": true, "vote": true, "ask": true,
	"petition": true, "lobby": true, "beg": true, "wish": true, "gather": true}

// aboveNoun looks at what a noun hangs on: "plans for an offensive", "threats of attack", "denied the attack".
func (m *modality) aboveNoun(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string, bool) {
	ph := &g.Phrases[match.Phrase]
	if prep := g.Preposition(match.Phrase); prep == "without" || prep == "instead of" {
		return sitrep.Negated, prep, false
	}
	if g.Preposition(match.Phrase) == "for" && ph.Gov < 0 {
		if v := g.Clause(ph.Prep); v >= 0 && askers[g.Doc.Lemmas[g.Verbs[v].Head]] {
			return sitrep.Future, g.Doc.Lemmas[g.Verbs[v].Head], false
		}
	}
	if g.Preposition(match.Phrase) == "in" {
		if l := abstained(g, match.Phrase); l != "" {
			return sitrep.Negated, l, false
		}
	}
	if prep := g.Preposition(match.Phrase); (prep == "against" || prep == "of") && ph.Gov < 0 {
		if v := g.Clause(ph.Prep); v >= 0 && ph.Prep == g.Verbs[v].Last && g.Doc.Lemmas[g.Verbs[v].Head] == "warn" {
			return sitrep.Possible, "warn", false // "warns against an attack"
		}
	}
	if g.Preposition(match.Phrase) == "by" && ph.Gov < 0 {
		if v := g.Clause(ph.Prep); v >= 0 && g.Verbs[v].Passive && modals[g.Verbs[v].Modal] == sitrep.Possible {
			return sitrep.Possible, g.Verbs[v].Modal, false // "may have been caused by shelling"
		}
	}
	if ph.Gov >= 0 {
		prep := g.Preposition(match.Phrase)
		if w := g.Doc.Tokens[g.Phrases[ph.Gov].First].Norm; w == "no" && prep == "of" && reports[g.Doc.Lemmas[g.Phrases[ph.Gov].Head]] {
			return sitrep.Negated, w, false // "no reports of fighting"
		}
		switch prep {
		case "about", "over", "on":
			switch l := g.Doc.Lemmas[g.Phrases[ph.Gov].Head]; l {
			case "dispute", "talk", "talks", "negotiation", "discussion", "disagreement":
				return sitrep.Possible, l, false // "talks about the release of captives"
			}
		}
		switch prep {
		case "of", "for", "to", "at", "against", "on":
			l := g.Doc.Lemmas[g.Phrases[ph.Gov].Head]
			if mod, is := m.governors[l]; is {
				return mod, l, m.alleged[l]
			}
			if m.alleged[l] {
				return "", l, true
			}
		}
	}
	return "", "", false
}

// wishes are verbs whose objects have not come about, all of them: "demanded a truce and the release of captives".
var wishes = wordsIn("demand request seek want propose promise urge require offer recommend await")

// listedDemand is the verb that asks for what phrase p stands for as a later item of a list, "" for none: "called for a truce, the release of
// captives and the disarmament of the militia". The first item hangs on the verb; the others hang on the item before, or on its "of".
func listedDemand(g *parse.Grammar, p int) string {
	listed := false
	for steps := 0; steps < 6; steps++ {
		ph := &g.Phrases[p]
		switch {
		case ph.Conj >= 0:
			p, listed = ph.Conj, true
		case ph.Appos >= 0: // "a truce, the release of captives and ...": behind a comma the second item looks like a renaming of the first
			p, listed = ph.Appos, true
		case listed && ph.Gov >= 0 && g.Preposition(p) == "of":
			p = ph.Gov
		default:
			steps = 6
		}
	}
	if !listed {
		return ""
	}
	for v := range g.Verbs {
		if l := g.Doc.Lemmas[g.Verbs[v].Head]; wishes[l] && !g.PassiveLike(v) && slices.Contains(g.Verbs[v].Objects, p) {
			return l
		}
	}
	if g.Preposition(p) == "for" && g.Phrases[p].Gov < 0 {
		if v := g.Clause(g.Phrases[p].Prep); v >= 0 && askers[g.Doc.Lemmas[g.Verbs[v].Head]] {
			return g.Doc.Lemmas[g.Verbs[v].Head]
		}
	}
	return ""
}
