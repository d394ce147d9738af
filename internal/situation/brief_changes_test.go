package situation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep"
)

func TestChangesTellWhatFiguresGradesAndHoldersWere(t *testing.T) {
	first := briefClaims(t, "A car bomb kills five people in Hilla.")
	second := briefClaims(t, "A car bomb kills 12 people in Hilla, police said.")
	fresh := briefClaims(t, "Rebels captured the town of Palmyra.")
	if len(first) != 1 || len(second) != 1 || len(fresh) != 1 {
		t.Fatalf("%d, %d and %d claims", len(first), len(second), len(fresh))
	}
	member := func(c BriefClaim) sitrep.EventMember {
		return sitrep.EventMember{Report: c.Report.ID, Origin: string(c.Report.ID), Claims: []sitrep.ClaimID{c.Claim.ID}}
	}
	event := func(grade sitrep.Grade, killed int, of ...BriefClaim) sitrep.Event {
		e := sitrep.Event{ID: "e-1", Type: "bombing", Origins: len(of), Grade: grade, Figures: []sitrep.EventFigure{{Measure: sitrep.Killed, Low: &killed, Best: &killed, High: &killed}}}
		for _, c := range of {
			e.Members = append(e.Members, member(c))
		}
		return e
	}
	in := BriefInput{
		Compare: true, Since: time.Date(2023, 6, 13, 12, 0, 0, 0, time.UTC),
		Claims: slices.Concat(first, second, fresh),
		Events: []sitrep.Event{event(sitrep.Corroborated, 12, first[0], second[0])},
		Spells: []Spell{{Site: Site{ID: "gn:1", Name: "Palmyra"}, Holder: Party{ID: "unnamed:rebels:SY", Name: "rebels"}, Status: Held, From: sitrep.NewDate(2023, 6, 14), Claims: []sitrep.ClaimID{fresh[0].Claim.ID}}},
		Old:    Earlier{Claims: []sitrep.ClaimID{first[0].Claim.ID}, Reports: []sitrep.ReportID{first[0].Report.ID}, Events: []sitrep.Event{event(sitrep.Single, 5, first[0])}},
	}
	told := func() string {
		t.Helper()
		for _, s := range aBriefer().Brief(in).Sections {
			if s.ID != "changes" {
				continue
			}
			text := s.Title + "\n"
			for _, st := range s.Statements {
				if len(st.Cites) == 0 {
					t.Errorf("%q has no citation", st.Text)
				}
				text += st.Text + "\n"
			}
			return text
		}
		t.Fatal("no section")
		return ""
	}
	got := told()
	for _, want := range []string{"What changed since the brief of 13 June 2023\n", "2 reports of this came in since.\n", "Killed, from 5 to 12: “A car bomb killed", "Support, from single to corroborated: “",
		"Rebels captured the town of Palmyra (Agency, 14 June 2023).\n", "Palmyra: rebels, held, from 14 June 2023.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	in.Old = Earlier{Events: in.Events, Spells: in.Spells}
	for _, c := range in.Claims {
		in.Old.Claims, in.Old.Reports = append(in.Old.Claims, c.Claim.ID), append(in.Old.Reports, c.Report.ID)
	}
	if got := told(); got != "What changed since the brief of 13 June 2023: nothing\n" {
		t.Errorf("where nothing changed: %s", got)
	}
}
