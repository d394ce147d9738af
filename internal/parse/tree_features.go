package parse

import "slices"

// TreeFeatureCount is the most features that TreeInput.Features appends for one state.
const TreeFeatureCount = 160

// treeWord is what the parser sees of a word.
type treeWord struct {
	low   uint64 // folded form, see wordAttrs
	suf   uint64 // its last three letters
	wt    uint64 // form and tag
	tag   uint64
	f     uint64 // finer kind, see fine.go
	class uint64 // tags that the lexicon knows it with
	// Its word cluster and the groups that the cluster lies in, the middle and the wide one; 0 for none. See clusters.go.
	c, c6, c4 uint64
	pre, post uint64 // punctuation right before and right after it, 0 for none
}

// Kinds of words and marks that may stand between two words.
const (
	betweenVerb = iota
	betweenNoun
	betweenCoord
	betweenSub
	betweenComma
	betweenPair // a bracket or quotation mark
	betweenMark // other punctuation
	betweenKinds
)

// TreeInput holds what the parser sees of one sentence. Punctuation is not part of the tree that the transitions build (see
// marks.go), only of what is seen of the words around it. The zero value is ready for use, see Parser.TreeInput.
type TreeInput struct {
	words  []treeWord            // 0 the root; then the words without punctuation
	tokens []int32               // by word from 0: the index of its token
	gaps   [][betweenKinds]int32 // the marks before each word and, last, behind all
	// before counts the kinds that stand before word i.
	before [][betweenKinds]int32
	verb   []int32 // by word: the first verb or auxiliary from it on, 0 for none
}

var (
	noWord   = treeWord{low: 3, suf: 3, wt: 3, tag: uint64(TagBoundary) + 1, f: uint64(TagBoundary) + 1, class: 1<<15 + 3}
	rootWord = treeWord{low: 5, suf: 5, wt: 5, tag: uint64(TagBoundary) + 2, f: uint64(TagBoundary) + 2, class: 1<<15 + 5}
)

// Words is the number of words, without punctuation.
func (t *TreeInput) Words() int { return len(t.words) - 1 }

// Token is the index of word w (from 1) among the sentence's tokens.
func (t *TreeInput) Token(w int) int { return int(t.tokens[w-1]) }

// reset takes the tokens of a sentence as the tagger saw them, with their tags; mark says which are punctuation. The words
// are put in reverse order if backward says so, for a parser that reads from the end.
func (t *TreeInput) reset(words []string, in *TagInput, tags []Tag, mark func(i int) bool, backward bool, cl *clusters, lemmas *lemmatiser) {
	t.words, t.tokens, t.gaps = append(t.words[:0], rootWord), t.tokens[:0], append(t.gaps[:0], [betweenKinds]int32{})
	pre := uint64(0)
	for i := range in.words {
		a := &in.words[i]
		if mark(i) {
			t.gaps[len(t.gaps)-1][markKind(words[i])]++
			if pre = join(2, pre, a.form); len(t.words) > 1 {
				w := &t.words[len(t.words)-1]
				w.post = join(2, w.post, a.form)
			}
			continue
		}
		w := treeWord{low: a.low, suf: a.suf[2], tag: uint64(tags[i]), class: uint64(a.class), pre: pre}
		w.wt, w.f, pre = join(1, w.low, w.tag), lemmas.fine(words[i], a.low, tags[i]), 0
		if path, ok := cl.path(a.low); ok {
			c := uint64(path)
			w.c, w.c6, w.c4 = 1<<16|c, 1<<16|c>>8, 1<<16|c>>12
		}
		t.words, t.tokens, t.gaps = append(t.words, w), append(t.tokens, int32(i)), append(t.gaps, [betweenKinds]int32{})
	}
	if backward {
		slices.Reverse(t.words[1:])
		slices.Reverse(t.tokens)
		slices.Reverse(t.gaps)
		for i := range t.words {
			w := &t.words[i]
			w.pre, w.post = w.post, w.pre
		}
	}
	t.count()
}

// count fills before and verb.
func (t *TreeInput) count() {
	t.before, t.verb = append(t.before[:0], [betweenKinds]int32{}), append(t.verb[:0], 0)
	var n [betweenKinds]int32
	for w := 1; w < len(t.words); w++ {
		for k, m := range t.gaps[w-1] {
			n[k] += m
		}
		t.before, t.verb = append(t.before, n), append(t.verb, 0)
		switch Tag(t.words[w].tag) {
		case VERB, AUX:
			n[betweenVerb]++
		case CCONJ:
			n[betweenCoord]++
		case SCONJ:
			n[betweenSub]++
		case NOUN, PROPN, PRON:
			n[betweenNoun]++
		}
	}
	next := int32(0)
	for w := len(t.words) - 1; w > 0; w-- {
		if g := Tag(t.words[w].tag); g == VERB || g == AUX {
			next = int32(w)
		}
		t.verb[w] = next
	}
}

func (t *TreeInput) at(i int) *treeWord {
	if i < 0 || i >= len(t.words) {
		return &noWord
	}
	return &t.words[i]
}

// verbFrom is the first verb or auxiliary from word i on, 0 for none.
func (t *TreeInput) verbFrom(i int) int32 {
	if i < 0 || i >= len(t.verb) {
		return 0
	}
	return t.verb[i]
}

// between says what stands between words a and b: a bit for each kind.
func (t *TreeInput) between(a, b int) uint64 {
	if a < 0 || b <= a || b >= len(t.words) {
		return 0
	}
	x, y := &t.before[a], &t.before[b]
	var out uint64
	for k := range x {
		if y[k] > x[k] {
			out |= 1 << k
		}
	}
	// Word a itself is counted before b.
	switch Tag(t.words[a].tag) {
	case VERB, AUX:
		out = unless(out, betweenVerb, y[betweenVerb]-x[betweenVerb])
	case CCONJ:
		out = unless(out, betweenCoord, y[betweenCoord]-x[betweenCoord])
	case SCONJ:
		out = unless(out, betweenSub, y[betweenSub]-x[betweenSub])
	case NOUN, PROPN, PRON:
		out = unless(out, betweenNoun, y[betweenNoun]-x[betweenNoun])
	}
	return out
}

// unless takes the bit of a kind off where the only one of it is the first word itself.
func unless(bits uint64, kind int, n int32) uint64 {
	if n <= 1 {
		bits &^= 1 << kind
	}
	return bits
}

func distance(a, b int) uint64 {
	if a < 0 || b < 0 {
		return 0
	}
	switch d := b - a; {
	case d <= 4:
		return uint64(d)
	case d <= 6:
		return 5
	case d <= 10:
		return 6
	case d <= 20:
		return 7
	}
	return 8
}

// child is word i's child c (0 for none) as the features see it.
func (t *TreeInput) child(c int32) *treeWord {
	if c == 0 {
		return &noWord
	}
	return &t.words[c]
}

var noNode = treeNode{head: -1}

func (s *TreeState) node(i int) *treeNode {
	if i < 0 {
		return &noNode
	}
	return &s.nodes[i]
}

// Features appends the hashed features of state s.
func (t *TreeInput) Features(s *TreeState, out []uint64) []uint64 {
	i0, i1, i2 := s.Top(0), s.Top(1), s.Top(2)
	j0, j1, j2 := s.Next(0), s.Next(1), s.Next(2)
	s0, s1, s2 := t.at(i0), t.at(i1), t.at(i2)
	b0, b1, b2 := t.at(j0), t.at(j1), t.at(j2)
	n0, n1, nb, n2 := s.node(i0), s.node(i1), s.node(j0), s.node(i2)
	s0l, s0r, s0l2, s0r2 := t.child(n0.left), t.child(n0.right), t.child(n0.left2), t.child(n0.right2)
	s1l, s1r, s1r2 := t.child(n1.left), t.child(n1.right), t.child(n1.right2)
	b0l, b0l2 := t.child(nb.left), t.child(nb.left2)
	s2r := t.child(n2.right)
	s0ll, s0rl, s1ll, s1rl := uint64(n0.firstL), uint64(n0.firstR), uint64(n1.firstL), uint64(n1.firstR)
	b0ll := uint64(nb.firstL)
	dsb, dss := distance(i0, j0), distance(i1, i0)
	bsb, bss := t.between(i0, j0), t.between(i1, i0)
	tt := s0.tag | b0.tag<<5
	uu := s1.tag | s0.tag<<5
	ff, gg := s0.f|b0.f<<8, s1.f|s0.f<<8
	// The words next to the two heads in the sentence, whatever became of them.
	p0, a0, pb := t.at(i0-1), t.at(i0+1), t.at(j0-1)
	vi := t.verbFrom(max(j0, 0))
	v0 := t.child(vi)
	u0 := &noWord
	for i := 1; i < min(len(s.stack), 6); i++ {
		if g := Tag(t.at(s.Top(i)).tag); g == VERB || g == AUX {
			u0 = t.at(s.Top(i))
			break
		}
	}
	val0 := uint64(min(n0.nLeft, 3)) | uint64(min(n0.nRight, 3))<<2
	val1 := uint64(min(n1.nLeft, 3)) | uint64(min(n1.nRight, 3))<<2
	valb := uint64(min(nb.nLeft, 3))
	return append(out,
		// One word.
		join(1, s0.wt, 0), join(2, s0.low, 0), join(3, s0.tag, s0.suf), join(4, s0.tag, s0.class),
		join(5, s1.wt, 0), join(6, s1.low, 0), join(7, s1.tag, s1.suf), join(8, s1.tag, s1.class),
		join(9, b0.wt, 0), join(10, b0.low, 0), join(11, b0.tag, b0.suf), join(12, b0.tag, b0.class),
		join(13, b1.wt, 0), join(14, b1.tag, 0), join(15, b2.wt, 0), join(16, s2.wt, 0), join(17, s2.tag, uu),
		join(18, s0.c, s0.tag), join(19, s1.c, s1.tag), join(20, b0.c, b0.tag),
		// The top of the stack and the buffer.
		join(21, s0.wt, b0.wt), join(22, s0.wt, b0.tag), join(23, b0.wt, s0.tag), join(24, s0.low, b0.low),
		join(25, tt, 0), join(26, tt, b1.tag), join(27, tt|dsb<<16, bsb), join(28, s0.wt, dsb), join(29, b0.wt, dsb),
		join(30, s0.c, b0.c), join(31, s0.c6, b0.low), join(32, s0.low, b0.c6), join(33, s0.c6|tt<<20, b0.c6),
		join(34, s0.c4|tt<<20, b0.c4),
		join(35, tt|b1.tag<<16, b2.tag), join(36, tt|s1.tag<<16, b1.tag), join(37, tt, b1.low), join(38, b0.low, b1.low),
		// The two on the stack.
		join(39, s1.wt, s0.wt), join(40, s1.wt, s0.tag), join(41, s0.wt, s1.tag), join(42, s1.low, s0.low),
		join(43, uu, 0), join(44, uu|dss<<16, bss), join(45, s1.wt, dss), join(46, s0.wt, dss+16),
		join(47, s1.c, s0.c), join(48, s1.c6, s0.low), join(49, s1.low, s0.c6), join(50, s1.c6|uu<<20, s0.c6),
		join(51, uu|b0.tag<<16, s2.tag), join(52, uu|b0.tag<<16, dss), join(53, s1.low|1, tt), join(54, s1.c4|uu<<20, s0.c4),
		// The second on the stack and the buffer.
		join(55, s1.wt, b0.tag), join(56, b0.wt, s1.tag), join(57, s1.low, b0.low), join(58, s1.c6, b0.c6),
		// Children: tags, relations and words.
		join(59, s0l.tag|s0ll<<8, s0.tag), join(60, s0r.tag|s0rl<<8, s0.tag), join(61, s1r.tag|s1rl<<8, s1.tag),
		join(62, s1l.tag|s1ll<<8, s1.tag), join(63, b0l.tag|b0ll<<8, b0.tag),
		join(64, s0l.low, s0.tag), join(65, s0r.low, s0.tag), join(66, s1r.low, s1.tag), join(67, b0l.low, b0.tag),
		join(68, tt|s0l.tag<<16, s0r.tag), join(69, tt|b0l.tag<<16, 0), join(70, tt|s0r.tag<<16, 1),
		join(71, uu|s1r.tag<<16, 0), join(72, uu|s0l.tag<<16, 1), join(73, uu|s1l.tag<<16, 2), join(74, uu|s0r.tag<<16, 3),
		join(75, s0l2.tag|s0l.tag<<5|s0.tag<<10, 0), join(76, s0r2.tag|s0r.tag<<5|s0.tag<<10, 1),
		join(77, s1r2.tag|s1r.tag<<5|s1.tag<<10, 2), join(78, b0l2.tag|b0l.tag<<5|b0.tag<<10, 3),
		join(79, n0.lefts, s0.tag), join(80, n0.rights, s0.tag), join(81, n1.rights, s1.tag), join(82, nb.lefts, b0.tag),
		join(83, n1.lefts, s1.tag), join(84, n1.rights, uu<<8|1), join(85, n0.rights, tt<<8|1),
		join(86, s0.wt, val0), join(87, s1.wt, val1), join(88, b0.wt, valb), join(89, tt, val0), join(90, uu, val1),
		// The preposition or conjunction of a phrase, and what it may hang on.
		join(91, s1.low, s0l.low), join(92, s1.c6|s0.tag<<20, s0l.low), join(93, s1.tag|s0.tag<<5|s2.tag<<10, s0l.low),
		join(94, s2.low, s0l.low), join(95, s1.low^s0l.low>>3, s0.c6), join(96, s1.wt, b0l.low),
		join(97, s0.low, b0l.low), join(98, tt, b0l.low), join(99, s1.tag|tt<<5, b0l.low), join(100, s0l.low, b0.low),
		// Neighbours.
		join(101, p0.tag|tt<<5, 0), join(102, a0.tag|tt<<5, 1), join(103, pb.tag|tt<<5, 2), join(104, p0.low, s0.tag),
		join(105, pb.low, tt), join(106, a0.low, uu),
		join(107, s2r.tag|s2.tag<<5|s1.tag<<10, s0.tag), join(108, s0.class, b0.class), join(109, s1.class, s0.class),
		join(110, bss, s1.wt), join(111, bsb, s0.wt),
		join(114, s0.post, tt), join(115, b0.pre, b0.wt), join(116, s0.post, uu), join(117, s1.post, uu|1<<16), join(118, s0.pre, tt),
		join(119, b0.post, tt), join(120, s0.post, s0.wt), join(121, s1.post, s1.tag|bss<<8), join(122, s0.post^b0.pre>>9, tt|dsb<<16),
		// The next verb ahead and the nearest one below.
		join(123, v0.f|ff<<8, t.between(j0, int(vi))), join(124, v0.f|gg<<8, 0), join(125, v0.tag|tt<<8, 1), join(126, u0.f|ff<<8, 2),
		join(127, u0.low, tt), join(128, u0.tag|v0.tag<<8|s0.tag<<16, b0.tag), join(129, u0.f|gg<<8, b0.f),
		// Finer kinds.
		join(130, ff, 3), join(131, gg, 4), join(132, ff|gg<<32, 5), join(133, ff|b1.f<<16, 6), join(134, s0l.f|s0ll<<8, ff),
		join(135, s0l.f|s0ll<<8, gg), join(136, b0l.f|b0ll<<8, ff), join(137, s1.f, b0.f), join(138, n0.lefts, ff), join(139, n1.rights, gg),
		join(140, s0.f, 7), join(141, b0.f, 8),
		join(112, s0.low^s1.low>>7, tt), join(113, uint64(min(len(s.stack), 6)), tt),
	)
}
