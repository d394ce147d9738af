package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Widths of a page, in terminal columns.
const (
	defaultWidth = 100 // what is not a terminal
	minWidth     = 40
	maxWidth     = 120 // longer lines are hard to read
)

// page is a place to show reports on: a terminal, a file or a pipe.
type page struct {
	width  int // columns; 0 is taken as defaultWidth
	colour bool
	// terminal says that somebody would see the bytes as they are.
	terminal bool
}

// style is how a run of text is shown on a coloured page: the parameters of an ANSI "select graphic rendition" sequence.
type style string

// The styles.
const (
	plain   style = ""
	heading style = "1"
	faint   style = "2"
	strong  style = "1"
	kind    style = "36" // cyan: the type of a claim
	doubt   style = "33" // yellow: what is not plainly told as having happened
	count   style = "35" // magenta: figures
)

// piece is text in one style. Line breaks in it are spaces; lines are broken anew.
type piece struct {
	text  string
	style style
}

// block is text being laid out.
type block struct {
	page
	out strings.Builder
}

// newBlock starts an empty text on the page.
func (p page) newBlock() *block {
	if p.width == 0 {
		p.width = defaultWidth
	}
	return &block{page: p}
}

// line writes one line as it is, without breaking it.
func (b *block) line(runs ...piece) {
	line := make([]piece, len(runs))
	for i, r := range runs {
		line[i] = piece{printable(r.text), r.style}
	}
	b.write(line)
}

// paragraph writes runs broken into lines: the first after the text first, which is not broken, the others after indent
// columns. A word stays in one piece, and so do runs that no space divides.
func (b *block) paragraph(first piece, indent int, runs ...piece) {
	column := columns(first.text)
	line := []piece{first, {strings.Repeat(" ", max(0, indent-column)), plain}}
	column = max(column, indent)
	start := true
	for _, word := range words(runs) {
		wide := 0
		for _, p := range word {
			wide += columns(p.text)
		}
		switch {
		case start:
		case column+1+wide > b.width:
			b.write(line)
			line = []piece{{strings.Repeat(" ", indent), plain}}
			column = indent
		default:
			space := piece{" ", plain}
			if last := line[len(line)-1].style; last == word[0].style {
				space.style = last
			}
			line = append(line, space)
			column++
		}
		line = append(line, word...)
		column += wide
		start = false
	}
	b.write(line)
}

// write writes a line, with one escape sequence for neighbours of one style.
func (b *block) write(line []piece) {
	for i := 0; i < len(line); {
		var text strings.Builder
		s := line[i].style
		for ; i < len(line) && line[i].style == s; i++ {
			text.WriteString(line[i].text)
		}
		b.styled(s, text.String())
	}
	b.out.WriteByte('\n')
}

// styled writes text in a style.
func (b *block) styled(s style, text string) {
	if !b.colour || s == plain || text == "" {
		b.out.WriteString(text)
		return
	}
	b.out.WriteString("\x1b[" + string(s) + "m" + text + "\x1b[0m")
}

// words cuts runs at white space into words, each of one piece or, where the style changes within it, several.
func words(runs []piece) [][]piece {
	var out [][]piece
	open := false // the last word may go on
	for _, r := range runs {
		for text := printable(r.text); text != ""; {
			n := strings.IndexByte(text, ' ')
			switch {
			case n == 0:
				open, text = false, text[1:]
				continue
			case n < 0:
				n = len(text)
			}
			if !open {
				out = append(out, nil)
			}
			out[len(out)-1] = append(out[len(out)-1], piece{text[:n], r.style})
			open, text = true, text[n:]
		}
	}
	return out
}

// printable makes text from a report or a file name fit for one line of a terminal: white space becomes a plain space, and
// what would steer the terminal or turn the direction of writing becomes U+FFFD.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return utf8.RuneError
		}
		return r
	}, s)
}

// columns is how many columns s takes on a terminal: two for East Asian wide characters, none for combining marks.
func columns(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x300 {
			n++
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			continue
		}
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
