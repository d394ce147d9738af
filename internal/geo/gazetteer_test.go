package geo

import (
	"math"
	"strings"
	"testing"

	"sitrep"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Deir ez-Zor": "deir al zor", "Dayr az Zawr": "dayr al zawr", "al-Hol": "al hol", "El Fasher": "al fasher", "Al  Fāshir": "al fashir",
		"As-Sulaymānīyah": "al sulaymaniyah", "as Pontes": "as pontes", "St. Louis": "st louis", "Saint-Louis": "st louis", "Rocky Mount": "rocky mount",
		"Mount Vernon": "mt vernon", "U.S.": "us", "Łódź": "lodz", "Côte d'Ivoire": "cote divoire", "Qal‘at Şāliḩ": "qalat salih", "İzmir": "izmir",
		"الموصل": "الموصل", "إدلب": "ادلب", "Краматорськ": "краматорськ", "Горловка ": "горловка", "": "", " - ": "", "N'Djamena": "ndjamena",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if got := Fold(Fold(in)); got != want {
			t.Errorf("%q folded twice: got %q, want %q", in, got, want)
		}
	}
}

func TestCandidatesFindAPlaceHoweverItIsWritten(t *testing.T) {
	for _, c := range []struct{ id, names string }{
		{"gn:99072", "Mosul|MOSUL|mosul|al-Mosul|الموصل|Mossul"},
		{"gn:172955", "Raqqa|al-Raqqa|Ar-Raqqah|ar raqqah|Raqqah|الرقة"},
		{"gn:170794", "Deir ez-Zor|Deir al-Zor|Dayr az Zawr|Deir ez Zor"},
		{"gn:99454", "Fallujah|Falluja|al-Fallujah"},
		{"gn:379555", "El Fasher|Al-Fashir|el-Fasher"},
		{"gn:704508", "Kramatorsk|Краматорськ|Краматорск"},
		{"gn:281133", "Gaza|Gaza City"},
		{"gn:4407066", "St. Louis|Saint Louis|St Louis"},
		{"gn:2017370", "Russia|Russian Federation|Россия"},
	} {
		for name := range strings.SplitSeq(c.names, "|") {
			found := false
			for _, p := range Candidates(name) {
				found = found || p.ID == c.id
			}
			if !found {
				t.Errorf("%q does not find %s", name, c.id)
			}
		}
	}
}

func TestCandidatesPutTheWeightiestFirst(t *testing.T) {
	for name, want := range map[string]string{"Georgia": "gn:614540", "Paris": "gn:2988507", "Aleppo": "gn:170063", "Donetsk": "gn:709717", "Nineveh": "gn:92877",
		"Raqqa": "gn:172955", "Kentucky": "gn:6254925", "Kharkiv": "gn:706483", "England": "gn:6269131", "North Darfur": "gn:408666",
		"Donbas": "sit:donbas-ua", "Pacific": "sit:pacific-ocean", "Badush": "sit:badush-iq", "Cologne": "gn:2886242", "Europe": "gn:6255148"} {
		if c := Candidates(name); len(c) == 0 || c[0].ID != want {
			t.Errorf("%q: got %+v, want %s first", name, c, want)
		}
	}
	for _, name := range []string{"", "-", "Qqqqqville", "   ", "al-Salem", "Fatah"} {
		if c := Candidates(name); len(c) != 0 {
			t.Errorf("%q: got %+v", name, c)
		}
	}
}

func TestByIDSaysWhereAPlaceLies(t *testing.T) {
	p, ok := ByID("gn:99072")
	if !ok || p.Name != "Mosul" || p.Country != "IQ" || p.Admin1 != "Nineveh" || p.Kind != Seat || p.Precision != sitrep.City || !p.Located ||
		math.Abs(p.Lat-36.335) > .001 || math.Abs(p.Lon-43.1189) > .001 || p.Population < 1e6 {
		t.Errorf("got %+v %v", p, ok)
	}
	for _, id := range []string{"", "gn:", "gn:1", "gn:99999999999", "99072", "sit:nowhere"} {
		if p, ok := ByID(id); ok {
			t.Errorf("%q: got %+v", id, p)
		}
	}
}

// TestCountriesLieBetweenGeoNamesPointAndTheMiddleOfTheirLand: where the two lie far apart, as with Alaska or islands, the first alone counts.
func TestCountriesLieBetweenGeoNamesPointAndTheMiddleOfTheirLand(t *testing.T) {
	for country, want := range map[string][2]float64{"RU": {60.98, 99.75}, "CN": {35.78, 104.41}, "IQ": {33.02, 43.87}, "UA": {49.08, 31.63}, "US": {39.76, -98.5}, "ID": {-5, 120}} {
		found := false
		for _, c := range Countries() {
			if c.Alpha2 == country {
				p, ok := ByID(c.ID)
				found = ok && p.Kind == Country && Distance(p.Lat, p.Lon, want[0], want[1]) < 1
			}
		}
		if !found {
			t.Errorf("%s is not at %v", country, want)
		}
	}
	for _, c := range Countries() {
		if p, ok := ByID(c.ID); !ok || !p.Located || p.Country != c.Alpha2 {
			t.Errorf("%s: %+v %v", c.Name, p, ok)
		}
	}
}

func TestACountryHasItsCodesAndNames(t *testing.T) {
	for s, want := range map[string]string{"IQ": "IQ", "irq": "IQ", "Iraq": "IQ", "IRAQ": "IQ", "South Sudan": "SS", "Ivory Coast": "CI", "Mosul": "", "": ""} {
		if got := CountryCode(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	if a, b := CountryName("IQ"), CountryName("ZZ"); a != "Iraq" || b != "" {
		t.Errorf("IQ is %q, ZZ is %q", a, b)
	}
}

func TestDistanceAndOffset(t *testing.T) {
	if d := Distance(52.5, 13.4, 48.85, 2.35); math.Abs(d-878) > 5 { // Berlin to Paris
		t.Errorf("got %v", d)
	}
	if d := Distance(0, 179.9, 0, -179.9); math.Abs(d-22.24) > .1 {
		t.Errorf("across the date line: %v", d)
	}
	for bearing := 0.0; bearing < 360; bearing += 45 {
		lat, lon := Offset(36.335, 43.1189, bearing, 10)
		if d := Distance(36.335, 43.1189, lat, lon); math.Abs(d-10) > 1e-6 {
			t.Errorf("%v degrees: %v km away", bearing, d)
		}
	}
	if lat, lon := Offset(0, 179.95, 90, 100); math.Abs(lat) > 1e-9 || lon > -179 {
		t.Errorf("east over the date line: %v, %v", lat, lon)
	}
}

func TestPackGivesTheSameBytesInAnyOrder(t *testing.T) {
	a := Entry{ID: "gn:5", Name: "Oldmill", Aliases: []string{"Old Mill", "OLDMILL", "5", "Ö"}, Country: "SO", Parent: "gn:7", Kind: City, Lat: 1.23456, Lon: -2, Located: true, Population: 1234567}
	b := Entry{ID: "sit:oldmill-so", Name: "Oldmill", Country: "SO", Parent: "gn:5", Kind: Camp, Lat: 1.23456, Lon: -2, Located: true, Borrowed: true}
	one, err := Pack([]Entry{a, b})
	if err != nil {
		t.Fatal(err)
	}
	two, err := Pack([]Entry{b, a})
	if err != nil || string(one) != string(two) {
		t.Fatal("the order counts", err)
	}
	g, err := Default().With(one)
	if err != nil {
		t.Fatal(err)
	}
	c := g.Candidates("oldmill")
	if len(c) != 2 || c[0].ID != "gn:5" || c[0].Population != 1234566 || c[0].Lat != 1.2346 || c[1].Within != "gn:5" || c[1].Precision != sitrep.City {
		t.Errorf("got %+v", c)
	}
	if c := g.Candidates("old mill"); len(c) != 1 {
		t.Errorf("other name: %+v", c)
	}
	if c := g.Candidates("ö"); len(c) != 0 {
		t.Errorf("a name of one letter: %+v", c)
	}
	if p, ok := g.ByID("sit:oldmill-so"); !ok || p.Kind != Camp {
		t.Errorf("by id: %+v %v", p, ok)
	}
	if p, ok := g.ByID("gn:99072"); !ok || p.Name != "Mosul" {
		t.Errorf("what lies below is hidden: %+v %v", p, ok)
	}
}

func TestPackRefusesWhatIsWrong(t *testing.T) {
	for want, e := range map[string][]Entry{
		"no name":          {{ID: "gn:1", Name: "!", Kind: City}},
		"no kind":          {{ID: "gn:1", Name: "A", Kind: "castle"}},
		"no GeoNames id":   {{ID: "gn:x", Name: "A", Kind: City}},
		"of two places":    {{ID: "gn:1", Name: "A", Kind: City}, {ID: "gn:1", Name: "B", Kind: City}},
		"no point":         {{ID: "gn:1", Name: "A", Kind: City, Lat: 91, Located: true}},
		"no ISO 3166-1 al": {{ID: "gn:1", Name: "A", Kind: City, Country: "IRQ"}},
	} {
		if _, err := Pack(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func FuzzOpenLayer(f *testing.F) {
	b, err := Pack([]Entry{{ID: "gn:5", Name: "Oldmill", Kind: City}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Fuzz(func(t *testing.T, b []byte) { openLayer(b) })
}

func BenchmarkCandidates(b *testing.B) {
	Default()
	for _, name := range []string{"Kramatorsk", "San Antonio"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Candidates(name)
			}
		})
	}
}
