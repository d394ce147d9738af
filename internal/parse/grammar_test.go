package parse

import (
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/text"
)

// tagged builds a one-sentence document from "word/TAG" pairs; "~" before a word glues it to the one before.
func tagged(t *testing.T, line string) *Doc {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d := &Doc{Doc: &text.Doc{}}
	for _, pair := range strings.Fields(line) {
		i := strings.LastIndexByte(pair, '/')
		w, name := pair[:i], pair[i+1:]
		tag, ok := ParseTag(name)
		if !ok {
			t.Fatalf("no tag %q", name)
		}
		rest, glued := strings.CutPrefix(w, "~")
		if !glued && d.Text != "" {
			d.Text += " "
		}
		start := len(d.Text)
		d.Text += rest
		d.Tokens = append(d.Tokens, text.Token{Span: sitrep.Span{Start: start, End: len(d.Text)}, Norm: strings.ToLower(rest)})
		d.Tags = append(d.Tags, tag)
		d.Lemmas = append(d.Lemmas, strings.ToLower(p.Lemma(rest, tag)))
	}
	d.Sents = []text.Sentence{{Span: sitrep.Span{End: len(d.Text)}, Last: len(d.Tokens)}}
	return d
}

// frames writes each verb as "head(subjects > objects)", with "<" for ">" where the subject is what the deed is done to.
func frames(g *Grammar) string {
	var out []string
	names := func(list []int) string {
		var s []string
		for _, p := range list {
			s = append(s, g.Doc.Words(g.Phrases[p].First, g.Phrases[p].Last))
		}
		return strings.Join(s, " + ")
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		arrow := " > "
		if g.PassiveLike(v) {
			arrow = " < "
		}
		out = append(out, g.Doc.Word(u.Head)+"("+names(u.Subjects)+arrow+names(u.Objects)+")")
	}
	return strings.Join(out, "; ")
}

func TestGrammar(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"a time between verb and object", "Iraqi/ADJ forces/NOUN entered/VERB on/ADP Sunday/PROPN the/DET heart/NOUN of/ADP Mosul/PROPN and/CCONJ tightened/VERB the/DET noose/NOUN ./PUNCT",
			"entered(Iraqi forces > the heart); tightened(Iraqi forces > the noose)"},
		{"a relative clause after a comma", "Troops/NOUN battled/VERB the/DET terrorists/NOUN ,/PUNCT who/PRON hid/VERB among/ADP civilians/NOUN ./PUNCT",
			"battled(Troops > the terrorists); hid(the terrorists > )"},
		{"a passive with its doer", "The/DET prisoners/NOUN were/AUX executed/VERB by/ADP (/PUNCT ~IS/PROPN ~)/PUNCT gangs/NOUN ./PUNCT",
			"executed(The prisoners < )"},
		{"a participle that describes the subject", "Prisoners/NOUN executed/VERB by/ADP the/DET group/NOUN were/AUX found/VERB ./PUNCT",
			"executed(Prisoners < ); found(Prisoners < )"},
		{"a past tense with an object", "Terrorists/NOUN used/VERB auto/NOUN bombs/NOUN in/ADP their/PRON counter/NOUN ~-/PUNCT ~attack/NOUN ./PUNCT",
			"used(Terrorists > auto bombs)"},
		{"a participle of result", "A/DET bomber/NOUN attacked/VERB soldiers/NOUN in/ADP Aden/PROPN ,/PUNCT killing/VERB nine/NUM and/CCONJ wounding/VERB twenty/NUM ./PUNCT",
			"attacked(A bomber > soldiers); killing(A bomber > nine); wounding(A bomber > twenty)"},
		{"speech after the fact", "Rebels/NOUN shelled/VERB the/DET town/NOUN ,/PUNCT a/DET police/NOUN spokesman/NOUN told/VERB reporters/NOUN ./PUNCT",
			"shelled(Rebels > the town); told(a police spokesman > reporters)"},
		{"an apposition before the verb", "Anna/PROPN Weber/PROPN ,/PUNCT the/DET special/ADJ envoy/NOUN for/ADP Yemen/PROPN ,/PUNCT told/VERB reporters/NOUN ./PUNCT",
			"told(Anna Weber > reporters)"},
		{"a clause after a verb of speech", "The/DET army/NOUN said/VERB rebels/NOUN attacked/VERB the/DET base/NOUN ./PUNCT",
			"said(The army > ); attacked(rebels > the base)"},
		{"an infinitive under a passive", "IS/PROPN is/AUX alleged/VERB to/PART have/AUX killed/VERB up/ADP to/PART 600/NUM inmates/NOUN ./PUNCT",
			"alleged(IS < ); killed(IS > up to 600 inmates)"},
		{"an object handed on", "Fighters/NOUN forced/VERB residents/NOUN to/PART flee/VERB their/PRON homes/NOUN ./PUNCT",
			"forced(Fighters > residents); flee(residents > their homes)"},
		{"a list of subjects", "The/DET army/NOUN ,/PUNCT police/NOUN and/CCONJ militias/NOUN took/VERB the/DET bridge/NOUN ./PUNCT",
			"took(The army + police + militias > the bridge)"},
		{"a new subject after and", "Rebels/NOUN took/VERB the/DET bridge/NOUN and/CCONJ soldiers/NOUN fled/VERB the/DET town/NOUN ./PUNCT",
			"took(Rebels > the bridge); fled(soldiers > the town)"},
		{"a headline participle", "At/ADP least/ADJ 15/NUM soldiers/NOUN killed/VERB in/ADP ambush/NOUN", "killed(At least 15 soldiers < )"},
		{"a participle that modifies", "The/DET besieged/VERB city/NOUN fell/VERB ./PUNCT", "fell(The besieged city > )"},
		{"something carried out", "Jets/NOUN carried/VERB out/ADP strikes/NOUN ./PUNCT", "carried(Jets > strikes)"},
		{"a preposition that looks like a verb", "Nine/NUM people/NOUN including/VERB children/NOUN died/VERB ./PUNCT", "died(Nine people > )"},
		{"an infinitive inside a subject", "The/DET offensive/NOUN to/PART recapture/VERB west/ADV Mosul/PROPN got/VERB underway/ADJ ./PUNCT",
			"recapture( > west Mosul); got(The offensive > )"},
		{"a relative clause put last", "A/DET mass/NOUN grave/NOUN was/AUX found/VERB that/SCONJ contained/VERB remains/NOUN ./PUNCT",
			"found(A mass grave < ); contained(A mass grave > remains)"},
		{"a subject that runs on from a place", "Inside/ADP the/DET city/NOUN troops/NOUN battled/VERB militants/NOUN ./PUNCT", "battled(troops > militants)"},
		{"a hyphen with a space before it", "The/DET US/PROPN -/PUNCT ~led/VERB coalition/NOUN withdrew/VERB ./PUNCT", "withdrew(The US -led coalition > )"},
		{"a clause after when", "IS/PROPN killed/VERB inmates/NOUN ,/PUNCT when/ADV it/PRON seized/VERB Mosul/PROPN ./PUNCT",
			"killed(IS > inmates); seized(it > Mosul)"},
		{"a state without a verb", "60/NUM people/NOUN are/AUX killed/VERB and/CCONJ 110/NUM wounded/ADJ in/ADP Homs/PROPN ./PUNCT", "killed(60 people < ); wounded(110 < )"},
		{"what a deed leaves", "Militants/NOUN attacked/VERB a/DET bus/NOUN ,/PUNCT leaving/VERB nine/NUM people/NOUN dead/ADJ ./PUNCT",
			"attacked(Militants > a bus); leaving(Militants > ); dead(nine people < )"},
		{"a with-clause", "A/DET strike/NOUN hit/VERB a/DET clinic/NOUN ,/PUNCT with/ADP seven/NUM people/NOUN killed/VERB ./PUNCT", "hit(A strike > a clinic); killed(seven people < )"},
		{"a clause after a preposition", "Nine/NUM people/NOUN are/AUX killed/VERB after/ADP gunmen/NOUN attack/VERB a/DET bar/NOUN ./PUNCT",
			"killed(Nine people < ); attack(gunmen > a bar)"},
		{"a participle in quotes", "Five/NUM attacks/NOUN have/AUX been/AUX \"/PUNCT ~foiled/VERB ~\"/PUNCT in/ADP France/PROPN ./PUNCT", "foiled(Five attacks < )"},
		{"a participle with its adverb in quotes", "The/DET town/NOUN has/AUX been/AUX \"/PUNCT ~fully/ADV liberated/VERB ~\"/PUNCT ./PUNCT", "liberated(The town < )"},
		{"an object of two verbs", "Rebels/NOUN attacked/VERB and/CCONJ burned/VERB several/ADJ buses/NOUN ./PUNCT", "attacked(Rebels > several buses); burned(Rebels > several buses)"},
		{"an object warned against it", "Laos/PROPN warned/VERB Burma/PROPN against/ADP arming/VERB rebels/NOUN ./PUNCT", "warned(Laos > Burma); arming(Burma > rebels)"},
		{"an object that does it", "Chad/PROPN accused/VERB Sudan/PROPN of/SCONJ arming/VERB rebels/NOUN ./PUNCT", "accused(Chad > Sudan); arming(Sudan > rebels)"},
		{"a verb taken for a noun", "The/DET army/NOUN attacks/NOUN an/DET outpost/NOUN ./PUNCT", "attacks(The army > an outpost)"},
		{"a plural verb taken for a noun", "Gunmen/NOUN storm/NOUN the/DET hotel/NOUN ./PUNCT", "storm(Gunmen > the hotel)"},
		{"a subject with a place", "Two/NUM people/NOUN in/ADP the/DET village/NOUN died/VERB ./PUNCT", "died(Two people > )"},
		{"a participle after a place", "Troops/NOUN entered/VERB the/DET hall/NOUN in/ADP a/DET town/NOUN shelled/VERB on/ADP Monday/PROPN ./PUNCT",
			"entered(Troops > the hall); shelled(a town < )"},
		{"a predicate", "Up/ADP to/PART 128/NUM people/NOUN are/AUX dead/ADJ ./PUNCT", "dead(Up to 128 people < )"},
		{"a relative clause with an object before the verb of its noun", "The/DET officer/NOUN who/PRON trained/VERB the/DET recruits/NOUN was/AUX shot/VERB ./PUNCT",
			"trained(The officer > the recruits); shot(The officer < )"},
		{"whose", "A/DET trader/NOUN whose/PRON brother/NOUN joined/VERB the/DET rebels/NOUN was/AUX held/VERB ./PUNCT", "joined(brother > the rebels); held(A trader < )"},
		{"a speaker between commas", "Police/NOUN ,/PUNCT he/PRON said/VERB ,/PUNCT arrested/VERB nine/NUM smugglers/NOUN ./PUNCT", "said(he > ); arrested(Police > nine smugglers)"},
		{"a list between dashes", "Two/NUM towns/NOUN -/PUNCT Man/PROPN and/CCONJ Daloa/PROPN -/PUNCT were/AUX seized/VERB ./PUNCT", "seized(Two towns < )"},
		{"a range", "Between/ADP 20/NUM and/CCONJ 30/NUM soldiers/NOUN died/VERB ./PUNCT", "died(Between 20 and 30 soldiers > )"},
		{"an adjective that is an infinitive", "They/PRON made/VERB attempts/NOUN to/ADP free/ADJ the/DET hostages/NOUN ./PUNCT", "made(They > attempts); free(They > the hostages)"},
		{"shells that land", "Mortar/NOUN shells/VERB land/NOUN on/ADP a/DET market/NOUN ./PUNCT", "land(Mortar shells > )"},
		{"a sentence whose verb was taken for a noun", "Jets/NOUN loyal/ADJ to/ADP the/DET marshal/ADJ strike/NOUN army/NOUN posts/NOUN ./PUNCT", "strike(Jets > army posts)"},
		{"a headline without a verb", "Rebel/NOUN attack/NOUN survivors/NOUN in/ADP Gao/PROPN", ""},
		{"an object behind to death", "Guards/NOUN beat/VERB to/ADP death/NOUN the/DET detainees/NOUN who/PRON had/AUX fled/VERB ./PUNCT", "beat(Guards > the detainees); fled(the detainees > )"},
		{"a building", "Students/NOUN marched/VERB to/ADP the/DET customs/NOUN building/VERB on/ADP Friday/PROPN to/PART ask/VERB for/ADP work/NOUN ./PUNCT",
			"marched(Students > ); ask(Students > )"},
		{"a second passive", "Four/NUM clerks/NOUN were/AUX led/VERB into/ADP a/DET field/NOUN and/CCONJ shot/NOUN ./PUNCT", "led(Four clerks < ); shot(Four clerks < )"},
		{"a shot that is none", "The/DET keeper/NOUN saved/VERB a/DET header/NOUN and/CCONJ shot/NOUN ./PUNCT", "saved(The keeper > a header + shot)"},
		{"people after a place that opens the sentence", "In/ADP Gao/PROPN ,/PUNCT traders/NOUN who/PRON have/AUX formed/VERB a/DET guard/NOUN (/PUNCT ~militia/NOUN ~)/PUNCT of/ADP 30/NUM men/NOUN burned/VERB two/NUM huts/NOUN ./PUNCT",
			"formed(traders > a guard); burned(traders > two huts)"},
		{"a past tense after an aside", "Militia/NOUN men/NOUN ,/PUNCT some/DET of/ADP them/PRON boys/NOUN ,/PUNCT then/ADV went/VERB ashore/ADV and/CCONJ beat/VERB fishermen/NOUN ./PUNCT",
			"went(Militia men > ); beat(Militia men > fishermen)"},
		{"a clause after a span of time", "Soldiers/NOUN drove/VERB the/DET gang/NOUN out/ADP of/ADP Jos/PROPN ,/PUNCT two/NUM days/NOUN after/ADP youths/NOUN of/ADP the/DET Pioneer/PROPN Front/PROPN (/PUNCT ~PF/PROPN ~)/PUNCT and/CCONJ their/PRON friends/NOUN walked/VERB into/ADP the/DET town/NOUN ./PUNCT",
			"drove(Soldiers > the gang); walked(youths > )"},
		{"men brought in", "Chad/PROPN has/AUX sent/VERB in/ADP 90/NUM gendarmes/NOUN ./PUNCT", "sent(Chad > 90 gendarmes)"},
		{"what a deed did where others were", "A/DET shell/NOUN hit/VERB a/DET hall/NOUN where/ADV boys/NOUN are/AUX sleeping/VERB ,/PUNCT killing/VERB two/NUM ./PUNCT",
			"hit(A shell > a hall); sleeping(boys > ); killing(A shell > two)"},
		{"a mob that sets upon somebody", "A/DET crowd/NOUN set/NOUN upon/SCONJ the/DET driver/NOUN ./PUNCT", "set(A crowd > )"},
		{"a counter-attack", "The/DET rebels/NOUN counter/NOUN ~-/PUNCT ~attacked/VERB on/ADP Friday/PROPN ./PUNCT", "counter(The rebels > )"},
		{"a clause told to somebody", "The/DET mayor/NOUN warned/VERB grocers/NOUN that/SCONJ anyone/PRON who/PRON sold/VERB rice/NOUN to/ADP thieves/NOUN would/AUX be/AUX jailed/VERB ./PUNCT",
			"warned(The mayor > grocers); sold(anyone > rice); jailed(anyone < )"},
		{"what is set alight", "A/DET mob/NOUN set/VERB a/DET rider/NOUN alight/NOUN in/ADP Bouar/PROPN ./PUNCT", "set(A mob > a rider)"},
		{"a noun that is stressed", "The/DET charity/NOUN itself/PRON had/VERB to/PART leave/VERB ./PUNCT", "had(The charity > ); leave(The charity > )"},
		{"of whom", "Some/DET 90/NUM miners/NOUN escaped/VERB ,/PUNCT of/ADP whom/PRON 12/NUM have/AUX fled/VERB ./PUNCT", "escaped(Some 90 miners > ); fled(12 > )"},
		{"told by telephone", "Rebels/NOUN took/VERB the/DET dam/NOUN ,/PUNCT monks/NOUN in/ADP the/DET town/NOUN said/VERB by/ADP telephone/NOUN ./PUNCT",
			"took(Rebels > the dam); said(monks > )"},
		{"an appeal to people described at length", "The/DET mufti/NOUN called/VERB on/ADP youths/NOUN in/ADP the/DET ranks/NOUN of/ADP the/DET gang/NOUN to/PART surrender/VERB ./PUNCT",
			"called(The mufti > ); surrender(youths > )"},
		{"wounds of a kind", "Nurses/NOUN treated/VERB bullet/NOUN wounds/VERB ./PUNCT", "treated(Nurses > bullet wounds)"},
		{"those who are displaced", "Japan/PROPN sent/VERB tents/NOUN for/ADP the/DET displaced/VERB on/ADP Monday/PROPN ./PUNCT", "sent(Japan > tents)"},
		{"a past tense before a state", "Traders/NOUN spoke/VERB of/ADP 30/NUM dead/ADJ ./PUNCT", "spoke(Traders > ); dead(30 < )"},
		{"no one", "No/DET one/PRON has/AUX claimed/VERB the/DET raid/NOUN ./PUNCT", "claimed(No one > the raid)"},
		{"a clause about what something carries", "The/DET agency/NOUN left/VERB after/ADP a/DET bus/NOUN carrying/VERB nuns/NOUN was/AUX hit/VERB by/ADP gunfire/NOUN ./PUNCT",
			"left(The agency > ); carrying(a bus > nuns); hit(a bus < )"},
		{"a subject after a day", "On/ADP 9/NUM June/PROPN masked/ADJ men/NOUN attacked/VERB a/DET mill/NOUN ./PUNCT", "attacked(masked men > a mill)"},
		{"a subject among asides", "Militants/NOUN backed/VERB by/ADP tanks/NOUN attacked/VERB Marib/PROPN ./PUNCT", "backed(Militants < ); attacked(Militants > Marib)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := frames(Analyse(tagged(t, c.line), 0)); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.line, got, c.want)
			}
		})
	}
}
