package ui

import (
	"net/http"
	"strings"

	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// actorsRoutes are the list of parties and the page of each.
func (p *Pages) actorsRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /actors", p.overBoard(p.actors))
	mux.HandleFunc("GET /actors/{actor}", p.overBoard(p.actor))
}

// actorsView is the list of parties.
type actorsView struct {
	paged
	Scope    Scope
	Kind     string
	New      bool
	Kinds    []kindOption
	Rows     []actorRow
	Matrix   *matrix
	Filtered bool
}

// kindOption is a kind of party that can be asked for.
type kindOption struct {
	ID, Name string
	N        int
}

// actorRow is a party of the list.
type actorRow struct {
	Name, Href, Kind        string
	Country                 string
	New                     bool
	Events, Origins, Claims int
	First, Last             string
	Against, With           []tieLine
	MoreAgainst, MoreWith   int
	Cites                   cited
}

// tieLine is whom a party stands against or beside, by how many events.
type tieLine struct {
	Name, Href string
	Events     int
}

// kindNames are the kinds of parties in words.
var kindNames = map[string]string{"state": "state", "armed_group": "armed group", "militia": "militia", "military": "military", "police": "police", "government": "government body",
	"organisation": "organisation", "media": "media", "unnamed": "without a name", "": "kind not known"}

// kindName is a kind in words.
func kindName(kind string) string {
	if name, ok := kindNames[kind]; ok {
		return name
	}
	return plainType(kind)
}

// mostTies is how many adversaries and allies a line of the list names.
const mostTies = 3

// actors writes the list of parties.
func (p *Pages) actors(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	v := actorsView{Scope: s, Kind: r.URL.Query().Get("kind")}
	switch n := r.URL.Query().Get("new"); n {
	case "", "no":
	case "yes":
		v.New = true
	default:
		return badField("new", "%q is neither; give yes for parties that the registry does not know", n)
	}
	n := map[string]int{}
	for i := range b.Actors.Standings {
		n[b.Actors.Standings[i].Kind]++
	}
	if _, ok := n[v.Kind]; !ok && v.Kind != "" && kindNames[v.Kind] == "" {
		return badField("kind", "%q is none; leave it away for all", v.Kind)
	}
	for _, id := range mostOf(n, len(n)) {
		if id != "" {
			v.Kinds = append(v.Kinds, kindOption{id, kindName(id), n[id]})
		}
	}
	want := geo.Fold(s.Text)
	var found []*situation.Standing
	for i := range b.Actors.Standings {
		st := &b.Actors.Standings[i]
		switch {
		case want != "" && !strings.Contains(geo.Fold(st.Name), want):
		case s.Country != "" && st.Country != s.Country:
		case v.Kind != "" && st.Kind != v.Kind:
		case v.New && !st.New:
		case !s.First.IsZero() && st.Last.Before(s.First):
		case !s.Last.IsZero() && (st.First.IsZero() || s.Last.Before(st.First)):
		default:
			found = append(found, st)
		}
	}
	v.Filtered = len(found) < len(b.Actors.Standings)
	var rows []*situation.Standing
	if rows, v.paged, err = pageOf(found, s, "/actors", "kind", v.Kind, "new", r.URL.Query().Get("new")); err != nil {
		return err
	}
	var cites Cites
	for _, st := range rows {
		v.Rows = append(v.Rows, actorRowOf(st, &cites))
	}
	v.Matrix = matrixOf(b, found)
	return p.write(w, r, http.StatusOK, "actors", page{Title: "Actors", Section: "actors", Cites: &cites, Data: v})
}

func actorRowOf(st *situation.Standing, c *Cites) actorRow {
	row := actorRow{Name: st.Name, Href: atActor(st.ID), Kind: kindName(st.Kind), New: st.New, Events: st.Events, Origins: st.Origins, Claims: len(st.Claims), First: dayWords(st.First), Last: dayWords(st.Last)}
	if st.Country != "" {
		row.Country = countryName(st.Country)
	}
	row.Against, row.MoreAgainst = tiesOf(st.Foes, st.ID)
	row.With, row.MoreWith = tiesOf(st.Friends, st.ID)
	row.Cites = citesOf(c, st.Claims[max(0, len(st.Claims)-2):])
	return row
}

func tiesOf(list []situation.Relation, id string) (out []tieLine, more int) {
	for i := range list[:min(len(list), mostTies)] {
		o, _ := list[i].Other(id)
		out = append(out, tieLine{o.Name, atActor(o.ID), list[i].Events})
	}
	return out, len(list) - len(out)
}
