package situation

import (
	"slices"
	"strings"
)

// dispute takes out what a party is said to have taken and others deny, unless more origins say so than deny it and one of them is not the party. What is
// taken out becomes spells of their own.
func dispute(site Site, signs []sign) (rest []sign, out []Spell) {
	var denials []sign
	for _, s := range signs {
		if s.what == denies {
			denials = append(denials, s)
		}
	}
	if len(denials) == 0 {
		return signs, nil
	}
	contested := func(s *sign) bool {
		if s.what != taken {
			return false
		}
		var against []sign
		for _, d := range denials {
			if n := days(s.when(), d.when()); n >= 0 && n <= rebuts && (d.party.ID == "" || d.party.may(s.party)) && d.origin != s.origin {
				against = append(against, d)
			}
		}
		if len(against) == 0 {
			return false
		}
		var support []sign
		for _, o := range signs {
			if n := days(s.when(), o.when()); o.what == taken && o.party.may(s.party) && n >= -rebuts && n <= rebuts && !o.own {
				support = append(support, o)
			}
		}
		return len(origins(support)) <= len(origins(against))
	}
	byParty := map[string]*Spell{}
	var names []string
	parts := map[string][]sign{}
	for i := range signs {
		s := &signs[i]
		switch {
		case s.what == denies:
		case contested(s):
			key := s.party.ID + s.when().String()
			if byParty[key] == nil {
				byParty[key] = &Spell{Site: site, Holder: s.party, Status: Claimed, From: s.when()}
				names = append(names, key)
			}
			parts[key] = append(parts[key], *s)
		default:
			rest = append(rest, *s)
		}
	}
	for _, key := range names {
		spell := byParty[key]
		for _, d := range denials {
			if n := days(spell.From, d.when()); n >= 0 && n <= rebuts && (d.party.ID == "" || d.party.may(spell.Holder)) {
				parts[key] = append(parts[key], d)
			}
		}
		for _, o := range rest { // it stands until somebody else is told to have the place
			if (o.what == taken || o.what == holds) && !o.aside && spell.From.Before(o.when()) && (spell.To.IsZero() || o.when().Before(spell.To)) {
				spell.To = o.when().AddDays(-1)
			}
		}
		spell.rest(parts[key])
		out = append(out, *spell)
	}
	return rest, out
}

func origins(signs []sign) []string {
	var list []string
	for _, s := range signs {
		list = append(list, s.origin)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// rest notes what a spell rests on.
func (s *Spell) rest(signs []sign) {
	inOrder(signs)
	for _, g := range signs {
		if !slices.Contains(s.Claims, g.claim) {
			s.Claims = append(s.Claims, g.claim)
		}
		s.Confidence = max(s.Confidence, g.confidence)
		s.LastTold = later(s.LastTold, g.when())
		if (g.what == inside || g.what == rings) && !g.party.may(s.Holder) && !slices.ContainsFunc(s.Rivals, func(p Party) bool { return p.ID == g.party.ID }) {
			s.Rivals = append(s.Rivals, g.party)
		}
	}
	slices.SortFunc(s.Rivals, func(a, b Party) int { return strings.Compare(a.ID, b.ID) })
	s.Origins = len(origins(signs))
}
