package ui

import (
	"net/url"
	"testing"

	"sitrep/internal/board"
	"sitrep/internal/demo"
)

func TestSources(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	for _, c := range []pageCase{
		{name: "list", path: "/sources", status: 200, has: []string{`href="/sources/Harbour%20Post"`, "Share of copies", "Who prints whose reports", "Origins most stood on", "Libyan army", "<svg class=\"bands copying\"", `href="/reports/r-`}},
		{name: "list by name", path: "/sources?q=harbour", status: 200, has: []string{"Harbour Post"}, not: []string{`href="/sources/Plains%20Radio"`}},
		{name: "list of nobody", path: "/sources?q=zzz", status: 200, has: []string{"No outlet of that name", "No claim goes back to anybody of that name"}},
		{name: "wrong page", path: "/sources?after=x", status: 400, has: []string{"after"}},
		{name: "outlet", path: "/sources/Evening%20Wire", status: 200, has: []string{"<h1><bdi>Evening Wire</bdi></h1>", "Latest reports", `href="/reports/r-`, "copy of another", "Whose reports it prints", `href="/sources/Plains%20Radio"`}},
		{name: "outlet otherwise written", path: "/sources/evening-wire", status: 200, has: []string{"<h1><bdi>Evening Wire</bdi></h1>"}},
		{name: "origin", path: "/sources/Libyan%20army", status: 200, has: []string{"<h1><bdi>Libyan army</bdi></h1>", "not an outlet of this archive", "body or person", "Who passes it on", "Latest claims that go back to it", `<div class="quote">`}},
		{name: "unknown", path: "/sources/Harbor%20Post", status: 404, has: []string{"The archive has no outlet and no origin called Harbor Post", `href="/sources/Harbour%20Post"`}},
		{name: "hostile", path: "/sources/" + url.PathEscape(`<script>alert(1)</script>`), status: 404, has: []string{"&lt;script&gt;alert(1)&lt;/script&gt;"}},
	} {
		t.Run(c.name, func(t *testing.T) { w := get(c.path); c.check(t, said(w), w.Code) })
	}
}

func TestOriginsOfOneNameHaveAPageEach(t *testing.T) {
	a := demo.Archive(t)
	told(t, a, `{"id":"rc1","date":"2031-04-20","publisher":"Wadi Journal","text":"HOMS, Syria - Gunmen attacked a convoy near Homs on Sunday and killed four drivers, the Red Crescent said."}
{"id":"rc2","date":"2031-04-21","publisher":"Hill Courier","text":"MOSUL, Iraq - Gunmen attacked a market in Mosul on Monday and killed nine people, the Red Crescent said."}
`)
	get := viewing(t, a)
	const iraq, syria = "/sources/party:red%20crescent%20of%20iq", "/sources/party:red%20crescent%20of%20sy"
	for _, c := range []pageCase{
		{name: "list", path: "/sources?q=red+crescent", status: 200, has: []string{`href="` + iraq + `"`, `href="` + syria + `"`, "body or person, Iraq"}},
		{name: "one", path: iraq, status: 200, has: []string{"<h1><bdi>Red Crescent</bdi></h1>", "origin, body or person, Iraq", "1 claim goes", "Hill Courier"}, not: []string{"Wadi Journal", "Syria"}},
		{name: "the other", path: syria, status: 200, has: []string{"origin, body or person, Syria", "Wadi Journal"}, not: []string{"Hill Courier", "Iraq"}},
		{name: "by the name both", path: "/sources/Red%20Crescent", status: 200, has: []string{"<h1><bdi>Red Crescent</bdi></h1>", `<a href="` + iraq + `">origin, body or person, Iraq</a>`, `<a href="` + syria + `">`, "Hill Courier", "Wadi Journal"}},
	} {
		t.Run(c.name, func(t *testing.T) { w := get(c.path); c.check(t, said(w), w.Code) })
	}
}

func TestCopyingCountsAllButDrawsWhoDoesMost(t *testing.T) {
	c := copyingOf([]board.Copying{{By: "A", From: "B", Reports: 5}, {By: "A", From: "A", Reports: 2}, {By: "C", From: "B", Reports: 1}, {By: "", From: "D", Reports: 3}})
	if c.Reports != 11 || c.Within != 2 || len(c.From) != 2 || len(c.Rows) != 3 {
		t.Fatalf("%+v", c)
	}
	if c.From[0].Name != "B" || c.Rows[0].By.Name != "A" || c.Rows[0].Cells[0] != 5 || c.Rows[0].All != 5 || c.Rows[1].By.Name != notTold || c.Rows[1].Cells[1] != 3 {
		t.Errorf("%+v", c.Rows)
	}
	if copyingOf([]board.Copying{{By: "A", From: "A", Reports: 2}}) != nil {
		t.Error("an outlet that prints its own is drawn")
	}
}
