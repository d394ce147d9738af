package main

import "sitrep/internal/parse"

// never is the cost of a move that is not possible.
const never = 1 << 20

// costs says of each move how many arcs of the tree can no longer be made after it (Goldberg and Nivre 2013, the oracle of
// the arc-hybrid system). On a tree whose arcs cross it is a lower bound.
func (v *treeView) costs(s *parse.TreeState) [3]int {
	cost := [3]int{never, never, never}
	top, below, next := s.Top(0), s.Top(1), s.Next(0)
	n := len(v.heads)
	head := func(w int) int { return int(v.heads[w]) }
	// What the top of the stack loses when it is taken off: its children and its head in the buffer.
	children, buffered := 0, 0
	if top > 0 && next >= 0 {
		for w := next; w < n; w++ {
			if head(w) == top {
				children++
			}
		}
		if head(top) >= next {
			buffered = 1
		}
	}
	if s.Legal(parse.Shift) {
		c := 0
		for i := range s.Depth() {
			w := s.Top(i)
			if w > 0 && head(w) == next {
				c++
			}
			if i > 0 && head(next) == w {
				c++
			}
		}
		cost[parse.Shift] = c
	}
	if s.Legal(parse.Left) {
		c := children
		if head(top) == below || buffered == 1 && head(top) != next {
			c++
		}
		cost[parse.Left] = c
	}
	if s.Legal(parse.Right) {
		cost[parse.Right] = children + buffered
	}
	return cost
}

// best is a transition of the least cost: of equals the arc before the shift.
func (v *treeView) best(s *parse.TreeState) parse.TreeClass {
	cost := v.costs(s)
	m := parse.Shift
	for _, k := range []parse.Move{parse.Left, parse.Right} {
		if cost[k] < cost[m] || cost[k] == cost[m] && cost[k] < never && m == parse.Shift {
			m = k
		}
	}
	if m == parse.Shift {
		return parse.TreeClass{}
	}
	return parse.TreeClass{Move: m, Label: v.labels[s.Top(0)]}
}
