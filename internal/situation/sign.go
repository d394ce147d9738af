package situation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/geo"
)

// Telling is a claim with what is known of the report that makes it.
type Telling struct {
	Claim     *sitrep.Claim
	Report    sitrep.ReportID
	Published sitrep.Date
	// Origin is the party that the claim goes back to, as a key that equal origins share.
	Origin string
	// Sentence is the report's words that the claim's evidence spans.
	Sentence string
	// Event is the happening that the claim is known to tell of, "" where that was not asked.
	Event sitrep.EventID
}

// what a sign says of a place.
type what int

// The signs, in the order in which those of one day are taken.
const (
	left   what = iota // the party leaves the place, or no longer holds it
	taken              // the party takes the whole place; nobody knows who, where none is named
	holds              // the party is said to hold the whole place
	inside             // the party enters or takes a part of it
	rings              // the party besieges it
	fights             // there is fighting for it
	denies             // the party is said not to have taken it; any party, where none is named
)

// sign is a claim read as a word on who holds a place.
type sign struct {
	what  what
	party Party
	// from and to are the days between which it came about; day is when it is certain.
	from, to sitrep.Date
	// told is when the report was published, unknown where it does not say.
	told sitrep.Date
	// aside says that it is told in passing, of an earlier time: it opens or supports a spell, and never ends one.
	aside bool
	// firm says of left that the whole force goes, of inside that it enters the place as such, of taken that it held it ever since.
	firm bool
	// own says that the party itself says so, and nobody else.
	own bool
	// from whom it was, and against whom.
	against []Party
	claim   sitrep.ClaimID
	// report makes the claim, whose evidence begins at start, in bytes of the report's text.
	report     sitrep.ReportID
	start      int
	origin     string
	confidence float64
}

var (
	// partWords stand before a place's name, or in what was taken, where it is not the whole.
	partWords = pattern(`(?i)\b(parts?|half of|halves|most of|much of|thirds? of|quarters?|majority|bulk|rest of|remainder|remaining|swathes?|sections?|portions?|areas?|districts?|neighbou?rhoods?|suburbs?|outskirts|edges?|entrances?|gates?|streets?|blocks?|cent(re|er)|downtown|old city|old town|side of|banks? of|pockets?|per ?cent|positions?|territory|squares?|(eastern|western|northern|southern|central|east|west|north|south)( and (eastern|western|northern|southern))? (half|part|side|bank|sector|entrance|edge))\b|%`)
	// thingWords are what stands in or near a place and is not the place.
	thingWords = pattern(`(?i)\b(villages?|hamlets?|towns near|bases?|airbases?|airports?|airfields?|compounds?|buildings?|bridges?|dams?|fields?|oilfields?|refinery|refineries|hospitals?|prisons?|stations?|barracks|hills?|ports?|harbou?rs?|crossings?|checkpoints?|roads?|highways?|motorways?|routes?|plants?|factory|factories|camps?|headquarters|outposts?|posts?|garrisons?|university|citadel|ruins|temple|castle|mosques?|churches|schools?|tanks?|vehicles?|weapons?|depots?|arsenals?|soldiers|hostages?|leader|commander|embassy|consulate|parliament|ministry|museum|islands?|farms?|mountains?|mines?|terminal|stadium|hotel|palace|junction|border)\b`)
	cityWords  = pattern(`(?i)\b(city|town|capital|stronghold|village|settlement|it|them|place)\b`)
	// asideWords begin a clause that looks back, in the clause before the words that carry the claim.
	asideWords  = pattern(`(?i)\b(since|after|following|during|where|whose|former|formerly|previously|earlier|once|anniversary|in the wake of)\b[^,;:]*$`)
	asideNear   = pattern(`(?i)\b(which|who|that|had|having|was first|were)( \S+){0,2} ?$`)
	says        = pattern(`(?i)\b(says?|said|saying|reports?|reported|claims?|claimed|announces?|announced|states?|stated|confirms?|confirmed|declares?|declared)\b( \S+){0,2} that( \S+){0,4} ?$`)
	unrealWords = pattern(`(?i)\b(before|until|till|ahead of|prior to|if|unless|in order to|aim(s|ed|ing)? (to|at)|bid to|attempt(s|ed|ing)? to|tr(y|ies|ied|ying) to|hop(e|es|ed|ing) to|plans? to|operations? to|offensives? to|battles? to|efforts? to|fight(ing)? to|advisors? .* to|counter-offensive to|push to|will|would|to help|battle for|offensive for)\b[^,;:]*$`)
	toldAsNews  = pattern(`(?i)\b(announce[sd]?|announcing|declare[sd]?|declaring|complete[sd]?|completing|claim(s|ed|ing)?|confirm(s|ed|ing)?|celebrate[sd]?|acknowledg(e|es|ed|ing)|report(s|ed)?|result(s|ed)? in|lead(s)? to|ends? with)\b[^,;]*$`)
	notNow      = pattern(`(?i)\b(former|formerly|previously|once|then|until recently|recently|(was|were|had been)( once)? the last)[- ](\S+ )?$`)
	loses       = pattern(`(?i)\b(captur|control|fall|fell|fallen|taken|seiz|lost|advanc|recaptur|retak)`)
	enters      = pattern(`(?i)\b(enter|entered|enters|entering|into|inside|in|reach|reaches|reached|storm|break|breach)\b`)
	// toward stands between who withdraws and where they go: that place they do not leave.
	toward   = pattern(`(?i)(^|\s)(to|into|towards?|as far as)( the)?( (nearby|neighbouring|city|town|village|province|district) ?(of)?)?\s*$`)
	pullsOut = pattern(`(?i)\b(equipment|heavy weapons|weapons|some|several|partial|partially|will|plan\w*|prepar\w*|civilians|wounded|bodies|part of|positions)\b`)
	fully    = pattern(`(?i)\b(full|fully|complete|completely|total|totally|entire|entirely|all of|now)\b`)
)

// clock of a claim: between which days what it tells came about. ok is false where neither it nor its report is dated, or it lies ahead.
func clock(t *Telling) (from, to sitrep.Date, aside, ok bool) {
	from, to = t.Published, t.Published
	if c := t.Claim.Time; c != nil {
		switch {
		case c.From.IsZero() && c.To.IsZero():
		case c.From.IsZero():
			from, to = c.To, c.To
		case c.To.IsZero():
			from, to = c.From, c.From
			if c.Precision != sitrep.After && !t.Published.IsZero() {
				to = t.Published
			}
		default:
			from, to = c.From, c.To
		}
	}
	if from.IsZero() || to.IsZero() {
		return from, to, false, false
	}
	if !t.Published.IsZero() {
		if t.Published.Before(from) && days(t.Published, from) > 1 {
			return from, to, false, false // planned
		}
		if t.Published.Before(to) {
			to = t.Published
			from = earlier(from, to)
		}
		aside = days(to, t.Published) > asideDays
	}
	return from, to, aside, true
}

// asideDays is how many days before its report a happening lies that is told in passing.
const asideDays = 10

// days is how many days from a to b.
func days(a, b sitrep.Date) int {
	return int(noon(b).Sub(noon(a)).Hours()) / 24
}

func noon(d sitrep.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC)
}

func earlier(a, b sitrep.Date) sitrep.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// reader reads claims as signs.
type reader struct {
	parties *parties
	sites   *sites
}

// signs are what a telling says of who holds site; most say nothing.
func (r *reader) signs(t *Telling, site Site) []sign {
	c := t.Claim
	from, to, aside, ok := clock(t)
	if !ok {
		return nil
	}
	base := sign{from: from, to: to, told: t.Published, aside: aside, claim: c.ID, report: t.Report, start: c.Evidence.Start, origin: t.Origin, confidence: c.Confidence}
	country := site.Country
	for _, f := range slices.Concat(c.Roles[sitrep.Target], c.Roles[sitrep.Victim]) {
		if p := r.parties.of(f.Name, country); p.ID != "" {
			base.against = append(base.against, p)
		}
	}
	out := r.heldWords(t, site, base)
	if p := c.Place; p.Relation == sitrep.Near || p.Relation == sitrep.Away || p.Relation == sitrep.Border || p.Relation == sitrep.Along || p.Precision == sitrep.Offset {
		return nil
	}
	before, between := around(t)
	if unrealWords.MatchString(before) && c.Type != "control" {
		return out
	}
	if asideNear.MatchString(before) && !says.MatchString(before) || asideWords.MatchString(before) && c.Type != "control" && (c.Time == nil || base.aside || from != to) {
		base.aside = true
	}
	if end := c.Trigger.End - c.Evidence.Start; c.Time == nil && end >= 0 && end <= len(t.Sentence) && lookBack.MatchString(t.Sentence[end:]) {
		base.aside = true
	}
	var who []Party
	for _, f := range c.Roles[sitrep.Actor] {
		if p := r.parties.of(f.Name, country); p.ID != "" && !slices.ContainsFunc(who, func(q Party) bool { return q.ID == p.ID }) {
			who = append(who, p)
		}
	}
	// Of several who take it together the place's own government comes first.
	slices.SortStableFunc(who, func(a, b Party) int {
		return cmp.Compare(own(b, country), own(a, country))
	})
	announced := false // by the party itself
	add := func(w what) {
		if len(who) == 0 && w != taken {
			return
		}
		s := base
		s.what = w
		if len(who) > 0 {
			s.party = who[0]
		}
		if a := c.Attribution; a != nil && s.party.ID != "" {
			s.own = announced || r.parties.of(a.Name, country).ID == s.party.ID
		}
		out = append(out, s)
	}
	denied := c.Attribution != nil && c.Attribution.Stance == sitrep.Denied
	actual := c.Modality == sitrep.Actual && !denied
	extent := r.extent(t, site, between)
	switch c.Type {
	case "territory_gained":
		if len(who) == 0 && actual {
			if p := r.announcer(t, country); p.ID != "" {
				who, announced = append(who, p), true
			} else if len(c.Roles[sitrep.Actor]) > 0 {
				return out // somebody who is no party
			}
		}
		switch {
		case extent == nothing:
		case c.Modality == sitrep.Negated || denied:
			s := base
			s.what = denies
			if len(who) > 0 {
				s.party = who[0]
			}
			out = append(out, s)
		case !actual:
		case extent == part || strings.HasSuffix(c.Rule, ".flag"):
			add(inside)
		default:
			if strings.HasSuffix(c.Rule, ".capture-of") && !toldAsNews.MatchString(before) {
				base.aside = true
			}
			add(taken)
		}
	case "control":
		switch {
		case extent == nothing:
		case c.Modality == sitrep.Negated:
			add(left)
		case !actual:
		case extent == part:
			add(inside)
		default:
			since := base.from
			base.from, base.aside = base.to, aside
			if !aside && fully.MatchString(nearTrigger(t)) && days(since, base.to) <= 1 && len(who) > 0 {
				add(taken)
			} else {
				add(holds)
			}
			if days(since, base.to) > 1 && c.Time != nil && len(who) > 0 { // "has held since": nobody else did meanwhile
				base.from, base.to, base.aside, base.firm = since, since, true, true
				add(taken)
			}
		}
	case "withdrawal":
		if actual && extent == whole && !r.parties.lent(c.Roles[sitrep.Actor]) && !toward.MatchString(between) {
			base.firm = !pullsOut.MatchString(nearTrigger(t) + " " + between)
			add(left)
		}
	case "advance":
		if actual && extent != nothing && (extent == part || enters.MatchString(c.Trigger.Text+" "+between)) {
			base.firm = extent == whole
			add(inside)
		}
	case "encirclement":
		if actual && extent == whole && !base.aside && (len(c.Roles[sitrep.Target]) == 0 || r.namesSite(t, site)) {
			add(rings)
		}
	case "armed_clash", "offensive":
		if actual && extent == whole && !base.aside {
			add(fights)
		}
	case "statement":
		if c.Subtype == "deny" && loses.MatchString(t.Sentence) {
			s := base
			s.what = denies
			out = append(out, s)
		}
	}
	return out
}

// denial is what a claim without a place says against what its report told before: "the ministry rejects this claim". It names no party and
// no place; ok is false for all other claims.
func denial(t *Telling) (s sign, ok bool) {
	c := t.Claim
	if c.Place != nil || c.Type != "statement" || c.Subtype != "deny" && c.Subtype != "reject" || t.Published.IsZero() || c.Modality != sitrep.Actual || !ofThat.MatchString(t.Sentence) {
		return sign{}, false
	}
	return sign{what: denies, from: t.Published, to: t.Published, told: t.Published, claim: c.ID, report: t.Report, start: c.Evidence.Start, origin: t.Origin, confidence: c.Confidence}, true
}

var ofThat = pattern(`(?i)\b(this|that|the|these|those|such) (claims?|reports?|statements?|assertions?)\b|\b(deny|denies|denied|denying|reject|rejects|rejected|disputes?|disputed) (it|this|that|having)\b`)

// own is 1 for the government of a country, else 0.
func own(p Party, country string) int {
	if p.ID == "state:"+country {
		return 1
	}
	return 0
}

// around are the words of the sentence before those that carry the claim, and those between them and the place's name, "" where the place stands
// before.
func around(t *Telling) (before, between string) {
	c := t.Claim
	start, end := c.Trigger.Start-c.Evidence.Start, c.Trigger.End-c.Evidence.Start
	if start < 0 || end > len(t.Sentence) || start > end {
		return "", ""
	}
	before = t.Sentence[:start]
	if stop := c.Place.Start - c.Evidence.Start; stop > end && stop <= len(t.Sentence) {
		between = t.Sentence[end:stop]
	}
	return before, between
}

// nearTrigger are some words on either side of those that carry a claim, and these.
func nearTrigger(t *Telling) string {
	const near = 30
	start, end := t.Claim.Trigger.Start-t.Claim.Evidence.Start, t.Claim.Trigger.End-t.Claim.Evidence.Start
	if start < 0 || end > len(t.Sentence) || start > end {
		return ""
	}
	return strings.ToValidUTF8(t.Sentence[max(0, start-near):min(len(t.Sentence), end+near)], "")
}

// extent is how much of a place a claim is about.
type extent int

const (
	whole extent = iota
	part
	nothing // something else in, near or around it
)

// namesSite says that a target of the claim is the place itself.
func (r *reader) namesSite(t *Telling, site Site) bool {
	for _, f := range t.Claim.Roles[sitrep.Target] {
		if r.names(f.Name, t, site) || r.names(f.Text, t, site) {
			return true
		}
	}
	return false
}

func (r *reader) names(words string, t *Telling, site Site) bool {
	folded := " " + geo.Fold(words) + " "
	for _, n := range []string{t.Claim.Place.Name, t.Claim.Place.Within, site.Name} {
		if n = geo.Fold(n); n != "" && strings.Contains(folded, " "+n+" ") {
			return true
		}
	}
	return false
}

// extent tells a place from its parts and from what stands in it.
func (r *reader) extent(t *Telling, site Site, between string) extent {
	p := t.Claim.Place
	if p.Relation == sitrep.Side {
		return part
	}
	if p.Within != "" && !strings.HasSuffix(strings.ToLower(p.Name), "port of "+strings.ToLower(p.Within)) && geo.Fold(p.Name) != geo.Fold(p.Within) && !strings.Contains(strings.ToLower(p.Text), "-held") && !strings.Contains(strings.ToLower(p.Text), "-controlled") {
		if thingWords.MatchString(p.Name) && !cityWords.MatchString(p.Name) {
			return nothing
		}
		if partWords.MatchString(p.Name) {
			return part
		}
	}
	if partWords.MatchString(beforeName(p.Text, p.Name)) {
		return part
	}
	for _, f := range t.Claim.Roles[sitrep.Target] {
		switch {
		case r.names(f.Text, t, site):
			head := strings.TrimSuffix(beforeName(f.Text, nameOf(p)), "port of ") // is the town
			if strings.Contains(head, " of ") || strings.Contains(head, "'s ") {
				if thingWords.MatchString(head) && !cityWords.MatchString(head) {
					return nothing
				}
			}
			if after := afterName(f.Text, nameOf(p)); strings.HasPrefix(after, "'s") || thingWords.MatchString(after) {
				if partWords.MatchString(after) {
					return part
				}
				if strings.TrimSpace(after) != "" && after != "'s" {
					return nothing
				}
			}
			if partWords.MatchString(head) {
				return part
			}
			return r.between(between)
		case r.names(f.Name, t, site): // "the city"
			if partWords.MatchString(f.Text) {
				return part
			}
			return whole
		}
	}
	for _, f := range t.Claim.Roles[sitrep.Target] {
		switch {
		case r.parties.of(f.Name, site.Country).ID != "" && !thingWords.MatchString(f.Text):
		case partWords.MatchString(f.Text):
			return part
		case thingWords.MatchString(f.Text), !cityWords.MatchString(f.Text) && len(t.Claim.Roles[sitrep.Target]) == 1:
			return nothing
		}
	}
	return r.between(between)
}

// between judges the words between those that carry a claim and the place's name.
func (r *reader) between(words string) extent {
	if i := strings.LastIndexAny(words, ",;"); i >= 0 {
		words = words[i+1:]
	}
	switch {
	case partWords.MatchString(words):
		return part
	case thingWords.MatchString(words) && !cityWords.MatchString(words):
		return nothing
	}
	return whole
}

func beforeName(words, name string) string {
	if i := strings.Index(words, name); i > 0 && name != "" {
		return words[:i]
	}
	return ""
}

func afterName(words, name string) string {
	if i := strings.Index(words, name); i >= 0 && name != "" {
		return words[i+len(name):]
	}
	return ""
}

// announcer is the party that tells that it took a place, where the claim names nobody who took it: "Iraqi forces announce the complete recapture of", "Manbij
// has been liberated, the SDF said".
func (r *reader) announcer(t *Telling, country string) Party {
	before, _ := around(t)
	how := announces
	if list := t.Claim.Roles[sitrep.Actor]; len(list) > 0 {
		if p := r.parties.official(list[0].Text, country); p.ID != "" {
			return p // "was declared liberated by the president"
		}
		if !themselves.MatchString(list[0].Text) {
			return Party{}
		}
		how = speaks // "says that they have captured"
	}
	again := retakes.MatchString(t.Claim.Trigger.Text)
	if i := how.FindStringIndex(before); i != nil && len(strings.Fields(before[:i[0]])) <= 14 {
		words := before[:i[0]]
		if p := r.parties.of(words, country); p.ID != "" && !reporters.MatchString(words) {
			return p
		}
		if p := r.parties.official(words, country); p.ID != "" && again {
			return p
		}
	}
	if a := t.Claim.Attribution; a != nil && again {
		if p := r.parties.of(a.Name, country); p.ID != "" && (!p.state() || own(p, country) == 1) {
			return p
		}
		return r.parties.official(a.Source, country)
	}
	return Party{}
}

var (
	announces  = pattern(`(?i)\b(announces?|announced|declares?|declared|celebrates?|completes?|completed|claims?|claimed)\b`)
	speaks     = pattern(`(?i)\b(announces?|announced|declares?|declared|claims?|claimed|says?|said|states?|stated|confirms?|confirmed)\b`)
	themselves = pattern(`(?i)^(they|it|we|its|their|his|our)( \w+)?$`)
	reporters  = pattern(`(?i)\b(observatory|agency|media|president|minister|ministry|official|officials|spokes\w+|united nations|tv|television)\b`)
	// retakes are words for taking a place that speak from the side that had it.
	retakes = pattern(`(?i)^(\w+ )?(liberat|retak|re-tak|retook|recaptur|re-captur|regain|reconquer|reclaim|freed|free\b|clear)`)
	// lookBack stands behind what happened before that which the sentence tells.
	lookBack = pattern(`(?i)^( \S+){0,2} (earlier|previously|long ago|(a|\w+) (week|month|year)s? (ago|before|earlier))\b`)
)

// heldWords reads "ISIL-held Ramadi" and "the city of Ramadi, held by" in a sentence about the place.
func (r *reader) heldWords(t *Telling, site Site, base sign) []sign {
	var out []sign
	p := t.Claim.Place
	name := nameOf(p)
	end := p.End - t.Claim.Evidence.Start
	if name == "" || end <= 0 || end > len(t.Sentence) || base.aside || p.Relation != "" {
		return nil
	}
	at := strings.LastIndex(t.Sentence[:end], name)
	if at < 0 || t.Published.IsZero() {
		return nil
	}
	holder := func(before, who string) {
		words := strings.Fields(who)
		for i := range words { // the longest run that names a party
			party := r.parties.of(strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(strings.Join(words[i:], " "), "'s"), "’s"), ".,;"), site.Country)
			if party.ID == "" || notNow.MatchString(before+" "+strings.Join(words[:i], " ")+" ") {
				continue
			}
			s := base
			s.what, s.party, s.from, s.to = holds, party, t.Published, t.Published
			out = append(out, s)
			return
		}
	}
	if m := heldBefore.FindStringSubmatch(t.Sentence[:at]); m != nil && !partWords.MatchString(m[2]) && !thingWords.MatchString(m[2]) {
		holder(t.Sentence[:at-len(m[0])], m[1])
	} else if m := seatBefore.FindStringSubmatch(t.Sentence[:at]); m != nil {
		holder(t.Sentence[:at-len(m[0])], m[1])
	} else if m := heldAfter.FindStringSubmatch(t.Sentence[at+len(name):]); m != nil {
		words := strings.Fields(m[1])
		for n := len(words); n > 0 && len(out) == 0; n-- {
			if p := strings.Join(words[:n], " "); r.parties.of(p, site.Country).ID != "" {
				holder("", p)
			}
		}
	}
	return out
}

var (
	heldBefore = pattern(`((?:[\p{L}.'’]+ ){0,3}[\p{L}.'’]+)[- ](?:held|controlled|occupied)((?: (?:[\p{L}]+|city|town|of)){0,5} )$`)
	seatBefore = pattern(`((?:[\p{L}.'’]+ ){0,3}[\p{L}.'’]+) (?:de facto capital|self-declared capital|self-proclaimed capital|stronghold|bastion)(?: city)?(?: of| in|,)? $`)
	heldAfter  = pattern(`^,? (?:(?:which|that) (?:is|remains) )?(?:held|controlled|occupied|(?:(?:still )?under|in) the (?:control|hands) of|(?:the )?(?:group's )?(?:de facto capital|stronghold|bastion) of)(?: by)? ((?:[\p{L}.'’]+ ?){1,5})`)
)
