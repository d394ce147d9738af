package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// writeEntities lays out the chain for package parse (see its entity.go).
func writeEntities(c *chain, prune, drop float64, log io.Writer) ([]byte, error) {
	pairs := map[uint64][]byte{}
	clipped, kept := 0, 0
	for key, id := range c.ids {
		for y, w := range c.w[int(id)*c.labels : int(id+1)*c.labels] {
			if math.Abs(float64(w)) < prune {
				continue
			}
			if math.Abs(float64(w))*32 > 127 {
				clipped++
			}
			if q := quantum(w, 127); q != 0 {
				pairs[key] = append(pairs[key], byte(y), byte(int8(q)))
				kept++
			}
		}
	}
	// Features with the same weights share them.
	keys := slices.Sorted(maps.Keys(pairs))
	var pool []byte
	var list []slot
	seen := map[string]int{}
	for _, key := range keys {
		p := pairs[key]
		at, ok := seen[string(p)]
		if !ok {
			at = len(pool) / 2
			seen[string(p)] = at
			pool = append(pool, p...)
		}
		s := slot{key: key}
		binary.LittleEndian.PutUint32(s.value[:], uint32(at)|uint32(len(p)/2)<<24)
		list = append(list, s)
	}
	if len(pool)/2 >= 1<<24 {
		return nil, fmt.Errorf("entities: %d weights, at most %d fit", len(pool)/2, 1<<24)
	}
	fmt.Fprintf(log, "entities: %d features, %d weights (%d clipped), pool %d bytes\n", len(list), kept, clipped, len(pool))
	slots := table(list)
	out := []byte("SITRENT3")
	for _, n := range []int{c.labels, len(slots) / 8, len(pool), int(math.Round(1000 * (1 - drop)))} {
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
	out = append(out, slots...)
	return append(out, pool...), nil
}

// quantum is a weight as a whole number of 32nds.
func quantum(w float32, limit int) int {
	q := int(math.RoundToEven(float64(w) * 32))
	return min(max(q, -limit), limit)
}
