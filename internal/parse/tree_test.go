package parse

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestDamagedTreesAreAnError(t *testing.T) {
	for _, n := range []int{0, 7, 8, 23, 24, 25, 30, 200, len(treesBin) / 2, len(treesBin) - 1} {
		if _, err := loadTrees(treesBin[:n]); err == nil {
			t.Errorf("trees cut to %d bytes load", n)
		}
	}
	for name, bin := range map[string]string{
		"another version": "SITRTRE0" + treesBin[8:], "a byte too many": treesBin + "x", "one parser": treesBin[:len(treesBin)-len(secondParser(t))],
		"parsers with other relations": treesBin[:len(treesBin)-len(secondParser(t))] + treeMagic +
			"\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x04root\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	} {
		if _, err := loadTrees(bin); err == nil {
			t.Errorf("trees with %s load", name)
		}
	}
}

// secondParser is the part of the model file that holds the parser from the end.
func secondParser(t *testing.T) string {
	t.Helper()
	_, rest, err := loadTree(treesBin)
	if err != nil {
		t.Fatal(err)
	}
	return rest
}

// wellFormed says what keeps arcs from being a tree of words that stand under one root.
func wellFormed(arcs []Arc, words int) error {
	if len(arcs) != words {
		return fmt.Errorf("%d arcs for %d words", len(arcs), words)
	}
	roots := 0
	for i, a := range arcs {
		if a.Rel == "" {
			return fmt.Errorf("word %d has no relation", i)
		}
		if a.Head < 0 {
			roots++
		}
		if (a.Head < 0) != (a.Rel == "root") {
			return fmt.Errorf("word %d hangs on %d as %s", i, a.Head, a.Rel)
		}
		for at, steps := a.Head, 0; at >= 0; at, steps = arcs[at].Head, steps+1 {
			if at >= words || steps > words {
				return fmt.Errorf("word %d hangs on itself", i)
			}
		}
	}
	if words > 0 && roots != 1 {
		return fmt.Errorf("%d roots", roots)
	}
	return nil
}

func TestTreeIsATreeForAnyWords(t *testing.T) {
	p := newTestParser(t)
	broken := []byte(treesBin)
	end := len(broken) - len(secondParser(t))
	for i := treeHeader + 2000; i < end; i += 11 {
		broken[i] ^= 0x5a
	}
	m := Embedded()
	m.Trees = string(broken)
	odd, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields(`Troops rebels shelled Mosul , and " ( ) the that who killed by of to in - . IS was`)
	word := rapid.OneOf(rapid.SampledFrom(known), rapid.String())
	parsers := []*Parser{p, p.Careful(), odd}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(word).Draw(t, "words")
		upper := rapid.Bool().Draw(t, "upper")
		for _, p := range parsers {
			if err := wellFormed(p.Tree(words, upper, p.Tag(words, upper, nil), nil), len(words)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestLongListsAreRead(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields(strings.Repeat("Troops left Karsa , ", 60))
	if err := wellFormed(p.Tree(words, false, p.Tag(words, false, nil), nil), len(words)); err != nil {
		t.Error(err)
	}
}

// TestTrees reads constructions of conflict news; arcs are given as dependent<relation<head, the relation with or without its
// subtype.
func TestTrees(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ text, arcs string }{
		{"Rebels shelled the town of Karsa on Monday .", "Rebels<nsubj<shelled town<obj<shelled Karsa<nmod<town Monday<obl<shelled .<punct<shelled"},
		{"Three villages were burned by militiamen last week .", "villages<nsubj:pass<burned militiamen<obl<burned week<obl<burned"},
		{"Gunmen who had crossed the border killed nine soldiers .", "Gunmen<nsubj<killed crossed<acl:relcl<Gunmen who<nsubj<crossed soldiers<obj<killed"},
		{"The army said it had captured the airport .", "army<nsubj<said captured<ccomp<said it<nsubj<captured airport<obj<captured"},
		{"Troops entered Karsa and arrested the mayor .", "arrested<conj<entered mayor<obj<arrested Karsa<obj<entered"},
		{"The convoy was attacked near the bridge , killing two drivers .", "convoy<nsubj:pass<attacked killing<advcl<attacked drivers<obj<killing"},
		{"Fighters of the group abducted a doctor and two nurses .", "Fighters<nsubj<abducted group<nmod<Fighters doctor<obj<abducted nurses<conj<doctor"},
		{"The governor , a former general , denied the report .", "governor<nsubj<denied general<appos<governor report<obj<denied"},
	} {
		words := strings.Fields(c.text)
		arcs := p.Tree(words, false, p.Tag(words, false, nil), nil)
		if err := wellFormed(arcs, len(words)); err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		for _, want := range strings.Fields(c.arcs) {
			part := strings.Split(want, "<")
			d := arcs[slices.Index(words, part[0])]
			if base, _, _ := strings.Cut(d.Rel, ":"); d.Head < 0 || words[d.Head] != part[2] || d.Rel != part[1] && base != part[1] {
				head := "the root"
				if d.Head >= 0 {
					head = words[d.Head]
				}
				t.Errorf("%s\n%s hangs on %s as %s, want %s", c.text, part[0], head, d.Rel, want)
			}
		}
	}
}

func TestMarksHangOnWhatTheyClose(t *testing.T) {
	for _, c := range []struct {
		text  string
		heads []int // of the words from 0, -1 the root, -2 for punctuation
		want  string
	}{
		{"Yesterday , rebels fled .", []int{3, -2, 3, -1, -2}, ",<Yesterday .<fled"},
		{"Rebels ( IS ) fled .", []int{4, -2, 0, -2, -1, -2}, "(<IS )<IS .<fled"},
		{"Troops , rebels fled", []int{3, -2, 0, -1}, ",<rebels"},
		{"He said \" they fled \" .", []int{1, -1, -2, 4, 1, -2, -2}, "\"<fled .<said"},
		{"- Rebels fled", []int{-2, 2, -1}, "-<fled"},
		{"Men , who fled , died .", []int{5, -2, 3, 0, -2, -1, -2}, ",<fled .<died"},
	} {
		words := strings.Fields(c.text)
		var arcs []Arc
		for _, h := range c.heads {
			a := Arc{h, "dep"}
			switch h {
			case -1:
				a.Rel = "root"
			case -2:
				a = Arc{-1, "punct"}
			}
			arcs = append(arcs, a)
		}
		var m marks
		m.attach(words, arcs)
		for _, want := range strings.Fields(c.want) {
			part := strings.Split(want, "<")
			if got := words[arcs[slices.Index(words, part[0])].Head]; got != part[1] {
				t.Errorf("%s: %s hangs on %s, want %s", c.text, part[0], got, part[1])
			}
		}
	}
}

func TestVotesChooseTheHeaviestTree(t *testing.T) {
	// Two voters on three words, each sure of one arc; neither's tree holds both.
	v := votes{cast: [][]vote{
		{{2, 1, 900}, {0, 0, 500}, {2, 3, 100}},
		{{2, 1, 100}, {0, 0, 300}, {1, 4, 600}},
	}}
	got := v.elect(2, 3, 0, 9)
	if want := []vote{{2, 1, 900}, {0, 0, 500}}; got[0] != want[0] || got[1] != want[1] {
		t.Errorf("elected %v, want %v first", got, want)
	}
	// The arc from 1 to 3 would cross that from 2 to the root's word, so that a tree without crossings cannot hold it.
	if got[2].head != 2 || got[2].label != 3 {
		t.Errorf("word 3 hangs on %d as %d, want 2 as 3", got[2].head, got[2].label)
	}
	// Two words on the root at once are no tree, however many votes they have.
	v.cast = [][]vote{{{0, 0, 900}, {1, 1, 10}}, {{2, 1, 10}, {0, 0, 900}}}
	if got := v.elect(2, 2, 0, 9); (got[0].head == 0) == (got[1].head == 0) {
		t.Errorf("elected heads %d and %d", got[0].head, got[1].head)
	}
}

func TestTreesAreSafeForConcurrentUse(t *testing.T) {
	p := newTestParser(t).Careful()
	words := strings.Fields("Troops backed by two militias shelled villages east of the river , and fled .")
	tags := p.Tag(words, false, nil)
	want := p.Tree(words, false, tags, nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				if got := p.Tree(words, false, tags, nil); !slices.Equal(got, want) {
					t.Errorf("arcs %v, want %v", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestFeatureCountBoundsTheFeatures(t *testing.T) {
	var in TreeInput
	in.words = append(in.words, rootWord)
	var s TreeState
	s.Reset(0)
	if n := len(in.Features(&s, nil)); n > TreeFeatureCount {
		t.Errorf("%d features, TreeFeatureCount is %d", n, TreeFeatureCount)
	}
}

func TestTreeDoesNotAllocate(t *testing.T) {
	p := newTestParser(t)
	words := strings.Fields("troops backed by two militias shelled villages east of the river , and fled .")
	tags := p.Tag(words, false, nil)
	var s scratch
	s.in.Reset(words, false, p.tagger)
	var arcs []Arc
	tree := func() { arcs = p.tree(&s, words, tags, arcs[:0]) }
	tree()
	if n := testing.AllocsPerRun(100, tree); n >= 1 {
		t.Errorf("%v allocations a sentence", n)
	}
}

func BenchmarkTree(b *testing.B) {
	p := newTestParser(b)
	words := strings.Fields("Government troops backed by two militias shelled villages " +
		"east of the river on Tuesday , " +
		"killing at least 14 people and forcing hundreds of families to flee " +
		"toward the border , residents and aid workers said .")
	tags := p.Tag(words, false, nil)
	for _, mode := range []struct {
		name string
		p    *Parser
	}{{"default", p}, {"careful", p.Careful()}} {
		b.Run(mode.name, func(b *testing.B) {
			var arcs []Arc
			b.ReportAllocs()
			for b.Loop() {
				arcs = mode.p.Tree(words, false, tags, arcs[:0])
			}
			b.ReportMetric(float64(len(words)*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
