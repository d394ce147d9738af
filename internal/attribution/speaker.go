package attribution

import (
	"sitrep"
	"sitrep/internal/parse"
)

// strong says that phrase p, whatever it is, is what verb v lets speak: a clause is told by it, or has been told before it in the
// same sentence: "satellite images showed that", "…, a communique said".
func strong(g *parse.Grammar, v, p int) bool {
	u, ph := &g.Verbs[v], &g.Phrases[p]
	if ph.Time || ph.Prep >= 0 || u.Inherited || u.Passive || u.Modal != "" || ph.Pronoun && g.Doc.Tokens[ph.Head].Norm == "it" {
		return false
	}
	if !told[g.Doc.Lemmas[u.Head]] {
		return false
	}
	if u.Last < g.Last && g.Doc.Tokens[u.Last].Norm == "that" {
		return true
	}
	return quoteBefore(g, ph.First) && len(u.Objects) == 0
}

// tellerBefore is the verb of saying to which u, a verb of saying too, is joined over what that verb tells in the passive: "denied that
// any prisoner had been beaten and said it would look into it". -1 for none.
func (f *Finder) tellerBefore(g *parse.Grammar, u *parse.Verb) int {
	if !u.Inherited || u.Link != parse.Coordinate || u.Up < 0 || !told[g.Doc.Lemmas[u.Head]] || u.Modal != "" {
		return -1
	}
	inner := &g.Verbs[u.Up]
	if inner.Link != parse.Complement || inner.Up < 0 || !inner.Passive {
		return -1
	}
	if outer := &g.Verbs[inner.Up]; told[g.Doc.Lemmas[outer.Head]] && outer.Modal == "" && !outer.Passive {
		return inner.Up
	}
	return -1
}

// told are verbs that tell a clause, whoever or whatever does it.
var told = map[string]bool{"say": true, "report": true, "announce": true, "confirm": true, "claim": true, "add": true, "state": true, "deny": true,
	"allege": true, "show": true, "reveal": true, "suggest": true, "indicate": true, "declare": true, "acknowledge": true, "note": true, "lament": true, "explain": true, "recall": true, "insist": true,
	"boast": true, "warn": true, "believe": true, "concede": true, "admit": true}

// tailFrame reads the speaker that ends a sentence after a comma, where something stands between the name and the verb, or the verb
// was read as a participle: "…, a diplomat who requested anonymity said", "…, a senior official confirmed to this newspaper".
func (f *Finder) tailFrame(g *parse.Grammar, v int) (Frame, bool) {
	u := &g.Verbs[v]
	lemma := g.Doc.Lemmas[u.Head]
	stance, ok := f.verbs[lemma]
	if !ok || !told[lemma] || u.First != u.Head || u.Form != parse.Bare && u.Form != parse.Finite || u.Passive {
		return Frame{}, false
	}
	for k := u.Last; k < g.Last; k++ { // nothing but adverbials may follow
		if g.VerbAt(k) >= 0 {
			return Frame{}, false
		}
		if p := g.PhraseAt(k); p >= 0 && g.Phrases[p].Prep < 0 && !g.Phrases[p].Time {
			return Frame{}, false
		}
	}
	c := u.First - 1
	for ; c > g.First; c-- {
		if w := g.Doc.Tokens[c].Norm; w == "," || w == `"` {
			break
		}
	}
	p := g.PhraseAt(c + 1)
	if p < 0 || g.Phrases[p].First != c+1 || g.Phrases[p].Time || !quoteBefore(g, c+1) {
		return Frame{}, false
	}
	for k := g.Phrases[p].Last; k < u.First; k++ {
		switch w := g.Doc.Tokens[k].Norm; {
		case k > g.Phrases[p].Last:
		case w == "reached", w == "contacted", w == "interviewed": // "…, residents reached by telephone confirmed"
		case w == "who", w == "which", w == "in", w == "of", w == "from", w == "with", w == "for", w == "at":
		default:
			return Frame{}, false
		}
	}
	return Frame{Stance: stance, Cue: u.Head, Verb: v, Phrase: p, Rule: lemma, First: c + 1, Last: u.First, Head: g.Phrases[p].Head, Scope: [][2]int{{g.First, c + 1}}}, true
}

// passOn gives the word to those whom the speaker of a frame cites: "Reuters reported, citing a police source", "television quoted
// the ministry as saying". Who cites becomes the one that was told.
func passOn(g *parse.Grammar, fr *Frame, speaks Speaker) {
	if fr.Verb < 0 || fr.Phrase < 0 {
		return
	}
	cited := -1
	if l := g.Doc.Lemmas[fr.Cue]; l == "quote" || l == "cite" {
		if o := g.Verbs[fr.Verb].Objects; len(o) > 0 && asSaying(g, g.Phrases[o[0]].Last) {
			cited = o[0]
		}
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if l := g.Doc.Lemmas[u.Head]; u.Form == parse.Gerund && (l == "cite" || l == "quote") && len(u.Objects) > 0 && cited < 0 && v != fr.Verb &&
			(u.Up == fr.Verb || g.Verbs[fr.Verb].Up == v || len(u.Subjects) > 0 && u.Subjects[0] == fr.Phrase) {
			cited = u.Objects[0]
		}
	}
	if cited < 0 || g.Phrases[cited].Time || !speaks(g, cited) {
		return
	}
	fr.ViaFirst, fr.ViaLast = fr.First, fr.Last
	fr.Phrase, fr.Head = cited, g.Phrases[cited].Head
	fr.First, fr.Last = whole(g, cited)
	if len(fr.Scope) > 0 && fr.Scope[0][0] >= fr.Cue && fr.Last < fr.Scope[0][1] && fr.First >= fr.Scope[0][0] {
		fr.Scope[0][0] = fr.Last
	}
}

// asSaying says that "as saying" follows within some words of token i: "quoted a nurse still working in Homs as saying".
func asSaying(g *parse.Grammar, i int) bool {
	for k := i; k+1 < min(g.Last, i+8); k++ {
		switch g.Doc.Tokens[k].Norm {
		case ",", ";", `"`:
			return false
		case "as":
			return k == i || g.Doc.Lemmas[k+1] == "say" || g.Doc.Lemmas[k+1] == "tell"
		}
	}
	return false
}

// concedes says that the clause of a verb is set against what follows its comma.
func concedes(g *parse.Grammar, u *parse.Verb) bool {
	for k := u.Begin; k >= g.First && k >= u.Begin-1; k-- {
		switch g.Doc.Tokens[k].Norm {
		case "although", "though", "while", "whereas":
			return true
		case "after", "as", "when", "since", "because", "once", "before": // "hours after the army declared the truce over, a strike hit"
			if k <= g.First+3 {
				return true
			}
		}
	}
	return false
}

// describes are prepositions that tell a speaker's post, place or paper.
var describes = map[string]bool{"of": true, "for": true, "in": true, "by": true, "at": true, "from": true, "close to": true, "with": true}

// whole is the token range of phrase p with what describes it: "the governor of Nineveh", "police in Dhaka", "officials familiar with
// the case".
func whole(g *parse.Grammar, p int) (first, last int) {
	ph := &g.Phrases[p]
	first, last = ph.First, ph.Last
	if ph.Owner >= 0 {
		first = g.Phrases[ph.Owner].First
	}
	for q := p + 1; q < len(g.Phrases); q++ {
		n := &g.Phrases[q]
		prep := g.Preposition(q)
		if g.Doc.Tags[ph.Head] == parse.PRON || n.Time || !describes[prep] || n.Last-first > 12 {
			break
		}
		if prep == "with" && n.Prep == last+1 && g.Doc.Tokens[last].Norm == "familiar" {
			last = n.Last
			continue
		}
		if n.Prep != last || prep == "with" || n.Gov < p && prep != "in" || prep != "of" && !(prep == "for" && g.Doc.Tags[n.Head] == parse.PROPN) && g.Doc.Tags[ph.Head] == parse.PROPN {
			break
		}
		last = n.Last
	}
	return first, last
}

// goesOn says that what verb v tells comes after it: "said that …", "said they had captured the town".
func goesOn(g *parse.Grammar, v int) bool {
	u := &g.Verbs[v]
	if u.Last < g.Last && g.Doc.Tokens[u.Last].Norm == "that" {
		return true
	}
	for w := v + 1; w < len(g.Verbs); w++ {
		if x := &g.Verbs[w]; x.Up == v && x.Link == parse.Complement && len(x.Subjects) > 0 && !x.Inherited && g.Phrases[x.Subjects[0]].First == u.Last {
			return true
		}
	}
	return false
}

// contrast is the "but" after token i that begins a clause with a subject of its own, the end of the sentence for none: what a speaker
// before it says ends there: "the army claims to have retaken the town, but rebels deny it".
func contrast(g *parse.Grammar, i int) int {
	for k := i; k+1 < g.Last; k++ {
		if w := g.Doc.Tokens[k].Norm; w != "but" && w != "while" && w != "whereas" || g.Doc.Tokens[k-1].Norm != "," {
			continue
		}
		p := g.PhraseAt(k + 1)
		if p < 0 || g.Phrases[p].First != k+1 || g.Phrases[p].Pronoun && g.Doc.Tokens[g.Phrases[p].Head].Norm != "it" {
			continue
		}
		for v := range g.Verbs {
			if u := &g.Verbs[v]; !u.Inherited && len(u.Subjects) > 0 && u.Subjects[0] == p && told[g.Doc.Lemmas[u.Head]] {
				return k
			}
		}
	}
	return g.Last
}

// tellings are nouns for what somebody tells or counts.
var tellings = map[string]bool{"word": true, "words": true, "account": true, "count": true, "reckoning": true, "telling": true, "estimate": true, "tally": true}

// telling reads a source that an "in" or "by" names by what it tells: "in the words of witnesses", "by the committee's reckoning".
func telling(g *parse.Grammar, p int) (Frame, bool) {
	ph := &g.Phrases[p]
	if prep := g.Preposition(p); prep != "in" && prep != "by" && prep != "on" || !tellings[g.Doc.Lemmas[ph.Head]] {
		return Frame{}, false
	}
	source := ph.Owner
	end := ph.Last
	for q := p + 1; source < 0 && q < len(g.Phrases); q++ {
		if g.Phrases[q].Gov == p && g.Preposition(q) == "of" && !g.Phrases[q].Time {
			source = q
		}
	}
	if source < 0 || g.Doc.Tags[g.Phrases[source].Head] == parse.NUM {
		return Frame{}, false
	}
	first, last := whole(g, source)
	if source == ph.Owner {
		first, last = g.Phrases[source].First, g.Phrases[source].Last
		for o := g.Phrases[source].Owner; o >= 0 && g.Phrases[o].First < first; o = g.Phrases[o].Owner {
			first = g.Phrases[o].First // "the hospital's director's count"
		}
	}
	end = max(end, last)
	return Frame{First: first, Last: last, Head: g.Phrases[source].Head, Phrase: source, Stance: sitrep.Said, Cue: ph.Prep, Verb: -1,
		Rule: "telling", Scope: [][2]int{{g.First, ph.Prep}, {end, g.Last}}}, true
}

// raises are verbs that bring a charge.
var raises = map[string]bool{"level": true, "make": true, "repeat": true, "air": true, "voice": true, "raise": true, "lodge": true, "renew": true}

// charge reads who makes an accusation that a clause spells out: "the envoy levelled the charge that mercenaries killed 30".
func charge(g *parse.Grammar, v int, speaks Speaker) (Frame, bool) {
	u := &g.Verbs[v]
	if !raises[g.Doc.Lemmas[u.Head]] || u.Negated || u.Passive || u.Modal != "" || len(u.Objects) == 0 {
		return Frame{}, false
	}
	o := &g.Phrases[u.Objects[0]]
	switch g.Doc.Lemmas[o.Head] {
	case "charge", "allegation", "accusation", "claim":
	default:
		return Frame{}, false
	}
	if o.Last >= g.Last || g.Doc.Tokens[o.Last].Norm != "that" {
		return Frame{}, false
	}
	for _, p := range u.Subjects {
		if speaks(g, p) {
			first, last := whole(g, p)
			return Frame{First: first, Last: last, Head: g.Phrases[p].Head, Phrase: p, Stance: sitrep.Alleged, Cue: u.Head, Verb: v,
				Rule: "charge", Scope: [][2]int{{o.Last, g.Last}}}, true
		}
	}
	return Frame{}, false
}

// reportedAs says that verb u tells, as headlines do without "were", what became of its subject: "four soldiers reported killed".
func reportedAs(g *parse.Grammar, u *parse.Verb) bool {
	if u.Form != parse.Bare || u.First != u.Head || u.Last >= g.Last || len(u.Objects) > 0 {
		return false
	}
	switch g.Doc.Tokens[u.Last].Norm {
	case "killed", "dead", "wounded", "injured", "missing", "captured", "arrested", "kidnapped", "abducted", "shot", "hurt", "trapped", "detained":
		return g.Doc.Tokens[u.Head].Norm == "reported" || g.Doc.Tokens[u.Head].Norm == "confirmed"
	}
	return false
}
