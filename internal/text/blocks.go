package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// boilerplates are openings, in lower case, of lines that are not news.
var boilerplates = []string{"also read", "read more", "read also", "see also", "related:", "related stories", "more on this", "sign up", "subscribe",
	"copyright", "©", "(c) ", "all rights reserved", "follow us", "advertisement", "share this", "click here", "for more information", "for further information",
	"for media enquiries", "media contact", "contact:", "reporting by", "editing by", "writing by", "additional reporting", "(reporting by", "(writing by", "(editing by",
	"end of text", "story continues below", "this article was", "download the", "disclaimer", "terms of use", "by continuing", "we use cookies", "newsletter"}

// samplePhrases mark a text, or a line of one, as made up.
var samplePhrases = []string{"sample report", "records no event", "this is an exercise", "for exercise purposes", "exercise exercise exercise", "fictional scenario"}

// captionMarks are openings, in lower case, of captions.
var captionMarks = []string{"(photo", "photo:", "file photo", "[image", "image:", "pictured:", "(file)", "picture:", "photograph:", "caption:", "in this photo", "in this image", "file -", "video:", "watch:"}

// cameraWords are what only a caption says of somebody.
var cameraWords = regexp.MustCompile(`(?i)\b(looks? (in)?to the camera|poses? (for|with|in front)|(is|are) (seen|pictured) (in|at|near|during|as|on)|in this (photo|picture|image|file)|seen in this|photo(graph)?ed by|/ ?(reuters|ap|afp|getty|epa|anadolu)\)?\.?$|\((reuters|ap|afp|getty images|epa)( photo)?\)\.?$.*photo|(getty images|reuters photo|ap photo|afp photo))`)

// datelineRe reads an agency dateline: places in capitals or a capitalised name, perhaps a date, perhaps an agency in
// brackets, and a dash.
var datelineRe = regexp.MustCompile(`^(?:[A-Z][\p{L}'’. ]{1,30}(?:[,/] ?[\p{L}'’. ]{2,30}){0,3}(?:, ?(?:\d{1,2} [A-Z][\p{L}]{2,8}\.?|[A-Z][\p{L}]{2,8}\.? \d{1,2})(?:,? \d{2,4})?)? ?\([\p{L}\d /&.-]{2,40}\) ?(?:-{1,2}|–|—) ?|[A-Z][A-Z'’. ]{2,30}(?:, [\p{L}'’. ]{2,30}){0,3}(?:, (?:\d{1,2} [\p{L}]{3,9}\.?|[\p{L}]{3,9}\.? \d{1,2})(?:,? \d{2,4})?)? ?(?:--|–|—| - ) ?|[A-Z][\p{L}'’]{2,20}(?: [A-Z][\p{L}'’]{2,20})?- )`)

type paragraph struct{ start, end int }

// blocks cuts the text into paragraphs and says what each is.
func (d *Doc) blocks() {
	var paras []paragraph
	for i := 0; i < len(d.Text); {
		end := strings.Index(d.Text[i:], "\n\n")
		if end < 0 {
			end = len(d.Text) - i
		}
		paras = append(paras, d.lines(i, i+end)...)
		i += end
		for i < len(d.Text) && d.Text[i] == '\n' {
			i++
		}
	}
	title, body := "", false
	for n, p := range paras {
		s := d.Text[p.start:p.end]
		lower := strings.ToLower(s)
		kind, repeats := sitrep.Body, false
		switch {
		case isBoilerplate(lower):
			kind = sitrep.Boilerplate
		case isCaption(s, lower):
			kind = sitrep.Caption
		case title != "" && same(s, title):
			kind, repeats = sitrep.Title, true
		case title == "" && !body && n == 0 && len(paras) > 1 && d.headline(s, paras[n+1:]):
			kind, title = sitrep.Title, s
		}
		if kind == sitrep.Body {
			body = true
			if m := datelineRe.FindStringIndex(s); m != nil && m[1] < len(s) && m[1] < 120 {
				end := len(strings.TrimRight(s[:m[1]], " "))
				d.Blocks = append(d.Blocks, sitrep.Block{Kind: sitrep.Dateline, Span: sitrep.Span{Start: p.start, End: p.start + end}})
				p.start += m[1]
			}
		}
		d.Blocks = append(d.Blocks, sitrep.Block{Kind: kind, Span: sitrep.Span{Start: p.start, End: p.end}, Repeats: repeats})
	}
}

// lines splits a paragraph where a line of it is boilerplate, a caption or a headline of its own above running text.
func (d *Doc) lines(start, end int) []paragraph {
	s := d.Text[start:end]
	if !strings.Contains(s, "\n") {
		return []paragraph{{start, end}}
	}
	var out []paragraph
	from := start
	for i := start; i <= end; {
		n := strings.IndexByte(d.Text[i:end], '\n')
		if n < 0 {
			n = end - i
		}
		line := d.Text[i : i+n]
		lower := strings.ToLower(line)
		if isBoilerplate(lower) || isCaption(line, lower) {
			if from < i {
				out = append(out, paragraph{from, i - 1})
			}
			out = append(out, paragraph{i, i + n})
			from = i + n + 1
		}
		i += n + 1
	}
	if from < end {
		out = append(out, paragraph{from, end})
	}
	return out
}

func isBoilerplate(lower string) bool {
	t := strings.TrimLeft(lower, " *-•>[_#(")
	if t == "" || strings.Trim(lower, "#*-_= \n") == "" || t == "ends" || t == "end" {
		return true
	}
	for _, b := range boilerplates {
		if strings.HasPrefix(t, b) && len(t) < 300 {
			return true
		}
	}
	if strings.HasPrefix(t, "by ") && len(t) < 60 && !strings.ContainsAny(t, ".!?0123456789") && strings.Count(t, " ") <= 5 {
		return true
	}
	if len(t) < 400 {
		for _, p := range samplePhrases {
			if strings.Contains(t, p) {
				return true
			}
		}
	}
	return false
}

func isCaption(s, lower string) bool {
	if len(s) > 400 {
		return false
	}
	for _, m := range captionMarks {
		if strings.HasPrefix(lower, m) {
			return true
		}
	}
	return cameraWords.MatchString(s)
}

// same says that two paragraphs have the same words.
func same(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	}
	return fold(a) == fold(b)
}

// headline says that the first paragraph is a headline: short, without a full stop at its end, above running text.
func (d *Doc) headline(s string, rest []paragraph) bool {
	if len(s) > 200 || strings.Count(s, "\n") > 1 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if last == '.' || last == ':' || last == ';' || last == '"' && strings.HasSuffix(s, `."`) || last == '”' && strings.HasSuffix(s, ".”") {
		return false
	}
	if datelineRe.MatchString(s) {
		return false
	}
	for _, p := range rest {
		if strings.ContainsAny(d.Text[p.start:p.end], ".!?") {
			return true
		}
	}
	return false
}
