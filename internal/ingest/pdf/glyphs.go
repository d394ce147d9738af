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
	hyphen                   bool    // it ends inside a word
}

func (s *segment) height() float64 { return s.bottom - s.top }
func (s *segment) middle() float64 { return (s.top + s.bottom) / 2 }

// gap is how wide a space must be, in sizes of the font, to divide columns or cells rather than words.
const gap = 1.1

// segments puts the characters of a page together: those that follow one another in the file on one line. Text that is turned or lies
// outside the page is left out.
func segments(s *sheet) []segment {
	var out []segment
	var b strings.Builder
	var cur segment
	var last glyph
	space, open := false, false
	sizes := map[float64]int{}
	flush := func() {
		if t := strings.TrimSpace(b.String()); open && t != "" {
			cur.text = t
			most := 0
			for size, n := range sizes {
				if n > most || n == most && size > cur.size {
					cur.size, most = size, n
				}
			}
			out = append(out, cur)
		}
		b.Reset()
		clear(sizes)
		open, space = false, false
	}
	for _, g := range s.glyphs {
		if g.space {
			space = true
			continue
		}
		if g.right <= 0 || g.bottom <= 0 || g.left >= s.width || g.top >= s.height || g.right < g.left || g.bottom < g.top || unicode.IsControl(g.r) {
			continue
		}
		size := max(g.size, 1)
		// The boxes of "." and "’" are small and lie low or high: lines are told by the line that the last characters made.
		sameLine := open && g.bottom > cur.top-0.2*size && g.top < cur.bottom+0.2*size && abs(g.size-last.size) < 0.5*size
		if sameLine {
			dx := g.left - last.right
			sameLine = dx < gap*size && dx > -0.8*size
		}
		if !sameLine {
			flush()
			cur = segment{left: g.left, top: g.top, right: g.right, bottom: g.bottom, size: g.size}
			open = true
		} else if space || g.left-last.right > 0.28*size {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(g.r)
		sizes[g.size]++
		cur.left, cur.right = min(cur.left, g.left), max(cur.right, g.right)
		cur.top, cur.bottom = min(cur.top, g.top), max(cur.bottom, g.bottom)
		cur.hyphen = g.hyphen || g.r == '\u00ad' || g.r == '-' || g.r == '\u2010'
		last = g
	}
	flush()
	return lines(out)
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
			if dx > gap*size || dx < -0.5*size {
				continue
			}
			sep := ""
			if dx > 0.15*size {
				sep = " "
			}
			*o = segment{text: before.text + sep + after.text, left: min(o.left, s.left), right: max(o.right, s.right), top: min(o.top, s.top),
				bottom: max(o.bottom, s.bottom), size: o.size, hyphen: after.hyphen}
			joined = true
			break
		}
		if !joined {
			out = append(out, s)
		}
	}
	return out
}
