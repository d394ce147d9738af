package ingest

import (
	"strings"
	"testing"
)

const (
	wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	coreNS = `xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`
)

// word is an office document around the markup of its body.
func word(body string, more ...[2]string) []byte {
	return zipped(append([][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"word/document.xml", `<?xml version="1.0"?><w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`},
	}, more...)...)
}

func para(words ...string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	for _, w := range words {
		b.WriteString(`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + w + `</w:t></w:r>`)
	}
	return b.String() + "</w:p>"
}

func TestDocx(t *testing.T) {
	cell := func(s string) string { return "<w:tc>" + s + "</w:tc>" }
	body := `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Situation</w:t><w:tab/><w:t>report</w:t></w:r></w:p>` +
		para("Shells ", "hit &amp; burned", " the market.") + `<w:p/>` +
		`<w:p><w:r><w:t>Six </w:t></w:r><w:del><w:r><w:delText>nine </w:delText><w:t>ten </w:t></w:r></w:del><w:moveFrom><w:r><w:t>moved away </w:t></w:r></w:moveFrom><w:ins><w:r><w:t>seven </w:t></w:r></w:ins><w:r><w:t>fled</w:t><w:br/><w:t>north.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>` +
		`<w:tbl><w:tr>` + cell(para("Place")) + cell(para("Killed")) + `</w:tr><w:tr>` + cell(para("Dona")+para("town")) + cell(para("7")) + `</w:tr></w:tbl>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>` + para("In a box.") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + para("In a box.") + `</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Beside it.</w:t></w:r></w:p>`
	b := word(body,
		[2]string{"word/footnotes.xml", `<w:footnotes ` + wordNS + `><w:footnote w:type="separator" w:id="-1">` + para("---") + `</w:footnote><w:footnote w:id="1">` + para("Said the office.") + `</w:footnote></w:footnotes>`},
		[2]string{"docProps/core.xml", `<cp:coreProperties ` + coreNS + `><dc:title>Old title</dc:title><dc:creator>Ann  Lee</dc:creator><dc:language>en-US</dc:language><dcterms:created>2017-03-02T09:00:00Z</dcterms:created><dcterms:modified>2017-03-04T09:00:00Z</dcterms:modified></cp:coreProperties>`})
	it := gatherBytes(t, Options{}, "x.docx", b).one(t)
	want := "Situation\treport\n\nShells hit & burned the market.\n\nSix seven fled\nnorth.\n\nPlace | Killed\nDona town | 7\n\nIn a box.\n\nBeside it.\n\nSaid the office."
	if got := string(it.Text); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if it.Author != "Ann Lee" || it.Published != date(2017, 3, 2) || it.Language != "en" || it.Modified.Format("2006-01-02") != "2017-03-04" || len(it.Received) != len(b) || len(it.Notes) != 1 || it.Notes[0].Kind != "date" {
		t.Errorf("got %+v", it)
	}
	it = gatherBytes(t, Options{}, "x.zip", zipped([2]string{"a/x.docx", string(word(para("Shells fell."), [2]string{"docProps/core.xml", `<cp:coreProperties ` + coreNS + `><dc:title>Hit</dc:title></cp:coreProperties>`}))})).one(t)
	if it.From != "x.zip!a/x.docx" || string(it.Text) != "Hit\n\nShells fell." {
		t.Errorf("in an archive: %s %q", it.From, it.Text)
	}
}

func TestDocxOfOtherWriters(t *testing.T) {
	other := strings.NewReplacer("w:", "ns0:", ":w=", ":ns0=", "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
	b := zipped([2]string{"word/document.xml", other.Replace(`<w:document ` + wordNS + `><w:body>` + para("Shells fell.") + `</w:body></w:document>`)})
	if it := gatherBytes(t, Options{}, "x.docx", b).one(t); string(it.Text) != "Shells fell." {
		t.Errorf("got %q", it.Text)
	}
}

func TestBrokenDocx(t *testing.T) {
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"without text", word("<w:p/>"), "holds no text"},
		{"cut markup", word("<w:p><w:r><w:t>Shells"), "is a broken office document"},
		{"an entity bomb", zipped([2]string{"word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document ` + wordNS + `><w:p><w:t>&b;</w:t></w:p></w:document>`}), "is a broken office document"},
		{"too deep", word(strings.Repeat("<w:p>", 100_000) + strings.Repeat("</w:p>", 100_000)), "lie too deep"},
		{"a spreadsheet", zipped([2]string{"xl/workbook.xml", "<x/>"}), "is a spreadsheet"},
		{"an OpenDocument file", zipped([2]string{"mimetype", "application/vnd.oasis.opendocument.text"}), "OpenDocument"},
	} {
		g := gatherBytes(t, Options{}, "x.docx", c.b)
		if len(g.items) != 0 || len(g.refused) != 1 || !strings.Contains(g.refused[0], c.want) {
			t.Errorf("%s: got %q, refused %q", c.name, g.froms(), g.refused)
		}
	}
}
