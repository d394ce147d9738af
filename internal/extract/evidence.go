package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// The signs that a claim's confidence is told from. What makes a claim wrong is most often one of four things: a word in another
// sense, a happening that was told before, one that only lends its name to something else ("accused of planning attacks"), and an
// accident that nobody did. The signs ask for these. Those that told nothing beside the others when all were fitted are not asked for
// (docs/confidence.md).

// superlative words open a phrase that ranks a happening which was told before: "the deadliest attack since 2014".
func superlative(w string) bool {
	return ordinal(w) || strings.HasSuffix(w, "iest") || w == "latest" || w == "worst" || w == "third" || w == "largest" || w == "biggest" || w == "last"
}

// courts are words of trials, where old deeds are told.
var courts = wordsIn("court trial judge jury sentence sentenced convict convicted charged indicted jailed verdict prosecutor lawyer guilty tribunal imprisonment acquitted appeal")

// recalls are words that bring back what is long past.
var recalls = wordsIn("anniversary memory memories commemorate remember remembered reminiscent history historic decades veteran memorial legacy since")

// untold are words that leave open whether what stands near them happened.
var untold = wordsIn("if whether would could might may will unless should potential possible possibly probably " +
	"plan plans planned planning plot plotting intention intent ready prepared prepare preparing allow allowed able to attempt attempted attempting trying " +
	"threat threats threaten threatens fear fears feared fearing risk danger " +
	"demand demands call calls calling urge urges end ending stop halt prevent avoid release deter against no not never without denies denied deny")

var pronouns = wordsIn("he she it they him her them we us i me himself herself itself themselves who which one others some")

func wordsIn(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// armed are the words that tell of fighting: who fights, and with what.
const armed = actor.Fighter | actor.Force | actor.Weapon | actor.Explosive | actor.Aircraft

// armsNamed says that the report names somebody who fights or something to fight with.
func (rd *reading) armsNamed() bool {
	return slices.ContainsFunc(rd.doc.Lemmas, func(l string) bool { return rd.Reader.actors.Class(l)&armed != 0 })
}

// evidence lists the signs of a draft that stands in its report behind n others.
func (rd *reading) evidence(d *draft, n int, e *earlier) []string {
	out := make([]string, 0, 48)
	add := func(sign string) { out = append(out, sign) }
	when := func(is bool, sign string) {
		if is {
			out = append(out, sign)
		}
	}
	add("type " + d.Type)
	add("rule " + d.Rule)
	add("word " + d.sent.g.Doc.Lemmas[d.head] + " as " + d.Type)
	rd.headSigns(d, add, when)
	rd.slotSigns(d, add, when)
	rd.sentenceSigns(d, when)
	rd.reportSigns(d, n, e, when)
	rd.gateSigns(d, e, when)
	return out
}

// headSigns say how the word that carries the claim stands in its sentence.
func (rd *reading) headSigns(d *draft, add func(string), when func(bool, string)) {
	g, m := d.sent.g, &d.match
	norm := func(k int) string { return g.Doc.Tokens[k].Norm }
	if m.Phrase < 0 && m.Verb >= 0 {
		u := &g.Verbs[m.Verb]
		switch u.Form {
		case parse.Predicate:
			add("head adjective")
		case parse.Gerund:
			add("gerund")
		case parse.Bare:
			add("bare")
		}
		when(u.Link == parse.Main, "main clause")
		when(u.Reduced, "participle of a noun")
		return
	}
	if m.Phrase < 0 {
		return
	}
	ph := &g.Phrases[m.Phrase]
	when(m.Light, "head noun of a light verb")
	switch w := norm(ph.First); {
	case w == "the" || w == "this" || w == "that" || w == "these" || w == "those":
		add("definite")
	case w == "a" || w == "an":
		add("indefinite")
	}
	rank := false
	for k := ph.First; k < m.First; k++ {
		rank = rank || superlative(norm(k))
	}
	when(rank, "ranked")
	when(ph.Head != m.Head, "noun within a phrase")
	when(ph.Gov >= 0, "noun hung on a noun")
	switch p := g.Preposition(m.Phrase); p {
	case "":
		subject := false
		for v := range g.Verbs {
			subject = subject || slices.Contains(g.Verbs[v].Subjects, m.Phrase) && !g.PassiveLike(v)
		}
		when(subject, "noun as subject")
	case "of", "for", "to", "against", "on", "about", "over":
		add("noun behind of, for, to")
	case "in", "during", "by", "from", "with":
		add("noun behind in, during, by")
	case "after", "following", "since", "before":
		add("noun behind after")
	}
}

// class is what word lists a word in small letters is on, told also by its plural.
func (rd *reading) class(w string) actor.Class {
	return rd.Reader.actors.Class(w) | rd.Reader.actors.Class(strings.TrimSuffix(w, "s"))
}

// slotSigns say what the claim knows of its happening.
func (rd *reading) slotSigns(d *draft, add func(string), when func(bool, string)) {
	actors := d.Roles[sitrep.Actor]
	when(len(actors) == 0, "no actor")
	if len(actors) > 0 {
		a := actors[0]
		when(a.Entity != "", "actor known")
		class := rd.class(strings.ToLower(lastWord(a.Text)))
		when(class&(actor.Fighter|actor.Force) != 0, "actor fights")
		when(a.Entity == "" && class == 0, "actor unknown")
		when(a.By == "modifier", "actor before the noun")
	}
	done := len(d.Roles[sitrep.Target])+len(d.Roles[sitrep.Victim]) > 0
	when(!done, "nobody done to")
	if f := d.Roles[sitrep.Target]; len(f) > 0 {
		when(strings.Contains(f[0].Text, " "), "target in several words")
	}
	if f := d.Roles[sitrep.Victim]; len(f) > 0 {
		when(strings.Contains(f[0].Text, " "), "victim in several words")
		w := strings.ToLower(lastWord(f[0].Text))
		when(f[0].Entity == "" && rd.class(w) == 0, "victim unknown")
		when(pronouns[w], "victim a pronoun")
	}
	when(len(d.Figures) > 0, "figure")
	when(d.Place == nil, "no place")
	if d.Modality != sitrep.Actual {
		add("modality " + string(d.Modality))
	}
}

// sentenceSigns say what else the sentence holds.
func (rd *reading) sentenceSigns(d *draft, when func(bool, string)) {
	g, m := d.sent.g, &d.match
	arms, accident, court, recall, quote, question := false, false, false, false, 0, false
	for k := g.First; k < g.Last; k++ {
		w := g.Doc.Tokens[k].Norm
		if k < m.First || k >= m.Last {
			class := rd.Reader.actors.Class(g.Doc.Lemmas[k])
			arms = arms || class&armed != 0
			accident = accident || class&actor.Accident != 0
			court = court || courts[w]
			recall = recall || recalls[w]
		}
		if w == `"` && k < m.First {
			quote++
		}
		question = question || w == "?"
	}
	open := false
	for k := max(g.First, m.First-5); k < m.First; k++ {
		open = open || untold[g.Doc.Tokens[k].Norm]
	}
	when(open, "left open before it")
	when(open && d.Modality == sitrep.Actual, "left open and actual")
	if m.Phrase < 0 && m.Verb >= 0 {
		when(!arms, "verb without arms")
	}
	when(m.Phrase >= 0 && !arms, "noun without arms")
	when(accident, "accident in the sentence")
	when(court, "court in the sentence")
	when(recall, "recalled")
	when(quote%2 == 1, "quoted")
	when(question, "question")
	when(d.rivals > 0, "rivals")
}

// earlier says where among the claims of a report, in order, a thing is told first.
type earlier struct {
	types   map[[2]string]int  // by type and subtype
	inside  map[typeInside]int // the same in one sentence
	victims map[string]int     // by entity, and by words in lower case
	act     int                // len(claims) for none
	acts    map[*sentence]int  // how many acts a sentence tells
	// scores are what the gate gives sentences, for those that were asked for.
	scores map[*sentence]float64
}

// typeInside is a type of claim in a sentence.
type typeInside struct {
	kind [2]string
	sent *sentence
}

// earlierIn goes through the claims of a report once, so that a long report with thousands of claims costs no more a claim.
func earlierIn(claims []draft) *earlier {
	e := &earlier{map[[2]string]int{}, map[typeInside]int{}, map[string]int{}, len(claims), map[*sentence]int{}, map[*sentence]float64{}}
	for i := range claims {
		c := &claims[i]
		kind := [2]string{c.Type, c.Subtype}
		first(e.types, kind, i)
		first(e.inside, typeInside{kind, c.sent}, i)
		for _, f := range c.Roles[sitrep.Victim] {
			if f.Entity != "" {
				first(e.victims, "entity "+f.Entity, i)
			}
			first(e.victims, strings.ToLower(f.Text), i)
		}
		if c.match.Type.Act {
			e.act = min(e.act, i)
			e.acts[c.sent]++
		}
	}
	return e
}

// first sets the value of key where there is none.
func first[K comparable](m map[K]int, key K, i int) {
	if _, is := m[key]; !is {
		m[key] = i
	}
}

// before says that a thing is told by one of the first n claims.
func before[K comparable](m map[K]int, key K, n int) bool {
	i, is := m[key]
	return is && i < n
}

// reportSigns say how the claim stands in its report, behind n others.
func (rd *reading) reportSigns(d *draft, n int, e *earlier, when func(bool, string)) {
	kind := [2]string{d.Type, d.Subtype}
	same, sameSentence := before(e.types, kind, n), before(e.inside, typeInside{kind, d.sent}, n)
	act, victims := e.act < n, false
	for _, f := range d.Roles[sitrep.Victim] {
		victims = victims || f.Entity != "" && before(e.victims, "entity "+f.Entity, n) || before(e.victims, strings.ToLower(f.Text), n)
	}
	when(n == 0, "first claim")
	when(len(rd.claims) == 1, "only claim")
	acts := e.acts[d.sent]
	if d.match.Type.Act {
		acts--
	}
	when(acts > 0, "other acts in the sentence")
	when(!rd.arms, "no arms in the report")
	when(same, "type told before")
	when(sameSentence, "type told before in the sentence")
	when(victims, "victims told before")
	when(act && d.match.Type.Act && d.match.Phrase >= 0 && len(d.Figures) == 0, "act as a noun after an act")
	when(act && d.match.Type.Act && d.match.Phrase >= 0 && d.Place == nil && d.Time == nil && len(d.Figures) == 0, "act as a bare noun after an act")
	when(act && d.match.Type.Consequence, "consequence after an act")
}

// gateSigns say how far the gate takes the report, and the sentence by itself, to be about conflict. Those of a lower score hold together
// with those of a higher one.
func (rd *reading) gateSigns(d *draft, e *earlier, when func(bool, string)) {
	if rd.gate == nil {
		return
	}
	when(rd.score < 8, "report's score below 8")
	when(rd.score < 4, "report's score below 4")
	when(rd.score < 2, "report's score below 2")
	score, is := e.scores[d.sent]
	if !is {
		score = rd.gate.ScoreOf(rd.doc, d.sent.g.First, d.sent.g.Last)
		e.scores[d.sent] = score
	}
	when(score < 4, "sentence's score below 4")
	when(score < 2, "sentence's score below 2")
	when(score < 0, "sentence's score below 0")
}
