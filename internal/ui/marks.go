package ui

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// functions are what templates can call beside those of html/template.
var functions = template.FuncMap{
	"day":         dayWords,
	"days":        daysWords,
	"eventDays":   eventDays,
	"number":      number,
	"counted":     counted,
	"plainType":   plainType,
	"country":     countryName,
	"join":        strings.Join,
	"coded":       codedParts,
	"rtl":         rightToLeft,
	"meaning":     func(g sitrep.Grade) string { return gradeMeanings[g] },
	"grades":      func() []sitrep.Grade { return sitrep.Grades },
	"known":       func(k sitrep.Known) string { return string(k) },
	"minute":      wording.Minute,
	"language":    languageName,
	"eventName":   eventName,
	"weblink":     weblink,
	"placeLink":   atHappened,
	"mapLink":     mapLink,
	"plainWords":  plainWords,
	"reportTitle": func(r store.ReportRow) string { return titleOf(&r) },
	"percent":     func(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) },
	"dict":        dict,
	"daysShown":   func(v mapView) string { return daysWords(v.First, v.Last) },
	"moment":      momentWords,
}

// dict makes a map of names and values, to hand several things to a template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict takes names with values, not %d things", len(pairs))
	}
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict takes a name first, not %v", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// gradeMeanings say what the grades stand for.
var gradeMeanings = map[sitrep.Grade]string{
	sitrep.Affirmed:     "the party responsible, or a body with a mandate to know, says so",
	sitrep.Corroborated: "two independent origins or more",
	sitrep.Single:       "one origin, however many reports",
	sitrep.Contested:    "denied, or told in ways that cannot both hold",
	sitrep.Discounted:   "withdrawn, refuted, or rejected by a person",
}

// rightToLeft says that a name is written from right to left: in Arabic, Hebrew, Syriac or Thaana script (Unicode blocks 0590–08FF and their
// presentation forms).
func rightToLeft(s string) bool {
	for _, r := range s {
		if r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF {
			return true
		}
	}
	return false
}

// Cite is a citation: a number that leads to a sentence in the reader.
type Cite struct {
	N     int
	Claim sitrep.ClaimID
	Href  string
}

// Cites numbers the citations of one page by their first use.
type Cites struct{ numbers map[sitrep.ClaimID]int }

// Clone is a copy that goes on numbering by itself.
func (c *Cites) Clone() *Cites { return &Cites{maps.Clone(c.numbers)} }

// Of is the citation of a claim in its report.
func (c *Cites) Of(report sitrep.ReportID, claim sitrep.ClaimID) Cite {
	if c.numbers == nil {
		c.numbers = map[sitrep.ClaimID]int{}
	}
	n, ok := c.numbers[claim]
	if !ok {
		n = len(c.numbers) + 1
		c.numbers[claim] = n
	}
	return Cite{n, claim, readerAt(report, claim)}
}

// readerAt is the address of a claim in the reader. The report may be unknown: then the address leads there by the claim alone.
func readerAt(report sitrep.ReportID, claim sitrep.ClaimID) string {
	if report == "" {
		return "/claims/" + string(claim)
	}
	if claim == "" {
		return "/reports/" + string(report)
	}
	return "/reports/" + string(report) + "#" + string(claim)
}

// RangeMark is the picture of a figure's range: 184 by 20 units.
type RangeMark struct {
	Label      string   // for those who do not see it
	Bar        string   // path data of the line and of its caps
	Open       []string // arrows of ends that are not stated
	Ticks      string   // what each origin says
	Best       string   // x of the disc, "" where there is none
	Low, High  string   // written at the ends
	Discounted bool
}

// rangeMark draws low, best and high, and a tick for each origin's value. The scale runs over all that is drawn, so that two marks can be
// compared only where scale gives both the same ends; nil: the mark's own.
func rangeMark(low, best, high *int, origins []int, scale *[2]int) RangeMark {
	m := RangeMark{Label: amountWords(low, best, high)}
	if best != nil && (low == nil || high == nil || *low != *high) {
		m.Label += ", best " + number(*best)
	} else if best == nil && (low != nil || high != nil) {
		m.Label += ", no best value"
	}
	var all []int
	for _, v := range []*int{low, best, high} {
		if v != nil {
			all = append(all, *v)
		}
	}
	if len(all) == 0 {
		return m
	}
	all = append(all, origins...)
	first, last := slices.Min(all), slices.Max(all)
	if scale != nil {
		first, last = scale[0], scale[1]
	}
	const left, right = 24.0, 160.0
	x := func(v int) float64 {
		if last <= first {
			return (left + right) / 2
		}
		return left + (right-left)*float64(v-first)/float64(last-first)
	}
	cap := func(v int) string { return fmt.Sprintf("M%.1f 6v9", x(v)) }
	switch {
	case low != nil && high != nil:
		m.Bar = fmt.Sprintf("M%.1f 10.5H%.1f%s%s", x(*low), x(*high), cap(*low), cap(*high))
		if *low != *high {
			m.Low, m.High = number(*low)+" low", number(*high)+" high"
		}
	case low != nil:
		end := min(x(max(*low, slices.Max(all)))+24, 176)
		m.Bar = fmt.Sprintf("M%.1f 10.5H%.1f%s", x(*low), end, cap(*low))
		m.Open = append(m.Open, fmt.Sprintf("M%.1f 10.5l-7-4v8z", end+5))
		m.Low, m.High = number(*low)+" low", "high not stated"
	case high != nil:
		end := max(x(min(*high, slices.Min(all)))-24, 8)
		m.Bar = fmt.Sprintf("M%.1f 10.5H%.1f%s", end, x(*high), cap(*high))
		m.Open = append(m.Open, fmt.Sprintf("M%.1f 10.5l7-4v8z", end-5))
		m.Low, m.High = "low not stated", number(*high)+" high"
	}
	var ticks strings.Builder
	for _, v := range slices.Compact(slices.Sorted(slices.Values(origins))) {
		fmt.Fprintf(&ticks, "M%.1f 15.5v4", x(v))
	}
	m.Ticks = ticks.String()
	if best != nil {
		m.Best = fmt.Sprintf("%.1f", x(*best))
	}
	return m
}
