package fuse

import (
	"math"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
)

// places gathers the places of a report that its main account may lie in.
type places struct {
	r       *report
	options []Option
	at      map[string]int   // by folded name
	country string           // the country that is named most
	home    string           // the first-level division that is named most
	tail    int              // where the title ends and the name of a site begins, as in "Two killed in Mosul - Example News"; r.head for none
	counted map[[2]int]bool  // the options and where their namings begin that are counted
	people  map[string]bool  // last words of persons' names
	ids     map[string]int   // options by gazetteer id
	firsts  map[string]first // by sort
	ends    map[int]int      // where namings end, with their options
}

// first is the first naming of a sort, and the option that it names.
type first struct {
	at, option int
}

// placeOptions are the towns, districts and unknown places that the report names, and the towns that stand in names of bodies, in datelines and beside what
// was taken for something else.
func (r *report) placeOptions() []Option {
	p := &places{r: r, at: map[string]int{}, ids: map[string]int{}, counted: map[[2]int]bool{}, people: map[string]bool{}, firsts: map[string]first{}, ends: map[int]int{}}
	p.tail = titleTail(r.x.Report.Text[:max(0, r.head)])
	all := p.found()
	p.divisions(all)
	p.settleAll()
	p.runs(all)
	p.claims()
	p.whole()
	return p.options
}

// shortTitle is how many bytes of a title stand before the name of its site at least.
const shortTitle = 15

// titleTail gives where the name of a site begins at the end of a title.
func titleTail(title string) int {
	end := len(title)
	for _, sep := range []string{" - ", " | ", " – ", " — "} {
		if i := strings.Index(title, sep); i >= shortTitle {
			end = min(end, i)
		}
	}
	return end
}

// aside says that a byte stands in the name of a site.
func (p *places) aside(at int) bool { return at >= p.tail && at < p.r.head }

// mentions makes options of what was read as places.
func (p *places) mentions() {
	x := p.r.x
	entities := map[string]*sitrep.Entity{}
	for i := range x.Entities {
		entities[x.Entities[i].ID] = &x.Entities[i]
	}
	for i := range x.Mentions {
		m := &x.Mentions[i]
		if m.Type == sitrep.PersonMention {
			if w := strings.Fields(capitals(m.Text)); len(w) > 1 && strings.HasSuffix(m.Text, w[len(w)-1]) && !strings.HasSuffix(m.Text, " of "+w[len(w)-1]) {
				p.people[fold(w[len(w)-1])] = true
			}
		}
		e := entities[m.Entity]
		if e == nil || e.Type != sitrep.PlaceMention || e.Precision == sitrep.Country || m.Type != sitrep.PlaceMention || !named(m.Text) {
			continue
		}
		place, people := located(bareName(m.Text), "", e.Country, e.Precision, e.Lat, e.Lon)
		if place.Entity == "" {
			place, people = located(bareName(e.Name), "", e.Country, e.Precision, e.Lat, e.Lon)
		}
		if place.Entity == "" && (place.Precision == sitrep.Province || place.Precision == sitrep.District) && place.Lat != nil {
			p.inside(&place)
		}
		k := p.option(place, people)
		p.named(k, m.Span)
	}
}

// inside marks a place of which only a larger one is known that it lies in: that one's point says nothing of where it is.
func (p *places) inside(place *sitrep.EventPlace) {
	for _, c := range geo.Candidates(place.Name) {
		if c.Located && math.Abs(c.Lat-*place.Lat) < samePoint && math.Abs(c.Lon-*place.Lon) < samePoint {
			return
		}
	}
	place.Precision, place.Lat, place.Lon = "", nil, nil
}

// bareName is a name without an article.
func bareName(name string) string {
	for _, article := range []string{"the ", "The ", "THE "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return rest
		}
	}
	return name
}

// option gives the option of a place's name.
func (p *places) option(place sitrep.EventPlace, people int) int {
	key := fold(place.Name)
	k, seen := p.at[key]
	if !seen && place.Entity != "" {
		if k, seen = p.ids[place.Entity]; seen {
			p.at[key] = k
		}
	}
	if seen {
		if p.options[k].place.Lat == nil && place.Lat != nil {
			p.options[k].place = place
			p.options[k].settle(people)
			if place.Entity != "" {
				p.ids[place.Entity] = k
			}
		}
		return k
	}
	k = len(p.options)
	p.at[key] = k
	if place.Entity != "" {
		p.ids[place.Entity] = k
	}
	p.options = append(p.options, Option{Kind: "place", Value: place.Name, Features: map[string]float64{}, place: place})
	p.options[k].settle(people)
	p.options[k].add("words "+strconv.Itoa(min(4, len(strings.Fields(place.Name)))), 1)
	return k
}

// found makes options of what was read as places, and gives the runs of words with capitals that may hold more.
func (p *places) found() []run {
	p.mentions()
	text := p.r.x.Report.Text
	var all []run
	for i := range p.r.x.Blocks {
		if b := &p.r.x.Blocks[i]; b.Kind == sitrep.Dateline {
			if name, ok := firstName(text, b.Span); ok {
				all = append(all, run{name, "dateline"})
			}
		}
	}
	for _, s := range datelines(text) {
		all = append(all, run{s, "dateline"})
	}
	for i := range p.r.x.Mentions {
		m := &p.r.x.Mentions[i]
		switch m.Type {
		case sitrep.ActorMention, sitrep.FacilityMention, sitrep.PersonMention, sitrep.PlaceMention:
			all = append(all, p.within(m)...)
		}
	}
	return all
}

// divisions finds the country and the first-level division that the report names most: a name speaks for those of the places that bear it, by how many
// live there, and the name of a division for itself.
func (p *places) divisions(all []run) {
	in, of := map[string]float64{}, map[string]map[string]float64{}
	speak := func(name string, n float64) {
		total := 0.0
		places := geo.Candidates(name)
		for _, c := range places {
			if c.Kind.Settled() {
				total += float64(c.Population + 100)
			}
		}
		if total == 0 {
			return
		}
		for _, c := range places {
			if !c.Kind.Settled() {
				continue
			}
			share := n * float64(c.Population+100) / total
			in[c.Country] += share
			if of[c.Country] == nil {
				of[c.Country] = map[string]float64{}
			}
			of[c.Country][c.Admin1] += share
		}
	}
	for i := range p.options {
		o := &p.options[i]
		n := math.Log1p(o.Features["place n"])
		switch d := o.division(); {
		case d != "":
			c := string(o.place.Country)
			in[c] += 2 * n
			if of[c] == nil {
				of[c] = map[string]float64{}
			}
			of[c][d] += 2 * n
		case o.place.Precision == sitrep.City || o.place.Lat == nil:
			speak(o.place.Name, n)
		case o.place.Country != "":
			in[string(o.place.Country)] += n
		}
	}
	text := p.r.x.Report.Text
	for _, u := range all {
		if u.how != "dateline" && !strings.HasSuffix(u.how, " begins") || p.aside(u.Start) {
			continue
		}
		ends := wordEnds(text, u.Span)
		for n := len(ends) - 1; n >= 0; n-- {
			name := text[u.Start:ends[n]]
			if _, seen := p.at[fold(name)]; seen {
				break
			}
			if c := geo.Candidates(name); len(c) > 0 && c[0].Kind.Settled() && c[0].Population >= known {
				speak(name, 1)
				break
			}
		}
	}
	for i := range p.r.x.Entities {
		if e := &p.r.x.Entities[i]; e.Type == sitrep.PlaceMention && e.Precision == sitrep.Country {
			in[e.Country]++
		}
	}
	p.country, _ = most(in)
	p.home, _ = most(of[p.country])
}

// most is the key with the greatest value, the first of equals.
func most(of map[string]float64) (best string, n float64) {
	for k, x := range of {
		if k != "" && (x > n || x == n && k < best) {
			best, n = k, x
		}
	}
	return best, n
}

// division is the name of the first-level division that the option is, "" where it is none.
func (o *Option) division() string {
	if o.place.Precision != sitrep.Province || o.place.Lat == nil {
		return ""
	}
	for _, c := range geo.Candidates(o.place.Name) {
		if c.Kind == geo.Admin1 && c.Country == string(o.place.Country) {
			return c.Name
		}
	}
	return ""
}

// settleAll takes the town of a name that lies in the division that the report is about. Where a report names its division and a small town of the name is only
// known elsewhere, it is another, unknown one.
func (p *places) settleAll() {
	explicit := false // the report names its division
	for i := range p.options {
		explicit = explicit || p.home != "" && p.options[i].division() == p.home
	}
	for i := range p.options {
		o := &p.options[i]
		if o.place.Precision != sitrep.City && o.place.Precision != "" || o.place.Division != "" && string(o.place.Division) == p.home {
			continue
		}
		if c, ok := p.town(o.place.Name, p.home); ok && p.home != "" && c.Admin1 == p.home {
			o.place = eventOf(&c)
			o.settle(c.Population)
			p.ids[c.ID] = i
			o.Features["place moved"] = 1
		} else if o.place.Division != "" && explicit && o.Features["place people"] < math.Log1p(known/1000)/4 {
			o.place.Precision, o.place.Division, o.place.Lat, o.place.Lon, o.place.Entity = "", "", nil, nil, ""
			o.settle(0)
			o.Features["place lost"] = 1
		}
	}
}

// town gives the settled place of a name: the likeliest by how many live there, and whether it lies in the division and the country that the report names most.
func (p *places) town(name, division string) (best geo.Place, found bool) {
	top := 0.0
	all := geo.Candidates(name)
	country := ""
	for _, c := range all {
		if c.Kind == geo.Country {
			country = c.Country
		}
	}
	for _, c := range all {
		if !c.Kind.Settled() || !c.Located || geo.Fold(c.Name) != geo.Fold(name) || c.Country != p.country && c.Population < known {
			continue
		}
		if country != "" && c.Country != country {
			continue // "China" is a town in Mexico, too
		}
		score := math.Log1p(float64(c.Population))
		if c.Country == p.country {
			score += 4
			if c.Admin1 == division {
				score += 4
			}
		}
		if !found || score > top {
			best, found, top = c, true, score
		}
	}
	return best, found
}

// known is how many people live in a town that is known by its name alone.
const known = 5_000

func eventOf(c *geo.Place) sitrep.EventPlace {
	lat, lon := c.Lat, c.Lon
	return sitrep.EventPlace{Name: c.Name, Entity: c.ID, Country: sitrep.Known(c.Country), Division: sitrep.Known(c.Admin1), Precision: c.Precision, Lat: &lat, Lon: &lon}
}

// claims adds what claims of the main account say.
func (p *places) claims() {
	for n, i := range p.r.main {
		place, ok := placeOf(&p.r.x.Claims[i])
		if k, seen := p.at[fold(place.Name)]; ok && seen {
			if n == 0 {
				p.options[k].Features["place first_claim"] = 1
			}
			p.options[k].Features["place claims"]++
		}
	}
}

// whole adds what is known of an option once all are.
func (p *places) whole() {
	most, early := 0.0, 0
	for i := range p.options {
		f := p.options[i].Features
		if _, ok := f["place first"]; !ok {
			f["place only_tail"] = 1
			f["place first"] = nowhere
		}
		most = max(most, f["place n"])
		if f["place first"] > p.options[early].Features["place first"] {
			early = i
		}
	}
	for sort, f := range p.firsts {
		p.options[f.option].Features["place first_"+sort] = 1
	}
	for i := range p.options {
		o := &p.options[i]
		f := o.Features
		if o.place.Country != "" && string(o.place.Country) != p.country {
			f["place abroad"] = 1
		}
		if f["place in"]+f["place near_it"]+f["place body"]+f["place town_of"] > 0 {
			f["place some"] = 1
		}
		if f["place n"] == most {
			f["place most"] = 1
		}
		if i == early {
			f["place foremost"] = 1
		}
		for n, x := range f {
			switch n {
			case "place n", "place in", "place of", "place to", "place near_it", "place off", "place claims", "place in_name", "place whose", "place body", "place part", "place town_of":
				f[n] = math.Log1p(x)
			}
		}
		if p.people[fold(o.place.Name)] {
			f["place person"] = 1
		}
		rarest := 0
		for _, w := range origin.Content(o.place.Name, sitrep.Span{End: len(o.place.Name)}) {
			rarest = max(rarest, w.Level)
		}
		f["place level"] = float64(rarest) / 7
		if p.home != "" {
			switch {
			case string(o.place.Division) == p.home:
				f["place at_home"] = 1
			case o.place.Division != "":
				f["place astray"] = 1
			}
		}
		surrounded(p.options, i)
	}
}

// nowhere is how early what the text itself does not name stands.
const nowhere = -4

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
