package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

// memory is a State in memory. It is not guarded: Follow promises to ask it from one goroutine at a time.
type memory map[string]ingest.Followed

func (m memory) Load(_ context.Context, source string) (ingest.Followed, error) {
	return m[source], nil
}

func (m memory) Save(_ context.Context, f ingest.Followed) error {
	if f.Source == "" {
		return errors.New("no source")
	}
	m[f.Source] = f
	return nil
}

// visited is a State that counts the sources that were looked at.
type visited struct {
	State
	mu    sync.Mutex
	saved map[string]bool
}

func (v *visited) Save(ctx context.Context, f ingest.Followed) error {
	v.mu.Lock()
	v.saved[f.Source] = true
	v.mu.Unlock()
	return v.State.Save(ctx, f)
}

// all says whether all of so many sources were looked at.
func (v *visited) all(sources int) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.saved) >= sources
}

// days follows sources for so long by the clock, which starts where an earlier run left it. As one source's waiting moves the clock for all, the end
// waits for real until each was looked at once.
func days(t testing.TB, o Options, c *clock, d time.Duration, state State, sources ...string) *result {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	end := c.time().Add(d)
	seen := &visited{State: state, saved: map[string]bool{}}
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		// Only waiting for the next visit ends it, not the pause between two requests.
		if d >= time.Minute && c.time().Add(d).After(end) {
			for wait := 0; wait < 5000 && !seen.all(len(sources)); wait++ {
				time.Sleep(time.Millisecond)
			}
			c.sleep(ctx, max(end.Sub(c.time()), 0))
			cancel()
			return context.Canceled
		}
		return c.sleep(ctx, d)
	}
	var r result
	if err := New(o).Follow(ctx, sources, seen, r.found, r.refuse, FollowOptions{}); err != nil {
		t.Fatal(err)
	}
	return &r
}

// texts are the items' texts.
func (r *result) texts() []string {
	var out []string
	for _, i := range r.items {
		out = append(out, string(i.Plain()))
	}
	return out
}

// tagged serves what body gives, with a tag that changes with it, and answers 304 where it has not.
func tagged(contentType string, hits, unchanged *atomic.Int32, body func() string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b := body()
		tag := fmt.Sprintf(`"%d"`, len(b))
		w.Header().Set("ETag", tag)
		hits.Add(1)
		if r.Header.Get("If-None-Match") == tag {
			unchanged.Add(1)
			w.WriteHeader(304)
			return
		}
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, b)
	}
}

func feedOf(items ...string) string {
	return `<rss version="2.0"><channel><title>T</title>` + strings.Join(items, "") + `</channel></rss>`
}

func TestAPageIsHandedOnWhenItHasChanged(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	var hits, same atomic.Int32
	s.handle("/page", tagged("text/html", &hits, &same, func() string {
		if c.time().Sub(start) > 6*time.Hour {
			return "<p>Three shells hit the market of Barna, the police now says.</p>"
		}
		return "<p>Two shells hit the market of Barna.</p>"
	}))
	state := memory{}
	r := days(t, options(c), c, 24*time.Hour, state, s.URL+"/page")
	if want := []string{"Two shells hit the market of Barna.", "Three shells hit the market of Barna, the police now says."}; !slices.Equal(r.texts(), want) || len(r.refused) > 0 {
		t.Fatalf("got %q, refused %q", r.texts(), r.refused)
	}
	if same.Load() != hits.Load()-2 {
		t.Errorf("%d visits, %d of them for nothing new", hits.Load(), same.Load())
	}
	f := state[s.URL+"/page"]
	if f.ETag == "" || f.Digest == "" || f.Failures != 0 || !f.Next.After(c.time()) || f.Every <= 30*time.Minute {
		t.Errorf("remembered %+v", f)
	}
	// Another run goes on where this one ended.
	before := hits.Load()
	if r := days(t, options(c), c, 48*time.Hour, state, s.URL+"/page"); len(r.items) > 0 || same.Load() != hits.Load()-2 || hits.Load() == before {
		t.Errorf("again: got %q after %d visits", r.texts(), hits.Load()-before)
	}
}

func TestAFeedIsFollowedWithoutFetchingWhatIsKnown(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	var feed, feedSame, one, oneSame, two atomic.Int32
	item := func(n int, title string) string {
		return fmt.Sprintf("<item><title>%s</title><link>/%d</link><guid>%d</guid><pubDate>Thu, 02 Mar 2017 10:00:00 GMT</pubDate></item>", title, n, n)
	}
	s.handle("/feed", tagged("application/rss+xml", &feed, &feedSame, func() string {
		if c.time().Sub(start) > 5*time.Hour {
			return feedOf(item(2, "Second"), item(1, "First"))
		}
		return feedOf(item(1, "First"))
	}))
	s.handle("/1", tagged("text/html", &one, &oneSame, func() string {
		if c.time().Sub(start) > 40*time.Hour {
			return "<p>First, corrected.</p>"
		}
		return "<p>First.</p>"
	}))
	s.handle("/2", tagged("text/html", &two, new(atomic.Int32), func() string { return "<p>Second.</p>" }))
	r := days(t, options(c), c, 100*time.Hour, memory{}, s.URL+"/feed")
	if want := []string{"First.", "Second.", "First, corrected."}; !slices.Equal(r.texts(), want) || len(r.refused) > 0 {
		t.Errorf("got %q, refused %q", r.texts(), r.refused)
	}
	if r.items[0].Published.String() != "2017-03-02" {
		t.Errorf("got %+v", r.items[0])
	}
	if one.Load() > 10 || two.Load() > 8 || oneSame.Load() != one.Load()-2 {
		t.Errorf("fetched the first page %d times, %d of them for nothing new, the second %d times, the feed %d", one.Load(), oneSame.Load(), two.Load(), feed.Load())
	}
	if feed.Load() < 10 || feedSame.Load() < feed.Load()/3 {
		t.Errorf("fetched the feed %d times, %d of them for nothing new", feed.Load(), feedSame.Load())
	}
}

func TestARerunLooksAgainAtThePagesOfAnUnchangedFeed(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	var feed, feedSame atomic.Int32
	s.handle("/feed", tagged("application/rss+xml", &feed, &feedSame, func() string { return feedOf("<item><title>One</title><link>/1</link></item>") }))
	s.handle("/1", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		// The page differs by its advertisement each time, by its text once.
		fmt.Fprintf(w, "<p>First, %t.</p><script>%d</script>", c.time().Sub(start) > 2*time.Hour, c.time().Unix())
	})
	state := memory{}
	if r := days(t, options(c), c, time.Hour, state, s.URL+"/feed"); !slices.Equal(r.texts(), []string{"First, false."}) {
		t.Fatalf("got %q", r.texts())
	}
	if state[s.URL+"/feed"].ETag == "" {
		t.Error("the feed's tag is forgotten")
	}
	if r := days(t, options(c), c, 24*time.Hour, state, s.URL+"/feed"); !slices.Equal(r.texts(), []string{"First, true."}) {
		t.Errorf("got %q", r.texts())
	}
}

func TestAPageThatIsFollowedItselfIsNotFollowedAsAnEntry(t *testing.T) {
	s, c := newSite(t), newClock()
	s.serve("/feed", "application/rss+xml", feedOf("<item><title>One</title><link>/1</link></item>"))
	s.serve("/1", "text/html", page)
	if r := days(t, options(c), c, 10*time.Hour, memory{}, s.URL+"/feed", s.URL+"/1#top"); len(r.items) != 1 || r.items[0].From != s.URL+"/1#top" {
		t.Errorf("got %q", r.texts())
	}
}

func TestAPageWithoutATagIsHandedOnWhenItsTextHasChanged(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	s.handle("/1", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<p>First, %t.</p><script>%d</script>", c.time().Sub(start) > 5*time.Hour, c.time().Unix())
	})
	if r := days(t, options(c), c, 48*time.Hour, memory{}, s.URL+"/1"); !slices.Equal(r.texts(), []string{"First, false.", "First, true."}) {
		t.Errorf("got %q", r.texts())
	}
}

func TestWhatChangesOftenIsVisitedOften(t *testing.T) {
	s, c := newSite(t), newClock()
	s.handle("/busy", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<p>It is %s.</p>", c.time())
	})
	s.serve("/quiet", "text/html", page)
	days(t, options(c), c, 24*time.Hour, memory{}, s.URL+"/busy")
	days(t, options(c), c, 24*time.Hour, memory{}, s.URL+"/quiet")
	if busy, quiet := s.count("/busy"), s.count("/quiet"); busy < 200 || busy > 24*60/5 || quiet > 12 || quiet < 5 {
		t.Errorf("visited in a day: %d times what changes each time, %d times what does not", busy, quiet)
	}
}

func TestWholeEntriesAreHandedOnOnceAndWhenTheyChange(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	long := strings.Repeat("The army said that its units had entered the town of Barna from the north on Monday. ", 15)
	s.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		text, comments := long, c.time().Sub(start)/time.Minute
		if c.time().Sub(start) > 20*time.Hour {
			text += " The army has taken this back."
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, feedOf(fmt.Sprintf("<item><title>T</title><link>/1</link><description>%s</description><comments>%d</comments></item>", text, comments)))
	})
	state := memory{}
	r := days(t, options(c), c, 48*time.Hour, state, s.URL+"/feed")
	if len(r.items) != 2 || len(r.refused) > 0 || s.count("/1") > 0 {
		t.Errorf("got %d items, refused %q", len(r.items), r.refused)
	}
	if r := days(t, options(c), c, 48*time.Hour, state, s.URL+"/feed"); len(r.items) > 0 {
		t.Errorf("a rerun: got %d items", len(r.items))
	}
}

func TestFailuresAreMetWithPatience(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	s.serve("/gone", "text/html", page)
	s.handle("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(410) })
	s.handle("/down", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) })
	s.handle("/busy", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "172800")
		w.WriteHeader(429)
	})
	state := memory{}
	r := days(t, options(c), c, 10*24*time.Hour, state, s.URL+"/gone")
	if n := s.count("/gone"); n != 1 || len(r.refused) != 2 || !strings.Contains(r.refused[1], "is gone and not followed any longer; take it from") || !state[s.URL+"/gone"].Gone {
		t.Errorf("gone: asked %d times, refused %q", n, r.refused)
	}
	r = days(t, options(c), c, 10*24*time.Hour, state, s.URL+"/missing")
	if n := s.count("/missing"); n != goneAfter {
		t.Errorf("missing: asked %d times, refused %q", n, r.refused)
	}
	days(t, options(c), c, 10*24*time.Hour, state, s.URL+"/down")
	// Doubling from half an hour to a day, in ten days.
	if n := s.count("/down"); n < 12 || n > 18 || state[s.URL+"/down"].Failures != n || !strings.Contains(state[s.URL+"/down"].Note, "its host failed") {
		t.Errorf("down: asked %d times, remembered %+v", n, state[s.URL+"/down"])
	}
	r = days(t, options(c), c, 11*24*time.Hour, state, s.URL+"/busy")
	if n := s.count("/busy"); n < 4 || n > 6 || len(r.refused) > n {
		t.Errorf("busy: asked %d times in 11 days though it asked for two days each, refused %q", n, r.refused)
	}
	if c.time().Sub(start) < 20*24*time.Hour {
		t.Error("the clock stood still")
	}
}

func TestAPageOfAFeedThatFailsIsAskedForMoreRarely(t *testing.T) {
	s, c := newSite(t), newClock()
	// A feed in which something is new each time, so that it is visited often.
	s.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, feedOf("<item><title>One</title><link>/1</link></item>", "<item><title>Two</title><link>/2</link><description>Two shells hit Barna.</description></item>",
			"<item><title>Three</title><link>/3</link></item>", fmt.Sprintf("<item><description>It is %s.</description></item>", c.time())))
	})
	s.handle("/1", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) })
	s.handle("/2", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(403) })
	r := days(t, options(c), c, 5*24*time.Hour, memory{}, s.URL+"/feed")
	if n := s.count("/1"); n < 6 || n > 14 {
		t.Errorf("the failing page was asked for %d times in five days", n)
	}
	if n := s.count("/2"); n > 4 {
		t.Errorf("the page that is not given out was asked for %d times in five days", n)
	}
	if n := s.count("/3"); n != 1 {
		t.Errorf("the missing page was asked for %d times", n)
	}
	if n := s.count("/feed"); n < 500 {
		t.Errorf("the feed was asked for %d times", n)
	}
	r.items = slices.DeleteFunc(r.items, func(i ingest.Item) bool { return i.URL == "" })
	if len(r.items) != 1 || string(r.items[0].Text) != "Two\n\nTwo shells hit Barna." || len(r.items[0].Notes) != 1 || r.items[0].Notes[0].Kind != "summary" {
		t.Errorf("got %q, refused %q", r.texts(), r.refused)
	}
}

func TestASitemapIsFollowedByWhatItSaysHasChanged(t *testing.T) {
	s, c := newSite(t), newClock()
	start := c.now
	s.serve("/index.xml", "application/xml", "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2016-12-31</lastmod></sitemap><sitemap><loc>/new.xml</loc></sitemap></sitemapindex>")
	s.serve("/old.xml", "application/xml", "<urlset><url><loc>/1</loc><lastmod>2016-12-31</lastmod></url></urlset>")
	s.handle("/new.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		day := "2017-03-02"
		if c.time().Sub(start) > 30*time.Hour {
			day = "2017-03-03T20:00:00Z"
		}
		fmt.Fprint(w, "<urlset><url><loc>/2</loc><lastmod>"+day+"</lastmod></url></urlset>")
	})
	s.serve("/1", "text/html", "<p>One.</p>")
	s.handle("/2", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<p>Two, %t.</p>", c.time().Sub(start) > 30*time.Hour)
	})
	r := days(t, options(c), c, 72*time.Hour, memory{}, s.URL+"/index.xml")
	if want := []string{"Two, false.", "One.", "Two, true."}; !slices.Equal(sorted(r.texts()), sorted(want)) || len(r.refused) > 0 {
		t.Errorf("got %q, refused %q", r.texts(), r.refused)
	}
	if s.count("/old.xml") != 1 || s.count("/1") != 1 || s.count("/2") != 2 || s.count("/new.xml") < 5 {
		t.Errorf("asked for %v", s.asked)
	}
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

func TestMaxIsHeededAndTheRestComesLater(t *testing.T) {
	s, c := newSite(t), newClock()
	var list strings.Builder
	for i := range 9 {
		fmt.Fprintf(&list, "HOST/%d\n", i)
		s.serve(fmt.Sprintf("/%d", i), "text/html", fmt.Sprintf("<p>Report %d.</p>", i))
	}
	s.handle("/map.txt", tagged("text/plain", new(atomic.Int32), new(atomic.Int32), func() string { return strings.ReplaceAll(list.String(), "HOST", s.URL) }))
	o := options(c)
	o.Max = 4
	r := walk(t, o, s.URL+"/map.txt")
	if len(r.items) != 4 || len(r.refused) != 1 || !strings.Contains(r.refused[0], "names more than 4 pages, of which the first were fetched; raise --max") {
		t.Errorf("once: got %d items, refused %q", len(r.items), r.refused)
	}
	if r := days(t, o, c, 24*time.Hour, memory{}, s.URL+"/map.txt"); len(r.items) != 9 || len(r.refused) > 0 {
		t.Errorf("followed: got %d items, refused %q", len(r.items), r.refused)
	}
}

func TestFollowEndsWithWhatItHandsTo(t *testing.T) {
	s := newSite(t)
	s.serve("/page", "text/html", page)
	full := errors.New("the disk is full")
	err := New(options(newClock())).Follow(t.Context(), []string{s.URL + "/page", s.URL + "/page"}, memory{}, func(ingest.Item) error { return full }, func(string, error) {}, FollowOptions{})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	err = New(options(newClock())).Follow(t.Context(), []string{s.URL + "/page"}, closed{}, func(ingest.Item) error { return nil }, func(string, error) {}, FollowOptions{})
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
	// Nothing left to follow.
	if err := New(options(newClock())).Follow(t.Context(), []string{"http://"}, memory{}, nil, func(string, error) {}, FollowOptions{}); err != nil {
		t.Errorf("got %v", err)
	}
}

type closed struct{ memory }

func (closed) Save(context.Context, ingest.Followed) error { return os.ErrClosed }

func TestManySourcesAreFollowedAtOnceAndEndAtOnce(t *testing.T) {
	var sources []string
	for i := range 6 {
		s := newSite(t)
		n := 0
		s.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
			n++
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, feedOf(fmt.Sprintf("<item><title>%d of %d</title><link>/page?%d</link></item>", n, i, n)))
		})
		s.serve("/page", "text/html", page)
		sources = append(sources, s.URL+"/feed")
	}
	slow := newSite(t)
	slow.handle("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	sources = append(sources, slow.URL+"/slow", t.TempDir())
	o := options(nil)
	o.Clock, o.Sleep, o.Delay, o.Timeout = nil, nil, time.Millisecond, time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	got := map[string]int{}
	var ended time.Time
	err := New(o).Follow(ctx, sources, memory{}, func(i ingest.Item) error {
		mu.Lock()
		defer mu.Unlock()
		host, _, _ := strings.Cut(string(i.URL), "/page")
		got[host]++
		if len(got) == 6 && ended.IsZero() {
			ended = time.Now()
			cancel()
		}
		return nil
	}, func(from string, err error) { t.Errorf("%s: %v", from, err) }, FollowOptions{
		Every: 5 * time.Millisecond, Least: 5 * time.Millisecond, Most: 50 * time.Millisecond, Folders: time.Millisecond, Workers: 3,
		Files: func(context.Context, string, Found, Refused) error { return nil },
	})
	if err != nil || len(got) != 6 {
		t.Errorf("got %v of %v", err, got)
	}
	if d := time.Since(ended); d > time.Second {
		t.Errorf("ended %v later", d)
	}
}

func TestAFolderIsFollowed(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	start := c.now
	write := func(name, text string, age time.Duration) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if at := start.Add(-age); os.Chtimes(path, at, at) != nil {
			t.Fatal("no times")
		}
	}
	write("b/two.txt", "Two.", time.Hour)
	write("one.txt", "One.", time.Hour)
	write(".hidden", "No.", time.Hour)
	write("three.txt.part", "No.", time.Hour)
	write(".git/config", "No.", time.Hour)
	write("fresh.txt", "Half of", 0)
	if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	o := options(c)
	passes := 0
	ctx, cancel := context.WithCancel(t.Context())
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		switch passes++; passes {
		case 1:
			write("fresh.txt", "Half of it, and the rest.", -time.Second) // written on
			write("one.txt", "One, changed.", time.Minute)
		case 3:
			os.Remove(filepath.Join(dir, "b/two.txt"))
		case 4:
			write("b/two.txt", "Two.", time.Hour)
		case 5:
			os.RemoveAll(dir)
		case 7:
			cancel()
		}
		return c.sleep(ctx, d)
	}
	var r result
	err := New(o).Follow(ctx, []string{dir}, memory{}, r.found, r.refuse, FollowOptions{Files: func(_ context.Context, path string, found Found, _ Refused) error {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		return found(ingest.Item{From: name, Received: b, URL: sitrep.Known("")})
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range r.items {
		got = append(got, i.From+": "+string(i.Received))
	}
	want := []string{"b/two.txt: Two.", "one.txt: One.", "fresh.txt: Half of it, and the rest.", "one.txt: One, changed.", "b/two.txt: Two."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(r.refused) != 1 || !strings.Contains(r.refused[0], dir+": is not there; check the path") {
		t.Errorf("refused %q", r.refused)
	}
}

func TestAFolderWithoutAReaderIsRefused(t *testing.T) {
	var r result
	if err := New(options(newClock())).Follow(t.Context(), []string{t.TempDir()}, memory{}, r.found, r.refuse, FollowOptions{}); err != nil || len(r.refused) != 1 {
		t.Errorf("got %v, refused %q", err, r.refused)
	}
}
