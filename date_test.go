package sitrep_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sitrep"
)

func TestParseDate(t *testing.T) {
	good := map[string]sitrep.Date{
		"2017-03-12": sitrep.NewDate(2017, time.March, 12),
		"2016-02-29": sitrep.NewDate(2016, time.February, 29),
		"1991-01-01": sitrep.NewDate(1991, time.January, 1),
	}
	for s, want := range good {
		got, err := sitrep.ParseDate(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "2017-13-01", "2017-02-29", "2017-3-1", "12.03.2017", "2017-03-12T10:00", " 2017-03-12", "yesterday"} {
		if got, err := sitrep.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, got)
		}
	}
}

func TestDateIsUnknownUntilSet(t *testing.T) {
	var d sitrep.Date
	if !d.IsZero() || d.String() != "" || d.Year() != 0 || d.Month() != 0 || d.Day() != 0 {
		t.Errorf("the zero date is not unknown: %q", d)
	}
	if got := d.AddDays(3); !got.IsZero() {
		t.Errorf("unknown + 3 days = %v, want unknown", got)
	}
	if sitrep.NewDate(1, time.January, 1).IsZero() {
		t.Error("1 January of the year 1 counts as unknown")
	}
}

func TestDateAddDays(t *testing.T) {
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2017-03-12", -1, "2017-03-11"},
		{"2017-03-01", -1, "2017-02-28"},
		{"2016-02-28", 1, "2016-02-29"},
		{"2017-12-31", 1, "2018-01-01"},
		{"2017-03-12", 0, "2017-03-12"},
		{"2017-03-26", -21, "2017-03-05"}, // over a change of clocks in much of Europe
	}
	for _, tt := range tests {
		d, err := sitrep.ParseDate(tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddDays(tt.n).String(); got != tt.want {
			t.Errorf("%s %+d days = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestDateKnowsItsWeekday(t *testing.T) {
	if got := sitrep.NewDate(2017, time.March, 12).Weekday(); got != time.Sunday {
		t.Errorf("2017-03-12 is a %v, want Sunday", got)
	}
}

func TestDateJSON(t *testing.T) {
	type when struct{ D sitrep.Date }
	for s, d := range map[string]sitrep.Date{`{"D":null}`: {}, `{"D":"2017-03-12"}`: sitrep.NewDate(2017, time.March, 12)} {
		b, err := json.Marshal(when{d})
		if err != nil || string(b) != s {
			t.Errorf("wrote %s, %v; want %s", b, err, s)
		}
		got := when{sitrep.NewDate(1999, time.May, 5)} // reading replaces what was there
		if err := json.Unmarshal([]byte(s), &got); err != nil || got.D != d {
			t.Errorf("read %v, %v from %s; want %v", got.D, err, s, d)
		}
	}
	var got when
	if err := json.Unmarshal([]byte(`{"D":""}`), &got); err != nil || !got.D.IsZero() {
		t.Errorf("read %v, %v from an empty string; want unknown", got.D, err)
	}
	for _, s := range []string{`{"D":"soon"}`, `{"D":20170312}`, `{"D":"2017-02-30"}`} {
		if err := json.Unmarshal([]byte(s), &got); err == nil {
			t.Errorf("read %v from %s, want an error", got.D, s)
		}
	}
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sitrep.NewDate(rapid.IntRange(1, 9000).Draw(t, "year"), time.January, rapid.IntRange(1, 366).Draw(t, "day"))
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		later := d.AddDays(n)
		if !d.Before(later) || later.Before(d) || d.Before(d) {
			t.Fatalf("%v and %v, %d days later, are out of order", d, later, n)
		}
		if later.AddDays(-n) != d {
			t.Fatalf("%v %+d days and back is %v", d, n, later.AddDays(-n))
		}
		if parsed, err := sitrep.ParseDate(d.String()); err != nil || parsed != d {
			t.Fatalf("%v written and parsed is %v, %v", d, parsed, err)
		}
	})
}
