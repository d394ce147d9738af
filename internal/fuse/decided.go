package fuse

import (
	"slices"

	"sitrep"
)

// decided puts what people corrected in claims of the main account in the place of what was chosen from the whole report: of several, the first.
func (r *report) decided(a *Account) {
	place, day := false, false
	var counts []sitrep.Measure
	for _, i := range r.main {
		c := &r.x.Claims[i]
		if c.Review == nil {
			continue
		}
		if p, ok := placeOf(c); ok && !place && c.Place.By == sitrep.ByReview {
			place, a.Places = true, []Place{{EventPlace: p}}
		}
		if t := c.Time; !day && dated(t) && t.By == sitrep.ByReview {
			day, a.Days, a.From, a.To = true, nil, t.From, t.To
			if t.From == t.To {
				a.Days = []Day{{Day: t.From}}
			}
		}
		for _, f := range c.Figures {
			if f.By != sitrep.ByReview || !slices.Contains(counted[:], f.Measure) || slices.Contains(counts, f.Measure) {
				continue
			}
			counts = append(counts, f.Measure)
			told := Count{Measure: f.Measure, Low: f.Low, Best: f.Best, High: f.High}
			if old := a.count(f.Measure); old != nil {
				*old = told
			} else {
				a.Counts = append(a.Counts, told)
			}
		}
	}
}
