package geo

import (
	"testing"

	"sitrep"
)

func TestCodesOfPrecision(t *testing.T) {
	for _, c := range []struct {
		name        string
		place       sitrep.Place
		ucdp, acled int
	}{
		{"a town", sitrep.Place{Precision: sitrep.City}, 1, 1},
		{"a quarter of a town", sitrep.Place{Precision: sitrep.Neighbourhood}, 1, 1},
		{"the west of a town", sitrep.Place{Precision: sitrep.City, Relation: sitrep.Side}, 1, 1},
		{"near a town", sitrep.Place{Precision: sitrep.City, Relation: sitrep.Near}, 2, 2},
		{"10 km from a town", sitrep.Place{Precision: sitrep.Offset, Relation: sitrep.Away, RadiusKm: 4}, 2, 2},
		{"somewhere within 60 km of a town", sitrep.Place{Precision: sitrep.City, Relation: sitrep.Away, RadiusKm: 60}, 5, 2},
		{"a district", sitrep.Place{Precision: sitrep.District}, 3, 2},
		{"a province", sitrep.Place{Precision: sitrep.Province}, 4, 3},
		{"a border", sitrep.Place{Precision: sitrep.Country, Relation: sitrep.Border}, 5, 0},
		{"a road", sitrep.Place{Precision: sitrep.City, Relation: sitrep.Along}, 5, 2},
		{"a country", sitrep.Place{Precision: sitrep.Country}, 6, 0},
		{"a place unknown", sitrep.Place{}, 0, 0},
	} {
		if got := UCDP(&c.place); got != c.ucdp {
			t.Errorf("%s: UCDP %d, want %d", c.name, got, c.ucdp)
		}
		if got := ACLED(&c.place); got != c.acled {
			t.Errorf("%s: ACLED %d, want %d", c.name, got, c.acled)
		}
	}
}
