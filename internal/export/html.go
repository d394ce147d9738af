package export

import (
	_ "embed"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

//go:embed page.tmpl
var pageTemplate string

//go:embed page.css
var pageStyle string

// briefHTML writes a brief as one page of HTML that holds all it needs: its style, its pictures as SVG, no script. Nothing is asked of any
// host; the page forbids it too (Content-Security-Policy). Each citation leads to its sentence among the sources, and that leads back.
func briefHTML(w io.Writer, b *situation.Brief) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return err
	}
	p, err := pageOf(b)
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}

// page is a brief as its template takes it: texts as they are shown, which html/template escapes.
type page struct {
	Title    string
	About    []string
	Style    template.CSS
	Contents []entry
	Sections []pageSection
	Grades   []gradeMark // that occur, with what they mean
	Sources  []source
}

type entry struct{ ID, Title string }

type pageSection struct {
	entry
	Paragraphs []pageParagraph
	Figures    []pageFigure
	Tables     []pageTable
}

type pageParagraph struct {
	Heading    string
	Statements []pageStatement
}

type pageStatement struct {
	Text  string
	Event string
	Grade *gradeMark
	Cites []cite
}

type gradeMark struct {
	Name  string
	Known bool // has a glyph
	Means string
}

// cite is a citation in a place of the page.
type cite struct {
	N     int
	Known bool   // is among the sources
	ID    string // of the place, where the source leads back to
}

type pageFigure struct {
	Title        string
	Said         bool // the heading of the section says the title already
	Wide, Narrow template.HTML
	Table        *pageTable // its numbers, nil where a table of the section has them
}

type pageTable struct {
	Title, Label string
	Columns      []pageCell
	Rows         []pageRow
	Cited, Short bool
}

type pageRow struct {
	Cells []pageCell
	Cites []cite
}

type pageCell struct {
	Text   string
	Number bool
	Brief  bool // too short to be broken, as a day is
}

type source struct {
	N                            int
	Publisher, Title, Date, ISO  string
	Link, Address, Quote, Copies string
	Where                        string
	Back                         []back
}

// back leads from a source to a place that cites it.
type back struct {
	ID         string
	N, Nth, Of int
}

// meanings say what the grades stand for, in their order.
var meanings = map[sitrep.Grade]string{
	sitrep.Affirmed:     "The party responsible, or a body with a mandate to know, says so.",
	sitrep.Corroborated: "Two or more independent origins say so.",
	sitrep.Single:       "One origin says so.",
	sitrep.Contested:    "It is denied, or told in ways that cannot both hold.",
	sitrep.Discounted:   "Withdrawn, refuted, or rejected by a person.",
}

// maker makes the page and remembers who cites what.
type maker struct {
	known map[int]bool
	uses  map[int]int // citations so far, by number
	ids   map[string]bool
	next  int // number of the next picture
}

func pageOf(b *situation.Brief) (*page, error) {
	m := &maker{known: known(b), uses: map[int]int{}, ids: map[string]bool{"main": true, "sources": true, "grades": true}}
	p := &page{Title: plain(b.Title), About: about(b), Style: template.CSS(chartLight + "\n@media screen and (prefers-color-scheme:dark){" + chartDark + "}\n" + chartStyle + pageStyle)}
	if p.Title == "" {
		p.Title = "Brief"
	}
	grades := map[sitrep.Grade]bool{}
	for i := range b.Sections {
		s := &b.Sections[i]
		if empty(s) {
			continue
		}
		made, err := m.section(s)
		if err != nil {
			return nil, err
		}
		for _, st := range s.Statements {
			grades[st.Grade] = true
		}
		p.Sections = append(p.Sections, made)
		p.Contents = append(p.Contents, made.entry)
	}
	for _, g := range sitrep.Grades {
		if grades[g] {
			mark := gradeOf(g)
			mark.Means = meanings[g]
			p.Grades = append(p.Grades, *mark)
		}
	}
	for i := range b.Citations {
		p.Sources = append(p.Sources, m.source(&b.Citations[i]))
	}
	if len(p.Sources) > 0 {
		p.Contents = append(p.Contents, entry{"sources", "Sources"})
	}
	return p, nil
}

// anchor is what an id of a section may be.
var anchor = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func (m *maker) section(s *situation.BriefSection) (pageSection, error) {
	id := s.ID
	if !anchor.MatchString(id) || m.ids[id] || strings.HasPrefix(id, "source-") || strings.HasPrefix(id, "use-") || strings.HasPrefix(id, "chart-") || strings.HasPrefix(id, "g-") {
		id = "section-" + strconv.Itoa(len(m.ids))
	}
	m.ids[id] = true
	out := pageSection{entry: entry{id, plain(s.Title)}}
	tables := func() {
		for i := range s.Tables {
			out.Tables = append(out.Tables, m.table(&s.Tables[i], s.Title))
		}
	}
	if len(s.Statements) == 0 { // as the page has them, so that uses are counted in the order of reading
		tables()
	}
	for i := range s.Charts {
		f, err := m.figure(&s.Charts[i], s)
		if err != nil {
			return out, err
		}
		out.Figures = append(out.Figures, f)
	}
	for _, p := range paragraphs(s.Statements) {
		made := pageParagraph{Heading: p.heading}
		for _, st := range p.statements {
			made.Statements = append(made.Statements, pageStatement{plain(st.Text), plain(string(st.Event)), gradeOf(st.Grade), m.cites(st.Cites)})
		}
		out.Paragraphs = append(out.Paragraphs, made)
	}
	if len(s.Statements) > 0 {
		tables()
	}
	return out, nil
}

// gradeOf is the mark of a grade, nil for none.
func gradeOf(g sitrep.Grade) *gradeMark {
	if g == "" {
		return nil
	}
	return &gradeMark{Name: plain(string(g)), Known: slices.Contains(sitrep.Grades, g)}
}

func (m *maker) cites(list []int) []cite {
	var out []cite
	for _, n := range list {
		c := cite{N: n, Known: m.known[n]}
		if c.Known {
			m.uses[n]++
			c.ID = useID(n, m.uses[n])
		}
		out = append(out, c)
	}
	return out
}

// useID is the id of the place that cites a source for the nth time.
func useID(n, nth int) string { return "use-" + strconv.Itoa(n) + "-" + strconv.Itoa(nth) }

// shortTable is how many rows a table has that stands open under its picture.
const shortTable = 12

func (m *maker) figure(c *situation.Chart, s *situation.BriefSection) (pageFigure, error) {
	m.next++
	id := "chart-" + strconv.Itoa(m.next)
	wide, err := draw(c, Drawing{Width: pageWidth, ID: id})
	if err != nil {
		return pageFigure{}, err
	}
	narrow, err := draw(c, Drawing{Width: phoneWidth, ID: id + "-n"})
	if err != nil {
		return pageFigure{}, err
	}
	f := pageFigure{Title: plain(c.Title), Said: c.Title == s.Title, Wide: template.HTML(wide), Narrow: template.HTML(narrow)}
	if t := chartTable(c); !has(s.Tables, c.Title) && len(t.Rows) > 0 {
		made := m.table(&t, t.Title)
		f.Table = &made
	}
	return f, nil
}

// table makes a table whose title stands over it, unless the heading there says it already.
func (m *maker) table(t *situation.BriefTable, heading string) pageTable {
	out := pageTable{Title: plain(t.Title), Label: strings.TrimSuffix("Table: "+plain(t.Title), ": "), Cited: cited(t), Short: len(t.Rows) <= shortTable}
	if t.Title == heading {
		out.Title = ""
	}
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, pageCell{Text: plain(c), Number: numeric(t, i)})
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		row := pageRow{Cites: m.cites(r.Cites)}
		for j := range t.Columns {
			text := cell(r, j)
			row.Cells = append(row.Cells, pageCell{text, numeric(t, j), whole(text)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (m *maker) source(c *situation.Citation) source {
	s := source{N: c.Number, Publisher: plain(string(c.Publisher)), Title: plain(string(c.Title)), Date: day(c.Published), ISO: c.Published.String(), Link: link(c.URL), Address: plain(string(c.URL)), Quote: plain(c.Quote), Where: where(c)}
	if s.Publisher == "" {
		s.Publisher = "publisher unknown"
	}
	if s.Title == "" && s.Link != "" {
		s.Title = "untitled"
	}
	if c.Copies > 0 {
		s.Copies = counted(c.Copies, "copy says", "copies say") + " the same"
	}
	for nth := 1; nth <= m.uses[c.Number]; nth++ {
		s.Back = append(s.Back, back{useID(c.Number, nth), c.Number, nth, m.uses[c.Number]})
	}
	return s
}
