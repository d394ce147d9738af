package store

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/geo"
	"sitrep/samples"
)

var writeDictionaries = flag.Bool("dictionaries", false, "write the dictionaries of frames anew; see TestDictionariesAreWritten")

// historyLength is how long the text of a dictionary is at most. A longer one would save a little more of each frame, and cost time.
const historyLength = 56 << 10

// TestDictionariesAreWritten makes dictionaries/originals-N.dict and readings-N.dict from texts of our own: the samples, the sentences
// of the codebook with what is read from them, and the countries of the gazetteer.
//
//	go test ./internal/store -run TestDictionariesAreWritten -dictionaries
//
// Frames name the dictionary that they were made with, so once an archive may hold frames of one it stays, and a new one takes the
// next number.
func TestDictionariesAreWritten(t *testing.T) {
	if !*writeDictionaries {
		t.Skip("only with -dictionaries")
	}
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	gated, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	r := gated.Ungated()
	var sentences []string // the first of each rule before the second
	for n := 0; n < 12; n++ {
		for i := range book.Types {
			for _, rule := range book.Types[i].Rules {
				if n < len(rule.Match) {
					sentences = append(sentences, rule.Match[n].Text)
				}
			}
		}
	}
	shown, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	var texts, readings [][]byte
	short := func(text string, i int) {
		x, err := r.Read(extract.Input{Original: []byte(text), Published: sitrep.NewDate(2010+i%15, 1, 3*i)})
		if err != nil {
			t.Fatal(err)
		}
		b, err := lean(&x, x.Report.Text)
		if err != nil {
			t.Fatal(err)
		}
		readings = append(readings, b)
		line, err := json.Marshal(map[string]any{"id": fmt.Sprintf("%s-%d", x.Report.Published, i%20+1), "date": x.Report.Published, "text": text})
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, append(line, text...))
	}
	for i, s := range sentences[:min(len(sentences), 1500)] {
		short(s, i)
	}
	shorts := len(readings)
	for _, s := range shown {
		x, err := r.Read(extract.Input{Original: s.Text, Published: sitrep.NewDate(2019, 1, len(s.Text)%300)})
		if err != nil {
			t.Fatal(err)
		}
		b, err := lean(&x, x.Report.Text)
		if err != nil {
			t.Fatal(err)
		}
		readings = append(readings, b)
		texts = append(texts, s.Text)
	}
	write := func(name string, id uint32, history []byte, contents [][]byte) {
		b, err := zstd.BuildDict(zstd.BuildDictOptions{ID: id, Contents: contents, History: history, Offsets: [3]int{1, 4, 8}, Level: zstd.SpeedBetterCompression})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("dictionaries/"+name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(b))
	}
	// What stands last is nearest and cheapest to point at: the manner of a record, then war news.
	news := history(slices.Concat(texts[shorts:], bytesOf(sentences)), historyLength-2048)
	news = append(news, records(shown)...)
	write("originals-1.dict", originalsDictionary, news, texts)
	about := countries(t, r)
	about = append(about, history(slices.Concat(readings[shorts:shorts+4], readings[:shorts]), historyLength-len(about))...)
	write("readings-1.dict", readingsDictionary, about, readings)
}

func bytesOf(all []string) [][]byte {
	out := make([][]byte, len(all))
	for i, s := range all {
		out[i] = []byte(s)
	}
	return out
}

// history puts together what tells most: of the contents in their order those that a frame with what was taken before still needs many
// bytes for. What is taken first stands last.
func history(contents [][]byte, length int) []byte {
	var taken [][]byte
	seen := map[string]bool{}
	total := 0
	for _, c := range contents {
		fresh := 0
		for i := 0; i+8 <= len(c); i += 4 {
			if !seen[string(c[i:i+8])] {
				fresh++
			}
		}
		if fresh*4 < len(c)/3 {
			continue
		}
		if total+len(c) > length {
			continue
		}
		for i := 0; i+8 <= len(c); i++ {
			seen[string(c[i:i+8])] = true
		}
		taken = append(taken, c, []byte{'\n'})
		total += len(c) + 1
	}
	slices.Reverse(taken)
	return bytes.Join(taken, nil)
}

// records are first lines of the kinds of file that reports come in.
func records(shown []samples.Sample) []byte {
	var b bytes.Buffer
	for i, s := range shown[:4] {
		first, _, _ := strings.Cut(string(s.Text), "\n")
		line, _ := json.Marshal(map[string]any{"id": i, "date": fmt.Sprintf("20%02d-0%d-1%d", 10+i, i+1, i), "title": first, "text": first, "url": "https://www.example.com/news/2019/",
			"source": "Reuters", "publisher": "The Courier", "language": "en", "category": "Armed conflicts and attacks", "topic": nil, "outlets": []string{"Reuters", "AFP", "BBC", "AP"}})
		b.Write(line)
	}
	b.WriteString(`{"id": "2014-01-01-1", "date": "2014-01-01", "title": null, "topic": null, "text": "`)
	return b.Bytes()
}

// countries are the entities that countries become.
func countries(t *testing.T, r *extract.Reader) []byte {
	var b bytes.Buffer
	for _, c := range geo.Countries() {
		x, err := r.Read(extract.Input{Original: []byte("Fighting broke out in " + c.Name + " on Friday."), Published: sitrep.NewDate(2019, 5, 5)})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range x.Entities {
			if e.Type == sitrep.PlaceMention {
				line, _ := json.Marshal(e)
				b.Write(line)
				b.WriteByte(',')
			}
		}
	}
	return b.Bytes()
}
