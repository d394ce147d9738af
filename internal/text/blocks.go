package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// paragraph is a run of the text without its line ends: 0-based byte offsets, half-open.
type paragraph struct {
	start, end int
	kind       sitrep.BlockKind // boilerplate or caption where it was cut out as such, else ""
}

// blocks cuts the text into paragraphs and says what each is.
func (d *Doc) blocks() {
	var paras []paragraph
	for i := 0; i < len(d.Text); {
		end := strings.Index(d.Text[i:], "\n\n")
		if end < 0 {
			end = len(d.Text) - i
		}
		paras = append(paras, d.split(i, i+end)...)
		i += end
		for i < len(d.Text) && d.Text[i] == '\n' {
			i++
		}
	}
	talk := len(speakerRe.FindAllStringIndex(d.Text, 2)) > 1
	title, body := "", false
	for n := 0; n < len(paras); n++ {
		p := paras[n]
		s := d.Text[p.start:p.end]
		kind, repeats := sitrep.Body, false
		switch {
		case p.kind != "":
			kind = p.kind
		case title != "" && repeated(s, title):
			kind, repeats = sitrep.Title, true
		case title == "" && !body && n+1 < len(paras) && (d.headline(s, paras[n+1:]) || cutShort(s, d.Text[paras[n+1].start:paras[n+1].end])):
			kind, title = sitrep.Title, s
		default:
			// a headline that only a line break divides from what stands under it
			if cut := d.headlineAbove(p, title, !body); cut > 0 {
				rest := paragraph{p.start + cut + 1, p.end, ""}
				p.end = p.start + cut
				s = d.Text[p.start:p.end]
				if kind = sitrep.Title; title != "" {
					repeats = true
				} else {
					title = s
				}
				paras[n] = rest
				n--
			}
		}
		if kind == sitrep.Body {
			if end, next := dateline(s, !body && !talk, d.Upper); next > 0 && next < len(s) {
				d.Blocks = append(d.Blocks, sitrep.Block{Kind: sitrep.Dateline, Span: sitrep.Span{Start: p.start, End: p.start + end}})
				p.start += next
			}
			body = true
		}
		d.Blocks = append(d.Blocks, sitrep.Block{Kind: kind, Span: sitrep.Span{Start: p.start, End: p.end}, Repeats: repeats})
	}
}

// speakerRe reads who speaks in a transcript.
var speakerRe = regexp.MustCompile(`(?m)^\p{Lu}[\p{Lu}\p{M}'’. ]{0,40}: `)

// split cuts a paragraph where a line of it is boilerplate or a caption.
func (d *Doc) split(start, end int) []paragraph {
	var out []paragraph
	from := start
	for i := start; i < end; {
		stop := d.lineEnd(i, end)
		kind := d.matter(d.Text[i:stop])
		// inside running text, a line that goes on in small letters belongs to it
		if r, _ := utf8.DecodeRuneInString(d.Text[i:stop]); i > start && unicode.IsLower(r) {
			kind = ""
		}
		if kind == "" {
			i = stop + 1
			continue
		}
		for stop < end && d.goesOn(i, stop, end) {
			stop = d.lineEnd(stop+1, end)
		}
		if from < i {
			out = append(out, paragraph{from, i - 1, ""})
		}
		out = append(out, paragraph{i, stop, kind})
		i = stop + 1
		from = i
	}
	if from < end {
		p := paragraph{from, end, ""}
		if from == start {
			p.kind = d.matter(d.Text[start:end]) // a caption whose credit stands in its last line
		}
		out = append(out, p)
	}
	return out
}

// matter says whether s is boilerplate or a caption, "" for neither.
func (d *Doc) matter(s string) sitrep.BlockKind {
	switch {
	case boilerplate(s, d.Upper):
		return sitrep.Boilerplate
	case caption(s):
		return sitrep.Caption
	}
	return ""
}

// lineEnd is the end of the line that starts at i, before end.
func (d *Doc) lineEnd(i, end int) int {
	if n := strings.IndexByte(d.Text[i:end], '\n'); n >= 0 {
		return i + n
	}
	return end
}

// goesOn says that a notice that starts at i and whose line ends at stop was wrapped and goes on in the next line: in small
// letters, in an open bracket, or, where no stop ends it, in the paragraph's last line.
func (d *Doc) goesOn(i, stop, end int) bool {
	whole := d.Text[i:stop]
	line := whole[strings.LastIndexByte(whole, '\n')+1:]
	r, _ := utf8.DecodeRuneInString(d.Text[stop+1 : end])
	switch {
	case len(whole) >= maxBoilerplate || credited(whole):
		return false
	case unicode.IsLower(r), strings.Count(whole, "(") > strings.Count(whole, ")"):
		return true
	}
	return len(line) >= 40 && !strings.ContainsAny(line[len(line)-1:], ".!?)]\"") && d.lineEnd(stop+1, end) == end && end-stop <= len(line)
}

// longestLine is the number of bytes in the longest line of s.
func longestLine(s string) int {
	longest := 0
	for line := range strings.SplitSeq(s, "\n") {
		longest = max(longest, len(line))
	}
	return longest
}

// shortLine says that a line was ended on purpose: the first word of the next would have stood in it, were the text only
// wrapped at the width of its longest line. A quarter of the width is left to ragged wrapping.
func shortLine(line, next string, width int) bool {
	word, _, _ := strings.Cut(next, " ")
	return len(line)+1+len(word) <= width-width/4
}

// headlineAbove is the length of the first line of paragraph p where that line is a headline: the title again, or, before
// any body, a line above a dateline or one that was ended on purpose. It is 0 for none.
func (d *Doc) headlineAbove(p paragraph, title string, open bool) int {
	s := d.Text[p.start:p.end]
	line, rest, several := strings.Cut(s, "\n")
	if !several {
		return 0
	}
	if title != "" {
		if repeated(line, title) {
			return len(line)
		}
		return 0
	}
	next, _, _ := strings.Cut(rest, "\n")
	r, _ := utf8.DecodeRuneInString(line)
	if !open || unicode.IsLower(r) || !d.headline(line, []paragraph{{p.start + len(line) + 1, p.end, ""}}) || itemOf(line) != unmarked {
		return 0
	}
	if _, begins := dateline(rest, true, d.Upper); begins > 0 || same(line, next) ||
		!d.Upper && opensNews(next) && shortLine(line, next, longestLine(s)) && !strings.HasSuffix(line, ",") && itemOf(next) == unmarked {
		return len(line)
	}
	return 0
}

// repeated says that s is the title again, or the title without the name of the site behind it ("… | Daily Herald").
func repeated(s, title string) bool {
	const site = 100 // bytes that the name of a site has at most
	if len(s) > len(title)+site || len(title) > len(s)+site {
		return false
	}
	if same(s, title) {
		return true
	}
	for _, bar := range []string{" | ", " - ", " – ", " — "} {
		for _, pair := range [][2]string{{s, title}, {title, s}} {
			if i := strings.LastIndex(pair[1], bar); i > 0 && strings.Count(pair[1][i+len(bar):], " ") < 4 && same(pair[0], pair[1][:i]) {
				return true
			}
		}
	}
	return false
}

// cutShort says that s is the beginning of the paragraph after it, as feeds make headlines: "Shells fell on the port of …".
func cutShort(s, next string) bool {
	const least = 30 // bytes; less may be chance
	s = strings.TrimRight(s, " .…")
	return len(s) >= least && len(next) > len(s)+2 && strings.HasPrefix(next, s)
}

// same says that two lines have the same words, at least one.
func same(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	}
	f := fold(a)
	return f != "" && f == fold(b)
}

// headline says that s is a headline: short, without a full stop at its end, above running text.
func (d *Doc) headline(s string, rest []paragraph) bool {
	if len(s) > 200 || strings.Count(s, "\n") > 1 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if last == '.' || last == ':' || last == ';' || last == '"' && strings.HasSuffix(s, `."`) || last == '”' && strings.HasSuffix(s, ".”") {
		return false
	}
	if _, next := dateline(s, true, d.Upper); next > 0 {
		return false
	}
	word := s[strings.LastIndexAny(s, " \n")+1:]
	if d.Upper {
		word = strings.ToLower(word)
	}
	if runsOn[word] {
		return false // "Report A" may be one, "the town of" is none
	}
	for _, p := range rest {
		if strings.ContainsAny(d.Text[p.start:p.end], ".!?") {
			return true
		}
	}
	return false
}
