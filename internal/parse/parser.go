package parse

import (
	"fmt"
	"math/bits"
	"sync"

	"sitrep/internal/numeral"
	"sitrep/internal/text"
)

// Parser reads the grammar of sentences with the embedded models. It is not changed by use and may be shared between
// goroutines.
type Parser struct {
	tagger   *tagger
	lemmas   *lemmatiser
	clusters *clusters
	entities *entityTagger
	trees    []*treeModel // from the front and from the end; nil for a parser that builds none
	readings int          // of a sentence by each of them
	models   Models
	scratch  sync.Pool // of *scratch
}

// scratch is what one goroutine needs while it reads a sentence.
type scratch struct {
	in       TagInput
	tree     TreeInput
	state    TreeState
	votes    votes
	tokens   []int // the words without punctuation
	whole    []int // the tokens of words when quantities are read as one word each
	marks    marks
	features []uint64
	words    []string
	tags     []Tag
	arcs     []Arc
	entity   EntityInput
	lattice  lattice
}

// Models are the bytes of the model files.
type Models struct {
	Tagger, Lemmas, Clusters string
	Entities                 string // "" for a parser that finds none
	Trees                    string // "" for a parser that builds none
}

// Embedded are the models inside the binary.
func Embedded() Models {
	return Models{Tagger: taggerBin, Lemmas: lemmaBin, Clusters: clusterBin, Entities: entityBin, Trees: treesBin}
}

// New is a Parser over the embedded models. It fails only where a model file was damaged before the build.
func New() (*Parser, error) { return Load(Embedded()) }

// Version names what p reads with: twelve hexadecimal digits that hash its models' bytes, and "+careful" behind them where it
// reads with care. Parsers of the same version read the same. It takes some milliseconds: a short hash and not a cryptographic
// one, because every run of the program waits for it, and models need only be told apart.
func (p *Parser) Version() string {
	m, h := p.models, uint64(hashSeed)
	for _, part := range []string{m.Tagger, m.Lemmas, m.Clusters, m.Entities, m.Trees} {
		h = bits.RotateLeft64((h^uint64(len(part)))*hashMix, 29)
		for ; len(part) >= 8; part = part[8:] {
			h = bits.RotateLeft64((h^(uint64(u32(part, 0))|uint64(u32(part, 4))<<32))*hashMix, 29)
		}
		for _, c := range []byte(part) {
			h = bits.RotateLeft64((h^uint64(c))*hashMix, 29)
		}
	}
	h ^= h >> 32
	h *= hashMix
	version := fmt.Sprintf("%012x", h>>16)
	if p.readings == carefulReadings {
		version += "+careful"
	}
	return version
}

// Load is a Parser over the given models, for trying some that are not embedded.
func Load(m Models) (*Parser, error) {
	t, err := loadTagger(m.Tagger)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	l, err := loadLemmatiser(m.Lemmas)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	c, err := loadClusters(m.Clusters)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	p := &Parser{tagger: t, lemmas: l, clusters: c, readings: readings, models: m}
	if m.Entities != "" {
		if p.entities, err = loadEntities(m.Entities); err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
	}
	if m.Trees != "" {
		if p.trees, err = loadTrees(m.Trees); err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
	}
	p.scratch.New = newScratch
	return p, nil
}

func newScratch() any {
	return &scratch{features: make([]uint64, 0, max(TagFeatureCount, EntityFeatureCount, TreeFeatureCount))}
}

// Careful is a parser over the same models that weighs more readings of a sentence against each other: more often right, and
// several times slower.
func (p *Parser) Careful() *Parser {
	c := &Parser{tagger: p.tagger, lemmas: p.lemmas, clusters: p.clusters, entities: p.entities, trees: p.trees, readings: carefulReadings, models: p.models}
	c.scratch.New = newScratch
	return c
}

// Tag appends the Universal POS tags of one tokenised sentence to tags, one for each word, and returns the result.
// upper says that the sentence is written in capitals, so that case tells nothing (text.Sentence.Upper, or UpperCase).
func (p *Parser) Tag(words []string, upper bool, tags []Tag) []Tag {
	s := p.scratch.Get().(*scratch)
	s.in.Reset(words, upper, p.tagger)
	tags = p.tagger.tag(s, tags)
	p.scratch.Put(s)
	return tags
}

// Lemma is the dictionary form of a word with that tag, in lower case; of a proper noun what the treebanks give, which
// is the singular ("Iraqis", "iraqi").
func (p *Parser) Lemma(word string, tag Tag) string { return p.lemmas.lemma(word, tag) }

// Parse tags and lemmatises every sentence of d and builds its tree.
func (p *Parser) Parse(d *text.Doc) *Doc {
	out := &Doc{Doc: d, Tags: make([]Tag, 0, len(d.Tokens)), Lemmas: make([]string, len(d.Tokens)), Arcs: make([]Arc, 0, len(d.Tokens))}
	s := p.scratch.Get().(*scratch)
	out.numbers = make([][]numeral.Quantity, len(d.Sents))
	for si, sent := range d.Sents {
		if sent.First < len(out.Tags) || sent.Last < sent.First || sent.Last > len(d.Tokens) {
			continue
		}
		for len(out.Tags) < sent.First { // tokens of no sentence
			out.Tags, out.Arcs = append(out.Tags, X), append(out.Arcs, Arc{Head: -1})
		}
		out.numbers[si] = numeral.Find(d, si)
		if qs := units(d, out.numbers[si]); len(qs) > 0 {
			p.parseUnits(s, d, sent, sent.Upper || d.Upper, qs, out)
		} else {
			s.words = s.words[:0]
			for i := sent.First; i < sent.Last; i++ {
				s.words = append(s.words, d.Word(i))
			}
			s.in.Reset(s.words, sent.Upper || d.Upper, p.tagger)
			out.Tags = p.tagger.tag(s, out.Tags)
			setRight(s.words, out.Tags[sent.First:])
			s.arcs = s.arcs[:0]
			if p.trees != nil {
				s.arcs = p.tree(s, s.words, out.Tags[sent.First:], s.arcs)
			}
		}
		out.settle(si)
		if p.entities != nil {
			out.Entities = p.entities.read(s, out.Tags[sent.First:], s.arcs, p.clusters, sent.First, out.Entities)
		}
		for _, a := range s.arcs {
			if a.Head >= 0 {
				a.Head += sent.First
			}
			out.Arcs = append(out.Arcs, a)
		}
	}
	for len(out.Tags) < len(d.Tokens) {
		out.Tags, out.Arcs = append(out.Tags, X), append(out.Arcs, Arc{Head: -1})
	}
	if p.trees == nil {
		out.Arcs = nil
	}
	clear(s.words)
	p.scratch.Put(s)
	for i := range d.Tokens {
		if out.Tags[i] == PROPN {
			out.Lemmas[i] = d.Tokens[i].Norm
		} else {
			out.Lemmas[i] = p.lemmas.lemma(d.Tokens[i].Norm, out.Tags[i])
		}
	}
	return out
}
