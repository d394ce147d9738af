package parse

import (
	"slices"
	"strings"
)

func (g *Grammar) inherit(v, from int, link Link) {
	u := &g.Verbs[v]
	u.Up, u.Link = from, link
	if from >= 0 && len(u.Subjects) == 0 {
		u.Subjects, u.Inherited = g.Verbs[from].Subjects, true
	}
}

// findSubjects walks left from a verb to its subject. See the package's tests for the constructions it knows.
func (g *Grammar) findSubjects(v int) {
	u := &g.Verbs[v]
	i := u.First - 1
	for i >= g.First && (g.tag(i) == ADV && g.PhraseAt(i) < 0 || g.norm(i) == `"`) {
		i--
	}
	if i < g.First {
		return
	}
	w := g.norm(i)
	hasObject := len(u.Objects) > 0
	comma := w == ","

	if g.tag(i) == CCONJ && g.secondInfinitive(v) {
		g.inherit(v, v-1, Coordinate) // "has a mandate to find and destroy mines"
		return
	}
	if g.tag(i) == CCONJ { // "… and killed nine"
		for from := v - 1; from >= 0; from-- {
			if g.sameLevel(from, v) {
				g.inherit(v, from, Coordinate)
				return
			}
		}
	}
	if w == "that" && (g.PhraseAt(i) < 0 || g.tag(i) == SCONJ) && u.Form != Infinitive && u.Form != Gerund { // "a grave was found that contained"
		g.relative(v, -1)
		return
	}
	if p := g.PhraseAt(i); p >= 0 && !comma {
		ph := g.Phrases[p]
		if a := g.waiting(p); a >= 0 && u.Form != Infinitive && u.Form != Gerund && !g.doneBy(u.Last) {
			u.Subjects = g.chain(a)
			return
		}
		if ph.Pronoun && relatives[g.norm(ph.Head)] {
			g.relative(v, p)
			return
		}
		if g.whose(p) && p > 1 && u.Form != Infinitive && u.Form != Gerund { // "a trader whose brother joined the rebels"
			if a := g.PhraseAt(g.Phrases[p-1].First - 1); a >= 0 {
				u.Link, u.UpPhrase, u.Subjects, u.Begin, u.Up = Relative, a, g.List(p), g.Phrases[p-1].First, g.isObject(a)
				return
			}
		}
		if from := g.isObject(p); u.Form == Gerund && from >= 0 && bars[g.lemma(g.Verbs[from].Head)] && ph.Pronoun {
			u.Subjects, u.Up, u.Link = g.chain(p), from, Complement // "prevent them attacking"
			return
		}
		reduced := u.Form == Bare && (participles[g.norm(u.Head)] || attached[g.norm(u.Head)] && g.tag(u.Last) == ADP) || u.Form == Gerund && !(v > 0 && ph.Prep >= 0 && g.isObject(p) < 0 && (results[g.norm(u.Head)] || voices[g.norm(u.Head)] && g.tag(ph.Head) == PROPN)) || u.Form == Predicate && u.First == u.Head && g.tag(u.Head) != AUX && ph.Prep >= 0 || u.Form == Bare && !hasObject && (g.doneBy(u.Last) || g.finiteAfter(v) || ph.Prep >= 0 && (g.Preposition(p) == "with" || g.verbBefore(v, p)) || g.isObject(p) >= 0 || ph.Prep >= 0 && v > 0 && transitives[g.lemma(u.Head)] && g.tag(u.Last) == ADP)
		if reduced && !ph.Time && !(u.Form == Bare && (pastOnly[g.norm(u.Head)] || g.opensMain(p, v))) {
			u.Subjects, u.UpPhrase, u.Link, u.Reduced = g.chain(p), p, Relative, true
			u.Up = g.isObject(p)
			return
		}
	}
	if (g.tag(i) == ADP || g.tag(i) == SCONJ) && u.Form == Gerund { // "after seizing", "by attacking"
		if from := g.mainBefore(v); from >= 0 && len(g.Verbs[from].Objects) > 0 && (w == "of" || w == "from" ||
			w == "for" && rewards[g.lemma(g.Verbs[from].Head)] || w == "against" && cautions[g.lemma(g.Verbs[from].Head)]) {
			// "accused the army of attacking", "arrested two men for firing", "warned them against attacking": the object does it
			u.Subjects, u.Inherited, u.Up, u.Link = g.Verbs[from].Objects, true, from, Complement
			return
		}
		if v > 0 {
			g.inherit(v, g.mainBefore(v), Adverbial)
		}
		u.Link = Adverbial
		return
	}
	if u.Form == Infinitive || u.Form == Gerund || u.Form == Bare && comma && !hasObject && !pastOnly[g.norm(u.Head)] {
		g.dependent(v, i)
		return
	}
	if p := g.PhraseAt(i); p >= 0 && g.splitSubject(p, v) {
		return
	}
	for i >= g.First {
		if p := g.PhraseAt(i); p >= 0 {
			ph := g.Phrases[p]
			switch {
			case ph.Prep >= 0:
				i = ph.Prep - 1
				if ph.Owner >= 0 {
					i = g.Phrases[ph.Owner].First - 1
				}
				continue
			case ph.Time:
				i = ph.First - 1
				continue
			case ph.Pronoun && relatives[g.norm(ph.Head)]:
				g.relative(v, p)
				return
			}
			if from := g.isObject(g.top(p)); from >= 0 && comma && g.Verbs[from].Reduced && g.Verbs[from].Form == Gerund && g.Verbs[from].UpPhrase >= 0 {
				if o := g.isObject(g.Verbs[from].UpPhrase); o >= 0 && !g.PassiveLike(o) { // "stopped a lorry carrying rifles, seized them and …"
					g.inherit(v, o, Coordinate)
					return
				}
			}
			if from := g.isObject(g.top(p)); from >= 0 && g.Verbs[from].Link == Relative && g.Verbs[from].UpPhrase >= 0 {
				u.Subjects = g.chain(g.Verbs[from].UpPhrase) // "herders who have a guard (militia) of 30 men burned"
				return
			}
			if from := g.isObject(p); from >= 0 {
				if a := g.Verbs[from].UpPhrase; a >= 0 {
					u.Subjects = g.chain(a)
					return
				}
				if !comma {
					g.Verbs[from].Objects = nil
					u.Subjects, u.Up, u.Link = g.chain(p), from, Complement
					return
				}
				g.inherit(v, from, Coordinate)
				return
			}
			if b := g.afterPlace(p); b >= 0 && comma {
				g.Phrases[b].Appos = -1 // "Further north, a smaller band, the Movement for Karsa, seized": it renames no place
				u.Subjects = g.List(b)
				return
			}
			if a := g.renamed(p); a != p && comma && g.Phrases[a].Prep >= 0 {
				// "the attack near Bandiagara, Mopti, Mali, kills": an aside to what hangs on the subject
				i = g.Phrases[a].Prep - 1
				continue
			}
			if ph.Appos >= 0 && g.norm(u.First-1) != "," && g.norm(ph.First-1) == "," {
				// "In Mosul, troops attacked": what looks like an apposition is the subject
				if g.Phrases[g.top(ph.Appos)].Prep >= 0 { // also "In Aleppo, Syria, troops attacked"
					u.Subjects = g.List(p)
					ph.Appos = -1
					g.Phrases[p].Appos = -1
					g.hangOn(v, p)
					return
				}
			}
			u.Subjects = g.chain(p)
			g.hangOn(v, p)
			return
		}
		if from := g.VerbAt(i); from >= 0 {
			if k := g.aside(from); k >= 0 && comma { // "Police, he said, arrested nine smugglers"
				i = k - 1
				continue
			}
			if a := g.Verbs[from].UpPhrase; a >= 0 {
				u.Subjects = g.chain(a)
				return
			}
			g.inherit(v, from, Coordinate)
			return
		}
		switch g.tag(i) {
		case SCONJ:
			return
		}
		switch g.norm(i) {
		case ";", ":", "--":
			return
		}
		i--
	}
}

// pastOnly are past tenses that are written unlike the participle, or whose participle describes nobody, so that a comma before one
// opens no aside: "two men, brothers, died".
var pastOnly = wordSet("went came began took drove fell gave rose broke spoke wrote threw shook grew knew saw flew stole swore tore chose hid froze ran sank " +
	"died perished fled arrived escaped collapsed exploded erupted vanished clashed succumbed retreated")

// renamed is the phrase that p renames, by way of those between them, p for none.
func (g *Grammar) renamed(p int) int {
	for depth := 0; g.Phrases[p].Appos >= 0 && depth < 4; depth++ {
		p = g.Phrases[p].Appos
	}
	return p
}

// aside is the comma that opens the words between commas that name a speaker, where verb v with its subject is all that
// stands there; -1 where it is not: "…, he said, …".
func (g *Grammar) aside(v int) int {
	u := &g.Verbs[v]
	if len(u.Subjects) != 1 || u.Inherited || len(u.Objects) > 0 || g.norm(u.Last) != "," {
		return -1
	}
	ph := &g.Phrases[u.Subjects[0]]
	if k := ph.First - 1; ph.Last == u.First && k > g.First && g.norm(k) == "," && tellers[g.lemma(u.Head)] {
		return k
	}
	return -1
}

// results are gerunds that tell what a deed led to, even where no comma stands before them: "clashed with police leaving
// nine dead".
var results = wordSet("killing wounding injuring leaving destroying damaging maiming resulting")

// waiting finds the phrase that still lacks its verb when p ends an infinitive or a relative clause that describes it:
// "the offensive to retake Mosul began". -1 for none.
func (g *Grammar) waiting(p int) int {
	from := g.isObject(p)
	if from < 0 || g.Verbs[from].UpPhrase < 0 {
		return -1
	}
	a := g.Verbs[from].UpPhrase
	for g.Verbs[from].Form == Gerund && g.Phrases[a].Gov >= 0 && g.Preposition(a) == "of" {
		a = g.Phrases[a].Gov // "a column of 12 lorries leaving the port was shelled"
	}
	if g.Phrases[a].Prep >= 0 || g.isObject(a) >= 0 {
		return -1
	}
	for v := range g.Verbs[:from] {
		for _, q := range g.Verbs[v].Subjects {
			if q == a && g.Verbs[v].UpPhrase != a {
				return -1
			}
		}
	}
	return a
}

// verbBefore says that a verb with a tense stands before phrase p in the same clause, so that verb v after p describes p.
func (g *Grammar) verbBefore(v, p int) bool {
	if v == 0 || g.Verbs[v-1].Form == Gerund || g.Verbs[v-1].UpPhrase >= 0 {
		return false
	}
	for k := g.Verbs[v-1].Last; k < g.Phrases[p].First; k++ {
		if t := g.tag(k); t == CCONJ || t == SCONJ || g.norm(k) == "," || g.norm(k) == ";" {
			return false
		}
		// what stands between with no preposition may be the subject of v: "said two people in the village died"
		if q := g.PhraseAt(k); q >= 0 && g.Phrases[q].Prep < 0 && g.isObject(q) < 0 && !g.Phrases[q].Time {
			return false
		}
	}
	return true
}

// splitSubject cuts the subject off a phrase that opens the sentence with a preposition and runs into it without a comma:
// "Inside the city troops battled". It needs two nouns side by side and no other subject.
func (g *Grammar) splitSubject(p, v int) bool {
	ph := &g.Phrases[p]
	place := p == 1 && ph.Gov == 0 && g.Preposition(p) == "of" && ph.Head > ph.First && g.tag(ph.Head-1) == PROPN // "In the village of Dawa soldiers"
	if (p != 0 || ph.Prep != g.First) && !(place && g.Phrases[0].Prep == g.First) || ph.Last != g.Verbs[v].First || ph.Head != ph.Last-1 || ph.Last-ph.First < 3 && !place ||
		g.tag(ph.Head) != NOUN || g.tag(ph.Head-1) != NOUN && g.tag(ph.Head-1) != PROPN || !strings.HasSuffix(g.norm(ph.Head), "s") {
		return false
	}
	subject := Phrase{First: ph.Head, Last: ph.Last, Head: ph.Head, Prep: -1, Owner: -1, Gov: -1, Conj: -1, Appos: -1}
	ph.Last, ph.Head = ph.Last-1, ph.Head-1
	g.phraseAt[subject.First-g.First] = int32(len(g.Phrases))
	g.Phrases = append(g.Phrases, subject)
	g.Verbs[v].Subjects = []int{len(g.Phrases) - 1}
	return true
}

// chain is the list that p belongs to, from its first item.
func (g *Grammar) chain(p int) []int { return g.List(g.top(p)) }

// hangOn makes the clause of v, whose own subject is p, a complement where a verb stands right before p.
func (g *Grammar) hangOn(v, p int) {
	u := &g.Verbs[v]
	k := g.Phrases[g.top(p)].First - 1
	for k >= g.First && (g.norm(k) == "that" || g.norm(k) == `"` || g.norm(k) == "," || g.tag(k) == SCONJ && (g.norm(k) == "whether" || g.norm(k) == "if")) {
		k--
	}
	if from := g.VerbAt(k); from >= 0 && from < v {
		u.Up, u.Link = from, Complement
	}
}

// relative reads the clause of v as describing what stands before the relative pronoun p, or before the "that" right
// before v where p is -1.
func (g *Grammar) relative(v, p int) {
	u := &g.Verbs[v]
	k := u.First - 2
	if p >= 0 {
		k = g.Phrases[p].First - 1
	}
	if from := g.VerbAt(k); from >= 0 && len(g.Verbs[from].Subjects) > 0 && g.PassiveLike(from) {
		a := g.Verbs[from].Subjects[0]
		u.Link, u.Up, u.UpPhrase, u.Subjects = Relative, from, a, []int{a}
		return
	}
	if g.norm(k) == "," {
		k--
	}
	for k >= g.First && (g.norm(k) == ")" || g.norm(k) == `"`) {
		k--
	}
	u.Link = Relative
	if p >= 0 {
		u.Begin = g.Phrases[p].First
	}
	a := g.PhraseAt(k)
	if a < 0 {
		return
	}
	who := p >= 0 && strings.HasPrefix(g.norm(g.Phrases[p].Head), "who")
	for g.Phrases[a].Gov >= 0 && (g.Phrases[a].Time || who && where[g.Preposition(a)]) {
		a = g.Phrases[a].Gov // "people across Iraq who"
	}
	if ap := g.Phrases[a].Appos; ap >= 0 && who && g.Phrases[ap].Prep == g.First && where[g.Preposition(ap)] {
		g.Phrases[a].Appos = -1 // "In Gao, traders who": nobody is called after a town
	} else if ap >= 0 {
		a = ap
	}
	u.UpPhrase, u.Subjects = a, []int{a}
	u.Up = g.isObject(a)
}

// dependent reads an infinitive, a gerund or a loose participle, which has no subject of its own.
func (g *Grammar) dependent(v, i int) {
	u := &g.Verbs[v]
	from := g.mainBefore(v)
	link := Adverbial
	if g.VerbAt(i) >= 0 {
		from, link = g.VerbAt(i), Complement
	} else if p := g.calledOn(g.PhraseAt(i), from); p >= 0 && u.Form == Infinitive {
		u.Subjects, u.Inherited, u.Up, u.Link = g.chain(p), true, from, Complement // "called on Chad to withdraw"
		return
	} else if p := g.PhraseAt(i); p >= 0 && u.Form == Infinitive {
		if o := g.isObject(p); o >= 0 {
			from = o
			if controllers[g.lemma(g.Verbs[o].Head)] {
				u.Subjects, u.Up, u.Link = g.chain(p), o, Complement
				return
			}
		}
		if o := g.isObject(p); o >= 0 && users[g.lemma(g.Verbs[o].Head)] {
			g.inherit(v, o, Adverbial)
			return
		}
		u.UpPhrase = p
		if from >= 0 && g.PassiveLike(from) && g.Preposition(p) == "in" { // "was killed in an attempt to free the hostages"
			u.Up, u.Link = from, link
			return
		}
	}
	if from >= 0 && controllers[g.lemma(g.Verbs[from].Head)] && len(g.Verbs[from].Objects) > 0 && u.Form == Infinitive {
		u.Subjects, u.Up, u.Link = g.Verbs[from].Objects, from, Complement
		return
	}
	g.inherit(v, from, link)
}

// calledOn is the phrase behind "on" of a verb "call" that phrase p is or hangs on, -1 for none: the youths of "called on youths in the
// ranks of the enemy to".
func (g *Grammar) calledOn(p, from int) int {
	if from < 0 || g.lemma(g.Verbs[from].Head) != "call" {
		return -1
	}
	for n := 0; p >= 0 && n < 4; n, p = n+1, g.Phrases[p].Gov {
		if w := g.Preposition(p); (w == "on" || w == "upon") && !g.Phrases[p].Time && g.Phrases[p].Prep == g.Verbs[from].Last {
			return p
		}
	}
	return -1
}

// mainBefore is the nearest verb before v that can lend its subject, -1 for none.
func (g *Grammar) mainBefore(v int) int {
	for from := v - 1; from >= 0; from-- {
		if g.Verbs[from].Link == Relative && g.norm(g.Verbs[v].First-1) == "," && from > 0 && g.Verbs[from].UpPhrase >= 0 && g.relativeClosed(from, v) {
			continue
		}
		if g.Verbs[from].Link == Relative && g.norm(g.Verbs[v].First-1) == "," && from > 0 && g.PassiveLike(from) && !g.Verbs[from].Reduced && results[g.norm(g.Verbs[v].Head)] {
			continue // "attacked soldiers who were sent to the area, wounding four"
		}
		if from > 0 && g.norm(g.Verbs[v].First-1) == "," && (g.PassiveLike(from) || results[g.norm(g.Verbs[v].Head)] && ing(g.norm(g.Verbs[from].Head))) && g.inPlaceClause(from) {
			continue // "stormed a hotel where monks were housed, seizing ten", "hit a hall where boys are sleeping, killing two"
		}
		if from > 0 && g.norm(g.Verbs[v].First-1) == "," && !results[g.norm(g.Verbs[v].Head)] && g.rewarded(from) {
			continue // "condemned the council for failing to pass a resolution, adding that"
		}
		if n := g.Verbs[v].First - 1; from > 0 && g.norm(n) == "," && results[g.norm(g.Verbs[v].Head)] && g.wanting(from) {
			continue // "open fire on migrants attempting to enter Greece by crossing the border, killing a man"
		}
		return from
	}
	return -1
}

// rewarded says that verb v tells what somebody was arrested or praised for.
func (g *Grammar) rewarded(v int) bool {
	for depth := 0; v > 0 && depth < 4; depth++ {
		u := &g.Verbs[v]
		if u.Form != Gerund && u.Form != Infinitive {
			return false
		}
		if u.Form == Gerund && u.Up >= 0 && g.norm(u.First-1) == "for" && rewards[g.lemma(g.Verbs[u.Up].Head)] {
			return true
		}
		v = u.Up
	}
	return false
}

// wanting says that verb v hangs, by infinitives and gerunds alone, on what somebody or something is described by in passing.
func (g *Grammar) wanting(v int) bool {
	for depth := 0; v >= 0 && depth < 5; depth++ {
		u := &g.Verbs[v]
		switch {
		case u.Form == Gerund && u.Reduced && u.UpPhrase >= 0:
			return g.isObject(u.UpPhrase) >= 0 || g.Phrases[u.UpPhrase].Prep >= 0
		case u.Form != Gerund && u.Form != Infinitive:
			return false
		}
		v = u.Up
	}
	return false
}

// inPlaceClause says that the subject of verb v opens a clause after "where".
func (g *Grammar) inPlaceClause(v int) bool {
	u := &g.Verbs[v]
	return len(u.Subjects) > 0 && !u.Inherited && g.norm(g.Phrases[u.Subjects[0]].First-1) == "where"
}

// relativeClosed says that the relative clause of verb r, opened by a comma, is over before v.
func (g *Grammar) relativeClosed(r, v int) bool {
	for k := g.Verbs[r].Last; k < g.Verbs[v].First-1; k++ {
		if g.norm(k) == "," {
			return true
		}
	}
	return false
}

// splitLists cuts a list in two where its last item is the subject of what follows and the rest the object of a verb that is hardly ever used
// without one: "gunmen killed two guards and three others were wounded".
func (g *Grammar) splitLists() {
	for q := 1; q < len(g.Phrases); q++ {
		ph := &g.Phrases[q]
		if ph.Conj < 0 || ph.Prep >= 0 || ph.Time || g.tag(ph.First-1) != CCONJ {
			continue
		}
		c := g.Phrases[ph.Conj]
		v, w := g.VerbAt(c.First-1), g.VerbAt(ph.Last)
		if v < 0 || w < 0 || c.Prep >= 0 || g.Verbs[w].First != ph.Last || g.Verbs[w].First == g.Verbs[w].Head || !g.Verbs[w].Passive {
			continue
		}
		u := &g.Verbs[v]
		before := g.PhraseAt(u.First - 1)
		if u.Passive || u.Form != Bare && u.Form != Finite || before < 0 || g.Phrases[before].Prep >= 0 || !transitives[g.lemma(u.Head)] && !harming[g.lemma(u.Head)] {
			continue
		}
		ph.Conj = -1
	}
}

// harming are verbs, besides those that are hardly ever used without an object, of what is done to people and places.
var harming = wordSet("shoot attack bomb shell storm hit stab beat ambush raid torch")

// secondInfinitive says that verb v, which has no "to", goes on an infinitive right before it: the verb with a tense before
// that is in another form ("has", "wanted").
func (g *Grammar) secondInfinitive(v int) bool {
	u := &g.Verbs[v]
	if v == 0 || u.Form != Finite || u.First != u.Head || g.norm(u.Head) != g.lemma(u.Head) || g.Verbs[v-1].Form != Infinitive {
		return false
	}
	for w := v - 2; w >= 0; w-- {
		if m := &g.Verbs[w]; m.Form != Infinitive && m.Form != Gerund {
			return m.First != m.Head || g.norm(m.Head) != g.lemma(m.Head)
		}
	}
	return true
}

func (g *Grammar) sameLevel(from, v int) bool {
	a, b := g.Verbs[from].Form, g.Verbs[v].Form
	tense := func(f Form) bool { return f == Finite || f == Bare || f == Predicate }
	switch {
	case tense(a) && tense(b):
		return true
	case b == Finite || b == Predicate:
		return false
	case b == Bare: // "to be trained and equipped", but not "a plot to bomb a church and arrested two"
		if a == Gerund && !g.Verbs[from].Passive && g.norm(g.Verbs[v].Head) != g.lemma(g.Verbs[v].Head) {
			return false // "detained on suspicion of helping rebels and freed"
		}
		return a != Infinitive || g.Verbs[from].Passive || g.norm(g.Verbs[v].Head) == g.lemma(g.Verbs[v].Head)
	case b == Infinitive, b == Gerund:
		return a == b
	}
	// "to seize and hold": the second infinitive has no "to" and reads as Finite
	return false
}

// finiteAfter says that a later verb with a tense takes what stands before v as its subject: "prisoners executed by the
// group were found".
func (g *Grammar) finiteAfter(v int) bool {
	for n := v + 1; n < len(g.Verbs); n++ {
		w := g.Verbs[n]
		if w.Form != Finite && w.Form != Predicate {
			continue
		}
		for k := g.Verbs[v].Last; k < w.First; k++ {
			if p := g.PhraseAt(k); p >= 0 && g.Phrases[p].Prep < 0 && !g.Phrases[p].Time {
				return false
			}
			if t := g.tag(k); t == CCONJ || t == SCONJ || g.norm(k) == "," {
				return false
			}
		}
		return true
	}
	return false
}

// fronted gives participles and gerunds that open a sentence the subject of the clause that follows.
func (g *Grammar) fronted() {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if len(u.Subjects) > 0 || u.UpPhrase >= 0 || u.Form != Gerund && u.Form != Infinitive && u.Form != Bare {
			continue
		}
		if u.Form == Bare && u.First > g.First+1 {
			continue
		}
		for n := v + 1; n < len(g.Verbs); n++ {
			if w := g.Verbs[n]; w.Form == Finite || w.Form == Bare || w.Form == Predicate {
				if len(w.Subjects) > 0 && !w.Inherited && !g.breaks(u.Last, w.First) {
					u.Subjects, u.Inherited, u.Up, u.Link = w.Subjects, true, n, Adverbial
				}
				break
			}
		}
	}
}

// rewards are verbs of what is done to somebody for his own deed, which "for" names.
var rewards = wordSet("arrest detain jail imprison hold condemn blame denounce criticise criticize slam decry rebuke reprimand sanction punish fine prosecute charge indict convict " +
	"sentence try execute hang behead kill flog fire dismiss sack suspend expel deport ban sue praise thank commend reward honour honor pardon forgive chastise lambast lambaste")

// bars are verbs whose object is kept from, or seen at, what a gerund after it tells.
var bars = wordSet("prevent stop keep see hear watch catch find leave")

// users are verbs whose subject, not their object, does what the infinitive after the object says: "used helicopters to bomb".
var users = wordSet("use employ utilise utilize")

// voices are gerunds of speaking, which are said of no place: "attack the town of Qana claiming to destroy launchers".
var voices = wordSet("claiming saying citing alleging insisting declaring vowing demanding accusing blaming denying threatening warning")

// toldLater hangs a clause with "that" on the verb before it where only a time or the one told stands between the two: "said on Tuesday
// that the rebels must leave", "warned the rebels that they must leave".
func (g *Grammar) toldLater() {
	for v := 1; v < len(g.Verbs); v++ {
		u := &g.Verbs[v]
		if u.Up >= 0 || u.Link != Main || u.Inherited || len(u.Subjects) == 0 {
			continue
		}
		first := g.Phrases[u.Subjects[0]].First
		if o := g.Phrases[u.Subjects[0]].Owner; o >= 0 {
			first = g.Phrases[o].First
		}
		f := v - 1 // a relative clause may stand between: "warned that anyone who sold fuel would be jailed"
		for f > 0 && g.Verbs[f].Link == Relative && g.Verbs[f].First > first {
			f--
		}
		from := &g.Verbs[f]
		if g.norm(first-1) != "that" || first-1 < from.Last || from.Form == Predicate {
			continue
		}
		timed := true
		for k := from.Last; k < first-1 && timed; k++ {
			p := g.PhraseAt(k)
			timed = p >= 0 && (g.Phrases[p].Time || slices.Contains(from.Objects, p) && addressing[g.lemma(from.Head)]) || g.tag(k) == ADP || g.tag(k) == ADV
		}
		if timed {
			u.Up, u.Link = f, Complement
		}
	}
}

// addressing are verbs whose object is told what a clause after it says.
var addressing = wordSet("tell warn assure promise remind inform notify advise persuade convince threaten")

// Precedes says that the main clause of verb v stands before what tells it, the clause of verb said: "Iran must stop, the bloc said".
func (g *Grammar) Precedes(v, said int) bool {
	u, w := &g.Verbs[v], &g.Verbs[said]
	if v >= said || u.Up >= 0 || u.Link != Main || len(w.Objects) > 0 || len(w.Subjects) == 0 || w.Inherited || !tellers[g.lemma(w.Head)] {
		return false
	}
	first := g.Phrases[w.Subjects[0]].First
	return u.Last <= first && first > g.First && g.norm(first-1) == "," && w.First >= first
}
