package timex

import (
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// terminal reads what no list of words can: numbers, and names of several words. It appends the ways in which it can be read
// from token i on; to is the field that the pattern wants the value in, fields where the terminal sets its own.
type terminal struct {
	name string
	read func(r *reader, i int, m meaning, to field, out []result) []result
	any  bool // reads words that are in no list too
}

var terminals = []terminal{
	{name: "count", read: readCount},
	{name: "day", read: number(1, 31, 2)},
	{name: "mm", read: number(1, 12, 2)},
	{name: "year", read: readYear},
	{name: "anyyear", read: number(1, 9999, 4)},
	{name: "hyear", read: number(1000, 1600, 4)},
	{name: "two", read: number(0, 99, 2)},
	{name: "year2", read: readShortYear},
	{name: "nth", read: readNth},
	{name: "nthday", read: readNthDay},
	{name: "isodate", read: readISO},
	{name: "slashdate", read: readSlashes},
	{name: "decade", read: readDecade},
	{name: "decade2", read: readDecade2},
	{name: "clock", read: readClock},
	{name: "hour", read: readHour},
	{name: "military", read: readMilitary},
	{name: "holiday", read: readHoliday},
	{name: "adjective", read: readAdjective, any: true},
}

// digits reads token i as a whole number without thousands' commas.
func (r *reader) digits(i int) (int, bool) {
	if r.shape(i) != text.Number {
		return 0, false
	}
	return atoi(r.norm(i))
}

func atoi(s string) (int, bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	n := 0
	for k := 0; k < len(s); k++ {
		if s[k] < '0' || s[k] > '9' {
			return 0, false
		}
		n = 10*n + int(s[k]-'0')
	}
	return n, true
}

// number reads a number in digits, at most so many of them.
func number(low, high, width int) func(*reader, int, meaning, field, []result) []result {
	return func(r *reader, i int, m meaning, to field, out []result) []result {
		n, ok := r.digits(i)
		if !ok || n < low || n > high || len(r.norm(i)) > width {
			return out
		}
		if to < fields {
			m[to] = int16(n)
		}
		return append(out, result{end: i + 1, m: m})
	}
}

func readYear(r *reader, i int, m meaning, to field, out []result) []result {
	w := r.norm(i)
	if strings.HasPrefix(w, "mid-") {
		w = w[4:]
		m[fMod] = mMid
	} else if r.shape(i) != text.Number {
		return out
	}
	if n, ok := atoi(w); ok && (len(w) == 4 && n >= 1000 && n <= 2100 || r.bc && len(w) == 3 && n >= 100) {
		m[to] = int16(n)
		out = append(out, result{end: i + 1, m: m})
	}
	return out
}

// readShortYear reads a two-digit year behind a date of a telex ("4 FEB 90") or an apostrophe.
func readShortYear(r *reader, i int, m meaning, _ field, out []result) []result {
	n, ok := r.digits(i)
	if !ok || len(r.norm(i)) != 2 {
		return out
	}
	if p := r.norm(i - 1); p == "'" && r.d.Tokens[i].Start != r.d.Tokens[i-1].End || p != "'" && r.d.Tokens[i].Start == r.d.Tokens[i-1].End {
		return out
	}
	m[fYear] = int16(1900 + n)
	if n < 50 {
		m[fYear] += 100
	}
	return append(out, result{end: i + 1, m: m})
}

// readNth reads "28th", "twenty-first", "first".
func readNth(r *reader, i int, m meaning, to field, out []result) []result {
	w := r.norm(i)
	if to >= fields {
		to = fNth
	}
	emit := func(end, n int) {
		switch {
		case to == fDay && n > 31, to == fQuarter && n > 4, to == fHalf && n > 2:
			return
		}
		m[to] = int16(n)
		if to == fNth {
			m[fCentury] = int16(n)
		}
		out = append(out, result{end: end, m: m})
	}
	if r.shape(i) == text.Number && len(w) > 2 {
		switch w[len(w)-2:] {
		case "st", "nd", "rd", "th":
			if n, ok := atoi(w[:len(w)-2]); ok && n > 0 && n < 400 {
				emit(i+1, n)
			}
		}
		return out
	}
	if n, ok := r.value(i, "ordinal"); ok {
		emit(i+1, n)
	} else if t, ok := r.value(i, "tens"); ok {
		k := i + 1
		if r.norm(k) == "-" {
			k++
		}
		if n, ok := r.value(k, "ordinal"); ok && n < 10 {
			emit(k+1, t+n)
		}
	}
	return out
}

// readNthDay reads "28th" in digits only: in "the end of May the Second Army" no day is meant.
func readNthDay(r *reader, i int, m meaning, to field, out []result) []result {
	if r.shape(i) != text.Number {
		return out
	}
	return readNth(r, i, m, to, out)
}

// value is what token i is worth in a class of words.tsv.
func (r *reader) value(i int, class string) (int, bool) {
	if i < r.first || i >= r.last || r.words[i] == nil {
		return 0, false
	}
	for _, s := range r.words[i].senses {
		if s.class == r.g.classes[class] {
			return int(s.value), true
		}
	}
	return 0, false
}

// readCount reads how many: "three", "25", "2.5", "twenty-five", "two and a half", "a", "several", "a couple of".
func readCount(r *reader, i int, m meaning, _ field, out []result) []result {
	emit := func(end, tenths int) {
		if tenths > 0 && tenths < 32000 {
			c := m
			c[fN] = int16(tenths)
			out = append(out, result{end: end, m: c})
		}
	}
	vague := func(end int) {
		c := m
		c[fVague] = 1
		out = append(out, result{end: end, m: c})
	}
	w := r.norm(i)
	switch w {
	case "a", "an":
		emit(i+1, 10)
		switch next := r.norm(i + 1); {
		case next == "couple" || next == "number" || next == "handful" || next == "matter":
			if r.norm(i+2) == "of" {
				vague(i + 3)
			} else if next == "couple" {
				vague(i + 2)
			}
		case next == "few":
			vague(i + 2)
		case next == "dozen":
			emit(i+2, 120)
		case next == "hundred":
			emit(i+2, 1000)
		case next == "good" && r.norm(i+2) == "few":
			vague(i + 3)
		case next == "further" || next == "total":
			k := i + 2
			if r.norm(k) == "of" {
				k++
			}
			return readCount(r, k, m, fN, out)
		}
		return out
	case "few", "couple", "some":
		vague(i + 1)
		return out
	case "dozens", "scores", "hundreds", "tens", "thousands":
		if r.norm(i+1) == "of" {
			vague(i + 2)
		}
		return out
	case "another":
		return readCount(r, i+1, m, fN, append(out, result{end: i + 1, m: with(m, fN, 10)}))
	}
	if _, ok := r.value(i, "several"); ok {
		vague(i + 1)
		return out
	}
	n, end, ok := r.cardinal(i)
	if !ok {
		return out
	}
	emit(end, n)
	half := func(k int) (int, bool) {
		for _, s := range [][]string{{"and", "a", "half"}, {"-", "and", "-", "a", "-", "half"}, {"and", "-", "a", "-", "half"}, {"1/2"}} {
			ok := true
			for j, w := range s {
				ok = ok && r.norm(k+j) == w
			}
			if ok {
				return k + len(s), true
			}
		}
		return k, false
	}
	if k, ok := half(end); ok {
		emit(k, n+5)
	}
	return out
}

func with(m meaning, f field, v int16) meaning {
	m[f] = v
	return m
}

// cardinal reads a number in digits or words at token i, in tenths.
func (r *reader) cardinal(i int) (tenths, end int, ok bool) {
	if r.shape(i) == text.Number {
		w := strings.ReplaceAll(r.norm(i), ",", "")
		v, err := strconv.ParseFloat(w, 64)
		if err != nil || v <= 0 || v > 3000 {
			return 0, i, false
		}
		return int(v*10 + 0.5), i + 1, true
	}
	n, k := 0, i
	if v, is := r.value(k, "tens"); is {
		n, k = v, k+1
		j := k
		if r.norm(j) == "-" {
			j++
		}
		if v, is := r.value(j, "number"); is && v < 10 {
			n, k = n+v, j+1
		}
	} else if v, is := r.value(k, "number"); is {
		n, k = v, k+1
	}
	if r.norm(k) == "hundred" && n > 0 && n < 31 {
		n, k = n*100, k+1
	}
	if n == 0 {
		return 0, i, false
	}
	return n * 10, k, true
}

// readAdjective reads one describing word between a number and its unit: "two bloody weeks", "three consecutive days".
func readAdjective(r *reader, i int, m meaning, _ field, out []result) []result {
	if r.shape(i) != text.Lower || r.words[i] != nil && len(r.words[i].senses) > 0 {
		return out
	}
	switch r.tag(i) {
	case parse.ADJ:
	case parse.NOUN, parse.VERB:
		if w := r.norm(i); w != "trading" && w != "calendar" && w != "business" && w != "school" && w != "work" && w != "man" {
			return out
		}
	default:
		return out
	}
	switch r.norm(i) {
	case "few", "couple", "dozen", "hundred", "many":
		return out
	case "old", "such", "last", "first", "next", "recent", "past", "less":
		return out
	}
	return append(out, result{end: i + 1, m: m})
}

func onDay(m meaning, d sitrep.Date) meaning {
	m[fYear], m[fMonth], m[fDay] = int16(d.Year()), int16(d.Month()), int16(d.Day())
	return m
}

// readISO reads "2014-06-10" in one token.
func readISO(r *reader, i int, m meaning, _ field, out []result) []result {
	if w := r.norm(i); len(w) == 10 && w[4] == '-' && w[7] == '-' {
		if d, err := sitrep.ParseDate(w); err == nil {
			return append(out, result{end: i + 1, m: onDay(m, d)})
		}
	}
	return out
}

// readSlashes reads "10/06/2014" and "10.06.2014", with points always the day first; with slashes where only one order gives a
// date, else nothing, because Americans and the rest of the world differ.
func readSlashes(r *reader, i int, m meaning, _ field, out []result) []result {
	w := r.norm(i)
	if r.shape(i) != text.Number || len(w) < 8 || len(w) > 10 {
		return out
	}
	sep := "/"
	if strings.Count(w, ".") == 2 {
		sep = "."
	}
	p := strings.Split(w, sep)
	if len(p) != 3 || len(p[2]) != 4 {
		return out
	}
	a, okA := atoi(p[0])
	b, okB := atoi(p[1])
	y, okY := atoi(p[2])
	if !okA || !okB || !okY || y < 1000 || y > 2100 || a == 0 || b == 0 {
		return out
	}
	switch {
	case sep == "." && b <= 12 || sep == "/" && a > 12 && b <= 12 || a == b:
	case sep == "/" && b > 12 && a <= 12:
		a, b = b, a
	default:
		return out
	}
	if a > 31 || b > 12 {
		return out
	}
	m[fYear], m[fMonth], m[fDay] = int16(y), int16(b), int16(a)
	return append(out, result{end: i + 1, m: m})
}

// readDecade reads "1990s", "1990's", "mid-1990s", "470s".
func readDecade(r *reader, i int, m meaning, _ field, out []result) []result {
	w := r.norm(i)
	if strings.HasPrefix(w, "mid-") {
		w, m[fMod] = w[4:], mMid
	} else if r.shape(i) != text.Number {
		return out
	}
	s, cut := strings.CutSuffix(w, "'s")
	if !cut {
		s, cut = strings.CutSuffix(w, "s")
	}
	n, ok := atoi(s)
	if !cut || !ok || n%10 != 0 || len(s) < 3 || len(s) > 4 || n < 100 || n > 2090 {
		return out
	}
	if n%100 == 0 && n < 2000 {
		m[fCentury] = int16(n/100) + 1
	} else {
		m[fDecade] = int16(n)
	}
	return append(out, result{end: i + 1, m: m})
}

// readDecade2 reads "90s" behind an apostrophe.
func readDecade2(r *reader, i int, m meaning, _ field, out []result) []result {
	w := r.norm(i)
	if s, ok := strings.CutSuffix(w, "s"); ok && r.norm(i-1) == "'" {
		if n, ok := atoi(s); ok && len(s) == 2 && n%10 == 0 {
			m[fDecade] = int16(1900 + n)
			if n < 20 {
				m[fDecade] += 100
			}
			out = append(out, result{end: i + 1, m: m})
		}
	}
	return out
}

// readClock reads "14:30", "5.30" before "am" or "pm", "5:30PM".
func readClock(r *reader, i int, m meaning, _ field, out []result) []result {
	w := r.norm(i)
	if len(w) < 3 || w[0] < '0' || w[0] > '9' {
		return out
	}
	end := i + 1
	for _, s := range []struct {
		suffix string
		half   int16
	}{{"am", halfAM}, {"a.m.", halfAM}, {"pm", halfPM}, {"p.m.", halfPM}, {"z", 0}} {
		if t, ok := strings.CutSuffix(w, s.suffix); ok {
			w, m[fHalfDay] = t, s.half
			if s.half == 0 {
				m[fZone] = zoneUTC
			}
			break
		}
	}
	h, mins, ok := strings.Cut(w, ":")
	if !ok {
		h, mins, ok = strings.Cut(w, ".")
		if _, next := r.value(end, "ampm"); ok && m[fHalfDay] == 0 && !next {
			return out
		}
	}
	if !ok {
		n, is := atoi(w)
		if !is || m[fHalfDay] == 0 || n == 0 || n > 12 {
			if is && len(w) == 4 && m[fZone] != 0 && n/100 < 24 && n%100 < 60 { // "0430Z"
				m[fHour], m[fMinute] = int16(n/100)+1, int16(n%100)+1
				return append(out, result{end: end, m: m})
			}
			return out
		}
		m[fHour] = int16(n) + 1
		return append(out, result{end: end, m: m})
	}
	a, okA := atoi(h)
	b, okB := atoi(strings.SplitN(mins, ":", 2)[0])
	if !okA || !okB || a > 24 || b > 59 || len(h) > 2 || len(mins) < 2 {
		return out
	}
	m[fHour], m[fMinute] = int16(a)+1, int16(b)+1
	return append(out, result{end: end, m: m})
}

// readHour reads the hour in "5 pm", "eight o'clock".
func readHour(r *reader, i int, m meaning, _ field, out []result) []result {
	n, ok := r.digits(i)
	if !ok {
		n, ok = r.value(i, "number")
	}
	if !ok || n < 1 || n > 24 {
		return out
	}
	m[fHour] = int16(n) + 1
	return append(out, result{end: i + 1, m: m})
}

// readMilitary reads "1430" before "GMT" or "hours".
func readMilitary(r *reader, i int, m meaning, _ field, out []result) []result {
	n, ok := r.digits(i)
	if !ok || len(r.norm(i)) != 4 || n/100 > 23 || n%100 > 59 {
		return out
	}
	m[fHour], m[fMinute] = int16(n/100)+1, int16(n%100)+1
	return append(out, result{end: i + 1, m: m})
}
