package board

import (
	"slices"
	"time"

	"sitrep"
)

// Unit is the length of a step of a timeline.
type Unit string

// The units. A week is from Monday to Sunday (ISO 8601).
const (
	ByDay   Unit = "day"
	ByWeek  Unit = "week"
	ByMonth Unit = "month"
	ByYear  Unit = "year"
)

// Units lists the units, the shortest first.
var Units = []Unit{ByDay, ByWeek, ByMonth, ByYear}

// mostSteps is how many steps a timeline has at most.
const mostSteps = 400

// UnitFor is the shortest unit in which a period has no more than n steps.
func UnitFor(from, to sitrep.Date, n int) Unit {
	days := daysBetween(from, to) + 1
	for i, long := range []int{1, 7, 30} {
		if (days+long-1)/long <= n {
			return Units[i]
		}
	}
	return ByYear
}

// Start is the first day of the step that a day falls into.
func (u Unit) Start(d sitrep.Date) sitrep.Date {
	switch u {
	case ByWeek:
		return d.AddDays(-(int(d.Weekday()) + 6) % 7)
	case ByMonth:
		return sitrep.NewDate(d.Year(), d.Month(), 1)
	case ByYear:
		return sitrep.NewDate(d.Year(), 1, 1)
	}
	return d
}

// Next is the first day of the step after the one that a day begins.
func (u Unit) Next(d sitrep.Date) sitrep.Date {
	switch u {
	case ByWeek:
		return d.AddDays(7)
	case ByMonth:
		return sitrep.NewDate(d.Year(), d.Month()+1, 1)
	case ByYear:
		return sitrep.NewDate(d.Year()+1, 1, 1)
	}
	return d.AddDays(1)
}

func daysBetween(from, to sitrep.Date) int {
	at := func(d sitrep.Date) time.Time { return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC) }
	return int(at(to).Sub(at(from)) / (24 * time.Hour))
}

// Timeline counts events by step and family.
type Timeline struct {
	Unit  Unit
	Steps []Step
	// Rows are the families that have events, in their order; the last has the ID "" and events of types that are in none.
	Rows []Row
	// Most is the most events of one family in one step.
	Most int
	// Undated events have no known day; Outside lie before the first step or after the last.
	Undated, Outside int
}

// Step is one step of a timeline, from From to To, both inclusive.
type Step struct {
	From, To sitrep.Date
	Reports  int // published in it or on the day after
	// Few says that too few reports are of that time to tell: no count of events of it means that there were none.
	Few bool
}

// Row is the counts of one family, by step.
type Row struct {
	Family
	Counts []Tally
	Total  Tally
}

// Tally counts events: Firm have two origins or more, Lone have one.
type Tally struct{ Firm, Lone int }

// Sum is how many there are.
func (t Tally) Sum() int { return t.Firm + t.Lone }

// Timeline counts events by the day that they stand on, the last on which they can have happened. Where a period is longer than 400 steps, it ends with those.
func (b *Board) Timeline(events []*Event, unit Unit, from, to sitrep.Date) Timeline {
	t := Timeline{Unit: unit}
	if from.IsZero() || to.IsZero() || to.Before(from) {
		for _, e := range events {
			if e.Day().IsZero() {
				t.Undated++
			} else {
				t.Outside++
			}
		}
		return t
	}
	for d := unit.Start(from); !to.Before(d) && len(t.Steps) < mostSteps; d = unit.Next(d) {
		t.Steps = append(t.Steps, Step{From: d, To: unit.Next(d).AddDays(-1)})
	}
	b.countReports(t.Steps)
	rows := make(map[string]*Row, len(b.families)+1)
	var i int
	var found bool
	var before sitrep.Date
	for _, e := range events {
		d := e.Day()
		if d.IsZero() {
			t.Undated++
			continue
		}
		if d != before { // events come in order of days
			before = d
			i, found = slices.BinarySearchFunc(t.Steps, d, func(s Step, d sitrep.Date) int {
				switch {
				case d.Before(s.From):
					return 1
				case s.To.Before(d):
					return -1
				}
				return 0
			})
		}
		if !found {
			t.Outside++
			continue
		}
		r := rows[e.Family]
		if r == nil {
			r = &Row{Counts: make([]Tally, len(t.Steps))}
			rows[e.Family] = r
		}
		if e.Origins > 1 {
			r.Counts[i].Firm++
			r.Total.Firm++
		} else {
			r.Counts[i].Lone++
			r.Total.Lone++
		}
		t.Most = max(t.Most, r.Counts[i].Sum())
	}
	for _, f := range append(slices.Clone(b.families), Family{Label: "Other"}) {
		if r := rows[f.ID]; r != nil {
			r.Family = f
			t.Rows = append(t.Rows, *r)
		}
	}
	return t
}

// fewShare is which part of the median of reports is too few to tell.
const fewShare = 10

// countReports counts the reports of steps: news of a day stand in reports of that day and the next.
func (b *Board) countReports(steps []Step) {
	var all []int
	for i := range steps {
		s := &steps[i]
		first, _ := slices.BinarySearchFunc(b.Days, s.From, func(d Day, t sitrep.Date) int { return compareDays(d.Day, t) })
		end := s.To.AddDays(1)
		for ; first < len(b.Days) && !end.Before(b.Days[first].Day); first++ {
			s.Reports += b.Days[first].Reports
		}
		if s.Reports > 0 {
			all = append(all, s.Reports)
		}
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	median := all[len(all)/2]
	for i := range steps {
		steps[i].Few = steps[i].Reports*fewShare < median || steps[i].Reports == 0
	}
}
