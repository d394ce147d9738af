package ingest

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzRead reads b under a name and checks what holds of every reading: no fault, refusals of one line, reports with bytes and sound text, and
// the same answer twice. Limits are small, so that the paths at the limits are taken.
func fuzzRead(t *testing.T, name string, b []byte) {
	if len(b) > 1<<16 {
		return
	}
	o := Options{Limits: Limits{File: 8 << 10, Record: 1 << 10, Unpacked: 1 << 20, Members: 20}}
	first := fuzzGather(t, o, name, b)
	second := fuzzGather(t, o, name, b)
	if rowsOf(first) != rowsOf(second) || strings.Join(first.refused, "\n") != strings.Join(second.refused, "\n") {
		t.Errorf("two readings differ: %q %q and %q %q", rowsOf(first), first.refused, rowsOf(second), second.refused)
	}
	for _, it := range first.items {
		switch {
		case len(it.Received) == 0:
			t.Errorf("%s has no bytes", it.From)
		case it.Text != nil && (!utf8.Valid(it.Text) || len(it.Text) == 0):
			t.Errorf("%s has the text %q", it.From, it.Text)
		case !utf8.ValidString(string(it.Author) + string(it.Publisher) + string(it.URL) + it.From):
			t.Errorf("%s has fields that are not UTF-8: %q %q %q", it.From, it.Author, it.Publisher, it.URL)
		}
	}
}

func fuzzGather(t *testing.T, o Options, name string, b []byte) gathered {
	g := gatherBytes(t, o, name, b)
	for _, r := range g.refused {
		if !utf8.ValidString(r) || len(r) > 1000 {
			t.Errorf("refusal %q", r)
		}
	}
	return g
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"text":"One fell.","date":"2 March 2017","source":{"name":"x"}}`, `[{"text":["a",{"text":"b"}]},{"x":1}]`, `{"data":[{"fields":{"title":"t","body":"<p>b</p>"}}]}`, "{\"text\":\"a\"}\n{\"text\":\"\xe9\"}\n", "[[[[", `{"a":{"a":{"a":[{"title":"x"}]}}}`, "\xff\xfe{\x00}\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzzRead(t, "x.json", b)
		fuzzRead(t, "x.jsonl", b)
	})
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"text,date\na,\"b\nc\"\n", "title;text\r\n\"a\"\"b\";c", "sep=|\ntext|x\n\"a|b\n", "text\tdate\n\xcf\xf0\t13/04/2017\n", "\xef\xbb\xbftext,\n,,,\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzzRead(t, "x.csv", b)
		fuzzRead(t, "x.tsv", b)
	})
}

func FuzzMailbox(f *testing.F) {
	f.Add([]byte("From a@b 10:00\nSubject: x\n\n>From y\n\nFrom b@c 11:00\nFrom: z\n\nw\n"))
	f.Add([]byte("From - \nX: y\n"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzRead(t, "x.mbox", b) })
}

func FuzzMail(f *testing.F) {
	f.Add(crlf(plainMail))
	f.Add([]byte(mixedMail()))
	f.Add([]byte("Subject: =?x?q?=FF?=\nContent-Type: text/plain; charset=\"koi8-r\"; format=flowed; delsp=yes\nContent-Transfer-Encoding: base64\n\n8NLJ18XU\n"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzRead(t, "x.eml", b) })
}

func FuzzDocx(f *testing.F) {
	f.Add([]byte(para("Shells fell.")), []byte(`<cp:coreProperties `+coreNS+`><dc:title>x</dc:title></cp:coreProperties>`))
	f.Add([]byte("<w:tbl><w:tr><w:tc>"+para("a")+"</w:tc></w:tr></w:tbl><w:del>"), []byte("<a"))
	f.Fuzz(func(t *testing.T, body, core []byte) {
		fuzzRead(t, "x.docx", word(string(body), [2]string{"docProps/core.xml", string(core)}, [2]string{"word/footnotes.xml", string(body)}))
	})
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(strings.Join(archive(), "")))
	for _, r := range archive() {
		f.Add([]byte(r))
		f.Add(gz([]byte(r)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzzRead(t, "x.warc", append([]byte("WARC/1.0\r\n"), b...))
		fuzzRead(t, "x.warc.gz", bytes.Join([][]byte{gz([]byte("WARC/1.0\r\n")), b, gz(append([]byte("WARC/1.0\r\n"), b...))}, nil))
	})
}

func FuzzArchive(f *testing.F) {
	in := zipped([2]string{"a.txt", "Shells fell."}, [2]string{"b.json", `{"text":"a"}`}, [2]string{"", ""})
	f.Add(in)
	f.Add(gz(in))
	f.Add(tarred([2]string{"a", string(in)}, [2]string{"b.gz", string(gz(gz(gz(in))))}))
	f.Add([]byte("BZh91AY&SY"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzRead(t, "x", b) })
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: x\n- y\n---\n# a\n*b* [c](d) ![e](f) | g |\n|--|\n<!-- -->"))
	f.Add([]byte("+++\ntitle = 'x'\n+++\n__a__ ~~b~~ \\* &amp;"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzRead(t, "x.md", b) })
}

func FuzzPage(f *testing.F) {
	f.Add([]byte("<html><script>x</script><p>a&amp;b<br>c<td>d<svg/>e<title>f"), "text/html; charset=koi8-r")
	f.Fuzz(func(t *testing.T, b []byte, media string) {
		if text := htmlText(decodeHTML(b, media)); !utf8.ValidString(text) {
			t.Errorf("text %q", text)
		}
	})
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"2017-03-02", "2 March 2017", "03/04/2017", "1488412800", "Thu, 02 Mar 2017 10:15:00 GMT", "1.4884128e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		day, why := Day(s)
		if day.IsZero() != (why != "" || strings.TrimSpace(s) == "") {
			t.Errorf("%q: %s and %q", s, day, why)
		}
		moment(s)
	})
}
