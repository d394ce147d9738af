package parse

// Punctuation hangs where the Universal Dependencies guidelines put it (https://universaldependencies.org/u/dep/punct.html),
// which follows from the tree of the words, so no model is asked: brackets and quotation marks hang on the head of what
// they enclose; a mark before or after a dependent phrase or a clause hangs on its head; the mark that ends the sentence hangs
// on the root.

// marks is the scratch space of attach.
type marks struct {
	low, high []int32 // first and last word of each word's subtree
	open      []int32 // brackets and quotation marks not closed yet
}

// closing is the mark that closes an opening one, "" for others.
func closing(mark string) string {
	switch mark {
	case "(", "-LRB-":
		return ")"
	case "[":
		return "]"
	case "{":
		return "}"
	case "<":
		return ">"
	case "\"", "“", "«", "'", "*", "_":
		switch mark {
		case "“":
			return "”"
		case "«":
			return "»"
		}
		return mark
	case "‘":
		return "’"
	case "``":
		return "''"
	}
	return ""
}

// markKind sorts a punctuation mark for what stands between two words.
func markKind(mark string) int {
	switch mark {
	case ",":
		return betweenComma
	case "(", ")", "[", "]", "{", "}", "\"", "“", "”", "«", "»", "'", "‘", "’", "``", "''", "-LRB-", "-RRB-":
		return betweenPair
	}
	return betweenMark
}

// attach hangs the punctuation of a sentence, which has Head -1 and relation "punct", on its words.
func (m *marks) attach(words []string, arcs []Arc) {
	n := len(arcs)
	root := -1
	m.low, m.high, m.open = m.low[:0], m.high[:0], m.open[:0]
	for i := range arcs {
		m.low, m.high = append(m.low, int32(i)), append(m.high, int32(i))
		if arcs[i].Head < 0 && arcs[i].Rel != "punct" {
			root = i
		}
	}
	if root < 0 {
		return
	}
	for i := range arcs {
		if arcs[i].Rel == "punct" {
			continue
		}
		for x := arcs[i].Head; x >= 0; x = arcs[x].Head {
			m.low[x], m.high[x] = min(m.low[x], int32(i)), max(m.high[x], int32(i))
		}
	}
	mark := func(i int) bool { return arcs[i].Rel == "punct" }
	for i := range n {
		if !mark(i) {
			continue
		}
		if at := m.opened(words, i); at >= 0 {
			j := int(m.open[at])
			m.open = m.open[:at]
			if top := m.top(arcs, j, i); top >= 0 {
				arcs[i].Head, arcs[j].Head = top, top
				continue
			}
		} else if closing(words[i]) != "" {
			m.open = append(m.open, int32(i))
		}
	}
	for i := range n {
		if mark(i) && arcs[i].Head < 0 {
			arcs[i].Head = m.place(arcs, i, root)
		}
	}
}

// opened is the place in m.open of the mark that mark i closes, -1 for none.
func (m *marks) opened(words []string, i int) int {
	for k := len(m.open) - 1; k >= 0; k-- {
		if j := int(m.open[k]); i-j > 1 && closing(words[j]) == words[i] {
			return k
		}
	}
	return -1
}

// top is the word between marks j and i that hangs on none of the words between them; of several that with the longest
// subtree. -1 where there is none.
func (m *marks) top(arcs []Arc, j, i int) int {
	top := -1
	for k := j + 1; k < i; k++ {
		if arcs[k].Rel == "punct" || arcs[k].Head > j && arcs[k].Head < i {
			continue
		}
		if top < 0 || m.high[k]-m.low[k] > m.high[top]-m.low[top] {
			top = k
		}
	}
	return top
}

// place is the word that mark i hangs on, which closes no pair.
func (m *marks) place(arcs []Arc, i, root int) int {
	l, r := i-1, i+1
	for l >= 0 && arcs[l].Rel == "punct" {
		l--
	}
	for r < len(arcs) && arcs[r].Rel == "punct" {
		r++
	}
	if r == len(arcs) {
		return root
	}
	y := r // the highest word whose subtree begins behind the mark
	for h := arcs[y].Head; h >= 0 && int(m.low[h]) >= r; h = arcs[y].Head {
		y = h
	}
	if l < 0 {
		return y
	}
	x := l // the highest word whose subtree ends before it
	for h := arcs[x].Head; h >= 0 && int(m.high[h]) <= l; h = arcs[x].Head {
		x = h
	}
	switch {
	case int(m.high[x]) <= l && arcs[x].Head > i:
		return x
	case int(m.low[y]) >= r && arcs[y].Head >= 0 && arcs[y].Head < i:
		return y
	}
	for h := arcs[l].Head; h >= 0 && h < i; h = arcs[l].Head {
		l = h
	}
	return l
}
