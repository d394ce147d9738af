package situation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/fuse"
)

// Count is a figure of a claim, with what is known of its report. Origin is that of the figure.
type Count struct {
	Telling
	Figure *sitrep.Figure
	// N is the place of the figure in its claim, from 0.
	N int
	// Source is the origin's name, for people; Standing is what the origin is to what it counts.
	Source   string
	Standing sitrep.Standing
	// EventFrom and EventTo are the days of the event that the claim is known to tell of, unknown where that was not asked.
	EventFrom, EventTo sitrep.Date
}

// Grouping says by what figures are summed up.
type Grouping string

// The groupings.
const (
	ByPlace   Grouping = "place"
	ByMonth   Grouping = "month"
	ByWeek    Grouping = "week" // from Monday to Sunday (ISO 8601)
	ByDay     Grouping = "day"
	ByMeasure Grouping = "measure"
	ByEvent   Grouping = "event"
)

// Sum is all that is told of one measure in one group. Low, Best and High are summed over distinct happenings; what counts a longer time stands in Running and is
// never added. All three are null where no happening counts.
type Sum struct {
	Key string // of the group: the id of a place or an event, 2016-10, 2016-W42, 2016-10-17, or the measure
	// Site is the place, of a group by place or event; the zero Site elsewhere.
	Site Site
	// From and To are the first and the last day of the group, inclusive; of one by place or measure those of its happenings.
	From, To sitrep.Date
	Measure  sitrep.Measure

	Low, Best, High *int
	// Open says that of some happening no upper end is told, so that High may be more.
	Open       bool
	Happenings []Happening // in order of days
	Running    []Series    // counts of a longer time
	Out        []OutCount  // what counts nowhere, and why
}

// Happening is a figure of one happening, as fuse.Range sums it up.
type Happening struct {
	Event    sitrep.EventID // "" where it was told apart by day and place alone
	Site     Site
	From, To sitrep.Date
	sitrep.EventFigure
}

// OutCount is a figure that is left out of every sum.
type OutCount struct {
	Count
	Why string
}

// Series is what one origin says over time of one measure of one kind of people at one place: counts of all so far, or of those in a state, such as displaced.
type Series struct {
	Measure  sitrep.Measure
	Site     Site
	Whom     string // people, civilians, children, fighters …; docs/figures.md lists them
	Unit     sitrep.Unit
	Origin   string
	Source   string
	Standing sitrep.Standing
	Points   []Point // in order of days
}

// Point is one value of a series.
type Point struct {
	// Day is the day that it counts up to, that of the report where it gives none. Since is the day from which it counts, unknown where that is not told.
	Day, Since      sitrep.Date
	Low, Best, High *int
	// Change is how much more than the point before it counts, less than 0 where it counts fewer; null for the first.
	Change *int
	Count  Count
}

// Why a figure counts in no sum.
const (
	OutPlanned  = "is planned"
	OutPossible = "is only possible"
	OutDenied   = "is denied"
	OutRate     = "is a rate"
	OutNowhere  = "names no place, so that others may tell of the same"
	OutVague    = "is of a day that is not told more closely than its month or year"
	OutUndated  = "has no day"
	OutLong     = "counts longer than the period"
	OutWider    = "is told of a whole country or province where others tell of places in it that day"
)

// Sums sums figures up by g. Every figure is in one happening, one series or left out. Places come in the order of their best, the greatest first, other groups in that of their keys.
func (c *Controller) Sums(list []Count, g Grouping) []Sum {
	list = inOrderOfCounts(list)
	where := newSites(c.gazetteer)
	where.learn(tellingsOf(list))
	groups := map[string]*Sum{}
	group := func(key string, m sitrep.Measure) *Sum {
		k := key + "\t" + string(m)
		if groups[k] == nil {
			groups[k] = &Sum{Key: key, Measure: m}
		}
		return groups[k]
	}
	happenings := map[string]*gathering{}
	var running []Count
	for _, f := range list {
		site := where.lies(&f.Telling)
		why := doubtOf(f.Claim)
		from, to, dated := spanOf(&f)
		if f.Event != "" && !f.EventFrom.IsZero() && !f.EventTo.IsZero() {
			from, to, dated = f.EventFrom, f.EventTo, true
		}
		switch scope := scopeOf(&f); {
		case why != "":
		case scope == rate:
			why = OutRate
		case scope == inAMonth:
			why = OutVague
		case scope == overTime && f.Figure.Kind == sitrep.Part && where.whomOf(&f, site) == "people":
			why = fuse.OutPart
		case scope == overTime:
			running = append(running, f)
			continue
		case f.Event == "" && site.ID == "":
			why = OutNowhere
		case !dated:
			why = OutUndated
		}
		if why != "" {
			s := group(c.keyOf(g, &f, site, from, to), f.Figure.Measure)
			s.Out = append(s.Out, OutCount{f, why})
			continue
		}
		id := string(f.Event)
		if id == "" {
			id = site.ID + "\t" + from.String() + "\t" + to.String()
		}
		id += "\t" + string(f.Figure.Measure)
		h := happenings[id]
		if h == nil {
			h = &gathering{id: id, site: site, from: from, to: to}
			happenings[id] = h
		}
		h.add(f, from, to, site)
	}
	narrow := map[string][]*gathering{} // happenings at places, by country and measure
	for _, h := range happenings {
		if !wide(h.list[0].Claim.Place) && h.site.Country != "" {
			narrow[h.land()] = append(narrow[h.land()], h)
		}
	}
	for _, h := range inOrderOfDays(happenings) {
		first := h.list[0]
		key := c.keyOf(g, &first, h.site, h.from, h.to)
		s := group(key, first.Figure.Measure)
		why := ""
		switch {
		case h.site.ID == "":
			why = OutNowhere
		case key == "":
			why = OutLong
		case first.Event == "" && wide(first.Claim.Place) && h.meets(narrow[h.land()]):
			why = OutWider
		}
		if why != "" {
			for _, f := range h.list {
				s.Out = append(s.Out, OutCount{f, why})
			}
			continue
		}
		s.Happenings = append(s.Happenings, h.sum())
	}
	for _, r := range series(running, where) {
		for _, part := range c.parts(g, r) {
			s := group(part.key, r.Measure)
			s.Running = append(s.Running, part.Series)
		}
	}
	var out []Sum
	for _, s := range groups {
		s.total(g)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Sum) int {
		if (a.Key == "") != (b.Key == "") { // what is in no group comes last
			return strings.Compare(b.Key, a.Key)
		}
		if g == ByPlace {
			if n := cmp.Or(cmp.Compare(bestOf(&b), bestOf(&a)), strings.Compare(a.Site.Name, b.Site.Name)); n != 0 {
				return n
			}
		}
		return cmp.Or(strings.Compare(a.Key, b.Key), cmp.Compare(slices.Index(sitrep.Measures, a.Measure), slices.Index(sitrep.Measures, b.Measure)))
	})
	return out
}

// bestOf is the best of a sum, -1 where none is told.
func bestOf(s *Sum) int {
	if s.Best == nil {
		return -1
	}
	return *s.Best
}

// SeriesOf gives the counts of a longer time, each origin's apart, by measure, place, whom and origin.
func (c *Controller) SeriesOf(list []Count) []Series {
	list = inOrderOfCounts(list)
	where := newSites(c.gazetteer)
	where.learn(tellingsOf(list))
	return series(slices.DeleteFunc(list, func(f Count) bool { return scopeOf(&f) != overTime }), where)
}

// inOrderOfCounts puts figures into the order of days, reports, claims and places in these. One given twice is kept once.
func inOrderOfCounts(list []Count) []Count {
	list = slices.Clone(list)
	order := func(a, b Count) int {
		return cmp.Or(strings.Compare(a.Published.String(), b.Published.String()), strings.Compare(string(a.Report), string(b.Report)), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)), cmp.Compare(a.N, b.N))
	}
	slices.SortFunc(list, order)
	return slices.CompactFunc(list, func(a, b Count) bool { return order(a, b) == 0 })
}

func tellingsOf(list []Count) []Telling {
	var out []Telling
	for i := range list {
		if i == 0 || list[i].Claim.ID != list[i-1].Claim.ID {
			out = append(out, list[i].Telling)
		}
	}
	return out
}

// gathering is what is told of one measure of one happening.
type gathering struct {
	id       string
	site     Site
	from, to sitrep.Date
	list     []Count
}

func (h *gathering) add(f Count, from, to sitrep.Date, site Site) {
	h.list = append(h.list, f)
	if h.site.ID == "" {
		h.site = site
	}
	if h.from.IsZero() || from.Before(h.from) { // of an event, whose accounts may differ in their days
		h.from = from
	}
	if h.to.Before(to) {
		h.to = to
	}
}

func (h *gathering) sum() Happening {
	told := make([]sitrep.ToldFigure, len(h.list))
	for i := range h.list {
		told[i] = h.list[i].Told()
	}
	return Happening{h.list[0].Event, h.site, h.from, h.to, fuse.Range(h.list[0].Figure.Measure, told)}
}

// Told is the figure as events keep it.
func (f *Count) Told() sitrep.ToldFigure {
	return sitrep.ToldFigure{Report: f.Report, Origin: f.Origin, Day: f.Published, Low: f.Figure.Low, Best: f.Figure.Best, High: f.Figure.High, Claim: f.Claim.ID, Of: f.Figure.Of,
		Kind: f.Figure.Kind, Unit: f.Figure.Unit, Source: f.Source, Standing: f.Standing}
}

func inOrderOfDays(m map[string]*gathering) []*gathering {
	var out []*gathering
	for _, h := range m {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b *gathering) int {
		return cmp.Or(strings.Compare(a.from.String(), b.from.String()), strings.Compare(a.to.String(), b.to.String()), strings.Compare(a.id, b.id))
	})
	return out
}

// wide says that a place is a country or a province.
func wide(p *sitrep.Place) bool {
	return p != nil && (p.Precision == sitrep.Country || p.Precision == sitrep.Province)
}

// land is the country and the measure of a happening.
func (h *gathering) land() string {
	return h.site.Country + "\t" + string(h.list[0].Figure.Measure)
}

// meets says that the days of one of a list touch those of h.
func (h *gathering) meets(list []*gathering) bool {
	return slices.ContainsFunc(list, func(o *gathering) bool { return o != h && !o.to.Before(h.from) && !h.to.Before(o.from) })
}

// keyOf is the group of a figure, "" where it reaches over several.
func (c *Controller) keyOf(g Grouping, f *Count, site Site, from, to sitrep.Date) string {
	switch g {
	case ByPlace:
		return site.ID
	case ByMeasure:
		return string(f.Figure.Measure)
	case ByEvent:
		if f.Event != "" {
			return string(f.Event)
		}
		return cmp.Or(site.ID, string(f.Report)) + " " + from.String()
	}
	a, b := periodOf(g, from), periodOf(g, to)
	if a != b {
		return ""
	}
	return a
}

// periodOf names the day, week or month of a day.
func periodOf(g Grouping, d sitrep.Date) string {
	switch {
	case d.IsZero():
		return ""
	case g == ByWeek:
		y, w := noon(d).ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case g == ByMonth:
		return d.String()[:len("2006-01")]
	}
	return d.String()
}

// partOf is the part of a series that falls into a group.
type partOf struct {
	Series
	key string
}

// parts cuts a series by group.
func (c *Controller) parts(g Grouping, r Series) []partOf {
	var out []partOf
	for _, p := range r.Points {
		key := ""
		switch g {
		case ByPlace:
			key = r.Site.ID
		case ByMeasure:
			key = string(r.Measure)
		case ByEvent: // of no event
		default:
			key = periodOf(g, p.Day)
		}
		if n := len(out); n > 0 && out[n-1].key == key {
			out[n-1].Points = append(out[n-1].Points, p)
			continue
		}
		part := partOf{r, key}
		part.Points = []Point{p}
		out = append(out, part)
	}
	return out
}

// total adds up the happenings of a sum.
func (s *Sum) total(g Grouping) {
	for i := range s.Happenings {
		h := &s.Happenings[i]
		if s.From.IsZero() || h.From.Before(s.From) {
			s.From = h.From
		}
		if s.To.Before(h.To) {
			s.To = h.To
		}
		if (g == ByPlace || g == ByEvent) && s.Site.ID == "" {
			s.Site = h.Site
		}
	}
	var t Tally
	for i := range s.Happenings {
		t.Add(&s.Happenings[i].EventFigure)
	}
	s.Low, s.Best, s.High, s.Open = t.Ends()
	for i := range s.Running {
		r := &s.Running[i]
		if (g == ByPlace || g == ByEvent) && s.Site.ID == "" {
			s.Site = r.Site
		}
	}
}

// OriginsOf counts the origins of what ranges rest on: of values that are not left out.
func OriginsOf(ranges ...*sitrep.EventFigure) int {
	seen := map[string]bool{}
	for _, f := range ranges {
		for i := range f.Told {
			if f.Told[i].Out == "" {
				seen[f.Told[i].Origin] = true
			}
		}
	}
	return len(seen)
}

// Tally adds figures of distinct happenings up. The zero value has none.
type Tally struct {
	N               int // figures that count
	low, best, high int
	open            bool
}

// Add adds a figure; one of which nothing is told counts nowhere.
func (t *Tally) Add(f *sitrep.EventFigure) {
	a, b, c := f.Low, f.Best, f.High
	if a == nil && b == nil && c == nil {
		return
	}
	t.N++
	t.open = t.open || c == nil
	first := func(list ...*int) int {
		for _, n := range list {
			if n != nil {
				return *n
			}
		}
		return 0
	}
	t.low += first(a, b)
	t.best += first(b, a) // "dozens": the lower end counts, as ACLED has it
	t.high += first(c, b, a)
}

// Ends are what Sum has of its happenings: all three ends null where no figure counts. Open says that of some no upper end is told.
func (t *Tally) Ends() (low, best, high *int, open bool) {
	if t.N == 0 {
		return nil, nil, nil, false
	}
	low, best, high = new(int), new(int), new(int)
	*low, *best, *high = t.low, t.best, t.high
	return low, best, high, t.open
}
