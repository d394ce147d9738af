package toponym

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// name is a run of tokens that may name a place, with what speaks for it.
type name struct {
	first, last int
	key         string // folded
	kind        Kind
	generic     class
	known       []candidate
	country     string // of an adjective
	region      string // id of the place of an adjective that is not of a country
	score       float64
	beside      bool     // stands beside other capitalised words that are no place
	why         []string // what was weighed
}

// tagged is what the entity tagger says of tokens.
type tagged uint8

const (
	untagged tagged = iota
	taggedPlace
	taggedPerson
	taggedActor
	taggedOther
)

// entities notes what the entity tagger found: over every token, and for the capitalised core of each mention.
func (f *finder) entities() {
	f.over = make([]tagged, len(f.d.Tokens))
	for _, e := range f.d.Entities {
		t := taggedOther
		switch e.Type {
		case sitrep.PlaceMention:
			t = taggedPlace
		case sitrep.PersonMention:
			t = taggedPerson
		case sitrep.ActorMention:
			t = taggedActor
		}
		first, last := e.First, e.Last
		for k := first; k < last; k++ {
			f.over[k] = t
		}
		for first < last && !f.capital(first) {
			first++
		}
		for last > first && !f.capital(last-1) {
			last--
		}
		f.core[[2]int{first, last}] = t
	}
}

// capital says that token i is written as a name is. In a sentence in capitals the tagger decides.
func (f *finder) capital(i int) bool {
	s := f.d.Tokens[i].Shape
	if f.d.Sents[f.d.Tokens[i].Sent].Upper {
		return (f.d.Tags[i] == parse.PROPN || f.telexed(i)) && s != text.Number
	}
	if s == text.Capital || s == text.Acronym {
		return true
	}
	before, after, ok := strings.Cut(f.d.Word(i), "-") // "al-Bab"
	r, _ := utf8.DecodeRuneInString(after)
	return ok && articles[before] && unicode.IsUpper(r)
}

// telexed says that a noun of a sentence in capitals is the name of a town or division of some size behind a preposition of place, which the tagger
// took for a word: "CLASHES NEAR PAILIN".
func (f *finder) telexed(i int) bool {
	if f.d.Tags[i] != parse.NOUN || i == 0 || f.d.Tokens[i-1].Sent != f.d.Tokens[i].Sent || len(f.d.Tokens[i].Norm) < 4 {
		return false
	}
	switch w := f.d.Tokens[i].Norm; f.d.Tokens[i-1].Norm {
	case "in", "near", "at":
		if data().stop[w] || data().tail[w] != plain || f.reg.Class(w) != 0 || f.reg.Class(f.d.Lemmas[i]) != 0 {
			return false
		}
	default:
		return false
	}
	return slices.ContainsFunc(f.known(i, i+1), func(c candidate) bool {
		return c.own && (c.Kind == geo.Capital || c.Kind == geo.Seat || c.Kind == geo.Admin1 || c.Kind.Settled() && c.Population > 100000)
	})
}

// titled says that a sentence is a headline whose words are all written with capitals.
func (f *finder) titled(s int) bool {
	caps, all := 0, 0
	for k := f.d.Sents[s].First; k < f.d.Sents[s].Last; k++ {
		if len(f.d.Tokens[k].Norm) > 3 && f.d.Tokens[k].Shape != text.Punct && f.d.Tokens[k].Shape != text.Number {
			all++
			if f.d.Tokens[k].Shape != text.Lower {
				caps++
			}
		}
	}
	last := f.d.Sents[s].Last - 1
	return all >= 4 && caps*10 >= all*8 && f.d.Tokens[last].Norm != "."
}

// begins says that a name may begin at token i.
func (f *finder) begins(i int, titled bool) bool {
	if f.articled(i) > 0 {
		return true
	}
	if !f.capital(i) {
		return false
	}
	if f.d.Tags[i] == parse.PROPN {
		return true
	}
	switch f.d.Tags[i] {
	case parse.PRON, parse.DET, parse.ADP, parse.SCONJ, parse.CCONJ, parse.AUX, parse.PART:
		return false
	}
	if titled {
		return f.d.Tags[i] != parse.VERB && f.d.Tags[i] != parse.NOUN && len(f.known(i, i+1)) > 0
	}
	if s := f.d.Sents[f.d.Tokens[i].Sent]; i > s.First {
		if p := f.d.Tokens[i-1]; p.Shape != text.Punct || p.Norm == "," || p.Norm == "(" {
			return true
		}
	}
	// The first word of a sentence has a capital whatever it is.
	if _, ok := geo.Demonym(f.d.Tokens[i].Norm); ok {
		return true
	}
	next := i+1 < len(f.d.Tokens) && f.d.Tokens[i+1].Sent == f.d.Tokens[i].Sent && f.capital(i+1)
	return next || largest(f.known(i, i+1)) > 100000
}

// articled is the number of tokens of a name with the Arabic article in small letters that begins at token i: "al-Bab", "ez-Zor".
func (f *finder) articled(i int) int {
	d := f.d
	if i+2 < len(d.Tokens) && d.Tokens[i].Shape == text.Lower && articles[d.Tokens[i].Norm] && d.Tokens[i+1].Norm == "-" && d.Tokens[i+1].Start == d.Tokens[i].End &&
		d.Tokens[i+2].Start == d.Tokens[i+1].End && d.Tokens[i+2].Sent == d.Tokens[i].Sent && f.capital(i+2) {
		return 3
	}
	return 0
}

// largest is the population of the largest place among ps.
func largest(ps []candidate) int {
	n := 0
	for i := range ps {
		n = max(n, ps[i].Population)
	}
	return n
}

// known are the places that tokens [a, b) name.
func (f *finder) known(a, b int) []candidate { return f.lookup(f.d.Words(a, b)) }

func (f *finder) lookup(s string) []candidate {
	ps, ok := f.cache[s]
	if ok {
		return ps
	}
	for _, of := range data().short[s] {
		for _, p := range f.places.Candidates(of.name) {
			if p.Country == of.country && p.Kind == of.kind {
				ps = append(ps, candidate{p, true})
				break
			}
		}
	}
	key := geo.Fold(s)
	for _, p := range f.places.Candidates(s) {
		if !slices.ContainsFunc(ps, func(q candidate) bool { return q.ID == p.ID }) {
			ps = append(ps, candidate{p, bears(p.Name, key) || p.Kind == geo.Country && data().called[key] == p.ID})
		}
	}
	f.cache[s] = ps
	return ps
}

// bears says that a folded name is a place's first name, or that name without the word for what it is: "Anbar" for "Anbar
// Governorate".
func bears(name, key string) bool {
	own := geo.Fold(name)
	if own == key {
		return true
	}
	if rest, ok := strings.CutSuffix(own, " of "+key); ok {
		return data().tail[rest] == admin // "Province of Pangasinan"
	}
	rest, ok := strings.CutPrefix(own, key+" ")
	return ok && data().tail[rest] == admin
}

// sentence cuts a sentence into runs of capitalised words.
func (f *finder) sentence(s int) {
	sent := f.d.Sents[s]
	titled := f.titled(s)
	for i := sent.First; i < sent.Last; {
		if !f.begins(i, titled) {
			i++
			continue
		}
		j := i + max(1, f.articled(i))
		for j < sent.Last {
			n := f.goesOn(i, j, sent.Last, titled)
			if n == 0 {
				break
			}
			j += n
		}
		f.run(i, j)
		i = j
	}
}

// goesOn is how many tokens from j on belong to the run of capitalised words that begins at i, 0 for none.
func (f *finder) goesOn(i, j, end int, titled bool) int {
	d := f.d
	if f.capital(j) {
		if titled && d.Tags[j] != parse.PROPN && (d.Tags[j] == parse.VERB || len(f.known(j, j+1)) == 0) {
			return 0
		}
		return 1
	}
	if n := f.articled(j); n > 0 {
		return n
	}
	next := func(k int) bool { return k < end && f.capital(k) }
	switch w := d.Tokens[j].Norm; {
	case w == "&" && next(j+1):
		return 2
	case w == "." && j == i+1 && d.Tokens[j].Start == d.Tokens[i].End && len(data().short[d.Word(i)+"."]) > 0:
		return 1 // "Ill" and its full stop
	case w == "-" && next(j+1) && d.Tokens[j].Start == d.Tokens[j-1].End && d.Tokens[j+1].Start == d.Tokens[j].End:
		if articles[d.Tokens[j-1].Norm] || len(f.known(j-1, j+2)) > 0 {
			return 2
		}
	case w == "-" && f.linked(j, end) > 0:
		return f.linked(j, end)
	case w == "'s" && next(j+1):
		// "Queen Anne's County", "St. Mary's Hospital", but not "Britain's Ministry of Defence"
		e := j + 1
		for next(e) {
			e++
		}
		for k := e; k > j+1; k-- {
			if len(f.known(i, k)) > 0 {
				return k - j
			}
		}
		if g := data().tail[d.Tokens[e-1].Norm]; e-j == 2 && (g.ground() || g == event) && largest(f.known(i, j)) < 1000 {
			return e - j
		}
	case d.Tokens[j].Shape == text.Number && j == i+1 && data().head[d.Tokens[i].Norm] == street:
		return 1 // "Highway 403"
	}
	k := j
	for k < end && joins[d.Tokens[k].Norm] && k-j < 2 {
		k++
	}
	if k > j && next(k) && f.joined(i, j, k, end) {
		return k + 1 - j
	}
	return 0
}

// linked is the number of tokens from the hyphen j on that link the word before it to the next of its name by a small word: "Sar-e Pol",
// "Kot-e-Ashro"; 0 where they do not.
func (f *finder) linked(j, end int) int {
	d := f.d
	if j+2 >= end || d.Tokens[j].Start != d.Tokens[j-1].End || d.Tokens[j+1].Start != d.Tokens[j].End || d.Tokens[j+1].Shape != text.Lower || !links[d.Tokens[j+1].Norm] {
		return 0
	}
	n := 2
	if d.Tokens[j+2].Norm == "-" && d.Tokens[j+2].Start == d.Tokens[j+1].End {
		n = 3
	}
	if j+n < end && f.capital(j+n) {
		return n + 1
	}
	return 0
}

// joined says that the small words [j, k) join the name that begins at i with what follows: "Gulf of Aden", "Rio de
// Janeiro", but not "Parliament of Canada".
func (f *finder) joined(i, j, k, end int) bool {
	switch f.d.Tokens[j].Norm {
	case "of", "the", "upon":
	case "es", "ash", "as", "ed", "bin", "ibn", "bint", "y", "en":
		return len(f.known(i, k+1)) > 0 // "Dar es Salaam"
	default:
		return true
	}
	if f.d.Tokens[j].Norm == "of" {
		if g := data().of[f.d.Tokens[j-1].Norm]; g != plain && g != body {
			return true
		}
	}
	for a := i; a < j; a++ {
		for b := k + 1; b <= min(k+2, end); b++ {
			if len(f.known(a, b)) > 0 {
				return true
			}
		}
	}
	return false
}

// run cuts a run of capitalised words at days and months, and at titles: what stands before a title says whose it is, what
// stands behind it is a person.
func (f *finder) run(a, b int) {
	d := f.d
	if sent := int(d.Tokens[a].Sent); b-a > 1 && f.norm(a-1, sent) == "of" && titles[f.norm(a-2, sent)] && len(f.known(a, b)) == 0 && data().tail[d.Tokens[b-1].Norm] == plain {
		f.officer(a, b) // "President of France Nicolas Sarkozy"
		return
	}
	for k := a; k < b && b-a > 1; k++ {
		w := d.Tokens[k].Norm
		if calendar[w] && len(f.known(a, b)) == 0 {
			if k > a {
				f.run(a, k)
			}
			if k+1 < b {
				f.run(k+1, b)
			}
			return
		}
		if !titles[w] || k == b-1 && k > a || data().tail[w] != plain && k > a || len(f.known(a, b)) > 0 {
			continue
		}
		if k > a {
			f.run(a, k)
		}
		e := k + 1
		for e < b && titles[d.Tokens[e].Norm] {
			e++
		}
		switch {
		case e == b:
		case d.Tokens[e].Norm == "of":
			f.officer(e+1, b)
		default:
			f.people(e, b)
		}
		return
	}
	f.cut(a, b)
}

var calendar = fields("january february march april june july august september october november december jan. feb. aug. sept. oct. nov. dec. " +
	"monday tuesday wednesday thursday friday saturday sunday")

// officer reads what stands behind "President of": a place, and a person's name perhaps.
func (f *finder) officer(a, b int) {
	for e := b; e > a; e-- {
		if len(f.known(a, e)) > 0 {
			f.add(name{first: a, last: e, known: f.known(a, e)})
			if e < b {
				f.people(e, b)
			}
			return
		}
	}
	f.cut(a, b)
}

// people notes that tokens name a person.
func (f *finder) people(a, b int) {
	for k := a; k < b; k++ {
		if f.capital(k) {
			f.person[f.d.Tokens[k].Norm]++
		}
	}
	f.persons = append(f.persons, [2]int{a, b})
}

// cut finds the names in a run.
func (f *finder) cut(a, b int) {
	for a < b && f.articled(a) == 0 && (joins[f.d.Tokens[a].Norm] && f.d.Tokens[a].Shape == text.Lower || f.d.Tokens[a].Norm == "&" || f.d.Tokens[a].Norm == "-") {
		a++
	}
	for a < b && (f.d.Tokens[b-1].Norm == "-" || f.d.Tokens[b-1].Norm == "'s") {
		b--
	}
	if a >= b {
		return
	}
	l := data()
	if b-a == 1 && l.stop[f.d.Tokens[a].Norm] && !(f.follows(b, ",") && b+1 < len(f.d.Tokens) && f.capital(b+1)) {
		return
	}
	n := name{first: a, last: b, known: f.known(a, b)}
	if b-a > 1 {
		n.generic = l.tail[f.d.Tokens[b-1].Norm]
		if n.generic == plain {
			n.generic = l.head[f.d.Tokens[a].Norm]
		}
	}
	if n.generic == street {
		n.known = nil // a street is none of the places far away that are called so
	}
	if c, ok := geo.Demonym(f.d.Words(a, b)); ok && b-a > 1 {
		n.country = c
		f.add(n)
		return
	}
	if w, act := f.reg.Match(f.d, a, b); act != nil && w == b-a && (act.Kind == "media" || len(n.known) == 0) && n.generic != admin {
		f.insideOf(a, b) // "Reuters"
		return
	}
	if len(n.known) > 0 || b-a == 1 {
		f.add(n)
		return
	}
	if n.generic == admin || n.generic == body && f.d.Tokens[b-1].Norm == "department" {
		for _, c := range f.known(a, b-1) { // "Nineveh Governorate", which the gazetteer calls Nineveh
			if divided(c.Kind) && (n.generic == admin || c.Kind == geo.Admin1 && departments[c.Country]) || c.Kind == geo.Region && c.Country != "" && n.generic == admin {
				n.known = append(n.known, c)
			}
		}
		if len(n.known) > 0 {
			n.generic = admin
			f.add(n)
			return
		}
	}
	if id, ok := geo.Adjective(f.d.Words(a, b)); ok {
		n.region = id
		f.add(n)
		return
	}
	if c, ok := geo.Demonym(f.d.Tokens[a].Norm); ok && b-a > 1 && (n.generic == plain || n.generic == admin && len(n.known) == 0) {
		f.add(name{first: a, last: a + 1, known: f.known(a, a+1), country: c}) // "Ukrainian Kherson Oblast"
		f.cut(a+1, b)
		return
	}
	if sides[f.d.Tokens[a].Norm] && n.generic != street {
		f.cut(a+1, b) // "Western Massachusetts"
		return
	}
	for k := a; k+2 < b; k++ {
		if f.d.Tokens[k+1].Norm != "of" {
			continue
		}
		switch g := l.of[f.d.Tokens[k].Norm]; {
		case g == admin:
			f.cut(k+2, b) // "City of Greer"
			return
		case g.ground():
			n.generic = g
			f.add(n)
			return
		}
	}
	switch g := n.generic; {
	case g.ground():
		f.add(n)
		return
	case g != plain:
		f.insideOf(a, b)
		return
	}
	if f.personal(a, b) {
		f.people(a, b)
		return
	}
	if f.particled(a, b) {
		f.add(n)
		return
	}
	f.several(n)
}

// departments are the countries whose first-level divisions English calls so.
var departments = map[string]bool{"BO": true, "CO": true, "GT": true, "HN": true, "HT": true, "NI": true, "PE": true, "PY": true, "SV": true, "UY": true}

// follows says that token i is w.
func (f *finder) follows(i int, w string) bool { return i < len(f.d.Tokens) && f.d.Tokens[i].Norm == w }

// personal says that a run reads as a person: a given name, or an initial inside.
func (f *finder) personal(a, b int) bool {
	if b-a > 4 {
		return false
	}
	if data().given[f.d.Tokens[a].Norm] {
		return true
	}
	for k := a; k < b-1; k++ {
		if w := f.d.Tokens[k].Norm; len(w) == 2 && w[1] == '.' {
			return true
		}
	}
	return false
}

// particled says that small words inside a run hold it together as one name, so that no part of it is a place of its own: "Bab al-Tabbaneh",
// "Nossa Senhora da Graça". A hyphen alone holds nothing: "Turkey-Syria".
func (f *finder) particled(a, b int) bool {
	if b-a > 7 {
		return false
	}
	for k := a + 1; k+1 < b; k++ {
		switch t := &f.d.Tokens[k]; {
		case t.Shape != text.Lower:
		case articles[t.Norm] && f.d.Tokens[k+1].Norm == "-", links[t.Norm] && f.d.Tokens[k-1].Norm == "-", joins[t.Norm] && t.Norm != "of" && t.Norm != "the" && t.Norm != "upon":
			return true
		}
	}
	return false
}

// several finds the known places and nations in an unknown run, and what is left over as an unknown name.
func (f *finder) several(n name) {
	some := false
	for k := n.first; k < n.last; {
		e := n.last
		for ; e > k; e-- {
			if _, ok := geo.Demonym(f.d.Words(k, e)); ok || len(f.known(k, e)) > 0 {
				break
			}
		}
		if e == k {
			k++
			continue
		}
		some = true
		f.add(name{first: k, last: e, known: f.known(k, e), beside: true})
		k = e
	}
	if !some {
		f.add(n)
	}
}

// insideOf looks for a place inside the name of a body: "Gainesville Police Department", "University of Georgia".
func (f *finder) insideOf(a, b int) {
	for e := b - 1; e > a; e-- {
		_, nation := geo.Demonym(f.d.Words(a, e))
		if ps := f.known(a, e); len(ps) > 0 || nation {
			f.add(name{first: a, last: e, known: ps, kind: Inside})
			return
		}
	}
	for k := a + 1; k < b; k++ {
		if f.d.Tokens[k-1].Norm == "of" {
			f.cut(k, b)
			return
		}
	}
}

// add keeps a name, an adjective as one.
func (f *finder) add(n name) {
	n.key = geo.Fold(f.d.Words(n.first, n.last))
	if n.country == "" {
		n.country, _ = geo.Demonym(f.d.Words(n.first, n.last))
	}
	if n.country == "" && n.region == "" && n.last-n.first == 1 {
		n.region, _ = geo.Adjective(f.d.Words(n.first, n.last))
	}
	if (n.country != "" || n.region != "") && !slices.ContainsFunc(n.known, func(c candidate) bool { return c.Population > 1000000 && bears(c.Name, n.key) }) {
		n.kind = Adjective
	}
	f.names = append(f.names, n)
}

// norm is the form of token i of sentence sent, "" outside.
func (f *finder) norm(i, sent int) string {
	if i < 0 || i >= len(f.d.Tokens) || int(f.d.Tokens[i].Sent) != sent {
		return ""
	}
	return f.d.Tokens[i].Norm
}

// acronym says that a name is one word in capitals in a sentence that is not.
func (f *finder) acronym(n *name) bool {
	if n.last-n.first != 1 || f.d.Sents[f.d.Tokens[n.first].Sent].Upper || f.d.Tokens[n.first].Len() > 5 {
		return false
	}
	w := f.d.Word(n.first)
	return w == strings.ToUpper(w)
}
