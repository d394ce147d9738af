package extract

import (
	"slices"
	"testing"

	"sitrep"
)

// One bombing told in a headline and in six sentences, by four sources.
const toldSixTimes = `Bomb kills nine in Kandahar market

KANDAHAR, 3 May (Agency) - A bomb killed nine people in a market in Kandahar on Monday, police said. The explosion wounded 20 others, according to the governor. A hospital official put the number of dead at 11.

The blast tore through stalls where families were shopping before the holiday. No group has claimed the bombing.

The bombing killed nine people and came a day after two policemen were shot dead in the city.
`

func TestOneHappeningIsOneClaim(t *testing.T) {
	out, err := newReader(t).Read(Input{Original: []byte(toldSixTimes), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	var bombings []sitrep.Claim
	for _, c := range out.Claims {
		if c.Type == "bombing" {
			bombings = append(bombings, c)
		}
	}
	if len(bombings) != 1 {
		t.Fatalf("%d bombings, want one: %v", len(bombings), bombings)
	}
	c := bombings[0]
	type figure struct {
		measure sitrep.Measure
		best    int
		source  string
	}
	var got []figure
	for _, f := range c.Figures {
		got = append(got, figure{f.Measure, *f.Best, f.Source})
	}
	want := []figure{{sitrep.Killed, 9, ""}, {sitrep.Injured, 20, "the governor"}, {sitrep.Killed, 11, "A hospital official"}}
	if !slices.Equal(got, want) {
		t.Errorf("figures %v, want %v", got, want)
	}
	if c.Attribution == nil || c.Attribution.Source != "police" {
		t.Errorf("source %v, want police", c.Attribution)
	}
	if len(c.Roles[sitrep.Actor]) != 0 {
		t.Errorf("actor %v, want none: nobody claimed it", c.Roles[sitrep.Actor])
	}
	told := map[string]bool{}
	for _, s := range c.Retold {
		told[s.Of(out.Report.Text)] = true
	}
	for _, s := range []string{"Bomb kills nine in Kandahar market", "The explosion wounded 20 others, according to the governor.",
		"A hospital official put the number of dead at 11.", "The blast tore through stalls where families were shopping before the holiday.",
		"No group has claimed the bombing."} {
		if !told[s] {
			t.Errorf("not retold: %q; got %v", s, told)
		}
	}
}

func TestHappeningsThatDifferStayApart(t *testing.T) {
	for _, text := range []string{
		"A bomb killed three people in Kandahar on Monday. Another bomb killed three people in Herat.",
		"Gunmen killed 12 villagers near Mopti. Soldiers killed 12 rebels near Gao.",
		"An air strike killed 14 people in Idlib on Sunday. A mine killed 14 people in Hama on Friday.",
		"Shelling wounded six people in Donetsk. The army said six people were wounded in a separate attack on Avdiivka.",
	} {
		out, err := newReader(t).Read(Input{Original: []byte(text), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Claims) < 2 {
			t.Errorf("%q: %d claims, want two or more", text, len(out.Claims))
		}
	}
}

func TestAccusedOrClaimingPartiesDoNothingByThemselves(t *testing.T) {
	text := "A car bomb killed 31 people in Quetta on Friday. The Taliban claimed responsibility for the bombing."
	out, err := newReader(t).Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	bombings := 0
	for _, c := range out.Claims {
		if c.Type != "bombing" {
			continue
		}
		bombings++
		if len(c.Roles[sitrep.Actor]) > 0 && c.Attribution == nil {
			t.Errorf("the report does not say itself that %v did it", c.Roles[sitrep.Actor])
		}
	}
	if bombings == 0 {
		t.Errorf("no bombing in %q", text)
	}
}

func TestNumberOfTheReporterIsNoSourcesNumber(t *testing.T) {
	text := "A bomb killed nine people in Kandahar on Monday, police said. The explosion wounded 20 others."
	out, err := newReader(t).Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range out.Claims {
		for _, f := range c.Figures {
			if f.Measure == sitrep.Injured && f.Source == "" && c.Attribution != nil {
				t.Errorf("%q is given as said by %q", f.Text, c.Attribution.Source)
			}
		}
	}
	if len(out.Claims) != 2 {
		t.Errorf("%d claims, want the dead by the police and the wounded by nobody", len(out.Claims))
	}
}
