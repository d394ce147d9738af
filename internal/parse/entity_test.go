package parse

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sitrep/internal/text"
)

func TestDamagedEntityTaggerIsAnError(t *testing.T) {
	for _, n := range []int{1, 7, 8, 23, 24, 1000, len(entityBin) / 2, len(entityBin) - 1} {
		if _, err := loadEntities(entityBin[:n]); err == nil {
			t.Errorf("an entity tagger cut to %d bytes loads", n)
		}
	}
	for name, bin := range map[string]string{
		"another version": "SITRENT1" + entityBin[8:],
		"a byte too many": entityBin + "x",
		"other labels":    entityBin[:8] + "\xff\xff\xff\xff" + entityBin[12:],
	} {
		if _, err := loadEntities(bin); err == nil {
			t.Errorf("an entity tagger with %s loads", name)
		}
	}
}

func TestDamagedEntityWeightsDoNotPanic(t *testing.T) {
	b := []byte(entityBin)
	for i := entityHeader; i < len(b); i += 5 {
		b[i] ^= 0x5a
	}
	m := Embedded()
	m.Entities = string(b)
	p, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	p.Entities(strings.Fields("Troops shelled the town of Bab al-Hawa before dawn , witnesses said ."), false, nil)
}

func TestAParserWithoutEntityModelFindsNone(t *testing.T) {
	m := Embedded()
	m.Entities = ""
	p, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Entities([]string{"Iraq"}, false, nil); len(got) > 0 {
		t.Errorf("found %v", got)
	}
}

func TestEntitiesAreReadWithoutTrees(t *testing.T) {
	m := Embedded()
	m.Trees = ""
	p, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	want := []Entity{{0, 1, "place"}}
	if got := p.Entities([]string{"Baghdad", "."}, false, nil); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestTheTreeSaysWhatAWordBelongsTo(t *testing.T) {
	// The leader of the group in Karsa fled .
	arcs := []Arc{{1, "det"}, {7, "nsubj"}, {4, "case"}, {4, "det"}, {1, "nmod"}, {6, "case"}, {4, "nmod"}, {-1, "root"}, {7, "punct"}}
	tags := []Tag{DET, NOUN, ADP, DET, NOUN, ADP, PROPN, VERB, PUNCT}
	p := newTestParser(t)
	var in TagInput
	var e EntityInput
	in.Reset(strings.Fields("The leader of the group in Karsa fled ."), false, p.tagger)
	e.reset(&in, tags, arcs, p.clusters)
	for i, want := range []struct{ core, outer, low, high, mark int32 }{{1, 1, 0, 0, -1}, {1, 1, 0, 6, -1}, {4, 1, 2, 2, -1}, {4, 1, 3, 3, -1}, {4, 1, 2, 6, 2}, {6, 1, 5, 5, -1}, {6, 1, 5, 6, 5}} {
		w := e.words[i]
		if w.core != want.core || w.outer != want.outer || w.low != want.low || w.high != want.high || w.mark != want.mark {
			t.Errorf("word %d: %+v, want %+v", i, w, want)
		}
	}
	if w := e.words[6]; w.acts != relationKey("nmod") || e.words[0].acts != relationKey("nsubj") {
		t.Errorf("roles %d and %d", w.acts, e.words[0].acts)
	}
	// Arcs that run in a circle are no tree, and do no harm.
	for i := range arcs {
		arcs[i] = Arc{(i + 1) % len(arcs), []string{"conj", "case", "nmod"}[i%3]}
	}
	e.reset(&in, tags, arcs, p.clusters)
	for i := range tags {
		e.Features(i, nil)
	}
}

// TestEntities holds what the tagger is for, on sentences that it has not been trained on.
func TestEntities(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ sentence, want string }{
		{"The rebels captured the town of Karsa on Monday .", "actor The rebels|place the town of Karsa|time Monday"},
		{"We condemn the attack in Baghdad .", "actor We|place Baghdad"},
		{"THE REBELS CAPTURED THE TOWN OF KARSA ON MONDAY .", "actor THE REBELS|place THE TOWN OF KARSA|time MONDAY"},
		{"He said the army had lost three tanks .", "person He|actor the army"},
	} {
		words := strings.Fields(c.sentence)
		var got []string
		for _, e := range p.Entities(words, UpperCase(words), nil) {
			got = append(got, string(e.Type)+" "+strings.Join(words[e.First:e.Last], " "))
		}
		for _, want := range strings.Split(c.want, "|") {
			if !slices.Contains(got, want) {
				t.Errorf("%q: no %q in %q", c.sentence, want, got)
			}
		}
	}
}

func TestEntitiesOfADocumentLieInItsSentences(t *testing.T) {
	p := newTestParser(t)
	rapid.Check(t, func(t *rapid.T) {
		d, err := text.Read([]byte(rapid.StringOfN(rapid.SampledFrom([]rune("The IS us army. in Mosul,\n'US 30 tanks\"")), 1, 200, -1).Draw(t, "text")))
		if err != nil {
			return
		}
		last := 0
		for _, e := range p.Parse(d).Entities {
			if e.First < last || e.Last <= e.First || e.Last > len(d.Tokens) || d.Tokens[e.First].Sent != d.Tokens[e.Last-1].Sent {
				t.Fatalf("entity %+v after token %d of %d", e, last, len(d.Tokens))
			}
			last = e.Last
		}
	})
}

func TestEntityTaggerIsSharedSafely(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields("Kurdish forces backed by coalition aircraft entered the village of Bashiqa on Monday .")
	want := p.Entities(words, false, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := p.Entities(words, false, nil); !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// entityReader reads the mentions of tagged words in a tree, again and again.
func entityReader(p *Parser, words []string) func() {
	var s scratch // of our own: under the race detector a pool forgets at random
	var out []Entity
	s.in.Reset(words, false, p.tagger)
	tags := p.Tag(words, false, nil)
	arcs := p.Tree(words, false, tags, nil)
	return func() { out = p.entities.read(&s, tags, arcs, p.clusters, 0, out[:0]) }
}

func TestEntityTaggerDoesNotAllocate(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields("Kurdish forces backed by coalition aircraft entered the village of Bashiqa on Monday .")
	read := entityReader(p, words)
	read()
	if n := testing.AllocsPerRun(100, read); n >= 1 {
		t.Errorf("%v allocations a sentence", n)
	}
}

func BenchmarkEntities(b *testing.B) {
	p := newTestParser(b)
	words := strings.Fields("Kurdish forces backed by coalition aircraft entered the village of Bashiqa on Monday , a spokesman for the army said .")
	read := entityReader(p, words)
	b.ReportAllocs()
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(len(words)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
