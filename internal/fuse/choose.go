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

// placeOptions are the towns, districts and unknown places that the report names.
func (r *report) placeOptions() []Option {
	var out []Option
	at := map[string]int{}
	entities := map[string]*sitrep.Entity{}
	for i := range r.x.Entities {
		entities[r.x.Entities[i].ID] = &r.x.Entities[i]
	}
	for i := range r.x.Mentions {
		m := &r.x.Mentions[i]
		e := entities[m.Entity]
		if e == nil || e.Type != sitrep.PlaceMention || e.Precision == sitrep.Country || m.Type != sitrep.PlaceMention || !named(m.Text) {
			continue
		}
		p, people := located(e.Name, "", e.Country, e.Precision, e.Lat, e.Lon)
		key := fold(p.Name)
		k, seen := at[key]
		if seen && out[k].place.Lat == nil && p.Lat != nil {
			out[k].place = p
			out[k].settle(people)
		}
		if !seen {
			k = len(out)
			at[key] = k
			out = append(out, Option{Kind: "place", Value: p.Name, Features: map[string]float64{}, place: p})
			out[k].settle(people)
			out[k].add("first", early(m.Start))
			out[k].add("words "+strconv.Itoa(min(4, len(strings.Fields(p.Name)))), 1)
		}
		r.mentioned(out[k].Features, m)
	}
	out = r.seats(out, at)
	for n, i := range r.main {
		p, ok := placeOf(&r.x.Claims[i])
		if k, seen := at[fold(p.Name)]; ok && seen {
			if n == 0 {
				out[k].Features["place first_claim"] = 1
			}
			out[k].Features["place claims"]++
		}
	}
	most, early := 0.0, 0
	for i := range out {
		most = max(most, out[i].Features["place n"])
		if out[i].Features["place first"] > out[early].Features["place first"] {
			early = i
		}
	}
	for i := range out {
		f := out[i].Features
		if f["place n"] == most {
			f["place most"] = 1
		}
		if i == early {
			f["place foremost"] = 1
		}
		for _, n := range []string{"place n", "place in", "place of", "place claims", "place in_name"} {
			f[n] = math.Log1p(f[n])
		}
		surrounded(out, i)
	}
	return out
}

// seats adds the towns that names of bodies and facilities begin with ("Kirkuk Police", "Mosul General Hospital"), in the country that the report names
// most: the one of those of a name in which most people live. at holds the options by name.
func (r *report) seats(out []Option, at map[string]int) []Option {
	in := map[sitrep.Known]float64{}
	country := sitrep.Known("")
	for i := range out {
		if c := out[i].place.Country; c != "" {
			in[c] += out[i].Features["place n"]
			if country == "" || in[c] > in[country] {
				country = c
			}
		}
	}
	for i := range r.x.Mentions {
		m := &r.x.Mentions[i]
		if m.Type != sitrep.ActorMention && m.Type != sitrep.FacilityMention && m.Type != sitrep.PersonMention {
			continue
		}
		words := strings.Fields(m.Text)
		if len(words) > 1 && (words[0] == "The" || words[0] == "the" || words[0] == "A" || words[0] == "a") {
			words = words[1:]
		}
		if len(words) < 2 || words[0][0] < 'A' || words[0][0] > 'Z' {
			continue
		}
		for n := min(3, len(words)-1); n > 0; n-- {
			name := strings.Join(words[:n], " ")
			if k, seen := at[fold(name)]; seen {
				out[k].Features["place seat"]++
				break
			}
			best, found := geo.Place{}, false
			for _, p := range geo.Candidates(name) {
				if p.Kind.Settled() && p.Located && sitrep.Known(p.Country) == country && fold(p.Name) == fold(name) && (!found || p.Population > best.Population) {
					best, found = p, true
				}
			}
			if !found {
				continue
			}
			p := sitrep.EventPlace{Name: best.Name, Entity: best.ID, Country: sitrep.Known(best.Country), Division: sitrep.Known(best.Admin1), Precision: best.Precision, Lat: &best.Lat, Lon: &best.Lon}
			at[fold(name)] = len(out)
			o := Option{Kind: "place", Value: p.Name, Features: map[string]float64{"place only_seat " + string(m.Type): 1, "place seat": 1, "place first": early(m.Start)}, place: p}
			o.settle(best.Population)
			out = append(out, o)
			break
		}
	}
	for i := range out {
		out[i].Features["place seat"] = math.Log1p(out[i].Features["place seat"])
	}
	return out
}

// settle sets the features of what kind of place an option is.
func (o *Option) settle(people int) {
	for _, k := range []string{"unknown", string(sitrep.City), string(sitrep.Neighbourhood), string(sitrep.District), string(sitrep.Province), string(sitrep.Exact)} {
		delete(o.Features, "place "+k)
	}
	kind := string(o.place.Precision)
	if kind == "" {
		kind = "unknown"
	}
	o.Features["place "+kind] = 1
	delete(o.Features, "place no_division")
	if o.place.Division == "" && kind != "unknown" {
		o.Features["place no_division"] = 1
	}
	o.Features["place people"] = math.Log1p(float64(people)/1000) / 4
}

// mentioned adds what the words around a mention say of its place.
func (r *report) mentioned(f map[string]float64, m *sitrep.Mention) {
	text := r.x.Report.Text
	f["place n"]++
	if m.Start < r.head {
		f["place head"] = 1
	}
	before := strings.Fields(text[max(0, m.Start-24):m.Start])
	if len(before) > 0 {
		switch last := before[len(before)-1]; {
		case last == "in" || last == "In" || last == "at" || last == "near":
			f["place in"]++
		case last == "of" || last == "from":
			f["place of"]++
		case last[0] >= 'A' && last[0] <= 'Z' && !strings.HasSuffix(last, ".") && m.Start >= r.head && !strings.Contains(text[max(0, m.Start-2):m.Start], "\n"):
			f["place in_name"]++
		}
	}
	rest := text[m.End:min(len(text), m.End+24)]
	switch low := strings.ToLower(rest); {
	case strings.HasPrefix(low, " police"), strings.HasPrefix(low, " fire"), strings.HasPrefix(low, " man"), strings.HasPrefix(low, " woman"), strings.HasPrefix(low, " home"):
		f["place its"] = 1
	case strings.HasPrefix(rest, ", "), strings.HasPrefix(rest, " ("):
		f["place comma"] = 1
	case m.Start >= r.head && len(rest) > 1 && rest[0] == ' ' && rest[1] >= 'A' && rest[1] <= 'Z':
		f["place in_name"]++
	}
	for _, b := range r.x.Blocks {
		if b.Kind == sitrep.Dateline && b.Contains(m.Span) {
			f["place dateline"] = 1
		}
	}
	for _, i := range r.main {
		if r.x.Claims[i].Evidence.Contains(m.Span) {
			f["place told"] = 1
			break
		}
	}
}

// surrounded says how many of the report's other places are near an option, and in its country.
func surrounded(options []Option, i int) {
	p := &options[i].place
	if p.Lat == nil || p.Lon == nil {
		return
	}
	var all, near, country, division float64
	for j := range options {
		q := &options[j].place
		if j == i || q.Lat == nil || q.Lon == nil {
			continue
		}
		n := options[j].Features["place n"]
		all += n
		if geo.Distance(*p.Lat, *p.Lon, *q.Lat, *q.Lon) < 100 {
			near += n
		}
		if p.Country == q.Country {
			country += n
		}
		if p.Division != "" && (p.Division == q.Division || string(p.Division) == q.Name) && p.Country == q.Country {
			division += n
		}
	}
	if all == 0 {
		return
	}
	f := options[i].Features
	f["place near"], f["place same_country"], f["place same_division"] = near/all, country/all, division/all
}

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
			out.Division = sitrep.Known(p.Admin1)
			if fold(p.Name) == fold(name) {
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
		} else if hurt {
			deeds++
		}
		if dead && measure == sitrep.Killed || hurt && measure == sitrep.Injured {
			for _, role := range []sitrep.Role{sitrep.Victim, sitrep.Target} {
				for _, f := range c.Roles[role] {
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
