package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"sitrep/internal/origin"
	"sitrep/internal/text"
)

// example is a pair of documents: what origin finds in it and whether the gold has it.
type example struct {
	x         []float64 // 1, then the features
	copies    bool
	incidents [2]string
}

// folds are how many parts the incidents are cut into: each is judged by weights fitted on the others.
const folds = 5

// fit prints the weights, and how pairs are judged on incidents that were left out.
func fit(documents, gold string, out io.Writer) error {
	examples, err := readExamples(documents, gold)
	if err != nil {
		return err
	}
	var hit, wrong, missed int
	for k := range folds {
		var train []example
		for _, e := range examples {
			if foldOf(e.incidents[0]) != k && foldOf(e.incidents[1]) != k {
				train = append(train, e)
			}
		}
		w := logistic(train)
		for _, e := range examples {
			if foldOf(e.incidents[0]) != k {
				continue
			}
			switch yes := dot(w, e.x) >= 0; {
			case yes && e.copies:
				hit++
			case yes:
				wrong++
			case e.copies:
				missed++
			}
		}
	}
	fmt.Fprintf(out, "%d pairs; on incidents left out: %d right, %d wrong, %d missed, F1 %.4f\n",
		len(examples), hit, wrong, missed, 2*float64(hit)/float64(2*hit+wrong+missed))
	fmt.Fprintf(out, "weights: %.2f\n", logistic(examples))
	return nil
}

// foldOf cuts incidents into folds by their names, so that the cut does not depend on their order.
func foldOf(incident string) int {
	h := uint32(2166136261)
	for i := range len(incident) {
		h = (h ^ uint32(incident[i])) * 16777619
	}
	return int(h>>8) % folds
}

// readExamples pairs the documents of each incident, and those of others that share a bucket.
func readExamples(documents, gold string) ([]example, error) {
	type document struct {
		ID, Text string
		s        origin.Signature
		keys     []uint64
	}
	var docs []*document
	err := eachLine(documents, func(line []byte) error {
		d := &document{}
		if err := json.Unmarshal(line, d); err != nil {
			return err
		}
		t, err := text.Read([]byte(d.Text))
		if err != nil {
			return err
		}
		d.s = origin.Sign(t.Text, t.Blocks)
		d.keys = d.s.Keys()
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	group, incident := map[string]int{}, map[string]string{}
	ignore := map[[2]string]bool{}
	n := 0
	err = eachLine(gold, func(line []byte) error {
		var row struct {
			Incident string
			DocIDs   []string    `json:"doc_ids"`
			Ignore   [][2]string `json:"ignore_pairs"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		n++
		for _, id := range row.DocIDs {
			group[id], incident[id] = n, row.Incident
		}
		for _, p := range row.Ignore {
			ignore[p], ignore[[2]string{p[1], p[0]}] = true, true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []example
	for i, a := range docs {
		for _, b := range docs[i+1:] {
			shared := slices.ContainsFunc(a.keys, func(k uint64) bool { return slices.Contains(b.keys, k) })
			if ignore[[2]string{a.ID, b.ID}] || incident[a.ID] != incident[b.ID] && !shared {
				continue
			}
			x := append([]float64{1}, origin.Features(&a.s, &b.s)...)
			out = append(out, example{x, group[a.ID] == group[b.ID], [2]string{incident[a.ID], incident[b.ID]}})
		}
	}
	return out, nil
}

func eachLine(path string, f func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if err := f(lines.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}

func dot(w, x []float64) float64 {
	s := 0.0
	for i := range w {
		s += w[i] * x[i]
	}
	return s
}

// shrink is how much weights are drawn to 0 (ridge), per example; the first, the constant, is left alone.
const shrink = 1e-5

// logistic fits weights by Newton's method (iteratively reweighted least squares).
func logistic(examples []example) []float64 {
	n := len(examples[0].x)
	w := make([]float64, n)
	for range 50 {
		m := make([][]float64, n) // the normal equations, the gradient in the last column
		for i := range m {
			m[i] = make([]float64, n+1)
			m[i][i] = 1e-6
			if i > 0 {
				ridge := float64(len(examples)) * shrink
				m[i][i] += ridge
				m[i][n] = -ridge * w[i]
			}
		}
		for _, e := range examples {
			p := 1 / (1 + math.Exp(-dot(w, e.x)))
			y := 0.0
			if e.copies {
				y = 1
			}
			for i := range n {
				m[i][n] += (y - p) * e.x[i]
				for k := range n {
					m[i][k] += p * (1 - p) * e.x[i] * e.x[k]
				}
			}
		}
		step := solve(m)
		far := 0.0
		for i := range w {
			w[i] += step[i]
			far = max(far, math.Abs(step[i]))
		}
		if far < 1e-6 {
			break
		}
	}
	return w
}

// solve solves linear equations by elimination with the largest pivot; the right side is the last column.
func solve(m [][]float64) []float64 {
	n := len(m)
	for i := range m {
		p := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[p][i]) {
				p = r
			}
		}
		m[i], m[p] = m[p], m[i]
		for r := range m {
			if r == i {
				continue
			}
			f := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
	}
	out := make([]float64, n)
	for i := range m {
		out[i] = m[i][n] / m[i][i]
	}
	return out
}
