package extract

import (
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/toponym"
)

// Situation reports tell of one place a paragraph and name it before a colon: "Duma: Air strikes killed nine. A barrel bomb …". What the
// paragraph tells with no place of its own happened there.

// section is the phrase that names the place of the paragraph that sentence s stands in; ok is false where none does.
func (rd *reading) section(s *sentence) (head *sentence, slot rule.Slot, ok bool) {
	for i := s.g.Sent; i >= 0 && rd.sentences[i].g != nil && rd.sentences[i].block == s.block; i-- {
		head = &rd.sentences[i]
		last, known := rd.label(head.g)
		if last < 0 {
			continue
		}
		if p := head.g.PhraseAt(last - 1); (known || rd.labelled()) && p >= 0 && head.g.Phrases[p].Last == last {
			return head, placeSlot(head.g, p), true
		}
		break
	}
	return nil, rule.Slot{}, false
}

// label is the token of the colon behind the name that sentence g opens with, and whether that is a place that is known; -1 for none.
func (rd *reading) label(g *parse.Grammar) (colon int, known bool) {
	k := g.First
	for k < g.Last && k < g.First+5 && (g.Doc.Tags[k] == parse.PROPN || g.Doc.Tokens[k].Norm == "-" || townNouns[g.Doc.Lemmas[k]]) {
		k++
	}
	if k == g.First || k+2 >= g.Last || g.Doc.Tokens[k].Norm != ":" || g.Doc.Tokens[k+1].Norm == `"` {
		return -1, false
	}
	m := rd.where.of(g.First)
	return k, m != nil && m.Kind == toponym.Name && m.Place.ID != ""
}

// labelled says that a paragraph of the report opens with the name of a place that is known, or three with some name.
func (rd *reading) labelled() bool {
	n := 0
	for i := range rd.sentences {
		s := &rd.sentences[i]
		if s.g == nil {
			continue
		}
		if k, known := rd.label(s.g); known {
			return true
		} else if k >= 0 {
			n++
		}
	}
	return n > 2
}

// placeOfSection gives a claim without a place that of its paragraph, and a place that nothing is known of ("a basement") the point of it.
func (rd *reading) placeOfSection(s *sentence, d *draft) {
	if d.Subtype != "" || d.Place != nil && (d.Place.Lat != nil || len(d.Place.Candidates) > 0 || d.Place.Entity != "") {
		return
	}
	head, slot, ok := rd.section(s)
	if !ok {
		return
	}
	at := rd.place(head, slot)
	if d.Place == nil {
		at.By = "section"
		d.Place = at
		return
	}
	if at.Lat != nil {
		p := *d.Place
		p.Lat, p.Lon, p.Precision, p.Within, p.Country = at.Lat, at.Lon, at.Precision, at.Name, at.Country
		d.Place = &p
	}
}
