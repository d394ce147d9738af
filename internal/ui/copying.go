package ui

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"sitrep/internal/board"
)

// copying is who prints whose reports, as a picture and as a table of the outlets that do so most.
type copying struct {
	Wide, Narrow template.HTML
	From         []offer // the columns: whose reports are printed
	Rows         []copyingRow
	Reports      int // copies in all
	Within       int // of these that an outlet prints of its own
}

// copyingRow is an outlet with how many reports it prints of each of the others.
type copyingRow struct {
	By    offer
	Cells []int
	All   int // of any outlet
}

// How many outlets the picture and the table have on either side.
const (
	mostPrinters = 12
	mostPrinted  = 7
)

// publisherQuery is the query that asks for the reports of an outlet.
func publisherQuery(name string) string { return url.Values{"publisher": {name}}.Encode() }

// notTold names those who publish without a name.
const notTold = "publisher not told"

// copyingOf sums up who prints whom; nil where nobody does.
func copyingOf(list []board.Copying) *copying {
	out := &copying{}
	by, from := map[string]int{}, map[string]int{}
	n := map[[2]string]int{}
	for _, c := range list {
		out.Reports += c.Reports
		if c.By == c.From {
			out.Within += c.Reports
			continue
		}
		by[c.By] += c.Reports
		from[c.From] += c.Reports
		n[[2]string{c.By, c.From}] = c.Reports
	}
	if len(n) == 0 {
		return nil
	}
	columns := mostOf(from, mostPrinted)
	// The lines are those that print most of the columns.
	prints := map[string]int{}
	for _, c := range columns {
		for k, reports := range n {
			if k[1] == c {
				prints[k[0]] += reports
			}
		}
	}
	for _, c := range columns {
		out.From = append(out.From, offer{cmp.Or(c, notTold), atSource(c)})
	}
	var flows []flow
	for y, name := range mostOf(prints, mostPrinters) {
		row := copyingRow{By: offer{cmp.Or(name, notTold), atSource(name)}, All: by[name]}
		for x, c := range columns {
			reports := n[[2]string{name, c}]
			row.Cells = append(row.Cells, reports)
			if reports > 0 {
				flows = append(flows, flow{x, y, reports})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Wide, out.Narrow = out.draw(flows, 384), out.draw(flows, picNarrow)
	return out
}

// mostOf are the n names with the greatest counts, the greatest first.
func mostOf(counts map[string]int, n int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	return names[:min(n, len(names))]
}

// flow is a line of the picture: from a column's outlet to a row's.
type flow struct{ from, by, n int }

// draw draws whose reports are printed on the left, who prints them on the right, and lines between, as thick as they are many.
func (c *copying) draw(flows []flow, width int) template.HTML {
	const step = 26
	height := step*max(len(c.From), len(c.Rows)) + 24
	side := float64(width) * 0.36
	left := func(i int) float64 { return 24 + float64(height-24)*(float64(i)+0.5)/float64(len(c.From)) }
	right := func(i int) float64 { return 24 + float64(height-24)*(float64(i)+0.5)/float64(len(c.Rows)) }
	most := 1
	for _, f := range flows {
		most = max(most, f.n)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bands copying" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="Who prints whose reports; the table has the same numbers">`, width, height, width, height)
	fmt.Fprintf(&b, `<text x="0" y="12">reports of</text><text class="end" x="%d" y="12">are printed by</text>`, width)
	for _, f := range flows {
		y1, y2, x1, x2 := left(f.from), right(f.by), side+4, float64(width)-side-4
		fmt.Fprintf(&b, `<path class="flow" stroke-width="%.1f" d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f"/>`, 0.75+7*float64(f.n)/float64(most), x1, y1, (x1+x2)/2, y1, (x1+x2)/2, y2, x2, y2)
	}
	letters := int(side / 7)
	for i, o := range c.From {
		fmt.Fprintf(&b, `<text class="end nm" x="%.1f" y="%.1f">%s</text>`, side, left(i)+4, html.EscapeString(shorten(o.Name, letters)))
	}
	for i := range c.Rows {
		fmt.Fprintf(&b, `<text class="nm" x="%.1f" y="%.1f">%s</text>`, float64(width)-side, right(i)+4, html.EscapeString(shorten(c.Rows[i].By.Name, letters)))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // all words are escaped
}
