package extract

import (
	"cmp"
	"fmt"
	"slices"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Mentions come from two readers: the entity tagger, which has learned where a mention begins and ends and what an
// unknown name is, and the stages that resolve phrases, times and numbers, which know what one stands for. What stands,
// in this order, each only where nothing before it shares its words:
//
//  1. what the tagger found, with the entity that its head was resolved to, but times that 2. knows too;
//  2. times and sums of money;
//  3. known places behind a preposition, and whatever fills a role of a claim.
//
// A known place inside a mention of something else ("the people of Mosul") is a mention too.

// allMentions merges the mentions and numbers them in order of appearance.
func (rd *reading) allMentions(claims []sitrep.Claim) []sitrep.Mention {
	out := rd.tagged()
	var times, counted []sitrep.Mention
	for i := range rd.sentences {
		s := &rd.sentences[i]
		for _, t := range s.times {
			times = append(times, sitrep.Mention{Type: sitrep.TimeMention, Quote: rd.quote(t.First, t.Last)})
		}
		for _, q := range s.numbers {
			if q.Kind == numeral.Money {
				counted = append(counted, sitrep.Mention{Type: sitrep.MoneyMention, Quote: rd.quote(q.First, q.Last)})
			}
		}
	}
	out = slices.DeleteFunc(out, func(m sitrep.Mention) bool {
		_, ok := sharing(times, m.Span)
		return ok && m.Type == sitrep.TimeMention
	})
	out = apart(apart(out, times), counted)
	fills := map[sitrep.Span]bool{}
	for i := range claims {
		for _, fillers := range claims[i].Roles {
			for j := range fillers {
				fills[fillers[j].Span] = true
			}
		}
	}
	var resolved, places []sitrep.Mention
	for _, m := range rd.memory.mentions {
		place := m.Type == sitrep.PlaceMention && m.Entity != ""
		if fills[m.Span] || place && rd.governed(m.Span) {
			resolved = append(resolved, m)
		}
		if place {
			places = append(places, m)
		}
	}
	out = rd.withPlaces(inside(apart(out, resolved), places))
	rd.dated(out)
	slices.SortStableFunc(out, inOrder)
	for i := range out {
		out[i].ID = fmt.Sprintf("m%d", i+1)
	}
	return out
}

// dated gives the mentions of times what they mean: that of the expression that shares words with one, the longest of several.
func (rd *reading) dated(mentions []sitrep.Mention) {
	var all []sitrep.Mention
	for _, list := range rd.times.Timexes {
		for _, t := range list {
			if !t.Told {
				all = append(all, sitrep.Mention{Quote: rd.quote(t.First, t.Last), Timex: &sitrep.Timex{Type: t.Type, Value: t.Value, Mod: t.Mod, From: t.From, To: t.To}})
			}
		}
	}
	for i := range mentions {
		m := &mentions[i]
		if m.Type != sitrep.TimeMention {
			continue
		}
		k, _ := sharing(all, m.Span)
		best := 0
		for ; k < len(all) && all[k].Overlaps(m.Span); k++ {
			if n := all[k].Len(); n > best {
				best, m.Timex = n, all[k].Timex
			}
		}
	}
}

func inOrder(a, b sitrep.Mention) int { return cmp.Or(a.Start-b.Start, a.End-b.End) }

// apart appends those of more that share no words with one of out.
func apart(out, more []sitrep.Mention) []sitrep.Mention {
	taken := slices.SortedFunc(slices.Values(out), inOrder)
	for _, m := range more {
		if _, ok := sharing(taken, m.Span); !ok {
			out = append(out, m)
		}
	}
	return out
}

// inside appends the places that share words with a mention of out which is not itself that place.
func inside(out, places []sitrep.Mention) []sitrep.Mention {
	taken := slices.SortedFunc(slices.Values(out), inOrder)
	for _, m := range places {
		i, ok := sharing(taken, m.Span)
		if ok && (taken[i].Type != sitrep.PlaceMention && taken[i].Span != m.Span || taken[i].Entity == "") {
			out = append(out, m)
		}
	}
	return out
}

// sharing is the first of the mentions, in order and hardly overlapping, that shares words with s.
func sharing(in []sitrep.Mention, s sitrep.Span) (int, bool) {
	i, _ := slices.BinarySearchFunc(in, s.Start+1, func(m sitrep.Mention, end int) int { return cmp.Compare(m.End, end) })
	return i, i < len(in) && in[i].Overlaps(s)
}

// governed says that a preposition stands before a mention: "in Mosul".
func (rd *reading) governed(m sitrep.Span) bool {
	i, ok := slices.BinarySearchFunc(rd.doc.Tokens, m.Start, func(t text.Token, start int) int { return cmp.Compare(t.Start, start) })
	if !ok {
		return false
	}
	g := rd.sentences[rd.doc.Tokens[i].Sent].g
	p := g.PhraseAt(i)
	return p >= 0 && g.Preposition(p) != ""
}

// tagged are the mentions of the entity tagger, with what their heads were resolved to.
func (rd *reading) tagged() []sitrep.Mention {
	out := make([]sitrep.Mention, 0, len(rd.doc.Entities))
	for _, e := range rd.doc.Entities {
		s := &rd.sentences[rd.doc.Tokens[e.First].Sent]
		if s.g == nil {
			continue
		}
		m := sitrep.Mention{Type: e.Type, Quote: rd.quote(e.First, e.Last)}
		head := rd.headOf(e)
		if m.Type == sitrep.PlaceMention && rd.actors.Class(rd.doc.Lemmas[head])&actor.Facility != 0 {
			m.Type = sitrep.FacilityMention
		}
		if p := s.g.PhraseAt(head); p >= 0 {
			m.Entity = s.refs[p].entity
		}
		out = append(out, m)
	}
	return out
}

// headOf is the head noun of a mention: its last noun before a preposition, a comma or a verb, else its last word.
func (rd *reading) headOf(e parse.Entity) int {
	head := -1
	for i := e.First; i < e.Last; i++ {
		switch tag := rd.doc.Tags[i]; {
		case tag == parse.NOUN || tag == parse.PROPN || tag == parse.PRON:
			head = i
		case head >= 0 && (tag == parse.ADP || tag == parse.SCONJ || tag == parse.VERB || tag == parse.AUX || rd.doc.Tokens[i].Norm == ","):
			return head
		}
	}
	if head < 0 {
		head = e.Last - 1
	}
	return head
}

// link gives the claims' fillers the ids of the mentions at their words, or around them.
func (rd *reading) link(claims []sitrep.Claim, mentions []sitrep.Mention) {
	at := map[sitrep.Span]string{}
	for _, m := range mentions {
		at[m.Span] = m.ID
	}
	for i := range claims {
		for _, fillers := range claims[i].Roles {
			for j := range fillers {
				f := &fillers[j]
				if f.Mention = at[f.Span]; f.Mention != "" {
					continue
				}
				if k, ok := sharing(mentions, f.Span); ok && (mentions[k].Contains(f.Span) || f.Contains(mentions[k].Span) && f.Entity != "" && f.Entity == mentions[k].Entity) {
					f.Mention = mentions[k].ID
				}
			}
		}
	}
}
