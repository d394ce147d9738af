package extract

import (
	"sitrep/internal/actor"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Reports name groups that no registry knows. They are told by what introduces them ("a group calling itself Sons of the Valley") or by
// the words of their names ("the Karsa Liberation Front", "the Dawn Martyrs Brigade"), and are learned for the whole report.

// introductions come between a noun and a group's name.
var introductions = [][]string{{"calling", "itself"}, {"calling", "themselves"}, {"which", "calls", "itself"}, {"that", "calls", "itself"}, {"who", "call", "themselves"},
	{"identifying", "itself", "as"}, {"styling", "itself"}, {"naming", "itself"}, {"called"}, {"known", "as"}, {"named"}, {"dubbed"}}

// groupWords are words of names that tell an armed group by themselves, and what kind of one.
var groupWords = map[string]string{"front": "armed_group", "brigade": "armed_group", "brigades": "armed_group", "liwa": "armed_group", "katibat": "armed_group", "jaish": "armed_group",
	"jaysh": "armed_group", "militia": "militia", "mujahideen": "armed_group", "battalion": "armed_group", "battalions": "armed_group"}

// armies are words that tell an armed group after one of the words of causeWords: "Liberation Army", "Resistance Forces".
var armies = map[string]bool{"army": true, "force": true, "forces": true, "movement": true, "organisation": true, "organization": true, "party": true, "council": true, "fighters": true,
	"guard": true, "guards": true, "command": true, "legion": true, "alliance": true, "tigers": true, "group": true, "coalition": true}

var causeWords = map[string]bool{"liberation": true, "revolutionary": true, "resistance": true, "martyrs": true, "people's": true, "freedom": true, "salvation": true, "jihad": true, "independence": true,
	"defence": true, "defense": true, "volunteer": true, "volunteers": true, "partisan": true}

// learn finds the groups that a sentence introduces.
func (rd *reading) learn(g *parse.Grammar) {
	d := g.Doc
	for i := g.First; i < g.Last; i++ {
		for _, words := range introductions {
			if i == g.First || i+len(words) >= g.Last || !says(d, i, words) {
				continue
			}
			noun := i - 1
			for noun > g.First && d.Tags[noun] == parse.PUNCT {
				noun--
			}
			if w := d.Lemmas[noun]; rd.actors.Class(w)&(actor.Force|actor.Fighter) == 0 && w != "group" && w != "organisation" && w != "movement" {
				continue
			}
			first := i + len(words)
			for first < g.Last && (d.Tokens[first].Norm == "the" || d.Tags[first] == parse.PUNCT) {
				first++
			}
			if last := nameRun(d, first, g.Last); last > first {
				rd.actors.Learn(d, first, last, &actor.Actor{Name: d.Words(first, last), Kind: "armed_group"})
			}
		}
	}
	for i := g.First; i < g.Last; {
		if d.Tokens[i].Shape != text.Capital || d.Tags[i] != parse.PROPN && (i == g.First || d.Tags[i] != parse.ADJ && d.Tags[i] != parse.NOUN) {
			i++
			continue
		}
		last := nameRun(d, i, g.Last)
		rd.learnName(g, i, last)
		i = max(last, i+1)
	}
}

// learnName learns the group whose name may stand at tokens first…last.
func (rd *reading) learnName(g *parse.Grammar, first, last int) {
	d := g.Doc
	if n, _ := rd.actors.Nation(d, first, last); n > 0 && first+n < last && rd.actors.IsBody(d.Tokens[last-1].Norm) {
		return // "Syrian Arab Army" and the like are a state's
	}
	if last-first < 2 || d.Sents[g.Sent].Upper {
		return
	}
	for k := first; k < last; k++ {
		if n, _ := rd.actors.Match(d, k, last); n > 0 {
			return // a name of the registry in it: "the Hamas Brigades"
		}
		if d.Tags[k] == parse.NUM || d.Tokens[k].Shape == text.Number || ordinal(d.Tokens[k].Norm) {
			return // "the 7th Brigade" is an army's
		}
	}
	kind := ""
	for k := first; k < last; k++ {
		w := d.Tokens[k].Norm
		if kind == "" {
			kind = groupWords[w]
		}
		if armies[w] && k > first && (causeWords[d.Tokens[k-1].Norm] || d.Tokens[k-1].Norm == "'s" && k-2 >= first && d.Tokens[k-2].Norm == "people") {
			kind = "armed_group"
		}
	}
	if kind == "" {
		return
	}
	if c := d.Tokens[first].Norm; (c == "southern" || c == "northern" || c == "eastern" || c == "western" || c == "central") && last-first == 2 {
		return // a theatre of war
	}
	rd.actors.Learn(d, first, last, &actor.Actor{Name: d.Words(first, last), Kind: kind})
}

func ordinal(w string) bool {
	return len(w) > 2 && w[0] >= '0' && w[0] <= '9' || w == "first" || w == "second" || w == "third" || w == "fourth" || w == "fifth"
}

// says says whether words stand at token i.
func says(d *parse.Doc, i int, words []string) bool {
	for k, w := range words {
		if d.Tokens[i+k].Norm != w {
			return false
		}
	}
	return true
}

// nameRun is where a run of capitalised words that begins at token first ends; "of", "for", "and", "the" and hyphens may stand inside it.
func nameRun(d *parse.Doc, first, last int) int {
	end := first
	for k := first; k < last; k++ {
		switch w := d.Tokens[k].Norm; {
		case d.Tokens[k].Shape == text.Capital || d.Tokens[k].Shape == text.Acronym && k > first:
			if k == end && k > first && d.Tags[k] != parse.PROPN && d.Tags[k] != parse.ADJ && d.Tags[k] != parse.NOUN {
				return end
			}
			end = k + 1
		case k == first:
			return first
		case w == "of" || w == "for" || w == "the" || w == "-" || w == "'s" || w == "al" || w == "'":
		default:
			return end
		}
	}
	return end
}
