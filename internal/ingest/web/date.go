package web

import (
	"fmt"
	"net/mail"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

// day reads the day out of a date as feeds write it (ingest.Day). What programs write where they have no date, the first day of 1970, is
// unknown too. why says what is the matter with a date that is unknown though something is written.
func day(s string) (d sitrep.Date, why string) {
	d, why = ingest.Day(s)
	if d == sitrep.NewDate(1970, time.January, 1) {
		d, why = sitrep.Date{}, "is what programs write where there is no date"
	}
	if why == "" {
		return d, ""
	}
	if r := []rune(strings.TrimSpace(s)); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return d, fmt.Sprintf("%q %s", strings.TrimSpace(s), why)
}

// moment reads the moment out of a date in RFC 3339, ISO 8601 to the minute, or RFC 5322; zero where it is none.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
			return t.UTC()
		}
	}
	if t, err := mail.ParseDate(s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
		return t.UTC()
	}
	return time.Time{}
}
