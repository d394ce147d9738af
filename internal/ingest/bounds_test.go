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
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bound is how much memory may be resident whatever is read, in bytes.
const bound = 500 << 20

// huge is more than may be resident, so that what is kept whole shows. SITREP_HUGE sets it, in MB: 2048 reads the 2 GB lines.
func huge() int64 {
	if mb, err := strconv.ParseInt(os.Getenv("SITREP_HUGE"), 10, 64); err == nil {
		return mb << 20
	}
	return 400 << 20
}

// repeat is n bytes of s again and again.
func repeat(s string, n int64) io.Reader {
	return io.LimitReader(&repeater{bytes.Repeat([]byte(s), 1+(64<<10)/len(s)), 0}, n)
}

type repeater struct {
	b  []byte
	at int
}

func (r *repeater) Read(b []byte) (int, error) {
	n := copy(b, r.b[r.at:])
	r.at = (r.at + n) % len(r.b)
	return n, nil
}

func streams(parts ...any) io.Reader {
	var rs []io.Reader
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			rs = append(rs, strings.NewReader(p))
		case io.Reader:
			rs = append(rs, p)
		}
	}
	return io.MultiReader(rs...)
}

// written is what write writes, as it writes it.
func written(write func(io.Writer) error) io.Reader {
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(write(w)) }()
	return r
}

func gzStream(in io.Reader) io.Reader {
	return written(func(w io.Writer) error {
		z, _ := gzip.NewWriterLevel(w, gzip.DefaultCompression)
		_, err := io.Copy(z, in)
		return errors.Join(err, z.Close())
	})
}

// harmful are inputs made to do harm: what is read, how many reports are in it, and what the first refusal says.
var harmful = map[string]struct {
	file  string
	in    func() io.Reader
	items int
	want  string
}{
	"a line without end": {"x.jsonl", func() io.Reader { return streams(repeat("x", huge()), "\n", `{"text":"Last fell."}`) }, 1, "x.jsonl:1: is a line over the limit"},
	"lines at the limit": {"x.jsonl", func() io.Reader {
		line := `{"text":"` + strings.Repeat(`Shells \u00e9 fell. `, 15<<20/19) + `"}` + "\n"
		return streams(repeat(line, int64(8*len(line))))
	}, 8, ""},
	"a field without end": {"x.csv", func() io.Reader {
		return streams("text,date\nOne.,\n\"", repeat(strings.Repeat("x y ", 25000)+"\n", 100<<20))
	}, -1, "x.csv:3: opens a quote"},
	"a quote in each line":      {"x.csv", func() io.Reader { return streams("text,date\n", repeat("\"a b c d e f g h i\n", 15<<20)) }, -1, ""},
	"brackets without end":      {"x.json", func() io.Reader { return streams(`{"text":"a","b":`, repeat("[", huge())) }, 0, "x.json: is a JSON object over the limit"},
	"an element without end":    {"x.json", func() io.Reader { return streams(`[{"text":"`, repeat("a", huge()), `"},{"text":"Last fell."}]`) }, 1, "x.json#1: is a JSON object over the limit"},
	"elements without end":      {"x.json", func() io.Reader { return streams(`[`, repeat(`[],`, 10<<20)) }, 0, "x.json#1: is not a JSON object"},
	"an object of many fields":  {"x.json", func() io.Reader { return streams(`{"text":"a b."`, repeat(`,"k":{}`, 7*(2<<20)), `}`) }, 1, ""},
	"a text over the limit":     {"x.txt", func() io.Reader { return repeat("Shells fell. ", huge()) }, 0, "x.txt: is over the limit of 16 MB"},
	"a text in KOI8-R":          {"x.txt", func() io.Reader { return repeat("\xf0\xd2\xc9\xd7\xc5\xd4 ", 15<<20) }, 1, ""},
	"Markdown of marks":         {"x.md", func() io.Reader { return repeat("*_[a](b)**`c` <d> ", 15<<20) }, 1, ""},
	"Markdown of open brackets": {"x.md", func() io.Reader { return streams("x ", repeat("[", 15<<20)) }, 1, ""},
	"a page 100,000 deep":       {"x.html", func() io.Reader { return streams("<html>", repeat("<div>", 500_000), "Deep.") }, 1, ""},
	"a page of one tag":         {"x.html", func() io.Reader { return streams("<html><p ", repeat("a=b ", 49<<20)) }, 0, "x.html: holds no text"},
	"a gzip bomb of nothing":    {"x.gz", func() io.Reader { return gzStream(repeat("\x00", huge())) }, 0, "x.gz: is not text"},
	"a gzip bomb of lines":      {"x.jsonl.gz", func() io.Reader { return gzStream(repeat(`{"text":"`+strings.Repeat("a", 50000)+`"}`+"\n", huge())) }, -1, "unpacks to more than 200 times its size"},
	"a message without end": {"x.mbox", func() io.Reader {
		return streams("From a@b 10:00\nSubject: a\n\n", repeat("A line.\n", huge()), "\nFrom a@b 10:00\nSubject: b\n\nLast.")
	}, 1, "x.mbox#1: is a message over the limit"},
	"a header without end": {"x.eml", func() io.Reader { return streams("Subject: a\nX: ", repeat("\n b", 49<<20)) }, 1, ""},
	"parts without end": {"x.eml", func() io.Reader {
		return streams("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n", repeat("--b\n\na\n", 49<<20))
	}, 1, ""},
	"parts in one another": {"x.eml", func() io.Reader {
		return streams("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n", repeat("--b\nContent-Type: multipart/mixed; boundary=b\n\n", 30<<20))
	}, 1, ""},
	"a large attachment": {"x.eml", func() io.Reader {
		return streams("Subject: a\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n", repeat(base64.StdEncoding.EncodeToString([]byte("abc def ghi "))+"\n", 49<<20))
	}, 1, ""},
	"a record without end": {"x.warc", func() io.Reader {
		return streams(fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %d\r\n\r\n", huge()), repeat("x", huge()), "\r\n\r\n", response("http://a.example/1", htmlField, "<p>Last.</p>"))
	}, 1, "x.warc!http://a.example/: is over the limit"},
	"a record's header": {"x.warc", func() io.Reader { return streams("WARC/1.0\r\n", repeat("a: b\r\n", huge()), "\r\n\r\n") }, 0, "its header has no end"},
	"a record that is not there": {"x.warc", func() io.Reader {
		return streams("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9223372036854775807\r\n\r\nabc")
	}, 0, "is a record that is cut off"},
	"a record packed a thousandfold": {"x.warc", func() io.Reader {
		b, _ := io.ReadAll(gzStream(repeat("<p>a b</p>", 100<<20)))
		return streams(response("http://a.example/1", htmlField+"Content-Encoding: gzip\r\n", string(b)))
	}, -1, ""},
	"a gzip file of garbage": {"x.warc.gz", func() io.Reader {
		return streams(string(gz([]byte(response("http://a.example/1", htmlField, "<p>One.</p>")))), repeat("\x1f\x8b\x08\x00garbage", 30<<20))
	}, 1, "is a broken record"},
	"a million empty files in tar": {"x.tar", func() io.Reader {
		return written(func(w io.Writer) error {
			z := tar.NewWriter(w)
			for i := range 1_000_000 {
				if err := z.WriteHeader(&tar.Header{Name: strconv.Itoa(i), Typeflag: tar.TypeReg}); err != nil {
					return err
				}
			}
			return z.Close()
		})
	}, 0, "holds more than 200000 files"},
	"a million empty files in ZIP":          {"x.zip", func() io.Reader { return emptyZip(1_000_000) }, 0, "holds more than 200000 files"},
	"a hundred thousand empty files in ZIP": {"x.zip", func() io.Reader { return emptyZip(100_000) }, 0, ""},
	"a ZIP bomb": {"x.zip", func() io.Reader {
		return written(func(w io.Writer) error {
			z := zip.NewWriter(w)
			for i := range 20 {
				f, err := z.Create(fmt.Sprintf("%d.txt", i))
				if err == nil {
					_, err = io.Copy(f, repeat("a b ", 40<<20))
				}
				if err != nil {
					return err
				}
			}
			return z.Close()
		})
	}, -1, "unpacks to more than 200 times its size"},
	"an office document of one word": {"x.docx", func() io.Reader {
		return written(func(w io.Writer) error {
			z := zip.NewWriter(w)
			f, err := z.Create("word/document.xml")
			if err == nil {
				_, err = io.Copy(f, streams(`<w:document `+wordNS+`><w:p><w:t>`, repeat("word ", 30<<20), `</w:t></w:p></w:document>`))
			}
			return errors.Join(err, z.Close())
		})
	}, 1, ""},
	"an office document over the limit": {"x.docx", func() io.Reader {
		return written(func(w io.Writer) error {
			z := zip.NewWriter(w)
			f, err := z.Create("word/document.xml")
			if err == nil {
				_, err = io.Copy(f, streams(`<w:document `+wordNS+`><w:p><w:t>`, repeat("word ", 200<<20)))
			}
			return errors.Join(err, z.Close())
		})
	}, 0, "over the limit"},
}

func emptyZip(n int) io.Reader {
	return written(func(w io.Writer) error {
		z := zip.NewWriter(w)
		for i := range n {
			if _, err := z.CreateHeader(&zip.FileHeader{Name: strconv.Itoa(i)}); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

// childCase names the input that a process reads on its own, so that its memory can be measured.
const childCase = "SITREP_INGEST_CASE"

func TestMemoryStaysBounded(t *testing.T) {
	if name := os.Getenv(childCase); name != "" {
		readHarmful(t, name)
		return
	}
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("measures processes on Linux; left out by -short")
	}
	names := make([]string, 0, len(harmful))
	for name := range harmful {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestMemoryStaysBounded$")
			cmd.Env = append(os.Environ(), childCase+"="+name)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			t.Logf("%d MB resident, %v of CPU", used.Maxrss>>10, cmd.ProcessState.UserTime())
			if used.Maxrss<<10 > bound {
				t.Errorf("%d MB were resident, at most %d may be", used.Maxrss>>10, bound>>20)
			}
		})
	}
}

// readHarmful reads one input from a file, as a user has it, or from a stream where it is too large for one.
func readHarmful(t *testing.T, name string) {
	c := harmful[name]
	items := 0
	var refused []string
	found := func(Item) error { items++; return nil }
	refuse := func(from string, err error) {
		if left := (*LeftOut)(nil); !errors.As(err, &left) && len(refused) < 10 {
			refused = append(refused, from+": "+err.Error())
		}
	}
	var err error
	if ext := filepath.Ext(c.file); ext == ".zip" || ext == ".docx" {
		path := filepath.Join(t.TempDir(), c.file)
		f, e := os.Create(path)
		if e == nil {
			_, e = io.Copy(f, c.in())
		}
		if e = errors.Join(e, f.Close()); e != nil {
			t.Fatal(e)
		}
		err = Options{}.Walk(context.Background(), []string{path}, found, refuse)
	} else {
		err = Options{}.Read(context.Background(), Input{From: c.file, Body: c.in()}, found, refuse)
	}
	if err != nil {
		t.Fatal(err)
	}
	if c.items >= 0 && items != c.items {
		t.Errorf("%d reports, want %d", items, c.items)
	}
	if (len(refused) > 0) != (c.want != "") && c.items >= 0 || c.want != "" && !strings.Contains(strings.Join(refused, "\n"), c.want) {
		t.Errorf("refused %q, want %q", refused, c.want)
	}
}
