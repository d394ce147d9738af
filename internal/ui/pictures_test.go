package ui

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

func TestPicturesShowHostileNamesAsText(t *testing.T) {
	const hostile = `<script>"&'`
	day := func(n int) sitrep.Date { return sitrep.NewDate(2031, time.March, n) }
	a, b := situation.Fighter{Party: situation.Party{ID: "actor:a", Name: hostile}}, situation.Fighter{Party: situation.Party{ID: "actor:b", Name: hostile + "b"}}
	backing := situation.Backing{Claims: []sitrep.ClaimID{"c-1"}, Origins: 1, Events: 3, First: day(1), Last: day(9)}
	relation := situation.Relation{A: a, B: b, Bond: situation.Against, Backing: backing, Months: []situation.MonthOf{{Month: "2031-03", Claims: 1, Origins: 1, Events: 3}}}
	standings := []situation.Standing{{Fighter: a, Backing: backing}, {Fighter: b, Backing: backing}}
	spells := []*situation.Spell{
		{Site: situation.Site{ID: "gn:1", Name: hostile}, Holder: a.Party, Status: situation.Held, From: day(1), To: day(8)},
		{Site: situation.Site{ID: "gn:1", Name: hostile}, Holder: b.Party, Status: situation.Besieged, From: day(9), FirstTold: true},
	}
	known := fillsOf(spells, day(20))
	control := bandsOf("x", hostile, []bandRow{{hostile, spells}, {hostile, spells[:1]}}, known, day(20))
	ties := stripOf([]*situation.Relation{&relation}, a.ID, day(20))
	who := matrixOf(&board.Board{Actors: situation.Actors{Standings: standings, Relations: []situation.Relation{relation}}}, []*situation.Standing{&standings[0], &standings[1]})
	prints := copyingOf([]board.Copying{{By: hostile, From: hostile + "b", Reports: 2}})
	for name, picture := range map[string]template.HTML{"bands": control.Wide, "bands on a phone": control.Narrow, "strip": ties.Wide, "matrix": who.Picture, "copying": prints.Wide,
		"months": drawMonths("x", hostile, []board.Step{{From: day(1), To: day(31)}}, []board.Tally{{Firm: 1, Lone: 2}}, board.ByMonth, picWide)} {
		if strings.Contains(string(picture), "<script") {
			t.Errorf("%s: a name is an element: %s", name, picture)
		}
		d := xml.NewDecoder(strings.NewReader(string(picture)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v in %s", name, err, picture)
				break
			}
		}
	}
	if known.of("actor:a") != "b" || known.of("actor:b") != "a" || known.of("actor:c") != "u" { // b holds it for longer
		t.Errorf("the fills are %+v", known)
	}
}
