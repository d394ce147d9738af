package ui

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// placeView is what the page of a place shows.
type placeView struct {
	Scope    Scope
	Area     board.Area
	Names    []string // others by which events name it
	What     string   // what it is, and where
	Point    string
	Others   []offer // namesakes
	Support  board.Support
	Tools    []offer
	Now      []spellRow // who holds it, or what lies in it, as last told
	Bands    *bands
	Spells   []spellRow
	Unlisted int  // spells that are not listed
	Wide     bool // a country or a division: the spells are of the places in it
	Places   []countedLine
	Sums     []sumView
	Figures  []figureRow
	Counts   []countRow
	Months   *months
	Latest   []eventRow
	Families []familyLine
}

// familyLine is how many events of a family there are.
type familyLine struct {
	ID, Name string
	N, Share int
}

// How many lines the tables of a page have at most.
const (
	mostSpells    = 60
	mostBands     = 12
	mostLatest    = 15
	mostFigures   = 12
	mostNamesakes = 8
)

// place writes the page of a place.
func (p *Pages) place(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	name, err := nameIn(r, "place")
	if err != nil {
		return err
	}
	found := b.Find(name, s.Country)
	if len(found) == 0 {
		return p.nobody(w, r, "places", noPlace(b, name, s.Country))
	}
	a := found[0]
	v := placeView{Scope: s, Area: a, Wide: a.Wide(), What: areaKind(&a)}
	for i := range found[1:] {
		o := &found[1:][i]
		if len(v.Others) == mostNamesakes {
			break
		}
		v.Others = append(v.Others, offer{o.Name + ", " + areaKind(o), atArea(o)})
	}
	if a.Located {
		v.Point = fmt.Sprintf("%.4f, %.4f", a.Lat, a.Lon)
	}
	// The address has the country of a place that is known by its name alone; what is linked to has it as well.
	with := Scope{Place: cmp.Or(a.ID, a.Name), From: s.From, To: s.To, First: s.First, Last: s.Last, Types: s.Types, Grades: s.Grades, Origins: s.Origins}
	if a.ID == "" {
		with.Country = a.Country
	}
	v.Scope = with
	v.Tools = []offer{{"Map", with.At("/map")}, {"Timeline", with.At("/timeline")}, {"Figures", with.At("/figures")}, {"Events", with.At("/events")}, {"Brief", with.At("/brief")}}
	scope := board.Scope{Area: &a, From: s.First, To: s.Last, Types: s.Types, Grades: s.Grades, MinOrigins: s.Origins}
	events := b.Select(scope)
	v.Support = b.Support(events)
	v.Names = namesOf(b, &a)
	var cites Cites
	v.control(b, &a, &cites)
	if v.Wide {
		v.Places = placesIn(b, events)
	}
	v.Families = familiesOf(b, events)
	v.figures(b, scope, &cites)
	v.Months = monthsOf(b, events, "months", "Events over time in "+a.Name, with)
	if v.Latest, err = p.rowsOf(r.Context(), b, &cites, events[:min(len(events), mostLatest)]); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, "place", page{Title: a.Name, Section: "places", Cites: &cites, Data: v})
}

// control fills in who holds the place, or what lies in it.
func (v *placeView) control(b *board.Board, a *board.Area, cites *Cites) {
	latest := b.Latest()
	holdings := b.Holdings(board.Scope{Area: a}, latest)
	var rows []bandRow
	var all []*situation.Spell
	if v.Wide {
		for i := range holdings { // contested and besieged places first
			spells := b.SpellsOf(holdings[i].Site.ID)
			all = append(all, spells...)
			if len(rows) < mostBands {
				rows = append(rows, bandRow{holdings[i].Site.Name, spells})
			}
		}
	} else {
		at := siteIDs(b, a)
		for _, id := range at {
			spells := b.SpellsOf(id)
			all = append(all, spells...)
		}
		if len(all) > 0 {
			rows = append(rows, bandRow{a.Name, all})
		}
	}
	known := fillsOf(b, all, latest)
	for i := range holdings {
		if len(v.Now) == mostSpells {
			break
		}
		if v.Wide || slices.ContainsFunc(all, func(s *situation.Spell) bool { return s == holdings[i].Spell }) {
			v.Now = append(v.Now, spellRowOf(holdings[i].Spell, known, cites, latest))
		}
	}
	v.Bands = bandsOf("bands", "Who held "+a.Name+" over time", rows, known, latest)
	if v.Wide {
		v.Unlisted = len(holdings) - len(v.Now)
		return
	}
	slices.Reverse(all) // the latest first
	for _, s := range all[:min(len(all), mostSpells)] {
		v.Spells = append(v.Spells, spellRowOf(s, known, cites, latest))
	}
	v.Unlisted = len(all) - len(v.Spells)
}

// siteIDs are the ids under which the holders of a place are told: its own, or, where the gazetteer has no such place, those of its name and country.
func siteIDs(b *board.Board, a *board.Area) []string {
	if a.ID != "" {
		return []string{a.ID}
	}
	var out []string
	for i := range b.Spells {
		t := &b.Spells[i].Site
		if geo.Fold(t.Name) == geo.Fold(a.Name) && (a.Country == "" || t.Country == a.Country) && !slices.Contains(out, t.ID) {
			out = append(out, t.ID)
		}
	}
	slices.Sort(out)
	return out
}

// namesOf are further names by which events name a place.
func namesOf(b *board.Board, a *board.Area) []string {
	var out []string
	for _, p := range b.Places {
		if a.ID != "" && p.ID == a.ID && p.Name != a.Name && !slices.Contains(out, p.Name) && len(out) < mostNamesakes {
			out = append(out, p.Name)
		}
	}
	return out
}

// placesIn are the places within an area with most events.
func placesIn(b *board.Board, events []*board.Event) []countedLine {
	var out []countedLine
	for _, c := range b.PlacesOf(events) {
		if c.Precision == sitrep.Country || c.Precision == sitrep.Province {
			continue
		}
		if len(out) == sideLines {
			break
		}
		out = append(out, countedLine{Name: c.Name, Href: atPlace(c.ID, c.Name, c.Country), N: c.N})
	}
	shares(out)
	return out
}

// familiesOf counts events by family, in the order in which families are shown.
func familiesOf(b *board.Board, events []*board.Event) []familyLine {
	n := map[string]int{}
	most := 1
	for _, e := range events {
		n[e.Family]++
		most = max(most, n[e.Family])
	}
	var out []familyLine
	for _, f := range append(slices.Clone(b.Families()), board.Family{Label: "Other"}) {
		if n[f.ID] > 0 {
			out = append(out, familyLine{ID: f.ID, Name: f.Label, N: n[f.ID], Share: max(1, 100*n[f.ID]/most)})
		}
	}
	return out
}

// areaKind says what an area is, and where it lies.
func areaKind(a *board.Area) string {
	var parts []string
	switch a.Kind {
	case geo.Admin1:
		parts = append(parts, "first-level division")
	case geo.Admin2:
		parts = append(parts, "second-level division")
	case geo.Admin3:
		parts = append(parts, "third-level division")
	case geo.Seat:
		parts = append(parts, "seat of a division")
	case "":
		parts = append(parts, "not in the gazetteer")
	default:
		parts = append(parts, string(a.Kind))
	}
	if a.Within != "" && a.Within != a.Name {
		parts = append(parts, a.Within)
	}
	if a.Country != "" && a.Kind != geo.Country {
		parts = append(parts, countryName(a.Country))
	}
	return strings.Join(parts, ", ")
}

// nobody is what is said where a page is asked for that there is not: 404, with what to try.
type nobody struct {
	What   string // a sentence without its full stop
	Offers []offer
	More   []offer // other ways on
}

// nobody writes the page of what there is not.
func (p *Pages) nobody(w http.ResponseWriter, r *http.Request, section string, n nobody) error {
	return p.write(w, r, http.StatusNotFound, "nobody", page{Title: "Not found", Section: section, Data: n})
}

func noPlace(b *board.Board, name, country string) nobody {
	n := nobody{What: "Neither the archive nor the gazetteer has a place called " + name, More: []offer{{"All places", "/places"}, {"Search the reports for it", Scope{Text: name}.At("/search")}}}
	if country != "" {
		if other := b.Find(name, ""); len(other) > 0 {
			n.What = name + " is no place in " + countryName(country) + " that is known"
			for i := range other[:min(len(other), mostOffers)] {
				n.Offers = append(n.Offers, offer{other[i].Name + ", " + areaKind(&other[i]), atArea(&other[i])})
			}
			return n
		}
		n.What += " in " + countryName(country)
	}
	list := make([]offer, 0, len(b.Places))
	for _, p := range b.Places {
		list = append(list, offer{p.Name, atPlace(p.ID, p.Name, p.Country)})
	}
	n.Offers = alike(name, list)
	return n
}
