package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// A report in each format that is read, taken in twice and under other names, adds no row.
func TestEverythingTwiceAddsNoRow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inbox := filepath.Join(dir, "inbox")
	said := 0
	// words are another report's each time
	words := func() string {
		said++
		return fmt.Sprintf("Rebels shelled the port of Mersa on Monday, killing %d dockers, and burned %d boats, officer number %d said.", said+2, said+3, said)
	}
	page := func() string {
		w := words()
		return "<html><head><title>Port shelled</title><meta property=\"article:published_time\" content=\"2024-03-05\"></head><body><article><h1>Port shelled</h1><p>" + w +
			"</p><p>The harbour was closed by the army after the attack, and ships were told to wait outside until the morning.</p></article></body></html>"
	}
	mail := func() string {
		return "From: Desk <desk@harbour.example>\nDate: Tue, 05 Mar 2024 10:00:00 +0000\nSubject: Port shelled\nMessage-ID: <" + fmt.Sprint(said) + "@harbour.example>\n\n" + words() + "\n"
	}
	gz := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		text(s)(z)
		_ = z.Close()
		return b.String()
	}
	tarOf := func(name, s string) string {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		_ = w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(s))})
		text(s)(w)
		_ = w.Close()
		return b.String()
	}
	payload := words()
	plain := words()
	files := map[string]string{
		"plain.txt":      plain,
		"marked.md":      "---\ntitle: Port shelled\ndate: 2024-03-05\n---\n" + words(),
		"page.html":      page(),
		"report.pdf":     pdfOf(words()),
		"report.docx":    string(zipOf(t, "word/document.xml", text(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>`+words()+`</w:t></w:r></w:p></w:body></w:document>`))),
		"message.eml":    mail(),
		"box.mbox":       "From desk@harbour.example Tue Mar  5 10:00:00 2024\n" + mail() + "\nFrom desk@harbour.example Tue Mar  5 11:00:00 2024\n" + mail(),
		"one.json":       `{"text": "` + words() + `", "url": "https://harbour.example/j"}`,
		"many.jsonl":     `{"text": "` + words() + `"}` + "\n" + `{"text": "` + words() + `"}` + "\n",
		"table.csv":      "text,date\n\"" + words() + "\",2024-03-05\n\"" + words() + "\",2024-03-06\n",
		"feed.xml":       `<rss version="2.0"><channel><title>Harbour Post</title><item><title>Port shelled</title><link>https://harbour.example/1</link><description>` + words() + `</description></item></channel></rss>`,
		"packed.txt.gz":  gz(words()),
		"packed.tar.gz":  gz(tarOf("a.txt", words())),
		"packed.zip":     string(zipOf(t, "b.html", text(page()))),
		"web.warc":       "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://harbour.example/w\r\nContent-Type: text/plain\r\nContent-Length: " + fmt.Sprint(len(payload)) + "\r\n\r\n" + payload + "\r\n\r\n",
		"same/other.txt": plain, // under another name
		"same/again.zip": string(zipOf(t, "in/an/archive.txt", text(plain))),
	}
	for name, s := range files {
		path := filepath.Join(inbox, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	archive := filepath.Join(dir, "archive")
	ingest := func(want string, stdin io.Reader, sources ...string) {
		t.Helper()
		if r := runSitrep(t, dir, stdin, append([]string{"ingest", "--archive", archive}, sources...)...); r.status != 0 || r.out != want || r.err != "" {
			t.Errorf("%v: %+v; want %q", sources, r, want)
		}
	}
	ingest("18 reports new, 2 known already; 36 claims\n", nil, inbox)
	rows := rowsOf(t, archive)
	if rows["reports"] != 18 {
		t.Errorf("%d rows of reports, want 18", rows["reports"])
	}
	ingest("0 reports new, 20 known already; 0 claims\n", nil, inbox)
	if err := os.Rename(inbox, filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	ingest("0 reports new, 40 known already; 0 claims\n", nil, "moved", "moved")
	ingest("0 reports new, 1 known already; 0 claims\n", bytes.NewReader([]byte(plain)), "-")
	if again := rowsOf(t, archive); !maps.Equal(again, rows) {
		t.Errorf("rows after everything was taken in again: %v, want %v", again, rows)
	}
	sound(t, archive)
}

// rowsOf counts the rows of each table of an archive.
func rowsOf(t *testing.T, archive string) map[string]int {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(archive, "sitrep.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		t.Fatal(err)
	}
	defer tables.Close()
	rows := map[string]int{}
	for tables.Next() {
		var name string
		if err := tables.Scan(&name); err != nil {
			t.Fatal(err)
		}
		rows[name] = 0
	}
	if err := tables.Err(); err != nil {
		t.Fatal(err)
	}
	for name := range rows {
		var n int
		if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM "`+name+`"`).Scan(&n); err != nil {
			t.Fatal(name, err)
		}
		rows[name] = n
	}
	return rows
}

// pdfOf is a PDF file (ISO 32000) of one page with s in lines of eight words, which may hold no brackets.
func pdfOf(s string) string {
	var content bytes.Buffer
	content.WriteString("BT /F1 12 Tf 60 760 Td 15 TL\n")
	for i, w := range bytes.Fields([]byte(s)) {
		switch {
		case i%8 == 0 && i > 0:
			content.WriteString(") Tj T* (")
		case i == 0:
			content.WriteString("(")
		}
		content.Write(w)
		content.WriteString(" ")
	}
	content.WriteString(") Tj ET")
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", content.Len(), &content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.String()
}
