package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sitrep"
)

// months by the first three letters of their English names.
var months = map[string]time.Month{
	"jan": time.January, "feb": time.February, "mar": time.March, "apr": time.April, "may": time.May, "jun": time.June,
	"jul": time.July, "aug": time.August, "sep": time.September, "oct": time.October, "nov": time.November, "dec": time.December,
}

// day reads the day out of a date as feeds write it: RFC 822 and its successors, RFC 3339 and the other forms of ISO 8601, and what
// people make of them. The day is the one that is written, in whatever zone the clock beside it runs. What is no date, is no day of the
// calendar, may be two (03/04/2017) or is what programs write for "none" is unknown, and why says so.
func day(s string) (d sitrep.Date, why string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return sitrep.Date{}, ""
	}
	if len(s) > 100 {
		return sitrep.Date{}, fmt.Sprintf("%q… is not a date", string([]rune(s)[:20]))
	}
	y, m, dd, ok := fields(s)
	if !ok {
		if y, m, ok = slashed(s); ok {
			return sitrep.Date{}, fmt.Sprintf("%q may be two days: which is the month is not said", s)
		}
		return sitrep.Date{}, fmt.Sprintf("%q is not a date", s)
	}
	t := time.Date(y, time.Month(m), dd, 0, 0, 0, 0, time.UTC)
	switch {
	case y < 1900 || y > 2200 || m < 1 || m > 12 || dd < 1 || t.Day() != dd:
		return sitrep.Date{}, fmt.Sprintf("%q is no day of the calendar", s)
	case y == 1970 && m == 1 && dd == 1:
		return sitrep.Date{}, fmt.Sprintf("%q is what programs write where there is no date", s)
	}
	return sitrep.NewDate(y, time.Month(m), dd), ""
}

// moment reads the moment out of a date in RFC 3339 or RFC 822 and its successors; zero where it is none.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 UTC", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// fields finds year, month and day in s.
func fields(s string) (y, m, d int, ok bool) {
	if y, m, d, ok = isoDay(s); ok {
		return
	}
	if y, m, d, ok = named(s); ok {
		return
	}
	if y, m, d, ok = numeric(s); ok {
		return
	}
	// Seconds or milliseconds since 1970, from 2001 on.
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && (len(s) == 10 || len(s) == 13) {
		if len(s) == 13 {
			n /= 1000
		}
		t := time.Unix(n, 0).UTC()
		return t.Year(), int(t.Month()), t.Day(), true
	}
	return 0, 0, 0, false
}

// isoDay reads 2017-03-02, 2017/3/2, 2017.03.02 and 20170302, whatever follows.
func isoDay(s string) (y, m, d int, ok bool) {
	n := digits(s)
	if n == 8 && (len(s) == 8 || s[8] == 'T' || s[8] == 't') {
		return number(s[:4]), number(s[4:6]), number(s[6:8]), true
	}
	if n != 4 || len(s) < 8 || !strings.ContainsRune("-/.", rune(s[4])) {
		return 0, 0, 0, false
	}
	sep, rest := s[4], s[5:]
	n = digits(rest)
	if n < 1 || n > 2 || len(rest) <= n || rest[n] != sep {
		return 0, 0, 0, false
	}
	m, rest = number(rest[:n]), rest[n+1:]
	if n = digits(rest); n < 1 || n > 2 {
		return 0, 0, 0, false
	}
	return number(s[:4]), m, number(rest[:n]), true
}

// named reads what names the month: "Thu, 02 Mar 2017 10:00:00 +0100", "March 2nd, 2017", "2-Mar-17".
func named(s string) (y, m, d int, ok bool) {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '\t' || r == '.' || r == '/' })
	at := -1
	for i, w := range words {
		if l := strings.ToLower(w); len(l) >= 3 && at < 0 && months[l[:3]] != 0 && strings.HasPrefix(strings.ToLower(months[l[:3]].String())+"t", l) || l == "sept" && at < 0 {
			at, m = i, int(months[l[:3]])
		}
	}
	if at < 0 {
		return 0, 0, 0, false
	}
	// The day stands beside the month, the year behind both; a clock has a colon.
	var numbers []string
	if at > 0 {
		if n := ordinal(words[at-1]); n != "" {
			numbers = append(numbers, n)
		}
	}
	for _, w := range words[at+1:] {
		if n := ordinal(w); n != "" {
			numbers = append(numbers, n)
		} else if len(numbers) < 2 && strings.Contains(w, ":") {
			continue
		}
		if len(numbers) == 2 {
			break
		}
	}
	if len(numbers) < 2 || len(numbers[0]) > 2 {
		return 0, 0, 0, false
	}
	d = number(numbers[0])
	switch y = number(numbers[1]); len(numbers[1]) {
	case 4:
	case 2: // RFC 2822, 4.3
		if y += 1900; y < 1950 {
			y += 100
		}
	default:
		return 0, 0, 0, false
	}
	return y, m, d, true
}

// ordinal is the number of "2", "02" and "2nd", "" where a word is none.
func ordinal(w string) string {
	n := digits(w)
	if n == 0 || n > 4 {
		return ""
	}
	switch strings.ToLower(w[n:]) {
	case "", "st", "nd", "rd", "th":
		return w[:n]
	}
	return ""
}

// numeric reads 02.03.2017 and 2.3.2017, where the day is first wherever dots are used, and 31/03/2017, 03/31/2017 and 03/03/2017, which are
// one day only.
func numeric(s string) (y, m, d int, ok bool) {
	a, b, y, dots, ok := triple(s)
	switch {
	case !ok:
		return 0, 0, 0, false
	case dots || a > 12 || a == b:
		return y, b, a, true
	case b > 12:
		return y, a, b, true
	}
	return 0, 0, 0, false
}

// slashed says whether s is a date of numbers alone; the numbers are the year and what may be the month.
func slashed(s string) (y, m int, ok bool) {
	a, _, y, _, ok := triple(s)
	return y, a, ok
}

// triple reads three numbers of which the last is a year of four digits.
func triple(s string) (a, b, y int, dots, ok bool) {
	first, _, _ := strings.Cut(strings.ReplaceAll(s, ",", " "), " ")
	for _, sep := range []string{"/", ".", "-"} {
		p := strings.Split(first, sep)
		if len(p) == 3 && len(p[0]) <= 2 && len(p[1]) <= 2 && len(p[2]) == 4 && digits(p[0]) == len(p[0]) && digits(p[1]) == len(p[1]) &&
			digits(p[2]) == 4 && p[0] != "" && p[1] != "" {
			return number(p[0]), number(p[1]), number(p[2]), sep == ".", true
		}
	}
	return 0, 0, 0, false, false
}

// digits is how many digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// number is the value of a few digits.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
