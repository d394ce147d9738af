package extract

import (
	"slices"

	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// doers are the nouns that do what the verb behind them tells.
const doers = actor.Fighter | actor.Force | actor.Person | actor.Official | actor.Organisation

// unfront parts a time that opens a sentence without a comma from who is told of behind it: "On Tuesday night gunmen opened fire", "In 2016 gunmen
// killed". They read as one phrase behind the preposition, and the verb has no subject then.
func (rd *reading) unfront(s *sentence) {
	g := s.g
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.Time || rd.actors.Class(g.Doc.Lemmas[ph.Head])&doers == 0 {
			continue
		}
		for _, t := range s.times {
			if t.First != ph.First && !(t.First == ph.Prep && t.First == g.First) || t.Last <= ph.First || t.Last > ph.Head || g.Doc.Tokens[t.Last].Norm == "'s" || g.Doc.Tokens[t.Last-1].Norm == "'s" {
				continue
			}
			ph.First = t.Last
			v := verbBehind(g, ph.Last)
			if v < 0 || ph.Prep < 0 || len(g.Verbs[v].Subjects) > 0 && !g.Verbs[v].Inherited {
				break
			}
			ph.Prep, ph.PrepEnd, ph.Gov = -1, -1, -1
			for w := range g.Verbs {
				u := &g.Verbs[w]
				u.Objects = slices.DeleteFunc(u.Objects, func(o int) bool { return o == p })
			}
			g.Verbs[v].Subjects, g.Verbs[v].Inherited = []int{p}, false
			break
		}
	}
}

// verbBehind is the verb with a tense that begins at token k, -1 for none.
func verbBehind(g *parse.Grammar, k int) int {
	for v := range g.Verbs {
		if u := &g.Verbs[v]; u.First == k && (u.Form == parse.Finite || u.Form == parse.Bare) && !u.Reduced {
			return v
		}
	}
	return -1
}

// outcomes are words between a verb and its object that say what became of the latter: "shot dead two men".
var outcomes = map[string]bool{"dead": true, "free": true, "alive": true, "ablaze": true, "alight": true, "captive": true, "hostage": true, "prisoner": true}

// deadly are verbs whose object may stand before what became of it: "shot a man dead", but not "left a man dead".
var deadly = map[string]bool{"shoot": true, "stab": true, "strike": true, "beat": true, "burn": true, "bury": true, "hack": true}

// reunite gives a verb its object back where a word beside it hides it, and the verb behind took it for its subject: "shot dead two men accused of
// spying", "shoot dead a gunman who fired", "shot a man dead".
func reunite(g *parse.Grammar) {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if len(u.Objects) > 0 || u.Passive || u.Last >= g.Last {
			continue
		}
		after := outcomes[g.Doc.Tokens[u.Last].Norm]
		first := u.Last
		if after {
			first++
		}
		p := g.PhraseAt(first)
		if p < 0 || g.Phrases[p].First != first || g.Phrases[p].Prep >= 0 {
			continue
		}
		last := g.Phrases[p].Last
		taken := false
		for w := range g.Verbs {
			x := &g.Verbs[w]
			switch {
			case len(x.Subjects) != 1 || x.Subjects[0] != p || x.Inherited:
			case after && x.Form == parse.Bare && x.First == last:
				u.Objects = []int{p}
				x.Reduced, x.Link, x.UpPhrase, x.Up = true, parse.Relative, p, v
			case !after && deadly[g.Doc.Lemmas[u.Head]] && x.Form == parse.Predicate && x.First == last && outcomes[g.Doc.Tokens[x.First].Norm]:
				u.Objects = []int{p}
			case x.Link != parse.Relative || x.UpPhrase != p:
				taken = true
			}
		}
		if after && !taken {
			u.Objects = []int{p}
		}
	}
}

// whose gives a clause that begins with "who" to the person named last, where it was hung on a thing: "the motive of the suspect, who was
// arrested".
func (rd *reading) whose(g *parse.Grammar) {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.Link != parse.Relative || u.UpPhrase < 0 || len(u.Subjects) != 1 || u.Subjects[0] != u.UpPhrase || rd.human(g, u.UpPhrase) {
			continue
		}
		for p := u.UpPhrase + 1; p < len(g.Phrases) && g.Phrases[p].First < u.First; p++ {
			who := g.Phrases[p].Last
			if who < g.Last && g.Doc.Tokens[who].Norm == "," {
				who++
			}
			if g.Phrases[p].Gov >= u.UpPhrase && who < u.First && g.Doc.Tokens[who].Norm == "who" && rd.human(g, p) {
				u.UpPhrase, u.Subjects = p, []int{p}
				break
			}
		}
	}
}
