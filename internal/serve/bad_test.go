package serve_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/internal/demo"
)

// badIDs are what stands for no thing, in a path.
var badIDs = []string{
	"r-0000000000000000", "c-0000000000000000", "e-0000000000000000", "zzz", "-1", "999999999999999999999999", "%00", "%ff%fe", "a%2Fb", "%E2%80%AE", "%3Cscript%3E", "'%20OR%201=1--", "%25", strings.Repeat("x", 5000),
	"99999999", "r-", "c-%F0%9F", "..%2F..%2Fetc%2Fpasswd", "told:", "state:", "actor:%00", "é",
}

// names are parameters that pages know.
var names = []string{"after", "at", "by", "claim", "copies", "country", "day", "do", "done", "event", "format", "from", "grade", "hide", "kind", "length", "measure", "more", "n", "new", "next", "origins", "other", "p", "person", "place", "publisher", "q", "queue", "seq", "series", "settled", "since", "skip", "slot", "span", "to", "type", "v", "was", "why", "with"}

// badValues are what no parameter, or hardly one, takes.
var badValues = []string{"", "%00", "%ff", "%", "-1", "1e309", "NaN", "99999999999999999999", "2031-13", "NaN,NaN,NaN,NaN", "%3Cscript%3Ealert(1)%3C/script%3E", "'",
	"%E2%80%AE", "%22unclosed", "AND+OR+NOT", strings.Repeat("a", 501), strings.Repeat("%CC%81", 160), "c-0000000000000000"}

var part = regexp.MustCompile(`\{[a-z]+\}`)

// targets are addresses of a pattern with an id in each place.
func targets(pattern, id string) string {
	_, path, _ := strings.Cut(pattern, " ")
	switch path {
	case "/{$}":
		path = "/"
	case "/static/":
		path += id
	case "/events.":
		path += "csv"
	}
	return part.ReplaceAllString(path, strings.ReplaceAll(id, "$", "$$"))
}

// asked checks an answer to what makes no sense: the caller's fault or none, soon, and not a word in the log about a fault.
func (s *site) asked(target string, w interface{ Result() *http.Response }, took time.Duration) {
	s.t.Helper()
	shown := target
	if len(shown) > 200 {
		shown = shown[:200] + "…"
	}
	if code := w.Result().StatusCode; code >= 500 {
		s.t.Errorf("%s: %d", shown, code)
	}
	if took > time.Second {
		s.t.Errorf("%s: took %v", shown, took)
	}
	if f := s.log.faults(); f != "" {
		s.t.Errorf("%s: %.800s", shown, f)
	}
}

func TestBadAddressesAreTheCallersFault(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	for _, p := range patterns(t) {
		if !strings.HasPrefix(p, "GET ") || p == "GET /metrics" {
			continue
		}
		ids := []string{"x"}
		if strings.Contains(p, "{") && p != "GET /{$}" {
			ids = badIDs
		}
		for _, id := range ids {
			for _, query := range []string{"", "?place=Nowhere%00", "?" + strings.Repeat("type=x&", 10000), "?a=1;b=2", "?%zz"} {
				at := targets(p, id) + query
				began := time.Now()
				w := s.do("GET", at, "")
				s.asked("GET "+at, w, time.Since(began))
			}
		}
		if len(ids) > 1 {
			continue // what is asked of one thing is asked of all of them, too
		}
		for _, name := range names {
			for _, v := range badValues {
				at := targets(p, "r-0000000000000000") + "?" + name + "=" + v
				began := time.Now()
				w := s.do("GET", at, "")
				s.asked("GET "+at, w, time.Since(began))
			}
		}
	}
}

// scoped are the pages that all understand the same parameters.
var scoped = []string{"/", "/map", "/map/data", "/timeline", "/figures", "/figures.csv", "/reports", "/events", "/events.csv", "/events.geojson", "/events.json", "/places", "/places/Sirte", "/actors", "/search", "/sources", "/brief", "/brief/download"}

// A parameter that cannot be understood is named in an answer of 400, on every page that takes it.
func TestWrongParametersAreNamed(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	for _, c := range [][2]string{{"from", "2031-13"}, {"to", "yesterday"}, {"country", "Atlantis"}, {"grade", "splendid"}, {"origins", "-1"}, {"origins", "many"}, {"place", "%ff"}, {"q", "%00"}, {"from", strings.Repeat("1", 501)}} {
		for _, path := range scoped {
			w := s.do("GET", path+"?"+c[0]+"="+c[1], "")
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), c[0]) {
				t.Errorf("%s?%s=%.40s: %d, want 400 with the parameter's name", path, c[0], c[1], w.Code)
			}
		}
	}
	for _, path := range []string{"/reports", "/events", "/events.csv", "/brief", "/brief/download", "/search", "/figures"} {
		if w := s.do("GET", path+"?q='", ""); w.Code >= 500 {
			t.Errorf("%s?q=': %d", path, w.Code)
		}
	}
}

// What there is not is not found, whatever stands for it.
func TestUnknownThingsAreNotFound(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	for _, p := range patterns(t) {
		if !strings.HasPrefix(p, "GET ") || !strings.Contains(p, "{") || p == "GET /{$}" {
			continue
		}
		for _, id := range badIDs {
			w := s.do("GET", targets(p, id), "")
			if w.Code != http.StatusNotFound && w.Code != http.StatusBadRequest && !(w.Code/100 == 3 && strings.HasPrefix(w.Header().Get("Location"), "/")) {
				t.Errorf("%s of %.40s: %d", p, id, w.Code)
			}
		}
	}
}

// HEAD is answered as GET without the body; other methods are refused with the ones that do.
func TestMethods(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	for _, p := range patterns(t) {
		method, _, _ := strings.Cut(p, " ")
		at := targets(p, "x")
		if p == "/" || p == "GET /static/" || p == "GET /metrics" || strings.HasPrefix(at, "/api") {
			continue
		}
		if method == "GET" {
			got, head := s.do("GET", at, ""), s.do("HEAD", at, "")
			if got.Code != head.Code && at != "/login/single" {
				t.Errorf("HEAD %s: %d, GET %d", at, head.Code, got.Code)
			}
		}
		for _, m := range []string{"PUT", "DELETE", "PATCH"} {
			if w := s.do(m, at, ""); w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Header().Get("Allow"), method) {
				t.Errorf("%s %s: %d", m, at, w.Code)
			}
		}
	}
}

// A form that is larger than any is refused, not read.
func TestLargeBodies(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	body := "why=" + strings.Repeat("x", 17<<20)
	for _, p := range patterns(t) {
		if !strings.HasPrefix(p, "POST ") || p == "POST /logout" || strings.Contains(p, "/revoke") {
			continue
		}
		at := targets(p, "1")
		if w := s.do("POST", at, body); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d", p, w.Code)
		}
	}
	for _, at := range []string{"/api/v1/reports", "/api/v1/extract", "/api/v1/reviews"} {
		if w := s.do("POST", at, body, "Content-Type", "application/json"); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d %s", at, w.Code, w.Body)
		}
	}
}
