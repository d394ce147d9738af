package parse

import (
	_ "embed"
	"errors"
	"fmt"
)

// The tagger is an averaged perceptron that tags from left to right, each word once (M. Collins, "Discriminative
// Training Methods for Hidden Markov Models", EMNLP 2002, for the training; the search is greedy). Its model is one
// flat file, read in place:
//
//	magic     8 bytes "SITRTAG1"
//	counts    4 little-endian uint32: lexicon slots, feature slots, pool bytes, tags
//	lexicon   per slot 8 bytes: check uint32, class uint16, fixed tag uint8 (0xff none), 0
//	features  per slot 8 bytes: check uint32, pool position in pairs uint24, pairs uint8
//	pool      pairs of tag uint8 and weight int8
//
// Both tables are open-addressed: a key's high half chooses the slot (multiplied into the range), its low half, never
// 0, is the check, and the next slots follow on a clash until an empty one (check 0).

//go:embed tagger.bin
var taggerBin string

const (
	taggerMagic  = "SITRTAG1"
	taggerHeader = 8 + 4*4
)

// tagger is the model over its bytes.
type tagger struct {
	lex  string
	lexN uint64
	weights
}

// errModel is what a damaged model file gives.
var errModel = errors.New("model damaged")

func u32(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func loadTagger(bin string) (*tagger, error) {
	if len(bin) < taggerHeader {
		return nil, fmt.Errorf("tagger: %w: %d bytes", errModel, len(bin))
	}
	if bin[:8] != taggerMagic {
		return nil, fmt.Errorf("tagger: %w: magic %q, want %q", errModel, bin[:8], taggerMagic)
	}
	lexN, slotN, pool, tags := u32(bin, 8), u32(bin, 12), u32(bin, 16), u32(bin, 20)
	want := taggerHeader + 8*uint64(lexN) + 8*uint64(slotN) + uint64(pool)
	if uint64(len(bin)) != want {
		return nil, fmt.Errorf("tagger: %w: %d bytes, want %d", errModel, len(bin), want)
	}
	if tags != uint32(len(tagNames)) || lexN == 0 || slotN == 0 {
		return nil, fmt.Errorf("tagger: %w: %d tags, %d and %d slots", errModel, tags, lexN, slotN)
	}
	t := &tagger{lexN: uint64(lexN), weights: weights{n: uint64(slotN)}}
	rest := bin[taggerHeader:]
	t.lex, rest = rest[:8*lexN], rest[8*lexN:]
	t.slots, t.pool = rest[:8*slotN], rest[8*slotN:]
	return t, nil
}

// find is the position of key's slot in a table of n slots of 8 bytes, -1 where it is not there.
func find(table string, n, key uint64) int {
	check := uint32(key) | 1
	at := (key >> 32) * n >> 32
	for range n {
		switch u32(table, int(at*8)) {
		case check:
			return int(at * 8)
		case 0:
			return -1
		}
		if at++; at == n {
			at = 0
		}
	}
	return -1
}

// Lookup finds a word in the model's lexicon.
func (t *tagger) Lookup(key uint64, _ int) (LexEntry, bool) {
	at := find(t.lex, t.lexN, key)
	if at < 0 {
		return LexEntry{}, false
	}
	e := LexEntry{Class: Class(t.lex[at+4]) | Class(t.lex[at+5])<<8}
	if f := t.lex[at+6]; int(f) < len(tagNames) {
		e.Fixed, e.Tag = true, Tag(f)
	}
	return e, true
}

// score adds the weights of the features to scores.
func (t *tagger) score(features []uint64, scores *[32]int32) {
	for _, key := range features {
		pairs := t.of(key)
		for i := 0; i+1 < len(pairs); i += 2 {
			scores[pairs[i]&31] += int32(int8(pairs[i+1]))
		}
	}
}

// tag appends the tags of one sentence, whose attributes are in s.in, to tags.
func (t *tagger) tag(s *scratch, tags []Tag) []Tag {
	t1, t2 := TagBoundary, TagBoundary
	for i := range s.in.words {
		best, ok := s.in.Fixed(i)
		if !ok {
			f := s.in.Static(i, s.features[:0])
			f = s.in.History(i, t1, t2, f)
			s.features = f
			var scores [32]int32
			t.score(f, &scores)
			best = 0
			for k := 1; k < len(tagNames); k++ {
				if scores[k] > scores[best&31] {
					best = Tag(k)
				}
			}
		}
		tags = append(tags, best)
		t1, t2 = best, t1
	}
	return tags
}
