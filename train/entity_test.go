package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// spell writes a sentence with its mentions in brackets.
func spell(m marked, types []string) string {
	var out []string
	for i, w := range m.words {
		for _, x := range m.mentions {
			if x.first == i {
				w = "[" + w
			}
			if x.last == i+1 {
				w += "]" + types[x.typ]
			}
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func spelled(bank []marked, types []string) (out []string) {
	for _, m := range bank {
		out = append(out, spell(m, types))
	}
	return out
}

func TestMentionsAreReadAtTheirWords(t *testing.T) {
	re3d, docs, err := readRe3d("testdata/tiny-re3d.jsonl", 0)
	if err != nil || docs != 2 {
		t.Fatalf("%d documents, %v", docs, err)
	}
	// The outer one of two stands; what has no type of ours is left out.
	want := []string{"[Rebels]actor shelled [Karsa]place on [Monday]time .", "“ [We]actor saw [Adan Sorel]person , ” [residents]actor said .",
		"[The army]actor lost [two]quantity [tanks]vehicle near [Adan]place ."}
	if got := spelled(re3d, entityTypes); !reflect.DeepEqual(got, want) {
		t.Errorf("re3d: %q, want %q", got, want)
	}
	own, err := readOwnEntities("testdata/tiny-entities.txt", docs)
	if err != nil {
		t.Fatal(err)
	}
	want = []string{"[Troops]actor left [the town of Sorel]place [yesterday]time .", "[The minister]person paid [$ 3 million]money ."}
	if got := spelled(own, entityTypes); !reflect.DeepEqual(got, want) || own[0].doc == own[1].doc || own[0].doc < docs {
		t.Errorf("own: %q, want %q", got, want)
	}
}

func TestLabelsSpellMentions(t *testing.T) {
	m := marked{words: make([]string, 6), mentions: []mention{{0, 1, 2}, {1, 3, 2}, {4, 6, 0}}}
	labels := goldLabels(&m)
	if want := []uint8{5, 5, 6, 0, 1, 2}; !slices.Equal(labels, want) {
		t.Errorf("labels %v, want %v", labels, want)
	}
	_, follow := bio(3)
	last := -1
	for _, l := range labels {
		if !follow(last, int(l)) {
			t.Errorf("label %d may not follow %d", l, last)
		}
		last = int(l)
	}
	if follow(-1, 2) || follow(0, 4) || follow(1, 4) || !follow(4, 4) {
		t.Error("a mention may begin in its middle")
	}
}

func TestBadEntityInputIsNamed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"open.txt": "[Rebels left\n", "type.txt": "[Rebels]X left\n", "twice.txt": "[[Rebels]A\n",
		"middle.txt": "Reb[els]A\n", "close.txt": "Rebels]A\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readOwnEntities(path, 0); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
	}
	path := filepath.Join(dir, "docs.jsonl")
	if err := os.WriteFile(path, []byte("{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readRe3d(path, 0); err == nil || !strings.Contains(err.Error(), "docs.jsonl: line 1") {
		t.Errorf("error %v does not name file and line", err)
	}
	if _, _, err := readRe3d(filepath.Join(dir, "missing"), 0); err == nil {
		t.Error("a missing file is read")
	}
}

func TestScoreCountsExactAndOverlapping(t *testing.T) {
	var s score
	s.add([]mention{{0, 2, 0}, {3, 4, 1}, {5, 7, 2}}, []mention{{0, 2, 0}, {3, 4, 2}, {6, 7, 2}})
	if s.gold != 3 || s.found != 3 || s.exact != 1 || s.overlap != 2 {
		t.Errorf("%+v, want 3 there, 3 found, 1 exact, 2 overlapping", s)
	}
}
