package ingest

import (
	"bytes"
	"html"
	"io"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// decodeHTML turns a page into UTF-8 by its byte order mark, declared charset, meta tags or letters.
func decodeHTML(b []byte, media string) string {
	_, name, sure := charset.DetermineEncoding(b, media)
	if !sure {
		name = ""
	}
	s, _ := decode(b, name)
	return s
}

// markupRe finds what makes a text HTML rather than text with a "<" in it.
var markupRe = regexp.MustCompile(`(?i)<(?:p|br|div|span|a|b|i|em|strong|ul|li|h[1-6]|table|blockquote|html|img|figure)(?:\s[^<>]*)?/?>`)

// unmarked is a field's text without the markup that it may hold.
func unmarked(s string) string {
	switch {
	case markupRe.MatchString(s):
		return htmlText(s)
	case strings.Contains(s, "&"):
		return html.UnescapeString(s)
	}
	return s
}

// skipped elements hold no words of the report.
var skipped = map[string]bool{"script": true, "style": true, "template": true, "noscript": true, "svg": true, "select": true, "textarea": true, "iframe": true, "object": true}

// breaking elements begin and end a paragraph.
var breaking = map[string]bool{
	"p": true, "div": true, "article": true, "section": true, "main": true, "header": true, "footer": true, "aside": true, "nav": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "ul": true, "ol": true, "dl": true, "table": true, "blockquote": true, "pre": true, "figure": true, "figcaption": true,
	"title": true, "form": true, "hr": true, "body": true, "head": true,
}

// maxHTMLText is how much text is taken out of a piece of HTML, in bytes: somewhat more than Limits.Record is, which cuts it.
const maxHTMLText = 17 << 20

// htmlText is the text between the tags of a piece of HTML, a blank line between paragraphs, list items and table rows a line each. It
// builds no tree, so that depth costs nothing.
func htmlText(s string) string {
	z := xhtml.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(16 << 20)
	var out bytes.Buffer
	skip, pending := "", 0 // element being skipped; line ends that stand before the next word
	space := false
	for out.Len() <= maxHTMLText {
		token := z.Next()
		switch token {
		case xhtml.ErrorToken:
			if z.Err() != io.EOF && out.Len() == 0 {
				return ""
			}
			return out.String()
		case xhtml.TextToken:
			if skip != "" {
				continue
			}
			text := html.UnescapeString(string(z.Raw()))
			for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }) {
				lead := strings.HasPrefix(text, word)
				text = text[strings.Index(text, word)+len(word):]
				switch {
				case out.Len() == 0:
				case pending > 0:
					out.WriteString(strings.Repeat("\n", min(pending, 2)))
				case space || !lead:
					out.WriteByte(' ')
				}
				out.WriteString(word)
				pending, space = 0, false
			}
			space = space || text != ""
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			tag, _ := z.TagName()
			switch name := string(tag); {
			case skip != "":
			case skipped[name]:
				if token == xhtml.StartTagToken || name == "script" || name == "style" {
					skip = name
				}
			case breaking[name]:
				pending = max(pending, 2)
			case name == "br", name == "li", name == "tr", name == "dt", name == "dd":
				pending++
			case name == "td", name == "th":
				space = true
			}
		case xhtml.EndTagToken:
			tag, _ := z.TagName()
			switch name := string(tag); {
			case skip != "":
				if name == skip {
					skip = ""
				}
			case breaking[name]:
				pending = max(pending, 2)
			case name == "tr", name == "li":
				pending = max(pending, 1)
			case name == "td", name == "th":
				space = true
			}
		}
	}
	return out.String()
}
