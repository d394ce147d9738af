// Package parse reads the grammar of a report: part-of-speech tags, lemmas, dependency trees and mentions of each sentence
// ([Parser.Parse]), and from these the phrases, verb groups and relations that rules are written against ([Analyse]). It holds
// inference and the embedded models only; they are trained by the command in train/. docs/language-core.md tells how the
// parts go together, MODEL.md how the models were made and how well they do.
package parse

import (
	"sitrep/internal/numeral"
	"sitrep/internal/text"
)

// Tag is a Universal POS tag (https://universaldependencies.org/u/pos/).
type Tag uint8

// The seventeen Universal POS tags.
const (
	X Tag = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
)

var tagNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
	"PUNCT", "SCONJ", "SYM", "VERB"}

// String is the tag's name in CoNLL-U.
func (t Tag) String() string { return tagNames[t] }

// ParseTag is the tag of that CoNLL-U name; ok is false for a name that is not a Universal POS tag.
func ParseTag(name string) (t Tag, ok bool) {
	for i, n := range tagNames {
		if n == name {
			return Tag(i), true
		}
	}
	return X, false
}

// Doc is a text.Doc whose tokens are tagged, lemmatised and put into trees: Tags[i], Lemmas[i] and Arcs[i] belong to
// Tokens[i].
type Doc struct {
	*text.Doc
	Tags     []Tag
	Lemmas   []string // lower case; of a proper noun its Norm
	Arcs     []Arc    // Head is an index into Tokens; a token of no sentence has no Rel; nil without models for trees
	Entities []Entity // in order

	numbers [][]numeral.Quantity // by sentence
}
