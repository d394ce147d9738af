package export

import (
	"archive/zip"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/situation"
)

//go:embed word/styles.xml
var wordStyles string

//go:embed word/numbering.xml
var wordNumbering string

//go:embed word/settings.xml
var wordSettings string

// The namespaces of Office Open XML (ECMA-376, transitional).
const (
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006"
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// textWidth is how wide the text of a page is, in twentieths of a point: A4 less margins of 2 cm.
const textWidth = 9638

// briefDOCX writes a brief as a document of Office Open XML (ECMA-376, transitional), which Word and LibreOffice open. Days are drawn as a chart of
// the program's own, with its numbers; ranges and maps are tables, since a picture would have to be a bitmap and no font is at hand to
// draw one with. The archive's times are fixed, so that the same brief is the same bytes.
func briefDOCX(w io.Writer, b *situation.Brief) error {
	d := &document{known: known(b), used: map[int]bool{}, links: map[string]string{}}
	d.write(b)
	z := zip.NewWriter(w)
	for _, part := range d.parts(b) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// part is a file of the package.
type part struct{ name, text string }

// parts are the files of the package: the list of their types comes first.
func (d *document) parts(b *situation.Brief) []part {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var types, relations strings.Builder
	list := []part{
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packageSpace + `/relationships">` +
			`<Relationship Id="rId1" Type="` + relationSpace + `/officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="` + packageSpace + `/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", coreProperties(b)},
		{"word/document.xml", xmlHead + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="` + drawingSpace + `" xmlns:c="` + chartSpace + `"><w:body>` +
			d.out.String() + `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/styles.xml", wordStyles},
		{"word/numbering.xml", wordNumbering},
		{"word/settings.xml", wordSettings},
		{"word/footer1.xml", xmlHead + `<w:ftr xmlns:w="` + wordSpace + `"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run("", shorten(plain(b.Title), 420)) + `<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>`},
	}
	types.WriteString(xmlHead + `<Types xmlns="` + packageSpace + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/>`)
	relations.WriteString(xmlHead + `<Relationships xmlns="` + packageSpace + `/relationships">`)
	for i, name := range []string{"styles", "numbering", "settings", "footer"} {
		file := name
		if name == "footer" {
			file = "footer1"
		}
		fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, file, word, name)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/%s" Target="%s.xml"/>`, i+1, relationSpace, name, file)
	}
	for i, c := range d.charts {
		name := "charts/chart" + strconv.Itoa(i+1) + ".xml"
		fmt.Fprintf(&types, `<Override PartName="/word/%s" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`, name)
		fmt.Fprintf(&relations, `<Relationship Id="chart%d" Type="%s/chart" Target="%s"/>`, i+1, relationSpace, name)
		list = append(list, part{"word/" + name, c})
	}
	for i, u := range d.order {
		fmt.Fprintf(&relations, `<Relationship Id="link%d" Type="%s/hyperlink" Target="%s" TargetMode="External"/>`, i+1, relationSpace, xmlText(u))
	}
	types.WriteString("</Types>")
	relations.WriteString("</Relationships>")
	return append([]part{{"[Content_Types].xml", types.String()}}, append(list, part{"word/_rels/document.xml.rels", relations.String()})...)
}

// coreProperties are the title and the time of a brief as other programs list them.
func coreProperties(b *situation.Brief) string {
	s := xmlHead + `<cp:coreProperties xmlns:cp="` + packageSpace + `/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + xmlText(plain(b.Title)) + `</dc:title><dc:creator>sitrep</dc:creator><dc:language>en-GB</dc:language>`
	if t := b.AsOf.UTC(); !t.IsZero() && t.Year() > 0 && t.Year() < 10000 {
		s += `<dcterms:created xsi:type="dcterms:W3CDTF">` + t.Format("2006-01-02T15:04:05Z") + `</dcterms:created>`
	}
	return s + `</cp:coreProperties>`
}

// document gathers the body of a document, its links and its charts.
type document struct {
	out    strings.Builder
	known  map[int]bool
	used   map[int]bool      // citations that a bookmark stands at, for the way back
	links  map[string]string // ids by address
	order  []string          // addresses
	charts []string
	marks  int // bookmarks so far
}

// xmlText escapes text for an element or an attribute.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// run is text with properties, such as <w:b/>.
func run(properties, s string) string {
	if s == "" {
		return ""
	}
	if rightToLeft(s) {
		properties += "<w:rtl/>"
	}
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + xmlText(s) + `</w:t></w:r>`
}

// paragraph writes a paragraph of a style.
func (d *document) paragraph(style string, runs ...string) {
	d.out.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + strings.Join(runs, "") + `</w:p>`)
}

// bookmark marks a place. Its name starts with a letter and holds letters, digits and low lines only.
func (d *document) bookmark(name string) string {
	d.marks++
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, d.marks, name, d.marks)
}

// place names the bookmark of a citation's number.
func place(kind string, n int) string {
	return kind + "_" + strings.Replace(strconv.Itoa(n), "-", "m", 1)
}

// cites are the links to citations.
func (d *document) cites(list []int) string {
	var b strings.Builder
	for _, n := range list {
		text := run(`<w:rStyle w:val="Cite"/>`, "["+strconv.Itoa(n)+"]")
		b.WriteString(run("", " "))
		if !d.known[n] {
			b.WriteString(text)
			continue
		}
		if !d.used[n] {
			d.used[n] = true
			b.WriteString(d.bookmark(place("use", n)))
		}
		b.WriteString(`<w:hyperlink w:anchor="` + place("source", n) + `" w:history="1">` + text + `</w:hyperlink>`)
	}
	return b.String()
}

// gradeColour is the colour of a grade's word.
var gradeColour = map[sitrep.Grade]string{sitrep.Single: "5C636C", sitrep.Corroborated: "1A5FAE", sitrep.Contested: "A4450A", sitrep.Affirmed: "0C664E", sitrep.Discounted: "655E68"}

// write makes the body.
func (d *document) write(b *situation.Brief) {
	d.paragraph("Heading1", run("", plain(b.Title)))
	for _, l := range about(b) {
		d.paragraph("About", run("", l))
	}
	for i := range b.Sections {
		s := &b.Sections[i]
		if empty(s) {
			continue
		}
		d.paragraph("Heading2", run("", plain(s.Title)))
		for j := range s.Charts {
			d.chart(&s.Charts[j], s.Title)
		}
		for _, p := range paragraphs(s.Statements) {
			if p.heading != "" {
				d.paragraph("Heading3", run("", p.heading))
			}
			for _, st := range p.statements {
				grade := ""
				if st.Grade != "" {
					properties := `<w:rStyle w:val="Grade"/>`
					if c := gradeColour[st.Grade]; c != "" {
						properties += `<w:color w:val="` + c + `"/>`
					}
					grade = run("", " ") + run(properties, "("+plain(string(st.Grade))+")")
				}
				d.paragraph("ListBullet", run("", plain(st.Text)), grade, d.cites(st.Cites))
			}
		}
		for _, t := range tables(s) {
			d.table(&t, s.Title)
		}
	}
	if len(b.Citations) > 0 {
		d.paragraph("Heading2", run("", "Sources"))
	}
	for i := range b.Citations {
		d.source(&b.Citations[i])
	}
}

// chart draws a chart of days, under its title. Those of other kinds are tables.
func (d *document) chart(c *situation.Chart, heading string) {
	if c.Kind != situation.Days {
		return
	}
	b := binned(c)
	if b.sum == 0 {
		return
	}
	if c.Title != heading {
		d.paragraph("Caption", run("", plain(c.Title)))
	}
	d.charts = append(d.charts, wordChart(&b, plain(c.Unit)))
	n := len(d.charts)
	const width, height = 6120130, 2520000 // 17 cm by 7 cm, in units of which a cm has 360,000
	fmt.Fprintf(&d.out, `<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Chart %d" descr="%s"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="%s"><c:chart r:id="chart%d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		width, height, 1000+n, n, xmlText(plain(c.Title)+". "+b.summary()), chartSpace, n)
}

// table writes a table under its title. Its columns are as wide as their words ask for.
func (d *document) table(t *situation.BriefTable, heading string) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Title != "" && t.Title != heading {
		d.paragraph("Caption", run("", plain(t.Title)))
	}
	sources := cited(t)
	widths := columnWidths(t, sources)
	d.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="` + strconv.Itoa(textWidth) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		fmt.Fprintf(&d.out, `<w:gridCol w:w="%d"/>`, n)
	}
	d.out.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	faint := `<w:b/><w:bCs/><w:color w:val="5F656C"/>`
	if len(widths) > 8 {
		faint += `<w:sz w:val="15"/><w:szCs w:val="15"/>`
	}
	for i, c := range t.Columns {
		d.cell(widths[i], numeric(t, i), run(faint, plain(c)))
	}
	if sources {
		d.cell(widths[len(widths)-1], false, run(faint, "Sources"))
	}
	d.out.WriteString(`</w:tr>`)
	for i := range t.Rows {
		r := &t.Rows[i]
		d.out.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for j := range t.Columns {
			d.cell(widths[j], numeric(t, j), run("", cell(r, j)))
		}
		if sources {
			d.cell(widths[len(widths)-1], false, d.cites(r.Cites))
		}
		d.out.WriteString(`</w:tr>`)
	}
	d.out.WriteString(`</w:tbl>`)
	d.paragraph("Cell") // what follows a table may be one more, and they would grow together
}

// lineChars is how many characters of a table's type go into textWidth, roughly.
const lineChars = 100

// columnWidths parts textWidth among the columns of a table and, where rows have them, their citations: each gets its longest word if that can be, the first
// one more, and then of what is left the more, the longer its longest cell.
func columnWidths(t *situation.BriefTable, sources bool) []int {
	need, want := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	fit := func(i int, s string) {
		n := utf8.RuneCountInString(s)
		want[i] = max(want[i], min(n, 40)+2)
		if whole(s) {
			need[i] = max(need[i], n+2)
			return
		}
		if i == 0 { // what the row is about
			need[i] = max(need[i], min(n, 22)+2)
		}
		for _, w := range strings.Fields(s) {
			need[i] = max(need[i], min(utf8.RuneCountInString(w), 24)+2)
		}
	}
	for i, c := range t.Columns {
		for _, w := range strings.Fields(plain(c)) { // bold, and broken between words
			fit(i, w+"m")
		}
		for j := range t.Rows {
			fit(i, cell(&t.Rows[j], i))
		}
	}
	if sources {
		most := 1
		for i := range t.Rows {
			most = max(most, len(t.Rows[i].Cites))
		}
		need, want = append(need, 10), append(want, min(5*most+5, 24))
	}
	needs, wants := 0, 0
	for i := range need {
		want[i] = max(want[i], need[i])
		needs, wants = needs+need[i], wants+want[i]
	}
	out := make([]int, len(need))
	for i := range out {
		switch {
		case wants <= lineChars:
			out[i] = textWidth * want[i] / wants
		case needs >= lineChars:
			out[i] = textWidth * need[i] / needs
		default:
			out[i] = textWidth * (need[i]*(wants-needs) + (want[i]-need[i])*(lineChars-needs)) / (lineChars * (wants - needs))
		}
	}
	return out
}

// cell writes a cell of a table.
func (d *document) cell(width int, number bool, runs string) {
	end := ""
	if number {
		end = `<w:jc w:val="right"/>`
	}
	fmt.Fprintf(&d.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>%s</w:pPr>%s</w:p></w:tc>`, width, end, runs)
}

// source writes an item of the list of sources.
func (d *document) source(c *situation.Citation) {
	number := run(`<w:b/><w:bCs/>`, strconv.Itoa(c.Number)+".")
	if d.used[c.Number] {
		number = `<w:hyperlink w:anchor="` + place("use", c.Number) + `" w:tooltip="back to where it is cited first" w:history="1">` + number + `</w:hyperlink>`
	}
	publisher, title := plain(string(c.Publisher)), plain(string(c.Title))
	if publisher == "" {
		publisher = "publisher unknown"
	}
	runs := []string{d.bookmark(place("source", c.Number)), number, `<w:r><w:tab/></w:r>`, run(`<w:b/><w:bCs/>`, publisher), run("", apart(publisher))}
	if title != "" {
		runs = append(runs, run("", ", "), run("", title), run("", apart(title)))
	}
	rest := ""
	if s := day(c.Published); s != "" {
		rest = ", " + s
	}
	if c.Copies > 0 {
		rest += "; " + counted(c.Copies, "copy says", "copies say") + " the same"
	}
	d.paragraph("Source", append(runs, run("", rest))...)
	if q := plain(c.Quote); q != "" {
		style := "Quote"
		if rightToLeft(q) {
			style = "QuoteRightToLeft"
		}
		d.paragraph(style, run("", q))
	}
	address := plain(string(c.URL))
	if id := d.link(c.URL); id != "" {
		d.paragraph("Where", `<w:hyperlink r:id="`+id+`" w:history="1">`+run(`<w:rStyle w:val="Hyperlink"/>`, address)+`</w:hyperlink>`)
	} else if address != "" {
		d.paragraph("Where", run("", address))
	}
	d.paragraph("Where", run("", where(c)))
}

// longestLink is how long an address may be that Word takes for a link.
const longestLink = 2000

// link gives the id of an address that may be followed, "" for one that may not. Word does not open a document at all if one of its addresses
// is none by RFC 3986, so what is doubtful is shown as text.
func (d *document) link(k sitrep.Known) string {
	u, err := url.Parse(link(k))
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	s := u.String()
	if len(s) > longestLink || strings.ContainsFunc(s+u.Host, func(r rune) bool { return r <= ' ' || r > '~' }) || strings.ContainsAny(u.Host, "%,;!'()*$&+=") {
		return ""
	}
	if d.links[s] == "" {
		d.order = append(d.order, s)
		d.links[s] = "link" + strconv.Itoa(len(d.order))
	}
	return d.links[s]
}
