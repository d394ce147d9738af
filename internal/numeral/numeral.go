// Package numeral answers one question: how many. It finds quantities with their hedges and reads them into ranges:
// "more than 215,000", "up to 600", "almost 90,000", "dozens", "between 20 and 30", "1.5 million".
//
// The bounds follow the terms of UCDP (low, best, high) and, for vague words, the lower ends of ACLED's rule for vague
// numbers of fatalities (dozens 12, hundreds 100).
package numeral

import (
	"strconv"
	"strings"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Kind is what sort of number a quantity is.
type Kind uint8

// The kinds. Only a Cardinal counts things.
const (
	Cardinal Kind = iota
	Ordinal
	Percent
	Money
	Measure // of length, weight, time: "10 km", "three weeks"
	Age
	Calendar // a year or a day of a month
	Name     // part of a name: "7th Brigade", "Resolution 2254"
)

// Quantity is a number in a sentence with its hedge.
type Quantity struct {
	First, Last     int // tokens with the hedge, half-open
	Number          int // first token of the number itself
	Low, Best, High *int
	Kind            Kind
	// Increment says that it adds to a number told before: "another five", "five more".
	Increment bool
}

var units = map[string]int{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

var scales = map[string]int{"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "mln": 1_000_000, "bn": 1_000_000_000}

// vague words give a range: ACLED's lower ends, and the next word's lower end less one as the upper.
var vague = map[string][2]int{"dozens": {12, 99}, "scores": {20, 99}, "tens": {20, 99}, "hundreds": {100, 999}, "thousands": {1000, 9999}, "millions": {1_000_000, 9_999_999}}

type bound uint8

const (
	exact bound = iota
	about
	atLeast
	atMost
)

// before lists hedges that stand before a number, longest first where one begins like another.
var before = []struct {
	words []string
	bound bound
}{
	{w("no fewer than"), atLeast}, {w("no less than"), atLeast}, {w("not less than"), atLeast}, {w("not fewer than"), atLeast},
	{w("no more than"), atMost}, {w("not more than"), atMost}, {w("as many as"), atMost}, {w("as much as"), atMost}, {w("a maximum of"), atMost},
	{w("a minimum of"), atLeast}, {w("a total of"), exact}, {w("more than"), atLeast}, {w("greater than"), atLeast}, {w("in excess of"), atLeast},
	{w("at least"), atLeast}, {w("well over"), atLeast}, {w("just over"), atLeast}, {w("upwards of"), atLeast}, {w("upward of"), atLeast},
	{w("up to"), atMost}, {w("at most"), atMost}, {w("fewer than"), atMost}, {w("less than"), atMost}, {w("close to"), atMost}, {w("just under"), atMost},
	{w("an estimated"), about}, {w("some"), about}, {w("about"), about}, {w("around"), about}, {w("roughly"), about}, {w("approximately"), about},
	{w("estimated"), about}, {w("circa"), about}, {w("or so"), about}, {w("nearly"), atMost}, {w("almost"), atMost}, {w("under"), atMost}, {w("over"), atLeast}, {w("above"), atLeast},
	{w("only"), exact}, {w("all"), exact}, {w("the"), exact},
}

var increments = map[string]bool{"another": true, "further": true, "additional": true}

func w(s string) []string { return strings.Fields(s) }

var measures = map[string]bool{"km": true, "kilometre": true, "kilometer": true, "mile": true, "metre": true, "meter": true, "m": true, "mm": true, "cm": true,
	"foot": true, "feet": true, "yard": true, "kg": true, "kilogram": true, "kilo": true, "gram": true, "ton": true, "tonne": true, "pound": true, "litre": true, "liter": true, "gallon": true,
	"hectare": true, "acre": true, "hour": true, "minute": true, "second": true, "day": true, "week": true, "month": true, "year": true, "decade": true, "century": true,
	"degree": true, "inch": true, "knot": true, "barrel": true, "mi": true, "kms": true, "kph": true, "mph": true, "am": true, "pm": true, "a.m.": true, "p.m.": true, "gmt": true, "utc": true, "time": true}

var currencies = map[string]bool{"dollar": true, "euro": true, "usd": true, "eur": true, "ruble": true, "rouble": true, "rupee": true, "dinar": true, "cent": true, "peso": true, "yuan": true, "yen": true, "naira": true}

var months = map[string]bool{"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true,
	"october": true, "november": true, "december": true, "jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true,
	"jan.": true, "feb.": true, "mar.": true, "apr.": true, "jun.": true, "jul.": true, "aug.": true, "sep.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true}

// namers are words before a number that make it a name.
var namers = map[string]bool{"resolution": true, "article": true, "unit": true, "no": true, "no.": true, "number": true, "route": true, "highway": true, "chapter": true,
	"phase": true, "operation": true, "boeing": true, "flight": true, "group": true, "channel": true, "page": true, "section": true, "block": true, "level": true, "class": true, "gate": true, "sector": true, "area": true}

// Find gives the quantities of a sentence in order; they do not overlap.
func Find(d *parse.Doc, sent int) []Quantity {
	s := d.Sents[sent]
	var out []Quantity
	for i := s.First; i < s.Last; {
		q, ok := at(d, s.First, s.Last, i)
		if !ok {
			i++
			continue
		}
		out = append(out, q)
		i = q.Last
	}
	return out
}

// at reads a quantity whose number starts at token i; the hedge before it is looked for from there.
func at(d *parse.Doc, first, last, i int) (Quantity, bool) {
	n, j, rng := number(d, last, i)
	if j == i {
		return Quantity{}, false
	}
	q := Quantity{First: i, Last: j, Number: i}
	q.Kind = kindOf(d, first, last, i, j, n)
	if rng[1] > 0 {
		q.Low, q.High = ptr(rng[0]), ptr(rng[1])
		q.hedgeVague(d, first)
		return q, true
	}
	// "20 to 30", "20-30", "between 20 and 30"
	if q.Kind == Cardinal || q.Kind == Measure {
		if hi, k, ok := rangeEnd(d, first, last, i, j, n); ok {
			q.Low, q.High, q.Last = ptr(n), ptr(hi), k
			if i > first && norm(d, i-1) == "between" {
				q.First--
			}
			q.Kind = kindOf(d, first, last, i, k, hi)
			return q, true
		}
	}
	b := exact
	q.First, b = hedge(d, first, i)
	if q.First > first && increments[norm(d, q.First-1)] {
		q.Increment = true
		q.First--
		if q.First > first && (norm(d, q.First-1) == "a" || norm(d, q.First-1) == "an") {
			q.First--
		}
		if h, hb := hedge(d, first, q.First); h < q.First && hb != exact {
			q.First, b = h, hb
		}
	}
	if i > first && norm(d, i-1) == "a" && (norm(d, i) == "dozen" || norm(d, i) == "hundred" || norm(d, i) == "thousand" || norm(d, i) == "million") && q.First == i {
		q.First--
		if h, hb := hedge(d, first, q.First); h < q.First {
			q.First, b = h, hb
		}
	}
	// "60 or more", "60-plus", "60 or so"
	switch {
	case norm(d, j) == "or" && norm(d, j+1) == "more" && j+2 <= last:
		b, q.Last = atLeast, j+2
	case norm(d, j) == "or" && (norm(d, j+1) == "so" || norm(d, j+1) == "fewer") && j+2 <= last:
		q.Last = j + 2
		b = about
	case norm(d, j) == "-" && norm(d, j+1) == "plus" && j+2 <= last:
		b, q.Last = atLeast, j+2
	case norm(d, j) == "+" && j < last:
		b, q.Last = atLeast, j+1
	case norm(d, j) == "more" && j < last && norm(d, j+1) != "than":
		q.Increment = true
	}
	switch b {
	case exact:
		q.Low, q.Best, q.High = ptr(n), ptr(n), ptr(n)
	case about:
		q.Best = ptr(n)
	case atLeast:
		q.Low, q.Best = ptr(n), ptr(n)
	case atMost:
		q.Best, q.High = ptr(n), ptr(n)
	}
	return q, true
}

// hedgeVague takes in a hedge before a vague word: "at least dozens" changes nothing but the words.
func (q *Quantity) hedgeVague(d *parse.Doc, first int) {
	if h, b := hedge(d, first, q.First); b == atLeast {
		q.First = h
		q.High = nil
	}
}

func ptr(n int) *int { return &n }

func norm(d *parse.Doc, i int) string {
	if i < 0 || i >= len(d.Tokens) {
		return ""
	}
	return d.Tokens[i].Norm
}

// hedge finds the hedge that ends right before token i: its first token (i for none) and its bound. "at least some 20"
// takes the outer one.
func hedge(d *parse.Doc, first, i int) (int, bound) {
	for _, h := range before {
		k := i - len(h.words)
		if k < first {
			continue
		}
		ok := true
		for n, word := range h.words {
			if norm(d, k+n) != word {
				ok = false
				break
			}
		}
		if !ok {
			continue
		}
		if len(h.words) == 1 && (h.words[0] == "the" || h.words[0] == "all" || h.words[0] == "only") {
			return i, exact
		}
		if outer, b := hedge(d, first, k); outer < k {
			return outer, b
		}
		return k, h.bound
	}
	return i, exact
}

// number reads a number at token i: its value and the token after it (i for none), or the range of a vague word.
func number(d *parse.Doc, last, i int) (n, end int, rng [2]int) {
	t := norm(d, i)
	if i >= last {
		return 0, i, rng
	}
	if r, ok := vague[t]; ok {
		if norm(d, i+1) == "of" && i+2 < last {
			if s, is := vague[norm(d, i+2)]; is && (t == "tens" || t == "hundreds") { // "tens of thousands"
				mult := 10
				if t == "hundreds" {
					mult = 100
				}
				return 0, i + 3, [2]int{s[0] * mult, s[0]*mult*10 - 1}
			}
		}
		return 0, i + 1, r
	}
	if d.Tokens[i].Shape == text.Number {
		v, ok := digits(t)
		if !ok {
			return 0, i, rng
		}
		j := i + 1
		if m, is := scales[norm(d, j)]; is && j < last {
			return int(v * float64(m)), j + 1, rng
		}
		if norm(d, j) == "dozen" && j < last {
			return int(v * 12), j + 1, rng
		}
		if v != float64(int(v)) {
			return 0, i, rng
		}
		return int(v), j, rng
	}
	if t == "half" && norm(d, i+1) == "a" && norm(d, i+2) == "dozen" && i+2 < last {
		return 6, i + 3, rng
	}
	if (t == "couple" || t == "pair") && norm(d, i+1) == "of" {
		return 2, i + 1, rng
	}
	if t == "dozen" || t == "hundred" || t == "thousand" || t == "million" {
		if p := norm(d, i-1); p != "a" && p != "one" && p != "per" && p != "several" && p != "few" && p != "the" {
			return 0, i, rng
		}
		if p := norm(d, i-1); p == "several" || p == "few" || p == "the" {
			return 0, i, rng
		}
		if t == "dozen" {
			return 12, i + 1, rng
		}
		return scales[t], i + 1, rng
	}
	return words(d, last, i)
}

// words reads a number in words: "twenty-five", "three thousand five hundred", "one hundred and twelve".
func words(d *parse.Doc, last, i int) (n, end int, rng [2]int) {
	total, cur, j, any := 0, 0, i, false
	for j < last {
		t := norm(d, j)
		if u, ok := units[t]; ok {
			if any && cur%100 != 0 && !(cur%10 == 0 && u < 10) {
				break
			}
			cur += u
			any = true
			j++
			if cur >= 20 && cur%10 == 0 && norm(d, j) == "-" && j+1 < last {
				if v, is := units[norm(d, j+1)]; is && v < 10 {
					cur += v
					j += 2
				}
			}
			continue
		}
		if m, ok := scales[t]; ok && any {
			if m == 100 {
				cur *= 100
			} else {
				total += cur * m
				cur = 0
			}
			j++
			continue
		}
		if t == "dozen" && any {
			return (total + cur) * 12, j + 1, rng
		}
		if t == "and" && any && j+1 < last && (cur%100 == 0 && cur > 0 || cur == 0 && total > 0) {
			if u, ok := units[norm(d, j+1)]; ok && u < 100 {
				j++
				continue
			}
		}
		break
	}
	if !any {
		return 0, i, rng
	}
	return total + cur, j, rng
}

// digits reads "3,000", "10.5", "60"; ok is false for "1990s", "20th", "10:30".
func digits(t string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(t, ",", ""), 64)
	return v, err == nil && v < 1e12
}

// rangeEnd reads the second number of a range whose first ends at token j.
func rangeEnd(d *parse.Doc, first, last, i, j, n int) (hi, end int, ok bool) {
	sep := norm(d, j)
	switch {
	case sep == "to" || sep == "-":
	case sep == "and" && i > first && norm(d, i-1) == "between":
	case sep == "or" && j+1 < last:
	default:
		return 0, 0, false
	}
	m, k, rng := number(d, last, j+1)
	if k == j+1 || rng[1] > 0 || m <= n || sep == "or" && m > n*2+2 {
		return 0, 0, false
	}
	return m, k, true
}

// kindOf tells what the number between tokens i and j counts, by its neighbours.
func kindOf(d *parse.Doc, first, last, i, j, n int) Kind {
	t := norm(d, i)
	prev, next := "", ""
	if i > first {
		prev = norm(d, i-1)
	}
	if j < last {
		next = norm(d, j)
	}
	lemma := ""
	if j < last {
		lemma = d.Lemmas[j]
	}
	switch {
	case prev == "$" || prev == "£" || prev == "€" || prev == "us$" || currencies[lemma]:
		return Money
	case next == "%" || next == "percent" || next == "per" && norm(d, j+1) == "cent" || next == "percentage":
		return Percent
	case next == "-" && (norm(d, j+1) == "year" || norm(d, j+1) == "month") && norm(d, j+2) == "-" && norm(d, j+3) == "old",
		lemma == "year" && norm(d, j+1) == "old", prev == "aged", prev == "age":
		return Age
	case measures[lemma] || measures[next]:
		return Measure
	case next == "-" && measures[norm(d, j+1)]:
		return Measure
	case next == "-" && j+1 < last && d.Tokens[j].Start == d.Tokens[j-1].End && d.Tokens[j+1].Shape == text.Lower && norm(d, j+1) != "plus":
		return Measure // "a 20-strong group", "3-storey building"
	case months[prev] && n <= 31 && !strings.Contains(t, ","):
		return Calendar
	case months[next] && n <= 31 && d.Tokens[i].Shape == text.Number && (next != "may" && next != "march" || d.Tokens[j].Shape == text.Capital):
		return Calendar
	case len(t) == 4 && n >= 1900 && n <= 2099 && d.Tokens[i].Shape == text.Number && (d.Tags[i] == parse.NUM || d.Tags[i] == parse.NOUN) && yearLike(d, first, last, i, j):
		return Calendar
	case namers[prev] && d.Tokens[i].Shape == text.Number:
		return Name
	case i > first && d.Tags[i-1] == parse.PROPN && d.Tokens[i].Shape == text.Number && !(j < last && (d.Tags[j] == parse.NOUN || d.Tags[j] == parse.ADJ)):
		return Name
	}
	return Cardinal
}

// yearLike says that a four-digit number stands where a year does, and not before what it could count.
func yearLike(d *parse.Doc, first, last, i, j int) bool {
	if i > first {
		switch norm(d, i-1) {
		case "in", "since", "until", "of", "from", "by", "during", "before", "after", "early", "late", "mid", "-", "the", ",", "(":
			if j >= last || d.Tags[j] != parse.NOUN || norm(d, i-1) == "the" || norm(d, i-1) == "since" {
				return true
			}
			return norm(d, i-1) == "in" || norm(d, i-1) == "since"
		}
		if months[norm(d, i-1)] || i-2 >= first && months[norm(d, i-2)] {
			return true
		}
	}
	return j >= last || d.Tags[j] != parse.NOUN && d.Tags[j] != parse.ADJ
}
