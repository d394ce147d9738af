package ui

import (
	"fmt"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/board"
)

// steps is a timeline as it is drawn: a row of bars a family, on one scale.
type steps struct {
	board.Timeline
	Rows  []stepsRow
	Gaps  string // path data of the steps with too few reports
	Wide  []tick
	Small []tick // for phones
	Table []stepsLine
	Total int
	Width int
}

// stepsRow is the bars of a family as path data.
type stepsRow struct {
	board.Family
	Firm, Lone string
	Total      int
	Says       string // for those who do not see it
}

// tick is a label of the axis.
type tick struct {
	X     string
	Words string
}

// stepsLine is a row of the table.
type stepsLine struct {
	Days   string
	Href   string
	Counts []board.Tally
	Sum    board.Tally
	Few    bool
}

const (
	stepsWidth  = 900 // of the drawing, stretched to what room there is
	stepsHeight = 34
)

// stepsOf draws a timeline; at gives the address of one step.
func stepsOf(t board.Timeline, at func(board.Step) string) steps {
	s := steps{Timeline: t, Width: stepsWidth}
	n := len(t.Steps)
	if n == 0 {
		return s
	}
	wide := float64(stepsWidth) / float64(n)
	inset := min(wide*0.14, 5)
	var gaps strings.Builder
	for i, step := range t.Steps {
		if step.Few {
			fmt.Fprintf(&gaps, "M%.1f 0h%.1fv%dh-%.1fz", wide*float64(i), wide, stepsHeight, wide)
		}
	}
	s.Gaps = gaps.String()
	for _, row := range t.Rows {
		var firm, lone strings.Builder
		for i, c := range row.Counts {
			x := wide*float64(i) + inset
			w := wide - 2*inset
			h := float64(stepsHeight-2) / float64(max(t.Most, 1))
			a, b := float64(c.Firm)*h, float64(c.Lone)*h
			if c.Firm > 0 {
				fmt.Fprintf(&firm, "M%.1f %dv-%.1fh%.1fv%.1fz", x, stepsHeight, a, w, a)
			}
			if c.Lone > 0 {
				fmt.Fprintf(&lone, "M%.1f %.1fv-%.1fh%.1fv%.1fz", x, float64(stepsHeight)-a, b, w, b)
			}
		}
		s.Rows = append(s.Rows, stepsRow{Family: row.Family, Firm: firm.String(), Lone: lone.String(), Total: row.Total.Sum(),
			Says: fmt.Sprintf("%s: %s, %s of them told by two origins or more; the table has them by %s", row.Label, counted(row.Total.Sum(), "event", "events"), number(row.Total.Firm), t.Unit)})
		s.Total += row.Total.Sum()
	}
	s.Wide, s.Small = ticks(t, 12), ticks(t, 4)
	for i, step := range t.Steps {
		line := stepsLine{Days: stepWords(t.Unit, step), Few: step.Few, Href: at(step)}
		for _, row := range t.Rows {
			line.Counts = append(line.Counts, row.Counts[i])
			line.Sum.Firm += row.Counts[i].Firm
			line.Sum.Lone += row.Counts[i].Lone
		}
		s.Table = append(s.Table, line)
	}
	return s
}

// ticks labels every so many steps, at most n of them.
func ticks(t board.Timeline, n int) []tick {
	every := (len(t.Steps) + n - 1) / n
	wide := float64(stepsWidth) / float64(len(t.Steps))
	var out []tick
	for i := 0; i < len(t.Steps); i += every {
		x := wide * (float64(i) + 0.5) * 100 / stepsWidth
		out = append(out, tick{X: fmt.Sprintf("%.2f%%", x), Words: tickWords(t, i, every)})
	}
	return out
}

// tickWords is the label of a step: as short as tells it from the one before.
func tickWords(t board.Timeline, i, every int) string {
	d := t.Steps[i].From
	fresh := i == 0 || t.Steps[i-every].From.Year() != d.Year()
	month := d.Month().String()[:3]
	switch t.Unit {
	case board.ByYear:
		return strconv.Itoa(d.Year())
	case board.ByMonth:
		if fresh {
			return fmt.Sprintf("%s %d", month, d.Year())
		}
		return month
	}
	if fresh && i > 0 {
		return fmt.Sprintf("%d %s %d", d.Day(), month, d.Year())
	}
	return fmt.Sprintf("%d %s", d.Day(), month)
}

// stepWords names a step.
func stepWords(u board.Unit, s board.Step) string {
	if u == board.ByWeek {
		return "from " + dayWords(s.From)
	}
	return daysWords(s.From, s.To)
}

// stepValues are the parameters of an address that ask for a step.
func stepValues(u board.Unit, s board.Step) (from, to string) {
	switch u {
	case board.ByYear:
		return strconv.Itoa(s.From.Year()), strconv.Itoa(s.From.Year())
	case board.ByMonth:
		m := s.From.String()[:len("2006-01")]
		return m, m
	}
	return s.From.String(), s.To.String()
}

// periodOf is the period that a timeline covers: that of the scope, as far as it is given, else that of the events.
func periodOf(b *board.Board, s Scope, events []*board.Event) (from, to sitrep.Date) {
	first, last := b.Span(events)
	from, to = s.First, s.Last
	if from.IsZero() {
		from = first
	}
	if to.IsZero() {
		to = last
		if to.Before(from) {
			to = from
		}
	}
	return from, to
}
