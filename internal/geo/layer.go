package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// A layer is a set of places packed into one block of bytes that is read where it lies: nothing is decoded before it is
// asked for. All numbers are little-endian. After the header stand
//
//	countries  2 bytes each: ISO 3166-1 alpha-2 codes
//	parents    4 bytes each: ids of the divisions or places that places lie in
//	records    17 bytes each, in the order of folded names (then of population, falling, and of ids):
//	           id 4, latitude and longitude 3 each, parent 2, country 1, kind 1, population 3
//	byID       3 bytes each: records in the order of ids
//	names      the records' names, front-coded in blocks of nameBlock
//	keys       folded names, front-coded in blocks of keyBlock, each with the records that bear it: for how many of the
//	           next records it is the folded name itself, then the numbers of those that have it as another name
//	ids        ids that are not GeoNames', each with its length before it
//
// An id is a GeoNames number, or with its top bit set the place in ids of one that is not. Points are in steps of 1e-4
// degree (11 m).
type layer struct {
	countries, parents, records, byID, nameAt, names, keyAt, keys, ids []byte
}

const (
	magic      = "sitgaz1\n"
	headerSize = len(magic) + 4*9
	recordSize = 17
	nameBlock  = 16
	keyBlock   = 32
	keyAtSize  = 7 // offset into keys 4, first record 3
	own        = 1 << 31
	noPoint    = 0xFFFFFF
	borrowed   = 0x80 // in the kind: the point is the parent's
	none16     = 0xFFFF
	none8      = 0xFF
)

// openLayer reads the header of a packed layer. The bytes are kept.
func openLayer(b []byte) (*layer, error) {
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return nil, errors.New("is not a gazetteer of this program")
	}
	l := &layer{}
	at := headerSize
	for i, part := range []*[]byte{&l.countries, &l.parents, &l.records, &l.byID, &l.nameAt, &l.names, &l.keyAt, &l.keys, &l.ids} {
		n := int(binary.LittleEndian.Uint32(b[len(magic)+4*i:]))
		if n < 0 || n > len(b)-at {
			return nil, errors.New("is cut short")
		}
		*part = b[at : at+n : at+n]
		at += n
	}
	if at != len(b) || len(l.records)%recordSize != 0 || len(l.byID) != 3*l.len() || len(l.keyAt)%keyAtSize != 0 {
		return nil, fmt.Errorf("is damaged: %d bytes where its header says %d", len(b), at)
	}
	return l, nil
}

func (l *layer) len() int { return len(l.records) / recordSize }

func u24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// id gives the id that stands for code.
func (l *layer) id(code uint32) string {
	if code&own == 0 {
		return "gn:" + strconv.Itoa(int(code))
	}
	at := int(code &^ own)
	n := int(l.ids[at])
	return string(l.ids[at+1 : at+1+n])
}

func (l *layer) code(rec int) uint32 { return binary.LittleEndian.Uint32(l.records[rec*recordSize:]) }

// find gives the record of an id.
func (l *layer) find(id string) (rec int, ok bool) {
	n := len(l.byID) / 3
	if num, is := strings.CutPrefix(id, "gn:"); is {
		want, err := strconv.ParseUint(num, 10, 31)
		if err != nil {
			return 0, false
		}
		i := sort.Search(n, func(i int) bool { return l.code(u24(l.byID[3*i:])) >= uint32(want) })
		if i == n {
			return 0, false
		}
		rec = u24(l.byID[3*i:])
		return rec, l.code(rec) == uint32(want)
	}
	i := sort.Search(n, func(i int) bool {
		c := l.code(u24(l.byID[3*i:]))
		return c&own != 0 && l.id(c) >= id
	})
	if i == n {
		return 0, false
	}
	rec = u24(l.byID[3*i:])
	return rec, l.id(l.code(rec)) == id
}

// name gives the name of a record.
func (l *layer) name(rec int) string {
	var buf [256]byte
	p := l.names[binary.LittleEndian.Uint32(l.nameAt[rec/nameBlock*4:]):]
	n := 0
	for i := 0; ; i++ {
		shared, rest := int(p[0]), int(p[1])
		n = shared + copy(buf[shared:], p[2:2+rest])
		if i == rec%nameBlock {
			return string(buf[:n])
		}
		p = p[2+rest:]
	}
}

// place gives what a record says of itself, and the id of what it lies in.
func (l *layer) place(rec int) (p Place, parent string) {
	r := l.records[rec*recordSize : (rec+1)*recordSize]
	p.ID, p.Name = l.id(binary.LittleEndian.Uint32(r)), l.name(rec)
	if lat, lon := u24(r[4:]), u24(r[7:]); lat != noPoint {
		p.Lat, p.Lon, p.Located = unit(lat, 90), unit(lon, 180), true
	}
	if i := binary.LittleEndian.Uint16(r[10:]); i != none16 {
		parent = l.id(binary.LittleEndian.Uint32(l.parents[4*int(i):]))
	}
	if i := int(r[12]); i != none8 {
		p.Country = string(l.countries[2*i : 2*i+2])
	}
	if i := int(r[13] &^ borrowed); i < len(kinds) {
		p.Kind = kinds[i]
	}
	p.Precision = p.Kind.Precision()
	if r[13]&borrowed != 0 {
		p.Within = parent
	}
	p.Population = wide(u24(r[14:]))
	return p, parent
}

func unit(n int, half float64) float64 { return math.Round(float64(n)-half*1e4) / 1e4 }

// narrow packs a population into 24 bits, 20 of them digits; wide is its inverse.
func narrow(population int) int {
	e := 0
	for ; population >= 1<<20 && e < 15; e++ {
		population >>= 1
	}
	return population | e<<20
}

func wide(n int) int { return n & (1<<20 - 1) << (n >> 20) }

// cursor walks over the keys of a layer.
type cursor struct {
	l     *layer
	rest  []byte // of keys
	block int    // that rest begins in or after
	left  int    // keys left in the block
	main  int    // next record
	buf   [256]byte
	key   []byte
	first int // first record whose folded name the key is
	mains int
	alts  []byte // 3 bytes a record
}

func (l *layer) blocks() int { return len(l.keyAt) / keyAtSize }

func (l *layer) blockAt(i int) []byte {
	return l.keys[binary.LittleEndian.Uint32(l.keyAt[i*keyAtSize:]):]
}

// seek sets c before the first key that is not less than key, and reads it.
func (c *cursor) seek(l *layer, key string) bool {
	n := l.blocks()
	i := sort.Search(n, func(i int) bool {
		b := l.blockAt(i)
		return string(b[2:2+int(b[1])]) > key
	}) - 1
	c.l, c.left = l, 0
	c.block = max(i, 0) - 1
	for c.next() {
		if string(c.key) >= key {
			return true
		}
	}
	return false
}

// next reads the next key.
func (c *cursor) next() bool {
	if c.left == 0 {
		c.block++
		if c.block >= c.l.blocks() {
			return false
		}
		c.rest = c.l.blockAt(c.block)
		c.main = u24(c.l.keyAt[c.block*keyAtSize+4:])
		c.left = keyBlock
	}
	if len(c.rest) == 0 {
		return false
	}
	shared, n := int(c.rest[0]), int(c.rest[1])
	copy(c.buf[shared:], c.rest[2:2+n])
	c.key = c.buf[:shared+n]
	counts := c.rest[2+n]
	c.rest = c.rest[3+n:]
	c.mains = c.count(int(counts & 15))
	alts := c.count(int(counts >> 4))
	c.first = c.main
	c.main += c.mains
	c.alts = c.rest[:3*alts]
	c.rest = c.rest[3*alts:]
	c.left--
	return true
}

// count reads a count that did not fit into four bits.
func (c *cursor) count(n int) int {
	if n < 15 {
		return n
	}
	v, w := binary.Uvarint(c.rest)
	c.rest = c.rest[w:]
	return int(v)
}

// lookup gives the records that bear a folded name.
func (l *layer) lookup(key string) []int {
	var c cursor
	if key == "" || !c.seek(l, key) || string(c.key) != key {
		return nil
	}
	recs := make([]int, 0, c.mains+len(c.alts)/3)
	for i := range c.mains {
		recs = append(recs, c.first+i)
	}
	for a := c.alts; len(a) > 0; a = a[3:] {
		recs = append(recs, u24(a))
	}
	return recs
}
