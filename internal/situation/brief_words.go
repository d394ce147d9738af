package situation

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// dayWords writes a day: 16 March 2017.
func dayWords(d sitrep.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Day()) + " " + d.Month().String() + " " + strconv.Itoa(d.Year())
}

// spanWords writes the days from one to another, both inclusive: 2 to 3 February 2017.
func spanWords(from, to sitrep.Date) string {
	switch {
	case from == to:
		return dayWords(from)
	case from.IsZero():
		return "until " + dayWords(to)
	case to.IsZero():
		return "from " + dayWords(from)
	case from.Year() == to.Year() && from.Month() == to.Month() && from.Day() == 1 && to.AddDays(1).Day() == 1:
		return from.Month().String() + " " + strconv.Itoa(from.Year())
	case from.Year() == to.Year() && from.Month() == to.Month():
		return strconv.Itoa(from.Day()) + " to " + dayWords(to)
	case from.Year() == to.Year():
		return strconv.Itoa(from.Day()) + " " + from.Month().String() + " to " + dayWords(to)
	}
	return dayWords(from) + " to " + dayWords(to)
}

var yearWord = pattern(`\b(19|20)\d\d\b`)

func hasYear(s string) bool { return yearWord.MatchString(s) }

// numberWords writes n with commas: 215,000.
func numberWords(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// rangeWords writes the bounds of a figure: "60", "about 60", "at least 12", "up to 600", "12–99"; "" where none is known.
func rangeWords(low, best, high *int) string {
	switch {
	case low != nil && high != nil && *low == *high:
		return numberWords(*low)
	case low != nil && high != nil:
		return numberWords(*low) + "–" + numberWords(*high)
	case low != nil:
		return "at least " + numberWords(*low)
	case high != nil:
		return "up to " + numberWords(*high)
	case best != nil:
		return "about " + numberWords(*best)
	}
	return ""
}

// capital makes the first letter a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// article makes a capital article small, as within a sentence.
func article(s string) string {
	for _, a := range []string{"The ", "A ", "An ", "Some ", "Several ", "Local "} {
		if strings.HasPrefix(s, a) {
			return strings.ToLower(a) + s[len(a):]
		}
	}
	return s
}

// counted writes a number of things: "1 report", "2 reports".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return numberWords(n) + " " + noun + "s"
}

// family is a part of the section on events, with the codebook types that stand in it.
type family struct {
	title string
	types []string
}

// families are the parts of the section on events, in order. A type that stands in none (a user's own) comes under Other.
var families = []family{
	{"Air strikes and shelling", []string{"air_strike", "shelling", "interception"}},
	{"Bombings", []string{"suicide_bombing", "bombing"}},
	{"Fighting and attacks", []string{"armed_clash", "attack", "offensive", "coup", "cyber_attack"}},
	{"Ground won and lost", []string{"territory_gained", "advance", "encirclement", "withdrawal", "control", "deployment"}},
	{"Killings and other harm to people", []string{"killing", "casualties", "mass_grave", "sexual_violence", "mistreatment", "human_shielding", "abduction"}},
	{"Displacement, return and aid", []string{"displacement", "return", "aid", "aid_blocked"}},
	{"Arrests and releases", []string{"arrest", "release"}},
	{"Property", []string{"property_destruction"}},
	{"Protest and unrest", []string{"protest", "riot"}},
	{"Talks, agreements and support", []string{"agreement", "talks", "alliance", "cooperation", "concession", "training", "arms_supply", "sanction", "investigation"}},
	{"What parties say", []string{"statement"}},
}

const otherFamily = "Other"

var familyOf = func() map[string]int {
	m := map[string]int{}
	for i, f := range families {
		for _, t := range f.types {
			m[t] = i
		}
	}
	return m
}()

// familyTitle is the part of the section on events that a type stands in.
func familyTitle(kind string) string {
	if i, ok := familyOf[kind]; ok {
		return families[i].title
	}
	return otherFamily
}

// familyRank orders families.
func familyRank(kind string) int {
	if i, ok := familyOf[kind]; ok {
		return i
	}
	return len(families)
}

// measureWords are measures as headings.
var measureWords = map[sitrep.Measure]string{
	sitrep.Killed: "Killed", sitrep.Injured: "Injured", sitrep.KilledOrInjured: "Killed or injured", sitrep.Missing: "Missing", sitrep.Abducted: "Abducted",
	sitrep.Detained: "Detained", sitrep.Captured: "Captured", sitrep.Displaced: "Displaced, evacuated or moved", sitrep.Returned: "Returned", sitrep.Trapped: "Trapped",
	sitrep.InNeed: "In need", sitrep.Aided: "Reached with aid", sitrep.Trained: "Trained", sitrep.Deployed: "Deployed", sitrep.Remains: "Remains found",
	sitrep.Destroyed: "Destroyed or burnt", sitrep.Strikes: "Strikes",
}
