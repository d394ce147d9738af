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
	epochs       int
	seed         uint64
	upper, title float64
	ownWeight    int
	cut          int
	prune        float64
	margin       float64
}

var defaultTagger = taggerOptions{epochs: 8, seed: 1, upper: 0.3, title: 0.05, ownWeight: 3, cut: 2, prune: 0.02}

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

// instance is a sentence ready for training: the numbers of its words' static features.
type instance struct {
	gold  []parse.Tag
	fixed []int8 // tag of an unambiguous word, -1
	start []int32
	feats []int32
}

// learner holds the weights. Averaging is lazy: sum holds, for each weight, every change times the step it came at.
type learner struct {
	ids  map[uint64]int32
	w    [][tagCount]int32
	sum  [][tagCount]int64
	step int64
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

func trainTagger(bank []sentence, o taggerOptions, log io.Writer) ([]byte, error) {
	began := time.Now()
	lex := newLexicon(bank)
	l := &learner{ids: map[uint64]int32{}}
	counts := map[uint64]int32{}
	var in parse.TagInput
	var keys []uint64
	for i := range bank {
		s := &bank[i]
		lex.gold = s.tags
		in.Reset(s.words, parse.UpperCase(s.words), lex)
		n := 1
		if s.own {
			n = o.cut
		}
		for k := range s.words {
			if _, ok := in.Fixed(k); !ok {
				keys = in.Static(k, keys[:0])
				for _, key := range keys {
					counts[key] += int32(n)
				}
			}
		}
	}
	build := func(s *sentence, words []string, upper bool) *instance {
		x := &instance{gold: s.tags, start: []int32{0}}
		lex.gold = s.tags
		in.Reset(words, upper, lex)
		for k := range words {
			t, fixed := in.Fixed(k)
			if fixed {
				x.fixed = append(x.fixed, int8(t))
			} else {
				x.fixed = append(x.fixed, -1)
				keys = in.Static(k, keys[:0])
				for _, key := range keys {
					if upper && counts[key] == 0 {
						counts[key] = 1
					} else if upper && !l.has(key) {
						counts[key]++
					}
					if counts[key] >= int32(o.cut) {
						x.feats = append(x.feats, l.id(key))
					}
				}
			}
			x.start = append(x.start, int32(len(x.feats)))
		}
		return x
	}
	var normal, upper, title []*instance
	for i := range bank {
		s := &bank[i]
		up := parse.UpperCase(s.words)
		normal = append(normal, build(s, s.words, up))
	}
	for i := range bank {
		s := &bank[i]
		up := parse.UpperCase(s.words)
		if up {
			upper, title = append(upper, nil), append(title, nil)
			continue
		}
		upper = append(upper, build(s, s.words, true))
		title = append(title, build(s, titled(s.words), false))
	}
	clear(counts)
	fmt.Fprintf(log, "%d sentences, %d static features, %v\n", len(bank), len(l.w), time.Since(began).Round(time.Second))
	rng := rand.New(rand.NewPCG(o.seed, 0x5172))
	for e := range o.epochs {
		var order []visit
		for i := range bank {
			times := 1
			if bank[i].own {
				times = o.ownWeight
			}
			for range times {
				order = append(order, visit{normal[i], &bank[i], bank[i].words, false})
				if upper[i] != nil && rng.Float64() < o.upper {
					order = append(order, visit{upper[i], &bank[i], bank[i].words, true})
				}
				if title[i] != nil && rng.Float64() < o.title {
					order = append(order, visit{title[i], &bank[i], titled(bank[i].words), false})
				}
			}
		}
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		wrong, seen := 0, 0
		for _, v := range order {
			lex.gold = v.s.tags
			in.Reset(v.words, v.upper || parse.UpperCase(v.words), lex)
			wrong += l.learn(v.x, &in, int32(o.margin))
			seen += len(v.words)
		}
		fmt.Fprintf(log, "pass %d: %.4f wrong, %d features, %v\n", e+1, float64(wrong)/float64(seen), len(l.w),
			time.Since(began).Round(time.Second))
	}
	lex.gold = nil
	return writeTagger(lex, l, o, log)
}

type visit struct {
	x     *instance
	s     *sentence
	words []string
	upper bool
}

func (l *learner) has(key uint64) bool {
	_, ok := l.ids[key]
	return ok
}

// learn tags one sentence and corrects the weights at each fault; it returns the number of faults.
func (l *learner) learn(x *instance, in *parse.TagInput, margin int32) int {
	wrong := 0
	t1, t2 := parse.TagBoundary, parse.TagBoundary
	var keys [parse.TagFeatureCount]uint64
	var feats []int32
	for i, gold := range x.gold {
		if x.fixed[i] >= 0 {
			t1, t2 = parse.Tag(x.fixed[i]), t1
			continue
		}
		l.step++
		feats = append(feats[:0], x.feats[x.start[i]:x.start[i+1]]...)
		for _, k := range in.History(i, t1, t2, keys[:0]) {
			feats = append(feats, l.id(k))
		}
		var scores [tagCount]int32
		for _, f := range feats {
			w := &l.w[f]
			for t := range scores {
				scores[t] += w[t]
			}
		}
		best, rival := parse.Tag(0), parse.Tag(0)
		if gold == 0 {
			rival = 1
		}
		for t := 1; t < tagCount; t++ {
			if scores[t] > scores[best] {
				best = parse.Tag(t)
			}
			if parse.Tag(t) != gold && scores[t] > scores[rival] {
				rival = parse.Tag(t)
			}
		}
		if best != gold {
			wrong++
		}
		if best != gold || scores[gold]-scores[rival] < margin {
			l.change(feats, gold, 1)
			l.change(feats, rival, -1)
		}
		t1, t2 = best, t1
	}
	return wrong
}
