package ui

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// mapListData is what lies at a spot of the map.
type mapListData struct {
	Head   string
	Moved  bool // the view has moved on since the map was drawn
	N      int
	Events []mapEvent
	All    string // where all of them are
}

// mapEvent is an event in the list of a spot.
type mapEvent struct {
	ID      sitrep.EventID
	Title   string
	Family  string
	Label   string
	Days    string
	Grade   sitrep.Grade
	Origins int
	Place   string
	Cite    *Cite
}

// mostAtSpot is how many events a spot's list has, mostSpots how many places one may ask about.
const mostAtSpot, mostSpots = 40, 100

// mapAt lists the events of some places of the map: p has their numbers, as in the data, parted by dots.
func (p *Pages) mapAt(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	over, err := s.over(b)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	var view mapView
	if h := q.Get("hide"); h != "" {
		view.Hidden = strings.Split(h, ",")
	}
	for _, end := range []struct {
		name string
		day  *sitrep.Date
	}{{"first", &view.First}, {"last", &view.Last}} {
		if v := q.Get(end.name); v != "" {
			if _, *end.day, err = sitrep.ParseDays(v); err != nil {
				return badField(end.name, "%v", err)
			}
		}
	}
	numbers := strings.Split(q.Get("p"), ".")
	if len(numbers) > mostSpots {
		return badField("p", "names more than %d places", mostSpots)
	}
	spots := map[spotKey]bool{}
	var names []string
	moved := q.Get("seq") != strconv.FormatInt(b.Seq(), 10)
	for _, n := range numbers {
		i, err := strconv.Atoi(n)
		if err != nil || i < 0 {
			return badField("p", "%q is no place of the map", n)
		}
		if i >= len(b.Places) {
			moved = true
			continue
		}
		if onMap(b.Places[i]) {
			spots[spotOf(b.Places[i])] = true
		}
		if !slices.Contains(names, b.Places[i].Name) {
			names = append(names, b.Places[i].Name)
		}
	}
	if moved {
		return p.fragment(w, "map", "spot", mapListData{Head: "The archive has moved on", Moved: true})
	}
	d := mapListData{Head: listed(names, 3), All: s.At("/events", "place", names[0])}
	var cites Cites
	for _, e := range b.Select(over) {
		if !onMap(e.Place) || !spots[spotOf(e.Place)] || !view.shows(e) {
			continue
		}
		if d.N++; d.N > mostAtSpot {
			continue
		}
		m := mapEvent{ID: e.ID, Title: mapTitle(e), Family: e.Family, Label: familyName(b, e.Family), Days: eventDays(e.From, e.To), Grade: e.Grade, Origins: e.Origins}
		if len(names) > 1 {
			m.Place = e.Place.Name
		}
		if e.Lead != "" {
			cite := cites.Of(e.LeadReport, e.Lead)
			m.Cite = &cite
		}
		d.Events = append(d.Events, m)
	}
	return p.fragment(w, "map", "spot", d)
}

// listed writes some names, and how many more there are.
func listed(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + counted(len(names)-most, "other place", "other places")
}

// mapTitle names an event by what its claims have in common.
func mapTitle(e *board.Event) string {
	if who := whoWords(e); who != "" {
		return eventTitle(e) + ": " + who
	}
	return eventTitle(e)
}

// mapHolderData is who holds a place on a day.
type mapHolderData struct {
	Name, Href string
	On         sitrep.Date
	Spells     []mapSpell
}

type mapSpell struct {
	Holder, Status, Since, Until, Rivals string
	Origins                              int
	Cites                                []Cite
	Denied                               bool
}

// mostCited is how many claims of a spell are cited.
const mostCited = 4

// mapHolder says who held a place on a day, by the id of its page.
func (p *Pages) mapHolder(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	q := r.URL.Query()
	_, day, err := sitrep.ParseDays(q.Get("day"))
	if err != nil {
		return badField("day", "%v", err)
	}
	id := q.Get("place")
	spells := b.SpellsOf(id)
	if len(spells) == 0 {
		return notFound("nobody tells who held " + strconv.Quote(id))
	}
	d := mapHolderData{Name: spells[0].Site.Name, Href: atSite(&spells[0].Site), On: day}
	on := slices.DeleteFunc(spells, func(s *situation.Spell) bool { return !s.On(day) })
	var claims []sitrep.ClaimID
	for _, s := range on {
		claims = append(claims, s.Claims[:min(len(s.Claims), mostCited)]...)
	}
	rows, err := p.archive.ClaimsOf(r.Context(), claims)
	if err != nil {
		return err
	}
	var cites Cites
	for _, s := range on {
		m := mapSpell{Holder: s.Holder.Name, Status: string(s.Status), Since: toldWords(s), Origins: s.Origins, Denied: s.Status == situation.Claimed}
		if !s.To.IsZero() {
			m.Until = dayWords(s.To)
		}
		m.Rivals = partyNames(s.Rivals)
		for _, c := range s.Claims[:min(len(s.Claims), mostCited)] {
			if row := rows[c]; row != nil {
				m.Cites = append(m.Cites, cites.Of(row.Report.ID, c))
			}
		}
		d.Spells = append(d.Spells, m)
	}
	return p.fragment(w, "map", "holder", d)
}
