package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

const sample = `{"id": "a", "date": "2017-03-12", "text": "“Caf\u00e9”\r\n\r\nRebels  seized the town of Bria on Sunday, a police spokesman said. An air strike on Bria killed nine people."}`

func TestEveryNameAnswersEveryDocument(t *testing.T) {
	for _, name := range names() {
		if strings.HasPrefix(name, "parse") {
			continue
		}
		var out bytes.Buffer
		if err := run(name, strings.NewReader(sample+"\n"+`{"id": "b", "text": ""}`+"\n"), &out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != 2 {
			t.Fatalf("%s: %d rows for 2 documents:\n%s", name, len(lines), out.String())
		}
		for i, want := range []string{"a", "b"} {
			var row struct {
				ID     string   `json:"id"`
				DocIDs []string `json:"doc_ids"`
			}
			if err := json.Unmarshal([]byte(lines[i]), &row); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if row.ID != want && (len(row.DocIDs) != 1 || row.DocIDs[0] != want) {
				t.Errorf("%s: row %d answers %q %q, want %q", name, i, row.ID, row.DocIDs, want)
			}
		}
	}
}

func TestOffsetsCountCodePointsOfTheInput(t *testing.T) {
	var in input
	if err := json.Unmarshal([]byte(sample), &in); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run("time", strings.NewReader(sample), &out); err != nil {
		t.Fatal(err)
	}
	var row struct{ Timex []span }
	if err := json.Unmarshal(out.Bytes(), &row); err != nil {
		t.Fatal(err)
	}
	if len(row.Timex) != 1 {
		t.Fatalf("want one time, got %v", row.Timex)
	}
	if got := string([]rune(in.Text)[row.Timex[0].Start:row.Timex[0].End]); got != "Sunday" {
		t.Errorf("got %q, want Sunday", got)
	}
}

func TestUnknownNameAndBadInputAreErrors(t *testing.T) {
	if err := run("nosuch", strings.NewReader(""), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "nosuch") {
		t.Errorf("unknown name: %v", err)
	}
	if err := run("time", strings.NewReader("not json\n"), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("bad line: %v", err)
	}
}

func TestParseFillsTagsAndLemmas(t *testing.T) {
	in := "1\tRebels\t_\t_\t_\t_\t_\t_\t_\t_\n2\tfled\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
	var out bytes.Buffer
	if err := run("parse", strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "2\tfled\tflee\tVERB\t") {
		t.Errorf("got\n%s", out.String())
	}
}

func TestVehiclesAreCivilUnlessSaidOtherwise(t *testing.T) {
	for name, want := range map[string]bool{"three buses": true, "a white pick-up truck": true, "vehicles": true, "an armoured vehicle": false,
		"T-72 tanks": false, "the train station": false, "Military vehicles": false} {
		if got := civil(name); got != want {
			t.Errorf("%q: civil %t, want %t", name, got, want)
		}
	}
}
