package fuse

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/origin"
)

// AccountID names an account: "a-" and what follows in the id of its first claim or, of an account without claims, of its report.
type AccountID string

// Account is one report's telling of one happening: the unit that is fused.
type Account struct {
	Report sitrep.ReportID
	Origin string // the group of copies that the report is in
	Claims []sitrep.ClaimID
	// Main says that the happening is what the report is about.
	Main      bool
	Type      string // codebook id
	Published sitrep.Date
	// From and To bound when it happened, inclusive; both unknown where the report does not tell.
	From, To sitrep.Date
	Places   []Place // the likeliest first
	Days     []Day   // the likeliest first
	Counts   []Count // by measure, as the report tells them of this happening

	id       AccountID // orders accounts
	shuffled uint64    // orders them faster, where any order will do that hangs on nothing else
	words    []word    // by hash
	persons  []uint32
	norm     [kinds]float64
	keys     []uint32 // of the buckets that it stands in; nil before they are asked for
	day      int      // of publication, in days since 1970; noDay where unknown
	from, to int
}

// noDay is a day that is not known.
const noDay = math.MinInt32

// Place is where an account may lie.
type Place struct {
	sitrep.EventPlace
	Score float64 // how likely it is the place, log odds up to a constant of the report
}

// Day is a day on which an account may lie, with its score as a Place has one.
type Day struct {
	Day   sitrep.Date
	Score float64
}

// Count is what an account says of one measure.
type Count struct {
	Measure         sitrep.Measure
	Low, Best, High *int
	options         []number // what the report may mean, with scores; nil where it says so plainly
}

type number struct {
	n     int
	score float64
}

// kinds of words: each has a similarity of its own.
const (
	anyWord = iota
	nameWord
	numberWord
	leadWord
	kinds
)

type word struct {
	hash   uint32
	level  uint8
	is     uint8  // a bit for each kind
	n      uint16 // how often it is told
	weight float32
}

// weigh sets the weight: rarity in bits and a damped count, as TF-IDF does.
func (w *word) weigh() {
	w.weight = float32((float64(w.level) + 1) * (1 + math.Log(float64(w.n))))
}

func hash(s string) uint32 {
	h := hash64(s)
	return uint32(h ^ h>>32)
}

// hash64 is the 64-bit FNV-1a hash (Fowler, Noll, Vo).
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func dayNumber(d sitrep.Date) int {
	if d.IsZero() {
		return noDay
	}
	return int(time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// leadBytes is how far the headline and the first sentences reach: words there say what is new.
const leadBytes = 500

// maxWords bounds the words of an account that are compared.
const maxWords = 600

// tell sets the words of the account: the content words of spans of text.
func (a *Account) tell(text string, spans []sitrep.Span) {
	seen := map[uint32]*word{}
	for _, s := range spans {
		for _, w := range origin.Content(text, s) {
			h := hash(w.Stem)
			c := seen[h]
			if c == nil {
				if len(seen) >= maxWords {
					continue
				}
				c = &word{hash: h, level: uint8(w.Level), is: 1 << anyWord}
				seen[h] = c
			}
			c.n = min(c.n, math.MaxUint16-1) + 1
			if w.Number {
				c.is |= 1 << numberWord
				c.level = max(c.level, 3)
			} else if w.Name {
				c.is |= 1 << nameWord
			}
			if w.Start < leadBytes {
				c.is |= 1 << leadWord
			}
		}
	}
	a.words = a.words[:0]
	for _, c := range seen {
		a.words = append(a.words, *c)
	}
	slices.SortFunc(a.words, func(x, y word) int { return cmp.Compare(x.hash, y.hash) })
	a.weigh()
}

// weigh sets the weights of words and the lengths of their vectors.
func (a *Account) weigh() {
	a.norm = [kinds]float64{}
	for i := range a.words {
		w := &a.words[i]
		w.weigh()
		for k := range kinds {
			if w.is>>k&1 == 1 {
				a.norm[k] += float64(w.weight) * float64(w.weight)
			}
		}
	}
	for k := range kinds {
		a.norm[k] = math.Sqrt(a.norm[k])
	}
}

// people sets the rare words in the names of persons.
func (a *Account) people(names []string) {
	a.persons = nil
	for _, n := range names {
		for _, w := range origin.Content(n, sitrep.Span{End: len(n)}) {
			if w.Level >= 2 && len(w.Stem) > 2 {
				a.persons = append(a.persons, hash(w.Stem))
			}
		}
	}
	slices.Sort(a.persons)
	a.persons = slices.Compact(a.persons)
}

// finish sets what is derived from the rest. Scores are rounded to what is kept of them, so that an account that was kept is the same.
func (a *Account) finish() {
	of := string(a.Report)
	if len(a.Claims) > 0 {
		of = string(a.Claims[0])
	}
	a.id = AccountID("a-" + of[min(2, len(of)):])
	a.shuffled = a.id.shuffled()
	if a.Origin == "" {
		a.Origin = string(a.Report)
	}
	a.day, a.from, a.to = dayNumber(a.Published), dayNumber(a.From), dayNumber(a.To)
	a.keys = nil
	for i := range a.Places {
		a.Places[i].Score = rounded(a.Places[i].Score)
	}
	for i := range a.Days {
		a.Days[i].Score = rounded(a.Days[i].Score)
	}
	for i := range a.Counts {
		for j := range a.Counts[i].options {
			o := &a.Counts[i].options[j]
			o.score = rounded(o.score)
		}
	}
}

// rounded is x in the precision in which scores are kept.
func rounded(x float64) float64 { return float64(float32(x)) }

// shuffled is the number in an id, which is a hash already, or the hash of another id.
func (id AccountID) shuffled() uint64 {
	if len(id) == 18 {
		if n, err := strconv.ParseUint(string(id[2:]), 16, 64); err == nil {
			return n
		}
	}
	return hash64(string(id))
}

// ID is the account's id.
func (a *Account) ID() AccountID { return a.id }

// Keys are the numbers of the buckets that the account stands in, sorted.
func (a *Account) Keys() []uint32 {
	if a.keys == nil {
		a.keys = a.block()
	}
	return a.keys
}

// nKeys is in how many buckets an account stands at most.
const nKeys = 14

// block gives the buckets that the account stands in: its rarest words, those that are names or stand in the lead first. They hang on the
// account alone, so that a pair is a candidate or not whatever else there is.
func (a *Account) block() []uint32 {
	order := slices.Clone(a.words)
	rank := func(w word) float64 {
		r := float64(w.weight)
		if w.is>>nameWord&1 == 1 {
			r += 4
		}
		if w.is>>leadWord&1 == 1 {
			r += 2
		}
		if _, ok := slices.BinarySearch(a.persons, w.hash); ok {
			r += 6
		}
		return r
	}
	slices.SortFunc(order, func(x, y word) int {
		return cmp.Or(cmp.Compare(rank(y), rank(x)), cmp.Compare(x.hash, y.hash))
	})
	var keys []uint32
	for _, w := range order[:min(nKeys, len(order))] {
		keys = append(keys, w.hash)
	}
	for _, p := range a.Places[:min(1, len(a.Places))] {
		keys = append(keys, hash("place "+fold(p.Name)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
