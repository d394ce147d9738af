package page

import (
	"net/url"
	"strconv"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mark is the attribute that tells which element of the page an element of Readability's result was.
const mark = "data-sitrep-n"

// What Readability is given at most: elements, and bytes of text, each counted once for every element around it, since Readability reads
// the text below each. Of a page with more, all that pruning left is read.
const (
	maxFound = 60_000
	maxRead  = 100 << 20
)

// find gives the element of a pruned page that holds the report. Readability drops lists, tables and short paragraphs that it takes for
// boxes, which situation reports are made of; therefore only the place of what it found is used, and the text is read from the page.
func find(root *html.Node, address string) *html.Node {
	body := child(root, atom.Body)
	if body == nil {
		return root
	}
	var nodes []*html.Node
	walk(root, func(n *html.Node) bool {
		if n.Type == html.ElementNode {
			n.Attr = append(n.Attr, html.Attribute{Key: mark, Val: strconv.Itoa(len(nodes))})
			nodes = append(nodes, n)
		}
		return true
	})
	defer func() {
		for _, n := range nodes {
			n.Attr = n.Attr[:len(n.Attr)-1]
		}
	}()
	if len(nodes) > maxFound || reading(root, 0) > maxRead {
		return body
	}
	where, _ := url.Parse(address)
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(root, where)
	if err != nil || article.Node == nil {
		return body
	}
	// The words that Readability kept, by the element of the page that they stand in.
	kept := map[*html.Node]int{}
	total := 0
	var visit func(n *html.Node, at *html.Node)
	visit = func(n *html.Node, at *html.Node) {
		if i, err := strconv.Atoi(attr(n, mark)); err == nil && i >= 0 && i < len(nodes) {
			at = nodes[i]
		}
		if n.Type == html.TextNode && at != nil {
			w := words(n.Data)
			kept[at] += w
			total += w
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, at)
		}
	}
	visit(article.Node, nil)
	if total == 0 {
		return body
	}
	return widen(around(body, kept, total), weigh(root))
}

// reading is the number of bytes of text below n, each counted once for every element around it.
func reading(n *html.Node, depth int) int {
	size := 0
	if n.Type == html.TextNode {
		size = len(n.Data) * depth
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		size += reading(c, depth+1)
	}
	return size
}

// around is the innermost element below body with nine of ten of the words that were kept.
func around(body *html.Node, kept map[*html.Node]int, total int) *html.Node {
	best := body
	var sum func(n *html.Node) int
	sum = func(n *html.Node) int {
		s := kept[n]
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				s += sum(c)
			}
		}
		if best == body && s*10 >= total*9 {
			best = n // children are visited first, so that the first is the innermost
		}
		return s
	}
	sum(body)
	for best.Parent != nil && !block[best.DataAtom] {
		best = best.Parent
	}
	return best
}

// widen climbs from an element while there is running text beside it: a lead above the columns, messages beside the longest one.
func widen(n *html.Node, weights map[*html.Node]weight) *html.Node {
	for at := n; at.Parent != nil && at.DataAtom != atom.Body; at = at.Parent {
		up, in := weights[at.Parent], weights[n]
		sentences, plain, linked := up.sentences-in.sentences, up.plain()-in.plain(), up.linked-in.linked
		if (sentences > 0 && plain >= 12 || plain >= 8 && tabled(at.Parent, at)) && linked*3 < plain && !otherHeadline(at.Parent, at) {
			n = at.Parent
		}
	}
	return n
}

// tabled says that a table of facts stands below up beside inner.
func tabled(up, inner *html.Node) bool {
	rows := 0
	for c := up.FirstChild; c != nil; c = c.NextSibling {
		if c != inner {
			walk(c, func(n *html.Node) bool {
				if n.DataAtom == atom.Tr && flat(n) {
					rows++
				}
				return rows < 2
			})
		}
	}
	return rows > 1
}

// otherHeadline says that below up, after inner, there is another headline of the first rank.
func otherHeadline(up, inner *html.Node) bool {
	for s := inner.NextSibling; s != nil; s = s.NextSibling {
		found := false
		walk(s, func(c *html.Node) bool {
			found = found || heading(c) == 1
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// child is the first element of that kind below n, nil for none.
func child(n *html.Node, a atom.Atom) *html.Node {
	var found *html.Node
	walk(n, func(c *html.Node) bool {
		if found == nil && c.DataAtom == a {
			found = c
		}
		return found == nil
	})
	return found
}
