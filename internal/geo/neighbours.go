package geo

// Neighbours finds the division of a place of which only the point and the country are known: that of the nearest settlement.
type Neighbours struct {
	cells map[cell][]Entry
}

// cell is a square of one degree in a country.
type cell struct {
	country  string
	lat, lon int
}

func cellOf(e Entry) cell { return cell{e.Country, int(e.Lat + 90), int(e.Lon + 180)} }

// Neighbours gathers the settlements of g in countries, in all of them where none is named.
func (g *Gazetteer) Neighbours(countries ...string) *Neighbours {
	n := &Neighbours{map[cell][]Entry{}}
	wanted := map[string]bool{}
	for _, c := range countries {
		wanted[c] = true
	}
	for e := range g.All() {
		if e.Kind.Settled() && e.Located && (len(countries) == 0 || wanted[e.Country]) {
			c := cellOf(e)
			n.cells[c] = append(n.cells[c], e)
		}
	}
	return n
}

// Nearest gives the settlement in e's country that lies nearest to e, of those in its square of one degree or one beside it,
// and how far away it lies in kilometres.
func (n *Neighbours) Nearest(e Entry) (near Entry, km float64, ok bool) {
	at := cellOf(e)
	for lat := at.lat - 1; lat <= at.lat+1; lat++ {
		for lon := at.lon - 1; lon <= at.lon+1; lon++ {
			for _, c := range n.cells[cell{at.country, lat, lon}] {
				if d := Distance(e.Lat, e.Lon, c.Lat, c.Lon); !ok || d < km {
					near, km, ok = c, d, true
				}
			}
		}
	}
	return near, km, ok
}

// farthest is how far away in kilometres a neighbour may be and still tell a division.
const farthest = 60

// Division gives the id of the division that e's nearest settlement lies in; "" where none is near.
func (n *Neighbours) Division(e Entry) string {
	if c, km, ok := n.Nearest(e); ok && km < farthest {
		return c.Parent
	}
	return ""
}
