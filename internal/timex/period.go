package timex

import (
	"sitrep"
	"sitrep/internal/parse"
)

// periods joins the expressions of a sentence to what can date a claim: "since" with what it counts from, both ends of a
// range. Lengths that say nothing of when, repeated times and "now" are left out.
func (r *reader) periods(list []Timex, now sitrep.Date) []Expr {
	var out []Expr
	for i := 0; i < len(list); i++ {
		t := list[i]
		if !t.dates() {
			continue
		}
		e := Expr{t.First, t.Last, t.From, t.To, t.Precision, t.Rule}
		if t.yearOf {
			e.Rule = YearOf
		}
		if i+1 < len(list) && list[i+1].Type == "DATE" && list[i+1].dates() && r.bounds(t, list[i+1]) {
			u := list[i+1]
			if from, to := t.From, u.To; from.IsZero() || to.IsZero() || !to.Before(from) {
				e.Last, e.To, e.Precision, e.Rule = u.Last, u.To, sitrep.RangePrecision, "range"
				if from.IsZero() || to.IsZero() {
					e.From, e.To = sitrep.Date{}, sitrep.Date{}
				}
				i++
				out = append(out, e)
				continue
			}
		}
		if r.norm(t.First-1) == "since" && (now.IsZero() || t.From.IsZero() || !now.Before(t.From)) {
			e.First, e.To, e.Precision, e.Rule = t.First-1, now, sitrep.RangePrecision, "since"
			if e.From.IsZero() {
				e.To = sitrep.Date{}
			}
		}
		out = append(out, e)
	}
	return out
}

// dates says that an expression tells when, if not always which days.
func (t Timex) dates() bool {
	if t.Told {
		return false
	}
	switch t.Type {
	case "DATE", "TIME":
		switch t.Value {
		case "PAST_REF":
			return t.recent
		case "PRESENT_REF", "FUTURE_REF":
			return false
		}
		return true
	case "DURATION":
		return !t.From.IsZero() || t.Rule == "recent span"
	}
	return false
}

// bounds says that two expressions are the ends of a range: "between A and B", "from A to B", "A-B".
func (r *reader) bounds(a, b Timex) bool {
	if b.First != a.Last+1 {
		return false
	}
	switch r.norm(a.Last) {
	case "-", "through", "until", "till":
		return true
	case "to":
		return r.norm(a.First-1) == "from" || r.norm(a.First-1) != "," && r.tag(a.Last) == parse.ADP
	case "and":
		// "on Monday and Tuesday" are one stretch, "on Monday and Friday" are not
		return r.norm(a.First-1) == "between" || a.Type == "DATE" && b.Type == "DATE" && a.Precision == sitrep.DayPrecision && b.Precision == sitrep.DayPrecision &&
			!a.To.IsZero() && a.To.AddDays(1) == b.From
	}
	return false
}
