package numeral

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func read(t interface{ Fatal(...any) }, s string) *parse.Doc {
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := text.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return p.Parse(d)
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
		{"It began in 2014.", Calendar},
		{"Resolution 2254 passed.", Name},
	} {
		d := read(t, c.sentence)
		got := Find(d, 0)
		if len(got) != 1 || got[0].Kind != c.want {
			t.Errorf("%q: got %+v, want one of kind %d", c.sentence, got, c.want)
		}
	}
	for _, s := range []string{"The 7th Brigade left.", "Several people left.", "Many people left.", "The F-16 took off.", "The M23 left.", "In the 1990s they left.", "At 10:30 they left."} {
		d := read(t, s)
		for _, q := range Find(d, 0) {
			t.Errorf("%q: %q is no number", s, d.Words(q.First, q.Last))
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
	if got := Find(read(t, "Five people died."), 0); len(got) != 1 || got[0].Increment {
		t.Errorf("a plain number: got %+v", got)
	}
}

func TestQuantitiesStayInTheirSentence(t *testing.T) {
	words := strings.Fields("at least up to more than 20 - 30 and between a dozen dozens of hundreds thousands million two five hundred half or so $ % , another 1.5 .")
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 20).Draw(t, "words"), " ")
		d := read(t, s)
		for i, sent := range d.Sents {
			at := sent.First
			for _, q := range Find(d, i) {
				if q.First < at || q.Last <= q.First || q.Last > sent.Last || q.Number < q.First || q.Number >= q.Last {
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
