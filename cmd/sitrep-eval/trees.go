package main

import (
	"io"
	"strconv"

	"sitrep/internal/parse"
)

// parseTrees fills the lemma, tag, head and relation columns of CoNLL-U, in the slow mode if careful says so.
func parseTrees(in io.Reader, out io.Writer, careful bool) error {
	sents, err := parse.ReadCoNLLU(in)
	if err != nil {
		return err
	}
	p, err := parse.New()
	if err != nil {
		return err
	}
	if careful {
		p = p.Careful()
	}
	var tags []parse.Tag
	var arcs []parse.Arc
	for i := range sents {
		words := sents[i].Words(nil)
		upper := parse.UpperCase(words)
		tags = p.Tag(words, upper, tags[:0])
		arcs = p.Tree(words, upper, tags, arcs[:0])
		n := 0
		for k := range sents[i].Rows {
			r := &sents[i].Rows[k]
			if !r.Word() {
				continue
			}
			r.Lemma, r.UPOS = p.Lemma(r.Form, tags[n]), tags[n].String()
			r.Head, r.Deprel = strconv.Itoa(arcs[n].Head+1), arcs[n].Rel
			n++
		}
	}
	return parse.WriteCoNLLU(out, sents)
}
