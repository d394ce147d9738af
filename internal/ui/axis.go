package ui

import (
	"fmt"
	"time"

	"sitrep"
	"sitrep/internal/board"
)

// daysFrom is how many days lie between two.
func daysFrom(a, b sitrep.Date) int {
	at := func(d sitrep.Date) time.Time { return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC) }
	return int(at(b).Sub(at(a)) / (24 * time.Hour))
}

// axis puts days on a line from left to right px.
type axis struct {
	from, to    sitrep.Date
	left, right float64
}

func (a *axis) x(d sitrep.Date) float64 {
	days := max(1, daysFrom(a.from, a.to)+1)
	n := min(max(daysFrom(a.from, d), 0), days)
	return a.left + (a.right-a.left)*float64(n)/float64(days)
}

// axisTick is a mark on an axis.
type axisTick struct {
	x     float64
	label string
}

// ticks are marks of days, months or years, no more than fit.
func (a *axis) ticks() []axisTick {
	most := max(2, int((a.right-a.left)/64))
	unit := board.UnitFor(a.from, a.to, most*6)
	var all []axisTick
	for d := unit.Start(a.from); !a.to.Before(d); d = unit.Next(d) {
		if d.Before(a.from) {
			continue
		}
		label := fmt.Sprint(d.Year())
		switch unit {
		case board.ByDay, board.ByWeek:
			label = fmt.Sprintf("%d %s", d.Day(), d.Month().String()[:3])
		case board.ByMonth:
			label = fmt.Sprintf("%s %d", d.Month().String()[:3], d.Year())
		}
		all = append(all, axisTick{a.x(d), label})
		if len(all) > 2000 {
			break
		}
	}
	step := max(1, (len(all)+most-1)/most)
	for _, round := range []int{1, 2, 3, 6, 12, 24, 60, 120} { // half years and years rather than five months
		if step <= round {
			step = round
			break
		}
	}
	var out []axisTick
	for i := 0; i < len(all); i += step {
		if all[i].x <= a.right-20 {
			out = append(out, all[i])
		}
	}
	return out
}
