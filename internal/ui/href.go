package ui

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// toldID is how the ids of places begin that the gazetteer does not know.
const toldID = "told:"

// atPlace is the address of a place: by its id, or by its name and country where the gazetteer has no such place.
func atPlace(id, name, country string) string {
	if id != "" && !strings.HasPrefix(id, toldID) {
		return "/places/" + url.PathEscape(id)
	}
	if name == "" {
		return "/places"
	}
	out := "/places/" + url.PathEscape(name)
	if country != "" {
		out += "?country=" + url.QueryEscape(country)
	}
	return out
}

// atSite is the address of a place whose holders are told.
func atSite(s *situation.Site) string { return atPlace(s.ID, s.Name, s.Country) }

// atArea is the address of an area.
func atArea(a *board.Area) string { return atPlace(a.ID, a.Name, a.Country) }

// siteKey is the Key of a place whose holders are toldID, as board.Place has it.
func siteKey(s *situation.Site) string {
	if !strings.HasPrefix(s.ID, toldID) {
		return s.ID
	}
	return toldID + geo.Fold(s.Name) + ":" + s.Country
}

// atActor is the address of a party.
func atActor(id string) string { return "/actors/" + url.PathEscape(id) }

// atSource is the address of an outlet or an origin.
func atSource(name string) string {
	if name == "" {
		return "/sources"
	}
	return "/sources/" + url.PathEscape(name)
}

// offer is a name with where it leads.
type offer struct{ Name, Href string }

// mostOffers is how many names are offered in the place of one that is not known.
const mostOffers = 8

// alike gives the names of a list that are likest to one that is not known: those of which the most pairs of letters are the same (Dice's coefficient, at
// least 0.45), the first of the list first where they are as like. None: an empty list.
func alike(name string, list []offer) []offer {
	want := pairs(geo.Fold(name))
	type scored struct {
		offer
		like float64
	}
	var found []scored
	seen := map[string]bool{}
	for _, o := range list {
		if seen[o.Name] || o.Name == "" {
			continue
		}
		seen[o.Name] = true
		have := pairs(geo.Fold(o.Name))
		if len(want)+len(have) == 0 {
			continue
		}
		same := 0
		for p := range want {
			if have[p] {
				same++
			}
		}
		if like := 2 * float64(same) / float64(len(want)+len(have)); like >= 0.45 {
			found = append(found, scored{o, like})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.like, a.like) })
	var out []offer
	for _, s := range found[:min(len(found), mostOffers)] {
		out = append(out, s.offer)
	}
	return out
}

// pairs are the pairs of letters that follow each other.
func pairs(s string) map[string]bool {
	out := map[string]bool{}
	runes := []rune(s)
	for i := 0; i+1 < len(runes) && i < longest; i++ {
		out[string(runes[i:i+2])] = true
	}
	return out
}
