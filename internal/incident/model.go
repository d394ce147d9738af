package incident

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"
)

// The model is one logistic regression a label over hashed features, all in one table. The file, all little-endian:
//
//	magic     8 bytes "SITRINC1"
//	features  uint32: how many
//	keys      per feature uint32: the low half of its hash, ascending
//	sizes     per feature uint8: how many weights it has
//	weights   per feature its pairs of label uint8 and weight int8, in 32nds

//go:embed incident.bin
var modelBin string

const magic = "SITRINC1"

// Steps is how many steps of a weight make 1.
const Steps = 32

// errModel is what a damaged model file gives.
var errModel = errors.New("model damaged")

// Model tells how likely candidates have a part in an incident. It may be used from many goroutines.
type Model struct {
	at   map[uint32]uint32 // by key: where its pairs begin, and in the highest byte how many there are
	pool string
}

// Default is the model that the program carries.
var Default = sync.OnceValues(func() (*Model, error) { return Load(modelBin) })

// Load reads a model file.
func Load(bin string) (*Model, error) {
	head := len(magic) + 4
	if len(bin) < head || bin[:len(magic)] != magic {
		return nil, fmt.Errorf("incidents: %w: no header in %d bytes", errModel, len(bin))
	}
	n := int(binary.LittleEndian.Uint32([]byte(bin[len(magic):head])))
	if n > (len(bin)-head)/5 {
		return nil, fmt.Errorf("incidents: %w: %d features in %d bytes", errModel, n, len(bin))
	}
	keys, sizes := []byte(bin[head:head+4*n]), bin[head+4*n:head+5*n]
	m := &Model{at: make(map[uint32]uint32, n), pool: bin[head+5*n:]}
	from := 0
	for i := range n {
		m.at[binary.LittleEndian.Uint32(keys[4*i:])] = uint32(from) | uint32(sizes[i])<<24
		from += 2 * int(sizes[i])
	}
	if from != len(m.pool) || from >= 1<<24 {
		return nil, fmt.Errorf("incidents: %w: %d bytes of weights, want %d", errModel, len(m.pool), from)
	}
	return m, nil
}

// probabilities gives those of n labels from the first on.
func (m *Model) probabilities(features []uint64, first, n int) []float64 {
	sums := make([]int, n)
	for _, f := range features {
		v := m.at[uint32(f)]
		from := int(v & 0xffffff)
		for k := from; k < from+2*int(v>>24); k += 2 {
			if y := int(m.pool[k]) - first; y >= 0 && y < n {
				sums[y] += int(int8(m.pool[k+1]))
			}
		}
	}
	out := make([]float64, n)
	for y := range out {
		out[y] = 1 / (1 + math.Exp(-float64(sums[y])/Steps))
	}
	return out
}

// ends bound the ranges in which probabilities of a report are features of its candidates.
var ends = [...]float64{.02, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95}

// Likelihood gives the features that a report's probabilities add to its candidates.
func Likelihood(report []float64) []uint64 {
	var out []uint64
	for y, p := range report {
		n := 0
		for _, e := range ends {
			if p >= e {
				n++
			}
		}
		out = append(out, hash("report "+strconv.Itoa(y), strconv.Itoa(n)))
	}
	return out
}
