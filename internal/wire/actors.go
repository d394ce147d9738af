package wire

import (
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// Fighter is a party; docs/actors.md describes it.
type Fighter struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Kind    sitrep.Known `json:"kind"`
	Country sitrep.Known `json:"country"` // ISO 3166-1 alpha-2
	New     bool         `json:"new"`
}

// Backing is what something rests on.
type Backing struct {
	Claims  []sitrep.ClaimID `json:"claims"`
	Origins int              `json:"origins"`
	Events  int              `json:"events"`
	First   sitrep.Date      `json:"first"`
	Last    sitrep.Date      `json:"last"`
}

// Standing is a party with its main relations.
type Standing struct {
	Actor Fighter `json:"actor"`
	Backing
	Against []Tie `json:"against"`
	With    []Tie `json:"with"`
}

// Tie is a relation in short.
type Tie struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Claims  int         `json:"claims"`
	Origins int         `json:"origins"`
	Events  int         `json:"events"`
	First   sitrep.Date `json:"first"`
	Last    sitrep.Date `json:"last"`
}

// Relations is the relations of a party.
type Relations struct {
	Actor Fighter `json:"actor"`
	Backing
	Relations []Relation `json:"relations"`
}

// Relation is how a party stands to another. By and On are how many claims say that the one asked about acts on the other, and that the other acts on it.
type Relation struct {
	Other Fighter        `json:"other"`
	Bond  situation.Bond `json:"bond"`
	Backing
	By     int                             `json:"by"`
	On     int                             `json:"on"`
	Months []Month                         `json:"months"`
	Places []PlaceCount                    `json:"places"`
	Apart  map[situation.Certainty]Backing `json:"apart"`
}

// Month is how much is told of a month.
type Month struct {
	Month   string `json:"month"`
	Claims  int    `json:"claims"`
	Origins int    `json:"origins"`
	Events  int    `json:"events"`
}

// PlaceCount is a place with how many claims it has there.
type PlaceCount struct {
	Name    string       `json:"name"`
	Country sitrep.Known `json:"country"`
	Claims  int          `json:"claims"`
}

// FighterOf makes a Fighter.
func FighterOf(f *situation.Fighter) Fighter {
	return Fighter{f.ID, f.Name, sitrep.Known(f.Kind), sitrep.Known(f.Country), f.New}
}

// BackingOf makes a Backing.
func BackingOf(b *situation.Backing) Backing {
	return Backing{append([]sitrep.ClaimID{}, b.Claims...), b.Origins, b.Events, b.First, b.Last}
}

// StandingOf makes a Standing.
func StandingOf(s *situation.Standing) Standing {
	return Standing{FighterOf(&s.Fighter), BackingOf(&s.Backing), tiesOf(s.Foes, s.ID), tiesOf(s.Friends, s.ID)}
}

func tiesOf(list []situation.Relation, id string) []Tie {
	out := []Tie{}
	for i := range list {
		r := &list[i]
		o, _ := r.Other(id)
		out = append(out, Tie{o.ID, o.Name, len(r.Claims), r.Origins, r.Events, r.First, r.Last})
	}
	return out
}

// RelationOf makes a Relation, as the party of that id has it.
func RelationOf(r *situation.Relation, id string) Relation {
	o, _ := r.Other(id)
	out := Relation{Other: FighterOf(&o), Bond: r.Bond, Backing: BackingOf(&r.Backing), By: r.AtoB, On: r.BtoA, Months: []Month{}, Places: []PlaceCount{},
		Apart: map[situation.Certainty]Backing{}}
	if r.B.ID == id {
		out.By, out.On = r.BtoA, r.AtoB
	}
	for _, m := range r.Months {
		out.Months = append(out.Months, Month(m))
	}
	for _, p := range r.Places {
		out.Places = append(out.Places, PlaceCount{p.Name, sitrep.Known(p.Country), p.Claims})
	}
	for k, b := range r.Apart {
		out.Apart[k] = BackingOf(&b)
	}
	return out
}

// StandingColumns and RelationColumns are the columns of parties and of relations in CSV.
var (
	StandingColumns = []string{"actor", "name", "kind", "country", "new", "claims", "origins", "events", "first", "last", "against", "with"}
	RelationColumns = []string{"actor", "bond", "told", "other", "other_name", "other_kind", "other_country", "other_new", "claims", "origins", "events", "first", "last", "by", "on", "places", "months",
		"claim_ids"}
)

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// StandingCells are the cells of StandingColumns.
func StandingCells(s *situation.Standing) []Cell {
	var out record
	out.text(s.ID, s.Name, s.Kind, s.Country, yesNo(s.New))
	out.count(len(s.Claims), s.Origins, s.Events)
	out.text(s.First.String(), s.Last.String(), TieNames(s.Foes, s.ID, 0), TieNames(s.Friends, s.ID, 0))
	return out
}

// RelationCells are a record of what is told as fact, then one of each of what is kept apart.
func RelationCells(r *situation.Relation, id string) [][]Cell {
	o, _ := r.Other(id)
	line := func(told situation.Certainty, b *situation.Backing) record {
		var out record
		out.text(id, string(r.Bond), string(told), o.ID, o.Name, o.Kind, o.Country, yesNo(o.New))
		out.count(len(b.Claims), b.Origins, b.Events)
		out.text(b.First.String(), b.Last.String())
		return out
	}
	ids := func(b *situation.Backing) string {
		words := make([]string, len(b.Claims))
		for i, c := range b.Claims {
			words[i] = string(c)
		}
		return strings.Join(words, " ")
	}
	var all [][]Cell
	if len(r.Claims) > 0 {
		out := line(situation.Certain, &r.Backing)
		by, on := r.AtoB, r.BtoA
		if r.B.ID == id {
			by, on = on, by
		}
		out.count(by, on)
		out.text(PlaceCounts(r, 0), MonthCounts(r), ids(&r.Backing))
		all = append(all, out)
	}
	for _, k := range situation.Doubts {
		if b, ok := r.Apart[k]; ok {
			out := line(k, &b)
			out.text("", "", "", "", ids(&b))
			all = append(all, out)
		}
	}
	return all
}

// TieNames names those whom a party has relations with, each with how many events tell of it; at most so many, 0 for all.
func TieNames(list []situation.Relation, id string, most int) string {
	var words []string
	for i := range list {
		if most > 0 && i == most {
			words = append(words, fmt.Sprintf("%d more", len(list)-most))
			break
		}
		o, _ := list[i].Other(id)
		words = append(words, fmt.Sprintf("%s %d", PartyName(&o), list[i].Events))
	}
	return strings.Join(words, "; ")
}

// PartyName names a party so that namesakes are told apart.
func PartyName(f *situation.Fighter) string {
	if f.Kind == "unnamed" {
		return f.Name + " (" + f.Country + ")"
	}
	return f.Name
}

// PlaceCounts names the places of a relation, each with how many claims it has there; at most so many, 0 for all.
func PlaceCounts(r *situation.Relation, most int) string {
	var words []string
	for i, p := range r.Places {
		if most > 0 && i == most {
			break
		}
		s := p.Name
		if p.Country != "" {
			s += " (" + p.Country + ")"
		}
		words = append(words, fmt.Sprintf("%s %d", s, p.Claims))
	}
	return strings.Join(words, "; ")
}

// MonthCounts names the months of a relation, each with how many events it has.
func MonthCounts(r *situation.Relation) string {
	var words []string
	for _, m := range r.Months {
		words = append(words, fmt.Sprintf("%s %d", m.Month, m.Events))
	}
	return strings.Join(words, "; ")
}
