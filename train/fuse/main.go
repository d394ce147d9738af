// Command fuse learns how accounts of one happening are told (internal/fuse/weights.tsv) from reports that people filed by happening.
//
//	fuse read DOCUMENTS > READ       reads the documents of a benchmark, one extraction a line
//	fuse leads DOCUMENTS > LEADS     the same of their first sentences
//	fuse fit READ LEADS APART GOLD > weights.tsv   learns the weights; figures on happenings left out go to standard error
//
// APART is what read makes of short items of which no two tell one happening, as in a list of the day's news.
//
// The same input gives the same bytes.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "fuse:", err)
		os.Exit(1)
	}
}

func run(args []string, out, log io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == "read":
		return read(args[1], false, out)
	case len(args) == 2 && args[0] == "leads":
		return read(args[1], true, out)
	case len(args) == 5 && args[0] == "fit":
		return fit(args[1], args[2], args[3], args[4], out, log)
	}
	return fmt.Errorf("usage: fuse read DOCUMENTS, fuse leads DOCUMENTS, or fuse fit READ LEADS APART GOLD")
}

// reading is a line of what read writes.
type reading struct {
	ID string            `json:"id"`
	X  sitrep.Extraction `json:"x"`
}

func read(documents string, lead bool, out io.Writer) error {
	book, err := codebook.Default()
	if err != nil {
		return err
	}
	r, err := extract.New(book)
	if err != nil {
		return err
	}
	r = r.Ungated()
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	err = each(documents, func(line []byte) error {
		var d struct{ ID, Title, Text, DCT, Date string }
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		day, err := sitrep.ParseDate(cmp.Or(d.DCT, d.Date))
		if err != nil {
			return err
		}
		text := d.Title + "\n\n" + d.Text
		switch {
		case lead:
			text = opening(d.Text)
		case d.Title == "":
			text = d.Text
		}
		x, err := r.Read(extract.Input{Original: []byte(text), Published: day})
		if err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
		x.Report.ID = sitrep.ReportID(d.ID)
		return enc.Encode(reading{d.ID, x})
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

// openingBytes is about how long an item of one or two sentences is.
const openingBytes = 200

// opening gives the sentences of a text up to the first that ends after openingBytes.
func opening(text string) string {
	for i := min(len(text), openingBytes); i < len(text)-1; i++ {
		if text[i] == '\n' || (text[i] == '.' || text[i] == '"') && (text[i+1] == ' ' || text[i+1] == '\n') {
			return text[:i+1]
		}
	}
	return text
}

// each calls f with the lines of a file.
func each(path string, f func([]byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if err := f(lines.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return lines.Err()
}
