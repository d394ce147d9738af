package rule

import (
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// near says whether one of the words stands in the head's clause.
func (f *finder) near(words []string) bool {
	if len(words) == 0 {
		return false
	}
	first, last := f.g.First, f.g.Last
	if v := f.g.Clause(f.m.Head); v >= 0 {
		first, last = f.g.Verbs[v].Begin, f.g.Verbs[v].End
	}
	for v := range f.g.Verbs { // "the number [killed in the raid]"
		if u := &f.g.Verbs[v]; f.m.Phrase >= 0 && u.Reduced && u.UpPhrase == f.m.Phrase {
			last = max(last, u.Last)
		}
	}
	return f.stand(words, first, last)
}

// inSentence says whether one of the words stands in the sentence.
func (f *finder) inSentence(words []string) bool { return f.stand(words, f.g.First, f.g.Last) }

// stand says whether one of the words or phrases stands among tokens first…last.
func (f *finder) stand(words []string, first, last int) bool {
	for _, w := range words {
		ws := wordsOf(w)
		for i := first; i+len(ws) <= last; i++ {
			k := 0
			for j := i; k < len(ws) && j < last; j++ {
				if f.g.Doc.Tokens[j].Norm == "-" {
					continue
				}
				if f.g.Doc.Lemmas[j] != ws[k] && f.g.Doc.Tokens[j].Norm != ws[k] {
					break
				}
				k++
			}
			if k == len(ws) && k > 0 && !(k == 1 && f.g.Doc.Tokens[i].Shape == text.Capital && f.classes.InName(f.g, i)) {
				return true
			}
		}
	}
	return false
}

// endsIn says whether the words w end at token k of the slot.
func (f *finder) endsIn(s Slot, k int, w string) bool {
	words := wordsOf(w)
	for n := len(words) - 1; n >= 0; n-- {
		for k >= s.First && f.g.Doc.Tokens[k].Norm == "-" {
			k--
		}
		if k < s.First || f.g.Doc.Lemmas[k] != words[n] && f.g.Doc.Tokens[k].Norm != words[n] &&
			!(f.g.Doc.Tags[k] == parse.PROPN && f.g.Doc.Tokens[k].Norm == words[n]+"s") { // "Engineers", first in its sentence and taken for a name
			return false
		}
		k--
	}
	return len(words) > 0
}
