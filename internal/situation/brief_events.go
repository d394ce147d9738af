package situation

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/geo"
)

// entry is one thing told of a happening: the line that tells it best, and others that say the same.
type entry struct {
	lead *line
	also []*line
	day  sitrep.Date // when it happened, else when it was reported
	town string      // where, for grouping; "" where that is not told
}

// dayOf is the day that a line is about: the one it gives, else that of its report.
func dayOf(l *line) sitrep.Date {
	if t := l.lead.Time; t != nil && !t.To.IsZero() && t.From == t.To {
		return t.From
	}
	return l.passage.report.Published
}

// mostOfEvent is how many lines tell one happening in full.
const mostOfEvent = 5

// gather makes entries of lines: of one happening those that say the same become one.
func (m *making) gather() {
	byEvent := map[*sitrep.Event][]*entry{}
	for _, l := range m.lines {
		if undated(l) && (!m.in.Scope.From.IsZero() || !m.in.Scope.To.IsZero()) {
			continue
		}
		if l.event == nil {
			m.items = append(m.items, m.itemOf(l))
			continue
		}
		list := byEvent[l.event]
		if i := slices.IndexFunc(list, func(t *entry) bool { return same(t.lead, l) }); i >= 0 {
			t := list[i]
			if betterLine(t.lead, l) {
				t.also = append(t.also, t.lead)
				t.lead = l
			} else {
				t.also = append(t.also, l)
			}
			continue
		}
		t := m.itemOf(l)
		byEvent[l.event] = append(list, t)
		m.items = append(m.items, t)
	}
	n := map[*sitrep.Event]int{}
	m.items = slices.DeleteFunc(m.items, func(t *entry) bool {
		e := t.lead.event
		if e == nil {
			return false
		}
		n[e]++
		return n[e] > mostOfEvent
	})
	for _, t := range m.items {
		t.day, t.town = dayOf(t.lead), town(t.lead)
	}
	slices.SortStableFunc(m.items, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(familyRank(a.lead.lead.Type), familyRank(b.lead.lead.Type)), cmp.Compare(a.day.String(), b.day.String()))
	})
}

func (m *making) itemOf(l *line) *entry { return &entry{lead: l} }

func undated(l *line) bool {
	t := l.lead.Time
	return l.passage.report.Published.IsZero() && (t == nil || t.From.IsZero() && t.To.IsZero())
}

// betterLine says that b tells what a tells, too, better: plainly rather than in a quotation, then the surer.
func betterLine(a, b *line) bool {
	if a.quoted != b.quoted {
		return a.quoted
	}
	return b.lead.Confidence > a.lead.Confidence+0.02
}

// same says that two lines of one happening say the same: one type, the same people, places and numbers as far as each tells them.
func same(a, b *line) bool {
	if a.quoted || b.quoted || a.lead.Type != b.lead.Type || len(a.claims) != len(b.claims) || len(a.more) > 0 || len(b.more) > 0 {
		return false
	}
	for i := range a.claims {
		x, y := a.claims[i], b.claims[i]
		if x.Type != y.Type || len(x.Figures) != len(y.Figures) || (x.Place == nil) != (y.Place == nil) || x.Place != nil && geo.Fold(x.Place.Name) != geo.Fold(y.Place.Name) {
			return false
		}
		for k := range x.Figures {
			f, g := &x.Figures[k], &y.Figures[k]
			if f.Measure != g.Measure || !equal(f.Low, g.Low) || !equal(f.Best, g.Best) || !equal(f.High, g.High) {
				return false
			}
		}
		for _, role := range []sitrep.Role{sitrep.Actor, sitrep.Target} {
			if len(x.Roles[role]) != len(y.Roles[role]) {
				return false
			}
			for k := range x.Roles[role] {
				if geo.Fold(x.Roles[role][k].Name) != geo.Fold(y.Roles[role][k].Name) {
					return false
				}
			}
		}
		if (x.Attribution == nil) != (y.Attribution == nil) || x.Attribution != nil && x.Attribution.Name != y.Attribution.Name {
			return false
		}
	}
	return true
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// town is the place that a line is told under.
func town(l *line) string {
	p := l.lead.Place
	if p == nil || p.Precision == sitrep.Country {
		return ""
	}
	return cmp.Or(p.Within, p.Name)
}

// leastOfPlace is how many items of a place stand under a heading of their own.
const leastOfPlace = 4

// happened is the section on events: by type, and by place where a place has many.
func (m *making) happened() BriefSection {
	s := BriefSection{ID: "events", Title: "Events by type and place"}
	if m.in.Scope.Short {
		s.Tables = append(s.Tables, m.countTable()) // pictures and their tables take a page of their own
		return s
	}
	count := map[[2]string]int{}
	for _, t := range m.items {
		count[[2]string{familyTitle(t.lead.lead.Type), t.town}]++
	}
	type part struct {
		heading string
		items   []*entry
	}
	var parts []*part
	at := map[string]*part{}
	for _, t := range m.items {
		title := familyTitle(t.lead.lead.Type)
		heading := title
		if t.town != "" && count[[2]string{title, t.town}] >= leastOfPlace {
			heading += ": " + t.town
		}
		p := at[heading]
		if p == nil {
			p = &part{heading: heading}
			at[heading] = p
			parts = append(parts, p)
		}
		p.items = append(p.items, t)
	}
	slices.SortStableFunc(parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(familyRank(a.items[0].lead.lead.Type), familyRank(b.items[0].lead.lead.Type)),
			cmp.Compare(strings.Count(b.heading, ": "), strings.Count(a.heading, ": ")), cmp.Compare(len(b.items), len(a.items)), cmp.Compare(a.heading, b.heading))
	})
	for _, p := range parts {
		under := p.heading
		for _, t := range p.items {
			if t.lead.hangs() {
				continue
			}
			st := m.statement(t.lead, t.also...)
			if under != "" {
				st.Heading, under = under, ""
			}
			s.Statements = append(s.Statements, st)
		}
	}
	s.Charts = m.charts()
	return s
}

// countTable counts happenings by type and place.
func (m *making) countTable() BriefTable {
	t := BriefTable{Title: "Events by type and place", Columns: []string{"Type", "Place", "Told"}, Numbers: []bool{false, false, true}}
	type key struct{ title, place string }
	count := map[key][]*entry{}
	var order []key
	for _, it := range m.items {
		k := key{familyTitle(it.lead.lead.Type), it.town}
		if count[k] == nil {
			order = append(order, k)
		}
		count[k] = append(count[k], it)
	}
	slices.SortStableFunc(order, func(a, b key) int { return cmp.Compare(len(count[b]), len(count[a])) })
	const most = 6
	for _, k := range order[:min(most, len(order))] {
		row := BriefRow{Cells: []string{k.title, cmp.Or(k.place, "elsewhere or not told"), numberWords(len(count[k]))}}
		for _, it := range count[k][:min(mostCites, len(count[k]))] {
			row.Cites = append(row.Cites, m.cite(it.lead.passage))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// happening says that a line tells of something that happened, not of what was said or is planned.
func happening(l *line) bool {
	return l.lead.Modality == sitrep.Actual && l.lead.Type != "statement" && l.lead.Type != "control" && l.lead.Type != "talks" && l.lead.Type != "investigation"
}

// byWeek is from how many days on a chart counts by the week.
const byWeek = 62

// charts are the events per day and the locator map.
func (m *making) charts() []Chart {
	days := Chart{Kind: Days, Title: "Events told per day", Unit: "events"}
	first, last := m.in.Scope.From, m.in.Scope.To
	for _, t := range m.items {
		if t.day.IsZero() {
			continue
		}
		if first.IsZero() || m.in.Scope.From.IsZero() && t.day.Before(first) {
			first = t.day
		}
		if last.IsZero() || m.in.Scope.To.IsZero() && last.Before(t.day) {
			last = t.day
		}
	}
	step := 1
	if !first.IsZero() && daysBetween(first, last) > byWeek {
		step, days.Title = 7, "Events told per week"
	}
	type bin struct {
		n      int
		series string
	}
	counts := map[bin]int{}
	var bins []bin
	spots := map[string]*Spot{}
	kinds := map[string]map[string]int{}
	var order []string
	for _, t := range m.items {
		if !happening(t.lead) {
			continue
		}
		if !t.day.IsZero() && !t.day.Before(first) && !last.Before(t.day) {
			b := bin{daysBetween(first, t.day) / step, familyTitle(t.lead.lead.Type)}
			if counts[b] == 0 {
				bins = append(bins, b)
			}
			counts[b]++
		}
		p := t.lead.lead.Place
		if p == nil || p.Lat == nil || p.Lon == nil {
			continue
		}
		name := cmp.Or(p.Within, p.Name)
		key := geo.Fold(name) + string(p.Precision)
		s := spots[key]
		if s == nil {
			s = &Spot{Name: name, Lat: *p.Lat, Lon: *p.Lon, Precision: p.Precision, RadiusKm: p.RadiusKm}
			spots[key], kinds[key] = s, map[string]int{}
			order = append(order, key)
		}
		s.N++
		kinds[key][t.lead.lead.Type]++
		if len(s.Cites) < mostCites {
			s.Cites = append(s.Cites, m.cite(t.lead.passage))
		}
	}
	slices.SortFunc(bins, func(a, b bin) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(titleRank(a.series), titleRank(b.series)))
	})
	for _, b := range bins {
		from := first.AddDays(b.n * step)
		to := from.AddDays(step - 1)
		if last.Before(to) {
			to = last
		}
		days.Days = append(days.Days, ChartDay{From: from, To: to, Series: b.series, N: counts[b]})
	}
	var out []Chart
	if len(days.Days) > 0 {
		out = append(out, days)
	}
	where := Chart{Kind: Map, Title: "Where", Unit: "events"}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(spots[b].N, spots[a].N) })
	for _, k := range order {
		s := spots[k]
		for _, t := range slices.Sorted(keysOf(kinds[k])) {
			if s.Kind == "" || kinds[k][t] > kinds[k][s.Kind] {
				s.Kind = t
			}
		}
		where.Spots = append(where.Spots, *s)
	}
	if len(where.Spots) > 0 {
		out = append(out, where)
	}
	return out
}

func titleRank(title string) int {
	i := slices.IndexFunc(families, func(f family) bool { return f.title == title })
	if i < 0 {
		return len(families)
	}
	return i
}

func keysOf[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// daysBetween is how many days lie from one day to another, 0 for the same.
func daysBetween(from, to sitrep.Date) int {
	at := func(d sitrep.Date) int64 {
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	return int(at(to) - at(from))
}

// size is how much an item weighs among the highlights.
func size(t *entry) float64 {
	l := t.lead
	w := 0.0
	for _, c := range l.claims {
		for _, f := range c.Figures {
			n := 0
			for _, v := range []*int{f.Best, f.Low, f.High} {
				if v != nil {
					n = *v
					break
				}
			}
			if n <= 0 {
				continue
			}
			v := math.Log10(float64(n) + 1)
			switch f.Measure {
			case sitrep.Killed, sitrep.Remains, sitrep.KilledOrInjured:
				w = max(w, 2*v)
			case sitrep.Injured, sitrep.Missing, sitrep.Abducted:
				w = max(w, 1.4*v)
			case sitrep.Displaced, sitrep.Trapped, sitrep.Returned:
				w = max(w, v)
			default:
				w = max(w, 0.5*v)
			}
		}
	}
	switch l.lead.Type {
	case "territory_gained":
		w = max(w, 2.2)
	case "agreement", "coup", "mass_grave":
		w = max(w, 2.4)
	case "offensive", "encirclement":
		w = max(w, 1.8)
	case "suicide_bombing", "air_strike":
		w += 0.2
	}
	if l.event != nil {
		w += 0.8 * math.Log2(float64(max(1, l.event.Origins)))
	}
	w += 0.3 * float64(min(len(t.also), 4))
	if l.quoted {
		w -= 1
	}
	if !happening(l) {
		w -= 2
	}
	return w
}

// highlights are the weightiest items, by day.
func (m *making) highlights() BriefSection {
	s := BriefSection{ID: "highlights", Title: "Highlights"}
	most := 12
	if m.in.Scope.Short {
		most = 6
	}
	list := slices.Clone(m.items)
	slices.SortStableFunc(list, func(a, b *entry) int { return cmp.Compare(size(b), size(a)) })
	var top []*entry
	told := map[*sitrep.Event]bool{}
	ofFamily := map[string]int{}
	for _, t := range list {
		if len(top) == most || size(t) < 1.5 {
			break
		}
		// So that the tolls of a long war, told anew each day, leave room for others.
		title := familyTitle(t.lead.lead.Type)
		if ofFamily[title] == max(2, most/3) {
			continue
		}
		if e := t.lead.event; e != nil {
			if told[e] {
				continue
			}
			told[e] = true
		}
		ofFamily[title]++
		top = append(top, t)
	}
	slices.SortStableFunc(top, func(a, b *entry) int { return cmp.Compare(a.day.String(), b.day.String()) })
	for _, t := range top {
		if !t.lead.hangs() {
			s.Statements = append(s.Statements, m.statement(t.lead, t.also...))
		}
	}
	return s
}
