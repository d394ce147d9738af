package agreement

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// rows makes units of what coders judged, a line a coder and a word a unit; "." is nothing.
func rows(lines ...string) []Unit {
	var out []Unit
	for i, line := range lines {
		for k, v := range strings.Fields(line) {
			if k == len(out) {
				out = append(out, nil)
			}
			if v != "." {
				out[k] = append(out[k], Rating{fmt.Sprint("coder ", i), v})
			}
		}
	}
	return out
}

// The reliability data of Krippendorff (2011), sections A to C, with the alphas that the text gives.
var (
	binary  = rows("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
	nominal = rows("a a b b d c c c e d d a", "b a b b b c c c e d d d")
	missing = rows("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
)

func TestAlphaOfPublishedData(t *testing.T) {
	for _, c := range []struct {
		name  string
		units []Unit
		want  float64
	}{
		{"binary data of two observers", binary, 0.095},
		{"nominal data of two observers", nominal, 0.692},
		{"nominal data of four observers, some missing", missing, 0.743},
	} {
		got, ok := coincidences(judged(c.units)).alpha(nil)
		if !ok || math.Abs(got-c.want) > 0.0005 {
			t.Errorf("%s: alpha %.4f, %t; the text has %.3f", c.name, got, ok, c.want)
		}
	}
}

// table makes what two coders judged out of a table of how often each pair of values came up.
func table(cells ...[]int) [][2]string {
	var out [][2]string
	for a, row := range cells {
		for b, n := range row {
			for range n {
				out = append(out, [2]string{fmt.Sprint(a), fmt.Sprint(b)})
			}
		}
	}
	return out
}

func TestKappaOfKnownTables(t *testing.T) {
	for _, c := range []struct {
		name   string
		judged [][2]string
		want   float64
	}{
		{"two values, agreement .70 against .50 by chance", table([]int{20, 5}, []int{10, 15}), 0.4},
		{"same agreement .60, margins alike", table([]int{45, 15}, []int{25, 15}), 0.1304},
		{"same agreement .60, margins apart", table([]int{25, 35}, []int{5, 35}), 0.2593},
		{"three values, agreement .66 against .41 by chance", table([]int{44, 5, 11}, []int{3, 20, 7}, []int{3, 5, 2}), 0.4237},
		{"never", table([]int{0, 5}, []int{5, 0}), -1},
	} {
		got, ok := kappa(c.judged)
		if !ok || math.Abs(got-c.want) > 0.00005 {
			t.Errorf("%s: kappa %.4f, %t; want %.4f", c.name, got, ok, c.want)
		}
	}
}

func TestWhatIsNotDefined(t *testing.T) {
	r := Of(rows("a a a a", "a a a a"), Options{})
	if r.Percent != 100 || r.Kappa != nil || r.Alpha != nil || r.Low != nil || r.Units != 4 || r.Coders != 2 {
		t.Errorf("one value throughout: %+v", r)
	}
	if r := Of(rows("a b c"), Options{}); r.Units != 0 || r.Alpha != nil || r.Percent != 0 {
		t.Errorf("one coder: %+v", r)
	}
	if r := Of(nil, Options{}); r.Units != 0 || r.Kappa != nil {
		t.Errorf("nothing: %+v", r)
	}
}

func TestTheEmptyValueIsAValue(t *testing.T) {
	units := []Unit{{{"a", ""}, {"b", ""}}, {{"a", "x"}, {"b", ""}}, {{"a", "x"}, {"b", "x"}}}
	r := Of(units, Options{})
	if r.Units != 3 || math.Abs(r.Percent-100*2.0/3) > 1e-9 || r.Alpha == nil {
		t.Errorf("%+v", r)
	}
}

func TestTheLastOfACodersRatingsCounts(t *testing.T) {
	r := Of([]Unit{{{"a", "x"}, {"b", "y"}, {"a", "y"}}}, Options{})
	if r.Percent != 100 || r.Coders != 2 {
		t.Errorf("%+v", r)
	}
}

func TestIntervalOfAlpha(t *testing.T) {
	var many []Unit
	for i := range 100 { // 90 of 100 the same
		b := i%2 == 0
		if i%10 == 3 {
			b = !b
		}
		many = append(many, Unit{{"a", fmt.Sprint(i%2 == 0)}, {"b", fmt.Sprint(b)}})
	}
	r := Of(many, Options{Seed: 7})
	if r.Low == nil || *r.Low >= *r.Alpha || *r.High <= *r.Alpha {
		t.Fatalf("the interval does not hold alpha: %v %v %v", r.Low, r.Alpha, r.High)
	}
	// The standard error of an agreement of .9 over 100 units is .03; alpha here is about twice agreement less one.
	if width := *r.High - *r.Low; width < 0.15 || width > 0.35 {
		t.Errorf("the interval is %.3f wide", width)
	}
	again := Of(many, Options{Seed: 7})
	if *again.Low != *r.Low || *again.High != *r.High {
		t.Error("the same seed gave another interval")
	}
	few := Of(many[:20], Options{Seed: 7})
	if few.Low == nil || *few.High-*few.Low <= *r.High-*r.Low {
		t.Error("twenty units are as sure as a hundred")
	}
}

func TestPairsOfCoders(t *testing.T) {
	got := Pairs(missing)
	if len(got) != 6 || got[0].A != "coder 0" || got[0].B != "coder 1" || got[0].Units != 9 || math.Abs(got[0].Percent-100*8.0/9) > 1e-9 {
		t.Errorf("%+v", got)
	}
	r := Of(missing, Options{})
	if r.Units != 11 || r.Coders != 4 || r.Kappa == nil {
		t.Errorf("%+v", r)
	}
}
