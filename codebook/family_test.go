package codebook_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/codebook"
)

func TestEveryTypeIsInOneFamily(t *testing.T) {
	families, err := codebook.Families()
	if err != nil {
		t.Fatal(err)
	}
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range book.Types {
		var in []string
		for _, f := range families {
			if slices.Contains(f.Types, typ.ID) {
				in = append(in, f.ID)
			}
		}
		if len(in) != 1 {
			t.Errorf("%s is in families %v, want one", typ.ID, in)
		}
	}
	for _, f := range families {
		for _, id := range f.Types {
			if !slices.ContainsFunc(book.Types, func(t codebook.Type) bool { return t.ID == id }) {
				t.Errorf("family %s lists %s, which is no type", f.ID, id)
			}
		}
	}
}

func TestEveryPLOVERTypeLeadsToOneFamily(t *testing.T) {
	families, err := codebook.Families()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("codes/plover.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		code, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == "" || strings.HasPrefix(code, "#") {
			continue
		}
		n++
		if codebook.FamilyOf(families, &codebook.Type{ID: "own", Crosswalk: codebook.Crosswalk{PLOVER: code}}) == nil {
			t.Errorf("a type with the PLOVER code %s is in no family", code)
		}
	}
	if n < 10 {
		t.Fatalf("read %d codes, want all", n)
	}
}

func TestOwnTypesFallIntoAFamilyByTheirCode(t *testing.T) {
	families, err := codebook.Families()
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"ASSAULT/aerial | ASSAULT/drone": "fires",
		"ASSAULT/firearms":               "fighting",
		"COERCE/seize":                   "territory",
		"RETREAT/release":                "politics",
		"":                               "",
		"NONSENSE":                       "",
	} {
		got := ""
		if f := codebook.FamilyOf(families, &codebook.Type{ID: "school_occupied", Crosswalk: codebook.Crosswalk{PLOVER: code}}); f != nil {
			got = f.ID
		}
		if got != want {
			t.Errorf("%q: in %q, want %q", code, got, want)
		}
	}
}
