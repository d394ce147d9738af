package origin

import (
	"cmp"
	"slices"

	"sitrep"
)

// Passage is a run of words that two texts share, but for a few words put in, left out or put in place of others. The spans are bytes of
// either text, from the first shared word to the last.
type Passage struct {
	A, B  sitrep.Span
	Words int // words that are the same
}

const (
	// seedWords is how many words in a row must be the same for a passage to begin, leastPassage how many in all.
	seedWords    = 4
	leastPassage = 8
	// maxGap is how many words may differ before the passage goes on with seedWords - 1 that are the same.
	maxGap = 4
	// maxSeeds bounds the places of the second text that one seed of the first is tried at, maxPassageWords the words of a text that
	// are looked at.
	maxSeeds        = 8
	maxPassageWords = 50_000
)

// run is a passage in words: half-open ranges of either text.
type run struct {
	a, b, endA, endB, same int
}

// Passages gives the passages that two texts share, in the order of the first text; none overlaps another there. What counts is words, not
// case, punctuation or inflection.
func Passages(textA, textB string) []Passage {
	a, b := wordsOf(textA), wordsOf(textB)
	var out []Passage
	for _, r := range shared(a, b) {
		out = append(out, Passage{
			A:     sitrep.Span{Start: a[r.a].start, End: a[r.endA-1].end},
			B:     sitrep.Span{Start: b[r.b].start, End: b[r.endB-1].end},
			Words: r.same,
		})
	}
	return out
}

func wordsOf(text string) []word {
	var out []word
	eachWord(text, 0, len(text), func(w word) {
		if len(out) < maxPassageWords {
			out = append(out, w)
		}
	})
	return out
}

// seedAt hashes the seed that begins at word i.
func seedAt(w []word, i int) uint64 {
	h := uint64(0)
	for _, x := range w[i : i+seedWords] {
		h = mix(h + fnv(x.stem))
	}
	return h
}

// shared finds the runs, the longest that begins at each word of a that no run before it holds.
func shared(a, b []word) []run {
	if len(a) < seedWords || len(b) < seedWords {
		return nil
	}
	at := make(map[uint64][]int, len(b))
	for i := 0; i+seedWords <= len(b); i++ {
		h := seedAt(b, i)
		if len(at[h]) < maxSeeds {
			at[h] = append(at[h], i)
		}
	}
	var out []run
	for i := 0; i+seedWords <= len(a); {
		best := run{}
		for _, k := range at[seedAt(a, i)] {
			if r := extend(a, b, i, k); r.same > best.same {
				best = r
			}
		}
		if best.same < leastPassage {
			i++
			continue
		}
		out = append(out, best)
		i = best.endA
	}
	return out
}

// extend follows the words from a[i] and b[k] on as long as they are the same, over gaps.
func extend(a, b []word, i, k int) run {
	r := run{a: i, b: k, endA: i, endB: k}
	for {
		for r.endA < len(a) && r.endB < len(b) && a[r.endA].stem == b[r.endB].stem {
			r.endA++
			r.endB++
			r.same++
		}
		if r.same == 0 {
			return r
		}
		da, db, ok := gap(a, b, r.endA, r.endB)
		if !ok {
			return r
		}
		r.endA += da
		r.endB += db
	}
}

// gap finds the smallest gap after which the texts go on alike.
func gap(a, b []word, i, k int) (da, db int, ok bool) {
	for n := 1; n <= 2*maxGap; n++ {
		for da := max(0, n-maxGap); da <= min(n, maxGap); da++ {
			db := n - da
			if alike(a, b, i+da, k+db, seedWords-1) {
				return da, db, true
			}
		}
	}
	return 0, 0, false
}

func alike(a, b []word, i, k, n int) bool {
	if i+n > len(a) || k+n > len(b) {
		return false
	}
	for j := range n {
		if a[i+j].stem != b[k+j].stem {
			return false
		}
	}
	return true
}

// Retold gives the pairs of claims, as indices into the claims of two copies, that are the same statement printed twice: of one type, their triggers the
// same words at the same place of a shared passage. A claim stands in one pair at most; pairs are in the order of a.
func Retold(a, b *sitrep.Extraction) [][2]int {
	wa, wb := wordsOf(a.Report.Text), wordsOf(b.Report.Text)
	var out [][2]int
	taken := map[int]bool{}
	for _, r := range shared(wa, wb) {
		for i, c := range a.Claims {
			at := wordAt(wa, c.Trigger.Start)
			if at < r.a || at >= r.endA {
				continue
			}
			best, distance := -1, 2*maxGap+1
			for k, d := range b.Claims {
				there := wordAt(wb, d.Trigger.Start)
				if taken[k] || d.Type != c.Type || d.Subtype != c.Subtype || there < r.b || there >= r.endB || wa[at].stem != wb[there].stem {
					continue
				}
				// How far the two are from standing at the same place, given the gaps before them.
				off := (at - r.a) - (there - r.b)
				if off = max(off, -off); off < distance {
					best, distance = k, off
				}
			}
			if best >= 0 {
				taken[best] = true
				out = append(out, [2]int{i, best})
			}
		}
	}
	slices.SortFunc(out, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.CompactFunc(out, func(x, y [2]int) bool { return x[0] == y[0] })
}

// wordAt is the word that a byte lies in, or the first after it; len(words) after the last.
func wordAt(words []word, at int) int {
	i, _ := slices.BinarySearchFunc(words, at, func(w word, at int) int {
		if w.end <= at {
			return -1
		}
		return 1
	})
	return i
}
