package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sitrep/internal/demo"
)

var (
	pageLink = regexp.MustCompile(`\bhref="([^"]*)"`)
	pageID   = regexp.MustCompile(`\bid="([^"]+)"`)
	linkKind = regexp.MustCompile(`\b[rce]-[0-9a-f]{16}|=[^&]*|%[0-9A-F]{2}`)
)

const (
	// mostOfAKind is how many links are followed that differ only in ids and values; mostLinks bounds all.
	mostOfAKind = 6
	mostLinks   = 700
)

// TestEveryLinkOfThePagesAnswers follows the links of all pages over the demo, down to the fragments.
func TestEveryLinkOfThePagesAnswers(t *testing.T) {
	base := served(t, demo.File(t))
	ready(t, base)
	type step struct{ path, from string }
	seen, kinds, ids := map[string]bool{"/": true}, map[string]int{}, map[string]map[string]bool{}
	var fragments [][3]string
	queue := []step{{"/", ""}}
	for n := 0; len(queue) > 0 && n < mostLinks; n++ {
		s := queue[0]
		queue = queue[1:]
		answer, err := http.Get(base + s.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s, which answers %d", s.from, s.path, answer.StatusCode)
			continue
		}
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		ids[s.path] = map[string]bool{}
		for _, m := range pageID.FindAllStringSubmatch(string(body), -1) {
			ids[s.path][html.UnescapeString(m[1])] = true
		}
		at, err := url.Parse(base + s.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pageLink.FindAllStringSubmatch(string(body), -1) {
			to, err := at.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s has the link %q: %v", s.path, m[1], err)
				continue
			}
			if to.Host != at.Host || to.Scheme != at.Scheme {
				continue
			}
			fragment := to.Fragment
			to.Fragment = ""
			path := to.RequestURI()
			if fragment != "" {
				fragments = append(fragments, [3]string{s.path, path, fragment})
			}
			kind := linkKind.ReplaceAllString(path, "_")
			if strings.Count(path, "/") > 1 && to.RawQuery == "" {
				kind, _, _ = strings.Cut(strings.TrimPrefix(kind, "/"), "/")
				kind = fmt.Sprint(kind, strings.Count(path, "/"))
			}
			if !seen[path] && kinds[kind] < mostOfAKind+30*len(kindsOfPlaces.FindString(path)) {
				kinds[kind]++
				seen[path] = true
				queue = append(queue, step{path, s.path})
			}
		}
	}
	if len(ids) < 50 {
		t.Errorf("only %d pages were found", len(ids))
	}
	for _, f := range fragments {
		if page, ok := ids[f[1]]; ok && !page[f[2]] {
			t.Errorf("%s leads to %s#%s, which is not there", f[0], f[1], f[2])
		}
	}
}

// kindsOfPlaces are names, which differ in more than their form: all of them are followed.
var kindsOfPlaces = regexp.MustCompile(`^/(places|actors|sources)/`)
