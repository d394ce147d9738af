package situation

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// speech are verbs whose clause means little without what is said.
var speech = map[string]bool{"say": true, "add": true, "state": true, "warn": true, "claim": true, "report": true, "announce": true, "declare": true, "note": true, "stress": true,
	"tell": true, "call": true, "describe": true, "believe": true, "argue": true, "insist": true, "explain": true, "confirm": true, "reveal": true, "suggest": true, "estimate": true, "vow": true, "pledge": true, "promise": true, "order": true, "urge": true, "ask": true, "make": true, "cause": true, "force": true, "begin": true}

// balanced says that quotation marks and brackets that open among tokens [first, last) close there.
func (r *region) balanced(first, last int) bool {
	s := r.doc.Text[r.doc.Tokens[first].Start:r.doc.Tokens[last-1].End]
	return strings.Count(s, `"`)%2 == 0 && strings.Count(s, "“") == strings.Count(s, "”") && strings.Count(s, "(") == strings.Count(s, ")")
}

// whole says that what verb v says follows it, where it says something: not "said that despite the attacks".
func (r *region) whole(v, first, last int) bool {
	w := &r.g.Verbs[v]
	if !speech[r.doc.Lemmas[w.Head]] || !slices.ContainsFunc(r.doc.Tokens[w.Last:last], func(t text.Token) bool { return t.Norm == "that" }) {
		return true
	}
	for k := range r.g.Verbs {
		if x := &r.g.Verbs[k]; x.First >= w.Last && x.Last <= last && finite(x) {
			return true
		}
	}
	return false
}

// acts says that verb v is a verb for the claims, too, where its form may be a noun's: not "an army strike kills …", whose "strike" was taken for one.
func (r *region) acts(v int, claims []*sitrep.Claim, told []int) bool {
	w := &r.g.Verbs[v]
	head, lemma := r.doc.Tokens[w.Head], r.doc.Lemmas[w.Head]
	if w.First != w.Head || head.Norm != lemma && head.Norm != lemma+"s" {
		return true
	}
	for _, k := range told {
		if r.token(claims[k].Trigger.End-1) != w.Head && r.token(claims[k].Trigger.Start) != w.Head {
			continue
		}
		for _, list := range claims[k].Roles {
			for _, f := range list {
				if f.By == "agent" || f.By == "subject" || (f.By == "patient" || f.By == "object") && r.token(f.Start) > w.Head {
					return true
				}
			}
		}
		return false
	}
	return true
}

// listed says that verbs with one subject are joined as a list is: of "an army strike in a market kills", where "strike" was taken for a verb, they are not.
func (r *region) listed(first, last int) bool {
	for v := range r.g.Verbs {
		w := &r.g.Verbs[v]
		if w.First > first && w.Last <= last && (w.Form == parse.Finite || w.Form == parse.Bare) {
			if b := r.g.VerbAt(w.First - 1); b >= 0 && b != v && r.g.Verbs[b].Form == parse.Finite { // "air strikes killed"
				return false
			}
		}
		if w.First < first || w.Last > last || w.Link != parse.Coordinate || !w.Inherited || w.Form != parse.Finite && w.Form != parse.Bare {
			continue
		}
		joined := false
		for i := w.First - 1; i >= first && r.g.VerbAt(i) < 0 && !joined; i-- {
			joined = r.g.Tag(i) == parse.CCONJ || r.doc.Tokens[i].Norm == ","
		}
		if !joined {
			return false
		}
	}
	return true
}

// hanging says that what ends before token last lacks its noun: "against local" of "against local and foreign journalists", "the car that he was".
func (r *region) hanging(last int) bool {
	if last >= r.g.Last || r.mark(last) && r.doc.Tokens[last].Norm != "-" && r.doc.Tokens[last].Norm != "--" {
		return false
	}
	switch r.g.Tag(last - 1) {
	case parse.ADJ, parse.DET, parse.AUX, parse.ADP:
		return r.doc.Tokens[last].Norm == "and" || r.g.Tag(last-1) != parse.ADJ
	}
	return false
}

// gerund says that token i is a participle in "-ing" by itself.
func (r *region) gerund(i int) bool {
	v := r.g.VerbAt(i)
	return v >= 0 && r.g.Verbs[v].Form == parse.Gerund && r.g.Verbs[v].Head == i
}

// speaks says that token i is a verb that wants what is cut off behind it.
func (r *region) speaks(i int) bool {
	return r.g.VerbAt(i) >= 0 && r.g.Verbs[r.g.VerbAt(i)].Head == i && speech[r.doc.Lemmas[i]] && !r.g.Verbs[r.g.VerbAt(i)].Passive
}

// backward are nouns that, behind "the" and with nothing that says which, point back at what was named before.
var backward = map[string]bool{"area": true, "attack": true, "attackers": true, "attacks": true, "base": true, "blast": true, "bodies": true, "bombing": true, "building": true, "camp": true,
	"city": true, "convoy": true, "district": true, "explosion": true, "group": true, "men": true, "operation": true, "province": true, "raid": true, "region": true, "settlement": true,
	"site": true, "soldiers": true, "strike": true, "strikes": true, "suspects": true, "town": true, "troops": true, "victims": true, "village": true}

// which begin what says which is meant: "the town of", "the soldiers who".
var which = map[string]bool{"of": true, "in": true, "at": true, "near": true, "on": true, "who": true, "that": true, "which": true, "where": true, "from": true}

// loses says that the sentence cut down to these tokens says less than a reader must know: it leaves off a list, the name of what it points back at, or
// what another source says of it.
func (r *region) loses(first, last int, claims []*sitrep.Claim, a *sitrep.Attribution) bool {
	if last+1 < r.g.Last && (r.doc.Tokens[last].Norm == "and" || r.doc.Tokens[last].Norm == "or") {
		switch r.g.Tag(last + 1) {
		case parse.DET, parse.NUM, parse.ADJ, parse.NOUN, parse.PROPN:
			return true
		}
	}
	for _, c := range claims {
		if a != nil && c.Attribution != nil && !sameSource(c.Attribution, a) {
			return true
		}
	}
	named := func(from, to int) bool {
		for i := max(from, r.g.First+1); i < to; i++ {
			if r.g.Tag(i) == parse.PROPN {
				return true
			}
		}
		return false
	}
	if !named(r.g.First, first) && !named(last, r.g.Last) {
		return false
	}
	for i := first; i+1 < last; i++ {
		if r.doc.Tokens[i].Norm == "the" && backward[r.doc.Tokens[i+1].Norm] && (i+2 >= last || !which[r.doc.Tokens[i+2].Norm] && r.g.Tag(i+2) != parse.PROPN) {
			return true
		}
	}
	return false
}
