package board

import (
	"fmt"
	"testing"

	"sitrep/internal/situation"
)

func TestPartiesOfOneCountryHavePatternsOfTheirOwn(t *testing.T) {
	var spells []situation.Spell
	hold := func(party, country string, places int) {
		for i := range places {
			spells = append(spells, situation.Spell{Site: situation.Site{ID: fmt.Sprint(country, party, i), Country: country}, Holder: situation.Party{ID: party}, Status: situation.Held})
		}
	}
	hold("IS", "IQ", 5)
	hold("IS", "SY", 4)
	hold("state:IQ", "IQ", 6)
	hold("state:SY", "SY", 7)
	hold("rebels", "SY", 3)
	hold("others", "SY", 2)
	hold("state:UA", "UA", 1)
	spells = append(spells, situation.Spell{Site: situation.Site{ID: "x", Country: "UA"}, Holder: situation.Party{ID: "denied"}, Status: situation.Claimed},
		situation.Spell{Site: situation.Site{ID: "y", Country: "UA"}, Status: situation.Contested})
	b := &Board{patterns: patternsOf(spells)}
	for party, want := range map[string]int{"IS": 0, "state:SY": 1, "state:IQ": 1, "rebels": 2, "others": Patterns, "state:UA": 0, "denied": Patterns, "nobody": Patterns} {
		if got := b.Pattern(party); got != want {
			t.Errorf("%s has pattern %d, want %d", party, got, want)
		}
	}
}
