package web

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxRedirects is how many redirects of one address are gone along with.
const maxRedirects = 5

// maxAfter bounds what a Retry-After may ask for.
const maxAfter = 7 * 24 * time.Hour

// answer is what came of one request.
type answer struct {
	address      string // that was asked last, after redirects
	body         []byte // unpacked
	contentType  string // the header's value
	etag         string
	lastModified string
	unchanged    bool   // 304: what was held is good still; there is no body
	location     string // where a redirect leads, absolute; there is no body
}

// validators are what an earlier answer gave to ask for changes only.
type validators struct{ etag, lastModified string }

// bodyRule says what may come back and how much of it is read.
type bodyRule int

const (
	reportBody bodyRule = iota // a page, feed or sitemap: of a readable type, in full or not at all
	robotsBody                 // robots.txt: of any type, the beginning suffices
)

// get fetches an address politely and goes along with redirects, each of which is checked like the first.
func (f *Fetcher) get(ctx context.Context, address string, v validators) (*answer, error) {
	u, err := f.parse(address)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for range maxRedirects + 1 {
		if seen[u.String()] {
			return nil, &Fault{Kind: Refusal, Why: "redirects in a circle", Mend: "its operator has to mend this; check the address"}
		}
		seen[u.String()] = true
		if err := f.allowed(ctx, u); err != nil {
			return nil, redirected(address, u, err)
		}
		a, err := f.once(ctx, u, &v, reportBody)
		if err != nil {
			return nil, redirected(address, u, err)
		}
		if a.location == "" {
			return a, nil
		}
		next, err := f.parse(a.location)
		if err != nil {
			return nil, fmt.Errorf("redirects to %s, which is refused: %w", clip(a.location), err)
		}
		u = next
	}
	return nil, &Fault{Kind: Refusal, Why: fmt.Sprintf("redirects more than %d times", maxRedirects), Mend: "check the address"}
}

// redirected says where a fault happened when that is not where the address led at first.
func redirected(address string, u *url.URL, err error) error {
	if resolve("", address) == u.String() {
		return err
	}
	var f *Fault
	if !errors.As(err, &f) {
		return err
	}
	moved := *f
	link := ", which "
	if strings.HasPrefix(f.Why, "its ") || strings.HasPrefix(f.Why, "the ") || strings.HasPrefix(f.Why, "no ") {
		link = ", and "
	}
	moved.Why = "redirects to " + clip(u.String()) + link + f.Why
	return &moved
}

// clip bounds what is quoted in a line.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// once makes one request in the host's turn and reads the answer, within the time and size allowed.
func (f *Fetcher) once(ctx context.Context, u *url.URL, v *validators, rule bodyRule) (*answer, error) {
	h := f.host(u)
	if err := f.begin(ctx, h); err != nil {
		return nil, err
	}
	a, err := f.request(ctx, u, v, rule)
	var pause time.Duration
	if err != nil {
		err = explain(ctx, err)
		var fault *Fault
		if errors.As(err, &fault) {
			pause = fault.After
		}
	}
	f.end(h, pause)
	return a, err
}

// request makes one request. Its errors are not explained yet.
func (f *Fetcher) request(ctx context.Context, u *url.URL, v *validators, rule bodyRule) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, f.o.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Fault{Kind: Refusal, Why: "is not an address", Mend: "write it as https://HOST/PATH"}
	}
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.1")
	if rule == robotsBody {
		req.Header.Set("Accept", "text/plain, */*;q=0.1")
	}
	if v != nil && v.etag != "" {
		req.Header.Set("If-None-Match", v.etag)
	}
	if v != nil && v.lastModified != "" {
		req.Header.Set("If-Modified-Since", v.lastModified)
	}
	res, err := f.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	a := &answer{
		address: u.String(), contentType: res.Header.Get("Content-Type"),
		etag: header(res.Header.Get("ETag")), lastModified: header(res.Header.Get("Last-Modified")),
	}
	switch s := res.StatusCode; {
	case s == http.StatusNotModified && v != nil && *v != (validators{}):
		a.unchanged = true
		return a, nil
	case s == 301 || s == 302 || s == 303 || s == 307 || s == 308:
		if a.location = redirect(u, res.Header.Get("Location")); a.location == "" {
			return nil, &Fault{Kind: Refusal, Status: s, Why: "redirects without saying where to", Mend: "its operator has to mend this; check the address"}
		}
		return a, nil
	case s != http.StatusOK:
		return nil, f.status(res)
	}
	if rule == reportBody && !readable(a.contentType) {
		return nil, &Fault{Kind: Refusal, Why: fmt.Sprintf("is of type %s, which holds no report", media(a.contentType)), Mend: "name a page, a feed, a sitemap or a PDF file"}
	}
	a.body, err = f.body(res, rule)
	return a, err
}

// redirect is where a Location leads; addresses that cannot be fetched are given as they are, to be refused by name.
func redirect(from *url.URL, location string) string {
	if location = strings.TrimSpace(location); location == "" || len(location) > maxAddress {
		return ""
	}
	u, err := from.Parse(location)
	if err != nil {
		return ""
	}
	return u.String()
}

// header is a value fit to be sent back: of bounded length, without control characters.
func header(s string) string {
	if len(s) > 1024 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return s
}

// status is the fault of an answer that brings nothing.
func (f *Fetcher) status(res *http.Response) error {
	s := res.StatusCode
	fault := &Fault{Kind: Refusal, Status: s, Mend: "check the address"}
	name := strings.ToLower(http.StatusText(s))
	switch {
	case s == http.StatusNotFound || s == http.StatusGone:
		fault.Kind, fault.Why = Gone, fmt.Sprintf("is not there (%d %s)", s, name)
	case s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable:
		fault.Kind, fault.Why, fault.Mend = Temporary, fmt.Sprintf("its host is busy (%d %s)", s, name), "try again later"
		if fault.After = f.retryAfter(res.Header.Get("Retry-After")); fault.After > 0 {
			fault.Mend = "try again in " + fault.After.Round(time.Second).String()
		}
	case s >= 500 || s == http.StatusRequestTimeout || s == 421 || s == 425:
		fault.Kind, fault.Why, fault.Mend = Temporary, fmt.Sprintf("its host failed (%d %s)", s, name), "try again later"
	case s == http.StatusUnauthorized || s == http.StatusForbidden || s == http.StatusPaymentRequired || s == http.StatusUnavailableForLegalReasons:
		fault.Why, fault.Mend = fmt.Sprintf("its host does not give it out (%d %s)", s, name), "save the page and ingest the file, or ask the publisher"
	default:
		fault.Why = fmt.Sprintf("was answered with %d %s", s, name)
	}
	return fault
}

// retryAfter reads a Retry-After: seconds or a date (RFC 9110, 10.2.3). 0 where it says nothing.
func (f *Fetcher) retryAfter(s string) time.Duration {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseUint(s, 10, 32); err == nil {
		return min(time.Duration(n)*time.Second, maxAfter)
	}
	if t, err := http.ParseTime(s); err == nil {
		return min(max(t.Sub(f.o.Clock()), 0), maxAfter)
	}
	return 0
}

// media is the media type of a header's value, in lower case.
func media(contentType string) string {
	m, _, err := mime.ParseMediaType(contentType)
	if err != nil && m == "" {
		m, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	return clip(strings.TrimSpace(m))
}

// readable says whether a content type may hold a report, a feed or a sitemap. An answer without one, or with that of bytes of any
// kind, is told by its content.
func readable(contentType string) bool {
	switch m := media(contentType); {
	case m == "", strings.HasPrefix(m, "text/") && m != "text/css" && m != "text/javascript" && m != "text/calendar" && m != "text/vcard":
		return true
	case strings.HasSuffix(m, "+xml"):
		return m != "image/svg+xml"
	default:
		switch m {
		case "application/xml", "application/json", "application/feed+json", "application/pdf", "application/x-pdf", "application/gzip",
			"application/x-gzip", "application/octet-stream", "binary/octet-stream", "application/rdf", "application/rss", "application/atom":
			return true
		}
		return false
	}
}

// tooLarge is the refusal of a body over the limit.
func (f *Fetcher) tooLarge(unpacked string) error {
	return &Fault{Kind: Refusal, Why: fmt.Sprintf("is over the limit of %s%s", size(f.o.Limit), unpacked), Mend: "save it and ingest the parts that hold reports"}
}

// size writes a number of bytes for people.
func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// body reads an answer's body and unpacks it.
func (f *Fetcher) body(res *http.Response, rule bodyRule) ([]byte, error) {
	limit := f.o.Limit
	if rule == robotsBody {
		limit = min(limit, maxRobots)
	} else if res.ContentLength > limit {
		return nil, f.tooLarge("")
	}
	wire := &limited{r: res.Body, left: f.o.Limit}
	var r io.Reader = wire
	packed := ""
	switch e := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding"))); e {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(wire)
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		r, packed = z, " when unpacked"
	default:
		return nil, &Fault{Kind: Refusal, Why: fmt.Sprintf("is packed in a way that was not asked for (%s)", clip(e)), Mend: "its operator has to mend this; save it and ingest the file"}
	}
	var out bytes.Buffer
	if n := res.ContentLength; n > 0 && n <= limit && packed == "" {
		out.Grow(int(n) + bytes.MinRead)
	}
	_, err := io.Copy(&out, io.LimitReader(r, limit+1))
	switch {
	case errors.Is(err, errOver):
		if rule == robotsBody {
			return out.Bytes(), nil
		}
		return nil, f.tooLarge("")
	case err != nil && rule == robotsBody && out.Len() > 0 && errors.Is(err, io.ErrUnexpectedEOF):
		return out.Bytes(), nil
	case err != nil && packed != "":
		return nil, broken(err)
	case err != nil:
		return nil, err
	case int64(out.Len()) > limit:
		if rule == robotsBody {
			return out.Bytes()[:limit], nil
		}
		return nil, f.tooLarge(packed)
	}
	return out.Bytes(), nil
}

// broken tells a packed body that is broken from a connection that is.
func broken(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return &Fault{Kind: Temporary, Why: "is packed as gzip and broken", Mend: "try again later", Err: err}
	}
	return err
}

// errOver says that a body is over the limit as sent.
var errOver = errors.New("over the limit")

// limited reads at most left bytes and fails on the next, which io.LimitReader would take for the end.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, errOver
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, errOver
	}
	return n, err
}
