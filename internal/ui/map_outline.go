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
// the ground that lies closer to its towns than to those of others, a town a disc of about the ground that its people take up.
type outlines struct {
	gazetteer *geo.Gazetteer
	towns     func() *divided

	mu    sync.Mutex
	rings map[divisionKey][]float64
}

// divisionKey is a first-level division: the ISO 3166-1 alpha-2 code of its country and its folded name.
type divisionKey struct{ country, name string }

// divided are the world's towns with the divisions that they lie in.
type divided struct {
	of map[divisionKey][]town
	// at has all towns by the square of squareDegrees that they lie in.
	at map[[2]int][]town
}

type town struct {
	lat, lon float64
	people   int
	division divisionKey
}

const squareDegrees = 1

func squareOf(lat, lon float64) [2]int {
	return [2]int{int(math.Floor(lat / squareDegrees)), int(math.Floor(lon / squareDegrees))}
}

func newOutlines(g *geo.Gazetteer) *outlines {
	return &outlines{gazetteer: g, rings: map[divisionKey][]float64{}, towns: sync.OnceValue(func() *divided { return townsOf(g) })}
}

func townsOf(g *geo.Gazetteer) *divided {
	parents := map[string]geo.Entry{}
	for e := range g.All() {
		switch e.Kind {
		case geo.Admin1, geo.Admin2, geo.Admin3:
			if _, known := parents[e.ID]; !known { // the layer laid on top comes first
				parents[e.ID] = e
			}
		}
	}
	out := &divided{of: map[divisionKey][]town{}, at: map[[2]int][]town{}}
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
		t := town{lat: e.Lat, lon: e.Lon, people: e.Population}
		if ok && above.Kind == geo.Admin1 {
			t.division = divisionKey{e.Country, geo.Fold(above.Name)}
			out.of[t.division] = append(out.of[t.division], t)
		}
		square := squareOf(t.lat, t.lon)
		out.at[square] = append(out.at[square], t)
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

// of is the outline of a division: longitude, latitude, longitude … without its first corner again, nil where none of its towns is known.
func (o *outlines) of(country, division string) []float64 {
	if country == "" || division == "" {
		return nil
	}
	key := divisionKey{country, geo.Fold(division)}
	o.mu.Lock()
	defer o.mu.Unlock()
	ring, ok := o.rings[key]
	if !ok {
		ring = o.towns().outline(key)
		o.rings[key] = ring
	}
	return ring
}

const (
	kmOfDegree = 111.195 // of latitude, on a sphere of the earth's mean radius (IUGG)
	// beyondKm is how far from its towns the ground of a division goes: what lies farther is nobody's.
	beyondKm = 60
	// across is how many cells an outline has on its longer side, mostAsked how many towns are asked for each.
	across, mostAsked = 36, 250
)

// outline is the ground that lies closer to the towns of a division than to those of others.
func (d *divided) outline(key divisionKey) []float64 {
	own := gathered(d.of[key])
	if len(own) == 0 {
		return nil
	}
	south, north, west, east := own[0].lat, own[0].lat, own[0].lon, own[0].lon
	for _, t := range own {
		south, north, west, east = min(south, t.lat), max(north, t.lat), min(west, t.lon), max(east, t.lon)
	}
	squeeze := max(math.Cos((south+north)/2*math.Pi/180), 0.1)
	room := beyondKm / kmOfDegree
	south, north, west, east = max(south-room, -89), min(north+room, 89), west-room/squeeze, east+room/squeeze

	var others []town
	low, high := squareOf(south, west), squareOf(north, east)
	for y := low[0]; y <= high[0]; y++ {
		for x := low[1]; x <= high[1]; x++ {
			for _, t := range d.at[[2]int{y, x}] {
				if t.division != key {
					others = append(others, t)
				}
			}
		}
	}
	all := append(mostPeopled(own), mostPeopled(others)...)

	cell := max(north-south, (east-west)*squeeze) / across
	rows, columns := int((north-south)/cell)+1, int((east-west)*squeeze/cell)+1
	mask := make([][]bool, rows)
	for y := range mask {
		mask[y] = make([]bool, columns)
		lat := south + (float64(y)+0.5)*cell
		for x := range mask[y] {
			lon := west + (float64(x)+0.5)*cell/squeeze
			least, nearest := math.Inf(1), divisionKey{}
			for i := range all {
				dx, dy := (all[i].lon-lon)*squeeze, all[i].lat-lat
				if far := dx*dx + dy*dy; far < least {
					least, nearest = far, all[i].division
				}
			}
			mask[y][x] = nearest == key && least <= room*room
		}
	}
	ring := smooth(simplified(edgeOf(mask)))
	flat := make([]float64, 0, 2*len(ring))
	for _, p := range ring {
		flat = append(flat, math.Round((west+p[0]*cell/squeeze)*100)/100, math.Round((south+p[1]*cell)*100)/100)
	}
	if len(flat) < 6 {
		return nil
	}
	return flat
}

// mostPeopled are the towns with most people, of too many to ask them all.
func mostPeopled(list []town) []town {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b town) int { return cmp.Compare(b.people, a.people) })
	return list[:min(len(list), mostAsked)]
}

// gathered leaves out towns that lie far off the others, as where a division holds an island across the sea: more than five times as far from
// the middle as half of them.
func gathered(list []town) []town {
	if len(list) < 5 {
		return list
	}
	middle := func(of func(town) float64) float64 {
		v := make([]float64, len(list))
		for i, t := range list {
			v[i] = of(t)
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	lat, lon := middle(func(t town) float64 { return t.lat }), middle(func(t town) float64 { return t.lon })
	squeeze := max(math.Cos(lat*math.Pi/180), 0.1)
	far := func(t town) float64 { return math.Hypot((t.lon-lon)*squeeze, t.lat-lat) }
	most := max(5*middle(far), 0.5)
	return slices.DeleteFunc(slices.Clone(list), func(t town) bool { return far(t) > most })
}

// edgeOf is the edge of the largest part of a mask, in cells, counter-clockwise.
func edgeOf(mask [][]bool) [][2]float64 {
	at := func(x, y int) bool { return y >= 0 && y < len(mask) && x >= 0 && x < len(mask[y]) && mask[y][x] }
	next := map[[2]int][][2]int{}
	var starts [][2]int
	edge := func(a, b [2]int) {
		next[a] = append(next[a], b)
		starts = append(starts, a)
	}
	for y := range mask {
		for x := range mask[y] {
			if !mask[y][x] {
				continue
			}
			if !at(x, y-1) {
				edge([2]int{x, y}, [2]int{x + 1, y})
			}
			if !at(x+1, y) {
				edge([2]int{x + 1, y}, [2]int{x + 1, y + 1})
			}
			if !at(x, y+1) {
				edge([2]int{x + 1, y + 1}, [2]int{x, y + 1})
			}
			if !at(x-1, y) {
				edge([2]int{x, y + 1}, [2]int{x, y})
			}
		}
	}
	var best [][2]float64
	most := 0.0
	for _, start := range starts {
		var ring [][2]float64
		for p := start; len(next[p]) > 0; {
			to := next[p][0]
			next[p] = next[p][1:]
			ring = append(ring, [2]float64{float64(p[0]), float64(p[1])})
			p = to
		}
		if a := areaOf(ring); a > most {
			most, best = a, ring
		}
	}
	return best
}

// areaOf is the area of a ring, positive where it goes counter-clockwise.
func areaOf(ring [][2]float64) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum / 2
}

// simplified leaves out corners that lie within a cell of the line without them (Ramer, Douglas and Peucker).
func simplified(ring [][2]float64) [][2]float64 {
	if len(ring) < 8 {
		return ring
	}
	half := len(ring) / 2
	keep := make([]bool, len(ring)+1)
	line := append(slices.Clone(ring), ring[0])
	keep[0], keep[half], keep[len(ring)] = true, true, true
	var walk func(a, b int)
	walk = func(a, b int) {
		most, at := 1.0, -1
		dx, dy := line[b][0]-line[a][0], line[b][1]-line[a][1]
		length := max(math.Hypot(dx, dy), 1e-9)
		for i := a + 1; i < b; i++ {
			if far := math.Abs((line[i][0]-line[a][0])*dy-(line[i][1]-line[a][1])*dx) / length; far > most {
				most, at = far, i
			}
		}
		if at > 0 {
			keep[at] = true
			walk(a, at)
			walk(at, b)
		}
	}
	walk(0, half)
	walk(half, len(ring))
	var out [][2]float64
	for i, p := range ring {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// smooth cuts the corners of a ring (Chaikin).
func smooth(ring [][2]float64) [][2]float64 {
	if len(ring) < 3 {
		return ring
	}
	out := make([][2]float64, 0, 2*len(ring))
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		out = append(out, [2]float64{0.75*p[0] + 0.25*q[0], 0.75*p[1] + 0.25*q[1]}, [2]float64{0.25*p[0] + 0.75*q[0], 0.25*p[1] + 0.75*q[1]})
	}
	return out
}

// rounded keeps a ten-thousandth of a degree, some 10 m.
func rounded(v float64) float64 { return math.Round(v*1e4) / 1e4 }
