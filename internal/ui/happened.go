package ui

import (
	"sitrep"
	"sitrep/internal/board"
)

// happening is an event in a short list.
type happening struct {
	Family, Title, Href string
	Who                 string // "A → B"
	When                string
	Place               *offer
	Figures             []string
	Grade               sitrep.Grade
	Rests               string
	Cite                *Cite
}

// happenedOf makes lines of events.
func happenedOf(c *Cites, events []*board.Event) []happening {
	out := make([]happening, len(events))
	for i, e := range events {
		h := happening{Family: e.Family, Title: firstCapital(plainType(e.Type)), Href: "/events/" + string(e.ID), Who: e.Actor, When: eventDays(e.From, e.To), Grade: e.Grade,
			Rests: counted(e.Origins, "origin", "origins")}
		if e.Target != "" {
			if h.Who != "" {
				h.Who += " "
			}
			h.Who += "→ " + e.Target
		}
		if e.Place != nil {
			h.Place = &offer{e.Place.Name, atPlace(e.Place.ID, e.Place.Name, e.Place.Country)}
		}
		for k := range e.Figures {
			f := &e.Figures[k]
			h.Figures = append(h.Figures, amountWords(f.Low, f.Best, f.High)+" "+plainType(string(f.Measure)))
		}
		if e.Lead != "" {
			cite := c.Of(e.LeadReport, e.Lead)
			h.Cite = &cite
		}
		out[i] = h
	}
	return out
}

// firstCapital writes the first letter of words as a capital.
func firstCapital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
