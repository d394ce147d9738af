// Package attribution answers one question: who says so. It finds the source frames of a sentence ("… , a police
// spokesman told Reuters", "according to UNHCR", "is alleged to have …") and the words that each speaks for.
package attribution

import (
	"slices"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
)

// Frame is one naming of a source and the tokens it vouches for.
type Frame struct {
	// Source is the token range of the source's words; empty (First == Last) where a thing is hearsay and nobody is named.
	// Head is the source's head token, or the cue where nobody is named.
	First, Last, Head int
	Phrase            int // the phrase of the source, -1 for none
	// Via is the token range of the outlet that was told, empty for none.
	ViaFirst, ViaLast int
	Stance            sitrep.Stance
	Cue               int // token of the verb, preposition or adverb that makes the frame
	// Scope is the token ranges that the frame speaks for, half-open.
	Scope [][2]int
	// Verb is the reporting verb, -1 for a preposition or adverb.
	Verb int
	Rule string
}

// Covers says whether the frame speaks for token i.
func (f *Frame) Covers(i int) bool {
	for _, s := range f.Scope {
		if s[0] <= i && i < s[1] {
			return true
		}
	}
	return false
}

// Finder finds frames with one codebook's words. It may be used from many goroutines.
type Finder struct {
	verbs   map[string]sitrep.Stance
	passive map[string]bool
	hearsay map[string]bool
	preps   map[string]bool
}

// New prepares a finder.
func New(a codebook.Attribution) *Finder {
	f := &Finder{verbs: map[string]sitrep.Stance{}, passive: map[string]bool{}, hearsay: map[string]bool{}, preps: map[string]bool{}}
	for _, list := range []struct {
		words  []string
		stance sitrep.Stance
	}{{a.Said, sitrep.Said}, {a.Alleged, sitrep.Alleged}, {a.Confirmed, sitrep.Confirmed}, {a.Denied, sitrep.Denied}} {
		for _, w := range list.words {
			f.verbs[w] = list.stance
		}
	}
	for m, words := range map[*map[string]bool][]string{&f.passive: a.Passive, &f.hearsay: a.Hearsay, &f.preps: a.Prepositions} {
		for _, w := range words {
			(*m)[w] = true
		}
	}
	return f
}

// Speaker says whether phrase p can say something: a person, an office, an organisation, an outlet.
type Speaker func(g *parse.Grammar, p int) bool

// Find gives the frames of a sentence in order of their cues.
func (f *Finder) Find(g *parse.Grammar, speaks Speaker) []Frame {
	var out []Frame
	for v := range g.Verbs {
		fr, ok := f.verbFrame(g, v, speaks)
		if !ok || !fr.Covers(g.First) {
			if tail, is := f.tailFrame(g, v); is {
				fr, ok = tail, true
			}
		}
		if !ok {
			fr, ok = charge(g, v, speaks)
		}
		if ok {
			passOn(g, &fr, speaks)
			out = append(out, fr)
		}
	}
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if fr, ok := telling(g, p); ok {
			out = append(out, fr)
			continue
		}
		if !f.preps[g.Preposition(p)] || measures[g.Doc.Lemmas[ph.Head]] {
			continue
		}
		by, cue := g.Preposition(p), ph.Prep
		for q := p + 1; q < len(g.Phrases) && g.Phrases[q].Owner == p && g.Phrases[q].First <= g.Phrases[p].Last+1; q++ {
			p, ph = q, &g.Phrases[q] // "according to Karsa's Ministry of Defence"
		}
		first, last := whole(g, p)
		fr := Frame{First: first, Last: last, Head: ph.Head, Phrase: p, Stance: sitrep.Said, Cue: cue, Verb: -1,
			Rule: by, Scope: [][2]int{{g.First, cue}, {last, g.Last}}}
		out = append(out, fr)
	}
	for i := g.First; i < g.Last; i++ {
		if !f.hearsay[g.Doc.Tokens[i].Norm] {
			continue
		}
		first, last := i, g.Last
		if v := g.Clause(i); v >= 0 {
			first, last = min(g.Verbs[v].Begin, i), g.Verbs[v].End
		}
		out = append(out, Frame{First: i, Last: i, Head: i, Phrase: -1, Stance: sitrep.Alleged, Cue: i, Verb: -1, Rule: g.Doc.Tokens[i].Norm,
			Scope: [][2]int{{first, last}}})
	}
	slices.SortStableFunc(out, func(a, b Frame) int { return a.Cue - b.Cue })
	return out
}

// measures are what things go by that says nothing: "according to plan".
var measures = map[string]bool{"plan": true, "schedule": true, "need": true, "law": true, "custom": true, "tradition": true, "rule": true, "rank": true,
	"size": true, "age": true, "script": true, "timetable": true, "design": true, "principle": true, "taste": true}

// byWhom is the speaker that a passive verb of saying names: "were accused by monitors of beating"; -1 for none.
func byWhom(g *parse.Grammar, v int, speaks Speaker) int {
	for p := range g.Phrases {
		if ph := &g.Phrases[p]; ph.Prep == g.Verbs[v].Last && g.Preposition(p) == "by" && !ph.Time && speaks(g, p) {
			return p
		}
	}
	return -1
}

func (f *Finder) verbFrame(g *parse.Grammar, v int, speaks Speaker) (Frame, bool) {
	u := &g.Verbs[v]
	lemma := g.Doc.Lemmas[u.Head]
	stance, ok := f.verbs[lemma]
	if !ok || u.Form == parse.Infinitive && u.Inherited || u.Form == parse.Predicate {
		return Frame{}, false
	}
	fr := Frame{Stance: stance, Cue: u.Head, Verb: v, Phrase: -1, Rule: lemma, First: u.Head, Last: u.Head, Head: u.Head}
	if u.Passive || reportedAs(g, u) || u.Form == parse.Bare && g.PassiveLike(v) && (u.Reduced || !told[lemma] || len(u.Subjects) == 0) { // not "said by telephone"
		if !f.passive[lemma] {
			return Frame{}, false
		}
		if stance == sitrep.Said && lemma != "report" && lemma != "say" || lemma == "report" {
			fr.Stance = sitrep.Said
		}
		fr.Scope = [][2]int{{u.Begin, g.Last}}
		if u.Reduced { // "four men, believed to be rebels, were killed"
			fr.Scope[0][1] = nextComma(g, u.Last)
		}
		if p := byWhom(g, v, speaks); p >= 0 {
			fr.Phrase, fr.Head = p, g.Phrases[p].Head
			fr.First, fr.Last = whole(g, p)
		}
		return fr, true
	}
	if u.Form == parse.Gerund && u.First > g.First && g.Doc.Tokens[u.First-1].Norm == "as" && u.Up >= 0 && !g.Verbs[u.Up].Passive {
		return Frame{}, false // "quoted the ministry as saying"
	}
	subject, subjects := -1, u.Subjects
	if len(subjects) == 0 && u.Up >= 0 && g.Verbs[u.Up].Form == parse.Gerund { // "the agency, citing a source, said"
		subjects = g.Verbs[u.Up].Subjects
	}
	if teller := f.tellerBefore(g, u); teller >= 0 {
		subjects = g.Verbs[teller].Subjects
	}
	for _, p := range subjects {
		if speaks(g, p) || strong(g, v, p) {
			subject = p
			break
		}
	}
	// Inverted: «"…", said Brett McGurk».
	if (subject < 0 || u.Inherited) && u.Form != parse.Gerund {
		for _, p := range u.Objects {
			if first, _ := whole(g, p); first >= u.Last && first <= u.Last+1 && (speaks(g, p) || !weak[lemma]) && quoteBefore(g, u.First) {
				subject = p
				break
			}
		}
	}
	if subject < 0 || u.Form == parse.Bare && u.Inherited && u.Up > v || stance == sitrep.Denied && twoObjects(g, u) {
		// "Suspected rebels attacked", "denied the rebels a haven": nobody speaks
		return Frame{}, false
	}
	if u.Inherited && u.Link == parse.Coordinate && u.Up >= 0 && u.First == g.Verbs[u.Up].Last && f.verbs[g.Doc.Lemmas[g.Verbs[u.Up].Head]] != "" {
		return Frame{}, false // the reports of "denies reports that …" are a noun
	}
	if u.Negated && stance == sitrep.Said || u.Modal == "would" || u.Modal == "may" || u.Modal == "might" {
		if u.Negated {
			return Frame{}, false
		}
	}
	if stance == sitrep.Denied && len(u.Objects) > 0 && parts[g.Doc.Lemmas[g.Phrases[u.Objects[0]].Head]] {
		return Frame{}, false // who "denied a role in the raid" says that there was one
	}
	if weak[lemma] && len(u.Objects) > 0 && !f.tells(g, v) || lemma == "speak" && !speaksOfNumber(g, u.Last) {
		return Frame{}, false // "posting posters", "found a body"
	}
	switch g.Doc.Tokens[g.Phrases[subject].First].Norm {
	case "no", "nobody", "neither":
		return Frame{}, false // "nobody claimed the raid": nobody speaks
	}
	fr.Phrase = subject
	fr.First, fr.Last = whole(g, subject)
	fr.Head = g.Phrases[subject].Head
	begin := min(fr.First, u.First)
	// What the frame speaks for: all that follows, and what comes before where the frame itself was let in after a comma
	// or a closing quote.
	fr.Scope = [][2]int{{u.Last, g.Last}}
	if lemma == "put" {
		fr.Scope[0][0] = u.First // "put the dead at 30" is itself what tells of them
	}
	if but := contrast(g, u.Last); but < g.Last {
		fr.Scope[0][1] = but
	}
	if concedes(g, u) {
		fr.Scope[0][1] = nextComma(g, u.Last) // "although the government rejected it, rebels said they had captured the town"
	}
	if len(u.Objects) > 0 && g.Doc.Lemmas[g.Phrases[u.Objects[0]].Head] == "responsibility" {
		fr.Scope[0][1] = nextComma(g, u.Last) // "claimed responsibility for the raid, and nine died elsewhere"
	}
	if quoteBefore(g, begin) && !goesOn(g, v) { // what "said that" tells comes after it
		end := g.Last
		if after := clauseAfter(g, u, subject); after >= 0 {
			end = after
		}
		fr.Scope = [][2]int{{g.First, begin}}
		if end < g.Last {
			fr.Scope = append(fr.Scope, [2]int{end, g.Last})
		}
	}
	// "told a Reuters correspondent": the outlet that was told
	if lemma == "tell" && len(u.Objects) > 0 && u.Objects[0] != subject {
		o := g.Phrases[u.Objects[0]]
		fr.ViaFirst, fr.ViaLast = o.First, o.Last
	}
	return fr, true
}

// parts are what is denied by those who do not deny the deed itself.
var parts = map[string]bool{"responsibility": true, "involvement": true, "role": true, "part": true, "link": true, "complicity": true, "guilt": true}

// weak are verbs of saying that as often mean a deed.
var weak = map[string]bool{"post": true, "put": true, "find": true, "show": true, "count": true, "record": true, "publish": true, "document": true,
	"write": true, "observe": true, "maintain": true, "describe": true, "note": true, "quote": true, "cite": true, "tweet": true, "list": true, "recall": true}

// tells says that verb v speaks of a clause or of a number: "found that rebels fled", "counted 30 bodies", "put the toll at 30".
func (f *Finder) tells(g *parse.Grammar, v int) bool {
	u := &g.Verbs[v]
	for w := range g.Verbs {
		if g.Verbs[w].Up == v && g.Verbs[w].Link == parse.Complement {
			return true
		}
	}
	counts := g.Doc.Lemmas[u.Head] != "find" // who "found 30 bodies" does not speak of them
	for k := u.Last; k < u.End && k < u.Last+8; k++ {
		if w := g.Doc.Tokens[k].Norm; w == "that" || w == `"` || counts && (g.Doc.Tags[k] == parse.NUM || w == "as") {
			return true
		}
	}
	return false
}

// speaksOfNumber says that "of" and a number follow at token i: "spoke of at least 30 dead".
func speaksOfNumber(g *parse.Grammar, i int) bool {
	if i >= g.Last || g.Doc.Tokens[i].Norm != "of" {
		return false
	}
	for k := i + 1; k < min(g.Last, i+5); k++ {
		if g.Doc.Tags[k] == parse.NUM {
			return true
		}
	}
	return false
}

// twoObjects says that a second object follows the first at once: "denying the rebels a safe haven".
func twoObjects(g *parse.Grammar, u *parse.Verb) bool {
	if len(u.Objects) == 0 {
		return false
	}
	o := u.Objects[len(u.Objects)-1]
	return o+1 < len(g.Phrases) && g.Phrases[o+1].First == g.Phrases[o].Last && !g.Phrases[o+1].Time && !g.Phrases[o+1].Pronoun
}

func nextComma(g *parse.Grammar, i int) int {
	for i < g.Last && g.Doc.Tokens[i].Norm != "," && g.Doc.Tokens[i].Norm != ";" {
		i++
	}
	return i
}

// quoteBefore says that the frame that begins at token i comes after what it speaks for.
func quoteBefore(g *parse.Grammar, i int) bool {
	if i <= g.First {
		return false
	}
	switch g.Doc.Tokens[i-1].Norm {
	case `"`, "'":
		return true
	case ",":
		// "In Geneva, UNHCR said" opens with a phrase; a clause must stand before the comma.
		for v := range g.Verbs {
			if g.Verbs[v].Last < i && !g.Verbs[v].Reduced && g.Verbs[v].Form != parse.Gerund && g.Verbs[v].Form != parse.Infinitive {
				return true
			}
		}
	}
	return false
}

// clauseAfter is the token where speech goes on after a frame in the middle (", he said, adding that"), -1 for nowhere.
func clauseAfter(g *parse.Grammar, u *parse.Verb, subject int) int {
	k := u.Last
	if p := g.Phrases[subject]; p.First >= k {
		k = p.Last
	}
	for ; k < g.Last; k++ {
		if w := g.Doc.Tokens[k].Norm; w == "," || w == `"` || w == ";" {
			return k + 1
		}
	}
	return -1
}
