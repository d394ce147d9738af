package parse

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep/internal/text"
)

// Sentences gives the sentences of d as CoNLL-U: comments with the name of the document before the first, the sentence's id,
// which is id with its number from 1, its text and the kind of its block; and in the last column the byte offsets of each
// word in Text, with the mentions that it belongs to. It gives none for a document that was not parsed.
func (d *Doc) Sentences(name, id string) []Sentence {
	if len(d.Arcs) != len(d.Tokens) || len(d.Tags) != len(d.Tokens) {
		return nil
	}
	mentions := make([]string, len(d.Tokens))
	for _, e := range d.Entities {
		for i := e.First; i < e.Last; i++ {
			mentions[i] = "Entity=I-" + string(e.Type)
		}
		mentions[e.First] = "Entity=B-" + string(e.Type)
	}
	out := make([]Sentence, 0, len(d.Sents))
	for n := range d.Sents {
		s := &d.Sents[n]
		if s.First >= s.Last {
			continue
		}
		var c Sentence
		if len(out) == 0 {
			c.Comments = append(c.Comments, "# newdoc id = "+name)
		}
		// white space is one space, as the words' SpaceAfter tells it
		c.Comments = append(c.Comments, fmt.Sprintf("# sent_id = %s-%d", id, len(out)+1),
			"# text = "+strings.Join(strings.Fields(d.Words(s.First, s.Last)), " "), "# block = "+string(d.Blocks[s.Block].Kind))
		for i := s.First; i < s.Last; i++ {
			t := &d.Tokens[i]
			head := 0
			if h := d.Arcs[i].Head; h >= 0 {
				head = h - s.First + 1
			}
			misc := fmt.Sprintf("Span=%d:%d", t.Start, t.End)
			if glued(d.Doc, t) {
				misc = "SpaceAfter=No|" + misc
			}
			if mentions[i] != "" {
				misc = mentions[i] + "|" + misc
			}
			c.Rows = append(c.Rows, Row{ID: strconv.Itoa(i - s.First + 1), Form: d.Word(i), Lemma: d.Lemmas[i], UPOS: d.Tags[i].String(),
				Head: strconv.Itoa(head), Deprel: d.Arcs[i].Rel, Misc: misc})
		}
		out = append(out, c)
	}
	return out
}

// glued says that no white space follows token t.
func glued(d *text.Doc, t *text.Token) bool {
	r, n := utf8.DecodeRuneInString(d.Text[t.End:])
	return n > 0 && !unicode.IsSpace(r)
}
