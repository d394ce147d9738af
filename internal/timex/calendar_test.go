package timex

import (
	"testing"
	"time"

	"sitrep"
)

func TestIslamicMonths(t *testing.T) {
	// The days that Saudi Arabia's calendar of Umm al-Qura gives; the tabular one may differ by a day.
	for _, c := range []struct {
		y, m, d int
		want    string
	}{
		{1435, 9, 1, "2014-06-28"}, {1437, 9, 1, "2016-06-06"}, {1438, 9, 1, "2017-05-27"}, {1444, 9, 1, "2023-03-23"}, {1445, 10, 1, "2024-04-10"},
		{1400, 1, 1, "1979-11-21"}, {1421, 12, 10, "2001-03-05"},
	} {
		if off := between(date(c.want), fromHijri(c.y, c.m, c.d)); off < -1 || off > 1 {
			t.Errorf("%d-%d-%d: got %s, want %s or a day beside it", c.y, c.m, c.d, fromHijri(c.y, c.m, c.d), c.want)
		}
	}
	for d := date("1900-01-01"); d.Before(date("2100-01-01")); d = d.AddDays(97) {
		y := hijriYear(d)
		if d.Before(fromHijri(y, 1, 1)) || !d.Before(fromHijri(y+1, 1, 1)) {
			t.Fatalf("%s is not in the Islamic year %d", d, y)
		}
	}
}

func TestSolarHijriDays(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		want    string
	}{
		{1357, 11, 22, "1979-02-11"}, {1358, 1, 1, "1979-03-21"}, {1375, 1, 1, "1996-03-20"}, {1399, 1, 1, "2020-03-20"}, {1400, 1, 1, "2021-03-21"},
		{1399, 12, 30, "2021-03-20"}, {1403, 1, 1, "2024-03-20"}, {1404, 1, 1, "2025-03-21"}, {1380, 7, 15, "2001-10-07"},
	} {
		if got := fromSolarHijri(c.y, c.m, c.d).String(); got != c.want {
			t.Errorf("%d-%d-%d: got %s, want %s", c.y, c.m, c.d, got, c.want)
		}
	}
}

func TestEaster(t *testing.T) {
	for _, want := range []string{"1961-04-02", "1972-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31", "2038-04-25"} {
		if got := easter(date(want).Year()).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Thanksgiving 2012", "2012-11-22"}, {"Memorial Day 2013", "2013-05-27"}, {"Labor Day 2014", "2014-09-01"},
		{"Martin Luther King Day 2013", "2013-01-21"}, {"Good Friday 2016", "2016-03-25"}, {"Nowruz 2017", "2017-03-21"},
		{"Christmas Eve 1914", "1914-12-24"}, {"New Year's Day 2015", "2015-01-01"}, {"Eid al-Adha 2015", "2015-09-24"}, {"Bastille Day 1789", "1789-07-14"},
	} {
		d := read(t, "They met on "+c.name+".")
		got := Read(d, sunday).Timexes[0]
		if len(got) != 1 || got[0].Value != c.want {
			t.Errorf("%s: got %+v, want %s", c.name, got, c.want)
		}
	}
}

func TestISOWeeks(t *testing.T) {
	for _, c := range []struct{ day, want string }{
		{"2005-01-01", "2004-W53"}, {"2005-01-02", "2004-W53"}, {"2005-01-03", "2005-W01"}, {"2007-12-31", "2008-W01"}, {"2008-12-29", "2009-W01"},
		{"2010-01-03", "2009-W53"}, {"2016-02-29", "2016-W09"},
	} {
		p := weekPoint(date(c.day))
		if got := p.value(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.day, got, c.want)
		}
		from, to, _ := p.days()
		if d := date(c.day); d.Before(from) || to.Before(d) || from.Weekday() != time.Monday || to.Weekday() != time.Sunday {
			t.Errorf("%s lies not in %s..%s", c.day, from, to)
		}
	}
}

func TestYearsBeforeOurEraCountDown(t *testing.T) {
	p := point{grain: yearGrain, bc: true, year: 490}
	for _, c := range []struct {
		n    int
		want string
	}{{1, "BC0489"}, {-10, "BC0500"}, {0, "BC0490"}} {
		if got := shift(p, c.n, yearGrain).value(); got != c.want {
			t.Errorf("%+d: got %s, want %s", c.n, got, c.want)
		}
	}
	m := point{grain: monthGrain, bc: true, year: 480, month: 12}
	if got := shift(m, 1, monthGrain).value(); got != "BC0479-01" {
		t.Errorf("the month after December 480 BC: got %s", got)
	}
	if from, to, _ := p.days(); from != (sitrep.Date{}) || to != (sitrep.Date{}) {
		t.Errorf("years before our era have days %s..%s", from, to)
	}
}

func TestMonthsShiftAcrossYears(t *testing.T) {
	p := dayPoint(date("2016-01-31"))
	for _, c := range []struct {
		n    int
		g    grain
		want string
	}{
		{-1, monthGrain, "2015-12"}, {1, monthGrain, "2016-02"}, {-13, monthGrain, "2014-12"}, {-1, quarterGrain, "2015-Q4"}, {-1, halfGrain, "2015-H2"},
		{29, dayGrain, "2016-02-29"}, {-1, decadeGrain, "200"}, {-1, centuryGrain, "19"}, {-4, weekGrain, "2015-W53"},
	} {
		if got := shift(p, c.n, c.g).value(); got != c.want {
			t.Errorf("%+d of grain %d: got %s, want %s", c.n, c.g, got, c.want)
		}
	}
}
