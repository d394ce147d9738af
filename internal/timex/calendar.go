package timex

import (
	"time"

	"sitrep"
)

// calendar finds the point of the calendar that a meaning names, without the part of the day.
func (s *state) calendar(m meaning) finding {
	rel := m[fRel]
	year := int(m[fYear])
	bc := m[fEra] == eraBC || s.bc && year > 0 && year < 1000
	p := point{bc: bc, year: year, fiscal: m[fFiscal] != 0}
	switch {
	case m[fHijriYear] != 0 || m[fRamadan] != 0 || m[fHijriMonth] != 0:
		return s.hijri(m)
	case m[fHoliday] != 0:
		return finding{point: s.holiday(m)}
	case m[fDecade] != 0:
		p.grain, p.year = decadeGrain, int(m[fDecade])
		p.bc = bc || s.bc && p.year < 1000
	case m[fCentury] != 0:
		p.grain, p.year = centuryGrain, 100*(int(m[fCentury])-1)
	case m[fMonth] != 0 && m[fDay] != 0:
		p.grain, p.month, p.day = dayGrain, time.Month(m[fMonth]), int(m[fDay])
		if year == 0 {
			p = s.undated(p, rel, m)
		}
	case m[fDay] != 0: // "the 28th of that month"
		a := s.anchor(monthGrain)
		if s.genre == News && rel == 0 {
			a = s.now
			if a.grain != noGrain && int(m[fDay]) > a.day && !s.ahead {
				a = shift(a, -1, monthGrain)
			}
		}
		p = holding(a, monthGrain)
		p.grain, p.day = dayGrain, int(m[fDay])
	case m[fMonth] != 0:
		p.grain, p.month = monthGrain, time.Month(m[fMonth])
		if year == 0 {
			p = s.undated(p, rel, m)
		}
	case m[fSeason] != 0:
		p.grain, p.season = seasonGrain, m[fSeason]
		if year == 0 {
			p = s.undated(p, rel, m)
		}
	case m[fQuarter] != 0 || m[fHalf] != 0:
		p.grain, p.quarter = quarterGrain, int(m[fQuarter])
		if m[fHalf] != 0 {
			p.grain, p.quarter = halfGrain, int(m[fHalf])
		}
		if year == 0 {
			p = s.undated(p, rel, m)
		}
	case m[fWeekday] != 0:
		return finding{point: s.weekday(m)}
	case year != 0:
		p.grain = yearGrain
	case m[fUnit] != 0:
		return s.unit(m)
	case m[fHour] != 0, m[fPart] != 0:
		a := s.now
		if s.ref.grain >= dayGrain && (s.genre == Narrative || s.refBlock == s.block) || s.genre == Narrative {
			a = s.ref
		}
		p = holding(a, dayGrain)
		if rel == rSome {
			p = point{grain: dayGrain}
		}
	default:
		return finding{}
	}
	return finding{point: p}
}

// undated gives a day, month, season or quarter the year that it is meant to be of.
func (s *state) undated(p point, rel int16, m meaning) point {
	now := s.now
	in := func(y point) point { p.year, p.bc = y.year, y.bc; return p }
	switch rel {
	case rSameYear, rSame:
		return in(s.anchor(yearGrain))
	case rThisYear:
		return in(now)
	case rLastYear:
		return in(shift(now, -1, yearGrain))
	case rNextYear:
		return in(shift(now, 1, yearGrain))
	case rPrevious:
		return in(shiftTo(s.anchor(yearGrain), p, -1))
	case rFollowing:
		return in(shiftTo(s.anchor(yearGrain), p, 1))
	case rThis:
		if s.genre == Narrative {
			return in(s.ref)
		}
		return in(now)
	case rLast, rNext:
		if now.grain == noGrain || s.genre == Narrative {
			return p
		}
		if rel == rLast {
			return in(shiftTo(now, p, -1))
		}
		return in(shiftTo(now, p, 1))
	}
	if s.genre == Narrative {
		return in(s.running(p))
	}
	if now.grain == noGrain {
		if s.near() {
			return in(s.year) // the text names the year itself
		}
		return p
	}
	if p.grain == quarterGrain || p.grain == halfGrain {
		q := in(now)
		from, _, _ := q.days()
		if p.grain == quarterGrain && now.date().Before(from) && !s.ahead {
			q.year--
		}
		return q
	}
	// A year named in the same sentence, or just before it in the same paragraph, and long gone, dates what follows.
	if s.near() && s.year.year < now.year && p.grain != seasonGrain {
		q := in(s.year)
		r := in(now)
		d, _, _ := r.days()
		if back := between(d, now.date()); s.sent == s.yearSent && p.grain >= dayGrain || s.told > 0 && p.month >= s.ref.month || back < 0 || back > 62 {
			return q
		}
	}
	q := in(now)
	if m[fWeekday] != 0 && p.grain == dayGrain {
		if y, ok := s.yearByWeekday(p, int(m[fWeekday])); ok {
			q.year = y
			return q
		}
	}
	from, _, _ := q.days()
	switch {
	case from.IsZero():
	case p.grain == dayGrain && now.date().Before(from) && !s.past && between(now.date(), from) <= 60:
		// nothing says that it lies behind, and the last one lies far behind
	case now.date().Before(from) && !s.ahead:
		q.year--
		for back := 0; !q.exists() && back < 8; back++ {
			q.year--
		}
	case s.ahead && from.Before(now.date()) && between(from, now.date()) > 150 && p.grain >= dayGrain:
		q.year++
	}
	return q
}

// near says that the paragraph told of a year by its number in this sentence or the one before, or has gone on in that year
// since; "in 2005 and again in January" goes on to another.
func (s *state) near() bool {
	return s.year.grain != noGrain && !s.anew && s.block == s.yearBlock && s.sent-s.yearSent <= 1
}

// yearByWeekday is the year nearest to the report's in which a day falls on the weekday that stands before it: "Friday, April 5".
func (s *state) yearByWeekday(p point, weekday int) (int, bool) {
	for _, off := range []int{0, -1, 1, -2, -3} {
		d := sitrep.NewDate(s.now.year+off, p.month, p.day)
		if d.Day() == p.day && weekdayOf(d) == weekday {
			return d.Year(), true
		}
	}
	return 0, false
}

// running is the year of a day, month or season in a text that narrates: a year that its own sentence names, else the one that
// the story has reached.
func (s *state) running(p point) point {
	if s.sent == s.yearSent && s.year.grain != noGrain && (s.year.bc || abs(s.year.year-s.middle) <= s.spread) {
		return s.year
	}
	return s.story
}

// shiftTo is the year of the nearest p wholly before (n < 0) or after (n > 0) a point.
func shiftTo(a, p point, n int) point {
	if a.grain == noGrain || a.year == 0 {
		return point{}
	}
	y := point{grain: yearGrain, year: a.year, bc: a.bc}
	month := func(q point) int {
		switch {
		case q.season != 0:
			return int(q.season) * 3
		case q.quarter != 0:
			return 3*q.quarter - 2
		}
		return int(q.month)
	}
	am, pm := month(a), month(p)
	switch {
	case am == 0:
		return shift(y, n, yearGrain)
	case n < 0 && pm >= am:
		return shift(y, -1, yearGrain)
	case n > 0 && pm <= am:
		return shift(y, 1, yearGrain)
	}
	return y
}

// weekday finds the day of a weekday: the past one, unless the clause speaks of the future.
func (s *state) weekday(m meaning) point {
	now, rel := s.now, m[fRel]
	if m[fMonth] != 0 {
		return point{}
	}
	if s.genre == Narrative || rel == rSame || rel == rPrevious || rel == rFollowing {
		a := s.anchor(dayGrain)
		d := a.date()
		if d.IsZero() {
			return point{grain: dayGrain}
		}
		ahead := (int(m[fWeekday]) - weekdayOf(d) + 7) % 7
		if rel == rPrevious || rel == rLast {
			ahead -= 7
		} else if rel == rFollowing && ahead == 0 {
			ahead = 7
		}
		return dayPoint(d.AddDays(ahead))
	}
	d := now.date()
	if d.IsZero() {
		return point{grain: dayGrain}
	}
	back := (weekdayOf(d) - int(m[fWeekday]) + 7) % 7
	start := d.AddDays(int(m[fWeekday]) - weekdayOf(d)) // the one of the report's week
	switch rel {
	case rNext:
		return dayPoint(d.AddDays(7 - back))
	case rLast:
		if back == 0 {
			back = 7
		}
		return dayPoint(d.AddDays(-back))
	case rThisWeek:
		return dayPoint(start)
	case rThisDay:
		if s.ahead || d.Before(start) {
			return dayPoint(start)
		}
	case rLastWeek:
		return dayPoint(start.AddDays(-7))
	case rNextWeek:
		return dayPoint(start.AddDays(7))
	}
	if s.ahead && back != 0 {
		return dayPoint(d.AddDays(7 - back))
	}
	return dayPoint(d.AddDays(-back))
}

// unit finds "this week", "last year", "that month", "the following day", "yesterday".
func (s *state) unit(m meaning) finding {
	g, n := grainOf(m[fUnit])
	if g == noGrain || g == clockGrain {
		return finding{}
	}
	now := s.now
	switch m[fRel] {
	case rThis:
		if s.genre == Narrative && g != dayGrain {
			return finding{point: holding(s.anchor(g), g)}
		}
		if s.genre == Narrative { // somebody's words, or the writer's own day
			if m[fPart] != 0 {
				return finding{point: point{grain: dayGrain}}
			}
			return finding{typ: "DATE", value: "PRESENT_REF"}
		}
		if g == weekendGrain {
			return finding{point: s.weekend()}
		}
		return finding{point: holding(now, g)}
	case rThe:
		if s.genre == Narrative {
			return finding{point: holding(s.anchor(g), g)}
		}
		if g == weekendGrain {
			return finding{point: s.weekend()}
		}
		if s.near() && g <= monthGrain && s.year.year < now.year {
			return finding{point: holding(s.ref, g)} // "in 1980 …; by the end of the year"
		}
		return finding{point: holding(now, g)}
	case rLast:
		if s.genre == Narrative {
			now = s.anchor(g)
		}
		return finding{point: shift(now, -n, g)}
	case rNext:
		if s.genre == Narrative {
			now = s.anchor(g)
		}
		return finding{point: shift(now, n, g)}
	case rBeforeLast:
		return finding{point: shift(now, -2*n, g)}
	case rAgo:
		return finding{point: shift(now, -int(m[fN])/10, g)}
	case rHence:
		return finding{point: shift(now, int(m[fN])/10, g)}
	case rOvernight:
		if d := now.date(); !d.IsZero() {
			return finding{point: dayPoint(d.AddDays(-1))}
		}
		return finding{point: point{grain: dayGrain}}
	case rSame:
		return finding{point: holding(s.anchor(g), g)}
	case rPrevious:
		return finding{point: shift(s.anchor(g), -n, g)}
	case rFollowing:
		return finding{point: shift(s.before(g), n, g)}
	case rSome:
		return finding{point: point{grain: dayGrain}}
	}
	return finding{}
}

// weekend is the weekend that a report means by "the weekend": the last one, on the weekend itself that one, and the coming
// one where the clause speaks of the future.
func (s *state) weekend() point {
	d := s.now.date()
	if d.IsZero() {
		return point{grain: weekendGrain}
	}
	if wd := d.Weekday(); !s.ahead && wd != time.Saturday && wd != time.Sunday {
		d = d.AddDays(-7)
	}
	w := weekPoint(d)
	w.grain = weekendGrain
	return w
}

// hijri reads a month or day of the Islamic calendar.
func (s *state) hijri(m meaning) finding {
	var from, to sitrep.Date
	month, day, year := int(m[fHijriMonth]), int(m[fDay]), int(m[fHijriYear])
	if sm := int(m[fSolarMonth]); sm != 0 && year != 0 {
		if day != 0 {
			return finding{point: dayPoint(fromSolarHijri(year, sm, day))}
		}
		from, to = fromSolarHijri(year, sm, 1), fromSolarHijri(year, sm+1, 1).AddDays(-1)
		if sm == 12 {
			to = fromSolarHijri(year+1, 1, 1).AddDays(-1)
		}
	} else {
		if year == 0 {
			now := s.now.date()
			if now.IsZero() || s.genre == Narrative || month != 9 {
				return finding{}
			}
			year = hijriYear(now)
			if f := fromHijri(year, month, 1); now.Before(f) && !s.ahead {
				year--
			} else if s.ahead && fromHijri(year, month+1, 1).Before(now) {
				year++
			}
		}
		if day != 0 {
			return finding{point: dayPoint(fromHijri(year, month, day))}
		}
		from, to = fromHijri(year, month, 1), fromHijri(year, month+1, 1).AddDays(-1)
		if month == 12 {
			to = fromHijri(year+1, 1, 1).AddDays(-1)
		}
	}
	p := point{grain: monthGrain, year: from.Year(), month: from.Month()}
	return finding{point: p, from: from, to: to, precision: sitrep.RangePrecision}
}
