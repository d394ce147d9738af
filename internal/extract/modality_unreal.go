package extract

import (
	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// undertakings are nouns for a deed whose infinitive says what it was for and not that it came off.
var undertakings = wordsIn("operation mission raid campaign drive offensive push manhunt hunt")

// grants are verbs that let somebody do a thing, and rulings what lets nobody do it yet.
var (
	grants  = wordsIn("allow let permit enable empower")
	rulings = wordsIn("order law bill resolution decree deal decision ruling agreement rule motion accord proposal permit draft clause amendment")
)

// comprises are verbs for what a plan holds.
var comprises = wordsIn("include involve entail envisage foresee comprise")

// unreal looks at the words around a match that grammar tells as plain fact, for those that say that it is none: what is stored in case of
// an invasion, rehearsed, aimed at, or waits for a condition. It gives "" for none. These are told by words and not by relations, because
// many of them are loose in the sentence or easily misread.
func (m *modality) unreal(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	for _, find := range []func(*parse.Grammar, *rule.Match) (sitrep.Modality, string){m.goal, meant, supposed, awaited, m.yetToStart, atNoTime, demanded} {
		if mod, by := find(g, match); mod != "" {
			return mod, by
		}
	}
	return "", ""
}

// retrospects are words whose "for" points back at what was done: "responsibility for attacks", "jailed for attacks".
var retrospects = wordsIn("responsibility responsible blame condemn condemnation retaliation retaliate revenge reprisal apologise apologize apology punish punishment sentence " +
	"jail convict conviction arrest detain charge criticise criticize praise thank reward trial know sanction credit motive reason evidence account denounce accountable guilty " +
	"indict extradite compensation compensate memorial suspect response answer kill execute imprison accuse avenge pay remember liable culpable notorious fine hold infamous famous " +
	"toll record sue wanted hang fame anger outrage grief mourn year-old blacklist explain explanation cause")

// meant says that an event noun behind "for" or the like names what is meant, feared or prepared for: "gathered fertiliser for attacks", "rice in
// case of an invasion".
func meant(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	if match.Phrase < 0 {
		return "", ""
	}
	ph := &g.Phrases[match.Phrase]
	at := ph.Prep
	if at < 0 {
		at = ph.First
	}
	word := func(k int) string {
		if k < g.First || k >= g.Last {
			return ""
		}
		return g.Doc.Tokens[k].Norm
	}
	for k := at - 3; k <= at; k++ {
		switch {
		case word(k) == "in" && word(k+1) == "case" && word(k+2) == "of", word(k) == "event" && word(k+1) == "of":
			return sitrep.Possible, "in case of"
		case (word(k) == "guard" || word(k) == "alert") && (word(k+1) == "against" || word(k+1) == "for"):
			return sitrep.Possible, word(k)
		}
	}
	if ph.Prep < 0 && (word(ph.First-1) == "if" || word(ph.First-1) == "unless") {
		return sitrep.Possible, word(ph.First - 1)
	}
	if !indefinite(g, match.Phrase) {
		return "", ""
	}
	prep := g.Preposition(match.Phrase)
	if prep == "" && word(ph.First-1) == "for" {
		prep, at = "for", ph.First-1
	}
	switch prep {
	case "ahead of":
		if match.Type.ID == "offensive" || match.Type.ID == "attack" {
			return sitrep.Future, "ahead of"
		}
	case "for":
		if !match.Type.Act && match.Type.ID != "territory_gained" || match.Type.ID == "riot" {
			return "", ""
		}
		for k := max(g.First, at-12); k < at; k++ {
			if retrospects[g.Doc.Lemmas[k]] || retrospects[g.Doc.Tokens[k].Norm] {
				return "", ""
			}
		}
		return sitrep.Future, "for"
	}
	return "", ""
}

// indefinite says that phrase p names no one thing in particular: neither "the", an owner nor a number opens it.
func indefinite(g *parse.Grammar, p int) bool {
	ph := &g.Phrases[p]
	if ph.Owner >= 0 || g.OwnerToken(p) >= 0 || g.Doc.Tags[ph.First] == parse.NUM {
		return false
	}
	switch g.Doc.Tokens[ph.First].Norm {
	case "the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "several", "many", "numerous", "previous", "earlier", "past", "recent":
		return false
	}
	return true
}

// aims are nouns for what is yet to be reached.
var aims = wordsIn("goal aim objective ambition dream priority task target plan intention hope step purpose mission")

// goal says that a noun is said to be an aim: "the capture of the port is the next goal".
func (m *modality) goal(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	if match.Phrase < 0 {
		return "", ""
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if g.Doc.Lemmas[u.Head] != "be" || u.Inherited || g.Doc.Tokens[u.First].Norm == "was" || g.Doc.Tokens[u.First].Norm == "were" {
			continue
		}
		for _, s := range u.Subjects {
			for _, o := range u.Objects {
				for _, pair := range [][2]int{{s, o}, {o, s}} {
					if l := g.Doc.Lemmas[g.Phrases[pair[1]].Head]; pair[0] == match.Phrase && aims[l] {
						return sitrep.Future, l
					}
				}
			}
		}
	}
	return "", ""
}

// rehearsals are verbs for playing what has not happened.
var rehearsals = wordsIn("simulate mimic mimick rehearse imitate mock feign pretend practise")

// exercises are nouns for manoeuvres.
var exercises = wordsIn("exercise exercises drill drills simulation simulations manoeuvre manoeuvres maneuver maneuvers wargame")

// supposed says that a match is played, risked, or part of a condition: "a drill that mimicked a strike", "had the rebels attacked, … would".
func supposed(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	for k := max(g.First, match.First-7); k < match.First; k++ {
		if l := g.Doc.Lemmas[k]; rehearsals[l] && match.Phrase >= 0 {
			return sitrep.Negated, l
		}
	}
	for k := max(g.First, match.First-2); k < match.First; k++ {
		if g.Doc.Lemmas[k] == "risk" && k+1 < match.First && g.Doc.Tokens[k+1].Norm == "being" {
			return sitrep.Possible, "risk"
		}
	}
	first := g.Doc.Tokens[g.First].Norm
	comma := -1
	for k := g.First; k < g.Last && comma < 0; k++ {
		if g.Doc.Tokens[k].Norm == "," {
			comma = k
		}
	}
	if first == "in" && comma > 0 && comma < g.First+5 && exercises[g.Doc.Tokens[comma-1].Norm] && match.First > comma {
		return sitrep.Negated, g.Doc.Tokens[comma-1].Norm
	}
	if first == "had" && match.Last <= comma && g.PhraseAt(g.First+1) >= 0 {
		for k := comma; k+1 < g.Last; k++ {
			if w := g.Doc.Tokens[k].Norm; (w == "would" || w == "could" || w == "might") && g.Doc.Tokens[k+1].Norm == "have" {
				return sitrep.Negated, "had"
			}
		}
	}
	return "", ""
}

// waits are words that open a clause in the present tense for what another clause waits for.
var waits = wordsIn("when once until till before after")

// awaited says that a verb in the present tense tells what something that may or will be waits for: "only when the soldiers withdraw will talks
// resume", "a matter of time before rebels attack".
func awaited(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	v := match.Verb
	if v < 0 || match.Phrase >= 0 {
		return "", ""
	}
	u := &g.Verbs[v]
	if w := g.Doc.Tokens[u.First].Norm; u.Form != parse.Finite && u.Form != parse.Predicate || w == "was" || w == "were" || w == "had" || w == "did" {
		return "", ""
	} else if h := g.Doc.Tokens[u.Head].Norm; u.First == u.Head && h != g.Doc.Lemmas[u.Head] && h != g.Doc.Lemmas[u.Head]+"s" && h != g.Doc.Lemmas[u.Head]+"es" {
		return "", ""
	}
	k := u.Begin
	if !waits[g.Doc.Tokens[k].Norm] {
		k--
	}
	if k < g.First || !waits[g.Doc.Tokens[k].Norm] {
		return "", ""
	}
	if k-3 >= g.First && g.Doc.Tokens[k-3].Norm == "matter" && g.Doc.Tokens[k-1].Norm == "time" {
		return sitrep.Future, "a matter of time"
	}
	for w := range g.Verbs {
		if o := &g.Verbs[w]; w != v && o.Modal != "" && (o.First >= u.Last || o.Last <= k) {
			return sitrep.Future, g.Doc.Tokens[k].Norm
		}
	}
	return "", ""
}

// yetToStart says that a relative clause tells of a noun that it has not begun: "the offensive, which has yet to start".
func (m *modality) yetToStart(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	if match.Phrase < 0 {
		return "", ""
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.UpPhrase != match.Phrase || u.Form == parse.Infinitive {
			continue
		}
		switch l := g.Doc.Lemmas[u.Head]; {
		case l == "have" && v+1 < len(g.Verbs) && g.Verbs[v+1].Up == v && g.Doc.Tokens[g.Verbs[v+1].First-1].Norm == "yet" && occurrence[g.Doc.Lemmas[g.Verbs[v+1].Head]]:
			return sitrep.Future, "yet"
		case (l == "begin" || l == "start" || l == "happen" || l == "materialise" || l == "materialize" || l == "come") && u.Negated:
			return sitrep.Negated, "not"
		case l == "begin" || l == "start":
			if modals[u.Modal] == sitrep.Future {
				return sitrep.Future, u.Modal
			}
		}
	}
	return "", ""
}

// atNoTime says that words before the clause deny it: "at no time were prisoners beaten".
func atNoTime(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	for k := max(g.First, match.First-6); k+2 < match.First; k++ {
		switch w := g.Doc.Tokens[k+2].Norm; {
		case g.Doc.Tokens[k+1].Norm != "no":
		case g.Doc.Tokens[k].Norm == "at" && (w == "time" || w == "point" || w == "stage"), g.Doc.Tokens[k].Norm == "under" && w == "circumstances":
			return sitrep.Negated, "no " + w
		}
	}
	return "", ""
}

// loose are words that leave open what stands a few words behind them, however it hangs on them.
var loose = wordsIn("if whether would could might may will unless should potential possible possibly probably " +
	"plan plans planned planning plot plotting intention intent ready prepared prepare preparing attempt attempted attempting trying " +
	"threat threats threaten threatens fear fears feared fearing risk danger " +
	"demand demands call calls calling urge urges end ending stop halt prevent avoid deter not never without")

// leftOpen is the word behind which a claim that says neither who nor whom nor how many is no plain fact, "" for none: such a claim has
// nothing but its word to say that anything happened. An infinitive is such a word too: "sworn to keep up the attacks".
func leftOpen(d *draft) string {
	g, m := d.sent.g, &d.match
	if d.Modality != sitrep.Actual || d.Subtype != "" || len(d.Figures) > 0 || len(d.Roles[sitrep.Actor])+len(d.Roles[sitrep.Target])+len(d.Roles[sitrep.Victim]) > 0 {
		return ""
	}
	if m.Phrase >= 0 && !indefinite(g, m.Phrase) {
		return ""
	}
	for k := m.First - 1; k >= max(g.First, m.First-5); k-- {
		w := g.Doc.Tokens[k].Norm
		if w == "to" && g.Doc.Tags[k] == parse.PART && m.Phrase >= 0 || loose[w] && g.Doc.Tags[k] != parse.PROPN {
			return w
		}
	}
	return ""
}

// demands are nouns for what is asked for, which a list of clauses behind a colon spells out.
var demands = wordsIn("demand demands condition conditions terms")

// demanded says that a match is told in a clause with "that" behind a colon that demands stand before: "Our demands stand: that the army quit the
// creeks and that the chief be freed".
func demanded(g *parse.Grammar, match *rule.Match) (sitrep.Modality, string) {
	v := match.Verb
	if v < 0 {
		return "", ""
	}
	that := -1
	for k := g.Verbs[v].First - 1; k > g.First && k >= g.Verbs[v].First-8 && that < 0; k-- {
		if g.Doc.Tokens[k].Norm == "that" {
			that = k
		}
	}
	if that < 0 {
		return "", ""
	}
	switch g.Doc.Tokens[that-1].Norm {
	case ":", ",", "and":
	default:
		return "", ""
	}
	colon := false
	for k := that - 1; k >= g.First; k-- {
		w := g.Doc.Tokens[k].Norm
		if colon = colon || w == ":"; colon && demands[w] {
			return sitrep.Future, w
		}
	}
	return "", ""
}
