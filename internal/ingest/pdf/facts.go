package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"

	"sitrep"
	"sitrep/internal/ingest"
)

// item makes the report of what was read; b is the file.
func (d *document) item(b []byte) (ingest.Item, error) {
	segs := make([][]segment, len(d.pages))
	heights := make([]float64, len(d.pages))
	images := 0
	for i := range d.pages {
		segs[i] = segments(&d.pages[i])
		heights[i] = d.pages[i].height
		if d.pages[i].images {
			images++
		}
	}
	var top []segment // of the first page, running heads among them
	if len(segs) > 0 {
		top = segs[0]
	}
	pages := make([][]line, len(segs))
	for i, s := range running(segs, heights) {
		pages[i] = order(s, 0)
	}
	paras := paragraphs(pages)
	letters := 0
	for _, p := range paras {
		for _, r := range p.text {
			if unicode.IsLetter(r) {
				letters++
			}
		}
	}
	if letters < 20 {
		if images > 0 {
			return ingest.Item{}, ErrPictures
		}
		return ingest.Item{}, ErrNoText
	}
	if images > 0 {
		d.notes = append(d.notes, sitrep.Note{Kind: "pictures", Detail: fmt.Sprintf("%d of the file's %d pages are pictures without text, which are not read", images, d.total)})
	}
	x := readXMP(b)
	it := ingest.Item{Received: b, Media: "application/pdf", Notes: d.notes}
	title, at := d.title(paras, x)
	it.Author = sitrep.Known(person(first(x.creator, d.info["Author"])))
	it.Publisher = sitrep.Known(clean(x.publisher))
	if len(x.language) >= 2 && (len(x.language) == 2 || x.language[2] == '-') {
		it.Language = sitrep.Known(strings.ToLower(x.language[:2]))
	}
	it.Modified = moment(first(d.info["ModDate"], x.modified))
	it.Published = d.published(top, x, &it)
	it.Text = write(title, paras, at)
	return it, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// clean is s on one line.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// junk are titles that programs give and people forget.
var junk = regexp.MustCompile(`(?i)^(?:microsoft word\b.*|untitled.*|document\d*|powerpoint presentation|slide \d+|print|presentation\d*|.*\.(?:docx?|indd|pdf|pptx?|rtf|odt|qxd|xlsx?)|(?:pdf|doc)\d*)$`)

// title is the report's title and which paragraphs hold it, -1 for none: the one of the metadata where page one has it too; else the
// largest letters on the upper half of page one; else that of the metadata.
func (d *document) title(paras []paragraph, x xmp) (string, map[int]bool) {
	meta := clean(first(x.title, d.info["Title"]))
	if junk.MatchString(meta) || len(meta) > 250 {
		meta = ""
	}
	body := usualSize(paras, func(p paragraph) (float64, int) { return p.size, len(p.text) })
	largest := 0.0
	for i, p := range paras {
		if p.page > 0 || i > 25 {
			break
		}
		if meta != "" && key(p.text) == key(meta) {
			return meta, map[int]bool{i: true}
		}
		if n := len(strings.Fields(p.text)); p.size > largest && n > 1 && n < 40 && !p.row && letters(p.text) {
			largest = p.size
		}
	}
	if largest > 1.15*body {
		at := map[int]bool{}
		var parts []string
		for i, p := range paras {
			if p.page > 0 || i > 25 {
				break
			}
			if p.size > largest*0.97 && p.size < largest*1.03 && (len(parts) == 0 || at[i-1]) {
				parts = append(parts, p.text)
				at[i] = true
			}
		}
		if t := clean(strings.Join(parts, " ")); len(t) < 250 {
			return t, at
		}
	}
	return meta, nil
}

func letters(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n*2 > len([]rune(s))
}

func key(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// published is the day of publication: the metadata's, one in a line of its own on the upper part of page one, else, with a note, that on
// which the file was made. top are the first lines of the file, running heads among them.
func (d *document) published(top []segment, x xmp, it *ingest.Item) sitrep.Date {
	if day, _ := ingest.Day(x.published); !day.IsZero() {
		return day
	}
	for _, l := range top[:min(len(top), 40)] {
		for _, part := range append([]string{l.text}, strings.FieldsFunc(l.text, func(r rune) bool { return strings.ContainsRune("|()•–—", r) })...) {
			part = lead.ReplaceAllString(clean(part), "")
			if m := placed.FindStringSubmatch(part); m != nil {
				part = m[1]
			}
			if len(part) > 40 {
				continue
			}
			if day, _ := ingest.Day(part); !day.IsZero() {
				return day
			}
		}
	}
	made := moment(first(d.info["CreationDate"], x.created))
	if made.IsZero() {
		return sitrep.Date{}
	}
	it.Notes = append(it.Notes, sitrep.Note{Kind: "date", Detail: "the day is the one on which the file was made; it names no other"})
	return sitrep.NewDate(made.Year(), made.Month(), made.Day())
}

// lead is what stands before a day, and placed a day behind the name of a place.
var (
	placed = regexp.MustCompile(`^\p{Lu}[\p{L}' ]{2,30}, (\d{1,2} .*)$`)
	lead   = regexp.MustCompile(`(?i)^\(?(?:as of|as at|issued(?: on)?|date|dated|published(?: on)?|released(?: on)?|last updated?|updated?(?: on)?)[: ]+`)
)

// moment reads a date of a PDF (ISO 32000-1, 7.9.4: "D:20231124103000+03'00'") or of XMP (ISO 8601), in its own zone; zero where it is none.
func moment(s string) time.Time {
	s = strings.TrimPrefix(strings.TrimSpace(s), "D:")
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	s = strings.NewReplacer("'", "", " ", "").Replace(s)
	for _, form := range []string{"20060102150405-0700", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() > 1980 {
			return t
		}
	}
	if i := strings.IndexByte(s, 'Z'); i >= 8 {
		return moment(s[:i])
	}
	return time.Time{}
}

// person is an author's name, "" for what is none: the names of accounts, and of programs.
func person(s string) string {
	s = clean(s)
	low := strings.ToLower(s)
	if !strings.Contains(s, " ") || len(s) > 120 || s == low || strings.ContainsAny(s, "@\\/<>") || strings.Contains(low, "microsoft") || strings.Contains(low, "windows user") {
		return ""
	}
	return s
}

// write makes the plain text that reading begins with. at are the paragraphs that hold the title.
func write(title string, paras []paragraph, at map[int]bool) []byte {
	var b strings.Builder
	b.WriteString(title)
	for i, p := range paras {
		if at[i] {
			continue
		}
		text := p.text
		if p.item {
			text = privateBullet.ReplaceAllString(text, "• ")
		}
		switch {
		case b.Len() == 0:
		case i > 0 && !at[i-1] && (p.row && paras[i-1].row || p.item && paras[i-1].item):
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(text)
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

// privateBullet are the bullets of the fonts Symbol and Wingdings, in Unicode's private area.
var privateBullet = regexp.MustCompile(`^[\x{F0B7}\x{F0A7}] ?`)

// xmp is what the file's XMP packet (ISO 16684-1) says: Dublin Core, PRISM, and XMP's own dates.
type xmp struct{ title, creator, publisher, language, published, created, modified string }

// readXMP reads the first XMP packet that stands open in the file, as the standard recommends; what is compressed is not seen.
func readXMP(b []byte) xmp {
	var x xmp
	start := bytes.Index(b, []byte("<x:xmpmeta"))
	if start < 0 {
		return x
	}
	end := bytes.Index(b[start:], []byte("</x:xmpmeta>"))
	if end < 0 || end > 1<<20 {
		return x
	}
	dec := xml.NewDecoder(bytes.NewReader(b[start : start+end+len("</x:xmpmeta>")]))
	dec.Strict = false
	dec.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	put := func(name, v string) {
		fields := map[string]*string{"title": &x.title, "creator": &x.creator, "publisher": &x.publisher, "language": &x.language,
			"publicationDate": &x.published, "CreateDate": &x.created, "ModifyDate": &x.modified}
		if f := fields[name]; f != nil && v != "" {
			if name == "creator" && *f != "" {
				*f += " and " + v
			} else if *f == "" {
				*f = v
			}
		}
	}
	spaces := map[string]bool{"http://purl.org/dc/elements/1.1/": true, "http://ns.adobe.com/xap/1.0/": true, "http://prismstandard.org/namespaces/basic/2.0/": true,
		"http://prismstandard.org/namespaces/basic/1.0/": true, "http://prismstandard.org/namespaces/basic/3.0/": true}
	var names []string
	for {
		t, err := dec.Token()
		if err != nil {
			return x
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := ""
			if spaces[t.Name.Space] {
				name = t.Name.Local
			}
			for _, a := range t.Attr {
				if spaces[a.Name.Space] {
					put(a.Name.Local, clean(a.Value))
				}
			}
			if len(names) > 50 {
				return x
			}
			names = append(names, name)
		case xml.EndElement:
			if len(names) > 0 {
				names = names[:len(names)-1]
			}
		case xml.CharData:
			for i := len(names) - 1; i >= 0; i-- {
				if names[i] != "" {
					put(names[i], clean(string(t)))
					break
				}
			}
		}
	}
}
