package situation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
)

// control is the section of who held which place.
func (m *making) control() BriefSection {
	s := BriefSection{ID: "control", Title: "Control"}
	table := BriefTable{Title: "Who is told to have held which place", Columns: []string{"Place", "Holder", "Status", "Others there", "From", "Until next told"}, Numbers: make([]bool, 6)}
	spells := slices.Clone(m.in.Spells)
	slices.SortStableFunc(spells, func(a, b Spell) int {
		return cmp.Or(cmp.Compare(a.Site.Name, b.Site.Name), cmp.Compare(a.Site.ID, b.Site.ID), cmp.Compare(a.From.String(), b.From.String()))
	})
	var order []int // rows, with the days on which their spells begin
	var latest []sitrep.Date
	for i := range spells {
		sp := &spells[i]
		var cites []int
		claims := slices.Clone(sp.Claims)
		if sp.Status != Held {
			slices.Reverse(claims)
		}
		for _, id := range claims {
			if p := m.of[id]; p != nil && len(cites) < mostCites {
				if n := m.cite(p); !slices.Contains(cites, n) {
					cites = append(cites, n)
				}
			}
		}
		if len(cites) == 0 {
			continue
		}
		var rivals []string
		for _, r := range sp.Rivals {
			rivals = append(rivals, r.Name)
		}
		from := dayWords(sp.From)
		if sp.FirstTold || sp.Holder.ID == "" {
			from = "told of on " + from
		}
		to := "no end told"
		if !sp.To.IsZero() && (m.in.Scope.To.IsZero() || !m.in.Scope.To.Before(sp.To)) {
			to = dayWords(sp.To)
		}
		table.Rows = append(table.Rows, BriefRow{Cells: []string{m.calledIn(sp), cmp.Or(sp.Holder.Name, "not told"), string(sp.Status), strings.Join(rivals, ", "), from, to}, Cites: cites})
		order, latest = append(order, len(order)), append(latest, sp.From)
	}
	if m.in.Scope.Short && len(table.Rows) > shortSpells { // those that are told of last
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(latest[b].String(), latest[a].String()) })
		keep := slices.Sorted(slices.Values(order[:shortSpells]))
		var rows []BriefRow
		for _, k := range keep {
			rows = append(rows, table.Rows[k])
		}
		table.Rows = rows
	}
	if len(table.Rows) > 0 {
		s.Tables = append(s.Tables, table)
	}
	return s
}

// shortSpells is how many spells of control a brief of one page has.
const shortSpells = 5

// calledIn is what the reports call the place of a spell.
func (m *making) calledIn(sp *Spell) string {
	count := map[string]int{}
	best := sp.Site.Name
	for _, id := range sp.Claims {
		c := m.all[id]
		if c == nil || c.Place == nil || c.Place.Relation != "" {
			continue
		}
		n := cmp.Or(c.Place.Within, c.Place.Name)
		count[n]++
		if count[n] > count[best] {
			best = n
		}
	}
	return best
}

// bondWords say how two parties stand to each other.
var bondWords = map[Bond]string{Against: "against", Beside: "with", Truce: "truce with", Parted: "parted from"}

// actors is the section of who fights whom, and beside whom.
func (m *making) actors() BriefSection {
	s := BriefSection{ID: "actors", Title: "Actors"}
	table := BriefTable{Title: "Who is told to stand how to whom; forces of a state stand under it", Columns: []string{"Party", "Stands", "To", "Events", "Origins", "First", "Last"}, Numbers: []bool{false, false, false, true, true, false, false}}
	most := 30
	if m.in.Scope.Short {
		most = 4
	}
	for i := range m.in.Actors.Relations {
		r := &m.in.Actors.Relations[i]
		if len(table.Rows) == most {
			break
		}
		row := BriefRow{}
		for _, id := range r.Claims {
			if p := m.of[id]; p != nil && len(row.Cites) < mostCites {
				if n := m.cite(p); !slices.Contains(row.Cites, n) {
					row.Cites = append(row.Cites, n)
				}
			}
		}
		if len(row.Cites) == 0 {
			continue
		}
		a, b := m.namedIn(r.Claims, &r.A), m.namedIn(r.Claims, &r.B)
		if r.BtoA > r.AtoB {
			a, b = b, a
		}
		row.Cells = []string{a, bondWords[r.Bond], b, numberWords(r.Events), numberWords(r.Origins), dayWords(r.First), dayWords(r.Last)}
		table.Rows = append(table.Rows, row)
	}
	if len(table.Rows) > 0 {
		s.Tables = append(s.Tables, table)
	}
	return s
}

// namedIn is what the claims of a relation call a party, where all that name it call it one thing; else its own name.
func (m *making) namedIn(claims []sitrep.ClaimID, f *Fighter) string {
	name := ""
	for _, id := range claims {
		c := m.all[id]
		if c == nil {
			continue
		}
		country := ""
		if c.Place != nil {
			country = string(c.Place.Country)
		}
		for _, role := range sitrep.Roles {
			for k := range c.Roles[role] {
				x := &c.Roles[role][k]
				if x.Name == "" || m.parties.registry.Named(x.Name) == nil || m.parties.who(x, role, country).ID != f.ID {
					continue
				}
				if name != "" && name != x.Name {
					return f.Name
				}
				name = x.Name
			}
		}
	}
	return cmp.Or(name, f.Name)
}

// against are the types that set an actor against a target.
var against = map[string]bool{"armed_clash": true, "attack": true, "air_strike": true, "shelling": true, "bombing": true, "suicide_bombing": true, "offensive": true, "killing": true,
	"abduction": true, "encirclement": true, "interception": true}

// disagreements is the section of numbers that differ, and of what is denied.
func (m *making) disagreements() BriefSection {
	s := BriefSection{ID: "disagreements", Title: "Where accounts differ"}
	most := 40
	if m.in.Scope.Short {
		most = 2
	}
	done := map[*sitrep.Event]bool{}
	for _, t := range m.items {
		e := t.lead.event
		if e == nil || done[e] || len(s.Statements) >= most {
			continue
		}
		done[e] = true
		for i := range e.Figures {
			if st, ok := m.differ(t, &e.Figures[i]); ok {
				s.Statements = append(s.Statements, st)
			}
		}
	}
	for _, t := range m.items {
		if len(s.Statements) < most {
			s.Statements = append(s.Statements, m.againstEachOther(t.lead.passage)...)
		}
	}
	told := map[*passage]bool{}
	for _, t := range m.items {
		c := t.lead.lead
		denied := c.Subtype == "deny" || c.Modality == sitrep.Negated && c.Attribution != nil && c.Attribution.Stance == sitrep.Denied
		if len(s.Statements) < most && !told[t.lead.passage] && (denied || t.lead.quoted && disputing.MatchString(t.lead.passage.sentence)) {
			told[t.lead.passage] = true
			s.Statements = append(s.Statements, m.statement(t.lead))
		}
	}
	return s
}

var (
	disputing = pattern(`(?i)\b(conflicting|contradict(s|ed|ing)?|disput(e|es|ed|ing)|den(y|ies|ied|ying))\b`)
	contrast  = pattern(`(?i)\b(while|whereas|but|however|although|though)\b`)
)

// againstEachOther tells numbers of one measure that a sentence sets against each other, each with its own source.
func (m *making) againstEachOther(p *passage) []BriefStatement {
	if !contrast.MatchString(p.sentence) {
		return nil
	}
	var out []BriefStatement
	for i, a := range p.claims {
		for _, b := range p.claims[i+1:] {
			if a.Attribution == nil || b.Attribution == nil || a.Attribution.Name == b.Attribution.Name || a.Attribution.Name == "" || b.Attribution.Name == "" ||
				a.Place != nil && b.Place != nil && a.Place.Name != b.Place.Name || a.Confidence < least || b.Confidence < least {
				continue
			}
			for j := range a.Figures {
				for k := range b.Figures {
					f, g := &a.Figures[j], &b.Figures[k]
					if f.Measure != g.Measure || f.Kind == sitrep.Part || g.Kind == sitrep.Part || middle(f) == middle(g) {
						continue
					}
					st := BriefStatement{Text: measureWords[f.Measure] + ": " + rangeWords(f.Low, f.Best, f.High) + ", according to " + article(a.Attribution.Source) + "; " +
						rangeWords(g.Low, g.Best, g.High) + ", according to " + article(b.Attribution.Source) + " (" + where(&p.report) + ").", Cites: []int{m.cite(p)}}
					if !slices.ContainsFunc(out, func(o BriefStatement) bool { return o.Text == st.Text }) {
						out = append(out, st)
					}
				}
			}
		}
	}
	return out
}

// differ tells how the accounts of a figure differ: those of several reports, or of several sources in one sentence.
func (m *making) differ(t *entry, f *sitrep.EventFigure) (BriefStatement, bool) {
	type account struct {
		value, source string
		number        int
		in            *passage
	}
	var list []account
	day := sitrep.Date{}
	for _, told := range f.Told {
		p := m.of[told.Claim]
		value := rangeWords(told.Low, told.Best, told.High)
		if p == nil || value == "" || told.Out != "" || told.Kind == sitrep.Part || told.Kind == sitrep.Increment || len(p.claims) == 0 {
			continue
		}
		source := cmp.Or(told.Source, string(p.report.Publisher))
		if source == "" || slices.ContainsFunc(list, func(a account) bool { return a.in.report.ID == p.report.ID && (a.source == source || a.in != p) }) {
			continue
		}
		// Attacks on one town on two days running are told alike: only what is told of one day is set side by side.
		on := dayOf(&line{passage: p, lead: m.all[told.Claim]})
		if len(list) == 0 {
			day = on
		} else if on != day {
			continue
		}
		list = append(list, account{value, source, middle(&sitrep.Figure{Low: told.Low, Best: told.Best, High: told.High}), p})
	}
	slices.SortStableFunc(list, func(a, b account) int { return cmp.Compare(b.number, a.number) })
	if len(list) < 2 || list[0].number == list[len(list)-1].number {
		return BriefStatement{}, false
	}
	var parts []string
	var cites []int
	place, one := "", true
	for i, a := range list[:min(6, len(list))] {
		parts = append(parts, a.value+" ("+a.source+", "+dayWords(a.in.report.Published)+")")
		if n := m.cite(a.in); !slices.Contains(cites, n) {
			cites = append(cites, n)
		}
		one = one && a.in == list[0].in
		at := ""
		for _, c := range a.in.claims {
			if c.Place != nil && c.Place.Precision != sitrep.Country && a.in.span.Contains(c.Place.Span) {
				at = c.Place.Name
			}
		}
		if i == 0 {
			place = at
		} else if at != place {
			place = ""
		}
	}
	text := measureWords[f.Measure]
	if place != "" {
		text += ", " + place
	}
	text += ": " + strings.Join(parts, "; ")
	if one {
		text += ", in one sentence."
	} else {
		text += ", in reports that are taken to tell one happening."
	}
	return BriefStatement{Text: text, Cites: cites, Grade: t.lead.event.Grade, Event: t.lead.event.ID}, true
}

// silentDays is how many days without a report are told as a gap.
const silentDays = 21

// gaps is the section of what nothing is told of.
func (m *making) gaps() BriefSection {
	s := BriefSection{ID: "gaps", Title: "Gaps"}
	to := m.in.Scope.To
	type seen struct {
		name  string // by which it is called most
		names map[string]int
		days  []sitrep.Date
		lines []*line
	}
	places := map[string]*seen{}
	var order []string
	for _, t := range m.items {
		if t.town == "" || t.day.IsZero() || t.lead.passage.report.Published.IsZero() {
			continue
		}
		k := pointOf(t)
		p := places[k]
		if p == nil {
			p = &seen{names: map[string]int{}}
			places[k] = p
			order = append(order, k)
		}
		if p.names[t.town]++; p.names[t.town] > p.names[p.name] || p.names[t.town] == p.names[p.name] && t.town < p.name {
			p.name = t.town
		}
		p.days, p.lines = append(p.days, t.lead.passage.report.Published), append(p.lines, t.lead)
	}
	slices.Sort(order)
	most := 12
	if m.in.Scope.Short {
		most = 2
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(len(places[b].days), len(places[a].days)) })
	for _, k := range order {
		p := places[k]
		if to.IsZero() || len(p.days) < 3 || len(s.Statements) >= most {
			continue
		}
		last, where := m.lastNaming(p.names, p.lines[0].passage)
		if !last.IsZero() && daysBetween(last, to) >= silentDays {
			s.Statements = append(s.Statements, BriefStatement{Text: p.name + ": last named on " + dayWords(last) + ", after " + counted(len(p.days), "happening") +
				" told of it; no sentence in scope names it from then to " + dayWords(to) + ".", Cites: []int{m.cite(where)}})
		}
	}
	s.Statements = append(s.Statements, m.silence()...)
	s.Statements = append(s.Statements, m.unheard()...)
	return s
}

// lastNaming is when a sentence in scope last named a place by any of its names, and which one; first does so.
func (m *making) lastNaming(names map[string]int, first *passage) (sitrep.Date, *passage) {
	last, where := first.report.Published, first
	for _, p := range m.passages {
		if !p.report.Published.IsZero() && last.Before(p.report.Published) && !(!m.in.Scope.To.IsZero() && m.in.Scope.To.Before(p.report.Published)) {
			for n := range names {
				if strings.Contains(p.sentence, n) {
					last, where = p.report.Published, p
					break
				}
			}
		}
	}
	for _, p := range m.others() {
		for n := range names {
			if last.Before(p.report.Published) && strings.Contains(p.sentence, n) {
				last, where = p.report.Published, p
			}
		}
	}
	return last, where
}

// pointOf tells places apart by their points, so that two spellings of a name are one.
func pointOf(t *entry) string {
	if p := t.lead.lead.Place; p != nil && p.Lat != nil && p.Lon != nil && p.Precision != sitrep.Offset {
		return fmt.Sprintf("%.2f,%.2f", *p.Lat, *p.Lon)
	}
	return geo.Fold(t.town)
}

// silence tells the longest times in which no report in scope was published.
func (m *making) silence() []BriefStatement {
	var ps []*passage
	for _, p := range m.passages {
		if len(p.lines) > 0 && !p.report.Published.IsZero() && (m.in.Scope.To.IsZero() || !m.in.Scope.To.Before(p.report.Published)) {
			ps = append(ps, p)
		}
	}
	var out []BriefStatement
	gap := func(i int) int { return daysBetween(ps[i-1].report.Published, ps[i].report.Published) }
	var long []int
	for i := 1; i < len(ps); i++ {
		if gap(i) >= silentDays {
			long = append(long, i)
		}
	}
	slices.SortStableFunc(long, func(a, b int) int { return cmp.Compare(gap(b), gap(a)) })
	long = long[:min(3, len(long))]
	slices.Sort(long)
	for _, i := range long {
		{
			out = append(out, BriefStatement{Text: "Of the time between the reports of " + dayWords(ps[i-1].report.Published) + " and of " + dayWords(ps[i].report.Published) + " the archive has none that tells of this.",
				Cites: []int{m.cite(ps[i-1]), m.cite(ps[i])}})
		}
	}
	if len(ps) > 0 && !m.in.Scope.To.IsZero() {
		last := ps[len(ps)-1]
		if n := daysBetween(last.report.Published, m.in.Scope.To); n >= silentDays {
			out = append(out, BriefStatement{Text: "The last report that tells of this was published on " + dayWords(last.report.Published) + "; the archive has none from then to " + dayWords(m.in.Scope.To) + ".", Cites: []int{m.cite(last)}})
		}
	}
	return out
}

// unheard tells of parties that are told to have acted and are never the source of what is told.
func (m *making) unheard() []BriefStatement {
	heard := map[string]bool{}
	acts := map[string][]*line{}
	names := map[string]string{}
	for _, l := range m.lines {
		for _, c := range l.claims {
			country := ""
			if c.Place != nil {
				country = string(c.Place.Country)
			}
			if c.Attribution != nil {
				heard[m.parties.of(c.Attribution.Name, country).ID] = true
				heard[m.parties.official(c.Attribution.Source, country).ID] = true
			}
			for _, a := range c.Roles[sitrep.Actor] {
				p := m.parties.of(a.Name, country)
				if p.ID == "" || p.unnamed {
					continue
				}
				if c.Type == "statement" {
					heard[p.ID] = true
				} else if c.Modality == sitrep.Actual && c.Confidence >= least && against[c.Type] && (len(acts[p.ID]) == 0 || acts[p.ID][len(acts[p.ID])-1] != l) {
					acts[p.ID], names[p.ID] = append(acts[p.ID], l), p.Name
				}
			}
		}
	}
	ids := make([]string, 0, len(acts))
	for id, l := range acts {
		if !heard[id] && len(l) >= 3 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(len(acts[b]), len(acts[a])), cmp.Compare(a, b)) })
	var out []BriefStatement
	for _, id := range ids[:min(6, len(ids))] {
		list := acts[id]
		out = append(out, BriefStatement{Text: capital(names[id]) + ": named as acting in " + counted(len(list), "sentence") + ", the last of them cited here, and in none as saying anything.",
			Cites: []int{m.cite(list[len(list)-1].passage)}})
	}
	return out
}

// undated is the section of what reports tell whose day is not known, so that it may lie outside of the period.
func (m *making) undated() BriefSection {
	s := BriefSection{ID: "undated", Title: "In reports without a date"}
	if m.in.Scope.Short || m.in.Scope.From.IsZero() && m.in.Scope.To.IsZero() {
		return s
	}
	for _, l := range m.lines {
		if undated(l) {
			if !l.hangs() {
				s.Statements = append(s.Statements, m.statement(l))
			}
		}
	}
	return s
}

// besides is the section of what reports say that name the place or have the words, and of which no claim in scope could be read.
func (m *making) besides() BriefSection {
	s := BriefSection{ID: "besides", Title: "Also reported"}
	if m.in.Scope.Short {
		return s
	}
	for _, p := range m.others() {
		s.Statements = append(s.Statements, m.statement(&line{passage: p, quoted: true, text: "“" + clipped(p) + "”"}))
	}
	return s
}

// others are the sentences of reports without claims in scope, by publication, headings left out.
func (m *making) others() []*passage {
	if m.beside != nil {
		return m.beside
	}
	list := slices.Clone(m.in.Besides)
	slices.SortFunc(list, func(a, b BriefSentence) int {
		return cmp.Or(cmp.Compare(a.Report.Published.String(), b.Report.Published.String()), cmp.Compare(a.Report.ID, b.Report.ID), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	m.beside = []*passage{}
	for _, b := range list {
		if m.clauser.tells(b.Sentence) && !hangsOn.MatchString(b.Sentence) {
			m.beside = append(m.beside, &passage{report: b.Report, span: b.Span, sentence: b.Sentence})
		}
	}
	return m.beside
}
