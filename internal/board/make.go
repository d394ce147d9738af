package board

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// maker makes boards of an archive.
type maker struct {
	archive   *store.Archive
	registry  *actor.Registry
	gazetteer *geo.Gazetteer
	outlets   *origin.Outlets
	teller    *fuse.Teller
	families  []Family
	familyOf  map[string]string
	clock     func() time.Time
	progress  func(done, all int) // may be nil
}

// Family is a group of event types that is shown under one mark.
type Family struct{ ID, Label string }

// Families gives the families, in the order in which they are shown.
func (b *Board) Families() []Family { return b.families }

// FamilyOf is the family of a type, "" where it is in none.
func (b *Board) FamilyOf(kind string) string { return b.familyOf[kind] }

func newMaker(a *store.Archive, o Options) (*maker, error) {
	m := &maker{archive: a, registry: o.Registry, gazetteer: o.Gazetteer, outlets: origin.NewOutlets(o.Registry), familyOf: map[string]string{}, clock: o.Clock}
	if m.clock == nil {
		m.clock = time.Now
	}
	families, err := codebook.Families()
	if err != nil {
		return nil, err
	}
	for _, f := range families {
		m.families = append(m.families, Family{f.ID, f.Label})
		for _, t := range f.Types { // an archive may hold types that the codebook in use has not
			m.familyOf[t] = f.ID
		}
	}
	if o.Codebook != nil {
		for i := range o.Codebook.Types {
			t := &o.Codebook.Types[i]
			if f := codebook.FamilyOf(families, t); f != nil {
				m.familyOf[t.ID] = f.ID
			}
		}
	}
	m.teller, err = fuse.NewTeller(fuse.TellerOptions{Registry: o.Registry})
	return m, err
}

// gathered is what is read of an archive, before it is summed up.
type gathered struct {
	b        *Board
	words    map[string]string // each string once
	reports  map[sitrep.ReportID]int32
	came     []int64                  // by the number of a report
	claims   map[sitrep.ClaimID]int32 // in which event each is, by its place
	origins  map[string]int32
	sources  map[string]*Source        // by key
	passing  map[string]map[string]int // reports by the source's key and outlet
	deeds    map[string]bool
	tellings []situation.Telling // about places
	relating []situation.Telling
	counts   []situation.Count
}

// make makes a board of the archive as it stands now.
func (m *maker) make(ctx context.Context) (*Board, error) {
	started := m.clock()
	whole, err := m.archive.Whole(ctx)
	if err != nil {
		return nil, err
	}
	defer whole.Close()
	b := &Board{families: m.families, familyOf: m.familyOf, known: newPlaces(m.gazetteer)}
	if b.Log, err = whole.Log(ctx, 0, mostLogged); err != nil {
		return nil, err
	}
	if len(b.Log) > 0 {
		b.Last = b.Log[0]
		first, err := whole.Log(ctx, 2, 1)
		if err != nil {
			return nil, err
		}
		if b.First = b.Log[len(b.Log)-1]; len(first) > 0 {
			b.First = first[0]
		}
	}
	if b.Unfused, err = whole.Unfused(ctx); err != nil {
		return nil, err
	}
	g := &gathered{b: b, words: map[string]string{}, reports: map[sitrep.ReportID]int32{}, claims: map[sitrep.ClaimID]int32{}, origins: map[string]int32{}, sources: map[string]*Source{}, passing: map[string]map[string]int{}, deeds: map[string]bool{}}
	for _, t := range situation.Deeds() {
		g.deeds[t] = true
	}
	outlines, err := whole.Reports(ctx)
	if err != nil {
		return nil, err
	}
	g.outline(outlines)
	if err := whole.Events(ctx, func(e *sitrep.Event) error { g.event(m, e); return nil }); err != nil {
		return nil, err
	}
	if err := m.claims(ctx, whole, outlines, g); err != nil {
		return nil, err
	}
	m.derive(g)
	if err := b.before(ctx, m.archive); err != nil {
		return nil, err
	}
	b.At, b.Took = m.clock().UTC(), m.clock().Sub(started)
	return b, nil
}

// mostLogged is how many entries of the log a board has.
const mostLogged = 200

// once gives a string that equal ones share.
func (g *gathered) once(s string) string {
	if s == "" {
		return ""
	}
	if known, ok := g.words[s]; ok {
		return known
	}
	s = strings.Clone(s) // which may be a part of a report's text
	g.words[s] = s
	return s
}

// outline counts reports.
func (g *gathered) outline(list []store.Outline) {
	b := g.b
	outlets := map[string]*Outlet{}
	copying := map[Copying]int{}
	days := map[sitrep.Date]int{}
	g.came, b.publishers = make([]int64, len(list)), make([]string, len(list))
	for i := range list {
		o := &list[i]
		name := g.once(string(o.Publisher))
		g.reports[o.ID], g.came[i], b.publishers[i] = int32(i), o.Received, name
	}
	for i := range list {
		o := &list[i]
		name := b.publishers[i]
		b.Reports++
		b.Claims += o.Claims
		if o.Fault {
			b.Faults++
		}
		t := outlets[name]
		if t == nil {
			t = &Outlet{Name: name}
			outlets[name] = t
		}
		t.Reports++
		t.Claims += o.Claims
		if o.Lead != o.ID {
			t.Copies++
			copying[Copying{By: name, From: b.publishers[g.reports[o.Lead]]}]++
		}
		if o.Published.IsZero() {
			b.Undated++
			continue
		}
		days[o.Published]++
		if t.First.IsZero() || o.Published.Before(t.First) {
			t.First = o.Published
		}
		if t.Last.Before(o.Published) {
			t.Last = o.Published
		}
	}
	for _, t := range outlets {
		b.Outlets = append(b.Outlets, *t)
	}
	slices.SortFunc(b.Outlets, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), strings.Compare(a.Name, b.Name))
	})
	for c, n := range copying {
		c.Reports = n
		b.Copying = append(b.Copying, c)
	}
	slices.SortFunc(b.Copying, func(a, b Copying) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), strings.Compare(a.By, b.By), strings.Compare(a.From, b.From))
	})
	for d, n := range days {
		b.Days = append(b.Days, Day{d, n})
	}
	slices.SortFunc(b.Days, func(a, b Day) int { return compareDays(a.Day, b.Day) })
}

// event takes an event in.
func (g *gathered) event(m *maker, e *sitrep.Event) {
	b, n := g.b, int32(len(g.b.Events))
	x := Event{ID: e.ID, Type: g.once(e.Type), Family: m.familyOf[e.Type], Grade: sitrep.Grade(g.once(string(e.Grade))), Origins: e.Origins, Reports: len(e.Members), Disputes: len(e.Disputes),
		From: e.From, To: e.To, Place: b.known.of(e.Place), Lead: e.Lead}
	b.known.count(x.Place)
	for i := range e.Members {
		member := &e.Members[i]
		x.Claims += len(member.Claims)
		if r, ok := g.reports[member.Report]; ok {
			x.reports = append(x.reports, r)
			if came := g.came[r]; x.Came == 0 || came < x.Came {
				x.Came = came
			}
			x.Grew = max(x.Grew, g.came[r])
		}
		for _, c := range member.Claims {
			g.claims[c] = n
			if c == e.Lead {
				x.LeadReport = member.Report
			}
		}
	}
	actors := 0
	for i := range e.Parties {
		switch p := &e.Parties[i]; p.Role {
		case sitrep.Actor: // an agreement has two
			switch actors++; actors {
			case 1:
				x.Actor = g.once(p.Name)
			case 2:
				x.Actor = g.once(x.Actor + ", " + p.Name)
			case 3:
				x.Actor = g.once(x.Actor + " and others")
			}
		case sitrep.Target:
			x.Target = cmp.Or(x.Target, g.once(p.Name))
		case sitrep.Victim: // roles come in order, so that a target is known by now
			x.Target = cmp.Or(x.Target, g.once(p.Name))
		}
	}
	x.Figures = figuresOf(e)
	for i := range x.Figures {
		x.Figures[i].Measure = sitrep.Measure(g.once(string(x.Figures[i].Measure)))
	}
	b.Events = append(b.Events, x)
}

// figuresOf are the ranges of an event.
func figuresOf(e *sitrep.Event) []Figure {
	var out []Figure
	for i := range e.Figures {
		f := &e.Figures[i]
		out = append(out, Figure{f.Measure, f.Low, f.Best, f.High, situation.OriginsOf(f)})
	}
	return out
}

// claims reads all claims, each with its origin.
func (m *maker) claims(ctx context.Context, whole *store.Whole, outlines []store.Outline, g *gathered) error {
	var mu sync.Mutex
	done, all := 0, 0
	for i := range outlines {
		if outlines[i].Claims > 0 {
			all++
		}
	}
	tell := func(n int) {
		if done += n; m.progress != nil {
			m.progress(min(done, all), all)
		}
	}
	tell(0)
	return whole.Groups(ctx, outlines, func() func([]store.Standing) error {
		return func(group []store.Standing) error {
			credits := make([]origin.Credit, len(group))
			for i := range group {
				credits[i] = m.outlets.Credit(&group[i].Report, group[i].Blocks)
			}
			home := origin.Settle(origin.GroupID("g-"+string(group[0].Report.ID)), credits)
			var made []made
			var pass []passed
			for i := range group {
				origins := m.outlets.Claims(group[i].Extraction, home)
				made = append(made, m.made(&group[i], origins)...)
				pass = append(pass, passedOn(&group[i], origins)...)
			}
			mu.Lock()
			defer mu.Unlock()
			for i := range made {
				g.take(&made[i])
			}
			tell(len(group))
			for i := range pass {
				g.pass(&pass[i])
			}
			return nil
		}
	})
}

// made is a claim with its origin, and its figures.
type made struct {
	situation.Telling
	counts []situation.Count
}

// made gives the claims of a report that others of its group do not make before it.
func (m *maker) made(s *store.Standing, origins []origin.ClaimOrigin) []made {
	var out []made
	for i := range s.Claims {
		c := &s.Claims[i]
		if s.Twins[i] || c.Rejected() {
			continue
		}
		x := made{Telling: situation.Telling{Claim: c, Report: s.Report.ID, Published: s.Published, Origin: cmp.Or(origins[i].Key, string(s.Report.ID)), Sentence: c.Evidence.Of(s.Report.Text)}}
		for k := range c.Figures {
			f := &c.Figures[k]
			count := situation.Count{Telling: x.Telling, Figure: f, N: k}
			count.Origin, count.Source, count.Standing = m.teller.Voice(&origins[i], f.Source)
			count.Origin = cmp.Or(count.Origin, string(s.Report.ID))
			x.counts = append(x.counts, count)
		}
		out = append(out, x)
	}
	return out
}

// take takes a claim in.
func (g *gathered) take(x *made) {
	n, ok := g.origins[x.Origin]
	if !ok {
		n = int32(len(g.origins))
		g.origins[x.Origin] = n
	}
	event, told := g.claims[x.Claim.ID]
	if told {
		if e := &g.b.Events[event]; !slices.Contains(e.origins, n) {
			e.origins = append(e.origins, n)
		}
	}
	g.tellings = append(g.tellings, x.Telling)
	if g.deeds[x.Claim.Type] {
		g.relating = append(g.relating, x.Telling)
	}
	for i := range x.counts {
		c := &x.counts[i]
		if told {
			e := &g.b.Events[event]
			c.Event, c.EventFrom, c.EventTo = e.ID, e.From, e.To
		}
		g.counts = append(g.counts, *c)
	}
}

// derive sums up what was gathered. Neither part changes what another reads.
func (m *maker) derive(g *gathered) {
	b := g.b
	b.Origins = len(g.origins)
	b.Places = b.known.busiest()
	b.Sources = g.sourcesOf()
	var all sync.WaitGroup
	all.Go(func() {
		b.Spells = situation.New(m.registry, m.gazetteer).Control(g.tellings)
		b.patterns = patternsOf(b.Spells)
		b.spellsAt = map[string][]int{}
		for i := range b.Spells {
			id := b.Spells[i].Site.ID
			b.spellsAt[id] = append(b.spellsAt[id], i)
		}
	})
	all.Go(func() {
		b.Actors = situation.New(m.registry, m.gazetteer).Actors(g.relating)
		b.index(g.claims)
	})
	var sums []situation.Sum
	var series []situation.Series
	all.Go(func() {
		c := situation.New(m.registry, m.gazetteer)
		sums, series = c.Sums(g.counts, situation.ByEvent), c.SeriesOf(g.counts)
	})
	all.Wait()
	g.figures(sums, series)
	b.change()
}

func compareDays(a, b sitrep.Date) int {
	switch {
	case a == b:
		return 0
	case a.Before(b):
		return -1
	}
	return 1
}
