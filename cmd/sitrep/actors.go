package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/situation"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// actorsCmd tells who fights whom.
type actorsCmd struct {
	archiveFlag
	Actor   string     `help:"The relations of one: a group by any of its names, or a country for its government and forces." placeholder:"NAME"`
	Place   string     `help:"What is told of a place, by its name or its id in the gazetteer." placeholder:"NAME|ID"`
	Country string     `help:"What is told of a country: its name or ISO 3166-1 code." placeholder:"COUNTRY"`
	From    periodFlag `help:"First day: of when it happened, or else was published." placeholder:"DAY"`
	To      periodFlag `help:"Last day; a month or a year stands for its last." placeholder:"DAY"`
	AsOf    momentFlag `help:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." placeholder:"DAY|MOMENT"`
	Limit   int        `help:"At most so many; 0 is all." default:"50"`
	Format  string     `help:"table: for people (the default). json: all relations with their claims. csv: a line each (RFC 4180)." enum:"table,json,csv" default:"table"`
	placesFlag
	codebookFlag
}

// Help is the long help of the command.
func (actorsCmd) Help() string {
	return `Tells who fights whom and who fights beside whom, by the claims that name both. Without --actor, the parties with their main
adversaries and allies; with it, every relation of one, dated, month by month, with its sentences. What is only alleged, possible,
planned or denied is kept apart. Names that the registry of actors does not know are marked as new. See docs/actors.md.

Examples:
  sitrep actors --country Sudan --from 2023
  sitrep actors --actor 'Rapid Support Forces' --country Sudan
  sitrep actors --place Mosul --from 2016-10 --to 2017-07 --format csv > actors.csv
  sitrep actors --actor Ukraine --from 2022 --format json`
}

// Validate refuses what cannot be asked.
func (c *actorsCmd) Validate() error {
	switch {
	case c.Limit < 0:
		return fmt.Errorf("--limit %d is less than 0; 0 is all", c.Limit)
	case backwards(c.From, c.To):
		return errBackwards("", c.From, c.To)
	case c.Country != "":
		_, err := countryOf(c.Country)
		return err
	}
	return nil
}

// Run tells.
func (c *actorsCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	opened, err := openControl(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag, c.AsOf)
	if err != nil {
		return err
	}
	defer opened.archive.Close()
	q := actorsQuery{controlQuery: opened}
	if c.Country != "" {
		q.country, _ = countryOf(c.Country) // checked before
	}
	q.first, q.last = c.From.first, c.To.last
	var about situation.Party
	if c.Actor != "" {
		if about, err = q.named(c.Actor); err != nil {
			return err
		}
	}
	found, err := q.actors(con, c.Place, about)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was found out")
	}
	if err != nil {
		return err
	}
	if about.ID == "" {
		return c.list(con, found)
	}
	return c.one(con, &q, about, found)
}

// actorsQuery looks up what an archive tells of parties.
type actorsQuery struct {
	controlQuery
	first, last sitrep.Date
}

// named is the party of a name that the user gave.
func (q *actorsQuery) named(name string) (situation.Party, error) {
	party := q.controller.Side(name, q.country)
	if party.ID != "" {
		return party, nil
	}
	if bearers := q.registry.Bearers(name); len(bearers) > 1 {
		names := make([]string, len(bearers))
		for i, a := range bearers {
			names[i] = a.Name
		}
		return party, fmt.Errorf("--actor %s: is a name of several; give one of theirs, or --country: %s", name, strings.Join(names, "; "))
	}
	return party, fmt.Errorf("--actor %s: no such party is known; name a group as reports do, or a country for its government", name)
}

// actors fetches what is asked for and tells who stands how to whom.
func (q *actorsQuery) actors(con console, place string, about situation.Party) (situation.Actors, error) {
	if err := q.gather(con, place, about); err != nil {
		return situation.Actors{}, err
	}
	all := q.tellings()
	if place == "" && q.country != "" {
		in := q.controller.Within(all, q.country)
		all = slices.DeleteFunc(all, func(t situation.Telling) bool { return !in[t.Claim.ID] })
	}
	if !q.first.IsZero() || !q.last.IsZero() {
		all = slices.DeleteFunc(all, func(t situation.Telling) bool { return !t.During(q.first, q.last) })
	}
	say := q.controller.Relating(all)
	for i := range all {
		t := &all[i]
		if !say[t.Claim.ID] {
			continue
		}
		o, err := q.from.of(q.ctx, &q.rows[t.Claim.ID].Report, t.Claim.ID)
		if err != nil {
			return situation.Actors{}, err
		}
		t.Origin = cmp.Or(o.Key, string(t.Report))
	}
	return q.controller.Actors(all), nil
}

// gather fetches the claims of deeds that may be asked for.
func (q *actorsQuery) gather(con console, place string, about situation.Party) error {
	f := store.Filter{Types: situation.Deeds(), PublishedFrom: q.first}
	switch {
	case place != "":
		return q.around(con, f, place)
	case q.country != "":
		return q.ofCountry(f, q.country)
	case about.ID == "":
		_, err := q.fetch(f)
		return err
	}
	if code, ok := strings.CutPrefix(about.ID, "state:"); ok { // whose forces go by many names
		return q.naming(f, code)
	}
	return q.mentioning(f, about.Name)
}

// mentioning fetches claims in which a group or a part of it takes part, and those of reports that name it: whom a town was taken from plays no part in the
// claim.
func (q *actorsQuery) mentioning(f store.Filter, name string) error {
	all := q.registry.Parts(name)
	if a := q.registry.Named(name); a != nil {
		all = append([]*actor.Actor{a}, all...)
	}
	names := []string{name}
	for _, a := range all {
		names = append(names, a.Name)
		names = append(names, a.Aliases...)
	}
	in := f
	in.Actor, in.Actors = name, names
	if _, err := q.fetch(in); err != nil {
		return err
	}
	for _, n := range names {
		in := f
		if in.Text = `"` + strings.ReplaceAll(n, `"`, " ") + `"`; len(n) < shortName {
			continue // a word of many meanings
		}
		if _, err := q.fetch(in); err != nil {
			return err
		}
	}
	return nil
}

// shortName is how many bytes a name has at least that is looked for in whole reports.
const shortName = 3

// around fetches claims about a place by all its names.
func (q *actorsQuery) around(con console, f store.Filter, place string) error {
	name := place
	if p, ok := q.gazetteer.ByID(place); ok {
		name = p.Name
	}
	bearers := q.gazetteer.Candidates(name)
	f.Place, f.Country = name, q.country
	found, err := q.fetch(f)
	if err != nil {
		return err
	}
	for _, p := range bearers[:min(mostBearers, len(bearers))] {
		if !p.Kind.Settled() || !p.Located || q.country != "" && q.country != p.Country || name != place && p.ID != place {
			continue
		}
		near := f
		near.Place, near.Near = "", &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: aroundKm}
		rows, err := q.fetch(near)
		if err != nil {
			return err
		}
		found = append(found, rows...)
	}
	if len(found) == 0 && len(bearers) == 0 {
		con.fail("place", fmt.Errorf("%s: neither the archive nor the gazetteer has a place of that name; sitrep gazetteer lookup finds others", place))
	}
	return nil
}

// ofCountry fetches claims placed in a country, and those of reports that name it.
func (q *actorsQuery) ofCountry(f store.Filter, code string) error {
	in := f
	in.Country = code
	if _, err := q.fetch(in); err != nil {
		return err
	}
	return q.naming(f, code)
}

// naming fetches claims of reports that name a country.
func (q *actorsQuery) naming(f store.Filter, code string) error {
	s := q.registry.State(code)
	if s == nil {
		return nil
	}
	for _, words := range []string{s.Name, s.Adjective} {
		f.Text = `"` + words + `"`
		if _, err := q.fetch(f); err != nil {
			return err
		}
	}
	return nil
}

// list prints the parties.
func (c *actorsCmd) list(con console, found situation.Actors) error {
	standings := found.Standings
	total := len(standings)
	if c.Limit > 0 && total > c.Limit {
		standings = standings[:c.Limit]
	}
	switch c.Format {
	case "json":
		out := []wire.Standing{}
		for i := range standings {
			out = append(out, wire.StandingOf(&standings[i]))
		}
		text, err := marshal(out, "  ")
		if err != nil {
			return err
		}
		return con.print(string(text))
	case "csv":
		var b strings.Builder
		wire.WriteRecord(&b, wire.Texts(wire.StandingColumns))
		for i := range standings {
			wire.WriteRecord(&b, wire.StandingCells(&standings[i]))
		}
		return con.print(b.String())
	}
	if total == 0 {
		con.fail("", errors.New("no claims of the archive tell who fights there; ask for less"))
		return nil
	}
	b := con.page.newBlock()
	b.standingTable(standings)
	if total > len(standings) {
		b.line()
		b.line(piece{fmt.Sprintf("%d more; --limit 0 lists all", total-len(standings)), faint})
	}
	return con.print(b.out.String())
}

// one prints the relations of a party.
func (c *actorsCmd) one(con console, q *actorsQuery, about situation.Party, found situation.Actors) error {
	var relations []situation.Relation
	for _, r := range found.Relations {
		if _, ok := r.Other(about.ID); ok {
			relations = append(relations, r)
		}
	}
	total := len(relations)
	if c.Limit > 0 && total > c.Limit {
		relations = relations[:c.Limit]
	}
	i := slices.IndexFunc(found.Standings, func(s situation.Standing) bool { return s.ID == about.ID })
	standing := situation.Standing{Fighter: situation.Fighter{Party: about}}
	if i >= 0 {
		standing = found.Standings[i]
	}
	switch c.Format {
	case "json":
		out := wire.Relations{Actor: wire.FighterOf(&standing.Fighter), Backing: wire.BackingOf(&standing.Backing), Relations: []wire.Relation{}}
		for i := range relations {
			out.Relations = append(out.Relations, wire.RelationOf(&relations[i], about.ID))
		}
		text, err := marshal(out, "  ")
		if err != nil {
			return err
		}
		return con.print(string(text))
	case "csv":
		var b strings.Builder
		wire.WriteRecord(&b, wire.Texts(wire.RelationColumns))
		for i := range relations {
			for _, cells := range wire.RelationCells(&relations[i], about.ID) {
				wire.WriteRecord(&b, cells)
			}
		}
		return con.print(b.String())
	}
	if total == 0 {
		con.fail("", fmt.Errorf("no claims of the archive name %s with another party there; sitrep claims --actor lists what is told of it", about.Name))
		return nil
	}
	b := con.page.newBlock()
	b.line(piece{about.Name, heading})
	b.line()
	if err := b.relationTable(q, relations, about.ID); err != nil {
		return err
	}
	if total > len(relations) {
		b.line()
		b.line(piece{fmt.Sprintf("%d more; --limit 0 lists all", total-len(relations)), faint})
	}
	return con.print(b.out.String())
}
