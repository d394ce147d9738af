package actor

import (
	"fmt"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// State is a country whose government, forces and people are named by rule.
type State struct {
	Code, Alpha3 string // ISO 3166-1
	Name         string
	Adjective    string // what its bodies are called by: "Iraqi"
	From, To     int    // years, 0 where open
}

type body struct{ name, kind string }

// state reads: alpha-2, alpha-3, name, other names, adjective, other adjectives and nouns, seats, from, to, source.
func (r *Registry) state(c []string) error {
	if len(c[0]) != 2 || len(c[1]) != 3 {
		return fmt.Errorf("no country code %q %q", c[0], c[1])
	}
	from, to, err := years(c[7], c[8])
	if err != nil {
		return err
	}
	s := &State{Code: c[0], Alpha3: c[1], Name: c[2], Adjective: c[4], From: from, To: to}
	if s.Adjective == "" {
		s.Adjective = s.Name
	}
	r.codes[s.Code] = s
	for _, names := range [][]string{{c[2], s.Adjective}, list(c[3]), list(c[5])} {
		for _, n := range names {
			key := keyOf(n)
			if old := r.nations[key]; old != nil && old != s {
				continue // the first row has it: "Congolese"
			}
			r.nations[key] = s
			r.reach(key)
		}
	}
	for _, seat := range list(c[6]) {
		key := keyOf(seat)
		r.seats[key] = append(r.seats[key], s)
		r.reach(key)
	}
	return nil
}

// body reads: words, name, kind, CAMEO role (not kept).
func (r *Registry) body(c []string) error {
	if !kinds[c[2]] {
		return fmt.Errorf("no kind %q", c[2])
	}
	r.bodies[c[0]] = body{c[1], c[2]}
	return nil
}

// State gives the state of an ISO 3166-1 alpha-2 code, nil for none.
func (r *Registry) State(code string) *State { return r.codes[code] }

// Nation finds the longest name, adjective or noun of nationality of a state that starts at token i and ends before last: how many
// tokens it takes, 0 for none. What is joined to another word is none: "Turkish-backed", "non-Iraqi", "anti-Syria".
func (r *Registry) Nation(d *parse.Doc, i, last int) (int, *State) {
	if d.Tokens[i].Shape == text.Lower {
		return 0, nil
	}
	if d.Sents[d.Tokens[i].Sent].Upper && len(d.Tokens[i].Norm) <= 3 && d.Tags[i] != parse.PROPN {
		return 0, nil // "US", "CAR" or a word of a telex
	}
	key, n := "", 0
	var found *State
	for k := i; k < last && k < i+6; k++ {
		w := part(d.Tokens[k].Norm)
		if w == "" {
			continue
		}
		key += w
		if s := r.nations[key]; s != nil {
			if k == i && len(key) <= 3 && d.Tokens[k].Shape != text.Acronym {
				continue
			}
			n, found = k+1-i, s
		}
	}
	if n > 0 && i+n+1 < len(d.Tokens) && d.Tokens[i+n].Norm == "-" && i+n+1 < last && joined[d.Tokens[i+n+1].Norm] {
		return 0, nil
	}
	return n, found
}

// joined are words that, behind a hyphen, make of a nationality a mere description.
var joined = map[string]bool{"backed": true, "aligned": true, "allied": true, "supported": true, "trained": true, "funded": true, "armed": true, "held": true,
	"occupied": true, "controlled": true, "speaking": true, "born": true, "made": true, "sponsored": true, "brokered": true, "based": true, "run": true, "linked": true,
	"leaning": true, "friendly": true, "dominated": true, "supplied": true, "imposed": true, "style": true, "inspired": true, "installed": true, "built": true,
	"administered": true, "affiliated": true, "financed": true, "claimed": true, "ruled": true, "mediated": true, "equipped": true}

// force names a body of a state by rule: an adjective or name of a country and what kind of body it is.
func (r *Registry) force(d *parse.Doc, i, last, year int) (int, *Actor) {
	n, s := r.Nation(d, i, last)
	if n == 0 {
		return 0, nil
	}
	k := i + n
	if k+1 < last && d.Tokens[k].Norm == "'s" {
		k++
	}
	for k+1 < last && (d.Tokens[k].Norm == "federal" || d.Tokens[k].Norm == "regular" || d.Tokens[k].Norm == "national" || d.Tokens[k].Norm == "central" || d.Tokens[k].Norm == "elite") {
		k++
	}
	if a, words := r.bodyAt(d, s, k, last, year); a != nil {
		return k + words - i, a
	}
	return 0, nil
}

// bodyAt names the body of a state whose words start at token k.
func (r *Registry) bodyAt(d *parse.Doc, s *State, k, last, year int) (*Actor, int) {
	for size := min(4, last-k); size >= 1; size-- {
		words := d.Tokens[k].Norm
		for j := k + 1; j < k+size; j++ {
			words += " " + d.Tokens[j].Norm
		}
		if b, ok := r.bodies[words]; ok {
			return r.stateBody(s, b, year), size
		}
	}
	return nil, 0
}

// stateBody is a state's body by rule. Where the registry has a name of its own for it ("Israeli army"), that is taken.
func (r *Registry) stateBody(s *State, b body, year int) *Actor {
	name := s.Adjective + " " + b.name
	for h := r.names[keyOf(name)]; h != nil; h = h.next {
		if h.actor.Country == s.Code && h.actor.active(year) && h.actor.Kind == b.kind && !h.weak {
			return h.actor
		}
	}
	a := &Actor{Name: name, Kind: b.kind, Country: s.Code}
	if b.name != "government" {
		a.PartOf = s.Adjective + " government"
	}
	return a
}

// Body is a state's body ("government", "army", "forces" …) by rule, nil where there is no such state or body.
func (r *Registry) Body(code, words string, year int) *Actor {
	s, b := r.codes[code], r.bodies[words]
	if s == nil || b.name == "" {
		return nil
	}
	return r.stateBody(s, b, year)
}

// IsBody says whether words name a body of a state ("army", "government forces").
func (r *Registry) IsBody(words string) bool { return r.bodies[words].name != "" }

// Seat finds the seat of a government that starts at token i and ends before last: how many tokens it takes, 0 for none. Of
// namesakes the state that existed in the year is taken.
func (r *Registry) Seat(d *parse.Doc, i, last, year int) (int, *State) {
	if d.Tokens[i].Shape == text.Lower {
		return 0, nil
	}
	key, n := "", 0
	var found *State
	for k := i; k < last && k < i+4; k++ {
		w := part(d.Tokens[k].Norm)
		if w == "" {
			continue
		}
		key += w
		for _, s := range r.seats[key] {
			if (s.From == 0 || year == 0 || year >= s.From) && (s.To == 0 || year != 0 && year <= s.To) {
				n, found = k+1-i, s
			}
		}
	}
	return n, found
}
