package fuse

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"sitrep"
)

// An account is kept in a compact form: all of it but the report and its origin. It begins with the version of the form; whole numbers are
// varints (encoding/binary), with sign where they can have one, scores 32-bit floats, words the differences of their hashes and a byte for level
// and kinds.

// BodyVersion is the version of the form that [Account.AppendBinary] writes.
const BodyVersion = 1

// ErrBody says that bytes are no account, or one of another version.
var ErrBody = errors.New("not an account")

var placePrecisions = [...]sitrep.Precision{"", sitrep.Exact, sitrep.Neighbourhood, sitrep.City, sitrep.District, sitrep.Province, sitrep.Country, sitrep.Offset}

// degree is the fraction of a degree in which coordinates are written where they are whole numbers of it.
const degree = 1e5

// AppendBinary appends the account in that form. Ids of claims must be of the form "c-" and 16 hexadecimal digits.
func (a *Account) AppendBinary(b []byte) ([]byte, error) {
	w := bodyWriter{b}
	w.byte(BodyVersion)
	w.flag(a.Main)
	w.count(len(a.Claims))
	for _, c := range a.Claims {
		n, err := strconv.ParseUint(string(c[min(2, len(c)):]), 16, 64)
		if err != nil || len(c) != 18 || c[:2] != "c-" {
			return nil, fmt.Errorf("account of report %s: %q is no claim's id", a.Report, c)
		}
		w.b = binary.BigEndian.AppendUint64(w.b, n)
	}
	w.text(a.Type)
	for _, d := range []sitrep.Date{a.Published, a.From, a.To} {
		w.date(d)
	}
	w.count(len(a.Places))
	for i := range a.Places {
		if err := w.place(&a.Places[i]); err != nil {
			return nil, err
		}
	}
	w.count(len(a.Days))
	for _, d := range a.Days {
		w.date(d.Day)
		w.score(d.Score)
	}
	w.count(len(a.Counts))
	for _, c := range a.Counts {
		w.text(string(c.Measure))
		for _, n := range []*int{c.Low, c.Best, c.High} {
			w.maybe(n)
		}
		w.count(len(c.options))
		for _, o := range c.options {
			w.whole(o.n)
			w.score(o.score)
		}
	}
	w.count(len(a.words))
	last := uint32(0)
	for _, x := range a.words {
		w.number(uint64(x.hash - last))
		last = x.hash
		packed := x.level<<4 | x.is>>1<<1&0x0e
		if x.n > 1 {
			w.byte(packed | 1)
			w.number(uint64(x.n))
		} else {
			w.byte(packed)
		}
	}
	w.count(len(a.persons))
	last = 0
	for _, p := range a.persons {
		w.number(uint64(p - last))
		last = p
	}
	return w.b, nil
}

type bodyWriter struct{ b []byte }

func (w *bodyWriter) byte(x byte)     { w.b = append(w.b, x) }
func (w *bodyWriter) number(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *bodyWriter) count(n int)     { w.number(uint64(n)) }
func (w *bodyWriter) whole(n int)     { w.b = binary.AppendVarint(w.b, int64(n)) }

func (w *bodyWriter) flag(x bool) {
	if x {
		w.byte(1)
	} else {
		w.byte(0)
	}
}

func (w *bodyWriter) text(s string) {
	w.count(len(s))
	w.b = append(w.b, s...)
}

func (w *bodyWriter) score(x float64) {
	w.b = binary.BigEndian.AppendUint32(w.b, math.Float32bits(float32(x)))
}

// maybe writes a number that may be unknown: a flag before it says that it is not.
func (w *bodyWriter) maybe(n *int) {
	w.flag(n != nil)
	if n != nil {
		w.whole(*n)
	}
}

func (w *bodyWriter) date(d sitrep.Date) {
	var n *int
	if !d.IsZero() {
		day := dayNumber(d)
		n = &day
	}
	w.maybe(n)
}

func (w *bodyWriter) place(p *Place) error {
	for _, s := range []string{p.Name, p.Entity, string(p.Country), string(p.Division)} {
		w.text(s)
	}
	precision := -1
	for i, q := range placePrecisions {
		if p.Precision == q {
			precision = i
		}
	}
	if precision < 0 {
		return fmt.Errorf("place %q has the precision %q", p.Name, p.Precision)
	}
	w.byte(byte(precision))
	if p.Precision == sitrep.Offset {
		w.b = binary.BigEndian.AppendUint64(w.b, math.Float64bits(p.RadiusKm))
	}
	for _, c := range []*float64{p.Lat, p.Lon} {
		switch {
		case c == nil:
			w.byte(0)
		case math.Abs(*c) <= 360 && math.Round(*c*degree)/degree == *c && !(*c == 0 && math.Signbit(*c)):
			w.byte(1)
			w.whole(int(math.Round(*c * degree)))
		default:
			w.byte(2)
			w.b = binary.BigEndian.AppendUint64(w.b, math.Float64bits(*c))
		}
	}
	w.score(p.Score)
	return nil
}

// same says that two accounts of a report are alike in all but origin.
func (a *Account) same(b *Account) bool {
	x, err1 := a.AppendBinary(nil)
	y, err2 := b.AppendBinary(nil)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// OpenAccount reads an account of a report from the form that AppendBinary writes; origin is the group of copies that the report is in.
// What is not of that form is ErrBody.
func OpenAccount(report sitrep.ReportID, origin string, body []byte) (*Account, error) {
	r := bodyReader{b: body}
	if r.byte() != BodyVersion {
		return nil, fmt.Errorf("report %s: %w of this version", report, ErrBody)
	}
	a := &Account{Report: report, Origin: origin, Main: r.flag()}
	for range r.count(8) {
		a.Claims = append(a.Claims, sitrep.ClaimID(fmt.Sprintf("c-%016x", r.fixed(8))))
	}
	a.Type = r.text()
	a.Published, a.From, a.To = r.date(), r.date(), r.date()
	for range r.count(9) {
		a.Places = append(a.Places, r.place())
	}
	for range r.count(5) {
		a.Days = append(a.Days, Day{r.date(), r.score()})
	}
	for range r.count(5) {
		c := Count{Measure: sitrep.Measure(r.text()), Low: r.maybe(), Best: r.maybe(), High: r.maybe()}
		for range r.count(5) {
			c.options = append(c.options, number{r.whole(), r.score()})
		}
		a.Counts = append(a.Counts, c)
	}
	last := uint32(0)
	for i := range r.count(2) {
		w := word{hash: r.step(&last, i), n: 1}
		packed := r.byte()
		w.level, w.is = packed>>4, packed&0x0e|1<<anyWord
		if packed&1 == 1 {
			n := r.number()
			if n < 2 || n > math.MaxUint16 {
				r.bad = true
			}
			w.n = uint16(n)
		}
		a.words = append(a.words, w)
	}
	last = 0
	for i := range r.count(1) {
		a.persons = append(a.persons, r.step(&last, i))
	}
	if r.bad || len(r.b) > 0 {
		return nil, fmt.Errorf("report %s: %w", report, ErrBody)
	}
	a.weigh()
	a.finish()
	return a, nil
}

// reader reads what a writer wrote. Once something is bad, so is all that follows.
type bodyReader struct {
	b   []byte
	bad bool
}

func (r *bodyReader) take(n int) []byte {
	if r.bad || n > len(r.b) {
		r.bad = true
		return make([]byte, min(n, 8))
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *bodyReader) byte() byte { return r.take(1)[0] }

func (r *bodyReader) flag() bool {
	b := r.byte()
	r.bad = r.bad || b > 1
	return b == 1
}

func (r *bodyReader) fixed(n int) uint64 {
	var b [8]byte
	copy(b[8-n:], r.take(n))
	return binary.BigEndian.Uint64(b[:])
}

func (r *bodyReader) number() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || r.bad || size > 1 && r.b[size-1] == 0 { // longer than need be
		r.bad = true
		return 0
	}
	r.b = r.b[size:]
	return n
}

// count is how many things follow, each of which takes at least so many bytes.
func (r *bodyReader) count(least int) int {
	n := r.number()
	if n > uint64(len(r.b)/least) {
		r.bad = true
		return 0
	}
	return int(n)
}

func (r *bodyReader) whole() int {
	u := r.number() // zigzag, as binary.AppendVarint writes it
	return int(int64(u>>1) ^ -int64(u&1))
}

func (r *bodyReader) maybe() *int {
	if !r.flag() {
		return nil
	}
	n := r.whole()
	return &n
}

// step is the next of numbers that grow.
func (r *bodyReader) step(last *uint32, i int) uint32 {
	n := r.number()
	if n > math.MaxUint32-uint64(*last) || i > 0 && n == 0 {
		r.bad = true
	}
	*last += uint32(n)
	return *last
}

func (r *bodyReader) text() string { return string(r.take(r.count(1))) }

func (r *bodyReader) score() float64 {
	x := float64(math.Float32frombits(uint32(r.fixed(4))))
	if math.IsNaN(x) {
		r.bad = true
	}
	return x
}

// date reads a day of the years that a Date can hold.
func (r *bodyReader) date() sitrep.Date {
	n := r.maybe()
	if n == nil {
		return sitrep.Date{}
	}
	if *n < dayNumber(sitrep.NewDate(1, 1, 1)) || *n > dayNumber(sitrep.NewDate(9999, 12, 31)) {
		r.bad = true
		return sitrep.Date{}
	}
	t := time.Unix(int64(*n)*86400, 0).UTC()
	return sitrep.NewDate(t.Year(), t.Month(), t.Day())
}

func (r *bodyReader) place() Place {
	var p Place
	p.Name, p.Entity, p.Country, p.Division = r.text(), r.text(), sitrep.Known(r.text()), sitrep.Known(r.text())
	if i := int(r.byte()); i < len(placePrecisions) {
		p.Precision = placePrecisions[i]
	} else {
		r.bad = true
	}
	if p.Precision == sitrep.Offset {
		if p.RadiusKm = math.Float64frombits(r.fixed(8)); math.IsNaN(p.RadiusKm) {
			r.bad = true
		}
	}
	p.Lat, p.Lon = r.coordinate(), r.coordinate()
	p.Score = r.score()
	return p
}

func (r *bodyReader) coordinate() *float64 {
	var x float64
	switch r.byte() {
	case 0:
		return nil
	case 1:
		x = float64(r.whole()) / degree
	case 2:
		x = math.Float64frombits(r.fixed(8))
	default:
		r.bad = true
	}
	if math.IsNaN(x) {
		r.bad = true
	}
	return &x
}
