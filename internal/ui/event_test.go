package ui

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/demo"
	"sitrep/internal/geo"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// demoEvent is the event of the demo that a claim of a report with some words tells.
func demoEvent(t *testing.T, a *store.Archive, kind string) *sitrep.Event {
	t.Helper()
	page, err := a.Events(t.Context(), store.EventFilter{Filter: store.Filter{Types: []string{kind}}})
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("no event is %s: %v", kind, err)
	}
	return &page.Rows[len(page.Rows)-1]
}

func TestEventShowsAllThatIsTold(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	e := demoEvent(t, a, "air_strike")
	w := get("GET", "/events/"+string(e.ID))
	body := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %.500s", w.Code, body)
	}
	for _, has := range []string{
		"Why " + string(e.Grade), "a party denies it", "Where accounts differ", "Did it happen as told?", "How many killed?", "Against it",
		"hospital officials", "Red Crescent", "sure of the pair alone", "report received from", `<svg class="where"`,
		"/events/" + string(e.ID) + "/figures.csv", "/review?claim=" + string(e.Lead),
	} {
		if !strings.Contains(body, has) {
			t.Errorf("the page has no %q", has)
		}
	}
	for _, m := range e.Members {
		for _, c := range m.Claims {
			if !strings.Contains(body, "/reports/"+string(m.Report)+"#"+string(c)) {
				t.Errorf("no link to claim %s in its report", c)
			}
		}
	}
	cited := regexp.MustCompile(`aria-label="Evidence (\d+)">(\d+)<`)
	for _, m := range cited.FindAllStringSubmatch(body, -1) {
		if m[1] != m[2] {
			t.Errorf("citation %s is called %s", m[2], m[1])
		}
	}
}

func TestEventOfIdsThatLeadElsewhere(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	e := demoEvent(t, a, "air_strike")
	for path, want := range map[string]struct {
		status int
		to     string
	}{
		"/events/" + string(e.Lead):                   {http.StatusFound, "/events/" + string(e.ID)},
		"/events/" + string(e.ID)[:10]:                {http.StatusFound, "/events/" + string(e.ID)},
		"/events/" + string(e.Members[0].Report):      {http.StatusFound, "/reports/" + string(e.Members[0].Report)},
		"/events/e-0000000000000000":                  {http.StatusNotFound, ""},
		"/events/c-0000000000000000":                  {http.StatusNotFound, ""},
		"/events/%3Cscript%3E":                        {http.StatusNotFound, ""},
		"/events/" + string(e.Lead) + "/event.csv":    {http.StatusFound, "/events/" + string(e.ID) + "/event.csv"},
		"/events/" + string(e.ID) + "/event.csv":      {http.StatusOK, ""},
		"/events/" + string(e.ID) + "/figures.csv":    {http.StatusOK, ""},
		"/events/" + string(e.ID) + "/event.geojson":  {http.StatusOK, ""},
		"/events/" + string(e.ID) + "/something.else": {http.StatusNotFound, ""},
	} {
		w := get("GET", path)
		if w.Code != want.status || w.Header().Get("Location") != want.to {
			t.Errorf("%s: %d to %q, want %d to %q", path, w.Code, w.Header().Get("Location"), want.status, want.to)
		}
	}
}

func TestEventTellsWhatPeopleDecided(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	e := demoEvent(t, a, "air_strike")
	rows, err := a.Review(t.Context(), "Ada", "seen <em>on site</em>", []review.Decision{{Verdict: sitrep.Accepted, Claim: e.Lead}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Review(t.Context(), "Ben", "not so", []review.Decision{{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: rows[0].N}}}); err != nil {
		t.Fatal(err)
	}
	body := get("GET", "/events/"+string(e.ID)).Body.String()
	for _, has := range []string{"<b><bdi>Ada</bdi></b> accepted", "seen &lt;em&gt;on site&lt;/em&gt;", "(taken back)", "<b><bdi>Ben</bdi></b> took a review back"} {
		if !strings.Contains(body, has) {
			t.Errorf("the page has no %q", has)
		}
	}
}

func TestPlacesAreDrawnAsTheyAreKnown(t *testing.T) {
	towns := townsBySquare(geo.Default())
	at := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		place      *sitrep.EventPlace
		ring, note string
	}{
		{nil, "", "No report says where."},
		{&sitrep.EventPlace{Name: "Sirte"}, "", "No point is known of this place."},
		{&sitrep.EventPlace{Name: "x", Precision: sitrep.Exact, Lat: at(36.3), Lon: at(43.1)}, "", ""},
		{&sitrep.EventPlace{Name: "Mosul", Precision: sitrep.City, Lat: at(36.335), Lon: at(43.1189)}, "ring", ""},
		{&sitrep.EventPlace{Name: "Fiji", Precision: sitrep.Country, Lat: at(-18), Lon: at(179.9)}, "ring", ""},
		{&sitrep.EventPlace{Name: "pole", Precision: sitrep.City, Lat: at(88.9), Lon: at(0)}, "ring", ""},
	} {
		m, note := whereOf(c.place, func() map[[2]int][]geo.Entry { return towns })
		if note != c.note {
			t.Errorf("%v: %q, want %q", c.place, note, c.note)
			continue
		}
		if c.note == "" && (m == nil || (m.R != "") != (c.ring != "")) {
			t.Errorf("%s (%s): drawn as %+v", c.place.Name, c.place.Precision, m)
		}
	}
}

func TestFiguresOfOneMeasureShareAScale(t *testing.T) {
	n := func(v int) *int { return &v }
	f := sitrep.EventFigure{Measure: sitrep.Killed, Low: n(19), Best: n(23), High: n(23), Told: []sitrep.ToldFigure{
		{Origin: "a", Source: "A", Low: n(19), Best: n(19), High: n(19)}, {Origin: "b", Source: "B", Low: n(40), Best: n(40), High: n(40), Out: "is a part of another figure"}}}
	if e := endsOf(&f); e == nil || *e != [2]int{19, 40} {
		t.Errorf("ends %v, want 19 to 40", e)
	}
	if v := valuesOf(&f); len(v) != 1 || v[0] != 19 {
		t.Errorf("values in the range are %v, want 19", v)
	}
	g := eventGatherer{v: &eventPage{}}
	if d, differ := g.figureSides(&f); differ || len(d.Sides) != 2 {
		t.Errorf("%d sides that differ: %v; what is left out differs from nobody", len(d.Sides), differ)
	}
}

func TestAnEventThatWasJoinedLeadsOn(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	page, err := a.Events(t.Context(), store.EventFilter{Filter: store.Filter{Limit: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Rows {
		for j := range page.Rows[:i] {
			x, y := &page.Rows[i], &page.Rows[j]
			if x.Type != y.Type || len(x.Members) != 1 || len(y.Members) != 1 || len(x.Members[0].Claims) != 1 || len(y.Members[0].Claims) != 1 {
				continue
			}
			if _, err := a.Review(t.Context(), "Ada", "one", []review.Decision{{Verdict: sitrep.SameEvent, Claim: x.Lead, Detail: review.Detail{With: y.Lead}}}); err != nil {
				continue
			}
			if _, err := a.Fuse(t.Context()); err != nil {
				t.Fatal(err)
			}
			whole, err := a.Event(t.Context(), string(x.ID))
			if other, err2 := a.Event(t.Context(), string(y.ID)); err != nil || err2 != nil || other.ID != whole.ID {
				continue
			}
			gone := x.ID
			if whole.ID == x.ID {
				gone = y.ID
			}
			if w := get("GET", "/events/"+string(gone)); w.Code != http.StatusFound || w.Header().Get("Location") != "/events/"+string(whole.ID) {
				t.Errorf("%s leads with %d to %q, want %s", gone, w.Code, w.Header().Get("Location"), whole.ID)
			}
			body := get("GET", "/events/"+string(whole.ID)).Body.String()
			if !strings.Contains(body, "joined to this event: <span class=\"mono\">"+string(gone)) || !strings.Contains(body, "said that two claims tell one happening") {
				t.Error("its record does not tell that it was joined")
			}
			return
		}
	}
	t.Fatal("no two events of the demo can be joined")
}
