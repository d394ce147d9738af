package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"weak"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// fixed is a board that never changes; nil is one that is not made yet.
type fixed struct{ b *board.Board }

func (f fixed) Board() *board.Board { return f.b }

// demoBoard is the board of an archive.
func demoBoard(t testing.TB, a *store.Archive) *board.Board {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	b, err := board.New(a, board.Options{Registry: registry, Gazetteer: geo.Default(), Codebook: book}).Make(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// over serves the pages of an archive with a board, and gives a function that asks for one.
func over(t testing.TB, a *store.Archive, b *board.Board) func(path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	p, err := New(Options{Archive: a, Boards: fixed{b}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	return func(path string, header ...string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		mux.ServeHTTP(w, r)
		return w
	}
}

func TestTheMapAnswers(t *testing.T) {
	a := demo.Archive(t)
	b := demoBoard(t, a)
	get := over(t, a, b)
	seq := b.Seq()
	for _, c := range []struct {
		name, path, has string
		status          int
	}{
		{"everything", "/map", `data-src="/map/data"`, 200},
		{"a country that is none", "/map?country=XX", "country", 400},
		{"a day of the slider", "/map?day=2031-04-05&span=7", "30 March–5 April 2031", 200},
		{"a day that is none", "/map?day=2031-02-30", "day", 400},
		{"a span that is none", "/map?day=2031-04-05&span=x", "span", 400},
		{"a place that is none", "/map?place=Zzyzzx", "place", 400},
		{"what lies at a spot", fmt.Sprintf("/map/at?seq=%d&p=0", seq), "/events/", 200},
		{"a spot of another board", "/map/at?seq=999&p=0", "moved on", 200},
		{"a spot that is none", "/map/at?seq=1&p=x", "is no place of the map", 400},
		{"spots without end", "/map/at?seq=1&p=" + strings.Repeat("1.", 200), "more than", 400},
		{"a holder of nowhere", "/map/holder?place=gn:0&day=2031-04-05", "nobody tells", 404},
		{"a holder on no day", "/map/holder?place=gn:0&day=soon", "day", 400},
	} {
		w := get(c.path)
		if c.name == "everything" && strings.Contains(w.Body.String(), "built without its scripts, so that no map is drawn") {
			c.has = "The tables hold the same" // nobody ran npm here
		}
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %q in %.400s", c.name, w.Code, c.status, c.has, w.Body)
		}
	}
}

func TestTheMapWaitsForTheView(t *testing.T) {
	w := over(t, demo.Archive(t), nil)("/map")
	if w.Code != http.StatusAccepted || w.Header().Get("Refresh") == "" {
		t.Errorf("before there is a view: %d, Refresh %q; want 503 and a number of seconds", w.Code, w.Header().Get("Refresh"))
	}
}

func TestTheMapIsSentOnce(t *testing.T) {
	a := demo.Archive(t)
	get := over(t, a, demoBoard(t, a))
	first := get("/map/data")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || tag == "" {
		t.Fatalf("%d, ETag %q", first.Code, tag)
	}
	if again := get("/map/data", "If-None-Match", tag); again.Code != http.StatusNotModified {
		t.Errorf("asked again with its tag: %d, want 304", again.Code)
	}
	if other := get("/map/data?grade=confirmed", "If-None-Match", tag); other.Code != 200 {
		t.Errorf("another scope with that tag: %d, want 200", other.Code)
	}
}

// Every column of a table has a value for each of its rows, and every number points at something: the script checks neither.
func TestColumnsOfTheMapAreWhole(t *testing.T) {
	a := demo.Archive(t)
	b := demoBoard(t, a)
	w := over(t, a, b)("/map/data")
	var d mapData
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	placed := 0
	for i := range b.Events {
		if onMap(b.Events[i].Place) {
			placed++
		}
	}
	if len(d.Events.Spot) != placed || placed == 0 {
		t.Errorf("%d events on the map, want the %d that have a point", len(d.Events.Spot), placed)
	}
	for _, table := range []any{d.Types, d.Spots, d.Events, d.Control.Sites, d.Control.Spells} {
		v := reflect.ValueOf(table)
		for i := range v.NumField() {
			if n := v.Field(i).Len(); n != v.Field(0).Len() {
				t.Errorf("%T: column %s has %d rows, the first %d", table, v.Type().Field(i).Name, n, v.Field(0).Len())
			}
		}
	}
	within := func(what string, list []int, least, n int) {
		for _, v := range list {
			if v < least || v >= n {
				t.Errorf("%s: %d of %d", what, v, n)
			}
		}
	}
	within("spot", d.Events.Spot, 0, len(d.Spots.N))
	within("type", d.Events.Type, 0, len(d.Types.ID))
	within("grade", d.Events.Grade, 0, len(d.Grades))
	within("family", d.Types.Family, 0, len(d.Families))
	within("place", d.Spots.N, 0, len(b.Places))
	within("precision", d.Spots.Precision, 0, len(d.Precisions))
	within("outline", d.Spots.Area, -1, len(d.Areas))
	within("site", d.Control.Spells.Site, 0, len(d.Control.Sites.Name))
	within("holder", d.Control.Spells.Holder, -1, len(d.Control.Parties))
	within("status", d.Control.Spells.Status, 0, len(d.Control.Statuses))
}

func TestAnEmptyArchiveHasAnEmptyMap(t *testing.T) {
	a := demo.Open(t, t.TempDir()+"/sitrep.db", store.Options{})
	get := over(t, a, demoBoard(t, a))
	if w := get("/map"); w.Code != 200 || !strings.Contains(w.Body.String(), "No event of this scope names a place") {
		t.Errorf("%d: %.600s", w.Code, w.Body)
	}
	if w := get("/map/data"); w.Code != 200 || strings.Contains(w.Body.String(), "null") {
		t.Errorf("%d, a column is null: %.600s", w.Code, w.Body)
	}
}

func TestReachIsBoundedAndHonest(t *testing.T) {
	o := newOutlines(geo.Default())
	mosul := geo.Candidates("Mosul")[0]
	if km := o.reachKm(mosul.ID, sitrep.City, 0); km < 3 || km > mostTownKm {
		t.Errorf("Mosul reaches %.1f km", km)
	}
	if km := o.reachKm(mosul.ID, sitrep.Exact, 0); km != 0 {
		t.Errorf("an exact place reaches %.1f km, want none", km)
	}
	if km := o.reachKm("", sitrep.Offset, 0.6); km != 0.6 {
		t.Errorf("an offset of 0.6 km reaches %.1f", km)
	}
	if ring := o.of("IQ", "nowhere at all"); ring != nil {
		t.Errorf("a division that nobody knows has the outline %v", ring)
	}
	if ring := o.of("IQ", "Nineveh"); len(ring) < 6 {
		t.Errorf("Nineveh has the outline %v", ring)
	}
}

func TestAMapDoesNotHoldABoard(t *testing.T) {
	var d mapDesk
	b := &board.Board{}
	of := weak.Make(b)
	d.keep(mapBytes{of, "", tag([]byte("{}"))})
	if answer, ok := d.kept(of, ""); !ok || string(answer.body) != "{}" {
		t.Fatalf("kept %q, %t", answer.body, ok)
	}
	runtime.KeepAlive(b)
	b = nil
	runtime.GC()
	runtime.GC()
	if of.Value() != nil {
		t.Error("the board is still there")
	}
}
