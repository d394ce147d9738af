package actor

import (
	"fmt"
	"slices"
	"strings"

	"sitrep"
)

// Someone is a person in the registry, with the offices held.
type Someone struct {
	Name    string
	Country string // of the first office listed
	Terms   []Term
}

// Term is an office held from one day to another; the zero Date is unknown, or still in office.
type Term struct {
	Office, Country, Organisation string
	From, To                      sitrep.Date
}

// holds says whether a day lies in the term, or up to slack years after it.
func (t *Term) holds(day sitrep.Date, slack int) bool {
	if day.IsZero() {
		return false
	}
	if !t.From.IsZero() && day.Before(t.From) {
		return false
	}
	if t.To.IsZero() {
		return true
	}
	return !t.To.Before(sitrep.NewDate(day.Year()-slack, day.Month(), day.Day()))
}

// held notes that a person held an office.
func (r *Registry) held(p *Someone, office string) {
	if !slices.Contains(r.offices[office], p) {
		r.offices[office] = append(r.offices[office], p)
	}
}

// office reads: person, office, country, organisation, from, to, other names, source.
func (r *Registry) office(c []string) error {
	t := Term{Office: c[1], Country: c[2], Organisation: c[3]}
	var err error
	if t.From, err = day(c[4], false); err != nil {
		return err
	}
	if t.To, err = day(c[5], true); err != nil {
		return err
	}
	weak := strings.HasPrefix(c[0], "~")
	c[0] = strings.TrimPrefix(c[0], "~")
	key := keyOf(c[0])
	for h := r.people[key]; h != nil; h = h.next {
		if h.person.Name == c[0] {
			h.person.Terms = append(h.person.Terms, t)
			r.held(h.person, t.Office)
			return nil
		}
	}
	p := &Someone{Name: c[0], Country: t.Country, Terms: []Term{t}}
	r.held(p, t.Office)
	r.called(p, c[0], weak)
	for _, alias := range list(c[6]) {
		r.called(p, alias, weak)
	}
	return nil
}

// called puts a person under a full name and under the last name, which is weak where many others have it.
func (r *Registry) called(p *Someone, name string, weak bool) {
	names := []string{name}
	if name == p.Name && !strings.Contains(name, " of ") {
		names = append(names, p.shortName())
	}
	for _, n := range names {
		key := keyOf(n)
		known := false
		for h := r.people[key]; h != nil; h = h.next {
			known = known || h.person == p
		}
		if !known && key != "" {
			r.people[key] = &hit{person: p, next: r.people[key], weak: weak && n != name}
			r.reach(key)
		}
	}
}

// familyFirst are the countries, as ISO 3166-1 alpha-2 codes, whose people put the family name first, and are called by it.
var familyFirst = map[string]bool{"CN": true, "KP": true, "KR": true, "TW": true}

// shortName is what a person is called by later: the family name where that comes first, else the last name.
func (p *Someone) shortName() string {
	if first, _, _ := strings.Cut(p.Name, " "); familyFirst[p.Country] {
		return first
	}
	return lastName(p.Name)
}

// lastName is the last word of a name with the particles before it that belong to it.
func lastName(name string) string {
	for _, number := range []string{" Jr.", " Jr", " III", " II", " VI", " XVI"} {
		name = strings.TrimSuffix(name, number)
	}
	words := strings.Fields(name)
	last := len(words) - 1
	for last > 1 && particles[strings.ToLower(words[last-1])] {
		last--
	}
	w := strings.Join(words[max(last, 0):], " ")
	for _, p := range []string{"al-", "el-", "Al-", "El-"} {
		w = strings.TrimPrefix(w, p)
	}
	return w
}

var particles = map[string]bool{"de": true, "da": true, "bin": true, "von": true, "der": true, "dos": true, "del": true, "ben": true, "van": true}

// day reads a year, a month or a day; of a year or month the first day, or where end is set the last of a year and the 28th of a month,
// which every month has.
func day(s string, end bool) (sitrep.Date, error) {
	switch {
	case s == "":
		return sitrep.Date{}, nil
	case len(s) == 4 && end:
		s += "-12-31"
	case len(s) == 4:
		s += "-01-01"
	case len(s) == 7 && end:
		s += "-28"
	case len(s) == 7:
		s += "-01"
	}
	d, err := sitrep.ParseDate(s)
	if err != nil {
		return d, fmt.Errorf("no day %q", s)
	}
	return d, nil
}

// Holder is who holds an office of a country, or of an organisation, on a day; nil where nobody or several do.
func (r *Registry) Holder(office, country, organisation string, on sitrep.Date) *Someone {
	var found *Someone
	for _, p := range r.offices[office] {
		for i := range p.Terms {
			t := &p.Terms[i]
			if t.Office != office || !t.holds(on, 0) || (country == "" || t.Country != country) && (organisation == "" || t.Organisation != organisation) {
				continue
			}
			if country != "" && t.Organisation != "" && organisation == "" {
				continue // the leader of a group is no leader of its country
			}
			if found != nil && found != p {
				return nil
			}
			found = p
		}
	}
	return found
}
