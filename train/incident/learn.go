package main

import (
	"math"
	"math/rand/v2"
	"sync"
)

type learning struct {
	drop   float64 // chance of each feature to be hidden from an instance in a pass
	rate   float64 // AdaGrad's
	decay  float64 // pull of weights towards 0
	epochs int     // passes over the instances; the weights of the second half are averaged
	rounds int     // models averaged, each with its own shuffles
}

// instances are feature lists, numbered from 0, each with a bit a label.
type instances struct {
	features [][]int32
	labels   []uint32
}

// logistic is one logistic regression a label: weights of features, labels a row.
type logistic struct {
	labels int
	w      []float32
}

// learn trains over the instances, whose features are numbers below n.
func learn(data instances, n, labels int, o learning) logistic {
	models := make([]logistic, o.rounds)
	var wg sync.WaitGroup
	for r := range models {
		wg.Go(func() { models[r] = learnOnce(data, n, labels, uint64(r+1), o) })
	}
	wg.Wait()
	m := models[0]
	for _, other := range models[1:] {
		for i, x := range other.w {
			m.w[i] += x
		}
	}
	for i := range m.w {
		m.w[i] /= float32(o.rounds)
	}
	return m
}

func learnOnce(data instances, n, labels int, seed uint64, o learning) logistic {
	w, g2, sum := make([]float32, n*labels), make([]float32, n*labels), make([]float32, n*labels)
	rng := rand.New(rand.NewPCG(seed, 0x1c1d))
	order := make([]int, len(data.features))
	for i := range order {
		order[i] = i
	}
	var kept []int32
	z := make([]float64, labels)
	averaged := 0
	for e := range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, at := range order {
			kept = kept[:0]
			for _, f := range data.features[at] {
				if o.drop == 0 || rng.Float64() >= o.drop {
					kept = append(kept, f)
				}
			}
			clear(z)
			for _, f := range kept {
				for y, x := range w[int(f)*labels : int(f+1)*labels] {
					z[y] += float64(x)
				}
			}
			for y := range labels {
				g := -1 / (1 + math.Exp(-z[y]/(1-o.drop)))
				if data.labels[at]>>y&1 != 0 {
					g++
				}
				if g < 3e-3 && g > -3e-3 {
					continue // so near that it moves nothing but costs most of the time
				}
				for _, f := range kept {
					k := int(f)*labels + y
					x := float32(g) - float32(o.decay)*w[k]
					g2[k] += x * x
					w[k] += float32(o.rate) * x / (float32(math.Sqrt(float64(g2[k]))) + 1e-6)
				}
			}
		}
		if e >= o.epochs/2 {
			averaged++
			for i, x := range w {
				sum[i] += x
			}
		}
	}
	for i := range sum {
		sum[i] /= float32(averaged)
	}
	return logistic{labels, sum}
}

func (m *logistic) probabilities(features []int32) []float64 {
	out := make([]float64, m.labels)
	for _, f := range features {
		for y, x := range m.w[int(f)*m.labels : int(f+1)*m.labels] {
			out[y] += float64(x)
		}
	}
	for y, z := range out {
		out[y] = 1 / (1 + math.Exp(-z))
	}
	return out
}
