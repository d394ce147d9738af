package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// otherPlaces gives a claim of its own to each further number that a sentence tells with a place of its own after one verb: "killed
// nine people in Khan Younis and five in Rafah". A claim has one place, so that two numbers in two places are two claims.
func (rd *reading) otherPlaces(s *sentence, d *draft) []draft {
	g := s.g
	var out []draft
	for k := len(d.Figures) - 1; k >= 0; k-- {
		f := d.Figures[k]
		if f.Kind == sitrep.Part {
			continue
		}
		p := rd.phraseOf(g, f.Span)
		if p < 0 {
			return nil
		}
		here := rd.placeAfter(g, p)
		for at := here; at >= 0; {
			q, r := rd.numberAfter(s, at)
			if q == nil {
				break
			}
			there := rd.placeAfter(g, r)
			if there < 0 || g.Phrases[there].Prep != g.Phrases[r].Last {
				break
			}
			more := *d
			n := rd.figure(q)
			n.Measure, n.Of, n.By, n.Unit = f.Measure, f.Of, f.By, f.Unit
			more.Roles = map[sitrep.Role][]sitrep.Filler{}
			for role, fillers := range d.Roles {
				if role != sitrep.Victim {
					more.Roles[role] = fillers
				}
			}
			if q.Last < g.Phrases[r].Last {
				n.Of = sitrep.Known(g.Doc.Words(q.Last, g.Phrases[r].Last))
				ph := &g.Phrases[r]
				more.Roles[sitrep.Victim] = []sitrep.Filler{rd.filler(s, rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: r, By: "listed"})}
			}
			d.Figures = slices.DeleteFunc(d.Figures, func(o sitrep.Figure) bool { return o.Span == n.Span })
			more.Figures = []sitrep.Figure{n}
			more.Place = rd.place(s, placeSlot(g, there))
			out = append(out, more)
			at = there
		}
		if len(out) > 0 {
			d.Place = rd.place(s, placeSlot(g, here))
		}
		return out
	}
	return nil
}

// phraseOf is the phrase in which a quotation begins, -1 for none.
func (rd *reading) phraseOf(g *parse.Grammar, at sitrep.Span) int {
	for p := range g.Phrases {
		if r := g.Doc.Range(g.Phrases[p].First, g.Phrases[p].Last); r.Start <= at.Start && at.Start < r.End {
			return p
		}
	}
	return -1
}

// placeAfter is the place that follows phrase p at once, by its preposition or after the verb that p is the subject of; -1 for
// none.
func (rd *reading) placeAfter(g *parse.Grammar, p int) int {
	n := p + 1
	if n >= len(g.Phrases) || !locatives[g.Preposition(n)] || g.Phrases[n].Time || !rd.isPlace(g, placeSlot(g, n)) {
		return -1
	}
	for k := g.Phrases[p].Last; k < g.Phrases[n].Prep; k++ {
		if g.VerbAt(k) < 0 {
			return -1
		}
	}
	return n
}

// numberAfter is the number that goes on a list behind phrase p, and its phrase: the "five" of "in Khan Younis and five in Rafah". It
// is nil where another number or a verb comes first.
func (rd *reading) numberAfter(s *sentence, p int) (*numeral.Quantity, int) {
	g := s.g
	r := p + 1
	if r >= len(g.Phrases) {
		return nil, -1
	}
	for k := g.Phrases[p].Last; k < g.Phrases[r].First; k++ {
		if w := g.Doc.Tokens[k].Norm; w != "," && w != "and" {
			return nil, -1
		}
	}
	i := numberAt(s, g.Phrases[r].First)
	if i < 0 || s.numbers[i].Kind != numeral.Cardinal || g.Phrases[r].First == g.Phrases[p].Last {
		return nil, -1
	}
	return &s.numbers[i], r
}
