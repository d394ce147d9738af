package origin

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// common is the table of common words: on each line a level, 0 to 6, and the stems of that level. Level n says that a stem stands
// in about one of 2^(n+minBits) news items; stems that are not listed are rarer than that and have the level rarest. The table is fixed:
// a weight that followed the archive would make a verdict depend on what came before. It is made by `go run ./train/copies words`.
//
//go:embed words.txt
var common string

const (
	rarest  = 7 // level of a stem that the table does not hold
	minBits = 5 // stems in more than one of 2^minBits items carry no content and are left out
	skip    = -1
)

// levels maps the stems of common to their level; skip for words without content.
type levels map[string]int8

func parseLevels(table string) levels {
	m := levels{}
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		level := int8(skip)
		if fields[0] != "-" {
			level = int8(fields[0][0] - '0')
		}
		for _, stem := range fields[1:] {
			m[stem] = level
		}
	}
	return m
}

// word is one word of a text: its span and its stem.
type word struct {
	start, end int // bytes, half-open
	stem       string
	name       bool // begins with a capital inside a sentence
	number     bool // holds a digit
	opens      bool // first of a sentence
}

// eachWord calls f with the words of text[start:end] in order. Words are runs of letters and digits; an apostrophe inside a word and
// what follows it is cut off ("Aleppo's"), a comma or full stop between digits belongs to the number ("1,200"). A sentence ends at a
// line's end, and at a full stop, question or exclamation mark before white space and a capital, digit or quote; abbreviations break it
// too often, which does no harm here.
func eachWord(text string, start, end int, f func(word)) {
	opens := true
	var lower []byte
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r == '\n' || (r == '.' || r == '!' || r == '?') && endsSentence(text[i+size:end]) {
				opens = true
			}
			i += size
			continue
		}
		w := word{start: i, number: unicode.IsDigit(r), name: unicode.IsUpper(r) && !opens, opens: opens}
		opens = false
		lower = lower[:0]
		cut := false
		for i < end {
			r, size = utf8.DecodeRuneInString(text[i:end])
			switch {
			case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
				w.number = w.number || unicode.IsDigit(r)
				if !cut && !unicode.Is(unicode.Mn, r) {
					lower = utf8.AppendRune(lower, unicode.ToLower(r))
				}
			case (r == '\'' || r == '’') && letterFollows(text[i+size:end]):
				cut = true
			case (r == ',' || r == '.') && w.number && digitFollows(text[i+size:end]):
				if r == '.' {
					lower = append(lower, '.')
				}
			default:
				size = 0
			}
			if size == 0 {
				break
			}
			i += size
		}
		w.end = i
		w.stem = stem(string(lower))
		if w.stem != "" {
			f(w)
		}
	}
}

func letterFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func digitFollows(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// endsSentence says whether the text after a stop begins a new sentence.
func endsSentence(rest string) bool {
	for i, r := range rest {
		switch {
		case unicode.IsSpace(r):
			if r == '\n' {
				return true
			}
			continue
		case r == '"', r == '”', r == '\'', r == '’', r == ')', r == '“':
			continue
		}
		return i > 0 && (unicode.IsUpper(r) || unicode.IsDigit(r))
	}
	return true
}

// stem takes the commonest endings of English inflection from a word in lower case. It only has to map the forms of a word to one
// string most of the time; what it makes need not be a word.
func stem(w string) string {
	n := len(w)
	switch {
	case n > 5 && strings.HasSuffix(w, "ies"):
		w = w[:n-3] + "y"
	case n > 5 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "xes")):
		w = w[:n-2]
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		w = w[:n-1]
	}
	n = len(w)
	switch {
	case n > 5 && strings.HasSuffix(w, "ied"):
		w = w[:n-3] + "y"
	case n > 5 && strings.HasSuffix(w, "ing"):
		w = undouble(w[:n-3])
	case n > 4 && strings.HasSuffix(w, "ed") && w[n-3] != 'e':
		w = undouble(w[:n-2])
	case n > 4 && w[n-1] == 'e':
		w = w[:n-1]
	}
	return w
}

// undouble takes back the doubled letter of "stopped".
func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && strings.IndexByte("bdgmnprt", w[n-1]) >= 0 {
		return w[:n-1]
	}
	if n > 4 && w[n-1] == 'e' {
		return w[:n-1]
	}
	return w
}

// Stems gives the stems of text in order, as signatures count them; it is what the table of common words is made with.
func Stems(text string) []string {
	var out []string
	eachWord(text, 0, len(text), func(w word) { out = append(out, w.stem) })
	return out
}

// Word is a content word of a text, as signatures count them.
type Word struct {
	Start, End int    // bytes of the text, half-open
	Stem       string // in lower case, without the commonest endings
	Level      int    // how rare it is in news: 0, in about one of 32 items, to 7, in fewer than one of 2,048
	Name       bool   // begins with a capital inside a sentence
	Number     bool   // holds a digit
}

// Content gives the content words of text[span.Start:span.End] in order: those that are not in every other report.
func Content(text string, span sitrep.Span) []Word {
	var out []Word
	known := table()
	eachWord(text, span.Start, span.End, func(w word) {
		level, ok := known[w.stem]
		if !ok {
			level = rarest
		}
		if level == skip {
			return
		}
		out = append(out, Word{w.start, w.end, w.stem, int(level), w.name, w.number})
	})
	return out
}
