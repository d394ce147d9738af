package page

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of what is read of a page. News pages have about 3,000 tags, and the longest seen had 40,000.
const (
	maxTags  = 200_000 // tags
	maxTag   = 32 << 10
	maxKept  = 6 << 20 // bytes of markup and text that are parsed
	maxLD    = 2 << 20 // bytes of one JSON-LD script
	maxDepth = 400     // elements inside one another that are kept; the parser gives up at 512
)

// slimmed is a page without what holds none of its text.
type slimmed struct {
	html string
	ld   []string // the JSON-LD scripts
	cut  bool     // the page was longer than what is read
	deep bool     // it was nested deeper than maxDepth, and its markup was flattened
}

// slim reads a page's tokens, without building anything, and leaves out what holds no text: comments, scripts, styles, drawings,
// templates. So a page is bounded before it is parsed: in tags, in the length of each, and in the ways in which parsing costs more than
// its length. Elements that only dress text (b, i, font …) become span, because HTML has the parser open those again in each paragraph
// after one in which they were not closed, which costs the square of the page.
func slim(page string) slimmed {
	var out slimmed
	var b bytes.Buffer
	z := html.NewTokenizer(strings.NewReader(page))
	skip, skipped := atom.Atom(0), 0 // the element whose content is left out, and how many of it are open
	tags, depth := 0, 0
	for {
		t := z.Next()
		if t == html.ErrorToken {
			break
		}
		if tags >= maxTags || b.Len() >= maxKept {
			out.cut = true
			break
		}
		raw := z.Raw()
		switch t {
		case html.TextToken:
			if skip == 0 {
				if room := maxKept - b.Len(); len(raw) > room {
					raw, out.cut = raw[:room], true
				}
				b.Write(raw)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name := tagName(raw[1:])
			a := atom.Lookup(name)
			if skip != 0 {
				if a == skip && t == html.StartTagToken {
					skipped++
				}
				continue
			}
			if a == atom.Script {
				if ld := script(z, raw, t); ld != "" {
					out.ld = append(out.ld, ld)
				}
				continue
			}
			if leftOut[a] {
				if t == html.StartTagToken {
					skip, skipped = a, 1
				}
				continue
			}
			if dropped[a] {
				continue
			}
			tags++
			if t == html.StartTagToken && !void[a] {
				depth++
			}
			if depth > maxDepth {
				out.deep = true
			}
			rest := raw[1+len(name):]
			if len(raw) > maxTag {
				rest = []byte(">")
			}
			b.WriteByte('<')
			if dress[a] {
				b.WriteString("span")
			} else {
				b.Write(name)
			}
			b.Write(rest)
		case html.EndTagToken:
			name := tagName(raw[2:])
			a := atom.Lookup(name)
			if skip != 0 {
				if a == skip {
					if skipped--; skipped == 0 {
						skip = 0
					}
				}
				continue
			}
			if leftOut[a] || dropped[a] || a == atom.Script {
				continue
			}
			tags++
			if depth > 0 {
				depth--
			}
			b.WriteString("</")
			if dress[a] {
				b.WriteString("span")
			} else {
				b.Write(name)
			}
			b.WriteByte('>')
		}
	}
	out.html = b.String()
	return out
}

// script reads over the content of a script whose tag, raw, the tokenizer has just read; it is given back where it is JSON-LD.
func script(z *html.Tokenizer, raw []byte, t html.TokenType) string {
	if t != html.StartTagToken {
		return ""
	}
	ld := bytes.Contains(bytes.ToLower(raw[:min(len(raw), 400)]), []byte("ld+json"))
	for {
		switch z.Next() {
		case html.TextToken:
			if ld && len(z.Raw()) <= maxLD {
				return string(z.Raw())
			}
		default: // its end tag, or the end of the page
			return ""
		}
	}
}

// tagName is the name of a tag in lower case; b starts with it.
func tagName(b []byte) []byte {
	n := bytes.IndexAny(b, " \t\r\n\f/>")
	if n < 0 {
		n = len(b)
	}
	return bytes.ToLower(b[:min(n, 64)])
}

// leftOut are the elements that go with all they hold, dropped those that go and leave it (frames hold the page in noframes).
var (
	leftOut = set(atom.Style, atom.Svg, atom.Math, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Applet, atom.Canvas,
		atom.Audio, atom.Video, atom.Select, atom.Textarea, atom.Button, atom.Datalist, atom.Map, atom.Noembed, atom.Dialog)
	dropped = set(atom.Frameset, atom.Frame, atom.Noframes, atom.Plaintext, atom.Xmp, atom.Listing, atom.Marquee, atom.Form, atom.Input,
		atom.Embed, atom.Source, atom.Track, atom.Param, atom.Area)
	dress = set(atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U)
	void  = set(atom.Area, atom.Base, atom.Br, atom.Col, atom.Hr, atom.Img, atom.Link, atom.Meta, atom.Wbr, atom.P, atom.Li, atom.Td, atom.Tr, atom.Th,
		atom.Dt, atom.Dd, atom.Option, atom.Body, atom.Html, atom.Head)
)

func set(as ...atom.Atom) map[atom.Atom]bool {
	m := map[atom.Atom]bool{}
	for _, a := range as {
		if a != 0 {
			m[a] = true
		}
	}
	return m
}

// flatten writes a page that is nested too deep as paragraphs and nothing else: each tag of a block is a break, every other tag is gone.
// Meta and title elements stay.
func flatten(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		t := z.Next()
		switch t {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Raw())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := z.Raw()
			switch a := atom.Lookup(tagName(bytes.TrimLeft(raw, "</"))); {
			case a == atom.Meta || a == atom.Link || a == atom.Title || a == atom.H1 || a == atom.Time:
				b.Write(raw)
			case block[a] && b.Len() > 0 && !strings.HasSuffix(b.String()[max(0, b.Len()-3):], "<p>"):
				b.WriteString("<p>")
			}
		}
	}
}
