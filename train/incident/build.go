package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"sitrep/internal/incident"
)

// numbering numbers features that occur often enough.
type numbering struct {
	ids  map[uint64]int32
	keys []uint64
}

func newNumbering(lists [][]uint64, cut int) *numbering {
	count := map[uint64]int{}
	n := &numbering{ids: map[uint64]int32{}}
	for _, list := range lists {
		for _, f := range list {
			if count[f]++; count[f] == cut {
				n.ids[f] = int32(len(n.keys))
				n.keys = append(n.keys, f)
			}
		}
	}
	return n
}

func (n *numbering) of(features []uint64) []int32 {
	out := make([]int32, 0, len(features))
	for _, f := range features {
		if id, ok := n.ids[f]; ok {
			out = append(out, id)
		}
	}
	return out
}

// inner is how many parts the reports are cut into so that the candidates of each learn beside what a model that did not see it says
// of the report.
const inner = 4

// build trains both models and writes them as one file.
func build(reports []*report, o options) ([]byte, error) {
	var lists [][]uint64
	for _, d := range reports {
		lists = append(lists, d.features)
	}
	rn := newNumbering(lists, o.cut)
	learnReports := func(from []*report) logistic {
		var data instances
		for _, d := range from {
			data.features = append(data.features, rn.of(d.features))
			data.labels = append(data.labels, d.kinds)
		}
		return learn(data, len(rn.keys), incident.ReportLabels, o.report)
	}
	lists = nil
	var labels []uint32
	for k := range inner {
		train, rest := split(reports, k, inner)
		m := learnReports(train)
		for _, d := range rest {
			if d.kinds == 0 {
				continue // what is learned of candidates holds where there is an incident
			}
			likely := incident.Likelihood(m.probabilities(rn.of(d.features)))
			for i, e := range d.examples {
				lists = append(lists, append(slices.Clone(e.Features), likely...))
				labels = append(labels, d.labels[i])
			}
		}
	}
	whole := learnReports(reports)
	cn := newNumbering(lists, o.cut)
	data := instances{labels: labels}
	for _, f := range lists {
		data.features = append(data.features, cn.of(f))
	}
	candidate := learn(data, len(cn.keys), incident.CandidateLabels, o.candidate)
	t := table{}
	t.add(rn.keys, whole, incident.CandidateLabels, o.prune)
	t.add(cn.keys, candidate, 0, o.prune)
	return t.file()
}

// table is the weights that the file holds, as pairs of label and weight, by key.
type table map[uint32][]byte

func (t table) add(keys []uint64, m logistic, first int, prune float64) {
	for i, key := range keys {
		for y, x := range m.w[i*m.labels : (i+1)*m.labels] {
			w := math.Round(float64(x) * incident.Steps)
			least := prune
			if first+y >= len(incident.Parts) && first+y < incident.CandidateLabels {
				least *= 3
			}
			if math.Abs(float64(x)) < least || w == 0 {
				continue
			}
			t[uint32(key)] = append(t[uint32(key)], byte(first+y), byte(int8(max(-127, min(127, w)))))
		}
	}
}

// file lays the table out as package incident reads it.
func (t table) file() ([]byte, error) {
	var keys []uint32
	for k, pairs := range t {
		if len(pairs)/2 > 255 {
			return nil, fmt.Errorf("%d weights at one key", len(pairs)/2)
		}
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := []byte("SITRINC1")
	out = binary.LittleEndian.AppendUint32(out, uint32(len(keys)))
	for _, k := range keys {
		out = binary.LittleEndian.AppendUint32(out, k)
	}
	for _, k := range keys {
		out = append(out, byte(len(t[k])/2))
	}
	for _, k := range keys {
		out = append(out, t[k]...)
	}
	return out, nil
}
