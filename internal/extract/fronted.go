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
			if t.First != ph.First || t.Last <= ph.First || t.Last > ph.Head || g.Doc.Tokens[t.Last].Norm == "'s" || g.Doc.Tokens[t.Last-1].Norm == "'s" {
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

// reunite gives a verb its object back where a word between them hides it and a participle behind took it for its subject: "shot dead two men
// accused of spying".
func reunite(g *parse.Grammar) {
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if len(u.Objects) > 0 || u.Passive || u.Last >= g.Last || !outcomes[g.Doc.Tokens[u.Last].Norm] {
			continue
		}
		p := g.PhraseAt(u.Last + 1)
		if p < 0 || g.Phrases[p].First != u.Last+1 || g.Phrases[p].Prep >= 0 {
			continue
		}
		for w := range g.Verbs {
			if x := &g.Verbs[w]; x.Form == parse.Bare && x.First == g.Phrases[p].Last && len(x.Subjects) == 1 && x.Subjects[0] == p {
				u.Objects = []int{p}
				x.Reduced, x.Link, x.UpPhrase, x.Up = true, parse.Relative, p, v
			}
		}
	}
}
