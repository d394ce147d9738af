package rule

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// carriers are the verbs that say what a vehicle or a convoy holds.
var carriers = []string{"carry", "transport", "bring", "haul", "ferry", "deliver", "load", "fill"}

// promised are the modal verbs of what a speaker says will be done, required those of what he says must be.
var promised, required = []string{"will", "would", "shall"}, []string{"must", "should"}

// perhaps are the modal verbs of a threat that leaves it open: "warned that it might cut off gas".
var perhaps = []string{"could", "may", "might"}

// requesting are the verbs that a subjunctive follows: "insists that Israel withdraw".
var requesting = []string{"insist", "demand", "urge", "require", "request", "ask", "propose", "recommend"}

// recipient is who gets something from a verb with two objects: the rebels of "gave the rebels 200 rockets" and of "the
// rebels were given 200 rockets".
func (f *finder) recipient() []Slot {
	if f.m.Phrase >= 0 && f.m.Light {
		if o := f.g.Verbs[f.m.Verb].Objects; len(o) > 0 && o[len(o)-1] != f.m.Phrase && f.g.Phrases[o[len(o)-1]].Last == f.g.Phrases[f.m.Phrase].First {
			return f.slots(o, "recipient") // "gave the rebels an ultimatum"
		}
	}
	if f.m.Phrase >= 0 || f.m.Verb < 0 {
		return nil
	}
	u := &f.g.Verbs[f.m.Verb]
	if f.g.PassiveLike(f.m.Verb) {
		if f.after(u.Last) >= 0 {
			return f.slots(u.Subjects, "recipient")
		}
		return nil
	}
	if len(u.Objects) == 0 || f.g.Preposition(u.Objects[0]) != "" {
		return nil
	}
	o := u.Objects[0]
	if k := f.counted(o); k > 0 {
		first := f.g.Phrases[o].First
		return []Slot{{First: first, Last: k, Head: k - 1, Phrase: -1, By: "recipient"}}
	}
	if f.after(f.g.Phrases[o].Last) >= 0 {
		return f.slots([]int{o}, "recipient")
	}
	return nil
}

// theme is what the recipient gets.
func (f *finder) theme() []Slot {
	if f.m.Phrase >= 0 || f.m.Verb < 0 {
		return nil
	}
	u := &f.g.Verbs[f.m.Verb]
	p := -1
	if f.g.PassiveLike(f.m.Verb) {
		p = f.after(u.Last)
	} else if len(u.Objects) > 0 && f.g.Preposition(u.Objects[0]) == "" {
		o := u.Objects[0]
		if k := f.counted(o); k > 0 {
			out := []Slot{{First: k, Last: f.g.Phrases[o].Last, Head: f.g.Phrases[o].Head, Phrase: -1, By: "theme"}}
			return append(out, f.slots(f.listed(o), "theme")...)
		}
		p = f.after(f.g.Phrases[o].Last)
	}
	if p < 0 {
		return nil
	}
	return f.slots(append([]int{p}, f.listed(p)...), "theme")
}

// after is the phrase without a preposition that begins at token i, -1 for none.
func (f *finder) after(i int) int {
	p := f.g.PhraseAt(i)
	if p < 0 || f.g.Phrases[p].First != i || f.g.Preposition(p) != "" || f.g.Phrases[p].Time || f.g.Phrases[p].Conj >= 0 {
		return -1
	}
	for v := range f.g.Verbs {
		if v != f.m.Verb && slices.Contains(f.g.Verbs[v].Subjects, p) {
			return -1 // "told the rebels troops were coming"
		}
	}
	return p
}

// listed gives the phrases of the list that phrase p begins.
func (f *finder) listed(p int) []int {
	var out []int
	for q := p + 1; q < len(f.g.Phrases) && f.g.Phrases[q].Conj >= p; q++ {
		out = append(out, q)
	}
	return out
}

// counted is the token of the number that begins a second object inside phrase p, read as one with the first: the "200" of
// "the rebels 200 rockets", the "60" of "Zambia 60 million kroner". 0 for none.
func (f *finder) counted(p int) int {
	ph := &f.g.Phrases[p]
	if t := f.g.Doc.Tags[ph.First]; t != parse.DET && t != parse.PROPN {
		return 0
	}
	for k := ph.First + 1; k < ph.Head; k++ {
		if before := f.g.Doc.Tags[k-1]; f.g.Doc.Tags[k] == parse.NUM && (before == parse.NOUN || before == parse.PROPN) {
			return k
		}
	}
	return 0
}

// cargo is what the patient carries or is filled with: the flour of "stopped six lorries carrying flour" and of "a convoy of
// flour".
func (f *finder) cargo() []Slot {
	var out []int
	patients := f.patient()
	for _, s := range patients { // "a convoy of nine trucks carrying grain"
		for q := s.Phrase + 1; s.Phrase >= 0 && q < len(f.g.Phrases); q++ {
			if ph := &f.g.Phrases[q]; ph.Gov == s.Phrase && f.g.Preposition(q) == "of" {
				patients = append(patients, Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: q})
				break
			}
		}
	}
	for _, s := range patients {
		if s.Phrase < 0 {
			continue
		}
		for v := range f.g.Verbs {
			u := &f.g.Verbs[v]
			if v == f.m.Verb || !slices.Contains(carriers, f.g.Doc.Lemmas[u.Head]) || u.UpPhrase != s.Phrase && !slices.Contains(u.Subjects, s.Phrase) {
				continue
			}
			if f.g.PassiveLike(v) {
				for _, w := range f.verbPrep(v, "with") {
					out = append(out, w.Phrase)
				}
				continue
			}
			out = append(out, u.Objects...)
		}
		for q := s.Phrase + 1; q < len(f.g.Phrases); q++ {
			if w := f.g.Preposition(q); f.g.Phrases[q].Gov == s.Phrase && (w == "of" || w == "with") {
				out = append(out, q)
			}
		}
	}
	return f.slots(out, "cargo")
}

// reachers are the verbs whose object is the number that their subject comes to.
var reachers = []string{"reach", "exceed", "top", "pass", "hit", "surpass", "total", "near", "approach", "be", "number", "equal"}

// amount is the number that the head is said to come to: what stands after "to" or "at" of it, of its verb or of the participle
// that describes it, or is the object of a verb that says so.
func (f *finder) amount() []Slot {
	if f.m.Phrase < 0 {
		return nil
	}
	for _, prep := range []string{"to", "at"} {
		if s := f.numbered(f.nounPrep(prep)); len(s) > 0 {
			return s
		}
	}
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		subject := slices.Contains(u.Subjects, f.m.Phrase) // or what a participle describes
		if !subject && !slices.Contains(u.Objects, f.m.Phrase) {
			continue
		}
		for _, prep := range []string{"to", "at"} {
			if s := f.numbered(f.verbPrep(v, prep)); len(s) > 0 {
				return s
			}
		}
		if subject && slices.Contains(reachers, f.g.Doc.Lemmas[u.Head]) {
			if s := f.numbered(f.slots(u.Objects, "amount")); len(s) > 0 {
				return s
			}
		}
	}
	return nil
}

// numbered are those of the slots that hold a number, named after the relation.
func (f *finder) numbered(slots []Slot) []Slot {
	var out []Slot
	for _, s := range slots {
		if f.classes.Is(f.g, s, "counted") {
			s.By = "amount"
			out = append(out, s)
		}
	}
	return out
}

// verbsOf gives the verbs of the clauses and infinitives that complete the head, all of them as its complement, or those of what the
// subject says that it will do (vowed), will not do (renounced), or that others must do (bidden): "leave" in "agreed to leave" and in
// "said on Tuesday that the rebels must leave".
func (f *finder) verbsOf(rel string) []Slot {
	var out []Slot
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if f.m.Verb < 0 {
			continue
		}
		if rel == "bidden" && f.m.Phrase < 0 && f.g.Precedes(v, f.m.Verb) && f.obliges(u) {
			out = append(out, Slot{First: u.Head, Last: u.Head + 1, Head: u.Head, Phrase: -1, By: rel}) // "Iran must stop, the bloc said"
			continue
		}
		if u.Up != f.m.Verb || u.Last <= f.m.Head {
			continue
		}
		switch {
		case rel == "complement" && (u.Form == parse.Predicate || f.g.Doc.Tags[u.Head] == parse.AUX): // "agreed that it is vital"
			continue
		case rel == "vowed" && (u.Negated || !f.promises(u)), rel == "renounced" && !(u.Negated && f.promises(u)), rel == "bidden" && !f.obliges(u):
			continue
		}
		// An infinitive after an object or a day ("agreed on Friday to leave", "pressed Mali to leave") is read as an adverbial.
		if u.Link == parse.Complement || u.Link == parse.Adverbial && u.Form == parse.Infinitive && f.g.Doc.Tokens[u.First-1].Norm != "," {
			out = append(out, Slot{First: u.Head, Last: u.Head + 1, Head: u.Head, Phrase: -1, By: rel})
		}
	}
	return out
}

// promises says that u is what a speaker says that he will do or not do himself.
func (f *finder) promises(u *parse.Verb) bool {
	head := f.g.Doc.Lemmas[f.m.Head]
	will := slices.Contains(promised, u.Modal) || (head == "warn" || head == "threaten") && slices.Contains(perhaps, u.Modal)
	return will && !u.Passive && len(u.Subjects) > 0 && f.g.Phrases[u.Subjects[0]].Pronoun
}

// obliges says that u is what a speaker says that somebody else must do, with "must" or in the subjunctive: "that Israel withdraw".
func (f *finder) obliges(u *parse.Verb) bool {
	if len(u.Subjects) == 0 || u.Inherited || f.g.Phrases[u.Subjects[0]].Pronoun {
		return false
	}
	if slices.Contains(required, u.Modal) || !slices.Contains(requesting, f.g.Doc.Lemmas[f.m.Head]) {
		return slices.Contains(required, u.Modal)
	}
	first := u.First
	for first < u.Head && f.g.Doc.Tags[first] == parse.ADV {
		first++
	}
	w, subject := f.g.Doc.Tokens[first].Norm, f.g.Doc.Tokens[f.g.Phrases[u.Subjects[0]].Head].Norm
	return w == "be" || u.Form == parse.Finite && first == u.Head && w == f.g.Doc.Lemmas[u.Head] && !strings.HasSuffix(subject, "s") && len(u.Subjects) == 1
}

// attempted gives the subjects of passive u; where the shallow reading took for one the object of an infinitive that the true
// subject carries, it is that subject: the attempt of "an attempt to retake the dam was repulsed".
func (f *finder) attempted(u *parse.Verb) []int {
	if u.Up < 0 || u.Inherited || len(u.Subjects) != 1 {
		return u.Subjects
	}
	inf := &f.g.Verbs[u.Up]
	if inf.Form == parse.Infinitive && inf.UpPhrase >= 0 && len(inf.Objects) == 0 && f.g.Phrases[u.Subjects[0]].First == inf.Last {
		return []int{inf.UpPhrase}
	}
	return u.Subjects
}

// whose gives, for a participle that describes the last noun of "a clerk of the mill kidnapped in May", the person that this noun hangs
// on where it is nobody itself.
func (f *finder) whose(u *parse.Verb, patients []Slot) []Slot {
	if !u.Reduced || len(patients) != 1 || patients[0].Phrase < 0 || f.g.Preposition(patients[0].Phrase) != "of" {
		return patients
	}
	gov := f.g.Phrases[patients[0].Phrase].Gov
	if gov < 0 || !slices.Contains(f.m.Type.Roles[sitrep.Victim], "patient") {
		return patients
	}
	up := f.slots([]int{gov}, "patient")
	for _, class := range []string{"people", "fighters", "officials"} {
		if f.classes.Is(f.g, patients[0], class) {
			return patients
		}
	}
	for _, class := range []string{"people", "fighters", "officials"} {
		if f.classes.Is(f.g, up[0], class) {
			return up
		}
	}
	return patients
}

// keepers are the verbs whose "by" phrase names those who act through a thing: "roadblocks manned by police".
var keepers = []string{"man", "staff", "crew", "run", "operate", "fly", "guard"}

// crew is who mans the subjects, where these cannot act themselves.
func (f *finder) crew(subjects []Slot) []Slot {
	if len(subjects) != 1 || len(f.fitting(subjects)) > 0 {
		return nil
	}
	for v := range f.g.Verbs {
		u := &f.g.Verbs[v]
		if v != f.m.Verb && u.Reduced && u.UpPhrase == subjects[0].Phrase && slices.Contains(keepers, f.g.Doc.Lemmas[u.Head]) {
			return f.verbPrep(v, "by")
		}
	}
	return nil
}

// others leaves out of several slots a doer that stands among those whom he did a thing to: "killed five comrades and himself".
func (f *finder) others(slots []Slot) []Slot {
	if len(slots) < 2 {
		return slots
	}
	return slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool {
		w := f.g.Doc.Tokens[s.Head].Norm
		return w == "himself" || w == "herself" || w == "themselves" || w == "itself"
	})
}

// frequency is the phrase of the head's clause that says how often it was done: "bombed the port at least six times".
func (f *finder) frequency() []Slot {
	var out []int
	for p := range f.g.Phrases {
		ph := &f.g.Phrases[p]
		if f.m.Verb >= 0 && f.g.Frequency(*ph) && ph.First >= f.g.Verbs[f.m.Verb].Last && f.g.Clause(ph.First) == f.m.Verb {
			out = append(out, p)
		}
	}
	return f.slots(out, "frequency")
}

// national leaves of what stands before a deed the nation whose it is, where the words after that say what kind of deed: the "Israeli"
// of "Israeli decapitation strikes", the "Russian" of "a Russian guided bomb attack".
func (f *finder) national(slots []Slot) []Slot {
	if len(slots) != 1 || slots[0].Last-slots[0].First < 2 {
		return slots
	}
	d, s := f.g.Doc, slots[0]
	nation := Slot{First: s.First, Last: s.First + 1, Head: s.First, Phrase: s.Phrase, By: s.By}
	if d.Tokens[s.First].Shape != text.Capital || d.Tags[s.First] != parse.ADJ || !f.classes.Is(f.g, nation, "actor") {
		return slots
	}
	if t := d.Tags[s.Head]; t == parse.NOUN && f.classes.Is(f.g, s, "actor") || t == parse.PROPN || d.Tokens[s.First+1].Shape == text.Punct {
		return slots // "an Israeli army raid", "a Russian-backed rebel attack"
	}
	return []Slot{nation}
}
