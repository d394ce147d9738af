package extract

import (
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// figures reads the numbers that a match counts, and after them the parts of these that are told with them.
func (rd *reading) figures(s *sentence, m *rule.Match) []sitrep.Figure {
	var out, parts []sitrep.Figure
	add := func(list *[]sitrep.Figure, f sitrep.Figure) {
		if !hasFigure(out, f) && !hasFigure(parts, f) {
			*list = append(*list, f)
		}
	}
	for _, measure := range sitrep.Measures {
		slots := m.Figures[measure]
		for _, slot := range append(slices.Clone(slots), rd.alongside(s, m, slots)...) {
			slot = s.members(slot)
			list := &out
			if s.subset(slot) {
				list = &parts
			}
			for _, read := range []func(*sentence, *rule.Match, rule.Slot, []rule.Slot) (sitrep.Figure, bool){rd.single, rd.nobody, rd.pair, rd.counts} {
				if f, ok := read(s, m, slot, slots); ok {
					f.Measure, f.By = measure, slot.By
					if list == &parts {
						f.Kind = sitrep.Part
					}
					add(list, f)
				}
			}
			for _, f := range rd.partsOf(s, m, slot) {
				f.Measure = measure
				add(&parts, f)
			}
		}
	}
	out = append(out, parts...)
	for i := range out {
		rd.asPeople(&out[i])
	}
	return out
}

// asPeople multiplies a figure of households by the people that the user counts for one.
func (rd *reading) asPeople(f *sitrep.Figure) {
	if f.Unit != sitrep.Household || rd.household == 0 {
		return
	}
	f.Factor = rd.household
	for _, end := range []**int{&f.Low, &f.Best, &f.High} {
		if *end != nil {
			*end = new(int(math.Round(float64(**end) * rd.household)))
		}
	}
}

// counts reads the first number in the slot.
func (rd *reading) counts(s *sentence, m *rule.Match, slot rule.Slot, _ []rule.Slot) (sitrep.Figure, bool) {
	first := slot.First
	if slot.Phrase >= 0 && slot.By != "owner" && slot.First == s.g.Phrases[slot.Phrase].First {
		if o := s.g.Phrases[slot.Phrase].Owner; o >= 0 && s.ofOwner(o) {
			first = s.g.Phrases[o].First // "two of the minister's bodyguards"
		}
	}
	for i := range s.numbers {
		q := &s.numbers[i]
		if q.First < first || q.Last > slot.Last || q.Kind != numeral.Cardinal && slot.By != "frequency" {
			continue
		}
		f := rd.figure(q)
		f.Of = sitrep.Known(rd.counted(s.g, slot, q.Last))
		if s.ofThem(q.Last) {
			f.Of = sitrep.Known(rd.phraseFrom(s.g, q.Last+2))
		}
		if slot.By == "frequency" {
			f.Of = "" // "six times" counts the deed
		}
		if of := s.tallied(m); slot.By == "amount" || of != "" && (slot.By == "prep:to" || slot.By == "prep:at") {
			f.Of = sitrep.Known(of)
		}
		f.Kind = s.kindOf(m, slot, q)
		f.Unit = unitOf(s.g, slot, q.Last)
		return f, true
	}
	return sitrep.Figure{}, false
}

// ofOwner says that phrase o, which owns another, begins with a number of what it owns.
func (s *sentence) ofOwner(o int) bool {
	g := s.g
	ph := &g.Phrases[o]
	for _, q := range s.numbers {
		if q.First == ph.First && q.Last < ph.Last {
			w := g.Doc.Tokens[q.Last].Norm
			return w == "of" || q.Last+1 < ph.Last && g.Doc.Tokens[q.Last+1].Norm == "of"
		}
	}
	return false
}

// companions are prepositions of those to whom the same was done.
var companions = map[string]bool{"along with": true, "together with": true, "as well as": true, "alongside": true}

// alongside are the slots of those to whom the same was done as to the slots of a match: "the minister was killed along with two of
// his guards".
func (rd *reading) alongside(s *sentence, m *rule.Match, slots []rule.Slot) []rule.Slot {
	g := s.g
	if m.Phrase >= 0 || m.Verb < 0 || len(slots) == 0 {
		return nil
	}
	passive := g.PassiveLike(m.Verb)
	var out []rule.Slot
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if !companions[g.Preposition(p)] || ph.Prep < g.Verbs[m.Verb].Last && !passive || g.Clause(ph.Prep) != m.Verb || !rd.human(g, p) {
			continue
		}
		out = append(out, rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p, By: "prep:" + g.Preposition(p)})
	}
	return out
}

// figure writes a quantity; a hedge behind what is counted belongs to its words.
func (rd *reading) figure(q *numeral.Quantity) sitrep.Figure {
	return sitrep.Figure{Quote: rd.quote(q.First, max(q.Last, q.Behind)), Low: q.Low, Best: q.Best, High: q.High}
}

// tallies are nouns for what all numbers come to.
var tallies = map[string]bool{"toll": true, "number": true, "count": true, "tally": true}

// tallied is whom the noun of match m counts: the rebels of "the number of rebels killed".
func (s *sentence) tallied(m *rule.Match) string {
	g := s.g
	if m.Phrase < 0 || !tallies[g.Doc.Lemmas[m.Head]] {
		return ""
	}
	ph := &g.Phrases[m.Phrase]
	for k := m.Head + 1; k+1 < ph.Last; k++ {
		if g.Doc.Tokens[k].Norm == "of" && g.Doc.Tags[ph.Last-1] == parse.NOUN {
			return g.Doc.Words(k+1, ph.Last)
		}
	}
	return ""
}

// sums are words that make a number what all come to: "in all, 52 soldiers".
var sums = [][]string{{"in", "all"}, {"in", "total"}, {"altogether"}, {"all", "told"}, {"overall"}}

// kindOf says how a number stands to others.
func (s *sentence) kindOf(m *rule.Match, slot rule.Slot, q *numeral.Quantity) sitrep.FigureKind {
	g := s.g
	switch {
	case q.Increment && !s.countedBefore(q.First):
		return sitrep.Increment
	case q.Sum, m.Phrase >= 0 && tallies[g.Doc.Lemmas[m.Head]] && slot.By != "self":
		return sitrep.Total
	case m.Phrase < 0 && g.Doc.Lemmas[m.Head] == "include": // "the dead included 11 women"
		return sitrep.Part
	case m.Phrase < 0 && g.Doc.Lemmas[m.Head] == "be" && slot.By != "amount": // "were among the dead"
		return sitrep.Part
	}
	for k := max(g.First, q.First-4); k < min(g.Last, q.Last+4); k++ {
		for _, words := range sums {
			ok := k+len(words) <= g.Last
			for n, w := range words {
				ok = ok && g.Doc.Tokens[k+n].Norm == w
			}
			if ok && (k+len(words) <= q.First || k >= q.Last) {
				return sitrep.Total
			}
		}
	}
	return ""
}

// countedBefore says that the sentence has counted others before token k, so that "another 20" there adds to these and to no number
// told earlier: "killed 15 people and wounded another 20".
func (s *sentence) countedBefore(k int) bool {
	for _, q := range s.numbers {
		if q.Kind == numeral.Cardinal && q.Last <= k {
			return true
		}
	}
	return false
}

// households are nouns of people who live together, which are not counted one by one.
var households = map[string]bool{"family": true, "families": true, "household": true}

// unitOf is Household where the number that ends before token from counts the families of a slot, "" where it counts heads: "four families",
// but "four members of one family".
func unitOf(g *parse.Grammar, slot rule.Slot, from int) sitrep.Unit {
	for k := from; k < slot.Head; k++ {
		if g.Doc.Tokens[k].Norm == "of" && g.Doc.Tags[k-1] == parse.NOUN && !households[g.Doc.Lemmas[k-1]] {
			return ""
		}
	}
	if slot.Head >= 0 && (households[g.Doc.Lemmas[slot.Head]] || households[g.Doc.Tokens[slot.Head].Norm]) {
		return sitrep.Household
	}
	return ""
}

// companies are nouns for a few people together, whose number their "of" tells: "a cell of five men".
var companies = map[string]bool{"cell": true, "group": true, "gang": true, "team": true, "band": true, "crew": true, "squad": true, "party": true,
	"unit": true, "patrol": true, "family": true, "convoy": true, "column": true, "contingent": true, "force": true}

// members is the counted phrase that a company consists of, slot itself where there is none.
func (s *sentence) members(slot rule.Slot) rule.Slot {
	g := s.g
	if slot.Phrase < 0 || !companies[g.Doc.Lemmas[slot.Head]] {
		return slot
	}
	for _, q := range s.numbers {
		if inSlot(&q, slot) {
			return slot // "three gangs of boys"
		}
	}
	for p := slot.Phrase + 1; p < len(g.Phrases); p++ {
		if ph := &g.Phrases[p]; ph.Gov == slot.Phrase && ph.Prep == slot.Last && g.Preposition(p) == "of" {
			return rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p, By: slot.By}
		}
	}
	return slot
}

// nobody reads "no soldiers", "nobody" and "no one" as none: a report that says so has counted.
func (rd *reading) nobody(s *sentence, _ *rule.Match, slot rule.Slot, _ []rule.Slot) (sitrep.Figure, bool) {
	g := s.g
	first, from := slot.First, slot.First+1
	if numberAt(s, first) >= 0 {
		return sitrep.Figure{}, false // "no fewer than 68 worshippers"
	}
	switch w := g.Doc.Tokens[first].Norm; {
	case w == "no" && slot.Last > from:
		if g.Doc.Tokens[from].Norm == "one" {
			from++
		}
	case w == "nobody":
	case w == "one" && first > g.First && g.Doc.Tokens[first-1].Norm == "no":
		first--
	default:
		return sitrep.Figure{}, false
	}
	f := sitrep.Figure{Quote: rd.quote(first, min(from, slot.Last)), Low: new(0), Best: new(0), High: new(0)}
	if from < slot.Last {
		f.Quote = rd.quote(first, first+1)
		f.Of = sitrep.Known(g.Doc.Words(from, slot.Last))
	}
	return f, true
}

// pair reads "both soldiers" as two.
func (rd *reading) pair(s *sentence, _ *rule.Match, slot rule.Slot, list []rule.Slot) (sitrep.Figure, bool) {
	g := s.g
	if g.Doc.Tokens[slot.First].Norm != "both" || slot.Last-slot.First < 2 || len(list) > 1 || !strings.HasSuffix(g.Doc.Tokens[slot.Head].Norm, "s") && !strings.HasSuffix(g.Doc.Tokens[slot.Head].Norm, "men") {
		return sitrep.Figure{}, false
	}
	return sitrep.Figure{Quote: rd.quote(slot.First, slot.First+1), Low: new(2), Best: new(2), High: new(2),
		Of: sitrep.Known(g.Doc.Words(slot.First+1, slot.Last))}, true
}

// subset says that a slot is told as a part of what is counted before it: "including six policemen", "five of them".
func (s *sentence) subset(slot rule.Slot) bool {
	g := s.g
	if slot.Phrase >= 0 && g.Preposition(slot.Phrase) == "including" || s.among(slot.First) {
		return true
	}
	for _, q := range s.numbers {
		if inSlot(&q, slot) {
			return s.ofThem(q.Last) && q.First > g.First && g.Doc.Tokens[q.First-1].Norm != "."
		}
	}
	return false
}

// among says that "including", "among them" or "among whom" stands right before token k.
func (s *sentence) among(k int) bool {
	g := s.g
	norm := func(i int) string {
		if i < g.First {
			return ""
		}
		return g.Doc.Tokens[i].Norm
	}
	if norm(k-1) == "were" || norm(k-1) == "being" {
		k--
	}
	w := norm(k - 1)
	return w == "including" || (w == "them" || w == "whom") && norm(k-2) == "among"
}

// opened says that a bracket or dash right behind the slot opens a list at token k: "six priests (five of the town and a guest)".
func (s *sentence) opened(slot rule.Slot, k int) bool {
	_, last := extent(s.g, slot)
	if k-1 != last && k-1 != slot.Last {
		return false
	}
	switch w := s.g.Doc.Tokens[k-1].Norm; w {
	case "(", "--", ":":
		return true
	case "-":
		return s.g.Doc.Tokens[k-1].End < s.g.Doc.Tokens[k].Start
	}
	return false
}

// ofThem says that "of them", "of whom" or the like stands at token k.
func (s *sentence) ofThem(k int) bool {
	g := s.g
	if k+1 >= g.Last || g.Doc.Tokens[k].Norm != "of" {
		return false
	}
	switch g.Doc.Tokens[k+1].Norm {
	case "them", "whom", "these", "those":
		return true
	}
	return false
}

// phraseFrom is what a part consists of: the phrase at token k, or the one after "were" or "was" there.
func (rd *reading) phraseFrom(g *parse.Grammar, k int) string {
	for ; k < g.Last; k++ {
		switch g.Doc.Tokens[k].Norm {
		case "were", "was", "are", "is", "a", "an", "being":
			continue
		}
		break
	}
	if p := g.PhraseAt(k); p >= 0 {
		return g.Doc.Words(k, g.Phrases[p].Last)
	}
	return ""
}

// partsOf reads the parts of what slot counts: "17 people, including six policemen and a nurse", "13 men, five of them rangers
// and one a sergeant". They stand behind it, with nothing told between that is another deed.
func (rd *reading) partsOf(s *sentence, m *rule.Match, slot rule.Slot) []sitrep.Figure {
	g := s.g
	whole := -1
	for i := range s.numbers {
		if q := &s.numbers[i]; inSlot(q, slot) && q.Kind == numeral.Cardinal {
			whole = i
			break
		}
	}
	if whole < 0 {
		return nil
	}
	var out []sitrep.Figure
	end := -1 // of the part before, where a list of parts goes on
	for k := slot.Last; k < g.Last; k++ {
		if v := g.VerbAt(k); v >= 0 && v != m.Verb {
			if u := &g.Verbs[v]; u.Link != parse.Relative && g.Doc.Lemmas[u.Head] != "be" {
				break
			}
			continue
		}
		if g.Doc.Tokens[k].Norm == ";" {
			break
		}
		if p := g.PhraseAt(k); end >= 0 && p >= 0 && opensClause(g, p, m.Verb) {
			break // "including a cashier, and two drivers were wounded"
		}
		goesOn := end >= 0 && k-end <= 2 && k > end
		if goesOn && g.Doc.Tokens[k-1].Norm != "and" && g.Doc.Tokens[k-1].Norm != "," {
			goesOn = false
		}
		if w := g.Doc.Tokens[k].Norm; (w == "a" || w == "an") && (s.among(k) || goesOn) && g.PhraseAt(k) >= 0 && numberAt(s, k) < 0 {
			ph := &g.Phrases[g.PhraseAt(k)]
			if ph.First != k || !rd.human(g, g.PhraseAt(k)) {
				continue
			}
			out = append(out, sitrep.Figure{Quote: rd.quote(k, k+1), Low: new(1), Best: new(1), High: new(1), Of: sitrep.Known(g.Doc.Words(k+1, ph.Last)), Kind: sitrep.Part, By: "part"})
			end = ph.Last
			continue
		}
		i := numberAt(s, k)
		if i < 0 {
			if p := g.PhraseAt(k); p >= 0 && g.Phrases[p].First == k && (s.among(k) || goesOn) && rd.human(g, p) {
				end = g.Phrases[p].Last // "including the rector and two women"
			}
			continue
		}
		if s.numbers[i].Kind != numeral.Cardinal {
			continue
		}
		q := &s.numbers[i]
		of := ""
		switch {
		case s.ofThem(q.Last):
			of = rd.phraseFrom(g, q.Last+2)
			end = q.Last + 2
		case s.among(q.First) || goesOn || s.opened(slot, q.First):
			of = rd.phraseFrom(g, q.Last)
			end = q.Last
		default:
			k = q.Last - 1
			continue
		}
		if p := g.PhraseAt(end); p >= 0 && of != "" {
			end = g.Phrases[p].Last
		} else if p := g.PhraseAt(q.First); p >= 0 {
			end = max(end, g.Phrases[p].Last)
		}
		f := rd.figure(q)
		f.Of, f.Kind, f.By = sitrep.Known(of), sitrep.Part, "part"
		out = append(out, f)
		k = max(k, end-1)
	}
	return out
}

// inSlot says that a quantity stands in a slot.
func inSlot(q *numeral.Quantity, slot rule.Slot) bool {
	return q.First >= slot.First && q.Last <= slot.Last
}

// numberAt is the quantity that begins at token k, -1 for none.
func numberAt(s *sentence, k int) int {
	return slices.IndexFunc(s.numbers, func(q numeral.Quantity) bool { return q.First == k })
}

// human says that phrase p stands for a person or people.
func (rd *reading) human(g *parse.Grammar, p int) bool {
	ph := &g.Phrases[p]
	return rd.names.read(g, rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p}).human()
}

// human says that a thing is a person or people.
func (t thing) human() bool {
	return t.kind == actorKind && t.class&actor.Fighter != 0 || t.kind == peopleKind || t.kind == personKind
}

func hasFigure(list []sitrep.Figure, f sitrep.Figure) bool {
	for _, o := range list {
		if o.Span == f.Span && o.Measure == f.Measure {
			return true
		}
	}
	return false
}

// counted is whom a figure counts: the rest of its phrase.
func (rd *reading) counted(g *parse.Grammar, s rule.Slot, from int) string {
	_, last := extent(g, s)
	for from < last {
		switch g.Doc.Tokens[from].Norm {
		case "of", "the", "more", "additional", "further", "extra", "its", "their", "his", "her", "our":
			from++
			continue
		}
		break
	}
	if from >= last {
		return ""
	}
	return g.Doc.Words(from, last)
}

// opensClause says that phrase p is the subject of a verb with its own tense other than v.
func opensClause(g *parse.Grammar, p, v int) bool {
	for w := range g.Verbs {
		u := &g.Verbs[w]
		if w != v && !u.Inherited && u.Link != parse.Relative && (u.Form == parse.Finite || u.Form == parse.Bare) && slices.Contains(u.Subjects, p) {
			return true
		}
	}
	return false
}
