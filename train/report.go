package main

import (
	"fmt"
	"io"
	"strings"

	"sitrep/internal/parse"
)

// scores counts right answers over the words of a treebank.
type scores struct{ words, tags, lemmas, goldLemmas, heads, arcs int }

// report prints the scores of p on a treebank: as written, read carefully, and in capitals. Arcs are compared without the
// subtypes of relations (LASu).
func report(log io.Writer, name string, p *parse.Parser, dev []sentence) {
	var plain, careful, upper scores
	for i := range dev {
		s := &dev[i]
		plain.add(p, s, s.words)
		careful.add(p.Careful(), s, s.words)
		upper.add(p, s, upperWords(s.words))
	}
	f := func(x int) float64 { return float64(x) / float64(max(plain.words, 1)) }
	fmt.Fprintf(log, "%s: %d words, UPOS %.4f, in capitals %.4f, lemma %.4f (with gold tags %.4f)\n",
		name, plain.words, f(plain.tags), f(upper.tags), f(plain.lemmas), f(plain.goldLemmas))
	fmt.Fprintf(log, "%s: UAS %.4f, LASu %.4f, careful %.4f, in capitals %.4f\n",
		name, f(plain.heads), f(plain.arcs), f(careful.arcs), f(upper.arcs))
}

func (c *scores) add(p *parse.Parser, s *sentence, words []string) {
	up := parse.UpperCase(words)
	tags := p.Tag(words, up, nil)
	c.words += len(words)
	for k, t := range tags {
		if t == s.tags[k] {
			c.tags++
		}
		if s.lemmas == nil {
			continue
		}
		if strings.EqualFold(p.Lemma(words[k], t), s.lemmas[k]) {
			c.lemmas++
		}
		if strings.EqualFold(p.Lemma(words[k], s.tags[k]), s.lemmas[k]) {
			c.goldLemmas++
		}
	}
	if s.heads == nil {
		return
	}
	for k, a := range p.Tree(words, up, tags, nil) {
		if a.Head+1 != int(s.heads[k]) {
			continue
		}
		c.heads++
		if base(a.Rel) == base(s.rels[k]) {
			c.arcs++
		}
	}
}

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}
