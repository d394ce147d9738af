package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// topOf are the lines between a page's title and its first running text, where bylines and dates stand; the lines right above the title
// where they are named as dates. all are the paragraphs of the whole page.
func topOf(all []paragraph, title string) []paragraph {
	const most = 12
	for i, p := range all {
		if !same(firstLine(p.text), title) {
			continue
		}
		var top []paragraph
		for j := max(0, i-3); j < i; j++ {
			if all[j].node != nil && named(all[j].node, dateName) && !named(all[j].node, clockName) {
				top = append(top, all[j])
			}
		}
		if _, rest, ok := strings.Cut(p.text, "\n"); ok {
			top = append(top, paragraph{text: rest, words: words(rest), node: p.node})
		}
		for _, q := range all[i+1 : min(len(all), i+1+most)] {
			if q.words > 25 || q.words > 14 && strings.HasSuffix(q.text, ".") {
				break
			}
			top = append(top, q)
		}
		return top
	}
	return nil
}

var (
	dateName  = regexp.MustCompile(`(?:^|[-_])(?:date|pubdate|published|posted|timestamp|time)(?:$|[-_])`)
	clockName = regexp.MustCompile(`(?:^|[-_])(?:today|clock|current|now)(?:$|[-_])`)
)

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// noiseLine reads whole lines that belong to the page.
var noiseLine = regexp.MustCompile(`(?i)^(?:advertisements?|share|tweet|print|e-?mail|edit|reply|quote|report|log ?in|sign (?:in|up)|skip to .*|back to (?:top|contents).*|loading.*|close window|read more|more|source|previous|next|` +
	`listen(?: live)?|\[?edit\]?|click (?:here|to) .*|view (?:all|more|comments).*|find this article at.*|\(?c\)? ?(?:19|20)\d\d.*|(?:copyright|©).*|all rights reserved.*|all times are .*|powered by .*|` +
	`(?:\d+|an?) (?:sec|second|min|minute|hour|hr|day|week|month)s? ago|press release(?: no\.? .{1,20})?|share (?:this|to|on)\b.*|filed under.*|posted in .*|tagged .*|.*\bbest viewed (?:in|at|with|on)\b.*|.*\bnot responsible for the content of (?:external|other)\b.*|(?:last |first )?(?:published|updated|posted)(?: on| at)?:?|download .*\((?:pdf|docx?|xlsx?)\b.*)$`)

// report gives the paragraphs of the report among those below the element that holds it: what stands above the title goes, and bylines
// and dates under it, links to elsewhere, and the page's own lines.
func report(found []paragraph, title, site string, top []paragraph) []paragraph {
	start := 0
	for i, p := range found {
		if same(p.text, title) || same(firstLine(p.text), title) && title != "" {
			start = i
			break
		}
	}
	head := map[string]bool{}
	for _, p := range top {
		if p.kind != row && p.kind != item && dated(p.text) {
			head[p.text] = true
		}
	}
	var out []paragraph
	for i, p := range found[start:] {
		if title != "" && same(p.text, title) {
			continue
		}
		if line, rest, several := strings.Cut(p.text, "\n"); several && i == 0 && same(line, title) {
			p.text, p.words = rest, words(rest)
			head[rest] = dated(rest)
		}
		p.text = withoutNoise(p.text)
		p.words = min(p.words, words(p.text))
		switch {
		case p.words == 0, head[p.text], same(p.text, site), postedRe.MatchString(p.text) && p.words < 14, p.linked*10 > p.words*7 && p.words < 30 && !p.sentence():
			continue
		case noiseHeading.MatchString(p.text) && (p.kind == headed || p.words < 6 || p.linked*2 > p.words):
			continue
		}
		out = append(out, p)
	}
	// Headings over nothing, and labels and notices at the end.
	for len(out) > 0 {
		p := out[len(out)-1]
		if p.kind != headed && (p.kind == item || p.kind == row || p.kind == caption || p.words >= 6 || p.sentence()) && !contact.MatchString(p.text) {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// withoutNoise takes the page's own lines out of a paragraph.
func withoutNoise(s string) string {
	if !strings.Contains(s, "\n") {
		if noiseLine.MatchString(s) {
			return ""
		}
		return s
	}
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if !noiseLine.MatchString(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// postedRe reads who posted a message of a thread and when, and contact whom to call.
var (
	postedRe = regexp.MustCompile(`(?i)^(?:posted |written )?by .{2,60}\b(?:19|20)\d\d\b`)
	contact  = regexp.MustCompile(`(?i)\b(?:tel|phone|fax)[.:]* ?[\d+(]|\be-?mail: |\S@\S+\.[a-z]`)
)

// leads are the paragraphs between the title and those found, where a lead may stand outside the columns: what is named so, and what is
// long enough to be one and is no byline.
func leads(all, found []paragraph, title string) []paragraph {
	if len(found) == 0 || title == "" {
		return nil
	}
	at, end := -1, -1
	for i, p := range all {
		if at < 0 && same(firstLine(p.text), title) {
			at = i
		}
		if p.node == found[0].node && p.text == found[0].text {
			end = i
			break
		}
	}
	if at < 0 || end < 0 || end-at > 12 {
		return nil
	}
	var out []paragraph
	for _, p := range all[at+1 : max(end, at+1)] {
		lead := p.words >= 8
		for n, up := p.node, 0; n != nil && up < 3 && !lead; n, up = n.Parent, up+1 {
			lead = p.words > 2 && named(n, leadName)
		}
		if lead && p.linked*3 < p.words && !dated(p.text) && p.kind != item && p.kind != row && p.kind != caption {
			out = append(out, p)
		}
	}
	return out
}

var leadName = regexp.MustCompile(`(?:^|[-_])(?:lead|lede|standfirst|sub-?title|sub-?head(?:ing|line)?|dek|deck|intro|summary|sapo|excerpt|chapeau|description)(?:$|[-_])`)

// sentence says that the paragraph ends as sentences do and has no link for it all.
func (p *paragraph) sentence() bool {
	s := strings.TrimRight(p.text, `"”’')] `)
	r, _ := utf8.DecodeLastRuneInString(s)
	return p.linked < p.words && (r == '.' || r == '!' || r == '?')
}

// dated says that a line near the title has nothing to say but who wrote and when.
func dated(s string) bool {
	if words(s) > 30 {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		d := day(line)
		rest := line
		if !d.day.IsZero() {
			rest = line[:d.start] + " " + line[d.end:]
		}
		switch {
		case !d.day.IsZero() && words(rest) < 12 && !strings.HasSuffix(strings.TrimSpace(line), "."):
		case byLine.MatchString(line) && words(line) < 10:
		case clockLine.MatchString(line):
		default:
			return false
		}
	}
	return true
}

var (
	byLine    = regexp.MustCompile(`^(?i:(?:posted |written |reported )?by)[: ] *(\p{Lu}[^|•·0-9]{1,80})`)
	clockLine = regexp.MustCompile(`(?i)^(?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?$`)
)

// listing says that the paragraphs are a list of headlines that lead elsewhere.
func listing(ps []paragraph) bool {
	heads, links, prose := 0, 0, 0
	for _, p := range ps {
		switch all := p.words > 2 && p.linked*10 >= p.words*8; {
		case all && p.kind == headed:
			heads++
		case all:
			links++
		case p.prose():
			prose++
		}
	}
	return heads > 3 && prose <= 2*heads || heads+links > 5 && prose < (heads+links)/2
}

// count is the number of words of all paragraphs.
func count(ps []paragraph) int {
	n := 0
	for _, p := range ps {
		n += p.words
	}
	return n
}

// readable says that there is a report in the paragraphs: at least one line of prose.
func readable(ps []paragraph) bool {
	for _, p := range ps {
		if p.prose() && p.words-p.linked >= 8 {
			return true
		}
	}
	return false
}

// fromLD reads the body that JSON-LD gives, which is plain text or, against the rule, HTML.
func fromLD(s, title string) []paragraph {
	if s == "" {
		return nil
	}
	if strings.Contains(s, "</") || strings.Contains(s, "<br") {
		if root, err := html.Parse(strings.NewReader(slim(s).html)); err == nil {
			return report(paragraphs(root), title, "", nil)
		}
	}
	var out []paragraph
	for line := range strings.SplitSeq(s, "\n") {
		if line = fold(line); line != "" && !same(line, title) {
			out = append(out, paragraph{text: line, words: words(line)})
		}
	}
	return out
}

var bylineName = regexp.MustCompile(`(?:^|[-_])(?:byline|by|author|authors|post-author|writer|reporter)(?:$|[-_](?:name|names)$)|^fn$|^url fn n$`)

// author is who wrote the report: by metadata, by elements named for it, by a line under the title.
func (f *facts) author(top []paragraph, site string) string {
	for _, v := range []string{f.ld.author, f.prop("author.name"), strings.Join(f.props["author"], " and "), f.meta(authorMetas)} {
		if a := person(v, site); a != "" {
			return a
		}
	}
	for _, p := range top {
		for line := range strings.SplitSeq(p.text, "\n") {
			if m := byLine.FindStringSubmatch(line); m != nil {
				if a := person(m[1], site); a != "" {
					return a
				}
			}
		}
	}
	for _, v := range f.bylines {
		if a := person(v, site); a != "" {
			return a
		}
	}
	for _, p := range top {
		for line := range strings.SplitSeq(p.text, "\n") {
			if d := day(line); !d.day.IsZero() && d.start > 0 {
				if a := strings.Trim(line[:d.start], " ,|•·–—-"); fullName.MatchString(a) && words(a) < 6 {
					if a = person(a, site); a != "" {
						return a
					}
				}
			}
		}
	}
	return ""
}

var fullName = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}.'’-]+(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|and|de|van|von|al|bin|der|el|la|&)){1,5}$`)

var (
	byWord  = regexp.MustCompile(`(?i)^(?:posted |written |reported )?by[: ]`)
	weekday = regexp.MustCompile(`(?i)[ ,]+(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,?$`)
)

// nobody are words for authors that name nobody.
var nobody = map[string]bool{"admin": true, "administrator": true, "webmaster": true, "editor": true, "staff": true, "news desk": true, "newsroom": true, "web desk": true, "editorial": true,
	"staff writer": true, "staff reporter": true, "unknown": true, "anonymous": true, "author": true, "guest": true, "root": true, "super user": true}

// person cleans the name of an author; "" where it is no name.
func person(s, site string) string {
	s = fold(s)
	for _, cut := range []string{"|", "•", "·", " - ", " – ", " — ", ", updated", ", published"} {
		if i := strings.Index(strings.ToLower(s), cut); i > 0 {
			s = s[:i]
		}
	}
	s = strings.TrimSpace(byWord.ReplaceAllString(s, ""))
	if d := day(s); !d.day.IsZero() {
		s = s[:d.start]
	}
	for _, cut := range []string{" » ", " at ", " on "} {
		if i := strings.Index(s, cut); i > 0 {
			s = s[:i]
		}
	}
	s = strings.Trim(weekday.ReplaceAllString(fold(s), ""), " ,;:-–—")
	low := strings.ToLower(s)
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case s == "", len(s) > 120, words(s) > 14, nobody[low], strings.Contains(s, "://"), strings.Contains(s, "@"), strings.HasPrefix(low, "www."), same(s, site), strings.ContainsAny(s, "<>{}"):
		return ""
	case !unicode.IsLetter(r) || unicode.Is(unicode.Latin, r) && !unicode.IsUpper(r) && !strings.Contains(s, " "):
		return ""
	}
	return s
}
