package ui

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// bandRow is a line of the picture of control: a place with its spells.
type bandRow struct {
	Name   string
	Spells []*situation.Spell
}

// bands is the picture of who held places over time, once for a page and once for a phone.
type bands struct {
	Wide, Narrow template.HTML
	Sides        []holder
	Contested    bool // whether the key needs these
	Besieged     bool
	Claimed      bool
}

// The widths that pictures are drawn for, in px; words in them keep their size.
const (
	picWide   = 592
	picNarrow = 340
)

// bandsOf draws rows until a day; nil where nothing is to be drawn.
func bandsOf(id, title string, rows []bandRow, known *fills, until sitrep.Date) *bands {
	var from sitrep.Date
	out := &bands{Sides: known.order}
	for _, r := range rows {
		for _, s := range r.Spells {
			if from.IsZero() || s.From.Before(from) {
				from = s.From
			}
			if until.Before(s.From) {
				until = s.From
			}
			if until.Before(s.To) {
				until = s.To
			}
			out.Contested = out.Contested || s.Status == situation.Contested
			out.Besieged = out.Besieged || s.Status == situation.Besieged
			out.Claimed = out.Claimed || s.Status == situation.Claimed
		}
	}
	if from.IsZero() {
		return nil
	}
	t := axis{from, until, 0, 0}
	out.Wide = drawBands(id, title, rows, known, t, picWide)
	out.Narrow = drawBands(id+"-n", title, rows, known, t, picNarrow)
	return out
}

// The sizes of the picture of control, in px.
const (
	bandHeight = 26
	bandGap    = 8
	nameHeight = 17
	axisHeight = 20
)

func drawBands(id, title string, rows []bandRow, known *fills, t axis, width int) template.HTML {
	var b strings.Builder
	named := len(rows) > 1
	t.left, t.right = 1, float64(width)-10
	line := bandHeight + bandGap
	if named {
		line += nameHeight
	}
	height := len(rows)*line + axisHeight
	fmt.Fprintf(&b, `<svg class="bands" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`, width, height, width, height, html.EscapeString(title))
	for i, r := range rows {
		y := float64(i * line)
		if named {
			fmt.Fprintf(&b, `<text class="nm" x="%.0f" y="%.0f">%s</text>`, t.left, y+12, html.EscapeString(r.Name))
			y += nameHeight
		}
		fmt.Fprintf(&b, `<rect class="s-u" x="%.1f" y="%.1f" width="%.1f" height="%d"/>`, t.left, y, t.right-t.left, bandHeight)
		for _, s := range r.Spells {
			x1, x2 := t.x(s.From), t.right
			if !s.To.IsZero() {
				x2 = t.x(s.To.AddDays(1))
			}
			w := max(x2-x1, 1.5)
			top, h := y, float64(bandHeight)
			if s.Status == situation.Claimed { // said and denied: a thin line under what is better supported
				top, h = y+bandHeight-5, 5
			}
			box := fmt.Sprintf(`x="%.1f" y="%.1f" width="%.1f" height="%.1f"`, x1, top, w, h)
			fmt.Fprintf(&b, `<rect class="s-%s" %s/>`, known.of(s.Holder.ID), box)
			switch s.Status {
			case situation.Contested:
				fmt.Fprintf(&b, `<rect class="s-x" %s/>`, box)
			case situation.Besieged:
				fmt.Fprintf(&b, `<rect class="siege" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x1+1.25, top+1.25, max(w-2.5, 0.5), h-2.5)
			}
			if from := s.Fades(); s.Faded(t.to) { // nobody has said so for long, nor anything else
				x := max(x1, t.x(from))
				fmt.Fprintf(&b, `<rect class="faded" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x, top, max(x2-x, 0), h)
			}
			if s.FirstTold { // nobody tells how it began
				fmt.Fprintf(&b, `<path class="open" d="M%.1f %.1fv%.1f"/>`, x1, top, h)
			} else {
				fmt.Fprintf(&b, `<path class="edge" d="M%.1f %.1fv%.1f"/>`, x1, top, h)
			}
			if s.To.IsZero() { // nothing is told of an end
				fmt.Fprintf(&b, `<path class="on" d="M%.1f %.1fl8 %.1fl-8 %.1fz"/>`, t.right, top, h/2, h/2)
			}
			if name := s.Holder.Name; name != "" && h > 10 && float64(7*len([]rune(name))+12) < w {
				fmt.Fprintf(&b, `<text class="lb" x="%.1f" y="%.1f">%s</text>`, x1+6, top+17, html.EscapeString(name))
			}
		}
	}
	base := float64(len(rows) * line)
	fmt.Fprintf(&b, `<path class="base" d="M%.1f %.1fH%.1f"/>`, t.left, base-2, t.right)
	for _, k := range t.ticks() {
		fmt.Fprintf(&b, `<path class="tk" d="M%.1f %.1fv4"/><text x="%.1f" y="%.1f">%s</text>`, k.x, base-2, k.x, base+14, html.EscapeString(k.label))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // all words are escaped
}
