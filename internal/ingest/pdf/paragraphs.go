package pdf

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a piece of text that stands by itself.
type paragraph struct {
	text string
	size float64 // of the font, in points
	page int     // 0-based
	row  bool    // of a table
	item bool    // of a list
}

// running drops what is printed on top and bottom of pages: segments in the upper and lower eighth that come again on other pages, numbers
// aside, and numbers of pages. heights are those of the pages, in points.
func running(pages [][]segment, heights []float64) [][]segment {
	const edge = 0.125
	on := map[string]int{} // how many pages have it
	zone := func(s *segment, h float64) bool { return s.bottom < h*edge || s.top > h*(1-edge) }
	for p, segs := range pages {
		seen := map[string]bool{}
		for i := range segs {
			if k := mask(segs[i].text); zone(&segs[i], heights[p]) && k != "" && !seen[k] {
				seen[k] = true
				on[k]++
			}
		}
	}
	out := make([][]segment, len(pages))
	for p, segs := range pages {
		size := usualSize(segs, func(s segment) (float64, int) { return s.size, len(s.text) })
		for _, s := range segs {
			if zone(&s, heights[p]) {
				// A running head stands on at least two pages and on a third of them. In large letters on page one it is the title.
				n := on[mask(s.text)]
				if pageNumber.MatchString(s.text) || n > 1 && n*3 >= len(pages) && (p > 0 || s.size < 1.3*size) {
					continue
				}
			}
			out[p] = append(out[p], s)
		}
	}
	return out
}

// usualSize is the size of the font that most of the text is in, in points, to half a point; of gives a part's size and how much text it is.
func usualSize[T any](parts []T, of func(T) (size float64, length int)) float64 {
	n := map[float64]int{}
	best, most := 0.0, 0
	for _, p := range parts {
		size, length := of(p)
		n[float64(int(size*2+0.5))/2] += length
	}
	for s, c := range n {
		if c > most || c == most && s < best {
			best, most = s, c
		}
	}
	return best
}

var (
	digits     = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`(?i)^(?:[-–—|] ?)?(?:page|p\.|pg\.?)? ?(?:\d{1,4}|[ivxl]{1,6})(?: ?(?:of|/|\|) ?\d{1,4})?(?: ?[-–—|])?$`)
)

// mask is a line without its numbers, for telling running heads.
func mask(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(digits.ReplaceAllString(s, "#")), " "))
}

// paragraphs joins lines to paragraphs.
func paragraphs(pages [][]line) []paragraph {
	known := vocabulary(pages)
	var out []paragraph
	var last line
	width := 0.0
	for p, ls := range pages {
		leading := spacing(ls)
		for i, l := range ls {
			l.page = p
			text := l.text
			switch {
			case len(out) > 0 && !l.row && !last.row && l.continues(&last, leading, width, i == 0):
				para := &out[len(out)-1]
				para.text = join(para.text, text, last.hyphen, known)
			default:
				out = append(out, paragraph{text: text, size: l.size, page: p, row: l.row, item: bullet.MatchString(text)})
				width = 0
			}
			width = max(width, l.right-l.left)
			last = l
		}
	}
	return out
}

// spacing is the usual distance of two lines of a page, from top to top.
func spacing(ls []line) float64 {
	var gaps []float64
	for i := 1; i < len(ls); i++ {
		if d := ls[i].top - ls[i-1].top; !ls[i].fresh && d > 0 && d < 4*max(ls[i].size, 1) && abs(ls[i].size-ls[i-1].size) < 1 {
			gaps = append(gaps, d/max(ls[i].size, 1))
		}
	}
	if len(gaps) == 0 {
		return 1.3
	}
	sort.Float64s(gaps)
	return gaps[len(gaps)/3]
}

var (
	figure   = regexp.MustCompile(`^[~+<>]?\d[\d.,]{0,12} ?(?:[kKmM%+]|million|thousand)?\+?$`)
	labelled = regexp.MustCompile(`^\p{Ll}.{2,60}$`)
)

var bullet = regexp.MustCompile(`^(?:[•·▪▫►●○◦■□◆‣⁃✓➢➤→\x{F0B7}\x{F0A7}] ?|[-–—*] |o \p{Lu}|\(?\d{1,2}[.)] )`)

// continues says that the line goes on with the paragraph of the line before it. leading is the page's distance of lines in sizes of the
// font, width that of the paragraph so far, turned that a page lies between.
func (l *line) continues(last *line, leading, width float64, turned bool) bool {
	if figure.MatchString(last.text) && labelled.MatchString(l.text) && !l.fresh && l.top >= last.top && l.top-last.bottom < 1.2*max(last.size, 1) {
		return true // "9", in large letters, over "civilians killed"
	}
	if abs(l.size-last.size) > 0.12*max(last.size, 1) || bullet.MatchString(l.text) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(l.text)
	ended := strings.ContainsAny(lastRune(last.text), ".!?:;”\"") || !last.hyphen && strings.HasSuffix(last.text, ".)")
	if l.fresh || turned || l.top < last.top {
		// Over a column's or a page's end a paragraph goes on where its sentence does.
		return last.hyphen || !ended && unicode.IsLower(first)
	}
	size := max(l.size, 1)
	if l.top-last.top > (leading+0.35)*size {
		return last.hyphen && l.top-last.top < (leading+0.8)*size
	}
	if last.hyphen {
		return true
	}
	// A line that ends early, with a full stop, ends its paragraph; so does one before an indent.
	short := last.right-last.left < 0.8*max(width, l.right-l.left)
	if ended && short {
		return false
	}
	if short && !unicode.IsLower(first) && !ended && last.right-last.left < 0.6*max(width, l.right-l.left) {
		return false
	}
	return !(ended && l.left-last.left > 0.8*size && l.left-last.left < 4*size)
}

func lastRune(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	return string(r)
}

// vocabulary is every word of the text that does not stand at a line's end, in small letters, with the hyphens inside it.
func vocabulary(pages [][]line) map[string]bool {
	known := map[string]bool{}
	for _, ls := range pages {
		for i := range ls {
			fields := strings.Fields(ls[i].text)
			for k, f := range fields {
				if ls[i].hyphen && k == len(fields)-1 || len(f) > 60 {
					continue
				}
				known[bare(f)] = true
			}
		}
	}
	return known
}

func bare(s string) string {
	return strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// halves are words that make compounds with a hyphen, and at which no longer word is divided.
var halves = map[string]bool{"self": true, "half": true, "well": true, "anti": true, "non": true, "counter": true}

// join puts the next line behind a paragraph. A word that was broken is made whole, without its hyphen unless the text has it with one
// elsewhere, or it is a compound ("Al-", "27-", "ready-to-").
func join(s, next string, hyphen bool, known map[string]bool) string {
	if !hyphen {
		return s + " " + next
	}
	stem := strings.TrimRight(s, "-\u00ad\u2010")
	if stem == s || stem == "" {
		return s + next
	}
	before := stem[strings.LastIndexAny(stem, " \n")+1:]
	after, _, _ := strings.Cut(next, " ")
	first, _ := utf8.DecodeRuneInString(after)
	end, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case before == "": // a dash
		return s + " " + next
	case known[bare(before+after)]:
		return stem + next
	case known[bare(before+"-"+after)], !unicode.IsLower(first), !unicode.IsLetter(end), strings.Contains(before, "-"), unicode.IsUpper(end), halves[bare(before)]:
		return stem + "-" + next
	}
	return stem + next
}
