package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tetratelabs/wazero"
)

// compiled keeps PDFium compiled for all tests.
var compiled = sync.OnceValue(wazero.NewCompilationCache)

func reader(o Options) *Reader {
	r := &Reader{Options: o, cache: compiled()}
	r.once.Do(func() {})
	return r
}

// letter is a plain report of one page.
func letter() *maker {
	m := &maker{}
	m.page()
	m.put("F2", 18, 50, 80, "Bridge at Orsk falls to rebels")
	m.text(10, 50, 110, "Geneva, 3 March 2017", "", "Rebels took the bridge at Orsk on Friday, the governor said. Nobody was hurt.", "Traffic was stopped.")
	return m
}

func TestFaultsAreToldPlainly(t *testing.T) {
	r := reader(Options{})
	drawing := &maker{}
	drawing.page()
	drawing.pages[0].WriteString("q 0.5 g 50 50 400 600 re f Q\n")
	empty := &maker{}
	empty.page()
	locked := letter()
	locked.extra = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + strings.Repeat("o", 32) + ") /U (" + strings.Repeat("u", 32) + ") /P -4 >> /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
	whole := letter().bytes()
	for _, c := range []struct {
		name string
		b    []byte
		want error
	}{
		{"no PDF", []byte("<html>no</html>"), ErrNotPDF},
		{"nothing", nil, ErrNotPDF},
		{"the head only", []byte("%PDF-1.7\n"), ErrNotPDF},
		{"noise after the head", append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte{0xff, 0, 'x'}, 5000)...), ErrNotPDF},
		{"cut in the middle", whole[:len(whole)/3], ErrNotPDF},
		{"encrypted", locked.bytes(), ErrEncrypted},
		{"pictures only", drawing.bytes(), ErrPictures},
		{"an empty page", empty.bytes(), ErrNoText},
	} {
		t.Run(c.name, func(t *testing.T) {
			item, err := r.Read(context.Background(), c.b)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v and %q, want %v", err, item.Text, c.want)
			}
		})
	}
	t.Run("out of time", func(t *testing.T) {
		hurried := reader(Options{Timeout: time.Nanosecond})
		if _, err := hurried.Read(context.Background(), whole); !errors.Is(err, ErrTime) {
			t.Errorf("got %v, want %v", err, ErrTime)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := r.Read(ctx, whole); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
	})
}

func TestManyPages(t *testing.T) {
	m := letter()
	for i := range 30 {
		m.page()
		m.text(10, 50, 200, fmt.Sprintf("Shells fell on village %d in the night, residents said.", i))
	}
	r := reader(Options{Pages: 10})
	item, err := r.Read(context.Background(), m.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(item.Notes) != 1 || item.Notes[0].Kind != "truncated" || !strings.Contains(string(item.Text), "village 8 ") || strings.Contains(string(item.Text), "village 9 ") {
		t.Errorf("notes %v of %s", item.Notes, item.Text)
	}
}

func TestFactsOfTheFile(t *testing.T) {
	r := reader(Options{})
	xmp := `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" prism:publicationDate="2017-03-04"><dc:title><rdf:Alt><rdf:li>Bridge at Orsk falls to rebels</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Anna Weber</rdf:li><rdf:li>Tom Kerr</rdf:li></rdf:Seq></dc:creator><dc:publisher><rdf:Bag><rdf:li>Valley Monitor</rdf:li></rdf:Bag></dc:publisher><dc:language>en-GB</dc:language></rdf:Description></rdf:RDF></x:xmpmeta>`
	undated := func() *maker {
		m := &maker{}
		m.page()
		m.put("F2", 18, 50, 80, "Bridge at Orsk falls to rebels")
		m.text(10, 50, 110, "Rebels took the bridge at Orsk on Friday, the governor said. Nobody was hurt.")
		return m
	}
	for _, c := range []struct {
		name                          string
		make                          func() *maker
		title, day, author, publisher string
		noted                         bool
	}{
		{"a day behind a place", letter, "Bridge at Orsk falls to rebels", "2017-03-03", "", "", false},
		{"XMP", func() *maker { m := letter(); m.xmp = xmp; return m }, "Bridge at Orsk falls to rebels", "2017-03-04", "Anna Weber and Tom Kerr", "Valley Monitor", false},
		{"titles that programs give", func() *maker {
			m := letter()
			m.info = "/Title (Microsoft Word - final2.docx) /Author (awebr)"
			return m
		}, "Bridge at Orsk falls to rebels", "2017-03-03", "", "", false},
		{"the day of making as a last resort", func() *maker { m := undated(); m.info = "/CreationDate (D:20170305231500+03'00')"; return m }, "Bridge at Orsk falls to rebels", "2017-03-05", "", "", true},
		{"no day at all", undated, "Bridge at Orsk falls to rebels", "", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			item, err := r.Read(context.Background(), c.make().bytes())
			if err != nil {
				t.Fatal(err)
			}
			title, _, _ := strings.Cut(string(item.Text), "\n")
			day := ""
			if !item.Published.IsZero() {
				day = item.Published.String()
			}
			if title != c.title || day != c.day || string(item.Author) != c.author || string(item.Publisher) != c.publisher || c.noted != (len(item.Notes) == 1) {
				t.Errorf("got %q, %q, %q, %q, notes %v", title, day, item.Author, item.Publisher, item.Notes)
			}
		})
	}
}

func TestGoroutinesShareAReader(t *testing.T) {
	r := reader(Options{})
	b := letter().bytes()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			item, err := r.Read(context.Background(), b)
			if err != nil || !strings.Contains(string(item.Text), "Rebels took the bridge at Orsk on Friday, the governor said.") {
				t.Errorf("%v, %s", err, item.Text)
			}
		})
	}
	wg.Wait()
}

func FuzzRead(f *testing.F) {
	f.Add(situation(true))
	f.Add(letter().bytes())
	r := reader(Options{Timeout: 5 * time.Second, Pages: 20})
	// PDFium is compiled now, because a fuzzing process may take ten seconds for an input and no more.
	if _, err := reader(Options{}).Read(context.Background(), letter().bytes()); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		item, err := r.Read(context.Background(), b)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q", err)
			}
			return
		}
		if !utf8.Valid(item.Text) || len(bytes.TrimSpace(item.Text)) == 0 {
			t.Errorf("text %q", item.Text)
		}
	})
}

// FuzzOrder puts characters anywhere: none of them may be lost but those in running heads, and nothing may take long.
func FuzzOrder(f *testing.F) {
	f.Add(uint64(1), uint16(50), uint8(3))
	f.Add(uint64(2), uint16(3000), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, grid uint8) {
		chance := rand.New(rand.NewPCG(seed, 1))
		s := sheet{width: 595, height: 842}
		for range n {
			x, y := chance.Float64()*590, chance.Float64()*800
			if grid > 0 {
				x, y = float64(int(x)/int(grid)*int(grid)), float64(int(y)/int(grid)*int(grid))
			}
			s.glyphs = append(s.glyphs, glyph{r: 'a' + rune(chance.IntN(26)), left: x, right: x + 5, top: y, bottom: y + 8, size: 10})
		}
		segs := segments(&s)
		want, got := 0, 0
		for _, g := range segs {
			want += len(strings.Fields(g.text))
		}
		for _, l := range order(segs, 0) {
			got += len(strings.Fields(strings.ReplaceAll(l.text, " | ", " ")))
		}
		if got < want {
			t.Errorf("%d of %d words are left", got, want)
		}
	})
}

func TestCompiledIsKept(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		r := &Reader{Options: Options{Folder: dir}}
		if _, err := r.Read(context.Background(), letter().bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadDir(dir); err != nil || len(kept) == 0 {
		t.Errorf("the folder holds %v, %v", kept, err)
	}
	if r := (&Reader{Options: Options{Folder: "/dev/null/none"}}); r.compiled() == nil {
		t.Error("a folder that cannot be made leaves nothing to compile with")
	}
}
