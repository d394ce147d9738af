package rule

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
)

// companions are the prepositions of those who do a thing together.
var companions = []string{"alongside", "with", "together with", "along with", "as well as"}

// leaders are the verbs whose "by" phrase names who does what the noun tells.
var leaders = []string{"lead", "spearhead", "launch", "carry", "conduct", "mount", "wage", "stage", "perpetrate", "commit"}

// supporters are the verbs whose "by" phrase names allies: "backed by", "aided by".
var supporters = []string{"back", "support", "aid", "assist", "accompany", "help", "reinforce"}

// entangled are the verbs whose passive says who takes part in what "in" names.
var entangled = []string{"lock", "engage", "involve", "embroil", "entangle"}

// accusers are the verbs that say of somebody that he did what a noun tells.
var accusers = []string{"blame", "accuse", "suspect", "charge", "convict"}

// finder resolves relations for one match.
type finder struct {
	g       *parse.Grammar
	classes Classes
	m       *Match
}

// holds says whether every constraint of the rule is met.
func (f *finder) holds() bool {
	r := f.m.Rule
	for _, rel := range sortedKeys(r.With) {
		if !f.any(f.relation(rel), r.With[rel]) {
			return false
		}
	}
	for _, rel := range sortedKeys(r.Without) {
		if slots := f.others(f.relation(rel)); len(slots) > 0 && f.any(slots, r.Without[rel]) {
			return false
		}
	}
	if len(r.Near) > 0 && !f.near(r.Near) || len(r.InSentence) > 0 && !f.inSentence(r.InSentence) {
		return false
	}
	return !f.near(r.NotNear)
}

// any says whether one of the slots is one of the things wanted.
func (f *finder) any(slots []Slot, wanted []string) bool {
	for _, w := range wanted {
		switch {
		case w == "none":
			if len(slots) == 0 {
				return true
			}
		case w == "any":
			if len(slots) > 0 {
				return true
			}
		default:
			for _, s := range slots {
				if class, is := strings.CutPrefix(w, "@"); is {
					if f.classes.Is(f.g, s, class) {
						return true
					}
				} else if f.lemmaIs(s, w) {
					return true
				}
			}
		}
	}
	return false
}

// lemmaIs says whether the slot ends in the word or words w, before any "of".
func (f *finder) lemmaIs(s Slot, w string) bool {
	if f.endsIn(s, s.Head, w) {
		return true
	}
	k := f.g.Named(s.First, s.Head)
	return k >= 0 && f.endsIn(s, k, w)
}

// fill resolves roles, figures and places.
func (f *finder) fill() {
	m := f.m
	m.Roles, m.Figures = map[sitrep.Role][]Slot{}, map[sitrep.Measure][]Slot{}
	for _, role := range sitrep.Roles {
		rels := f.relationsOf(role)
		for _, rel := range rels {
			var kept []Slot
			for _, s := range f.relation(rel) {
				if f.classes.Fits(f.g, s, role) {
					kept = append(kept, s)
				}
			}
			if len(kept) == 0 && role == sitrep.Target {
				kept = f.aimOfBoth(rel)
			}
			if rel == "between" && len(kept) == 1 {
				kept = append(kept, f.otherSide(kept[0])...)
			}
			if rel == "between" && len(kept) > 1 {
				// "clashes between A and B": where both roles may be filled so, each takes a side
				switch {
				case role == sitrep.Actor && slices.Contains(f.relationsOf(sitrep.Target), rel):
					kept = kept[:1]
				case role == sitrep.Target && len(m.Roles[sitrep.Actor]) > 0 && m.Roles[sitrep.Actor][0] == kept[0]:
					kept = kept[1:]
				}
			}
			if len(kept) > 0 {
				m.Roles[role] = kept
				break
			}
		}
	}
	figures := m.Rule.Figures
	if figures == nil {
		figures = m.Type.Figures
	}
	for measure, rels := range figures {
		for _, rel := range rels {
			slots := f.relation(rel)
			if (rel == "patient" || rel == "object") && len(slots) == 0 && m.Phrase < 0 && !f.g.PassiveLike(m.Verb) {
				slots = f.slots(f.g.Verbs[m.Verb].Objects, rel) // the object is a word of the trigger: "hold 27 hostages"
			}
			m.Figures[measure] = append(m.Figures[measure], slots...)
		}
	}
	for _, rel := range m.Rule.Place {
		for _, s := range f.relation(rel) {
			if f.classes.Is(f.g, s, "place") || f.classes.Is(f.g, s, "facility") || f.classes.Is(f.g, s, "settlement") {
				m.Places = append(m.Places, s)
			}
		}
	}
}

// relationsOf gives the relations that may fill a role: the rule's, else the type's.
func (f *finder) relationsOf(role sitrep.Role) []string {
	if rels, ok := f.m.Rule.Roles[role]; ok {
		return rels
	}
	return f.m.Type.Roles[role]
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// relation gives the slots that stand in a relation to the head, in order of appearance.
func (f *finder) relation(rel string) []Slot {
	switch rel {
	case "agent":
		return f.agent()
	case "patient":
		return f.patient()
	case "subject":
		if f.m.Verb >= 0 && !f.isArgument() {
			return f.slots(f.g.Verbs[f.m.Verb].Subjects, rel)
		}
		return f.slots(f.subjectsOfLight(), rel)
	case "object":
		if f.m.Verb >= 0 && f.m.Phrase < 0 {
			return f.outside(f.slots(f.g.Verbs[f.m.Verb].Objects, rel))
		}
		return nil
	case "owner":
		return f.owner()
	case "modifier":
		return f.modifier()
	case "self":
		if f.m.Phrase >= 0 {
			return f.slots([]int{f.m.Phrase}, rel)
		}
		return nil
	case "comitative":
		return f.comitative()
	case "backer":
		return f.backer()
	case "recipient":
		return f.recipient()
	case "theme":
		return f.theme()
	case "cargo":
		return f.cargo()
	case "amount":
		return f.amount()
	case "frequency":
		return f.frequency()
	case "holder":
		return f.holder()
	case "complement", "vowed", "renounced", "bidden":
		return f.verbsOf(rel)
	}
	return f.prep(rel)
}

// isArgument says that the head is a noun, so that its verb is another word.
func (f *finder) isArgument() bool { return f.m.Phrase >= 0 }

func (f *finder) subjectsOfLight() []int {
	if f.m.Light && !f.g.PassiveLike(f.m.Verb) {
		return f.g.Verbs[f.m.Verb].Subjects
	}
	return nil
}

func (f *finder) agent() []Slot {
	if f.m.Phrase < 0 {
		v := f.m.Verb
		if f.g.PassiveLike(v) {
			return f.byPhrase()
		}
		if s, is := f.attempter(); is {
			return s
		}
		s := f.slots(f.g.Verbs[v].Subjects, "agent")
		if by := f.crew(s); len(by) > 0 {
			return by
		}
		if u := &f.g.Verbs[v]; u.Form == parse.Gerund && u.Reduced && u.Up >= 0 && !f.g.PassiveLike(u.Up) && f.ground(s) {
			return f.slots(f.g.Verbs[u.Up].Subjects, "agent") // "gunmen roamed the streets attacking civilians"
		}
		return s
	}
	if s := f.fitting(f.nounPrep("by")); len(s) > 0 {
		return s
	}
	if s := f.doer(); len(s) > 0 {
		return s
	}
	if o := f.g.Phrases[f.m.Phrase].Owner; o >= 0 && !f.g.Phrases[o].Time && !f.superlative() { // "Tuesday's raid" is nobody's
		return f.owner()
	}
	if s := f.fitting(f.squeezed()); len(s) > 0 {
		return s
	}
	if s := f.fitting(f.national(f.modifier())); len(s) > 0 {
		return s
	}
	if s := f.fitting(f.accused()); len(s) > 0 {
		return s
	}
	if f.m.Light {
		if f.g.PassiveLike(f.m.Verb) {
			return f.verbPrep(f.m.Verb, "by")
		}
		return f.slots(f.g.Verbs[f.m.Verb].Subjects, "light")
	}
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if f.g.PassiveLike(v) && slices.Contains(leaders, f.g.Doc.Lemmas[u.Head]) && slices.Contains(u.Subjects, f.m.Phrase) {
			if s := f.verbPrep(v, "by"); len(s) > 0 {
				return s // "the offensive began in May, led by the army"
			}
		}
	}
	if v := f.g.Clause(f.g.Phrases[f.m.Phrase].Prep); f.g.Preposition(f.m.Phrase) == "in" && v >= 0 && f.g.PassiveLike(v) && slices.Contains(entangled, f.g.Doc.Lemmas[f.g.Verbs[v].Head]) {
		if s := f.fitting(f.slots(f.g.Verbs[v].Subjects, "agent")); len(s) > 0 {
			return s // "troops were locked in a gun battle with rebels"
		}
	}
	switch f.g.Preposition(f.m.Phrase) {
	case "for":
		if v := f.g.Clause(f.g.Phrases[f.m.Phrase].Prep); v >= 0 && f.g.Doc.Tokens[f.g.Verbs[v].Head].Norm == "responsible" {
			return f.slots(f.g.Verbs[v].Subjects, "agent") // "the militia is responsible for the massacre"
		}
	case "after", "during", "following", "amid", "in":
		// "the rebels seized the town after clashes with the army"
		if v := f.g.Clause(f.g.Phrases[f.m.Phrase].Prep); v >= 0 && !f.g.PassiveLike(v) && len(f.nounPrep("with")) > 0 {
			if s := f.slots(f.g.Verbs[v].Subjects, "agent"); len(s) > 0 && (f.classes.Is(f.g, s[0], "forces") || f.classes.Is(f.g, s[0], "fighters")) {
				return s
			}
		}
	}
	if gov := f.g.Phrases[f.m.Phrase].Gov; f.g.Preposition(f.m.Phrase) == "with" && !(gov >= 0 && f.g.Doc.Lemmas[f.g.Phrases[gov].Head] == "connection") {
		// "the army retaliated with air strikes"
		if v := f.g.Clause(f.g.Phrases[f.m.Phrase].Prep); v >= 0 && !f.g.PassiveLike(v) {
			return f.slots(f.g.Verbs[v].Subjects, "agent")
		}
	}
	if f.superlative() {
		return nil
	}
	if s := f.named(); len(s) > 0 && (f.classes.Is(f.g, s[0], "fighters") || f.classes.Is(f.g, s[0], "forces")) {
		return s
	}
	return f.owner() // a pronoun last: in "continued their advance" the subject says more
}

// kinds say what kind of deed it is, not whose.
var kinds = map[string]bool{"terrorist": true, "military": true, "artillery": true, "commando": true}

// named is the first word of a trigger of several that says whose deed it is: the "rebel" of "a rebel attack".
func (f *finder) named() []Slot {
	if f.m.First >= f.m.Head || f.m.First >= f.m.Last-1 || f.m.First < f.g.Phrases[f.m.Phrase].First {
		return nil
	}
	if next := f.g.Doc.Tokens[f.m.First+1].Norm; next == "-" || next == "of" || kinds[f.g.Doc.Tokens[f.m.First].Norm] {
		return nil
	}
	return []Slot{{First: f.m.First, Last: f.m.First + 1, Head: f.m.First, Phrase: f.m.Phrase, By: "modifier"}}
}

// accused gives those whom a verb makes the doers of the noun: "blamed the army for the massacre", "blamed the massacre
// on the army".
func (f *finder) accused() []Slot {
	ph := &f.g.Phrases[f.m.Phrase]
	switch f.g.Preposition(f.m.Phrase) {
	case "for", "of", "with":
		v := f.g.Clause(ph.Prep)
		if v >= 0 && ph.Gov >= 0 && f.g.Doc.Lemmas[f.g.Phrases[ph.Gov].Head] == "responsibility" && f.g.Doc.Lemmas[f.g.Verbs[v].Head] != "deny" && slices.Contains(f.g.Verbs[v].Objects, ph.Gov) {
			return f.slots(f.g.Verbs[v].Subjects, "accused") // "claimed responsibility for the bombing"
		}
		if v < 0 || !slices.Contains(accusers, f.g.Doc.Lemmas[f.g.Verbs[v].Head]) {
			return nil
		}
		whom := f.g.Verbs[v].Objects
		if f.g.PassiveLike(v) {
			whom = f.g.Verbs[v].Subjects
		}
		if ph.Gov >= 0 && !slices.Contains(whom, ph.Gov) {
			return nil // "accused the leaders of the attack"
		}
		return f.slots(whom, "accused")
	case "":
		for v := range f.g.Verbs {
			u := &f.g.Verbs[v]
			if f.g.Doc.Lemmas[u.Head] == "blame" && (slices.Contains(u.Objects, f.m.Phrase) || f.g.PassiveLike(v) && slices.Contains(u.Subjects, f.m.Phrase)) {
				return f.slots(f.onOf(v), "accused")
			}
		}
	}
	return nil
}

// onOf gives the "on" phrases of verb v, those too that the shallow reading hangs on its object.
func (f *finder) onOf(v int) []int {
	var out []int
	for q := range f.g.Phrases {
		if ph := &f.g.Phrases[q]; f.g.Preposition(q) == "on" && !ph.Time && ph.Prep >= f.g.Verbs[v].Last && f.g.Clause(ph.Prep) == v {
			out = append(out, q)
		}
	}
	return out
}

func (f *finder) fitting(slots []Slot) []Slot {
	var out []Slot
	for _, s := range slots {
		if f.classes.Fits(f.g, s, sitrep.Actor) {
			out = append(out, s)
		}
	}
	return out
}

func (f *finder) patient() []Slot {
	if f.m.Phrase < 0 {
		u := &f.g.Verbs[f.m.Verb]
		if f.g.PassiveLike(f.m.Verb) {
			return f.whose(u, f.slots(f.attempted(u), "patient"))
		}
		return f.outside(f.slots(u.Objects, "patient"))
	}
	blamed := len(f.accused()) > 0 // "blamed the attack on rebels"
	for _, prep := range []string{"of", "on", "against", "upon", "at"} {
		if prep == "of" && len(f.doer()) > 0 {
			continue
		}
		if s := f.nounPrep(prep); len(s) > 0 && !(blamed && prep == "on") {
			return s
		}
	}
	if f.m.Light && f.g.PassiveLike(f.m.Verb) { // "a raid was mounted by police on a camp"
		for _, prep := range []string{"on", "against"} {
			if s := f.verbPrep(f.m.Verb, prep); len(s) > 0 {
				return s
			}
		}
	}
	// "strikes targeting the group"
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if l := f.g.Doc.Lemmas[u.Head]; slices.Contains(u.Subjects, f.m.Phrase) && !f.g.PassiveLike(v) && (l == "target" || l == "hit" || l == "strike") {
			return f.slots(u.Objects, "patient")
		}
	}
	// "survived an ambush": the subject is the one attacked
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if l := f.g.Doc.Lemmas[u.Head]; slices.Contains(u.Objects, f.m.Phrase) && (l == "survive" || l == "escape" || l == "withstand") {
			return f.slots(u.Subjects, "patient")
		}
	}
	// "came under attack": the subject of the verb is the one attacked
	if f.g.Preposition(f.m.Phrase) == "under" {
		if v := f.g.Clause(f.g.Phrases[f.m.Phrase].Prep); v >= 0 && f.g.Doc.Lemmas[f.g.Verbs[v].Head] == "come" {
			return f.slots(f.g.Verbs[v].Subjects, "patient")
		}
	}
	return nil
}

func (f *finder) owner() []Slot {
	if f.m.Phrase < 0 {
		return nil
	}
	if o := f.g.Phrases[f.m.Phrase].Owner; o >= 0 {
		s := f.slots([]int{o}, "owner")
		if gov := f.g.Phrases[o].Gov; gov >= 0 && f.g.Preposition(o) == "of" { // "the government of Iraq's liberation of …"
			s[0].First, s[0].Head, s[0].Phrase = f.g.Phrases[gov].First, f.g.Phrases[gov].Head, gov
		}
		return s
	}
	if t := f.g.OwnerToken(f.m.Phrase); t >= 0 {
		return []Slot{{First: t, Last: t + 1, Head: t, Phrase: f.m.Phrase, By: "owner"}}
	}
	return nil
}

// modifier is what stands before the trigger in its phrase, articles, numbers and hedges left out.
func (f *finder) modifier() []Slot {
	if f.m.Phrase < 0 {
		return nil
	}
	ph := &f.g.Phrases[f.m.Phrase]
	first, last := ph.First, f.m.First
	// Of "hundreds of rebel attacks" only what follows "of" describes.
	for k := first; k < last; k++ {
		if f.g.Doc.Tokens[k].Norm == "of" {
			first = k + 1
		}
	}
	for last > first && f.g.Doc.Tokens[last-1].Norm == "-" {
		last--
	}
	for k := last - 1; k >= first; k-- {
		switch f.g.Doc.Tags[k] {
		case parse.NOUN, parse.PROPN, parse.ADJ, parse.VERB, parse.PUNCT, parse.X:
			continue
		}
		first = k + 1
		break
	}
	if first >= last {
		return nil
	}
	return []Slot{{First: first, Last: last, Head: last - 1, Phrase: f.m.Phrase, By: "modifier"}}
}

func (f *finder) comitative() []Slot {
	var out []Slot
	for _, prep := range companions {
		out = append(out, f.prep(prep)...)
	}
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if v == f.m.Verb || !f.g.PassiveLike(v) || !slices.Contains(supporters, f.g.Doc.Lemmas[u.Head]) || u.First < f.m.Head && u.UpPhrase < 0 {
			continue
		}
		out = append(out, f.verbPrep(v, "by")...)
	}
	for i := range out {
		out[i].By = "comitative"
	}
	return out
}

// prep gives the phrases that a preposition joins to the head.
func (f *finder) prep(prep string) []Slot {
	if f.m.Phrase >= 0 {
		if s := f.nounPrep(prep); len(s) > 0 || prep == "of" {
			return s
		}
		if f.m.Verb < 0 {
			return f.subjectPrep(prep)
		}
	}
	return f.verbPrep(f.m.Verb, prep)
}

// subjectPrep gives the phrases that a preposition joins to the verb whose active subject the head is: "the death toll
// rose to 57".
func (f *finder) subjectPrep(prep string) []Slot {
	for v := range f.g.Verbs {
		if !f.g.Verbs[v].Inherited && slices.Contains(f.g.Verbs[v].Subjects, f.m.Phrase) {
			return f.verbPrep(v, prep)
		}
	}
	return nil
}

// nounPrep gives the phrases that hang on the head's phrase by a preposition, directly or after one another ("attack on
// the town by rebels"); "of" only directly.
func (f *finder) nounPrep(prep string) []Slot {
	var out []int
	for q := f.m.Phrase + 1; q < len(f.g.Phrases); q++ {
		ph := &f.g.Phrases[q]
		if f.g.Preposition(q) != prep || ph.Time || f.owns(q) {
			continue
		}
		for a := ph.Gov; a >= 0; a = f.g.Phrases[a].Gov {
			if a == f.m.Phrase {
				out = append(out, q)
				break
			}
			if prep == "of" {
				break
			}
		}
	}
	return f.slots(out, "prep:"+prep)
}

// owns says that phrase q is a possessor, which stands for nothing beside what it owns: "by the region's rebels".
func (f *finder) owns(q int) bool { return q+1 < len(f.g.Phrases) && f.g.Phrases[q+1].Owner == q }

// verbPrep gives the phrases of a verb's clause with a preposition; those that hang on another phrase by "of" are that
// phrase's.
func (f *finder) verbPrep(v int, prep string) []Slot {
	u := &f.g.Verbs[v]
	var out []int
	for q := range f.g.Phrases {
		ph := &f.g.Phrases[q]
		if ph.Time || f.g.Preposition(q) != prep || f.owns(q) {
			continue
		}
		at := ph.Prep
		fronted := at >= u.Begin && at < u.First && ph.Gov < 0 && !f.participles(v, at)
		if !fronted && !(at >= u.Last && at < u.End) {
			continue
		}
		if prep == "by" && len(out) > 0 && ph.Conj < 0 && ph.Gov >= 0 {
			continue // "killed by his guards during a raid by commandos"
		}
		if prep == "by" && ph.Gov >= 0 && doings[f.g.Doc.Lemmas[f.g.Phrases[ph.Gov].Head]] {
			continue // "liberated after its occupation by the group"
		}
		if prep == "of" && ph.Gov >= 0 {
			// "took control of the town": the object is part of the trigger
			if !slices.Contains(f.m.words, f.g.Phrases[ph.Gov].Head) {
				continue
			}
		}
		out = append(out, q)
	}
	return f.slots(out, "prep:"+prep)
}

// participles says that the preposition at token k, before verb v, stands behind a participle, which it belongs to: the "by" of "the town, taken
// by rebels earlier, was shelled".
func (f *finder) participles(v, k int) bool {
	for w := v - 1; w >= 0 && f.g.Verbs[w].First >= f.g.Verbs[v].Begin; w-- {
		if u := &f.g.Verbs[w]; u.Last <= k && f.g.PassiveLike(w) {
			return true
		}
	}
	return false
}

// outside leaves out what is part of the trigger itself: the "fire" of "opened fire".
func (f *finder) outside(slots []Slot) []Slot {
	return slices.DeleteFunc(slots, func(s Slot) bool { return slices.Contains(f.m.words, s.Head) })
}

func (f *finder) slots(phrases []int, by string) []Slot {
	out := make([]Slot, 0, len(phrases))
	for _, p := range phrases {
		ph := &f.g.Phrases[p]
		out = append(out, Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p, By: by})
	}
	return out
}
