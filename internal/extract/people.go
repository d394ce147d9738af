package extract

import (
	"slices"
	"strings"

	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// countryOf is the country that a description names: "Israeli officials", "Egypt's president", "rebels in Darfur", "" for none.
// What is "Turkish-backed" is not of Turkey.
func (n *names) countryOf(g *parse.Grammar, s rule.Slot) string {
	for k := s.First; k < s.Head; k++ {
		if w, st := n.reg.Nation(g.Doc, k, s.Head); w > 0 && !n.ethnic(g.Doc, k) {
			return st.Code
		}
	}
	if s.Phrase < 0 {
		return ""
	}
	if g.Phrases[s.Phrase].Owner >= 0 {
		o := g.Phrases[g.Phrases[s.Phrase].Owner]
		for k := o.First; k < o.Last; k++ {
			if w, st := n.reg.Nation(g.Doc, k, o.Last); w > 0 {
				return st.Code
			}
		}
	}
	if g.OwnerToken(s.Phrase) >= 0 {
		return "" // "its troops" of "the withdrawal of its troops from Lebanon"
	}
	if c := n.within(g, s); c != "" {
		return c
	}
	for k := s.First; k+1 < s.Head; k++ {
		if g.Doc.Tokens[k+1].Norm == "-" {
			return "" // "Iran-backed militias"
		}
	}
	if m := n.where.in(s.First, s.Head); m != nil {
		return m.Place.Country // "Darfur rebels"
	}
	return ""
}

// ethnic says that the nationality at token k is a people's, of any country: "ethnic Albanians".
func (n *names) ethnic(d *parse.Doc, k int) bool { return k > 0 && d.Tokens[k-1].Norm == "ethnic" }

// within is the country of the place that a description hangs on: "rebels in Darfur", "Students in the Gambia".
func (n *names) within(g *parse.Grammar, s rule.Slot) string {
	for q := s.Phrase + 1; s.Phrase >= 0 && q < len(g.Phrases) && q <= s.Phrase+2; q++ {
		ph := &g.Phrases[q]
		if ph.Gov != s.Phrase || ph.Prep != s.Last {
			continue
		}
		switch g.Preposition(q) {
		case "of", "in", "from":
			for k := ph.First; k < ph.Last; k++ {
				if w, st := n.reg.Nation(g.Doc, k, ph.Last); w > 0 && k+w == ph.Last {
					return st.Code
				}
			}
			if m := n.where.in(ph.First, ph.Last); m != nil {
				return m.Place.Country
			}
			if w, p, ok := geo.Match(g.Doc, ph.First, ph.Last); ok && ph.First+w == ph.Last {
				return p.Country
			}
		}
	}
	return ""
}

// isPerson reads a slot whose head is a person's name: one of the registry, one behind a title, or one that the entity tagger takes
// for a person.
func (n *names) isPerson(g *parse.Grammar, s rule.Slot, t *thing) bool {
	d := g.Doc
	if d.Tags[s.Head] != parse.PROPN || s.Head+1 != s.Last || t.class&^actor.Official != 0 {
		return false
	}
	first, title := s.First, ""
	for k := s.First; k <= s.Head; k++ {
		w := d.Tokens[k].Norm
		if n.reg.Class(w)&actor.Official != 0 && k < s.Head {
			first, title = k+1, w
			if k > s.First && compounds[d.Tokens[k-1].Norm] {
				title = d.Tokens[k-1].Norm + " " + w
			}
		} else if d.Tags[k] != parse.PROPN && w != "-" && w != "de" && w != "bin" && w != "al" && w != "von" && w != "der" && w != "van" && k < s.Head {
			first = k + 1
		}
	}
	if first > s.Head {
		return false
	}
	for k := first; k <= s.Head; k++ {
		if w, who := n.reg.Someone(d, k, s.Last, title); w > 0 && k+w == s.Last && (k == first || n.titled(g, first, k)) && n.compatriot(d, s.First, k, who) {
			t.kind, t.name, t.country, t.someone, t.class = personKind, who.Name, who.Country, who, actor.Official
			if c := n.countryOf(g, rule.Slot{First: s.First, Last: k, Head: k, Phrase: s.Phrase}); t.country == "" && c != "" {
				t.country = c
			}
			return true
		}
	}
	if c := n.reg.OfficeCountry(d, s.Head, title); c != "" && first == s.Head {
		t.kind, t.name, t.country, t.class = personKind, d.Words(s.First, s.Last), c, actor.Official
		return true
	}
	return false
}

// compatriot says that no other nation stands before a person's name: Colombia's Pedro Sanchez is not Spain's.
func (n *names) compatriot(d *parse.Doc, first, last int, who *actor.Someone) bool {
	for k := first; k < last; k++ {
		if w, st := n.reg.Nation(d, k, last); w > 0 {
			return who.Country == "" || st.Code == who.Country
		}
	}
	return true
}

// titled says that tokens first…last before a person's name are a nation's or a body's name, no other first name: "U.N. Secretary-General
// Antonio Guterres", "Syria's Assad".
func (n *names) titled(g *parse.Grammar, first, last int) bool {
	for k := first; k < last; {
		if w, _ := n.reg.Nation(g.Doc, k, last); w > 0 {
			k += w
			continue
		}
		if w, _ := n.reg.Match(g.Doc, k, last); w > 0 {
			k += w
			continue
		}
		if n.reg.Class(g.Doc.Tokens[k].Norm) == 0 {
			return false
		}
		k++
	}
	return true
}

// personName cuts what is no name from before a person's: "President Volodymyr Zelenskiy", "Gen. Ratko Mladic".
func (n *names) personName(d *parse.Doc, first, last int) string {
	for k := first + 1; k+2 < last; k++ { // "Virginia Lieutenant Governor Justin Fairfax", where Virginia was taken for a given name
		if (n.reg.Class(d.Tokens[k].Norm)|n.reg.Class(d.Tokens[k].Norm+" "+d.Tokens[k+1].Norm))&actor.Official != 0 && ruled(d.Words(first, k)) {
			first = k
			break
		}
	}
	for first < last-1 {
		w, _ := n.reg.Nation(d, first, last-1)
		c := n.reg.Class(d.Tokens[first].Norm) | n.reg.Class(d.Lemmas[first]) | n.reg.Class(strings.TrimSuffix(d.Tokens[first].Norm, "s"))
		two := first+2 < last && n.reg.Class(d.Tokens[first].Norm+" "+d.Tokens[first+1].Norm)&actor.Official != 0
		switch {
		case two:
			first += 2
		case w > 0:
			first += w
		case n.where.of(first) != nil && n.where.of(last-1) == nil:
			first++ // "Governor of New York Eliot Spitzer"
		case c&(actor.Official|actor.Force|actor.Organisation) != 0, d.Tags[first] != parse.PROPN && d.Tokens[first].Norm != "al" && d.Tokens[first].Norm != "de", titleWords[d.Tokens[first].Norm]:
			first++
		default:
			return d.Words(first, last)
		}
	}
	return d.Words(first, last)
}

// ruled says that a name is one of a country or a first-level division, which those in office are called after.
func ruled(name string) bool {
	return slices.ContainsFunc(geo.Candidates(name), func(p geo.Place) bool { return p.Kind == geo.Country || p.Kind == geo.Admin1 })
}

// titleWords stand before names and are no list's: "Prime Minister", "Foreign Secretary".
var titleWords = map[string]bool{"prime": true, "foreign": true, "defence": true, "defense": true, "vice": true, "deputy": true, "former": true, "'s": true, "special": true, "interior": true,
	"chief": true, "-": true, "general": true, "sir": true, "lord": true, "mullah": true, "sheik": true}
