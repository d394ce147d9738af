package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// mostMarks is how many marks a chart of ranges shows; the table has them all.
const mostMarks = 60

// figure writes a figure with its range in words, the best value first: 60, about 60, at least 60, up to 600, 12 to 99, 40 (12 to 99).
func figure(low, best, high *int) string {
	n := func(p *int) string { return thousands(*p) }
	first := func(bounds string, bound *int) string {
		if best == nil || bound != nil && *best == *bound {
			return bounds
		}
		return n(best) + " (" + bounds + ")"
	}
	switch {
	case low == nil && best == nil && high == nil:
		return "not told"
	case low == nil && high == nil:
		return "about " + n(best)
	case low == nil:
		return first("up to "+n(high), high)
	case high == nil:
		return first("at least "+n(low), low)
	case *low == *high:
		return first(n(low), low)
	}
	return first(n(low)+" to "+n(high), nil)
}

// sorted gives the marks by group in their order of first mention, then origin, then day.
func sorted(list []situation.Mark) []situation.Mark {
	order := map[string]int{}
	for _, m := range list {
		if _, ok := order[m.Group]; !ok {
			order[m.Group] = len(order)
		}
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(x, y situation.Mark) int {
		return cmp.Or(cmp.Compare(order[x.Group], order[y.Group]), strings.Compare(x.Label, y.Label), strings.Compare(x.Day.String(), y.Day.String()))
	})
	return out
}

// rangesTable is the table of a chart of ranges: a row for each mark.
func rangesTable(c *situation.Chart) situation.BriefTable {
	t := situation.BriefTable{Title: c.Title, Columns: []string{"Figure", "Told of or by", "Day", "Low", "Best", "High"}, Numbers: []bool{false, false, false, true, true, true}}
	n := func(p *int) string {
		if p == nil {
			return ""
		}
		return thousands(*p)
	}
	for _, m := range sorted(c.Marks) {
		t.Rows = append(t.Rows, situation.BriefRow{Cells: []string{m.Group, m.Label, shortDay(m.Day), n(m.Low), n(m.Best), n(m.High)}, Cites: m.Cites})
	}
	return t
}

// scale maps numbers to a width: from 0 evenly, or by powers of ten where the largest is more than spread times the smallest.
type scale struct {
	x, w   float64
	lo, hi float64
	log    bool
	ticks  []int
}

// spread is the ratio of largest to smallest above which even steps would crush the small ones.
const spread = 100

// beyond is more than any count of people; what is above lies at the end of a scale.
const beyond = 1e12

// scaleOf is the scale that shows all marks with at most most ticks.
func scaleOf(marks []situation.Mark, x, w float64, most int) scale {
	least, top := math.MaxInt, 0
	for _, m := range marks {
		for _, v := range []*int{m.Low, m.Best, m.High} {
			if v != nil {
				least, top = min(least, *v), max(top, min(*v, beyond))
			}
		}
	}
	s := scale{x: x, w: w, log: least > 0 && least < math.MaxInt && top/spread >= least}
	if !s.log {
		unit := step(max(top, 1), most)
		s.hi = float64(unit) * math.Ceil(float64(max(top, 1))/float64(unit))
		for n := 0; float64(n) <= s.hi; n += unit {
			s.ticks = append(s.ticks, n)
		}
		return s
	}
	s.lo = math.Floor(math.Log10(float64(least)))
	unit := math.Pow(10, math.Floor(math.Log10(float64(top)))-1)
	s.hi = math.Log10(math.Ceil(float64(top)/unit) * unit) // the next number of two digits
	every := (int(s.hi-s.lo) + most - 1) / most
	for e := s.lo; e <= s.hi; e += float64(every) {
		s.ticks = append(s.ticks, int(math.Pow(10, e)))
	}
	return s
}

// at is where a number lies.
func (s scale) at(n int) float64 {
	v := float64(n)
	if s.log {
		v = math.Log10(max(v, 1))
	}
	return s.x + min(max((v-s.lo)/(s.hi-s.lo), 0), 1)*s.w
}

// drawRanges draws a row for each mark: a dot for the best value, a line from the low to the high one, caps where a bound is told and
// an arrow where it is not.
func drawRanges(c *situation.Chart, d Drawing) string {
	var told []situation.Mark
	for _, m := range sorted(c.Marks) {
		if m.Low != nil || m.Best != nil || m.High != nil {
			told = append(told, m)
		}
	}
	if len(told) == 0 {
		return nothing(c, d, "No figure is told.")
	}
	shown := told[:min(mostMarks, len(told))]
	p := picture{w: float64(d.Width), id: d.ID}
	narrow := p.w < 520
	left, right, row := 0.0, 0.0, 40.0
	if !narrow {
		row = 24
		for i := range shown {
			m := &shown[i]
			left = max(left, wide(name(m))+wide(shortDay(m.Day))+20)
			right = max(right, wide(figure(m.Low, m.Best, m.High)))
		}
		left, right = min(left, p.w*0.38), min(right, p.w*0.32)
	}
	y := 4.0
	for len(shown) > 0 {
		n := 1
		for n < len(shown) && shown[n].Group == shown[0].Group {
			n++
		}
		group := shown[:n]
		shown = shown[n:]
		s := scaleOf(group, left+margin, p.w-left-right-2*margin, 5)
		if g := plain(group[0].Group); g != "" {
			p.text("g", 0, y+14, "start", shorten(g, p.w))
			y += 22
		}
		start := y
		end := y + row*float64(n)
		for _, t := range s.ticks {
			p.vline("gl", s.at(t), start, end)
		}
		origin := ""
		for i := range group {
			m := &group[i]
			mid := y + row/2
			if narrow {
				mid = y + 28
			}
			p.markWords(m, origin, narrow, left, y, mid)
			origin = name(m)
			p.mark(m, s, mid)
			y += row
		}
		p.hline("base", s.x, s.x+s.w, y)
		last := math.Inf(-1)
		for _, t := range s.ticks {
			words := thousands(t)
			half := wide(words) / 2
			if at := min(max(s.at(t), half), p.w-half); at-half > last {
				p.vline("base", s.at(t), y, y+4)
				p.text("", at, y+17, "middle", words)
				last = at + half + 6
			}
		}
		y += 24
		if s.log {
			p.text("", s.x, y+8, "start", "Each step is ten times the one before.")
			y += 18
		}
		y += 10
	}
	key := "Dot: best value. Caps: bounds that are told. Arrow: no bound is told. Dotted: about."
	for _, line := range wrap(key, p.w) {
		p.text("", 0, y+8, "start", line)
		y += 16
	}
	if more := len(told) - mostMarks; more > 0 {
		p.text("", 0, y+8, "start", counted(more, "figure more is", "figures more are")+" in the table.")
		y += 16
	}
	p.h = y + 2
	return p.finish(c.Title, rangesWords(c, told))
}

// rangesWords tells a chart of ranges in words.
func rangesWords(c *situation.Chart, told []situation.Mark) string {
	var parts []string
	for i := range told[:min(8, len(told))] {
		m := &told[i]
		var words []string
		for _, s := range []string{plain(m.Group), plain(m.Label), day(m.Day)} {
			if s != "" {
				words = append(words, s)
			}
		}
		parts = append(parts, strings.Join(words, ", ")+": "+figure(m.Low, m.Best, m.High))
	}
	if more := len(told) - len(parts); more > 0 {
		parts = append(parts, counted(more, "more", "more"))
	}
	return strings.Join(parts, "; ") + "."
}

// markWords writes who gives a figure, when, and what it is. The name of an origin stands once for the rows that follow each other.
func (p *picture) markWords(m *situation.Mark, before string, narrow bool, left, top, mid float64) {
	when, value := shortDay(m.Day), figure(m.Low, m.Best, m.High)
	fmt.Fprintf(&p.b, "<g><title>%s</title>", attr(strings.Trim(name(m)+", "+day(m.Day), ", ")+": "+value))
	if narrow {
		words := name(m)
		if when != "" {
			words += ", " + when
		}
		p.text("k halo", 0, top+14, "start", shorten(words, p.w-wide(value)-10))
		p.text("l halo", p.w, top+14, "end", value)
	} else {
		if name(m) != before {
			p.text("k", 0, mid+4, "start", shorten(name(m), left-wide(when)-14))
		}
		p.text("", left-6, mid+4, "end", when)
		p.text("l", p.w, mid+4, "end", shorten(value, p.w*0.32))
	}
	p.b.WriteString("</g>")
}

// name is whom a mark comes from.
func name(m *situation.Mark) string {
	if s := plain(m.Label); s != "" {
		return s
	}
	return "origin not told"
}

// shortDay writes a day where room is small, "" for an unknown one.
func shortDay(d sitrep.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day(), d.Month().String()[:3], d.Year())
}

// tail is how far an open end reaches beyond the outermost value, in px.
const tail = 16

// margin is the room beside a scale, in px: an open end beyond its end has to go there.
const margin = 18

// mark draws a figure on a scale.
func (p *picture) mark(m *situation.Mark, s scale, y float64) {
	end := func(v *int, sign float64, from float64) float64 {
		if v != nil {
			x := s.at(*v)
			p.vline("bar", x, y-4.5, y+4.5)
			return x
		}
		x := min(max(from+sign*tail, s.x-margin+2), s.x+s.w+margin-2)
		fmt.Fprintf(&p.b, `<path class="pt" d="M%s %sl%s -4v8z"/>`, num(x), num(y), num(-sign*7))
		return x
	}
	if m.Low == nil && m.High == nil {
		x := s.at(*m.Best)
		p.hline("soft", max(x-tail, s.x-margin+2), min(x+tail, s.x+s.w+margin-2), y)
	} else if m.Low == nil || m.High == nil || *m.Low != *m.High {
		inner, outer := s.x+s.w, s.x // of what is told
		for _, v := range []*int{m.Low, m.Best, m.High} {
			if v != nil {
				inner, outer = min(inner, s.at(*v)), max(outer, s.at(*v))
			}
		}
		p.hline("bar", end(m.Low, -1, inner), end(m.High, 1, outer), y)
	}
	if m.Best != nil {
		fmt.Fprintf(&p.b, `<circle class="pt" cx="%s" cy="%s" r="4.5"/>`, num(s.at(*m.Best)), num(y))
	} else if m.Low != nil && m.High != nil && *m.Low == *m.High {
		fmt.Fprintf(&p.b, `<circle class="pt" cx="%s" cy="%s" r="4.5"/>`, num(s.at(*m.Low)), num(y))
	}
}

// wrap breaks words into lines of a width.
func wrap(s string, width float64) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && wide(line+" "+w) > width {
			lines, line = append(lines, line), w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}
