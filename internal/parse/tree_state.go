package parse

// The parser builds a tree with the arc-hybrid transition system (M. Kuhlmann, C. Gómez-Rodríguez and G. Satta, "Dynamic
// programming algorithms for transition-based dependency parsers", ACL 2011). A state is a stack of words whose head is
// not known yet and a buffer of words that were not read yet:
//
//	Shift  moves the first word of the buffer onto the stack
//	Left   hangs the top of the stack on the first word of the buffer, and takes it off
//	Right  hangs the top of the stack on the word below it, and takes it off
//
// Word 0 is the root and lies at the bottom of the stack; only the last word left may be hung on it.

// Move is the kind of a transition.
type Move uint8

// The transitions.
const (
	Shift Move = iota
	Left
	Right
)

// treeNode is what is known of a word while its tree is built.
type treeNode struct {
	head           int32 // -1 for none yet
	left, left2    int32 // outermost child before it and the last but one, 0 for none
	right, right2  int32 // the same behind it
	label          uint8
	lead           int32  // by how much the arc to its head scored higher than another move
	nLeft, nRight  uint8  // how many children, at most 255
	lefts, rights  uint64 // labels of the children: bit l&63 for label l
	firstL, firstR uint8  // labels of left and right
}

// TreeState is a state of the transition system over one sentence. The zero value is ready for Reset.
type TreeState struct {
	nodes []treeNode // by word, 0 the root
	stack []int32
	buf   int32 // first word of the buffer, len(nodes) when it is empty
}

// Reset begins a sentence of n words.
func (s *TreeState) Reset(n int) {
	s.nodes, s.stack, s.buf = s.nodes[:0], append(s.stack[:0], 0), 1
	for range n + 1 {
		s.nodes = append(s.nodes, treeNode{head: -1})
	}
}

// Top is the i-th word of the stack from its top, counted from 0; -1 where there is none.
func (s *TreeState) Top(i int) int {
	if i < len(s.stack) {
		return int(s.stack[len(s.stack)-1-i])
	}
	return -1
}

// Depth is the number of words on the stack, with the root.
func (s *TreeState) Depth() int { return len(s.stack) }

// Next is the i-th word of the buffer, counted from 0; -1 where there is none.
func (s *TreeState) Next(i int) int {
	if w := int(s.buf) + i; w < len(s.nodes) {
		return w
	}
	return -1
}

// Done says that every word has a head.
func (s *TreeState) Done() bool { return len(s.stack) == 1 && int(s.buf) == len(s.nodes) }

// Legal says that move m is possible.
func (s *TreeState) Legal(m Move) bool {
	more := int(s.buf) < len(s.nodes)
	switch m {
	case Shift:
		return more
	case Left:
		return more && len(s.stack) > 1
	}
	return len(s.stack) > 2 || len(s.stack) == 2 && !more
}

// Apply makes a legal move; label is the relation of the arc that Left and Right make.
func (s *TreeState) Apply(m Move, label uint8) {
	if m == Shift {
		s.stack = append(s.stack, s.buf)
		s.buf++
		return
	}
	d := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.nodes[d].label = label
	if m == Left {
		h := &s.nodes[s.buf]
		s.nodes[d].head = s.buf
		h.left2, h.left, h.firstL = h.left, d, label
		h.nLeft = min(h.nLeft, 254) + 1
		h.lefts |= 1 << (label & 63)
		return
	}
	top := s.stack[len(s.stack)-1]
	h := &s.nodes[top]
	s.nodes[d].head = top
	h.right2, h.right, h.firstR = h.right, d, label
	h.nRight = min(h.nRight, 254) + 1
	h.rights |= 1 << (label & 63)
}

// Arc is the head of word w (from 1; head 0 is the root) and its relation; ok is false while it has none.
func (s *TreeState) Arc(w int) (head int, label uint8, ok bool) {
	n := &s.nodes[w]
	return int(n.head), n.label, n.head >= 0
}
