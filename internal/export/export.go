package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/situation"
)

// The formats that a brief is written in.
const (
	Markdown = "md"   // CommonMark with the tables of GitHub Flavored Markdown
	HTML     = "html" // one page that needs nothing else
	DOCX     = "docx" // Office Open XML, for Word and LibreOffice
	JSON     = "json" // the Brief as it is
)

// Formats lists the formats of a brief.
var Formats = []string{Markdown, HTML, DOCX, JSON}

// Brief writes a brief in a format, one of Formats; another one is an error before anything is written.
func Brief(w io.Writer, format string, b *situation.Brief) error {
	var err error
	switch format {
	case Markdown:
		err = briefMarkdown(w, b)
	case HTML:
		err = briefHTML(w, b)
	case DOCX:
		err = briefDOCX(w, b)
	case JSON:
		err = briefJSON(w, b)
	default:
		return fmt.Errorf("%q is no format of a brief; there are %s", format, strings.Join(Formats, ", "))
	}
	if err != nil {
		return fmt.Errorf("brief as %s: %w", format, err)
	}
	return nil
}

// briefJSON writes the brief as it is, in UTF-8, indented by two spaces.
func briefJSON(w io.Writer, b *situation.Brief) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(b)
}

// plain makes one line of text out of words from anywhere: white space becomes one plain space each run, and what would steer a
// terminal, break XML or turn the direction of writing becomes U+FFFD, as do bytes that are no UTF-8. The marks U+200C to U+200F stay:
// Persian and Arabic are not written right without them, and they reach no further than their neighbours.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r&0xfffe == 0xfffe, 0xfdd0 <= r && r <= 0xfdef, 0xe0000 <= r && r <= 0xe007f:
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shortCell is how many characters a cell of a table has that is never broken: as many as a short day.
const shortCell = len("12 Mar 2016")

// whole says that a cell is not to be broken: it is short, or a day.
func whole(s string) bool {
	if utf8.RuneCountInString(s) <= shortCell {
		return true
	}
	_, err := time.Parse("2 January 2006", s)
	return err == nil
}

// apart is a mark to write behind words that run from right to left, so that a number that follows is not drawn among them; "" for others.
func apart(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, rightward...) }) {
		return "\u200e"
	}
	return ""
}

// rightward are the scripts in use that are written from right to left.
var rightward = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko}

// rightToLeft says that text is written so: its first letter is.
func rightToLeft(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.In(r, rightward...)
		}
	}
	return false
}

// day writes a day as prose does, "" for an unknown one.
func day(d sitrep.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
}

// period writes a time from one day to another, either of which may be unknown.
func period(from, to sitrep.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case from.IsZero():
		return "to " + day(to)
	case to.IsZero():
		return "from " + day(from)
	case from == to:
		return day(from)
	}
	return day(from) + " to " + day(to)
}

// counted writes a number with its noun: 1 report, 2,000 reports.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a whole number with a comma between groups of three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = s[:1], s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// about are the lines under the title: what the brief is about, and what it rests on.
func about(b *situation.Brief) []string {
	var scope []string
	add := func(label, text string) {
		if text = plain(text); text != "" {
			scope = append(scope, label+text)
		}
	}
	add("place: ", b.Scope.Place)
	add("country: ", b.Scope.Country)
	add("question: ", b.Scope.Query)
	add("time: ", period(b.Scope.From, b.Scope.To))
	rests := []string{counted(b.Reports, "report", "reports") + " from " + counted(b.Origins, "origin", "origins")}
	if !b.AsOf.IsZero() {
		rests = append(rests, "as of "+moment(b.AsOf))
	}
	if !b.Since.IsZero() {
		rests = append(rests, "changes since "+moment(b.Since))
	}
	var lines []string
	if len(scope) > 0 {
		lines = append(lines, upperFirst(strings.Join(scope, " · ")))
	}
	return append(lines, strings.Join(rests, " · "))
}

// moment writes a time in UTC; midnight is the day alone.
func moment(t time.Time) string {
	t = t.UTC()
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2 January 2006")
	}
	return t.Format("2 January 2006, 15:04") + " UTC"
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// empty says that a section holds nothing to show.
func empty(s *situation.BriefSection) bool {
	return len(s.Statements) == 0 && len(s.Tables) == 0 && len(s.Charts) == 0
}

// paragraph is what stands under one heading of a section.
type paragraph struct {
	heading    string
	statements []situation.BriefStatement
}

// paragraphs parts the statements of a section by their headings.
func paragraphs(list []situation.BriefStatement) []paragraph {
	var out []paragraph
	for _, s := range list {
		if h := plain(s.Heading); len(out) == 0 || h != "" && h != out[len(out)-1].heading {
			out = append(out, paragraph{heading: h})
		}
		last := &out[len(out)-1]
		last.statements = append(last.statements, s)
	}
	return out
}

// cited says whether any row of a table has citations.
func cited(t *situation.BriefTable) bool {
	return slices.ContainsFunc(t.Rows, func(r situation.BriefRow) bool { return len(r.Cites) > 0 })
}

// cell is what stands in column i of a row, "" where the row is short.
func cell(r *situation.BriefRow, i int) string {
	if i < len(r.Cells) {
		return plain(r.Cells[i])
	}
	return ""
}

// numeric says whether column i of a table holds numbers.
func numeric(t *situation.BriefTable, i int) bool { return i < len(t.Numbers) && t.Numbers[i] }

// known are the numbers of the citations that a brief lists.
func known(b *situation.Brief) map[int]bool {
	out := make(map[int]bool, len(b.Citations))
	for i := range b.Citations {
		out[b.Citations[i].Number] = true
	}
	return out
}

// tables are the tables of a section, with one more for each chart that has none of its own: a table with the chart's title.
func tables(s *situation.BriefSection) []situation.BriefTable {
	out := slices.Clone(s.Tables)
	for i := range s.Charts {
		if t := chartTable(&s.Charts[i]); !has(s.Tables, s.Charts[i].Title) && len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func has(list []situation.BriefTable, title string) bool {
	return slices.ContainsFunc(list, func(t situation.BriefTable) bool { return t.Title == title })
}

// link gives an address that may be followed, "" for one that may not: only the web's own, whatever a report's page said of itself.
func link(k sitrep.Known) string {
	s := string(k)
	lower := strings.ToLower(s)
	if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") {
		return ""
	}
	if strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == utf8.RuneError || r > '~' && !unicode.IsPrint(r) || strings.ContainsRune("<>\"`\\^{|}", r)
	}) {
		return ""
	}
	return s
}
