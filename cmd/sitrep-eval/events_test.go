package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"testing"
)

//go:embed testdata/events.tsv
var toldEvents string

// TestEventsOfEveryRoot counts the sentences of our own whose root, and whose root and countries, are told right. What is wrong is
// shown with -v. The floors are what was reached, less a few.
func TestEventsOfEveryRoot(t *testing.T) {
	type row struct{ root, source, target, text string }
	var rows []row
	var in, out bytes.Buffer
	enc := json.NewEncoder(&in)
	for line := range strings.Lines(toldEvents) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			continue
		}
		rows = append(rows, row{f[0], f[1], f[2], f[3]})
		if err := enc.Encode(map[string]string{"id": f[3], "text": f[3]}); err != nil {
			t.Fatal(err)
		}
	}
	if err := run("petrarch", &in, &out); err != nil {
		t.Fatal(err)
	}
	roots, both := 0, 0
	dec := json.NewDecoder(&out)
	for _, r := range rows {
		var got struct{ Events []event }
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		is := func(want string, code *string) bool { return want == "-" || code != nil && *code == want }
		root, whole := false, false
		for _, e := range got.Events {
			if e.CAMEO[:2] == r.root {
				root = true
				whole = whole || is(r.source, e.SourceCountry) && is(r.target, e.TargetCountry)
			}
		}
		if root {
			roots++
		}
		if whole {
			both++
		} else {
			t.Logf("%s %s>%s: %s", r.root, r.source, r.target, r.text)
		}
	}
	t.Logf("%d sentences: %d roots right, %d with their countries", len(rows), roots, both)
	if len(rows) < 300 || roots < 280 || both < 245 {
		t.Errorf("of %d sentences %d roots right and %d with their countries; want 280 and 245", len(rows), roots, both)
	}
}
