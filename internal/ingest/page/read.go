// Package page takes the report out of an HTML page: its text without menus, boxes and comments, and what the page says of it in
// metadata and in visible lines.
//
// A page goes through five steps. Its bytes are decoded (charset.go), and what holds no text is left out before anything is built, within
// limits (slim.go). The metadata is read (meta.go, jsonld.go, dates.go). What is no part of the report is taken out of the tree (prune.go).
// Mozilla's Readability, in its Go form, says where in the tree the report is (find.go; why that library, docs/adr/0014). The text below
// that node is then written as paragraphs (render.go), and lines that belong to the page rather than to the report are dropped (lines.go).
//
// Nothing of a page is executed, fetched or trusted: what comes out is plain text.
package page

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sitrep"
	"sitrep/internal/ingest"
)

// ErrNoText is given for a page without the text of a report: an index, a shell that scripts would fill, an error page.
var ErrNoText = errors.New("holds no article text; give the page of one report")

// Read takes the report out of an HTML page. contentType is the HTTP header's value, "" where unknown; address is where it was fetched,
// "" where unknown. From is left to the caller. The error says what is wrong and what to do, in one line, and is or wraps ErrNoText for a
// page that has no report in it.
func Read(b []byte, contentType, address string) (ingest.Item, error) {
	if len(b) > ingest.Limit {
		return ingest.Item{}, fmt.Errorf("is %.1f MB, over the limit of %d MB; split it into reports", float64(len(b))/(1<<20), ingest.Limit>>20)
	}
	page, notes := decode(b, contentType)
	slim := slim(page)
	if slim.cut {
		notes = append(notes, sitrep.Note{Kind: "truncated", Detail: "the page is longer than what is read of one; its end was left out"})
	}
	root, err := html.Parse(strings.NewReader(slim.html))
	if slim.deep || err != nil {
		notes = append(notes, sitrep.Note{Kind: "markup", Detail: "the page's elements lie too deep in one another; read as paragraphs only"})
		if root, err = html.Parse(strings.NewReader(flatten(slim.html))); err != nil {
			return ingest.Item{}, fmt.Errorf("cannot be read as HTML (%w); save the page's text", err)
		}
	}
	f := gather(root, slim.ld)
	title, site := f.headline(headlines(root))
	if errorPage.MatchString(first(title, f.titleTag)) && weigh(root)[root].plain() < 200 {
		return ingest.Item{}, fmt.Errorf("%w (it is an error page: %q)", ErrNoText, clip(first(title, f.titleTag), 60))
	}
	prune(root, title)
	main := find(root, address)
	all := paragraphs(root)
	found := paragraphs(main)
	if listing(found) {
		return ingest.Item{}, fmt.Errorf("%w (it lists headlines)", ErrNoText)
	}
	top := topOf(all, title)
	body := report(append(leads(all, found, title), found...), title, site, top)
	if ld := fromLD(f.ld.body, title); count(ld) > 2*count(body) {
		body = ld
	}
	if !readable(body) {
		return ingest.Item{}, ErrNoText
	}
	item := ingest.Item{
		Received:  b,
		Media:     "text/html",
		Text:      write(title, body),
		Author:    sitrep.Known(f.author(top, site)),
		Publisher: sitrep.Known(site),
		URL:       sitrep.Known(f.place(address)),
		Language:  sitrep.Known(f.language(main)),
		Notes:     notes,
	}
	item.Published, item.Modified = f.dates(main, top, address)
	return item, nil
}

// errorPage reads the titles of pages that a server gives in place of what was asked for.
var errorPage = regexp.MustCompile(`(?i)^(?:error[: ]*)?(?:40[0-9]|410|429|50[0-9])\b|\b(?:page|file|article|story) (?:was )?(?:not found|(?:can ?not|could not) be found|does(?: not|n['’]t) exist|(?:is )?no longer available)|` +
	`^(?:page )?not found\b|access denied|^forbidden$|^just a moment|attention required|are you (?:a )?(?:human|robot)|^(?:service|site) (?:temporarily )?unavailable|^redirecting|^(?:log|sign) ?in\b`)

// headlines are the texts of a page that may be its title: headings first, then what is named a title or stands in large letters.
func headlines(root *html.Node) []string {
	var h1, heads, others []string
	walk(root, func(n *html.Node) bool {
		level := heading(n)
		named := level == 0 && (attr(n, "itemprop") == "headline" || named(n, titleName) || n.DataAtom == atom.Font || n.DataAtom == atom.Div || n.DataAtom == atom.Span)
		if level == 0 && !named || !shorter(n, 300) {
			return true
		}
		s := content(n)
		switch {
		case s == "":
		case level == 1:
			h1 = append(h1, s)
		case level > 0:
			heads = append(heads, s)
		case len(others) < 500:
			others = append(others, s)
		}
		return level == 0
	})
	out := append(append(h1, heads[:min(len(heads), 100)]...), others...)
	return out
}

var titleName = regexp.MustCompile(`(?:^|[-_])(?:title|headline|heading|hed)(?:$|[-_])`)

// write makes the plain text that reading begins with: the title, a blank line, and the paragraphs. Items of a list and rows of a table
// that follow one another make one paragraph, a line each, as internal/text reads lists.
func write(title string, body []paragraph) []byte {
	var b strings.Builder
	b.WriteString(title)
	last := headed
	for i, p := range body {
		s := p.text
		switch p.kind {
		case item:
			s = "• " + strings.ReplaceAll(s, "\n", " ")
		case caption:
			if !strings.HasPrefix(strings.ToLower(s), "photo:") {
				s = "[Photo] " + strings.ReplaceAll(s, "\n", " ") // what internal/text tells captions by
			}
		}
		switch {
		case b.Len() == 0:
		case i > 0 && (p.kind == item || p.kind == row) && p.kind == last:
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(s)
		last = p.kind
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

// clip is s in at most n bytes, whole characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
