package parse

// The entity tagger sees a sentence as word attributes, made once by EntityInput.Reset from those of the tagger, and asks
// for the hashed features of one word at a time. The command in train/ uses the same code.

// EntityFeatureCount is the most features that one word has.
const EntityFeatureCount = 80

// EntityWordFeatures is how many features, the first, hold which words stand there rather than what words are like.
const EntityWordFeatures = 14

// entityWord is a word as the entity tagger sees it. Positions in the sentence; phrases are runs of words that may stand
// in a noun phrase before or at its head.
type entityWord struct {
	tag                uint64
	class, middle, all uint64 // cluster path, its middle and wide group, 0 for none
	first, head, last  int32  // of the phrase: its first word, its head and the word after its last; all i outside phrases

	// What the tree says; words are -1 where there is none.
	gov       int32  // what the word hangs on
	low, high int32  // the first and the last word of its subtree
	core      int32  // the noun that it belongs to as article, adjective, number, part of a name or preposition, or itself
	outer     int32  // what that belongs to by "of", apposition, a clause or "and", or itself
	acts      uint64 // relation of the core: subject, object; of one joined by "and" that of the first
	mark      int32  // preposition of the word
}

// EntityInput holds the attributes of one sentence's words. The zero value is ready for Reset; it may be reused and must
// not be shared between goroutines.
type EntityInput struct {
	in    *TagInput
	words []entityWord
	ties  []uint8 // of each word to what it hangs on
}

// ReadEntities makes the attributes of a sentence for the entity tagger, with this parser's tags, trees and clusters.
func (p *Parser) ReadEntities(words []string, upper bool, in *TagInput, e *EntityInput) {
	in.Reset(words, upper, p.tagger)
	s := p.scratch.Get().(*scratch)
	p.tagTree(s, words, upper)
	e.reset(in, s.tags, s.arcs, p.clusters)
	p.scratch.Put(s)
}

func (e *EntityInput) reset(in *TagInput, tags []Tag, arcs []Arc, c *clusters) {
	e.in = in
	e.words = e.words[:0]
	for i := range in.words {
		w := entityWord{tag: uint64(tags[i]) + 1, first: int32(i), head: int32(i), last: int32(i) + 1}
		path, ok := c.path(in.words[i].low)
		if ok {
			w.class, w.middle, w.all = uint64(path)+1, uint64(path>>8)+1, uint64(path>>12)+1
		}
		e.words = append(e.words, w)
	}
	for i := 0; i < len(e.words); {
		j, head := i, -1
		for ; j < len(e.words); j++ {
			t := tags[j]
			if t == NOUN || t == PROPN {
				head = j
				continue
			}
			if t == DET || t == ADJ || t == NUM || t == PRON && j == i || j > i && in.words[j].low == hyphen && j+1 < len(e.words) {
				if head >= 0 && (t == DET || t == NUM) {
					break
				}
				continue
			}
			break
		}
		if j == i {
			i++
			continue
		}
		if head < 0 {
			head = j - 1
		}
		for k := i; k < j; k++ {
			e.words[k].first, e.words[k].head, e.words[k].last = int32(i), int32(head), int32(j)
		}
		i = j
	}
	e.grow(arcs)
}

var hyphen = foldedKey("-", true)

var beyond = entityWord{gov: -1, core: -1, outer: -1, mark: -1}

// How a word is tied to what it hangs on.
const (
	tieLoose  = iota // as a phrase or clause of its own
	tieConj          // joined by "and"
	tieWithin        // as a phrase or clause that says more about a noun
	tieTight         // as part of a noun's core
	tieMark          // as a preposition
)

func tieOf(rel string) uint8 {
	switch rel {
	case "det", "det:predet", "amod", "compound", "flat", "nummod", "nmod:poss", "nmod:unmarked", "fixed", "goeswith", "advmod":
		return tieTight
	case "case":
		return tieMark
	case "nmod", "appos", "acl", "acl:relcl":
		return tieWithin
	case "conj":
		return tieConj
	}
	return tieLoose
}

// relationKey tells relations apart.
func relationKey(rel string) (key uint64) {
	for i := range len(rel) {
		key = key*131 + uint64(rel[i])
	}
	return key
}

// grow adds to the words what the tree says. Paths to the root are cut after as many steps as there are words, so that arcs
// that are no tree do no harm.
func (e *EntityInput) grow(arcs []Arc) {
	n := len(e.words)
	e.ties = e.ties[:0]
	for i := range e.words {
		w := &e.words[i]
		w.low, w.high, w.core, w.outer, w.gov, w.mark = int32(i), int32(i), int32(i), int32(i), -1, -1
		tie := uint8(tieLoose)
		if i < len(arcs) {
			w.gov, tie = int32(arcs[i].Head), tieOf(arcs[i].Rel)
		}
		e.ties = append(e.ties, tie)
	}
	for i := range arcs {
		for k, steps := e.words[i].gov, 0; k >= 0 && steps < n; k, steps = e.words[k].gov, steps+1 {
			a := &e.words[k]
			a.low, a.high = min(a.low, int32(i)), max(a.high, int32(i))
		}
		if k := e.words[i].gov; k >= 0 && e.ties[i] == tieMark && e.words[k].mark < 0 {
			e.words[k].mark = int32(i)
		}
	}
	for i := range arcs {
		w := &e.words[i]
		w.core = e.climb(int32(i), tieTight, tieMark)
		w.acts = relationKey(arcs[e.climb(w.core, tieConj, tieConj)].Rel)
		w.outer = e.climb(w.core, tieConj, tieMark)
	}
}

// climb goes from word k up to the first that is not tied by a tie of low to high, or that hangs on no noun.
func (e *EntityInput) climb(k int32, low, high uint8) int32 {
	for range e.words {
		g := e.words[k].gov
		if g < 0 || e.ties[k] < low || e.ties[k] > high || high != tieConj && !e.words[g].nominal() && (low == tieTight || e.ties[g] == tieLoose) {
			break
		}
		k = g
	}
	return k
}

func (w *entityWord) nominal() bool {
	switch Tag(w.tag - 1) {
	case NOUN, PROPN, PRON, NUM, SYM, X, ADJ, DET:
		return true
	}
	return false
}

func (e *EntityInput) at(i int) *entityWord {
	if i < 0 || i >= len(e.words) {
		return &beyond
	}
	return &e.words[i]
}

// Features appends the features of word i.
func (e *EntityInput) Features(i int, out []uint64) []uint64 {
	in := e.in
	w, p, n, pp, nn := in.at(i), in.at(i-1), in.at(i+1), in.at(i-2), in.at(i+2)
	a, b, c, bb, cc := e.at(i), e.at(i-1), e.at(i+1), e.at(i-2), e.at(i+2)
	first := uint64(0)
	if w.first {
		first = 1
	}
	head, before, after := in.at(int(a.head)), in.at(int(a.first)-1), in.at(int(a.last))
	hc, bc, ac := e.at(int(a.head)), e.at(int(a.first)-1), e.at(int(a.last))
	opens := in.at(int(a.first))
	rest := min(uint64(int(a.head)-i+1), 4) // words to the head
	at := min(uint64(i-int(a.first)), 3)
	kc, uc := e.at(int(a.core)), e.at(int(a.outer))
	mark := in.at(int(kc.mark))
	edge := edges(i, kc)
	wide := edges(i, uc)
	link, next := e.link(i), e.link(i+1)
	return append(out,
		join(101, w.low, 0), join(102, p.low, 0), join(103, n.low, 0), join(104, pp.low, 0), join(105, nn.low, 0),
		join(106, p.low, w.low), join(107, w.low, n.low), join(113, w.suf[3], 0), join(114, w.pre[2], 0), join(115, w.pre[3], 0),
		join(135, head.low, rest), join(138, head.suf[2], rest), join(139, before.low, at), join(141, after.low, rest),
		// EntityWordFeatures end here.
		join(108, w.shape, first), join(109, p.shape, w.shape), join(110, w.shape, n.shape), join(150, p.shape, join(0, w.shape, n.shape)),
		join(111, w.suf[1], 0), join(112, w.suf[2], 0),
		join(116, a.tag, 0), join(117, b.tag, a.tag), join(118, a.tag, c.tag), join(119, b.tag<<8|a.tag, c.tag),
		join(120, bb.tag<<8|b.tag, a.tag), join(121, a.tag<<8|c.tag, cc.tag),
		join(122, a.class, 0), join(123, b.class, 0), join(124, c.class, 0), join(125, bb.class, 0), join(126, cc.class, 0),
		join(127, a.middle, 0), join(128, b.middle, 0), join(129, c.middle, 0), join(130, b.middle, a.middle), join(131, a.middle, c.middle),
		join(132, a.all<<8|b.all, c.all), join(133, a.middle, w.shape), join(134, a.tag, w.shape),
		join(136, hc.class, rest), join(137, hc.middle, rest<<8|at), join(140, bc.class, rest), join(142, ac.class, rest),
		join(143, hc.middle<<8|bc.all, rest), join(144, hc.middle<<8|ac.all, rest), join(145, opens.low, rest),
		join(146, hc.middle, opens.low), join(147, a.tag<<8|rest, at), join(148, hc.class, a.tag<<8|b.tag), join(149, uint64(a.last-a.first), rest),
		join(190, edge, a.tag), join(191, edge, a.acts), join(192, wide, a.tag), join(193, wide, uc.middle), join(194, wide, uc.acts),
		join(195, link, a.tag), join(196, next, a.tag), join(197, link<<8|next, a.acts), join(198, link, mark.low), join(199, next, kc.middle),
		join(204, e.at(int(b.core)).middle<<8|link, mark.low), join(205, uc.class, link),
	)
}

// edges says where word i lies in the subtree of a word.
func edges(i int, of *entityWord) uint64 {
	out := uint64(0)
	if i == int(of.low) {
		out |= 1
	}
	if i == int(of.high) {
		out |= 2
	}
	if i > int(of.high) || i < int(of.low) {
		out |= 4
	}
	return out
}

// link says how word i belongs to the one before it.
func (e *EntityInput) link(i int) uint64 {
	if i <= 0 || i >= len(e.words) {
		return 0
	}
	a, b := &e.words[i-1], &e.words[i]
	ka, kb := &e.words[a.core], &e.words[b.core]
	switch {
	case a.core == b.core:
		return 1
	case kb.gov >= 0 && e.words[kb.gov].core == a.core:
		return 2 + 8*uint64(e.ties[b.core])
	case ka.gov >= 0 && e.words[ka.gov].core == b.core:
		return 3 + 8*uint64(e.ties[a.core])
	case kb.gov >= 0 && ka.gov == kb.gov:
		return 4
	case a.outer == b.outer:
		return 5
	}
	return 6
}
