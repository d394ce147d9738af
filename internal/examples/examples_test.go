package examples_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sitrep/codebook"
	"sitrep/internal/examples"
	"sitrep/internal/extract"
)

// TestCodebookExamples runs every sentence of the built-in codebook.
func TestCodebookExamples(t *testing.T) {
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	got := examples.Run(r, book, func(*codebook.Type) bool { return true })
	for _, f := range got.Faults {
		t.Error(f)
	}
	if got.Types < 42 || got.Sentences < 1000 {
		t.Errorf("%d types with %d sentences were run", got.Types, got.Sentences)
	}
}

// TestFaultsSayWhatWasRead holds that every kind of fault is found and told in one line.
func TestFaultsSayWhatWasRead(t *testing.T) {
	book, err := codebook.Overlay("mine", fstest.MapFS{"types/school_occupied.yaml": {Data: []byte(`id: school_occupied
label: School occupied
definition: Soldiers take over a school.
rank: 65
roles: {actor: [agent], target: [patient]}
rules:
  - id: occupy
    verb: [occupy]
    with: {patient: [school]}
    place: ["in"]
    match:
      - {text: Government troops occupied a school in Pibor in March., trigger: occupied, roles: {actor: Government troops}, place: Pibor}
      - {text: Government troops entered a school in Pibor., trigger: entered}
      - {text: Rebels occupied a school in Pibor., trigger: occupied, roles: {actor: pupils, victim: anyone}, place: Juba}
      - {text: The rebels may occupy the school., trigger: occupy}
      - {text: "Rebels occupied a school, a teacher said.", trigger: occupied, source: a doctor, figures: {killed: ["9"]}}
      - {text: Rebels occupied a school in Pibor., trigger: school}
    miss:
      - Students occupied the school for a week.
      - Rebels occupied the airport at dawn.
`)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	got := examples.Run(r, book, func(typ *codebook.Type) bool { return typ.Own })
	if got.Types != 1 || got.Rules != 1 || got.Sentences != 8 {
		t.Errorf("ran %d types, %d rules, %d sentences", got.Types, got.Rules, got.Sentences)
	}
	want := []string{
		"“Government troops entered a school in Pibor.”: want a match; got only advance.",
		"want actor “pupils”, victim “anyone”, place “Juba”; got actor “Rebels”, victim nothing, place “Pibor”",
		"“The rebels may occupy the school.”: want modality “actual”; got modality “possible”",
		"want killed “9”, source “a doctor”; got killed nothing, source “a teacher”",
		"want a claim school_occupied with the trigger “school”; got school_occupied “occupied”",
		"“Students occupied the school for a week.”: want nothing; got a match",
	}
	for i, f := range got.Faults {
		if i >= len(want) || !strings.HasPrefix(f.String(), "mine/types/school_occupied.yaml: rule occupy: “") || !strings.Contains(f.String(), want[i]) {
			t.Errorf("fault %d: %s", i, f)
		}
	}
	if len(got.Faults) != len(want) {
		t.Errorf("%d faults, want %d", len(got.Faults), len(want))
	}
}
