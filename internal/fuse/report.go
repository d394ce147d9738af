package fuse

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
)

// Accounts gives the accounts of happenings that a report holds: the main one first, then those of other days or places. origin is the
// group of copies that the report is in, "" for none. A report without text has none.
//
// Claims that pins hold apart stand in accounts of their own; pins on claims of other reports do nothing here.
//
// What a series of happenings amounts to ("600 attacks since 2021"), and what is planned, possible or negated, is no account of its own.
func (w *Weights) Accounts(x *sitrep.Extraction, origin string, pins ...Pin) []*Account {
	if strings.TrimSpace(x.Report.Text) == "" {
		return nil
	}
	r := newReport(x)
	main := &Account{Report: x.Report.ID, Origin: origin, Main: true, Published: x.Report.Published}
	others := r.news()
	r.main, others = r.split(others, pins)
	for _, i := range r.main {
		main.Claims = append(main.Claims, x.Claims[i].ID)
	}
	main.Type = r.kind(r.main)
	main.Places = r.best(r.placeOptions(), w.Named, 6)
	main.Days = r.bestDays(r.dayOptions(), w.Named, 4)
	if len(main.Days) > 0 {
		main.From, main.To = main.Days[0].Day, main.Days[0].Day
	}
	for _, measure := range counted {
		if c := r.bestCount(r.countOptions(measure), measure, w.Named); c != nil {
			main.Counts = append(main.Counts, *c)
		}
	}
	r.decided(main)
	// A round-up tells of several happenings: its main account is told by its own sentences, that of any other report by the whole.
	spans := []sitrep.Span{{End: len(x.Report.Text)}}
	if len(others) > len(r.main) {
		spans = r.sentences(r.main)
	}
	main.tell(x.Report.Text, spans)
	main.people(r.persons(spans))
	out := []*Account{main}
	for _, group := range others {
		a := &Account{Report: x.Report.ID, Origin: origin, Published: x.Report.Published, Type: r.kind(group)}
		for _, i := range group {
			c := &x.Claims[i]
			a.Claims = append(a.Claims, c.ID)
			if c.Time != nil && a.From.IsZero() {
				a.From, a.To = c.Time.From, c.Time.To
			}
			if p, ok := placeOf(c); ok && len(a.Places) == 0 {
				a.Places = []Place{{EventPlace: p}}
			}
			for _, f := range c.Figures {
				if slices.Contains(counted[:], f.Measure) && f.Kind != sitrep.Part && a.count(f.Measure) == nil {
					a.Counts = append(a.Counts, Count{Measure: f.Measure, Low: f.Low, Best: f.Best, High: f.High})
				}
			}
		}
		spans := r.sentences(group)
		a.tell(x.Report.Text, spans)
		a.people(r.persons(spans))
		out = append(out, a)
	}
	for _, a := range out {
		a.finish()
	}
	return out
}

// counted are the measures that accounts are compared by.
var counted = [...]sitrep.Measure{sitrep.Killed, sitrep.Injured}

func (a *Account) count(m sitrep.Measure) *Count {
	for i := range a.Counts {
		if a.Counts[i].Measure == m {
			return &a.Counts[i]
		}
	}
	return nil
}

// talk are the types of claims that tell what was said or done about a happening, not one of its own.
var talk = map[string]bool{"statement": true, "talks": true, "investigation": true, "sanction": true, "cooperation": true, "concession": true}

// seriesDays is how long a period may be for a claim to tell of one happening.
const seriesDays = 31

// report is an extraction with what the choice of accounts needs.
type report struct {
	x    *sitrep.Extraction
	kept []int // claims that tell of a happening, by the start of their trigger
	main []int
	head int // where the title or the first line ends
}

func newReport(x *sitrep.Extraction) *report {
	r := &report{x: x}
	for i := range x.Claims {
		c := &x.Claims[i]
		if c.Modality != sitrep.Actual || talk[c.Type] || c.Block == sitrep.Boilerplate || series(c) {
			continue
		}
		r.kept = append(r.kept, i)
	}
	slices.SortStableFunc(r.kept, func(a, b int) int { return cmp.Compare(x.Claims[a].Trigger.Start, x.Claims[b].Trigger.Start) })
	r.head = strings.IndexByte(x.Report.Text, '\n')
	return r
}

// series says that a claim sums up what happened over a longer time.
func series(c *sitrep.Claim) bool {
	if c.Time == nil || len(c.Figures) == 0 {
		return false
	}
	if c.Time.From.IsZero() {
		return c.Time.Precision == sitrep.RangePrecision // "in recent months"
	}
	return !c.Time.To.IsZero() && dayNumber(c.Time.To)-dayNumber(c.Time.From) > seriesDays
}

// news splits the claims into those of the report's main happening and groups of others. The main happening is that of the first
// claim that is not dated long before publication; a claim belongs to it unless it is told to be on other days or in another place. What is left is grouped by
// day, place and type.
func (r *report) news() (others [][]int) {
	lead := -1
	for _, i := range r.kept {
		if !r.old(&r.x.Claims[i]) {
			lead = i
			break
		}
	}
	if lead < 0 {
		return r.grouped(r.kept)
	}
	var rest []int
	at := &r.x.Claims[lead]
	var day *sitrep.Period
	var place *sitrep.Place
	for _, i := range r.kept {
		c := &r.x.Claims[i]
		if r.old(c) || apart(c.Time, day) || elsewhere(c.Place, place) {
			rest = append(rest, i)
			continue
		}
		r.main = append(r.main, i)
		if day == nil && c.Type == at.Type && dated(c.Time) {
			day = c.Time
		}
		if place == nil && c.Place != nil && c.Place.Lat != nil {
			place = c.Place
		}
	}
	return r.grouped(rest)
}

// oldDays is how long before publication a happening may lie and still be news.
const oldDays = 30

func (r *report) old(c *sitrep.Claim) bool {
	return c.Background || c.Time != nil && !c.Time.To.IsZero() && !r.x.Report.Published.IsZero() && c.Time.To.Before(r.x.Report.Published.AddDays(-oldDays))
}

func dated(p *sitrep.Period) bool { return p != nil && !p.From.IsZero() && !p.To.IsZero() }

// apart says that two periods do not touch: there is at least one day between them.
func apart(a, b *sitrep.Period) bool {
	return dated(a) && dated(b) && (a.To.AddDays(1).Before(b.From) || b.To.AddDays(1).Before(a.From))
}

func elsewhere(a, b *sitrep.Place) bool {
	if a == nil || b == nil || !local(a) || !local(b) {
		return false
	}
	p, _ := eventPlace(a)
	q, _ := eventPlace(b)
	return between(&Place{EventPlace: p}, &Place{EventPlace: q}) == farPlace
}

// local says that a place is no larger than a town.
func local(p *sitrep.Place) bool {
	return p.Precision == sitrep.City || p.Precision == sitrep.Neighbourhood || p.Precision == sitrep.Exact
}

func (r *report) grouped(claims []int) [][]int {
	var out [][]int
	at := map[string]int{}
	for _, i := range claims {
		c := &r.x.Claims[i]
		key := c.Type
		if c.Time != nil {
			key += "\n" + c.Time.From.String() + "\n" + c.Time.To.String()
		}
		if c.Place != nil {
			key += "\n" + c.Place.Name
		}
		if g, ok := at[key]; ok {
			out[g] = append(out[g], i)
			continue
		}
		at[key] = len(out)
		out = append(out, []int{i})
	}
	return out
}

// kind is the type of the first of most claims.
func (r *report) kind(claims []int) string {
	n := map[string]int{}
	best := ""
	for _, i := range claims {
		n[r.x.Claims[i].Type]++
	}
	for _, i := range claims {
		if t := r.x.Claims[i].Type; best == "" || n[t] > n[best] {
			best = t
		}
	}
	return best
}

// sentences are the spans that tell of claims, in order and without overlap.
func (r *report) sentences(claims []int) []sitrep.Span {
	var all []sitrep.Span
	for _, i := range claims {
		all = append(all, r.x.Claims[i].Evidence)
		all = append(all, r.x.Claims[i].Retold...)
	}
	slices.SortFunc(all, func(a, b sitrep.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var out []sitrep.Span
	for _, s := range all {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// persons are the names of people in spans.
func (r *report) persons(spans []sitrep.Span) []string {
	var out []string
	for i := range r.x.Mentions {
		m := &r.x.Mentions[i]
		if m.Type != sitrep.PersonMention || !named(m.Text) {
			continue
		}
		if slices.ContainsFunc(spans, func(s sitrep.Span) bool { return s.Contains(m.Span) }) {
			out = append(out, capitals(m.Text))
		}
	}
	return out
}

func named(s string) bool { return capitals(s) != "" }

// capitals are the words of s that begin with a capital, without the first where that is an article.
func capitals(s string) string {
	var out []string
	for i, w := range strings.Fields(s) {
		if i == 0 && (w == "A" || w == "An" || w == "The" || w == "He" || w == "She" || w == "His" || w == "Her" || w == "They" || w == "I") {
			continue
		}
		if w[0] >= 'A' && w[0] <= 'Z' {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}
