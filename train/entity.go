package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"sitrep/internal/parse"
)

type entityOptions struct {
	chain chainOptions
	upper float64 // share of sentences seen in capitals too
	bare  bool    // sentences are seen without their words too
	own   int     // how often each of our own sentences is seen
	prune float64 // weights below this are left out
	folds int     // parts of re3d for cross-validation; 0 for none
}

var defaultEntity = entityOptions{
	chain: chainOptions{seed: 1, rounds: 5, epochs: 12, rate: 0.1, drop: 0.7},
	upper: 0.25, own: 1, bare: true, prune: 0.15,
}

// bio says how many labels a chain over so many types has and which may follow which: 0 is outside, 1+2t the first word of
// a mention of type t, 2+2t a further word.
func bio(types int) (labels int, follow func(before, label int) bool) {
	return 1 + 2*types, func(before, label int) bool {
		return label == 0 || label%2 == 1 || before == label || before == label-1
	}
}

func goldLabels(m *marked) []uint8 {
	out := make([]uint8, len(m.words))
	for _, x := range m.mentions {
		for i := x.first; i < x.last; i++ {
			out[i] = uint8(2 + 2*x.typ)
		}
		out[x.first]--
	}
	return out
}

// features are the keys of a sentence's words.
type features [][]uint64

// reader turns sentences into features.
type reader struct {
	p  *parse.Parser
	in parse.TagInput
	e  parse.EntityInput
}

func (s *reader) features(m *marked) features {
	s.p.ReadEntities(m.words, m.upper, &s.in, &s.e)
	out := make(features, len(m.words))
	for k := range m.words {
		out[k] = s.e.Features(k, nil)
	}
	return out
}

// learn trains a chain on sentences. If bare says so it sees each of them twice, the second time without knowing which
// words stand there, so that it relies on what words are like: most names of a new text it has never seen.
func (s *reader) learn(bank []marked, bare bool, o chainOptions, log io.Writer) *chain {
	labels, follow := bio(len(entityTypes))
	c := newChain(labels, follow)
	var data, blind []sequence
	for i := range bank {
		gold := goldLabels(&bank[i])
		q, b := sequence{gold: gold, start: []int32{0}}, sequence{gold: gold, start: []int32{0}}
		for _, keys := range s.features(&bank[i]) {
			q.feats = c.number(keys, true, q.feats)
			q.start = append(q.start, int32(len(q.feats)))
			b.feats = c.number(keys[parse.EntityWordFeatures:], true, b.feats)
			b.start = append(b.start, int32(len(b.feats)))
		}
		data, blind = append(data, q), append(blind, b)
	}
	if bare {
		data = append(data, blind...)
	}
	c.learn(data, o, log)
	return c
}

// capitals adds copies in capitals of some of the sentences.
func capitals(bank []marked, share float64, seed uint64) []marked {
	rng := rand.New(rand.NewPCG(seed, 0xca95))
	out := slices.Clone(bank)
	for _, m := range bank {
		if rng.Float64() < share && !m.upper {
			up := m
			up.upper = true
			up.words = upperWords(m.words)
			out = append(out, up)
		}
	}
	return out
}

// trainEntities learns the entity tagger and returns its model file; m are the models before it.
func trainEntities(m parse.Models, re3d, own string, o entityOptions, log io.Writer) ([]byte, error) {
	began := time.Now()
	p, err := parse.Load(m)
	if err != nil {
		return nil, err
	}
	bank, docs, err := readRe3d(re3d, 0)
	if err != nil {
		return nil, err
	}
	var ours []marked
	if own != "" {
		if ours, err = readOwnEntities(own, docs); err != nil {
			return nil, err
		}
	}
	r := reader{p: p}
	extra := func(bank []marked) []marked {
		for range o.own {
			bank = append(slices.Clip(bank), ours...)
		}
		return capitals(bank, o.upper, o.chain.seed)
	}
	if o.folds > 0 {
		var total, upper score
		for f := range o.folds {
			var train, test []marked
			for _, m := range bank {
				if m.doc%o.folds == f {
					test = append(test, m)
				} else {
					train = append(train, m)
				}
			}
			bin, err := writeEntities(r.learn(extra(train), o.bare, o.chain, io.Discard), o.prune, o.chain.drop, io.Discard)
			if err != nil {
				return nil, err
			}
			m.Entities = string(bin)
			p, err := parse.Load(m)
			if err != nil {
				return nil, err
			}
			readAll(p, test, &total, &upper)
		}
		fmt.Fprintf(log, "cross-validation: %v; in capitals: %v\n%s", total, upper, total.byType())
	}
	entities := r.learn(extra(bank), o.bare, o.chain, log)
	fmt.Fprintf(log, "entities: %d sentences, %d of our own, %v\n", len(bank), len(ours), time.Since(began).Round(time.Second))
	return writeEntities(entities, o.prune, o.chain.drop, log)
}

// score counts mentions that are there, that were found, and those found that are right.
type score struct {
	gold, found, exact, overlap int
	by                          [][3]int // by type: gold, found, exact
}

func (s *score) add(gold, found []mention) {
	if s.by == nil {
		s.by = make([][3]int, len(entityTypes))
	}
	s.gold += len(gold)
	s.found += len(found)
	for _, g := range gold {
		s.by[g.typ][0]++
		if slices.Contains(found, g) {
			s.exact++
			s.by[g.typ][2]++
		}
	}
	used := make([]bool, len(gold))
	for _, f := range found {
		s.by[f.typ][1]++
		for j, g := range gold {
			if !used[j] && f.typ == g.typ && f.first < g.last && g.first < f.last {
				used[j] = true
				s.overlap++
				break
			}
		}
	}
}

func f1(right, gold, found int) float64 { return 2 * float64(right) / float64(max(gold+found, 1)) }

func (s score) String() string {
	return fmt.Sprintf("exact F1 %.3f, overlap F1 %.3f", f1(s.exact, s.gold, s.found), f1(s.overlap, s.gold, s.found))
}

func (s score) byType() string {
	var out strings.Builder
	for t, n := range s.by {
		fmt.Fprintf(&out, "  %-12s %4d there, %4d found, exact F1 %.3f\n", entityTypes[t], n[0], n[1], f1(n[2], n[0], n[1]))
	}
	return out.String()
}

// readAll adds how p reads sentences, as they stand and in capitals, to scores.
func readAll(p *parse.Parser, bank []marked, asIs, upper *score) {
	for i, m := range capitals(bank, 1, 1) {
		var found []mention
		for _, e := range p.Entities(m.words, m.upper, nil) {
			found = append(found, mention{e.First, e.Last, slices.Index(entityTypes, string(e.Type))})
		}
		if i < len(bank) {
			asIs.add(m.mentions, found)
		} else {
			upper.add(m.mentions, found)
		}
	}
}

// reportEntities prints the scores of p on documents with entity spans.
func reportEntities(log io.Writer, name string, p *parse.Parser, bank []marked) {
	var total, upper score
	readAll(p, bank, &total, &upper)
	fmt.Fprintf(log, "%s: %v; in capitals: %v\n%s", name, total, upper, total.byType())
}
