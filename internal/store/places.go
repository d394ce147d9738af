package store

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"sitrep/internal/geo"
)

// placesOf are the numbers of the places that f's Place and Near both allow, in order.
func (a *Archive) placesOf(ctx context.Context, f *Filter) ([]int64, error) {
	var named, near []int64
	var err error
	if f.Place != "" {
		if named, err = a.placesCalled(ctx, f.Place); err != nil {
			return nil, a.fault("looking up places", err)
		}
	}
	if f.Near != nil {
		if near, err = a.placesIn(ctx, f.Near); err != nil {
			return nil, a.fault("looking up places", err)
		}
	}
	switch {
	case f.Place == "":
		return near, nil
	case f.Near == nil:
		return named, nil
	}
	return slices.DeleteFunc(named, func(n int64) bool { _, in := slices.BinarySearch(near, n); return !in }), nil
}

func (a *Archive) placesCalled(ctx context.Context, name string) ([]int64, error) {
	numbers, err := a.called(ctx, name)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	var out []int64
	list := marks(len(numbers))
	err = a.each(ctx, func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		out = append(out, n)
		return err
	}, "SELECT n FROM places WHERE name IN ("+list+") UNION SELECT n FROM places WHERE within IN ("+list+") ORDER BY 1", append(anys(numbers), anys(numbers)...)...)
	return out, err
}

// degreeKm is how many kilometres a degree of latitude is at least, on the sphere that geo.Distance measures on.
const degreeKm = 111.0

// placesIn are the places within a circle: those in a box around it, by the index, and of these those that are near enough.
func (a *Archive) placesIn(ctx context.Context, c *Circle) ([]int64, error) {
	const slack = 0.001 // R*Tree keeps coordinates as 32-bit floats
	north := c.Km/degreeKm + slack
	boxes := [][2]float64{{-180, 180}} // west, east
	if s := math.Cos(math.Min(89.9, math.Abs(c.Lat)+north) * math.Pi / 180); c.Km/(degreeKm*s) < 180 {
		east := c.Km/(degreeKm*s) + slack
		boxes = [][2]float64{{c.Lon - east, c.Lon + east}}
		switch { // over the antimeridian
		case c.Lon-east < -180:
			boxes = append(boxes, [2]float64{c.Lon - east + 360, 180 + slack})
		case c.Lon+east > 180:
			boxes = append(boxes, [2]float64{-180 - slack, c.Lon + east - 360})
		}
	}
	var out []int64
	for _, b := range boxes {
		err := a.each(ctx, func(r *sql.Rows) error {
			var n int64
			var lat, lon float64
			if err := r.Scan(&n, &lat, &lon); err != nil {
				return err
			}
			if geo.Distance(c.Lat, c.Lon, lat, lon) <= c.Km {
				out = append(out, n)
			}
			return nil
		}, "SELECT p.n, p.lat, p.lon FROM places p WHERE p.n IN ("+a.dialect.box()+")", c.Lat-north, c.Lat+north, b[0], b[1])
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
