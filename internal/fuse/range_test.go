package fuse

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep"
)

// count writes a told figure: "origin day low/best/high", with "-" for what is not told, and what else it is.
func count(s string) sitrep.ToldFigure {
	f := strings.Fields(s)
	t := sitrep.ToldFigure{Origin: f[0], Report: sitrep.ReportID("r-" + f[0] + f[1]), Standing: sitrep.Named}
	if f[1] != "-" {
		day := 0
		fmt.Sscan(f[1], &day)
		t.Day = sitrep.NewDate(2017, 1, day)
	}
	ends := strings.Split(f[2], "/")
	if len(ends) == 1 {
		ends = []string{f[2], f[2], f[2]}
	}
	for i, to := range []**int{&t.Low, &t.Best, &t.High} {
		n := 0
		if _, err := fmt.Sscan(ends[i], &n); err == nil {
			*to = &n
		}
	}
	for _, w := range f[3:] {
		switch w {
		case "total", "increment", "part":
			t.Kind = sitrep.FigureKind(w)
		case "household":
			t.Unit = sitrep.Household
		default:
			t.Standing = sitrep.Standing(w)
		}
	}
	return t
}

func written(f *sitrep.EventFigure) string {
	var out []string
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n == nil {
			out = append(out, "-")
		} else {
			out = append(out, fmt.Sprint(*n))
		}
	}
	return strings.Join(out, "/")
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		name string
		told []string
		want string
		out  string // why the first that is left out is
	}{
		{"nothing told", nil, "-/-/-", ""},
		{"one count", []string{"a 1 12"}, "12/12/12", ""},
		{"at least has no upper end", []string{"a 1 12/12/-"}, "12/12/-", ""},
		{"up to has no lower end", []string{"a 1 -/12/12"}, "-/12/12", ""},
		{"about is told as it is", []string{"a 1 -/12/-"}, "12/12/12", ""},
		{"a word alone gives no best", []string{"a 1 24/-/99"}, "24/-/99", ""},
		{"a word that a number fits is left out", []string{"a 1 24/-/99", "b 1 40"}, "40/40/40", OutVague},
		{"a word that no number fits stays", []string{"a 1 100/-/999", "b 1 40"}, "40/40/999", ""},
		{"origins that differ make a range", []string{"a 1 12", "b 1 15", "c 1 12"}, "12/12/15", ""},
		{"at least speaks for a higher count", []string{"a 1 1/1/-", "b 1 3"}, "1/3/3", ""},
		{"up to speaks for a lower count", []string{"a 1 -/39/39", "b 1 23"}, "23/23/39", ""},
		{"of as many origins the least", []string{"a 1 12", "b 1 15"}, "12/12/15", ""},
		{"of as many origins the latest", []string{"a 1 15", "b 2 14", "c 1 14", "d 1 15"}, "14/14/15", ""},
		{"an origin counts once", []string{"a 1 15", "a 1 15", "b 1 12"}, "12/12/15", ""},
		{"an origin's later count stands", []string{"a 1 12", "a 3 9"}, "9/9/9", OutAmended},
		{"a text of an origin that says otherwise is left out", []string{"a 1 12", "a 1 12", "a 1 9"}, "12/12/12", OutVariant},
		{"of one day's texts a total stands", []string{"a 1 12", "a 1 12", "a 1 9 total"}, "9/9/9", OutVariant},
		{"a toll rises", []string{"a 1 12", "b 3 20"}, "20/20/20", OutOvertaken},
		{"a later lower count is a disagreement", []string{"a 1 20", "b 3 12"}, "12/12/20", ""},
		{"the nameless overtake no name", []string{"a 1 12", "b 3 20 nameless"}, "12/12/20", ""},
		{"mandated bodies weigh most", []string{"a 1 30", "b 1 30", "c 1 25 mandated"}, "25/25/30", ""},
		{"named counters weigh as much", []string{"a 1 30", "b 1 30", "c 1 25 counter"}, "25/25/30", ""},
		{"the doer bounds and is not best", []string{"a 1 3 doer", "b 1 30"}, "3/30/30", ""},
		{"the doer alone gives no more than an upper end", []string{"a 1 30 doer"}, "-/-/30", ""},
		{"the doer alone with at least", []string{"a 1 30/30/- doer"}, "-/-/30", ""},
		{"parts are left out", []string{"a 1 12", "a 1 5 part"}, "12/12/12", OutPart},
		{"increments are left out", []string{"a 1 12", "b 2 5 increment"}, "12/12/12", OutIncrement},
		{"households are left out", []string{"a 1 12", "b 1 500 household"}, "12/12/12", OutUnit},
		{"nobody is silent where others tell of somebody", []string{"a 1 0", "b 1 4"}, "4/4/4", OutNobody},
		{"nobody by all", []string{"a 1 0"}, "0/0/0", ""},
		{"a higher at least leaves the range open", []string{"a 1 12", "b 1 20/20/-", "c 1 12"}, "12/12/-", ""},
		{"a count without a day is overtaken by none", []string{"a - 12", "b 3 20"}, "12/20/20", ""},
	} {
		var told []sitrep.ToldFigure
		for _, s := range c.told {
			told = append(told, count(s))
		}
		f := Range(sitrep.Killed, told)
		out := ""
		for _, x := range f.Told {
			if out == "" {
				out = x.Out
			}
		}
		if got := written(&f); got != c.want || out != c.out || len(f.Told) != len(told) {
			t.Errorf("%s: got %s, left out since it %q; want %s, %q", c.name, got, out, c.want, c.out)
		}
	}
}

func TestRangeHangsOnNoOrderAndInventsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var told []sitrep.ToldFigure
		values := map[int]bool{}
		for range rapid.IntRange(0, 9).Draw(t, "n") {
			s := fmt.Sprintf("%s %d %s", rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "origin"), rapid.IntRange(1, 3).Draw(t, "day"),
				rapid.SampledFrom([]string{"0", "5", "7", "7/7/-", "-/9/9", "-/8/-", "3/-/12"}).Draw(t, "count"))
			x := count(s + " " + rapid.SampledFrom([]string{"named", "doer", "mandated", "nameless", "part", "total"}).Draw(t, "is"))
			for _, n := range []*int{x.Low, x.Best, x.High} {
				if n != nil {
					values[*n] = true
				}
			}
			told = append(told, x)
		}
		a := Range(sitrep.Killed, told)
		b := Range(sitrep.Killed, rapid.Permutation(told).Draw(t, "order"))
		if written(&a) != written(&b) {
			t.Fatalf("%s in one order, %s in another", written(&a), written(&b))
		}
		for _, n := range []*int{a.Low, a.Best, a.High} {
			if n != nil && !values[*n] {
				t.Fatalf("%d was told by nobody", *n)
			}
		}
		if a.Low != nil && a.Best != nil && *a.Low > *a.Best || a.Best != nil && a.High != nil && *a.Best > *a.High || a.Low != nil && a.High != nil && *a.Low > *a.High {
			t.Fatalf("%s is no range", written(&a))
		}
	})
}
