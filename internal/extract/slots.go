package extract

import (
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/timex"
)

// maxWords is the longest filler: a whole sentence is no answer.
const maxWords = 12

// extent widens a slot by its owner before it and by what hangs on it after it by "of" or a list inside that ("members
// of the security forces"), as long as it stays within maxWords.
func extent(g *parse.Grammar, s rule.Slot) (first, last int) {
	first, last = s.First, s.Last
	if s.Phrase < 0 || s.By == "modifier" || s.By == "owner" && s.First != g.Phrases[s.Phrase].First {
		return first, last
	}
	if s.By == "owner" && s.Last-s.First == 1 && g.OwnerToken(s.Phrase) == s.First {
		return first, last
	}
	p := s.Phrase
	if o := g.Phrases[p].Owner; o >= 0 {
		first = g.Phrases[o].First
	}
	for q := p + 1; q < len(g.Phrases); q++ {
		n := &g.Phrases[q]
		if n.Time || n.Last-first > maxWords {
			break
		}
		switch {
		case n.Prep == last && g.Preposition(q) == "of" && n.Gov >= p, n.Owner >= p && n.First == last+1 && s.By != "owner":
		case n.Conj > p && n.Conj < q && g.Preposition(q) == "of" && n.Gov >= p:
		default:
			return first, last
		}
		last = n.Last
	}
	return first, last
}

// words counts white-space separated words.
func words(s string) int {
	n, in := 0, false
	for _, r := range s {
		space := r == ' ' || r == '\n' || r == '\t'
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}

// placeOf finds where a match happened: what the rule names as the place, then a place phrase of its clause, nearest
// first, then one inside its fillers, then one that opens the sentence or stands elsewhere in it.
func (rd *reading) placeOf(s *sentence, m *rule.Match) (slot rule.Slot, ok bool) {
	g := s.g
	for _, p := range m.Places {
		return p, true
	}
	type option struct {
		slot rule.Slot
		cost int
	}
	best := option{cost: 1 << 30}
	clause := g.Clause(m.Head)
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.Time || p == m.Phrase || s.ofSource(p) {
			continue
		}
		sl := rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p, By: "prep:" + g.Preposition(p)}
		if !rd.isPlace(g, sl) {
			continue
		}
		cost := 0
		switch prep := g.Preposition(p); {
		case locatives[prep]:
		case prep == "of" || prep == "from" || prep == "to" || prep == "on" || prep == "over" || prep == "along" || prep == "off" || prep == "between":
			cost += 40
		case prep == "" && ph.Appos >= 0:
			cost += 60
		case prep == "":
			cost += 80
			if fills(m, p) {
				cost -= 30
				if rd.names.read(g, sl).kind == facilityKind {
					cost += 60 // what was hit says less of where than a named town does
				}
			} else if g.Phrases[p].Owner < 0 && isSubject(g, p) {
				cost += 300 // "Russia said" is no place
			}
		default:
			cost += 100
		}
		if c := g.Clause(ph.Head); c != clause {
			cost += 120
			if ph.First < m.First && ph.Last <= firstVerb(g) {
				cost -= 80
			}
		}
		if d := ph.First - m.Head; d >= 0 {
			cost += d
		} else {
			cost += 10 - d
		}
		if cost < best.cost {
			best = option{sl, cost}
		}
	}
	if best.cost < 260 {
		return best.slot, true
	}
	// A place named inside another phrase: "a Kabul guesthouse".
	for p := range g.Phrases {
		if p != m.Phrase && !fills(m, p) {
			continue
		}
		if sl, ok := rd.placeInside(g, p); ok {
			return sl, true
		}
	}
	return rule.Slot{}, false
}

// ofSource says that a phrase is a source or hangs on one: the clinic of "a medical source at a field clinic".
func (s *sentence) ofSource(p int) bool {
	for depth := 0; p >= 0 && depth < 4; depth, p = depth+1, s.g.Phrases[p].Gov {
		for i := range s.frames {
			if s.frames[i].Phrase == p {
				return true
			}
		}
	}
	return false
}

func firstVerb(g *parse.Grammar) int {
	if len(g.Verbs) == 0 {
		return g.Last
	}
	return g.Verbs[0].First
}

func isSubject(g *parse.Grammar, p int) bool {
	for v := range g.Verbs {
		for _, q := range g.Verbs[v].Subjects {
			if p == q {
				return true
			}
		}
	}
	return false
}

func fills(m *rule.Match, p int) bool {
	for _, role := range sitrep.Roles {
		for _, s := range m.Roles[role] {
			if s.Phrase == p {
				return true
			}
		}
	}
	return false
}

// timeOf finds when a match happened: a time of its own clause, else one that opens the sentence, else one of the clause
// that its own hangs on.
func timeOf(s *sentence, m *rule.Match) (timex.Expr, bool) {
	g := s.g
	best, bestCost := timex.Expr{}, 1<<30
	clause := g.Clause(m.Head)
	for _, t := range s.times {
		cost := t.First - m.Head
		if cost < 0 {
			cost = 5 - cost
		}
		c := g.Clause(t.First)
		switch {
		case c == clause:
		case t.Last <= firstVerb(g) && t.First < m.Head:
			cost += 30
		case clause >= 0 && g.Verbs[clause].Up >= 0 && c == g.Verbs[clause].Up && g.Verbs[clause].Link != parse.Relative && g.Verbs[clause].Link != parse.Complement:
			cost += 40
		case c >= 0 && g.Verbs[c].Up == clause && (g.Verbs[c].Link == parse.Adverbial || g.Verbs[c].Link == parse.Coordinate && g.Verbs[c].Inherited):
			cost += 60
		case c >= 0 && (g.Verbs[c].Begin > g.First && g.Doc.Tokens[g.Verbs[c].Begin-1].Norm == "when" || g.Doc.Tokens[g.Verbs[c].Begin].Norm == "when"):
			cost += 80 // "killed inmates when it seized the city in 2014"
		default:
			continue
		}
		if cost < bestCost {
			best, bestCost = t, cost
		}
	}
	return best, bestCost < 1<<30
}

// figures reads the numbers that a match counts.
func (rd *reading) figures(s *sentence, m *rule.Match) []sitrep.Figure {
	var out []sitrep.Figure
	for _, measure := range sitrep.Measures {
		for _, slot := range m.Figures[measure] {
			for _, q := range s.numbers {
				if q.First < slot.First || q.Last > slot.Last || q.Kind != numeral.Cardinal || q.Low == nil && q.Best == nil && q.High == nil {
					continue
				}
				f := sitrep.Figure{Quote: rd.quote(q.First, q.Last), Measure: measure, Low: q.Low, Best: q.Best, High: q.High, By: slot.By}
				if of := rd.counted(s.g, slot, q.Last); of != "" {
					f.Of = sitrep.Known(of)
				}
				if !hasFigure(out, f) {
					out = append(out, f)
				}
				break
			}
		}
	}
	return out
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
	for from < last && (g.Doc.Tokens[from].Norm == "of" || g.Doc.Tokens[from].Norm == "the") {
		from++
	}
	if from >= last {
		return ""
	}
	return g.Doc.Words(from, last)
}

// isPlace says that a phrase can be where something happened: a place by name, a facility, a settlement with a name or
// one spoken of before.
func (rd *reading) isPlace(g *parse.Grammar, s rule.Slot) bool {
	t := rd.names.read(g, s)
	switch t.kind {
	case placeKind:
		return true
	case facilityKind:
		return true
	case nothing:
		return t.proper && s.Phrase >= 0 && locatives[g.Preposition(s.Phrase)]
	}
	return false
}

// placeInside finds a place that describes a phrase from inside: "a Kabul guesthouse".
func (rd *reading) placeInside(g *parse.Grammar, p int) (rule.Slot, bool) {
	ph := &g.Phrases[p]
	for k := ph.First; k < ph.Head; k++ {
		if w, _, ok := geo.Match(g.Doc, k, ph.Head); ok && w > 0 {
			return rule.Slot{First: k, Last: k + w, Head: k + w - 1, Phrase: p, By: "modifier"}, true
		}
	}
	return rule.Slot{}, false
}

func (rd *reading) isCountry(t thing) bool {
	pl, ok := geo.Lookup(strings.ToLower(t.name))
	return ok && pl.Country == t.country
}
