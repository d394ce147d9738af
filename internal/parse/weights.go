package parse

// weights is the table of a linear model over its bytes: features, each with pairs of class uint8 and weight int8 in a pool. See
// tagger.go for the layout.
type weights struct {
	slots, pool string
	n           uint64   // slots
	known       []uint64 // bit sieve(check) is set for the features in slots; nil for a table without sieve
}

// of is the pairs of a feature, "" for one that the model does not know.
func (w *weights) of(key uint64) string {
	at := find(w.slots, w.n, key)
	if at < 0 {
		return ""
	}
	v := u32(w.slots, at+4)
	from := int(v&0xffffff) * 2
	to := from + int(v>>24)*2
	if to > len(w.pool) {
		return "" // a damaged file
	}
	return w.pool[from:to]
}

// sieveBits is the size of a sieve: some eight times as many bits as there are features, which fit the processor's cache.
const sieveBits = 21

// sieve is the bit of a feature's check.
func sieve(check uint32) uint32 { return check >> (32 - sieveBits) }

// sift makes the sieve, so that most features that the model does not know need not be looked for.
func (w *weights) sift() {
	w.known = make([]uint64, 1<<(sieveBits-6))
	for i := 0; i < len(w.slots); i += 8 {
		if check := u32(w.slots, i); check != 0 {
			b := sieve(check)
			w.known[b>>6] |= 1 << (b & 63)
		}
	}
}

// passes is 1 for a feature that the sieve lets through, 0 for one that the model does not know.
func (w *weights) passes(key uint64) uint64 {
	b := sieve(uint32(key))
	return w.known[b>>6] >> (b & 63) & 1
}
