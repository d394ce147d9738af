package rule_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/text"
)

// open takes every phrase for everything, so that only relations decide; "@town" is what a capital letter starts.
type open struct{}

func (open) InName(*parse.Grammar, int) bool { return false }

func (open) Is(g *parse.Grammar, s rule.Slot, class string) bool {
	return class != "town" || g.Doc.Word(s.Head)[0] < 'a'
}
func (open) Fits(*parse.Grammar, rule.Slot, sitrep.Role) bool { return true }

// found lists the matches of one rule in a sentence as "trigger actor=… target=…".
func found(t *testing.T, r codebook.Rule, sentence string) string {
	t.Helper()
	set, err := rule.Compile(&codebook.Codebook{Types: []codebook.Type{{ID: "t", Rules: []codebook.Rule{r}}}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := text.Read([]byte(sentence))
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Parse(d)
	var out []string
	for i := range doc.Sents {
		for _, m := range set.Find(parse.Analyse(doc, i), open{}) {
			line := doc.Words(m.First, m.Last)
			var roles []string
			for role, slots := range m.Roles {
				var names []string
				for _, s := range slots {
					names = append(names, doc.Words(s.First, s.Last))
				}
				roles = append(roles, fmt.Sprintf("%s=%s", role, strings.Join(names, "+")))
			}
			sort.Strings(roles)
			out = append(out, strings.Join(append([]string{line}, roles...), " "))
		}
	}
	return strings.Join(out, "; ")
}

var both = map[sitrep.Role][]string{sitrep.Actor: {"agent"}, sitrep.Target: {"patient"}}

func TestRelations(t *testing.T) {
	attack := codebook.Rule{ID: "r", Verb: []string{"attack"}, Roles: both}
	noun := codebook.Rule{ID: "r", Noun: []string{"attack", "air strike"}, Light: []string{"launch", "carry out"}, Roles: both}
	for _, c := range []struct {
		name     string
		rule     codebook.Rule
		sentence string
		want     string
	}{
		{"an active verb", attack, "Rebels attacked the base.", "attacked actor=Rebels target=the base"},
		{"a passive", attack, "The base was attacked by rebels.", "attacked actor=rebels target=The base"},
		{"two passives with one doer", attack, "The base was attacked and burned by rebels.", "attacked actor=rebels target=The base"},
		{"a passive before another clause", attack, "The base was attacked and the town was burned by rebels.", "attacked target=The base"},
		{"an adverb before a verb", codebook.Rule{ID: "r", Verb: []string{"sexually assault"}, Roles: both}, "Rebels sexually assaulted villagers.", "assaulted actor=Rebels target=villagers"},
		{"a verb that ends as adverbs do", codebook.Rule{ID: "r", Verb: []string{"ally with"}, Roles: both}, "Rebels allied with villagers.", "allied with target=Rebels"},
		{"an adverb that is not there", codebook.Rule{ID: "r", Verb: []string{"sexually assault"}, Roles: both}, "Rebels assaulted villagers.", ""},
		{"a reduced relative", attack, "The base attacked by rebels was empty.", "attacked actor=rebels target=The base"},
		{"an inherited subject", attack, "Rebels crossed the river and attacked the base.", "attacked actor=Rebels target=the base"},
		{"a list of subjects", attack, "Rebels and deserters attacked the base.", "attacked actor=Rebels+deserters target=the base"},
		{"a noun with by and on", noun, "The attack on the base by rebels failed.", "attack actor=rebels target=the base"},
		{"a noun with an owner", noun, "The group's attack on the base failed.", "attack actor=The group target=the base"},
		{"a noun with a modifier", noun, "A rebel attack on the base failed.", "attack actor=rebel target=the base"},
		{"a light verb", noun, "Rebels launched an attack on the base.", "attack actor=Rebels target=the base"},
		{"a phrasal light verb", noun, "Jets carried out air strikes on the base.", "air strikes actor=Jets target=the base"},
		{"a passive light verb", noun, "An attack was launched by rebels.", "attack actor=rebels"},
		{"a pronoun owner after its subject", noun, "Rebels launched their attack.", "attack actor=Rebels"},
		{"led by", noun, "The attack began on Monday, led by rebels.", "attack actor=rebels"},
		{"came under", noun, "The base came under attack.", "attack target=The base"},
		{"a compound is no attack", noun, "Attack helicopters left.", ""},
		{"with", codebook.Rule{ID: "r", Verb: []string{"fight"}, Roles: map[sitrep.Role][]string{sitrep.Ally: {"comitative"}}},
			"Volunteers fought alongside the army.", "fought ally=the army"},
		{"a phrasal verb", codebook.Rule{ID: "r", Verb: []string{"blow up"}, Roles: both}, "Rebels blew the bridge up.", "blew the bridge up actor=Rebels target=the bridge"},
		{"a phrasal verb needs its particle", codebook.Rule{ID: "r", Verb: []string{"blow up"}}, "The wind blew the dust away.", ""},
		{"an adjective", codebook.Rule{ID: "r", Adjective: []string{"dead"}, Roles: map[sitrep.Role][]string{sitrep.Victim: {"subject"}}}, "Nine men are dead.", "dead victim=Nine men"},
		{"of the object", codebook.Rule{ID: "r", Verb: []string{"take control"}, Roles: map[sitrep.Role][]string{sitrep.Target: {"of"}}},
			"Rebels took control of the base.", "took control target=the base"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, c.rule, c.sentence); got != c.want {
				t.Errorf("%q:\n got %s\nwant %s", c.sentence, got, c.want)
			}
		})
	}
}

func TestConstraints(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     codebook.Rule
		sentence string
		want     bool
	}{
		{"a class that holds", codebook.Rule{Verb: []string{"seize"}, With: map[string][]string{"patient": {"@town"}}}, "Rebels seized Bria.", true},
		{"a class that does not", codebook.Rule{Verb: []string{"seize"}, With: map[string][]string{"patient": {"@town"}}}, "Rebels seized cocaine.", false},
		{"a lemma", codebook.Rule{Verb: []string{"fire"}, With: map[string][]string{"object": {"rocket"}}}, "Rebels fired two rockets.", true},
		{"another lemma", codebook.Rule{Verb: []string{"fire"}, With: map[string][]string{"object": {"rocket"}}}, "The firm fired two clerks.", false},
		{"two words", codebook.Rule{Verb: []string{"find"}, With: map[string][]string{"object": {"mass grave"}}}, "Troops found a mass grave.", true},
		{"none", codebook.Rule{Verb: []string{"seize"}, With: map[string][]string{"from": {"none"}}}, "Rebels seized Bria from the army.", false},
		{"any", codebook.Rule{Verb: []string{"seize"}, With: map[string][]string{"from": {"any"}}}, "Rebels seized Bria from the army.", true},
		{"without", codebook.Rule{Verb: []string{"kill"}, Without: map[string][]string{"object": {"bill"}}}, "The senate killed the bill.", false},
		{"without what is not there", codebook.Rule{Verb: []string{"kill"}, Without: map[string][]string{"object": {"bill"}}}, "Rebels killed nine men.", true},
		{"near", codebook.Rule{Verb: []string{"hide"}, Near: []string{"civilian"}}, "Rebels hid among civilians.", true},
		{"not near enough", codebook.Rule{Verb: []string{"hide"}, Near: []string{"civilian"}}, "Rebels hid in caves.", false},
		{"near, but in another clause", codebook.Rule{Verb: []string{"crash"}, Near: []string{"missile"}}, "The plane crashed after it was hit by a missile.", false},
		{"in the sentence", codebook.Rule{Verb: []string{"crash"}, InSentence: []string{"by a missile"}}, "The plane crashed after it was hit by a missile.", true},
		{"not in the sentence", codebook.Rule{Verb: []string{"crash"}, InSentence: []string{"by a missile"}}, "The plane crashed in fog.", false},
		{"not near", codebook.Rule{Noun: []string{"strike"}, NotNear: []string{"wage"}}, "The strike over wages went on.", false},
		{"light only", codebook.Rule{Noun: []string{"deal"}, Light: []string{"sign"}, LightOnly: true}, "They signed a deal.", true},
		{"no light verb", codebook.Rule{Noun: []string{"deal"}, Light: []string{"sign"}, LightOnly: true}, "The deal was old.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.rule.ID = "r"
			if got := found(t, c.rule, c.sentence); (got != "") != c.want {
				t.Errorf("%q: found %q", c.sentence, got)
			}
		})
	}
}

func TestCompileRefusesAnEmptyHead(t *testing.T) {
	_, err := rule.Compile(&codebook.Codebook{Types: []codebook.Type{{ID: "t", Rules: []codebook.Rule{{ID: "r", Verb: []string{" "}}}}}})
	if err == nil || !strings.Contains(err.Error(), "t.r") {
		t.Errorf("got %v, want an error that names t.r", err)
	}
}
