package sitrep_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"sitrep"
)

func TestSpans(t *testing.T) {
	type span = sitrep.Span
	tests := map[string]struct {
		s, t               span
		contains, overlaps bool
	}{
		"the same":           {span{2, 5}, span{2, 5}, true, true},
		"inside":             {span{2, 9}, span{3, 5}, true, true},
		"around":             {span{3, 5}, span{2, 9}, false, true},
		"over the end":       {span{2, 5}, span{4, 7}, false, true},
		"next to each other": {span{2, 5}, span{5, 7}, false, false},
		"apart":              {span{2, 5}, span{8, 9}, false, false},
	}
	for name, tt := range tests {
		if got := tt.s.Contains(tt.t); got != tt.contains {
			t.Errorf("%s: Contains is %v, want %v", name, got, tt.contains)
		}
		if got := tt.s.Overlaps(tt.t); got != tt.overlaps {
			t.Errorf("%s: Overlaps is %v, want %v", name, got, tt.overlaps)
		}
		if tt.s.Overlaps(tt.t) != tt.t.Overlaps(tt.s) {
			t.Errorf("%s: Overlaps depends on the order", name)
		}
	}
}

func TestSpansCountBytes(t *testing.T) {
	text := "Côte d’Or"
	s := span(t, text, "d’Or")
	if s.Start != 6 || s.Len() != len("d’Or") || s.Of(text) != "d’Or" {
		t.Errorf("got %v with %q", s, s.Of(text))
	}
	if q := sitrep.QuoteOf(text, s); q.Text != "d’Or" || q.Span != s {
		t.Errorf("got quote %v", q)
	}
}

func TestKnownIsNullWhereUnknown(t *testing.T) {
	for s, k := range map[string]sitrep.Known{`null`: "", `"Mosul"`: "Mosul", `"a \"b\""`: `a "b"`} {
		if b, err := json.Marshal(k); err != nil || string(b) != s {
			t.Errorf("wrote %s, %v; want %s", b, err, s)
		}
	}
	var k sitrep.Known = "before"
	if err := json.Unmarshal([]byte(`"after"`), &k); err != nil || k != "after" {
		t.Errorf("read %q, %v", k, err)
	}
}

func TestReportIDs(t *testing.T) {
	id := func(bytes string, url, publisher sitrep.Known) sitrep.Report {
		r := sitrep.Report{URL: url, Publisher: publisher}
		r.Identify([]byte(bytes))
		return r
	}
	plain := id("A report.", "", "")
	if plain != id("A report.", "", "") {
		t.Error("the same bytes from the same place have two ids")
	}
	if !regexp.MustCompile(`^r-[0-9a-f]{16}$`).MatchString(string(plain.ID)) {
		t.Errorf("id is %q", plain.ID)
	}
	// SHA-256 of "A report." as printed by sha256sum.
	if want := "51a44f9871e7e5409fa93bb2a9486fee048c162c43990183707e42dde432b825"; plain.SHA256 != want {
		t.Errorf("hash is %s, want %s", plain.SHA256, want)
	}
	for what, other := range map[string]sitrep.Report{
		"other bytes":       id("A report!", "", ""),
		"another page":      id("A report.", "https://example.org/1", ""),
		"another publisher": id("A report.", "", "Example News"),
	} {
		if other.ID == plain.ID {
			t.Errorf("%s: the same id", what)
		}
	}
	if a, b := id("A report.", "https://example.org/1", "One"), id("A report.", "https://example.org/1", "Two"); a.ID != b.ID {
		t.Error("a report with a URL takes its id from its publisher")
	}
}

func TestClaimIDs(t *testing.T) {
	id := sitrep.NewClaimID("r-1", 120, "attacked", 0)
	if id != sitrep.NewClaimID("r-1", 120, "attacked", 0) {
		t.Error("the same words have two ids")
	}
	// Ids are kept in archives and cited, so the way they are derived must not change.
	if want := sitrep.ClaimID("c-da6f58029962a57a"); id != want {
		t.Errorf("id is %q, want %q", id, want)
	}
	for what, other := range map[string]sitrep.ClaimID{
		"another report":   sitrep.NewClaimID("r-2", 120, "attacked", 0),
		"another place":    sitrep.NewClaimID("r-1", 121, "attacked", 0),
		"another word":     sitrep.NewClaimID("r-1", 120, "attack", 0),
		"the second claim": sitrep.NewClaimID("r-1", 120, "attacked", 1),
	} {
		if other == id {
			t.Errorf("%s: the same id", what)
		}
	}
}

func TestClaimWritesEveryFieldOfTheContract(t *testing.T) {
	b, err := json.Marshal(sitrep.Claim{Roles: map[sitrep.Role][]sitrep.Filler{}, Figures: []sitrep.Figure{}})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"id": `""`, "type": `""`, "trigger": `{"start":0,"end":0,"text":""}`, "evidence": `{"start":0,"end":0}`,
		"roles": `{}`, "place": `null`, "time": `null`, "figures": `[]`, "modality": `""`, "attribution": `null`, "confidence": `0`}
	for field, value := range want {
		if string(got[field]) != value {
			t.Errorf("%s is %s, want %s", field, got[field], value)
		}
	}
}

func span(t *testing.T, text, words string) sitrep.Span {
	t.Helper()
	for i := range text {
		if len(text) >= i+len(words) && text[i:i+len(words)] == words {
			return sitrep.Span{Start: i, End: i + len(words)}
		}
	}
	t.Fatalf("no %q in %q", words, text)
	return sitrep.Span{}
}
