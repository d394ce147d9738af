package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/gate"
	"sitrep/internal/parse"
)

// notConflict is the note of a report that the gate closed on.
var notConflict = sitrep.Note{Kind: "not_conflict", Detail: "the report tells of no violence and no conflict, and of nothing that states or parties do about one; no claims are given"}

// heed asks the gate whether the report is about conflict, and leaves of the claims of one that is not those that stand by
// themselves: where one tells of violence, all; else dealings of one party with another. It says whether none is left.
func (rd *reading) heed() (closed bool) {
	rd.claims = slices.DeleteFunc(rd.claims, func(d draft) bool { return invented(&d) })
	if rd.gate == nil {
		return false
	}
	if rd.score = rd.gate.Score(rd.doc); rd.score >= gate.Threshold {
		return false
	}
	for i := range rd.claims {
		if rd.violent(&rd.claims[i]) {
			return false
		}
	}
	kept := rd.claims[:0]
	for i := range rd.claims {
		if rd.dealing(&rd.claims[i]) {
			kept = append(kept, rd.claims[i])
		}
	}
	rd.claims = kept
	return len(kept) == 0
}

// works are things in which what is told is made up, or told again.
var works = map[string]bool{"novel": true, "film": true, "movie": true, "opera": true, "episode": true, "sequel": true, "musical": true, "thriller": true, "comedy": true,
	"sitcom": true, "ballet": true, "storyline": true, "videogame": true, "fairy-tale": true}

// invented says that a claim is what a novel or a film tells: "the novel tells how a soldier kills", "in the last episode the hero is taken
// hostage", "the opera's second act, in which rebels storm the palace". A work that is done to or does something ("the film was banned after riots")
// is news.
func invented(d *draft) bool {
	g := d.sent.g
	for k := g.First; k < d.head; k++ {
		if g.Tag(k) != parse.NOUN || !works[g.Doc.Lemmas[k]] {
			continue
		}
		p := g.PhraseAt(k)
		if p >= 0 && g.Phrases[p].Head == k && g.Phrases[p].First == g.First+1 && g.Preposition(p) == "in" {
			return true
		}
		for j := k + 1; j < d.head && j < k+8; j++ {
			switch w := g.Doc.Lemmas[j]; w {
			case "tell", "portray", "depict", "feature", "imagine":
				return g.Tag(j) == parse.VERB && p >= 0 && (g.Phrases[p].First == g.First || g.Doc.Tokens[j-1].Norm == "which")
			case "which", "where":
				if g.Doc.Tokens[j-1].Norm == "in" || w == "where" {
					return true
				}
			}
		}
	}
	return false
}

// violent says that a claim tells of violence whatever else the report tells of: somebody who fights did it, or a weapon.
func (rd *reading) violent(d *draft) bool {
	switch d.Type {
	case "attack", "armed_clash", "air_strike", "shelling", "bombing", "suicide_bombing", "killing", "abduction", "offensive", "territory_gained",
		"property_destruction", "casualties", "mistreatment", "sexual_violence", "human_shielding", "interception", "coup", "advance":
	default:
		return false
	}
	for _, f := range d.Roles[sitrep.Actor] {
		if rd.fights(f) {
			return true
		}
	}
	for _, f := range d.Roles[sitrep.Instrument] {
		w := strings.ToLower(lastWord(f.Text))
		switch w = strings.TrimSuffix(w, "s"); w {
		case "mine", "gas", "rock", "stone", "poison", "device", "hammer", "shell", "arrow":
			continue
		}
		if rd.actors.Class(w)&(actor.Weapon|actor.Explosive) != 0 {
			return true
		}
	}
	return false
}

// fights says that who did it is a fighter or a force, by word or by name.
func (rd *reading) fights(f sitrep.Filler) bool {
	w := strings.ToLower(lastWord(f.Text))
	class := rd.actors.Class(w) | rd.actors.Class(strings.TrimSuffix(w, "s"))
	if class&(actor.Aircraft|actor.Vehicle|actor.Facility) != 0 {
		return false // an army helicopter that crashed
	}
	switch w {
	case "crew", "side", "group", "company", "unit", "column", "officer", "officers", "sailor", "sailors", "recruit", "crowd", "team", "network", "members":
		class = 0
	}
	if class&(actor.Fighter|actor.Force) != 0 {
		return true
	}
	if e := rd.entity(f.Entity); e != nil {
		switch e.Kind {
		case "armed_group", "militia", "military":
			return true
		}
	}
	return false
}

// entity is the entity of that id, nil for none.
func (rd *reading) entity(id string) *sitrep.Entity {
	for i := range rd.memory.entities {
		if rd.memory.entities[i].ID == id {
			return &rd.memory.entities[i]
		}
	}
	return nil
}

// dealing says that a claim tells what a party says against another, what two known parties do with each other, or what a crowd does.
func (rd *reading) dealing(d *draft) bool {
	switch d.Type {
	case "protest", "riot":
		return len(d.Roles[sitrep.Actor]) > 0
	case "statement":
		if d.Subtype != "appeal" && d.Rule != "statement.emergency" {
			return true // an accusation or a threat is one whatever it is about; before a storm too people are urged to leave
		}
	case "talks":
		return true
	case "sanction":
		if len(d.Roles[sitrep.Actor]) > 0 && !strings.HasPrefix(d.Rule, "sanction.convict") {
			return true // a ban; courts sentence swindlers too
		}
	case "agreement", "cooperation", "alliance", "aid", "arms_supply", "concession", "release", "deployment", "arrest", "investigation":
	default:
		return false
	}
	parties := 0
	for _, role := range []sitrep.Role{sitrep.Actor, sitrep.Ally, sitrep.Target} {
		for _, f := range d.Roles[role] {
			if rd.stateOrGroup(f) {
				parties++
			}
		}
	}
	return parties > 1
}

// stateOrGroup says that a filler is a state, a body of one, an organisation or a group, or belongs to one.
func (rd *reading) stateOrGroup(f sitrep.Filler) bool {
	if f.Party != "" {
		return true
	}
	e := rd.entity(f.Entity)
	return e != nil && (e.Kind != "" && e.Kind != "people" && e.Kind != "media" || e.Type == sitrep.PlaceMention && e.Precision == sitrep.Country)
}
