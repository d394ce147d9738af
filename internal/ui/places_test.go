package ui

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/extract"
	"sitrep/internal/geo"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
	"sitrep/internal/work"
)

// viewing are the pages over an archive whose view is made, and a function that asks for one.
func viewing(t *testing.T, a *store.Archive) func(path string) *httptest.ResponseRecorder {
	t.Helper()
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return demo.Received }
	keeper := board.New(a, board.Options{Registry: registry, Gazetteer: geo.Default(), Codebook: book, Clock: clock})
	if _, err := keeper.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Archive: a, Boards: keeper, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return w
	}
}

// told adds reports, as lines of JSON, to an archive, reads them and brings its events up to date.
func told(t *testing.T, a *store.Archive, lines string) {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "reports.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	job := work.Ingest{Archive: a, Reader: reader, Refused: func(what string, reason error) { t.Errorf("%s: %v", what, reason) }}
	if _, err := job.Run(t.Context(), func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
		return ingest.Options{}.Walk(ctx, []string{file}, found, refused)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// said is what an answer says, its white space made single spaces.
func said(w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(w.Body.String()), " ")
}

// sound says what is wrong with a page whatever it shows: its headings, its styles, hostile words that were not escaped.
func sound(t *testing.T, name, body string) {
	t.Helper()
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%s: %d h1", name, n)
	}
	for _, bad := range []string{` style="`, "<script>", "javascript:", "ZgotmplZ", "%!", "<nil>"} {
		if strings.Contains(body, bad) {
			t.Errorf("%s: has %q", name, bad)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("%s: the id %q stands twice", name, m[1])
		}
		ids[m[1]] = true
	}
	level := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(body, -1) {
		n := int(m[1][0] - '0')
		if n > level+1 {
			t.Errorf("%s: h%d follows h%d", name, n, level)
		}
		level = n
	}
}

func TestPlaces(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	for _, c := range []pageCase{
		{name: "list", path: "/places", status: 200, has: []string{`href="/places/gn:2210554"`, ">Sirte<", "Libyan government", `data-cite="c-`, "By country", "Libya"}},
		{name: "list of a country without events", path: "/places?country=IQ", status: 200, has: []string{"No place of that kind has events"}},
		{name: "list by name", path: "/places?place=sir", status: 200, has: []string{">Sirte<"}, not: []string{">Misrata<"}},
		{name: "list of a country by name", path: "/places?country=Libya", status: 200, has: []string{">Sirte<"}},
		{name: "wrong country", path: "/places?country=Atlantis", status: 400, has: []string{"country"}},
		{name: "wrong page", path: "/places?after=-1", status: 400, has: []string{"after"}},
		{name: "page after the last", path: "/places?after=9000", status: 200},
		{name: "place by name", path: "/places/Sirte", status: 200, has: []string{"<h1><bdi>Sirte</bdi></h1>", "Who held it", "Southern Brigades", "Libyan government", "contested by", "Killed", "10 March 2031",
			`href="/map?place=gn%3A2210554"`, `href="/brief?place=gn%3A2210554"`, "March 2031", "/events/e-", "Latest figures"}},
		{name: "place by id", path: "/places/gn:2210554", status: 200, has: []string{"<h1><bdi>Sirte</bdi></h1>"}},
		{name: "place in another script", path: "/places/" + url.PathEscape("سرت"), status: 200, has: []string{"<h1><bdi>Sirte</bdi></h1>"}},
		{name: "country", path: "/places/Libya", status: 200, has: []string{"Who holds what", "Bin Jawad", "Places within"}},
		{name: "place of the gazetteer without events", path: "/places/Mosul", status: 200, has: []string{"No report says who held it", "No report tells of an event here", "There is also", "second-level division"}},
		{name: "period", path: "/places/Sirte?from=2031-03-20&to=2031-03", status: 200, has: []string{"20–31 March 2031", "from=2031-03-20"}},
		{name: "unknown", path: "/places/Sirtee", status: 404, has: []string{"Neither the archive nor the gazetteer has a place called Sirtee", `href="/places/gn:2210554"`}},
		{name: "in the wrong country", path: "/places/Sirte?country=IQ", status: 404, has: []string{"Sirte is no place in Iraq", `href="/places/gn:2210554"`}},
		{name: "hostile", path: "/places/" + url.PathEscape(`<script>alert(1)</script>"'`), status: 404, has: []string{"&lt;script&gt;alert(1)&lt;/script&gt;"}},
		{name: "no text", path: "/places/%ff%00", status: 404},
		{name: "too long a name", path: "/places/" + strings.Repeat("a", 501), status: 404, has: []string{"no name here is longer than 500 bytes"}},
		{name: "dots", path: "/places/%2e%2e%2fsources", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) { w := get(c.path); c.check(t, said(w), w.Code) })
	}
}

func TestHostileNamesOfPlacesAreShownAsText(t *testing.T) {
	a := demo.Archive(t)
	told(t, a, `{"title": "x", "published": "2031-04-02", "publisher": "P", "text": "Fighters of the Southern Brigades captured the town of Kest\"><script>alert(1)</script> on Monday. Government forces shelled the village of Qasr <b>Amal</b> on Tuesday, killing 3 people."}`+"\n")
	get := viewing(t, a)
	for _, path := range []string{"/places", "/places?q=" + url.QueryEscape(`"><script>`) + "&place=" + url.QueryEscape(`"><script>x`), "/places/Libya"} {
		sound(t, path, said(get(path)))
	}
}

func TestAListIsCutIntoPages(t *testing.T) {
	list := make([]int, 2*listRows+50)
	for i := range list {
		list[i] = i + 1
	}
	for _, c := range []struct {
		after       string
		first, last int // 0: no row
		next        string
	}{
		{"", 1, listRows, "/actors?after=100&country=IQ&kind=state"},
		{"100", listRows + 1, 2 * listRows, "/actors?after=200&country=IQ&kind=state"},
		{"200", 2*listRows + 1, len(list), ""},
		{"250", 0, 0, ""},
		{"9000", 0, 0, ""},
	} {
		rows, page, err := pageOf(list, Scope{Country: "IQ", After: c.after}, "/actors", "kind", "state", "new", "")
		if err != nil || page.Next != c.next || page.All != len(list) {
			t.Errorf("after %q: %+v, %v; want next %q", c.after, page, err, c.next)
		}
		switch {
		case c.first == 0:
			if len(rows) > 0 {
				t.Errorf("after %q: %d rows, want none", c.after, len(rows))
			}
		case len(rows) == 0 || rows[0] != c.first || rows[len(rows)-1] != c.last || page.First != c.first || page.Last != c.last:
			t.Errorf("after %q: %d rows, %+v; want %d to %d", c.after, len(rows), page, c.first, c.last)
		}
	}
}
