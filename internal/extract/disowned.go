package extract

import (
	"sitrep/internal/parse"
)

// reports are nouns for what is told, disowners the verbs that say that it is not so, and untrue the words that say so of it.
var (
	reports = map[string]bool{"report": true, "claim": true, "allegation": true, "accusation": true, "suggestion": true, "rumour": true, "rumor": true,
		"charge": true, "assertion": true, "statement": true, "story": true}
	disowners = map[string]bool{"deny": true, "reject": true, "dismiss": true, "refute": true, "dispute": true,
		"rebut": true, "scoff": true, "ridicule": true, "deride": true, "scorn": true, "contradict": true, "discount": true, "brush": true, "laugh": true}
	untrue = map[string]bool{"untrue": true, "false": true, "baseless": true, "unfounded": true, "fake": true, "groundless": true, "fabricated": true, "wrong": true,
		"lie": true, "fabrication": true, "nonsense": true, "incorrect": true}
)

// deniedReport is the word that disowns the report whose words clause v tells: "denies reports that its men burned the
// village", "denied a report in a newspaper that …", "the claim that … is a lie", "it is not true that …". "" for none. It looks
// at words, since "denies reports" is easily read as two verbs.
func deniedReport(g *parse.Grammar, v int) string {
	that := g.Verbs[v].First - 1
	for that > g.First && g.Doc.Tokens[that].Norm != "that" && g.VerbAt(that) < 0 {
		that--
	}
	if that-1 < g.First || g.Doc.Tokens[that].Norm != "that" {
		return ""
	}
	if w := g.Doc.Tokens[that-1].Norm; w == "true" && that-2 >= g.First && g.Doc.Tokens[that-2].Norm == "not" {
		return "not true"
	} else if (w == "untrue" || w == "false") && that-2 >= g.First && g.Doc.Lemmas[that-2] == "be" {
		return w
	}
	told := reportBefore(g, that)
	if told < 0 {
		return ""
	}
	for k := told - 1; k >= g.First && k >= told-4; k-- {
		if l := g.Doc.Lemmas[k]; disowners[l] {
			return l
		}
	}
	return judged(g, v, told)
}

// reportBefore is the noun for a report whose words the "that" at token k opens, with no more than a phrase about where it stood
// between: "a report in a Manila newspaper that". -1 for none.
func reportBefore(g *parse.Grammar, k int) int {
	for i := k - 1; i >= g.First && i >= k-7; i-- {
		if g.Doc.Tokens[i].Norm == "," || i < k-1 && g.VerbAt(i) >= 0 {
			return -1
		}
		if reports[g.Doc.Lemmas[i]] && (i == k-1 || outlets[g.Doc.Tokens[i+1].Norm]) {
			return i
		}
	}
	return -1
}

// outlets are the words that lead from a report to where it stood or who told it.
var outlets = map[string]bool{"in": true, "on": true, "by": true, "from": true, "of": true}

// judged is the word of a later verb that says of the report at token told, which opens the sentence or what somebody says, that it
// is not so: "reports that … were rejected", "the claim that … is a lie".
func judged(g *parse.Grammar, v, told int) string {
	for w := v + 1; w < len(g.Verbs); w++ {
		u := &g.Verbs[w]
		if l := g.Doc.Lemmas[u.Head]; disowners[l] && g.PassiveLike(w) && told <= g.First+2 {
			return l
		}
		for k := u.First; k < u.Last+4 && k < g.Last; k++ {
			if !untrue[g.Doc.Lemmas[k]] && !untrue[g.Doc.Tokens[k].Norm] {
				continue
			}
			for b := k - 1; b >= u.First && b >= k-3; b-- {
				if g.Doc.Lemmas[b] == "be" {
					return g.Doc.Lemmas[k]
				}
			}
		}
	}
	return ""
}

// partakers are the verbs whose "in" names what somebody has a hand in.
var partakers = map[string]bool{"take": true, "have": true, "play": true, "participate": true, "involve": true, "engage": true, "join": true, "share": true}

// abstained is the verb that says that somebody has no hand in what phrase p, behind "in", tells: "is not taking part in the fighting",
// "was not involved in the raid". What is a deed of others all the same cannot be told apart from what was none. "" for none.
func abstained(g *parse.Grammar, p int) string {
	v := g.Clause(g.Phrases[p].Prep)
	if v < 0 || !g.Verbs[v].Negated || !partakers[g.Doc.Lemmas[g.Verbs[v].Head]] || g.Phrases[p].Prep > g.Verbs[v].Last+2 {
		return ""
	}
	return g.Doc.Lemmas[g.Verbs[v].Head]
}
