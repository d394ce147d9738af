package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
)

// Status says how firmly a place is held.
type Status string

// The statuses.
const (
	Held      Status = "held"
	Contested Status = "contested" // others have entered or taken a part of it, or its holder leaves
	Besieged  Status = "besieged"  // others surround it
	Claimed   Status = "claimed"   // said to have been taken, by a party or by few, and denied by others
	Unknown   Status = "unknown"
)

// Spell is a time for which a place had a holder and a status.
type Spell struct {
	Site   Site
	Holder Party // the zero Party where nobody tells who held it
	Status Status
	// From and To are the first and the last day, both inclusive. To is unknown where nothing is told of an end.
	From, To sitrep.Date
	// Claims are those that the spell rests on, and that contest it, by day and id; Rivals are who contests or besieges it, by id.
	Claims []sitrep.ClaimID
	Rivals []Party
	// Origins is how many parties the claims go back to, Confidence that of the surest of them.
	Origins    int
	Confidence float64
}

// On says that the spell covers a day.
func (s *Spell) On(day sitrep.Date) bool {
	return !day.Before(s.From) && (s.To.IsZero() || !s.To.Before(day))
}

// How long signs count, in days.
const (
	// unrest is how long a place stays contested or besieged after the last sign of it.
	unrest = 90
	// overtakes is how much later than the last word for a holder another must be said to hold the place, to be its holder from then on.
	overtakes = 14
	// follows is how long after a party left one that comes in is taken to have the place.
	follows = 14
	// rebuts is how long after it a denial counts against a party's having taken a place.
	rebuts = 7
	// again is how many days after a party took a place others tell of that as news; later, those who take it and are not named are others.
	again = 30
	// lasts is how long those who are not named are the holder after the last word that they are.
	lasts = 366
	// vacant is how long a party that left may have the place still, where nobody says who came.
	vacant = 30
	// opens is how many days back a happening told in passing may lie, to say who held a place of which nothing else is known.
	opens = 730
	// vague is the longest period, in days, within which a place was taken that still says when.
	vague = 31
)

// Controller tells who held places.
type Controller struct {
	parties   *parties
	gazetteer *geo.Gazetteer
}

// New makes ready with a registry of actors and a gazetteer. It is used by one goroutine.
func New(r *actor.Registry, g *geo.Gazetteer) *Controller {
	return &Controller{parties: newParties(r), gazetteer: g}
}

// Party is whom a name stands for in a country (ISO 3166-1 alpha-2, "" for any); the zero Party where that cannot be told.
func (c *Controller) Party(name, country string) Party { return c.parties.of(name, country) }

// Sites are the places that tellings are about, each once, the most told of first.
func (c *Controller) Sites(tellings []Telling) []Site {
	where := newSites(c.gazetteer)
	where.learn(tellings)
	count := map[string]int{}
	known := map[string]Site{}
	for i := range tellings {
		if site, ok := where.of(&tellings[i]); ok {
			count[site.ID]++
			known[site.ID] = site
		}
	}
	out := make([]Site, 0, len(known))
	for _, site := range known {
		out = append(out, site)
	}
	slices.SortFunc(out, func(a, b Site) int {
		return cmp.Or(cmp.Compare(count[b.ID], count[a.ID]), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Saying are the claims that say who holds a place. Of no others does Control need the origin.
func (c *Controller) Saying(tellings []Telling) map[sitrep.ClaimID]bool {
	found, _ := c.read(tellings)
	say := map[sitrep.ClaimID]bool{}
	for _, signs := range found {
		for _, s := range signs {
			say[s.claim] = true
		}
	}
	return say
}

// read reads tellings as signs, by place.
func (c *Controller) read(tellings []Telling) (found map[string][]sign, known map[string]Site) {
	tellings = slices.Clone(tellings)
	slices.SortFunc(tellings, func(a, b Telling) int {
		return cmp.Or(strings.Compare(string(a.Claim.ID), string(b.Claim.ID)), strings.Compare(string(a.Report), string(b.Report)))
	})
	tellings = slices.CompactFunc(tellings, func(a, b Telling) bool { return a.Claim.ID == b.Claim.ID })
	where := newSites(c.gazetteer)
	where.learn(tellings)
	r := reader{parties: c.parties, sites: where}
	found, known = map[string][]sign{}, map[string]Site{}
	for i := range tellings {
		site, ok := where.of(&tellings[i])
		if !ok {
			continue
		}
		if list := r.signs(&tellings[i], site); len(list) > 0 {
			found[site.ID] = append(found[site.ID], list...)
			known[site.ID] = site
		}
	}
	for i := range tellings {
		if d, ok := denial(&tellings[i]); ok {
			if id, party := denied(found, &d); id != "" {
				d.party = party
				found[id] = append(found[id], d)
			}
		}
	}
	return found, known
}

// denied is the place, and the party that was told to have taken it, of the last such word in a denial's report before it; "" where there is none.
func denied(found map[string][]sign, d *sign) (id string, party Party) {
	best := -1
	for site, signs := range found {
		for _, s := range signs {
			if s.what == taken && s.report == d.report && s.party.ID != "" && s.start <= d.start && (s.start > best || s.start == best && site < id) {
				best, id, party = s.start, site, s.party
			}
		}
	}
	return id, party
}

// Control gives the spells of every place that the tellings are about, the best supported first: by the number of origins, then by confidence, then by
// place, day and holder. Disputed ones come after all others. Of a claim given twice one counts.
func (c *Controller) Control(tellings []Telling) []Spell {
	found, known := c.read(tellings)
	var out []Spell
	for id, signs := range found {
		out = append(out, history(known[id], signs)...)
	}
	slices.SortFunc(out, better)
	return out
}

// better orders spells by how well they are supported.
func better(a, b Spell) int {
	last := func(s *Spell) int {
		if s.Status == Claimed {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(last(&a), last(&b)), cmp.Compare(b.Origins, a.Origins), cmp.Compare(b.Confidence, a.Confidence),
		strings.Compare(a.Site.ID, b.Site.ID), strings.Compare(a.From.String(), b.From.String()), strings.Compare(a.Holder.ID, b.Holder.ID))
}

// when is the day of a sign: the last of a period within which it came about.
func (s *sign) when() sitrep.Date { return s.to }

// inOrder puts signs into the order in which they are taken.
func inOrder(signs []sign) {
	slices.SortFunc(signs, func(a, b sign) int {
		return cmp.Or(strings.Compare(a.when().String(), b.when().String()), cmp.Compare(a.what, b.what), cmp.Compare(b.confidence, a.confidence),
			strings.Compare(string(a.claim), string(b.claim)), strings.Compare(a.party.ID, b.party.ID))
	})
}

// history walks the signs of one place.
func history(site Site, signs []sign) []Spell {
	inOrder(signs)
	signs, disputed := dispute(site, signs)
	w := walk{site: site}
	for len(signs) > 0 {
		day := signs[0].when()
		n := 1
		for n < len(signs) && signs[n].when() == day {
			n++
		}
		w.expire(day)
		w.calm(day)
		w.day(day, signs[:n])
		signs = signs[n:]
	}
	if w.open && w.now.Holder.unnamed {
		w.expire(w.sure.AddDays(lasts + unrest + 1))
	}
	if w.open && !w.gone.IsZero() {
		w.expire(w.gone.AddDays(vacant + 1))
	}
	w.end(sitrep.Date{})
	return append(w.done, disputed...)
}

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
		if (g.what == inside || g.what == rings) && !g.party.may(s.Holder) && !slices.ContainsFunc(s.Rivals, func(p Party) bool { return p.ID == g.party.ID }) {
			s.Rivals = append(s.Rivals, g.party)
		}
	}
	slices.SortFunc(s.Rivals, func(a, b Party) int { return strings.Compare(a.ID, b.ID) })
	s.Origins = len(origins(signs))
}

// walk goes through the days of a place.
type walk struct {
	site Site
	done []Spell
	open bool
	now  Spell
	on   []sign // what now rests on
	// sure is the last day on which the holder was told to have the place, stir the last sign of unrest, gone the day on which the holder
	// was told to leave.
	sure, stir, gone sitrep.Date
	goer             Party // who left on gone
	// told is the last day on which somebody was told to have taken it.
	told sitrep.Date
}

// end closes the spell of now on the day before another begins, the zero Date for one that has no end.
func (w *walk) end(next sitrep.Date) {
	if !w.open {
		return
	}
	w.open = false
	if !next.IsZero() {
		w.now.To = next.AddDays(-1)
		if w.now.To.Before(w.now.From) {
			w.now.To = w.now.From
		}
	}
	w.now.rest(w.on)
	w.done = append(w.done, w.now)
}

// begin starts a spell.
func (w *walk) begin(day sitrep.Date, holder Party, status Status, on ...sign) {
	if w.open && w.now.From == day && w.now.Holder.may(holder) {
		// Two words of one day make one spell.
		w.now.Status, w.on = status, append(w.on, on...)
		w.name(holder)
		return
	}
	w.end(day)
	w.open, w.now, w.on = true, Spell{Site: w.site, Holder: holder, Status: status, From: day}, slices.Clone(on)
}

// name gives a holder of whom only a kind was told the name that another report has.
func (w *walk) name(p Party) {
	if w.now.Holder.unnamed && !p.unnamed && p.ID != "" {
		w.now.Holder = p
	}
}

// expire ends the spell of a holder of whom nothing can be said any more.
func (w *walk) expire(day sitrep.Date) {
	if !w.open || w.now.Holder.ID == "" {
		return
	}
	end := sitrep.Date{}
	if last := later(w.sure, w.stir); w.now.Holder.unnamed && days(last, day) > lasts {
		end = last.AddDays(lasts)
	}
	if !w.gone.IsZero() && days(w.gone, day) > vacant {
		end = w.gone.AddDays(vacant)
	}
	if !end.IsZero() {
		w.end(end.AddDays(1))
		w.gone, w.stir, w.sure = sitrep.Date{}, sitrep.Date{}, sitrep.Date{}
	}
}

// later is the later of two days, the other where one is unknown.
func later(a, b sitrep.Date) sitrep.Date {
	if a.IsZero() || !b.IsZero() && a.Before(b) {
		return b
	}
	return a
}

// calm ends unrest of which nothing was told for long.
func (w *walk) calm(day sitrep.Date) {
	if !w.open || w.now.Status == Held || w.now.Status == Unknown || days(w.stir, day) <= unrest {
		return
	}
	switch {
	case w.now.Holder.ID == "":
		w.end(w.stir.AddDays(unrest + 1))
	case w.gone.IsZero():
		w.begin(w.stir.AddDays(unrest+1), w.now.Holder, Held, w.support()...)
	}
}

// support is what says that the holder has the place.
func (w *walk) support() []sign {
	var out []sign
	for _, s := range w.on {
		if (s.what == taken || s.what == holds) && s.party.may(w.now.Holder) {
			out = append(out, s)
		}
	}
	return out
}

// taker is who took the place on a day, of several the one that most origins name, then the surest; one that has it already only where nobody else is told.
func (w *walk) taker(signs []sign) (best Party, by []sign) {
	groups := map[string][]sign{}
	var ids []string
	for _, s := range signs {
		if s.what == taken && !s.aside && s.party.ID != "" {
			if groups[s.party.ID] == nil {
				ids = append(ids, s.party.ID)
			}
			groups[s.party.ID] = append(groups[s.party.ID], s)
		}
	}
	if len(ids) == 0 {
		return Party{}, nil
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := groups[a], groups[b]
		return cmp.Or(cmp.Compare(w.has(x[0].party), w.has(y[0].party)), cmp.Compare(len(origins(y)), len(origins(x))), cmp.Compare(y[0].confidence, x[0].confidence), strings.Compare(a, b))
	})
	by = groups[ids[0]]
	return by[0].party, by
}

// has is 1 for the holder of now, else 0.
func (w *walk) has(p Party) int {
	if w.open && w.now.Holder.may(p) {
		return 1
	}
	return 0
}

// day takes in the signs of a day.
func (w *walk) day(day sitrep.Date, signs []sign) {
	if p, by := w.taker(signs); p.ID != "" && days(by[0].from, by[0].to) <= vague {
		w.take(day, p, by)
	}
	for _, s := range signs {
		switch s.what {
		case taken:
			w.passing(day, s)
		case holds:
			w.hold(day, s)
		case left:
			w.leave(day, s)
		case inside:
			w.enter(day, s)
		case rings:
			if w.has(s.party) == 0 {
				w.trouble(day, Besieged, s)
			}
		case fights:
			if w.open && w.now.Status != Held {
				w.stir = day
				w.on = append(w.on, s)
			}
		}
	}
}

// leave takes in that a party leaves the place: to the only other that is inside, else to nobody yet.
func (w *walk) leave(day sitrep.Date, s sign) {
	if !s.aside && s.firm && !w.open {
		w.gone, w.goer = day, s.party
		return
	}
	if !s.aside && s.firm && w.now.Holder.ID == "" {
		if rival, by := w.rival(day); rival.ID != "" && !rival.may(s.party) {
			w.take(day, rival, append(by, s))
		}
		return
	}
	if w.has(s.party) == 0 || s.aside || w.sure == day { // the same day says that it has the place
		return
	}
	if rival, by := w.rival(day); rival.ID != "" && s.firm {
		w.take(day, rival, append(by, s))
		return
	}
	w.trouble(day, Contested, s)
	if s.firm {
		w.gone, w.goer = day, s.party
	}
}

// rival is the only party other than the holder that was told to have come in of late.
func (w *walk) rival(day sitrep.Date) (p Party, by []sign) {
	if !w.open || w.now.Status != Contested {
		return Party{}, nil
	}
	for _, s := range w.on {
		if s.what != inside || s.party.ID == "" || w.has(s.party) == 1 || days(s.when(), day) > vacant {
			continue
		}
		if p.ID != "" && !p.may(s.party) {
			return Party{}, nil
		}
		if p.ID == "" || p.unnamed {
			p = s.party
		}
		by = append(by, s)
	}
	return p, by
}

// take makes p the holder.
func (w *walk) take(day sitrep.Date, p Party, by []sign) {
	w.gone, w.sure = sitrep.Date{}, day
	defer func() { w.told = day }()
	same := w.has(p) == 1
	if same && p.unnamed != w.now.Holder.unnamed && (w.against(by) || w.now.Status == Held && days(w.told, day) > again) {
		same = false
	}
	if same {
		w.name(p)
		if w.now.Status == Held {
			w.on = append(w.on, by...)
			return
		}
		w.begin(day, w.now.Holder, Held, append(w.support(), by...)...)
		return
	}
	w.begin(day, p, Held, by...)
}

// against says that the holder is whom the place was taken from.
func (w *walk) against(by []sign) bool {
	return slices.ContainsFunc(by, func(s sign) bool {
		return slices.ContainsFunc(s.against, func(p Party) bool { return p.ID == w.now.Holder.ID })
	})
}

// passing takes in that a party took the place, where that is told of an earlier time or did not decide the day.
func (w *walk) passing(day sitrep.Date, s sign) {
	if slices.ContainsFunc(w.on, func(o sign) bool { return o.claim == s.claim }) {
		return
	}
	switch {
	case s.party.ID == "": // "since the fall of the city": to whom else
		if rival, by := w.rival(day); rival.ID != "" {
			w.take(day, rival, append(by, s))
		}
	case w.has(s.party) == 1:
		w.on = append(w.on, s)
		w.name(s.party)
	case !w.open && s.aside && (s.firm || days(s.when(), s.told) <= opens) && days(s.from, s.to) <= 366:
		w.begin(day, s.party, Held, s)
		w.sure, w.told = day, day
	case w.open && w.now.Holder.ID == "" && s.aside && days(s.when(), s.told) <= opens:
		w.begin(day, s.party, w.now.Status, s)
		w.sure, w.told = day, day
	}
}

// hold takes in that a party is said to have the place.
func (w *walk) hold(day sitrep.Date, s sign) {
	switch {
	case w.has(s.party) == 1:
		w.on = append(w.on, s)
		w.name(s.party)
		w.sure = day
		w.gone = sitrep.Date{}
	case !w.open || w.now.Holder.ID == "":
		w.begin(day, s.party, Held, s)
		w.sure = day
	case s.aside:
	case days(w.sure, day) >= overtakes:
		w.begin(day, s.party, Held, s)
		w.sure = day
	default:
		w.trouble(day, Contested, s)
	}
}

// enter takes in that a party has a part of the place.
func (w *walk) enter(day sitrep.Date, s sign) {
	switch {
	case s.aside:
	case w.has(s.party) == 1:
		if w.now.Status != Held {
			w.on = append(w.on, s)
		}
	case !w.gone.IsZero() && days(w.gone, day) <= follows && s.firm && !s.party.may(w.goer):
		w.take(day, s.party, []sign{s})
	default:
		w.trouble(day, Contested, s)
	}
}

// trouble begins unrest or goes on with it.
func (w *walk) trouble(day sitrep.Date, status Status, s sign) {
	w.stir = day
	if w.open && (w.now.Status == status || w.now.Status == Contested && status == Besieged) {
		w.on = append(w.on, s)
		return
	}
	holder, on := Party{}, []sign{s}
	if w.open {
		holder = w.now.Holder
		on = append(w.support(), s)
	}
	w.begin(day, holder, status, on...)
}
