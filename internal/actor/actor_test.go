package actor

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func registry(t testing.TB) *Registry {
	r, err := Load(codebook.Layer{FS: codebook.Data()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// actors lists the registry in order of names.
func actors(r *Registry) []*Actor {
	out := slices.Collect(maps.Values(r.canon))
	slices.SortFunc(out, func(a, b *Actor) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// people lists the people in office in order of names.
func people(r *Registry) []*Someone {
	var out []*Someone
	for _, held := range r.offices {
		out = append(out, held...)
	}
	slices.SortFunc(out, func(a, b *Someone) int { return strings.Compare(a.Name, b.Name) })
	return slices.Compact(out)
}

func TestMatch(t *testing.T) {
	r := registry(t)
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ sentence, want, kind, country string }{
		{"IS seized the town.", "Islamic State", "armed_group", ""},
		{"The town is calm.", "", "", ""},
		{"Isis seized the town.", "Islamic State", "armed_group", ""},
		{"Al-Qa'ida attacked.", "al-Qaeda", "armed_group", ""},
		{"Al Qaeda in the Arabian Peninsula attacked.", "al-Qaeda in the Arabian Peninsula", "armed_group", "YE"},
		{"The Lord's Resistance Army attacked.", "Lord's Resistance Army", "armed_group", "UG"},
		{"Kurdistan Workers' Party fighters attacked.", "Kurdistan Workers' Party", "armed_group", "TR"},
		{"UNHCR said so.", "United Nations High Commissioner for Refugees", "organisation", ""},
		{"Reuters reported it.", "Reuters", "media", "GB"},
		{"Iraqi army units left.", "Iraqi army", "military", "IQ"},
		{"South Korean troops left.", "South Korean forces", "military", "KR"},
		{"Nigerian police left.", "Nigerian police", "police", "NG"},
		{"The Syrian government agreed.", "Syrian government", "government", "SY"},
		{"Iraqi dates are sweet.", "", "", ""},
		{"IS SEIZED THE TOWN OF BRIA AND THE ARMY IS GONE TODAY.", "Islamic State", "armed_group", ""},
	} {
		d, err := text.Read([]byte(c.sentence))
		if err != nil {
			t.Fatal(err)
		}
		doc := p.Parse(d)
		var got Actor
		on := r.On(doc, sitrep.NewDate(2016, 5, 10))
		for i := range doc.Tokens {
			if n, a := on.Match(doc, i, len(doc.Tokens)); n > 0 {
				got = *a
				break
			}
		}
		if got.Name != c.want || got.Kind != c.kind || got.Country != c.country {
			t.Errorf("%q: got %q %s %s, want %q %s %s", c.sentence, got.Name, got.Kind, got.Country, c.want, c.kind, c.country)
		}
	}
}

func TestClass(t *testing.T) {
	r := registry(t)
	for word, want := range map[string]Class{"militant": Fighter, "civilian": Person, "minister": Official, "car bomb": Explosive, "warplane": Aircraft,
		"hospital": Facility, "town": Settlement, "xyzzy": 0} {
		if got := r.Class(word); got&want != want || want == 0 && got != 0 {
			t.Errorf("%q: class %b, want %b", word, got, want)
		}
	}
}

func TestLoadNamesTheFaultyRow(t *testing.T) {
	const list = "# people\ncivilian\n"
	for _, c := range []struct{ name, row, want string }{
		{"too few columns", "A\tarmed_group", "groups.tsv:1: has 2 columns where 10 belong"},
		{"an unknown kind", "A\tgang\t2\t\t\t\t\t\t\tuncited", `no kind "gang"`},
		{"a row given twice", strings.Repeat("A\tarmed_group\t2\t\t\t\t\t\tX\tuncited\n", 2), "groups.tsv:2"},
		{"a year that is none", "A\tarmed_group\t2\t\t\tlong ago\t\t\tX\tuncited", "long ago"},
	} {
		_, err := Load(codebook.Layer{FS: fstest.MapFS{"actors/groups.tsv": {Data: []byte(c.row)}, "lists/people.txt": {Data: []byte(list)}}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Load(codebook.Layer{FS: fstest.MapFS{"lists/aliens.txt": {Data: []byte("x")}}}); err == nil || !strings.Contains(err.Error(), "aliens") {
		t.Errorf("unknown class: %v", err)
	}
}

func TestLoadLaysOneFolderOverAnother(t *testing.T) {
	load := func(over fstest.MapFS) (*Registry, error) {
		return Load(codebook.Layer{FS: codebook.Data()}, codebook.Layer{Name: "mine", FS: over})
	}
	r, err := load(fstest.MapFS{
		"lists/facilities.txt": {Data: []byte("# mine\nmadrasa\n-bank\n")},
		"lists/boats.txt":      {Data: []byte("coracle\nfishing boat\n")},
		"actors/groups.tsv": {Data: []byte("Blue River Front\tarmed_group\t2\tSD\tSD\t2023\t\t\tBRF\tuncited\n" +
			"Boko Haram\tmilitia\t2\tNG\tNG\t2002\t\t\t\tuncited\r\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Class("madrasa")&Facility == 0 || r.Class("bank")&Facility != 0 || r.Class("hospital")&Facility == 0 {
		t.Error("a list is not added to, or a word not taken out of it")
	}
	if !r.Listed("boats", "fishing boat") || r.Listed("boats", "hospital") || r.Class("coracle") != 0 {
		t.Error("a list of its own is not a class of its own")
	}
	if a := r.Named("Blue River Front"); a == nil || a.Country != "SD" {
		t.Errorf("added row: %v", a)
	}
	if a := r.Named("Boko Haram"); a == nil || a.Kind != "militia" || len(a.Aliases) != 0 {
		t.Errorf("replaced row: %+v", a)
	}
	for _, c := range []struct{ file, text, want string }{
		{"lists/facilities.txt", "madrasa\n-castle keep\n", `mine/lists/facilities.txt:2: takes out "castle keep"`},
		{"lists/facilities.txt", "Madrasa\n", "mine/lists/facilities.txt:1: \"Madrasa\" has a capital"},
		{"actors/groups.tsv", "Front armed_group 2\n", "mine/actors/groups.tsv:1: has 1 columns where 10 belong"},
		{"actors/gangs.tsv", "Front\tgang\n", "mine/actors/gangs.tsv: no such table; there are bodies, forces,"},
		{"actors/forces.tsv", "Boko Haram\tmilitia\t2\tNG\tNG\t2002\t\t\t\tuncited", `mine/actors/forces.tsv:1: "Boko Haram" is listed already`},
	} {
		if _, err := load(fstest.MapFS{c.file: {Data: []byte(c.text)}}); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q in %s: got %v, want %s", c.text, c.file, err, c.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		registry(b)
	}
}

// TestEveryNameIsFound reads each name of the registry as a text has it. A name that several bear may be left open.
func TestEveryNameIsFound(t *testing.T) {
	r := registry(t)
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		name string
		a    *Actor
	}
	var rows []row
	var all strings.Builder
	for _, a := range actors(r) {
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			rows = append(rows, row{name, a})
			all.WriteString("They saw the militia " + name + " newspaper there.\n\n")
		}
	}
	d, err := text.Read([]byte(all.String()))
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Parse(d)
	on, found := r.On(doc, sitrep.Date{}), map[string]bool{} // a name that several bear may be any of them
	for i := range doc.Tokens {
		if n, _ := on.Match(doc, i, doc.Sents[doc.Tokens[i].Sent].Last); n > 0 {
			found[doc.Words(i, i+n)] = true
		}
	}
	for _, x := range rows {
		if !found[strings.TrimSuffix(x.name, ")")] && !found[x.name] {
			t.Errorf("%q of %s is not found", x.name, x.a.Name)
		}
	}
}

// TestEveryRowIsSound holds what rows refer to, and that every row says where its facts come from.
func TestEveryRowIsSound(t *testing.T) {
	r := registry(t)
	for _, a := range actors(r) {
		for _, c := range append([]string{a.Country}, a.Active...) {
			if c != "" && r.State(c) == nil {
				t.Errorf("%s: no state %q", a.Name, c)
			}
		}
		if a.PartOf != "" && r.Named(a.PartOf) == nil {
			t.Errorf("%s: part of %q, which is not listed", a.Name, a.PartOf)
		}
		if a.To != 0 && a.To < a.From {
			t.Errorf("%s: from %d to %d", a.Name, a.From, a.To)
		}
	}
	for _, p := range people(r) {
		for _, term := range p.Terms {
			if term.Country != "" && r.State(term.Country) == nil || term.Organisation != "" && r.Named(term.Organisation) == nil {
				t.Errorf("%s: no state %q or no organisation %q", p.Name, term.Country, term.Organisation)
			}
			if !term.To.IsZero() && term.To.Before(term.From) {
				t.Errorf("%s: from %s to %s", p.Name, term.From, term.To)
			}
		}
	}
	for _, f := range []string{"groups", "forces", "organisations", "media", "offices", "states"} {
		b, err := codebook.Data().ReadFile("actors/" + f + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			c := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if line[0] != '#' && c[len(c)-1] == "" {
				t.Errorf("%s.tsv:%d names no source; write uncited where there is none", f, n)
			}
		}
	}
}

// TestRegistryIsAsLargeAsItIsSaidToBe holds the numbers of rows that docs/actors.md gives.
func TestRegistryIsAsLargeAsItIsSaidToBe(t *testing.T) {
	b, err := os.ReadFile("../../docs/actors.md")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if c := strings.Split(line, "|"); len(c) == 5 && strings.Contains(c[1], ".tsv`") {
			numbers := strings.Split(c[2], ",")
			for i, name := range strings.Split(c[1], ",") {
				said[strings.TrimSuffix(strings.Trim(name, " `"), ".tsv")] = strings.TrimSpace(numbers[i])
			}
		}
	}
	rows := map[string]int{}
	err = eachLine(codebook.Layer{FS: codebook.Data()}, "actors/*.tsv", func(name string) func(string) error {
		return func(string) error { rows[name]++; return nil }
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range tables {
		if got := strconv.Itoa(rows[name]); got != said[name] {
			t.Errorf("%s.tsv has %s rows; docs/actors.md says %q", name, got, said[name])
		}
	}
}

// TestNamesThatSeveralBear holds what decides between them, and that nothing is guessed where nothing does.
func TestNamesThatSeveralBear(t *testing.T) {
	r := registry(t)
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		year int
		want string // "" for open
	}{
		{"The SDF took Raqqa in Syria.", 2017, "Syrian Democratic Forces"},
		{"Japan said the SDF would send ships.", 2017, "Japan Self-Defense Forces"},
		{"The SDF sent ships.", 2017, ""},
		{"The PLA attacked a police post in Nepal.", 2004, "People's Liberation Army (Nepal)"},
		{"The PLA sent ships towards Taiwan, China said.", 2022, "People's Liberation Army (China)"},
		{"The NLA took a village near Skopje, Macedonia said.", 2001, "National Liberation Army (Macedonia)"},
		{"The RSF took Nyala, Sudan said.", 2023, "Rapid Support Forces"},
		{"The SLA burned a village in Darfur, Sudan.", 2005, "Sudan Liberation Army"},
		{"The SLA left its posts in Lebanon.", 2000, "South Lebanon Army"},
	} {
		d, err := text.Read([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		doc := p.Parse(d)
		on, got := r.On(doc, sitrep.NewDate(c.year, 6, 1)), ""
		for i := range doc.Tokens {
			if n, a := on.Match(doc, i, len(doc.Tokens)); n > 0 && len(doc.Tokens[i].Norm) == 3 && doc.Tokens[i].Shape == text.Acronym {
				if got = a.Name; a.Open {
					got = ""
				}
				break
			}
		}
		if got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.year, got, c.want)
		}
	}
}

// TestHolder holds who held an office on a day.
func TestHolder(t *testing.T) {
	r := registry(t)
	for _, c := range []struct {
		office, country, organisation string
		day                           sitrep.Date
		want                          string
	}{
		{"president", "SY", "", sitrep.NewDate(2016, 9, 20), "Bashar al-Assad"},
		{"president", "US", "", sitrep.NewDate(2017, 1, 19), "Barack Obama"},
		{"president", "US", "", sitrep.NewDate(2026, 1, 19), "Donald Trump"},
		{"president", "LB", "", sitrep.NewDate(2015, 6, 1), ""}, // the seat was empty
		{"secretary-general", "", "United Nations", sitrep.NewDate(2014, 3, 1), "Ban Ki-moon"},
		{"president", "SY", "", sitrep.Date{}, ""},
	} {
		got := ""
		if p := r.Holder(c.office, c.country, c.organisation, c.day); p != nil {
			got = p.Name
		}
		if got != c.want {
			t.Errorf("%s of %s%s on %s: %q, want %q", c.office, c.country, c.organisation, c.day, got, c.want)
		}
	}
}

func TestBearersOfAName(t *testing.T) {
	r := registry(t)
	for name, want := range map[string][]string{
		"Islamic State": {"Islamic State"}, "ISIS": {"Islamic State"}, "daesh": {"Islamic State"}, "nobody in particular": nil, "": nil,
		"PLA": {"People's Liberation Army (China)", "People's Liberation Army (Nepal)", "People's Liberation Army of Manipur"},
	} {
		var got []string
		for _, a := range r.Bearers(name) {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is borne by %q, want %q", name, got, want)
		}
	}
}

func TestCalledNamesTheOnlyBearer(t *testing.T) {
	r := registry(t)
	for name, want := range map[string]string{"ISIL": "Islamic State", "Islamic State": "Islamic State", "is": "", "the": "", "": "", "Ansar al-Sharia": ""} {
		got := ""
		if a := r.Called(name); a != nil {
			got = a.Name
		}
		if got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestPartsAreThoseBelow(t *testing.T) {
	var names []string
	for _, a := range registry(t).Parts("Islamic State") {
		names = append(names, a.Name)
	}
	if !slices.Contains(names, "Islamic State Khorasan Province") || slices.Contains(names, "Islamic State") || !slices.IsSorted(names) {
		t.Errorf("parts of the Islamic State: %q", names)
	}
}
