package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/situation"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// controlCmd tells who held places.
type controlCmd struct {
	archiveFlag
	Place   string     `help:"Name of the place, or its id in the gazetteer." placeholder:"NAME|ID"`
	Actor   string     `help:"What a party held, by its name: a group, or a country for its government and forces." placeholder:"NAME"`
	Country string     `help:"Country of the place, to tell it from its namesakes: its name or ISO 3166-1 code." placeholder:"COUNTRY"`
	At      periodFlag `help:"On that day, or in that month or year." placeholder:"DAY"`
	From    periodFlag `help:"First day of the time asked about." placeholder:"DAY"`
	To      periodFlag `help:"Last day of it." placeholder:"DAY"`
	AsOf    momentFlag `help:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." placeholder:"DAY|MOMENT"`
	Format  string     `help:"table: for people (the default), in order of time. json: an array, the best supported spell first." enum:"table,json" default:"table"`
	placesFlag
	codebookFlag
}

// Help is the long help of the command.
func (controlCmd) Help() string {
	return `Tells who held a place, and when: spells of a holder with a status (held, contested, besieged, claimed where others deny it,
unknown), each with the sentences that it rests on. A place of which nothing is told yet has no spell. The days are those that
reports give. See docs/control.md.

Examples:
  sitrep control --place Palmyra
  sitrep control --place Ramadi --at 2015-12-01
  sitrep control --place Tripoli --country Libya --format json
  sitrep control --actor 'Islamic State' --at 2015-06`
}

// Validate refuses what cannot be asked.
func (c *controlCmd) Validate() error {
	switch {
	case c.Place == "" && c.Actor == "":
		return errors.New("nothing is asked; give --place NAME, or --actor NAME")
	case !c.At.first.IsZero() && !(c.From.first.IsZero() && c.To.last.IsZero()):
		return errors.New("--at is a time of its own; give it or --from and --to")
	case backwards(c.From, c.To):
		return errBackwards("", c.From, c.To)
	}
	if c.Country != "" {
		_, err := countryOf(c.Country)
		return err
	}
	return nil
}

// Run tells.
func (c *controlCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	asker, err := openAsker(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag)
	if err != nil {
		return err
	}
	defer asker.Archive().Close()
	found, err := asker.Control(ctx, ask.ControlQuestion{Place: c.Place, Actor: c.Actor, Country: c.Country, From: c.first(), To: c.last(), AsOf: c.AsOf.Time})
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was found out")
	}
	if err != nil {
		return flagged(err)
	}
	con.noted(found.Notes)
	if c.Format == "json" {
		text, err := marshal(c.objects(found), "  ")
		if err != nil {
			return err
		}
		if err := con.print(string(text)); err != nil || !found.Nowhere {
			return err
		}
		return errSaid
	}
	if found.Nowhere {
		return errSaid // by its note
	}
	if len(found.Spells) == 0 {
		con.fail("", fmt.Errorf("unknown: no report of the archive says who held it then; sitrep claims --place NAME lists what is told of a place"))
		return nil
	}
	b := con.page.newBlock()
	b.spellTable(found)
	return con.print(b.out.String())
}

// first and last are the days asked about.
func (c *controlCmd) first() sitrep.Date {
	if !c.At.first.IsZero() {
		return c.At.first
	}
	return c.From.first
}

func (c *controlCmd) last() sitrep.Date {
	if !c.At.last.IsZero() {
		return c.At.last
	}
	return c.To.last
}

// objects are spells as JSON gives them. Asked about a place at a time of which nothing is told, the answer is that this is unknown.
func (c *controlCmd) objects(found *ask.ControlAnswer) []wire.Spell {
	out := []wire.Spell{}
	for i := range found.Spells {
		out = append(out, wire.SpellOf(&found.Spells[i]))
	}
	if len(out) == 0 && c.Place != "" && c.Actor == "" {
		out = append(out, wire.UnknownSpell(cmp.Or(found.Site.Name, c.Place), c.first(), c.last()))
	}
	return out
}

// mostSentences is how many sentences stand under a spell.
const mostSentences = 3

// spellTable writes a line for each spell, place by place in order of time, and under it the sentences that it rests on.
func (b *block) spellTable(found *ask.ControlAnswer) {
	spells := slices.Clone(found.Spells)
	slices.SortStableFunc(spells, func(x, y situation.Spell) int {
		return cmp.Or(strings.Compare(x.Site.Name, y.Site.Name), strings.Compare(x.Site.ID, y.Site.ID), strings.Compare(x.From.String(), y.From.String()))
	})
	table := [][]piece{headings("FROM", "TO", "HOLDER", "STATUS", "PLACE", "ORIGINS")}
	for i := range spells {
		s := &spells[i]
		to := "…"
		if !s.To.IsZero() {
			to = s.To.String()
		}
		status, look := string(s.Status), plain
		if s.Status != situation.Held {
			look = doubt
		}
		if len(s.Rivals) > 0 {
			names := make([]string, len(s.Rivals))
			for k, p := range s.Rivals {
				names[k] = p.Name
			}
			status += " by " + strings.Join(names, ", ")
		}
		place := s.Site.Name
		if s.Site.Country != "" {
			place += " (" + s.Site.Country + ")"
		}
		table = append(table, []piece{{s.From.String(), plain}, {to, plain}, {cmp.Or(s.Holder.Name, "unknown"), kind}, {status, look}, {place, plain}, {wording.Number(s.Origins), count}})
	}
	_ = b.entries(table, true, 2, func(i int) error { // nothing in it can fail
		claims := spells[i].Claims
		if spells[i].Status != situation.Held { // what disturbs it comes last
			claims = slices.Clone(claims)
			slices.Reverse(claims)
		}
		for n, id := range claims {
			if n == mostSentences {
				b.paragraph(piece{}, underIndent, piece{fmt.Sprintf("and %s; --format json names them", wording.CountOf(len(claims)-n, "claim more", "claims more")), faint})
				break
			}
			r := found.Claims[id]
			b.under(&r.Claim, r.Sentence, &r.Report, found.Origins[id], false)
		}
		return nil
	})
}
