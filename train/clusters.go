package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"sitrep/internal/parse"
)

type clusterOptions struct {
	classes int // word classes
	middle  int // groups of classes
	wide    int // groups of those, at most 16
	least   int // words seen less often have no class
	most    int // so many words have one, the most frequent
	passes  int // passes over the words
	seed    uint64
}

var defaultClusters = clusterOptions{classes: 512, middle: 96, wide: 16, least: 3, most: 36000, passes: 12, seed: 1}

// Two classes are set apart: where sentences begin and end, and the words that are too rare to have a class.
const (
	boundary = iota
	rare
	fixedClasses
)

// neighbour is how often an item stood beside another.
type neighbour struct{ item, n int32 }

// bigrams are counts of items and of pairs of items that stand in a row. The first fixedClasses items stay alone in the
// class of the same number.
type bigrams struct {
	count       []int64
	after, prev [][]neighbour // by item, of other items, sorted by item
	self        []int32       // pairs of an item with itself
}

// words numbers the words of sentences and counts their pairs. keys[item] is a word's key.
func countWords(sents [][]uint64, o clusterOptions) (b *bigrams, keys []uint64) {
	total := map[uint64]int64{}
	for _, s := range sents {
		for _, w := range s {
			total[w]++
		}
	}
	for w, n := range total {
		if n >= int64(o.least) {
			keys = append(keys, w)
		}
	}
	slices.SortFunc(keys, func(a, b uint64) int {
		return cmp.Or(cmp.Compare(total[b], total[a]), cmp.Compare(a, b))
	})
	keys = keys[:min(len(keys), o.most)]
	keys = append(make([]uint64, fixedClasses), keys...)
	number := map[uint64]int32{}
	for i := fixedClasses; i < len(keys); i++ {
		number[keys[i]] = int32(i)
	}
	pairs := map[[2]int32]int32{}
	for _, s := range sents {
		last := int32(boundary)
		for _, w := range s {
			at, ok := number[w]
			if !ok {
				at = rare
			}
			pairs[[2]int32{last, at}]++
			last = at
		}
		pairs[[2]int32{last, boundary}]++
	}
	return newBigrams(len(keys), pairs), keys
}

func newBigrams(items int, pairs map[[2]int32]int32) *bigrams {
	b := &bigrams{make([]int64, items), make([][]neighbour, items), make([][]neighbour, items), make([]int32, items)}
	for p, n := range pairs {
		b.count[p[0]] += int64(n)
		if p[0] == p[1] {
			b.self[p[0]] = n
			continue
		}
		b.after[p[0]] = append(b.after[p[0]], neighbour{p[1], n})
		b.prev[p[1]] = append(b.prev[p[1]], neighbour{p[0], n})
	}
	for i := range items {
		for _, list := range [][]neighbour{b.after[i], b.prev[i]} {
			slices.SortFunc(list, func(a, b neighbour) int { return int(a.item - b.item) })
		}
	}
	return b
}

// grouped are the counts of the classes that items were put in.
func (b *bigrams) grouped(class []int32, classes int) *bigrams {
	pairs := map[[2]int32]int32{}
	for i := range b.count {
		if b.self[i] > 0 {
			pairs[[2]int32{class[i], class[i]}] += b.self[i]
		}
		for _, a := range b.after[i] {
			pairs[[2]int32{class[i], class[a.item]}] += a.n
		}
	}
	return newBigrams(classes, pairs)
}

// logs are x·log2(x) in whole 4096ths: whole numbers add up alike in any order and on any machine.
type logs []int64

func newLogs(n int) logs {
	l := make(logs, n)
	for x := 2; x < n; x++ {
		l[x] = xlogx(int64(x))
	}
	return l
}

func xlogx(x int64) int64 {
	if x < 2 {
		return 0
	}
	return int64(float64(x)*math.Log2(float64(x))*4096 + 0.5)
}

func (l logs) of(x int32) int64 {
	if int(x) < len(l) {
		return l[x]
	}
	return xlogx(int64(x))
}

// exchange puts items into classes so that a model of class pairs makes the text as likely as it can: in each pass it
// takes each item out of its class and puts it where it does most good. At most room items share a class. It returns the
// classes and the likelihood, higher is better.
func exchange(b *bigrams, order []int32, classes, room, passes int) ([]int32, int64) {
	l := newLogs(1 << 18)
	n := len(b.count)
	class := make([]int32, n)
	size := make([]int, classes)
	for i, item := range order {
		class[item] = int32(fixedClasses + i%(classes-fixedClasses))
		size[class[item]]++
	}
	class[boundary], class[rare] = boundary, rare
	g := b.grouped(class, classes)
	count := g.count
	pair, turned := make([]int32, classes*classes), make([]int32, classes*classes) // [a][b] a before b; [b][a] the same
	for a := range classes {
		pair[a*classes+a], turned[a*classes+a] = g.self[a], g.self[a]
		for _, x := range g.after[a] {
			pair[a*classes+int(x.item)], turned[int(x.item)*classes+a] = x.n, x.n
		}
	}
	before, behind := make([]int32, classes), make([]int32, classes)
	gain := make([]int64, classes)
	for range passes {
		moved := 0
		for _, item := range order {
			clear(before)
			clear(behind)
			clear(gain)
			for _, x := range b.prev[item] {
				before[class[x.item]] += x.n
			}
			for _, x := range b.after[item] {
				behind[class[x.item]] += x.n
			}
			self, old := b.self[item], int(class[item])
			put := func(k int, sign int32) {
				for c := range classes {
					if n := sign * before[c]; n != 0 {
						pair[c*classes+k] += n
						turned[k*classes+c] += n
					}
					if n := sign * behind[c]; n != 0 {
						pair[k*classes+c] += n
						turned[c*classes+k] += n
					}
				}
				pair[k*classes+k] += sign * self
				turned[k*classes+k] += sign * self
				count[k] += int64(sign) * b.count[item]
				size[k] += int(sign)
			}
			put(old, -1)
			for c := range classes {
				if n := before[c]; n != 0 {
					row := pair[c*classes : (c+1)*classes]
					for k, x := range row {
						gain[k] += l.of(x+n) - l.of(x)
					}
					gain[c] -= l.of(row[c]+n) - l.of(row[c])
				}
				if n := behind[c]; n != 0 {
					row := turned[c*classes : (c+1)*classes]
					for k, x := range row {
						gain[k] += l.of(x+n) - l.of(x)
					}
					gain[c] -= l.of(row[c]+n) - l.of(row[c])
				}
			}
			best := -1
			for k := fixedClasses; k < classes; k++ {
				x := pair[k*classes+k]
				gain[k] += l.of(x+before[k]+behind[k]+self) - l.of(x)
				gain[k] -= 2 * (xlogx(count[k]+b.count[item]) - xlogx(count[k]))
				if size[k] < room && (best < 0 || gain[k] > gain[best] || gain[k] == gain[best] && k == old) {
					best = k
				}
			}
			put(best, 1)
			if best != old {
				class[item] = int32(best)
				moved++
			}
		}
		if moved*1000 < len(order) {
			break
		}
	}
	var sum int64
	for _, x := range pair {
		sum += l.of(x)
	}
	for _, x := range count {
		sum -= 2 * xlogx(x)
	}
	return class, sum
}

// group puts the classes of b into so many groups, the best of some trials, each begun in another order.
func group(b *bigrams, groups, room int, rng *rand.Rand) []int32 {
	var best []int32
	var most int64
	order := byNumber(len(b.count))
	for range 20 {
		class, sum := exchange(b, order, groups+fixedClasses, room, 100)
		if best == nil || sum > most {
			best, most = class, sum
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return best
}

func byNumber(items int) []int32 {
	var order []int32
	for i := fixedClasses; i < items; i++ {
		order = append(order, int32(i))
	}
	return order
}

// trainClusters learns word classes from sentences of word keys and returns the model file.
func trainClusters(sents [][]uint64, o clusterOptions, log io.Writer) ([]byte, error) {
	began := time.Now()
	if o.wide > 16 || o.classes < o.middle || o.middle < o.wide || o.wide < 1 {
		return nil, fmt.Errorf("clusters: %d classes in %d groups in %d", o.classes, o.middle, o.wide)
	}
	b, keys := countWords(sents, o)
	class, sum := exchange(b, byNumber(len(keys)), o.classes+fixedClasses, len(keys), o.passes)
	fine := b.grouped(class, o.classes+fixedClasses)
	rng := rand.New(rand.NewPCG(o.seed, 0xc1a5))
	mid := group(fine, o.middle, 256, rng)
	broad := group(fine.grouped(mid, o.middle+fixedClasses), o.wide, 16, rng)
	// A path numbers the wide group, the middle group within it and the class within that.
	path := make([]uint16, o.classes+fixedClasses)
	inBroad, inMid := map[int32]uint16{}, map[int32]uint16{}
	midPath := map[int32]uint16{}
	for c := fixedClasses; c < len(path); c++ {
		m := mid[c]
		p, ok := midPath[m]
		if !ok {
			w := broad[m]
			p = uint16(w-fixedClasses)<<4 | inBroad[w]
			inBroad[w]++
			midPath[m] = p
		}
		path[c] = p<<8 | inMid[m]
		inMid[m]++
	}
	var slots []slot
	for i := fixedClasses; i < len(keys); i++ {
		s := slot{key: keys[i]}
		binary.LittleEndian.PutUint16(s.value[:], path[class[i]])
		slots = append(slots, s)
	}
	if len(slots) == 0 {
		return nil, fmt.Errorf("clusters: no word occurs %d times", o.least)
	}
	words := table(slots)
	fmt.Fprintf(log, "clusters: %d sentences, %d words in %d classes, %d and %d groups, likelihood %d, %v\n",
		len(sents), len(slots), o.classes, len(midPath), len(inBroad), sum>>12, time.Since(began).Round(time.Second))
	out := binary.LittleEndian.AppendUint32([]byte("SITRCLU1"), uint32(len(words)/8))
	return append(out, words...), nil
}

// wordKeys are the keys of a sentence's words, as classes are looked up by.
func wordKeys(words []string, upper bool) []uint64 {
	out := make([]uint64, len(words))
	for i, w := range words {
		out[i] = parse.ClusterKey(w, upper)
	}
	return out
}
