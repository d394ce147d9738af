package ingest

import (
	"html"
	"regexp"
	"strings"

	"sitrep"
)

// markdown gives a report in Markdown (CommonMark, with the tables and notes that are common beside it): front matter is read for what it
// says of the report, and the marks that would stand inside sentences are taken out of the text.
func (w *walker) markdown(p *piece) error {
	b, err := w.whole(p, w.Limits.Record)
	if err != nil {
		w.refuse(p.from, err)
		return nil
	}
	s, enc := decode(b, charsetOf(p.media))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	front, body := frontMatter(s)
	it := Item{From: p.from, Received: b, Media: "text/markdown"}
	if enc != "utf-8" {
		it.note("encoding", "not valid UTF-8; read as %s", enc)
	}
	r := matter(front)
	// front matter has its usual names whatever the fields of tables are called
	plain := &walker{}
	from := func(key string) string { v, _ := plain.value(r, key); return v }
	title := from("title")
	it.Text = []byte(compose(title, unmarkdown(body)))
	if len(it.Text) == 0 {
		w.refuse(p.from, errEmpty)
		return nil
	}
	if s := from("published"); s != "" {
		day, why := Day(s)
		if it.Published = day; why != "" {
			it.note("date", "%q %s; the report's day is unknown", short(s), why)
		}
	}
	it.Modified = moment(from("modified"))
	it.setURL(from("url"))
	if it.URL == "" {
		it.setURL(p.url)
	}
	it.Author, it.Publisher = sitrep.Known(byline(from("author"))), sitrep.Known(oneLine(hostOf(from("publisher"))))
	it.setLanguage(from("language"))
	return w.give(p, it)
}

// matter is front matter as a row: by folded name.
type matter map[string]string

func (m matter) at(name string) (string, bool)    { return m.usual(fold(name)) }
func (m matter) usual(name string) (string, bool) { v, ok := m[name]; return v, ok }
func (m matter) names() []string                  { return nil }

// frontMatter divides a file into its front matter and the rest: lines "key: value" (YAML) between lines "---", or "key = value" (TOML)
// between "+++". Of YAML, plain values, quoted ones and lists are read; what is nested is passed over.
func frontMatter(s string) (map[string]string, string) {
	line, rest, _ := strings.Cut(s, "\n")
	mark := strings.TrimSpace(line)
	if mark != "---" && mark != "+++" {
		return nil, s
	}
	between := map[string]string{"---": ":", "+++": "="}[mark]
	front := map[string]string{}
	last := ""
	for line := range strings.Lines(rest) {
		rest = rest[len(line):]
		line = strings.TrimRight(line, " \t\n")
		if line == mark || mark == "---" && line == "..." {
			return front, rest
		}
		if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok && last != "" {
			if front[last] != "" {
				front[last] += "; "
			}
			front[last] += unquote(item)
			continue
		}
		key, value, ok := strings.Cut(line, between)
		if last = ""; !ok || key == "" || key[0] == ' ' || key[0] == '#' {
			continue
		}
		last = fold(strings.TrimSpace(key))
		value = strings.TrimSpace(value)
		if list, ok := strings.CutPrefix(value, "["); ok {
			var items []string
			for _, item := range strings.Split(strings.TrimSuffix(list, "]"), ",") {
				items = append(items, unquote(item))
			}
			value = strings.Join(items, "; ")
		}
		front[last] = unquote(value)
	}
	// no end: not front matter
	return nil, s
}

// unquote is a value of front matter without its quotes.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	}
	return s
}

var (
	mdGap       = regexp.MustCompile(`\n{3,}`)
	mdComment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	mdRule      = regexp.MustCompile(`^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,}|=+ *|-{2,} *)$`)
	mdDefine    = regexp.MustCompile(`^ {0,3}\[[^\]^][^\]]*\]: *\S+`)
	mdTableRule = regexp.MustCompile(`^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$`)
	mdFence     = regexp.MustCompile("^ {0,3}(?:```|~~~)")
	mdLead      = regexp.MustCompile(`^(?:\s*(?:>|[-*+] |#{1,6} |\d{1,3}[.)] ))+\s*|^ {0,3}\[\^[^\]]+\]: *`)
	mdHeading   = regexp.MustCompile(`^ {0,3}#{1,6} `)
	mdImage     = regexp.MustCompile(`!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])`)
	mdLink      = regexp.MustCompile(`\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])`)
	mdNote      = regexp.MustCompile(`\[\^[^\]]+\]`)
	mdAuto      = regexp.MustCompile(`<((?:https?|mailto):[^<>\s]+)>`)
	mdTag       = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	mdStrong    = regexp.MustCompile(`(\*\*|__|~~)(\S(?:[^\n]*?\S)?)(\*\*|__|~~)`)
	mdEmphasis  = regexp.MustCompile(`\*(\S(?:[^*\n]*\S)?)\*`)
	mdUnder     = regexp.MustCompile(`(^|[\s(“"'])_(\S(?:[^_\n]*\S)?)_($|[\s).,;:!?”"'])`)
	mdCode      = regexp.MustCompile("`+([^`]+)`+")
	mdEscape    = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!|>~-])")
)

// unmarkdown takes the marks out of a text.
func unmarkdown(s string) string {
	var out strings.Builder
	s = mdComment.ReplaceAllString(s, "")
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\n")
		heading := mdHeading.MatchString(line)
		switch {
		case mdDefine.MatchString(line), mdTableRule.MatchString(line) && strings.Contains(line, "|"), mdFence.MatchString(line):
			continue
		case mdRule.MatchString(line):
			line = ""
		}
		// a numbered paragraph keeps its number, because reports are cited by them
		line = mdLead.ReplaceAllStringFunc(line, func(lead string) string {
			if i := strings.IndexAny(lead, "0123456789"); i >= 0 && !strings.Contains(lead, "[^") {
				return lead[i:]
			}
			return ""
		})
		if strings.HasPrefix(strings.TrimSpace(line), "|") {
			line = strings.Trim(strings.TrimSpace(line), "| ")
		}
		if heading {
			line = strings.TrimRight(strings.TrimRight(strings.TrimRight(line, " "), "#"), " ")
			out.WriteByte('\n')
		}
		out.WriteString(inline(line))
		out.WriteByte('\n')
		if heading {
			out.WriteByte('\n')
		}
	}
	return strings.TrimSpace(mdGap.ReplaceAllString(out.String(), "\n\n"))
}

// inline takes the marks out of a line.
func inline(s string) string {
	if !strings.ContainsAny(s, "*_[]`<>~\\&!") {
		return s
	}
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdNote.ReplaceAllString(s, "")
	s = mdAuto.ReplaceAllString(s, "$1")
	s = mdTag.ReplaceAllString(s, "")
	s = mdCode.ReplaceAllString(s, "$1")
	s = mdStrong.ReplaceAllString(s, "$2")
	s = mdEmphasis.ReplaceAllString(s, "$1")
	s = mdUnder.ReplaceAllString(s, "$1$2$3")
	s = mdEscape.ReplaceAllString(s, "$1")
	return html.UnescapeString(s)
}
