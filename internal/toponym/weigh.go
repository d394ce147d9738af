package toponym

import (
	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// enough is the weight from which a name is taken for a place. The weights below are set by hand: 1 is a hint, 2 as good as
// decides where nothing speaks against it, 3 and more outweigh what does.
const (
	enough   = 1.5
	unlikely = 0.5 // below it a name is no place
)

// give adds to the weight of a name; why tells in a few words what for.
func (n *name) give(w float64, why string) {
	n.score += w
	n.why = append(n.why, why)
}

// weigh says of each name how much speaks for a place.
func (f *finder) weigh() {
	for i := range f.names {
		f.local(i)
	}
	f.links()
	// One sense a report: what a name is elsewhere, it is here.
	best := map[string]float64{}
	for i := range f.names {
		n := &f.names[i]
		if b, ok := best[n.key]; !ok || n.score > b {
			best[n.key] = n.score
		}
	}
	for i := range f.names {
		n := &f.names[i]
		if n.kind == Adjective {
			continue
		}
		if b := best[n.key]; b >= 3 && n.score < b {
			n.give(min(2, (b-1)/2), "elsewhere")
		}
		if n.last-n.first == 1 && f.person[f.d.Tokens[n.first].Norm] > 0 && n.score < 4.5 {
			n.give(-2.5, "a person")
		}
	}
	// What stands in a list with a place is one.
	for pass := 0; pass < 2; pass++ {
		for i := range f.names {
			n := &f.names[i]
			for _, j := range []int{i - 1, i + 1} {
				if j < 0 || j >= len(f.names) || n.score >= 2 || n.score < -1.5 || n.kind == Adjective {
					continue
				}
				if o := &f.names[j]; o.score >= 2 && o.kind != Adjective && f.listed(min(i, j), max(i, j)) {
					n.give(1.2, "listed")
				}
			}
		}
	}
}

// listed says that only a comma, "and" or "or" stands between names i and j.
func (f *finder) listed(i, j int) bool {
	a, b := f.names[i].last, f.names[j].first
	if b-a < 1 || b-a > 2 || f.d.Tokens[a].Sent != f.d.Tokens[b].Sent {
		return false
	}
	for k := a; k < b; k++ {
		switch f.d.Tokens[k].Norm {
		case ",", "and", "or", "/":
		default:
			return false
		}
	}
	return true
}

// local weighs what the name and its neighbours say.
func (f *finder) local(i int) {
	n, d := &f.names[i], f.d
	sent := int(d.Tokens[n.first].Sent)
	before, after := f.norm(n.first-1, sent), f.norm(n.last, sent)
	if n.kind == Adjective {
		n.give(3, "nation")
		return
	}
	f.fame(n)
	switch n.generic {
	case admin, land:
		n.give(2.5, "its noun")
	case site, street:
		n.give(1.5, "its noun")
		if len(n.known) == 0 {
			n.kind = Site
		}
	}
	switch {
	case n.kind == Inside:
		n.give(-0.3, "inside a name")
		if seats[after] {
			n.give(0.8, "its body")
		}
	case n.beside:
		n.give(-1, "beside a name")
	}
	if d.Blocks[d.Sents[sent].Block].Kind == sitrep.Dateline {
		n.give(3, "dateline")
	}
	w, k := before, n.first-1
	if sides[w] {
		n.give(1.5, "a side of it")
	}
	for k > d.Sents[sent].First && (w == "the" || sides[w]) {
		k--
		w = f.norm(k, sent)
	}
	switch {
	case locatives[w]:
		n.give(2.2, "in")
	case w == "from":
		n.give(1.2, "from")
	case w == "of" && folk[f.norm(k-1, sent)]:
		n.give(2, "people of")
	case weak[w]:
		n.give(0.7, "of")
	case taken[w]:
		n.give(0.8, "taken")
	}
	if before == "the" && n.generic == plain && n.last-n.first == 1 {
		n.give(-0.3, "the")
	}
	if titles[before] {
		n.give(-3, "title")
	}
	if speech[after] && !f.rules(n) {
		n.give(-1.5, "said")
	}
	if settled[after] {
		n.give(1.5, "its people")
	}
	if locals[after] && d.Tokens[n.last].Shape == text.Lower {
		n.give(1.5, "its people")
	} else if after != "" && d.Tags[n.last] == parse.NOUN && d.Tokens[n.last].Shape == text.Lower {
		n.give(0.4, "before a noun")
	}
	if n.last-n.first == 1 {
		w := d.Tokens[n.first].Norm
		switch {
		case data().stop[w]:
			n.give(-4, "a word")
		case data().given[w] && f.rules(n):
			n.give(-0.3, "given name")
		case data().given[w]:
			n.give(-1, "given name")
		case d.Tags[n.first] != parse.PROPN && !f.rules(n) && !(d.Sents[sent].Upper && f.telexed(n.first)), data().tail[w] != plain, f.reg.Class(w) != 0:
			n.give(-2, "a word")
		}
	} else if data().given[d.Tokens[n.first].Norm] && n.generic == plain && largest(n.known) < 20000 {
		n.give(-2, "given name")
	}
	switch f.core[[2]int{n.first, n.last}] {
	case taggedPlace:
		n.give(1.5, "tagger")
	case taggedPerson:
		if f.rules(n) {
			n.give(-1, "tagger: person")
		} else {
			n.give(-2, "tagger: person")
		}
	case taggedActor:
		n.give(-0.3, "tagger: actor")
	default:
		switch f.over[n.first] {
		case taggedPlace:
			n.give(0.7, "tagger")
		case taggedPerson:
			n.give(-0.8, "tagger: person")
		}
	}
}

// rules says that a name is that of a country, a large division or a large city, which may speak and stand for a government.
func (f *finder) rules(n *name) bool {
	for i := range n.known {
		switch p := &n.known[i]; p.Kind {
		case geo.Country, geo.Capital, geo.Continent, geo.Admin1:
			return true
		default:
			if p.Population > 300000 {
				return true
			}
		}
	}
	return false
}

// fame weighs what is known of the name.
func (f *finder) fame(n *name) {
	if len(n.known) == 0 {
		n.give(-1, "unknown")
		return
	}
	top := -0.5
	for i := range n.known {
		p := &n.known[i]
		v := 0.0
		switch {
		case p.Kind == geo.Country, p.Kind == geo.Continent, p.Kind == geo.Region, p.Kind == geo.Admin1 && p.own && p.Population > 3e6:
			v = 2.5
		case p.Kind == geo.Admin1 && p.own, p.Kind == geo.Capital, p.own && p.Population > 300000:
			v = 1.8
		case !p.own && p.Population > 50000:
			v = 0.2
		case !p.own:
			v = -0.5
		case p.Population > 50000:
			v = 1
		case p.Population > 5000:
			v = 0.5
		}
		if f.acronym(n) && (p.Kind != geo.Country && p.Kind != geo.Region && p.Kind != geo.Admin1 || p.Kind == geo.Admin1 && len(n.key) == 2 && f.d.Word(n.first)[1] != '.') {
			v = -2 // "CT", "ABC": codes of states and airports
		}
		top = max(top, v)
	}
	n.give(top, "known")
	if n.last-n.first > 1 && top >= 0 {
		n.give(1, "words")
	}
}
