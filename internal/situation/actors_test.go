package situation

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/geo"
)

func actorsOf(t *testing.T, items []item) Actors {
	t.Helper()
	return New(second(readers()), geo.Default()).Actors(read(t, items))
}

func second[A, B any](_ A, b B) B { return b }

// relationWords writes a relation as "A bond B events", and what is apart behind it.
func relationWords(r *Relation) string {
	s := fmt.Sprintf("%s %s %s %d", r.A.Name, r.Bond, r.B.Name, r.Events)
	for _, k := range Doubts {
		if b, ok := r.Apart[k]; ok {
			s += fmt.Sprintf(" %s %d", k, len(b.Claims))
		}
	}
	return s
}

func TestClaimsTellWhoStandsHowToWhom(t *testing.T) {
	for _, test := range []struct {
		name  string
		items []item
		want  []string // relations, in any order
	}{
		{"who attacks is against whom it attacks, by any of its names",
			[]item{{"2016-03-02", "ISIL fighters attacked Iraqi soldiers near Hit.", "A"}, {"2016-03-09", "Islamic State militants killed six Iraqi policemen in Hit.", "B"}},
			[]string{"Islamic State against Iraqi government 2"}},
		{"those who clash are against each other",
			[]item{{"2023-05-02", "Clashes between the Sudanese Armed Forces and the Rapid Support Forces broke out in Nyala.", "A"}},
			[]string{"Rapid Support Forces against Sudanese government 1"}},
		{"whom the dead of a clash belonged to is a side of it",
			[]item{{"2025-12-02", "Three Thai soldiers were killed during clashes with Cambodian soldiers.", "A"}},
			[]string{"Cambodian government against Thai government 1"}},
		{"who fights alongside is with",
			[]item{{"2013-06-02", "Hezbollah units fought alongside Syrian troops in the battle for Qusayr.", "A"}},
			[]string{"Hezbollah with Syrian government 1"}},
		{"who takes a town together with others is with them, and against whom they take it from",
			[]item{{"2016-11-02", "Iraqi forces and Peshmerga fighters recaptured the town of Bashiqa from Islamic State.", "A"}},
			[]string{"Kurdistan Regional Government with Iraqi government 1", "Islamic State against Iraqi government 1", "Islamic State against Kurdistan Regional Government 1"}},
		{"a backer in a name is with whom it backs",
			[]item{{"2025-01-27", "Rwandan-backed M23 rebels captured the city of Goma from the Congolese army.", "A"}},
			[]string{"March 23 Movement with Rwandan government 1", "March 23 Movement against Congolese government 1"}},
		{"a truce is neither",
			[]item{{"2022-11-02", "The Ethiopian government and the Tigray People's Liberation Front signed a ceasefire.", "A"}},
			[]string{"Tigray People's Liberation Front truce Ethiopian government 1"}},
		{"a people is not its government, and civilians are no party",
			[]item{{"2023-11-02", "Israeli forces killed two Palestinians in Jenin.", "A"}, {"2023-11-03", "Al-Shabaab killed twelve Somali civilians in Beledweyne.", "A"}}, nil},
		{"nobody fights himself",
			[]item{{"2016-03-02", "Iraqi police arrested three Iraqi soldiers in Basra.", "A"}}, nil},
		{"an army without a country is nobody's where another country is named",
			[]item{{"2014-12-01", "Iraqi officials said that Islamic State fighters killed nine soldiers at a base near Deir ez-Zor in Syria.", "A"}}, nil},
		{"one man of a force may act for himself",
			[]item{{"2012-03-26", "An Afghan police officer shot dead two British soldiers in Lashkar Gah.", "A"}}, nil},
		{"harm that was not meant sets nobody against anybody",
			[]item{{"2017-02-09", "Three Turkish soldiers were accidentally killed in a Russian airstrike near al-Bab.", "A"}}, nil},
		{"peacekeepers are the United Nations', whatever their country",
			[]item{{"2025-12-13", "The Rapid Support Forces killed six Bangladeshi peacekeepers in Kadugli.", "A"}},
			[]string{"Rapid Support Forces against United Nations 1"}},
		{"help that ends parts",
			[]item{{"2025-03-03", "The United States suspends military aid to Ukraine.", "A"}}, []string{"Ukrainian government parted U.S. government 1"}},
		{"help given is with",
			[]item{{"2023-04-17", "Slovakia supplied 13 fighter jets to Ukraine.", "A"}}, []string{"Slovak government with Ukrainian government 1"}},
		{"a group whose name begins as another's is not that one",
			[]item{{"2016-09-23", "The Syrian government launched an offensive against Fatah Halab in Aleppo.", "A"}}, nil},
		{"a gun against aircraft is no rebel",
			[]item{{"2017-10-16", "Israeli jets destroyed a Syrian anti-aircraft battery near Damascus.", "A"}}, nil},
		{"who says so is not who does it",
			[]item{{"2023-10-18", "Russia says that the American decision to supply Ukraine with missiles is a mistake.", "A"}}, nil},
		{"what is denied, planned or alleged is kept apart",
			[]item{{"2021-11-02", "Turkish forces did not attack the Syrian Democratic Forces near Kobani.", "A"},
				{"2021-11-03", "Turkish forces will attack the Syrian Democratic Forces near Kobani.", "A"}},
			[]string{"Syrian Democratic Forces against Turkish government 0 future 1 denied 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, r := range actorsOf(t, test.items).Relations {
				got = append(got, relationWords(&r))
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// sideChange is a group that fights beside a government and then against it.
var sideChange = []item{
	{"2019-02-03", "Wagner fighters fought alongside Russian troops near Bakhmut.", "A"},
	{"2019-03-05", "Wagner fighters fought alongside Russian troops near Bakhmut.", "B"},
	{"2019-06-24", "Wagner fighters attacked Russian troops near Rostov-on-Don.", "A"},
	{"2019-06-25", "Wagner fighters killed Russian soldiers near Voronezh.", "B"},
	{"2019-06-25", "The Karsa Liberation Front attacked Russian soldiers near Voronezh.", "C"},
}

func TestAChangeOfSideShowsByMonth(t *testing.T) {
	months := map[Bond][]string{}
	for _, r := range actorsOf(t, sideChange).Relations {
		if o, ok := r.Other("actor:wagner-group"); ok && o.ID == "state:RU" {
			for _, m := range r.Months {
				months[r.Bond] = append(months[r.Bond], m.Month)
			}
			if r.Bond == Against && (r.AtoB != 2 || r.First.String() != "2019-06-24" || r.Last.String() != "2019-06-25" || r.Origins != 2) {
				t.Errorf("against: %d claims one way, %s to %s, %d origins", r.AtoB, r.First, r.Last, r.Origins)
			}
		}
	}
	want := map[Bond][]string{Beside: {"2019-02", "2019-03"}, Against: {"2019-06"}}
	if !reflect.DeepEqual(months, want) {
		t.Errorf("got %v, want %v", months, want)
	}
}

func TestNamesThatNobodyKnowsAreNew(t *testing.T) {
	found := false
	for _, s := range actorsOf(t, sideChange).Standings {
		found = found || s.New
		if isNew := s.Name == "Karsa Liberation Front"; s.New != isNew {
			t.Errorf("%s: new is %v", s.Name, s.New)
		}
		if s.New && (s.Origins != 1 || s.First.String() != "2019-06-25" || len(s.Foes) != 1 || s.Foes[0].A.ID != s.ID && s.Foes[0].B.ID != s.ID) {
			t.Errorf("%s is told by %d origins from %s on, against %d", s.Name, s.Origins, s.First, len(s.Foes))
		}
	}
	if !found {
		t.Error("nobody is new")
	}
}

func TestActorsDependOnNoOrder(t *testing.T) {
	tellings := read(t, append(slices.Clone(sideChange), item{"2023-05-02", "Clashes between the Sudanese Armed Forces and the Rapid Support Forces broke out in Nyala.", "A"}))
	c := New(second(readers()), geo.Default())
	want := c.Actors(tellings)
	if len(want.Relations) < 3 {
		t.Fatalf("only %d relations", len(want.Relations))
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		rng.Shuffle(len(tellings), func(i, k int) { tellings[i], tellings[k] = tellings[k], tellings[i] })
		if got := New(second(readers()), geo.Default()).Actors(append(tellings, tellings[0])); !reflect.DeepEqual(got, want) {
			t.Fatalf("in another order, with a claim twice, the answer is another:\n%v\n%v", got, want)
		}
	}
}

func TestWithinTellsOfACountry(t *testing.T) {
	tellings := read(t, []item{
		{"2023-05-02", "The Rapid Support Forces attacked the Sudanese army in Nyala, Sudan.", "A"},
		{"2023-05-03", "The Rapid Support Forces attacked the Sudanese army.", "A"},
		{"2023-05-04", "Al-Shabaab fighters attacked Kenyan soldiers.", "A"},
	})
	in := New(second(readers()), geo.Default()).Within(tellings, "SD")
	for _, x := range tellings {
		if want := x.Published.Day() < 4; in[x.Claim.ID] != want {
			t.Errorf("%q: within Sudan is %v", x.Sentence, in[x.Claim.ID])
		}
	}
}

// FuzzActors gives claims whose offsets, names and dates may be anything.
func FuzzActors(f *testing.F) {
	f.Add("Rwandan-backed M23 rebels captured Goma from the army.", "M23 rebels", "the army", 15, 25, 36, "2025-01-27", "territory_gained")
	f.Add("", "", "", -5, 99, 3, "", "armed_clash")
	f.Add("Iraqi-backed", "-", "’s", 0, 0, 0, "2025-01-27", "agreement")
	_, registry := readers()
	c := New(registry, geo.Default())
	f.Fuzz(func(t *testing.T, sentence, a, b string, x, y, z int, day, kind string) {
		published, _ := sitrep.ParseDate(day)
		role := func(s string, at int) []sitrep.Filler {
			return []sitrep.Filler{{Quote: sitrep.Quote{Span: sitrep.Span{Start: at, End: at + len(s)}, Text: s}, Name: s, By: "agent"}}
		}
		claim := &sitrep.Claim{ID: "c-1", Type: kind, Trigger: sitrep.Quote{Span: sitrep.Span{Start: x, End: y}, Text: a}, Evidence: sitrep.Span{Start: z, End: z + len(sentence)},
			Roles: map[sitrep.Role][]sitrep.Filler{sitrep.Actor: append(role(a, x), role(b, y)...), sitrep.Target: role(b, z), sitrep.Ally: role(a, y), sitrep.Victim: role(sentence, x)}}
		for _, r := range c.Actors([]Telling{{Claim: claim, Report: "r-1", Published: published, Sentence: sentence}}).Relations {
			if r.A.ID >= r.B.ID || r.A.ID == "" {
				t.Errorf("%q %s %q", r.A.ID, r.Bond, r.B.ID)
			}
		}
	})
}
