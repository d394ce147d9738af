package extract

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/toponym"
)

// "The army", "security forces" and "the air force" are those of the state where the news happens. No armed group is called so, whatever its
// name: the Revolutionary Armed Forces of Colombia are not "the armed forces", nor the Sudan Liberation Army "the army".

// stateForces are the words of ownBodies that only a state's forces are called by.
var stateForces = wordSet("army", "military", "security forces", "armed forces", "air force", "navy", "government forces", "government troops", "government soldiers",
	"federal forces", "federal troops")

// forceWords are the words of phrase p, without its article, where they stand for a state's forces; "" where they do not.
func forceWords(g *parse.Grammar, p int) string {
	ph := &g.Phrases[p]
	first := ph.First
	switch g.Doc.Tokens[first].Norm {
	case "the", "this":
		first++
	}
	if first >= ph.Last || g.Doc.Tags[ph.Head] == parse.PROPN && !g.Doc.Sents[g.Doc.Tokens[ph.Head].Sent].Upper && g.Doc.Tokens[ph.Head].Norm != g.Doc.Word(ph.Head) {
		return ""
	}
	if w := norms(g.Doc, first, ph.Last); stateForces[w] {
		return w
	}
	return ""
}

// bodyOf says that an entity can be called by words of stateForces: it is of a state, and no branch of its forces other than the one named.
func bodyOf(e *sitrep.Entity, words string) bool {
	if e.Kind != "military" {
		return false
	}
	name := strings.ToLower(e.Name)
	switch words {
	case "air force", "navy", "army":
		return strings.Contains(name, words)
	case "security forces":
		return !strings.Contains(name, "army") && !strings.Contains(name, "air force") && !strings.Contains(name, "navy")
	}
	return !strings.Contains(name, "air force") && !strings.Contains(name, "navy")
}

// homeland is the country in which most of the report's places lie, ISO 3166-1 alpha-2; "" where it is not clear or another state's forces
// have been named, whose the next may be.
func (rd *reading) homeland() string {
	score, total, seen := map[string]int{}, 0, map[string]bool{}
	for i := range rd.where.all {
		m := &rd.where.all[i]
		if m.Kind != toponym.Name || m.Place.Country == "" {
			continue
		}
		if small := m.Place.Kind != geo.Country && m.Place.Population <= 20000; small && seen[m.Place.ID] {
			continue // one small town named thrice says no more than once
		}
		seen[m.Place.ID] = true
		w := 1 // a small place has namesakes that no gazetteer knows
		switch {
		case m.Place.Kind == geo.Country:
			w = 2
		case m.Place.Population > 20000:
			w = 3
		}
		score[m.Place.Country] += w
		total += w
	}
	for _, c := range slices.Sorted(maps.Keys(score)) {
		if score[c]*3 < total*2 || score[c] < 2 {
			continue
		}
		for i := range rd.memory.entities {
			if e := &rd.memory.entities[i]; e.Type == sitrep.ActorMention && (e.Kind == "military" || e.Kind == "police") && e.Country != "" && e.Country != c {
				return ""
			}
		}
		return c
	}
	return ""
}

// land is the country that "the country", phrase p, stands for: that of the official who speaks of it as doing something, else the only one
// that the sentence names before it.
func (rd *reading) land(g *parse.Grammar, p int) ref {
	code := ""
	for k := g.First; k < g.Phrases[p].First; k++ {
		n, st := rd.actors.Nation(g.Doc, k, g.Phrases[p].First)
		q := g.PhraseAt(k)
		if n == 0 || q < 0 {
			continue
		}
		slot := placeSlot(g, q)
		public := rd.names.inOffice(g, slot) || rd.names.read(g, slot).class&(actor.Official|actor.Force|actor.Organisation) != 0
		if named := k+n == g.Phrases[q].Last; !named && !public {
			continue // "Chinese hackers … the country"
		}
		if v := g.Clause(g.Phrases[p].First); v >= 0 && subjectOf(g, p) < 0 && g.Verbs[v].Inherited && slices.Contains(g.Verbs[v].Subjects, q) {
			continue // "accused Rwanda of invading the country"
		}
		if code != "" && code != st.Code {
			return ref{}
		}
		code = st.Code
		if v := subjectOf(g, p); public && v >= 0 && g.Verbs[v].Link == parse.Complement && g.Verbs[v].Up >= 0 && slices.Contains(g.Verbs[g.Verbs[v].Up].Subjects, q) {
			break // "Indian minister Okello, in Kabul, said the country would"
		}
		k += n - 1
	}
	st := rd.actors.State(code)
	if st == nil {
		return ref{}
	}
	return rd.memory.state(st)
}

// capital resolves "the capital", phrase p: that of the country that its own words name ("Somalia's capital", "the Malian capital", "the capital of
// Chad"), else of the country in which its sentence, or what stands before it, lies; an empty ref where none is told.
func (rd *reading) capital(g *parse.Grammar, p int, t thing) ref {
	ph := &g.Phrases[p]
	for k := ph.First; k < ph.Head; k++ {
		switch g.Doc.Tokens[k].Norm {
		case "the", "this", "'s":
			continue
		}
		if n, _ := rd.actors.Nation(g.Doc, k, ph.Head); n > 0 {
			k += n - 1
			continue
		}
		return ref{} // "the provincial capital"
	}
	country := t.country
	for k := ph.First; k < ph.Head && country == ""; k++ {
		if n, st := rd.actors.Nation(g.Doc, k, ph.Head); n > 0 {
			country = st.Code
		}
	}
	if country == "" && ph.Owner >= 0 {
		country = rd.countryNamed(g.Phrases[ph.Owner].First, g.Phrases[ph.Owner].Last)
		if country == "" {
			return ref{} // "the province's capital"
		}
	}
	if country == "" && ph.Last < g.Last && g.Doc.Tokens[ph.Last].Norm == "of" {
		if country = rd.countryNamed(ph.Last, min(ph.Last+4, g.Last)); country == "" {
			return ref{} // "the capital of Helmand"
		}
	}
	if country == "" {
		country = rd.countryBefore(g, ph.First)
	}
	row := capitals()[country]
	if row == "" {
		return ref{}
	}
	mem := rd.memory
	for _, c := range rd.places.Candidates(row) {
		if c.Country != country || c.Kind != geo.Capital || !c.Located {
			continue
		}
		if id, ok := mem.places[c.ID]; ok {
			return mem.ref(id)
		}
		if id, ok := mem.byName[fold(row)]; ok && mem.entities[id].Type == sitrep.PlaceMention {
			return mem.ref(id)
		}
		lat, lon := c.Lat, c.Lon
		id := mem.add(sitrep.Entity{Type: sitrep.PlaceMention, Name: row, Country: country, Lat: &lat, Lon: &lon, Precision: sitrep.City})
		mem.places[c.ID] = id
		return mem.ref(id)
	}
	return ref{}
}

// capitals are the names of capitals by country, ISO 3166-1 alpha-2.
var capitals = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, row := range geo.Countries() {
		out[row.Alpha2] = row.Capital
	}
	return out
})

// countryNamed is the country named among tokens [first, last), ISO 3166-1 alpha-2, "" for none.
func (rd *reading) countryNamed(first, last int) string {
	for k := first; k < last; k++ {
		if n, st := rd.actors.Nation(rd.doc, k, last); n > 0 {
			return st.Code
		}
	}
	return ""
}

// countryBefore is the country of the place named last before token at, where things happen or people go: a country that only acts
// or speaks is none, unless a town of it has been named. "" for none.
func (rd *reading) countryBefore(g *parse.Grammar, at int) string {
	for i := len(rd.where.all) - 1; i >= 0; i-- {
		m := &rd.where.all[i]
		if m.First >= at || m.Kind != toponym.Name || m.Place.Country == "" {
			continue
		}
		if m.Place.Kind != geo.Country {
			return m.Place.Country
		}
		k := m.First - 1
		for k > 0 && (rd.doc.Tokens[k].Norm == "the" || compass[strings.TrimSuffix(rd.doc.Tokens[k].Norm, "ern")]) {
			k--
		}
		if k < 0 {
			continue
		}
		switch w := rd.doc.Tokens[k].Norm; {
		case locatives[w], w == "to", w == "from", w == "of", w == ",", m.Last < len(rd.doc.Tokens) && rd.doc.Tokens[m.Last].Norm == "'s" && m.First >= g.First:
			return m.Place.Country
		}
	}
	return rd.homeland()
}
