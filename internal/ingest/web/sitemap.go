package web

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sitrep"
)

// Limits of one sitemap (sitemaps.org protocol 0.9): addresses, and bytes when unpacked.
const (
	maxSitemapURLs = 50_000
	maxSitemap     = 50 << 20
)

// Sitemap is what a sitemap names: pages, or further sitemaps where it is an index.
type Sitemap struct {
	Pages, Maps []Entry
}

// ReadSitemap reads a sitemap: XML with Google's extension for news (title, date of publication, outlet), an index of sitemaps, plain text
// with an address a line, each also packed with gzip. address is where it was found. The pages come newest first where days are said, the
// others in the sitemap's order behind them, each once; so do the sitemaps of an index. Where a part is broken or over the protocol's limits, the rest is returned beside
// the error.
func ReadSitemap(b []byte, address string) (Sitemap, error) {
	var m Sitemap
	b, err := unpacked(b)
	if err != nil {
		return m, err
	}
	if root := rootOf(b); root == "urlset" || root == "sitemapindex" {
		text, note := utf8Of(b, "")
		m, err = readSitemapXML(text, address, note)
	} else if !isTextSitemap(b) {
		return m, &Fault{Kind: Refusal, Why: "is not a sitemap", Mend: "name a sitemap, a feed or a page"}
	} else {
		m, err = readTextSitemap(b)
	}
	newest := func(a, b Entry) int { return b.day() - a.day() }
	slices.SortStableFunc(m.Pages, newest)
	slices.SortStableFunc(m.Maps, newest)
	return m, err
}

// day orders entries by their day of publication, or of the last change where only that is known.
func (e *Entry) day() int {
	d := e.Published
	if d.IsZero() && !e.Updated.IsZero() {
		d = sitrep.NewDate(e.Updated.Year(), e.Updated.Month(), e.Updated.Day())
	}
	return (d.Year()*12+int(d.Month()))*31 + d.Day()
}

// unpacked undoes gzip, within the protocol's limit.
func unpacked(b []byte) ([]byte, error) {
	if bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, &Fault{Kind: Refusal, Why: "is packed as gzip and broken", Mend: "its publisher has to mend it; try again later", Err: err}
		}
		b, err = io.ReadAll(io.LimitReader(z, maxSitemap+1))
		if err != nil {
			return nil, &Fault{Kind: Refusal, Why: "is packed as gzip and broken", Mend: "its publisher has to mend it; try again later", Err: err}
		}
	}
	if len(b) > maxSitemap {
		return nil, &Fault{Kind: Refusal, Why: "is over the limit of 50 MB for a sitemap", Mend: "its publisher has to split it; name the pages that you need"}
	}
	return b, nil
}

// rootOf is the local name of an XML document's root element in lower case, "" where there is none near its beginning.
func rootOf(b []byte) string {
	b, _ = utf8Of(b[:min(len(b), 64<<10)], "")
	d := decoder(b)
	for range 200 {
		tok, err := d.RawToken()
		if err != nil {
			return ""
		}
		if t, ok := tok.(xml.StartElement); ok {
			return strings.ToLower(t.Name.Local)
		}
	}
	return ""
}

// readSitemapXML reads a sitemap or an index in UTF-8.
func readSitemapXML(b []byte, address string, note sitrep.Note) (Sitemap, error) {
	var (
		m     Sitemap
		seen  = map[string]bool{}
		d     = decoder(b)
		path  []string // local names of the open elements below the root
		e     Entry
		loc   string
		texts = map[string]string{}
		text  strings.Builder
		depth int
		named int
	)
	add := func() {
		if loc = resolve(address, texts["loc"]); loc == "" || seen[loc] {
			return
		}
		seen[loc] = true
		e = Entry{listed: true, Link: loc, Title: line(texts["title"]), Outlet: line(texts["name"]), Language: language(texts["language"]), Updated: moment(texts["lastmod"])}
		if e.Updated.IsZero() {
			if d, _ := day(texts["lastmod"]); !d.IsZero() {
				e.Updated = moment(d.String() + "T00:00:00Z")
			}
		}
		var why string
		if e.Published, why = day(texts["publication_date"]); why != "" {
			e.Notes = append(e.Notes, sitrep.Note{Kind: "date", Detail: "the sitemap's date is not known: " + why})
		}
		if note.Kind != "" {
			e.Notes = append(e.Notes, note)
		}
		if path[0] == "sitemap" {
			m.Maps = append(m.Maps, e)
			return
		}
		m.Pages = append(m.Pages, e)
	}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if depth > 0 {
				return m, &Fault{Kind: Refusal, Why: fmt.Sprintf("breaks off after %d addresses", named), Mend: "those were read; its publisher has to mend it"}
			}
			return m, nil
		}
		if err != nil {
			return m, &Fault{Kind: Refusal, Why: fmt.Sprintf("is broken after %d addresses", named), Mend: "those were read; its publisher has to mend it", Err: err}
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return m, errTooMuch
			}
			if name := strings.ToLower(t.Name.Local); depth > 1 {
				if path = append(path, name); len(path) == 1 {
					if named++; named > maxSitemapURLs {
						return m, &Fault{Kind: Refusal, Why: fmt.Sprintf("names more than %d addresses, of which the first were read", maxSitemapURLs), Mend: "its publisher has to split it"}
					}
					clear(texts)
				}
			}
			text.Reset()
		case xml.CharData:
			if len(path) > 1 && text.Len() <= maxAddress { // what is longer shows by its length, and is refused
				text.Write(t[:min(len(t), 2*maxAddress)])
			}
		case xml.EndElement:
			if depth--; depth <= 0 {
				return m, nil
			}
			name := strings.ToLower(t.Name.Local)
			switch {
			case len(path) == 0:
			case len(path) == 1:
				if path[0] == "url" || path[0] == "sitemap" {
					add()
				}
			// Pictures and videos have titles and addresses of their own.
			case texts[name] == "" && t.Name.Space != "image" && t.Name.Space != "video":
				switch name {
				case "loc", "lastmod", "title", "name", "language", "publication_date":
					texts[name] = text.String()
				}
			}
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
			text.Reset()
		}
	}
}

// isTextSitemap says whether b is text in which each line is an address of the web, but for empty ones.
func isTextSitemap(b []byte) bool {
	n := 0
	for l := range bytes.Lines(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))) {
		if l = bytes.TrimSpace(l); len(l) == 0 {
			continue
		}
		if !IsAddress(string(l[:min(len(l), 16)])) || bytes.ContainsAny(l, " \t\x00") {
			return false
		}
		if n++; n == 100 {
			break
		}
	}
	return n > 0
}

func readTextSitemap(b []byte) (Sitemap, error) {
	var m Sitemap
	seen := map[string]bool{}
	for l := range bytes.Lines(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))) {
		loc := resolve("", string(bytes.TrimSpace(l[:min(len(l), 2*maxAddress)])))
		if loc == "" || seen[loc] {
			continue
		}
		if len(m.Pages) == maxSitemapURLs {
			return m, &Fault{Kind: Refusal, Why: fmt.Sprintf("names more than %d addresses, of which the first were read", maxSitemapURLs), Mend: "its publisher has to split it"}
		}
		seen[loc] = true
		m.Pages = append(m.Pages, Entry{listed: true, Link: loc})
	}
	return m, nil
}
