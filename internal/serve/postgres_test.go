package serve_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/internal/demo"
	"sitrep/internal/demo/postgres"
	"sitrep/internal/store"
)

// differing is what two archives of the same reports do not share: where they lie, and by which kind of database.
var differing = regexp.MustCompile(`(?i)/tmp/[^\s"<&]*|postgres(ql)?://[^\s"<&]*|"(sqlite|postgres(ql)?)"`)

// Pages and answers are the same whichever database holds the archive.
func TestPostgreSQLGivesTheSamePages(t *testing.T) {
	var server postgres.Server
	t.Cleanup(server.Stop)
	where := server.Database(t)
	demo.Fill(t, where)
	lite := newSite(t, demo.Archive(t))
	large := newSite(t, demo.Open(t, where, store.Options{Clock: func() time.Time { return demo.Received }}))
	todo := []string{"/", "/map", "/map/data", "/map/names", "/timeline", "/figures", "/figures.csv", "/reports", "/events", "/events.csv", "/events.geojson", "/places", "/places/Sirte", "/actors", "/sources", "/search?q=market+-clinic",
		"/search?q=%22the+market%22", "/review", "/review/agreement", "/brief/download?country=LY&format=md", "/api/v1/reports", "/api/v1/claims?limit=100", "/api/v1/events?limit=100", "/api/v1/figures?limit=100", "/api/v1/search?q=clinic",
		"/api/v1/control?place=Sirte", "/api/v1/actors", "/api/v1/brief?country=LY"}
	seen := map[string]bool{}
	for ; len(todo) > 0 && len(seen) < 250; todo = todo[1:] {
		at, _, _ := strings.Cut(todo[0], "#")
		if seen[at] || strings.HasPrefix(at, "/static/") || strings.HasPrefix(at, "/brief?") || strings.HasPrefix(at, "/api/v1/status") || at == "/account" || at == "/logout" {
			continue
		}
		seen[at] = true
		a, b := lite.do("GET", at, ""), large.do("GET", at, "")
		x, y := differing.ReplaceAllString(a.Body.String(), "…"), differing.ReplaceAllString(b.Body.String(), "…")
		if a.Code != b.Code || x != y {
			i := 0
			for i < len(x) && i < len(y) && x[i] == y[i] {
				i++
			}
			from := max(0, i-120)
			t.Errorf("%s: %d over SQLite, %d over PostgreSQL; they part at\n%.400s\n%.400s", at, a.Code, b.Code, x[min(from, len(x)):], y[min(from, len(y)):])
		}
		if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") && len(todo) < 400 {
			for _, l := range hrefs.FindAllStringSubmatch(a.Body.String(), -1) {
				if u, err := url.Parse(strings.ReplaceAll(l[1], "&amp;", "&")); err == nil && u.Host == "" {
					todo = append(todo, u.String())
				}
			}
		}
	}
	t.Logf("%d addresses", len(seen))
	if f := large.log.faults(); f != "" {
		t.Errorf("%.2000s", f)
	}
}

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)
