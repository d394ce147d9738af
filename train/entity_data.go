package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// mention is a run of words with the number of its type.
type mention struct{ first, last, typ int }

// marked is a sentence with its mentions, which do not overlap.
type marked struct {
	words    []string
	upper    bool
	mentions []mention
	doc      int
}

// entityTypes are the types of the entity tagger as the contract names them.
var entityTypes = func() (out []string) {
	for _, t := range parse.EntityTypes {
		out = append(out, string(t))
	}
	return out
}()

var re3dTypes = map[string]string{"Organisation": "actor", "Person": "person", "Location": "place", "Temporal": "time",
	"Quantity": "quantity", "Weapon": "weapon", "MilitaryPlatform": "vehicle", "Vehicle": "vehicle", "Nationality": "nationality", "Money": "money"}

// outermost leaves out mentions that lie in or across others, the longest first.
func outermost(m []mention) []mention {
	slices.SortStableFunc(m, func(a, b mention) int {
		if d := (b.last - b.first) - (a.last - a.first); d != 0 {
			return d
		}
		return a.first - b.first
	})
	var out []mention
	for _, x := range m {
		if !slices.ContainsFunc(out, func(o mention) bool { return x.first < o.last && o.first < x.last }) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b mention) int { return a.first - b.first })
	return out
}

// readRe3d reads documents with entity spans in code points.
func readRe3d(path string, doc int) ([]marked, int, error) {
	r, err := open(path)
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	var out []marked
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var d struct {
				Text     string
				Entities []struct {
					Start, End int
					Type       string
				}
			}
			if e := json.Unmarshal(line, &d); e != nil {
				return nil, 0, fmt.Errorf("%s: line %d: %w", path, n, e)
			}
			t, e := text.Read([]byte(d.Text))
			if e != nil {
				return nil, 0, fmt.Errorf("%s: line %d: %w", path, n, e)
			}
			points := make([]int, len(d.Text)+1) // by byte: code points before it
			k := 0
			for i := range d.Text {
				_, size := utf8.DecodeRuneInString(d.Text[i:])
				for b := i; b < i+size; b++ {
					points[b] = k
				}
				k++
			}
			points[len(d.Text)] = k
			for _, s := range t.Sents {
				m := marked{upper: s.Upper || t.Upper, doc: doc}
				for i := s.First; i < s.Last; i++ {
					m.words = append(m.words, t.Word(i))
				}
				for _, e := range d.Entities {
					typ := slices.Index(entityTypes, re3dTypes[e.Type])
					if typ < 0 {
						continue
					}
					first, last := -1, -1
					for i := s.First; i < s.Last; i++ {
						a, b := points[t.Original(t.Tokens[i].Start)], points[t.Original(t.Tokens[i].End-1)]
						if b >= e.Start && a < e.End {
							if first < 0 {
								first = i - s.First
							}
							last = i - s.First + 1
						}
					}
					if first >= 0 {
						m.mentions = append(m.mentions, mention{first, last, typ})
					}
				}
				m.mentions = outermost(m.mentions)
				out = append(out, m)
			}
			doc++
		}
		if err == io.EOF {
			return out, doc, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", path, err)
		}
	}
}

var ownTypes = map[byte]string{'A': "actor", 'P': "person", 'L': "place", 'T': "time", 'Q': "quantity", 'W': "weapon", 'V': "vehicle",
	'N': "nationality", 'M': "money"}

// readOwnEntities reads our own sentences, one a line, with mentions in brackets and the letter of their type behind:
// "[Rebels]A took [the town]L ." A blank line ends a text.
func readOwnEntities(path string, doc int) ([]marked, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []marked
	doc++
	for n, line := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		line = strings.TrimSpace(line)
		if line == "" {
			doc++
			continue
		}
		var plain []byte
		var spans [][3]int
		from := -1
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case c == '[':
				if from >= 0 {
					return nil, fmt.Errorf("%s: line %d: a bracket inside brackets", path, n+1)
				}
				from = len(plain)
			case c == ']':
				typ := -1
				if i+1 < len(line) {
					typ = slices.Index(entityTypes, ownTypes[line[i+1]])
				}
				if from < 0 || typ < 0 {
					return nil, fmt.Errorf("%s: line %d: column %d: no bracket open or no type behind it", path, n+1, i+1)
				}
				spans = append(spans, [3]int{from, len(plain), typ})
				from = -1
				i++
			default:
				plain = append(plain, c)
			}
		}
		if from >= 0 {
			return nil, fmt.Errorf("%s: line %d: a bracket is not closed", path, n+1)
		}
		m := marked{doc: doc}
		tokens := text.Tokenize(string(plain))
		for _, t := range tokens {
			m.words = append(m.words, string(plain[t.Start:t.End]))
		}
		for _, s := range spans {
			x := mention{-1, -1, s[2]}
			for i, t := range tokens {
				if t.Start == s[0] {
					x.first = i
				}
				if t.End == s[1] {
					x.last = i + 1
				}
			}
			if x.first < 0 || x.last <= x.first {
				return nil, fmt.Errorf("%s: line %d: %q is not a run of words", path, n+1, plain[s[0]:s[1]])
			}
			m.mentions = append(m.mentions, x)
		}
		m.upper = parse.UpperCase(m.words)
		out = append(out, m)
	}
	return out, nil
}
