package main

import (
	"fmt"
	"os"
	"strings"

	"sitrep/internal/parse"
)

// inflection is a form with its tag and the lemma that our own list gives it.
type inflection struct {
	form, lemma string
	tag         parse.Tag
}

// readLemmas reads our own list of inflections; the file tells its format.
func readLemmas(path string) ([]inflection, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []inflection
	add := func(tag parse.Tag, lemma string, forms ...string) {
		for _, f := range append(forms, lemma) {
			out = append(out, inflection{f, lemma, tag})
		}
	}
	for n, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if len(f) == 1 {
			return nil, fmt.Errorf("%s: line %d: no words", path, n+1)
		}
		switch kind, words := f[0], f[1:]; kind {
		case "regular", "double":
			for _, v := range words {
				ed, ing := pastAndParticiple(v, kind == "double")
				add(parse.VERB, v, withS(v), ed, ing)
			}
		case "irregular", "doubling":
			_, ing := pastAndParticiple(words[0], kind == "doubling")
			add(parse.VERB, words[0], append([]string{withS(words[0]), ing}, words[1:]...)...)
		case "noun":
			for _, w := range words {
				add(parse.NOUN, w, withS(w))
			}
		case "plural":
			add(parse.NOUN, words[0], words[1:]...)
		case "degree":
			add(parse.ADJ, words[0], words[1:]...)
		default:
			return nil, fmt.Errorf("%s: line %d: %q is no kind of line", path, n+1, kind)
		}
	}
	return out, nil
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// consonantY says that a word ends in a consonant and y.
func consonantY(w string) bool {
	return len(w) > 1 && w[len(w)-1] == 'y' && !vowel(w[len(w)-2])
}

// withS is a verb's third person or a noun's plural.
func withS(w string) string {
	switch {
	case consonantY(w):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"), strings.HasSuffix(w, "ch"),
		strings.HasSuffix(w, "sh"), len(w) > 1 && w[len(w)-1] == 'o' && !vowel(w[len(w)-2]):
		return w + "es"
	}
	return w + "s"
}

func pastAndParticiple(v string, double bool) (ed, ing string) {
	last := v[len(v)-1:]
	switch {
	case strings.HasSuffix(v, "ie"):
		return v + "d", v[:len(v)-2] + "ying"
	case strings.HasSuffix(v, "ee"), strings.HasSuffix(v, "oe"), strings.HasSuffix(v, "ye"):
		return v + "d", v + "ing"
	case last == "e":
		return v + "d", v[:len(v)-1] + "ing"
	case consonantY(v):
		return v[:len(v)-1] + "ied", v + "ing"
	case double:
		return v + last + "ed", v + last + "ing"
	}
	return v + "ed", v + "ing"
}
