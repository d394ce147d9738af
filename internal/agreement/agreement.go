// Package agreement measures how far people who judged the same things agree: by the share of judgements that are the same, by Cohen's kappa
// and by Krippendorff's alpha, both of which take off what chance alone would give.
//
//	units := []agreement.Unit{
//		{{"Ada", "air_strike"}, {"Ben", "air_strike"}},
//		{{"Ada", "air_strike"}, {"Ben", "shelling"}, {"Cem", "shelling"}},
//	}
//	r := agreement.Of(units, agreement.Options{})
//
// Values are nominal: two are the same or they are not. A coder who judged nothing of a unit is left out of it; the empty value is a value
// ("not said"), no missing one. A unit that fewer than two judged says nothing of agreement and counts nowhere.
//
// Kappa is after J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960); alpha after
// K. Krippendorff, Content Analysis, 2nd edition (2004), chapter 11, and Computing Krippendorff's Alpha-Reliability (2011).
package agreement

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
)

// Rating is what one coder judged of a unit.
type Rating struct{ Coder, Value string }

// Unit is one thing with what coders judged of it. Of several ratings by one coder the last counts.
type Unit []Rating

// Threshold is the alpha below which Krippendorff (2004, page 241) advises against conclusions, even tentative ones.
const Threshold = 0.667

// Options say how the interval of alpha is found. The zero value works.
type Options struct {
	Seed   uint64 // of the draws
	Rounds int    // how often units are drawn; 0: 1000
}

// Result is how far coders agree. What cannot be told is nil: where everybody gave one and the same value there is nothing that chance could
// have got wrong, and neither kappa nor alpha is defined.
type Result struct {
	Units   int // judged by two or more
	Coders  int // of these units
	Percent float64
	// kappa is Cohen's; of more than two coders the mean over their pairs, weighted by how many units both judged.
	Kappa *float64
	Alpha *float64
	// Low and High are the ends of alpha's 95 percent interval, by drawing as many units as there are, with replacement.
	Low, High *float64
}

// Of measures units.
func Of(units []Unit, o Options) Result {
	u := judged(units)
	r := Result{Units: len(u), Percent: percent(u)}
	coders := map[string]bool{}
	for _, one := range u {
		for _, x := range one {
			coders[x.Coder] = true
		}
	}
	r.Coders = len(coders)
	weight, sum := 0, 0.0
	for _, p := range pairs(u) {
		if p.Kappa != nil {
			weight += p.Units
			sum += *p.Kappa * float64(p.Units)
		}
	}
	if weight > 0 {
		v := sum / float64(weight)
		r.Kappa = &v
	}
	c := coincidences(u)
	if v, ok := c.alpha(nil); ok {
		r.Alpha = &v
		r.Low, r.High = c.interval(o)
	}
	return r
}

// Pair is how far two coders agree on what both judged. Percent is between 0 and 100, here and elsewhere.
type Pair struct {
	A, B    string // in the order of names
	Units   int
	Percent float64
	Kappa   *float64
}

// Pairs measures every two coders who judged a unit both, in the order of their names.
func Pairs(units []Unit) []Pair { return pairs(judged(units)) }

// judged are the units that two or more judged, each coder once, in the order of names.
func judged(units []Unit) []Unit {
	out := make([]Unit, 0, len(units))
	for _, u := range units {
		by := map[string]string{}
		for _, r := range u {
			by[r.Coder] = r.Value
		}
		if len(by) < 2 {
			continue
		}
		one := make(Unit, 0, len(by))
		for _, coder := range slices.Sorted(maps.Keys(by)) {
			one = append(one, Rating{coder, by[coder]})
		}
		out = append(out, one)
	}
	return out
}

// percent is the share of units' pairs of ratings that are the same, each unit weighing the same.
func percent(units []Unit) float64 {
	if len(units) == 0 {
		return 0
	}
	sum := 0.0
	for _, u := range units {
		same, all := 0, 0
		for i := range u {
			for k := range i {
				all++
				if u[i].Value == u[k].Value {
					same++
				}
			}
		}
		sum += float64(same) / float64(all)
	}
	return 100 * sum / float64(len(units))
}

func pairs(units []Unit) []Pair {
	type two struct{ a, b string }
	both := map[two][][2]string{}
	for _, u := range units {
		for i := range u {
			for k := range i {
				p := two{u[k].Coder, u[i].Coder}
				both[p] = append(both[p], [2]string{u[k].Value, u[i].Value})
			}
		}
	}
	keys := slices.SortedFunc(maps.Keys(both), func(x, y two) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	out := make([]Pair, 0, len(keys))
	for _, k := range keys {
		list := both[k]
		same := 0
		for _, v := range list {
			if v[0] == v[1] {
				same++
			}
		}
		p := Pair{A: k.a, B: k.b, Units: len(list), Percent: 100 * float64(same) / float64(len(list))}
		if v, ok := kappa(list); ok {
			p.Kappa = &v
		}
		out = append(out, p)
	}
	return out
}

// kappa is Cohen's kappa of what two coders judged of the same units: (Po − Pe) / (1 − Pe), where Po is the share of units on which they
// agree and Pe the share on which they would by chance, each keeping to how often they gave each value. It is not defined (ok is false)
// where nothing was judged, and where both gave one value throughout.
func kappa(judged [][2]string) (k float64, ok bool) {
	if len(judged) == 0 {
		return 0, false
	}
	n := float64(len(judged))
	var a, b counts
	same := 0.0
	for _, v := range judged {
		a.add(v[0], 1)
		b.add(v[1], 1)
		if v[0] == v[1] {
			same++
		}
	}
	chance := 0.0
	for i, v := range a.values {
		chance += a.n[i] / n * b.of(v) / n
	}
	if chance >= 1 {
		return 0, false
	}
	return (same/n - chance) / (1 - chance), true
}

// counts counts values in the order in which they came, so that sums do not hang on the order of a map.
type counts struct {
	values []string
	n      []float64
	at     map[string]int
}

func (c *counts) add(value string, n float64) int {
	if c.at == nil {
		c.at = map[string]int{}
	}
	i, ok := c.at[value]
	if !ok {
		i = len(c.values)
		c.at[value], c.values, c.n = i, append(c.values, value), append(c.n, 0)
	}
	c.n[i] += n
	return i
}

func (c *counts) of(value string) float64 {
	if i, ok := c.at[value]; ok {
		return c.n[i]
	}
	return 0
}

// unit is what a unit adds to the matrix of coincidences: how many ratings of each value, and how much it disagrees with itself.
type unit struct {
	value    []int
	n        []float64
	ratings  float64
	disagree float64 // the sum of its cells off the diagonal
}

// matrix is the matrix of coincidences, by the units that it is made of.
type matrix struct {
	units  []unit
	values int
}

func coincidences(units []Unit) matrix {
	var all counts
	var m matrix
	for _, u := range units {
		var own counts
		for _, r := range u {
			own.add(r.Value, 1)
		}
		one := unit{ratings: float64(len(u))}
		alike := 0.0
		for i, v := range own.values {
			one.value = append(one.value, all.add(v, 0))
			one.n = append(one.n, own.n[i])
			alike += own.n[i] * (own.n[i] - 1)
		}
		one.disagree = (one.ratings*(one.ratings-1) - alike) / (one.ratings - 1)
		m.units = append(m.units, one)
	}
	m.values = len(all.values)
	return m
}

// alpha is Krippendorff's alpha for nominal values of the units drawn, by their indexes (nil: of all): 1 − Do / De, where Do is how much units
// disagree within themselves and De how much they would if values were dealt out by chance. It is not defined (ok is false) where no two
// values differ.
func (m matrix) alpha(drawn []int) (alpha float64, ok bool) {
	totals := make([]float64, m.values)
	n, observed := 0.0, 0.0
	add := func(u *unit) {
		n += u.ratings
		observed += u.disagree
		for i, v := range u.value {
			totals[v] += u.n[i]
		}
	}
	if drawn == nil {
		for i := range m.units {
			add(&m.units[i])
		}
	}
	for _, i := range drawn {
		add(&m.units[i])
	}
	expected := n * n
	for _, t := range totals {
		expected -= t * t
	}
	if expected <= 0 {
		return 0, false
	}
	return 1 - (n-1)*observed/expected, true
}

// interval draws units again and again. Draws without two values that differ have no alpha and are left out; where they are more than half
// of all, nothing can be said.
func (m matrix) interval(o Options) (low, high *float64) {
	rounds := o.Rounds
	if rounds <= 0 {
		rounds = 1000
	}
	random := rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15))
	drawn := make([]int, len(m.units))
	var found []float64
	for range rounds {
		for i := range drawn {
			drawn[i] = random.IntN(len(m.units))
		}
		if v, ok := m.alpha(drawn); ok {
			found = append(found, v)
		}
	}
	if 2*len(found) <= rounds || len(m.units) < 2 {
		return nil, nil
	}
	slices.Sort(found)
	at := func(share float64) *float64 {
		v := found[int(share*float64(len(found)-1)+0.5)]
		return &v
	}
	return at(0.025), at(0.975)
}
