package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/incident"
)

// coded are reports of our own, coded as those of the training data are.
var coded = []map[string]any{
	{"id": "1", "dateline": "PORT ALMA, 3 JAN 90", "text": "GUERRILLAS YESTERDAY KIDNAPPED MAYOR TOMAS RIVAS NEAR THE RIVER. POLICE ARE SEARCHING FOR HIM.",
		"templates": []any{map[string]any{"incident_type": "kidnapping", "roles": map[string]any{"PerpInd": [][]string{{"GUERRILLAS"}}, "Victim": [][]string{{"TOMAS RIVAS"}}}}}},
	{"id": "2", "dateline": "PORT ALMA, 4 JAN 90", "text": "A BOMB DAMAGED THE POST OFFICE OF SANTA LUCIA TODAY. NOBODY WAS HURT.",
		"templates": []any{map[string]any{"incident_type": "bombing", "roles": map[string]any{"Target": [][]string{{"POST OFFICE"}}, "Weapon": [][]string{{"BOMB"}}}}}},
	{"id": "3", "dateline": "PORT ALMA", "text": "THE MINISTER OPENED A SCHOOL TODAY. TEACHERS WELCOMED HIM.", "templates": []any{}},
	{"id": "4", "dateline": "PORT ALMA, 9 JAN 90", "text": "GUNMEN MURDERED JUDGE ANA SOTO YESTERDAY. GUERRILLAS CLAIMED RESPONSIBILITY.",
		"templates": []any{map[string]any{"incident_type": "attack", "roles": map[string]any{"PerpInd": [][]string{{"GUNMEN"}, {"GUERRILLAS"}}, "Victim": [][]string{{"ANA SOTO"}}}}}},
}

func loadCoded(t *testing.T) []*report {
	t.Helper()
	var b bytes.Buffer
	for _, r := range coded {
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "coded.jsonl")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	reports, err := load(path, reader)
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

func TestTrainingAgainGivesTheSameBytes(t *testing.T) {
	o := defaults
	o.cut = 1
	reports := loadCoded(t)
	a, err := build(reports, o)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := build(loadCoded(t), o); !bytes.Equal(a, b) {
		t.Error("a second training gives other bytes")
	}
	if _, err := incident.Load(string(a)); err != nil {
		t.Error(err)
	}
}

func TestCandidatesAreLabelledByWhatTheKeyHolds(t *testing.T) {
	d := loadCoded(t)[0]
	if d.whole.Published.String() != "1990-01-03" {
		t.Errorf("published %s, want the dateline's day", d.whole.Published)
	}
	got := map[string]uint32{}
	for i, e := range d.examples {
		got[e.Key] = d.labels[i]
	}
	kidnapping := 2
	for key, part := range map[string]int{"guerrillas": 0, "tomas rivas": 3} {
		if want := uint32(1<<part | 1<<incident.Label(part, kidnapping)); got[key] != want {
			t.Errorf("%q has the labels %b, want %b", key, got[key], want)
		}
	}
	if v, ok := got["mayor tomas rivas"]; !ok || v != 0 {
		t.Errorf(`"mayor tomas rivas": %b, %v; want a candidate that is wrong`, v, ok)
	}
	if d.kinds != 1|2<<kidnapping {
		t.Errorf("kinds %b", d.kinds)
	}
}
