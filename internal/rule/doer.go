package rule

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
)

// aimed are the nouns whose "of" names the doer where an "on" or "against" names the aim: "the assault of the army on the town".
var aimed = []string{"assault", "attack", "offensive", "raid", "ambush", "incursion", "onslaught", "strike", "aggression"}

// doer is the "of" phrase of a noun that has its aim beside it.
func (f *finder) doer() []Slot {
	if !slices.Contains(aimed, f.g.Doc.Lemmas[f.m.Head]) {
		return nil
	}
	of := f.fitting(f.nounPrep("of"))
	if len(of) == 0 || len(f.nounPrep("on")) == 0 && len(f.nounPrep("against")) == 0 {
		return nil
	}
	return of
}

// squeezed is the doer of a headline's verb that the tagger took for a noun inside the head's phrase: "Kenyan troops launch
// raids", "the army conducts strikes".
func (f *finder) squeezed() []Slot {
	ph := &f.g.Phrases[f.m.Phrase]
	for k := ph.First + 1; k < f.m.First; k++ {
		if f.g.Doc.Tags[k] != parse.NOUN || !slices.Contains(f.m.Rule.Light, f.g.Doc.Lemmas[k]) || ph.Prep >= 0 {
			continue
		}
		return []Slot{{First: ph.First, Last: k, Head: k - 1, Phrase: -1, By: "light"}}
	}
	return nil
}

// byPhrase is the doer of a passive. Of two passives joined by "and" or a comma the second's stands for both: "was raped and killed by
// soldiers".
func (f *finder) byPhrase() []Slot {
	v := f.m.Verb
	if s := f.prep("by"); len(s) > 0 {
		return s
	}
	for w := v + 1; w < len(f.g.Verbs) && w <= v+2; w++ {
		u, before := &f.g.Verbs[w], f.g.Verbs[w-1].Last
		joined := u.First == before+1 && (f.g.Doc.Tokens[before].Norm == "and" || f.g.Doc.Tokens[before].Norm == "or" || f.g.Doc.Tokens[before].Norm == ",")
		if f.alsoHarmed(v, w) {
			return f.verbPrep(w, "by")
		}
		if !joined || u.First != u.Head || !f.g.PassiveLike(w) {
			return nil // another clause begins, or its verb has an auxiliary of its own
		}
		if s := f.verbPrep(w, "by"); len(s) > 0 {
			return s
		}
	}
	return nil
}

// harming are verbs of what is done to those who are counted apart after one deed.
var harming = []string{"kill", "wound", "injure", "hurt", "maim", "shoot", "stab", "murder"}

// alsoHarmed says that passive w counts, after "and", others who were harmed by what verb v tells: "two guards were killed and three are
// injured by gunmen".
func (f *finder) alsoHarmed(v, w int) bool {
	g := f.g
	a, b := &g.Verbs[v], &g.Verbs[w]
	if w != v+1 || b.Inherited || len(b.Subjects) == 0 || !g.PassiveLike(w) || !slices.Contains(harming, g.Doc.Lemmas[a.Head]) || !slices.Contains(harming, g.Doc.Lemmas[b.Head]) {
		return false
	}
	first := g.Phrases[b.Subjects[0]].First
	return first == a.Last+1 && (g.Doc.Tokens[a.Last].Norm == "and" || g.Doc.Tokens[a.Last].Norm == ",") || first == a.Last+2 && g.Doc.Tokens[a.Last+1].Norm == "and"
}

// backer is who stands beside the doer: named after "alongside" or "together with", or as backing or supporting him.
func (f *finder) backer() []Slot {
	out := append(f.prep("alongside"), f.prep("together with")...)
	doers := f.agent()
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if v == f.m.Verb || !f.g.PassiveLike(v) || !slices.Contains(supporters, f.g.Doc.Lemmas[u.Head]) {
			continue
		}
		if slices.ContainsFunc(doers, func(s Slot) bool { return s.Phrase >= 0 && slices.Contains(u.Subjects, s.Phrase) }) {
			out = append(out, f.verbPrep(v, "by")...)
		}
	}
	for i := range out {
		out[i].By = "backer"
	}
	return out
}

// doings are nouns for what is done, whose "by" names their own doer, not the verb's.
var doings = map[string]bool{"occupation": true, "capture": true, "seizure": true, "takeover": true, "siege": true, "rule": true, "invasion": true,
	"decision": true, "order": true, "request": true, "ruling": true, "vote": true, "report": true, "claim": true, "statement": true, "announcement": true,
	"visit": true, "refusal": true, "control": true}

// grounds are nouns for where somebody moves, besides those of the word lists.
var grounds = map[string]bool{"street": true, "road": true, "area": true, "countryside": true, "region": true, "alley": true, "territory": true}

// ground says that the slots hold one phrase, and that it is where something is done: it does nothing itself.
func (f *finder) ground(slots []Slot) bool {
	if len(slots) != 1 {
		return false
	}
	s := slots[0]
	return grounds[f.g.Doc.Lemmas[s.Head]] || f.classes.Is(f.g, s, "settlements") || f.classes.Is(f.g, s, "facilities") && !f.classes.Is(f.g, s, "actor")
}

// aimOfBoth gives the aim of a noun that stands behind another one that "and" joins to it: the officials of "sanctions and a visa ban on
// four officials".
func (f *finder) aimOfBoth(rel string) []Slot {
	if f.m.Phrase < 0 || rel != "on" && rel != "against" && rel != "patient" {
		return nil
	}
	both := f.g.List(f.m.Phrase)
	if len(both) != 2 {
		return nil
	}
	var out []Slot
	for q := both[1] + 1; q < len(f.g.Phrases); q++ {
		w := f.g.Preposition(q)
		if (w != "on" && w != "against") || f.g.Phrases[q].Gov != both[1] || f.g.Phrases[q].Time || f.owns(q) || f.g.Doc.Lemmas[f.g.Phrases[q].Head] == "humanity" {
			continue
		}
		for _, s := range f.slots(f.g.List(q), "prep:"+w) {
			if f.classes.Fits(f.g, s, sitrep.Target) {
				out = append(out, s)
			}
		}
		break
	}
	return out
}

// otherSide is the second of two who stand after "between", where words that describe the first part the two: "between forces loyal to the
// president and rival fighters".
func (f *finder) otherSide(first Slot) []Slot {
	g := f.g
	for q := first.Phrase + 1; first.Phrase >= 0 && q < len(g.Phrases) && q <= first.Phrase+4; q++ {
		ph := &g.Phrases[q]
		if v := g.VerbAt(ph.First - 1); v >= 0 || ph.Time {
			return nil
		}
		if g.Doc.Tokens[ph.First-1].Norm != "and" {
			continue
		}
		s := f.slots([]int{q}, first.By)
		if f.classes.Is(g, s[0], "fighters") || f.classes.Is(g, s[0], "forces") {
			return s
		}
		return nil
	}
	return nil
}

// attempts are nouns for what somebody sets out to do, which an infinitive tells.
var attempts = []string{"attempt", "bid", "effort", "plan", "plot", "threat", "try", "conspiracy", "push", "intention", "pledge", "promise", "offer"}

// foilers are verbs whose subject is not who attempted what their object tells.
var foilers = []string{"foil", "thwart", "prevent", "stop", "block", "repel", "repulse", "frustrate", "disrupt", "uncover", "halt", "defeat", "condemn", "reject", "oppose", "denounce", "avert"}

// attempter is who does what an infinitive behind a noun for an attempt tells, where that is not the subject of the clause: the Russians of
// "after Russian attempts to capture the city", nobody who is named in "foiled a plot to bomb the port". is is false where it may be that subject.
func (f *finder) attempter() (_ []Slot, is bool) {
	g, u := f.g, &f.g.Verbs[f.m.Verb]
	if u.Form != parse.Infinitive {
		return nil, false
	}
	p := u.UpPhrase
	if p < 0 || g.Phrases[p].Last != u.First || !slices.Contains(attempts, g.Doc.Lemmas[g.Phrases[p].Head]) {
		return nil, false
	}
	m := *f.m
	m.Phrase, m.First, m.Head, m.Verb = p, g.Phrases[p].Head, g.Phrases[p].Head, -1
	noun := finder{g: g, classes: f.classes, m: &m}
	if g.Phrases[p].Owner >= 0 {
		return noun.owner(), true
	}
	if s := noun.fitting(noun.national(noun.modifier())); len(s) > 0 {
		return s, true
	}
	if u.Up >= 0 && g.PassiveLike(u.Up) && g.Preposition(p) == "with" {
		return f.verbPrep(u.Up, "by"), true // "was kidnapped by rebels with threats to kill him"
	}
	for v := range g.Verbs {
		w := &g.Verbs[v]
		if slices.Contains(foilers, g.Doc.Lemmas[w.Head]) && (slices.Contains(w.Objects, p) || g.PassiveLike(v) && slices.Contains(w.Subjects, p)) {
			return nil, true
		}
	}
	return nil, false
}

// superlative says that the head is the most of its kind: the country of "Kenya's worst raid" did not do it.
func (f *finder) superlative() bool {
	for k := f.g.Phrases[f.m.Phrase].First; k < f.m.First; k++ {
		if w := f.g.Doc.Tokens[k].Norm; f.g.Doc.Tags[k] == parse.ADJ && len(w) > 5 && strings.HasSuffix(w, "est") || w == "worst" {
			return true
		}
	}
	return false
}
