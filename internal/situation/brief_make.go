package situation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
)

// Document is what a brief says of a report.
type Document struct {
	ID        sitrep.ReportID
	Title     sitrep.Known
	Publisher sitrep.Known
	URL       sitrep.Known
	Published sitrep.Date
	Copies    int // other reports of its group of copies
}

// BriefClaim is a claim with what a brief needs to tell it and to cite it.
type BriefClaim struct {
	Claim *sitrep.Claim
	// Sentence is the report's words that the claim's evidence spans.
	Sentence string
	Report   Document
	Origin   string // key of the party that it goes back to; equal for equal origins
	// Aside says that the claim lies outside of what the brief is about and is there because something in it rests on it: who held a place
	// before the period.
	Aside bool
}

// BriefSentence is a sentence of a report.
type BriefSentence struct {
	Report   Document
	Span     sitrep.Span
	Sentence string
}

// BriefInput is what a brief is made of. The order of its lists plays no part.
type BriefInput struct {
	Scope  BriefScope
	AsOf   time.Time
	Claims []BriefClaim
	Events []sitrep.Event
	Spells []Spell // of the places in scope, over the period
	// Besides are sentences that name what the brief is about, of reports that make no claim about it.
	Besides []BriefSentence
	// Actors are who stands how to whom, by the claims in scope.
	Actors Actors
	// Since is when the brief before was made, zero where none was or none is asked for; Old is what the archive held then.
	Since time.Time
	Old   Earlier
	// Compare says that a section tells what changed.
	Compare bool
}

// Briefer makes briefs. It is used by one goroutine.
type Briefer struct {
	clauser    clauser
	parties    *parties
	controller *Controller
}

// NewBriefer makes ready with a registry of actors, a gazetteer and a parser.
func NewBriefer(r *actor.Registry, g *geo.Gazetteer, p *parse.Parser) *Briefer {
	c := New(r, g)
	return &Briefer{clauser{parser: p}, c.parties, c}
}

// line is something told of one sentence.
type line struct {
	text    string // without where it stands
	quoted  bool
	passage *passage
	claims  []*sitrep.Claim
	lead    *sitrep.Claim
	event   *sitrep.Event
	more    []*line // what is told behind it
}

// passage is a sentence of a report with the claims that rest on it.
type passage struct {
	report   Document
	origin   string
	span     sitrep.Span
	sentence string
	claims   []*sitrep.Claim
	lines    []*line
}

// making is a brief in the making.
type making struct {
	*Briefer
	in       BriefInput
	out      *Brief
	passages []*passage // in order of publication, report and place in it
	of       map[sitrep.ClaimID]*passage
	all      map[sitrep.ClaimID]*sitrep.Claim
	events   map[sitrep.ClaimID]*sitrep.Event
	lines    []*line  // in scope, within the period
	items    []*entry // what is told of happenings, in the order in which the section on events tells it
	numbers  map[*passage]int
	beside   []*passage // see others; nil before it was asked for
}

// Brief writes what the input holds, nil where it holds nothing.
func (b *Briefer) Brief(in BriefInput) *Brief {
	m := &making{Briefer: b, in: in, of: map[sitrep.ClaimID]*passage{}, all: map[sitrep.ClaimID]*sitrep.Claim{}, events: map[sitrep.ClaimID]*sitrep.Event{}, numbers: map[*passage]int{}}
	m.read()
	if !slices.ContainsFunc(in.Claims, func(c BriefClaim) bool { return !c.Aside }) && len(in.Besides) == 0 {
		return nil
	}
	m.out = &Brief{Scope: in.Scope, AsOf: in.AsOf, Since: in.Since}
	m.out.Title = title(&in.Scope)
	reports, origins := map[sitrep.ReportID]bool{}, map[string]bool{}
	for i := range in.Claims {
		if c := &in.Claims[i]; !c.Aside {
			reports[c.Report.ID], origins[c.Origin] = true, true
		}
	}
	for i := range in.Besides {
		reports[in.Besides[i].Report.ID], origins[string(in.Besides[i].Report.ID)] = true, true
	}
	m.out.Reports, m.out.Origins = len(reports), len(origins)
	m.gather()
	for _, section := range []func() BriefSection{m.figures, m.highlights, m.changes, m.happened, m.control, m.actors, m.disagreements, m.gaps, m.undated, m.besides} {
		if s := section(); len(s.Statements) > 0 || len(s.Tables) > 0 {
			m.out.Sections = append(m.out.Sections, s)
		}
	}
	return m.out
}

// title names what the brief is about.
func title(s *BriefScope) string {
	about := s.Place
	if about == "" && s.Country != "" {
		about = cmp.Or(geo.CountryName(s.Country), s.Country)
	}
	if s.Query != "" {
		if about != "" {
			about += ", "
		}
		about += "“" + s.Query + "”"
	}
	if about == "" {
		about = "All reports"
	}
	if days := spanWords(s.From, s.To); days != "" {
		about += ", " + days
	}
	return about
}

// read puts the claims into passages and tells these.
func (m *making) read() {
	claims := slices.Clone(m.in.Claims)
	slices.SortFunc(claims, func(a, b BriefClaim) int {
		return cmp.Or(cmp.Compare(a.Report.Published.String(), b.Report.Published.String()), cmp.Compare(a.Report.ID, b.Report.ID),
			cmp.Compare(a.Claim.Evidence.Start, b.Claim.Evidence.Start), cmp.Compare(a.Claim.Evidence.End, b.Claim.Evidence.End),
			cmp.Compare(a.Claim.Trigger.Start, b.Claim.Trigger.Start), cmp.Compare(a.Claim.ID, b.Claim.ID))
	})
	for i := range m.in.Events {
		e := &m.in.Events[i]
		for _, r := range e.Members {
			for _, id := range r.Claims {
				if old := m.events[id]; old == nil || e.ID < old.ID {
					m.events[id] = e
				}
			}
		}
	}
	var last *passage
	for i := range claims {
		c := &claims[i]
		if last == nil || last.report.ID != c.Report.ID || last.span != c.Claim.Evidence {
			last = &passage{report: c.Report, origin: c.Origin, span: c.Claim.Evidence, sentence: c.Sentence}
			m.passages = append(m.passages, last)
		}
		m.of[c.Claim.ID], m.all[c.Claim.ID] = last, c.Claim
		if !c.Aside {
			last.claims = append(last.claims, c.Claim)
		}
	}
	for _, p := range m.passages {
		if len(p.claims) > 0 {
			m.tell(p)
		}
	}
	m.attach()
	for _, p := range m.passages {
		m.lines = append(m.lines, p.lines...)
	}
}

// attach puts who says to have done it behind what the sentence before tells.
func (m *making) attach() {
	for i := 1; i < len(m.passages); i++ {
		p, before := m.passages[i], m.passages[i-1]
		if p.report.ID != before.report.ID || len(p.lines) != 1 || len(before.lines) == 0 || p.span.Start-before.span.End > 2 || p.span.Start < before.span.End {
			continue
		}
		l := p.lines[0]
		if last := before.lines[len(before.lines)-1]; l.lead.Subtype == "claim_responsibility" && !l.quoted && !last.quoted {
			last.more = append(last.more, l)
			p.lines = nil
		}
	}
}

// Unlike is how sure a claim must be at least for its sentence to be told at all.
const Unlike = 0.7

// tell makes the lines of a passage: its clauses told again, or else its sentence quoted.
func (m *making) tell(p *passage) {
	told := m.clauser.retell(p.sentence, p.span.Start, p.claims)
	if half(p, told) {
		told = nil
	}
	for _, t := range told {
		l := &line{passage: p}
		for _, k := range t.claims {
			l.claims = append(l.claims, p.claims[k])
		}
		l.text = capital(t.text)
		if t.source != nil {
			l.text += ", " + sourceWords(&t, p)
		}
		p.lines = append(p.lines, l)
	}
	if len(p.lines) == 0 {
		sure := slices.ContainsFunc(p.claims, func(c *sitrep.Claim) bool { return c.Confidence >= Unlike })
		if !sure || !m.clauser.tells(p.sentence) {
			return
		}
		p.lines = append(p.lines, &line{passage: p, quoted: true, claims: p.claims, text: "“" + clipped(p) + "”"})
	}
	for _, l := range p.lines {
		l.lead = leading(l.claims)
		l.event = m.events[l.lead.ID]
	}
}

// hangs says that a line quotes a sentence that says nothing without the one before. Its numbers and places stand in tables, and it is no statement.
func (l *line) hangs() bool { return l.quoted && hangsOn.MatchString(l.passage.sentence) }

// hangsOn finds sentences that say nothing without the one before: of whom, or of what happening.
var hangsOn = pattern(`^["“']?(They|He|She|It|Their|His|Her|Its|These|Those|This|Among (?:them|those|the)|No (?:injuries|deaths|casualties|one|group))\b`)

// half says that what is told again of a passage leaves out a number that another clause of it has: perhaps another's of the same.
func half(p *passage, told []retelling) bool {
	if len(told) == 0 {
		return false
	}
	for i, c := range p.claims {
		if len(c.Figures) > 0 && c.Confidence >= Unlike && !slices.ContainsFunc(told, func(t retelling) bool { return slices.Contains(t.claims, i) }) {
			return true
		}
	}
	return false
}

// sourceWords say who says so.
func sourceWords(t *retelling, p *passage) string {
	a, source := t.source, t.source.Source
	// The name is longer where the words stop in its middle: "the Syrian Observatory" of the one for Human Rights.
	rest := ""
	if at := a.Start - p.span.Start; at >= 0 && at < len(p.sentence) {
		rest = p.sentence[at:]
	}
	for _, article := range []string{"", "the ", "The "} {
		if full := article + a.Name; len(full) > len(source) && strings.HasPrefix(rest, full) {
			source = full
		}
	}
	if strings.ToUpper(source) != source {
		source = article(source)
	}
	if t.common && strings.ToUpper(source) != source {
		source = strings.ToLower(source[:1]) + source[1:]
	}
	switch a.Stance {
	case sitrep.Alleged:
		return "as " + source + " alleged"
	case sitrep.Confirmed:
		return "as " + source + " confirmed"
	}
	return "according to " + source
}

// mostQuoted is how many bytes of a sentence are quoted.
const mostQuoted = 400

// clipped is the sentence of a passage, of a long one the part about its claims.
func clipped(p *passage) string {
	s := p.sentence
	if len(s) <= mostQuoted {
		s = strings.TrimLeft(strings.Join(strings.Fields(s), " "), "-–•*· ")
		if strings.HasSuffix(s, ". .") { // of a list whose full stop stands on a line of its own
			s = strings.TrimSuffix(s, " .")
		}
		return s
	}
	from := 0
	if len(p.claims) > 0 {
		from = max(0, p.claims[0].Trigger.Start-p.span.Start-mostQuoted/3)
	}
	if from > 0 {
		if n := strings.IndexByte(s[from:], ' '); n >= 0 {
			from += n + 1
		}
	}
	to := min(len(s), from+mostQuoted)
	if to < len(s) {
		if n := strings.LastIndexByte(s[from:to], ' '); n > 0 {
			to = from + n
		}
	}
	out := strings.Join(strings.Fields(s[from:to]), " ")
	if from > 0 {
		out = "… " + out
	}
	if to < len(s) {
		out += " …"
	}
	return strings.ToValidUTF8(out, "")
}

// leading is the claim that a line tells first of all: one with figures before others, then by how seldom its kind is the background of others.
func leading(claims []*sitrep.Claim) *sitrep.Claim {
	best := claims[0]
	for _, c := range claims[1:] {
		if weigh(c) > weigh(best) {
			best = c
		}
	}
	return best
}

func weigh(c *sitrep.Claim) float64 {
	w := c.Confidence
	switch c.Type {
	case "statement":
		w -= 2
	case "casualties", "control", "talks":
		w--
	}
	if len(c.Figures) > 0 {
		w += 0.5
	}
	if c.Modality != sitrep.Actual {
		w -= 3
	}
	return w
}

// mostCites is how many sentences a statement stands on at most, those told behind it left out.
const mostCites = 3

// cite is the number of a passage's citation.
func (m *making) cite(p *passage) int {
	if n, ok := m.numbers[p]; ok {
		return n
	}
	n := len(m.out.Citations) + 1
	m.numbers[p] = n
	c := Citation{Number: n, Report: p.report.ID, Span: p.span, Quote: p.sentence, Title: p.report.Title, Publisher: p.report.Publisher, Published: p.report.Published,
		URL: p.report.URL, Copies: p.report.Copies}
	if len(p.claims) > 0 {
		c.Claim = leading(p.claims).ID
	}
	m.out.Citations = append(m.out.Citations, c)
	return n
}

// where is what stands behind a line: who published it, and when.
func where(d *Document) string {
	name, day := string(d.Publisher), dayWords(d.Published)
	switch {
	case name != "" && day != "":
		return name + ", " + day
	case name != "":
		return name + ", without a date"
	case day != "":
		return "report of " + day
	}
	return "report without a date"
}

// statement makes a statement of a line; also are lines that say the same.
func (m *making) statement(l *line, also ...*line) BriefStatement {
	s := BriefStatement{Cites: []int{m.cite(l.passage)}}
	if l.quoted {
		s.Text = quoteOf(&l.passage.report) + ": " + l.text
	} else {
		s.Text = l.text + " (" + where(&l.passage.report) + ")."
	}
	for _, x := range l.more {
		s.Text += " " + x.text + "."
		s.Cites = append(s.Cites, m.cite(x.passage))
	}
	for _, x := range also[:min(len(also), mostCites-1)] {
		if n := m.cite(x.passage); !slices.Contains(s.Cites, n) {
			s.Cites = append(s.Cites, n)
		}
	}
	if l.event != nil {
		s.Event = l.event.ID
		if g := l.event.Grade; len(also) > 0 || g == sitrep.Single || g == sitrep.Affirmed { // others rest on more than is cited here
			s.Grade = g
		}
	}
	return s
}

func quoteOf(d *Document) string {
	day := dayWords(d.Published)
	switch {
	case d.Publisher != "" && day != "":
		return string(d.Publisher) + ", " + day
	case d.Publisher != "":
		return string(d.Publisher) + ", without a date"
	case day != "":
		return "Report of " + day
	}
	return "Report without a date"
}
