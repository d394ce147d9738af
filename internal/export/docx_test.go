package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/situation"
)

// unpack reads the parts of a document.
func unpack(t *testing.T, b *situation.Brief) map[string]string {
	t.Helper()
	text := written(t, DOCX, b)
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
		if f.Modified.Year() != 1980 {
			t.Errorf("%s has the time %s", f.Name, f.Modified)
		}
	}
	return out
}

// relation is a link from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

func relations(t *testing.T, text string) []relation {
	t.Helper()
	var r struct{ Relationship []relation }
	if err := xml.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	return r.Relationship
}

func TestDocumentIsWhole(t *testing.T) {
	for name, b := range map[string]*situation.Brief{"sample": sample(), "hostile": hostile(), "empty": {}} {
		parts := unpack(t, b)
		for file, text := range parts {
			if err := wellFormed([]byte(text)); err != nil {
				t.Errorf("%s: %s: %v", name, file, err)
			}
			if strings.ContainsAny(text, "\x00\u202e\u2066\ufffe") {
				t.Errorf("%s: %s holds characters that steer", name, file)
			}
		}
		types := regexp.MustCompile(`<Override PartName="([^"]+)" ContentType="([^"]+)"/>`).FindAllStringSubmatch(parts["[Content_Types].xml"], -1)
		for _, m := range types {
			if _, ok := parts[strings.TrimPrefix(m[1], "/")]; !ok {
				t.Errorf("%s: %s has a type but is not there", name, m[1])
			}
		}
		for file := range parts {
			if strings.HasSuffix(file, ".rels") || file == "[Content_Types].xml" {
				continue
			}
			if !strings.Contains(parts["[Content_Types].xml"], `PartName="/`+file+`"`) {
				t.Errorf("%s: %s has no type", name, file)
			}
		}
		for _, from := range []string{"_rels/.rels", "word/_rels/document.xml.rels"} {
			ids := map[string]bool{}
			for _, r := range relations(t, parts[from]) {
				if ids[r.ID] {
					t.Errorf("%s: %s twice", name, r.ID)
				}
				ids[r.ID] = true
				if r.Mode == "External" {
					if !regexp.MustCompile(`^https?://[!-~]+$`).MatchString(r.Target) {
						t.Errorf("%s: links to %q", name, r.Target)
					}
					continue
				}
				if file := path.Join(strings.TrimSuffix(from, "_rels/"+path.Base(from)), r.Target); parts[file] == "" {
					t.Errorf("%s: %s is not there", name, file)
				}
			}
			if from == "_rels/.rels" {
				continue
			}
			for _, m := range regexp.MustCompile(`r:id="([^"]*)"`).FindAllStringSubmatch(parts["word/document.xml"], -1) {
				if !ids[m[1]] {
					t.Errorf("%s: nothing has the id %s", name, m[1])
				}
			}
		}
	}
}

func TestDocumentLinksAndStylesAreThere(t *testing.T) {
	for name, b := range map[string]*situation.Brief{"sample": sample(), "hostile": hostile()} {
		parts := unpack(t, b)
		body := parts["word/document.xml"]
		marks := map[string]bool{}
		for _, m := range regexp.MustCompile(`w:bookmarkStart w:id="\d+" w:name="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if marks[m[1]] || !regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`).MatchString(m[1]) {
				t.Errorf("%s: bookmark %q", name, m[1])
			}
			marks[m[1]] = true
		}
		links := regexp.MustCompile(`w:anchor="([^"]*)"`).FindAllStringSubmatch(body, -1)
		for _, m := range links {
			if !marks[m[1]] {
				t.Errorf("%s: no bookmark %q", name, m[1])
			}
		}
		if len(links) < 20 {
			t.Errorf("%s: %d links", name, len(links))
		}
		for _, m := range regexp.MustCompile(`<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+m[1]+`"`) {
				t.Errorf("%s: no style %s", name, m[1])
			}
		}
		if regexp.MustCompile(`<w:tc>(<w:tcPr>.*?</w:tcPr>)?</w:tc>`).MatchString(body) {
			t.Errorf("%s: a cell without a paragraph", name)
		}
	}
}

func TestDocumentSaysWhatTheBriefSays(t *testing.T) {
	golden(t, "document.xml", []byte(unpack(t, sample())["word/document.xml"]))
	golden(t, "chart.xml", []byte(unpack(t, sample())["word/charts/chart1.xml"]))
	var words strings.Builder
	d := xml.NewDecoder(strings.NewReader(unpack(t, hostile())["word/document.xml"]))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := tok.(xml.CharData); ok {
			words.Write(c)
		}
	}
	for _, n := range nasty {
		if !strings.Contains(words.String(), plain(n)) {
			t.Errorf("%q is not shown as %q", n, plain(n))
		}
	}
}

func TestDocumentLinksOnlyToWhatWordTakesForAnAddress(t *testing.T) {
	b := &situation.Brief{}
	for i, u := range []string{"https://a.example/x y", "http://[bad", "https://a.example/%zz", "https://user:pw@a.example/", "https://a.example/ü", "http:///x", "https://ü.example/", "https://a.example/" + strings.Repeat("x", 3000), "https://a.example/ok?a=1&b=2", "https://a.example/ok?a=1&b=2"} {
		b.Citations = append(b.Citations, situation.Citation{Number: i + 1, URL: sitrep.Known(u)})
	}
	var got []string
	for _, r := range relations(t, unpack(t, b)["word/_rels/document.xml.rels"]) {
		if r.Mode == "External" {
			got = append(got, r.Target)
		}
	}
	if fmt.Sprint(got) != "[https://a.example/%C3%BC https://a.example/ok?a=1&b=2]" {
		t.Errorf("got %q", got)
	}
}

func TestRightToLeftQuotesAreSetSo(t *testing.T) {
	body := unpack(t, sample())["word/document.xml"]
	if strings.Count(body, `w:val="QuoteRightToLeft"`) != 1 || !strings.Contains(body, "<w:rtl/>") {
		t.Error("the Arabic quote is set from left to right")
	}
}
