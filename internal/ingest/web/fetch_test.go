package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"sitrep/internal/ingest"
)

// endless writes until nobody listens.
func endless(w io.Writer) {
	b := []byte(strings.Repeat("<p>More and more of the same. </p>", 1000))
	for {
		if _, err := w.Write(b); err != nil {
			return
		}
	}
}

func TestBadAnswersAreRefusedInOneLine(t *testing.T) {
	typed := func(contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			fmt.Fprint(w, body)
		}
	}
	status := func(s int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(s)
		}
	}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		refused string
	}{
		{"missing", status(404), "is not there (404 not found); check the address"},
		{"gone", status(410), "is not there (410 gone)"},
		{"forbidden", status(403), "does not give it out (403 forbidden); save the page"},
		{"behind a login", status(401), "does not give it out (401"},
		{"a status nobody knows", status(299), "was answered with 299"},
		{"nothing new though nothing was held", status(304), "was answered with 304"},
		{"busy for an hour", status(429, "Retry-After", "3600"), "its host is busy (429 too many requests); try again in 1h0m0s"},
		{"busy until a date", status(503, "Retry-After", "Thu, 02 Mar 2017 15:00:00 GMT"), "is busy (503 service unavailable); try again in 2h"},
		{"failing", status(502), "its host failed (502 bad gateway); try again later"},
		{"a redirect to nowhere", status(302), "redirects without saying where to"},
		{"a redirect to a file", status(302, "Location", "file:///etc/passwd"), "redirects to file:///etc/passwd, which is refused: is not an address of the web"},
		{"a redirect with a password", status(302, "Location", "https://a:b@example.org/"), "has a user name in it"},
		{"a picture", typed("image/png", "\x89PNG"), "is of type image/png, which holds no report"},
		{"a picture that says it is a page of bytes", typed("application/octet-stream", "\x89PNG\r\n\x1a\n0000"), "holds no report that can be read"},
		{"a script", typed("application/javascript", "let a"), "is of type application/javascript"},
		{"JSON of another kind", typed("application/json", `{"a":1}`), "holds no report that can be read"},
		{"a page without text", typed("text/html", "<html><title>x</title></html>"), "holds no article text; name the page of one report"},
		{"an empty text", typed("text/plain", "  \n"), "is empty; check the address"},
		{"an empty page", typed("text/html", ""), "holds no article text"},
		{"XML of another kind", typed("application/xml", "<?xml version='1.0'?><data/>"), "holds no report that can be read"},
		{"a broken feed", typed("application/rss+xml", "<rss><channel><title>x</title>"), "is a broken feed; its publisher"},
		{"packed and said otherwise", status(200, "Content-Encoding", "br"), "is packed in a way that was not asked for (br)"},
		{"packed and broken", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte("no gzip at all, this"))
		}, "is packed as gzip and broken"},
		{"too large by its own word", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "2000000")
			endless(w)
		}, "is over the limit of 1 MB; save it"},
		{"without end", typed("text/html", ""), "holds no article"}, // replaced below
		{"a bomb", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			endless(&bounded{z, 1 << 30})
		}, "is over the limit of 1 MB when unpacked"},
		{"packed nothing without end", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			nothing := bytes.Repeat(zipped(""), 1000)
			for {
				if _, err := w.Write(nothing); err != nil {
					return
				}
			}
		}, "is over the limit of 1 MB; save it"},
		{"cut off", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "<p>Two shells")
		}, "the answer broke off; try again later"},
		{"silent", func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-time.After(10 * time.Second):
			}
		}, "took too long to answer"},
		{"slow", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for range 500 {
				if _, err := fmt.Fprint(w, "<p>slow"); err != nil || r.Context().Err() != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, "took too long to answer"},
		{"headers without end", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 100<<10))
		}, "cannot be reached (net/http: server response headers exceeded"},
	} {
		if c.name == "without end" {
			c.handler, c.refused = func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				endless(w)
			}, "is over the limit of 1 MB; save it"
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.handle("/x", c.handler)
			o := options(newClock())
			o.Limit, o.Timeout = 1<<20, time.Minute
			if strings.Contains(c.refused, "took too long") {
				o.Timeout = 300 * time.Millisecond
			}
			r := walk(t, o, s.URL+"/x")
			if len(r.items) > 0 || len(r.refused) != 1 || !strings.HasPrefix(r.refused[0], s.URL+"/x: ") || !strings.Contains(r.refused[0], c.refused) {
				t.Errorf("got %d items, refused %q; want %q", len(r.items), r.refused, c.refused)
			}
		})
	}
}

// bounded fails after so many bytes.
type bounded struct {
	w    io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, io.ErrShortWrite
	}
	return b.w.Write(p)
}

func TestACertificateOfNobodyIsRefused(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	r := walk(t, options(newClock()), s.URL+"/x")
	if len(r.refused) != 1 || !strings.Contains(r.refused[0], "its certificate is not trusted") {
		t.Errorf("refused %q", r.refused)
	}
}

func TestRedirectsAreGoneAlongWithAndLimited(t *testing.T) {
	s := newSite(t)
	s.serve("/end", "text/html", page)
	for i := range 7 {
		s.handle(fmt.Sprintf("/hop%d", i), func(w http.ResponseWriter, r *http.Request) {
			next := "/end"
			if i > 0 {
				next = fmt.Sprintf("/hop%d", i-1)
			}
			http.Redirect(w, r, next, []int{301, 302, 303, 307, 308}[i%5])
		})
	}
	s.handle("/a", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", http.StatusFound) })
	s.handle("/b", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/a", http.StatusFound) })
	s.handle("/shut", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/no/a", http.StatusFound) })
	s.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /no/")
	if r := walk(t, options(newClock()), s.URL+"/hop4"); len(r.items) != 1 || string(r.items[0].URL) != s.URL+"/end" || r.items[0].From != s.URL+"/hop4" {
		t.Errorf("five hops: %v, refused %q", r.items, r.refused)
	}
	for path, want := range map[string]string{
		"/hop5": "redirects more than 5 times", "/a": "redirects in a circle",
		"/shut": "redirects to " + s.URL + "/no/a, and its host asks programs not to read it",
	} {
		if r := walk(t, options(newClock()), s.URL+path); len(r.items) != 0 || len(r.refused) != 1 || !strings.Contains(r.refused[0], want) {
			t.Errorf("%s: refused %q, want %q", path, r.refused, want)
		}
	}
}

func TestABusyHostIsLeftAloneAndAskedAgain(t *testing.T) {
	s, c := newSite(t), newClock()
	n := 0
	s.handle("/x", func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After", "90")
			w.WriteHeader(503)
			return
		}
		if n == 2 {
			w.WriteHeader(500)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page)
	})
	start := c.now
	r := walk(t, options(c), s.URL+"/x")
	if len(r.items) != 1 || len(r.refused) > 0 || n != 3 {
		t.Fatalf("got %d items after %d requests, refused %q", len(r.items), n, r.refused)
	}
	// Two seconds after robots.txt, then as long as the host asked, then the back-off of a second failure.
	if got, want := c.now.Sub(start), 2*time.Second+90*time.Second+10*time.Second; got != want {
		t.Errorf("took %v, want %v: %v", got, want, c.slept)
	}
}

func TestAHostThatAsksForLongIsNotAskedForItsOtherPages(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "application/rss+xml", `<rss version="2.0"><channel><title>T</title><item><title>1</title><link>/1</link></item><item><title>2</title><link>/2</link></item></channel></rss>`)
	s.handle("/1", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(429)
	})
	r := walk(t, options(newClock()), s.URL+"/feed")
	if s.count("/2") != 0 || len(r.refused) != 2 || !strings.Contains(r.refused[1], "asked to be left alone for now; try again in 2h") {
		t.Errorf("asked %q, refused %q", s.asked, r.refused)
	}
}

func TestOneConnectionAHostWithAPauseBetween(t *testing.T) {
	s := newSite(t)
	inside, most := make(chan int, 1), 0
	inside <- 0
	s.handle("/x", func(w http.ResponseWriter, r *http.Request) {
		n := <-inside + 1
		most = max(most, n)
		inside <- n
		time.Sleep(5 * time.Millisecond)
		inside <- <-inside - 1
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page)
	})
	o := options(newClock())
	f := New(o)
	done := make(chan error)
	var r result
	for range 8 {
		go func() { done <- f.Walk(t.Context(), s.URL+"/x", r.found, r.refuse) }()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if most != 1 || len(r.items) != 8 || s.count("/robots.txt") != 1 {
		t.Errorf("%d requests at once, %d items, robots.txt asked %d times", most, len(r.items), s.count("/robots.txt"))
	}
}

func TestWhoAsksSaysSo(t *testing.T) {
	for _, c := range []struct{ version, contact, want string }{
		{"", "", "sitrep/dev (no contact given)"},
		{"1.2", "desk@example.org", "sitrep/1.2 (+desk@example.org)"},
		{"1\r\nX: y", "https://example.org/bot)\r\nCookie: a=b", "sitrep/1Xy (+https://example.org/botCookie: a=b)"},
	} {
		if got := agent(c.version, c.contact); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	s := newSite(t)
	var got http.Header
	s.handle("/x", func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		http.Redirect(w, r, "/y", http.StatusFound)
	})
	s.handle("/y", func(w http.ResponseWriter, r *http.Request) {
		if got = r.Header; got.Get("Cookie") != "" || got.Get("Referer") != "" {
			t.Errorf("told more than need be: %v", got)
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page)
	})
	o := options(newClock())
	o.Contact = "desk@example.org"
	if r := walk(t, o, s.URL+"/x"); len(r.items) != 1 || got.Get("User-Agent") != "sitrep/0.1 (+desk@example.org)" {
		t.Errorf("asked with %v, refused %q", got, r.refused)
	}
}

func TestKindsAreToldByContent(t *testing.T) {
	for _, c := range []struct {
		name, contentType, body string
		want                    string // the text of the first item
	}{
		{"a page", "text/html", page, "Shelling in Barna"},
		{"a page as XML", "application/xhtml+xml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>As XML.</p></body></html>`, "As XML."},
		{"a page without a type", "", "<!doctype html><p>Without a type.", "Without a type."},
		{"a page as bytes", "application/octet-stream", "<!doctype html><p>As bytes.", "As bytes."},
		{"a packed page", "text/html", "GZIP" + page, "Shelling in Barna"},
		{"a text", "text/plain; charset=utf-8", "A plain report.\n", "A plain report."},
		{"a PDF file", "application/pdf", "%PDF-1.4 …", "Read from PDF."},
		{"a PDF file that says it is a page", "text/html", "%PDF-1.4 …", "Read from PDF."},
		{"a feed that says it is a page", "text/html", `<rss version="2.0"><channel><title>T</title><item><title>One</title><description>Short.</description></item></channel></rss>`, "One\n\nShort."},
		{"a JSON feed", "application/json", `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_text":"By JSON."}]}`, "By JSON."},
		{"a sitemap in text", "text/plain", "HOST/page\n", "Shelling in Barna"},
		{"a packed sitemap", "application/x-gzip", "ZIP<urlset><url><loc>/page</loc></url></urlset>", "Shelling in Barna"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.serve("/page", "text/html", page)
			s.handle("/x", func(w http.ResponseWriter, r *http.Request) {
				body := strings.ReplaceAll(c.body, "HOST", s.URL)
				w.Header()["Content-Type"] = []string{c.contentType}
				if b, ok := strings.CutPrefix(body, "GZIP"); ok {
					if r.Header.Get("Accept-Encoding") != "gzip" {
						t.Errorf("asked for %q", r.Header.Get("Accept-Encoding"))
					}
					w.Header().Set("Content-Encoding", "gzip")
					body = string(zipped(b))
				} else if b, ok := strings.CutPrefix(body, "ZIP"); ok {
					body = string(zipped(b))
				}
				fmt.Fprint(w, body)
			})
			r := walk(t, options(newClock()), s.URL+"/x")
			if len(r.items) != 1 || !strings.HasPrefix(string(r.items[0].Plain()), c.want) {
				t.Errorf("got %d items, refused %q, want %q", len(r.items), r.refused, c.want)
				for _, i := range r.items {
					t.Logf("%q", i.Plain())
				}
			}
		})
	}
}

func TestTheEndComesAtOnce(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"in the middle of a download": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<p>Two shells")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"in the middle of a pause": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "100")
			w.WriteHeader(503)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.handle("/x", handler)
			o := options(newClock())
			o.Sleep, o.Clock, o.Delay, o.Timeout = nil, nil, -1, time.Minute
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			start := time.Now()
			var r result
			err := New(o).Walk(ctx, s.URL+"/x", r.found, r.refuse)
			if !errors.Is(err, context.DeadlineExceeded) || len(r.refused) > 0 || time.Since(start) > time.Second {
				t.Errorf("got %v, refused %q, after %v", err, r.refused, time.Since(start))
			}
		})
	}
}

func TestAReaderThatFailsBringsNothingDown(t *testing.T) {
	s := newSite(t)
	s.serve("/x", "text/html", page)
	o := options(newClock())
	o.Page = func([]byte, string, string) (ingest.Item, error) { panic("index out of range\nand more") }
	if r := walk(t, o, s.URL+"/x"); len(r.refused) != 1 || !strings.Contains(r.refused[0], "for a fault in sitrep (index out of range and more); please report it") {
		t.Errorf("refused %q", r.refused)
	}
}

func TestFoundEndsTheWalk(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "application/rss+xml", `<rss version="2.0"><channel><title>T</title><item><title>1</title><link>/1</link></item><item><title>2</title><link>/2</link></item></channel></rss>`)
	s.serve("/1", "text/html", page)
	s.serve("/2", "text/html", page)
	full := errors.New("the disk is full")
	err := New(options(newClock())).Walk(t.Context(), s.URL+"/feed", func(ingest.Item) error { return full }, func(string, error) {})
	if !errors.Is(err, full) || s.count("/2") > 0 {
		t.Errorf("got %v, asked %q", err, s.asked)
	}
}

// A body at the limit, packed so that it is small on its way, must not take the memory of the machine.
func TestMemoryIsBounded(t *testing.T) {
	s := newSite(t)
	s.handle("/x", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		endless(&bounded{z, 2 << 30})
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	o := options(newClock())
	o.Timeout = time.Minute
	r := walk(t, o, s.URL+"/x")
	runtime.ReadMemStats(&after)
	if len(r.refused) != 1 || !strings.Contains(r.refused[0], "over the limit of 50 MB when unpacked") {
		t.Errorf("refused %q", r.refused)
	}
	if grown := int64(after.Sys) - int64(before.Sys); grown > 300<<20 {
		t.Errorf("took %d MB", grown>>20)
	}
}
