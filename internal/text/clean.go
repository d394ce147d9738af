package text

import (
	"unicode"
	"unicode/utf8"
)

// clean takes out what is no part of a report's words: byte order marks, zero-width and directional marks, soft hyphens,
// control characters and terminals' control sequences; it folds white space (one space, at most one blank line) and trims
// lines. Everything else stays as written, typographic quotes among it, because the text is evidence.
func clean(in decoded) decoded {
	out := decoded{text: make([]byte, 0, len(in.text)), at: make([]int32, 0, len(in.at))}
	space, lines, from := false, 0, 0
	flush := func() {
		switch {
		case len(out.text) == 0:
		case lines > 0:
			for range min(lines, 2) {
				out.text = append(out.text, '\n')
				out.at = append(out.at, int32(from))
			}
		case space:
			out.text = append(out.text, ' ')
			out.at = append(out.at, int32(from))
		}
		space, lines = false, 0
	}
	for i := 0; i < len(in.text); {
		r, n := utf8.DecodeRune(in.text[i:])
		switch {
		case r == '\r':
			if i+1 < len(in.text) && in.text[i+1] == '\n' {
				break
			}
			fallthrough
		case r == '\n', r == '\u0085', r == '\u2028', r == '\v', r == '\f':
			if !space && lines == 0 {
				from = int(in.at[i])
			}
			lines++
		case r == '\u2029':
			if !space && lines == 0 {
				from = int(in.at[i])
			}
			lines += 2
		case unicode.IsSpace(r):
			if !space && lines == 0 {
				from = int(in.at[i])
			}
			space = true
		case r == '\x1b':
			n += escape(in.text[i+n:])
		case dropped(r):
		default:
			flush()
			for k := range n {
				out.text = append(out.text, in.text[i+k])
				out.at = append(out.at, in.at[i])
			}
		}
		i += n
	}
	out.at = append(out.at, in.at[len(in.text)])
	return out
}

// escape is the length of the rest of a terminal's control sequence ("[31m") that b starts with, after its escape
// character; 0 for none.
func escape(b []byte) int {
	if len(b) == 0 || b[0] != '[' {
		return 0
	}
	for i := 1; i < min(len(b), 20); i++ {
		switch c := b[i]; {
		case c >= '@' && c <= '~':
			return i + 1
		case c < ' ' || c > '?':
			return 0
		}
	}
	return 0
}

// dropped says that a character is invisible and takes no part in a word.
func dropped(r rune) bool {
	switch {
	case r == '\u00ad', r == '\ufeff', r == '\u180e', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2069':
		return true
	}
	return unicode.IsControl(r)
}
