package main

import (
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// fighterObject is a party in JSON; docs/actors.md describes it.
type fighterObject struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Kind    sitrep.Known `json:"kind"`
	Country sitrep.Known `json:"country"` // ISO 3166-1 alpha-2
	New     bool         `json:"new"`
}

// backingObject is what something rests on in JSON.
type backingObject struct {
	Claims  []sitrep.ClaimID `json:"claims"`
	Origins int              `json:"origins"`
	Events  int              `json:"events"`
	First   sitrep.Date      `json:"first"`
	Last    sitrep.Date      `json:"last"`
}

// standingObject is a party with its main relations in JSON.
type standingObject struct {
	Actor fighterObject `json:"actor"`
	backingObject
	Against []tieObject `json:"against"`
	With    []tieObject `json:"with"`
}

// tieObject is a relation in short.
type tieObject struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Claims  int         `json:"claims"`
	Origins int         `json:"origins"`
	Events  int         `json:"events"`
	First   sitrep.Date `json:"first"`
	Last    sitrep.Date `json:"last"`
}

// relationsObject is the relations of a party in JSON.
type relationsObject struct {
	Actor fighterObject `json:"actor"`
	backingObject
	Relations []relationObject `json:"relations"`
}

// relationObject is a relation in JSON. By and On are how many claims say that the one asked about acts on the other, and that the other acts on it.
type relationObject struct {
	Other fighterObject  `json:"other"`
	Bond  situation.Bond `json:"bond"`
	backingObject
	By     int                                   `json:"by"`
	On     int                                   `json:"on"`
	Months []monthObject                         `json:"months"`
	Places []placeObject                         `json:"places"`
	Apart  map[situation.Certainty]backingObject `json:"apart"`
}

type monthObject struct {
	Month   string `json:"month"`
	Claims  int    `json:"claims"`
	Origins int    `json:"origins"`
	Events  int    `json:"events"`
}

type placeObject struct {
	Name    string       `json:"name"`
	Country sitrep.Known `json:"country"`
	Claims  int          `json:"claims"`
}

func fighterObjectOf(f *situation.Fighter) fighterObject {
	return fighterObject{f.ID, f.Name, sitrep.Known(f.Kind), sitrep.Known(f.Country), f.New}
}

func backingObjectOf(b *situation.Backing) backingObject {
	return backingObject{append([]sitrep.ClaimID{}, b.Claims...), b.Origins, b.Events, b.First, b.Last}
}

func standingObjectOf(s *situation.Standing) standingObject {
	return standingObject{fighterObjectOf(&s.Fighter), backingObjectOf(&s.Backing), tieObjects(s.Foes, s.ID), tieObjects(s.Friends, s.ID)}
}

func tieObjects(list []situation.Relation, id string) []tieObject {
	out := []tieObject{}
	for i := range list {
		r := &list[i]
		o, _ := r.Other(id)
		out = append(out, tieObject{o.ID, o.Name, len(r.Claims), r.Origins, r.Events, r.First, r.Last})
	}
	return out
}

func relationObjectOf(r *situation.Relation, id string) relationObject {
	o, _ := r.Other(id)
	out := relationObject{Other: fighterObjectOf(&o), Bond: r.Bond, backingObject: backingObjectOf(&r.Backing), By: r.AtoB, On: r.BtoA, Months: []monthObject{}, Places: []placeObject{},
		Apart: map[situation.Certainty]backingObject{}}
	if r.B.ID == id {
		out.By, out.On = r.BtoA, r.AtoB
	}
	for _, m := range r.Months {
		out.Months = append(out.Months, monthObject(m))
	}
	for _, p := range r.Places {
		out.Places = append(out.Places, placeObject{p.Name, sitrep.Known(p.Country), p.Claims})
	}
	for k, b := range r.Apart {
		out.Apart[k] = backingObjectOf(&b)
	}
	return out
}

// standingColumns and relationColumns are the columns of parties and of relations in CSV.
var (
	standingColumns = []string{"actor", "name", "kind", "country", "new", "claims", "origins", "events", "first", "last", "against", "with"}
	relationColumns = []string{"actor", "bond", "told", "other", "other_name", "other_kind", "other_country", "other_new", "claims", "origins", "events", "first", "last", "by", "on", "places", "months",
		"claim_ids"}
)

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func standingCells(s *situation.Standing) []cell {
	var out record
	out.text(s.ID, s.Name, s.Kind, s.Country, yesNo(s.New))
	out.count(len(s.Claims), s.Origins, s.Events)
	out.text(s.First.String(), s.Last.String(), tieNames(s.Foes, s.ID, 0), tieNames(s.Friends, s.ID, 0))
	return out
}

// relationCells are a record of what is told as fact, then one of each of what is kept apart.
func relationCells(r *situation.Relation, id string) [][]cell {
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
	var all [][]cell
	if len(r.Claims) > 0 {
		out := line(situation.Certain, &r.Backing)
		by, on := r.AtoB, r.BtoA
		if r.B.ID == id {
			by, on = on, by
		}
		out.count(by, on)
		out.text(placeWords(r, 0), monthWords(r), ids(&r.Backing))
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

// tieNames names those whom a party has relations with, each with how many events tell of it; at most so many, 0 for all.
func tieNames(list []situation.Relation, id string, most int) string {
	var words []string
	for i := range list {
		if most > 0 && i == most {
			words = append(words, fmt.Sprintf("%d more", len(list)-most))
			break
		}
		o, _ := list[i].Other(id)
		words = append(words, fmt.Sprintf("%s %d", partyWords(&o), list[i].Events))
	}
	return strings.Join(words, "; ")
}

// partyWords names a party so that namesakes are told apart.
func partyWords(f *situation.Fighter) string {
	if f.Kind == "unnamed" {
		return f.Name + " (" + f.Country + ")"
	}
	return f.Name
}

func placeWords(r *situation.Relation, most int) string {
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

func monthWords(r *situation.Relation) string {
	var words []string
	for _, m := range r.Months {
		words = append(words, fmt.Sprintf("%s %d", m.Month, m.Events))
	}
	return strings.Join(words, "; ")
}

// mainTies is how many adversaries and allies stand in a line.
const mainTies = 3

// standingTable writes a line for each party, and under it its main adversaries and allies.
func (b *block) standingTable(standings []situation.Standing) {
	table := [][]piece{headings("ACTOR", "KIND", "FIRST", "LAST", "CLAIMS", "ORIGINS")}
	for i := range standings {
		s := &standings[i]
		what := s.Kind
		switch {
		case s.New:
			what = "new name"
		case s.Country != "":
			what += " " + s.Country
		}
		table = append(table, []piece{{s.Name, kind}, {strings.ReplaceAll(what, "_", " "), plain}, {dayOf(s.First), plain}, {dayOf(s.Last), plain}, {number(len(s.Claims)), count}, {number(s.Origins), count}})
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		s := &standings[i]
		if words := tieNames(s.Foes, s.ID, mainTies); words != "" {
			b.paragraph(piece{"    against  ", faint}, 13, piece{words, plain})
		}
		if words := tieNames(s.Friends, s.ID, mainTies); words != "" {
			b.paragraph(piece{"    with     ", faint}, 13, piece{words, plain})
		}
		return nil
	})
}

// relationTable writes a line for each relation, and under it its months, places and first sentences.
func (b *block) relationTable(q *actorsQuery, relations []situation.Relation, id string) error {
	table := [][]piece{headings("BOND", "FIRST", "LAST", "WHO", "EVENTS", "ORIGINS")}
	for i := range relations {
		r := &relations[i]
		o, _ := r.Other(id)
		bond, first, last, look := string(r.Bond), r.First, r.Last, plain
		if len(r.Claims) == 0 {
			for _, k := range situation.Doubts {
				if a, ok := r.Apart[k]; ok {
					bond, first, last, look = string(k)+": "+bond, a.First, a.Last, doubt
					break
				}
			}
		}
		table = append(table, []piece{{bond, look}, {dayOf(first), plain}, {dayOf(last), plain}, {partyWords(&o), kind}, {number(r.Events), count}, {number(r.Origins), count}})
	}
	return b.entries(table, true, 3, func(i int) error {
		r := &relations[i]
		if words := monthWords(r); words != "" {
			b.paragraph(piece{"    months   ", faint}, 13, piece{words, plain})
		}
		if words := placeWords(r, 2*mainTies); words != "" {
			b.paragraph(piece{"    places   ", faint}, 13, piece{words, plain})
		}
		var also []string
		for _, k := range situation.Doubts {
			if a, ok := r.Apart[k]; ok {
				also = append(also, fmt.Sprintf("%s %d", k, len(a.Claims)))
			}
		}
		if len(also) > 0 {
			b.paragraph(piece{"    apart    ", doubt}, 13, piece{strings.Join(also, "; "), plain})
		}
		claims := r.Claims
		for _, k := range situation.Doubts {
			if len(claims) == 0 {
				claims = r.Apart[k].Claims
			}
		}
		for n, claim := range claims {
			if n == mostSentences {
				b.paragraph(piece{}, underIndent, piece{fmt.Sprintf("and %s; --format json names them", countOf(len(claims)-n, "claim more", "claims more")), faint})
				break
			}
			row := q.rows[claim]
			o, err := q.from.of(q.ctx, &row.Report, claim)
			if err != nil {
				return err
			}
			b.under(&row.Claim, row.Sentence, &row.Report, o, false)
		}
		return nil
	})
}
