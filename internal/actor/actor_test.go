package actor

import (
	"strings"
	"testing"
	"testing/fstest"

	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func registry(t testing.TB) *Registry {
	r, err := Load(codebook.Data())
	if err != nil {
		t.Fatal(err)
	}
	return r
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
		{"South Korean troops left.", "South Korean troops", "military", "KR"},
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
		for i := range doc.Tokens {
			if n, a := r.Match(doc, i, len(doc.Tokens)); n > 0 {
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
		{"too few columns", "A\tarmed_group", "groups.tsv:1: 2 columns"},
		{"an unknown kind", "A\tgang\t\t\t", `no kind "gang"`},
		{"a name given twice", "A\tarmed_group\t\t\tX\nB\tarmed_group\t\t\tX", "groups.tsv:2"},
	} {
		_, err := Load(fstest.MapFS{"actors/groups.tsv": {Data: []byte(c.row)}, "lists/people.txt": {Data: []byte(list)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{"lists/aliens.txt": {Data: []byte("x")}}); err == nil || !strings.Contains(err.Error(), "aliens") {
		t.Errorf("unknown class: %v", err)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		registry(b)
	}
}
