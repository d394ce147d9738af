package page

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block are the elements that begin and end a paragraph.
var block = set(atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt,
	atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.Li,
	atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th,
	atom.Thead, atom.Tr, atom.Ul)

// attr is the value of an attribute, "" where it is missing.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// walk calls f for n and what lies below it, in the order of the page, and goes below a node only where f says so. The tree may change
// below and at the node that f is called for.
func walk(n *html.Node, f func(*html.Node) bool) {
	if !f(n) {
		return
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		walk(c, f)
		c = next
	}
}

// content is all text below n with folded white space.
func content(n *html.Node) string {
	var b strings.Builder
	walk(n, func(c *html.Node) bool {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case block[c.DataAtom] || c.DataAtom == atom.Br:
			b.WriteByte(' ')
		}
		return true
	})
	return fold(b.String())
}

// fold makes every run of white space one space.
func fold(s string) string {
	var b strings.Builder
	for f := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
	return b.String()
}

// words counts the words in s.
func words(s string) int {
	return len(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '-'
	}))
}

// same says that two strings have the same letters and digits in the same words, at least one.
func same(a, b string) bool {
	if len(a) > 4*len(b)+100 || len(b) > 4*len(a)+100 {
		return false // too unlike in length, whatever signs stand between the words
	}
	k := key(a)
	return k != "" && k == key(b)
}

// key is s in small letters, without what is neither letter nor digit.
func key(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// heading is the level of a heading element, 1 to 6, 0 for any other.
func heading(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// names are an element's classes and id.
func names(n *html.Node) []string {
	return append(strings.Fields(strings.ToLower(attr(n, "class"))), strings.ToLower(attr(n, "id")))
}

// named says that one of an element's classes or its id matches re.
func named(n *html.Node, re *regexp.Regexp) bool {
	for _, s := range names(n) {
		if s != "" && len(s) < 100 && re.MatchString(s) {
			return true
		}
	}
	return false
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// shorter says that the text below n has fewer than limit bytes; it reads no more of it than that.
func shorter(n *html.Node, limit int) bool {
	size := 0
	walk(n, func(c *html.Node) bool {
		if c.Type == html.TextNode {
			size += len(c.Data)
		}
		return size < limit
	})
	return size < limit
}

// weight is how much text lies below a node.
type weight struct {
	words, linked int // words, and those of them inside links
	links         int
	sentences     int // stretches of text that end with a full stop, outside links
}

func (w weight) plain() int { return w.words - w.linked }

// weigh gives the weight of every node of a tree.
func weigh(root *html.Node) map[*html.Node]weight {
	m := map[*html.Node]weight{}
	var visit func(n *html.Node, link bool) weight
	visit = func(n *html.Node, link bool) weight {
		var w weight
		switch {
		case n.Type == html.TextNode:
			w.words = words(n.Data)
			if link {
				w.linked = w.words
			} else if w.words > 5 {
				w.sentences = strings.Count(n.Data, ". ") + strings.Count(n.Data, ".”") + strings.Count(n.Data, "\u0964")
				if s := strings.TrimRight(n.Data, " \n\r\t\"”’)"); strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
					w.sentences++
				}
			}
			return w // kept by nobody: only elements are asked for
		case n.DataAtom == atom.A && has(n, "href"):
			link = true
			w.links++
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			v := visit(c, link)
			w.words += v.words
			w.linked += v.linked
			w.links += v.links
			w.sentences += v.sentences
		}
		m[n] = w
		return w
	}
	visit(root, false)
	return m
}
