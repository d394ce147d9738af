package main

import (
	"io"
	"strconv"

	"sitrep/internal/parse"
)

// parseTrees fills the lemma and tag columns of CoNLL-U. There is no tree parser yet: every word is hung on the word
// before it with the relation "dep", which says nothing and is there only because the format wants a tree.
func parseTrees(in io.Reader, out io.Writer) error {
	sents, err := parse.ReadCoNLLU(in)
	if err != nil {
		return err
	}
	p, err := parse.New()
	if err != nil {
		return err
	}
	for i := range sents {
		words := sents[i].Words(nil)
		tags := p.Tag(words, parse.UpperCase(words), nil)
		n := 0
		for k := range sents[i].Rows {
			r := &sents[i].Rows[k]
			if !r.Word() {
				continue
			}
			r.Lemma, r.UPOS = p.Lemma(r.Form, tags[n]), tags[n].String()
			r.Head, r.Deprel = strconv.Itoa(n), "dep"
			if n == 0 {
				r.Deprel = "root"
			}
			n++
		}
	}
	return parse.WriteCoNLLU(out, sents)
}
