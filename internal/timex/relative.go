package timex

import (
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// weekday reads "Sunday", "last Friday", "early on Tuesday", "Monday night", "next Monday".
func (f *finder) weekday(i int) (Expr, bool) {
	k := i
	last, next := false, false
	switch f.norm(k) {
	case "last", "past":
		last = true
		k++
	case "next", "coming":
		next = true
		k++
	case "this":
		k++
	case "early", "late":
		if f.norm(k+1) == "on" {
			k++
		}
		k++
	}
	wd, ok := weekdays[f.norm(k)]
	if !ok || f.d.Tokens[k].Shape == text.Lower {
		return Expr{}, false
	}
	end := k + 1
	early := false
	for end < f.last && (dayParts[f.norm(end)] || f.norm(end) == "early" || f.norm(end) == "late") {
		early = early || f.norm(end) == "early"
		end++
	}
	// a weekday before a full date belongs to it: "Sunday, 12 March"
	if c := end; f.norm(c) == "," || f.norm(c) == "(" || f.norm(c) == "the" || dated(f, c) {
		if f.norm(c) == "," || f.norm(c) == "(" || f.norm(c) == "the" {
			c++
		}
		if e, ok := f.calendar(c); ok && e.Precision == sitrep.DayPrecision && !e.From.IsZero() && e.From.Weekday() == wd {
			e.First = i
			return e, true
		}
	}
	e := Expr{First: i, Last: end, Precision: sitrep.DayPrecision, Rule: "weekday"}
	if f.now.IsZero() {
		return e, true
	}
	back := (int(f.now.Weekday()) - int(wd) + 7) % 7
	switch {
	case next || f.will(i):
		e.From = f.now.AddDays(7 - back)
		if back == 0 && !next {
			e.From = f.now
		}
	case last && back == 0:
		e.From = f.now.AddDays(-7)
	default:
		e.From = f.now.AddDays(-back)
	}
	e.To = e.From
	return e, true
}

func dated(f *finder, i int) bool { _, ok := f.integer(i); _, m := f.month(i); return ok || m }

// will says that the clause around token i has a future verb.
func (f *finder) will(i int) bool {
	for k := i - 1; k >= f.first && k > i-12; k-- {
		switch f.norm(k) {
		case ".", ";", ",":
			return false
		case "will", "'ll":
			return true
		}
	}
	return false
}

// relativeWeek reads "earlier this week", "last week", "this month", "last year", "next week", "last December".
func (f *finder) relativeWeek(i int) (Expr, bool) {
	k := i
	switch f.norm(k) {
	case "earlier", "later":
		k++
	case "early", "late":
		k++
	}
	which := f.norm(k)
	if which == "the" && (f.norm(k+1) == "previous" || f.norm(k+1) == "following") {
		return Expr{}, false
	}
	if which != "this" && which != "last" && which != "next" && which != "past" {
		return Expr{}, false
	}
	unit := f.norm(k + 1)
	e := Expr{First: i, Last: k + 2, Rule: which + " " + unit}
	now := f.now
	if m, ok := f.month(k + 1); ok && which != "past" {
		e.Precision = sitrep.MonthPrecision
		if now.IsZero() {
			return e, true
		}
		y := now.Year()
		if which == "last" && m >= now.Month() {
			y--
		}
		if which == "next" && m <= now.Month() {
			y++
		}
		e.From, e.To = monthOf(y, m)
		return e, true
	}
	if s, ok := seasons[unit]; ok {
		e.Precision = sitrep.RangePrecision
		if now.IsZero() {
			return e, true
		}
		y := now.Year()
		if which == "last" && s[0] >= now.Month() {
			y--
		}
		e.From, e.To = seasonOf(y, s)
		return e, true
	}
	switch unit {
	case "week", "weekend", "month", "year":
	case "night", "evening":
		if which != "last" {
			return Expr{}, false
		}
	case "morning", "afternoon":
		if which != "this" {
			return Expr{}, false
		}
	default:
		return Expr{}, false
	}
	switch unit {
	case "week", "weekend":
		e.Precision = sitrep.WeekPrecision
	case "month":
		e.Precision = sitrep.MonthPrecision
	case "year":
		e.Precision = sitrep.YearPrecision
	default:
		e.Precision = sitrep.DayPrecision
	}
	if now.IsZero() {
		return e, true
	}
	monday := now.AddDays(-(int(now.Weekday()) + 6) % 7)
	if now.Weekday() == time.Sunday {
		monday = now.AddDays(-6)
	}
	switch which + " " + unit {
	case "this week":
		e.From, e.To = monday, now
	case "last week", "past week":
		e.From, e.To = monday.AddDays(-7), monday.AddDays(-1)
		if which == "past" {
			e.From, e.To, e.Precision = now.AddDays(-7), now, sitrep.RangePrecision
		}
	case "next week":
		e.From, e.To = monday.AddDays(7), monday.AddDays(13)
	case "this weekend":
		e.From, e.To = monday.AddDays(5), monday.AddDays(6)
	case "last weekend", "past weekend":
		e.From, e.To = monday.AddDays(-2), monday.AddDays(-1)
		if now.Weekday() == time.Sunday && which == "past" {
			e.From, e.To = now.AddDays(-1), now
		}
	case "this month":
		e.From, e.To = sitrep.NewDate(now.Year(), now.Month(), 1), now
	case "last month":
		e.From, e.To = monthOf(now.Year(), now.Month()-1)
	case "past month":
		e.From, e.To, e.Precision = now.AddDays(-30), now, sitrep.RangePrecision
	case "next month":
		e.From, e.To = monthOf(now.Year(), now.Month()+1)
	case "this year":
		e.From, e.To = sitrep.NewDate(now.Year(), 1, 1), now
	case "last year":
		e.From, e.To = sitrep.NewDate(now.Year()-1, 1, 1), sitrep.NewDate(now.Year()-1, 12, 31)
	case "past year":
		e.From, e.To, e.Precision = now.AddDays(-365), now, sitrep.RangePrecision
	case "next year":
		e.From, e.To = sitrep.NewDate(now.Year()+1, 1, 1), sitrep.NewDate(now.Year()+1, 12, 31)
	case "last night", "last evening":
		e.From, e.To = now.AddDays(-1), now.AddDays(-1)
	case "this morning", "this afternoon":
		e.From, e.To = now, now
	}
	return e, true
}

func seasonOf(y int, s [2]time.Month) (sitrep.Date, sitrep.Date) {
	_, end := monthOf(y, s[1])
	if s[1] < s[0] {
		_, end = monthOf(y+1, s[1])
	}
	return sitrep.NewDate(y, s[0], 1), end
}

// count reads a small number in words or digits at token i.
func (f *finder) count(i int) (n, end int, ok bool) {
	if v, is := smallNumbers[f.norm(i)]; is {
		return v, i + 1, true
	}
	if v, is := f.integer(i); is && v > 0 && v < 400 {
		return v, i + 1, true
	}
	return 0, i, false
}

// ago reads "three days ago", "less than three weeks ago", "two years earlier" only where "ago" anchors it to the
// report.
func (f *finder) ago(i int) (Expr, bool) {
	k, within, beyond := i, false, false
	switch f.norm(k) {
	case "less", "fewer":
		if f.norm(k+1) == "than" {
			k, within = k+2, true
		}
	case "more", "over":
		if f.norm(k+1) == "than" {
			k, beyond = k+2, true
		}
	case "about", "around", "some", "nearly", "almost", "just":
		k++
	}
	n, k, ok := f.count(k)
	if !ok {
		return Expr{}, false
	}
	unit := strings.TrimSuffix(f.norm(k), "s")
	if f.norm(k+1) != "ago" {
		return Expr{}, false
	}
	e := Expr{First: i, Last: k + 2, Rule: "ago"}
	now := f.now
	var from, to sitrep.Date
	switch unit {
	case "hour", "minute":
		e.Precision = sitrep.DayPrecision
		from, to = now, now
		if n > 24 {
			from = now.AddDays(-n / 24)
			to = from
		}
	case "day":
		e.Precision = sitrep.DayPrecision
		from = now.AddDays(-n)
		to = from
	case "week":
		e.Precision = sitrep.WeekPrecision
		from = now.AddDays(-7 * n)
		to = from.AddDays(6)
		if to.String() > now.String() {
			to = now
		}
	case "month":
		e.Precision = sitrep.MonthPrecision
		if !now.IsZero() {
			from, to = monthOf(now.Year(), now.Month()-time.Month(n))
		}
	case "year":
		e.Precision = sitrep.YearPrecision
		if !now.IsZero() {
			from, to = sitrep.NewDate(now.Year()-n, 1, 1), sitrep.NewDate(now.Year()-n, 12, 31)
		}
	default:
		return Expr{}, false
	}
	if now.IsZero() {
		return e, true
	}
	e.From, e.To = from, to
	switch {
	case within && (unit == "day" || unit == "week"):
		days := n
		if unit == "week" {
			days = 7 * n
		}
		e.From, e.To, e.Precision = now.AddDays(1-days), now, sitrep.After
	case beyond:
		e.From, e.Precision = sitrep.Date{}, sitrep.Before
	}
	return e, true
}

// dayBefore reads "the day before", "the previous day", "a day earlier": the day before the report, where the sentence names
// no other day that they could be counted from.
func (f *finder) dayBefore(i int) (Expr, bool) {
	end := i + 3
	switch w, day, last := f.norm(i), f.norm(i+1), f.norm(i+2); {
	case w == "the" && day == "day" && last == "before":
		switch f.tag(end) {
		case parse.DET, parse.NOUN, parse.PROPN, parse.PRON, parse.VERB, parse.NUM, parse.ADJ:
			return Expr{}, false // "the day before the vote"
		}
	case w == "the" && day == "previous" && last == "day":
	case (w == "a" || w == "one") && day == "day" && (last == "earlier" || last == "before" && f.tag(end) == parse.PUNCT):
	default:
		return Expr{}, false
	}
	for k := f.first; k < f.last; k++ {
		if _, is := f.month(k); is {
			return Expr{}, false
		}
		if _, is := weekdays[f.norm(k)]; is {
			return Expr{}, false
		}
	}
	e := Expr{First: i, Last: end, Precision: sitrep.DayPrecision, Rule: "day before"}
	if !f.now.IsZero() {
		e.From = f.now.AddDays(-1)
		e.To = e.From
	}
	return e, true
}

// past reads "the past 24 hours", "the last three days", "in recent days", "in the past two weeks".
func (f *finder) past(i int) (Expr, bool) {
	k := i
	if f.norm(k) == "recent" && (f.norm(k+1) == "days" || f.norm(k+1) == "weeks" || f.norm(k+1) == "months" || f.norm(k+1) == "hours" || f.norm(k+1) == "years") {
		return Expr{First: i, Last: i + 2, Rule: "recent"}, true
	}
	if f.norm(k) == "the" {
		k++
	}
	if w := f.norm(k); w != "past" && w != "last" && w != "previous" {
		return Expr{}, false
	}
	if k == i && f.norm(k) != "past" && f.norm(k) != "last" {
		return Expr{}, false
	}
	n, k2, ok := f.count(k + 1)
	if !ok {
		if w := f.norm(k + 1); k > i && (w == "week" || w == "month" || w == "year" || w == "day") {
			n, k2 = 1, k+1
		} else {
			return Expr{}, false
		}
	}
	days := 0
	switch strings.TrimSuffix(f.norm(k2), "s") {
	case "hour":
		days = (n + 23) / 24
	case "day":
		days = n
	case "week":
		days = 7 * n
	case "month":
		days = 30 * n
	case "year":
		days = 365 * n
	default:
		return Expr{}, false
	}
	e := Expr{First: i, Last: k2 + 1, Rule: "past", Precision: sitrep.RangePrecision}
	if !f.now.IsZero() {
		e.From, e.To = f.now.AddDays(-days), f.now
	}
	return e, true
}

// dayWord reads "today", "yesterday", "tonight", "overnight", "tomorrow".
func (f *finder) dayWord(i int) (Expr, bool) {
	shift := 0
	switch f.norm(i) {
	case "today", "tonight":
	case "yesterday", "overnight":
		shift = -1
	case "tomorrow":
		shift = 1
	default:
		return Expr{}, false
	}
	e := Expr{First: i, Last: i + 1, Precision: sitrep.DayPrecision, Rule: f.norm(i)}
	for dayParts[f.norm(e.Last)] {
		e.Last++
	}
	if !f.now.IsZero() {
		e.From = f.now.AddDays(shift)
		e.To = e.From
	}
	return e, true
}
