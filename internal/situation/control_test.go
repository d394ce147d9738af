package situation

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/extract"
	"sitrep/internal/geo"
)

// item is a short report.
type item struct{ date, text, outlet string }

var readers = sync.OnceValues(func() (*extract.Reader, *actor.Registry) {
	book, err := codebook.Default()
	if err != nil {
		panic(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		panic(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		panic(err)
	}
	return reader.Ungated(), registry
})

// read makes tellings of items; each outlet is an origin.
func read(t *testing.T, items []item) []Telling {
	t.Helper()
	reader, _ := readers()
	var out []Telling
	for _, it := range items {
		day, err := sitrep.ParseDate(it.date)
		if err != nil {
			t.Fatal(err)
		}
		x, err := reader.Read(extract.Input{Original: []byte(it.text), Published: day, Publisher: sitrep.Known(it.outlet)})
		if err != nil {
			t.Fatal(err)
		}
		for i := range x.Claims {
			c := &x.Claims[i]
			from := "outlet " + it.outlet
			if c.Attribution != nil && c.Attribution.Name != "" {
				from = c.Attribution.Name
			}
			out = append(out, Telling{Claim: c, Report: x.Report.ID, Published: day, Origin: from, Sentence: c.Evidence.Of(x.Report.Text)})
		}
	}
	return out
}

func control(tellings []Telling) []Spell {
	_, registry := readers()
	return New(registry, geo.Default()).Control(tellings)
}

// lines are the spells of a place in order of time.
func lines(spells []Spell, place string) []string {
	var out []string
	for _, s := range spells {
		if s.Site.Name != place {
			continue
		}
		to := "…"
		if !s.To.IsZero() {
			to = s.To.String()
		}
		holder := s.Holder.Name
		if holder == "" {
			holder = "nobody known"
		}
		out = append(out, fmt.Sprintf("%s to %s: %s %s", s.From, to, holder, s.Status))
	}
	slices.Sort(out)
	return out
}

func TestControl(t *testing.T) {
	for _, test := range histories {
		t.Run(test.name, func(t *testing.T) {
			got := lines(control(read(t, test.items)), test.place)
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

// Whatever order claims come in, and however often, the answer is the same.
func TestControlDoesNotDependOnOrder(t *testing.T) {
	var tellings []Telling
	for _, h := range histories {
		tellings = append(tellings, read(t, h.items)...)
	}
	want := control(tellings)
	if len(want) < len(histories) {
		t.Fatalf("only %d spells", len(want))
	}
	random := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		random.Shuffle(len(tellings), func(i, k int) { tellings[i], tellings[k] = tellings[k], tellings[i] })
		again := append(slices.Clone(tellings), tellings[:random.IntN(len(tellings))]...)
		if got := control(again); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order gives\n%v\nwant\n%v", got, want)
		}
	}
}

// Spells of a place that are not disputed follow one another, and every one rests on claims.
func TestSpellsDoNotOverlap(t *testing.T) {
	var all []Telling
	for _, h := range histories {
		all = append(all, read(t, h.items)...)
	}
	random := rand.New(rand.NewPCG(3, 5))
	for range 300 {
		some := slices.DeleteFunc(slices.Clone(all), func(Telling) bool { return random.IntN(3) == 0 })
		spells := control(some)
		slices.SortStableFunc(spells, func(a, b Spell) int { return strings.Compare(a.From.String(), b.From.String()) })
		last := map[string]Spell{}
		for _, s := range spells {
			if len(s.Claims) == 0 || s.Origins == 0 || s.Confidence == 0 {
				t.Fatalf("a spell rests on nothing: %+v", s)
			}
			if !s.To.IsZero() && s.To.Before(s.From) {
				t.Fatalf("a spell ends before it begins: %+v", s)
			}
			if s.Status == Claimed {
				continue
			}
			if before, ok := last[s.Site.ID]; ok && (before.To.IsZero() || !before.To.Before(s.From)) && before.From != s.From {
				t.Fatalf("%+v overlaps %+v", before, s)
			}
			last[s.Site.ID] = s
		}
	}
}

func TestPartyOf(t *testing.T) {
	_, registry := readers()
	c := New(registry, geo.Default())
	for _, test := range []struct{ name, country, want string }{
		{"ISIL", "IQ", "actor:islamic-state"},
		{"Islamic State of Iraq and the Levant militants", "SY", "actor:islamic-state"},
		{"Iraqi army", "IQ", "state:IQ"},
		{"Syrian Arab Army", "SY", "state:SY"},
		{"Syrian troops", "SY", "state:SY"},
		{"pro-government forces", "YE", "state:YE"},
		{"Syria", "SY", "state:SY"},
		{"U.S.-backed Syrian Democratic Forces", "SY", "actor:syrian-democratic-forces"},
		{"fighters of the Islamic State", "SY", "actor:islamic-state"},
		{"a leader of ISIL", "SY", ""},
		{"Syrian rebels", "SY", "unnamed:rebels:SY"},
		{"Peshmerga", "IQ", "actor:kurdistan-regional-government"},
		{"River Valley Defence Army", "SD", "actor:river-valley-defence-army"},
		{"they", "SD", ""},
		{"Reuters", "SD", ""},
		{"United Nations", "SD", ""},
	} {
		if got := c.Party(test.name, test.country).ID; got != test.want {
			t.Errorf("%q in %s is %q, want %q", test.name, test.country, got, test.want)
		}
	}
}

// Of who is first told to hold a place nobody says since when; of who takes it somebody does.
func TestSpellThatIsFirstTold(t *testing.T) {
	for text, want := range map[string]bool{
		"Shells hit the Houthi-held city of Hodeidah on Sunday.":   true,
		"The Houthis captured the city of Hodeidah on Sunday.":     false,
		"Shells hit Hodeidah, which was once held by the Houthis.": false,
	} {
		spells := control(read(t, []item{{"2031-03-02", text, "Gulf Wire"}}))
		if got := len(spells) > 0 && spells[0].FirstTold; got != want {
			t.Errorf("%s: first told is %v, want %v: %+v", text, got, want, spells)
		}
	}
}
