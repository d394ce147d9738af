package actor

import (
	"maps"
	"slices"
	"strings"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// part folds a token of a name; "" for what names leave out.
func part(norm string) string {
	if norm == "'s" {
		return ""
	}
	return fold(norm)
}

// longestName is the longest name of the registry that starts at token i and ends before last: how many tokens it takes, 0
// for none, and its bearers.
func (r *Registry) longestName(d *parse.Doc, i, last int, in map[string]*hit) (n int, found *hit) {
	key := part(d.Tokens[i].Norm)
	if key == "" {
		return 0, nil
	}
	// The longest name that begins like this; a first word of one or two letters says too little to know.
	reach := 64
	for k := i; ; k++ {
		if k > i {
			w := part(d.Tokens[k].Norm)
			if w == "" && k+1 < last && k < i+24 {
				continue
			}
			key += w
		}
		if len(key) >= 3 && reach == 64 {
			if reach = r.longest[begin(key)]; reach == 0 {
				return n, found
			}
		}
		if len(key) > reach || k >= i+24 {
			return n, found
		}
		if h := in[key]; h != nil && part(d.Tokens[k].Norm) != "" {
			if h = r.writtenSo(d, i, k+1, h); h != nil {
				n, found = k+1-i, h
			}
		}
		if k+1 >= last {
			return n, found
		}
	}
}

// writtenSo gives the bearers of a name that are written as it stands at tokens i…last: acronyms in capitals, names with
// one. In a telex only the tagger tells "IS" from "is".
func (r *Registry) writtenSo(d *parse.Doc, i, last int, h *hit) *hit {
	t := &d.Tokens[i]
	if d.Sents[t.Sent].Upper {
		if d.Tags[i] == parse.PROPN || len(t.Norm) > 4 || last > i+1 {
			return h
		}
		return nil
	}
	ok := func(h *hit) bool {
		if h.acronym && last == i+1 {
			return t.Shape == text.Acronym || t.Shape != text.Lower && strings.ContainsAny(t.Norm, "0123456789")
		}
		if h.weak && !h.lowEnd && d.Tokens[last-1].Shape == text.Lower {
			return false
		}
		return t.Shape != text.Lower || h.low
	}
	all := true
	for x := h; x != nil; x = x.next {
		all = all && ok(x)
	}
	if all {
		return h
	}
	var out *hit
	for x := h; x != nil; x = x.next {
		if ok(x) {
			c := *x
			c.next = out
			out = &c
		}
	}
	return out
}

// Class gives the classes of a noun by its lemma or plain form, in lower case.
func (r *Registry) Class(lemma string) Class { return r.classes[lemma] }

// Named is the actor of that canonical name, nil for none.
func (r *Registry) Named(name string) *Actor { return r.canon[name] }

// Names are the canonical names of all actors of the registry, in order.
func (r *Registry) Names() []string { return slices.Sorted(maps.Keys(r.canon)) }

// Bearers are the actors that go by a name, in order of their canonical names: one, none, or several that share it. What a report says
// would tell those apart is not asked.
func (r *Registry) Bearers(name string) []*Actor {
	var out []*Actor
	for h := r.names[keyOf(name)]; h != nil; h = h.next {
		if h.actor != nil && !slices.Contains(out, h.actor) {
			out = append(out, h.actor)
		}
	}
	slices.SortFunc(out, func(a, b *Actor) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Called is the only actor that bears a name, canonical or other, outside any report: nil where nobody does, where several do, and where
// the name is also a common word. Acronyms count in capitals only.
func (r *Registry) Called(name string) *Actor {
	if a := r.canon[name]; a != nil {
		return a
	}
	var found *Actor
	for h := r.names[keyOf(name)]; h != nil; h = h.next {
		if h.weak || h.actor == nil || h.acronym && strings.ToUpper(name) != name {
			continue
		}
		if found != nil {
			return nil
		}
		found = h.actor
	}
	return found
}

// Outlets are the agencies and outlets of the registry, in order of their names.
func (r *Registry) Outlets() []*Actor {
	var out []*Actor
	for _, a := range r.canon {
		if a.Outlet != "" {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *Actor) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Parts are the actors that are listed as part of one of that canonical name, directly or not, in order of their names.
func (r *Registry) Parts(name string) []*Actor {
	var out []*Actor
	for _, a := range r.canon {
		for above, n := a, 0; above != nil && above.PartOf != "" && n < 8; above, n = r.canon[above.PartOf], n+1 { // no chain is longer
			if above.PartOf == name {
				out = append(out, a)
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b *Actor) int { return strings.Compare(a.Name, b.Name) })
	return out
}
