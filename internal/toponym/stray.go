package toponym

import (
	"math"

	"sitrep/internal/geo"
)

// farKm is how far from every other place of a report a namesake lies that is rather not meant.
const farKm = 300.0

// mainly is the share of a report's places in one country from which the report tells of that country.
const mainly = 0.6

// stray says that sense x is a small place in a country that the report does not speak of, far from its other places, which lie in one
// country: rather a place there that no gazetteer knows than its namesake.
func stray(senses []*sense, x int, nations map[string]float64, home string) bool {
	c := senses[x].best()
	if c == nil || c.Country == "" || nations[c.Country] > 0 || !small(c) {
		return false
	}
	votes, most, all, in := 0.0, 0.0, 0.0, map[string]float64{}
	only, several := "", false
	for _, n := range nations {
		votes += n
	}
	for y, s := range senses {
		o := s.best()
		if y == x || o == nil || o.Country == "" {
			continue
		}
		if o.Country == c.Country || o.Located && o.Kind != geo.Country && km(&c.Place, &o.Place) < farKm {
			return false
		}
		votes += s.weight
		if o.Kind == geo.Country {
			only, several = o.Country, several || only != "" && only != o.Country
			continue
		}
		in[o.Country] += s.weight
		all += s.weight
		most = max(most, in[o.Country])
	}
	switch {
	case all > 0:
	case only != "": // no place but a country
		return !several && c.Population < 50_000
	default: // none but nations: "Turkish warplanes bombed the Gara region"
		if home != "" {
			votes-- // the publisher's own country is not told of
		}
		return votes >= 1 && c.Population < 50_000
	}
	return most >= mainly*all && votes >= 2
}

// bySide is what the nations and armies that a report names add to a namesake in their country, in log odds.
const bySide = 6.0

// side shifts the belief of name x to namesakes in the countries of whom the report names, where the likeliest is a small place in a country
// of which it says nothing: of places called Ras al-Ain the one that Syrians and Turks fight over.
func side(senses []*sense, x int, nations map[string]float64) {
	s := senses[x]
	c := s.best()
	if c == nil || c.Country == "" || nations[c.Country] > 0 || !small(c) {
		return
	}
	for y, o := range senses {
		if b := o.best(); y != x && b != nil && b.Country == c.Country {
			return
		}
	}
	scores := make([]float64, len(s.cands))
	for j := range s.cands {
		scores[j] = math.Log(s.share[j] + 1e-9)
		if nations[s.cands[j].Country] > 0 {
			scores[j] += bySide
		}
	}
	s.share = softmax(scores)
}

// armies are the countries of the bodies that the report names.
func (f *finder) armies() []string {
	var out []string
	for _, s := range f.d.Sents {
		for k := s.First; k < s.Last; k++ {
			if n, a := f.reg.Match(f.d, k, s.Last); a != nil {
				if a.Country != "" && a.Kind != "media" {
					out = append(out, a.Country)
				}
				k += n - 1
			}
		}
	}
	return out
}

// small says that few would name a place without saying where it is.
func small(c *candidate) bool {
	switch c.Kind {
	case geo.Country, geo.Continent, geo.Region, geo.Sea, geo.Admin1, geo.Capital, geo.Island, geo.Mountain, geo.Desert, geo.Valley, geo.River, geo.Lake, geo.Strait:
		return false
	}
	return c.Population < 500_000
}

// best is the likeliest candidate, nil for none.
func (s *sense) best() *candidate {
	var b *candidate
	top := 0.0
	for j := range s.cands {
		if s.share[j] > top {
			b, top = &s.cands[j], s.share[j]
		}
	}
	return b
}
