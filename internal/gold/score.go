package gold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
)

// How much of a prediction counts: a trigger of at most maxTrigger words, names of at most maxName words, and the first
// maxEach fillers of a role and figures of a claim.
const (
	maxTrigger = 6
	maxName    = 12
	maxEach    = 4
)

// symmetric are types of which either side may stand in either role.
var symmetric = []string{"armed_clash", "alliance", "talks", "agreement"}

// Result is how well readings agree with golds. All members but Lines are counts.
type Result struct {
	Gold, Found         int // claims asked for, and those of them that were found
	Fields, FieldsRight int // fields asked for; a claim that was not found has none right
	Whole               int // claims found with every field right
	Forbidden           int // forbidden passages
	ForbiddenHit        int // those of them that were coded as having happened
	Predicted           int // claims predicted
	Counted             int // of these, those that matched or are surplus; the rest stand on forbidden or allowed words
	Surplus             int // predicted claims that matched nothing and should not be there
	// Offsets counts quotations in the prediction whose words are not those between their offsets.
	Offsets int
	// Lines tell for a person what went wrong. Each begins with a mark: "-" not found, "~" found with wrong fields, "!"
	// forbidden, "+" surplus, "@" wrong offsets, "?" a gold that does not fit the text.
	Lines []string
}

// Matched is how many predicted claims stand for a gold claim.
func (r Result) Matched() int { return r.Counted - r.Surplus }

// Precision is the share of the counted predictions that matched, 0 where there are none.
func (r Result) Precision() float64 { return share(r.Matched(), r.Counted) }

// Recall is the share of the gold claims that were found, 0 where there are none.
func (r Result) Recall() float64 { return share(r.Found, r.Gold) }

// F1 is the harmonic mean of Precision and Recall.
func (r Result) F1() float64 {
	p, c := r.Precision(), r.Recall()
	if p+c == 0 {
		return 0
	}
	return 2 * p * c / (p + c)
}

// String is the result in one line.
func (r Result) String() string {
	return fmt.Sprintf("found %d/%d %.3f, precise %d/%d %.3f, F1 %.3f, fields %d/%d %.3f, whole %d/%d %.3f, "+
		"forbidden %d/%d, surplus %d, offsets wrong %d", r.Found, r.Gold, r.Recall(), r.Matched(),
		r.Counted, r.Precision(), r.F1(), r.FieldsRight, r.Fields,
		share(r.FieldsRight, r.Fields), r.Whole, r.Gold, share(r.Whole, r.Gold), r.ForbiddenHit, r.Forbidden, r.Surplus,
		r.Offsets)
}

func share(part, of int) float64 { return float64(part) / float64(max(1, of)) }

// Sum adds up the results of several reports.
func Sum(results ...Result) Result {
	var sum Result
	for _, r := range results {
		sum.Gold += r.Gold
		sum.Found += r.Found
		sum.Fields += r.Fields
		sum.FieldsRight += r.FieldsRight
		sum.Whole += r.Whole
		sum.Forbidden += r.Forbidden
		sum.ForbiddenHit += r.ForbiddenHit
		sum.Predicted += r.Predicted
		sum.Counted += r.Counted
		sum.Surplus += r.Surplus
		sum.Offsets += r.Offsets
		sum.Lines = append(sum.Lines, r.Lines...)
	}
	return sum
}

// pair is a predicted claim that could stand for a gold claim.
type pair struct {
	gold, claim int
	right       []bool // by field of the gold claim
	n           int    // how many of them
}

func (p pair) whole() bool { return p.n == len(p.right) }

// Score compares a reading with the gold of the same report. The package comment tells the rules.
func Score(g Gold, e sitrep.Extraction) Result {
	s := scoring{g: g, e: e, text: e.Report.Text}
	s.Predicted = len(e.Claims)
	s.match()
	s.surplus(s.freeSpans(s.forbidden()))
	s.offsets()
	return s.Result
}

// freeSpans adds the spans of the allowed words to free.
func (s *scoring) freeSpans(free []sitrep.Span) []sitrep.Span {
	for _, a := range s.g.Allowed {
		if span, ok := find(s.text, a); ok {
			free = append(free, span)
		}
	}
	return free
}

// scoring is the comparison of one report on its way.
type scoring struct {
	Result
	g    Gold
	e    sitrep.Extraction
	text string
	used []int // by predicted claim: for how many gold claims it stands
}

func (s *scoring) line(mark, format string, args ...any) {
	s.Lines = append(s.Lines, mark+" "+s.g.Report+": "+fmt.Sprintf(format, args...))
}

// fair says whether a claim's trigger can be matched at all.
func (s *scoring) fair(c sitrep.Claim) bool {
	t := c.Trigger.Span
	return t.Start >= 0 && t.Start < t.End && triggerWords(s.text, t) <= maxTrigger
}

func (s *scoring) match() {
	var pairs []pair
	absent := make([]bool, len(s.g.Claims))
	for gi, g := range s.g.Claims {
		s.Gold++
		s.Fields += len(g.Fields)
		span, ok := find(s.text, g.In)
		if !ok {
			absent[gi] = true
			s.line("?", "%q is not in the text", g.In)
			continue
		}
		for ci, c := range s.e.Claims {
			if !slices.Contains(g.Types, c.Type) || !s.fair(c) || !c.Trigger.Overlaps(span) {
				continue
			}
			p := pair{gold: gi, claim: ci, right: make([]bool, len(g.Fields))}
			for i, f := range g.Fields {
				if p.right[i] = f.Right(c); p.right[i] {
					p.n++
				}
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if a.whole() != b.whole() {
			if a.whole() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.gold, b.gold), cmp.Compare(a.claim, b.claim))
	})
	s.used = make([]int, len(s.e.Claims))
	got := make([]*pair, len(s.g.Claims))
	for i := range pairs {
		p := &pairs[i]
		room := max(1, min(len(s.e.Claims[p.claim].Figures), maxEach))
		if got[p.gold] == nil && s.used[p.claim] < room {
			got[p.gold] = p
			s.used[p.claim]++
		}
	}
	for gi, g := range s.g.Claims {
		p := got[gi]
		if p == nil {
			if !absent[gi] {
				s.line("-", "not found %s in %q", strings.Join(g.Types, "/"), g.In)
			}
			continue
		}
		s.Found++
		s.FieldsRight += p.n
		if p.whole() {
			s.Whole++
			continue
		}
		var wrong []string
		for i, f := range g.Fields {
			if !p.right[i] {
				wrong = append(wrong, f.Key)
			}
		}
		s.line("~", "%s in %q: wrong %s", s.e.Claims[p.claim].Type, g.In, strings.Join(wrong, ", "))
	}
}

// forbidden counts the forbidden passages that were hit and gives the spans of all of them.
func (s *scoring) forbidden() []sitrep.Span {
	var spans []sitrep.Span
	for _, f := range s.g.Forbidden {
		s.Forbidden++
		span, ok := find(s.text, f.In)
		if !ok {
			s.line("?", "%q is not in the text", f.In)
			continue
		}
		spans = append(spans, span)
		for _, c := range s.e.Claims {
			if f.hit(c, span) {
				s.ForbiddenHit++
				s.line("!", "forbidden %s (%s) in %q", c.Type, c.Modality, f.In)
				break
			}
		}
	}
	return spans
}

// surplus counts the predictions that matched nothing and stand on none of the free spans.
func (s *scoring) surplus(free []sitrep.Span) {
	for ci, c := range s.e.Claims {
		if s.used[ci] > 0 {
			s.Counted++
			continue
		}
		if s.fair(c) && slices.ContainsFunc(free, c.Trigger.Overlaps) {
			continue
		}
		s.Counted++
		s.Surplus++
		s.line("+", "surplus %s %q", c.Type, c.Trigger.Text)
	}
}

// offsets counts the quotations whose words do not stand between their offsets.
func (s *scoring) offsets() {
	check := func(c sitrep.Claim, what string, span sitrep.Span, words string) {
		if span.Start < 0 || span.Start > span.End || span.End > len(s.text) || span.Of(s.text) != words {
			s.Offsets++
			s.line("@", "%s: %s [%d, %d) does not hold %q", c.Type, what, span.Start, span.End, words)
		}
	}
	quote := func(c sitrep.Claim, what string, q sitrep.Quote) { check(c, what, q.Span, q.Text) }
	for _, c := range s.e.Claims {
		quote(c, "trigger", c.Trigger)
		for _, role := range sitrep.Roles {
			for _, f := range c.Roles[role] {
				quote(c, string(role), f.Quote)
			}
		}
		if c.Place != nil {
			quote(c, "place", c.Place.Quote)
		}
		if c.Time != nil {
			quote(c, "time", c.Time.Quote)
		}
		for _, f := range c.Figures {
			quote(c, "figure", f.Quote)
		}
		if a := c.Attribution; a != nil {
			check(c, "source", a.Span, a.Source)
		}
	}
}
