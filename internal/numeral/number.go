package numeral

import (
	"math"
	"strconv"
	"strings"

	"sitrep/internal/text"
)

var units = map[string]float64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// scales multiply; lakh and crore are South Asian.
var scales = map[string]float64{"hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9, "mln": 1e6, "mn": 1e6, "bn": 1e9, "lakh": 1e5, "crore": 1e7, "dozen": 12, "score": 20}

// vague words give a range. The low ends of tens, dozens and hundreds are those that ACLED codes (ACLED, "FAQs: ACLED
// Fatality Methodology", https://acleddata.com: 10 for "tens", 12 for "dozens", 100 for "hundreds", "and so on"); the high ends
// stop short of the next word. A score is twenty. None has a best number: ACLED's rule is for coding the lowest, and UCDP's
// best estimate is the most reliable number reported (UCDP GED Codebook, variables best, high and low), which a vague word is
// not.
var vague = map[string][2]float64{"tens": {10, 99}, "dozens": {12, 99}, "scores": {20, 99}, "hundreds": {100, 999}, "thousands": {1000, 9999},
	"millions": {1e6, 9_999_999}, "lakhs": {1e5, 999_999}}

// parts are the names of fractions by their denominators.
var parts = map[string]float64{"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fifth": 5, "fifths": 5, "sixth": 6,
	"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "tenths": 10}

// value is a number as read: n, or a range lo…hi where it is vague. end is the token after it.
type value struct {
	n      float64
	lo, hi float64
	vague  bool
	end    int
	scaled bool // it was multiplied by a scale: "two hundred"
	word   bool // it is written in words
	noun   bool // it is a noun that stays one: "a couple of"
}

// maxValue bounds the numbers that can be meant, so that they fit an int of 32 bits too; the high end of a vague one may be ten times that.
const maxValue = 2e9

// number reads the number at token i; ok is false where there is none.
func (r *reader) number(i int) (v value, ok bool) {
	if i >= r.last {
		return v, false
	}
	switch t := r.norm(i); {
	case r.Tokens[i].Shape == text.Number:
		v, ok = r.digits(i)
	case t == "half" && r.norm(i+1) == "a", t == "half" && r.norm(i+1) == "-" && r.norm(i+2) == "a":
		v, ok = r.halfA(i)
	case t == "a" || t == "an":
		v, ok = r.withArticle(i)
	case t == "several" || t == "few" || t == "many":
		v, ok = r.severalOf(i + 1)
	default:
		if v, ok = r.vagueWord(i); !ok {
			v, ok = r.words(i)
		}
	}
	return v, ok && v.n < maxValue && v.hi < maxValue*10 && v.end <= r.last
}

// vagueWord reads "dozens", "tens of thousands", "thousands upon thousands".
func (r *reader) vagueWord(i int) (value, bool) {
	t := r.norm(i)
	rng, ok := vague[t]
	if !ok {
		return value{}, false
	}
	v := value{lo: rng[0], hi: rng[1], vague: true, end: i + 1, word: true}
	switch w := r.norm(i + 1); w {
	case "of":
		if s, is := vague[r.norm(i+2)]; is && (t == "tens" || t == "hundreds" || t == "dozens" || t == "scores" || t == "thousands") {
			v.lo, v.hi, v.end = v.lo*s[0], (v.hi+1)*s[0]-1, i+3
		}
	case "and", "upon", "on":
		if r.norm(i+2) == t {
			v.end = i + 3
		}
	}
	return v, true
}

// halfA reads what follows "half": "half a million", "half a dozen", "half-a-dozen".
func (r *reader) halfA(i int) (value, bool) {
	k := i + 1
	if r.norm(k) == "-" {
		k++
	}
	if k++; r.norm(k) == "-" {
		k++
	}
	m, ok := scales[r.norm(k)]
	return value{n: m / 2, end: k + 1, scaled: true, word: true}, ok
}

// withArticle reads numbers that begin with an article: "a dozen", "a hundred and ten", "a couple of dozen", "a few hundred", "a
// handful", "a million and a half", "a quarter of a million", "a third of the 90".
func (r *reader) withArticle(i int) (value, bool) {
	t := r.norm(i + 1)
	switch {
	case t == "couple" || t == "pair":
		return r.couple(i + 1)
	case t == "few" || t == "good" && r.norm(i+2) == "many":
		return r.severalOf(i + 2)
	case t == "handful": // a few; whoever says so has not counted to ten
		return value{lo: 3, hi: 9, vague: true, end: i + 2, word: true, noun: true}, true
	case t == "half" && scales[r.norm(i+2)] > 0: // "a half million"
		return value{n: scales[r.norm(i+2)] / 2, end: i + 3, scaled: true, word: true}, true
	case t == "quarter" && r.norm(i+2) == "of" && r.norm(i+3) == "a" && scales[r.norm(i+4)] >= 1000:
		return value{n: scales[r.norm(i+4)] / 4, end: i + 5, scaled: true, word: true}, true
	case parts[t] > 0:
		return r.share(1/parts[t], i+2)
	case scales[t] > 0:
		v := value{n: scales[t], end: i + 2, scaled: true, word: true}
		if n := r.norm(i + 2); t == "dozen" || t == "score" || scales[n] == 0 && n != "and" && n != "-" {
			return v, true
		}
		if r.are(i+2, []string{"and", "a", "half"}) { // "a million and a half"
			v.n, v.end = v.n*1.5, i+5
			return v, true
		}
		if w, ok := r.sum(i+1, 1); ok {
			return w, true
		}
		return v, true
	}
	return value{}, false
}

// couple reads "couple", "pair", each with "of", before what it counts or before a scale.
func (r *reader) couple(k int) (value, bool) {
	v := value{n: 2, end: k + 1, word: true}
	of := k + 1
	if r.norm(of) == "of" {
		of++
	}
	if m := scales[strings.TrimSuffix(r.norm(of), "s")]; m > 0 {
		v.n, v.end, v.scaled = 2*m, of+1, true
		return v, true
	}
	v.noun = true
	return v, of > k+1
}

// severalOf reads the scale at token k after "several" or "a few": several hundred are at least two hundred and less than a
// thousand.
func (r *reader) severalOf(k int) (value, bool) {
	t := r.norm(k)
	m := scales[strings.TrimSuffix(t, "s")]
	if m == 0 || t == "score" || t == "scores" {
		return value{}, false
	}
	v := value{lo: 2 * m, hi: 10*m - 1, vague: true, end: k + 1, word: true}
	if m == 12 {
		v.hi = 99
	}
	if next := scales[strings.TrimSuffix(r.norm(k+1), "s")]; m == 100 && next >= 1000 { // "several hundred thousand"
		v.lo, v.hi, v.end = v.lo*next, (v.hi+1)*next-1, k+2
	}
	return v, true
}

// share reads "of the 90" at token k as that part of 90.
func (r *reader) share(part float64, k int) (value, bool) {
	if r.norm(k) != "of" {
		return value{}, false
	}
	k++
	for range 3 {
		switch r.norm(k) {
		case "the", "its", "their", "his", "her", "these", "those", "all", "some", "about", "roughly", "around", "our":
			k++
		}
	}
	v, ok := r.number(k)
	if !ok || v.vague {
		return value{}, false
	}
	return value{n: math.Round(part * v.n), end: v.end, scaled: true, word: true}, true
}

// digits reads a number that begins with digits at token i: "3,000", "2.4 million", "12 000", "15k", "2-3" only as far as "2".
func (r *reader) digits(i int) (value, bool) {
	t := r.norm(i)
	x, ok := parseDigits(t)
	v := value{n: x, end: i + 1}
	next := r.norm(i + 1)
	if m := scales[next]; m > 0 && next != "score" {
		if c := strings.IndexByte(t, ','); c >= 0 && strings.Count(t, ",") == 1 && len(t)-c < 4 { // a decimal comma: "2,3 million"
			x, ok = parseDigits(strings.Replace(t, ",", ".", 1))
		}
		v.n, v.end, v.scaled = math.Round(x*m*100)/100, i+2, true
		return v, ok
	}
	if ok && (next == "m" || next == "k") && r.glued(i) && people[r.norm(i+2)] { // "1.2m people"
		v.n, v.end, v.scaled = x*map[string]float64{"m": 1e6, "k": 1e3}[next], i+2, true
		return v, true
	}
	if !ok {
		if n := len(t) - 1; n > 0 && (t[n] == 'k' || t[n] == 'm') {
			x, ok = parseDigits(t[:n])
			if t[n] == 'm' { // "1.2m people", "50m away"
				ok = ok && (strings.Contains(t, ".") || x < 100) && people[r.norm(i+1)]
				x *= 1000
			}
			return value{n: x * 1000, end: i + 1, scaled: true}, ok
		}
		return value{}, false
	}
	if c := strings.IndexByte(t, ','); c >= 0 && !grouped(t) {
		return value{}, false
	}
	for len(t) <= 3 && len(next) == 3 && strings.HasSuffix(next, "00") && r.Tokens[v.end].Start == r.Tokens[v.end-1].End+1 && x > 0 { // "12 000"
		g, is := parseDigits(next)
		if !is {
			break
		}
		v.n, v.end = v.n*1000+g, v.end+1
		next = r.norm(v.end)
	}
	return v, v.n == math.Trunc(v.n) || r.rangeScale(v.end) > 0
}

// people are the nouns that settle that "1.2m" is a number of them.
var people = set("people persons civilians refugees children women men residents inhabitants syrians afghans iraqis ukrainians sudanese displaced families households")

// grouped says that the commas of a number part its thousands.
func grouped(t string) bool {
	groups := strings.Split(t, ",")
	for i, g := range groups {
		if i == 0 && (len(g) == 0 || len(g) > 3) || i > 0 && len(g) != 3 {
			return false
		}
	}
	return true
}

// parseDigits reads "3,000", "10.5", "60"; ok is false for "1990s", "20th", "10:30".
func parseDigits(t string) (float64, bool) {
	if t == "" || t[0] < '0' || t[0] > '9' {
		return 0, false
	}
	for i := range len(t) {
		if c := t[i]; (c < '0' || c > '9') && c != ',' && c != '.' {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(t, ",", ""), 64)
	return x, err == nil
}

// notOne are words after which "one" stands for a person or a thing.
var notOne = set("no every any each another this that which the some anyone")

// words reads a number in words: "twenty-five", "three thousand five hundred", "one hundred and twelve", "one and a half
// million", "two dozen", "two thirds of the 60".
func (r *reader) words(i int) (value, bool) {
	t := r.norm(i)
	n, ok := units[t]
	if !ok {
		if p := parts[t]; p > 0 && t == "half" && r.norm(i+1) == "of" {
			return r.share(1/p, i+1)
		}
		if (t == "couple" || t == "pair") && r.norm(i-1) != "married" {
			return r.couple(i)
		}
		if t == "half" && scales[r.norm(i+1)] >= 1000 {
			return value{n: scales[r.norm(i+1)] / 2, end: i + 2, scaled: true, word: true}, true
		}
		return value{}, false
	}
	if t == "one" && (notOne[r.norm(i-1)] || r.norm(i+1) == "another" || r.norm(i+1) == "-") {
		return value{}, false
	}
	k := i + 1
	if r.norm(k) == "-" {
		k++
	}
	if p := parts[r.norm(k)]; p > 0 && (n > 1 || r.norm(k) != "half") && n < p {
		return r.share(n/p, k+1)
	}
	if r.are(i+1, []string{"and", "a", "half"}) && scales[r.norm(i+4)] > 0 { // "one and a half million"
		return value{n: (n + .5) * scales[r.norm(i+4)], end: i + 5, scaled: true, word: true}, true
	}
	return r.sum(i, 0)
}

// sum adds up number words from token i on; one is 1 where an article stood for "one".
func (r *reader) sum(i int, one float64) (value, bool) {
	total, cur, j, any, scaled := 0.0, one, i, one > 0, false
	for j < r.last {
		t := r.norm(j)
		if u, ok := units[t]; ok {
			tail := scaled && cur > 0 && math.Mod(cur, 100) == 0 || math.Mod(cur, 100) >= 20 && math.Mod(cur, 10) == 0 && u > 0 && u < 10
			if any && !(cur == 0 && total > 0) && !tail {
				break
			}
			cur += u
			any = true
			j++
			if cur >= 20 && math.Mod(cur, 10) == 0 && r.norm(j) == "-" {
				if v, is := units[r.norm(j+1)]; is && v < 10 && v > 0 {
					cur += v
					j += 2
				}
			}
			continue
		}
		if m := scales[t]; m > 0 && any && t != "dozen" && t != "score" {
			if m == 100 {
				cur *= 100
			} else {
				total += cur * m
				cur = 0
			}
			scaled = true
			j++
			if r.are(j, []string{"and", "a", "half"}) && m > 100 { // "two million and a half"
				total += m / 2
				j += 3
			}
			continue
		}
		if (t == "dozen" || t == "score") && any {
			return value{n: (total + cur) * scales[t], end: j + 1, scaled: true, word: true}, true
		}
		if t == "-" && any && scales[r.norm(j+1)] > 0 && r.glued(j) && r.glued(j-1) { // "two-hundred"
			j++
			continue
		}
		if t == "and" && scaled && (math.Mod(cur, 100) == 0 && cur > 0 || cur == 0 && total > 0) {
			if u, ok := units[r.norm(j+1)]; ok && u < 100 && u > 0 {
				j++
				continue
			}
		}
		break
	}
	return value{n: total + cur, end: j, scaled: scaled, word: true}, any && j > i
}

// rangeScale is the scale that the second number of a range lends the first, whose end is token j: "two to three hundred", "1.5
// to 2 million". 0 for none.
func (r *reader) rangeScale(j int) float64 {
	switch r.norm(j) {
	case "to", "-", "and", "or":
	default:
		return 0
	}
	for k := j + 1; k < j+4 && k < r.last; k++ {
		if _, ok := units[r.norm(k)]; !ok && r.Tokens[k].Shape != text.Number && r.norm(k) != "-" {
			if m := scales[r.norm(k)]; k > j+1 && m > 0 {
				return m
			}
			return 0
		}
	}
	return 0
}
