package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"sitrep"
)

const monthWords = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// The ways in which pages write a day.
var (
	isoDay   = regexp.MustCompile(`\b((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?:\b|T)`)
	packed   = regexp.MustCompile(`^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}.*)?$`)
	slashISO = regexp.MustCompile(`\b((?:19|20)\d\d)/(\d\d?)/(\d\d?)\b`)
	dayMonth = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:[ -]| of )+` + monthWords + `\.?,?[ -]+((?:19|20)\d\d)\b`)
	monthDay = regexp.MustCompile(`(?i)\b` + monthWords + `\.? +(\d{1,2})(?:st|nd|rd|th)?,? +((?:19|20)\d\d)\b`)
	dotted   = regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b`)
	slashed  = regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)\b`)
	epoch    = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
)

// span is a day and where it was found in a string, 0-based byte offsets, half-open.
type span struct {
	day        sitrep.Date
	start, end int
}

// day finds the first day written in s. The day is the one that is written, in whatever zone that is: publishers date by their own.
// 3/4/2017 is no day, because it may be in March or in April; 25/4/2017 is one, and so is 3.4.2017, which is never written month first.
func day(s string) span {
	if strings.Contains(s, "،") { // the Arabic comma; a space keeps the offsets
		s = strings.ReplaceAll(s, "،", ", ")
	}
	best := span{start: len(s) + 1}
	try := func(re *regexp.Regexp, y, m, d int) {
		at := re.FindStringSubmatchIndex(s)
		if at == nil || at[0] >= best.start {
			return
		}
		part := func(n int) string { return s[at[2*n]:at[2*n+1]] }
		if found := makeDay(part(y), part(m), part(d)); !found.IsZero() {
			best = span{found, at[0], at[1]}
		}
	}
	try(isoDay, 1, 2, 3)
	try(slashISO, 1, 2, 3)
	try(dayMonth, 3, 2, 1)
	try(monthDay, 3, 1, 2)
	try(dotted, 3, 2, 1)
	if m := slashed.FindStringSubmatch(s); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		switch {
		case a > 12 || a == b:
			try(slashed, 3, 2, 1)
		case b > 12:
			try(slashed, 3, 1, 2)
		}
	}
	if best.start > len(s) {
		return span{}
	}
	return best
}

// metaDay reads the day of a value made for machines, which may also be packed (20170303) or a number of seconds or milliseconds since
// 1970 (POSIX).
func metaDay(s string) sitrep.Date {
	s = strings.TrimSpace(s)
	if len(s) > 80 {
		return sitrep.Date{}
	}
	if m := packed.FindStringSubmatch(s); m != nil {
		return makeDay(m[1], m[2], m[3])
	}
	if m := epoch.FindStringSubmatch(s); m != nil {
		sec, _ := strconv.ParseInt(m[1], 10, 64)
		t := time.Unix(sec, 0).UTC()
		return sitrep.NewDate(t.Year(), t.Month(), t.Day())
	}
	return day(s).day
}

// moment reads the time of a value made for machines (RFC 3339, or ISO 8601 with less), in UTC; the start of the day where it has no
// hour, and zero where it is none.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", time.RFC1123Z, time.RFC1123} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	if d := metaDay(s); !d.IsZero() {
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// makeDay makes a day of its parts, month by name or number; zero where there is no such day, or it is before there was a web to be on.
func makeDay(y, m, d string) sitrep.Date {
	year, _ := strconv.Atoi(y)
	dayOf, _ := strconv.Atoi(d)
	month, err := strconv.Atoi(m)
	if err != nil {
		month = 1 + strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(m[:3]))/3
	}
	t := time.Date(year, time.Month(month), dayOf, 0, 0, 0, 0, time.UTC)
	if year < 1990 || year > 2100 || t.Day() != dayOf || int(t.Month()) != month {
		return sitrep.Date{}
	}
	return sitrep.NewDate(year, t.Month(), dayOf)
}

var urlDay = regexp.MustCompile(`[/=_-]((?:19|20)\d\d)(?:/|-)(\d\d?)(?:/|-)(\d\d?)(?:[/_.-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?:[/_.-]|$)`)

// addressDay is the day in an address such as /2017/03/03/name.
func addressDay(address string) sitrep.Date {
	m := urlDay.FindStringSubmatch(address)
	switch {
	case m == nil:
		return sitrep.Date{}
	case m[1] != "":
		return makeDay(m[1], m[2], m[3])
	}
	return makeDay(m[4], m[5], m[6])
}
