package origin

import (
	"math"
	"slices"
)

// Verdict says how two texts stand to each other.
type Verdict string

// The verdicts. A Copy tells what the other tells, in its words or in words put in their place; Partial shares
// passages and is otherwise its own; Apart shares no more than two reports of one happening do.
const (
	Copy    Verdict = "copy"
	Partial Verdict = "partial"
	Apart   Verdict = "apart"
)

// Match is what the comparison of two texts found. It is the same whichever comes first, A being the first argument's.
type Match struct {
	Verdict Verdict `json:"verdict"`
	// Score is between 0 and 1: how likely the one is a copy of the other.
	Score float64 `json:"score"`
	// ShareA and ShareB are the parts of each text, by weight of their content words, that stand in sentences
	// which the other has too.
	ShareA float64 `json:"share_a"`
	ShareB float64 `json:"share_b"`
}

// features are what the verdict rests on. Small is the text with less content, large the other; all are between 0 and 1.
type features struct {
	shareSmall, shareLarge float64 // see alignment
	meanSmall, meanLarge   float64
	longSmall, longLarge   float64
}

// prepared is a signature with what comparing needs, computed once.
type prepared struct {
	*Signature
	places []place // words by hash, each once a sentence
	sents  []int32 // end of each sentence in words
	words  []place // the same in order of sentences
	mass   float64
	masses []float64 // by sentence
}

// place is a word in a sentence.
type place struct {
	hash   uint32
	sent   int32
	weight float32
}

func prepare(s *Signature) *prepared {
	p := &prepared{Signature: s, words: make([]place, 0, len(s.units))}
	for i, u := range s.units {
		if i == 0 || u.opens() {
			if i > 0 {
				p.endSentence()
			}
			p.masses = append(p.masses, 0)
		}
		p.words = append(p.words, place{u.hash(), int32(len(p.masses) - 1), float32(u.weight())})
	}
	if len(s.units) > 0 {
		p.endSentence()
	}
	p.places = slices.Clone(p.words)
	slices.SortFunc(p.places, comparePlaces)
	return p
}

func comparePlaces(a, b place) int {
	if a.hash != b.hash {
		return int(a.hash) - int(b.hash)
	}
	return int(a.sent) - int(b.sent)
}

// endSentence drops words that the last sentence has twice and weighs it.
func (p *prepared) endSentence() {
	first := int32(0)
	if n := len(p.sents); n > 0 {
		first = p.sents[n-1]
	}
	last := p.words[first:]
	slices.SortFunc(last, comparePlaces)
	last = slices.Compact(last)
	p.words = p.words[:int(first)+len(last)]
	p.sents = append(p.sents, int32(len(p.words)))
	n := len(p.masses) - 1
	for _, w := range last {
		p.masses[n] += float64(w.weight)
	}
	p.mass += p.masses[n]
}

// Compare compares two texts by their signatures.
func Compare(a, b *Signature) Match { return compare(prepare(a), prepare(b)) }

func compare(a, b *prepared) Match {
	if a.Text == b.Text {
		return Match{Copy, 1, 1, 1}
	}
	f, swapped, ok := look(a, b)
	m := Match{Verdict: Apart}
	if !ok {
		return m
	}
	m.ShareA, m.ShareB = f.shareSmall, f.shareLarge
	if swapped {
		m.ShareA, m.ShareB = m.ShareB, m.ShareA
	}
	m.Score = 1 / (1 + math.Exp(-f.odds()))
	switch {
	case m.Score >= .5:
		m.Verdict = Copy
	case max(f.longSmall, f.longLarge) >= partial:
		m.Verdict = Partial
	}
	return m
}

// partial is the part of a text that must stand nearly word for word in the other for the two to share passages.
const partial = .1

// odds is the logarithm of the odds that the two are copies, less the margin: logistic regression, fitted by train/copies on the
// development part of the dup benchmark (docs/origins.md says how it does on incidents that it was not fitted on).
func (f *features) odds() float64 {
	return -11.55 + 5.58*f.shareSmall + 8.16*f.meanSmall + 3.62*f.meanLarge + 12.08*f.longLarge - margin
}

// margin is how much surer than even a link must be. Links join whole groups, so that a false one costs more than a missed one.
const margin = 1.8

// look computes the features; swapped says that b is the small one, ok is false where the two have nothing in common.
func look(a, b *prepared) (f features, swapped, ok bool) {
	if a.mass == 0 || b.mass == 0 {
		return f, false, false
	}
	small, large := a, b
	if large.mass < small.mass || large.mass == small.mass && compareTexts(large.Text, small.Text) < 0 {
		small, large, swapped = b, a, true
	}
	if !overlap(small, large) {
		return f, swapped, false
	}
	f.shareSmall, f.meanSmall, f.longSmall = align(small, large)
	f.shareLarge, f.meanLarge, f.longLarge = align(large, small)
	return f, swapped, true
}

// leastCommon is the part of the small text's weight that must be found in the large one at all for a closer look.
const leastCommon = .2

// overlap says whether the small text has that much in common with the large one.
func overlap(small, large *prepared) bool {
	common, k := 0.0, 0
	for _, w := range small.places {
		for k < len(large.places) && large.places[k].hash < w.hash {
			k++
		}
		if k < len(large.places) && large.places[k].hash == w.hash {
			common += float64(w.weight)
		}
	}
	return common >= leastCommon*small.mass
}

// align lays each sentence of a on the sentence of b that it has most of its weight in common with. share is the part of a's weight in
// sentences of which at least half is found so, long in those of which three quarters are, mean the mean part found.
func align(a, b *prepared) (share, mean, long float64) {
	score := make([]float64, len(b.sents))
	var touched []int32
	first := int32(0)
	for i, end := range a.sents {
		for _, w := range a.words[first:end] {
			k, _ := slices.BinarySearchFunc(b.places, w.hash, func(p place, h uint32) int { return int(p.hash) - int(h) })
			for ; k < len(b.places) && b.places[k].hash == w.hash; k++ {
				s := b.places[k].sent
				if score[s] == 0 {
					touched = append(touched, s)
				}
				score[s] += float64(w.weight)
			}
		}
		first = end
		best := 0.0
		for _, s := range touched {
			best = max(best, score[s])
			score[s] = 0
		}
		touched = touched[:0]
		mean += best
		if best >= .5*a.masses[i] {
			share += a.masses[i]
		}
		if best >= .75*a.masses[i] {
			long += a.masses[i]
		}
	}
	return share / a.mass, mean / a.mass, long / a.mass
}

// Features gives what the verdict on two texts rests on, for fitting its weights: shareSmall, shareLarge, meanSmall, meanLarge,
// longSmall, longLarge.
func Features(a, b *Signature) []float64 {
	f, _, _ := look(prepare(a), prepare(b))
	return []float64{f.shareSmall, f.shareLarge, f.meanSmall, f.meanLarge, f.longSmall, f.longLarge}
}
