package fuse

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sitrep/internal/geo"
)

// weightsTable holds the weights, one a line: a name, a tab, a number. `go run ./train/fuse` makes it.
//
//go:embed weights.tsv
var weightsTable string

// Features names what is known of a pair of accounts, in the order of [Compare].
var Features = []string{"constant", "words", "words_squared", "names", "numbers", "lead", "rare_names", "persons", "person_rest", "person_none",
	"same_place", "near_place", "far_place", "near_words", "far_words", "published_apart", "published_far", "same_day", "near_day", "days_apart", "other_type",
	"killed_agree", "killed_differ", "injured_agree", "injured_differ", "short", "rare_words", "lead_names"}

// Vector holds the features of a pair.
type Vector [28]float64

// Weights are what was learned: the logarithms of odds that features add, of pairs in the order of Features and of all else by name. Short is for pairs of
// which one account is short (see [Vector.Short]): in few words, what both name is more often the matter that much is told of than one happening.
type Weights struct {
	Pair, Short Vector
	Named       map[string]float64
}

// shortWords is how many different content words an account has that is not short.
const shortWords = 32

// shortAt is what the feature "short" has for an account of so many words.
var shortAt = 1 / math.Log(8+float64(shortWords))

// Short says that one account of the pair is short: of one to three sentences.
func (v *Vector) Short() bool { return v[25] > shortAt }

// ParseWeights reads a table of weights. A line that is wrong, and a feature of pairs that is missing, is an error.
func ParseWeights(table string) (*Weights, error) {
	w := &Weights{Named: map[string]float64{}}
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, number, _ := strings.Cut(line, "\t")
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fmt.Errorf("weight %q: %w", name, err)
		}
		w.Named[name] = x
	}
	for i, f := range Features {
		x, ok := w.Named["pair "+f]
		if !ok {
			return nil, fmt.Errorf("no weight for %q", f)
		}
		w.Pair[i] = x
		if w.Short[i], ok = w.Named["short "+f]; !ok {
			return nil, fmt.Errorf("no weight for %q of short accounts", f)
		}
	}
	return w, nil
}

var learned = sync.OnceValues(func() (*Weights, error) { return ParseWeights(weightsTable) })

// Default gives the weights that the program carries.
func Default() (*Weights, error) { return learned() }

// Score is the logarithm of the odds that a pair with features v tells one happening.
func (w *Weights) Score(v *Vector) float64 {
	of := w.of(v)
	s := 0.0
	for i := range v {
		s += of[i] * v[i]
	}
	return s
}

// of are the weights of a pair with features v.
func (w *Weights) of(v *Vector) *Vector {
	if v.Short() {
		return &w.Short
	}
	return &w.Pair
}

// shared gives the cosine of the two accounts' words for every kind, the weight of shared rare names and of other rare words.
func shared(a, b *Account) (cos [kinds]float64, rareNames, rareWords, leadNames float64) {
	i, j := 0, 0
	for i < len(a.words) && j < len(b.words) {
		x, y := &a.words[i], &b.words[j]
		switch {
		case x.hash < y.hash:
			i++
			continue
		case x.hash > y.hash:
			j++
			continue
		}
		p := float64(x.weight) * float64(y.weight)
		both := x.is & y.is
		either := x.is | y.is
		cos[anyWord] += p
		if either>>nameWord&1 == 1 {
			cos[nameWord] += p
			if x.level >= 5 {
				rareNames++
				if both>>leadWord&1 == 1 {
					leadNames++
				}
			}
		} else if x.level >= 6 {
			rareWords++
		}
		if both>>numberWord&1 == 1 {
			cos[numberWord] += p
		}
		if both>>leadWord&1 == 1 {
			cos[leadWord] += p
		}
		i++
		j++
	}
	for k := range kinds {
		if cos[k] > 0 {
			cos[k] = min(1, cos[k]/(a.norm[k]*b.norm[k]+1e-9))
		}
	}
	return cos, rareNames, rareWords, leadNames
}

// Compare gives the features of a pair. It does not matter which account is the first.
func Compare(a, b *Account) Vector {
	var v Vector
	cos, rareNames, rareWords, leadNames := shared(a, b)
	v[0] = 1
	v[1], v[2], v[3], v[4], v[5] = cos[anyWord], cos[anyWord]*cos[anyWord], cos[nameWord], cos[numberWord], cos[leadWord]
	v[6] = math.Log1p(rareNames)
	n := 0
	for _, p := range a.persons {
		if _, ok := slices.BinarySearch(b.persons, p); ok {
			n++
		}
	}
	if m := min(len(a.persons), len(b.persons)); m > 0 {
		v[7] = math.Log1p(float64(n))
		v[8] = float64(n) / float64(m)
		if n == 0 {
			v[9] = 1
		}
	}
	switch near := nearness(a.Places, b.Places); near {
	case samePlace:
		v[10] = 1
	case nearPlace:
		v[11] = 1
		v[13] = cos[anyWord]
	case farPlace:
		v[12] = 1
		v[14] = cos[anyWord]
	}
	if a.day != noDay && b.day != noDay {
		d := math.Abs(float64(a.day - b.day))
		v[15] = math.Log1p(d)
		if d > 14 {
			v[16] = 1
		}
	}
	if a.from != noDay && b.from != noDay {
		gap := max(a.from-b.to, b.from-a.to)
		switch {
		case gap <= 0:
			v[17] = 1
		case gap == 1:
			v[18] = 1
		default:
			v[19] = math.Log1p(float64(gap))
		}
	}
	if a.Type != b.Type {
		v[20] = 1
	}
	v[21], v[22] = agree(a, b, 0)
	v[23], v[24] = agree(a, b, 1)
	v[25] = 1 / math.Log(8+float64(min(len(a.words), len(b.words))))
	v[26] = math.Log1p(rareWords)
	v[27] = math.Log1p(leadNames)
	return v
}

// nearness says how two accounts' places stand.
func nearness(a, b []Place) int {
	out := unknownPlace
	for i := range a[:min(2, len(a))] {
		for j := range b[:min(2, len(b))] {
			out = max(out, between(&a[i], &b[j]))
		}
	}
	return out
}

const (
	unknownPlace = iota
	farPlace
	nearPlace
	samePlace
)

// nearKm is how far apart the points of places may lie for one to be taken for the other's surroundings.
const nearKm = 40

func between(a, b *Place) int {
	if fold(a.Name) == fold(b.Name) && (a.Country == b.Country || a.Country == "" || b.Country == "") {
		return samePlace
	}
	if a.Lat == nil || a.Lon == nil || b.Lat == nil || b.Lon == nil {
		return unknownPlace
	}
	if geo.Distance(*a.Lat, *a.Lon, *b.Lat, *b.Lon) <= nearKm {
		return nearPlace
	}
	return farPlace
}

// agree says whether two accounts give one number for a measure, or numbers of which none can be the other.
func agree(a, b *Account, m int) (same, differ float64) {
	x, y := a.count(counted[m]), b.count(counted[m])
	if x == nil || y == nil || x.Best == nil || y.Best == nil {
		return 0, 0
	}
	if *x.Best == *y.Best {
		return 1, 0
	}
	return 0, math.Abs(math.Log1p(float64(*x.Best)) - math.Log1p(float64(*y.Best)))
}
