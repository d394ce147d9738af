package ui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
)

// seriesView is what origins count over a longer time, as a chart and as a table of every value.
type seriesView struct {
	Head    string
	Day     string
	Value   string
	Mark    RangeMark
	Best    string // whose the best is
	Origins []chartOrigin
	Wide    seriesChart
	Small   seriesChart // for phones
	Values  []valueRow
	More    int
}

// chartOrigin is an origin with its mark.
type chartOrigin struct {
	Name, Class, Standing string
	Glyph                 string // path data in 12 by 12
	N                     int
}

// valueRow is one value of an origin.
type valueRow struct {
	Day, Name, Class, Glyph string
	Low, Best, High         string
	Change                  string
	Cite                    Cite
	Href                    string
	On                      bool
}

// seriesChart is the chart for one width.
type seriesChart struct {
	W, H     int
	Label    string
	Lines    []chartLine
	Days     []mapText
	Band     string
	Best     string
	Points   []chartPoint
	Names    []chartName
	Selected *chartPoint
}

type chartLine struct {
	Y     string
	Words string
	TextY string
}

// chartPoint is a mark with its range.
type chartPoint struct {
	Class, Bar, Mark, Arrow string
	X, Y                    string
	Title                   string
}

type chartName struct{ X, Y, Class, Words string }

// markedOrigins is how many origins have a mark and a colour of their own; the rest share the last.
const markedOrigins = 4

// glyph is the mark of an origin by its place: circle, diamond, square, triangle, cross.
func glyph(k int, x, y, r float64) string {
	switch k {
	case 0:
		return fmt.Sprintf("M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 -%.1f 0z", x-r, y, r, r, 2*r, r, r, 2*r)
	case 1:
		return fmt.Sprintf("M%.1f %.1fl%.1f %.1fl-%.1f %.1fl-%.1f -%.1fz", x, y-1.25*r, 1.25*r, 1.25*r, 1.25*r, 1.25*r, 1.25*r, 1.25*r)
	case 2:
		return fmt.Sprintf("M%.1f %.1fh%.1fv%.1fh-%.1fz", x-0.9*r, y-0.9*r, 1.8*r, 1.8*r, 1.8*r)
	case 3:
		return fmt.Sprintf("M%.1f %.1fl%.1f %.1fh-%.1fz", x, y-1.15*r, 1.2*r, 2.1*r, 2.4*r)
	}
	t := r * 0.4
	return fmt.Sprintf("M%.1f %.1fh%.1fv%.1fh%.1fv%.1fh-%.1fv%.1fh-%.1fv-%.1fh-%.1fv-%.1fh%.1fz", x-t, y-r, 2*t, r-t, r-t, 2*t, r-t, r-t, 2*t, r-t, r-t, 2*t, r-t)
}

// toldPoint is one value with the place of its origin among the marks, and that of its series.
type toldPoint struct {
	board.Point
	origin int
	series int
}

// seriesViewOf makes the view of what is counted.
func seriesViewOf(list []board.Series, q figuresAsk, cites *Cites) *seriesView {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y board.Series) int { return cmp.Compare(len(y.Points), len(x.Points)) })
	v := &seriesView{Head: capital(plainType(string(q.Measure))) + ", " + countedWords(&list[0])}
	now := latestOf(list)
	v.Day, v.Value = dayWords(now.Best.Day), amountWords(now.Best.Low, now.Best.Best, now.Best.High)
	v.Best = originName(&now.Source)
	v.Mark = rangeMark(now.Low, now.Best.Best, now.High, nil, nil)
	var points []toldPoint
	for i := range list {
		k := min(i, markedOrigins)
		if i < markedOrigins {
			v.Origins = append(v.Origins, chartOrigin{Name: originName(&list[i]), Class: fmt.Sprint(k + 1), Standing: standingWords[list[i].Standing], Glyph: glyph(k, 6, 6, 4.4), N: len(list[i].Points)})
		} else if i == markedOrigins {
			v.Origins = append(v.Origins, chartOrigin{Name: counted(len(list)-markedOrigins, "other origin", "other origins"), Class: "5", Glyph: glyph(4, 6, 6, 4.4)})
		}
		for _, p := range list[i].Points {
			points = append(points, toldPoint{p, k, i})
		}
	}
	slices.SortStableFunc(points, func(x, y toldPoint) int { return strings.Compare(x.Day.String(), y.Day.String()) })
	for i := len(points) - 1; i >= 0; i-- {
		t := &points[i]
		on := t.Claim == q.At && q.At != ""
		if len(v.Values) >= valuesShown && !on {
			v.More++
			continue
		}
		row := valueRow{Day: cmp.Or(dayWords(t.Day), "not told"), Name: originName(&list[t.series]), Class: fmt.Sprint(t.origin + 1), Glyph: glyph(t.origin, 6, 6, 4.4), Low: numberOr(t.Low), Best: numberOr(t.Best),
			High: numberOr(t.High), Cite: cites.Of(t.Report, t.Claim), Href: q.href("/figures", "at", string(t.Claim)) + "#evidence", On: on}
		if t.Change != nil && *t.Change != 0 {
			if row.Change = number(*t.Change); *t.Change > 0 {
				row.Change = "+" + row.Change
			}
		}
		v.Values = append(v.Values, row)
	}
	dated := slices.DeleteFunc(points, func(t toldPoint) bool { return t.Day.IsZero() })
	v.Wide, v.Small = drawSeries(list, dated, q, 620, true), drawSeries(list, dated, q, 342, false)
	return v
}

func originName(x *board.Series) string { return cmp.Or(x.Source, "origin not named") }

// chartHeight is how high charts of figures are.
const chartHeight = 330

// drawSeries draws values over time: a mark with its range for each, the best by the rule as a line of steps, and a band from low to high.
func drawSeries(list []board.Series, points []toldPoint, q figuresAsk, width int, names bool) seriesChart {
	c := seriesChart{W: width, H: chartHeight}
	if len(points) == 0 {
		return c
	}
	left, right, top, bottom := 52.0, float64(width)-14, 14.0, float64(chartHeight)-26
	if names {
		right = float64(width) - 128
	}
	first, last := points[0].Day, points[len(points)-1].Day
	long := max(daysFrom(first, last), 1)
	most := 1
	for i := range points {
		for _, n := range []*int{points[i].Low, points[i].Best, points[i].High} {
			if n != nil {
				most = max(most, *n)
			}
		}
	}
	step := roundUp(float64(most) / 4)
	end := math.Ceil(float64(most)/step) * step
	x := func(d sitrep.Date) float64 { return left + (right-left)*float64(daysFrom(first, d))/float64(long) }
	y := func(n float64) float64 { return bottom - (bottom-top)*n/end }
	for n := 0.0; n <= end; n += step {
		c.Lines = append(c.Lines, chartLine{Y: fmt.Sprintf("%.1f", y(n)), TextY: fmt.Sprintf("%.1f", y(n)+4), Words: shortNumber(n)})
	}
	ticks := dayTicks(first, last, int(right-left)/110)
	for i, d := range ticks {
		anchor := "middle"
		if i == 0 {
			anchor = "start"
		} else if i == len(ticks)-1 && !names {
			anchor = "end"
		}
		c.Days = append(c.Days, mapText{X: fmt.Sprintf("%.1f", x(d)), Y: fmt.Sprint(chartHeight - 8), Class: anchor, Words: fmt.Sprintf("%d %s %d", d.Day(), d.Month().String()[:3], d.Year())})
	}
	c.Band, c.Best = bestLine(list, points, x, y, right)
	type ending struct {
		y float64
		k int
	}
	ends := map[int]ending{}
	for i := range points {
		t := &points[i]
		v := cmp.Or(t.Best, t.Low, t.High)
		if v == nil {
			continue
		}
		px, py := x(t.Day), y(float64(*v))
		m := chartPoint{Class: fmt.Sprint(t.origin + 1), Mark: glyph(t.origin, px, py, 4.4), X: fmt.Sprintf("%.1f", px), Y: fmt.Sprintf("%.1f", py),
			Title: dayWords(t.Day) + ", " + originName(&list[t.series]) + ": " + amountWords(t.Low, t.Best, t.High)}
		low, high := py, py
		if t.Low != nil {
			low = y(float64(*t.Low))
		}
		if t.High != nil {
			high = y(float64(*t.High))
		}
		if low-high > 1 {
			m.Bar = fmt.Sprintf("M%.1f %.1fV%.1fM%.1f %.1fh7M%.1f %.1fh7", px, low, high, px-3.5, low, px-3.5, high)
		}
		switch {
		case t.High == nil && t.Low != nil:
			m.Bar += fmt.Sprintf("M%.1f %.1fv-16", px, py)
			m.Arrow = fmt.Sprintf("M%.1f %.1fl-3.5 6h7z", px, py-22)
		case t.Low == nil && t.High != nil:
			m.Bar += fmt.Sprintf("M%.1f %.1fv16", px, py)
			m.Arrow = fmt.Sprintf("M%.1f %.1fl-3.5 -6h7z", px, py+22)
		}
		c.Points = append(c.Points, m)
		if t.Claim == q.At && q.At != "" {
			c.Selected = &chartPoint{X: m.X, Y: m.Y}
		}
		if t.origin < markedOrigins {
			ends[t.series] = ending{py, t.origin}
		}
	}
	if names {
		var endings []ending
		for _, e := range ends {
			endings = append(endings, e)
		}
		slices.SortFunc(endings, func(a, b ending) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.k, b.k)) })
		at := math.Inf(-1)
		for _, e := range endings {
			at = max(e.y+4, at+15)
			c.Names = append(c.Names, chartName{X: fmt.Sprintf("%.1f", right+10), Y: fmt.Sprintf("%.1f", at), Class: fmt.Sprint(e.k + 1), Words: shorten(originName(&list[e.k]), 18)})
		}
	}
	c.Label = fmt.Sprintf("%s from %s to %s, from %s to %s; the table has every value", counted(len(points), "value", "values"), dayWords(first), dayWords(last), number(leastOf(points)), number(most))
	return c
}

func leastOf(points []toldPoint) int {
	least := math.MaxInt
	for i := range points {
		for _, n := range []*int{points[i].Low, points[i].Best, points[i].High} {
			if n != nil {
				least = min(least, *n)
			}
		}
	}
	return least
}

// shortNumber writes a round number for an axis: 150k, 2.5m.
func shortNumber(n float64) string {
	cut := func(f float64, unit string) string {
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".") + unit
	}
	switch {
	case n >= 1e6:
		return cut(n/1e6, "m")
	case n >= 1e4:
		return cut(n/1e3, "k")
	}
	return number(int(math.Round(n)))
}

// dayTicks are about n days between two, both among them.
func dayTicks(first, last sitrep.Date, n int) []sitrep.Date {
	long := daysFrom(first, last)
	if long == 0 {
		return []sitrep.Date{first}
	}
	n = max(2, min(n, long+1, 6))
	var out []sitrep.Date
	for i := range n {
		out = append(out, first.AddDays(long*i/(n-1)))
	}
	return out
}

// mostBestSteps bounds for how many days the best is looked for.
const mostBestSteps = 400

// bestLine is what is best by the rule after each day's values, and the band from the least to the greatest that then stands.
func bestLine(list []board.Series, points []toldPoint, x func(sitrep.Date) float64, y func(float64) float64, right float64) (band, line string) {
	var days []sitrep.Date
	for i := range points {
		if len(days) == 0 || days[len(days)-1] != points[i].Day {
			days = append(days, points[i].Day)
		}
	}
	if len(days) < 2 || len(days) > mostBestSteps {
		return "", ""
	}
	var up, down []string
	for i, d := range days {
		upto := until(list, d)
		r := latestOf(upto)
		best := cmp.Or(r.Best.Best, r.Best.Low, r.Best.High)
		if best == nil || r.Low == nil || r.High == nil {
			continue
		}
		next := right
		if i+1 < len(days) {
			next = x(days[i+1])
		}
		if line == "" {
			line = fmt.Sprintf("M%.1f %.1f", x(d), y(float64(*best)))
		} else {
			line += fmt.Sprintf("V%.1f", y(float64(*best)))
		}
		line += fmt.Sprintf("H%.1f", next)
		up = append(up, fmt.Sprintf("L%.1f %.1fH%.1f", x(d), y(float64(*r.High)), next))
		down = append(down, fmt.Sprintf("L%.1f %.1fH%.1f", next, y(float64(*r.Low)), x(d)))
	}
	if len(up) == 0 {
		return "", ""
	}
	slices.Reverse(down)
	return "M" + strings.TrimPrefix(strings.Join(up, ""), "L") + strings.Join(down, "") + "z", line
}

// until is what was told up to a day.
func until(list []board.Series, day sitrep.Date) []board.Series {
	var out []board.Series
	for _, s := range list {
		n := 0
		for n < len(s.Points) && !day.Before(s.Points[n].Day) {
			n++
		}
		if n > 0 {
			s.Points = s.Points[:n]
			out = append(out, s)
		}
	}
	return out
}
