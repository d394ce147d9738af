package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
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
	p, loyal := s.Phrase, -1
	if o := g.Phrases[p].Owner; o >= 0 {
		first = g.Phrases[o].First
	}
	for q := p + 1; q < len(g.Phrases); q++ {
		n := &g.Phrases[q]
		if n.Time || n.Last-first > maxWords || n.Owner < 0 && freely[g.Doc.Tokens[n.Head].Norm] {
			break
		}
		switch {
		case n.Prep == last && g.Preposition(q) == "of" && n.Gov >= p, n.Owner >= p && n.First == last+1 && s.By != "owner":
		case n.Conj > p && n.Conj < q && g.Preposition(q) == "of" && n.Gov >= p:
		case n.Prep == last && n.Gov == p && accredited(g, q): // "the ambassador to Italy"
		case q == p+1 && n.Prep == last+1 && sided[g.Doc.Tokens[last].Norm] && g.Doc.Tags[g.Phrases[p].Head] == parse.NOUN && (g.Preposition(q) == "to" || g.Preposition(q) == "with"): // "forces loyal to the general"
			loyal = q
		case loyal >= 0 && n.Conj == loyal && n.First == last+1 && g.Doc.Tokens[last].Norm == "and": // "men linked to the Front and the Army"
		default:
			return first, last
		}
		last = n.Last
	}
	return first, last
}

// accredited says that phrase q is whom an envoy is sent to: "the ambassador to Italy".
func accredited(g *parse.Grammar, q int) bool {
	gov := g.Phrases[q].Gov
	return gov >= 0 && g.Preposition(q) == "to" && envoys[g.Doc.Lemmas[g.Phrases[gov].Head]] && g.Doc.Tags[g.Phrases[q].Head] == parse.PROPN
}

var envoys = map[string]bool{"ambassador": true, "envoy": true, "consul": true, "emissary": true, "delegate": true, "representative": true, "attache": true, "nuncio": true, "legate": true}

// sided are words between those who fight and whom they fight for.
var sided = map[string]bool{"loyal": true, "allied": true, "aligned": true, "linked": true, "affiliated": true, "belonging": true, "sympathetic": true, "close": true, "connected": true}

// freely are the nouns of "of their own accord", which says how a thing was done.
var freely = map[string]bool{"accord": true, "volition": true}

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

// timeOf finds when a match happened: a time of its own clause, else one that opens the sentence, else one of the clause
// that its own hangs on.
func timeOf(s *sentence, m *rule.Match, now sitrep.Date) (timex.Expr, bool) {
	g := s.g
	best, bestCost := timex.Expr{}, 1<<30
	clause := g.Clause(m.Head)
	for _, t := range s.times {
		cost := t.First - m.Head
		if cost < 0 {
			cost = 5 - cost
		}
		c := g.Clause(t.First)
		if c >= 0 && g.Verbs[c].Form == parse.Infinitive && t.Last <= g.Verbs[c].First && g.Verbs[c].Up >= 0 && g.Verbs[g.Verbs[c].Up].Last <= t.First {
			c = g.Verbs[c].Up // "urged both sides last week to sign": the urging was last week
		}
		if p := g.PhraseAt(t.First); p >= 0 && !g.Phrases[p].Time && p != m.Phrase && t.Precision != sitrep.DayPrecision && labelled(g, t.Last) {
			continue // "2011 uprising: …" names a war
		}
		switch {
		case when(g, clause, t.Last):
			if g.Doc.Tokens[t.Last].Norm == "," {
				t = beginning(g, t)
			}
			cost = 5 // "on Monday, when soldiers attacked"
		case t.Rule == timex.YearOf && (m.Phrase < 0 || g.PhraseAt(t.First) != m.Phrase):
			continue
		case openingOf(g, clause, t): // "said that on Sunday it had shelled the village"
			cost = 4
		case later(g, m, t.First):
			continue // "protests go on after the shooting on Friday": the day is the shooting's
		case c == clause, m.Phrase >= 0 && c >= 0 && slices.Contains(g.Verbs[c].Subjects, m.Phrase): // "the offensive to retake the town began on Monday"
		case t.Last <= firstVerb(g) && t.First < m.Head:
			cost += 30
		case clause >= 0 && g.Verbs[clause].Up >= 0 && c == g.Verbs[clause].Up && g.Verbs[clause].Link != parse.Relative && g.Verbs[clause].Link != parse.Complement:
			cost += 40
		case coordinated(g, clause, c):
			cost += 50 // "came to the village on Monday, asked for him and shot him"
		case c >= 0 && g.Verbs[c].Up == clause && (g.Verbs[c].Link == parse.Adverbial || g.Verbs[c].Link == parse.Coordinate && g.Verbs[c].Inherited):
			cost += 60
		case c >= 0 && t.Precision == sitrep.DayPrecision && since(g, c) > m.Last && clause >= 0 && since(g, c) <= g.Verbs[clause].End+1 && !now.IsZero() && !t.From.IsZero() && !now.Before(t.From):
			// "have fled since fighting resumed on Monday"
			t.To, t.Precision, t.Rule = now, sitrep.RangePrecision, "since"
			cost += 20
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

// coordinated says that clause v goes on clause c, by way of others, with the same subject.
func coordinated(g *parse.Grammar, v, c int) bool {
	for depth := 0; v >= 0 && c >= 0 && depth < 4; depth++ {
		if v == c {
			return true
		}
		if g.Verbs[v].Link != parse.Coordinate || !g.Verbs[v].Inherited {
			return false
		}
		v = g.Verbs[v].Up
	}
	return false
}

// since is the "since" that opens the clause of verb v, -1 for none.
func since(g *parse.Grammar, v int) int {
	for k := g.Verbs[v].Begin; k >= g.First && k >= g.Verbs[v].Begin-1; k-- {
		if g.Doc.Tokens[k].Norm == "since" {
			return k
		}
	}
	return -1
}

// beginning is the day, month or year that a stretch of time since then begins with: "has held the town since 2016, when it killed the
// mayor" tells of a killing in 2016.
func beginning(g *parse.Grammar, t timex.Expr) timex.Expr {
	if t.From.IsZero() || g.Doc.Tokens[t.First].Norm != "since" && (t.First == g.First || g.Doc.Tokens[t.First-1].Norm != "since") {
		return t
	}
	t.To, t.Precision = t.From, sitrep.DayPrecision
	y, m, d := t.From.Year(), t.From.Month(), t.From.Day()
	if d != 1 {
		return t
	}
	numbers, named := 0, false
	for k := t.First; k < t.Last; k++ {
		switch {
		case g.Doc.Tags[k] == parse.NUM:
			numbers++
		case g.Doc.Tokens[k].Norm != "since":
			named = true
		}
	}
	switch {
	case !named && numbers == 1 && m == 1:
		t.To, t.Precision = sitrep.NewDate(y, 12, 31), sitrep.YearPrecision
	case named && numbers < 2 && !(numbers == 1 && len(g.Doc.Words(t.Last-1, t.Last)) < 3):
		t.To, t.Precision = sitrep.NewDate(y+int(m)/12, m%12+1, 1).AddDays(-1), sitrep.MonthPrecision
	}
	return t
}

// labelled says that the tokens before k stand in a label that a colon ends.
func labelled(g *parse.Grammar, k int) bool {
	for ; k < firstVerb(g) && k < g.First+14; k++ {
		if g.Doc.Tokens[k].Norm == ":" {
			return true
		}
	}
	return false
}

// when says that clause v tells, with "when", what happened at the time that ends at token t: "on Monday, when soldiers
// attacked".
func when(g *parse.Grammar, v, t int) bool {
	if v < 0 || t >= g.Last {
		return false
	}
	k := t
	if g.Doc.Tokens[k].Norm == "," {
		k++
	}
	b := g.Verbs[v].Begin
	return k < g.Last && g.Doc.Tokens[k].Norm == "when" && (b == k || b == k+1)
}

// later says that a preposition of time with a phrase of its own stands between a match and the time at token t.
func later(g *parse.Grammar, m *rule.Match, t int) bool {
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		if ph.Time || ph.Prep < m.Last || ph.Last > t || p == m.Phrase {
			continue
		}
		switch g.Preposition(p) {
		case "after", "following", "since", "before", "ahead of":
			return true
		}
	}
	return false
}

func (rd *reading) isCountry(t thing) bool { return rd.names.isCountry(t) }

// isCountry says that a thing is a country by name.
func (n *names) isCountry(t thing) bool {
	pl, ok := geo.Lookup(strings.ToLower(t.name))
	return ok && pl.Country == t.country && pl.Precision == sitrep.Country
}

// openingOf says that a time opens the clause that verb v tells, between its "that" and its subject.
func openingOf(g *parse.Grammar, v int, t timex.Expr) bool {
	if v < 0 || g.Verbs[v].Link != parse.Complement || g.Verbs[v].Up < 0 || t.Last > g.Verbs[v].First {
		return false
	}
	for k := g.Verbs[g.Verbs[v].Up].Last; k < t.First; k++ {
		if g.Doc.Tokens[k].Norm == "that" {
			return t.First-k <= 3
		}
	}
	return false
}
