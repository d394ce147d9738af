package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
)

var cameoCode = regexp.MustCompile(`\b(0[1-9]|1[0-9]|20)[0-9]{0,2}\b`)

type event struct {
	Source        *string `json:"source"`
	Target        *string `json:"target"`
	CAMEO         string  `json:"cameo"`
	SourceCountry *string `json:"source_country"`
	TargetCountry *string `json:"target_country"`
}

// mutual are the types whose parties do the same to each other.
var mutual = map[string]bool{"agreement": true, "talks": true, "cooperation": true, "alliance": true}

// events writes the main claim of a sentence as CAMEO events, one a pair of countries: the manual codes one event a sentence, every
// source with every target, and what parties do together in both directions.
func events(d *document) any {
	out := struct {
		ID     string  `json:"id"`
		Events []event `json:"events"`
	}{d.ID, []event{}}
	codes := map[string]string{}
	for _, t := range d.book.Types {
		codes[t.ID] = cameoCode.FindString(t.Crosswalk.CAMEO)
		for _, r := range t.Rules {
			codes[t.ID+"."+r.ID] = r.CAMEO
		}
	}
	var main *sitrep.Claim
	code, least := "", 0
	for i := range d.Claims {
		c := &d.Claims[i]
		own := cmp.Or(codes[c.Rule], codes[c.Type])
		if own = intended(own, c); own == "" {
			continue
		}
		if n := d.depth(c.Trigger.Start); main == nil || n < least {
			main, code, least = c, own, n
		}
	}
	if main != nil {
		out.Events = d.pairs(*main, code)
	}
	return out
}

// domestic are the roots of what people and their own state do to each other where nobody else is named: protest, yielding, coercion.
var domestic = map[string]bool{"08": true, "14": true, "17": true}

// pairs gives a claim's events.
func (d *document) pairs(c sitrep.Claim, code string) []event {
	var out []event
	sources := d.parties(c, sitrep.Actor)
	targets := d.parties(c, sitrep.Target, sitrep.Victim)
	if mutual[c.Type] {
		sources = merge(sources, d.parties(c, sitrep.Ally))
		sources = merge(sources, targets)
		targets = sources
	}
	if len(targets) == 0 || mutual[c.Type] && len(targets) == 1 {
		targets = merge(targets, d.parties(c, sitrep.Ally))
	}
	if place := d.placed(c); place != "" {
		if c.Type == "withdrawal" && len(targets) > 0 {
			targets = []string{place} // what is withdrawn is the source's own
		}
		// The manual codes who is not named, or of no country that is told, by where it happens.
		if len(sources) == 0 {
			sources = []string{place}
		}
		if len(targets) == 0 || mutual[c.Type] && len(targets) == 1 {
			targets = merge(targets, []string{place})
		}
	}
	both := mutual[c.Type]
	switch {
	case len(targets) == 0 && len(sources) > 1 && !both:
		targets, both = sources, true // "Peru and Chile agreed to open a crossing" tells of each to the other
	case len(targets) == 0:
		targets = sources // what is done at home
	case len(sources) == 0 && domestic[code[:2]]:
		sources = targets
	}
	for _, s := range orNone(sources) {
		for _, t := range orNone(targets) {
			if both && s == t && len(sources) > 1 {
				continue
			}
			out = append(out, event{CAMEO: code, Source: known(s), SourceCountry: known(s), Target: known(t), TargetCountry: known(t)})
		}
	}
	return out
}

// intended is the code of a claim by its modality, "" where the manual has none: to agree or offer to cooperate or to yield is a
// root of its own (03), so is to refuse it (12) and to threaten force or measures (13).
func intended(code string, c *sitrep.Claim) string {
	switch {
	case code == "none", code != "" && code < "03":
		return "" // the benchmark has no statements (01) and appeals (02)
	case c.Modality == sitrep.Actual, code == "":
		return code
	case strings.HasPrefix(code, "18") && attempts[c.ModalityBy]:
		return code // an attempt to assassinate is an assault
	}
	cooperative := code >= "04" && code < "09"
	switch {
	case c.Modality == sitrep.Negated && cooperative:
		return "12"
	case c.Modality == sitrep.Negated:
		return ""
	case cooperative:
		return "03"
	case code >= "14" && (c.ModalityBy == "prepare" || c.ModalityBy == "preparation"):
		return "15"
	case code >= "14":
		return "13"
	}
	return code
}

// attempts are the words that decide that a deed was only tried.
var attempts = words("try attempt bid foil thwart plot fail failure avert")

// depth is how many words a claim's trigger hangs below the main verb of its sentence, those of a list counting as one.
func (d *document) depth(start int) int {
	i := 0
	for i+1 < len(d.doc.Tokens) && d.doc.Tokens[i].Start < start {
		i++
	}
	n := 0
	for k := i; k >= 0 && n < 50; k = d.doc.Arcs[k].Head {
		if rel := d.doc.Arcs[k].Rel; rel != "conj" {
			n++
		}
	}
	return n
}

// known is nil for an unknown code.
func known(code string) *string {
	if code == "" {
		return nil
	}
	return &code
}

// orNone is the codes, or the one unknown where there are none.
func orNone(codes []string) []string {
	if len(codes) == 0 {
		return []string{""}
	}
	return codes
}

// merge appends to codes those of more that are not among them.
func merge(codes, more []string) []string {
	codes = slices.Clone(codes)
	for _, c := range more {
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}

// parties gives what CAMEO begins the codes of the fillers of some roles with: a country's alpha-3 code, or IGO, NGO or IMG for
// who belongs to none.
func (d *document) parties(c sitrep.Claim, roles ...sitrep.Role) []string {
	var out []string
	for _, r := range roles {
		for _, f := range c.Roles[r] {
			if both := joint(f.Text); len(both) > 1 {
				out = merge(out, both)
				continue
			}
			for _, id := range []string{f.Entity, f.Party} {
				i := slices.IndexFunc(d.Entities, func(e sitrep.Entity) bool { return e.ID == id })
				if i < 0 {
					continue
				}
				if code := d.code(&d.Entities[i]); code != "" {
					out = merge(out, []string{code})
					break
				}
			}
		}
	}
	return out
}

// pair is two words, or two of two, that "and" joins.
var pair = regexp.MustCompile(`((?:[A-Z][\pL.]+ )?[A-Z][\pL.]+) and ((?:[A-Z][\pL.]+ )?[A-Z][\pL.]+)`)

// joint gives the codes of two nations that share a noun: "Indian and Pakistani troops", "the presidents of Peru and Chile".
func joint(words string) []string {
	m := pair.FindStringSubmatch(words)
	if m == nil {
		return nil
	}
	var out []string
	for i, w := range m[1:] {
		country, ok := geo.Demonym(w)
		if p, is := geo.Lookup(w); !ok && is && p.Precision == sitrep.Country {
			country, ok = p.Country, true
		}
		if first, last, two := strings.Cut(w, " "); !ok && two { // "Senior Peruvian", "Chilean Prime"
			country, ok = geo.Demonym([]string{last, first}[i])
		}
		if !ok {
			return nil
		}
		out = merge(out, []string{formerly(geo.Alpha3(country))})
	}
	return out
}

// placed is the code of the country that a claim is placed in, "" where none is told.
func (d *document) placed(c sitrep.Claim) string {
	if c.Place == nil || c.Place.Country == "" {
		return ""
	}
	return d.code(&sitrep.Entity{Country: string(c.Place.Country)})
}

// code is the first part of an entity's CAMEO code, "" for none.
func (d *document) code(e *sitrep.Entity) string {
	for _, name := range []string{e.Name, e.PartOf} {
		if a := d.actors.Named(name); a != nil && a.CAMEO != "" {
			return a.CAMEO
		}
	}
	if e.Country != "" {
		if s := d.actors.State(e.Country); s != nil {
			return formerly(s.Alpha3)
		}
		return geo.Alpha3(e.Country)
	}
	switch e.Kind {
	case "armed_group", "militia":
		return "IMG"
	case "media":
		return "MED"
	}
	return ""
}

// formerly gives the code that the benchmark has for states that are no more.
func formerly(alpha3 string) string {
	switch alpha3 {
	case "YUG":
		return "SRB"
	case "SUN":
		return "RUS"
	}
	return alpha3
}
