package timex

import (
	"fmt"
	"time"

	"sitrep"
)

// grain is how long a point of the calendar is.
type grain uint8

const (
	noGrain grain = iota
	centuryGrain
	decadeGrain
	yearGrain
	halfGrain
	quarterGrain
	seasonGrain
	monthGrain
	weekGrain
	weekendGrain
	dayGrain
	partGrain // of a day
	clockGrain
)

// point is a piece of the calendar: a century, a day, an evening. Fields finer than its grain are zero; year is of the era,
// and of a decade or century the first one. A zero year is an unknown one.
type point struct {
	grain        grain
	bc           bool
	year         int
	month        time.Month
	day          int
	week         int // ISO 8601, of weekYear year
	season       int16
	quarter      int
	part         int16
	hour, minute int // plus one
	zone         int16
	fiscal       bool
}

func dayPoint(d sitrep.Date) point {
	return point{grain: dayGrain, year: d.Year(), month: d.Month(), day: d.Day()}
}

func weekPoint(d sitrep.Date) point {
	y, w := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).ISOWeek()
	return point{grain: weekGrain, year: y, week: w}
}

// date is the day of a point no longer than a day, zero for others.
func (p point) date() sitrep.Date {
	if p.grain < dayGrain || p.year == 0 || p.month == 0 || p.day == 0 || p.bc {
		return sitrep.Date{}
	}
	return sitrep.NewDate(p.year, p.month, p.day)
}

// exists says that the calendar has such a day.
func (p point) exists() bool {
	if p.grain < dayGrain || p.month == 0 || p.day == 0 {
		return true
	}
	y := p.year
	if y == 0 || p.bc {
		y = 2000 // a leap year: the day may exist
	}
	return sitrep.NewDate(y, p.month, p.day).Day() == p.day
}

// weekdayOf is the weekday of a day as fWeekday counts them.
func weekdayOf(d sitrep.Date) int { return (int(d.Weekday())+6)%7 + 1 }

// monday is the first day of ISO week w of year y: the week that holds 4 January is the first.
func monday(y, w int) sitrep.Date {
	d := sitrep.NewDate(y, time.January, 4)
	return d.AddDays(1 - weekdayOf(d) + 7*(w-1))
}

// value is the point in TIMEX3: ISO 8601 with X for what is unknown, and the codes of TimeML for what ISO does not have.
func (p point) value() string {
	y := "XXXX"
	switch {
	case p.bc && p.year > 0:
		y = fmt.Sprintf("BC%04d", p.year)
	case p.bc:
		y = "BCXXXX"
	case p.year > 0:
		y = fmt.Sprintf("%04d", p.year)
	}
	if p.fiscal && p.year > 0 {
		y = "FY" + y
	}
	switch p.grain {
	case centuryGrain:
		return y[:len(y)-2]
	case decadeGrain:
		return y[:len(y)-1]
	case yearGrain:
		return y
	case halfGrain:
		return fmt.Sprintf("%s-H%d", y, p.quarter)
	case quarterGrain:
		if p.quarter == 0 {
			return y + "-QX"
		}
		return fmt.Sprintf("%s-Q%d", y, p.quarter)
	case seasonGrain:
		return y + "-" + seasonCodes[p.season]
	case weekGrain, weekendGrain:
		w := "WXX"
		if p.week > 0 {
			w = fmt.Sprintf("W%02d", p.week)
		}
		if p.grain == weekendGrain {
			w += "-WE"
		}
		return y + "-" + w
	}
	s := y + "-XX"
	if p.month > 0 {
		s = fmt.Sprintf("%s-%02d", y, p.month)
	}
	if p.grain == monthGrain {
		return s
	}
	if p.day > 0 {
		s = fmt.Sprintf("%s-%02d", s, p.day)
	} else {
		s += "-XX"
	}
	switch {
	case p.hour > 0:
		s += fmt.Sprintf("T%02d:%02d", p.hour-1, max(p.minute-1, 0))
		if p.zone == zoneUTC {
			s += "Z"
		}
	case p.part > 0:
		s += partCodes[p.part]
	}
	return s
}

// days is the interval that a point covers, both ends inclusive, and how exact it is; zero where it is not known. Years before
// our era have none, because [sitrep.Date] cannot say them.
func (p point) days() (from, to sitrep.Date, precision sitrep.Precision) {
	switch p.grain {
	case centuryGrain, decadeGrain, halfGrain, quarterGrain, seasonGrain:
		precision = sitrep.RangePrecision
	case yearGrain:
		precision = sitrep.YearPrecision
	case monthGrain:
		precision = sitrep.MonthPrecision
	case weekGrain, weekendGrain:
		precision = sitrep.WeekPrecision
	default:
		precision = sitrep.DayPrecision
	}
	if p.year == 0 || p.bc || p.fiscal {
		return from, to, precision
	}
	switch p.grain {
	case centuryGrain:
		from, to = sitrep.NewDate(p.year, 1, 1), sitrep.NewDate(p.year+99, 12, 31)
	case decadeGrain:
		from, to = sitrep.NewDate(p.year, 1, 1), sitrep.NewDate(p.year+9, 12, 31)
	case yearGrain:
		from, to = sitrep.NewDate(p.year, 1, 1), sitrep.NewDate(p.year, 12, 31)
	case halfGrain:
		from, to = months(p.year, time.Month(6*p.quarter-5), 6)
	case quarterGrain:
		if p.quarter > 0 {
			from, to = months(p.year, time.Month(3*p.quarter-2), 3)
		}
	case seasonGrain: // of the northern half of the earth, by the month, as weather services count them
		from, to = months(p.year, time.Month(3*int(p.season)), 3)
	case monthGrain:
		if p.month > 0 {
			from, to = months(p.year, p.month, 1)
		}
	case weekGrain, weekendGrain:
		if p.week > 0 {
			from = monday(p.year, p.week)
			to = from.AddDays(6)
			if p.grain == weekendGrain {
				from = from.AddDays(5)
			}
		}
	default:
		if d := p.date(); !d.IsZero() {
			from, to = d, d
		}
	}
	return from, to, precision
}

func months(y int, m time.Month, n int) (from, to sitrep.Date) {
	return sitrep.NewDate(y, m, 1), sitrep.NewDate(y, m+time.Month(n), 0)
}

// narrow cuts an interval to its start, middle or end, as "early", "mid" and "late" do: about a third of it; a day stays whole.
func narrow(p point, mod int16, from, to sitrep.Date) (sitrep.Date, sitrep.Date) {
	if from.IsZero() || p.grain >= dayGrain || mod < mStart || mod > mEnd {
		return from, to
	}
	switch p.grain {
	case yearGrain:
		switch mod {
		case mStart:
			return from, sitrep.NewDate(p.year, 4, 30)
		case mMid:
			return sitrep.NewDate(p.year, 5, 1), sitrep.NewDate(p.year, 8, 31)
		}
		return sitrep.NewDate(p.year, 9, 1), to
	case decadeGrain:
		switch mod {
		case mStart:
			return from, sitrep.NewDate(p.year+3, 12, 31)
		case mMid:
			return sitrep.NewDate(p.year+4, 1, 1), sitrep.NewDate(p.year+6, 12, 31)
		}
		return sitrep.NewDate(p.year+7, 1, 1), to
	case monthGrain:
		switch mod {
		case mStart:
			return from, from.AddDays(9)
		case mMid:
			return from.AddDays(10), from.AddDays(19)
		}
		return from.AddDays(20), to
	}
	n := between(from, to) + 1
	switch mod {
	case mStart:
		return from, from.AddDays((n - 1) / 3)
	case mMid:
		return from.AddDays(n / 3), to.AddDays(-n / 3)
	}
	return to.AddDays(-(n - 1) / 3), to
}

// between is the number of days from a to b.
func between(a, b sitrep.Date) int {
	return int(time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC).Sub(time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// grainOf is the grain of a calendar unit, and how many of that grain it is.
func grainOf(unit int16) (grain, int) {
	switch unit {
	case uSecond, uMinute, uHour:
		return clockGrain, 1
	case uDay:
		return dayGrain, 1
	case uWeekend:
		return weekendGrain, 1
	case uWeek:
		return weekGrain, 1
	case uFortnight:
		return weekGrain, 2
	case uMonth:
		return monthGrain, 1
	case uQuarter:
		return quarterGrain, 1
	case uYear:
		return yearGrain, 1
	case uDecade:
		return decadeGrain, 1
	case uCentury:
		return centuryGrain, 1
	}
	return noGrain, 0
}

// holding is the point of grain g that holds p: the year of a day. What p does not say stays unknown; noGrain where p has not
// even a year.
func holding(p point, g grain) point {
	if p.grain == noGrain {
		return point{grain: g}
	}
	q := point{grain: g, bc: p.bc, year: p.year, fiscal: p.fiscal && g == yearGrain}
	m := p.month
	switch {
	case m > 0:
	case p.grain == weekGrain && p.week > 0 && p.year > 0:
		m = monday(p.year, p.week).AddDays(3).Month()
	}
	switch g {
	case centuryGrain:
		q.year = p.year - p.year%100
	case decadeGrain:
		q.year = p.year - p.year%10
	case quarterGrain:
		if q.quarter = p.quarter; m > 0 {
			q.quarter = (int(m) + 2) / 3
		}
	case halfGrain:
		if q.quarter = p.quarter; m > 0 {
			q.quarter = (int(m) + 5) / 6
		}
	case seasonGrain:
		q.season = p.season
	case monthGrain:
		q.month = m
	case weekGrain, weekendGrain:
		if d := p.date(); !d.IsZero() {
			w := weekPoint(d)
			q.year, q.week = w.year, w.week
		} else if p.grain == weekGrain || p.grain == weekendGrain {
			q.week = p.week
		}
	case dayGrain, partGrain, clockGrain:
		q.month, q.day = p.month, p.day
		if g > dayGrain {
			q.part, q.hour, q.minute = p.part, p.hour, p.minute
		}
	}
	return q
}

// shift is the point of grain g that lies n of them after the one that holds p. Where p is too coarse to tell, the finer
// fields are unknown.
func shift(p point, n int, g grain) point {
	q := holding(p, g)
	if q.year == 0 {
		return q
	}
	step := n
	if p.bc {
		step = -n
	}
	switch g {
	case centuryGrain:
		q.year += 100 * step
	case decadeGrain:
		q.year += 10 * step
	case yearGrain:
		q.year += step
	case seasonGrain:
		q.year += step
	case halfGrain, quarterGrain:
		per := 4
		if g == halfGrain {
			per = 2
		}
		if q.quarter > 0 {
			k := q.year*per + q.quarter - 1 + n
			q.year, q.quarter = k/per, k%per+1
		}
	case monthGrain:
		if q.month == 0 {
			break
		}
		k := q.year*12 + int(q.month) - 1 + n
		if p.bc { // years count down
			k = -q.year*12 + int(q.month) - 1 + n
			q.year, q.month = -floor(k, 12), time.Month(k-12*floor(k, 12)+1)
			break
		}
		q.year, q.month = k/12, time.Month(k%12+1)
	case weekGrain, weekendGrain:
		if q.week > 0 {
			w := weekPoint(monday(q.year, q.week).AddDays(7 * n))
			q.year, q.week = w.year, w.week
		}
	case dayGrain, partGrain, clockGrain:
		if d := q.date(); !d.IsZero() {
			d = d.AddDays(n)
			q.year, q.month, q.day = d.Year(), d.Month(), d.Day()
		} else if n != 0 {
			q.day = 0 // a month may have ended on the way
		}
	}
	if q.year <= 0 {
		return point{grain: g}
	}
	return q
}

func floor(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}
