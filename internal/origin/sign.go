package origin

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"sitrep"
)

// Version is the version of signatures. Signatures of different versions are not compared: a store that holds older ones signs
// its reports again.
const Version = 1

// TextID names a text by what it says: the first half of the SHA-256 of its stems in order, so that letter case, punctuation, white space and
// what stands in title, dateline and boilerplate make no difference.
type TextID [16]byte

// unit is a content word of a signature in 24 bits: from the top a bit that says that a sentence begins, one for names, one for
// numbers, three for the level of rarity (0 to 7) and 18 of the stem's hash.
type unit uint32

const (
	opensBit  = 1 << 23
	nameBit   = 1 << 22
	numberBit = 1 << 21
	levelPos  = 18
	hashMask  = 1<<18 - 1
)

func (u unit) hash() uint32 { return uint32(u) & hashMask }
func (u unit) level() int   { return int(u>>levelPos) & 7 }
func (u unit) opens() bool  { return u&opensBit != 0 }
func (u unit) name() bool   { return u&nameBit != 0 }
func (u unit) number() bool { return u&numberBit != 0 }

// weight is the word's weight: a little more for each level, not the bits it tells, so that names do not decide alone.
func (u unit) weight() float64 { return weights[u.level()] }

var weights = [8]float64{2, 3.25, 4.5, 5.75, 7, 8.25, 9.5, 10.75}

// Signature is what is kept of a text to find its copies and to compare it with them: its content words in order, hashed, without the
// text. It takes three bytes a content word, about a fifth of the text. The zero value is the signature of an empty text.
type Signature struct {
	Text  TextID
	units []unit
}

// maxUnits bounds a signature: of a text with more content words the first are signed.
const maxUnits = 20000

var table = sync.OnceValue(func() levels { return parseLevels(common) })

// Sign makes the signature of a report's text. Of its blocks it counts body and captions; a text without these (a headline alone), or
// without blocks, is signed whole. It uses nothing but its arguments.
func Sign(text string, blocks []sitrep.Block) Signature {
	var s Signature
	h := sha256.New()
	known := table()
	add := func(start, end int) {
		pending := false
		eachWord(text, start, end, func(w word) {
			h.Write([]byte(w.stem))
			h.Write([]byte{' '})
			pending = pending || w.opens
			level, ok := known[w.stem]
			switch {
			case !ok:
				level = rarest
			case level == skip:
				return
			}
			if w.number {
				level = max(level, 4)
			}
			if len(s.units) >= maxUnits {
				return
			}
			u := unit(level)<<levelPos | unit(fnv(w.stem)&hashMask)
			if pending {
				u |= opensBit
				pending = false
			}
			if w.name {
				u |= nameBit
			}
			if w.number {
				u |= numberBit
			}
			s.units = append(s.units, u)
		})
	}
	body := false
	for _, b := range blocks {
		if b.Kind == sitrep.Body {
			body = true
			add(b.Start, b.End)
		}
	}
	if !body {
		add(0, len(text))
	}
	copy(s.Text[:], h.Sum(nil))
	return s
}

// fnv is the 64-bit FNV-1a hash (Fowler, Noll, Vo), mixed once more so that its low bits are good.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finalizer of splitmix64 (S. Vigna, public domain).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// Words is the number of content words that the signature holds.
func (s *Signature) Words() int { return len(s.units) }

// AppendBinary appends the signature in its stored form: a byte for the version, the TextID, and three bytes a word.
func (s *Signature) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, Version)
	b = append(b, s.Text[:]...)
	for _, u := range s.units {
		b = append(b, byte(u>>16), byte(u>>8), byte(u))
	}
	return b, nil
}

// MarshalBinary gives the signature in its stored form.
func (s *Signature) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// ErrVersion says that a stored signature is of another version, and that its report must be signed again.
var ErrVersion = errors.New("signature of another version")

// UnmarshalBinary reads the stored form. It returns ErrVersion for another version's.
func (s *Signature) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		return errors.New("empty signature")
	}
	if b[0] != Version {
		return fmt.Errorf("%w: %d, not %d", ErrVersion, b[0], Version)
	}
	rest := len(b) - 1 - len(s.Text)
	if rest < 0 || rest%3 != 0 || rest/3 > maxUnits {
		return fmt.Errorf("signature of %d bytes is damaged", len(b))
	}
	copy(s.Text[:], b[1:])
	s.units = make([]unit, rest/3)
	for i := range s.units {
		w := b[1+len(s.Text)+3*i:]
		s.units[i] = unit(w[0])<<16 | unit(w[1])<<8 | unit(w[2])
	}
	return nil
}

// maxKeys is the largest number of keys a text has.
const maxKeys = 16

// Keys gives the buckets that the text stands in, in ascending order: texts that are copies share at least one almost always, others
// seldom. There are 2 to 16, by length. A key is the hash of two content words that follow each other in a sentence; of all such pairs those are taken
// whose hash is smallest for their weight, so that two texts with the same pair take it or leave it alike (weighted min-wise sampling: A. Broder,
// "On the resemblance and containment of documents", 1997; exponential ranks: E. Cohen, "Size-estimation framework", 1997).
// Half of them come from the first 50 pairs, since what is cut from a report is mostly its end.
func (s *Signature) Keys() []uint64 {
	type ranked struct {
		rank float64
		key  uint64
	}
	var pairs []ranked
	for i := 1; i < len(s.units); i++ {
		a, b := s.units[i-1], s.units[i]
		if b.opens() || a.hash() == b.hash() {
			continue
		}
		lo, hi := uint64(min(a.hash(), b.hash())), uint64(max(a.hash(), b.hash()))
		key := mix(lo<<18 | hi + 1<<40)
		w := math.Pow(a.weight()*b.weight(), 6)
		u := (float64(key>>11) + 1) / (1 << 53)
		pairs = append(pairs, ranked{-math.Log(u) / w, key})
	}
	n := min(maxKeys, 2+len(pairs)/5)
	var keys []uint64
	take := func(p []ranked, n int) {
		p = slices.Clone(p)
		slices.SortFunc(p, func(a, b ranked) int {
			switch {
			case a.rank < b.rank:
				return -1
			case a.rank > b.rank:
				return 1
			}
			return 0
		})
		for _, r := range p {
			if n == 0 {
				return
			}
			if !slices.Contains(keys, r.key) {
				keys = append(keys, r.key)
				n--
			}
		}
	}
	take(pairs[:min(len(pairs), 50)], n/2)
	take(pairs, n-n/2)
	if len(keys) == 0 {
		// Too little text for pairs: only the same words find it.
		keys = []uint64{binary.BigEndian.Uint64(s.Text[:])}
	}
	slices.Sort(keys)
	return keys
}

// Rank orders the texts of a bucket so that near copies stand side by side: the smallest two keys.
func (s *Signature) Rank() uint64 {
	k := s.Keys()
	r := k[0] &^ (1<<32 - 1)
	if len(k) > 1 {
		r |= k[1] >> 32
	}
	return r
}
