package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
)

// A sentence that tells whom a deed killed and whom it hurt tells one happening: "killing five and wounding 14". It is one claim with
// both figures, and its trigger is the phrase that carries both words, or the deed's own word where that phrase would be longer than a
// trigger may be: each figure has its own offsets, so that those hurt can still be found.

// mostTrigger is how many words a trigger has at most.
const mostTrigger = 6

// harmful are the measures of those whom one deed may have harmed in different ways.
var harmful = map[sitrep.Measure]bool{sitrep.Killed: true, sitrep.Injured: true, sitrep.KilledOrInjured: true, sitrep.Missing: true}

// counting is where a sentence counts some of those whom a deed harmed: the word that says how, and their number.
type counting struct {
	head    int // token
	word    sitrep.Span
	number  sitrep.Span
	measure sitrep.Measure
}

// countings are those of a draft as it was read; parts of a number that is told are none.
func (rd *reading) countings(d *draft) []counting {
	var out []counting
	for _, f := range slices.Concat(d.Figures, d.lone) {
		if harmful[f.Measure] && f.Kind != sitrep.Part {
			out = append(out, counting{d.head, rd.doc.Range(d.match.First, d.match.Last), f.Span, f.Measure})
		}
	}
	return out
}

// addCount folds c into d where both count those whom one deed harmed, each in another way, and says whether it did.
func (rd *reading) addCount(d, c *draft) bool {
	if !addable(d, c) {
		return false
	}
	if phrase, ok := rd.phraseOfBoth(d, c); ok {
		d.Trigger = phrase
	}
	if d.Type == "killing" && len(d.Roles[sitrep.Actor])+len(c.Roles[sitrep.Actor])+len(d.Roles[sitrep.Instrument]) == 0 {
		d.Type = casualties // nobody is said to have killed, and most were hurt
	}
	for _, role := range sitrep.Roles {
		if role != sitrep.Victim && len(d.Roles[role]) > 0 {
			continue
		}
		for _, f := range c.Roles[role] {
			if len(d.Roles[role]) < 4 && !slices.ContainsFunc(d.Roles[role], func(o sitrep.Filler) bool { return o.Span == f.Span }) {
				d.Roles[role] = append(slices.Clip(d.Roles[role]), f)
			}
		}
	}
	for _, f := range c.Figures {
		if a := c.Attribution; f.Source == "" && a != nil && (d.Attribution == nil || d.Attribution.Source != a.Source) {
			f.Source = a.Source
		}
		d.Figures = append(d.Figures, f)
	}
	part := func(f sitrep.Figure) int {
		if f.Kind == sitrep.Part {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(d.Figures, func(a, b sitrep.Figure) int { return part(a) - part(b) })
	d.lone = append(d.lone, c.lone...)
	d.counts = append(d.counts, c.counts...)
	if d.Place == nil || d.Place.Lat == nil && c.Place != nil && c.Place.Lat != nil {
		d.Place = c.Place // the market is in the town
	}
	if d.Time == nil {
		d.Time = c.Time
	}
	c.drop = true
	return true
}

// addable says that c counts in another way than d, and that nothing sets its number apart: neither place nor day, nor who says it,
// nor whether it is so.
func addable(d, c *draft) bool {
	if d.drop || c.drop || len(d.counts) == 0 || len(c.counts) == 0 || d.Modality != c.Modality {
		return false
	}
	for _, f := range c.Figures {
		if !harmful[f.Measure] || slices.ContainsFunc(d.Figures, func(o sitrep.Figure) bool { return o.Measure == f.Measure }) {
			return false
		}
	}
	if a, b := d.Attribution, c.Attribution; a != nil && (b == nil || a.Stance != b.Stance) || a == nil && b != nil && b.Stance != sitrep.Said {
		return false
	}
	return !elsewhere(d.Place, c.Place) && (d.Time == nil || c.Time == nil || d.Time.From == c.Time.From && d.Time.To == c.Time.To)
}

// elsewhere says that two places have each a point of their own and that neither can lie in the other.
func elsewhere(a, b *sitrep.Place) bool {
	if a == nil || b == nil || a.Span == b.Span || a.Entity != "" && a.Entity == b.Entity {
		return false
	}
	if a.Lat == nil || b.Lat == nil || a.Within == b.Name || b.Within == a.Name {
		return false
	}
	return a.Country != b.Country || a.Precision == b.Precision
}

// foldCounts folds into a draft what a sentence counts right beside it: "nine were killed and 27 hurt".
func (rd *reading) foldCounts(g *parse.Grammar, drafts []draft) {
	for i := range drafts {
		c := &drafts[i]
		for j := range drafts {
			d := &drafts[j]
			if j == i || len(c.counts) == 0 || !takesCount(d, c, j < i) {
				continue
			}
			if slices.ContainsFunc(d.counts, func(n counting) bool { return adjacent(g, n.head, c.head) }) {
				rd.addCount(d, c)
			}
		}
	}
}

// takesCount says that d can be the claim to which c, told after it or not, adds a number: the deed that c is the result of, an earlier result,
// or the noun of the deed whose own verb c is ("wounded by an explosion").
func takesCount(d, c *draft, after bool) bool {
	if !c.match.Type.Consequence {
		return c.Type == d.Type && c.match.Phrase < 0 && d.match.Phrase >= 0
	}
	return d.match.Type.Consequence && after || !d.match.Type.Consequence && d.match.Type.Act && harms[d.Type]
}

// adjacent says that nothing else is told between the heads of two words that count.
func adjacent(g *parse.Grammar, a, b int) bool {
	for k := min(a, b) + 1; k < max(a, b); k++ {
		if g.Doc.Tokens[k].Norm == ";" {
			return false
		}
		if v := g.VerbAt(k); v >= 0 && g.Verbs[v].Head == k {
			return false
		}
	}
	return true
}

// phraseOfBoth is the phrase from the deed's own word to the word with which c counts; where that is too long, to its number: "killed and at least
// 27". ok is false where that is too long, too.
func (rd *reading) phraseOfBoth(d, c *draft) (_ sitrep.Quote, ok bool) {
	own, other := rd.doc.Range(d.match.First, d.match.Last), c.counts[0]
	if q, ok := rd.phraseAcross(own, other.word); ok || other.number.Start < own.End {
		return q, ok
	}
	return rd.phraseAcross(own, other.number)
}

// phraseAcross quotes from the first of two spans to the end of the last; ok is false where that is too long for a trigger.
func (rd *reading) phraseAcross(a, b sitrep.Span) (_ sitrep.Quote, ok bool) {
	q := sitrep.QuoteOf(rd.doc.Text, sitrep.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)})
	return q, len(strings.Fields(q.Text)) <= mostTrigger
}

// dropEither makes one of two results that share their number and are told as the one or the other: "killing or wounding up
// to 15".
func dropEither(g *parse.Grammar, drafts []draft, i int) {
	d := &drafts[i]
	for j := range drafts[:i] {
		o := &drafts[j]
		if o.drop || d.drop || d.match.Verb < 0 || o.match.Verb < 0 || d.head-o.head > 3 || len(d.Figures) != 1 {
			continue
		}
		or := false
		for k := o.head; k < d.head; k++ {
			or = or || g.Doc.Tokens[k].Norm == "or"
		}
		f := d.Figures[0]
		if !or || f.Measure != sitrep.Injured && f.Measure != sitrep.Killed || len(o.Figures) > 1 || len(o.Figures) == 1 && o.Figures[0].Span != f.Span {
			continue
		}
		f.Measure = sitrep.KilledOrInjured
		o.Figures = []sitrep.Figure{f}
		take(o, d)
		o.Figures = o.Figures[:1]
	}
}
