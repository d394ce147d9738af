package timex

import (
	"slices"
	"strings"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// sound says whether token i, which a pattern wants to read as a word of a class, is that word here: "may" is a month only as a
// name, "fall" a season only as a noun.
func (r *reader) sound(i int, f field, s sense) bool {
	w := r.d.Tokens[i].Norm
	lower := r.shape(i) == text.Lower && !r.capitals(i)
	number := r.shape(i-1) == text.Number || r.shape(i+1) == text.Number
	switch f {
	case fMonth:
		if (w == "may" || w == "march") && r.capitals(i) && !number { // in capitals only the words around tell
			switch p := r.norm(i - 1); p {
			case "last", "this", "next", "previous":
			default:
				return yearPlaces[p] && p != "to" && p != "and" && p != "," && r.tag(i) != parse.AUX
			}
		}
		switch w {
		case "may":
			if lower || !number && r.tag(i) == parse.AUX {
				return false
			}
			return number || i > r.first || r.tag(i) == parse.PROPN && r.norm(i+1) != "the"
		case "march":
			if lower {
				return false
			}
			switch r.norm(i + 1) { // "the Women's March on Versailles"
			case "on", "to", "into", "against", "towards", "toward":
				return yearPlaces[r.norm(i-1)] || r.norm(i-1) == "last" || r.norm(i-1) == "this" || r.norm(i-1) == "next"
			}
			return true
		case "mar", "dec", "sep", "jan", "jun", "jul", "oct", "nov", "apr", "feb", "aug":
			return !lower
		}
	case fWeekday:
		switch w {
		case "sun", "sat", "mon", "wed", "fri", "thu", "tue", "thurs", "tues", "thur", "weds":
			return !lower && (r.shape(i+1) == text.Number || r.norm(i+1) == "," || r.norm(i+1) == ".")
		}
		return !lower
	case fSeason:
		if r.tag(i) == parse.VERB || r.tag(i) == parse.AUX {
			return false
		}
		if w == "fall" || w == "spring" {
			switch r.norm(i - 1) {
			case "the", "in", "this", "last", "next", "that", "by", "of", "each", "every", "early", "late", "since", "until", "during", "previous", "following", "mid", "-", "through", "and", "or", "past", "coming", "before", "after":
			default:
				if r.shape(i+1) != text.Number && !(r.norm(i+1) == "of" && r.shape(i+2) == text.Number) {
					return false
				}
			}
		}
		if w == "spring" && (r.norm(i+1) == "water" || r.norm(i+1) == "waters") {
			return false
		}
		if r.norm(i+1) == "of" && r.shape(i+2) != text.Number && w == "fall" {
			switch r.norm(i + 2) {
			case "that", "this", "last", "next", "the":
				return r.norm(i+3) == "year" || r.norm(i+3) == "same" || r.norm(i+3) == "following"
			}
			return false
		}
		if !lower && i > r.first && r.shape(i-1) == text.Capital && r.shape(i+1) != text.Number { // "the Arab Spring"
			return false
		}
	case fUnit:
		switch {
		case s.value == uSecond:
			return r.tag(i) == parse.NOUN && r.tag(i+1) != parse.NOUN && r.tag(i+1) != parse.ADJ
		case s.value == uMinute && w == "minute", s.value == uQuarter:
			return r.tag(i) != parse.VERB
		}
		return lower || i == r.first || r.capitals(i) || r.shape(i) == text.Number ||
			r.title(i) // "24 Hours" is a programme
	case fPart:
		return lower || r.capitals(i) || i == r.first
	}
	return true
}

// nameNouns make a name of the time before them: "Sunday Times", "April 6 Movement", "14 July Bridge".
var nameNouns = map[string]bool{"times": true, "mirror": true, "telegraph": true, "herald": true, "post": true, "mail": true, "express": true,
	"mercury": true, "world": true, "star": true, "tribune": true, "review": true, "movement": true, "brigade": true, "brigades": true, "battalion": true,
	"battalions": true, "bridge": true, "street": true, "square": true, "avenue": true, "road": true, "boulevard": true, "hospital": true, "mosque": true,
	"camp": true, "stadium": true, "university": true, "airport": true, "party": true, "forces": true, "alliance": true, "coalition": true, "group": true,
	"agreement": true, "accord": true, "accords": true, "martyrs": true, "youth": true, "island": true, "mothers": true, "club": true, "network": true,
	"league": true, "division": true, "regiment": true, "palace": true, "monument": true, "programme": true, "program": true, "show": true, "magazine": true}

// partyDays are words, in lower case too, that make a name of the day in March before them: "the March 14 alliance".
var partyDays = map[string]bool{"alliance": true, "coalition": true, "movement": true, "bloc": true, "camp": true, "forces": true}

// beforeNames are words that make a name with a time behind them: "Black September", "Bloody Sunday".
var beforeNames = map[string]bool{"black": true, "bloody": true, "red": true, "holy": true, "palm": true, "good": true, "maundy": true, "shrove": true, "super": true,
	"easter": true, "whit": true}

// yearPlaces are words after which a bare number is a year.
var yearPlaces = map[string]bool{"in": true, "since": true, "until": true, "till": true, "from": true, "by": true, "during": true, "before": true, "after": true,
	"between": true, "throughout": true, "through": true, "early": true, "late": true, "mid": true, "circa": true, "year": true, "into": true, "pre": true, "post": true,
	"around": true, "about": true, "of": true, "to": true, "and": true, "(": true, "-": true, ",": true, "or": true, "for": true, "ca.": true, "c.": true, "[": true, "/": true,
	"as": true, "than": true, "fiscal": true, "winter": true, "spring": true, "summer": true, "autumn": true}

// numberNames are words whose number is no year: "Resolution 1973", "Highway 1990".
var numberNames = map[string]bool{"resolution": true, "highway": true, "route": true, "flight": true, "no.": true, "number": true, "nos.": true, "room": true,
	"section": true, "article": true, "law": true, "act": true, "bill": true, "page": true, "model": true, "area": true, "unit": true, "channel": true, "chapter": true,
	"decree": true, "item": true, "hill": true, "base": true, "point": true, "$": true, "€": true, "£": true, "us$": true, "#": true, "some": true, "nearly": true, "almost": true, "least": true, "over": true}

// plausible rejects what the words allow and the sentence does not.
func (r *reader) plausible(i, end int, m *meaning) bool {
	one := end-i == 1
	next, prev := r.norm(end), r.norm(i-1)
	lastWord := r.norm(end - 1)
	if !r.unnamed(i, end, m) {
		return false
	}
	switch {
	case m[fYear] != 0 && one && m[fMonth] == 0 && m[fSeason] == 0 && r.norm(i)[0] != 'm':
		return r.isYear(i, int(m[fYear]))
	case m[fRef] != 0:
		return r.isRef(i, end)
	case m[fSeason] != 0 && r.norm(i) == "the" && end-i == 2 && r.tag(end) == parse.NOUN && r.tag(end+1) != parse.NOUN:
		return false // in "the spring offensive" the article is the offensive's
	case m[fDay] != 0 && m[fMonth] == 0 && m[fHijriMonth] == 0 && m[fSolarMonth] == 0 && m[fRel] == 0 && end-i == 2:
		switch prev { // "on the 15th, troops"
		case "on", "by", "until", "since", "from", "before", "after", "to", "and":
			return r.tag(end) != parse.NOUN && r.tag(end) != parse.PROPN && r.tag(end) != parse.ADJ && r.tag(end) != parse.NUM && next != "of" && next != "-"
		}
		return false
	case m[fRel] == rPast && r.norm(i) == "last":
		switch prev {
		case "to", "will", "would", "could", "may", "might", "can", "should", "must", "'ll":
			return false // "expected to last three weeks"
		}
		return r.tag(i) != parse.VERB
	case m[fRel] == rTold:
		return next != "being" && next != "to" && next != "for"
	case m[fRel] == rSome && m[fPart] != 0 && one:
		return prev == "at" || r.tag(end) == parse.NOUN
	case m[fDay] != 0 && m[fMonth] != 0 && r.norm(i) == "the" && r.shape(i+1) == text.Number && r.norm(i+1) == strings.TrimRight(r.norm(i+1), "stndrh"):
		return r.tag(end) != parse.NOUN && r.tag(end) != parse.PROPN && r.tag(end) != parse.ADJ // "the 7 August attacks" names the attacks
	case m[fRel] == rThe:
		return m[fMod] != 0 || r.norm(i) != "the" || m[fUnit] == uWeekend && next != "of"
	case m[fRel] == rThis || m[fRel] == rLast || m[fRel] == rNext || m[fRel] == rSame || m[fRel] == rPrevious || m[fRel] == rFollowing:
		if m[fUnit] != 0 && m[fUnit] <= uHour {
			return false // "last minute", "the next second"
		}
		if next == "-" && end+1 < r.last && r.d.Tokens[end+1].Start == r.d.Tokens[end].End && r.d.Tokens[end].Start == r.d.Tokens[end-1].End {
			return false // "this year-long siege"
		}
		if m[fUnit] == uQuarter && r.tag(end) == parse.NOUN && m[fRel] != rLast {
			return false
		}
	}
	if lastWord == "ago" && r.norm(end-2) == "-" && (r.norm(i) == "a" || r.norm(i) == "an") && r.tag(end) == parse.NOUN {
		return false // in "a year-ago quarter" the article is the quarter's
	}
	if lastWord == "before" || lastWord == "after" {
		switch r.tag(end) {
		case parse.DET, parse.NOUN, parse.PROPN, parse.PRON, parse.VERB, parse.NUM, parse.ADJ:
			return false // "the day before the vote"
		}
	}
	if m[fUnit] != 0 && m[fRel] == rRate {
		return m[fUnit] != uSecond && r.counted(i)
	}
	if end-i == 2 && m[fUnit] != 0 && m[fRel] == 0 && (r.norm(i) == "a" || r.norm(i) == "an") && r.counted(i) {
		return false // "27 a day"
	}
	if m[fUnit] != 0 && m[fRel] == 0 && (m[fN] != 0 || m[fVague] != 0) {
		return r.isSpan(i, end, m)
	}
	return true
}

// counted says that a number stands right before token i, with what it counts or without: "27 people a day".
func (r *reader) counted(i int) bool {
	switch r.norm(i - 1) {
	case "%", "million", "billion", "times", "once", "twice":
		return true
	}
	return r.tag(i-1) == parse.NOUN && r.tag(i-2) == parse.NUM || r.tag(i-1) == parse.NUM || r.tag(i-1) == parse.SYM
}

// isSpan says that a counted unit is a length of time.
func (r *reader) isSpan(i, end int, m *meaning) bool {
	next := r.norm(end)
	if next == "-" && r.d.Tokens[end].Start == r.d.Tokens[end-1].End && r.norm(end+1) != "old" && m[fAge] == 0 {
		w := r.norm(i)
		return w != "a" && w != "an" && w != "half" // "a day-long siege" begins with the day
	}
	if strings.HasSuffix(r.norm(i), "long") { // "the monthlong siege"
		return true
	}
	if end-i == 1 { // "days" alone
		if r.tag(i) != parse.NOUN {
			return false
		}
		switch r.norm(i - 1) {
		case "for", "in", "of", "after", "within", "over", "take", "takes", "took", "last", "lasted", "spent", "spend", "several", "through", "until", "wait", "waited", "even", "or", "only", "and":
		default:
			return i == r.first || next == "-" || (next == "of" || next == "after" || next == "before") && (r.tag(i-1) == parse.VERB || r.tag(i-1) == parse.PUNCT || r.tag(i-1) == parse.ADV)
		}
		return true
	}
	if r.norm(i-1) == "as" && r.norm(i) == "many" {
		return false
	}
	if w := r.norm(i); end-i == 2 && (w == "a" || w == "an") {
		if m[fUnit] == uSecond || m[fUnit] == uMinute && next == "'s" {
			return false
		}
		return r.tag(end) != parse.NOUN || next == "ahead" || next == "period"
	}
	if end-i == 2 && r.norm(i) == "some" && r.norm(end-1) == "day" {
		return false
	}
	if m[fUnit] == uQuarter && r.tag(end) != parse.PUNCT {
		return r.norm(i) != "three" && r.norm(i) != "a" // "three quarters of the town"
	}
	return true
}

// isYear says that a bare number is a year: by the word before it, and because it counts nothing.
func (r *reader) isYear(i, y int) bool {
	prev, next := r.norm(i-1), r.norm(i+1)
	if numberNames[prev] || prev == "of" && r.norm(i-2) == "total" {
		return false
	}
	if next == "%" || next == "percent" || next == "per" && r.norm(i+2) == "cent" || next == "km" || next == "metres" || next == "m" {
		return false
	}
	counts := r.tag(i+1) == parse.NOUN && next != "when" || r.tag(i+1) == parse.SYM && next != "-"
	modern := y >= 1900 && y <= 2039
	switch prev {
	case "the", "'s", "its", "their", "his", "our", "'", "this", "a", "her", "that":
		if !modern && y < 1700 {
			return false
		}
		switch r.tag(i + 1) {
		case parse.NUM:
			return r.shape(i+1) == text.Capital // "the 1967 Six-Day War"
		case parse.NOUN, parse.PROPN, parse.ADJ, parse.VERB, parse.ADV, parse.PUNCT:
			_, digits := r.digits(i + 2)
			return next != "block" && (next != "-" || digits)
		}
		return false
	case "(":
		if next != ")" && next != "-" && next != "," && next != "to" && next != ";" {
			return false
		}
	case "":
		return modern && !counts || next == ":" || next == "," || next == "-" || i+1 == r.last
	}
	if yearPlaces[prev] {
		if counts {
			switch prev {
			case "in", "since", "before", "after", "by", "during", "from", "early", "late", "mid", "year", "pre", "post":
				return modern && !plural(next)
			}
			return modern && (prev == "," || prev == "(" || prev == "and" || prev == "-") && !plural(next) && r.tag(i+1) != parse.SYM
		}
		if !modern {
			switch prev {
			case ",", "of", "to", "and", "for", "about", "around", "as", "than", "or", "(", "-", "by":
				return r.tag(i+1) == parse.PUNCT && (prev != "of" || y >= 1500) && (prev != "about" && prev != "around" && prev != "than" && prev != "for") || y >= 1600 && r.tag(i+1) != parse.ADJ && prev != "than" && prev != "about"
			}
		}
		if prev == "than" || prev == "for" || prev == "about" || prev == "around" {
			return modern
		}
		return y >= 1000
	}
	if !modern {
		return false
	}
	if r.tag(i-1) == parse.NUM && r.norm(i-1) != "/" {
		return false
	}
	return !counts
}

func plural(w string) bool { return len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's' }

// isRef says that "past", "now", "former", "the present" speak of a time.
func (r *reader) isRef(i, end int) bool {
	w, next, prev := r.norm(i), r.norm(end), r.norm(i-1)
	if end-i == 1 {
		switch w {
		case "past":
			return r.tag(i) == parse.ADJ && r.tag(end) == parse.NOUN
		case "now":
			return next != "that" && r.tag(i) == parse.ADV
		case "former":
			return r.tag(end) == parse.NOUN || r.tag(end) == parse.PROPN || r.tag(end) == parse.ADJ || next == "-"
		case "current":
			return r.tag(i) == parse.ADJ
		case "recent":
			return r.tag(i) == parse.ADJ
		case "future":
			return true
		}
		return true
	}
	switch r.norm(end - 1) {
	case "past", "present":
		return r.tag(end) != parse.NOUN && r.tag(end) != parse.NUM && r.tag(end) != parse.ADJ || next == "-"
	case "moment":
		return (prev == "at" || prev == "for") && next != "of"
	case "time":
		if w == "this" {
			return prev == "at" || prev == "by" || prev == "until" || prev == "during"
		}
	}
	return true
}

// unnamed says that the words are no part of a name.
func (r *reader) unnamed(i, end int, m *meaning) bool {
	named := m[fWeekday] != 0 || m[fMonth] != 0 || m[fSeason] != 0 || m[fHoliday] != 0 || m[fUnit] != 0 || m[fPart] != 0 || m[fYear] != 0
	if !named {
		return true
	}
	cap := func(k int) bool { return r.shape(k) == text.Capital || r.shape(k) == text.Acronym }
	title := r.capitals(i) || r.title(i)
	if !title && cap(end) && nameNouns[r.norm(end)] && cap(end-1) || cap(end) && nameNouns[r.norm(end)] && r.shape(end-1) == text.Number && m[fMonth] != 0 {
		return false
	}
	if m[fMonth] != 0 && m[fDay] == 0 && r.shape(end) == text.Number && (cap(end+1) && nameNouns[r.norm(end+1)] || m[fMonth] == 3 && partyDays[r.norm(end+1)]) {
		return false // "the April 6 Movement"
	}
	if m[fMonth] == 3 && (m[fDay] == 8 || m[fDay] == 14) && partyDays[r.norm(end)] {
		return false
	}
	if cap(i) && cap(i-1) && beforeNames[r.norm(i-1)] && (m[fWeekday] != 0 || m[fMonth] != 0) && m[fDay] == 0 {
		return false
	}
	if m[fUnit] == uDay && r.norm(end-1) == "day" && r.norm(end) == "of" && slices.Contains([]string{"judgement", "judgment", "reckoning", "rage", "anger"}, r.norm(end+1)) {
		return false
	}
	if end-i == 1 && r.norm(i) == "today" && cap(i) && i > r.first && (r.norm(i-1) == "usa" || r.norm(i-1) == "'s" || r.norm(i+1) == "programme" || r.norm(i+1) == "show" || r.norm(i+1) == "program") {
		return false
	}
	return true
}
