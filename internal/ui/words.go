package ui

import (
	"fmt"
	"strconv"
	"strings"

	"sitrep"
)

// dayWords writes a day as "16 March 2017", "" for an unknown one.
func dayWords(d sitrep.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
}

// daysWords writes the days from one to another as "1–19 March 2017"; open ends as "from …" and "to …", nothing where both are.
func daysWords(from, to sitrep.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case from.IsZero():
		return "to " + dayWords(to)
	case to.IsZero():
		return "from " + dayWords(from)
	case from == to:
		return dayWords(from)
	case from.Day() == 1 && to.AddDays(1).Day() == 1 && from.Year() == to.Year():
		if from.Month() == 1 && to.Month() == 12 {
			return strconv.Itoa(from.Year())
		}
		if from.Month() == to.Month() {
			return fmt.Sprintf("%s %d", from.Month(), from.Year())
		}
		return fmt.Sprintf("%s–%s %d", from.Month(), to.Month(), from.Year())
	case from.Year() == to.Year() && from.Month() == to.Month():
		return fmt.Sprintf("%d–%d %s %d", from.Day(), to.Day(), to.Month(), to.Year())
	case from.Year() == to.Year():
		return fmt.Sprintf("%d %s–%d %s %d", from.Day(), from.Month(), to.Day(), to.Month(), to.Year())
	}
	return dayWords(from) + "–" + dayWords(to)
}

// eventDays writes when an event happened: the days on which it can have, "by …" where only the day of its first report is known, "day
// not told" where nothing is.
func eventDays(from, to sitrep.Date) string {
	switch {
	case to.IsZero():
		return "day not told"
	case from.IsZero():
		return "by " + dayWords(to)
	}
	return daysWords(from, to)
}

// number writes a number with commas: 145,000.
func number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// counted writes a number with its noun: "1 origin", "3 origins".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// plainType writes a codebook id as words: "air strike".
func plainType(id string) string { return strings.ReplaceAll(id, "_", " ") }

// amountWords writes a range: "157", "145,000–180,000", "more than 150", "up to 600", "unknown".
func amountWords(low, best, high *int) string {
	switch {
	case low == nil && best == nil && high == nil:
		return "unknown"
	case low != nil && high != nil && *low == *high:
		return number(*low)
	case best != nil && (low == nil || *low == *best) && (high == nil || *high == *best) && (low == nil) == (high == nil):
		return number(*best)
	case low != nil && high != nil:
		return number(*low) + "–" + number(*high)
	case low != nil:
		return number(*low) + " or more"
	case high != nil:
		return "up to " + number(*high)
	}
	return number(*best)
}
