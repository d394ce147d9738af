package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"sitrep/internal/situation"
)

// briefMarkdown writes a brief in CommonMark 0.31 with the tables of GitHub Flavored Markdown 0.29. Citations are links to a numbered list at
// the end. A chart is the table of its numbers: Markdown has no pictures of its own, and a file of text should not need one beside it.
func briefMarkdown(w io.Writer, b *situation.Brief) error {
	m := &markdown{known: known(b)}
	m.line("# " + escape(b.Title))
	for _, l := range about(b) {
		m.line(escape(l))
	}
	for i := range b.Sections {
		s := &b.Sections[i]
		if empty(s) {
			continue
		}
		m.line("## " + escape(s.Title))
		for _, p := range paragraphs(s.Statements) {
			if p.heading != "" {
				m.line("### " + escape(p.heading))
			}
			var items []string
			for _, st := range p.statements {
				text := "- " + escape(st.Text)
				if st.Grade != "" {
					text += " *(" + escape(string(st.Grade)) + ")*"
				}
				items = append(items, strings.TrimRight(text+" "+m.cites(st.Cites), " "))
			}
			m.line(strings.Join(items, "\n"))
		}
		for _, t := range tables(s) {
			m.table(&t, s.Title)
		}
	}
	if len(b.Citations) > 0 {
		m.line("## Sources")
	}
	var list strings.Builder
	for i := range b.Citations {
		c := &b.Citations[i]
		if i > 0 && c.Number != b.Citations[i-1].Number+1 {
			list.WriteString("\n<!-- a number is left out -->\n\n") // a list counts on by itself, whatever its numbers say
		}
		list.WriteString(citationMarkdown(c))
	}
	if list.Len() > 0 {
		m.line(strings.TrimRight(list.String(), "\n"))
	}
	_, err := io.WriteString(w, strings.TrimRight(m.out.String(), "\n")+"\n")
	return err
}

// markdown gathers blocks.
type markdown struct {
	out   strings.Builder
	known map[int]bool
}

// line writes a block and the empty line after it.
func (m *markdown) line(s string) { m.out.WriteString(s + "\n\n") }

// cites are the links to citations.
func (m *markdown) cites(list []int) string {
	var out []string
	for _, n := range list {
		text := `\[` + strconv.Itoa(n) + `\]`
		if m.known[n] {
			text = "[" + text + "](#source-" + strconv.Itoa(n) + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// table writes a table under its title, which the heading of its section need not have said already.
func (m *markdown) table(t *situation.BriefTable, heading string) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Title != "" && t.Title != heading {
		m.line("**" + escape(t.Title) + "**")
	}
	head, rule := "|", "|"
	for i, c := range t.Columns {
		head += " " + escape(c) + " |"
		if numeric(t, i) {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	sources := cited(t)
	if sources {
		head, rule = head+" Sources |", rule+" --- |"
	}
	m.out.WriteString(head + "\n" + rule + "\n")
	for i := range t.Rows {
		r := &t.Rows[i]
		row := "|"
		for j := range t.Columns {
			row += " " + escape(cell(r, j)) + " |"
		}
		if sources {
			row += " " + m.cites(r.Cites) + " |"
		}
		m.out.WriteString(row + "\n")
	}
	m.out.WriteString("\n")
}

// citationMarkdown is an item of the list of sources.
func citationMarkdown(c *situation.Citation) string {
	lead := strconv.Itoa(c.Number) + ". "
	pad := strings.Repeat(" ", len(lead))
	var b strings.Builder
	fmt.Fprintf(&b, "%s<a id=\"source-%d\"></a>", lead, c.Number)
	var parts []string
	for _, s := range []string{string(c.Publisher), string(c.Title), day(c.Published)} {
		if s = escape(s); s != "" {
			parts = append(parts, s+apart(s))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "publisher, title and date unknown")
	}
	b.WriteString(strings.Join(parts, ", "))
	if u := link(c.URL); u != "" {
		b.WriteString(", <" + u + ">")
	} else if c.URL != "" {
		b.WriteString(", " + escape(string(c.URL)))
	}
	if c.Copies > 0 {
		b.WriteString("; " + counted(c.Copies, "copy says", "copies say") + " the same")
	}
	b.WriteString("\n")
	if q := escape(c.Quote); q != "" {
		b.WriteString("\n" + pad + "> " + q + "\n")
	}
	b.WriteString("\n" + pad + escape(where(c)) + "\n\n")
	return b.String()
}

// where says which bytes of which report a citation is.
func where(c *situation.Citation) string {
	return fmt.Sprintf("report %s, bytes %d to %d", plain(string(c.Report)), c.Span.Start, c.Span.End)
}

// escape makes text one line of Markdown that shows it as it is, wherever in a block it stands: what marks emphasis, code, links, tags, entities,
// tables, formulas (GitHub's $) or strikes is escaped everywhere, what marks a block only at the start, and addresses do not become links by themselves.
func escape(s string) string {
	s = plain(s)
	var b strings.Builder
	b.Grow(len(s) + 8)
	start := marker(s)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if strings.IndexByte("\\`*_[]<>|~&$", c) >= 0 || i == start ||
			c == ':' && strings.HasPrefix(s[i:], "://") || c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www") {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// marker is where the byte stands that would make the start of a line the mark of a heading, a list or a rule; -1 where none does.
func marker(s string) int {
	if s == "" {
		return -1
	}
	if strings.IndexByte("#+-=", s[0]) >= 0 {
		return 0
	}
	digits := 0
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return digits
	}
	return -1
}
