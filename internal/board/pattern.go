package board

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sitrep/internal/situation"
)

// Patterns is how many patterns tell parties apart that hold places; further parties have that of all others.
const Patterns = 3

// Pattern is the number of the pattern that a party has in every picture, Patterns for the one that all others share. Parties that hold places of one
// country have different ones, those that hold most places of the archive first, so that a side does not change its pattern from page to page.
func (b *Board) Pattern(party string) int {
	if n, ok := b.patterns[party]; ok {
		return n
	}
	return Patterns
}

// patternsOf deals them out.
func patternsOf(spells []situation.Spell) map[string]int {
	held := map[string]map[string]bool{}      // places, by party
	countries := map[string]map[string]bool{} // by party
	for i := range spells {
		s := &spells[i]
		id := s.Holder.ID
		if id == "" || s.Status == situation.Claimed {
			continue
		}
		if held[id] == nil {
			held[id], countries[id] = map[string]bool{}, map[string]bool{}
		}
		held[id][s.Site.ID] = true
		countries[id][s.Site.Country] = true
	}
	parties := slices.SortedFunc(maps.Keys(held), func(x, y string) int {
		return cmp.Or(cmp.Compare(len(held[y]), len(held[x])), strings.Compare(x, y))
	})
	out := make(map[string]int, len(parties))
	taken := map[string][Patterns]bool{} // by country
	for _, id := range parties {
		n := 0
		for n < Patterns && slices.ContainsFunc(slices.Collect(maps.Keys(countries[id])), func(c string) bool { return taken[c][n] }) {
			n++
		}
		out[id] = n
		if n == Patterns {
			continue
		}
		for c := range countries[id] {
			t := taken[c]
			t[n] = true
			taken[c] = t
		}
	}
	return out
}
