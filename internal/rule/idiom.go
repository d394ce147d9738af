package rule

import (
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// holder gives the party named in the noun of a verb's idiom: "fell under rebel control", "is in the army's hands".
func (f *finder) holder() []Slot {
	if f.m.Phrase >= 0 || len(f.m.words) == 0 {
		return nil
	}
	n := f.m.words[len(f.m.words)-1]
	p := f.g.PhraseAt(n)
	if p < 0 {
		return nil
	}
	if o := f.g.Phrases[p].Owner; o >= 0 {
		return f.slots([]int{o}, "owner")
	}
	if t := f.g.OwnerToken(p); t >= 0 && t < n {
		return []Slot{{First: t, Last: t + 1, Head: t, Phrase: p, By: "modifier"}}
	}
	first := n
	for first > f.g.Phrases[p].First && (f.g.Doc.Tags[first-1] == parse.PROPN || f.g.Doc.Tags[first-1] == parse.NOUN || f.g.Doc.Tokens[first-1].Shape == text.Capital || f.g.Doc.Tokens[first-1].Norm == "-") {
		first--
	}
	if first == n {
		return nil
	}
	return []Slot{{First: first, Last: n, Head: n - 1, Phrase: p, By: "modifier"}}
}
