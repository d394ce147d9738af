package main

import (
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/internal/parse"
)

// projective draws a tree of n words without crossing arcs: heads from 1, 0 the root.
func projective(t *rapid.T, n int) []int32 {
	heads := make([]int32, n+1)
	var split func(from, to int, head int32)
	split = func(from, to int, head int32) {
		for from < to {
			end := rapid.IntRange(from+1, to).Draw(t, "end")
			if head == 0 {
				end = to
			}
			top := rapid.IntRange(from, end-1).Draw(t, "top")
			heads[top] = head
			split(from, top, int32(top))
			split(top+1, end, int32(top))
			from = end
		}
	}
	split(1, n+1, 0)
	heads[0] = -1
	return heads
}

// TestOracleBuildsEveryProjectiveTree also holds that from a state gone astray the oracle loses no more arcs than it says.
func TestOracleBuildsEveryProjectiveTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "words")
		v := &treeView{heads: projective(t, n), labels: make([]uint8, n+1)}
		var s parse.TreeState
		s.Reset(n)
		lost := 0
		astray := rapid.Bool().Draw(t, "astray")
		for !s.Done() {
			c := v.best(&s)
			cost := v.costs(&s)
			if astray && rapid.IntRange(0, 3).Draw(t, "wrong") == 0 {
				m := parse.Move(rapid.IntRange(0, 2).Draw(t, "move"))
				if s.Legal(m) {
					c = parse.TreeClass{Move: m}
				}
			} else if cost[c.Move] > 0 {
				t.Fatalf("no move without cost: %v", cost)
			}
			lost += cost[c.Move]
			s.Apply(c.Move, c.Label)
		}
		wrong := 0
		for w := 1; w <= n; w++ {
			h, _, ok := s.Arc(w)
			if !ok {
				t.Fatalf("word %d has no head", w)
			}
			if h != int(v.heads[w]) {
				wrong++
			}
		}
		if wrong != lost {
			t.Fatalf("%d arcs wrong, the oracle counted %d", wrong, lost)
		}
	})
}

func TestParserKnowsWhatItLearned(t *testing.T) {
	bank, err := readTreebank("testdata/tiny.conllu")
	if err != nil {
		t.Fatal(err)
	}
	var tags [2][][]parse.Tag
	for k := range tags {
		for i := range bank {
			tags[k] = append(tags[k], bank[i].tags)
		}
	}
	m := parse.Embedded()
	p, err := withoutTrees(m)
	if err != nil {
		t.Fatal(err)
	}
	o := tiny("")
	o.tree.epochs = 20
	m.Trees = ""
	for _, backward := range []bool{false, true} {
		bin, err := trainTree(bank, tags, p, backward, o, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		m.Trees += string(bin)
	}
	if p, err = parse.Load(m); err != nil {
		t.Fatal(err)
	}
	for _, s := range bank {
		for _, words := range [][]string{s.words, upperWords(s.words)} {
			for i, a := range p.Tree(words, parse.UpperCase(words), s.tags, nil) {
				if a.Head+1 != int(s.heads[i]) || base(a.Rel) != base(s.rels[i]) {
					t.Errorf("%q in %q hangs on %d as %s, want %d as %s",
						words[i], strings.Join(words, " "), a.Head+1, a.Rel, s.heads[i], s.rels[i])
				}
			}
		}
	}
}

func TestHeadsThatAreNoTreeAreNotLearned(t *testing.T) {
	for _, c := range []struct {
		heads []int32
		n     int
		want  bool
	}{
		{[]int32{2, 0}, 2, true}, {[]int32{2, 1}, 2, false}, {[]int32{0}, 2, false}, {[]int32{5, 0}, 2, false}, {[]int32{-1, 0}, 2, false},
	} {
		if got := tree(c.heads, c.n); got != c.want {
			t.Errorf("%v over %d words: tree is %v", c.heads, c.n, got)
		}
	}
}
