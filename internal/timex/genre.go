package timex

// Genre says what a text counts its times from.
type Genre uint8

// The genres.
const (
	// News tells of the days before its date and counts from it.
	News Genre = iota
	// Narrative tells of a past that lies far from its date, and counts from the last time told of.
	Narrative
)

// genreOf tells news from narratives by their times alone: a narrative names many years, nearly all of them long before the
// report's date, and says "yesterday", "last week" or a mere weekday hardly ever, or far less often than days of the calendar.
func genreOf(all [][]match, now point) Genre {
	far, near, deictic, days := 0, 0, 0, 0
	for _, list := range all {
		for i := range list {
			m := &list[i].m
			if m[fMonth] != 0 && m[fDay] != 0 {
				days++
			}
			switch {
			case m[fYear] != 0 || m[fDecade] != 0 || m[fCentury] != 0:
				y := int(m[fYear])
				if y == 0 {
					y = int(m[fDecade])
				}
				if now.grain != noGrain && m[fEra] != eraBC && y >= now.year-2 {
					near++
				} else {
					far++
				}
			case m[fWeekday] != 0 && m[fMonth] == 0 && m[fRel] == 0:
				deictic++
			}
			switch m[fRel] {
			case rThis, rLast, rNext, rAgo, rOvernight, rLastYear, rThisYear, rNextYear, rLastWeek:
				deictic++
			}
		}
	}
	if far >= 5 && far >= 4*near && (far >= 3*deictic || days >= 10 && days >= 2*deictic) {
		return Narrative
	}
	return News
}
