package origin

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"sitrep"
	"sitrep/internal/actor"
)

// Kind is the kind of thing that an origin is.
type Kind string

// The kinds of origin. An Unnamed origin is a source without a name ("officials", "two residents"), which can be told from another one only
// inside a group of copies; a Group is the unknown author of a group of copies.
const (
	Party   Kind = "party"
	Agency  Kind = "agency"
	Outlet  Kind = "outlet"
	Unnamed Kind = "unnamed"
	Group   Kind = "group"
)

// Credit says whom a report is taken from: the agency that its dateline, byline or notices name, else the outlet that published it. The
// zero value is a report of which neither is known.
type Credit struct {
	Kind Kind   // Agency or Outlet, "" where nothing is known
	Name string // as the registry of actors has it, else as the page does
	// Span is where the credit stands in the report's text; empty (0, 0) where it comes from what surrounds the text.
	sitrep.Span
	// By says what gave the credit: dateline, byline, source, notice, end, copyright, house style, author, contributed, publisher or url.
	By string
}

// Key is the same for all credits to one outlet; "" where nothing is known.
func (c Credit) Key() string {
	if c.Name == "" {
		return ""
	}
	return pressKey(c.Name)
}

func pressKey(name string) string { return "press:" + foldName(name) }

// Outlets knows agencies and outlets by name and by address.
type Outlets struct {
	names   map[string]*actor.Actor
	domains map[string]*actor.Actor
}

// NewOutlets takes the outlets of a registry of actors. Of two that share a name, the first keeps it.
func NewOutlets(r *actor.Registry) *Outlets {
	o := &Outlets{map[string]*actor.Actor{}, map[string]*actor.Actor{}}
	for _, a := range r.Outlets() {
		for _, n := range append([]string{a.Name}, a.Aliases...) {
			if k := foldName(n); k != "" && o.names[k] == nil {
				o.names[k] = a
			}
		}
		for _, d := range a.Domains {
			if o.domains[d] == nil {
				o.domains[d] = a
			}
		}
	}
	return o
}

// foldName writes a name in small letters, its words joined by one space, without "the" before it and without points.
func foldName(s string) string {
	var b strings.Builder
	for _, w := range strings.Fields(strings.ToLower(s)) {
		w = strings.Trim(strings.ReplaceAll(w, ".", ""), ",;:|\"'’")
		if w == "" || w == "the" && b.Len() == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// named gives the outlet of that name, written as a name is: with a capital, or as the registry has it.
func (o *Outlets) named(s string) *actor.Actor {
	s = strings.Trim(s, " .,;:|-–—*_\t")
	if s == "" || s == strings.ToLower(s) && unicode.IsLetter(rune(s[0])) && !slices.Contains([]string{"dpa"}, s) {
		return nil
	}
	k := foldName(s)
	if a := o.names[k]; a != nil {
		return a
	}
	for _, end := range []string{" news agency", " agency", " news", " wire", " wire service", " staff"} {
		if head, ok := strings.CutSuffix(k, end); ok && o.names[head] != nil {
			return o.names[head]
		}
	}
	return nil
}

// at gives the outlet whose domain a host is, or lies under; nil for none.
func (o *Outlets) at(host string) *actor.Actor {
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	for host != "" {
		if a := o.domains[host]; a != nil {
			return a
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok {
			return nil
		}
		host = rest
	}
	return nil
}

// line is a line of a report's text.
type line struct {
	start int
	text  string
	title bool
}

// Credit tells whom a report is taken from. Blocks are the report's; captions credit pictures and are left out.
func (o *Outlets) Credit(r *sitrep.Report, blocks []sitrep.Block) Credit {
	home := o.home(r)
	lines := creditLines(r.Text, blocks)
	s := scan{o: o, home: home}
	s.head(lines)
	s.tail(lines)
	if r.Author != "" {
		s.author(string(r.Author))
	}
	for _, by := range []string{"dateline", "byline", "source", "end", "notice", "copyright", "house style", "author"} {
		for _, c := range s.found {
			if c.By == by {
				return c
			}
		}
	}
	if !s.own {
		for _, c := range s.found {
			if c.By == "contributed" {
				return c
			}
		}
	}
	return home
}

// home is the outlet that published the report.
func (o *Outlets) home(r *sitrep.Report) Credit {
	var a *actor.Actor
	by := "publisher"
	if r.Publisher != "" {
		if a = o.names[foldName(string(r.Publisher))]; a == nil {
			a = o.at(string(r.Publisher))
		}
	}
	if a == nil && r.URL != "" {
		if u, err := url.Parse(string(r.URL)); err == nil && u.Host != "" {
			if a = o.at(u.Hostname()); a != nil {
				by = "url"
			}
		}
	}
	switch {
	case a != nil:
		return Credit{Kind: kindOf(a), Name: a.Name, By: by}
	case r.Publisher != "":
		return Credit{Kind: Outlet, Name: string(r.Publisher), By: "publisher"}
	}
	return Credit{}
}

// kindOf tells agencies from other outlets; one that a state runs is an agency if it is called one.
func kindOf(a *actor.Actor) Kind {
	if a.Outlet == "agency" {
		return Agency
	}
	if a.Outlet == "state" {
		for _, n := range append([]string{a.Name}, a.Aliases...) {
			if strings.Contains(strings.ToLower(n), "agenc") {
				return Agency
			}
		}
	}
	return Outlet
}

// creditLines gives the lines of the text that are no caption.
func creditLines(text string, blocks []sitrep.Block) []line {
	var out []line
	k := 0 // the block that a line may begin in; blocks are in order
	for i := 0; i < len(text); {
		end := i + len(text[i:])
		if n := strings.IndexByte(text[i:], '\n'); n >= 0 {
			end = i + n
		}
		s := strings.TrimSpace(text[i:end])
		start := i + strings.Index(text[i:end], s)
		kind := sitrep.Body
		for k < len(blocks) && blocks[k].End <= start {
			k++
		}
		if k < len(blocks) && blocks[k].Start <= start {
			kind = blocks[k].Kind
		}
		if s != "" && kind != sitrep.Caption {
			out = append(out, line{start, s, kind == sitrep.Title})
		}
		i = end + 1
	}
	return out
}

// scan collects what a report's lines say of whose it is.
type scan struct {
	o     *Outlets
	home  Credit
	found []Credit
	own   bool // it has a byline of its own
}

func (s *scan) add(a *actor.Actor, l line, at, n int, by string) {
	s.found = append(s.found, Credit{Kind: s.kind(a), Name: a.Name, Span: sitrep.Span{Start: l.start + at, End: l.start + at + n}, By: by})
}

// kind is Agency for whatever another outlet prints the report of.
func (s *scan) kind(a *actor.Actor) Kind {
	if a.Name != s.home.Name {
		return Agency
	}
	return kindOf(a)
}

const (
	headLines = 8
	tailLines = 10
	// maxLead is how many bytes of a line a dateline is looked for in, maxCreditLine how long a line of credit is at most.
	maxLead       = 140
	maxCreditLine = 220
)

var (
	// datelineRe reads an agency in brackets or slashes before the dash that closes a dateline, or in brackets at the very start.
	datelineRe = regexp.MustCompile(`(?:\(([^()\n]{2,60})\)|/ ?([\p{Lu}][^/\n]{1,40}?) ?/|\[([^\[\]\n]{2,40})\])(?:,? [\p{L}\d., ]{3,25}?)?\s*(?:--?|[–—:])\s*\S|^\(([^()\n]{2,40})\)\s+\S|^[^a-z\n]{3,60}[–—-] ?\(([^()\n]{2,40})\)`)
	bylineRe   = regexp.MustCompile(`^(?i:by|from|von|written by|story by)[ :]\s*(.+)$`)
	sourceRe   = regexp.MustCompile(`^(?i:\(?(?:source|sources|via|credit|agency|courtesy of|originally published by|this (?:article|story|report) (?:was |is )?(?:(?:originally|first) )?(?:published|appeared|distributed|provided|written) (?:by|in|on))\b:?)\s*(.{2,80}?)\)?\.?$`)
	helpRe     = regexp.MustCompile(`^(?i:\(?(?:with (?:additional )?(?:files|reporting|reports|material|inputs?|information)|additional (?:reporting|material|information)|(?:includes?|including|contains) (?:reporting|material|information)) (?:from|by)\s+(.{2,120}?)\)?\.?)$`)
	contribRe  = regexp.MustCompile(`^(?i:(.{2,100}?) (?:also )?contributed to this (?:report|story|article)\b.*)$`)
	wireRe     = regexp.MustCompile(`^[\[(]?(?i:reporting by)\s.{2,120};\s*(?i:(?:writing|additional reporting|editing|compiled)\b.*\b)?(?i:editing by|writing by)\s.{2,80}$`)
	copyRe     = regexp.MustCompile(`^(?i:(?:copyright|©|\(c\))[ ,:]*(?:©|\(c\))?\s*(?:\d{4}(?:[-–]\d{4})?)?,?\s*(?:by\s+)?)(.{2,60}?)(?:[.,|]\s.*|\s(?i:all rights reserved).*|\s\d{4}\b.*)?$`)
	// endRe reads an agency at the end of a report, after a dash or in brackets.
	endRe     = regexp.MustCompile(`(?:[.!?"”’]\s*(?:--?|[–—])\s*([\p{Lu}][^.!?()\n]{1,40})|[.!?"”’]\s*[(\[]([\p{Lu}][^()\[\]\n]{1,40})[)\]])\.?$`)
	addressRe = regexp.MustCompile(`[\w.+-]+@[\w-]+\.\w+`)
	// severalRe parts the names of a list.
	severalRe = regexp.MustCompile(`\s*(?:[,/|;&]|\band\b|\bund\b|\bwith\b)\s*`)
)

// head reads datelines and bylines in the first lines.
func (s *scan) head(lines []line) {
	for _, l := range lines[:min(headLines, len(lines))] {
		lead := l.text[:min(maxLead, len(l.text))]
		if m := datelineRe.FindStringSubmatchIndex(lead); m != nil && m[0] < maxLead*2/3 && leads(lead[:m[0]]) {
			if s.first(l, group(m), "dateline") {
				continue
			}
		}
		if len(l.text) > maxCreditLine {
			continue
		}
		if m := bylineRe.FindStringSubmatchIndex(l.text); m != nil && len(l.text) < 150 && !strings.HasSuffix(l.text, ".") {
			if !s.first(l, group(m), "byline") {
				s.own = true
			}
			continue
		}
		if l.title { // "ANNA WEBER | Associated Press" looks like a headline; a headline may hold an agency's name
			if i := strings.LastIndex(l.text, "|"); i >= 0 && s.o.named(l.text[i+1:]) != nil {
				s.first(l, [2]int{i + 1, len(l.text)}, "byline")
			}
			continue
		}
		if len(l.text) < 100 && !strings.ContainsAny(l.text[len(l.text)-1:], ".!?\"") && title(l.text) {
			if s.first(l, [2]int{0, len(l.text)}, "byline") {
				continue
			}
		}
	}
}

// group gives the bounds of the first group of a match that took part.
func group(m []int) [2]int {
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] >= 0 {
			return [2]int{m[i], m[i+1]}
		}
	}
	return [2]int{m[0], m[1]}
}

// leads says that what stands before an agency in brackets can be a dateline's place and date: no sentence, no words in small letters but
// few.
func leads(s string) bool {
	small := 0
	for _, w := range strings.Fields(s) {
		if unicode.IsLower([]rune(w)[0]) {
			small++
		}
	}
	return small <= 2 && !strings.ContainsAny(s, "!?;\"")
}

// title says that nearly all words of a short line begin with a capital: a name, not a sentence.
func title(s string) bool {
	small := 0
	words := strings.Fields(s)
	for _, w := range words {
		if unicode.IsLower([]rune(w)[0]) {
			small++
		}
	}
	return len(words) <= 12 && small*3 <= len(words)
}

// first adds the first outlet named in a part of a line, its home only where no other is named; false where none is.
func (s *scan) first(l line, part [2]int, by string) bool {
	words := l.text[part[0]:part[1]]
	var self *actor.Actor
	at := part[0]
	for _, sep := range append(severalRe.FindAllStringIndex(words, -1), []int{len(words), len(words)}) {
		piece := l.text[at : part[0]+sep[0]]
		if a, i, n := s.o.within(piece); a != nil {
			if a.Name != s.home.Name {
				s.add(a, l, at+i, n, by)
				return true
			}
			self = a
		}
		at = part[0] + sep[1]
	}
	if self != nil && by == "byline" {
		s.own = true
	}
	return self != nil
}

// within finds an outlet that a piece of a list is, begins with or ends with: "AFP", "Anna Weber of Reuters", "AP's Jan Novak".
func (o *Outlets) within(piece string) (a *actor.Actor, at, n int) {
	trimmed := strings.TrimSpace(piece)
	at = strings.Index(piece, trimmed)
	if a := o.named(trimmed); a != nil {
		return a, at, len(trimmed)
	}
	words := strings.Fields(trimmed)
	for k := 1; k < len(words) && k <= 5; k++ {
		tail := strings.Join(words[k:], " ")
		if a := o.named(tail); a != nil {
			if i := strings.LastIndex(piece, words[k]); i >= 0 {
				if full := strings.LastIndex(piece, tail); full >= 0 {
					i = full
				}
				return a, i, len(strings.TrimRight(piece[i:], " "))
			}
		}
	}
	for k := len(words) - 1; k >= 1; k-- {
		head := strings.TrimSuffix(strings.TrimSuffix(strings.Join(words[:k], " "), "'s"), "’s")
		if a := o.named(head); a != nil && strings.HasPrefix(piece[at:], head) {
			return a, at, len(head)
		}
	}
	return nil, 0, 0
}

// tail reads the notices of the last lines.
func (s *scan) tail(lines []line) {
	from := max(0, len(lines)-tailLines)
	for i, l := range lines[from:] {
		last := from+i >= len(lines)-2
		bare := strings.Trim(l.text, " *_")
		if len(l.text) <= maxCreditLine && addressRe.MatchString(l.text) {
			s.own = true // a writer of its own, with an address
		}
		if len(l.text) <= maxCreditLine {
			switch {
			case wireRe.MatchString(bare):
				if !s.first(l, [2]int{0, len(l.text)}, "notice") {
					s.add(s.o.names["reuters"], l, 0, len(l.text), "house style")
				}
				continue
			case helpRe.MatchString(bare):
				s.help(l, helpRe)
				continue
			case contribRe.MatchString(bare):
				s.help(l, contribRe)
				continue
			}
			if m := sourceRe.FindStringSubmatchIndex(l.text); m != nil {
				s.source(l, group(m))
				continue
			}
			if m := copyRe.FindStringSubmatchIndex(l.text); m != nil {
				g := group(m)
				if a := s.o.named(l.text[g[0]:g[1]]); a != nil && a.Name != s.home.Name {
					s.add(a, l, g[0], g[1]-g[0], "copyright")
				}
				continue
			}
			if last && from+i > 0 {
				if a := s.o.named(strings.Trim(l.text, "()[]-–— ")); a != nil && a.Name != s.home.Name {
					s.add(a, l, 0, len(l.text), "end")
					continue
				}
			}
		}
		if last || from+i == len(lines)-1 {
			if m := endRe.FindStringSubmatchIndex(l.text); m != nil {
				s.first(l, group(m), "end")
			}
		}
	}
}

// source reads what a line of source names: one outlet, and nothing beside it.
func (s *scan) source(l line, part [2]int) {
	words := l.text[part[0]:part[1]]
	if a := s.o.named(words); a != nil {
		if a.Name == s.home.Name {
			s.own = true
			return
		}
		s.add(a, l, part[0], part[1]-part[0], "source")
	}
}

// help notes the outlets that helped with a report.
func (s *scan) help(l line, re *regexp.Regexp) {
	m := re.FindStringSubmatchIndex(l.text)
	if m == nil {
		return
	}
	s.first(l, group(m), "contributed")
}

// author reads the byline of the page's metadata.
func (s *scan) author(author string) {
	before := len(s.found)
	if !s.first(line{text: author}, [2]int{0, len(author)}, "author") {
		s.own = true
	}
	for i := before; i < len(s.found); i++ {
		s.found[i].Span = sitrep.Span{} // it does not stand in the text
	}
}
