package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
)

// figures is the section of the largest figures of each measure, as told of one happening each.
func (m *making) figures() BriefSection {
	s := BriefSection{ID: "figures", Title: "Key figures"}
	type told struct {
		f *sitrep.Figure
		c *sitrep.Claim
		t *entry
	}
	by := map[sitrep.Measure][]told{}
	seen := map[sitrep.ClaimID]bool{}
	for _, t := range m.items {
		for _, c := range t.lead.claims {
			if seen[c.ID] || c.Modality != sitrep.Actual || c.Confidence < least {
				continue
			}
			seen[c.ID] = true
			for i := range c.Figures {
				if f := &c.Figures[i]; f.Kind != sitrep.Part && rangeWords(f.Low, f.Best, f.High) != "" {
					by[f.Measure] = append(by[f.Measure], told{f, c, t})
				}
			}
		}
	}
	most := 6
	if m.in.Scope.Short {
		most = 1
	}
	table := BriefTable{Title: "The largest figures of single accounts", Columns: []string{"Measure", "Figure", "In words", "Of", "Place", "Reported", "By"}, Numbers: []bool{false, true, false, false, false, false, false}}
	chart := Chart{Kind: Ranges, Title: "Figures and their ranges", Unit: "people"}
	for _, measure := range sitrep.Measures {
		list := by[measure]
		slices.SortStableFunc(list, func(a, b told) int { return cmp.Compare(middle(b.f), middle(a.f)) })
		for _, x := range list[:min(most, len(list))] {
			l := x.t.lead
			n := m.cite(l.passage)
			by := string(l.passage.report.Publisher)
			if a := x.c.Attribution; a != nil {
				who := a.Source
				if standIns[strings.ToLower(who)] {
					who = cmp.Or(a.Name, who) // "it said"
				}
				who = cmp.Or(who, map[bool]string{true: "reportedly"}[a.Stance == sitrep.Said || a.Stance == sitrep.Alleged])
				by = strings.TrimSpace(who + map[bool]string{true: " in " + by}[who != "" && by != ""])
			}
			of := string(x.f.Of)
			if x.f.Unit != "" {
				of = cmp.Or(of, string(x.f.Unit)+"s")
			}
			place := ""
			if p := x.c.Place; p != nil && l.passage.span.Contains(p.Span) && strings.ToLower(p.Name) != p.Name {
				place = placeWords(p, l.passage)
			}
			row := BriefRow{Cells: []string{measureWords[measure], rangeWords(x.f.Low, x.f.Best, x.f.High), "“" + x.f.Text + "”", of, place, dayWords(l.passage.report.Published), by}, Cites: []int{n}}
			if slices.ContainsFunc(table.Rows, func(r BriefRow) bool { return slices.Equal(r.Cells, row.Cells) }) {
				continue
			}
			table.Rows = append(table.Rows, row)
			if measure != sitrep.Destroyed && measure != sitrep.Strikes {
				chart.Marks = append(chart.Marks, Mark{Group: measureWords[measure], Label: cmp.Or(place, of, by), Day: dayOf(l), Low: x.f.Low, Best: x.f.Best, High: x.f.High, Cites: []int{n}})
			}
		}
	}
	if len(table.Rows) > 0 {
		s.Tables = append(s.Tables, table)
	}
	if t := m.running(); len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	if len(chart.Marks) > 0 && !m.in.Scope.Short {
		s.Charts = append(s.Charts, chart)
	}
	return s
}

// besideRe finds, right before a place, words that say that it happened not in it, or not in it alone.
var besideRe = pattern(`(?i)\b((?:in (?:and|or) )?(?:near|around|outside|close to|(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west) of))(?: the)?(?: (?:city|town|village|province) of)? $`)

// placeWords is a claim's place in its report's words, with the place that is named beside it: "Syria and Iraq".
func placeWords(p *sitrep.Place, in *passage) string {
	words := p.Text
	if !strings.Contains(words, p.Name) {
		words = p.Name
	}
	if m := besideRe.FindStringSubmatch(in.sentence[:p.Start-in.span.Start]); m != nil {
		words = m[1] + " " + words
	}
	if !strings.Contains(words, p.Text) {
		return words
	}
	rest := in.sentence[p.End-in.span.Start:]
	if after, ok := strings.CutPrefix(rest, " and "); ok && after != "" && after[0] >= 'A' && after[0] <= 'Z' {
		second, _, _ := strings.Cut(after, " ")
		words += " and " + strings.Trim(second, ".,;:")
	}
	return words
}

// middle is the number that a figure is ordered by.
func middle(f *sitrep.Figure) int {
	for _, v := range []*int{f.Best, f.Low, f.High} {
		if v != nil {
			return *v
		}
	}
	return 0
}

// stock are measures of people in a state, which a report counts as of a day.
var stock = map[sitrep.Measure]bool{sitrep.Displaced: true, sitrep.InNeed: true, sitrep.Trapped: true, sitrep.Missing: true}

// running is the table of counts of all so far, as each origin last gives them.
func (m *making) running() BriefTable {
	t := BriefTable{Title: "Counts of a longer time, as last told", Columns: []string{"Measure", "Figure", "Of", "Place", "Since", "Up to", "By"}, Numbers: []bool{false, true, false, false, false, false, false}}
	var list []Count
	for _, p := range m.passages {
		for _, c := range p.claims {
			if c.Modality != sitrep.Actual || c.Confidence < least {
				continue
			}
			for i := range c.Figures {
				f := &c.Figures[i]
				source := string(p.report.Publisher)
				if c.Attribution != nil && c.Attribution.Name != "" {
					source = c.Attribution.Name
				}
				list = append(list, Count{Telling: Telling{Claim: c, Report: p.report.ID, Published: p.report.Published, Origin: p.origin, Sentence: p.sentence}, Figure: f, N: i, Source: source})
			}
		}
	}
	all := m.controller.SeriesOf(list)
	rank := func(s *Series) int { return slices.Index(sitrep.Measures, s.Measure) }
	last := func(s *Series) *Point { return &s.Points[len(s.Points)-1] }
	all = slices.DeleteFunc(all, func(s Series) bool { return len(s.Points) == 0 })
	slices.SortStableFunc(all, func(a, b Series) int {
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(middle(last(&b).Count.Figure), middle(last(&a).Count.Figure)))
	})
	most := 8
	if m.in.Scope.Short {
		most = 2
	}
	n := map[sitrep.Measure]int{}
	for i := range all {
		s, p := &all[i], last(&all[i])
		if f := p.Count.Figure; f.Kind != sitrep.Total && p.Since.IsZero() && len(s.Points) < 2 && !stock[f.Measure] || s.Measure == sitrep.Remains {
			continue // of one happening
		}
		value := rangeWords(p.Low, p.Best, p.High)
		in := m.of[p.Count.Claim.ID]
		if value == "" || in == nil || n[s.Measure] == most {
			continue
		}
		n[s.Measure]++
		place := ""
		if c := p.Count.Claim; c.Place != nil && in.span.Contains(c.Place.Span) && strings.ToLower(c.Place.Name) != c.Place.Name {
			place = placeWords(c.Place, in)
		}
		t.Rows = append(t.Rows, BriefRow{Cells: []string{measureWords[s.Measure], value, string(p.Count.Figure.Of), place, dayWords(p.Since), dayWords(p.Day), p.Count.Source}, Cites: []int{m.cite(in)}})
	}
	return t
}
