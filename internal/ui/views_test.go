package ui

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// viewOf makes the view of an archive.
func viewOf(t *testing.T, a *store.Archive) *board.Keeper {
	t.Helper()
	registry, err := registryOf()
	if err != nil {
		t.Fatal(err)
	}
	k := board.New(a, board.Options{Registry: registry, Gazetteer: geo.Default()})
	if _, err := k.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k
}

var registryOf = sync.OnceValues(func() (*actor.Registry, error) {
	book, err := codebook.Rules()
	if err != nil {
		return nil, err
	}
	return actor.Load(book.Layers...)
})

// overview is serving with the view of the whole archive.
func overview(t *testing.T, a *store.Archive) (func(path string) *httptest.ResponseRecorder, *board.Board) {
	t.Helper()
	k := viewOf(t, a)
	p, err := New(Options{Archive: a, Boards: k, Codebook: "2", Models: "m"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return w
	}, k.Board()
}

// faultsOf says what is wrong with a page, a line a fault: what no browser is needed to see.
func faultsOf(page string) []string {
	var faults []string
	fault := func(s string) { faults = append(faults, s) }
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, heads, level := map[string]int{}, 0, 1
	var refs []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			attr := func(name string) string {
				for _, a := range n.Attr {
					if a.Key == name {
						return a.Val
					}
				}
				return ""
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					fault(n.Data + " has " + a.Key)
				}
				if (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.Contains(a.Val, "://") {
					fault("leads to another host: " + a.Val)
				}
			}
			if id := attr("id"); id != "" {
				ids[id]++
			}
			for _, name := range []string{"for", "aria-labelledby", "list"} {
				refs = append(refs, strings.Fields(attr(name))...)
			}
			switch n.Data {
			case "h1", "h2", "h3", "h4":
				at := int(n.Data[1] - '0')
				if at > level+1 {
					fault(n.Data + " follows a heading of level " + string(rune('0'+level)))
				}
				if level = at; at == 1 {
					heads++
				}
			case "th":
				if attr("scope") == "" {
					fault("a th without its scope")
				}
			case "script":
				if n.FirstChild != nil {
					fault("an inline script")
				}
			case "style":
				fault("a style element")
			case "svg":
				if attr("role") == "img" && attr("aria-label") == "" && attr("aria-labelledby") == "" || attr("role") == "" && attr("aria-hidden") == "" {
					fault("a picture that is neither named nor hidden")
				}
			case "a":
				if attr("href") == "" {
					fault("a link that leads nowhere")
				}
			case "form":
				if attr("method") == "" && attr("action") == "" {
					fault("a form without its address")
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	if heads != 1 {
		fault("not one h1")
	}
	for id, n := range ids {
		if n > 1 {
			fault("an id twice: " + id)
		}
	}
	for _, id := range refs {
		if ids[id] == 0 {
			fault("nothing has the id " + id)
		}
	}
	slices.Sort(faults)
	return slices.Compact(faults)
}

var citation = regexp.MustCompile(`href="(/(?:reports/r-[0-9a-f]{16}#|claims/)(c-[0-9a-f]{16}))" data-cite="(c-[0-9a-f]{16})"`)

// citesOn are the claims that a page cites.
func citesOn(page string) []string {
	var out []string
	for _, m := range citation.FindAllStringSubmatch(page, -1) {
		if m[2] == m[3] {
			out = append(out, m[2])
		}
	}
	return out
}

func TestTheSituationIsSoundAndCitesWhatItSays(t *testing.T) {
	a := demo.Archive(t)
	get, b := overview(t, a)
	place := b.Places[0]
	for _, path := range []string{"/events", "/events?place=" + place.Key(), "/events?q=hospital", "/events?type=air_strike&origins=2", "/timeline", "/timeline?by=month", "/timeline?country=" + place.Country + "&by=week",
		"/timeline?from=2031-03-01&to=2031-03-10", "/", "/?country=" + place.Country, "/?place=" + place.Key(), "/?from=2000&to=2001", "/?type=air_strike&grade=single", "/?grade=contested", "/?origins=2"} {
		w := get(path)
		if w.Code != 200 {
			t.Errorf("%s: %d %.300s", path, w.Code, w.Body)
			continue
		}
		if faults := faultsOf(w.Body.String()); len(faults) > 0 {
			t.Errorf("%s: %s", path, strings.Join(faults, "; "))
		}
		for _, id := range citesOn(w.Body.String()) {
			if w := get("/claims/" + id); w.Code != http.StatusFound {
				t.Errorf("%s cites %s, which leads to %d", path, id, w.Code)
			}
		}
	}
	for path, want := range map[string]string{"/": "/events", "/timeline?origins=2": "/events?origins=2"} { // no entry of the navigation leads to the list
		if body := get(path).Body.String(); !strings.Contains(body, `<a href="`+want+`"><b>`) {
			t.Errorf("the head of %s does not lead to %s", path, want)
		}
	}
	page := get("/").Body.String()
	if len(citesOn(page)) < 10 {
		t.Errorf("the page cites %d sentences, want ten at least", len(citesOn(page)))
	}
	for _, e := range b.Select(board.Scope{})[:mostNews] {
		if !strings.Contains(page, "/events/"+string(e.ID)) {
			t.Errorf("the latest event %s is not on the page", e.ID)
		}
	}
}

func TestScopesThatCannotBeAskedAreRefusedByName(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	for _, path := range viewPaths {
		for query, field := range map[string]string{"from=yesterday": "from", "to=2017-13": "to", "from=2017&to=2016": "to", "country=Narnia": "country", "grade=good": "grade",
			"origins=many": "origins", "place=Nowhere+at+all": "place", "place=%ff": "place"} {
			w := get(path + "?" + query)
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `<span class="mono">`+field+`</span>`) {
				t.Errorf("%s?%s: %d, want 400 that names %s", path, query, w.Code, field)
			}
		}
	}
}

func TestWhereNothingIsToldThePeriodIsWidenedIfThereIsOne(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	for path, want := range map[string]bool{"/?place=Paris": false, "/?place=Paris&from=2031": true, "/?country=FR&to=2031": true} {
		page := get(path).Body.String()
		if !strings.Contains(page, "No event is told of") || strings.Contains(page, "Widen the period") != want {
			t.Errorf("%s: a wider period is offered: %t", path, !want)
		}
	}
}

func TestAnEmptyArchiveSaysWhatToRun(t *testing.T) {
	get, _ := overview(t, demo.Open(t, t.TempDir()+"/a.db", store.Options{}))
	for _, path := range viewPaths {
		w := get(path)
		if page := w.Body.String(); w.Code != 200 || !strings.Contains(page, "sitrep ingest") || len(faultsOf(page)) > 0 {
			t.Errorf("%s: %d %v; it must say what to run", path, w.Code, faultsOf(page))
		}
	}
}

func TestViewsWaitForTheBoard(t *testing.T) {
	a := demo.Archive(t)
	registry, err := registryOf()
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Archive: a, Boards: board.New(a, board.Options{Registry: registry, Gazetteer: geo.Default()})})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	for _, path := range viewPaths {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		if w.Code != http.StatusAccepted || w.Header().Get("Refresh") == "" || len(faultsOf(w.Body.String())) > 0 {
			t.Errorf("%s: %d, refresh %q", path, w.Code, w.Header().Get("Refresh"))
		}
	}
}

// TestViewsAreQuick asks for pages over an archive of the size that SITREP_ARCHIVE names; see the measurements in docs.
func TestViewsAreQuick(t *testing.T) {
	a := measured(t)
	get, b := overview(t, a)
	place := b.Places[0]
	for _, path := range viewPaths {
		for _, query := range []string{"", "?country=" + place.Country, "?place=" + place.Key(), "?from=2015&to=2016"} {
			var took []time.Duration
			size := 0
			for range 12 {
				started := time.Now()
				w := get(path + query)
				took = append(took, time.Since(started))
				if size = w.Body.Len(); w.Code != 200 {
					t.Fatalf("%s%s: %d", path, query, w.Code)
				}
			}
			slices.Sort(took)
			t.Logf("%-60s median %6.1f ms, worst %6.1f ms, %4d KB", path+query, took[len(took)/2].Seconds()*1e3, took[len(took)-1].Seconds()*1e3, size>>10)
		}
	}
}

func TestWhatChangedTellsWhatEventsWere(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "samples", "demo.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var sittings [2]string // of every second report, so that most events are told of in both
	i := 0
	for line := range strings.Lines(string(b)) {
		sittings[i%2] += line
		i++
	}
	now := demo.Received
	a := demo.Open(t, filepath.Join(t.TempDir(), "a.db"), store.Options{Clock: func() time.Time { return now }})
	told(t, a, sittings[0])
	now = now.Add(3 * time.Hour)
	told(t, a, sittings[1])
	get, board := overview(t, a)
	changed := 0
	for _, c := range board.Changes {
		if c.Before == nil || c.Before.Grade == c.Event.Grade || changed == 3 {
			continue
		}
		changed++
		body := said(get("/?type=" + c.Event.Type + "&grade=" + string(c.Event.Grade)))
		if faults := faultsOf(body); len(faults) > 0 {
			t.Error(strings.Join(faults, "; "))
		}
		for _, s := range shiftsOf(c.Before, c.Event) {
			if want := `<ins>` + s.Is + `</ins>`; !strings.Contains(body, want) || s.Was != "" && !strings.Contains(body, `<del class="was">`+s.Was+`</del> `+want) {
				t.Errorf("%s: lacks %q", c.Event.Type, s)
			}
		}
	}
	if changed == 0 {
		t.Errorf("no grade is told to have changed: %+v", board.Changes)
	}
}

func TestShiftsAreWhatIsOtherwise(t *testing.T) {
	n := func(v int) *int { return &v }
	figure := func(m sitrep.Measure, v int) board.Figure {
		return board.Figure{Measure: m, Low: n(v), Best: n(v), High: n(v)}
	}
	e := &board.Event{Grade: sitrep.Corroborated, Origins: 2, Figures: []board.Figure{figure(sitrep.Displaced, 157000), figure(sitrep.Killed, 4), figure(sitrep.Injured, 9)}}
	got := shiftsOf(&board.Before{Grade: sitrep.Single, Origins: 2, Figures: []board.Figure{figure(sitrep.Displaced, 153000), figure(sitrep.Killed, 4)}}, e)
	want := []shift{{"displaced", "153,000", "157,000"}, {"injured", "", "9"}, {"", "single", "corroborated"}}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := shiftsOf(nil, e); got != nil {
		t.Errorf("of what is not known: %q", got)
	}
}
