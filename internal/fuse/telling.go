package fuse

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/origin"
)

// telling is a claim as a part of what a group of accounts tells.
type telling struct {
	c       *sitrep.Claim
	x       *sitrep.Extraction
	account *Account
	lead    bool // the first claim of a main account
	origin  origin.ClaimOrigin
	home    string // key of the home of the report
	kin     kin
	spot    *spot
	// from and to are the first and last day that the claim tells, noDay where it does not; published is the report's.
	from, to, published int
	doers, others       []string // keys of who does it, and of whom it is done to
	sums                []sitrep.Figure
	aims                []string // words that name what is taken, lost or held
	people              []string // last names of those to whom it is done, in small letters
}

// material is what a group's reports tell: claims that happened, and those that deny something.
type material struct {
	reports map[sitrep.ReportID]*sitrep.Extraction
	told    []*telling
	against []*telling
}

// gather reads the reports of a group. A claim that no account has goes with its report's main account.
func (t *Teller) gather(group []*Account, read func(sitrep.ReportID) (*sitrep.Extraction, error)) (*material, error) {
	m := &material{reports: map[sitrep.ReportID]*sitrep.Extraction{}}
	credits := map[string][]origin.Credit{}
	for _, a := range group {
		if _, done := m.reports[a.Report]; done {
			continue
		}
		x, err := read(a.Report)
		if err != nil {
			return nil, err
		}
		m.reports[a.Report] = x
		if x != nil {
			credits[a.Origin] = append(credits[a.Origin], t.outlets.Credit(&x.Report, x.Blocks))
		}
	}
	homes := map[string]origin.Home{}
	for g, c := range credits {
		homes[g] = origin.Settle(origin.GroupID(g), c)
	}
	type reading struct {
		origins  map[sitrep.ClaimID]origin.ClaimOrigin
		entities map[string]*sitrep.Entity
		in       map[sitrep.ClaimID]*Account
		main     *Account
	}
	readings := map[sitrep.ReportID]*reading{}
	for _, a := range group {
		x := m.reports[a.Report]
		if x == nil {
			continue
		}
		r := readings[a.Report]
		if r == nil {
			r = &reading{origins: map[sitrep.ClaimID]origin.ClaimOrigin{}, entities: map[string]*sitrep.Entity{}, in: map[sitrep.ClaimID]*Account{}}
			for _, o := range t.outlets.Claims(x, homes[a.Origin]) {
				r.origins[o.Claim] = o
			}
			for i := range x.Entities {
				r.entities[x.Entities[i].ID] = &x.Entities[i]
			}
			readings[a.Report] = r
		}
		for _, id := range a.Claims {
			r.in[id] = a
		}
		if a.Main {
			r.main = a
		}
	}
	for id, r := range readings {
		x := m.reports[id]
		for i := range x.Claims {
			c := &x.Claims[i]
			a := r.in[c.ID]
			if a == nil && r.main == nil || c.Block == sitrep.Boilerplate || t.overall(x, c) {
				continue
			}
			k, known := t.kin[c.Type]
			if !known {
				k = kin{family: c.Type}
			}
			denies := denial(c)
			if denies && c.Rejected() {
				continue
			}
			if a == nil && !denies && (c.Modality != sitrep.Actual || !talk[c.Type] || k.family == words) {
				continue // of another account, or no happening
			}
			n := &telling{c: c, x: x, account: cmp.Or(a, r.main), origin: r.origins[c.ID], home: homes[cmp.Or(a, r.main).Origin].Key, kin: k,
				spot: spotOf(c.Place), from: noDay, to: noDay, published: dayNumber(x.Report.Published)}
			n.lead = a != nil && a.Main && a.Claims[0] == c.ID
			if c.Time != nil && !(n.published != noDay && dayNumber(c.Time.From) > n.published+1) {
				n.from, n.to = dayNumber(c.Time.From), dayNumber(c.Time.To) // what is told as having happened did not happen later: "jailed until 2034"
			}
			n.sums = sums(c.Figures)
			n.people = people(r.entities, c)
			if c.Type == "casualties" && n.spot != nil && hospitalRe.MatchString(n.spot.name) {
				n.spot = nil // where they died, not where it happened
			}
			if k.family == ground {
				n.aims = aims(c.Roles[sitrep.Target])
			}
			n.doers = t.keys(r.entities, c.Roles[sitrep.Actor], c.Roles[sitrep.Ally])
			n.others = t.keys(r.entities, c.Roles[sitrep.Target], nil)
			if denies {
				m.against = append(m.against, n)
			} else {
				m.told = append(m.told, n)
			}
		}
	}
	slices.SortFunc(m.told, inOrder)
	slices.SortFunc(m.against, inOrder)
	return m, nil
}

// words is the family of what is only said, ground that of places taken, lost and held.
const (
	words  = "words"
	ground = "ground"
)

// hospitalRe reads where the hurt are taken.
var hospitalRe = regexp.MustCompile(`\b(?:hospital|clinic|infirmary|medical (?:cent(?:er|re)|facility)|trauma cent(?:er|re)|morgue)\b`)

// people are the last names of the persons to whom a claim says that something was done.
func people(entities map[string]*sitrep.Entity, c *sitrep.Claim) []string {
	var out []string
	for _, role := range []sitrep.Role{sitrep.Victim, sitrep.Target} {
		for i := range c.Roles[role] {
			e := entities[c.Roles[role][i].Entity]
			if e == nil || e.Type != sitrep.PersonMention {
				continue
			}
			words := strings.Fields(capitals(e.Name))
			if n := len(words); n > 0 && len(words[n-1]) > 2 {
				out = append(out, strings.ToLower(strings.TrimFunc(words[n-1], func(r rune) bool { return !unicode.IsLetter(r) })))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wide are words for what is taken that name no part of a place.
var wide = map[string]bool{"city": true, "town": true, "village": true, "area": true, "place": true, "province": true, "district": true, "territory": true, "control": true, "ground": true,
	"it": true, "them": true, "state": true, "islamic": true, "isil": true, "isis": true, "is": true, "daesh": true}

// aims are the names in what is taken, or the last word for it where it has no name: "symbolic town of Dabiq", "old road".
func aims(list []sitrep.Filler) []string {
	var out []string
	for i := range list {
		fields := strings.Fields(bare(list[i].Text))
		named := false
		for _, w := range fields {
			w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
			if low := strings.ToLower(w); w != low && !wide[low] && len(w) > 2 {
				out = append(out, low)
				named = true
			}
		}
		if n := len(fields); n > 0 && !named {
			if low := strings.ToLower(fields[n-1]); !wide[low] {
				out = append(out, low)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// denials are the words that negate a claim because somebody says that it is not so. Of what was foiled, refused or given up nobody said that it was.
var denials = map[string]bool{"deny": true, "denial": true, "reject": true, "rejection": true, "rule out": true, "false": true, "not": true, "never": true, "no": true}

// denial says that a claim is of somebody who says that a thing was not so. That nobody was hurt denies nothing.
func denial(c *sitrep.Claim) bool {
	switch {
	case c.Type == "statement":
		return c.Subtype == "deny"
	case c.Attribution != nil && c.Attribution.Stance == sitrep.Denied:
		return true
	case c.Type == "casualties" || c.Attribution == nil:
		return false
	}
	return c.Modality == sitrep.Negated && denials[c.ModalityBy]
}

// massDead is how many dead or hurt are no single happening's, where no day is told: they are those of a war.
const massDead = 5000

// overall says that a claim sums up many happenings: what a long time came to ("27,000 killed since October"), or a war.
func (t *Teller) overall(x *sitrep.Extraction, c *sitrep.Claim) bool {
	if series(c) {
		return true
	}
	if len(c.Figures) == 0 {
		return false
	}
	day := c.Time != nil && dated(c.Time)
	if c.Time != nil && !day && c.Time.From.IsZero() && !c.Time.To.IsZero() && c.Time.Precision != sitrep.Before { // "in recent months"
		return true
	}
	for i := range c.Figures {
		f := &c.Figures[i]
		if start := c.Evidence.Start; start <= f.Start && f.Start <= len(x.Report.Text) && nationRe.MatchString(x.Report.Text[start:f.Start]) {
			return true
		}
		if day {
			continue
		}
		if (f.Measure == sitrep.Killed || f.Measure == sitrep.Injured || f.Measure == sitrep.KilledOrInjured) && middle(f) >= massDead {
			return true
		}
		if end := c.Evidence.End; f.End > 0 && f.End <= end && sinceRe.MatchString(x.Report.Text[f.End:end]) {
			return true
		}
	}
	return false
}

// nationRe reads that a number is that of a country and a whole affair.
var nationRe = regexp.MustCompile(`(?i)\b(?:nationwide|national|overall|cumulative|worldwide|global|country's) (?:death |casualty )?(?:toll|total|count)\b[^.;]{0,20}$`)

// sinceRe reads that a number counts from some time on.
var sinceRe = regexp.MustCompile(`(?i)\bsince (?:the |last |[A-Z]|[0-9]|january|february|march|april|may|june|july|august|september|october|november|december|his |its |their |it |he |they )`)

// sums are the figures of a claim that stand for all of a measure. Where a claim counts several lots of people or things ("ten soldiers and five
// civilians") and gives no total, they are one sum.
func sums(all []sitrep.Figure) []sitrep.Figure {
	var out []sitrep.Figure
	for _, m := range sitrep.Measures {
		var lots []*sitrep.Figure
		total := -1
		for i := range all {
			if f := &all[i]; f.Measure == m && counts(f) {
				if f.Kind == sitrep.Total {
					total = len(lots)
				}
				lots = append(lots, f)
			}
		}
		switch {
		case len(lots) == 0:
		case total >= 0:
			out = append(out, *lots[total])
		case len(lots) == 1 || !distinct(lots):
			out = append(out, *lots[0])
		default:
			out = append(out, sum(lots))
		}
	}
	return out
}

// distinct says that figures count different lots, by the words for them.
func distinct(lots []*sitrep.Figure) bool {
	seen := map[string]bool{}
	for _, f := range lots {
		k := fold(string(f.Of))
		if k == "" || seen[k] || f.Source != lots[0].Source {
			return false
		}
		seen[k] = true
	}
	return true
}

// sum adds lots up. An end that one of them lacks is lacking in the sum.
func sum(lots []*sitrep.Figure) sitrep.Figure {
	out := sitrep.Figure{Measure: lots[0].Measure, Source: lots[0].Source}
	add := func(get func(*sitrep.Figure) *int) *int {
		n := 0
		for _, f := range lots {
			x := get(f)
			if x == nil || *x > math.MaxInt32 {
				return nil
			}
			n += *x
		}
		return &n
	}
	out.Low = add(func(f *sitrep.Figure) *int { return f.Low })
	out.Best = add(func(f *sitrep.Figure) *int { return f.Best })
	out.High = add(func(f *sitrep.Figure) *int { return f.High })
	var of []string
	for _, f := range lots {
		of = append(of, string(f.Of))
	}
	out.Of = sitrep.Known(strings.Join(of, ", "))
	return out
}

// inOrder puts the tellings first that say most of where and when and how many, then those of earlier reports, in the order of their text. It hangs on nothing
// but the claims, and so do the happenings that are made in this order.
func inOrder(a, b *telling) int {
	return cmp.Or(cmp.Compare(b.says(), a.says()), cmp.Compare(a.published, b.published), cmp.Compare(a.x.Report.ID, b.x.Report.ID),
		cmp.Compare(a.c.Trigger.Start, b.c.Trigger.Start), cmp.Compare(a.c.ID, b.c.ID))
}

func (n *telling) says() int {
	s := 0
	if n.spot != nil && n.spot.fine() {
		s += 2
	}
	if n.dated() && n.to-n.from <= 2 {
		s += 2
	}
	if len(n.sums) > 0 {
		s++
	}
	if n.kin.means != "" {
		s++
	}
	return s
}

func (n *telling) dated() bool { return n.from != noDay && n.to != noDay }

// keys are what the parties among fillers go by: the name, what it is part of, and the state whose force it is. Words for people of no party give none.
func (t *Teller) keys(entities map[string]*sitrep.Entity, lists ...[]sitrep.Filler) []string {
	var out []string
	for _, list := range lists {
		for i := range list {
			f := &list[i]
			for _, id := range []string{f.Entity, f.Party} {
				e := entities[id]
				if e != nil && e.Type == sitrep.PlaceMention && e.Precision == sitrep.Country && e.Country != "" { // a country that acts
					out = append(out, "state:"+strings.ToLower(e.Country))
					continue
				}
				if e == nil || e.Type != sitrep.ActorMention || e.Kind == "people" || e.Kind == "" {
					continue
				}
				out = append(out, t.sides(e)...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t *Teller) sides(e *sitrep.Entity) []string {
	out := []string{fold(e.Name)}
	if e.PartOf != "" {
		out = append(out, fold(e.PartOf))
	}
	if a := t.registry.Called(e.Name); a != nil && a.PartOf != "" {
		out = append(out, fold(a.PartOf))
	}
	switch e.Kind {
	case "military", "police", "government":
		if e.Country != "" {
			out = append(out, "state:"+strings.ToLower(e.Country))
		}
	}
	return out
}

// actorOf is the registry's actor for a name, nil where it has none.
func (t *Teller) actorOf(name string) *actor.Actor {
	if a := t.registry.Named(name); a != nil {
		return a
	}
	return t.registry.Called(name)
}
