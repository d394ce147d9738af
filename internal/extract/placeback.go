package extract

import (
	"strings"

	"sitrep"
	"sitrep/internal/toponym"
)

// placeBack gives a deed of a sentence that names no place the place of the sentence before, where it points back to what was told there: "In
// Goma, gunmen killed three traders. Two others were hurt." It needs the sentence before to tell of one place only.
func (rd *reading) placeBack(s *sentence, d *draft) {
	if d.Place != nil || d.Modality != sitrep.Actual || !d.match.Type.Act && !d.match.Type.Consequence || !refersBack(d) {
		return
	}
	for k := s.g.First; k < s.g.Last; k++ {
		if m := rd.where.of(k); m != nil && m.Kind != toponym.Adjective {
			return
		}
	}
	var place *sitrep.Place
	for i := range rd.claims {
		o := &rd.claims[i]
		if o.sent.g.Sent != s.g.Sent-1 || o.Place == nil {
			continue
		}
		if o.Place.Lat == nil || o.Modality != sitrep.Actual || place != nil && (place.Name != o.Place.Name || place.Entity != o.Place.Entity) {
			return
		}
		place = o.Place
	}
	if place != nil && place.Precision != sitrep.Country {
		d.Place = place
	}
}

// refersBack says that a deed goes on with what was told before: "the blast killed", "two others were hurt", "the victims were shot".
func refersBack(d *draft) bool {
	g := d.sent.g
	if p := d.match.Phrase; p >= 0 && len(d.Roles[sitrep.Victim]) > 0 { // what only names the deed again adds nothing
		switch g.Doc.Tokens[g.Phrases[p].First].Norm {
		case "the", "this":
			return true
		}
	}
	for _, f := range d.Roles[sitrep.Victim] {
		w := strings.Fields(strings.ToLower(f.Text))
		for k := range w {
			if w[k] == "others" || w[k] == "other" && k > 0 || w[0] == "the" && (w[k] == "victims" || w[k] == "dead" || w[k] == "wounded") {
				return true
			}
		}
	}
	return false
}
