package timex

import (
	"fmt"
	"time"

	"sitrep"
)

// state is what a reading knows of time while it goes through a document.
type state struct {
	now   point // the report's day; without a grain where it is unknown
	genre Genre
	bc    bool // the document tells of years before our era
	// ref is the last point of the calendar that was told of, day the last one known to the day, year the last that named its
	// year; with each stand the sentence and block that it was told in.
	ref, day, year point
	refSent        int
	yearSent       int
	refBlock       int
	dayBlock       int
	yearBlock      int
	told           int   // times told of in year since it was named
	story          point // where a narrative has got to, see story.go
	years          []int // that the document names
	named          int   // index into years of the last one told of, from -1
	middle, spread int   // of those years, see survey
	sent, block    int   // now being read
	ahead, past    bool  // the clause speaks of the future, of the past; both may be false
	headline       bool  // the block is a headline
	anew           bool  // "again" stands before: another time than the last one told of
}

// anchor is the point that "that year", "two days later" and the like count from: the last one told of; in news, where the
// last one stands far away, the report's day.
func (s *state) anchor(g grain) point {
	p := s.ref
	if s.genre == Narrative && s.sent > s.refSent+1 {
		p = s.story
	}
	if s.genre == News && (p.grain == noGrain || s.block > s.refBlock+1) {
		return s.now
	}
	if g >= dayGrain && p.grain < dayGrain && s.day.grain != noGrain {
		// "the shooting on Friday …, in the 1990s …, that night": no night of the decade is meant
		if s.genre == News && s.block <= s.dayBlock+1 || s.genre == Narrative && p.year == s.day.year && (p.month == 0 || p.month == s.day.month) && p.bc == s.day.bc {
			return s.day
		}
	}
	if s.genre == News && g >= dayGrain && p.grain < dayGrain && p.year == s.now.year {
		return s.now
	}
	return p
}

// before is the point that "two days later" counts from. Unlike what lies before it, what lies after the report's day cannot be
// told of, so where a report of news names no other time there is none.
func (s *state) before(g grain) point {
	if s.genre == News && (s.ref.grain == noGrain || s.block > s.refBlock+1) {
		return point{}
	}
	return s.anchor(g)
}

// finding is what resolving an expression gives.
type finding struct {
	typ, value string
	point      point
	from, to   sitrep.Date
	precision  sitrep.Precision
}

// resolve says what a meaning stands for.
func (s *state) resolve(m meaning) finding {
	switch {
	case m[fRef] != 0:
		return finding{typ: "DATE", value: [...]string{"", "PAST_REF", "PRESENT_REF", "FUTURE_REF"}[m[fRef]]}
	case m[fRel] == rTold:
		if p := s.ref; p.grain != noGrain {
			return finding{typ: "DATE", value: p.value()}
		}
		return finding{typ: "DATE", value: "PRESENT_REF"}
	case m[fRel] == rEvery || m[fRel] == rRate || m[fRel] == rPattern:
		return finding{typ: "SET", value: setValue(m)}
	case m[fUnit] != 0 && (m[fN] != 0 || m[fVague] != 0):
		switch m[fRel] {
		case rAgo, rHence, rEarlier, rLater:
			return s.shifted(m)
		}
		return s.length(m)
	}
	f := s.calendar(m)
	p := &f.point
	if p.grain == noGrain {
		return f
	}
	if m[fPart] != 0 || m[fHour] != 0 {
		*p = s.timed(*p, m)
	}
	if !p.exists() {
		return finding{}
	}
	f.typ, f.value = "DATE", p.value()
	if p.grain >= partGrain {
		f.typ = "TIME"
	}
	if f.from.IsZero() && f.to.IsZero() {
		f.from, f.to, f.precision = p.days()
		f.from, f.to = narrow(*p, m[fMod], f.from, f.to)
		f = s.upToNow(m, f)
	}
	return f
}

// upToNow cuts the unit that the report's day lies in there, where the report tells what has happened in it; "later this week"
// is what is left of it.
func (s *state) upToNow(m meaning, f finding) finding {
	now := s.now.date()
	if now.IsZero() || f.from.IsZero() || f.point.grain >= dayGrain || m[fMod] != 0 || now.Before(f.from) || f.to.Before(now) {
		return f
	}
	if m[fLater] != 0 && m[fYear] == 0 {
		f.from = now
		return f
	}
	if m[fYear] != 0 || m[fRel] != rThis && m[fRel] != rThe && m[fRel] != 0 {
		return f
	}
	if s.ahead {
		return f
	}
	f.to = now
	return f
}

// timed adds the part of the day or the clock to a day.
func (s *state) timed(p point, m meaning) point {
	if p.grain < dayGrain {
		return p
	}
	p.grain = partGrain
	p.part = m[fPart]
	if m[fHour] != 0 {
		h := int(m[fHour]) - 1
		switch {
		case m[fHalfDay] == halfPM && h < 12:
			h += 12
		case m[fHalfDay] == halfAM && h == 12:
			h = 0
		case m[fHalfDay] == 0 && h < 12 && (p.part == pAfternoon || p.part == pEvening || p.part == pNight && h > 5):
			h += 12
		}
		p.grain, p.hour, p.minute, p.zone = clockGrain, h+1, max(int(m[fMinute]), 1), m[fZone]
	}
	return p
}

// length reads a duration. One that ends or begins with the report covers days.
func (s *state) length(m meaning) finding {
	f := finding{typ: "DURATION", value: lengthValue(m)}
	now := s.now.date()
	if now.IsZero() || m[fN] == 0 || s.genre == Narrative {
		return f
	}
	days := 0
	n := int(m[fN])
	switch m[fUnit] {
	case uSecond, uMinute:
		days = 1
	case uHour:
		days = (n/10 + 23) / 24
	case uDay:
		days = n / 10
	case uWeek:
		days = 7 * n / 10
	case uFortnight:
		days = 14 * n / 10
	case uMonth:
		days = 30 * n / 10
	case uQuarter:
		days = 91 * n / 10
	case uYear:
		days = 365 * n / 10
	case uDecade:
		days = 3652 * n / 10
	}
	if days == 0 {
		return f
	}
	switch m[fRel] {
	case rPast:
		f.from, f.to, f.precision = now.AddDays(-days), now, sitrep.RangePrecision
	case rComing:
		f.from, f.to, f.precision = now, now.AddDays(days), sitrep.RangePrecision
	}
	return f
}

func lengthValue(m meaning) string {
	unit := m[fUnit]
	head := "P"
	if unit <= uHour {
		head = "PT"
	}
	n := "X"
	if m[fVague] == 0 {
		tenths := int(m[fN])
		if unit == uFortnight {
			tenths *= 2
		}
		n = fmt.Sprint(tenths / 10)
		if tenths%10 != 0 {
			n = fmt.Sprintf("%d.%d", tenths/10, tenths%10)
		}
	}
	return head + n + unitCodes[unit]
}

// setValue is the value of what happens again and again: of a named day or season its pattern, else the length of the turn.
func setValue(m meaning) string {
	p := point{month: time.Month(m[fMonth]), season: m[fSeason], part: m[fPart]}
	switch {
	case m[fWeekday] != 0:
		return fmt.Sprintf("XXXX-WXX-%d", m[fWeekday])
	case m[fMonth] != 0:
		p.grain = monthGrain
	case m[fSeason] != 0:
		p.grain = seasonGrain
	case m[fPart] != 0:
		p.grain = partGrain
	case m[fRel] == rPattern: // "daily", "per month"
		switch g, _ := grainOf(m[fUnit]); g {
		case noGrain, clockGrain, quarterGrain, weekendGrain:
			m[fN] = 10
			return lengthValue(m)
		default:
			p.grain = g
		}
	default:
		return lengthValue(m)
	}
	return p.value()
}

// shifted reads "three days ago", "two weeks later".
func (s *state) shifted(m meaning) finding {
	g, per := grainOf(m[fUnit])
	from := s.now
	sign := 1
	switch m[fRel] {
	case rAgo:
		if sign = -1; s.genre == Narrative {
			from = s.anchor(g)
		}
	case rEarlier:
		sign, from = -1, s.anchor(g)
	case rLater:
		from = s.before(g)
	}
	if m[fVague] != 0 {
		v := "FUTURE_REF"
		if sign < 0 {
			v = "PAST_REF"
		}
		return finding{typ: "DATE", value: v}
	}
	n := int(m[fN]) * per
	half := n%10 != 0
	n /= 10
	if half { // "a year and a half ago" is so many months ago
		switch m[fUnit] {
		case uYear:
			g, n = monthGrain, int(m[fN])*12/10
		case uWeek:
			g, n = dayGrain, int(m[fN])*7/10
		case uMonth:
			g, n = weekGrain, int(m[fN])*4/10
		}
	}
	f := finding{typ: "DATE"}
	if g == clockGrain {
		f = s.hours(m, from, sign)
	} else {
		if from.grain == noGrain {
			from = point{}
		}
		f.point = shift(from, sign*n, g)
		if m[fUnit] == uHour {
			f.typ = "TIME"
		}
	}
	p := f.point
	f.value = p.value()
	f.from, f.to, f.precision = p.days()
	now := s.now.date()
	if f.from.IsZero() || now.IsZero() {
		return f
	}
	if p.grain == weekGrain && m[fRel] == rAgo { // counted from the report's day, not from a Monday
		f.from = now.AddDays(-7 * n)
		if f.to = f.from.AddDays(6); now.Before(f.to) {
			f.to = now
		}
	}
	switch {
	case m[fRel] == rAgo && m[fMod] == mLess && (p.grain == dayGrain || p.grain == weekGrain):
		days := n
		if p.grain == weekGrain {
			days = 7 * n
		}
		f.from, f.to, f.precision = now.AddDays(1-days), now, sitrep.After
	case m[fRel] == rAgo && (m[fMod] == mMore || m[fMod] == mAtLeast):
		f.from, f.precision = sitrep.Date{}, sitrep.Before
	}
	return f
}

// hours reads "three hours ago": the day that it was, which a report's date alone tells only where it is a full day or more.
func (s *state) hours(m meaning, from point, sign int) finding {
	f := finding{typ: "DATE", point: holding(from, dayGrain)}
	n := int(m[fN]) / 10
	if m[fUnit] == uHour && n > 24 {
		f.point = shift(from, sign*n/24, dayGrain)
	}
	f.point.grain = dayGrain
	if from.grain == clockGrain && m[fUnit] != uSecond {
		mins := (from.hour-1)*60 + from.minute - 1
		step := int(m[fN]) * 6
		if m[fUnit] == uMinute {
			step = int(m[fN]) / 10
		}
		mins += sign * step
		f.point = shift(from, floor(mins, 1440), dayGrain)
		mins -= 1440 * floor(mins, 1440)
		f.point.grain, f.point.hour, f.point.minute = clockGrain, mins/60+1, mins%60+1
		f.typ = "TIME"
	}
	return f
}
