package pdf

import (
	"sort"
	"strings"
)

// line is a line of text in reading order. A row of a table is one line.
type line struct {
	segment
	page  int
	row   bool // of a table
	fresh bool // the first of a column, a band or a page: the line before is not necessarily the one above
}

// maxSegments is how many segments a page may have to be looked at for columns; a newspaper's has 1,500.
const maxSegments = 4000

// interval is a stretch across the page, in points from its left edge.
type interval struct{ from, to float64 }

// order puts the segments of a page, or of a column of one, into the order of reading.
//
// The page is gone through from top to bottom in rows, which are segments that overlap in height. As long as there is a gutter that no
// row crosses, and that has text on both sides at the same height, rows belong to one band; a row that crosses the last gutter, a headline
// over two columns perhaps, begins a new one. A band is read column by column, each in the same way, unless its segments are cells of a
// table. depth is how many columns lie around.
func order(segs []segment, depth int) []line {
	var out []line
	if len(segs) > maxSegments { // a map's labels, or noise
		whole := band{rows: rows(segs)}
		return whole.across()
	}
	for _, whole := range bands(rows(segs)) {
		for _, band := range whole.parts() {
			out = append(out, band.read(depth)...)
		}
	}
	return out
}

// row is a run of segments that overlap in height.
type row struct {
	segs        []segment
	top, bottom float64
}

// rows cuts segments into rows. A quarter of each one's height is left to tight leading.
func rows(segs []segment) []row {
	segs = append([]segment(nil), segs...)
	sort.SliceStable(segs, func(i, j int) bool { return segs[i].top < segs[j].top })
	var out []row
	for _, s := range segs {
		slack := s.height() / 4
		if n := len(out) - 1; n >= 0 && s.top+slack < out[n].bottom-slack {
			out[n].segs = append(out[n].segs, s)
			out[n].bottom = max(out[n].bottom, s.bottom)
			continue
		}
		out = append(out, row{segs: []segment{s}, top: s.top, bottom: s.bottom})
	}
	return out
}

// beside says that two segments of the row stand at the same height with room between them.
func (r *row) beside() bool {
	for i := range r.segs {
		for j := range i {
			a, b := &r.segs[i], &r.segs[j]
			if min(a.bottom, b.bottom)-max(a.top, b.top) > 0.3*min(a.height(), b.height()) && (a.left >= b.right || b.left >= a.right) {
				return true
			}
		}
		if i > 60 {
			break
		}
	}
	return false
}

// band is a run of rows with the gutters that none of them crosses.
type band struct {
	rows    []row
	free    []interval // across the page, that no segment covers
	several bool       // some row has segments beside one another
}

// bands joins rows that share a gutter.
func bands(rs []row) []band {
	var out []band
	for _, r := range rs {
		beside := r.beside()
		free := uncovered(r.segs)
		if n := len(out) - 1; n >= 0 {
			b := &out[n]
			both := cross(b.free, free)
			divided := len(gutters(append(b.all(), r.segs...), both)) > 0
			if divided || !b.several && !beside {
				b.rows, b.free, b.several = append(b.rows, r), both, b.several || beside || divided
				continue
			}
			moved := b.leave(r)
			next := band{rows: append(moved, r), several: beside}
			for _, m := range moved {
				next.several = next.several || m.beside()
			}
			next.free = uncovered(next.all())
			out = append(out, next)
			continue
		}
		out = append(out, band{rows: []row{r}, free: free, several: beside})
	}
	return out
}

// leave takes the rows from the band's end that belong to the one that row r begins: those that share a gutter with it, and the headings
// above. One row is always left.
func (b *band) leave(r row) []row {
	if !b.several {
		return nil
	}
	k, under := len(b.rows), r
	segs := r.segs
	for i := k - 1; i > 0; i-- {
		// White space across the whole page divides more than a gutter joins.
		if below := next(b.rows, i, r); below.top-b.rows[i].bottom > 1.5*max(below.segs[0].size, 1) || i+1 < len(b.rows) && opens(b.rows[i+1], b.rows[i], next(b.rows, i+1, r)) {
			break
		}
		more := append(append([]segment(nil), segs...), b.rows[i].segs...)
		if len(gutters(more, uncovered(more))) == 0 {
			break
		}
		segs = more
		if b.rows[i].beside() {
			k, under = i, b.rows[i]
		}
	}
	for k > 1 && len(b.rows[k-1].segs) == 1 && heads(b.rows[k-1].segs[0], under) {
		k--
		under = b.rows[k]
	}
	moved := append([]row(nil), b.rows[k:]...)
	b.rows = b.rows[:k]
	b.free = uncovered(b.all())
	return moved
}

// next is the row after row i, r after the last.
func next(rs []row, i int, r row) row {
	if i+1 < len(rs) {
		return rs[i+1]
	}
	return r
}

// opens says that a row is a heading that stands alone, apart from the row above it, over what comes.
func opens(r, above, under row) bool {
	s := r.segs[0]
	return len(r.segs) == 1 && heads(s, under) && r.top-above.bottom > 0.7*s.size && (s.size > 1.1*under.segs[0].size || s.text == strings.ToUpper(s.text))
}

// parts cuts a band where a heading that stands alone opens other columns or a table under those that end above it.
func (b *band) parts() []band {
	var out []band
	from := 0
	for i := 1; i+1 < len(b.rows); i++ {
		if under := b.rows[i+1]; under.beside() && opens(b.rows[i], b.rows[i-1], under) {
			out = append(out, band{rows: b.rows[from:i]})
			from = i
		}
	}
	out = append(out, band{rows: b.rows[from:]})
	for i := range out {
		out[i].free = uncovered(out[i].all())
	}
	return out
}

// heads says that s looks like the heading of the row under it.
func heads(s segment, under row) bool {
	first := under.segs[0]
	for _, o := range under.segs {
		if o.left < first.left {
			first = o
		}
	}
	return len(s.text) < 80 && s.size >= first.size && abs(s.left-first.left) < 2*s.size && !strings.HasSuffix(s.text, ".")
}

func (b *band) all() []segment {
	var out []segment
	for _, r := range b.rows {
		out = append(out, r.segs...)
	}
	return out
}

// uncovered are the stretches across the page that no segment covers.
func uncovered(segs []segment) []interval {
	at := make([]interval, len(segs))
	for i, s := range segs {
		at[i] = interval{s.left, s.right}
	}
	sort.Slice(at, func(i, j int) bool { return at[i].from < at[j].from || at[i].from == at[j].from && at[i].to < at[j].to })
	const far = 1e6
	out := []interval{}
	from := -far
	for _, v := range at {
		if v.from > from {
			out = append(out, interval{from, v.from})
		}
		from = max(from, v.to)
	}
	return append(out, interval{from, far})
}

// cross are the stretches that lie in one of a and one of b; both are sorted and do not overlap among themselves.
func cross(a, b []interval) []interval {
	var out []interval
	for i, j := 0, 0; i < len(a) && j < len(b); {
		from, to := max(a[i].from, b[j].from), min(a[i].to, b[j].to)
		if from < to {
			out = append(out, interval{from, to})
		}
		if a[i].to < b[j].to {
			i++
		} else {
			j++
		}
	}
	return out
}

// gutters are the free stretches that divide segments at the same height, and are wide enough.
func gutters(segs []segment, free []interval) []interval {
	var out []interval
	for _, v := range free {
		size := 0.0
		var left, right []interval
		for _, s := range segs {
			size = max(size, min(s.size, 14))
			// Lines of two columns may fall between one another: each counts with half the leading around it.
			at := interval{s.top - 0.4*min(s.size, 14), s.bottom + 0.4*min(s.size, 14)}
			if s.right <= v.from+0.01 {
				left = append(left, at)
			} else if s.left >= v.to-0.01 {
				right = append(right, at)
			}
		}
		if v.to-v.from >= 0.8*size && meet(left, right) {
			out = append(out, v)
		}
	}
	return out
}

// meet says that a stretch in a overlaps one in b.
func meet(a, b []interval) bool {
	byStart := func(v []interval) {
		sort.Slice(v, func(i, j int) bool { return v[i].from < v[j].from })
	}
	byStart(a)
	byStart(b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if min(a[i].to, b[j].to)-max(a[i].from, b[j].from) > 1 {
			return true
		}
		if a[i].to < b[j].to {
			i++
		} else {
			j++
		}
	}
	return false
}

// maxDepth is how many columns may lie in one another.
const maxDepth = 4

// read gives the lines of a band in reading order.
func (b *band) read(depth int) []line {
	all := b.all()
	cuts := gutters(all, b.free)
	if len(cuts) == 0 || depth >= maxDepth || b.table(cuts) {
		return b.across()
	}
	columns := make([][]segment, len(cuts)+1)
	for _, s := range all {
		n := sort.Search(len(cuts), func(i int) bool { return cuts[i].to >= s.right })
		columns[n] = append(columns[n], s)
	}
	var out []line
	for _, c := range columns {
		got := order(c, depth+1)
		if len(got) > 0 {
			got[0].fresh = true
		}
		out = append(out, got...)
	}
	if len(out) > 0 {
		out[0].fresh = true
	}
	return out
}

// table says that the band is one of cells rather than columns of text: rows in line, most cells short, and not one size of figures over
// another of labels, which are read downwards.
func (b *band) table(cuts []interval) bool {
	several, cells, short, width := 0, 0, 0, 0
	figures := false
	for i, r := range b.rows {
		if len(r.segs) > 1 {
			several++
			aligned := true
			for _, s := range r.segs[1:] {
				aligned = aligned && abs(s.base-r.segs[0].base) < 0.2*max(s.size, 1)
			}
			if !aligned {
				width++
			}
			if i > 0 && len(b.rows[i-1].segs) == len(r.segs) && b.rows[i-1].segs[0].size > 1.3*r.segs[0].size {
				figures = true
			}
		}
		for _, s := range r.segs {
			cells++
			if len(s.text) < 26 {
				short++
			}
		}
	}
	return several > 0 && !figures && width*4 <= several && short*10 >= cells*6 && several*3 >= len(b.rows)*2
}

// across gives a band line by line, what stands in one row divided by bars.
func (b *band) across() []line {
	var out []line
	for _, r := range b.rows {
		segs := append([]segment(nil), r.segs...)
		sort.SliceStable(segs, func(i, j int) bool { return segs[i].left < segs[j].left })
		l := line{segment: segs[0]}
		for _, s := range segs[1:] {
			sep := " "
			if s.left-l.right > gap*max(s.size, 1) {
				sep, l.row = " | ", true
			}
			l.text += sep + s.text
			l.right, l.hyphen = max(l.right, s.right), s.hyphen
			l.top, l.bottom = min(l.top, s.top), max(l.bottom, s.bottom)
		}
		out = append(out, l)
	}
	return out
}
