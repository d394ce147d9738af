package main

import (
	"fmt"
	"strings"

	"sitrep/internal/ask"
	"sitrep/internal/situation"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

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
		table = append(table, []piece{{s.Name, kind}, {strings.ReplaceAll(what, "_", " "), plain}, {wording.Day(s.First), plain}, {wording.Day(s.Last), plain}, {wording.Number(len(s.Claims)), count}, {wording.Number(s.Origins), count}})
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		s := &standings[i]
		if words := wire.TieNames(s.Foes, s.ID, mainTies); words != "" {
			b.paragraph(piece{"    against  ", faint}, 13, piece{words, plain})
		}
		if words := wire.TieNames(s.Friends, s.ID, mainTies); words != "" {
			b.paragraph(piece{"    with     ", faint}, 13, piece{words, plain})
		}
		return nil
	})
}

// relationTable writes a line for each relation, and under it its months, places and first sentences.
func (b *block) relationTable(found *ask.ActorsAnswer, relations []situation.Relation) {
	id := found.About.ID
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
		table = append(table, []piece{{bond, look}, {wording.Day(first), plain}, {wording.Day(last), plain}, {wire.PartyName(&o), kind}, {wording.Number(r.Events), count}, {wording.Number(r.Origins), count}})
	}
	_ = b.entries(table, true, 3, func(i int) error { // nothing in it can fail
		r := &relations[i]
		if words := wire.MonthCounts(r); words != "" {
			b.paragraph(piece{"    months   ", faint}, 13, piece{words, plain})
		}
		if words := wire.PlaceCounts(r, 2*mainTies); words != "" {
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
				b.paragraph(piece{}, underIndent, piece{fmt.Sprintf("and %s; --format json names them", wording.CountOf(len(claims)-n, "claim more", "claims more")), faint})
				break
			}
			row := found.Claims[claim]
			b.under(&row.Claim, row.Sentence, &row.Report, found.Origins[claim], false)
		}
		return nil
	})
}
