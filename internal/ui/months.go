package ui

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"sitrep"
	"sitrep/internal/board"
)

// months is a count of events by steps of time: a picture, and the same numbers as a table.
type months struct {
	Unit         board.Unit
	Wide, Narrow template.HTML
	Rows         []monthRow
	Undated      int
	Short        bool // few enough rows to stand open
}

// monthRow is one step.
type monthRow struct {
	Label, Href string
	Firm, Lone  int
	Few         bool
}

// How many steps a picture has at most, how many rows a table has that stands open beside it, and below how many weeks these are counted.
const (
	mostPictured = 72
	openRows     = 14
	fewWeeks     = 18
)

// monthsOf counts events by month, by week where there are few, or by year where there are too many. The scope is what links narrow to a step.
func monthsOf(b *board.Board, events []*board.Event, id, title string, s Scope) *months {
	from, to := b.Span(events)
	if from.IsZero() {
		return nil
	}
	unit := board.ByMonth
	if board.UnitFor(from, to, mostPictured) == board.ByYear {
		unit = board.ByYear
	} else if daysFrom(from, to) < fewWeeks*7 {
		unit = board.ByWeek
	}
	t := b.Timeline(events, unit, from, to)
	out := &months{Unit: unit, Undated: t.Undated}
	var all []board.Tally
	for i := range t.Steps {
		var n board.Tally
		for k := range t.Rows {
			n.Firm += t.Rows[k].Counts[i].Firm
			n.Lone += t.Rows[k].Counts[i].Lone
		}
		all = append(all, n)
		st := &t.Steps[i]
		out.Rows = append(out.Rows, monthRow{Label: monthWords(st.From, unit), Href: s.At("/events", "from", st.From.String(), "to", st.To.String()), Firm: n.Firm, Lone: n.Lone, Few: st.Few})
	}
	out.Short = len(out.Rows) <= openRows
	out.Wide, out.Narrow = drawMonths(id, title, t.Steps, all, unit, picWide), drawMonths(id+"-n", title, t.Steps, all, unit, picNarrow)
	return out
}

// monthWords names a week, a month or a year.
func monthWords(d sitrep.Date, unit board.Unit) string {
	switch unit {
	case board.ByYear:
		return fmt.Sprint(d.Year())
	case board.ByWeek:
		return "from " + dayWords(d)
	}
	return fmt.Sprintf("%s %d", d.Month(), d.Year())
}

// drawMonths draws a bar for each step: filled for events of two origins or more, outlined for those of one, hatched ground where too few reports tell.
func drawMonths(id, title string, list []board.Step, counts []board.Tally, unit board.Unit, width int) template.HTML {
	const height, foot = 120, 20
	most := 1
	for _, n := range counts {
		most = max(most, n.Sum())
	}
	left := float64(10 + 7*len(number(most)))
	right := float64(width) - 2
	step := (right - left) / float64(max(1, len(list)))
	y := func(n int) float64 { return 8 + (height-8)*(1-float64(n)/float64(most)) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bands steps" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`, width, height+foot, width, height+foot, html.EscapeString(title))
	fmt.Fprintf(&b, `<path class="gl" d="M%.1f 8H%.1f"/><text class="end" x="%.1f" y="12">%s</text><text class="end" x="%.1f" y="%d">0</text>`, left, right, left-5, number(most), left-5, height+4)
	for i, n := range counts {
		x, w := left+step*float64(i), max(step-1.5, 0.75)
		if list[i].Few {
			fmt.Fprintf(&b, `<rect class="gap" x="%.1f" y="8" width="%.1f" height="%d"/>`, x, step, height-8)
		}
		if n.Lone > 0 {
			fmt.Fprintf(&b, `<rect class="lone" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x+0.5, y(n.Sum()), max(w-1, 0.5), float64(height)-y(n.Lone))
		}
		if n.Firm > 0 {
			fmt.Fprintf(&b, `<rect class="firm" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x, y(n.Firm), w, float64(height)-y(n.Firm))
		}
	}
	fmt.Fprintf(&b, `<path class="base" d="M%.1f %dH%.1f"/>`, left, height, right)
	if len(list) > 0 {
		t := axis{list[0].From, list[len(list)-1].To, left, right}
		for _, k := range t.ticks() {
			fmt.Fprintf(&b, `<text x="%.1f" y="%d">%s</text>`, k.x, height+15, html.EscapeString(k.label))
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
