package parse

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sitrep"
	"sitrep/internal/text"
)

func newTestParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDamagedModelIsAnError(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 23, 24, 25, len(taggerBin) / 2, len(taggerBin) - 1} {
		if _, err := loadTagger(taggerBin[:n]); err == nil {
			t.Errorf("a tagger cut to %d bytes loads", n)
		}
	}
	for _, n := range []int{0, 7, 23, 24, len(lemmaBin) - 1} {
		if _, err := loadLemmatiser(lemmaBin[:n]); err == nil {
			t.Errorf("a lemmatiser cut to %d bytes loads", n)
		}
	}
	if _, err := loadTagger("SITRTAG0" + taggerBin[8:]); err == nil {
		t.Error("a tagger of another version loads")
	}
	if _, err := loadTagger(taggerBin + "x"); err == nil {
		t.Error("a tagger with a byte too many loads")
	}
}

func TestDamagedWeightsDoNotPanic(t *testing.T) {
	b := []byte(taggerBin)
	for i := taggerHeader; i < len(b); i += 7 {
		b[i] ^= 0xa5
	}
	l := []byte(lemmaBin)
	for i := lemmaHeader; i < len(l); i += 3 {
		l[i] ^= 0xff
	}
	m := Embedded()
	m.Tagger, m.Lemmas = string(b), string(l)
	p, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("Troops shelled the town of Bab al-Hawa before dawn , witnesses said .")
	for i, tag := range p.Tag(words, false, nil) {
		p.Lemma(words[i], tag)
	}
}

// wantTags checks a sentence written word/TAG; a word without a tag may have any.
func wantTags(t *testing.T, p *Parser, line string) {
	t.Helper()
	var words, want []string
	for _, w := range strings.Fields(line) {
		word, tag, ok := strings.Cut(w, "/")
		if !ok {
			tag = ""
		}
		words, want = append(words, word), append(want, tag)
	}
	for i, tag := range p.Tag(words, UpperCase(words), nil) {
		if want[i] != "" && tag.String() != want[i] {
			t.Errorf("%q: %s is %v, want %s", strings.Join(words, " "), words[i], tag, want[i])
		}
	}
}

func TestAcronymsAreNamesWhereCaseSaysSo(t *testing.T) {
	p := newTestParser(t)
	for _, s := range []string{
		"IS/PROPN is/AUX alleged/VERB to/PART have/AUX killed/VERB inmates/NOUN .",
		"Inmates/NOUN were/AUX killed/VERB by/ADP IS/PROPN in the prison .",
		"The army/NOUN says/VERB IS/PROPN is/AUX losing/VERB ground/NOUN .",
		"US/PROPN troops/NOUN left/VERB .",
		"Officials/NOUN told/VERB us/PRON the US/PROPN had/AUX agreed/VERB to it .",
		"WHO/PROPN said/VERB the outbreak was/AUX over .",
		"Doctors/NOUN who/PRON stayed/VERB asked/VERB the WHO/PROPN for/ADP help/NOUN .",
		"CTS/PROPN units/NOUN crossed/VERB the river/NOUN .",
		"The UN/PROPN says/VERB both/DET sides/NOUN agreed/VERB .",
	} {
		wantTags(t, p, s)
	}
}

func TestNewsInNormalCase(t *testing.T) {
	p := newTestParser(t)
	for _, s := range []string{
		"Gunmen/NOUN stormed/VERB a/DET clinic/NOUN and/CCONJ abducted/VERB two/NUM nurses/NOUN ./PUNCT",
		"The/DET town/NOUN ,/PUNCT which/PRON had/AUX been/AUX besieged/VERB since/ADP May/PROPN ,/PUNCT " +
			"was/AUX shelled/VERB again/ADV ./PUNCT",
		"Insurgents/NOUN used/VERB truck/NOUN bombs/NOUN ./PUNCT",
		"Rebels/NOUN overran/VERB the/DET outpost/NOUN and/CCONJ retook/VERB a/DET hill/NOUN ./PUNCT",
		"The/DET strike/NOUN hit/VERB a/DET depot/NOUN near/ADP the/DET harbour/NOUN ./PUNCT",
		"Two/NUM raids/NOUN on/ADP the/DET camp/NOUN killed/VERB nine/NUM people/NOUN ./PUNCT",
		"Clashes/NOUN with/ADP herders/NOUN forced/VERB hundreds/NOUN of/ADP families/NOUN to/PART flee/VERB ./PUNCT",
	} {
		wantTags(t, p, s)
	}
}

func TestHeadlines(t *testing.T) {
	p := newTestParser(t)
	for _, s := range []string{
		"Militants/NOUN attack/VERB patrol/NOUN , kill/VERB six/NUM",
		"Strikes/NOUN hit/VERB harbour/NOUN",
		"Refugees/NOUN flee/VERB as clashes/NOUN spread/VERB",
		"Troops/NOUN work/VERB to/PART clear/VERB mines/NOUN",
		"Army/NOUN raids/VERB village/NOUN",
		"Attack/NOUN on/ADP mosque/NOUN leaves/VERB four/NUM dead/ADJ",
	} {
		wantTags(t, p, s)
	}
}

func TestSentencesInCapitals(t *testing.T) {
	p := newTestParser(t)
	for _, s := range []string{
		"GUNMEN/NOUN ATTACKED/VERB A/DET POLICE/NOUN POST/NOUN IN/ADP THE/DET NORTH/NOUN ./PUNCT",
		"THE/DET ARMY/NOUN SAYS/VERB IT/PRON IS/AUX IN/ADP CONTROL/NOUN OF/ADP THE/DET TOWN/NOUN ./PUNCT",
		"TWO/NUM SOLDIERS/NOUN WERE/AUX KILLED/VERB AND/CCONJ FIVE/NUM WERE/AUX WOUNDED/VERB ./PUNCT",
		"TALIBAN/PROPN ATTACK/NOUN KILLS/VERB 12/NUM",
	} {
		wantTags(t, p, s)
	}
}

func TestUpperCaseTellsCapitals(t *testing.T) {
	for s, want := range map[string]bool{
		"GUNMEN ATTACKED A POST .":                        true,
		"IRAQI FORCES RETAKE TOWN , SAYS REUTERS 's TEAM": true,
		"US troops left .":                                false,
		"I":                                               false,
		"12 , 500":                                        false,
		"":                                                false,
	} {
		if got := UpperCase(strings.Fields(s)); got != want {
			t.Errorf("UpperCase(%q) = %v", s, got)
		}
	}
}

func TestParseFillsEveryToken(t *testing.T) {
	const s = "Rebels shelled Karsa. GUNMEN FLED."
	d := &text.Doc{Text: s}
	for _, w := range []string{"Rebels", "shelled", "Karsa", ".", "GUNMEN", "FLED", "."} {
		at := 0
		if n := len(d.Tokens); n > 0 {
			at = d.Tokens[n-1].End
		}
		at += strings.Index(s[at:], w)
		span := sitrep.Span{Start: at, End: at + len(w)}
		d.Tokens = append(d.Tokens, text.Token{Span: span, Norm: strings.ToLower(w)})
	}
	d.Sents = []text.Sentence{{First: 0, Last: 4}, {First: 4, Last: 7, Upper: true}}
	got := newTestParser(t).Parse(d)
	if want := []Tag{NOUN, VERB, PROPN, PUNCT, NOUN, VERB, PUNCT}; !slices.Equal(got.Tags, want) {
		t.Errorf("tags %v, want %v", got.Tags, want)
	}
	if want := []string{"rebel", "shell", "karsa", ".", "gunman", "flee", "."}; !slices.Equal(got.Lemmas, want) {
		t.Errorf("lemmas %q, want %q", got.Lemmas, want)
	}
}

func TestParserIsSafeForConcurrentUse(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields("Troops backed by two militias shelled villages east of the river .")
	want := p.Tag(words, false, nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var tags []Tag
			for range 200 {
				if tags = p.Tag(words, false, tags[:0]); !slices.Equal(tags, want) {
					t.Errorf("tags %v, want %v", tags, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestTagDoesNotAllocate(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields("Troops backed by two militias shelled villages east of the river .")
	var s scratch // of our own: under the race detector a pool forgets at random
	var tags []Tag
	tag := func() {
		s.in.Reset(words, false, p.tagger)
		tags = p.tagger.tag(&s, tags[:0])
	}
	tag()
	if n := testing.AllocsPerRun(100, tag); n >= 1 {
		t.Errorf("%v allocations a sentence", n)
	}
}

func TestTagGivesOneTagAWordForAnyWords(t *testing.T) {
	p := newTestParser(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(t, "words")
		tags := p.Tag(words, rapid.Bool().Draw(t, "upper"), nil)
		if len(tags) != len(words) {
			t.Fatalf("%d tags for %d words", len(tags), len(words))
		}
		for i, tag := range tags {
			if tag >= TagBoundary {
				t.Fatalf("tag %d", tag)
			}
			if l := p.Lemma(words[i], tag); utf8.ValidString(words[i]) && !utf8.ValidString(l) {
				t.Fatalf("lemma of %q as %v is not UTF-8: %q", words[i], tag, l)
			}
		}
	})
}

func BenchmarkTag(b *testing.B) {
	p := newTestParser(b)
	words := strings.Fields("Government troops backed by two militias shelled villages " +
		"east of the river on Tuesday , " +
		"killing at least 14 people and forcing hundreds of families to flee " +
		"toward the border , residents and aid workers said .")
	var tags []Tag
	b.ReportAllocs()
	for b.Loop() {
		tags = p.Tag(words, false, tags[:0])
	}
	b.ReportMetric(float64(len(words)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func TestPresentTenseOfSummaries(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ text, word, tag string }{
		{"The Syrian military captures the town of Al-Zara.", "captures", "VERB"},
		{"The Syrian Military retakes control of Kessab.", "retakes", "VERB"},
		{"The Taliban gains control of the Ajristan District in Ghazni.", "gains", "VERB"},
		{"The navy shells the port of Hodeida after talks fail.", "shells", "VERB"},
		{"Car bombs the group made were found.", "bombs", "NOUN"},
		{"Rebel attacks on the town killed nine.", "attacks", "NOUN"},
		{"They took the rebels' main base.", "'", "PART"},
		{"He called them 'the rebels'.", "'", "PUNCT"},
		{"Saudi and United Arab Emirates troops landed.", "United", "PROPN"},
		{"The Latvian parliament votes to recall its envoy.", "votes", "VERB"},
		{"Amnesty International calls on the junta to free the monks.", "calls", "VERB"},
		{"Amnesty International calls on the junta to free the monks.", "free", "VERB"},
		{"Carrying banners, thousands of farmers march on the palace in Dhaka.", "march", "VERB"},
		{"The Royal Malaysian Police arrest and charge two men with treason.", "arrest", "VERB"},
		{"Georgian and Abkhazian forces exchange fire along the Inguri.", "exchange", "VERB"},
		{"The ministry sanctions several Ruritanian officials accused of fraud.", "sanctions", "VERB"},
		{"Nationalists stage protests against the treaty in Yangon.", "stage", "VERB"},
		{"Nationalists stage protests against the treaty in Yangon.", "protests", "NOUN"},
		{"The rebels' demands the envoy heard were old.", "demands", "NOUN"},
		{"Anti-government rallies against graft take place in Male.", "take", "VERB"},
		{"The minister condemns the killings and orders an inquiry.", "orders", "VERB"},
		{"He names the charges and orders the court drew up.", "orders", "NOUN"},
		{"Palestinian factions call for a general strike on Thursday.", "call", "VERB"},
		{"Diplomat Cho Myung-soo condemns the raid on the port.", "soo", "PROPN"},
		{"The base at Abu Dhabi-led talks was quiet.", "led", "VERB"},
		{"Burundi sends its military to Bukavu.", "military", "NOUN"},
		{"The air force conducts large-scale military exercises around Jeju.", "exercises", "NOUN"},
	} {
		t.Run(c.text, func(t *testing.T) {
			read, err := text.Read([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			d := p.Parse(read)
			for i := range d.Tokens {
				if d.Word(i) == c.word && d.Tags[i].String() != c.tag {
					t.Errorf("%s is %s, want %s", c.word, d.Tags[i], c.tag)
				}
			}
		})
	}
}
