// Package timex answers one question: when. It finds the words that date an event and reads them against the report's
// date, by the conventions of the gold claims: a weekday is the past one and on its own day that day, "last week" is
// the Monday to Sunday before, "this month" runs to the report's date, "overnight" is the night before it.
package timex

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Expr is a time expression: tokens First…Last, and the days it stands for, both inclusive and zero where it could not be
// resolved.
type Expr struct {
	First, Last int
	From, To    sitrep.Date
	Precision   sitrep.Precision
	Rule        string
}

// Find gives the time expressions of a sentence in order; they do not overlap. With an unknown report date relative
// expressions keep their words and have no days.
func Find(d *parse.Doc, sent int, published sitrep.Date) []Expr {
	s := d.Sents[sent]
	f := finder{d: d, first: s.First, last: s.Last, now: published}
	var out []Expr
	for i := s.First; i < s.Last; {
		e, ok := f.at(i)
		if !ok {
			i++
			continue
		}
		out = append(out, e)
		i = e.Last
	}
	return out
}

// DatelineDate gives the full date that stands in a dateline, or in a short line at the head of a report ("GENEVA, 12
// March 2017 (OCHA) –", "Date: 3 May 2022"); zero where block b is no such line or names no year.
func DatelineDate(d *parse.Doc, b int) sitrep.Date {
	blk := d.Blocks[b]
	if blk.Kind == sitrep.Boilerplate || blk.Kind == sitrep.Caption {
		return sitrep.Date{}
	}
	for i := range d.Sents {
		s := d.Sents[i]
		if s.Block != b {
			continue
		}
		if blk.Kind == sitrep.Body && (s.Last-s.First > 14 || d.Tokens[s.Last-1].Norm == "." || b > 3) {
			return sitrep.Date{}
		}
		f := finder{d: d, first: s.First, last: s.Last}
		for k := s.First; k < s.Last; k++ {
			if e, ok := f.calendar(k); ok && e.Precision == sitrep.DayPrecision && !e.From.IsZero() {
				return e.From
			}
		}
		if blk.Kind == sitrep.Body {
			return sitrep.Date{}
		}
	}
	return sitrep.Date{}
}

// YearOf is the rule of a year that stands before a noun and dates what that noun names and nothing else: "the 2003 invasion".
const YearOf = "year of"

type finder struct {
	d           *parse.Doc
	first, last int
	now         sitrep.Date
}

var weekdays = map[string]time.Weekday{"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday}

var months = map[string]time.Month{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

var dayParts = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true, "noon": true, "midday": true, "dawn": true, "dusk": true, "midnight": true}

var smallNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30}

var seasons = map[string][2]time.Month{"spring": {3, 5}, "summer": {6, 8}, "autumn": {9, 11}, "fall": {9, 11}, "winter": {12, 2}}

func (f *finder) norm(i int) string {
	if i < f.first || i >= f.last {
		return ""
	}
	return f.d.Tokens[i].Norm
}

func (f *finder) tag(i int) parse.Tag {
	if i < f.first || i >= f.last {
		return parse.PUNCT
	}
	return f.d.Tags[i]
}

func (f *finder) month(i int) (time.Month, bool) {
	w := strings.TrimPrefix(strings.TrimSuffix(f.norm(i), "."), "mid-") // one token: the hyphen cuts after no prefix
	m, ok := months[w]
	if ok && (w == "may" || w == "march" || w == "mar" || w == "sun" || w == "sat" || w == "dec") && f.d.Tokens[i].Shape == text.Lower {
		return 0, false
	}
	return m, ok
}

func (f *finder) integer(i int) (int, bool) {
	if i < f.first || i >= f.last || f.d.Tokens[i].Shape != text.Number {
		return 0, false
	}
	w := f.norm(i)
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, suffix)
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}

func (f *finder) year(i int) (int, bool) {
	n, ok := f.integer(i)
	return n, ok && n >= 1800 && n <= 2100 && len(f.norm(i)) == 4
}

// shortYear reads a two-digit year of a telex date ("4 FEB 90").
func (f *finder) shortYear(i int) (int, bool) {
	n, ok := f.integer(i)
	if !ok || len(f.norm(i)) != 2 {
		return 0, false
	}
	if n < 50 {
		return 2000 + n, true
	}
	return 1900 + n, true
}

func span(from, to sitrep.Date, p sitrep.Precision, rule string) Expr {
	return Expr{From: from, To: to, Precision: p, Rule: rule}
}

func day(d sitrep.Date, rule string) Expr { return span(d, d, sitrep.DayPrecision, rule) }

func monthOf(y int, m time.Month) (sitrep.Date, sitrep.Date) {
	return sitrep.NewDate(y, m, 1), sitrep.NewDate(y, m+1, 0)
}

// at reads an expression that starts at token i.
func (f *finder) at(i int) (Expr, bool) {
	for _, rule := range []func(int) (Expr, bool){f.since, f.ranges, f.calendar, f.weekday, f.relativeWeek, f.ago, f.dayBefore, f.past, f.dayWord, f.yearAlone} {
		if e, ok := rule(i); ok {
			if e.First == 0 && e.Last > 0 {
				e.First = i
			}
			if f.now.IsZero() && e.Precision == "" {
				e.From, e.To = sitrep.Date{}, sitrep.Date{}
			}
			return e, true
		}
	}
	return Expr{}, false
}

// since reads "since October 17", "since 2011", "since the start of May": from then to the report's date.
func (f *finder) since(i int) (Expr, bool) {
	if f.norm(i) != "since" {
		return Expr{}, false
	}
	k := i + 1
	if f.norm(k) == "the" && (f.norm(k+1) == "start" || f.norm(k+1) == "beginning") && f.norm(k+2) == "of" {
		k += 3
	}
	if f.norm(k) == "early" || f.norm(k) == "late" || f.norm(k) == "mid" {
		k++
		if f.norm(k) == "-" {
			k++
		}
	}
	for _, rule := range []func(int) (Expr, bool){f.calendar, f.weekday, f.relativeWeek, f.yearAlone, f.ago, f.dayWord} {
		if e, ok := rule(k); ok {
			if !f.now.IsZero() && f.now.Before(e.From) {
				return Expr{}, false // what lies ahead has not lasted
			}
			e.First, e.To, e.Precision, e.Rule = i, f.now, sitrep.RangePrecision, "since"
			if e.From.IsZero() {
				e.To = sitrep.Date{}
			}
			return e, true
		}
	}
	return Expr{}, false
}

// ranges reads "between Monday and Wednesday", "from 3 to 5 May", "3-5 May", "on Saturday and Sunday".
func (f *finder) ranges(i int) (Expr, bool) {
	k, sep := i, ""
	switch f.norm(i) {
	case "between":
		k, sep = i+1, "and"
	case "from":
		k, sep = i+1, "to"
	}
	// "3-5 May", "from 3 to 5 May"
	if a, ok := f.integer(k); ok && a >= 1 && a <= 31 {
		if s := f.norm(k + 1); s == "-" || s == "to" || s == "and" {
			if e, ok := f.calendar(k + 2); ok && e.Precision == sitrep.DayPrecision && !e.From.IsZero() && a < e.From.Day() {
				if _, dayFirst := f.integer(k + 2); dayFirst {
					e.From = sitrep.NewDate(e.From.Year(), e.From.Month(), a)
					e.First, e.Precision, e.Rule = k, sitrep.RangePrecision, "range"
					return e, true
				}
			}
		}
	}
	if sep == "" {
		return Expr{}, false
	}
	one := func(k int) (Expr, bool) {
		for _, rule := range []func(int) (Expr, bool){f.calendar, f.weekday, f.yearAlone} {
			if e, ok := rule(k); ok {
				return e, true
			}
		}
		return Expr{}, false
	}
	a, ok := one(k)
	if !ok || f.norm(a.Last) != sep {
		return Expr{}, false
	}
	b, ok := one(a.Last + 1)
	if !ok || !a.From.IsZero() && b.To.Before(a.From) {
		return Expr{}, false
	}
	return Expr{First: k, Last: b.Last, From: a.From, To: b.To, Precision: sitrep.RangePrecision, Rule: "range"}, true
}

// calendar reads dates by the calendar: "17 October 2016", "October 17", "Dec. 10, 2016", "October 2016", "2014-06-10",
// "the night of August 8". A date without a year is the nearest past one.
func (f *finder) calendar(i int) (Expr, bool) {
	if w := f.norm(i); len(w) == 10 && w[4] == '-' && w[7] == '-' {
		if d, err := sitrep.ParseDate(w); err == nil {
			e := day(d, "iso")
			e.First, e.Last = i, i+1
			return e, true
		}
	}
	if y, ok := f.year(i); ok && f.norm(i+1) == "-" && f.norm(i+3) == "-" {
		m, okM := f.integer(i + 2)
		dd, okD := f.integer(i + 4)
		if okM && okD {
			if d, err := sitrep.ParseDate(strconv.Itoa(y) + "-" + two(m) + "-" + two(dd)); err == nil {
				e := day(d, "iso")
				e.First, e.Last = i, i+5
				return e, true
			}
		}
	}
	// "mid-March", "early May", "late October 2015"
	k := i
	part := f.norm(k)
	if part == "early" || part == "late" || part == "mid" {
		k++
		if f.norm(k) == "-" {
			k++
		}
	} else if strings.HasPrefix(part, "mid-") {
		part = "mid"
	} else {
		part = ""
	}
	dayOf := 0
	j := k
	if n, ok := f.integer(k); ok && n >= 1 && n <= 31 && part == "" {
		if _, is := f.month(k + 1); is {
			dayOf, j = n, k+1
		} else if f.norm(k+1) == "of" {
			if _, is := f.month(k + 2); is {
				dayOf, j = n, k+2
			}
		}
	}
	m, ok := f.month(j)
	if !ok {
		return Expr{}, false
	}
	if f.norm(j) == "may" && dayOf == 0 && part == "" {
		_, y := f.year(j + 1)
		_, dd := f.integer(j + 1)
		if !y && !dd && (j == f.first || !slices.Contains([]string{"in", "of", "since", "until", "last", "by", "during", "from", "this"}, f.norm(j-1))) {
			return Expr{}, false
		}
	}
	end := j + 1
	if dayOf == 0 && part == "" {
		if n, ok := f.integer(j + 1); ok && n >= 1 && n <= 31 && f.norm(j+2) != ":" {
			dayOf, end = n, j+2
		}
	}
	y, hasYear := 0, false
	if n, ok := f.year(end); ok {
		y, hasYear, end = n, true, end+1
	} else if n, ok := f.year(end + 1); ok && (f.norm(end) == "," || f.norm(end) == "of") {
		y, hasYear, end = n, true, end+2
	} else if n, ok := f.shortYear(end); ok && dayOf > 0 && f.d.Tokens[end].Start > f.d.Tokens[end-1].End && f.month3(j) {
		y, hasYear, end = n, true, end+1
	}
	e := Expr{First: i, Last: end, Rule: "calendar", Precision: sitrep.MonthPrecision}
	if dayOf > 0 {
		e.Precision = sitrep.DayPrecision
	}
	if !hasYear {
		if f.now.IsZero() {
			return e, true
		}
		y = f.now.Year()
		probe := sitrep.NewDate(y, m, max(dayOf, 1))
		if f.now.Before(probe) && !(f.future(i)) {
			y--
		}
	}
	if dayOf > 0 {
		d := sitrep.NewDate(y, m, dayOf)
		if d.Month() != m {
			return Expr{}, false
		}
		e.From, e.To = d, d
		return e, true
	}
	e.From, e.To = monthOf(y, m)
	switch part {
	case "early":
		e.To = sitrep.NewDate(y, m, 10)
	case "mid":
		e.From, e.To = sitrep.NewDate(y, m, 11), sitrep.NewDate(y, m, 20)
	case "late":
		e.From = sitrep.NewDate(y, m, 21)
	}
	if part == "" && !hasYear && !f.now.IsZero() && m == f.now.Month() && y == f.now.Year() {
		e.To = f.now
	}
	return e, true
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// month3 says that the month at token i is written short, as telexes do.
func (f *finder) month3(i int) bool { return len(strings.TrimSuffix(f.norm(i), ".")) <= 4 }

// future says that the clause speaks of the future: "will", "next" stand before token i.
func (f *finder) future(i int) bool {
	for k := f.first; k < f.last; k++ {
		switch f.norm(k) {
		case "will", "next", "scheduled", "upcoming":
			return k < i || f.norm(k) == "will"
		}
	}
	return false
}

// yearAlone reads "2014", "early 2015", "the 1990s", "the summer of 2015".
func (f *finder) yearAlone(i int) (Expr, bool) {
	k := i
	part := f.norm(k)
	switch part {
	case "early", "late", "mid":
		k++
		if f.norm(k) == "-" {
			k++
		}
	default:
		part = ""
	}
	if s, ok := seasons[f.norm(k)]; ok {
		j := k + 1
		if f.norm(j) == "of" {
			j++
		}
		if y, ok := f.year(j); ok {
			from, to := seasonOf(y, s)
			return Expr{First: i, Last: j + 1, From: from, To: to, Precision: sitrep.RangePrecision, Rule: "season"}, true
		}
		return Expr{}, false
	}
	if w := strings.Replace(f.norm(k), "'s", "s", 1); len(w) == 5 && strings.HasSuffix(w, "s") {
		if y, err := strconv.Atoi(w[:4]); err == nil && y%10 == 0 && y >= 1800 && y <= 2100 {
			return Expr{First: i, Last: k + 1, From: sitrep.NewDate(y, 1, 1), To: sitrep.NewDate(y+9, 12, 31), Precision: sitrep.RangePrecision, Rule: "decade"}, true
		}
	}
	y, ok := f.year(k)
	if !ok || y < 1900 {
		return Expr{}, false
	}
	if part == "" {
		before := f.norm(k - 1)
		if before == "the" || before == "'s" || before == "its" || before == "their" {
			if tag := f.tag(k + 1); tag != parse.NOUN && tag != parse.PROPN && tag != parse.ADJ && tag != parse.VERB {
				return Expr{}, false
			}
			return Expr{First: i, Last: k + 1, From: sitrep.NewDate(y, 1, 1), To: sitrep.NewDate(y, 12, 31), Precision: sitrep.YearPrecision, Rule: YearOf}, true
		}
		if !slices.Contains([]string{"in", "since", "until", "of", "from", "by", "during", "before", "after", "between", "and", "to", "throughout", "(", "-"}, before) {
			return Expr{}, false
		}
		if before == "of" || before == "and" || before == "to" || before == "(" || before == "-" {
			// "the battle of 2014", but not "a total of 2014"
			if k+1 < f.last && f.d.Tags[k+1] == parse.NOUN {
				return Expr{}, false
			}
		}
	}
	e := Expr{First: i, Last: k + 1, From: sitrep.NewDate(y, 1, 1), To: sitrep.NewDate(y, 12, 31), Precision: sitrep.YearPrecision, Rule: "year"}
	switch part {
	case "early":
		e.To = sitrep.NewDate(y, 4, 30)
	case "mid":
		e.From, e.To = sitrep.NewDate(y, 5, 1), sitrep.NewDate(y, 8, 31)
	case "late":
		e.From = sitrep.NewDate(y, 9, 1)
	}
	return e, true
}
