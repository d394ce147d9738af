package timex

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/text"
)

//go:embed holidays.tsv
var holidaysText string

// holiday is a day with a name.
type holiday struct {
	when  string
	words []string
}

type holidayTable struct {
	all   []holiday
	first map[string][]int // by the first word of its name
}

var holidays = sync.OnceValue(func() *holidayTable {
	t := &holidayTable{first: map[string][]int{}}
	for line := range strings.Lines(holidaysText) {
		when, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		for _, n := range strings.Split(names, "|") {
			w := strings.Fields(n)
			t.first[w[0]] = append(t.first[w[0]], len(t.all))
			t.all = append(t.all, holiday{when, w})
		}
	}
	return t
})

// readHoliday reads the longest name of a holiday.
func readHoliday(r *reader, i int, m meaning, _ field, out []result) []result {
	t := holidays()
	best, end := -1, i
	for _, h := range t.first[r.norm(i)] {
		w := t.all[h].words
		k, j := i, 0
		for ; j < len(w); j++ {
			if r.norm(k) == "-" && w[j] != "-" && k > i {
				k++
			}
			if r.norm(k) != w[j] {
				break
			}
			k++
		}
		if j == len(w) && k > end {
			best, end = h, k
		}
	}
	if best < 0 || r.d.Tokens[i].Shape == text.Lower && !r.d.Upper { // names are written with a capital
		return out
	}
	m[fHoliday] = int16(best) + 1
	return append(out, result{end: end, m: m})
}

// easter is Easter Sunday of a year by the Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
func easter(y int) sitrep.Date {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	n := (a + 11*h + 22*l) / 451
	month := (h + l - 7*n + 114) / 31
	day := (h+l-7*n+114)%31 + 1
	return sitrep.NewDate(y, time.Month(month), day)
}

// in is the day of a holiday in a year.
func (h holiday) in(y int) sitrep.Date {
	if s, ok := strings.CutPrefix(h.when, "easter"); ok {
		n, _ := strconv.Atoi(s)
		return easter(y).AddDays(n)
	}
	if h.when == "nowruz" {
		return fromSolarHijri(y-621, 1, 1)
	}
	if s, ok := strings.CutPrefix(h.when, "hijri-"); ok {
		m, d, _ := strings.Cut(s, "-")
		month, _ := strconv.Atoi(m)
		day, _ := strconv.Atoi(d)
		for hy := hijriYear(sitrep.NewDate(y, 1, 1)); ; hy++ {
			if t := fromHijri(hy, month, day); t.Year() >= y {
				return t
			}
		}
	}
	month, _ := strconv.Atoi(h.when[:2])
	rest := h.when[3:]
	if len(rest) == 2 && rest[0] != '-' {
		day, _ := strconv.Atoi(rest)
		return sitrep.NewDate(y, time.Month(month), day)
	}
	n, weekday := int(rest[0]-'0'), int(rest[len(rest)-1]-'0')
	if rest[0] == '-' { // the last one
		end := sitrep.NewDate(y, time.Month(month)+1, 0)
		return end.AddDays(-(int(end.Weekday()) - weekday + 7) % 7)
	}
	first := sitrep.NewDate(y, time.Month(month), 1)
	return first.AddDays((weekday-int(first.Weekday())+7)%7 + 7*(n-1))
}

// holiday finds the day of a holiday: of the year named, else the last one before the report, or the next one where the clause
// speaks of the future or the day lies close ahead.
func (s *state) holiday(m meaning) point {
	h := holidays().all[m[fHoliday]-1]
	if y := int(m[fYear]); y != 0 {
		return dayPoint(h.in(y))
	}
	if s.genre == Narrative {
		if s.ref.year == 0 || s.ref.bc {
			return point{grain: dayGrain}
		}
		return dayPoint(h.in(s.ref.year))
	}
	now := s.now.date()
	if now.IsZero() {
		return point{grain: dayGrain}
	}
	d := h.in(now.Year())
	switch rel := m[fRel]; {
	case rel == rThis:
	case (rel == rNext || s.ahead) && d.Before(now):
		d = h.in(now.Year() + 1)
	case rel != rNext && !s.ahead && now.Before(d) && between(now, d) > 31, rel == rLast && !d.Before(now):
		d = h.in(now.Year() - 1)
	}
	return dayPoint(d)
}
