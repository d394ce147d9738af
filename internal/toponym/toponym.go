// Package toponym answers one question over a whole report: which places it names, and where each of them is.
//
// [Find] works in three steps. It cuts the runs of capitalised words into names and says of each what it names, from its own
// words ("Licking County", "Paris Hilton"), from the words around it ("in", "said", "Mayor") and from what the report says of
// the same name elsewhere. It resolves the names together: a place is likelier where the report's other places are, inside
// what stands behind its comma, and where many people live. And it reads what is told relative to a place: "10 km southeast
// of", "western", "the border with". Rules are data (generics.tsv, given.txt) or weights with their reasons beside them;
// nothing is learned.
package toponym

import (
	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
)

// Kind says how a mention names its place.
type Kind uint8

// The kinds.
const (
	Name      Kind = iota // "Mosul", "Licking County"
	Adjective             // "Iraqi" of "Iraqi forces"; not the people ("Iraqis") and not the language
	Site                  // a building, works, street or piece of land that its own noun tells: "Second Street"
	Inside                // a place named inside the name of something else: "Mosul" of "Mosul University Press"
)

// Mention is a place named in a report: tokens [First, Last) of the parse.Doc.
type Mention struct {
	First, Last int
	Name        string // the report's words
	Kind        Kind
	// Place is what the name stands for; its ID is "" where nothing is known of the name or its namesakes cannot be told apart.
	Place geo.Place
	Score float64 // of Place against its namesakes, 0 to 1
	// Candidates are the likeliest namesakes where the report does not tell them apart well, the likeliest first.
	Candidates []Candidate
	// Why says what spoke for and against a place, in the order in which it was weighed.
	Why []string
	// Within is the place that a name that nothing is known of lies in as the report tells; its ID is "" for none.
	Within geo.Place
}

// Candidate is a namesake with its share of the belief, 0 to 1.
type Candidate struct {
	Place geo.Place
	Score float64
}

// Point is where the mention lies and how exactly; ok is false where that is not known. A place within another has that
// one's point and is known no more exactly than a city.
func (m *Mention) Point() (lat, lon float64, precision sitrep.Precision, ok bool) {
	switch {
	case m.Place.ID != "" && m.Place.Located:
		return m.Place.Lat, m.Place.Lon, m.Place.Precision, true
	case m.Within.ID != "" && m.Within.Located:
		return m.Within.Lat, m.Within.Lon, m.Within.Precision, true
	}
	return 0, 0, "", false
}

// Report is what Find found, in order of appearance.
type Report struct {
	Mentions []Mention
	// Not says, by token, that it belongs to a name that is no place: a person's, a body's, a word with a capital.
	Not []bool
}

// finder reads one report.
type finder struct {
	d       *parse.Doc
	reg     *actor.Report
	places  *geo.Gazetteer
	names   []name
	in      []link
	cache   map[string][]candidate
	person  map[string]int // how often a word was part of a person's name
	persons [][2]int
	over    []tagged // by token
	core    map[[2]int]tagged
	home    string // country of the publisher's domain, "" for unknown
}

// Find reads the places of a gazetteer that a report names. address is where the report was published, "" for unknown: the
// country of its domain counts as one that the report names.
func Find(d *parse.Doc, reg *actor.Report, places *geo.Gazetteer, address string) *Report {
	f := &finder{d: d, reg: reg, places: places, cache: map[string][]candidate{}, person: map[string]int{}, core: map[[2]int]tagged{}}
	f.home = home(address)
	f.entities()
	for s := range d.Sents {
		f.sentence(s)
	}
	f.weigh()
	return f.resolve()
}
