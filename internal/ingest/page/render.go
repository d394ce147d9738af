package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// kind is what a paragraph is in the page's markup.
type kind uint8

const (
	plain kind = iota
	headed
	caption
	item
	row
)

// paragraph is a piece of the page's text that stands by itself.
type paragraph struct {
	text string // with folded white space, lines divided by \n
	kind kind
	// words counts those of the text, linked those of them inside links.
	words, linked int
	// node is the innermost element that holds the paragraph.
	node *html.Node
}

// prose says that the paragraph reads like running text rather than a menu's entry or a label.
func (p *paragraph) prose() bool { return p.words >= 6 && p.linked*2 < p.words && p.kind != headed }

// paragraphs reads the text below n in the order of the page.
func paragraphs(n *html.Node) []paragraph {
	w := writer{}
	w.node(n, n, plain, false)
	w.flush()
	return w.out
}

type writer struct {
	out    []paragraph
	b      strings.Builder
	linked int
	kind   kind
	at     *html.Node
	breaks int
}

// node writes what lies below n, at being the innermost block around it.
func (w *writer) node(n, at *html.Node, k kind, link bool) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data, at, k, link)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	opens := block[n.DataAtom]
	switch {
	case n.DataAtom == atom.Br:
		w.breaks++
		if w.breaks > 1 {
			w.flush()
		} else if w.b.Len() > 0 {
			w.b.WriteByte('\n')
		}
		return
	case heading(n) > 0:
		k = headed
	case n.DataAtom == atom.Figcaption, n.DataAtom != atom.Figure && named(n, captionName) && shorter(n, 500):
		k = caption
		opens = true
	case n.DataAtom == atom.Tr && flat(n):
		w.flush()
		w.row(n)
		return
	case n.DataAtom == atom.Li && k != caption:
		k = item
	case n.DataAtom == atom.A:
		link = true
	}
	if opens {
		w.flush()
		at = n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, at, k, link)
	}
	if opens {
		w.flush()
	} else if n.DataAtom == atom.Time || n.DataAtom == atom.Abbr {
		w.b.WriteByte(' ')
	}
}

func (w *writer) text(s string, at *html.Node, k kind, link bool) {
	if strings.TrimSpace(s) == "" {
		if w.b.Len() > 0 {
			w.b.WriteByte(' ')
		}
		return
	}
	w.breaks = 0
	if w.b.Len() == 0 {
		w.at, w.kind = at, k
	}
	if link {
		w.linked += words(s)
	}
	// Line ends of the markup are no line ends of the text.
	w.b.WriteString(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' || r == '\f' {
			return ' '
		}
		return r
	}, s))
}

// flush ends the paragraph that is being written.
func (w *writer) flush() {
	var lines []string
	for line := range strings.SplitSeq(w.b.String(), "\n") {
		if line = fold(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		s := strings.Join(lines, "\n")
		w.out = append(w.out, paragraph{text: s, kind: w.kind, words: words(s), linked: w.linked, node: w.at})
	}
	w.b.Reset()
	w.linked, w.breaks = 0, 0
}

// row writes a table's row as one line, its cells divided by bars.
func (w *writer) row(tr *html.Node) {
	var cells []string
	linked := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		if s := content(c); s != "" {
			cells = append(cells, s)
		}
		walk(c, func(n *html.Node) bool {
			if n.DataAtom == atom.A {
				linked += words(content(n))
				return false
			}
			return true
		})
	}
	if len(cells) == 0 {
		return
	}
	s := strings.Join(cells, " | ")
	k := row
	if len(cells) == 1 {
		k = plain
	}
	w.out = append(w.out, paragraph{text: s, kind: k, words: words(s), linked: linked, node: tr})
}

// flat says that a row is one of a table of facts: short cells of text, no paragraphs in them, and no table around it but one. Tables
// were long used to place the parts of a page, and those are read as what they hold.
func flat(tr *html.Node) bool {
	cells := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		cells++
		ok, size := true, 0
		walk(c, func(n *html.Node) bool {
			switch {
			case n.Type == html.TextNode:
				size += len(strings.TrimSpace(n.Data))
			case n.DataAtom == atom.Table, heading(n) > 0, n.DataAtom == atom.Br && size > 0:
				ok = false
			case n.DataAtom == atom.P && n.PrevSibling != nil && n.NextSibling != nil:
				ok = false
			}
			ok = ok && size < 200
			return ok
		})
		if !ok {
			return false
		}
	}
	return cells > 1
}
