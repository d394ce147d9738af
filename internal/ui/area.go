package ui

import "sitrep/internal/board"

// placeAsked is where a view is: the area that a name stands for, and the others that bear it.
type placeAsked struct {
	Area   *board.Area // nil: anywhere
	Others []namesake
}

// namesake is another place of the name that was asked for.
type namesake struct{ Name, Where, Href string }

// mostOthers is how many other places of one name are offered.
const mostOthers = 4

// asked reads a scope as the board takes it, with the other places of the name that is asked for; at is the path of the view.
func asked(b *board.Board, s Scope, at string) (board.Scope, placeAsked, error) {
	scope, err := s.over(b)
	where := placeAsked{Area: scope.Area}
	if err != nil || scope.Area == nil {
		return scope, where, err
	}
	for _, a := range b.Find(s.Place, s.Country)[1:] {
		if a.Events > 0 && a.ID != "" && len(where.Others) < mostOthers {
			where.Others = append(where.Others, namesake{a.Name, areaWords(&a), s.At(at, "place", a.ID)})
		}
	}
	return scope, where, nil
}

// areaWords says where an area lies: "Nineveh, Iraq".
func areaWords(a *board.Area) string {
	words := ""
	if a.Within != a.Name {
		words = a.Within
	}
	if a.Country != "" && a.Kind != "country" {
		if words != "" {
			words += ", "
		}
		words += countryName(a.Country)
	}
	return words
}

// viewTitle says what a view is of: the name of the area in the place of what was typed.
func viewTitle(s Scope, where placeAsked) string {
	if where.Area == nil {
		return s.Title()
	}
	s.Place, s.Country = where.Area.Name, ""
	if where.Area.Kind != "country" {
		s.Country = where.Area.Country
	}
	return s.Title()
}
