package page

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/text"
)

// story is the middle of a page that has a report in it.
const story = `<h1>Rebels leave the dam at Orsk</h1><p>Rebels left the dam at Orsk on Monday after two weeks of talks, the governor said, and engineers went in.</p>` +
	`<p>Nobody was hurt. The turbines are to be checked before the sluices are opened again, which may take a month.</p>`

func TestHostilePages(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	wrap := func(s string) string {
		return "<html><head><title>Rebels leave the dam at Orsk</title></head><body>" + s + "</body></html>"
	}
	for _, c := range []struct {
		name string
		make func() string // so that only one of them is held at a time
		note string
	}{
		{"nested 100,000 deep", func() string {
			return wrap(strings.Repeat("<div>", 100_000) + story + strings.Repeat("</div>", 100_000))
		}, "markup"},
		{"tables 50,000 deep", func() string { return wrap(strings.Repeat("<table><tr><td>", 50_000) + story) }, "markup"},
		{"spans never closed", func() string { return wrap(story + strings.Repeat("<span class=a>x ", 100_000)) }, "markup"},
		{"bold opened in each paragraph", func() string { return wrap(story + manyBold(60_000)) }, ""},
		{"links in links", func() string { return wrap(story + strings.Repeat("<p><a href=x>", 100_000)) }, ""},
		{"50 MB of paragraphs", func() string { return wrap(story + strings.Repeat("<p>word and word", 3_000_000)) }, "truncated"},
		{"50 MB of text", func() string { return wrap(story + strings.Repeat("word and word ", 3_400_000)) }, "truncated"},
		{"50 MB of attributes", func() string { return wrap(story + "<p " + strings.Repeat("a b c d e f ", 4_000_000) + ">") }, ""},
		{"a huge attribute", func() string { return wrap(story + `<p title="` + strings.Repeat("x", 45_000_000) + `">`) }, ""},
		{"50 MB of entities", func() string {
			return wrap(story + strings.Repeat("&lt;&amp;&nbsp;&CounterClockwiseContourIntegral;", 1_000_000))
		}, "truncated"},
		{"comments and scripts", func() string {
			return wrap(strings.Repeat("<!-- x --><script>var a='<p>'</script>", 1_000_000) + story)
		}, ""},
		{"a comment never closed", func() string { return wrap(story + "<!-- " + strings.Repeat("x", 10_000_000)) }, ""},
		{"line breaks only", func() string { return wrap(story + strings.Repeat("<br>", 150_000)) }, ""},
		{"captions in captions", func() string {
			return wrap(strings.Repeat("<div class=caption>", 350) + story + strings.Repeat("word ", 500_000))
		}, ""},
		{"tags not closed", func() string { return strings.TrimSuffix(wrap(story), "</body></html>") + "<p <p <div <a href=\"x" }, ""},
		{"NUL bytes", func() string { return wrap(story + "<p>a\x00b</p>") }, ""},
		{"many classes", func() string {
			return wrap(story + strings.Repeat(`<p class="a b c d e f g h i j k l m n o p q r s t u v w x y z">x`, 100_000))
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			html := c.make()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			item, err := Read([]byte(html), "text/html; charset=utf-8", "")
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(item.Text, []byte("Rebels left the dam at Orsk on Monday")) {
				t.Errorf("the report is not in %d bytes of text: %.300s", len(item.Text), item.Text)
			}
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if c.note != "" && !noted(item.Notes, c.note) {
				t.Errorf("notes are %v, want one on %s", item.Notes, c.note)
			}
			t.Logf("%.1f MB: %v, %d MB allocated", float64(len(html))/1e6, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
		})
	}
}

// manyBold opens an element of format in each of n paragraphs, none alike, and closes none.
func manyBold(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p><b id=n%d>word", i)
	}
	return b.String()
}

func noted(notes []sitrep.Note, kind string) bool {
	for _, n := range notes {
		if n.Kind == kind {
			return true
		}
	}
	return false
}

func TestCaptionsAreSeenAsSuch(t *testing.T) {
	html := `<html><body><article>` + strings.Replace(story, "</h1>", `</h1><figure><img src=a><figcaption>The dam as seen from the hill above it</figcaption></figure>`, 1) + `</article></body></html>`
	item, err := Read([]byte(html), "", "")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := text.Read(item.Text)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "Rebels leave the dam at Orsk" {
		t.Errorf("title is %q", doc.Title)
	}
	for _, b := range doc.Blocks {
		if s := b.Of(doc.Text); strings.Contains(s, "seen from the hill") != (b.Kind == sitrep.Caption) {
			t.Errorf("block %q is a %s", s, b.Kind)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, l := range layouts(f) {
		f.Add(l.html, l.want.ContentType, l.want.Address)
	}
	f.Add([]byte("<table><td><a><table><a><b><p></b>"), "text/html; charset=utf-16", "http://[::1")
	f.Fuzz(func(t *testing.T, b []byte, contentType, address string) {
		item, err := Read(b, contentType, address)
		if err != nil {
			if s := err.Error(); s == "" || strings.Contains(s, "\n") {
				t.Errorf("error %q", s)
			}
			return
		}
		if len(bytes.TrimSpace(item.Text)) == 0 {
			t.Error("no text and no error")
		}
		again, err := Read(b, contentType, address)
		if err != nil || !bytes.Equal(item.Text, again.Text) || item.Published != again.Published || item.Author != again.Author {
			t.Error("the same bytes give something else")
		}
	})
}
