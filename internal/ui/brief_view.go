package ui

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"sitrep/internal/export"
	"sitrep/internal/situation"
)

// briefPage is a brief as its template takes it.
type briefPage struct {
	About    string // what it rests on
	Sections []briefPart
	Sources  []briefSource
}

type briefPart struct {
	ID, Title  string
	Paragraphs []briefParagraph
	Figures    []briefFigure
	Tables     []briefTable
}

type briefParagraph struct {
	Heading    string
	Statements []briefLine
}

type briefLine struct {
	Words []voice
	Cites []Cite
	situation.BriefStatement
}

// voice is a run of words: the tool's, or those of a source.
type voice struct {
	Text   string
	Source bool
}

type briefFigure struct {
	Title        string
	Said         bool // the heading says the title already
	Wide, Narrow template.HTML
	Table        *briefTable // nil where a table of the section has the numbers
}

type briefTable struct {
	Title, Label string
	Columns      []briefCell
	Rows         []briefRow
	Cited, Short bool
}

type briefRow struct {
	Cells []briefCell
	Cites []Cite
}

type briefCell struct {
	Text   string
	Number bool
}

type briefSource struct {
	situation.Citation
	Cite
}

// The widths that the pictures of briefs are drawn for, in px: that of a page and that of a phone.
const (
	briefWide   = 680
	briefNarrow = 342
)

// briefPageOf puts a brief into the form that its template takes.
func briefPageOf(b *situation.Brief) (*briefPage, error) {
	m := briefMaker{cites: map[int]Cite{}}
	p := &briefPage{About: counted(b.Reports, "report", "reports") + " from " + counted(b.Origins, "origin", "origins")}
	if !b.AsOf.IsZero() {
		p.About += " · as of " + b.AsOf.UTC().Format("2 January 2006, 15:04 UTC")
	}
	if !b.Since.IsZero() {
		p.About += " · changes since " + b.Since.UTC().Format("2 January 2006, 15:04 UTC")
	}
	for i := range b.Citations {
		c := &b.Citations[i]
		m.cites[c.Number] = Cite{N: c.Number, Claim: c.Claim, Href: readerAt(c.Report, c.Claim)}
		p.Sources = append(p.Sources, briefSource{*c, m.cites[c.Number]})
	}
	for i := range b.Sections {
		s := &b.Sections[i]
		if len(s.Statements)+len(s.Tables)+len(s.Charts) == 0 {
			continue
		}
		part := briefPart{ID: "part-" + strconv.Itoa(i+1), Title: s.Title, Paragraphs: m.paragraphs(s.Statements)}
		for k := range s.Charts {
			f, err := m.figure(&s.Charts[k], s)
			if err != nil {
				return nil, err
			}
			part.Figures = append(part.Figures, f)
		}
		for k := range s.Tables {
			part.Tables = append(part.Tables, m.table(&s.Tables[k], s.Title))
		}
		p.Sections = append(p.Sections, part)
	}
	return p, nil
}

type briefMaker struct {
	cites  map[int]Cite
	charts int
}

func (m *briefMaker) citesOf(list []int) []Cite {
	out := make([]Cite, 0, len(list))
	for _, n := range list {
		if c, ok := m.cites[n]; ok {
			out = append(out, c)
		}
	}
	return out
}

// paragraphs puts statements under their headings.
func (m *briefMaker) paragraphs(list []situation.BriefStatement) []briefParagraph {
	var out []briefParagraph
	for _, s := range list {
		if len(out) == 0 || s.Heading != "" && s.Heading != out[len(out)-1].Heading {
			out = append(out, briefParagraph{Heading: s.Heading})
		}
		last := &out[len(out)-1]
		last.Statements = append(last.Statements, briefLine{voices(s.Text), m.citesOf(s.Cites), s})
	}
	return out
}

// voices cuts a statement where it quotes: what stands between “ and ” is a source's.
func voices(s string) []voice {
	var out []voice
	for s != "" {
		open := strings.Index(s, "“")
		if open < 0 {
			return append(out, voice{s, false})
		}
		end := strings.Index(s[open:], "”")
		if end < 0 {
			return append(out, voice{s, false})
		}
		end += open + len("”")
		if open > 0 {
			out = append(out, voice{s[:open], false})
		}
		out = append(out, voice{s[open:end], true})
		s = s[end:]
	}
	return out
}

// figure draws a chart twice, as its words keep their size whatever the width.
func (m *briefMaker) figure(c *situation.Chart, s *situation.BriefSection) (briefFigure, error) {
	m.charts++
	id := fmt.Sprintf("chart-%d", m.charts)
	wide, err := export.Inline(c, export.Drawing{Width: briefWide, ID: id})
	if err != nil {
		return briefFigure{}, err
	}
	narrow, err := export.Inline(c, export.Drawing{Width: briefNarrow, ID: id + "-n"})
	if err != nil {
		return briefFigure{}, err
	}
	f := briefFigure{Title: c.Title, Said: c.Title == s.Title, Wide: template.HTML(wide), Narrow: template.HTML(narrow)} // export escapes all words
	if !slices.ContainsFunc(s.Tables, func(t situation.BriefTable) bool { return t.Title == c.Title }) {
		if t := export.Table(c); len(t.Rows) > 0 {
			made := m.table(&t, t.Title)
			f.Table = &made
		}
	}
	return f, nil
}

// briefShortTable is how many rows a table has that stands open under its picture.
const briefShortTable = 12

func (m *briefMaker) table(t *situation.BriefTable, heading string) briefTable {
	out := briefTable{Title: t.Title, Label: strings.TrimSuffix("Table: "+t.Title, ": "), Short: len(t.Rows) <= briefShortTable}
	if t.Title == heading {
		out.Title = ""
	}
	number := func(i int) bool { return i < len(t.Numbers) && t.Numbers[i] }
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, briefCell{c, number(i)})
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		row := briefRow{Cites: m.citesOf(r.Cites)}
		out.Cited = out.Cited || len(row.Cites) > 0
		for k := range t.Columns {
			cell := briefCell{Number: number(k)}
			if k < len(r.Cells) {
				cell.Text = r.Cells[k]
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
