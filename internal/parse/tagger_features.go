package parse

import (
	"unicode"
	"unicode/utf8"
)

// The tagger sees a sentence as word attributes (forms, affixes, shapes, the tags a word is known with), made once a
// sentence by TagInput.Reset, and asks for the hashed features of one word at a time: those that do not depend on tags
// already given (Static) and those that do (History). The command in train/ uses the same code, so that what is learned
// is what is seen later.

// TagBoundary stands for the tags before the first word of a sentence.
const TagBoundary = Tag(len(tagNames))

// TagFeatureCount is the most features that Static and History append for one word.
const TagFeatureCount = 64

// caseMode says what letter case tells in a sentence.
type caseMode uint8

const (
	normalCase caseMode = iota
	upperCase           // written in capitals: case tells nothing
	titleCase           // Nine in Ten Long Words Begin With a Capital, as in many headlines
	lowerCase           // no capital at all, as in careless messages
)

// Class is what a lexicon knows of a word form: its usual tags, most frequent first, packed into a number; 0 for an
// unknown word.
type Class uint16

// LexEntry is what the lexicon holds for a key of TagInput.
type LexEntry struct {
	Class Class
	Fixed bool // the word had one tag only, often enough to be tagged without asking the model
	Tag   Tag  // that tag
}

// Lexicon looks word keys up. i is the word's index in the sentence: training uses it to leave the word itself out of
// the counts.
type Lexicon interface {
	Lookup(key uint64, i int) (LexEntry, bool)
}

type wordAttrs struct {
	low   uint64 // folded form; of a short acronym in normal case the form itself
	form  uint64 // form as written; the folded form again in a sentence of capitals
	pre   [4]uint64
	suf   [5]uint64
	shape uint64 // letters, digits and marks, with the case mode
	class Class
	fixed bool
	tag   Tag
	first bool // no word but punctuation stands before it
}

// TagInput holds the attributes of one sentence's words. The zero value is ready for Reset; it may be reused and must
// not be shared between goroutines.
type TagInput struct {
	words []wordAttrs
	mode  caseMode
	final uint64 // shape of the last token: headlines have no full stop
	buf   []byte
	ends  []int
}

// Len is the number of words.
func (in *TagInput) Len() int { return len(in.words) }

// Fixed is the tag of a word that the lexicon holds to be unambiguous.
func (in *TagInput) Fixed(i int) (Tag, bool) { return in.words[i].tag, in.words[i].fixed }

// UpperCase says that a sentence is written in capitals: nine in ten of its cased letters are, and a word of two
// letters or more is among them.
func UpperCase(words []string) bool {
	up, low, word := 0, 0, false
	for _, w := range words {
		n := 0
		for _, r := range w {
			if unicode.IsUpper(r) {
				n++
			} else if unicode.IsLower(r) {
				low++
			}
		}
		up += n
		word = word || n > 1
	}
	return word && up >= 9*low
}

func modeOf(words []string, upper bool) caseMode {
	if upper {
		return upperCase
	}
	long, capital, caps, alpha := 0, 0, 0, 0
	for _, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) {
			continue
		}
		alpha++
		up := unicode.IsUpper(r)
		if up {
			caps++
		}
		if len(w)-size >= 3 {
			long++
			if up {
				capital++
			}
		}
	}
	switch {
	case long >= 4 && capital*10 >= long*9:
		return titleCase
	case alpha >= 3 && caps == 0:
		return lowerCase
	}
	return normalCase
}

// WrittenKey is the lexicon's key of a word as it is written.
func WrittenKey(word string) uint64 {
	h := uint64(hashSeed ^ 0x57)
	for _, c := range []byte(word) {
		if c >= '0' && c <= '9' {
			c = '0'
		}
		h = hashByte(h, c)
	}
	return hashEnd(h)
}

// FoldedKey is the lexicon's key of word i with its case folded, unless it is a short acronym in normal case.
func (in *TagInput) FoldedKey(i int) uint64 { return in.words[i].low }

// Reset makes the attributes of a sentence. upper says that it is written in capitals.
func (in *TagInput) Reset(words []string, upper bool, lex Lexicon) {
	in.words = in.words[:0]
	in.mode = modeOf(words, upper)
	first := true
	for i, w := range words {
		in.words = append(in.words, wordAttrs{first: first})
		a := &in.words[i]
		if in.attrs(a, w) {
			first = false
		}
		var e LexEntry
		ok := false
		if in.mode != upperCase {
			if e, ok = lex.Lookup(WrittenKey(w), i); ok {
				a.fixed, a.tag = e.Fixed, e.Tag
			}
		}
		if !ok {
			if e, ok = lex.Lookup(a.low, i); ok && in.mode == upperCase {
				a.fixed, a.tag = e.Fixed, e.Tag
			}
		}
		a.class = e.Class
	}
	in.final = 0
	if n := len(in.words); n > 0 {
		in.final = in.words[n-1].shape
	}
}

// maxFolded bounds how much of a word is read: longer ones are addresses and noise.
const maxFolded = 64

func cutWord(word string) string {
	if len(word) <= maxFolded {
		return word
	}
	cut := maxFolded
	for cut > 0 && !utf8.RuneStart(word[cut]) {
		cut--
	}
	return word[:cut]
}

// attrs fills the attributes of one word and says whether it has a letter or digit.
func (in *TagInput) attrs(a *wordAttrs, word string) bool {
	word = cutWord(word)
	fold := in.mode == upperCase || !acronym(word)
	in.buf, in.ends = in.buf[:0], in.ends[:0]
	shape, last, run, wordy := uint64(hashSeed+uint64(in.mode)), byte(0), 0, false
	form := uint64(hashSeed)
	for _, r := range word {
		c := byte('.')
		switch {
		case r >= '0' && r <= '9' || unicode.IsDigit(r):
			c, r, wordy = 'd', '0', true
		case unicode.IsUpper(r):
			c, wordy = 'X', true
			if in.mode == upperCase {
				c = 'u'
			}
		case unicode.IsLetter(r):
			c, wordy = 'x', true
			if in.mode == upperCase {
				c = 'u'
			}
		default:
			r = straight(r)
			c = byte(r)
			if r >= 0x80 {
				c = 0x80
			}
		}
		form = hashByte(form, byte(r))
		if r >= 0x80 {
			form = hashByte(hashByte(form, byte(r>>8)), byte(r>>16))
		}
		if fold && r != '0' {
			r = lower(r)
		}
		in.buf = utf8.AppendRune(in.buf, r)
		in.ends = append(in.ends, len(in.buf))
		if c == last {
			run++
		} else {
			run = 1
		}
		last = c
		if run <= 2 {
			shape = hashByte(shape, c)
		}
	}
	a.shape = hashEnd(shape)
	n := len(in.ends)
	h := uint64(hashSeed)
	at := 0
	for k := 0; k < n; k++ {
		for ; at < in.ends[k]; at++ {
			h = hashByte(h, in.buf[at])
		}
		if k < len(a.pre) {
			a.pre[k] = hashEnd(h)
		}
	}
	a.low = hashEnd(h)
	a.form = hashEnd(form)
	if in.mode == upperCase {
		a.form = a.low
	}
	for k := n; k < len(a.pre); k++ {
		a.pre[k] = a.low
	}
	h = hashSeed
	at = len(in.buf)
	for k := 0; k < len(a.suf); k++ {
		if k >= n {
			a.suf[k] = a.low
			continue
		}
		start := 0
		if n-2-k >= 0 {
			start = in.ends[n-2-k]
		}
		for at > start {
			at--
			h = hashByte(h, in.buf[at])
		}
		a.suf[k] = hashEnd(h)
	}
	return wordy
}

// acronym says that a word is two to five letters, all capitals: such a word is not its lower-case namesake ("IS",
// "US", "WHO"), so the two share no feature.
func acronym(word string) bool {
	if len(word) < 2 || len(word) > 5 {
		return false
	}
	for _, c := range []byte(word) {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// straight turns typographic quotes and dashes into the plain ones.
func straight(r rune) rune {
	switch r {
	case '\u2018', '\u2019', '`', '\u00b4':
		return '\''
	case '\u201c', '\u201d', '\u00ab', '\u00bb':
		return '"'
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212':
		return '-'
	}
	return r
}

func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// The hash is FNV-1a in 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), with a last multiplication and shift so
// that the high bits, which choose the slot, depend on every byte.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
	hashMix   = 0x9e3779b97f4a7c15
)

func hashByte(h uint64, c byte) uint64 { return (h ^ uint64(c)) * hashPrime }

func hashEnd(h uint64) uint64 {
	h ^= h >> 32
	h *= hashMix
	return h ^ h>>29
}

func join(template, a, b uint64) uint64 {
	h := (a ^ template*0xff51afd7ed558ccd) * hashMix
	h ^= h >> 31
	h = (h + b) * 0xc4ceb9fe1a85ec53
	return h ^ h>>32
}

var outside = wordAttrs{low: 1, form: 1, shape: 1, class: 1<<15 + 1}

func (in *TagInput) at(i int) *wordAttrs {
	if i < 0 || i >= len(in.words) {
		return &outside
	}
	return &in.words[i]
}

// Static appends the features of word i that no tag is part of.
func (in *TagInput) Static(i int, out []uint64) []uint64 {
	w, p, n := in.at(i), in.at(i-1), in.at(i+1)
	pp, nn := in.at(i-2), in.at(i+2)
	first := uint64(0)
	if w.first {
		first = 1
	}
	mode := uint64(in.mode)
	c, cp, cn, cnn := uint64(w.class), uint64(p.class), uint64(n.class), uint64(nn.class)
	return append(out,
		join(1, w.low, 0),
		join(2, w.form, mode),
		join(20, p.low, w.low), join(21, w.low, n.low),
		join(3, w.suf[0], 0), join(4, w.suf[1], 0), join(5, w.suf[2], 0), join(6, w.suf[3], 0), join(7, w.suf[4], 0),
		join(8, w.pre[0], 0), join(9, w.pre[1], 0), join(10, w.pre[2], 0), join(11, w.pre[3], 0),
		join(12, w.shape, first),
		join(13, w.shape, w.suf[1]),
		join(14, c, 0), join(15, c, w.shape),
		join(16, p.low, 0), join(17, n.low, 0), join(18, pp.low, 0), join(19, nn.low, 0),
		join(22, p.low, n.low),
		join(23, cn, 0), join(24, c, cn), join(25, cn, cnn), join(26, cp, c),
		join(27, p.suf[2], 0), join(28, n.suf[2], 0), join(29, n.suf[1], c),
		join(30, p.shape, w.shape), join(31, w.shape, n.shape), join(32, n.shape, 0),
		join(33, c+cn<<16, cnn), join(34, cp+cn<<16, c),
		join(35, in.final, c),
		join(36, w.suf[2], cn),
	)
}

// History appends the features of word i that hold the tags before it: t1 the nearest, t2 the one before.
func (in *TagInput) History(i int, t1, t2 Tag, out []uint64) []uint64 {
	w, n := in.at(i), in.at(i+1)
	a := uint64(t1)
	b := a<<8 | uint64(t2)
	return append(out,
		join(52, a, w.low), join(53, b, w.low),
		join(50, a, 0), join(51, b, 0),
		join(54, a, uint64(w.class)), join(55, b, uint64(w.class)),
		join(56, a, w.suf[2]), join(57, a, n.low),
		join(58, a, uint64(w.class)<<16|uint64(n.class)), join(59, a, w.shape),
		join(60, b, w.suf[1]),
		join(61, a, in.at(i-1).low),
	)
}
