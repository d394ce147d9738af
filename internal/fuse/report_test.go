package fuse

import (
	"slices"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
)

var book *extract.Reader

func reader(t testing.TB) *extract.Reader {
	t.Helper()
	if book != nil {
		return book
	}
	b, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err = extract.New(b)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func told(t testing.TB, id, day, text string) *sitrep.Extraction {
	t.Helper()
	d, err := sitrep.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	x, err := reader(t).Read(extract.Input{Original: []byte(text), Published: d})
	if err != nil {
		t.Fatal(err)
	}
	x.Report.ID = sitrep.ReportID(id)
	return &x
}

const (
	kirkuk = "Car bomb kills seven at market in Kirkuk\n\nA car bomb killed seven people and wounded 20 at the Hawra vegetable market in Kirkuk on Tuesday, " +
		"police colonel Dilshad Rawand said. The blast tore through stalls shortly before noon. Colonel Rawand said that the driver had parked beside the Hawra bakery."
	kirkukToo = "Blast at Kirkuk market leaves eight dead\n\nEight people died after a bomb in a car exploded at the Hawra market in Kirkuk on Tuesday, doctors said. " +
		"Dilshad Rawand of the police told reporters that the car was left near a bakery. Twenty others were wounded."
	mosul = "Air strike hits workshop in Mosul\n\nAn air strike destroyed a workshop in western Mosul on Wednesday and killed three militants, the coalition said. " +
		"Residents of the Zanjili quarter heard two explosions at dawn."
)

func TestReportsOfOneHappeningAreOneEvent(t *testing.T) {
	w := weights(t)
	s := NewSet(w, Options{})
	var all []*Account
	for id, r := range map[string][2]string{"a": {"2017-03-14", kirkuk}, "b": {"2017-03-15", kirkukToo}, "c": {"2017-03-15", mosul}} {
		all = append(all, w.Accounts(told(t, id, r[0], r[1]), "")...)
	}
	s.Load(all)
	var found bool
	for _, e := range s.Events() {
		var ids []string
		for _, m := range e.Members {
			ids = append(ids, string(m.Report))
		}
		if slices.Contains(ids, "c") && len(ids) > 1 {
			t.Errorf("another happening joined: %v", ids)
		}
		if !slices.Equal(ids, []string{"a", "b"}) {
			continue
		}
		found = true
		if e.Place == nil || e.Place.Name != "Kirkuk" || e.From.String() != "2017-03-14" || e.From != e.To {
			t.Errorf("place %v, from %s to %s", e.Place, e.From, e.To)
		}
		if len(e.Figures) == 0 || e.Figures[0].Measure != sitrep.Killed || *e.Figures[0].Low != 7 || *e.Figures[0].High != 8 || len(e.Figures[0].Told) != 2 {
			t.Errorf("figures %+v", e.Figures)
		}
		if len(e.Joined) != 1 || len(e.Joined[0].Why) == 0 || e.Joined[0].Score < .5 {
			t.Errorf("joined %+v", e.Joined)
		}
	}
	if !found {
		t.Errorf("a and b are not one event: %+v", s.Events())
	}
}

func TestCopiesOfOneOriginSpeakOnce(t *testing.T) {
	account := func(id, origin string, n int) *Account {
		return &Account{Report: sitrep.ReportID(id), Origin: origin, Main: true, Published: sitrep.NewDate(2017, 3, 14), Counts: []Count{{Measure: sitrep.Killed, Low: &n, Best: &n, High: &n}}}
	}
	group := []*Account{account("a", "g1", 9), account("b", "g1", 9), account("c", "g1", 9), account("d", "d", 4), account("e", "e", 4)}
	for _, a := range group {
		a.finish()
	}
	f := tally(independent(group), sitrep.Killed)
	if f == nil || *f.Best != 4 || *f.Low != 4 || *f.High != 9 || len(f.Told) != 3 {
		t.Errorf("got %+v", f)
	}
	if f := tally(nil, sitrep.Killed); f != nil {
		t.Errorf("nobody said anything: %+v", f)
	}
}

func TestWhatIsNoHappeningOfItsOwn(t *testing.T) {
	for name, text := range map[string]string{
		"future":  "The army will attack Raqqa next week, a spokesman said.",
		"negated": "The army did not attack Raqqa on Monday, a spokesman said.",
		"said":    "The minister condemned the talks in Geneva on Monday.",
	} {
		x := told(t, "r", "2017-03-14", text)
		for _, a := range weights(t).Accounts(x, "") {
			if len(a.Claims) > 0 {
				t.Errorf("%s: account %+v", name, a)
			}
		}
	}
	year := &sitrep.Period{From: sitrep.NewDate(2016, 1, 1), To: sitrep.NewDate(2016, 12, 31)}
	if n := 600; !series(&sitrep.Claim{Time: year, Figures: []sitrep.Figure{{Best: &n}}}) || series(&sitrep.Claim{Time: year}) {
		t.Error("a figure over a year is a series, a happening of an unknown day in it is not")
	}
}

func TestAnOldHappeningIsAnAccountOfItsOwn(t *testing.T) {
	x := told(t, "r", "2017-03-14", "Gunmen killed two policemen in Kirkuk on Monday.\n\nIn Baghdad, a bomb killed 30 people on 3 July 2016.")
	accounts := weights(t).Accounts(x, "")
	if len(accounts) != 2 {
		t.Fatalf("%d accounts", len(accounts))
	}
	main, old := accounts[0], accounts[1]
	if !main.Main || main.From.String() != "2017-03-13" || old.Main || old.From.String() != "2016-07-03" {
		t.Errorf("main %+v, old %+v", main, old)
	}
}

func FuzzAccounts(f *testing.F) {
	f.Add([]byte(kirkuk))
	f.Add([]byte("A\n\n\n"))
	f.Add([]byte("É killed in é"))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := reader(t).Read(extract.Input{Original: b})
		if err != nil {
			return
		}
		w := weights(t)
		s := NewSet(w, Options{})
		s.Load(w.Accounts(&x, ""))
		s.Events()
	})
}
