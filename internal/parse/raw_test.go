package parse

import (
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"sort"
	"strings"
	"testing"
	"unicode"

	"sitrep/internal/text"
)

// The treebanks give sentences and tokens; reports do not. This test reads a treebank's running text as the product would
// and compares what it finds with the treebank, aligned by characters: D. Zeman et al., "CoNLL 2018 Shared Task: Multilingual
// Parsing from Raw Text to Universal Dependencies", 2018.

// rawFolder holds the treebanks; they are not part of the project.
const rawFolder = "../../../shared/train/ud/"

// rawWord is a word by its place in the characters of a text without white space.
type rawWord struct {
	from, to int
	form     string
	tag      string
	head     [2]int // from and to of the word that it hangs on; -1 for the root
	rel      string // without subtype
}

// rawText is a text as it was cut, by a treebank or by us.
type rawText struct {
	words []rawWord
	sents map[[2]int]bool
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func universal(rel string) string {
	u, _, _ := strings.Cut(rel, ":")
	return u
}

// goldText is what the treebank says of some sentences.
func goldText(sents []Sentence) rawText {
	out := rawText{sents: map[[2]int]bool{}}
	at := 0
	for _, s := range sents {
		first, start := len(out.words), at
		var heads []string
		covered := 0 // words that the multi-word token before holds
		for i := range s.Rows {
			r := &s.Rows[i]
			switch {
			case !r.Word():
				// The words of "don't" stand behind it and are cut out of it; those of a form that they do not add up to all get
				// its place.
				from, to, ok := strings.Cut(r.ID, "-")
				if !ok {
					continue
				}
				n := atoi(to) - atoi(from) + 1
				sum := ""
				for _, w := range s.Rows[i+1 : min(i+1+n, len(s.Rows))] {
					sum += w.Form
				}
				if size := runes(r.Form); !strings.EqualFold(sum, r.Form) {
					for range n {
						out.words = append(out.words, rawWord{from: at, to: at + size})
					}
					at += size
					covered = n
				}
				continue
			case covered > 0:
				covered--
			default:
				n := runes(r.Form)
				out.words = append(out.words, rawWord{from: at, to: at + n})
				at += n
			}
			w := &out.words[first+len(heads)]
			w.form, w.tag, w.rel = r.Form, r.UPOS, universal(r.Deprel)
			heads = append(heads, r.Head)
		}
		for i, h := range heads {
			w := &out.words[first+i]
			w.head = [2]int{-1, -1}
			if k := atoi(h); k > 0 {
				w.head = [2]int{out.words[first+k-1].from, out.words[first+k-1].to}
			}
		}
		out.sents[[2]int{start, at}] = true
	}
	return out
}

func runes(s string) int { return len([]rune(solid(s))) }

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// ownText is what we say of a document.
func ownText(d *Doc) rawText {
	out := rawText{sents: map[[2]int]bool{}}
	at := make([]int, len(d.Text)+1) // by byte: characters before it
	n := 0
	for i, r := range d.Text {
		at[i] = n
		if !unicode.IsSpace(r) {
			n++
		}
	}
	at[len(d.Text)] = n
	for i := len(d.Text) - 1; i > 0; i-- {
		if at[i] == 0 { // inside a character
			at[i] = at[i+1]
		}
	}
	for i, t := range d.Tokens {
		w := rawWord{from: at[t.Start], to: at[t.End], form: d.Word(i), tag: d.Tags[i].String(), head: [2]int{-1, -1}, rel: universal(d.Arcs[i].Rel)}
		if h := d.Arcs[i].Head; h >= 0 {
			w.head = [2]int{at[d.Tokens[h].Start], at[d.Tokens[h].End]}
		}
		out.words = append(out.words, w)
	}
	for _, s := range d.Sents {
		out.sents[[2]int{at[d.Tokens[s.First].Start], at[d.Tokens[s.Last-1].End]}] = true
	}
	return out
}

// rawScore counts what both sides have and what they share.
type rawScore struct{ gold, own, words, tags, arcs, goldSents, ownSents, sents int }

func (s *rawScore) add(gold, own rawText) {
	at := map[[2]int][]rawWord{}
	for _, w := range gold.words {
		k := [2]int{w.from, w.to}
		at[k] = append(at[k], w)
	}
	for _, w := range own.words {
		k := [2]int{w.from, w.to}
		if len(at[k]) == 0 {
			continue
		}
		g := at[k][0]
		at[k] = at[k][1:]
		s.words++
		if g.tag == w.tag {
			s.tags++
		}
		if g.head == w.head && g.rel == w.rel {
			s.arcs++
		}
	}
	for k := range own.sents {
		if gold.sents[k] {
			s.sents++
		}
	}
	s.gold, s.own = s.gold+len(gold.words), s.own+len(own.words)
	s.goldSents, s.ownSents = s.goldSents+len(gold.sents), s.ownSents+len(own.sents)
}

func f1(both, a, b int) float64 { return 2 * float64(both) / float64(max(1, a+b)) }

// rawDocuments cuts a treebank into its documents.
func rawDocuments(t *testing.T, name string) [][]Sentence {
	t.Helper()
	f, err := os.Open(rawFolder + name + ".conllu.gz")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no treebank %s in %s: nothing to compare with", name, rawFolder)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	sents, err := ReadCoNLLU(z)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]Sentence
	for _, s := range sents {
		if len(out) == 0 || hasComment(&s, "# newdoc") {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], s)
	}
	return out
}

func hasComment(s *Sentence, start string) bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, start) {
			return true
		}
	}
	return false
}

// running puts sentences together to a text, its paragraphs with an empty line between them.
func running(sents []Sentence) string {
	var b strings.Builder
	for i := range sents {
		if i > 0 {
			if hasComment(&sents[i], "# newpar") {
				b.WriteString("\n\n")
			} else {
				b.WriteString(" ")
			}
		}
		for _, c := range sents[i].Comments {
			if s, ok := strings.CutPrefix(c, "# text = "); ok {
				b.WriteString(s)
			}
		}
	}
	return b.String()
}

// TestRawText prints how well running text is read, with the ten commonest differences in tokens.
func TestRawText(t *testing.T) {
	for _, c := range []struct {
		treebank          string
		words, sents, las float64 // floors, a little below what was reached
	}{
		{"pud-dev", 0.999, 0.99, 0.81},
		{"ewt-dev", 0.98, 0.79, 0.78},
	} {
		t.Run(c.treebank, func(t *testing.T) {
			docs := rawDocuments(t, c.treebank)
			p := newTestParser(t)
			var score rawScore
			differ := map[string]int{}
			for _, sents := range docs {
				s := running(sents)
				d, err := text.Read([]byte(s))
				if err != nil {
					t.Fatal(err)
				}
				if solid(d.Text) != solid(s) {
					t.Fatalf("characters were lost in %.60q …", s)
				}
				own, gold := ownText(p.Parse(d)), goldText(sents)
				score.add(gold, own)
				differences(gold, own, differ)
			}
			words, tags := f1(score.words, score.gold, score.own), f1(score.tags, score.gold, score.own)
			ends, las := f1(score.sents, score.goldSents, score.ownSents), f1(score.arcs, score.gold, score.own)
			t.Logf("%s as running text: F1 of tokens %.4f, of sentences %.4f; UPOS %.4f, LAS without subtypes %.4f", c.treebank, words, ends, tags, las)
			var list []string
			for k := range differ {
				list = append(list, k)
			}
			sort.Slice(list, func(i, j int) bool {
				return differ[list[i]] > differ[list[j]] || differ[list[i]] == differ[list[j]] && list[i] < list[j]
			})
			for _, k := range list[:min(len(list), 10)] {
				t.Logf("%5d %s", differ[k], k)
			}
			if words < c.words || ends < c.sents || las < c.las {
				t.Errorf("below %.3f of tokens, %.3f of sentences or %.3f LAS", c.words, c.sents, c.las)
			}
		})
	}
}

// differences counts stretches that the two cut differently.
func differences(gold, own rawText, to map[string]int) {
	i, j := 0, 0
	for i < len(gold.words) && j < len(own.words) {
		g, o := gold.words[i], own.words[j]
		if g.from == o.from && g.to == o.to {
			i, j = i+1, j+1
			continue
		}
		var a, b []string
		ga, oa := g.to, o.to
		a, b = append(a, g.form), append(b, o.form)
		i, j = i+1, j+1
		for ga != oa || i < len(gold.words) && gold.words[i].from < ga {
			if (ga < oa || i < len(gold.words) && gold.words[i].from < ga) && i < len(gold.words) {
				ga = gold.words[i].to
				a = append(a, gold.words[i].form)
				i++
			} else if j < len(own.words) {
				oa = own.words[j].to
				b = append(b, own.words[j].form)
				j++
			} else {
				break
			}
		}
		to[strings.Join(a, " ")+"  |  "+strings.Join(b, " ")]++
	}
}
