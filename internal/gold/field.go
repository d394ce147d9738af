package gold

import (
	"slices"

	"sitrep"
)

// Right says whether a predicted claim has the field right.
func (f Field) Right(c sitrep.Claim) bool {
	switch f.Key {
	case "actor", "ally", "target", "victim", "instrument":
		role := sitrep.Role(f.Key)
		switch role {
		case sitrep.Actor, sitrep.Ally, sitrep.Target:
			if slices.Contains(symmetric, c.Type) {
				return f.filler(c, sitrep.Actor) || f.filler(c, sitrep.Ally) || f.filler(c, sitrep.Target)
			}
		}
		return f.filler(c, role)
	case "place":
		return c.Place != nil && f.matches(c.Place.Text, c.Place.Name)
	case "offset_of":
		return c.Place != nil && c.Place.Precision == sitrep.Offset && f.matches(c.Place.Text, c.Place.Name)
	case "time":
		return f.time(c.Time)
	case "figure":
		return slices.ContainsFunc(counted(c), f.Figure.is)
	case "source":
		return f.source(c)
	case "stance":
		return c.Attribution != nil && slices.Contains(f.Words, string(c.Attribution.Stance))
	case "modality":
		return slices.Contains(f.Words, string(c.Modality))
	}
	return false
}

// matches says whether a text of at most maxName words matches the pattern.
func (f Field) matches(texts ...string) bool {
	if f.Pattern == nil {
		return false
	}
	for _, t := range texts {
		if folded, words := fold(t); words > 0 && words <= maxName && f.Pattern.MatchString(folded) {
			return true
		}
	}
	return false
}

// filler says whether one of the fillers that count matches in words or in name.
func (f Field) filler(c sitrep.Claim, role sitrep.Role) bool {
	fs := c.Roles[role]
	return slices.ContainsFunc(fs[:min(len(fs), maxEach)], func(x sitrep.Filler) bool {
		return f.matches(x.Text, x.Name)
	})
}

// time compares the ends. A claim without a time has none known.
func (f Field) time(p *sitrep.Period) bool {
	var from, to sitrep.Date
	if p != nil {
		from, to = p.From, p.To
	}
	if f.After {
		return !from.IsZero() && !from.Before(f.From)
	}
	return from == f.From && to == f.To
}

// source looks at who says the claim and at who says one of its figures.
func (f Field) source(c sitrep.Claim) bool {
	if a := c.Attribution; a != nil && f.matches(a.Source, a.Name) {
		return true
	}
	return slices.ContainsFunc(counted(c), func(x sitrep.Figure) bool { return f.matches(x.Source) })
}

// counted are the figures of a claim that count.
func counted(c sitrep.Claim) []sitrep.Figure { return c.Figures[:min(len(c.Figures), maxEach)] }

// is says whether a figure has an accepted measure and every bound that is asked for.
func (f Figure) is(x sitrep.Figure) bool {
	return slices.Contains(f.Measures, x.Measure) && f.Low.is(x.Low) && f.Best.is(x.Best) && f.High.is(x.High)
}

func (b *Bound) is(n *int) bool {
	switch {
	case b == nil:
		return true
	case b.N == nil || n == nil:
		return b.N == n
	}
	return *b.N == *n
}
