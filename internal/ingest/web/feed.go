package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"sitrep"
	"sitrep/internal/ingest"
)

// Entry is what a feed or a sitemap says of one report.
type Entry struct {
	ID    string // as the feed gives it, "" where it gives none
	Link  string // absolute address of the report's page, "" where there is none
	Title string // in plain text
	Text  string // what the feed carries of the report, in plain text
	Whole bool   // Text is long enough, and not cut off, to be the report itself
	// Published is the day of publication as written; unknown where the date is missing, bad or may be two.
	Published sitrep.Date
	// Updated is when the entry was last changed, zero where that is not said.
	Updated  time.Time
	Author   string
	Outlet   string // who publishes: the outlet that the entry names, else the feed's title
	Language string // ISO 639-1, "" where not said
	// Raw are the entry's bytes in the feed, in UTF-8; Media is their type.
	Raw   []byte
	Media string
	// Notes say what had to be repaired.
	Notes []sitrep.Note

	listed bool // by a sitemap
}

// Digest tells one state of an entry from another: a SHA-256 in hexadecimal of what it says, counts of comments and the like left out.
func (e *Entry) Digest() string {
	h := sha256.New()
	for _, s := range []string{e.ID, e.Link, e.Title, e.Text, e.Published.String(), e.Updated.Format(time.RFC3339), e.Author} {
		fmt.Fprintf(h, "%d:%s\n", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Item is the entry as a report of its own, with the text that the feed carries; from says to people where it was found.
func (e *Entry) Item(from string) (ingest.Item, error) {
	if e.Text == "" {
		return ingest.Item{}, &Fault{Kind: Refusal, Why: "carries no text", Mend: "ingest the page that it links to"}
	}
	text := e.Text
	if e.Title != "" && e.Title != text && !strings.HasPrefix(text, e.Title+"\n") {
		text = e.Title + "\n\n" + text
	}
	item := ingest.Item{From: from, Received: e.Raw, Media: e.Media, Text: []byte(text), URL: sitrep.Known(e.Link)}
	e.fill(&item)
	return item, nil
}

// fill adds what the entry says to an item that does not say it.
func (e *Entry) fill(item *ingest.Item) {
	if item.Author == "" {
		item.Author = sitrep.Known(e.Author)
	}
	if item.Publisher == "" {
		item.Publisher = sitrep.Known(e.Outlet)
	}
	if item.Language == "" {
		item.Language = sitrep.Known(e.Language)
	}
	if item.Modified.IsZero() {
		item.Modified = e.Updated
	}
	if item.Published.IsZero() {
		item.Published = e.Published
	}
	for _, n := range e.Notes {
		if n.Kind == "date" && item.Published != e.Published {
			continue // the page knew better
		}
		item.Notes = append(item.Notes, n)
	}
}

// Items is Feed for a feed in a file: each entry that carries text as a report. It fits ingest.Options.Feed, and refuses sitemaps, which
// carry none. Like Feed it may return items beside an error.
func Items(b []byte, address string) ([]ingest.Item, error) {
	if root := rootOf(b); root == "urlset" || root == "sitemapindex" {
		return nil, &Fault{Kind: Refusal, Why: "is a sitemap, which names pages and carries no text", Mend: "ingest the sitemap's address, so that the pages are fetched"}
	}
	entries, err := Feed(b, address)
	var items []ingest.Item
	for i := range entries {
		e := &entries[i]
		item, bad := e.Item(e.Link) // where it has none, the caller knows better where it was found
		if bad != nil {
			continue
		}
		if !e.Whole {
			item.Notes = append(item.Notes, sitrep.Note{Kind: "summary", Detail: "the text is what the feed carries; the page that it links to was not read"})
		}
		items = append(items, item)
	}
	if err == nil && len(items) == 0 && len(entries) > 0 {
		err = &Fault{Kind: Refusal, Why: "carries links but no text", Mend: "ingest the feed's address, so that the pages are fetched"}
	}
	return items, err
}

// Feed reads a feed: RSS 0.9 to 2.0, Atom 0.3 and 1.0 (RFC 4287) or JSON Feed 1 and 1.1. address is where it was found and what relative
// links start from, "" where unknown. The entries come in the feed's order, each once. Where a part of the feed is broken, the entries that
// could be read are returned beside the error.
func Feed(b []byte, address string) ([]Entry, error) { return readFeed(b, "", address) }

// readFeed is Feed with the header's content type.
func readFeed(b []byte, contentType, address string) ([]Entry, error) {
	if t := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return readJSONFeed(t, address)
	}
	b, note := utf8Of(b, contentType)
	o, err := outlineOf(b)
	var fault *Fault
	switch {
	case errors.As(err, &fault):
		return nil, err
	case err != nil || o.root != "rss" && o.root != "rdf" && o.root != "feed":
		return nil, &Fault{Kind: Refusal, Why: "is not a feed", Mend: "name a feed (RSS, Atom or JSON Feed), a sitemap or a page"}
	}
	parse, media := parseRSS, "application/rss+xml"
	if o.root == "feed" {
		parse, media = parseAtom, "application/atom+xml"
	}
	feed, items, lost := o.parse(b, parse)
	if feed == nil {
		return nil, &Fault{Kind: Refusal, Why: "is a broken feed", Mend: "its publisher has to mend it; try again later"}
	}
	base := address
	if resolve("", base) == "" {
		base = feed.Link
	}
	about := Entry{Outlet: line(feed.Title), Language: language(feed.Language), Media: media}
	if note.Kind != "" {
		about.Notes = []sitrep.Note{note}
	}
	var entries []Entry
	for i, item := range items {
		if item != nil {
			entries = append(entries, entryOf(item, about, base, b[o.entries[i][0]:o.entries[i][1]]))
		}
	}
	entries = distinct(entries)
	switch {
	case lost > 0:
		return entries, &Fault{Kind: Refusal, Why: fmt.Sprintf("is broken: %d of its %d entries could not be read", lost, len(o.entries)+o.broken), Mend: "the others were; its publisher has to mend it"}
	case o.more:
		return entries, &Fault{Kind: Refusal, Why: fmt.Sprintf("has more than %d entries, of which the first were read", maxEntries), Mend: "split it"}
	}
	return entries, nil
}

func parseRSS(r io.Reader) (*gofeed.Feed, error) {
	feed, err := (&rss.Parser{}).Parse(r)
	if err != nil {
		return nil, err
	}
	return (&gofeed.DefaultRSSTranslator{DisableContentImageScan: true}).Translate(feed)
}

func parseAtom(r io.Reader) (*gofeed.Feed, error) {
	feed, err := (&atom.Parser{}).Parse(r)
	if err != nil {
		return nil, err
	}
	out, err := (&gofeed.DefaultAtomTranslator{}).Translate(feed)
	if err == nil && len(out.Items) == len(feed.Entries) {
		for i, e := range feed.Entries {
			out.Items[i].Published = e.Published // the translator puts the day of the last change there where there is none
		}
	}
	return out, err
}

// parse parses the feed whole or, where that fails, entry by entry. Of items there is one for each entry of the outline, nil where it could
// not be read; lost counts these and the ones that the outline lost. feed is nil where nothing could be read.
func (o *outline) parse(b []byte, parse func(io.Reader) (*gofeed.Feed, error)) (feed *gofeed.Feed, items []*gofeed.Item, lost int) {
	if o.sound {
		doc := io.Reader(bytes.NewReader(b))
		if o.more {
			end := o.entries[len(o.entries)-1][1]
			doc = io.MultiReader(bytes.NewReader(b[:end]), strings.NewReader(o.tail))
		}
		if feed, err := guarded(func() (*gofeed.Feed, error) { return parse(doc) }); err == nil && len(feed.Items) == len(o.entries) {
			return feed, feed.Items, 0
		}
	}
	if len(o.entries) == 0 {
		return nil, nil, 0
	}
	// What stands before the entries, once for each of them, must stay cheap.
	head := b[:o.head]
	if len(head) > 64<<10 || len(head)*len(o.entries) > maxFeed {
		return nil, nil, 0
	}
	items = make([]*gofeed.Item, len(o.entries))
	lost = o.broken
	for i, e := range o.entries {
		doc := io.MultiReader(bytes.NewReader(head), bytes.NewReader(b[e[0]:e[1]]), strings.NewReader(o.tail))
		one, err := guarded(func() (*gofeed.Feed, error) { return parse(doc) })
		if err != nil || len(one.Items) != 1 {
			lost++
			continue
		}
		if feed == nil {
			feed = one
		}
		items[i] = one.Items[0]
	}
	return feed, items, lost
}

// entryOf makes an entry of a parsed one. about is what holds for all of the feed.
func entryOf(item *gofeed.Item, about Entry, base string, raw []byte) Entry {
	e := about
	e.Notes = append([]sitrep.Note(nil), about.Notes...)
	e.Raw, e.ID, e.Title = bytes.Clone(raw), strings.TrimSpace(item.GUID), line(item.Title)
	link := item.Link
	if original := extension(item, "feedburner", "origLink"); original != "" {
		link = original
	}
	e.Link = untracked(resolve(base, link))
	if e.Link == "" {
		// An id that is an address is the report's (RSS 2.0: isPermaLink is true where it is not said).
		e.Link = untracked(resolve("", e.ID))
	}
	e.Text = plain(item.Content)
	if summary := plain(item.Description); len(summary) > len(e.Text) {
		e.Text = summary
	}
	e.Whole = whole(e.Text)
	if len(item.Authors) > 0 && item.Authors[0] != nil {
		e.Author = byline(item.Authors[0].Name)
	}
	if dc := item.DublinCoreExt; dc != nil {
		if len(dc.Publisher) > 0 {
			if p := line(dc.Publisher[0]); p != "" {
				e.Outlet = p
			}
		}
		if len(dc.Language) > 0 {
			if l := language(dc.Language[0]); l != "" {
				e.Language = l
			}
		}
	}
	e.dates(item.Published, item.Updated)
	return e
}

// dates sets the days from what the feed writes.
func (e *Entry) dates(published, updated string) {
	var why string
	e.Published, why = day(published)
	e.Updated = moment(updated)
	switch d, _ := day(updated); {
	case why != "":
		e.Notes = append(e.Notes, sitrep.Note{Kind: "date", Detail: "the feed's date is not known: " + why})
	case published == "" && !d.IsZero():
		e.Published = d
		e.Notes = append(e.Notes, sitrep.Note{Kind: "date", Detail: "the feed gives only the day of the last change, which was taken for that of publication"})
	}
}

// extension is the value of an element of another vocabulary.
func extension(item *gofeed.Item, prefix, name string) string {
	if x := item.Extensions[prefix][name]; len(x) > 0 {
		return strings.TrimSpace(x[0].Value)
	}
	return ""
}

// byline is an author's name; an address of mail alone is none.
func byline(s string) string {
	if s = line(s); strings.Contains(s, "@") && !strings.Contains(s, " ") {
		return ""
	}
	return s
}

// language is the ISO 639-1 code of a language tag (RFC 5646), "" where it has none.
func language(tag string) string {
	l, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(strings.ReplaceAll(tag, "_", "-"))), "-")
	if len(l) != 2 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return l
}

// untracked is an address without what counts who follows it, which differs from feed to feed for one page.
func untracked(address string) string {
	if !strings.Contains(address, "utm_") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	var keep []string
	for _, p := range strings.Split(u.RawQuery, "&") {
		if !strings.HasPrefix(p, "utm_") {
			keep = append(keep, p)
		}
	}
	u.RawQuery = strings.Join(keep, "&")
	return u.String()
}

// whole says whether text may be a whole report: long enough, and not cut off.
func whole(text string) bool {
	if len(text) < 900 {
		return false
	}
	end := strings.ToLower(strings.TrimRight(text, " \n.)]»>→"))
	if len(text)-len(strings.TrimRight(text, ". \n")) >= 3 || strings.HasSuffix(strings.TrimRight(text, " )]"), "...") {
		return false
	}
	for _, s := range []string{"…", "...", "read more", "continue reading", "read the full story", "read the rest", "full story", "more here", "[more", "(more"} {
		if strings.HasSuffix(end, s) {
			return false
		}
	}
	return true
}

// distinct drops entries that the feed gives again.
func distinct(entries []Entry) []Entry {
	seen := map[string]bool{}
	out := entries[:0]
	for _, e := range entries {
		key := e.ID + "\n" + e.Link
		if e.ID == "" {
			key = "\n" + e.Link + "\n" + e.Title
			if e.Link == "" {
				key += "\n" + e.Text
			}
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
	}
	return out
}

// isJSONFeed says whether b is a JSON Feed: an object that names the format's version.
func isJSONFeed(b []byte) bool {
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(b) == 0 || b[0] != '{' || !bytes.Contains(b, []byte("jsonfeed.org")) {
		return false
	}
	var head struct {
		Version string `json:"version"`
	}
	return json.Unmarshal(b, &head) == nil && strings.Contains(head.Version, "jsonfeed.org/version/")
}

// readJSONFeed reads a JSON Feed, each of its items by itself.
func readJSONFeed(b []byte, address string) ([]Entry, error) {
	if len(b) > maxFeed || bytes.Count(b, []byte("{")) > maxElements || bytes.Count(b, []byte(",")) > 5*maxElements {
		return nil, errTooMuch
	}
	var feed struct {
		Version  string            `json:"version"`
		Title    json.RawMessage   `json:"title"`
		Home     json.RawMessage   `json:"home_page_url"`
		Language json.RawMessage   `json:"language"`
		Author   json.RawMessage   `json:"author"`
		Authors  json.RawMessage   `json:"authors"`
		Items    []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(b, &feed); err != nil {
		return nil, &Fault{Kind: Refusal, Why: "is a broken feed (" + short(err) + ")", Mend: "its publisher has to mend it; try again later", Err: err}
	}
	if !strings.Contains(feed.Version, "jsonfeed.org/version/") {
		return nil, &Fault{Kind: Refusal, Why: "is not a feed", Mend: "name a feed (RSS, Atom or JSON Feed), a sitemap or a page"}
	}
	text := func(raw json.RawMessage) (s string) {
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return s
	}
	writers := func(many, one json.RawMessage) string {
		var list []jsonfeed.Author
		if json.Unmarshal(many, &list) == nil && len(list) > 0 {
			return byline(list[0].Name)
		}
		var author jsonfeed.Author
		if json.Unmarshal(one, &author) == nil {
			return byline(author.Name)
		}
		return ""
	}
	base := address
	if resolve("", base) == "" {
		base = text(feed.Home)
	}
	about := Entry{Outlet: line(text(feed.Title)), Language: language(text(feed.Language)), Author: writers(feed.Authors, feed.Author), Media: "application/feed+json"}
	var entries []Entry
	lost := 0
	for _, raw := range feed.Items[:min(len(feed.Items), maxEntries)] {
		var item jsonfeed.Item
		if err := json.Unmarshal(raw, &item); err != nil {
			lost++
			continue
		}
		e := about
		e.Raw, e.ID, e.Title, e.Link = bytes.Clone(raw), item.ID, line(item.Title), untracked(resolve(base, item.URL))
		if e.Link == "" {
			e.Link = untracked(resolve("", item.ID))
		}
		for _, s := range []string{plain(item.ContentHTML), tidy(item.ContentText), tidy(item.Summary)} {
			if s != "" {
				e.Text = s
				break
			}
		}
		e.Whole = whole(e.Text)
		var by struct {
			Author  json.RawMessage `json:"author"`
			Authors json.RawMessage `json:"authors"`
		}
		if json.Unmarshal(raw, &by) == nil {
			if a := writers(by.Authors, by.Author); a != "" {
				e.Author = a
			}
		}
		if l := language(item.Language); l != "" {
			e.Language = l
		}
		e.dates(item.DatePublished, item.DateModified)
		entries = append(entries, e)
	}
	entries = distinct(entries)
	switch {
	case lost > 0:
		return entries, &Fault{Kind: Refusal, Why: fmt.Sprintf("is broken: %d of its %d entries could not be read", lost, len(feed.Items)), Mend: "the others were; its publisher has to mend it"}
	case len(feed.Items) > maxEntries:
		return entries, &Fault{Kind: Refusal, Why: fmt.Sprintf("has more than %d entries, of which the first were read", maxEntries), Mend: "split it"}
	}
	return entries, nil
}
