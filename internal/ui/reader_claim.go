package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// claimView is a claim beside the text.
type claimView struct {
	N      int
	Claim  *sitrep.Claim
	On     bool
	Filled bool // all below is there
	Mark   typeMark
	Slots  []slot
	Origin store.Origin
	Event  *sitrep.Event // that it tells of; nil for none
}

// slot is a part of the form that a claim fills. Role is what its name is drawn by ("x" for one that is not marked in the text).
type slot struct {
	Name, Role string
	Fills      []fill // none where nothing fills it
	Empty      string // what an empty one says
	Was        []*sitrep.ReviewedSlot
}

// fill is what fills a slot.
type fill struct {
	Words string // of the report, "" for none
	Name  string // what they stand for, where that is not the words themselves
	Also  string // more of what they are read as
	Href  string // the page of what they stand for
	By    string // what filled it
	At    sitrep.Span
	More  []string // for who wants to know how
}

// Label is the claim's type in words.
func (v *claimView) Label() string { return wording.Label(v.Claim) }

// Gist is who does what to whom, short, for the list of claims.
func (v *claimView) Gist() string {
	c := v.Claim
	var parts []string
	name := func(role sitrep.Role) string {
		if l := c.Roles[role]; len(l) > 0 {
			return l[0].Name
		}
		return ""
	}
	who, whom := name(sitrep.Actor), name(sitrep.Target)
	if whom == "" {
		whom = name(sitrep.Victim)
	}
	switch {
	case who != "" && whom != "":
		parts = append(parts, who+" → "+whom)
	case who != "" || whom != "":
		parts = append(parts, who+whom)
	}
	if c.Place != nil && !strings.HasSuffix(who+whom, c.Place.Name) {
		parts = append(parts, c.Place.Name)
	}
	if u := wording.Unsure(c.Modality); u != "" {
		parts = append(parts, u)
	}
	if a := c.Attribution; a != nil && a.Stance != sitrep.Said {
		parts = append(parts, string(a.Stance))
	}
	return strings.Join(parts, ", ")
}

// Bar is how far the bar of the confidence reaches, of 44.
func (v *claimView) Bar() int { return int(min(max(v.Claim.Confidence, 0), 1)*44 + .5) }

// Confidence is the confidence as it is written.
func (v *claimView) Confidence() string { return strconv.FormatFloat(v.Claim.Confidence, 'f', 2, 64) }

// ModalityBy says what decided whether it happened.
func (v *claimView) ModalityBy() string {
	switch by := v.Claim.ModalityBy; by {
	case "":
		return "plainly told"
	case sitrep.ByReview:
		return "a person"
	case "rule":
		return "rule " + v.Claim.Rule
	default:
		return "by “" + by + "”"
	}
}

// OriginName names the party that the claim goes back to.
func (v *claimView) OriginName() string { return wording.Origin(v.Origin.ClaimOrigin) }

// Decisions are what people decided about the claim and its event, in sentences.
func (v *claimView) Decisions() []sitrep.Review {
	r := v.Claim.Review
	if r == nil {
		return nil
	}
	var out []sitrep.Review
	if r.Claim != nil {
		out = append(out, *r.Claim)
	}
	if r.Event != nil {
		out = append(out, *r.Event)
	}
	return out
}

// fillClaim works out the form of a claim. Parties are the entities of its report that are somebody.
func fillClaim(v *claimView, parties map[string]bool, o store.Origin, e *sitrep.Event) {
	c := v.Claim
	v.Filled, v.Origin, v.Event = true, o, e
	for _, role := range sitrep.Roles {
		s := slot{Name: string(role), Role: string(role), Empty: notSaid}
		for i := range c.Roles[role] {
			f := &c.Roles[role][i]
			g := fill{Words: f.Text, Name: standsFor(f.Text, f.Name), Href: actorHref(parties, f), By: byWords(c, f.By), At: f.Span,
				More: ids("mention", f.Mention, "entity", f.Entity, "belongs to", f.Party)}
			if g.Href != "" {
				g.Name = f.Name
			}
			s.Fills = append(s.Fills, g)
		}
		v.Slots = append(v.Slots, s)
	}
	v.Slots = append(v.Slots, placeSlot(c), timeSlot(c), sourceSlot(c), figureSlot(c))
	if c.Review == nil {
		return
	}
	for i := range c.Review.Slots {
		r := &c.Review.Slots[i]
		for k := range v.Slots {
			if s := &v.Slots[k]; s.Name == r.Slot || s.Name == "figures" && slices.Contains(sitrep.Measures, sitrep.Measure(r.Slot)) {
				s.Was = append(s.Was, r)
			}
		}
	}
}

// notSaid is what a slot says that nothing fills.
const notSaid = "not said"

// standsFor is a name, "" where the words say it themselves.
func standsFor(words, name string) string {
	if strings.Contains(strings.ToLower(words), strings.ToLower(name)) {
		return ""
	}
	return name
}

// byWords says what filled a slot.
func byWords(c *sitrep.Claim, by string) string {
	switch {
	case by == "":
		return "rule " + c.Rule
	case by == sitrep.ByReview:
		return "a person"
	}
	if p, ok := strings.CutPrefix(by, "prep:"); ok {
		if p == "" {
			return "rule " + c.Rule + ": phrase"
		}
		return "rule " + c.Rule + ": after “" + p + "”"
	}
	return "rule " + c.Rule + ": " + by
}

// ids are pairs of a word and an id, without those that are empty.
func ids(pairs ...string) []string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+" "+pairs[i+1])
		}
	}
	return out
}

// actorHref is the page of who fills a role, "" for what is no party.
func actorHref(parties map[string]bool, f *sitrep.Filler) string {
	if f.Name == "" || !parties[f.Entity] {
		return ""
	}
	return atActor(f.Name)
}

// partiesOf are the ids of the entities of a report that are an actor or a person.
func partiesOf(entities []sitrep.Entity) map[string]bool {
	out := map[string]bool{}
	for i := range entities {
		if t := entities[i].Type; t == sitrep.ActorMention || t == sitrep.PersonMention {
			out[entities[i].ID] = true
		}
	}
	return out
}

func placeSlot(c *sitrep.Claim) slot {
	s := slot{Name: "place", Role: "place", Empty: notSaid}
	p := c.Place
	if p == nil {
		return s
	}
	f := fill{Words: p.Text, Name: p.Name, By: byWords(c, p.By), At: p.Span, More: ids("entity", p.Entity, "point of", p.Within)}
	var also []string
	if p.Qualifier != "" && !strings.Contains(p.Text, p.Qualifier) {
		also = append(also, "“"+p.Qualifier+"”")
	}
	if p.Country != "" && p.Precision != sitrep.Country {
		also = append(also, countryName(string(p.Country)))
	}
	if p.Precision != "" {
		also = append(also, string(p.Precision))
	}
	if p.RadiusKm > 0 {
		also = append(also, fmt.Sprintf("within %g km", p.RadiusKm))
	}
	if p.Lat == nil || p.Lon == nil {
		also = append(also, "point not known")
	} else {
		f.More = append(f.More, fmt.Sprintf("at %.4f, %.4f", *p.Lat, *p.Lon))
	}
	if n := len(p.Candidates); n > 1 {
		also = append(also, "one of "+counted(n, "place", "places")+" of that name")
	}
	for _, o := range p.Candidates {
		f.More = append(f.More, fmt.Sprintf("or %s (%s), %.2f", o.Name, o.Entity, o.Score))
	}
	f.Also = strings.Join(also, ", ")
	f.Href = atTold(p)
	s.Fills = []fill{f}
	return s
}

func timeSlot(c *sitrep.Claim) slot {
	s := slot{Name: "time", Role: "time", Empty: notSaid}
	t := c.Time
	if t == nil {
		if c.Background {
			s.Empty = "not said, and told as what came before"
		}
		return s
	}
	f := fill{Words: t.Text, By: "calendar: " + t.By, At: t.Span}
	if t.By == sitrep.ByReview {
		f.By = "a person"
	}
	if t.From.IsZero() && t.To.IsZero() {
		f.Name = "unknown"
		f.Also = "the report’s own day is needed, or the words name none"
	} else {
		f.Name = daysWords(t.From, t.To)
		f.Also = string(t.Precision)
	}
	if c.Background {
		f.Also = strings.TrimPrefix(f.Also+", told as what came before", ", ")
	}
	s.Fills = []fill{f}
	return s
}

func sourceSlot(c *sitrep.Claim) slot {
	s := slot{Name: "source", Role: "source", Empty: "not said: the report’s own word"}
	a := c.Attribution
	if a == nil {
		return s
	}
	f := fill{Words: a.Source, Name: standsFor(a.Source, a.Name), Also: "stance: " + string(a.Stance), By: "“" + a.By + "”", At: a.Span, More: ids("entity", a.Entity)}
	if a.By == sitrep.ByReview {
		f.By = "a person"
	}
	if a.Source == "" {
		f.Name = "nobody is named"
	}
	if a.Via != "" {
		f.Also += ", passed on by " + string(a.Via)
	}
	s.Fills = []fill{f}
	return s
}

func figureSlot(c *sitrep.Claim) slot {
	s := slot{Name: "figures", Role: "x", Empty: notSaid}
	for i := range c.Figures {
		g := &c.Figures[i]
		f := fill{Words: g.Text, Name: plainType(string(g.Measure)) + ": " + bounds(g.Low, g.Best, g.High), By: byWords(c, g.By), At: g.Span}
		var also []string
		if g.Of != "" {
			also = append(also, "of “"+string(g.Of)+"”")
		}
		switch g.Kind {
		case sitrep.Total:
			also = append(also, "what all come to")
		case sitrep.Increment:
			also = append(also, "beyond those counted before")
		case sitrep.Part:
			also = append(also, "counted in another number beside it")
		}
		if g.Unit == sitrep.Household {
			also = append(also, "households")
		}
		if g.Factor > 0 {
			also = append(also, fmt.Sprintf("households, each counted as %g people", g.Factor))
		}
		if g.Source != "" {
			also = append(also, "said by “"+g.Source+"”")
		}
		f.Also = strings.Join(also, ", ")
		s.Fills = append(s.Fills, f)
	}
	return s
}

// bounds writes the three numbers of a figure, none of them left away.
func bounds(low, best, high *int) string {
	one := func(name string, n *int) string {
		if n == nil {
			return name + " " + notSaid
		}
		return name + " " + number(*n)
	}
	if low != nil && best != nil && high != nil && *low == *best && *best == *high {
		return number(*best)
	}
	return one("low", low) + ", " + one("best", best) + ", " + one("high", high)
}
