package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

// clock is a clock that moves only when somebody sleeps, so that days pass in no time.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2017, 3, 2, 12, 0, 0, 0, time.UTC)} }

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	c.slept = append(c.slept, d)
	c.now = c.now.Add(max(d, 0))
	return nil
}

// site is a host of a test: handlers by path, and a log of what was asked for.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	paths map[string]http.HandlerFunc
	asked []string
}

func newSite(t testing.TB) *site {
	s := &site{paths: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		h := s.paths[r.URL.Path]
		s.mu.Unlock()
		if h == nil {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) handle(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths[path] = h
}

// serve answers at path with a body in which HOST stands for the site's address.
func (s *site) serve(path, contentType, body string) {
	s.handle(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, strings.ReplaceAll(body, "HOST", s.URL))
	})
}

// count is how often a path was asked for.
func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, a := range s.asked {
		if a == path {
			n++
		}
	}
	return n
}

// readPage stands in for the reader of pages: the words of the page, refused where there are none; <title> is left out.
func readPage(b []byte, contentType, address string) (ingest.Item, error) {
	s := string(b)
	if _, rest, ok := strings.Cut(s, "</title>"); ok {
		s = rest
	}
	text := plain(s)
	if text == "" {
		return ingest.Item{}, errors.New("holds no article text; name the page of one report")
	}
	return ingest.Item{Received: b, Media: "text/html", Text: []byte(text), URL: sitrep.Known(address)}, nil
}

// result is what a walk gave.
type result struct {
	mu      sync.Mutex
	items   []ingest.Item
	refused []string
}

func (r *result) found(i ingest.Item) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items = append(r.items, i)
	return nil
}

func (r *result) refuse(from string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused = append(r.refused, from+": "+err.Error())
}

// options are those of the tests: at home, by a clock of their own.
func options(c *clock) Options {
	return Options{Version: "0.1", Page: readPage, AllowPrivate: true, Clock: c.time, Sleep: c.sleep, Random: func() float64 { return 0.5 }, Timeout: 5 * time.Second,
		PDF: func(b []byte) (ingest.Item, error) {
			return ingest.Item{Received: b, Text: []byte("Read from PDF.")}, nil
		}}
}

// walk walks one address.
func walk(t testing.TB, o Options, address string) *result {
	t.Helper()
	var r result
	if err := New(o).Walk(context.Background(), address, r.found, r.refuse); err != nil {
		t.Fatal(err)
	}
	for _, l := range r.refused {
		if strings.Contains(l, "\n") || !strings.Contains(l, "; ") {
			t.Errorf("not one line with a mend: %q", l)
		}
	}
	return &r
}

func zipped(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.Bytes()
}

const page = `<html><head><title>The Site</title></head><body><h1>Shelling in Barna</h1><p>Two shells hit the market of Barna on Monday.</p></body></html>`

func TestWalkGivesThePage(t *testing.T) {
	s, c := newSite(t), newClock()
	s.serve("/report", "text/html; charset=utf-8", page)
	r := walk(t, options(c), s.URL+"/report#top")
	if len(r.items) != 1 || len(r.refused) > 0 {
		t.Fatalf("got %d items, refused %q", len(r.items), r.refused)
	}
	i := r.items[0]
	if i.From != s.URL+"/report#top" || string(i.URL) != s.URL+"/report" || string(i.Received) != page || i.Media != "text/html" || !i.Published.IsZero() {
		t.Errorf("got %+v", i)
	}
	if want := []string{"/robots.txt", "/report"}; strings.Join(s.asked, " ") != strings.Join(want, " ") {
		t.Errorf("asked for %q, want %q", s.asked, want)
	}
	if len(c.slept) != 1 || c.slept[0] != DefaultDelay {
		t.Errorf("waited %v between two requests, want %v once", c.slept, DefaultDelay)
	}
}

func TestWalkGivesTheEntriesOfAFeed(t *testing.T) {
	s, c := newSite(t), newClock()
	long := strings.Repeat("The army said that its units had entered the town of Barna from the north on Monday. ", 15)
	s.serve("/feed", "application/rss+xml", `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Barna &amp;amp; Region</title><link>HOST/</link><language>en-gb</language>
<item><title>Shelling &lt;b&gt;in&lt;/b&gt; Barna</title><link>/report?utm_source=rss</link><guid>1</guid><pubDate>Thu, 02 Mar 2017 23:30:00 -0500</pubDate><author>desk@example.org (Ann Author)</author><description>Two shells …</description></item>
<item><title>The army enters</title><link>/whole</link><guid>2</guid><pubDate>03/04/2017</pubDate><content:encoded><![CDATA[<p>`+long+`</p>]]></content:encoded></item>
<item><title>Again</title><link>/report</link><guid>3</guid></item>
</channel></rss>`)
	s.serve("/report", "text/html", page)
	r := walk(t, options(c), s.URL+"/feed")
	if len(r.items) != 2 || len(r.refused) > 0 {
		t.Fatalf("got %d items, refused %q", len(r.items), r.refused)
	}
	a, b := r.items[0], r.items[1]
	if string(a.URL) != s.URL+"/report" || a.Published.String() != "2017-03-02" || a.Author != "Ann Author" || a.Publisher != "Barna & Region" || a.Language != "en" {
		t.Errorf("the page: got %+v", a)
	}
	if string(b.URL) != s.URL+"/whole" || !b.Published.IsZero() || len(b.Notes) != 1 || b.Notes[0].Kind != "date" || s.count("/whole") != 0 ||
		!strings.HasPrefix(string(b.Text), "The army enters\n\nThe army said") || !strings.HasPrefix(string(b.Received), "<item><title>The army enters") || !strings.HasSuffix(string(b.Received), "</item>") {
		t.Errorf("the whole entry: got %+v", b)
	}
}
