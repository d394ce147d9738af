package ingest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitrep"
)

// gathered is what a walk gave: a line for each item and each refusal, in order.
type gathered struct {
	items   []Item
	refused []string
	left    []string
}

func gather(t testing.TB, o Options, sources ...string) gathered {
	t.Helper()
	var g gathered
	err := o.Walk(context.Background(), sources, func(it Item) error {
		g.items = append(g.items, it)
		return nil
	}, g.refuse(t))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func gatherBytes(t testing.TB, o Options, name string, b []byte) gathered {
	t.Helper()
	var g gathered
	err := o.Read(context.Background(), Input{From: name, Body: bytes.NewReader(b)}, func(it Item) error {
		g.items = append(g.items, it)
		return nil
	}, g.refuse(t))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *gathered) refuse(t testing.TB) func(string, error) {
	return func(from string, err error) {
		line := from + ": " + err.Error()
		var left *LeftOut
		switch {
		case errors.As(err, &left):
			g.left = append(g.left, line)
			return
		case strings.ContainsAny(line, "\n\r\x1b"):
			t.Errorf("refusal is not one clean line: %q", line)
		case !strings.Contains(line, ";"):
			t.Errorf("refusal does not say what to do: %q", line)
		}
		g.refused = append(g.refused, line)
	}
}

func (g gathered) froms() []string {
	var s []string
	for _, it := range g.items {
		s = append(s, it.From)
	}
	return s
}

func (g gathered) one(t testing.TB) Item {
	t.Helper()
	if len(g.items) != 1 || len(g.refused) != 0 {
		t.Fatalf("got %d items %q and refusals %q, want one item", len(g.items), g.froms(), g.refused)
	}
	return g.items[0]
}

func date(y, m, d int) sitrep.Date {
	return sitrep.NewDate(y, months[strings.ToLower([]string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}[m])], d)
}

func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gz(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func zipped(files ...[2]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, _ := z.Create(f[0])
		_, _ = w.Write([]byte(f[1]))
	}
	_ = z.Close()
	return out.Bytes()
}

func tarred(files ...[2]string) []byte {
	var out bytes.Buffer
	z := tar.NewWriter(&out)
	for _, f := range files {
		_ = z.WriteHeader(&tar.Header{Name: f[0], Mode: 0o644, Size: int64(len(f[1])), Typeflag: tar.TypeReg})
		_, _ = z.Write([]byte(f[1]))
	}
	_ = z.Close()
	return out.Bytes()
}

func TestFoldersAreReadInTheOrderOfNames(t *testing.T) {
	dir := tree(t, map[string]string{
		"b.txt": "Shells hit the market.", "a/z.txt": "A convoy left.", "a/c.md": "# Head\n\nA *bridge* fell.", ".hidden": "no", "c.jsonl": `{"text":"Rebels left."}` + "\n",
	})
	if err := os.Symlink(dir, filepath.Join(dir, "a", "loop")); err != nil {
		t.Skip(err)
	}
	g := gather(t, Options{}, dir)
	var got []string
	for _, from := range g.froms() {
		rel, _ := filepath.Rel(dir, from)
		got = append(got, filepath.ToSlash(rel))
	}
	want := []string{"a/c.md", "a/z.txt", "b.txt", "c.jsonl:1"}
	if !slices.Equal(got, want) || len(g.refused) != 0 || len(g.left) != 1 {
		t.Errorf("got %q, refused %q, left out %q", got, g.refused, g.left)
	}
}

func TestWhatCannotBeReadIsRefusedAndTheWalkGoesOn(t *testing.T) {
	dir := tree(t, map[string]string{
		"1.txt": "", "2.txt": " \n\t", "3.bin": "MZ\x00\x01\x02\x00\x00ab\x00", "4.rtf": `{\rtf1 x}`, "5.xml": `<?xml version="1.0"?><rss version="2.0"></rss>`,
		"6.doc": "\xd0\xcf\x11\xe0aaaaaaaa", "7.pdf": "%PDF-1.4", "8.zip": "PK\x03\x04garbage", "9.gz": "\x1f\x8b\x08broken!!!", "ok.txt": "Rebels left.",
	})
	g := gather(t, Options{}, filepath.Join(dir, "none"), dir)
	if len(g.items) != 1 || len(g.refused) != 10 {
		t.Fatalf("got %q and %d refusals:\n%s", g.froms(), len(g.refused), strings.Join(g.refused, "\n"))
	}
	for i, want := range []string{"no such file", "is empty", "is empty", "is not text", "is an RTF document", "is a feed", "is an old office document", "is a PDF file", "is a broken ZIP archive", "is a broken compressed file"} {
		if !strings.Contains(g.refused[i], want) {
			t.Errorf("got %q, want %q in it", g.refused[i], want)
		}
	}
}

func TestArchivesInOneAnother(t *testing.T) {
	inner := zipped([2]string{"../../etc/report.txt", "Shells hit the market."}, [2]string{"__MACOSX/._x", "no"}, [2]string{"empty.txt", ""}, [2]string{"evil\n\x1b[31m.txt", "A convoy left."})
	outer := tarred([2]string{"x/in.zip", string(inner)}, [2]string{"x/a.jsonl", `{"text":"Rebels left."}`}, [2]string{"zero", ""})
	for _, c := range []struct {
		name string
		b    []byte
		want []string
	}{
		{"t.tar", outer, []string{"t.tar!x/in.zip!../../etc/report.txt", "t.tar!x/in.zip!evil��[31m.txt", "t.tar!x/a.jsonl:1"}},
		{"t.tgz", gz(outer), []string{"t.tgz!x/in.zip!../../etc/report.txt", "t.tgz!x/in.zip!evil��[31m.txt", "t.tgz!x/a.jsonl:1"}},
		{"a.txt.gz", gz([]byte("Rebels left.")), []string{"a.txt.gz"}},
		{"padded.txt.gz", append(gz([]byte("Rebels left.")), make([]byte, 512)...), []string{"padded.txt.gz"}},
	} {
		g := gatherBytes(t, Options{}, c.name, c.b)
		if !slices.Equal(g.froms(), c.want) || len(g.refused) > 0 {
			t.Errorf("%s: got %q, refused %q", c.name, g.froms(), g.refused)
		}
		path := filepath.Join(tree(t, map[string]string{c.name: string(c.b)}), c.name)
		if d := gather(t, Options{}, path); len(d.items) != len(c.want) {
			t.Errorf("%s on disk: got %q, refused %q", c.name, d.froms(), d.refused)
		}
	}
	deep := []byte("Rebels left.")
	for range 4 {
		deep = gz(deep)
	}
	if g := gatherBytes(t, Options{}, "deep.gz", deep); len(g.items) != 0 || len(g.refused) != 1 || !strings.Contains(g.refused[0], "archive inside 3 others") {
		t.Errorf("four deep: %q, %q", g.froms(), g.refused)
	}
}

func TestACutGzipFileGivesWhatIsWhole(t *testing.T) {
	var lines bytes.Buffer
	for i := range 20000 {
		fmt.Fprintf(&lines, `{"text":"Report %d of %d shells.","n":%d}`+"\n", i, i*7919%1000, i*104729)
	}
	b := gz(lines.Bytes())
	g := gatherBytes(t, Options{}, "x.jsonl.gz", b[:len(b)/2])
	if len(g.items) < 5000 || len(g.items) > 15000 || len(g.refused) != 1 || !strings.Contains(g.refused[0], "cannot be read to its end") {
		t.Errorf("got %d items, refused %q", len(g.items), g.refused)
	}
	if g := gatherBytes(t, Options{}, "x.txt.gz", gz([]byte(strings.Repeat("A convoy left. ", 9)))[:30]); len(g.items) != 0 || len(g.refused) != 1 {
		t.Errorf("half a report was taken for one: %q %q", g.froms(), g.refused)
	}
}

func TestTheWalkEndsWithTheErrorOfFound(t *testing.T) {
	stop := errors.New("enough")
	n := 0
	err := Options{Stdin: strings.NewReader(`{"text":"a b c"}` + "\n" + `{"text":"d e f"}`)}.Walk(context.Background(), []string{"-", "-"}, func(Item) error { n++; return stop }, func(string, error) {})
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("got %v after %d", err, n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := (Options{}).Walk(ctx, []string{t.TempDir()}, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestBzip2(t *testing.T) {
	b, _ := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWVSZaHUAAAETgEABEAATBAwAIAAiBoekIMmIGu1iKT8XckU4UJBUmWh1")
	if it := gatherBytes(t, Options{}, "x.txt.bz2", b).one(t); string(it.Plain()) != "Rebels left." {
		t.Errorf("got %q", it.Plain())
	}
}

func TestReadersOfOtherPackages(t *testing.T) {
	o := Options{
		Page: func(b []byte, media, url string) (Item, error) {
			if bytes.Contains(b, []byte("fault")) {
				panic("index out of range")
			}
			if bytes.Contains(b, []byte("shell")) {
				return Item{}, errors.New("holds no article text; save the page after it has loaded")
			}
			return Item{Received: b, Media: "text/html", Text: []byte("a page"), URL: "https://post.example/1"}, nil
		},
		PDF: func(b []byte) (Item, error) {
			return Item{Received: b, Media: "application/pdf", Text: []byte("a file")}, nil
		},
		Feed: func(b []byte, url string) ([]Item, error) {
			return []Item{{From: "https://a.example/1", Received: []byte("x")}, {Received: []byte("y")}}, nil
		},
	}
	dir := tree(t, map[string]string{
		"1.txt": "\n<!DOCTYPE html><html>ok", "2.html": "<p>fault", "3.html": "<p>shell", "4.bin": "\n%PDF-1.7 x", "5": "<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='http://www.w3.org/2005/Atom'>", "6.xml": "<urlset>",
	})
	g := gather(t, o, dir)
	var got []string
	for _, it := range g.items {
		got = append(got, filepath.Base(it.From)+" "+string(it.Plain()))
	}
	if want := "1.txt a page; 4.bin a file; 1 x; 5#2 y; 1 x; 6.xml#2 y"; strings.Join(got, "; ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(g.refused) != 2 || !strings.Contains(g.refused[0], "2.html: a fault in sitrep (index out of range)") || !strings.Contains(g.refused[1], "3.html: holds no article text") {
		t.Errorf("refused %q", g.refused)
	}
}

func TestAFileThatGrowsWhileItIsRead(t *testing.T) {
	dir := tree(t, map[string]string{"x.txt": "Shells fell.", "x.jsonl": "{\"text\":\"One fell.\"}\n{\"text\":\"Two fell.\"}\n"})
	grow := func(name string) func(int64) {
		return func(int64) {
			f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteString("{\"text\":\"Late fell.\"}\n")
			}
			if err = errors.Join(err, f.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	g := gather(t, Options{Taken: grow("x.txt")}, filepath.Join(dir, "x.txt"))
	if len(g.items) != 0 || len(g.refused) != 1 || !strings.Contains(g.refused[0], "changed while it was read") {
		t.Errorf("one report: %q, refused %q", g.froms(), g.refused)
	}
	if g := gather(t, Options{Taken: grow("x.jsonl")}, filepath.Join(dir, "x.jsonl")); len(g.items) != 2 || len(g.refused) != 0 {
		t.Errorf("many reports: %q, refused %q", g.froms(), g.refused)
	}
}

func TestUnreadableFilesAreRefused(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser reads everything")
	}
	dir := tree(t, map[string]string{"x.txt": "Shells fell.", "d/y.txt": "z"})
	_ = os.Chmod(filepath.Join(dir, "x.txt"), 0)
	_ = os.Chmod(filepath.Join(dir, "d"), 0)
	defer func() { _ = os.Chmod(filepath.Join(dir, "d"), 0o700) }()
	if g := gather(t, Options{}, dir); len(g.items) != 0 || len(g.refused) != 2 || !strings.Contains(g.refused[1], "may not be read") {
		t.Errorf("refused %q", g.refused)
	}
}

func TestALongTextIsCut(t *testing.T) {
	it := gatherBytes(t, Options{Limits: Limits{Record: 9}}, "x.html", []byte("<p>Schön fällt")).one(t)
	if string(it.Text) != "Schön f" || len(it.Notes) != 1 || it.Notes[0].Kind != "truncated" {
		t.Errorf("got %q, %v", it.Text, it.Notes)
	}
}

func TestSharedCorporaNeedNoMapping(t *testing.T) {
	for _, c := range []struct {
		path         string
		items, dated int
	}{
		{"corpus/current-events/2014.jsonl.gz", 2423, 2423},
		{"corpus/mosul/docs.jsonl", 152, 111},
		{"bench/fusion/dev.docs.jsonl", 1608, 1608},
	} {
		path := filepath.Join("..", "..", "..", "shared", filepath.FromSlash(c.path))
		if _, err := os.Stat(path); err != nil {
			t.Skipf("%s is not here", c.path)
		}
		g := gather(t, Options{}, path)
		dated, published := 0, 0
		for _, it := range g.items {
			if !it.Published.IsZero() {
				dated++
			}
			if it.Publisher != "" {
				published++
			}
		}
		if len(g.items) != c.items || dated != c.dated || published < len(g.items)*9/10 || len(g.refused) > 0 {
			t.Errorf("%s: %d items, %d dated, %d with a publisher, refused %q", c.path, len(g.items), dated, published, g.refused)
		}
	}
}
