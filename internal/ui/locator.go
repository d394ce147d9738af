package ui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// locator is a small map of a scope: how many events lie at each place, and who holds it. What is known no better than a province is no point and
// stands under it.
type locator struct {
	W, H          int
	Desc          string
	Land, Borders string
	Grid          string
	GridWords     []mapText
	Rings         []mapRing
	Marks         []mapMark
	Names         []mapText
	Scale         string // path data
	ScaleWords    mapText
	Wide          []wideCount // not drawn
	Outside       int         // events at places outside of the frame
	Rest          int         // events at places that are too many to draw
	Sides         []side
	Contested     bool
}

// mapMark is a place: a square with the count of its events, filled by who holds it.
type mapMark struct {
	X, Y, Size string
	Fill       string // a, b, c, x (contested), u (held by others), n (nobody is told)
	Faded      bool   // nobody has told of it for long
	Title      string
	Href       string
}

type mapRing struct{ X, Y, R, Title string }

type mapText struct{ X, Y, Words, Class string }

// wideCount is how many events are told of no more closely than an area.
type wideCount struct {
	Name string
	N    int
	Href string
}

// side is a party with its fill.
type side struct{ Fill, Name, id string }

// mapFrame is the part of the earth that a map shows: an equirectangular projection that is true at its middle.
type mapFrame struct {
	w, h, lat, lon, scale, squeeze float64 // scale in px a degree of latitude
}

func (f *mapFrame) at(lat, lon float64) (x, y float64) {
	return f.w/2 + (lon-f.lon)*f.scale*f.squeeze, f.h/2 - (lat-f.lat)*f.scale
}

func (f *mapFrame) bounds() (west, south, east, north float64) {
	halfLon, halfLat := f.w/2/(f.scale*f.squeeze), f.h/2/f.scale
	return f.lon - halfLon, f.lat - halfLat, f.lon + halfLon, f.lat + halfLat
}

const (
	kmPerDegree = 111.195 // of latitude, on a sphere of the earth's mean radius, 6,371.0088 km (IUGG)
	leastMapKm  = 25
	mapWidth    = 586
	mapHeight   = 440
	mostMarks   = 60
	spotsLooked = 600 // that are looked at
)

// spot is a place that is drawn.
type spot struct {
	place    *board.Place
	name     string
	lat, lon float64
	n        int
	fill     string
	holder   string
	faded    bool
	x, y, r  float64
}

// locatorOf draws the map of places with their events, and of holdings on a day; sides are those that have a fill.
func (p *Pages) locatorOf(b *board.Board, s Scope, where placeAsked, places []board.PlaceCount, holdings []board.Holding, day sitrep.Date) *locator {
	sides := sidesOf(b, holdings)
	spots, wide, rest := spotsOf(s, places, holdings, sides, day)
	if len(spots) == 0 {
		return nil
	}
	f := frameOf(spots, where)
	m := &locator{W: mapWidth, H: mapHeight, Sides: sides, Wide: wide[:min(6, len(wide))], Rest: rest}
	l := p.land()
	m.Land, m.Borders = f.draw(l.rings, true), f.draw(l.borders, false)
	m.grid(&f)
	var inside []*spot
	for i := range spots {
		t := &spots[i]
		t.x, t.y = f.at(t.lat, t.lon)
		if t.x < 0 || t.y < 0 || t.x > f.w || t.y > f.h {
			m.Outside += t.n
			continue
		}
		inside = append(inside, t)
	}
	m.marks(&f, inside)
	m.Desc = describe(inside, sides)
	return m
}

// sidesOf are the parties with a fill of their own, those that hold most places first.
func sidesOf(b *board.Board, holdings []board.Holding) []side {
	n, names := map[string]int{}, map[string]string{}
	for i := range holdings {
		if h := &holdings[i]; h.Holder.ID != "" && h.Status != situation.Claimed {
			n[h.Holder.ID]++
			names[h.Holder.ID] = h.Holder.Name
		}
	}
	var out []side
	ids := mostOf(n, len(n))
	fill := sides(b, ids)
	for _, id := range ids {
		if fill[id] != sideClasses[board.Patterns] {
			out = append(out, side{fill[id], names[id], id})
		}
	}
	return out
}

// fillOf is the fill of a place by who holds it.
func fillOf(h *board.Holding, sides []side) string {
	if h.Status == situation.Contested || h.Status == situation.Claimed {
		return "x"
	}
	for _, s := range sides {
		if h.Holder.ID == s.id {
			return s.Fill
		}
	}
	if h.Holder.ID != "" {
		return "u"
	}
	return "n"
}

// spotsOf are the places to draw, those with most events first, and the areas that are no points.
func spotsOf(s Scope, places []board.PlaceCount, holdings []board.Holding, sides []side, day sitrep.Date) (list []spot, wide []wideCount, rest int) {
	byKey, fewer := map[string]*spot{}, map[string]int{}
	var out []*spot
	for _, c := range places {
		p := c.Place
		if p.Lat == nil || p.Lon == nil || p.Precision == sitrep.Province || p.Precision == sitrep.Country || p.Precision == sitrep.District {
			wide = append(wide, wideCount{p.Name, c.N, s.At("/events", "place", cmp.Or(p.ID, p.Name))})
			continue
		}
		if len(out) == spotsLooked {
			rest += c.N
			fewer[p.Key()] = c.N
			continue
		}
		t := &spot{place: p, name: p.Name, lat: *p.Lat, lon: *p.Lon, n: c.N, fill: "n"}
		byKey[p.Key()] = t
		out = append(out, t)
	}
	for i := range holdings {
		h := &holdings[i]
		t := byKey[h.Site.ID]
		if t == nil {
			if !h.Site.Located || len(out) >= 2*spotsLooked {
				continue
			}
			t = &spot{name: h.Site.Name, lat: h.Site.Lat, lon: h.Site.Lon, n: fewer[h.Site.ID]}
			rest -= t.n
			out = append(out, t)
		}
		t.fill, t.holder, t.faded = fillOf(h, sides), cmp.Or(h.Holder.Name, "unknown")+", "+string(h.Status), h.Faded(day)
		if t.faded {
			t.holder += ", last told " + dayWords(h.LastTold)
		}
	}
	list = make([]spot, len(out))
	for i, t := range out {
		list[i] = *t
	}
	slices.SortStableFunc(list, func(x, y spot) int { return cmp.Compare(y.n, x.n) })
	return list, wide, rest
}

// frameOf is the part of the earth to show: that where all but the outermost twentieth of the events lie.
func frameOf(spots []spot, where placeAsked) mapFrame {
	var lats, lons []float64
	for i := range spots {
		for range min(spots[i].n, 50) + 1 {
			lats, lons = append(lats, spots[i].lat), append(lons, spots[i].lon)
		}
	}
	slices.Sort(lats)
	slices.Sort(lons)
	cut := len(lats) / 40
	south, north, west, east := lats[cut], lats[len(lats)-1-cut], lons[cut], lons[len(lons)-1-cut]
	f := mapFrame{w: mapWidth, h: mapHeight, lat: (south + north) / 2, lon: (west + east) / 2}
	if a := where.Area; a != nil && a.Located && !a.Wide() {
		f.lat, f.lon = a.Lat, a.Lon
		high, broad := max(north-a.Lat, a.Lat-south), max(east-a.Lon, a.Lon-west)
		south, north, west, east = a.Lat-high, a.Lat+high, a.Lon-broad, a.Lon+broad
	}
	f.lat = max(-70, min(70, f.lat))
	f.squeeze = math.Cos(f.lat * math.Pi / 180)
	high := max((north-south)*1.25, leastMapKm/kmPerDegree*f.h/f.w)
	broad := max((east-west)*1.25*f.squeeze, leastMapKm/kmPerDegree)
	f.scale = max(min(f.h/high, f.w/broad), f.w/(360*f.squeeze)) // never more than once around
	return f
}

// grid draws meridians and parallels, and the scale.
func (m *locator) grid(f *mapFrame) {
	var b strings.Builder
	west, south, east, north := f.bounds()
	step := 60.0
	for _, s := range []float64{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60} {
		if s*f.scale*f.squeeze >= 110 {
			step = s
			break
		}
	}
	words := func(v float64, plus, minus string) string {
		d := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", math.Abs(v)), "0"), ".")
		switch {
		case v > 1e-9:
			return d + "°" + plus
		case v < -1e-9:
			return d + "°" + minus
		}
		return "0°"
	}
	for k := math.Ceil(max(west, -180) / step); k*step <= min(east, 180); k++ {
		x, _ := f.at(f.lat, k*step)
		fmt.Fprintf(&b, "M%.1f 0V%.0f", x, f.h)
		if x < f.w-150 && x > 30 {
			m.GridWords = append(m.GridWords, mapText{X: fmt.Sprintf("%.1f", x+4), Y: fmt.Sprintf("%.0f", f.h-6), Words: words(k*step, "E", "W")})
		}
	}
	for k := math.Ceil(max(south, -90) / step); k*step <= min(north, 90); k++ {
		_, y := f.at(k*step, f.lon)
		fmt.Fprintf(&b, "M0 %.1fH%.0f", y, f.w)
		if y > 16 && y < f.h-24 {
			m.GridWords = append(m.GridWords, mapText{X: "4", Y: fmt.Sprintf("%.1f", y-4), Words: words(k*step, "N", "S")})
		}
	}
	m.Grid = b.String()
	perKm := f.scale / kmPerDegree
	long := 1.0
	for _, l := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000} {
		if l*perKm <= f.w/5 {
			long = l
		}
	}
	x := f.w - 14 - long*perKm
	m.Scale = fmt.Sprintf("M%.1f %.0fv5H%.0fv-5", x, f.h-20, f.w-14)
	m.ScaleWords = mapText{X: fmt.Sprintf("%.0f", f.w-14), Y: fmt.Sprintf("%.0f", f.h-24), Words: kmWords(long)}
}

// mapBox is a part of the picture that is taken.
type mapBox struct{ x1, y1, x2, y2 float64 }

func (a mapBox) meets(b mapBox) bool { return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2 }

// marks draws places as squares whose area goes by the number of events; one that would lie over a larger is left to the table.
func (m *locator) marks(f *mapFrame, spots []*spot) {
	most := 1
	for _, t := range spots {
		most = max(most, t.n)
	}
	taken := []mapBox{{f.w - 160, f.h - 40, f.w, f.h}}
	var drawn []*spot
	for _, t := range spots {
		t.r = 4 + 11*math.Sqrt(float64(t.n)/float64(most))
		if t.n == 0 {
			t.r = 4
		}
		box := mapBox{t.x - t.r, t.y - t.r, t.x + t.r, t.y + t.r}
		if len(drawn) >= mostMarks || slices.ContainsFunc(taken, box.meets) {
			continue
		}
		taken = append(taken, box)
		drawn = append(drawn, t)
		title := t.name + ": " + counted(t.n, "event", "events")
		if t.holder != "" {
			title += "; " + t.holder
		}
		m.Contested = m.Contested || t.fill == "x"
		mark := mapMark{X: fmt.Sprintf("%.1f", t.x-t.r), Y: fmt.Sprintf("%.1f", t.y-t.r), Size: fmt.Sprintf("%.1f", 2*t.r), Fill: t.fill, Faded: t.faded, Title: title}
		m.Marks = append(m.Marks, mark)
		if p := t.place; p != nil && p.Precision == sitrep.Offset && p.RadiusKm > 0 {
			if r := p.RadiusKm / kmPerDegree * f.scale; r > t.r {
				m.Rings = append(m.Rings, mapRing{fmt.Sprintf("%.1f", t.x), fmt.Sprintf("%.1f", t.y), fmt.Sprintf("%.1f", r), "± " + kmWords(p.RadiusKm)})
			}
		}
	}
	for _, t := range drawn {
		words := t.name
		if t.n > 0 {
			words += " " + number(t.n)
		}
		w := 6.6 * float64(len([]rune(words)))
		for _, at := range [][2]float64{{t.x + t.r + 4, t.y + 4}, {t.x - t.r - 4 - w, t.y + 4}, {t.x - w/2, t.y - t.r - 5}, {t.x - w/2, t.y + t.r + 13}} {
			box := mapBox{at[0] - 1, at[1] - 11, at[0] + w + 1, at[1] + 3}
			if box.x1 < 2 || box.y1 < 2 || box.x2 > f.w-2 || box.y2 > f.h-2 || slices.ContainsFunc(taken, box.meets) {
				continue
			}
			taken = append(taken, box)
			m.Names = append(m.Names, mapText{X: fmt.Sprintf("%.1f", at[0]), Y: fmt.Sprintf("%.1f", at[1]), Words: words})
			break
		}
	}
}

// describe tells the map in words.
func describe(spots []*spot, sides []side) string {
	var parts []string
	for _, t := range spots[:min(8, len(spots))] {
		words := t.name + " " + number(t.n)
		if t.holder != "" {
			words += " (" + t.holder + ")"
		}
		parts = append(parts, words)
	}
	words := "Events by place: " + strings.Join(parts, ", ")
	if more := len(spots) - len(parts); more > 0 {
		words += " and " + counted(more, "place more", "places more")
	}
	return words + ". The tables on this page hold all of it."
}
