package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"sitrep/internal/ask"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/wire"
)

// SumList is sums of figures.
type SumList struct {
	Sums  []wire.Sum `json:"sums"`  // by place, month …, as asked
	Total int        `json:"total"` // how many there are; limit bounds how many are given
	Notes []string   `json:"notes"` // what was taken for granted, each in a line
}

// SeriesList is counts of a longer time.
type SeriesList struct {
	Series []wire.Series `json:"series"` // each origin's apart
	Total  int           `json:"total"`  // how many there are; limit bounds how many are given
	Notes  []string      `json:"notes"`  // what was taken for granted, each in a line
}

// SpellList is who held places.
type SpellList struct {
	// Spells are the best supported first. Asked about a place and a time of which nothing is told, the answer is one spell of the status unknown.
	Spells []wire.Spell `json:"spells"`
	Notes  []string     `json:"notes"` // what was taken for granted, each in a line
}

// StandingList is parties with their main adversaries and allies.
type StandingList struct {
	Actors []wire.Standing `json:"actors"` // by events, the most first
	Total  int             `json:"total"`  // how many there are; limit bounds how many are given
	Notes  []string        `json:"notes"`  // what was taken for granted, each in a line
}

// RelationList is the relations of a party.
type RelationList struct {
	wire.Relations
	Total int      `json:"total"` // how many relations there are; limit bounds how many are given
	Notes []string `json:"notes"` // what was taken for granted, each in a line
}

type sumsParams struct {
	By string `query:"by" enum:"place,month,week,day,measure,event" default:"place" doc:"What is summed up." example:"month"`
	ClaimParams
}

type controlParams struct {
	Place   string `query:"place" maxLength:"300" doc:"Name of the place, or its id in the gazetteer." example:"Mosul"`
	Actor   string `query:"actor" maxLength:"300" doc:"What a party held, by its name: a group, or a country for its government and forces." example:"Islamic State"`
	Country string `query:"country" maxLength:"100" doc:"Country of the place, to tell it from its namesakes: its ISO 3166-1 code or its name." example:"IQ"`
	At      string `query:"at" maxLength:"10" doc:"On that day, or in that month or year; in the place of from and to." example:"2017-01-15"`
	TimeParams
	AsOfParam
	FormatParam
}

// ActorsParams are the filters of parties.
type ActorsParams struct {
	Place   string `query:"place" maxLength:"300" doc:"Name of the place, or its id in the gazetteer." example:"Mosul"`
	Country string `query:"country" maxLength:"100" doc:"Country: its ISO 3166-1 code or its name." example:"IQ"`
	TimeParams
	AsOfParam
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"At most so many." example:"10"`
	FormatParam
}

type actorParams struct {
	ID string `path:"id" maxLength:"300" doc:"Id of the party as the list gives it, or its name: a group, or a country for its government and forces."`
	ActorsParams
}

// tellings registers the operations whose answers are made of many claims: sums and series, control, actors.
func (a *API) tellings() {
	add[sumsParams, SumList](a, spec{id: "sum-figures", path: "/figures/sums", tag: "figures", summary: "Sum figures up",
		about: "Low, best and high over distinct happenings, by place, month, week, day, measure or event. Every figure is in one happening, in one series, or left out with the reason. Give a measure, a place " +
			"or a country and a time: sums over a whole archive take long.",
		formats: []format{asJSON, asCSV}, heavy: true, example: "/figures/sums?measure=killed&by=month&limit=1"}, a.sumFigures)
	add[ClaimParams, SeriesList](a, spec{id: "figure-series", path: "/figures/series", tag: "figures", summary: "Figures over time",
		about:   "Counts of a longer time (\"displaced since the start of the operation\") as each origin gives them, with what changed.",
		formats: []format{asJSON, asCSV}, heavy: true, example: "/figures/series?limit=1"}, a.figureSeries)
	add[controlParams, SpellList](a, spec{id: "control", path: "/control", tag: "control", summary: "Who held a place, or what a party held",
		about: "Spells of a holder with a status: held, contested, besieged, claimed where others deny it, unknown; each with the claims that it rests on. A place of which nothing is told yet has no spell. The days are " +
			"those that reports give.", heavy: true, example: "/control?place=Sirte"}, a.control)
	add[ActorsParams, StandingList](a, spec{id: "list-actors", path: "/actors", tag: "actors", summary: "Who fights whom",
		about:   "Parties by events, each with its main adversaries and allies, and since when.",
		formats: []format{asJSON, asCSV}, heavy: true, example: "/actors?limit=2"}, a.listActors)
	add[actorParams, RelationList](a, spec{id: "get-actor", path: "/actors/{id}", tag: "actors", summary: "Relations of a party",
		about:  "Whom the party fights and whom beside, by month and place, with what is only alleged, planned or denied kept apart, and the claims of each.",
		errors: []int{http.StatusNotFound}, formats: []format{asJSON, asCSV}, heavy: true, example: "/actors/{actor}?limit=2"}, a.getActor)
}

func (a *API) sumFigures(ctx context.Context, p *sumsParams) (*answer, error) {
	f, notes, err := a.filter(ctx, &p.ClaimParams)
	switch {
	case err != nil:
		return nil, err
	case p.After != "":
		return nil, wrong("query.after", p.After, "sums come all at once, up to limit; leave it away")
	}
	all, err := a.o.Asker.Sums(ctx, f, situation.Grouping(p.By))
	if err != nil {
		return nil, err
	}
	shown := all[:min(len(all), p.Limit)]
	if formatOf(ctx) == asCSV {
		return table("sums", wire.SumColumns, len(shown), "", func(i int) ([]wire.Cell, error) { return wire.SumCells(p.By, &shown[i]), nil }), nil
	}
	out := &SumList{Sums: []wire.Sum{}, Total: len(all), Notes: notes}
	for i := range shown {
		out.Sums = append(out.Sums, wire.SumOf(p.By, &shown[i]))
	}
	return &answer{body: out}, nil
}

func (a *API) figureSeries(ctx context.Context, p *ClaimParams) (*answer, error) {
	f, notes, err := a.filter(ctx, p)
	switch {
	case err != nil:
		return nil, err
	case p.After != "":
		return nil, wrong("query.after", p.After, "series come all at once, up to limit; leave it away")
	}
	all, err := a.o.Asker.Series(ctx, f)
	if err != nil {
		return nil, err
	}
	shown := all[:min(len(all), p.Limit)]
	if formatOf(ctx) == asCSV {
		return csvOf("series", wire.SeriesColumns, "", func(add func([]wire.Cell)) error {
			for i := range shown {
				for k := range shown[i].Points {
					add(wire.PointCells(&shown[i], &shown[i].Points[k]))
				}
			}
			return nil
		}), nil
	}
	out := &SeriesList{Series: []wire.Series{}, Total: len(all), Notes: notes}
	for i := range shown {
		out.Series = append(out.Series, wire.SeriesOf(&shown[i]))
	}
	return &answer{body: out}, nil
}

func (a *API) control(ctx context.Context, p *controlParams) (*answer, error) {
	q := ask.ControlQuestion{Place: p.Place, Actor: p.Actor, Country: p.Country}
	var err error
	switch {
	case p.Place == "" && p.Actor == "":
		return nil, wrong("query.place", nil, "nothing is asked; give a place or an actor")
	case p.At != "" && (p.From != "" || p.To != ""):
		return nil, wrong("query.at", p.At, "is a time of its own; give it or from and to")
	case p.At != "":
		q.From, q.To, err = days("at", p.At, "at", p.At)
	default:
		q.From, q.To, err = days("from", p.From, "to", p.To)
	}
	if err != nil {
		return nil, err
	}
	if q.AsOf, err = p.moment(); err != nil {
		return nil, err
	}
	found, err := a.o.Asker.Control(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &SpellList{Spells: []wire.Spell{}, Notes: noted(found.Notes)}
	for i := range found.Spells {
		out.Spells = append(out.Spells, wire.SpellOf(&found.Spells[i]))
	}
	if len(out.Spells) == 0 && p.Place != "" && p.Actor == "" {
		out.Spells = append(out.Spells, wire.UnknownSpell(cmp.Or(found.Site.Name, p.Place), q.From, q.To))
	}
	return &answer{body: out}, nil
}

// question is what the parameters ask about parties.
func (p *ActorsParams) question() (q ask.ActorsQuestion, err error) {
	q = ask.ActorsQuestion{Place: p.Place, Country: p.Country}
	if q.From, q.To, err = days("from", p.From, "to", p.To); err != nil {
		return q, err
	}
	q.AsOf, err = p.moment()
	return q, err
}

func (a *API) listActors(ctx context.Context, p *ActorsParams) (*answer, error) {
	q, err := p.question()
	if err != nil {
		return nil, err
	}
	found := &ask.ActorsAnswer{}
	if b := a.board(); b != nil && q == (ask.ActorsQuestion{}) {
		found.Standings = b.Actors.Standings
	} else if found, err = a.o.Asker.Actors(ctx, q); err != nil {
		return nil, err
	}
	all := found.Standings
	shown := all[:min(len(all), p.Limit)]
	if formatOf(ctx) == asCSV {
		return table("actors", wire.StandingColumns, len(shown), "", func(i int) ([]wire.Cell, error) { return wire.StandingCells(&shown[i]), nil }), nil
	}
	out := &StandingList{Actors: []wire.Standing{}, Total: len(all), Notes: noted(found.Notes)}
	for i := range shown {
		out.Actors = append(out.Actors, wire.StandingOf(&shown[i]))
	}
	return &answer{body: out}, nil
}

func (a *API) getActor(ctx context.Context, p *actorParams) (*answer, error) {
	q, err := p.question()
	if err != nil {
		return nil, err
	}
	found := a.partyOfAll(p.ID)
	if found == nil || q != (ask.ActorsQuestion{}) {
		q.Actor = nameOf(p.ID)
		if found != nil && strings.HasPrefix(found.About.ID, "actor:") {
			q.Actor = found.About.Name
		}
		if found, err = a.o.Asker.Actors(ctx, q); err != nil {
			return nil, noActor(p.ID, err)
		}
	}
	if about := found.About; q == (ask.ActorsQuestion{Actor: q.Actor}) && len(found.Relations) == 0 && len(about.Claims) == 0 && strings.HasPrefix(about.ID, "actor:") && a.o.Asker.Registry().Named(about.Name) == nil {
		return nil, problem(http.StatusNotFound, "%s: neither the archive nor the registry has a party of this id or name; %s/actors lists those of the archive", shown(p.ID), Base)
	}
	all := found.Relations
	shown := all[:min(len(all), p.Limit)]
	if formatOf(ctx) == asCSV {
		return csvOf(saved("relations", p.ID), wire.RelationColumns, "", func(add func([]wire.Cell)) error {
			for i := range shown {
				for _, row := range wire.RelationCells(&shown[i], found.About.ID) {
					add(row)
				}
			}
			return nil
		}), nil
	}
	out := &RelationList{Relations: wire.Relations{Actor: wire.FighterOf(&found.About.Fighter), Backing: wire.BackingOf(&found.About.Backing), Relations: []wire.Relation{}}, Total: len(all), Notes: noted(found.Notes)}
	for i := range shown {
		out.Relations.Relations = append(out.Relations.Relations, wire.RelationOf(&shown[i], found.About.ID))
	}
	return &answer{body: out}, nil
}

// partyOfAll is a party by its id with its relations over the whole archive, out of the derived view; nil where there is none, or it has none such.
func (a *API) partyOfAll(id string) *ask.ActorsAnswer {
	b := a.board()
	if b == nil {
		return nil
	}
	out := &ask.ActorsAnswer{About: b.Standing(id)}
	if out.About == nil {
		return nil
	}
	for _, r := range b.RelationsOf(id) {
		out.Relations = append(out.Relations, *r)
	}
	return out
}

// nameOf is a name that goes for a party's id: that of the state, or the folded one of a group. What is no id is a name.
func nameOf(id string) string {
	if code, ok := strings.CutPrefix(id, "state:"); ok {
		return cmp.Or(geo.CountryName(code), id)
	}
	if name, ok := strings.CutPrefix(id, "actor:"); ok {
		return strings.ReplaceAll(name, "-", " ")
	}
	return id
}

// noActor is the error of a party in an address that nobody goes by: not found, where other wrong parameters stay what they are.
func noActor(id string, err error) error {
	var cannot *ask.Wrong
	if errors.As(err, &cannot) && cannot.Field == "actor" {
		return problem(http.StatusNotFound, "%s: %s", shown(id), cannot.Mend)
	}
	return err
}
