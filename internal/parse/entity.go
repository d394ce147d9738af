package parse

import (
	_ "embed"
	"fmt"
	"math"

	"sitrep"
)

// The entity tagger is a linear-chain conditional random field (J. Lafferty, A. McCallum, F. Pereira, "Conditional Random
// Fields", ICML 2001) over the words of a sentence, their tags and the tree that they stand in. Labels are 0 outside,
// 1+2t for the first word of a mention of type t, 2+2t for a further one. The model file is flat and read in place:
//
//	magic     8 bytes "SITRENT3"
//	counts    4 little-endian uint32: labels, feature slots, pool bytes, thousandths of its features that a word kept in
//	          training
//	follow    (labels+1) × labels int16: weight of a label after another, in 32nds; first those that begin a sentence;
//	          -32768 where that cannot be
//	features  per slot 8 bytes: check uint32, pool position in pairs uint24, pairs uint8 (see tagger.go for the table)
//	pool      pairs of label uint8 and weight int8, in 32nds of the share kept
//
// What training hid at random is all there in use, so weights of features count by the share that was kept.

//go:embed entity.bin
var entityBin string

const (
	entityMagic  = "SITRENT3"
	entityHeader = 8 + 4*4
	maxLabels    = 32
	never        = math.MinInt16
	unlikely     = 20 // a label that scores so much less than another, e to this power less likely, is not considered
)

// EntityTypes are the types that the tagger knows, in the order of its labels. It calls facilities places: a place is a
// facility when its noun says so, which needs no learning.
var EntityTypes = [...]sitrep.MentionType{sitrep.ActorMention, sitrep.PersonMention, sitrep.PlaceMention, sitrep.TimeMention,
	sitrep.QuantityMention, sitrep.WeaponMention, sitrep.VehicleMention, sitrep.NationalityMention, sitrep.MoneyMention}

// Entity is a mention as the entity tagger found it: the tokens [First, Last) and its type. Mentions do not overlap and
// lie in one sentence.
type Entity struct {
	First, Last int
	Type        sitrep.MentionType
}

type entityTagger struct {
	labels int
	follow [maxLabels + 1][maxLabels]float64 // [before+1][label]: how much a label speaks for the next, 0 for never
	fades  []float64                         // by how much less than another label a label scores: how much less likely it is
	weights
}

func loadEntities(bin string) (*entityTagger, error) {
	if len(bin) < entityHeader {
		return nil, fmt.Errorf("entities: %w: %d bytes", errModel, len(bin))
	}
	if bin[:8] != entityMagic {
		return nil, fmt.Errorf("entities: %w: magic %q, want %q", errModel, bin[:8], entityMagic)
	}
	labels, slots, pool, kept := u32(bin, 8), u32(bin, 12), u32(bin, 16), u32(bin, 20)
	if kept == 0 || kept > 1000 {
		return nil, fmt.Errorf("entities: %w: %d thousandths of features kept", errModel, kept)
	}
	if labels != 1+2*uint32(len(EntityTypes)) || slots == 0 {
		return nil, fmt.Errorf("entities: %w: %d labels, %d slots", errModel, labels, slots)
	}
	want := entityHeader + 2*uint64((labels+1)*labels) + 8*uint64(slots) + uint64(pool)
	if uint64(len(bin)) != want {
		return nil, fmt.Errorf("entities: %w: %d bytes, want %d", errModel, len(bin), want)
	}
	t := &entityTagger{labels: int(labels), weights: weights{n: uint64(slots)}}
	rest := bin[entityHeader:]
	for a := range t.labels + 1 {
		for b := range t.labels {
			k := 2 * (a*t.labels + b)
			if w := int16(uint16(rest[k]) | uint16(rest[k+1])<<8); w != never {
				t.follow[a][b] = math.Exp(float64(w) / 32)
			}
		}
	}
	rest = rest[2*(t.labels+1)*t.labels:]
	t.slots, t.pool = rest[:8*slots], rest[8*slots:]
	t.sift()
	t.fades = make([]float64, 32*1000*unlikely/kept)
	for i := range t.fades {
		t.fades[i] = math.Exp(-float64(i) * float64(kept) / (32 * 1000))
	}
	return t, nil
}

// add adds the weights of the features to scores.
func (t *entityTagger) add(features []uint64, scores *[maxLabels]int32) {
	for _, key := range features {
		if t.passes(key) == 0 {
			continue
		}
		pairs := t.of(key)
		for i := 0; i+1 < len(pairs); i += 2 {
			scores[pairs[i]%maxLabels] += int32(int8(pairs[i+1]))
		}
	}
}

// read appends the mentions of the sentence in s.in, whose words have these tags and arcs; base is the token of its first
// word, and heads of arcs are words of the sentence.
func (t *entityTagger) read(s *scratch, tags []Tag, arcs []Arc, c *clusters, base int, out []Entity) []Entity {
	e, l := &s.entity, &s.lattice
	e.reset(&s.in, tags, arcs, c)
	l.words = l.words[:0]
	for i := range tags {
		l.words = append(l.words, [maxLabels]int32{})
		s.features = e.Features(i, s.features[:0])
		t.add(s.features, &l.words[i])
	}
	return t.mentions(l, base, out)
}

// tagTree leaves the tags and arcs of one tokenised sentence in s, without what Parse mends in them: the entity tagger learns from these.
func (p *Parser) tagTree(s *scratch, words []string, upper bool) {
	s.in.Reset(words, upper, p.tagger)
	s.tags = p.tagger.tag(s, s.tags[:0])
	s.arcs = s.arcs[:0]
	if p.trees != nil {
		s.arcs = p.tree(s, words, s.tags, s.arcs)
	}
}

// Entities appends the mentions of one tokenised sentence, in word numbers; upper is as in Tag.
func (p *Parser) Entities(words []string, upper bool, out []Entity) []Entity {
	if p.entities == nil {
		return out
	}
	s := p.scratch.Get().(*scratch)
	p.tagTree(s, words, upper)
	out = p.entities.read(s, s.tags, s.arcs, p.clusters, 0, out)
	p.scratch.Put(s)
	return out
}
