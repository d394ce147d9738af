package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

// Walk fetches an address once and hands on what it gives: the report of a page, those of a feed's entries or of a sitemap's pages, in
// their order. What is refused is told and passed over. The error is found's or that of ctx.
func (f *Fetcher) Walk(ctx context.Context, address string, found Found, refused Refused) error {
	v := &visit{f: f, found: found, refused: refused, tries: 3}
	_, err := v.source(ctx, address, ingest.Followed{Source: address})
	return err
}

// visit is one look at one source. Its methods return errors only for what ends everything: found's, the state's and ctx's.
type visit struct {
	f       *Fetcher
	state   State // nil: nothing is remembered
	found   Found
	refused Refused
	own     map[string]bool // addresses that are sources themselves
	tries   int             // how often a request is made before its host counts as failing

	pages int  // fetched so far
	more  bool // there were more than Options.Max

	// When the next page that failed, and the next that did not, is to be looked at again; zero for none.
	retry, look time.Time
	visited     map[string]bool // sitemaps
	handed      int             // items handed on
}

// outcome is what came of a visit of a source.
type outcome struct {
	a      *answer // nil where there was none
	fault  error   // why there was none, or why it holds nothing
	digest string  // of a page, what it said
}

// source fetches a source and what it names. known is what is remembered of it.
func (v *visit) source(ctx context.Context, address string, known ingest.Followed) (outcome, error) {
	a, err := v.fetch(ctx, address, validators{known.ETag, known.LastModified})
	if ctx.Err() != nil {
		return outcome{}, ctx.Err()
	}
	if err != nil {
		v.refused(address, err)
		return outcome{fault: err}, nil
	}
	if a.unchanged {
		return outcome{a: a}, nil
	}
	switch k := kindOf(a); k {
	case isFeed:
		entries, fault := readFeed(a.body, a.contentType, a.address)
		if fault != nil {
			v.refused(address, fault)
		}
		if len(entries) == 0 {
			return outcome{a: a, fault: fault}, nil
		}
		a.body = nil
		err = v.entries(ctx, address, entries)
		return outcome{a: a}, v.full(address, err)
	case isSitemap:
		v.visited = map[string]bool{address: true, a.address: true}
		fault, err := v.sitemap(ctx, address, a, 1)
		return outcome{a: a, fault: fault}, v.full(address, err)
	default:
		item, fault := v.report(a, k, nil)
		if fault != nil {
			v.refused(address, fault)
			return outcome{a: a, fault: fault}, nil
		}
		item.From = address
		digest := textDigest(&item)
		a.body = nil
		if v.state != nil && digest == known.Digest {
			return outcome{a: a, digest: digest}, nil
		}
		return outcome{a: a, digest: digest}, v.hand(item)
	}
}

// full tells once where a source named more pages than are fetched.
func (v *visit) full(address string, err error) error {
	if err == nil && v.more && v.state == nil {
		v.refused(address, &Fault{Kind: Refusal, Why: fmt.Sprintf("names more than %d pages, of which the first were fetched", v.f.o.Max), Mend: "raise --max to have more"})
	}
	return err
}

// hand hands an item on.
func (v *visit) hand(item ingest.Item) error {
	v.handed++
	return v.found(item)
}

// fetch is get, again where the host fails in a way that may pass, later each time.
func (v *visit) fetch(ctx context.Context, address string, val validators) (*answer, error) {
	for n := 1; ; n++ {
		a, err := v.f.get(ctx, address, val)
		var fault *Fault
		if err == nil || ctx.Err() != nil || n >= v.tries || !errors.As(err, &fault) || fault.Kind != Temporary || fault.Status == 0 || fault.After > patience {
			return a, err
		}
		if fault.After == 0 { // else the host's turn waits for as long as it asked
			if err := v.f.o.Sleep(ctx, v.f.backoff(5*time.Second, patience, n)); err != nil {
				return nil, err
			}
		}
	}
}

// backoff is how long to wait after the n-th failure in a row, n from 1: twice as long each time from least on up to most, give or take a
// quarter, so that many who failed together do not come back together.
func (f *Fetcher) backoff(least, most time.Duration, n int) time.Duration {
	d := most
	if n < 32 {
		if d = least << (n - 1); d > most || d <= 0 {
			d = most
		}
	}
	return f.jitter(d)
}

// jitter is d, give or take a quarter.
func (f *Fetcher) jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.75 + f.o.Random()/2))
}

// content is what an answer holds.
type content int

const (
	isPage content = iota
	isFeed
	isSitemap
	isPDF
	isText
	isOther
)

// kindOf tells what an answer holds: by its bytes first, by its type second. A body packed with gzip is unpacked.
func kindOf(a *answer) content {
	if bytes.HasPrefix(a.body, []byte("\x1f\x8b")) {
		b, err := unpacked(a.body)
		if err != nil {
			return isSitemap // which says what is wrong
		}
		a.body = b
	}
	b := a.body
	m := media(a.contentType)
	switch {
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		return isPDF
	case isJSONFeed(b):
		return isFeed
	case strings.HasSuffix(m, "json"):
		return isOther
	}
	switch rootOf(b) {
	case "rss", "rdf", "feed":
		return isFeed
	case "urlset", "sitemapindex":
		return isSitemap
	case "html":
		return isPage
	}
	switch sniffed := media(http.DetectContentType(b)); {
	case m == "text/html" || m == "application/xhtml+xml" || sniffed == "text/html":
		return isPage
	case isTextSitemap(b):
		return isSitemap
	case m == "text/plain" || m == "" && sniffed == "text/plain" || strings.HasSuffix(m, "/octet-stream") && sniffed == "text/plain" || m == "text/markdown":
		return isText
	}
	return isOther
}

// report makes a report of an answer that holds one. entry is what a feed says of it, nil where none does.
func (v *visit) report(a *answer, k content, entry *Entry) (item ingest.Item, err error) {
	o := &v.f.o
	v.f.reading.Lock()
	defer v.f.reading.Unlock()
	switch k {
	case isPage:
		if o.Page == nil {
			return item, &Fault{Kind: Refusal, Why: "is a page of HTML, which is not read here", Mend: "name a feed that carries its reports whole"}
		}
		item, err = guarded(func() (ingest.Item, error) { return o.Page(a.body, a.contentType, a.address) })
		item.Media = cmp.Or(item.Media, "text/html")
	case isPDF:
		if o.PDF == nil {
			return item, &Fault{Kind: Refusal, Why: "is a PDF file, which is not read here", Mend: "save its text and ingest the file"}
		}
		item, err = guarded(func() (ingest.Item, error) { return o.PDF(a.body) })
		item.Media = cmp.Or(item.Media, "application/pdf")
	case isText:
		if len(bytes.TrimSpace(a.body)) == 0 {
			return item, &Fault{Kind: Refusal, Why: "is empty", Mend: "check the address"}
		}
		item.Media = "text/plain"
	case isFeed, isSitemap:
		return item, &Fault{Kind: Refusal, Why: "is a feed or sitemap, not a report", Mend: "ingest its address by itself"}
	default:
		return item, &Fault{Kind: Refusal, Why: "holds no report that can be read", Mend: "name a page, a feed, a sitemap, a text or a PDF file"}
	}
	if err != nil {
		var fault *Fault
		if errors.As(err, &fault) {
			return item, fault
		}
		return item, err
	}
	if item.Received == nil {
		item.Received = a.body
	}
	if item.URL == "" {
		item.URL = sitrep.Known(a.address)
	}
	if entry != nil {
		entry.fill(&item)
	}
	return item, nil
}

// textDigest tells one state of a report's text from another.
func textDigest(item *ingest.Item) string {
	h := sha256.New()
	h.Write(item.Plain())
	return hex.EncodeToString(h.Sum(nil))
}

// entries hands on the reports of a feed's or sitemap's entries. feed is its address.
func (v *visit) entries(ctx context.Context, feed string, entries []Entry) error {
	linked := map[string]bool{} // pages that an entry before led to
	for i := range entries {
		e := &entries[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.Whole || e.Link == "" || e.Link == feed {
			if err := v.carried(ctx, feed, e); err != nil {
				return err
			}
			continue
		}
		if linked[e.Link] || v.own[e.Link] {
			continue
		}
		linked[e.Link] = true
		if err := v.linked(ctx, feed, e); err != nil {
			return err
		}
	}
	return nil
}

// carried hands on an entry with the text that the feed carries.
func (v *visit) carried(ctx context.Context, feed string, e *Entry) error {
	key := e.key(feed)
	known, err := v.load(ctx, key)
	if err != nil {
		return err
	}
	digest := e.Digest()
	if v.state != nil && known.Digest == digest {
		return nil
	}
	item, fault := e.Item(key)
	if fault != nil {
		v.refused(key, fault)
	} else if err := v.hand(item); err != nil {
		return err
	}
	return v.save(ctx, ingest.Followed{Source: key, Digest: digest})
}

// key names an entry among all sources: by its page, else by its id in the feed, else by what it says, because its place there changes.
func (e *Entry) key(feed string) string {
	switch {
	case e.Link != "":
		return e.Link
	case e.ID != "":
		return feed + "!" + e.ID
	}
	return feed + "!" + e.Digest()[:16]
}

// How often a page is looked at again while its entry stands unchanged in a feed: most corrections come in the first days.
const (
	firstLook = 6 * time.Hour
	lastLook  = 30 * 24 * time.Hour
)

// linked fetches the page of an entry and hands it on: the first time, when the entry has changed, and when the page has at one of the
// looks that become rarer. Where the page is not to be had and will not be, the text that the feed carries stands in.
func (v *visit) linked(ctx context.Context, feed string, e *Entry) error {
	known, err := v.load(ctx, e.Link)
	if err != nil {
		return err
	}
	state := e.Digest()
	was, text, _ := strings.Cut(known.Digest, " ")
	same := v.state != nil && was == state
	now := v.f.o.Clock()
	if same && known.Gone {
		return nil
	}
	if (same || known.Failures > 0) && now.Before(known.Next) {
		v.later(known)
		return nil
	}
	if v.pages >= v.f.o.Max {
		v.more = true
		return nil
	}
	v.pages++
	next := ingest.Followed{Source: e.Link, Digest: known.Digest, ETag: known.ETag, LastModified: known.LastModified}
	a, fault := v.fetch(ctx, e.Link, validators{known.ETag, known.LastModified})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var item ingest.Item
	if fault == nil && !a.unchanged {
		item, fault = v.report(a, kindOf(a), e)
	}
	switch {
	case fault == nil:
		if !same {
			known.Every = 0
		}
		if a.unchanged {
			next.Every = min(max(2*known.Every, firstLook), lastLook)
			next.Digest = state + " " + text
			break
		}
		digest := textDigest(&item)
		next.ETag, next.LastModified, next.Digest, next.Every = a.etag, a.lastModified, state+" "+digest, firstLook
		if v.state != nil && digest == text {
			next.Every = min(max(2*known.Every, firstLook), lastLook)
			break
		}
		item.From = e.Link
		if err := v.hand(item); err != nil {
			return err
		}
	case kind(fault) == Temporary:
		next.Failures, next.Note = known.Failures+1, fault.Error()
		next.Every = v.f.backoff(15*time.Minute, 24*time.Hour, next.Failures)
		if f := (*Fault)(nil); errors.As(fault, &f) {
			next.Every = max(next.Every, f.After)
		}
		v.refused(e.Link, fault)
	default:
		next.Failures, next.Note, next.Gone = known.Failures+1, fault.Error(), kind(fault) == Gone
		next.Every = v.f.backoff(24*time.Hour, lastLook, next.Failures)
		next.Digest = state + " " + text
		if e.Text == "" || text != "" { // nothing to stand in, or the page was read before and is held
			v.refused(e.Link, fault)
			break
		}
		item, err := e.Item(feed)
		if err != nil {
			v.refused(e.Link, err)
			break
		}
		item.From = e.Link
		item.Notes = append(item.Notes, sitrep.Note{Kind: "summary", Detail: "the text is what the feed carries, because the page " + fault.Error()})
		next.Digest = state
		if same {
			break
		}
		if err := v.hand(item); err != nil {
			return err
		}
	}
	next.Next = now.Add(next.Every)
	if e.listed && !e.Updated.IsZero() && next.Failures == 0 {
		next.Next = now.Add(lastLook) // its sitemap says when it changes
	}
	v.later(next)
	return v.save(ctx, next)
}

// later keeps in mind when the next page is to be looked at again.
func (v *visit) later(f ingest.Followed) {
	t := &v.look
	if f.Failures > 0 {
		t = &v.retry
	}
	if !f.Gone && (t.IsZero() || f.Next.Before(*t)) {
		*t = f.Next
	}
}

// Limits of indexes of sitemaps.
const (
	maxMapDepth = 3
	maxMaps     = 500
)

// sitemap hands on the pages of a sitemap, and those of the sitemaps that it names. The fault is why it held nothing.
func (v *visit) sitemap(ctx context.Context, address string, a *answer, depth int) (fault, err error) {
	m, fault := ReadSitemap(a.body, a.address)
	if fault != nil {
		v.refused(address, fault)
	}
	if len(m.Pages)+len(m.Maps) == 0 {
		return fault, nil
	}
	a.body = nil
	if err := v.entries(ctx, address, m.Pages); err != nil {
		return nil, err
	}
	for _, e := range m.Maps {
		if v.visited[e.Link] || v.pages >= v.f.o.Max {
			continue
		}
		if depth >= maxMapDepth || len(v.visited) > maxMaps {
			v.refused(e.Link, &Fault{Kind: Refusal, Why: "lies too deep in an index of sitemaps, or behind too many", Mend: "ingest its address by itself"})
			break
		}
		v.visited[e.Link] = true
		known, err := v.load(ctx, e.Link)
		if err != nil {
			return nil, err
		}
		state, now := e.Digest(), v.f.o.Clock()
		// What says when it last changed is not fetched before it has.
		if v.state != nil && (known.Digest == state && !e.Updated.IsZero() || now.Before(known.Next)) {
			continue
		}
		next := ingest.Followed{Source: e.Link, Digest: state, ETag: known.ETag, LastModified: known.LastModified}
		inner, bad := v.fetch(ctx, e.Link, validators{known.ETag, known.LastModified})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		switch {
		case bad != nil:
			v.refused(e.Link, bad)
			next.Digest, next.Failures, next.Note = known.Digest, known.Failures+1, bad.Error()
			next.Next = now.Add(v.f.backoff(15*time.Minute, 24*time.Hour, next.Failures))
			v.later(next)
		case inner.unchanged:
		case kindOf(inner) != isSitemap:
			v.refused(e.Link, &Fault{Kind: Refusal, Why: "is named as a sitemap and is none", Mend: "its publisher has to mend it"})
		default:
			next.ETag, next.LastModified = inner.etag, inner.lastModified
			v.visited[inner.address] = true
			if _, err := v.sitemap(ctx, e.Link, inner, depth+1); err != nil {
				return nil, err
			}
		}
		if v.more {
			next = known // not all of it was read
			next.Source = e.Link
		}
		if err := v.save(ctx, next); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// load is what is remembered of a source, nothing where nothing is.
func (v *visit) load(ctx context.Context, source string) (ingest.Followed, error) {
	if v.state == nil {
		return ingest.Followed{}, nil
	}
	return v.state.Load(ctx, source)
}

// save remembers.
func (v *visit) save(ctx context.Context, f ingest.Followed) error {
	if v.state == nil {
		return nil
	}
	return v.state.Save(ctx, f)
}
