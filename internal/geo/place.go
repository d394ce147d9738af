package geo

import "sitrep"

// Kind says what a place is.
type Kind string

// The kinds of places. A capital is a country's, a seat that of a first-level division.
const (
	Country       Kind = "country"
	Continent     Kind = "continent"
	Region        Kind = "region" // without administration of its own, or across countries: the Sahel, Donbas
	Admin1        Kind = "admin1"
	Admin2        Kind = "admin2"
	Admin3        Kind = "admin3" // and what lies below
	Capital       Kind = "capital"
	Seat          Kind = "seat"
	City          Kind = "city" // down to villages
	Neighbourhood Kind = "neighbourhood"
	Camp          Kind = "camp"
	Sea           Kind = "sea" // bays and gulfs too
	Strait        Kind = "strait"
	River         Kind = "river"
	Lake          Kind = "lake"
	Mountain      Kind = "mountain"
	Desert        Kind = "desert"
	Valley        Kind = "valley"
	Island        Kind = "island"
	Dam           Kind = "dam"
	Airport       Kind = "airport" // air bases too
	Facility      Kind = "facility"
	Road          Kind = "road"
)

// kinds holds every kind, in the order of the codes that files use: add at the end only.
var kinds = []Kind{Country, Continent, Region, Admin1, Admin2, Admin3, Capital, Seat, City, Neighbourhood, Camp, Sea, Strait, River, Lake,
	Mountain, Desert, Valley, Island, Dam, Airport, Facility, Road}

// Precision says how exactly a point stands for a place of kind k, "" where it does not: a sea, a river.
func (k Kind) Precision() sitrep.Precision {
	switch k {
	case Country:
		return sitrep.Country
	case Region, Admin1, Desert, Island:
		return sitrep.Province
	case Admin2, Admin3, Valley, Lake, Mountain:
		return sitrep.District
	case Capital, Seat, City:
		return sitrep.City
	case Neighbourhood, Camp:
		return sitrep.Neighbourhood
	case Dam, Airport, Facility:
		return sitrep.Exact
	}
	return ""
}

// Settled says that people live in a place of kind k as in a town: cities, villages, their quarters, camps.
func (k Kind) Settled() bool {
	switch k {
	case Capital, Seat, City, Neighbourhood, Camp:
		return true
	}
	return false
}

// Place is a known place.
type Place struct {
	ID      string // "gn:" and a GeoNames id, or "sit:" and a name of ours
	Name    string
	Country string // ISO 3166-1 alpha-2, "" for what spans several
	// Admin1 and Admin2 name the first- and second-level divisions that a place lies in; of a division, those above it.
	Admin1, Admin2 string
	Kind           Kind
	Precision      sitrep.Precision // of Lat and Lon; "" where only a map could say
	Lat, Lon       float64          // WGS 84 degrees; meaningless unless Located
	Located        bool
	// Within is the id of the place that lends its point to a place whose own is not known; "" where the point is its own.
	Within     string
	Population int // 0 where unknown; of a first-level division the sum over its places
}
