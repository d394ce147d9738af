package serve_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/demo"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
)

// evil is what stands in all words of the hostile archive: it would run, open an element, leave an attribute, be filled in by a template, or
// turn around what follows.
const evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">x</a>{{.Title}} &lt;b&gt; &#106; \u202Egnp\u202C\u2066\u200F\u2028\u0085\x01\x1b[31m ]]> --> <!-- =cmd|' /C calc'!A0"

// hostileReports are reports whose every word that can be is evil.
func hostileReports() []ingest.Item {
	day := sitrep.NewDate(2031, 4, 2)
	item := func(n string, text string) ingest.Item {
		return ingest.Item{From: "a\r\nX-Evil: 1\"><script>" + n + ".txt", Received: []byte(text), Media: "text/plain", Published: day, Publisher: sitrep.Known("Wire" + n + evil), Author: sitrep.Known("By" + n + evil),
			Language: "\"><script>alert(10)</script>", URL: sitrep.Known("javascript:alert(4)//" + n)}
	}
	story := "\n\nGunmen of the " + evil + " Front shelled the market of Sirte in Libya on Tuesday, killing at least 12 people, the \"" + evil + "\" Brigade said. Rebels captured Sirte from the army, residents said." +
		" The " + evil + " hospital said that 30 civilians were wounded in Misrata. The army denied that it had attacked the clinic."
	a := item("1", "Shells hit Sirte "+evil+story)
	b := item("2", "+SUM(1) "+evil+story)
	b.URL = "data:text/html,<script>alert(5)</script>"
	c := item("3", "Marks "+strings.Repeat("\u0301", 3000)+story)
	c.URL = sitrep.Known("https://evil.example/" + strings.Repeat("x", 5000) + "\"><script>alert(6)</script>")
	d := item("4", "Long "+strings.Repeat("shelled Sirte and killed 3 people; ", 3000)+story)
	d.URL = "https://evil.example/a\"onmouseover=\"alert(7)"
	return []ingest.Item{a, b, c, d}
}

// hostileSite serves an archive of hostile reports, with accounts, reviews and tokens named so.
func hostileSite(t *testing.T) (*site, []string) {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := store.Open(t.Context(), t.TempDir()+"/sitrep.db", store.Options{Clock: func() time.Time { return demo.Received }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { archive.Close() })
	var batch []store.Entry
	for _, i := range hostileReports() {
		x, err := r.Read(extract.Input{Original: i.Plain(), Received: i.Received, Published: i.Published, Publisher: i.Publisher, Author: i.Author, URL: i.URL, Notes: i.Notes})
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Claims) == 0 {
			t.Fatalf("%s: no claims", i.From)
		}
		batch = append(batch, store.Entry{Item: &i, Extraction: &x})
	}
	if _, err := archive.Add(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, archive)
	ada := s.person("ada", account.Administrator)
	claims, err := archive.Claims(t.Context(), store.Filter{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"do": {"accept"}, "why": {strings.ReplaceAll(evil, "\x01", "")}}
	for _, c := range claims.Rows {
		if w := s.do("POST", "/review/"+string(c.Claim.ID), form.Encode(), ada...); w.Code != http.StatusSeeOther {
			t.Fatalf("review: %d %s", w.Code, w.Body)
		}
	}
	w := s.do("POST", "/account/tokens", url.Values{"label": {`"><script>alert(8)</script>`}, "scope": {"read"}, "days": {"30"}}.Encode(), ada...)
	if w.Code >= 400 {
		t.Fatalf("token: %d %s", w.Code, w.Body)
	}
	w = s.do("POST", "/admin/users", url.Values{"name": {"eve"}, "display": {`"><script>alert(9)</script>`}, "role": {"coder"}}.Encode(), ada...)
	if w.Code >= 400 {
		t.Fatalf("user: %d %s", w.Code, w.Body)
	}
	if _, err := s.boards.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, ada
}

// directing are characters that turn around text beyond the element that they stand in.
var directing = regexp.MustCompile("[\u202A-\u202E\u2066-\u2069]")

// tame reports what a page has that its templates did not write: scripts, handlers, addresses that run, frames, and directing characters that
// reach out of their element.
func (s *site) tame(at, page string) (links []string) {
	s.t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		s.t.Fatal(err)
	}
	var walk func(n *html.Node, isolated bool)
	walk = func(n *html.Node, isolated bool) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "iframe", "object", "embed", "base", "img", "style":
				s.t.Errorf("%s: an element %s", at, n.Data)
			case "bdi", "option", "textarea":
				isolated = true
			}
			src := ""
			for _, a := range n.Attr {
				v := strings.ToLower(strings.TrimSpace(a.Val))
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", strings.ContainsAny(a.Key, `"'<>{}`), a.Key == "srcdoc":
					s.t.Errorf("%s: <%s %s=%.80q>", at, n.Data, a.Key, a.Val)
				case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction" || a.Key == "xlink:href":
					u, err := url.Parse(strings.TrimSpace(a.Val))
					if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" && a.Val != "data:," {
						s.t.Errorf("%s: <%s %s=%.80q>", at, n.Data, a.Key, a.Val)
					} else if n.Data == "a" && u.Scheme == "" && u.Host == "" && strings.HasPrefix(a.Val, "/") {
						links = append(links, a.Val)
					} else if n.Data == "a" && u.Host != "" && !strings.Contains(attr(n, "rel"), "noreferrer") && !strings.Contains(attr(n, "rel"), "noopener") {
						s.t.Errorf("%s: a link to %.60s without rel", at, a.Val)
					}
					src = v
				case (a.Key == "class") && strings.Contains(v, "ctl"):
					isolated = true
				}
				if a.Key != "value" && a.Key != "href" && directing.MatchString(a.Val) && n.Data != "input" {
					s.t.Errorf("%s: <%s %s=%.60q> directs the words beside it", at, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "script" && (!strings.HasPrefix(src, "/static/") || n.FirstChild != nil) && attr(n, "type") != "application/json" {
				s.t.Errorf("%s: a script %.80q", at, src)
			}
		}
		if n.Type == html.TextNode && !isolated && directing.MatchString(n.Data) {
			s.t.Errorf("%s: %.80q in <%s> directs the words beside it", at, n.Data, n.Parent.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, isolated)
		}
	}
	walk(root, false)
	return links
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Every page and download that links lead to from the first one, over reports whose words would do harm if they were more than words.
func TestHostileWordsStayWordsEverywhere(t *testing.T) {
	s, ada := hostileSite(t)
	todo := []string{"/", "/map", "/map/data", "/map/names", "/timeline", "/figures", "/figures.csv", "/reports", "/events", "/events.csv", "/events.geojson", "/events.json", "/places", "/places/Sirte", "/actors", "/sources", "/search?q=Sirte",
		"/search?q=" + url.QueryEscape(strings.ReplaceAll(evil, "\x00", "")), "/search?q=script", "/brief?country=LY", "/review", "/review/agreement", "/keys", "/api", "/account", "/admin/users", "/?place=" + url.QueryEscape(evil), "/nowhere" + url.PathEscape(evil),
		"/places/" + url.PathEscape(evil), "/actors/" + url.PathEscape(evil), "/sources/" + url.PathEscape(evil), "/reports/" + url.PathEscape(evil), "/reports?from=" + url.QueryEscape(evil), "/login?next=" + url.QueryEscape(evil),
		"/api/v1/claims?format=csv", "/api/v1/events?format=csv", "/api/v1/figures?format=csv", "/api/v1/brief?country=LY&format=html", "/api/v1/brief?country=LY&format=docx", "/api/v1/brief?country=LY&format=md"}
	for _, f := range []string{"md", "html", "docx", "json"} {
		todo = append(todo, "/brief/download?country=LY&format="+f)
	}
	seen := map[string]bool{}
	kinds := map[string]int{}
	for len(todo) > 0 && len(seen) < 600 {
		at := todo[0]
		todo = todo[1:]
		at, _, _ = strings.Cut(at, "#")
		shape := at
		if i := strings.IndexByte(at, '?'); i > 0 && (strings.Contains(at, "claim=") || len(seen) > 300) {
			shape = at[:i]
		}
		if seen[shape] || seen[at] || strings.HasPrefix(at, "/static/") || strings.HasPrefix(at, "/logout") {
			continue
		}
		seen[shape], seen[at] = true, true
		w := s.do("GET", at, "", ada...)
		if w.Code >= 500 {
			t.Errorf("%.200s: %d %.200s", at, w.Code, w.Body)
		}
		if f := s.log.faults(); f != "" {
			t.Errorf("%.200s: %.600s", at, f)
		}
		for name, values := range w.Result().Header {
			for _, v := range values {
				if name == "X-Evil" || strings.ContainsAny(v, "\r\n\x00") {
					t.Errorf("%.200s: header %s: %q", at, name, v)
				}
			}
		}
		kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		kinds[kind]++
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%.200s: headers %v", at, w.Header())
		}
		switch kind {
		case "text/html":
			if strings.Contains(w.Header().Get("Content-Disposition"), "attachment") || strings.HasPrefix(at, "/api/v1/") {
				alone(t, at, w.Body.String())
				break
			}
			todo = append(todo, s.tame(short(at), w.Body.String())...)
		case "text/csv":
			rows, err := csv.NewReader(w.Body).ReadAll()
			if err != nil {
				t.Errorf("%.200s: %v", at, err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") {
						t.Errorf("%.200s: a cell that is a formula: %.80q", at, cell)
					}
				}
			}
		case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
			wordFile(t, at, w.Body.Bytes())
		}
		if loc := w.Header().Get("Location"); loc != "" {
			if !strings.HasPrefix(loc, "/") || strings.HasPrefix(loc, "//") {
				t.Errorf("%.200s leads to %q", at, loc)
			}
			todo = append(todo, loc)
		}
	}
	t.Logf("%d addresses, %v", len(seen), kinds)
	for _, kind := range []string{"text/html", "text/csv", "application/json", "application/geo+json", "text/markdown", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"} {
		if kinds[kind] == 0 {
			t.Errorf("nothing came as %s", kind)
		}
	}
}

func short(s string) string { return s[:min(len(s), 120)] }

// alone checks a page that is saved as a file: no policy holds scripts back there.
func alone(t *testing.T, at, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			k := z.Token()
			if k.Data == "script" || k.Data == "iframe" || k.Data == "img" {
				t.Errorf("%.200s: <%s>", at, k.Data)
			}
			for _, a := range k.Attr {
				v := strings.ToLower(strings.TrimSpace(a.Val))
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(v, "javascript:") || a.Key == "href" && strings.HasPrefix(v, "data:") {
					t.Errorf("%.200s: <%s %s=%.60q>", at, k.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// wordFile checks a document of Word: every part is well-formed and links lead to web pages only.
func wordFile(t *testing.T, at string, b []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			wellFormed(t, at+" "+f.Name, text)
			for _, bad := range []string{`Target="javascript:`, `Target="data:`, "<script", "instrText"} {
				if bytes.Contains(bytes.ToLower(text), bytes.ToLower([]byte(bad))) {
					t.Errorf("%s %s: has %s", at, f.Name, bad)
				}
			}
		}
	}
}

// wellFormed reads XML to its end.
func wellFormed(t *testing.T, at string, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", at, err)
			return
		}
	}
}
