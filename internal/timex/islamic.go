package timex

import (
	"time"

	"sitrep"
)

// The Islamic calendar is reckoned by the tabular rule: 30 years of 354 days with 11 leap days, counted from Friday, 16 July
// 622 of the Julian calendar (Reingold and Dershowitz, Calendrical Calculations, chapter "The Islamic Calendar"). Where the
// months begin by sight of the moon, days differ from this by one, seldom two.
//
// The Solar Hijri calendar of Iran and Afghanistan begins at the spring equinox; leap years are reckoned by the 33-year rule
// (the same, chapter "The Persian Calendar"), which agrees with the observed calendar from 1178 to 1633.

// hijriEpoch is 1 Muharram of year 1, as a day of the proleptic Gregorian calendar.
var hijriEpoch = sitrep.NewDate(622, time.July, 19)

// fromHijri is day d of month m of Islamic year y.
func fromHijri(y, m, d int) sitrep.Date {
	n := (y-1)*354 + (3+11*y)/30 + 29*(m-1) + m/2 + d - 1
	return hijriEpoch.AddDays(n)
}

// hijriYear is the Islamic year of a day.
func hijriYear(d sitrep.Date) int {
	y := (30*between(hijriEpoch, d) + 10646) / 10631
	for d.Before(fromHijri(y, 1, 1)) {
		y--
	}
	for !d.Before(fromHijri(y+1, 1, 1)) {
		y++
	}
	return y
}

// solarEpoch is 1 Farvardin of year 1, as a day of the proleptic Gregorian calendar, where the rule is right for our times: the
// equinox itself fell on the day after.
var solarEpoch = sitrep.NewDate(622, time.March, 21)

// fromSolarHijri is day d of month m of Solar Hijri year y.
func fromSolarHijri(y, m, d int) sitrep.Date {
	leaps := 0
	for _, r := range []int{1, 5, 9, 13, 17, 22, 26, 30} {
		if k := y - 1 - r; k >= 0 {
			leaps += k/33 + 1
		}
	}
	n := 365*(y-1) + leaps + 30*(m-1) + min(m-1, 6) + d - 1
	return solarEpoch.AddDays(n)
}
