package main

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"sitrep/internal/parse"
)

type treeOptions struct {
	epochs  int     // passes over the data in a round
	rounds  int     // models trained one after another and averaged
	upper   float64 // share of sentences seen in capitals too, each pass
	cut     int     // features seen less often in the treebank's own derivations are left out
	drop    float64 // chance of each feature to be hidden from one decision
	explore float64 // chance to go on from the model's own move, right or wrong, from the second pass on
	prune   float64 // averaged weights below this are left out
	scale   float64 // a weight is kept as a whole number of 1/scale
	folds   int     // parts of the treebank, each tagged by a tagger that did not see it
}

var defaultTree = treeOptions{epochs: 6, rounds: 4, upper: 0.1, cut: 3, drop: 0.3, explore: 0.95, prune: 1.75, scale: 10, folds: 5}

// rareSubtype is how often a relation with a subtype ("nmod:poss") must occur to be kept apart from its plain one.
const rareSubtype = 150

// treeView is a tree to learn from, seen with the tags that the tagger gives.
type treeView struct {
	in     parse.TreeInput
	heads  []int32 // by word from 1, 0 the root
	labels []uint8
}

// relations names the labels of the bank, most frequent first, and gives each relation its label.
func relations(bank []sentence) (names []string, of map[string]uint8) {
	counts := map[string]int{}
	for i := range bank {
		for _, r := range bank[i].rels {
			counts[r]++
		}
	}
	plain := func(r string) string {
		base, sub, _ := strings.Cut(r, ":")
		if sub == "" || counts[r] >= rareSubtype {
			return r
		}
		return base
	}
	sums := map[string]int{}
	for r, n := range counts {
		sums[plain(r)] += n
	}
	for r := range sums {
		names = append(names, r)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	of = map[string]uint8{}
	for r := range counts {
		of[r] = uint8(slices.Index(names, plain(r)))
	}
	return names, of
}

// jackknife tags every sentence with a tagger trained on the other parts of the bank: as it stands and in capitals. The
// parser would trust tags too much if it learned from those of a tagger that knows the sentence.
func jackknife(bank []sentence, m parse.Models, o options, log io.Writer) (tags [2][][]parse.Tag, err error) {
	began := time.Now()
	for k := range tags {
		tags[k] = make([][]parse.Tag, len(bank))
	}
	o.tagger.rounds = 1
	right, n := 0, 0
	for fold := range o.tree.folds {
		var rest []sentence
		for i := range bank {
			if i%o.tree.folds != fold || bank[i].own {
				rest = append(rest, bank[i])
			}
		}
		bin, err := trainTagger(rest, o.tagger, io.Discard)
		if err != nil {
			return tags, err
		}
		m.Tagger = string(bin)
		p, err := withoutTrees(m)
		if err != nil {
			return tags, err
		}
		for i := fold; i < len(bank); i += o.tree.folds {
			s := &bank[i]
			tags[0][i] = p.Tag(s.words, parse.UpperCase(s.words), nil)
			tags[1][i] = p.Tag(upperWords(s.words), true, nil)
			for k, t := range tags[0][i] {
				if n++; t == s.tags[k] {
					right++
				}
			}
		}
	}
	fmt.Fprintf(log, "jackknifed tags: %.4f right, %v\n", float64(right)/float64(max(n, 1)), time.Since(began).Round(time.Second))
	return tags, nil
}

// withoutTrees is a parser that tags and lemmatises with the models of m and knows no trees.
func withoutTrees(m parse.Models) (*parse.Parser, error) {
	m.Trees, m.Entities = "", ""
	return parse.Load(m)
}

func upperWords(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToUpper(w)
	}
	return out
}

// index numbers keys: an open-addressed table.
type index struct {
	keys []uint64
	ids  []int32
	n    int
}

func (x *index) slot(key uint64) int {
	mask := uint64(len(x.keys) - 1)
	at := key >> 20 & mask
	for x.keys[at] != key && x.keys[at] != 0 {
		at = (at + 1) & mask
	}
	return int(at)
}

// get is the number of key, -1 where it has none. Key 0 has none.
func (x *index) get(key uint64) int32 {
	if len(x.keys) == 0 || key == 0 {
		return -1
	}
	if at := x.slot(key); x.keys[at] == key {
		return x.ids[at]
	}
	return -1
}

// add numbers a key that has no number.
func (x *index) add(key uint64) int32 {
	if 2*x.n >= len(x.keys) {
		old := *x
		size := max(1<<16, 2*len(old.keys))
		x.keys, x.ids = make([]uint64, size), make([]int32, size)
		for i, k := range old.keys {
			if k != 0 {
				at := x.slot(k)
				x.keys[at], x.ids[at] = k, old.ids[i]
			}
		}
	}
	at := x.slot(key)
	x.keys[at], x.ids[at] = key, int32(x.n)
	x.n++
	return int32(x.n - 1)
}

// treeLearner holds the weights of one round and the averages of the rounds before; see learner. A feature has a number
// from the first time on that a weight of it changes.
type treeLearner struct {
	o       treeOptions
	rng     *rand.Rand
	classes []parse.TreeClass
	class   map[parse.TreeClass]int
	root    uint8
	index   index
	seen    []uint8 // how often features of a hash were seen, at most 255
	w       []int32 // by feature and class
	sum     []int64
	avg     []float32
	step    int64

	state  parse.TreeState
	keys   []uint64
	scores []int32
}

const seenBits = 27

func (l *treeLearner) frequent(key uint64) bool { return int(l.seen[key>>(64-seenBits)]) >= l.o.cut }

func (l *treeLearner) change(keys []uint64, class int, by int32) {
	c := len(l.classes)
	for _, key := range keys {
		id := l.index.get(key)
		if id < 0 {
			id = l.index.add(key)
			l.w, l.sum = append(l.w, make([]int32, c)...), append(l.sum, make([]int64, c)...)
		}
		at := int(id)*c + class
		l.w[at] += by
		l.sum[at] += int64(by) * l.step
	}
}

// trainTrees learns the parser that reads from the front and the one that reads from the end, and returns their model file.
// m are the models that they ask.
func trainTrees(bank []sentence, m parse.Models, o options, log io.Writer) ([]byte, error) {
	p, err := withoutTrees(m)
	if err != nil {
		return nil, err
	}
	tags, err := jackknife(bank, m, o, log)
	if err != nil {
		return nil, err
	}
	forward, err := trainTree(bank, tags, p, false, o, log)
	if err != nil {
		return nil, err
	}
	backward, err := trainTree(bank, tags, p, true, o, log)
	if err != nil {
		return nil, err
	}
	return append(forward, backward...), nil
}

func trainTree(bank []sentence, tags [2][][]parse.Tag, p *parse.Parser, backward bool, all options, log io.Writer) ([]byte, error) {
	began, o := time.Now(), all.tree
	names, label := relations(bank)
	if len(names) > 64 {
		return nil, fmt.Errorf("tree: %d relations, at most 64 fit", len(names))
	}
	l := &treeLearner{o: o, rng: rand.New(rand.NewPCG(all.tagger.seed, 0x7ee5)), class: map[parse.TreeClass]int{}, seen: make([]uint8, 1<<seenBits)}
	l.root = uint8(slices.Index(names, "root"))
	var views [2][]*treeView
	for i := range bank {
		s := &bank[i]
		if s.heads == nil {
			continue
		}
		for k := range views {
			words, upper := s.words, parse.UpperCase(s.words)
			if k == 1 {
				words, upper = upperWords(s.words), true
			}
			v := &treeView{heads: []int32{-1}, labels: []uint8{0}}
			mark := func(i int) bool { return s.rels[i] == "punct" }
			p.TreeInput(words, upper, tags[k][i], mark, backward, &v.in)
			word := make([]int32, len(words)+1) // by token from 1: its word
			for w := 1; w <= v.in.Words(); w++ {
				word[v.in.Token(w)+1] = int32(w)
			}
			for w := 1; w <= v.in.Words(); w++ {
				t := v.in.Token(w)
				h := s.heads[t]
				for h > 0 && mark(int(h)-1) { // a word that hangs on punctuation
					h = s.heads[h-1]
				}
				v.heads, v.labels = append(v.heads, word[h]), append(v.labels, label[s.rels[t]])
			}
			if v.in.Words() == 0 {
				continue
			}
			views[k] = append(views[k], v)
		}
	}
	l.count(views)
	fmt.Fprintf(log, "%d trees, %d relations, %d classes, %v\n", len(views[0]), len(names), len(l.classes), time.Since(began).Round(time.Second))
	for r := range o.rounds {
		for e := range o.epochs {
			wrong, seen := 0, 0
			for _, v := range l.order(views) {
				w, n := l.learn(v, e > 0)
				wrong, seen = wrong+w, seen+n
			}
			fmt.Fprintf(log, "round %d pass %d: %.4f wrong, %d features, %v\n",
				r+1, e+1, float64(wrong)/float64(max(seen, 1)), l.index.n, time.Since(began).Round(time.Second))
		}
		l.endRound()
	}
	return writeTree(l, names, log)
}

// count follows the treebank's own derivations, counts the features on the way and numbers the transitions.
func (l *treeLearner) count(views [2][]*treeView) {
	counts := map[parse.TreeClass]int{}
	for k := range views {
		for _, v := range views[k] {
			l.state.Reset(len(v.heads) - 1)
			for !l.state.Done() {
				c := v.best(&l.state)
				counts[c]++
				l.keys = v.in.Features(&l.state, l.keys[:0])
				for _, key := range l.keys {
					if n := &l.seen[key>>(64-seenBits)]; *n < 255 {
						*n++
					}
				}
				l.state.Apply(c.Move, c.Label)
			}
		}
	}
	for c := range counts {
		l.classes = append(l.classes, c)
	}
	slices.SortFunc(l.classes, func(a, b parse.TreeClass) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.Move, b.Move), cmp.Compare(a.Label, b.Label))
	})
	l.classes = l.classes[:min(len(l.classes), 128)]
	for i, c := range l.classes {
		l.class[c] = i
	}
	l.scores = make([]int32, len(l.classes))
}

// order draws the views that a pass sees.
func (l *treeLearner) order(views [2][]*treeView) []*treeView {
	var out []*treeView
	for i, v := range views[0] {
		out = append(out, v)
		if l.rng.Float64() < l.o.upper {
			out = append(out, views[1][i])
		}
	}
	l.rng.Shuffle(len(out), func(a, b int) { out[a], out[b] = out[b], out[a] })
	return out
}

// learn parses one sentence and corrects the weights at each fault; it returns the number of faults and of moves.
func (l *treeLearner) learn(v *treeView, explore bool) (wrong, moves int) {
	c := len(l.classes)
	l.state.Reset(len(v.heads) - 1)
	for !l.state.Done() {
		l.step++
		moves++
		l.keys = v.in.Features(&l.state, l.keys[:0])
		kept := l.keys[:0]
		for _, key := range l.keys {
			if l.rng.Float64() >= l.o.drop && l.frequent(key) {
				kept = append(kept, key)
			}
		}
		clear(l.scores)
		for _, key := range kept {
			id := l.index.get(key)
			if id < 0 {
				continue
			}
			w := l.w[int(id)*c : int(id)*c+c]
			for t, s := range l.scores {
				l.scores[t] = s + w[t]
			}
		}
		cost := v.costs(&l.state)
		least := min(cost[0], cost[1], cost[2])
		best, gold := -1, -1
		for t, s := range l.scores {
			k := l.classes[t]
			if !k.Possible(&l.state, l.root) {
				continue
			}
			if best < 0 || s > l.scores[best] {
				best = t
			}
			right := cost[k.Move] == least && (k.Move == parse.Shift || k.Label == v.labels[l.state.Top(0)])
			if right && (gold < 0 || s > l.scores[gold]) {
				gold = t
			}
		}
		if gold < 0 { // its class is too rare to be numbered, or the root's relation is asked of another word
			k := v.best(&l.state)
			l.state.Apply(k.Move, k.Label)
			continue
		}
		if best != gold {
			wrong++
			l.change(kept, gold, 1)
			l.change(kept, best, -1)
		}
		k := l.classes[gold]
		if explore && l.rng.Float64() < l.o.explore {
			k = l.classes[best]
		}
		l.state.Apply(k.Move, k.Label)
	}
	return wrong, moves
}

// endRound adds the round's averaged weights to those of the rounds before.
func (l *treeLearner) endRound() {
	l.avg = append(l.avg, make([]float32, len(l.w)-len(l.avg))...)
	for i := range l.w {
		if l.w[i] != 0 || l.sum[i] != 0 {
			l.avg[i] += float32((float64(l.w[i]) - float64(l.sum[i])/float64(max(l.step, 1))) / float64(l.o.rounds))
		}
	}
	clear(l.w)
	clear(l.sum)
	l.step = 0
}
