package board

import (
	"testing"
	"time"

	"sitrep"
)

func day(t testing.TB, s string) sitrep.Date {
	t.Helper()
	d, err := sitrep.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStepsBeginWhereTheCalendarHasThem(t *testing.T) {
	for _, tt := range []struct {
		unit            Unit
		day, from, next string
	}{
		{ByDay, "2017-03-16", "2017-03-16", "2017-03-17"},
		{ByWeek, "2017-03-16", "2017-03-13", "2017-03-20"},
		{ByWeek, "2017-03-19", "2017-03-13", "2017-03-20"},
		{ByWeek, "2017-03-13", "2017-03-13", "2017-03-20"},
		{ByMonth, "2016-12-31", "2016-12-01", "2017-01-01"},
		{ByYear, "2016-02-29", "2016-01-01", "2017-01-01"},
	} {
		from := tt.unit.Start(day(t, tt.day))
		if from != day(t, tt.from) || tt.unit.Next(from) != day(t, tt.next) {
			t.Errorf("%s of %s is from %s to %s, want %s to %s", tt.unit, tt.day, from, tt.unit.Next(from), tt.from, tt.next)
		}
	}
}

func TestTheUnitKeepsATimelineShort(t *testing.T) {
	from := sitrep.NewDate(2016, time.January, 1)
	for days, want := range map[int]Unit{0: ByDay, 39: ByDay, 40: ByWeek, 279: ByWeek, 280: ByMonth, 1199: ByMonth, 1200: ByYear} {
		if got := UnitFor(from, from.AddDays(days), 40); got != want {
			t.Errorf("%d days: by %s, want by %s", days+1, got, want)
		}
	}
}

func TestATimelineTellsTooFewReportsFromNone(t *testing.T) {
	b := &Board{families: []Family{{"fires", "Fires"}, {"harm", "Harm"}}}
	for i, n := range []int{30, 40, 30, 0, 0, 2, 0, 30} {
		if n > 0 {
			b.Days = append(b.Days, Day{day(t, "2017-03-01").AddDays(i), n})
		}
	}
	at := func(d string, origins int, family string) *Event {
		e := &Event{Family: family, Origins: origins}
		if d != "" {
			e.To = day(t, d)
		}
		return e
	}
	tl := b.Timeline([]*Event{at("2017-03-01", 2, "harm"), at("2017-03-01", 1, "harm"), at("2017-03-08", 1, ""), at("2017-03-09", 3, "fires"), at("", 1, "harm")}, ByDay, day(t, "2017-03-01"), day(t, "2017-03-08"))
	var few []bool
	for _, s := range tl.Steps {
		few = append(few, s.Few)
	}
	want := []bool{false, false, false, true, true, true, false, false} // what is published on a day tells of it and of the day before
	for i := range want {
		if i >= len(few) || few[i] != want[i] {
			t.Fatalf("too few reports on %v, want %v", few, want)
		}
	}
	if len(tl.Rows) != 2 || tl.Rows[0].ID != "harm" || tl.Rows[0].Counts[0] != (Tally{1, 1}) || tl.Rows[1].ID != "" || tl.Rows[1].Counts[7] != (Tally{0, 1}) {
		t.Errorf("rows are %+v", tl.Rows)
	}
	if tl.Undated != 1 || tl.Outside != 1 || tl.Most != 2 {
		t.Errorf("%d undated, %d outside, most %d; want 1, 1, 2", tl.Undated, tl.Outside, tl.Most)
	}
}

func TestAreasHoldWhatLiesInThem(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	mosul := Area{ID: "gn:99072", Name: "Mosul", Country: "IQ", Kind: "seat", Lat: 36.335, Lon: 43.118, Located: true, fold: "mosul"}
	nineveh := Area{ID: "gn:99", Name: "Nineveh", Country: "IQ", Kind: "admin1", fold: "nineveh"}
	iraq := Area{Name: "Iraq", Country: "IQ", Kind: "country", fold: "iraq"}
	for name, tt := range map[string]struct {
		place *Place
		in    [3]bool // Mosul, Nineveh, Iraq
	}{
		"nowhere":                       {nil, [3]bool{}},
		"the town":                      {&Place{ID: "gn:99072", Name: "Mosul", Country: "IQ", Division: "Nineveh", Precision: sitrep.City}, [3]bool{true, true, true}},
		"a quarter with its point":      {&Place{Name: "Wadi Hajar", Country: "IQ", Division: "Nineveh", Precision: sitrep.Neighbourhood, Lat: f(36.32), Lon: f(43.12)}, [3]bool{true, true, true}},
		"a town near by":                {&Place{ID: "gn:1", Name: "Bartella", Country: "IQ", Division: "Nineveh", Precision: sitrep.City, Lat: f(36.35), Lon: f(43.18)}, [3]bool{false, true, true}},
		"the province":                  {&Place{Name: "Nineveh", ID: "gn:99", Country: "IQ", Precision: sitrep.Province, Lat: f(36.335), Lon: f(43.118)}, [3]bool{false, true, true}},
		"the town without its point":    {&Place{Name: "Mosul", Country: "IQ", fold: "mosul"}, [3]bool{true, false, true}},
		"a namesake in another country": {&Place{Name: "Mosul", Country: "US", fold: "mosul"}, [3]bool{}},
		"the country":                   {&Place{Name: "Iraq", Country: "IQ", Precision: sitrep.Country, fold: "iraq"}, [3]bool{false, false, true}},
	} {
		got := [3]bool{mosul.Holds(tt.place), nineveh.Holds(tt.place), iraq.Holds(tt.place)}
		if got != tt.in {
			t.Errorf("%s: in Mosul, Nineveh, Iraq %v, want %v", name, got, tt.in)
		}
	}
}
