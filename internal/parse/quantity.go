package parse

import (
	"slices"

	"sitrep/internal/numeral"
	"sitrep/internal/text"
)

// A quantity with its hedge is one word to tagger and parser: "up to 600 inmates" is read as "600 inmates", so that "up" is no
// verb's particle and "upwards of 300" no phrase about "upwards". What was left out is put back afterwards, hung on the number.
// Training knows nothing of this: a number without a hedge is what it has seen most.

// unitTags are the tags of the words of hedges and numbers; others are adverbs.
var unitTags = map[string]Tag{"a": DET, "an": DET, "the": DET, "some": DET, "no": DET, "another": DET, "any": DET,
	"than": ADP, "of": ADP, "to": ADP, "at": ADP, "in": ADP, "on": ADP, "from": ADP, "between": ADP, "up": ADP, "upon": ADP,
	"more": ADJ, "fewer": ADJ, "less": ADJ, "least": ADJ, "most": ADJ, "many": ADJ, "much": ADJ, "few": ADJ, "several": ADJ, "close": ADJ, "further": ADJ,
	"additional": ADJ, "good": ADJ, "short": ADJ, "shy": ADJ, "full": ADJ, "combined": ADJ, "better": ADJ, "greater": ADJ, "high": ADJ,
	"estimated": VERB, "exceeding": VERB, "approaching": VERB, "nearing": VERB, "topping": VERB, "surpassing": VERB,
	"total": NOUN, "minimum": NOUN, "maximum": NOUN, "excess": NOUN, "region": NOUN, "neighbourhood": NOUN, "neighborhood": NOUN, "vicinity": NOUN,
	"order": NOUN, "couple": NOUN, "pair": NOUN, "quarter": NOUN, "third": NOUN, "half": NOUN, "tens": NOUN, "dozens": NOUN, "scores": NOUN, "hundreds": NOUN,
	"and": CCONJ, "or": CCONJ, "not": PART, "-": PUNCT, ",": PUNCT, "+": SYM, "~": SYM, ">": SYM, "<": SYM, "dozen": NUM}

// units are those of the quantities that are read as one word each.
func units(d *text.Doc, numbers []numeral.Quantity) []numeral.Quantity {
	return slices.DeleteFunc(slices.Clone(numbers), func(q numeral.Quantity) bool { return !q.Unit(d) })
}

// kept is the token of a unit that stands for it: the last of its number.
func kept(q *numeral.Quantity) int { return q.NumberEnd - 1 }

// anyNumber is read for a unit whose own words say nothing more to the models than that something is counted.
const anyNumber = "two"

// stand is the word that the models read for a unit: a number, save for "one" and for a word that counts with "of" ("dozens of").
func stand(d *text.Doc, q *numeral.Quantity, last int) string {
	if q.Last < last && d.Tokens[q.Last].Norm == "of" || q.Best != nil && *q.Best < 2 {
		return d.Word(kept(q))
	}
	return anyNumber
}

// parseUnits tags the sentence and builds its tree as Parse does, with each of the units as one word.
func (p *Parser) parseUnits(s *scratch, d *text.Doc, sent text.Sentence, upper bool, qs []numeral.Quantity, out *Doc) {
	s.words, s.whole = s.words[:0], s.whole[:0]
	for i, k := sent.First, 0; i < sent.Last; i++ {
		if k < len(qs) && i == qs[k].First {
			s.words, s.whole = append(s.words, stand(d, &qs[k], sent.Last)), append(s.whole, kept(&qs[k]))
			i = qs[k].Last - 1
			k++
			continue
		}
		s.words, s.whole = append(s.words, d.Word(i)), append(s.whole, i)
	}
	s.in.Reset(s.words, upper, p.tagger)
	s.tags = p.tagger.tag(s, s.tags[:0])
	setRight(s.words, s.tags)
	s.arcs = s.arcs[:0]
	if p.trees != nil {
		s.arcs = p.tree(s, s.words, s.tags, s.arcs)
	}
	n := sent.Last - sent.First
	first := len(out.Tags)
	out.Tags = append(out.Tags, make([]Tag, n)...)
	tags := out.Tags[first:]
	arcs := make([]Arc, len(s.arcs)+n-len(s.words))
	for k, i := range s.whole {
		tags[i-sent.First] = s.tags[k]
		if len(s.arcs) > 0 {
			a := s.arcs[k]
			if a.Head >= 0 {
				a.Head = s.whole[a.Head] - sent.First
			}
			arcs[i-sent.First] = a
		}
	}
	if len(s.arcs) == 0 {
		arcs = nil
	}
	for k := range qs {
		inside(d, sent.First, &qs[k], tags, arcs)
	}
	s.arcs = append(s.arcs[:0], arcs...)
	s.words = s.words[:0]
	for i := sent.First; i < sent.Last; i++ {
		s.words = append(s.words, d.Word(i))
	}
	s.in.Reset(s.words, upper, p.tagger)
}

// inside tags the words of a unit that were left out and hangs them on the word that stood for it, as the treebanks do: "more" of
// "more than 20" on "20" and "than" on it, "least" of "at least 20" on "20", "twenty" of "twenty-five" on "five". base is the
// token of the sentence's first word.
func inside(d *text.Doc, base int, q *numeral.Quantity, tags []Tag, arcs []Arc) {
	head := kept(q)
	lead := -1 // the word of the hedge that the others hang on
	for i := q.First; i < q.Last; i++ {
		if i == head {
			lead = -1
			continue
		}
		w := d.Tokens[i].Norm
		t, known := unitTags[w]
		switch {
		case known:
		case i >= q.Number && i < q.NumberEnd:
			t = NUM
		default:
			t = ADV
		}
		tags[i-base] = t
		if arcs == nil {
			continue
		}
		a := Arc{head - base, "advmod"}
		switch {
		case w == "-" && i > q.Number && i+1 < q.Last && d.Tokens[i+1].Shape == text.Number:
			tags[i-base], a = SYM, Arc{i + 1 - base, "case"}
			if i+1 == head {
				a.Head = head - base
			}
		case t == PUNCT:
			a.Rel = "punct"
		case t == CCONJ:
			a.Rel = "cc"
		case i >= q.Number && i < head && t == ADP:
			a.Rel = "case"
		case i >= q.Number && i < head:
			a.Rel = "compound"
		case lead < 0 && t == ADP && i+1 < q.Last && i+1 != q.Number && w != "up": // "at least", "in excess of"
			a = Arc{i + 1 - base, "case"}
		case lead < 0 && t == ADP && w != "up":
			a.Rel = "case"
		case lead < 0 && t == DET:
			a.Rel = "det"
			if n := arcs[head-base]; w == "some" && n.Rel == "nummod" {
				a.Head = n.Head
			}
		case lead < 0 && t == VERB:
			a.Rel = "amod"
		case lead < 0 && i > q.First && tags[i-1-base] == ADP:
			a.Rel, lead = "nmod", i
		case lead < 0:
			lead = i
		default:
			a = Arc{lead - base, "fixed"}
		}
		arcs[i-base] = a
	}
}

// quantities reads every word of a quantity as a number, save the noun of "dozens of", so that no verb or preposition is found
// in one.
func (g *Grammar) quantities() {
	for _, q := range g.Doc.Numbers(g.Sent) {
		for i := q.First; i < q.Last && q.Unit(g.Doc.Doc); i++ {
			if i != kept(&q) {
				g.eff[i-g.First] = NUM
			}
		}
	}
}

// Numbers are the quantities of sentence sent, in order.
func (d *Doc) Numbers(sent int) []numeral.Quantity {
	if sent >= len(d.numbers) {
		return nil
	}
	return d.numbers[sent]
}

// settle adds to the quantities of a sentence what the tags tell of them.
func (d *Doc) settle(sent int) {
	is := func(tags ...Tag) func(int) bool {
		return func(i int) bool { return slices.Contains(tags, d.Tags[i]) }
	}
	for k := range d.numbers[sent] {
		d.numbers[sent][k].Settle(d.Doc, sent, is(NOUN, ADJ), is(PROPN))
	}
}
