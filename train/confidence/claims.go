package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/gold"
	"sitrep/samples"
)

// claim is a claim that somebody judged.
type claim struct {
	source string // where its report is from: "coded", "samples", "judged", "wars"
	report string
	right  bool
	banned bool // stands on a passage that must not be coded as having happened
	signs  []string
}

// labelled reads a report and adds the claims that its gold decides.
func labelled(r *extract.Reader, source string, text []byte, g gold.Gold, out []claim) ([]claim, error) {
	x, signs, err := r.Evidence(extract.Input{Original: text, Published: g.Date})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", g.Report, err)
	}
	for i, v := range gold.Judge(g, x) {
		if v != gold.Free {
			out = append(out, claim{source: source, report: g.Report, right: v == gold.Right, banned: v == gold.Banned, signs: signs[i]})
		}
	}
	return out, nil
}

// ownReports gives the claims of the project's own reports.
func ownReports(r *extract.Reader) (out []claim, err error) {
	all, err := samples.All()
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		g, err := gold.Load(bytes.NewReader(s.Gold))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		if out, err = labelled(r, "samples", s.Text, g, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// codedItems gives the claims of the coded news items in a folder.
func codedItems(r *extract.Reader, folder string) (out []claim, err error) {
	texts := map[string]item{}
	err = lines(filepath.Join(folder, "docs.jsonl"), func(b []byte) error {
		var it item
		err := json.Unmarshal(b, &it)
		texts[it.ID] = it
		return err
	})
	if err != nil {
		return nil, err
	}
	err = lines(filepath.Join(folder, "gold.jsonl"), func(b []byte) error {
		g, err := gold.Load(bytes.NewReader(b))
		if err != nil {
			return err
		}
		it := texts[g.Report]
		if g.Date, err = sitrep.ParseDate(it.Date); err != nil {
			return fmt.Errorf("%s: %w", g.Report, err)
		}
		out, err = labelled(r, "coded", []byte(it.Text), g, out)
		return err
	})
	return out, err
}

// item is a line of a folder of news items.
type item struct {
	ID, Date, Text string
}

// verdict is a line of a file of judged claims: where a claim's trigger stands in its item's text, in bytes, and its type.
type verdict struct {
	trigger sitrep.Span
	typ     string
	right   bool
}

// verdictsIn reads a file of judged claims; those that were not decided are left out.
func verdictsIn(file string) (map[string][]verdict, error) {
	out := map[string][]verdict{}
	err := lines(file, func(b []byte) error {
		f := strings.Split(string(b), "\t")
		if len(f) != 5 {
			return fmt.Errorf("%d fields, want 5", len(f))
		}
		start, err := strconv.Atoi(f[1])
		if err != nil {
			return err
		}
		end, err := strconv.Atoi(f[2])
		if err != nil {
			return err
		}
		if f[4] != "skip" {
			out[f[0]] = append(out[f[0]], verdict{sitrep.Span{Start: start, End: end}, f[3], f[4] == "right"})
		}
		return nil
	})
	return out, err
}

// on finds the verdict on a claim: of its type, and on words that its trigger has a part of, since rules may take more or fewer words
// for a trigger than they did. One that begins where the trigger does goes first.
func on(known []verdict, c sitrep.Claim) (v verdict, is bool) {
	for _, k := range known {
		if k.typ == c.Type && k.trigger.Start < c.Trigger.End && c.Trigger.Start < k.trigger.End && (!is || k.trigger.Start == c.Trigger.Start) {
			v, is = k, true
		}
	}
	return v, is
}

// judgedItems gives the claims of news items that were judged one by one. A claim that is no longer found, or is found with
// another type, counts for nothing. corpus is a folder of *.jsonl.gz.
func judgedItems(r *extract.Reader, source, file, corpus string) (out []claim, err error) {
	verdicts, err := verdictsIn(file)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(corpus, "*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		err := lines(f, func(b []byte) error {
			var it item
			if err := json.Unmarshal(b, &it); err != nil {
				return err
			}
			known := verdicts[it.ID]
			if known == nil {
				return nil
			}
			date, err := sitrep.ParseDate(it.Date)
			if err != nil {
				return err
			}
			x, signs, err := r.Evidence(extract.Input{Original: []byte(it.Text), Published: date})
			if err != nil {
				return err
			}
			for i, c := range x.Claims {
				if v, is := on(known, c); is {
					out = append(out, claim{source: source, report: it.ID, right: v.right, signs: signs[i]})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lines calls f with each line of a file that is neither empty nor begins with "#"; a name that ends in .gz is unpacked.
func lines(path string, f func([]byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<24)
	for n := 1; s.Scan(); n++ {
		if b := s.Bytes(); len(b) > 0 && b[0] != '#' {
			if err := f(b); err != nil {
				return fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
	}
	return s.Err()
}
