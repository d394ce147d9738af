package parse

import "slices"

// particles belong to the verb before them, not to the phrase after: "carried out strikes".
var particles = wordSet("out up down off away back apart")

// overVerbs take "over" as a particle.
var overVerbs = wordSet("take hand turn run")

// joined are prepositions of several words, by their last word and the words before it.
var joined = [][]string{{"out", "of"}, {"because", "of"}, {"according", "to"}, {"along", "with"}, {"together", "with"}, {"due", "to"},
	{"next", "to"}, {"close", "to"}, {"such", "as"}, {"instead", "of"}, {"ahead", "of"}, {"outside", "of"}, {"inside", "of"}, {"thanks", "to"},
	{"apart", "from"}, {"aside", "from"}, {"away", "from"}, {"as", "of"}, {"prior", "to"}, {"in", "addition", "to"}, {"as", "well", "as"}}

// controllers hand their object on as the subject of an infinitive: "forced residents to flee".
var controllers = wordSet("force order ask tell urge allow enable help call compel permit persuade invite instruct train encourage " +
	"lead cause want expect require push prompt send authorize authorise teach warn")

// ofVerbs take an object and "of" beside it: "accused the army of a massacre".
var ofVerbs = wordSet("accuse suspect convict acquit warn inform notify")

// cautions are verbs of telling somebody not to do something: "warned Burma against sending troops".
var cautions = wordSet("warn caution advise")

// attached are participles that describe the party before them.
var attached = wordSet("linked affiliated allied based located situated headquartered aligned tied related opposed backed")

// where are prepositions of places, which nobody called "who" follows.
var where = wordSet("in at across near around throughout from outside inside")

// clausal are prepositions that may open a clause as well.
var clausal = wordSet("after before since until as")

// nominatives are pronouns that are never objects.
var nominatives = wordSet("he she they we i")

// governPhrases finds the preposition of each phrase and the phrase it hangs on.
func (g *Grammar) governPhrases() {
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		i := ph.First - 1
		for i >= g.First && (g.norm(i) == `"` || g.norm(i) == "'" || g.norm(i) == "(" || g.tag(i) == ADV && g.tag(i-1) == ADP) {
			i--
		}
		if ph.Owner >= 0 {
			// "of the group's link": the owner stands between preposition and phrase.
			o := g.Phrases[ph.Owner]
			ph.Prep, ph.PrepEnd, ph.Gov = o.Prep, o.PrepEnd, o.Gov
			continue
		}
		if i < g.First || g.PhraseAt(i) >= 0 || !(g.tag(i) == ADP || g.norm(i) == "near" || g.norm(i) == "aboard" && g.VerbAt(i) < 0 || g.norm(i) == "to" && g.VerbAt(i) < 0) {
			continue
		}
		w := g.norm(i)
		if v := g.VerbAt(i - 1); v >= 0 && (particles[w] || w == "over" && overVerbs[g.lemma(i-1)] || g.bringsIn(i)) {
			continue
		}
		if clausal[w] && g.beginsClause(p) { // "after gunmen attacked"
			g.retag(i, SCONJ)
			continue
		}
		ph.Prep, ph.PrepEnd = i, i+1
		for _, words := range joined {
			n := len(words)
			ok := i-n+1 >= g.First
			for k := 0; ok && k < n; k++ {
				ok = g.norm(i-n+1+k) == words[k]
			}
			if ok {
				ph.Prep = i - n + 1
				break
			}
		}
		before := ph.Prep - 1
		for before > g.First && (g.norm(before) == `"` || g.norm(before) == ")" || g.norm(before) == "'") {
			before--
		}
		if q := g.PhraseAt(before); q >= 0 && q < p {
			if v := g.VerbAt(g.Phrases[q].First - 1); v < 0 || w != "of" || !ofVerbs[g.lemma(g.Verbs[v].Head)] {
				ph.Gov = q
			}
		}
	}
}

// reflexives stress the noun before them.
var reflexives = wordSet("itself himself herself themselves")

// linkPhrases finds lists and appositions.
func (g *Grammar) linkPhrases() {
	for p := 1; p < len(g.Phrases); p++ {
		ph := &g.Phrases[p]
		if ph.Prep >= 0 || ph.Owner >= 0 {
			continue
		}
		q := p - 1
		if g.Phrases[q].Last == ph.First && reflexives[g.norm(ph.Head)] && !g.Phrases[q].Time && !g.Phrases[q].Pronoun {
			ph.Appos = q // "the agency itself had to leave"
			continue
		}
		if l := g.Phrases[q].Last; l == ph.First && l-2 > g.First && g.norm(l-2) == "of" && (g.norm(l-1) == "them" || g.norm(l-1) == "whom") && g.norm(l-3) != "," {
			ph.Appos = q // "seven people, four of them children, were killed"
			continue
		}
		// "members of A, B and C": B goes with A.
		from, to := g.Phrases[q].Last, ph.First
		comma, and, dash, bracket, other := 0, 0, 0, 0, 0
		for k := from; k < to; k++ {
			switch w := g.norm(k); {
			case w == ",":
				comma++
			case g.tag(k) == CCONJ && (w == "and" || w == "or" || w == "&"):
				and++
			case w == "-" || w == "--":
				dash++
			case w == "(" && k == to-1:
				bracket++
			case w == ")" && k == from, w == `"`, w == "'", g.tag(k) == ADV:
			case w == "as" || w == "well" || w == "both":
			default:
				other++
			}
		}
		if other > 0 || from == to || comma == 1 && and+dash+bracket == 0 && nominatives[g.norm(ph.Head)] { // "Police, he said, …"
			continue
		}
		time := ph.Time || g.Phrases[q].Time
		switch {
		case bracket == 1 && comma+and+dash == 0:
			ph.Appos = q
		case and == 1 && comma <= 1 && dash == 0:
			if g.Phrases[q].Time && ph.First == ph.Head && g.tag(ph.Head) == NUM && g.tag(g.Phrases[q].Last-1) == NUM && len(g.norm(ph.Head)) <= 2 {
				ph.Time = true // "on December 16 and 17"
			}
			if ph.Time == g.Phrases[q].Time && !g.opensClause(q, p) {
				g.conjoin(q, p)
			}
		case comma == 1 && and == 0 && dash == 0 && !time:
			if fronted := g.afterFronted(p); g.listGoesOn(p) && !g.opensClause(q, p) && !fronted {
				g.conjoin(q, p)
			} else if !g.opensClause(q, p) && !(fronted && g.listGoesOn(p)) {
				ph.Appos = q
			}
		case dash == 1 && comma == 0 && and == 0 && !time:
			ph.Appos = q
		}
	}
	for p := range g.Phrases { // "Qaouk, the group's leader": not the group renames him
		ph := &g.Phrases[p]
		if o := ph.Owner; o >= 0 && ph.Prep < 0 && ph.Appos < 0 && g.Phrases[o].Appos >= 0 && g.norm(g.Phrases[o].First-1) == "," && g.norm(ph.Last) == "," &&
			g.Phrases[g.Phrases[o].Appos].Prep < 0 && g.tag(g.Phrases[g.Phrases[o].Appos].Head) == PROPN {
			ph.Appos, g.Phrases[o].Appos = g.Phrases[o].Appos, -1
		}
	}
}

// afterFronted says that phrase p is the first subject after what a sentence opens with: "Near the border, Chad and Niger
// massed troops". No verb stands before it, and one with a tense follows its list.
func (g *Grammar) afterFronted(p int) bool {
	if g.Phrases[0].Prep != g.First || len(g.Verbs) == 0 || g.Verbs[0].First < g.Phrases[p].First {
		return false
	}
	for q := 0; q < p; q++ {
		if g.Phrases[q].Conj >= 0 || g.Phrases[q].Prep < 0 {
			return false
		}
	}
	u := &g.Verbs[0]
	return (u.Form == Finite || u.Form == Bare) && !g.commaBetween(g.Phrases[p].Last, u.First)
}

func (g *Grammar) commaBetween(from, to int) bool {
	for k := from; k < to; k++ {
		if g.norm(k) == "," {
			return true
		}
	}
	return false
}

// conjoin puts p after q in a list. Where q hangs on another phrase ("the chief of the army and the mayor") the nearest
// reading is taken.
func (g *Grammar) conjoin(q, p int) {
	ph := &g.Phrases[p]
	for g.Phrases[q].Appos >= 0 && !g.bracketed(q, p) {
		q = g.Phrases[q].Appos
	}
	if n := &g.Phrases[q]; g.tag(n.Head) == NUM && n.First == n.Head && n.Gov >= 0 && n.Gov < q && g.Preposition(q) == "of" && g.tag(ph.First) == DET {
		q = n.Gov // "a man of 70 and a boy"
	}
	ph.Conj = q
	ph.Prep, ph.PrepEnd, ph.Gov = g.Phrases[q].Prep, g.Phrases[q].PrepEnd, g.Phrases[q].Gov
}

// bracketed says that a dash or bracket opens before phrase q and closes after p: "two towns - Man and Daloa - fell".
func (g *Grammar) bracketed(q, p int) bool {
	switch g.norm(g.Phrases[q].First - 1) {
	case "-", "--":
		w := g.norm(g.Phrases[p].Last)
		return w == "-" || w == "--"
	case "(":
		return g.norm(g.Phrases[p].Last) == ")"
	}
	return false
}

// listGoesOn says that after phrase p another item of a list follows.
func (g *Grammar) listGoesOn(p int) bool {
	if p+1 >= len(g.Phrases) {
		return false
	}
	k, next := g.Phrases[p].Last, g.Phrases[p+1].First
	and := false
	for ; k < next; k++ {
		switch w := g.norm(k); {
		case w == ",":
		case w == "and", w == "or":
			and = true
		default:
			return false
		}
	}
	return and || g.listGoesOn(p+1)
}

// opensClause says that phrase p, after q and a comma or conjunction, is the subject of a new clause rather than another
// item beside q: a verb stands before q in its clause and one with a tense follows p.
func (g *Grammar) opensClause(q, p int) bool {
	ph := g.Phrases[p]
	k := ph.Last
	for k < g.Last && g.tag(k) == ADV {
		k++
	}
	// pass over what hangs on p and, before a verb of its own, over what is listed with it ("residents and an officer said")
	for n := p + 1; n < len(g.Phrases); n++ {
		ph := g.Phrases[n]
		listed := ph.First == k+1 && g.tag(k) == CCONJ && ph.Prep < 0
		if !listed && !(ph.Prep == k && ph.Gov >= p) {
			break
		}
		k = ph.Last
	}
	if m := g.PhraseAt(k + 1); g.norm(k) == "," && m >= 0 && g.Phrases[m].First == k+1 && g.norm(g.Phrases[m].Last) == "," && g.norm(ph.First-2) == "," {
		if w := g.VerbAt(g.Phrases[m].Last + 1); w >= 0 && g.Verbs[w].First == g.Phrases[m].Last+1 && tellers[g.lemma(g.Verbs[w].Head)] {
			return true // "including 12 children, and the envoy, Brett McGurk, said"
		}
	}
	v := g.VerbAt(k)
	if v < 0 || g.Verbs[v].First != k || g.Verbs[v].Form == Infinitive || g.Verbs[v].Form == Gerund {
		return false
	}
	if g.Verbs[v].Form == Bare && g.doneBy(g.Verbs[v].Last) {
		return false
	}
	if h := g.Phrases[p].Head; len(g.Doc.Arcs) == len(g.Doc.Tokens) && g.rel(h) == "conj" && g.Doc.Arcs[h].Head == g.Phrases[q].Head && !g.under(h, g.Verbs[v].Head) {
		return false // "the men who killed six priests and two guests fired": the tree says what is listed
	}
	for w := v - 1; w >= 0; w-- {
		if g.Verbs[w].Form == Bare && attached[g.norm(g.Verbs[w].Head)] {
			continue // "rebels linked to A and B attacked"
		}
		if g.Verbs[w].Last <= g.Phrases[q].First {
			// a verb before q: q is its complement unless the verb stands in a clause that ended with a comma or connective
			for k := g.Verbs[w].Last; k < g.Phrases[q].First; k++ {
				if g.norm(k) == "," || g.tag(k) == SCONJ || g.norm(k) == ";" {
					return false
				}
			}
			return true
		}
	}
	return false
}

// linkVerbs finds subjects, objects and how clauses hang together.
func (g *Grammar) linkVerbs() {
	g.splitLists()
	for v := range g.Verbs {
		g.findObjects(v)
		g.findSubjects(v)
	}
	g.fronted()
	g.interrupted()
	g.reported()
	g.toldLater()
	g.objectRelative()
	g.loaded()
	g.shareObjects()
}

// interrupted gives a verb that found no subject that of the sentence, where a participle between commas stands between the two:
// "four men, believed to be members of a gang, are killed", "insurgents, initially led by a preacher, captured the town".
func (g *Grammar) interrupted() {
	for w := range g.Verbs {
		part := &g.Verbs[w]
		k := part.First - 1
		for k > g.First && g.tag(k) == ADV {
			k--
		}
		if part.Form != Bare || k <= g.First || g.norm(k) != "," {
			continue
		}
		p := g.PhraseAt(k - 1)
		if p < 0 || g.Phrases[p].Time || len(part.Subjects) > 0 && (g.norm(part.Last) != "by" || part.Subjects[0] != p) {
			continue
		}
		for g.Phrases[p].Prep >= 0 && g.Phrases[p].Gov >= 0 {
			p = g.Phrases[p].Gov
		}
		if g.Phrases[p].Prep >= 0 || g.isObject(p) >= 0 {
			continue
		}
		for v := w + 1; v < len(g.Verbs); v++ {
			u := &g.Verbs[v]
			if u.Form == Infinitive || u.Form == Gerund {
				continue
			}
			closed := g.norm(u.First-1) == ","
			if u.Form == Bare && !(closed && (len(u.Objects) > 0 || !g.doneBy(u.Last))) || len(part.Subjects) > 0 && !closed {
				break
			}
			if len(u.Subjects) == 0 || u.Inherited && (g.Verbs[v-1].Form == Infinitive || len(part.Subjects) > 0) {
				u.Subjects, u.Inherited, u.Up, u.Link = g.chain(p), false, -1, Main
				part.Subjects, part.Inherited, part.Link, part.UpPhrase, part.Reduced, part.Up = g.chain(p), false, Relative, p, true, -1
			}
			break
		}
	}
}

// loads are gerunds whose object is what something described holds.
var loads = wordSet("carrying transporting hauling containing holding housing bringing delivering")

// loaded gives a verb the subject that is described by what it carries: "a convoy of eight trucks carrying [flour] was stopped".
func (g *Grammar) loaded() {
	for v := 1; v < len(g.Verbs); v++ {
		u, w := &g.Verbs[v], &g.Verbs[v-1]
		if w.Form != Gerund || !w.Reduced || w.UpPhrase < 0 || len(w.Objects) > 0 || !loads[g.norm(w.Head)] || len(u.Subjects) == 0 || g.Phrases[u.Subjects[0]].First != w.Last {
			continue
		}
		top := w.UpPhrase
		for g.Phrases[top].Prep >= 0 && g.Phrases[top].Gov >= 0 {
			top = g.Phrases[top].Gov
		}
		if g.Phrases[top].Prep >= 0 || g.isObject(top) >= 0 {
			continue
		}
		w.Objects, u.Subjects, u.Inherited, u.Up, u.Link = u.Subjects, g.chain(top), false, -1, Main
	}
}

// objectRelative makes what a relative clause describes the object of its verb, where the clause has a subject of its own: "a town
// which rebels seized".
func (g *Grammar) objectRelative() {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if len(u.Subjects) == 0 || u.Inherited || len(u.Objects) > 0 || u.Passive || u.Form == Gerund || u.Form == Infinitive || u.Form == Predicate {
			continue
		}
		r := g.PhraseAt(g.Phrases[u.Subjects[0]].First - 1)
		if r < 1 || !g.relativePronoun(r) || g.isSubject(r) || g.norm(g.Phrases[r].Head) == "who" || g.Phrases[r].Prep >= 0 || g.VerbAt(u.Last) >= 0 {
			continue
		}
		if t := g.tag(u.Last); t == PRON || t == DET || t == NUM || t == NOUN || t == PROPN { // something else is the object
			continue
		}
		k := g.Phrases[r].First - 1
		if g.norm(k) == "," {
			k--
		}
		if a := g.PhraseAt(k); a >= 0 && a < r && !g.Phrases[a].Time {
			u.Objects, u.Link, u.UpPhrase, u.Up = []int{a}, Relative, a, g.isObject(a)
		}
	}
}

// reported makes the object of a verb of telling the subject of the clause told, where a time between commas parts the two: "reports
// the rebels, on Sunday, executed three men".
func (g *Grammar) reported() {
	for v := 1; v < len(g.Verbs); v++ {
		u, from := &g.Verbs[v], &g.Verbs[v-1]
		if u.Form != Bare || !u.Inherited || u.Up != v-1 || u.Link != Coordinate || len(u.Objects) == 0 || len(from.Objects) != 1 || !tellers[g.lemma(from.Head)] {
			continue
		}
		o := from.Objects[0]
		t := g.PhraseAt(u.First - 2)
		if g.norm(u.First-1) != "," || t != o+1 || !g.Phrases[t].Time || g.norm(g.Phrases[o].Last) != "," {
			continue
		}
		u.Subjects, u.Inherited, u.Link, from.Objects = g.chain(o), false, Complement, nil
	}
}

// shareObjects gives a verb that is joined to the next one the object of both: "attacked and burned several buses".
func (g *Grammar) shareObjects() {
	for v := len(g.Verbs) - 2; v >= 0; v-- {
		u, n := &g.Verbs[v], &g.Verbs[v+1]
		if len(u.Objects) > 0 || u.Passive || u.Form == Predicate || n.Passive {
			continue
		}
		listed := slices.Equal(u.Subjects, n.Subjects) && g.norm(u.Last) == "," && u.Form == Bare && n.Form == Bare && len(n.Objects) > 0 && (n.First == u.Last+1 || n.First == u.Last+2 && g.tag(u.Last+1) == CCONJ)
		if n.Link == Coordinate && n.First == u.Last+1 && g.tag(u.Last) == CCONJ || listed { // "hanged, burned, and crucified soldiers"
			u.Objects = n.Objects
			if listed && n.Inherited {
				n.Link = Coordinate
			}
		}
	}
}

func (g *Grammar) findObjects(v int) {
	u := &g.Verbs[v]
	if u.Passive || u.Form == Predicate {
		return
	}
	k := u.Last
	for skipped := 0; k < g.Last; {
		w := g.norm(k)
		if p := g.PhraseAt(k); p >= 0 {
			ph := g.Phrases[p]
			if ph.Time && ph.Prep < 0 && skipped == 0 {
				k, skipped = ph.Last, 1
				continue
			}
			for p+1 < len(g.Phrases) && g.Phrases[p+1].Owner == p { // "IS's fighters": the owned one is the object
				p++
				ph = g.Phrases[p]
			}
			if ph.Prep >= 0 || ph.Time || ph.Pronoun && (relatives[g.norm(ph.Head)] || nominatives[g.norm(ph.Head)]) {
				return
			}
			if g.subjectOfNext(p) && !g.lacksVerb(v, p) {
				return
			}
			u.Objects = g.List(p)
			return
		}
		switch {
		case g.tag(k) == ADV, w == "both", w == `"`, w == "'", particles[w] && k == u.Last, w == "over" && overVerbs[g.lemma(u.Head)], k == u.Last && g.bringsIn(k):
			k++
		case w == "to" && (g.norm(k+1) == "death" || g.norm(k+1) == "pieces"):
			k += 2 // "beat to death two detainees"
		case g.tag(k) == ADP && skipped == 0:
			// "entered on Sunday the heart of Mosul"
			p := g.PhraseAt(k + 1)
			if p < 0 || !g.Phrases[p].Time || g.Phrases[p].Last >= g.Last || g.PhraseAt(g.Phrases[p].Last) < 0 {
				return
			}
			k, skipped = g.Phrases[p].Last, 1
		default:
			return
		}
	}
}

// subjectOfNext says that phrase p, which follows a verb, is the subject of the next verb: "said troops attacked".
func (g *Grammar) subjectOfNext(p int) bool {
	if held[g.norm(g.Phrases[p].Head)] {
		return false // "an engineer taken hostage was killed"
	}
	k := g.Phrases[p].Last
	for n := p + 1; n < len(g.Phrases) && (g.Phrases[n].Prep == k && g.norm(k) == "of" || g.Phrases[n].Conj >= p && g.Phrases[n].Conj < n); n++ {
		k = g.Phrases[n].Last
	}
	for k < g.Last && g.tag(k) == ADV {
		k++
	}
	v := g.VerbAt(k)
	if v < 0 || g.Verbs[v].First != k {
		return false
	}
	w := g.Verbs[v]
	switch w.Form {
	case Finite, Predicate:
		return true
	case Bare:
		// a past tense needs its own object or preposition; "killed people wounded by shells" has none
		p := g.PhraseAt(w.Last)
		return p >= 0 && g.Phrases[p].Prep < 0 && !g.Phrases[p].Time
	}
	return false
}

// lacksVerb says that phrase p, which follows verb v, is its object although another verb follows: v tells of what opens the
// sentence ("the officer who trained the recruits was shot", "a man whose brother joined the rebels was held"), which would
// have no verb otherwise.
func (g *Grammar) lacksVerb(v, p int) bool {
	if v > 0 || tellers[g.lemma(g.Verbs[v].Head)] {
		return false
	}
	q := g.PhraseAt(g.Verbs[v].First - 1)
	if u := &g.Verbs[v]; u.Form == Gerund && u.First == u.Head && q >= 0 && !g.Phrases[q].Time { // "a convoy of lorries leaving the port was shelled"
		for g.Preposition(q) == "of" && q > 0 && g.Phrases[q].Prep == g.Phrases[q-1].Last {
			q--
		}
		if g.Phrases[q].Prep < 0 && q == 0 && !g.Phrases[q].Pronoun {
			return true
		}
	}
	if q > 0 && g.whose(q) {
		q--
	}
	if q != 1 || !g.relativePronoun(q) || g.Phrases[0].Prep >= 0 || g.commaBetween(g.Phrases[0].First, g.Phrases[p].First) {
		return false
	}
	w := g.norm(g.Phrases[q].Head)
	return w == "who" || w == "whose" || w == "which" || w == "that"
}

// tellers are verbs that clauses follow without "that".
var tellers = wordSet("say announce confirm state tell believe think claim know hope fear report allege insist argue warn see hear watch let make help feel")

// whose says that "whose" stands before phrase p.
func (g *Grammar) whose(p int) bool { return p > 0 && g.norm(g.Phrases[p].First-1) == "whose" }

// top is the phrase that p stands for as a subject: the first of its list, the one it renames.
func (g *Grammar) top(p int) int {
	for {
		switch ph := g.Phrases[p]; {
		case ph.Appos >= 0:
			p = ph.Appos
		case ph.Conj >= 0:
			p = ph.Conj
		default:
			return p
		}
	}
}

func (g *Grammar) isObject(p int) int {
	for v := range g.Verbs {
		for _, o := range g.Verbs[v].Objects {
			if o == p {
				return v
			}
		}
	}
	return -1
}

// bounds sets the clauses' token ranges.
func (g *Grammar) bounds() {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.Link == Relative && u.Begin > 0 {
			continue // it begins at its pronoun
		}
		u.Begin = u.First
		if !u.Inherited && len(u.Subjects) > 0 && u.Link != Relative {
			if p := g.Phrases[u.Subjects[0]]; p.First < u.Begin {
				u.Begin = p.First
				if p.Owner >= 0 {
					u.Begin = g.Phrases[p.Owner].First
				}
			}
		}
		floor := g.First
		if v > 0 {
			floor = g.Verbs[v-1].Last
		}
		for u.Begin > floor {
			k := u.Begin - 1
			if t := g.tag(k); t == SCONJ || t == CCONJ || g.norm(k) == ";" || g.norm(k) == ":" || v > 0 && g.norm(k) == "," {
				break
			}
			if p := g.PhraseAt(k); p >= 0 && v > 0 {
				break
			}
			u.Begin--
		}
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		u.End = g.Last
		for n := v + 1; n < len(g.Verbs); n++ {
			if g.Verbs[n].Begin >= u.Last {
				u.End = g.Verbs[n].Begin
				break
			}
			if g.Verbs[n].Begin < u.First { // "the nuns who were abducted | were freed by troops"
				u.End = g.Verbs[n].First
				break
			}
		}
	}
}
