package timex

import (
	"os"
	"strings"
	"testing"

	"sitrep"
)

// phrase is a line of testdata/news.txt.
type phrase struct {
	line  string
	date  sitrep.Date
	text  string
	words []string
	want  []string
}

// phrases reads a corpus.
func phrases(t *testing.T, name string) []phrase {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []phrase
	var day sitrep.Date
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if d, ok := strings.CutPrefix(line, "date: "); ok {
			day = sitrep.Date{}
			if d != "none" {
				day = date(d)
			}
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, " | ")
		p := phrase{line: line, date: day, want: col[1:]}
		rest := col[0]
		for {
			before, after, ok := strings.Cut(rest, "[")
			p.text += before
			if !ok {
				break
			}
			words, after, _ := strings.Cut(after, "]")
			p.text += words
			p.words = append(p.words, words)
			rest = after
		}
		if len(p.words) != len(p.want) {
			t.Fatalf("%q: %d expressions in brackets, %d meanings", line, len(p.words), len(p.want))
		}
		out = append(out, p)
	}
	return out
}

// found is what is read in a phrase, written like its line.
func found(t *testing.T, p phrase) (words, got []string) {
	d := read(t, p.text)
	r := Read(d, p.date)
	for _, list := range r.Timexes {
		for _, x := range list {
			words = append(words, d.Words(x.First, x.Last))
			days, precision := "-", "-"
			if x.Precision != "" {
				precision = string(x.Precision)
			}
			switch from, to := x.From.String(), x.To.String(); {
			case from == "" && to == "":
			case from == to:
				days = from
			default:
				days = from + ".." + to
			}
			got = append(got, x.Value+" "+days+" "+precision)
		}
	}
	return words, got
}

func TestNewsPhrases(t *testing.T) {
	for _, p := range phrases(t, "testdata/news.txt") {
		words, got := found(t, p)
		if strings.Join(words, "|") != strings.Join(p.words, "|") || strings.Join(got, "|") != strings.Join(p.want, "|") {
			t.Errorf("%s\n\tgot %q %q", p.line, words, got)
		}
	}
}

func TestSentencesWithoutTime(t *testing.T) {
	b, err := os.ReadFile("testdata/none.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		d := read(t, line)
		for _, list := range Read(d, sunday).Timexes {
			for _, x := range list {
				t.Errorf("%q: %q (%s) is no time", line, d.Words(x.First, x.Last), x.Rule)
			}
		}
	}
}
