package incident

import (
	"strings"

	"sitrep/internal/parse"
)

// place is one occurrence of a candidate: tokens [first, last) with their head.
type place struct {
	first, last, head int
	phrase            int // phrase of the sentence's grammar that the head is in
	sent              int
}

// Candidate is what may have a part in an incident: words of the report, with all places where they stand.
type Candidate struct {
	key    string
	places []place
	name   bool  // all its words are proper nouns
	kin    []int // other candidates that are taken to name the same
}

// longest is how many words a candidate has at most.
const longest = 8

// candidates are the names, nouns and phrases of a report, those of the same words together, in order of appearance. What
// is part of a longer one is a candidate too ("FMLN" in "FMLN guerrillas"): the model chooses.
func candidates(r *Reading) []Candidate {
	var out []Candidate
	at := map[string]int{}
	for s, g := range r.Grammars {
		if g == nil {
			continue
		}
		for p := range g.Phrases {
			ph := &g.Phrases[p]
			if ph.Time || ph.Pronoun {
				continue
			}
			add := func(first, last, head int) {
				if last-first > longest {
					return
				}
				k := key(g.Doc, first, last)
				if k == "" {
					return
				}
				i, ok := at[k]
				if !ok {
					i = len(out)
					at[k] = i
					name := true
					for t := first; t < last; t++ {
						name = name && g.Tag(t) == parse.PROPN
					}
					out = append(out, Candidate{key: k, name: name})
				}
				out[i].places = append(out[i].places, place{first, last, head, p, s})
			}
			for i := ph.First; i < ph.Last; i++ {
				if !begins(g, i) {
					continue
				}
				for j := i; j < ph.Last; j++ {
					if nounLike(g.Tag(j)) && !isPunct(g, j) {
						add(i, j+1, j)
					}
				}
				if o := ph.Owner; o >= 0 && i == ph.First && g.Phrases[o].Last <= ph.First && g.Phrases[o].Last >= ph.First-1 {
					for k := g.Phrases[o].First; k <= g.Phrases[o].Head; k++ { // "Maza's vehicle"
						if begins(g, k) {
							add(k, ph.Last, ph.Head)
						}
					}
				}
				// "charge of dynamite", "Army of National Liberation"
				if i <= ph.Head && nounLike(g.Tag(ph.Last-1)) {
					for q := p + 1; q < len(g.Phrases) && q <= p+2; q++ {
						if g.Phrases[q].Prep < ph.Last || g.Phrases[q].Time || g.Phrases[q].Pronoun {
							break
						}
						if q == p+1 && g.Phrases[q].Prep != ph.Last || q > p+1 && g.Phrases[q].Prep != g.Phrases[q-1].Last {
							break
						}
						add(i, g.Phrases[q].Last, ph.Head)
					}
				}
			}
		}
	}
	kindred(out)
	return out
}

// kindred finds for each name the shorter and longer forms of it: last names and acronyms.
func kindred(all []Candidate) {
	byLast := map[string][]int{}
	byInitials := map[string][]int{}
	for i := range all {
		w := strings.Fields(all[i].key)
		byLast[w[len(w)-1]] = append(byLast[w[len(w)-1]], i)
		if len(w) > 2 {
			ini := initials(w)
			byInitials[ini] = append(byInitials[ini], i)
		}
	}
	link := func(a, b int) {
		all[a].kin = append(all[a].kin, b)
		all[b].kin = append(all[b].kin, a)
	}
	for i := range all {
		if strings.Contains(all[i].key, " ") || !all[i].name {
			continue
		}
		for _, j := range byLast[all[i].key] {
			if j != i && all[j].name {
				link(i, j)
			}
		}
		for _, j := range byInitials[all[i].key] {
			link(i, j)
		}
	}
}

// initials are the first letters of words that are no prepositions or the like.
func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		switch w {
		case "of", "for", "and", "de", "del", "la":
		default:
			b.WriteString(w[:1])
		}
	}
	return b.String()
}

func nounLike(t parse.Tag) bool { return t == parse.NOUN || t == parse.PROPN }

func isPunct(g *parse.Grammar, i int) bool { return g.Doc.Tags[i] == parse.PUNCT }

// begins says that a candidate may begin at token i.
func begins(g *parse.Grammar, i int) bool {
	switch g.Doc.Tags[i] {
	case parse.PUNCT, parse.DET, parse.CCONJ, parse.PRON, parse.PART, parse.ADP, parse.SYM:
		return false
	}
	return true
}

func key(d *parse.Doc, first, last int) string { return Key(d.Words(first, last)) }

// Key is the form by which words are told to be the same: lower case, without articles and punctuation.
func Key(words string) string {
	var b strings.Builder
	for _, w := range strings.Fields(strings.ToLower(words)) {
		w = strings.Map(func(r rune) rune {
			if strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
				return -1
			}
			return r
		}, w)
		if w == "" || w == "the" || w == "a" || w == "an" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}
