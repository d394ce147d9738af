package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// writeEntities lays out the chain for package parse (see its entity.go).
func writeEntities(c *chain, prune, drop float64, log io.Writer) ([]byte, error) {
	var w featureWriter
	for key, id := range c.ids {
		f := feature{key: key}
		for y, x := range c.w[int(id)*c.labels : int(id+1)*c.labels] {
			if math.Abs(float64(x)) < prune {
				continue
			}
			if math.Abs(float64(x))*32 > 127 {
				w.clipped++
			}
			if q := quantum(x, 127); q != 0 {
				f.pairs = append(f.pairs, byte(y), byte(int8(q)))
				w.kept++
			}
		}
		if len(f.pairs) > 0 {
			w.feats = append(w.feats, f)
		}
	}
	slots, pool, err := w.lay()
	if err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	fmt.Fprintf(log, "entities: %d features, %d weights (%d clipped), pool %d bytes\n", len(slots), w.kept, w.clipped, len(pool))
	ft := table(slots)
	out := []byte("SITRENT3")
	for _, n := range []int{c.labels, len(ft) / 8, len(pool), int(math.Round(1000 * (1 - drop)))} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for i, ok := range c.allowed() {
		q := math.MinInt16
		if ok {
			q = 0
			if c.trans != nil {
				q = quantum(c.trans[i], math.MaxInt16)
			}
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(q)))
	}
	out = append(out, ft...)
	return append(out, pool...), nil
}

// quantum is a weight as a whole number of 32nds.
func quantum(w float32, limit int) int {
	q := int(math.RoundToEven(float64(w) * 32))
	return min(max(q, -limit), limit)
}
