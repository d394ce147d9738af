package ui

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/demo"
)

var (
	eventLink = regexp.MustCompile(`<a class="ttl" href="/events/(e-[0-9a-f]{16})">`)
	nextLink  = regexp.MustCompile(`rel="next" href="([^"]*)"`)
)

func TestPagesOfEventsHoldEachOnceAndInOrder(t *testing.T) {
	a := demo.Archive(t)
	get, b := overview(t, a)
	var got []string
	for path := "/events"; path != ""; {
		w := get(path)
		if w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		for _, m := range eventLink.FindAllStringSubmatch(w.Body.String(), -1) {
			got = append(got, m[1])
		}
		path = ""
		if m := nextLink.FindStringSubmatch(w.Body.String()); m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	if len(got) != len(b.Events) || len(got) <= eventsOnPage {
		t.Fatalf("%d events on the pages, want %d", len(got), len(b.Events))
	}
	for i := range got {
		if got[i] != string(b.Events[i].ID) {
			t.Errorf("event %d is %s, want %s", i, got[i], b.Events[i].ID)
		}
	}
}

func TestAPageOfEventsGoesOnWhereAnEventIsGone(t *testing.T) {
	d := func(s string) sitrep.Date { v, _ := sitrep.ParseDate(s); return v }
	list := []*board.Event{{ID: "e-3", To: d("2017-03-02")}, {ID: "e-1", To: d("2017-03-01")}, {ID: "e-5", To: d("2017-03-01")}, {ID: "e-2"}}
	p := &Pages{}
	for after, want := range map[string]sitrep.EventID{"2017-03-02.e-3": "e-1", "2017-03-01.e-4": "e-5", "2017-03-05.e-9": "e-3", "2016-01-01.e-0": "e-2", "undated.e-1": "e-2"} {
		got, _, err := p.eventsOn(t.Context(), list, Scope{After: after}, 1)
		if err != nil || len(got) != 1 || got[0].ID != want {
			t.Errorf("after %s comes %v, %v; want %s", after, got, err, want)
		}
	}
	if got, next, err := p.eventsOn(t.Context(), list, Scope{After: "undated.e-2"}, 1); len(got) != 0 || next != "" || err != nil {
		t.Errorf("after the last comes %v %q %v", got, next, err)
	}
}

func TestMarksThatNoPageGaveAreRefused(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	for _, after := range []string{"x", "2017-03-01", "2017-03-01.c-1", "2017-13-01.e-1", "zz&q=hospital"} {
		if w := get("/events?after=" + after); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `<span class="mono">after</span>`) {
			t.Errorf("after=%s: %d, want 400 that names it", after, w.Code)
		}
	}
}

func TestEventsComeAsFiles(t *testing.T) {
	get, b := overview(t, demo.Archive(t))
	want := b.Select(board.Scope{Families: nil, Types: []string{"air_strike"}})
	if len(want) == 0 {
		t.Fatal("no air strike")
	}
	w := get("/events.csv?type=air_strike")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != len(want)+1 || rows[1][0] != string(want[0].ID) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") {
		t.Errorf("CSV: %d rows, %v; want %d under a head", len(rows), err, len(want))
	}
	var collection struct {
		Type     string
		Features []struct{ ID string }
	}
	w = get("/events.geojson?type=air_strike")
	if err := json.Unmarshal(w.Body.Bytes(), &collection); err != nil || collection.Type != "FeatureCollection" || len(collection.Features) != len(want) || w.Header().Get("Content-Type") != "application/geo+json" {
		t.Errorf("GeoJSON: %v, %d features of %d", err, len(collection.Features), len(want))
	}
	var object struct{ Events []sitrep.Event }
	if err := json.Unmarshal(get("/events.json?type=air_strike").Body.Bytes(), &object); err != nil || len(object.Events) != len(want) {
		t.Errorf("JSON: %v, %d events of %d", err, len(object.Events), len(want))
	}
	if w := get("/events.csv?from=yesterday"); w.Code != http.StatusBadRequest {
		t.Errorf("a bad day: %d, want 400", w.Code)
	}
}

func TestWordsAreLookedForInReportsOfEvents(t *testing.T) {
	get, b := overview(t, demo.Archive(t))
	page := get("/events?q=hospital").Body.String()
	found := eventLink.FindAllStringSubmatch(page, -1)
	if len(found) == 0 || len(found) == len(b.Events) {
		t.Errorf("%d events of %d have a hospital in their reports", len(found), len(b.Events))
	}
}

func TestARowNamesBothWhoAgree(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	if page := get("/events?type=agreement").Body.String(); !strings.Contains(page, "Libyan government, Southern Brigades") {
		t.Error("the row of the ceasefire names one party alone")
	}
}
