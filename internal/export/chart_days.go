package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/situation"
)

// mostSeries is how many series have a pattern of their own; the rest, the smallest, are "other".
const mostSeries = 7

// mostBars is how many bars a chart of days may have: more days are drawn as weeks, more weeks as months, more months as years.
const mostBars = 70

// other is the name of the series that holds the rest.
const other = "other"

// span is the time of one bar.
type span int

const (
	byDay span = iota
	byWeek
	byMonth
	byYear
)

func (s span) String() string { return [...]string{"day", "week", "month", "year"}[s] }

// bars are the counts of a chart of days in the times in which they are drawn.
type bars struct {
	by     span
	from   []sitrep.Date // first day of each bar, without a gap
	series []string      // the largest first, other last
	n      [][]int       // by bar, then series
	total  []int         // by series
	sum    int
	dayless
}

// dayless is how many could not be put on a day.
type dayless int

// binned counts by bar and series. Counts below 1 and days that are not known are no bars.
func binned(c *situation.Chart) bars {
	var b bars
	totals := map[string]int{}
	var first, last sitrep.Date
	widest := 1
	for _, d := range c.Days {
		if d.N < 1 {
			continue
		}
		if d.From.IsZero() {
			b.dayless += dayless(min(d.N, beyond))
			continue
		}
		if first.IsZero() || d.From.Before(first) {
			first = d.From
		}
		if last.IsZero() || last.Before(d.From) {
			last = d.From
		}
		if !d.To.IsZero() {
			widest = max(widest, between(d.From, d.To)+1)
		}
		totals[seriesOf(&d)] += min(d.N, beyond)
		b.sum += min(d.N, beyond)
	}
	if b.sum == 0 {
		return b
	}
	for s := range totals {
		b.series = append(b.series, s)
	}
	slices.SortFunc(b.series, func(x, y string) int { return cmp.Or(cmp.Compare(totals[y], totals[x]), strings.Compare(x, y)) })
	index := map[string]int{}
	for i, s := range b.series {
		index[s] = min(i, mostSeries)
	}
	if len(b.series) > mostSeries {
		b.series = append(b.series[:mostSeries:mostSeries], other)
	}
	b.total = make([]int, len(b.series))
	switch {
	case widest > 31:
		b.by = byYear
	case widest > 7:
		b.by = byMonth
	case widest > 1:
		b.by = byWeek
	}
	monday := widest == 1 // weeks of the data's own begin when they say
	for b.by < byYear && b.count(first, last) > mostBars {
		b.by++
	}
	start := b.begin(first, first, monday)
	for d := start; !last.Before(d); d = b.next(d) {
		b.from = append(b.from, d)
		b.n = append(b.n, make([]int, len(b.series)))
		if len(b.from) > math.MaxInt16 {
			break
		}
	}
	for _, d := range c.Days {
		if d.N < 1 || d.From.IsZero() {
			continue
		}
		i, found := slices.BinarySearchFunc(b.from, d.From, func(x, y sitrep.Date) int { return strings.Compare(x.String(), y.String()) })
		if !found {
			i--
		}
		k := index[seriesOf(&d)]
		b.n[max(i, 0)][k] += min(d.N, beyond)
		b.total[k] += min(d.N, beyond)
	}
	return b
}

// seriesOf names the series of a count.
func seriesOf(d *situation.ChartDay) string {
	if s := plain(d.Series); s != "" {
		return s
	}
	return "all"
}

// count is how many bars a time would have, roughly.
func (b *bars) count(first, last sitrep.Date) int {
	return between(first, last)/[...]int{1, 7, 30, 365}[b.by] + 1
}

// begin is the first day of the bar that holds a day.
func (b *bars) begin(d, anchor sitrep.Date, monday bool) sitrep.Date {
	switch b.by {
	case byWeek:
		if monday {
			return d.AddDays(-(int(d.Weekday()) + 6) % 7)
		}
		return anchor
	case byMonth:
		return sitrep.NewDate(d.Year(), d.Month(), 1)
	case byYear:
		return sitrep.NewDate(d.Year(), time.January, 1)
	}
	return d
}

// next is the first day of the bar after.
func (b *bars) next(d sitrep.Date) sitrep.Date {
	switch b.by {
	case byWeek:
		return d.AddDays(7)
	case byMonth:
		return sitrep.NewDate(d.Year(), d.Month()+1, 1)
	case byYear:
		return sitrep.NewDate(d.Year()+1, time.January, 1)
	}
	return d.AddDays(1)
}

// words name the time of bar i.
func (b *bars) words(i int) string {
	d := b.from[i]
	switch b.by {
	case byWeek:
		last := d.AddDays(6)
		if last.Year() == d.Year() {
			return strings.TrimSuffix(shortDay(d), " "+strconv.Itoa(d.Year())) + " to " + shortDay(last)
		}
		return shortDay(d) + " to " + shortDay(last)
	case byMonth:
		return d.Month().String() + " " + strconv.Itoa(d.Year())
	case byYear:
		return strconv.Itoa(d.Year())
	}
	return day(d)
}

// short names the time of bar i where room is small.
func (b *bars) short(i int) string {
	d := b.from[i]
	switch b.by {
	case byMonth:
		return d.Month().String()[:3] + " " + strconv.Itoa(d.Year())
	case byYear:
		return strconv.Itoa(d.Year())
	}
	if i == 0 || b.from[i-1].Year() != d.Year() {
		return shortDay(d)
	}
	return strconv.Itoa(d.Day()) + " " + d.Month().String()[:3]
}

// peak is the first of the highest bars.
func (b *bars) peak() int {
	top := 0
	for i := range b.from {
		if b.of(i) > b.of(top) {
			top = i
		}
	}
	return top
}

// of is the count of bar i.
func (b *bars) of(i int) int {
	sum := 0
	for _, n := range b.n[i] {
		sum += n
	}
	return sum
}

// between is how many days lie from one day to another.
func between(a, b sitrep.Date) int {
	x := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)
	y := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	return int(y.Sub(x) / (24 * time.Hour))
}

// note says what is not drawn.
func (n dayless) note() string {
	if n == 0 {
		return ""
	}
	return counted(int(n), "more has no known day and is", "more have no known day and are") + " not drawn"
}

// daysTable is the table of a chart of days: a row for each time in which anything is counted.
func daysTable(c *situation.Chart) situation.BriefTable {
	b := binned(c)
	t := situation.BriefTable{Title: c.Title, Columns: []string{upperFirst(b.by.String())}, Numbers: []bool{false}}
	for _, s := range b.series {
		t.Columns = append(t.Columns, s)
		t.Numbers = append(t.Numbers, true)
	}
	all := len(b.series) > 1
	if all {
		t.Columns, t.Numbers = append(t.Columns, "all"), append(t.Numbers, true)
	}
	for i := range b.from {
		if b.of(i) == 0 {
			continue
		}
		row := []string{b.words(i)}
		for _, n := range b.n[i] {
			row = append(row, thousands(n))
		}
		if all {
			row = append(row, thousands(b.of(i)))
		}
		t.Rows = append(t.Rows, situation.BriefRow{Cells: row})
	}
	return t
}

// fills are the patterns of the series, by their place: each differs from the others in form, not in colour alone.
func (p *picture) fills(series []string) []string {
	out := make([]string, len(series))
	p.b.WriteString("<defs>")
	for i := range series {
		id := p.id + "-s" + strconv.Itoa(i+1)
		out[i] = "url(#" + id + ")"
		light := [...]string{"#1a5fae", "#9c2b06", "#006b52", "#7a1a58", "#967500", "#16191d", "#747a83", "#fdfcfa"}[i]
		// With a colour for programs that know no variables; the class (chartStyle) follows the page's. No style attribute: a page may refuse those.
		class := strconv.Itoa(i + 1)
		ground := func(o string) string {
			return `<rect class="sf` + class + `" width="6" height="6" fill="` + light + `" fill-opacity="` + o + `"/>`
		}
		line := func(d string) string {
			return `<path class="sl` + class + `" d="` + d + `" fill="none" stroke="` + light + `" stroke-width="2.2"/>`
		}
		dot := func(x, y string) string {
			return `<circle class="sf` + class + `" cx="` + x + `" cy="` + y + `" r="1.3" fill="` + light + `"/>`
		}
		turn := ""
		var inside string
		switch i {
		case 0, mostSeries:
			inside = ground("1")
		case 1:
			inside, turn = ground(".25")+line("M0 1.5H6M0 4.5H6"), ` patternTransform="rotate(-45)"`
		case 2:
			inside = ground(".3") + dot("1.5", "1.5") + dot("4.5", "4.5")
		case 3:
			inside = ground(".15") + line("M0 2H6")
		case 4:
			inside, turn = ground(".15")+line("M0 3H6M3 0V6"), ` patternTransform="rotate(45)"`
		case 5:
			inside = ground(".85")
		case 6:
			inside = ground(".2") + line("M2 0V6")
		}
		fmt.Fprintf(&p.b, `<pattern id="%s" width="6" height="6" patternUnits="userSpaceOnUse"%s>%s</pattern>`, id, turn, inside)
	}
	p.b.WriteString("</defs>")
	return out
}

// drawDays draws stacked bars.
func drawDays(c *situation.Chart, d Drawing) string {
	b := binned(c)
	if b.sum == 0 {
		why := "Nothing is counted on a known day."
		if b.dayless > 0 {
			why = upperFirst(b.dayless.note()) + "."
		}
		return nothing(c, d, why)
	}
	p := picture{w: float64(d.Width), id: d.ID}
	fills := p.fills(b.series)
	top := b.of(b.peak())
	unit := step(top, 6)
	ceiling := (top + unit - 1) / unit * unit
	left := wide(thousands(ceiling)) + 10
	const above, tall = 26.0, 190.0
	base := above + tall
	y := func(n int) float64 { return base - float64(n)/float64(ceiling)*tall }
	label := c.Unit
	if label == "" {
		label = "count"
	}
	p.text("", 0, 12, "start", shorten(upperFirst(plain(label))+" per "+b.by.String(), p.w))
	for n := 0; n <= ceiling; n += unit {
		class := "gl"
		if n == 0 {
			class = "base"
		}
		p.hline(class, left, p.w, y(n))
		p.text("", left-6, y(n)+4, "end", thousands(n))
	}
	room := (p.w - left) / float64(len(b.from))
	bar := min(room*0.8, 36)
	x := func(i int) float64 { return left + room*(float64(i)+0.5) }
	for i := range b.from {
		if b.of(i) == 0 {
			continue
		}
		fmt.Fprintf(&p.b, `<g><title>%s: %s</title>`, attr(b.words(i)), attr(b.parts(i)))
		done := 0
		for k, n := range b.n[i] {
			if n > 0 {
				fmt.Fprintf(&p.b, `<rect class="seg" x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, num(x(i)-bar/2), num(y(done+n)), num(bar), num(y(done)-y(done+n)), fills[k])
				done += n
			}
		}
		p.b.WriteString("</g>")
	}
	b.axis(&p, x, base)
	bottom := base + 40
	if len(b.series) > 1 || b.series[0] != "all" && !strings.EqualFold(b.series[0], plain(c.Unit)) {
		var items []legendItem
		for k, s := range b.series {
			items = append(items, legendItem{fills[k], shorten(s, p.w-left-80) + " " + thousands(b.total[k])})
		}
		bottom = p.legend(left, base+46, items)
	}
	if note := b.dayless.note(); note != "" {
		p.text("", left, bottom+8, "start", upperFirst(note)+".")
		bottom += 20
	}
	p.h = bottom
	return p.finish(c.Title, b.summary())
}

// summary tells the bars in words.
func (b *bars) summary() string {
	peak := b.peak()
	return fmt.Sprintf("%s in all, from %s to %s. Most in one %s: %s, %s.", thousands(b.sum), b.words(0), b.words(len(b.from)-1), b.by, thousands(b.of(peak)), b.words(peak))
}

// parts tells the counts of bar i in words.
func (b *bars) parts(i int) string {
	var out []string
	for k, n := range b.n[i] {
		if n > 0 {
			out = append(out, strings.TrimSpace(b.series[k]+" "+thousands(n)))
		}
	}
	return strings.Join(out, ", ")
}

// axis writes days, months or years under the bars: as many as there is room for, at round places.
func (b *bars) axis(p *picture, x func(int) float64, base float64) {
	type tick struct {
		i     int
		label string
	}
	for _, try := range axisSteps {
		if try.by < b.by {
			continue
		}
		var ticks []tick
		year := 0
		for i, d := range b.from {
			if !try.on(b, i) {
				continue
			}
			label := try.label(d)
			if d.Year() != year && try.by != byYear {
				label += " " + strconv.Itoa(d.Year())
			}
			year = d.Year()
			ticks = append(ticks, tick{i, label})
		}
		fits, end := len(ticks) > 0, math.Inf(-1)
		for _, t := range ticks {
			half := wide(t.label) / 2
			from := min(max(x(t.i)-half, 0), p.w-2*half)
			if from < end {
				fits = false
				break
			}
			end = from + 2*half + 6
		}
		if !fits {
			continue
		}
		for _, t := range ticks {
			p.vline("base", x(t.i), base, base+5)
			half := wide(t.label) / 2
			p.text("", min(max(x(t.i), half), p.w-half), base+19, "middle", t.label)
		}
		return
	}
	p.text("", x(0), base+19, "middle", axisSteps[0].label(b.from[0])+" "+strconv.Itoa(b.from[0].Year()))
}

// axisStep is a way to choose the bars that are named.
type axisStep struct {
	by    span
	every int
}

// axisSteps are tried in turn until the names fit.
var axisSteps = []axisStep{{byDay, 1}, {byDay, 2}, {byDay, 5}, {byDay, 7}, {byWeek, 1}, {byWeek, 2}, {byWeek, 4}, {byMonth, 1}, {byMonth, 2}, {byMonth, 3}, {byMonth, 6}, {byYear, 1}, {byYear, 2}, {byYear, 5}, {byYear, 10}, {byYear, 20}, {byYear, 50}, {byYear, 100}}

// on says whether bar i is named.
func (s axisStep) on(b *bars, i int) bool {
	d := b.from[i]
	switch s.by {
	case byDay:
		return i%s.every == 0
	case byWeek:
		if b.by == byDay {
			return d.Weekday() == time.Monday && (between(b.from[0], d)/7)%s.every == 0
		}
		return i%s.every == 0
	case byMonth: // the bar that holds the first of a month
		return (i == 0 && d.Day() == 1 || i > 0 && b.from[i-1].Month() != d.Month()) && (int(d.Month())-1)%s.every == 0
	}
	return (i == 0 && d.Month() == time.January || i > 0 && b.from[i-1].Year() != d.Year()) && d.Year()%s.every == 0
}

// label names a bar.
func (s axisStep) label(d sitrep.Date) string {
	switch s.by {
	case byMonth:
		return d.Month().String()[:3]
	case byYear:
		return strconv.Itoa(d.Year())
	}
	return strconv.Itoa(d.Day()) + " " + d.Month().String()[:3]
}
