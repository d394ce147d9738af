package numeral

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/internal/text"
)

func read(t interface{ Fatal(...any) }, s string) *text.Doc {
	d, err := text.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func bounds(q Quantity) string {
	one := func(p *int) string {
		if p == nil {
			return "-"
		}
		return fmt.Sprint(*p)
	}
	return one(q.Low) + " " + one(q.Best) + " " + one(q.High)
}

func TestCardinals(t *testing.T) {
	for _, c := range []struct{ sentence, words, want string }{
		{"Some nine people died there.", "Some nine", "- 9 -"},
		{"They killed 60 people.", "60", "60 60 60"},
		{"They killed sixty people.", "sixty", "60 60 60"},
		{"Twenty-five people died.", "Twenty-five", "25 25 25"},
		{"One hundred and twelve people died.", "One hundred and twelve", "112 112 112"},
		{"Three thousand five hundred people fled.", "Three thousand five hundred", "3500 3500 3500"},
		{"They counted 215,000 people.", "215,000", "215000 215000 215000"},
		{"They counted 2.1 million people.", "2.1 million", "2100000 2100000 2100000"},
		{"More than 215,000 people fled.", "More than 215,000", "215000 215000 -"},
		{"At least 12 people died.", "At least 12", "12 12 -"},
		{"Over 200 people fled.", "Over 200", "200 200 -"},
		{"No fewer than 30 people died.", "No fewer than 30", "30 30 -"},
		{"Not less than 30 people died.", "Not less than 30", "30 30 -"},
		{"Upwards of 40 people died.", "Upwards of 40", "40 40 -"},
		{"In excess of 40 people died.", "In excess of 40", "40 40 -"},
		{"They killed 60 or more people.", "60 or more", "60 60 -"},
		{"A 60-plus crowd of villagers left.", "60-plus", "60 60 -"},
		{"Up to 600 inmates died.", "Up to 600", "- 600 600"},
		{"As many as 40 people died.", "As many as 40", "- 40 40"},
		{"No more than 40 people died.", "No more than 40", "- 40 40"},
		{"Almost 90,000 members were trained.", "Almost 90,000", "- 90000 90000"},
		{"Nearly forty people died.", "Nearly forty", "- 40 40"},
		{"Fewer than 20 people died.", "Fewer than 20", "- 20 20"},
		{"Close to 50 people died.", "Close to 50", "- 50 50"},
		{"About 60 people died.", "About 60", "- 60 -"},
		{"Around 60 people died.", "Around 60", "- 60 -"},
		{"Some 60 people died.", "Some 60", "- 60 -"},
		{"An estimated 3,000 people fled.", "An estimated 3,000", "- 3000 -"},
		{"Roughly 3,000 people fled.", "Roughly 3,000", "- 3000 -"},
		{"Approximately 3,000 people fled.", "Approximately 3,000", "- 3000 -"},
		{"At least some 20 people died.", "At least some 20", "20 20 -"},
		{"Dozens of people died.", "Dozens", "12 - 99"},
		{"Scores of people died.", "Scores", "20 - 99"},
		{"Hundreds of people died.", "Hundreds", "100 - 999"},
		{"Thousands of people fled.", "Thousands", "1000 - 9999"},
		{"Tens of thousands of people fled.", "Tens of thousands", "10000 - 99999"},
		{"Hundreds of thousands of people fled.", "Hundreds of thousands", "100000 - 999999"},
		{"A dozen people died.", "A dozen", "12 12 12"},
		{"Two dozen people died.", "Two dozen", "24 24 24"},
		{"About a dozen people died.", "About a dozen", "- 12 -"},
		{"Half a dozen people died.", "Half a dozen", "6 6 6"},
		{"A hundred people died.", "A hundred", "100 100 100"},
		{"Between 20 and 30 people died.", "Between 20 and 30", "20 - 30"},
		{"They say 20 to 30 people died.", "20 to 30", "20 - 30"},
		{"They say 20-30 people died.", "20-30", "20 - 30"},
		{"Eleven to twelve people died.", "Eleven to twelve", "11 - 12"},
		{"Another five people died.", "Another five", "5 5 5"},
		{"A further 10 people died.", "A further 10", "10 10 10"},
		{"Five more died.", "Five", "5 5 5"},
		{"Tens of people died.", "Tens", "10 - 99"},
		{"Several hundred people fled.", "Several hundred", "200 - 999"},
		{"A few dozen people fled.", "A few dozen", "24 - 99"},
		{"A few hundred thousand people fled.", "A few hundred thousand", "200000 - 999999"},
		{"A handful of people fled.", "A handful", "3 - 9"},
		{"At least dozens of people died.", "At least dozens", "12 - -"},
		{"Half a million people fled.", "Half a million", "500000 500000 500000"},
		{"Nearly half a million people fled.", "Nearly half a million", "- 500000 500000"},
		{"One and a half million people fled.", "One and a half million", "1500000 1500000 1500000"},
		{"Two million and a half people fled.", "Two million and a half", "2500000 2500000 2500000"},
		{"A million and a half people fled.", "A million and a half", "1500000 1500000 1500000"},
		{"A quarter of a million people fled.", "A quarter of a million", "250000 250000 250000"},
		{"They counted 2,3 million people.", "2,3 million", "2300000 2300000 2300000"},
		{"They counted 2,3 hundred people.", "2,3 hundred", "230 230 230"},
		{"They counted 12 000 people.", "12 000", "12000 12000 12000"},
		{"They counted 15k people.", "15k", "15000 15000 15000"},
		{"They counted 1.2m people.", "1.2m", "1200000 1200000 1200000"},
		{"They counted two lakh people.", "two lakh", "200000 200000 200000"},
		{"They met a couple of villagers.", "a couple", "2 2 2"},
		{"They met a couple of dozen villagers.", "a couple of dozen", "24 24 24"},
		{"They met a hundred and ten villagers.", "a hundred and ten", "110 110 110"},
		{"They met two-hundred villagers.", "two-hundred", "200 200 200"},
		{"They met well over a hundred villagers.", "well over a hundred", "100 100 -"},
		{"They met a little under 70 villagers.", "a little under 70", "- 70 70"},
		{"They met in the region of 250 people.", "in the region of 250", "- 250 -"},
		{"North of 200 people died.", "North of 200", "200 200 -"},
		{"They met 60+ people.", "60+", "60 60 -"},
		{"They met 60-odd people.", "60-odd", "- 60 -"},
		{"They met 60 or fewer people.", "60 or fewer", "- 60 60"},
		{"They met 60 people or more.", "60", "60 60 -"},
		{"They met 60 people or so.", "60", "- 60 -"},
		{"They met 60 people at least.", "60", "60 60 -"},
		{"From 12 to 15 people died.", "From 12 to 15", "12 - 15"},
		{"Anywhere between 70 and 90 people died.", "Anywhere between 70 and 90", "70 - 90"},
		{"Some 50 to 60 people died.", "Some 50 to 60", "50 - 60"},
		{"Two or three people died.", "Two or three", "2 - 3"},
		{"Between two and three hundred people died.", "Between two and three hundred", "200 - 300"},
		{"Ten to twenty thousand people fled.", "Ten to twenty thousand", "10000 - 20000"},
		{"Between 1.5 and 2 million people fled.", "Between 1.5 and 2 million", "1500000 - 2000000"},
		{"At least 20 and up to 30 people died.", "At least 20 and up to 30", "20 - 30"},
		{"They killed 12 (twelve) people.", "12 (twelve)", "12 12 12"},
		{"Hundreds, if not thousands, of people died.", "Hundreds, if not thousands,", "100 - 9999"},
		{"They met 20, possibly 30 people.", "20, possibly 30", "20 - 30"},
		{"Well in excess of 300 people died.", "Well in excess of 300", "300 300 -"},
		{"Not quite 40 people died.", "Not quite 40", "- 40 40"},
		{"A third of the 90 people died.", "A third of the 90", "30 30 30"},
		{"Three-quarters of the 400 people died.", "Three-quarters of the 400", "300 300 300"},
		{"AT LEAST TWENTY-TWO PEOPLE DIED.", "AT LEAST TWENTY-TWO", "22 22 -"},
		{"MORE THAN ONE HUNDRED AND TWELVE PEOPLE DIED.", "MORE THAN ONE HUNDRED AND TWELVE", "112 112 -"},
	} {
		d := read(t, c.sentence)
		var got []string
		for _, q := range Find(d, 0) {
			if q.Kind == Cardinal {
				got = append(got, d.Words(q.First, q.Last)+": "+bounds(q))
			}
		}
		if want := c.words + ": " + c.want; len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q, want %q", c.sentence, got, want)
		}
	}
}

func TestNumbersThatCountNothing(t *testing.T) {
	for _, c := range []struct {
		sentence string
		want     Kind
	}{
		{"The town lies 10 km away.", Measure},
		{"They fought for three weeks.", Measure},
		{"A 16-year-old boy left.", Age},
		{"The man, aged 20, left.", Age},
		{"It cost $20 million.", Money},
		{"It cost £20.", Money},
		{"Some 20 percent of the city fell.", Percent},
		{"It fell by 20%.", Percent},
		{"It began on October 17.", Calendar},
		{"It began on 3 MAY.", Calendar},
		{"A farmer, 47, left.", Age},
		{"It cost 2 million dollars.", Money},
		{"More than three weeks passed.", Measure},
		{"They fired 155 mm shells.", Measure},
		{"They hit a nine-storey building.", Measure},
		{"Resolution 2254 passed.", Name},
	} {
		d := read(t, c.sentence)
		got := Find(d, 0)
		if len(got) != 1 || got[0].Kind != c.want {
			t.Errorf("%q: got %+v, want one of kind %d", c.sentence, got, c.want)
		}
	}
	for _, s := range []string{"It lasted from 1 to 15 March.", "It lasted between 3 and 5 MAY."} {
		if got := Find(read(t, s), 0); len(got) != 2 || got[0].Kind != Calendar || got[1].Kind != Calendar {
			t.Errorf("%q: got %+v, want two days", s, got)
		}
	}
	for _, s := range []string{"The 7th Brigade left.", "Several people left.", "Many people left.", "The F-16 took off.", "The M23 left.", "In the 1990s they left.", "At 10:30 they left.", "No one left.",
		"They helped one another."} {
		d := read(t, s)
		for _, q := range Find(d, 0) {
			t.Errorf("%q: %q is no number", s, d.Words(q.First, q.Last))
		}
	}
}

// TestHedgesAreWellFormed holds that no row of hedges.txt is read as something else or not at all, which nothing else would say.
func TestHedgesAreWellFormed(t *testing.T) {
	before := map[string]bool{}
	rows := map[string]bool{}
	for line := range strings.Lines(hedgesTxt) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if len(f) < 3 {
			t.Errorf("%q has not three columns", line)
			continue
		}
		switch f[0] {
		case "before", "after", "behind", "verb":
		default:
			t.Errorf("%q: unknown place", line)
		}
		if _, ok := boundNames[f[1]]; !ok {
			t.Errorf("%q: unknown bound", line)
		}
		words := strings.Join(f[2:], " ")
		if rows[f[0]+" "+words] {
			t.Errorf("%q stands twice", line)
		}
		rows[f[0]+" "+words] = true
		before[words] = before[words] || f[0] == "before"
	}
	for words := range notAfter {
		if !before[words] {
			t.Errorf("notAfter has %q, which is no hedge before a number", words)
		}
	}
}

func TestIncrement(t *testing.T) {
	for _, s := range []string{"Another five people died.", "A further 10 people died.", "Five more died."} {
		got := Find(read(t, s), 0)
		if len(got) != 1 || !got[0].Increment {
			t.Errorf("%q: got %+v, want an increment", s, got)
		}
	}
	if got := Find(read(t, "A total of five people died."), 0); len(got) != 1 || !got[0].Sum {
		t.Errorf("a sum: got %+v", got)
	}
	if got := Find(read(t, "Five people died."), 0); len(got) != 1 || got[0].Increment {
		t.Errorf("a plain number: got %+v", got)
	}
}

func TestQuantitiesStayInTheirSentence(t *testing.T) {
	words := strings.Fields("at least up to more than 20 - 30 and between a dozen dozens of hundreds thousands million two five hundred half or so a few couple of third third of the quarter from as many as hundred score dozen 12 000 2,3 15k 1.2m people or more least plus odd $ % , another 1.5 .")
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 20).Draw(t, "words"), " ")
		d := read(t, s)
		for i, sent := range d.Sents {
			at := sent.First
			for _, q := range Find(d, i) {
				if q.First < at || q.Last <= q.First || q.Last > sent.Last || q.Number < q.First || q.Number >= q.NumberEnd || q.NumberEnd > q.Last || q.Behind < q.Last || q.Behind > sent.Last {
					t.Fatalf("%q: %+v in sentence %d-%d after %d", s, q, sent.First, sent.Last, at)
				}
				if q.Low != nil && q.High != nil && *q.Low > *q.High {
					t.Fatalf("%q: low above high: %s", s, bounds(q))
				}
				at = q.Last
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := read(b, "More than 215,000 people fled, at least 12 died and between 20 and 30 were wounded in the two hundred villages.")
	for b.Loop() {
		Find(d, 0)
	}
}
