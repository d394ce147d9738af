package toponym

import (
	"math"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Relation is what a report says of where something lies relative to a place that it names: "10 km southeast of Badush",
// "western Mosul", "the border with Syria", "the road between Tikrit and Samarra".
type Relation struct {
	// Tokens [First, Last) are the relation's words; the place's name begins at Last.
	First, Last int
	Kind        sitrep.PlaceRelation // "" for none
	Km          float64              // distance from the place, 0 where none is told
	Bearing     float64              // degrees clockwise from north that one goes from the place, -1 where none is told
	// Wind is the half width of the sector that the bearing stands for: 22.5 degrees for "southeast", 11.25 for "south-southeast".
	Wind float64
}

// winds are the names of the compass points with their bearings in degrees, hyphens left out.
var winds = map[string]float64{"north": 0, "northnortheast": 22.5, "northeast": 45, "eastnortheast": 67.5, "east": 90, "eastsoutheast": 112.5, "southeast": 135,
	"southsoutheast": 157.5, "south": 180, "southsouthwest": 202.5, "southwest": 225, "westsouthwest": 247.5, "west": 270, "westnorthwest": 292.5, "northwest": 315,
	"northnorthwest": 337.5}

// lengths are the units of ways in kilometres, in the singular: the international mile and yard, the nautical mile of 1852 metres.
var lengths = map[string]float64{"km": 1, "kms": 1, "kilometre": 1, "kilometer": 1, "mile": 1.609344, "mi": 1.609344, "metre": 0.001, "meter": 0.001, "m": 0.001,
	"yard": 0.0009144, "foot": 0.0003048, "feet": 0.0003048}

// towns are the nouns that stand between a relation and the name: "the town of".
var towns = fields("town city village district province governorate settlement hamlet capital port region county")

// roads are nouns of ways between places.
var roads = fields("road highway motorway route way path track railway line")

// Relate reads the words before the place name that begins at token first: what lies where relative to it.
func Relate(d *parse.Doc, first int) Relation {
	w := walker{d, first, d.Sents[d.Tokens[first].Sent].First}
	r := Relation{First: first, Last: first, Bearing: -1}
	if s := w.norm(1); sides[s] {
		r.Kind, r.First = sitrep.Side, first-1
		w.at--
		if w.norm(1) == "the" {
			w.at--
		}
		return r
	}
	if w.norm(1) == "of" && towns[w.norm(2)] {
		w.at -= 2
	}
	for articlesBefore[w.norm(1)] {
		w.at--
	}
	switch prep := w.norm(1); prep {
	case "of", "from", "outside":
		w.at--
		if b, wind, n := w.wind(); n > 0 {
			r.Kind, r.Bearing, r.Wind = sitrep.Away, b, wind
			w.at -= n
			for articlesBefore[w.norm(1)] || w.norm(1) == "to" || w.norm(1) == "away" || w.norm(1) == "due" || w.norm(1) == "some" {
				w.at--
			}
		} else if w.norm(1) == "away" {
			w.at--
		}
		if km, n := w.length(); n > 0 {
			r.Kind, r.Km = sitrep.Away, km
			w.at -= n
		}
		if r.Kind == sitrep.Away {
			r.First = w.at
			return r
		}
		if prep == "from" && roads[w.norm(1)] {
			return Relation{First: w.at - 1, Last: first, Kind: sitrep.Along, Bearing: -1}
		}
	case "with":
		if w.norm(2) == "border" || w.norm(2) == "frontier" {
			return Relation{First: w.at - 2, Last: first, Kind: sitrep.Border, Bearing: -1}
		}
	case "between":
		if roads[w.norm(2)] {
			return Relation{First: w.at - 2, Last: first, Kind: sitrep.Along, Bearing: -1}
		}
		if w.norm(2) == "border" {
			return Relation{First: w.at - 2, Last: first, Kind: sitrep.Border, Bearing: -1}
		}
	}
	return r
}

var articlesBefore = fields("the a")

// walker reads tokens backwards from a place name.
type walker struct {
	d     *parse.Doc
	at    int // the first token read
	start int // of the sentence
}

// norm is the form of the nth token before what was read.
func (w *walker) norm(n int) string {
	if w.at-n < w.start {
		return ""
	}
	return w.d.Tokens[w.at-n].Norm
}

// wind reads a compass point that ends here: its bearing, the half width of its sector and how many tokens it takes.
func (w *walker) wind() (bearing, half float64, n int) {
	name := ""
	for k := 1; k <= 5; k++ {
		s := w.norm(k)
		if s != "-" {
			name = strings.ReplaceAll(s, "-", "") + name
		}
		if b, ok := winds[name]; ok {
			bearing, n = b, k
		} else if s != "-" {
			break
		}
	}
	half = 22.5
	if math.Mod(bearing, 45) != 0 {
		half = 11.25
	}
	return bearing, half, n
}

// length reads a distance that ends here, and one in brackets behind it: "10 km", "10 kilometres (6 miles)".
func (w *walker) length() (km float64, n int) {
	at := w.at
	if w.norm(1) == ")" {
		for k := 2; k < 8; k++ {
			if w.norm(k) == "(" {
				at = w.at - k
				break
			}
		}
	}
	inner := walker{w.d, at, w.start}
	unit, ok := lengths[inner.norm(1)]
	if !ok {
		unit, ok = lengths[strings.TrimSuffix(inner.norm(1), "s")]
	}
	if !ok {
		return 0, 0
	}
	end := at - 1
	if inner.norm(2) == "nautical" && unit > 1.6 && unit < 1.7 {
		unit, end = 1.852, end-1
	}
	if end > w.start && w.d.Tokens[end-1].Norm == "-" { // "10-kilometre"
		end--
	}
	for _, q := range w.d.Numbers(int(w.d.Tokens[at-1].Sent)) {
		if q.NumberEnd != end || q.Kind != numeral.Measure && q.Kind != numeral.Cardinal {
			continue
		}
		v, ok := value(w.d, q)
		if !ok {
			return 0, 0
		}
		return v * unit, w.at - q.First
	}
	return 0, 0
}

// value is a quantity's number, decimals kept.
func value(d *parse.Doc, q numeral.Quantity) (float64, bool) {
	if q.NumberEnd == q.Number+1 && d.Tokens[q.Number].Shape == text.Number {
		v, err := strconv.ParseFloat(strings.ReplaceAll(d.Tokens[q.Number].Norm, ",", ""), 64)
		return v, err == nil
	}
	switch {
	case q.Best != nil:
		return float64(*q.Best), true
	case q.Low != nil && q.High != nil:
		return float64(*q.Low+*q.High) / 2, true
	}
	return 0, false
}

// From gives the point that the relation tells from the place's, and the radius in kilometres within which it may lie: with a
// distance and a bearing the sector's half width at that distance, with a distance alone the distance around the place
// itself. ok is false where no distance is told.
func (r Relation) From(p *geo.Place) (lat, lon, radius float64, ok bool) {
	switch {
	case r.Km <= 0 || !p.Located:
		return 0, 0, 0, false
	case r.Bearing < 0:
		return p.Lat, p.Lon, r.Km, true
	}
	lat, lon = geo.Offset(p.Lat, p.Lon, r.Bearing, r.Km)
	radius = r.Km * math.Sin(r.Wind*math.Pi/180)
	return math.Round(lat*1e4) / 1e4, math.Round(lon*1e4) / 1e4, max(1, math.Round(radius)), true
}
