package extract

import (
	"slices"

	"sitrep"
	"sitrep/internal/timex"
)

// following adds the times that count from the last day told of: "the following day", "the next morning". They are found here
// and not where other times are, because a sentence alone does not tell what they follow.
func (rd *reading) following(s *sentence) {
	d := s.g.Doc
	for k := s.g.First; k+2 < s.g.Last; k++ {
		if w := d.Tokens[k+1].Norm; d.Tokens[k].Norm != "the" || w != "following" && w != "next" {
			continue
		}
		switch d.Tokens[k+2].Norm {
		case "day", "morning", "evening", "night", "afternoon":
		default:
			continue
		}
		if slices.ContainsFunc(s.times, func(t timex.Expr) bool { return t.First < k+3 && k < t.Last }) {
			continue
		}
		e := timex.Expr{First: k, Last: k + 3, Precision: sitrep.DayPrecision, Rule: "following day"}
		day := rd.memory.day
		for _, t := range s.times {
			if t.Last <= k && t.Precision == sitrep.DayPrecision && !t.To.IsZero() {
				day = t.To
			}
		}
		if !day.IsZero() {
			e.From, e.To = day.AddDays(1), day.AddDays(1)
		}
		s.times = append(s.times, e)
	}
	slices.SortStableFunc(s.times, func(a, b timex.Expr) int { return a.First - b.First })
	for _, t := range s.times {
		if t.Precision == sitrep.DayPrecision && !t.To.IsZero() {
			rd.memory.day = t.To
		}
	}
}
