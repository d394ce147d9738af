package fuse

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sitrep"
	"sitrep/internal/geo"
)

// Option is one of several values that a slot of a report's main account may have, with its features by name. Kind is "place", "day" or the measure;
// Value is how a gold names it. The command that learns the weights asks for them.
type Option struct {
	Kind, Value string
	Features    map[string]float64
	place       sitrep.EventPlace
	day         sitrep.Date
	n           int
}

func (o *Option) add(name string, x float64) { o.Features[o.Kind+" "+name] += x }

// Score is the sum of the weights of the option's features.
func (o *Option) Score(w map[string]float64) float64 {
	names := make([]string, 0, len(o.Features))
	for n := range o.Features {
		names = append(names, n)
	}
	slices.Sort(names) // so that the sum is the same whenever it is taken
	s := 0.0
	for _, n := range names {
		s += w[n] * o.Features[n]
	}
	return s
}

// Choices gives the options of all slots of a report's main account.
func Choices(x *sitrep.Extraction) []Option {
	r := newReport(x)
	r.news()
	out := append(r.placeOptions(), r.dayOptions()...)
	for _, m := range counted {
		out = append(out, r.countOptions(m)...)
	}
	return out
}

func early(at int) float64 { return -math.Log1p(float64(at) / 200) }

// placeOf gives a claim's place, where it is no larger than a district.
func placeOf(c *sitrep.Claim) (sitrep.EventPlace, bool) {
	if c.Place == nil {
		return sitrep.EventPlace{}, false
	}
	return eventPlace(c.Place)
}

func eventPlace(p *sitrep.Place) (sitrep.EventPlace, bool) {
	out, _ := located(p.Name, p.Entity, string(p.Country), p.Precision, p.Lat, p.Lon)
	return out, p.Precision != sitrep.Country && p.Precision != ""
}

// samePoint is how many degrees two points of one place may differ by.
const samePoint = .02

// located looks a place that a report names up again, for the division that it lies in, how many live there and the case of its name.
func located(name, entity, country string, precision sitrep.Precision, lat, lon *float64) (out sitrep.EventPlace, people int) {
	out = sitrep.EventPlace{Name: name, Entity: entity, Country: sitrep.Known(country), Precision: precision, Lat: lat, Lon: lon}
	if upper := strings.ToUpper(name) == name; upper && len(name) > 3 {
		out.Name = capitalised(name)
	}
	if lat == nil || lon == nil {
		return out, 0
	}
	for _, p := range geo.Candidates(name) {
		if p.Located && math.Abs(p.Lat-*lat) < samePoint && math.Abs(p.Lon-*lon) < samePoint && p.Country == country && p.Precision == precision {
			out.Division, out.Entity = sitrep.Known(p.Admin1), p.ID
			if geo.Fold(p.Name) == geo.Fold(name) {
				out.Name = p.Name
			}
			return out, p.Population
		}
	}
	return out, 0
}

// capitalised writes words in capitals with a capital at the beginning of each.
func capitalised(name string) string {
	var b strings.Builder
	inside := false
	for _, r := range name {
		if inside {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		inside = unicode.IsLetter(r)
	}
	return b.String()
}

func (r *report) best(options []Option, w map[string]float64, n int) []Place {
	var out []Place
	for i := range options {
		out = append(out, Place{options[i].place, options[i].Score(w)})
	}
	slices.SortStableFunc(out, func(a, b Place) int { return cmp.Compare(b.Score, a.Score) })
	return out[:min(n, len(out))]
}

// dayOptions are the days that the report names, up to its publication, and the day of publication with the one before.
func (r *report) dayOptions() []Option {
	published := r.x.Report.Published
	var out []Option
	at := map[sitrep.Date]int{}
	option := func(d sitrep.Date) *Option {
		k, ok := at[d]
		if !ok {
			k = len(out)
			at[d] = k
			out = append(out, Option{Kind: "day", Value: d.String(), Features: map[string]float64{}, day: d})
		}
		return &out[k]
	}
	first := true
	for i := range r.x.Mentions {
		m := &r.x.Mentions[i]
		if m.Timex == nil || m.Timex.From.IsZero() || m.Timex.From != m.Timex.To {
			continue
		}
		d := m.Timex.From
		if !published.IsZero() && published.Before(d) {
			continue
		}
		o := option(d)
		if o.Features["day n"] == 0 {
			o.Features["day first"] = early(m.Start)
			o.Features["day named"] = 1
			if first {
				o.Features["day foremost"] = 1
			}
			first = false
		}
		o.Features["day n"]++
		if m.Timex.Type == "TIME" {
			o.Features["day clock"] = 1
			if strings.ContainsRune(m.Text, ':') {
				o.Features["day minute"] = 1
			}
		}
		low := strings.ToLower(m.Text)
		if strings.Contains(low, "night") || strings.Contains(low, "evening") || strings.Contains(low, "morning") || strings.Contains(low, "afternoon") {
			o.Features["day part"] = 1
		}
	}
	for n, i := range r.main {
		c := &r.x.Claims[i]
		if c.Time == nil || c.Time.From.IsZero() || c.Time.From != c.Time.To || !published.IsZero() && published.Before(c.Time.From) {
			continue
		}
		o := option(c.Time.From)
		o.Features["day claims"]++
		o.Features["day claim "+c.Type] = 1
		if n == 0 {
			o.Features["day first_claim"] = 1
		}
	}
	if !published.IsZero() {
		option(published)
		option(published.AddDays(-1))
	}
	for i := range out {
		f := out[i].Features
		f["day n"] = math.Log1p(f["day n"])
		f["day claims"] = math.Log1p(f["day claims"])
		if published.IsZero() {
			continue
		}
		gap := dayNumber(published) - dayNumber(out[i].day)
		switch {
		case gap <= 3:
			f["day before "+strconv.Itoa(gap)] = 1
			if f["day named"] == 0 {
				f["day unnamed "+strconv.Itoa(gap)] = 1
			}
		case gap <= 7:
			f["day before week"] = 1
		case gap <= 60:
			f["day before months"] = 1
		default:
			f["day before long"] = 1
		}
	}
	return out
}

func (r *report) bestDays(options []Option, w map[string]float64, n int) []Day {
	var out []Day
	for i := range options {
		out = append(out, Day{options[i].day, options[i].Score(w)})
	}
	slices.SortStableFunc(out, func(a, b Day) int { return cmp.Compare(b.Score, a.Score) })
	return out[:min(n, len(out))]
}

// fatal and hurtful are types of claims that tell of dead or hurt people.
var fatal = map[string]bool{"killing": true}

// countsBoth says that a claim counts dead and hurt.
func countsBoth(c *sitrep.Claim) bool {
	has := func(m sitrep.Measure) bool {
		return slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Measure == m })
	}
	return has(sitrep.Killed) && has(sitrep.Injured)
}

// countedOtherwise says that a number of the claim which stands in a span is of another measure: those of "20 others" were hurt and not killed.
func countedOtherwise(c *sitrep.Claim, at sitrep.Span, measure sitrep.Measure) bool {
	other := false
	for _, f := range c.Figures {
		if f.Start >= at.Start && f.End <= at.End {
			if f.Measure == measure {
				return false
			}
			other = true
		}
	}
	return other
}

// countOptions are the numbers that a report may mean: those it tells, none, and as many as it names victims one by one.
func (r *report) countOptions(measure sitrep.Measure) []Option {
	kind := string(measure)
	at := map[int]int{}
	var out []Option
	option := func(n int) *Option {
		k, ok := at[n]
		if !ok {
			k = len(out)
			at[n] = k
			out = append(out, Option{Kind: kind, Value: strconv.Itoa(n), Features: map[string]float64{}, n: n})
		}
		return &out[k]
	}
	victims := map[string]bool{}
	told, deeds, deaths := 0.0, 0.0, 0.0
	for _, i := range r.main {
		c := &r.x.Claims[i]
		trigger := strings.ToLower(c.Trigger.Text)
		dead := fatal[c.Type] || strings.Contains(trigger, "dead") || strings.Contains(trigger, "death") || strings.Contains(trigger, "die") || strings.Contains(trigger, "kill")
		hurt := strings.Contains(trigger, "wound") || strings.Contains(trigger, "injur") || strings.Contains(trigger, "hurt")
		for _, f := range c.Figures {
			if f.Measure != measure || f.Best == nil || f.Unit != "" {
				continue
			}
			o := option(*f.Best)
			o.Features[kind+" told"]++
			if f.Kind == sitrep.Part {
				o.Features[kind+" part"] = 1
			}
			if f.Kind == sitrep.Total {
				o.Features[kind+" total"] = 1
			}
			if f.Start < r.head || slices.ContainsFunc(c.Retold, func(s sitrep.Span) bool { return s.Start < r.head }) {
				o.Features[kind+" head"] = 1
			}
			o.Features[kind+" first"] = max(o.Features[kind+" first"], 1/(1+float64(f.Start)/300))
			told++
		}
		if dead {
			deaths++
		}
		if hurt && (!dead || countsBoth(c)) {
			deeds++
		}
		if dead && measure == sitrep.Killed || hurt && measure == sitrep.Injured {
			for _, role := range []sitrep.Role{sitrep.Victim, sitrep.Target} {
				for _, f := range c.Roles[role] {
					if countedOtherwise(c, f.Span, measure) {
						continue
					}
					if e := f.Entity; e != "" && !strings.HasSuffix(f.Name, "s") {
						victims[e] = true
					} else if f.Name != "" {
						victims["?"] = true
					}
				}
			}
		}
	}
	n := len(victims)
	if victims["?"] && n > 1 {
		n--
	}
	option(n).Features[kind+" victims"] = 1
	option(0)
	option(1)
	option(2)
	head := strings.ToLower(r.x.Report.Text[:max(0, r.head)])
	lead := strings.ToLower(r.x.Report.Text[:min(len(r.x.Report.Text), leadBytes)])
	for i := range out {
		o := &out[i]
		o.Features[kind+" is "+strconv.Itoa(min(o.n, 5))] = 1
		o.Features[kind+" told"] = math.Log1p(o.Features[kind+" told"])
		size := strconv.Itoa(min(o.n, 3))
		if told == 0 {
			o.Features[kind+" untold "+size] = 1
		}
		o.Features[kind+" deaths "+size] = math.Log1p(deaths)
		o.Features[kind+" hurts "+size] = math.Log1p(deeds)
		for _, w := range []string{"kill", "dead", "die", "death", "fatal", "murder", "wound", "injur", "hospital", "critical", "two", "three", "and "} {
			if strings.Contains(head, w) {
				o.Features[kind+" head "+w+" "+size] = 1
			}
			if strings.Contains(lead, w) {
				o.Features[kind+" lead "+w+" "+size] = 1
			}
		}
	}
	return out
}

func (r *report) bestCount(options []Option, m sitrep.Measure, w map[string]float64) *Count {
	best, top := -1, 0.0
	for i := range options {
		if s := options[i].Score(w); best < 0 || s > top || s == top && options[i].n < options[best].n {
			best, top = i, s
		}
	}
	if best < 0 {
		return nil
	}
	n := options[best].n
	c := &Count{Measure: m, Low: &n, Best: &n, High: &n}
	for i := range options {
		c.options = append(c.options, number{options[i].n, options[i].Score(w)})
	}
	slices.SortFunc(c.options, func(a, b number) int { return cmp.Compare(a.n, b.n) })
	return c
}
