// Package wording puts claims, figures, periods and places into the short words that tables, pages and CSV share: "at least 12", "2016-10-17 to
// 2016-10-20", "alleged by the army". It takes what it says from the fields of a claim and adds nothing: what is not known has no words.
package wording

import (
	"strconv"
	"strings"
	"time"

	"sitrep"
)

// Number writes n with commas: 215,000.
func Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Amount writes a figure's range in words: "60", "about 60", "at least 12", "up to 600", "12–99"; the report's own words
// where nothing of it is known.
func Amount(f *sitrep.Figure) string {
	low, best, high := f.Low, f.Best, f.High
	switch {
	case low != nil && high != nil && *low == *high:
		return Number(*low)
	case low != nil && high != nil && best != nil && *best != *low && *best != *high:
		return Number(*low) + "–" + Number(*high) + ", best " + Number(*best)
	case low != nil && high != nil:
		return Number(*low) + "–" + Number(*high)
	case low != nil:
		return "at least " + Number(*low)
	case high != nil:
		return "up to " + Number(*high)
	case best != nil:
		return "about " + Number(*best)
	}
	if f.Text == "" {
		return "unknown"
	}
	return "“" + f.Text + "”"
}

// When writes a period: a day, a month, a year, two ends, or the report's own words where no date is known.
func When(p *sitrep.Period) string {
	from, to := p.From, p.To
	switch {
	case from.IsZero() && to.IsZero():
		return "“" + p.Text + "”"
	case p.Precision == sitrep.Before:
		return "before " + either(to, from).String()
	case p.Precision == sitrep.After:
		return "after " + either(from, to).String()
	case from.IsZero():
		return "until " + to.String()
	case to.IsZero():
		return "from " + from.String()
	case from == to:
		return from.String()
	case p.Precision == sitrep.YearPrecision && from == sitrep.NewDate(from.Year(), time.January, 1) &&
		to == sitrep.NewDate(from.Year(), time.December, 31):
		return from.String()[:len("2006")]
	case p.Precision == sitrep.MonthPrecision && from.Day() == 1 && to == sitrep.NewDate(from.Year(), from.Month()+1, 0):
		return from.String()[:len("2006-01")]
	}
	return from.String() + " to " + to.String()
}

// either is the first date, or the second where the first is unknown.
func either(a, b sitrep.Date) sitrep.Date {
	if a.IsZero() {
		return b
	}
	return a
}

// Named is the report's words with what they stand for in square brackets, where the words do not say it themselves.
func Named(words, name string) string {
	switch {
	case words == "":
		return name
	case name == "" || strings.Contains(strings.ToLower(words), strings.ToLower(name)):
		return words
	}
	return words + " [" + name + "]"
}

// Fillers writes what fills a role.
func Fillers(list []sitrep.Filler) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = Named(f.Text, f.Name)
	}
	switch n := len(out); n {
	case 0, 1:
		return strings.Join(out, "")
	default:
		return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
	}
}

// NearOrAt is the preposition before a place.
func NearOrAt(p *sitrep.Place) string {
	if p.Relation == sitrep.Near {
		return "near"
	}
	return "at"
}

// Where writes a place with its country, and says so where the name stands for several.
func Where(p *sitrep.Place) string {
	s := Named(p.Text, p.Name)
	switch p.Relation {
	case sitrep.Away, sitrep.Along:
		s = p.Qualifier + " " + s
	}
	if p.Country != "" && p.Precision != sitrep.Country {
		s += " (" + string(p.Country) + ")"
	}
	if n := len(p.Candidates); n > 1 {
		s += " (one of " + strconv.Itoa(n) + " places)"
	}
	return s
}

// Label is a codebook id in words: "territory gained", "statement: claim responsibility".
func Label(c *sitrep.Claim) string {
	s := c.Type
	if c.Subtype != "" {
		s += ": " + c.Subtype
	}
	return strings.ReplaceAll(s, "_", " ")
}

// Unsure marks what is not told as having happened; "" for what is.
func Unsure(m sitrep.Modality) string {
	switch m {
	case sitrep.Negated:
		return "not"
	case sitrep.Future:
		return "planned"
	case sitrep.Possible:
		return "possible"
	}
	return ""
}

// Saying writes who says so and how firmly: "alleged by the army", or "allegedly" where nobody is named.
func Saying(a *sitrep.Attribution) string {
	who := Named(a.Source, a.Name)
	if who == "" {
		switch a.Stance {
		case sitrep.Said:
			return "reportedly"
		case sitrep.Alleged:
			return "allegedly"
		}
		return string(a.Stance)
	}
	if a.Via != "" {
		who += ", via " + string(a.Via)
	}
	return string(a.Stance) + " by " + who
}

// Plural is "1 claim", "2 claims".
func Plural(n int, noun string) string { return CountOf(n, noun, noun+"s") }
