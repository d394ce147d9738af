package parse

import (
	_ "embed"
	"fmt"
	"slices"
)

// The parser is a linear model over the states of tree_state.go, trained with a dynamic oracle (Y. Goldberg and J. Nivre,
// "Training Deterministic Parsers with Non-Deterministic Oracles", TACL 2013): it takes the transition with the highest
// score, once. There are two, one that reads a sentence from its front and one from its end; what they find is put together in
// vote.go. The model file holds both, the one from the front first, each as follows, and is read in place:
//
//	magic     8 bytes "SITRTRE1"
//	counts    4 little-endian uint32: labels, classes, feature slots, pool bytes
//	labels    per label: length uint8, then its name
//	classes   per class: move uint8, label uint8
//	features  and pool: as in the tagger's file, with classes for tags

//go:embed trees.bin
var treesBin string

const (
	treeMagic    = "SITRTRE1"
	treeHeader   = 8 + 4*4
	maxClasses   = 128
	maxRelations = 64
)

// missed is the share in 256 of the features that a reading above the first misses.
const missed = 64

// TreeClass is a transition: a move and the relation of the arc that it makes.
type TreeClass struct {
	Move  Move
	Label uint8 // index into the labels
}

// treeModel is the model over its bytes.
type treeModel struct {
	labels  []string
	classes []TreeClass
	root    uint8 // label of the word hung on the root
	other   uint8 // "dep", which says nothing
	weights
}

// loadTree loads a parser from the beginning of bin and gives what is left of it.
func loadTree(bin string) (m *treeModel, rest string, err error) {
	bad := func(what string, n int) (*treeModel, string, error) {
		return nil, "", fmt.Errorf("trees: %w: %s %d", errModel, what, n)
	}
	if len(bin) < treeHeader || bin[:8] != treeMagic {
		return bad("header, bytes", len(bin))
	}
	labels, classes, slotN, pool := int(u32(bin, 8)), int(u32(bin, 12)), u32(bin, 16), u32(bin, 20)
	m = &treeModel{weights: weights{n: uint64(slotN)}, root: 255}
	rest = bin[treeHeader:]
	if labels > maxRelations || classes > maxClasses || classes == 0 || slotN == 0 {
		return bad("classes", classes)
	}
	for i := range labels {
		if len(rest) < 1 || len(rest) < 1+int(rest[0]) {
			return bad("label", i)
		}
		m.labels = append(m.labels, rest[1:1+rest[0]])
		if m.labels[i] == "root" {
			m.root = uint8(i)
		}
		if m.labels[i] == "dep" {
			m.other = uint8(i)
		}
		rest = rest[1+rest[0]:]
	}
	if len(rest) < 2*classes {
		return bad("classes", classes)
	}
	for i := range classes {
		c := TreeClass{Move(rest[2*i]), rest[2*i+1]}
		if c.Move > Right || c.Move != Shift && int(c.Label) >= labels {
			return bad("class", i)
		}
		m.classes = append(m.classes, c)
	}
	rest = rest[2*classes:]
	if m.root == 255 || uint64(len(rest)) < 8*uint64(slotN)+uint64(pool) {
		return bad("bytes", len(bin))
	}
	m.slots, rest = rest[:8*slotN], rest[8*slotN:]
	m.pool, rest = rest[:pool], rest[pool:]
	m.sift()
	return m, rest, nil
}

// loadTrees loads the parser from the front and that from the end.
func loadTrees(bin string) ([]*treeModel, error) {
	forward, rest, err := loadTree(bin)
	if err != nil {
		return nil, err
	}
	backward, rest, err := loadTree(rest)
	if err != nil {
		return nil, err
	}
	if rest != "" || !slices.Equal(forward.labels, backward.labels) {
		return nil, fmt.Errorf("trees: %w: the two parsers do not go together", errModel)
	}
	return []*treeModel{forward, backward}, nil
}

// score adds the weights of the features to scores. A reading above 0 misses some features, always the same.
func (m *treeModel) score(features []uint64, reading uint64, scores *[maxClasses]int32) {
	// Most features are sieved out. This is done for all of them first and without a branch, which would be mispredicted.
	var kept [TreeFeatureCount]uint64
	n := 0
	for _, key := range features {
		hit := m.passes(key)
		if reading > 0 && (key^reading*hashMix)*0xff51afd7ed558ccd>>56 < missed {
			hit = 0
		}
		if n < len(kept) {
			kept[n] = key
		}
		n += int(hit)
	}
	for _, key := range kept[:min(n, len(kept))] {
		pairs := m.of(key)
		for i := 0; i+1 < len(pairs); i += 2 {
			scores[pairs[i]&(maxClasses-1)] += int32(int8(pairs[i+1]))
		}
	}
}

// Possible says that class c may be taken in state s: its move is legal, and the root's relation is given to the word hung
// on the root alone.
func (c TreeClass) Possible(s *TreeState, root uint8) bool {
	return s.Legal(c.Move) && (c.Move != Right || (len(s.stack) == 2) == (c.Label == root)) && (c.Move != Left || c.Label != root)
}

// best is the class of highest score that is possible in state s, the first of equals; -1 where there is none.
func (m *treeModel) best(s *TreeState, scores *[maxClasses]int32) int {
	best := -1
	for i, c := range m.classes {
		if (best < 0 || scores[i] > scores[best]) && c.Possible(s, m.root) {
			best = i
		}
	}
	return best
}

// lead is how much higher class b scores than the best class of another move.
func (m *treeModel) lead(b int, scores *[maxClasses]int32) int32 {
	second := int32(-1 << 30)
	for i, c := range m.classes {
		if c.Move != m.classes[b].Move && scores[i] > second {
			second = scores[i]
		}
	}
	return max(scores[b]-second, 0)
}

// parse builds the tree of the words in in.
func (m *treeModel) parse(in *TreeInput, s *TreeState, features []uint64, reading uint64) []uint64 {
	s.Reset(in.Words())
	for !s.Done() {
		var scores [maxClasses]int32
		features = in.Features(s, features[:0])
		m.score(features, reading, &scores)
		b := m.best(s, &scores)
		if b < 0 { // a model that lacks classes still gives a tree
			switch {
			case s.Legal(Shift):
				s.Apply(Shift, 0)
			case s.Depth() == 2:
				s.Apply(Right, m.root)
			default:
				s.Apply(Right, m.other)
			}
			continue
		}
		c := m.classes[b]
		if top := s.Top(0); c.Move != Shift {
			s.nodes[top].lead = m.lead(b, &scores)
		}
		s.Apply(c.Move, c.Label)
	}
	return features
}
