package incident

import (
	"maps"
	"slices"
	"strconv"

	"sitrep"
	"sitrep/internal/parse"
)

// violent are the types of claims without one of which a report hardly tells an incident.
var violent = []string{"attack", "armed_clash", "air_strike", "shelling", "bombing", "suicide_bombing", "killing", "abduction", "casualties", "property_destruction",
	"mistreatment", "riot", "sexual_violence"}

// report gives the features of the whole report: the words it uses and what the rules found in it.
func (s *surroundings) report() []uint64 {
	clear(s.seen)
	s.out = s.out[:0]
	s.prefix = "report "
	defer func() { s.prefix = "" }()
	s.add("bias", "")
	d := s.Doc
	for i, g := range s.Grammars {
		if g == nil {
			continue
		}
		n := s.sentenceOrder[i]
		for k := g.First; k < g.Last; k++ {
			switch g.Tag(k) {
			case parse.NOUN, parse.VERB, parse.ADJ, parse.PROPN, parse.ADV, parse.NUM:
				s.add("w", d.Lemmas[k])
				if n < 3 {
					s.add("lead", d.Lemmas[k])
				}
			}
		}
		for v := range g.Verbs {
			u := &g.Verbs[v]
			if g.PassiveLike(v) {
				s.add("passive", d.Lemmas[u.Head])
			}
			for _, o := range u.Objects {
				if cl := s.class(g.Phrases[o].Head); cl != "" {
					s.add("vo", d.Lemmas[u.Head]+" "+cl)
				}
			}
			for _, o := range u.Subjects {
				if cl := s.class(g.Phrases[o].Head); cl != "" {
					s.add("sv", cl+" "+d.Lemmas[u.Head])
				}
			}
		}
	}
	count := map[string]int{}
	for i := range s.Claims {
		c := &s.Claims[i]
		mod := string(c.Modality)
		s.add("claim", c.Type+" "+mod)
		s.add("trigger", c.Type+" "+s.Words[i])
		count[c.Type]++
		if c.Type != "casualties" && injured(c) && len(c.Figures) > 1 {
			s.add("claim", "casualties "+mod) // the model knows those hurt beside the dead as a claim of their own
			count["casualties"]++
		}
		for _, role := range sitrep.Roles {
			for _, f := range c.Roles[role] {
				first, last := s.tokens(f.Span)
				if last > first {
					s.add("fill", c.Type+" "+string(role)+" "+s.class(last-1))
					if e, ok := s.kinds[f.Entity]; ok {
						s.add("fill", c.Type+" "+string(role)+" "+string(e.Type)+e.Kind)
					}
				}
			}
		}
		age := "unknown"
		if c.Time != nil && !c.Time.To.IsZero() && !s.Published.IsZero() {
			switch {
			case c.Time.To.Before(s.Published.AddDays(-60)):
				age = "old"
			case c.Time.To.Before(s.Published.AddDays(-7)):
				age = "month"
			default:
				age = "new"
			}
		}
		s.add("age", c.Type+" "+age)
		if k, ok := s.tokenAt[c.Trigger.Start]; ok && s.sentenceOrder[d.Tokens[k].Sent] < 3 {
			s.add("lead claim", c.Type+" "+mod)
		}
	}
	if !slices.ContainsFunc(violent, func(t string) bool { return count[t] > 0 }) {
		s.add("peaceful", "")
	}
	for _, t := range slices.Sorted(maps.Keys(count)) {
		s.add("count", t+" "+strconv.Itoa(min(count[t], 4)))
	}
	return append([]uint64(nil), s.out...)
}

// injured says that a claim counts people hurt.
func injured(c *sitrep.Claim) bool {
	return slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Measure == sitrep.Injured })
}

// Example is a candidate as the model learns from it.
type Example struct {
	Key      string // the words, in lower case without articles and punctuation
	Features []uint64
}

// Learnable gives the features of a report and of its candidates, as training needs them.
func Learnable(r *Reading) (report []uint64, out []Example) {
	s := newSurroundings(r)
	report = s.report()
	all := candidates(r)
	for i := range all {
		out = append(out, Example{all[i].key, s.of(all, i)})
	}
	return report, out
}
