package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/parse"
)

// A report tells one happening several times: in its headline, in a sentence that repeats the number, in one that points back and
// adds the wounded or another source's toll. Each happening is one claim, which lists the other sentences as retold and
// takes over the figures that they add, each with its source.

// harms are the types whose claims may tell one happening in other words: what was done, and who was harmed by it.
var harms = map[string]bool{"attack": true, "armed_clash": true, "air_strike": true, "shelling": true, "bombing": true, "suicide_bombing": true,
	"killing": true, "casualties": true, "riot": true, "offensive": true}

// others are words that set a happening apart from one told before.
var others = map[string]bool{"another": true, "other": true, "separate": true, "second": true, "third": true, "elsewhere": true, "also": true,
	"meanwhile": true, "separately": true, "earlier": true, "previous": true, "later": true, "similar": true, "new": true, "since": true}

// reach is how many drafts back a happening is looked for that is told again: a report does not return to one after that many others,
// and a long chronicle would cost the square of its length.
const reach = 60

// recent are the drafts within reach.
func recent(told []*draft) []*draft { return told[max(0, len(told)-reach):] }

// foldRetold leaves of the drafts, in order, one a happening, with where each stands among all.
func (rd *reading) foldRetold() (told []*draft, at []int) {
	for i := range rd.claims {
		d := &rd.claims[i]
		if back := secondMention(rd.claims[:i], d); back || bare(d) {
			if b := pointedAt(recent(told), d); b != nil {
				retold(b, d)
				continue
			} else if back {
				continue
			}
		}
		if b := rd.retells(recent(told), d); b != nil {
			retold(b, d)
			continue
		}
		if b := countsMore(recent(told), d); b != nil {
			retold(b, d)
			continue
		}
		told, at = append(told, d), append(at, i)
	}
	rd.headline(told)
	return told, at
}

// retells is the one of the drafts told before that d tells again or adds figures to, nil for none.
func (rd *reading) retells(before []*draft, d *draft) *draft {
	if d.Subtype != "" || d.sent == nil || setApart(d) {
		return nil
	}
	for i := len(before) - 1; i >= 0; i-- {
		b := before[i]
		if b.Subtype != "" || b.sent == d.sent || b.Modality != d.Modality || !alike(b, d) || !rd.compatible(b, d) {
			continue
		}
		if sameCount(b, d) || b.match.Type.Act && addsTo(b, d) {
			return b
		}
	}
	return nil
}

// countsMore is the last deed told before whose victims are counted there, where d names it with "the" and counts others of them, or counts them anew
// for another source: "at least 20 were wounded in the ambush". nil where d may be of another deed. Where the first telling counts nobody, those whom
// the second counts are its news, and it stays.
func countsMore(before []*draft, d *draft) *draft {
	if d.pointed == "" || len(d.Figures) == 0 {
		return nil
	}
	for i := len(before) - 1; i >= 0; i-- {
		b := before[i]
		if b.Subtype != "" || !harms[b.Type] || b.Type == casualties {
			continue
		}
		same := b.Type == d.pointed || b.Type == "attack" || d.pointed == "attack" || d.pointed == "bombing" && b.Type == "suicide_bombing"
		if !same || len(b.counts) == 0 || b.sent == d.sent || d.sent.g.Sent-b.sent.g.Sent > 3 || b.Modality != d.Modality {
			return nil
		}
		if b.Attribution != nil && d.Attribution == nil || elsewhere(b.Place, d.Place) || b.Time != nil && d.Time != nil && b.Time.From != d.Time.From {
			return nil
		}
		anew := d.Attribution != nil && (b.Attribution == nil || b.Attribution.Source != d.Attribution.Source) && sameScale(b, d)
		for _, f := range d.Figures {
			if !harmful[f.Measure] || slices.ContainsFunc(b.counts, func(n counting) bool { return n.measure == f.Measure }) && (!anew || f.Kind == sitrep.Increment) {
				return nil
			}
		}
		return b
	}
	return nil
}

// pointedAt is the last of the drafts told before that a noun which only points back can mean: of its type, or of what was done where it
// says no more than "the attack". nil for none.
func pointedAt(before []*draft, d *draft) *draft {
	for _, acts := range []bool{true, false} { // "the blast" is rather the bombing than those who were counted dead
		for i := len(before) - 1; i >= 0; i-- {
			if b := before[i]; b.Subtype == "" && (b.match.Type.Act && b.Type != casualties) == acts && (b.Type == d.Type || acts && alike(b, d)) {
				for i > 0 && before[i-1].sent == b.sent && before[i-1].Type == b.Type {
					i-- // of those killed and those wounded by one deed the first told
				}
				return before[i]
			}
		}
	}
	return nil
}

// bare says that a draft is a noun with "the" that tells nothing of its own: "no group has claimed the bombing".
func bare(d *draft) bool {
	return d.match.Phrase >= 0 && byDefinite(d) && len(d.Roles) == 0 && len(d.Figures) == 0 && d.Place == nil && d.Time == nil
}

// addsTo says that d, told within three sentences of what act b tells, counts who else was harmed by it, or gives another toll for it: "the
// explosion wounded 20 others", "a doctor put the number of dead at eleven".
func addsTo(b, d *draft) bool {
	if len(d.Figures) == 0 || d.Place != nil && b.Place == nil || d.sent.g.Sent-b.sent.g.Sent > 3 {
		return false
	}
	if d.Attribution == nil && b.Attribution != nil {
		return false // the number that the reporter gives would be b's source's
	}
	if d.Type == "casualties" && d.match.Phrase >= 0 && d.Place == nil && d.Time == nil {
		switch d.sent.g.Doc.Lemmas[d.head] {
		case "toll", "number", "dead", "death", "casualty":
			return byDefinite(d) && sameScale(b, d)
		}
	}
	return byDefinite(d) && (b.Type == d.Type || b.Type == "attack" && d.Type != "casualties" && d.Type != "killing")
}

// sameScale says that two drafts count dead and that neither counts three times the other's: the toll of a war is none of a raid.
func sameScale(a, b *draft) bool {
	for _, f := range a.Figures {
		for _, h := range b.Figures {
			if f.Measure == sitrep.Killed && h.Measure == sitrep.Killed && f.Best != nil && h.Best != nil && *f.Best <= 3**h.Best && *h.Best <= 3**f.Best {
				return true
			}
		}
	}
	return false
}

// setApart says that words before a draft's trigger set its happening apart.
func setApart(d *draft) bool {
	g := d.sent.g
	for k := g.First; k < g.Last && k <= d.head+1; k++ {
		if others[g.Doc.Tokens[k].Norm] {
			return true
		}
	}
	return false
}

// alike says that two drafts may tell one happening by their types.
func alike(a, b *draft) bool {
	if !harms[a.Type] || !harms[b.Type] {
		return false
	}
	consequence := func(d *draft) bool { return d.match.Type.Consequence }
	return a.Type == b.Type || consequence(a) || consequence(b) || a.Type == "attack" || b.Type == "attack"
}

// compatible says that nothing that two drafts name of who, where and when differs.
func (rd *reading) compatible(a, b *draft) bool {
	if a.Place != nil && b.Place != nil && (a.Place.Entity != b.Place.Entity || a.Place.Entity == "") {
		return false
	}
	if a.Time != nil && b.Time != nil && (a.Time.From != b.Time.From || a.Time.To != b.Time.To) {
		return false
	}
	for _, role := range []sitrep.Role{sitrep.Actor, sitrep.Target, sitrep.Victim} {
		x, y := a.Roles[role], b.Roles[role]
		if len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(f sitrep.Filler) bool {
			return slices.ContainsFunc(y, func(h sitrep.Filler) bool { return sameParty(f, h) })
		}) {
			return false
		}
	}
	return true
}

// sameParty says that two fillers may be the same people: by entity, by their last word, or because one only says "people".
func sameParty(a, b sitrep.Filler) bool {
	if a.Entity != "" && b.Entity != "" {
		return a.Entity == b.Entity
	}
	x, y := lastWord(fold(a.Text)), lastWord(fold(b.Text))
	return x == y || x == "people" || y == "people"
}

// sameCount says that two drafts give the same number of the dead, hurt or missing: a number of ten or more, or any where the
// later one stands behind a definite noun ("the bombing killed nine") or both name the place.
func sameCount(a, b *draft) bool {
	for _, f := range a.Figures {
		for _, h := range b.Figures {
			if f.Measure != h.Measure || f.Best == nil || h.Best == nil || *f.Best != *h.Best {
				continue
			}
			if *f.Best >= 10 || byDefinite(b) || a.Place != nil && b.Place != nil {
				return true
			}
		}
	}
	return false
}

// byDefinite says that a draft's trigger, or the subject of its verb, is a noun with "the": "the bombing killed nine".
func byDefinite(d *draft) bool {
	g := d.sent.g
	the := func(p int) bool {
		return p >= 0 && !g.Phrases[p].Pronoun && g.Doc.Tokens[g.Phrases[p].First].Norm == "the" && g.Doc.Tags[g.Phrases[p].Head] == parse.NOUN
	}
	if d.match.Phrase >= 0 {
		return the(d.match.Phrase)
	}
	return d.match.Verb >= 0 && slices.ContainsFunc(g.Verbs[d.match.Verb].Subjects, the)
}

// retold adds to b the sentence of d and what d says beside it.
func retold(b, d *draft) {
	if d.Evidence != b.Evidence && !slices.Contains(b.Retold, d.Evidence) {
		b.Retold = append(b.Retold, d.Evidence)
	}
	for _, f := range d.Figures {
		if slices.ContainsFunc(b.Figures, func(o sitrep.Figure) bool {
			return o.Measure == f.Measure && equal(o.Best, f.Best) && equal(o.Low, f.Low)
		}) {
			continue
		}
		if f.Source == "" && d.Attribution != nil {
			f.Source = d.Attribution.Source
		}
		b.Figures = append(b.Figures, f)
	}
	for _, role := range sitrep.Roles { // who only claims the deed, or is blamed for it, did not do it by the report's own word
		if len(b.Roles[role]) == 0 && len(d.Roles[role]) > 0 && (role != sitrep.Actor || d.Attribution == nil && !d.match.Light) {
			b.Roles[role] = d.Roles[role]
		}
	}
	if b.Place == nil {
		b.Place = d.Place
	}
	if b.Time == nil {
		b.Time = d.Time
	}
}

func equal(a, b *int) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// countedAlike are those of the drafts that give a number which h gives as well.
func countedAlike(drafts []*draft, h *draft) []*draft {
	var out []*draft
	for _, b := range drafts {
		if slices.ContainsFunc(b.Figures, func(f sitrep.Figure) bool {
			return slices.ContainsFunc(h.Figures, func(o sitrep.Figure) bool { return f.Measure == o.Measure && f.Best != nil && equal(f.Best, o.Best) })
		}) {
			out = append(out, b)
		}
	}
	return out
}

// shared says that two drafts name the same place, or one party in the same role.
func shared(a, b *draft) bool {
	if a.Place != nil && b.Place != nil && a.Place.Entity != "" && a.Place.Entity == b.Place.Entity {
		return true
	}
	for _, role := range sitrep.Roles {
		for _, f := range a.Roles[role] {
			if slices.ContainsFunc(b.Roles[role], func(h sitrep.Filler) bool { return sameParty(f, h) }) {
				return true
			}
		}
	}
	return false
}

// headline adds to the drafts of the body the headlines that tell the same: with the same number or the same place, done by or to
// the same. What a headline tells alone is no claim.
func (rd *reading) headline(body []*draft) {
	for i := range rd.headlines {
		h := &rd.headlines[i]
		counted := countedAlike(body, h)
		for i, b := range slices.Concat(counted, body) {
			if i >= len(counted) && (h.Type != b.Type || h.Subtype != b.Subtype || !rd.compatible(b, h) || !shared(b, h)) {
				continue
			}
			if h.Modality != b.Modality && b.Modality != sitrep.Actual {
				continue
			}
			if !slices.Contains(b.Retold, h.Evidence) {
				b.Retold = append(b.Retold, h.Evidence)
			}
			break
		}
	}
}
