package situation

import (
	"slices"

	"sitrep"
)

// Earlier is what the archive held when the brief before was made.
type Earlier struct {
	Claims []sitrep.ClaimID // in scope
	// Reports are those that held claims in scope.
	Reports []sitrep.ReportID
	Events  []sitrep.Event
	Spells  []Spell
}

// mostChanges is how many new happenings a section names.
const mostChanges = 60

// changes is the section of what is known now that was not when the brief before was made.
func (m *making) changes() BriefSection {
	s := BriefSection{ID: "changes", Title: "What changed"}
	if !m.in.Compare {
		return s
	}
	if m.in.Since.IsZero() {
		s.Title = "What changed: no brief of this was made before"
		s.Tables = append(s.Tables, m.allNew())
		return s
	}
	since := sitrep.NewDate(m.in.Since.Year(), m.in.Since.Month(), m.in.Since.Day())
	s.Title = "What changed since the brief of " + dayWords(since)
	old := map[sitrep.ClaimID]bool{}
	for _, id := range m.in.Old.Claims {
		old[id] = true
	}
	m.newReports(&s)
	before := map[sitrep.ClaimID]*sitrep.Event{}
	for i := range m.in.Old.Events {
		for _, r := range m.in.Old.Events[i].Members {
			for _, id := range r.Claims {
				before[id] = &m.in.Old.Events[i]
			}
		}
	}
	fresh := 0
	done := map[*sitrep.Event]bool{}
	for _, t := range m.items {
		e := t.lead.event
		if e == nil {
			if slices.ContainsFunc(t.lead.claims, func(c *sitrep.Claim) bool { return old[c.ID] }) {
				continue
			}
		} else {
			if done[e] {
				continue
			}
			done[e] = true
			if was := knownAs(e, before); was != nil {
				m.compare(&s, t, was, old)
				continue
			}
		}
		if fresh++; fresh <= mostChanges {
			st := m.statement(t.lead, t.also...)
			if fresh == 1 {
				st.Heading = "Told for the first time"
			}
			s.Statements = append(s.Statements, st)
		}
	}
	m.newControl(&s)
	if len(s.Statements) == 0 && len(s.Tables) == 0 {
		s.Title += ": nothing"
		s.Tables = append(s.Tables, m.allNew())
	}
	return s
}

// knownAs is what an event was before: the event that held the first of its claims that was known.
func knownAs(e *sitrep.Event, before map[sitrep.ClaimID]*sitrep.Event) *sitrep.Event {
	for _, r := range e.Members {
		for _, id := range r.Claims {
			if was := before[id]; was != nil {
				return was
			}
		}
	}
	return nil
}

// allNew counts what the brief rests on.
func (m *making) allNew() BriefTable {
	t := BriefTable{Title: "What this brief rests on", Columns: []string{"Reports", "First published", "Last published"}, Numbers: []bool{true, false, false}}
	var first, last *passage
	for _, p := range m.passages {
		if len(p.claims) == 0 || p.report.Published.IsZero() {
			continue
		}
		if first == nil || p.report.Published.Before(first.report.Published) {
			first = p
		}
		if last == nil || last.report.Published.Before(p.report.Published) {
			last = p
		}
	}
	row := BriefRow{Cells: []string{numberWords(m.out.Reports), "", ""}}
	if first != nil {
		row.Cells[1], row.Cells[2] = dayWords(first.report.Published), dayWords(last.report.Published)
		row.Cites = append(row.Cites, m.cite(first))
		if n := m.cite(last); n != row.Cites[0] {
			row.Cites = append(row.Cites, n)
		}
	}
	t.Rows = append(t.Rows, row)
	return t
}

// newReports counts the reports that came in.
func (m *making) newReports(s *BriefSection) {
	var fresh []*passage
	seen := map[sitrep.ReportID]bool{}
	for _, p := range m.passages {
		if len(p.claims) > 0 && !slices.Contains(m.in.Old.Reports, p.report.ID) && !seen[p.report.ID] {
			seen[p.report.ID] = true
			fresh = append(fresh, p)
		}
	}
	if len(fresh) == 0 {
		return
	}
	st := BriefStatement{Text: counted(len(fresh), "report") + " of this came in since."}
	for _, p := range fresh[:min(mostCites, len(fresh))] {
		st.Cites = append(st.Cites, m.cite(p))
	}
	s.Statements = append(s.Statements, st)
}

// compare tells how an event's figures and grade changed.
func (m *making) compare(s *BriefSection, t *entry, was *sitrep.Event, old map[sitrep.ClaimID]bool) {
	e := t.lead.event
	var cites []int
	for _, r := range e.Members {
		for _, id := range r.Claims {
			if p := m.of[id]; p != nil && !old[id] && len(cites) < mostCites {
				if n := m.cite(p); !slices.Contains(cites, n) {
					cites = append(cites, n)
				}
			}
		}
	}
	if len(cites) == 0 { // nothing new was told of it; it is only sorted otherwise
		return
	}
	if n := m.cite(t.lead.passage); !slices.Contains(cites, n) {
		cites = append(cites, n)
	}
	about := t.lead.text
	if !t.lead.quoted {
		about = "“" + about + "”"
	}
	say := func(text string) {
		s.Statements = append(s.Statements, BriefStatement{Text: text + ": " + about + ".", Cites: cites, Grade: e.Grade, Event: e.ID})
	}
	for i := range e.Figures {
		f := &e.Figures[i]
		now := rangeWords(f.Low, f.Best, f.High)
		for k := range was.Figures {
			if g := &was.Figures[k]; g.Measure == f.Measure {
				if then := rangeWords(g.Low, g.Best, g.High); then != now && then != "" && now != "" {
					say(measureWords[f.Measure] + ", from " + then + " to " + now)
				}
			}
		}
	}
	if e.Grade != was.Grade && e.Grade != "" && was.Grade != "" {
		say("Support, from " + string(was.Grade) + " to " + string(e.Grade))
	}
}

// newControl tells the spells that were not known.
func (m *making) newControl(s *BriefSection) {
	first := true
	for i := range m.in.Spells {
		sp := &m.in.Spells[i]
		if slices.ContainsFunc(m.in.Old.Spells, func(o Spell) bool {
			return o.Site.ID == sp.Site.ID && o.Holder.ID == sp.Holder.ID && o.Status == sp.Status && o.From == sp.From
		}) {
			continue
		}
		st := BriefStatement{Text: m.calledIn(sp) + ": " + spellWords(sp) + "."}
		for _, id := range sp.Claims {
			if p := m.of[id]; p != nil && len(st.Cites) < mostCites {
				if n := m.cite(p); !slices.Contains(st.Cites, n) {
					st.Cites = append(st.Cites, n)
				}
			}
		}
		if len(st.Cites) == 0 {
			continue
		}
		if first {
			st.Heading, first = "Control", false
		}
		s.Statements = append(s.Statements, st)
	}
}

// spellWords say who holds a place, and how.
func spellWords(sp *Spell) string {
	who := sp.Holder.Name
	if who == "" {
		who = "holder not told"
	}
	text := who + ", " + string(sp.Status)
	for i, r := range sp.Rivals {
		if i == 0 {
			text += " by "
		} else {
			text += ", "
		}
		text += r.Name
	}
	if sp.FirstTold {
		return text + ", first told of " + dayWords(sp.From)
	}
	return text + ", from " + dayWords(sp.From)
}
