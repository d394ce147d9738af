package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

type span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type,omitempty"`
	Value string `json:"value,omitempty"`
}

// re3dTypes maps our mention types to re3d's entity types.
var re3dTypes = map[sitrep.MentionType]string{
	sitrep.ActorMention: "Organisation", sitrep.PersonMention: "Person", sitrep.PlaceMention: "Location", sitrep.FacilityMention: "Location",
	sitrep.TimeMention: "Temporal", sitrep.QuantityMention: "Quantity", sitrep.WeaponMention: "Weapon", sitrep.VehicleMention: "MilitaryPlatform",
	sitrep.NationalityMention: "Nationality", sitrep.MoneyMention: "Money",
}

func entities(d *document) any {
	out := struct {
		ID       string `json:"id"`
		Entities []span `json:"entities"`
		// Relations are not read yet; an empty list says so.
		Relations []span `json:"relations"`
	}{d.ID, []span{}, []span{}}
	for i, m := range d.Mentions {
		if typ := re3dTypes[m.Type]; typ != "" && !nested(d.Mentions, i) && (typ != "Location" || d.takesPart(m.Span)) {
			if m.Type == sitrep.VehicleMention && civil(m.Text) {
				typ = "Vehicle"
			}
			start, end := d.span(m.Span)
			out.Entities = append(out.Entities, span{Start: start, End: end, Type: typ})
		}
	}
	return out
}

// civilVehicles are the vehicles that re3d tells from military ones, where no word before them says that they are those.
var civilVehicles, military = words("vehicle car bus buses lorry lorries truck van taxi motorcycle motorbike ambulance train tractor excavator"),
	words("armoured armored military tactical")

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// civil says that the name of a vehicle is one of no military kind.
func civil(name string) bool {
	w := strings.Fields(strings.ToLower(name))
	last := w[len(w)-1]
	return (civilVehicles[last] || civilVehicles[strings.TrimSuffix(last, "s")]) &&
		!slices.ContainsFunc(w, func(s string) bool { return military[s] })
}

// takesPart says that the entity tagger found a mention at a place. A name that only says more about something else ("the
// Karsa talks") is a place to the product; re3d, whose places are where somebody is or something happens, marks few of them.
func (d *document) takesPart(s sitrep.Span) bool {
	for _, e := range d.doc.Entities {
		if d.doc.Tokens[e.First].Start < s.End && s.Start < d.doc.Tokens[e.Last-1].End {
			return true
		}
	}
	return false
}

type toponym struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	Lat   *float64 `json:"lat,omitempty"`
	Lon   *float64 `json:"lon,omitempty"`
}

func toponyms(d *document) any {
	out := struct {
		ID       string    `json:"id"`
		Toponyms []toponym `json:"toponyms"`
	}{d.ID, []toponym{}}
	at := map[string]*sitrep.Entity{}
	for i := range d.Entities {
		at[d.Entities[i].ID] = &d.Entities[i]
	}
	for i, m := range d.Mentions {
		e := at[m.Entity]
		if !place(e) || !bare(m.Text) || wraps(d.Mentions, i, at) {
			continue
		}
		start, end := d.span(m.Span)
		out.Toponyms = append(out.Toponyms, toponym{start, end, e.Lat, e.Lon})
	}
	return out
}

// place says that e is a place, whatever a mention of it does: a country that acts is a toponym too.
func place(e *sitrep.Entity) bool {
	return e != nil && (e.Type == sitrep.PlaceMention || e.Type == sitrep.FacilityMention)
}

// bare says that a mention is a name and nothing else: "Mosul", not "the city", "The town" or "It".
func bare(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an", "this", "that", "these", "those", "it", "they", "them", "he", "she", "we", "there", "here":
		return false
	}
	r, _ := utf8.DecodeRuneInString(first)
	return !unicode.IsLower(r) && !unicode.IsDigit(r)
}

// wraps says that mention i holds another that names a place: "the city of Mosul" names Mosul.
func wraps(all []sitrep.Mention, i int, at map[string]*sitrep.Entity) bool {
	for j := range all {
		if j != i && all[i].Contains(all[j].Span) && all[j].Len() < all[i].Len() {
			if place(at[all[j].Entity]) {
				return true
			}
		}
	}
	return false
}

// nested says that mention i lies inside another: re3d marks the outer one.
func nested(all []sitrep.Mention, i int) bool {
	for j := range all {
		if j != i && all[j].Contains(all[i].Span) && (all[j].Len() > all[i].Len() || j < i) {
			return true
		}
	}
	return false
}
