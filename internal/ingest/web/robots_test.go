package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		name, text, path string
		want             bool
	}{
		{"nothing said", "", "/a", true},
		{"all shut out", "User-agent: *\nDisallow: /", "/a", false},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"an empty rule", "User-agent: *\nDisallow:", "/a", true},
		{"a beginning", "User-agent: *\nDisallow: /private", "/private/a", false},
		{"another path", "User-agent: *\nDisallow: /private", "/public", true},
		{"the case of a path counts", "User-agent: *\nDisallow: /Private", "/private", true},
		{"the case of a key does not", "USER-AGENT: *\nDISALLOW: /a", "/a", false},
		{"the longest rule decides", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"in any order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false},
		{"of equal rules the one that allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"a group of its own", "User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nDisallow: /b", "/a", true},
		{"a group of its own in other case", "User-agent: SitRep\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", false},
		{"a group with a version", "User-agent: sitrep/1.0\nDisallow: /", "/a", false},
		{"two groups of its own", "User-agent: sitrep\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: sitrep\nDisallow: /b", "/b", false},
		{"another's group", "User-agent: sitrepbot\nDisallow: /", "/a", true},
		{"a name that ours begins with", "User-agent: sit\nDisallow: /", "/a", true},
		{"several agents of one group", "User-agent: x\nUser-agent: sitrep\nDisallow: /a", "/a", false},
		{"a sitemap between", "User-agent: *\nSitemap: http://x/s.xml\nDisallow: /a", "/a", false},
		{"a star inside", "User-agent: *\nDisallow: /*/edit", "/page/edit", false},
		{"a star inside that does not fit", "User-agent: *\nDisallow: /*/edit", "/edit", true},
		{"a star that fits in two places", "User-agent: *\nDisallow: /a*b*c$", "/abbcxc", false},
		{"an end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false},
		{"behind an end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", true},
		{"an end from the beginning", "User-agent: *\nDisallow: /$", "/a/", true},
		{"an end that is all", "User-agent: *\nDisallow: /$", "/", false},
		{"a query", "User-agent: *\nDisallow: /*?print", "/a?print=1", false},
		{"percent signs and letters", "User-agent: *\nDisallow: /%61b%C3%bc", "/ab%c3%BC", false},
		{"letters outside ASCII", "User-agent: *\nDisallow: /bü", "/b%C3%BC", false},
		{"an encoded slash is no slash", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
		{"a comment", "User-agent: * # all\nDisallow: /a # this", "/a", false},
		{"a byte order mark, carriage returns", "\xef\xbb\xbfUser-agent: *\r\nDisallow: /a\r", "/a", false},
		{"a rule before any agent", "Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", true},
		{"a bad line costs only itself", "User-agent: *\nCrawl-delay: soon\nnonsense\nDisallow: /b", "/b", false},
		{"a page of HTML", "<html><body>Not found: sorry</body></html>", "/a", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parseRobots([]byte(c.text), product)
			if got := r.allows(c.path); got != c.want {
				t.Errorf("%s: allowed %v, want %v", c.path, got, c.want)
			}
		})
	}
}

func TestRobotsIsCheapWhateverItHolds(t *testing.T) {
	text := "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 1000)+"b$\n", 200)
	r := parseRobots([]byte(text), product)
	start := time.Now()
	r.allows("/" + strings.Repeat("a", 4000))
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestRobotsIsHeeded(t *testing.T) {
	answer := func(status int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, text)
		}
	}
	for _, c := range []struct {
		name    string
		robots  http.HandlerFunc
		refused string
	}{
		{"allowed", answer(200, "User-agent: *\nDisallow: /b"), ""},
		{"not allowed", answer(200, "User-agent: *\nDisallow: /a"), "asks programs not to read it"},
		{"missing", answer(404, ""), ""},
		{"not given out", answer(403, "User-agent: *\nDisallow: /"), ""},
		{"the host fails", answer(500, ""), "robots.txt cannot be had"},
		{"the host is busy", answer(429, ""), "robots.txt cannot be had"},
		{"rules far behind", answer(200, "User-agent: *\n"+strings.Repeat("# padding\n", 60_000)+"Disallow: /a"), ""},
		{"rules before the limit", answer(200, "User-agent: *\nDisallow: /a\n"+strings.Repeat("# padding\n", 600_000)), "asks programs not to read it"},
		{"redirected", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other", http.StatusMovedPermanently)
		}, "asks programs not to read it"},
		{"redirected for ever", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.serve("/a", "text/html", page)
			s.serve("/other", "text/plain", "User-agent: *\nDisallow: /a")
			s.handle("/robots.txt", c.robots)
			r := walk(t, options(newClock()), s.URL+"/a")
			if got := strings.Join(r.refused, "\n"); c.refused == "" && (got != "" || len(r.items) != 1) || !strings.Contains(got, c.refused) {
				t.Errorf("got %d items, refused %q; want %q", len(r.items), got, c.refused)
			}
			if c.refused != "" && s.count("/a") > 0 {
				t.Error("the page was fetched all the same")
			}
		})
	}
}

func TestRobotsIsAskedOnceADayAndSetsThePause(t *testing.T) {
	s, c := newSite(t), newClock()
	s.serve("/a", "text/html", page)
	s.serve("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 7.5\n")
	o := options(c)
	f := New(o)
	var r result
	for range 3 {
		if err := f.Walk(t.Context(), s.URL+"/a", r.found, r.refuse); err != nil {
			t.Fatal(err)
		}
	}
	if s.count("/robots.txt") != 1 || len(r.items) != 3 {
		t.Errorf("asked %d times, %d items", s.count("/robots.txt"), len(r.items))
	}
	for _, d := range c.slept {
		if d != 7500*time.Millisecond {
			t.Errorf("waited %v", c.slept)
		}
	}
	c.sleep(t.Context(), 25*time.Hour)
	if err := f.Walk(t.Context(), s.URL+"/a", r.found, r.refuse); err != nil || s.count("/robots.txt") != 2 {
		t.Errorf("a day later: asked %d times, %v", s.count("/robots.txt"), err)
	}
}
