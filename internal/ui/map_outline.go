package ui

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"sitrep"
	"sitrep/internal/geo"
)

// outlines knows how far places reach. The gazetteer has points alone, so that all of it is a sketch, and the legend says so: a division is
// the hull of its towns, a town a disc of about the ground that its people take up.
type outlines struct {
	gazetteer *geo.Gazetteer
	divisions func() map[[2]string][]geo.Entry // towns by country and folded name of the division

	mu    sync.Mutex
	rings map[[2]string][]float64
}

func newOutlines(g *geo.Gazetteer) *outlines {
	return &outlines{gazetteer: g, rings: map[[2]string][]float64{}, divisions: sync.OnceValue(func() map[[2]string][]geo.Entry { return townsOf(g) })}
}

// townsOf are the towns of every first-level division.
func townsOf(g *geo.Gazetteer) map[[2]string][]geo.Entry {
	parents := map[string]geo.Entry{}
	for e := range g.All() {
		switch e.Kind {
		case geo.Admin1, geo.Admin2, geo.Admin3:
			if _, known := parents[e.ID]; !known { // the layer laid on top comes first
				parents[e.ID] = e
			}
		}
	}
	out := map[[2]string][]geo.Entry{}
	for e := range g.All() {
		if !e.Located || e.Borrowed || !e.Kind.Settled() {
			continue
		}
		above, ok := parents[e.Parent]
		for range 3 {
			if !ok || above.Kind == geo.Admin1 {
				break
			}
			above, ok = parents[above.Parent]
		}
		if ok && above.Kind == geo.Admin1 {
			key := [2]string{e.Country, geo.Fold(above.Name)}
			out[key] = append(out[key], e)
		}
	}
	return out
}

// People a square kilometre of a town: some 5,000 are usual in cities (UN-Habitat's world average of built-up ground is of that order). It is for
// a sketch.
const density = 5000

const (
	leastTownKm = 0.6
	mostTownKm  = 25
	quarterKm   = 0.7 // a quarter of a town
	offsetKm    = 5   // an offset whose distance is not told
)

// reachKm is how far around its point a place lies, in kilometres; 0 for a point.
func (o *outlines) reachKm(id string, p sitrep.Precision, radius float64) float64 {
	switch p {
	case sitrep.Exact:
		return 0
	case sitrep.Neighbourhood:
		return quarterKm
	case sitrep.Offset:
		if radius > 0 {
			return min(radius, 2000)
		}
		return offsetKm
	case sitrep.District:
		return 15
	case sitrep.Province:
		return 50
	case sitrep.Country:
		return 250
	}
	if g, ok := o.gazetteer.ByID(id); ok && g.Population > 0 {
		return min(max(math.Sqrt(float64(g.Population)/density/math.Pi), leastTownKm), mostTownKm)
	}
	return leastTownKm
}

// of is the outline of a division: longitude, latitude, longitude … without its first corner again, nil where too few of its towns are known.
func (o *outlines) of(country, division string) []float64 {
	if country == "" || division == "" {
		return nil
	}
	key := [2]string{country, geo.Fold(division)}
	o.mu.Lock()
	defer o.mu.Unlock()
	if ring, ok := o.rings[key]; ok {
		return ring
	}
	var points [][2]float64
	for _, e := range o.divisions()[key] {
		points = append(points, [2]float64{e.Lon, e.Lat})
	}
	ring := hull(near(points))
	o.rings[key] = ring
	return ring
}

// near leaves out points that lie far off the others, as where a division of the same name is another's, or holds an island across the sea: more
// than four times as far from the middle as half of them.
func near(points [][2]float64) [][2]float64 {
	if len(points) < 5 {
		return points
	}
	middle := func(i int) float64 {
		v := make([]float64, len(points))
		for k, p := range points {
			v[k] = p[i]
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	x, y := middle(0), middle(1)
	squeeze := max(math.Cos(y*math.Pi/180), 0.1)
	far := func(p [2]float64) float64 { return math.Hypot((p[0]-x)*squeeze, p[1]-y) }
	away := make([]float64, len(points))
	for k, p := range points {
		away[k] = far(p)
	}
	slices.Sort(away)
	most := max(4*away[len(away)/2], 0.3)
	return slices.DeleteFunc(slices.Clone(points), func(p [2]float64) bool { return far(p) > most })
}

// hull is the convex hull of points (Andrew's monotone chain), counter-clockwise, flat; nil for fewer than three corners.
func hull(points [][2]float64) []float64 {
	p := slices.Clone(points)
	slices.SortFunc(p, func(a, b [2]float64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	p = slices.Compact(p)
	if len(p) < 3 {
		return nil
	}
	turn := func(a, b, c [2]float64) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	var ring [][2]float64
	half := func(p [2]float64, least int) {
		for len(ring) > least && turn(ring[len(ring)-2], ring[len(ring)-1], p) <= 0 {
			ring = ring[:len(ring)-1]
		}
		ring = append(ring, p)
	}
	for _, q := range p {
		half(q, 1)
	}
	lower := len(ring)
	for i := len(p) - 2; i >= 0; i-- {
		half(p[i], lower)
	}
	ring = ring[:len(ring)-1]
	if len(ring) < 3 {
		return nil
	}
	flat := make([]float64, 0, 2*len(ring))
	for _, q := range ring {
		flat = append(flat, rounded(q[0]), rounded(q[1]))
	}
	return flat
}

// rounded keeps a ten-thousandth of a degree, some 10 m.
func rounded(v float64) float64 { return math.Round(v*1e4) / 1e4 }
