package fuse

import (
	"math"
	"strings"

	"sitrep"
)

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

// wordSet makes a set of the words of a list.
func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// after tells what a word after a name makes of it.
var after = map[string]map[string]bool{
	"place whose": wordSet("man woman men women resident residents native boy girl teen teenager mother father family families couple student people villagers"),
	"place body":  wordSet("police fire mayor governor officials authorities officers firefighters investigators council hospital municipality command directorate"),
	"place part":  wordSet("neighborhood neighborhoods neighbourhood neighbourhoods area section district suburb quarter side outskirts"),
}

// named adds what the words around a naming say of an option.
func (p *places) named(k int, m sitrep.Span) {
	if p.counted[[2]int{k, m.Start}] {
		return
	}
	p.counted[[2]int{k, m.Start}] = true
	o := &p.options[k]
	f := o.Features
	r := p.r
	text := r.x.Report.Text
	if p.aside(m.Start) {
		f["place tail"] = 1
		return
	}
	f["place n"]++
	if at := early(m.Start); f["place first"] == 0 || at > f["place first"] {
		f["place first"] = at
	}
	title := m.Start < r.head
	lead := !title && m.Start < r.head+leadBytes
	if title {
		f["place head"] = 1
	} else if lead {
		f["place lead"] = 1
	}
	from := max(0, m.Start-48)
	before := strings.Fields(text[from:m.Start])
	if n := len(before); n > 0 {
		last := before[n-1]
		comma := n > 1 && strings.HasSuffix(before[n-2], ",")
		switch low := strings.ToLower(last); {
		case low == "in", low == "inside":
			f["place in"]++
			p.first("in", m.Start, k)
			if title {
				f["place head_in"] = 1
			} else if lead {
				f["place lead_in"] = 1
			}
		case low == "near", low == "outside", low == "around":
			f["place near_it"]++
			p.first("in", m.Start, k)
		case (low == "of" || low == "from") && comma:
			f["place whose"]++
		case low == "of" && n > 1 && (strings.EqualFold(before[n-2], "city") || strings.EqualFold(before[n-2], "town") || strings.EqualFold(before[n-2], "village")):
			f["place town_of"]++
		case low == "of", low == "from":
			f["place of"]++
		case low == "to", low == "into", low == "toward", low == "towards":
			f["place to"]++
		case last[0] >= 'A' && last[0] <= 'Z' && !strings.HasSuffix(last, ".") && !title && !strings.Contains(text[max(0, m.Start-2):m.Start], "\n"):
			f["place in_name"]++
		}
		for _, w := range before[max(0, n-5):] {
			if w == "miles" || w == "km" || w == "kilometers" || w == "kilometres" || w == "mile" || w == "minutes" {
				f["place off"]++
				break
			}
		}
	}
	rest := text[m.End:min(len(text), m.End+24)]
	word := ""
	if w := strings.Fields(rest); len(w) > 0 && rest[0] == ' ' {
		word = strings.ToLower(strings.Trim(w[0], ".,;:'\""))
	}
	body := false
	for name, list := range after {
		if list[word] {
			f[name]++
			body = true
		}
	}
	switch {
	case body:
	case strings.HasPrefix(rest, ", "), strings.HasPrefix(rest, " ("):
		f["place comma"] = 1
	case !title && len(rest) > 1 && rest[0] == ' ' && rest[1] >= 'A' && rest[1] <= 'Z':
		f["place in_name"]++
	}
	for _, b := range r.x.Blocks {
		if b.Contains(m) {
			switch b.Kind {
			case sitrep.Dateline:
				f["place dateline"] = 1
			case sitrep.Boilerplate:
				f["place boilerplate"] = 1
			}
		}
	}
	for n, i := range r.main {
		if r.x.Claims[i].Evidence.Contains(m) {
			f["place told"] = 1
			if n == 0 {
				f["place told_first"] = 1
			}
			break
		}
	}
	if o.place.Precision == sitrep.City {
		p.first("town", m.Start, k)
		if !title {
			p.first("body_town", m.Start, k)
		}
	}
	for end := range p.ends {
		if end < m.Start && text[end:m.Start] == ", " {
			f["place holds"] = 1
			p.options[p.ends[end]].Features["place held"] = 1
		}
	}
	p.ends[m.End] = k
}

// first notes the first naming of a sort.
func (p *places) first(sort string, at, option int) {
	if f, seen := p.firsts[sort]; !seen || at < f.at {
		p.firsts[sort] = first{at, option}
	}
}
