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
	"sitrep/internal/demo"
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
	known := fillsOf(&board.Board{}, spells, day(20))
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
	if known.of("actor:a") != "d" || known.of("actor:c") != "u" { // a board that knows no parties gives all of them the same
		t.Errorf("the fills are %+v", known)
	}
}

func TestASideHasOnePatternEverywhere(t *testing.T) {
	b := viewOf(t, demo.Archive(t)).Board()
	latest := b.Latest()
	var all []*situation.Spell
	for i := range b.Spells {
		all = append(all, &b.Spells[i])
	}
	fixed := fillsOf(b, all, latest)
	if len(fixed.order) < 2 || fixed.order[0].Class != "a" {
		t.Fatalf("few sides: %+v", fixed.order)
	}
	onMap := mapSidesOf(b, drawnSpells(b, board.Scope{}))
	for _, s := range all {
		id := s.Holder.ID
		if id == "" || s.Status == situation.Claimed {
			continue
		}
		if got := fillsOf(b, []*situation.Spell{s}, latest).of(id); got != fixed.of(id) {
			t.Errorf("%s is %s alone, and %s beside others", id, got, fixed.of(id))
		}
		if got := sideClasses[onMap.of(s)]; got != fixed.of(id) {
			t.Errorf("%s is %s on the map, and %s elsewhere", id, got, fixed.of(id))
		}
	}
	for _, s := range sidesOf(b, b.Holdings(board.Scope{}, latest)) {
		if s.Fill != fixed.of(s.id) {
			t.Errorf("%s is %s on the situation, and %s elsewhere", s.Name, s.Fill, fixed.of(s.id))
		}
	}
}

func TestWhatNobodyTellsOfForAYearIsPale(t *testing.T) {
	day := func(n int) sitrep.Date { return sitrep.NewDate(2031, time.March, 1).AddDays(n) }
	open := &situation.Spell{Site: situation.Site{ID: "gn:1", Name: "Sirte"}, Holder: situation.Party{ID: "actor:a", Name: "A"}, Status: situation.Held, From: day(0), LastTold: day(10)}
	ended := &situation.Spell{Site: open.Site, Holder: open.Holder, Status: situation.Held, From: day(0), To: day(900), LastTold: day(10)}
	var c Cites
	for _, tt := range []struct {
		spell *situation.Spell
		on    int
		faded bool
	}{{open, 20, false}, {open, 376, false}, {open, 377, true}, {ended, 800, false}} {
		row := spellRowOf(tt.spell, &fills{}, &c, day(tt.on))
		if row.Faded != tt.faded || (row.LastTold == "11 March 2031") != tt.spell.To.IsZero() {
			t.Errorf("on day %d: %+v", tt.on, row)
		}
		drawn := strings.Contains(string(bandsOf("x", "x", []bandRow{{"Sirte", []*situation.Spell{tt.spell}}}, &fills{}, day(tt.on)).Wide), `class="faded"`)
		if drawn != tt.faded {
			t.Errorf("on day %d: drawn pale: %v", tt.on, drawn)
		}
	}
	if got := toldWords(open); got != "since 1 March 2031, last told 11 March 2031" {
		t.Error(got)
	}
}
