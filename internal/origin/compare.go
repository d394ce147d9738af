package origin

import (
	"cmp"
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
	allSmall, allLarge     float64 // parts of the words, not weighed, that were found
	wording, numbers       float64 // the same of the small text's words that are no names, and of its numbers
	words                  int     // content words of the small text
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
	plain  bool // neither a name nor a number
	number bool
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
		p.words = append(p.words, place{u.hash(), int32(len(p.masses) - 1), float32(u.weight()), !u.name() && !u.number(), u.number()})
	}
	if len(s.units) > 0 {
		p.endSentence()
	}
	p.places = slices.Clone(p.words)
	slices.SortFunc(p.places, comparePlaces)
	return p
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.sent, b.sent))
}

// endSentence drops words that the last sentence has twice and weighs it.
func (p *prepared) endSentence() {
	first := int32(0)
	if n := len(p.sents); n > 0 {
		first = p.sents[n-1]
	}
	last := p.words[first:]
	slices.SortFunc(last, comparePlaces)
	last = slices.CompactFunc(last, func(a, b place) bool { return a.hash == b.hash })
	p.words = p.words[:int(first)+len(last)]
	p.sents = append(p.sents, int32(len(p.words)))
	n := len(p.masses) - 1
	for _, w := range last {
		p.masses[n] += float64(w.weight)
	}
	p.mass += p.masses[n]
}

// Compare compares two texts by their signatures.
func Compare(a, b *Signature) Match {
	if a.Text != b.Text && !newProbe(a).worth(b) {
		return Match{Verdict: Apart}
	}
	return compare(prepare(a), prepare(b))
}

// compare is Compare for texts that are worth it (probe).
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
	case m.Score >= .5 && f.same():
		m.Verdict = Copy
	case f.words > tinyWords && max(f.longSmall, f.longLarge) >= partial:
		m.Verdict = Partial
	}
	return m
}

// partial is the part of a text that must stand nearly word for word in the other for the two to share passages; of short texts that
// says nothing.
const partial = .1

// odds is the logarithm of the odds that the two are copies, less the margin: logistic regression, fitted by train/copies on the
// development part of the dup benchmark (docs/origins.md says how it does on incidents that it was not fitted on).
func (f *features) odds() float64 {
	return -11.18 + 5.70*f.shareSmall + 7.29*f.meanSmall + 4.06*f.meanLarge + 10.97*f.longLarge - margin
}

// A short text has few words beside names, and names are those of the happening: two reports of it share them. So a short one is a
// copy only where nearly all of it is the same, its wording and its numbers too. The demand is whole up to shortWords content words and
// fades to nothing at longWords. Of a text of tinyWords or less hardly a word may differ, either way.
const (
	tinyWords, shortWords, longWords = 12, 25, 50
	shortSame                        = .85
	shortBack                        = .3
	tinySame                         = .95
)

// same says whether the texts are as alike as their length demands.
func (f *features) same() bool {
	if f.words <= tinyWords {
		return f.allSmall >= tinySame && f.allLarge >= tinySame
	}
	t := min(1, max(0, float64(longWords-f.words)/(longWords-shortWords)))
	return f.allSmall >= t*shortSame && f.wording >= t*shortSame && f.numbers >= t*shortSame && f.allLarge >= t*shortBack
}

// margin is how much surer than even a link must be. Links join whole groups, so that a false one costs more than a missed one.
const margin = 1.8

// look computes the features; swapped says that b is the small one, ok is false where one has no words.
func look(a, b *prepared) (f features, swapped, ok bool) {
	if a.mass == 0 || b.mass == 0 {
		return f, false, false
	}
	small, large := a, b
	if large.mass < small.mass || large.mass == small.mass && compareTexts(large.Text, small.Text) < 0 {
		small, large, swapped = b, a, true
	}
	s, l := align(small, large), align(large, small)
	f.shareSmall, f.meanSmall, f.longSmall, f.allSmall = s.share, s.mean, s.long, s.all.part()
	f.shareLarge, f.meanLarge, f.longLarge, f.allLarge = l.share, l.mean, l.long, l.all.part()
	f.wording, f.numbers = s.plain.part(), s.numbers.part()
	f.words = len(small.words)
	return f, swapped, true
}

// leastCommon is the part of the small text's weight that must be found in the large one at all for a closer look.
const leastCommon = .25

// probe is the words of one text as a table, to see quickly how much of it many others have. Weights are counted in quarters, so that sums are
// exact and the same in any order.
type probe struct {
	of    *Signature
	mass  int
	slots []slot // open addressing; a power of two
	round int32
}

type slot struct {
	hash  uint32 // of the word, plus 1; 0 where the slot is free
	mass  int32  // of all places where the word stands
	round int32  // the last text that it was found in
}

func quarters(u unit) int { return int(weights[u.level()] * 4) }

func newProbe(s *Signature) *probe {
	size := 16
	for size < 2*len(s.units) {
		size *= 2
	}
	p := &probe{of: s, slots: make([]slot, size)}
	for _, u := range s.units {
		q := quarters(u)
		p.mass += q
		x := p.find(u.hash())
		x.hash = u.hash() + 1
		x.mass += int32(q)
	}
	return p
}

// find gives the slot of a word, or the free one where it would stand.
func (p *probe) find(hash uint32) *slot {
	for i := int(mix(uint64(hash))); ; i++ {
		x := &p.slots[i&(len(p.slots)-1)]
		if x.hash == 0 || x.hash == hash+1 {
			return x
		}
	}
}

// worth says whether a closer look at another text can find a copy.
func (p *probe) worth(o *Signature) bool {
	p.round++
	mass, theirs, ours := 0, 0, 0
	for _, u := range o.units {
		q := quarters(u)
		mass += q
		x := p.find(u.hash())
		if x.hash == 0 {
			continue
		}
		theirs += q
		if x.round != p.round {
			x.round = p.round
			ours += int(x.mass)
		}
	}
	small, common := p.mass, ours
	if mass < p.mass || mass == p.mass && compareTexts(o.Text, p.of.Text) < 0 {
		small, common = mass, theirs
	}
	return small > 0 && float64(common) >= leastCommon*float64(small)
}

// alignment is how a text fits another, each of its sentences being laid on the one of the other that it has most weight in common with.
type alignment struct {
	share, long         float64 // parts of the weight in sentences of which half, and three quarters, are found so
	mean                float64 // part of the weight that is found
	all, plain, numbers tally   // words found: all, those neither name nor number, numbers
}

// frequent is in how many sentences a word stands at most to be used to find the one that another is laid on. It bounds the cost of long texts.
const frequent = 64

// align lays a on b.
func align(a, b *prepared) (out alignment) {
	score := make([]float64, len(b.sents))
	var touched []int32
	first := int32(0)
	for i, end := range a.sents {
		for _, w := range a.words[first:end] {
			k, _ := slices.BinarySearchFunc(b.places, w.hash, func(p place, h uint32) int { return int(p.hash) - int(h) })
			if k+frequent < len(b.places) && b.places[k+frequent].hash == w.hash {
				continue // it stands in too many sentences to tell which; it counts where others have found the one
			}
			for ; k < len(b.places) && b.places[k].hash == w.hash; k++ {
				s := b.places[k].sent
				if score[s] == 0 {
					touched = append(touched, s)
				}
				score[s] += float64(w.weight)
			}
		}
		best, at := 0.0, int32(-1)
		for _, s := range touched {
			if score[s] > best || score[s] == best && s < at {
				best, at = score[s], s
			}
			score[s] = 0
		}
		best = 0
		for _, w := range a.words[first:end] {
			_, found := slices.BinarySearchFunc(b.places, place{hash: w.hash, sent: at}, comparePlaces)
			out.all.add(found)
			if found {
				best += float64(w.weight)
			}
			if w.plain {
				out.plain.add(found)
			}
			if w.number {
				out.numbers.add(found)
			}
		}
		first = end
		touched = touched[:0]
		out.mean += best
		if best >= .5*a.masses[i] {
			out.share += a.masses[i]
		}
		if best >= .75*a.masses[i] {
			out.long += a.masses[i]
		}
	}
	out.share, out.mean, out.long = out.share/a.mass, out.mean/a.mass, out.long/a.mass
	return out
}

// tally counts what was found of some things.
type tally struct{ found, all int }

func (t *tally) add(found bool) {
	t.all++
	if found {
		t.found++
	}
}

// part is the part that was found, 1 where there was nothing to find.
func (t *tally) part() float64 {
	if t.all == 0 {
		return 1
	}
	return float64(t.found) / float64(t.all)
}

// Features gives what the odds of two texts rest on, for fitting their weights (train/copies): shareSmall, meanSmall, meanLarge,
// longLarge.
func Features(a, b *Signature) []float64 {
	f, _, _ := look(prepare(a), prepare(b))
	return []float64{f.shareSmall, f.meanSmall, f.meanLarge, f.longLarge}
}
