package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"sitrep"
)

// read reads a feed that was found at an address of its own.
func read(t *testing.T, text string) []Entry {
	t.Helper()
	entries, err := Feed([]byte(text), "https://example.org/news/feed.xml")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return entries
}

func TestFeedsOfAllKinds(t *testing.T) {
	const want = "1 | https://example.org/a | Shelling in Barna | Two shells hit the market. | 2017-03-02 | Ann Author | Barna News | en"
	for name, text := range map[string]string{
		"RSS 2.0": `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Barna News</title><language>en-us</language>
			<item><title>Shelling in Barna</title><link>https://example.org/a</link><guid isPermaLink="false">1</guid><description>Two shells hit the market.</description><pubDate>Thu, 02 Mar 2017 10:00:00 GMT</pubDate><dc:creator>Ann Author</dc:creator></item></channel></rss>`,
		"RSS 0.91": `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd"><rss version="0.91"><channel><title>Barna News</title><language>EN</language>
			<item><title>Shelling in Barna</title><link>https://example.org/a</link><guid>1</guid><description>Two shells hit the market.</description><pubDate>02 Mar 17 10:00 GMT</pubDate><author>Ann Author</author></item></channel></rss>`,
		"RSS 1.0": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Barna News</title><dc:language>en</dc:language></channel>
			<item rdf:about="https://example.org/a"><title>Shelling in Barna</title><link>https://example.org/a</link><guid>1</guid><description>Two shells hit the market.</description><dc:date>2017-03-02T10:00:00+01:00</dc:date><dc:creator>Ann Author</dc:creator></item></rdf:RDF>`,
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">Barna &lt;i&gt;News&lt;/i&gt;</title><id>f</id><updated>2017-03-03T00:00:00Z</updated><link rel="self" href="https://example.org/feed"/>
			<entry><title>Shelling in Barna</title><id>1</id><link rel="alternate" href="/a"/><link rel="edit" href="/b"/><published>2017-03-02T23:59:00-11:00</published><updated>2017-03-03T12:00:00Z</updated><author><name>Ann Author</name></author>
			<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two shells <b>hit</b> the market.</p></div></content></entry></feed>`,
		"Atom with a prefix": `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="en"><a:title>Barna News</a:title>
			<a:entry><a:title>Shelling in Barna</a:title><a:id>1</a:id><a:link href="https://example.org/a"/><a:published>2017-03-02T10:00:00Z</a:published><a:author><a:name>Ann Author</a:name></a:author><a:summary>Two shells hit the market.</a:summary></a:entry></a:feed>`,
		"JSON Feed 1":   `{"version":"https://jsonfeed.org/version/1","title":"Barna News","language":"en-GB","author":{"name":"Ann Author"},"items":[{"id":1,"url":"/a","title":"Shelling in Barna","content_html":"<p>Two shells hit the market.</p>","date_published":"2017-03-02T10:00:00-05:00"}]}`,
		"JSON Feed 1.1": "\xef\xbb\xbf" + ` {"version":"https://jsonfeed.org/version/1.1","title":"Barna News","language":"en","items":[{"id":"1","url":"https://example.org/a","title":"Shelling in Barna","content_text":"Two shells hit the market.","date_published":"2017-03-02","authors":[{"name":"Ann Author"}]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			entries := read(t, text)
			if len(entries) != 1 {
				t.Fatalf("got %d entries", len(entries))
			}
			e := entries[0]
			got := strings.Join([]string{e.ID, e.Link, e.Title, e.Text, e.Published.String(), e.Author, e.Outlet, e.Language}, " | ")
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if len(e.Notes) > 0 || e.Whole {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestEntriesOfRealLife(t *testing.T) {
	long := strings.Repeat("The army said that its units had entered the town of Barna from the north on Monday. ", 15)
	for _, c := range []struct {
		name, item string
		want       func(e Entry) string // "" where it is right
	}{
		{"a relative link", `<title>a</title><link>../a?x=1#y</link>`, link("https://example.org/a?x=1")},
		{"a link in white space", "<title>a</title><link>\n  /a\n </link>", link("https://example.org/a")},
		{"an id for a link", `<title>a</title><guid>https://example.org/b</guid>`, link("https://example.org/b")},
		{"an id that is none", `<title>a</title><guid isPermaLink="false">tag:example.org,2017:b</guid>`, link("")},
		{"a link to a script", `<title>a</title><link>javascript:alert(1)</link>`, link("")},
		{"a link behind a counter", `<title>a</title><link>https://count.example/1</link><feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">https://example.org/c</feedburner:origLink>`, link("https://example.org/c")},
		{"what counts readers", `<title>a</title><link>https://example.org/c?utm_source=rss&amp;id=3&amp;utm_medium=feed</link>`, link("https://example.org/c?id=3")},
		{"neither title nor id", `<description>Two shells hit Barna.</description>`, func(e Entry) string { return differ(e.Text, "Two shells hit Barna.") }},
		{"HTML in a title", `<title>&lt;b&gt;Two&lt;/b&gt; &amp;amp; three &amp;#8217;s</title>`, title("Two & three ’s")},
		{"HTML in a title, in CDATA", `<title><![CDATA[<b>Two</b> &amp; three]]></title>`, title("Two & three")},
		{"a sign in a title", `<title>5 &lt; 6 &amp; 7</title>`, title("5 < 6 & 7")},
		{"a title in lines", "<title>\n Two\n shells </title>", title("Two shells")},
		{"an entity of HTML", `<title>Two&nbsp;shells&hellip;</title>`, title("Two shells…")},
		{"the outlet of an entry", `<title>a</title><dc:publisher>Other News</dc:publisher>`, func(e Entry) string { return differ(e.Outlet, "Other News") }},
		{"an address of mail for an author", `<title>a</title><author>desk@example.org</author>`, func(e Entry) string { return differ(e.Author, "") }},
		{"an author behind an address", `<title>a</title><author>desk@example.org (Ann Author)</author>`, func(e Entry) string { return differ(e.Author, "Ann Author") }},
		{"scripts and styles", `<description>&lt;style&gt;p{}&lt;/style&gt;&lt;p&gt;One.&lt;/p&gt;&lt;script&gt;alert("x")&lt;/script&gt;&lt;ul&gt;&lt;li&gt;Two.&lt;li&gt;Three.&lt;/ul&gt;</description>`,
			func(e Entry) string { return differ(e.Text, "One.\n\nTwo.\nThree.") }},
		{"the whole report", "<content:encoded><![CDATA[<p>" + long + "</p>]]></content:encoded><description>Short.</description>", whether(true)},
		{"the whole report as its description", "<description>" + long + "</description>", whether(true)},
		{"a report that is cut", "<description>" + long + " [&#8230;]</description>", whether(false)},
		{"a report that is cut with dots", "<description>" + long + "and ...</description>", whether(false)},
		{"a report that goes on elsewhere", "<description>" + long + "<![CDATA[<a href='x'>Continue reading →</a>]]></description>", whether(false)},
		{"a summary", "<description>Two shells hit Barna.</description>", whether(false)},
		{"a date of two readings", `<title>a</title><pubDate>03/04/2017</pubDate>`, dated("", "may be two days")},
		{"a date that is none", `<title>a</title><pubDate>yesterday</pubDate>`, dated("", `"yesterday" is no date`)},
		{"a day that is none", `<title>a</title><pubDate>Tue, 31 Feb 2017 10:00:00 GMT</pubDate>`, dated("", "is no day of the calendar")},
		{"a date of programs", `<title>a</title><pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>`, dated("", "where there is no date")},
		{"a date without", `<title>a</title>`, dated("", "")},
		{"a day of the week that is wrong", `<title>a</title><pubDate>Mon, 02 Mar 2017 10:00:00 GMT</pubDate>`, dated("2017-03-02", "")},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries := read(t, `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><item>`+c.item+`</item></channel></rss>`)
			if len(entries) != 1 {
				t.Fatalf("got %d entries", len(entries))
			}
			if wrong := c.want(entries[0]); wrong != "" {
				t.Error(wrong)
			}
			if want := "<item>" + c.item + "</item>"; string(entries[0].Raw) != want {
				t.Errorf("bytes: got %q, want %q", entries[0].Raw, want)
			}
		})
	}
}

func differ(got, want string) string {
	if got == want {
		return ""
	}
	return fmt.Sprintf("got %q, want %q", got, want)
}

func link(want string) func(Entry) string {
	return func(e Entry) string { return differ(e.Link, want) }
}

func title(want string) func(Entry) string {
	return func(e Entry) string { return differ(e.Title, want) }
}

func whether(whole bool) func(Entry) string {
	return func(e Entry) string { return differ(fmt.Sprint(e.Whole), fmt.Sprint(whole)) }
}

func dated(want, note string) func(Entry) string {
	return func(e Entry) string {
		got := ""
		for _, n := range e.Notes {
			got += n.Detail
		}
		if e.Published.String() != want || note == "" && got != "" || !strings.Contains(got, note) {
			return fmt.Sprintf("got %s, %q; want %s, %q", e.Published, got, want, note)
		}
		return ""
	}
}

func TestTheDayOfTheLastChangeStandsInAndSaysSo(t *testing.T) {
	e := read(t, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><updated>2017-03-02T10:00:00Z</updated></entry></feed>`)[0]
	if e.Published.String() != "2017-03-02" || len(e.Notes) != 1 || e.Notes[0].Kind != "date" || !e.Updated.Equal(time.Date(2017, 3, 2, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", e)
	}
}

func TestAnEntryComesOnce(t *testing.T) {
	entries := read(t, `<rss version="2.0"><channel>
		<item><title>a</title><guid>1</guid></item><item><title>a, again</title><guid>1</guid></item>
		<item><title>b</title><link>/b</link></item><item><title>b</title><link>/b</link></item><item><title>b, live</title><link>/b</link></item>
		<item><description>c</description></item><item><description>c</description></item><item><description>d</description></item></channel></rss>`)
	var got []string
	for _, e := range entries {
		got = append(got, e.Title+e.Text)
	}
	if want := []string{"a", "b", "b, live", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFeedsInOtherEncodings(t *testing.T) {
	feed := func(encoding, word string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?>` + "\n<rss version=\"2.0\"><channel><item><title>" + word + "</title></item></channel></rss>"
	}
	wide := func(s string, little bool) []byte {
		var out []byte
		for _, u := range utf16.Encode([]rune(s)) {
			if little {
				out = append(out, byte(u), byte(u>>8))
			} else {
				out = append(out, byte(u>>8), byte(u))
			}
		}
		return out
	}
	for _, c := range []struct {
		name, header string
		b            []byte
		want, note   string
	}{
		{"UTF-8", "", []byte(feed("utf-8", "Café")), "Café", ""},
		{"no encoding named", "", []byte(feed("", "Café")), "Café", ""},
		{"windows-1251", "", []byte(feed("windows-1251", "\xc1\xe0\xf0\xed\xe0")), "Барна", ""},
		{"ISO 8859-1", "", []byte(feed("ISO-8859-1", "Caf\xe9")), "Café", ""},
		{"KOI8-R", "", []byte(feed("koi8-r", "\xe2\xc1\xd2\xce\xc1")), "Барна", ""},
		{"the header's word before the document's", "text/xml; charset=\"windows-1251\"", []byte(feed("iso-8859-1", "\xc1\xe0\xf0\xed\xe0")), "Барна", ""},
		{"UTF-8 that says it is not", "", []byte(feed("iso-8859-1", "Café")), "Café", "says it is in windows-1252 and is in UTF-8"},
		{"UTF-8 that is not", "", []byte(feed("utf-8", "Caf\xe9")), "Café", "is not valid UTF-8"},
		{"an encoding nobody knows", "", []byte(feed("x-none", "Caf\xe9")), "Café", "is not valid UTF-8"},
		{"UTF-16, marked", "", append([]byte("\xff\xfe"), wide(feed("utf-16", "Café"), true)...), "Café", ""},
		{"UTF-16, the other way", "", append([]byte("\xfe\xff"), wide(feed("utf-16", "Café"), false)...), "Café", ""},
		{"UTF-16 without a mark", "", wide(feed("utf-16", "Café"), true), "Café", ""},
		{"a mark", "", []byte("\xef\xbb\xbf" + feed("iso-8859-1", "Café")), "Café", ""},
		{"control characters", "", []byte(feed("utf-8", "Ca\x01f\x0bé")), "Café", "control characters"},
		{"words before the declaration", "", []byte("Warning: x in feed.php\n\n" + feed("utf-8", "Café")), "Café", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries, err := readFeed(c.b, c.header, "")
			if err != nil || len(entries) != 1 || entries[0].Title != c.want {
				t.Fatalf("got %+v, %v; want %q", entries, err, c.want)
			}
			if n := entries[0].Notes; c.note == "" && len(n) > 0 || c.note != "" && (len(n) != 1 || n[0].Kind != "repaired" || !strings.Contains(n[0].Detail, c.note)) {
				t.Errorf("got notes %v, want %q", n, c.note)
			}
		})
	}
}

func TestABrokenEntryCostsOnlyItself(t *testing.T) {
	for name, c := range map[string]struct {
		text, want, fault string
	}{
		"a bad tag":          {`<rss version="2.0"><channel><title>T</title><item><title>One</title></item><item><title>Two</title><2></item><item><title>Three</title></item></channel></rss>`, "One Three", "1 of its 3 entries"},
		"cut off":            {`<rss version="2.0"><channel><title>T</title><item><title>One</title></item><item><title>Two</title><descr`, "One", "1 of its 2 entries"},
		"cut off between":    {`<rss version="2.0"><channel><title>T</title><item><title>One</title></item>`, "One", ""},
		"an open tag":        {`<rss version="2.0"><channel><title>T</title><item><title>One</title><p><br></item><item><title>Two</title></item></channel></rss>`, "One Two", ""},
		"Atom cut off":       {`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One</title></entry><entry><title>Tw`, "One", "1 of its 2 entries"},
		"JSON":               {`{"version":"https://jsonfeed.org/version/1","items":[{"title":"One","content_text":"x"},{"title":{}},{"title":"Three","content_text":"x"}]}`, "One Three", "1 of its 3 entries"},
		"an item in an item": {`<rss version="2.0"><channel><title>T</title><item><title>One</title><x:list xmlns:x="y"><x:item>a</x:item></x:list></item></channel></rss>`, "One", ""},
	} {
		t.Run(name, func(t *testing.T) {
			entries, err := Feed([]byte(c.text), "")
			var got []string
			for _, e := range entries {
				got = append(got, e.Title)
			}
			if strings.Join(got, " ") != c.want || (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
				t.Errorf("got %q, %v; want %q, %q", got, err, c.want, c.fault)
			}
		})
	}
}

func TestWhatIsNoFeedIsRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 100_000)
	var many strings.Builder
	for i := range maxEntries + 10 {
		fmt.Fprintf(&many, "<item><title>%d</title></item>", i)
	}
	for name, c := range map[string]struct {
		text, fault string
		entries     int
	}{
		"nothing":              {"", "is not a feed; name a feed", 0},
		"words":                {"no feed at all", "is not a feed", 0},
		"a page":               {page, "is not a feed", 0},
		"JSON of another kind": {`{"items":[]}`, "is not a feed", 0},
		"broken JSON":          {`{"version":"https://jsonfeed.org/version/1","items":[`, "is a broken feed", 0},
		"very deep":            {"<rss><channel><item>" + deep, "is too large or too deep", 0},
		"very deep JSON":       {`{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat("[", 100_000), "is a broken feed", 0},
		"very many elements":   {"<rss><channel>" + strings.Repeat("<a/>", maxElements) + "</channel></rss>", "is too large or too deep", 0},
		"very many names":      {"<rss " + strings.Repeat(`a="b" `, 1000) + "/>", "is too large or too deep", 0},
		"very many bytes":      {"<rss>" + strings.Repeat(" ", maxFeed) + "</rss>", "is too large or too deep", 0},
		"very many entries":    {"<rss version='2.0'><channel>" + many.String() + "</channel></rss>", "has more than 5000 entries, of which the first were read", maxEntries},
		"an entity that grows": {`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>`, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			entries, err := Feed([]byte(c.text), "")
			if len(entries) != c.entries || (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
				t.Errorf("got %d entries, %v; want %d, %q", len(entries), err, c.entries, c.fault)
			}
			for _, e := range entries {
				if len(e.Title) > 100 {
					t.Errorf("an entry grew to %d bytes", len(e.Title))
				}
			}
		})
	}
}

func TestItems(t *testing.T) {
	items, err := Items([]byte(`<rss version="2.0"><channel><title>Barna News</title><item><title>One</title><link>https://example.org/1</link><description>Two shells hit Barna.</description></item><item><title>Two</title><link>https://example.org/2</link></item></channel></rss>`), "feed.xml")
	if err != nil || len(items) != 1 {
		t.Fatalf("got %v, %v", items, err)
	}
	i := items[0]
	if i.From != "https://example.org/1" || string(i.Text) != "One\n\nTwo shells hit Barna." || i.Publisher != "Barna News" || i.Media != "application/rss+xml" || len(i.Notes) != 1 || i.Notes[0].Kind != "summary" {
		t.Errorf("got %+v", i)
	}
	if _, err := Items([]byte("<urlset><url><loc>/a</loc></url></urlset>"), ""); err == nil || !strings.Contains(err.Error(), "is a sitemap, which names pages and carries no text") {
		t.Errorf("got %v", err)
	}
	if _, err := Items([]byte(`<rss version="2.0"><channel><item><title>Two</title><link>https://example.org/2</link></item></channel></rss>`), "feed.xml"); err == nil || !strings.Contains(err.Error(), "carries links but no text; ingest the feed's address") {
		t.Errorf("got %v", err)
	}
}

func TestDay(t *testing.T) {
	for s, want := range map[string]string{
		"Thu, 02 Mar 2017 23:30:00 -0500": "2017-03-02", "Thu, 2 Mar 2017": "2017-03-02", "02 Mar 17 10:00 UT": "2017-03-02", "Thu, 02 Mar 2017 10:00:00 EST": "2017-03-02",
		"2017-03-02T23:30:00Z": "2017-03-02", "2017-03-02 10:00:00": "2017-03-02", "1488448800": "2017-03-02", "29 Feb 2016": "2016-02-29",
		"03/04/2017": "", "29 Feb 2017": "", "0000-00-00": "", "0001-01-01T00:00:00Z": "", "1970-01-01": "", "Thu, 01 Jan 1970 00:00:00 GMT": "", "yesterday": "",
	} {
		got, why := day(s)
		if got.String() != want || want == "" && !strings.Contains(why, s) || want != "" && why != "" {
			t.Errorf("%q: got %s, %q; want %s", s, got, why, want)
		}
	}
	if d, why := day(" "); !d.IsZero() || why != "" {
		t.Errorf("nothing: got %s, %q", d, why)
	}
	if _, why := day(strings.Repeat("x\n", 500)); len(why) > 200 {
		t.Errorf("a long line: %q", why)
	}
}

func TestMoment(t *testing.T) {
	for s, want := range map[string]string{
		"2017-03-02T23:30:00-05:00": "2017-03-03T04:30:00Z", "2017-03-02T10:00Z": "2017-03-02T10:00:00Z", "2017-03-02T10:00:00.5Z": "2017-03-02T10:00:00.5Z",
		"2017-03-02T10:00:00+0100": "2017-03-02T09:00:00Z", "Thu, 02 Mar 2017 10:00:00 GMT": "2017-03-02T10:00:00Z", "2017-03-02": "", "": "", "1970-01-01T00:00:00Z": "", "9999-01-01T00:00:00Z": "",
	} {
		got := ""
		if m := moment(s); !m.IsZero() {
			got = m.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestDigestIsOfWhatAnEntrySays(t *testing.T) {
	a := Entry{ID: "1", Title: "a", Raw: []byte("x")}
	b := a
	b.Raw, b.Notes = []byte("y"), []sitrep.Note{{Kind: "k"}}
	if a.Digest() != b.Digest() {
		t.Error("the digest tells what is not said")
	}
	b.Title, b.Text = "", "a"
	if a.Digest() == b.Digest() {
		t.Error("the digest takes a title for a text")
	}
}

func FuzzFeed(f *testing.F) {
	for _, s := range []string{
		`<rss version="2.0"><channel><title>T</title><item><title>a</title><link>/a</link><pubDate>Thu, 02 Mar 2017 10:00:00 GMT</pubDate><description>&lt;p&gt;x</description></item></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a/b"><entry><title type="xhtml"><div>a</div></title><content type="xhtml"><p>b</p></content><link href="c"/></entry></feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>a</title></item></rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<p>a","date_published":"x"}]}`,
		`<?xml version="1.0" encoding="koi8-r"?><rss><channel><item><title>` + "\xe2\xc1" + `</title><item/>`,
		"\xff\xfe<\x00r\x00s\x00s\x00",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := Feed(b, "https://example.org/feed")
		again, err2 := Feed(b, "https://example.org/feed")
		if fmt.Sprint(entries, err) != fmt.Sprint(again, err2) {
			t.Error("not the same twice")
		}
		for _, e := range entries {
			if e.Link != "" && !IsAddress(e.Link) {
				t.Errorf("link %q", e.Link)
			}
			if item, err := e.Item("x"); err == nil && len(item.Plain()) == 0 {
				t.Error("an item without text")
			}
			if !json.Valid([]byte(`"`+e.Digest()+`"`)) || len(e.Raw) == 0 {
				t.Errorf("entry %+v", e)
			}
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %q", err)
		}
	})
}
