package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

type chainOptions struct {
	seed   uint64
	epochs int     // passes over the data; the weights of the second half are averaged
	rate   float64 // AdaGrad's
	drop   float64 // chance of each feature to be hidden from a word in a pass
	rounds int     // models averaged, each with its own shuffles
}

// sequence is a sentence to learn from: word i has the features feats[start[i]:start[i+1]] and the label gold[i].
type sequence struct {
	feats []int32
	start []int32
	gold  []uint8
}

// chain is a linear-chain conditional random field: weights of features with labels and of labels with the next.
type chain struct {
	labels int
	follow func(before, label int) bool // before is -1 at the start of a sentence
	ids    map[uint64]int32
	w      []float32 // [feature][label]
	trans  []float32 // [before+1][label]
}

func newChain(labels int, follow func(before, label int) bool) *chain {
	return &chain{labels: labels, follow: follow, ids: map[uint64]int32{}}
}

func (c *chain) allowed() []bool {
	ok := make([]bool, (c.labels+1)*c.labels)
	for a := -1; a < c.labels; a++ {
		for b := range c.labels {
			ok[(a+1)*c.labels+b] = c.follow(a, b)
		}
	}
	return ok
}

// number turns feature keys into numbers. Where grow says so unknown ones get one.
func (c *chain) number(keys []uint64, grow bool, out []int32) []int32 {
	for _, k := range keys {
		id, ok := c.ids[k]
		if !ok {
			if !grow {
				continue
			}
			id = int32(len(c.ids))
			c.ids[k] = id
		}
		out = append(out, id)
	}
	return out
}

// learn trains the chain on sequences by stochastic gradient ascent of the likelihood.
func (c *chain) learn(data []sequence, o chainOptions, log io.Writer) {
	var w, t []float32
	for r := range max(o.rounds, 1) {
		p := o
		p.seed += uint64(100 * r)
		c.learnOnce(data, p, log)
		if r == 0 {
			w, t = c.w, c.trans
			continue
		}
		for i, x := range c.w {
			w[i] += x
		}
		for i, x := range c.trans {
			t[i] += x
		}
	}
	for i := range w {
		w[i] /= float32(max(o.rounds, 1))
	}
	for i := range t {
		t[i] /= float32(max(o.rounds, 1))
	}
	c.w, c.trans = w, t
}

func (c *chain) learnOnce(data []sequence, o chainOptions, log io.Writer) {
	began := time.Now()
	L := c.labels
	nf := len(c.ids)
	c.w, c.trans = make([]float32, nf*L), make([]float32, (L+1)*L)
	g2, tg2 := make([]float32, nf*L), make([]float32, (L+1)*L)
	avg, tavg := make([]float32, nf*L), make([]float32, (L+1)*L)
	ok := c.allowed()
	rng := rand.New(rand.NewPCG(o.seed, 0xe471))
	order := make([]int, len(data))
	for i := range order {
		order[i] = i
	}
	var kept []int32
	var ends []int
	emit, alpha, beta := []float64{}, []float64{}, []float64{}
	et := make([]float64, (L+1)*L)
	tgrad := make([]float64, (L+1)*L)
	rate := float32(o.rate)
	step := func(w, g *float32, grad float64) {
		x := float32(grad)
		*g += x * x
		*w += rate * x / float32(math.Sqrt(float64(*g))+1e-6)
	}
	half, averaged := o.epochs/2, 0
	for e := range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		var loss float64
		for _, at := range order {
			s := &data[at]
			n := len(s.gold)
			kept, ends = kept[:0], append(ends[:0], 0)
			for i := range n {
				for _, f := range s.feats[s.start[i]:s.start[i+1]] {
					if o.drop == 0 || rng.Float64() >= o.drop {
						kept = append(kept, f)
					}
				}
				ends = append(ends, len(kept))
			}
			emit = grown(emit, n*L)
			alpha, beta = grown(alpha, n*L), grown(beta, n*L)
			for i, x := range c.trans {
				et[i] = 0
				if ok[i] {
					et[i] = math.Exp(float64(x))
				}
			}
			for i := range n {
				row := emit[i*L : (i+1)*L]
				clear(row)
				for _, f := range kept[ends[i]:ends[i+1]] {
					for y, x := range c.w[int(f)*L : int(f+1)*L] {
						row[y] += float64(x)
					}
				}
				top := slices.Max(row)
				for y := range row {
					row[y] = math.Exp(row[y] - top)
				}
			}
			for i := range n {
				sum := 0.0
				for y := range L {
					a := 0.0
					if i == 0 {
						a = et[y]
					} else {
						for b := range L {
							a += alpha[(i-1)*L+b] * et[(b+1)*L+y]
						}
					}
					a *= emit[i*L+y]
					alpha[i*L+y] = a
					sum += a
				}
				for y := range L {
					alpha[i*L+y] /= sum
				}
			}
			for i := n - 1; i >= 0; i-- {
				sum := 0.0
				for y := range L {
					b := 1.0
					if i < n-1 {
						b = 0
						for z := range L {
							b += et[(y+1)*L+z] * emit[(i+1)*L+z] * beta[(i+1)*L+z]
						}
					}
					beta[i*L+y] = b
					sum += b
				}
				for y := range L {
					beta[i*L+y] /= sum
				}
			}
			clear(tgrad)
			last := -1
			for i := range n {
				p := make([]float64, L)
				sum := 0.0
				for y := range L {
					p[y] = alpha[i*L+y] * beta[i*L+y]
					sum += p[y]
				}
				gold := int(s.gold[i])
				for y := range L {
					p[y] = -p[y] / sum
				}
				loss -= math.Log(max(-p[gold], 1e-12))
				if i == 0 {
					for y := range L {
						tgrad[y] += p[y]
					}
				} else {
					z := 0.0
					for b := range L {
						for y := range L {
							z += alpha[(i-1)*L+b] * et[(b+1)*L+y] * emit[i*L+y] * beta[i*L+y]
						}
					}
					for b := range L {
						for y := range L {
							tgrad[(b+1)*L+y] -= alpha[(i-1)*L+b] * et[(b+1)*L+y] * emit[i*L+y] * beta[i*L+y] / z
						}
					}
				}
				tgrad[(last+1)*L+gold]++
				last = gold
				p[gold]++
				for _, f := range kept[ends[i]:ends[i+1]] {
					for y, g := range p {
						if g > 1e-3 || g < -1e-3 {
							step(&c.w[int(f)*L+y], &g2[int(f)*L+y], g)
						}
					}
				}
			}
			for k, g := range tgrad {
				if g > 1e-3 || g < -1e-3 {
					step(&c.trans[k], &tg2[k], g)
				}
			}
		}
		if e >= half {
			averaged++
			for i, x := range c.w {
				avg[i] += x
			}
			for i, x := range c.trans {
				tavg[i] += x
			}
		}
		if e == o.epochs-1 {
			fmt.Fprintf(log, "pass %d: loss %.0f, %d features, %v\n", e+1, loss, nf, time.Since(began).Round(time.Second))
		}
	}
	for i := range avg {
		c.w[i] = avg[i] / float32(averaged)
	}
	for i := range tavg {
		c.trans[i] = tavg[i] / float32(averaged)
	}
}

func grown(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
