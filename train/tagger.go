package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"time"
	"unicode"
	"unicode/utf8"

	"sitrep/internal/parse"
)

const tagCount = int(parse.TagBoundary)

type taggerOptions struct {
	epochs int // passes over the data in a round
	rounds int // models trained one after another and averaged
	seed   uint64
	upper  float64 // share of sentences seen in capitals too, each pass
	title  float64 // share of sentences seen With Every Word Capitalised too
	own    int     // how often a pass sees each of our own sentences
	cut    int     // features seen less often are left out
	drop   float64 // chance of each feature to be hidden from one decision, so that no feature is relied on alone
	prune  float64 // averaged weights below this are left out
}

var defaultTagger = taggerOptions{epochs: 10, rounds: 5, seed: 1, upper: 0.15, title: 0.05, own: 3,
	cut: 2, drop: 0.3, prune: 0.4}

// tagCounts is how often a word had each tag.
type tagCounts [tagCount]int32

// lexicon counts the tags of word keys over the training data. While it is used for training it leaves the word in hand
// out of the counts, so that the classes are as good as they will be for words of new text, not better.
type lexicon struct {
	counts map[uint64]*tagCounts
	gold   []parse.Tag // the sentence in hand; nil once training is over
}

func (l *lexicon) Lookup(key uint64, i int) (parse.LexEntry, bool) {
	c := l.counts[key]
	if c == nil {
		return parse.LexEntry{}, false
	}
	e := entry(c)
	if l.gold != nil {
		left := *c
		left[l.gold[i]]--
		e.Class = entry(&left).Class
	}
	return e, e.Class != 0
}

// entry packs counts into a lexicon entry. The class holds the two most frequent tags (the second where it is one in
// fifty or more) and how sure the first is.
func entry(c *tagCounts) parse.LexEntry {
	total, a, b := int32(0), -1, -1
	for t, n := range c {
		total += n
		switch {
		case n == 0:
		case a < 0 || n > c[a]:
			a, b = t, a
		case b < 0 || n > c[b]:
			b = t
		}
	}
	if total <= 0 {
		return parse.LexEntry{}
	}
	if b >= 0 && c[b]*50 < total {
		b = -1
	}
	sure := 3
	switch {
	case b < 0 && total >= 5:
		sure = 0
	case b < 0:
		sure = 1
	case c[a]*100 >= total*85:
		sure = 2
	}
	e := parse.LexEntry{Class: parse.Class(1 + sure + 4*(a+18*(b+1)))}
	if total >= 50 && (total-c[a])*1000 <= total {
		e.Fixed, e.Tag = true, parse.Tag(a)
	}
	return e
}

type emptyLexicon struct{}

func (emptyLexicon) Lookup(uint64, int) (parse.LexEntry, bool) { return parse.LexEntry{}, false }

func newLexicon(bank []sentence) *lexicon {
	l := &lexicon{counts: map[uint64]*tagCounts{}}
	add := func(key uint64, t parse.Tag) {
		c := l.counts[key]
		if c == nil {
			c = new(tagCounts)
			l.counts[key] = c
		}
		c[t]++
	}
	var in parse.TagInput
	for i := range bank {
		s := &bank[i]
		in.Reset(s.words, true, emptyLexicon{})
		upper := parse.UpperCase(s.words)
		for k, w := range s.words {
			add(in.FoldedKey(k), s.tags[k])
			if !upper {
				add(parse.WrittenKey(w), s.tags[k])
			}
		}
	}
	return l
}

// view is a sentence as one way of writing it: as it stands, in capitals, or with capital initials.
type view struct {
	words []string
	upper bool
	gold  []parse.Tag
	fixed []int8  // tag of an unambiguous word, else -1
	start []int32 // word i has the static features feats[start[i]:start[i+1]]
	feats []int32
}

// learner holds the weights of one round and the averages of the rounds before. Within a round averaging is lazy: sum
// holds, for each weight, every change times the step it came at.
type learner struct {
	ids  map[uint64]int32 // feature key to number
	w    [][tagCount]int32
	sum  [][tagCount]int64
	avg  [][tagCount]float64
	step int64
	rng  *rand.Rand
	o    taggerOptions

	// scratch
	keys  []uint64
	feats []int32
}

func (l *learner) id(key uint64) int32 {
	id, ok := l.ids[key]
	if !ok {
		id = int32(len(l.w))
		l.ids[key] = id
		l.w = append(l.w, [tagCount]int32{})
		l.sum = append(l.sum, [tagCount]int64{})
	}
	return id
}

func (l *learner) change(feats []int32, tag parse.Tag, by int32) {
	for _, f := range feats {
		l.w[f][tag] += by
		l.sum[f][tag] += int64(by) * l.step
	}
}

// titled is a copy of the words as some headlines write them.
func titled(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		r, n := utf8.DecodeRuneInString(w)
		if len(w) > 3 || i == 0 {
			w = string(unicode.ToUpper(r)) + w[n:]
		}
		out[i] = w
	}
	return out
}

// trainTagger learns the tagger and returns its model file.
func trainTagger(bank []sentence, o taggerOptions, log io.Writer) ([]byte, error) {
	began := time.Now()
	lex := newLexicon(bank)
	l := &learner{ids: map[uint64]int32{}, rng: rand.New(rand.NewPCG(o.seed, 0x5172)), o: o}
	// A sentence that is in capitals already has the first view only.
	views := make([][3]*view, len(bank))
	for i := range bank {
		s := &bank[i]
		up := parse.UpperCase(s.words)
		views[i][0] = &view{words: s.words, upper: up, gold: s.tags}
		if !up {
			views[i][1] = &view{words: s.words, upper: true, gold: s.tags}
			views[i][2] = &view{words: titled(s.words), gold: s.tags}
		}
	}
	for k := range 3 {
		l.addFeatures(bank, views, k, lex)
	}
	fmt.Fprintf(log, "%d sentences, %d static features, %v\n",
		len(bank), len(l.w), time.Since(began).Round(time.Second))
	var in parse.TagInput
	for r := range o.rounds {
		for e := range o.epochs {
			wrong, seen := 0, 0
			for _, v := range l.order(bank, views) {
				lex.gold = v.gold
				in.Reset(v.words, v.upper, lex)
				wrong += l.learn(v, &in)
				seen += len(v.words)
			}
			fmt.Fprintf(log, "round %d pass %d: %.4f wrong, %d features, %v\n",
				r+1, e+1, float64(wrong)/float64(max(seen, 1)), len(l.w), time.Since(began).Round(time.Second))
		}
		l.endRound()
	}
	lex.gold = nil
	return writeTagger(lex, l, o, log)
}

// addFeatures numbers the static features of the views of one kind, leaving out the rare ones.
func (l *learner) addFeatures(bank []sentence, views [][3]*view, kind int, lex *lexicon) {
	counts := map[uint64]int32{}
	var in parse.TagInput
	each := func(f func(s *sentence, v *view, k int, fixed bool, tag parse.Tag)) {
		for i := range views {
			if v := views[i][kind]; v != nil {
				lex.gold = v.gold
				in.Reset(v.words, v.upper, lex)
				for k := range v.words {
					tag, fixed := in.Fixed(k)
					l.keys = l.keys[:0]
					if !fixed {
						l.keys = in.Static(k, l.keys)
					}
					f(&bank[i], v, k, fixed, tag)
				}
			}
		}
	}
	each(func(s *sentence, _ *view, _ int, _ bool, _ parse.Tag) {
		n := int32(1)
		if s.own { // few and chosen: nothing in them is chance
			n = int32(l.o.cut)
		}
		for _, key := range l.keys {
			counts[key] += n
		}
	})
	each(func(_ *sentence, v *view, k int, fixed bool, tag parse.Tag) {
		if k == 0 {
			v.start = append(v.start, 0)
		}
		v.fixed = append(v.fixed, -1)
		if fixed {
			v.fixed[k] = int8(tag)
		}
		for _, key := range l.keys {
			if counts[key] >= int32(l.o.cut) {
				v.feats = append(v.feats, l.id(key))
			}
		}
		v.start = append(v.start, int32(len(v.feats)))
	})
}

// order draws the views that a pass sees.
func (l *learner) order(bank []sentence, views [][3]*view) []*view {
	var out []*view
	for i := range bank {
		times := 1
		if bank[i].own {
			times = l.o.own
		}
		for range times {
			out = append(out, views[i][0])
			if l.rng.Float64() < l.o.upper && views[i][1] != nil {
				out = append(out, views[i][1])
			}
			if l.rng.Float64() < l.o.title && views[i][2] != nil {
				out = append(out, views[i][2])
			}
		}
	}
	l.rng.Shuffle(len(out), func(a, b int) { out[a], out[b] = out[b], out[a] })
	return out
}

// endRound adds the round's averaged weights to those of the rounds before.
func (l *learner) endRound() {
	for len(l.avg) < len(l.w) {
		l.avg = append(l.avg, [tagCount]float64{})
	}
	for i := range l.w {
		for t := range tagCount {
			l.avg[i][t] += (float64(l.w[i][t]) - float64(l.sum[i][t])/float64(max(l.step, 1))) / float64(l.o.rounds)
		}
	}
	clear(l.w)
	clear(l.sum)
	l.step = 0
}

// learn tags one sentence and corrects the weights at each fault; it returns the number of faults.
func (l *learner) learn(v *view, in *parse.TagInput) int {
	wrong := 0
	t1, t2 := parse.TagBoundary, parse.TagBoundary
	for i, gold := range v.gold {
		if v.fixed[i] >= 0 {
			t1, t2 = parse.Tag(v.fixed[i]), t1
			continue
		}
		l.step++
		l.feats = append(l.feats[:0], v.feats[v.start[i]:v.start[i+1]]...)
		l.keys = in.History(i, t1, t2, l.keys[:0])
		for _, k := range l.keys {
			l.feats = append(l.feats, l.id(k))
		}
		kept := l.feats[:0]
		for _, f := range l.feats {
			if l.rng.Float64() >= l.o.drop {
				kept = append(kept, f)
			}
		}
		var scores [tagCount]int32
		for _, f := range kept {
			w := &l.w[f]
			for t := range scores {
				scores[t] += w[t]
			}
		}
		best := parse.Tag(0)
		for t := 1; t < tagCount; t++ {
			if scores[t] > scores[best] {
				best = parse.Tag(t)
			}
		}
		if best != gold {
			wrong++
			l.change(kept, gold, 1)
			l.change(kept, best, -1)
		}
		t1, t2 = best, t1
	}
	return wrong
}
