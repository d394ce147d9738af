package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// kmPerDegree is the length of a degree of latitude on a sphere of the earth's mean radius, 6,371.0088 km (WGS 84, IUGG).
const kmPerDegree = 111.195

// areaKm is how far around its point an area is drawn where only its name is known, in kilometres. It is a sign for "somewhere about here",
// no border: the archive has none.
var areaKm = map[sitrep.Precision]float64{sitrep.District: 15, sitrep.Province: 50, sitrep.Country: 200}

// leastKm is how wide a map is at least: about a single place, its surroundings.
const leastKm = 15

// mapTable is the table of a map: a row for each place where events lie.
func mapTable(c *situation.Chart) situation.BriefTable {
	t := situation.BriefTable{Title: c.Title, Columns: []string{"Place", "Known as", "Most of", "Number"}, Numbers: []bool{false, false, false, true}}
	for _, s := range spots(c) {
		if s.N > 0 {
			t.Rows = append(t.Rows, situation.BriefRow{Cells: []string{s.Name, precisionWords(&s), strings.ReplaceAll(s.Kind, "_", " "), thousands(s.N)}, Cites: s.Cites})
		}
	}
	return t
}

// precisionWords says how exactly a place is known.
func precisionWords(s *situation.Spot) string {
	if s.Precision == sitrep.Offset && s.RadiusKm > 0 {
		return "within " + km(s.RadiusKm)
	}
	return string(s.Precision)
}

// km writes a distance: 600 m, 1.5 km, 20 km.
func km(x float64) string {
	if x < 1 {
		return num(math.Round(x*100)*10) + " m"
	}
	if x >= 100 {
		return thousands(int(x+0.5)) + " km"
	}
	return num(x) + " km"
}

// spots are the places of a map: those with most events first, then by name and point; points that are none are left out.
func spots(c *situation.Chart) []situation.Spot {
	var out []situation.Spot
	for _, s := range c.Spots {
		if math.Abs(s.Lat) <= 90 && math.Abs(s.Lon) <= 180 { // false for what is no number
			s.N = max(s.N, 0)
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(x, y situation.Spot) int {
		return cmp.Or(cmp.Compare(y.N, x.N), strings.Compare(x.Name, y.Name), cmp.Compare(x.Lat, y.Lat), cmp.Compare(x.Lon, y.Lon))
	})
	return out
}

// reach is how far around its point a place is drawn, in kilometres; 0 for a place that is a point at the scale of such maps.
func reach(s *situation.Spot) float64 {
	if s.Precision == sitrep.Offset && s.RadiusKm > 0 {
		return min(s.RadiusKm, 2000)
	}
	return areaKm[s.Precision]
}

// area says that a place is drawn as an area with no mark in it.
func area(s *situation.Spot) bool { return areaKm[s.Precision] > 0 }

// box is a rectangle that is taken.
type box struct{ x1, y1, x2, y2 float64 }

func (a box) meets(b box) bool { return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2 }

// drawMap draws a locator map: a grid of degrees, a scale bar, a circle for each place with an area by how many events lie there, a dashed ring for
// what is known only as a district or wider, and the names of towns. Areas that do not fit the frame are counted under it.
func drawMap(c *situation.Chart, d Drawing) string {
	list := spots(c)
	if !slices.ContainsFunc(list, func(s situation.Spot) bool { return s.N > 0 }) && len(list) == 0 {
		return nothing(c, d, "No place with a known point.")
	}
	p := picture{w: float64(d.Width), id: d.ID}
	f := frameOf(list, p.w)
	fmt.Fprintf(&p.b, `<defs><clipPath id="%s-c"><rect width="%s" height="%s"/></clipPath></defs>`, p.id, num(f.w), num(f.h))
	fmt.Fprintf(&p.b, `<rect class="frame" x="0.5" y="0.5" width="%s" height="%s"/><g clip-path="url(#%s-c)">`, num(f.w-1), num(f.h-1), p.id)
	taken := p.graticule(&f)
	most := 1
	for i := range list {
		if !area(&list[i]) {
			most = max(most, list[i].N)
		}
	}
	largest := min(22, f.w/22) / math.Sqrt(1+float64(len(list))/40) // smaller where there are many
	var off []situation.Spot                                        // areas that do not fit
	var named []label
	rings := false
	for i := range list {
		s := &list[i]
		if s.N == 0 || !area(s) {
			continue
		}
		x, y := f.at(s.Lat, s.Lon)
		r := reach(s) / kmPerDegree * f.scale
		if !f.inside(x, y, r) || r < 6 || r > min(f.w, f.h)*0.42 {
			off = append(off, *s)
			continue
		}
		rings = true
		fmt.Fprintf(&p.b, `<circle class="area" cx="%s" cy="%s" r="%s"><title>%s</title></circle>`, num(x), num(y), num(r), attr(spotWords(s)))
		named = append(named, label{x, y, r, s, true})
	}
	var outside []situation.Spot
	for i := range list {
		s := &list[i]
		if s.N > 0 && area(s) {
			continue
		}
		x, y := f.at(s.Lat, s.Lon)
		if !f.inside(x, y, 2) {
			if s.N > 0 {
				outside = append(outside, *s)
			}
			continue
		}
		r := 2.75
		if s.N > 0 {
			r = max(largest*math.Sqrt(float64(s.N)/float64(most)), 3.5)
			if s.Precision == sitrep.Offset && s.RadiusKm > 0 {
				if ring := s.RadiusKm / kmPerDegree * f.scale; ring > r+2 {
					fmt.Fprintf(&p.b, `<circle class="soft" cx="%s" cy="%s" r="%s"/>`, num(x), num(y), num(ring))
				}
			}
			fmt.Fprintf(&p.b, `<circle class="spot" cx="%s" cy="%s" r="%s"><title>%s</title></circle>`, num(x), num(y), num(r), attr(spotWords(s)))
		} else {
			fmt.Fprintf(&p.b, `<circle class="town" cx="%s" cy="%s" r="%s"/>`, num(x), num(y), num(r))
		}
		taken = append(taken, box{x - r, y - r, x + r, y + r})
		named = append(named, label{x, y, r, s, false})
	}
	unnamed := p.names(&f, named, taken)
	p.b.WriteString("</g>")
	y := f.h + 18
	note := func(s string) {
		for _, line := range wrap(s, p.w) {
			p.text("", 0, y, "start", line)
			y += 16
		}
	}
	note(key(named, rings))
	if len(off) > 0 {
		note("Not drawn, because known no better: " + listed(off) + ".")
	}
	if unnamed > 0 {
		note(counted(unnamed, "place has no name here, for want of room; the table has it.", "places have no name here, for want of room; the table has them."))
	}
	if len(outside) > 0 {
		note("Outside the map: " + listed(outside) + ".")
	}
	p.h = y - 8
	return p.finish(c.Title, mapWords(list, &f))
}

// listed names places with their numbers, the first few of them.
func listed(list []situation.Spot) string {
	var words []string
	for i := range list[:min(6, len(list))] {
		words = append(words, shorten(list[i].Name, 170)+" "+thousands(list[i].N))
	}
	if more := len(list) - len(words); more > 0 {
		words = append(words, counted(more, "place more", "places more"))
	}
	return strings.Join(words, ", ")
}

// key says what the marks of a map stand for, of those that are there.
func key(marks []label, rings bool) string {
	circles := slices.ContainsFunc(marks, func(l label) bool { return !l.area && l.spot.N > 0 })
	towns := slices.ContainsFunc(marks, func(l label) bool { return l.spot.N == 0 })
	var out []string
	if circles {
		out = append(out, "Circles: area by number.")
	}
	if rings {
		out = append(out, "Dashed: somewhere in that area, which is not its border.")
	}
	if towns {
		out = append(out, "Small rings: places for orientation.")
	}
	return strings.Join(out, " ")
}

// spotWords tells a place in words.
func spotWords(s *situation.Spot) string {
	words := plain(s.Name) + ": " + thousands(s.N)
	if s.Kind != "" {
		words += ", most of it " + strings.ReplaceAll(plain(s.Kind), "_", " ")
	}
	if w := precisionWords(s); w != "" {
		words += " (known as: " + w + ")"
	}
	return words
}

// mapWords tells a map in words.
func mapWords(list []situation.Spot, f *frame) string {
	var parts []string
	more := 0
	for i := range list {
		if list[i].N > 0 && len(parts) < 8 {
			parts = append(parts, plain(list[i].Name)+" "+thousands(list[i].N))
		} else if list[i].N > 0 {
			more++
		}
	}
	words := "Centre " + degrees(f.lat, "N", "S", 2) + " " + degrees(f.lon, "E", "W", 2) + ", " + km(math.Round(f.w/f.scale*kmPerDegree)) + " wide."
	if len(parts) > 0 {
		words += " " + strings.Join(parts, ", ")
		if more > 0 {
			words += " and " + counted(more, "place more", "places more")
		}
		words += "."
	}
	return words
}

// degrees writes an angle with its hemisphere.
func degrees(x float64, plus, minus string, places int) string {
	s := fmt.Sprintf("%.*f", places, math.Abs(x))
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "0" || s == "180" {
		return s + "°"
	}
	if x < 0 {
		return s + "°" + minus
	}
	return s + "°" + plus
}

// label is a mark that wants its name beside it.
type label struct {
	x, y, r float64
	spot    *situation.Spot
	area    bool
}

// names writes the names of marks where they lie over nothing else, those with most events first, and gives how many found no room.
func (p *picture) names(f *frame, list []label, taken []box) int {
	slices.SortStableFunc(list, func(a, b label) int { return cmp.Compare(b.spot.N, a.spot.N) })
	none := 0
	for _, l := range list {
		words, class := shorten(l.spot.Name, 170), "l halo"
		if words == "" {
			continue
		}
		if l.spot.N > 0 {
			words += " " + thousands(l.spot.N)
		} else {
			class = "halo"
		}
		w, placed := wide(words), false
		for _, at := range l.places(w) {
			b := box{at.x, at.y - 11, at.x + w, at.y + 3}
			if b.x1 < 2 || b.y1 < 2 || b.x2 > f.w-2 || b.y2 > f.h-2 || slices.ContainsFunc(taken, b.meets) {
				continue
			}
			taken, placed = append(taken, b), true
			p.text(class, at.x, at.y, "start", words)
			break
		}
		if !placed && l.spot.N > 0 {
			none++
		}
	}
	return none
}

// point is a place in the picture, in px.
type point struct{ x, y float64 }

// places are where the words of a mark may start, the best first: right, left, above, below, then the corners; of an area its middle, then above and below.
func (l label) places(w float64) []point {
	if l.area {
		return []point{{l.x - w/2, l.y + 4}, {l.x - w/2, l.y - l.r/2}, {l.x - w/2, l.y + l.r/2}, {l.x - w/2, l.y - l.r - 5}, {l.x - w/2, l.y + l.r + 15}}
	}
	g := l.r + 4
	k := l.r*0.71 + 3
	return []point{
		{l.x + g, l.y + 4}, {l.x - g - w, l.y + 4}, {l.x - w/2, l.y - g - 1}, {l.x - w/2, l.y + g + 10},
		{l.x + k, l.y - k}, {l.x + k, l.y + k + 9}, {l.x - k - w, l.y - k}, {l.x - k - w, l.y + k + 9},
	}
}

// gridSteps are the distances between lines of the grid, in degrees.
var gridSteps = []float64{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 90}

// gridStep is the least of them that keeps lines apart at a scale in px a degree, and how many decimals it needs.
func gridStep(scale float64) (grid float64, decimals int) {
	for _, grid = range gridSteps {
		if grid*scale >= 80 {
			break
		}
	}
	if grid < 1 {
		decimals = 2
	}
	return grid, decimals
}

// graticule draws the grid with its degrees, the scale bar and north, and gives what they take up.
func (p *picture) graticule(f *frame) []box {
	var taken []box
	grid, places := gridStep(f.scale * f.squeeze)
	half := f.w / 2 / (f.scale * f.squeeze)
	for k := math.Ceil((f.lon - half) / grid); k*grid <= f.lon+half && half < 400; k++ {
		x, _ := f.at(f.lat, k*grid)
		if x < 1 || x > f.w-1 {
			continue
		}
		p.vline("gl", x, 0, f.h)
		if words := degrees(turn(k*grid), "E", "W", places); x+wide(words)+6 < f.w && x > 40 {
			p.text("", x+4, f.h-5, "start", words)
			taken = append(taken, box{x, f.h - 18, x + wide(words) + 6, f.h})
		}
	}
	grid, places = gridStep(f.scale)
	half = f.h / 2 / f.scale
	for k := math.Ceil((f.lat - half) / grid); k*grid <= f.lat+half; k++ {
		if math.Abs(k*grid) > 90 {
			continue
		}
		_, y := f.at(k*grid, f.lon)
		if y < 1 || y > f.h-1 {
			continue
		}
		p.hline("gl", 0, f.w, y)
		if words := degrees(k*grid, "N", "S", places); y > 16 && y < f.h-24 {
			p.text("", 4, y-4, "start", words)
			taken = append(taken, box{0, y - 17, wide(words) + 8, y})
		}
	}
	taken = append(taken, p.scaleBar(f))
	return taken
}

// scaleBar draws a bar of a round length in the upper right corner.
func (p *picture) scaleBar(f *frame) box {
	perKm := f.scale / kmPerDegree
	length := 0.1
	for _, l := range []float64{0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000} {
		if l*perKm <= f.w/5 {
			length = l
		}
	}
	w := length * perKm
	words := km(length)
	x2 := f.w - 12
	x1 := x2 - w
	y := 30.0
	b := box{min(x1, x2-wide(words)) - 6, 0, f.w, y + 6}
	fmt.Fprintf(&p.b, `<rect x="%s" y="1" width="%s" height="%s" class="ground"/>`, num(b.x1), num(b.x2-b.x1-1), num(b.y2-1))
	p.text("", x2, y-9, "end", words)
	p.path("base", fmt.Sprintf("M%s %sv5H%sv-5", num(x1), num(y-5), num(x2)))
	return b
}
