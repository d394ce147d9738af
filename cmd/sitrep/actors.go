package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitrep/internal/ask"
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
	asker, err := openAsker(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag)
	if err != nil {
		return err
	}
	defer asker.Archive().Close()
	found, err := asker.Actors(ctx, ask.ActorsQuestion{Actor: c.Actor, Place: c.Place, Country: c.Country, From: c.From.first, To: c.To.last, AsOf: c.AsOf.Time})
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was found out")
	}
	if err != nil {
		return flagged(err)
	}
	con.noted(found.Notes)
	if found.About == nil {
		return c.list(con, found)
	}
	return c.one(con, found)
}

// list prints the parties.
func (c *actorsCmd) list(con console, found *ask.ActorsAnswer) error {
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
func (c *actorsCmd) one(con console, found *ask.ActorsAnswer) error {
	about, relations := found.About, found.Relations
	total := len(relations)
	if c.Limit > 0 && total > c.Limit {
		relations = relations[:c.Limit]
	}
	switch c.Format {
	case "json":
		out := wire.Relations{Actor: wire.FighterOf(&about.Fighter), Backing: wire.BackingOf(&about.Backing), Relations: []wire.Relation{}}
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
	b.relationTable(found, relations)
	if total > len(relations) {
		b.line()
		b.line(piece{fmt.Sprintf("%d more; --limit 0 lists all", total-len(relations)), faint})
	}
	return con.print(b.out.String())
}
