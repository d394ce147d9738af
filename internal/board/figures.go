package board

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// figures takes in what situation makes of all figures. What is kept of it holds no claim and no report's text.
func (g *gathered) figures(sums []situation.Sum, series []situation.Series) {
	b := g.b
	byID := make(map[sitrep.EventID]*Event, len(b.Events))
	for i := range b.Events {
		byID[b.Events[i].ID] = &b.Events[i]
	}
	types := make(map[sitrep.ClaimID]string, len(g.counts))
	for i := range g.counts {
		types[g.counts[i].Claim.ID] = g.counts[i].Claim.Type
	}
	for i := range sums {
		for _, h := range sums[i].Happenings {
			x := Happening{Happening: h, Of: byID[h.Event]}
			if x.Of != nil && x.Of.Place != nil {
				x.Place = x.Of.Place
			} else {
				x.Place = b.known.site(&h.Site)
			}
			for k := range x.Told {
				t := &x.Told[k]
				t.Origin, t.Source, t.Of = g.once(t.Origin), g.once(t.Source), sitrep.Known(g.once(string(t.Of)))
				x.Type = cmp.Or(x.Type, g.once(types[t.Claim]))
			}
			x.Site.Name = g.once(x.Site.Name)
			b.Happenings = append(b.Happenings, x)
		}
		for _, o := range sums[i].Out {
			b.Left = append(b.Left, g.left(&o))
		}
	}
	slices.SortFunc(b.Happenings, func(x, y Happening) int {
		return cmp.Or(compareDays(x.From, y.From), compareDays(x.To, y.To), strings.Compare(string(x.Event), string(y.Event)), strings.Compare(x.Site.ID, y.Site.ID),
			cmp.Compare(slices.Index(sitrep.Measures, x.Measure), slices.Index(sitrep.Measures, y.Measure)))
	})
	slices.SortFunc(b.Left, func(x, y Left) int {
		return cmp.Or(compareDays(x.Day, y.Day), strings.Compare(string(x.Claim), string(y.Claim)), strings.Compare(string(x.Measure), string(y.Measure)), strings.Compare(x.Of, y.Of))
	})
	for i := range series {
		s := &series[i]
		x := Series{Measure: s.Measure, Place: b.known.site(&s.Site), Whom: g.once(s.Whom), Unit: s.Unit, Origin: g.once(s.Origin), Source: g.once(s.Source), Standing: s.Standing}
		for _, p := range s.Points {
			x.Points = append(x.Points, Point{p.Day, p.Since, p.Low, p.Best, p.High, p.Change, p.Count.Report, p.Count.Claim.ID, g.once(string(p.Count.Figure.Of))})
		}
		b.Series = append(b.Series, x)
	}
}

// left is a figure that counts in no sum.
func (g *gathered) left(o *situation.OutCount) Left {
	x := Left{Measure: o.Figure.Measure, Day: o.Published, Low: o.Figure.Low, Best: o.Figure.Best, High: o.Figure.High, Of: g.once(string(o.Figure.Of)), Source: g.once(o.Source),
		Report: o.Report, Claim: o.Claim.ID, Why: o.Why}
	if p := o.Claim.Place; p != nil {
		x.Place = g.b.known.one(Place{Name: g.once(cmp.Or(p.Name, p.Text)), Country: string(p.Country), Precision: p.Precision, Lat: p.Lat, Lon: p.Lon, RadiusKm: p.RadiusKm})
	}
	return x
}
