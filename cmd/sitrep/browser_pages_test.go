package main

import (
	"strings"
	"testing"
)

// everyPage are the pages that a person can come to, over the demo; those of one thing are found by links on others.
var everyPage = []string{
	"/", "/?country=LY&from=2031-03&to=2031-03", "/?place=Sirte", "/map", "/map?place=Sirte", "/timeline", "/figures", "/reports", "/events", "/places", "/places/Sirte", "/actors", "/sources", "/search?q=Sirte",
	"/search?q=nothingofthat", "/brief", "/brief?country=LY&from=2031-03&to=2031-04", "/review", "/review/agreement", "/keys", "/api", "/login", "/account", "/admin/users", "/nowhere", "/reports?from=2031-13",
}

// linked are pages found by the first link of a selector on another page.
var linked = [][2]string{
	{"/search?q=market", `main a[href^="/reports/r-"]`}, {"/", `main a[href^="/events/e-"]`}, {"/actors", `main a[href^="/actors/"]`}, {"/sources", `main a[href^="/sources/"]`},
}

// Every page, in light and dark and at the width of a phone: axe-core finds nothing, nothing is asked of another host, the console stays empty.
func TestEveryPageInABrowser(t *testing.T) {
	base := demoServed(t)
	wide := opened(t, base, 1280, 900, true)
	paths := append([]string{}, everyPage...)
	for _, l := range linked {
		wide.visit(l[0])
		hrefs := wide.hrefs(l[1])
		if len(hrefs) == 0 {
			t.Errorf("%s: no link %s", l[0], l[1])
			continue
		}
		path, _, _ := strings.Cut(hrefs[0], "#")
		paths = append(paths, path)
	}
	phone := opened(t, base, 390, 844, true)
	for _, path := range paths {
		if path == "/nowhere" || strings.Contains(path, "2031-13") {
			wide.allowed, phone.allowed = []string{"status of 404", "status of 400"}, []string{"status of 404", "status of 400"}
		} else {
			wide.allowed, phone.allowed = nil, nil
		}
		for _, dark := range []bool{false, true} {
			name := path + " light"
			if dark {
				name = path + " dark"
			}
			wide.dark(dark)
			wide.visit(path)
			status := eval[int](wide, "status", "performance.getEntriesByType('navigation')[0].responseStatus")
			if want := map[string]int{"/nowhere": 404, "/reports?from=2031-13": 400}[path]; status != max(want, 200) {
				t.Errorf("%s: status %d", name, status)
			}
			wide.accessible(name)
			wide.sound(name)
		}
		phone.visit(path)
		phone.accessible(path + " on a phone")
		phone.sound(path + " on a phone")
	}
}
