package ui

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/internal/demo"
)

// made asks for a page until what is being made for it is there.
func made(t *testing.T, get func(string) *httptest.ResponseRecorder, path string) *httptest.ResponseRecorder {
	t.Helper()
	for range 400 {
		w := get(path)
		if w.Header().Get("Refresh") == "" {
			return w
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("%s: is being made for ever", path)
	return nil
}

func TestBriefs(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	for _, c := range []pageCase{
		{name: "form", path: "/brief", status: 200, has: []string{`name="place"`, "What the brief is about", "Make the brief", "Most told of"}, not: []string{"download"}},
		{name: "place", path: "/brief?place=Sirte", status: 200, has: []string{"<h1>Sirte", `href="/reports/r-`, `#c-`, "Sources", "/brief/download?format=docx&amp;place=Sirte", "<blockquote", "/events/e-", `<span class="src">`,
			`<svg class="chart"`}},
		{name: "country by name", path: "/brief?country=libya&length=short", status: 200, has: []string{"<h1>Libya", "length=short", `value="Libya"`}},
		{name: "words", path: "/brief?q=%22aid+convoy%22", status: 200, has: []string{`value="&#34;aid convoy&#34;"`, "Sources"}},
		{name: "days", path: "/brief?from=2031-03-20&to=2031-03", status: 200, has: []string{"20 March", "31 March 2031"}},
		{name: "nothing", path: "/brief?country=IS", status: 200, has: []string{"No report tells anything of that", `href="/search?country=IS"`}, not: []string{"download"}},
		{name: "changes", path: "/brief?place=Sirte&since=last", status: 200, has: []string{"since=last", "checked"}},
		{name: "wrong length", path: "/brief?place=Sirte&length=long", status: 400, has: []string{"length"}},
		{name: "wrong comparison", path: "/brief?place=Sirte&since=yesterday", status: 400, has: []string{"since"}},
		{name: "wrong days", path: "/brief?from=2031-04&to=2031-03", status: 400, has: []string{"to"}},
		{name: "wrong country", path: "/brief?country=Atlantis", status: 400, has: []string{"country"}},
		{name: "place in another country", path: "/brief?country=IQ&place=gn:2210554", status: 400, has: []string{"place"}},
		{name: "hostile", path: "/brief?place=" + url.QueryEscape(`"><script>alert(1)</script>`), status: 200, has: []string{"&lt;script&gt;"}},
		{name: "file in no format", path: "/brief/download?place=Sirte&format=pdf", status: 400, has: []string{"format"}},
		{name: "file of nothing asked", path: "/brief/download?format=md", status: 400, has: []string{"nothing is asked"}},
		{name: "file of nothing told", path: "/brief/download?country=IS&format=md", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) { w := made(t, get, c.path); c.check(t, said(w), w.Code) })
	}
}

func TestEveryStatementOfABriefHasItsSentence(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	body := made(t, get, "/brief?place=Sirte").Body.String()
	statements := regexp.MustCompile(`(?s)<li><span dir="auto">.*?</li>`).FindAllString(body, -1)
	if len(statements) < 10 {
		t.Fatalf("%d statements", len(statements))
	}
	for _, s := range statements {
		if !regexp.MustCompile(`class="cite" href="/reports/r-[0-9a-f]{16}`).MatchString(s) {
			t.Errorf("no sentence: %s", s)
		}
	}
}

func TestBriefsAsFiles(t *testing.T) {
	get := viewing(t, demo.Archive(t))
	for format, want := range map[string]string{"md": "# Sirte", "html": "<!doctype html>", "docx": "PK", "json": `"title"`} {
		w := get("/brief/download?place=Sirte&format=" + format)
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, %.200s", format, w.Code, w.Body)
		}
		if got := w.Header().Get("Content-Disposition"); !regexp.MustCompile(`^attachment; filename="brief-sirte[a-z0-9-]*\.` + format + `"$`).MatchString(got) {
			t.Errorf("%s: %s", format, got)
		}
		if format == "json" && !json.Valid(w.Body.Bytes()) {
			t.Error("the JSON is none")
		}
	}
}

func TestFileNamesAreOfPlainLetters(t *testing.T) {
	for in, want := range map[string]string{
		"Mosul, 1 to 19 March 2017": "brief-mosul-1-to-19-march-2017",
		"الموصل":                    "brief",
		"\"; rm -rf /\r\nX: y":      "brief-rm-rf-x-y",
		strings.Repeat("a", 300):    "brief-" + strings.Repeat("a", 80),
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
