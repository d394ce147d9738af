package geo

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form under which names are compared: lower case, without diacritics, apostrophes and full stops, hyphens
// and other punctuation as single spaces. The Arabic article in Latin letters is "al" however it is written ("el-Fasher",
// "as-Sulaymaniyah"), and "Saint", "Fort" and "Mount" are "st", "ft" and "mt". Arabic letters lose their vowel signs and
// take one shape each for alef, yeh, kaf and teh marbuta.
func Fold(name string) string {
	b := make([]byte, 0, len(name)+8)
	ascii := true
	for i := 0; i < len(name); i++ {
		if name[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		for i := 0; i < len(name); i++ {
			b = foldRune(b, rune(name[i]))
		}
	} else {
		for _, r := range norm.NFD.String(name) {
			b = foldRune(b, r)
		}
	}
	return foldWords(strings.TrimRight(string(b), " "))
}

func foldRune(b []byte, r rune) []byte {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return append(b, byte(r))
	case r >= 'A' && r <= 'Z':
		return append(b, byte(r)+'a'-'A')
	case r == '.' || r == '\'' || r == '`':
		return b
	case r < utf8.RuneSelf:
		if len(b) > 0 && b[len(b)-1] != ' ' {
			b = append(b, ' ')
		}
		return b
	}
	r = unicode.ToLower(r)
	if s, ok := plain[r]; ok {
		return append(b, s...)
	}
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Lm, r), unicode.Is(unicode.Cf, r):
		return b
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return utf8.AppendRune(b, r)
	case len(b) > 0 && b[len(b)-1] != ' ':
		return append(b, ' ')
	}
	return b
}

// plain are letters that do not fall apart into a base and a mark, with what stands for them.
var plain = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ə': "e", 'ŋ': "ng",
	'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ɛ': "e", 'ɔ': "o", 'ŧ': "t",
	'’': "", '‘': "", 'ʻ': "", 'ʼ': "", 'ʿ': "", 'ʾ': "", '´': "", '′': "",
	'ـ': "", 'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ە': "ه", 'ٱ': "ا", 'ё': "е",
}

// foldWords folds whole words: the article and the abbreviated ones.
func foldWords(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	words := strings.Split(s, " ")
	for i, w := range words[:len(words)-1] {
		switch w {
		case "saint":
			words[i] = "st"
		case "sainte":
			words[i] = "ste"
		case "fort":
			words[i] = "ft"
		case "mount":
			words[i] = "mt"
		default:
			if article(w, words[i+1]) {
				words[i] = "al"
			}
		}
	}
	return strings.Join(words, " ")
}

// article says that w is the Arabic article before next, whose first consonant it may have taken on.
func article(w, next string) bool {
	switch w {
	case "el", "ul", "il":
		return true
	}
	if len(w) < 2 || len(w) > 4 || !strings.Contains("aeiou", w[:1]) {
		return false
	}
	return strings.Contains(" d dh n r s sh t th z ", " "+w[1:]+" ") && strings.HasPrefix(next, w[1:])
}
