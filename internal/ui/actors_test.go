package ui

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sitrep/internal/demo"
)

// pageCase is a page with what it has and has not.
type pageCase struct {
	name, path string
	status     int
	has, not   []string
}

// check asks for the page.
func (c pageCase) check(t *testing.T, body string, status int) {
	t.Helper()
	if status != c.status {
		t.Errorf("%d, want %d: %.400s", status, c.status, body)
	}
	for _, s := range c.has {
		if !strings.Contains(body, s) {
			t.Errorf("lacks %q", s)
		}
	}
	for _, s := range c.not {
		if strings.Contains(body, s) {
			t.Errorf("has %q", s)
		}
	}
	sound(t, c.name, body)
	if t.Failed() {
		t.Logf("%s", body[max(0, strings.Index(body, "<main")):])
	}
}

func TestActors(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	for _, c := range []pageCase{
		{name: "list", path: "/actors", status: 200, has: []string{`href="/actors/actor:southern-brigades"`, `href="/actors/state:LY"`, "Libyan government", `<span class="new">new</span>`, "Mostly against", "<svg class=\"bands matrix\"",
			`data-cite="c-`}},
		{name: "list by name", path: "/actors?q=south", status: 200, has: []string{"Southern Brigades"}, not: []string{`<tr data-row><th scope="row" class="full"><a class="ttl" href="/actors/state:LY"`}},
		{name: "list of new names", path: "/actors?new=yes", status: 200, has: []string{"Southern Brigades"}},
		{name: "list of a kind", path: "/actors?kind=state", status: 200, has: []string{"Libyan government"}, not: []string{`<span class="new">new</span>`}},
		{name: "list of a kind that none is of", path: "/actors?kind=media", status: 200, has: []string{"No party of that kind is told of"}},
		{name: "list of another country", path: "/actors?country=IQ", status: 200, has: []string{"No party of that kind is told of"}},
		{name: "wrong kind", path: "/actors?kind=x", status: 400, has: []string{"kind"}},
		{name: "wrong new", path: "/actors?new=1", status: 400, has: []string{"new"}},
		{name: "wrong page", path: "/actors?after=x", status: 400, has: []string{"after"}},
		{name: "party by id", path: "/actors/actor:southern-brigades", status: 200, has: []string{"<h1><bdi>Southern Brigades</bdi></h1>", "the registry of actors has nobody of that name", "Adversaries and allies over time",
			`<h2 id="bond-against">Against</h2>`, "Libyan government", "What it held", `href="/places/gn:2210554"`, `<div class="quote">`, "<svg class=\"bands strip\"", "Latest events", "/events/e-"}},
		{name: "party by name", path: "/actors/Southern%20Brigades", status: 200, has: []string{"<h1><bdi>Southern Brigades</bdi></h1>", "Agreed to stop fighting with"}},
		{name: "state", path: "/actors/state:LY", status: 200, has: []string{"<h1><bdi>Libyan government</bdi></h1>", "state, Libya", "Southern Brigades"}},
		{name: "state by a name of its forces", path: "/actors/Libyan%20army", status: 200, has: []string{"<h1><bdi>Libyan government</bdi></h1>"}},
		{name: "known to the registry alone", path: "/actors/Islamic%20State", status: 200, has: []string{"<h1><bdi>Islamic State</bdi></h1>", "Also called", "ISIS", "No report tells how it stands to anybody"}},
		{name: "alias", path: "/actors/ISIL", status: 200, has: []string{"<h1><bdi>Islamic State</bdi></h1>"}},
		{name: "unknown", path: "/actors/Southern%20Brigade", status: 404, has: []string{"Neither the archive nor the registry has a party called Southern Brigade", `href="/actors/actor:southern-brigades"`}},
		{name: "hostile", path: "/actors/" + url.PathEscape(`<script>alert(1)</script>`), status: 404, has: []string{"&lt;script&gt;alert(1)&lt;/script&gt;"}},
		{name: "no text", path: "/actors/%ff%00", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) { w := get(c.path); c.check(t, said(w), w.Code) })
	}
}

func TestAPartyWithAHostileName(t *testing.T) {
	a := demo.Archive(t)
	told(t, a, `{"title": "x", "published": "2031-04-02", "publisher": "<script>alert('p')</script>", "text": "Fighters of the <script> Brigades captured the town of Bin Jawad on Monday after clashes with government forces. The \"><img/src=x> Front attacked the Libyan army in Sirte, killing 3 soldiers."}
{"title": "y", "published": "2031-04-03", "publisher": "<script>alert('p')</script>", "text": "Militants of Ansar <script>alert(1)</script> attacked the Libyan army in Sirte on Tuesday, killing 12 soldiers, the <script>Party</script> said."}
`)
	get := viewing(t, a)
	list := get("/actors").Body.String() + get("/sources").Body.String()
	sound(t, "list", get("/actors").Body.String())
	links := regexp.MustCompile(`href="(/(?:actors|sources)/[^"]+)"`).FindAllStringSubmatch(list, -1)
	if len(links) < 10 {
		t.Fatalf("%d links", len(links))
	}
	hostile := 0
	for _, l := range links {
		w := get(l[1])
		if w.Code != 200 {
			t.Errorf("%s: %d", l[1], w.Code)
		}
		sound(t, l[1], said(w))
		if strings.Contains(l[1], "%3c") || strings.Contains(l[1], "%3C") {
			hostile++
		}
	}
	if hostile == 0 {
		t.Errorf("no hostile name came through: %v", links)
	}
}
