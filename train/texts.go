package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sitrep/internal/text"
)

// open opens a file, gzipped where its name ends in .gz.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// eachText calls f with the text of every document of a JSON Lines file, but those whose id begins with skip (""
// for none).
func eachText(path, skip string, f func(text string) error) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var d struct{ ID, Text string }
			if e := json.Unmarshal(line, &d); e != nil {
				return fmt.Errorf("%s: line %d: %w", path, n, e)
			}
			if d.Text != "" && (skip == "" || !strings.HasPrefix(d.ID, skip)) {
				if e := f(d.Text); e != nil {
					return fmt.Errorf("%s: line %d: %w", path, n, e)
				}
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
}

// textKeys are the sentences of unlabelled texts as word keys, each text once.
func textKeys(paths []string, skip string) ([][]uint64, error) {
	var out [][]uint64
	seen := map[string]bool{}
	for _, path := range paths {
		err := eachText(path, skip, func(s string) error {
			if seen[s] {
				return nil
			}
			seen[s] = true
			d, err := text.Read([]byte(s))
			if err != nil {
				return nil // no text in it
			}
			var words []string
			for _, sent := range d.Sents {
				words = words[:0]
				for i := sent.First; i < sent.Last; i++ {
					words = append(words, d.Word(i))
				}
				out = append(out, wordKeys(words, sent.Upper || d.Upper))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
