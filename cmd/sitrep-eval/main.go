// Command sitrep-eval writes the product's predictions in the formats of public benchmarks. It is a development command:
// it runs the product's own pipeline on a benchmark's input, read from standard input, and maps our types to the
// benchmark's, nothing more. It reads no gold and knows no document.
//
//	sitrep-eval predict NAME < input > predictions
//
// NAME is one of re3d, muc4, petrarch, time, geo, figures, dup, fusion (JSON Lines in and out), parse and parse-careful
// (CoNLL-U in and out).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"unicode/utf8"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/extract"
	"sitrep/internal/incident"
	"sitrep/internal/parse"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != "predict" {
		fmt.Fprintln(os.Stderr, "usage: sitrep-eval predict NAME < input > predictions; NAME is one of "+strings.Join(names(), " "))
		os.Exit(2)
	}
	if err := run(os.Args[2], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sitrep-eval:", err)
		os.Exit(1)
	}
}

// predictors answer one input document with one prediction row, nil for none.
var predictors = map[string]func(*document) any{
	"re3d": entities, "muc4": templates, "petrarch": events, "time": times, "geo": toponyms, "figures": figures,
}

// whole are the benchmarks whose documents are read together.
var whole = map[string]func(io.Reader, io.Writer) error{"dup": copies, "fusion": fusion}

func names() []string {
	out := []string{"parse", "parse-careful"}
	for n := range whole {
		out = append(out, n)
	}
	for n := range predictors {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

func run(name string, in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	if name == "parse" || name == "parse-careful" {
		if err := parseTrees(in, w, name == "parse-careful"); err != nil {
			return err
		}
		return w.Flush()
	}
	if together, ok := whole[name]; ok {
		if err := together(in, w); err != nil {
			return err
		}
		return w.Flush()
	}
	predict, ok := predictors[name]
	if !ok {
		return fmt.Errorf("no benchmark %q; known: %s", name, strings.Join(names(), " "))
	}
	book, err := codebook.Default()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	actors, err := actor.Load(book.Layers...)
	if err != nil {
		return err
	}
	model, err := incident.Default()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	lines := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			d, e := read(reader, book, line)
			if e != nil {
				return fmt.Errorf("line %d: %w", n, e)
			}
			d.actors, d.model = actors, model
			if row := predict(d); row != nil {
				if e := enc.Encode(row); e != nil {
					return e
				}
			}
		}
		if err == io.EOF {
			return w.Flush()
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
}

// input is what benchmarks give of a document; fields that one lacks stay empty.
type input struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	DCT      string `json:"dct"`
	Dateline string `json:"dateline"`
	Source   string `json:"source"`
}

// document is an input with what the product reads in it.
type document struct {
	input
	book   *codebook.Codebook
	actors *actor.Registry
	model  *incident.Model
	sitrep.Extraction
	whole *incident.Reading // nil where there is no text that can be read
	doc   *parse.Doc        // nil where there is no text that can be read
	runes []int             // by byte offset of the cleaned text: code points of the input's text before it
}

// read runs the product on one line of input. A document without text, or with text that the product refuses, is one
// in which nothing was found.
func read(r *extract.Reader, book *codebook.Codebook, line []byte) (*document, error) {
	d := &document{book: book}
	if err := json.Unmarshal(line, &d.input); err != nil {
		return nil, err
	}
	if d.ID == "" {
		return nil, fmt.Errorf("no id")
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, nil
	}
	in := extract.Input{Original: []byte(d.Text)}
	for _, s := range []string{d.DCT, d.Date} {
		if len(s) >= 10 && in.Published.IsZero() {
			if date, err := sitrep.ParseDate(s[:10]); err == nil {
				in.Published = date
			}
		}
	}
	if day := datelineDay(d.Dateline); in.Published.IsZero() {
		in.Published = day
	}
	whole, x, err := r.Whole(in)
	if err != nil {
		return d, nil
	}
	d.Extraction, d.whole = x, whole
	doc, _, err := r.Parse(in.Original)
	if err != nil {
		return nil, err
	}
	d.doc = doc
	// Cleaned byte → original byte → code points before it.
	before := make([]int, len(d.input.Text)+1)
	n := 0
	for i := range d.input.Text {
		_, size := utf8.DecodeRuneInString(d.input.Text[i:])
		for k := i; k < i+size; k++ {
			before[k] = n
		}
		n++
	}
	before[len(d.input.Text)] = n
	d.runes = make([]int, len(x.Report.Text)+1)
	for i := range d.runes {
		d.runes[i] = before[min(doc.Original(i), len(d.input.Text))]
	}
	return d, nil
}

// span is a span of the cleaned text as code points of the input's own text. The end is found from the last byte inside,
// because white space after it may have been taken out.
func (d *document) span(s sitrep.Span) (start, end int) {
	last := s.End - 1
	for last > s.Start && !utf8.RuneStart(d.Report.Text[last]) {
		last--
	}
	return d.runes[s.Start], d.runes[last] + 1
}
