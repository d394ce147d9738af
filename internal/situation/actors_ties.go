package situation

import (
	"slices"
	"strings"

	"sitrep"
)

// tie is what one claim says of two parties. a comes before b in the order of ids.
type tie struct {
	a, b Party
	bond Bond
	sure Certainty
	// way is 1 where a acts on b, -1 where b acts on a, 0 where nobody says.
	way int
	// from and to are the days within which it falls, both unknown where it is not dated.
	from, to sitrep.Date
	claim    sitrep.ClaimID
	origin   string
	event    sitrep.EventID
	kind     string // of the claim
	place    string
	country  string
}

// month is the month that the tie falls in; ok is false where it may be any of several.
func (t *tie) month() (m string, ok bool) {
	if t.to.IsZero() || t.from.IsZero() || days(t.from, t.to) > 31 {
		return "", false
	}
	return t.to.String()[:len("2006-01")], true
}

// happening tells happenings apart: by their event where that is known, else by day, place and type.
func (t *tie) happening() string {
	if t.event != "" {
		return string(t.event)
	}
	return t.to.String() + "\t" + t.country + "\t" + t.place + "\t" + t.kind
}

// deeds are the types of claims whose actor acts against its target and victim.
var deeds = map[string]bool{"attack": true, "air_strike": true, "shelling": true, "bombing": true, "suicide_bombing": true, "armed_clash": true, "offensive": true, "advance": true,
	"territory_gained": true, "encirclement": true, "killing": true, "abduction": true, "arrest": true, "interception": true, "property_destruction": true, "mistreatment": true, "coup": true}

// helps are the types of claims whose actor helps its target.
var helps = map[string]bool{"arms_supply": true, "training": true}

// jointRules are the rules for acts that take two who are on one side.
var jointRules = map[string]bool{"cooperation.joint": true, "cooperation.give-intelligence": true, "cooperation.provide-with-intelligence": true}

// truceRules are the rules for agreements to stop fighting; of other agreements the words must say so.
var (
	truceWords   = pattern(`(?i)\b(cease-?\s?fires?|truces?|armistice|cessation of (hostilities|fighting)|peace (deal|accord|agreement|treaty|pact|protocol)s?|disengagement|non-aggression|de-escalation)\b`)
	defenceWords = pattern(`(?i)\b(defen[cs]e|military|security|mutual|strategic)\b.{0,30}\b(pacts?|treaty|treaties|alliances?|agreements?|partnership)\b`)
	// backedWords join the name of a backer to whom it backs.
	backedWords = pattern(`(?i)\b((?:[\p{L}.]+[ ])?[\p{L}.]+)[-–](backed|supported|allied|aligned|sponsored|armed|trained|funded|affiliated)\b`)
	proWords    = pattern(`\b[Pp]ro-((?:Saudi|[\p{L}]+))\b`)
	// peopleWords end what names people who are in a party's hands or country, and not the party.
	peopleWords = pattern(`(?i)\b(civilians?|national$|nationals|hostages?|captives?|prisoners?|detainees|residents?|villagers?|famil(y|ies)|refugees?|journalists?|workers?|citizens?|people|children|women|protesters?|demonstrators?|tourists?|men|man|woman|boys?|girls?|teenagers?|students?|settlers?|worshippers|pilgrims|migrants|passengers|doctors?|nurses|lawyers?|activists?|voters|fans|athletes|team)\b`)
)

// stateless are those whose adjective names a people, since no government of theirs has armed forces: "a Palestinian rocket" is no act of a government.
var stateless = map[string]bool{"PS": true}

// ties reads tellings. Each claim counts once.
func (c *Controller) ties(tellings []Telling) []tie {
	tellings = slices.Clone(tellings)
	slices.SortFunc(tellings, func(a, b Telling) int {
		if n := strings.Compare(string(a.Claim.ID), string(b.Claim.ID)); n != 0 {
			return n
		}
		return strings.Compare(string(a.Report), string(b.Report))
	})
	tellings = slices.CompactFunc(tellings, func(a, b Telling) bool { return a.Claim.ID == b.Claim.ID })
	land := landsOf(tellings)
	var out []tie
	for i := range tellings {
		list, took := c.tied(&tellings[i], land[tellings[i].Report])
		out = append(out, list...)
		for _, p := range took { // alone: it takes part, against or beside nobody who is named
			t := c.base(&tellings[i])
			t.a = p
			out = append(out, t)
		}
	}
	slices.SortFunc(out, tieOrder)
	return out
}

// Relating are the claims that tell how two parties stand to each other. Of no others does Actors need the origin.
func (c *Controller) Relating(tellings []Telling) map[sitrep.ClaimID]bool {
	say := map[sitrep.ClaimID]bool{}
	for _, t := range c.ties(tellings) {
		say[t.claim] = true
	}
	return say
}

// landsOf is the country of each report all of whose places lie in one.
func landsOf(tellings []Telling) map[sitrep.ReportID]string {
	land := map[sitrep.ReportID]string{}
	for i := range tellings {
		p := tellings[i].Claim.Place
		if p == nil || p.Country == "" {
			continue
		}
		id := tellings[i].Report
		if old, ok := land[id]; ok && old != string(p.Country) {
			land[id] = ""
			continue
		}
		land[id] = string(p.Country)
	}
	return land
}

// certainty is how a claim tells what it tells.
func certainty(c *sitrep.Claim) Certainty {
	stance := sitrep.Stance("")
	if c.Attribution != nil {
		stance = c.Attribution.Stance
	}
	switch {
	case c.Modality == sitrep.Negated || stance == sitrep.Denied:
		return Disputed
	case c.Modality == sitrep.Future:
		return Planned
	case c.Modality == sitrep.Possible:
		return Perhaps
	case stance == sitrep.Alleged:
		return Charged
	}
	return Certain
}

// base is what all ties of a claim have in common.
func (c *Controller) base(t *Telling) tie {
	claim := t.Claim
	base := tie{sure: certainty(claim), claim: claim.ID, origin: t.Origin, event: t.Event, kind: claim.Type}
	if base.origin == "" {
		base.origin = string(t.Report)
	}
	if from, to, _, ok := clock(t); ok {
		base.from, base.to = from, to
	} else if base.sure == Planned && !t.Published.IsZero() {
		base.from, base.to = t.Published, t.Published // when it was told
	}
	if p := claim.Place; p != nil {
		base.place, base.country = nameOf(p), string(p.Country)
	}
	return base
}

// tied is what a claim says of parties, and who takes part in it; land is the country of its report.
func (c *Controller) tied(t *Telling, land string) (list []tie, took []Party) {
	base := c.base(t)
	country := base.country
	if country == "" {
		country = land
	}
	r := tieReader{parties: c.sides, telling: t, country: country, base: base}
	r.read()
	return r.out, r.took()
}

// tieReader reads one claim.
type tieReader struct {
	parties *parties
	telling *Telling
	country string
	base    tie
	out     []tie
}

// add notes a bond between all of one list and all of another; nobody is bound to himself.
func (r *tieReader) add(bond Bond, from, to []Party, way int) {
	for _, a := range from {
		for _, b := range to {
			if a.ID == b.ID || a.unnamed && b.unnamed {
				continue
			}
			t := r.base
			t.a, t.b, t.bond, t.way = a, b, bond, way
			if b.ID < a.ID {
				t.a, t.b, t.way = b, a, -way
			}
			if !slices.ContainsFunc(r.out, func(o tie) bool { return o.a.ID == t.a.ID && o.b.ID == t.b.ID && o.bond == t.bond }) {
				r.out = append(r.out, t)
			}
		}
	}
}

// side is one who takes part in a claim, and where its words begin and end in the report's text.
type side struct {
	Party
	sitrep.Span
}

func (r *tieReader) role(role sitrep.Role) []side {
	var out []side
	for i := range r.telling.Claim.Roles[role] {
		f := &r.telling.Claim.Roles[role][i]
		if role == sitrep.Actor && r.speaks(f) || role == sitrep.Ally && r.notWith(f) {
			continue
		}
		p := r.parties.who(f, role, r.country)
		if role == sitrep.Ally && p.unnamed && manyOf.MatchString(f.Text) {
			continue // "with hundreds of fighters", its own
		}
		if p.ID != "" && r.means(p, f, role) && !slices.ContainsFunc(out, func(q side) bool { return q.ID == p.ID }) {
			out = append(out, side{p, f.Span})
		}
	}
	return out
}

// means says that words stand for a government, in the light of their sentence. "The army" is that of the place's country only where the sentence names no
// other country, and a country as a target is its land where the sentence names those in it whom the deed was aimed at.
func (r *tieReader) means(p Party, f *sitrep.Filler, role sitrep.Role) bool {
	if !p.state() {
		return true
	}
	code := strings.TrimPrefix(p.ID, "state:")
	if n, ok := r.parties.nation(trimArticle(f.Name)); ok && n.name && role == sitrep.Target {
		return f.By != "prep:in" && f.By != "prep:inside" && f.By != "prep:near" && !strings.Contains(f.Text, " in ") && !r.parties.namesGroup(r.telling.Sentence, r.telling.Claim.Roles[sitrep.Actor])
	}
	if r.parties.registry.Called(f.Name) == nil && !r.parties.namesNation(f.Name, code) {
		return !r.parties.namesOther(r.telling.Sentence, code)
	}
	return true
}

// speaks says that a filler is who says that something is done, and not who does it: "Russia says that the U.S. decision to arm Ukraine". In "the group claims to have taken" it
// is both.
func (r *tieReader) speaks(f *sitrep.Filler) bool {
	c := r.telling.Claim
	if c.Attribution == nil || !f.Overlaps(c.Attribution.Span) {
		return false
	}
	from, to := f.End-c.Evidence.Start, c.Trigger.Start-c.Evidence.Start
	return from >= 0 && to <= len(r.telling.Sentence) && from < to && thatWord.MatchString(r.telling.Sentence[from:to])
}

// notWith says that words before a filler say that it is no ally: "without permission of the government".
func (r *tieReader) notWith(f *sitrep.Filler) bool {
	at := f.Start - r.telling.Claim.Evidence.Start
	if at <= 0 || at > len(r.telling.Sentence) {
		return false
	}
	return withoutWords.MatchString(r.telling.Sentence[max(0, at-mostBetween):at])
}

var (
	thatWord     = pattern(`\bthat\b`)
	withoutWords = pattern(`(?i)\b(without|negotiati\w+|permission|talks)\b`)
	// mistaken are words for harm that was not meant.
	mistaken     = pattern(`(?i)\b(accidental(ly)?|by mistake|mistaken(ly)?|inadvertent(ly)?|friendly[- ]fire|unintentional(ly)?)\b`)
	withheldArms = pattern(`(?i)\b(military|arms?|weapons?|ammunition|missiles?|lethal|defen[cs]e)\b`)
	// stopsWords are words for help that ends.
	stopsWords = pattern(`(?i)\b(ban|bans|banned|paus(e|es|ed|ing)|halt(s|ed|ing)?|suspend(s|ed|ing)?|stop(s|ped|ping)?|fr(eeze|eezes|oze|ozen)|end(s|ed|ing)?|cut(s|ting)? off|block(s|ed|ing)?|withh(old|olds|eld)|cancel(s|led|ling)?|cease(s|d)?|cessation)\b`)
)

// took are those who take part in a claim of a deed, with or against anybody.
func (r *tieReader) took() []Party {
	c := r.telling.Claim
	var out []Party
	if !deeds[c.Type] && !helps[c.Type] && c.Type != "alliance" && c.Type != "withdrawal" && c.Type != "control" && !jointRules[c.Rule] && !(c.Type == "agreement" && truceWords.MatchString(r.telling.Sentence)) {
		return nil
	}
	for _, role := range sitrep.Roles {
		out = join(out, plainly(r.role(role)))
	}
	return out
}

func plainly(list []side) []Party {
	var out []Party
	for _, s := range list {
		out = append(out, s.Party)
	}
	return out
}

// mutual are words for a deed that those who do it do to each other.
var mutual = pattern(`(?i)\b(each other|one another|(exchang|trad|swap)\w* (of )?(heavy |artillery |cross-border |mortar |gun|rocket |missile )?(fire|shell\w*|blows|strikes|rockets?|missiles?|attacks|salvos))\b`)

// jointTypes are the types of deeds that several actors of one claim do together.
var jointTypes = map[string]bool{"attack": true, "air_strike": true, "armed_clash": true, "offensive": true, "advance": true, "territory_gained": true, "encirclement": true, "control": true}

func (r *tieReader) read() {
	c := r.telling.Claim
	actors := r.role(sitrep.Actor)
	actor, ally, target, victim := plainly(actors), plainly(r.role(sitrep.Ally)), plainly(r.role(sitrep.Target)), plainly(r.role(sitrep.Victim))
	switch {
	case deeds[c.Type] && mistaken.MatchString(r.telling.Sentence):
	case deeds[c.Type]:
		against := join(target, victim)
		switch {
		case len(target) == 0 && len(actor) > 1 && (c.Type == "armed_clash" || mutual.MatchString(r.telling.Sentence)):
			r.pairs(Against, actor)
			r.add(Against, actor, victim, 0)
			return
		case c.Type == "armed_clash" && len(actor) == 0:
			r.add(Against, target, victim, 0)
		case c.Type == "armed_clash":
			r.add(Against, actor, against, 0)
		default:
			if c.Type == "territory_gained" {
				against = join(against, r.takenFrom())
			}
			if c.Type != "offensive" && c.Type != "advance" && c.Type != "territory_gained" && slices.ContainsFunc(actor, func(p Party) bool { return !p.state() && !p.unnamed }) {
				against = slices.DeleteFunc(against, func(p Party) bool { return strings.HasPrefix(p.ID, "unnamed:militants") }) // its own dead: "killing four guards and two militants"
			}
			r.add(Against, join(actor, ally), against, 1)
		}
		r.add(Beside, actor, ally, 0)
		if jointTypes[c.Type] && r.base.sure == Certain {
			r.together(actors)
		}
	case helps[c.Type]:
		bond := Beside
		if stopsWords.MatchString(r.clause()) {
			bond = Parted
		}
		r.add(bond, actor, target, 1)
	case c.Type == "sanction":
		if withheldArms.MatchString(r.telling.Sentence) && c.Rule == "sanction.withhold" {
			r.add(Parted, actor, target, 1)
		}
	case c.Type == "alliance" && strings.HasSuffix(c.Rule, ".defect"):
		r.add(Beside, slices.DeleteFunc(actor, Party.state), ally, 0) // "a Syrian general defected" is no word of his government
	case c.Type == "alliance" && officeHolder.MatchString(wordsOf(c.Roles[sitrep.Actor])):
		r.add(Beside, slices.DeleteFunc(actor, Party.state), join(ally, target), 0) // an ambassador changes sides, not his country
	case c.Type == "alliance":
		r.add(Beside, actor, join(ally, target), 0)
		r.together(actors)
	case c.Type == "control":
		if r.base.sure == Certain {
			r.together(actors)
		}
	case jointRules[c.Rule]:
		r.add(Beside, actor, join(ally, target), 0)
		r.together(actors)
	case c.Type == "agreement" && truceWords.MatchString(r.telling.Sentence):
		r.add(Truce, actor, join(target, ally), 0)
		r.pairs(Truce, actor)
	case c.Type == "agreement" && defenceWords.MatchString(r.telling.Sentence):
		r.add(Beside, actor, join(target, ally), 0)
		r.together(actors)
	}
	r.backed()
}

// clause is the sentence up to the words that carry the claim, and some bytes behind these.
func (r *tieReader) clause() string {
	end := r.telling.Claim.Trigger.End - r.telling.Claim.Evidence.Start
	if end < 0 || end > len(r.telling.Sentence) {
		return ""
	}
	return strings.ToValidUTF8(r.telling.Sentence[max(0, end-mostBetween):min(len(r.telling.Sentence), end)], "")
}

var officeHolder = pattern(`(?i)\b(ambassador|envoy|diplomat|general|colonel|officers?|minister|governor|lawmaker|politician|pilot|defector|prince)\b`)

// wordsOf are the words of fillers.
func wordsOf(list []sitrep.Filler) string {
	var out []string
	for i := range list {
		out = append(out, list[i].Text)
	}
	return strings.Join(out, "; ")
}

// apartWords stand between two who are not named as doing a thing together.
var apartWords = pattern(`(?i)\b(or|but|while|whereas|against|then|not|versus)\b`)

// mostBetween is how many bytes may stand between two who do a thing together.
const mostBetween = 80

// together notes that those who do one thing do it side by side, if their names stand beside each other.
func (r *tieReader) together(list []side) {
	start := r.telling.Claim.Evidence.Start
	for i := range list {
		for k := i + 1; k < len(list); k++ {
			a, b := list[i], list[k]
			if b.Start < a.Start {
				a, b = b, a
			}
			from, to := a.End-start, b.Start-start
			if from < 0 || to > len(r.telling.Sentence) || to < from || to-from > mostBetween || apartWords.MatchString(r.telling.Sentence[from:to]) {
				continue
			}
			r.add(Beside, []Party{a.Party}, []Party{b.Party}, 0)
		}
	}
}

func join(a, b []Party) []Party {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.ContainsFunc(out, func(q Party) bool { return q.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

// pairs notes a bond between each two of a list.
func (r *tieReader) pairs(bond Bond, list []Party) {
	for i := range list {
		r.add(bond, list[i:i+1], list[i+1:], 0)
	}
}

// takenFrom is who is said to have lost what was taken: "from the rebels".
func (r *tieReader) takenFrom() []Party {
	c, s := r.telling.Claim, r.telling.Sentence
	end := c.Trigger.End - c.Evidence.Start
	if end < 0 || end > len(s) {
		return nil
	}
	rest := s[end:]
	if i := strings.IndexByte(rest, ';'); i >= 0 {
		rest = rest[:i]
	}
	_, after, ok := strings.Cut(rest, " from ")
	if !ok {
		return nil
	}
	if i := strings.IndexAny(after, ",;:()"); i >= 0 {
		after = after[:i]
	}
	words := strings.Fields(strings.TrimRight(after, ".!?"))
	for n := min(8, len(words)); n > 0; n-- {
		f := sitrep.Filler{Name: strings.Join(words[:n], " "), By: "from"}
		if last := strings.ToLower(words[n-1]); n > 1 && (last == "in" || last == "and" || last == "after" || last == "of") {
			continue
		}
		if p := r.parties.who(&f, sitrep.Victim, r.country); p.ID != "" {
			return []Party{p}
		}
	}
	return nil
}

// backed reads who backs whom in the names of those who take part: "Rwandan-backed M23 rebels".
func (r *tieReader) backed() {
	c := r.telling.Claim
	for _, role := range sitrep.Roles {
		for i := range c.Roles[role] {
			f := &c.Roles[role][i]
			words := f.Text
			if at := f.Start - c.Evidence.Start; at > 0 && at <= len(r.telling.Sentence) { // the word may stand before what fills the role
				before := r.telling.Sentence[:at]
				if n := strings.LastIndexByte(strings.TrimRight(before, " "), ' '); n >= 0 {
					before = before[n+1:]
				}
				words = before + words
			}
			backer := ""
			if m := backedWords.FindStringSubmatch(words); m != nil {
				backer = m[1]
			} else if m := proWords.FindStringSubmatch(words); m != nil {
				backer = m[1]
			}
			if backer == "" {
				continue
			}
			to := r.parties.who(f, role, r.country)
			from := r.parties.backer(backer, r.country)
			if to.ID != "" && from.ID != "" {
				t := r.base
				r.base.sure = Certain // it is said in passing, whatever is denied of the deed
				r.base.from, r.base.to = r.telling.Published, r.telling.Published
				r.add(Beside, []Party{from}, []Party{to}, 1)
				r.base = t
			}
		}
	}
}

// Deeds are the codebook ids of claims that can tell how two parties stand to each other, in order.
func Deeds() []string {
	out := []string{"agreement", "alliance", "control", "cooperation", "sanction", "withdrawal"}
	for _, m := range []map[string]bool{deeds, helps} {
		for t := range m {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// During says that what a claim tells may have happened between two days, both inclusive, either of which may be open. Of what is not dated the day of the
// report counts.
func (t *Telling) During(first, last sitrep.Date) bool {
	from, to, _, ok := clock(t)
	if !ok {
		from, to = t.Published, t.Published
	}
	if to.IsZero() {
		return false
	}
	return (first.IsZero() || !to.Before(first)) && (last.IsZero() || !last.Before(from))
}
