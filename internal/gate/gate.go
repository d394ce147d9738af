// Package gate says whether a report is about violence, conflict or their people at all, or about other things that kill,
// burn, strike and are fought: traffic, weather, illness, business, sport.
//
// It is a linear model over words: their lemmas, the classes of words that they belong to, and words side by side. Of names it
// sees the class alone, because who is at war changes from year to year. Its weights are hundredths of a logit, so that the
// file can be read and one word's say looked up. MODEL.md tells how it was trained and how well it does.
package gate

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
)

//go:embed model.tsv
var model string

// Threshold is the score from which a passage is taken to be about conflict. It is set so that nearly all that is is let
// through: what is let through wrongly is what a report without a gate would give, and what is not is lost.
const Threshold = -1.0

// passage is how many tokens a passage has at least, but the last of a report: about as many as what the model has learned from.
// Sentences are not cut, so that most have more.
const passage = 40

// Gate holds the model. It is not changed after loading and may be used from many goroutines.
type Gate struct {
	parser  *parse.Parser
	ids     map[string]int32
	weights []float64
	bias    float64
}

// New is the gate with the model that the program carries, for documents that p has parsed.
func New(p *parse.Parser) (*Gate, error) { return Load(p, model) }

// Load reads a model: a line "bias" and a line a feature, each with a weight in hundredths after a tab. Lines that begin with
// "# " are comments.
func Load(p *parse.Parser, tsv string) (*Gate, error) {
	g := &Gate{parser: p, ids: make(map[string]int32, strings.Count(tsv, "\n"))}
	n := 0
	for line := range strings.Lines(tsv) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		key, value, _ := strings.Cut(line, "\t")
		w, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("gate: line %d: %q: want a feature, a tab and a whole number", n, line)
		}
		if _, twice := g.ids[key]; twice {
			return nil, fmt.Errorf("gate: line %d: %q is given twice", n, key)
		}
		if n == 1 {
			if key != "bias" {
				return nil, fmt.Errorf("gate: line 1: %q, want the bias", line)
			}
			g.bias = float64(w) / 100
			continue
		}
		g.ids[key] = int32(len(g.weights))
		g.weights = append(g.weights, float64(w)/100)
	}
	return g, nil
}

// Version changes with the model.
func Version() string {
	h := fnv.New32a()
	h.Write([]byte(model))
	return fmt.Sprintf("%08x", h.Sum32())
}

// Score is how much the passage of d that is most about conflict is about it: a logit, about as likely as not at 0.
func (g *Gate) Score(d *parse.Doc) float64 {
	best, any := 0.0, false
	seen := make([]int32, 0, 2*passage)
	Passages(d, func(first, last int) {
		if s := g.score(d, first, last, seen); !any || s > best {
			best, any = s, true
		}
	})
	return best
}

// ScoreOf is how much the tokens first…last of d are about conflict, on the scale of Score. Of a sentence it says less than of a passage.
func (g *Gate) ScoreOf(d *parse.Doc, first, last int) float64 {
	return g.score(d, first, last, make([]int32, 0, 2*passage))
}

// score adds up the weights of the features in a passage, each once. It writes over seen.
func (g *Gate) score(d *parse.Doc, first, last int, seen []int32) float64 {
	s := g.bias
	seen = seen[:0]
	Features(g.parser, d, first, last, func(key []byte) {
		id, ok := g.ids[string(key)]
		if !ok || slices.Contains(seen, id) {
			return
		}
		seen = append(seen, id)
		s += g.weights[id]
	})
	return s
}

// Passages calls f with the tokens first…last of each passage of d: sentences of headlines and body that stand one after another.
func Passages(d *parse.Doc, f func(first, last int)) {
	first, last := -1, -1
	for i := range d.Sents {
		s := &d.Sents[i]
		switch d.Blocks[s.Block].Kind {
		case sitrep.Title, sitrep.Body:
		default:
			continue
		}
		if s.First == s.Last {
			continue
		}
		if first < 0 {
			first = s.First
		}
		if last = s.Last; last-first >= passage {
			f(first, last)
			first = -1
		}
	}
	if first >= 0 {
		f(first, last)
	}
}

// Features calls f with the features of tokens first…last: words of content by their lemma, by their class, and two by two where
// they stand side by side; names by their class alone. A key is good only until f returns, and the same key may come again.
func Features(p *parse.Parser, d *parse.Doc, first, last int, f func(key []byte)) {
	var key, pair []byte
	before := -2
	for k := first; k < last; k++ {
		mark := byte('.')
		switch d.Tags[k] {
		case parse.NOUN, parse.VERB, parse.ADJ, parse.ADV:
			key = append(key[:0], d.Lemmas[k]...)
			f(key)
			if before == k-1 {
				pair = append(append(append(pair[:0], d.Lemmas[before]...), ' '), key...)
				f(pair)
			}
			before = k
		case parse.PROPN:
			mark = '#'
		default:
			continue
		}
		if path, ok := p.Cluster(d.Tokens[k].Norm, false); ok {
			key = strconv.AppendUint(append(key[:0], mark), uint64(path), 16)
			f(key)
		}
	}
}
