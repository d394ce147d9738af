package geo

import "math"

// earthRadius is the mean radius of the earth in kilometres (IUGG).
const earthRadius = 6371.0088

// Distance is the length in kilometres of the great circle between two points in degrees, by the haversine formula.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	p1, p2 := radians(lat1), radians(lat2)
	dp, dl := math.Sin((p2-p1)/2), math.Sin(radians(lon2-lon1)/2)
	h := dp*dp + math.Cos(p1)*math.Cos(p2)*dl*dl
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Offset gives the point that lies km kilometres from a point in degrees, along the great circle that leaves it at bearing
// degrees clockwise from north.
func Offset(lat, lon, bearing, km float64) (lat2, lon2 float64) {
	p, l, b, d := radians(lat), radians(lon), radians(bearing), km/earthRadius
	sin := math.Sin(p)*math.Cos(d) + math.Cos(p)*math.Sin(d)*math.Cos(b)
	q := math.Asin(math.Max(-1, math.Min(1, sin)))
	m := l + math.Atan2(math.Sin(b)*math.Sin(d)*math.Cos(p), math.Cos(d)-math.Sin(p)*sin)
	lon2 = math.Mod(degrees(m)+540, 360) - 180
	return degrees(q), lon2
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func degrees(radians float64) float64 { return radians * 180 / math.Pi }
