package ui

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// strip is the picture of with whom a party fights and beside whom, month by month.
type strip struct {
	Wide, Narrow template.HTML
	Doubt        bool // something is told in other ways than as fact alone
}

// mostStrips is how many relations the picture has.
const mostStrips = 12

// stripOf draws the relations of a party that most events tell of; nil where none has a known day.
func stripOf(list []*situation.Relation, id string, latest sitrep.Date) *strip {
	var rows []*situation.Relation
	var from, to sitrep.Date
	out := &strip{}
	widen := func(b *situation.Backing) {
		if !b.First.IsZero() && (from.IsZero() || b.First.Before(from)) {
			from = b.First
		}
		if to.Before(b.Last) {
			to = b.Last
		}
	}
	for _, r := range list {
		if r.Bond != situation.Against && r.Bond != situation.Beside || len(rows) == mostStrips {
			continue
		}
		rows = append(rows, r)
		widen(&r.Backing)
		for _, b := range r.Apart {
			widen(&b)
		}
		out.Doubt = out.Doubt || len(r.Claims) == 0
	}
	if from.IsZero() || to.IsZero() {
		return nil
	}
	if latest.Before(to) && !latest.IsZero() && from.Before(latest) { // days after the newest report are misread
		to = latest
	}
	out.Wide, out.Narrow = drawStrip(rows, id, from, to, picWide), drawStrip(rows, id, from, to, picNarrow)
	return out
}

func drawStrip(rows []*situation.Relation, id string, from, to sitrep.Date, width int) template.HTML {
	const line, name, bar = 36, 15, 16
	from = sitrep.NewDate(from.Year(), from.Month(), 1)
	to = board.ByMonth.Next(to).AddDays(-1)
	t := axis{from, to, 1, float64(width) - 4}
	most := 1
	for _, r := range rows {
		for _, m := range r.Months {
			most = max(most, m.Events)
		}
	}
	height := len(rows)*line + axisHeight
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bands strip" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="Adversaries and allies by month; the tables have the same">`, width, height, width, height)
	for i, r := range rows {
		o, _ := r.Other(id)
		y := float64(i * line)
		class, word := "against", "against"
		if r.Bond == situation.Beside {
			class, word = "with", "beside"
		}
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f"><tspan>%s </tspan><tspan class="nm">%s</tspan></text>`, t.left, y+12, word, html.EscapeString(shorten(o.Name, width/10)))
		base := y + name + bar
		fmt.Fprintf(&b, `<path class="gl" d="M%.1f %.1fH%.1f"/>`, t.left, base, t.right)
		if len(r.Claims) == 0 { // told in doubt alone: when, and not how often
			for _, k := range situation.Doubts {
				if a, ok := r.Apart[k]; ok && !a.First.IsZero() {
					fmt.Fprintf(&b, `<path class="open" d="M%.1f %.1fH%.1f"/>`, t.x(a.First), base-6, max(t.x(a.Last.AddDays(1)), t.x(a.First)+4))
				}
			}
		}
		for _, m := range r.Months {
			first, _, err := sitrep.ParseDays(m.Month)
			if err != nil || m.Events == 0 {
				continue
			}
			x := t.x(first)
			w := max(t.x(board.ByMonth.Next(first))-x-0.75, 1.25)
			h := 3 + (bar-3)*math.Sqrt(float64(m.Events)/float64(most))
			fmt.Fprintf(&b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, class, x, base-h, w, h)
		}
	}
	foot := float64(len(rows) * line)
	for _, k := range t.ticks() {
		fmt.Fprintf(&b, `<path class="tk" d="M%.1f %.1fv4"/><text x="%.1f" y="%.1f">%s</text>`, k.x, foot, k.x, foot+15, html.EscapeString(k.label))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // all words are escaped
}
