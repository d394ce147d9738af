package timex

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed rules.txt
var rulesText string

//go:embed words.tsv
var wordsText string

// grammar is rules.txt and words.tsv made ready. Patterns are merged into tries, one for all rules and one for each def, so
// that patterns that begin alike are read once.
type grammar struct {
	root  *node
	defs  []*node
	words map[string]*word
	// classes are the classes of words.tsv by name, from 1.
	classes map[string]uint8
	terms   []terminal
}

// word is what the grammar knows of a word: its number as a literal in patterns, 0 for none, and what words.tsv says it can be.
type word struct {
	literal uint16
	senses  []sense
}

type sense struct {
	class uint8
	value int16
}

// node is a place in a pattern: what may come next, and what it means to end here.
type node struct {
	literals []edge // by the number of the word
	classes  []edge // by class
	terms    []edge // by index into terminals
	defs     []edge // by index into grammar.defs
	accept   *action
	// What a pattern below can begin with, of the tries' roots only: literals and classes as sets of bits, and whether a
	// terminal is among them.
	starts       []uint64
	startClasses uint64
	terminal     bool
}

type edge struct {
	label uint16
	to    field // where the value of a class goes
	next  *node
}

// action is what a pattern sets when it has matched.
type action struct {
	rule  int    // by order in rules.txt: the earlier wins
	name  string // of the rule
	sets  []set
	after []uint16 // literals of which one must follow the expression
}

type set struct {
	f     field
	value int16
}

// load reads the data files once, on first use. That they are well formed is held by the tests.
var load = sync.OnceValue(func() *grammar {
	g, err := compile(wordsText, rulesText)
	if err != nil {
		panic("timex: " + err.Error())
	}
	return g
})

// holidayClass is the class of words that begin the name of a holiday; patterns read these with a terminal, never by class.
const holidayClass = 0

// compiler holds what is needed while patterns are read.
type compiler struct {
	g       *grammar
	defs    map[string]int
	literal uint16
}

func compile(words, rules string) (*grammar, error) {
	c := compiler{g: &grammar{root: &node{}, words: map[string]*word{}, classes: map[string]uint8{}, terms: terminals}, defs: map[string]int{}}
	for line := range strings.Lines(words) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 3 {
			return nil, fmt.Errorf("words.tsv: %q has not three columns", line)
		}
		value, err := valueOf(col[1])
		if err != nil {
			return nil, fmt.Errorf("words.tsv: %w", err)
		}
		class, ok := c.g.classes[col[0]]
		if !ok {
			class = uint8(len(c.g.classes) + 1)
			c.g.classes[col[0]] = class
		}
		for _, w := range strings.Fields(col[2]) {
			e := c.word(w)
			e.senses = append(e.senses, sense{class, value})
		}
	}
	for w := range holidays().first {
		e := c.word(w)
		e.senses = append(e.senses, sense{class: holidayClass})
	}
	at, name, rule := c.g.root, "", 0
	for line := range strings.Lines(rules) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case strings.HasPrefix(line, "def "):
			name = strings.TrimPrefix(line, "def ")
			if at = c.def(name); at.literals != nil || at.classes != nil || at.defs != nil || at.terms != nil {
				return nil, fmt.Errorf("rules.txt: def %s stands twice", name)
			}
			continue
		case strings.HasPrefix(line, "rule "):
			at, name = c.g.root, strings.TrimPrefix(line, "rule ")
			continue
		}
		rule++
		if err := c.pattern(at, line, name, rule); err != nil {
			return nil, fmt.Errorf("rules.txt: %q: %w", line, err)
		}
	}
	for name, i := range c.defs {
		if n := c.g.defs[i]; n.literals == nil && n.classes == nil && n.defs == nil && n.terms == nil {
			return nil, fmt.Errorf("rules.txt: {%s} is not defined", name)
		}
	}
	if len(c.g.classes) > 63 {
		return nil, fmt.Errorf("words.tsv: more than 63 classes")
	}
	for _, n := range append(c.g.defs, c.g.root) {
		n.starts = make([]uint64, c.literal/64+1)
		c.first(n, n, map[*node]bool{})
	}
	return c.g, nil
}

// first adds what patterns below n begin with to the sets of a trie's root.
func (c *compiler) first(root, n *node, seen map[*node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	for _, e := range n.literals {
		root.starts[e.label/64] |= 1 << (e.label % 64)
	}
	for _, e := range n.classes {
		root.startClasses |= 1 << e.label
	}
	root.terminal = root.terminal || len(n.terms) > 0
	for _, e := range n.defs {
		c.first(root, c.g.defs[e.label], seen)
	}
}

func (c *compiler) word(s string) *word {
	e := c.g.words[s]
	if e == nil {
		e = &word{}
		c.g.words[s] = e
	}
	return e
}

func (c *compiler) number(s string) uint16 {
	e := c.word(s)
	if e.literal == 0 {
		c.literal++
		e.literal = c.literal
	}
	return e.literal
}

func (c *compiler) def(name string) *node {
	i, ok := c.defs[name]
	if !ok {
		i = len(c.g.defs)
		c.defs[name] = i
		c.g.defs = append(c.g.defs, &node{})
	}
	return c.g.defs[i]
}

func valueOf(s string) (int16, error) {
	if n, err := strconv.Atoi(s); err == nil {
		return int16(n), nil
	}
	if v, ok := symbols[s]; ok {
		return v, nil
	}
	return 0, fmt.Errorf("unknown value %q", s)
}

// pattern adds one line of rules.txt below a trie's root.
func (c *compiler) pattern(root *node, line, name string, rule int) error {
	words, meaning, _ := strings.Cut(line, "=>")
	act := &action{rule: rule, name: name}
	for _, s := range strings.Fields(meaning) {
		f, v, ok := strings.Cut(s, "=")
		to, known := fieldNames[f]
		if !ok || !known {
			return fmt.Errorf("unknown field %q", s)
		}
		value, err := valueOf(v)
		if err != nil {
			return err
		}
		act.sets = append(act.sets, set{to, value})
	}
	ends := []*node{root}
	for _, w := range strings.Fields(words) {
		if w[0] == '(' && len(w) > 2 {
			for _, a := range strings.Split(strings.Trim(w, "()"), "|") {
				act.after = append(act.after, c.number(a))
			}
			continue
		}
		optional := len(w) > 1 && strings.HasSuffix(w, "?")
		w = strings.TrimSuffix(w, "?")
		var next []*node
		for _, n := range ends {
			more, err := c.step(n, w)
			if err != nil {
				return err
			}
			next = append(next, more...)
		}
		if optional {
			next = append(next, ends...)
		}
		ends = next
	}
	for _, n := range ends {
		if n == root {
			return fmt.Errorf("matches nothing at all")
		}
		if n.accept == nil {
			n.accept = act
		}
	}
	return nil
}

// step adds one element of a pattern below n and gives where it leads. Alternatives lead to one node each, because one may be
// shared with another pattern.
func (c *compiler) step(n *node, w string) ([]*node, error) {
	follow := func(list *[]edge, label uint16, to field) *node {
		for _, e := range *list {
			if e.label == label && e.to == to {
				return e.next
			}
		}
		next := &node{}
		*list = append(*list, edge{label, to, next})
		return next
	}
	switch {
	case w[0] == '{' && len(w) > 2:
		name := strings.Trim(w, "{}")
		c.def(name)
		return []*node{follow(&n.defs, uint16(c.defs[name]), 0)}, nil
	case w[0] == '<' && len(w) > 2:
		name, into, renamed := strings.Cut(strings.Trim(w, "<>"), ":")
		if !renamed {
			into = name
		}
		to, known := fieldNames[into]
		if class, ok := c.g.classes[name]; ok {
			if !known {
				return nil, fmt.Errorf("class %q goes into no field", name)
			}
			return []*node{follow(&n.classes, uint16(class), to)}, nil
		}
		for i, t := range terminals {
			if t.name == name {
				if !known {
					to = fields
				}
				return []*node{follow(&n.terms, uint16(i), to)}, nil
			}
		}
		return nil, fmt.Errorf("no class %q", name)
	}
	var out []*node
	for _, a := range strings.Split(w, "|") {
		out = append(out, follow(&n.literals, c.number(a), 0))
	}
	return out, nil
}
