package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// abbreviations keep their full stop and do not end a sentence before a name or number. Those marked true end no sentence
// at all (titles and the like); the others may, before a capital.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "gen": true, "maj": true, "col": true, "lt": true, "capt": true,
	"cpt": true, "sgt": true, "cpl": true, "pvt": true, "cmdr": true, "cdr": true, "adm": true, "brig": true, "rev": true, "hon": true, "gov": true,
	"sen": true, "rep": true, "pres": true, "supt": true, "insp": true, "det": true, "msgr": true, "fr": true, "sr": false, "jr": false, "vs": true,
	"no": true, "nos": true, "art": true, "fig": true, "vol": true, "approx": true, "ca": true, "est": true, "dept": true, "mt": true, "ft": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true,
	"mon": false, "tue": false, "tues": false, "wed": false, "thu": false, "thur": false, "thurs": false, "fri": false, "sat": false, "sun": false,
	"inc": false, "ltd": false, "co": false, "corp": false, "etc": false, "km": false, "al": false, "ave": false, "blvd": false, "rd": false,
	"e.g": true, "i.e": true, "cf": true, "op": true, "div": true, "bn": true, "regt": true, "bde": true, "coy": true,
	"pfc": true, "spc": true, "spec": true, "pte": true, "lcpl": true, "ssgt": true, "cwo": true, "lieut": true, "comdr": true, "amb": true, "asst": true,
	"messrs": true, "mme": true, "ste": true, "gens": true, "cols": true, "sens": true, "reps": true, "govs": true, "profs": true, "drs": true,
	"p": true, "pp": true, "ret": false, "rt": true, "univ": true,
}

// beforeNumbers are abbreviations only before a number: "No. 3", but "He said no."
var beforeNumbers = map[string]bool{"no": true, "nos": true, "art": true, "fig": true, "vol": true, "p": true, "pp": true}

// alsoWords are words too; they are abbreviations with a capital alone, or before a number: "Sat. night", but "He sat."
var alsoWords = map[string]bool{"sun": true, "sat": true, "wed": true, "mar": true, "mon": true, "fri": true, "rep": true, "spec": true, "ave": true,
	"op": true, "col": true, "gen": true, "amb": true}

// abbreviated says that the full stop at j belongs to the abbreviation s[i:j].
func abbreviated(s string, i, j, end int) bool {
	w := strings.ToLower(s[i:j])
	if _, ok := abbreviations[w]; !ok {
		return false
	}
	if !beforeNumbers[w] && !alsoWords[w] {
		return true
	}
	rest := strings.TrimLeft(s[j+1:end], " \n")
	word := rest
	if k := strings.IndexFunc(rest, func(r rune) bool { return !isWord(r) }); k >= 0 {
		word = rest[:k]
	}
	if word != "" && (isDigit(word[0]) || strings.Trim(word, "IVXL") == "" && word != "I") {
		return true
	}
	return alsoWords[w] && s[i] >= 'A' && s[i] <= 'Z' && (w == "col" || w == "gen" || w == "rep" || w == "amb" || s[i+1] >= 'a')
}

// prefixes are not cut off at the hyphen.
var prefixes = map[string]bool{"co": true, "re": true, "pre": true, "non": true, "anti": true, "pro": true, "multi": true, "e": true, "mid": true,
	"sub": true, "semi": true, "inter": true, "intra": true, "ex": true, "post": true, "un": true, "de": true, "pan": true, "ultra": true, "mini": true, "neo": true, "extra": true}

// Tokenize cuts a bare string into tokens; their Sent is 0.
func Tokenize(s string) []Token { return tokenize(nil, s, 0, len(s)) }

// tokenize appends the tokens of s[start:end] to out.
func tokenize(out []Token, s string, start, end int) []Token {
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:end])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		j := i
		if isWord(r) {
			j = wordEnd(s, i, end)
			out = appendWord(out, s, i, j)
			j = out[len(out)-1].End
		} else {
			j = i + n
			switch {
			case r == '-' || r == '.' || r == '*' || r == '=' || r == '_' || r == '#':
				for j < end && s[j] == s[i] {
					j++
				}
			case r == '!' || r == '?':
				for j < end && (s[j] == '!' || s[j] == '?') {
					j++
				}
			case r == '\'' || r == '’':
				// a clitic that stands alone: "'s"
				if k := clitic(s, i, end); k > 0 {
					j = k
				}
			}
			out = append(out, newToken(s, i, j))
		}
		i = j
	}
	return out
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

// clitic is the end of "'s", "'re" and the like at i, 0 for none.
func clitic(s string, i, end int) int {
	_, n := utf8.DecodeRuneInString(s[i:end])
	for _, c := range []string{"s", "S", "re", "ve", "ll", "d", "m", "RE", "VE", "LL", "D", "M"} {
		j := i + n + len(c)
		if j <= end && s[i+n:j] == c {
			if r, _ := utf8.DecodeRuneInString(s[j:end]); j == end || !isWord(r) {
				return j
			}
		}
	}
	return 0
}

// wordEnd finds the end of the run that starts with a word character at i: letters and digits with the full stops,
// commas, colons and apostrophes that belong to numbers, abbreviations and addresses, and hyphens after prefixes and in
// names of types ("F-16").
func wordEnd(s string, i, end int) int {
	if k := addressEnd(s, i, end); k > 0 {
		return k
	}
	if k := decadeEnd(s, i, end); k > 0 {
		return k
	}
	digits := s[i] >= '0' && s[i] <= '9'
	j := i
	for j < end {
		r, n := utf8.DecodeRuneInString(s[j:end])
		if isWord(r) {
			// "10km" is a number and a unit; "1990s", "20th" and "4x4" are words
			if digits && r >= 'a' && r <= 'z' && s[j-1] >= '0' && s[j-1] <= '9' && unitAt(s, j, end) {
				return j
			}
			j += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[min(j+n, end):end])
		switch {
		case (r == '.' || r == ',' || r == ':' || r == '/') && digits && next >= '0' && next <= '9' && isDigit(s[j-1]):
			j += n
			continue
		case r == '.':
			if k := dotted(s, i, j, end); k > 0 {
				return k
			}
			if k := hostEnd(s, j, end); k > 0 {
				return k
			}
			if !digits && abbreviated(s, i, j, end) {
				return j + 1
			}
		case (r == '\'' || r == '’') && isWord(next):
			if clitic(s, j, end) > 0 || negation(s, j, end) {
				return j
			}
			j += n // O'Brien, Da'esh, Sana'a
			continue
		case r == '-' && isWord(next):
			part := strings.ToLower(s[i:j])
			if prefixes[part] || typeName(s, i, j, end) {
				j += n
				continue
			}
		case r == '&' && isWord(next) && j-i <= 2: // "S&P"
			j += n
			continue
		}
		return j
	}
	return j
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// unitAt says that a unit of measure stands at j, right after a number.
func unitAt(s string, j, end int) bool {
	k := j
	for k < end && s[k] >= 'a' && s[k] <= 'z' {
		k++
	}
	if k < end {
		if r, _ := utf8.DecodeRuneInString(s[k:end]); isWord(r) {
			return false
		}
	}
	switch s[j:k] {
	case "km", "m", "mm", "cm", "kg", "mi", "ft", "lb", "lbs", "am", "pm", "bn", "kph", "mph", "ha":
		return true
	}
	return false
}

// negation says that "'t" stands at j after an n: "don't".
func negation(s string, j, end int) bool {
	_, n := utf8.DecodeRuneInString(s[j:end])
	k := j + n
	if k >= end || s[k]|0x20 != 't' || j == 0 || s[j-1]|0x20 != 'n' {
		return false
	}
	if k+1 == end {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[k+1 : end])
	return !isWord(r)
}

// dotted is the end of letters with full stops that began at i and have one at j: "U.S.", "a.m.", "D.C."; 0 for none.
func dotted(s string, i, j, end int) int {
	if j-i != 1 || !isLetter(s[i]) {
		return 0
	}
	k, parts := j, 1
	for k+1 < end && s[k] == '.' && isLetter(s[k+1]) && (k+2 >= end || !isLetter(s[k+2]) && !isDigit(s[k+2])) {
		k += 2
		parts++
	}
	if parts == 1 {
		// an initial: "J. Smith"
		if s[i] >= 'A' && s[i] <= 'Z' {
			return j + 1
		}
		return 0
	}
	if k < end && s[k] == '.' {
		k++
	}
	return k
}

// decadeEnd is the end of a decade with an apostrophe that starts at i, "1990's" or "80's", 0 for none.
func decadeEnd(s string, i, end int) int {
	j := i
	for j < end && j-i < 4 && isDigit(s[j]) {
		j++
	}
	if j-i != 4 && j-i != 2 || s[j-1] != '0' || j == end {
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s[j:end]); r != '\'' && r != '’' || !strings.HasPrefix(s[j+n:end], "s") {
		return 0
	}
	return clitic(s, j, end)
}

// lastParts are what names of hosts and files end with.
var lastParts = map[string]bool{"com": true, "org": true, "net": true, "gov": true, "edu": true, "mil": true, "info": true, "uk": true, "pdf": true, "doc": true,
	"docx": true, "xls": true, "xlsx": true, "htm": true, "html": true, "jpg": true, "jpeg": true, "png": true, "txt": true}

// hostEnd is the end of the name of a host or file that has a full stop at j, "example.org" or "list.pdf", 0 for none. What
// ends in another word is two sentences without a space between them ("the town.Troops").
func hostEnd(s string, j, end int) int {
	last, limit := 0, min(end, j+maxHost)
	for j < limit && s[j] == '.' {
		k := j + 1
		for k < limit && (isLetter(s[k]) || isDigit(s[k]) || s[k] == '-' || s[k] == '_') {
			k++
		}
		if k == j+1 {
			break
		}
		part := s[j+1 : k]
		known := lastParts[part] || part == strings.ToUpper(part) && lastParts[strings.ToLower(part)]
		if r, _ := utf8.DecodeRuneInString(s[k:end]); known && (k == end || !isWord(r)) {
			last = k
		}
		j = k
	}
	return last
}

// maxHost is how many bytes of a host's name are looked at behind a full stop.
const maxHost = 100

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// typeName says that a hyphen at j joins letters and digits of a name: "F-16", "Il-76", "AK-47", "COVID-19".
func typeName(s string, i, j, end int) bool {
	if j-i > 6 || j+1 >= end {
		return false
	}
	before, after := isDigit(s[j-1]), isDigit(s[j+1])
	return before != after && !before && s[i] >= 'A' && s[i] <= 'Z'
}

// maxAddress is how many bytes a URL or mail address has at most; without a limit, text without spaces takes time with the
// square of its length.
const maxAddress = 500

// addressEnd is the end of a URL or mail address that starts at i, 0 for none.
func addressEnd(s string, i, end int) int {
	k := i
	for k < min(end, i+maxAddress) && s[k] > ' ' && s[k] < 0x7f && !strings.ContainsRune("\"<>()[]{}|,;", rune(s[k])) {
		k++
	}
	run := s[i:k]
	if !(strings.HasPrefix(run, "http://") || strings.HasPrefix(run, "https://") || strings.HasPrefix(run, "www.") || at(run)) {
		return 0
	}
	return i + len(strings.TrimRight(run, ".:!?'"))
}

func at(run string) bool {
	i := strings.IndexByte(run, '@')
	return i > 0 && strings.IndexByte(run[i:], '.') > 1
}

// appendWord appends s[i:j] as one token or, for contractions, as two.
func appendWord(out []Token, s string, i, j int) []Token {
	switch strings.ToLower(s[i:j]) {
	case "cannot", "gonna", "wanna", "gotta":
		return append(out, newToken(s, i, i+3), newToken(s, i+3, j))
	}
	// "don't": the run ends before the apostrophe, with the n that belongs to "n't"
	if j < len(s) && negation(s, j, len(s)) && j-i > 1 {
		out = append(out, newToken(s, i, j-1))
		_, n := utf8.DecodeRuneInString(s[j:])
		return append(out, newToken(s, j-1, j+n+1))
	}
	return append(out, newToken(s, i, j))
}

func newToken(s string, i, j int) Token {
	w := s[i:j]
	return Token{Span: sitrep.Span{Start: i, End: j}, Norm: norm(w), Shape: shape(w)}
}

var straight = strings.NewReplacer("’", "'", "‘", "'", "‛", "'", "`", "'", "´", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "–", "-", "—", "--", "‑", "-", "‐", "-", "−", "-", "…", "...")

func norm(w string) string {
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 || w[i] == '`' {
			return straight.Replace(strings.ToLower(w))
		}
	}
	return strings.ToLower(w)
}

func shape(w string) Shape {
	first, _ := utf8.DecodeRuneInString(w)
	if unicode.IsDigit(first) {
		return Number
	}
	letters, upper := 0, 0
	for _, r := range w {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	switch {
	case letters == 0 && (unicode.IsPunct(first) || unicode.IsSymbol(first)):
		return Punct
	case letters == 0:
		return Other
	case letters > 1 && upper == letters:
		return Acronym
	case unicode.IsUpper(first):
		return Capital
	}
	return Lower
}
