package main

import (
	"strings"

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
		if typ := re3dTypes[m.Type]; typ != "" && !nested(d.Mentions, i) {
			start, end := d.span(m.Span)
			out.Entities = append(out.Entities, span{Start: start, End: end, Type: typ})
		}
	}
	return out
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
	for _, m := range d.Mentions {
		e := at[m.Entity]
		if e == nil || e.Type != sitrep.PlaceMention { // a country that acts is a toponym too
			continue
		}
		// A toponym is the name alone: "the city of Mosul" names Mosul, "the city" nothing.
		s := m.Span
		if i := strings.LastIndex(m.Text, e.Name); i >= 0 && e.Name != "" {
			s = sitrep.Span{Start: m.Start + i, End: m.Start + i + len(e.Name)}
		} else if !strings.ContainsAny(m.Text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			continue
		}
		start, end := d.span(s)
		out.Toponyms = append(out.Toponyms, toponym{start, end, e.Lat, e.Lon})
	}
	return out
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
