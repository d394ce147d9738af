package wording

import (
	"strings"

	"sitrep"
)

// Support is how much an event rests on.
func Support(e *sitrep.Event) string {
	s := Plural(e.Origins, "origin") + " · " + Plural(len(e.Members), "report")
	if n := len(e.Disputes); n > 0 {
		s += " · disputed by " + Plural(n, "claim")
	}
	return s
}

// Days is a period as its first and last day (ISO 8601 "/").
func Days(from, to sitrep.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return "undated"
	case from.IsZero():
		return "by " + to.String()
	case to.IsZero():
		return "from " + from.String()
	case from == to:
		return from.String()
	}
	return from.String() + "/" + to.String()
}

// partiesIn gives the names of an event's parties in a role, as most origins name them.
func partiesIn(e *sitrep.Event, role sitrep.Role) []string {
	var out []string
	for i := range e.Parties {
		if e.Parties[i].Role == role {
			out = append(out, e.Parties[i].Name)
		}
	}
	return out
}

// EventParties is who does it to whom.
func EventParties(e *sitrep.Event) string {
	who := strings.Join(partiesIn(e, sitrep.Actor), ", ")
	if ally := strings.Join(partiesIn(e, sitrep.Ally), ", "); ally != "" {
		who = strings.TrimSpace(who + " alongside " + ally)
	}
	whom := strings.Join(append(partiesIn(e, sitrep.Target), partiesIn(e, sitrep.Victim)...), ", ")
	if whom != "" {
		who = strings.TrimSpace(who + " → " + whom)
	}
	return who
}

// EventPlace is where, with its country.
func EventPlace(e *sitrep.Event) string {
	if e.Place == nil {
		return ""
	}
	s := e.Place.Name
	if e.Place.Country != "" && e.Place.Precision != sitrep.Country {
		s += " (" + string(e.Place.Country) + ")"
	}
	return s
}

// EventFigures are an event's figures in words: "killed 12–15, best 13".
func EventFigures(e *sitrep.Event) []string {
	out := make([]string, 0, len(e.Figures))
	for i := range e.Figures {
		f := &e.Figures[i]
		out = append(out, strings.ReplaceAll(string(f.Measure), "_", " ")+" "+Amount(&sitrep.Figure{Low: f.Low, Best: f.Best, High: f.High}))
	}
	return out
}
