package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func links(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimPrefix(e.Link, "https://example.org"))
	}
	return out
}

func TestSitemaps(t *testing.T) {
	const at = "https://example.org/sitemap.xml"
	var many strings.Builder
	for i := range maxSitemapURLs + 5 {
		fmt.Fprintf(&many, "<url><loc>/%d</loc></url>", i)
	}
	for name, c := range map[string]struct {
		text        string
		pages, maps []string
		fault       string
	}{
		"pages, newest first, each once": {`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
			<url><loc> https://example.org/a </loc><lastmod>2017-01-01</lastmod></url><url><loc>/undated</loc></url>
			<url><loc>https://example.org/b</loc><lastmod>2017-03-02T10:00:00+00:00</lastmod></url><url><loc>/a</loc></url></urlset>`, []string{"/b", "/a", "/undated"}, nil, ""},
		"an index":               {`<sitemapindex><sitemap><loc>/1.xml</loc><lastmod>2016-01-01</lastmod></sitemap><sitemap><loc>/2.xml.gz</loc><lastmod>2017-01-01</lastmod></sitemap></sitemapindex>`, nil, []string{"/2.xml.gz", "/1.xml"}, ""},
		"text":                   {"\xef\xbb\xbfhttps://example.org/a\r\n\r\nhttps://example.org/b\r\nhttps://example.org/a\n", []string{"/a", "/b"}, nil, ""},
		"packed":                 {string(zipped("<urlset><url><loc>/a</loc></url></urlset>")), []string{"/a"}, nil, ""},
		"pictures among pages":   {`<urlset xmlns:image="x"><url><image:image><image:loc>/p.jpg</image:loc><image:title>No</image:title></image:image><loc>/a</loc></url></urlset>`, []string{"/a"}, nil, ""},
		"addresses of no web":    {`<urlset><url><loc>mailto:a@b</loc></url><url><loc>javascript:x</loc></url><url><loc></loc></url><url/></urlset>`, nil, nil, ""},
		"nothing":                {"", nil, nil, "is not a sitemap"},
		"words":                  {"no sitemap\nhttps://example.org/a", nil, nil, "is not a sitemap"},
		"a feed":                 {"<rss><channel/></rss>", nil, nil, "is not a sitemap"},
		"cut off":                {"<urlset><url><loc>/a</loc></url><url><loc>/b", []string{"/a"}, nil, "breaks off after 2 addresses"},
		"broken":                 {"<urlset><url><loc>/a</loc></url><1", []string{"/a"}, nil, "is broken after 1 addresses; those were read"},
		"packed and broken":      {string(zipped("<urlset>" + strings.Repeat("<url><loc>/a</loc></url>", 1000))[:60]), nil, nil, "is packed as gzip and broken"},
		"packed and no gzip":     {"\x1f\x8bnone", nil, nil, "is packed as gzip and broken"},
		"a bomb":                 {string(zipped("<urlset>" + strings.Repeat(" ", maxSitemap))), nil, nil, "is over the limit of 50 MB"},
		"very deep":              {"<urlset>" + strings.Repeat("<url>", 100_000), nil, nil, "is too large or too deep"},
		"more than is allowed":   {"<urlset>" + many.String() + "</urlset>", make([]string, maxSitemapURLs), nil, "names more than 50000 addresses"},
		"a very long address":    {"<urlset><url><loc>/" + strings.Repeat("a", 10_000) + "</loc></url></urlset>", nil, nil, ""},
		"in another encoding":    {"<?xml version='1.0' encoding='iso-8859-1'?><urlset><url><loc>/caf\xe9</loc></url></urlset>", []string{"/caf%C3%A9"}, nil, ""},
		"many addresses in text": {strings.Repeat("https://example.org/a\n", 200) + "https://example.org/b", []string{"/a", "/b"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ReadSitemap([]byte(c.text), at)
			if len(c.pages) > 1000 {
				if len(m.Pages) != len(c.pages) {
					t.Errorf("got %d pages", len(m.Pages))
				}
			} else if !slices.Equal(links(m.Pages), c.pages) {
				t.Errorf("got pages %q, want %q", links(m.Pages), c.pages)
			}
			if !slices.Equal(links(m.Maps), c.maps) {
				t.Errorf("got sitemaps %q, want %q", links(m.Maps), c.maps)
			}
			if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
				t.Errorf("got %v, want %q", err, c.fault)
			}
		})
	}
}

func TestASitemapOfNewsSaysMore(t *testing.T) {
	m, err := ReadSitemap([]byte(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
		<url><loc>https://example.org/a</loc><image:image><image:title>A picture</image:title></image:image>
		<news:news><news:publication><news:name>Barna News</news:name><news:language>en</news:language></news:publication><news:publication_date>2017-03-02T23:00:00-05:00</news:publication_date><news:title>Shelling &amp;amp; fire</news:title></news:news></url>
		<url><loc>https://example.org/b</loc><news:news><news:publication_date>soon</news:publication_date></news:news></url></urlset>`), "")
	if err != nil || len(m.Pages) != 2 {
		t.Fatalf("got %+v, %v", m, err)
	}
	a, b := m.Pages[0], m.Pages[1]
	if a.Title != "Shelling & fire" || a.Outlet != "Barna News" || a.Language != "en" || a.Published.String() != "2017-03-02" || len(a.Notes) > 0 {
		t.Errorf("got %+v", a)
	}
	if b.Title != "" || b.Outlet != "" || !b.Published.IsZero() || len(b.Notes) != 1 || b.Notes[0].Kind != "date" {
		t.Errorf("got %+v", b)
	}
}

func TestIndexesThatGoInCirclesOrTooDeepEnd(t *testing.T) {
	s := newSite(t)
	s.serve("/a.xml", "application/xml", "<sitemapindex><sitemap><loc>/b.xml</loc></sitemap><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/none.xml</loc></sitemap><sitemap><loc>/page</loc></sitemap></sitemapindex>")
	s.serve("/b.xml", "application/xml", "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/c.xml</loc></sitemap></sitemapindex>")
	s.serve("/c.xml", "application/xml", "<sitemapindex><sitemap><loc>/d.xml</loc></sitemap></sitemapindex>")
	s.serve("/d.xml", "application/xml", "<urlset><url><loc>/page</loc></url></urlset>")
	s.serve("/page", "text/html", page)
	r := walk(t, options(newClock()), s.URL+"/a.xml")
	got := strings.ReplaceAll(strings.Join(r.refused, "\n"), s.URL, "")
	for _, want := range []string{"/d.xml: lies too deep in an index of sitemaps", "/none.xml: is not there (404", "/page: is named as a sitemap and is none"} {
		if !strings.Contains(got, want) {
			t.Errorf("refused %q, want %q", got, want)
		}
	}
	if len(r.refused) != 3 || s.count("/a.xml") != 1 {
		t.Errorf("refused %q, asked %q", got, s.asked)
	}
	r = walk(t, options(newClock()), s.URL+"/c.xml")
	if len(r.items) != 1 {
		t.Errorf("got %d items, refused %q", len(r.items), r.refused)
	}
}

func FuzzSitemap(f *testing.F) {
	for _, s := range []string{
		`<?xml version="1.0"?><urlset xmlns:news="x"><url><loc>/a</loc><lastmod>2017-01-01</lastmod><news:news><news:title>t</news:title></news:news></url></urlset>`,
		`<sitemapindex><sitemap><loc>http://a/b</loc></sitemap></sitemapindex>`, "http://a/b\nhttp://a/c\n", string(zipped("<urlset><url><loc>/a</loc></url></urlset>")), "<urlset></a></b><url>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadSitemap(b, "https://example.org/sitemap.xml")
		for _, e := range append(m.Pages, m.Maps...) {
			if !IsAddress(e.Link) {
				t.Errorf("link %q", e.Link)
			}
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %q", err)
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /%61\nCrawl-delay: 1e300"), "/a%2fb?c")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		r := parseRobots(b, product)
		r.allows(path)
		if !r.allows("/robots.txt") || r.delay < 0 || r.delay > maxCrawlDelay {
			t.Errorf("%+v", r)
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add("<p>a<br>b<script>c</script>&amp;<pre>d\ne</pre>")
	f.Fuzz(func(t *testing.T, s string) {
		if got := plain(s); strings.Contains(got, "\n\n\n") || strings.TrimSpace(got) != got {
			t.Errorf("%q gives %q", s, got)
		}
		if strings.Contains(line(s), "\n") {
			t.Errorf("%q gives more than a line", s)
		}
	})
}
