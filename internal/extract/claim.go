package extract

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/attribution"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/text"
)

// draft is a claim on its way, with what folding needs to know.
type draft struct {
	sitrep.Claim
	match rule.Match
	sent  *sentence
	head  int // token
	rank  int
	drop  bool
	// rivals is how many other rules matched words of its trigger.
	rivals int
	// lone are the victims told one by one, which count where the claim has no other figure of theirs.
	lone []sitrep.Figure
	// counts are where its sentence counts those whom the deed harmed.
	counts []counting
	// pointed is the type of the deed told before that a result names with "the": "22 were hurt in the attack". "" for none.
	pointed string
}

// claimsOf turns the matches of a sentence into drafts and folds those that tell one happening.
func (rd *reading) claimsOf(s *sentence, matches []rule.Match) {
	var drafts []draft
	for _, m := range best(matches) {
		d := rd.draft(s, m)
		d.rivals = rivals(matches, &m)
		if labels(s.g, &m) || rd.insideName(s.g, &m) || rd.disaster(s.g, &m) {
			continue // "Malian uprising: rebels seize a town" tells of the town
		}
		if d.ModalityBy == purpose {
			continue // "the offensive to retake the city" tells of an offensive, not of a city retaken
		}
		drafts = append(drafts, d)
	}
	rd.foldSentence(s, drafts)
	for i := range drafts {
		alsoDone(s.g, drafts, i)
		rd.sides(s, &drafts[i])
	}
	for _, d := range drafts {
		if !d.drop {
			rd.placeBack(s, &d)
			rd.placeOfSection(s, &d)
			more := rd.otherPlaces(s, &d)
			rd.claims = append(append(rd.claims, d), more...)
		}
	}
	rd.carry(s)
}

// rivals counts the matches of other rules that share words with m.
func rivals(matches []rule.Match, m *rule.Match) int {
	n := 0
	for i := range matches {
		if o := &matches[i]; o.Rule != m.Rule && o.First < m.Last && m.First < o.Last {
			n++
		}
	}
	return n
}

// insideName says that a match is a word of a party's name: "the Front for the Liberation of Azawad".
func (rd *reading) insideName(g *parse.Grammar, m *rule.Match) bool {
	if m.Phrase < 0 {
		return false
	}
	for k := max(g.First, m.First-6); k <= m.First; k++ {
		if w, a := rd.actors.Match(g.Doc, k, g.Last); a != nil && w > 1 && k+w >= m.Last {
			return true
		}
	}
	return false
}

// disaster says that the doer of a match is a storm or the like by name: "Typhoon Hagupit hit the coast".
func (rd *reading) disaster(g *parse.Grammar, m *rule.Match) bool {
	for _, a := range m.Roles[sitrep.Actor] {
		for k := a.First; k < a.Last; k++ {
			if rd.actors.Class(g.Doc.Tokens[k].Norm)&actor.Accident != 0 {
				return true
			}
		}
	}
	return false
}

// labels says that a match stands in a name that labels what follows a colon: "2012 Malian uprising: …".
func labels(g *parse.Grammar, m *rule.Match) bool {
	colon := -1
	for k := m.Last; k < g.Last && k < g.First+14 && colon < 0; k++ {
		if g.Doc.Tokens[k].Norm == ":" {
			colon = k
		}
	}
	verb := false
	for v := range g.Verbs {
		if g.Verbs[v].First < colon && g.Verbs[v].Form != parse.Infinitive {
			return false
		}
		verb = verb || g.Verbs[v].Form != parse.Infinitive && g.Verbs[v].Form != parse.Gerund
	}
	return colon > 0 && verb
}

// best keeps one match a word: of those whose triggers share a word the longer trigger, then the more telling type, then
// the one with more roles.
func best(matches []rule.Match) []rule.Match {
	order := slices.Clone(matches)
	slices.SortStableFunc(order, func(a, b rule.Match) int {
		return cmp.Or(cmp.Compare(b.Type.Rank, a.Type.Rank), cmp.Compare(b.Last-b.First, a.Last-a.First), cmp.Compare(len(b.Roles), len(a.Roles)))
	})
	var kept []rule.Match
	for _, m := range order {
		clash := false
		for _, k := range kept {
			if m.First < k.Last && k.First < m.Last {
				clash = true
				break
			}
		}
		if !clash {
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b rule.Match) int { return cmp.Compare(a.Head, b.Head) })
	return kept
}

// matched quotes the words that a rule matched, only their head where they are too many for a trigger.
func (rd *reading) matched(m *rule.Match) sitrep.Quote {
	if words(rd.doc.Words(m.First, m.Last)) > mostTrigger {
		return rd.quote(m.Head, m.Head+1)
	}
	return rd.quote(m.First, m.Last)
}

// draft fills a claim's slots.
func (rd *reading) draft(s *sentence, m rule.Match) draft {
	g := s.g
	c := sitrep.Claim{Type: m.Type.ID, Subtype: m.Rule.Subtype, Roles: map[sitrep.Role][]sitrep.Filler{}, Block: s.block.Kind, Rule: m.Name(), Codebook: rd.book.Version}
	c.Trigger = rd.matched(&m)
	c.Evidence = g.Doc.Sents[g.Sent].Span
	for _, role := range sitrep.Roles {
		for _, slot := range m.Roles[role] {
			if role != sitrep.Victim && slot.By != "modifier" {
				slot = rd.wholeName(g, slot)
				if role == sitrep.Actor || role == sitrep.Target {
					slot = rd.fullName(g, slot)
				}
			}
			if m.Type.Act && slot.Phrase >= 0 && frontier(g, slot.Phrase) {
				continue // "a shootout at the border with Syria"
			}
			if role == sitrep.Actor && (slot.By == "agent" || slot.By == "subject") && rd.lies(g, slot) {
				continue
			}
			if role == sitrep.Actor && (rd.launched(g, &m, slot) || slot.By == "agent" && s.told(&m)) {
				continue
			}
			if role == sitrep.Actor && slot.By == "modifier" {
				slot = rd.fullName(g, slot)
				var ok bool
				if slot, ok = rd.trimModifier(g, slot); !ok {
					continue
				}
				if m.Type.Act && rd.actors.Class(g.Doc.Lemmas[slot.Head])&actor.Facility != 0 && g.Doc.Tags[slot.Head] != parse.PROPN {
					if len(m.Roles[sitrep.Target]) == 0 { // "a church bombing"
						c.Roles[sitrep.Target] = []sitrep.Filler{rd.filler(s, slot)}
					}
					continue
				}
			}
			if armies := rd.armies(g, slot); armies != nil && role != sitrep.Victim && len(c.Roles[role])+len(armies) <= 4 {
				c.Roles[role] = append(c.Roles[role], armies...)
			} else {
				f := rd.filler(s, slot)
				rd.ownName(s, slot, &f, c.Roles[sitrep.Actor])
				c.Roles[role] = append(c.Roles[role], f)
			}
			if len(c.Roles[role]) >= 4 {
				break
			}
		}
	}
	if a, t := c.Roles[sitrep.Actor], c.Roles[sitrep.Target]; c.Type == "armed_clash" && len(a) == 2 && (len(t) == 0 || slices.Equal(a, t)) && a[0].Entity != a[1].Entity {
		c.Roles[sitrep.Actor], c.Roles[sitrep.Target] = a[:1], a[1:] // "Armenian and Azerbaijani forces clash"
	}
	rd.instruments(s, &m, &c)
	rd.addressee(s, &m, &c)
	rd.grievance(s, &m, &c)
	if slot, ok := rd.placeOf(s, &m); ok {
		c.Place = rd.place(s, slot)
		rd.nearer(s, &m, slot, &c)
	} else if k := there(g, &m); k >= 0 && rd.memory.town >= 0 && m.Rule.Subtype == "" {
		r := rd.memory.ref(rd.memory.town)
		c.Place = &sitrep.Place{Quote: rd.quote(k, k+1), Name: r.name, Entity: r.entity, By: "there"}
		rd.locateEntity(c.Place)
	}
	if t, ok := timeOf(s, &m, rd.report.Published); ok {
		lately(&t, rd.doc.Words(t.First, t.Last), rd.report.Published)
		c.Time = &sitrep.Period{Quote: rd.quote(t.First, t.Last), From: t.From, To: t.To, Precision: t.Precision, By: t.Rule}
	}
	if is, by := background(g, &m, c.Time, rd.report.Published); is {
		c.Background = true
		if day := rd.report.Published; c.Time == nil && by >= 0 && !day.IsZero() {
			c.Time = &sitrep.Period{Quote: rd.quote(by, by+1), To: day.AddDays(-1), Precision: sitrep.Before, By: "background"}
		}
	}
	c.Figures = rd.figures(s, &m)
	if c.Figures == nil {
		c.Figures = []sitrep.Figure{}
	}
	mod, by, alleged := rd.modality.of(g, &m)
	c.Modality, c.ModalityBy = mod, by
	if mod == sitrep.Negated && m.Phrase < 0 && foiled(g, m.Verb) {
		delete(c.Roles, sitrep.Actor)
	}
	c.Attribution = rd.attribute(s, &m, alleged, by)
	if m.Rule.Stance != "" && c.Attribution != nil {
		c.Attribution.Stance = m.Rule.Stance
	}
	return draft{Claim: c, match: m, sent: s, head: m.Head, rank: m.Type.Rank, lone: rd.lone(s, &m)}
}

// there is the token of the "there" that says where a match happened, -1 for none; "there were clashes" says nothing of it.
func there(g *parse.Grammar, m *rule.Match) int {
	v := g.Clause(m.Head)
	for k := m.Last; v >= 0 && k < g.Verbs[v].End; k++ {
		if g.Doc.Tokens[k].Norm == "there" && g.Doc.Tags[k] == parse.ADV {
			return k
		}
	}
	return -1
}

// notParties stand before an event noun and say nothing of who did it.
var notParties = map[string]bool{"suspected": true, "alleged": true, "apparent": true, "terrorist": true, "precision": true, "deadly": true, "massive": true, "fresh": true,
	"heavy": true, "new": true, "separate": true, "overnight": true, "dawn": true, "pre-dawn": true, "early": true, "morning": true, "night": true,
	"night-time": true, "daytime": true, "recent": true, "joint": true, "multiple": true}

// launches count weapons fired together.
var launches = map[string]bool{"series": true, "wave": true, "barrage": true, "volley": true, "salvo": true, "string": true, "spate": true}

// launched says that what stands as a doer is a thing that happened or was fired, or where that was: "a series of missile
// strikes killed", "mortar fire in Vukovar, which killed".
func (rd *reading) launched(g *parse.Grammar, m *rule.Match, slot rule.Slot) bool {
	for k := slot.First; k+1 < slot.Last && slot.By != "modifier"; k++ {
		if launches[g.Doc.Lemmas[k]] && g.Doc.Tokens[k+1].Norm == "of" {
			return true
		}
	}
	return slot.Phrase >= 0 && slot.By == "agent" && m.Verb >= 0 && g.Verbs[m.Verb].Link == parse.Relative && locatives[g.Preposition(slot.Phrase)] && rd.names.read(g, slot).kind == placeKind
}

// told says that the deed of a match is the result of what its verb's subject only tells of: "a priest reported a
// shelling, killing nine".
func (s *sentence) told(m *rule.Match) bool {
	if m.Verb < 0 || m.Phrase >= 0 {
		return false
	}
	g := s.g
	for v, depth := m.Verb, 0; v >= 0 && depth < 3; v, depth = g.Verbs[v].Up, depth+1 {
		u := &g.Verbs[v]
		if u.Form != parse.Gerund || !u.Inherited || u.Up < 0 || u.First == g.First {
			return false
		}
		if w := g.Doc.Tokens[u.First-1].Norm; w != "," && w != "allegedly" {
			continue
		}
		letIn := func(f attribution.Frame) bool { return f.First > g.First && g.Doc.Tokens[f.First-1].Norm == "," } // ", witnesses said, forcing"
		if slices.ContainsFunc(s.frames, func(f attribution.Frame) bool {
			return f.Verb == u.Up && (len(g.Verbs[u.Up].Objects) > 0 || letIn(f))
		}) {
			return true
		}
	}
	return false
}

// whole gives verbs the phrase that a party's name runs into where the shallow reading cut it at its "of" or "and": the attack
// of "an Islamic State of Iraq and the Levant rocket attack".
func (rd *reading) whole(g *parse.Grammar) {
	for k := g.First; k < g.Last; k++ {
		w, a := rd.actors.Match(g.Doc, k, g.Last)
		if a == nil || w < 3 {
			continue
		}
		p, q := g.PhraseAt(k), g.PhraseAt(k+w-1)
		if p < 0 || q <= p || g.Phrases[q].Head < k+w {
			continue
		}
		for v := range g.Verbs {
			if u := &g.Verbs[v]; slices.Contains(u.Subjects, p) {
				u.Subjects = []int{q}
			}
		}
	}
}

// fullName widens a slot that holds only the end of a party's name, which the shallow reading cut at its "of" or "and".
func (rd *reading) fullName(g *parse.Grammar, slot rule.Slot) rule.Slot {
	for k := max(g.First, slot.First-10); k < slot.First; k++ {
		if g.Doc.Tokens[k].Shape == text.Punct {
			continue
		}
		if w, a := rd.actors.Match(g.Doc, k, g.Last); a != nil && w > 1 && k+w > slot.First && k+w <= slot.Last {
			slot.First = k
			return slot
		}
	}
	return slot
}

// trimModifier leaves of what stands before an event noun the party: "Saudi" of "suspected Saudi missile"; ok is false where
// none is left, as of "suspected chemical attack".
func (rd *reading) trimModifier(g *parse.Grammar, slot rule.Slot) (_ rule.Slot, ok bool) {
	const means = actor.Weapon | actor.Explosive | actor.Aircraft | actor.Vehicle
	weapon := func(k int) bool { return rd.actors.Class(g.Doc.Lemmas[k])&means != 0 }
	for slot.Last > slot.First && (weapon(slot.Last-1) || g.Doc.Tokens[slot.Last-1].Norm == "-") {
		slot.Last--
	}
	for slot.First < slot.Last && notParties[g.Doc.Tokens[slot.First].Norm] {
		slot.First++
	}
	slot.Head = slot.Last - 1
	return slot, slot.First < slot.Last
}

// nameEnd is where a name that begins in tokens first…last ends, last for none that runs on: "the Popular Front for the Liberation of
// Palestine".
func (rd *reading) nameEnd(g *parse.Grammar, first, last int) int {
	for k := first; k < last; k++ {
		if w, a := rd.actors.Match(g.Doc, k, g.Last); a != nil && w > 1 && k+w > last {
			return k + w
		}
	}
	for p := range g.Phrases { // "Volunteers for the Defence of Karsa", known or not
		if ph := &g.Phrases[p]; ph.Prep == last && last > first && rd.partOfName(g, p) >= 0 {
			last = ph.Last
		}
	}
	return last
}

// filler quotes a slot and names what it stands for.
func (rd *reading) filler(s *sentence, slot rule.Slot) sitrep.Filler {
	g := s.g
	first, last := extent(g, slot)
	if n := rd.nameEnd(g, first, last); n > last && n-first <= maxWords {
		last = n
	}
	for first < slot.Head && last-first > maxWords && len(strings.Fields(rd.quote(first, last).Text)) > maxWords {
		first++ // a phrase without end: its head and the words right before it
	}
	f := sitrep.Filler{Quote: rd.quote(first, last), By: slot.By}
	r := ref{}
	switch {
	case slot.By == "owner" && slot.Last-slot.First == 1 && slot.Phrase >= 0 && g.OwnerToken(slot.Phrase) == slot.First:
		r = s.owners[slot.First]
	case slot.By == "modifier":
		t := rd.names.read(g, slot)
		r.name = t.name
	case slot.Phrase >= 0:
		r = s.refs[slot.Phrase]
		if q := g.PhraseAt(g.Phrases[slot.Phrase].Last + 1); r.entity == "" && q >= 0 && g.Phrases[q].Gov == slot.Phrase && g.Doc.Tags[slot.Head] == parse.NUM &&
			g.Doc.Tags[g.Phrases[q].Head] == parse.PRON && s.refs[q].name != g.Doc.Tokens[g.Phrases[q].Head].Norm {
			r = s.refs[q] // "killing 74 of them"
		}
	case slot.By == "recipient": // "gave Zambia 60 million kroner", read as one phrase
		for k := slot.First; k < slot.Last && r.name == ""; k++ {
			_, r = rd.partyAt(g.Doc, k, slot.Last)
		}
	}
	if r.name == "" {
		r.name = trimArticle(f.Text)
	}
	f.Name, f.Entity = r.name, r.entity
	f.Party = rd.party(s, slot, r.entity)
	if slot.Phrase >= 0 && slot.By != "modifier" && last > g.Phrases[slot.Phrase].Last && g.Doc.Tags[g.Phrases[slot.Phrase].Head] == parse.PROPN {
		if i := strings.Index(f.Text, r.name); i >= 0 && rd.namesOn(g, slot.Phrase, last) {
			f.Name = f.Text[i:] // "Revolutionary Front of Karsa"
		}
	}
	return f
}

// namesOn says that the name that phrase p begins ends at token last.
func (rd *reading) namesOn(g *parse.Grammar, p, last int) bool {
	for q := p + 1; q < len(g.Phrases) && g.Phrases[q].First < last; q++ {
		if g.Phrases[q].Last == last && rd.partOfName(g, q) >= 0 {
			return true
		}
	}
	return false
}

// instruments adds a weapon named with "using", "with", "by", "from" or "in", or one that stands as the agent ("a car
// bomb killed"), where the rule found none.
func (rd *reading) instruments(s *sentence, m *rule.Match, c *sitrep.Claim) {
	if len(c.Roles[sitrep.Instrument]) > 0 {
		return
	}
	g := s.g
	clause := g.Clause(m.Head)
	for p := range g.Phrases {
		ph := &g.Phrases[p]
		slot := rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p}
		switch g.Preposition(p) {
		case "with", "using", "by", "from", "in", "of":
			slot.By = "prep:" + g.Preposition(p)
			if g.Clause(ph.Head) != clause && (ph.Gov < 0 || ph.Gov != m.Phrase) || ph.Gov < 0 && m.Phrase >= 0 && m.Verb < 0 {
				continue
			}
		case "":
			if clause < 0 || m.Phrase >= 0 || g.PassiveLike(clause) || !slices.Contains(g.Verbs[clause].Subjects, p) {
				continue
			}
			slot.By = "agent"
		default:
			continue
		}
		t := rd.names.read(g, slot)
		if t.class&(actor.Weapon|actor.Explosive|actor.Aircraft) != 0 && (g.Preposition(p) != "of" || p != m.Phrase && ph.Gov == m.Phrase) {
			c.Roles[sitrep.Instrument] = []sitrep.Filler{rd.filler(s, slot)}
			return
		}
	}
}

// attribute finds who says what the match tells: the nearest frame that speaks for it, else the speaker whose words go
// on from before.
func (rd *reading) attribute(s *sentence, m *rule.Match, alleged bool, cue string) *sitrep.Attribution {
	best := -1
	for i := range s.frames {
		f := &s.frames[i]
		if m.Rule.Subtype != "" && f.Phrase >= 0 && slices.ContainsFunc(m.Roles[sitrep.Actor], func(a rule.Slot) bool { return a.Phrase == f.Phrase }) {
			continue // "blamed the army and accused it": who says it is the actor
		}
		own := f.Cue == m.Head || f.Verb >= 0 && f.Verb == m.Verb && (m.Phrase < 0 || m.Light) || f.Cue >= m.First && f.Cue < m.Last
		if !f.Covers(m.Head) || own && f.Rule != "put" { // who "put the dead at 30" tells of them
			continue
		}
		if m.Rule.Subtype != "" && f.Cue < m.First && parted(s.g, f.Cue, m.First) {
			continue // "rebels said they shot it down; the army denied a loss": each speaks for himself
		}
		if best < 0 || prefer(f, &s.frames[best], m.Head) {
			best = i
		}
	}
	var a *sitrep.Attribution
	switch {
	case best >= 0 && s.frames[best].First == s.frames[best].Last && s.frames[best].Stance == sitrep.Said && !alleged:
		return nil // "were reported killed": nobody says it, and nobody doubts it
	case best >= 0:
		a = rd.sourceOf(s, &s.frames[best])
	case rd.speaker != nil:
		copied := *rd.speaker
		copied.By = "carried"
		a = &copied
	case alleged:
		at := s.g.Doc.Tokens[m.Head].Start
		a = &sitrep.Attribution{Span: sitrep.Span{Start: at, End: at}, Stance: sitrep.Alleged, By: cue}
	}
	switch {
	case a == nil || a.Stance != sitrep.Said:
	case alleged:
		a.Stance = sitrep.Alleged
	case untrue[cue]: // "reports that … were untrue, the general staff said"
		a.Stance = sitrep.Denied
	}
	return a
}

// parted says that a semicolon stands between two tokens.
func parted(g *parse.Grammar, from, to int) bool {
	for k := from; k < to; k++ {
		if g.Doc.Tokens[k].Norm == ";" {
			return true
		}
	}
	return false
}

// prefer says that frame a is the better answer for token i than b: one with a named source over hearsay, then the
// nearer.
func prefer(a, b *attribution.Frame, i int) bool {
	if (a.First < a.Last) != (b.First < b.Last) {
		return a.First < a.Last
	}
	return distance(a.Cue, i) < distance(b.Cue, i)
}

func distance(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}

// sourceOf writes a frame as an attribution.
func (rd *reading) sourceOf(s *sentence, f *attribution.Frame) *sitrep.Attribution {
	g := s.g
	a := &sitrep.Attribution{Stance: f.Stance, By: f.Rule}
	if f.First == f.Last {
		at := g.Doc.Tokens[f.Cue].Start
		a.Span = sitrep.Span{Start: at, End: at}
		return a
	}
	last := f.Last
	if n := rd.nameEnd(g, f.First, f.Last); n > last && n-f.First <= maxWords && f.Verb >= 0 {
		last = n
	}
	q := rd.quote(f.First, last)
	a.Span, a.Source, a.Name = q.Span, q.Text, trimArticle(q.Text)
	if f.Phrase >= 0 {
		r := s.refs[f.Phrase]
		if r.entity != "" || g.Doc.Tags[g.Phrases[f.Phrase].Head] == parse.PRON && r.name != "" {
			a.Name, a.Entity = r.name, r.entity
		}
	}
	if f.ViaFirst < f.ViaLast {
		for k := f.ViaFirst; k < f.ViaLast; k++ {
			if n, act := rd.actors.Match(g.Doc, k, f.ViaLast); n > 0 && act.Kind == "media" {
				a.Via = sitrep.Known(act.Name)
				break
			}
		}
	}
	return a
}

// carry remembers a speaker whose words go on after a colon, and forgets one at the end of the quotation.
func (rd *reading) carry(s *sentence) {
	g := s.g
	last := g.Last - 1
	if g.Doc.Tokens[last].Norm == ":" {
		for i := len(s.frames) - 1; i >= 0; i-- {
			if f := &s.frames[i]; f.Verb >= 0 && f.First < f.Last && g.Verbs[f.Verb].Last >= last-6 {
				rd.speaker = rd.sourceOf(s, f)
				return
			}
		}
	}
	for i := range s.frames {
		if f := &s.frames[i]; f.First < f.Last && f.Verb >= 0 {
			rd.speaker = nil
			return
		}
	}
}

// finish orders the claims, drops second mentions, says how sure each is and gives ids. keep is called with the signs of each.
func (rd *reading) finish(keep func(signs []string)) []sitrep.Claim {
	out := make([]sitrep.Claim, 0, len(rd.claims))
	slices.SortStableFunc(rd.claims, func(a, b draft) int {
		return cmp.Or(cmp.Compare(a.Trigger.Start, b.Trigger.Start), cmp.Compare(b.rank, a.rank))
	})
	nth := map[int]int{}
	rd.arms = rd.armsNamed()
	told, at := rd.foldRetold()
	earlier := earlierIn(rd.claims)
	for n, d := range told {
		tok := rd.doc.Tokens[d.head]
		d.ID = sitrep.NewClaimID(rd.report.ID, rd.doc.Original(tok.Start), rd.doc.Word(d.head), nth[d.head])
		nth[d.head]++
		if w := leftOpen(d); w != "" {
			d.Modality, d.ModalityBy = sitrep.Possible, w
		}
		signs := rd.evidence(d, at[n], earlier)
		d.Confidence = rd.sure.of(signs)
		if keep != nil {
			keep(signs)
		}
		d.withLone()
		rd.words = append(rd.words, rd.matched(&d.match).Text)
		out = append(out, d.Claim)
	}
	return out
}

// secondMention says that a noun only points back at what was told before: "the attack", "the violence".
func secondMention(before []draft, d *draft) bool {
	return pointsBack(d) && slices.ContainsFunc(before, func(b draft) bool { return b.Subtype == "" })
}
