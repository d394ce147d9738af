package parse

// The entity tagger sees a sentence as word attributes, made once by EntityInput.Reset from those of the tagger, and asks
// for the hashed features of one word at a time. The command in train/ uses the same code.

// EntityFeatureCount is the most features that one word has.
const EntityFeatureCount = 96

// EntityWordFeatures is how many features, the first, hold which words stand there rather than what words are like.
const EntityWordFeatures = 14

// entityWord is a word as the entity tagger sees it. Positions in the sentence; phrases are runs of words that may stand
// in a noun phrase before or at its head.
type entityWord struct {
	tag                uint64
	class, middle, all uint64 // cluster path, its middle and wide group, 0 for none
	first, head, last  int32  // of the phrase: its first word, its head and the word after its last; all i outside phrases
}

// EntityInput holds the attributes of one sentence's words. The zero value is ready for Reset; it may be reused and must
// not be shared between goroutines.
type EntityInput struct {
	in    *TagInput
	words []entityWord
}

// Len is the number of words.
func (e *EntityInput) Len() int { return len(e.words) }

// ReadEntities makes the attributes of a sentence for the entity tagger, with this parser's tags and clusters.
func (p *Parser) ReadEntities(words []string, upper bool, in *TagInput, e *EntityInput) {
	in.Reset(words, upper, p.tagger)
	s := p.scratch.Get().(*scratch)
	s.in.Reset(words, upper, p.tagger)
	s.tags = p.tagger.tag(s, s.tags[:0])
	e.reset(in, s.tags, p.clusters)
	p.scratch.Put(s)
}

func (e *EntityInput) reset(in *TagInput, tags []Tag, c *clusters) {
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
}

var hyphen = foldedKey("-", true)

var beyond = entityWord{}

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
	)
}

// Kinds appends the features of word i that hold the kinds of the words, as the first of the two chains read them.
func (e *EntityInput) Kinds(i int, kinds []uint8, out []uint64) []uint64 {
	at := func(i int) uint64 {
		if i < 0 || i >= len(kinds) {
			return 255
		}
		return uint64(kinds[i])
	}
	k, p, n := at(i), at(i-1), at(i+1)
	h := at(int(e.words[i].head))
	return append(out,
		join(160, k, 0), join(161, p, k), join(162, k, n), join(163, k, e.in.at(i).low), join(164, k, e.words[i].middle),
		join(165, h, e.words[e.words[i].head].middle), join(166, h, e.words[i].tag), join(167, p<<8|k, n), join(168, k, e.words[i].tag),
	)
}
