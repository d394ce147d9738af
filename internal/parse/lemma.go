package parse

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The lemmatiser rewrites the end of a word: a rule cuts so many bytes and appends a string. Whole forms that follow
// no general rule ("fled", "men") and endings ("-shes" of a verb) are kept in one hashed table each, by tag; the whole
// form is tried first, then its longest known ending. The model file is flat and read in place:
//
//	magic    8 bytes "SITRLEM1"
//	counts   4 little-endian uint32: form slots, ending slots, rules, bytes of appended strings
//	forms    per slot 8 bytes: check uint32, rule uint16, 0, 0 (see tagger.go for the table)
//	endings  the same
//	rules    per rule 4 bytes: bytes cut uint8, bytes appended uint8, where the appended string starts uint16
//	strings  the appended strings

//go:embed lemma.bin
var lemmaBin string

const (
	lemmaMagic  = "SITRLEM1"
	lemmaHeader = 8 + 4*4
	maxEnding   = 6 // letters
)

type lemmatiser struct {
	forms, endings, rules, strings string
	formN, endingN                 uint64
}

func loadLemmatiser(bin string) (*lemmatiser, error) {
	if len(bin) < lemmaHeader {
		return nil, fmt.Errorf("lemmas: %w: %d bytes", errModel, len(bin))
	}
	if bin[:8] != lemmaMagic {
		return nil, fmt.Errorf("lemmas: %w: magic %q, want %q", errModel, bin[:8], lemmaMagic)
	}
	forms, endings, rules, text := u32(bin, 8), u32(bin, 12), u32(bin, 16), u32(bin, 20)
	want := lemmaHeader + 8*uint64(forms) + 8*uint64(endings) + 4*uint64(rules) + uint64(text)
	if uint64(len(bin)) != want {
		return nil, fmt.Errorf("lemmas: %w: %d bytes, want %d", errModel, len(bin), want)
	}
	l := &lemmatiser{formN: uint64(forms), endingN: uint64(endings)}
	rest := bin[lemmaHeader:]
	l.forms, rest = rest[:8*forms], rest[8*forms:]
	l.endings, rest = rest[:8*endings], rest[8*endings:]
	l.rules, l.strings = rest[:4*rules], rest[4*rules:]
	return l, nil
}

// LemmaForm is a word as the lemmatiser compares it: lower case, quotes and dashes straightened. It allocates only
// where that changes the word.
func LemmaForm(word string) string {
	for _, r := range word {
		if lower(straight(r)) != r {
			return strings.Map(func(r rune) rune { return lower(straight(r)) }, word)
		}
	}
	return word
}

// LemmaKey is the key of a whole form or of an ending with a tag.
func LemmaKey(form string, tag Tag) uint64 {
	h := uint64(hashSeed)
	for i := len(form) - 1; i >= 0; i-- {
		h = hashByte(h, form[i])
	}
	return join(uint64(tag)+1, hashEnd(h), uint64(len(form)))
}

// LemmaEndings calls f with each ending of form that a rule may hang on, the longest first and the empty one last,
// until f returns true. At least one letter stays before an ending.
func LemmaEndings(form string, f func(ending string) bool) {
	var starts [maxEnding]int
	n, at := 0, len(form)
	for n < maxEnding {
		_, size := utf8.DecodeLastRuneInString(form[:at])
		if at -= size; at <= 0 {
			break
		}
		starts[n] = at
		n++
	}
	for n--; n >= 0; n-- {
		if f(form[starts[n]:]) {
			return
		}
	}
	f("")
}

func (l *lemmatiser) lemma(word string, tag Tag) string {
	form := LemmaForm(word)
	if tag == VERB {
		if base, ok := verbForms[form]; ok {
			return base
		}
	}
	if at := find(l.forms, l.formN, LemmaKey(form, tag)); at >= 0 {
		return l.rewrite(form, at, l.forms)
	}
	out := form
	LemmaEndings(form, func(ending string) bool {
		at := find(l.endings, l.endingN, LemmaKey(ending, tag))
		if at < 0 {
			return false
		}
		out = l.rewrite(form, at, l.endings)
		return true
	})
	return out
}

// unchanged says that a word with that tag is its own lemma.
func (l *lemmatiser) unchanged(word string, tag Tag) bool {
	form := LemmaForm(word)
	plain := true
	look := func(at int, table string) {
		rule := 4 * (int(table[at+4]) | int(table[at+5])<<8)
		plain = rule+4 > len(l.rules) || l.rules[rule] == 0 && l.rules[rule+1] == 0
	}
	if at := find(l.forms, l.formN, LemmaKey(form, tag)); at >= 0 {
		look(at, l.forms)
		return plain
	}
	LemmaEndings(form, func(ending string) bool {
		at := find(l.endings, l.endingN, LemmaKey(ending, tag))
		if at >= 0 {
			look(at, l.endings)
		}
		return at >= 0
	})
	return plain
}

// rewrite applies the rule that the slot at names; a rule that does not fit leaves the form as it is.
func (l *lemmatiser) rewrite(form string, at int, table string) string {
	at += 4
	rule := 4 * (int(table[at]) | int(table[at+1])<<8)
	if rule+4 > len(l.rules) {
		return form
	}
	r := l.rules[rule : rule+4]
	cut, from := int(r[0]), int(r[2])|int(r[3])<<8
	to := from + int(r[1])
	if cut > len(form) || to > len(l.strings) {
		return form
	}
	if from == to {
		return form[:len(form)-cut]
	}
	return form[:len(form)-cut] + l.strings[from:to]
}
