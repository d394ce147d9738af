package extract

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"sitrep"
)

// wantFigure is a line of testdata/figures.txt.
type wantFigure struct{ bounds, of, kind string }

// boundsOf writes what a figure measures and its range as testdata/figures.txt does.
func boundsOf(f *sitrep.Figure) string {
	end := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	return fmt.Sprintf("%s %s %s %s", f.Measure, end(f.Low), end(f.Best), end(f.High))
}

// figureCases reads testdata/figures.txt: sentences and the figures that each gives.
func figureCases(t *testing.T) (sentences []string, want [][]wantFigure) {
	data, err := os.ReadFile("testdata/figures.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == ' ':
			parts := strings.Split(line+"||", "|")
			n := len(want) - 1
			want[n] = append(want[n], wantFigure{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])})
		default:
			sentences, want = append(sentences, line), append(want, nil)
		}
	}
	return sentences, want
}

// TestFigures holds how many of the figures of testdata/figures.txt are read as they should be, and how many numbers that
// count nobody are read as figures. "go test -v" prints what is read otherwise.
func TestFigures(t *testing.T) {
	r := newReader(t)
	sentences, want := figureCases(t)
	var gold, found, right, of, kind, phrases, wrong int
	for i, s := range sentences {
		x, err := r.Read(Input{Original: []byte(s), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		var got []sitrep.Figure
		for _, c := range x.Claims {
			for _, f := range c.Figures {
				if !hasFigure(got, f) {
					got = append(got, f)
				}
			}
		}
		gold, found = gold+len(want[i]), found+len(got)
		ok := len(got) == len(want[i])
		for _, w := range want[i] {
			hit := -1
			for k := range got {
				if boundsOf(&got[k]) == w.bounds && (hit < 0 || strings.Contains(string(got[k].Of), w.of)) {
					hit = k
				}
			}
			if hit < 0 {
				ok = false
				continue
			}
			f := got[hit]
			got = append(got[:hit:hit], got[hit+1:]...)
			right++
			if strings.Contains(string(f.Of), w.of) {
				of++
			} else {
				ok = false
			}
			if string(f.Kind) == w.kind {
				kind++
			} else {
				ok = false
			}
		}
		phrases++
		if !ok {
			wrong++
			var read []string
			for _, c := range x.Claims {
				for k := range c.Figures {
					f := &c.Figures[k]
					read = append(read, fmt.Sprintf("%s %s %q of %q %s", c.Type, boundsOf(f), f.Text, f.Of, f.Kind))
				}
			}
			t.Logf("%s\n\twant %v\n\tread %s", s, want[i], strings.Join(read, "\n\t     "))
		}
	}
	f1 := 2 * float64(right) / float64(gold+found)
	t.Logf("figures %d, read %d, measure and bounds right %d (F1 %.3f), of right %d, kind right %d; sentences %d, all right %d",
		gold, found, right, f1, of, kind, phrases, phrases-wrong)
	if f1 < .98 || of < right-2 || kind < right-1 {
		t.Error("fewer figures are read right than were")
	}
}

// TestNumbersWithPlacesOfTheirOwn holds that a number told with another place than the one before is a claim of its own.
func TestNumbersWithPlacesOfTheirOwn(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		sentence string
		want     string // figure and place of each claim
	}{
		{"Israeli strikes killed nine people in Khan Younis and five in Rafah.", "nine Khan Younis; five Rafah"},
		{"Nine people were killed in Beni, seven in Oicha and two in Butembo on Monday.", "Nine Beni; seven Oicha; two Butembo"},
		{"Rebels killed nine soldiers in Bria and five civilians in Bangui.", "nine Bria; five Bangui"},
		{"Rebels killed nine soldiers and five civilians in Bangui.", "nine Bangui five"},
		{"Rebels killed nine soldiers in Bria, including five officers.", "nine Bria five"},
	} {
		x, err := r.Read(Input{Original: []byte(c.sentence), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, claim := range x.Claims {
			if len(claim.Figures) == 0 || claim.Place == nil {
				got = append(got, claim.Type)
				continue
			}
			words := claim.Figures[0].Text + " " + claim.Place.Text
			for _, f := range claim.Figures[1:] {
				words += " " + f.Text
			}
			got = append(got, words)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q: got %q, want %q", c.sentence, s, c.want)
		}
	}
}

// TestHouseholds holds that families are counted as people on request alone, and that the figure says so. Members of a family are people.
func TestHouseholds(t *testing.T) {
	const report = "More than 600 families were displaced by the fighting in Marib, and 40 people died. A shell killed four members of one family in Taiz."
	for _, c := range []struct {
		people float64
		want   string
	}{
		{0, "displaced 600 600 - household 0; killed 40 40 40  0; killed 4 4 4  0"},
		{5.5, "displaced 3300 3300 - household 5.5; killed 40 40 40  0; killed 4 4 4  0"},
	} {
		r := newReader(t)
		if c.people > 0 {
			r = r.Households(c.people)
		}
		x, err := r.Read(Input{Original: []byte(report), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, claim := range x.Claims {
			for i := range claim.Figures {
				f := &claim.Figures[i]
				got = append(got, fmt.Sprintf("%s %s %g", boundsOf(f), f.Unit, f.Factor))
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%g: got %q, want %q", c.people, s, c.want)
		}
	}
}
