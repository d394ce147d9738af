package export

import (
	"cmp"
	"math"
	"slices"

	"sitrep/internal/situation"
)

// frame maps degrees to px: equirectangular about the middle, a degree of longitude being shorter by the cosine of the latitude there.
type frame struct {
	lat, lon float64 // of the middle
	squeeze  float64 // cosine of lat
	scale    float64 // px a degree of latitude
	w, h     float64
}

// at is where a point lies. Longitudes go the short way round.
func (f *frame) at(lat, lon float64) (x, y float64) {
	return f.w/2 + turn(lon-f.lon)*f.squeeze*f.scale, f.h/2 - (lat-f.lat)*f.scale
}

// turn brings a difference of longitudes to -180 to 180 degrees.
func turn(d float64) float64 { return math.Mod(math.Mod(d+180, 360)+360, 360) - 180 }

// inside says that a circle lies wholly in the frame.
func (f *frame) inside(x, y, r float64) bool {
	return x-r >= 0 && x+r <= f.w && y-r >= 0 && y+r <= f.h
}

// frameOf is the frame that holds the places: those that are points where there are any, else all.
func frameOf(list []situation.Spot, width float64) frame {
	var in []situation.Spot
	for _, s := range list {
		if !area(&s) {
			in = append(in, s)
		}
	}
	if !slices.ContainsFunc(in, func(s situation.Spot) bool { return s.N > 0 }) {
		in = list
	}
	in = near(in)
	lon0 := in[0].Lon
	south, north, west, east := 90.0, -90.0, 180.0, -180.0
	for i := range in {
		s := &in[i]
		pad := 0.0
		if s.N > 0 {
			pad = reach(s) / kmPerDegree
		}
		side := pad / cosine(s.Lat)
		south, north = min(south, s.Lat-pad), max(north, s.Lat+pad)
		west, east = min(west, turn(s.Lon-lon0)-side), max(east, turn(s.Lon-lon0)+side)
	}
	f := frame{lat: (south + north) / 2, lon: turn(lon0 + (west+east)/2), w: width}
	f.squeeze = cosine(f.lat)
	tall := max(north-south, leastKm/kmPerDegree*0.4)
	broad := max((east-west)*f.squeeze, leastKm/kmPerDegree)
	const edge = 56 // for circles and names
	f.h = min(max((width-2*edge)*tall/broad+2*edge, width*0.5), width*0.72)
	f.scale = min((width-2*edge)/broad, (f.h-2*edge)/tall)
	return f
}

// outlying is the share of events whose places a map may leave out, where they lie so far off that all others would be drawn in a corner.
const outlying = 0.05

// near are the places that a map is made for: all, unless a few far ones would make it more than twice as wide. The farthest from the middle event
// are left out first.
func near(list []situation.Spot) []situation.Spot {
	all := 0
	for i := range list {
		all += min(list[i].N, beyond)
	}
	if all == 0 {
		return list
	}
	lat := middle(list, all, func(s *situation.Spot) float64 { return s.Lat })
	lon := middle(list, all, func(s *situation.Spot) float64 { return turn(s.Lon - list[0].Lon) }) // the first has most events
	far := func(s *situation.Spot) float64 {
		return max(math.Abs(s.Lat-lat), math.Abs(turn(s.Lon-list[0].Lon)-lon)*cosine(lat))
	}
	byReach := slices.Clone(list)
	slices.SortStableFunc(byReach, func(x, y situation.Spot) int { return cmp.Compare(far(&x), far(&y)) })
	left, keep := 0, len(byReach)
	for i := len(byReach) - 1; i > 0; i-- {
		left += byReach[i].N
		if float64(left) > outlying*float64(all) {
			break
		}
		if far(&byReach[i]) > 2*max(far(&byReach[i-1]), leastKm/kmPerDegree) {
			keep = i
		}
	}
	return byReach[:keep]
}

// middle is the median of a coordinate over all events.
func middle(list []situation.Spot, all int, of func(*situation.Spot) float64) float64 {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(x, y situation.Spot) int { return cmp.Compare(of(&x), of(&y)) })
	seen := 0
	for i := range sorted {
		if seen += min(sorted[i].N, beyond); 2*seen >= all {
			return of(&sorted[i])
		}
	}
	return of(&sorted[len(sorted)-1])
}

// cosine of a latitude in degrees, kept from 0 near the poles.
func cosine(lat float64) float64 { return max(math.Cos(lat*math.Pi/180), 0.1) }
