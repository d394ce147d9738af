package pdf

import (
	"sort"
	"strings"
	"unicode"
)

// segment is a part of a line: characters beside one another without a gap that divides columns. Its box is in points from the upper left
// corner of the page.
type segment struct {
	text                     string
	left, top, right, bottom float64
	size                     float64 // of most of its characters' font
	base                     float64 // where its tallest characters stand
	hyphen                   bool    // it ends inside a word
	glyphs                   []glyph
}

func (s *segment) height() float64 { return s.bottom - s.top }

// gap is how wide a space must be, in sizes of the font, to divide columns or cells rather than words.
const gap = 1.1

// segments puts the characters of a page together: those that follow one another in the file on one line. Text that is turned or lies
// outside the page is left out.
func segments(s *sheet) []segment {
	var out []segment
	var line []glyph
	top, bottom := 0.0, 0.0
	for _, g := range s.glyphs {
		if g.space {
			if len(line) > 0 {
				line[len(line)-1].spaced = true
			}
			continue
		}
		if g.right <= 0 || g.bottom <= 0 || g.left >= s.width || g.top >= s.height || g.right < g.left || g.bottom < g.top || unicode.IsControl(g.r) {
			continue
		}
		size := max(g.size, 1)
		// The boxes of "." and "’" are small and lie low or high: lines are told by the line that the last characters made.
		sameLine := len(line) > 0 && g.bottom > top-0.2*size && g.top < bottom+0.2*size
		if sameLine {
			last := &line[len(line)-1]
			dx := g.left - last.right
			sameLine = dx < gap*size && dx > -0.8*size && abs(g.size-last.size) < 0.5*size
		}
		if !sameLine {
			if len(line) > 0 {
				out = append(out, made(line))
			}
			line, top, bottom = nil, g.top, g.bottom
		}
		line = append(line, g)
		top, bottom = min(top, g.top), max(bottom, g.bottom)
	}
	if len(line) > 0 {
		out = append(out, made(line))
	}
	return lines(out)
}

// made is the segment of characters that are in the order of the line.
func made(line []glyph) segment {
	cur := segment{left: line[0].left, top: line[0].top, right: line[0].right, bottom: line[0].bottom, glyphs: line}
	var b strings.Builder
	sizes := map[float64]int{}
	tall := 0.0
	for i, g := range line {
		if i > 0 && (line[i-1].spaced || g.left-line[i-1].right > 0.28*max(g.size, 1)) {
			b.WriteByte(' ')
		}
		b.WriteRune(g.r)
		sizes[g.size]++
		cur.left, cur.right = min(cur.left, g.left), max(cur.right, g.right)
		cur.top, cur.bottom = min(cur.top, g.top), max(cur.bottom, g.bottom)
		if h := g.bottom - g.top; h > tall && unicode.IsUpper(g.r) || tall == 0 {
			tall, cur.base = h, g.bottom
		}
	}
	most := 0
	for size, n := range sizes {
		if n > most || n == most && size > cur.size {
			cur.size, most = size, n
		}
	}
	last := line[len(line)-1]
	cur.hyphen = last.hyphen || last.r == '\u00ad' || last.r == '-' || last.r == '\u2010'
	cur.text = strings.TrimSpace(b.String())
	return cur
}

func abs(x float64) float64 { return max(x, -x) }

// lines joins segments that stand beside one another on one line though the file does not draw them one after the other.
func lines(in []segment) []segment {
	sort.SliceStable(in, func(i, j int) bool {
		if in[i].top != in[j].top {
			return in[i].top < in[j].top
		}
		return in[i].left < in[j].left
	})
	var out []segment
	for _, s := range in {
		joined := false
		for k := len(out) - 1; k >= 0 && k >= len(out)-40; k-- {
			o := &out[k]
			if o.bottom < s.top-30 {
				continue
			}
			over := min(o.bottom, s.bottom) - max(o.top, s.top)
			size := max(min(o.size, s.size), 1)
			if over < 0.5*min(o.height(), s.height()) || abs(o.size-s.size) > 0.5*size {
				continue
			}
			before, after := o, &s
			if s.left < o.left {
				before, after = &s, o
			}
			dx := after.left - before.right
			if dx > gap*size || len(o.glyphs) > 2000 {
				continue
			}
			both := append(append(make([]glyph, 0, len(o.glyphs)+len(s.glyphs)), before.glyphs...), after.glyphs...)
			if dx < -0.5*size {
				// Signs that are drawn after the line that they stand in; text over text is none of them.
				if len(s.glyphs) > 3 || len(o.glyphs) < 2*len(s.glyphs) {
					continue
				}
				sort.SliceStable(both, func(i, j int) bool { return both[i].left < both[j].left })
			}
			*o = made(both)
			joined = true
			break
		}
		if !joined && s.text != "" {
			out = append(out, s)
		}
	}
	return out
}
