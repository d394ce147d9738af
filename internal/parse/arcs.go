package parse

// Arc says what a word hangs on in its sentence's tree.
type Arc struct {
	Head int    // index of the word, -1 for the root of the sentence
	Rel  string // Universal Dependencies relation (https://universaldependencies.org/en/dep/), "root" for the root
}

// How many readings of a sentence vote for its tree, see vote.go: of each parser one that sees every feature, and others
// that each miss a share of them.
const (
	readings        = 1
	carefulReadings = 8
)

// longSentence is the number of words from which a sentence is read by one parser, once: it is a list or a table, and the
// time that voting takes grows with its cube.
const longSentence = 120

// Tree appends the arcs of one tokenised and tagged sentence to arcs, one for each word, and returns the result. upper says
// that the sentence is written in capitals. A parser without models for trees appends nothing.
func (p *Parser) Tree(words []string, upper bool, tags []Tag, arcs []Arc) []Arc {
	if p.trees == nil {
		return arcs
	}
	s := p.scratch.Get().(*scratch)
	s.in.Reset(words, upper, p.tagger)
	arcs = p.tree(s, words, tags, arcs)
	p.scratch.Put(s)
	return arcs
}

// tree is Tree for words that s.in holds already.
func (p *Parser) tree(s *scratch, words []string, tags []Tag, arcs []Arc) []Arc {
	first := len(arcs)
	s.tokens = s.tokens[:0]
	for i, t := range tags {
		arcs = append(arcs, Arc{-1, "punct"})
		if t != PUNCT {
			s.tokens = append(s.tokens, i)
		}
	}
	only := len(s.tokens) == 0 // nothing but punctuation
	for i := range tags {
		if only {
			s.tokens = append(s.tokens, i)
		}
	}
	n := len(s.tokens)
	if n == 0 {
		return arcs
	}
	mark := func(i int) bool { return !only && tags[i] == PUNCT }
	tree := s.cast(0, n)
	if n >= longSentence {
		p.read(s, tree, words, tags, mark, 0, 0)
	} else {
		voters := 0
		for k := range p.trees {
			for r := range p.readings {
				p.read(s, s.cast(voters, n), words, tags, mark, k, r)
				voters++
			}
		}
		tree = s.votes.elect(voters, n, p.trees[0].root, p.trees[0].other)
	}
	for w, v := range tree {
		h := int(v.head) - 1
		if h >= 0 {
			h = s.tokens[h]
		}
		arcs[first+s.tokens[w]] = Arc{h, p.trees[0].labels[v.label]}
	}
	s.marks.attach(words, arcs[first:])
	return arcs
}

// cast is the space for the votes of voter i on n words.
func (s *scratch) cast(i, n int) []vote {
	for len(s.votes.cast) <= i {
		s.votes.cast = append(s.votes.cast, nil)
	}
	v := &s.votes.cast[i]
	*v = append((*v)[:0], make([]vote, n)...)
	return *v
}

// read parses the sentence with parser k, 0 for the one from the front and 1 for the one from the end, and writes its arcs
// to votes. A reading above 0 misses a share of the features.
func (p *Parser) read(s *scratch, votes []vote, words []string, tags []Tag, mark func(int) bool, k, reading int) {
	n := len(votes)
	backward := k == 1
	if reading == 0 {
		s.tree.reset(words, &s.in, tags, mark, backward, p.clusters, p.lemmas)
	}
	s.features = p.trees[k].parse(&s.tree, &s.state, s.features, uint64(reading))
	for w := range n {
		at := w + 1
		if backward {
			at = n - w
		}
		h, l, _ := s.state.Arc(at)
		if backward && h > 0 {
			h = n + 1 - h
		}
		votes[w] = vote{int32(h), l, voteWeight(s.state.nodes[at].lead)}
	}
}

// voteWeight is the weight of an arc's vote: it grows with the lead that the transition had over another move, but the least
// vote counts too.
func voteWeight(lead int32) int32 { return 64 + min(lead, 2000) }

// TreeInput makes what the parser from the front, or from the end, sees of a tagged sentence; mark says which tokens are
// punctuation. For training.
func (p *Parser) TreeInput(words []string, upper bool, tags []Tag, mark func(i int) bool, backward bool, to *TreeInput) {
	s := p.scratch.Get().(*scratch)
	s.in.Reset(words, upper, p.tagger)
	to.reset(words, &s.in, tags, mark, backward, p.clusters, p.lemmas)
	p.scratch.Put(s)
}
