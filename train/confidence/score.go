package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
)

// scored is a claim's confidence and whether it was right.
type scored struct {
	p      float64
	right  bool
	banned bool
}

// calibration gives the expected calibration error over five bins of equal size, and the area under the ROC curve.
func calibration(s []scored) (ece, auroc float64) {
	s = slices.Clone(s)
	slices.SortStableFunc(s, func(a, b scored) int {
		switch {
		case a.p != b.p:
			return cmp.Compare(a.p, b.p)
		case a.right == b.right:
			return 0
		case b.right:
			return -1
		}
		return 1
	})
	n, right := len(s), 0
	for b := range 5 {
		sum := 0.0
		for _, x := range s[b*n/5 : (b+1)*n/5] {
			sum += x.p
			if x.right {
				sum--
				right++
			}
		}
		ece += max(sum, -sum) / float64(n)
	}
	wins := 0.0
	for _, a := range s {
		for _, b := range s {
			if a.right && !b.right {
				switch {
				case a.p > b.p:
					wins++
				case a.p == b.p:
					wins += 0.5
				}
			}
		}
	}
	return ece, wins / float64(right*(n-right))
}

// parts is how many parts reports are put into for cross-fitting.
const parts = 10

// part puts a report into one of n parts.
func part(report string, n int) int {
	h := sha256.Sum256([]byte(report))
	return (int(h[0])<<16 | int(h[1])<<8 | int(h[2])) % n
}

// kept gives the third of the coded items that is kept for checking: those whose ids have the lowest SHA-256.
func kept(all []claim) map[string]bool {
	var ids []string
	for _, c := range all {
		if c.source == "coded" {
			ids = append(ids, c.report)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
		return bytes.Compare(x[:], y[:])
	})
	ids = slices.Compact(ids)
	out := map[string]bool{}
	for _, id := range ids[:len(ids)/3] {
		out[id] = true
	}
	return out
}

// report tells how well confidence does on claims of reports that the model did not see: on those of the yardstick with a line fitted on
// other parts of it, on the others with weights fitted on other parts and the base of their own source.
func report(log io.Writer, all []claim, o options) {
	count := map[string][2]int{}
	for _, c := range all {
		n := count[c.source]
		n[0]++
		if c.right {
			n[1]++
		}
		count[c.source] = n
	}
	for _, s := range []string{"coded", "samples", "judged", "wars"} {
		fmt.Fprintf(log, "%s: %d claims, %d right\n", s, count[s][0], count[s][1])
	}
	got := map[string][]scored{}
	add := func(name string, c *claim, odds float64) {
		got[name] = append(got[name], scored{p: logistic(odds), right: c.right, banned: c.banned})
	}
	whole := fit(of(all, func(c *claim) bool { return c.source != yardstick }), o)
	for k := range parts {
		rest := of(all, func(c *claim) bool { return part(c.report, parts) != k })
		m, line := fit(of(rest, func(c *claim) bool { return c.source != yardstick }), o), whole.calibrated(rest)
		for i := range all {
			c := &all[i]
			switch {
			case part(c.report, parts) != k:
			case c.source == yardstick:
				add(c.source, c, line.odds(c.signs))
				add("whole", c, whole.odds(c.signs))
			default:
				add(c.source, c, m.odds(c.signs)+m.weights[sourceSign+c.source])
			}
		}
	}
	third := kept(all)
	m := train(of(all, func(c *claim) bool { return !third[c.report] }), o)
	for i := range all {
		if c := &all[i]; third[c.report] {
			add("third", c, m.odds(c.signs))
		}
	}
	tell := func(name string, s []scored) {
		ece, auroc := calibration(s)
		fmt.Fprintf(log, "%s: ECE %.3f AUROC %.3f (%d)\n", name, ece, auroc, len(s))
	}
	unbanned := func(s []scored) []scored {
		return slices.DeleteFunc(slices.Clone(s), func(x scored) bool { return x.banned })
	}
	// A line changes no order, but ten lines do: each is the higher for the wrong claims that it was not fitted on.
	both := func(name string, pick func([]scored) []scored) {
		ece, _ := calibration(pick(got["coded"]))
		_, auroc := calibration(pick(got["whole"]))
		fmt.Fprintf(log, "%s: ECE %.3f AUROC %.3f (%d)\n", name, ece, auroc, len(pick(got["whole"])))
	}
	both("coded", unbanned)
	both("coded, forbidden ones counted as wrong", func(s []scored) []scored { return s })
	tell("coded, the third kept for checking", unbanned(got["third"]))
	tell("coded, that third, forbidden ones counted as wrong", got["third"])
	for _, name := range []string{"samples", "judged", "wars"} {
		tell(name+", cross-fitted", got[name])
	}
	for _, name := range []string{"coded", "judged", "wars"} {
		s := got[name]
		slices.SortFunc(s, func(a, b scored) int { return cmp.Compare(a.p, b.p) })
		for b := range 5 {
			bin := s[b*len(s)/5 : (b+1)*len(s)/5]
			sum, right := 0.0, 0
			for _, x := range bin {
				sum += x.p
				if x.right {
					right++
				}
			}
			fmt.Fprintf(log, "%s, fifth %d: %d claims, mean confidence %.3f, right %.3f\n", name, b+1, len(bin), sum/float64(len(bin)), float64(right)/float64(len(bin)))
		}
	}
	for _, t := range []float64{0.3, 0.4, 0.5, 0.6, 0.7} {
		for _, name := range []string{"coded", "judged", "wars"} {
			right, wrong, banned := 0, 0, 0
			for _, x := range got[name] {
				switch {
				case x.p >= t:
				case x.right:
					right++
				case x.banned:
					banned++
				default:
					wrong++
				}
			}
			fmt.Fprintf(log, "%s, below %.1f: %d right, %d wrong, %d forbidden\n", name, t, right, wrong, banned)
		}
	}
}
