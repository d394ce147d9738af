package main

import (
	"io"
	"slices"
	"strings"

	"sitrep/internal/parse"
)

// trainLemmas learns the lemmatiser: for each ending of up to six letters the rewriting that most word types with that
// ending and tag follow, kept where it differs from what the next shorter ending says, and the forms that the endings
// get wrong. Where our own list knows a form it is believed: the treebanks' "bases" are those of theories.
func trainLemmas(bank []sentence, own []inflection, log io.Writer) ([]byte, error) {
	seen := map[ending]map[edit]int{}
	for i := range bank {
		s := &bank[i]
		for k := range s.lemmas {
			if s.lemmas[k] == "_" && s.words[k] != "_" { // a piece of a word that was written apart
				continue
			}
			form := parse.LemmaForm(s.words[k])
			key := ending{form, s.tags[k]}
			if seen[key] == nil {
				seen[key] = map[edit]int{}
			}
			seen[key][editOf(form, parse.LemmaForm(s.lemmas[k]))]++
		}
	}
	listed := map[ending]bool{}
	for _, f := range own {
		key := ending{f.form, f.tag}
		if listed[key] { // "found" is of "find" before it is of "found"
			continue
		}
		listed[key] = true
		if f.form == f.lemma && seen[key] != nil { // "saw" and "left" are bases too, but seldom
			continue
		}
		seen[key] = map[edit]int{editOf(f.form, f.lemma): 1}
	}
	type typ struct {
		ending
		edit
	}
	var types []typ
	for key, edits := range seen {
		types = append(types, typ{key, most(edits)})
	}
	slices.SortFunc(types, func(a, b typ) int {
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		return int(a.tag) - int(b.tag)
	})
	votes := map[ending]map[edit]int{}
	for _, t := range types {
		if !strings.ContainsFunc(t.text, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
			continue
		}
		parse.LemmaEndings(t.text, func(e string) bool {
			if len(e) < t.cut {
				return false
			}
			k := ending{e, t.tag}
			if votes[k] == nil {
				votes[k] = map[edit]int{}
			}
			votes[k][t.edit]++
			return false
		})
	}
	best := map[ending]edit{}
	var keys []ending
	for k, v := range votes {
		e := most(v)
		if k.text != "" && v[e] < 2 {
			continue
		}
		best[k] = e
		keys = append(keys, k)
	}
	for tag := range parse.TagBoundary { // where nothing is known the form stays
		if _, ok := best[ending{"", tag}]; !ok {
			best[ending{"", tag}] = edit{}
			keys = append(keys, ending{"", tag})
		}
	}
	slices.SortFunc(keys, func(a, b ending) int { // shortest first
		if c := len(a.text) - len(b.text); c != 0 {
			return c
		}
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		return int(a.tag) - int(b.tag)
	})
	endings := map[ending]edit{}
	for _, k := range keys {
		if k.text != "" && ruleFor("-"+k.text[1:], k.tag, endings) == best[k] {
			continue
		}
		endings[k] = best[k]
	}
	forms := map[ending]edit{}
	for _, t := range types {
		if ruleFor(t.text, t.tag, endings) != t.edit {
			forms[t.ending] = t.edit
		}
	}
	return writeLemmas(forms, endings, log)
}

// ruleFor is the rule of form's longest known ending.
func ruleFor(form string, tag parse.Tag, endings map[ending]edit) (found edit) {
	parse.LemmaEndings(form, func(e string) bool {
		r, ok := endings[ending{e, tag}]
		found = r
		return ok
	})
	return found
}

// editOf is the rule that makes lemma of form with the least cut.
func editOf(form, lemma string) edit {
	n := 0
	for n < len(form) && n < len(lemma) && form[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(form) && form[n]&0xc0 == 0x80 { // not inside a letter
		n--
	}
	return edit{len(form) - n, lemma[n:]}
}

// most is the most frequent edit; of equals the one that cuts least, then the first in the alphabet.
func most(edits map[edit]int) edit {
	var best edit
	n := -1
	for e, c := range edits {
		if c > n || c == n && (e.cut < best.cut || e.cut == best.cut && e.add < best.add) {
			best, n = e, c
		}
	}
	return best
}
