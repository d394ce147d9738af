package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
)

// casualties is the type of those who are counted apart from the deed that harmed them.
const casualties = "casualties"

// foldSentence merges drafts of one sentence that tell one happening: the deaths that an act caused belong to the act
// ("an air strike killed nine", "shelled the town, killing nine", "nine died in the shelling"). A consequence in a clause
// of its own that counts others ("and wounded 20") joins it by addCount, or stays a claim beside it, with the act's place and time.
func (rd *reading) foldSentence(s *sentence, drafts []draft) {
	for i := range drafts {
		dropEither(s.g, drafts, i)
	}
	for i := range drafts {
		drafts[i].counts = rd.countings(&drafts[i])
	}
	for i := range drafts {
		c := &drafts[i]
		a := actOf(s.g, drafts, i)
		if a < 0 {
			continue
		}
		act := &drafts[a]
		if other(act, c) || another(s.g, act, c) {
			continue
		}
		share(act, c)
		if c.match.Type.Consequence && pointsBack(act) {
			act.drop = true // "died in the attack": the attack was told before
			c.pointed = act.Type
			continue
		}
		if measured(act, c) {
			if rd.addCount(act, c) {
				continue
			}
			if c.Type == act.Type && !slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Measure != sitrep.Injured }) {
				c.Type = casualties // "killing five and wounding 14": the wounded counted apart, and no second bombing
			}
			continue
		}
		if c.Type == "property_destruction" && len(c.Roles[sitrep.Target]) > 0 {
			if bare := act.Type == "attack" && act.match.Phrase >= 0 && len(act.match.Roles[sitrep.Target]) == 0 && len(act.Figures) == 0; bare {
				act.drop = true // "houses were burned in two attacks" says what the attacks were
				continue
			}
			if t := act.match.Roles[sitrep.Target]; len(t) > 0 && t[0].Phrase != c.match.Roles[sitrep.Target][0].Phrase {
				continue // "struck the city, damaging power stations"
			}
		}
		for _, role := range []sitrep.Role{sitrep.Victim, sitrep.Target} {
			if len(act.Roles[role]) == 0 && len(c.Roles[role]) > 0 {
				act.Roles[role] = c.Roles[role]
			}
		}
		act.Figures = append(act.Figures, c.Figures...)
		act.counts = append(act.counts, c.counts...)
		act.lone = append(act.lone, c.lone...)
		if act.Modality == sitrep.Actual && c.Modality != sitrep.Actual && c.match.Verb >= 0 && act.match.Verb == c.match.Verb {
			act.Modality, act.ModalityBy = c.Modality, c.ModalityBy
		}
		if act.Attribution == nil {
			act.Attribution = c.Attribution
		}
		c.drop = true
	}
	rd.foldCounts(s.g, drafts)
	for i := range drafts {
		dropRecount(drafts, i)
		dropTwin(s.g, drafts, i)
		dropAside(s.g, drafts, i)
		dropReduced(s.g, drafts, i)
		dropSecondVerb(s.g, drafts, i)
	}
	rd.dropAccidents(s.g, drafts)
}

// dropAside drops a noun that names again, inside the clause of another act's verb, what that verb tells: "used bombs in
// their counter-attack", "controlled the prison during their occupation of the city".
func dropAside(g *parse.Grammar, drafts []draft, i int) {
	d := &drafts[i]
	if d.drop || d.match.Phrase < 0 || d.match.Verb >= 0 {
		return
	}
	switch g.Preposition(d.match.Phrase) {
	case "in", "during", "as":
	default:
		return
	}
	if gov := g.Phrases[d.match.Phrase].Gov; gov >= 0 && grounds[g.Doc.Lemmas[g.Phrases[gov].Head]] {
		return // "arrested on suspicion of involvement in a bombing"
	}
	v := g.Clause(g.Phrases[d.match.Phrase].Prep)
	for j := range drafts {
		o := &drafts[j]
		if j == i || o.drop || o.match.Phrase >= 0 || v < 0 || o.match.Verb != v && !hangs(g, v, o.match.Verb) {
			continue
		}
		if o.match.Type.Act && d.match.Type.Act && d.rank > o.rank && g.OwnerToken(d.match.Phrase) < 0 {
			// "a bomb went off, killing six, in an apparent suicide attack": the noun says more
			take(d, o)
			return
		}
		if o.Type == d.Type || o.match.Type.Act && d.match.Type.Act || g.OwnerToken(d.match.Phrase) >= 0 {
			if o.Place == nil {
				o.Place = d.Place
			}
			if len(o.Roles[sitrep.Target]) == 0 && len(d.Roles[sitrep.Target]) > 0 {
				o.Roles[sitrep.Target] = d.Roles[sitrep.Target] // "killed nine in an attack on a convoy"
			}
			d.drop = true
			return
		}
	}
}

// other says that act and consequence name different doers, each with "by": "killed by his guards in a raid by commandos".
func other(act, c *draft) bool {
	a, b := act.match.Roles[sitrep.Actor], c.match.Roles[sitrep.Actor]
	if v := c.match.Roles[sitrep.Victim]; len(a) > 0 && len(b) > 0 && len(v) > 0 && b[0].By == "prep:by" && a[0].Phrase == v[0].Phrase && b[0].Phrase != a[0].Phrase {
		return true // "three insurgents are killed by police after attacking an office"
	}
	if t := act.match.Roles[sitrep.Target]; len(a) > 0 && len(b) > 0 && len(t) > 0 && a[0].By == "prep:by" && b[0].Phrase >= 0 && b[0].Phrase == t[0].Phrase {
		return true // "the patrol was attacked by rebels and killed three of them"
	}
	return len(a) > 0 && len(b) > 0 && a[0].By == "prep:by" && b[0].By == "prep:by" && a[0].Phrase != b[0].Phrase
}

// deliberate are verbs of destruction that is a deed beside an attack and not what the attack led to.
var deliberate = map[string]bool{"burn": true, "loot": true, "torch": true, "ransack": true, "pillage": true, "plunder": true}

// another says that c is a second deed with an aim of its own, told after "and": "threw stones at the office and
// set a car on fire".
func another(g *parse.Grammar, act, c *draft) bool {
	if act.match.Verb < 0 || c.match.Verb < 0 || act.match.Verb == c.match.Verb {
		return false
	}
	u := &g.Verbs[c.match.Verb]
	if aim, what := act.Roles[sitrep.Target], c.Roles[sitrep.Target]; deliberate[g.Doc.Lemmas[u.Head]] && act.match.Type.ID == "attack" && len(aim) > 0 && len(what) > 0 && aim[0].Start != what[0].Start {
		return true // "attacked the town, burning shops": shots burn nothing
	}
	return u.Link == parse.Coordinate && u.Form != parse.Gerund && len(act.Roles[sitrep.Target]) > 0 && len(c.Roles[sitrep.Target]) > 0
}

// dropAccidents drops deaths and damage that nobody is said to have done in a sentence that tells of an accident or a
// disaster and of nothing else: "a quake struck near Bam, killing 90".
func (rd *reading) dropAccidents(g *parse.Grammar, drafts []draft) {
	for i := range drafts {
		if d := &drafts[i]; !d.drop && (!d.match.Type.Consequence || rd.done(d) || rd.armed(d)) {
			return
		}
	}
	for k := g.First; k < g.Last; k++ {
		l := g.Doc.Lemmas[k]
		if class := rd.actors.Class(l) | rd.actors.Class(g.Doc.Tokens[k].Norm); class&actor.Accident == 0 && !rd.burning(g, k) &&
			!(k+1 < g.Last && rd.actors.Class(l+" "+g.Doc.Lemmas[k+1])&actor.Accident != 0) {
			continue
		}
		switch tag := g.Doc.Tags[k]; {
		case l == "collapse" && !rd.built(g): // a ceasefire collapses too
		case tag == parse.NOUN, tag == parse.PROPN, tag == parse.NUM, tag == parse.VERB && l != "storm" && l != "flood": // troops storm and flood
			for i := range drafts {
				drafts[i].drop = true
			}
			return
		}
	}
}

// built says that the sentence names something built.
func (rd *reading) built(g *parse.Grammar) bool {
	for k := g.First; k < g.Last; k++ {
		switch g.Doc.Lemmas[k] {
		case "structure", "scaffold", "scaffolding", "crane", "roof", "wall", "floor", "ceiling", "staircase", "balcony", "storey", "story", "rigging":
			return true
		}
		if g.Doc.Tags[k] == parse.NOUN && rd.actors.Class(g.Doc.Lemmas[k])&actor.Facility != 0 {
			return true
		}
	}
	return false
}

// done says that a draft names somebody who did it; a helicopter that crashes and a storm did nothing.
func (rd *reading) done(d *draft) bool {
	const things = actor.Accident | actor.Aircraft | actor.Vehicle | actor.Facility
	for _, f := range d.Roles[sitrep.Actor] {
		if w := strings.ToLower(lastWord(f.Text)); (rd.actors.Class(w)|rd.actors.Class(strings.TrimSuffix(w, "s")))&things == 0 {
			return true
		}
	}
	return false
}

// burning says that token k is a fire that burns, not one that is opened, returned or under which somebody comes: "a factory fire".
func (rd *reading) burning(g *parse.Grammar, k int) bool {
	w := g.Doc.Tokens[k].Norm
	if w != "fire" && w != "fires" && w != "blaze" || k == g.First {
		return false
	}
	if g.Tag(k) != parse.NOUN { // the tagger takes the fire of "a factory fire" for a verb
		return w == "fire" && rd.actors.Class(g.Doc.Lemmas[k-1])&actor.Facility != 0
	}
	p := g.PhraseAt(k)
	if p < 0 || g.Phrases[p].Head != k || g.Preposition(p) == "under" || g.Preposition(p) == "of" || g.Preposition(p) == "on" {
		return false
	}
	for v := range g.Verbs {
		if slices.Contains(g.Verbs[v].Objects, p) {
			switch g.Doc.Lemmas[g.Verbs[v].Head] {
			case "open", "return", "exchange", "trade", "draw", "hold", "direct", "set", "resume", "cease":
				return false
			}
		}
	}
	if rd.actors.Class(g.Doc.Lemmas[k-1])&(actor.Weapon|actor.Explosive|actor.Fighter|actor.Force|actor.Person|actor.Vehicle) != 0 {
		return false // "mortar fire", "police fire", "gunmen fire at voters"
	}
	before := k - 1
	if g.Doc.Tokens[before].Norm == "-" && before > g.First {
		before-- // "cross-fire"
	}
	switch g.Doc.Tokens[before].Norm {
	case "cross", "enemy", "friendly", "cease", "covering", "heavy", "live", "hostile", "automatic", "return", "open", "tank", "sniper", "rifle", "gun":
		return false
	}
	_, nation := geo.Demonym(g.Doc.Tokens[k-1].Norm)
	return !nation
}

// armed says that a draft names a weapon; the aircraft that crashed is none.
func (rd *reading) armed(d *draft) bool {
	for _, f := range d.Roles[sitrep.Instrument] {
		if rd.actors.Class(strings.ToLower(lastWord(f.Text)))&(actor.Aircraft|actor.Vehicle) == 0 {
			return true
		}
	}
	return false
}

// dropRecount merges a result into an earlier one that gives the same number: "the toll rises to nine people killed".
func dropRecount(drafts []draft, i int) {
	d := &drafts[i]
	if d.drop || !d.match.Type.Consequence || len(d.Figures) != 1 {
		return
	}
	for j := range drafts[:i] {
		o := &drafts[j]
		if !o.drop && o.match.Type.Consequence && o.match.Phrase >= 0 && len(o.Figures) == 1 && o.Figures[0].Span == d.Figures[0].Span && o.Figures[0].Measure == d.Figures[0].Measure {
			take(o, d)
			return
		}
	}
}

// dropTwin merges a noun into an earlier one of its type where one verb or a list with "including" tells both: "imposed
// sanctions, among them a ban on arms".
func dropTwin(g *parse.Grammar, drafts []draft, i int) {
	d := &drafts[i]
	if d.drop || d.match.Phrase < 0 {
		return
	}
	for j := range drafts[:i] {
		o := &drafts[j]
		if o.drop || o.Type != d.Type || o.Modality != d.Modality || o.match.Phrase < 0 && g.Preposition(d.match.Phrase) != "including" {
			continue
		}
		light := o.match.Light && d.match.Light && o.match.Verb == d.match.Verb
		if p := g.Preposition(d.match.Phrase); light || p == "including" || p == "such as" {
			take(o, d)
			return
		}
	}
}

// take merges draft from into d, which keeps what it has.
func take(d, from *draft) {
	for _, role := range sitrep.Roles {
		if len(d.Roles[role]) == 0 && len(from.Roles[role]) > 0 {
			d.Roles[role] = from.Roles[role]
		}
	}
	for _, f := range from.Figures {
		if !hasFigure(d.Figures, f) {
			d.Figures = append(d.Figures, f)
		}
	}
	if d.Place == nil {
		d.Place = from.Place
	}
	if d.Time == nil {
		d.Time = from.Time
	}
	if d.Attribution == nil {
		d.Attribution = from.Attribution
	}
	from.drop = true
}

// dropReduced merges a participle into the verb of the same type whose subject it describes: "rounds fired by the rebels
// hit a market".
func dropReduced(g *parse.Grammar, drafts []draft, i int) {
	d := &drafts[i]
	if d.drop || d.match.Phrase >= 0 || d.match.Verb < 0 || !g.Verbs[d.match.Verb].Reduced && g.Verbs[d.match.Verb].Link != parse.Relative {
		return
	}
	for j := range drafts {
		o := &drafts[j]
		if j == i || o.drop || o.Type != d.Type || o.match.Phrase >= 0 || !slices.Contains(g.Verbs[o.match.Verb].Subjects, g.Verbs[d.match.Verb].UpPhrase) {
			continue
		}
		for _, role := range sitrep.Roles {
			if len(o.Roles[role]) == 0 && len(d.Roles[role]) > 0 {
				o.Roles[role] = d.Roles[role]
			}
		}
		share(d, o)
		d.drop = true
		return
	}
}

// dropSecondVerb merges a verb into the one of its type that it is joined to at once: "bombed and strafed a convoy", "shot or stabbed
// nine men".
func dropSecondVerb(g *parse.Grammar, drafts []draft, i int) {
	d := &drafts[i]
	if d.drop || d.match.Phrase >= 0 || d.match.Verb < 0 || g.Verbs[d.match.Verb].Link != parse.Coordinate {
		return
	}
	u := &g.Verbs[d.match.Verb]
	for j := range drafts {
		o := &drafts[j]
		if j != i && !o.drop && o.Type == d.Type && o.Modality == d.Modality && o.match.Phrase < 0 && o.match.Verb == u.Up && u.Inherited && g.Verbs[u.Up].Last == u.First-1 && g.Doc.Tags[u.First-1] == parse.CCONJ {
			take(o, d)
			return
		}
	}
}

// pointsBack says that an act is a noun with a definite article and nothing of its own: "the attack".
func pointsBack(d *draft) bool {
	if d.match.Phrase < 0 || len(d.Figures) > 0 {
		return false
	}
	if actors := d.match.Roles[sitrep.Actor]; d.match.Light && !(len(actors) == 1 && d.sent.g.Doc.Tags[actors[0].Head] == parse.PRON) {
		return false // a doer with a name is new; "it is unclear who launched the strike" is not
	}
	g := d.sent.g
	if a := d.Roles[sitrep.Actor]; len(a) > 0 && a[0].By == "modifier" && a[0].Start < g.Doc.Tokens[g.Phrases[d.match.Phrase].First].Start {
		return false // "an Army of the North and the East attack", whose article the shallow reading lost
	}
	switch g.Doc.Tokens[g.Phrases[d.match.Phrase].First].Norm {
	case "the", "this", "that", "these", "those":
	default:
		return false
	}
	for q := range g.Phrases {
		if g.Phrases[q].Gov == d.match.Phrase && locatives[g.Preposition(q)] && named(g, q) {
			return false // "the attacks in Sousse"
		}
	}
	for _, t := range d.sent.times {
		if ph := &g.Phrases[d.match.Phrase]; t.First >= ph.First && t.Last <= ph.Last {
			return false // "the 7 August attacks"
		}
	}
	for v := range g.Verbs {
		if g.Verbs[v].UpPhrase == d.match.Phrase {
			return false // "the offensive to retake the city" says which
		}
	}
	for _, role := range []sitrep.Role{sitrep.Target, sitrep.Victim, sitrep.Actor} {
		for _, s := range d.match.Roles[role] {
			if s.By != "modifier" && s.By != "accused" && s.By != "light" {
				return false
			}
		}
	}
	return true
}

// measured says that the act already counts what the consequence counts, so that both stand: "killed 9 … and 20 in B".
func measured(act, c *draft) bool {
	if len(c.Figures) == 0 {
		return false
	}
	if len(act.Figures) > 0 && !slices.ContainsFunc(act.Figures, func(f sitrep.Figure) bool { return f.Measure == sitrep.Strikes }) {
		return true
	}
	return false
}

// share gives the consequence what the act says of place, time and source where it has none of its own, and the act what
// the consequence says.
func share(act, c *draft) {
	if c.Place == nil {
		c.Place = act.Place
	} else if act.Place == nil {
		act.Place = c.Place
	}
	if c.Time == nil {
		c.Time = act.Time
	} else if act.Time == nil {
		act.Time = c.Time
	}
	if len(c.Roles[sitrep.Actor]) == 0 && len(act.Roles[sitrep.Actor]) > 0 {
		c.Roles[sitrep.Actor] = act.Roles[sitrep.Actor]
	}
	if len(act.Roles[sitrep.Actor]) == 0 && len(c.Roles[sitrep.Actor]) > 0 {
		act.Roles[sitrep.Actor] = c.Roles[sitrep.Actor]
	}
}

// actOf finds the act that a consequence belongs to, -1 for none.
func actOf(g *parse.Grammar, drafts []draft, i int) int {
	c := &drafts[i]
	for j := range drafts {
		a := &drafts[j]
		if j == i || a.match.Type.Consequence || a.drop || !a.match.Type.Act {
			continue
		}
		// one happening told by two verbs: "a bomber attacked a post, killing six"
		if named := harms[c.Type] && a.match.Phrase >= 0 && c.match.Phrase < 0; !c.match.Type.Consequence && (a.Type != c.Type || j > i && !named) {
			continue
		}
		if joined(g, &a.match, &c.match) {
			return j
		}
	}
	return -1
}

// joined says that the consequence c is told as the act a's own.
func joined(g *parse.Grammar, a, c *rule.Match) bool {
	if c.Verb < 0 || c.Phrase >= 0 {
		// "the attack left nine dead", "a strike that caused deaths": nouns share a verb
		return c.Verb >= 0 && a.Verb == c.Verb || c.Phrase >= 0 && resulting(g, a, c.Phrase)
	}
	u := &g.Verbs[c.Verb]
	if a.Phrase >= 0 && (leaves(g, a.Phrase, c.Verb) || describes(g, a.Phrase, u) && len(c.Roles[sitrep.Actor]) == 0) {
		return true
	}
	if g.PassiveLike(c.Verb) && len(c.Roles[sitrep.Actor]) == 0 && causes(g, a, u) {
		return true
	}
	if a.Phrase >= 0 {
		// the act is the subject: "the blast killed"; or the verb's adverbial: "died in clashes", "killed by shelling"
		if slices.Contains(u.Subjects, a.Phrase) || slices.ContainsFunc(u.Subjects, func(p int) bool { return several(g, p, a.Phrase) }) {
			return true
		}
		end := u.End
		for v := range g.Verbs { // "were killed and 20 injured in bombings"
			if w := &g.Verbs[v]; w.First == end || w.Begin == end {
				if g.PassiveLike(c.Verb) && g.PassiveLike(v) && w.Link != parse.Relative && w.First-u.Last < 9 && g.Doc.Tokens[w.Begin].Norm != "," && andBetween(g, u.Last, w.First) {
					end = w.End
				}
				break
			}
		}
		for p := a.Phrase; p >= 0; p = g.Phrases[p].Gov {
			ph := &g.Phrases[p]
			if ph.Prep < u.Last || ph.Prep >= end {
				continue
			}
			switch g.Preposition(p) {
			case "in", "by", "during", "from", "after", "as", "following", "when", "on", "under", "of":
				return true
			}
		}
		// "launched an attack, killing nine"
		return a.Verb >= 0 && hangs(g, c.Verb, a.Verb)
	}
	if b := g.Verbs[a.Verb].Begin; b >= u.Last && (g.Doc.Tokens[b].Norm == "when" || b > g.First && g.Doc.Tokens[b-1].Norm == "when") {
		return true // "were killed when a mine exploded"
	}
	return hangs(g, c.Verb, a.Verb)
}

// resulting says that phrase p is what act a led to: "clashed near the town, resulting in nine deaths".
func resulting(g *parse.Grammar, a *rule.Match, p int) bool {
	v := g.Clause(g.Phrases[p].Head)
	if v < 0 || g.Verbs[v].Form != parse.Gerund || g.Preposition(p) != "in" || g.Doc.Lemmas[g.Verbs[v].Head] != "result" {
		return false
	}
	return a.Verb >= 0 && hangs(g, v, a.Verb) || a.Phrase >= 0 && slices.Contains(g.Verbs[v].Subjects, a.Phrase)
}

// several says that phrase p counts what phrase q names: "a series of bombings".
func several(g *parse.Grammar, p, q int) bool {
	ph := &g.Phrases[p]
	gap := g.Phrases[q].First - ph.Last // "of", and a participle that the shallow reading left out
	return launches[g.Doc.Lemmas[ph.Head]] && (gap == 1 || gap == 2) && g.Doc.Tokens[ph.Last].Norm == "of"
}

// leaves says that verb v is what became of those whom the act of phrase p left so: "the attack leaves one soldier killed".
func leaves(g *parse.Grammar, p, v int) bool {
	u := &g.Verbs[v]
	if !u.Reduced && u.Form != parse.Predicate || u.Up < 0 || g.Doc.Lemmas[g.Verbs[u.Up].Head] != "leave" || g.Verbs[u.Up].Form == parse.Gerund {
		return false
	}
	return slices.Contains(g.Verbs[u.Up].Subjects, p) || describes(g, p, &g.Verbs[u.Up])
}

// describes says that verb u, whose clause the shallow reading hung on a word beside phrase p, tells what p did: "responsibility for
// bombings in mosques that killed nine".
func describes(g *parse.Grammar, p int, u *parse.Verb) bool {
	if u.Link != parse.Relative || u.Reduced || len(u.Subjects) != 1 || u.Form == parse.Infinitive || g.Phrases[p].First > u.First {
		return false
	}
	s := u.Subjects[0]
	for q := p; q >= 0; q = g.Phrases[q].Gov {
		if q == s {
			return true
		}
	}
	for q := s; q >= 0 && g.Phrases[s].Last+2 >= u.First; q = g.Phrases[q].Gov {
		if q == p {
			return true
		}
	}
	return false
}

// andBetween says that "and" joins what stands on both sides of tokens from…to.
func andBetween(g *parse.Grammar, from, to int) bool {
	for k := from; k < to; k++ {
		if g.Doc.Tokens[k].Norm == "and" {
			return true
		}
	}
	return false
}

// causes says that act a is told in the "when", "as" or "after" clause that follows verb u: "were killed as troops stormed
// the camp". After a stretch of time ("a day after") it is another happening.
func causes(g *parse.Grammar, a *rule.Match, u *parse.Verb) bool {
	v := a.Verb
	if a.Phrase >= 0 {
		v = -1
		for w := range g.Verbs {
			if !g.Verbs[w].Inherited && slices.Contains(g.Verbs[w].Subjects, a.Phrase) {
				v = w
			}
		}
	}
	if v < 0 || g.Verbs[v].Begin < u.Last {
		return false
	}
	for k := g.Verbs[v].Begin; k >= g.Verbs[v].Begin-1 && k > u.Last-1; k-- {
		switch g.Doc.Tokens[k].Norm {
		case "when", "as", "after":
			p := g.PhraseAt(k - 1)
			return p < 0 || !g.Phrases[p].Time
		}
	}
	return false
}

// hangs says that verb v is an adverbial of verb of: a participle after it with the same doer, or a coordinate of one.
func hangs(g *parse.Grammar, v, of int) bool {
	for depth := 0; depth < 3 && v >= 0; depth++ {
		u := &g.Verbs[v]
		if u.Up == of && (u.Link == parse.Adverbial && u.Form == parse.Gerund || u.Link == parse.Coordinate && u.Inherited && u.Form == parse.Gerund) {
			return true
		}
		if u.Up == of && u.Link == parse.Coordinate && u.Inherited && !g.PassiveLike(v) {
			return true
		}
		if u.Form != parse.Gerund && !(u.Form == parse.Predicate && u.Link == parse.Complement) {
			return false
		}
		v = u.Up
	}
	return false
}
