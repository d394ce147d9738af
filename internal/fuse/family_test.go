package fuse

import (
	"testing"

	"sitrep/codebook"
)

func TestEveryTypeHasAFamily(t *testing.T) {
	table, err := families(familiesTable)
	if err != nil {
		t.Fatal(err)
	}
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for i := range book.Types {
		if _, ok := table[book.Types[i].ID]; !ok {
			t.Errorf("families.tsv has no row for %s", book.Types[i].ID)
		}
	}
}

func TestTypesOfAUsersOwnGoByTheirCrosswalk(t *testing.T) {
	table, err := families(familiesTable)
	if err != nil {
		t.Fatal(err)
	}
	own := func(id, plover string) codebook.Type {
		return codebook.Type{ID: id, Crosswalk: codebook.Crosswalk{PLOVER: plover}}
	}
	got := kinOf(table, &codebook.Codebook{Types: []codebook.Type{own("school_occupied", "COERCE/seize"), own("drone_swarm", "ASSAULT/drone | ASSAULT/aerial"), own("hoarding", ""), own("bombing", "AID")}})
	for id, want := range map[string]kin{
		"school_occupied": {family: "ground", means: "school_occupied"}, // by its mode
		"drone_swarm":     {family: "violence", means: "drone_swarm"},   // by its root
		"hoarding":        {family: "hoarding", means: ""},              // by itself
		"bombing":         {family: "violence", means: "bomb"},          // the table has it
	} {
		if got[id].family != want.family || got[id].means != want.means {
			t.Errorf("%s: got %v, want %v", id, got[id], want)
		}
	}
}

func TestFaultyFamiliesAreRefused(t *testing.T) {
	for _, table := range []string{"bombing\tviolence\tx", "\tviolence\tx\t", "bombing\t\tx\t", "a\tb\tc\t\na\tb\tc\t"} {
		if _, err := families(table); err == nil {
			t.Errorf("%q: no error", table)
		}
	}
}
