package ingest

import (
	"math"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sitrep"
)

// order says how days stand in numbers between slashes, dots or dashes.
type order int

const (
	noOrder    order = iota // not told: such a day is unknown unless it can be read in one way only
	dayFirst                // 31/12/2017
	monthFirst              // 12/31/2017
)

// Day reads a day of publication as files write it: ISO 8601 (also basic, with time and zone), RFC 3339, RFC 822 and 1123, "2 March 2017",
// "March 2, 2017" with or without weekday and clock, and seconds, milli-, micro- or nanoseconds since 1970. The day is the one that is
// written, in the zone that it is written in; epochs are read in UTC. What names no day, or may be two ("03/04/2017"), is unknown, and why
// then says in a few words what is the matter with it. Both are zero for white space.
func Day(s string) (day sitrep.Date, why string) { return dayIn(s, noOrder) }

var (
	isoRe     = regexp.MustCompile(`^([12]\d{3})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T\s,_:;Z+-])`)
	basicRe   = regexp.MustCompile(`^([12]\d{3})(\d{2})(\d{2})(?:$|T\d|\s|\d{6}Z?$)`)
	numbersRe = regexp.MustCompile(`^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?:$|[T\s,])`)
	epochRe   = regexp.MustCompile(`^\d{9,19}(?:\.\d+)?$|^\d\.\d+[eE]\+?\d{1,2}$`)
	clockRe   = regexp.MustCompile(`(?i)\b\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?(?:\s?[+-]\d{2}:?\d{2}\b)?|\b\d{1,2}\s*[ap]\.?m\b\.?|\s[+-]\d{2}:?\d{2}$|\b(?:GMT|UTC)[+-]\d{1,2}\b`)
	dayRe     = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?$`)
)

// months by their English names and short names.
var months = func() map[string]time.Month {
	m := map[string]time.Month{"sept": time.September}
	for i := time.January; i <= time.December; i++ {
		name := strings.ToLower(i.String())
		m[name], m[name[:3]] = i, i
	}
	return m
}()

// beside are words that may stand beside a day without changing it.
var beside = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true,
	"at": true, "of": true, "on": true, "the": true, "gmt": true, "utc": true, "z": true, "est": true, "edt": true, "cst": true, "cdt": true, "mst": true, "mdt": true,
	"pst": true, "pdt": true, "bst": true, "cet": true, "cest": true, "eet": true, "eest": true, "msk": true, "ist": true, "trt": true, "hrs": true, "local": true, "time": true,
	"published": true, "posted": true, "date": true, "issued": true,
}

func dayIn(s string, o order) (sitrep.Date, string) {
	s = strings.TrimSpace(s)
	if len(s) > 100 {
		return sitrep.Date{}, "is no date"
	}
	switch {
	case s == "":
		return sitrep.Date{}, ""
	case isoRe.MatchString(s):
		m := isoRe.FindStringSubmatch(s)
		return calendar(m[1], m[2], m[3])
	case basicRe.MatchString(s):
		m := basicRe.FindStringSubmatch(s)
		return calendar(m[1], m[2], m[3])
	case numbersRe.MatchString(s):
		m := numbersRe.FindStringSubmatch(s)
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		switch {
		case a > 12 || a == b, o == dayFirst && b <= 12:
			return calendar(m[3], m[2], m[1])
		case b > 12 || o == monthFirst:
			return calendar(m[3], m[1], m[2])
		}
		return sitrep.Date{}, "may be two days"
	case epochRe.MatchString(s):
		return epoch(s)
	}
	if t, err := mail.ParseDate(s); err == nil && plausible(t.Year()) {
		return sitrep.NewDate(t.Date()), ""
	}
	return inWords(s)
}

// calendar is the day of a year, month and day in digits.
func calendar(y, m, d string) (sitrep.Date, string) {
	year, _ := strconv.Atoi(y)
	month, _ := strconv.Atoi(m)
	day, _ := strconv.Atoi(d)
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != day || t.Month() != time.Month(month) {
		return sitrep.Date{}, "is no day of the calendar"
	}
	if !plausible(year) {
		return sitrep.Date{}, "is no day of publication"
	}
	return sitrep.NewDate(year, time.Month(month), day), ""
}

// plausible says that something can have been published in a year.
func plausible(year int) bool { return year >= 1600 && year < 2200 }

// epoch reads a count of seconds since 1970 or of a thousandth, millionth or billionth of them, told apart by its size: each is read
// from 1973 (milliseconds from late 2001, because shorter counts may be a day and a time in digits) to 2100.
func epoch(s string) (sitrep.Date, string) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return sitrep.Date{}, "is no date"
	}
	const first, last = 1e8, 4.102e9
	for _, scale := range []float64{1, 1e3, 1e6, 1e9} {
		least := first * scale
		if scale == 1e3 {
			least = 1e12
		}
		if n >= least && n < last*scale {
			return sitrep.NewDate(time.Unix(int64(math.Floor(n/scale)), 0).UTC().Date()), ""
		}
	}
	return sitrep.Date{}, "is no date"
}

// inWords reads a day with the month in letters.
func inWords(s string) (sitrep.Date, string) {
	s = clockRe.ReplaceAllString(s, " ")
	var month time.Month
	var numbers []string
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,.;:()|-/\t\n–—", r) })
	for _, word := range words {
		m, isMonth := months[word]
		switch {
		case isMonth && month == 0:
			month = m
		case beside[word]:
		case dayRe.MatchString(word):
			numbers = append(numbers, dayRe.FindStringSubmatch(word)[1])
		case len(word) == 4 && word[0] >= '1' && word[0] <= '2' && strings.Trim(word, "0123456789") == "":
			numbers = append(numbers, word)
		default:
			return sitrep.Date{}, "is no date"
		}
	}
	if month == 0 || len(numbers) != 2 {
		return sitrep.Date{}, "names no single day"
	}
	day, year := numbers[0], numbers[1]
	if len(day) == 4 {
		day, year = year, day
	}
	if len(year) != 4 || len(day) > 2 {
		return sitrep.Date{}, "names no full year"
	}
	return calendar(year, strconv.Itoa(int(month)), day)
}

// tells says how days stand in s, where its numbers allow one reading only; other texts tell nothing.
func tells(s string) order {
	m := numbersRe.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return noOrder
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case a > 12 && a <= 31 && b <= 12:
		return dayFirst
	case b > 12 && b <= 31 && a <= 12:
		return monthFirst
	}
	return noOrder
}

// moment reads a moment with its clock time, zero where it is not full.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil && plausible(t.Year()) {
			return t.UTC()
		}
	}
	if t, err := mail.ParseDate(s); err == nil && plausible(t.Year()) {
		return t.UTC()
	}
	return time.Time{}
}
