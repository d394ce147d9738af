package main

import (
	"fmt"
	"io"
	"slices"

	"sitrep/internal/incident"
)

// judged is a report with what a model says of it.
type judged struct {
	*report
	summary incident.Summary
}

func judge(model []byte, reports []*report) []judged {
	m, err := incident.Load(string(model))
	if err != nil {
		panic(err) // written a moment ago
	}
	var out []judged
	for _, d := range reports {
		j := judged{report: d}
		if d.whole != nil {
			j.summary = m.Read(d.whole)
		}
		out = append(out, j)
	}
	return out
}

// tally counts what is right, what is said and what should have been.
type tally struct{ right, said, gold int }

func (t *tally) add(u tally) { t.right, t.said, t.gold = t.right+u.right, t.said+u.said, t.gold+u.gold }

func (t tally) f1() float64 {
	if t.said+t.gold == 0 {
		return 0
	}
	return 2 * float64(t.right) / float64(t.said+t.gold)
}

// tell writes for each part the best F1 at any threshold, with the threshold, and the micro average over parts; and so for kinds.
func tell(log io.Writer, name string, all []judged) {
	var micro tally
	for part := range incident.Parts {
		var best tally
		at := 0.0
		for t := 0.05; t < 0.6; t += 0.01 {
			if now := fillersAt(all, part, t); now.f1() > best.f1() {
				best, at = now, t
			}
		}
		micro.add(best)
		fmt.Fprintf(log, "%s %-12s F1 %.3f at %.2f %+v\n", name, incident.Parts[part], best.f1(), at, best)
	}
	fmt.Fprintf(log, "%s %-12s F1 %.4f %+v\n", name, "micro", micro.f1(), micro)
	same := tally{}
	for part := range incident.Parts {
		same.add(fillersAt(all, part, 0.15))
	}
	fmt.Fprintf(log, "%s all at 0.15    F1 %.4f %+v\n", name, same.f1(), same)
	for k, kind := range incident.Kinds {
		var best tally
		at := 0.0
		for t := 0.05; t < 0.8; t += 0.05 {
			var now tally
			for _, j := range all {
				gold := j.kinds>>(1+k)&1 != 0
				said := slices.ContainsFunc(j.summary.Kinds, func(s incident.Scored) bool { return s.Kind == kind && s.Probability >= t })
				now.add(tally{b(gold && said), b(said), b(gold)})
			}
			if now.f1() > best.f1() {
				best, at = now, t
			}
		}
		fmt.Fprintf(log, "%s %-12s F1 %.3f at %.2f %+v\n", name, kind, best.f1(), at, best)
	}
}

func b(is bool) int {
	if is {
		return 1
	}
	return 0
}

func fillersAt(all []judged, part int, least float64) (t tally) {
	for _, j := range all {
		t.gold += len(j.fillers[part])
		used := make([]bool, len(j.fillers[part]))
		for _, p := range j.summary.Parties {
			if p.Part != incident.Parts[part] || p.Probability < least {
				continue
			}
			t.said++
			for k, forms := range j.fillers[part] {
				if !used[k] && slices.Contains(forms, incident.Key(p.Text)) {
					used[k] = true
					t.right++
					break
				}
			}
		}
	}
	return t
}
