package gate

import (
	"testing"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func scorer(t testing.TB) func(string) float64 {
	t.Helper()
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return func(s string) float64 {
		d, err := text.Read([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return g.Score(p.Parse(d))
	}
}

func TestScoreOfPassages(t *testing.T) {
	score := scorer(t)
	for _, s := range []string{
		"Rebels shelled the market of Zliten on Monday, killing nine shoppers, medics said.",
		"Police fired tear gas at protesters outside the parliament in Nairobi.",
		"Two hostages held by the group since May were freed near the border.",
		"The foreign ministers agreed to new sanctions over the arms shipments.",
	} {
		if got := score(s); got < Threshold {
			t.Errorf("%.2f: %s", got, s)
		}
	}
	for _, s := range []string{
		"A coach carrying pilgrims veered off a mountain road in heavy rain, killing 14 passengers and injuring 20.",
		"The river burst its banks after days of rain and 3,000 people fled their homes.",
		"The striker scored twice as the champions beat the hosts in the final.",
		"Shares in the bank fell by nine per cent after it warned of heavier losses.",
	} {
		if got := score(s); got >= Threshold {
			t.Errorf("%.2f: %s", got, s)
		}
	}
}

// A long report is about conflict where one passage is.
func TestScoreIsThatOfTheBestPassage(t *testing.T) {
	score := scorer(t)
	rain := "The river burst its banks after days of rain and the road along the valley was closed to cars, lorries and buses, the weather service said, and more rain is forecast for the weekend in the hills and along the coast of the province."
	war := "Rebels shelled the market of Zliten on Monday, killing nine shoppers, medics said, hours after the army had bombed their positions outside the town and troops had moved up to the crossroads by the old airport in the south."
	if got := score(rain + "\n\n" + war + "\n\n" + rain); got < Threshold {
		t.Errorf("%.2f", got)
	}
}

func TestLoadRefusesWhatIsNoModel(t *testing.T) {
	for _, s := range []string{"rain\t5\n", "bias\t1\nrain\n", "bias\t1\nrain\t1.5\n", "bias\t1\nrain\t1\nrain\t2\n"} {
		if _, err := Load(nil, s); err == nil {
			t.Errorf("%q is taken for a model", s)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	p, err := parse.New()
	if err != nil {
		b.Fatal(err)
	}
	g, err := New(p)
	if err != nil {
		b.Fatal(err)
	}
	t, err := text.Read([]byte("Rebels shelled the market of Zliten on Monday, killing nine shoppers, medics said, hours after the army had bombed their positions."))
	if err != nil {
		b.Fatal(err)
	}
	d := p.Parse(t)
	for b.Loop() {
		g.Score(d)
	}
}
