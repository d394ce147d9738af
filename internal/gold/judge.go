package gold

import (
	"slices"

	"sitrep"
)

// Verdict says what a gold makes of one predicted claim.
type Verdict int

// The verdicts.
const (
	Right   Verdict = iota // stands for a claim of the gold; its fields may be wrong
	Surplus                // matched nothing and should not be there
	Banned                 // says that happened what a forbidden passage does not tell as such
	Free                   // stands on words where a claim is neither asked for nor wrong
)

// Judge gives the verdict on each predicted claim, by the rules of Score.
func Judge(g Gold, e sitrep.Extraction) []Verdict {
	s := scoring{g: g, e: e, text: e.Report.Text}
	s.match()
	free := s.freeSpans(s.forbidden())
	out := make([]Verdict, len(e.Claims))
	for ci, c := range e.Claims {
		switch {
		case s.used[ci] > 0:
		case s.banned(c):
			out[ci] = Banned
		case s.fair(c) && slices.ContainsFunc(free, c.Trigger.Overlaps):
			out[ci] = Free
		default:
			out[ci] = Surplus
		}
	}
	return out
}

// banned says that a claim hits a forbidden passage.
func (s *scoring) banned(c sitrep.Claim) bool {
	return slices.ContainsFunc(s.g.Forbidden, func(f Forbidden) bool {
		span, ok := find(s.text, f.In)
		return ok && f.hit(c, span)
	})
}

// hit says that a claim says of the passage, which stands at span, what it must not.
func (f *Forbidden) hit(c sitrep.Claim, span sitrep.Span) bool {
	return slices.Contains(f.Types, c.Type) && c.Trigger.Overlaps(span) && !slices.Contains(f.Unless, c.Modality)
}
