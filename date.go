package sitrep

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a calendar day in the proleptic Gregorian calendar, without time of day or zone: news dates events by the day,
// and a clock time that a report gives fixes no day that the report does not name. The zero Date means "unknown"; it is
// written to JSON as null and is never replaced by today's date.
type Date struct {
	year       int16
	month, day uint8
}

// NewDate returns the day y-m-d, normalised as time.Date does (month 13 is January of the next year).
func NewDate(y int, m time.Month, d int) Date {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return Date{int16(t.Year()), uint8(t.Month()), uint8(t.Day())}
}

// ParseDate reads an ISO 8601 calendar date, YYYY-MM-DD. A day that does not exist is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date; write it as YYYY-MM-DD", s)
	}
	return NewDate(t.Year(), t.Month(), t.Day()), nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.month == 0 }

// Year, Month and Day are the parts of the date; all are 0 for an unknown date.
func (d Date) Year() int { return int(d.year) }

// Month is the month of the year, 1 to 12.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month, 1 to 31.
func (d Date) Day() int { return int(d.day) }

// Weekday is the day of the week. It must not be asked of an unknown date.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays returns the date n days later (earlier where n is negative). An unknown date stays unknown.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return NewDate(d.Year(), d.Month(), d.Day()+n)
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.time().Before(e.time()) }

// String is the ISO 8601 form, "" for an unknown date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalJSON writes the ISO 8601 form as a string, null for an unknown date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes; an empty string is read as unknown too.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == nil || *s == "" {
		*d = Date{}
		return nil
	}
	p, err := ParseDate(*s)
	if err != nil {
		return err
	}
	*d = p
	return nil
}

func (d Date) time() time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

// ParseDays reads a day, a month or a year (2016-03-12, 2016-03, 2016; ISO 8601) as its first and its last day. Years are 1 to 9998.
func ParseDays(s string) (first, last Date, err error) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if t, err := time.Parse(p.layout, s); err == nil && t.Year() > 0 && t.Year() < 9999 {
			end := t.AddDate(p.years, p.months, p.days-1)
			return NewDate(t.Year(), t.Month(), t.Day()), NewDate(end.Year(), end.Month(), end.Day()), nil
		}
	}
	return Date{}, Date{}, fmt.Errorf("%q is no day, month or year; write 2016-03-12, 2016-03 or 2016", s)
}
