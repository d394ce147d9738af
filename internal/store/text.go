package store

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words are found by an index that both dialects fill with the same words, folded here: lower case, without marks ("Idlib" finds
// "Idlíb"), acronyms without full stops ("U.S." is "us"), numbers without commas ("3,000" is "3000"), without apostrophes and the
// possessive s. Beside the words of the text stand words that say what the report's claims are about. These hold an underscore, which
// no folded word does: t_air_strike a type, a_12 a party by its name's number, p_7 a place by its number, c_iq a country, m_killed a
// measure, u_3 the publisher by its name's number, d_2016 and d_2016_10 the time of a claim. One search can therefore ask for
// "clinic", air strikes and Syria at once, and the index answers in order of keys; that all of it holds of one claim is looked at
// afterwards, in the claims.

// letters are those that do not fall apart into a base and a mark, with what stands for them.
var letters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ə': "e", 'ŋ': "ng",
	'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ɛ': "e", 'ɔ': "o", 'ŧ': "t", 'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ە': "ه", 'ٱ': "ا", 'ё': "е",
}

// longestWord is how many bytes of a word are compared; no word of a language is longer, and PostgreSQL takes no more than 2,046.
const longestWord = 64

// fold cuts text into folded words, in order.
func fold(text string) []string {
	if !ascii(text) {
		text = norm.NFD.String(text)
	}
	words := make([]string, 0, len(text)/6+1)
	word := make([]byte, 0, longestWord)
	end := func() {
		if n := len(word); n > 0 {
			words = append(words, string(word))
		}
		word = word[:0]
	}
	var before rune // the rune before
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		i += n
		switch {
		case unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r):
			continue // before stays
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if len(word) > longestWord-utf8.UTFMax {
				break
			}
			r = unicode.ToLower(r)
			if s, ok := letters[r]; ok {
				word = append(word, s...)
			} else {
				word = utf8.AppendRune(word, r)
			}
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == 'ʻ' || r == 'ʿ' || r == 'ʾ':
			if possessive(text[i:]) {
				end()
				i++ // the s
				r = 's'
			}
		case r == '.' && unicode.IsLetter(before) && initial(text[:i-1]) && i < len(text) && letterAt(text[i:]):
		case r == ',' && unicode.IsDigit(before) && thousand(text[i:]):
		default:
			end()
		}
		before = r
	}
	end()
	return words
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// initial says that s ends in a letter that stands alone: after another full stop, or at the start of a word.
func initial(s string) bool {
	_, n := utf8.DecodeLastRuneInString(s)
	r, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return len(s) == n || r == '.' || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\'' && r != '’'
}

// possessive says that after an apostrophe stands an s that ends the word.
func possessive(s string) bool {
	return s != "" && (s[0] == 's' || s[0] == 'S') && !letterAt(s[1:]) && (len(s) == 1 || s[1] < '0' || s[1] > '9')
}

// thousand says that after a comma stand three digits and no fourth.
func thousand(s string) bool {
	digit := func(i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
	return digit(0) && digit(1) && digit(2) && !digit(3)
}

// bag is what the index of words holds of a report.
type bag struct {
	words []string // of the text, in order
	about about
}

// newBag begins with the outlet, a name's number or nil.
func newBag(publisher any) *bag {
	b := &bag{about: about{}}
	if publisher != nil {
		b.about[fmt.Sprintf("u_%d", publisher)] = true
	}
	return b
}

func (b *bag) add(text string) { b.words = append(b.words, fold(text)...) }

// distinct are the words, each once and in order.
func (b *bag) distinct() []string {
	all := append(slices.Clone(b.words), b.about.words()...)
	slices.Sort(all)
	return slices.Compact(all)
}

// String writes the words apart by spaces.
func (b *bag) String() string { return strings.Join(b.distinct(), " ") }

// phrase is one or more folded words that stand behind each other.
type phrase []string

// in says whether the phrase stands in words.
func (p phrase) in(words []string) bool {
	for i := 0; i+len(p) <= len(words); i++ {
		if slices.Equal(words[i:i+len(p)], p) {
			return true
		}
	}
	return false
}

// search is a query of the index of words: of each of all one phrase must stand there, and none of none.
type search struct {
	all  [][]phrase
	none []phrase
}

// parseSearch reads what a person typed: words and "phrases", all of which must be there; -word and -"phrase" must not. A word stands for
// any of its forms (WordForms), unless it is quoted. One that folds to several ("al-Bab") is a phrase, just as it is written. Whatever else is typed is read as blanks, so no text is an error.
func parseSearch(text string) search {
	var s search
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if unicode.IsSpace(r) {
			text = text[n:]
			continue
		}
		not := r == '-'
		if not {
			text = text[n:]
		}
		var piece string
		quote, quoted := openQuote(text)
		if quoted {
			text = text[len(quote):]
			end := strings.IndexAny(text, `"”“`)
			if end < 0 {
				end = len(text)
			}
			piece, text = text[:end], text[end:]
			if q, ok := openQuote(text); ok {
				text = text[len(q):]
			}
		} else {
			end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '"' || r == '”' || r == '“' })
			if end < 0 {
				end = len(text)
			}
			piece, text = text[:end], text[end:]
		}
		p := phrase(fold(piece))
		any := []phrase{p}
		if len(p) == 1 && !quoted {
			any = nil
			for _, f := range WordForms(p[0]) {
				any = append(any, phrase{f})
			}
		}
		switch {
		case len(p) == 0:
		case not:
			s.none = append(s.none, any...)
		default:
			s.all = append(s.all, any)
		}
	}
	return s
}

func openQuote(s string) (string, bool) {
	for _, q := range []string{`"`, "”", "“"} {
		if strings.HasPrefix(s, q) {
			return q, true
		}
	}
	return "", false
}

// write writes what must be there, with the operators of a dialect.
func (s search) write(quote func(string) string, and, or string) string {
	all := make([]string, len(s.all))
	for i, any := range s.all {
		parts := make([]string, len(any))
		for j, p := range any {
			words := make([]string, len(p))
			for k, w := range p {
				words[k] = quote(w)
			}
			parts[j] = strings.Join(words, and)
			if len(p) > 1 && len(any) > 1 {
				parts[j] = "(" + parts[j] + ")"
			}
		}
		if all[i] = strings.Join(parts, or); len(any) > 1 {
			all[i] = "(" + all[i] + ")"
		}
	}
	return strings.Join(all, and)
}

// phrases says that s asks for words that stand behind each other.
func (s search) phrases() bool {
	for _, any := range s.all {
		for _, p := range any {
			if len(p) > 1 {
				return true
			}
		}
	}
	return slices.ContainsFunc(s.none, func(p phrase) bool { return len(p) > 1 })
}

// holds says whether a text's folded words are what s asks of the text; words with an underscore are left aside.
func (s search) holds(words []string) bool {
	for _, any := range s.all {
		if !slices.ContainsFunc(any, func(p phrase) bool { return strings.Contains(p[0], "_") || p.in(words) }) {
			return false
		}
	}
	return !slices.ContainsFunc(s.none, func(p phrase) bool { return p.in(words) })
}
