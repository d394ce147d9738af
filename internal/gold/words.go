package gold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// space says whether white space is folded over r: Unicode's White_Space and the four information separators, which is
// what Python's str.split takes for white space.
func space(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// occurrences are the spans where words stands in text, at most limit of them, any run of white space being like any
// other.
func occurrences(text, words string, limit int) []sitrep.Span {
	parts := strings.FieldsFunc(words, space)
	if len(parts) == 0 {
		return nil
	}
	var out []sitrep.Span
	for at := 0; len(out) < limit; {
		i := strings.Index(text[at:], parts[0])
		if i < 0 {
			break
		}
		start := at + i
		if end, ok := follow(text, start+len(parts[0]), parts[1:]); ok {
			out = append(out, sitrep.Span{Start: start, End: end})
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		at = start + size
	}
	return out
}

// follow says where parts end that follow at an offset, each after white space.
func follow(text string, at int, parts []string) (end int, ok bool) {
	for _, p := range parts {
		rest := strings.TrimLeftFunc(text[at:], space)
		if len(rest) == len(text)-at || !strings.HasPrefix(rest, p) {
			return 0, false
		}
		at = len(text) - len(rest) + len(p)
	}
	return at, true
}

// find is the first place where words stand in text.
func find(text, words string) (sitrep.Span, bool) {
	if o := occurrences(text, words, 1); len(o) > 0 {
		return o[0], true
	}
	return sitrep.Span{}, false
}

var straight = strings.NewReplacer("\u2019", "'", "\u2018", "'", "\u201c", `"`, "\u201d", `"`)

// fold straightens quotation marks and makes white space single, and says how many words there are.
func fold(s string) (folded string, words int) {
	parts := strings.FieldsFunc(straight.Replace(s), space)
	return strings.Join(parts, " "), len(parts)
}

// triggerWords counts the words of the text between two offsets, words being parted by ASCII white space only; an end
// outside the text is taken to be the text's.
func triggerWords(text string, s sitrep.Span) int {
	start, end := min(s.Start, len(text)), min(s.End, len(text))
	return len(strings.FieldsFunc(text[start:end], func(r rune) bool {
		return r == ' ' || r >= '\t' && r <= '\r'
	}))
}
