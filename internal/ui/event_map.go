package ui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"sitrep"
	"sitrep/internal/geo"
)

// where is a small map that shows one place among the towns around it: north is up, degrees of longitude are as wide as in the middle.
type where struct {
	Label       string
	W, H        int
	Lines       string // of the grid of degrees, as path data
	Degrees     []whereName
	Precision   sitrep.Precision
	X, Y, R     string // the place, and how far around it it may lie
	Name        whereName
	Towns       []whereName
	Bar         string // of the scale, as path data
	BarX, BarKm string
}

// whereName is a name on the map; Dot is where its town lies.
type whereName struct{ X, Y, DotX, DotY, Name, Anchor string }

const (
	whereWidth, whereHeight = 400, 280
	// leastTown is how many people live in a place that is named for orientation; mostTowns is how many are.
	leastTown = 5_000
	mostTowns = 5
)

// radiusKm is how far around its point a place is drawn, in kilometres: a sign for how exactly it is known, no border.
func radiusKm(p *sitrep.EventPlace) float64 {
	switch p.Precision {
	case sitrep.Exact:
		return 0
	case sitrep.Offset:
		return p.RadiusKm
	case sitrep.Neighbourhood:
		return 1.5
	case sitrep.District:
		return 15
	case sitrep.Province:
		return 50
	case sitrep.Country:
		return 200
	}
	return 5
}

// cellAt is the square of one degree that a point lies in.
func cellAt(lat, lon float64) [2]int { return [2]int{int(math.Floor(lat)), int(math.Floor(lon))} }

// townsBySquare are the towns of a gazetteer by the square of one degree that they lie in.
func townsBySquare(g *geo.Gazetteer) map[[2]int][]geo.Entry {
	out := map[[2]int][]geo.Entry{}
	for e := range g.All() {
		if e.Kind.Settled() && e.Located && !e.Borrowed && e.Population >= leastTown {
			c := cellAt(e.Lat, e.Lon)
			out[c] = append(out[c], geo.Entry{ID: e.ID, Name: e.Name, Lat: e.Lat, Lon: e.Lon, Population: e.Population})
		}
	}
	return out
}

// townsAround are the largest towns around a point, without the one called so: within least kilometres, or as far as there are two.
func townsAround(towns map[[2]int][]geo.Entry, lat, lon, least float64, without string) []geo.Entry {
	at := cellAt(lat, lon)
	for km := least; ; km *= 2 {
		reach := 1 + int(km/kmPerDegree)
		wide := min(180, int(float64(reach)/max(0.2, math.Cos(lat*math.Pi/180))+1))
		var out []geo.Entry
		for a := at[0] - reach; a <= at[0]+reach; a++ {
			for o := at[1] - wide; o <= at[1]+wide; o++ {
				for _, e := range towns[[2]int{a, o}] {
					if e.Name != without && geo.Distance(lat, lon, e.Lat, e.Lon) <= km {
						out = append(out, e)
					}
				}
			}
		}
		if len(out) >= 2 || km > 250 {
			slices.SortFunc(out, func(a, b geo.Entry) int {
				return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.ID, b.ID))
			})
			return out[:min(len(out), mostTowns)]
		}
	}
}

// whereOf draws where an event was. It is nil for a place without a point; note says why.
func whereOf(pl *sitrep.EventPlace, towns func() map[[2]int][]geo.Entry) (m *where, note string) {
	switch {
	case pl == nil:
		return nil, "No report says where."
	case pl.Lat == nil || pl.Lon == nil || math.Abs(*pl.Lat) > 89 || math.Abs(*pl.Lon) > 180:
		return nil, "No point is known of this place."
	}
	lat, lon, radius := *pl.Lat, *pl.Lon, min(radiusKm(pl), 2000)
	around := townsAround(towns(), lat, lon, max(40, 2*radius), pl.Name)
	half := max(12, 1.4*radius) // kilometres from the middle to the upper edge
	squeeze := math.Cos(lat * math.Pi / 180)
	for _, t := range around {
		up, side := math.Abs(t.Lat-lat)*kmPerDegree, math.Abs(t.Lon-lon)*kmPerDegree*squeeze
		half = max(half, 1.25*up, 1.25*side*whereHeight/whereWidth)
	}
	scale := whereHeight / 2 / half // px a kilometre
	at := func(la, lo float64) (x, y float64) {
		return whereWidth/2 + (lo-lon)*kmPerDegree*squeeze*scale, whereHeight/2 - (la-lat)*kmPerDegree*scale
	}
	px := func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
	m = &where{W: whereWidth, H: whereHeight, Precision: pl.Precision, X: px(whereWidth / 2), Y: px(whereHeight / 2)}
	m.Label = "Map: " + pl.Name
	if radius > 0 {
		m.R = px(max(8, radius*scale)) // smaller ones would look like a point
	}
	taken := [][4]float64{}
	place := func(x, y, off float64, name string) (whereName, bool) { // off is how far from its point a name stands
		w := 6.6 * float64(len([]rune(name)))
		for _, left := range []bool{false, true} {
			n := whereName{X: px(x + off), Y: px(y + 4), DotX: px(x), DotY: px(y), Name: name, Anchor: "start"}
			box := [4]float64{x + off - 2, y - 8, x + off + w, y + 8}
			if left {
				n.X, n.Anchor = px(x-off), "end"
				box = [4]float64{x - off - w, y - 8, x - off + 2, y + 8}
			}
			free := box[0] >= 2 && box[2] <= whereWidth-2 && box[1] >= 2 && box[3] <= whereHeight-22
			for _, o := range taken {
				free = free && !(box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])
			}
			if free {
				taken = append(taken, box)
				return n, true
			}
		}
		return whereName{}, false
	}
	off := 8.0
	if r := max(8, radius*scale); radius > 0 && r < 50 {
		off = r + 4
	}
	m.Name, _ = place(whereWidth/2, whereHeight/2, off, pl.Name)
	for _, t := range around {
		x, y := at(t.Lat, t.Lon)
		if n, ok := place(x, y, 8, t.Name); ok {
			m.Towns = append(m.Towns, n)
			m.Label += ", " + t.Name
		}
	}
	m.grid(lat, lon, half, at, px)
	km := roundKm(half / 2)
	m.Bar = fmt.Sprintf("M%s %dv4H%sv-4", px(whereWidth-14-km*scale), whereHeight-14, px(whereWidth-14))
	m.BarX = px(whereWidth - 14 - km*scale/2)
	m.BarKm = strconv.FormatFloat(km, 'g', -1, 64) + " km"
	return m, ""
}

// grid draws lines of degrees, two to six of them either way.
func (m *where) grid(lat, lon, half float64, at func(la, lo float64) (x, y float64), px func(float64) string) {
	step := 0.05
	for _, s := range []float64{0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10} {
		if step = s; 2*half/kmPerDegree/s < 4 {
			break
		}
	}
	wide := half * whereWidth / whereHeight / kmPerDegree / max(0.05, math.Cos(lat*math.Pi/180))
	for d := math.Ceil((lat-half/kmPerDegree)/step) * step; d < lat+half/kmPerDegree; d += step {
		_, y := at(d, lon)
		m.Lines += fmt.Sprintf("M0 %sH%d", px(y), whereWidth)
		if y > 14 && y < whereHeight-30 {
			m.Degrees = append(m.Degrees, whereName{X: "4", Y: px(y - 3), Name: degrees(d, "°N", "°S")})
		}
	}
	for d := math.Ceil((lon-wide)/step) * step; d < lon+wide; d += step {
		x, _ := at(lat, d)
		m.Lines += fmt.Sprintf("M%s 0V%d", px(x), whereHeight)
		if x > 50 && x < whereWidth-110 {
			m.Degrees = append(m.Degrees, whereName{X: px(x + 3), Y: strconv.Itoa(whereHeight - 6), Name: degrees(d, "°E", "°W")})
		}
	}
}

// degrees writes a latitude or longitude.
func degrees(d float64, plus, minus string) string {
	side := plus
	if d < 0 {
		side = minus
	}
	return strconv.FormatFloat(math.Round(math.Abs(d)*100)/100, 'f', -1, 64) + side
}

// roundKm is the greatest of 1, 2, 5, 10, 20 … that is no more than km.
func roundKm(km float64) float64 {
	out := 1.0
	for _, f := range []float64{2, 2.5, 2, 2, 2.5, 2, 2, 2.5, 2} {
		if out*f > km {
			break
		}
		out *= f
	}
	return out
}
