package geo

import (
	"cmp"
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
)

//go:embed gazetteer.bin
var gazetteerBin []byte

// Gazetteer answers what is known of places by name. It is made of layers; where two know the same place by its id, the
// names of both find it, and for the rest the later one's word counts. It never changes, so that many may ask at once.
type Gazetteer struct {
	layers []*layer // the last first
}

//go:embed own.bin
var ownBin []byte

// Default is the gazetteer that the program carries.
var Default = sync.OnceValue(func() *Gazetteer {
	g, err := Base().With(ownBin)
	if err != nil {
		panic("own.bin " + err.Error()) // the program was built wrong
	}
	return g
})

// Base is the gazetteer without the rows of areas.tsv and places.tsv.
func Base() *Gazetteer {
	base, err := openLayer(gazetteerBin)
	if err != nil {
		panic("gazetteer.bin " + err.Error()) // the program was built wrong
	}
	return &Gazetteer{layers: []*layer{base}}
}

// With gives a gazetteer that knows a layer made by Pack besides all that g knows.
func (g *Gazetteer) With(packed []byte) (*Gazetteer, error) {
	l, err := openLayer(packed)
	if err != nil {
		return nil, err
	}
	return &Gazetteer{layers: append([]*layer{l}, g.layers...)}, nil
}

// Candidates gives every place that bears a name, the weightiest first: countries and continents, then by population, then by
// id. Where Arabic is written, the article and a last "h" after "a" may be there or not: "al-Raqqa" finds Ar Raqqah.
func Candidates(name string) []Place { return Default().Candidates(name) }

// ByID gives the place with an id: "gn:98182", "sit:badush-iq".
func ByID(id string) (Place, bool) { return Default().ByID(id) }

// Choice is a candidate with what speaks for it.
type Choice struct {
	Place
	// Weight is roughly how many people the name makes think of the place; candidates are in its order.
	Weight int
	Why    []string
}

// Candidates is the function of that name for g.
func (g *Gazetteer) Candidates(name string) []Place {
	found := g.choices(name, false)
	places := make([]Place, len(found))
	for i := range found {
		places[i] = found[i].Place
	}
	return places
}

// Choices gives what Candidates gives, with the reasons for its order.
func (g *Gazetteer) Choices(name string) []Choice { return g.choices(name, true) }

func (g *Gazetteer) choices(name string, why bool) []Choice {
	key := Fold(name)
	found := g.bearers(key, key, why, nil)
	for _, variant := range variants(key) {
		found = g.bearers(variant, key, why, found)
	}
	for _, seat := range found { // a division that is called as its seat is thought of after it
		for i := range found {
			d := &found[i]
			if (seat.Kind == Seat || seat.Kind == Capital) && d.Country == seat.Country && d.Kind == Admin1 && d.Name == seat.Admin1 && d.Weight >= seat.Weight {
				d.Weight = seat.Weight - 1
				if why {
					d.Why = append(d.Why, "after its seat of the same name")
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.ID, b.ID))
	})
	return found
}

// bearers appends the places that bear the folded name key. Where it is but a variant of what was asked for, only those
// that may be written so.
func (g *Gazetteer) bearers(key, asked string, why bool, found []Choice) []Choice {
	for i, l := range g.layers {
		for _, rec := range l.lookup(key) {
			p, parent := l.place(rec)
			for _, u := range g.layers[:i] { // a name that only this layer has, of a place that a later one knows better
				if above, is := u.find(p.ID); is {
					p, parent = u.place(above)
					break
				}
			}
			if key != asked && !varies(&p, key) || slices.ContainsFunc(found, func(c Choice) bool { return c.ID == p.ID }) {
				continue
			}
			c := Choice{Place: g.within(p, parent)}
			c.weigh(key, asked, why)
			found = append(found, c)
		}
	}
	return found
}

// varies says that p may be written as key though it was not asked for so: Arabic is written there, and its first name is key
// or has the article. "Salem" of Jerusalem says nothing of "al-Salem".
func varies(p *Place, key string) bool {
	if !arabic[p.Country] {
		return false
	}
	first := Fold(p.Name)
	return first == key || strings.HasPrefix(first, "al ")
}

// arabic are the countries whose places have Arabic names, in ISO 3166-1 alpha-2 codes.
var arabic = map[string]bool{"IQ": true, "SY": true, "IR": true, "SA": true, "YE": true, "OM": true, "AE": true, "QA": true, "BH": true,
	"KW": true, "JO": true, "LB": true, "PS": true, "IL": true, "EG": true, "LY": true, "TN": true, "DZ": true, "MA": true, "SD": true,
	"EH": true, "MR": true, "TD": true, "DJ": true, "SO": true, "ER": true, "TR": true, "KM": true, "AF": true, "PK": true}

// weigh orders candidates where nothing else is known: roughly how many people a name may make think of the place. A
// division bears a town's name less often by itself than with a word that says what it is ("Donetsk Oblast").
func (c *Choice) weigh(key, asked string, why bool) {
	say := func(format string, args ...any) {
		if why {
			c.Why = append(c.Why, fmt.Sprintf(format, args...))
		}
	}
	w := c.Population
	if w > 0 {
		say("%d people", w)
	} else {
		say("population unknown")
	}
	least := 500
	division := c.Kind == Admin1 || c.Kind == Admin2 || c.Kind == Admin3
	switch c.Kind {
	case Country, Continent:
		w += 1e9
		say("a %s, before all else", c.Kind)
	case Region, Sea, Strait, River, Lake, Mountain, Desert, Valley, Island:
		least = 300_000
	case Neighbourhood, Camp, Dam, Airport, Facility:
		least = 5_000
	case Admin1:
		w /= 2
		say("a division: half")
	case Admin2, Admin3:
		w /= 4
		say("a lesser division: a quarter")
	}
	if division && Fold(c.Name) != key {
		w /= 10
		say("a division seldom called %q alone: a tenth", key)
	}
	if w < least {
		w = least
		say("as a %s at least %d", c.Kind, least)
	}
	if key != asked {
		w /= 2
		say("called %q: half", key)
	}
	c.Weight = w
}

// variants gives other spellings of a folded name, the likeliest first.
func variants(key string) []string {
	var out []string
	rest, article := strings.CutPrefix(key, "al ")
	if article {
		out = append(out, rest)
	} else {
		out = append(out, "al "+key)
	}
	if strings.HasSuffix(key, "ah") {
		out = append(out, strings.TrimSuffix(key, "h"))
	} else if strings.HasSuffix(key, "a") {
		out = append(out, key+"h")
	}
	if len(out) == 2 {
		if article {
			out = append(out, strings.TrimPrefix(out[1], "al "))
		} else {
			out = append(out, "al "+out[1])
		}
	}
	return out
}

// ByID is the function of that name for g.
func (g *Gazetteer) ByID(id string) (Place, bool) {
	p, parent, ok := g.bare(id)
	return g.within(p, parent), ok
}

// within names the divisions that p lies in.
func (g *Gazetteer) within(p Place, parent string) Place {
	for depth := 0; parent != "" && depth < 5; depth++ {
		up, next, ok := g.bare(parent)
		if !ok {
			break
		}
		switch up.Kind {
		case Admin2:
			p.Admin2 = up.Name
		case Admin1:
			p.Admin1 = up.Name
		}
		if p.Within == up.ID {
			p.Precision = up.Precision
		}
		parent = next
	}
	return p
}

// bare gives the place with an id, without the names of its divisions, and its parent.
func (g *Gazetteer) bare(id string) (p Place, parent string, ok bool) {
	for _, l := range g.layers {
		if rec, found := l.find(id); found {
			p, parent = l.place(rec)
			return p, parent, true
		}
	}
	return p, "", false
}

// Entry gives the place with an id as Pack takes it, without its other names.
func (g *Gazetteer) Entry(id string) (Entry, bool) {
	p, parent, ok := g.bare(id)
	return entry(p, parent), ok
}

func entry(p Place, parent string) Entry {
	return Entry{ID: p.ID, Name: p.Name, Country: p.Country, Parent: parent, Kind: p.Kind, Lat: p.Lat, Lon: p.Lon, Located: p.Located,
		Borrowed: p.Within != "", Population: p.Population}
}

// All gives every place as Pack takes it, without its other names, layer by layer; one that two layers know comes twice.
func (g *Gazetteer) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, l := range g.layers {
			for rec := range l.len() {
				if p, parent := l.place(rec); !yield(entry(p, parent)) {
					return
				}
			}
		}
	}
}
