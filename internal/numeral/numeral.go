// Package numeral answers one question: how many. It finds quantities with their hedges in a sentence's words and reads them into
// ranges: "more than 215,000", "up to 600", "almost 90,000", "dozens", "between 20 and 30", "half a million", "a third of the 90".
// It knows no grammar, so that the parser can take a quantity for one word before it reads the sentence (see [Quantity.Unit]).
//
// The ends of a range follow the terms of UCDP (UCDP Georeferenced Event Dataset Codebook, variables low, best, high): low is
// what is told at the least, high what is told at the most, best the number named. "60" is all three; "more than 60" has no high,
// "up to 60" no low, "about 60" neither. Vague words follow ACLED's rule, see vague.
package numeral

import (
	"math"

	"sitrep/internal/text"
)

// Kind is what sort of number a quantity is.
type Kind uint8

// The kinds. Only a Cardinal counts things.
const (
	Cardinal Kind = iota
	Percent
	Money
	Measure // of length, weight, time: "10 km", "three weeks"
	Age
	Calendar // a year or a day of a month
	Name     // part of a name: "7th Brigade", "Resolution 2254"
)

// Quantity is a number in a sentence with its hedge.
type Quantity struct {
	First, Last       int // tokens with the hedge, half-open
	Number, NumberEnd int // tokens of the number itself, of a range from its first number to its second
	// Behind is where a hedge ends that stands after what is counted, Last where there is none: "sixteen people or more".
	Behind          int
	Low, Best, High *int
	Kind            Kind
	// Increment says that it adds to a number told before: "another five", "five more".
	Increment bool
	// Sum says that it is told as what all numbers come to: "a total of 60".
	Sum bool

	noun bool // the number is a noun with its "of", which the grammar reads as well
}

// loose are words that open a hedge before a length of time or way and a preposition of it as often: "over three days".
var loose = set("over about around under in from near above below between beyond on north south")

// Unit says that the quantity is more than one word that the parser should take for one, or digits that open the sentence, which it
// is not used to.
func (q *Quantity) Unit(d *text.Doc) bool {
	if q.noun {
		return false
	}
	switch q.Kind {
	case Cardinal, Money, Percent:
		return q.Last-q.First > 1 || q.Kind == Cardinal && d.Tokens[q.First].Shape == text.Number && d.Sents[d.Tokens[q.First].Sent].First == q.First
	case Measure:
		return q.Last-q.First > 1 && !loose[d.Tokens[q.First].Norm]
	}
	return false
}

// Find gives the quantities of a sentence in order; they do not overlap. What only the grammar tells of their kinds, Settle
// adds.
func Find(d *text.Doc, sent int) []Quantity {
	s := d.Sents[sent]
	r := reader{d, s.First, s.Last}
	var out []Quantity
	at := s.First
	for i := s.First; i < s.Last; {
		q, ok := r.at(i, at)
		if !ok {
			i++
			continue
		}
		out = append(out, q)
		i, at = q.Last, q.Last
	}
	return out
}

// at reads a quantity whose number starts at token i; the hedge before it is looked for from there, as far as token from.
func (r *reader) at(i, from int) (Quantity, bool) {
	v, ok := r.number(i)
	if !ok {
		return Quantity{}, false
	}
	if w, ok := r.number(v.end + 1); ok && r.norm(v.end) == "(" && r.norm(w.end) == ")" && w.n == v.n && !v.vague && !w.vague {
		v.end = w.end + 1 // "12 (twelve)"
	}
	saved := r.first
	r.first = max(r.first, from) // a hedge is not taken from the quantity before
	defer func() { r.first = saved }()
	q := Quantity{First: i, Last: v.end, Number: i, NumberEnd: v.end, noun: v.noun}
	b := exact
	q.First, b = r.hedgeBefore(i)
	q.Sum = q.First < i && (r.Tokens[i-1].Norm == "of" && i-2 >= q.First && r.Tokens[i-2].Norm == "total")
	r.increment(&q, &b)
	q.Kind = r.kindOf(i, v.end, v)
	if hi, ok := r.rangeEnd(&q, v); ok {
		if !v.vague {
			v.lo = v.n
		}
		v.hi, v.vague = hi.n, true
		if hi.vague {
			v.hi = hi.hi
		}
		q.Last, q.NumberEnd = hi.end, hi.end
		if m := r.rangeScale(v.end); !v.scaled && hi.scaled && v.n < 1000 && m > 0 && v.n*m <= hi.n { // "two to three hundred"
			v.lo *= m
		}
		q.Kind = r.kindOf(i, hi.end, hi)
		if r.Tokens[i].Shape == text.Number && i+1 == v.end && r.years(r.norm(i), r.norm(hi.end-1)) || r.norm(i-1) == "(" && r.norm(hi.end) == ")" {
			q.Kind = Calendar
		}
		q.rangeWord(r)
		b = exact
	} else if v.n != math.Trunc(v.n) {
		return Quantity{}, false
	}
	if end, after := r.hedgeAfter(table().after, q.Last); end > q.Last && !(after == about && q.Kind == Measure) {
		q.Last, b = end, after
	}
	switch w := r.norm(q.Last); w {
	case "more", "additional", "further", "extra":
		q.Increment = q.Increment || q.Kind == Cardinal && r.norm(q.Last+1) != "than"
	}
	q.Behind = q.Last
	if q.Kind == Cardinal && b == exact {
		r.behind(&q, &b)
	}
	q.bounds(v, b)
	return q, true
}

// increment takes in the words that make a quantity one beyond those told before: "another five", "at least a further 10".
func (r *reader) increment(q *Quantity, b *bound) {
	k := q.First - 1
	switch r.norm(k) {
	case "another":
	case "further", "additional", "extra":
		if w := r.norm(k - 1); w == "a" || w == "an" {
			k--
		}
	default:
		return
	}
	q.Increment, q.First = true, k
	if h, hb := r.hedgeBefore(k); h < k {
		q.First = h
		if hb != exact {
			*b = hb
		}
	}
}

// behind looks for a hedge after the one or two words that are counted: "sixteen people or more", "20 civilians at least".
func (r *reader) behind(q *Quantity, b *bound) {
	for k := q.Last + 1; k <= q.Last+2; k++ {
		if t := r.norm(k - 1); t == "" || t == "," || t == "and" || t == "or" {
			return
		}
		if end, after := r.hedgeAfter(table().behind, k); end > k {
			if _, more := r.number(end); !more && r.norm(end) != "of" {
				q.Behind, *b = end, after
			}
			return
		}
	}
}

// bounds fills the range from the number and its hedge.
func (q *Quantity) bounds(v value, b bound) {
	ptr := func(x float64) *int { return new(int(x)) }
	if v.vague {
		q.Low, q.High = ptr(v.lo), ptr(v.hi)
		switch b { // "at least dozens", "up to several hundred"
		case atLeast:
			q.High = nil
		case atMost:
			q.Low = nil
		}
		return
	}
	switch b {
	case exact:
		q.Low, q.Best, q.High = ptr(v.n), ptr(v.n), ptr(v.n)
	case about:
		q.Best = ptr(v.n)
	case atLeast:
		q.Low, q.Best = ptr(v.n), ptr(v.n)
	case atMost:
		q.Best, q.High = ptr(v.n), ptr(v.n)
	}
}

// years says that the two words of a range are years: "2013-14", "between 1991 and 1997".
func (r *reader) years(from, to string) bool {
	year := func(w string) bool { return len(w) == 4 && w >= "1500" && w <= "2099" }
	return year(from) && (year(to) || len(to) == 2 && to > from[2:])
}

// changes are words of a number that moves, whose "from" is where it stood before: "rose from 35 to 40".
var changes = set("rise rises rose risen climb climbs climbed grow grows grew grown increase increased raise raised raising bring brought jump jumped fall fell fallen drop dropped cut " +
	"reduced revised revise lower lowered go gone went up down soar soared")

// rangeWord takes in the word that opens a range: "between", "from", "anywhere from", "somewhere between".
func (q *Quantity) rangeWord(r *reader) {
	if w := r.norm(q.First - 1); w != "between" && w != "from" {
		return
	}
	q.First--
	if w := r.norm(q.First - 1); w == "anywhere" || w == "somewhere" || w == "anything" {
		q.First--
	}
}

// rangeEnd reads the second number of a range whose first is v: "20 to 30", "20-30", "between 20 and 30", "at least 20 and up to
// 30", "two or three".
func (r *reader) rangeEnd(q *Quantity, v value) (value, bool) {
	if q.Kind != Cardinal && q.Kind != Measure && q.Kind != Age || v.vague && !v.scaled && !v.word {
		return value{}, false
	}
	j := v.end
	before := r.norm(q.First - 1)
	between := before == "between"
	k := j + 1
	switch sep := r.norm(j); {
	case sep == "to":
		if before == "from" { // "the number rose from 35 to 40"
			for n := q.First - 2; n >= r.first && n > q.First-9; n-- {
				if changes[r.norm(n)] {
					return value{}, false
				}
			}
		}
	case sep == "-" && (r.glued(j) && r.glued(j-1) || !r.glued(j) && !r.glued(j-1)):
	case sep == "and" && between:
	case sep == "or":
	case sep == "and" || sep == "," || sep == "but": // "at least 20 and up to 30"
		at, hedged := r.spread(j + 1)
		if !hedged {
			return value{}, false
		}
		k = at
	default:
		return value{}, false
	}
	if at, hedged := r.spread(k); hedged && r.norm(j) != "-" {
		k = at
	}
	m, ok := r.number(k)
	lo := v.n
	if v.vague {
		lo = v.lo
	}
	spreads := k > j+1 // "hundreds, if not thousands"
	if !ok || !m.vague && m.n <= lo || m.vague && (m.hi <= lo || !v.vague && !between && !spreads) || v.vague && !between && !spreads && r.norm(j) != "to" {
		return value{}, false
	}
	if spreads && r.norm(j) == "," && r.norm(m.end) == "," && r.norm(m.end+1) == "of" {
		m.end++
	}
	if r.norm(j) == "or" && m.n > lo*2+2 {
		return value{}, false
	}
	if v.n != math.Trunc(v.n) && r.rangeScale(j) == 0 {
		return value{}, false
	}
	return m, true
}

// spread reads the words at token k that make the next number the upper end of a range: "up to", "as many as", "possibly". It
// gives the token of that number.
func (r *reader) spread(k int) (int, bool) {
	for _, words := range [][]string{{"up", "to"}, {"as", "many", "as"}, {"possibly"}, {"perhaps"}, {"maybe"}, {"possibly", "as", "many", "as"}, {"perhaps", "as", "many", "as"},
		{"if", "not"}, {"or", "even"}, {"even"}} {
		if r.are(k, words) {
			if _, ok := r.number(k + len(words)); ok {
				return k + len(words), true
			}
		}
	}
	return k, false
}
