package wording

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/origin"
)

// Figure is a figure in words: "killed at least 9 traders".
func Figure(f *sitrep.Figure) string {
	text := strings.ReplaceAll(string(f.Measure), "_", " ") + " " + Amount(f)
	if f.Kind == sitrep.Increment {
		text += " more"
	}
	switch {
	case f.Factor > 0:
		text += fmt.Sprintf(" people (%s of %g)", f.Of, f.Factor)
	case f.Of != "":
		text += " " + string(f.Of)
	}
	switch f.Kind {
	case sitrep.Total:
		text += " in all"
	case sitrep.Part:
		text += " among them"
	}
	return text
}

// Slot is a corrected slot in words: what it is, and what it was.
func Slot(s *sitrep.ReviewedSlot) string {
	or := func(s string) string { return cmp.Or(s, "empty") }
	return fmt.Sprintf("%s is %s (was %s)", s.Slot, or(s.Is), or(s.Was))
}

// Origin names an origin, its kind where that is not plain, and who passes it on; "unknown" where it has no name.
func Origin(o origin.ClaimOrigin) string {
	if o.Name == "" {
		return "unknown"
	}
	s := o.Name
	switch o.Kind {
	case "agency", "outlet", "unnamed":
		s += fmt.Sprintf(" (%s)", o.Kind)
	}
	if len(o.Via) > 0 {
		s += " via " + strings.Join(o.Via, ", ")
	}
	return s
}

// CountOf is a number with what it counts: "1 reply", "2 replies".
func CountOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Day is a day, or "unknown".
func Day(d sitrep.Date) string {
	if d.IsZero() {
		return "unknown"
	}
	return d.String()
}

// Minute is a time to the minute, in UTC: "2016-10-17 09:30 UTC".
func Minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
