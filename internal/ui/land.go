package ui

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"strings"
)

// land is coasts and borders for small maps that the server draws, out of the base map that npm builds; empty where it built none.
type land struct{ rings, borders []outline }

// outline is a line on the earth, in WGS 84 degrees, with the box that it lies in.
type outline struct {
	points                   [][2]float64 // longitude, latitude
	west, south, east, north float64
}

// geometry is what is read of GeoJSON (RFC 7946).
type geometry struct {
	Type        string
	Features    []struct{ Geometry geometry }
	Coordinates json.RawMessage
}

// readLand reads the base map of the files that are embedded.
func readLand(files fs.FS) land {
	var l land
	for name, into := range map[string]*[]outline{"land": &l.rings, "borders": &l.borders} {
		b, err := fs.ReadFile(files, "assets/dist/"+name+"-50m.json")
		if err != nil {
			continue // a program built without npm: maps have a grid alone
		}
		var g geometry
		if json.Unmarshal(b, &g) == nil {
			*into = g.outlines()
		}
	}
	return l
}

func (g *geometry) outlines() []outline {
	var out []outline
	for i := range g.Features {
		out = append(out, g.Features[i].Geometry.outlines()...)
	}
	var lines [][][2]float64
	switch g.Type {
	case "MultiPolygon":
		var all [][][][2]float64
		if json.Unmarshal(g.Coordinates, &all) == nil {
			for _, p := range all {
				lines = append(lines, p...)
			}
		}
	case "Polygon", "MultiLineString":
		if json.Unmarshal(g.Coordinates, &lines) != nil {
			return out
		}
	}
	for _, points := range lines {
		o := outline{points: points, west: 180, south: 90, east: -180, north: -90}
		for _, p := range points {
			o.west, o.east = min(o.west, p[0]), max(o.east, p[0])
			o.south, o.north = min(o.south, p[1]), max(o.north, p[1])
		}
		if len(points) > 1 {
			out = append(out, o)
		}
	}
	return out
}

// draw gives outlines as path data in a frame: what cannot be seen is left out, and points closer than a pixel.
func (f *mapFrame) draw(list []outline, closed bool) string {
	var b strings.Builder
	west, south, east, north := f.bounds()
	for i := range list {
		o := &list[i]
		if o.east < west || east < o.west || o.north < south || north < o.south {
			continue
		}
		f.line(&b, o.points, closed)
	}
	return b.String()
}

// margin is how far outside of the frame points are still drawn, in px, so that no edge shows.
const margin = 20

func (f *mapFrame) line(b *strings.Builder, points [][2]float64, closed bool) {
	side := func(x, y float64) int {
		s := 0
		if x < -margin {
			s |= 1
		} else if x > f.w+margin {
			s |= 2
		}
		if y < -margin {
			s |= 4
		} else if y > f.h+margin {
			s |= 8
		}
		return s
	}
	var lastX, lastY float64
	var skippedX, skippedY float64
	skipped, last, n := false, 0, 0
	fresh := true
	put := func(x, y float64) {
		if fresh {
			fmt.Fprintf(b, "M%.0f %.0f", x, y)
		} else {
			fmt.Fprintf(b, "L%.1f %.1f", x, y)
		}
		lastX, lastY, n, fresh = x, y, n+1, false
	}
	for i, p := range points {
		x, y := f.at(p[1], p[0])
		// Far points are drawn at the margin's far side: what lies there is not seen.
		x, y = math.Max(-2000, math.Min(x, 3000)), math.Max(-2000, math.Min(y, 3000))
		s := side(x, y)
		if i > 0 && math.Abs(p[0]-points[i-1][0]) > 180 { // over the edge of the world
			fresh = true
		}
		switch {
		case fresh:
			put(x, y)
		case i == len(points)-1:
			put(x, y)
		case s != 0 && s == last: // a run outside: only its ends matter
			skipped, skippedX, skippedY = true, x, y
			continue
		case math.Abs(x-lastX)+math.Abs(y-lastY) < 1.2:
			continue
		default:
			if skipped {
				put(skippedX, skippedY)
			}
			put(x, y)
		}
		skipped, last = false, s
	}
	if closed && n > 0 {
		b.WriteByte('z')
	}
}
