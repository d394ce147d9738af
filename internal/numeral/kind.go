package numeral

import (
	"strings"

	"sitrep/internal/text"
)

var measures = set("km kilometre kilometer mile metre meter m mm cm foot feet yard kg kilogram kilo gram ton tonne pound litre liter gallon hectare acre hour minute second " +
	"day week month year decade century centuries degree inch inches knot barrel mi kms kph mph am pm a.m. p.m. gmt utc time calibre caliber megawatt mw kw lb lbs oz kilotonne sq storey story " +
	"o'clock night weekend point")

var currencies = set("dollar euro usd eur ruble rouble rupee dinar cent peso yuan yen naira shilling riyal rial lira franc pound afghani hryvnia birr kyat quetzal")

// moneySigns stand before a sum.
var moneySigns = set("$ £ € ¥ us$ c$ a$ rs rs. ₦ ₹ usd eur gbp kes ngn")

var months = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
	"jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.")

// namers are words before a number that make it a name.
var namers = set("resolution article unit no no. nos number route highway chapter phase operation boeing airbus flight group channel page section block level class gate sector area " +
	"annex paragraph rule law decree camp building room villa zone district line platoon grade type model mark covid kilometre kilometer km mile checkpoint")

// singular is a noun without the ending of its plural, as far as the lists above need it.
func singular(w string) string {
	if len(w) > 3 {
		return strings.TrimSuffix(w, "s")
	}
	return w
}

// kindOf tells what the number between tokens i and j counts, by its neighbours.
func (r *reader) kindOf(i, j int, v value) Kind {
	prev, next, then := r.norm(i-1), r.norm(j), r.norm(j+1)
	unit := singular(next)
	digits := r.Tokens[i].Shape == text.Number
	bare := digits && j == i+1
	switch {
	case moneySigns[prev], currencies[unit] && !(unit == "pound" && then == "bomb"), (unit == "us" || unit == "u.s.") && currencies[singular(then)]:
		return Money
	case next == "%" || next == "percent" || next == "per" && then == "cent" || next == "percentage" || next == "pc":
		return Percent
	case next == "-" && (then == "year" || then == "month" || then == "week" || then == "day") && r.norm(j+2) == "-" && r.norm(j+3) == "old",
		(unit == "year" || unit == "month") && (then == "old" || then == "-" && r.norm(j+2) == "old"), prev == "aged", prev == "age", prev == "ages":
		return Age
	case prev == "," && bare && (next == "," || next == "") && v.n < 120 && v.n > 4 && r.namedBefore(i-2): // "a councillor, 47, in"
		return Age
	case measures[unit] || measures[next]:
		return Measure
	case next == "-" && (measures[singular(then)] || measures[then]):
		return Measure
	case next == "-" && r.glued(j-1) && j+1 < r.last && r.Tokens[j+1].Shape == text.Lower && then != "plus" && then != "odd" && then != "some" && units[then] == 0:
		return Measure // "a 20-strong group", "3-storey building"
	case (next == "square" || next == "cubic" || next == "metric" || next == "nautical") && measures[singular(then)]:
		return Measure
	case months[prev] && v.n <= 31 && bare && !strings.Contains(r.norm(i), ","):
		return Calendar
	case months[next] && v.n <= 31 && bare && (next != "may" && next != "march" || r.Tokens[j].Shape == text.Capital || r.Tokens[j].Shape == text.Acronym):
		return Calendar
	case (next == "to" || next == "and" && prev == "between") && v.n <= 31 && bare && months[r.norm(j+2)] && r.Tokens[j+1].Shape == text.Number && r.Tokens[j+2].Shape != text.Lower:
		return Calendar // "from 1 to 15 March"
	case namers[prev] && digits && !(prev == "number" && r.norm(i-2) == "a"):
		return Name
	}
	return Cardinal
}

// namedBefore says that a word and no number or mark stands at token i.
func (r *reader) namedBefore(i int) bool {
	return i >= r.first && (r.Tokens[i].Shape == text.Capital || r.Tokens[i].Shape == text.Lower)
}

// Settle adds to a quantity's kind what the grammar tells: noun says that the word at a token is a noun or describes one, name
// that it is a proper name.
func (q *Quantity) Settle(d *text.Doc, sent int, noun, name func(token int) bool) {
	s := d.Sents[sent]
	r := reader{d, s.First, s.Last}
	i, j := q.Number, q.NumberEnd
	if q.Kind != Cardinal || j != i+1 || r.Tokens[i].Shape != text.Number {
		return
	}
	t := r.norm(i)
	counts := j < s.Last && noun(j)
	switch {
	case len(t) == 4 && t >= "1900" && t <= "2099" && q.First == i && r.yearLike(i, counts):
		q.Kind = Calendar
	case i > s.First && name(i-1) && !counts && q.First == i:
		q.Kind = Name
	}
}

// yearLike says that a four-digit number stands where a year does, and not before what it could count.
func (r *reader) yearLike(i int, counts bool) bool {
	switch w := r.norm(i - 1); w {
	case "in", "since", "the":
		return true
	case "until", "of", "from", "by", "during", "before", "after", "early", "late", "mid", "-", ",", "(":
		return !counts
	}
	return months[r.norm(i-1)] || months[r.norm(i-2)] || !counts
}
