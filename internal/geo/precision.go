package geo

import "sitrep"

// lineKm is the radius from which UCDP takes a place relative to a town for a line or a region instead of the town's surroundings.
const lineKm = 25

// UCDP gives the code of UCDP's Georeferenced Event Dataset for how exactly a place is known (where_prec), 0 for unknown. The
// codes, as the UCDP GED Codebook gives them: 1 the exact location; 2 within some 25 km around a known point; 3 a second-order
// administrative division; 4 a first-order one; 5 a linear feature or a region without defined borders (a long road, a border);
// 6 the country alone; 7 international waters or airspace, which is never given here.
func UCDP(p *sitrep.Place) int {
	switch p.Relation {
	case sitrep.Border, sitrep.Along:
		return 5
	}
	around := p.Relation == sitrep.Near || p.Relation == sitrep.Away || p.RadiusKm > 0
	switch p.Precision {
	case sitrep.Exact, sitrep.Neighbourhood, sitrep.City, sitrep.Offset:
		switch {
		case p.RadiusKm > lineKm:
			return 5
		case around:
			return 2
		}
		return 1
	case sitrep.District:
		return 3
	case sitrep.Province:
		return 4
	case sitrep.Country:
		return 6
	}
	return 0
}

// ACLED gives ACLED's geo_precision, 0 for unknown and for countries, which ACLED does not code. The codes, as the ACLED Codebook
// gives them: 1 a town that is named; 2 near a town, or a small part of a region represented by a town in it; 3 a larger region,
// represented by its capital or by a natural feature.
func ACLED(p *sitrep.Place) int {
	switch p.Precision {
	case sitrep.Exact, sitrep.Neighbourhood, sitrep.City:
		if p.Relation != "" && p.Relation != sitrep.Side {
			return 2
		}
		return 1
	case sitrep.Offset, sitrep.District:
		return 2
	case sitrep.Province:
		return 3
	}
	return 0
}
