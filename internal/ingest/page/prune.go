package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Names that publishers and their systems give to the parts of a page: whole parts of a class or an id, between hyphens.
var (
	commentName = part(`comments?`, `disqus(?:_thread)?`, `respond`, `replies`, `reactions`, `talkback`)
	noiseName   = part(`share`, `sharing`, `sharedaddy`, `shares`, `social`, `socials`, `related`, `recommend(?:ed|ations?)?`, `newsletters?`, `subscribe`, `subscription`,
		`signup`, `promos?`, `promotion`, `advert(?:s|isement|ising)?`, `ads?`, `sponsor(?:ed)?`, `outbrain`, `taboola`, `sidebar`, `breadcrumbs?`, `crumbs?`, `nav(?:bar|box|igation)?`,
		`menu`, `footer`, `cookies?`, `consent`, `gdpr`, `cmp`, `paywall`, `popup`, `modal`, `overlay`, `trending`, `popular`, `tags?`, `taglist`, `tag_list`,
		`pagination`, `pager`, `toc`, `pull(?:ed|quote)?`, `skip`, `editsection`, `mw-editsection`, `references`, `reflist`, `attachments?`, `postprofile`, `infobox`,
		`most_?(?:read|viewed|popular)`, `read_?(?:more|next|also)`, `also_?read`, `more_?(?:stories|news)`, `next_?(?:article|story|up)`, `up_?next`,
		`author_?(?:bio|box|card|info)`, `donat(?:e|ion)`, `banner`, `tools`, `toolbar`, `siteSub`, `jump`)
	noisePair = regexp.MustCompile(`(?:^|[-_])(?:most[-_](?:read|viewed|popular)|read[-_](?:more|next|also)|also[-_]read|more[-_](?:stories|news|on)|next[-_](?:article|story|up)|up[-_]next|` +
		`author[-_](?:bio|box|card|info)|about[-_]author|post[-_]footer|entry[-_]footer|visually[-_]hidden|screen[-_]reader[-_]text|sr[-_]only)(?:$|[-_])`)
	widgetName  = regexp.MustCompile(`^(?:widget|widget-area|widget_.*|.*-widget)$`)
	captionName = regexp.MustCompile(`(?:^|[-_])(?:caption|captions|figcaption|photo-credit|wp-caption-text)(?:$|[-_](?:text|content)$)`)
)

// part makes an expression for whole parts of a name.
func part(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[-_])(?:` + strings.Join(alternatives, "|") + `)(?:$|[-_])`)
}

var hiddenStyle = regexp.MustCompile(`(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$))`)

// footnote reads the number of a note.
var footnote = regexp.MustCompile(`^\[[\w ]{1,6}\]$`)

// hidden says that a reader of the page does not see the element.
func hidden(n *html.Node) bool {
	if has(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return true
	}
	return hiddenStyle.MatchString(attr(n, "style"))
}

// noiseHeading reads headings over what is no part of a report.
var noiseHeading = regexp.MustCompile(`(?i)^(?:share(?: this| on|$)|related\b|more (?:on|from|in|news|stories|about)\b|most (?:read|viewed|popular)|read (?:more|next|also)\b|also read|see also|` +
	`recommended|you (?:may|might)(?: also)? (?:like|be interested)|trending|latest (?:news|stories|reports|headlines)|other (?:headlines|news|stories)|top stories|recent posts|` +
	`\d* ?comments?\b|leave a (?:reply|comment)|\d+ thoughts? on|subscribe|sign up|newsletter|references|external links|notes$|contents$|attachments?$|tags$|` +
	`follow us|advertisement|sponsored|next gallery|support (?:our|us)|about the author|blog archive|don['’]t miss|what to read next|popular (?:now|posts))`)

// prune takes out of the tree what is no part of the report: what is hidden, menus, comments, boxes, lists of links, other articles.
// Nothing is taken that would leave the page without running text.
func prune(root *html.Node, title string) {
	weights := weigh(root)
	left := weights[root].plain()
	const least = 12 // words that must be left
	take := func(n *html.Node) bool {
		w := weights[n].plain()
		if left-w < least && w > 0 {
			return false
		}
		left -= w
		remove(n)
		return true
	}
	first := firstArticle(root, title)
	around := map[*html.Node]bool{} // first and what it lies in
	for p := first; p != nil; p = p.Parent {
		around[p] = true
	}
	passed := false
	walk(root, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return n.Type == html.DocumentNode
		}
		w := weights[n]
		passed = passed || n == first
		switch {
		case n.DataAtom == atom.Head:
			return false
		case n.DataAtom == atom.Html, n.DataAtom == atom.Body:
			return true
		case hidden(n), n.DataAtom == atom.Sup && shorter(n, 12) && footnote.MatchString(content(n)):
			remove(n)
			left -= w.plain()
			return false
		case around[n] || attr(n, "itemprop") == "articleBody":
			return true
		}
		switch {
		case n.DataAtom == atom.Nav, n.DataAtom == atom.Footer, n.DataAtom == atom.Menu, roles[attr(n, "role")], strings.HasPrefix(n.Data, "amp-") && n.Data != "amp-img":
			return !take(n)
		case n.DataAtom == atom.Header && above(n, atom.Article) == nil && above(n, atom.Main) == nil && !holdsHeading(n):
			return !take(n)
		case n.DataAtom == atom.Article && passed && above(n, atom.Article) == nil && titled(n):
			return !take(n)
		case named(n, commentName):
			return !take(n)
		case w.plain()*2 > left && w.sentences > 2:
			return true // what holds most of the text is no box beside it, however it is called
		case named(n, noiseName), named(n, noisePair), named(n, widgetName):
			return !take(n)
		case n.DataAtom == atom.Aside && (w.linked*3 > w.words || w.sentences == 0):
			return !take(n)
		case lists[n.DataAtom] && w.links > 1 && w.linked*10 > w.words*6 && w.sentences < 2:
			return !take(n)
		case heading(n) == 0 && len(n.Data) > 1 && startsNoise(n) && w.plain()*3 < left:
			return !take(n)
		}
		return true
	})
}

var (
	roles = map[string]bool{"navigation": true, "banner": true, "contentinfo": true, "complementary": true, "dialog": true, "alertdialog": true, "search": true, "menu": true, "menubar": true}
	lists = set(atom.Ul, atom.Ol, atom.Div, atom.Section, atom.Table, atom.Td, atom.Dl, atom.Center, atom.P)
)

// startsNoise says that a box opens with a heading over what is no part of the report.
func startsNoise(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section && n.DataAtom != atom.Aside && n.DataAtom != atom.Ul && n.DataAtom != atom.Td {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if c.Type != html.ElementNode || !shorter(c, 120) {
			return false
		}
		s := content(c)
		if s == "" {
			continue
		}
		return (heading(c) > 0 || words(s) < 6) && noiseHeading.MatchString(s) && !strings.HasSuffix(s, ".")
	}
	return false
}

// firstArticle is the article element that the page is about: the one with the title in it, else the first with running text; nil
// where there is none.
func firstArticle(root *html.Node, title string) *html.Node {
	var found *html.Node
	walk(root, func(n *html.Node) bool {
		if found != nil {
			return false
		}
		if n.DataAtom != atom.Article {
			return true
		}
		walk(n, func(c *html.Node) bool {
			if heading(c) > 0 && same(content(c), title) {
				found = n
			}
			return found == nil
		})
		return found == nil
	})
	if found == nil {
		walk(root, func(n *html.Node) bool {
			if found == nil && n.DataAtom == atom.Article && !shorter(n, 200) {
				found = n
			}
			return found == nil
		})
	}
	return found
}

// titled says that an article has a headline of its own.
func titled(n *html.Node) bool {
	found := false
	walk(n, func(c *html.Node) bool {
		found = found || heading(c) > 0 && heading(c) < 4
		return !found
	})
	return found
}

// above is the innermost element of that kind around n, nil for none.
func above(n *html.Node, a atom.Atom) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == a {
			return p
		}
	}
	return nil
}

// holdsHeading says that a headline with its lead stands below n.
func holdsHeading(n *html.Node) bool {
	found := false
	walk(n, func(c *html.Node) bool {
		if c.DataAtom == atom.H1 && above(c, atom.A) == nil {
			walk(c, func(a *html.Node) bool {
				if a.DataAtom == atom.A {
					found = false
					return false
				}
				found = true
				return true
			})
		}
		return !found
	})
	return found
}
