package ui

import (
	"cmp"
	"fmt"
	"math/bits"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
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

// atCounted is the address of the place of a figure. Of what is somewhere without anybody saying in which country ("the ammunition store") there is no page:
// it has none.
func atCounted(id, name, country string) string {
	if country == "" && (id == "" || strings.HasPrefix(id, toldID)) {
		return ""
	}
	return atPlace(id, name, country)
}

// atTold is the address of the place that a claim names, or of the one that lends it its point ("the centre of Sirte"). Where nobody knows the point it has none.
func atTold(p *sitrep.Place) string {
	if p.Lat == nil {
		return ""
	}
	return atPlace("", cmp.Or(p.Within, p.Name), string(p.Country))
}

// atHappened is the address of the place of an event, none where nobody knows its point.
func atHappened(p *sitrep.EventPlace) string {
	if p.Lat == nil {
		return ""
	}
	return atPlace("", p.Name, string(p.Country))
}

// atSite is the address of a place whose holders are told.
func atSite(s *situation.Site) string { return atPlace(s.ID, s.Name, s.Country) }

// atArea is the address of an area.
func atArea(a *board.Area) string { return atPlace(a.ID, a.Name, a.Country) }

// siteKey is the key of a place whose holders are told, as board.Place has it.
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

// atOrigin is the address of an origin: by its name, and by its key where others have that name. An outlet that is an origin stays on its own page.
func atOrigin(x *board.Source) string {
	if x.Shared && x.Kind == origin.Party {
		return atSource(x.Key)
	}
	return atSource(x.Name)
}

// offer is a name with where it leads.
type offer struct{ Name, Href string }

// mostOffers is how many names are offered in the place of one that is not known; mostAlike is how many are looked at for that.
const (
	mostOffers = 8
	mostAlike  = 6000
)

// alike gives the names of a list that are likest to one that is not known: those that share the most pairs of letters with it (Dice's coefficient, at
// least 0.45), the first of the list first where they are as like. None: an empty list.
func alike(name string, list []offer) []offer {
	want := pairsOf(geo.Fold(name))
	if len(want) == 0 {
		return nil
	}
	type scored struct {
		offer
		like float64
	}
	var found []scored
	seen := map[string]bool{}
	for _, o := range list[:min(len(list), mostAlike)] {
		if len(o.Name) > 4*len(name)+8 || 4*len(o.Name)+8 < len(name) || seen[o.Name] { // too long or too short to be like
			continue
		}
		seen[o.Name] = true
		var same uint64 // of the pairs that are wanted
		n, last := 0, rune(-1)
		for _, r := range geo.Fold(o.Name) {
			if last >= 0 {
				n++
				if i := slices.Index(want, [2]rune{last, r}); i >= 0 {
					same |= 1 << i
				}
			}
			last = r
		}
		if like := 2 * float64(bits.OnesCount64(same)) / float64(len(want)+n); like >= 0.45 {
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

// pairsOf are the first 64 pairs of letters that follow each other.
func pairsOf(s string) [][2]rune {
	var out [][2]rune
	last := rune(-1)
	for _, r := range s {
		if p := [2]rune{last, r}; last >= 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
		if last = r; len(out) == 64 {
			break
		}
	}
	return out
}

// nameIn is the name or id that a page is asked for by its address.
func nameIn(r *http.Request, wildcard string) (string, error) {
	name := strings.TrimSpace(r.PathValue(wildcard))
	if len(name) > longest {
		return "", notFound(fmt.Sprintf("no name here is longer than %d bytes", longest))
	}
	return name, nil
}
