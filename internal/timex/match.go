package timex

import (
	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// reader walks over the tokens of a document and matches patterns.
type reader struct {
	g           *grammar
	d           *parse.Doc
	words       []*word // by token, nil for a word of no pattern
	mid         []bool  // by token: "mid-" was cut off its word
	bc          bool    // the document counts years before our era: a number of three digits may be one
	first, last int     // the sentence
	buf         []result
}

// result is one way to match: the token after the last one, and what it means.
type result struct {
	end int
	m   meaning
	act *action
}

func newReader(d *parse.Doc) *reader {
	r := &reader{g: load(), d: d, words: make([]*word, len(d.Tokens)), mid: make([]bool, len(d.Tokens))}
	for i := range d.Tokens {
		w := d.Tokens[i].Norm
		r.bc = r.bc || w == "bc" || w == "b.c." || w == "bce" || w == "b.c.e."
		if len(w) > 4 && w[:4] == "mid-" { // one token: the hyphen cuts after no prefix
			if e := r.g.words[w[4:]]; e != nil {
				r.words[i], r.mid[i] = e, true
				continue
			}
			if w[4] >= '0' && w[4] <= '9' {
				r.mid[i] = true
				continue
			}
		}
		r.words[i] = r.g.words[w]
	}
	return r
}

func (r *reader) norm(i int) string {
	if i < r.first || i >= r.last {
		return ""
	}
	return r.d.Tokens[i].Norm
}

func (r *reader) tag(i int) parse.Tag {
	if i < r.first || i >= r.last {
		return parse.PUNCT
	}
	return r.d.Tags[i]
}

func (r *reader) shape(i int) text.Shape {
	if i < r.first || i >= r.last {
		return text.Punct
	}
	return r.d.Tokens[i].Shape
}

// capitals says that the sentence of token i is written in capitals, so that the shapes of its words tell nothing.
func (r *reader) capitals(i int) bool { return r.d.Sents[r.d.Tokens[i].Sent].Upper }

// title says that token i stands in a headline.
func (r *reader) title(i int) bool {
	return r.d.Blocks[r.d.Sents[r.d.Tokens[i].Sent].Block].Kind == sitrep.Title
}

// at is the longest expression that starts at token i.
func (r *reader) at(i int) (result, bool) {
	if !r.may(r.g.root, i) {
		return result{}, false
	}
	r.buf = r.walk(r.g.root, i, meaning{}, r.buf[:0])
	best, ok := result{}, false
	for _, c := range r.buf {
		if len(c.act.after) > 0 && !r.follows(c.end, c.act.after) {
			continue
		}
		if !r.plausible(i, c.end, &c.m) {
			continue
		}
		if !ok || c.end > best.end || c.end == best.end && c.act.rule < best.act.rule {
			best, ok = c, true
		}
	}
	return best, ok
}

// follows says that one of the literals stands at token i, or nothing at all and a full stop is among them.
func (r *reader) follows(i int, literals []uint16) bool {
	if i >= r.last {
		for _, l := range literals {
			if w := r.g.words["."]; w != nil && l == w.literal {
				return true
			}
		}
		return false
	}
	w := r.words[i]
	if w == nil || w.literal == 0 {
		return false
	}
	for _, l := range literals {
		if l == w.literal {
			return true
		}
	}
	return false
}

// walk appends the ways in which the patterns below n match from token i on.
func (r *reader) walk(n *node, i int, m meaning, out []result) []result {
	if n.accept != nil {
		c := result{end: i, m: m, act: n.accept}
		for _, s := range n.accept.sets {
			if c.m[s.f] == 0 || s.f != fMod {
				c.m[s.f] = s.value
			}
		}
		out = append(out, c)
	}
	if i >= r.last {
		return out
	}
	if w := r.words[i]; w != nil {
		if w.literal != 0 && !r.mid[i] {
			for _, e := range n.literals {
				if e.label == w.literal {
					out = r.walk(e.next, i+1, m, out)
				}
			}
		}
		if len(n.classes) > 0 {
			for _, s := range w.senses {
				for _, e := range n.classes {
					if e.label == uint16(s.class) && r.sound(i, e.to, s) {
						c := m
						c[e.to] = s.value
						if r.mid[i] {
							c[fMod] = mMid
						}
						out = r.walk(e.next, i+1, c, out)
					}
				}
			}
		}
	}
	readable := len(n.terms) > 0 && r.readable(i)
	for _, e := range n.terms {
		if !readable && !r.g.terms[e.label].any {
			continue
		}
		mark := len(out)
		out = r.g.terms[e.label].read(r, i, m, e.to, out)
		out = r.onward(e.next, mark, out)
	}
	for _, e := range n.defs {
		d := r.g.defs[e.label]
		if !r.may(d, i) {
			continue
		}
		mark := len(out)
		out = r.walk(d, i, m, out)
		out = r.onward(e.next, mark, out)
	}
	return out
}

// onward goes on from each of the results since mark, which it replaces by where they lead.
func (r *reader) onward(n *node, mark int, out []result) []result {
	end := len(out)
	for k := mark; k < end; k++ {
		c := &out[k]
		if c.act != nil && len(c.act.after) > 0 && !r.follows(c.end, c.act.after) {
			continue
		}
		out = r.walk(n, c.end, c.m, out)
	}
	return out[:mark+copy(out[mark:], out[end:])]
}

// may says that a trie can match from token i on, by its first word alone.
func (r *reader) may(n *node, i int) bool {
	if n.terminal && r.readable(i) {
		return true
	}
	w := r.words[i]
	if w == nil {
		return false
	}
	if l := w.literal; l != 0 && n.starts[l/64]&(1<<(l%64)) != 0 {
		return true
	}
	for _, s := range w.senses {
		if n.startClasses&(1<<s.class) != 0 {
			return true
		}
	}
	return false
}

// readable says that a terminal may have something to read at token i: a number, or a word of words.tsv.
func (r *reader) readable(i int) bool {
	return r.shape(i) == text.Number || r.mid[i] || r.words[i] != nil && len(r.words[i].senses) > 0
}
