package parse

// The parser sees tags in finer kinds than the tagger gives: the forms of verbs and auxiliaries, the number of nouns, the
// cases and kinds of pronouns, and the few function words that decide what hangs on what. A kind is the tag with three more
// bits; what they say depends on the tag.

// fineWords gives words of closed classes their kind within their tag, from 1; by folded key.
var fineWords = closedClasses(map[Tag][]string{
	AUX: {
		"is was are were be been being am 's ’s 're ’re 'm ’m s re m",
		"have has had having 've ’ve 'd ’d ve",
		"do does did",
		"will would can could should may might must shall 'll ’ll ca wo",
		"get got gets getting",
	},
	PRON: {
		"who whom which whose what whatever",
		"that",
		"i he she they we",
		"him me them us her",
		"his their its my our your",
		"it there",
		"this these those",
	},
	ADP: {"of", "to", "by", "in on at", "for", "with from", "as than like"},
	SCONJ: {
		"that", "if whether", "because since as for although though while whereas", "when where how why", "to",
		"after before until once",
	},
	PART:  {"to", "not n't n’t", "'s ’s ' ’"},
	DET:   {"the a an", "this that these those", "which what", "no any"},
	ADV:   {"when where how why", "not", "then however also now still yet", "more most less", "about almost around nearly over some"},
	CCONJ: {"and", "or", "but"},
	NUM:   {"one"},
})

func closedClasses(lists map[Tag][]string) map[uint64]uint8 {
	out := map[uint64]uint8{}
	for tag, kinds := range lists {
		for k, words := range kinds {
			for start, i := 0, 0; i <= len(words); i++ {
				if i == len(words) || words[i] == ' ' {
					out[fineKey(foldedKey(words[start:i], true), tag)] = uint8(k + 1)
					start = i + 1
				}
			}
		}
	}
	return out
}

func fineKey(folded uint64, tag Tag) uint64 { return join(3, folded, uint64(tag)) }

// fine is the finer kind of a word with that tag; key is its folded key.
func (l *lemmatiser) fine(word string, key uint64, tag Tag) uint64 {
	sub := uint64(0)
	switch tag {
	case VERB:
		switch {
		case ends(word, "ing"):
			sub = 1
		case ends(word, "ed"):
			sub = 2
		case l.unchanged(word, tag):
			sub = 3
		case ends(word, "s"):
			sub = 4
		default:
			sub = 5 // an irregular past form or participle
			if ends(word, "n") {
				sub = 6
			}
		}
	case NOUN:
		if !l.unchanged(word, tag) {
			sub = 1
		}
	case PROPN:
		if ends(word, "s") {
			sub = 1
		}
	case ADJ:
		switch {
		case ends(word, "ed"), ends(word, "en"):
			sub = 1
		case ends(word, "ing"):
			sub = 2
		case ends(word, "er"), ends(word, "est"):
			sub = 3
		}
	case NUM:
		switch sub = uint64(fineWords[fineKey(key, tag)]); {
		case sub > 0:
		case len(word) == 4 && (word[0] == '1' || word[0] == '2'):
			sub = 2 // a year, mostly
		case word != "" && word[0] >= '0' && word[0] <= '9':
			sub = 3
		}
	default:
		sub = uint64(fineWords[fineKey(key, tag)])
	}
	return uint64(tag) | sub<<5
}

// ends says that a word ends so, in either case; ending is in lower case ASCII.
func ends(word, ending string) bool {
	if len(word) < len(ending) {
		return false
	}
	word = word[len(word)-len(ending):]
	for i := range len(ending) {
		if word[i]|0x20 != ending[i] {
			return false
		}
	}
	return true
}
