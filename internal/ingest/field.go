package ingest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"sitrep"
)

// FieldNames are the keys of Options.Fields: what a report says of itself.
var FieldNames = []string{"text", "title", "published", "modified", "url", "publisher", "author", "language"}

// usual are the names under which fields are found where Options.Fields does not name them, the best first, folded as fold does.
var usual = map[string][]string{
	"text": {"text", "body", "content", "fulltext", "articletext", "articlebody", "maintext", "bodytext", "textbody", "contenttext", "story", "article",
		"contenthtml", "transcript"},
	"title": {"title", "headline", "heading", "subject"},
	"published": {"published", "publishedat", "publisheddate", "datepublished", "publishdate", "publicationdate", "datepublish", "pubdate", "dct", "date",
		"webpublicationdate", "posted", "postedat", "created", "createdat", "datecreated", "timestamp", "time", "dateunixtime"},
	"modified":  {"modified", "datemodified", "modifiedat", "lastmodified", "updated", "updatedat", "dateupdated"},
	"url":       {"url", "link", "canonicalurl", "articleurl", "weburl", "permalink", "sourceurl", "href", "uri"},
	"publisher": {"publisher", "source", "sourcename", "outlets", "outlet", "sitename", "site", "newspaper", "newssource", "sourcedomain", "domain", "channel", "provider"},
	"author":    {"author", "authors", "byline", "creator", "writer", "reporter"},
	"language":  {"language", "lang", "inlanguage", "languagecode", "locale"},
}

// weakText are names of texts that are taken where there is no better one.
var weakText = []string{"html", "post", "message", "notes", "description", "summary", "abstract", "excerpt", "lead", "snippet"}

// fold is a field's name as names are compared: in small letters, without what divides its words.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ' ', '.', ':', '\ufeff':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// row is one report's fields.
type row interface {
	// at is the value of the field that Options.Fields names.
	at(name string) (string, bool)
	// usual is the value of the field with a folded name.
	usual(name string) (string, bool)
	// names are the fields that there are, for people.
	names() []string
}

// value is what a row says under one of FieldNames, and whether there is such a field.
func (w *walker) value(r row, key string) (value string, there bool) {
	if name := w.Fields[key]; name != "" {
		v, ok := r.at(name)
		return strings.TrimSpace(v), ok
	}
	names := usual[key]
	if key == "text" {
		names = slices.Concat(names, weakText)
	}
	for _, name := range names {
		if v, ok := r.usual(name); ok {
			there = true
			if v = strings.TrimSpace(v); v != "" {
				return v, true
			}
		}
	}
	return "", there
}

// rows makes reports of rows. It holds the first ones back until enough dates were seen to tell the order of days and months in all.
type rows struct {
	w       *walker
	p       *piece
	what    string // "line", "row" or "object": what a row is called
	media   string
	order   order
	both    bool // days stood in both orders
	settled bool
	held    []heldRow
	bytes   int
	refused int
	empty   int
}

type heldRow struct {
	row      row
	from     string
	received []byte
	note     []noted
}

// How much is held back.
const (
	heldRows  = 1000
	heldBytes = 1 << 20
)

// refusedEach is how many rows of one file are refused one by one; the others are counted.
const refusedEach = 100

func (rs *rows) refuse(from string, err error) {
	if rs.refused++; rs.refused <= refusedEach {
		rs.w.refuse(from, err)
	}
}

func (rs *rows) add(h heldRow) error {
	if rs.settled {
		return rs.give(h)
	}
	if date, _ := rs.w.value(h.row, "published"); date != "" {
		if o := tells(date); o != noOrder {
			rs.both = rs.both || rs.order != noOrder && rs.order != o
			rs.order = o
		}
	}
	rs.held = append(rs.held, h)
	rs.bytes += len(h.received)
	if len(rs.held) < heldRows && rs.bytes < heldBytes {
		return nil
	}
	return rs.release()
}

func (rs *rows) release() error {
	rs.settled = true
	if rs.both {
		rs.order = noOrder
	}
	held := rs.held
	rs.held = nil
	for _, h := range held {
		if err := rs.give(h); err != nil {
			return err
		}
	}
	return nil
}

// end gives what is held back and says what was left out.
func (rs *rows) end() error {
	if err := rs.release(); err != nil {
		return err
	}
	if n := rs.refused - refusedEach; n > 0 {
		rs.w.refuse(rs.p.from, fmt.Errorf("%d more %ss are refused for reasons like these; see to the file", n, rs.what))
	}
	if rs.empty > 0 {
		rs.w.refuse(rs.p.from, &LeftOut{rs.what + "s without text", rs.empty})
	}
	return nil
}

func (rs *rows) give(h heldRow) error {
	it, err := rs.item(h)
	if err != nil {
		rs.refuse(h.from, err)
		return nil
	}
	if it.Text == nil {
		rs.empty++
		return nil
	}
	return rs.w.give(rs.p, it)
}

// item makes a report of a row; without Text where its text is empty.
func (rs *rows) item(h heldRow) (Item, error) {
	w := rs.w
	it := Item{From: h.from, Received: h.received, Media: rs.media}
	for _, n := range h.note {
		it.note(n.kind, "%s", n.detail)
	}
	body, hasBody := w.value(h.row, "text")
	title, hasTitle := w.value(h.row, "title")
	if !hasBody && (!hasTitle || w.Fields["text"] != "") {
		return it, noText(w.Fields["text"], h.row.names())
	}
	text := compose(unmarked(title), unmarked(body))
	if text == "" {
		return it, nil
	}
	it.Text = []byte(text)
	if s, _ := w.value(h.row, "published"); s != "" {
		day, why := dayIn(s, rs.order)
		it.Published = day
		if why != "" {
			it.note("date", "%q %s; the report's day is unknown", short(s), why)
		}
	}
	if s, _ := w.value(h.row, "modified"); s != "" {
		it.Modified = moment(s)
	}
	if s, _ := w.value(h.row, "url"); s != "" {
		it.setURL(s)
	}
	if it.URL == "" {
		it.setURL(rs.p.url)
	}
	s, _ := w.value(h.row, "publisher")
	it.Publisher = sitrep.Known(oneLine(hostOf(s)))
	s, _ = w.value(h.row, "author")
	it.Author = sitrep.Known(byline(s))
	if s, _ := w.value(h.row, "language"); s != "" {
		it.setLanguage(s)
	}
	return it, nil
}

// noText is the error for a row without a field for text.
func noText(wanted string, names []string) error {
	have := short(strings.Join(names, ", "))
	if have == "" {
		have = "none"
	}
	if wanted != "" {
		return fmt.Errorf("has no field %q (its fields: %s); name the one with the text: --fields text=NAME", wanted, have)
	}
	return fmt.Errorf("has no field for text (its fields: %s); name it: --fields text=NAME", have)
}

// compose is a title over its text. A title that says no more than the text's first line, or than the whole text, is not said twice.
func compose(title, body string) string {
	title, body = oneLine(title), strings.TrimSpace(body)
	if title == "" || body == "" {
		return cmp.Or(title, body)
	}
	first, rest, _ := strings.Cut(body, "\n")
	bare := func(s string) string { return strings.TrimRight(strings.TrimSpace(s), " .…") }
	if bare(first) == bare(title) {
		if rest == "" || strings.HasPrefix(rest, "\n") {
			return body
		}
		return first + "\n\n" + strings.TrimSpace(rest)
	}
	return title + "\n\n" + body
}

// oneLine is s with its white space folded into single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// short is the beginning of s, on one line, for a message.
func short(s string) string {
	s = label(oneLine(s))
	if r := []rune(s); len(r) > 80 {
		return string(r[:77]) + "..."
	}
	return s
}

// byline is an author's name without the "By" before it.
func byline(s string) string {
	s = oneLine(unmarked(s))
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = s[3:]
	}
	return s
}

// hostOf is the host where s is an address, else s.
func hostOf(s string) string {
	if u, err := url.Parse(strings.TrimSpace(s)); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	return s
}

// label is a name from outside as it may stand in a message: one line, without characters that act on a terminal or on its neighbours.
func label(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029 {
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
