package geo

import (
	"testing"

	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func TestLookup(t *testing.T) {
	for _, c := range []struct{ name, want, country string }{
		{"Iraq", "Iraq", "IQ"}, {"the United States", "", ""}, {"United States", "United States", "US"}, {"U.S.", "United States", "US"},
		{"Burma", "Myanmar", "MM"}, {"Democratic Republic of Congo", "Democratic Republic of the Congo", "CD"}, {"Baghdad", "Baghdad", "IQ"},
		{"Deir ez-Zor", "Deir ez-Zor", "SY"}, {"deir ez zor", "Deir ez-Zor", "SY"}, {"Oldmill", "", ""}, {"", "", ""},
	} {
		p, ok := Lookup(c.name)
		if p.Name != c.want || p.Country != c.country || ok != (c.want != "") {
			t.Errorf("%q: got %+v %v", c.name, p, ok)
		}
	}
}

func TestDemonym(t *testing.T) {
	for word, want := range map[string]string{"Iraqi": "IQ", "iraqis": "IQ", "South Korean": "KR", "Briton": "GB", "Martian": ""} {
		if got, ok := Demonym(word); got != want || ok != (want != "") {
			t.Errorf("%q: got %q", word, got)
		}
	}
}

func TestAlpha3(t *testing.T) {
	for in, want := range map[string]string{"IQ": "IRQ", "GB": "GBR", "ZZ": ""} {
		if got := Alpha3(in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ sentence, want string }{
		{"Gaza City was shelled.", "Gaza City"},
		{"South Ossetia was shelled.", "South Ossetia"},
		{"They shelled us again.", ""},
		{"The US withdrew.", "United States"},
		{"The turkey was cooked.", ""},
	} {
		d, err := text.Read([]byte(c.sentence))
		if err != nil {
			t.Fatal(err)
		}
		doc, got := p.Parse(d), ""
		for i := range doc.Tokens {
			if n, pl, ok := Match(doc, i, len(doc.Tokens)); ok && n > 0 && got == "" {
				got = pl.Name
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.sentence, got, c.want)
		}
	}
}

func TestAdjectivesNamePlacesThatAreKnown(t *testing.T) {
	for word, id := range load().adjectives {
		if _, ok := ByID(id); !ok {
			t.Errorf("%s: no place has the id %s", word, id)
		}
		if c, ok := Demonym(word); ok {
			t.Errorf("%s is of %s too", word, c)
		}
	}
	if id, ok := Adjective("european"); !ok || id != "gn:6255148" {
		t.Errorf("European: %q %v", id, ok)
	}
}

// TestEveryRowIsSound holds the tables: codes of the right length, no name twice for two countries.
func TestEveryRowIsSound(t *testing.T) {
	tab := load()
	if len(tab.countries) < 240 || len(tab.demonyms) < 200 {
		t.Fatalf("%d countries, %d demonyms", len(tab.countries), len(tab.demonyms))
	}
	for two, c := range tab.countries {
		if len(two) != 2 || len(c.Alpha3) != 3 {
			t.Errorf("%q %q", two, c.Alpha3)
		}
	}
	for name, p := range tab.places {
		if name == "" || p.Name == "" || p.Country != "" && Alpha3(p.Country) == "" {
			t.Errorf("%q: %+v", name, p)
		}
	}
}
