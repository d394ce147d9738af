package parse

import (
	"slices"
	"strings"
)

// The shallow reading of clauses goes by what stands next to what, and goes astray where a subject is cut off from its verb:
// by a relative clause, a participle, a long chain of phrases. The passes below take the tree's word there, and only there:
// in what lies close together the shallow reading makes fewer faults than the tree.

// graft corrects the grammar by the tree.
func (g *Grammar) graft() {
	if len(g.Doc.Arcs) != len(g.Doc.Tokens) {
		return
	}
	for q := range g.Phrases {
		g.graftList(q)
	}
	for v := range g.Verbs {
		g.graftReduced(v)
		g.graftObjectRelative(v)
		g.graftSubject(v)
		g.graftRelative(v)
	}
	for v := range g.Verbs {
		g.graftShared(v)
		g.graftObject(v)
	}
}

// graftList joins phrase q to the member of a list that the tree joins it to, where the shallow reading took the phrase right
// before it: "clashes between forces loyal to [the president] and [rival groups]".
func (g *Grammar) graftList(q int) {
	p := g.Phrases[q].Conj
	if p < 0 || g.rel(g.Phrases[q].Head) != "conj" || g.Doc.Arcs[g.Phrases[q].Head].Head < g.First {
		return
	}
	top := g.PhraseAt(g.Doc.Arcs[g.Phrases[q].Head].Head)
	if top < 0 || top >= p || g.Preposition(top) != "between" || g.listed(top) {
		return
	}
	g.Phrases[q].Conj, g.Phrases[q].Prep, g.Phrases[q].PrepEnd, g.Phrases[q].Gov = top, g.Phrases[top].Prep, g.Phrases[top].PrepEnd, g.Phrases[top].Gov
}

// listed says that another phrase goes on the list of phrase p.
func (g *Grammar) listed(p int) bool {
	for q := range g.Phrases {
		if g.Phrases[q].Conj == p {
			return true
		}
	}
	return false
}

// rel is the relation of token i without its subtype.
func (g *Grammar) rel(i int) string {
	r, _, _ := strings.Cut(g.Doc.Arcs[i].Rel, ":")
	return r
}

// under says that token i stands in the subtree of token top.
func (g *Grammar) under(i, top int) bool {
	for steps := 0; i >= 0 && steps < g.Last-g.First; i, steps = g.Doc.Arcs[i].Head, steps+1 {
		if i == top {
			return true
		}
	}
	return false
}

// clauseHead is the token that the tree takes for the head of verb v's clause.
func (g *Grammar) clauseHead(v int) int {
	u := &g.Verbs[v]
	h := u.Head
	if r := g.rel(h); (r == "aux" || r == "cop") && g.Doc.Arcs[h].Head >= g.First {
		return g.Doc.Arcs[h].Head
	}
	return h
}

// ownCount says that a passive has its own subject right before it, behind "and", where the tree draws in phrase p, an object or the subject of the verb before:
// "killed [two guards] and [three others] were wounded".
func (g *Grammar) ownCount(u *Verb, p int) bool {
	if !u.Passive || u.First == u.Head || len(u.Subjects) != 1 || u.Inherited || u.Subjects[0] == p {
		return false
	}
	s := &g.Phrases[u.Subjects[0]]
	if s.Last != u.First || s.First <= g.First || g.tag(s.First-1) != CCONJ {
		return false
	}
	for v := range g.Verbs {
		w := &g.Verbs[v]
		if w.First >= u.First || len(w.Objects) == 0 || g.PassiveLike(v) || !transitives[g.lemma(w.Head)] && !harming[g.lemma(w.Head)] {
			continue
		}
		if slices.Contains(w.Objects, p) || slices.Contains(w.Subjects, p) {
			return true
		}
	}
	return false
}

// graftSubject gives verb v the subject that the tree gives it, where the shallow reading found none of its own, took the
// verb for a participle, or found only a part of it: "forces loyal to [the president] attacked", "nine rebels and [five
// soldiers] were killed".
func (g *Grammar) graftSubject(v int) {
	u := &g.Verbs[v]
	if u.Form == Infinitive && u.Up >= 0 && users[g.lemma(g.Verbs[u.Up].Head)] {
		return // "used helicopters to bomb the camp"
	}
	var own []int
	h := g.clauseHead(v)
	for k := g.First; k < u.First; k++ {
		if g.Doc.Arcs[k].Head != h || g.rel(k) != "nsubj" {
			continue
		}
		p := g.PhraseAt(k)
		if p >= 0 && g.Phrases[p].Conj >= 0 && g.Preposition(p) == "including" && g.Phrases[p].Last == u.First && g.norm(g.Phrases[p].First-1) == "and" {
			g.Phrases[p].Conj, g.Phrases[p].Prep, g.Phrases[p].Gov = -1, -1, -1 // "including a cashier, and two drivers were hurt"
		}
		if p < 0 || g.Phrases[p].Time || g.Phrases[p].Prep >= 0 || g.relativePronoun(p) || g.breaks(g.Phrases[p].Last, u.First) {
			continue
		}
		if len(own) > 0 && g.dashed(g.Phrases[own[0]].Last, g.Phrases[p].First) && g.dashed(g.Phrases[p].Last, u.First) {
			continue // "soldiers - most of them teenagers - stormed"
		}
		if len(own) > 0 {
			switch g.clauseIn(g.Phrases[own[len(own)-1]].Last, g.Phrases[p].First) {
			case Relative: // "a convoy [carrying flour] was stopped": flour is no subject
				continue
			case Main: // the subject before is that of another clause, which the tree has drawn in
				own = own[:0]
			}
		}
		for _, q := range g.chain(p) {
			if q >= p && !slices.Contains(own, q) {
				own = append(own, q)
			}
		}
	}
	if len(own) == 0 {
		return
	}
	if g.ownCount(u, own[0]) {
		return
	}
	k := g.Phrases[own[0]].Head
	switch {
	case slices.Equal(own, u.Subjects):
		if u.Inherited && u.Link == Coordinate { // "a couple [who were too frail to run] were shot"
			u.Link, u.Up = Main, -1
		}
		return
	case len(u.Subjects) == 0, u.Inherited:
	case u.Link == Relative && !u.Reduced:
		return
	case u.Link == Relative && g.ownObject(own[0], u.UpPhrase):
		return // "gunmen freed the hostages [seized in a raid]"
	case u.Link == Relative:
	case u.Subjects[0] <= own[0]:
		return
	case slices.Contains(own, u.Subjects[0]): // only the last of several
	case g.dashed(g.Phrases[own[0]].Last, g.Phrases[u.Subjects[0]].First) && g.dashed(g.Phrases[u.Subjects[0]].Last, u.First): // an aside
	case g.under(g.Phrases[u.Subjects[0]].Head, k) && g.Phrases[u.Subjects[0]].Appos < 0:
	default:
		return
	}
	if u.Link == Relative || u.Inherited && (u.Link == Coordinate || u.Link == Adverbial && u.Form == Bare) {
		u.Link, u.Up, u.UpPhrase = Main, -1, -1
	}
	u.Subjects, u.Inherited, u.Reduced = own, false, false
	for w := range g.Verbs[:v] {
		g.Verbs[w].Objects = slices.DeleteFunc(slices.Clone(g.Verbs[w].Objects), func(o int) bool { return slices.Contains(own, o) && g.Verbs[w].UpPhrase != o })
	}
}

// graftRelative lets the clause of verb v describe what the tree says, where the shallow reading took the last of a chain of
// phrases: "mortar fire in Vukovar, which killed three".
func (g *Grammar) graftRelative(v int) {
	u := &g.Verbs[v]
	if u.Link != Relative || u.Reduced || u.UpPhrase < 0 || g.Doc.Arcs[g.clauseHead(v)].Rel != "acl:relcl" || !slices.Contains(u.Subjects, u.UpPhrase) {
		return
	}
	top, was := g.PhraseAt(g.Doc.Arcs[g.clauseHead(v)].Head), u.UpPhrase
	for p := g.Phrases[u.UpPhrase].Gov; p >= 0 && top >= 0; p = g.Phrases[p].Gov {
		if p == top {
			u.UpPhrase, u.Subjects, u.Up = top, []int{top}, g.isObject(top)
			for w := v + 1; w < len(g.Verbs); w++ { // "which killed three and wounded ten"
				if x := &g.Verbs[w]; x.Inherited && x.Up >= v && len(x.Subjects) == 1 && x.Subjects[0] == was {
					x.Subjects = u.Subjects
				}
			}
			return
		}
	}
}

// ownObject says that phrase o is the object of a verb whose subject phrase p is.
func (g *Grammar) ownObject(p, o int) bool {
	for v := range g.Verbs {
		if slices.Contains(g.Verbs[v].Subjects, p) && slices.Contains(g.Verbs[v].Objects, o) {
			return true
		}
	}
	return false
}

// verbIn says that a verb stands between two tokens.
func (g *Grammar) verbIn(from, to int) bool { return g.clauseIn(from, to) != none }

// none is the link of no verb.
const none = Link(255)

// clauseIn is Relative where all verbs between two tokens are those of relative clauses and participles, Main where there are
// others, and none where there is no verb.
func (g *Grammar) clauseIn(from, to int) Link {
	out := none
	for i := from; i < to; i++ {
		v := g.VerbAt(i)
		switch {
		case v < 0:
		case g.Verbs[v].Link != Relative:
			return Main
		default:
			out = Relative
		}
	}
	return out
}

func (g *Grammar) relativePronoun(p int) bool {
	return g.Phrases[p].Pronoun && relatives[g.norm(g.Phrases[p].Head)]
}

// graftObject gives verb v the object that the tree gives it where the shallow reading found none: what stands before it as
// a relative pronoun or is described by its clause ("the town, which the army besieged"), or behind it at a distance.
func (g *Grammar) graftObject(v int) {
	u := &g.Verbs[v]
	if len(u.Objects) > 0 || u.Passive || u.Form == Predicate || u.Reduced || g.PassiveLike(v) {
		return
	}
	for k := g.First; k < g.Last; k++ {
		if g.Doc.Arcs[k].Head != u.Head || g.rel(k) != "obj" {
			continue
		}
		p := g.PhraseAt(k)
		switch {
		case p < 0 || g.Phrases[p].Time:
		case k < u.First && g.relativePronoun(p):
			if a := g.Doc.Arcs[u.Head].Head; a >= g.First && a < k && g.Doc.Arcs[u.Head].Rel == "acl:relcl" && g.PhraseAt(a) >= 0 {
				u.Objects = []int{g.PhraseAt(a)}
			}
		case k >= u.Last && g.Phrases[p].Prep < 0 && !g.relativePronoun(p) && !g.breaks(u.Last, k) && !g.verbIn(u.Last, k) && !g.isSubject(p):
			u.Objects = g.List(p)
		}
	}
	if len(u.Objects) > 0 || u.Inherited || len(u.Subjects) != 1 || g.tag(u.Last) == DET {
		return
	}
	// "freed the hostages the group had taken": no pronoun stands between
	s := &g.Phrases[u.Subjects[0]]
	a := g.PhraseAt(s.First - 1)
	if a >= 0 && (g.rel(u.Head) == "acl:relcl" || g.isObject(a) >= 0) && !g.Phrases[a].Time && g.Phrases[a].Last == s.First && s.Prep < 0 && s.Owner < 0 && transitives[g.lemma(u.Head)] && u.Link == Main {
		u.Objects, u.Link, u.UpPhrase = []int{a}, Relative, a
		u.Up = g.isObject(a)
	}
}

// graftReduced makes verb v a participle that describes its subject where the tree says so: "hackers [linked to the army]
// entered".
func (g *Grammar) graftReduced(v int) {
	u := &g.Verbs[v]
	if u.Form != Bare || u.Inherited || len(u.Objects) > 0 || g.rel(u.Head) != "acl" {
		return
	}
	p := g.PhraseAt(g.Doc.Arcs[u.Head].Head)
	if len(u.Subjects) == 0 && u.Up < 0 && p >= 0 && g.Phrases[p].Last < u.First && g.norm(u.First-1) == "," && g.tag(u.Last) == ADP { // "the offensive, backed by helicopters, began"
		u.Subjects, u.Link, u.UpPhrase, u.Reduced, u.Begin = g.chain(p), Relative, p, true, u.First
		return
	}
	if u.Link == Main && len(u.Subjects) > 0 && p == u.Subjects[0] {
		u.Link, u.UpPhrase, u.Reduced = Relative, p, true
	}
}

// isSubject says that phrase p is the subject of a verb.
func (g *Grammar) isSubject(p int) bool {
	for v := range g.Verbs {
		if slices.Contains(g.Verbs[v].Subjects, p) {
			return true
		}
	}
	return false
}

// graftObjectRelative reads verb v as what its subject did to the phrase before it, where the shallow reading made the subject
// a participle's: "a bridge that the Tigers blew up".
func (g *Grammar) graftObjectRelative(v int) {
	u := &g.Verbs[v]
	if !u.Reduced || u.Form != Bare || len(u.Subjects) == 0 || g.rel(u.Head) != "acl" {
		return
	}
	s := &g.Phrases[u.Subjects[0]]
	k := s.First - 1
	if w := g.norm(k); w != "that" && w != "which" && w != "whom" || g.rel(s.Head) != "nsubj" || g.Doc.Arcs[s.Head].Head != u.Head {
		return
	}
	a := g.PhraseAt(g.Doc.Arcs[u.Head].Head)
	if a < 0 || g.Phrases[a].Last > k {
		return
	}
	u.Reduced, u.UpPhrase, u.Up, u.Objects = false, a, g.isObject(a), []int{a}
}

// dashed says that a dash stands between two tokens.
func (g *Grammar) dashed(from, to int) bool {
	for i := from; i < to; i++ {
		if w := g.norm(i); w == "-" && !g.glued(i) || w == "--" {
			return true
		}
	}
	return false
}

// graftShared gives a verb that has no subject that of the verb it is joined to.
func (g *Grammar) graftShared(v int) {
	u := &g.Verbs[v]
	if u.UpPhrase >= 0 || g.rel(u.Head) != "conj" {
		return
	}
	from := g.VerbAt(g.Doc.Arcs[u.Head].Head)
	if from < 0 || from >= v || len(g.Verbs[from].Subjects) == 0 || len(u.Subjects) > 0 && !g.overHead(v, from) {
		return
	}
	u.Subjects, u.Inherited, u.Up, u.Link = g.Verbs[from].Subjects, true, from, Coordinate
}

// overHead says that verb v goes on verb from, over the head of the clause between them from which it took its subject: "the
// envoy says a deal is near but refuses to meet". Both are in one tense and the clause between is what the first says.
func (g *Grammar) overHead(v, from int) bool {
	u := &g.Verbs[v]
	if u.Link != Coordinate || !u.Inherited || u.Up <= from || u.Up >= v || u.Form != g.Verbs[from].Form {
		return false
	}
	mid := &g.Verbs[u.Up]
	if mid.Up != from || mid.Link != Complement {
		return false
	}
	for k := mid.Last; k < u.First; k++ {
		if g.norm(k) == "but" {
			return true
		}
	}
	return false
}

// breaks says that between two tokens something ends a clause.
func (g *Grammar) breaks(from, to int) bool {
	for i := from; i < to; i++ {
		if w := g.norm(i); w == ":" || w == ";" {
			return true
		}
	}
	return false
}
