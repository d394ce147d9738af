package main

import "sitrep"

type group struct {
	DocIDs  []string `json:"doc_ids"`
	Date    *string  `json:"date"`
	City    *string  `json:"city"`
	State   *string  `json:"state"`
	Killed  *int     `json:"killed"`
	Injured *int     `json:"injured"`
}

// happening answers with the document's first harmful event, on its own: reports are not fused yet.
func happening(d *document) any {
	g := group{DocIDs: []string{d.ID}}
	for _, c := range d.Claims {
		for _, f := range c.Figures {
			if f.Best == nil {
				continue
			}
			switch {
			case f.Measure == sitrep.Killed && g.Killed == nil:
				g.Killed = f.Best
			case f.Measure == sitrep.Injured && g.Injured == nil:
				g.Injured = f.Best
			}
		}
		if c.Time != nil && g.Date == nil && !c.Time.From.IsZero() && c.Time.From == c.Time.To {
			day := c.Time.From.String()
			g.Date = &day
		}
		if c.Place != nil && g.City == nil {
			name := c.Place.Name
			g.City = &name
		}
	}
	return g
}
