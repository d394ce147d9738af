package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"sitrep/internal/geo"
)

// mostLike is how many names an error offers.
const mostLike = 3

// meant offers names in the place of one that is not known.
func meant(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (near are: " + strings.Join(names, ", ") + ")"
}

// nearest are the names that are written most like a word: at most so many, those that differ least first.
func nearest(word string, names []string, most int) []string {
	type near struct {
		name string
		off  int
	}
	folded := []rune(geo.Fold(word))
	limit := bound(len(folded))
	var found []near
	for _, n := range names {
		if off := distance(folded, []rune(geo.Fold(n)), limit); off <= limit {
			found = append(found, near{n, off})
		}
	}
	slices.SortFunc(found, func(x, y near) int { return cmp.Or(cmp.Compare(x.off, y.off), cmp.Compare(x.name, y.name)) })
	found = slices.CompactFunc(found, func(x, y near) bool { return x.name == y.name })
	out := make([]string, 0, most)
	for _, f := range found[:min(most, len(found))] {
		out = append(out, f.name)
	}
	return out
}

// bound is how many letters a word of so many may differ in.
func bound(letters int) int {
	switch {
	case letters <= 3:
		return 0
	case letters <= 6:
		return 1
	}
	return 2
}

// placesLike are the places of the gazetteer that are written most like a name, those of most people first.
func (r *Resolver) placesLike(name string) []string {
	type near struct {
		name   string
		off    int
		people int
	}
	folded := []rune(geo.Fold(name))
	limit := bound(len(folded))
	if limit == 0 {
		return nil
	}
	var found []near
	for e := range r.Gazetteer.All() {
		if n := utf8.RuneCountInString(e.Name); n < len(folded)-limit-2 || n > len(folded)+limit+4 {
			continue
		}
		if off := distance(folded, []rune(geo.Fold(e.Name)), limit); off <= limit {
			found = append(found, near{e.Name + " (" + e.Country + ")", off, e.Population})
		}
	}
	slices.SortFunc(found, func(x, y near) int {
		return cmp.Or(cmp.Compare(x.off, y.off), cmp.Compare(y.people, x.people), cmp.Compare(x.name, y.name))
	})
	var out []string
	for _, f := range found {
		if len(out) < mostLike && !slices.Contains(out, f.name) {
			out = append(out, f.name)
		}
	}
	return out
}

// distance is in how many letters two words differ (Levenshtein's distance); more than limit is limit + 1.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			here := row[j+1]
			if row[j+1] = min(before, row[j], here) + 1; x == y {
				row[j+1] = before
			}
			before = here
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}
