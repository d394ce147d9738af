package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sitrep"
)

// maxPart is how many bytes of one part of an office document are read.
const maxPart = 32 << 20

// wordSpaces are the namespaces of WordprocessingML: ISO/IEC 29500 transitional and strict.
var wordSpaces = map[string]bool{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": true,
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             true,
}

// compatibility is the namespace of what is written several times for readers of different age.
const compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"

// docx gives an office document (ISO/IEC 29500 WordprocessingML): its paragraphs, of tables a row a line, and its notes. What was
// deleted while changes were tracked is left out, what was inserted is kept; headers and footers of the page are left out.
func (w *walker) docx(p *piece, z *zip.Reader) error {
	b, err := w.whole(p, w.Limits.File)
	var it Item
	if err == nil {
		it, err = readDocx(z)
	}
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	it.From, it.Received = p.from, b
	it.Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	it.setURL(p.url)
	return w.give(p, it)
}

func readDocx(z *zip.Reader) (Item, error) {
	var it Item
	part := func(names ...string) *zip.File {
		for _, f := range z.File {
			if slices.Contains(names, f.Name) {
				return f
			}
		}
		return nil
	}
	body := &wordText{}
	if err := body.part(part("word/document.xml", "word/document2.xml")); err != nil {
		return it, fmt.Errorf("is a broken office document (%w); save it anew", err)
	}
	for _, name := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		if f := part(name); f != nil {
			if err := body.part(f); err != nil {
				it.note("left_out", "its notes are broken (%s)", label(err.Error()))
			}
		}
	}
	text := body.text.String()
	if strings.TrimSpace(text) == "" {
		return it, errors.New("holds no text; if it holds pictures of text, run OCR first")
	}
	var core coreProperties
	if f := part("docProps/core.xml"); f != nil {
		if err := core.read(f); err != nil {
			it.note("left_out", "its properties are broken (%s)", label(err.Error()))
		}
	}
	title := core.Title
	if body.title != "" {
		title = "" // the text has its own, in its place
	}
	it.Text = []byte(compose(title, text))
	it.Author = sitrep.Known(oneLine(core.Creator))
	it.setLanguage(core.Language)
	if day, _ := Day(core.Created); !day.IsZero() {
		it.Published = day
		it.note("date", "the day is the one on which the document was made; it names no day of publication")
	}
	it.Modified = moment(core.Modified)
	return it, nil
}

// coreProperties are a document's properties (ISO/IEC 29500-2, in terms of Dublin Core).
type coreProperties struct {
	Title    string `xml:"title"`
	Creator  string `xml:"creator"`
	Language string `xml:"language"`
	Created  string `xml:"created"`
	Modified string `xml:"modified"`
}

func (c *coreProperties) read(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(io.LimitReader(r, 1<<20)).Decode(c)
}

// wordText gathers the paragraphs of the parts of a document.
type wordText struct {
	text  bytes.Buffer
	row   bool   // the last paragraph is a table's row
	title string // of a paragraph in the style of titles or, first of all, of a heading
}

// openParagraph is a paragraph that is being read.
type openParagraph struct {
	text  bytes.Buffer
	style string
}

// part reads one part of the document. It keeps a stack of paragraphs, because a text box stands inside one, and reads no deeper
// than elements can reasonably lie.
func (t *wordText) part(f *zip.File) error {
	if f == nil {
		return errors.New("its text is missing")
	}
	if f.UncompressedSize64 > maxPart {
		return fmt.Errorf("its text is over the limit of %s", megabytes(maxPart))
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	const maxDepth = 1000
	d := xml.NewDecoder(io.LimitReader(r, maxPart))
	var open []*openParagraph
	var rows []*wordRow
	var skip, depth int // depth at which what is left out began, 0 for none; depth of the element
	inText := false
	for {
		token, err := d.Token()
		if err == io.EOF && depth == 0 {
			return nil
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return errors.New(strings.TrimPrefix(unwrapped(err), "XML "))
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errors.New("its elements lie too deep in one another")
			}
			name := wordName(e.Name)
			switch {
			case skip > 0:
			case name == "del", name == "moveFrom", name == "Fallback", name == "rPrChange", name == "pPrChange", leftNote(name, e.Attr):
				skip = depth
			case name == "p":
				open = append(open, &openParagraph{})
			case name == "t":
				inText = true
			case name == "tr":
				rows = append(rows, &wordRow{})
			case name == "tc" && len(rows) > 0:
				rows[len(rows)-1].cells = append(rows[len(rows)-1].cells, "")
			case len(open) == 0:
			case name == "pStyle":
				open[len(open)-1].style = attribute(e.Attr, "val")
			case name == "tab", name == "br", name == "cr":
				open[len(open)-1].text.WriteByte(map[string]byte{"tab": '\t', "br": '\n', "cr": '\n'}[name])
			case name == "noBreakHyphen":
				open[len(open)-1].text.WriteByte('-')
			}
		case xml.EndElement:
			name := wordName(e.Name)
			switch {
			case skip > 0:
				if skip == depth {
					skip = 0
				}
			case name == "t":
				inText = false
			case name == "p" && len(open) > 0:
				t.end(open[len(open)-1], rows)
				open = open[:len(open)-1]
			case name == "tr" && len(rows) > 0:
				row := rows[len(rows)-1]
				rows = rows[:len(rows)-1]
				t.endRow(row.cells, rows)
			}
			depth--
		case xml.CharData:
			if inText && skip == 0 && len(open) > 0 {
				open[len(open)-1].text.Write(e)
			}
		}
	}
}

// wordRow is a table's row that is being read.
type wordRow struct{ cells []string }

// wordName is the local name of an element of WordprocessingML or of markup compatibility, "" of others.
func wordName(n xml.Name) string {
	if wordSpaces[n.Space] || n.Space == compatibility {
		return n.Local
	}
	return ""
}

// leftNote says that an element is a note that holds no words of its own: the lines that divide notes from the text.
func leftNote(name string, attrs []xml.Attr) bool {
	if name != "footnote" && name != "endnote" {
		return false
	}
	kind := attribute(attrs, "type")
	return kind != "" && kind != "normal"
}

func attribute(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// end ends a paragraph: in a table it belongs to its cell.
func (t *wordText) end(p *openParagraph, rows []*wordRow) {
	text := strings.TrimSpace(p.text.String())
	if text == "" {
		return
	}
	style := strings.ToLower(p.style)
	if t.title == "" && (style == "title" || t.text.Len() == 0 && strings.HasPrefix(style, "heading")) {
		t.title = text
	}
	t.place(text, rows, " ", false)
}

// place puts a paragraph or a table's row where it belongs: into the text, or into the cell that it stands in.
func (t *wordText) place(text string, rows []*wordRow, between string, row bool) {
	if len(rows) == 0 {
		switch {
		case t.text.Len() == 0:
		case row && t.row:
			t.text.WriteByte('\n')
		default:
			t.text.WriteString("\n\n")
		}
		t.row = row
		t.text.WriteString(text)
		return
	}
	in := rows[len(rows)-1]
	if len(in.cells) == 0 {
		in.cells = append(in.cells, "")
	}
	cell := &in.cells[len(in.cells)-1]
	if *cell != "" {
		*cell += between
	}
	*cell += strings.ReplaceAll(text, "\n", " ")
}

// endRow ends a row: a line of its own. A row of one cell, as layouts have, is a paragraph.
func (t *wordText) endRow(cells []string, outer []*wordRow) {
	cells = slices.DeleteFunc(cells, func(s string) bool { return s == "" })
	if len(cells) > 0 {
		t.place(strings.Join(cells, " | "), outer, "; ", len(cells) > 1)
	}
}
