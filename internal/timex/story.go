package timex

import "slices"

// A text that narrates looks back and ahead: "in August 1920, …; in 1812 Napoleon had …; on 6 September …" goes on in 1920. So
// beside the last time told of, a narrative keeps the year that its story has reached. A year that is named moves the story
// only where the next year named does not lie nearer to where the story was.

// survey finds the years that a document is about: the middle one of those it names, and how far from it the others lie that
// its story can reach, three times as far as half of them and at least 25 years.
func (s *state) survey(all [][]match) {
	s.years = yearsOf(all)
	if len(s.years) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(s.years))
	s.middle = sorted[len(sorted)/2]
	for i, y := range sorted {
		sorted[i] = abs(y - s.middle)
	}
	slices.Sort(sorted)
	s.spread = max(25, 3*sorted[len(sorted)/2])
}

// yearsOf are the years that a document names, in order, those before our era negative.
func yearsOf(all [][]match) []int {
	var out []int
	bc := false
	for _, list := range all {
		for i := range list {
			if y, ok := yearNamed(&list[i].m, &bc); ok {
				out = append(out, y)
			}
		}
	}
	return out
}

// yearNamed is the year that a meaning names.
func yearNamed(m *meaning, bc *bool) (int, bool) {
	*bc = *bc || m[fEra] == eraBC
	y := int(m[fYear])
	if y == 0 || m[fHijriYear] != 0 {
		return 0, false
	}
	if m[fEra] == eraBC || *bc && y < 1000 {
		y = -y
	}
	return y, true
}

// follow moves the story on to a point that was told of.
func (s *state) follow(p point, m meaning) {
	year := p.year
	if p.bc {
		year = -year
	}
	at := s.story.year
	if s.story.bc {
		at = -at
	}
	switch m[fRel] {
	case rPrevious, rEarlier, rAgo, rLast:
		return // "the year before" is only looked back to
	}
	if m[fYear] == 0 {
		if s.story.grain == noGrain || abs(year-at) <= 2 {
			s.story = p
		}
		return
	}
	next, ok := year, false
	if s.named+1 < len(s.years) {
		next, ok = s.years[s.named+1], true
	}
	switch {
	case abs(year-s.middle) > s.spread: // the discovery of a document, an older battle
	case s.story.grain == noGrain, ok && abs(next-year) <= abs(next-at), !ok && abs(year-at) <= 10:
		s.story = p
	}
}

func abs(n int) int { return max(n, -n) }
