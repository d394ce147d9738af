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

// figure writes a figure with its range in words: 60, about 60, at least 60, up to 600, 12 to 99, 12 to 99 (best 40).
func figure(low, best, high *int) string {
	n := func(p *int) string { return thousands(*p) }
	also := func(s string, bound *int) string {
		if best != nil && (bound == nil || *best != *bound) {
			s += " (best " + n(best) + ")"
		}
		return s
	}
	switch {
	case low == nil && best == nil && high == nil:
		return "not told"
	case low == nil && high == nil:
		return "about " + n(best)
	case low == nil:
		return also("up to "+n(high), high)
	case high == nil:
		return also("at least "+n(low), low)
	case *low == *high:
		return also(n(low), low)
	}
	return also(n(low)+" to "+n(high), nil)
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
	t := situation.BriefTable{Title: c.Title, Columns: []string{"Figure", "Origin", "Day", "Low", "Best", "High"}, Numbers: []bool{false, false, false, true, true, true}}
	n := func(p *int) string {
		if p == nil {
			return ""
		}
		return thousands(*p)
	}
	for _, m := range sorted(c.Marks) {
		t.Rows = append(t.Rows, situation.BriefRow{Cells: []string{m.Group, m.Label, day(m.Day), n(m.Low), n(m.Best), n(m.High)}, Cites: m.Cites})
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

// scaleOf is the scale that shows all marks with at most most ticks.
func scaleOf(marks []situation.Mark, x, w float64, most int) scale {
	least, top := math.MaxInt, 0
	for _, m := range marks {
		for _, v := range []*int{m.Low, m.Best, m.High} {
			if v != nil {
				least, top = min(least, *v), max(top, *v)
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
	s.hi = max(math.Ceil(math.Log10(float64(top))), s.lo+1)
	every := int(s.hi-s.lo)/most + 1
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
	left, right, row := 200.0, 150.0, 24.0
	if narrow {
		left, right, row = 0, 0, 40
	}
	y := 4.0
	for len(shown) > 0 {
		n := 1
		for n < len(shown) && shown[n].Group == shown[0].Group {
			n++
		}
		group := shown[:n]
		shown = shown[n:]
		s := scaleOf(group, left+14, p.w-left-right-28, 5)
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
			origin = plain(m.Label)
			p.mark(m, s, mid)
			y += row
		}
		p.hline("base", s.x, s.x+s.w, y)
		last := math.Inf(-1)
		for _, t := range s.ticks {
			words := thousands(t)
			if at := s.at(t); at-wide(words)/2 > last {
				p.vline("base", at, y, y+4)
				p.text("", min(max(at, wide(words)/2), p.w-wide(words)/2), y+17, "middle", words)
				last = at + wide(words)/2 + 6
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
	when := shortDay(m.Day)
	name, value := plain(m.Label), figure(m.Low, m.Best, m.High)
	if name == "" {
		name = "origin not told"
	}
	fmt.Fprintf(&p.b, "<g><title>%s</title>", attr(strings.Trim(name+", "+day(m.Day), ", ")+": "+value))
	if narrow {
		words := name
		if when != "" {
			words += ", " + when
		}
		p.text("k", 0, top+14, "start", shorten(words, p.w-wide(value)-10))
		p.text("l", p.w, top+14, "end", value)
	} else {
		if name != before || before == "" {
			p.text("k", 0, mid+4, "start", shorten(name, left-wide(when)-14))
		}
		p.text("", left-6, mid+4, "end", when)
		p.text("l", p.w, mid+4, "end", shorten(value, 150))
	}
	p.b.WriteString("</g>")
}

// shortDay writes a day where room is small.
func shortDay(d sitrep.Date) string {
	if d.IsZero() {
		return "no day"
	}
	return fmt.Sprintf("%d %s %d", d.Day(), d.Month().String()[:3], d.Year())
}

// tail is how far an open end reaches beyond the outermost value, in px.
const tail = 16

// mark draws a figure on a scale.
func (p *picture) mark(m *situation.Mark, s scale, y float64) {
	end := func(v *int, sign float64, from float64) float64 {
		if v != nil {
			x := s.at(*v)
			p.vline("bar", x, y-4.5, y+4.5)
			return x
		}
		x := min(max(from+sign*tail, s.x-10), s.x+s.w+10)
		fmt.Fprintf(&p.b, `<path class="pt" d="M%s %sl%s -4v8z"/>`, num(x), num(y), num(-sign*7))
		return x
	}
	if m.Low == nil && m.High == nil {
		x := s.at(*m.Best)
		p.hline("soft", max(x-tail, s.x-10), min(x+tail, s.x+s.w+10), y)
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
