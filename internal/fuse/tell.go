package fuse

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

// maxJoined bounds how many accounts before it an account of an event is compared with to say what it is likest.
const maxJoined = 64

// Happenings splits what the claims of a group of accounts tell into typed events, in the order of their ids. Read gives what was read of a report of the
// group, nil where that is gone; its error is handed on.
//
// Every claim of the accounts that is actual stands in exactly one event, and so does one of talks, sanctions and the like, which no account has, in the group
// of its report's main account. Figures over longer periods, and statements, stand in none. An event rests on claims: a report of which none was read is in no event. The
// answer hangs on the accounts and pins alone, not on their order.
//
// Pins bind claims of the group: those pinned as one stand in one event, unless others hold them apart. A claim that a person rejected stays where it was, and says
// nothing more of its event.
func (t *Teller) Happenings(group []*Account, read func(sitrep.ReportID) (*sitrep.Extraction, error), pins ...Pin) ([]sitrep.Event, error) {
	if len(group) == 0 {
		return nil, nil
	}
	group = slices.Clone(group)
	slices.SortFunc(group, func(a, b *Account) int { return cmp.Compare(a.id, b.id) })
	m, err := t.gather(group, read)
	if err != nil {
		return nil, fmt.Errorf("make events: %w", err)
	}
	all := t.split(m.told, pinned(pins))
	dispute(all, m.against)
	if len(all) == 0 {
		return nil, nil
	}
	chief := chief(all)
	var out []sitrep.Event
	for _, h := range all {
		out = append(out, t.event(h, group, h == chief))
	}
	slices.SortFunc(out, func(a, b sitrep.Event) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out, nil
}

// chief is the happening that most reports are about.
func chief(all []*happening) *happening {
	var best *happening
	most := [2]int{-1}
	for _, h := range all {
		leads := 0
		for _, n := range h.told {
			if n.lead {
				leads++
			}
		}
		if have := [2]int{leads, len(h.told)}; slices.Compare(have[:], most[:]) > 0 {
			best, most = h, have
		}
	}
	return best
}

// standing is a happening without the claims that people rejected; where they rejected all, it is whole.
func (h *happening) standing() *happening {
	if !slices.ContainsFunc(h.told, func(n *telling) bool { return n.c.Rejected() }) {
		return h
	}
	left := newHappening(h.family)
	for _, n := range h.told {
		if !n.c.Rejected() {
			left.add(n)
		}
	}
	if len(left.told) == 0 {
		return h
	}
	left.against = h.against
	return left
}

// dispute gives each denial to the happening that it fits best, if any.
func dispute(all []*happening, against []*telling) {
	const sure = 1.5 // what is plainly denied needs less than what is told not to have been
	for _, n := range against {
		var best *happening
		top := sure
		if n.c.Attribution != nil && n.c.Attribution.Stance == sitrep.Denied {
			top = join
		}
		for _, h := range all {
			p := h.points(n)
			if n.kin.family == words {
				p = h.answered(n)
			}
			if p > top || p == top && best == nil {
				best, top = h, p
			}
		}
		if best != nil {
			best.against = append(best.against, n)
		}
	}
}

// answered says how well the words of a party that denies something, of which no more is read, fit what its report says that it did.
func (h *happening) answered(n *telling) float64 {
	own := h.reports[n.x.Report.ID]
	if len(own) == 0 || !slices.ContainsFunc(n.doers, func(k string) bool { return h.doers[k] }) {
		return 0
	}
	return 1 + near(own, n)
}

func empty() sitrep.Event {
	return sitrep.Event{Members: []sitrep.EventMember{}, Parties: []sitrep.EventParty{}, Disputes: []sitrep.ClaimID{}, Grounds: []sitrep.Ground{},
		Figures: []sitrep.EventFigure{}, Joined: []sitrep.Join{}, Grade: sitrep.Single}
}

// eventID is the id of an event whose first claim, or account without claims, is given.
func eventID(first string) sitrep.EventID {
	sum := sha256.Sum256([]byte(first))
	return sitrep.EventID("e-" + hex.EncodeToString(sum[:8]))
}

// event tells a happening. What reports are about as a whole helps to tell the chief one.
func (t *Teller) event(h *happening, group []*Account, chief bool) sitrep.Event {
	e := empty()
	slices.SortFunc(h.told, func(a, b *telling) int { return strings.Compare(string(a.c.ID), string(b.c.ID)) })
	e.ID = eventID(string(h.told[0].c.ID))
	members := map[sitrep.ReportID]*sitrep.EventMember{}
	in := map[*Account]bool{}
	for _, n := range h.told {
		m := members[n.x.Report.ID]
		if m == nil {
			m = &sitrep.EventMember{Report: n.x.Report.ID, Origin: n.account.Origin, Claims: []sitrep.ClaimID{}}
			members[n.x.Report.ID] = m
		}
		m.Claims = append(m.Claims, n.c.ID)
		m.Main = m.Main || n.lead
		in[n.account] = true
	}
	for _, r := range slices.Sorted(maps.Keys(members)) {
		e.Members = append(e.Members, *members[r])
	}
	h = h.standing()
	var accounts, voices []*Account
	for _, a := range group {
		if in[a] {
			accounts = append(accounts, a)
			if members[a.Report].Main && a.Main {
				voices = append(voices, a)
			}
		}
	}
	voices = independent(voices)
	e.Type = t.typeOf(h)
	e.Origins = len(sources(h.told))
	if e.Origins == 0 {
		e.Origins = 1
	}
	e.Place = h.where()
	e.From, e.To = h.when()
	if chief {
		if e.Place == nil || len(h.spots) == 0 || !h.spots[0].fine() {
			if p := where(voices); p != nil {
				e.Place = p
			}
		}
		if e.From.IsZero() && e.To.IsZero() {
			// The day of publication stands there where a report names no other: that is no word on when it happened.
			if day := when(voices); !slices.ContainsFunc(voices, func(a *Account) bool { return a.Published == day }) {
				e.From, e.To = day, day
			}
		}
	}
	if e.From.IsZero() && e.To.IsZero() {
		e.To = h.toldBy()
	}
	e.Lead = t.leadOf(h, &e)
	e.Parties = t.parties(h)
	e.Figures = t.figures(h)
	for _, n := range h.against {
		e.Disputes = append(e.Disputes, n.c.ID)
	}
	slices.Sort(e.Disputes)
	e.Joined = t.weights.joined(accounts, maxJoined)
	t.grade(h, &e)
	return e
}

// sources are the independent origins of tellings with those that go back to them. In the reports of one home the parties that they name count; its own word and
// that of people without a name only where no party is named, as they may well rest on each other.
func sources(told []*telling) map[string][]*telling {
	named := map[string]bool{}  // homes that name a party for it
	quoted := map[string]bool{} // homes that quote somebody without a name
	for _, n := range told {
		switch n.origin.Kind {
		case origin.Party:
			named[n.home] = true
		case origin.Unnamed:
			quoted[n.home] = true
		}
	}
	out := map[string][]*telling{}
	for _, n := range told {
		key := n.origin.Key
		switch n.origin.Kind {
		case origin.Party:
		case origin.Unnamed:
			if named[n.home] {
				continue
			}
			key = n.home
		default:
			if key == n.home && named[n.home] {
				continue
			}
		}
		out[key] = append(out[key], n)
	}
	return out
}

// typeOf is the type that most origins give a happening, of those that say by what means if any does; of equals the one that ranks higher.
func (t *Teller) typeOf(h *happening) string {
	by := map[string]map[string]bool{}
	for _, n := range h.told {
		if h.means != "" && n.kin.means == "" {
			continue
		}
		if by[n.c.Type] == nil {
			by[n.c.Type] = map[string]bool{}
		}
		by[n.c.Type][n.origin.Key] = true
	}
	types := slices.Sorted(maps.Keys(by))
	best := types[0]
	for _, k := range types[1:] {
		if cmp.Or(cmp.Compare(len(by[k]), len(by[best])), cmp.Compare(t.ranks[k], t.ranks[best])) > 0 {
			best = k
		}
	}
	return best
}

// leadOf is the claim that tells an event best.
func (t *Teller) leadOf(h *happening, e *sitrep.Event) sitrep.ClaimID {
	var best *telling
	top := 0.0
	for _, n := range h.told {
		if n.c.Type != e.Type {
			continue
		}
		p := n.c.Confidence
		if n.c.Block == sitrep.Caption {
			p -= 2
		}
		if n.c.Block == sitrep.Title {
			p -= .25 // what stands under it says more
		}
		if n.account.Main {
			p += .5
		}
		if n.c.Background {
			p -= .5
		}
		if n.lead {
			p += .25
		}
		if n.spot != nil && e.Place != nil {
			switch spots(n.spot, &spot{EventPlace: *e.Place, name: fold(e.Place.Name)}) {
			case sameSpots:
				p++
			case insideSpots, nearSpots:
				p += .5
			}
		}
		if n.dated() && !e.From.IsZero() && n.to-n.from <= 2 {
			p += .5
		}
		if len(n.c.Figures) > 0 {
			p += .5
		}
		if len(n.c.Roles[sitrep.Actor]) > 0 {
			p += .25
		}
		if len(n.c.Roles[sitrep.Target])+len(n.c.Roles[sitrep.Victim]) > 0 {
			p += .25
		}
		if best == nil || p > top {
			best, top = n, p
		}
	}
	return best.c.ID
}

// where is the most exact of the places that fit what most origins say: who names the town does not speak against who names its market.
func (h *happening) where() *sitrep.EventPlace {
	type named struct {
		*spot
		origins map[string]bool
	}
	var all []named
	for _, n := range h.told {
		if n.spot == nil || n.spot.Precision == "" && n.spot.Lat == nil && n.spot.name == "" {
			continue
		}
		i := slices.IndexFunc(all, func(a named) bool {
			return a.name == n.spot.name && a.Precision == n.spot.Precision && a.Country == n.spot.Country
		})
		if i < 0 {
			i = len(all)
			all = append(all, named{n.spot, map[string]bool{}})
		}
		all[i].origins[n.origin.Key] = true
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b named) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(a.name, b.name), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Precision, b.Precision))
	})
	best, top := -1, [2]int{}
	for i := range all[:min(len(all), 64)] {
		fit := map[string]bool{}
		for j := range all[:min(len(all), 64)] {
			if how := spots(all[i].spot, all[j].spot); how >= insideSpots {
				maps.Copy(fit, all[j].origins)
			}
		}
		if have := [2]int{len(fit), len(all[i].origins)}; best < 0 || have[0] > top[0] || have[0] == top[0] && all[i].rank() == all[best].rank() && have[1] > top[1] {
			best, top = i, have
		}
	}
	p := all[best].EventPlace
	return &p
}

// when are the days that most origins agree on, of the spans of days that they tell the shortest, of equals the earliest.
func (h *happening) when() (from, to sitrep.Date) {
	type span struct {
		from, to int
		dates    *sitrep.Period
		origins  map[string]bool
	}
	var all []span
	for _, n := range h.told {
		if !n.dated() {
			continue
		}
		i := slices.IndexFunc(all, func(s span) bool { return s.from == n.from && s.to == n.to })
		if i < 0 {
			i = len(all)
			all = append(all, span{n.from, n.to, n.c.Time, map[string]bool{}})
		}
		all[i].origins[n.origin.Key] = true
	}
	if len(all) == 0 {
		return sitrep.Date{}, sitrep.Date{}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.to-a.from, b.to-b.from), cmp.Compare(a.from, b.from)) })
	all = all[:min(len(all), 64)]
	best, top := 0, [2]int{}
	for i := range all {
		fit := map[string]bool{}
		for j := range all {
			if all[i].from <= all[j].to && all[j].from <= all[i].to {
				maps.Copy(fit, all[j].origins)
			}
		}
		if have := [2]int{len(fit), len(all[i].origins)}; have[0] > top[0] || have[0] == top[0] && all[i].to-all[i].from == all[best].to-all[best].from && have[1] > top[1] {
			best, top = i, have
		}
	}
	from, to = all[best].dates.From, all[best].dates.To
	// It can last on, but is told only up to the last report of it.
	if last := h.lastTold(); !last.IsZero() && !to.IsZero() && last.AddDays(1).Before(to) && !last.Before(from) {
		to = last
	}
	return from, to
}

// lastTold is the day on which the last report of it was published, unknown where a report is not dated.
func (h *happening) lastTold() sitrep.Date {
	var last sitrep.Date
	for _, n := range h.told {
		p := n.x.Report.Published
		if p.IsZero() {
			return p
		}
		if last.Before(p) {
			last = p
		}
	}
	return last
}

// toldBy is the day on which it was first told in print: what nobody dates had happened by then. It is unknown where no report is dated.
func (h *happening) toldBy() sitrep.Date {
	var first sitrep.Date
	for _, n := range h.told {
		if p := n.x.Report.Published; !p.IsZero() && (first.IsZero() || p.Before(first)) {
			first = p
		}
	}
	return first
}

// parties are those who took part, by role, each with what it is called where it is known.
func (t *Teller) parties(h *happening) []sitrep.EventParty {
	type key struct {
		role sitrep.Role
		name string
	}
	type party struct {
		sitrep.EventParty
		names   map[string]int
		origins map[string]bool
	}
	all := map[key]*party{}
	for _, n := range h.told {
		entities := map[string]*sitrep.Entity{}
		for i := range n.x.Entities {
			entities[n.x.Entities[i].ID] = &n.x.Entities[i]
		}
		for _, role := range sitrep.Roles {
			for i := range n.c.Roles[role] {
				f := &n.c.Roles[role][i]
				name, ref := cmp.Or(f.Name, f.Text), ""
				if pronouns[fold(name)] {
					continue
				}
				if e := entities[f.Entity]; e != nil && e.Type == sitrep.ActorMention {
					name = e.Name
					if a := t.actorOf(e.Name); a != nil {
						name, ref = a.Name, a.Name
					}
				} else if a := t.actorOf(f.Name); a != nil && role != sitrep.Instrument {
					name, ref = a.Name, a.Name
				}
				if name == "" {
					continue
				}
				k := key{role, fold(bare(name))}
				p := all[k]
				if p == nil {
					p = &party{names: map[string]int{}, origins: map[string]bool{}}
					p.Role, p.Ref = role, sitrep.Known(ref)
					all[k] = p
				}
				p.names[name]++
				p.origins[n.origin.Key] = true
				if !slices.Contains(p.Claims, n.c.ID) {
					p.Claims = append(p.Claims, n.c.ID)
				}
			}
		}
	}
	out := []sitrep.EventParty{}
	for _, p := range all {
		for _, name := range slices.Sorted(maps.Keys(p.names)) {
			if p.Name == "" || p.names[name] > p.names[p.Name] {
				p.Name = name
			}
		}
		p.Origins = len(p.origins)
		slices.Sort(p.Claims)
		out = append(out, p.EventParty)
	}
	slices.SortFunc(out, func(a, b sitrep.EventParty) int {
		return cmp.Or(cmp.Compare(slices.Index(sitrep.Roles, a.Role), slices.Index(sitrep.Roles, b.Role)), cmp.Compare(b.Origins, a.Origins), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// pronouns stand for somebody whom the reading did not find.
var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true, "who": true, "which": true, "that": true, "this": true,
	"those": true, "these": true, "them": true, "him": true, "her": true, "us": true, "others": true, "some": true, "many": true, "all": true, "one": true, "both": true}

// bare is a name without an article before it.
func bare(name string) string {
	for _, article := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return rest
		}
	}
	return name
}

// figures are what is told of every measure, with its range.
func (t *Teller) figures(h *happening) []sitrep.EventFigure {
	told := map[sitrep.Measure][]sitrep.ToldFigure{}
	for _, n := range h.told {
		for _, f := range lots(n) {
			source := n.origin.Name
			standing := t.standing(&n.origin, t.partySides(n), h.doers)
			key := n.origin.Key
			if f.Source != "" && fold(f.Source) != fold(source) {
				source, standing, key = f.Source, t.body(f.Source), "party:"+fold(f.Source)
			}
			told[f.Measure] = append(told[f.Measure], sitrep.ToldFigure{Report: n.x.Report.ID, Origin: key, Day: n.x.Report.Published, Low: f.Low, Best: f.Best, High: f.High,
				Claim: n.c.ID, Of: f.Of, Kind: f.Kind, Unit: f.Unit, Source: source, Standing: standing})
		}
	}
	out := []sitrep.EventFigure{}
	for _, m := range sitrep.Measures {
		if len(told[m]) > 0 {
			out = append(out, Range(m, told[m]))
		}
	}
	return out
}

// lots are the figures of a telling: as they are told and, where it counts several lots of one measure, their sum, of which they are then parts.
func lots(n *telling) []sitrep.Figure {
	out := slices.Clone(n.c.Figures)
	for _, s := range n.sums {
		if s.By != "" || s.Text != "" || slices.ContainsFunc(out, func(f sitrep.Figure) bool { return f.Measure == s.Measure && f.Of == s.Of }) {
			continue // one of those told
		}
		for i := range out {
			if out[i].Measure == s.Measure && counts(&out[i]) {
				out[i].Kind = sitrep.Part
			}
		}
		out = append(out, s)
	}
	return out
}

// partySides are the sides of the party that a telling goes back to.
func (t *Teller) partySides(n *telling) []string {
	for i := range n.x.Entities {
		if e := &n.x.Entities[i]; e.Type == sitrep.ActorMention && fold(e.Name) == fold(n.origin.Name) {
			return t.sides(e)
		}
	}
	return []string{fold(n.origin.Name)}
}
