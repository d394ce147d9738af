package ingest

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// read tells what a piece is, by its bytes first and its name second, and reads it.
func (w *walker) read(p *piece) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	head, err := p.r.Peek(window)
	if len(head) == 0 {
		if err != nil && err != io.EOF {
			w.refuse(p.from, unread(err))
		} else {
			w.refuse(p.from, errEmpty)
		}
		return nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return w.zip(p)
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		if gzipHolds(head, "WARC/") {
			return w.warcGzip(p)
		}
		return w.gunzip(p)
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 10 && string(head[4:10]) == "\x31\x41\x59\x26\x53\x59":
		return w.decompress(p, func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return w.tar(p)
	case bytes.HasPrefix(head, []byte("WARC/")):
		return w.warc(p)
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return w.pdf(p)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.prefix)) {
			w.refuse(p.from, fmt.Errorf("is %s, which is not read; %s", f.kind, f.mend))
			return nil
		}
	}
	return w.text(p, head)
}

// foreign are formats that are not read, by their first bytes.
var foreign = []struct{ prefix, kind, mend string }{
	{`{\rtf`, "an RTF document", "save it as docx or as plain text"},
	{"\xd0\xcf\x11\xe0", "an old office document or an Outlook message", "save it as docx, eml or plain text"},
	{"\x89PNG", "a PNG picture", "give the text itself"},
	{"\xff\xd8\xff", "a JPEG picture", "give the text itself"},
	{"GIF8", "a GIF picture", "give the text itself"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it, or pack it as zip"},
	{"Rar!\x1a\x07", "a RAR archive", "unpack it, or pack it as zip"},
	{"\xfd7zXZ\x00", "an xz file", "decompress it first"},
	{"\x28\xb5\x2f\xfd", "a Zstandard file", "decompress it first"},
	{"SQLite format 3", "a SQLite database", "export its table as csv"},
	{"PAR1", "a Parquet file", "export it as csv or jsonl"},
	{"\x7fELF", "a program", "give the report itself"},
}

// text reads a piece that is text of some kind.
func (w *walker) text(p *piece, head []byte) error {
	look := lookable(head)
	start := strings.TrimLeft(look, " \t\r\n\f\x1e")
	lower := strings.ToLower(start[:min(len(start), 4096)])
	ext := strings.ToLower(path.Ext(p.name))
	media, _, _ := strings.Cut(strings.ToLower(p.media), ";")
	media = strings.TrimSpace(media)
	switch {
	case isBinary(head):
		w.refuse(p.from, errors.New("is not text; give the report as text, HTML, PDF, docx or mail"))
		return nil
	case feedRe.MatchString(lower):
		return w.feed(p)
	case htmlRe.MatchString(lower):
		return w.page(p)
	case ext == ".jsonl" || ext == ".ndjson" || ext == ".jl" || strings.HasSuffix(media, "ndjson") || strings.HasSuffix(media, "jsonl"):
		return w.jsonLines(p)
	case jsonRe.MatchString(start) && ext != ".md" || ext == ".json" || ext == ".geojson":
		if manyObjects(start) {
			return w.jsonLines(p)
		}
		return w.json(p)
	case ext == ".mbox" || ext == ".mbx" || mboxStart(start):
		return w.mbox(p)
	case ext == ".eml" || ext == ".mht" || ext == ".mhtml" || media == "message/rfc822" || mailStart(start):
		return w.mail(p)
	case media == "text/html" || media == "application/xhtml+xml" || media == "" && (ext == ".html" || ext == ".htm" || ext == ".xhtml"):
		return w.page(p)
	case ext == ".csv" || ext == ".tsv" || ext == ".tab" || media == "text/csv" || media == "text/tab-separated-values" || ext == "" && tableStart(start):
		return w.table(p, ext == ".tsv" || ext == ".tab" || media == "text/tab-separated-values")
	case ext == ".md" || ext == ".markdown" || media == "text/markdown":
		return w.markdown(p)
	}
	return w.plain(p)
}

var (
	feedRe = regexp.MustCompile(`^(?:<\?xml[^>]*>|<\?xml-stylesheet[^>]*>|<!--(?s:.*?)-->|\s)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex)[\s>]`)
	htmlRe = regexp.MustCompile(`^(?:<\?xml[^>]*>|<!--(?s:.*?)-->|\s)*<(?:!doctype html|html|head|body|title|script|style|meta|link|base|div|table|article|section|main|header|iframe|h1|p|br|center|font|a |img)[\s>/]`)
	jsonRe = regexp.MustCompile(`^(?:\{\s*["}]|\[\s*[{\]])`)
)

// manyObjects says that s, which starts with a JSON value, starts with an object on a line of its own and goes on with another.
func manyObjects(s string) bool {
	line, rest, more := strings.Cut(s, "\n")
	if !more || !strings.HasPrefix(line, "{") || !strings.HasSuffix(strings.TrimRight(line, "\r \t"), "}") {
		return false
	}
	rest = strings.TrimLeft(rest, " \t\r\n\x1e")
	return strings.HasPrefix(rest, "{")
}

// lookable is the beginning of a file in a form that patterns can be matched with: without byte order mark, UTF-16 as UTF-8.
func lookable(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return string(head[3:])
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		units := make([]uint16, 0, len(head)/2)
		for i := 2; i+1 < len(head); i += 2 {
			a, b := uint16(head[i]), uint16(head[i+1])
			if head[0] == 0xfe {
				a, b = b, a
			}
			units = append(units, a|b<<8)
		}
		return string(utf16.Decode(units))
	}
	return string(head)
}

// isBinary says that bytes are no text in any encoding that is read: NULs that are no part of UTF-16, or many control characters.
func isBinary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return false
	}
	nul, odd, control := 0, 0, 0
	for i, c := range b {
		switch {
		case c == 0:
			nul++
			odd += i & 1
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a && c != 0x1b && c != 0x1e:
			control++
		}
	}
	if nul > 0 {
		// UTF-16 without a mark, in letters of one byte: every other byte is NUL, always on the same side
		return nul*5 < len(b)*2 || odd != 0 && odd != nul
	}
	return control > 2 && control*50 > len(b)
}

// plain gives a piece as a report in plain text. Its decoding is the reader's business (package text), but for what that does not know.
func (w *walker) plain(p *piece) error {
	b, err := w.whole(p, w.Limits.Record)
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	it := Item{From: p.from, Received: b, Media: "text/plain"}
	it.setURL(p.url)
	switch {
	case isBinary(b):
		w.refuse(p.from, errors.New("is not text; give the report as text, HTML, PDF, docx or mail"))
		return nil
	case len(bytes.TrimSpace(b)) == 0:
		w.refuse(p.from, errEmpty)
		return nil
	}
	if !utf8.Valid(b) && !bytes.Contains(b, []byte{0}) {
		if s, name := decode(b, charsetOf(p.media)); name != "windows-1252" {
			it.Text = []byte(s)
			it.note("encoding", "not valid UTF-8; read as %s", name)
		}
	}
	return w.give(p, it)
}

// page gives a piece as an HTML page.
func (w *walker) page(p *piece) error {
	b, err := w.whole(p, w.Limits.File)
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	it, err := w.pageItem(b, p.media, p.url)
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	it.From = p.from
	return w.give(p, it)
}

// pageItem reads a page by Options.Page, else the plain way.
func (w *walker) pageItem(b []byte, media, url string) (it Item, err error) {
	if w.Page == nil {
		text := htmlText(decodeHTML(b, media))
		if strings.TrimSpace(text) == "" {
			return it, errors.New("holds no text; give the page as a browser saves it")
		}
		it = Item{Received: b, Media: "text/html", Text: []byte(text)}
		it.setURL(url)
		return it, nil
	}
	defer hookFault(&err)
	return w.Page(b, media, url)
}

// hookFault turns a fault in a reader of another package into an error, so that one file does not end the walk.
func hookFault(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("a fault in sitrep (%v); please report it with this file", fault)
	}
}

func (w *walker) pdf(p *piece) error {
	if w.PDF == nil {
		w.refuse(p.from, errors.New("is a PDF file, which is not read here; save its text"))
		return nil
	}
	b, err := w.whole(p, w.Limits.File)
	var it Item
	if err == nil {
		it, err = func() (it Item, err error) {
			defer hookFault(&err)
			return w.PDF(b)
		}()
	}
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	it.From = p.from
	if it.URL == "" {
		it.setURL(p.url)
	}
	return w.give(p, it)
}

func (w *walker) feed(p *piece) error {
	if w.Feed == nil {
		w.refuse(p.from, errors.New("is a feed or sitemap, which is not read here; save the pages that it names"))
		return nil
	}
	b, err := w.whole(p, w.Limits.File)
	var items []Item
	if err == nil {
		items, err = func() (items []Item, err error) {
			defer hookFault(&err)
			return w.Feed(b, p.url)
		}()
	}
	if err != nil {
		w.refuse(p.from, err) // what could be read of a broken feed is taken all the same
	}
	for n, it := range items {
		if it.From == "" {
			it.From = fmt.Sprintf("%s#%d", p.from, n+1)
		}
		if err := w.give(p, it); err != nil {
			return err
		}
	}
	return nil
}
