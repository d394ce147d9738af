package actor

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Report reads one report with the registry. It is used by one goroutine.
type Report struct {
	*Registry
	doc *parse.Doc
	day sitrep.Date
	// focus counts how often the report names each country, itself or by its places, people and groups; whole are the actors that it
	// calls by a long name that nobody else bears. They and soft are nil until survey.
	focus map[string]int
	whole map[*Actor]bool
	named map[*hit]*Actor // what a name that several bear was decided to be
	// soft counts countries by small places and such as other countries have too; it decides only where focus does not.
	soft     map[string]int
	own      map[string]*Actor // by folded name: actors that the report introduces, which no registry knows
	ownReach map[string]int    // by folded first word: the longest of their names in tokens
}

// On reads a report of a day; the zero Date is unknown.
func (r *Registry) On(d *parse.Doc, day sitrep.Date) *Report {
	return &Report{Registry: r, doc: d, day: day, named: map[*hit]*Actor{}, own: map[string]*Actor{}, ownReach: map[string]int{}}
}

// Learn makes an actor of the name that stands at tokens first…last, which no registry knows: "a group calling itself Sons of the
// Valley". What the registry knows better is left.
func (r *Report) Learn(d *parse.Doc, first, last int, a *Actor) {
	if n, h := r.longestName(d, first, last, r.names); h != nil && n == last-first {
		return
	}
	key := ""
	for k := first; k < last; k++ {
		key += part(d.Tokens[k].Norm)
	}
	a.Aliases = []string{a.Name}
	if key == "" || r.own[key] != nil {
		return
	}
	r.own[key] = a
	w := part(d.Tokens[first].Norm)
	r.ownReach[w] = max(r.ownReach[w], last-first)
}

// learned is the longest of the report's own names that starts at token i.
func (r *Report) learned(d *parse.Doc, i, last int) (n int, found *Actor) {
	reach := r.ownReach[part(d.Tokens[i].Norm)]
	if reach == 0 || d.Tokens[i].Shape == text.Lower {
		return 0, nil
	}
	key := ""
	for k := i; k < min(last, i+reach); k++ {
		key += part(d.Tokens[k].Norm)
		if a := r.own[key]; a != nil {
			n, found = k+1-i, a
		}
	}
	return n, found
}

// Year is the year of the report, 0 where unknown.
func (r *Report) Year() int {
	if r.day.IsZero() {
		return 0
	}
	return r.day.Year()
}

// Match finds the longest name that starts at token i and ends before last, or a state's body by rule: how many tokens it
// takes, 0 for none. The Actor must not be changed.
func (r *Report) Match(d *parse.Doc, i, last int) (int, *Actor) {
	n, h := r.longestName(d, i, last, r.names)
	a := (*Actor)(nil)
	if n > 0 {
		if a = r.decide(d, i, i+n, h); a == nil {
			n = 0
		}
	}
	if m, b := r.force(d, i, last, r.Year()); m > n {
		n, a = m, b
	}
	if m, b := r.learned(d, i, last); m > n {
		return m, b
	}
	return n, a
}

// decide says which bearer of a name is meant at tokens first…last; nil where the words are no name there.
func (r *Report) decide(d *parse.Doc, first, last int, h *hit) *Actor {
	if h.next == nil && !h.weak {
		if !h.acronym || last > first+1 || r.plausible(h.actor) {
			return h.actor
		}
		return r.open(d, first, last, h)
	}
	if a, ok := r.named[h]; ok && !h.weak {
		return a
	}
	company := r.company(d, first, last)
	best, score, second := (*Actor)(nil), 0, 0
	left := (*hit)(nil)
	for x := h; x != nil; x = x.next {
		s := r.weight(x.actor)
		if r.whole[x.actor] {
			s += 1000
		}
		if x.weak && (s == 0 && !company || within(d, first, last)) {
			continue
		}
		c := *x
		c.next = left
		left = &c
		if s > score || s == score && s > 0 && x.actor.active(r.Year()) && !best.active(r.Year()) {
			best, score, second = x.actor, s, score
		} else {
			second = max(second, s)
		}
	}
	switch {
	case left == nil:
		return nil
	case best != nil && score >= 2*second && (best.active(r.Year()) || second == 0):
	case best == nil && left.next != nil && r.onlyActive(left) != nil:
		best = r.onlyActive(left) // of the others none existed then
	case left.next == nil && (score > 0 || company):
		best = left.actor
	default:
		best = r.open(d, first, last, left)
	}
	if !h.weak {
		r.named[h] = best
	}
	return best
}

// within says that tokens first…last are part of a longer name: the "Liberation", and "The National", of "The National Liberation Army".
func within(d *parse.Doc, first, last int) bool {
	if d.Sents[d.Tokens[first].Sent].Upper {
		return false
	}
	named := func(k int) bool {
		return k >= 0 && k < len(d.Tokens) && d.Tokens[k].Sent == d.Tokens[first].Sent && d.Tags[k] == parse.PROPN && d.Tokens[k].Shape == text.Capital
	}
	return named(last) || last-first == 1 && named(first-1)
}

// onlyActive is the only bearer of a name that was active in the report's year, nil where none or several were.
func (r *Report) onlyActive(h *hit) (only *Actor) {
	if r.Year() == 0 {
		return nil
	}
	for x := h; x != nil; x = x.next {
		if !x.actor.active(r.Year()) {
			continue
		}
		if only != nil {
			return nil
		}
		only = x.actor
	}
	return only
}

// open is an actor known by a name that several bear; what all of them share is known.
func (r *Report) open(d *parse.Doc, first, last int, h *hit) *Actor {
	a := &Actor{Name: d.Words(first, last), Kind: h.actor.Kind, Country: h.actor.Country, Open: true}
	if h.next == nil {
		a.Country = "" // borne by one that the registry knows, but hardly meant here
	}
	for x := h; x != nil; x = x.next {
		if x.actor.Kind != a.Kind {
			a.Kind = ""
		}
		if x.actor.Country != a.Country {
			a.Country = ""
		}
	}
	return a
}

// plausible says that an acronym which only one actor of the registry bears can mean it here: the actor existed, and the
// report is not all about other countries than the actor's.
func (r *Report) plausible(a *Actor) bool {
	r.survey()
	if !a.active(r.Year()) {
		return r.whole[a]
	}
	if a.Country == "" && len(a.Active) == 0 || a.Kind == "media" || r.weight(a) > 0 || r.whole[a] {
		return true
	}
	total := 0
	for _, n := range r.focus {
		total += n
	}
	const clear = 4 // namings of countries that make a report be about them
	return total < clear
}

// weight is how much the report is about an actor's countries; 0 for one that was not active.
func (r *Report) weight(a *Actor) int {
	r.survey()
	if !a.active(r.Year()) {
		return 0
	}
	n := 4*r.focus[a.Country] + 2*r.soft[a.Country]
	for _, c := range a.Active {
		n += 2*r.focus[c] + r.soft[c]
	}
	return n
}

// Focus is how often the report names a country.
func (r *Report) Focus(country string) int {
	r.survey()
	return r.focus[country]
}

// Sole is the only country that the report is about, "" where there are several or none.
func (r *Report) Sole() string {
	r.survey()
	best, most, rest := "", 0, 0
	for c, n := range r.focus {
		switch {
		case n > most || n == most && c < best:
			rest += most
			best, most = c, n
		default:
			rest += n
		}
	}
	if most == 0 || rest > 0 {
		return ""
	}
	return best
}

// survey counts the countries that the report names, and the actors that it calls by a whole name, when it is first called.
func (r *Report) survey() {
	if r.focus != nil {
		return
	}
	r.focus, r.soft, r.whole = map[string]int{}, map[string]int{}, map[*Actor]bool{}
	d := r.doc
	for i := 0; i < len(d.Tokens); {
		last := d.Sents[d.Tokens[i].Sent].Last
		if d.Tokens[i].Shape == text.Lower || i >= last {
			i++
			continue
		}
		if n, h := r.longestName(d, i, last, r.names); n > 0 && h.next == nil && !h.weak {
			if a := h.actor; a.Kind != "media" && !(h.acronym && n == 1) {
				if n > 2 || n == 2 && d.Tokens[i+1].Norm != "-" {
					r.whole[a] = true
				}
				countries := a.Active
				if a.Country != "" && !slices.Contains(countries, a.Country) {
					countries = append(slices.Clone(countries), a.Country)
				}
				if len(countries) <= 2 {
					for _, c := range countries {
						r.focus[c]++
					}
				}
			}
			i += n
			continue
		}
		if n, s := r.Nation(d, i, last); n > 0 {
			r.focus[s.Code]++
			i += n
			continue
		}
		if n, p, ok := geo.Match(d, i, last); ok {
			if p.Country != "" {
				r.focus[p.Country]++
			}
			i += n
			continue
		}
		if n, s := r.Seat(d, i, last, r.Year()); n > 0 {
			r.focus[s.Code]++
			i += n
			continue
		}
		i += r.surveyPlace(i, last)
	}
}

// surveyPlace counts the country of a place of the gazetteer at token i, and gives how many tokens it takes, at least one. A small one,
// whose name may be anything, and one whose name another country has too, is worth less.
func (r *Report) surveyPlace(i, last int) int {
	d := r.doc
	if d.Tags[i] != parse.PROPN || d.Tokens[i].Shape != text.Capital || i > 0 && d.Tags[i-1] == parse.PROPN && d.Tokens[i-1].Sent == d.Tokens[i].Sent {
		return 1
	}
	n := 1
	for i+n < last && i+n < i+4 && (d.Tags[i+n] == parse.PROPN || d.Tokens[i+n].Norm == "-") {
		n++
	}
	found := geo.Candidates(d.Words(i, i+n))
	if len(found) == 0 {
		return 1
	}
	several := slices.ContainsFunc(found, func(p geo.Place) bool { return p.Country != found[0].Country })
	switch {
	case found[0].Country == "":
	case several, found[0].Kind != geo.Country && found[0].Kind != geo.Capital && found[0].Kind != geo.Seat && found[0].Kind != geo.Admin1:
		r.soft[found[0].Country]++
	default:
		r.focus[found[0].Country]++
	}
	return n
}

// company says that a noun beside a name tells that it is one of an outlet or a group: "the Dawn newspaper", "a Cobras militiaman".
func (r *Report) company(d *parse.Doc, first, last int) bool {
	const telling = Media | Fighter | Force
	for k := max(0, first-1); k < min(len(d.Tokens), last+2); k++ {
		if (k < first || k >= last) && d.Tokens[k].Sent == d.Tokens[first].Sent && r.Class(d.Lemmas[k])&telling != 0 {
			return true
		}
	}
	return false
}

// Someone finds the longest name of a person in the registry that starts at token i and ends before last: how many tokens
// it takes, 0 for none. A last name alone counts only for one who was in office or not long out of it, and where the name is
// also many others' only if the report is about that country or names the office. Title is the office named before it, "" for none.
func (r *Report) Someone(d *parse.Doc, i, last int, title string) (int, *Someone) {
	n, h := r.longestName(d, i, last, r.people)
	if n == 0 {
		return 0, nil
	}
	key := keyOf(d.Words(i, i+n))
	var found *Someone
	best := 0
	for x := h; x != nil; x = x.next {
		p, score := x.person, 0
		alone := keyOf(p.shortName()) == key && key != keyOf(p.Name)
		if alone && n == 1 && d.Tokens[i].Shape == text.Acronym && !d.Sents[d.Tokens[i].Sent].Upper {
			continue // "UN" is no Mr Un
		}
		for k := range p.Terms {
			t := &p.Terms[k]
			s := 0
			switch {
			case t.holds(r.day, 0):
				s = 8
			case t.holds(r.day, 8) && !alone:
				s = 4
			case t.holds(r.day, 2), r.day.IsZero():
				s = 2
			}
			if s > 0 && title != "" && strings.HasSuffix(t.Office, title) {
				s += 4
			}
			score = max(score, s)
		}
		about := p.Country != "" && r.Focus(p.Country) > 0
		if about {
			score += 2
		}
		switch {
		case alone && score < 6, alone && x.weak && !about && score < 12:
			continue
		case !alone:
			score++
		}
		switch {
		case score > best:
			found, best = p, score
		case score == best:
			found = nil
		}
	}
	if found == nil {
		return 0, nil
	}
	return n, found
}

// OfficeCountry is the country of everybody with the last name at token i who ever held an office: "President Bush" is of the United
// States, whichever of them is meant. "" where there is none, or several.
func (r *Report) OfficeCountry(d *parse.Doc, i int, title string) string {
	if title == "" {
		return ""
	}
	country := ""
	for h := r.people[part(d.Tokens[i].Norm)]; h != nil; h = h.next {
		for k := range h.person.Terms {
			if t := &h.person.Terms[k]; strings.HasSuffix(t.Office, title) {
				if country != "" && country != t.Country {
					return ""
				}
				country = t.Country
			}
		}
	}
	return country
}
